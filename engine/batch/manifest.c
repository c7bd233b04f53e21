/* The manifest of a batch. See manifest.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/manifest.h"

#include "base/str.h"
#include "input/encoding.h"
#include "input/json.h"

#include <glob.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ID_MOST = 200, NAME_MOST = 100, NKEY = 4 };

static const char *const KEYS[][NKEY + 1] = {
    {"kakuho_batch", "scenarios", "options", "limits", NULL},
    {"id", "path", "glob", NULL},
    {"set", "change", "input_encoding", NULL},
    {"work", "seconds", "memory_mib", "night_seconds", NULL},
};
enum { TOP, SCENARIO, OPTIONS, LIMITS };

typedef struct {
    kk_ctx *K;
    const char *file, *folder;
    kk_manifest *M;
    int capacity;
    const kk_json **from; /* [M->n] the entry that named a scenario */
    int from_capacity;
    kk_map *by_path, *by_id; /* -> number of the scenario */
} reader;

/* ---- one key ----------------------------------------------------------------------------------------------------- */

static void find_type(const reader *R, const kk_json *node, const char *en, const char *ja)
{
    kk_find_error(R->K, "manifest.key", KK_AT(kk_json_place(R->K, node, false)), "%s%.0s stands where %s%.0s is needed",
                  "%.0s%sではなく、%.0s%sを書いてください", kk_json_word(node->kind, KK_EN),
                  kk_json_word(node->kind, KK_JA), en, ja);
}

/* Whether a node is an object, and its members are known ones. */
static bool check_keys(const reader *R, const kk_json *node, int which)
{
    const char *const *key = KEYS[which];
    int nkey = 0;
    if (node->kind != KK_JSON_OBJECT) {
        find_type(R, node, "an object { ... }", "オブジェクト { ... } ");
        return false;
    }
    while (key[nkey])
        nkey++;
    for (int i = 0; i < node->nchild; i++) {
        int k = 0;
        while (k < nkey && strcmp(key[k], node->child[i].key) != 0)
            k++;
        if (k < nkey)
            continue;
        const char *near = kk_nearest(node->child[i].key, key, nkey);
        kk_place at = kk_json_place(R->K, &node->child[i], true);
        if (near)
            kk_find_error(R->K, "manifest.key", &at, "there is no key '%s' here; did you mean '%s'?",
                          "ここにキー「%s」はありません。「%s」のことですか", kk_brief(R->K, node->child[i].key), near);
        else
            kk_find_error(R->K, "manifest.key", &at, "there is no key '%s' here; take it away",
                          "ここにキー「%s」はありません。消してください", kk_brief(R->K, node->child[i].key));
    }
    return true;
}

/* The member as a text that is not empty; NULL where there is none, or after a finding. */
static const char *text_of(const reader *R, const kk_json *node, const char *key)
{
    const kk_json *member = kk_json_member(node, key);
    if (!member)
        return NULL;
    if (member->kind == KK_JSON_TEXT && *member->text)
        return member->text;
    if (member->kind == KK_JSON_TEXT)
        kk_find_error(R->K, "manifest.key", KK_AT(kk_json_place(R->K, member, false)),
                      "the text is empty; write one, or take the key away", "空です。値を書くか、キーを消してください");
    else
        find_type(R, member, "a text", "文字列");
    return NULL;
}

/* ---- scenarios --------------------------------------------------------------------------------------------------- */

/* Why an id cannot name a folder of the store; NULL where it can. */
static bool is_id(const char *id)
{
    size_t length = strlen(id);
    if (length == 0 || length > ID_MOST)
        return false;
    for (const char *s = id; *s;) {
        size_t part = strcspn(s, "/");
        if (part == 0 || part > NAME_MOST || *s == '.')
            return false;
        for (size_t i = 0; i < part;) {
            int bytes = kk_utf8_length(s + i, part - i);
            if (bytes == 0 || (unsigned char)s[i] < ' ' || s[i] == 0x7F || s[i] == '\\')
                return false;
            i += (size_t)bytes;
        }
        s += part;
        if (*s == '/' && s[1] == '\0')
            return false;
        s += *s == '/';
    }
    return true;
}

