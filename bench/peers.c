/* All goals of a city by other solvers, in process, on the reduced LP that kakuho solves.
 *
 *     peers SCENARIO RUNS DIR
 *
 * Cold: one solve from nothing for every goal, earlier goals held in the two ways that come to mind: each by a row, at
 * the value reached; or by fixing every column and row that has a reduced cost, which is what kakuho does and leaves a
 * smaller LP. Making and loading an LP is not timed. The same LPs are written to DIR as goal-K-rows.mps and
 * goal-K-fixed.mps for solvers that are not linked here.
 *
 * Warm: CLP keeps its problem, changes costs and holds what was reached in the same two ways.
 *
 * A line a fact, for bench.py: "goal K VALUE"; then for every way "peer SOLVER WAY WALL CPU ITERATIONS", all goals,
 * milliseconds, medians of RUNS after a warm-up (of what takes long, fewer). A way that does not reach kakuho's values
 * to 1e-6 is not told. With the default tolerance of 1e-7 what a row holds slips too far for that, so it is 1e-8.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1 /* clock_gettime */
#endif

#include "kakuho.h"

#include "base/str.h"
#include "model/model.h"
#include "model/reduce.h"
#include "solve/stages.h"

#include <Clp_C_Interface.h>
#include <glpk.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_RUNS = 101, LONG_MS = 2500 };

static const double AGREE = 1e-6, NOISE = 1e-9;
static const double TOLERANCE = 1e-8; /* of the solvers */
static const double LOOSE = 1e-12;    /* of a row that holds a goal, relative above 1: digits of a sum */

/* minimise cost x,  row_lo <= A x <= row_up,  col_lo <= x <= col_up;  A by columns */
typedef struct {
    int nrow, ncol, nentry;
    int *start, *row;
    double *value, *cost, *col_lo, *col_up, *row_lo, *row_up;
} lp;

typedef enum { BY_ROWS, BY_FIXING, NHOLD } hold;
static const char *const HOLD[] = {"rows", "fixed"};

typedef struct {
    double value, wall, cpu; /* ms */
    long iterations;
} answer;

typedef answer (*way)(const lp *L);

typedef struct {
    const char *scenario, *dir;
    int runs;
} order;

static double ms_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void start_watch(answer *A)
{
    A->wall = ms_of(CLOCK_MONOTONIC);
    A->cpu = ms_of(CLOCK_PROCESS_CPUTIME_ID);
}

static void stop_watch(answer *A)
{
    A->wall = ms_of(CLOCK_MONOTONIC) - A->wall;
    A->cpu = ms_of(CLOCK_PROCESS_CPUTIME_ID) - A->cpu;
}

/* ---- CLP --------------------------------------------------------------------------------------------------------- */

static Clp_Simplex *clp_load(const lp *L)
{
    Clp_Simplex *S = Clp_newModel();
    Clp_setLogLevel(S, 0);
    Clp_setPrimalTolerance(S, TOLERANCE);
    Clp_setDualTolerance(S, TOLERANCE);
    Clp_loadProblem(S, L->ncol, L->nrow, L->start, L->row, L->value, L->col_lo, L->col_up, L->cost, L->row_lo,
                    L->row_up);
    return S;
}

static answer clp_cold(const lp *L, int solve(Clp_Simplex *))
{
    answer A = {0};
    Clp_Simplex *S = clp_load(L);
    start_watch(&A);
    solve(S);
    stop_watch(&A);
    A.value = Clp_status(S) == 0 ? Clp_objectiveValue(S) : NAN;
    A.iterations = Clp_numberIterations(S);
    Clp_deleteModel(S);
    return A;
}

static int dual(Clp_Simplex *S)
{
    return Clp_dual(S, 0);
}

static int primal(Clp_Simplex *S)
{
    return Clp_primal(S, 0);
}

static answer clp_presolved(const lp *L)
{
    return clp_cold(L, Clp_initialSolve);
}

static answer clp_dual(const lp *L)
{
    return clp_cold(L, dual);
}

static answer clp_primal(const lp *L)
{
    return clp_cold(L, primal);
}

