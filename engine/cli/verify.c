/* kakuho verify: is the plan right, and is none better?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/verify.h"

#include "cli/cli.h"

#include <stdio.h>

static int run(cli *A)
{
    if (A->csv && A->json) {
        fputs(say(A, "kakuho: --csv and --json exclude each other\n", "kakuho: --csv と --json は同時に使えません\n"),
              stderr);
        return KK_EUSAGE;
    }
    return verify_folder(A->K, A->operand[0], A->lang,
                         A->csv    ? KK_IN_CSV
                         : A->json ? KK_IN_JSON
                                   : KK_IN_WORDS,
                         A->quiet);
}

const cli_command command_verify = {
    .name = "verify",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .options = "jCq",
    .summary = {"recompute every rule and number, prove every goal", "全ての規則と数を再計算し、各目標を証明する"},
    .examples = {"  kakuho verify plans/mycity            what was recomputed, and what is proved\n"
                 "  kakuho verify plans/mycity --json     for machines\n"
                 "  kakuho verify plans/mycity --csv      for a spreadsheet\n"
                 "  kakuho-verify plans/mycity            the same, by a program without any solver in it\n",
                 "  kakuho verify plans/mycity            再計算と証明の結果\n"
                 "  kakuho verify plans/mycity --json     機械向け\n"
                 "  kakuho verify plans/mycity --csv      表計算ソフト向け\n"
                 "  kakuho-verify plans/mycity            同じことを、ソルバーを含まない別のプログラムで\n"},
    .more = {"DIR is the folder of a plan. Everything is recomputed in exact arithmetic from its input/, plan.csv\n"
             "and served.csv; the multipliers in proof.json prove that no plan is better in any goal. Files are\n"
             "compared with their SHA-256; those that run.json does not list are named.\n"
             "Exit: 0 all is right, 2 usage, 6 something is wrong (it is named), 7 a file cannot be read.",
             "DIR は計画のフォルダです。input/、plan.csv、served.csv から全てを誤差なく計算し直し、proof.json の\n"
             "乗数で、どの目標についてもより良い計画がないことを証明します。ファイルは SHA-256 とも照合し、\n"
             "run.json に載っていないものは名前を示します。\n"
             "終了コード: 0 全て正しい、2 使い方、6 誤りがある（内容を示します）、7 読めないファイルがある。"},
    .run = run,
};
