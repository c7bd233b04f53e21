/* The summary: what it says, in both languages, on one screen whatever the city.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/csv_out.h"
#include "report/run_json.h"
#include "report/summary.h"
#include "report/words.h"

#include "city_fixture.h"
#include "test.h"

static kk_city *city_with_targets(kk_ctx *K, int narea, int ntarget)
{
    kk_city *C = fixture_city(K, narea);
    C->target[2] = fixture_target(K, C, "first-year", 0, 0, KK_OWN);
    C->target[3] = fixture_target(K, C, "with-a-buffer", 0, 2, KK_OWN);
    C->target[3].buffer = 0.1;
    C->ntarget = ntarget;
    kk_required_fill(K, C);
    return C;
}

static const char *summary(kk_ctx *K, kk_plan *P, kk_lang lang, const char *dir)
{
    kk_sheets_make(K, P);
    return kk_summary(K, P, lang, false, dir);
}

/* One screen: at most 24 lines, each of at most 80 columns, none with a blank at its end. */
static void check_screen(kk_ctx *K, const char *text, const char *what)
{
    int lines = 0;
    for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
        const char *line = kk_strndup(K, text, (size_t)(end - text));
        test_check(kk_text_width(line) <= 80, __FILE__, __LINE__, "%s: %d columns: %s", what, kk_text_width(line),
                   line);
        test_check(end == text || end[-1] != ' ', __FILE__, __LINE__, "%s: a blank ends: %s", what, line);
        for (const char *s = line; *s; s++)
            CHECK((unsigned char)*s >= 0x20);
        lines++;
    }
    CHECK_TEXT(text, ""); /* the last line is ended */
    test_check(lines <= 24 && lines >= 8, __FILE__, __LINE__, "%s: %d lines", what, lines);
}

static bool says(const char *text, const char *part)
{
    return test_check(text && strstr(text, part), __FILE__, __LINE__, "no \"%s\" in:\n%s", part,
                      text ? text : "nothing");
}

static void english_screen_of_three_wards(void)
{
    kk_ctx *K = kk_ctx_new();
    const char *text = summary(K, fixture_plan(K, fixture_city(K, 3)), KK_EN, "plans/test");
    CHECK_TEXT(text, "テスト市 2020–2022 (第1回会議)\n"
                     "Estimates: 1 of 27 input rows (*). Continuous units: a quick look.\n"
                     "\n"
                     "city2021  NOT KEPT  1 Apr 2021: 35 children short: 北区 20, 東区 15\n"
                     "ward2022  NOT KEPT  2021-2022: 55 seats short of the peak need (1 Apr 2021)\n"
                     "                    2 of 3 areas: 北区 30, 東区 25\n"
                     "\n"
                     "        city2021  ward2022\n"
                     "中央区  10 →  0  20 →  0\n"
                     "北区    20 → 20  30 → 30\n"
                     "東区    30 → 15  40 → 25\n"
                     "Total   60 → 35  90 → 55       short: without plan → with plan\n"
                     "\n"
                     "Actions                                   units     seats city pays in all, 千円\n"
                     "existing  認定こども園への移行                1        30                 10,500\n"
                     "existing  幼稚園の預かり保育                1.5      (15)                  1,500\n"
                     "new       新設（認可保育所）                0.5        30                 19,800\n"
                     "Total                                                  60                 31,800\n"
                     "\n"
                     "At the end   1 Apr 2022: short 30 → 10, vacant seats 90 → 110\n"
                     "Look-ahead   1 Apr 2024: short 0 → 0, vacant seats 150 → 190\n"
                     "First limit  none is reached\n"
                     "Folder       plans/test  (promises.csv, balance.csv, plan.csv ...)\n"
                     "Next         kakuho plan SCENARIO -o OTHER   another what-if, to compare\n");
    kk_ctx_free(K);
}

