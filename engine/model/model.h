/* The model of a city: columns and rows of ../../models/README.md, under the same names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_MODEL_MODEL_H
#define KK_MODEL_MODEL_H

#include "domain/city.h"
#include "model/rows.h"

/** Where each column stands in the model, -1 where it does not exist. */
typedef struct {
    int *open;        /* [noption][nplan] */
    int *serve;       /* [narc][nservice][nyear] */
    int *unmet;       /* [narea][nclass][nyear] */
    int **cover;      /* [ntarget] -> [narc][nservice][nyear], NULL for a target without rows */
    int **short_;     /* [ntarget] -> [narea][nclass][nyear]; unmet's for a target without rows */
    int *worst;       /* [ngoal], -1 for other goals */
    int *more, *less; /* [noption][nplan] distance from the adopted plan, where a goal counts it */
} kk_cols;

typedef struct {
    const kk_city *C;
    kk_rows *R;
    kk_cols X;
    int open_row, open_row_end; /* rows of the families units, once, limit: none when the adopted plan is followed */
} kk_model;

/** Build the model: families need seats required cover link carers units once limit share change, the goals' stages as
 *  objectives, then the closing stages. */
kk_model *kk_model_build(kk_ctx *K, const kk_city *C);

/** The same model with room for what other figures would bring: every option has columns in every year of the plan,
 *  which can be 0 only where it may not open, and every area and year has its row share. Cities that have their sets in
 *  common have such models of the same columns and, but for limits and carers, the same rows.
 *  @param named  whether columns and rows have names */
kk_model *kk_model_wide(kk_ctx *K, const kk_city *C, bool named);

/** A wide model's twin, for cities that differ from its own in bounds, right-hand sides and shares at most: it has the
 *  same columns, entries and costs, and kk_model_again() puts the rest of such a city in.
 *  @param K     of kk_model_again(): for what is needed until the next
 *  @param like  what M is the twin of
 *  @return false where more is different */
kk_model *kk_model_like(kk_ctx *K, const kk_model *like);
bool kk_model_again(kk_ctx *K, const kk_city *C, const kk_model *like, kk_model *M);

/** Whether two cities have the same sets, and all the figures that columns, entries and costs of their models are made
 *  of. */
bool kk_model_alike(const kk_city *C, const kk_city *D);

/** The same model with nothing opened: the columns open are 0, and no row of units, once, limit (of any quantity) holds
 *  anything back. Shares all else with M. */
kk_model *kk_model_without(kk_ctx *K, const kk_model *M);

/** Add goal n, as its stage weighs it, to an objective. */
void kk_goal_add(kk_objective *O, const kk_model *M, int n);

/** The value of goal n in its own unit, unweighted, at x [ncol]. */
double kk_goal_value(kk_ctx *K, const kk_model *M, int n, const double *x);

/** Write the model for other solvers; the format by the ending of path (.dat, .mps, .lp).
 *  KK_EUSAGE for any other ending, KK_ESYSTEM when the file cannot be written. */
void kk_model_export(kk_ctx *K, const kk_model *M, const char *path);

#endif
