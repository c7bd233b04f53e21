/* An explanation as tables, JSON and text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_WHY_OUT_H
#define KK_REPORT_WHY_OUT_H

#include "explain/why.h"

/** What the terminal says, 80 columns; dir: the folder that was written, or NULL. */
const char *kk_why_text(kk_ctx *K, const kk_why *Y, kk_lang lang, const char *dir);

/** The same for machines, every cell. */
const char *kk_why_json(kk_ctx *K, const kk_why *Y, kk_lang lang, const char *dir);

/** The tables: why, causes, actions, rules. */
void kk_why_sheets(kk_ctx *K, const kk_why *Y, const kk_sheet *out[4]);

/** Write why.csv, causes.csv and why.json, which lists them, to a folder of their own: whole or not at all. Fails as
 *  kk_folder_write() does. */
void kk_why_folder(kk_ctx *K, const kk_why *Y, const char *dir);

#endif
