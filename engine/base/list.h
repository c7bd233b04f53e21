/* What is in a folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BASE_LIST_H
#define KK_BASE_LIST_H

#include "base/ctx.h"

/** Names of all that is in a folder and below it, but for folders, in the order of their bytes: "input/need.csv". What
 *  cannot be looked into is left out. @return an array of *out_count names */
const char **kk_folder_list(kk_ctx *K, const char *path, int *out_count);

#endif
