/* The workers, led: started, listened to, watched and replaced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_QUEUE_H
#define KK_BATCH_QUEUE_H

#include "batch/worker.h"

/** What is told while scenarios are computed. */
typedef struct {
    int scenario;
    const char *record;      /* its line of CSV, with its end; NULL: */
    const char *what, *path; /* a folder that somebody had changed was moved to path */
} kk_queue_event;

typedef struct {
    int jobs;
    int (*stopped)(void *info); /* 0, or the number of the signal that asks to stop, asked at least once a second;
                                   negative: at once */
    void (*on_event)(void *info, const kk_queue_event *event);
    void *info;
} kk_queue_options;

/** The shared memory for n scenarios, in the order in which they are to be computed. */
kk_shared *kk_shared_new(kk_ctx *K, const int *scenario, int n);

/** Compute all scenarios of the queue. A worker that dies, or is killed because its scenario takes too long, costs that
 *  scenario alone: it is tried once more by itself, then failed. What night_seconds or a signal leave is not reached.
 *  Fails with KK_ESYSTEM where the store cannot be written; what is finished is kept. */
void kk_queue_run(kk_ctx *K, const kk_work *W, const kk_queue_options *options);

#endif
