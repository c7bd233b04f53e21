/* kakuho plan: the main job.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PROMISE_BROKEN = 8 };

typedef struct {
    const cli *A;
    const kk_city *C;
    struct timespec start, last;
    int stage, nstage; /* of goals: that is solved for; how many there are */
} watch;

static double seconds(const struct timespec *since)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - since->tv_sec) + (double)(now.tv_nsec - since->tv_nsec) / 1e9;
}

static bool is_over(const watch *W, double share)
{
    return W->A->time_limit && seconds(&W->start) >= strtod(W->A->time_limit, NULL) * share;
}

/* Every goal has its share of the time, with what those before it left over, and what follows the goals has one. */
static bool on_stop(void *info)
{
    const watch *W = info;
    double share = (W->stage + 1.0) / (W->nstage + 1.0);
    return is_over(W, share < 1.0 ? share : 1.0);
}

/* The first plan may take all of it. */
static bool on_end(void *info)
{
    return is_over(info, 1.0);
}

/* Stages of goals are called "g1", "g3+g4". */
static void count_stage(watch *W, const kk_progress *step)
{
    W->stage += step->name[0] == 'g';
}

static void on_progress(void *info, const kk_progress *step)
{
    watch *W = info;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double ms = (double)(now.tv_sec - W->last.tv_sec) * 1e3 + (double)(now.tv_nsec - W->last.tv_nsec) / 1e6;
    W->last = now;
    fprintf(stderr, "%-20s %9.2f ms", step->name, ms);
    if (step->iterations)
        fprintf(stderr, say(W->A, "  %ld iterations", "  反復 %ld 回"), step->iterations);
    fputc('\n', stderr);
    count_stage(W, step);
}

/* What the solver was given, and what it did: of that the plan says nothing. */
static void print_counters(const cli *A, const kk_plan *P)
{
    kk_counters N;
    kk_plan_counters(P, &N);
    fprintf(stderr,
            say(A,
                "model: %ld rows, %ld columns, %ld non-zeros\n"
                "solver: %ld rows, %ld columns, %ld non-zeros; iterations: %ld goals, %ld closing\n",
                "モデル: 行 %ld、列 %ld、非ゼロ %ld\n"
                "ソルバー: 行 %ld、列 %ld、非ゼロ %ld、反復: 目標 %ld 回、その後 %ld 回\n"),
            N.rows, N.cols, N.nonzeros, N.reduced_rows, N.reduced_cols, N.reduced_nonzeros, N.goal_iterations,
            N.closing_iterations);
}

/* Name on the terminal the goal that is next. */
static void on_stage(void *info, const kk_progress *step)
{
    watch *W = info;
    const char *goal;
    count_stage(W, step);
    if (kk_city_stage(W->A->K, W->C, W->stage, say_lang(W->A), &goal) == KK_OK)
        progress_more(goal ? goal : say(W->A, "one of equal plans", "同じ良さの計画から一つ"));
}

/* No plan exists: say why, and write PATH.conflict beside where the plan would have been. */
static int no_plan(const cli *A, const kk_city *C)
{
    fprintf(stderr, "kakuho: %s\n", kk_message(A->K, say_lang(A)));
    if (!A->output)
        return KK_ECONFLICT;
    char dir[4096];
    if (!path_beside(A->output, ".conflict", dir, sizeof dir))
        return KK_ECONFLICT;
    kk_rc rc = kk_conflict_write(A->K, C, dir);
    if (rc == KK_ECONFLICT) /* nothing to write: in parts of units there is a plan */
        return KK_ECONFLICT;
    if (rc != KK_OK) {
        fprintf(stderr, "kakuho: %s\n", kk_message(A->K, say_lang(A)));
        return (int)rc;
    }
    fprintf(stderr,
            say(A, "kakuho: written to %s (conflict.csv, run.json, input/)\n",
                "kakuho: %s に書きました（conflict.csv、run.json、input/）\n"),
            dir);
    return KK_ECONFLICT;
}

