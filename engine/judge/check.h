/* The judge: whether a plan keeps every rule, and whether every number that is printed of it is right.
 *
 * It knows the input and the printed sheets, nothing else, and works in exact numbers. It shares no code with model/
 * and solve/, so that a mistake there has no second chance to be believed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_CHECK_H
#define KK_JUDGE_CHECK_H

#include "judge/trial.h"

/** Judge printed sheets. Returns only if they are right; else fails with KK_EJUDGE and names the first few mistakes: a
 * row of the model with its value and limit, or a cell with what is printed and what is right.
 *
 *  Judged   headings and order of every sheet; families need seats required cover units once limit share at the printed
 *           plan; the plan that opens nothing (families need and seats); every cell of every sheet against what follows
 *           from plan.csv, served.csv and the input; values of goals and stages
 *  Not      that a plan is the best there is (that takes a proof), nor that without_plan is the best without openings:
 * it is a plan that keeps the rules, and what is printed of it adds up
 */
void kk_judge_printed(kk_ctx *K, const kk_city *C, const kk_printed *printed);

/** The same for a plan that was just made: its sheets, values of goals and stages. */
void kk_judge(kk_ctx *K, const kk_plan *P);

#endif
