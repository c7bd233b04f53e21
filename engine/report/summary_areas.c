/* The table of areas and promise dates: what is short without the plan and with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/summary_areas.h"

#include "base/str.h"

#include <stdlib.h>

enum { COLUMNS = 80, ALL_AREAS = 12, LABEL = 14, ID = 16 };

/* What is shown, and how wide it is. */
typedef struct {
    int nshown, ncolumn; /* areas and promises that are shown */
    int *shown;
    int label, *without, *with, *column; /* widths */
    int total;                           /* width of all, blanks between them included */
    int hidden_short, hidden_covered;
} layout;

static const char arrow[] = " → ";

const char *kk_say_change(const kk_voice *V, double without, double with)
{
    const char *now = kk_say_count(V, with);
    return isnan(without) ? now : kk_format(V->K, "%s%s%s", kk_say_count(V, without), arrow, now);
}

/* What promise g leaves short without the plan and with it; a KK_NONE is all areas. NAN where nobody knows. */
static double without_in(const kk_area_table *D, int g, int a)
{
    const kk_promise *R = &D->S->promise[g];
    return a == KK_NONE ? R->without : R->area_without ? R->area_without[a] : NAN;
}

static double with_in(const kk_area_table *D, int g, int a)
{
    const kk_promise *R = &D->S->promise[g];
    return a == KK_NONE ? R->short_ : R->area_short[a];
}

/* The date of a promise, or its name where two have the same date. */
static const char *column_head(const kk_area_table *D, int g)
{
    for (int h = 0; h < D->C->ntarget; h++)
        if (h != g && D->S->promise[h].t == D->S->promise[g].t)
            return kk_fit(D->K, D->C->target[g].name.label, ID);
    return kk_say_date(&D->voice, D->C->first + D->S->promise[g].t);
}

/* All areas; of more than twelve those that are short; of more than there is room for those with most short. */
static void choose_areas(const kk_area_table *D, layout *A)
{
    A->shown = KK_ARRAY(D->K, int, D->C->narea);
    for (int a = 0; a < D->C->narea && D->C->narea > 1; a++) {
        bool is_short = D->largest[a] > 0.0;
        bool wanted = D->C->narea <= ALL_AREAS || is_short;
        if (wanted && D->rank[a] < D->areas)
            A->shown[A->nshown++] = a;
        else
            *(is_short ? &A->hidden_short : &A->hidden_covered) += 1;
    }
}

static void widen(int *width, const char *text)
{
    int wanted = kk_text_width(text);
    *width = wanted > *width ? wanted : *width;
}

static const char *area_label(const kk_area_table *D, int a)
{
    return D->C->node[a].name.label;
}

/* The numbers come first: labels have what is left of the line. */
static void measure_table(const kk_area_table *D, layout *A)
{
    int ntarget = D->C->ntarget, wanted = 0, left = COLUMNS;
    widen(&A->label, KK_WORD(&D->voice, "Total", "計"));
    for (int i = 0; i < A->nshown; i++) {
        widen(&A->label, kk_fit(D->K, area_label(D, A->shown[i]), LABEL));
        widen(&wanted, area_label(D, A->shown[i]));
    }
    A->without = KK_ARRAY(D->K, int, ntarget);
    A->with = KK_ARRAY(D->K, int, ntarget);
    A->column = KK_ARRAY(D->K, int, ntarget);
    left -= A->label;
    for (int g = 0; g < ntarget; g++) {
        for (int i = 0; i <= A->nshown; i++) {
            int a = i < A->nshown ? A->shown[i] : KK_NONE;
            if (!isnan(without_in(D, g, a)))
                widen(&A->without[g], kk_say_count(&D->voice, without_in(D, g, a)));
            widen(&A->with[g], kk_say_count(&D->voice, with_in(D, g, a)));
        }
        A->column[g] = A->without[g] + A->with[g] + (A->without[g] > 0 ? kk_text_width(arrow) : 0);
        widen(&A->column[g], column_head(D, g));
        if (2 + A->column[g] > left)
            break;
        left -= 2 + A->column[g];
        A->ncolumn++;
    }
    if (D->whole_labels && wanted > A->label) {
        int more = wanted - A->label < left ? wanted - A->label : left;
        A->label += more;
        left -= more;
    }
    A->total = COLUMNS - left;
}

