/* kakuho explain: why seats are still missing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"
#include "cli/progress.h"

#include <stdio.h>

int explain_plan(const cli *A, const kk_plan *P, const char *dir)
{
    const kk_why *Y;
    const char *text = "";
    if (!A->quiet && !A->verbose)
        progress_show(say(A, "explaining", "理由を計算中"));
    kk_rc rc = kk_plan_explain(A->K, P, &Y);
    progress_hide();
    if (rc == KK_OK && dir)
        rc = kk_why_write(A->K, Y, dir);
    if (rc == KK_OK && (!A->quiet || A->json))
        rc = kk_why_summary(A->K, Y, say_lang(A), A->json, dir, &text);
    if (rc != KK_OK) {
        fprintf(stderr, "kakuho: %s\n", kk_message(A->K, say_lang(A)));
        return (int)rc;
    }
    fputs(text, stdout);
    return KK_OK;
}

static int run(cli *A)
{
    kk_plan *P;
    char dir[4096];
    const char *output = output_beside(A, ".why", dir, sizeof dir);
    if (!output)
        return KK_EUSAGE;
    if (!A->quiet)
        progress_show(say(A, "reading the plan", "計画を読み込み中"));
    kk_rc rc = kk_plan_read(A->K, A->operand[0], &P);
    progress_hide();
    if (rc != KK_OK)
        return report_failure(A, rc);
    return explain_plan(A, P, output);
}

const cli_command command_explain = {
    .name = "explain",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .options = "ojqX",
    .summary = {"why seats are still missing, why this measure", "不足の理由、方策の理由、何があれば減るか"},
    .examples = {"  kakuho explain plans/mycity              writes plans/mycity.why\n"
                 "  kakuho explain plans/mycity -o why       another folder\n"
                 "  kakuho explain plans/mycity --json       for machines\n"
                 "  kakuho plan mycity -o plans/mycity --explain     plan and explain at once\n",
                 "  kakuho explain plans/mycity              plans/mycity.why に書きます\n"
                 "  kakuho explain plans/mycity -o why       別のフォルダに書く\n"
                 "  kakuho explain plans/mycity --json       機械向け\n"
                 "  kakuho plan mycity -o plans/mycity --explain     計画と説明を一度に\n"},
    .more = {"DIR is the folder of a plan; it is not changed. Every limit that the plan uses up is taken away\n"
             "and the city planned again: what is then no longer missing is owed to it. Actions are left out and\n"
             "moved, other options asked for, rules put last. data/README.md has every column of the tables.\n"
             "Exit: 0 explained, 2 DIR is not a plan's folder, 6 its tables are not what its input gives,\n"
             "7 files or solver failed.",
             "DIR は計画のフォルダで、変更しません。計画が使い切っている制約を一つずつ外して計画し直し、\n"
             "減った不足をその制約によるものとします。方策を外す・遅らせる、他の候補を開く、優先順位を変える\n"
             "場合も計算します。表の列の説明は data/README.md にあります。\n"
             "終了コード: 0 説明できた、2 計画のフォルダではない、6 表が入力と合わない、\n"
             "7 ファイルかソルバーの失敗。"},
    .run = run,
};
