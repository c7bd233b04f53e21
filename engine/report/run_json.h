/* run.json: how a plan came about, and the list of its files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_RUN_JSON_H
#define KK_REPORT_RUN_JSON_H

#include "domain/plan.h"

/* Which files of a folder are kakuho's: those that its run.json lists, and run.json itself where it lists `own`, the
 * file that every folder of its kind has. */
typedef struct {
    kk_ctx *K;
    const char *own;
    const char *folder, *run; /* the folder that was asked for last, and its run.json */
} kk_last_run;

/** The text of run.json for a folder that holds these files beside it. No times, no host, no paths. */
const char *kk_run_json(kk_ctx *K, const kk_plan *P, const kk_blob *file, int count);

/** Whether every promise of a plan is kept in each of its years. */
bool kk_all_kept(const kk_plan *P);

/** Whether a run.json, as text, is kakuho's and lists a file. The text is not parsed: a listed file has a line of its
 * own in it, which no other text of it can be mistaken for, since line feeds in JSON strings are escaped. */
bool kk_run_lists(kk_ctx *K, const char *run, const char *name);

/** The SHA-256 that a run.json lists for a file; NULL where it lists none. */
const char *kk_run_hash(kk_ctx *K, const char *run, const char *name);

/** The warnings of the input as run.json has them: free of where changes stand. */
const char *kk_run_warnings(kk_ctx *K, const kk_city *C);

/** The run.json of a folder that says why there is no plan, or, whole_only, none in whole units. */
const char *kk_conflict_json(kk_ctx *K, const kk_city *C, bool whole_only, const kk_blob *file, int count);

/** kk_folder_old for a kk_last_run: whether a file of a folder is kakuho's. */
bool kk_run_listed(void *last, const char *folder, const char *name);

#endif
