/* The judge: whether a plan keeps every rule, and whether every number that is printed of it is right.
 *
 * It knows the input and the printed sheets, nothing else, and works in exact numbers. It shares no code with model/
 * and solve/, so that a mistake there has no second chance to be believed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_CHECK_H
#define KK_JUDGE_CHECK_H

#include "judge/proof.h"
#include "judge/trial.h"

/** Judge printed sheets. Returns only if they are right; else fails with KK_EJUDGE and names the first few mistakes: a
 * row of the model with its value and limit, or a cell with what is printed and what is right.
 *
 *  Judged   headings and order of every sheet; families need seats required cover units once limit share at the printed
 *           plan; the plan that opens nothing (families need and seats); every cell of every sheet against what follows
 *           from plan.csv, served.csv and the input; values of goals and stages; a proof that no plan is better
 *  Not      that without_plan is the best without openings: it is a plan that keeps the rules, and what is printed of
 *           it adds up
 *
 *  @param out_proved  what is proved of each stage, also when it fails, once the columns could be read; NULL where
 *                     there is no proof; may be NULL
 */
void kk_judge_printed(kk_ctx *K, const kk_city *C, const kk_printed *printed, kk_proved **out_proved);

/** The same for a plan that was just made: its sheets, values of goals and stages, and its proof, where it has one;
 *  that then says its values and bounds. */
void kk_judge(kk_ctx *K, kk_plan *P);

#endif
