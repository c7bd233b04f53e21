/* Why a plan leaves something short, as the tables of kakuho explain print it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_REASONS_H
#define KK_REPORT_REASONS_H

#include "explain/why.h"
#include "report/words.h"

enum { KK_R_WHY, KK_R_CAUSES, KK_R_ACTIONS, KK_R_RULES, KK_NREASON };

typedef struct {
    const kk_sheet *sheet[KK_NREASON];
    const kk_why *words; /* its causes, in the order of causes.csv, to be named in any language; of tables that were
                            read back it has nothing else */
} kk_reasons;

/** The tables of an explanation. */
const kk_reasons *kk_reasons_of(kk_ctx *K, const kk_why *Y);

/** The same of tables that were read back; NULL where they do not fit the plan. */
const kk_reasons *kk_reasons_read(kk_ctx *K, const kk_plan *P, const kk_sheet *const sheet[KK_NREASON]);

/** A cell of a table by its heading, "" where it has no such column. */
const char *kk_reason_cell(const kk_reasons *R, int sheet, int row, const char *heading);
/** The number in it, NAN where there is none. */
double kk_reason_number(const kk_reasons *R, int sheet, int row, const char *heading);

/** The cause of row number row of why.csv: its number, KK_NONE where the row names none; what no limit is to blame for
 *  is said in words, "" where a cause is named. */
int kk_reason_cause(const kk_reasons *R, int row);
const char *kk_reason_rest(const kk_voice *V, const kk_reasons *R, int row);

#endif
