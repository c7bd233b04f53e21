/* A plan from the base is the plan from the start, whatever was changed and whatever was planned before: cities as they
 * are read, changed at random in their figures, limits, costs, units, consents, windows, carers, links, effects and
 * goals, a little or a lot. The same of a plan from where the one before ended, with its proof and every printed byte.
 *
 *     warm_plans CITY...
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/relax.h"
#include "judge/check.h"
#include "report/csv_out.h"
#include "report/folder.h"
#include "solve/solve.h"
#include "solve/warm.h"

#include "test.h"

#include <limits.h>
#include <stdlib.h>

static unsigned long long state;

/* 0 .. n-1, the same on every machine */
static int chance(int n)
{
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (int)((state >> 33) % (unsigned long long)n);
}

/* -1 .. 1 */
static double either_way(void)
{
    return (chance(2001) - 1000) / 1000.0;
}

/* ---- a changed city ---------------------------------------------------------------------------------------------- */

static double *doubles(kk_ctx *K, const double *from, int count)
{
    double *copy = KK_ARRAY(K, double, count);
    return from ? memcpy(copy, from, (size_t)count * sizeof *from) : NULL;
}

static kk_city *copy(kk_ctx *K, const kk_city *C)
{
    kk_city *D = kk_city_copy(K, C);
    D->need = doubles(K, C->need, C->narea * C->nclass * C->nyear);
    D->base = doubles(K, C->base, C->narea * C->nseat * C->nyear);
    D->class_ = memcpy(KK_ARRAY(K, kk_class, C->nclass), C->class_, (size_t)C->nclass * sizeof *C->class_);
    D->target = memcpy(KK_ARRAY(K, kk_target, C->ntarget), C->target, (size_t)C->ntarget * sizeof *C->target);
    for (int o = 0; o < C->noption; o++)
        D->option[o].effect = memcpy(KK_ARRAY(K, kk_effect, C->option[o].neffect), C->option[o].effect,
                                     (size_t)C->option[o].neffect * sizeof(kk_effect));
    return D;
}

static void change_need(kk_city *D, double by)
{
    bool all = chance(2);
    double times = 1.0 + by * either_way();
    for (int i = 0; i < D->narea * D->nclass * D->nyear; i++)
        D->need[i] = round(D->need[i] * (all ? times : 1.0 + by * either_way()));
    if (chance(8) == 0) {
        int i = chance(D->narea * D->nclass * D->nyear);
        D->need[i] = D->need[i] == 0.0 ? 5.0 : 0.0;
    }
}

static void change_limits(kk_city *D, double by)
{
    for (int l = 0; l < D->nlimit; l++)
        if (chance(2))
            D->limit[l].value *= 1.0 + by * either_way();
    if (D->nlimit > 0 && chance(4) == 0)
        D->limit[chance(D->nlimit)].value *= chance(2) ? 0.0 : INFINITY;
    for (int l = 0; l < D->nlimit; l++)
        if (isnan(D->limit[l].value) || (isinf(D->limit[l].value) && D->limit[l].floor))
            D->limit[l].value = 0.0;
}

static void change_option(const kk_city *C, kk_option *O, double by)
{
    switch (chance(8)) {
    case 0: O->accepted = !O->accepted; break;
    case 1: O->earliest = C->first + chance(C->nplan); break;
    case 2: O->latest = C->first + chance(C->nplan); break;
    case 3: O->max_units = 1.0 + chance(3); break;
    case 4: O->max_per_year = chance(2) ? INFINITY : 0.5 + chance(2); break;
    case 5: O->min_units = O->min_units > 0.0 ? 0.0 : O->min_units; break;
    case 6: O->capital *= 1.0 + by * either_way(); break;
    default: O->running *= 1.0 + by * either_way(); break;
    }
}

static void change_options(kk_city *D, double by)
{
    for (int times = 1 + chance(3); times > 0 && D->noption > 0; times--)
        change_option(D, &D->option[chance(D->noption)], by);
    if (D->noption > 0 && chance(4) == 0) {
        kk_option *O = &D->option[chance(D->noption)];
        for (int e = 0; e < O->neffect; e++)
            ((kk_effect *)O->effect)[e].amount *= 1.0 + by;
    }
    if (D->nmeasure > 0 && chance(4) == 0) {
        kk_measure *M = &D->measure[chance(D->nmeasure)];
        M->lead_years = M->lead_years > 0 ? M->lead_years - 1 : 1;
    }
}

