/* One worker. See worker.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/worker.h"

#include "base/hash.h"
#include "base/num.h"
#include "batch/change.h"
#include "batch/publish.h"
#include "domain/plan.h"
#include "report/folder.h"
#include "report/run_json.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { GROUP_MS = 1000, MIB = 1 << 20 };

typedef struct {
    const kk_work *W;
    kk_store S; /* that of the batch, with a context of its own */
    const char *folder;
    int number, pipe;
    bool alone;
    kk_start *start; /* where its last plan ended; NULL: every plan starts from nowhere */
    kk_ctx *G;       /* of the group */
    kk_group *group;
    kk_text written;   /* lines of the group's plans ... */
    kk_text published; /* ... of those in their place, but not yet on the disk for good; each in its own context */
    int64_t begun;     /* [ms] when the group was */
} worker;

/* The scenario that is being computed. */
typedef struct {
    worker *L;
    int i;
    kk_ctx *K;
    const kk_city *C;
    kk_plan *P;
    long work; /* simplex iterations so far */
    const char *input;
} job;

int64_t kk_batch_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- lines to the pipe ------------------------------------------------------------------------------------------- */

static void send(const worker *L, const char *text, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t more = write(L->pipe, text + done, size - done);
        if (more < 0 && errno != EINTR)
            _exit(1); /* nobody listens any more */
        done += more > 0 ? (size_t)more : 0;
    }
}

static void tell(worker *L, kk_text *T)
{
    send(L, kk_text_get(T), T->length);
    T->length = 0;
}

static void send_record(worker *L, kk_text *T, int i, const kk_record *R)
{
    kk_text_addf(T, "R %d ", i);
    kk_record_put(T, R->cell, KK_NRECORD);
    if (T != &L->written)
        tell(L, T);
}

static void on_set_aside(void *info, int scenario, const char *what, const char *path)
{
    worker *L = info;
    kk_text T = {.K = L->G};
    kk_text_addf(&T, "A %d %s\t%s\n", scenario, what, path);
    send(L, T.text, T.length);
}

/* ---- the group --------------------------------------------------------------------------------------------------- */