static int run(cli *A)
{
    kk_city *C;
    kk_plan *P;
    watch W = {.A = A};
    clock_gettime(CLOCK_MONOTONIC, &W.start);
    W.last = W.start;
    kk_plan_options options = {
        .on_progress = A->verbose ? on_progress : on_stage, .info = &W, .stop = on_stop, .end = on_end};

    if (A->report && !A->output) {
        fputs(say(A, "kakuho: --report needs a plan's folder: -o PATH\n",
                  "kakuho: --report には計画のフォルダ（-o PATH）が必要です\n"),
              stderr);
        return KK_EUSAGE;
    }
    kk_rc rc = load_city(A, &C);
    if (rc != KK_OK)
        return report_failure(A, rc);
    W.C = C;
    for (const char *goal = ""; goal && kk_city_stage(A->K, C, W.nstage, KK_EN, &goal) == KK_OK;)
        W.nstage += goal != NULL;
    print_findings(A, stderr, !A->quiet);
    if (A->verbose)
        on_progress(&W, &(kk_progress){.name = "read"});

    if (!A->quiet && !A->verbose)
        progress_show(say(A, "planning", "計画中"));
    rc = kk_city_plan(A->K, C, &options, &P);
    progress_hide();
    if (rc == KK_ECONFLICT)
        return no_plan(A, C);
    if (rc == KK_ETIME) {
        fprintf(stderr,
                say(A, "kakuho: the time limit of %s s was over before there was any plan; nothing was written\n",
                    "kakuho: 時間制限（%s 秒）までに計画が一つも得られませんでした。何も書いていません\n"),
                A->time_limit);
        return KK_ETIME;
    }
    if (rc == KK_OK && A->output)
        rc = kk_plan_write(A->K, P, A->output);
    if (rc != KK_OK) {
        fprintf(stderr, "kakuho: %s\n", kk_message(A->K, say_lang(A)));
        return (int)rc;
    }
    if (A->verbose) {
        on_progress(&W, &(kk_progress){.name = "write"});
        print_counters(A, P);
    }

    bool list = A->explain && A->json; /* of two documents */
    const char *text;
    if (!A->quiet || A->json) {
        rc = kk_plan_summary(A->K, P, say_lang(A), A->json, A->output, &text);
        if (rc != KK_OK) {
            fprintf(stderr, "kakuho: %s\n", kk_message(A->K, say_lang(A)));
            return (int)rc;
        }
        fprintf(stdout, "%s%s%s", list ? "[\n" : "", text, list ? ",\n" : A->explain ? "\n" : "");
    }
    if (A->explain) {
        char dir[4096];
        bool fits = A->output && path_beside(A->output, ".why", dir, sizeof dir);
        int code = explain_plan(A, P, fits ? dir : NULL);
        if (code != KK_OK)
            return code;
        fputs(list ? "]\n" : "", stdout);
    }
    if (A->report) {
        char dir[4096];
        if (!path_beside(A->output, ".report", dir, sizeof dir)) {
            fputs(say(A, "kakuho: the path is too long\n", "kakuho: パスが長すぎます\n"), stderr);
            return KK_EUSAGE;
        }
        int code = report_plans(A, (const char *const[]){A->output}, 1, dir);
        if (code != KK_OK)
            return code;
    }
    if (kk_plan_stopped(P)) {
        fprintf(stderr,
                say(A, "kakuho: the time limit of %s s cut the search short; this is the best plan so far\n",
                    "kakuho: 時間制限（%s 秒）で探索を打ち切りました。その時点で最良の計画です\n"),
                A->time_limit);
        return KK_ETIME;
    }
    return A->fail_on_unmet && !kk_plan_kept(P) ? PROMISE_BROKEN : KK_OK;
}

const cli_command command_plan = {
    .name = "plan",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .options = "ojqvuxrXscgEte",
    .summary = {"plan a city: which measures, where, opened when", "計画を立てる: どの方策を、どこで、いつ開くか"},
    .examples = {"  kakuho plan mycity                     the summary alone, nothing is written\n"
                 "  kakuho plan mycity -o plans/mycity     the plan's folder too\n"
                 "  kakuho plan mycity -o plans/mycity --explain     and plans/mycity.why: why seats are missing\n"
                 "  kakuho plan mycity -o plans/mycity --explain --report     and plans/mycity.report\n"
                 "  kakuho plan mycity/low.json --json     for machines\n"
                 "What if? Tables and scenario changed for this run:\n"
                 "  kakuho plan mycity --change 'need[class=3号].children*=0.9'\n"
                 "  kakuho plan mycity --change 'options[group=new,area=東区（例）].max_units+=1'\n"
                 "  kakuho plan mycity --set consent=firm --set years.last=2028\n",
                 "  kakuho plan mycity                     要約だけ。何も書きません\n"
                 "  kakuho plan mycity -o plans/mycity     計画のフォルダも書きます\n"
                 "  kakuho plan mycity -o plans/mycity --explain     plans/mycity.why に不足の理由も書く\n"
                 "  kakuho plan mycity -o plans/mycity --explain --report     plans/mycity.report に報告書も書く\n"
                 "  kakuho plan mycity/low.json --json     機械向け\n"
                 "もしも（この計算だけ、表や設定を変える）:\n"
                 "  kakuho plan mycity --change 'need[class=3号].children*=0.9'\n"
                 "  kakuho plan mycity --change 'options[group=new,area=東区（例）].max_units+=1'\n"
                 "  kakuho plan mycity --set consent=firm --set years.last=2028\n"},
    .more = {"SCENARIO is a scenario file, or a folder: its base.json, or all defaults where there is none.\n"
             "CHANGE is TABLE[COLUMN=VALUE|VALUE,...].COLUMN followed by =, *=, += or -= and a value, or\n"
             "TABLE[...]- to take rows out; data/README.md has all of it. Both options may be repeated.\n"
             "The folder of a plan is written whole or not at all; an older plan there is replaced.\n"
             "Exit: 0 planned, 1 input has problems, 2 usage, 3 hard rules contradict each other (they are\n"
             "named, and written to PATH.conflict), 4 cut short by --time-limit: the best plan so far (where\n"
             "there is none yet nothing is written), 5 no plan in whole units was found, 6 the judge rejects\n"
             "the plan, 7 files or solver failed, 8 see --fail-on-unmet.",
             "SCENARIO はシナリオのファイルか、フォルダです（フォルダなら base.json、なければ全て既定値）。\n"
             "CHANGE は 表[列=値|値,...].列 に =、*=、+=、-= と値を続けたもの、行を除くなら 表[...]- です\n"
             "（data/README.md に詳しい説明）。どちらのオプションも繰り返せます。\n"
             "計画のフォルダは、全部書けたときだけ置き換わります。途中の状態は残りません。\n"
             "終了コード: 0 計画できた、1 入力に問題、2 使い方、3 必ず守る条件が矛盾（条件を示し、\n"
             "PATH.conflict に書きます）、4 --time-limit で打ち切り: その時点で最良の計画\n"
             "（まだ一つもなければ何も書きません）、5 整数単位の計画が見つからない、6 検算が計画を認めない、\n"
             "7 ファイルかソルバーの失敗、8 --fail-on-unmet 参照。"},
    .run = run,
};
