/* A comparison in words. See compare_page.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/compare_page.h"

#include "report/compare_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is told of numbers ------------------------------------------------------------------------------------ */

static const char *say_fiscal(const kk_page_maker *P, int year)
{
    return KK_SAY(&P->G->voice, "FY%d", "%d年度", year);
}

static bool same_money(const kk_page_maker *P, const int64_t *value)
{
    for (int s = 1; s < P->G->X->nside; s++)
        if (value[s] != value[0])
            return false;
    return true;
}

/* The largest difference from the base. */
static double spread(const kk_page_maker *P, const double *value)
{
    double most = 0.0;
    for (int s = 1; s < P->G->X->nside; s++)
        if (!isnan(value[s] - value[0]))
            most = fmax(most, fabs(value[s] - value[0]));
    return most;
}

/* ---- promises, balances ------------------------------------------------------------------------------------------ */

static void say_promises(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_page_begin(P, KK_WORD(V, "Promises (short 0 = kept)", "目標（不足0は達成）"), false);
    for (int i = 0; i < X->npromise; i++) {
        const kk_compared_promise *R = &X->promise[i];
        const char *name = kk_page_label(P, "target", R->target), *date = kk_page_date(P, R->year);
        if (!kk_page_same(P, R->short_))
            kk_page_numbers(P, KK_SAY(V, "%s, %s: short", "%s、%s：不足", name, date), R->short_);
        if (!kk_page_same(P, R->required))
            kk_page_numbers(P, KK_SAY(V, "%s, %s: required", "%s、%s：必要数", name, date), R->required);
    }
    kk_page_end(P);
}

static void say_years(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_page_begin(P, KK_WORD(V, "Children short, all areas", "不足（全区域、人）"), false);
    for (int i = 0; i < X->nyear; i++)
        if (!kk_page_same(P, X->year[i].unmet))
            kk_page_numbers(P, kk_page_date(P, X->year[i].year), X->year[i].unmet);
    kk_page_end(P);
    kk_page_begin(P, KK_WORD(V, "Vacant seats, all areas", "空き（全区域、人分）"), false);
    for (int i = 0; i < X->nyear; i++)
        if (!kk_page_same(P, X->year[i].vacant))
            kk_page_numbers(P, kk_page_date(P, X->year[i].year), X->year[i].vacant);
    kk_page_end(P);
}

typedef struct {
    const kk_compared_cell *cell;
    double spread;
    int at;
} ranked_cell;

static int by_cell(const void *x, const void *y)
{
    const ranked_cell *X = x, *Y = y;
    if (X->spread != Y->spread)
        return X->spread < Y->spread ? 1 : -1;
    return (X->at > Y->at) - (X->at < Y->at);
}

/* How many cells became what, and of two plans by how many children. */
static void say_cell_changes(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    for (kk_cell_change change = KK_CELL_SHORT; change <= KK_CELL_LESS; change++) {
        int *count = KK_ARRAY(P->G->K, int, X->nside), all = 0;
        double sum[2] = {0.0, 0.0};
        for (int i = 0; i < X->ncell; i++)
            for (int s = 1; s < X->nside; s++)
                if (X->cell[i].change[s] == change) {
                    count[s]++;
                    all++;
                    sum[0] += X->cell[i].unmet[0];
                    sum[1] += X->cell[i].unmet[s];
                }
        if (all == 0)
            continue;
        const char *word = kk_cell_change_word(V->lang, change);
        if (X->nside == 2) {
            sum[0] = kk_shown(sum[0]);
            sum[1] = kk_shown(sum[1]);
            kk_page_numbers(P,
                            all == 1 ? KK_SAY(V, "%s: %d cell", "%s：%d件", word, all)
                                     : KK_SAY(V, "%s: %d cells", "%s：%d件", word, all),
                            sum);
            continue;
        }
        const char **cell = kk_page_row_new(P, kk_format(P->G->K, KK_WORD(V, "%s, cells", "%s（件）"), word));
        for (int s = 1; s < X->nside; s++)
            cell[s] = kk_format(P->G->K, "%d", count[s]);
    }
}

static void say_cells(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_page_begin(P, KK_WORD(V, "Children short, by area, class and year", "不足（区域・認定区分・年度ごと、人）"),
                  false);
    say_cell_changes(P);
    ranked_cell *list = KK_ARRAY(P->G->K, ranked_cell, X->ncell);
    for (int i = 0; i < X->ncell; i++)
        list[i] = (ranked_cell){&X->cell[i], spread(P, X->cell[i].unmet), i};
    qsort(list, (size_t)X->ncell, sizeof *list, by_cell);
    for (int i = 0; i < X->ncell && i < P->G->details; i++) {
        const kk_compared_cell *N = list[i].cell;
        kk_page_numbers(P,
                        kk_format(P->G->K, "  %s %s %s", kk_page_label(P, "area", N->area),
                                  kk_page_label(P, "class", N->class_), kk_page_date(P, N->year)),
                        N->unmet);
    }
    kk_page_more(P, X->ncell - P->G->details);
    kk_page_end(P);
}

