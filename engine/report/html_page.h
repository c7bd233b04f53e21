/* report.html: one or several plans as one page that needs nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_HTML_PAGE_H
#define KK_REPORT_HTML_PAGE_H

#include "explain/compare.h"
#include "report/html.h"
#include "report/reasons.h"
#include "report/story.h"

/** One plan of a report. */
typedef struct {
    const char *name;      /* "A", "B", ...; "" of one alone */
    const kk_plan *P;      /* with its tables, without and cover_without */
    const kk_reasons *why; /* why it leaves something short */
    const kk_figures *F;
    const kk_story *S;
} kk_report_side;

/** What is told of a plan: F and S are made of it. */
kk_report_side kk_report_side_of(kk_ctx *K, const char *name, const kk_plan *P, const kk_reasons *why);

/** The page, UTF-8, the same bytes for the same plans.
 *  @param side  [nside], at least one
 *  @param X     what differs between them; NULL of one alone */
const char *kk_html_page(kk_ctx *K, const kk_report_side *side, int nside, const kk_comparison *X, kk_lang lang);

/** What is short, area by area, within so many tenths of a millimetre of a printed sheet: a map for each year beside
 *  the table where there is room, else columns; the areas with most where there is not room for all. html_areas.c
 *  @return false where something was left to kk_html_all_areas() */
bool kk_html_areas(kk_html *H, const kk_report_side *D, int room);
void kk_html_all_areas(kk_html *H, const kk_report_side *D);

/** Children of all classes of area a in year t: who need a place, or are short. */
double kk_html_children(const kk_city *C, const double *unmet, int a, int t);

/** Its parts; html_first.c, html_wards.c, html_parts.c. */
void kk_html_first(kk_html *H, const kk_report_side *D);
void kk_html_wards(kk_html *H, const kk_report_side *D);
void kk_html_actions(kk_html *H, const kk_report_side *D);
void kk_html_money(kk_html *H, const kk_report_side *D);
void kk_html_vacant(kk_html *H, const kk_report_side *D);
void kk_html_goals(kk_html *H, const kk_report_side *D);
void kk_html_limits(kk_html *H, const kk_report_side *D);

#endif
