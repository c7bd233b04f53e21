/* Figures: years, need, supply and who pays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/loading.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS_MOST = 100, CELLS_MOST = 50 * 1000 * 1000 };

/* ---- years ------------------------------------------------------------------------------------------------------- */

static int either(int year, int fallback)
{
    return year == KK_NONE ? fallback : year;
}

void kk_read_years(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_NEED];
    const kk_scenario *S = L->S;
    int least = INT_MAX, most = 0;
    for (int i = 0; i < D->nitem; i++) {
        least = D->item[i].year > 0 && D->item[i].year < least ? D->item[i].year : least;
        most = D->item[i].year > most ? D->item[i].year : most;
    }
    if (most == 0 && D->csv) /* numbers are still to be written: the headings say of which years */
        for (int at = 0, year; at < D->csv->ncol; at++)
            if (kk_year_parse(kk_csv_cell(D->csv, 0, at), &year) == KK_NUM_OK) {
                least = year < least ? year : least;
                most = year > most ? year : most;
            }
    L->years_known = !S->broken && (most > 0 || (S->first != KK_NONE && S->last != KK_NONE));
    if (most == 0)
        least = most = either(S->first, 2000);
    C->first = either(S->first, least);
    C->last = either(S->last, most);
    C->look_ahead = either(S->look_ahead, C->last);
    C->decide_from = either(S->decide_from, C->first);
    bool ordered = C->first <= C->last && C->last <= C->look_ahead && C->decide_from <= C->last;
    if (!ordered || C->look_ahead - C->first >= YEARS_MOST || C->first - C->decide_from >= YEARS_MOST) {
        const kk_json *node = kk_json_member(S->top, "years");
        if (L->years_known && node)
            kk_find_error(
                L->K, "scenario.years", KK_AT(kk_scenario_place(L->K, S, node)),
                "the years first %d, last %d, look_ahead %d, decide_from %d do not fit; need first <= last <= "
                "look_ahead, decide_from <= last, at most 100 years",
                "年度 first %d、last %d、look_ahead %d、decide_from %d が合いません。first ≦ last ≦ "
                "look_ahead、decide_from "
                "≦ last で、100 年以内にしてください",
                C->first, C->last, C->look_ahead, C->decide_from);
        else if (L->years_known)
            kk_find_error(L->K, "scenario.years", &(kk_place){.file = "need.csv"},
                          "the years go from %d to %d, more than 100; is one of them mistyped?",
                          "年度が %d から %d まであり、100 年を超えています。書き間違いではありませんか", least, most);
        C->last = C->look_ahead = C->decide_from = C->first;
        L->years_known = false;
    }
    C->nplan = C->last - C->first + 1;
    C->nyear = C->look_ahead - C->first + 1;
}

/* ---- need -------------------------------------------------------------------------------------------------------- */

static const char *area_label(const kk_loading *L, int a)
{
    return kk_brief(L->K, L->C->node[a].name.label);
}

static const char *class_label(const kk_loading *L, int c)
{
    return kk_brief(L->K, L->C->class_[c].name.label);
}

/* "2024, 2026-2029": the years for which a cell of need is not given; and the first of them, 0 where all are. */
static const char *years_without(const kk_loading *L, int a, int c, const char *dash, int *out_first)
{
    const kk_city *C = L->C;
    const int *item = &L->need_item[kk_at(a, c, C->nclass, 0, C->nyear)];
    kk_text years = {.K = L->K};
    *out_first = 0;
    for (int t = 0, until; t < C->nyear; t = until + 1) {
        until = t;
        if (item[t])
            continue;
        while (until + 1 < C->nyear && !item[until + 1])
            until++;
        if (until - t < 2)
            until = t;
        kk_text_addf(&years, "%s%d", *out_first ? ", " : "", C->first + t);
        if (until > t)
            kk_text_addf(&years, "%s%d", dash, C->first + until);
        *out_first = *out_first ? *out_first : C->first + t;
    }
    return kk_text_get(&years);
}

/* What took the rows of an area and class, or of one of them, out of need. */
static const kk_place *taken_out(const kk_csv *csv, const kk_name *one, const kk_name *other)
{
    const char *const name[] = {one->id, one->label};
    for (int i = 0; i < 2; i++) {
        const kk_place *by = kk_csv_gone(csv, name[i], other ? other->id : NULL);
        by = by || !other ? by : kk_csv_gone(csv, name[i], other->label);
        if (by)
            return by;
    }
    return NULL;
}

