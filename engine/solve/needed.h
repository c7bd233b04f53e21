/* Years needed: in which years an action of a plan is missed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_NEEDED_H
#define KK_SOLVE_NEEDED_H

#include "domain/plan.h"
#include "model/model.h"

/** Fill P->needed: year t is needed by an action (option o opens units in year tau) when, everything else opened as it
 *  is, the children who have a place in year t could not all have one without it, wherever they are placed. Half of
 *  what is shown (0.001 children) or less is nobody. Where others take seats that it adds, so that it cannot be left
 *  out, it is needed too. What shows it goes into P->proof, where there is one.
 *
 *  @param M  the model of P's city: rows need, seats and whatever else holds children back are read from it
 *  @param largest  areas and years that touch are counted together, on a tableau; of an action in one with more entries
 *                  than this nothing is said: its years are unknown, as are those that are too near to half
 *                  of what is shown
 */
#define KK_LARGEST_TABLEAU (1 << 24)
void kk_years_needed(kk_ctx *K, const kk_model *M, kk_plan *P, double largest);

#endif
