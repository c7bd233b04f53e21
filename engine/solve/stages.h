/* Goal after goal, then the closing stages: one plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_STAGES_H
#define KK_SOLVE_STAGES_H

#include "domain/plan.h"
#include "model/model.h"
#include "solve/corner.h"
#include "solve/watch.h"

/** Minimise the goals of a model in order; each is held while the later ones are minimised (a later goal may spend only
 *  the declared slack of earlier ones); then the closing stages choose one plan among equals.
 *
 *  Maths    models/README.md "Goals"
 *  Source   Ignizio, "Linear Programming in Single- & Multiple-Objective Systems", 1982, ch. 16
 *
 *  @param K          context; owns all memory of this call
 *  @param M          model; not changed
 *  @param watch      on_progress is told every stage, stop and end are asked; NULL = nobody
 *  @param out_stage  the stages, *out_nstage of them; may be NULL
 *  @param out_counters  reduced size and iterations; may be NULL
 *  @param out_unique whether no other plan is equal in every stage
 *  @param out_proof  multipliers of the stages of goals and the columns of the plan; NULL = not asked for
 *  @return the values of all columns of the model; fails with KK_ECONFLICT, KK_ETIME, KK_EMORE, KK_ESYSTEM
 */
double *kk_stages_solve(kk_ctx *K, const kk_model *M, kk_watch *watch, kk_stage **out_stage, int *out_nstage,
                        kk_counters *out_counters, bool *out_unique, kk_proof **out_proof);

/** The same, with the proof of the corner where the plan stands; out_corner is NULL where there is none. */
double *kk_stages_corner(kk_ctx *K, const kk_model *M, kk_watch *watch, kk_stage **out_stage, int *out_nstage,
                         kk_counters *out_counters, bool *out_unique, kk_proof **out_proof, kk_corner **out_corner);

/** Minimise the same of a model in parts of units, none of whose goals gives anything away, and say which columns and
 *  rows (their slacks) are basic at the end: out_basic [R->ncol + R->nrow].
 *  @return false where that is not known */
bool kk_stages_basis(kk_ctx *K, const kk_model *M, bool *out_basic);

/** The weight of a column in the last closing stage: they take longer to compute than to look up. */
int kk_name_weight(const char *name, unsigned salt);

#endif
