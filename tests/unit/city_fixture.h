/* A city and a plan made by hand, of any size, for tests that need no input and no solver.
 *
 * Wards w1, w2, ... under one city; 2020-2022, looking ahead to 2024; the classes 1号, 2号 and 3号; seats kinder and
 * nursery (rooms) and temp (no room). 2号 may use a nursery seat, or a kindergarten seat with temporary care.
 *
 *     measure    existing  one unit                         lead  capital  running
 *     temporary  yes       temp +10                            0      500      100    temporary care
 *     convert    yes       kinder -20, nursery +30             1    12000     -300    kindergarten to certified centre
 *     new        no        nursery +60 (.5 in its first year)  2    90000     2400    city 1/3, nation 2/3 of the
 * capital
 *
 * The plan opens units at will and then serves class by class, first choice first, which keeps every row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_TESTS_CITY_FIXTURE_H
#define KK_TESTS_CITY_FIXTURE_H

#include "domain/plan.h"

#include <limits.h>

static inline kk_name fixture_name(kk_ctx *K, const char *id, const char *label)
{
    return (kk_name){kk_strdup(K, id), kk_strdup(K, label), kk_strdup(K, id)};
}

static inline unsigned char *fixture_mask(kk_ctx *K, int count)
{
    unsigned char *mask = KK_ARRAY(K, unsigned char, count);
    for (int i = 0; i < count; i++)
        mask[i] = 1;
    return mask;
}

static inline void fixture_service(kk_ctx *K, kk_service *S, const char *id, int class, int rank, int nuse,
                                   const int *seat)
{
    *S = (kk_service){.name = fixture_name(K, id, id), .class = class, .rank = rank, .nuse = nuse};
    S->seat = KK_ARRAY(K, int, nuse);
    S->per_child = KK_ARRAY(K, double, nuse);
    for (int i = 0; i < nuse; i++) {
        S->seat[i] = seat[i];
        S->per_child[i] = 1.0;
    }
}

/* One option of measure m in each ward, with the effects given. */
static inline void fixture_options(kk_ctx *K, kk_city *C, int m, const kk_effect *effect, int neffect)
{
    for (int a = 0; a < C->narea; a++) {
        const char *id = kk_format(K, "%s_%s", C->measure[m].name.id, C->node[a].name.id);
        int lead = C->measure[m].lead_years, from = C->decide_from + lead - C->first;
        C->option[C->noption++] = (kk_option){
            .name = fixture_name(K, id, id),
            .measure = m,
            .area = a,
            .facility = KK_NONE,
            .pool = KK_NONE,
            .accepted = true,
            .max_units = 5.0,
            .max_per_year = INFINITY,
            .bound = 5.0,
            .capital = C->measure[m].capital,
            .running = C->measure[m].running,
            .neffect = neffect,
            .effect = effect,
            .open_from = from > 0 ? from : 0,
            .open_until = C->nplan - 1,
        };
    }
}

static inline kk_effect fixture_effect(int seat, double amount)
{
    return (kk_effect){.seat = seat, .amount = amount, .kind = ""};
}

static inline kk_limit fixture_limit(kk_ctx *K, const kk_city *C, const char *id, kk_quantity quantity, double value)
{
    bool money = quantity == KK_Q_CAPITAL || quantity == KK_Q_RUNNING || quantity == KK_Q_COST;
    kk_limit L = {.name = fixture_name(K, id, id),
                  .quantity = quantity,
                  .value = value,
                  .period = KK_EACH,
                  .from = money ? C->decide_from : C->first,
                  .until = C->last,
                  .area = fixture_mask(K, C->narea),
                  .class_ = fixture_mask(K, C->nclass),
                  .seat = fixture_mask(K, C->nseat),
                  .option = fixture_mask(K, C->noption),
                  .payer = money ? C->city_payer : KK_NONE};
    for (int k = 0; k < C->nseat; k++)
        L.seat[k] = C->seat[k].room;
    return L;
}

