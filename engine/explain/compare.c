/* What differs between plans. See compare.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/compare.h"

#include "base/str.h"
#include "explain/compare_tables.h"
#include "input/effective.h"
#include "input/folder.h"
#include "input/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    kk_ctx *K;
    int n;
    const kk_side *side;
    kk_comparison *X;
} comparer;

/* ---- cells ------------------------------------------------------------------------------------------------------- */

static double number(const char *cell)
{
    double value;
    return cell && kk_num_parse(cell, &value) == KK_NUM_OK ? value : NAN;
}

/* A table that is not what a plan of this version holds; only a hand makes such a one with the right SHA-256. */
static _Noreturn void fail_table(const comparer *X, int side, const kk_sheet *S, const char *what)
{
    kk_fail(X->K, KK_EJUDGE, "%s/%s.csv: %s: not as a plan has it; make the plan again",
            "%s/%s.csv：%s：計画の表として正しくありません。計画を作り直してください", X->side[side].dir, S->name,
            what);
}

/* The column with a heading; -1 in a table without rows alone. */
static int column_of(const comparer *X, int side, const kk_sheet *S, const char *heading)
{
    int column = kk_sheet_column(S, heading);
    if (column < 0 && S->nrow > 0)
        fail_table(X, side, S, heading);
    return column;
}

static double number_at(const comparer *X, int side, const kk_sheet *S, int row, int column)
{
    double value = number(kk_sheet_cell(S, row, column));
    if (!(fabs(value) < 9e12))
        fail_table(X, side, S, kk_brief(X->K, kk_sheet_cell(S, row, column)));
    return value;
}

/* A year of the plan; fiscal years of payment begin when something may be decided. */
static int year_at(const comparer *X, int side, const kk_sheet *S, int row, int column)
{
    const kk_city *C = X->side[side].C;
    double year = number_at(X, side, S, row, column);
    int first = S == X->side[side].sheet[KK_S_MONEY] ? C->decide_from : C->first;
    if (!(first <= year && year <= C->look_ahead))
        fail_table(X, side, S, kk_brief(X->K, kk_sheet_cell(S, row, column)));
    return (int)year;
}

/* Money is whole. */
static int64_t money_at(const comparer *X, int side, const kk_sheet *S, int row, int column)
{
    return llround(number_at(X, side, S, row, column));
}

static double *numbers(const comparer *X, double value)
{
    double *list = KK_ARRAY(X->K, double, X->n);
    for (int s = 0; s < X->n; s++)
        list[s] = value;
    return list;
}

/* ---- input ------------------------------------------------------------------------------------------------------- */

static const kk_blob *input_file(const kk_city *C, const char *name)
{
    for (int i = 0; i < C->ninput; i++)
        if (strcmp(C->input[i].name, name) == 0)
            return &C->input[i];
    return NULL;
}

static bool same_bytes(const comparer *X, const char *name)
{
    const kk_blob *first = input_file(X->side[0].C, name);
    for (int s = 1; s < X->n; s++) {
        const kk_blob *other = input_file(X->side[s].C, name);
        if (!first != !other ||
            (first && (first->size != other->size || memcmp(first->data, other->data, first->size))))
            return false;
    }
    return true;
}

/* What a table and its columns are called in Japanese, and which column is the number of a year. */
static void name_columns(kk_ctx *K, kk_differences *D, const kk_table *table)
{
    const char **ja = KK_ARRAY(K, const char *, D->ncolumn);
    bool *number = KK_ARRAY(K, bool, D->ncolumn);
    for (int j = 0; j < D->ncolumn; j++) {
        int c = kk_column_find(table, D->column[j]);
        ja[j] = c < 0 ? "推計" : table->column[c].ja;
        number[j] = c >= 0 && (table->column[c].type == KK_CELL_NUMBER || table->column[c].type == KK_CELL_WHOLE);
        if (table->years && c == table->value)
            D->value = j;
    }
    D->ja = table->ja;
    D->column_ja = ja;
    D->number = number;
}

