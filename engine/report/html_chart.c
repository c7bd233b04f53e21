/* Charts and maps of a page. See html_chart.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/html_chart.h"

/* ---- scales ------------------------------------------------------------------------------------------------------ */

/* 1, 2 or 5 times a power of ten, so that about `ticks` of them reach over the range. */
static double step_of(double range, int ticks)
{
    double step = pow(10.0, floor(log10(fmax(range, 1e-6) / ticks)));
    for (int i = 0; step * ticks < range * 0.999; i++)
        step *= i % 3 == 1 ? 2.5 : 2.0;
    return step;
}

typedef struct {
    double low, high, step; /* of the axis */
    double left, top, width, height, bar;
} frame;

static double x_of(const frame *A, int t)
{
    return A->left + A->bar * t;
}

static double y_of(const frame *A, double value)
{
    return A->top + A->height * (A->high - value) / (A->high - A->low);
}

static frame frame_of(const kk_chart *X)
{
    frame A = {.left = X->wide ? 62.0 : 38.0, .top = 8.0, .height = X->wide ? 150.0 : 74.0};
    double most = 0.0, least = 0.0;
    for (int t = 0; t < X->n; t++) {
        double up = 0.0, down = 0.0;
        for (int s = 0; s < X->nseries; s++)
            *(X->value[s][t] < 0.0 ? &down : &up) += X->value[s][t];
        most = fmax(most, fmax(up, X->line ? X->line[t] : 0.0));
        least = fmin(least, down);
    }
    A.step = step_of(fmax(most - least, 1.0), X->wide ? 4 : 2);
    A.high = fmax(ceil(most / A.step - 1e-9), 1.0) * A.step;
    A.low = floor(least / A.step + 1e-9) * A.step;
    A.width = X->wide ? 330.0 : 160.0;
    A.bar = A.width / (X->n > 0 ? X->n : 1);
    return A;
}

/* A coordinate: a tenth of a pixel is enough. */
static const char *at(kk_html *H, double value)
{
    return kk_decimal(H->K, (int64_t)llround(value * 10.0), 1);
}

/* ---- charts ------------------------------------------------------------------------------------------------------ */

static const char *const FILL[KK_NFILL] = {"dark", "hatch", "light", "dots", "cross", "empty"};

static void put_axes(kk_html *H, const kk_chart *X, const frame *A)
{
    double below = A->top + A->height;
    for (double value = A->low; value <= A->high + A->step / 2; value += A->step) {
        kk_html_add(H, "<path class=\"grid\" d=\"M%s %sh%s\"/>", at(H, A->left), at(H, y_of(A, value)),
                    at(H, A->width));
        kk_html_add(H, "<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>", at(H, A->left - 4),
                    at(H, y_of(A, value) + 3.5), KK_HTML(H, kk_say_exact(&H->voice, value)));
    }
    int every = 1; /* years that have room for their number */
    while (A->bar * every < (X->wide ? 28.0 : 16.0))
        every++;
    for (int t = 0; t < X->n; t += every)
        kk_html_add(H,
                    X->wide ? "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%d</text>"
                            : "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%02d</text>",
                    at(H, x_of(A, t) + A->bar / 2), at(H, below + (X->mark ? 21 : 12)),
                    X->wide ? X->first + t : (X->first + t) % 100);
}

static void put_bars(kk_html *H, const kk_chart *X, const frame *A, int s)
{
    double gap = A->bar * 0.14;
    bool any = false;
    for (int t = 0; t < X->n; t++) {
        double value = X->value[s][t], from = 0.0;
        for (int i = 0; i < s; i++)
            from += (X->value[i][t] < 0.0) == (value < 0.0) ? X->value[i][t] : 0.0;
        double high = y_of(A, fmax(from, from + value)), low = y_of(A, fmin(from, from + value));
        if (low - high < 0.05)
            continue;
        kk_html_add(H, any ? "M%s %sh%sv%sh-%sz" : "<path class=\"bar\" fill=\"url(#p-%s)\" d=\"M%s %sh%sv%sh-%sz",
                    any ? at(H, x_of(A, t) + gap) : FILL[X->fill[s]], any ? at(H, high) : at(H, x_of(A, t) + gap),
                    any ? at(H, A->bar - 2 * gap) : at(H, high), any ? at(H, low - high) : at(H, A->bar - 2 * gap),
                    any ? at(H, A->bar - 2 * gap) : at(H, low - high), at(H, A->bar - 2 * gap));
        any = true;
    }
    if (any)
        kk_html_add(H, "\"/>");
}

