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
#include "solve/prove.h"
#include "solve/whole.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SALTS = 8 };

typedef struct {
    kk_ctx *K;
    const kk_model *M;
    kk_watch *watch; /* or NULL */
    bool silent;     /* nobody is told of stages */
    kk_reduced *D;
    kk_box *B;
    double *cost;      /* [D->ncol] of the stage */
    double *reduced_x; /* [D->ncol] */
    double *x;         /* [R->ncol] */
    bool *basic;       /* [R->ncol + R->nrow] of the last basis: asked for, and told; else NULL */

    kk_stage *stage;
    int nstage, capacity;
    kk_counters counters;
    kk_prover *V;  /* NULL: nobody asks for a proof */
    kk_values *at; /* [number of goals' stages] of stages with slack */
    int left;      /* neither basic nor fixed after the last stage; 0 = one plan */
} run;

static void tell(const run *S, const char *name, long iterations)
{
    kk_watch_tell(S->silent ? NULL : S->watch, name, iterations);
}

static void note_stage(run *S, const char *name, bool goal, double value, double bound, bool proved, long iterations)
{
    S->stage = kk_grow(S->K, S->stage, &S->capacity, S->nstage + 1, sizeof *S->stage);
    S->stage[S->nstage++] = (kk_stage){name, goal, value, bound, proved};
    *(goal ? &S->counters.goal_iterations : &S->counters.closing_iterations) += iterations;
    tell(S, name, iterations);
}

/* Which rules contradict each other is kk_conflict_find()'s to say. */
static _Noreturn void conflict(run *S)
{
    kk_fail(S->K, KK_ECONFLICT, "no plan exists: hard rules contradict each other",
            "計画が存在しません。必ず守る条件どうしが矛盾しています");
}

static _Noreturn void no_time(run *S)
{
    kk_fail(S->K, KK_ETIME, "the time was over before there was any plan",
            "計画が一つも得られないうちに時間切れになりました");
}

/* The stage's cost, whose iterations are counted; false where that was ended with something to go on with. */
static bool minimise(run *S, long *io_iterations)
{
    if (!kk_box_minimise(S->B, S->cost))
        conflict(S);
    *io_iterations += kk_box_iterations(S->B);
    if (kk_box_ended(S->B) && !S->watch->planned)
        no_time(S);
    return !kk_box_ended(S->B);
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
        if (!minimise(S, &iterations))
            break;
    }
    return iterations;
}

/* One stage of the model; false where it was ended. */
static bool solve_objective(run *S, const kk_objective *O)
{
    long iterations = O->goal && S->left > 0 ? approach(S, S->nstage) : 0;
    double constant = kk_reduce_cost(S->D, O->cost, O->constant, S->cost);
    bool flat = true;
    for (int j = 0; j < S->D->ncol && flat; j++)
        flat = S->cost[j] == 0.0;
    bool proves = S->V && O->goal, minimises = S->nstage == 0 || (!flat && (S->left > 0 || proves));
    if (minimises && !minimise(S, &iterations))
        return false;
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
    note_stage(S, O->name, O->goal, kk_value_said(value), kk_value_said(value), O->goal, iterations);
    return true;
}

int kk_name_weight(const char *name, unsigned salt)
{
    return 1 + (int)(kk_hash_word(name, salt) % (1u << 20));
}

/* w of every column; without a salt they are kept, because the same model with nothing opened asks for them again. */
static double *name_weights(run *S, unsigned salt)
{
    kk_rows *R = S->M->R;
    if (salt == 0 && R->name_weight)
        return R->name_weight;
    double *weight = KK_ARRAY(S->K, double, R->ncol);
    for (int j = 0; j < R->ncol; j++) {
        int known = salt == 0 && R->name_known ? kk_map_get(R->name_known, R->col_name[j]) : -1;
        weight[j] = known >= 0 ? known : kk_name_weight(R->col_name[j], salt);
    }
    if (salt == 0)
        R->name_weight = weight;
    return weight;
}

/* Closing stage 5: the sum of w(name) * column, w = 1 + first four bytes of SHA-256(column name, salt) mod 2^20;
 * repeated with a salt while something is neither basic nor fixed. */
static bool solve_names(run *S)
{
    for (unsigned salt = 0; salt < MOST_SALTS && S->left > 0 && !S->M->R->unnamed; salt++) {
        kk_objective O = {.name = salt ? kk_format(S->K, "closing names %u", salt) : "closing names",
                          .cost = name_weights(S, salt)};
        if (!solve_objective(S, &O))
            return false;
    }
    return true;
}

