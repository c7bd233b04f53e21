/* A plan: the model built and solved, as it is and with nothing opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/solve.h"

#include "base/num.h"
#include "base/str.h"
#include "solve/needed.h"
#include "solve/prove.h"
#include "solve/stages.h"
#include "solve/watch.h"

#include <string.h>

/* Values of an array of columns in millionths; 0 where there is no column. */
static kk_micro *micros(kk_ctx *K, const int *col, size_t count, const double *x)
{
    kk_micro *out = KK_ARRAY(K, kk_micro, count);
    for (size_t i = 0; i < count; i++)
        if (col[i] >= 0 && x[col[i]] != 0.0)
            out[i] = kk_micro_round(x[col[i]]);
    return out;
}

static void decided(kk_ctx *K, const kk_model *M, const double *x, kk_plan *P)
{
    const kk_city *C = M->C;
    size_t nserve = (size_t)C->narc * C->nservice * C->nyear;
    P->open = micros(K, M->X.open, (size_t)C->noption * C->nplan, x);
    P->serve = micros(K, M->X.serve, nserve, x);
    P->cover = KK_ARRAY(K, kk_micro *, C->ntarget);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            P->cover[g] = micros(K, M->X.cover[g], nserve, x);
    P->goal_value = KK_ARRAY(K, double, C->ngoal);
    for (int n = 0; n < C->ngoal; n++)
        P->goal_value[n] = kk_value_said(kk_goal_value(K, M, n, x));
}

kk_plan *kk_plan_of(kk_ctx *K, const kk_model *M, const double *x)
{
    const kk_rows *R = M->R;
    kk_plan *P = KK_NEW(K, kk_plan);
    P->C = M->C;
    P->unique = true;
    P->nstage = R->nobjective;
    P->stage = KK_ARRAY(K, kk_stage, R->nobjective);
    for (int i = 0; i < R->nobjective; i++) {
        const kk_objective *O = &R->objective[i];
        double value = kk_value_said(kk_objective_value(R, O, x));
        P->stage[i] = (kk_stage){
            .name = kk_strdup(K, O->name), .goal = O->goal, .value = value, .bound = value, .proved = O->goal};
    }
    decided(K, M, x, P);
    return P;
}

kk_plan *kk_solve_alone(kk_ctx *K, const kk_city *C, const kk_map *weights)
{
    kk_plan *P = KK_NEW(K, kk_plan);
    P->C = C;
    kk_model *M = kk_model_build(K, C);
    M->R->name_known = weights;
    decided(K, M, kk_stages_solve(K, M, NULL, &P->stage, &P->nstage, &P->counters, &P->unique, NULL), P);
    return P;
}

/* The plan and its proof: from the start's corner, else stage by stage. */
static kk_plan *solve_proved(kk_ctx *K, const kk_model *M, kk_watch *W)
{
    kk_start *start = W->options ? W->options->start : NULL;
    kk_corner *N = kk_start_corner(K, start, M);
    kk_plan *P;
    if (N) {
        P = kk_plan_of(K, M, N->x);
        P->proof = kk_corner_prove(K, N);
        P->counters = (kk_counters){.rows = M->R->nrow, .cols = M->R->ncol, .nonzeros = M->R->nentry};
        kk_watch_tell(W, "corner", 0);
    } else {
        P = KK_NEW(K, kk_plan);
        P->C = M->C;
        decided(K, M, kk_stages_corner(K, M, W, &P->stage, &P->nstage, &P->counters, &P->unique, &P->proof, &N), P);
        P->stopped = W->struck;
    }
    if (N)
        kk_start_keep(start, N);
    return P;
}

typedef struct {
    const kk_model *M;
    double *x; /* [columns] */
} aside;

static void solve_aside(kk_ctx *K, void *arg)
{
    const aside *A = arg;
    bool unique;
    double *x = kk_stages_solve(K, A->M, NULL, NULL, NULL, NULL, &unique, NULL);
    memcpy(A->x, x, (size_t)A->M->R->ncol * sizeof *x);
}

/* A model's plan, found in a context of its own, whose memory is given back. */
static double *plan_aside(kk_ctx *K, kk_model *M)
{
    aside A = {M, KK_ARRAY(K, double, M->R->ncol)};
    kk_rows R = *M->R; /* what is noted there on the way dies with the other context */
    kk_ctx *own = kk_ctx_new();
    kk_rc rc = own ? kk_guard(own, solve_aside, &A) : KK_ESYSTEM;
    const char *en = own && rc != KK_OK ? kk_strdup(K, kk_message(own, KK_EN)) : "not enough memory";
    const char *ja = own && rc != KK_OK ? kk_strdup(K, kk_message(own, KK_JA)) : "メモリが足りません";
    kk_ctx_free(own);
    *M->R = R;
    if (rc != KK_OK)
        kk_fail(K, rc, "%s%.0s", "%.0s%s", en, ja);
    return A.x;
}

/* The same model with nothing opened, solved: fills without and cover_without. */
static kk_values nothing_opened(kk_ctx *K, const kk_model *M, kk_plan *P)
{
    const kk_city *C = M->C;
    size_t nserve = (size_t)C->narc * C->nservice * C->nyear;
    kk_model *without = kk_model_without(K, M);
    double *x = plan_aside(K, without);
    P->without = micros(K, without->X.serve, nserve, x);
    P->cover_without = KK_ARRAY(K, kk_micro *, C->ntarget);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            P->cover_without[g] = micros(K, without->X.cover[g], nserve, x);
    return kk_prove_places(K, without, x);
}

void kk_solve_beside(kk_ctx *K, kk_plan *P)
{
    kk_model *M = kk_model_build(K, P->C);
    nothing_opened(K, M, P);
    kk_years_needed(K, M, P, KK_LARGEST_TABLEAU);
}

kk_plan *kk_solve(kk_ctx *K, const kk_city *C, const kk_plan_options *options)
{
    kk_watch W = {.options = options};
    kk_model *M = kk_model_build(K, C);
    kk_watch_tell(&W, "build", 0);
    kk_plan *P = solve_proved(K, M, &W);
    P->proof->without = nothing_opened(K, M, P);
    kk_watch_tell(&W, "without", 0);
    kk_years_needed(K, M, P, KK_LARGEST_TABLEAU);
    kk_watch_tell(&W, "needed", 0);
    return P;
}
