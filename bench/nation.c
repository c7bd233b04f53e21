/* All goals of many cities, in process, by one thread and by two.
 *
 *     nation RUNS [LPS] < LIST
 *
 * LIST: a scenario a line. All cities are read first; then each is planned, with its proof, in a context of its own:
 * model, reduction, all goals, closing stages. A thread takes the next city that nobody has; what it finds is kept by
 * the number of the city, and all threads and runs must find the same to the last bit. LPS: a file of what HiGHS is
 * given, for nation.mjs, a line a city in JSON: the reduced LP by rows, and the costs and the value of every goal,
 * without its constant.
 *
 * A line a fact, for bench.py: "counter NAME VALUE"; "phase NAME WALL CPU ITERATIONS", summed over all cities and by
 * one thread; "threads N WALL CPU BEST", all of it. Times are milliseconds, medians of RUNS after a warm-up; BEST is
 * the least WALL, when fewest others had the cores. Runs by one thread and by two take turns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1 /* clock_gettime, getline */
#endif

#include "kakuho.h"

#include "domain/city.h"
#include "model/model.h"
#include "model/reduce.h"
#include "solve/stages.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { MOST_RUNS = 101, MOST_THREADS = 2, MOST_STAGES = 32 };

typedef enum { BUILD, REDUCE, GOALS, CLOSING, PROOF, NPHASE } phase;
static const char *const PHASE[] = {"build", "reduce", "goals", "closing", "proof"};

typedef struct {
    kk_ctx *K;
    kk_city *C;
    int nstage;
    double value[MOST_STAGES]; /* of every stage, as first found */
    kk_counters counters;
} city;

typedef struct {
    double wall, cpu; /* ms */
} watch;

typedef struct {
    city *list;
    int count;
    atomic_int next;
    bool timed; /* phase by phase */
    watch phase[NPHASE];
    long iterations[NPHASE];
} work;

static double ms_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static watch now_of(clockid_t cpu)
{
    return (watch){ms_of(CLOCK_MONOTONIC), ms_of(cpu)};
}

static _Noreturn void stop(const char *what, const kk_ctx *K)
{
    fprintf(stderr, "nation: %s%s%s\n", what, K ? ": " : "", K ? kk_message(K, KK_EN) : "");
    exit(7);
}

/* ---- one city ---------------------------------------------------------------------------------------------------- */

typedef struct {
    work *W;
    city *Y;
    int goals; /* stages of goals still to come */
    watch since;
} planning;

static void lap(planning *P, phase at)
{
    if (!P->W->timed)
        return;
    watch now = now_of(CLOCK_THREAD_CPUTIME_ID), *sum = &P->W->phase[at];
    sum->wall += now.wall - P->since.wall;
    sum->cpu += now.cpu - P->since.cpu;
    P->since = now_of(CLOCK_THREAD_CPUTIME_ID);
}

/* The clock is read once for all goals: to read it takes longer than some of them. */
static void on_progress(void *info, const kk_progress *step)
{
    planning *P = info;
    bool closing = strncmp(step->name, "closing", 7) == 0;
    phase at = strcmp(step->name, "reduce") == 0 ? REDUCE : closing ? CLOSING : GOALS;
    P->W->iterations[at] += P->W->timed ? step->iterations : 0;
    if (at != GOALS || --P->goals == 0)
        lap(P, at);
}

static void plan(kk_ctx *K, void *arg)
{
    planning *P = arg;
    city *Y = P->Y;
    kk_stage *stage;
    int nstage;
    bool unique;
    kk_proof *proof;
    P->since = now_of(CLOCK_THREAD_CPUTIME_ID);
    const kk_model *M = kk_model_build(K, Y->C);
    lap(P, BUILD);
    while (P->goals < M->R->nobjective && M->R->objective[P->goals].goal)
        P->goals++;
    kk_stages_solve(K, M, &(kk_watch){.options = &(kk_plan_options){.on_progress = on_progress, .info = P}}, &stage,
                    &nstage, &Y->counters, &unique, &proof);
    lap(P, PROOF);
    bool same = Y->nstage == nstage;
    for (int i = 0; i < nstage && Y->nstage; i++)
        same = same && stage[i].value == Y->value[i];
    if (nstage > MOST_STAGES || (Y->nstage && !same))
        stop("two runs do not find the same", NULL);
    Y->nstage = nstage;
    for (int i = 0; i < nstage; i++)
        Y->value[i] = stage[i].value;
}

