/* Tables as changes see them. See change_rows.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/change_rows.h"

#include <string.h>

enum { SUGGESTIONS = 20, STEPS_MOST = 3 };

/* ---- tables ------------------------------------------------------------------------------------------------------ */

int kk_points_to(const kk_column *c)
{
    static const struct {
        const char *column;
        int table;
    } list[] = {{"area", KK_T_AREAS},     {"parent", KK_T_AREAS}, {"from", KK_T_AREAS}, {"to", KK_T_AREAS},
                {"class", KK_T_CLASSES},  {"seat", KK_T_SEATS},   {"item", KK_T_SEATS}, {"measure", KK_T_MEASURES},
                {"option", KK_T_OPTIONS}, {"next", KK_T_CLASSES}};
    for (size_t i = 0; c->type == KK_CELL_NAME && i < sizeof list / sizeof *list; i++)
        if (strcmp(c->name, list[i].column) == 0)
            return list[i].table;
    return -1;
}

const char *kk_look_text(const kk_look *V, int row, int column)
{
    return V->column[column] < 0 ? "" : kk_csv_cell(V->csv, row + 1, V->column[column]);
}

/* The different names in a column of a table, as the rows of one that was left out. */
static kk_csv *written_out(kk_changing *Z, int t, int of, int column, const kk_place *by)
{
    kk_look from = kk_look_at(Z, of, by);
    kk_csv *T = kk_csv_new(Z->K, kk_format(Z->K, "%s.csv", kk_tables[t].name));
    if (!from.csv || from.csv->ncol == 0)
        return NULL;
    kk_map *seen = kk_map_new(Z->K);
    int *first = KK_ARRAY(Z->K, int, from.csv->nrow), n = 0;
    for (int i = 0; i < from.csv->nrow; i++) {
        const char *text = kk_look_text(&from, i, column);
        if (*text && kk_map_put(seen, text, n) == n)
            first[n++] = i;
    }
    kk_place *place = KK_ARRAY(Z->K, kk_place, n);
    for (int i = 0; by && i < n; i++)
        place[i] = *by;
    static const int name[KK_NTABLE][3] = {
        /* columns that get the name, 1 more than their index */
        [KK_T_AREAS] = {1 + AREAS_AREA},
        [KK_T_CLASSES] = {1 + CLASSES_CLASS},
        [KK_T_SEATS] = {1 + SEATS_SEAT},
        [KK_T_SERVICES] = {1 + SERVICES_SERVICE, 1 + SERVICES_CLASS, 1 + SERVICES_SEAT}};
    for (int i = 0; i < 3 && name[t][i]; i++)
        kk_csv_add_column(Z->K, T, kk_tables[t].column[name[t][i] - 1].name, by);
    int label = t == KK_T_SEATS ? kk_csv_add_column(Z->K, T, "label", by) : -1;
    kk_csv_add_rows(Z->K, T, n, place);
    for (int i = 0; i < n; i++) {
        for (int c = 0; c < 3 && name[t][c]; c++)
            kk_csv_set(Z->K, T, 1 + i, c, kk_look_text(&from, first[i], column), &place[i]);
        if (label >= 0 && from.table == &kk_tables[KK_T_CLASSES])
            kk_csv_set(Z->K, T, 1 + i, label, kk_look_text(&from, first[i], CLASSES_LABEL), &place[i]);
    }
    return T;
}

