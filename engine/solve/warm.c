/* A city planned again and again.
 *
 * The base is a model with room for what other figures would bring, at its optimum (solve/dual.h). A changed city of
 * the same sets has a model of the same columns, so only its numbers are put in. Whatever does not fit, or is in doubt,
 * is planned from the start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/warm.h"

#include "base/str.h"
#include "model/model.h"
#include "solve/dual.h"
#include "solve/solve.h"
#include "solve/stages.h"

#include <string.h>

struct kk_warm {
    kk_ctx *own;     /* of the base: it may break without the plans that follow */
    kk_ctx *scratch; /* of the last plan's model, until the next */
    const kk_city *C;
    const kk_model *M;     /* wide */
    kk_model *again;       /* its twin, of the last plan */
    const kk_map *weights; /* of its columns by name */
    double *weight;        /* [ncol] the same */
    double *x;             /* [ncol] the last plan */
    kk_dual *S;            /* NULL: every plan is made from the start */
    bool begun, broken;
    kk_warm_count count;
};

/* ---- the base ---------------------------------------------------------------------------------------------------- */

/* Whether what one stage leaves is the next one's: nothing is given away. */
static bool is_strict(const kk_rows *R)
{
    for (int i = 0; i < R->nobjective; i++)
        if (R->objective[i].slack > 0.0)
            return false;
    return true;
}

static void begin(kk_ctx *K, void *info)
{
    kk_warm *W = info;
    const kk_city *C = W->C;
    W->M = kk_model_wide(K, C, true);
    const kk_rows *R = W->M->R;
    kk_map *weights = kk_map_new(K);
    W->weight = KK_ARRAY(K, double, R->ncol);
    for (int j = 0; j < R->ncol; j++) {
        int weight = kk_name_weight(R->col_name[j], 0);
        W->weight[j] = weight;
        kk_map_put(weights, R->col_name[j], weight);
    }
    W->weights = weights;
    bool *basic = KK_ARRAY(K, bool, R->ncol + R->nrow);
    W->M->R->name_weight = W->weight;
    if (!C->whole && is_strict(R) && kk_stages_basis(K, W->M, basic))
        W->S = kk_dual_new(K, R, W->weight, basic);
    W->again = kk_model_like(K, W->M);
    W->x = KK_ARRAY(K, double, R->ncol);
}

static void end(void *thing)
{
    kk_warm *W = thing;
    kk_ctx_free(W->scratch);
    kk_ctx_free(W->own);
}

static kk_ctx *new_context(kk_ctx *K)
{
    kk_ctx *own = kk_ctx_new();
    if (!own)
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    return own;
}

kk_warm *kk_warm_new(kk_ctx *K, const kk_city *C)
{
    kk_warm *W = KK_NEW(K, kk_warm);
    W->C = C;
    kk_defer(K, end, W);
    W->own = new_context(K);
    return W;
}

/* ---- a changed city ---------------------------------------------------------------------------------------------- */

static bool same_name(const kk_name *x, const kk_name *y)
{
    return x->code == y->code || strcmp(x->code, y->code) == 0;
}

static bool same_bytes(const void *x, const void *y, int count, size_t size)
{
    return x == y || (x && y && memcmp(x, y, (size_t)count * size) == 0);
}

/* Whether columns of one city are those of the other, by name and place, and most of their entries, too. */
static bool same_sets(const kk_city *C, const kk_city *D)
{
    bool same = C->first == D->first && C->nplan == D->nplan && C->nyear == D->nyear && C->narea == D->narea &&
                C->nnode == D->nnode && C->nclass == D->nclass && C->nservice == D->nservice &&
                C->nmeasure == D->nmeasure && C->noption == D->noption && C->ntarget == D->ntarget &&
                C->ngoal == D->ngoal && C->narc == D->narc && C->follow == D->follow;
    for (int a = 0; a < C->narea && same; a++)
        same = same_name(&C->node[a].name, &D->node[a].name);
    for (int c = 0; c < C->nclass && same; c++)
        same = same_name(&C->class_[c].name, &D->class_[c].name);
    for (int p = 0; p < C->nservice && same; p++)
        same = same_name(&C->service[p].name, &D->service[p].name);
    int later = 0; /* measures with another lead time: where they are several the way is longer than from the start */
    for (int m = 0; m < C->nmeasure && same; m++)
        later += C->measure[m].lead_years != D->measure[m].lead_years;
    same = same && later <= 1;
    for (int o = 0; o < C->noption && same; o++)
        same = same_name(&C->option[o].name, &D->option[o].name);
    for (int g = 0; g < C->ntarget && same; g++)
        same = same_name(&C->target[g].name, &D->target[g].name);
    for (int n = 0; n < C->ngoal && same; n++)
        same = C->goal[n].code == D->goal[n].code || strcmp(C->goal[n].code, D->goal[n].code) == 0;
    return same && same_bytes(C->arc_to, D->arc_to, C->narc, sizeof *C->arc_to) &&
           same_bytes(C->arc_from, D->arc_from, C->narc, sizeof *C->arc_from);
}

