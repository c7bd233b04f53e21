/* A contradiction in the planner's words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_CONFLICT_OUT_H
#define KK_REPORT_CONFLICT_OUT_H

#include "domain/conflict.h"
#include "domain/sheet.h"

/** The rules, one a line: which floor, which ceiling, which area and year. */
const char *kk_conflict_text(kk_ctx *K, const kk_city *C, const kk_conflict *X, kk_lang lang);

/** conflict.csv: rows, their sides and what they mean. */
kk_sheet *kk_conflict_sheet(kk_ctx *K, const kk_city *C, const kk_conflict *X);

/** Write a folder with conflict.csv, run.json and input/, whole or not at all; an older one there is replaced if its
 *  run.json lists all that is in it. */
void kk_conflict_folder(kk_ctx *K, const kk_city *C, const kk_conflict *X, const char *dir);

#endif
