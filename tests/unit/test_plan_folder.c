/* input/folder, load, effective: a plan's folder read back, cities with tables of two, tables as they count.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/file.h"
#include "input/effective.h"
#include "input/folder.h"
#include "input/load.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static kk_ctx *K;
static const char *const CITY = "test-plan-folder.city", *const PLAN = "test-plan-folder.plan",
                         *const OTHER = "test-plan-folder.other"; /* in the folder of the build */

typedef struct {
    const char *dir;
    const kk_folder *folder;
} call;

static void read_call(kk_ctx *here, void *arg)
{
    call *X = arg;
    X->folder = kk_folder_read(here, X->dir);
}

static kk_rc read_folder(const char *dir, const kk_folder **out)
{
    call X = {.dir = dir};
    kk_rc rc = kk_guard(K, read_call, &X);
    if (out)
        *out = X.folder;
    return rc;
}

typedef struct {
    const char *path, *text;
} write_call;

static void write_file(kk_ctx *here, void *arg)
{
    const write_call *X = arg;
    kk_file_write(here, X->path, X->text, strlen(X->text));
}

/* A small city and its plan; made again, so that a case may spoil it. */
static kk_plan *make(void)
{
    kk_city *C = NULL;
    kk_plan *P = NULL;
    if (kk_file_kind_of(CITY) == KK_FILE_NONE)
        CHECK_INT(kk_city_init(K, CITY, NULL, NULL), KK_OK);
    remove("test-plan-folder.plan/input/links.csv");
    CHECK_INT(kk_city_load(K, CITY, NULL, &C), KK_OK);
    CHECK_INT(kk_city_plan(K, C, NULL, &P), KK_OK);
    CHECK_INT(kk_plan_write(K, P, PLAN), KK_OK);
    return P;
}

static void a_folder_is_read_as_it_was_written(void)
{
    const kk_plan *P = make();
    const kk_folder *F = NULL;
    CHECK_INT(read_folder(PLAN, &F), KK_OK);
    if (!F)
        return;
    CHECK_TEXT(F->C->title, P->C->title);
    CHECK_INT(F->C->noption, P->C->noption);
    for (int s = 0; s < KK_NSHEET; s++) {
        const kk_sheet *X = F->sheet[s], *Y = P->sheet[s];
        CHECK_TEXT(X->name, Y->name);
        CHECK_INT(X->nrow, Y->nrow);
        for (int i = 0; i < X->nrow && X->nrow == Y->nrow; i++)
            for (int j = 0; j < X->ncol; j++)
                CHECK_TEXT(kk_sheet_cell(X, i, j), kk_sheet_cell(Y, i, j));
    }
}

static void what_is_no_plan_is_wrong_usage(void)
{
    make();
    CHECK_INT(read_folder("test-plan-folder.none", NULL), KK_EUSAGE);
    CHECK_INT(read_folder(CITY, NULL), KK_EUSAGE);
    CHECK_INT(read_folder("test-plan-folder.plan/run.json", NULL), KK_EUSAGE);
}

static void what_was_changed_since_is_refused(void)
{
    static const write_call CHANGE[] = {
        {"test-plan-folder.plan/plan.csv", "option,measure\n"},
        {"test-plan-folder.plan/input/need.csv", "area,class,2025\n"},
        {"test-plan-folder.plan/input/links.csv", "from,to\n"}, /* added */
    };
    for (size_t i = 0; i < sizeof CHANGE / sizeof *CHANGE; i++) {
        make();
        CHECK_INT(kk_guard(K, write_file, (void *)&CHANGE[i]), KK_OK);
        CHECK_INT(read_folder(PLAN, NULL), KK_EJUDGE);
    }
    make();
    remove("test-plan-folder.plan/balance.csv");
    CHECK_INT(read_folder(PLAN, NULL), KK_ESYSTEM);
    kk_blob run;
    const char *why[2];
    CHECK(kk_file_read(K, "test-plan-folder.plan/run.json", &run, why));
    remove("test-plan-folder.plan/run.json");
    CHECK_INT(read_folder(PLAN, NULL), KK_EUSAGE);
    CHECK_INT(kk_guard(K, write_file, &(write_call){"test-plan-folder.plan/run.json", "{\n  \"kakuho\": \"1\"\n}\n"}),
              KK_OK);
    CHECK_INT(read_folder(PLAN, NULL), KK_EUSAGE);
    CHECK_INT(kk_guard(K, write_file, &(write_call){"test-plan-folder.plan/run.json", run.data}), KK_OK);
}

typedef struct {
    const kk_city *one, *other, *mixed;
    bool from_other[KK_NTABLE + 1];
} mix_call;

static void mix(kk_ctx *here, void *arg)
{
    mix_call *X = arg;
    X->mixed = kk_load_mixed(here, X->one, X->other, X->from_other);
}