static void change_rest(kk_city *D, double by)
{
    for (int v = 0; v < D->nnode && D->carers; v++)
        for (int t = 0; t < D->nyear; t++)
            D->carers[v * D->nyear + t] *= 1.0 + by * either_way();
    for (int l = 0; l < D->nlink; l++)
        if (isfinite(D->link[l].max_children) && chance(2))
            D->link[l].max_children += chance(3);
    if (chance(4) == 0)
        D->class_[chance(D->nclass)].weight *= 1.5;
    if (chance(4) == 0 && D->ntarget > 0) {
        kk_target *G = &D->target[chance(D->ntarget)];
        G->buffer = G->rows ? G->buffer + 0.01 : G->buffer;
    }
    if (chance(6) == 0 && D->ngoal > 1) { /* the last goal first */
        kk_goal last = D->goal[D->ngoal - 1];
        memmove(D->goal + 1, D->goal, (size_t)(D->ngoal - 1) * sizeof last);
        D->goal[0] = last;
        D->goal[0].stage = 0;
        for (int n = 1, stage = 0, was = KK_NONE; n < D->ngoal; n++) {
            stage += D->goal[n].stage != was;
            was = D->goal[n].stage;
            D->goal[n].stage = stage;
            D->nstage = stage + 1;
        }
    }
}

static const kk_city *changed(kk_ctx *K, const kk_city *C)
{
    static const double SIZE[] = {0.01, 0.02, 0.05, 0.1, 0.3};
    double by = SIZE[chance(5)];
    kk_city *D = copy(K, C);
    int what = chance(8);
    if (what < 4)
        change_need(D, by);
    if (what == 3 || what == 4)
        for (int i = 0; i < D->narea * D->nseat * D->nyear; i++)
            if (D->base[i] > 0.0 && chance(3) == 0)
                D->base[i] = round(D->base[i] * (1.0 + by * either_way()) * 1e3) / 1e3;
    if (what == 3 || what == 5)
        change_limits(D, by);
    if (what == 6)
        change_options(D, by);
    if (what == 7)
        change_rest(D, by);
    for (int o = 0; o < D->noption; o++) { /* what follows */
        kk_window_fill(D, &D->option[o]);
        double most = kk_most_units(D, o);
        D->option[o].bound = isfinite(most) ? most : C->option[o].bound;
    }
    kk_required_fill(K, D);
    return D;
}

/* ---- both ways --------------------------------------------------------------------------------------------------- */

typedef struct {
    kk_warm *W; /* NULL: from the start */
    const kk_city *C;
    kk_plan *P;
    long iterations;
} call;

static void plan(kk_ctx *K, void *info)
{
    call *A = info;
    A->P = A->W ? kk_warm_plan(K, A->W, A->C) : kk_solve_alone(K, A->C, NULL);
}

static bool same_micros(const kk_micro *x, const kk_micro *y, size_t count)
{
    return memcmp(x, y, count * sizeof *x) == 0;
}

static void compare(const kk_city *C, const kk_plan *P, const kk_plan *Q, const char *folder, int round)
{
    size_t nserve = (size_t)C->narc * (size_t)C->nservice * (size_t)C->nyear;
    bool same = same_micros(P->open, Q->open, (size_t)(C->noption * C->nplan)) &&
                same_micros(P->serve, Q->serve, nserve) && P->unique == Q->unique;
    for (int g = 0; g < C->ntarget && same; g++)
        same = !C->target[g].rows || same_micros(P->cover[g], Q->cover[g], nserve);
    test_check(same, __FILE__, __LINE__, "%s, change %d: another plan", folder, round);
    for (int n = 0; n < C->ngoal; n++)
        test_check(P->goal_value[n] == Q->goal_value[n], __FILE__, __LINE__,
                   "%s, change %d: goal %d is %.17g, not %.17g", folder, round, n + 1, P->goal_value[n],
                   Q->goal_value[n]);
}

/* ---- from where the one before ended ----------------------------------------------------------------------------- */

static long started, proved; /* from a corner; plans with a proof */

static void count_corner(void *info, const kk_progress *step)
{
    (void)info;
    started += strcmp(step->name, "corner") == 0;
}

typedef struct {
    const kk_city *C;
    kk_start *start; /* NULL: from nowhere */
    int count;
    const kk_blob *file;
} whole_call;

static void plan_whole(kk_ctx *K, void *info)
{
    whole_call *A = info;
    kk_plan_options options = {.on_progress = count_corner, .start = A->start};
    kk_plan *P = kk_solve(K, A->C, &options);
    kk_sheets_make(K, P);
    kk_judge(K, P);
    A->file = kk_plan_files(K, P, &A->count);
}

/* Figures as a table may say them: need, seats, limits, costs. */
static const kk_city *refigured(kk_ctx *K, const kk_city *C, double by)
{
    kk_city *D = copy(K, C);
    int what = chance(4);
    if (what != 1)
        change_need(D, by);
    for (int i = 0; i < D->narea * D->nseat * D->nyear && what > 1; i++)
        if (D->base[i] > 0.0 && chance(3) == 0)
            D->base[i] = round(D->base[i] * (1.0 + by * either_way()));
    for (int l = 0; l < D->nlimit && what > 0; l++)
        D->limit[l].value = round(D->limit[l].value * (1.0 + by * either_way()));
    for (int o = 0; o < D->noption && what == 3; o++)
        D->option[o].capital = round(D->option[o].capital * (1.0 + by * either_way()));
    kk_required_fill(K, D);
    return D;
}

