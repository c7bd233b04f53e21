/* --change: one change in one line, as the object that a scenario would hold.
 *
 *     TABLE[COLUMN=VALUE|VALUE,COLUMN=VALUE].COLUMN*=1.05      also = += -=
 *     TABLE[COLUMN=VALUE]-                                     the rows are taken out
 *
 * A value may stand in double quotes; the brackets may be left out for all rows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/layers.h"

#include "base/num.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

typedef struct {
    kk_ctx *K;
    const char *file, *argument, *s;
    bool fine;
} parser;

static int column_at(const parser *P, const char *at)
{
    int column = 1;
    for (const char *s = P->argument; s < at; s++)
        column += ((unsigned char)*s & 0xC0) != 0x80;
    return column;
}

/* One finding: what should stand here. */
static void expect(parser *P, const char *en, const char *ja)
{
    if (P->fine)
        kk_find_error(
            P->K, "change.syntax", &(kk_place){.file = P->file, .column = column_at(P, P->s)},
            "%s%.0s stands here; write TABLE[COLUMN=VALUE|VALUE,...].COLUMN*=1.05 (or = += -=), or TABLE[...]- to take "
            "rows out",
            "ここに%.0s%s。表[列=値|値,...].列*=1.05（= += -= も可）、行を除くなら 表[...]- の形で書いてください", en,
            ja);
    P->fine = false;
}

static kk_json *add(parser *P, kk_json *parent, const char *key, kk_json_kind kind, const char *at)
{
    kk_json *node = kk_json_add(P->K, parent, key);
    node->kind = kind;
    node->text = kind == KK_JSON_OBJECT ? "{...}" : kind == KK_JSON_LIST ? "[...]" : "true";
    node->file = P->file;
    node->line = node->key_line = 0;
    node->column = node->key_column = column_at(P, at);
    return node;
}

static void skip_blanks(parser *P)
{
    P->s += strspn(P->s, " \t");
}

/* The text up to one of the signs, blanks round it taken off, quotes too. */
static const char *word(parser *P, const char *until, const char **out_at)
{
    skip_blanks(P);
    *out_at = P->s;
    if (*P->s == '"') {
        const char *begin = ++P->s, *end = strchr(begin, '"');
        if (!end) {
            P->s = begin - 1;
            expect(P, "a quote that nothing closes", "閉じられていない引用符があります");
            return "";
        }
        P->s = end + 1;
        skip_blanks(P);
        return kk_strndup(P->K, begin, (size_t)(end - begin));
    }
    const char *end = P->s + strcspn(P->s, until), *begin = P->s;
    P->s = end;
    while (end > begin && strchr(" \t", end[-1]))
        end--;
    return kk_strndup(P->K, begin, (size_t)(end - begin));
}

/* A number is one where writing it again gives the same; 04 or R6 are texts. */
static void put_value(parser *P, kk_json *node, const char *text)
{
    double number;
    node->kind = KK_JSON_TEXT;
    node->text = text;
    if (kk_num_parse(text, &number) == KK_NUM_OK && strcmp(kk_num_print(P->K, number), text) == 0) {
        node->kind = KK_JSON_NUMBER;
        node->number = number;
    }
}

/* [COLUMN=VALUE|VALUE,...] */
static void read_where(parser *P, kk_json *change)
{
    kk_json *where = add(P, change, "where", KK_JSON_OBJECT, P->s);
    do {
        const char *at;
        P->s++;
        const char *column = word(P, "=],|", &at);
        if (*P->s != '=' || !*column) {
            expect(P, "no COLUMN=VALUE", "列=値 がありません");
            return;
        }
        if (kk_json_member(where, column)) {
            P->s = at;
            expect(P, "a column for the second time (several values: COLUMN=A|B)",
                   "同じ列が二度あります（値が複数なら 列=A|B）");
            return;
        }
        kk_json *values = add(P, where, column, KK_JSON_LIST, at);
        do {
            P->s++;
            const char *value = word(P, "|,]", &at);
            put_value(P, add(P, values, NULL, KK_JSON_TEXT, at), value);
        } while (P->fine && *P->s == '|');
        if (values->nchild == 1) { /* one value needs no list */
            kk_json one = values->child[0];
            one.key = column;
            one.key_column = values->key_column;
            *values = one;
        }
    } while (P->fine && *P->s == ',');
    if (*P->s == ']')
        P->s++;
    else
        expect(P, "no ]", "] がありません");
}

