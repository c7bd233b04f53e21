/* A comparison for the terminal and as Markdown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_COMPARE_TEXT_H
#define KK_REPORT_COMPARE_TEXT_H

#include "explain/compare.h"

const char *kk_compare_terminal(kk_ctx *K, const kk_comparison *X, kk_lang lang);
const char *kk_compare_markdown(kk_ctx *K, const kk_comparison *X, kk_lang lang);

#endif
