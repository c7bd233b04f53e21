/* kakuho sweep and kakuho whatif: a city planned with this and that changed, side by side.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"
#include "cli/progress.h"

#include <stdio.h>

static void told(void *info, int done, int of)
{
    (void)info;
    progress_count(done, of);
}

/* What is said and written of a study; the exit code. */
static int finish(const cli *A, kk_rc rc, const kk_study *S)
{
    const char *text = "";
    progress_hide();
    if (rc == KK_OK)
        print_findings(A, stderr, !A->quiet);
    if (rc == KK_OK && A->output)
        rc = kk_study_write(A->K, S, A->output);
    if (rc == KK_OK && (!A->quiet || A->json))
        rc = kk_study_summary(A->K, S, say_lang(A), A->json, A->output, &text);
    if (rc != KK_OK) {
        if (rc == KK_EINPUT)
            return report_failure(A, rc);
        fprintf(stderr, "kakuho: %s\n", kk_message(A->K, say_lang(A)));
        return (int)rc;
    }
    fputs(text, stdout);
    return kk_study_planned(S) > 0 ? KK_OK : KK_ECONFLICT;
}

static int run_sweep(cli *A)
{
    const kk_study *S = NULL;
    cli_load room = {.set = {NULL}};
    if (!A->quiet)
        progress_show(say(A, "sweeping", "計算中"));
    kk_rc rc = kk_city_sweep(A->K, A->operand[0], load_options(A, &room), A->vary, A->nvary, told, NULL, &S);
    return finish(A, rc, S);
}

static int run_whatif(cli *A)
{
    const kk_study *S = NULL;
    cli_load room = {.set = {NULL}};
    if (!A->quiet)
        progress_show(say(A, "planning", "計画中"));
    kk_rc rc = kk_city_whatif(A->K, A->operand[0], load_options(A, &room), (const char *const *)(A->operand + 1),
                              A->noperand - 1, told, NULL, &S);
    return finish(A, rc, S);
}

const cli_command command_sweep = {
    .name = "sweep",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .options = "ojqVXscgEe",
    .summary = {"plan a grid of what-ifs, in one table", "変更の組合せを全て計画し、一つの表にする"},
    .examples = {"  kakuho sweep mycity --vary 'need.children*=0.9,1,1.1'              three plans\n"
                 "  kakuho sweep mycity --vary 'need.children*=0.9:1.1:0.05' -o mycity.sweep     five, and the tables\n"
                 "A grid of ten, as a quick look in parts of units:\n"
                 "  kakuho sweep mycity --set units=continuous --vary 'need.children*=0.9:1.1:0.05' --vary "
                 "'options[group=new].max_units+=0,1'\n",
                 "  kakuho sweep mycity --vary 'need.children*=0.9,1,1.1'              3 通りの計画\n"
                 "  kakuho sweep mycity --vary 'need.children*=0.9:1.1:0.05' -o mycity.sweep     5 通りと、その表\n"
                 "10 通りの組合せを、端数を認めた概算で:\n"
                 "  kakuho sweep mycity --set units=continuous --vary 'need.children*=0.9:1.1:0.05' --vary "
                 "'options[group=new].max_units+=0,1'\n"},
    .more = {"Each --vary is a --change with several values: TABLE[COLUMN=VALUE|VALUE,...].COLUMN followed by =,\n"
             "*=, += or -= and values with commas between, or from:to:step. Every combination is a point (10,000\n"
             "at most), planned as kakuho plan --change does. A point whose hard rules contradict each other is\n"
             "listed as such. The folder holds sweep.csv (a row a point), figures.csv (every number of every\n"
             "point), actions.csv (in how many points an action is: in all of them it is without regret),\n"
             "sweep.json and input/. data/README.md has every column.\n"
             "Exit: 0 swept, 1 input or --vary has problems, 2 usage, 3 no point has a plan, 7 files or solver\n"
             "failed.",
             "--vary は、値がいくつもある --change です。表[列=値|値,...].列 に =、*=、+=、-= を続け、値を\n"
             "コンマで区切るか、始め:終わり:刻み で書きます。全ての組合せ（10,000 通りまで）を、\n"
             "kakuho plan --change と同じように計画します。必ず守る条件が矛盾する組合せは、そのように\n"
             "表に載せます。フォルダには sweep.csv（組合せごとに 1 行）、figures.csv（全ての数）、\n"
             "actions.csv（方策がいくつの組合せにあるか。全てにあれば、どの場合にも無駄にならない方策）、\n"
             "sweep.json、input/ を書きます。列の説明は data/README.md にあります。\n"
             "終了コード: 0 計算できた、1 入力か --vary に問題、2 使い方、3 どの組合せにも計画がない、\n"
             "7 ファイルかソルバーの失敗。"},
    .run = run_sweep,
};

const cli_command command_whatif = {
    .name = "whatif",
    .operands = "SCENARIO [NAME...]",
    .least = 1,
    .most = 1 << 20,
    .words = "births-low births-high take-up budget slip firm-only no-links no-existing-first",
    .options = "ojqXscgEe",
    .summary = {"the ready-made what-ifs, side by side", "よくある「もしも」をまとめて比べる"},
    .examples = {"  kakuho whatif mycity                        all of them\n"
                 "  kakuho whatif mycity births-low budget      some\n"
                 "  kakuho whatif mycity -o mycity.whatif       and the tables (CSV)\n",
                 "  kakuho whatif mycity                        全て\n"
                 "  kakuho whatif mycity births-low budget      一部だけ\n"
                 "  kakuho whatif mycity -o mycity.whatif       表（CSV）も書く\n"},
    .more =
        {"births-low, births-high   10 % fewer, more children who are 0 in the first year of decision or born later\n"
         "take-up                   5 % more need\n"
         "budget                    10 % less of every ceiling on money\n"
         "slip                      every new build (group new) a year late\n"
         "firm-only                 only options with firm consent\n"
         "no-links                  no child uses another area\n"
         "no-existing-first         existing facilities first is the last of the goals\n"
         "What does not apply to a city is listed with the reason. Each is what kakuho plan makes with the\n"
         "--set and --change that stand in whatif.csv. The folder holds whatif.csv, figures.csv, actions.csv,\n"
         "whatif.json and input/. data/README.md defines every what-if and every column.\n"
         "Exit: 0 planned, 1 input has problems, 2 usage, 3 the city as it is has no plan, 7 files or solver\n"
         "failed.",
         "births-low, births-high   計画を決める最初の年度の 0 歳児と、その後の出生が 10％ 少ない・多い\n"
         "take-up                   量の見込みが 5％ 多い\n"
         "budget                    金額の上限が全て 10％ 低い\n"
         "slip                      新設（分類 new）が全て 1 年遅れる\n"
         "firm-only                 事業者の意向が確定した候補だけを使う\n"
         "no-links                  他区域の定員を利用しない\n"
         "no-existing-first         既存施設の優先を最後の目標にする\n"
         "当てはまらないものは、理由を添えて表示します。どれも whatif.csv にある --set と --change を付けた\n"
         "kakuho plan と同じ計画です。フォルダには whatif.csv、figures.csv、actions.csv、whatif.json、input/ を\n"
         "書きます。定義と列の説明は data/README.md にあります。\n"
         "終了コード: 0 計画できた、1 入力に問題、2 使い方、3 現状のままでは計画がない、\n"
         "7 ファイルかソルバーの失敗。"},
    .run = run_whatif,
};