static void put_line(kk_html *H, const kk_chart *X, const frame *A)
{
    kk_html_add(H, "<path class=\"line\" d=\"");
    for (int t = 0; t < X->n; t++)
        kk_html_add(H, "%s%s %s", t ? "L" : "M", at(H, x_of(A, t) + A->bar / 2), at(H, y_of(A, X->line[t])));
    kk_html_add(H, "\"/><path class=\"dots\" d=\"");
    for (int t = 0; t < X->n; t++)
        kk_html_add(H, "M%s %sh0", at(H, x_of(A, t) + A->bar / 2), at(H, y_of(A, X->line[t])));
    kk_html_add(H, "\"/>");
}

static void put_marks(kk_html *H, const kk_chart *X, const frame *A)
{
    kk_html_add(H, "<path class=\"mark\" d=\"");
    for (int t = 0; t < X->n; t++)
        if (X->mark[t])
            kk_html_add(H, "M%s %sl4 7h-8z", at(H, x_of(A, t) + A->bar / 2), at(H, A->top + A->height + 2));
    kk_html_add(H, "\"/>");
}

void kk_html_chart(kk_html *H, const kk_chart *X)
{
    frame A = frame_of(X);
    double width = A.left + A.width + 4, height = A.top + A.height + (X->mark ? 25 : 16);
    const char *title = KK_HTML(H, X->title);
    kk_html_add(H, "<figure class=\"%s\"><figcaption>%s</figcaption>", X->wide ? "chart wide" : "chart", title);
    kk_html_add(H, "<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %s %s\">", title, at(H, width), at(H, height));
    put_axes(H, X, &A);
    for (int s = 0; s < X->nseries; s++)
        put_bars(H, X, &A, s);
    if (X->last > 0 && X->last - X->first + 1 < X->n)
        kk_html_add(H, "<path class=\"end\" d=\"M%s %sv%s\"/>", at(H, x_of(&A, X->last - X->first + 1)), at(H, A.top),
                    at(H, A.height));
    if (X->line)
        put_line(H, X, &A);
    if (X->mark)
        put_marks(H, X, &A);
    kk_html_add(H, "</svg></figure>\n");
}

/* ---- patterns, legends ------------------------------------------------------------------------------------------- */

void kk_html_patterns(kk_html *H)
{
    static const struct {
        const char *name, *inside;
    } PATTERN[KK_NFILL] = {
        {"dark", "<rect width=\"6\" height=\"6\" fill=\"#27496d\"/>"},
        {"hatch", "<rect width=\"6\" height=\"6\" fill=\"#fff\"/><path d=\"M-1 1l2-2M0 6l6-6M5 7l2-2\" "
                  "stroke=\"#8a2a0a\" stroke-width=\"1.8\"/>"},
        {"light", "<rect width=\"6\" height=\"6\" fill=\"#b9cde0\"/>"},
        {"dots",
         "<rect width=\"6\" height=\"6\" fill=\"#fff\"/><circle cx=\"3\" cy=\"3\" r=\"1.5\" fill=\"#1c5c4a\"/>"},
        {"cross", "<rect width=\"6\" height=\"6\" fill=\"#fff\"/><path d=\"M0 3h6M3 0v6\" stroke=\"#5a3a78\"/>"},
        {"empty", "<rect width=\"6\" height=\"6\" fill=\"#fff\"/>"},
    };
    kk_html_add(H, "<svg class=\"hidden\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>");
    for (int i = 0; i < KK_NFILL; i++)
        kk_html_add(H, "<pattern id=\"p-%s\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">%s</pattern>",
                    PATTERN[i].name, PATTERN[i].inside);
    kk_html_add(H, "</defs></svg>\n");
}

