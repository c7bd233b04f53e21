/* The fixture city with everything that the judge looks at, a plan of it, and the judge's word on it.
 *
 * On top of city_fixture.h: children of w2 may go to w1; supply with factors, years, kinds and a transfer; shares that
 * change with the year of payment; temporary care that ends after two years; a facility; limits of every quantity;
 * targets with and without rows; every kind of goal, two of them in one stage.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_TESTS_JUDGE_FIXTURE_H
#define KK_TESTS_JUDGE_FIXTURE_H

#include "city_fixture.h"
#include "judge/check.h"
#include "report/csv_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Options of the fixture: one of each measure in each ward. */
enum { NEW_W1, NEW_W2, NEW_W3, CONVERT_W1, CONVERT_W2, CONVERT_W3, TEMPORARY_W1, TEMPORARY_W2, TEMPORARY_W3 };
enum { W2_TO_W1 = 3 }; /* arc */
enum { G_UNMET, G_WORST, G_SHORT_PEAK, G_SHORT_OWN, G_SEATS, G_COST, G_VACANT, G_TRANSFERS, NGOAL };

static inline void judge_supply(kk_city *C)
{
    C->supply[4] = (kk_supply){1, 1, 2018, 80.0, 1.0, "", false}; /* w2, nursery: 80 to 2021, then 90 * .9 */
    C->supply[C->nsupply++] = (kk_supply){1, 1, 2022, 90.0, 0.9, "", true};
    C->supply[C->nsupply++] = (kk_supply){1, 1, 2021, -4.5, 1.0, "区間調整", false};
    static const double base[] = {80.0, 75.5, 76.5, 76.5, 76.5};
    for (int t = 0; t < C->nyear; t++) {
        C->base[kk_at(1, 1, C->nseat, t, C->nyear)] = base[t];
        C->base_estimate[kk_at(1, 1, C->nseat, t, C->nyear)] = t >= 2;
    }
}

/* Kinds of facilities: a conversion takes seats under one and adds them under another; temporary care has none. */
static inline void judge_kinds(kk_ctx *K, kk_city *C)
{
    static const char *const of_seat[] = {"確認を受けない幼稚園", "特定教育・保育施設", ""};
    for (int i = 0; i < C->nsupply; i++)
        if (!*C->supply[i].kind)
            C->supply[i].kind = of_seat[C->supply[i].seat];
    kk_effect *effect = KK_ARRAY(K, kk_effect, 2);
    memcpy(effect, C->option[CONVERT_W1].effect, 2 * sizeof *effect);
    effect[0].kind = of_seat[0];
    effect[1].kind = "認定こども園";
    for (int o = CONVERT_W1; o <= CONVERT_W3; o++)
        C->option[o].effect = effect;
}

static inline kk_limit *judge_limit(kk_ctx *K, kk_city *C, const char *id, kk_quantity quantity, double value)
{
    C->limit[C->nlimit] = fixture_limit(K, C, id, quantity, value);
    return &C->limit[C->nlimit++];
}

static inline void judge_limits(kk_ctx *K, kk_city *C)
{
    kk_limit *L;
    C->limit = KK_ARRAY(K, kk_limit, 9);
    C->nlimit = 0;
    judge_limit(K, C, "budget", KK_Q_CAPITAL, 60000.0);
    judge_limit(K, C, "sites", KK_Q_UNITS, 3.5)->option[CONVERT_W3] = 0;
    L = judge_limit(K, C, "places", KK_Q_SEATS, 90.25);
    L->period = KK_TOGETHER;
    L = judge_limit(K, C, "upkeep", KK_Q_RUNNING, 2000.5);
    L->payer = KK_NONE;
    L->until = C->look_ahead;
    L = judge_limit(K, C, "all_money", KK_Q_COST, 70000.0);
    L->period = KK_TOGETHER;
    L->payer = KK_NONE;
    L->until = C->look_ahead;
    L = judge_limit(K, C, "reserve", KK_Q_VACANT, 10.0);
    L->floor = true;
    L->period = KK_TOGETHER;
    L->area[2] = 0;
    L->until = C->look_ahead;
    judge_limit(K, C, "patience", KK_Q_UNMET, 150.125)->class_[2] = 0;
    L = judge_limit(K, C, "start", KK_Q_UNITS, 2.0);
    L->period = KK_YEAR;
    L->floor = true;
    L->from = L->until = C->first;
    L = judge_limit(K, C, "commuters", KK_Q_TRANSFERS, 20.5);
    L->period = KK_TOGETHER;
    L->until = C->look_ahead;
    L->area[0] = L->class_[1] = 0;
}

