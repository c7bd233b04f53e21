/* The parts of a report behind the wards: actions, money, vacant seats, what binds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/html_chart.h"
#include "report/html_page.h"
#include "report/why_words.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CAUSERS = 30 };

/* ---- actions ----------------------------------------------------------------------------------------------------- */

typedef struct {
    int o, t, decide; /* option, year index of opening, fiscal year of the decision */
    int row;          /* of plan.csv */
} action;

static int by_decision(const void *x, const void *y)
{
    const action *X = x, *Y = y;
    return X->decide != Y->decide ? X->decide - Y->decide : X->t != Y->t ? X->t - Y->t : X->row - Y->row;
}

/* All of them, those that are to be decided first at the head. */
static action *actions_of(kk_html *H, const kk_plan *P, int *out_count)
{
    const kk_city *C = P->C;
    action *list = KK_ARRAY(H->K, action, P->sheet[KK_S_PLAN]->nrow);
    int n = 0;
    for (int o = 0; o < C->noption; o++)
        for (int t = 0; t < C->nplan; t++)
            if (P->open[o * C->nplan + t] > 0) {
                list[n] = (action){o, t, C->first + t - C->measure[C->option[o].measure].lead_years, n};
                n++;
            }
    KK_ASSERT(n == P->sheet[KK_S_PLAN]->nrow);
    qsort(list, (size_t)n, sizeof *list, by_decision);
    *out_count = n;
    return list;
}

/* "2021;2022;2023;2025" as "2021–2023, 2025". */
static const char *say_needed(kk_html *H, const char *years)
{
    kk_text T = {.K = H->K};
    for (const char *s = years; *s >= '0' && *s <= '9';) {
        char *end;
        int from = (int)strtol(s, &end, 10), until = from;
        while (*end == ';' && strtol(end + 1, NULL, 10) == until + 1)
            until = (int)strtol(end + 1, &end, 10);
        kk_text_addf(&T, from == until ? "%s%d" : "%s%d–%d", T.length ? ", " : "", from, until);
        s = end + (*end == ';');
    }
    return T.length ? kk_text_get(&T) : *years ? years : "–";
}

/* From the decision (a dot) to the opening (a triangle), on a scale of years. */
static void put_bar(kk_html *H, const action *A, int from, int n)
{
    double year = 120.0 / n, x = (A->decide - from + 0.5) * year, end = (H->voice.C->first + A->t - from + 0.5) * year;
    kk_html_add(H, "<td class=\"t\"><svg class=\"line-of-time\" aria-hidden=\"true\" viewBox=\"0 0 120 12\"><path "
                   "class=\"grid\" d=\"");
    for (int i = 0; i <= n; i++)
        kk_html_add(H, "M%s 0v12", kk_decimal(H->K, llround(i * year * 10.0), 1));
    const char *left = kk_decimal(H->K, llround(x * 10.0), 1), *right = kk_decimal(H->K, llround(end * 10.0), 1);
    kk_html_add(H,
                "\"/><path class=\"line\" d=\"M%s 6H%s\"/><path class=\"dots\" d=\"M%s 6h0\"/><path class=\"mark\" "
                "d=\"M%s 2l4 7h-8z\"/></svg></td>",
                left, right, left, right);
}

/* Seats on rooms that one action adds, all kinds together: net of what it takes. */
static double seats_of(const kk_plan *P, const action *A)
{
    const kk_city *C = P->C;
    const kk_option *O = &C->option[A->o];
    double seats = 0.0;
    for (int e = 0; e < O->neffect; e++)
        if (C->seat[O->effect[e].seat].room)
            seats += kk_effect_full(C, O, &O->effect[e]) * (double)P->open[A->o * C->nplan + A->t] / KK_MICRO;
    return kk_shown(seats);
}

