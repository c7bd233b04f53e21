/* JSON: a strict tree that knows its places. The only file that sees cJSON.h.
 *
 * cJSON decides what the text means. It forgets positions, keeps duplicate keys and lets some wrong things pass (012,
 * 1e400, line breaks in texts, \u0000); so once it has accepted a text, one small walker goes over text and tree side
 * by side, which both have the same shape, notes positions and refuses these.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/json.h"

#include "base/str.h"

#include <cJSON.h>
#include <math.h>
#include <string.h>

typedef struct {
    kk_ctx *K;
    const char *file;
    const char *s, *end;
    int line, column;
} walker;

static kk_place here(const walker *W)
{
    return (kk_place){.file = W->file, .line = W->line, .column = W->column};
}

static void step(walker *W)
{
    unsigned char c = (unsigned char)*W->s++;
    if (c == '\n') {
        W->line++;
        W->column = 1;
    } else if (c == '\r' ? W->s == W->end || *W->s != '\n' : (c & 0xC0) != 0x80) {
        W->column++;
    }
}

static void step_to(walker *W, const char *until)
{
    while (W->s < until && W->s < W->end)
        step(W);
}

/* Blanks and one sign between values, which cJSON has found there. */
static void skip(walker *W, char sign)
{
    for (;; step(W)) {
        while (W->s < W->end && (unsigned char)*W->s <= ' ') {
            if (!strchr(" \t\r\n", *W->s))
                kk_find_error(W->K, "json.syntax", KK_AT(here(W)), "a control character (0x%02X); delete it",
                              "制御文字（0x%02X）があります。削除してください", (unsigned)*W->s);
            step(W);
        }
        if (!sign || W->s == W->end)
            return;
        KK_ASSERT(*W->s == sign);
        sign = 0;
    }
}

