/* What a rule costs: the value of every goal without it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_EXPLAIN_RULES_H
#define KK_EXPLAIN_RULES_H

#include "explain/why.h"

typedef enum {
    KK_R_PLAN,           /* the plan as it is */
    KK_R_EXISTING_FIRST, /* goal seats of new places only: put last; where there is none: behind what is missing */
    KK_R_EQUAL_AREAS,    /* goal worst_share: put last; or first where there is none */
    KK_R_GOAL,           /* any other goal put last */
    KK_R_TARGET,         /* all goals of a promise put last */
    KK_R_CAUSE,          /* a limit taken away */
    KK_NRULE
} kk_rule_kind;

extern const char *const kk_rule_word[KK_NRULE];

/** Whether a goal asks for few new places, so that existing facilities come first. */
bool kk_is_existing_first(const kk_city *C, const kk_goal *goal);

/** One row of the table. */
typedef struct {
    kk_rule_kind kind;
    int of;           /* goal, target or cause; KK_NONE */
    bool on;          /* the scenario does not have the rule: it is added */
    double *value;    /* [ngoal] of each goal of the scenario; NULL: hard rules leave no plan */
    double now, then; /* on: the value of the goal that is added, put last and where it belongs; else NAN */
} kk_rule_cost;

struct kk_rules {
    int nrule;
    kk_rule_cost *rule; /* the plan first */
};

/** The goals of a plan without each rule of the scenario: existing facilities first, areas alike, every promise, every
 *  other goal, every limit that is used up. A goal without its rule is put behind all others, so that it is not thrown
 *  away but gives way. Existing first and areas alike are turned on where the scenario does not have them. */
const struct kk_rules *kk_rules_new(kk_ctx *K, const kk_why *Y, kk_base *again);

#endif
