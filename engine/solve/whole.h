/* Whole units: a search for plans in which sites, seats and children are whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_WHOLE_H
#define KK_SOLVE_WHOLE_H

#include "model/model.h"
#include "model/reduce.h"
#include "solve/watch.h"

typedef struct kk_whole kk_whole;

/** What a search knows of one stage. */
typedef struct {
    double value; /* of the plan found */
    double bound; /* no plan that keeps the earlier stages' values is below */
    bool proved;  /* value is the best there is */
    long work;
} kk_whole_stage;

/** A search on a reduced model; K's memory. It holds one plan, which is improved stage by stage; who watches is told
 *  when there is one. */
kk_whole *kk_whole_new(kk_ctx *K, const kk_model *M, const kk_reduced *D, kk_watch *watch);

/** Minimise cost [D->ncol] + constant over whole plans, from the plan of the stage before.
 *
 *  Maths    models/README.md "Whole units"
 *  Source   Danna, Rothberg, Le Pape, "Exploring relaxation induced neighborhoods to improve MIP solutions",
 *           Mathematical Programming 2005; Dillenberger et al., "On practical resource allocation for production
 *           planning and scheduling with period overlapping setups", EJOR 1994 (relax and fix)
 *
 *  @param relaxed  [D->ncol] a best plan in parts of units, of value least
 *  @param part     [D->ncol] columns that the stage looks at; the others keep their values
 *  @param goal     of the scenario; a closing stage is searched with less work
 *  @return false where no whole plan was found (in the first stage only); of out, work alone is then set
 */
bool kk_whole_search(kk_whole *W, const double *cost, double constant, const double *relaxed, double least,
                     const unsigned char *part, bool goal, kk_whole_stage *out);

/** The plan as it is, in a stage that was not even minimised in parts of units; the bound is what columns alone say. */
void kk_whole_keep(kk_whole *W, const double *cost, double constant, kk_whole_stage *out);

/** Whether the first stage's search has shown that there is no whole plan. */
bool kk_whole_contradicts(const kk_whole *W);

/** Keep cost [D->ncol], which was minimised, at or below upper from now on.
 *  @return by how much sums of doubles may pass upper: less than values of plans differ by, where that is known */
double kk_whole_hold(kk_whole *W, const double *cost, double upper);

/** The plan: [D->ncol], whole. */
const double *kk_whole_plan(const kk_whole *W);

/** Give back most of its memory: only the plan is to be asked for from now on. */
void kk_whole_end(kk_whole *W);

#endif
