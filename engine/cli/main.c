/* kakuho: the program. Its commands and options stand in options.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/cli.h"

#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

/* ---- help -------------------------------------------------------------------------------------------------------- */

static void help_command(const cli *A, const cli_command *c)
{
    kk_lang lang = say_lang(A);
    printf("%s\n%s\n", say(A, "Examples:", "例:"), c->examples[lang]);
    printf(say(A, "Usage: kakuho %s [options] %s\n\n%s\n", "使い方: kakuho %s [オプション] %s\n\n%s\n"), c->name,
           c->operands, c->summary[lang]);
    if (c->more[lang][0])
        printf("\n%s\n", c->more[lang]);
    printf("\n%s\n", say(A, "Options:", "オプション:"));
    for (int i = 0; cli_options[i].name; i++) {
        if (!strchr(c->options, cli_options[i].letter) && cli_options[i].letter != 'h' && cli_options[i].letter != 'L')
            continue;
        char left[64];
        snprintf(left, sizeof left, "%s%s%s%s%s",
                 cli_options[i].shown ? (char[]){'-', (char)cli_options[i].letter, ',', ' ', 0} : "    ", "--",
                 cli_options[i].name, cli_options[i].argument ? " " : "",
                 cli_options[i].argument ? cli_options[i].argument : "");
        printf("  %-32s %s\n", left, cli_options[i].text[lang]);
    }
}

static void help_all(const cli *A, FILE *out)
{
    fprintf(out, "%s\n\n", cli_purpose[say_lang(A)]);
    fprintf(out, "%s\n", say(A, "Try:", "まずは:"));
    fprintf(out, "  kakuho init mycity\n  kakuho plan mycity -o plans/mycity\n\n%s\n",
            say(A, "Commands:", "コマンド:"));
    for (int i = 0; cli_commands[i]; i++)
        fprintf(out, "  %-8s %-18s %s\n", cli_commands[i]->name, cli_commands[i]->operands,
                cli_commands[i]->summary[say_lang(A)]);
    fprintf(out, "\n%s\n",
            say(A, "kakuho COMMAND --help says more; --lang ja|en chooses the language.",
                "kakuho コマンド --help で詳しい説明。--lang ja|en で言語を選べます。"));
}

/* Whether all that was said has left: the exit code. */
static int finish(const cli *A, int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    fputs(say(A, "kakuho: standard output cannot be written\n", "kakuho: 標準出力に書けません\n"), stderr);
    return KK_ESYSTEM;
}

/* ---- the command line -------------------------------------------------------------------------------------------- */

static int usage(const cli *A, const char *about, const char *en, const char *ja, ...)
    __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
static int usage(const cli *A, const char *about, const char *en, const char *ja, ...)
{
    va_list list;
    va_start(list, ja);
    fputs("kakuho: ", stderr);
    vfprintf(stderr, say(A, en, ja), list);
    va_end(list);
    fprintf(stderr, say(A, "\nSee kakuho%s%s --help\n", "\nkakuho%s%s --help をご覧ください\n"), about[0] ? " " : "",
            about);
    return KK_EUSAGE;
}

/* Whether a text is a number from least to most. */
static bool is_number(const char *value, double least, double most)
{
    char *end;
    double number = strtod(value, &end);
    return *value && !value[strspn(value, "0123456789.+-eE")] && !*end && number >= least && number <= most;
}

/* Take one option; false when it makes no sense. */
static bool take(cli *A, int letter, char *value)
{
    switch (letter) {
    case 'o': A->output = value; break;
    case 'j': A->json = true; break;
    case 'C': A->csv = true; break;
    case 'm': A->markdown = true; break;
    case 'b': A->base = value; break;
    case 'w': A->causes = true; break;
    case 'q': A->quiet = true; break;
    case 'v': A->verbose = true; break;
    case 'u': A->fail_on_unmet = true; break;
    case 'x': A->explain = true; break;
    case 'r': A->report = true; break;
    case 'X': A->excel = true; break;
    case 'e': A->encoding = value; break;
    case 's': return A->nset < CLI_MANY && (A->set[A->nset++] = value);
    case 'c': return A->nchange < CLI_MANY && (A->change[A->nchange++] = value);
    case 'V': return A->nvary < CLI_MANY && (A->vary[A->nvary++] = value);
    case 'g': A->gap = value; return is_number(value, 0.0, 1.0);
    case 'E': A->effort = value; return is_number(value, 0.0, 1000.0);
    case 't': A->time_limit = value; return is_number(value, 1e-9, 1e9);
    case 'J': A->jobs = value; break;
    case 'd': A->date = value; break;
    case 'n': A->dry_run = true; break;
    case 'S': A->shard = value; break;
    case 'M': A->merge = true; break;
    case 'k': A->keep = value; break;
    case 'a': A->areas = value; break;
    case 'y': A->years = value; break;
    case 'L': A->lang = value; break;
    default: return false;
    }
    return true;
}

/* A run touches a few megabytes once, and each page touched for the first time is a way into the system and back: a
 * tenth of the time of a plan. So the heap is taken in one piece that is not given back in between, and asks for large
 * pages; a system without them, or another C library, does as it always does. */
