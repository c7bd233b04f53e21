/* Ward by ward: need against places, class by class, and what opens there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/html_chart.h"
#include "report/html_page.h"

typedef struct {
    kk_html *H;
    const kk_report_side *D;
    const kk_city *C;
    int a;
} ward;

static const double *years_of(const ward *W, const double *value, int i, int n)
{
    return value + kk_at(W->a, i, n, 0, W->C->nyear);
}

static bool all_zero(const double *value, int n)
{
    for (int t = 0; t < n; t++)
        if (value[t] != 0.0)
            return false;
    return true;
}

/* Seats that nobody uses, year by year. */
static const double *vacant_of(const ward *W, const double *supply, const double *used)
{
    double *vacant = KK_ARRAY(W->H->K, double, W->C->nyear);
    for (int t = 0; t < W->C->nyear; t++)
        vacant[t] = kk_shown(supply[t] - used[t]);
    return vacant;
}

/* Whether a child of class c can sit on seats of kind k. */
static bool sits_on(const kk_city *C, int c, int k)
{
    for (int p = 0; p < C->nservice; p++)
        for (int i = 0; i < C->service[p].nuse && C->service[p].class == c; i++)
            if (C->service[p].seat[i] == k)
                return true;
    return false;
}

/* Years in which something opens in the area that adds seats of kind k, or such that class c can use. */
static const unsigned char *marks(const ward *W, int c, int k)
{
    const kk_city *C = W->C;
    unsigned char *mark = KK_ARRAY(W->H->K, unsigned char, C->nyear);
    for (int o = 0; o < C->noption; o++)
        for (int e = 0; e < C->option[o].neffect && C->option[o].area == W->a; e++) {
            const kk_effect *E = &C->option[o].effect[e];
            for (int t = 0; t < C->nplan && E->amount > 0.0; t++)
                if (W->D->P->open[o * C->nplan + t] > 0 && (c == KK_NONE ? E->seat == k : sits_on(C, c, E->seat)))
                    mark[t] = 1;
        }
    return mark;
}

static void put_charts(const ward *W)
{
    const kk_city *C = W->C;
    const kk_figures *F = W->D->F;
    kk_chart X = {.first = C->first, .n = C->nyear, .last = C->last, .nseries = 2};
    kk_html_add(W->H, "<div class=\"charts\">\n");
    for (int c = 0; c < C->nclass; c++) {
        X.line = years_of(W, C->need, c, C->nclass);
        if (all_zero(X.line, C->nyear))
            continue;
        X.title = C->class_[c].name.label;
        X.value[0] = years_of(W, F->served, c, C->nclass);
        X.value[1] = years_of(W, F->unmet, c, C->nclass);
        X.fill[0] = KK_FILL_DARK;
        X.fill[1] = KK_FILL_HATCH;
        X.mark = marks(W, c, KK_NONE);
        kk_html_chart(W->H, &X);
    }
    X.line = NULL;
    for (int k = 0; k < C->nseat; k++) {
        const double *supply = years_of(W, F->supply, k, C->nseat), *used = years_of(W, F->used, k, C->nseat);
        if (all_zero(supply, C->nyear))
            continue;
        X.title = KK_SAY(&W->H->voice, "Seats: %s", "定員：%s", C->seat[k].name.label);
        X.value[0] = used;
        X.value[1] = vacant_of(W, supply, used);
        X.fill[0] = KK_FILL_LIGHT;
        X.fill[1] = KK_FILL_EMPTY;
        X.mark = marks(W, KK_NONE, k);
        kk_html_chart(W->H, &X);
    }
    kk_html_add(W->H, "</div>\n");
}

static void put_row(const ward *W, const char *label, const double *value, const unsigned char *estimate,
                    const char *class_)
{
    const kk_city *C = W->C;
    const char **cell = KK_ARRAY(W->H->K, const char *, C->nyear + 1);
    bool mark = false;
    for (int t = 0; t < C->nyear; t++) {
        cell[t + 1] = kk_say_exact(&W->H->voice, value[t]);
        mark = mark || (estimate && estimate[t]);
    }
    cell[0] = kk_format(W->H->K, "%s%s", label, mark ? " *" : "");
    kk_html_row(W->H, class_, cell, C->nyear + 1, 1);
}

/* Children of all classes, year by year. */
static const double *all_classes(const ward *W, const double *value)
{
    double *sum = KK_ARRAY(W->H->K, double, W->C->nyear);
    for (int t = 0; t < W->C->nyear; t++)
        sum[t] = kk_html_children(W->C, value, W->a, t);
    return sum;
}

