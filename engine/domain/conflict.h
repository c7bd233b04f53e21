/* Hard rules that contradict each other: none of them can be dropped without the contradiction going away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_DOMAIN_CONFLICT_H
#define KK_DOMAIN_CONFLICT_H

#include "domain/city.h"

/** A rule of the set, by the name of its row: "limit[budget,2021]", "units[new_chuo]", "seats[chuo,kg,2021]". */
typedef struct {
    const char *row;
    double lo, up; /* of the row as stated; -INFINITY, INFINITY where there is none */
} kk_rule;

typedef struct {
    int count;
    kk_rule *rule; /* [count] in the order of the model */
} kk_conflict;

#endif