static void fix_some(int count, const double *d, const double *x, double *lo, double *up)
{
    for (int i = 0; i < count; i++)
        if (fabs(d[i]) > NOISE)
            lo[i] = up[i] = fabs(x[i] - lo[i]) < fabs(x[i] - up[i]) ? lo[i] : up[i];
}

/* Fix in L what has a reduced cost in the solution of S. */
static void fix(lp *L, Clp_Simplex *S)
{
    fix_some(L->ncol, Clp_dualColumnSolution(S), Clp_primalColumnSolution(S), L->col_lo, L->col_up);
    fix_some(L->nrow, Clp_dualRowSolution(S), Clp_primalRowSolution(S), L->row_lo, L->row_up);
}

/* ---- GLPK -------------------------------------------------------------------------------------------------------- */

static int glpk_kind(double lo, double up)
{
    if (isinf(lo))
        return isinf(up) ? GLP_FR : GLP_UP;
    return isinf(up) ? GLP_LO : lo == up ? GLP_FX : GLP_DB;
}

static answer glpk_cold(const lp *L, bool as_glpsol)
{
    answer A = {0};
    glp_prob *P = glp_create_prob();
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tol_bnd = how.tol_dj = TOLERANCE;
    how.presolve = as_glpsol ? GLP_ON : GLP_OFF;
    glp_term_out(GLP_OFF);
    if (L->nrow)
        glp_add_rows(P, L->nrow);
    glp_add_cols(P, L->ncol);
    for (int i = 0; i < L->nrow; i++)
        glp_set_row_bnds(P, i + 1, glpk_kind(L->row_lo[i], L->row_up[i]), L->row_lo[i], L->row_up[i]);
    int *index = calloc((size_t)L->nrow + 1, sizeof *index);
    for (int j = 0; j < L->ncol; j++) {
        glp_set_col_bnds(P, j + 1, glpk_kind(L->col_lo[j], L->col_up[j]), L->col_lo[j], L->col_up[j]);
        glp_set_obj_coef(P, j + 1, L->cost[j]);
        int n = L->start[j + 1] - L->start[j];
        for (int e = 1; e <= n; e++)
            index[e] = L->row[L->start[j] + e - 1] + 1;
        glp_set_mat_col(P, j + 1, n, index, L->value + L->start[j] - 1);
    }
    free(index);
    start_watch(&A);
    if (as_glpsol)
        glp_scale_prob(P, GLP_SF_AUTO);
    int rc = glp_simplex(P, &how);
    stop_watch(&A);
    A.value = rc == 0 && glp_get_status(P) == GLP_OPT ? glp_get_obj_val(P) : NAN;
    A.iterations = glp_get_it_cnt(P);
    glp_delete_prob(P);
    return A;
}

/* glp_init_smcp() and nothing else */
static answer glpk_defaults(const lp *L)
{
    return glpk_cold(L, false);
}

/* what glpsol does: scaling, presolver */
static answer glpk_glpsol(const lp *L)
{
    return glpk_cold(L, true);
}

/* ---- the LPs ----------------------------------------------------------------------------------------------------- */