/* One area or class has no row at all. */
static void find_rowless(kk_loading *L, const char *what_en, const char *what_ja, const kk_name *name,
                         const char *label)
{
    const kk_csv *csv = L->table[KK_T_NEED]->csv;
    kk_find_error(L->K, "need.missing", &(kk_place){.file = csv->file, .by = taken_out(csv, name, NULL)},
                  "no row is given for %s%.0s %s; add its rows (0 where nobody needs a place)",
                  "%.0s%s「%s」の行がありません。行を加えてください（いない場合は 0）", what_en, what_ja, label);
}

/* Cells of first..look_ahead that nobody filled: one finding for an area and class, at the first of them. */
static void find_missing(kk_loading *L, const int *pair_row)
{
    const kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_NEED];
    bool *class_has = KK_ARRAY(L->K, bool, C->nclass);
    int *column = KK_ARRAY(L->K, int, C->nyear), year; /* 1 + the column of a year, where years are columns */
    for (int col = 0; D->column[NEED_YEAR] < 0 && col < D->csv->ncol; col++)
        if (kk_year_parse(kk_csv_cell(D->csv, 0, col), &year) == KK_NUM_OK && year >= C->first && year <= C->look_ahead)
            column[year - C->first] = col + 1;
    for (int i = 0; i < C->narea * C->nclass; i++)
        class_has[i % C->nclass] |= pair_row[i] > 0;
    for (int c = 0; c < C->nclass; c++)
        if (!class_has[c] && D->whole && L->area.whole) /* else its rows may be of an area that could not be read */
            find_rowless(L, "the class", "認定区分", &C->class_[c].name, class_label(L, c));
    for (int a = 0; a < C->narea; a++) {
        bool has = false;
        for (int c = 0; c < C->nclass; c++)
            has |= pair_row[a * C->nclass + c] > 0;
        if (!has && D->whole && L->class_.whole)
            find_rowless(L, "the area", "区域", &C->node[a].name, area_label(L, a));
        for (int c = 0; c < C->nclass && has; c++) {
            int row = pair_row[a * C->nclass + c] - 1, first = 0;
            const char *years = years_without(L, a, c, "-", &first), *years_ja = years_without(L, a, c, "～", &first);
            if (!first || !class_has[c] || (row < 0 && !D->whole))
                continue;
            kk_place at = {.file = D->csv->file};
            if (row >= 0 && column[first - C->first])
                at = kk_csv_place(D->csv, row + 1, column[first - C->first] - 1);
            else if (row >= 0)
                at = kk_data_place(D, row, NEED_YEAR);
            if (!at.by)
                at.by = taken_out(D->csv, &C->node[a].name, &C->class_[c].name);
            kk_find_error(L->K, "need.missing", &at,
                          "the children of %s, %s are missing for %s%.0s; write them (an empty cell is not 0)",
                          "%s・%sの %.0s%s 年度の量の見込みがありません。書いてください（空欄は 0 とみなしません）",
                          area_label(L, a), class_label(L, c), years, years_ja);
        }
    }
}

/* A cell that changes by more than 30 % (and five children) from one year to the next. */
static void find_jumps(kk_loading *L)
{
    const kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_NEED];
    for (int i = 0; i < C->narea * C->nclass; i++)
        for (int t = 1; t < C->nyear; t++) {
            size_t at = (size_t)i * (size_t)C->nyear + (size_t)t;
            double before = C->need[at - 1], now = C->need[at], change = fabs(now - before);
            if (!L->need_item[at] || !L->need_item[at - 1] || change <= 5.0 || change <= 0.3 * before)
                continue;
            const kk_item *item = &D->item[L->need_item[at] - 1];
            if (isnan(item->value) || isnan(D->item[L->need_item[at - 1] - 1].value))
                continue;
            kk_place place = kk_data_place_of(D, item);
            if (!place.by) /* what changed may be the year before */
                place.by = kk_data_place_of(D, &D->item[L->need_item[at - 1] - 1]).by;
            kk_find_warning(L->K, "need.jump", &place, "%s after %s in %d: more than 30 %% apart; is it right?",
                            "%s 人は %s 人（%d 年度）から 30 %% を超える変化です。正しいか確かめてください",
                            kk_num_print(L->K, now), kk_num_print(L->K, before), C->first + t - 1);
        }
}

