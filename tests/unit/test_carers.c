/* Carers: how many a plan needs, how many there are, where they and not seats are short, and the judge's word on it.
 *
 * The fixture's w2 and city have carers, and what opens in w2 in 2021 recruits; see judge_carers().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge_fixture.h"
#include "model/model.h"

#include "test.h"

enum { W2 = 1, CITY = 3 }; /* nodes */

static kk_ctx *K;
static kk_city *C;
static kk_plan *P;

static void start(void)
{
    C = judge_city(K);
    judge_carers(K, C);
    P = judge_plan(K, C);
}

static const char *cell(int sheet, int row, const char *heading)
{
    return kk_sheet_cell(P->sheet[sheet], row, kk_sheet_column(P->sheet[sheet], heading));
}

/* The row of carers.csv. */
static int at(int node, int year)
{
    return node * C->nyear + year - C->first;
}

static void needed_and_available(void)
{
    start();
    const kk_figures *F = kk_figures_new(K, P);
    for (int t = 0; t < C->nyear; t++) {
        double all = 0.0;
        for (int b = 0; b < C->narea; b++) {
            double want =
                F->used[kk_at(b, 1, C->nseat, t, C->nyear)] / 6.0 + F->used[kk_at(b, 2, C->nseat, t, C->nyear)] / 7.5;
            CHECK_NEAR(F->carers_needed[b * C->nyear + t], want, 0.001);
            all += F->carers_needed[b * C->nyear + t];
        }
        CHECK_NEAR(F->carers_needed[CITY * C->nyear + t], all, 1e-9); /* a total is the sum of what is shown */
    }
    /* .333 units of TEMPORARY_W2 open in 2021: 2 * .5 + 1.25 in 2021, 3.25 in 2022, and close after two years */
    static const char *const there[] = {"20", "20.749", "14.582", "13.5", "13.5"};
    static const char *const in_city[] = {"64.1", "64.849", "65.182", "64.1", "64.1"};
    for (int y = C->first; y <= C->look_ahead; y++) {
        CHECK_TEXT(cell(KK_S_CARERS, at(W2, y), "available"), there[y - C->first]);
        CHECK_TEXT(cell(KK_S_CARERS, at(CITY, y), "available"), in_city[y - C->first]);
        CHECK_TEXT(cell(KK_S_CARERS, at(W2, y), "estimate"), y >= 2022 ? "*" : "");
        CHECK_TEXT(cell(KK_S_CARERS, at(0, y), "available"), "");
        CHECK_TEXT(cell(KK_S_CARERS, at(0, y), "short"), "");
    }
    CHECK_INT(kk_sheet_column(P->sheet[KK_S_PLAN], "carers"), 10);
    CHECK_TEXT(judged(P), "");
}

static void no_carers_no_table(void)
{
    C = judge_city(K);
    P = judge_plan(K, C);
    CHECK_INT(P->sheet[KK_S_CARERS]->nrow, 0);
    CHECK_INT(kk_sheet_column(P->sheet[KK_S_PLAN], "carers"), -1);
    CHECK(kk_figures_new(K, P)->carers_needed == NULL);
    CHECK_TEXT(judged(P), "");
    const kk_rows *R = kk_model_build(K, C)->R;
    for (int i = 0; i < R->nrow; i++)
        CHECK(strncmp(R->row_name[i], "carers[", 7) != 0);
}

static double entry(const kk_rows *R, int row, const char *column)
{
    for (int e = R->row_start[row]; e < R->row_start[row + 1]; e++)
        if (strcmp(R->col_name[R->col[e]], column) == 0)
            return R->value[e];
    return 0.0;
}

