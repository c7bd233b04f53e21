/* Reading a CSV file by the description of its table: headings, years as columns, cells.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/table.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

enum { SUGGESTIONS = 20, YEAR_LEAST = 1900, YEAR_MOST = 2999 };

/* ---- cells ------------------------------------------------------------------------------------------------------- */

const char *kk_data_text(const kk_data *D, int row, int column)
{
    return D->column[column] < 0 ? "" : kk_csv_cell(D->csv, row + 1, D->column[column]);
}

double kk_data_number(const kk_data *D, int row, int column)
{
    return D->number[column] ? D->number[column][row] : NAN;
}

kk_place kk_data_place(const kk_data *D, int row, int column)
{
    int at = D->column[column];
    kk_place place = kk_csv_place(D->csv, row + 1, at < 0 ? 0 : at);
    if (at < 0) {
        place.column = 0;
        place.field = D->table->column[column].name;
    }
    return place;
}

kk_place kk_data_place_of(const kk_data *D, const kk_item *item)
{
    return kk_csv_place(D->csv, item->row + 1, item->column);
}

static bool is_id(const char *text)
{
    size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    return !text[n] && n >= 1 && n <= 40 && *text != '_' && !(*text >= '0' && *text <= '9');
}

static bool is_label(const char *text)
{
    bool beyond_ascii = false;
    for (; *text; text++) {
        if ((unsigned char)*text < ' ')
            return false;
        beyond_ascii |= (unsigned char)*text >= 0x80;
    }
    return beyond_ascii;
}

/* The candidates of "did you mean" among words. */
static const char *nearest_word(const kk_word *words, const char *text)
{
    const char *candidate[40];
    int n = 0;
    for (int i = 0; words[i].word[0]; i++) {
        candidate[n++] = words[i].word[KK_EN];
        candidate[n++] = words[i].word[KK_JA];
    }
    return kk_nearest(text, candidate, n);
}

static const char *word_list(kk_ctx *K, const kk_word *words, kk_lang lang)
{
    kk_text T = {.K = K};
    for (int i = 0; words[i].word[0]; i++)
        kk_text_addf(&T, "%s%s", i == 0 ? "" : lang == KK_EN ? ", " : "、", words[i].word[lang]);
    return kk_text_get(&T);
}

/* A number is a number, in its range. NAN for an empty cell and after a finding; *out_given tells them apart. */
static double read_number(kk_ctx *K, const kk_data *D, const kk_column *c, int row, int at, bool *out_given)
{
    const char *text = kk_csv_cell(D->csv, row + 1, at), *show;
    double value = NAN;
    kk_num_status status = kk_num_parse(text, &value);
    *out_given = status != KK_NUM_NONE;
    if (status == KK_NUM_OK && (c->least >= c->most || (value >= c->least && value <= c->most)) &&
        (c->type != KK_CELL_WHOLE || value == floor(value)))
        return value;
    if (status == KK_NUM_NONE)
        return NAN;
    kk_place place = kk_csv_place(D->csv, row + 1, at);
    show = kk_brief(K, text);
    switch (status) {
    case KK_NUM_DASH:
        kk_find_error(K, "cell.dash", &place,
                      "'%s' may mean 0 or nothing; write 0, or empty the cell if nothing is given",
                      "「%s」は 0 なのか空欄なのか分かりません。0 と書くか、数がなければ空欄にしてください", show);
        break;
    case KK_NUM_LONG:
        kk_find_error(K, "cell.digits", &place, "'%s' has more than 15 digits; round it",
                      "「%s」は 15 桁を超えています。丸めてください", show);
        break;
    case KK_NUM_OK:
        if (c->type == KK_CELL_WHOLE && value != floor(value))
            kk_find_error(K, "cell.whole", &place, "'%s' is not a whole number; round it",
                          "「%s」は整数ではありません。整数にしてください", show);
        else if (c->least == 0 && value < 0)
            kk_find_error(K, c->negative ? c->negative : "cell.range", &place, "'%s' is negative; need 0 or more",
                          "「%s」は負の数です。0 以上にしてください", show);
        else
            kk_find_error(K, "cell.range", &place, "'%s' is out of range; need %s to %s",
                          "「%s」は範囲外です。%s から %s までにしてください", show, kk_num_print(K, c->least),
                          kk_num_print(K, c->most));
        break;
    default:
        kk_find_error(K, "cell.number", &place, "'%s' is not a number; write digits such as 1234 or 0.5",
                      "「%s」は数値ではありません。1234 や 0.5 のように書いてください", show);
    }
    return NAN;
}

