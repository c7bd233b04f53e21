/* A run that is ended at any moment: without a plan it says so, with one it gives the best so far, which the judge
 * accepts; and it ends at once, counted in questions and iterations, not in seconds.
 *
 *     watched DATA    the folder of the example cities
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"
#include "domain/plan.h"
#include "model/reduce.h"
#include "solve/box.h"

#include "test.h"

#include <limits.h>

static const char *data;

/* Who asks is told to end from question number `from` on. */
typedef struct {
    int from, asked; /* asked of the kind that counts */
    int after;       /* questions behind the first yes */
    bool end;        /* the kind: end() */
} watcher;

static bool answer(watcher *W)
{
    W->after += W->asked > W->from;
    return W->asked++ >= W->from;
}

static bool on_stop(void *info)
{
    watcher *W = info;
    return !W->end && answer(W);
}

static bool on_end(void *info)
{
    watcher *W = info;
    return W->end && answer(W);
}

/* data/sapporo; K holds the plan. */
static kk_rc plan(kk_ctx *K, const char *units, watcher *W, kk_plan **out)
{
    kk_city *C;
    const char *set[] = {kk_format(K, "units=%s", units), "effort=0.02"};
    kk_load_options options = {.set = set, .nset = 2};
    kk_rc rc = kk_city_load(K, kk_format(K, "%s/sapporo", data), &options, &C);
    CHECK_INT(rc, KK_OK);
    return kk_city_plan(K, C, &(kk_plan_options){.stop = on_stop, .end = on_end, .info = W}, out);
}

/* How often a run that nobody ends asks. */
static int questions(const char *units, bool end)
{
    kk_ctx *K = kk_ctx_new();
    kk_plan *P;
    watcher W = {.from = INT_MAX, .end = end};
    CHECK_INT(plan(K, units, &W, &P), KK_OK);
    CHECK(!kk_plan_stopped(P));
    kk_ctx_free(K);
    return W.asked;
}

static void gives_up(const char *units)
{
    int all = questions(units, true);
    CHECK(all >= 4);
    for (int i = 0; i <= 4; i++) {
        kk_ctx *K = kk_ctx_new();
        kk_plan *P = NULL;
        watcher W = {.from = i < 4 ? i * (all - 1) / 3 : all, .end = true};
        kk_rc rc = plan(K, units, &W, &P);
        if (i == 3 && rc == KK_OK) /* the last area already had a plan */
            CHECK(kk_plan_stopped(P));
        else
            CHECK_INT(rc, i < 4 ? KK_ETIME : KK_OK);
        CHECK((P == NULL) == (rc != KK_OK));
        CHECK(W.after <= 4); /* what was at work asks why it ended */
        kk_ctx_free(K);
    }
}

static void without_a_plan_it_gives_up(void)
{
    gives_up("continuous");
    gives_up("whole");
}

static void with_a_plan_it_is_the_best_so_far(void)
{
    int all = questions("whole", false);
    long least = LONG_MAX, most = 0;
    double first = INFINITY;
    CHECK(all > 40);
    for (int i = 0; i <= 8; i++) {
        kk_ctx *K = kk_ctx_new();
        kk_plan *P;
        kk_counters counters;
        watcher W = {.from = i < 8 ? i * (all - 1) / 7 : all};
        CHECK_INT(plan(K, "whole", &W, &P), KK_OK); /* the judge accepts it */
        CHECK(kk_plan_stopped(P) == (i < 8));
        for (int k = 0; k < P->nstage; k++)
            CHECK(!P->stage[k].goal || (isfinite(P->stage[k].bound) && P->stage[k].bound <= P->stage[k].value));
        CHECK(i == 0 || P->stage[0].value <= first || i == 8);
        first = P->stage[0].value;
        kk_plan_counters(P, &counters);
        least = i == 0 ? counters.goal_iterations : least;
        most = counters.goal_iterations;
        kk_ctx_free(K);
    }
    CHECK(least <= most / 4); /* the first goal's alone */
}

/* Rows of a chain, so that there is something to do: minimised by our own simplex, or by GLPK. */
static void end_and_go_on(bool to_glpk)
{
    enum { N = 300 };
    kk_ctx *K = kk_ctx_new();
    kk_rows *R = kk_rows_new(K);
    double cost[N];
    for (int j = 0; j < N; j++) {
        kk_col_add(R, 0.0, 3.0, false, "x%d", j);
        cost[j] = -1.0 - j % 7;
    }
    for (int i = 0; i + 1 < N; i++) {
        kk_row_begin(R, -INFINITY, 4.0 - i % 3, "r%d", i);
        kk_row_add(R, 1.0, i);
        kk_row_add(R, 1.0, i + 1);
        kk_row_end(R);
    }
    const kk_reduced *D = kk_reduce(K, R);
    double value[2];
    CHECK_INT(D->ncol, N);
    for (int ended = 0; ended < 2; ended++) {
        watcher W = {.from = 0, .end = true};
        kk_watch watch = {.options = &(kk_plan_options){.end = on_end, .info = &W}};
        double x[N];
        kk_box *B = kk_box_new(K, D, 0);
        if (to_glpk)
            kk_box_to_glpk(B);
        if (ended) {
            kk_box_watch(B, &watch);
            CHECK(kk_box_minimise(B, cost) && kk_box_ended(B) && watch.struck);
            CHECK_INT(kk_box_iterations(B), 0);
            kk_box_watch(B, NULL);
        }
        CHECK(kk_box_minimise(B, cost) && !kk_box_ended(B));
        CHECK(kk_box_iterations(B) > 64 && kk_box_is_own(B) == !to_glpk);
        kk_box_read(B, true, x);
        value[ended] = 0.0;
        for (int j = 0; j < N; j++)
            value[ended] += cost[j] * x[j];
        kk_box_end(B);
    }
    CHECK_NEAR(value[0], value[1], 1e-9);
    kk_ctx_free(K);
}

static void what_was_ended_can_go_on(void)
{
    end_and_go_on(false);
    end_and_go_on(true);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    data = argv[1];
    RUN(without_a_plan_it_gives_up);
    RUN(with_a_plan_it_is_the_best_so_far);
    RUN(what_was_ended_can_go_on);
    return DONE();
}