void kk_read_need(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_NEED];
    double cells = (double)C->narea * C->nclass * C->nyear;
    if (cells > CELLS_MOST && cells > 100.0 * D->nitem) {
        kk_find_error(
            L->K, "need.missing", &(kk_place){.file = D->csv->file},
            "%d areas, %d classes and %d years need %.0f rows, but only %d are given; are the columns mixed up?",
            "%d 区域・%d 区分・%d 年度には %.0f 行が必要ですが、%d 行しかありません。列を取り違えていませんか",
            C->narea, C->nclass, C->nyear, cells, D->nitem);
        return;
    }
    L->cells_fit = true;
    C->need = KK_ARRAY(L->K, double, cells);
    C->need_estimate = KK_ARRAY(L->K, unsigned char, cells);
    L->need_item = KK_ARRAY(L->K, int, cells);
    if (!D->csv || D->csv->ncol == 0)
        return; /* a finding says so */
    int *pair_row = KK_ARRAY(L->K, int, C->narea * C->nclass);
    const int *area = kk_set_column(&L->area, D, NEED_AREA), *class_ = kk_set_column(&L->class_, D, NEED_CLASS);
    int *leaf = KK_ARRAY(L->K, int, D->nrow);
    for (int i = 0; i < D->nrow; i++) {
        leaf[i] = kk_read_leaf(L, D, i, NEED_AREA, area[i]);
        if (leaf[i] >= 0 && class_[i] >= 0 && pair_row[leaf[i] * C->nclass + class_[i]] == 0)
            pair_row[leaf[i] * C->nclass + class_[i]] = i + 1;
    }
    for (int i = 0; i < D->nitem; i++) {
        const kk_item *item = &D->item[i];
        int a = leaf[item->row], c = class_[item->row], t = item->year - C->first;
        if (a < 0 || c < 0 || t < 0 || t >= C->nyear)
            continue;
        size_t at = kk_at(a, c, C->nclass, t, C->nyear);
        if (L->need_item[at]) {
            kk_find_error(L->K, "need.twice", KK_AT(kk_data_place_of(D, item)),
                          "%s, %s, %d is given twice (first on line %d); delete one",
                          "%s・%s・%d 年度が重複しています（最初は %d 行目）。一つを削除してください", area_label(L, a),
                          class_label(L, c), item->year, D->csv->line[D->item[L->need_item[at] - 1].row + 1]);
            continue;
        }
        L->need_item[at] = i + 1;
        C->need[at] = isnan(item->value) ? 0.0 : item->value;
        C->need_estimate[at] = D->estimate[item->row];
    }
    if (L->years_known)
        find_missing(L, pair_row);
    find_jumps(L);
}

/* ---- supply ------------------------------------------------------------------------------------------------------ */

/* A number that counts. Sorted, those of an area, kind of seat and kind of facility stand together, by year. */
typedef struct {
    int area, seat, kind, year, item;
} supply_key;

