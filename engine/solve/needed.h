/* Years needed: in which years an action of a plan is missed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_NEEDED_H
#define KK_SOLVE_NEEDED_H

#include "domain/plan.h"
#include "model/model.h"

/** Fill P->needed: year t is needed by an action (option o opens units in year tau) when, everything else opened as it
 *  is, more children have to stay unmet in year t without it than with it: at the best, all classes alike, whatever
 *  the goals do. A rise of less than half of what is shown (0.001 children) is none. Where others take seats that it
 *  adds, so that it cannot be left out, it is needed too.
 *
 *  @param M  the model of P's city: rows need, seats and whatever else holds children back are read from it
 *  @param largest  areas and years that touch are counted together, on a tableau; of an action in one with more entries
 *                  than this nothing is said: its years are unknown
 */
#define KK_LARGEST_TABLEAU (1 << 24)
void kk_years_needed(kk_ctx *K, const kk_model *M, kk_plan *P, double largest);

#endif