kk_look kk_look_at(kk_changing *Z, int t, const kk_place *by)
{
    kk_look V = {.table = &kk_tables[t], .csv = Z->csv[t]};
    KK_ASSERT(V.table->ncolumn <= KK_COLUMNS_MOST);
    for (int c = 0; c < KK_COLUMNS_MOST; c++)
        V.column[c] = -1;
    if (!V.csv && !Z->unread[t]) {
        if (t == KK_T_AREAS || t == KK_T_CLASSES)
            V.csv = written_out(Z, t, KK_T_NEED, t == KK_T_AREAS ? NEED_AREA : NEED_CLASS, by);
        else if (t == KK_T_SEATS || t == KK_T_SERVICES)
            V.csv = written_out(Z, t, KK_T_CLASSES, CLASSES_CLASS, by);
    }
    for (int at = 0; V.csv && at < V.csv->ncol; at++) {
        const char *heading = kk_csv_cell(V.csv, 0, at);
        int c = kk_column_find(V.table, heading), year;
        if (c >= 0 && V.column[c] < 0) {
            V.column[c] = at;
        } else if (V.table->years && kk_year_parse(heading, &year) == KK_NUM_OK) {
            if (!V.year_of)
                V.year_of = KK_ARRAY(Z->K, int, V.csv->ncol);
            V.year_of[at] = year;
        }
    }
    if (V.table->years && V.column[V.table->value] >= 0)
        V.year_of = NULL; /* both forms: reading says so */
    return V;
}

bool kk_look_heading(const kk_look *V, const char *heading, int *out_column)
{
    *out_column = kk_column_find(V->table, heading);
    return *out_column >= 0 || strncmp(heading, "x_", 2) == 0 || strcmp(heading, "source") == 0 ||
           strcmp(heading, "note") == 0 || strcmp(heading, "出典") == 0 || strcmp(heading, "備考") == 0;
}

/* ---- cells ------------------------------------------------------------------------------------------------------- */

const char *kk_cell_text(kk_ctx *K, const kk_json *value)
{
    switch (value->kind) {
    case KK_JSON_NUMBER: return kk_num_print(K, value->number);
    case KK_JSON_BOOL: return value->number != 0.0 ? "yes" : "no";
    case KK_JSON_TEXT: return value->text;
    default: return "";
    }
}

/* Whether a cell names a thing that has this id and label. */
static bool is_named(const kk_look *V, int row, const char *text)
{
    int label = kk_column_find(V->table, "label");
    return kk_text_same(kk_look_text(V, row, 0), text) ||
           (label >= 0 && kk_text_same(kk_look_text(V, row, label), text));
}

static int row_of(const kk_look *V, const char *text)
{
    for (int i = 0; V->csv && *text && i < V->csv->nrow; i++)
        if (is_named(V, i, text))
            return i;
    return -1;
}

/* The beginning of what is said about empty cells, where it is a value that the column could hold. */
static const char *usual(kk_ctx *K, const kk_column *c)
{
    const kk_word *words = c->type == KK_CELL_YESNO ? kk_words_yesno : c->words;
    double number;
    if (!c->fallback[KK_EN])
        return "";
    const char *text = kk_strndup(K, c->fallback[KK_EN], strcspn(c->fallback[KK_EN], " ;"));
    if (words)
        return kk_word_find(words, text) >= 0 ? text : "";
    return c->type != KK_CELL_TEXT && kk_num_parse(text, &number) == KK_NUM_OK ? text : "";
}

const char *kk_look_effective(kk_changing *Z, const kk_look *V, int row, int column)
{
    const char *text = kk_look_text(V, row, column);
    if (*text)
        return text;
    int t = (int)(V->table - kk_tables);
    if (strcmp(V->table->column[column].name, "label") == 0)
        return kk_look_text(V, row, 0);
    if (t == KK_T_MEASURES && column == MEASURES_EXISTING) {
        int group = kk_word_find(kk_words_group, kk_look_text(V, row, MEASURES_GROUP));
        return group == KK_GROUP_CONVERT || group == KK_GROUP_EXTEND || group == KK_GROUP_TEMPORARY_CARE ||
                       group == KK_GROUP_REASSIGN || group == KK_GROUP_SHRINK || group == KK_GROUP_CLOSE
                   ? "yes"
                   : "no";
    }
    if (t == KK_T_OPTIONS && column == OPTIONS_MAX)
        return *kk_look_text(V, row, OPTIONS_FACILITY) ? "1" : "";
    if (t == KK_T_OPTIONS && (column == OPTIONS_CAPITAL || column == OPTIONS_RUNNING)) {
        kk_look M = kk_look_at(Z, KK_T_MEASURES, NULL);
        int m = row_of(&M, kk_look_text(V, row, OPTIONS_MEASURE));
        return m < 0 ? ""
                     : kk_look_effective(Z, &M, m, column == OPTIONS_CAPITAL ? MEASURES_CAPITAL : MEASURES_RUNNING);
    }
    return usual(Z->K, &V->table->column[column]);
}

