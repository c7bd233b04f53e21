/* What bash, zsh and fish complete. Descriptions are Japanese where the shell's locale is, else English.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "manual/manual.h"

#include <string.h>

typedef enum { NOTHING, FILES, FOLDERS, WORDS, SCHEMAS } kind;

static kind kind_of(const char *argument)
{
    return strchr(argument, '|')                   ? WORDS
           : strncmp(argument, "DIR", 3) == 0      ? FOLDERS
           : strcmp(argument, "PATH") == 0         ? FILES
           : strncmp(argument, "SCENARIO", 8) == 0 ? FILES
           : strcmp(argument, "[NAME]") == 0       ? SCHEMAS
                                                   : NOTHING;
}

/* A list on one line: each of the signs in between becomes a blank. */
static const char *blanks(kk_ctx *K, const char *list, char between)
{
    char *line = kk_strdup(K, list);
    for (char *s = line; *s; s++)
        *s = *s == between ? ' ' : *s;
    size_t length = strlen(line);
    while (length > 0 && line[length - 1] == ' ')
        line[--length] = '\0';
    return line;
}

/* text within quotes of a shell that ends them by ' (bash and zsh: '\'' for a quote within; fish: \'), the signs of
 * special with \ before them. */
static void quoted(kk_text *T, const char *text, const char *quote, const char *special)
{
    for (; *text; text++) {
        if (*text == '\'')
            kk_text_add(T, quote);
        else if (strchr(special, *text))
            kk_text_addf(T, "\\%c", *text);
        else
            kk_text_addn(T, text, 1);
    }
}

static void names(kk_text *T)
{
    for (int i = 0; cli_commands[i]; i++)
        kk_text_addf(T, "%s%s", i ? " " : "", cli_commands[i]->name);
}

/* ---- bash -------------------------------------------------------------------------------------------------------- */

const char *kk_completion_bash(kk_ctx *K, const char *schemas)
{
    kk_text T = {.K = K};
    kk_text_add(&T, "# bash completion of kakuho; made by kakuho-manual\n"
                    "_kakuho() {\n"
                    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= word options\n"
                    "    COMPREPLY=()\n"
                    "    if [[ $cur == '=' ]]; then cur=\n"
                    "    elif [[ $prev == '=' ]]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi\n"
                    "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD - 1}\"; do\n"
                    "        case $word in ");
    for (int i = 0; cli_commands[i]; i++)
        kk_text_addf(&T, "%s%s", i ? " | " : "", cli_commands[i]->name);
    kk_text_add(&T, ") command=$word; break ;; esac\n"
                    "    done\n"
                    "    case $prev in\n");
    for (const cli_option *o = cli_options; o->name; o++) {
        if (!o->argument)
            continue;
        kk_text_add(&T, "    ");
        if (o->shown)
            kk_text_addf(&T, "-%c | ", o->letter);
        kk_text_addf(&T, "--%s) ", o->name);
        switch (kind_of(o->argument)) {
        case WORDS:
            kk_text_addf(&T, "COMPREPLY=($(compgen -W '%s' -- \"$cur\")); ", blanks(K, o->argument, '|'));
            break;
        case FILES: kk_text_add(&T, "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); "); break;
        case FOLDERS:
            kk_text_add(&T, "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); ");
            break;
        case SCHEMAS:
        case NOTHING: break;
        }
        kk_text_add(&T, "return ;;\n");
    }
    kk_text_add(&T, "    esac\n"
                    "    case $command in\n"
                    "    '') options='--help --lang'\n"
                    "        [[ $cur == -* ]] || { COMPREPLY=($(compgen -W '");
    names(&T);
    kk_text_add(&T, "' -- \"$cur\")); return; } ;;\n");
    for (int i = 0; cli_commands[i]; i++) {
        const cli_command *c = cli_commands[i];
        kk_text_addf(&T, "    %s) options='", c->name);
        for (const cli_option *o = cli_options, *before = NULL; o->name; o++)
            if (kk_manual_takes(c, o)) {
                if (o->shown)
                    kk_text_addf(&T, "%s-%c", before ? " " : "", o->letter);
                kk_text_addf(&T, "%s--%s", before || o->shown ? " " : "", o->name);
                before = o;
            }
        kk_text_add(&T, "'");
        kind k = kind_of(c->operands);
        if (k == SCHEMAS)
            kk_text_addf(&T, "\n        [[ $cur == -* ]] || { COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return; }",
                         blanks(K, schemas, '\n'));
        else if (k != NOTHING)
            kk_text_addf(&T,
                         "\n        [[ $cur == -* ]] || { compopt -o filenames; "
                         "mapfile -t COMPREPLY < <(compgen -%c -- \"$cur\"%s); return; }",
                         k == FILES ? 'f' : 'd',
                         c->words ? kk_format(K, "; compgen -W '%s' -- \"$cur\"", c->words) : "");
        kk_text_add(&T, " ;;\n");
    }
    kk_text_add(&T, "    esac\n"
                    "    COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
                    "}\n"
                    "complete -F _kakuho kakuho\n");
    return kk_text_get(&T);
}

