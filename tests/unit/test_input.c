/* input/encoding, csv, json, table: text into cells and trees that know their places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"
#include "case.h"
#include "domain/city.h"
#include "input/csv.h"
#include "input/encoding.h"
#include "input/json.h"
#include "input/table.h"

#include <stdlib.h>
#include <string.h>

static kk_blob blob(const char *text)
{
    return (kk_blob){.name = "t", .data = text, .size = strlen(text)};
}

/* ---- encoding ---------------------------------------------------------------------------------------------------- */

static kk_encoding decode(const char *bytes, size_t size, kk_encoding want, const char **out)
{
    kk_blob raw = {.name = "t", .data = kk_strndup(K, bytes, size), .size = size}, text = {0};
    kk_encoding found = kk_text_decode(K, "t.csv", true, &raw, want, &text);
    if (found != KK_ENCODING_AUTO)
        CHECK(text.data[text.size] == '\0');
    *out = found == KK_ENCODING_AUTO ? NULL : text.data;
    return found;
}

static void encodings_are_told_apart(void)
{
    const char *text;
    CHECK_INT(decode("", 0, KK_ENCODING_AUTO, &text), KK_ENCODING_UTF8);
    CHECK_TEXT(text, "");
    CHECK_INT(decode("area\n", 5, KK_ENCODING_AUTO, &text), KK_ENCODING_UTF8);
    CHECK_INT(decode("\xEF\xBB\xBF"
                     "中央区",
                     12, KK_ENCODING_AUTO, &text),
              KK_ENCODING_UTF8);
    CHECK_TEXT(text, "中央区");
    CHECK_INT(decode("\x92\x86\x89\x9B\x8B\xE6", 6, KK_ENCODING_AUTO, &text), KK_ENCODING_CP932);
    CHECK_TEXT(text, "中央区");
    CHECK_INT(decode("\x92\x86\x89\x9B\x8B\xE6", 6, KK_ENCODING_CP932, &text), KK_ENCODING_CP932);
    CHECK_INT(decode("\x87\x40\x81\x60\xB1\x5C", 6, KK_ENCODING_AUTO, &text), KK_ENCODING_CP932);
    CHECK_TEXT(text, "①～ｱ\\"); /* what Excel writes: NEC's signs, the wave dash, narrow kana */
    CHECK_INT(kk_errors(K), 0);
}

static void what_is_no_text_is_refused(void)
{
    const char *text;
    CHECK_INT(decode("\x92\x86\x89", 3, KK_ENCODING_AUTO, &text), KK_ENCODING_AUTO); /* cut off */
    CHECK_INT(decode("\x92\x86", 2, KK_ENCODING_UTF8, &text), KK_ENCODING_AUTO);     /* forced */
    CHECK_INT(decode("中央\xE5\x8C", 8, KK_ENCODING_AUTO, &text), KK_ENCODING_AUTO); /* UTF-8 cut off, not CP932 */
    CHECK_INT(decode("\xEF\xBB\xBF\x92\x86", 5, KK_ENCODING_AUTO, &text), KK_ENCODING_AUTO); /* marked as UTF-8 */
    CHECK_INT(decode("a\0b", 3, KK_ENCODING_AUTO, &text), KK_ENCODING_AUTO);
    CHECK_INT(decode("\xFF\xFE"
                     "a\0",
                     4, KK_ENCODING_AUTO, &text),
              KK_ENCODING_AUTO);
    CHECK_INT(kk_errors(K), 6);
}

/* ---- csv --------------------------------------------------------------------------------------------------------- */

static const kk_csv *parse(const char *text)
{
    kk_blob one = blob(text);
    return kk_csv_parse(K, "t.csv", &one);
}

/* Rows as "a|b/c|d". */
static const char *shape(const kk_csv *T)
{
    kk_text out = {.K = K};
    for (int row = 0; row <= T->nrow && T->ncol > 0; row++)
        for (int col = 0; col < T->ncol; col++)
            kk_text_addf(&out, "%s%s", col ? "|" : row ? "/" : "", kk_csv_cell(T, row, col));
    return kk_text_get(&out);
}

