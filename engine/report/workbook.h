/* plan.xlsx: the tables of a plan as a workbook.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_WORKBOOK_H
#define KK_REPORT_WORKBOOK_H

#include "report/html_page.h"
#include "report/official.h"
#include "report/xlsx.h"

/** The workbook of one plan. Every number is a cell of its tables, P->sheet[], or a sum of such cells.
 *  Fails with KK_EJUDGE where official.csv is not what this version makes of the plan. */
kk_blob kk_workbook(kk_ctx *K, const kk_report_side *D, kk_lang lang, const char *name);

/** Its parts. */
typedef struct {
    kk_voice V;
    const kk_report_side *D;
    kk_xlsx *X;
    const kk_official *O; /* official.csv, in the language of the workbook */
} kk_book;

/** The title of a sheet in its first cell. */
void kk_book_title(kk_xpage *S, const char *title);

/** workbook_official.c: the table that councils know, a page for each area; need against supply, and money, as charts.
 */
void kk_book_official(kk_book *B);
void kk_book_charts(kk_book *B);

/** workbook_lists.c: plan.csv, balance.csv and money.csv, with labels in the place of ids; promises.csv below row, the
 *  row behind it. */
void kk_book_lists(kk_book *B);
int kk_book_promises(kk_book *B, kk_xpage *S, int row);

#endif
