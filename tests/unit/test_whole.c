/* Inside the search for whole units: cuts that every whole point keeps, offers of areas that lose no plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "city_fixture.h"
#include "model/reduce.h"
#include "solve/box.h"
#include "solve/cuts.h"
#include "solve/offers.h"
#include "solve/tree.h"

#include "test.h"

static unsigned long long state;

/* 0 .. n-1, the same on every machine */
static int chance(int n)
{
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (int)((state >> 33) % (unsigned long long)n);
}

/* ---- cuts -------------------------------------------------------------------------------------------------------- */

enum { COLS = 6, MOST = 3 };

/* Rows of small numbers, each of which holds at some whole point. */
static kk_rows *random_rows(kk_ctx *K)
{
    kk_rows *R = kk_rows_new(K);
    for (int j = 0; j < COLS; j++)
        kk_col_add(R, 0.0, 1 + chance(MOST), false, "x%d", j);
    for (int i = 0; i < 4; i++) {
        double value[COLS], sum = 0.0;
        for (int j = 0; j < COLS; j++) {
            value[j] = chance(3) ? chance(19) - 4 + (chance(5) ? 0.0 : 0.5) : 0.0;
            sum += value[j] * chance((int)R->col_up[j] + 1);
        }
        bool floor = chance(3) == 0;
        kk_row_begin(R, floor ? sum : -INFINITY, floor && chance(2) ? INFINITY : floor ? sum + 9.0 : sum, "r%d", i);
        for (int j = 0; j < COLS; j++)
            kk_row_add(R, value[j], j);
        kk_row_end(R);
    }
    return R;
}

/* Whether a point keeps the rows of D, and the hold where there is one. */
static bool keeps(const kk_reduced *D, const double *x, const double *hold, double upper)
{
    double held = 0.0;
    for (int i = 0; i < D->nrow; i++) {
        double sum = 0.0;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++)
            sum += D->value[e] * x[D->col[e]];
        if (sum < D->row_lo[i] - 1e-9 || sum > D->row_up[i] + 1e-9)
            return false;
    }
    for (int j = 0; j < D->ncol && hold; j++)
        held += hold[j] * x[j];
    return !hold || held <= upper + 1e-9;
}

/* The next point in whole numbers; the last column, where it is in parts, moves by halves. */
static bool next(const kk_reduced *D, bool parts, double *io_x)
{
    for (int j = 0; j < D->ncol; j++) {
        io_x[j] += parts && j == D->ncol - 1 ? 0.5 : 1.0;
        if (io_x[j] <= D->col_up[j])
            return true;
        io_x[j] = D->col_lo[j];
    }
    return false;
}

static double worth(int n, const double *cost, const double *x)
{
    double sum = 0.0;
    for (int j = 0; j < n; j++)
        sum += cost[j] * x[j];
    return sum;
}

static kk_tight tight(kk_ctx *K, const kk_reduced *D)
{
    return (kk_tight){
        .x = KK_ARRAY(K, double, D->ncol), .d = KK_ARRAY(K, double, D->ncol), .y = KK_ARRAY(K, double, D->nrow + 1)};
}

/* One round of cuts on a random system, all of whose whole points are tried: how many cuts were there, how often the
 * bound rose. */
static void cut(unsigned long long seed, int *io_cuts, int *io_rose)
{
    kk_ctx *K = kk_ctx_new();
    state = seed;
    bool parts = chance(2), holds = chance(3) == 0;
    kk_rows *R = random_rows(K);
    const kk_reduced *D = kk_reduce(K, R);
    unsigned char unit[COLS] = {0}, child[COLS] = {0};
    double cost[COLS], hold[COLS], x[COLS], dense[COLS], upper = 0.0;
    for (int j = 0; j < D->ncol; j++) {
        cost[j] = chance(21) - 12;
        hold[j] = chance(7);
        upper += hold[j] * D->col_up[j] / 2.0;
        x[j] = D->col_lo[j];
        if (!(parts && j == D->ncol - 1))
            (chance(3) ? unit : child)[j] = 1;
    }
    kk_cuts *T = kk_cuts_new(K, D, unit, child, 1, NULL);
    kk_tight before = tight(K, D), after = tight(K, D);
    bool solved = D->ncol > 0 && kk_cuts_minimise(T, cost, INFINITY, -1, &before);
    if (solved && holds) {
        kk_cuts_hold(T, hold, upper);
        solved = kk_cuts_minimise(T, cost, INFINITY, -1, &before);
    }
    CHECK(kk_cuts_count(T) == 0);
    /* from the same basis nothing is to be done, so the first cuts are made, and no more */
    if (solved && kk_cuts_minimise(T, cost, INFINITY, 0, &after)) {
        *io_cuts += kk_cuts_count(T);
        *io_rose += after.least > before.least + 1e-6;
        CHECK(after.least >= before.least - 1e-6);
        for (int k = 0; k < kk_cuts_count(T); k++) {
            double most = kk_cuts_row(T, k, dense);
            test_check(worth(D->ncol, dense, before.x) > most, __FILE__, __LINE__,
                       "seed %llu: cut %d does not cut the plan in parts off", seed, k);
        }
        do {
            if (!keeps(D, x, holds ? hold : NULL, upper))
                continue;
            for (int k = 0; k < kk_cuts_count(T); k++) {
                double most = kk_cuts_row(T, k, dense), at = worth(D->ncol, dense, x);
                test_check(at <= most + 1e-9, __FILE__, __LINE__, "seed %llu: cut %d cuts a whole point off: %g > %g",
                           seed, k, at, most);
            }
            double sure = after.least;
            for (int j = 0; j < D->ncol; j++)
                sure += after.d[j] > 0.0 ? after.d[j] * (x[j] - D->col_lo[j]) : after.d[j] * (x[j] - D->col_up[j]);
            test_check(worth(D->ncol, cost, x) >= sure - 1e-6, __FILE__, __LINE__,
                       "seed %llu: a whole point is worth %g, less than %g", seed, worth(D->ncol, cost, x), sure);
        } while (next(D, parts, x));
    }
    kk_ctx_free(K);
}