static void plan_cities(work *W)
{
    for (int i; (i = atomic_fetch_add(&W->next, 1)) < W->count;) {
        kk_ctx *K = kk_ctx_new();
        if (!K || kk_guard(K, plan, &(planning){.W = W, .Y = &W->list[i]}) != KK_OK)
            stop("a city cannot be planned", K);
        kk_ctx_free(K);
    }
}

static void *plan_beside(void *arg)
{
    plan_cities(arg);
    kk_thread_end();
    return NULL;
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static watch plan_all(work *W, int threads)
{
    pthread_t thread[MOST_THREADS];
    atomic_store(&W->next, 0);
    watch start = now_of(CLOCK_PROCESS_CPUTIME_ID);
    for (int n = 1; n < threads; n++)
        if (pthread_create(&thread[n], NULL, plan_beside, W) != 0)
            stop("no thread", NULL);
    plan_cities(W);
    for (int n = 1; n < threads; n++)
        pthread_join(thread[n], NULL);
    watch end = now_of(CLOCK_PROCESS_CPUTIME_ID);
    return (watch){end.wall - start.wall, end.cpu - start.cpu};
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static watch median(const watch *run, int runs, double *out_best)
{
    double wall[MOST_RUNS], cpu[MOST_RUNS];
    for (int r = 0; r < runs; r++) {
        wall[r] = run[r].wall;
        cpu[r] = run[r].cpu;
    }
    qsort(wall, (size_t)runs, sizeof *wall, by_value);
    qsort(cpu, (size_t)runs, sizeof *cpu, by_value);
    *out_best = wall[0];
    return (watch){wall[runs / 2], cpu[runs / 2]};
}

static void bench(work *W, int runs)
{
    static watch whole[MOST_THREADS][MOST_RUNS], part[NPHASE][MOST_RUNS];
    plan_all(W, 1);
    for (int r = 0; r < runs; r++) {
        for (int threads = 1; threads <= MOST_THREADS; threads++)
            whole[threads - 1][r] = plan_all(W, threads);
        W->timed = true;
        for (phase at = 0; at < NPHASE; at++) {
            W->phase[at] = (watch){0};
            W->iterations[at] = 0;
        }
        plan_all(W, 1);
        W->timed = false;
        for (phase at = 0; at < NPHASE; at++)
            part[at][r] = W->phase[at];
    }
    double best;
    for (phase at = 0; at < NPHASE; at++) {
        watch m = median(part[at], runs, &best);
        printf("phase %s %.4f %.4f %ld\n", PHASE[at], m.wall, m.cpu, W->iterations[at]);
    }
    for (int threads = 1; threads <= MOST_THREADS; threads++) {
        watch m = median(whole[threads - 1], runs, &best);
        printf("threads %d %.4f %.4f %.4f\n", threads, m.wall, m.cpu, best);
    }
}

/* ---- for HiGHS --------------------------------------------------------------------------------------------------- */

static void put_ints(FILE *file, const char *name, const int *value, int count)
{
    fprintf(file, "\"%s\":[", name);
    for (int i = 0; i < count; i++)
        fprintf(file, "%s%d", i ? "," : "", value[i]);
    fputs("],", file);
}

/* JSON has no infinity; nothing of a city is near 1e30, and HiGHS takes that for infinite. */
static void put_doubles(FILE *file, const char *name, const double *value, int count)
{
    fprintf(file, "\"%s\":[", name);
    for (int i = 0; i < count; i++)
        fprintf(file, "%s%.17g", i ? "," : "", isinf(value[i]) ? copysign(1e30, value[i]) : value[i]);
    fputs("],", file);
}

typedef struct {
    FILE *file;
    const city *Y;
} writing;

static void write_lp(kk_ctx *K, void *arg)
{
    FILE *file = ((writing *)arg)->file;
    const city *Y = ((writing *)arg)->Y;
    const kk_model *M = kk_model_build(K, Y->C);
    bool unique;
    const double *x = kk_stages_solve(K, M, NULL, NULL, NULL, NULL, &unique, NULL);
    const kk_reduced *D = kk_reduce(K, M->R);
    double *cost = KK_ARRAY(K, double, D->ncol);
    fprintf(file, "{\"nrow\":%d,\"ncol\":%d,", D->nrow, D->ncol);
    put_ints(file, "starts", D->row_start, D->nrow + 1);
    put_ints(file, "indices", D->col, D->row_start[D->nrow]);
    put_doubles(file, "values", D->value, D->row_start[D->nrow]);
    put_doubles(file, "rowLower", D->row_lo, D->nrow);
    put_doubles(file, "rowUpper", D->row_up, D->nrow);
    put_doubles(file, "colLower", D->col_lo, D->ncol);
    put_doubles(file, "colUpper", D->col_up, D->ncol);
    fputs("\"goals\":[", file);
    for (int k = 0; k < M->R->nobjective && M->R->objective[k].goal; k++) {
        const kk_objective *goal = &M->R->objective[k];
        kk_reduce_cost(D, goal->cost, goal->constant, cost);
        double value = 0.0;
        for (int j = 0; j < D->ncol; j++)
            value += cost[j] * x[D->col_of[j]];
        fprintf(file, "%s{", k ? "," : "");
        put_doubles(file, "cost", cost, D->ncol);
        fprintf(file, "\"value\":%.17g}", value);
    }
    fputs("]}\n", file);
}

/* ---- together ---------------------------------------------------------------------------------------------------- */

/* As the program does: the heap is not given back between two cities, to be taken again page by page. */
static void keep_heap(void)
{
#ifdef __GLIBC__
    enum { ROOM = 8 << 20 };
    mallopt(M_MMAP_THRESHOLD, ROOM);
    mallopt(M_TRIM_THRESHOLD, ROOM);
    mallopt(M_TOP_PAD, ROOM);
#endif
}

static void load(city *Y, const char *path)
{
    *Y = (city){.K = kk_ctx_new()};
    if (!Y->K || kk_city_load(Y->K, path, NULL, &Y->C) != KK_OK)
        stop(path, Y->K);
}

int main(int argc, char **argv)
{
    int runs = argc > 1 ? atoi(argv[1]) : 0, capacity = 0;
    if (argc < 2 || argc > 3 || runs < 1 || runs > MOST_RUNS) {
        fputs("usage: nation RUNS [LPS] < LIST\n", stderr);
        return 2;
    }
    keep_heap();
    work W = {0};
    char *line = NULL;
    size_t room = 0;
    watch start = now_of(CLOCK_PROCESS_CPUTIME_ID);
    for (ssize_t n; (n = getline(&line, &room, stdin)) > 0;) {
        line[line[n - 1] == '\n' ? n - 1 : n] = '\0';
        if (W.count == capacity && !(W.list = realloc(W.list, (size_t)(capacity = 2 * capacity + 64) * sizeof *W.list)))
            stop("no memory", NULL);
        load(&W.list[W.count++], line);
    }
    free(line);
    watch end = now_of(CLOCK_PROCESS_CPUTIME_ID);
    printf("phase load %.4f %.4f 0\n", end.wall - start.wall, end.cpu - start.cpu);
    bench(&W, runs);

    kk_counters sum = {0};
    int areas = 0;
    for (int i = 0; i < W.count; i++) {
        areas += W.list[i].C->narea;
        sum.reduced_rows += W.list[i].counters.reduced_rows;
        sum.reduced_cols += W.list[i].counters.reduced_cols;
        sum.reduced_nonzeros += W.list[i].counters.reduced_nonzeros;
    }
    printf("counter cities %d\ncounter areas %d\n", W.count, areas);
    printf("counter reduced_rows %ld\ncounter reduced_cols %ld\ncounter reduced_nonzeros %ld\n", sum.reduced_rows,
           sum.reduced_cols, sum.reduced_nonzeros);
    FILE *lps = argc == 3 ? fopen(argv[2], "w") : NULL;
    if (argc == 3 && !lps)
        stop("the file of LPs cannot be written", NULL);
    for (int i = 0; i < W.count; i++) {
        kk_ctx *K = kk_ctx_new();
        if (lps && (!K || kk_guard(K, write_lp, &(writing){lps, &W.list[i]}) != KK_OK))
            stop("an LP cannot be written", K);
        kk_ctx_free(K);
        kk_ctx_free(W.list[i].K);
    }
    if (lps && fclose(lps) != 0)
        stop("the file of LPs cannot be written", NULL);
    free(W.list);
    return 0;
}
