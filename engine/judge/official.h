/* official.csv, stated again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_OFFICIAL_H
#define KK_JUDGE_OFFICIAL_H

#include "judge/trial.h"

/** A sheet without rows whose headings are those that official.csv must have. */
const kk_sheet *kk_official_headings(kk_trial *T);

/** The sheet that official.csv must be, from T->at and the input: data/README.md, "The official table". */
const kk_sheet *kk_official_sheet(kk_trial *T);

#endif
