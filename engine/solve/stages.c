/* Goal after goal, then the closing stages: one plan.
 *
 * A stage is minimised from the basis of the one before; what has a reduced cost is then fixed where it stands, which
 * is exact, and the next stage starts from there, feasible. A goal with slack is held by a row instead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/stages.h"

#include "base/hash.h"
#include "base/num.h"
#include "base/str.h"
#include "model/reduce.h"
#include "solve/box.h"
#include "solve/needed.h"
#include "solve/prove.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SALTS = 8 };

typedef struct {
    kk_ctx *K;
    const kk_model *M;
    const kk_plan_options *options;
    kk_reduced *D;
    kk_box *B;
    double *cost;      /* [D->ncol] of the stage */
    double *reduced_x; /* [D->ncol] */
    double *x;         /* [R->ncol] */

    kk_stage *stage;
    int nstage, capacity;
    kk_counters counters;
    kk_prover *V;  /* NULL: nobody asks for a proof */
    kk_values *at; /* [number of goals' stages] of stages with slack */
    int left;      /* neither basic nor fixed after the last stage; 0 = one plan */
} run;

static double value_of(const kk_rows *R, const kk_objective *O, const double *x)
{
    double value = O->constant;
    for (int j = 0; j < R->ncol; j++)
        value += O->cost[j] * x[j];
    return value;
}

static void note_stage(run *S, const char *name, bool goal, double value, long iterations)
{
    S->stage = kk_grow(S->K, S->stage, &S->capacity, S->nstage + 1, sizeof *S->stage);
    S->stage[S->nstage++] = (kk_stage){.name = name, .goal = goal, .value = value, .iterations = iterations};
    *(goal ? &S->counters.goal_iterations : &S->counters.closing_iterations) += iterations;
    if (S->options && S->options->on_progress)
        S->options->on_progress(S->options->info, &(kk_progress){.name = name, .iterations = iterations});
}

/* Which rules contradict each other is kk_conflict_find()'s to say. */
static _Noreturn void conflict(run *S)
{
    kk_fail(S->K, KK_ECONFLICT, "no plan exists: hard rules contradict each other",
            "計画が存在しません。必ず守る条件どうしが矛盾しています");
}

/* A stage of several goals is approached by minimising the first, the first two, and so on: what they look at is small,
 * and the whole is not far from there. Iterations are returned. */
static long approach(run *S, int stage)
{
    const kk_city *C = S->M->C;
    int goals = 0, taken = 0;
    long iterations = 0;
    for (int n = 0; n < C->ngoal; n++)
        goals += C->goal[n].stage == stage;
    if (goals < 2)
        return 0;
    kk_objective sum = {.cost = KK_ARRAY(S->K, double, S->D->R->ncol)};
    for (int n = 0; n < C->ngoal; n++) {
        if (C->goal[n].stage != stage || ++taken == goals)
            continue;
        kk_goal_add(&sum, S->M, n);
        kk_reduce_cost(S->D, sum.cost, sum.constant, S->cost);
        if (!kk_box_minimise(S->B, S->cost))
            conflict(S);
        iterations += kk_box_iterations(S->B);
    }
    return iterations;
}