static void japanese_screen_of_one_ward(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = fixture_city(K, 1);
    C->estimates = 0;
    const char *text = summary(K, fixture_plan(K, C), KK_JA, NULL);
    CHECK_TEXT(text, "テスト市 2020–2022（第1回会議）\n"
                     "入力に推計値はありません。施設数の端数を認めた概算です。\n"
                     "\n"
                     "city2021  達成    2021年4月1日：不足なし\n"
                     "ward2022  達成    2021〜2022年度：期間最大の見込みを確保\n"
                     "\n"
                     "    city2021  ward2022\n"
                     "計   10 → 0   20 → 0       不足：計画なし → 計画あり\n"
                     "\n"
                     "確保方策                                   件数    定員増   市の負担累計（千円）\n"
                     "既存活用  認定こども園への移行                1        30                 10,500\n"
                     "既存活用  幼稚園の預かり保育                1.5      (15)                  1,500\n"
                     "計                                                     30                 12,000\n"
                     "\n"
                     "計画最終年   2022年4月1日：不足 0 → 0人、空き 30 → 40人分\n"
                     "見通し最終年 2024年4月1日：不足 0 → 0人、空き 60 → 70人分\n"
                     "最初の制約   上限・下限に達したものはなし\n"
                     "フォルダ     書き込みなし\n"
                     "次の操作     kakuho plan シナリオ -o フォルダ　でこの計画の表を書き出す\n");
    kk_ctx_free(K);
}

static void fits_one_screen_whatever_the_city(void)
{
    static const int areas[] = {1, 2, 3, 10, 12, 13, 20, 60, 300};
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
        for (int ntarget = 1; ntarget <= 4; ntarget++)
            for (int lang = 0; lang < 2; lang++)
                for (int nmeasure = 3; nmeasure <= 18; nmeasure += 5) {
                    kk_ctx *K = kk_ctx_new();
                    kk_city *C = city_with_targets(K, areas[i], ntarget);
                    kk_measure *measure = KK_ARRAY(K, kk_measure, nmeasure);
                    for (int m = 0; m < nmeasure; m++)
                        measure[m] = C->measure[m % 3];
                    C->measure = measure;
                    C->nmeasure = nmeasure;
                    for (int o = 0; o < C->noption; o++)
                        C->option[o].measure = o % nmeasure;
                    kk_plan *P = fixture_plan(K, C);
                    for (int o = 0; o < C->noption; o++)
                        P->open[o * C->nplan] += 10000;
                    fixture_fill(K, P);
                    const char *what = kk_format(K, "%d areas, %d targets, %d measures, %s", areas[i], ntarget,
                                                 nmeasure, lang ? "ja" : "en");
                    const char *text = summary(K, P, (kk_lang)lang, i % 2 ? "plans/test" : NULL);
                    check_screen(K, text, what);
                    kk_ctx_free(K);
                }
}

static void fits_one_screen_whatever_the_words(void)
{
    for (int lang = 0; lang < 2; lang++)
        for (int narea = 1; narea <= 60; narea += 59) {
            kk_ctx *K = kk_ctx_new();
            kk_city *C = city_with_targets(K, narea, 4);
            const char *lengthy = "とても長い名前のついた、\n改行も\tタブもある、どこまでも続いてゆく名前。Long enough "
                                  "for any screen there is";
            C->title = C->edition = C->money_unit = lengthy;
            for (int a = 0; a < narea; a++)
                C->node[a].name.label = lengthy;
            for (int g = 0; g < 4; g++)
                C->target[g].name.label = lengthy;
            for (int m = 0; m < C->nmeasure; m++)
                C->measure[m].name.label = lengthy;
            C->limit[0].name.label = lengthy;
            C->limit[0].value = 19500.0;
            for (int i = 0; i < C->narea * C->nclass * C->nyear; i++)
                C->need[i] *= 12345.0;
            C->estimates = 1234567;
            C->figures = 12345678;
            kk_required_fill(K, C);
            const char *text = summary(K, fixture_plan(K, C), (kk_lang)lang, lengthy);
            check_screen(K, text, kk_format(K, "lengthy, %d areas", narea));
            kk_ctx_free(K);
        }
}

static void says_what_was_left_out(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_plan *P = fixture_plan(K, city_with_targets(K, 60, 2));
    const char *text = summary(K, P, KK_EN, NULL);
    says(text, "59 of 60 areas: 豊平区 30, 中央区2 30 and 57 more\n");
    says(text, "Not shown: 53 areas short, 1 not short (balance.csv)");
    says(summary(K, P, KK_JA, NULL), "ほかに不足のある区域が53、不足のない区域が1（balance.csv）");
    kk_ctx_free(K);
}

