/* A smaller model with the same plans: what merely cannot bind is dropped.
 *
 *  1. An elastic column (unmet, short) is what its equality row leaves over: it is replaced by that, and the row bounds
 *     the rest.
 *  2. A row that always holds is dropped; a row that holds in one way only fixes its columns; a row of one column is a
 *     bound. Again until nothing changes.
 *
 * The set of plans stays the same, so every objective can be minimised on the smaller model.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_MODEL_REDUCE_H
#define KK_MODEL_REDUCE_H

#include "model/rows.h"

typedef struct {
    const kk_rows *R; /* the model as stated */

    int ncol;
    int *col_of; /* [ncol] column of R */
    double *col_lo, *col_up;
    unsigned char *col_start_up;

    int nrow;
    int *row_of; /* [nrow] row of R */
    double *row_lo, *row_up;
    int *row_start; /* [nrow + 1] into col, value */
    int *col;       /* column of this model */
    double *value;

    int *new_col;  /* [R->ncol] column here, or -1: fixed or replaced */
    double *fixed; /* [R->ncol] value of a column that is fixed */
    int *left_of;  /* [R->ncol] row of R that a replaced column is left over from, or -1 */
    double *full;  /* [R->ncol] room for kk_reduce_cost() */
} kk_reduced;

kk_reduced *kk_reduce(kk_ctx *K, const kk_rows *R);

/** An objective of R on the columns that are left: out_cost [ncol]; returns its constant. */
double kk_reduce_cost(const kk_reduced *D, const double *cost, double constant, double *out_cost);

/** The values of all columns of R from those that are left: x [ncol], out_x [R->ncol]. */
void kk_restore(const kk_reduced *D, const double *x, double *out_x);

#endif