static int compare_supply(const void *x, const void *y)
{
    const int *a = x, *b = y; /* all members are int */
    for (size_t i = 0; i < sizeof(supply_key) / sizeof(int); i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* The valid items of supply, sorted; C->supply in the given order. */
static supply_key *collect_supply(kk_loading *L, int *out_count, bool *out_whole)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_SUPPLY];
    const int *area = L->supply_area = kk_set_column(&L->area, D, SUPPLY_AREA);
    int *leaf = KK_ARRAY(L->K, int, D->nrow), *seat = KK_ARRAY(L->K, int, D->nrow),
        *kind = KK_ARRAY(L->K, int, D->nrow);
    for (int i = 0; i < D->nrow; i++) {
        const char *text = kk_data_text(D, i, SUPPLY_SEAT), *same = i > 0 ? kk_data_text(D, i - 1, SUPPLY_SEAT) : "";
        kind[i] = kk_read_kind(L, D, i, SUPPLY_KIND);
        seat[i] = leaf[i] = -1;
        if (kk_names_carers(D, i, SUPPLY_SEAT))
            continue; /* carers.c */
        leaf[i] = kk_read_leaf(L, D, i, SUPPLY_AREA, area[i]);
        if (i > 0 && seat[i - 1] >= 0 && strcmp(text, same) == 0)
            seat[i] = seat[i - 1];
        else
            seat[i] = kk_set_find(&L->seat, text, KK_AT(kk_data_place(D, i, SUPPLY_SEAT)));
    }
    supply_key *key = KK_ARRAY(L->K, supply_key, D->nitem);
    C->supply = KK_ARRAY(L->K, kk_supply, D->nitem);
    int n = 0, ncarers = 0;
    for (int i = 0; i < D->nitem; i++) {
        const kk_item *item = &D->item[i];
        int row = item->row;
        if (kk_names_carers(D, row, SUPPLY_SEAT)) {
            ncarers++;
            continue;
        }
        if (item->value < 0.0 && kind[row] != 0) {
            kk_find_error(L->K, "supply.negative", KK_AT(kk_data_place_of(D, item)),
                          "'%s' is negative; need 0 or more (only rows of kind transfer may be negative)",
                          "「%s」は負の数です。0 以上にしてください（負の数は施設種別が区間調整の行だけ）",
                          kk_num_print(L->K, item->value));
            continue;
        }
        if (leaf[row] < 0 || seat[row] < 0 || isnan(item->value) || item->year < 0)
            continue;
        double factor = kk_data_number(D, row, SUPPLY_FACTOR);
        C->supply[n] = (kk_supply){.area = leaf[row],
                                   .seat = seat[row],
                                   .year = item->year,
                                   .seats = item->value,
                                   .factor = isnan(factor) ? 1.0 : factor,
                                   .kind = kk_kind_text(L, kind[row]),
                                   .estimate = D->estimate[row]};
        key[n] = (supply_key){.area = leaf[row], .seat = seat[row], .kind = kind[row], .year = item->year, .item = n};
        L->supply_item[n++] = i;
    }
    C->nsupply = n;
    *out_count = n;
    *out_whole = n + ncarers == D->nitem && D->whole;
    return key;
}

/* The double nearest to a sum of products of decimals: it has few decimals, so rounding to nine restores it. */
double kk_decimal_sum(long double sum)
{
    double scaled = (double)(sum * 1e9L), whole = floor(scaled + 0.5);
    return fabs(scaled - whole) < 1e-3 && fabs(whole) < 9e15 ? whole / 1e9 : (double)sum;
}

/* Seats of one area and kind of seat: each kind of facility holds from its year until its next one. */
static void add_supply(kk_loading *L, const supply_key *key, int from, int until, long double *sum,
                       long double *transfer)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_SUPPLY];
    size_t at = kk_at(key[from].area, key[from].seat, C->nseat, 0, C->nyear);
    int lowest = -1; /* a negative item */
    for (int t = 0; t < C->nyear; t++)
        sum[t] = 0.0L;
    for (int i = from; i < until; i++) {
        const kk_supply *X = &C->supply[key[i].item];
        bool followed = i + 1 < until && key[i + 1].kind == key[i].kind;
        if (followed && key[i + 1].year == key[i].year) {
            const kk_item *again = &D->item[L->supply_item[key[i + 1].item]];
            kk_find_error(L->K, "supply.twice", KK_AT(kk_data_place_of(D, again)),
                          "%s, %s, %d is given twice for this kind (first on line %d); delete one, or add them up",
                          "%s・%s・%d 年度が同じ施設種別で重複しています（最初は %d 行目）。一つにまとめてください",
                          area_label(L, X->area), kk_brief(L->K, C->seat[X->seat].name.label), X->year,
                          D->csv->line[D->item[L->supply_item[key[i].item]].row + 1]);
        }
        int first = X->year > C->first ? X->year - C->first : 0;
        int end = followed ? key[i + 1].year - C->first : C->nyear;
        if (X->seats < 0.0)
            lowest = i;
        for (int t = first; t < end && t < C->nyear; t++) {
            sum[t] += (long double)X->seats * (long double)X->factor;
            C->base_estimate[at + (size_t)t] |= X->estimate;
            if (key[i].kind == 0)
                transfer[kk_at(0, X->seat, C->nseat, t, C->nyear)] += (long double)X->seats * (long double)X->factor;
        }
    }
    for (int t = 0; t < C->nyear; t++) {
        C->base[at + (size_t)t] = kk_decimal_sum(sum[t]);
        if (C->base[at + (size_t)t] >= 0.0 || lowest < 0)
            continue;
        kk_find_error(L->K, "supply.below_zero", KK_AT(kk_data_place_of(D, &D->item[L->supply_item[key[lowest].item]])),
                      "%s, %s has %s seats in %d, counted together; more is handed over than there is",
                      "%s・%sの定員が合計で %s（%d 年度）になります。ある数より多く区間調整しています",
                      area_label(L, key[from].area), kk_brief(L->K, C->seat[key[from].seat].name.label),
                      kk_num_print(L->K, C->base[at + (size_t)t]), C->first + t);
        lowest = -1; /* one finding is enough */
    }
}

