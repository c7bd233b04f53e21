/* Years needed, as far as they follow from what is printed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_NEEDED_H
#define KK_JUDGE_NEEDED_H

#include "judge/trial.h"

/** What may stand in years_needed of action i of plan.csv, where `printed` stands: the years that must be there,
 *  without those that must not, in order; for years of which this page does not decide what is printed is taken.
 *
 *  Must     everybody has a place, and without the action the seats of a kind are fewer than those need who can use no
 *           other kind
 *  Must not the action recruits nobody, and adds no seat that year; or it recruits nobody, everybody has a place and
 *           nobody sits on a seat that it adds
 *  Open     all else: that would take the largest number of children that can be served, and a proof of it
 */
const char *kk_needed_text(kk_trial *T, int i, const char *printed);

#endif