static inline kk_target fixture_target(kk_ctx *K, const kk_city *C, const char *id, int from, int until,
                                       kk_target_basis basis)
{
    return (kk_target){.name = fixture_name(K, id, id),
                       .from = from,
                       .until = until,
                       .basis = basis,
                       .area = fixture_mask(K, C->narea),
                       .class_ = fixture_mask(K, C->nclass)};
}

/** A city of narea wards. */
static inline kk_city *fixture_city(kk_ctx *K, int narea)
{
    static const char *const label[] = {"中央区", "北区", "東区", "白石区", "厚別区", "豊平区", "清田区", "南区"};
    static const int of_c1[] = {0}, of_nursery[] = {1}, of_temp[] = {0, 2};
    kk_city *C = KK_NEW(K, kk_city);
    C->title = "テスト市 2020–2022";
    C->edition = "第1回会議";
    C->note = "";
    C->money_unit = "千円";
    C->minus = "-";
    C->lang = KK_JA;
    C->first = 2020;
    C->last = 2022;
    C->look_ahead = 2024;
    C->decide_from = 2019;
    C->nplan = C->last - C->first + 1;
    C->nyear = C->look_ahead - C->first + 1;

    C->narea = narea;
    C->nnode = narea + 1;
    C->node = KK_ARRAY(K, kk_node, C->nnode);
    for (int a = 0; a < narea; a++)
        C->node[a] = (kk_node){
            fixture_name(K, kk_format(K, "w%d", a + 1), kk_format(K, a < 8 ? "%s" : "%s%d", label[a % 8], a / 8 + 1)),
            narea};
    C->node[narea] = (kk_node){fixture_name(K, "city", "テスト市"), KK_NONE};
    C->narc = narea;
    C->arc_from = KK_ARRAY(K, int, narea);
    C->arc_to = KK_ARRAY(K, int, narea);
    for (int a = 0; a < narea; a++)
        C->arc_from[a] = C->arc_to[a] = a;

    C->nclass = 3;
    C->class_ = KK_ARRAY(K, kk_class, 3);
    C->class_[0] = (kk_class){fixture_name(K, "c1", "1号"), 3, 5, "", 1.0, KK_NONE};
    C->class_[1] = (kk_class){fixture_name(K, "c2", "2号"), 3, 5, "", 1.0, KK_NONE};
    C->class_[2] = (kk_class){fixture_name(K, "c3", "3号"), 0, 2, "", 1.0, 1};
    C->nseat = 3;
    C->seat = KK_ARRAY(K, kk_seat, 3);
    C->seat[0] = (kk_seat){fixture_name(K, "kinder", "幼稚園"), true, KK_NONE, "", 0.0};
    C->seat[1] = (kk_seat){fixture_name(K, "nursery", "保育所"), true, KK_NONE, "", 0.0};
    C->seat[2] = (kk_seat){fixture_name(K, "temp", "預かり保育"), false, KK_NONE, "", 0.0};
    C->nservice = 4;
    C->service = KK_ARRAY(K, kk_service, 4);
    fixture_service(K, &C->service[0], "kinder_c1", 0, 1, 1, of_c1);
    fixture_service(K, &C->service[1], "nursery_c2", 1, 1, 1, of_nursery);
    fixture_service(K, &C->service[2], "temp_c2", 1, 2, 2, of_temp);
    fixture_service(K, &C->service[3], "nursery_c3", 2, 1, 1, of_nursery);

    C->npayer = 2;
    C->payer = KK_ARRAY(K, kk_name, 2);
    C->payer[0] = fixture_name(K, "city", "市");
    C->payer[1] = fixture_name(K, "nation", "国");
    C->city_payer = 0;
    C->nmeasure = 3;
    C->measure = KK_ARRAY(K, kk_measure, 3);
    C->measure[0] =
        (kk_measure){fixture_name(K, "new", "新設（認可保育所）"), "new", false, false, 2, KK_NONE, 90000, 2400};
    C->measure[1] = (kk_measure){
        fixture_name(K, "convert", "認定こども園への移行"), "convert", true, false, 1, KK_NONE, 12000, -300};
    C->measure[2] = (kk_measure){
        fixture_name(K, "temporary", "幼稚園の預かり保育"), "temporary_care", true, false, 0, KK_NONE, 500, 100};
    C->nshare = 2;
    C->share = KK_ARRAY(K, kk_share, 2);
    C->share[0] = (kk_share){0, KK_CAPITAL, 0, 1, 3, INT_MIN, INT_MAX};
    C->share[1] = (kk_share){0, KK_CAPITAL, 1, 2, 3, INT_MIN, INT_MAX};
    C->option = KK_ARRAY(K, kk_option, 3 * narea);
    kk_effect *effect = KK_ARRAY(K, kk_effect, 4);
    effect[0] = fixture_effect(1, 60.0);
    effect[0].nfirst = 1;
    effect[0].first = KK_ARRAY(K, double, 1);
    effect[0].first[0] = 0.5;
    effect[1] = fixture_effect(0, -20.0);
    effect[2] = fixture_effect(1, 30.0);
    effect[3] = fixture_effect(2, 10.0);
    fixture_options(K, C, 0, effect, 1);
    fixture_options(K, C, 1, effect + 1, 2);
    fixture_options(K, C, 2, effect + 3, 1);

    size_t cells = (size_t)narea * 3 * (size_t)C->nyear;
    C->need = KK_ARRAY(K, double, cells);
    C->need_estimate = KK_ARRAY(K, unsigned char, cells);
    C->base = KK_ARRAY(K, double, cells);
    C->base_estimate = KK_ARRAY(K, unsigned char, cells);
    C->nsupply = 3 * narea;
    C->supply = KK_ARRAY(K, kk_supply, C->nsupply);
    for (int a = 0; a < narea; a++)
        for (int t = 0; t < C->nyear; t++) {
            static const double seats[3] = {120.0, 110.0, 5.0};
            const double need[3] = {100.0 - 5 * t, 60.0 + 10 * (a % 3) - 6 * t, 70.0 - 4 * t};
            for (int i = 0; i < 3; i++) {
                C->need[kk_at(a, i, 3, t, C->nyear)] = need[i];
                C->base[kk_at(a, i, 3, t, C->nyear)] = seats[i];
                C->supply[3 * a + i] = (kk_supply){a, i, C->first, seats[i], 1.0, "", false};
            }
        }
    C->need_estimate[0] = 1;
    C->estimates = 1;
    C->figures = 9 * narea;

    C->nlimit = 2;
    C->limit = KK_ARRAY(K, kk_limit, 2);
    C->limit[0] = fixture_limit(K, C, "budget", KK_Q_CAPITAL, 60000.0);
    C->limit[1] = fixture_limit(K, C, "sites", KK_Q_UNITS, 100.0);
    C->ntarget = 2;
    C->target = KK_ARRAY(K, kk_target, 4); /* room for two more */
    C->target[0] = fixture_target(K, C, "city2021", 1, 1, KK_OWN);
    C->target[1] = fixture_target(K, C, "ward2022", 1, 2, KK_PEAK);
    kk_required_fill(K, C);
    C->ngoal = C->nstage = 1;
    C->goal = KK_ARRAY(K, kk_goal, 1);
    C->goal[0] = (kk_goal){.kind = KK_G_UNMET,
                           .code = "g1",
                           .target = KK_NONE,
                           .from = C->first,
                           .until = C->last,
                           .area = fixture_mask(K, narea),
                           .class_ = fixture_mask(K, 3),
                           .seat = fixture_mask(K, 3),
                           .option = fixture_mask(K, C->noption),
                           .payer = KK_NONE,
                           .weight = 1.0};
    return C;
}

