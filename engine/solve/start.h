/* Where a minimisation starts: a basis in which what can be served is served.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_START_H
#define KK_SOLVE_START_H

#include "model/reduce.h"

/** Where a column or row stands in the basis. */
typedef enum { KK_BASIC, KK_AT_LOWER, KK_AT_UPPER } kk_stand;

typedef struct {
    kk_stand *col; /* [D->ncol] */
    kk_stand *row; /* [D->nrow] */
} kk_start;

/** A basis for any objective of the model: nothing opened, children served class after class as far as seats reach; only
 *  rows that even so do not hold (a floor) are left to the solver. */
kk_start *kk_start_new(kk_ctx *K, const kk_reduced *D);

#endif