static void shows_only_short_wards_of_many(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = city_with_targets(K, 20, 1);
    for (int i = 0; i < C->narea * C->nclass * C->nyear; i++)
        C->need[i] = i / (C->nclass * C->nyear) == 17 ? C->need[i] : 1.0;
    const char *text = summary(K, fixture_plan(K, C), KK_EN, NULL);
    says(text, "30 children short: 北区3 30\n");
    says(text, "北区3    30 → 30");
    says(text, "Not shown: 0 areas short, 19 not short");
    CHECK(!strstr(text, "南区2"));
    kk_ctx_free(K);
}

static void never_says_0_short_of_a_broken_promise(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = city_with_targets(K, 1, 2);
    kk_plan *P = fixture_plan(K, C);
    P->serve[kk_at(0, 0, C->nservice, 1, C->nyear)] -= 1000;
    P->cover[1][kk_at(0, 0, C->nservice, 1, C->nyear)] -= 300000;
    const char *text = summary(K, P, KK_EN, NULL);
    says(text, "NOT KEPT  1 Apr 2021: less than 1 child short\n");
    says(text, "NOT KEPT  2021-2022: less than 1 seat short of the peak need\n");
    says(text, "10 → <1");
    text = summary(K, P, KK_JA, NULL);
    says(text, "未達成  2021年4月1日：1人未満不足\n");
    says(text, "未達成  2021〜2022年度：期間最大の見込みに1人分未満不足\n");
    kk_ctx_free(K);
}

static void dates_a_promise_by_its_worst_year(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = city_with_targets(K, 3, 1);
    C->target[0].from = 0;
    C->target[0].until = 2;
    const char *text = summary(K, fixture_plan(K, C), KK_EN, NULL);
    says(text,
         "2020-2022: 70 children short (worst: 1 Apr 2020)\n                    2 of 3 areas: 東区 40, 北区 30\n");
    says(text, "        1 Apr 2020\n中央区    20 →  0\n");
    C->as_of_end = true;
    says(summary(K, fixture_plan(K, C), KK_EN, NULL), "FY2020-2022: 70 children short (worst: 31 Mar 2021)");
    says(summary(K, fixture_plan(K, C), KK_JA, NULL), "（最多は2021年3月31日）");
    kk_ctx_free(K);
}

static void shows_what_seats_would_be_short_without_the_plan(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = city_with_targets(K, 3, 2);
    kk_plan *P = fixture_plan(K, C);
    P->cover_without = KK_ARRAY(K, kk_micro *, 2);
    P->cover_without[1] = KK_ARRAY(K, kk_micro, C->narc * C->nservice * C->nyear);
    fixture_serve(C, C->target[1].required, fixture_seats(K, P, false), P->cover_without[1]);
    says(summary(K, P, KK_EN, NULL), "Total   60 → 35  90 → 55");
    kk_ctx_free(K);
}

static void names_the_limit_that_is_reached_first(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = city_with_targets(K, 3, 1);
    kk_plan *P = fixture_plan(K, C);
    C->limit[1].value = 2.5; /* used up in 2020 */
    says(summary(K, P, KK_EN, NULL), "First limit  sites, FY2020: all of 2.5 units is used\n");
    says(summary(K, P, KK_JA, NULL), "最初の制約   sites（2020年度）：2.5件を使い切り\n");
    C->limit[0].value = 19500.4; /* used up in 2019, but for the last yen */
    says(summary(K, P, KK_EN, NULL), "First limit  budget, FY2019: all of 19,500.4 千円 is used (and 1 more)\n");
    says(summary(K, P, KK_JA, NULL), "最初の制約   budget（2019年度）：19,500.4千円を使い切り（ほか1件）\n");
    C->limit[0].floor = true;
    C->limit[0].period = KK_TOGETHER;
    C->limit[0].value = 19500.0 + 7500.0 + 750.0;
    says(summary(K, P, KK_EN, NULL), "budget, FY2019-2022: minimum of 27,750 千円 just met (and 1 more)\n");
    C->nlimit = 0;
    says(summary(K, P, KK_EN, NULL), "First limit  no limits are given\n");
    kk_ctx_free(K);
}

