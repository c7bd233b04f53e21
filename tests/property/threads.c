/* Cities planned at once by several threads, a context each, are written as one after the other: byte for byte.
 *
 *     threads DATA    the folder of the example cities
 *
 * run.json holds the SHA-256 of every other file of a plan, so that it stands for all of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kakuho.h"

#include "base/file.h"
#include "base/str.h"
#include "model/reduce.h"
#include "solve/box.h"

#include "test.h"

#include <glpk.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { MOST_THREADS = 8 };

static const struct {
    const char *scenario, *set;
} CITY[] = {{"kakogawa/base.json", "units=whole"},
            {"sapporo/base.json", "units=continuous"},
            {"small/base.json", "units=whole"},
            {"sapporo/births-low.json", "units=continuous"},
            {"shiroishi/base.json", "units=whole"},
            {"sapporo/budget-cut.json", "units=continuous"},
            {"kakogawa/adopted.json", "units=whole"},
            {"small/careful.json", "units=continuous"},
            {"kakogawa/base.json", "units=continuous"},
            {"small/adopted.json", "units=whole"},
            {"sapporo/base.json", "years.look_ahead=2026"}};
enum { NCITY = sizeof CITY / sizeof *CITY };

static const char *data; /* set once, before any thread */

typedef struct {
    int first, step;    /* cities first, first + step, ... */
    const char *out;    /* folder of the plans */
    kk_ctx *keep;       /* owns what is read back */
    kk_blob run[NCITY]; /* run.json */
    char trouble[4096]; /* "" = none */
} job;

typedef struct {
    job *J;
    int city;
    const char *dir;
} reading;

static void read_back(kk_ctx *K, void *arg)
{
    const reading *R = arg;
    const char *why[2];
    if (!kk_file_read(K, kk_path_join(K, R->dir, "run.json"), &R->J->run[R->city], why))
        snprintf(R->J->trouble, sizeof R->J->trouble, "%s: %s", R->dir, why[KK_EN]);
}

static void plan_one(job *J, int n)
{
    char path[1024], dir[1024];
    const char *set[] = {CITY[n].set, "units=continuous"};
    int nset = strncmp(CITY[n].set, "units", 5) == 0 ? 1 : 2;
    snprintf(path, sizeof path, "%s/%s", data, CITY[n].scenario);
    snprintf(dir, sizeof dir, "%s/%d", J->out, n);
    kk_ctx *K = kk_ctx_new();
    kk_city *C;
    kk_plan *P;
    kk_rc rc = kk_city_load(K, path, &(kk_load_options){.set = set, .nset = nset}, &C);
    if (rc == KK_OK)
        rc = kk_city_plan(K, C, NULL, &P);
    if (rc == KK_OK)
        rc = kk_plan_write(K, P, dir);
    if (rc == KK_OK)
        rc = kk_guard(J->keep, read_back, &(reading){J, n, dir});
    if (rc != KK_OK)
        snprintf(J->trouble, sizeof J->trouble, "%s: code %d: %s", path, rc, kk_message(K, KK_EN));
    kk_ctx_free(K);
}

static void *plan_some(void *arg)
{
    job *J = arg;
    for (int n = J->first; n < NCITY; n += J->step)
        plan_one(J, n);
    kk_thread_end();
    return NULL;
}

/* All cities by so many threads; what each wrote into out_run. */
static void plan_all(int threads, const char *out, kk_ctx **keep, kk_blob *out_run)
{
    job J[MOST_THREADS];
    pthread_t thread[MOST_THREADS];
    mkdir(out, 0777);
    for (int i = 0; i < threads; i++) {
        J[i] = (job){.first = i, .step = threads, .out = out, .keep = keep[i]};
        CHECK_INT(pthread_create(&thread[i], NULL, plan_some, &J[i]), 0);
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(thread[i], NULL);
        CHECK_TEXT(J[i].trouble, "");
        for (int n = i; n < NCITY; n += threads)
            out_run[n] = J[i].run[n];
    }
}

static void plans_do_not_depend_on_threads(void)
{
    static const int THREADS[] = {1, 2, MOST_THREADS};
    static const char *const OUT[] = {"threads-1.tmp", "threads-2.tmp", "threads-8.tmp"};
    kk_ctx *keep[3][MOST_THREADS];
    kk_blob run[3][NCITY];
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < MOST_THREADS; k++)
            keep[i][k] = kk_ctx_new();
        plan_all(THREADS[i], OUT[i], keep[i], run[i]);
    }
    for (int i = 1; i < 3 && test_case_ok; i++)
        for (int n = 0; n < NCITY; n++)
            test_check(run[i][n].size > 0 && run[i][n].size == run[0][n].size &&
                           memcmp(run[i][n].data, run[0][n].data, run[0][n].size) == 0,
                       __FILE__, __LINE__, "%s %s: %d threads write another plan than one", CITY[n].scenario,
                       CITY[n].set, THREADS[i]);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < MOST_THREADS; k++)
            kk_ctx_free(keep[i][k]);
}

/* Leave a small model to GLPK, then end the thread: whether GLPK had an environment here, and has none any more. */
static void *end_after_glpk(void *arg)
{
    kk_ctx *K = kk_ctx_new();
    kk_rows *R = kk_rows_new(K);
    int x = kk_col_add(R, 0.0, 3.0, false, "x"), y = kk_col_add(R, 0.0, 3.0, false, "y");
    kk_row_begin(R, -INFINITY, 4.0, "both");
    kk_row_add(R, 1.0, x);
    kk_row_add(R, 1.0, y);
    kk_row_end(R);
    kk_box *B = kk_box_new(K, kk_reduce(K, R), 0);
    kk_box_to_glpk(B);
    bool done = kk_box_minimise(B, (double[]){-1.0, -2.0}) && !kk_box_is_own(B);
    kk_box_end(B);
    kk_ctx_free(K);
    size_t most = 0;
    glp_mem_usage(NULL, NULL, NULL, &most);
    kk_thread_end();
    enum { NONE = 1 }; /* said by glp_free_env() */
    *(bool *)arg = done && most > 0 && glp_free_env() == NONE;
    return NULL;
}

static void a_thread_that_ends_leaves_nothing(void)
{
    bool nothing = false;
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, end_after_glpk, &nothing), 0);
    pthread_join(thread, NULL);
    CHECK(nothing);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: threads DATA\n", stderr);
        return 2;
    }
    data = argv[1];
    RUN(plans_do_not_depend_on_threads);
    RUN(a_thread_that_ends_leaves_nothing);
    return DONE();
}
