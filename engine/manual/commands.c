/* The pages of section 1: the program and its commands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "manual/manual.h"
#include "manual/roff.h"

#include <string.h>

static const struct {
    int code;
    const char *text[2];
} EXIT[] = {
    {0, {"done; of compare: the plans are the same", "正常終了。compare では、計画が同じ"}},
    {1, {"the input has problems; of compare: the plans differ", "入力に問題がある。compare では、計画が違う"}},
    {2, {"the command line, or a folder that it names, makes no sense", "使い方、または指定したフォルダが正しくない"}},
    {3,
     {"no plan exists: hard rules contradict each other (they are named)",
      "必ず守る条件が矛盾し、計画がない（条件を示す）"}},
    {4, {"stopped by a limit; the best plan so far is kept", "制限で打ち切った。それまでの最良の計画を残す"}},
    {5, {"stopped without a plan", "計画が見つからないまま打ち切った"}},
    {6, {"the judge or the proof rejects a result", "検算か証明が結果を認めない"}},
    {7, {"files, memory or the solver failed", "ファイル、メモリ、ソルバーの失敗"}},
    {8,
     {"a promise is not kept, and --fail-on-unmet was given; of batch: newly broken",
      "目標が守れない（--fail-on-unmet を付けたとき。batch では、新たに守れなくなった）"}},
    {9, {"of batch: a scenario failed or was not reached", "batch で、失敗または未計算のシナリオがある"}},
};

bool kk_manual_takes(const cli_command *c, const cli_option *o)
{
    return o->letter == 'h' || o->letter == 'L' || strchr(c->options, o->letter) != NULL;
}

static void options(kk_text *T, kk_lang lang, const char *letters)
{
    kk_roff_section(T, lang, "OPTIONS", "オプション");
    for (const cli_option *o = cli_options; o->name; o++) {
        if (o->letter != 'h' && o->letter != 'L' && !strchr(letters, o->letter))
            continue;
        kk_roff_line(T, ".TP");
        if (o->shown)
            kk_text_addf(T, "\\fB\\-%c\\fR, ", o->letter);
        kk_roff_font(T, 'B', kk_format(T->K, "--%s", o->name));
        if (o->argument) {
            kk_text_add(T, " ");
            kk_roff_font(T, 'I', o->argument);
        }
        kk_text_add(T, "\n");
        kk_roff_prose(T, o->text[lang]);
    }
}

/* Lines of examples: a command, two blanks or more, what it does; other lines are headings. */
static void examples(kk_text *T, kk_lang lang, const char *text)
{
    kk_roff_section(T, lang, "EXAMPLES", "例");
    for (const char *s = text, *end; *s; s = end + (*end == '\n')) {
        end = s + strcspn(s, "\n");
        if (strncmp(s, "  ", 2) != 0) {
            kk_roff_line(T, ".PP");
            kk_roff_prose(T, kk_strndup(T->K, s, (size_t)(end - s)));
            continue;
        }
        const char *command = s + 2, *about = strstr(command, "  ");
        if (!about || about > end)
            about = end;
        kk_roff_line(T, ".TP");
        kk_roff_font(T, 'B', kk_strndup(T->K, command, (size_t)(about - command)));
        kk_text_add(T, "\n");
        while (about < end && *about == ' ')
            about++;
        if (about < end)
            kk_roff_prose(T, kk_strndup(T->K, about, (size_t)(end - about)));
        else
            kk_text_add(T, "\\&\n");
    }
}

static void see(kk_text *T, const char *name, const char *section, const char *behind)
{
    kk_roff_font(T, 'B', name);
    kk_text_addf(T, "(%s)%s\n", section, behind);
}