/* ---- zsh --------------------------------------------------------------------------------------------------------- */

static void zsh_values(kk_text *T, kind k, const char *words, const char *schemas)
{
    switch (k) {
    case WORDS: kk_text_addf(T, "(%s)", blanks(T->K, words, '|')); break;
    case SCHEMAS: kk_text_addf(T, "(%s)", blanks(T->K, schemas, '\n')); break;
    case FILES: kk_text_add(T, "_files"); break;
    case FOLDERS: kk_text_add(T, "_files -/"); break;
    case NOTHING: kk_text_add(T, " "); break;
    }
}

static void zsh_option(kk_text *T, const cli_option *o, kk_lang lang)
{
    static const char *const ENDING[2] = {"", "="};
    for (int form = o->shown ? 0 : 1; form < 2; form++) {
        kk_text_add(T, " \\\n            '");
        if (strchr("sc", o->letter))
            kk_text_add(T, "*");
        kk_text_addf(T, form == 0 ? "-%.1s" : "--%s", form == 0 ? (char[]){(char)o->letter, 0} : o->name);
        kk_text_addf(T, "%s[", o->argument ? ENDING[form] : "");
        quoted(T, o->text[lang], "'\\''", "[]\\:");
        kk_text_add(T, "]");
        if (o->argument) {
            kk_text_add(T, ":");
            quoted(T, o->argument, "'\\''", ":\\");
            kk_text_add(T, ":");
            zsh_values(T, kind_of(o->argument), o->argument, "");
        }
        kk_text_add(T, "'");
    }
}

const char *kk_completion_zsh(kk_ctx *K, const char *schemas)
{
    kk_text T = {.K = K};
    kk_text_add(&T, "#compdef kakuho\n# zsh completion of kakuho; made by kakuho-manual\n"
                    "_kakuho() {\n"
                    "    local curcontext=$curcontext state line ja=\n"
                    "    local -a commands\n"
                    "    typeset -A opt_args\n"
                    "    [[ ${LC_ALL:-${LC_MESSAGES:-$LANG}} == ja* ]] && ja=1\n"
                    "    _arguments -C '--lang=[ja / en]:lang:(ja en)' '(-h --help)'{-h,--help}'[help]' "
                    "'1:command:->command' '*::operand:->operand'\n"
                    "    case $state in\n"
                    "    command)\n");
    for (int lang = KK_JA; lang >= KK_EN; lang--) {
        kk_text_addf(&T, "        %s commands=(", lang == KK_JA ? "if [[ -n $ja ]]; then" : "else");
        for (int i = 0; cli_commands[i]; i++) {
            kk_text_addf(&T, "\n            '%s:", cli_commands[i]->name);
            quoted(&T, cli_commands[i]->summary[lang], "'\\''", "\\");
            kk_text_add(&T, "'");
        }
        kk_text_add(&T, ")\n");
    }
    kk_text_add(&T, "        fi\n        _describe command commands ;;\n"
                    "    operand)\n        case $words[1]$ja in\n");
    for (int i = 0; cli_commands[i]; i++)
        for (int lang = KK_EN; lang <= KK_JA; lang++) {
            const cli_command *c = cli_commands[i];
            kk_text_addf(&T, "        %s%s) _arguments -s", c->name, lang == KK_JA ? "1" : "");
            for (const cli_option *o = cli_options; o->name; o++)
                if (kk_manual_takes(c, o))
                    zsh_option(&T, o, lang);
            if (c->most > 0) {
                kk_text_addf(&T, " \\\n            '%s:", c->most == 1 || c->words ? "1" : "*");
                quoted(&T, c->operands, "'\\''", ":\\");
                kk_text_add(&T, ":");
                zsh_values(&T, kind_of(c->operands), "", schemas);
                kk_text_add(&T, "'");
                if (c->words)
                    kk_text_addf(&T, " '*: :(%s)'", c->words);
            }
            kk_text_add(&T, " ;;\n");
        }
    kk_text_add(&T, "        esac ;;\n    esac\n}\n"
                    "if [[ $funcstack[1] == _kakuho ]]; then _kakuho \"$@\"; else compdef _kakuho kakuho; fi\n");
    return kk_text_get(&T);
}