void kk_html_actions(kk_html *H, const kk_report_side *D)
{
    enum { N = 9, BAR = 4 };
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    const kk_sheet *S = D->P->sheet[KK_S_PLAN];
    int count, capital = kk_sheet_column(S, "capital"), running = kk_sheet_column(S, "running");
    int needed = kk_sheet_column(S, "years_needed");
    const action *list = actions_of(H, D->P, &count);
    kk_html_section(H, 2, "actions", KK_WORD(V, "Actions: decide by, opens on", "確保方策の工程：決定期限と開設日"));
    if (count == 0) {
        kk_html_add(H, "<p>%s</p></section>\n",
                    KK_WORD(V, "The plan opens nothing.", "この計画で開設するものはありません。"));
        return;
    }
    int from = list[0].decide < C->first ? list[0].decide : C->first, n = C->last - from + 1;
    const char *heading[N] = {KK_WORD(V, "Action", "確保方策"),
                              KK_WORD(V, "Units", "件数"),
                              KK_WORD(V, "Seats, net", "定員の増減"),
                              KK_WORD(V, "Decide by", "決定期限"),
                              KK_SAY(V, "FY%d to %d", "%d〜%d年度", from, C->last),
                              KK_WORD(V, "Opens on", "開設日"),
                              KK_SAY(V, "Capital, %s", "整備費（%s）", C->money_unit),
                              KK_SAY(V, "Running a year, %s", "年間運営費（%s）", C->money_unit),
                              KK_WORD(V, "Years needed", "必要な年度")};
    kk_html_add(
        H, "<p class=\"small\">%s</p>\n",
        KK_WORD(V,
                "● decide by, ▲ opens on; those to be decided first at the head. Years needed: without the action "
                "not all who have a place would have one.",
                "● 決定期限、▲ "
                "開設日。決定期限の早い順。必要な年度は、その方策がないと受け入れられない子どもが出る年度です。"));
    kk_html_table_begin(H, KK_SAY(V, "All actions: %d", "全%d件の確保方策", count), heading, N, 1);
    for (const action *A = list; A < list + count; A++) {
        int lead = C->measure[C->option[A->o].measure].lead_years;
        const char *cell[N] = {
            KK_SAY(V, "%s, %s", "%s（%s）", kk_option_label(C, A->o), C->node[C->option[A->o].area].name.label),
            kk_say_decimal(V, D->P->open[A->o * C->nplan + A->t], 6),
            kk_say_exact(V, seats_of(D->P, A)),
            kk_say_date(V, C->first + A->t - lead),
            "",
            kk_say_date(V, C->first + A->t),
            kk_say_cell(V, kk_sheet_cell(S, A->row, capital)),
            kk_say_cell(V, kk_sheet_cell(S, A->row, running)),
            say_needed(H, kk_sheet_cell(S, A->row, needed))};
        kk_html_add(H, "<tr><th scope=\"row\">%s</th>", KK_HTML(H, cell[0]));
        for (int i = 1; i < N; i++)
            if (i == BAR)
                put_bar(H, A, from, n);
            else
                kk_html_add(H, "<td>%s</td>", KK_HTML(H, cell[i]));
        kk_html_add(H, "</tr>\n");
    }
    kk_html_table_end(H);
    kk_html_add(H, "</section>\n");
}

/* ---- money ------------------------------------------------------------------------------------------------------- */

/* What a payer pays in a year (KK_NONE: all years) of one cost. */
static int64_t paid(const kk_report_side *D, int y, int payer, int cost)
{
    const kk_city *C = D->P->C;
    int64_t sum = 0;
    for (int i = y == KK_NONE ? 0 : y; i < (y == KK_NONE ? D->F->nmoney : y + 1); i++)
        for (int m = 0; m < C->nmeasure; m++)
            sum += D->F->money[kk_money_at(C, i, payer, m, cost)];
    return sum;
}

static void money_row(kk_html *H, const kk_report_side *D, const int *payer, int npayer, int y)
{
    const kk_voice *V = &H->voice;
    const char **cell = KK_ARRAY(H->K, const char *, 2 * npayer + 2);
    int64_t all = 0;
    cell[0] = y == KK_NONE ? KK_WORD(V, "Total", "計") : kk_say_fiscal(V, D->F->money_first + y);
    for (int i = 0; i < npayer; i++)
        for (int cost = 0; cost < KK_NCOST; cost++) {
            int64_t sum = paid(D, y, payer[i], cost);
            all += sum;
            cell[1 + KK_NCOST * i + cost] = kk_say_whole(V, sum);
        }
    cell[2 * npayer + 1] = kk_say_whole(V, all);
    kk_html_row(H, y == KK_NONE ? "total" : "", cell, 2 * npayer + 2, 1);
}