/* Serve asked[a,c,t] children with seats[b,k,t], first choice first; what is left of the seats stays in seats. */
static inline void fixture_serve(const kk_city *C, const double *asked, double *seats, kk_micro *out_serve)
{
    for (int a = 0; a < C->narea; a++)
        for (int t = 0; t < C->nyear; t++)
            for (int c = 0; c < C->nclass; c++) {
                double todo = asked[kk_at(a, c, C->nclass, t, C->nyear)];
                for (int p = 0; p < C->nservice; p++) {
                    const kk_service *S = &C->service[p];
                    double some = todo;
                    if (S->class != c)
                        continue;
                    for (int u = 0; u < S->nuse; u++)
                        some = fmin(some, seats[kk_at(a, S->seat[u], C->nseat, t, C->nyear)] / S->per_child[u]);
                    some = fmax(some, 0.0);
                    for (int u = 0; u < S->nuse; u++)
                        seats[kk_at(a, S->seat[u], C->nseat, t, C->nyear)] -= S->per_child[u] * some;
                    todo -= some;
                    out_serve[kk_at(a, p, C->nservice, t, C->nyear)] = kk_micro_round(some);
                }
            }
}

static inline double *fixture_seats(kk_ctx *K, const kk_plan *P, bool with_plan)
{
    const kk_city *C = P->C;
    double *seats = KK_ARRAY(K, double, C->narea * C->nseat * C->nyear);
    for (int i = 0; i < C->narea * C->nseat * C->nyear; i++)
        seats[i] = C->base[i];
    for (int o = 0; o < C->noption && with_plan; o++)
        for (int tau = 0; tau < C->nplan; tau++)
            for (int e = 0; e < C->option[o].neffect; e++)
                for (int t = tau; t < C->nyear; t++)
                    seats[kk_at(C->option[o].area, C->option[o].effect[e].seat, C->nseat, t, C->nyear)] +=
                        C->option[o].effect[e].amount *
                        kk_available(C, &C->option[o], &C->option[o].effect[e], t, tau) *
                        (double)P->open[o * C->nplan + tau] / KK_MICRO;
    return seats;
}