static void compare_input(comparer *X)
{
    kk_comparison *out = X->X;
    const kk_sheet **given = KK_ARRAY(X->K, const kk_sheet *, X->n), **meant = KK_ARRAY(X->K, const kk_sheet *, X->n);
    out->ntable = KK_NTABLE;
    out->table = KK_ARRAY(X->K, kk_differences, KK_NTABLE);
    out->notation = KK_ARRAY(X->K, const char *, KK_NTABLE);
    for (int t = 0; t < KK_NTABLE; t++) {
        for (int s = 0; s < X->n; s++)
            kk_effective_table(X->K, X->side[s].C, t, &given[s], &meant[s]);
        out->table[t] = kk_differ(X->K, given, meant, X->n, kk_tables[t].key);
        name_columns(X->K, &out->table[t], &kk_tables[t]);
        out->ninput += out->table[t].nrow;
        if (out->table[t].nrow == 0 && !same_bytes(X, kk_format(X->K, "%s.csv", kk_tables[t].name)))
            out->notation[out->nnotation++] = kk_tables[t].name;
    }
    for (int s = 0; s < X->n; s++) {
        given[s] = kk_scenario_sheet(X->K, X->side[s].C);
        out->other_version |= strcmp(X->side[s].version, X->side[0].version) != 0;
    }
    out->scenario = kk_differ(X->K, given, NULL, X->n, "key");
    out->ninput += out->scenario.nrow;
}

/* ---- actions ----------------------------------------------------------------------------------------------------- */

static kk_compared_action *action_of(comparer *X, kk_map *map, int *capacity, const char *option)
{
    kk_comparison *out = X->X;
    int at = kk_map_put(map, option, out->naction);
    if (at < out->naction)
        return &out->action[at];
    out->action = kk_grow(X->K, out->action, capacity, at + 1, sizeof *out->action);
    out->naction++;
    kk_compared_action *N = &out->action[at];
    N->option = option;
    N->units = KK_ARRAY(X->K, kk_micro, X->n);
    N->opens = KK_ARRAY(X->K, const char *, X->n);
    N->change = KK_ARRAY(X->K, kk_action_change, X->n);
    for (int s = 0; s < X->n; s++)
        N->opens[s] = "";
    return N;
}

/* As shown: differences below a thousandth are none. */
static int64_t shown(kk_micro units)
{
    return kk_div_round(units, 1000);
}

const char *kk_opens_text(kk_ctx *K, const kk_city *C, const kk_micro *units)
{
    kk_text T = {.K = K};
    for (int t = 0; t < C->nplan; t++)
        if (shown(units[t]) > 0)
            kk_text_addf(&T, "%s%s %s", T.length ? ";" : "", kk_date_iso(K, C, C->first + t, 0),
                         kk_decimal(K, shown(units[t]), 3));
    return kk_text_get(&T);
}

static kk_action_change change_of(const kk_compared_action *N, int s)
{
    if (strcmp(N->opens[0], N->opens[s]) == 0)
        return KK_ACTION_SAME;
    if (!*N->opens[0])
        return KK_ACTION_ADDED;
    if (!*N->opens[s])
        return KK_ACTION_DROPPED;
    return shown(N->units[0]) == shown(N->units[s]) ? KK_ACTION_MOVED : KK_ACTION_RESIZED;
}

static void compare_actions(comparer *X)
{
    kk_map *map = kk_map_new(X->K);
    int capacity = 0;
    for (int s = 0; s < X->n; s++) {
        const kk_sheet *S = X->side[s].sheet[KK_S_PLAN];
        int option = column_of(X, s, S, "option"), measure = column_of(X, s, S, "measure");
        int area = column_of(X, s, S, "area"), label = column_of(X, s, S, "label");
        int opens = column_of(X, s, S, "opens_on"), units = column_of(X, s, S, "units");
        for (int i = 0; i < S->nrow; i++) {
            kk_compared_action *N = action_of(X, map, &capacity, kk_sheet_cell(S, i, option));
            if (!N->measure) {
                N->measure = kk_sheet_cell(S, i, measure);
                N->area = kk_sheet_cell(S, i, area);
                N->label = kk_sheet_cell(S, i, label);
            }
            kk_micro here = kk_micro_round(number_at(X, s, S, i, units));
            if (shown(here) > 0)
                N->opens[s] = kk_format(X->K, "%s%s%s %s", N->opens[s], *N->opens[s] ? ";" : "",
                                        kk_sheet_cell(S, i, opens), kk_decimal(X->K, shown(here), 3));
            N->units[s] += here;
        }
    }
    for (int i = 0; i < X->X->naction; i++) {
        kk_compared_action *N = &X->X->action[i];
        N->no_regret = N->units[0];
        for (int s = 0; s < X->n; s++) {
            N->change[s] = change_of(N, s);
            N->count += *N->opens[s] != '\0';
            N->no_regret = N->units[s] < N->no_regret ? N->units[s] : N->no_regret;
        }
    }
}

