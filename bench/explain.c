/* How long an explanation takes, beside planning the city again from the start: medians after a warm-up.
 *
 *     explain SCENARIO RUNS
 *
 * "phase NAME WALL CPU PLANS": milliseconds, and how often the city was planned; for bench.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "measure.h"

#include "explain/why.h"
#include "solve/solve.h"

enum { MOST_RUNS = 101, AGAIN = 20 };

static void again(kk_ctx *K, void *arg)
{
    kk_solve_alone(K, arg, NULL);
}

static void print(const char *name, double *wall, double *cpu, int runs, int plans)
{
    printf("phase %s %.4f %.4f %d\n", name, median(wall, runs), median(cpu, runs), plans);
}

int main(int argc, char **argv)
{
    int runs = argc == 3 ? atoi(argv[2]) : 0, plans = 0;
    static double wall[2][MOST_RUNS], cpu[2][MOST_RUNS];
    if (runs < 1 || runs > MOST_RUNS) {
        fputs("usage: explain SCENARIO RUNS\n", stderr);
        return 2;
    }
    for (int run = -1; run < runs; run++) {
        kk_ctx *K = kk_ctx_new();
        kk_city *C;
        kk_plan *P;
        const kk_why *Y;
        int at = run < 0 ? 0 : run; /* the warm-up is written over */
        need(K, kk_city_load(K, argv[1], NULL, &C), "explain");
        need(K, kk_city_plan(K, C, NULL, &P), "explain");
        double w = ms_of(CLOCK_MONOTONIC), c = ms_of(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < AGAIN; i++) {
            kk_ctx *own = kk_ctx_new();
            need(own, kk_guard(own, again, C), "explain");
            kk_ctx_free(own);
        }
        wall[0][at] = (ms_of(CLOCK_MONOTONIC) - w) / AGAIN;
        cpu[0][at] = (ms_of(CLOCK_PROCESS_CPUTIME_ID) - c) / AGAIN;
        w = ms_of(CLOCK_MONOTONIC);
        c = ms_of(CLOCK_PROCESS_CPUTIME_ID);
        need(K, kk_plan_explain(K, P, &Y), "explain");
        wall[1][at] = ms_of(CLOCK_MONOTONIC) - w;
        cpu[1][at] = ms_of(CLOCK_PROCESS_CPUTIME_ID) - c;
        plans = Y->solved;
        kk_ctx_free(K);
    }
    print("again", wall[0], cpu[0], runs, 1);
    print("explain", wall[1], cpu[1], runs, plans);
    return 0;
}