static void rows_of_the_model(void)
{
    start();
    const kk_rows *R = kk_model_build(K, C)->R;
    int found = 0;
    for (int i = 0; i < R->nrow; i++) {
        bool w2 = strcmp(R->row_name[i], "carers[w2,2021]") == 0,
             city = strcmp(R->row_name[i], "carers[city,2022]") == 0;
        found += strncmp(R->row_name[i], "carers[", 7) == 0;
        if (w2) {
            CHECK_NEAR(R->row_up[i], 20.0, 0.0);
            CHECK_NEAR(entry(R, i, "serve[w2,w2,nursery_c2,2021]"), 1.0 / 6.0, 0.0);
            CHECK_NEAR(entry(R, i, "serve[w2,w2,temp_c2,2021]"), 1.0 / 7.5, 0.0);
            CHECK_NEAR(entry(R, i, "serve[w2,w2,nursery_c3,2021]"), 1.25 / 6.0, 0.0);
            CHECK_NEAR(entry(R, i, "serve[w2,w1,nursery_c2,2021]"), 0.0, 0.0); /* they are looked after in w1 */
            CHECK_NEAR(entry(R, i, "open[temporary_w2,2021]"), -2.25, 0.0);
        } else if (city) {
            CHECK_NEAR(R->row_up[i], 64.1, 1e-12);
            CHECK_NEAR(entry(R, i, "serve[w2,w1,nursery_c2,2022]"), 1.0 / 6.0, 0.0);
            CHECK_NEAR(entry(R, i, "open[temporary_w2,2021]"), -3.25, 0.0);
            CHECK_NEAR(entry(R, i, "open[temporary_w2,2022]"), -2.25, 0.0);
        }
    }
    CHECK_INT(found, 2 * C->nyear);
}

/* Fewer carers than the plan needs: the judge names the row. */
static void too_few(void)
{
    start();
    C->carer_supply[2].seats = 50.0; /* 40 in the city */
    const char *word = judged(P);
    CHECK(strstr(word, "row carers[city,2020] without_plan needs "));
    CHECK(strstr(word, " carers; the limit is 40"));
    start();
    C->carer_supply[0].seats = 1.0;
    C->carer_supply[1].seats = 1.0;
    word = judged(P);
    CHECK(strstr(word, "row carers[w2,2020] "));
    start();
    C->option[TEMPORARY_W2].nrecruit = 0; /* the sheet still speaks of recruits */
    CHECK(strstr(judged(P), "plan.csv: column 11 is \"carers\", not \"capital\""));
}

/* A third of a printed unit of children is no breach, a whole one is. */
static void rounding_is_excused(void)
{
    start();
    C->seat[1].children_per_carer = 7.0;
    C->seat[2].children_per_carer = 0.0;
    C->ncarer_supply = 0;
    C->carers = NULL;
    judge_employ(K, C, 0, 2018, 1000.0, 1.0);
    double most = 0.0;
    for (int t = 0; t < C->nyear; t++) {
        double used = 0.0;
        for (int i = 0; i < C->narc; i++)
            for (int p = 1; p < C->nservice && C->arc_to[i] == 0; p++)
                if (p != 2)
                    used += C->service[p].per_child[0] * (double)*judge_serve(C, P->serve, i, p, t) / KK_MICRO;
        most = fmax(most, used / 7.0);
    }
    const double off[] = {1e-7, 1e-3};
    for (int i = 0; i < 2; i++) {
        C->ncarer_supply = 0;
        C->carers = NULL;
        double carers = floor((most - off[i]) * 1e9) / 1e9;
        judge_employ(K, C, 0, 2018, carers, 1.0);
        judge_print(K, P);
        CHECK(i == 0 ? !strstr(judged(P), "row carers") : !!strstr(judged(P), "row carers[w1,"));
    }
}

