/* The factors of a basis of [A I]: systems in it and in its transpose are solved, one column after the other replaced.
 *
 * A basis has one basic variable per row: a column of A, or the unit column of a row. It is B = L U, found by taking
 * rows and columns of one entry first; what is left of a city's basis, a few dozen columns, is eliminated with
 * threshold pivoting. A replaced column is a factor of its own (product form) until the basis is factorised again.
 * Vectors are sparse: what is 0 costs little.
 *
 *  Source   Suhl, Suhl, "Computing sparse LU factorizations for large-scale linear programming bases", 1990;
 *           Dantzig, Orchard-Hays, "The product form for the inverse in the simplex method", 1954
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_BASIS_H
#define KK_SOLVE_BASIS_H

#include "base/ctx.h"

/** Values by index, and the list of those that may not be 0. */
typedef struct {
    double *value;
    int *index, count;
    bool *listed;
} kk_vector;

kk_vector kk_vector_new(kk_ctx *K, int size);
void kk_vector_clear(kk_vector *V);

static inline void kk_vector_add(kk_vector *V, int i, double value)
{
    if (!V->listed[i]) {
        V->listed[i] = true;
        V->index[V->count++] = i;
    }
    V->value[i] += value;
}

/** A by columns. */
typedef struct {
    int nrow, ncol;
    const int *start, *row; /* [ncol + 1] */
    const double *value;
} kk_columns;

typedef struct kk_basis kk_basis;

/** Room for bases of at most nrow rows. */
kk_basis *kk_basis_new(kk_ctx *K, int nrow);

/** Factorise.
 *
 *  @param col   [count] the columns of A that are basic
 *  @param unit  [nrow] true where a row's unit column is basic, or the row does not matter; for the other rows ...
 *  @param head  [nrow] ... the column of A that takes the row's place is written here
 *  @return false where the columns are not independent, or too close to that
 */
bool kk_basis_factor(kk_basis *B, const kk_columns *A, const int *col, int count, const unsigned char *unit, int *head);

/** B x = v: in: v by row, out: x by the row whose place a basic variable takes. */
void kk_basis_solve(kk_basis *B, kk_vector *v);

/** B' y = c: in: c by place, out: y by row. */
void kk_basis_solve_transposed(kk_basis *B, kk_vector *c);

/** Replace what is basic at a place; alpha: its kk_basis_solve()d column. */
void kk_basis_replace(kk_basis *B, int place, const kk_vector *alpha);

/** Whether factorising again is worth its time. */
bool kk_basis_is_long(const kk_basis *B);

/** Whether nothing was replaced since it was factorised. */
bool kk_basis_is_fresh(const kk_basis *B);

#endif