static bool same_cell(const kk_column *c, const char *text, const char *wanted)
{
    if (kk_text_same(text, wanted))
        return true;
    if (!*text || !*wanted || !c)
        return false;
    const kk_word *words = c->type == KK_CELL_YESNO ? kk_words_yesno : c->words;
    double x, y;
    int year, other, word = words ? kk_word_find(words, text) : -1;
    int64_t over[2], under[2];
    if (word >= 0)
        return c->type == KK_CELL_YESNO
                   ? (word & 1) == (kk_word_find(words, wanted) & 1) && kk_word_find(words, wanted) >= 0
                   : word == kk_word_find(words, wanted);
    switch (c->type) {
    case KK_CELL_NUMBER:
    case KK_CELL_WHOLE: return kk_num_parse(text, &x) == KK_NUM_OK && kk_num_parse(wanted, &y) == KK_NUM_OK && x == y;
    case KK_CELL_YEAR:
    case KK_CELL_PERIOD:
        return kk_year_parse(text, &year) == KK_NUM_OK && kk_year_parse(wanted, &other) == KK_NUM_OK && year == other;
    case KK_CELL_SHARE:
        return kk_share_parse(text, &over[0], &under[0]) == KK_NUM_OK &&
               kk_share_parse(wanted, &over[1], &under[1]) == KK_NUM_OK && over[0] == over[1] && under[0] == under[1];
    default: return false;
    }
}

static int count_of(const kk_json *value)
{
    return value->kind == KK_JSON_LIST ? value->nchild : 1;
}

static const kk_json *value_of(const kk_json *value, int i)
{
    return value->kind == KK_JSON_LIST ? &value->child[i] : value;
}

static bool same_any(kk_ctx *K, const kk_column *c, const char *text, const kk_json *value)
{
    for (int i = 0; i < count_of(value); i++)
        if (same_cell(c, text, kk_cell_text(K, value_of(value, i))))
            return true;
    return false;
}

/* ---- columns of a where ------------------------------------------------------------------------------------------ */

/* A column of the table, or of one that ids lead to: all but the last are columns of names. */
typedef struct {
    int n;
    int table[STEPS_MOST], column[STEPS_MOST];
    int raw; /* a column that no description knows, of the file; -1 = none */
} route;

/* All ways over n tables to a column of this name; the first in *out. */
static int ways(int t, const char *name, int n, route so_far, route *out)
{
    const kk_table *table = &kk_tables[t];
    int found = 0, at = so_far.n++;
    so_far.table[at] = t;
    for (int c = 0; c < table->ncolumn; c++) {
        so_far.column[at] = c;
        if (n == 1 && (strcmp(table->column[c].name, name) == 0 || strcmp(table->column[c].ja, name) == 0)) {
            if (found++ == 0)
                *out = so_far;
        } else if (n > 1 && kk_points_to(&table->column[c]) >= 0) {
            route other;
            int more = ways(kk_points_to(&table->column[c]), name, n - 1, so_far, &other);
            if (found == 0 && more)
                *out = other;
            found += more;
        }
    }
    return found;
}

static const char *route_text(kk_ctx *K, const route *R)
{
    kk_text T = {.K = K};
    for (int i = 0; i < R->n; i++)
        kk_text_addf(&T, "%s%s", i ? "." : "", kk_tables[R->table[i]].column[R->column[i]].name);
    return kk_text_get(&T);
}

