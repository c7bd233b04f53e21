/* A first city to start from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_INIT_H
#define KK_INPUT_INIT_H

#include "base/ctx.h"

/** Make a small city in a new or empty folder: five tables, years as columns, labels as ids; see kk_city_init().
 *  Fails with KK_EUSAGE (areas or years make no sense, the folder holds something) or KK_ESYSTEM. */
void kk_init(kk_ctx *K, const char *dir, const char *areas, const char *years);

#endif