static void limits_and_goals(void)
{
    start();
    kk_limit *limit = KK_ARRAY(K, kk_limit, C->nlimit + 1);
    memcpy(limit, C->limit, (size_t)C->nlimit * sizeof *limit);
    C->limit = limit;
    kk_limit *L = judge_limit(K, C, "carers_w1", KK_Q_CARERS, 1000.0);
    L->area[1] = L->area[2] = 0;
    L->period = KK_TOGETHER;
    judge_print(K, P);
    double used = 0.0;
    for (int y = C->first; y <= C->last; y++)
        used += atof(cell(KK_S_CARERS, at(0, y), "needed"));
    CHECK_NEAR(atof(cell(KK_S_LIMITS, P->sheet[KK_S_LIMITS]->nrow - 1, "used")), used, 1e-9);
    CHECK_TEXT(judged(P), "");
    L->value = floor(used) - 1.0;
    judge_print(K, P);
    CHECK(strstr(judged(P), "row limit[carers_w1,all] needs "));
    L->value = ceil(used) + 1.0;
    L->floor = true;
    judge_print(K, P);
    CHECK(strstr(judged(P), "row limit[carers_w1,all] needs "));
    C->nlimit--;
    judge_print(K, P);

    C->goal[G_VACANT].kind = KK_G_CARERS;
    C->goal[G_VACANT].until = C->last;
    C->goal[G_VACANT].area[1] = C->goal[G_VACANT].area[2] = 0;
    P->goal_value[G_VACANT] = P->stage[5].value = used;
    double exact = 0.0;
    for (int t = 0; t < C->nplan; t++)
        for (int i = 0; i < C->narc; i++)
            for (int p = 0; p < C->nservice && C->arc_to[i] == 0; p++)
                exact += kk_carers_per_child(C, p) * (double)*judge_serve(C, P->serve, i, p, t) / KK_MICRO;
    CHECK_NEAR(exact, used, 0.002);
    P->goal_value[G_VACANT] = P->stage[5].value = exact;
    CHECK_TEXT(judged(P), "");
    P->goal_value[G_VACANT] = P->stage[5].value = exact + 0.01;
    CHECK(strstr(judged(P), "goal g7 is said to be "));
}

/* Carers are short where all of them are needed while a child has no place beside an empty seat. */
static void who_is_short(void)
{
    start();
    const kk_figures *F = kk_figures_new(K, P);
    kk_figures G = *F;
    int i = CITY * C->nyear;
    CHECK(!kk_carers_short(C, &G, CITY, 0));
    G.carers_there[i] = G.carers_needed[i];
    for (int b = 0; b < C->narea; b++)
        for (int c = 0; c < C->nclass; c++)
            G.unmet[kk_at(b, c, C->nclass, 0, C->nyear)] = 0.0;
    CHECK(!kk_carers_short(C, &G, CITY, 0)); /* nobody lacks a place */
    G.unmet[kk_at(2, 1, C->nclass, 0, C->nyear)] = 4.0;
    size_t seat = kk_at(2, 1, C->nseat, 0, C->nyear), care = kk_at(2, 2, C->nseat, 0, C->nyear);
    G.used[care] = G.supply[care];
    G.used[seat] = G.supply[seat] - 0.5;
    CHECK(!kk_carers_short(C, &G, CITY, 0)); /* no whole seat */
    G.used[seat] = G.supply[seat] - 1.0;
    CHECK(kk_carers_short(C, &G, CITY, 0));
    CHECK(!kk_carers_short(C, &G, W2, 0));
    CHECK(!kk_carers_short(C, &G, 2, 0)); /* w3 has no carers of its own */
    G.carers_there[i] = G.carers_needed[i] + 0.002;
    CHECK(!kk_carers_short(C, &G, CITY, 0)); /* a part of a child may still have it */
    C->whole = true;
    CHECK(kk_carers_short(C, &G, CITY, 0));
    G.carers_there[i] = G.carers_needed[i] + 0.166;
    CHECK(kk_carers_short(C, &G, CITY, 0));
    G.carers_there[i] = G.carers_needed[i] + 0.167; /* a sixth, as printed, is what one child takes */
    CHECK(!kk_carers_short(C, &G, CITY, 0));
    C->whole = false;
    G.carers_there[i] = G.carers_needed[i];
    G.unmet[kk_at(2, 1, C->nclass, 0, C->nyear)] = 0.0;
    G.unmet[kk_at(2, 0, C->nclass, 0, C->nyear)] = 9.0;
    CHECK(!kk_carers_short(C, &G, CITY, 0)); /* their seats need no carer */
}

int main(void)
{
    K = kk_ctx_new();
    RUN(needed_and_available);
    RUN(no_carers_no_table);
    RUN(rows_of_the_model);
    RUN(too_few);
    RUN(rounding_is_excused);
    RUN(limits_and_goals);
    RUN(who_is_short);
    kk_ctx_free(K);
    return DONE();
}
