/* The commands and the options: one table each. --help, the manual pages and the completions of the shells come from
 * here; a command is added by its line in the first table, an option by its line in the second and in take() of main.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"

const char *const cli_purpose[2] = {
    "kakuho plans childcare seats: which measures cover the shortfalls by the promised dates,\n"
    "existing facilities first.",
    "kakuho は保育の確保方策を立てる道具です。どの方策を使えば、既存施設を優先しながら、\n"
    "約束の期日までに不足を解消できるかを求めます。"};

const cli_command *const cli_commands[] = {&command_init,    &command_check,
                                           &command_plan,    &command_explain,
                                           &command_compare, &command_verify,
                                           &command_report,  &command_sweep,
                                           &command_whatif,  &command_batch,
                                           &command_export,  &command_schema,
                                           &command_version, NULL};

const cli_option cli_options[] = {
    /* clang-format off */
    {'o', "output", "PATH", true, {"where to write", "書き出す先"}},
    {'j', "json", NULL, false, {"for machines: JSON on standard output", "機械向け: 標準出力に JSON"}},
    {'C', "csv", NULL, false, {"for a spreadsheet: CSV on standard output", "表計算ソフト向け: 標準出力に CSV"}},
    {'m', "md", NULL, false, {"Markdown on standard output", "標準出力に Markdown"}},
    {'b', "base", "DIR", false, {"compare with this plan (default: the first)", "比較の基準とする計画（省略時は最初の計画）"}},
    {'w', "causes", NULL, false,
     {"what each changed table did alone, by planning again", "変わった表それぞれの影響（計画を作り直して求める）"}},
    {'q', "quiet", NULL, true, {"no summary, errors only", "要約を出さず、エラーだけ"}},
    {'v', "verbose", NULL, true, {"each phase and stage, sizes and iterations on stderr", "各段階、規模、反復回数を標準エラーに表示"}},
    {'u', "fail-on-unmet", NULL, false, {"exit 8 when a promise is not kept", "目標が守れないとき終了コード 8"}},
    {'x', "explain", NULL, false, {"explain the plan, too: as kakuho explain does", "計画の説明も行う（kakuho explain と同じ）"}},
    {'r', "report", NULL, false, {"report the plan, too: as kakuho report does", "計画の報告書も作る（kakuho report と同じ）"}},
    {'X', "excel", NULL, false,
     {"tables for Excel: a byte-order mark, lines ended by CR LF", "表を Excel 向けに（BOM 付き、改行は CRLF）"}},
    {'s', "set", "KEY=VALUE", false,
     {"a key of the scenario for this run, such as years.last=2025", "この計算だけの設定。例 years.last=2025"}},
    {'c', "change", "CHANGE", false,
     {"a change of a table for this run, such as 'need.children*=1.05'",
      "この計算だけの表の変更。例 'need.children*=1.05'"}},
    {'V', "vary", "CHANGE", false,
     {"a change with several values, such as 'need.children*=0.9:1.1:0.05'",
      "値がいくつもある変更。例 'need.children*=0.9:1.1:0.05'"}},
    {'g', "gap", "SHARE", false,
     {"whole units: share of a goal that need not be proved, such as 0.001",
      "整数単位: 証明しなくてよい割合。例 0.001"}},
    {'E', "effort", "N", false,
     {"whole units: how long to search; 1 = usual, 10 = ten times the work",
      "整数単位: 探索の量。通常 1、10 は 10 倍"}},
    {'t', "time-limit", "SECONDS", false,
     {"take the best plan in whole units so far after this time, exit 4",
      "時間が来たら整数単位でその時点で最良の計画を採用。終了コード 4"}},
    {'e', "input-encoding", "utf-8|cp932", false,
     {"encoding of all tables, instead of telling files apart", "表の文字コード（省略時はファイルごとに判定）"}},
    {'a', "areas", "A,B,...", false,
     {"labels of the areas, for all rows made and the numbers empty", "区域の名前。全ての行を作り、数字は空にします"}},
    {'y', "years", "FIRST-LAST", false, {"fiscal years, such as 2025-2029", "年度。例 2025-2029"}},
    {'J', "jobs", "N", false,
     {"computed at the same time (default: the number of processors)", "同時に計算する数（省略時はプロセッサの数）"}},
    {'d', "date", "YYYY-MM-DD", false, {"the night's name (default: today)", "夜間計算の日付（省略時は今日）"}},
    {'n', "dry-run", NULL, false,
     {"say what would be computed and why; nothing is written", "何をなぜ計算するかを表示し、何も書きません"}},
    {'S', "shard", "I/N", false,
     {"the I-th of N parts; a last call with --merge ends the night", "N 個に分けた I 番目。最後に --merge で締めます"}},
    {'M', "merge", NULL, false,
     {"the report of the night that all parts have worked on", "全ての部分が終わった後、その夜の報告を作ります"}},
    {'k', "keep", "N", false,
     {"nights whose replaced plans are kept (default 0)", "置き換えた計画を残す夜の数（省略時 0）"}},
    {'L', "lang", "ja|en", false, {"language (default: the scenario's, else ja)", "言語（省略時はシナリオの指定、なければ ja）"}},
    {'h', "help", NULL, true, {"this text", "この説明"}},
    {0},
    /* clang-format on */
};
