/* Planning a city.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_SOLVE_H
#define KK_SOLVE_SOLVE_H

#include "domain/plan.h"
#include "model/model.h"

/** A city planned and no more: the actions, the assignment and the goals. What a plan says beside them (without,
 *  needed) stays NULL, and nothing is printed: for a city that is planned again and again with something changed.
 *  weights: kk_name_weight() without a salt by name, of columns some of which the city has; NULL = none. */
kk_plan *kk_solve_alone(kk_ctx *K, const kk_city *C, const kk_map *weights);

/** The plan that the only optimum x [R->ncol] of a model is; of its stages only name and value are said, no iterations.
 */
kk_plan *kk_plan_of(kk_ctx *K, const kk_model *M, const double *x);

/** Fill what a plan says beside what it decides: without and cover_without, what the city has with nothing opened, and
 *  needed. */
void kk_solve_beside(kk_ctx *K, kk_plan *P);

/** The whole of planning but for the sheets and the judge: build, solve, and the plan in millionths. */
kk_plan *kk_solve(kk_ctx *K, const kk_city *C, const kk_plan_options *options);

#endif
