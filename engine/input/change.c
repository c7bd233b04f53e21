/* What-ifs: the changes of a scenario, one after the other, on the cells of the tables. See change.h.
 *
 * A change writes what a person would write into the file by hand; reading then finds what is wrong with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/change.h"

#include "input/change_rows.h"
#include "input/layers.h"

#include <string.h>

__extension__ typedef __int128 wide;

enum { DIGITS = 15 };

/* ---- exact numbers ----------------------------------------------------------------------------------------------- */

/* over/under of at most 30 digits each */
typedef struct {
    wide over, under;
} ratio;

static bool read_ratio(const char *text, ratio *out)
{
    int64_t over, under;
    if (kk_share_parse(text, &over, &under) != KK_NUM_OK)
        return false;
    *out = (ratio){over, under};
    return true;
}

static wide divisor(wide a, wide b)
{
    while (b) {
        wide r = a % b;
        a = b;
        b = r;
    }
    return a;
}

/* Whole, halves away from zero. */
static wide rounded(ratio x)
{
    wide size = x.over < 0 ? -x.over : x.over, whole = size / x.under;
    whole += size % x.under >= x.under - size % x.under;
    return x.over < 0 ? -whole : whole;
}

/* A decimal of at most 15 significant digits; NULL where it would be 1e15 or more. */
static const char *decimal_text(kk_ctx *K, ratio x)
{
    const wide most = 1000000000000000;
    wide size = x.over < 0 ? -x.over : x.over, value = size / x.under, rest = size % x.under;
    int decimals = 0;
    if (value >= most)
        return NULL;
    while (rest && decimals < DIGITS && value * 10 + rest * 10 / x.under < most) {
        value = value * 10 + rest * 10 / x.under;
        rest = rest * 10 % x.under;
        decimals++;
    }
    value += rest >= x.under - rest;
    return kk_decimal(K, (int64_t)(x.over < 0 ? -value : value), decimals);
}

/* A share stays the fraction that it is: shares must sum to 1 exactly. */
static const char *share_text(kk_ctx *K, ratio x)
{
    const wide most = 1000000000000000;
    wide d = divisor(x.over < 0 ? -x.over : x.over, x.under);
    x = (ratio){x.over / d, x.under / d};
    if (x.over >= most || x.over <= -most || x.under >= most)
        return NULL;
    if (x.under == 1)
        return kk_decimal(K, (int64_t)x.over, 0);
    return kk_format(K, "%s/%s", kk_decimal(K, (int64_t)x.over, 0), kk_decimal(K, (int64_t)x.under, 0));
}

/* ---- what is done to a cell -------------------------------------------------------------------------------------- */

typedef enum { SET, MULTIPLY, ADD, REMOVE, APPEND, NACTION } action;
static const char *const action_word[NACTION] = {"set", "multiply", "add", "remove", "append"};

/* One change of one column. */
typedef struct {
    const kk_json *change, *value;
    action action;
    const char *text; /* of set */
    ratio operand;    /* of multiply, add */
    const kk_place *by;
} edit;

/* Whether the number is of children, seats or units: those are whole. */
static bool counts(const kk_look *V, int row, int column)
{
    int t = (int)(V->table - kk_tables);
    if (t == KK_T_LIMITS && column == LIMITS_VALUE) {
        int quantity = kk_word_find(kk_words_quantity, kk_look_text(V, row, LIMITS_QUANTITY));
        static const char *const whole[] = {"units", "seats", "vacant", "unmet", "transfers"};
        for (size_t i = 0; quantity >= 0 && i < sizeof whole / sizeof *whole; i++)
            if (strcmp(kk_words_quantity[quantity].word[KK_EN], whole[i]) == 0)
                return true;
        return false;
    }
    int item = t == KK_T_SUPPLY ? SUPPLY_SEAT : t == KK_T_EFFECTS ? EFFECTS_ITEM : -1; /* carers may be parts of one */
    if (item >= 0 && kk_word_find(kk_words_item, kk_look_text(V, row, item)) >= 0)
        return false;
    return V->table->column[column].counts || V->table->column[column].type == KK_CELL_WHOLE;
}

