/* What differs in the input, in words. See compare_rows.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/compare_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One cell of the input that differs, or a row that not all plans have; several years in one. */
typedef struct {
    int row, column; /* KK_NONE: the whole row */
    int from, until; /* years, 0 = none */
    int count;       /* cells or rows that it stands for */
    double spread;
} detail;

static const char *cell_at(const kk_page_maker *P, const kk_differences *D, const detail *N, int s)
{
    return kk_differ_cell(D, P->G->X->nside, N->row, N->column, s);
}

static int key_year(const kk_differences *D, int n, int row)
{
    for (int j = 0; j < D->nkey; j++)
        for (int s = 0; s < n && strcmp(D->column[j], "year") == 0; s++)
            if (kk_differ_cell(D, n, row, j, s))
                return atoi(kk_differ_cell(D, n, row, j, s));
    return 0;
}

static const char *key_cell(const kk_differences *D, int n, int row, int j)
{
    for (int s = 0; s < n; s++)
        if (kk_differ_cell(D, n, row, j, s))
            return kk_differ_cell(D, n, row, j, s);
    return "";
}

/* Whether b is the year after a, and all else is the same. */
static bool goes_on(const kk_page_maker *P, const kk_differences *D, const detail *a, const detail *b)
{
    int n = P->G->X->nside;
    if (a->column != b->column || a->column == KK_NONE || b->from == 0 || b->from != a->until + 1)
        return false;
    for (int j = 0; j < D->nkey; j++)
        if (strcmp(D->column[j], "year") != 0 && strcmp(key_cell(D, n, a->row, j), key_cell(D, n, b->row, j)) != 0)
            return false;
    for (int s = 0; s < n; s++) {
        const char *x = cell_at(P, D, a, s), *y = cell_at(P, D, b, s);
        if (!x != !y || (x && strcmp(x, y) != 0))
            return false;
    }
    return true;
}

static double as_number(const char *cell)
{
    double value;
    return cell && kk_num_parse(cell, &value) == KK_NUM_OK ? value : NAN;
}

static void add_detail(const kk_page_maker *P, const kk_differences *D, detail *list, int *count, detail N)
{
    int n = P->G->X->nside;
    N.from = N.until = key_year(D, n, N.row);
    N.count = 1;
    double first = N.column == KK_NONE ? NAN : as_number(cell_at(P, D, &N, 0));
    for (int s = 1; s < n && N.column != KK_NONE; s++)
        N.spread = fmax(N.spread, fabs(as_number(cell_at(P, D, &N, s)) - first));
    detail *last = &list[*count > 0 ? *count - 1 : 0];
    if (*count > 0 && goes_on(P, D, last, &N)) {
        last->until = N.until;
        last->count++;
    } else {
        list[(*count)++] = N;
    }
}

static int by_spread(const void *x, const void *y)
{
    const detail *X = x, *Y = y;
    if (X->spread != Y->spread)
        return X->spread < Y->spread ? 1 : -1;
    return X->row != Y->row ? (X->row > Y->row) - (X->row < Y->row) : (X->column > Y->column) - (X->column < Y->column);
}

static bool row_missing(const kk_page_maker *P, const kk_differences *D, int i)
{
    for (int s = 0; s < P->G->X->nside; s++)
        if (D->missing[i * P->G->X->nside + s])
            return true;
    return false;
}

static int details_of(const kk_page_maker *P, const kk_differences *D, detail *list)
{
    int count = 0;
    for (int j = D->nkey; j < D->ncolumn; j++) /* column by column, so that years follow each other */
        for (int i = 0; i < D->nrow; i++) {
            bool whole = row_missing(P, D, i);
            if (whole && D->value == KK_NONE) {
                if (j == D->nkey)
                    add_detail(P, D, list, &count, (detail){.row = i, .column = KK_NONE});
            } else if (whole ? j == D->value : D->differs[i * D->ncolumn + j]) {
                add_detail(P, D, list, &count, (detail){.row = i, .column = j});
            }
        }
    return count;
}

static const char *detail_label(const kk_page_maker *P, const kk_differences *D, const detail *N)
{
    const kk_voice *V = &P->G->voice;
    kk_text T = {.K = P->G->K};
    kk_text_add(&T, "  ");
    for (int j = 0; j < D->nkey; j++) {
        const char *key = key_cell(D, P->G->X->nside, N->row, j);
        if (*key && strcmp(D->column[j], "year") != 0)
            kk_text_addf(&T, "%s%s", T.length > 2 ? " " : "", kk_page_label(P, D->column[j], key));
    }
    if (N->from > 0)
        kk_text_add(&T, N->from == N->until ? KK_SAY(V, " %d", " %d年度", N->from)
                                            : KK_SAY(V, " %d-%d", " %d〜%d年度", N->from, N->until));
    if (N->column != KK_NONE && N->column != D->value)
        kk_text_addf(&T, KK_WORD(V, " %s", "：%s"),
                     V->lang == KK_JA && D->column_ja ? D->column_ja[N->column] : D->column[N->column]);
    return kk_text_get(&T);
}