static inline void judge_goal(kk_ctx *K, kk_city *C, kk_goal_kind kind, int target, int stage, double weight)
{
    kk_goal N = {.kind = kind,
                 .code = kk_format(K, "g%d", C->ngoal + 1),
                 .target = target,
                 .from = target == KK_NONE ? C->first : C->first + C->target[target].from,
                 .until = target == KK_NONE ? C->last : C->first + C->target[target].until,
                 .area = fixture_mask(K, C->narea),
                 .class_ = fixture_mask(K, C->nclass),
                 .seat = fixture_mask(K, C->nseat),
                 .option = fixture_mask(K, C->noption),
                 .payer = kind == KK_G_COST ? C->city_payer : KK_NONE,
                 .cost = {true, true},
                 .stage = stage,
                 .weight = weight};
    if (kind == KK_G_COST)
        N.from = C->decide_from;
    if (kind == KK_G_COST || kind == KK_G_VACANT || kind == KK_G_TRANSFERS)
        N.until = C->look_ahead;
    for (int k = 0; k < C->nseat; k++)
        N.seat[k] = C->seat[k].room;
    for (int o = 0; kind == KK_G_SEATS && o < C->noption; o++)
        N.option[o] = !C->measure[C->option[o].measure].existing;
    C->goal[C->ngoal++] = N;
}

/* Children of classes 1号 and 2号 of w2 may go to w1: at most 30, or 7/30 of the need. */
static inline void judge_links(kk_ctx *K, kk_city *C)
{
    C->nlink = 2;
    C->link = KK_ARRAY(K, kk_link, 2);
    C->link[0] = (kk_link){1, 0, 0, 30.0, 1, 1, NAN};
    C->link[1] = (kk_link){1, 0, 1, 25.0, 7, 30, 12.5};
    C->arc_link = KK_ARRAY(K, int, C->nclass);
    C->arc_link[0] = 0;
    C->arc_link[1] = 1;
    C->arc_link[2] = KK_NONE;
}

static inline kk_city *judge_city(kk_ctx *K)
{
    kk_city *C = fixture_city(K, 3);
    C->arc_from = KK_ARRAY(K, int, 4);
    C->arc_to = KK_ARRAY(K, int, 4);
    for (int a = 0; a < 3; a++)
        C->arc_from[a] = C->arc_to[a] = a;
    C->arc_from[W2_TO_W1] = 1;
    C->arc_to[W2_TO_W1] = 0;
    C->narc = 4;
    judge_links(K, C);

    kk_supply *supply = KK_ARRAY(K, kk_supply, C->nsupply + 2);
    memcpy(supply, C->supply, (size_t)C->nsupply * sizeof *supply);
    C->supply = supply;
    judge_supply(C);
    judge_kinds(K, C);
    C->class_[2].weight = 1.5;
    C->service[3].per_child[0] = 1.25;

    C->measure[0].capital = 90001.0;
    C->measure[1].running = -300.5; /* half away from zero: -301 */
    C->measure[2].life_years = 2;
    for (int o = 0; o < C->noption; o++) {
        C->option[o].capital = C->measure[C->option[o].measure].capital;
        C->option[o].running = C->measure[C->option[o].measure].running;
    }
    C->option[CONVERT_W1].capital = 11999.5;
    C->option[CONVERT_W1].name.label = "第一幼稚園";
    C->option[TEMPORARY_W1].max_per_year = 1.5;
    C->option[TEMPORARY_W1].min_units = 0.25;
    C->nfacility = 1;
    C->facility = KK_NEW(K, kk_name);
    C->facility[0] = fixture_name(K, "f1", "第三保育園");
    C->option[NEW_W3].facility = C->option[CONVERT_W3].facility = 0;

    static const kk_share share[] = {
        {0, KK_CAPITAL, 0, 1, 3, INT_MIN, 2019},     {0, KK_CAPITAL, 1, 2, 3, INT_MIN, 2019},
        {0, KK_CAPITAL, 1, 1, 2, 2020, INT_MAX},     {0, KK_CAPITAL, 0, 1, 2, 2020, INT_MAX},
        {2, KK_RUNNING, 0, 3, 10, INT_MIN, INT_MAX}, {2, KK_RUNNING, 1, 7, 10, INT_MIN, INT_MAX},
    };
    C->nshare = 6;
    C->share = KK_ARRAY(K, kk_share, 6);
    memcpy(C->share, share, sizeof share);
    judge_limits(K, C);

    C->target[1].buffer = 0.05;
    C->target[2] = fixture_target(K, C, "small", 0, 2, KK_OWN);
    C->target[2].area[1] = C->target[2].area[2] = C->target[2].class_[0] = 0;
    C->ntarget = 3;
    kk_required_fill(K, C);

    C->ngoal = 0;
    C->goal = KK_ARRAY(K, kk_goal, NGOAL);
    judge_goal(K, C, KK_G_UNMET, KK_NONE, 0, 1.0);
    judge_goal(K, C, KK_G_WORST_SHARE, 1, 1, 1.0);
    judge_goal(K, C, KK_G_SHORT, 1, 2, 2.0);
    judge_goal(K, C, KK_G_SHORT, 0, 2, 0.5);
    judge_goal(K, C, KK_G_SEATS, KK_NONE, 3, 1.0);
    judge_goal(K, C, KK_G_COST, KK_NONE, 4, 1.0);
    judge_goal(K, C, KK_G_VACANT, KK_NONE, 5, 1.0);
    judge_goal(K, C, KK_G_TRANSFERS, KK_NONE, 6, 1.0);
    C->nstage = 7;
    return C;
}

