/* A comparison in words: sections of rows with a column for each plan, the same for the terminal and for Markdown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_COMPARE_PAGE_H
#define KK_REPORT_COMPARE_PAGE_H

#include "explain/compare.h"
#include "report/words.h"

typedef struct {
    const char *label;
    const char **cell; /* [ncell] of its section; NULL = empty */
} kk_page_row;

typedef struct {
    const char *title;
    const char *note; /* lines below the title; NULL = none */
    int ncell;
    const char **heading; /* [ncell] */
    bool words;           /* the cells are texts, not numbers */
    int nrow, capacity;
    kk_page_row *row;
} kk_page_section;

typedef struct {
    kk_ctx *K;
    const kk_comparison *X;
    kk_voice voice;
    int details; /* of one kind, at most */
    int nsection, capacity;
    kk_page_section *section;
} kk_page;

/** All that differs; sections without rows are those that only say something. */
const kk_page *kk_compare_page(kk_ctx *K, const kk_comparison *X, kk_lang lang, int details);

/** The tables of a cause, ';' between: "limits", "measures;options", "scenario"; "kakuho" for another version. */
const char *kk_cause_name(kk_ctx *K, const kk_comparison *X, const kk_table_cause *cause);

/** Words that several forms of a comparison share. */
const char *kk_action_change_word(kk_lang lang, kk_action_change change);
const char *kk_cell_change_word(kk_lang lang, kk_cell_change change);

#endif
