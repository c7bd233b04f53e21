/* official.csv: the table that councils know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_OFFICIAL_H
#define KK_REPORT_OFFICIAL_H

#include "domain/plan.h"

/** For every area, every node above and every year first..last a block of rows: need, what is secured, inter-area use,
 *  balance, and three views of what is short. In the city's language, with its sign of negatives. Its columns, rows
 *  and numbers are defined in data/README.md, "The official table".
 *
 *  @param F  figures of P, as printed in the other sheets
 */
kk_sheet *kk_official_make(kk_ctx *K, const kk_plan *P, const kk_figures *F);

#endif
