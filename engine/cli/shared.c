/* What the commands share: reading a city, the language spoken, findings and failures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const kk_load_options *load_options(const cli *A, cli_load *room)
{
    int n = 0;
    for (; n < A->nset; n++)
        room->set[n] = A->set[n];
    if (A->gap && snprintf(room->gap, sizeof room->gap, "gap=%.15g", strtod(A->gap, NULL)) > 0)
        room->set[n++] = room->gap;
    if (A->effort && snprintf(room->effort, sizeof room->effort, "effort=%.15g", strtod(A->effort, NULL)) > 0)
        room->set[n++] = room->effort;
    room->options = (kk_load_options){.encoding = A->encoding, .set = room->set, .change = A->change};
    room->options.nset = n;
    room->options.nchange = A->nchange;
    return &room->options;
}

kk_rc load_city(const cli *A, kk_city **out)
{
    cli_load room = {.set = {NULL}};
    return kk_city_load(A->K, A->operand[0], load_options(A, &room), out);
}

kk_lang say_lang(const cli *A)
{
    if (A->lang)
        return strcmp(A->lang, "en") == 0 ? KK_EN : KK_JA;
    return A->K ? kk_ctx_lang(A->K) : KK_JA;
}

const char *say(const cli *A, const char *en, const char *ja)
{
    return say_lang(A) == KK_EN ? en : ja;
}

/* ---- where to write ---------------------------------------------------------------------------------------------- */

bool path_beside(const char *path, const char *ending, char *out, size_t size)
{
    int length = (int)strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return snprintf(out, size, "%.*s%s", length, path, ending) < (int)size;
}

const char *output_beside(const cli *A, const char *ending, char *dir, size_t size)
{
    if (A->output)
        return A->output;
    if (path_beside(A->operand[0], ending, dir, size))
        return dir;
    fputs(say(A, "kakuho: the path is too long\n", "kakuho: パスが長すぎます\n"), stderr);
    return NULL;
}

/* ---- findings and failures --------------------------------------------------------------------------------------- */

void print_findings(const cli *A, void *stream, bool warnings_too)
{
    FILE *out = stream;
    kk_lang lang = say_lang(A);
    int kept = kk_finding_count(A->K, NULL, NULL);
    for (int i = 0; i < kept; i++) {
        const kk_finding *f = kk_finding_at(A->K, i);
        if (!f->error && !warnings_too)
            continue;
        fputs(f->file, out);
        if (f->line)
            fprintf(out, ":%d", f->line);
        if (f->column && !f->cell[0])
            fprintf(out, ":%d", f->column);
        fputs(f->error ? ": " : say(A, ": warning: ", ": 注意: "), out);
        if (f->field[0] || f->cell[0])
            fprintf(out, f->field[0] && f->cell[0] ? "%s (%s): " : "%s%s: ", f->field, f->cell);
        fprintf(out, "%s [%s]\n", f->text[lang], f->code);
    }
    int more;
    const char *code;
    for (int i = 0; (code = kk_findings_more(A->K, i, &more)); i++)
        fprintf(out, say(A, "and %d more of [%s]\n", "ほかに %d 件の [%s]\n"), more, code);
}

int report_failure(const cli *A, kk_rc rc)
{
    print_findings(A, stderr, true);
    fprintf(stderr, "kakuho: %s\n", kk_message(A->K, say_lang(A)));
    return (int)rc;
}
