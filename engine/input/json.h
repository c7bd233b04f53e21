/* JSON: a strict tree that knows its places. json.c is the only file that sees cJSON.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_JSON_H
#define KK_INPUT_JSON_H

#include "base/ctx.h"
#include "base/file.h"

typedef enum { KK_JSON_NULL, KK_JSON_BOOL, KK_JSON_NUMBER, KK_JSON_TEXT, KK_JSON_LIST, KK_JSON_OBJECT } kk_json_kind;

typedef struct kk_json {
    kk_json_kind kind;
    const char *key;              /* of a member of an object; NULL elsewhere */
    const char *text;             /* of a text; of anything else its first characters as written, for messages */
    double number;                /* finite, at most 15 significant digits; 0 or 1 of a bool */
    bool bad;                     /* a finding says what is wrong with it: not to be used */
    const char *file;             /* as the user knows it; NULL: no file, a default */
    int line, column;             /* of the value, from 1; columns count characters; line 0: in an argument, one line */
    int key_line, key_column;     /* of the key, or of the value where there is none */
    const struct kk_json *parent; /* NULL at the top */
    int index;                    /* in its list as written */
    int nchild;
    struct kk_json *child; /* [nchild] in the given order */
} kk_json;

/** Parse text that is UTF-8 already, strictly as RFC 8259 with distinct keys. Problems are findings with line and
 *  column.
 *  @return the tree as far as it can be used; NULL where the text has no such form */
kk_json *kk_json_parse(kk_ctx *K, const char *file, const kk_blob *text);

/** The same for a part of an argument that begins at a column of it: places have columns and no lines. */
kk_json *kk_json_parse_argument(kk_ctx *K, const char *argument, int column, const kk_blob *text);

/** The (first) member of an object, NULL where there is none (or node is no object). */
const kk_json *kk_json_member(const kk_json *node, const char *key);

/** The place of a node, or of its key; field is its path, such as goals[2].target. */
kk_place kk_json_place(kk_ctx *K, const kk_json *node, bool key);

/** Let every member below a node know its parent, after members were put elsewhere. */
void kk_json_relink(kk_json *node);

/** "a text", "a list", ... for messages. */
const char *kk_json_word(kk_json_kind kind, kk_lang lang);

#endif
