/* What is short, area by area: a table with a map for each year beside it, or with a shaded column for each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/html_chart.h"
#include "report/html_page.h"

#include <stdlib.h>

/* A table of some areas, promises and years; what is not in it of the areas is one row. */
typedef struct {
    const int *area; /* [narea], in the order of the city */
    int narea;
    int from_g, until_g; /* promises from_g..until_g - 1 */
    int from_t, until_t; /* years with a shaded column */
} extract;

double kk_html_children(const kk_city *C, const double *children, int a, int t)
{
    double sum = 0.0;
    for (int c = 0; c < C->nclass; c++)
        sum += children[kk_at(a, c, C->nclass, t, C->nyear)];
    return kk_shown(sum);
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

static void put_number(kk_html *H, const char *text)
{
    kk_html_add(H, "<td>%s</td>", KK_HTML(H, text));
}

/* What promise g leaves short in areas together, and without the plan; NAN where it does not ask for any of them, or
 * nobody knows. */
static void promise_of(const kk_report_side *D, int g, const int *area, int n, double *with, double *without)
{
    const kk_promise *R = &D->S->promise[g];
    bool asked = false;
    *with = *without = 0.0;
    for (int i = 0; i < n; i++) {
        asked = asked || D->P->C->target[g].area[area[i]];
        *with += R->area_short[area[i]];
        *without += R->area_without ? R->area_without[area[i]] : (double)NAN;
    }
    *with = asked ? kk_shown(*with) : (double)NAN;
    *without = asked ? kk_shown(*without) : (double)NAN;
}

static const char *say_short(const kk_voice *V, double value)
{
    return isnan(value) ? "–" : kk_say_count(V, value);
}

static void put_row(kk_html *H, const kk_report_side *D, const extract *X, const char *class_, const char *label,
                    const int *area, int n)
{
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    double now = 0.0;
    for (int i = 0; i < n; i++)
        now += kk_html_children(C, D->F->unmet_without, area[i], 0);
    kk_html_add(H, *class_ ? "<tr class=\"%s\">" : "<tr>", class_);
    kk_html_add(H, "<th scope=\"row\">%s</th>", KK_HTML(H, label));
    put_number(H, kk_say_count(V, now));
    for (int g = X->from_g; g < X->until_g; g++) {
        double with, without;
        promise_of(D, g, area, n, &with, &without);
        put_number(H, say_short(V, without));
        put_number(H, say_short(V, with));
    }
    for (int t = X->from_t; t < X->until_t; t++) {
        double need = 0.0, unmet = 0.0;
        for (int i = 0; i < n; i++) {
            need += kk_html_children(C, C->need, area[i], t);
            unmet += kk_html_children(C, D->F->unmet, area[i], t);
        }
        kk_html_add(H, "<td class=\"s%d\">%s</td>", kk_html_shade(need > 0.0 ? unmet / need : 0.0),
                    KK_HTML(H, kk_say_count(V, unmet)));
    }
    kk_html_add(H, "</tr>\n");
}

static void put_table(kk_html *H, const kk_report_side *D, const extract *X, const char *caption)
{
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    const char **heading = KK_ARRAY(H->K, const char *, 2 + 2 * C->ntarget + C->nplan), **next = heading;
    int *rest = KK_ARRAY(H->K, int, C->narea), *all = KK_ARRAY(H->K, int, C->narea), nrest = 0;
    *next++ = KK_WORD(V, "Area", "区域");
    *next++ = KK_SAY(V, "Now,\n%s", "現在\n%s", kk_say_date(V, C->first));
    for (int g = X->from_g; g < X->until_g; g++) {
        const char *date = kk_say_date(V, C->first + D->S->promise[g].t);
        *next++ = KK_SAY(V, "%s\nno plan", "%s\n計画なし", date);
        *next++ = KK_SAY(V, "%s\nplan", "%s\n計画あり", date);
    }
    for (int t = X->from_t; t < X->until_t; t++)
        *next++ = kk_say_fiscal(V, C->first + t);
    kk_html_table_begin(H, caption, heading, (int)(next - heading), 1);
    for (int a = 0, i = 0; a < C->narea; a++) {
        all[a] = a;
        if (i == X->narea || X->area[i] != a) {
            rest[nrest++] = a;
            continue;
        }
        put_row(H, D, X, "", C->node[a].name.label, &a, 1);
        i++;
    }
    if (nrest > 0)
        put_row(H, D, X, "", KK_SAY(V, "other areas: %d", "ほか%d区域", nrest), rest, nrest);
    if (C->narea > 1)
        put_row(H, D, X, "total", KK_WORD(V, "Total", "計"), all, C->narea);
    kk_html_table_end(H);
}

/* ---- maps -------------------------------------------------------------------------------------------------------- */

static void put_maps(kk_html *H, const kk_report_side *D)
{
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    kk_html_add(
        H, "<div><p class=\"lead\">%s</p><div class=\"maps\">\n",
        KK_WORD(V, "Children short with the plan, year by year", "計画を実施した場合に不足する子ども（年ごと、人）"));
    for (int t = 0; t < C->nplan; t++) {
        double *value = KK_ARRAY(H->K, double, C->narea), *share = KK_ARRAY(H->K, double, C->narea);
        for (int a = 0; a < C->narea; a++) {
            double need = kk_html_children(C, C->need, a, t);
            value[a] = kk_html_children(C, D->F->unmet, a, t);
            share[a] = need > 0.0 ? value[a] / need : 0.0;
        }
        kk_html_tiles(
            H,
            KK_SAY(V, "%s (%s)", "%s（%s）", kk_say_date(V, C->first + t), kk_say_era(V, C->first + t + C->as_of_end)),
            value, share);
    }
    kk_html_add(H, "</div>\n");
    kk_html_shades(H);
    kk_html_add(H, "</div>\n");
}

/* ---- what fits --------------------------------------------------------------------------------------------------- */

/* Tenths of a millimetre of print, as html_style.c has it: a row; heading, caption and legend; a line of text below the
 * maps; half the sheet less the gap between maps. */
enum { ROW = 40, TABLE = 150, MAPS = 200, FIGURE = 47, MAP_WIDTH = 423, MOST_TILES = 16, MOST_COLUMNS = 16 };

typedef struct {
    bool maps;    /* beside the table; else columns of it */
    int narea;    /* in rows of their own */
    int npromise; /* in columns */
    int nyear;    /* in columns, where there are no maps */
} layout;

static int least(int x, int y)
{
    return x < y ? x : y;
}

static layout layout_of(const kk_city *C, int room)
{
    int rows = (room - TABLE) / ROW - 2, maps = (C->nplan + 1) / 2;
    layout L = {.narea = C->narea <= rows + 1 ? C->narea : rows > 3 ? rows : 3, .npromise = least(C->ntarget, 4)};
    L.maps = C->narea <= MOST_TILES && L.narea == C->narea && C->ntarget == L.npromise &&
             MAPS + maps * (FIGURE + kk_html_tiles_height(C->narea, MAP_WIDTH)) <= room;
    L.nyear = L.maps ? 0 : least(C->nplan, MOST_COLUMNS - 2 * L.npromise);
    return L;
}

typedef struct {
    int area;
    double most;
} ranked;

static int by_most(const void *x, const void *y)
{
    const ranked *X = x, *Y = y;
    return X->most != Y->most ? (X->most < Y->most) - (X->most > Y->most) : X->area - Y->area;
}

static int by_number(const void *x, const void *y)
{
    return *(const int *)x - *(const int *)y;
}

/* The areas with most that is short: at any promise, in any year, now; in the order of the city. */
static const int *areas_first(kk_html *H, const kk_report_side *D, int count)
{
    const kk_city *C = D->P->C;
    ranked *rank = KK_ARRAY(H->K, ranked, C->narea);
    int *area = KK_ARRAY(H->K, int, C->narea);
    for (int a = 0; a < C->narea; a++) {
        rank[a].area = a;
        rank[a].most = 1e-6 * kk_html_children(C, D->F->unmet_without, a, 0);
        for (int g = 0; g < C->ntarget; g++)
            rank[a].most = fmax(rank[a].most, D->S->promise[g].area_short[a]);
        for (int t = 0; t < C->nplan; t++)
            rank[a].most = fmax(rank[a].most, kk_html_children(C, D->F->unmet, a, t));
    }
    qsort(rank, (size_t)C->narea, sizeof *rank, by_most);
    for (int i = 0; i < C->narea; i++)
        area[i] = rank[i].area;
    qsort(area, (size_t)count, sizeof *area, by_number);
    return area;
}

bool kk_html_areas(kk_html *H, const kk_report_side *D, int room)
{
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    layout L = layout_of(C, room);
    extract X = {areas_first(H, D, L.narea), L.narea, 0, L.npromise, 0, L.nyear};
    kk_html_add(H, L.maps ? "<div class=\"beside\">\n" : "<div>\n");
    put_table(H, D, &X,
              L.maps ? KK_WORD(V, "Short, area by area", "区域別の不足（人。ピークを約束した目標は人分）")
                     : KK_WORD(V, "Short, area by area; shaded: children short with the plan, year by year",
                               "区域別の不足（人。ピークを約束した目標は人分）。年度の欄は計画を実施した場合の不足"));
    if (L.maps)
        put_maps(H, D);
    else
        kk_html_shades(H);
    bool whole = L.narea == C->narea && L.npromise == C->ntarget && (L.maps || L.nyear == C->nplan);
    kk_html_add(H, "</div>\n");
    return whole;
}

void kk_html_all_areas(kk_html *H, const kk_report_side *D)
{
    enum { PROMISES = 4, YEARS = 10 };
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    const int *area = areas_first(H, D, C->narea);
    for (int g = 0, t = 0, n = 1; g < C->ntarget || t < C->nplan; g += PROMISES, t += YEARS, n++) {
        extract X = {area,
                     C->narea,
                     least(g, C->ntarget),
                     least(g + PROMISES, C->ntarget),
                     least(t, C->nplan),
                     least(t + YEARS, C->nplan)};
        put_table(H, D, &X,
                  KK_SAY(V, "Short, all areas (%d); shaded: children short with the plan, year by year",
                         "全区域の不足（%d）（人。ピークを約束した目標は人分）。年度の欄は計画を実施した場合の不足",
                         n));
    }
    kk_html_shades(H);
}