/* Change the figures of a city so often, and plan it from the plan before and from nowhere. */
static void check_bytes(const char *folder, int rounds)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C;
    if (!CHECK(kk_city_load(K, folder, NULL, &C) == KK_OK))
        return;
    kk_city continuous = *C;
    continuous.whole = false;
    kk_start *start = kk_start_new(K);
    for (int round = 0; round < rounds; round++) {
        kk_ctx *own = kk_ctx_new(), *other = kk_ctx_new(), *shared = kk_ctx_new();
        const kk_city *D = round ? refigured(shared, &continuous, (double[]){0.01, 0.02, 0.1}[chance(3)]) : &continuous;
        whole_call warm = {.C = D, .start = start}, cold_ = {.C = D};
        kk_rc rc = kk_guard(own, plan_whole, &warm), want = kk_guard(other, plan_whole, &cold_);
        CHECK_INT(rc, want);
        CHECK_INT(warm.count, cold_.count);
        for (int i = 0; i < warm.count && i < cold_.count; i++)
            test_check(warm.file[i].size == cold_.file[i].size &&
                           memcmp(warm.file[i].data, cold_.file[i].data, warm.file[i].size) == 0,
                       __FILE__, __LINE__, "%s, change %d: another %s", folder, round, warm.file[i].name);
        proved += rc == KK_OK;
        kk_ctx_free(own);
        kk_ctx_free(other);
        kk_ctx_free(shared);
    }
    kk_ctx_free(K);
}

static long plans, cold, pivots, iterations;

/* Change a city so often, and plan it both ways each time. */
static void check_city(const char *folder, int rounds)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C;
    if (!CHECK(kk_city_load(K, folder, NULL, &C) == KK_OK))
        return;
    kk_city continuous = *C;
    continuous.whole = false;
    kk_warm *W = kk_warm_new(K, &continuous);
    for (int round = 0; round < rounds; round++) {
        kk_ctx *own = kk_ctx_new(), *other = kk_ctx_new(), *shared = kk_ctx_new();
        call warm = {.W = W, .C = round == 0 ? &continuous : changed(shared, &continuous)}, from_start = {.C = warm.C};
        kk_warm_count before = kk_warm_counted(W);
        kk_rc rc = kk_guard(own, plan, &warm), want = kk_guard(other, plan, &from_start);
        CHECK_INT(rc, want);
        if (rc == KK_OK && want == KK_OK) {
            compare(warm.C, warm.P, from_start.P, folder, round);
            if (kk_warm_counted(W).cold == before.cold) {
                pivots += kk_warm_counted(W).pivots - before.pivots;
                iterations += from_start.P->counters.goal_iterations + from_start.P->counters.closing_iterations;
            }
        }
        kk_ctx_free(own);
        kk_ctx_free(other);
        kk_ctx_free(shared);
    }
    bool gives = false; /* a goal gives something away to later ones: all from the start */
    for (int n = 0; n < C->ngoal; n++)
        gives = gives || C->goal[n].slack > 0.0;
    if (gives)
        CHECK_INT(kk_warm_counted(W).cold, kk_warm_counted(W).plans);
    plans += gives ? 0 : kk_warm_counted(W).plans;
    cold += gives ? 0 : kk_warm_counted(W).cold;
    kk_ctx_free(K);
}

static char **city;
static int ncity;

static void plans_are_those_from_the_start(void)
{
    for (int i = 0; i < ncity; i++) {
        state = (unsigned long long)i + 1;
        check_city(city[i], 12);
    }
}

static void most_plans_start_from_the_base(void)
{
    printf("# %ld plans, %ld from the start; %ld pivots beside %ld iterations\n", plans, cold, pivots, iterations);
    CHECK(3 * cold < plans);
    CHECK(4 * pivots < iterations);
}

static void bytes_are_those_from_nowhere(void)
{
    for (int i = 0; i < ncity; i++) {
        state = (unsigned long long)i + 1;
        check_bytes(city[i], 9);
    }
    printf("# %ld plans, %ld from the corner of the one before\n", proved, started);
    CHECK(2 * started > proved);
}

int main(int argc, char **argv)
{
    city = argv + 1;
    ncity = argc - 1;
    RUN(plans_are_those_from_the_start);
    RUN(most_plans_start_from_the_base);
    RUN(bytes_are_those_from_nowhere);
    return DONE();
}
