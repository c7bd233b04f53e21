/* Loads a city and prints its findings, one a line: severity, code, file, line, column, cell, field, English, Japanese,
 * with tabs between. For tests that provoke findings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/load.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const char *path;
    kk_load_options options;
    kk_city *city;
} call;

static void load(kk_ctx *K, void *arg)
{
    call *X = arg;
    X->city = kk_load(K, X->path, &X->options);
}

int main(int count, char **word)
{
    call X = {0};
    bool dump = false;
    for (int i = 1; i < count; i++) {
        if (strcmp(word[i], "--encoding") == 0 && i + 1 < count)
            X.options.encoding = word[++i];
        else if (strcmp(word[i], "--scenario") == 0)
            dump = true;
        else
            X.path = word[i];
    }
    if (!X.path)
        return 2;
    kk_ctx *K = kk_ctx_new();
    kk_rc rc = kk_guard(K, load, &X);
    for (int i = 0, n = kk_finding_count(K, NULL, NULL); i < n; i++) {
        const kk_finding *f = kk_finding_at(K, i);
        printf("%s\t%s\t%s\t%d\t%d\t%s\t%s\t%s\t%s\n", f->error ? "error" : "warning", f->code, f->file, f->line, f->column,
               f->cell, f->field, f->text[KK_EN], f->text[KK_JA]);
    }
    const char *code;
    for (int i = 0, more; (code = kk_findings_more(K, i, &more)); i++)
        printf("more\t%s\t%d\n", code, more);
    if (rc != KK_OK)
        fprintf(stderr, "%s\n%s\n", kk_message(K, KK_EN), kk_message(K, KK_JA));
    for (int i = 0; rc == KK_OK && dump && i < X.city->ninput; i++)
        if (strcmp(X.city->input[i].name, "scenario.json") == 0)
            printf("%s", X.city->input[i].data);
    kk_ctx_free(K);
    return rc;
}