/* ---- balances ---------------------------------------------------------------------------------------------------- */

static kk_cell_change cell_change(double base, double here)
{
    if (isnan(base) || isnan(here))
        return KK_CELL_ONLY;
    if (base == here)
        return KK_CELL_SAME;
    if (base == 0.0)
        return KK_CELL_SHORT;
    if (here == 0.0)
        return KK_CELL_COVERED;
    return here > base ? KK_CELL_MORE : KK_CELL_LESS;
}

/* Cells that the base has and that are otherwise short in another plan. */
static void compare_cells(comparer *X)
{
    const kk_differences *D = &X->X->sheet[KK_S_BALANCE];
    int need = -1, unmet = -1, capacity = 0;
    for (int j = 0; j < D->ncolumn; j++) {
        need = strcmp(D->column[j], "need") == 0 ? j : need;
        unmet = strcmp(D->column[j], "unmet") == 0 ? j : unmet;
    }
    for (int i = 0; i < D->nrow && need >= 0 && unmet >= 0; i++) {
        kk_compared_cell cell = {
            .need = numbers(X, NAN), .unmet = numbers(X, NAN), .change = KK_ARRAY(X->K, kk_cell_change, X->n)};
        bool other = false;
        for (int s = 0; s < X->n; s++) {
            cell.need[s] = number(kk_differ_cell(D, X->n, i, need, s));
            cell.unmet[s] = number(kk_differ_cell(D, X->n, i, unmet, s));
            cell.change[s] = cell_change(cell.unmet[0], cell.unmet[s]);
            other |= cell.change[s] != KK_CELL_SAME && cell.change[s] != KK_CELL_ONLY;
        }
        if (!other)
            continue;
        cell.area = kk_differ_cell(D, X->n, i, 0, 0);
        cell.class_ = kk_differ_cell(D, X->n, i, 1, 0);
        cell.year = (int)number(kk_differ_cell(D, X->n, i, 2, 0));
        X->X->cell = kk_grow(X->K, X->X->cell, &capacity, X->X->ncell + 1, sizeof cell);
        X->X->cell[X->X->ncell++] = cell;
    }
}

static kk_compared_year *year_of(comparer *X, int year)
{
    return &X->X->year[year - X->X->year[0].year];
}

static bool is_room(const kk_city *C, const char *seat)
{
    for (int k = 0; k < C->nseat; k++)
        if (strcmp(C->seat[k].name.id, seat) == 0)
            return C->seat[k].room;
    return false;
}

/* Sums of printed cells over all areas. */
static void add_years(comparer *X, int s)
{
    const kk_city *C = X->side[s].C;
    const kk_sheet *B = X->side[s].sheet[KK_S_BALANCE], *S = X->side[s].sheet[KK_S_SEATS];
    for (int t = 0; t < C->nyear; t++) {
        kk_compared_year *Y = year_of(X, C->first + t);
        Y->need[s] = Y->unmet[s] = Y->supply[s] = Y->vacant[s] = 0.0;
    }
    int year = column_of(X, s, B, "year"), need = column_of(X, s, B, "need"), unmet = column_of(X, s, B, "unmet");
    for (int i = 0; i < B->nrow; i++) {
        kk_compared_year *Y = year_of(X, year_at(X, s, B, i, year));
        Y->need[s] = kk_shown(Y->need[s] + number_at(X, s, B, i, need));
        Y->unmet[s] = kk_shown(Y->unmet[s] + number_at(X, s, B, i, unmet));
    }
    int seat = column_of(X, s, S, "seat"), supply = column_of(X, s, S, "supply"), vacant = column_of(X, s, S, "vacant");
    year = column_of(X, s, S, "year");
    for (int i = 0; i < S->nrow; i++) {
        kk_compared_year *Y = year_of(X, year_at(X, s, S, i, year));
        if (!is_room(C, kk_sheet_cell(S, i, seat)))
            continue;
        Y->supply[s] = kk_shown(Y->supply[s] + number_at(X, s, S, i, supply));
        Y->vacant[s] = kk_shown(Y->vacant[s] + number_at(X, s, S, i, vacant));
    }
}