/* Whether the models of two cities of the same sets have the same columns, rows and objectives. */
static bool same_shape(const kk_model *M, const kk_model *N)
{
    const kk_city *C = M->C;
    const kk_cols *X = &M->X, *Y = &N->X;
    size_t nserve = (size_t)C->narc * (size_t)C->nservice * (size_t)C->nyear;
    size_t ncell = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
    int nopen = C->noption * C->nplan;
    bool same = M->R->ncol == N->R->ncol && M->R->nrow == N->R->nrow && M->R->nobjective == N->R->nobjective &&
                same_bytes(X->serve, Y->serve, 1, nserve * sizeof *X->serve) &&
                same_bytes(X->more, Y->more, nopen, sizeof *X->more) &&
                same_bytes(X->less, Y->less, nopen, sizeof *X->less) &&
                same_bytes(X->worst, Y->worst, C->ngoal, sizeof *X->worst);
    for (int g = 0; g < C->ntarget && same; g++)
        same = C->target[g].rows == N->C->target[g].rows &&
               (!C->target[g].rows || (same_bytes(X->cover[g], Y->cover[g], 1, nserve * sizeof(int)) &&
                                       same_bytes(X->short_[g], Y->short_[g], 1, ncell * sizeof(int))));
    return same && is_strict(N->R);
}

/* Whether a value would be printed otherwise were it off by what rounding may do to it. */
static bool is_between(double x)
{
    double size = fabs(x), off = 1e-13 * (size > 1.0 ? size : 1.0);
    if (size < 1e5 && fabs(size - (double)(int)(size + 0.5)) < 1e-7)
        return false; /* as most are */
    return fabs(x) < 9e11 && kk_micro_round(x - off) != kk_micro_round(x + off);
}

typedef struct {
    kk_warm *W;
    const kk_city *C;
    const kk_model *M; /* with its only optimum; NULL: not to be had this way */
} attempt;

static void solve(kk_ctx *K, void *info)
{
    attempt *A = info;
    kk_warm *W = A->W;
    const kk_model *M = kk_model_again(K, A->C, W->M, W->again) ? W->again : kk_model_wide(K, A->C, false);
    const kk_rows *R = M->R;
    if (!same_shape(W->M, M))
        return;
    double *x = W->x;
    bool found = kk_dual_solve(K, W->S, R, x);
    W->count.pivots += kk_dual_pivots(W->S);
    kk_rows_leave_over(R, x);
    for (int j = 0; j < R->ncol && found; j++)
        found = x[j] == 0.0 || !is_between(x[j]);
    if (found)
        A->M = M;
}

static void try_warm(kk_ctx *own, void *info)
{
    attempt *A = info;
    kk_warm *W = A->W;
    if (!W->begun) {
        W->begun = true;
        begin(own, W);
    }
    if (W->S && !A->C->whole && same_sets(W->C, A->C) && kk_guard(W->scratch, solve, A) != KK_OK)
        A->M = NULL;
}

kk_plan *kk_warm_plan(kk_ctx *K, kk_warm *W, const kk_city *changed)
{
    attempt A = {.W = W, .C = changed};
    kk_ctx_free(W->scratch);
    W->scratch = NULL;
    W->scratch = new_context(K);
    if (!W->broken && kk_guard(W->own, try_warm, &A) != KK_OK) {
        W->broken = true;
        A.M = NULL;
    }
    W->count.plans++;
    W->count.cold += A.M == NULL;
    return A.M ? kk_plan_of(K, A.M, W->x) : kk_solve_alone(K, changed, W->weights);
}

kk_warm_count kk_warm_counted(const kk_warm *W)
{
    return W->count;
}