/* The path without slashes at its end and without ".json". */
static const char *id_of(kk_ctx *K, const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    if (n > 5 && strncmp(path + n - 5, ".json", 5) == 0)
        n -= 5;
    return kk_strndup(K, path, n);
}

static void add(reader *R, const kk_json *entry, const char *id, const char *path, bool found_by_glob)
{
    kk_manifest *M = R->M;
    kk_ctx *K = R->K;
    const char *whole = kk_path_join(K, R->folder, path);
    int there = kk_map_get(R->by_path, whole);
    if (there >= 0 && found_by_glob)
        return; /* named already */
    const kk_json *says = kk_json_member(entry, "id") ? kk_json_member(entry, "id") : entry;
    kk_place at = kk_json_place(K, says, false);
    if (!is_id(id)) {
        kk_find_error(K, "manifest.id", &at,
                      "'%s' cannot be the id of a scenario: names with / between, none of which is empty, begins with "
                      "a dot or is longer than 100 bytes, 200 together; give one with \"id\"",
                      "「%s」はシナリオの id にできません（/ "
                      "で区切った名前。空の名前、ドットで始まる名前、100 バイトを超える名前は不可、全体で 200 "
                      "バイトまで）。\"id\" で指定してください",
                      kk_brief(K, id));
        return;
    }
    int same = kk_map_put(R->by_id, id, M->n);
    if (same != M->n) {
        kk_find_error(K, "manifest.id", &at, "the id '%s' is given twice: for %s and for %s; choose another",
                      "id「%s」が重複しています（%s と %s）。別の id にしてください", kk_brief(K, id),
                      M->scenario[same].path, whole);
        return;
    }
    kk_map_put(R->by_path, whole, M->n);
    M->scenario = kk_grow(K, M->scenario, &R->capacity, M->n + 1, sizeof *M->scenario);
    R->from = kk_grow(K, R->from, &R->from_capacity, M->n + 1, sizeof *R->from);
    R->from[M->n] = says;
    M->scenario[M->n++] = (kk_batch_scenario){id, whole};
}

static void undo_glob(void *found)
{
    globfree(found);
}

/* The folder of the manifest as a pattern that means itself. */
static const char *as_pattern(kk_ctx *K, const char *folder)
{
    kk_text T = {.K = K};
    for (const char *s = folder; *s; s++) {
        if (strchr("*?[\\", *s))
            kk_text_add(&T, "\\");
        kk_text_addn(&T, s, 1);
    }
    return kk_text_get(&T);
}

static void add_all(reader *R, const kk_json *entry, const char *pattern)
{
    kk_ctx *K = R->K;
    glob_t *found = KK_NEW(K, glob_t);
    bool whole = pattern[0] == '/', here = strcmp(R->folder, ".") == 0;
    int code = glob(whole || here ? pattern : kk_path_join(K, as_pattern(K, R->folder), pattern), 0, NULL, found);
    kk_defer(K, undo_glob, found);
    if (code == GLOB_NOSPACE)
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    size_t skip = whole || here ? 0 : strlen(kk_path_join(K, R->folder, "x")) - 1;
    for (size_t i = 0; code == 0 && i < found->gl_pathc; i++) {
        const char *path = kk_strdup(K, found->gl_pathv[i] + skip);
        add(R, entry, id_of(K, path + (whole ? strspn(path, "/") : 0)), path, true);
    }
    if (code != 0)
        kk_find_warning(K, "manifest.path", KK_AT(kk_json_place(K, kk_json_member(entry, "glob"), false)),
                        "no file is like '%s'; paths lead from the folder of the manifest",
                        "「%s」に合うファイルがありません。マニフェストのあるフォルダからのパスを書いてください",
                        kk_brief(K, pattern));
}