const char *kk_manual_command(kk_ctx *K, const cli_command *c, kk_lang lang)
{
    kk_text T = {.K = K};
    kk_roff_begin(&T, lang, kk_format(K, "kakuho-%s", c->name), "1", c->summary[lang]);
    kk_roff_section(&T, lang, "SYNOPSIS", "書式");
    kk_text_addf(&T, "\\fBkakuho %s\\fR %s ", c->name, lang == KK_EN ? "[\\fIoptions\\fR]" : "[\\fIオプション\\fR]");
    kk_roff_font(&T, 'I', c->operands);
    kk_text_add(&T, "\n");

    const char *begin = lang == KK_EN ? CLI_EXIT_EN : CLI_EXIT_JA, *codes = strstr(c->more[lang], begin);
    size_t length = codes ? (size_t)(codes - c->more[lang]) : strlen(c->more[lang]);
    while (length > 0 && c->more[lang][length - 1] == '\n')
        length--;
    if (length > 0) {
        kk_roff_section(&T, lang, "DESCRIPTION", "説明");
        kk_roff_prose(&T, kk_strndup(K, c->more[lang], length));
    }
    options(&T, lang, c->options);
    if (codes) {
        kk_roff_section(&T, lang, "EXIT STATUS", "終了ステータス");
        kk_roff_prose(&T, codes + strlen(begin));
    }
    examples(&T, lang, c->examples[lang]);
    kk_roff_section(&T, lang, "SEE ALSO", "関連項目");
    see(&T, "kakuho", "1", ",");
    see(&T, "kakuho-scenario", "5", ",");
    see(&T, "kakuho-tables", "5", ",");
    see(&T, "kakuho-nightly", "5", "");
    return kk_text_get(&T);
}

const char *kk_manual_program(kk_ctx *K, kk_lang lang)
{
    kk_text T = {.K = K};
    kk_roff_begin(&T, lang, "kakuho", "1", lang == KK_EN ? "plan childcare supply" : "保育の確保方策を計画する");
    kk_roff_section(&T, lang, "SYNOPSIS", "書式");
    kk_text_add(&T, lang == KK_EN ? "\\fBkakuho\\fR \\fICOMMAND\\fR [\\fIoptions\\fR] [\\fIoperands\\fR]\n"
                                  : "\\fBkakuho\\fR \\fIコマンド\\fR [\\fIオプション\\fR] [\\fI引数\\fR]\n");
    kk_roff_section(&T, lang, "DESCRIPTION", "説明");
    kk_roff_prose(&T, cli_purpose[lang]);
    kk_roff_section(&T, lang, "COMMANDS", "コマンド");
    for (int i = 0; cli_commands[i]; i++) {
        kk_roff_line(&T, ".TP");
        see(&T, kk_format(K, "kakuho-%s", cli_commands[i]->name), "1", "");
        kk_roff_prose(&T, cli_commands[i]->summary[lang]);
    }
    options(&T, lang, "");
    kk_roff_section(&T, lang, "EXIT STATUS", "終了ステータス");
    for (size_t i = 0; i < sizeof EXIT / sizeof *EXIT; i++) {
        kk_roff_line(&T, ".TP");
        kk_text_addf(&T, "%d\n", EXIT[i].code);
        kk_roff_prose(&T, EXIT[i].text[lang]);
    }
    examples(&T, lang,
             lang == KK_EN ? "  kakuho init mycity                  a small made-up city\n"
                             "  kakuho check mycity                 what is missing or wrong in it\n"
                             "  kakuho plan mycity -o plans/mycity  plan it, and write the tables of the plan\n"
                           : "  kakuho init mycity                  架空の小さな市を作る\n"
                             "  kakuho check mycity                 足りないもの、誤りを調べる\n"
                             "  kakuho plan mycity -o plans/mycity  計画を立て、表を書き出す\n");
    kk_roff_section(&T, lang, "SEE ALSO", "関連項目");
    for (int i = 0; cli_commands[i]; i++)
        see(&T, kk_format(K, "kakuho-%s", cli_commands[i]->name), "1", ",");
    see(&T, "kakuho-scenario", "5", ",");
    see(&T, "kakuho-tables", "5", ",");
    see(&T, "kakuho-nightly", "5", "");
    return kk_text_get(&T);
}
