/* kakuho: the program. One table of commands, one of options.
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

static const cli_command *const COMMAND[] = {&command_init,    &command_check,   &command_plan,
                                             &command_explain, &command_compare, &command_verify,
                                             &command_export,  &command_schema,  &command_version};
enum { NCOMMAND = sizeof COMMAND / sizeof *COMMAND };

/* Every option once; a command takes those whose letters it names. h and L go with all. */
static const struct {
    int letter;
    const char *name, *argument;
    bool shown; /* -x is written, not --long alone */
    const char *text[2];
} OPTION[] = {
    /* clang-format off */
    {'o', "output", "PATH", true, {"where to write; nothing is written without it", "書き出す先。指定しなければ何も書きません"}},
    {'j', "json", NULL, false, {"for machines: JSON on standard output", "機械向け: 標準出力に JSON"}},
    {'m', "md", NULL, false, {"Markdown on standard output", "標準出力に Markdown"}},
    {'b', "base", "DIR", false, {"compare with this plan (default: the first)", "比較の基準とする計画（省略時は最初の計画）"}},
    {'w', "causes", NULL, false,
     {"what each changed table did alone, by planning again", "変わった表それぞれの影響（計画を作り直して求める）"}},
    {'q', "quiet", NULL, true, {"no summary, errors only", "要約を出さず、エラーだけ"}},
    {'v', "verbose", NULL, true, {"each phase and stage on standard error", "各段階を標準エラーに表示"}},
    {'u', "fail-on-unmet", NULL, false, {"exit 8 when a promise is not kept", "目標が守れないとき終了コード 8"}},
    {'x', "explain", NULL, false, {"explain the plan, too: as kakuho explain does", "計画の説明も行う（kakuho explain と同じ）"}},
    {'s', "set", "KEY=VALUE", false,
     {"a key of the scenario for this run, such as years.last=2025", "この計算だけの設定。例 years.last=2025"}},
    {'c', "change", "CHANGE", false,
     {"a change of a table for this run, such as 'need.children*=1.05'",
      "この計算だけの表の変更。例 'need.children*=1.05'"}},
    {'g', "gap", "SHARE", false,
     {"whole units: share of a goal that need not be proved, such as 0.001",
      "整数単位: 証明しなくてよい割合。例 0.001"}},
    {'E', "effort", "N", false,
     {"whole units: how long to search; 1 = usual, 10 = ten times the work",
      "整数単位: 探索の量。通常 1、10 は 10 倍"}},
    {'t', "time-limit", "SECONDS", false,
     {"whole units: take the best plan so far after this time, exit 4",
      "整数単位: 時間が来たらその時点で最良の計画を採用。終了コード 4"}},
    {'e', "input-encoding", "NAME", false,
     {"utf-8 or cp932 instead of telling files apart", "文字コードを自動判定せず utf-8 か cp932 とみなす"}},
    {'a', "areas", "A,B,...", false,
     {"labels of the areas, for all rows made and the numbers empty", "区域の名前。全ての行を作り、数字は空にします"}},
    {'y', "years", "FIRST-LAST", false, {"fiscal years, such as 2025-2029", "年度。例 2025-2029"}},
    {'L', "lang", "ja|en", false, {"language (default: the scenario's, else ja)", "言語（省略時はシナリオの指定、なければ ja）"}},
    {'h', "help", NULL, true, {"this text", "この説明"}},
    /* clang-format on */
};
enum { NOPTION = sizeof OPTION / sizeof *OPTION };

kk_rc load_city(const cli *A, kk_city **out)
{
    const char *set[CLI_MANY + 2];
    char gap[64], effort[64];
    int n = 0;
    for (; n < A->nset; n++)
        set[n] = A->set[n];
    if (A->gap && snprintf(gap, sizeof gap, "gap=%s", A->gap) < (int)sizeof gap)
        set[n++] = gap;
    if (A->effort && snprintf(effort, sizeof effort, "effort=%s", A->effort) < (int)sizeof effort)
        set[n++] = effort;
    kk_load_options options = {.encoding = A->encoding, .set = set, .change = A->change};
    options.nset = n;
    options.nchange = A->nchange;
    return kk_city_load(A->K, A->operand[0], &options, out);
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
    for (int i = 0; i < NOPTION; i++) {
        if (!strchr(c->options, OPTION[i].letter) && OPTION[i].letter != 'h' && OPTION[i].letter != 'L')
            continue;
        char left[64];
        snprintf(left, sizeof left, "%s%s%s%s%s",
                 OPTION[i].shown ? (char[]){'-', (char)OPTION[i].letter, ',', ' ', 0} : "    ", "--", OPTION[i].name,
                 OPTION[i].argument ? " " : "", OPTION[i].argument ? OPTION[i].argument : "");
        printf("  %-28s %s\n", left, OPTION[i].text[lang]);
    }
}