/* The reduced model, a free row for every goal below it. */
static lp *lp_of(kk_ctx *K, const kk_reduced *D, int ngoal, double **cost)
{
    lp *L = KK_NEW(K, lp);
    int room = D->row_start[D->nrow] + ngoal * D->ncol;
    L->nrow = D->nrow + ngoal;
    L->ncol = D->ncol;
    L->start = KK_ARRAY(K, int, D->ncol + 1);
    L->row = KK_ARRAY(K, int, room);
    L->value = KK_ARRAY(K, double, room);
    L->cost = KK_ARRAY(K, double, D->ncol);
    L->col_lo = memcpy(KK_ARRAY(K, double, D->ncol), D->col_lo, (size_t)D->ncol * sizeof *D->col_lo);
    L->col_up = memcpy(KK_ARRAY(K, double, D->ncol), D->col_up, (size_t)D->ncol * sizeof *D->col_up);
    L->row_lo = memcpy(KK_ARRAY(K, double, L->nrow), D->row_lo, (size_t)D->nrow * sizeof *D->row_lo);
    L->row_up = memcpy(KK_ARRAY(K, double, L->nrow), D->row_up, (size_t)D->nrow * sizeof *D->row_up);
    int *count = KK_ARRAY(K, int, D->ncol + 1);
    for (int e = 0; e < D->row_start[D->nrow]; e++)
        count[D->col[e] + 1]++;
    for (int j = 0; j < D->ncol; j++)
        for (int k = 0; k < ngoal; k++)
            count[j + 1] += cost[k][j] != 0.0;
    for (int j = 0; j < D->ncol; j++)
        L->start[j + 1] = count[j + 1] += count[j];
    for (int i = 0; i < D->nrow; i++)
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
            int at = count[D->col[e]]++;
            L->row[at] = i;
            L->value[at] = D->value[e];
        }
    for (int k = 0; k < ngoal; k++) {
        L->row_lo[D->nrow + k] = -INFINITY;
        L->row_up[D->nrow + k] = INFINITY;
        for (int j = 0; j < D->ncol; j++)
            if (cost[k][j] != 0.0) {
                int at = count[j]++;
                L->row[at] = D->nrow + k;
                L->value[at] = cost[k][j];
            }
    }
    L->nentry = L->start[D->ncol];
    return L;
}

/* The same without rows that are free: that is what a solver is given. */
static lp *lp_packed(kk_ctx *K, const lp *L)
{
    lp *P = KK_NEW(K, lp);
    int *at = KK_ARRAY(K, int, L->nrow);
    *P = *L;
    P->start = KK_ARRAY(K, int, L->ncol + 1);
    P->row = KK_ARRAY(K, int, L->nentry);
    P->value = KK_ARRAY(K, double, L->nentry);
    P->row_lo = KK_ARRAY(K, double, L->nrow);
    P->row_up = KK_ARRAY(K, double, L->nrow);
    P->nrow = P->nentry = 0;
    for (int i = 0; i < L->nrow; i++) {
        at[i] = isinf(L->row_lo[i]) && isinf(L->row_up[i]) ? -1 : P->nrow;
        if (at[i] < 0)
            continue;
        P->row_lo[P->nrow] = L->row_lo[i];
        P->row_up[P->nrow++] = L->row_up[i];
    }
    for (int j = 0; j < L->ncol; j++) {
        P->start[j] = P->nentry;
        for (int e = L->start[j]; e < L->start[j + 1]; e++)
            if (at[L->row[e]] >= 0) {
                P->row[P->nentry] = at[L->row[e]];
                P->value[P->nentry++] = L->value[e];
            }
    }
    P->start[L->ncol] = P->nentry;
    return P;
}

static void write_mps(const lp *L, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(6);
    }
    fputs("NAME reduced\nROWS\n N goal\n", file);
    for (int i = 0; i < L->nrow; i++)
        fprintf(file, " %c r%d\n", isinf(L->row_lo[i]) ? 'L' : L->row_lo[i] == L->row_up[i] ? 'E' : 'G', i);
    fputs("COLUMNS\n", file);
    for (int j = 0; j < L->ncol; j++) {
        fprintf(file, " c%d goal %.17g\n", j, L->cost[j]);
        for (int e = L->start[j]; e < L->start[j + 1]; e++)
            fprintf(file, " c%d r%d %.17g\n", j, L->row[e], L->value[e]);
    }
    fputs("RHS\n", file);
    for (int i = 0; i < L->nrow; i++)
        fprintf(file, " RHS r%d %.17g\n", i, isinf(L->row_lo[i]) ? L->row_up[i] : L->row_lo[i]);
    fputs("RANGES\n", file);
    for (int i = 0; i < L->nrow; i++)
        if (!isinf(L->row_lo[i]) && !isinf(L->row_up[i]) && L->row_lo[i] != L->row_up[i])
            fprintf(file, " RNG r%d %.17g\n", i, L->row_up[i] - L->row_lo[i]);
    fputs("BOUNDS\n", file);
    for (int j = 0; j < L->ncol; j++) {
        fprintf(file, " LO BND c%d %.17g\n", j, L->col_lo[j]);
        fprintf(file, " UP BND c%d %.17g\n", j, L->col_up[j]);
    }
    fputs("ENDATA\n", file);
    if (fclose(file) != 0) {
        perror(path);
        exit(6);
    }
}

