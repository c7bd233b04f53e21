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
    double lo, up; /* of the row as stated; -INFINITY, INFINITY where there is none */
} kk_rule;

typedef struct {
    int count;
    kk_rule *rule; /* [count] in the order of the model */
    int nproof;
    kk_multiplier *proof; /* [nproof] multipliers of these rows and of soft ones: added up, the rows ask for more than
                             any plan can have; none where rows contradict each other in whole units only */
} kk_conflict;

#endif
