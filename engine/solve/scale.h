/* Factors that bring the entries of a model near 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_SCALE_H
#define KK_SOLVE_SCALE_H

#include "base/ctx.h"

/** Rows and columns in turn, so many rounds, by the root of their smallest times their largest entry, at last rounded
 *  to powers of 2, so that no digit is lost.
 *
 *  @param rounds     1 brings no more steps than 3, but others: what searches on from where they end wants the same
 *  @param row_start  [nrow + 1] into col, value: the rows
 *  @param out_row, out_col  [nrow], [ncol] what each is multiplied by */
void kk_scale(kk_ctx *K, int rounds, int nrow, int ncol, const int *row_start, const int *col, const double *value,
              double *out_row, double *out_col);

/** The factor that makes the largest scaled cost 1.
 *  @param out_noise  a reduced cost up to this is none, of scaled costs */
double kk_scale_costs(int ncol, const double *cost, const double *col_scale, double *out_noise);

#endif
