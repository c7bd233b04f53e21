/* Years needed, proved.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_NEEDED_H
#define KK_JUDGE_NEEDED_H

#include "judge/trial.h"

/** Whether actions are needed, year by year, as far as the proof shows it (models/README.md, "Years needed").
 *
 *  Not needed  everybody who has a place in the plan has one without the action: where the plan places them, or where a
 *              list of other places in the proof does
 *  Needed      prices of the proof show that there is not enough for all of them: at the least price that each of them
 *              must pay they are worth more than all that there is
 *
 *  Half of what is shown (0.001 children, seats and carers in sum) or less is nobody. Complaints: a row or column that
 *  does not exist, or is of another year than the others.
 *
 *  @return says [columns.nopen][nyear], of the printed openings
 */
typedef struct kk_needed kk_needed;
const kk_needed *kk_needed_judge(kk_trial *T);

/** What must stand in years_needed of action i of plan.csv: the years in order, or "?" where one of them is not
 *  decided. Without a proof what is `printed` counts for those. */
const char *kk_needed_text(const kk_needed *N, int i, const char *printed);

#endif