static void put_swatch(kk_html *H, const char *inside, const char *word)
{
    kk_html_add(H, "<li><svg aria-hidden=\"true\" width=\"22\" height=\"12\" viewBox=\"0 0 22 12\">%s</svg> %s</li>",
                inside, KK_HTML(H, word));
}

void kk_html_legend(kk_html *H, const kk_fill *fill, const char *const *word, int n, const char *line, const char *mark)
{
    kk_html_add(H, "<ul class=\"legend\">");
    for (int i = 0; i < n; i++)
        put_swatch(H, kk_format(H->K, "<path class=\"bar\" fill=\"url(#p-%s)\" d=\"M1 1h20v10h-20z\"/>", FILL[fill[i]]),
                   word[i]);
    if (line)
        put_swatch(H, "<path class=\"line\" d=\"M0 6h22\"/><path class=\"dots\" d=\"M11 6h0\"/>", line);
    if (mark)
        put_swatch(H, "<path class=\"mark\" d=\"M11 2l4 7h-8z\"/>", mark);
    kk_html_add(H, "</ul>\n");
}

/* ---- tiles ------------------------------------------------------------------------------------------------------- */

static const double SHADE[] = {0.0, 0.02, 0.05, 0.10}; /* more than: the next shade */
enum { NSHADE = sizeof SHADE / sizeof *SHADE, TILE = 44, TALL = 30, LABEL = 8 };

int kk_html_shade(double share)
{
    int shade = 0;
    while (shade < NSHADE && share > SHADE[shade])
        shade++;
    return shade;
}

/* As square as it looks good: wider than tall. */
static int columns_of(int count)
{
    int columns = 1;
    while (columns * columns < count)
        columns++;
    return columns;
}

int kk_html_tiles_height(int count, int width)
{
    int columns = columns_of(count), rows = (count + columns - 1) / columns;
    return width * rows * TALL / (columns * TILE);
}

void kk_html_tiles(kk_html *H, const char *title, const double *value, const double *share)
{
    const kk_city *C = H->voice.C;
    int columns = columns_of(C->narea), rows = (C->narea + columns - 1) / columns;
    const char *text = KK_HTML(H, title);
    kk_html_add(H, "<figure class=\"tiles\"><figcaption>%s</figcaption>", text);
    kk_html_add(H, "<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\">", text, columns * TILE, rows * TALL);
    for (int a = 0; a < C->narea; a++) {
        int x = a % columns * TILE, y = a / columns * TALL;
        kk_html_add(H, "<g class=\"s%d\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", kk_html_shade(share[a]),
                    x + 1, y + 1, TILE - 2, TALL - 2);
        kk_html_add(H, "<text x=\"%d\" y=\"%d\">%s</text>", x + TILE / 2, y + 12,
                    KK_HTML(H, kk_fit_name(H->K, C->node[a].name.label, LABEL)));
        kk_html_add(H, "<text class=\"n\" x=\"%d\" y=\"%d\">%s</text></g>", x + TILE / 2, y + 25,
                    KK_HTML(H, kk_say_count(&H->voice, value[a])));
    }
    kk_html_add(H, "</svg></figure>\n");
}

void kk_html_shades(kk_html *H)
{
    const kk_voice *V = &H->voice;
    kk_html_add(H, "<ul class=\"legend shades\"><li>%s</li>",
                KK_WORD(V, "Share of the need that is short:", "量の見込みに対する不足の割合："));
    for (int i = 0; i <= NSHADE; i++) {
        const char *from = kk_format(H->K, "%d", i > 0 ? (int)lround(SHADE[i - 1] * 100.0) : 0);
        const char *word = i == 0        ? KK_WORD(V, "none short", "不足なし")
                           : i == NSHADE ? KK_SAY(V, "over %s %%", "%s％超", from)
                                         : KK_SAY(V, "to %d %%", "%d％以下", (int)lround(SHADE[i] * 100.0));
        put_swatch(H, kk_format(H->K, "<g class=\"s%d\"><rect x=\"1\" y=\"1\" width=\"20\" height=\"10\"/></g>", i),
                   word);
    }
    kk_html_add(H, "</ul>\n");
}
