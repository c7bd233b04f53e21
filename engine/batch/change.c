/* What changed from one plan to the next. See change.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/change.h"

#include "base/num.h"
#include "explain/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 3 }; /* rows and actions that are named */

/* ---- the input --------------------------------------------------------------------------------------------------- */

/* How far a number of a row changed: the largest difference of its columns of numbers. */
static double distance(const kk_differences *D, int row)
{
    double largest = 0.0;
    for (int c = D->nkey; c < D->ncolumn; c++) {
        const char *then = kk_differ_cell(D, 2, row, c, 0), *now = kk_differ_cell(D, 2, row, c, 1);
        double a, b;
        if (then && now && kk_num_parse(then, &a) == KK_NUM_OK && kk_num_parse(now, &b) == KK_NUM_OK)
            largest = fmax(largest, fabs(b - a));
    }
    return largest;
}

/* "need[north,c,2024] children 30 -> 31", "options[site_north] gone". */
static void put_row(kk_text *T, const kk_differences *D, int row)
{
    const unsigned char *missing = &D->missing[2 * row];
    kk_text_addf(T, "%s%s[", T->length ? "; " : "", D->name);
    for (int c = 0; c < D->nkey; c++) {
        const char *cell = kk_differ_cell(D, 2, row, c, missing[0]);
        kk_text_addf(T, "%s%s", c ? "," : "", cell ? cell : "");
    }
    kk_text_add(T, "]");
    if (missing[0] || missing[1])
        kk_text_add(T, missing[0] ? " added" : " gone");
    for (int c = D->nkey; c < D->ncolumn && !missing[0] && !missing[1]; c++)
        if (D->differs[row * D->ncolumn + c]) {
            const char *then = kk_differ_cell(D, 2, row, c, 0), *now = kk_differ_cell(D, 2, row, c, 1);
            kk_text_addf(T, " %s %s -> %s", D->column[c], then && *then ? then : "-", now && *now ? now : "-");
        }
}

static void put_table(kk_text *cause, kk_text *rows, int *named, const kk_differences *D)
{
    int largest = 0;
    if (D->nrow == 0)
        return;
    kk_text_addf(cause, "%s%s %d", cause->length ? ";" : "", D->name, D->nrow);
    for (int row = 1; row < D->nrow; row++)
        if (distance(D, row) > distance(D, largest))
            largest = row;
    if ((*named)++ < MOST)
        put_row(rows, D, largest);
}

/* Which tables, with how many rows; the scenario; the version. Nothing of it: notation alone. */
static void put_causes(kk_ctx *K, const kk_comparison *X, kk_record *out)
{
    kk_text cause = {.K = K}, rows = {.K = K};
    int named = 0;
    for (int i = 0; i < X->ntable; i++)
        put_table(&cause, &rows, &named, &X->table[i]);
    put_table(&cause, &rows, &named, &X->scenario);
    if (X->other_version)
        kk_text_addf(&cause, "%sversion", cause.length ? ";" : "");
    if (cause.length == 0)
        kk_text_add(&cause, "notation");
    out->cell[KK_R_CAUSE] = kk_text_get(&cause);
    out->cell[KK_R_CAUSE_ROWS] = kk_text_get(&rows);
}

/* ---- the plan ---------------------------------------------------------------------------------------------------- */

static kk_micro change_of(const kk_compared_action *a)
{
    return llabs(a->units[1] - a->units[0]);
}

static int by_change(const void *one, const void *other)
{
    const kk_compared_action *a = *(const kk_compared_action *const *)one;
    const kk_compared_action *b = *(const kk_compared_action *const *)other;
    if (change_of(a) != change_of(b))
        return change_of(a) < change_of(b) ? 1 : -1;
    return strcmp(a->option, b->option);
}

static void put_actions(kk_ctx *K, const kk_comparison *X, kk_record *out)
{
    const kk_compared_action **changed = KK_ARRAY(K, const kk_compared_action *, X->naction);
    kk_text T = {.K = K};
    int n = 0;
    for (int i = 0; i < X->naction; i++)
        if (X->action[i].change[1] != KK_ACTION_SAME)
            changed[n++] = &X->action[i];
    if (n > 1)
        qsort(changed, (size_t)n, sizeof *changed, by_change);
    for (int i = 0; i < n && i < MOST; i++) {
        const kk_compared_action *a = changed[i];
        kk_text_addf(&T, "%s%s ", i ? "; " : "", a->option);
        if (a->change[1] == KK_ACTION_MOVED)
            kk_text_addf(&T, "%s -> %s", a->opens[0], a->opens[1]);
        else
            kk_text_addf(&T, "%s -> %s", kk_decimal(K, a->units[0], 6), kk_decimal(K, a->units[1], 6));
    }
    out->cell[KK_R_ACTIONS_CHANGED] = kk_format(K, "%d", n);
    out->cell[KK_R_BIGGEST] = kk_text_get(&T);
}

static void put_sums(kk_ctx *K, const kk_comparison *X, kk_record *out)
{
    double unmet = 0.0;
    int64_t cost = 0;
    const kk_city *then = X->side[0].C, *now = X->side[1].C;
    for (int i = 0; i < X->nyear; i++) {
        const kk_compared_year *y = &X->year[i];
        bool both = y->year >= then->first && y->year <= then->last && y->year >= now->first && y->year <= now->last;
        if (both && !isnan(y->unmet[0]) && !isnan(y->unmet[1]))
            unmet += y->unmet[1] - y->unmet[0];
    }
    for (int i = 0; i < X->nmoney && X->money_unit; i++) {
        const kk_compared_money *m = &X->money[i];
        cost += m->capital[1] + m->running[1] - m->capital[0] - m->running[0];
    }
    out->cell[KK_R_UNMET_CHANGE] = kk_value_print(K, kk_value_said(unmet));
    out->cell[KK_R_COST_CHANGE] = X->money_unit ? kk_format(K, "%lld", (long long)cost) : "";
}

typedef struct {
    const kk_comparison *X;
    kk_record *out;
} change_call;

static void put_all(kk_ctx *K, void *arg)
{
    const change_call *A = arg;
    put_causes(K, A->X, A->out);
    put_actions(K, A->X, A->out);
    put_sums(K, A->X, A->out);
}

void kk_change_find(kk_ctx *K, const char *then, const char *now, kk_record *out)
{
    change_call A = {.out = out};
    const char *dir[2] = {then, now};
    for (int j = KK_R_CAUSE; j <= KK_R_BIGGEST; j++)
        out->cell[j] = "";
    if (kk_plans_compare(K, dir, 2, false, &A.X) != KK_OK || kk_guard(K, put_all, &A) != KK_OK)
        out->cell[KK_R_CAUSE] = "unknown";
}