/* A ceiling of 0 leaves nothing to use: it is named where no other limit is reached; a floor of 0 asks for nothing. */
static void names_a_ceiling_of_0(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = city_with_targets(K, 3, 1);
    kk_plan *P = fixture_plan(K, C);
    memset(P->open, 0, sizeof *P->open * (size_t)(C->noption * C->nplan));
    C->limit[1].value = 0.0;
    says(summary(K, P, KK_EN, NULL), "First limit  sites, FY2020: the most is 0 units (and 2 more)\n");
    says(summary(K, P, KK_JA, NULL), "最初の制約   sites（2020年度）：上限が0件（ほか2件）\n");
    C->limit[1].floor = true;
    says(summary(K, P, KK_EN, NULL), "First limit  none is reached\n");
    C->limit[1].floor = false;
    P = fixture_plan(K, C);
    C->limit[0].value = 19500.0;
    C->limit[1].from = C->limit[1].until = 2022;
    says(summary(K, P, KK_EN, NULL), "First limit  budget, FY2019: all of 19,500 千円 is used\n");
    kk_ctx_free(K);
}

/* A plan that is followed may break a limit: it is not said to be used up. */
static void names_a_broken_limit(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = city_with_targets(K, 3, 1);
    kk_plan *P = fixture_plan(K, C);
    C->follow = true;
    C->limit[0].value = 19500.0; /* used up in 2019, before the other is broken */
    C->limit[1].value = 1.0;
    says(summary(K, P, KK_EN, NULL), "Broken limit sites, FY2020: 2.5, the most is 1 unit\n");
    says(summary(K, P, KK_JA, NULL), "守れない制約 sites（2020年度）：2.5で上限の1件を超過\n");
    CHECK(strstr(kk_summary(K, P, KK_EN, true, NULL), "\"broken\": true"));
    C->limit[1].floor = true;
    C->limit[1].value = 3.0;
    says(summary(K, P, KK_EN, NULL), "Broken limit sites, FY2020: 2.5, the minimum is 3 units (and 2 more)\n");
    says(summary(K, P, KK_JA, NULL), "sites（2020年度）：2.5で下限の3件に届かない（ほか2件）\n");
    kk_ctx_free(K);
}

/* Names of wards that differ at their ends only stay apart: whole where there is room, else without their middle. */
static void long_names_stay_apart(void)
{
    for (int narea = 3; narea <= 12; narea += 9) {
        kk_ctx *K = kk_ctx_new();
        kk_city *C = city_with_targets(K, narea, narea == 3 ? 2 : 1);
        for (int a = 0; a < narea; a++)
            C->node[a].name.label = kk_format(K, "ひがしまつやま教育・保育提供区域の第%d地区", a + 1);
        const char *text = summary(K, fixture_plan(K, C), KK_JA, NULL);
        for (int a = 0; a < narea; a++)
            says(text, narea == 3 ? kk_format(K, "\nひがしまつやま教育・保育提供区域の第%d地区  ", a + 1)
                                  : kk_format(K, a < 9 ? "…第%d地区" : "%d地区", a + 1));
        check_screen(K, text, "long names");
        kk_ctx_free(K);
    }
    kk_ctx *K = kk_ctx_new();
    for (int width = 0; width < 40; width++) { /* never wider, and nothing lost that fits */
        const char *name = "中央区第一・第二小学校区", *fit = kk_fit_name(K, name, width);
        CHECK(kk_text_width(fit) <= width);
        CHECK((strcmp(fit, name) == 0) == (kk_text_width(name) <= width));
        CHECK(width < 10 || strstr(fit, "校区"));
    }
    kk_ctx_free(K);
}

/* A number is shown whole or not at all. */
static void large_numbers_are_whole(void)
{
    for (int lang = 0; lang < 2; lang++) {
        kk_ctx *K = kk_ctx_new();
        kk_city *C = city_with_targets(K, 10, 1);
        kk_plan *P = fixture_plan(K, C);
        for (int i = 0; i < C->narea * C->nclass * C->nyear; i++)
            C->need[i] = 9999999.0;
        for (int i = 0; i < C->narea * C->nseat * C->nyear; i++)
            C->base[i] = 8888888.0;
        P->open[C->narea * C->nplan] = (kk_micro)9999999 * KK_MICRO;
        C->option[C->narea].capital = 1e8;
        fixture_fill(K, P);
        const char *text = summary(K, P, (kk_lang)lang, NULL);
        check_screen(K, text, "large numbers");
        says(text, " 9,999,999 ");
        says(text, " 299,999,970 ");
        says(text, " 999,984,900,001,500\n");
        for (const char *dots = text; (dots = strstr(dots, "…")); dots++)
            CHECK(dots[-1] < '0' || dots[-1] > '9');
        kk_ctx_free(K);
    }
}