/* One stage of the model. */
static void solve_objective(run *S, const kk_objective *O)
{
    long iterations = O->goal && S->left > 0 ? approach(S, S->nstage) : 0;
    double constant = kk_reduce_cost(S->D, O->cost, O->constant, S->cost);
    bool flat = true;
    for (int j = 0; j < S->D->ncol && flat; j++)
        flat = S->cost[j] == 0.0;
    bool proves = S->V && O->goal, minimises = S->nstage == 0 || (!flat && (S->left > 0 || proves));
    if (minimises) {
        if (!kk_box_minimise(S->B, S->cost))
            conflict(S);
        iterations += kk_box_iterations(S->B);
    }
    if (proves)
        kk_prover_stage(S->V, O, S->cost, minimises ? S->B : NULL);
    if (minimises && O->slack == 0.0)
        S->left = kk_box_fix(S->B);
    if (proves)
        kk_prover_fixed(S->V, S->B);
    kk_box_read(S->B, false, S->reduced_x);
    double value = constant;
    for (int j = 0; j < S->D->ncol; j++)
        value += S->cost[j] * S->reduced_x[j];
    if (O->slack > 0.0) {
        double slack = O->slack_is_share ? O->slack * fabs(value) : O->slack;
        bool held = kk_box_hold(S->B, S->cost, value - constant + slack);
        if (held && proves)
            kk_prover_held(S->V);
        if (proves) {
            kk_restore(S->D, S->reduced_x, S->x);
            S->at[S->nstage] = kk_prove_values(S->K, S->M, S->x);
        }
    }
    note_stage(S, O->name, O->goal, kk_value_said(value), iterations);
}

/* w of every column; without a salt they are kept, because the same model with nothing opened asks for them again. */
static double *name_weights(run *S, unsigned salt)
{
    kk_rows *R = S->M->R;
    if (salt == 0 && R->name_weight)
        return R->name_weight;
    double *weight = KK_ARRAY(S->K, double, R->ncol);
    for (int j = 0; j < R->ncol; j++)
        weight[j] = 1.0 + kk_hash_word(R->col_name[j], salt) % (1u << 20);
    if (salt == 0)
        R->name_weight = weight;
    return weight;
}

/* Closing stage 5: the sum of w(name) * column, w = 1 + first four bytes of SHA-256(column name, salt) mod 2^20;
 * repeated with a salt while something is neither basic nor fixed. */
static void solve_names(run *S)
{
    for (unsigned salt = 0; salt < MOST_SALTS && S->left > 0; salt++) {
        kk_objective O = {.name = salt ? kk_format(S->K, "closing names %u", salt) : "closing names",
                          .cost = name_weights(S, salt)};
        solve_objective(S, &O);
    }
}

/* Later stages must have left earlier goals where they were. */
static void check_held(run *S)
{
    const kk_rows *R = S->D->R;
    for (int i = 0; i < R->nobjective; i++) {
        const kk_objective *O = &R->objective[i];
        double value = value_of(R, O, S->x), found = S->stage[i].value;
        double slack = O->slack_is_share ? O->slack * fabs(found) : O->slack;
        if (value > found + slack + 1e-6 * fmax(1.0, fabs(found)))
            kk_fail(S->K, KK_ESYSTEM,
                    "stage %s was not held: %.9g became %.9g; the numbers of this city are too far apart",
                    "段階 %s の値が保たれませんでした（%.9g が %.9g になりました）。数値の桁の差が大きすぎます",
                    O->name, found, value);
    }
}

double *kk_stages_solve(kk_ctx *K, const kk_model *M, const kk_plan_options *options, kk_stage **out_stage,
                        int *out_nstage, kk_counters *out_counters, bool *out_unique, kk_proof **out_proof)
{
    const kk_rows *R = M->R;
    run S = {.K = K, .M = M, .options = options, .left = 1};
    S.D = kk_reduce(K, R);
    if (options && options->on_progress)
        options->on_progress(options->info, &(kk_progress){.name = "reduce"});
    S.counters = (kk_counters){.rows = R->nrow,
                               .cols = R->ncol,
                               .nonzeros = R->nentry,
                               .reduced_rows = S.D->nrow,
                               .reduced_cols = S.D->ncol,
                               .reduced_nonzeros = S.D->row_start[S.D->nrow]};
    S.cost = KK_ARRAY(K, double, S.D->ncol);
    S.reduced_x = KK_ARRAY(K, double, S.D->ncol);
    S.x = KK_ARRAY(K, double, R->ncol);

    S.B = kk_box_new(K, S.D, R->nobjective);
    if (out_proof) {
        S.V = kk_prover_new(K, S.D, R->nobjective);
        S.at = KK_ARRAY(K, kk_values, R->nobjective);
    }
    for (int i = 0; i < R->nobjective; i++)
        solve_objective(&S, &R->objective[i]);
    solve_names(&S);
    kk_box_read(S.B, true, S.reduced_x);
    kk_restore(S.D, S.reduced_x, S.x);
    check_held(&S);
    kk_box_end(S.B);

    if (out_stage)
        *out_stage = S.stage;
    if (out_nstage)
        *out_nstage = S.nstage;
    if (out_counters)
        *out_counters = S.counters;
    *out_unique = S.left == 0;
    if (out_proof) {
        *out_proof = kk_prover_end(S.V);
        for (int k = 0; k < (*out_proof)->nstage; k++)
            (*out_proof)->stage[k].at = S.at[k];
        (*out_proof)->plan = kk_prove_values(K, M, S.x);
    }
    return S.x;
}

