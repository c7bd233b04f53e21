/* Why this measure and not that one: what every action is for, and why every other option is left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_EXPLAIN_ACTIONS_H
#define KK_EXPLAIN_ACTIONS_H

#include "explain/why.h"

/** What is lost when an action is left out, or opens a year later, with everything else opened as it is. */
typedef struct {
    bool possible;  /* false: others take seats that it adds */
    double unmet;   /* children more unmet, all years together */
    double *short_; /* [ntarget] seats more short of a promise that asks for seats, all years together; else 0 */
} kk_loss;

/** Units of an option that open in one year of the plan. */
typedef struct {
    int option, t;         /* opens in first + t */
    unsigned char *serves; /* [nclass] 1 = children of the class sit on seats that it adds */
    kk_loss without, later;
    int latest;     /* year index of the latest opening with which nothing is lost; KK_NONE: nothing ever is */
    int goal;       /* of one that is not missed: the first goal that gets worse without the option, else KK_NONE */
    double worse;   /* by so much, in the goal's unit */
    double *vacant; /* [nyear] so many of the rooms that it adds stand empty: at most what stands empty of their kind */
} kk_deed;

/** Why an option is left out. */
typedef enum {
    KK_OUT_CONSENT,    /* its consent is not accepted */
    KK_OUT_WINDOW,     /* it can never open in the years of the plan */
    KK_OUT_WHOLE,      /* parts of it would open: what is left out is what whole units leave no room for */
    KK_OUT_IMPOSSIBLE, /* hard rules leave no room for a unit of it */
    KK_OUT_EQUAL,      /* a unit of it makes no goal worse: an equal plan, which the closing stages did not choose */
    KK_OUT_NOT_NEEDED, /* a unit of it makes a goal worse, and of no other option less opens for it */
    KK_OUT_BEATEN,     /* a unit of it makes a goal worse, and less of others opens for it */
    KK_NOUT
} kk_out;

extern const char *const kk_out_word[KK_NOUT];

enum { KK_MOST_RIVALS = 3 };

typedef struct {
    int option;
    kk_out why;
    double units; /* so many were asked for: 1, or all there are; KK_OUT_WHOLE: the parts that would open;
                     KK_OUT_CONSENT: units that would, were it accepted, too */
    int goal;     /* the first goal that they make worse, else KK_NONE */
    double worse; /* by so much for one unit, in the goal's unit */
    int nrival, rival[KK_MOST_RIVALS]; /* options of which less opens then, the most units first */
} kk_left_out;

struct kk_deeds {
    int ndeed;
    kk_deed *deed; /* in the order of plan.csv */
    int nleft;
    kk_left_out *left; /* in the order of the options */
};

/** Explain the actions of a plan: each is left out and moved to later years with everything else opened as it is, and a
 *  unit of each other option is asked for.
 *
 *  @param parts  the same plan, or where it opens whole units the one that may open parts of them: what is asked for is
 *                compared with that
 *
 *  Method   models/README.md "Why"
 */
const struct kk_deeds *kk_deeds_new(kk_ctx *K, const kk_why *Y, const kk_plan *parts, kk_base *again);

#endif
