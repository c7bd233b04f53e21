/* kakuho check: all problems of the input, in one pass.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

/* A JSON string; findings are UTF-8 without control characters but for what a cell may hold. */
static void print_quoted(const char *text)
{
    putchar('"');
    for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
        if (*s == '"' || *s == '\\')
            printf("\\%c", *s);
        else if (*s < 0x20)
            printf("\\u%04x", *s);
        else
            putchar(*s);
    }
    putchar('"');
}

static void print_json(const cli *A)
{
    int errors, warnings, kept = kk_finding_count(A->K, &errors, &warnings);
    printf("{\n  \"errors\": %d,\n  \"warnings\": %d,\n  \"findings\": [", errors, warnings);
    for (int i = 0; i < kept; i++) {
        const kk_finding *f = kk_finding_at(A->K, i);
        printf("%s\n    {\"severity\": \"%s\", \"code\": \"%s\", \"file\": ", i ? "," : "",
               f->error ? "error" : "warning", f->code);
        print_quoted(f->file);
        printf(", \"line\": %d, \"column\": %d, \"cell\": \"%s\", \"field\": ", f->line, f->column, f->cell);
        print_quoted(f->field);
        printf(", \"text\": ");
        print_quoted(f->text[say_lang(A)]);
        putchar('}');
    }
    printf("%s],\n  \"files\": [", kept ? "\n  " : "");
    const char *file, *encoding;
    for (int i = 0; (file = kk_input_at(A->K, i, &encoding)); i++) {
        printf("%s\n    {\"name\": ", i ? "," : "");
        print_quoted(file);
        printf(", \"encoding\": \"%s\"}", encoding);
    }
    printf("\n  ]\n}\n");
}

/* Which files were read as what: one line for each encoding. */
static void print_files(const cli *A)
{
    static const char *const KNOWN[] = {"utf-8", "cp932"};
    for (int k = 0; k < 2; k++) {
        const char *file, *encoding;
        int count = 0;
        for (int i = 0; (file = kk_input_at(A->K, i, &encoding)); i++)
            if (strcmp(encoding, KNOWN[k]) == 0) {
                if (count++ == 0)
                    printf(say(A, "Read as %s:", "%s として読んだファイル:"), KNOWN[k]);
                printf(" %s", file);
            }
        if (count)
            putchar('\n');
    }
}

static int run(cli *A)
{
    kk_city *C;
    kk_rc rc = load_city(A, &C);
    if (rc != KK_OK && rc != KK_EINPUT)
        return report_failure(A, rc);
    if (A->json) {
        print_json(A);
        return (int)rc;
    }
    int errors, warnings;
    kk_finding_count(A->K, &errors, &warnings);
    print_findings(A, stdout, true);
    if (A->quiet)
        return (int)rc;
    print_files(A);
    printf(errors     ? say(A, "%d errors, %d warnings. Nothing can be planned until the errors are gone.\n",
                            "エラー %d 件、注意 %d 件。エラーをなくすまで計画は立てられません。\n")
           : warnings ? say(A, "%d errors, %d warnings. The input can be planned.\n",
                            "エラー %d 件、注意 %d 件。この入力で計画を立てられます。\n")
                      : say(A, "No problems. The input can be planned.\n",
                            "問題はありません。この入力で計画を立てられます。\n"),
           errors, warnings);
    return (int)rc;
}

const cli_command command_check = {
    .name = "check",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .options = "jqsce",
    .summary = {"all problems of the input, in one pass", "入力の問題を一度に全て見つける"},
    .examples = {"  kakuho check mycity            every problem, with file, line and cell\n"
                 "  kakuho check mycity --json     for machines\n",
                 "  kakuho check mycity            全ての問題を、ファイル・行・セルとともに\n"
                 "  kakuho check mycity --json     機械向け\n"},
    .more = {"Exit: 0 the input can be planned (warnings possible), 1 it has errors.",
             "終了コード: 0 計画を立てられる（注意はありうる）、1 エラーがある。"},
    .run = run,
};
