/* kakuho compare: what differs between plans.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SAME = 0, DIFFERENT = 1 };

static bool same_folder(const char *one, const char *other)
{
    struct stat x, y;
    if (strcmp(one, other) == 0)
        return true;
    return stat(one, &x) == 0 && stat(other, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* The folders in order: the base, then the others. */
static int put_in_order(const cli *A, const char **dir)
{
    int n = 0, base = 0;
    if (A->base) {
        for (base = 0; base < A->noperand && !same_folder(A->operand[base], A->base); base++)
            ;
        dir[n++] = A->base;
    }
    for (int i = 0; i < A->noperand; i++)
        if (!A->base || i != base)
            dir[n++] = A->operand[i];
    return n;
}

static int run(cli *A)
{
    const kk_comparison *X;
    const char *text = "";
    const char **dir = calloc((size_t)A->noperand + 1, sizeof *dir);
    if (!dir) {
        fputs(say(A, "kakuho: not enough memory\n", "kakuho: メモリが足りません\n"), stderr);
        return KK_ESYSTEM;
    }
    if (A->json && A->markdown) {
        fputs(
            say(A, "kakuho: choose one of --json and --md\n", "kakuho: --json と --md はどちらか一つにしてください\n"),
            stderr);
        free(dir);
        return KK_EUSAGE;
    }
    int n = put_in_order(A, dir);
    if (n < 2) {
        fputs(say(A, "kakuho: one plan alone cannot be compared; name another folder\n",
                  "kakuho: 計画が一つだけでは比べられません。もう一つフォルダを指定してください\n"),
              stderr);
        free(dir);
        return KK_EUSAGE;
    }
    if (!A->quiet)
        progress_show(say(A, "comparing", "比較中"));
    kk_rc rc = kk_plans_compare(A->K, dir, n, A->causes, &X);
    progress_hide();
    if (rc == KK_OK && A->output)
        rc = kk_comparison_write(A->K, X, A->output);
    if (rc == KK_OK && (!A->quiet || A->json || A->markdown))
        rc = kk_comparison_text(A->K, X, say_lang(A),
                                A->json       ? KK_JSON
                                : A->markdown ? KK_MARKDOWN
                                              : KK_TERMINAL,
                                &text);
    free(dir);
    if (rc != KK_OK) {
        print_findings(A, stderr, false);
        fprintf(stderr, "kakuho: %s\n", kk_message(A->K, say_lang(A)));
        return (int)rc;
    }
    fputs(text, stdout);
    return kk_comparison_differs(X) ? DIFFERENT : SAME;
}

const cli_command command_compare = {
    .name = "compare",
    .operands = "DIR DIR...",
    .least = 1,
    .most = 1 << 20,
    .options = "objmwqX",
    .summary = {"what differs between plans, in input and result", "計画どうしの違い（入力と結果）"},
    .examples = {"  kakuho compare plans/base plans/cut                    for the terminal\n"
                 "  kakuho compare plans/base plans/cut --causes           and what each changed table did\n"
                 "  kakuho compare plans/base plans/cut plans/low          one table, a column each\n"
                 "  kakuho compare plans/*  --base plans/adopted           another base than the first\n"
                 "  kakuho compare plans/base plans/cut --md > cut.md      for a document\n"
                 "  kakuho compare plans/base plans/cut -o cut.compare     tables (CSV) and compare.json\n",
                 "  kakuho compare plans/base plans/cut                    画面に表示\n"
                 "  kakuho compare plans/base plans/cut --causes           変わった表それぞれの影響も\n"
                 "  kakuho compare plans/base plans/cut plans/low          一つの表に、計画ごとに 1 列\n"
                 "  kakuho compare plans/*  --base plans/adopted           最初の計画以外を基準に\n"
                 "  kakuho compare plans/base plans/cut --md > cut.md      文書に貼り付ける\n"
                 "  kakuho compare plans/base plans/cut -o cut.compare     表（CSV）と compare.json\n"},
    .more = {"DIR is the folder of a plan, as kakuho plan -o wrote it; a file in it that was changed since is\n"
             "refused. The first plan, or that of --base, is A, the others are B, C, ...; what is the same in\n"
             "all plans is not told.\n"
             "Exit: 0 the same, 1 different, 2 usage, not a plan's folder, or plans without an area or a year\n"
             "in common, 6 a file was changed since the plan was written, 7 files failed.",
             "DIR は kakuho plan -o が書いた計画のフォルダです。書き出した後に変更されたファイルがあれば\n"
             "受け付けません。最初の計画（または --base の計画）が A、ほかが B、C…です。全ての計画で同じ\n"
             "ことは表示しません。\n"
             "終了コード: 0 同じ、1 違いがある、2 使い方（計画のフォルダでない、共通の区域や年度がない）、\n"
             "6 計画を書き出した後にファイルが変更された、7 ファイルの失敗。"},
    .run = run,
};