static void rows_and_cells(void)
{
    CHECK_TEXT(shape(parse("a,b\n1,2\n3,4\n")), "a|b/1|2/3|4");
    CHECK_TEXT(shape(parse("a,b\r\n1,2\r\n")), "a|b/1|2");
    CHECK_TEXT(shape(parse("a,b\r1,2\r")), "a|b/1|2");
    CHECK_TEXT(shape(parse("a,b\n1,2")), "a|b/1|2");
    CHECK_TEXT(shape(parse("a,b\n\n,\n　,\t\n1,2\n,,,\n")), "a|b/1|2");
    CHECK_TEXT(shape(parse("a\n\"x, \"\"y\"\"\"\n\" \"\nz\n")), "a/x, \"y\"/z");
    CHECK_TEXT(shape(parse(" a , 　b　\n\xC2\xA0"
                           "1\t, 2 \n")),
               "a|b/1|2");
    CHECK_TEXT(shape(parse("a,b,,\n1,2,,,\n3,4\n")), "a|b/1|2/3|4");
    CHECK_TEXT(shape(parse("a,,b\n1,,2\n")), "a||b/1||2");
    CHECK_TEXT(shape(parse("a\n\"1\n2\"\n")), "a/1\n2");
    CHECK_INT(kk_errors(K), 0);
}

static void places_of_cells(void)
{
    const kk_csv *T = parse("a,b,c\n\n1,\"x\r\ny\",3\n4,5,\"z\nz\"\n");
    kk_place at = kk_csv_place(T, 1, 2);
    CHECK_INT(at.line, 4); /* the third cell begins after the break in the second */
    CHECK_INT(at.column, 3);
    CHECK_INT(at.row, 3); /* of the spreadsheet */
    CHECK_TEXT(at.field, "c");
    at = kk_csv_place(T, 2, 0);
    CHECK_INT(at.line, 5);
    CHECK_INT(at.row, 4);
    kk_find_error(K, "t", &at, "t", "t");
    CHECK_TEXT(kk_finding_at(K, kk_finding_count(K, NULL, NULL) - 1)->cell, "A4");
}

static void what_is_wrong_keeps_the_rows_before(void)
{
    const kk_csv *T = parse("a,b\n1,2\n3,\"4\n5,6\n");
    CHECK_TEXT(shape(T), "a|b/1|2");
    CHECK(!T->whole);
    T = parse("a,b\n1,2\n3\n5,6\n7,8,9\n");
    CHECK_TEXT(shape(T), "a|b/1|2/5|6/7|8");
    CHECK(!T->whole);
    CHECK_INT(kk_errors(K), 3);
}

static void a_line_of_ten_million(void)
{
    size_t size = 10 * 1000 * 1000;
    char *text = kk_alloc(K, size + 100, 1), *s = text;
    s += sprintf(s, "a,b\n\"");
    memset(s, 'x', size);
    sprintf(s + size, "\",1\n2,3\n");
    const kk_csv *T = parse(text);
    CHECK_INT(T->nrow, 2);
    CHECK_INT((long long)strlen(kk_csv_cell(T, 1, 0)), (long long)size);
    CHECK_TEXT(kk_csv_cell(T, 2, 1), "3");
    CHECK(strlen(kk_brief(K, kk_csv_cell(T, 1, 0))) < 50);
}

/* ---- json -------------------------------------------------------------------------------------------------------- */

static const kk_json *json(const char *text)
{
    kk_blob one = blob(text);
    return kk_json_parse(K, "t.json", &one);
}

