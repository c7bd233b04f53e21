/* What may be to blame for a shortage, and the city without it, or with a little more of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_EXPLAIN_RELAX_H
#define KK_EXPLAIN_RELAX_H

#include "domain/plan.h"

/** Kinds of causes, in the order in which they are tried. */
typedef enum {
    KK_C_WHOLE,        /* units open whole: all other causes are those of the plan that may open parts of them */
    KK_C_LIMIT,        /* a ceiling or floor, of one year or of all together */
    KK_C_CARERS,       /* the carers that can be employed at a node, of one year */
    KK_C_LEAD_YEARS,   /* years from decision to opening, of a measure: nothing opens before */
    KK_C_WINDOW,       /* earliest, latest: of the options of a measure */
    KK_C_CONSENT,      /* a consent that the scenario does not accept, of the options of a measure */
    KK_C_MAX_UNITS,    /* so many units, or one at a facility: of the options of a measure */
    KK_C_MAX_PER_YEAR, /* so many a year: of the options of a measure */
    KK_C_MIN_UNITS,    /* units that have to open: of the options of a measure */
    KK_C_ONCE,         /* a facility is converted, extended or closed once */
    KK_C_LINKS,        /* how many children may use seats of other areas */
    KK_C_FOLLOW,       /* the plan in force is followed, nothing decided */
    KK_NCAUSE
} kk_cause_kind;

extern const char *const kk_cause_word[KK_NCAUSE];

/** One limit that could be to blame. */
typedef struct {
    kk_cause_kind kind;
    int of;       /* row of a limit as kk_city_copy() numbers them, node or measure; KK_NONE: there is none, or of
                     lead_years all measures */
    int rows;     /* KK_C_LIMIT: so many rows from there */
    int year;     /* fiscal year; KK_NONE = all years */
    int consent;  /* KK_C_CONSENT: which, a kk_consent */
    bool several; /* not one of all limits away: it takes causes together that are there one by one, too, all years of a
                     limit or of carers, all measures; or it is whole */
    bool used_up; /* by the plan, or it keeps an option from opening at all; what is not cannot be to blame alone */
    int holds;    /* how many options, facilities or links it holds back; 0 of a limit, carers, follow */
    int option;   /* KK_C_CONSENT: the one that one more is; KK_NONE until it is known */
    double value; /* of a limit, carers, lead years; else NAN */
    double more;  /* one natural unit more, as a share of money and seats: 0.1; else 1 carer, unit, year, option, link;
                     0 = there is none */
} kk_cause;

/** All limits of a city that a shortage could be owed to, alone or together. The same city and plan give the same
 *  order.
 *  @param P      a plan in parts of units: what it uses up is what binds
 *  @param whole  whether the plan that is explained opens whole units: then that is the first cause
 *  @param out    [count that is returned] */
int kk_causes(kk_ctx *K, const kk_plan *P, bool whole, kk_cause **out);

/** How much of a cause is taken away. */
typedef enum { KK_KEPT, KK_ONE_MORE, KK_WITHOUT } kk_relaxed;

/** A city with causes relaxed as asked [count], all else as it is. Shares what is not changed with C. */
kk_city *kk_relax(kk_ctx *K, const kk_city *C, const kk_cause *cause, const kk_relaxed *asked, int count);

/** A copy of a city whose sets, limits and goals can be changed; every row of a limit is a limit of its own. */
kk_city *kk_city_copy(kk_ctx *K, const kk_city *C);

#endif
