/* The layers of a scenario: extends, merging, --set. See layers.h; --change is read in change_text.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/layers.h"

#include "base/num.h"
#include "base/str.h"
#include "input/encoding.h"
#include "input/keys.h"

#include <stdlib.h>
#include <string.h>

/* ---- trees ------------------------------------------------------------------------------------------------------- */

/* A member that may be changed; NULL where there is none. */
static kk_json *find_member(kk_json *node, const char *key)
{
    const kk_json *found = kk_json_member(node, key);
    return found ? &node->child[found - node->child] : NULL;
}

kk_json kk_json_copy(kk_ctx *K, const kk_json *from)
{
    kk_json to = *from;
    to.child = KK_ARRAY(K, kk_json, from->nchild);
    for (int i = 0; i < from->nchild; i++)
        to.child[i] = kk_json_copy(K, &from->child[i]);
    return to;
}

kk_json *kk_json_add(kk_ctx *K, kk_json *node, const char *key)
{
    kk_json *child = KK_ARRAY(K, kk_json, node->nchild + 1);
    if (node->nchild)
        memcpy(child, node->child, (size_t)node->nchild * sizeof *child);
    node->child = child;
    child += node->nchild++;
    *child = (kk_json){.kind = KK_JSON_NULL,
                       .key = key,
                       .text = "null",
                       .file = node->file,
                       .line = node->line,
                       .column = node->column,
                       .key_line = node->line,
                       .key_column = node->column,
                       .index = node->nchild - 1};
    return child;
}

static void drop_member(kk_json *node, const kk_json *member)
{
    int at = (int)(member - node->child);
    memmove(node->child + at, node->child + at + 1, (size_t)(node->nchild - at - 1) * sizeof *node->child);
    node->nchild--;
}

/* RFC 7396: members of the patch replace those of the base, objects are merged, null takes a member away; all else
 * is replaced whole. But `changes` of the scenario stand one behind the other. */