static void put_table(const ward *W)
{
    const kk_voice *V = &W->H->voice;
    const kk_city *C = W->C;
    const kk_figures *F = W->D->F;
    const char **heading = KK_ARRAY(W->H->K, const char *, C->nyear + 1);
    heading[0] = KK_WORD(V, "Children; seats", "子どもの数・定員");
    for (int t = 0; t < C->nyear; t++)
        heading[t + 1] = kk_say_fiscal(V, C->first + t);
    kk_html_table_begin(
        W->H,
        KK_SAY(V, "%s: need, places and seats by year", "%s：年ごとの量の見込みと確保の内容", C->node[W->a].name.label),
        heading, C->nyear + 1, 1);
    if (C->nclass > 1) { /* what the maps show */
        put_row(W, KK_WORD(V, "All classes: need", "全区分：量の見込み"), all_classes(W, C->need), NULL, "group");
        put_row(W, KK_WORD(V, "short", "不足"), all_classes(W, F->unmet), NULL, "sub");
        put_row(W, KK_WORD(V, "short without the plan", "計画がない場合の不足"), all_classes(W, F->unmet_without), NULL,
                "sub");
    }
    for (int c = 0; c < C->nclass; c++) {
        const char *label = C->class_[c].name.label;
        if (all_zero(years_of(W, C->need, c, C->nclass), C->nyear))
            continue;
        put_row(W, KK_SAY(V, "%s: need", "%s：量の見込み", label), years_of(W, C->need, c, C->nclass),
                C->need_estimate + kk_at(W->a, c, C->nclass, 0, C->nyear), "group");
        put_row(W, KK_WORD(V, "with a place", "席のある子ども"), years_of(W, F->served, c, C->nclass), NULL, "sub");
        put_row(W, KK_WORD(V, "short", "不足"), years_of(W, F->unmet, c, C->nclass), NULL, "sub");
        put_row(W, KK_WORD(V, "short without the plan", "計画がない場合の不足"),
                years_of(W, F->unmet_without, c, C->nclass), NULL, "sub");
    }
    for (int k = 0; k < C->nseat; k++) {
        const double *supply = years_of(W, F->supply, k, C->nseat), *used = years_of(W, F->used, k, C->nseat);
        if (all_zero(supply, C->nyear))
            continue;
        put_row(W, KK_SAY(V, "%s: seats", "%s：定員", C->seat[k].name.label), supply,
                C->base_estimate + kk_at(W->a, k, C->nseat, 0, C->nyear), "group");
        put_row(W, KK_WORD(V, "used", "利用"), used, NULL, "sub");
        put_row(W, KK_WORD(V, "vacant", "空き"), vacant_of(W, supply, used), NULL, "sub");
    }
    kk_html_table_end(W->H);
}

/* What opens in the area, year by year. */
static void put_openings(const ward *W)
{
    const kk_voice *V = &W->H->voice;
    const kk_city *C = W->C;
    int count = 0;
    for (int t = 0; t < C->nplan; t++) {
        kk_text T = {.K = W->H->K};
        for (int o = 0; o < C->noption; o++) {
            kk_micro units = W->D->P->open[o * C->nplan + t];
            if (units <= 0 || C->option[o].area != W->a)
                continue;
            kk_text_addf(&T, "%s%s", T.length ? KK_WORD(V, ", ", "、") : "",
                         KK_SAY(V, "%s ×%s", "%s %s件", kk_option_label(C, o), kk_say_decimal(V, units, 6)));
        }
        if (!T.length)
            continue;
        kk_html_add(W->H, "%s<li><b>▲ %s</b> %s</li>\n", count++ ? "" : "<ul class=\"openings\">\n",
                    KK_HTML(W->H, kk_say_date(V, C->first + t)), KK_HTML(W->H, kk_text_get(&T)));
    }
    kk_html_add(W->H, count > 0 ? "</ul>\n" : "<p class=\"small\">%s</p>\n",
                KK_WORD(V, "Nothing opens here.", "この区域で開設するものはありません。"));
}

void kk_html_wards(kk_html *H, const kk_report_side *D)
{
    static const kk_fill FILL[] = {KK_FILL_DARK, KK_FILL_HATCH, KK_FILL_LIGHT, KK_FILL_EMPTY};
    const kk_voice *V = &H->voice;
    const char *word[] = {KK_WORD(V, "children with a place", "席のある子ども"),
                          KK_WORD(V, "children short", "不足する子ども"), KK_WORD(V, "seats used", "利用される定員"),
                          KK_WORD(V, "seats vacant", "空き")};
    kk_html_section(H, 2, "wards", KK_WORD(V, "Area by area", "区域別の量の見込みと確保の内容"));
    if (H->cut)
        kk_html_all_areas(H, D);
    kk_html_legend(H, FILL, word, 4, KK_WORD(V, "need", "量の見込み"), KK_WORD(V, "something opens", "開設"));
    if (V->C->nyear > V->C->nplan)
        kk_html_add(H, "<p class=\"small\">%s</p>\n",
                    KK_SAY(V, "Right of the dashed line: years after the plan, to FY%d.",
                           "破線より右は計画期間後の見通し（%d年度まで）。", V->C->look_ahead));
    for (int a = 0; a < V->C->narea; a++) {
        ward W = {.H = H, .D = D, .C = V->C, .a = a};
        kk_html_add(H, "<div class=\"ward\">");
        kk_html_section(H, 3, kk_format(H->K, "ward-%d", a + 1), V->C->node[a].name.label);
        put_charts(&W);
        put_openings(&W);
        put_table(&W);
        kk_html_add(H, "</section></div>\n");
    }
    kk_html_add(H, "</section>\n");
}
