/* Branch and bound for small programmes in whole numbers.
 *
 * One dense tableau (solve/tableau.h) is taken from node to node by dual simplex steps, nothing is stored but bounds;
 * cuts make it tighter at the root. Limits are counted in work, the entries of the tableau that were changed, so that
 * the same programme ends in the same way on any machine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_TREE_H
#define KK_SOLVE_TREE_H

#include "base/ctx.h"
#include "solve/watch.h"

#include <math.h>

/** How a column counts: in parts, or whole. Units are decided before children, who mostly follow. */
enum { KK_PARTS, KK_UNITS, KK_CHILDREN };

/** minimise sum cost x   with   row_lo <= A x <= row_up,   lo <= x <= up,   some x whole */
typedef struct {
    int ncol, nrow;
    double *lo, *up, *cost; /* [ncol] bounds are finite, those of whole columns whole */
    unsigned char *whole;   /* [ncol] KK_PARTS, KK_UNITS, KK_CHILDREN */
    double *row_lo, *row_up;
    int *row_start, *col; /* [nrow + 1] into col, value */
    double *value;
} kk_small;

typedef struct kk_tree kk_tree;

/** What a search found. */
typedef struct {
    bool found;   /* a plan below the cutoff; x, value are its */
    bool done;    /* the tree was searched to its end: no other is better by a step or more */
    double value; /* of the best plan found */
    double bound; /* no plan is below, or the cutoff less a step where that is less */
    long work, nodes;
} kk_found;

/** Room for programmes of at most so many entries, (rows + 1) * columns. */
kk_tree *kk_tree_new(kk_ctx *K, size_t entries);

/** Give the room back, the context lives on: nothing more is to be asked. */
void kk_tree_end(kk_tree *T);

/** Whether a programme fits. */
bool kk_tree_fits(const kk_tree *T, int nrow, int ncol);

/** The best value in parts: prices of the rows, by how much it grows with their sums, and where columns and rows stand.
 *
 *  @param io_basis  [ncol + nrow] where they stand at first, KK_LOW .. (solve/tableau.h)
 *  @param out_x     [ncol]
 *  @param io_work   grows by what it takes
 *  @return false where it gave up */
bool kk_tree_relax(kk_tree *T, const kk_small *S, unsigned char *io_basis, double *out_x, double *out_price,
                   long *io_work);

/** Search for the best plan that is better than cutoff by at least step.
 *
 *  Maths    models/README.md "Whole units"
 *  Source   Land, Doig, "An automatic method of solving discrete programming problems", Econometrica 1960; Driebeek,
 *           "An algorithm for the solution of mixed integer programming problems", Management Science 1966 (penalties);
 *           Gomory, "An algorithm for the mixed integer problem", RAND 1960 (cuts at the root);
 *           Koberstein, "The dual simplex method, techniques for a fast and stable implementation", 2005 (long step)
 *
 *  @param step  values nearer than this count as equal, > 0
 *  @param work  most work
 *  @param watch asked once there is a plan, ends the search early; may be NULL
 *  @param out_x [ncol] the best plan, whole columns exactly whole; untouched unless one was found
 */
kk_found kk_tree_search(kk_tree *T, const kk_small *S, double cutoff, double step, long work, kk_watch *watch,
                        double *out_x);

#endif
