/* All objectives of a model minimised at once, one before the other, from the basis of the last such minimum.
 *
 * A lexicographic dual simplex: every variable has a reduced cost for each objective, and the ratio test compares them
 * in the order of the objectives. A basis that is optimal in this sense is so whatever bounds and right-hand sides
 * become, but for values beyond bounds, which few pivots put right when little has changed. Its factors and its reduced
 * costs stay in place from one solve to the next. Places are taken by steepest edge; variables with a near other bound
 * go there on the way.
 *
 * It gives up at any doubt, and says so: a pivot that is too small, numbers that do not agree when they are made anew,
 * a plan that is not the only one.
 *
 *  Source   Isermann, "Linear lexicographic optimization", OR Spektrum 4 (1982) 223-228;
 *           Lemke, "The dual method of solving the linear programming problem", 1954;
 *           Forrest, Goldfarb, "Steepest-edge simplex algorithms for linear programming", 1992
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_DUAL_H
#define KK_SOLVE_DUAL_H

#include "model/rows.h"

typedef struct kk_dual kk_dual;

/** Solve a model and keep it as the base.
 *  @param R      bounds of columns are finite; it outlives the base
 *  @param last   [ncol] an objective behind those of R
 *  @param basic  [ncol + nrow] which columns and rows (their slacks) are basic at first, as many as there are rows
 *  @return NULL where it gives up */
kk_dual *kk_dual_new(kk_ctx *K, const kk_rows *R, const double *last, const bool *basic);

/** Solve a model of the same columns, rows and objectives from the base's basis.
 *  @param K      for what is needed until the next solve
 *  @param out_x  [ncol]
 *  @return false where it gives up; the base is as before */
bool kk_dual_solve(kk_ctx *K, kk_dual *S, const kk_rows *R, double *out_x);

/** Pivots of the last solve. */
long kk_dual_pivots(const kk_dual *S);

#endif
