/* One worker: a process that computes scenarios one after the other, with a solver of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_WORKER_H
#define KK_BATCH_WORKER_H

#include "batch/files.h"
#include "batch/record.h"
#include "batch/store.h"

#include <stdatomic.h>

enum { KK_JOBS_MOST = 256 };

/** What the workers and the process that leads them share. */
typedef struct {
    _Atomic int next, count; /* of the queue */
    _Atomic int stop;        /* nothing more is begun, and what goes on is not waited for longer than it asks */
    struct {
        _Atomic int scenario;    /* being computed, -1 = none */
        _Atomic int64_t started; /* [ms] of the monotonic clock */
    } worker[KK_JOBS_MOST];
    int queue[]; /* [count] numbers of scenarios; grows at its end */
} kk_shared;

/** What all workers know from the start. */
typedef struct {
    const kk_manifest *M;
    const kk_files *F;
    const kk_store *S;
    const char *shard;     /* "1-of-1" */
    const kk_key *key;     /* [M->n] */
    const kk_record *last; /* [M->n] what is known, of whatever night */
    const kk_record *then; /* [M->n] what the last night left */
    kk_shared *Q;
} kk_work;

/** Be a worker: take scenarios from the queue until it is empty, or compute one. Lines to the pipe:
 *
 *     R NUMBER RECORD            the plan of a scenario is in the store, or why not
 *     S NUMBER                   a scenario failed in a way that may be its neighbours' fault: try it by itself
 *     A NUMBER WHAT<TAB>PATH     a plan's folder that somebody had changed was moved away
 *     F ENGLISH<TAB>JAPANESE     the store cannot be written: the end
 *
 *  @param number  of the worker
 *  @param alone   number of the scenario that is tried by itself, -1: take from the queue
 *  @return the exit code of the process */
int kk_worker(const kk_work *W, int number, int alone, int pipe);

/** [ms] of the monotonic clock. */
int64_t kk_batch_now(void);

#endif