static void compare_years(comparer *X)
{
    int first = X->side[0].C->first, last = X->side[0].C->look_ahead, capacity = 0;
    for (int s = 1; s < X->n; s++) {
        first = X->side[s].C->first < first ? X->side[s].C->first : first;
        last = X->side[s].C->look_ahead > last ? X->side[s].C->look_ahead : last;
    }
    for (int year = first; year <= last; year++) {
        X->X->year = kk_grow(X->K, X->X->year, &capacity, X->X->nyear + 1, sizeof *X->X->year);
        X->X->year[X->X->nyear++] = (kk_compared_year){.year = year,
                                                       .need = numbers(X, NAN),
                                                       .unmet = numbers(X, NAN),
                                                       .supply = numbers(X, NAN),
                                                       .vacant = numbers(X, NAN)};
    }
    for (int s = 0; s < X->n; s++)
        add_years(X, s);
}

/* ---- money ------------------------------------------------------------------------------------------------------- */

/* Payers of all plans, as they first appear. */
static kk_map *all_payers(const comparer *X, const char ***out_payer, int *out_npayer)
{
    kk_map *map = kk_map_new(X->K);
    int capacity = 0;
    *out_npayer = 0;
    *out_payer = NULL;
    for (int s = 0; s < X->n; s++)
        for (int p = 0; p < X->side[s].C->npayer; p++) {
            const char *id = X->side[s].C->payer[p].id;
            if (kk_map_put(map, id, *out_npayer) != *out_npayer)
                continue;
            *out_payer = kk_grow(X->K, *out_payer, &capacity, *out_npayer + 1, sizeof **out_payer);
            (*out_payer)[(*out_npayer)++] = id;
        }
    return map;
}

static const char *payer_ja(const char *payer)
{
    int word = kk_word_find(kk_words_payer, payer);
    return word < 0 ? payer : kk_words_payer[word].word[KK_JA];
}

static void add_money(const comparer *X, kk_map *payers, int npayer, int first, kk_compared_money *all, int s)
{
    const kk_sheet *S = X->side[s].sheet[KK_S_MONEY];
    int year = column_of(X, s, S, "year"), payer = column_of(X, s, S, "payer");
    int capital = column_of(X, s, S, "capital"), running = column_of(X, s, S, "running");
    for (int i = 0; i < S->nrow; i++) {
        int y = year_at(X, s, S, i, year) - first, p = kk_map_get(payers, kk_sheet_cell(S, i, payer));
        if (p < 0)
            fail_table(X, s, S, kk_brief(X->K, kk_sheet_cell(S, i, payer)));
        all[y * npayer + p].capital[s] += money_at(X, s, S, i, capital);
        all[y * npayer + p].running[s] += money_at(X, s, S, i, running);
    }
}

static void compare_money(comparer *X)
{
    kk_comparison *out = X->X;
    const char **payer;
    int npayer, first = X->side[0].C->decide_from, last = X->side[0].C->look_ahead;
    kk_map *payers = all_payers(X, &payer, &npayer);
    out->money_unit = X->side[0].C->money_unit;
    for (int s = 1; s < X->n; s++) {
        const kk_city *C = X->side[s].C;
        first = C->decide_from < first ? C->decide_from : first;
        last = C->look_ahead > last ? C->look_ahead : last;
        if (out->money_unit && strcmp(C->money_unit, out->money_unit) != 0)
            out->money_unit = NULL;
    }
    if (!out->money_unit)
        return;
    int count = (last - first + 1) * npayer;
    kk_compared_money *all = KK_ARRAY(X->K, kk_compared_money, count);
    for (int i = 0; i < count; i++)
        all[i] = (kk_compared_money){.year = first + i / npayer,
                                     .payer = payer[i % npayer],
                                     .label = {payer[i % npayer], payer_ja(payer[i % npayer])},
                                     .capital = KK_ARRAY(X->K, int64_t, X->n),
                                     .running = KK_ARRAY(X->K, int64_t, X->n)};
    for (int s = 0; s < X->n; s++)
        add_money(X, payers, npayer, first, all, s);
    out->money = all;
    for (int i = 0; i < count; i++) {
        bool any = false;
        for (int s = 0; s < X->n; s++)
            any |= all[i].capital[s] != 0 || all[i].running[s] != 0;
        if (any)
            all[out->nmoney++] = all[i];
    }
}

