/* The workers, led. See queue.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/queue.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_MS = 200, PAGE = 65536, DEATHS_MOST = 16 };

typedef enum { OPEN, DONE, SUSPECT } state;

typedef struct {
    pid_t pid; /* 0 = none */
    int pipe;
    bool too_long; /* was killed for it */
    kk_text line;  /* what came of a line so far */
} process;

typedef struct {
    kk_ctx *K;
    const kk_work *W;
    const kk_queue_options *options;
    process *worker; /* [jobs] */
    int jobs;
    unsigned char *state; /* [n] of the scenarios: state */
    const char **reason;  /* [n][2] why it is suspect */
    int deaths;           /* of workers that were at no scenario */
    int alone;            /* the scenario that is tried by itself, -1 = none */
    int64_t begun;
    pid_t self;
    const char *fatal[2];
} leader;

/* ---- shared memory ----------------------------------------------------------------------------------------------- */

typedef struct {
    void *at;
    size_t size;
} mapping;

static void undo_mapping(void *thing)
{
    const mapping *M = thing;
    munmap(M->at, M->size);
}

kk_shared *kk_shared_new(kk_ctx *K, const int *scenario, int n)
{
    mapping *M = KK_NEW(K, mapping);
    M->size = sizeof(kk_shared) + (size_t)n * sizeof(int);
    M->at = mmap(NULL, M->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (M->at == MAP_FAILED)
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    kk_defer(K, undo_mapping, M);
    kk_shared *Q = M->at;
    Q->count = n;
    for (int i = 0; i < n; i++)
        Q->queue[i] = scenario[i];
    return Q;
}

/* ---- processes --------------------------------------------------------------------------------------------------- */

static _Noreturn void be_worker(const leader *A, int number, int pipe)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* of a leader that is still there; see below */
    signal(SIGINT, SIG_IGN);          /* of the whole group of processes: the leader says when to stop */
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    for (int w = 0; w < A->jobs; w++)
        if (A->worker[w].pid)
            close(A->worker[w].pipe);
    _exit(getppid() != A->self ? 1 : kk_worker(A->W, number, A->alone, pipe));
}

static void start(leader *A, int number)
{
    process *P = &A->worker[number];
    int end[2];
    if (pipe(end) != 0)
        kk_fail(A->K, KK_ESYSTEM, "a worker cannot be started: too many files are open",
                "作業プロセスを開始できません（開いているファイルが多すぎます）");
    A->W->Q->worker[number].scenario = -1;
    pid_t pid = fork();
    if (pid == 0) {
        close(end[0]);
        be_worker(A, number, end[1]);
    }
    close(end[1]);
    if (pid < 0) {
        close(end[0]);
        kk_fail(A->K, KK_ESYSTEM, "a worker cannot be started: there is not enough memory, or too many processes",
                "作業プロセスを開始できません（メモリ不足か、プロセスが多すぎます）");
    }
    fcntl(end[0], F_SETFD, FD_CLOEXEC);
    *P = (process){.pid = pid, .pipe = end[0], .line.K = A->K};
}

static void end_workers(void *thing)
{
    leader *A = thing;
    for (int w = 0; w < A->jobs; w++) {
        if (!A->worker[w].pid)
            continue;
        kill(A->worker[w].pid, SIGKILL);
        waitpid(A->worker[w].pid, NULL, 0);
        close(A->worker[w].pipe);
        A->worker[w].pid = 0;
    }
}

/* ---- listening --------------------------------------------------------------------------------------------------- */

