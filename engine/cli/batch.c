/* kakuho batch: the nightly job.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* sched_getaffinity */
#endif

#include "batch/batch.h"

#include "cli/cli.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { NEWLY_BROKEN = 8, FAILED = 9, SIGNAL = 128, SHARDS_MOST = 100000, KEEP_MOST = 100000, JOBS_MOST = 256 };

static volatile sig_atomic_t asked, times;

static void on_signal(int number)
{
    asked = number;
    times = times + 1;
}

/* Once: what goes on is finished. Twice: at once. */
static int stopped(void *info)
{
    (void)info;
    return times > 1 ? -asked : asked;
}

/* ---- what is being done ------------------------------------------------------------------------------------------ */

typedef struct {
    const cli *A;
    bool terminal, shown;
    struct timespec start;
} watch;

static double seconds(const struct timespec *since)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - since->tv_sec) + (double)(now.tv_nsec - since->tv_nsec) / 1e9;
}

/* On a terminal: a line that is written over. The estimate takes what is left to be as much work a second as what is
 * done was. */
static void show(watch *W, const kk_batch_event *event)
{
    enum { SURE_AFTER_S = 3 };
    double passed = seconds(&W->start), left = event->cost - event->cost_done;
    fprintf(stderr, "\r\033[K%d/%d", event->done, event->count);
    if (event->cost_done > 0.0 && passed > SURE_AFTER_S) {
        double rest = passed * left / event->cost_done;
        if (rest < 90.0)
            fprintf(stderr, say(W->A, "  about %.0f s left", "  残り約 %.0f 秒"), rest);
        else
            fprintf(stderr, say(W->A, "  about %.0f min left", "  残り約 %.0f 分"), rest / 60.0);
    }
    W->shown = true;
}

static void on_event(void *info, const kk_batch_event *event)
{
    watch *W = info;
    const cli *A = W->A;
    const char *reason = event->id && event->reason[say_lang(A)] ? event->reason[say_lang(A)] : "";
    if (A->quiet)
        return;
    if (!event->id) {
        fprintf(stderr, say(A, "scenarios: %d, to be computed: %d\n", "シナリオ %d 件、うち計算が必要なもの %d 件\n"),
                event->count, event->computing);
        return;
    }
    if (W->terminal && !*reason) {
        show(W, event);
        return;
    }
    fprintf(stderr, "%s[%d/%d] %s: %s%s%s\n", W->shown ? "\r\033[K" : "", event->done, event->count, event->id,
            kk_night_word[event->state][say_lang(A)], *reason ? say(A, ": ", "：") : "", reason);
}

static void on_plan(void *info, const char *id, bool computed, const char *const why[2])
{
    const cli *A = ((const watch *)info)->A;
    printf("%s: %s%s%s\n", id, computed ? say(A, "computed", "計算する") : say(A, "unchanged", "変更なし"),
           computed ? say(A, ": ", "：") : "", computed ? why[say_lang(A)] : "");
}

/* ---- the call ---------------------------------------------------------------------------------------------------- */

static bool whole(const char *text, long least, long most, int *out)
{
    char *end;
    long value = text ? strtol(text, &end, 10) : 0;
    if (!text || *text < '0' || *text > '9' || *end || value < least || value > most)
        return false;
    *out = (int)value;
    return true;
}

/* How an engine tells a job which part it is: numbers from first on, step apart. */
typedef struct {
    const char *index, *first, *step, *count; /* of the environment; NULL = none: from 0, 1 apart */
} engine;

