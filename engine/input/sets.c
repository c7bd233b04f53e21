/* Sets of named things: from what a user writes, an id or a label, to an index. See sets.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/sets.h"

#include <string.h>

void kk_set_init(kk_ctx *K, kk_set *S, const char *en, const char *ja, const char *file, const char *code)
{
    *S = (kk_set){.K = K, .what = {en, ja}, .file = file, .code = code, .whole = true, .map = kk_map_new(K)};
}

static int add(kk_set *S, const char *id, const char *label, const kk_place *at)
{
    S->name = kk_grow(S->K, S->name, &S->capacity, S->n + 1, sizeof *S->name);
    S->place = kk_grow(S->K, S->place, &S->place_capacity, S->n + 1, sizeof *S->place);
    S->name[S->n] = (kk_name){.id = id, .label = label && *label ? label : id};
    S->place[S->n] = *at;
    return S->n++;
}

int kk_set_add(kk_set *S, const char *id, const char *label, const kk_place *at)
{
    int i = kk_map_put(S->map, kk_text_fold(S->K, id), S->n);
    if (i == S->n)
        return add(S, id, label, at);
    kk_find_error(S->K, "id.twice", at, "'%s' is there twice (first on line %d); give each %s%.0s its own id",
                  "「%s」が重複しています（最初は %d 行目）。%.0s%sごとに別の id にしてください", kk_brief(S->K, id),
                  S->place[i].line, S->what[KK_EN], S->what[KK_JA]);
    return -1;
}

int kk_set_intern(kk_set *S, const char *id, const kk_place *at)
{
    int i = kk_map_put(S->map, kk_text_fold(S->K, id), S->n);
    return i == S->n ? add(S, id, NULL, at) : i;
}

/* Rows in the order that the column `order` asks for: by number, then those without one; equal ones as given. */
static int *rows_in_order(kk_ctx *K, const kk_data *D, int column)
{
    int *row = KK_ARRAY(K, int, D->nrow), *spare = KK_ARRAY(K, int, D->nrow);
    for (int i = 0; i < D->nrow; i++)
        row[i] = i;
    if (!D->number[column])
        return row;
    for (int width = 1; width < D->nrow; width *= 2) { /* merge sort: stable */
        for (int from = 0; from < D->nrow; from += 2 * width) {
            int middle = from + width < D->nrow ? from + width : D->nrow;
            int end = from + 2 * width < D->nrow ? from + 2 * width : D->nrow;
            for (int i = from, j = middle, n = from; n < end; n++) {
                double x = i < middle ? D->number[column][row[i]] : NAN, y = j < end ? D->number[column][row[j]] : NAN;
                bool left = j == end || (i < middle && (isnan(y) || x <= y));
                spare[n] = left ? row[i++] : row[j++];
            }
        }
        int *swap = row;
        row = spare;
        spare = swap;
    }
    return row;
}

int *kk_set_rows(kk_set *S, const kk_data *D, int id, int label, int order)
{
    int *row = rows_in_order(S->K, D, order), n = 0;
    for (int i = 0; i < D->nrow; i++) {
        kk_place at = kk_data_place(D, row[i], id);
        const char *text = kk_data_text(D, row[i], id);
        if (*text && kk_set_add(S, text, kk_data_text(D, row[i], label), &at) >= 0)
            row[n++] = row[i];
    }
    S->whole &= D->whole;
    S->from = D->csv;
    return row;
}

void kk_set_named(kk_set *S, const kk_data *D, int column)
{
    for (int i = 0; i < D->nrow; i++) {
        const char *text = kk_data_text(D, i, column);
        if (*text && kk_set_look(S, text) < 0)
            kk_set_intern(S, text, KK_AT(kk_data_place(D, i, column)));
    }
    S->whole &= D->whole;
    S->from = D->csv;
}

/* [A-Za-z][A-Za-z0-9_]*, not used yet: the id where it is one, with _ for other ASCII signs, else numbered. */
static const char *make_code(kk_set *S, kk_map *used, int i)
{
    const char *id = S->name[i].id;
    char *code = kk_strdup(S->K, id);
    bool fits = (*code >= 'A' && *code <= 'Z') || (*code >= 'a' && *code <= 'z');
    for (char *s = code; *s; s++) {
        if ((unsigned char)*s >= 0x80)
            fits = false;
        else if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_", *s))
            *s = '_';
    }
    if (fits && strlen(code) <= 40 && kk_map_put(used, code, i) == i)
        return code;
    for (int n = i + 1;; n++) {
        code = kk_format(S->K, "%s%d", S->code, n);
        if (kk_map_put(used, code, i) == i)
            return code;
    }
}