static void skip_text(walker *W)
{
    step(W); /* the opening quote */
    while (*W->s != '"') {
        unsigned char c = (unsigned char)*W->s;
        if (c < ' ' || strncmp(W->s, "\\u0000", 6) == 0) {
            kk_place at = here(W);
            kk_find_error(
                W->K, "json.syntax", &at,
                "a line break or control character inside a text; is a closing quote missing? (write \\n for a "
                "line break)",
                "文字列の中に改行か制御文字があります。引用符が閉じられていますか（改行は \\n と書きます）");
            while (*W->s != '"') { /* one finding per text */
                if (*W->s == '\\')
                    step(W);
                step(W);
            }
            break;
        }
        if (c == '\\')
            step(W);
        step(W);
    }
    step(W);
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?   with at most 15 significant digits, finite */
static void skip_number(walker *W, kk_json *node)
{
    const char *s = W->s, *begin = s;
    int digits = 0, zeros = 0;
    bool grammar = true;
    s += *s == '-';
    grammar &= *s >= '0' && *s <= '9' && !(s[0] == '0' && s[1] >= '0' && s[1] <= '9');
    for (; (*s >= '0' && *s <= '9') || *s == '.'; s++) {
        if (*s == '.') {
            grammar &= s[1] >= '0' && s[1] <= '9';
        } else if (*s == '0') {
            zeros += digits > 0; /* counts once another digit follows */
        } else {
            digits += zeros + 1;
            zeros = 0;
        }
    }
    if (*s == 'e' || *s == 'E') {
        s++;
        s += *s == '+' || *s == '-';
        grammar &= *s >= '0' && *s <= '9';
        while (*s >= '0' && *s <= '9')
            s++;
    }
    node->text = kk_strndup(W->K, begin, (size_t)(s - begin > 24 ? 24 : s - begin));
    if (!grammar || digits > 15 || !(fabs(node->number) <= 1e15)) {
        kk_place at = kk_json_place(W->K, node, false);
        kk_find_error(W->K, "json.number", &at,
                      "'%s' is not a number that can be read; write decimals such as 12 or 0.05, at most 15 digits, no "
                      "leading 0",
                      "「%s」は読み取れない数値です。12 や 0.05 のように、15 桁以内で先頭に 0 を付けずに書いてください",
                      node->text);
        node->bad = true;
    }
    step_to(W, s);
}

static void find_duplicates(walker *W, const kk_json *node)
{
    kk_map *seen = kk_map_new(W->K);
    for (int i = 0; i < node->nchild; i++) {
        const kk_json *child = &node->child[i];
        int first = kk_map_put(seen, child->key, i);
        if (first == i)
            continue;
        kk_place at = kk_json_place(W->K, child, true);
        kk_find_error(W->K, "json.duplicate", &at, "the key '%s' stands twice (first on line %d); delete one",
                      "キー「%s」が重複しています（最初は %d 行目）。一つを削除してください", child->key,
                      node->child[first].key_line);
    }
}

static void walk(walker *W, const cJSON *item, kk_json *node)
{
    node->file = W->file;
    node->line = W->line;
    node->column = W->column;
    if (!node->key) {
        node->key_line = W->line;
        node->key_column = W->column;
    }
    if (cJSON_IsArray(item) || cJSON_IsObject(item)) {
        bool object = cJSON_IsObject(item);
        node->kind = object ? KK_JSON_OBJECT : KK_JSON_LIST;
        node->text = object ? "{...}" : "[...]";
        node->nchild = cJSON_GetArraySize(item);
        node->child = KK_ARRAY(W->K, kk_json, node->nchild);
        skip(W, object ? '{' : '[');
        int i = 0;
        for (const cJSON *inner = item->child; inner; inner = inner->next, i++) {
            kk_json *child = &node->child[i];
            child->parent = node;
            child->index = i;
            if (i > 0)
                skip(W, ',');
            if (object) {
                child->key = inner->string;
                child->key_line = W->line;
                child->key_column = W->column;
                skip_text(W);
                skip(W, 0);
                skip(W, ':');
            }
            walk(W, inner, child);
            skip(W, 0);
        }
        skip(W, object ? '}' : ']');
        if (object)
            find_duplicates(W, node);
    } else if (cJSON_IsString(item)) {
        node->kind = KK_JSON_TEXT;
        node->text = item->valuestring;
        skip_text(W);
    } else if (cJSON_IsNumber(item)) {
        node->kind = KK_JSON_NUMBER;
        node->number = item->valuedouble;
        skip_number(W, node);
    } else {
        node->kind = cJSON_IsNull(item) ? KK_JSON_NULL : KK_JSON_BOOL;
        node->number = cJSON_IsTrue(item);
        node->text = node->kind == KK_JSON_NULL ? "null" : cJSON_IsTrue(item) ? "true" : "false";
        step_to(W, W->s + strlen(node->text));
    }
}

/* Where cJSON stopped: one byte too far where a key or its quote is wrong, as it took that byte for the quote. */
static const char *first_wrong(const char *begin, const char *stop)
{
    if (stop == begin)
        return stop;
    const char *wrong = stop - 1, *before = wrong;
    while (before > begin && (unsigned char)before[-1] <= ' ')
        before--;
    bool key = before > begin && strchr("{,", before[-1]) && !strchr(" \t\r\n{},:[]0123456789", *wrong);
    return *wrong == '"' || key ? wrong : stop;
}

static void delete_tree(void *thing)
{
    cJSON_Delete(thing);
}

static kk_json *parse(walker W, const kk_blob *text)
{
    kk_ctx *K = W.K;
    W.s = text->data;
    W.end = text->data + text->size;
    const char *stop = text->data;
    cJSON *tree = cJSON_ParseWithLengthOpts(text->data, text->size + 1, &stop, false);
    if (!tree) {
        step_to(&W, first_wrong(text->data, stop));
        kk_place at = here(&W);
        if (W.s == W.end)
            kk_find_error(K, "json.syntax", &at,
                          "the text ends in the middle; a bracket or quote is not closed, or the file is cut off",
                          "途中で終わっています。括弧か引用符が閉じられていないか、ファイルが切れています");
        else
            kk_find_error(K, "json.syntax", &at,
                          "no valid JSON from '%s' on; is a comma, quote or bracket missing or too many just before?",
                          "「%s」から先が JSON として読めません。直前のカンマ・引用符・括弧の過不足を確かめてください",
                          kk_brief(K, kk_strndup(K, W.s, strcspn(W.s, "\r\n"))));
        return NULL;
    }
    kk_defer(K, delete_tree, tree);
    kk_json *top = KK_NEW(K, kk_json);
    skip(&W, 0);
    walk(&W, tree, top);
    skip(&W, 0);
    if (W.s < W.end) {
        kk_place at = here(&W);
        kk_find_error(K, "json.trailing", &at,
                      "text after the end of the object; delete it, or is a bracket closed too early?",
                      "オブジェクトの後に余分な文字があります。削除するか、括弧の位置を確かめてください");
    }
    return top;
}

kk_json *kk_json_parse(kk_ctx *K, const char *file, const kk_blob *text)
{
    return parse((walker){.K = K, .file = file, .line = 1, .column = 1}, text);
}

kk_json *kk_json_parse_argument(kk_ctx *K, const char *argument, int column, const kk_blob *text)
{
    return parse((walker){.K = K, .file = argument, .line = 0, .column = column}, text);
}

const kk_json *kk_json_member(const kk_json *node, const char *key)
{
    if (node && node->kind == KK_JSON_OBJECT)
        for (int i = 0; i < node->nchild; i++)
            if (strcmp(node->child[i].key, key) == 0)
                return &node->child[i];
    return NULL;
}

static void add_path(kk_text *T, const kk_json *node)
{
    if (!node->parent)
        return;
    add_path(T, node->parent);
    if (node->key)
        kk_text_addf(T, "%s%s", T->length ? "." : "", kk_brief(T->K, node->key));
    else
        kk_text_addf(T, "[%d]", node->index);
}

kk_place kk_json_place(kk_ctx *K, const kk_json *node, bool key)
{
    kk_text path = {.K = K};
    if (node->line) /* an argument says itself what it is about */
        add_path(&path, node);
    return (kk_place){.file = node->file,
                      .line = key ? node->key_line : node->line,
                      .column = key ? node->key_column : node->column,
                      .field = kk_text_get(&path)};
}

void kk_json_relink(kk_json *node)
{
    for (int i = 0; i < node->nchild; i++) {
        node->child[i].parent = node;
        kk_json_relink(&node->child[i]);
    }
}

const char *kk_json_word(kk_json_kind kind, kk_lang lang)
{
    static const char *const word[][2] = {
        {"null", "null"},     {"true or false", "真偽値"}, {"a number", "数値"},
        {"a text", "文字列"}, {"a list", "リスト"},        {"an object", "オブジェクト"},
    };
    return word[kind][lang];
}