static void new_group(worker *L)
{
    kk_ctx_free(L->G);
    L->G = kk_ctx_new();
    if (!L->G)
        kk_fail(L->S.K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    L->group = kk_group_new(L->G, &L->S, L->folder);
    L->written = (kk_text){.K = L->G};
    L->begun = kk_batch_now();
}

/* Publish what is written. What was published before is then on the disk for good, and told. */
static void publish(worker *L)
{
    kk_group_publish(L->group, on_set_aside, L);
    tell(L, &L->published);
    kk_text_addn(&L->published, kk_text_get(&L->written), L->written.length);
    new_group(L);
}

static void publish_all(worker *L)
{
    kk_group_publish(L->group, on_set_aside, L);
    kk_group_end(&L->S, L->folder);
    tell(L, &L->published);
    tell(L, &L->written);
    new_group(L);
}

/* ---- one scenario ------------------------------------------------------------------------------------------------ */

static void on_progress(void *info, const kk_progress *step)
{
    job *J = info;
    J->work += step->iterations;
    if ((double)J->work > J->L->W->M->work)
        kk_fail(J->K, KK_EMORE, "takes more than the %.15g iterations that limits.work of the manifest allows",
                "マニフェストの limits.work（反復 %.15g 回）を超えました", J->L->W->M->work);
}

static bool on_stop(void *info)
{
    const job *J = info;
    return J->L->W->Q->stop != 0;
}

/* All that the plan depends on, as it counts. */
static const char *input_hash(kk_ctx *K, const kk_city *C)
{
    kk_text T = {.K = K};
    kk_text_addf(&T, "kakuho %s\n", kk_version());
    for (int i = 0; i < C->ninput; i++)
        kk_text_addf(&T, "%s %s\n", C->input[i].name, kk_hash_hex(K, C->input[i].data, C->input[i].size));
    for (int i = 0; i < C->nwhat_if; i++)
        kk_text_addf(&T, "%s\n", C->what_if[i]);
    kk_text_add(&T, kk_run_warnings(K, C));
    return kk_hash_hex(K, T.text, T.length);
}

static void hash_input(kk_ctx *K, void *arg)
{
    job *J = arg;
    J->input = input_hash(K, J->C);
}

static const char *promises(kk_ctx *K, const kk_sheet *S, int *out_kept)
{
    kk_text T = {.K = K};
    int kept = kk_sheet_column(S, "kept"), target = kk_sheet_column(S, "target");
    const char *last = "";
    *out_kept = 0;
    for (int i = 0; i < S->nrow; i++) {
        bool yes = strcmp(kk_sheet_cell(S, i, kept), "yes") == 0;
        *out_kept += yes;
        if (!yes && strcmp(last, kk_sheet_cell(S, i, target)) != 0) {
            last = kk_sheet_cell(S, i, target);
            kk_text_addf(&T, "%s%s", T.length ? ";" : "", last);
        }
    }
    return kk_text_get(&T);
}

static const char *goals(kk_ctx *K, const kk_plan *P)
{
    kk_text T = {.K = K};
    for (int n = 0; n < P->C->ngoal; n++)
        kk_text_addf(&T, "%s%s:%s %s", n ? ";" : "", P->C->goal[n].code, kk_goal_word[P->C->goal[n].kind],
                     kk_value_print(K, P->goal_value[n]));
    return kk_text_get(&T);
}

/* Against the plan that the last night left, where it is still there. */
static void find_change(kk_ctx *K, job *J, const char *then, kk_record *out)
{
    const kk_store *S = &J->L->S;
    const char *before = kk_format(K, "%s/before/%s", S->night, out->cell[KK_R_SCENARIO]);
    const char *plan = kk_store_plan_hash(K, S, out->cell[KK_R_SCENARIO]), *old = NULL;
    if (kk_store_has(S, before))
        old = before;
    else if (plan && strcmp(plan, then) == 0)
        old = kk_format(K, "plans/%s", out->cell[KK_R_SCENARIO]);
    kk_ctx *own = old ? kk_ctx_new() : NULL;
    if (!own)
        return;
    kk_change_find(own, kk_path_join(K, S->path, old), kk_path_join(K, S->path, kk_group_last(J->L->group)), out);
    for (int j = KK_R_CAUSE; j <= KK_R_BIGGEST; j++)
        out->cell[j] = kk_strdup(K, out->cell[j]);
    kk_ctx_free(own);
}

/* The same wherever it started: rows of the model, in whole units with the iterations. */
static long work_of(const kk_plan *P)
{
    const kk_counters *N = &P->counters;
    return N->rows + (P->C->whole ? N->goal_iterations + N->closing_iterations : 0);
}

/* Write the folder beside the plans, and note what is to be told of it. */
static void write_plan(kk_ctx *K, void *arg)
{
    job *J = arg;
    worker *L = J->L;
    const kk_work *W = L->W;
    const char *id = W->M->scenario[J->i].id, *plan, *then = W->then[J->i].cell[KK_R_PLAN];
    int count, kept;
    const kk_blob *file = kk_plan_files(K, J->P, &count);
    const kk_sheet *promise = J->P->sheet[KK_S_PROMISES];
    const char *broken = promises(K, promise, &kept);
    kk_group_add(L->group, J->i, id, file, count, then ? then : "", &plan);
    kk_record R = {{
        [KK_R_SCENARIO] = id,
        [KK_R_OUTCOME] = "planned",
        [KK_R_PROMISES_KEPT] = kk_format(K, "%d", kept),
        [KK_R_PROMISES] = kk_format(K, "%d", promise->nrow),
        [KK_R_BROKEN] = broken,
        [KK_R_GOALS] = goals(K, J->P),
        [KK_R_WORK] = kk_format(K, "%ld", work_of(J->P)),
        [KK_R_ACTIONS] = kk_run_hash(K, file[count - 1].data, "plan.csv"),
        [KK_R_PLAN] = plan,
        [KK_R_INPUT] = J->input,
        [KK_R_KEY] = W->key[J->i].hash,
    }};
    if (then && *then && strcmp(then, plan) != 0)
        find_change(K, J, then, &R);
    send_record(L, &L->written, J->i, &R);
}

/* The first error of the input in one line, and how many there are; or the message. */
static const char *reason(const job *J, kk_rc rc, kk_lang lang)
{
    int errors, count = kk_finding_count(J->K, &errors, NULL);
    for (int i = 0; rc == KK_EINPUT && i < count; i++) {
        const kk_finding *f = kk_finding_at(J->K, i);
        if (!f->error)
            continue;
        const char *place = f->line ? kk_format(J->L->G, "%s:%d", f->file, f->line) : f->file;
        const char *text =
            kk_format(J->L->G, "%s: %s%s%s [%s]", place, f->field, f->field[0] ? ": " : "", f->text[lang], f->code);
        if (errors == 1)
            return text;
        return lang == KK_JA ? kk_format(J->L->G, "%s（ほかに %d 件）", text, errors - 1)
                             : kk_format(J->L->G, "%s (and %d more)", text, errors - 1);
    }
    return kk_strdup(J->L->G, kk_message(J->K, lang));
}

static void fail_scenario(job *J, const char *en, const char *ja)
{
    kk_record R = kk_record_bare(&J->L->W->last[J->i]); /* the last good plan stays, and what is known of it */
    kk_text T = {.K = J->L->G};
    R.cell[KK_R_SCENARIO] = J->L->W->M->scenario[J->i].id;
    R.cell[KK_R_OUTCOME] = "failed";
    R.cell[KK_R_REASON] = en;
    R.cell[KK_R_REASON_JA] = ja;
    R.cell[KK_R_INPUT] = R.cell[KK_R_KEY] = "";
    send_record(J->L, &T, J->i, &R);
}

/* A plan of the same effective input is there already: only its key is new. */
static bool is_there(job *J)
{
    worker *L = J->L;
    kk_record R = kk_record_bare(&L->W->last[J->i]);
    const char *what;
    if (!kk_record_is_planned(&R) || strcmp(R.cell[KK_R_INPUT], J->input) != 0 ||
        kk_store_holds(L->G, &L->S, R.cell[KK_R_SCENARIO], R.cell[KK_R_PLAN], &what) != KK_HELD_WHOLE)
        return false;
    kk_text T = {.K = L->G};
    R.cell[KK_R_KEY] = L->W->key[J->i].hash;
    send_record(L, &T, J->i, &R);
    return true;
}

static kk_rc plan(job *J)
{
    const kk_manifest *M = J->L->W->M;
    kk_plan_options options = {
        .on_progress = on_progress, .stop = on_stop, .end = on_stop, .info = J, .start = J->L->start};
    kk_reading reading = {.F = J->L->W->F};
    kk_city *C;
    kk_ctx_set_files(J->K, kk_files_find, &reading);
    kk_rc rc = kk_city_load(J->K, M->scenario[J->i].path, &M->options, &C);
    if (rc != KK_OK)
        return rc;
    if (reading.missed || reading.found != J->L->W->key[J->i].nfile) {
        fail_scenario(J, "its files were changed while they were read; run the batch again",
                      "読み込み中にファイルが変更されました。もう一度実行してください");
        return KK_OK;
    }
    J->C = C;
    rc = kk_guard(J->K, hash_input, J);
    if (rc != KK_OK || is_there(J))
        return rc;
    rc = kk_city_plan(J->K, C, &options, &J->P);
    if (rc != KK_OK || kk_plan_stopped(J->P))
        return rc;
    return kk_guard(J->K, write_plan, J);
}

static void compute(worker *L, int i)
{
    job J = {.L = L, .i = i, .K = kk_ctx_new()};
    if (!J.K)
        kk_fail(L->S.K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    kk_rc rc = plan(&J);
    if (rc == KK_ETIME) {                       /* the batch is being stopped */
    } else if (rc == KK_ESYSTEM && !L->alone) { /* memory or the solver: perhaps because of what went before */
        kk_text T = {.K = L->G};
        kk_text_addf(&T, "S %d\n", i);
        send(L, T.text, T.length);
    } else if (rc != KK_OK) {
        fail_scenario(&J, reason(&J, rc, KK_EN), reason(&J, rc, KK_JA));
    }
    kk_ctx_free(J.K);
}

/* ---- the process ------------------------------------------------------------------------------------------------- */

static void begin(worker *L, int i)
{
    L->W->Q->worker[L->number].started = kk_batch_now();
    L->W->Q->worker[L->number].scenario = i;
}

static void work(kk_ctx *K, void *arg)
{
    worker *L = arg;
    kk_shared *Q = L->W->Q;
    L->published.K = K;
    L->S.K = K;
    if (!L->alone && isinf(L->W->M->work)) /* else what is too much work would depend on where it started */
        L->start = kk_start_new(K);
    new_group(L);
    for (int at = 0; !Q->stop && (L->alone || (at = Q->next++) < Q->count);) {
        int i = L->alone ? Q->worker[L->number].scenario : Q->queue[at];
        begin(L, i);
        compute(L, i);
        Q->worker[L->number].scenario = -1;
        if (L->alone)
            break;
        if (kk_batch_now() - L->begun >= GROUP_MS)
            publish_all(L);
        else if (kk_group_is_full(L->group))
            publish(L);
    }
    publish_all(L);
}

/* What one scenario may take beyond what the program has. */
static void limit_memory(double mib)
{
    long pages = 0;
    FILE *statm = isfinite(mib) ? fopen("/proc/self/statm", "r") : NULL;
    if (!statm)
        return;
    if (fscanf(statm, "%ld", &pages) == 1) {
        rlim_t most = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (rlim_t)(mib * MIB);
        setrlimit(RLIMIT_AS, &(struct rlimit){most, most});
    }
    fclose(statm);
}

int kk_worker(const kk_work *W, int number, int alone, int pipe)
{
    worker L = {.W = W, .S = *W->S, .number = number, .pipe = pipe, .alone = alone >= 0};
    kk_ctx *K = kk_ctx_new();
    if (!K)
        return 1;
    char folder[64];
    snprintf(folder, sizeof folder, "work/%s.%d", W->shard, number);
    L.folder = folder;
    limit_memory(W->M->memory_mib);
    W->Q->worker[number].scenario = alone;
    kk_rc rc = kk_guard(K, work, &L);
    if (rc != KK_OK) {
        char line[2 * 4096 + 8];
        int length = snprintf(line, sizeof line, "F %s\t%s\n", kk_message(K, KK_EN), kk_message(K, KK_JA));
        send(&L, line, length < (int)sizeof line ? (size_t)length : sizeof line - 1);
    }
    kk_ctx_free(L.G);
    kk_ctx_free(K);
    return (int)rc;
}
