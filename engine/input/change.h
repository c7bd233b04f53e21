/* What-ifs: the changes of a scenario, made on the tables as read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_CHANGE_H
#define KK_INPUT_CHANGE_H

#include "input/csv.h"
#include "input/scenario.h"

/** Make the changes of S, in order, on the cells of the tables: csv[t] is NULL where there is no table t - which a
 *  change may make - or, with unread[t], where it could not be read. Cells that were changed know by what. */
void kk_changes_make(kk_ctx *K, const kk_scenario *S, kk_csv *csv[KK_NTABLE], const bool unread[KK_NTABLE]);

#endif
