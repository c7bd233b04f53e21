/* base: numbers, years, shares, text, maps, findings, failures, memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/hash.h"
#include "base/num.h"
#include "base/str.h"

#include "test.h"

#include <stdlib.h>

static kk_ctx *K;

static kk_num_status parse(const char *text, double *out)
{
    *out = -999;
    return kk_num_parse(text, out);
}

static void numbers_as_people_write_them(void)
{
    static const struct {
        const char *text;
        double value;
    } GOOD[] = {
        /* clang-format off */
        {"0", 0},          {"12", 12},           {" 12 ", 12},     {"　１２　", 12},   {"-3", -3},       {"△12", -12},
        {"▲1,234", -1234}, {"1,234,567", 1234567}, {"1,234.5", 1234.5}, {"0.1", 0.1},   {"+7", 7},        {"−4", -4},
        {"－4", -4},        {"１，２３４", 1234},  {"007", 7},      {"123456789012345", 123456789012345.0},
        {"0.000000000000001", 1e-15}, {"1.50000000000000000", 1.5},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        double value;
        kk_num_status status = parse(GOOD[i].text, &value);
        test_check(status == KK_NUM_OK && value == GOOD[i].value, __FILE__, __LINE__, "'%s' is %.17g (status %d)",
                   GOOD[i].text, value, status);
    }
}

static void numbers_that_are_none(void)
{
    static const struct {
        const char *text;
        kk_num_status status;
    } BAD[] = {
        /* clang-format off */
        {"", KK_NUM_NONE},      {"　 ", KK_NUM_NONE},  {"-", KK_NUM_DASH},   {"―", KK_NUM_DASH},   {"ー", KK_NUM_DASH},
        {"－", KK_NUM_DASH},    {"1e5", KK_NUM_BAD},   {"nan", KK_NUM_BAD},  {"inf", KK_NUM_BAD},  {"0x1", KK_NUM_BAD},
        {"1,23", KK_NUM_BAD},   {"1,2345", KK_NUM_BAD}, {"1.", KK_NUM_BAD},  {".5", KK_NUM_BAD},   {"1 2", KK_NUM_BAD},
        {"12人", KK_NUM_BAD},   {"--1", KK_NUM_BAD},   {"1.2.3", KK_NUM_BAD}, {",123", KK_NUM_BAD},
        {"1,234,", KK_NUM_BAD},
        {"1234567890123456", KK_NUM_LONG}, {"0.1234567890123456", KK_NUM_LONG}, {"1.0000000000000001", KK_NUM_LONG},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        double value;
        kk_num_status status = parse(BAD[i].text, &value);
        test_check(status == BAD[i].status && value == -999, __FILE__, __LINE__, "'%s' has status %d, not %d",
                   BAD[i].text, status, BAD[i].status);
    }
}

static void shares_as_fractions(void)
{
    int64_t over, under;
    CHECK(kk_share_parse("2/3", &over, &under) == KK_NUM_OK && over == 2 && under == 3);
    CHECK(kk_share_parse("4/6", &over, &under) == KK_NUM_OK && over == 2 && under == 3);
    CHECK(kk_share_parse("0.25", &over, &under) == KK_NUM_OK && over == 1 && under == 4);
    CHECK(kk_share_parse("１／１２", &over, &under) == KK_NUM_OK && over == 1 && under == 12);
    CHECK(kk_share_parse("0", &over, &under) == KK_NUM_OK && over == 0 && under == 1);
    CHECK(kk_share_parse("1/0", &over, &under) == KK_NUM_BAD);
    CHECK(kk_share_parse("1/", &over, &under) == KK_NUM_BAD);
    CHECK(kk_share_parse("/3", &over, &under) == KK_NUM_BAD);
    CHECK(kk_share_parse("1.5/3", &over, &under) == KK_NUM_BAD);
    CHECK(kk_share_parse("", &over, &under) == KK_NUM_NONE);
}

static void years_of_every_era(void)
{
    static const struct {
        const char *text;
        int year;
    } GOOD[] = {{"2024", 2024}, {"R6", 2024},         {"令和6", 2024},    {"令和元", 2019},
                {"H30", 2018},  {"平成30年", 2018},   {"２０２４", 2024}, {"2024年度", 2024},
                {"Ｒ６", 2024}, {"令和６年度", 2024}, {" R6 ", 2024}};
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        int year = 0;
        kk_num_status status = kk_year_parse(GOOD[i].text, &year);
        test_check(status == KK_NUM_OK && year == GOOD[i].year, __FILE__, __LINE__, "'%s' is %d", GOOD[i].text, year);
    }
    int year = 7;
    CHECK(kk_year_parse("", &year) == KK_NUM_NONE);
    static const char *const BAD[] = {"24", "R0", "R", "20245", "S60", "x", "R6x", "2024.5", "children"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        test_check(kk_year_parse(BAD[i], &year) == KK_NUM_BAD, __FILE__, __LINE__, "'%s' is a year", BAD[i]);
    CHECK_INT(year, 7);
}

