/* What a page of HTML is made of: escaped text, tables, dates with their era. For html_*.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_HTML_H
#define KK_REPORT_HTML_H

#include "domain/plan.h"
#include "report/words.h"

/** A page that is being made, and whose voice speaks at the moment. */
typedef struct {
    kk_ctx *K;
    kk_text T;
    kk_voice voice;
    const char *name;   /* of the plan that is told of, "" where there is one alone: before captions and headings h2 */
    const char *prefix; /* of ids: "" or "A-" */
    bool cut;           /* its first sheet has no room for all areas, promises or years */
} kk_html;

/** Add markup: format, whose %s must be escaped or made of markup. */
#define kk_html_add(H, ...) kk_text_addf(&(H)->T, __VA_ARGS__)

/** A text as it stands in HTML: & < > " ' are escaped, control characters become blanks. */
const char *kk_html_escape(kk_ctx *K, const char *text);
#define KK_HTML(H, text) kk_html_escape((H)->K, (text))

/** A text as a string of CSS, quotes included. */
const char *kk_css_quote(kk_ctx *K, const char *text);

/** "令和3" or "R3" of a calendar year; 2019 is 平成31, because 1 April and 31 March of it were. */
const char *kk_say_era(const kk_voice *V, int year);
/** "2021年（令和3年）4月1日", "1 Apr 2021 (Reiwa 3)": the date that figures of a fiscal year are as of. */
const char *kk_say_long_date(const kk_voice *V, int fiscal_year);
/** A fiscal year at the head of a row or column, its era on a line of its own: "2021", "令和3" or "R3". */
const char *kk_say_fiscal(const kk_voice *V, int fiscal_year);
/** A number of the tables, exactly as printed there, with thousands separators. */
const char *kk_say_exact(const kk_voice *V, double value);
/** The same for a printed cell; a text that is no number as it is. */
const char *kk_say_cell(const kk_voice *V, const char *cell);
/** A difference with its sign: "-12", "+3", "0"; of less than one with a decimal. */
const char *kk_say_difference(const kk_voice *V, double value);

/** A payer: one of the four that tables know in words of the language, any other by its label. */
const char *kk_say_payer(const kk_voice *V, int payer);

/** A table that scrolls on narrow screens. heading[0] is above the labels of the rows; caption, headings and cells are
 *  escaped here. width: how many cells of a row are texts, from the left; the rest are numbers. */
void kk_html_table_begin(kk_html *H, const char *caption, const char *const *heading, int n, int texts);
/** A row of n cells; the first names it. class_: of the row, "" = none. */
void kk_html_row(kk_html *H, const char *class_, const char *const *cell, int n, int texts);
void kk_html_table_end(kk_html *H);

/** A heading of a section with an id, h2 to h4; the section is closed by "</section>". */
void kk_html_section(kk_html *H, int level, const char *id, const char *title);

#endif