/* A city that nobody named is called so in the language of the screen. */
static void a_nameless_city(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = city_with_targets(K, 2, 1);
    C->title = C->edition = "";
    C->node[2].name.label = "全市";
    CHECK(strncmp(summary(K, fixture_plan(K, C), KK_EN, NULL), "whole city\n", 11) == 0);
    CHECK(strncmp(summary(K, fixture_plan(K, C), KK_JA, NULL), "全市\n", 7) == 0);
    C->node[2].name.label = "みどり町";
    CHECK(strncmp(summary(K, fixture_plan(K, C), KK_EN, NULL), "みどり町\n", 13) == 0);
    kk_ctx_free(K);
}

static void gives_a_long_edition_a_line_of_its_own(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = city_with_targets(K, 1, 1);
    C->edition = "第2期テスト市子ども・子育て支援事業計画（素案）第5章 量の見込みと確保方策";
    says(summary(K, fixture_plan(K, C), KK_JA, NULL),
         "テスト市 2020–2022\n第2期テスト市子ども・子育て支援事業計画（素案）第5章 量の見込みと確保方策\n推計値");
    kk_ctx_free(K);
}

static void says_when_nothing_is_done(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_plan *P = fixture_plan(K, city_with_targets(K, 2, 2));
    for (int i = 0; i < P->C->noption * P->C->nplan; i++)
        P->open[i] = 0;
    fixture_fill(K, P);
    says(summary(K, P, KK_EN, NULL), "\nActions      none\n");
    says(summary(K, P, KK_JA, NULL), "\n確保方策     なし\n");
    kk_ctx_free(K);
}

static void says_when_nothing_is_promised(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_plan *P = fixture_plan(K, city_with_targets(K, 2, 0));
    says(summary(K, P, KK_EN, NULL), "\n\nPromises     none\n\nActions");
    says(summary(K, P, KK_JA, NULL), "\n\n目標         なし\n\n確保方策");
    kk_ctx_free(K);
}

static void numbers_are_written_as_the_city_does(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = fixture_city(K, 1);
    kk_voice en = {K, C, KK_EN}, ja = {K, C, KK_JA};
    CHECK_TEXT(kk_say_whole(&en, 0), "0");
    CHECK_TEXT(kk_say_whole(&en, 999), "999");
    CHECK_TEXT(kk_say_whole(&en, -1234567), "-1,234,567");
    C->minus = "△";
    CHECK_TEXT(kk_say_whole(&ja, -300), "△300");
    CHECK_TEXT(kk_say_decimal(&en, 12345678, 3), "12,345.678");
    CHECK_TEXT(kk_say_count(&en, 0.0), "0");
    CHECK_TEXT(kk_say_count(&en, 0.499), "<1");
    CHECK_TEXT(kk_say_count(&en, 0.5), "1");
    CHECK_TEXT(kk_say_count(&en, 1234.5), "1,235");
    CHECK_TEXT(kk_say_children(&en, 1.2), "1 child");
    CHECK_TEXT(kk_say_children(&en, 0.0), "0 children");
    CHECK_TEXT(kk_say_children(&ja, 0.2), "1人未満");
    CHECK_TEXT(kk_say_seats(&ja, 1200.0), "1,200人分");
    CHECK_TEXT(kk_fit(K, "認定こども園", 12), "認定こども園");
    CHECK_TEXT(kk_fit(K, "認定こども園", 11), "認定こど…");
    CHECK_TEXT(kk_fit(K, "認定こども園", 1), "");
    CHECK_TEXT(kk_fit(K, "a\nb", 5), "a b");
    CHECK_TEXT(kk_pad_right(K, "区", 4), "  区");
    CHECK_TEXT(kk_pad_left(K, "認定こども園", 7), "認定… ");
    kk_ctx_free(K);
}