static void values_and_places(void)
{
    const kk_json *top = json("{\"a\": [1, -2.5e1, true],\r\n  \"あい\": {\"x\\\"y\": \"z\\u3042\"}, \"n\": null}");
    const kk_json *list = kk_json_member(top, "a"), *inner = kk_json_member(top, "あい");
    CHECK_INT(list->nchild, 3);
    CHECK_NEAR(list->child[1].number, -25.0, 0);
    CHECK_INT(list->child[2].kind, KK_JSON_BOOL);
    CHECK_NEAR(list->child[2].number, 1.0, 0);
    CHECK_INT(list->child[1].column, 11);
    CHECK_INT(inner->line, 2);
    CHECK_INT(inner->key_column, 3);
    CHECK_INT(inner->column, 9); /* characters, not bytes */
    CHECK_TEXT(inner->child[0].text, "zあ");
    CHECK_TEXT(kk_json_place(K, &inner->child[0], true).field, "あい.x\"y");
    CHECK_TEXT(kk_json_place(K, &list->child[2], false).field, "a[2]");
    CHECK_INT(kk_json_member(top, "n")->kind, KK_JSON_NULL);
    CHECK(kk_json_member(top, "A") == NULL);
    CHECK(kk_json_member(list, "a") == NULL);
    CHECK_INT(kk_errors(K), 0);
}

