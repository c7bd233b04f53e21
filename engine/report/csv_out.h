/* The sheets of a plan and their text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_CSV_OUT_H
#define KK_REPORT_CSV_OUT_H

#include "domain/plan.h"

/** Fill P->sheet[]: plan served balance seats money limits promises carers transfers leavers official.
 *
 *  Every cell follows from the millionths of plan.csv and served.csv and from the input: value -> 9 decimals -> half
 * away from zero to 3 (kk_shown; units and children of plan.csv and served.csv: 6; money: whole). Differences are of
 * printed cells: unmet, vacant, short, slack. Sums in promises.csv are of printed cells, and so is what a limit on
 * vacant or unmet uses; units, seats and money of a limit are sums of unrounded values, rounded once. */
void kk_sheets_make(kk_ctx *K, kk_plan *P);

/** RFC 4180 with LF, quoted only where needed; for Excel a byte-order mark in front and CR LF behind each row (a line
 *  break within a cell stays LF). kk_csv_text: as the context was told. */
const char *kk_csv_text(kk_ctx *K, const kk_sheet *S);
const char *kk_csv_text_as(kk_ctx *K, const kk_sheet *S, bool excel);

#endif
