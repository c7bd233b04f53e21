/* The nightly batch, from the manifest to the night's report. See batch.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/batch.h"

#include "base/hash.h"
#include "batch/files.h"
#include "batch/queue.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH = 1 << 16 };

typedef struct {
    kk_ctx *K, *R; /* R: of what earlier nights say */
    const kk_batch_options *options;
    kk_batch_result *out;
    kk_manifest *M;
    kk_store *S;
    kk_files *F;
    kk_night N;
    const char *shard; /* "1-of-1" */
    kk_key *key;       /* [M->n] */
    double *cost;      /* [M->n] likely work */
    int *queue, nqueue;
    int journal; /* -1: none */
    kk_batch_event event;
} batch;

int kk_batch_shard(const char *id, int nshard)
{
    return (int)(kk_hash_word(id, 0) % (uint32_t)nshard) + 1;
}

static bool is_mine(const batch *B, int i)
{
    return B->options->nshard == 0 || kk_batch_shard(B->M->scenario[i].id, B->options->nshard) == B->options->shard;
}

/* ---- the journal ------------------------------------------------------------------------------------------------- */

static void undo_fd(void *thing)
{
    int *fd = thing;
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void write_journal(batch *B, const char *text, size_t size)
{
    const char *path = kk_format(B->K, "%s/%s.journal", B->S->night, B->shard);
    for (size_t done = 0; done < size;) {
        ssize_t more = write(B->journal, text + done, size - done);
        if (more < 0 && errno != EINTR)
            kk_store_fail(B->S, path, errno);
        done += more > 0 ? (size_t)more : 0;
    }
}

/* A last line without its end is what a power cut left: the next one must not be taken for its end. */
static void open_journal(batch *B)
{
    const char *path = kk_format(B->K, "%s/%s.journal", B->S->night, B->shard), *why[2];
    kk_blob raw = {.size = 0};
    int code = kk_store_make_around(B->S, path);
    if (kk_store_has(B->S, path) && kk_file_read(B->K, kk_path_join(B->K, B->S->path, path), &raw, why))
        raw.size = strlen(raw.data);
    while (raw.size > 0 && raw.data[raw.size - 1] != '\n')
        raw.size--;
    B->journal = code ? -1 : openat(B->S->at, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (B->journal < 0 || ftruncate(B->journal, (off_t)raw.size) != 0)
        kk_store_fail(B->S, path, code ? code : errno);
    if (raw.size > 0)
        return;
    kk_text T = {.K = B->K};
    kk_record_put(&T, kk_record_column, KK_NRECORD);
    write_journal(B, T.text, T.length);
}

/* ---- what has to be computed ------------------------------------------------------------------------------------- */

typedef struct {
    const char *folder; /* of the scenario, so mostly the city's */
    double cost, most;  /* most: of those in the folder */
    int i;
} costly;

static int by_folder(const void *one, const void *other)
{
    const costly *a = one, *b = other;
    int order = strcmp(a->folder, b->folder);
    return order ? order : (a->i > b->i) - (a->i < b->i);
}

static int by_cost(const void *one, const void *other)
{
    const costly *a = one, *b = other;
    if (a->most != b->most)
        return a->most < b->most ? 1 : -1;
    int order = strcmp(a->folder, b->folder);
    if (order)
        return order;
    return a->cost != b->cost ? (a->cost < b->cost) - (a->cost > b->cost) : (a->i > b->i) - (a->i < b->i);
}

/* Biggest first, and what is in one folder after each other: from one plan of a city to the next it is not far. */
static void put_in_order(costly *todo, int n)
{
    if (n < 2)
        return;
    qsort(todo, (size_t)n, sizeof *todo, by_folder);
    for (int from = 0, to; from < n; from = to) {
        double most = 0.0;
        for (to = from; to < n && strcmp(todo[to].folder, todo[from].folder) == 0; to++)
            most = fmax(most, todo[to].cost);
        for (int k = from; k < to; k++)
            todo[k].most = most;
    }
    qsort(todo, (size_t)n, sizeof *todo, by_cost);
}

typedef struct {
    const kk_store *S;
    const char *id, *plan;
    kk_held held;
} held_call;

static void look(kk_ctx *K, void *arg)
{
    held_call *A = arg;
    const char *what;
    A->held = kk_store_holds(K, A->S, A->id, A->plan, &what);
}

/* In a context of its own: all files of a plan may be read. */
static kk_held held(batch *B, int i)
{
    held_call A = {B->S, B->M->scenario[i].id, B->N.last[i].cell[KK_R_PLAN], KK_HELD_NOTHING};
    kk_ctx *own = kk_ctx_new();
    kk_rc rc = own ? kk_guard(own, look, &A) : KK_ESYSTEM;
    kk_ctx_free(own);
    if (rc != KK_OK)
        kk_fail(B->K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    return A.held;
}

/* Why a scenario is computed, in both languages; NULL where it is not. */
static const char *const *why_computed(batch *B, int i)
{
    static const char *const NO_PLAN[2] = {"there is no plan of it yet", "まだ計画がない"};
    static const char *const FAILED[2] = {"it failed the last time", "前回失敗した"};
    static const char *const FILES[2] = {"its files, the options or the version of kakuho changed",
                                         "ファイル、オプション、または kakuho の版が変わった"};
    static const char *const LOST[2] = {"its plan is not in the store any more", "計画が保存先にない"};
    static const char *const EDITED[2] = {"its plan in the store was changed by somebody",
                                          "保存先の計画が誰かに変更されている"};
    const kk_record *last = &B->N.last[i];
    if (!last->cell[KK_R_SCENARIO])
        return NO_PLAN;
    if (!kk_record_is_planned(last))
        return FAILED;
    if (strcmp(last->cell[KK_R_KEY], B->key[i].hash) != 0)
        return FILES;
    switch (held(B, i)) {
    case KK_HELD_NOTHING: return LOST;
    case KK_HELD_CHANGED: return EDITED;
    default: return NULL;
    }
}

/* Likely work: what it was the last time, else by the size of its files as it is with those that are known. */
static void estimate(batch *B)
{
    double work = 0.0, bytes = 0.0;
    for (int i = 0; i < B->M->n; i++) {
        const char *cell = B->N.last[i].cell[KK_R_WORK];
        B->cost[i] = cell ? strtod(cell, NULL) * B->key[i].bytes : 0.0;
        if (B->cost[i] > 0.0) {
            work += B->cost[i];
            bytes += B->key[i].bytes;
        }
    }
    for (int i = 0; i < B->M->n; i++)
        if (B->cost[i] <= 0.0)
            B->cost[i] = B->key[i].bytes * (bytes > 0.0 ? work / bytes : 1.0);
}

static void look_at_all(batch *B)
{
    const kk_manifest *M = B->M;
    kk_text unchanged = {.K = B->K};
    costly *todo = KK_ARRAY(B->K, costly, M->n);
    B->key = KK_ARRAY(B->K, kk_key, M->n);
    B->cost = KK_ARRAY(B->K, double, M->n);
    B->queue = KK_ARRAY(B->K, int, M->n);
    for (int i = 0; i < M->n; i++)
        if (is_mine(B, i))
            B->key[i] = kk_files_key(B->F, M->scenario[i].path);
    estimate(B);
    for (int i = 0; i < M->n; i++) {
        if (!is_mine(B, i))
            continue;
        const char *const *why = why_computed(B, i);
        B->event.count++;
        if (B->options->dry_run)
            B->options->on_plan(B->options->info, M->scenario[i].id, why != NULL, why);
        if (why) {
            const char *path = M->scenario[i].path, *end = strrchr(path, '/');
            todo[B->nqueue++] =
                (costly){.folder = end ? kk_strndup(B->K, path, (size_t)(end - path)) : "", .cost = B->cost[i], .i = i};
            B->event.cost += B->cost[i];
        } else {
            B->N.now[i] = kk_record_bare(&B->N.last[i]);
            kk_record_put(&unchanged, B->N.now[i].cell, KK_NRECORD);
            B->event.done++;
        }
        if (B->journal >= 0 && unchanged.length > FLUSH) {
            write_journal(B, unchanged.text, unchanged.length);
            unchanged.length = 0;
        }
    }
    put_in_order(todo, B->nqueue);
    for (int k = 0; k < B->nqueue; k++)
        B->queue[k] = todo[k].i;
    B->event.computing = B->nqueue;
    if (B->journal >= 0)
        write_journal(B, kk_text_get(&unchanged), unchanged.length);
}

/* ---- computing --------------------------------------------------------------------------------------------------- */

static int stopped(void *info)
{
    const batch *B = info;
    return B->options->stopped(B->options->info);
}

static void on_event(void *info, const kk_queue_event *queued)
{
    batch *B = info;
    const char *id = B->M->scenario[queued->scenario].id;
    B->event.id = id;
    B->event.reason[KK_EN] = B->event.reason[KK_JA] = "";
    if (queued->what) {
        B->event.reason[KK_EN] =
            kk_format(B->K, "its plan had been changed (%s); it was moved to %s", queued->what, queued->path);
        B->event.reason[KK_JA] =
            kk_format(B->K, "計画が変更されていたため（%s）、%s へ移しました", queued->what, queued->path);
        B->event.state = KK_N_PLAN_CHANGED;
        B->options->on_event(B->options->info, &B->event);
        return;
    }
    kk_record *now = &B->N.now[queued->scenario];
    write_journal(B, queued->record, strlen(queued->record));
    kk_record_parse(B->K, queued->record, now);
    B->event.done++;
    B->event.cost_done += B->cost[queued->scenario];
    B->event.state = kk_night_compare(&B->N.then[queued->scenario], now);
    B->event.reason[KK_EN] = now->cell[KK_R_REASON];
    B->event.reason[KK_JA] = now->cell[KK_R_REASON_JA];
    B->out->computed++;
    B->options->on_event(B->options->info, &B->event);
}

static void compute(batch *B)
{
    kk_work W = {
        .M = B->M, .F = B->F, .S = B->S, .shard = B->shard, .key = B->key, .last = B->N.last, .then = B->N.then};
    kk_queue_options options = {.jobs = B->options->jobs, .stopped = stopped, .on_event = on_event, .info = B};
    W.Q = kk_shared_new(B->K, B->queue, B->nqueue);
    kk_queue_run(B->K, &W, &options);
}

/* States of a shard's own scenarios. */
static void count_own(batch *B)
{
    kk_night_counts *C = &B->out->counts;
    for (int i = 0; i < B->M->n; i++) {
        if (!is_mine(B, i))
            continue;
        C->count[kk_night_compare(&B->N.then[i], &B->N.now[i])]++;
        C->newly_broken += kk_record_is_planned(&B->N.now[i]) && kk_night_breaks(B->K, &B->N.then[i], &B->N.now[i]);
    }
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void undo_context(void *thing)
{
    kk_ctx_free(thing);
}

static void undo_store(void *thing)
{
    kk_store_unlock(thing);
}

static void open_all(batch *B)
{
    const kk_batch_options *options = B->options;
    kk_ctx *K = B->K;
    B->M = kk_manifest_read(K, options->manifest);
    kk_findings_sort(K);
    if (kk_errors(K) > 0)
        kk_fail(K, KK_EINPUT, "the manifest has %d error%s: nothing is computed",
                "マニフェストに誤りが %d 件あります。計算は行いません%.0s", kk_errors(K), kk_errors(K) == 1 ? "" : "s");
    B->shard = options->merge ? "merge"
                              : kk_format(K, "%d-of-%d", options->nshard ? options->shard : 1,
                                          options->nshard ? options->nshard : 1);
    B->S = kk_store_open(K, options->store, options->date, !options->dry_run);
    if (!options->dry_run) {
        kk_defer(K, undo_store, B->S);
        kk_store_lock(B->S, B->shard, options->nshard == 0, options->who);
    }
    B->R = kk_ctx_new();
    if (!B->R)
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    kk_defer(K, undo_context, B->R);
}

/* What earlier nights say is read in a context of its own: broken files of the store are no findings of the input. */
static void read_nights(kk_ctx *R, void *arg)
{
    batch *B = arg;
    kk_map *number = kk_map_new(R);
    for (int i = 0; i < B->M->n; i++)
        kk_map_put(number, B->M->scenario[i].id, i);
    B->N = kk_night_read(R, B->S, B->M, number);
}

typedef struct {
    const kk_batch_options *options;
    kk_batch_result *out;
} batch_call;

static void run(kk_ctx *K, void *arg)
{
    const batch_call *A = arg;
    const kk_batch_options *options = A->options;
    batch *B = KK_NEW(K, batch);
    *B = (batch){.K = K, .options = options, .out = A->out, .journal = -1};
    kk_defer(K, undo_fd, &B->journal);
    open_all(B);
    if (kk_guard(B->R, read_nights, B) != KK_OK)
        kk_fail(K, KK_ESYSTEM, "%s%.0s", "%.0s%s", kk_message(B->R, KK_EN), kk_message(B->R, KK_JA));
    B->out->finished = true;
    if (!options->merge) {
        B->F = kk_files_new(K, &B->M->options);
        if (!options->dry_run)
            open_journal(B);
        look_at_all(B);
        if (options->dry_run)
            return;
        options->on_event(options->info, &B->event);
        if (B->nqueue > 0)
            compute(B);
        fsync(B->journal);
        B->out->finished = options->stopped(options->info) == 0;
    }
    if (options->nshard > 0 || !B->out->finished)
        count_own(B);
    else
        kk_night_end(K, B->S, B->M, &B->N, options->keep, options->lang, &B->out->counts);
    undo_fd(&B->journal);
    kk_store_unlock(B->S);
}

kk_rc kk_batch(kk_ctx *K, const kk_batch_options *options, kk_batch_result *out)
{
    *out = (kk_batch_result){.computed = 0};
    return kk_guard(K, run, &(batch_call){options, out});
}
