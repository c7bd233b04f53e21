/* Which rows of tables differ, and which keys of scenarios. See compare.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/compare_tables.h"

#include "base/str.h"

#include <string.h>

typedef struct {
    kk_ctx *K;
    int nside;
    const kk_sheet *const *sheet, *const *meant;
    kk_differences *D;
    int *column; /* [ncolumn][nside] in the sheet of each plan, -1 = none */
    int nunion, capacity;
    int *row; /* [nunion][nside] in the sheet of each plan, -1 = none */
} differ;

/* The columns of the key, then all headings as they first appear. */
static void unite_columns(differ *X, const char *key)
{
    kk_differences *D = X->D;
    kk_map *map = kk_map_new(X->K);
    int most = 1;
    for (int s = 0; s < X->nside; s++)
        most += X->sheet[s]->ncol;
    for (const char *c = key; *c; c++)
        most += *c == ',';
    const char **column = KK_ARRAY(X->K, const char *, most);
    for (const char *c = key; c; c = strchr(c, ',') ? strchr(c, ',') + 1 : NULL) {
        column[D->nkey] = kk_strndup(X->K, c, strcspn(c, ","));
        kk_map_put(map, column[D->nkey], D->nkey);
        D->nkey++;
    }
    D->ncolumn = D->nkey;
    for (int s = 0; s < X->nside; s++)
        for (int j = 0; j < X->sheet[s]->ncol; j++)
            if (kk_map_put(map, X->sheet[s]->column[j], D->ncolumn) == D->ncolumn)
                column[D->ncolumn++] = X->sheet[s]->column[j];
    D->column = column;
    X->column = KK_ARRAY(X->K, int, D->ncolumn * X->nside);
    for (int j = 0; j < D->ncolumn; j++)
        for (int s = 0; s < X->nside; s++)
            X->column[j * X->nside + s] = kk_sheet_column(X->sheet[s], column[j]);
}

/* What names a row: its key and how many rows of the same key are above it. */
static const char *key_of(const differ *X, int s, int row, kk_map *seen, int *count)
{
    kk_text T = {.K = X->K};
    for (int j = 0; j < X->D->nkey; j++) {
        int column = X->column[j * X->nside + s];
        kk_text_add(&T, column < 0 ? "" : kk_sheet_cell(X->sheet[s], row, column));
        kk_text_add(&T, "\n");
    }
    const char *key = kk_text_get(&T);
    int at = kk_map_put(seen, key, row);
    return count[at]++ == 0 ? key : kk_format(X->K, "%s%d", key, count[at]);
}

/* All rows, those of the base first. */
static void unite_rows(differ *X)
{
    kk_map *map = kk_map_new(X->K);
    for (int s = 0; s < X->nside; s++) {
        const kk_sheet *S = X->sheet[s];
        kk_map *seen = kk_map_new(X->K);
        int *count = KK_ARRAY(X->K, int, S->nrow);
        for (int i = 0; i < S->nrow; i++) {
            int at = kk_map_put(map, key_of(X, s, i, seen, count), X->nunion);
            if (at == X->nunion) {
                X->row = kk_grow(X->K, X->row, &X->capacity, (at + 1) * X->nside, sizeof *X->row);
                for (int other = 0; other < X->nside; other++)
                    X->row[at * X->nside + other] = -1;
                X->nunion++;
            }
            X->row[at * X->nside + s] = i;
        }
    }
}

static const char *cell_of(const differ *X, const kk_sheet *const *sheet, int row, int column, int side)
{
    int i = X->row[row * X->nside + side], j = X->column[column * X->nside + side];
    return i < 0 || j < 0 ? NULL : kk_sheet_cell(sheet[side], i, j);
}

/* Whether two plans say the same in a cell. A table without the column says nothing there: no number is 0. */
static bool same(const differ *X, int row, int column, int one, int other)
{
    const char *x = cell_of(X, X->sheet, row, column, one), *y = cell_of(X, X->sheet, row, column, other);
    if (!x || !y)
        return (!x || !*x || strcmp(x, "0") == 0) && (!y || !*y || strcmp(y, "0") == 0);
    if (strcmp(x, y) == 0)
        return true;
    if (!X->meant || (*x && *y))
        return false;
    return strcmp(cell_of(X, X->meant, row, column, one), cell_of(X, X->meant, row, column, other)) == 0;
}