static void a_mixed_city_has_tables_of_both(void)
{
    const char *change[] = {"need.children*=0.5", "measures.capital=7"}, *set[] = {"consent=firm"};
    kk_city *one = NULL, *other = NULL;
    make();
    CHECK_INT(kk_city_load(K, CITY, NULL, &one), KK_OK);
    CHECK_INT(kk_city_load(K, CITY, &(kk_load_options){.change = change, .nchange = 2, .set = set, .nset = 1}, &other),
              KK_OK);
    mix_call X = {.one = one, .other = other, .from_other = {[KK_T_MEASURES] = true}};
    kk_ctx *own = kk_ctx_new(); /* another context, that dies first */
    CHECK_INT(kk_guard(own, mix, &X), KK_OK);
    CHECK(X.mixed->measure[0].capital == 7.0 && one->measure[0].capital != 7.0);
    CHECK(X.mixed->need[0] == one->need[0] && X.mixed->need[0] != other->need[0]);
    CHECK(X.mixed->option[0].capital == 7.0);
    kk_ctx_free(own);
    X.from_other[KK_T_NEED] = X.from_other[KK_NTABLE] = true;
    CHECK_INT(kk_guard(K, mix, &X), KK_OK);
    CHECK(X.mixed->need[0] == other->need[0]);
}

static const char *cell(const kk_sheet *S, int row, const char *column)
{
    return kk_sheet_cell(S, row, kk_sheet_column(S, column));
}

typedef struct {
    const kk_city *C;
    const kk_sheet *need, *options, *areas, *classes, *need_meant, *options_meant, *areas_meant, *classes_meant;
} table_call;

static void tables(kk_ctx *here, void *arg)
{
    table_call *X = arg;
    kk_effective_table(here, X->C, KK_T_NEED, &X->need, &X->need_meant);
    kk_effective_table(here, X->C, KK_T_OPTIONS, &X->options, &X->options_meant);
    kk_effective_table(here, X->C, KK_T_AREAS, &X->areas, &X->areas_meant);
    kk_effective_table(here, X->C, KK_T_CLASSES, &X->classes, &X->classes_meant);
}

static void a_table_counts_in_one_form(void)
{
    kk_city *C = NULL;
    const char *change[] = {"need.children+=1"};
    make();
    CHECK_INT(kk_city_load(K, CITY, &(kk_load_options){.change = change, .nchange = 1}, &C), KK_OK);
    table_call X = {.C = C};
    CHECK_INT(kk_guard(K, tables, &X), KK_OK);
    CHECK_INT(X.need->nrow, C->narea * C->nclass * C->nyear);
    CHECK_TEXT(cell(X.need, 0, "area"), C->node[0].name.id);
    CHECK_NEAR(atof(cell(X.need, 0, "children")), C->need[0], 0);
    CHECK_TEXT(cell(X.options, 0, "measure"), C->measure[C->option[0].measure].name.id);
    CHECK_TEXT(cell(X.options, 0, "capital"), "");
    CHECK_NEAR(atof(cell(X.options_meant, 0, "capital")), C->option[0].capital, 0);
    CHECK_TEXT(cell(X.options_meant, 0, "min_units"), "0");
    CHECK_INT(X.areas->nrow, C->narea); /* left out: written out */
    CHECK_INT(X.classes->nrow, C->nclass);
    CHECK_TEXT(cell(X.areas, 0, "label"), "");
    CHECK_TEXT(cell(X.areas_meant, 0, "label"), C->node[0].name.id);
}

static void a_comparison_without_memory_is_a_failure(void)
{
    const char *const dir[] = {PLAN, OTHER}, *change[] = {"need.children*=1.5"};
    const kk_comparison *X = NULL;
    const char *text = NULL;
    kk_city *C = NULL;
    kk_plan *P = make();
    CHECK_INT(kk_city_load(K, CITY, &(kk_load_options){.change = change, .nchange = 1}, &C), KK_OK);
    CHECK_INT(kk_city_plan(K, C, NULL, &P), KK_OK);
    CHECK_INT(kk_plan_write(K, P, OTHER), KK_OK);
    kk_rc rc = KK_ESYSTEM;
    for (long n = 1; rc != KK_OK && n < 10000000; n += 1 + n / 4) {
        kk_ctx *own = kk_ctx_new();
        kk_ctx_fail_allocation(own, n);
        rc = kk_plans_compare(own, dir, 2, true, &X);
        if (rc == KK_OK)
            rc = kk_comparison_text(own, X, KK_EN, KK_TERMINAL, &text);
        if (rc == KK_OK)
            rc = kk_comparison_text(own, X, KK_JA, KK_JSON, &text);
        if (rc == KK_OK)
            CHECK(kk_comparison_differs(X));
        else
            CHECK_INT(rc, KK_ESYSTEM);
        kk_ctx_free(own);
    }
    CHECK_INT(rc, KK_OK);
}

#define CASE(name)                                                                                                     \
    do {                                                                                                               \
        K = kk_ctx_new();                                                                                              \
        RUN(name);                                                                                                     \
        kk_ctx_free(K);                                                                                                \
    } while (0)

int main(void)
{
    CASE(a_folder_is_read_as_it_was_written);
    CASE(what_is_no_plan_is_wrong_usage);
    CASE(what_was_changed_since_is_refused);
    CASE(a_mixed_city_has_tables_of_both);
    CASE(a_table_counts_in_one_form);
    CASE(a_comparison_without_memory_is_a_failure);
    return DONE();
}