/* The new text of a cell that now means `text`; NULL where there is no number to change. */
static const char *new_text(kk_ctx *K, const kk_look *V, const edit *E, int row, int column, const char *text)
{
    ratio x;
    int year;
    if (E->action == SET)
        return E->text;
    const kk_column *c = &V->table->column[column];
    if (c->type == KK_CELL_YEAR || c->type == KK_CELL_PERIOD) {
        if (kk_year_parse(text, &year) != KK_NUM_OK)
            return NULL;
        x = (ratio){year, 1};
    } else if (!read_ratio(text, &x)) {
        return NULL;
    }
    ratio y = E->operand;
    x.over = E->action == MULTIPLY ? x.over * y.over : x.over * y.under + y.over * x.under;
    x.under *= y.under;
    if (c->type == KK_CELL_SHARE)
        text = share_text(K, x);
    else if (counts(V, row, column))
        text = decimal_text(K, (ratio){rounded(x), 1});
    else
        text = decimal_text(K, x);
    if (text)
        return text;
    kk_find_error(K, "change.value", E->by, "the result is beyond 1e15", "結果が 1e15 を超えます");
    return NULL;
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

/* Whether the column takes this kind of change. */
static bool check_column(kk_changing *Z, const kk_look *V, const edit *E, int column)
{
    kk_place at = kk_json_place(Z->K, E->value, true);
    bool in_years = V->year_of && column == V->table->year;
    kk_cell_type type = column >= 0 ? V->table->column[column].type : KK_CELL_TEXT;
    if (in_years) {
        kk_find_error(Z->K, "change.value", &at,
                      "years stand as columns in this table; choose them by where, and change '%s'",
                      "この表では年度が列です。年度は where で選び、「%s」を変更してください",
                      V->table->column[V->table->value].name);
        return false;
    }
    bool year = type == KK_CELL_YEAR || type == KK_CELL_PERIOD;
    if (E->action == SET || type == KK_CELL_NUMBER || type == KK_CELL_WHOLE || type == KK_CELL_SHARE ||
        (year && E->action == ADD))
        return true;
    if (year)
        kk_find_error(Z->K, "change.value", &at, "'%s' is a year: it cannot be multiplied; add to it, or set it",
                      "「%s」は年度で、掛け算はできません。add か set を使ってください", kk_brief(Z->K, E->value->key));
    else
        kk_find_error(Z->K, "change.value", &at, "'%s' holds no numbers; use set",
                      "「%s」は数の列ではありません。set を使ってください", kk_brief(Z->K, E->value->key));
    return false;
}

/* The column of the file, made where it is not there. */
static int file_column(kk_changing *Z, kk_look *V, int column, const char *heading, const kk_place *by)
{
    for (int at = 0; at < V->csv->ncol; at++)
        if (strcmp(kk_csv_cell(V->csv, 0, at), heading) == 0 || (column >= 0 && V->column[column] == at))
            return at;
    int at = kk_csv_add_column(Z->K, V->csv, column >= 0 ? V->table->column[column].name : heading, by);
    if (column >= 0)
        V->column[column] = at;
    if (V->year_of) {
        int *longer = KK_ARRAY(Z->K, int, V->csv->ncol);
        memcpy(longer, V->year_of, (size_t)at * sizeof *longer);
        V->year_of = longer;
    }
    return at;
}

/* One column of the rows named. Returns the number of cells that were written. */
static int change_column(kk_changing *Z, kk_look *V, const kk_named *N, const edit *E)
{
    int column, done = 0;
    if (!kk_look_heading(V, E->value->key, &column)) {
        kk_look_find(Z, V, E->value);
        return -1;
    }
    if (!check_column(Z, V, E, column))
        return -1;
    if (V->year_of && column == V->table->value) {
        for (int row = 0; row < V->csv->nrow; row++)
            for (int at = 0; N->row[row] && at < V->csv->ncol; at++) {
                if (!kk_number_named(Z, V, N, row, at, E->action == SET))
                    continue;
                const char *text = new_text(Z->K, V, E, row, column, kk_csv_cell(V->csv, row + 1, at));
                done += text != NULL;
                if (text)
                    kk_csv_set(Z->K, V->csv, row + 1, at, text, E->by);
            }
        return done;
    }
    const char **text = KK_ARRAY(Z->K, const char *, V->csv->nrow);
    for (int row = 0; row < V->csv->nrow; row++) {
        if (!N->row[row])
            continue;
        text[row] = new_text(Z->K, V, E, row, column,
                             column < 0 || E->action == SET ? "" : kk_look_effective(Z, V, row, column));
        done += text[row] != NULL;
    }
    int at = done ? file_column(Z, V, column, E->value->key, E->by) : 0;
    for (int row = 0; done && row < V->csv->nrow; row++)
        if (text[row])
            kk_csv_set(Z->K, V->csv, row + 1, at, text[row], E->by);
    return done;
}

static const kk_place *place_of(kk_changing *Z, const kk_json *node)
{
    kk_place *at = KK_NEW(Z->K, kk_place);
    *at = kk_json_place(Z->K, node, false);
    at->change = Z->change;
    return at;
}

static void change_cells(kk_changing *Z, kk_look *V, const kk_json *change, action what, const kk_json *cells)
{
    kk_named N;
    if (!kk_rows_named(Z, V, change, &N))
        return;
    for (int i = 0; i < cells->nchild; i++) {
        const kk_json *value = &cells->child[i];
        edit E = {.change = change,
                  .value = value,
                  .action = what,
                  .text = kk_cell_text(Z->K, value),
                  .by = place_of(Z, value)};
        int errors = kk_errors(Z->K);
        if (what != SET && !read_ratio(E.text, &E.operand))
            kk_find_error(Z->K, "change.value", E.by, "'%s' is no number that can be used here",
                          "「%s」はここで使える数ではありません", kk_brief(Z->K, E.text));
        else if (change_column(Z, V, &N, &E) == 0 && errors == kk_errors(Z->K) && V->csv->whole)
            kk_find_error(Z->K, "change.nothing", KK_AT(kk_json_place(Z->K, value, true)),
                          "all cells of '%s' in these rows are empty, and empty is no number; use set",
                          "対象の行の「%s」はすべて空欄で、計算できる既定値がありません。set を使ってください",
                          kk_brief(Z->K, value->key));
    }
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

static void remove_rows(kk_changing *Z, kk_look *V, const kk_json *change)
{
    kk_named N;
    if (!kk_rows_named(Z, V, change, &N))
        return;
    const kk_place *by = place_of(Z, change);
    for (int row = 0; (N.year || N.number) && row < V->csv->nrow;
         row++) { /* the numbers of some years; of all: the row */
        bool left = false;
        for (int at = 0; N.row[row] && at < V->csv->ncol; at++) {
            if (kk_number_named(Z, V, &N, row, at, false))
                kk_csv_set(Z->K, V->csv, row + 1, at, "", by);
            left |= V->year_of[at] && *kk_csv_cell(V->csv, row + 1, at);
        }
        N.row[row] &= !left;
    }
    kk_csv_drop_rows(Z->K, V->csv, N.row, by);
}

/* The years and numbers that a new row gives: [n] with the node of each number. */
typedef struct {
    int n, year[32];
    const char *heading[32];
    const kk_json *number[32];
} numbers;

static bool read_numbers(kk_changing *Z, const kk_look *V, const kk_json *row, numbers *out)
{
    *out = (numbers){.n = 0};
    for (int i = 0; i < row->nchild; i++) {
        const kk_json *cell = &row->child[i];
        int column, year;
        if (V->table->years && kk_year_parse(cell->key, &year) == KK_NUM_OK && out->n < 32) {
            out->year[out->n] = year;
            out->heading[out->n] = cell->key;
            out->number[out->n++] = cell;
        } else if (!kk_look_heading(V, cell->key, &column)) {
            kk_look_find(Z, V, cell);
            return false;
        }
    }
    return true;
}

static const kk_json *cell_of(const kk_look *V, const kk_json *row, int column)
{
    for (int i = 0; i < row->nchild; i++)
        if (kk_column_find(V->table, row->child[i].key) == column)
            return &row->child[i];
    return NULL;
}

/* The column of a year, made where it is not there. */
static int year_column(kk_changing *Z, kk_look *V, int year, const char *heading, const kk_place *by)
{
    for (int at = 0; at < V->csv->ncol; at++)
        if (V->year_of[at] == year)
            return at;
    int at = file_column(Z, V, -1, heading, by);
    V->year_of[at] = year;
    return at;
}

static void put(kk_changing *Z, kk_look *V, int row, int at, const kk_json *value)
{
    kk_csv_set(Z->K, V->csv, row, at, kk_cell_text(Z->K, value), place_of(Z, value));
}

/* The cells of a new row but its year and number; columns that are not there are made. */
static void put_names(kk_changing *Z, kk_look *V, int row, const kk_json *given)
{
    for (int i = 0; i < given->nchild; i++) {
        int column, year;
        const char *heading = given->child[i].key;
        bool known = kk_look_heading(V, heading, &column);
        if (V->table->years && (column == V->table->year || column == V->table->value ||
                                (column < 0 && kk_year_parse(heading, &year) == KK_NUM_OK)))
            continue;
        KK_ASSERT(known);
        int at = file_column(Z, V, column, heading, place_of(Z, given));
        if (row > 0)
            put(Z, V, row, at, &given->child[i]);
    }
}

/* One object: one row - or, where years stand as rows, one for each of its years. */
static void append_row(kk_changing *Z, kk_look *V, const kk_json *given)
{
    numbers years;
    if (given->nchild == 0) {
        kk_find_error(Z->K, "change.form", KK_AT(kk_json_place(Z->K, given, false)), "no column is named",
                      "列が書かれていません");
        return;
    }
    if (!read_numbers(Z, V, given, &years))
        return;
    const kk_table *table = V->table;
    const kk_json *year = table->years ? cell_of(V, given, table->year) : NULL;
    const kk_json *number = table->years ? cell_of(V, given, table->value) : NULL;
    kk_place place = *place_of(Z, given);
    if (years.n > 0 && (year || number)) {
        kk_find_error(Z->K, "change.value", KK_AT(kk_json_place(Z->K, year ? year : number, true)),
                      "the row has both '%s' and keys that are years; keep one of the two forms",
                      "「%s」と年度のキーの両方があります。どちらか一つの形にしてください",
                      (year ? year : number)->key);
        return;
    }
    if (V->csv->ncol == 0 && years.n > 0)
        V->year_of = KK_ARRAY(Z->K, int, 1);
    int parsed, rows = V->year_of || years.n == 0 ? 1 : years.n;
    if (V->year_of && year && number && kk_year_parse(kk_cell_text(Z->K, year), &parsed) == KK_NUM_OK) {
        years.year[0] = parsed;
        years.heading[0] = kk_cell_text(Z->K, year);
        years.number[0] = number;
        years.n = 1;
    } else if (V->year_of && (year || number)) {
        kk_find_error(Z->K, "change.value", KK_AT(kk_json_place(Z->K, year ? year : number, false)),
                      "years stand as columns in this table: a new row needs a year and its number",
                      "この表では年度が列です。新しい行には年度とその数を書いてください");
        return;
    }
    put_names(Z, V, 0, given); /* all columns are there before the rows are */
    for (int i = 0; V->year_of && i < years.n; i++)
        year_column(Z, V, years.year[i], years.heading[i], &place);
    if (table->years && !V->year_of && (year || number || years.n > 0)) {
        file_column(Z, V, table->year, table->column[table->year].name, &place);
        file_column(Z, V, table->value, table->column[table->value].name, &place);
    }
    kk_place *by = KK_ARRAY(Z->K, kk_place, rows);
    for (int i = 0; i < rows; i++)
        by[i] = place;
    int first = kk_csv_add_rows(Z->K, V->csv, rows, by);
    for (int i = 0; i < rows; i++) {
        put_names(Z, V, first + i, given);
        if (V->year_of)
            continue;
        if (year)
            put(Z, V, first + i, V->column[table->year], year);
        if (number)
            put(Z, V, first + i, V->column[table->value], number);
        if (years.n > 0) {
            put(Z, V, first + i, V->column[table->value], years.number[i]);
            kk_csv_set(Z->K, V->csv, first + i, V->column[table->year], years.heading[i], place_of(Z, years.number[i]));
        }
    }
    for (int i = 0; V->year_of && i < years.n; i++)
        put(Z, V, first, year_column(Z, V, years.year[i], years.heading[i], &place), years.number[i]);
}

/* ---- one change -------------------------------------------------------------------------------------------------- */

/* The table that a change names, -1 after a finding. */
static int find_table(kk_changing *Z, const kk_json *name)
{
    const char *candidate[2 * KK_NTABLE], *near = NULL;
    int t = kk_table_find(name->text), n = 0;
    kk_place at = kk_json_place(Z->K, name, false);
    if (t >= 0)
        return t;
    for (int i = 0; i < KK_NTABLE; i++) {
        candidate[n++] = kk_tables[i].name;
        if (kk_tables[i].ja)
            candidate[n++] = kk_tables[i].ja;
    }
    near = Z->asked++ < 20 ? kk_nearest(name->text, candidate, n) : NULL;
    if (near)
        kk_find_error(Z->K, "change.table", &at, "there is no table '%s'; did you mean '%s'?",
                      "「%s」という表はありません。「%s」のことですか", kk_brief(Z->K, name->text), near);
    else
        kk_find_error(Z->K, "change.table", &at, "there is no table '%s'; `kakuho schema` lists them",
                      "「%s」という表はありません。`kakuho schema` で一覧を表示します", kk_brief(Z->K, name->text));
    return -1;
}

/* What a change does; NACTION after a finding. */
static action find_action(kk_changing *Z, const kk_json *change, const kk_json **out)
{
    action found = NACTION;
    int n = 0;
    for (int i = 0; i < NACTION; i++) {
        const kk_json *node = kk_json_member(change, action_word[i]);
        if (!node || (i == REMOVE && node->number == 0.0))
            continue;
        found = (action)i;
        *out = node;
        n++;
    }
    bool where = kk_json_member(change, "where") != NULL;
    if (n == 1 && (found == REMOVE || (*out)->nchild > 0) && !(found == APPEND && where))
        return found;
    kk_place at = kk_json_place(Z->K, n == 1 ? *out : change, n == 1);
    if (n == 1 && found == APPEND)
        kk_find_error(Z->K, "change.form", &at, "new rows take no where", "append には where を書けません");
    else if (n == 1)
        kk_find_error(Z->K, "change.form", &at, "no column is named", "列が書かれていません");
    else
        kk_find_error(Z->K, "change.form", &at,
                      "a change does one thing: write one of set, multiply, add, remove, append",
                      "一つの変更には set、multiply、add、remove、append のどれか一つだけを書いてください");
    return NACTION;
}

/* Whether the check of the keys has left all of it. */
static bool is_whole(const kk_json *change)
{
    bool whole = change->kind == KK_JSON_OBJECT;
    for (int i = 0; i < change->nchild; i++)
        whole &= change->child[i].kind != KK_JSON_NULL;
    return whole;
}

static void make_change(kk_changing *Z, const kk_json *change)
{
    const kk_json *what = NULL, *name = kk_json_member(change, "table");
    int t = find_table(Z, name);
    action todo = find_action(Z, change, &what);
    if (t < 0 || todo == NACTION || Z->unread[t])
        return;
    Z->change = kk_layers_say(Z->K, change);
    kk_look V = kk_look_at(Z, t, place_of(Z, change));
    if (!V.csv && todo == APPEND) {
        V.csv = kk_csv_new(Z->K, kk_format(Z->K, "%s.csv", kk_tables[t].name));
    } else if (!V.csv) {
        kk_find_error(Z->K, "change.nothing", KK_AT(kk_json_place(Z->K, name, false)),
                      "there is no %s.csv; a change must change something",
                      "%s.csv がありません。変更には対象の行が必要です", kk_tables[t].name);
        return;
    }
    Z->csv[t] = V.csv; /* also one that was left out and is now written out */
    if (todo == REMOVE) {
        remove_rows(Z, &V, change);
    } else if (todo == APPEND) {
        for (int i = 0; i < what->nchild; i++)
            append_row(Z, &V, &what->child[i]);
    } else {
        change_cells(Z, &V, change, todo, what);
    }
}

void kk_changes_make(kk_ctx *K, const kk_scenario *S, kk_csv *csv[KK_NTABLE], const bool unread[KK_NTABLE])
{
    kk_changing Z = {.K = K, .csv = csv, .unread = unread};
    for (int i = 0; S->changes && i < S->changes->nchild; i++)
        if (is_whole(&S->changes->child[i]))
            make_change(&Z, &S->changes->child[i]);
}