static void help_all(const cli *A, FILE *out)
{
    fprintf(out, "%s\n\n",
            say(A,
                "kakuho plans childcare seats: which measures cover the shortfalls by the promised dates,\n"
                "existing facilities first.",
                "kakuho は保育の確保方策を立てる道具です。どの方策を使えば、既存施設を優先しながら、\n"
                "約束の期日までに不足を解消できるかを求めます。"));
    fprintf(out, "%s\n", say(A, "Try:", "まずは:"));
    fprintf(out, "  kakuho init mycity\n  kakuho plan mycity -o plans/mycity\n\n%s\n",
            say(A, "Commands:", "コマンド:"));
    for (int i = 0; i < NCOMMAND; i++)
        fprintf(out, "  %-8s %-10s %s\n", COMMAND[i]->name, COMMAND[i]->operands, COMMAND[i]->summary[say_lang(A)]);
    fprintf(out, "\n%s\n",
            say(A, "kakuho COMMAND --help says more; --lang ja|en chooses the language.",
                "kakuho コマンド --help で詳しい説明。--lang ja|en で言語を選べます。"));
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

/* Take one option; false when it makes no sense. */
static bool take(cli *A, int letter, char *value)
{
    switch (letter) {
    case 'o': A->output = value; break;
    case 'j': A->json = true; break;
    case 'm': A->markdown = true; break;
    case 'b': A->base = value; break;
    case 'w': A->causes = true; break;
    case 'q': A->quiet = true; break;
    case 'v': A->verbose = true; break;
    case 'u': A->fail_on_unmet = true; break;
    case 'x': A->explain = true; break;
    case 'e': A->encoding = value; break;
    case 's': return A->nset < CLI_MANY && (A->set[A->nset++] = value);
    case 'c': return A->nchange < CLI_MANY && (A->change[A->nchange++] = value);
    case 'g': A->gap = value; return strlen(value) < 32;
    case 'E': A->effort = value; return strlen(value) < 32;
    case 't': {
        char *end;
        A->time_limit = value;
        return strtod(value, &end) > 0.0 && *end == '\0';
    }
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

int main(int argc, char **argv)
{
    take_heap();
    signal(SIGXFSZ, SIG_IGN); /* a file too large is an error of writing, not the end */
    cli A = {0};
    struct option known[NOPTION + 1];
    char letters[2 * NOPTION + 3] = "-:"; /* '-': words are handed out too, in order, whatever the environment says */
    memset(known, 0, sizeof known);
    for (int i = 0; i < NOPTION; i++) {
        known[i] = (struct option){OPTION[i].name, OPTION[i].argument != NULL, NULL, OPTION[i].letter};
        if (OPTION[i].shown)
            strcat(letters, (char[]){(char)OPTION[i].letter, OPTION[i].argument ? ':' : '\0', '\0'});
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
        } else if (!take(&A, letter, optarg)) {
            return usage(&A, "", "unknown option %s", "不明なオプション %s", argv[optind - 1]);
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
    for (int i = 0; i < NCOMMAND; i++)
        if (strcmp(COMMAND[i]->name, name) == 0)
            c = COMMAND[i];
    if (!c)
        return usage(&A, "", "there is no command '%s'", "「%s」というコマンドはありません", name);
    if (help) {
        help_command(&A, c);
        return finish(&A, KK_OK);
    }
    for (const char *s = seen; *s; s++)
        if (*s != 'L' && !strchr(c->options, *s))
            for (int i = 0; i < NOPTION; i++)
                if (OPTION[i].letter == *s)
                    return usage(&A, c->name, "this command does not take --%s", "このコマンドに --%s はありません",
                                 OPTION[i].name);
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
    int code = finish(&A, c->run(&A));
    kk_ctx_free(A.K);
    return code;
}