/** Fill serve, cover, and those without the plan, from what is open. */
static inline void fixture_fill(kk_ctx *K, kk_plan *P)
{
    const kk_city *C = P->C;
    fixture_serve(C, C->need, fixture_seats(K, P, true), P->serve);
    fixture_serve(C, C->need, fixture_seats(K, P, false), P->without);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows) {
            P->cover[g] = KK_ARRAY(K, kk_micro, C->narc * C->nservice * C->nyear);
            fixture_serve(C, C->target[g].required, fixture_seats(K, P, true), P->cover[g]);
            P->cover_without[g] = KK_ARRAY(K, kk_micro, C->narc * C->nservice * C->nyear);
            fixture_serve(C, C->target[g].required, fixture_seats(K, P, false), P->cover_without[g]);
        }
}

/** A plan of that city: in ward w1 temporary care (1.5 units) and a conversion (1) open in 2020, in w3 a new nursery
 * (0.5) in 2021. Change open and call fixture_fill() for another one. */
static inline kk_plan *fixture_plan(kk_ctx *K, const kk_city *C)
{
    kk_plan *P = KK_NEW(K, kk_plan);
    P->C = C;
    P->open = KK_ARRAY(K, kk_micro, C->noption * C->nplan);
    P->serve = KK_ARRAY(K, kk_micro, C->narc * C->nservice * C->nyear);
    P->without = KK_ARRAY(K, kk_micro, C->narc * C->nservice * C->nyear);
    P->cover = KK_ARRAY(K, kk_micro *, C->ntarget);
    P->cover_without = KK_ARRAY(K, kk_micro *, C->ntarget);
    P->open[(2 * C->narea) * C->nplan] = 1500000;
    P->open[C->narea * C->nplan] = 1000000;
    if (C->narea > 2)
        P->open[2 * C->nplan + 1] = 500000;
    P->nstage = 1;
    P->stage = KK_ARRAY(K, kk_stage, 1);
    P->stage[0] = (kk_stage){.name = "g1", .goal = true, .value = 0.0};
    P->goal_value = KK_ARRAY(K, double, C->ngoal);
    P->unique = true;
    fixture_fill(K, P);
    return P;
}

#endif
