/* kakuho report: plans as a page to read and to print.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"
#include "cli/progress.h"

#include <stdio.h>

int report_plans(const cli *A, const char *const *plan, int nplan, const char *output)
{
    const kk_report *R;
    if (!A->quiet && !A->verbose)
        progress_show(say(A, "writing the report", "報告書を作成中"));
    kk_rc rc = kk_plans_report(A->K, plan, nplan, &R);
    progress_hide();
    if (rc == KK_OK)
        rc = kk_report_write(A->K, R, say_lang(A), output);
    if (rc != KK_OK)
        return report_failure(A, rc);
    if (!A->quiet && !A->json)
        printf(say(A, "%s/report.html   for the screen and for paper (A4)\n%s/%s   the tables, for Excel\n",
                   "%s/report.html　画面でも紙（A4）でも読めます\n%s/%s　計画の表（Excel）\n"),
               output, output, nplan > 1 ? "plan-A.xlsx ..." : "plan.xlsx");
    return KK_OK;
}

static int run(cli *A)
{
    char dir[4096];
    const char *output = output_beside(A, ".report", dir, sizeof dir);
    return output ? report_plans(A, (const char *const *)A->operand, A->noperand, output) : KK_EUSAGE;
}

const cli_command command_report = {
    .name = "report",
    .operands = "DIR...",
    .least = 1,
    .most = 1 << 20,
    .options = "oq",
    .summary = {"plans as a page to read and to print, and as a workbook",
                "計画を読む・印刷するための報告書と Excel のブック"},
    .examples = {"  kakuho report plans/mycity                         writes plans/mycity.report\n"
                 "  kakuho report plans/mycity --lang en               in English\n"
                 "  kakuho report plans/base plans/cut -o cut.report   two plans, what differs first\n",
                 "  kakuho report plans/mycity                         plans/mycity.report に書きます\n"
                 "  kakuho report plans/mycity --lang en               英語で\n"
                 "  kakuho report plans/base plans/cut -o cut.report   二つの計画。違いを先に示します\n"},
    .more = {"DIR is the folder of a plan, as kakuho plan -o wrote it; it is not changed. report.html needs no\n"
             "other file and no network. plan.xlsx holds the tables of the plan and charts, for Excel; of several\n"
             "plans: plan-A.xlsx, plan-B.xlsx ... A file that somebody has changed since is not replaced.\n"
             "The reasons for what is short are those of DIR.why where kakuho explain wrote it for this plan; else\n"
             "they are found first, which takes as long as kakuho explain.\n"
             "The first sheet stands alone: each promise in a sentence, the areas that are short now and at the\n"
             "promised dates with and without the plan and year by year, seats, money, vacant seats, the main\n"
             "reasons for what stays short, how far the goals are from the best, what is estimated, the words\n"
             "used; of more than about 25 areas it names those with most. Then follow each area by class and\n"
             "year, every action from its decision to its opening, money by year and payer, vacant seats and\n"
             "what causes them, the goals with their bounds, what binds and what one more unit of it brings. Of\n"
             "several plans the differences come first. Every number of a chart stands in a table, too, and is\n"
             "that of the plan's tables; the foot of a printed page has the title, the edition, the page and the\n"
             "first 8 digits of the SHA-256 of the input.\n"
             "Exit: 0 written, 2 usage or not a plan's folder, 6 a file was changed since the plan was written,\n"
             "7 files or solver failed.",
             "DIR は kakuho plan -o が書いた計画のフォルダで、変更しません。report.html は他のファイルも\n"
             "ネットワークも必要としません。plan.xlsx は計画の表とグラフ（Excel）です。複数の計画では\n"
             "plan-A.xlsx、plan-B.xlsx …になります。人が手を加えたファイルは置き換えません。\n"
             "不足の理由は、kakuho explain がこの計画について書いた DIR.why があればそれを使い、なければ\n"
             "先に求めます（kakuho explain と同じ時間がかかります）。\n"
             "1枚目はそれだけで読めます。目標ごとの一文、区域別の不足（現在と期日、計画の有無、年ごと）、増やす\n"
             "定員、費用、空き、不足が残る主な理由、最善との差、推計によるもの、用語を載せ、区域がおよそ 25 を\n"
             "超えるときは不足の多い区域を選びます。続いて区域ごと・区分ごと・年度ごとの数、方策ごとの決定期限と\n"
             "開設日、年度別・負担者別の費用、空きとその原因となる方策、目標の値と下界、制約と 1 単位緩めたときの\n"
             "効果を示します。計画が複数のときは違いを先に示します。図の数はすべて表にもあり、計画の表と同じ値\n"
             "です。印刷した各ページの下に、題名、版、ページ、入力の SHA-256 の先頭 8 桁が入ります。\n"
             "終了コード: 0 書けた、2 使い方、計画のフォルダでない、6 計画を書き出した後にファイルが変更された、\n"
             "7 ファイルかソルバーの失敗。"},
    .run = run,
};