static void only_strict_json(void)
{
    static const char *const wrong[] = {
        "",
        " ",
        "{",
        "{\"a\":}",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "{a:1}",
        "{'a':1}",
        "[01]",
        "[+1]",
        "[.5]",
        "[1.]",
        "[1e]",
        "[0x1]",
        "[1e400]",
        "[NaN]",
        "[Infinity]",
        "[1234567890123456]",
        "[\"\n\"]",
        "[\"\t\"]",
        "[\"\\x\"]",
        "[\"\\u0000\"]",
        "[\"\\ud800\"]",
        "\"a",
        "[1] x",
        "{\"a\":1,\"a\":2}",
        "[1]//",
        "\v[1]",
        "[tru]",
        "nul",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int before = kk_errors(K);
        json(wrong[i]);
        if (!CHECK(kk_errors(K) > before))
            printf("# accepted: %s\n", wrong[i]);
    }
    static const char *const right[] = {"[]",
                                        "{}",
                                        " \t\r\n[ ] ",
                                        "[-0, 0.5, 10, 1E2, 123456789012345, 1e-3]",
                                        "\"\\\\u0000\"",
                                        "[\"\\ud83d\\ude00\"]",
                                        "{\"a\":{\"a\":1},\"b\":[{\"a\":1}]}",
                                        "1",
                                        "null"};
    int before = kk_errors(K);
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        CHECK(json(right[i]) != NULL);
    CHECK_INT(kk_errors(K), before);
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static void descriptions_hold_together(void)
{
    for (int t = 0; t < KK_NTABLE; t++) {
        const kk_table *T = &kk_tables[t];
        CHECK(T->name && T->ja);
        for (int c = 0; c < T->ncolumn; c++) {
            const kk_column *X = &T->column[c];
            CHECK(X->name && X->ja && X->about[KK_EN] && X->about[KK_JA]);
            CHECK(X->words || (X->type != KK_CELL_WORD && X->type != KK_CELL_PERIOD));
            CHECK(!X->required || !X->fallback[KK_EN]);
            for (int d = 0; d < c; d++)
                CHECK(strcmp(X->name, T->column[d].name) != 0 && strcmp(X->ja, T->column[d].ja) != 0);
        }
        CHECK(!T->years || (T->year < T->ncolumn && T->value < T->ncolumn));
    }
}

static void words_stand_in_the_order_of_their_values(void)
{
    for (int i = 0; i < KK_NQUANTITY; i++)
        CHECK_TEXT(kk_words_quantity[i].word[KK_EN], kk_quantity_word[i]);
    for (int i = 0; i < KK_NCOST; i++)
        CHECK_TEXT(kk_words_cost[i].word[KK_EN], kk_cost_word[i]);
    for (int i = 0; i < 4; i++)
        CHECK_TEXT(kk_words_consent[i].word[KK_EN], kk_consent_word[i]);
    CHECK_TEXT(kk_words_group[KK_GROUP_RECRUIT].word[KK_EN], "recruit");
    CHECK_INT(kk_word_find(kk_words_sense, "≧") & 1, kk_word_find(kk_words_sense, ">=") & 1);
    CHECK_INT(kk_word_find(kk_words_yesno, "いいえ") & 1, 0);
}

static const kk_data *data(int table, const char *text)
{
    return kk_data_read(K, &kk_tables[table], parse(text));
}

static void years_as_rows_and_as_columns(void)
{
    const kk_data *D = data(KK_T_NEED, "区域,認定区分,R6,令和7年度,2026,備考\nn,c,\"1,234\",２０,,x\nm,c,△0,7,8,\n");
    CHECK_INT(D->nitem, 5);
    CHECK_INT(D->item[0].year, 2024);
    CHECK_NEAR(D->item[0].value, 1234.0, 0);
    CHECK_INT(D->item[1].year, 2025);
    CHECK_NEAR(D->item[1].value, 20.0, 0);
    CHECK_INT(D->item[4].row, 1);
    CHECK_TEXT(kk_data_text(D, 1, NEED_AREA), "m");
    CHECK_TEXT(kk_data_place_of(D, &D->item[1]).field, "令和7年度");
    CHECK_INT(kk_errors(K), 0);
    D = data(KK_T_NEED, "children,year,class,area,source\n5,H31,c,n,推計：按分\n,2020,c,n,\n");
    CHECK_INT(D->nitem, 2);
    CHECK_INT(D->item[0].year, 2019);
    CHECK_INT(D->estimate[0], 1);
    CHECK_INT(D->estimate[1], 0);
    CHECK(isnan(D->item[1].value)); /* there is a finding */
    CHECK_INT(kk_errors(K), 1);
    D = data(KK_T_LIMITS, "limit,quantity,year,sense,value\na,箇所数,毎年度,以下,5\nb,units,,≧,1\nc,cost,2024,>=,-2\n");
    CHECK_INT(D->item[0].year, KK_YEAR_EACH);
    CHECK_INT(D->item[1].year, -1);
    CHECK_INT((int)kk_data_number(D, 1, LIMITS_SENSE) & 1, 1);
    CHECK_NEAR(kk_data_number(D, 0, LIMITS_QUANTITY), 0.0, 0);
    CHECK_INT(kk_errors(K), 1);
}

static void words_in_two_languages(void)
{
    const kk_data *D = data(KK_T_SEATS, "seat,room\na,TRUE\nb,いいえ\nc,○\nd,0\ne,\n");
    static const double want[] = {1, 0, 1, 0};
    for (int i = 0; i < 4; i++)
        CHECK_NEAR(kk_data_number(D, i, SEATS_ROOM), want[i], 0);
    CHECK(isnan(kk_data_number(D, 4, SEATS_ROOM)));
    CHECK_INT(kk_word_find(kk_words_group, "新設"), KK_GROUP_NEW);
    CHECK_INT(kk_word_find(kk_words_group, "New"), KK_GROUP_NEW);
    CHECK_INT(kk_word_find(kk_words_group, "own word"), -1);
    CHECK_TEXT(kk_word_english(kk_words_payer, "国"), "nation");
    CHECK_INT(kk_errors(K), 0);
}

int main(void)
{
    CASE(encodings_are_told_apart);
    CASE(what_is_no_text_is_refused);
    CASE(rows_and_cells);
    CASE(places_of_cells);
    CASE(what_is_wrong_keeps_the_rows_before);
    CASE(a_line_of_ten_million);
    CASE(values_and_places);
    CASE(only_strict_json);
    CASE(descriptions_hold_together);
    CASE(words_stand_in_the_order_of_their_values);
    CASE(years_as_rows_and_as_columns);
    CASE(words_in_two_languages);
    return DONE();
}
