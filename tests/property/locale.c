/* A host program that speaks German: decimals with a comma change no byte of plans, reasons, reports and exports.
 *
 *     locale CITY...
 *
 * The locale is made here (localedef), for no machine can be counted on to have one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kakuho.h"

#include "test.h"

#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>

#define COMMA "de_DE.UTF-8"

static char place[] = "locale.XXXXXX";
static const char *city;

enum { PATH = 64 };
typedef char path[PATH];

/* "locale.x1y2z3/point.plan" */
static const char *below(path out, const char *word, const char *ending)
{
    snprintf(out, PATH, "%s/%s%s", place, word, ending);
    return out;
}

static void put_text(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

/* Everything that a city can be made into, in files below the place that begin with a word. */
static void make_all(const char *word)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C;
    kk_plan *P;
    const kk_why *Y;
    const kk_report *R;
    const char *text;
    path name, plan;
    const char *dir = below(plan, word, ".plan");
    kk_load_options options = {.set = (const char *const[]){"gap=0.001"},
                               .nset = 1,
                               .change = (const char *const[]){"need.children*=1.05"},
                               .nchange = 1};
    CHECK_INT(kk_city_load(K, city, &options, &C), KK_OK);
    CHECK_INT(kk_city_plan(K, C, NULL, &P), KK_OK);
    CHECK_INT(kk_plan_write(K, P, dir), KK_OK);
    CHECK_INT(kk_plan_read(K, dir, &P), KK_OK); /* numbers are read back */
    CHECK_INT(kk_plan_explain(K, P, &Y), KK_OK);
    CHECK_INT(kk_why_write(K, Y, below(name, word, ".plan.why")), KK_OK);
    CHECK_INT(kk_plans_report(K, &dir, 1, &R), KK_OK);
    CHECK_INT(kk_report_write(K, R, KK_EN, below(name, word, ".report")), KK_OK);
    for (int json = 0; json < 2; json++) {
        CHECK_INT(kk_plan_summary(K, P, KK_JA, json, NULL, &text), KK_OK);
        put_text(below(name, word, json ? ".json" : ".text"), text);
        CHECK_INT(kk_why_summary(K, Y, KK_JA, json, NULL, &text), KK_OK);
        put_text(below(name, word, json ? ".why.json" : ".why.text"), text);
    }
    static const char *const ending[] = {".dat", ".mps", ".lp"};
    for (int i = 0; i < 3; i++)
        CHECK_INT(kk_city_export(K, C, below(name, word, ending[i])), KK_OK);
    kk_ctx_free(K);
}

/* The whole of a file, or NULL. */
static char *bytes(const char *name)
{
    FILE *file = fopen(name, "rb");
    struct stat about;
    if (!file || fstat(fileno(file), &about) != 0)
        return NULL;
    char *text = calloc(1, (size_t)about.st_size + 1);
    size_t n = text ? fread(text, 1, (size_t)about.st_size, file) : 0;
    fclose(file);
    return n == (size_t)about.st_size ? text : NULL;
}

static void a_comma_changes_no_byte(void)
{
    make_all("point");
    CHECK(setlocale(LC_ALL, COMMA));
    char comma[16];
    snprintf(comma, sizeof comma, "%.1f", 0.5);
    CHECK_TEXT(comma, "0,5"); /* the test is one */
    make_all("comma");
    setlocale(LC_ALL, "C");
    /* run.json, why.json and report.json have the hashes of all tables and of the workbook */
    static const char *const file[] = {".plan/run.json",
                                       ".plan.why/why.json",
                                       ".report/report.json",
                                       ".text",
                                       ".json",
                                       ".why.text",
                                       ".why.json",
                                       ".dat",
                                       ".mps",
                                       ".lp"};
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        path one, two;
        char *want = bytes(below(one, "point", file[i])), *got = bytes(below(two, "comma", file[i]));
        test_check(want && got && strlen(want) > 100 && strcmp(want, got) == 0, __FILE__, __LINE__, "%s of %s differs",
                   file[i], city);
        free(want);
        free(got);
    }
}

int main(int argc, char **argv)
{
    char command[128];
    if (!mkdtemp(place))
        return 1;
    snprintf(command, sizeof command, "localedef --no-archive -i de_DE -f UTF-8 %s/" COMMA " >/dev/null 2>&1", place);
    if (system(command) != 0) {
        printf("1..0 # SKIP no locale can be made here\n");
        return 0;
    }
    setenv("LOCPATH", place, 1);
    for (int i = 1; i < argc; i++) {
        city = argv[i];
        RUN(a_comma_changes_no_byte);
    }
    snprintf(command, sizeof command, "rm -r %s", place);
    CHECK_INT(system(command), 0);
    return DONE();
}