/* ---- the plan ---------------------------------------------------------------------------------------------------- */

/* Values of an array of columns in millionths; 0 where there is no column. */
static kk_micro *micros(kk_ctx *K, const int *col, size_t count, const double *x)
{
    kk_micro *out = KK_ARRAY(K, kk_micro, count);
    for (size_t i = 0; i < count; i++)
        out[i] = col[i] >= 0 ? kk_micro_round(x[col[i]]) : 0;
    return out;
}

/* What the solver decides, of a model that is built on the way. */
static kk_plan *decide(kk_ctx *K, const kk_city *C, const kk_plan_options *options, bool proves, kk_model **out_model)
{
    kk_plan *P = KK_NEW(K, kk_plan);
    P->C = C;
    size_t nserve = (size_t)C->narc * C->nservice * C->nyear;

    kk_model *M = *out_model = kk_model_build(K, C);
    if (options && options->on_progress)
        options->on_progress(options->info, &(kk_progress){.name = "build"});
    double *x =
        kk_stages_solve(K, M, options, &P->stage, &P->nstage, &P->counters, &P->unique, proves ? &P->proof : NULL);
    P->open = micros(K, M->X.open, (size_t)C->noption * C->nplan, x);
    P->serve = micros(K, M->X.serve, nserve, x);
    P->cover = KK_ARRAY(K, kk_micro *, C->ntarget);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            P->cover[g] = micros(K, M->X.cover[g], nserve, x);
    P->goal_value = KK_ARRAY(K, double, C->ngoal);
    for (int n = 0; n < C->ngoal; n++)
        P->goal_value[n] = kk_value_said(kk_goal_value(K, M, n, x));
    return P;
}

kk_plan *kk_solve_alone(kk_ctx *K, const kk_city *C)
{
    kk_model *M;
    return decide(K, C, NULL, false, &M);
}

kk_plan *kk_solve(kk_ctx *K, const kk_city *C, const kk_plan_options *options)
{
    kk_model *M;
    kk_plan *P = decide(K, C, options, true, &M);
    size_t nserve = (size_t)C->narc * C->nservice * C->nyear;
    bool unique;
    kk_model *without = kk_model_without(K, M);
    double *x = kk_stages_solve(K, without, NULL, NULL, NULL, NULL, &unique, NULL);
    P->proof->without = kk_prove_served(K, without, x);
    P->without = micros(K, without->X.serve, nserve, x);
    P->cover_without = KK_ARRAY(K, kk_micro *, C->ntarget);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            P->cover_without[g] = micros(K, without->X.cover[g], nserve, x);
    if (options && options->on_progress)
        options->on_progress(options->info, &(kk_progress){.name = "without"});
    kk_years_needed(K, M, P, KK_LARGEST_TABLEAU);
    if (options && options->on_progress)
        options->on_progress(options->info, &(kk_progress){.name = "needed"});
    return P;
}