void kk_look_find(kk_changing *Z, const kk_look *V, const kk_json *node)
{
    const char *candidate[8 * KK_COLUMNS_MOST], *near = NULL;
    int n = 0;
    for (int c = 0; c < V->table->ncolumn; c++) {
        candidate[n++] = V->table->column[c].name;
        candidate[n++] = V->table->column[c].ja;
    }
    if (Z->asked++ < SUGGESTIONS)
        near = kk_nearest(node->key, candidate, n);
    kk_place at = kk_json_place(Z->K, node, true);
    if (near)
        kk_find_error(Z->K, "change.column", &at, "%s has no column '%s'; did you mean '%s'?",
                      "%s に「%s」という列はありません。「%s」のことですか", V->table->name, kk_brief(Z->K, node->key),
                      near);
    else
        kk_find_error(Z->K, "change.column", &at, "%s has no column '%s'; `kakuho schema %s` lists them",
                      "%s に「%s」という列はありません。`kakuho schema %s` で一覧を表示します", V->table->name,
                      kk_brief(Z->K, node->key), V->table->name);
}

/* What a key of a where means. */
static bool find_route(kk_changing *Z, const kk_look *V, const kk_json *node, route *out)
{
    int t = (int)(V->table - kk_tables), c;
    const char *rest = node->key, *dot;
    *out = (route){.raw = -1};
    if (kk_look_heading(V, rest, &c) && c < 0) {
        for (int at = 0; at < V->csv->ncol; at++)
            if (strcmp(kk_csv_cell(V->csv, 0, at), rest) == 0)
                out->raw = at;
        if (out->raw >= 0)
            return true;
    }
    route so_far = {.raw = -1};
    while ((dot = strchr(rest, '.')) && so_far.n + 1 < STEPS_MOST) {
        c = kk_column_find(&kk_tables[t], kk_strndup(Z->K, rest, (size_t)(dot - rest)));
        if (c < 0 || kk_points_to(&kk_tables[t].column[c]) < 0)
            break;
        so_far.table[so_far.n] = t;
        so_far.column[so_far.n++] = c;
        t = kk_points_to(&kk_tables[t].column[c]);
        rest = dot + 1;
    }
    int most =
        rest == node->key ? STEPS_MOST : so_far.n + 1; /* written with dots, it is the last column that is named */
    for (int n = 1; so_far.n + n <= most; n++) {
        int found = ways(t, rest, n, so_far, out);
        if (found == 1)
            return true;
        if (found > 1) {
            kk_find_error(Z->K, "change.column", KK_AT(kk_json_place(Z->K, node, true)),
                          "'%s' may be a column of several tables; say which, such as '%s'",
                          "「%s」という列は複数の表にあります。「%s」のように、どれかを書いてください",
                          kk_brief(Z->K, node->key), route_text(Z->K, out));
            return false;
        }
    }
    kk_look_find(Z, V, node);
    return false;
}

/* ---- rows of a where --------------------------------------------------------------------------------------------- */

/* Where the names of a column lead: row -> row of the other table, -1 where there is none. */
static int *lead(kk_changing *Z, const kk_look *V, int column, const kk_look *to)
{
    kk_map *map = kk_map_new(Z->K);
    int *row = KK_ARRAY(Z->K, int, V->csv->nrow), label = kk_column_find(to->table, "label");
    for (int i = 0; i < to->csv->nrow; i++)
        kk_map_put(map, kk_text_fold(Z->K, kk_look_text(to, i, 0)), i);
    for (int i = 0; label >= 0 && i < to->csv->nrow; i++)
        kk_map_put(map, kk_text_fold(Z->K, kk_look_text(to, i, label)), i);
    for (int i = 0; i < V->csv->nrow; i++) {
        const char *text = kk_look_text(V, i, column);
        row[i] = *text ? kk_map_get(map, kk_text_fold(Z->K, text)) : -1;
    }
    return row;
}

