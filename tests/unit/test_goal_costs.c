/* The goals units, carers, change and transfers: what each column costs, by name, and what a plan is worth in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge_fixture.h"
#include "model/model.h"

#include "test.h"

enum { W1, W2, W3 };

static kk_ctx *K;
static kk_city *C;
static kk_model *M;

/* The fixture with one goal alone, whatever its filters: they are set before build(). */
static kk_goal *start(kk_goal_kind kind, int from, int until)
{
    C = judge_city(K);
    judge_carers(K, C);
    C->ngoal = 0;
    judge_goal(K, C, kind, KK_NONE, 0, 2.5);
    C->ngoal = C->nstage = 1;
    C->goal[0].from = from;
    C->goal[0].until = until;
    return &C->goal[0];
}

static kk_objective build(void)
{
    M = kk_model_build(K, C);
    kk_objective O = {.cost = KK_ARRAY(K, double, M->R->ncol)};
    kk_goal_add(&O, M, 0);
    return O;
}

/* What a column costs; NAN where there is none of that name. */
static double cost(const kk_objective *O, const char *name)
{
    for (int j = 0; j < M->R->ncol; j++)
        if (strcmp(M->R->col_name[j], name) == 0)
            return O->cost[j];
    return NAN;
}

/* Columns with a cost: those whose names begin like this, and whether there are no others. */
static int charged(const kk_objective *O, const char *beginning, bool *out_alone)
{
    int found = 0;
    *out_alone = true;
    for (int j = 0; j < M->R->ncol; j++) {
        if (O->cost[j] == 0.0)
            continue;
        bool like = strncmp(M->R->col_name[j], beginning, strlen(beginning)) == 0;
        found += like;
        *out_alone = *out_alone && like;
    }
    return found;
}

/* The value of a solution in which only these columns are not 0: the weight is taken off again. */
static double value(const char *const *name, const double *x, int n)
{
    double *all = KK_ARRAY(K, double, M->R->ncol);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < M->R->ncol; j++)
            if (strcmp(M->R->col_name[j], name[i]) == 0)
                all[j] = x[i];
    return kk_goal_value(K, M, 0, all);
}

/* Every unit of the options of the mask counts 1 in the years of opening that count. */
static void units(void)
{
    kk_goal *N = start(KK_G_UNITS, 2021, 2021);
    memset(N->option, 0, (size_t)C->noption);
    N->option[TEMPORARY_W1] = N->option[CONVERT_W2] = N->option[NEW_W3] = 1;
    kk_objective O = build();
    bool alone;
    CHECK_INT(charged(&O, "open[", &alone), 3);
    CHECK(alone);
    CHECK_NEAR(cost(&O, "open[temporary_w1,2021]"), 2.5, 0.0);
    CHECK_NEAR(cost(&O, "open[convert_w2,2021]"), 2.5, 0.0);
    CHECK_NEAR(cost(&O, "open[new_w3,2021]"), 2.5, 0.0);
    CHECK_NEAR(cost(&O, "open[temporary_w1,2022]"), 0.0, 0.0);
    CHECK_NEAR(cost(&O, "open[temporary_w2,2021]"), 0.0, 0.0);
    CHECK_NEAR(O.constant, 0.0, 0.0);
    static const char *const name[] = {"open[temporary_w1,2021]", "open[new_w3,2021]", "open[new_w3,2022]"};
    CHECK_NEAR(value(name, (const double[]){1.25, 2.0, 8.0}, 3), 3.25, 1e-12);
}

/* A child counts the carers that it needs where it is served, not where it lives. */
static void carers(void)
{
    kk_goal *N = start(KK_G_CARERS, 2020, 2020);
    N->area[W2] = N->area[W3] = 0;
    kk_objective O = build();
    bool alone;
    CHECK_INT(charged(&O, "serve[", &alone), 5); /* of w1 three services that need carers, of w2 two in w1 */
    CHECK(alone);
    CHECK_NEAR(cost(&O, "serve[w1,w1,nursery_c2,2020]"), 2.5 / 6.0, 1e-15);
    CHECK_NEAR(cost(&O, "serve[w1,w1,nursery_c3,2020]"), 2.5 * 1.25 / 6.0, 1e-15); /* 1.25 seats a child */
    CHECK_NEAR(cost(&O, "serve[w1,w1,temp_c2,2020]"), 2.5 / 7.5, 1e-15);           /* kindergartens need none */
    CHECK_NEAR(cost(&O, "serve[w2,w1,nursery_c2,2020]"), 2.5 / 6.0, 1e-15);
    CHECK_NEAR(cost(&O, "serve[w1,w1,kinder_c1,2020]"), 0.0, 0.0);
    CHECK_NEAR(cost(&O, "serve[w1,w1,nursery_c2,2021]"), 0.0, 0.0);
    CHECK_NEAR(cost(&O, "serve[w2,w2,nursery_c2,2020]"), 0.0, 0.0);
    static const char *const name[] = {"serve[w2,w1,nursery_c2,2020]", "serve[w1,w1,nursery_c3,2020]"};
    CHECK_NEAR(value(name, (const double[]){12.0, 24.0}, 2), 2.0 + 5.0, 1e-12);
}