static void find_word(kk_ctx *K, kk_data *D, const kk_place *at, const kk_word *words, const char *text)
{
    bool kept = D->nword++ < SUGGESTIONS; /* more of one code are only counted */
    const char *near = kept ? nearest_word(words, text) : NULL, *show = kk_brief(K, text);
    if (!kept)
        kk_find_error(K, "cell.word", at, " ", " ");
    else if (near)
        kk_find_error(K, "cell.word", at, "'%s' is none of %s%.0s; did you mean '%s'?",
                      "「%s」は使えません（%.0s%s のどれか）。「%s」のことですか", show, word_list(K, words, KK_EN),
                      word_list(K, words, KK_JA), near);
    else
        kk_find_error(K, "cell.word", at, "'%s' is none of %s%.0s", "「%s」は使えません（%.0s%s のどれか）", show,
                      word_list(K, words, KK_EN), word_list(K, words, KK_JA));
}

/* A cell that is no decimal, as a number where it has one. */
static double read_other(kk_ctx *K, kk_data *D, const kk_column *c, int row, int at)
{
    const char *text = kk_csv_cell(D->csv, row + 1, at);
    if (!*text)
        return NAN;
    int year, word;
    int64_t over, under;
    const kk_word *words = c->type == KK_CELL_YESNO ? kk_words_yesno : c->words;
    switch (c->type) {
    case KK_CELL_ID:
        if (!is_id(text) && !is_label(text))
            kk_find_error(
                K, "cell.id", KK_AT(kk_csv_place(D->csv, row + 1, at)),
                "'%s' is no id; begin with a letter, then letters, digits and _ (at most 40), or write a Japanese "
                "label",
                "「%s」は id になりません。英字で始まる英数字と _（40 字以内）か、日本語の名称にしてください",
                kk_brief(K, text));
        break;
    case KK_CELL_YEAR:
    case KK_CELL_PERIOD:
        if (kk_year_parse(text, &year) == KK_NUM_OK && year >= YEAR_LEAST && year <= YEAR_MOST)
            return year;
        if (c->type == KK_CELL_PERIOD && kk_word_find(c->words, text) == 0)
            return KK_YEAR_EACH;
        kk_find_error(K, "cell.year", KK_AT(kk_csv_place(D->csv, row + 1, at)),
                      "'%s' is no fiscal year; write 2024, R6 or 令和6%s%.0s",
                      "「%s」は年度ではありません。2024、R6、令和6 のように書いてください%.0s%s", kk_brief(K, text),
                      c->words ? ", or each" : "", c->words ? "（毎年度も可）" : "");
        break;
    case KK_CELL_WORD:
    case KK_CELL_YESNO:
        word = kk_word_find(words, text);
        if (word >= 0)
            return c->type == KK_CELL_YESNO ? word & 1 : word;
        find_word(K, D, KK_AT(kk_csv_place(D->csv, row + 1, at)), words, text);
        break;
    case KK_CELL_SHARE:
    case KK_CELL_SHARES:
        for (const char *s = text; s; s = strchr(s, ';') ? strchr(s, ';') + 1 : NULL) {
            size_t n = c->type == KK_CELL_SHARES ? strcspn(s, ";") : strlen(s);
            if (kk_share_parse(kk_strndup(K, s, n), &over, &under) != KK_NUM_OK || over < 0 || over > under) {
                kk_find_error(K, "cell.share", KK_AT(kk_csv_place(D->csv, row + 1, at)),
                              "'%s' is no share; write 0 to 1, such as 0.25%s%.0s",
                              "「%s」は割合ではありません。0 から 1 まで、0.25 のように書いてください%.0s%s",
                              kk_brief(K, text), c->type == KK_CELL_SHARES ? ", with ; between the years" : " or 1/4",
                              c->type == KK_CELL_SHARES ? "（年ごとに ; で区切る）" : "（1/4 も可）");
                return NAN;
            }
        }
        return 0; /* the caller reads it again, exactly */
    default: break;
    }
    return NAN;
}

/* All cells of one column. */
static void read_column(kk_ctx *K, kk_data *D, int column)
{
    const kk_column *c = &D->table->column[column];
    int at = D->column[column];
    bool number = c->type == KK_CELL_NUMBER || c->type == KK_CELL_WHOLE;
    if (c->type != KK_CELL_ID && c->type != KK_CELL_NAME && c->type != KK_CELL_TEXT)
        D->number[column] = KK_ARRAY(K, double, D->nrow);
    for (int row = 0; row < D->nrow; row++) {
        bool given = *kk_csv_cell(D->csv, row + 1, at);
        if (number)
            D->number[column][row] = read_number(K, D, c, row, at, &given);
        else if (D->number[column])
            D->number[column][row] = read_other(K, D, c, row, at);
        else if (c->type == KK_CELL_ID)
            read_other(K, D, c, row, at);
        D->whole &= given || c->type != KK_CELL_ID;
        if (!given && c->required)
            kk_find_error(K, "cell.missing", KK_AT(kk_csv_place(D->csv, row + 1, at)),
                          "the cell is empty; write %s%.0s, or delete the row",
                          "空欄です。%.0s%sを書くか、行を削除してください", c->about[KK_EN], c->about[KK_JA]);
    }
}