static void take_line(leader *A, char *line)
{
    char *rest, *tab;
    if (line[0] != 'R')
        line[strcspn(line, "\n")] = '\0';
    if (line[0] == 'F') {
        tab = strchr(line, '\t');
        A->fatal[KK_EN] = kk_strndup(A->K, line + 2, tab ? (size_t)(tab - line - 2) : 0);
        A->fatal[KK_JA] = kk_strdup(A->K, tab ? tab + 1 : "");
        A->W->Q->stop = 1;
        return;
    }
    int i = (int)strtol(line + 2, &rest, 10);
    KK_ASSERT(i >= 0 && i < A->W->M->n);
    kk_queue_event event = {.scenario = i};
    if (line[0] == 'S') {
        A->state[i] = SUSPECT;
        A->reason[2 * i] = NULL;
        return;
    }
    if (line[0] == 'R' && *rest) {
        A->state[i] = DONE;
        event.record = rest + 1;
    } else if ((tab = strchr(rest, '\t'))) {
        *tab = '\0';
        event.what = rest + 1;
        event.path = tab + 1;
    }
    A->options->on_event(A->options->info, &event);
}

/* Lines that came; false at the end of the pipe. What a killed worker left of a line is nothing. */
static bool listen_to(leader *A, process *P)
{
    char data[PAGE];
    ssize_t got = read(P->pipe, data, sizeof data);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    for (char *s = data, *end = data + got; s < end;) {
        char *stop = memchr(s, '\n', (size_t)(end - s));
        kk_text_addn(&P->line, s, (size_t)((stop ? stop + 1 : end) - s));
        if (!stop)
            break;
        take_line(A, P->line.text);
        P->line.length = 0;
        s = stop + 1;
    }
    return got > 0;
}

/* Why a worker ended, or NULL where it had nothing more to do. */
static void note_death(leader *A, int i, int status, bool too_long)
{
    kk_ctx *K = A->K;
    const char **reason = &A->reason[2 * i];
    A->state[i] = SUSPECT;
    if (too_long) {
        reason[KK_EN] =
            kk_format(K, "takes longer than the %.15g s that limits.seconds of the manifest allows", A->W->M->seconds);
        reason[KK_JA] = kk_format(K, "マニフェストの limits.seconds（%.15g 秒）を超えました", A->W->M->seconds);
    } else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
        reason[KK_EN] = "its process was killed (signal 9): by somebody, or by the system because memory ran out; see "
                        "limits.memory_mib";
        reason[KK_JA] = "プロセスが強制終了されました（シグナル 9）。手動か、メモリ不足です。limits.memory_mib "
                        "をご覧ください";
    } else {
        int signal_number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        reason[KK_EN] =
            kk_format(K, "kakuho crashed on it (signal %d); please report it with the scenario", signal_number);
        reason[KK_JA] =
            kk_format(K, "kakuho が異常終了しました（シグナル %d）。シナリオを添えてご報告ください", signal_number);
    }
}

/* A worker is gone; whether before its time. The scenario that it was at is then suspect; the plans that it had not yet
 * put in their place are made again. */
static bool bury(leader *A, int number)
{
    process *P = &A->worker[number];
    int status = 0, i = A->W->Q->worker[number].scenario;
    close(P->pipe);
    while (waitpid(P->pid, &status, 0) < 0 && errno == EINTR)
        ;
    P->pid = 0;
    if (status == 0 || A->fatal[KK_EN])
        return false;
    if (i >= 0 && A->state[i] == OPEN)
        note_death(A, i, status, P->too_long);
    else if (++A->deaths == DEATHS_MOST)
        kk_fail(A->K, KK_ESYSTEM, "workers die before they begin; is there memory enough?",
                "作業プロセスが始まる前に終了してしまいます。メモリは足りていますか");
    return true;
}

/* What workers took and did not finish is left, with what nobody took. No worker is at work. */
static void queue_again(leader *A)
{
    kk_shared *Q = A->W->Q;
    int n = 0;
    for (int at = 0; at < Q->count; at++)
        if (A->state[Q->queue[at]] == OPEN)
            Q->queue[n++] = Q->queue[at];
    Q->next = 0;
    Q->count = n;
}

static void watch_time(leader *A)
{
    kk_shared *Q = A->W->Q;
    const kk_manifest *M = A->W->M;
    int64_t now = kk_batch_now();
    if ((double)(now - A->begun) >= M->night_seconds * 1e3)
        Q->stop = 1;
    for (int w = 0; w < A->jobs; w++) {
        bool busy = A->worker[w].pid && Q->worker[w].scenario >= 0;
        if (!busy || (double)(now - Q->worker[w].started) < M->seconds * 1e3)
            continue;
        A->worker[w].too_long = true;
        kill(A->worker[w].pid, SIGKILL);
    }
}

