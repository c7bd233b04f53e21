/* Any words behind --vary: nothing may crash, hang or leak; what is refused has a finding, and what is read gives
 * changes that are made or refused with one, too.
 *
 *     fuzz_vary FOLDER COUNT SEED     COUNT arguments; FOLDER is made, or emptied, and written to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"
#include "fuzz.h"
#include "input/init.h"
#include "input/load.h"
#include "input/vary.h"
#include "test.h"

#include <stdlib.h>

static const char *const TOKEN[] = {
    "need",        "supply",    "options",   "limits",    "measures",
    "量の見込み",  ".",         ".children", ".seats",    ".max_units",
    "[",           "]",         "=",         "*=",        "+=",
    "-=",          ",",         "|",         "\"",        ":",
    "class",       "year=2026", "0.9",       "1",         "1.1",
    "-0.05",       "1/3",       "0",         "1e5",       "999999999999999",
    " ",           "区域",      "△5",        "２",        "\xff",
    "0.9:1.1:0.1", "1:0:-0.5",  "-",         "group=new", "0.000000000000001",
};
/* how a good one begins, so that some are read to the end */
static const char *const BEGIN[] = {"",
                                    "need.children*=",
                                    "need[year=2026].children+=",
                                    "options.max_units=",
                                    "options[group=new].max_units*=",
                                    "supply.seats-="};

typedef struct {
    const char *folder, *argument;
    const kk_city *C;
    const kk_vary *V;
    const char *change;
} call;

static void make_city(kk_ctx *K, void *arg)
{
    call *X = arg;
    kk_folder_write(K, X->folder, NULL, 0, anything, NULL);
    kk_init(K, X->folder, NULL, NULL);
    X->C = kk_load(K, X->folder, NULL);
}

static void read_vary(kk_ctx *K, void *arg)
{
    call *X = arg;
    X->V = kk_vary_read(K, &X->argument, 1);
}

static void make_change(kk_ctx *K, void *arg)
{
    const call *X = arg;
    kk_load_changed(K, X->C, &(kk_load_options){.change = &X->change, .nchange = 1}, "--vary");
}

static long counted[3]; /* refused as a word, refused as a change, made */

static void one(const call *base)
{
    kk_ctx *K = kk_ctx_new();
    kk_text T = {.K = K};
    kk_text_add(&T, BEGIN[roll(sizeof BEGIN / sizeof *BEGIN)]);
    for (unsigned n = roll(12); n > 0; n--)
        kk_text_add(&T, TOKEN[roll(sizeof TOKEN / sizeof *TOKEN)]);
    call X = {.C = base->C, .argument = kk_text_get(&T)};
    CHECK_INT(kk_guard(K, read_vary, &X), KK_OK);
    if (kk_errors(K) > 0 || !X.V) {
        counted[0]++;
        kk_ctx_free(K);
        return;
    }
    bool fine = CHECK(X.V->key && X.V->n > 0 && X.V->n <= KK_POINTS_MOST);
    for (int i = 0; i < X.V->n && i < 5 && fine; i++) {
        kk_ctx *own = kk_ctx_new();
        X.change = kk_format(K, "%s%s", X.V->key, X.V->value[i]);
        kk_rc rc = kk_guard(own, make_change, &X);
        fine = CHECK(rc == KK_OK || rc == KK_EINPUT) && CHECK((rc == KK_EINPUT) == (kk_errors(own) > 0));
        counted[rc == KK_OK ? 2 : 1]++;
        kk_ctx_free(own);
    }
    if (!fine)
        printf("# %s\n", X.argument);
    kk_ctx_free(K);
}

int main(int count, char **word)
{
    if (count != 4) {
        fprintf(stderr, "usage: fuzz_vary FOLDER COUNT SEED\n");
        return 2;
    }
    kk_ctx *K = kk_ctx_new();
    call base = {.folder = word[1]};
    seed(word[3], 0);
    test_case_ok = true;
    if (kk_guard(K, make_city, &base) != KK_OK) {
        printf("Bail out! %s\n", kk_message(K, KK_EN));
        return 1;
    }
    for (long n = atol(word[2]); n > 0 && test_case_ok; n--)
        one(&base);
    CHECK(counted[0] > 0 && counted[1] > 0 && counted[2] > 0);
    printf("%s %d - words behind --vary: %ld refused, changes: %ld refused, %ld made\n", test_case_ok ? "ok" : "not ok",
           ++test_count, counted[0], counted[1], counted[2]);
    test_failed_cases += !test_case_ok;
    kk_ctx_free(K);
    return DONE();
}