/* ---- headings ---------------------------------------------------------------------------------------------------- */

/* A place in a column that may be one of millions: of more findings of one code only the number is kept. */
static kk_place heading_place(kk_data *D, int row, int at)
{
    return D->nheading++ < SUGGESTIONS ? kk_csv_place(D->csv, row, at) : (kk_place){.file = D->csv->file};
}

static void find_heading(kk_ctx *K, kk_data *D, int at)
{
    const kk_table *table = D->table;
    const char *candidate[64], *heading = kk_csv_cell(D->csv, 0, at), *near = NULL;
    int n = 0;
    for (int c = 0; c < table->ncolumn; c++) {
        candidate[n++] = table->column[c].name;
        candidate[n++] = table->column[c].ja;
    }
    candidate[n++] = "note";
    candidate[n++] = "source";
    if (D->nheading < SUGGESTIONS)
        near = kk_nearest(heading, candidate, n);
    kk_place place = heading_place(D, 0, at);
    if (near)
        kk_find_error(K, "column.unknown", &place, "there is no column '%s'; did you mean '%s'?",
                      "「%s」という列はありません。「%s」のことですか", kk_brief(K, heading), near);
    else
        kk_find_error(K, "column.unknown", &place,
                      "there is no column '%s'; delete it, or let its heading begin with x_ to keep it unread",
                      "「%s」という列はありません。列を削除するか、読まずに残すなら見出しを x_ で始めてください",
                      kk_brief(K, heading));
}

static void find_twice(kk_ctx *K, kk_data *D, int at, int first)
{
    kk_find_error(K, "column.twice", KK_AT(heading_place(D, 0, at)),
                  "the column '%s' is there twice (column %d is '%s'); delete one",
                  "「%s」の列が重複しています（%d 列目「%s」と同じ）。一つを削除してください",
                  kk_brief(K, kk_csv_cell(D->csv, 0, at)), first + 1, kk_brief(K, kk_csv_cell(D->csv, 0, first)));
}

/* A column without a heading must be empty. */
static void check_blank(kk_ctx *K, kk_data *D, int at)
{
    for (int row = 1; row <= D->nrow; row++) {
        if (!*kk_csv_cell(D->csv, row, at))
            continue;
        kk_find_error(K, "column.blank", KK_AT(heading_place(D, row, at)),
                      "'%s' stands under no heading; write one in row 1, or empty the column",
                      "「%s」の列に見出しがありません。1 行目に見出しを書くか、列を空にしてください",
                      kk_brief(K, kk_csv_cell(D->csv, row, at)));
        return;
    }
}

static bool is_estimate(const char *source)
{
    static const char *const mark[] = {"estimate:", "Estimate:", "推計:", "推計："};
    for (size_t i = 0; i < sizeof mark / sizeof *mark; i++)
        if (strncmp(source, mark[i], strlen(mark[i])) == 0)
            return true;
    return false;
}

/* What each column of the file is: fills D->column and returns the year of each column of the file that is one (0 where
 * it is none), NULL where there are none. */
static int *read_headings(kk_ctx *K, kk_data *D)
{
    const kk_table *table = D->table;
    int *year_of = NULL, *seen = NULL, source = -1;
    for (int at = 0; at < D->csv->ncol; at++) {
        const char *heading = kk_csv_cell(D->csv, 0, at);
        int c = 0, year;
        while (c < table->ncolumn && strcmp(heading, table->column[c].name) != 0 &&
               strcmp(heading, table->column[c].ja) != 0)
            c++;
        if (!*heading) {
            check_blank(K, D, at);
        } else if (c < table->ncolumn) {
            if (D->column[c] >= 0)
                find_twice(K, D, at, D->column[c]);
            else
                D->column[c] = at;
        } else if (strcmp(heading, "source") == 0 || strcmp(heading, "出典") == 0) {
            if (source >= 0)
                find_twice(K, D, at, source);
            source = at;
        } else if (table->years && kk_year_parse(heading, &year) == KK_NUM_OK && year <= YEAR_MOST) {
            if (!year_of) {
                year_of = KK_ARRAY(K, int, D->csv->ncol);
                seen = KK_ARRAY(K, int, YEAR_MOST + 1);
            }
            if (seen[year])
                find_twice(K, D, at, seen[year] - 1);
            else
                seen[year] = at + 1;
            year_of[at] = year;
        } else if (strncmp(heading, "x_", 2) != 0 && strcmp(heading, "note") != 0 && strcmp(heading, "備考") != 0) {
            find_heading(K, D, at);
        }
    }
    for (int row = 0; source >= 0 && row < D->nrow; row++)
        D->estimate[row] = is_estimate(kk_csv_cell(D->csv, row + 1, source));
    return year_of;
}

