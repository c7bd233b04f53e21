/* The model in parts of units, made tighter by cuts: rows that whole plans keep and the best plan in parts does not.
 *
 * It is minimised stage after stage beside the model that proof.json speaks of; its cuts and holds stay from stage to
 * stage. What it proves is a bound on whole plans, and says how far each column may move in a better one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_CUTS_H
#define KK_SOLVE_CUTS_H

#include "model/reduce.h"
#include "solve/watch.h"

typedef struct kk_cuts kk_cuts;

/** What is known after a minimisation: every whole plan is worth  least + sum |d| |x - at|  or more, at the bound that
 *  the sign of d wants. */
typedef struct {
    double *x; /* [ncol] the best plan in parts */
    double *d; /* [ncol] */
    double *y; /* [nrow + holds] multipliers of rows and holds; what cuts add to d is not in them */
    double least;
    long work;
} kk_tight;

/** @param unit, child  [D->ncol] columns that are whole
 *  @param most_holds   calls of kk_cuts_hold() at most
 *  @param watch        may end a minimisation, which then has failed; or NULL */
kk_cuts *kk_cuts_new(kk_ctx *K, const kk_reduced *D, const unsigned char *unit, const unsigned char *child,
                     int most_holds, kk_watch *watch);

/** Minimise cost [ncol] over plans in parts, cut after cut as long as that brings the bound nearer to best.
 *
 *  Maths    models/README.md "Whole units"
 *  Source   Gomory, "An algorithm for the mixed integer problem", RAND 1960; Marchand, Wolsey, "Aggregation and mixed
 *           integer rounding to solve MIPs", Oper. Res. 2001
 *
 *  @param best  the value of a plan that is known; INFINITY: of none
 *  @param work  no new cuts after so much
 *  @param io    its arrays are written over
 *  @return false where the simplex method gave up; nothing more is to be asked then */
bool kk_cuts_minimise(kk_cuts *T, const double *cost, double best, long work, kk_tight *io);

/** How many cuts there are now; number k of them: sum of out_value [ncol] x <= what is returned. */
int kk_cuts_count(const kk_cuts *T);
double kk_cuts_row(const kk_cuts *T, int k, double *out_value);

/** Keep cost [ncol] at or below upper from now on. */
void kk_cuts_hold(kk_cuts *T, const double *cost, double upper);

#endif
