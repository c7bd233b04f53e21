/* A study: one city planned with this and that changed, side by side. `kakuho sweep` varies changes over a grid of
 * points; `kakuho whatif` plans the ready-made what-ifs.
 *
 * Every number of a case is that of the plan that `kakuho plan` makes with the same --set and --change; nothing depends
 * on the order in which the cases are planned.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_EXPLAIN_STUDY_H
#define KK_EXPLAIN_STUDY_H

#include "domain/plan.h"
#include "input/vary.h"

/** How a case ended. Where there is no plan the case says why; the others are planned all the same. */
typedef enum {
    KK_CASE_PLANNED,
    KK_CASE_CONTRADICTORY, /* hard rules contradict each other */
    KK_CASE_NO_PLAN,       /* no plan in whole units was found */
    KK_CASE_INVALID,       /* the changed tables no longer fit together */
    KK_CASE_UNFIT,         /* a what-if that does not apply to this city */
    KK_NCASE
} kk_case_state;
extern const char *const kk_case_word[KK_NCASE];

/** What a number of a case is. */
typedef enum {
    KK_N_GOAL,     /* item: kk_goal_name(); in its unit */
    KK_N_REQUIRED, /* item: target; year: children or seats, as in promises.csv */
    KK_N_SHORT,    /* the same */
    KK_N_UNMET,    /* year: children, all areas and classes */
    KK_N_SUPPLY,   /* year: seats of kinds that are rooms, all areas */
    KK_N_VACANT,   /* year: of them */
    KK_N_SEATS,    /* item: existing, new; seats that the actions add, in rooms */
    KK_N_CAPITAL,  /* item: payer; year: money */
    KK_N_RUNNING,  /* the same */
    KK_NNUMBER
} kk_number_kind;
extern const char *const kk_number_word[KK_NNUMBER];

typedef struct {
    kk_number_kind kind;
    const char *item; /* id, "" = none */
    int year;         /* fiscal year, KK_NONE = none */
    double value;
    const char *text; /* as the plan's folder prints it */
} kk_case_number;

/** Units of an option that open at a date. */
typedef struct {
    const char *option, *measure, *area, *label; /* ids; what it is called */
    const char *decide_by, *opens_on;            /* dates */
    int year;                                    /* fiscal year of opening */
    kk_micro units;
} kk_case_action;

typedef struct {
    const char *name;     /* "births-low"; of a point its number, from 1 */
    const char *about[2]; /* what a what-if is, by kk_lang; NULL of a point */
    int nset, nchange;
    const char **set, **change; /* what --set and --change make it */
    kk_case_state state;
    const char *why;    /* not planned: rows of the rules, or code and place of a finding */
    const char *say[2]; /* the same in a sentence, by kk_lang */
    bool kept;          /* every promise is */
    bool proved;        /* no plan is better in any goal */
    int npromise, nkept;
    int nnumber, naction;
    const kk_case_number *number; /* [nnumber] by kind, item, year */
    const kk_case_action *action; /* [naction] by option, year */
} kk_case;

/** An option in all cases that are planned, whatever the date. */
typedef struct {
    const kk_case_action *as; /* its first action in the first case that has it */
    const char *decide_by;    /* the first of all cases */
    int cases;                /* in how many it opens; in all of them it is an option without regret */
    kk_micro least, most;     /* units in all; least: 0 where a case is without it */
    int last;                 /* 1 + the last case seen */
    kk_micro units;           /* in that */
} kk_study_option;

/** An action in all cases: the same option and date. */
typedef struct {
    int option;               /* number of its kk_study_option */
    const kk_case_action *as; /* of the first case that has it */
    const char *decide_by;    /* the first of all cases */
    int cases;                /* in how many; in all of them it is an action without regret */
    kk_micro least, most;     /* units; least: 0 where a case is without it */
    kk_micro *units;          /* [ncase] */
} kk_study_action;

struct kk_study {
    const kk_city *C; /* as it is */
    int nvary;
    const kk_vary *vary; /* [nvary] of a sweep; NULL: what-ifs, of which the first is the city as it is */
    int ncase, nplanned;
    kk_case *case_; /* of a sweep by the values, those of the last --vary changing fastest */
    int noption, naction;
    const kk_study_option *option; /* [noption] in the order of the city, then others; as is NULL where none opens */
    const kk_study_action *action; /* [naction] by option and date */
};

/** Plan every point of the grid of these changes.
 *
 *  @param told  called after every case with how many are done; may be NULL
 *  Fails with KK_EINPUT where a value alone makes an input with errors, KK_ESYSTEM
 */
struct kk_study *kk_sweep(kk_ctx *K, const kk_city *C, const kk_vary *vary, int nvary,
                          void (*told)(void *info, int done, int of), void *info);

/** Plan the city as it is and with the ready-made what-ifs; only those named where nname > 0, in the order of the set.
 *  Fails with KK_EUSAGE for a name that is none, KK_ECONFLICT where the city as it is has no plan, KK_ESYSTEM. */
struct kk_study *kk_whatif(kk_ctx *K, const kk_city *C, const char *const *name, int nname,
                           void (*told)(void *info, int done, int of), void *info);

/** Plan the cases that are not KK_CASE_UNFIT, and tell the actions of all. For the two above. */
void kk_study_plan(kk_ctx *K, struct kk_study *S, void (*told)(void *info, int done, int of), void *info);

/** Value i of --vary v at a point; the change that it makes. */
const char *kk_point_value(const struct kk_study *S, int point, int v);

/** The number of a kind, item ("" = none) and year (KK_NONE = none), NULL where a case has none. */
const kk_case_number *kk_case_find(const kk_case *N, kk_number_kind kind, const char *item, int year);

/** The sum of the numbers of a kind and item (NULL = all) in fiscal years from..until. */
double kk_case_sum(const kk_case *N, kk_number_kind kind, const char *item, int from, int until);

/** The units that all actions open. */
kk_micro kk_case_units(const kk_case *N);

/** The actions of a case that the first case has not, lacks, or has in other units; dates count. */
void kk_case_changed(const struct kk_study *S, int n, int *out_more, int *out_less, int *out_other);

#endif
