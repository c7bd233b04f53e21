/* The phases of one run apart, in process: medians after a warm-up, and exact counters.
 *
 *     phases SCENARIO RUNS [DIR]    DIR: where the plan is written; without it the input is only read and checked
 *
 *     phases --peak COMMAND...      run a command and print its peak memory alone
 *
 * A line a fact, for bench.py: "phase NAME WALL CPU ITERATIONS", milliseconds, in the order of the run, then
 * "counter NAME VALUE". On a busy machine the time of the processor says more than the clock on the wall.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1 /* clock_gettime, wait4 */
#endif

#include "kakuho.h"

#include "domain/city.h"
#include "input/csv.h"
#include "input/encoding.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PHASES = 64, MOST_RUNS = 101 };

typedef struct {
    char name[64];
    double wall[MOST_RUNS], cpu[MOST_RUNS]; /* ms */
    long iterations;
} phase;

typedef struct {
    phase phase[MOST_PHASES];
    int nphase; /* known */
    int at;     /* of this run */
    int run;
    double wall, cpu; /* ms, when the phase began */
} watch;

static double ms_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void start(watch *W)
{
    W->wall = ms_of(CLOCK_MONOTONIC);
    W->cpu = ms_of(CLOCK_PROCESS_CPUTIME_ID);
}

static void note(watch *W, const char *name, double wall, double cpu, long iterations)
{
    if (W->at >= MOST_PHASES) {
        fputs("phases: more phases than expected\n", stderr);
        exit(1);
    }
    phase *p = &W->phase[W->at++];
    snprintf(p->name, sizeof p->name, "%s", name);
    p->wall[W->run] = wall;
    p->cpu[W->run] = cpu;
    p->iterations = iterations;
    if (W->nphase < W->at)
        W->nphase = W->at;
}

static void on_progress(void *info, const kk_progress *step)
{
    watch *W = info;
    note(W, step->name, ms_of(CLOCK_MONOTONIC) - W->wall, ms_of(CLOCK_PROCESS_CPUTIME_ID) - W->cpu, step->iterations);
    start(W);
}

/* ---- reading alone: files to cells, nothing looked at ------------------------------------------------------------ */

typedef struct {
    const char *folder;
    const kk_city *C;
    int rows;
} reading;

static void read_cells(kk_ctx *K, void *arg)
{
    reading *R = arg;
    for (int i = 0; i < R->C->ninput; i++) {
        const char *name = R->C->input[i].name, *why[2];
        kk_blob raw, text;
        if (!strstr(name, ".csv") || !kk_file_read(K, kk_path_join(K, R->folder, name), &raw, why))
            continue;
        kk_text_decode(K, name, true, &raw, KK_ENCODING_AUTO, &text);
        R->rows += kk_csv_parse(K, name, &text)->nrow;
    }
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void need(kk_ctx *K, kk_rc rc)
{
    if (rc == KK_OK)
        return;
    fprintf(stderr, "phases: code %d: %s\n", rc, kk_message(K, KK_EN));
    for (int i = 0; i < kk_finding_count(K, NULL, NULL); i++)
        fprintf(stderr, "phases: %s:%d: %s\n", kk_finding_at(K, i)->file, kk_finding_at(K, i)->line,
                kk_finding_at(K, i)->text[KK_EN]);
    exit((int)rc);
}

static void run_once(watch *W, const char *scenario, const char *dir, kk_counters *out_counters, int *out_rows)
{
    kk_ctx *K = kk_ctx_new(), *K2 = kk_ctx_new();
    kk_city *C;
    kk_plan *P;
    const char *text;
    W->at = 0;

    start(W);
    need(K, kk_city_load(K, scenario, NULL, &C));
    double wall = ms_of(CLOCK_MONOTONIC) - W->wall, cpu = ms_of(CLOCK_PROCESS_CPUTIME_ID) - W->cpu;
    reading R = {.C = C};
    start(W);
    R.folder = kk_file_kind_of(scenario) == KK_FILE_FOLDER ? scenario : kk_path_folder(K2, scenario);
    need(K2, kk_guard(K2, read_cells, &R));
    on_progress(W, &(kk_progress){.name = "read"});
    *out_rows = R.rows;
    const phase *read = &W->phase[0]; /* what loading takes beyond it is looking at the cells */
    note(W, "validate", fmax(wall - read->wall[W->run], 0.0), fmax(cpu - read->cpu[W->run], 0.0), 0);

    if (dir) {
        start(W);
        need(K, kk_city_plan(K, C, &(kk_plan_options){.on_progress = on_progress, .info = W}, &P));
        start(W);
        need(K, kk_plan_write(K, P, dir));
        on_progress(W, &(kk_progress){.name = "write"});
        need(K, kk_plan_summary(K, P, KK_JA, false, dir, &text));
        on_progress(W, &(kk_progress){.name = "summary"});
        kk_plan_counters(P, out_counters);
    }
    start(W);
    kk_ctx_free(K);
    on_progress(W, &(kk_progress){.name = "free"});
    kk_ctx_free(K2);
}

/* What a command takes at most; this process is small enough not to count in it, as its parent would. */
static int print_peak(char **command)
{
    struct rusage used;
    int status;
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout))
            _exit(127);
        execvp(command[0], command);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "phases: %s failed\n", command[0]);
        return 1;
    }
    printf("counter peak_kib %ld\n", used.ru_maxrss);
    return 0;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "--peak") == 0)
        return print_peak(argv + 2);
    int runs = argc > 2 ? atoi(argv[2]) : 0;
    if (argc < 3 || argc > 4 || runs < 1 || runs > MOST_RUNS) {
        fputs("usage: phases SCENARIO RUNS [DIR], or phases --peak COMMAND...\n", stderr);
        return 2;
    }
    const char *dir = argc == 4 ? argv[3] : NULL;
    watch *W = calloc(1, sizeof *W);
    kk_counters counters = {0};
    int rows = 0;
    if (!W)
        return 7;
    run_once(W, argv[1], dir, &counters, &rows); /* the warm-up: run 0 is written over */
    for (W->run = 0; W->run < runs; W->run++)
        run_once(W, argv[1], dir, &counters, &rows);

    for (int i = 0; i < W->nphase; i++) {
        qsort(W->phase[i].wall, (size_t)runs, sizeof *W->phase[i].wall, by_value);
        qsort(W->phase[i].cpu, (size_t)runs, sizeof *W->phase[i].cpu, by_value);
        for (char *s = W->phase[i].name; *s; s++)
            *s = *s == ' ' ? '_' : *s;
        printf("phase %s %.4f %.4f %ld\n", W->phase[i].name, W->phase[i].wall[runs / 2], W->phase[i].cpu[runs / 2],
               W->phase[i].iterations);
    }
    printf("counter input_rows %d\n", rows);
    printf("counter rows %ld\ncounter cols %ld\ncounter nonzeros %ld\n", counters.rows, counters.cols,
           counters.nonzeros);
    printf("counter reduced_rows %ld\ncounter reduced_cols %ld\ncounter reduced_nonzeros %ld\n", counters.reduced_rows,
           counters.reduced_cols, counters.reduced_nonzeros);
    printf("counter goal_iterations %ld\ncounter closing_iterations %ld\n", counters.goal_iterations,
           counters.closing_iterations);
    free(W);
    return 0;
}