/* ---- all goals --------------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Medians of several runs. */
static answer median(const answer *run, int count)
{
    double wall[MOST_RUNS], cpu[MOST_RUNS];
    answer A = run[0];
    for (int r = 0; r < count; r++) {
        wall[r] = run[r].wall;
        cpu[r] = run[r].cpu;
    }
    qsort(wall, (size_t)count, sizeof *wall, by_value);
    qsort(cpu, (size_t)count, sizeof *cpu, by_value);
    A.wall = wall[count / 2];
    A.cpu = cpu[count / 2];
    return A;
}

static answer repeat(way solve, const lp *L, int runs)
{
    answer run[MOST_RUNS], first = solve(L);
    double spent = first.wall;
    int n = 0;
    for (; n < runs && spent < LONG_MS; spent += run[n++].wall)
        run[n] = solve(L);
    return n ? median(run, n) : first;
}

static bool agrees(double value, double with)
{
    return fabs(value - with) <= AGREE * fmax(1.0, fabs(with));
}

static void add(answer *sum, const answer *A, double value)
{
    sum->wall += A->wall;
    sum->cpu += A->cpu;
    sum->iterations += A->iterations;
    if (!agrees(A->value, value))
        sum->value = NAN;
}

static void say(const char *solver, const char *how, hold by, const answer *A)
{
    if (!isnan(A->value))
        printf("peer %s %s,%s %.4f %.4f %ld\n", solver, how, HOLD[by], A->wall, A->cpu, A->iterations);
}

typedef struct {
    const kk_reduced *D;
    int ngoal;
    double **cost;                   /* [ngoal][D->ncol] */
    double *reached, *slack, *upper; /* [ngoal] kakuho's value without the constant; what later goals may make of it */
} goals;

/* Keep goal k in L at what was reached: by fixing what the solution S has to say, or by its row. */
static void keep(const goals *G, lp *L, int k, hold by, Clp_Simplex *S)
{
    if (by == BY_FIXING && G->slack[k] == 0.0)
        fix(L, S);
    else
        L->row_up[G->D->nrow + k] = G->upper[k];
}

static void bench_cold(kk_ctx *K, const order *O, const goals *G)
{
    static const struct {
        const char *solver, *how;
        way solve;
    } PEER[] = {{"CLP", "presolved", clp_presolved},
                {"CLP", "dual", clp_dual},
                {"CLP", "primal", clp_primal},
                {"GLPK", "defaults", glpk_defaults},
                {"GLPK", "as_glpsol", glpk_glpsol}};
    enum { NPEER = sizeof PEER / sizeof *PEER };
    for (hold by = 0; by < NHOLD; by++) {
        answer sum[NPEER] = {{0}};
        lp *held = lp_of(K, G->D, G->ngoal, G->cost);
        for (int k = 0; k < G->ngoal; k++) {
            memcpy(held->cost, G->cost[k], (size_t)held->ncol * sizeof *held->cost);
            lp *L = lp_packed(K, held);
            write_mps(L, kk_format(K, "%s/goal-%d-%s.mps", O->dir, k + 1, HOLD[by]));
            for (int peer = 0; peer < NPEER; peer++) {
                answer A = repeat(PEER[peer].solve, L, O->runs);
                add(&sum[peer], &A, G->reached[k]);
            }
            Clp_Simplex *S = clp_load(held);
            Clp_dual(S, 0);
            keep(G, held, k, by, S);
            Clp_deleteModel(S);
        }
        for (int peer = 0; peer < NPEER; peer++)
            say(PEER[peer].solver, PEER[peer].how, by, &sum[peer]);
    }
}