/* Which rows have one of the values in the column that a route, from its step on, leads to. */
static unsigned char *test(kk_changing *Z, const kk_look *V, const route *R, int step, const kk_json *value,
                           const kk_place *by)
{
    unsigned char *yes = KK_ARRAY(Z->K, unsigned char, V->csv->nrow);
    if (R->raw >= 0) {
        for (int i = 0; i < V->csv->nrow; i++)
            yes[i] = same_any(Z->K, NULL, kk_csv_cell(V->csv, i + 1, R->raw), value);
        return yes;
    }
    int c = R->column[step], t = kk_points_to(&V->table->column[c]);
    const kk_column *column = &V->table->column[c];
    bool last = step == R->n - 1;
    kk_look to = {.csv = NULL};
    if (t >= 0)
        to = kk_look_at(Z, t, by);
    if (to.csv && to.csv->ncol > 0) {
        unsigned char *there;
        if (last) { /* an id and a label are the same name */
            there = KK_ARRAY(Z->K, unsigned char, to.csv->nrow);
            for (int i = 0; i < to.csv->nrow; i++)
                for (int j = 0; j < count_of(value); j++)
                    there[i] |= is_named(&to, i, kk_cell_text(Z->K, value_of(value, j)));
        } else {
            there = test(Z, &to, R, step + 1, value, by);
        }
        const int *row = lead(Z, V, c, &to);
        for (int i = 0; i < V->csv->nrow; i++)
            yes[i] = row[i] >= 0 && there[row[i]];
    }
    int label = column->type == KK_CELL_ID ? kk_column_find(V->table, "label") : -1;
    for (int i = 0; last && i < V->csv->nrow; i++) {
        yes[i] |= same_any(Z->K, column, kk_look_effective(Z, V, i, c), value);
        yes[i] |= same_any(Z->K, NULL, kk_look_text(V, i, c), value); /* "" finds what is empty */
        yes[i] |= label >= 0 && same_any(Z->K, NULL, kk_look_text(V, i, label), value);
    }
    return yes;
}

bool kk_number_named(kk_changing *Z, const kk_look *V, const kk_named *N, int row, int at, bool empty)
{
    const char *text = kk_csv_cell(V->csv, row + 1, at);
    if (!V->year_of[at] || (!*text && !(empty && N->year)))
        return false;
    const kk_column *year = &V->table->column[V->table->year], *number = &V->table->column[V->table->value];
    return (!N->year || same_any(Z->K, year, kk_csv_cell(V->csv, 0, at), N->year)) &&
           (!N->number || same_any(Z->K, number, text, N->number));
}