/* Later stages must have left earlier goals where they were. */
static void check_held(run *S)
{
    const kk_rows *R = S->D->R;
    for (int i = 0; i < R->nobjective; i++) {
        const kk_objective *O = &R->objective[i];
        double value = kk_objective_value(R, O, S->x), found = S->stage[i].value;
        double slack = O->slack_is_share ? O->slack * fabs(found) : O->slack;
        if (value > found + slack + 1e-6 * fmax(1.0, fabs(found)))
            kk_fail(S->K, KK_ESYSTEM,
                    "stage %s was not held: %.9g became %.9g; the numbers of this city are too far apart",
                    "段階 %s の値が保たれませんでした（%.9g が %.9g になりました）。数値の桁の差が大きすぎます",
                    O->name, found, value);
    }
}

/* D is made where it is NULL. */
static run begin(kk_ctx *K, const kk_model *M, kk_reduced *D, kk_watch *watch, bool proves)
{
    const kk_rows *R = M->R;
    run S = {.K = K, .M = M, .watch = watch, .left = 1};
    S.D = D ? D : kk_reduce(K, R);
    tell(&S, D ? "in parts" : "reduce", 0);
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
    kk_box_watch(S.B, watch);
    if (proves) {
        S.V = kk_prover_new(K, S.D, R->nobjective);
        S.at = KK_ARRAY(K, kk_values, R->nobjective);
    }
    return S;
}

static bool solve_stages(run *S)
{
    for (int i = 0; i < S->D->R->nobjective; i++)
        if (!solve_objective(S, &S->D->R->objective[i]))
            return false;
    return solve_names(S);
}

/* A row of the reduced model bounds what its elastic column leaves over: where it does not hold anything back, that
 * column is basic, or its slack. A row that was dropped holds nothing back. */
static void tell_basis(run *S)
{
    const kk_rows *R = S->M->R;
    const kk_reduced *D = S->D;
    kk_stand *col = KK_ARRAY(S->K, kk_stand, D->ncol), *row = KK_ARRAY(S->K, kk_stand, D->nrow);
    if (!kk_box_stand(S->B, col, row)) {
        S->basic = NULL;
        return;
    }
    bool *holds_back = KK_ARRAY(S->K, bool, R->nrow);
    for (int i = 0; i < D->nrow; i++)
        holds_back[D->row_of[i]] = row[i] != KK_BASIC;
    for (int j = 0; j < D->ncol; j++)
        S->basic[D->col_of[j]] = col[j] == KK_BASIC;
    for (int i = 0; i < R->nrow; i++) {
        int j = R->row_elastic[i];
        bool replaced = j >= 0 && D->left_of[j] == i;
        S->basic[replaced ? j : R->ncol + i] = !holds_back[i];
    }
}

/* All stages in parts of units and children; false where that was ended. */
static bool solve_parts(run *S)
{
    bool done = solve_stages(S);
    if (done && S->basic)
        tell_basis(S);
    if (done) {
        kk_box_read(S->B, true, S->reduced_x);
        kk_restore(S->D, S->reduced_x, S->x);
        check_held(S);
    }
    kk_box_end(S->B);
    return done;
}

bool kk_stages_basis(kk_ctx *K, const kk_model *M, bool *out_basic)
{
    run S = begin(K, M, NULL, NULL, false);
    S.basic = memset(out_basic, false, (size_t)(M->R->ncol + M->R->nrow) * sizeof *out_basic);
    solve_stages(&S);
    tell_basis(&S);
    kk_box_end(S.B);
    return S.basic != NULL;
}

/* ---- whole units ------------------------------------------------------------------------------------------------- */

static bool costs_nothing(const run *S)
{
    for (int j = 0; j < S->D->ncol; j++)
        if (S->cost[j] != 0.0)
            return false;
    return true;
}

/* Whether the units of x that have to be are whole; what is nearly so is rounded. */
static bool units_whole(const kk_model *M, double *x)
{
    bool all = true;
    for (int i = 0; i < M->C->noption * M->C->nplan; i++) {
        int j = M->X.open[i];
        bool whole = j < 0 || !M->R->col_whole[j] || fabs(x[j] - round(x[j])) <= 1e-9;
        all = all && whole;
        if (j >= 0 && M->R->col_whole[j] && whole)
            x[j] = round(x[j]);
    }
    return all;
}

