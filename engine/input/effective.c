/* The tables of a city as they count. See effective.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/effective.h"

#include "base/str.h"
#include "input/change_rows.h"
#include "input/load.h"

#include <string.h>

typedef struct {
    kk_ctx *K;
    const kk_table *table;
    kk_changing changing;
    kk_look look;
    kk_map *label[KK_COLUMNS_MOST];   /* of the table that a column of names points to: label -> row, NULL = none */
    kk_look pointed[KK_COLUMNS_MOST]; /* that table */
} reader;

/* ---- cells in one form ------------------------------------------------------------------------------------------- */

static const char *shares(kk_ctx *K, const char *text)
{
    kk_text T = {.K = K};
    for (const char *s = text; s; s = strchr(s, ';') ? strchr(s, ';') + 1 : NULL) {
        double value;
        const char *part = kk_strndup(K, s, strcspn(s, ";"));
        kk_text_addf(&T, "%s%s", T.length ? ";" : "",
                     kk_num_parse(part, &value) == KK_NUM_OK ? kk_num_print(K, value) : part);
    }
    return kk_text_get(&T);
}

/* A share as a decimal where it is one. */
static const char *share(kk_ctx *K, const char *text)
{
    int64_t over, under;
    if (kk_share_parse(text, &over, &under) != KK_NUM_OK)
        return text;
    return KK_MICRO % under == 0 ? kk_decimal(K, over * (KK_MICRO / under), 6)
                                 : kk_format(K, "%lld/%lld", (long long)over, (long long)under);
}

/* The id of what a cell names by its label. */
static const char *id_of(const reader *R, int column, const char *text)
{
    int row = R->label[column] ? kk_map_get(R->label[column], text) : -1;
    return row < 0 ? text : kk_look_text(&R->pointed[column], row, 0);
}

static const char *in_one_form(const reader *R, int column, const char *text)
{
    const kk_column *c = &R->table->column[column];
    double number;
    int year;
    if (!*text)
        return text;
    int word = c->words ? kk_word_find(c->words, text) : -1;
    if (c->words == kk_words_sense && word >= 0)
        word &= 1; /* two signs for each */
    if (word >= 0)
        return c->words[word].word[KK_EN];
    switch (c->type) {
    case KK_CELL_NAME:
        if (c->name[0] == 's' || c->name[0] == 'i') /* seat, item */
            text = kk_word_english(kk_words_item, text);
        return id_of(R, column, text);
    case KK_CELL_YESNO:
        word = kk_word_find(kk_words_yesno, text);
        return word < 0 ? text : kk_words_yesno[word & 1].word[KK_EN];
    case KK_CELL_NUMBER:
    case KK_CELL_WHOLE: return kk_num_parse(text, &number) == KK_NUM_OK ? kk_num_print(R->K, number) : text;
    case KK_CELL_YEAR:
    case KK_CELL_PERIOD: return kk_year_parse(text, &year) == KK_NUM_OK ? kk_format(R->K, "%d", year) : text;
    case KK_CELL_SHARE: return share(R->K, text);
    case KK_CELL_SHARES: return shares(R->K, text);
    default: return text;
    }
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

/* One row of the sheets; item is the number of a year that it has, NULL in a table without years. */
static void add_row(reader *R, kk_sheet *given, kk_sheet *meant, int row, const kk_item *item, bool estimate)
{
    const char **to = kk_sheet_row(R->K, given), **means = kk_sheet_row(R->K, meant);
    for (int c = 0; c < R->table->ncolumn; c++) {
        const char *text = kk_look_text(&R->look, row, c);
        if (item && c == R->table->value)
            text = kk_csv_cell(R->look.csv, row + 1, item->column);
        else if (item && c == R->table->year)
            text = item->year == KK_YEAR_EACH ? "each" : item->year < 0 ? "" : kk_format(R->K, "%d", item->year);
        to[c] = in_one_form(R, c, text);
        means[c] = *text ? to[c] : in_one_form(R, c, kk_look_effective(&R->changing, &R->look, row, c));
    }
    to[R->table->ncolumn] = means[R->table->ncolumn] = estimate ? "*" : "";
}

void kk_effective_table(kk_ctx *K, const kk_city *C, int t, const kk_sheet **out_given, const kk_sheet **out_meant)
{
    const kk_source *source = C->source;
    const kk_data *D = source->table[t];
    kk_csv *csv[KK_NTABLE]; /* where tables that are left out are written out */
    memcpy(csv, source->csv, sizeof csv);
    reader R = {.K = K, .table = &kk_tables[t], .changing = {.K = K, .csv = csv, .unread = source->unread}};
    R.look = kk_look_at(&R.changing, t, NULL);
    for (int c = 0; c < R.table->ncolumn; c++) {
        int to = kk_points_to(&R.table->column[c]);
        if (to < 0)
            continue;
        R.pointed[c] = kk_look_at(&R.changing, to, NULL);
        int label = kk_column_find(R.pointed[c].table, "label");
        if (!R.pointed[c].csv || label < 0)
            continue;
        R.label[c] = kk_map_new(K);
        for (int i = 0; i < R.pointed[c].csv->nrow; i++)
            kk_map_put(R.label[c], kk_look_text(&R.pointed[c], i, 0), i);
        for (int i = 0; i < R.pointed[c].csv->nrow; i++)
            kk_map_put(R.label[c], kk_look_text(&R.pointed[c], i, label), i);
    }
    const char *heading[KK_COLUMNS_MOST + 1];
    for (int c = 0; c < R.table->ncolumn; c++)
        heading[c] = R.table->column[c].name;
    heading[R.table->ncolumn] = "estimate";
    kk_sheet *given = kk_sheet_new(K, R.table->name, heading, R.table->ncolumn + 1);
    kk_sheet *meant = kk_sheet_new(K, R.table->name, heading, R.table->ncolumn + 1);
    if (R.table->years)
        for (int i = 0; i < D->nitem; i++)
            add_row(&R, given, meant, D->item[i].row, &D->item[i], D->estimate[D->item[i].row]);
    else
        for (int i = 0; R.look.csv && i < R.look.csv->nrow; i++)
            add_row(&R, given, meant, i, NULL, D->estimate && D->estimate[i]);
    *out_given = given;
    *out_meant = meant;
}
