/* The solver in a box: our own simplex (solve/simplex.h), and GLPK where that gives up. The only file that sees glpk.h
 * is box.c, and nothing GLPK-shaped leaves it.
 *
 * A problem is loaded part by part, as its stages need it (solve/part.h), and solved again and again with other costs
 * and tighter bounds, always by primal simplex from the basis it is at. GLPK goes on from the basis at which our own
 * gave up, and has the last word on rows that contradict each other. Misuse that makes GLPK abort becomes a failure
 * (KK_ESYSTEM) with GLPK's own words. One box at a time per thread; make, use and leave it in one thread. It dies with
 * the context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_BOX_H
#define KK_SOLVE_BOX_H

#include "solve/part.h"
#include "solve/watch.h"

typedef struct kk_box kk_box;

/** A problem for a reduced model; what a minimisation needs of it is loaded then, see solve/part.h.
 *  @param most_holds  calls of kk_box_hold() at most */
kk_box *kk_box_new(kk_ctx *K, const kk_reduced *D, int most_holds);

/** Minimise cost [ncol] from the basis it is at.
 *  @return true, or false when the rows contradict each other */
bool kk_box_minimise(kk_box *B, const double *cost);

/** Whoever watches may end a minimisation. */
void kk_box_watch(kk_box *B, kk_watch *watch);

/** Whether the last minimisation was ended by who watches: it returned true and is at no minimum. Another may follow,
 *  or kk_box_hold(), and nothing else. */
bool kk_box_ended(const kk_box *B);

/** Simplex iterations of the last minimisation. */
long kk_box_iterations(const kk_box *B);

/** Keep every later minimisation at the optimum of the last one: fix what has a reduced cost.
 *  @return the number of columns and rows that are neither basic nor fixed: 0 = the plan is the only one */
int kk_box_fix(kk_box *B);

/** Keep cost [ncol], which was minimised, at or below upper from now on.
 *  @return whether that takes a row: not where all of cost is 0 */
bool kk_box_hold(kk_box *B, const double *cost, double upper);

/** Multipliers of the last minimisation: out_y [nrow + rows that hold], 0 of a row that it did not need; those of
 *  kk_box_hold() stand behind the others, in order. >= 0 of a row at its lower bound, <= 0 at its upper. */
void kk_box_multipliers(kk_box *B, double *out_y);

/** Mark what kk_box_fix() has fixed and has no mark yet: io_col [ncol], io_row [nrow + rows that hold], 0 = no mark. */
void kk_box_mark(const kk_box *B, int mark, int *io_col, int *io_row);

/** Read the columns, out_x [ncol]; anew: factorise the basis first, so that the same basis gives the same numbers
 * whatever way led to it. */
void kk_box_read(kk_box *B, bool anew, double *out_x);

/** Where columns and rows stand in the last basis: out_col [ncol], out_row [nrow].
 *  @return false where GLPK had to go on, whose basis is not told */
bool kk_box_stand(const kk_box *B, kk_stand *out_col, kk_stand *out_row);

/** Give the problem back before the context dies. */
void kk_box_end(kk_box *B);

/** Give back GLPK's environment of this thread, all boxes being given back. */
void kk_box_end_thread(void);

/** Leave all that follows to GLPK, as where our own simplex gives up. */
void kk_box_to_glpk(kk_box *B);

/** Leave all that follows to sparse factors, as where a part is large. */
void kk_box_to_sparse(kk_box *B);

/** Whether all was solved by our own simplex so far; whether the last minimisation was, by a dense table alone. */
bool kk_box_is_own(const kk_box *B);
bool kk_box_is_dense(const kk_box *B);

/** Test hook: misuse GLPK so that it aborts. */
void kk_box_abort(kk_box *B);

/** Which columns have been looked at by the minimisations so far: [D->ncol]. The others can stay where they are. */
const unsigned char *kk_box_part(const kk_box *B);

#endif