void kk_read_supply(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_SUPPLY];
    if (!L->cells_fit)
        return;
    double cells = (double)C->narea * C->nseat * C->nyear;
    int n, *transfer_item = KK_ARRAY(L->K, int, C->nseat);
    C->base = KK_ARRAY(L->K, double, cells);
    C->base_estimate = KK_ARRAY(L->K, unsigned char, cells);
    L->supply_item = KK_ARRAY(L->K, int, D->nitem);
    bool whole;
    supply_key *key = collect_supply(L, &n, &whole);
    qsort(key, (size_t)n, sizeof *key, compare_supply);
    long double *sum = KK_ARRAY(L->K, long double, C->nyear);
    long double *transfer = KK_ARRAY(L->K, long double, (size_t)C->nseat *(size_t)C->nyear);
    for (int i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && key[end].area == key[i].area && key[end].seat == key[i].seat; end++)
            ;
        add_supply(L, key, i, end, sum, transfer);
        if (key[i].kind == 0)
            transfer_item[key[i].seat] = 1 + L->supply_item[key[i].item];
    }
    for (int k = 0; k < C->nseat && whole; k++)
        for (int t = 0; t < C->nyear; t++) {
            double left = kk_decimal_sum(transfer[kk_at(0, k, C->nseat, t, C->nyear)]);
            if (left == 0.0 || !transfer_item[k])
                continue;
            kk_find_warning(
                L->K, "supply.transfer", KK_AT(kk_data_place_of(D, &D->item[transfer_item[k] - 1])),
                "the seats agreed with neighbours (%s, %d) sum to %s over the areas, not 0; right only if other "
                "areas are not in the tables",
                "区間調整（%s・%d 年度）の区域の合計が %s で、0 "
                "ではありません。表にない区域との調整でなければ直してください",
                kk_brief(L->K, C->seat[k].name.label), C->first + t, kk_num_print(L->K, left));
            transfer_item[k] = 0;
        }
}

/* ---- shares of payers -------------------------------------------------------------------------------------------- */

__extension__ typedef __int128 wide;

/* sum of over/under as a fraction; false where it has too many digits to be written down */
static bool add_share(wide *over, wide *under, const kk_share *s)
{
    wide a = *under, b = s->under, most = (wide)1 << 120;
    while (b) {
        wide r = a % b;
        a = b;
        b = r;
    }
    wide times = s->under / a; /* new denominator = old one * times */
    if (*under > most / times || *over > most / times)
        return false;
    *over = *over * times + (wide)s->over * (*under * times / s->under);
    *under *= times;
    return true;
}

static int intern_payer(kk_loading *L, const char *text, const kk_place *at)
{
    int word = kk_word_find(kk_words_payer, text), known = L->payer.n;
    int i = kk_set_intern(&L->payer, kk_word_english(kk_words_payer, text), at);
    if (i == known && word >= 0)
        L->payer.name[i].label = kk_words_payer[word].word[L->S->lang];
    return i;
}

