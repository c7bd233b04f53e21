/* --vary: a change with several values, each of which makes a what-if of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_VARY_H
#define KK_INPUT_VARY_H

#include "base/ctx.h"

enum { KK_POINTS_MOST = 10000 };

/** One change and its values: key and a value behind it are what --change takes. */
typedef struct {
    const char *key; /* "need[class=c3_0].children*=" */
    int n;           /* >= 1 */
    const char **value;
} kk_vary;

/** Read arguments of --vary: "TABLE[COLUMN=VALUE].COLUMN*=0.8,1,1.2" or "...*=0.9:1.1:0.05" (also = += -=; values and
 *  ranges may be mixed). The values of a range are exact decimals from the first to the last. Every problem is a
 *  finding, also that the grid of all of them would have more than KK_POINTS_MOST points.
 *  @return [n]; of no use after findings */
kk_vary *kk_vary_read(kk_ctx *K, const char *const *argument, int n);

#endif
