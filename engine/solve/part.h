/* The part of a reduced model that the stages so far need, and the basis from which it is minimised.
 *
 * A stage looks at some columns; of the rows only those can hold them back that do not hold anyway. Everything else is
 * left out until a later stage needs it: the years of the look-ahead while the first promise is looked at, say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_PART_H
#define KK_SOLVE_PART_H

#include "model/reduce.h"

/** Where a column or row stands in the basis. */
typedef enum { KK_BASIC, KK_AT_LOWER, KK_AT_UPPER } kk_stand;

typedef struct {
    const kk_reduced *D;
    double *lo, *up; /* [D->ncol] bounds of the columns; the owner may narrow them to what later stages may still use */
    double *row_lo, *row_up; /* [D->nrow] bounds of the rows, likewise once they are in the part */
    double *x; /* [D->ncol] values; the owner keeps those of the part's columns, the others are where they start */

    unsigned char *has_col,
        *has_row;        /* [D->ncol], [D->nrow] 1 = in the part, 2 = and new to its owner, who makes it 1 */
    kk_stand *col, *row; /* where those of the last kk_part_grow() stand at first */

    /* its own */
    int *col_start, *row_of; /* entries of column j of D: row_of[col_start[j]] .. */
    double *value;
    double *activity; /* [D->nrow] of new rows */
    int *rivals;      /* [D->ncol] columns that leave less over in the same elastic row, 0 = it leaves nothing less */
    double *least, *most; /* [D->ncol] where a column may be: what is outside stays at x */
    bool begun;
} kk_part;

/** An empty part. */
kk_part *kk_part_new(kk_ctx *K, const kk_reduced *D);

/** Whether the part has to grow for cost [D->ncol]. */
bool kk_part_lacks(const kk_part *P, const double *cost);

/** Take in what is needed to minimise cost [D->ncol] over D: a minimum over the part is one over D, whatever the
 * columns outside it would have been. New rows are basic and new columns at a bound, but for children (serve, cover),
 * who are served as far as seats reach at x; new rows hold, unless they are a floor above what is there at the start.
 */
void kk_part_grow(kk_part *P, const double *cost);

#endif
