/* A study as tables and for machines: a sweep, or the ready-made what-ifs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_STUDY_OUT_H
#define KK_REPORT_STUDY_OUT_H

#include "domain/sheet.h"
#include "explain/study.h"

/** sweep.csv or whatif.csv (a row for each case), figures.csv (every number: of a sweep a row for each point and
 *  number, of what-ifs a column for each) and actions.csv. data/README.md has every column. */
enum { KK_STUDY_SHEETS = 3 };
void kk_study_sheets(kk_ctx *K, const struct kk_study *S, const kk_sheet *out[KK_STUDY_SHEETS]);

const char *kk_study_json(kk_ctx *K, const struct kk_study *S);

/** The tables, sweep.json or whatif.json, which lists them, and input/; whole or not at all. */
void kk_study_folder(kk_ctx *K, const struct kk_study *S, const char *dir);

/** For the terminal, 80 columns; dir: the folder that was written, or NULL. */
const char *kk_study_text(kk_ctx *K, const struct kk_study *S, kk_lang lang, const char *dir);

#endif
