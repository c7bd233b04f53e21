/* What compare.c needs of compare_tables.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_EXPLAIN_COMPARE_TABLES_H
#define KK_EXPLAIN_COMPARE_TABLES_H

#include "explain/compare.h"
#include "input/json.h"

/** The effective scenario of a city, but for its changes, as rows of key and value: years.last, targets.ID, goals
 *  (their order) and goals.unmet(TARGET) with what else they say. */
const kk_sheet *kk_scenario_sheet(kk_ctx *K, const kk_city *C);

#endif
