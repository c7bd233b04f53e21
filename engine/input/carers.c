/* Carers: how many can be employed, at any node of the tree, and whether that means anything.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/loading.h"

#include <string.h>

bool kk_names_carers(const kk_data *D, int row, int column)
{
    return kk_word_find(kk_words_item, kk_data_text(D, row, column)) >= 0;
}

/* ---- supply ------------------------------------------------------------------------------------------------------ */

/* The rows of carers, and the node of each; false for a number that cannot be. */
static bool read_row(kk_loading *L, const kk_item *item, kk_supply *out)
{
    const kk_data *D = L->table[KK_T_SUPPLY];
    int area = L->supply_area[item->row];
    double factor = kk_data_number(D, item->row, SUPPLY_FACTOR);
    if (item->value < 0.0) {
        kk_find_error(L->K, "supply.negative", KK_AT(kk_data_place_of(D, item)),
                      "'%s' carers is negative; need 0 or more", "保育士「%s」は負の数です。0 以上にしてください",
                      kk_num_print(L->K, item->value));
        return false;
    }
    *out = (kk_supply){.area = area < 0 ? KK_NONE : L->node[area],
                       .seat = KK_NONE,
                       .year = item->year,
                       .seats = item->value,
                       .factor = isnan(factor) ? 1.0 : factor,
                       .kind = kk_kind_text(L, kk_read_kind(L, D, item->row, SUPPLY_KIND)),
                       .estimate = D->estimate[item->row]};
    return area >= 0 && !isnan(item->value) && item->year >= 0;
}

/* The next row of the same node and kind, by year; a second one of the same year is a finding. */
static int end_of_row(kk_loading *L, int i, const int *head, const int *next, const int *at)
{
    const kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_SUPPLY];
    const kk_supply *S = &C->carer_supply[i];
    int end = C->look_ahead + 1;
    for (int j = head[S->area]; j; j = next[j - 1]) {
        const kk_supply *X = &C->carer_supply[j - 1];
        if (j - 1 == i || strcmp(X->kind, S->kind) != 0)
            continue;
        if (X->year == S->year && j - 1 < i)
            kk_find_error(
                L->K, "supply.twice", KK_AT(kk_data_place_of(D, &D->item[at[i]])),
                "the carers of %s, %d are given twice for this kind (first on line %d); delete one, or add them up",
                "%sの保育士（%d 年度）が同じ施設種別で重複しています（最初は %d 行目）。一つにまとめてください",
                kk_brief(L->K, C->node[S->area].name.label), S->year, D->csv->line[D->item[at[j - 1]].row + 1]);
        if (X->year > S->year && X->year < end)
            end = X->year;
    }
    return end;
}

/* carers[v,t]: sum over the rows of v that hold in t  carers * factor. A node without a row has no limit. */
static void add_rows(kk_loading *L, const int *at)
{
    kk_city *C = L->C;
    int cells = C->nnode * C->nyear, *head = KK_ARRAY(L->K, int, C->nnode),
        *next = KK_ARRAY(L->K, int, C->ncarer_supply);
    long double *sum = KK_ARRAY(L->K, long double, cells);
    C->carers = KK_ARRAY(L->K, double, cells);
    C->carers_estimate = KK_ARRAY(L->K, unsigned char, cells);
    for (int i = C->ncarer_supply - 1; i >= 0; i--) {
        next[i] = head[C->carer_supply[i].area];
        head[C->carer_supply[i].area] = i + 1;
    }
    for (int i = 0; i < C->ncarer_supply; i++) {
        const kk_supply *S = &C->carer_supply[i];
        int end = end_of_row(L, i, head, next, at);
        for (int y = S->year > C->first ? S->year : C->first; y < end; y++) {
            int cell = S->area * C->nyear + y - C->first;
            sum[cell] += (long double)S->seats * (long double)S->factor;
            C->carers_estimate[cell] |= S->estimate;
        }
    }
    for (int cell = 0; cell < cells; cell++)
        C->carers[cell] = head[cell / C->nyear] ? kk_decimal_sum(sum[cell]) : NAN;
    for (int v = 0; v < C->nnode; v++) {
        int from = C->look_ahead + 1, first = -1;
        for (int j = head[v]; j; j = next[j - 1])
            if (C->carer_supply[j - 1].year < from) {
                from = C->carer_supply[j - 1].year;
                first = at[j - 1];
            }
        if (first >= 0 && from > C->first && L->years_known)
            kk_find_warning(
                L->K, "carers.late",
                KK_AT(kk_data_place_of(L->table[KK_T_SUPPLY], &L->table[KK_T_SUPPLY]->item[first])),
                "the carers of %s are given from %d on, so there are none before: all seats that need carers "
                "stay empty until then; give them from %d on",
                "%sの保育士は %d 年度からしかないため、それまでは 0 人とみなし、保育士の要る定員はすべて空きます。%d "
                "年度から書いてください",
                kk_brief(L->K, C->node[v].name.label), from, C->first);
    }
}