/** Say how many carers can be employed at a node from a year on: a row of supply, and what follows from it. */
static inline void judge_employ(kk_ctx *K, kk_city *C, int node, int year, double carers, double factor)
{
    kk_supply *row = KK_ARRAY(K, kk_supply, C->ncarer_supply + 1);
    if (C->ncarer_supply > 0)
        memcpy(row, C->carer_supply, (size_t)C->ncarer_supply * sizeof *row);
    row[C->ncarer_supply++] = (kk_supply){node, KK_NONE, year, carers, factor, "", factor < 1.0};
    C->carer_supply = row;
    if (!C->carers) {
        C->carers = KK_ARRAY(K, double, C->nnode * C->nyear);
        C->carers_estimate = KK_ARRAY(K, unsigned char, C->nnode * C->nyear);
        for (int i = 0; i < C->nnode * C->nyear; i++)
            C->carers[i] = NAN;
    }
    for (int t = 0; t < C->nyear; t++) {
        int at = node * C->nyear + t;
        if (C->first + t >= year) {
            C->carers[at] = carers * factor;
            C->carers_estimate[at] = factor < 1.0;
        } else if (isnan(C->carers[at])) {
            C->carers[at] = 0.0;
        }
    }
}

/** Carers on top: those of age 3 and above, and temporary care, need them; w2 and the city say how many there are, and
 *  what opens in w2 in 2021 recruits, half of it in its first year. */
static inline void judge_carers(kk_ctx *K, kk_city *C)
{
    C->seat[1].children_per_carer = 6.0;
    C->seat[2].children_per_carer = 7.5;
    judge_employ(K, C, 1, 2018, 20.0, 1.0);
    judge_employ(K, C, 1, 2022, 15.0, 0.9);
    judge_employ(K, C, 3, 2020, 80.125, 0.8);
    kk_effect *recruit = KK_ARRAY(K, kk_effect, 2);
    recruit[0] = (kk_effect){KK_NONE, 2.0, "", 1, KK_ARRAY(K, double, 1)};
    recruit[0].first[0] = 0.5;
    recruit[1] = (kk_effect){KK_NONE, 1.25, "", 0, NULL};
    C->option[TEMPORARY_W2].recruit = recruit;
    C->option[TEMPORARY_W2].nrecruit = 2;
}

/** Nurseries are left at 5: children of 2号 who are 4 leave them and remain 2号, kindergartens with temporary care are
 *  what is there for them. */
static inline void judge_leavers(kk_city *C)
{
    C->seat[1].leaves_at = 5;
}

/* ---- values of goals, read off the printed sheets with a calculator ---------------------------------------------- */

static inline double judge_cell(const kk_sheet *S, int row, const char *heading)
{
    return atof(kk_sheet_cell(S, row, kk_sheet_column(S, heading)));
}

/* Class weight * cell of balance.csv, over years from..until, or the largest share of short in required. */
static inline double judge_sum(const kk_plan *P, const char *heading, int from, int until, const char *share_of)
{
    const kk_city *C = P->C;
    const kk_sheet *S = P->sheet[KK_S_BALANCE];
    double sum = 0.0, worst = 0.0;
    for (int a = 0; a < C->narea; a++)
        for (int t = from - C->first; t <= until - C->first; t++) {
            double missing = 0.0, asked = 0.0;
            for (int c = 0; c < C->nclass; c++) {
                int row = (a * C->nclass + c) * C->nyear + t;
                sum += C->class_[c].weight * judge_cell(S, row, heading);
                missing += judge_cell(S, row, heading);
                asked += share_of ? judge_cell(S, row, share_of) : 1.0;
            }
            worst = fmax(worst, missing / asked);
        }
    return share_of ? worst : sum;
}