/* ---- actions ----------------------------------------------------------------------------------------------------- */

/* Units of each measure, and those that every plan opens at least. */
static void say_measures(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_page_begin(P, KK_WORD(V, "Units opened, by measure", "確保方策ごとの件数"), false);
    int n = P->S->ncell;
    const char **heading = KK_ARRAY(P->G->K, const char *, n + 1);
    memcpy(heading, P->S->heading, (size_t)n * sizeof *heading);
    heading[n] = KK_WORD(V, "in all", "共通");
    P->S->heading = heading;
    P->S->ncell = n + 1;
    unsigned char *done = KK_ARRAY(P->G->K, unsigned char, X->naction);
    for (int i = 0; i < X->naction; i++) {
        if (done[i])
            continue;
        double *units = KK_ARRAY(P->G->K, double, X->nside), common = 0.0;
        bool same = true;
        for (int j = i; j < X->naction; j++) {
            const kk_compared_action *N = &X->action[j];
            if (strcmp(N->measure, X->action[i].measure) != 0)
                continue;
            done[j] = 1;
            common += (double)N->no_regret / KK_MICRO;
            for (int s = 0; s < X->nside; s++) {
                units[s] += (double)N->units[s] / KK_MICRO;
                same = same && N->change[s] == KK_ACTION_SAME;
            }
        }
        if (same)
            continue;
        for (int s = 0; s < X->nside; s++)
            units[s] = kk_shown(units[s]);
        kk_page_numbers(P, kk_page_label(P, "measure", X->action[i].measure), units);
        P->S->row[P->S->nrow - 1].cell[n] = kk_page_number(P, kk_shown(common));
    }
    kk_page_end(P);
}

/* "3 added, 2 moved" */
static const char *change_counts(const kk_page_maker *P, int s)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_text T = {.K = P->G->K};
    for (int change = KK_ACTION_ADDED; change <= KK_NACTION_CHANGE; change++) { /* the same come last */
        int count = 0, which = change == KK_NACTION_CHANGE ? KK_ACTION_SAME : change;
        for (int i = 0; i < X->naction; i++)
            count += (int)X->action[i].change[s] == which && (which != KK_ACTION_SAME || *X->action[i].opens[0]);
        const char *word = kk_action_change_word(V->lang, which), *comma = T.length ? KK_WORD(V, ", ", "、") : "";
        if (count > 0 && V->lang == KK_JA)
            kk_text_addf(&T, "%s%s%d件", comma, word, count);
        else if (count > 0)
            kk_text_addf(&T, "%s%d %s", comma, count, word);
    }
    return kk_text_get(&T);
}

static const char *action_label(const kk_page_maker *P, const kk_compared_action *N)
{
    const kk_voice *V = &P->G->voice;
    const char *what = kk_format(P->G->K, "%s %s", kk_page_label(P, "area", N->area), N->label);
    if (P->G->X->nside > 2)
        return what;
    return kk_format(P->G->K, "%s %s", kk_action_change_word(V->lang, N->change[1]), what);
}

/* Units by fiscal year, "2021: 1.5, 2022: 2", of "2021-04-01 1.5;2022-04-01 2". */
static const char *say_opens(const kk_page_maker *P, int side, const char *opens)
{
    int less = P->G->X->side[side].C->as_of_end ? 1 : 0;
    kk_text T = {.K = P->G->K};
    for (const char *s = opens; *s;) {
        size_t n = strcspn(s, ";"), date = strcspn(s, " ");
        kk_text_addf(&T, "%s%d: %.*s", T.length ? ", " : "", atoi(s) - less, (int)(n - date - 1), s + date + 1);
        s += n + (s[n] == ';');
    }
    return T.length ? kk_text_get(&T) : "–";
}

typedef struct {
    const kk_compared_action *action;
    int rank, at;
    kk_micro spread;
} ranked_action;

static int by_action(const void *x, const void *y)
{
    const ranked_action *X = x, *Y = y;
    if (X->rank != Y->rank)
        return X->rank - Y->rank;
    if (X->spread != Y->spread)
        return X->spread < Y->spread ? 1 : -1;
    return (X->at > Y->at) - (X->at < Y->at);
}