static const char *table_cell(const kk_area_table *D, const layout *A, int g, int a)
{
    const kk_voice *V = &D->voice;
    if (a != KK_NONE && !D->C->target[g].area[a])
        return "";
    const char *with = kk_pad_right(D->K, kk_say_count(V, with_in(D, g, a)), A->with[g]);
    if (isnan(without_in(D, g, a)))
        return with;
    return kk_format(D->K, "%s%s%s", kk_pad_right(D->K, kk_say_count(V, without_in(D, g, a)), A->without[g]), arrow,
                     with);
}

static const char *table_row(const kk_area_table *D, const layout *A, const char *label, int a)
{
    const char *text = kk_pad_left(D->K, kk_fit_name(D->K, label, A->label), A->label);
    for (int g = 0; g < A->ncolumn; g++)
        text = kk_format(D->K, "%s  %s", text, kk_pad_right(D->K, table_cell(D, A, g, a), A->column[g]));
    return text;
}

static const char *table_head(const kk_area_table *D, const layout *A)
{
    const char *text = kk_pad_left(D->K, "", A->label);
    for (int g = 0; g < A->ncolumn; g++)
        text = kk_format(D->K, "%s  %s", text, kk_pad_right(D->K, column_head(D, g), A->column[g]));
    return text;
}

static const char between[] = "   |   ";

const char *const *kk_area_table_lines(kk_area_table *D, int *out_count)
{
    const kk_voice *V = &D->voice;
    layout A = {0};
    choose_areas(D, &A);
    measure_table(D, &A);
    int abreast = 1, gap = kk_text_width(between), n = 0;
    while (abreast < D->abreast && (abreast + 1) * A.total + abreast * gap <= COLUMNS && abreast < A.nshown)
        abreast++;
    D->fit_abreast = abreast;
    D->areas = D->areas < A.nshown ? D->areas : A.nshown;

    int rows = (A.nshown + abreast - 1) / abreast;
    const char **line = KK_ARRAY(D->K, const char *, rows + 4);
    const char *head = table_head(D, &A), *text = head;
    for (int i = 1; i < abreast; i++)
        text = kk_format(D->K, "%s%s%s", text, between, head);
    line[n++] = text;
    for (int r = 0; r < rows; r++) {
        text = "";
        for (int i = r; i < A.nshown; i += rows)
            text = kk_format(D->K, "%s%s%s", text, i > r ? between : "",
                             table_row(D, &A, area_label(D, A.shown[i]), A.shown[i]));
        line[n++] = text;
    }
    text = table_row(D, &A, KK_WORD(V, "Total", "計"), KK_NONE);
    const char *legend = KK_WORD(V, "short: without plan → with plan", "不足：計画なし → 計画あり");
    if (kk_text_width(text) + gap + kk_text_width(legend) > COLUMNS)
        legend = KK_WORD(V, "without → with plan", "計画なし→あり");
    line[n++] = kk_text_width(text) + gap + kk_text_width(legend) <= COLUMNS
                    ? kk_format(D->K, "%s%*s%s", text, gap, "", legend)
                    : text;
    if (A.hidden_short + A.hidden_covered > 0)
        line[n++] =
            KK_SAY(V, "Not shown: %d areas short, %d not short (balance.csv)",
                   "ほかに不足のある区域が%d、不足のない区域が%d（balance.csv）", A.hidden_short, A.hidden_covered);
    if (A.ncolumn < D->C->ntarget)
        line[n++] =
            KK_SAY(V, "%d more promises: promises.csv", "ほか%d件の目標は promises.csv", D->C->ntarget - A.ncolumn);
    *out_count = n;
    return line;
}

/* ---- which areas first ------------------------------------------------------------------------------------------- */

typedef struct {
    double largest;
    int a;
} ranked;

static int by_largest(const void *x, const void *y)
{
    const ranked *X = x, *Y = y;
    return X->largest != Y->largest ? (X->largest < Y->largest) - (X->largest > Y->largest)
                                    : (X->a > Y->a) - (X->a < Y->a);
}

void kk_area_table_rank(kk_area_table *D)
{
    int narea = D->C->narea;
    ranked *order = KK_ARRAY(D->K, ranked, narea);
    D->largest = KK_ARRAY(D->K, double, narea);
    D->rank = KK_ARRAY(D->K, int, narea);
    for (int a = 0; a < narea; a++) {
        for (int g = 0; g < D->C->ntarget; g++)
            D->largest[a] = fmax(D->largest[a], D->S->promise[g].area_short[a]);
        order[a] = (ranked){D->largest[a], a};
    }
    qsort(order, (size_t)narea, sizeof *order, by_largest);
    for (int i = 0; i < narea; i++)
        D->rank[order[i].a] = i;
}
