/* The rows of the judge: families need seats required cover units once limit share, stated again from the input alone
 * and evaluated in exact numbers at the plan that plan.csv and served.csv print.
 *
 * Names of rows are the model's: need[a,c,2020], seats[b,k,2020], required[g,a,c,2021] ... (models/README.md, "Rows").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_ROWS_H
#define KK_JUDGE_ROWS_H

#include "judge/trial.h"

/** Judge every row at T->at. A row may be off by half a printed unit, 0.5e-6, times the sum of |coefficient| over its
 *  columns open, serve and cover. Complaints name the row, its value and its limit. */
void kk_rows_judge(kk_trial *T);

/** out = floor(min(max_children, max_share need[a,c,t])) of a link [children] */
void kk_rows_link_most(const kk_trial *T, const kk_link *L, int t, mpz_t out);

#endif