static void say_actions(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_page_begin(P, KK_WORD(V, "Actions: units by fiscal year of opening", "候補ごとの開設年度と件数"), true);
    ranked_action *list = KK_ARRAY(P->G->K, ranked_action, X->naction);
    int count = 0, everywhere = 0;
    for (int i = 0; i < X->naction; i++) {
        const kk_compared_action *N = &X->action[i];
        ranked_action here = {.action = N, .rank = KK_NACTION_CHANGE, .at = i};
        for (int s = 1; s < X->nside; s++) {
            kk_micro more = N->units[s] - N->units[0];
            if (N->change[s] != KK_ACTION_SAME && (int)N->change[s] < here.rank)
                here.rank = (int)N->change[s];
            here.spread = more > here.spread ? more : -more > here.spread ? -more : here.spread;
        }
        everywhere += N->count == X->nside;
        if (here.rank < KK_NACTION_CHANGE)
            list[count++] = here;
    }
    if (count > 0) {
        kk_text T = {.K = P->G->K};
        for (int s = 1; s < X->nside; s++)
            kk_text_addf(&T, "%s%s%s\n", X->nside > 2 ? X->side[s].name : "", X->nside > 2 ? ": " : "",
                         change_counts(P, s));
        kk_text_add(&T, KK_SAY(V, "opened in all plans: %d, only in some: %d",
                               "全ての計画で開設：%d件、一部の計画のみ：%d件", everywhere, X->naction - everywhere));
        P->S->note = kk_text_get(&T);
    }
    qsort(list, (size_t)count, sizeof *list, by_action);
    for (int i = 0; i < count && i < 2 * P->G->details; i++) {
        const char **cell = kk_page_row_new(P, action_label(P, list[i].action));
        for (int s = 0; s < X->nside; s++)
            cell[s] = say_opens(P, s, list[i].action->opens[s]);
    }
    kk_page_more(P, count - 2 * P->G->details);
    kk_page_end(P);
}

/* ---- money ------------------------------------------------------------------------------------------------------- */

static int64_t *money_sum(const kk_page_maker *P, int year, const char *payer)
{
    const kk_comparison *X = P->G->X;
    int64_t *sum = KK_ARRAY(P->G->K, int64_t, X->nside);
    for (int i = 0; i < X->nmoney; i++)
        for (int s = 0; s < X->nside; s++)
            if ((year == 0 || X->money[i].year == year) && (!payer || strcmp(X->money[i].payer, payer) == 0))
                sum[s] += X->money[i].capital[s] + X->money[i].running[s];
    return sum;
}

/* Both margins of year and payer: each adds up to the total. All rows, so that they do. */
static void say_money_of(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    bool any = false;
    for (int i = 0; i < X->nmoney; i++)
        any |= !same_money(P, X->money[i].capital) || !same_money(P, X->money[i].running);
    if (!X->money_unit) {
        kk_page_begin(P, KK_WORD(V, "Money", "費用"), false);
        P->S->note = KK_WORD(V, "the plans count money in different units: it is not compared",
                             "計画ごとに金額の単位が違うため、比べていません");
        return;
    }
    if (!any)
        return;
    int first = X->money[0].year, last = X->money[X->nmoney - 1].year;
    kk_page_begin(P,
                  first < last ? KK_SAY(V, "Money, FY%d-%d, capital and running, %s",
                                        "費用（%d〜%d年度、整備費と運営費、%s）", first, last, X->money_unit)
                               : KK_SAY(V, "Money, FY%d, capital and running, %s", "費用（%d年度、整備費と運営費、%s）",
                                        first, X->money_unit),
                  false);
    for (int i = 0; i < X->nmoney; i++) {
        bool seen = false;
        for (int j = 0; j < i; j++)
            seen |= strcmp(X->money[j].payer, X->money[i].payer) == 0;
        if (!seen)
            kk_page_moneys(P, X->money[i].label[V->lang], money_sum(P, 0, X->money[i].payer));
    }
    kk_page_moneys(P, KK_WORD(V, "Total", "計"), money_sum(P, 0, NULL));
    for (int year = first; year <= last; year++) {
        const int64_t *sum = money_sum(P, year, NULL);
        if (!same_money(P, sum))
            kk_page_moneys(P, kk_format(P->G->K, "  %s", say_fiscal(P, year)), sum);
    }
    kk_page_end(P);
}

/* ---- causes ------------------------------------------------------------------------------------------------------ */

