/* Charts and maps of a page: inline SVG. Every number they show stands in a table beside them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_HTML_CHART_H
#define KK_REPORT_HTML_CHART_H

#include "report/html.h"

/** How an area of a chart is filled: told apart in black and white. */
typedef enum {
    KK_FILL_DARK,
    KK_FILL_HATCH,
    KK_FILL_LIGHT,
    KK_FILL_DOTS,
    KK_FILL_CROSS,
    KK_FILL_EMPTY,
    KK_NFILL
} kk_fill;

enum { KK_MOST_SERIES = KK_NFILL };

/** Bars of one year each, stacked; negative values below 0. */
typedef struct {
    const char *title;                   /* what it shows, for those who do not see it, too */
    int first, n;                        /* fiscal years */
    int nseries;                         /* at most KK_MOST_SERIES */
    const double *value[KK_MOST_SERIES]; /* [n] */
    kk_fill fill[KK_MOST_SERIES];
    const double *line;        /* [n] a line with dots above them; NULL = none */
    const unsigned char *mark; /* [n] 1 = a triangle below the bar; NULL = none */
    int last;                  /* a dashed line behind this fiscal year; 0 = none */
    bool wide;
} kk_chart;

void kk_html_chart(kk_html *H, const kk_chart *X);

/** Patterns that fills refer to: once in a page. */
void kk_html_patterns(kk_html *H);

/** A legend: swatch and word of each fill, and of the line and the mark where they have a word (NULL: none). */
void kk_html_legend(kk_html *H, const kk_fill *fill, const char *const *word, int n, const char *line,
                    const char *mark);

/** A map of tiles, one for each area in the given order: label and number, the darker the larger the share.
 *  @param value, share  [narea] */
void kk_html_tiles(kk_html *H, const char *title, const double *value, const double *share);
/** How tall it is, in the unit of its width, without the title. */
int kk_html_tiles_height(int count, int width);
/** The shade of a share: class "s0" to "s4"; and what the shades mean. */
int kk_html_shade(double share);
void kk_html_shades(kk_html *H);

#endif
