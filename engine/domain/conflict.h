/* Hard rules that contradict each other: none of them can be dropped without the contradiction going away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_DOMAIN_CONFLICT_H
#define KK_DOMAIN_CONFLICT_H

#include "domain/proof.h"

/** A rule of the set, by the name of its row: "limit[budget,2021]", "units[new_chuo]", "seats[chuo,kg,2021]". */
typedef struct {
    const char *row;
    double lo, up; /* of the rule in its own unit; -INFINITY, INFINITY where there is none */
} kk_rule;

typedef struct {
    int count;
    kk_rule *rule;   /* [count] rows cover, then the others, in the order of the model */
    bool whole_only; /* in parts of units they can be kept together */
    bool undecided;  /* some may not be needed: the search for whole units ended before it was known */
    int nproof;
    kk_multiplier *proof; /* [nproof] multipliers of these rows and of soft ones: added up, the rows ask for more than
                             any plan can have; none where whole_only */
} kk_conflict;

#endif