/* The first goal by dual or primal simplex, all others by primal from where the one before ended. */
static answer clp_warm(kk_ctx *K, const goals *G, hold by, int first(Clp_Simplex *))
{
    answer A = {0};
    lp *L = lp_of(K, G->D, G->ngoal, G->cost);
    memcpy(L->cost, G->cost[0], (size_t)L->ncol * sizeof *L->cost);
    Clp_Simplex *S = clp_load(L);
    start_watch(&A);
    for (int k = 0; k < G->ngoal; k++) {
        if (k)
            Clp_chgObjCoefficients(S, G->cost[k]);
        (k ? primal : first)(S);
        A.iterations += Clp_numberIterations(S);
        if (Clp_status(S) != 0 || !agrees(Clp_objectiveValue(S), G->reached[k]))
            A.value = NAN;
        keep(G, L, k, by, S);
        Clp_chgColumnLower(S, L->col_lo);
        Clp_chgColumnUpper(S, L->col_up);
        Clp_chgRowLower(S, L->row_lo);
        Clp_chgRowUpper(S, L->row_up);
    }
    stop_watch(&A);
    Clp_deleteModel(S);
    return A;
}

static void bench_warm(kk_ctx *K, const order *O, const goals *G)
{
    for (hold by = 0; by < NHOLD; by++)
        for (int start = 0; start < 2; start++) {
            answer run[MOST_RUNS] = {{0}};
            clp_warm(K, G, by, start ? dual : primal);
            for (int r = 0; r < O->runs; r++)
                run[r] = clp_warm(K, G, by, start ? dual : primal);
            answer A = median(run, O->runs);
            say("CLP_warm", start ? "dual" : "primal", by, &A);
        }
}

static void bench(kk_ctx *K, void *arg)
{
    order *O = arg;
    kk_city *C;
    kk_rc rc = kk_city_load(K, O->scenario, NULL, &C);
    if (rc != KK_OK) {
        fprintf(stderr, "peers: code %d: %s\n", rc, kk_message(K, KK_EN));
        exit((int)rc);
    }
    const kk_model *M = kk_model_build(K, C);
    bool unique;
    const double *x = kk_stages_solve(K, M, NULL, NULL, NULL, NULL, &unique, NULL);
    goals G = {.D = kk_reduce(K, M->R)};
    while (G.ngoal < M->R->nobjective && M->R->objective[G.ngoal].goal)
        G.ngoal++;
    G.cost = KK_ARRAY(K, double *, G.ngoal);
    G.reached = KK_ARRAY(K, double, G.ngoal);
    G.slack = KK_ARRAY(K, double, G.ngoal);
    G.upper = KK_ARRAY(K, double, G.ngoal);
    for (int k = 0; k < G.ngoal; k++) {
        const kk_objective *goal = &M->R->objective[k];
        G.cost[k] = KK_ARRAY(K, double, G.D->ncol);
        double constant = kk_reduce_cost(G.D, goal->cost, goal->constant, G.cost[k]);
        for (int j = 0; j < G.D->ncol; j++)
            G.reached[k] += G.cost[k][j] * x[G.D->col_of[j]];
        G.slack[k] = goal->slack_is_share ? goal->slack * fabs(G.reached[k] + constant) : goal->slack;
        G.upper[k] = G.reached[k] + G.slack[k] + LOOSE * fmax(1.0, fabs(G.reached[k]));
        printf("goal %d %.17g\n", k + 1, G.reached[k]);
    }
    bench_cold(K, O, &G);
    bench_warm(K, O, &G);
}

int main(int argc, char **argv)
{
    order O = {.runs = argc == 4 ? atoi(argv[2]) : 0};
    if (argc != 4 || O.runs < 1 || O.runs > MOST_RUNS) {
        fputs("usage: peers SCENARIO RUNS DIR\n", stderr);
        return 2;
    }
    O.scenario = argv[1];
    O.dir = argv[3];
    kk_ctx *K = kk_ctx_new();
    kk_rc rc = kk_guard(K, bench, &O);
    if (rc != KK_OK)
        fprintf(stderr, "peers: code %d: %s\n", rc, kk_message(K, KK_EN));
    kk_ctx_free(K);
    return (int)rc;
}