static void decimals_out(void)
{
    CHECK_TEXT(kk_decimal(K, 2500000, 6), "2.5");
    CHECK_TEXT(kk_decimal(K, 0, 6), "0");
    CHECK_TEXT(kk_decimal(K, -1, 3), "-0.001");
    CHECK_TEXT(kk_decimal(K, 1000, 3), "1");
    CHECK_TEXT(kk_decimal(K, INT64_MIN, 0), "-9223372036854775808");
    CHECK_TEXT(kk_num_print(K, 0.1), "0.1");
    CHECK_TEXT(kk_num_print(K, 1e15), "1000000000000000");
    CHECK_TEXT(kk_num_print(K, 0.000000000000001), "0.000000000000001");
    CHECK_TEXT(kk_num_print(K, -0.0), "0");
    CHECK_INT(kk_div_round(5, 2), 3);
    CHECK_INT(kk_div_round(-5, 2), -3);
    CHECK_INT(kk_div_round(4, 3), 1);
    CHECK_INT(kk_micro_round(1.0 / 3.0), 333333);
    CHECK_INT(kk_micro_round(2.0000005), 2000001);
    CHECK_INT(kk_micro_round(-1e-12), 0);
    CHECK_INT(kk_micro_round(1e12), 1000000000000000000LL);
    CHECK_INT(signbit(kk_value_said(-1e-12)), 0); /* no -0 */
    CHECK_INT(kk_micro_round(6442117858.12), 6442117858120000LL);
    CHECK_INT(kk_micro_round(-8500000000.25), -8500000000250000LL);
    CHECK_TEXT(kk_value_print(K, 6442117858.12), "6442117858.12");
    CHECK_TEXT(kk_value_print(K, 9889715.2380791), "9889715.238079");
    CHECK_TEXT(kk_value_print(K, -3.2e16), "-32000000000000000");
}

static void print_then_parse_is_the_same(void)
{
    unsigned long long state = 42;
    for (int i = 0; i < 20000; i++) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        int64_t mantissa = (int64_t)(state >> 14) % 1000000000000000;
        int decimals = (int)(state % 16);
        double value = (double)mantissa / pow(10, decimals), again = -1;
        kk_ctx *L = kk_ctx_new();
        const char *text = kk_num_print(L, value);
        if (kk_num_parse(text, &again) != KK_NUM_OK || again != value)
            test_check(false, __FILE__, __LINE__, "%.17g printed as %s", value, text);
        kk_ctx_free(L);
    }
    CHECK(true);
}

static void did_you_mean(void)
{
    const char *const AREA[] = {"chuo", "kita", "higashi", "中央区"};
    CHECK_TEXT(kk_nearest("chou", AREA, 4), "chuo");
    CHECK_TEXT(kk_nearest("Kita", AREA, 4), "kita");
    CHECK_TEXT(kk_nearest("中央", AREA, 4), "中央区");
    CHECK(kk_nearest("minami", AREA, 4) == NULL);
    CHECK(kk_nearest("", AREA, 4) == NULL);
    const char *wide[] = {"南区（例）", "第１区域　東"};
    CHECK_TEXT(kk_nearest("南区(例)", wide, 2), wide[0]);
    CHECK_TEXT(kk_nearest("第1区域 東", wide, 2), wide[1]);
}

static void maps_keep_the_first(void)
{
    kk_map *M = kk_map_new(K);
    char key[5000][8];
    for (int i = 0; i < 5000; i++) {
        snprintf(key[i], sizeof key[i], "k%d", i);
        CHECK_INT(kk_map_put(M, key[i], i), i);
    }
    CHECK_INT(kk_map_put(M, "k7", 99), 7);
    CHECK_INT(kk_map_get(M, "k4999"), 4999);
    CHECK_INT(kk_map_get(M, "nobody"), -1);
}

static void text_grows_and_is_measured(void)
{
    kk_text T = {.K = K};
    CHECK_TEXT(kk_text_get(&T), "");
    for (int i = 0; i < 1000; i++)
        kk_text_addf(&T, "%d,", i % 10);
    CHECK_INT(T.length, 2000);
    CHECK_INT(kk_text_width("中央区 A"), 8);
    CHECK_INT(kk_text_width("△5"), 3);
    CHECK_INT(kk_utf8_length("\xC0\x80", 2), 0);
    CHECK_INT(kk_utf8_length("\xED\xA0\x80", 3), 0);
    CHECK_INT(kk_utf8_length("中", 3), 3);
    CHECK_INT(kk_utf8_length("中", 2), 0);
    CHECK_TEXT(kk_json_quote(K, "a\"b\\\n\x01中"), "\"a\\\"b\\\\\\n\\u0001中\"");
}

