/* What-ifs from the base, beside the same plans from the start: medians of RUNS cities, the needs of which are changed
 * at random, by up to 1 %, 2 % and so on, each by itself or all alike; each is planned both ways, one after the other.
 *
 *     warm SCENARIO RUNS
 *
 * "phase from-start-1 WALL CPU ITERATIONS", "phase from-base-1 WALL CPU PIVOTS", likewise 2 and so on, then
 * "phase from-start-alike-1" and so on: milliseconds, for bench.py. Plans that differ end it with code 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "measure.h"

#include "solve/solve.h"
#include "solve/warm.h"

#include <string.h>

enum { MOST_RUNS = 1001 };

static const double PERCENT[] = {1.0, 2.0, 5.0, 10.0};

/* -1 .. 1, the same on every machine */
static double either_way(void)
{
    static unsigned long long state = 1;
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (double)((state >> 33) % 2001) / 1000.0 - 1.0;
}

/* One plan of a changed city, in a context of its own. */
typedef struct {
    kk_warm *W; /* NULL: from the start */
    const kk_city *C;
    kk_plan *P;
} call;

static void plan(kk_ctx *K, void *info)
{
    call *A = info;
    A->P = A->W ? kk_warm_plan(K, A->W, A->C) : kk_solve_alone(K, A->C, NULL);
}

static kk_ctx *timed(call *A, double *wall, double *cpu)
{
    double w = ms_of(CLOCK_MONOTONIC), c = ms_of(CLOCK_PROCESS_CPUTIME_ID);
    kk_ctx *own = kk_ctx_new();
    need(own, kk_guard(own, plan, A), "warm");
    *wall = ms_of(CLOCK_MONOTONIC) - w;
    *cpu = ms_of(CLOCK_PROCESS_CPUTIME_ID) - c;
    return own;
}

static kk_city *changed(kk_ctx *K, const kk_city *C, double by, bool alike)
{
    kk_city *D = KK_NEW(K, kk_city);
    *D = *C;
    int n = C->narea * C->nclass * C->nyear;
    double all = alike ? either_way() : 0.0;
    D->need = KK_ARRAY(K, double, n);
    for (int i = 0; i < n; i++)
        D->need[i] = round(C->need[i] * (1.0 + by * (alike ? all : either_way())));
    D->target = memcpy(KK_ARRAY(K, kk_target, C->ntarget), C->target, (size_t)C->ntarget * sizeof *C->target);
    kk_required_fill(K, D);
    return D;
}

static bool same(const kk_city *C, const kk_plan *P, const kk_plan *Q)
{
    size_t nopen = (size_t)(C->noption * C->nplan), nserve = (size_t)(C->narc * C->nservice * C->nyear);
    return memcmp(P->open, Q->open, nopen * sizeof *P->open) == 0 &&
           memcmp(P->serve, Q->serve, nserve * sizeof *P->serve) == 0 &&
           memcmp(P->goal_value, Q->goal_value, (size_t)C->ngoal * sizeof *P->goal_value) == 0;
}

static void print(const char *name, bool alike, double percent, double *wall, double *cpu, int runs, long steps)
{
    printf("phase %s-%s%g %.4f %.4f %ld\n", name, alike ? "alike-" : "", percent, median(wall, runs), median(cpu, runs),
           steps / runs);
}

typedef struct {
    const kk_city *C;
    int runs;
} bench;

static void compare_changed(kk_ctx *K, const bench *B, kk_warm *W, double percent, bool alike)
{
    static double wall[2][MOST_RUNS], cpu[2][MOST_RUNS];
    long iterations = 0, pivots = kk_warm_counted(W).pivots;
    for (int run = 0; run < B->runs; run++) {
        const kk_city *D = changed(K, B->C, percent / 100.0, alike);
        call cold = {.C = D}, warm = {.W = W, .C = D};
        kk_ctx *one = timed(&cold, &wall[0][run], &cpu[0][run]), *two = timed(&warm, &wall[1][run], &cpu[1][run]);
        iterations += cold.P->counters.goal_iterations + cold.P->counters.closing_iterations;
        if (!same(D, cold.P, warm.P)) {
            fprintf(stderr, "warm: %g %%, run %d: another plan\n", percent, run + 1);
            exit(1);
        }
        kk_ctx_free(one);
        kk_ctx_free(two);
    }
    print("from-start", alike, percent, wall[0], cpu[0], B->runs, iterations);
    print("from-base", alike, percent, wall[1], cpu[1], B->runs, kk_warm_counted(W).pivots - pivots);
}

static void compare(kk_ctx *K, void *info)
{
    const bench *B = info;
    double wall, cpu;
    kk_warm *W = kk_warm_new(K, B->C);
    call first = {.W = W, .C = B->C};
    kk_ctx_free(timed(&first, &wall, &cpu)); /* the base itself */
    for (int alike = 0; alike <= 1; alike++)
        for (size_t p = 0; p < sizeof PERCENT / sizeof *PERCENT; p++)
            compare_changed(K, B, W, PERCENT[p], alike);
}

int main(int argc, char **argv)
{
    bench B = {.runs = argc == 3 ? atoi(argv[2]) : 0};
    if (B.runs < 1 || B.runs > MOST_RUNS) {
        fputs("usage: warm SCENARIO RUNS\n", stderr);
        return 2;
    }
    kk_ctx *K = kk_ctx_new();
    kk_city *C;
    need(K, kk_city_load(K, argv[1], NULL, &C), "warm");
    B.C = C;
    need(K, kk_guard(K, compare, &B), "warm");
    kk_ctx_free(K);
    return 0;
}