/* Shares of one measure and kind of cost, year by year: their sum is 1, or there are none and the city pays. */
static void check_shares(kk_loading *L, const int *row, const int *next, int first, kk_cost cost)
{
    const kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_SHARES];
    bool any = false;
    for (int i = first; i >= 0; i = next[i])
        any |= C->share[i].cost == cost;
    for (int y = C->decide_from, gap = 0; any && y <= C->look_ahead; y++) {
        wide over = 0, under = 1;
        int at = -1;
        bool fits = true;
        for (int i = first; i >= 0; i = next[i])
            if (C->share[i].cost == cost && C->share[i].from <= y && y <= C->share[i].until) {
                at = row[i];
                fits &= add_share(&over, &under, &C->share[i]);
            }
        const char *measure = kk_brief(L->K, C->measure[C->share[first].measure].name.label);
        if (at < 0 && !gap++)
            kk_find_warning(L->K, "share.gap", KK_AT(kk_data_place(D, row[first], SHARES_FROM)),
                            "no share of %s (%s) is given for %d; the city pays all of it that year",
                            "%s（%s）の負担割合が %d 年度にはありません。その年度は市が全額を負担します", measure,
                            kk_cost_word[cost], y);
        if (at < 0 || (fits && over == under))
            continue;
        kk_find_error(L->K, "share.sum", KK_AT(kk_data_place(D, at, SHARES_SHARE)),
                      "the shares of %s (%s, %d) sum to %s, not 1; correct them (thirds as 1/3)",
                      "%s（%s・%d 年度）の負担割合の合計が %s です。1 にしてください（3 分の 1 は 1/3 と書きます）",
                      measure, kk_cost_word[cost], y,
                      fits ? kk_num_print(L->K, kk_decimal_sum((long double)over / (long double)under)) : "?");
        return;
    }
}

void kk_read_shares(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_SHARES];
    kk_set_init(L->K, &L->payer, "payer", "負担者", "shares.csv", "payer");
    const int *measure = kk_set_column(&L->measure, D, SHARES_MEASURE);
    int *head = KK_ARRAY(L->K, int, C->nmeasure), *tail = KK_ARRAY(L->K, int, C->nmeasure);
    int *next = KK_ARRAY(L->K, int, 2 * D->nrow), *row = KK_ARRAY(L->K, int, 2 * D->nrow);
    bool *damaged = KK_ARRAY(L->K, bool, C->nmeasure);
    C->share = KK_ARRAY(L->K, kk_share, 2 * D->nrow);
    for (int m = 0; m < C->nmeasure; m++)
        head[m] = tail[m] = -1;
    for (int i = 0; i < D->nrow; i++) {
        int m = measure[i];
        const char *payer = kk_data_text(D, i, SHARES_PAYER);
        double cost = kk_data_number(D, i, SHARES_COST), from = kk_data_number(D, i, SHARES_FROM);
        double until = kk_data_number(D, i, SHARES_UNTIL);
        int64_t over, under;
        bool fine = *payer && !isnan(kk_data_number(D, i, SHARES_SHARE)) && !(from > until) &&
                    kk_share_parse(kk_data_text(D, i, SHARES_SHARE), &over, &under) == KK_NUM_OK;
        if (from > until)
            kk_find_error(L->K, "share.years", KK_AT(kk_data_place(D, i, SHARES_UNTIL)),
                          "until %.0f is before from %.0f; exchange them",
                          "終了年度 %.0f が開始年度 %.0f より前です。直してください", until, from);
        if (m >= 0)
            damaged[m] |= !fine;
        if (m < 0 || !fine)
            continue;
        int p = intern_payer(L, payer, KK_AT(kk_data_place(D, i, SHARES_PAYER)));
        for (kk_cost k = 0; k < KK_NCOST; k++) {
            if (!isnan(cost) && cost != (double)k)
                continue;
            int n = C->nshare++;
            C->share[n] = (kk_share){.measure = m,
                                     .cost = k,
                                     .payer = p,
                                     .over = over,
                                     .under = under,
                                     .from = isnan(from) ? INT_MIN : (int)from,
                                     .until = isnan(until) ? INT_MAX : (int)until};
            row[n] = i;
            next[n] = -1;
            *(tail[m] < 0 ? &head[m] : &next[tail[m]]) = n;
            tail[m] = n;
        }
    }
    C->city_payer = intern_payer(L, "city", &(kk_place){.file = "shares.csv"});
    L->payer.whole = D->whole;
    kk_set_close(&L->payer);
    C->npayer = L->payer.n;
    C->payer = L->payer.name;
    for (int m = 0; m < C->nmeasure && L->years_known; m++)
        for (kk_cost k = 0; k < KK_NCOST && !damaged[m] && head[m] >= 0; k++)
            check_shares(L, row, next, head[m], k);
}