static const engine ENGINES[] = {
    {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP", "SLURM_ARRAY_TASK_COUNT"},
    {"JOB_COMPLETION_INDEX", NULL, NULL, "KAKUHO_SHARDS"},
    {"OMPI_COMM_WORLD_RANK", NULL, NULL, "OMPI_COMM_WORLD_SIZE"},
};

static bool from_environment(const engine *E, int *out_shard, int *out_nshard)
{
    const long most = SHARDS_MOST * 10L;
    const char *first = E->first ? getenv(E->first) : NULL, *step = E->step ? getenv(E->step) : NULL;
    int at, from, apart, count;
    if (!whole(getenv(E->index), 0, most, &at) || !whole(first ? first : "0", 0, most, &from) ||
        !whole(step ? step : "1", 1, most, &apart) || !whole(getenv(E->count), 1, SHARDS_MOST, &count) || at < from ||
        (at - from) % apart != 0 || (at - from) / apart >= count)
        return false;
    *out_shard = (at - from) / apart + 1;
    *out_nshard = count;
    return true;
}

/* Which part of how many; false after a message. */
static bool read_shard(const cli *A, kk_batch_options *O)
{
    char text[32];
    const char *slash = A->shard ? strchr(A->shard, '/') : NULL;
    for (size_t i = 0; !A->shard && !A->merge && i < sizeof ENGINES / sizeof *ENGINES; i++) {
        const engine *E = &ENGINES[i];
        if (!getenv(E->index))
            continue;
        if (from_environment(E, &O->shard, &O->nshard))
            return true;
        fprintf(stderr,
                say(A,
                    "kakuho: %s is %s, but %s does not say of how many parts, numbered one after the other, that is "
                    "one; set it, or give --shard I/N\n",
                    "kakuho: %s は %s ですが、%s "
                    "からは連番の何分割のうちの一つか分かりません。設定するか、--shard I/N を指定してください\n"),
                E->index, getenv(E->index), E->count);
        return false;
    }
    if (!A->shard)
        return true;
    bool fine =
        !A->merge && slash && (size_t)(slash - A->shard) < sizeof text && whole(slash + 1, 1, SHARDS_MOST, &O->nshard);
    if (fine) {
        memcpy(text, A->shard, (size_t)(slash - A->shard));
        text[slash - A->shard] = '\0';
        fine = whole(text, 1, O->nshard, &O->shard);
    }
    if (!fine)
        fputs(say(A, "kakuho: --shard: write I/N, such as 2/8, and not with --merge\n",
                  "kakuho: --shard: 2/8 のように I/N の形で書いてください（--merge とは併用できません）\n"),
              stderr);
    return fine;
}

static bool is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char form[] = "0000-00-00";
    int year, month, day;
    if (strlen(text) != strlen(form))
        return false;
    for (size_t i = 0; form[i]; i++)
        if (form[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    sscanf(text, "%d-%d-%d", &year, &month, &day);
    bool leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + leap;
}

/* Processors that this process may run on. */
static int processors(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count < JOBS_MOST ? count : JOBS_MOST;
}

static int usage(const cli *A, const char *en, const char *ja)
{
    fprintf(stderr, "kakuho: %s\n", say(A, en, ja));
    return KK_EUSAGE;
}

/* What happened, in one line. */
static void say_result(const cli *A, const kk_batch_options *O, const kk_batch_result *R)
{
    int n = 0;
    for (int s = 0; s < KK_NSTATE; s++)
        n += s == KK_N_GONE ? 0 : R->counts.count[s];
    printf(say(A, "kakuho %s: scenarios: %d", "kakuho %s: シナリオ %d 件"), O->date, n);
    for (int k = 0; k < KK_NSTATE; k++) { /* what is worst first, what is gone last */
        int s = k == KK_NSTATE - 1 ? (int)KK_N_GONE : KK_N_NOT_REACHED - k;
        if (R->counts.count[s] > 0)
            printf(say(A, "; %s: %d", "、%s %d"), kk_night_word[s][say_lang(A)], R->counts.count[s]);
    }
    if (O->nshard > 0)
        printf(say(A, " (part %d/%d)", "（%d/%d）"), O->shard, O->nshard);
    if (R->finished && O->nshard == 0)
        printf(say(A, "; see %s/nights/%s/nightly.csv", "。%s/nights/%s/nightly.csv をご覧ください"), O->store,
               O->date);
    else if (!R->finished)
        printf("%s",
               say(A, "; stopped: the same command again goes on", "。中断しました。同じコマンドで続きを計算します"));
    putchar('\n');
}

static int run(cli *A)
{
    watch W = {.A = A, .terminal = isatty(STDERR_FILENO) != 0};
    char today[16], who[512], host[256] = "";
    kk_batch_options O = {.manifest = A->operand[0],
                          .store = A->output,
                          .date = A->date,
                          .who = who,
                          .jobs = processors(),
                          .dry_run = A->dry_run,
                          .merge = A->merge,
                          .stopped = stopped,
                          .on_event = on_event,
                          .on_plan = on_plan,
                          .info = &W};
    kk_batch_result R;
    O.lang = say_lang(A);
    time_t now = time(NULL);
    if (!O.store)
        return usage(A, "name the store: -o STORE", "保存先を指定してください: -o STORE");
    if (!O.date && strftime(today, sizeof today, "%Y-%m-%d", localtime(&now)) > 0)
        O.date = today;
    if (!O.date || !is_date(O.date))
        return usage(A, "--date: write a day as 2026-04-01", "--date: 2026-04-01 の形で書いてください");
    if (A->jobs && !whole(A->jobs, 1, JOBS_MOST, &O.jobs))
        return usage(A, "--jobs: write a number from 1 to 256", "--jobs: 1 から 256 の数を書いてください");
    if (A->keep && !whole(A->keep, 0, KEEP_MOST, &O.keep))
        return usage(A, "--keep: write a number of nights", "--keep: 夜の数を書いてください");
    if (!read_shard(A, &O))
        return KK_EUSAGE;
    gethostname(host, sizeof host - 1);
    snprintf(who, sizeof who, "process %ld on %s", (long)getpid(), host);

    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    clock_gettime(CLOCK_MONOTONIC, &W.start);
    kk_rc rc = kk_batch(A->K, &O, &R);
    if (W.shown)
        fputs("\r\033[K", stderr);
    if (rc != KK_OK)
        return report_failure(A, rc);
    print_findings(A, stderr, !A->quiet);
    if (O.dry_run)
        return KK_OK;
    say_result(A, &O, &R);
    if (!R.finished)
        return SIGNAL + (int)asked;
    if (O.nshard > 0) /* an engine would take all else for a broken job, and stop the other parts: --merge tells */
        return KK_OK;
    if (R.counts.count[KK_N_FAILED] + R.counts.count[KK_N_NOT_REACHED] > 0)
        return FAILED;
    return R.counts.newly_broken > 0 ? NEWLY_BROKEN : KK_OK;
}

const cli_command command_batch = {
    .name = "batch",
    .operands = "MANIFEST",
    .least = 1,
    .most = 1,
    .options = "oJdnSMkq",
    .summary = {"the nightly job: every scenario of every city", "夜間計算: 全ての市の全てのシナリオ"},
    .examples = {"  kakuho batch nightly.json -o store               every scenario that changed\n"
                 "  kakuho batch nightly.json -o store --dry-run     what would be computed, and why\n"
                 "  kakuho batch nightly.json -o store --keep 30     keep replaced plans for 30 nights\n"
                 "On several machines with one store:\n"
                 "  kakuho batch nightly.json -o store --shard 2/8   the second of eight parts\n"
                 "  kakuho batch nightly.json -o store --merge       when all parts are done\n",
                 "  kakuho batch nightly.json -o store               変わったシナリオを全て計算\n"
                 "  kakuho batch nightly.json -o store --dry-run     何をなぜ計算するかを表示\n"
                 "  kakuho batch nightly.json -o store --keep 30     置き換えた計画を 30 晩残す\n"
                 "一つの保存先を複数の計算機で:\n"
                 "  kakuho batch nightly.json -o store --shard 2/8   8 分の 2\n"
                 "  kakuho batch nightly.json -o store --merge       全ての部分が終わった後\n"},
    .more = {"Only what changed since the last night is computed; STORE/plans/ID is the last good plan of a scenario,\n"
             "STORE/nights/DATE/nightly.csv what happened. What a kill, a full disk or a power cut interrupts, the\n"
             "same command finishes. The manifest names the scenarios: see kakuho-nightly(5).\n"
             "Exit: 0 all well, 1 the manifest has problems, 2 usage, 7 the store cannot be written, or another\n"
             "works on it, 8 a promise that was kept is broken, 9 a scenario failed or was not reached (of a part,\n"
             "--merge says 8 and 9; the part itself ends with 0), 130 or 143 stopped by a signal: what is finished\n"
             "is kept.",
             "前の夜から変わったシナリオだけを計算します。STORE/plans/ID は各シナリオの最後の正しい計画、\n"
             "STORE/nights/日付/nightly.csv はその夜の結果です。強制終了、ディスク満杯、停電で中断しても、\n"
             "同じコマンドで続きを計算します。シナリオはマニフェストに書きます（kakuho-nightly(5)）。\n"
             "終了コード: 0 正常、1 マニフェストに問題がある、2 使い方、7 保存先に書けない、または他で処理中、\n"
             "8 守れていた目標が守れなくなった、9 失敗または未計算のシナリオがある（--shard で分けたときの 8 と 9 は\n"
             "--merge が返し、各部分は 0）、130・143 シグナルで中断（終わった分は残る）。"},
    .run = run,
};
