/* kakuho init, export, schema, version: one call each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"

#include <stdio.h>

static int run_init(cli *A)
{
    kk_rc rc = kk_city_init(A->K, A->operand[0], A->areas, A->years);
    if (rc != KK_OK)
        return report_failure(A, rc);
    if (A->quiet)
        return KK_OK;
    if (A->areas)
        printf(say(A, "%s is made; its numbers are empty. Fill them in, then: kakuho check %s\n",
                   "%s を作りました。数字は空です。記入したら: kakuho check %s\n"),
               A->operand[0], A->operand[0]);
    else
        printf(say(A, "%s is made: a made-up city. Next: kakuho plan %s\n",
                   "%s を作りました（架空の市です）。次は: kakuho plan %s\n"),
               A->operand[0], A->operand[0]);
    return KK_OK;
}

const cli_command command_init = {
    .name = "init",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .options = "ayq",
    .summary = {"make a small city that plans at once", "すぐ計画できる小さな市の入力を作る"},
    .examples = {"  kakuho init mycity                                          a made-up city\n"
                 "  kakuho init mycity --areas 中央区,北区 --years 2025-2029     all rows, numbers empty\n",
                 "  kakuho init mycity                                          架空の市\n"
                 "  kakuho init mycity --areas 中央区,北区 --years 2025-2029     全ての行を作り、数字は空\n"},
    .more = {"DIR must be new or empty.", "DIR は新しいフォルダか、空のフォルダにしてください。"},
    .run = run_init,
};

static int run_export(cli *A)
{
    if (!A->output) {
        fputs(say(A, "kakuho: say where to with -o FILE.dat, FILE.mps or FILE.lp\n",
                  "kakuho: -o FILE.dat、FILE.mps、FILE.lp のどれかで書き出す先を指定してください\n"),
              stderr);
        return KK_EUSAGE;
    }
    kk_city *C;
    kk_rc rc = load_city(A, &C);
    if (rc == KK_OK)
        rc = kk_city_export(A->K, C, A->output);
    return rc == KK_OK ? KK_OK : report_failure(A, rc);
}

const cli_command command_export = {
    .name = "export",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .options = "osce",
    .summary = {"the same model for other solvers", "同じモデルを他のソルバー向けに書き出す"},
    .examples = {"  kakuho export mycity -o city.dat     then: glpsol -m models/planning.mod -d city.dat\n"
                 "  kakuho export mycity -o city.mps     for CBC, HiGHS, lp_solve\n"
                 "  kakuho export mycity -o city.lp\n",
                 "  kakuho export mycity -o city.dat     続けて glpsol -m models/planning.mod -d city.dat\n"
                 "  kakuho export mycity -o city.mps     CBC、HiGHS、lp_solve 向け\n"
                 "  kakuho export mycity -o city.lp\n"},
    .more = {"", ""},
    .run = run_export,
};

static int run_schema(cli *A)
{
    const char *text;
    kk_rc rc = kk_schema(A->K, A->noperand ? A->operand[0] : NULL, &text);
    if (rc != KK_OK)
        return report_failure(A, rc);
    fputs(text, stdout);
    return KK_OK;
}

const cli_command command_schema = {
    .name = "schema",
    .operands = "[NAME]",
    .least = 0,
    .most = 1,
    .options = "",
    .summary = {"the columns of a table, the keys of a scenario", "表の列、シナリオのキーの一覧"},
    .examples = {"  kakuho schema              the names there are\n"
                 "  kakuho schema need         Table Schema of need.csv\n"
                 "  kakuho schema scenario     JSON Schema of a scenario\n",
                 "  kakuho schema              名前の一覧\n"
                 "  kakuho schema need         need.csv の Table Schema\n"
                 "  kakuho schema scenario     シナリオの JSON Schema\n"},
    .more = {"", ""},
    .run = run_schema,
};

static int run_version(cli *A)
{
    printf(A->json ? "{\"kakuho\": \"%s\"}\n" : "kakuho %s\n", kk_version());
    return KK_OK;
}

const cli_command command_version = {
    .name = "version",
    .operands = "",
    .least = 0,
    .most = 0,
    .options = "j",
    .summary = {"the version", "版"},
    .examples = {"  kakuho version\n  kakuho version --json\n", "  kakuho version\n  kakuho version --json\n"},
    .more = {"", ""},
    .run = run_version,
};