static void cuts_keep_every_whole_point(void)
{
    int cuts = 0, rose = 0;
    for (unsigned long long seed = 1; seed <= 400; seed++)
        cut(seed, &cuts, &rose);
    test_check(cuts > 200 && rose > 100, __FILE__, __LINE__, "%d cuts, the bound rose %d times", cuts, rose);
}

/* ---- offers ------------------------------------------------------------------------------------------------------ */

/* A city that is planned to the end; then areas make offers beside a plan that opens nothing. */
static void offer(unsigned long long seed, int *io_better, int *io_near)
{
    kk_ctx *K = kk_ctx_new();
    state = seed;
    kk_city *C = fixture_city(K, 2 + chance(3));
    for (int i = 0; i < C->narea * C->nclass * C->nyear; i++)
        C->need[i] = chance(4) ? 20 + chance(140) : 0;
    for (int o = 0; o < C->noption; o++)
        C->option[o].bound = C->option[o].max_units = 1 + chance(3);
    C->limit[0].value = 10000.0 * (1 + chance(8));
    C->limit[1].value = 1 + chance(2 * C->narea);
    C->whole = true;
    C->effort = 20.0;
    C->searches = KK_ALL_SEARCHES & ~KK_OFFERS;
    kk_required_fill(K, C);
    const kk_model *M = kk_model_build(K, C);
    const kk_reduced *D = kk_reduce(K, M->R);
    kk_objective sum = {.cost = KK_ARRAY(K, double, M->R->ncol)};
    double *cost = KK_ARRAY(K, double, D->ncol), *relaxed = KK_ARRAY(K, double, D->ncol);
    for (int i = 0; i < M->R->nobjective; i++)
        if (M->R->objective[i].goal)
            for (int j = 0; j < M->R->ncol; j++)
                sum.cost[j] += (1 + chance(9)) * M->R->objective[i].cost[j];
    double constant = kk_reduce_cost(D, sum.cost, 0.0, cost), least = constant;
    kk_box *B = kk_box_new(K, D, 0);
    kk_whole *W = kk_whole_new(K, M, D, NULL);
    kk_whole_stage found;
    bool planned = kk_box_minimise(B, cost);
    if (planned) {
        kk_box_read(B, true, relaxed);
        least += worth(D->ncol, cost, relaxed);
        planned = kk_whole_search(W, cost, constant, relaxed, least, kk_box_part(B), true, &found);
    }
    if (planned && found.proved) {
        double *mix = KK_ARRAY(K, double, D->ncol), best = found.value - constant, first;
        for (int j = 0; j < D->ncol; j++)
            W->x[j] = W->part[j] ? D->col_lo[j] : W->x[j];
        kk_whole_set_worst(W, W->x);
        W->bound = -INFINITY;
        first = worth(D->ncol, cost, W->x);
        if (kk_whole_is_plan(W, W->x) && kk_offers_search(W->offers, W->tight.y, W->work + 200000000, mix)) {
            double value = worth(D->ncol, cost, W->x), near = 1e-7 * fmax(1.0, fabs(best));
            CHECK(kk_whole_is_plan(W, W->x));
            test_check(value >= best - near && value <= first + near, __FILE__, __LINE__,
                       "seed %llu: %.9g is not between %.9g and %.9g", seed, value, best, first);
            test_check(W->bound <= best + near && W->bound >= least - constant - near, __FILE__, __LINE__,
                       "seed %llu: a bound of %.9g on %.9g, in parts %.9g", seed, W->bound, best, least - constant);
            *io_better += value < first - near;
            *io_near += value <= best + 0.01 * (first - best);
        }
    }
    kk_box_end(B);
    kk_ctx_free(K);
}

static void offers_lose_no_plan(void)
{
    int better = 0, near = 0;
    for (unsigned long long seed = 1; seed <= 150; seed++)
        offer(seed, &better, &near);
    test_check(better > 50 && near > 25, __FILE__, __LINE__, "better in %d cities, near the best in %d", better, near);
}

int main(void)
{
    RUN(cuts_keep_every_whole_point);
    RUN(offers_lose_no_plan);
    return DONE();
}