/* ---- promises, goals --------------------------------------------------------------------------------------------- */

static void compare_promises(comparer *X)
{
    kk_comparison *out = X->X;
    kk_map *map = kk_map_new(X->K);
    int capacity = 0;
    for (int s = 0; s < X->n; s++) {
        const kk_sheet *S = X->side[s].sheet[KK_S_PROMISES];
        int target = column_of(X, s, S, "target"), year = column_of(X, s, S, "year");
        int required = column_of(X, s, S, "required"), missing = column_of(X, s, S, "short");
        int areas = column_of(X, s, S, "areas_short");
        for (int i = 0; i < S->nrow; i++) {
            const char *key = kk_format(X->K, "%s %s", kk_sheet_cell(S, i, year), kk_sheet_cell(S, i, target));
            int at = kk_map_put(map, key, out->npromise);
            if (at == out->npromise) {
                out->promise = kk_grow(X->K, out->promise, &capacity, at + 1, sizeof *out->promise);
                out->promise[out->npromise++] =
                    (kk_compared_promise){.target = kk_sheet_cell(S, i, target),
                                          .year = year_at(X, s, S, i, year),
                                          .required = numbers(X, NAN),
                                          .short_ = numbers(X, NAN),
                                          .areas_short = KK_ARRAY(X->K, const char *, X->n)};
            }
            out->promise[at].required[s] = number_at(X, s, S, i, required);
            out->promise[at].short_[s] = number_at(X, s, S, i, missing);
            out->promise[at].areas_short[s] = kk_sheet_cell(S, i, areas);
        }
    }
}

const char *kk_goal_name(kk_ctx *K, const kk_city *C, int n)
{
    const kk_goal *N = &C->goal[n];
    int count = 1;
    for (int i = 0; i < n; i++)
        count += C->goal[i].kind == N->kind && C->goal[i].target == N->target;
    kk_text T = {.K = K};
    kk_text_add(&T, kk_goal_word[N->kind]);
    if (N->target != KK_NONE)
        kk_text_addf(&T, "(%s)", C->target[N->target].name.id);
    if (count > 1)
        kk_text_addf(&T, " %d", count);
    return kk_text_get(&T);
}