static inline void judge_goals(kk_plan *P)
{
    const kk_city *C = P->C;
    double *value = P->goal_value;
    for (int n = 0; n < C->ngoal; n++)
        value[n] = 0.0;
    value[G_UNMET] = judge_sum(P, "unmet", 2020, 2022, NULL);
    value[G_WORST] = judge_sum(P, "short_ward2022", 2021, 2022, "required_ward2022");
    value[G_SHORT_PEAK] = judge_sum(P, "short_ward2022", 2021, 2022, NULL);
    value[G_SHORT_OWN] = judge_sum(P, "unmet", 2021, 2021, NULL);
    for (int i = 0; i < P->sheet[KK_S_PLAN]->nrow; i++)
        if (strcmp(kk_sheet_cell(P->sheet[KK_S_PLAN], i, 1), "new") == 0)
            value[G_SEATS] += judge_cell(P->sheet[KK_S_PLAN], i, "seats_nursery");
    for (int i = 0; i < P->sheet[KK_S_SEATS]->nrow; i++)
        if (strcmp(kk_sheet_cell(P->sheet[KK_S_SEATS], i, 1), "temp") != 0)
            value[G_VACANT] += judge_cell(P->sheet[KK_S_SEATS], i, "vacant");
    for (int i = 0; i < P->sheet[KK_S_SERVED]->nrow; i++)
        if (strcmp(kk_sheet_cell(P->sheet[KK_S_SERVED], i, 0), kk_sheet_cell(P->sheet[KK_S_SERVED], i, 1)) != 0)
            value[G_TRANSFERS] += judge_cell(P->sheet[KK_S_SERVED], i, "children") *
                                  (strcmp(kk_sheet_cell(P->sheet[KK_S_SERVED], i, 2), "c2") == 0 ? 12.5 : 1.0);
    for (int o = 0; o < C->noption; o++) /* the sheets show money in whole amounts only */
        for (int t = 0; t < C->nplan; t++)
            for (int y = C->decide_from; y <= C->look_ahead; y++)
                for (int cost = 0; cost < KK_NCOST; cost++)
                    value[G_COST] += (double)P->open[o * C->nplan + t] / KK_MICRO *
                                     (double)kk_money(C, o, t, (kk_cost)cost, C->city_payer, y);
    static const char *const name[] = {"g1", "g2", "g3+g4", "g5", "g6", "g7", "g8"};
    const double stage[] = {value[0], value[1], 2.0 * value[2] + 0.5 * value[3], value[4], value[5],
                            value[6], value[7]};
    for (int i = 0; i < 7; i++)
        P->stage[i] = (kk_stage){.name = name[i], .goal = true, .value = stage[i]};
    P->stage[7] = (kk_stage){.name = "closing unmet", .goal = false, .value = -1.0};
}

/* ---- a plan, and the judge's word -------------------------------------------------------------------------------- */

/** Print the plan again and take the goals off the sheets. */
static inline void judge_print(kk_ctx *K, kk_plan *P)
{
    kk_sheets_make(K, P);
    judge_goals(P);
}

static inline kk_micro *judge_serve(const kk_city *C, kk_micro *serve, int arc, int p, int t)
{
    return &serve[kk_at(arc, p, C->nservice, t, C->nyear)];
}

static inline kk_plan *judge_plan(kk_ctx *K, const kk_city *C)
{
    kk_plan *P = fixture_plan(K, C);
    P->open[CONVERT_W3 * C->nplan + 2] = 250000;
    P->open[TEMPORARY_W2 * C->nplan + 1] = 333000;
    fixture_fill(K, P);
    *judge_serve(C, P->serve, 1, 0, 4) -= 3500000; /* some children of w2 go to w1 */
    *judge_serve(C, P->serve, W2_TO_W1, 0, 4) = 3500000;
    P->nstage = 8;
    P->stage = KK_ARRAY(K, kk_stage, 8);
    judge_print(K, P);
    return P;
}

static inline void judge_body(kk_ctx *K, void *arg)
{
    kk_judge(K, arg);
}

/** What the judge says, "" when it agrees. In a context of its own, so that many plans need no memory. The text is
 *  overwritten by the next call. */
static inline const char *judged(kk_plan *P)
{
    static char message[1100];
    kk_ctx *K = kk_ctx_new();
    kk_rc rc = kk_guard(K, judge_body, P);
    snprintf(message, sizeof message, "%s", rc == KK_OK ? "" : kk_message(K, KK_EN));
    if (rc != KK_OK && rc != KK_EJUDGE)
        snprintf(message, sizeof message, "failed with %d", (int)rc);
    kk_ctx_free(K);
    return message;
}

#endif
