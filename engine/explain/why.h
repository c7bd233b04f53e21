/* Why children stay without a place: which limits are to blame, confirmed by planning again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_EXPLAIN_WHY_H
#define KK_EXPLAIN_WHY_H

#include "explain/again.h"
#include "explain/relax.h"

/** One limit that is to blame for something that is missing. */
typedef struct {
    int cause;
    double gains; /* fewer missing without the limit; of limits together: without all of them */
    double more;  /* fewer missing with one natural unit more of it (of each); NAN: there is none */
} kk_blame;

/** What no limit is to blame for. */
typedef enum {
    KK_REST_NONE,
    KK_REST_LATER,      /* years in which nothing opens any more, and no goal asks for them */
    KK_REST_NO_MEASURE, /* no option adds seats that these children could use: other ages, other kinds, other areas */
    KK_REST_GOALS,      /* goals that come first in the scenario */
    KK_REST_OTHER,      /* what options take away, or how long they last */
    KK_NREST
} kk_rest;

extern const char *const kk_rest_word[KK_NREST];

/** Something that is missing: a cell (area, class, year) unmet, or short of a promise that asks for seats; or all of a
 *  promise in one year, or all unmet in one year. */
typedef struct {
    int target; /* KK_NONE: unmet */
    int a, c;   /* KK_NONE: all together */
    int t;
    double missing;
    double parts; /* missing where parts of units may open; missing where they may anyway */
    int nblame;   /* in the order of what they gain, of equal ones as they are tried */
    kk_blame *blame;
    bool together; /* no limit alone gains anything; these do together, and none of them can be spared */
    double left;   /* missing without any limit */
    kk_rest rest;  /* why */
    double vacant; /* seats of other kinds that stand empty in the area and year: rooms */
} kk_lack;

/** One limit and what all that is missing owes to it. */
typedef struct {
    bool solved;  /* planned again without it; else the plan does not use it up, and it changes nothing alone */
    bool blamed;  /* for something, alone or together with others */
    double *goal; /* [ngoal] value of every goal without it; NULL unless solved, or where hard rules leave no plan */
    double *gains, *more; /* [1 + ntarget] children unmet, then seats short of each target, all years; more NAN: none */
} kk_verdict;

struct kk_why {
    const kk_plan *P;
    const kk_city *rows;  /* the plan's city as kk_city_copy() makes it: what causes call a limit */
    const kk_again *base; /* what the plan leaves missing */
    const kk_again
        *parts; /* what it would if parts of units could open: to that all else is compared; base otherwise */
    int ncause;
    kk_cause *cause;
    kk_verdict *verdict; /* [ncause] */
    int nlack;
    kk_lack *lack; /* years of promises, years of unmet, cells unmet, cells short: each in the order of balance.csv */
    const struct kk_deeds *deeds; /* why this measure and not that one: explain/actions.h */
    const struct kk_rules *rules; /* what a rule costs: explain/rules.h */
    int solved;                   /* how often the city was planned again, for all of it */
};

/** Explain a plan: what it leaves missing, its actions, what its rules cost.
 *
 *  Method   models/README.md "Why"
 *  Source   of the deletion filter: Chinneck, Dravnieks, ORSA Journal on Computing 3 (1991)
 *
 *  @param P  a plan of kk_solve(); it is not changed
 */
const kk_why *kk_why_new(kk_ctx *K, const kk_plan *P);

#endif
