/* Rules that contradict each other, as conflict.csv names them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_CONTRADICTION_H
#define KK_JUDGE_CONTRADICTION_H

#include "domain/conflict.h"
#include "judge/trial.h"

/** Judge that the rules of X contradict each other: times their multipliers they ask for more than any plan can have.
 *  States the sides of each rule again.
 *  @return by how much, a decimal rounded down; NULL where they do so in whole units only, which nothing shows. Fails
 *          with KK_EJUDGE where that is not above 0, or a rule does not exist, always gives way, stands in another
 *          order, or is not multiplied */
const char *kk_contradiction_judge(kk_ctx *K, const kk_city *C, kk_conflict *X);

#endif