/* ---- whether it means anything ----------------------------------------------------------------------------------- */

/* Whether the carers of area a are given: its own, or those of a node above it. */
static bool given_for(const kk_city *C, int a)
{
    for (int v = a; v != KK_NONE; v = C->node[v].parent)
        if (kk_has_carers(C, v))
            return true;
    return false;
}

static void check_meaning(kk_loading *L, const kk_data *rows, int row)
{
    const kk_city *C = L->C;
    if (row >= 0 && !kk_counts_carers(C) && L->seat.whole) {
        kk_find_warning(
            L->K, "carers.no_ratio",
            KK_AT(kk_data_place(rows, row,
                                rows->table == &kk_tables[KK_T_SUPPLY] ? (int)SUPPLY_SEAT : (int)EFFECTS_ITEM)),
            "no kind of seat says how many children need a carer, so carers change nothing; write "
            "children_per_carer in seats.csv",
            "どの定員区分にも配置基準がないため、保育士の数は計画に影響しません。seats.csv に配置基準を書いてください");
        return;
    }
    for (int o = 0; o < C->noption; o++)
        if (C->option[o].nrecruit > 0 && C->option[o].area >= 0 && !given_for(C, C->option[o].area) &&
            L->table[KK_T_SUPPLY]->whole)
            kk_find_warning(
                L->K, "carers.no_supply",
                KK_AT(kk_data_place(L->table[KK_T_OPTIONS], L->option_row[o], OPTIONS_OPTION)),
                "'%s' recruits carers, but supply does not say how many there are in %s or above it, so carers "
                "limit nothing there; add rows of seat carers",
                "「%s」は保育士を増やしますが、%"
                "s（または上位の区域）の保育士数がないため影響しません。既存定員の表に保育士の行を"
                "加えてください",
                kk_brief(L->K, C->option[o].name.label), kk_brief(L->K, C->node[C->option[o].area].name.label));
}

static int first_row(const kk_data *D, int column)
{
    for (int i = 0; i < D->nrow; i++)
        if (kk_names_carers(D, i, column))
            return i;
    return -1;
}

void kk_read_carers(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_SUPPLY], *effects = L->table[KK_T_EFFECTS];
    int row = first_row(D, SUPPLY_SEAT), effect = first_row(effects, EFFECTS_ITEM);
    if (!L->cells_fit || (row < 0 && effect < 0))
        return;
    int *at = KK_ARRAY(L->K, int, D->nitem);
    C->carer_supply = KK_ARRAY(L->K, kk_supply, D->nitem);
    for (int i = 0; i < D->nitem; i++)
        if (kk_names_carers(D, D->item[i].row, SUPPLY_SEAT) &&
            read_row(L, &D->item[i], &C->carer_supply[C->ncarer_supply]))
            at[C->ncarer_supply++] = i;
    if (C->ncarer_supply > 0)
        add_rows(L, at);
    check_meaning(L, row >= 0 ? D : effects, row >= 0 ? row : effect);
}
