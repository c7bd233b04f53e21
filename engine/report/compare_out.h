/* A comparison as tables and for machines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_COMPARE_OUT_H
#define KK_REPORT_COMPARE_OUT_H

#include "explain/compare.h"

/** The JSON form. Children, seats and units with at most three decimals, money whole, null where a plan has no such
 *  thing; a list of values has one for each plan. */
const char *kk_compare_json(kk_ctx *K, const kk_comparison *X);

/** Write the folder of a comparison, whole or not at all; an older one there is replaced.
 *  Fails as kk_folder_write() does. */
void kk_compare_folder(kk_ctx *K, const kk_comparison *X, const char *dir);

#endif