static void json_says_the_same(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_plan *P = fixture_plan(K, fixture_city(K, 3));
    kk_sheets_make(K, P);
    const char *text = kk_summary(K, P, KK_EN, true, "plans/\"x\"");
    says(text, "{\n  \"kakuho\": \"");
    says(text, "\n  \"promises_kept\": false,\n");
    says(text, "{\"area\": \"w2\", \"label\": \"北区\", \"without_plan\": 20, \"short\": 20}");
    says(text, "\"without_plan\": 90,\n      \"short\": 55,");
    says(text, "{\"measure\": \"temporary\", \"label\": \"幼稚園の預かり保育\", \"existing\": true, \"units\": 1.5, "
               "\"seats\": 0, "
               "\"extra_seats\": 15, \"city_pays\": 1500}");
    says(text, "\n  \"first_limit\": null,\n  \"folder\": \"plans/\\\"x\\\"\"\n}\n");
    kk_ctx_free(K);
}

static void run_json_lists_files_and_warnings(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = fixture_city(K, 3);
    kk_plan *P = fixture_plan(K, C);
    C->ninput = 1;
    C->input = &(kk_blob){"need.csv", "", 0};
    C->input_file = &(const char *){"need.csv"};
    kk_sheets_make(K, P);
    kk_find_warning(K, "need.jump",
                    &(kk_place){.file = "need.csv", .line = 4, .column = 3, .field = "2021", .csv = true},
                    "it \"jumps\" by %d %%", "%d %%変わる", 40);
    kk_blob file[] = {{"plan.csv", "abc", 3}, {"input/\"odd\".csv", "", 0}};
    const char *text = kk_run_json(K, P, file, 2);
    says(text, "{\n  \"kakuho\": \"");
    says(text, "\n    {\"name\": \"plan.csv\", \"sha256\": "
               "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"},\n");
    says(text, "\"units\": \"continuous\"");
    says(text, "{\"id\": \"g1\", \"goal\": \"unmet\", \"target\": null, \"stage\": 1, \"weight\": 1, \"slack\": 0, "
               "\"value\": 0}");
    says(text, "{\"name\": \"g1\", \"goal\": true, \"value\": 0}");
    says(text, "\"unique\": \"proved\"");
    says(text, "\"code\": \"need.jump\", \"file\": \"need.csv\", \"line\": 4, \"column\": 3, \"cell\": \"C4\"");
    says(text, "\"en\": \"it \\\"jumps\\\" by 40 %\"");
    CHECK(kk_run_lists(K, text, "plan.csv"));
    CHECK(kk_run_lists(K, text, "input/\"odd\".csv"));
    CHECK(!kk_run_lists(K, text, "odd"));
    CHECK(!kk_run_lists(K, text, "notes.txt"));
    CHECK(!kk_run_lists(K, "", "plan.csv"));
    CHECK(!kk_run_lists(K, kk_format(K, " %s", text), "plan.csv"));
    P->C = fixture_city(K, 3);
    ((kk_city *)P->C)->title =
        "\n    {\"name\": \"notes.txt\", \"sha256\": \"x\"}"; /* a title cannot pass for a list */
    CHECK(!kk_run_lists(K, kk_run_json(K, P, file, 2), "notes.txt"));
    kk_ctx_free(K);
}

int main(void)
{
    RUN(english_screen_of_three_wards);
    RUN(japanese_screen_of_one_ward);
    RUN(fits_one_screen_whatever_the_city);
    RUN(fits_one_screen_whatever_the_words);
    RUN(says_what_was_left_out);
    RUN(shows_only_short_wards_of_many);
    RUN(never_says_0_short_of_a_broken_promise);
    RUN(dates_a_promise_by_its_worst_year);
    RUN(shows_what_seats_would_be_short_without_the_plan);
    RUN(names_the_limit_that_is_reached_first);
    RUN(names_a_ceiling_of_0);
    RUN(names_a_broken_limit);
    RUN(long_names_stay_apart);
    RUN(large_numbers_are_whole);
    RUN(a_nameless_city);
    RUN(gives_a_long_edition_a_line_of_its_own);
    RUN(says_when_nothing_is_done);
    RUN(says_when_nothing_is_promised);
    RUN(numbers_are_written_as_the_city_does);
    RUN(json_says_the_same);
    RUN(run_json_lists_files_and_warnings);
    return DONE();
}
