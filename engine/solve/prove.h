/* Multipliers that prove the stages of goals, for every row of the model as stated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_PROVE_H
#define KK_SOLVE_PROVE_H

#include "domain/proof.h"
#include "model/model.h"
#include "solve/box.h"

/** The stages of goals as they were solved. */
typedef struct kk_prover kk_prover;

/** For at most so many stages over a reduced model. */
kk_prover *kk_prover_new(kk_ctx *K, const kk_reduced *D, int most);

/** The next stage was minimised: O, reduced to cost [D->ncol]. B NULL: cost is 0 all over, nothing was minimised. */
void kk_prover_stage(kk_prover *V, const kk_objective *O, const double *cost, kk_box *B);

/** What is fixed now and was not before, the last stage has fixed. */
void kk_prover_fixed(kk_prover *V, const kk_box *B);

/** The last stage is held by a row of the box. */
void kk_prover_held(kk_prover *V);

/** The multipliers of every stage: where a later stage gains by what an earlier one fixed, as much of the earlier one
 *  is added as takes the gain away. Nothing is said yet of columns, values and bounds.
 *
 *  Maths    models/README.md "Proof"
 *  Source   Isermann, "Linear lexicographic optimization", OR Spektrum 4 (1982) 223-228
 */
kk_proof *kk_prover_end(kk_prover *V);

/** The columns open, serve and cover of a solution x [R->ncol] that are printed as more than 0. */
kk_values kk_prove_values(kk_ctx *K, const kk_model *M, const double *x);

/** Of them serve and cover. */
kk_values kk_prove_places(kk_ctx *K, const kk_model *M, const double *x);

#endif
