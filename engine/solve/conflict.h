/* Which hard rules contradict each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_CONFLICT_H
#define KK_SOLVE_CONFLICT_H

#include "domain/conflict.h"

/** A contradicting set of hard rules none of whose members can be dropped, by a deletion filter in the order of the
 *  model. What is soft (need, required, the share of a goal) is never in it. count is 0 when there is a plan.
 *
 *  Maths    models/README.md "Contradictions"
 *  Source   Chinneck, Dravnieks, "Locating Minimal Infeasible Constraint Sets in Linear Programs", ORSA J. Comput. 1991
 */
kk_conflict *kk_conflict_find(kk_ctx *K, const kk_city *C);

#endif