/* A child that is served elsewhere counts the minutes of the link, 1 where it has none, by where it lives. */
static void transfers(void)
{
    kk_goal *N = start(KK_G_TRANSFERS, 2021, 2022);
    kk_objective O = build();
    bool alone;
    CHECK_INT(charged(&O, "serve[w2,w1,", &alone), 2 * 3);
    CHECK(alone);
    CHECK_NEAR(cost(&O, "serve[w2,w1,kinder_c1,2021]"), 2.5, 0.0);
    CHECK_NEAR(cost(&O, "serve[w2,w1,nursery_c2,2022]"), 2.5 * 12.5, 1e-12);
    CHECK_NEAR(cost(&O, "serve[w2,w1,temp_c2,2021]"), 2.5 * 12.5, 1e-12);
    CHECK_NEAR(cost(&O, "serve[w2,w1,kinder_c1,2020]"), 0.0, 0.0);
    CHECK_NEAR(cost(&O, "serve[w2,w2,kinder_c1,2021]"), 0.0, 0.0);
    CHECK(isnan(cost(&O, "serve[w2,w1,nursery_c3,2021]"))); /* their class may not go */
    static const char *const name[] = {"serve[w2,w1,kinder_c1,2021]", "serve[w2,w1,nursery_c2,2022]"};
    CHECK_NEAR(value(name, (const double[]){3.0, 2.0}, 2), 3.0 + 25.0, 1e-12);
    N->class_[1] = 0;
    O = build();
    CHECK_INT(charged(&O, "serve[w2,w1,kinder_c1,", &alone), 2);
    CHECK(alone);
    N->area[W2] = 0; /* nobody of the areas that count may go anywhere */
    O = build();
    CHECK_INT(charged(&O, "", &alone), 0);
}

/* Units beyond the plan in force, and of it that do not open; also of options and years that may not open. */
static void change(void)
{
    kk_goal *N = start(KK_G_CHANGE, 2020, 2021);
    C->changes = true;
    C->adopted = KK_ARRAY(K, double, C->noption * C->nplan);
    C->adopted[TEMPORARY_W1 * C->nplan + 1] = 1.5;
    C->adopted[NEW_W1 * C->nplan] = 2.0; /* lead times do not let it open in 2020 */
    C->adopted[CONVERT_W3 * C->nplan + 1] = 1.0;
    C->option[NEW_W1].open_from = 1;
    N->option[CONVERT_W3] = 0;
    kk_objective O = build();
    CHECK_NEAR(cost(&O, "more[temporary_w1,2021]"), 2.5, 0.0);
    CHECK_NEAR(cost(&O, "less[temporary_w1,2021]"), 2.5, 0.0);
    CHECK_NEAR(cost(&O, "less[new_w1,2020]"), 2.5, 0.0);
    CHECK(isnan(cost(&O, "more[new_w1,2020]")));
    CHECK(isnan(cost(&O, "less[temporary_w2,2021]"))); /* nothing of it is in force */
    CHECK_NEAR(cost(&O, "more[temporary_w2,2021]"), 2.5, 0.0);
    CHECK_NEAR(cost(&O, "more[convert_w3,2021]"), 0.0, 0.0);
    CHECK_NEAR(cost(&O, "more[temporary_w1,2022]"), 0.0, 0.0);
    CHECK_NEAR(cost(&O, "open[temporary_w1,2021]"), 0.0, 0.0);
    static const char *const name[] = {"open[temporary_w1,2021]", "open[temporary_w2,2020]", "open[new_w1,2021]"};
    CHECK_NEAR(value(name, (const double[]){0.25, 1.0, 3.0}, 3), 1.25 + 1.0 + 2.0 + 3.0, 1e-12);
    CHECK_NEAR(value(name, (const double[]){2.0, 0.0, 0.0}, 3), 0.5 + 2.0, 1e-12);
}

int main(void)
{
    K = kk_ctx_new();
    RUN(units);
    RUN(carers);
    RUN(transfers);
    RUN(change);
    kk_ctx_free(K);
    return DONE();
}
