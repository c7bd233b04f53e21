/* kakuho-manual: writes the manual pages and the completions of the shells. meson runs it when kakuho is installed.
 *
 *     kakuho-manual MANDIR DATADIR
 *
 * A path that is not absolute is below $MESON_INSTALL_DESTDIR_PREFIX, an absolute one below $DESTDIR, where these are
 * set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/file.h"
#include "manual/manual.h"

#include <stdio.h>
#include <stdlib.h>
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
    }
    write_below(K, data, "bash-completion/completions/kakuho", kk_completion_bash(K, schemas));
    write_below(K, data, "zsh/site-functions/_kakuho", kk_completion_zsh(K, schemas));
    write_below(K, data, "fish/vendor_completions.d/kakuho.fish", kk_completion_fish(K, schemas));
}

static char *place(kk_ctx *K, const char *path)
{
    const char *below = getenv(path[0] == '/' ? "DESTDIR" : "MESON_INSTALL_DESTDIR_PREFIX");
    return kk_format(K, "%s%s%s", below ? below : "", below && path[0] != '/' ? "/" : "", path);
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
    char *folder[2] = {place(K, argv[1]), place(K, argv[2])};
    kk_rc rc = kk_guard(K, write_all, folder);
    if (rc != KK_OK)
        fprintf(stderr, "kakuho-manual: %s\n", kk_message(K, KK_EN));
    kk_ctx_free(K);
    return (int)rc;
}
