/* The plan that the tables of its folder print.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_DECIDED_H
#define KK_INPUT_DECIDED_H

#include "input/folder.h"

/** The plan of a folder as it is printed, without planning again: what plan.csv and served.csv say was decided, the
 *  goals of run.json, the tables. Not known: needed, proof, counters.
 *  Fails with KK_EJUDGE where a cell is not one that the city of its input can have. */
kk_plan *kk_folder_plan(kk_ctx *K, const kk_folder *F);

/** The tables of the explanation of a plan, from a folder that kakuho explain wrote.
 *  @param input  kk_input_hash() of the plan's city
 *  @param out    [4] why, causes, actions, rules; untouched unless true
 *  @return false where there is no such folder, or it is not of this input and version, or a file was changed */
bool kk_why_read(kk_ctx *K, const char *dir, const char *input, const kk_sheet *out[4]);

#endif