/* Which columns count children or seats covered. */
static unsigned char *children(kk_ctx *K, const kk_model *M)
{
    const kk_city *C = M->C;
    unsigned char *child = KK_ARRAY(K, unsigned char, M->R->ncol);
    for (int i = 0; i < C->narc * C->nservice * C->nyear; i++) {
        if (M->X.serve[i] >= 0)
            child[M->X.serve[i]] = 1;
        for (int g = 0; g < C->ntarget; g++)
            if (C->target[g].rows && M->X.cover[g][i] >= 0)
                child[M->X.cover[g][i]] = 1;
    }
    return child;
}

/* Columns that follow from units and children: what is left over, the worst share, the distance from the adopted plan.
 */
static void follow_up(const kk_model *M, kk_ctx *K, double *x)
{
    const kk_city *C = M->C;
    kk_rows_leave_over(M->R, x);
    for (int n = 0; n < C->ngoal; n++)
        if (M->X.worst[n] >= 0)
            x[M->X.worst[n]] = kk_goal_value(K, M, n, x);
    for (int i = 0; i < C->noption * C->nplan; i++) {
        double units = M->X.open[i] >= 0 ? x[M->X.open[i]] : 0.0, adopted = C->adopted ? C->adopted[i] : 0.0;
        if (M->X.more[i] >= 0)
            x[M->X.more[i]] = fmax(units - adopted, 0.0);
        if (M->X.less[i] >= 0)
            x[M->X.less[i]] = fmax(adopted - units, 0.0);
    }
}

/* Whether x keeps every row, but for what rounding does to units that open in parts. */
static bool keeps_rows(const kk_model *M, const double *x)
{
    const kk_rows *R = M->R;
    for (int j = 0; j < R->ncol; j++)
        if (x[j] < R->col_lo[j] - 1e-9 || x[j] > R->col_up[j] + 1e-9)
            return false;
    for (int i = 0; i < R->nrow; i++) {
        double sum = 0.0, room = 1e-9;
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++) {
            double size = fabs(R->value[e]);
            sum += R->value[e] * x[R->col[e]];
            room += size * fabs(x[R->col[e]]) * 1e-12;
            if (x[R->col[e]] != round(x[R->col[e]]))
                room += size * 0.5 / KK_MICRO;
        }
        if (sum < R->row_lo[i] - room || sum > R->row_up[i] + room)
            return false;
    }
    return true;
}

/* Whether the children of x are whole; what is nearly so is rounded. */
static bool children_whole(kk_ctx *K, const kk_model *M, double *x)
{
    const unsigned char *child = children(K, M);
    bool all = true;
    for (int j = 0; j < M->R->ncol && all; j++)
        all = !child[j] || fabs(x[j] - round(x[j])) <= 1e-6;
    for (int j = 0; j < M->R->ncol && all; j++)
        if (child[j])
            x[j] = round(x[j]);
    if (all)
        follow_up(M, K, x);
    return all && keeps_rows(M, x);
}

/* Raise a whole column as far as the rows of R allow; sum [nrow]. */
static void refill(const kk_rows *R, const int *start, const int *row, const double *value, int j, double *sum,
                   double *x)
{
    double step = R->col_up[j] - x[j];
    for (int e = start[j]; e < start[j + 1]; e++) {
        int i = row[e];
        double room = value[e] > 0.0 ? R->row_up[i] - sum[i] : sum[i] - R->row_lo[i];
        step = fmin(step, room / fabs(value[e]));
    }
    step = floor(step + 1e-9);
    for (int e = start[j]; e < start[j + 1] && step > 0.0; e++)
        sum[row[e]] += value[e] * step;
    x[j] += fmax(step, 0.0);
}

/* Make the children of a plan whole: as they are where they are nearly so, else rounded down and then refilled in the
 * order of the columns while every row holds. False where that breaks a row. */
static bool settle(kk_ctx *K, const kk_model *M, double *x)
{
    const kk_rows *R = M->R;
    if (children_whole(K, M, x))
        return true;
    const unsigned char *child = children(K, M);
    for (int j = 0; j < R->ncol; j++)
        if (child[j])
            x[j] = floor(x[j] + 1e-6);
    {
        double *sum = KK_ARRAY(K, double, R->nrow), *value = KK_ARRAY(K, double, R->nentry);
        int *start = KK_ARRAY(K, int, R->ncol + 2), *row = KK_ARRAY(K, int, R->nentry);
        for (int e = 0; e < R->nentry; e++)
            start[R->col[e] + 2]++;
        for (int j = 0; j < R->ncol; j++)
            start[j + 2] += start[j + 1];
        for (int i = 0; i < R->nrow; i++)
            for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++) {
                int at = start[R->col[e] + 1]++;
                row[at] = i;
                value[at] = R->value[e];
                if (R->col[e] != R->row_elastic[i]) /* it gives way */
                    sum[i] += R->value[e] * x[R->col[e]];
            }
        for (int j = 0; j < R->ncol; j++)
            if (child[j])
                refill(R, start, row, value, j, sum, x);
    }
    follow_up(M, K, x);
    return keeps_rows(M, x);
}

