/* How long an explanation takes, beside planning the city again from the start: medians after a warm-up.
 *
 *     explain SCENARIO RUNS
 *
 * "phase NAME WALL CPU PLANS": milliseconds, and how often the city was planned; for bench.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1 /* clock_gettime */
#endif

#include "explain/why.h"
#include "solve/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_RUNS = 101, AGAIN = 20 };

static double ms_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void need(kk_ctx *K, kk_rc rc)
{
    if (rc == KK_OK)
        return;
    fprintf(stderr, "explain: code %d: %s\n", rc, kk_message(K, KK_EN));
    exit((int)rc);
}

static void again(kk_ctx *K, void *arg)
{
    kk_solve_alone(K, arg, NULL);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const char *name, double *wall, double *cpu, int runs, int plans)
{
    qsort(wall, (size_t)runs, sizeof *wall, by_value);
    qsort(cpu, (size_t)runs, sizeof *cpu, by_value);
    printf("phase %s %.4f %.4f %d\n", name, wall[runs / 2], cpu[runs / 2], plans);
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
        need(K, kk_city_load(K, argv[1], NULL, &C));
        need(K, kk_city_plan(K, C, NULL, &P));
        double w = ms_of(CLOCK_MONOTONIC), c = ms_of(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < AGAIN; i++) {
            kk_ctx *own = kk_ctx_new();
            need(own, kk_guard(own, again, C));
            kk_ctx_free(own);
        }
        wall[0][at] = (ms_of(CLOCK_MONOTONIC) - w) / AGAIN;
        cpu[0][at] = (ms_of(CLOCK_PROCESS_CPUTIME_ID) - c) / AGAIN;
        w = ms_of(CLOCK_MONOTONIC);
        c = ms_of(CLOCK_PROCESS_CPUTIME_ID);
        need(K, kk_plan_explain(K, P, &Y));
        wall[1][at] = ms_of(CLOCK_MONOTONIC) - w;
        cpu[1][at] = ms_of(CLOCK_PROCESS_CPUTIME_ID) - c;
        plans = Y->solved;
        kk_ctx_free(K);
    }
    print("again", wall[0], cpu[0], runs, 1);
    print("explain", wall[1], cpu[1], runs, plans);
    return 0;
}
