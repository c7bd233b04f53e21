/* The folder of a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_FOLDER_H
#define KK_REPORT_FOLDER_H

#include "base/file.h"
#include "domain/plan.h"

/** The files of the folder of a plan: its sheets, the input below input/, proof.json where there is a proof, and, last,
 *  run.json. */
kk_blob *kk_plan_files(kk_ctx *K, const kk_plan *P, int *out_count);

/** Write the folder of a plan, whole or not at all: its sheets, run.json, and the input below input/. A plan's folder
 * that is there is replaced if its run.json lists all that is in it. Fails as kk_folder_write() does. */
void kk_plan_folder(kk_ctx *K, const kk_plan *P, const char *dir);

#endif