/* The same model with all units fixed as x has them, in millionths where they open in parts. */
static kk_model *with_units(kk_ctx *K, const kk_model *M, double *x)
{
    const kk_rows *R = M->R;
    kk_model *F = kk_model_without(K, M);
    unsigned char *units = KK_ARRAY(K, unsigned char, R->ncol);
    for (int i = 0; i < M->C->noption * M->C->nplan; i++) {
        int j = M->X.open[i];
        if (j < 0)
            continue;
        units[j] = 1;
        x[j] = (double)kk_micro_round(x[j]) / KK_MICRO;
        F->R->col_lo[j] = F->R->col_up[j] = x[j];
    }
    for (int i = M->open_row; i < M->open_row_end; i++) /* those of children still hold */
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
            if (!units[R->col[e]]) {
                F->R->row_lo[i] = R->row_lo[i];
                F->R->row_up[i] = R->row_up[i];
            }
    return F;
}

/* Whether x is as good as y, stage by stage; a stage that may give something away counts from what it may reach. */
static bool as_good(const run *S, const double *x, const double *y)
{
    const kk_rows *R = S->D->R;
    for (int i = 0; i < R->nobjective; i++) {
        const kk_objective *O = &R->objective[i];
        double found = i < S->nstage ? S->stage[i].value : -INFINITY;
        double held = found + (O->slack_is_share ? O->slack * fabs(found) : O->slack);
        double u = fmax(kk_objective_value(R, O, x), held), v = fmax(kk_objective_value(R, O, y), held);
        if (fabs(u - v) > 1e-9 * fmax(1.0, fabs(v)))
            return u < v;
    }
    return true;
}

/* From the best plan in parts. */
static bool search(run *S, kk_whole *W, double constant, bool goal, kk_whole_stage *out)
{
    double least = constant;
    kk_box_read(S->B, false, S->reduced_x);
    for (int j = 0; j < S->D->ncol; j++)
        least += S->cost[j] * S->reduced_x[j];
    return kk_whole_search(W, S->cost, constant, S->reduced_x, least, kk_box_part(S->B), goal, out);
}

/* One stage in whole units: the best plan in parts, a search for a whole one, and a row that holds what it found. Where
 * not even the plan in parts was there in time, the plan of the stage before stays. */
static void search_objective(run *S, kk_whole *W, const kk_objective *O)
{
    long iterations = O->goal ? approach(S, S->nstage) : 0;
    double constant = kk_reduce_cost(S->D, O->cost, O->constant, S->cost);
    bool flat = costs_nothing(S);
    bool minimises = S->nstage == 0 || !flat, ended = minimises && !minimise(S, &iterations);
    bool proves = O->goal && S->V;
    if (proves)
        kk_prover_stage(S->V, O, S->cost, minimises && !ended ? S->B : NULL);
    kk_whole_stage found;
    if (ended)
        kk_whole_keep(W, S->cost, constant, &found);
    else if (!search(S, W, constant, O->goal, &found)) {
        if (kk_whole_contradicts(W))
            conflict(S);
        if (kk_watch_ends(S->watch))
            no_time(S);
        kk_fail(S->K, KK_EMORE, "no plan in whole units was found; allow more work: \"effort\"",
                "整数単位の計画が見つかりませんでした。effort を大きくしてください");
    }
    if (!flat) {
        double slack = O->slack_is_share ? O->slack * fabs(found.value) : O->slack;
        double upper = found.value - constant + slack;
        double room = kk_whole_hold(W, S->cost, upper);
        if (kk_box_hold(S->B, S->cost, upper + room) && proves)
            kk_prover_held(S->V);
    }
    if (proves && O->slack > 0.0) {
        kk_restore(S->D, kk_whole_plan(W), S->x);
        follow_up(S->M, S->K, S->x);
        S->at[S->nstage] = kk_prove_values(S->K, S->M, S->x);
    }
    note_stage(S, O->name, O->goal, found.value, found.bound, found.proved && O->goal, iterations);
}