static void put_money(kk_html *H, const kk_report_side *D, const int *payer, int npayer)
{
    const kk_voice *V = &H->voice;
    const char **heading = KK_ARRAY(H->K, const char *, 2 * npayer + 2), **word = KK_ARRAY(H->K, const char *, npayer);
    kk_chart X = {
        .title = KK_SAY(V, "Capital and running cost by payer, %s", "負担者別の整備費と運営費（%s）", V->C->money_unit),
        .first = D->F->money_first,
        .n = D->F->nmoney,
        .last = V->C->last,
        .wide = true};
    for (int i = 0; i < npayer; i++) { /* more payers than fills: the last fill has the rest */
        int s = i < KK_MOST_SERIES ? i : KK_MOST_SERIES - 1;
        double *value = KK_ARRAY(H->K, double, X.n);
        for (int y = 0; y < X.n; y++)
            value[y] = (double)(paid(D, y, payer[i], KK_CAPITAL) + paid(D, y, payer[i], KK_RUNNING)) +
                       (i > s ? X.value[s][y] : 0.0);
        X.value[s] = value;
        X.fill[s] = (kk_fill)s;
        X.nseries = s + 1;
        word[s] = i == s ? kk_say_payer(V, payer[i]) : KK_WORD(V, "others", "その他");
    }
    kk_html_legend(H, X.fill, word, X.nseries, NULL, NULL);
    kk_html_chart(H, &X);
    heading[0] = KK_WORD(V, "Fiscal year", "年度");
    for (int i = 0; i < npayer; i++) {
        heading[1 + 2 * i] = KK_SAY(V, "%s, capital", "%s 整備費", kk_say_payer(V, payer[i]));
        heading[2 + 2 * i] = KK_SAY(V, "%s, running", "%s 運営費", kk_say_payer(V, payer[i]));
    }
    heading[2 * npayer + 1] = KK_WORD(V, "Total", "計");
    kk_html_table_begin(
        H, KK_SAY(V, "Money by fiscal year and payer, %s", "年度別・負担者別の費用（%s）", V->C->money_unit), heading,
        2 * npayer + 2, 1);
    for (int y = 0; y < D->F->nmoney; y++)
        money_row(H, D, payer, npayer, y);
    money_row(H, D, payer, npayer, KK_NONE);
    kk_html_table_end(H);
}

void kk_html_money(kk_html *H, const kk_report_side *D)
{
    const kk_voice *V = &H->voice;
    int *payer = KK_ARRAY(H->K, int, V->C->npayer), n = 0;
    for (int i = 0; i < V->C->npayer; i++) {
        bool any = false;
        for (int y = 0; y < D->F->nmoney; y++)
            any = any || paid(D, y, i, KK_CAPITAL) != 0 || paid(D, y, i, KK_RUNNING) != 0;
        if (any)
            payer[n++] = i;
    }
    kk_html_section(H, 2, "money", KK_WORD(V, "Money by year and payer", "費用（年度・負担者別）"));
    if (n == 0)
        kk_html_add(H, "<p>%s</p>\n", KK_WORD(V, "The plan costs nothing.", "費用はかかりません。"));
    else
        put_money(H, D, payer, n);
    kk_html_add(H, "</section>\n");
}

/* ---- vacant seats ------------------------------------------------------------------------------------------------ */