const char *kk_cause_name(kk_ctx *K, const kk_comparison *X, const kk_table_cause *cause)
{
    kk_text T = {.K = K};
    for (int t = 0; t <= X->ntable; t++)
        if (cause->table[t])
            kk_text_addf(&T, "%s%s", T.length ? ";" : "", t < X->ntable ? X->table[t].name : X->scenario.name);
    return cause->version ? "kakuho" : kk_text_get(&T);
}

/* The same for people. */
static const char *cause_label(const kk_page_maker *P, const kk_table_cause *cause)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_text T = {.K = P->G->K};
    for (int t = 0; t <= X->ntable; t++)
        if (cause->table[t])
            kk_text_addf(&T, "%s%s", T.length ? KK_WORD(V, " and ", "・") : "",
                         t < X->ntable ? KK_WORD(V, X->table[t].name, X->table[t].ja) : KK_WORD(V, "scenario", "設定"));
    return kk_text_get(&T);
}

static void shift_row(kk_page_maker *P, const char *label, const kk_shift *E, bool actions)
{
    const kk_voice *V = &P->G->voice;
    const char **cell = kk_page_row_new(P, label);
    if (E->state != KK_CAUSE_TOLD) {
        cell[0] =
            E->state == KK_CAUSE_UNFIT ? KK_WORD(V, "does not fit", "合わない") : KK_WORD(V, "no plan", "計画なし");
        return;
    }
    cell[0] = kk_page_signed(P, kk_page_number(P, E->unmet), E->unmet > 0.0);
    cell[1] = P->G->X->money_unit ? kk_page_signed(P, kk_say_whole(V, E->cost), E->cost > 0) : "–";
    cell[2] = actions ? kk_say_whole(V, E->actions) : NULL;
}

static bool is_nothing(const kk_shift *E)
{
    return E->state == KK_CAUSE_TOLD && E->unmet == 0.0 && E->cost == 0 && E->actions == 0;
}

/* How the figures come about. */
static const char *causes_note(const kk_page_maker *P, int s)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    const char *one = X->side[0].name, *other = X->side[s].name;
    kk_text T = {.K = P->G->K};
    kk_text_addf(
        &T,
        KK_WORD(V, "alone: %s with this table of %s, less %s\n", "単独：%sのこの表だけを%sのものに替えた計画－%s\n"),
        one, other, one);
    kk_text_addf(
        &T,
        KK_WORD(V, "in %s: %s, less %s with this table of %s\n", "%sの中：%s－%sのこの表だけを%sのものに戻した計画\n"),
        other, other, other, one);
    kk_text_add(&T, KK_WORD(V,
                            "children short: all years of the plan, cost: all payers to the look-ahead, "
                            "actions: options that open otherwise",
                            "不足は計画期間の各年度の合計、費用は全負担者の見通し期間までの合計、"
                            "変わる候補は開設の年度か件数が変わる候補の数"));
    return kk_text_get(&T);
}

/* What every changed table did: put into the base alone, and taken out of the other plan. */
static void say_causes_of(kk_page_maker *P, const kk_table_causes *Y)
{
    enum { NCELL = 3 };
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    const char *one = X->side[0].name, *other = X->side[Y->side].name;
    if (Y->n == 0 && is_nothing(&Y->all))
        return;
    kk_page_begin(P,
                  KK_SAY(V, "Causes: from %s to %s, planned again", "%sから%sへの変化の原因（計画を作り直して求めた）",
                         one, other),
                  false);
    P->S->note = causes_note(P, Y->side);
    const char **heading = KK_ARRAY(P->G->K, const char *, NCELL);
    heading[0] = KK_WORD(V, "children short", "不足（人）");
    heading[1] = X->money_unit ? KK_SAY(V, "cost, %s", "費用（%s）", X->money_unit) : KK_WORD(V, "cost", "費用");
    heading[2] = KK_WORD(V, "actions", "変わる候補");
    P->S->heading = heading;
    P->S->ncell = NCELL;
    bool rest = Y->n > 1;
    for (int i = 0; i < Y->n; i++) {
        const kk_table_cause *cause = &Y->cause[i];
        if (is_nothing(&cause->alone) && is_nothing(&cause->removed))
            continue;
        const char *name = cause_label(P, cause);
        shift_row(P,
                  cause->version ? KK_SAY(V, "%s made again by this version", "%sを今の版で作り直す", one)
                                 : KK_SAY(V, "%s, alone", "%s、単独", name),
                  &cause->alone, true);
        shift_row(P,
                  cause->version ? KK_SAY(V, "%s made again by this version", "%sを今の版で作り直す", other)
                                 : KK_SAY(V, "%s, in %s", "%s、%sの中", name, other),
                  &cause->removed, true);
    }
    for (int way = 0; way < 2; way++)
        rest |= Y->together[way].unmet != 0.0 || Y->together[way].cost != 0;
    if (rest) {
        shift_row(P, KK_WORD(V, "together (all less Σ alone)", "組み合わせ（全て－単独の計）"), &Y->together[0], false);
        shift_row(P, KK_SAY(V, "together (all less Σ in %s)", "組み合わせ（全て－%sの中の計）", other), &Y->together[1],
                  false);
    }
    shift_row(P, KK_SAY(V, "all: %s − %s", "全て：%s − %s", other, one), &Y->all, true);
    kk_page_end(P);
}

