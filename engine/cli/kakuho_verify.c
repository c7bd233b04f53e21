/* kakuho-verify: `kakuho verify` as a program of its own. It links neither a solver nor the code that builds the model,
 * so that a mistake there cannot vouch for itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/verify.h"

#include <stdio.h>
#include <string.h>

static int usage(FILE *out, bool english, int code)
{
    fputs(english ? "Usage: kakuho-verify [--json | --csv] [-q] [--lang ja|en] DIR\n\n"
                    "Recompute every rule and number of a plan's folder and prove every goal, exactly.\n"
                    "Exit: 0 all is right, 2 usage, 6 something is wrong (it is named), 7 a file cannot be read.\n"
                  : "使い方: kakuho-verify [--json | --csv] [-q] [--lang ja|en] DIR\n\n"
                    "計画のフォルダの全ての規則と数を誤差なく計算し直し、各目標を証明します。\n"
                    "終了コード: 0 全て正しい、2 使い方、6 誤りがある（内容を示します）、7 読めないファイルがある。\n",
          out);
    return code;
}

int main(int argc, char **argv)
{
    const char *dir = NULL, *lang = NULL;
    kk_form form = KK_IN_WORDS;
    bool quiet = false, help = false, words = false, bad = false;
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (words || a[0] != '-') {
            bad = bad || dir;
            dir = a;
        } else if (strcmp(a, "--json") == 0 || strcmp(a, "--csv") == 0) {
            bad = bad || form != KK_IN_WORDS;
            form = a[2] == 'j' ? KK_IN_JSON : KK_IN_CSV;
        } else if (strcmp(a, "-q") == 0 || strcmp(a, "--quiet") == 0)
            quiet = true;
        else if (strcmp(a, "-h") == 0 || strcmp(a, "--help") == 0)
            help = true;
        else if (strncmp(a, "--lang=", 7) == 0)
            lang = a + 7;
        else if (strcmp(a, "--lang") == 0 && i + 1 < argc)
            lang = argv[++i];
        else if (strcmp(a, "--") == 0)
            words = true;
        else
            bad = true;
    }
    bool english = lang && strcmp(lang, "en") == 0;
    if (help)
        return usage(stdout, english, KK_OK);
    if (bad || !dir || (lang && !english && strcmp(lang, "ja") != 0))
        return usage(stderr, english, KK_EUSAGE);
    kk_ctx *K = kk_ctx_new();
    if (!K) {
        fputs(english ? "kakuho: not enough memory\n" : "kakuho: メモリが足りません\n", stderr);
        return KK_ESYSTEM;
    }
    int code = verify_folder(K, dir, lang, form, quiet);
    kk_ctx_free(K);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs(english ? "kakuho: standard output cannot be written\n" : "kakuho: 標準出力に書けません\n", stderr);
        return KK_ESYSTEM;
    }
    return code;
}