/* Keep the row if the plans do not agree on it. */
static void keep(differ *X, int row, int *room, int *room_missing, int *room_differs)
{
    kk_differences *D = X->D;
    bool gone = false, any = false;
    for (int s = 0; s < X->nside; s++)
        gone |= X->row[row * X->nside + s] < 0;
    D->differs = kk_grow(X->K, D->differs, room_differs, (D->nrow + 1) * D->ncolumn, sizeof *D->differs);
    for (int j = D->nkey; j < D->ncolumn; j++) {
        bool other = false;
        for (int s = 1; s < X->nside; s++)
            other |= !same(X, row, j, 0, s);
        D->differs[D->nrow * D->ncolumn + j] = other;
        any |= other;
    }
    if (!any && !gone) {
        D->nsame++;
        return;
    }
    D->cell = kk_grow(X->K, D->cell, room, (D->nrow + 1) * D->ncolumn * X->nside, sizeof *D->cell);
    D->missing = kk_grow(X->K, D->missing, room_missing, (D->nrow + 1) * X->nside, sizeof *D->missing);
    for (int s = 0; s < X->nside; s++) {
        D->missing[D->nrow * X->nside + s] = X->row[row * X->nside + s] < 0;
        for (int j = 0; j < D->ncolumn; j++)
            D->cell[((size_t)D->nrow * D->ncolumn + (size_t)j) * X->nside + (size_t)s] =
                cell_of(X, X->sheet, row, j, s);
    }
    D->nrow++;
}

kk_differences kk_differ(kk_ctx *K, const kk_sheet *const *sheet, const kk_sheet *const *meant, int nside,
                         const char *key)
{
    kk_differences D = {.name = sheet[0]->name, .value = KK_NONE};
    differ X = {.K = K, .nside = nside, .sheet = sheet, .meant = meant, .D = &D};
    int room = 0, room_missing = 0, room_differs = 0;
    unite_columns(&X, key);
    unite_rows(&X);
    for (int i = 0; i < X.nunion; i++)
        keep(&X, i, &room, &room_missing, &room_differs);
    return D;
}

/* ---- scenarios --------------------------------------------------------------------------------------------------- */

static void add_key(kk_ctx *K, kk_sheet *S, const char *key, const char *value)
{
    const char **cell = kk_sheet_row(K, S);
    cell[0] = key;
    cell[1] = value;
}

/* A value in one line: members of an object but for those that are in its name. */
static const char *value_text(kk_ctx *K, const kk_json *value, bool named)
{
    kk_text T = {.K = K};
    const kk_json *from = kk_json_member(value, "from"), *until = kk_json_member(value, "until");
    if (!named && value->nchild == 2 && from && until)
        return from->number == until->number ? value_text(K, from, false)
                                             : kk_format(K, "%.0f-%.0f", from->number, until->number);
    switch (value->kind) {
    case KK_JSON_TEXT: return value->text;
    case KK_JSON_NUMBER: return kk_num_print(K, value->number);
    case KK_JSON_BOOL: return value->number != 0.0 ? "true" : "false";
    case KK_JSON_NULL: return "";
    default: break;
    }
    for (int i = 0; i < value->nchild; i++) {
        const kk_json *child = &value->child[i];
        const char *key = child->key;
        if (named && (strcmp(key, "id") == 0 || strcmp(key, "goal") == 0 || strcmp(key, "target") == 0))
            continue;
        const char *text = value_text(K, child, false);
        kk_text_addf(&T, "%s%s%s%s", T.length ? (value->kind == KK_JSON_LIST ? ", " : "; ") : "", key ? key : "",
                     key ? " " : "", text);
    }
    return kk_text_get(&T);
}

/* Targets and goals: how one is called, and the order of all. */
static void add_list(kk_ctx *K, kk_sheet *S, const kk_json *list)
{
    kk_text order = {.K = K};
    for (int i = 0; i < list->nchild; i++) {
        const kk_json *goal = kk_json_member(&list->child[i], "goal");
        const kk_json *target = kk_json_member(&list->child[i], goal ? "target" : "id");
        const char *name = !goal    ? target->text
                           : target ? kk_format(K, "%s(%s)", goal->text, target->text)
                                    : goal->text;
        add_key(K, S, kk_format(K, "%s.%s", list->key, name), value_text(K, &list->child[i], true));
        kk_text_addf(&order, "%s%s", i ? ", " : "", name);
    }
    add_key(K, S, list->key, kk_text_get(&order));
}

const kk_sheet *kk_scenario_sheet(kk_ctx *K, const kk_city *C)
{
    static const char *const HEADING[] = {"key", "value"};
    const kk_blob *text = &C->input[C->ninput - 1];
    const kk_json *top = kk_json_parse(K, text->name, text);
    kk_sheet *S = kk_sheet_new(K, "scenario", HEADING, 2);
    for (int i = 0; i < top->nchild; i++) {
        const kk_json *node = &top->child[i];
        if (strcmp(node->key, "kakuho") == 0 || strcmp(node->key, "changes") == 0 || strcmp(node->key, "what_if") == 0)
            continue;
        if (node->kind == KK_JSON_LIST && node->nchild && node->child[0].kind == KK_JSON_OBJECT)
            add_list(K, S, node);
        else if (node->kind == KK_JSON_OBJECT)
            for (int j = 0; j < node->nchild; j++)
                add_key(K, S, kk_format(K, "%s.%s", node->key, node->child[j].key),
                        value_text(K, &node->child[j], false));
        else
            add_key(K, S, node->key, value_text(K, node, false));
    }
    return S;
}