/* Supply, used and vacant seats that are rooms, all areas; and vacant without the plan. */
static void vacant_years(const kk_report_side *D, double *supply, double *used, double *vacant, double *without)
{
    const kk_city *C = D->P->C;
    for (int t = 0; t < C->nyear; t++) {
        for (int a = 0; a < C->narea; a++)
            for (int k = 0; k < C->nseat; k++) {
                size_t i = kk_at(a, k, C->nseat, t, C->nyear);
                if (!C->seat[k].room)
                    continue;
                supply[t] += D->F->supply[i];
                used[t] += D->F->used[i];
                vacant[t] += kk_shown(D->F->supply[i] - D->F->used[i]);
                without[t] += kk_shown(C->base[i] - D->F->used_without[i]);
            }
        supply[t] = kk_shown(supply[t]);
        used[t] = kk_shown(used[t]);
        vacant[t] = kk_shown(vacant[t]);
        without[t] = kk_shown(without[t]);
    }
}

typedef struct {
    int row; /* of actions.csv */
    double years;
} causer;

static int by_years(const void *x, const void *y)
{
    const causer *X = x, *Y = y;
    return X->years != Y->years ? (X->years < Y->years) - (X->years > Y->years) : X->row - Y->row;
}

/* Who causes the seats that stand empty: the actions whose own seats do. */
static void put_causers(kk_html *H, const kk_report_side *D)
{
    enum { N = 5 };
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    int n = D->why->sheet[KK_R_ACTIONS]->nrow, count = 0;
    causer *list = KK_ARRAY(H->K, causer, n);
    for (int i = 0; i < n; i++) {
        double years = kk_reason_number(D->why, KK_R_ACTIONS, i, "vacant_seat_years");
        if (strcmp(kk_reason_cell(D->why, KK_R_ACTIONS, i, "status"), "opens") == 0 && years >= 0.5)
            list[count++] = (causer){i, years};
    }
    if (count == 0) {
        kk_html_add(
            H, "<p>%s</p>\n",
            KK_WORD(V, "No seats that the plan adds stand empty.", "この計画で増やした定員に空きは生じません。"));
        return;
    }
    qsort(list, (size_t)count, sizeof *list, by_years);
    const char *heading[N] = {KK_WORD(V, "Action", "確保方策"), KK_WORD(V, "Opens on", "開設日"),
                              KK_SAY(V, "Vacant, %s", "空き %s", kk_say_date(V, C->last)),
                              KK_SAY(V, "Vacant, %s", "空き %s", kk_say_date(V, C->look_ahead)),
                              KK_WORD(V, "Seat-years vacant", "空き（延べ席・年）")};
    kk_html_table_begin(H, KK_WORD(V, "Actions whose own seats stand empty", "増やした定員に空きが生じる確保方策"),
                        heading, N, 1);
    double rest = 0.0;
    for (int i = 0; i < count; i++) {
        int row = list[i].row, node = C->nnode - 1;
        if (i >= MOST_CAUSERS) {
            rest += list[i].years;
            continue;
        }
        for (int a = 0; a < C->narea; a++)
            if (strcmp(C->node[a].name.id, kk_reason_cell(D->why, KK_R_ACTIONS, row, "area")) == 0)
                node = a;
        int year = atoi(kk_reason_cell(D->why, KK_R_ACTIONS, row, "opens_on")) - C->as_of_end;
        const char *cell[N] = {
            KK_SAY(V, "%s, %s", "%s（%s）", kk_reason_cell(D->why, KK_R_ACTIONS, row, "label"), kk_say_area(V, node)),
            kk_say_date(V, year), kk_say_cell(V, kk_reason_cell(D->why, KK_R_ACTIONS, row, "vacant_at_last")),
            kk_say_cell(V, kk_reason_cell(D->why, KK_R_ACTIONS, row, "vacant_at_end")), kk_say_exact(V, list[i].years)};
        kk_html_row(H, "", cell, N, 1);
    }
    if (count > MOST_CAUSERS) {
        const char *cell[N] = {KK_SAY(V, "%d more (actions.csv)", "ほか%d件（actions.csv）", count - MOST_CAUSERS), "",
                               "", "", kk_say_exact(V, rest)};
        kk_html_row(H, "total", cell, N, 1);
    }
    kk_html_table_end(H);
}