/* ---- fish -------------------------------------------------------------------------------------------------------- */

static void fish_about(kk_text *T, const char *text)
{
    kk_text_add(T, " -d '");
    quoted(T, text, "\\'", "\\");
    kk_text_add(T, "'\n");
}

const char *kk_completion_fish(kk_ctx *K, const char *schemas)
{
    kk_text T = {.K = K};
    kk_text_add(&T, "# fish completion of kakuho; made by kakuho-manual\n"
                    "complete -c kakuho -f\n");
    for (int i = 0; cli_commands[i]; i++) {
        const cli_command *c = cli_commands[i];
        kind k = kind_of(c->operands);
        const char *values = k == FILES     ? "-F"
                             : k == FOLDERS ? "-a '(__fish_complete_directories)'"
                             : k == SCHEMAS ? kk_format(K, "-a '%s'", blanks(K, schemas, '\n'))
                                            : NULL;
        if (values)
            kk_text_addf(&T, "complete -c kakuho -n '__fish_seen_subcommand_from %s' %s\n", c->name, values);
        if (c->words)
            kk_text_addf(&T, "complete -c kakuho -n '__fish_seen_subcommand_from %s' -a '%s'\n", c->name, c->words);
    }
    for (int lang = KK_JA; lang >= KK_EN; lang--) {
        kk_text_add(&T, lang == KK_JA ? "if string match -q 'ja*' -- \"$LC_ALL$LC_MESSAGES$LANG\"\n" : "else\n");
        for (int i = 0; cli_commands[i]; i++) {
            kk_text_addf(&T, "    complete -c kakuho -n __fish_use_subcommand -a %s", cli_commands[i]->name);
            fish_about(&T, cli_commands[i]->summary[lang]);
        }
        for (const cli_option *o = cli_options; o->name; o++) {
            kk_text_add(&T, "    complete -c kakuho");
            if (o->letter != 'h' && o->letter != 'L') {
                kk_text_add(&T, " -n '__fish_seen_subcommand_from");
                for (int i = 0; cli_commands[i]; i++)
                    if (kk_manual_takes(cli_commands[i], o))
                        kk_text_addf(&T, " %s", cli_commands[i]->name);
                kk_text_add(&T, "'");
            }
            if (o->shown)
                kk_text_addf(&T, " -s %c", o->letter);
            kk_text_addf(&T, " -l %s", o->name);
            kind k = o->argument ? kind_of(o->argument) : NOTHING;
            if (k == WORDS)
                kk_text_addf(&T, " -x -a '%s'", blanks(K, o->argument, '|'));
            else if (o->argument)
                kk_text_add(&T, k == FILES     ? " -r -F"
                                : k == FOLDERS ? " -x -a '(__fish_complete_directories)'"
                                               : " -x");
            fish_about(&T, o->text[lang]);
        }
    }
    kk_text_add(&T, "end\n");
    return kk_text_get(&T);
}
