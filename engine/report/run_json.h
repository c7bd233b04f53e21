/* run.json: how a plan came about, and the list of its files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_RUN_JSON_H
#define KK_REPORT_RUN_JSON_H

#include "domain/plan.h"

/** The text of run.json for a folder that holds these files beside it. No times, no host, no paths. */
const char *kk_run_json(kk_ctx *K, const kk_plan *P, const kk_blob *file, int count);

/** Whether a run.json, as text, is kakuho's and lists a file. The text is not parsed: a listed file has a line of its
 * own in it, which no other text of it can be mistaken for, since line feeds in JSON strings are escaped. */
bool kk_run_lists(kk_ctx *K, const char *run, const char *name);

#endif
