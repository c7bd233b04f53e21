/* Exported numbers read back as the same double; unknown endings are refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/export.h"

#include "city_fixture.h"
#include "test.h"

#include <float.h>
#include <stdlib.h>

static const char *number(kk_ctx *K, double value)
{
    kk_text T = {.K = K};
    kk_export_number(&T, value);
    return kk_text_get(&T);
}

static void numbers_are_short(void)
{
    kk_ctx *K = kk_ctx_new();
    CHECK_TEXT(number(K, 0.0), "0");
    CHECK_TEXT(number(K, -0.0), "0");
    CHECK_TEXT(number(K, 1.0), "1");
    CHECK_TEXT(number(K, -1500.0), "-1500");
    CHECK_TEXT(number(K, 0.1), "0.1");
    CHECK_TEXT(number(K, -15.25), "-15.25");
    CHECK_TEXT(number(K, 0.0015), "0.0015");
    CHECK_TEXT(number(K, 1e16), "10000000000000000");
    CHECK_TEXT(number(K, 1e22), "1e22");
    CHECK_TEXT(number(K, 1.5e-7), "1.5e-7");
    CHECK_TEXT(number(K, 1.0 / 3.0), "0.3333333333333333");
    CHECK_TEXT(number(K, 0.1 + 0.2), "0.30000000000000004");
    kk_ctx_free(K);
}

static void numbers_read_back(void)
{
    kk_ctx *K = kk_ctx_new();
    const double some[] = {DBL_MAX,     DBL_MIN,           4.9406564584124654e-324,
                           DBL_EPSILON, 1.0 - DBL_EPSILON, 123456789012345678.0};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        CHECK(strtod(number(K, some[i]), NULL) == some[i]);
    unsigned long long state = 1;
    for (int i = 0; i < 20000; i++) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        double value = ldexp((double)(state >> 11), (int)(state % 120) - 100) * (state & 512 ? -1.0 : 1.0);
        CHECK(strtod(number(K, value), NULL) == value);
    }
    kk_ctx_free(K);
}

static void export_as_text(kk_ctx *K, void *arg)
{
    kk_model_export(K, kk_model_build(K, fixture_city(K, 1)), arg);
}

static void unknown_endings_are_refused(void)
{
    kk_ctx *K = kk_ctx_new();
    const char *const path[] = {"city.txt", "city", ".mps", "mps", "city.mps.gz", ""};
    for (size_t i = 0; i < sizeof path / sizeof *path; i++) {
        CHECK_INT(kk_guard(K, export_as_text, kk_strdup(K, path[i])), KK_EUSAGE);
        CHECK(strstr(kk_message(K, KK_EN), ".dat"));
    }
    kk_ctx_free(K);
}

static void a_folder_that_is_not_there_is_a_failure(void)
{
    kk_ctx *K = kk_ctx_new();
    CHECK_INT(kk_guard(K, export_as_text, kk_strdup(K, "/nowhere/at/all/city.mps")), KK_ESYSTEM);
    kk_ctx_free(K);
}

int main(void)
{
    RUN(numbers_are_short);
    RUN(numbers_read_back);
    RUN(unknown_endings_are_refused);
    RUN(a_folder_that_is_not_there_is_a_failure);
    return DONE();
}
