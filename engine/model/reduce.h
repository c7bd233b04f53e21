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

/** A bound of a column that a row brought in before it was dropped. */
typedef struct {
    int row, entry; /* of the row once elastic columns are replaced */
    bool lower, upper;
} kk_moved;

typedef struct {
    const kk_rows *R; /* the model as stated */

    bool whole; /* some column that is left has to be whole */
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

    int *new_col;           /* [R->ncol] column here, or -1: fixed or replaced */
    double *fixed;          /* [R->ncol] value of a column that is fixed */
    int nfixed, *fixed_col; /* [nfixed] those columns */
    int *left_of;           /* [R->ncol] row of R that a replaced column is left over from, or -1 */
    double *full;           /* [R->ncol] room for kk_reduce_cost() */

    /* how rows became bounds, for kk_reduce_multipliers() */
    int *rest_start, *rest_col; /* the rows of R once elastic columns are replaced, those that are dropped too */
    double *rest_value;
    int nmoved, moved_capacity;
    kk_moved *moved; /* [nmoved] in the order in which it happened */
} kk_reduced;

kk_reduced *kk_reduce(kk_ctx *K, const kk_rows *R);

/** An objective of R on the columns that are left: out_cost [ncol]; returns its constant. */
double kk_reduce_cost(const kk_reduced *D, const double *cost, double constant, double *out_cost);

/** Multipliers of all rows of R from those that are left: y [nrow], which prove a minimum of cost [R->ncol] over what
 *  is left, out_y [R->nrow], which prove the same over R. A multiplier is >= 0 of a floor, <= 0 of a ceiling. */
void kk_reduce_multipliers(const kk_reduced *D, const double *cost, const double *y, double *out_y);

/** The values of all columns of R from those that are left: x [ncol], out_x [R->ncol]. */
void kk_restore(const kk_reduced *D, const double *x, double *out_x);

#endif