static kk_json merged(kk_ctx *K, const kk_json *base, const kk_json *patch, bool top)
{
    if (patch->kind != KK_JSON_OBJECT)
        return kk_json_copy(K, patch);
    kk_json out = *patch;
    int n = 0, nbase = base && base->kind == KK_JSON_OBJECT ? base->nchild : 0;
    out.child = KK_ARRAY(K, kk_json, nbase + patch->nchild);
    for (int i = 0; i < nbase; i++) {
        const kk_json *old = &base->child[i], *now = kk_json_member(patch, old->key);
        if (top && strcmp(old->key, "extends") == 0)
            continue;
        if (now && now->kind == KK_JSON_NULL)
            continue;
        out.child[n] = now ? merged(K, old, now, false) : kk_json_copy(K, old);
        if (now && top && strcmp(old->key, "changes") == 0 && old->kind == KK_JSON_LIST && now->kind == KK_JSON_LIST) {
            kk_json both = *now;
            both.nchild = 0;
            both.child = KK_ARRAY(K, kk_json, old->nchild + now->nchild);
            for (int j = 0; j < old->nchild; j++)
                both.child[both.nchild++] = kk_json_copy(K, &old->child[j]);
            for (int j = 0; j < now->nchild; j++)
                both.child[both.nchild++] = kk_json_copy(K, &now->child[j]);
            out.child[n] = both;
        }
        n++;
    }
    for (int i = 0; i < patch->nchild; i++) {
        const kk_json *now = &patch->child[i];
        if (now->kind != KK_JSON_NULL && !(nbase && kk_json_member(base, now->key)) &&
            !(top && strcmp(now->key, "extends") == 0))
            out.child[n++] = merged(K, NULL, now, false);
    }
    out.nchild = n;
    return out;
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static kk_json *read_file(kk_ctx *K, const kk_layer *layer)
{
    kk_blob raw, text;
    kk_json *top = NULL;
    const char *why[2];
    kk_find_file(K, layer->file);
    if (!kk_file_read(K, layer->path, &raw, why))
        kk_find_error(K, "file.unreadable", &(kk_place){.file = layer->file}, "cannot be read: %s%.0s",
                      "読めません：%.0s%s", why[KK_EN], why[KK_JA]);
    else if (kk_text_decode(K, layer->file, false, &raw, KK_ENCODING_AUTO, &text) != KK_ENCODING_AUTO)
        top = kk_json_parse(K, layer->file, &text);
    if (!top || top->kind == KK_JSON_OBJECT)
        return top;
    kk_find_error(K, "scenario.type", KK_AT(kk_json_place(K, top, false)),
                  "the scenario is %s%.0s; it must be an object: { ... }",
                  "設定が%.0s%sです。オブジェクト { ... } にしてください", kk_json_word(top->kind, KK_EN),
                  kk_json_word(top->kind, KK_JA));
    return NULL;
}

/* A path without folders that it leaves again: more/../base.json is base.json. */
static const char *plain_path(kk_ctx *K, const char *path)
{
    char *text = kk_strdup(K, path), *up;
    for (char *from = text; (up = strstr(from, "/../"));) {
        char *name = up;
        while (name > text && name[-1] != '/')
            name--;
        if (name == up || strncmp(name, "../", 3) == 0 || strncmp(name, "./", 2) == 0) {
            from = up + 1;
            continue;
        }
        memmove(name, up + 4, strlen(up + 4) + 1);
        from = text;
    }
    return text;
}

static const char *chain_text(kk_ctx *K, const kk_layers *L, int from)
{
    kk_text T = {.K = K};
    for (int i = from; i < L->n; i++)
        kk_text_addf(&T, "%s > ", L->layer[i].file);
    kk_text_add(&T, L->layer[from].file);
    return kk_text_get(&T);
}

/* The parent that a file names becomes the next layer; false where there is none, also after a finding. */
static bool next_layer(kk_ctx *K, kk_layers *L, int *capacity, const kk_json *tree)
{
    const kk_json *extends = kk_json_member(tree, "extends");
    const kk_layer *child = &L->layer[L->n - 1];
    if (!extends || (extends->kind == KK_JSON_NULL && L->n > 1))
        return false;
    kk_place at = kk_json_place(K, extends, false);
    L->whole = false;
    if (extends->kind != KK_JSON_TEXT) {
        if (L->n > 1) /* that of the scenario itself is checked with all of its keys */
            kk_find_error(K, "scenario.type", &at, "%s%.0s stands where %s%.0s is needed",
                          "%.0s%sではなく%.0s%sを書いてください", kk_json_word(extends->kind, KK_EN),
                          kk_json_word(extends->kind, KK_JA), kk_json_word(KK_JSON_TEXT, KK_EN),
                          kk_json_word(KK_JSON_TEXT, KK_JA));
        return false;
    }
    kk_layer parent = {.file = plain_path(K, kk_path_join(K, kk_path_folder(K, child->file), extends->text)),
                       .path = kk_path_join(K, kk_path_folder(K, child->path), extends->text)};
    kk_file_kind kind = kk_file_kind_of(parent.path);
    if (!*extends->text || kind == KK_FILE_NONE || kind == KK_FILE_FOLDER) {
        if (kind == KK_FILE_FOLDER || !*extends->text)
            kk_find_error(K, "file.missing", &at, "'%s' is a folder; name the scenario in it, such as base.json",
                          "「%s」はフォルダです。その中の設定ファイル（base.json など）を書いてください",
                          kk_brief(K, extends->text));
        else
            kk_find_error(K, "file.missing", &at,
                          "there is no file '%s'; write its path as seen from the folder of this file",
                          "「%s」というファイルはありません。このファイルのあるフォルダからのパスを書いてください",
                          kk_brief(K, extends->text));
        return false;
    }
    for (int i = 0; i < L->n; i++)
        if (kk_file_same(L->layer[i].path, parent.path)) {
            kk_find_error(
                K, "scenario.cycle", &at, "these scenarios extend each other in a circle: %s; one must extend nothing",
                "設定の継承が循環しています：%s。どれか一つは何も継承しないようにしてください", chain_text(K, L, i));
            return false;
        }
    L->whole = true;
    L->layer = kk_grow(K, L->layer, capacity, L->n + 1, sizeof *L->layer);
    L->layer[L->n++] = parent;
    return true;
}

kk_layers kk_layers_read(kk_ctx *K, const char *path, const char *file)
{
    kk_layers L = {.whole = true, .n = 1};
    int capacity = 0, room = 0, n = 0;
    kk_json **tree = NULL;
    L.layer = kk_grow(K, NULL, &capacity, 1, sizeof *L.layer);
    L.layer[0] = (kk_layer){.file = file, .path = path};
    do {
        kk_json *read = read_file(K, &L.layer[n]);
        L.whole = read != NULL;
        if (!read)
            break;
        tree = kk_grow(K, tree, &room, n + 1, sizeof *tree);
        tree[n++] = read;
    } while (next_layer(K, &L, &capacity, tree[n - 1]));
    if (n == 0)
        return L;
    if (n == 1 && !kk_json_member(tree[0], "extends")) {
        L.top = tree[0];
        return L;
    }
    L.top = tree[n - 1];
    for (int i = n - 1; i >= 0; i--) {
        if (!kk_json_member(tree[i], "kakuho") && i > 0)
            kk_find_error(K, "scenario.missing", KK_AT(kk_json_place(K, tree[i], false)),
                          "the key 'kakuho' is missing (\"kakuho\": 1)", "キー「kakuho」がありません (\"kakuho\": 1)");
        if (i == n - 1)
            continue;
        kk_json *both = KK_NEW(K, kk_json);
        *both = merged(K, L.top, tree[i], true);
        L.top = both;
    }
    kk_json_relink(L.top);
    return L;
}

const char *kk_layers_folder(kk_ctx *K, const kk_layers *L, const kk_json *node)
{
    for (int i = 0; i < L->n; i++)
        if (L->layer[i].file == node->file)
            return kk_path_folder(K, L->layer[i].path);
    return ".";
}

/* ---- --set ------------------------------------------------------------------------------------------------------- */

typedef struct {
    kk_ctx *K;
    const char *file, *argument;
} setting;

static int column_at(const char *text, const char *at)
{
    int column = 1;
    for (; text < at; text++)
        column += ((unsigned char)*text & 0xC0) != 0x80;
    return column;
}

static kk_place place_at(const setting *Z, const char *at, const char *field)
{
    return (kk_place){.file = Z->file, .column = column_at(Z->argument, at), .field = field};
}

static void put_place(const setting *Z, kk_json *node, const char *key, const char *value)
{
    node->file = Z->file;
    node->line = node->key_line = 0;
    node->column = column_at(Z->argument, value);
    node->key_column = column_at(Z->argument, key);
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?, a literal, or what begins like a text, list or object */
static bool is_json(const char *s)
{
    if (strchr("\"[{", *s))
        return *s;
    if (strcmp(s, "true") == 0 || strcmp(s, "false") == 0 || strcmp(s, "null") == 0)
        return true;
    s += *s == '-';
    size_t n = strspn(s, "0123456789");
    if (n == 0 || (n > 1 && *s == '0'))
        return false;
    s += n;
    if (*s == '.') {
        n = strspn(s + 1, "0123456789");
        if (n == 0)
            return false;
        s += 1 + n;
    }
    if (*s == 'e' || *s == 'E') {
        s += 1 + (s[1] == '+' || s[1] == '-');
        n = strspn(s, "0123456789");
        if (n == 0)
            return false;
        s += n;
    }
    return !*s;
}

/* VALUE as the key takes it: JSON, but a text where the key wants one, and a,b for a list of words. */
static bool read_value(const setting *Z, const kk_key *k, const char *key, const char *value, kk_json *out)
{
    kk_ctx *K = Z->K;
    bool text = k && (k->type == KK_KEY_TEXT || k->type == KK_KEY_WORD) && *value != '"' && strcmp(value, "null") != 0;
    if (is_json(value) && !text) {
        int column = column_at(Z->argument, value);
        kk_json *read = kk_json_parse_argument(K, Z->file, column, &(kk_blob){.data = value, .size = strlen(value)});
        if (!read)
            return false;
        *out = *read;
        out->key_column = column_at(Z->argument, key);
        return true;
    }
    put_place(Z, out, key, value);
    out->kind = KK_JSON_TEXT;
    out->text = value;
    if (!k || (k->type != KK_KEY_WORDS && (k->type != KK_KEY_NAMES || !strchr(value, ','))))
        return true;
    out->kind = KK_JSON_LIST;
    out->text = "[...]";
    for (const char *s = value; s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL) {
        kk_json *word = kk_json_add(K, out, NULL);
        put_place(Z, word, s, s);
        word->kind = KK_JSON_TEXT;
        word->text = kk_strndup(K, s, strcspn(s, ","));
    }
    return true;
}

/* The member of a list that a part of the key means: a number from 0, or an id; NULL after a finding. */
static kk_json *list_member(const setting *Z, kk_json *list, const char *part, const char *at)
{
    char *end;
    long i = strtol(part, &end, 10);
    if (*part >= '0' && *part <= '9' && !*end && i < list->nchild)
        return &list->child[i];
    for (int j = 0; j < list->nchild; j++) {
        const kk_json *id = kk_json_member(&list->child[j], "id");
        if (id && id->kind == KK_JSON_TEXT && strcmp(id->text, part) == 0)
            return &list->child[j];
    }
    kk_find_error(Z->K, "scenario.unknown", KK_AT(place_at(Z, at, part)),
                  "there is no '%s' in this list; its %d members count from 0",
                  "このリストに「%s」はありません。%d 個の要素を 0 から数えてください", kk_brief(Z->K, part),
                  list->nchild);
    return NULL;
}

static const kk_key *find_key(const kk_key *list, const char *name)
{
    for (; list && list->name; list++)
        if (strcmp(list->name, name) == 0)
            return list;
    return NULL;
}

void kk_layers_set(kk_ctx *K, kk_json *top, const kk_json *fallback, const char *argument)
{
    setting Z = {.K = K, .file = kk_format(K, "--set %s", argument), .argument = argument};
    const char *equals = strchr(argument, '='), *s = argument, *at = s;
    kk_find_file(K, Z.file);
    if (!equals || equals == argument) {
        kk_find_error(K, "change.syntax", KK_AT(place_at(&Z, argument, NULL)),
                      "write KEY=VALUE, such as years.last=2025 or goals.0.slack=5",
                      "キー=値 の形で書いてください（例 years.last=2025、goals.0.slack=5）");
        return;
    }
    if (strncmp(argument, "extends=", 8) == 0) {
        kk_find_error(K, "change.syntax", KK_AT(place_at(&Z, argument, NULL)),
                      "only a file extends another; name that scenario instead",
                      "extends はファイルの中だけで使えます。その設定ファイルを指定してください");
        return;
    }
    kk_json *node = top, *parent = NULL;
    const kk_key *k = NULL, *list = kk_keys_top;
    for (bool first = true; s < equals; first = false) {
        size_t n = strcspn(s, ".[]=");
        const char *part = kk_strndup(K, s, n);
        at = s;
        s += n;
        s += *s == ']';
        s += *s == '.' || *s == '[';
        parent = node;
        if (node->kind == KK_JSON_LIST) {
            node = list_member(&Z, node, part, at);
            if (!node)
                return;
            continue;
        }
        if (node->kind != KK_JSON_OBJECT) { /* nothing is there yet, or something that has no members */
            *node = (kk_json){.kind = KK_JSON_OBJECT, .key = node->key, .index = node->index, .text = "{...}"};
            put_place(&Z, node, at, at);
        }
        k = find_key(list, part);
        list = k ? k->inner : NULL;
        node = find_member(parent, part);
        if (node)
            continue;
        const kk_json *usual = first ? kk_json_member(fallback, part) : NULL;
        node = kk_json_add(K, parent, part);
        if (usual && s < equals) {
            *node = kk_json_copy(K, usual);
        } else {
            put_place(&Z, node, at, at);
        }
    }
    kk_json value = {0};
    if (!read_value(&Z, parent->kind == KK_JSON_LIST ? NULL : k, at, equals + 1, &value)) {
        if (node->kind == KK_JSON_NULL && parent->kind == KK_JSON_OBJECT)
            drop_member(parent, node);
        return;
    }
    value.key = node->key;
    value.index = node->index;
    if (value.kind == KK_JSON_NULL && parent->kind == KK_JSON_OBJECT)
        drop_member(parent, node);
    else
        *node = value.kind == KK_JSON_OBJECT ? merged(K, node, &value, false) : value;
    kk_json_relink(top);
}
