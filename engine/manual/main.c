/* kakuho-manual: writes the manual pages and the completions of the shells, for meson to install.
 *
 *     kakuho-manual MANDIR DATADIR
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/file.h"
#include "manual/manual.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void write_below(kk_ctx *K, const char *folder, const char *name, const char *text)
{
    char *path = kk_format(K, "%s/%s", folder, name);
    for (char *s = path + 1; *s; s++)
        if (*s == '/') {
            *s = '\0';
            mkdir(path, 0755); /* what cannot be made is said when the file is written */
            *s = '/';
        }
    kk_file_write(K, path, text, strlen(text));
}

static void write_all(kk_ctx *K, void *arg)
{
    char **folder = arg;
    const char *schemas, *man = folder[0], *data = folder[1];
    if (kk_schema(K, NULL, &schemas) != KK_OK)
        return;
    for (int lang = KK_EN; lang <= KK_JA; lang++) {
        const char *at = lang == KK_EN ? man : kk_format(K, "%s/ja", man);
        write_below(K, at, "man1/kakuho.1", kk_manual_program(K, lang));
        for (int i = 0; cli_commands[i]; i++)
            write_below(K, at, kk_format(K, "man1/kakuho-%s.1", cli_commands[i]->name),
                        kk_manual_command(K, cli_commands[i], lang));
        write_below(K, at, "man5/kakuho-scenario.5", kk_manual_scenario(K, lang));
        write_below(K, at, "man5/kakuho-tables.5", kk_manual_tables(K, lang));
        write_below(K, at, "man5/kakuho-nightly.5", kk_manual_nightly(K, lang));
    }
    write_below(K, data, "bash-completion/completions/kakuho", kk_completion_bash(K, schemas));
    write_below(K, data, "zsh/site-functions/_kakuho", kk_completion_zsh(K, schemas));
    write_below(K, data, "fish/vendor_completions.d/kakuho.fish", kk_completion_fish(K, schemas));
    const char *made[] = {man, kk_format(K, "%s/bash-completion", data), kk_format(K, "%s/zsh", data),
                          kk_format(K, "%s/fish", data)};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        utimensat(AT_FDCWD, made[i], NULL, 0); /* what was written is deeper: ninja would write it again and again */
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("Usage: kakuho-manual MANDIR DATADIR\n", stderr);
        return KK_EUSAGE;
    }
    kk_ctx *K = kk_ctx_new();
    if (!K)
        return KK_ESYSTEM;
    kk_rc rc = kk_guard(K, write_all, &argv[1]);
    if (rc != KK_OK)
        fprintf(stderr, "kakuho-manual: %s\n", kk_message(K, KK_EN));
    kk_ctx_free(K);
    return (int)rc;
}