/* No row: the condition that no row meets, or that they never meet together. */
static void find_none(kk_changing *Z, const kk_look *V, const kk_json *change, const kk_json *alone, const route *R)
{
    const char *table = V->table->name;
    const kk_json *where = kk_json_member(change, "where");
    if (V->csv->nrow == 0) {
        kk_find_error(Z->K, "change.nothing", KK_AT(kk_json_place(Z->K, change, false)), "%s has no rows",
                      "%s に行がありません", table);
        return;
    }
    if (!alone) {
        kk_find_error(Z->K, "change.nothing", KK_AT(kk_json_place(Z->K, where ? where : change, false)),
                      "no row of %s meets all of this; a change must change something",
                      "%s にこの条件をすべて満たす行がありません。変更には対象の行が必要です", table);
        return;
    }
    const kk_json *value = value_of(alone, 0);
    const char *text = count_of(alone) ? kk_cell_text(Z->K, value) : "", *near = NULL, **candidate = NULL;
    int n = 0, capacity = 0;
    kk_look end = *V;
    for (int step = 1; step < R->n; step++)
        end = kk_look_at(Z, R->table[step], NULL);
    kk_map *seen = kk_map_new(Z->K);
    int c = R->n ? R->column[R->n - 1] : -1, to = c >= 0 ? kk_points_to(&end.table->column[c]) : -1;
    kk_look other = {.csv = NULL};
    if (to >= 0)
        other = kk_look_at(Z, to, NULL);
    for (int i = 0; c >= 0 && end.csv && i < end.csv->nrow; i++) {
        const char *one = kk_look_effective(Z, &end, i, c);
        if (*one && kk_map_put(seen, one, i) == i) {
            candidate = kk_grow(Z->K, candidate, &capacity, n + 1, sizeof *candidate);
            candidate[n++] = one;
        }
    }
    int label = other.csv ? kk_column_find(other.table, "label") : -1;
    for (int i = 0; label >= 0 && i < other.csv->nrow; i++) {
        candidate = kk_grow(Z->K, candidate, &capacity, n + 1, sizeof *candidate);
        candidate[n++] = kk_look_text(&other, i, label);
    }
    for (int at = 0; V->year_of && c == V->table->year && R->n == 1 && at < V->csv->ncol; at++)
        if (V->year_of[at]) {
            candidate = kk_grow(Z->K, candidate, &capacity, n + 1, sizeof *candidate);
            candidate[n++] = kk_csv_cell(V->csv, 0, at);
        }
    if (Z->asked++ < SUGGESTIONS && n > 0 && *text)
        near = kk_nearest(text, candidate, n);
    kk_place at = kk_json_place(Z->K, value, false);
    if (near)
        kk_find_error(Z->K, "change.nothing", &at, "no row of %s has '%s' as %s; did you mean '%s'?",
                      "%s に「%s」（%s）の行はありません。「%s」のことですか", table, kk_brief(Z->K, text),
                      kk_brief(Z->K, alone->key), near);
    else
        kk_find_error(Z->K, "change.nothing", &at, "no row of %s has '%s' as %s; a change must change something",
                      "%s に「%s」（%s）の行はありません。変更には対象の行が必要です", table, kk_brief(Z->K, text),
                      kk_brief(Z->K, alone->key));
}

bool kk_rows_named(kk_changing *Z, const kk_look *V, const kk_json *change, kk_named *out)
{
    const kk_json *where = kk_json_member(change, "where");
    int nrow = V->csv->nrow, nwhere = where ? where->nchild : 0;
    const kk_json *alone = NULL;
    route found = {.raw = -1};
    *out = (kk_named){.row = KK_ARRAY(Z->K, unsigned char, nrow)};
    memset(out->row, 1, (size_t)nrow);
    bool fine = true;
    for (int i = 0; i < nwhere; i++) {
        const kk_json *value = &where->child[i];
        kk_place at = kk_json_place(Z->K, value, false);
        route R;
        if (!find_route(Z, V, value, &R)) {
            fine = false;
            continue;
        }
        int any = 0;
        if (V->year_of && R.raw < 0 && R.n == 1 && (R.column[0] == V->table->year || R.column[0] == V->table->value)) {
            *(R.column[0] == V->table->year ? &out->year : &out->number) = value;
            for (int col = 0; R.column[0] == V->table->year && col < V->csv->ncol; col++)
                any += V->year_of[col] &&
                       same_any(Z->K, &V->table->column[V->table->year], kk_csv_cell(V->csv, 0, col), value);
            any += R.column[0] == V->table->value;
        } else {
            const unsigned char *yes = test(Z, V, &R, 0, value, &at);
            for (int row = 0; row < nrow; row++) {
                any += yes[row];
                out->row[row] &= yes[row];
            }
        }
        if (!any && !alone) {
            alone = value;
            found = R;
        }
    }
    if (!fine)
        return false;
    for (int row = 0; row < nrow; row++) {
        if (V->year_of && out->row[row] && (out->year || out->number)) {
            bool any = false;
            for (int at = 0; at < V->csv->ncol; at++)
                any |= kk_number_named(Z, V, out, row, at, true);
            out->row[row] = any;
        }
        out->count += out->row[row];
    }
    if (out->count == 0 && V->csv->whole)
        find_none(Z, V, change, alone, &found);
    return out->count > 0;
}