/* Listen until all workers are gone. */
static void listen_to_all(leader *A)
{
    struct pollfd look[KK_JOBS_MOST];
    kk_shared *Q = A->W->Q;
    int of[KK_JOBS_MOST], n = 1;
    while (n > 0) {
        n = 0;
        for (int w = 0; w < A->jobs; w++)
            if (A->worker[w].pid) {
                of[n] = w;
                look[n++] = (struct pollfd){.fd = A->worker[w].pipe, .events = POLLIN};
            }
        int ready = n ? poll(look, (nfds_t)n, LOOK_MS) : 0;
        for (int k = 0; k < n && ready > 0; k++)
            if (look[k].revents && !listen_to(A, &A->worker[of[k]]) && bury(A, of[k]) && A->alone < 0 && !Q->stop &&
                Q->next < Q->count)
                start(A, of[k]);
        int asked = A->options->stopped(A->options->info);
        if (asked)
            Q->stop = 1;
        if (asked < 0)
            end_workers(A);
        watch_time(A);
    }
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void run_queue(leader *A)
{
    kk_shared *Q = A->W->Q;
    while (!Q->stop && Q->count > 0) {
        for (int w = 0; w < A->jobs && w < Q->count; w++)
            start(A, w);
        listen_to_all(A);
        queue_again(A);
    }
}

static void fail_suspect(leader *A, int i)
{
    static const char *const why[2] = {"the solver or the memory failed", "ソルバーまたはメモリの失敗です"};
    const char **reason = &A->reason[2 * i];
    kk_record R = kk_record_bare(&A->W->last[i]);
    kk_text T = {.K = A->K};
    R.cell[KK_R_SCENARIO] = A->W->M->scenario[i].id;
    R.cell[KK_R_OUTCOME] = "failed";
    R.cell[KK_R_REASON] = reason[KK_EN] ? reason[KK_EN] : why[KK_EN];
    R.cell[KK_R_REASON_JA] = reason[KK_EN] ? reason[KK_JA] : why[KK_JA];
    R.cell[KK_R_INPUT] = R.cell[KK_R_KEY] = "";
    kk_record_put(&T, R.cell, KK_NRECORD);
    A->state[i] = DONE;
    A->options->on_event(A->options->info, &(kk_queue_event){.scenario = i, .record = T.text});
}

/* Each suspect once more, with nothing beside it. */
static void run_suspects(leader *A)
{
    kk_shared *Q = A->W->Q;
    for (int i = 0; i < A->W->M->n && !Q->stop; i++) {
        if (A->state[i] != SUSPECT)
            continue;
        A->alone = i;
        A->state[i] = OPEN;
        start(A, 0);
        listen_to_all(A);
        if (A->state[i] != DONE && !Q->stop)
            fail_suspect(A, i);
        A->alone = -1;
    }
}

void kk_queue_run(kk_ctx *K, const kk_work *W, const kk_queue_options *options)
{
    leader *A = KK_NEW(K, leader);
    *A = (leader){.K = K, .W = W, .options = options, .alone = -1, .begun = kk_batch_now(), .self = getpid()};
    A->jobs = options->jobs < KK_JOBS_MOST ? options->jobs : KK_JOBS_MOST;
    A->worker = KK_ARRAY(K, process, A->jobs);
    A->state = KK_ARRAY(K, unsigned char, W->M->n);
    A->reason = KK_ARRAY(K, const char *, 2 * W->M->n);
    kk_defer(K, end_workers, A);
    run_queue(A);
    run_suspects(A);
    if (A->fatal[KK_EN])
        kk_fail(K, KK_ESYSTEM, "%s%.0s", "%.0s%s", A->fatal[KK_EN], A->fatal[KK_JA]);
}