static void hashes_are_sha256(void)
{
    CHECK_TEXT(kk_hash_hex(K, "abc", 3), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_INT(kk_hash_word("abc", 0), 0xbf1678baLL);
    CHECK(kk_hash_word("abc", 1) != kk_hash_word("abc", 0));
}

static void findings_are_sorted_and_counted(void)
{
    kk_ctx *L = kk_ctx_new();
    kk_place at = {.file = "need.csv", .line = 41, .column = 4, .field = "children", .csv = true};
    kk_find_error(L, "need.negative", &at, "'%s' is negative", "「%s」は負です", "-3");
    at.line = 2;
    kk_find_warning(L, "need.jump", &at, "jump", "急変");
    for (int i = 0; i < 30; i++)
        kk_find_error(L, "many", &(kk_place){.file = "a.csv", .line = i + 1}, "x", "x");
    kk_findings_sort(L);
    int errors, warnings, more = 0;
    CHECK_INT(kk_finding_count(L, &errors, &warnings), 22);
    CHECK_INT(errors, 31);
    CHECK_INT(warnings, 1);
    CHECK_INT(kk_finding_at(L, 0)->line, 2);
    CHECK_TEXT(kk_finding_at(L, 1)->cell, "D41");
    CHECK_TEXT(kk_finding_at(L, 1)->text[KK_JA], "「-3」は負です");
    CHECK_TEXT(kk_findings_more(L, 0, &more), "many");
    CHECK_INT(more, 10);
    CHECK(kk_findings_more(L, 1, &more) == NULL);
    kk_ctx_free(L);
}

static void fails(kk_ctx *L, void *arg)
{
    kk_fail(L, KK_EUSAGE, "no %s", "%s がありません", (const char *)arg);
}

static void failures_carry_code_and_words(void)
{
    CHECK_INT(kk_guard(K, fails, "plan"), KK_EUSAGE);
    CHECK_TEXT(kk_message(K, KK_EN), "no plan");
    CHECK_TEXT(kk_message(K, KK_JA), "plan がありません");
}

static void allocates(kk_ctx *L, void *arg)
{
    int *count = arg;
    for (int i = 0; i < 10; i++) {
        kk_alloc(L, 100, 1000);
        kk_defer(L, free, malloc(10));
        ++*count;
    }
}

static void every_allocation_may_fail(void)
{
    for (long n = 1; n <= 21; n++) {
        kk_ctx *L = kk_ctx_new();
        int count = 0;
        kk_ctx_fail_allocation(L, n);
        kk_rc rc = kk_guard(L, allocates, &count);
        CHECK_INT(rc, n <= 20 ? KK_ESYSTEM : KK_OK);
        CHECK_INT(count, n <= 20 ? (n - 1) / 2 : 10);
        kk_ctx_free(L);
    }
}

static void allocates_too_much(kk_ctx *L, void *arg)
{
    kk_alloc(L, SIZE_MAX / 2, *(const size_t *)arg);
}

static void overflow_is_no_memory(void)
{
    kk_ctx *L = kk_ctx_new();
    size_t size = 4;
    CHECK_INT(kk_guard(L, allocates_too_much, &size), KK_ESYSTEM);
    CHECK_TEXT(kk_message(L, KK_EN), "not enough memory");
    kk_ctx_free(L);
    kk_ctx_free(NULL);
}

static void names_are_compared_by_what_they_mean(void)
{
    CHECK(kk_text_same("0〜2歳", "0～2歳") && kk_text_same("A−B―", "A－B—") && kk_text_same("", ""));
    CHECK(!kk_text_same("0〜2歳", "0～2") && !kk_text_same("0〜2", "0〜2歳") && !kk_text_same("あ", "い"));
    CHECK(!kk_text_same("〜", "－") && !kk_text_same("", "〜"));
    CHECK_TEXT(kk_text_fold(K, "0〜2歳 A−B—〜"), "0～2歳 A－B―～");
    const char *plain = "中央区・ABC-1";
    CHECK(kk_text_fold(K, plain) == plain);
    static const char *const formula[] = {"=1+1", "+x", "-x", "@SUM(A1)", "\tx", "＝A1", "－A", "-1-1", "+1e5", "=5"};
    static const char *const text[] = {"",    "-",      "+",   "=",   "-12", "-0.5", "+3",
                                       "x=1", "中央区", "△12", "'=1", "－",  "12"};
    for (size_t i = 0; i < sizeof formula / sizeof *formula; i++)
        test_check(kk_text_is_formula(formula[i]), __FILE__, __LINE__, "%s", formula[i]);
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        test_check(!kk_text_is_formula(text[i]), __FILE__, __LINE__, "%s", text[i]);
}

int main(void)
{
    K = kk_ctx_new();
    RUN(numbers_as_people_write_them);
    RUN(numbers_that_are_none);
    RUN(shares_as_fractions);
    RUN(years_of_every_era);
    RUN(decimals_out);
    RUN(print_then_parse_is_the_same);
    RUN(did_you_mean);
    RUN(maps_keep_the_first);
    RUN(text_grows_and_is_measured);
    RUN(hashes_are_sha256);
    RUN(findings_are_sorted_and_counted);
    RUN(failures_carry_code_and_words);
    RUN(names_are_compared_by_what_they_mean);
    RUN(every_allocation_may_fail);
    RUN(overflow_is_no_memory);
    kk_ctx_free(K);
    return DONE();
}
