/* kakuho report: plans as a page to read and to print.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"
#include "cli/progress.h"

#include <stdio.h>

static int run(cli *A)
{
    const kk_report *R;
    char dir[4096];
    if (!A->output && !path_beside(A->operand[0], ".report", dir, sizeof dir)) {
        fputs(say(A, "kakuho: the path is too long\n", "kakuho: パスが長すぎます\n"), stderr);
        return KK_EUSAGE;
    }
    const char *output = A->output ? A->output : dir;
    if (!A->quiet)
        progress_show(say(A, "writing the report", "報告書を作成中"));
    kk_rc rc = kk_plans_report(A->K, (const char *const *)A->operand, A->noperand, &R);
    progress_hide();
    if (rc == KK_OK)
        rc = kk_report_write(A->K, R, say_lang(A), output);
    if (rc != KK_OK)
        return report_failure(A, rc);
    if (!A->quiet)
        printf(say(A, "%s/report.html   for the screen and for paper (A4)\n",
                   "%s/report.html　画面でも紙（A4）でも読めます\n"),
               output);
    return KK_OK;
}

const cli_command command_report = {
    .name = "report",
    .operands = "DIR...",
    .least = 1,
    .most = 1 << 20,
    .options = "oq",
    .summary = {"plans as a page to read and to print", "計画を読む・印刷するための報告書"},
    .examples = {"  kakuho report plans/mycity                         writes plans/mycity.report\n"
                 "  kakuho report plans/mycity --lang en               in English\n"
                 "  kakuho report plans/base plans/cut -o cut.report   two plans, what differs first\n",
                 "  kakuho report plans/mycity                         plans/mycity.report に書きます\n"
                 "  kakuho report plans/mycity --lang en               英語で\n"
                 "  kakuho report plans/base plans/cut -o cut.report   二つの計画。違いを先に示します\n"},
    .more = {"DIR is the folder of a plan, as kakuho plan -o wrote it; it is not changed. report.html needs no\n"
             "other file and no network. The reasons for what is short are those of DIR.why where kakuho explain\n"
             "wrote it for this plan; else they are found first, which takes as long as kakuho explain.\n"
             "Exit: 0 written, 2 usage or not a plan's folder, 6 a file was changed since the plan was written,\n"
             "7 files or solver failed.",
             "DIR は kakuho plan -o が書いた計画のフォルダで、変更しません。report.html は他のファイルも\n"
             "ネットワークも必要としません。不足の理由は、kakuho explain がこの計画について書いた DIR.why が\n"
             "あればそれを使い、なければ先に求めます（kakuho explain と同じ時間がかかります）。\n"
             "終了コード: 0 書けた、2 使い方、計画のフォルダでない、6 計画を書き出した後にファイルが変更された、\n"
             "7 ファイルかソルバーの失敗。"},
    .run = run,
};
