/* The nightly batch: every scenario of a manifest, from the data as they are now, into a store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_BATCH_H
#define KK_BATCH_BATCH_H

#include "batch/night.h"

/** Something that happened. Strings live as long as the call. */
typedef struct {
    int done, count;        /* scenarios of this shard; 0 done: the beginning */
    int computing;          /* of them have to be computed */
    double cost_done, cost; /* of those: the work that they are likely to be, for an estimate */
    const char *id;         /* the scenario that is done, NULL at the beginning */
    kk_night_state state;
    const char *reason[2]; /* by kk_lang: of a failure, or of a folder moved away; "" = none */
} kk_batch_event;

typedef struct {
    const char *manifest, *store, *date; /* date: "2026-04-01" */
    const char *who;                     /* told to others who find the store locked, one line */
    int jobs, keep;
    kk_lang lang;               /* of nightly.html */
    int shard, nshard;          /* 1..nshard; nshard = 0: all of it, and then the night's report */
    bool dry_run;               /* say what would be computed and why; nothing is written */
    bool merge;                 /* compute nothing: the report of the night that all shards have worked on */
    int (*stopped)(void *info); /* see kk_queue_options */
    void (*on_event)(void *info, const kk_batch_event *event);
    void (*on_plan)(void *info, const char *id, bool computed, const char *const why[2]); /* with dry_run */
    void *info;
} kk_batch_options;

typedef struct {
    kk_night_counts counts; /* of the shard, or of the night */
    int computed;           /* scenarios that were computed by this call */
    bool finished;          /* false: a signal came first */
} kk_batch_result;

/** Run a batch.
 *
 *  @return KK_OK, KK_EINPUT (the manifest has problems: see the findings), KK_EUSAGE, KK_ESYSTEM (the store cannot be
 *          written, or another holds it; what is finished is kept) */
kk_rc kk_batch(kk_ctx *K, const kk_batch_options *options, kk_batch_result *out);

/** The shard of a scenario, 1..nshard: the same on every machine, whatever else the manifest names. */
int kk_batch_shard(const char *id, int nshard);

#endif
