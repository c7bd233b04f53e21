/* Columns of a basis that were replaced since it was factorised: each is a factor of its own (product form).
 *
 * Where a row of the inverse is solved for, the sum of every factor is kept up to date by what changes, row by row:
 * most factors of a sparse row are not looked at. Entries that cancelled out are dropped.
 *
 *  Source   Dantzig, Orchard-Hays, "The product form for the inverse in the simplex method", 1954
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_REPLACED_H
#define KK_SOLVE_REPLACED_H

#include "solve/basis.h"

typedef struct kk_replaced kk_replaced;

kk_replaced *kk_replaced_new(kk_ctx *K, int nrow);

/** None is. */
void kk_replaced_clear(kk_replaced *E);

/** Replace what is basic at a place; alpha: the solved column. */
void kk_replaced_add(kk_replaced *E, int place, const kk_vector *alpha);

/** After the basis as it was factorised is solved for v: for what replaced. */
void kk_replaced_solve(const kk_replaced *E, kk_vector *v);

/** Before its transpose is solved for c. */
void kk_replaced_solve_transposed(const kk_replaced *E, kk_vector *c);

/** Whether factorising again is worth its time. */
bool kk_replaced_is_long(const kk_replaced *E);

#endif
