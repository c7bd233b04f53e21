/* Plans into the store, a group at a time: written beside, one syncfs() for all, then each put in its place at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_PUBLISH_H
#define KK_BATCH_PUBLISH_H

#include "base/file.h"
#include "batch/store.h"

enum { KK_GROUP_MOST = 32 }; /* folders of a group */

/** A group of plans that are written, but not yet in their place. */
typedef struct kk_group kk_group;

/** @param G     owns all memory of the group
 *  @param work  folder below the store that is this process's alone, such as "work/1-of-1.0"; made here */
kk_group *kk_group_new(kk_ctx *G, const kk_store *S, const char *work);

/** Write the files of a plan (kk_plan_files) beside the plans.
 *
 *  @param scenario  number of the scenario
 *  @param replaces  SHA-256 of the run.json of the plan that the last night left, "" where there was none: if another
 *                   takes its place, it is kept in the night's before/
 *  @param out_plan  SHA-256 of run.json, owned by G
 *  Fails (in the context of the store) with KK_ESYSTEM; the group is then as it was. */
void kk_group_add(kk_group *A, int scenario, const char *id, const kk_blob *file, int count, const char *replaces,
                  const char **out_plan);

/** The folder of the plan that was added last, below the store. */
const char *kk_group_last(const kk_group *A);

/** Whether it is time to publish. */
bool kk_group_is_full(const kk_group *A);

/** Put all plans of the group in their places. Their places are on the disk for good after the next group, or
 *  kk_group_end().
 *
 *  @param set_aside  called for a plan whose folder somebody had changed: it was moved to the path, what is the file */
void kk_group_publish(kk_group *A, void (*set_aside)(void *info, int scenario, const char *what, const char *path),
                      void *info);

/** What was published is on the disk. Removes the folder work. */
void kk_group_end(const kk_store *S, const char *work);

#endif