void kk_html_vacant(kk_html *H, const kk_report_side *D)
{
    enum { N = 5 };
    static const kk_fill FILL[] = {KK_FILL_LIGHT};
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    double *supply = KK_ARRAY(H->K, double, C->nyear), *used = KK_ARRAY(H->K, double, C->nyear);
    double *vacant = KK_ARRAY(H->K, double, C->nyear), *without = KK_ARRAY(H->K, double, C->nyear);
    vacant_years(D, supply, used, vacant, without);
    kk_html_section(H, 2, "vacant", KK_SAY(V, "Vacant seats to FY%d", "空きの見通し（%d年度まで）", C->look_ahead));
    kk_chart X = {.title = KK_WORD(V, "Vacant seats, all areas", "空き（全区域、人分）"),
                  .first = C->first,
                  .n = C->nyear,
                  .nseries = 1,
                  .value = {vacant},
                  .fill = {KK_FILL_LIGHT},
                  .line = without,
                  .last = C->last,
                  .wide = true};
    const char *word[] = {KK_WORD(V, "with the plan", "計画あり")};
    kk_html_legend(H, FILL, word, 1, KK_WORD(V, "without the plan", "計画なし"), NULL);
    kk_html_chart(H, &X);
    const char *heading[N] = {KK_WORD(V, "Date", "時点"), KK_WORD(V, "Seats", "定員"), KK_WORD(V, "Used", "利用"),
                              KK_WORD(V, "Vacant", "空き"),
                              KK_WORD(V, "Vacant without the plan", "計画がない場合の空き")};
    kk_html_table_begin(H, KK_WORD(V, "Seats and vacant seats, all areas", "定員と空き（全区域）"), heading, N, 1);
    for (int t = 0; t < C->nyear; t++) {
        const char *cell[N] = {kk_say_long_date(V, C->first + t), kk_say_exact(V, supply[t]), kk_say_exact(V, used[t]),
                               kk_say_exact(V, vacant[t]), kk_say_exact(V, without[t])};
        kk_html_row(H, "", cell, N, 1);
    }
    kk_html_table_end(H);
    put_causers(H, D);
    kk_html_add(H, "</section>\n");
}

/* ---- goals ------------------------------------------------------------------------------------------------------- */

/* A value of the goals of stage i, in what they count where all count the same. */
static const char *say_stage(const kk_voice *V, const kk_report_side *D, int i, double value)
{
    const kk_city *C = D->P->C;
    int first = KK_NONE;
    for (int n = 0; n < C->ngoal; n++) {
        if (C->goal[n].stage != i)
            continue;
        if (first != KK_NONE && C->goal[n].kind != C->goal[first].kind)
            return kk_say_exact(V, value);
        first = first == KK_NONE ? n : first;
    }
    return first == KK_NONE ? kk_say_exact(V, value) : kk_say_goal_value(V, first, value);
}

void kk_html_goals(kk_html *H, const kk_report_side *D)
{
    enum { N = 5 };
    const kk_voice *V = &H->voice;
    const char *heading[N] = {KK_WORD(V, "Order", "順位"), KK_WORD(V, "Goal", "目標"), KK_WORD(V, "Value", "値"),
                              KK_WORD(V, "No plan is below", "これを下回る計画はない"),
                              KK_WORD(V, "At most from the best", "最善との差（最大）")};
    int count = 0;
    kk_html_section(H, 2, "goals",
                    KK_WORD(V, "Goals in their order, and how far from the best", "目標の値と最善との差"));
    for (int i = 0; i < D->P->nstage; i++) {
        const kk_stage *stage = &D->P->stage[i];
        if (!stage->goal)
            continue;
        if (count++ == 0) {
            kk_html_add(H, "<p class=\"small\">%s</p>\n",
                        KK_WORD(V,
                                "Each goal is made as small as it can be while those before it keep their values. "
                                "kakuho verify recomputes the bounds.",
                                "先の順位の値を保ったまま、次の目標の値を最も小さくします。限界は kakuho verify "
                                "で検算できます。"));
            kk_html_table_begin(H, KK_WORD(V, "Goals, in the city’s order", "目標の値（優先順）"), heading, N, 2);
        }
        const char *cell[N] = {kk_format(H->K, "%d", count), kk_say_stage(V, i), say_stage(V, D, i, stage->value),
                               say_stage(V, D, i, stage->proved ? stage->value : stage->bound),
                               stage->proved ? KK_WORD(V, "best, proved", "最善（証明済み）") : kk_say_gap(V, stage)};
        kk_html_row(H, "", cell, N, 2);
    }
    if (count > 0)
        kk_html_table_end(H);
    else
        kk_html_add(H, "<p>%s</p>\n",
                    KK_WORD(V, "The plan in force is followed: nothing is decided by goals.",
                            "現行計画をそのまま評価したもので、目標による選択はありません。"));
    kk_html_add(H, "</section>\n");
}

