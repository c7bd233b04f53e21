/* A simplex of our own for the part of a model that the stages need.
 *
 * Bounded primal simplex with Devex prices, from the basis that the part starts from, warm from stage to stage: a new
 * stage has other costs, fixed columns and rows, and what the part has grown by. It trusts no number that it has not
 * seen twice: factors are made anew before a stage ends, and where a pivot, a residual or the count of steps without
 * progress is not what it should be it gives up, and so it does where the rows contradict each other: solve/box then
 * goes on with GLPK from the same basis.
 *
 *  Source   Harris, "Pivot selection methods of the Devex LP code", 1973
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_SIMPLEX_H
#define KK_SOLVE_SIMPLEX_H

#include "solve/part.h"
#include "solve/watch.h"

typedef struct kk_simplex kk_simplex;

/** For a part.
 *  @param col_scale, row_scale  [D->ncol], [D->nrow] powers of 2 that bring its entries near 1
 *  @param most_holds            calls of kk_simplex_hold() at most */
kk_simplex *kk_simplex_new(kk_ctx *K, kk_part *P, const double *col_scale, const double *row_scale, int most_holds);

/** Minimise cost [D->ncol] over the part, from the basis it is at; takes in what the part has grown by.
 *  @param cost_scale  makes the largest scaled cost 1
 *  @param noise       a reduced cost up to this is none
 *  @return false where it gives up; then only kk_simplex_stand() may follow, or the next one where it was ended */
bool kk_simplex_minimise(kk_simplex *S, const double *cost, double cost_scale, double noise);

/** Whoever watches may end a minimisation. */
void kk_simplex_watch(kk_simplex *S, kk_watch *watch);

/** Whether the last minimisation was ended by who watches: it stands at a basis from which it would go on. */
bool kk_simplex_ended(const kk_simplex *S);

/** Leave all that follows to sparse factors, as where a part is large. */
void kk_simplex_to_sparse(kk_simplex *S);

/** Whether the last minimisation was done by a dense table alone. */
bool kk_simplex_is_dense(const kk_simplex *S);

/** Iterations of the last minimisation. */
long kk_simplex_iterations(const kk_simplex *S);

/** See kk_box_fix(); the part's bounds are narrowed. */
int kk_simplex_fix(kk_simplex *S);

/** See kk_box_hold(); scale brings the entries of this row near 1. */
void kk_simplex_hold(kk_simplex *S, const double *cost, double upper, double scale);

/** Take rows that hold out again, those of io_out [rows that hold] that hold nothing back: only what was taken out is
 *  true afterwards. */
void kk_simplex_drop(kk_simplex *S, bool *io_out);

/** Whether the row of hold number h is fixed. */
bool kk_simplex_holds_fast(const kk_simplex *S, int h);

/** Multipliers of the last minimisation, nothing else having been asked since, of scaled costs:
 *  out_y [D->nrow + rows that hold], see kk_box_multipliers(). */
void kk_simplex_multipliers(const kk_simplex *S, double *out_y);

/** How the basis makes the value of column j, which is basic, from its rows: out_y [D->nrow + rows that hold], so that
 *  out_y A has 1 / col_scale in column j and 0 in all others that are basic.
 *  @return false where it is not basic */
bool kk_simplex_inverse(kk_simplex *S, int j, double *out_y);

/** The values of the part's columns are written over those of out_x [D->ncol]; anew: see kk_box_read().
 *  @return false where the basis cannot be factorised */
bool kk_simplex_read(kk_simplex *S, bool anew, double *out_x);

/** Write into the part where its columns and rows stand in the basis, as if all of them were new.
 *  @param out_hold   where the rows that hold stand, in the order of kk_simplex_hold()
 *  @param out_fixed  whether they are fixed there */
void kk_simplex_stand(const kk_simplex *S, kk_stand *out_hold, bool *out_fixed);

#endif