/* What is named, first; then what patterns find beside it. */
static void read_scenarios(reader *R, const kk_json *list)
{
    for (int i = 0; i < list->nchild; i++) {
        const kk_json *entry = &list->child[i];
        if (!check_keys(R, entry, SCENARIO))
            continue;
        const char *path = text_of(R, entry, "path"), *id = text_of(R, entry, "id");
        bool has_path = kk_json_member(entry, "path"), has_glob = kk_json_member(entry, "glob");
        if (has_path == has_glob || (has_glob && kk_json_member(entry, "id")))
            kk_find_error(R->K, "manifest.key", KK_AT(kk_json_place(R->K, entry, false)),
                          "write \"path\", with an \"id\" if you like, or \"glob\" alone",
                          "\"path\"（必要なら \"id\" も）か、\"glob\" だけを書いてください");
        else if (path && (id || !kk_json_member(entry, "id")))
            add(R, entry, id ? id : id_of(R->K, path), path, false);
    }
    for (int i = 0; i < list->nchild; i++) {
        const kk_json *entry = &list->child[i];
        const char *pattern = kk_json_member(entry, "path") ? NULL : text_of(R, entry, "glob");
        if (pattern && !kk_json_member(entry, "id"))
            add_all(R, entry, pattern);
    }
}

/* The folder of a plan holds nothing but the plan. */
static void check_nesting(reader *R)
{
    for (int i = 0; i < R->M->n; i++) {
        const char *id = R->M->scenario[i].id;
        for (const char *s = id; (s = strchr(s, '/')); s++) {
            int outer = kk_map_get(R->by_id, kk_strndup(R->K, id, (size_t)(s - id)));
            if (outer >= 0)
                kk_find_error(R->K, "manifest.id", KK_AT(kk_json_place(R->K, R->from[i], false)),
                              "the plan of '%s' would lie within that of '%s'; give one of them another id",
                              "「%s」の計画が「%s」の計画の中に入ってしまいます。どちらかの id を変えてください",
                              kk_brief(R->K, id), kk_brief(R->K, R->M->scenario[outer].id));
        }
    }
}

static int by_id(const void *one, const void *other)
{
    return strcmp(((const kk_batch_scenario *)one)->id, ((const kk_batch_scenario *)other)->id);
}

/* ---- options and limits ------------------------------------------------------------------------------------------ */

static const char *const *texts_of(const reader *R, const kk_json *node, const char *key, int *out_count)
{
    const kk_json *list = kk_json_member(node, key);
    *out_count = 0;
    if (!list)
        return NULL;
    if (list->kind != KK_JSON_LIST) {
        find_type(R, list, "a list of texts", "文字列のリスト");
        return NULL;
    }
    const char **text = KK_ARRAY(R->K, const char *, list->nchild);
    for (int i = 0; i < list->nchild; i++) {
        if (list->child[i].kind != KK_JSON_TEXT) {
            find_type(R, &list->child[i], "a text", "文字列");
        } else if (strcmp(key, "set") == 0 && strncmp(list->child[i].text, "tables", 6) == 0) {
            kk_find_error(R->K, "manifest.key", KK_AT(kk_json_place(R->K, &list->child[i], false)),
                          "tables cannot be the same for all scenarios; name them in the scenarios",
                          "表は全シナリオ共通にはできません。各シナリオで指定してください");
        } else {
            text[(*out_count)++] = list->child[i].text;
        }
    }
    return text;
}

static void read_options(reader *R, const kk_json *node)
{
    kk_load_options *options = &R->M->options;
    if (!node || !check_keys(R, node, OPTIONS))
        return;
    options->set = texts_of(R, node, "set", &options->nset);
    options->change = texts_of(R, node, "change", &options->nchange);
    options->encoding = text_of(R, node, "input_encoding");
    for (kk_encoding e = KK_ENCODING_AUTO; options->encoding; e++) {
        if (strcmp(options->encoding, kk_encoding_word[e]) == 0)
            return;
        if (e == KK_ENCODING_CP932)
            break;
    }
    if (options->encoding)
        kk_find_error(R->K, "manifest.key", KK_AT(kk_json_place(R->K, kk_json_member(node, "input_encoding"), false)),
                      "there is no encoding '%s'; write auto, utf-8 or cp932",
                      "文字コード「%s」はありません。auto、utf-8、cp932 のどれかを書いてください",
                      kk_brief(R->K, options->encoding));
}