/* ---- what binds -------------------------------------------------------------------------------------------------- */

static const char *change(kk_html *H, const kk_report_side *D, int row, const char *heading)
{
    double gains = kk_reason_number(D->why, KK_R_CAUSES, row, heading);
    return isnan(gains) ? "–" : kk_say_difference(&H->voice, -gains);
}

void kk_html_limits(kk_html *H, const kk_report_side *D)
{
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    int n = 4 + 2 * C->ntarget, count = 0;
    const char **heading = KK_ARRAY(H->K, const char *, n), **cell = KK_ARRAY(H->K, const char *, n);
    kk_html_section(H, 2, "limits",
                    KK_WORD(V, "What binds, and what one more unit brings", "何が制約か、1単位緩めると何が変わるか"));
    heading[0] = KK_WORD(V, "Limit that is used up", "使い切っている制約");
    heading[1] = KK_WORD(V, "Without it: children short, all years", "なければ：不足（全年度の計）");
    for (int g = 0; g < C->ntarget; g++)
        heading[2 + g] = KK_SAY(V, "Without it: %s", "なければ：%s", C->target[g].name.label);
    heading[2 + C->ntarget] = KK_WORD(V, "One more unit: children short", "緩める単位と不足");
    for (int g = 0; g < C->ntarget; g++)
        heading[3 + C->ntarget + g] = KK_SAY(V, "One more unit: %s", "緩めれば：%s", C->target[g].name.label);
    kk_html_add(
        H, "<p class=\"small\">%s</p>\n",
        KK_WORD(V,
                "How what is short changes when the city is planned again with this one thing changed. Effects of "
                "different limits do not add up.",
                "条件を一つだけ変えて計画し直したときの不足の変化です。別々の制約の効果は足し合わせられません。"));
    for (int i = 0; i < D->why->sheet[KK_R_CAUSES]->nrow; i++) {
        if (strcmp(kk_reason_cell(D->why, KK_R_CAUSES, i, "used_up"), "yes") != 0)
            continue;
        if (count++ == 0)
            kk_html_table_begin(H, KK_WORD(V, "Limits that the plan uses up", "計画が使い切っている制約"), heading,
                                n - 1, 1);
        cell[0] = kk_say_cause(V, D->why->words, i);
        cell[1] = change(H, D, i, "gains_unmet");
        const char *more = kk_say_more(V, D->why->words, i);
        cell[2 + C->ntarget] =
            *more ? KK_SAY(V, "%s: %s", "%s：%s", more, change(H, D, i, "one_more_gains_unmet")) : "–";
        for (int g = 0; g < C->ntarget; g++) {
            const char *id = C->target[g].name.id;
            cell[2 + g] = change(H, D, i, kk_format(H->K, "gains_%s", id));
            cell[3 + C->ntarget + g] = change(H, D, i, kk_format(H->K, "one_more_gains_%s", id));
        }
        kk_html_row(H, "", cell, n - 1, 1);
    }
    if (count > 0)
        kk_html_table_end(H);
    else
        kk_html_add(H, "<p>%s</p>\n", KK_WORD(V, "The plan uses no limit up.", "使い切っている制約はありません。"));
    kk_html_add(H, "</section>\n");
}