/* ---- goals and the rest ------------------------------------------------------------------------------------------ */

static const char *goal_label(const kk_page_maker *P, const kk_compared_goal *N)
{
    static const char *const JA[KK_NGOAL] = {
        [KK_G_UNMET] = "不足",          [KK_G_SHORT] = "目標の不足", [KK_G_WORST_SHARE] = "最大の不足率",
        [KK_G_SEATS] = "増える定員",    [KK_G_COST] = "費用",        [KK_G_VACANT] = "空き",
        [KK_G_UNITS] = "件数",          [KK_G_CARERS] = "保育士",    [KK_G_CHANGE] = "現行計画からの変更",
        [KK_G_TRANSFERS] = "区域外利用"};
    return P->G->voice.lang == KK_JA ? kk_format(P->G->K, "%s：%s", N->text, JA[N->kind]) : N->text;
}

/* As they are told: shares in per cent, money whole. */
static double *goal_numbers(const kk_page_maker *P, const kk_compared_goal *N, const double *value)
{
    double *list = KK_ARRAY(P->G->K, double, P->G->X->nside);
    for (int s = 0; s < P->G->X->nside; s++)
        list[s] = isnan(value[s])               ? NAN
                  : N->kind == KK_G_COST        ? round(value[s])
                  : N->kind == KK_G_WORST_SHARE ? kk_shown(value[s] * 100.0)
                                                : kk_shown(value[s]);
    return list;
}

static void say_goals(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_page_begin(P, KK_WORD(V, "Goals, in the scenario's order", "目標の値（設定の順）"), false);
    for (int i = 0; i < X->ngoal; i++) {
        const kk_compared_goal *N = &X->goal[i];
        const double *value = goal_numbers(P, N, N->value), *bound = goal_numbers(P, N, N->bound);
        bool percent = N->kind == KK_G_WORST_SHARE, open = false;
        if (kk_page_same(P, value))
            continue;
        kk_page_numbers(P, percent ? kk_format(P->G->K, "%s, %%", goal_label(P, N)) : goal_label(P, N), value);
        for (int s = 0; s < X->nside; s++)
            open |= !isnan(bound[s]);
        if (!open)
            continue;
        const char **cell = kk_page_row_new(P, KK_WORD(V, "  proved: not below", "  証明済みの下限"));
        for (int s = 0; s < X->nside; s++)
            cell[s] = kk_page_number(P, isnan(bound[s]) ? value[s] : bound[s]);
    }
    kk_page_end(P);
}

/* What a reader finds cell by cell in the tables only. */
static void say_rest(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_page_begin(P, KK_WORD(V, "Tables: rows that differ", "計画の表（違いのある行数）"), false);
    kk_text T = {.K = P->G->K};
    for (int i = 0; i < KK_NSHEET; i++)
        if (X->sheet[i].nrow > 0)
            kk_text_addf(&T, KK_WORD(V, "%s%s.csv %d", "%s%s.csv %d行"), T.length ? KK_WORD(V, ", ", "、") : "",
                         X->sheet[i].name, X->sheet[i].nrow);
    P->S->note = T.length ? kk_text_get(&T) : NULL;
    kk_page_end(P);
}

const kk_page *kk_compare_page(kk_ctx *K, const kk_comparison *X, kk_lang lang, int details)
{
    kk_page *G = KK_NEW(K, kk_page);
    *G = (kk_page){.K = K, .X = X, .voice = {K, X->side[0].C, lang}, .details = details};
    kk_page_maker P = {.G = G};
    if (!X->differs && X->nnotation == 0)
        return G;
    kk_page_input(&P);
    say_promises(&P);
    say_years(&P);
    say_cells(&P);
    say_measures(&P);
    say_actions(&P);
    say_money_of(&P);
    say_goals(&P);
    for (int s = 1; X->causes && s < X->nside; s++)
        say_causes_of(&P, &X->causes[s - 1]);
    say_rest(&P);
    return G;
}
