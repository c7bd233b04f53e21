/* Reading a city: the scenario and all tables, every problem in one pass.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_LOAD_H
#define KK_INPUT_LOAD_H

#include "domain/city.h"

/** Read and check a city; see kk_city_load(). Findings are in order afterwards.
 *  Fails with KK_EINPUT when one of them is an error, KK_EUSAGE when path leads nowhere, KK_ESYSTEM. */
kk_city *kk_load(kk_ctx *K, const char *path, const kk_load_options *options);

#endif