/* All stages in whole units; then, with these units, children where parts of children would be, as far as that is
 * whole. */
static void solve_whole(run *S)
{
    kk_ctx *K = S->K;
    const kk_rows *R = S->D->R;
    kk_whole *W = kk_whole_new(K, S->M, S->D, S->watch);
    for (int i = 0; i < R->nobjective; i++)
        if (strcmp(R->objective[i].name, "closing service") != 0) /* of children alone */
            search_objective(S, W, &R->objective[i]);
    kk_whole_end(W);
    kk_restore(S->D, kk_whole_plan(W), S->x);
    kk_box_end(S->B);

    kk_model *F = with_units(K, S->M, S->x);
    follow_up(S->M, K, S->x);
    run placed = begin(K, F, NULL, NULL, false);
    placed.silent = true;
    placed.watch = S->watch;
    kk_box_watch(placed.B, S->watch);
    if (solve_parts(&placed) && settle(K, F, placed.x) && as_good(S, placed.x, S->x))
        S->x = placed.x;
    for (int i = 0; i < S->nstage; i++) {
        kk_stage *stage = &S->stage[i];
        double value = kk_value_said(kk_objective_value(R, &R->objective[i], S->x));
        if (R->objective[i].slack == 0.0 || value <= stage->value) { /* else it was given away */
            stage->value = value;
            if (S->V && R->objective[i].goal)
                S->at[i] = (kk_values){0};
        }
        double bound = kk_bound_said(stage->value, stage->bound);
        stage->proved =
            stage->goal && (stage->value - stage->bound <= 1e-7 + 1e-12 * fabs(stage->value) || bound >= stage->value);
        stage->bound = stage->proved ? stage->value : bound;
    }
}

/* The corner where the plan of the stages stands; NULL where there is none. Values of stages are then said of it. */
static kk_corner *find_corner(run *S)
{
    const kk_rows *R = S->M->R;
    kk_corner *N = S->basic ? kk_corner_find(S->K, S->M, name_weights(S, 0), S->basic, false) : NULL;
    for (int i = 0; i < R->nobjective && N; i++) {
        double value = kk_objective_value(R, &R->objective[i], N->x), found = S->stage[i].value;
        if (fabs(value - found) > 1e-6 * fmax(1.0, fabs(found)))
            N = NULL;
    }
    for (int i = 0; i < R->nobjective && N; i++)
        S->stage[i].value = S->stage[i].bound = kk_value_said(kk_objective_value(R, &R->objective[i], N->x));
    return N;
}

double *kk_stages_corner(kk_ctx *K, const kk_model *M, kk_watch *watch, kk_stage **out_stage, int *out_nstage,
                         kk_counters *out_counters, bool *out_unique, kk_proof **out_proof, kk_corner **out_corner)
{
    run S = begin(K, M, NULL, watch, out_proof != NULL);
    bool whole = S.silent = M->C->whole;
    if (out_corner && kk_corner_may_be(M))
        S.basic = KK_ARRAY(K, bool, M->R->ncol + M->R->nrow);
    kk_watch_planned(watch, whole); /* without the plan in parts the search goes on */
    bool done = solve_parts(&S);
    if (whole && !(done && units_whole(M, S.x) && children_whole(K, M, S.x))) { /* else it is the best of all */
        kk_watch_planned(watch, false);
        S = begin(K, M, S.D, watch, out_proof != NULL);
        solve_whole(&S);
    }
    kk_corner *N = find_corner(&S);
    if (out_corner)
        *out_corner = N;
    if (N)
        S.x = N->x;
    if (out_stage)
        *out_stage = S.stage;
    if (out_nstage)
        *out_nstage = S.nstage;
    if (out_counters)
        *out_counters = S.counters;
    *out_unique = N || S.left == 0;
    if (out_proof && N)
        *out_proof = kk_corner_prove(K, N);
    else if (out_proof) {
        *out_proof = kk_prover_end(S.V);
        for (int k = 0; k < (*out_proof)->nstage; k++)
            (*out_proof)->stage[k].at = S.at[k];
        (*out_proof)->plan = kk_prove_values(K, M, S.x);
    }
    return S.x;
}

double *kk_stages_solve(kk_ctx *K, const kk_model *M, kk_watch *watch, kk_stage **out_stage, int *out_nstage,
                        kk_counters *out_counters, bool *out_unique, kk_proof **out_proof)
{
    return kk_stages_corner(K, M, watch, out_stage, out_nstage, out_counters, out_unique, out_proof, NULL);
}