static double limit_of(const reader *R, const kk_json *node, const char *key, double usual)
{
    const kk_json *member = kk_json_member(node, key);
    if (!member || member->kind == KK_JSON_NULL)
        return usual;
    if (member->kind != KK_JSON_NUMBER)
        find_type(R, member, "a number", "数値");
    else if (!(member->number > 0.0))
        kk_find_error(R->K, "manifest.key", KK_AT(kk_json_place(R->K, member, false)),
                      "a limit is more than 0; take the key away where there is none",
                      "制限は 0 より大きくしてください。制限しない場合はキーを消してください");
    else
        return member->number;
    return usual;
}

static void read_limits(reader *R, const kk_json *node)
{
    if (node && !check_keys(R, node, LIMITS))
        node = NULL;
    R->M->work = limit_of(R, node, "work", INFINITY);
    R->M->seconds = limit_of(R, node, "seconds", KK_SECONDS_USUAL);
    R->M->memory_mib = limit_of(R, node, "memory_mib", INFINITY);
    R->M->night_seconds = limit_of(R, node, "night_seconds", INFINITY);
}

/* ---- the file ---------------------------------------------------------------------------------------------------- */

static const kk_json *read_file(reader *R, const char *path)
{
    kk_blob raw, text;
    const char *why[2];
    if (kk_file_kind_of(path) == KK_FILE_NONE)
        kk_fail(R->K, KK_EUSAGE, "%s: there is no such manifest", "%s: このマニフェストはありません", path);
    if (!kk_file_read(R->K, path, &raw, why))
        kk_fail(R->K, KK_ESYSTEM, "%s: cannot be read: %s%.0s", "%s: 読めません：%.0s%s", path, why[KK_EN], why[KK_JA]);
    if (kk_text_decode(R->K, R->file, false, &raw, KK_ENCODING_AUTO, &text) == KK_ENCODING_AUTO)
        return NULL;
    return kk_json_parse(R->K, R->file, &text);
}

kk_manifest *kk_manifest_read(kk_ctx *K, const char *path)
{
    const char *slash = strrchr(path, '/');
    reader R = {.K = K, .file = slash ? slash + 1 : path, .folder = kk_path_folder(K, path)};
    R.M = KK_NEW(K, kk_manifest);
    R.by_path = kk_map_new(K);
    R.by_id = kk_map_new(K);
    const kk_json *top = read_file(&R, path);
    if (!top || !check_keys(&R, top, TOP))
        return R.M;
    const kk_json *version = kk_json_member(top, "kakuho_batch"), *list = kk_json_member(top, "scenarios");
    kk_place at = kk_json_place(K, top, false);
    if (!version)
        kk_find_error(K, "manifest.key", &at, "the key 'kakuho_batch' is missing (\"kakuho_batch\": 1)",
                      "キー「kakuho_batch」がありません (\"kakuho_batch\": 1)");
    else if (version->kind != KK_JSON_NUMBER || version->number < 1.0 || version->number > 1.0)
        kk_find_error(K, "manifest.key", KK_AT(kk_json_place(K, version, false)),
                      "this kakuho reads manifests of version 1 (\"kakuho_batch\": 1)",
                      "この kakuho が読めるマニフェストは版 1 です (\"kakuho_batch\": 1)");
    if (list && list->kind != KK_JSON_LIST)
        find_type(&R, list, "a list", "リスト");
    else if (list)
        read_scenarios(&R, list);
    check_nesting(&R);
    read_options(&R, kk_json_member(top, "options"));
    read_limits(&R, kk_json_member(top, "limits"));
    if (R.M->n == 0 && kk_errors(K) == 0)
        kk_find_error(K, "manifest.key", list ? KK_AT(kk_json_place(K, list, false)) : &at,
                      "there is no scenario; name at least one in \"scenarios\"",
                      "シナリオが一つもありません。\"scenarios\" に書いてください");
    if (R.M->n > 1)
        qsort(R.M->scenario, (size_t)R.M->n, sizeof *R.M->scenario, by_id);
    return R.M;
}