static void take_heap(void)
{
#ifdef __GLIBC__
    enum { ROOM = 8 << 20 };
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    mallopt(M_MMAP_THRESHOLD, ROOM);
    mallopt(M_TRIM_THRESHOLD, ROOM);
    mallopt(M_TOP_PAD, ROOM);
    char *low = malloc(1), *high = sbrk(0);
    if (low && low < high && high - low <= 2 * ROOM) /* where malloc is another's, it lies elsewhere */
        madvise((char *)((uintptr_t)low / page * page), (size_t)(high - low), MADV_HUGEPAGE);
    free(low);
#endif
}

/* An option that take() refuses. */
static int bad_value(const cli *A, int letter, const char *value)
{
    switch (letter) {
    case 'g':
        return usage(A, "", "--gap: '%s' is not a number from 0 to 1",
                     "--gap: 「%s」は 0 から 1 までの数ではありません", value);
    case 'E':
        return usage(A, "", "--effort: '%s' is not a number from 0 to 1000",
                     "--effort: 「%s」は 0 から 1000 までの数ではありません", value);
    case 't':
        return usage(A, "", "--time-limit: '%s' is not a number of seconds above 0",
                     "--time-limit: 「%s」は 0 より大きい秒数ではありません", value);
    default:
        return usage(A, "", "more than %d --set, --change or --vary", "--set・--change・--vary が %d 個を超えています",
                     CLI_MANY);
    }
}

int main(int argc, char **argv)
{
    take_heap();
    signal(SIGXFSZ, SIG_IGN); /* a file too large is an error of writing, not the end */
    cli A = {0};
    struct option known[CLI_MANY];
    char letters[2 * CLI_MANY] = "-:"; /* '-': words are handed out too, in order, whatever the environment says */
    memset(known, 0, sizeof known);
    for (int i = 0; cli_options[i].name; i++) {
        known[i] = (struct option){cli_options[i].name, cli_options[i].argument != NULL, NULL, cli_options[i].letter};
        if (cli_options[i].shown)
            strcat(letters, (char[]){(char)cli_options[i].letter, cli_options[i].argument ? ':' : '\0', '\0'});
    }

    /* --lang counts wherever it stands, for the words of errors too */
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            A.lang = argv[i] + 7;
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            A.lang = argv[i + 1];
    }
    if (A.lang && strcmp(A.lang, "ja") != 0 && strcmp(A.lang, "en") != 0) {
        const char *asked = A.lang;
        A.lang = NULL;
        return usage(&A, "", "--lang: '%s' is neither ja nor en", "--lang: 「%s」は ja でも en でもありません", asked);
    }

    char seen[32] = "";
    bool help = false;
    int letter, nword = 0; /* argv[0..nword-1]: the words that are no options */
    opterr = 0;
    while ((letter = getopt_long(argc, argv, letters, known, NULL)) != -1) {
        if (letter == 1) {
            argv[nword++] = optarg;
        } else if (letter == 'h') {
            help = true;
        } else if (letter == ':') {
            return usage(&A, "", "%s needs a value", "%s には値が必要です", argv[optind - 1]);
        } else if (letter == '?') {
            return usage(&A, "", "unknown option %s", "不明なオプション %s", argv[optind - 1]);
        } else if (!take(&A, letter, optarg)) {
            return bad_value(&A, letter, optarg);
        } else if (strlen(seen) + 1 < sizeof seen) {
            strcat(seen, (char[]){(char)letter, '\0'});
        }
    }

    while (optind < argc) /* behind -- */
        argv[nword++] = argv[optind++];

    const char *name = nword ? argv[0] : NULL;
    if (!name) {
        help_all(&A, help ? stdout : stderr);
        return finish(&A, help ? KK_OK : KK_EUSAGE);
    }
    const cli_command *c = NULL;
    for (int i = 0; cli_commands[i]; i++)
        if (strcmp(cli_commands[i]->name, name) == 0)
            c = cli_commands[i];
    if (!c)
        return usage(&A, "", "there is no command '%s'", "「%s」というコマンドはありません", name);
    if (help) {
        help_command(&A, c);
        return finish(&A, KK_OK);
    }
    for (const char *s = seen; *s; s++)
        if (*s != 'L' && !strchr(c->options, *s))
            for (int i = 0; cli_options[i].name; i++)
                if (cli_options[i].letter == *s)
                    return usage(&A, c->name, "this command does not take --%s", "このコマンドに --%s はありません",
                                 cli_options[i].name);
    A.operand = argv + 1;
    A.noperand = nword - 1;
    if (A.noperand < c->least)
        return usage(&A, c->name, "what is missing: %s", "足りません: %s", c->operands);
    if (A.noperand > c->most)
        return usage(&A, c->name, "too many words: %s", "引数が多すぎます: %s", A.operand[c->most]);

    A.K = kk_ctx_new();
    if (!A.K) {
        fputs(say(&A, "kakuho: not enough memory\n", "kakuho: メモリが足りません\n"), stderr);
        return KK_ESYSTEM;
    }
    kk_ctx_set_excel(A.K, A.excel);
    int code = finish(&A, c->run(&A));
    kk_ctx_free(A.K);
    return code;
}
