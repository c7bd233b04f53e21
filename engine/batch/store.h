/* The store of a batch: a folder that holds the last good plan of every scenario, and the nights.
 *
 *     store.json            what this folder is; its time says when a night last came to its end
 *     plans/ID/             the last good plan of a scenario, as kakuho plan -o writes it
 *     objects/ab/cdef...    every file of the plans once, by its SHA-256; plans hold links to them
 *     nights/DATE/          nightly.csv ...; while the night goes on: I-of-N.journal
 *     nights/DATE/before/   what the plans that this night replaced were
 *     set-aside/DATE/ID/    a plan's folder that somebody had changed, as it was found
 *     locks/I-of-N          who works on a shard
 *     work/I-of-N.W/        what worker W of a shard is writing; may be deleted when nobody works
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_STORE_H
#define KK_BATCH_STORE_H

#include "base/ctx.h"

enum { KK_UNTOUCHED = 4096 };

typedef struct {
    kk_ctx *K;
    const char *path;
    int at; /* open folder; -1: there is none (--dry-run) */
    int gate, own;
    const char *lock;  /* "locks/1-of-4"; NULL: not held */
    const char *night; /* "nights/2026-04-01" */
    const char *date;  /* "2026-04-01" */
    bool settled;      /* store.json's time can be relied on: nothing older than it was touched */
    int64_t since_s, since_ns;
    uint64_t
        *untouched; /* [KK_UNTOUCHED] files that many plans share and that were looked at: inode at its remainder */
} kk_store;

/** Open a store; with make, a new or empty folder becomes one.
 *  Fails with KK_EUSAGE where the folder is no store of this version, KK_ESYSTEM. */
kk_store *kk_store_open(kk_ctx *K, const char *path, const char *date, bool make);

/** Hold the lock of a shard; alone: no other shard is worked on at the same time. who: what others are told.
 *  Fails with KK_ESYSTEM and who holds it. What a killed run left half written is cleared away. */
void kk_store_lock(kk_store *S, const char *shard, bool alone, const char *who);
void kk_store_unlock(kk_store *S);

typedef enum { KK_HELD_NOTHING, KK_HELD_WHOLE, KK_HELD_CHANGED } kk_held;

/** What the store holds as the plan of a scenario: nothing, a plan that is as it was written, or something else.
 *
 *  @param plan      SHA-256 of its run.json; NULL: of any plan
 *  @param out_what  the first file that is not as written, owned by K; only with KK_HELD_CHANGED */
kk_held kk_store_holds(kk_ctx *K, const kk_store *S, const char *id, const char *plan, const char **out_what);

/** SHA-256 of the run.json of a plan, NULL where there is none. */
const char *kk_store_plan_hash(kk_ctx *K, const kk_store *S, const char *id);

/** The night has come to its end: all that the store holds is as it should be. */
void kk_store_settle(kk_store *S);

/** Names of what is in a folder below the store, in the order of their bytes; none where it is not there. */
const char **kk_store_list(kk_ctx *K, const kk_store *S, const char *folder, int *out_count);
/** Whether there is something of this name. */
bool kk_store_has(const kk_store *S, const char *path);

/* ---- folders and files below the store: 0 or an errno ------------------------------------------------------------ */

/** Make the folders around a path. */
int kk_store_make_around(const kk_store *S, const char *path);
/** Remove a folder and all in it, whatever it is. */
int kk_store_wipe(const kk_store *S, const char *path);
/** Remove the folders around a path as far as they are empty, up to the first part of the path. */
void kk_store_tidy(const kk_store *S, const char *path);
/** Objects that no plan holds any more go. */
int kk_store_sweep(kk_ctx *K, const kk_store *S);

/** Fail with KK_ESYSTEM: path of the store cannot be written. */
_Noreturn void kk_store_fail(const kk_store *S, const char *path, int code);

#endif