/* COLUMN*=VALUE */
static void read_cells(parser *P, kk_json *change)
{
    const char *at = P->s, *equals = strchr(P->s, '='), *end = equals;
    if (!equals) {
        expect(P, "no COLUMN=VALUE", "列=値 がありません");
        return;
    }
    char sign = equals > P->s && strchr("*+-", equals[-1]) ? equals[-1] : '=';
    end -= sign != '=';
    const char *operation = sign == '=' ? "set" : sign == '*' ? "multiply" : "add", *value_at;
    while (end > at && strchr(" \t", end[-1]))
        end--;
    kk_json *cells = add(P, change, operation, KK_JSON_OBJECT, at);
    kk_json *cell = add(P, cells, kk_strndup(P->K, at, (size_t)(end - at)), KK_JSON_TEXT, at);
    P->s = equals + 1;
    const char *value = word(P, "", &value_at);
    double number;
    int64_t over, under;
    cell->column = column_at(P, value_at);
    if (sign == '=') {
        put_value(P, cell, value);
    } else if (kk_num_parse(value, &number) == KK_NUM_OK) {
        cell->kind = KK_JSON_NUMBER;
        cell->number = sign == '-' ? -number : number;
        cell->text = value;
    } else if (strchr(value, '/') && kk_share_parse(value, &over, &under) == KK_NUM_OK) {
        cell->text = sign == '-' && *value != '-' ? kk_format(P->K, "-%s", value) : value + (sign == '-');
    } else if (*value) {
        kk_find_error(
            P->K, "change.value", &(kk_place){.file = P->file, .column = column_at(P, value_at)},
            "'%s' is not a number that can be read; write decimals such as 12 or 0.05, at most 15 digits, or "
            "a fraction such as 2/3",
            "「%s」は数として読めません。12 や 0.05 のような 15 桁以内の小数か、2/3 のような分数で書いてください",
            kk_brief(P->K, value));
        P->fine = false;
    } else {
        P->s = value_at;
        expect(P, "no number", "数がありません");
    }
    if (P->fine && *P->s)
        expect(P, "something that belongs to nothing", "余分な文字があります");
}

void kk_layers_change(kk_ctx *K, kk_json *top, const char *option, const char *argument)
{
    parser P = {
        .K = K, .file = kk_format(K, "%s %s", option, argument), .argument = argument, .s = argument, .fine = true};
    kk_json change = {.kind = KK_JSON_OBJECT, .text = "{...}", .file = P.file, .column = 1, .key_column = 1};
    const char *at;
    kk_find_file(K, P.file);
    const char *table = word(&P, "[.-=", &at);
    if (!*table)
        expect(&P, "no table", "表の名前がありません");
    kk_json *name = add(&P, &change, "table", KK_JSON_TEXT, at);
    name->text = table;
    if (P.fine && *P.s == '[')
        read_where(&P, &change);
    skip_blanks(&P);
    if (P.fine && *P.s == '-' && strspn(P.s + 1, " \t") == strlen(P.s + 1)) {
        add(&P, &change, "remove", KK_JSON_BOOL, P.s)->number = 1;
    } else if (P.fine && *P.s == '.') {
        P.s++;
        skip_blanks(&P);
        read_cells(&P, &change);
    } else {
        expect(&P, "neither .COLUMN nor -", ".列 も - もありません");
    }
    if (!P.fine)
        return;
    kk_json *changes = NULL;
    for (int i = 0; i < top->nchild; i++)
        if (strcmp(top->child[i].key, "changes") == 0)
            changes = &top->child[i];
    if (!changes) {
        changes = kk_json_add(K, top, "changes");
        changes->kind = KK_JSON_LIST;
        changes->text = "[...]";
        changes->file = P.file;
    }
    if (changes->kind != KK_JSON_LIST)
        return; /* the check of the whole says so */
    kk_json *last = kk_json_add(K, changes, NULL);
    int index = last->index;
    *last = change;
    last->index = index;
    kk_json_relink(top);
}

/* ---- and back ---------------------------------------------------------------------------------------------------- */

static void add_value(kk_text *T, const kk_json *value)
{
    const char *text = value->kind == KK_JSON_NULL     ? ""
                       : value->kind == KK_JSON_NUMBER ? kk_num_print(T->K, value->number)
                                                       : value->text;
    kk_text_addf(T, strpbrk(text, ",|]") ? "\"%s\"" : "%s", text);
}

const char *kk_layers_say(kk_ctx *K, const kk_json *change)
{
    static const struct {
        const char *key, *sign;
    } cells[] = {{"set", "="}, {"multiply", "*="}, {"add", "+="}};
    kk_text T = {.K = K};
    const kk_json *where = kk_json_member(change, "where"), *append = kk_json_member(change, "append");
    kk_text_add(&T, kk_json_member(change, "table")->text);
    for (int i = 0; where && i < where->nchild; i++) {
        const kk_json *value = &where->child[i];
        kk_text_addf(&T, "%s%s=", i ? "," : "[", value->key);
        for (int j = 0; j < (value->kind == KK_JSON_LIST ? value->nchild : 1); j++) {
            kk_text_add(&T, j ? "|" : "");
            add_value(&T, value->kind == KK_JSON_LIST ? &value->child[j] : value);
        }
    }
    kk_text_add(&T, where && where->nchild ? "]" : "");
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
        const kk_json *columns = kk_json_member(change, cells[k].key);
        for (int i = 0; columns && i < columns->nchild; i++) {
            kk_json value = columns->child[i];
            bool less = cells[k].sign[0] == '+' && value.number < 0.0;
            value.number = less ? -value.number : value.number;
            kk_text_addf(&T, "%s.%s%s", i ? "," : "", value.key, less ? "-=" : cells[k].sign);
            add_value(&T, &value);
        }
    }
    if (append)
        kk_text_addf(&T, " append %d", append->nchild);
    else if (kk_json_member(change, "remove"))
        kk_text_add(&T, "-");
    return kk_text_get(&T);
}