void kk_set_close(kk_set *S)
{
    S->shared = KK_ARRAY(S->K, unsigned char, S->n);
    for (int i = 0; i < S->n; i++) {
        const char *label = S->name[i].label;
        if (kk_text_same(label, S->name[i].id))
            continue;
        int other = kk_map_put(S->map, kk_text_fold(S->K, label), i);
        if (other == i)
            continue;
        S->shared[other] = 1;
        if (kk_text_same(S->name[other].id, label))
            kk_find_error(
                S->K, "id.clash", &S->place[i],
                "the label '%s' of '%s' is the id of another %s%.0s (line %d); change one of them",
                "「%s」（id は「%s」）という名称は、別の%.0s%sの id と同じです（%d 行目）。どちらかを変えてください",
                kk_brief(S->K, label), kk_brief(S->K, S->name[i].id), S->what[KK_EN], S->what[KK_JA],
                S->place[other].line);
    }
    kk_map *used = kk_map_new(S->K);
    for (int i = 0; i < S->n; i++) /* ids that are codes come first: a made-up code must not take one's place */
        if (strspn(S->name[i].id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
            strlen(S->name[i].id))
            S->name[i].code = make_code(S, used, i);
    for (int i = 0; i < S->n; i++)
        if (!S->name[i].code)
            S->name[i].code = make_code(S, used, i);
}

int kk_set_look(const kk_set *S, const char *text)
{
    return kk_map_get(S->map, kk_text_fold(S->K, text));
}

int kk_set_find(kk_set *S, const char *text, const kk_place *at)
{
    if (!*text)
        return -1;
    int i = kk_set_look(S, text);
    if (i >= 0 && (!S->shared[i] || kk_text_same(S->name[i].id, text)))
        return i;
    if (i >= 0) {
        kk_find_error(S->K, "id.several", at, "'%s' is the label of several (such as '%s'); write the id",
                      "「%s」という名称は複数あります（「%s」など）。id で書いてください", kk_brief(S->K, text),
                      kk_brief(S->K, S->name[i].id));
        return -1;
    }
    if (!S->whole)
        return -1;
    const char *near = NULL;
    kk_place place = *at; /* it may be no mistake of the cell, but a change's */
    if (S->from && !place.by)
        place.by = kk_csv_gone(S->from, text, NULL);
    at = &place;
    if (!place.by && S->asked++ < 20) { /* of more findings of one code only the number is kept */
        const char **candidate = KK_ARRAY(S->K, const char *, 2 * S->n);
        for (int j = 0; j < S->n; j++) {
            candidate[j] = S->name[j].id;
            candidate[S->n + j] = S->name[j].label;
        }
        near = kk_nearest(text, candidate, 2 * S->n);
    }
    if (near)
        kk_find_error(S->K, "id.unknown", at, "there is no %s%.0s '%s'; did you mean '%s'?",
                      "%.0s%s「%s」はありません。「%s」のことですか", S->what[KK_EN], S->what[KK_JA],
                      kk_brief(S->K, text), near);
    else
        kk_find_error(S->K, "id.unknown", at, "there is no %s%.0s '%s'; correct it, or add it to %s",
                      "%.0s%s「%s」はありません。書き直すか、%s に加えてください", S->what[KK_EN], S->what[KK_JA],
                      kk_brief(S->K, text), S->file);
    return -1;
}

int *kk_set_column(kk_set *S, const kk_data *D, int column)
{
    int *index = KK_ARRAY(S->K, int, D->nrow);
    const char *last = NULL;
    for (int row = 0; row < D->nrow; row++) {
        const char *text = kk_data_text(D, row, column);
        if (row > 0 && index[row - 1] >= 0 && strcmp(text, last) == 0) {
            index[row] = index[row - 1]; /* rows of one thing mostly stand together */
        } else {
            index[row] = *text ? kk_set_look(S, text) : -1;
            if (*text && (index[row] < 0 || S->shared[index[row]])) /* the place costs more than the search */
                index[row] = kk_set_find(S, text, KK_AT(kk_data_place(D, row, column)));
        }
        last = text;
    }
    return index;
}