/* Required columns are there; the year stands in one way, not two. */
static void check_headings(kk_ctx *K, kk_data *D, int *year_of)
{
    const kk_table *table = D->table;
    kk_place top = {.file = D->csv->file, .line = D->csv->line[0]};
    for (int c = 0; c < table->ncolumn; c++) {
        bool in_years = table->years && year_of && (c == table->year || c == table->value);
        if (in_years && D->column[c] >= 0) {
            kk_find_error(K, "column.years", KK_AT(kk_csv_place(D->csv, 0, D->column[c])),
                          "the table has both the column '%s' and columns that are years; keep one of the two forms",
                          "「%s」の列と年度の列の両方があります。どちらか一つの形にしてください",
                          kk_brief(K, kk_csv_cell(D->csv, 0, D->column[c])));
            D->column[c] = -1;
        }
        if (!table->column[c].required || D->column[c] >= 0 || in_years)
            continue;
        bool or_years = table->years && (c == table->year || c == table->value);
        kk_find_error(K, "column.missing", &top, "the column '%s' (%s) is missing%s%.0s",
                      "「%s」（%s）の列がありません%.0s%s", table->column[c].name, table->column[c].ja,
                      or_years ? "; or let the years stand as columns" : "",
                      or_years ? "。年度を列に並べることもできます" : "");
        D->whole = false;
    }
}

/* ---- years ------------------------------------------------------------------------------------------------------- */

static void add_item(kk_ctx *K, kk_data *D, int *capacity, kk_item item)
{
    D->item = kk_grow(K, D->item, capacity, D->nitem + 1, sizeof *D->item);
    D->item[D->nitem++] = item;
}

/* One number a row: the columns year and value. */
static void read_long(kk_ctx *K, kk_data *D)
{
    const kk_table *table = D->table;
    int capacity = 0, at = D->column[table->value], year_at = D->column[table->year];
    for (int row = 0; at >= 0 && row < D->nrow; row++) {
        double year = kk_data_number(D, row, table->year);
        if (isnan(year) &&
            (table->column[table->year].required || (year_at >= 0 && *kk_csv_cell(D->csv, row + 1, year_at))))
            continue; /* a finding says so */
        add_item(K, D, &capacity,
                 (kk_item){.row = row,
                           .column = at,
                           .year = isnan(year) ? -1 : (int)year,
                           .value = kk_data_number(D, row, table->value)});
    }
}

/* Years as columns. */
static void read_wide(kk_ctx *K, kk_data *D, const int *year_of)
{
    const kk_column *c = &D->table->column[D->table->value];
    int capacity = 0, first = 0;
    while (!year_of[first])
        first++;
    for (int row = 0; row < D->nrow; row++) {
        bool any = false;
        for (int at = first; at < D->csv->ncol; at++) {
            bool given;
            if (!year_of[at])
                continue;
            double value = read_number(K, D, c, row, at, &given);
            if (given)
                add_item(K, D, &capacity, (kk_item){.row = row, .column = at, .year = year_of[at], .value = value});
            any |= given;
        }
        if (!any && !D->table->gaps)
            kk_find_error(K, "cell.missing", KK_AT(kk_csv_place(D->csv, row + 1, first)),
                          "the row has no number in any year; write one (0 if there is none), or delete the row",
                          "どの年度にも数がありません。数（なければ 0）を書くか、行を削除してください");
    }
}

kk_data *kk_data_read(kk_ctx *K, const kk_table *table, const kk_csv *csv)
{
    kk_data *D = KK_NEW(K, kk_data);
    D->table = table;
    D->column = KK_ARRAY(K, int, table->ncolumn);
    D->number = KK_ARRAY(K, double *, table->ncolumn);
    for (int c = 0; c < table->ncolumn; c++)
        D->column[c] = -1;
    D->whole = true;
    if (!csv)
        return D;
    D->given = true;
    D->csv = csv;
    D->whole = csv->whole;
    if (csv->ncol == 0)
        return D;
    D->nrow = csv->nrow;
    D->estimate = KK_ARRAY(K, unsigned char, D->nrow);
    int *year_of = read_headings(K, D);
    check_headings(K, D, year_of);
    for (int c = 0; c < table->ncolumn; c++)
        if (D->column[c] >= 0)
            read_column(K, D, c);
    if (table->years && year_of)
        read_wide(K, D, year_of);
    else if (table->years)
        read_long(K, D);
    return D;
}
