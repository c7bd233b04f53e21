/* What changed from one plan of a scenario to the next, and why: taken from the comparison that kakuho compare makes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_CHANGE_H
#define KK_BATCH_CHANGE_H

#include "batch/record.h"

/** Compare the folders of two plans and fill the cells KK_R_CAUSE .. KK_R_BIGGEST of out; where they cannot be
 *  compared, the cause is "unknown". K should be a context of its own: both plans are read. */
void kk_change_find(kk_ctx *K, const char *then, const char *now, kk_record *out);

#endif
