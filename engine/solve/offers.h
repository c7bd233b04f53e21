/* Plans of single areas, and the choice among them that makes a plan of the city.
 *
 * Rows of the model that hold in one area alone are kept by every plan that the area offers; the few that areas share
 * (money, ceilings of units, earlier goals) are kept by the choice. Prices of the shared rows say which plans areas
 * offer next, and what the areas cost at those prices is a bound on every plan of the city.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_OFFERS_H
#define KK_SOLVE_OFFERS_H

#include "solve/neighbourhood.h"

typedef struct kk_offers kk_offers;

/** W outlives it. */
kk_offers *kk_offers_new(kk_whole *W);

/** Let areas offer plans for the stage of W, which has a plan: better that plan, raise W->bound.
 *
 *  Maths    models/README.md "Whole units"
 *  Source   Dantzig, Wolfe, "Decomposition principle for linear programs", Oper. Res. 1960; Wentges, "Weighted
 *           Dantzig-Wolfe decomposition for linear mixed-integer programming", ITOR 1997 (prices between the best and
 *           the newest)
 *
 *  @param y        [D->nrow + holds] multipliers of the model in parts: the first prices
 *  @param until    no more once W->work is there
 *  @param out_mix  [D->ncol] the best choice in parts of offers; untouched where false is returned
 *  @return false where areas share too much, or nothing */
bool kk_offers_search(kk_offers *P, const double *y, long until, double *out_mix);

#endif
