/* Family share and the goals, stated again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_GOALS_H
#define KK_JUDGE_GOALS_H

#include "judge/trial.h"

/** The target whose seats goal n counts as missing, or KK_NONE for the children of need. */
int kk_goals_target(const kk_trial *T, const kk_goal *N);

/** Whether goal n counts what is missing in a cell. */
bool kk_goals_count(const kk_trial *T, const kk_goal *N, int a, int c, int t);

/** The value of a stage of goals, and of a goal in its own unit, at the columns of T. */
void kk_goals_stage(kk_trial *T, int stage, mpq_t out);
void kk_goals_value(kk_trial *T, int n, mpq_t out);

/** Judge what is said of the goals: rows share, the value of every goal, the value of every stage of goals. A value may
 * be off by half a printed unit, 0.5e-6, times the sum of |coefficient| over the columns of the goal, and by 1e-9 of
 * itself or of 1, because it is a double that is said with 9 decimals. A stage's value may be passed by the slack that
 * it declares.
 *
 *  That no plan has a better value is not shown here: that takes multipliers (judge/proof). Closing stages are not
 * judged: they choose among equals, claim nothing and are not printed. */
void kk_goals_judge(kk_trial *T);

#endif
