/* The corner where a plan stands, and what it proves.
 *
 * A plan that is the only one is a corner of what is allowed, but many bases may describe it, each with multipliers of
 * its own. One of them is told apart: every bound is moved outwards by a little of its own, by its name, so that no two
 * corners fall together any more, and the basis of the best one is the only one. It depends on the model alone, and so
 * does all that is computed from it anew: values of columns and multipliers are the same bytes, whatever basis one
 * started from.
 *
 *  Maths    models/README.md "Planned again"
 *  Source   Charnes, "Optimality and degeneracy in linear programming", Econometrica 20 (1952) 160-170
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_CORNER_H
#define KK_SOLVE_CORNER_H

#include "domain/proof.h"
#include "model/model.h"

typedef struct {
    const kk_model *M;
    bool *basic;             /* [ncol + nrow] columns and slacks of rows in the basis */
    double *x;               /* [ncol] the plan */
    struct kk_dual *reduced; /* costs and all else that the multipliers follow from */
} kk_corner;

/** Whether a model may have one: it opens units in any part, no goal gives anything away, and it is not very large. */
bool kk_corner_may_be(const kk_model *M);

/** Find it.
 *
 *  @param weight  [ncol] kk_name_weight() without a salt
 *  @param basic   [ncol + nrow] a basis to start from, as many as there are rows; not changed
 *  @param near    give up where that is far away: then it is quicker to plan from the start
 *  @return NULL where it gives up: at any doubt, where another plan is equal, or where bounds that are moved are not
 *          apart, or lead elsewhere
 */
kk_corner *kk_corner_find(kk_ctx *K, const kk_model *M, const double *weight, const bool *basic, bool near);

/** The multipliers of every stage of goals: where a later stage gains by what an earlier one settles, as much of the
 *  earlier one is added as takes the gain away; and the columns of the plan. Nothing is said yet of values and bounds.
 *
 *  Maths    models/README.md "Proof"
 *  Source   Isermann, "Linear lexicographic optimization", OR Spektrum 4 (1982) 223-228
 */
kk_proof *kk_corner_prove(kk_ctx *K, const kk_corner *N);

/* ---- from one plan to the next ----------------------------------------------------------------------------------- */

/** Nowhere yet; it keeps what it needs in K. */
kk_start *kk_start_make(kk_ctx *K);

/** The next plan of a city of the same columns and rows starts from this corner. S may be NULL. */
void kk_start_keep(kk_start *S, const kk_corner *N);

/** The corner of M from where S is; NULL where that is no other than planning from the start, or S is NULL. */
kk_corner *kk_start_corner(kk_ctx *K, kk_start *S, const kk_model *M);

#endif