/* A cell of the input: a number with separators, but years without. */
static const char *input_cell(const kk_page_maker *P, const kk_differences *D, const detail *N, const char *cell)
{
    const kk_voice *V = &P->G->voice;
    double value = as_number(cell);
    if (!*cell)
        return KK_WORD(V, "(empty)", "（空欄）");
    if (isnan(value) || !D->number[N->column] || fabs(value) >= 1e12)
        return cell;
    return kk_say_decimal(V, llround(value * 1e6), 6);
}

static void detail_row(kk_page_maker *P, const kk_differences *D, const detail *N)
{
    int n = P->G->X->nside;
    const char **cell = kk_page_row_new(P, detail_label(P, D, N));
    for (int s = 0; s < n; s++) {
        bool gone = D->missing[N->row * n + s];
        const char *text = N->column == KK_NONE ? NULL : cell_at(P, D, N, s);
        cell[s] = gone                   ? "–"
                  : N->column == KK_NONE ? KK_WORD(&P->G->voice, "there", "あり")
                                         : input_cell(P, D, N, text ? text : "");
    }
    if (n != 2 || N->column == KK_NONE)
        return;
    double x = as_number(cell_at(P, D, N, 0)), y = as_number(cell_at(P, D, N, 1));
    if (D->number[N->column] && !isnan(x + y) && fabs(y - x) < 1e12)
        cell[2] = kk_page_signed(P, kk_say_decimal(&P->G->voice, llround((y - x) * 1e6), 6), y > x);
}

/* Sums of what differs, where a sum says something: children and seats. */
static void table_row(kk_page_maker *P, const kk_differences *D)
{
    const kk_voice *V = &P->G->voice;
    int n = P->G->X->nside;
    const char *title = V->lang == KK_JA
                            ? kk_format(P->G->K, "%s.csv（%s）：%d行", D->name, D->ja, D->nrow)
                            : kk_format(P->G->K, D->nrow == 1 ? "%s.csv: %d row" : "%s.csv: %d rows", D->name, D->nrow);
    if (strcmp(D->name, "need") != 0 && strcmp(D->name, "supply") != 0) {
        kk_page_row_new(P, title);
        return;
    }
    double *sum = KK_ARRAY(P->G->K, double, n);
    for (int i = 0; i < D->nrow; i++)
        for (int s = 0; s < n; s++) {
            double value = as_number(kk_differ_cell(D, n, i, D->value, s));
            sum[s] += isnan(value) ? 0.0 : value;
        }
    kk_page_numbers(P, kk_format(P->G->K, KK_WORD(V, "%s, sum", "%sの合計"), title), sum);
}

static void say_table(kk_page_maker *P, const kk_differences *D)
{
    detail *list = KK_ARRAY(P->G->K, detail, D->nrow * D->ncolumn);
    int count = details_of(P, D, list), most = P->G->details;
    table_row(P, D);
    if (count > most && D->value != KK_NONE)
        qsort(list, (size_t)count, sizeof *list, by_spread);
    int more = 0;
    for (int i = 0; i < count; i++)
        if (i < most)
            detail_row(P, D, &list[i]);
        else
            more += list[i].count;
    kk_page_more(P, more);
}

void kk_page_input(kk_page_maker *P)
{
    const kk_comparison *X = P->G->X;
    const kk_voice *V = &P->G->voice;
    kk_text same = {.K = P->G->K};
    kk_page_begin(P, KK_WORD(V, "Input", "入力"), false);
    for (int t = 0; t < X->ntable; t++)
        if (X->table[t].nrow > 0)
            say_table(P, &X->table[t]);
    for (int i = 0; i < X->nnotation; i++)
        kk_text_addf(&same, "%s%s.csv", i ? ", " : "", X->notation[i]);
    if (X->ninput == 0)
        P->S->note = KK_WORD(V, "the same in all plans", "違いなし");
    if (X->nnotation > 0)
        P->S->note = KK_SAY(V, "only order, notation, notes or sources differ in %s",
                            "%s は並び順・表記・備考・出典だけが違う", kk_text_get(&same));
    kk_page_end(P);

    kk_page_begin(P, KK_WORD(V, "Scenario", "設定"), true);
    for (int i = 0; i < X->scenario.nrow; i++) {
        const char **cell = kk_page_row_new(P, key_cell(&X->scenario, X->nside, i, 0));
        for (int s = 0; s < X->nside; s++) {
            const char *text = kk_differ_cell(&X->scenario, X->nside, i, 1, s);
            cell[s] = !text ? "–" : *text ? text : KK_WORD(V, "(empty)", "（空欄）");
        }
    }
    if (X->other_version) {
        const char **cell = kk_page_row_new(P, "kakuho");
        for (int s = 0; s < X->nside; s++)
            cell[s] = X->side[s].version;
    }
    kk_page_end(P);
}