static void compare_goals(comparer *X)
{
    kk_comparison *out = X->X;
    kk_map *map = kk_map_new(X->K);
    int capacity = 0;
    for (int s = 0; s < X->n; s++) {
        const kk_city *C = X->side[s].C;
        for (int n = 0; n < C->ngoal; n++) {
            const char *text = kk_goal_name(X->K, C, n);
            int at = kk_map_put(map, text, out->ngoal);
            if (at == out->ngoal) {
                out->goal = kk_grow(X->K, out->goal, &capacity, at + 1, sizeof *out->goal);
                out->goal[out->ngoal++] = (kk_compared_goal){
                    .kind = C->goal[n].kind, .text = text, .value = numbers(X, NAN), .bound = numbers(X, NAN)};
            }
            out->goal[at].value[s] = X->side[s].goal_value[n];
            out->goal[at].bound[s] = X->side[s].bound[n];
        }
    }
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

/* The columns that name a row of each table of a plan. official.csv says nothing that the others do not: it is left
 * out. */
static const char *const KEY[KK_NSHEET] = {
    [KK_S_PLAN] = "option,opens_on",     [KK_S_SERVED] = "area,in_area,class,service,year",
    [KK_S_BALANCE] = "area,class,year",  [KK_S_SEATS] = "area,seat,year",
    [KK_S_MONEY] = "year,payer,measure", [KK_S_LIMITS] = "limit,year",
    [KK_S_PROMISES] = "target,year",     [KK_S_CARERS] = "area,year",
    [KK_S_TRANSFERS] = "area,seat,year", [KK_S_LEAVERS] = "area,class,age,year",
};

static bool has_area(const kk_city *C, const char *id)
{
    for (int a = 0; a < C->narea; a++)
        if (strcmp(C->node[a].name.id, id) == 0)
            return true;
    return false;
}

static void check_common(const comparer *X, int s)
{
    const kk_side *one = &X->side[0], *other = &X->side[s];
    bool area = false;
    for (int a = 0; a < other->C->narea; a++)
        area |= has_area(one->C, other->C->node[a].name.id);
    if (!area)
        kk_fail(X->K, KK_EUSAGE, "'%s' and '%s' are of different cities: they have no area in common",
                "「%s」と「%s」は別の市の計画です（共通の区域がありません）", one->dir, other->dir);
    if (one->C->first > other->C->look_ahead || other->C->first > one->C->look_ahead)
        kk_fail(X->K, KK_EUSAGE, "'%s' (%d-%d) and '%s' (%d-%d) have no year in common",
                "「%s」（%d〜%d年度）と「%s」（%d〜%d年度）には共通の年度がありません", one->dir, one->C->first,
                one->C->look_ahead, other->dir, other->C->first, other->C->look_ahead);
}

/* "A" ... "Z", "AA", "AB" ...: as a spreadsheet names columns. */
static const char *name_of(kk_ctx *K, int i)
{
    const char *last = kk_format(K, "%c", 'A' + i % 26);
    return i < 26 ? last : kk_format(K, "%s%s", name_of(K, i / 26 - 1), last);
}

static bool is_text(const kk_json *node, const char *key, const char *text)
{
    const kk_json *member = kk_json_member(node, key);
    return member && member->kind == KK_JSON_TEXT && strcmp(member->text, text) == 0;
}

/* The bound of a goal that stands alone in its stage and is not proved to be best. */
static double bound_of(const kk_json *run, const char *goal)
{
    const kk_json *stages = kk_json_member(run, "stages");
    for (int i = 0; stages && i < stages->nchild; i++) {
        const kk_json *bound = kk_json_member(&stages->child[i], "bound");
        if (is_text(&stages->child[i], "name", goal) && is_text(&stages->child[i], "optimal", "not proved"))
            return bound && bound->kind == KK_JSON_NUMBER ? bound->number : NAN;
    }
    return NAN;
}

kk_side kk_side_of(kk_ctx *K, int i, const kk_folder *F)
{
    const kk_json *version = kk_json_member(F->run, "kakuho"), *goals = kk_json_member(F->run, "goals");
    double *value = KK_ARRAY(K, double, F->C->ngoal), *bound = KK_ARRAY(K, double, F->C->ngoal);
    for (int n = 0; n < F->C->ngoal; n++) {
        const kk_json *goal = goals && n < goals->nchild ? kk_json_member(&goals->child[n], "value") : NULL;
        value[n] = goal && goal->kind == KK_JSON_NUMBER ? goal->number : NAN;
        bound[n] = bound_of(F->run, F->C->goal[n].code);
    }
    return (kk_side){.name = name_of(K, i),
                     .dir = F->dir,
                     .C = F->C,
                     .sheet = F->sheet,
                     .goal_value = value,
                     .bound = bound,
                     .stopped = is_text(F->run, "outcome", "stopped"),
                     .version = version && version->kind == KK_JSON_TEXT ? version->text : ""};
}

kk_comparison *kk_compare(kk_ctx *K, const kk_side *side, int nside)
{
    kk_comparison *out = KK_NEW(K, kk_comparison);
    comparer X = {.K = K, .n = nside, .side = side, .X = out};
    KK_ASSERT(nside >= 2);
    out->nside = nside;
    out->side = side;
    for (int s = 1; s < nside; s++)
        check_common(&X, s);
    compare_input(&X);
    out->differs = out->ninput > 0;
    const kk_sheet **sheet = KK_ARRAY(K, const kk_sheet *, nside);
    for (int i = 0; i < KK_NSHEET; i++) {
        if (i == KK_S_OFFICIAL)
            continue;
        KK_ASSERT(KEY[i] != NULL);
        for (int s = 0; s < nside; s++)
            for (const char *key = KEY[i]; key; key = strchr(key, ',') ? strchr(key, ',') + 1 : NULL)
                column_of(&X, s, side[s].sheet[i], kk_strndup(K, key, strcspn(key, ",")));
        for (int s = 0; s < nside; s++)
            sheet[s] = side[s].sheet[i];
        out->sheet[i] = kk_differ(K, sheet, NULL, nside, KEY[i]);
        out->differs |= out->sheet[i].nrow > 0;
    }
    compare_actions(&X);
    compare_cells(&X);
    compare_years(&X);
    compare_money(&X);
    compare_promises(&X);
    compare_goals(&X);
    return out;
}
