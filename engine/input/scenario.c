/* The scenario: its keys, and reading them. See scenario.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/scenario.h"

#include "base/str.h"
#include "input/keys.h"
#include "input/layers.h"

#include <limits.h>
#include <string.h>

/* ---- checking by the description --------------------------------------------------------------------------------- */

typedef struct {
    kk_ctx *K;
    const char *file;
    const kk_layers *layers;
    int asked;
} reader;

static kk_place at(const reader *R, const kk_json *node, bool key)
{
    return node->file ? kk_json_place(R->K, node, key) : (kk_place){.file = R->file};
}

static const kk_key *key_find(const kk_key *list, const char *name)
{
    for (; list->name; list++)
        if (strcmp(list->name, name) == 0)
            return list;
    return NULL;
}

static void find_key(reader *R, const kk_key *list, const kk_json *node)
{
    const char *candidate[32];
    int n = 0;
    for (const kk_key *k = list; k->name; k++)
        candidate[n++] = k->name;
    const char *near = R->asked++ < 20 ? kk_nearest(node->key, candidate, n) : NULL;
    if (near)
        kk_find_error(R->K, "scenario.unknown", KK_AT(at(R, node, true)), "there is no key '%s'; did you mean '%s'?",
                      "「%s」というキーはありません。「%s」のことですか", kk_brief(R->K, node->key), near);
    else
        kk_find_error(R->K, "scenario.unknown", KK_AT(at(R, node, true)), "there is no key '%s'; delete it",
                      "「%s」というキーはありません。削除してください", kk_brief(R->K, node->key));
}

static bool is_word(reader *R, const kk_key *k, const kk_json *node)
{
    if (node->kind != KK_JSON_TEXT)
        return false;
    kk_text list = {.K = R->K};
    for (int i = 0; i < k->nword; i++) {
        if (strcmp(k->word[i], node->text) == 0)
            return true;
        kk_text_addf(&list, "%s%s", i ? ", " : "", k->word[i]);
    }
    const char *near = kk_nearest(node->text, k->word, k->nword), *show = kk_brief(R->K, node->text);
    if (near)
        kk_find_error(R->K, "scenario.word", KK_AT(at(R, node, false)), "'%s' is none of %s; did you mean '%s'?",
                      "「%s」は使えません（%s のどれか）。「%s」のことですか", show, kk_text_get(&list), near);
    else
        kk_find_error(R->K, "scenario.word", KK_AT(at(R, node, false)), "'%s' is none of %s",
                      "「%s」は使えません（%s のどれか）", show, kk_text_get(&list));
    return false;
}

static bool is_number(reader *R, const kk_key *k, const kk_json *node)
{
    bool whole = k->type == KK_KEY_WHOLE;
    if (node->number >= k->least && node->number <= k->most && (!whole || node->number == (double)(long)node->number))
        return true;
    kk_find_error(R->K, "scenario.range", KK_AT(at(R, node, false)), "%s is out of range; need %s%.0s%s to %s",
                  "%s は範囲外です。%.0s%s%s から %s までにしてください", node->text,
                  whole ? "a whole number from " : "", whole ? "整数で " : "", kk_num_print(R->K, k->least),
                  kk_num_print(R->K, k->most));
    return false;
}

static bool check_object(reader *R, const kk_key *list, kk_json *node);

static void find_type(reader *R, const kk_json *node, kk_json_kind want)
{
    kk_find_error(R->K, "scenario.type", KK_AT(at(R, node, false)), "%s%.0s stands where %s%.0s is needed",
                  "%.0s%sではなく%.0s%sを書いてください", kk_json_word(node->kind, KK_EN),
                  kk_json_word(node->kind, KK_JA), kk_json_word(want, KK_EN), kk_json_word(want, KK_JA));
}

/* "31/30": what no decimal is */
static bool is_fraction(const kk_json *node)
{
    int64_t over, under;
    return node->kind == KK_JSON_TEXT && strchr(node->text, '/') &&
           kk_share_parse(node->text, &over, &under) == KK_NUM_OK;
}

/* What stands for cells of a table; what columns there are is looked at with the table. */
static bool check_cells(reader *R, const kk_key *k, kk_json *node)
{
    bool fine = true;
    for (int i = 0; i < node->nchild; i++) {
        kk_json *child = &node->child[i], *value = child;
        int n = 1;
        if (k->type == KK_KEY_WHERE && child->kind == KK_JSON_LIST) {
            value = child->child;
            n = child->nchild;
            fine &= n > 0;
            if (n == 0)
                kk_find_error(R->K, "scenario.empty", KK_AT(at(R, child, false)),
                              "the list is empty; leave the column out for all rows",
                              "リストが空です。すべての行を対象とするなら、この列を書かないでください");
        }
        for (int j = 0; j < n; j++) {
            fine &= !value[j].bad;
            if (value[j].bad || (k->type == KK_KEY_NUMBERS ? value[j].kind == KK_JSON_NUMBER || is_fraction(&value[j])
                                                           : value[j].kind < KK_JSON_LIST))
                continue;
            find_type(R, &value[j], k->type == KK_KEY_NUMBERS ? KK_JSON_NUMBER : KK_JSON_TEXT);
            fine = false;
        }
    }
    return fine;
}

/* Whether a value has the type that its key asks for; everything wrong in it has a finding. */
static bool check_value(reader *R, const kk_key *k, kk_json *node)
{
    static const kk_json_kind want[] = {
        [KK_KEY_TEXT] = KK_JSON_TEXT,     [KK_KEY_BOOL] = KK_JSON_BOOL,      [KK_KEY_WHOLE] = KK_JSON_NUMBER,
        [KK_KEY_NUMBER] = KK_JSON_NUMBER, [KK_KEY_WORD] = KK_JSON_TEXT,      [KK_KEY_WORDS] = KK_JSON_LIST,
        [KK_KEY_NAMES] = KK_JSON_LIST,    [KK_KEY_TABLES] = KK_JSON_OBJECT,  [KK_KEY_WHERE] = KK_JSON_OBJECT,
        [KK_KEY_CELLS] = KK_JSON_OBJECT,  [KK_KEY_NUMBERS] = KK_JSON_OBJECT, [KK_KEY_ROWS] = KK_JSON_LIST,
        [KK_KEY_OBJECT] = KK_JSON_OBJECT, [KK_KEY_OBJECTS] = KK_JSON_LIST,
    };
    if (k->type == KK_KEY_PERIOD)
        return true; /* kk_scenario_period */
    if (k->type == KK_KEY_SLACK
            ? node->kind != KK_JSON_NUMBER && node->kind != KK_JSON_TEXT
            : node->kind != want[k->type] && !(k->type == KK_KEY_NAMES && node->kind == KK_JSON_TEXT)) {
        find_type(R, node, want[k->type]);
        return false;
    }
    switch (k->type) {
    case KK_KEY_WHOLE:
    case KK_KEY_NUMBER: return is_number(R, k, node);
    case KK_KEY_WORD: return is_word(R, k, node);
    case KK_KEY_OBJECT: return check_object(R, k->inner, node);
    case KK_KEY_WHERE:
    case KK_KEY_CELLS:
    case KK_KEY_NUMBERS: return check_cells(R, k, node);
    case KK_KEY_ROWS:
    case KK_KEY_WORDS:
    case KK_KEY_NAMES:
    case KK_KEY_OBJECTS: {
        kk_key one = *k;
        if (node->kind == KK_JSON_LIST && node->nchild < k->least) {
            kk_find_error(R->K, "scenario.empty", KK_AT(at(R, node, false)),
                          "the list is empty; leave the key out for all",
                          "リストが空です。すべてを対象とするなら、このキーを書かないでください");
            return false;
        }
        one.type = k->type == KK_KEY_WORDS   ? KK_KEY_WORD
                   : k->type == KK_KEY_NAMES ? KK_KEY_TEXT
                   : k->type == KK_KEY_ROWS  ? KK_KEY_CELLS
                                             : KK_KEY_OBJECT;
        bool fine = true;
        for (int i = 0; node->kind == KK_JSON_LIST && i < node->nchild; i++) {
            if (!node->child[i].bad && check_value(R, &one, &node->child[i]))
                continue;
            node->child[i].kind = KK_JSON_NULL;
            fine = false;
        }
        return fine || k->type != KK_KEY_ROWS;
    }
    case KK_KEY_TEXT:
        if (*node->text || k->least < 1.0)
            return true;
        kk_find_error(R->K, "scenario.empty", KK_AT(at(R, node, false)), "the text is empty; write a name",
                      "文字列が空です。名前を書いてください");
        return false;
    default: return true;
    }
}

/* Known keys with values of their types; what is wrong becomes null, so that the rest can be read on. */
static bool check_object(reader *R, const kk_key *list, kk_json *node)
{
    bool whole = true;
    for (int i = 0; i < node->nchild; i++) {
        kk_json *child = &node->child[i];
        const kk_key *k = key_find(list, child->key);
        bool fine = k && !child->bad && check_value(R, k, child);
        if (!k)
            find_key(R, list, child);
        if (!fine)
            child->kind = KK_JSON_NULL;
        whole &= fine || !k || !k->required;
    }
    for (const kk_key *k = list; k->name; k++) {
        if (!k->required || kk_json_member(node, k->name))
            continue;
        kk_find_error(R->K, "scenario.missing", KK_AT(at(R, node, false)), "the key '%s' is missing%s%s%s",
                      "キー「%s」がありません%s%s%s", k->name, k->sample ? " (" : "", k->sample ? k->sample : "",
                      k->sample ? ")" : "");
        whole = false;
    }
    return whole;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* The member of the given scenario, else of the defaults; NULL where neither has a good one. */
static const kk_json *member(const kk_json *given, const kk_json *fallback, const char *key)
{
    const kk_json *node = kk_json_member(given, key);
    if (!node || node->kind == KK_JSON_NULL)
        node = kk_json_member(fallback, key);
    return node;
}

static int year(const kk_json *years, const char *key)
{
    const kk_json *node = kk_json_member(years, key);
    return node && node->kind == KK_JSON_NUMBER ? (int)node->number : KK_NONE;
}

static int word(const kk_key *k, const kk_json *node)
{
    for (int i = 0; i < k->nword; i++)
        if (strcmp(k->word[i], node->text) == 0)
            return i;
    return 0;
}

static void put_table(const reader *R, kk_scenario *S, int t, const kk_json *node)
{
    S->table[t] = node->text;
    S->table_folder[t] = kk_layers_folder(R->K, R->layers, node);
}

static void read_tables(reader *R, kk_scenario *S, const kk_json *tables)
{
    const char *name[KK_NTABLE];
    for (int t = 0; t < KK_NTABLE; t++)
        name[t] = kk_tables[t].name;
    for (int i = 0; tables && tables->kind == KK_JSON_OBJECT && i < tables->nchild; i++) {
        const kk_json *node = &tables->child[i];
        int t = 0;
        while (t < KK_NTABLE && strcmp(name[t], node->key) != 0)
            t++;
        const char *near = t < KK_NTABLE || R->asked++ >= 20 ? NULL : kk_nearest(node->key, name, KK_NTABLE);
        if (t == KK_NTABLE && near)
            kk_find_error(R->K, "scenario.unknown", KK_AT(at(R, node, true)),
                          "there is no table '%s'; did you mean '%s'?",
                          "「%s」という表はありません。「%s」のことですか", kk_brief(R->K, node->key), near);
        else if (t == KK_NTABLE)
            kk_find_error(R->K, "scenario.unknown", KK_AT(at(R, node, true)), "there is no table '%s'; delete it",
                          "「%s」という表はありません。削除してください", kk_brief(R->K, node->key));
        else if (node->kind != KK_JSON_TEXT || !*node->text)
            kk_find_error(R->K, "scenario.type", KK_AT(at(R, node, false)), "%s%.0s stands where a path is needed",
                          "%.0s%sではなく表のパスを書いてください", kk_json_word(node->kind, KK_EN),
                          kk_json_word(node->kind, KK_JA));
        else
            put_table(R, S, t, node);
    }
}

static void read_values(reader *R, kk_scenario *S, const kk_json *fallback)
{
    const kk_json *given = S->top, *years = kk_json_member(given, "years"), *node;
    S->title = member(given, fallback, "title")->text;
    S->edition = member(given, fallback, "edition")->text;
    S->note = member(given, fallback, "note")->text;
    S->money_unit = member(given, fallback, "money_unit")->text;
    S->minus = member(given, fallback, "minus")->text;
    S->lang = (kk_lang)word(key_find(kk_keys_top, "lang"), member(given, fallback, "lang"));
    S->encoding = (kk_encoding)word(key_find(kk_keys_top, "encoding"), member(given, fallback, "encoding"));
    S->first = year(years, "first");
    S->last = year(years, "last");
    S->look_ahead = year(years, "look_ahead");
    S->decide_from = year(years, "decide_from");
    node = kk_json_member(years, "as_of");
    S->as_of_end = node && node->kind == KK_JSON_TEXT && strcmp(node->text, "03-31") == 0;
    node = member(given, fallback, "consent");
    for (int i = 0; i < node->nchild; i++)
        if (node->child[i].kind == KK_JSON_TEXT)
            S->accepts[word(key_find(kk_keys_top, "consent"), &node->child[i])] = true;
    S->whole = word(key_find(kk_keys_top, "units"), member(given, fallback, "units")) == 0;
    S->gap = member(given, fallback, "gap")->number;
    S->effort = member(given, fallback, "effort")->number;
    node = kk_json_member(given, "discount");
    S->discount = node && node->kind == KK_JSON_NUMBER ? node->number : 0.0;
    node = kk_json_member(given, "follow");
    S->follow = node && node->kind == KK_JSON_TEXT ? node : NULL;
    S->targets = member(given, fallback, "targets");
    S->goals = member(given, fallback, "goals");
    S->changes = kk_json_member(given, "changes");
    if (S->changes && (S->changes->kind != KK_JSON_LIST || S->changes->nchild == 0))
        S->changes = NULL;
    read_tables(R, S, kk_json_member(given, "tables"));
}

static bool is_file(const char *path)
{
    return kk_file_kind_of(path) != KK_FILE_NONE;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The path of the scenario file, NULL where the folder has none. */
static const char *locate(kk_ctx *K, kk_scenario *S, const char *path)
{
    kk_file_kind kind = kk_file_kind_of(path);
    size_t n = strlen(path);
    if (kind == KK_FILE_NONE)
        kk_fail(K, KK_EUSAGE, "%s: there is no such file or folder; give a scenario (.json) or the folder of a city",
                "%s: ファイルもフォルダもありません。設定ファイル（.json）か市のフォルダを指定してください", path);
    if (kind != KK_FILE_FOLDER && n > 4 && strcmp(path + n - 4, ".csv") == 0)
        kk_fail(K, KK_EUSAGE, "%s: is a table; give the folder that it is in, or a scenario (.json)",
                "%s: これは表です。表のあるフォルダか設定ファイル（.json）を指定してください", path);
    S->folder = kind == KK_FILE_FOLDER ? path : kk_path_folder(K, path);
    if (kind == KK_FILE_FOLDER) {
        const char *base = kk_path_join(K, path, "base.json"), *plain = kk_path_join(K, path, "scenario.json");
        path = is_file(base) ? base : is_file(plain) ? plain : NULL;
    }
    S->file = path ? last_part(path) : "scenario";
    return path;
}

/* What the call lays over the scenario. */
static void lay_over(kk_ctx *K, const kk_json *fallback, const kk_load_options *options, const char *option,
                     kk_json **top)
{
    static const char bare[] = "{\"kakuho\": 1}";
    if (!options || options->nset + options->nchange == 0)
        return;
    if (!*top)
        *top = kk_json_parse(K, NULL, &(kk_blob){.data = bare, .size = sizeof bare - 1});
    for (int i = 0; i < options->nset; i++)
        kk_layers_set(K, *top, fallback, options->set[i]);
    for (int i = 0; i < options->nchange; i++)
        kk_layers_change(K, *top, option, options->change[i]);
}

/* What makes a what-if of it, but for its changes: what it says itself, what it extends, what the call lays over it. */
static void note_what_if(kk_ctx *K, kk_scenario *S, const kk_json *given, const kk_layers *L,
                         const kk_load_options *options)
{
    const kk_json *said = kk_json_member(given, "what_if");
    int nsaid = said && said->kind == KK_JSON_LIST ? said->nchild : 0, nset = options ? options->nset : 0;
    S->what_if = KK_ARRAY(K, const char *, 1 + nsaid + L->n + nset);
    if (said && said->kind == KK_JSON_TEXT)
        S->what_if[S->nwhat_if++] = said->text;
    for (int i = 0; i < nsaid; i++)
        if (said->child[i].kind == KK_JSON_TEXT)
            S->what_if[S->nwhat_if++] = said->child[i].text;
    for (int i = 0; i + 1 < L->n; i++)
        S->what_if[S->nwhat_if++] = kk_format(K, "%s extends %s", L->layer[i].file, L->layer[i + 1].file);
    for (int i = 0; i < nset; i++)
        S->what_if[S->nwhat_if++] = kk_format(K, "--set %s", options->set[i]);
}

static kk_json *defaults(reader *R)
{
    kk_blob text = {.data = KK_SCENARIO_DEFAULTS, .size = strlen(KK_SCENARIO_DEFAULTS)};
    kk_json *fallback = kk_json_parse(R->K, NULL, &text);
    KK_ASSERT(fallback && check_object(R, kk_keys_top, fallback));
    return fallback;
}

kk_scenario *kk_scenario_read(kk_ctx *K, const char *path, const kk_load_options *options)
{
    kk_scenario *S = KK_NEW(K, kk_scenario);
    path = locate(K, S, path);
    kk_layers layers = {.whole = true};
    reader R = {.K = K, .file = S->file, .layers = &layers};
    kk_json *fallback = defaults(&R), *top = NULL;
    kk_find_file(K, S->file);
    if (path) {
        layers = kk_layers_read(K, path, S->file);
        top = layers.top;
        S->folder = kk_path_folder(K, layers.layer[layers.n - 1].path);
    }
    S->broken = !layers.whole;
    if (top || !path)
        lay_over(K, fallback, options, "--change", &top);
    if (top)
        check_object(&R, kk_keys_top, top);
    S->top = top;
    read_values(&R, S, fallback);
    note_what_if(K, S, top, &layers, options);
    kk_ctx_set_lang(K, S->lang);
    return S;
}

kk_scenario *kk_scenario_over(kk_ctx *K, const kk_scenario *S, const kk_load_options *more, const char *option)
{
    kk_scenario *over = KK_NEW(K, kk_scenario);
    kk_layers layers = {.whole = true};
    reader R = {.K = K, .file = S->file, .layers = &layers};
    kk_json *fallback = defaults(&R), *top = NULL;
    *over = *S;
    memset(over->accepts, 0, sizeof over->accepts);
    if (S->top) {
        top = KK_NEW(K, kk_json);
        *top = kk_json_copy(K, S->top);
        kk_json_relink(top);
    }
    lay_over(K, fallback, more, option, &top);
    if (top)
        check_object(&R, kk_keys_top, top);
    over->top = top;
    read_values(&R, over, fallback);
    over->what_if = KK_ARRAY(K, const char *, S->nwhat_if + more->nset);
    for (int i = 0; i < S->nwhat_if; i++)
        over->what_if[i] = S->what_if[i];
    for (int i = 0; i < more->nset; i++)
        over->what_if[over->nwhat_if++] = kk_format(K, "--set %s", more->set[i]);
    return over;
}

kk_place kk_scenario_place(kk_ctx *K, const kk_scenario *S, const kk_json *node)
{
    return node && node->file ? kk_json_place(K, node, false) : (kk_place){.file = S->file};
}

bool kk_scenario_period(kk_ctx *K, const kk_scenario *S, const kk_json *node, int *out_from, int *out_until)
{
    *out_from = *out_until = KK_NONE;
    if (!node)
        return true;
    const kk_json *part[] = {node, node};
    bool fine = true;
    if (node->kind == KK_JSON_OBJECT) {
        part[0] = kk_json_member(node, "from");
        part[1] = kk_json_member(node, "until");
        fine = node->nchild == (part[0] != NULL) + (part[1] != NULL) && node->nchild > 0;
    } else if (node->kind == KK_JSON_LIST && node->nchild > 0) {
        part[0] = &node->child[0];
        part[1] = &node->child[node->nchild - 1];
        for (int i = 1; i < node->nchild; i++) /* a list means any of them: only years in a row are a period */
            fine &= node->child[i].number == node->child[i - 1].number + 1;
    }
    int value[2] = {KK_NONE, KK_NONE};
    for (int i = 0; i < 2; i++) {
        if (!part[i])
            continue;
        fine &= part[i]->kind == KK_JSON_NUMBER && !part[i]->bad && part[i]->number >= 1900 &&
                part[i]->number <= 2999 && part[i]->number == (double)(int)part[i]->number;
        value[i] = fine ? (int)part[i]->number : KK_NONE;
    }
    fine &= value[0] == KK_NONE || value[1] == KK_NONE || value[0] <= value[1];
    if (fine) {
        *out_from = value[0];
        *out_until = value[1];
    } else {
        kk_find_error(
            K, "scenario.years", KK_AT(kk_scenario_place(K, S, node)),
            "these are no years in a row; write 2024, [2023, 2024] or { \"from\": 2021, \"until\": 2024 }",
            "続いた年度ではありません。2024、[2023, 2024]、{ \"from\": 2021, \"until\": 2024 } のように書いてください");
    }
    return fine;
}

bool kk_goal_takes(kk_goal_kind kind, const char *key)
{
    const kk_key *k = key_find(kk_keys_goal, key);
    return k && (k->fits == 0 || (k->fits & 1u << kind));
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* A value as it was given. */
static void add_value(kk_text *T, const kk_json *node)
{
    if (node->kind == KK_JSON_OBJECT) {
        for (int i = 0; i < node->nchild; i++) {
            kk_text_addf(T, "%s%s: ", i ? ", " : "{", kk_json_quote(T->K, node->child[i].key));
            add_value(T, &node->child[i]);
        }
        kk_text_add(T, node->nchild ? "}" : "{}");
        return;
    }
    if (node->kind == KK_JSON_TEXT) {
        kk_text_add(T, kk_json_quote(T->K, node->text));
    } else if (node->kind == KK_JSON_LIST) {
        for (int i = 0; i < node->nchild; i++) {
            kk_text_add(T, i ? ", " : "[");
            add_value(T, &node->child[i]);
        }
        kk_text_add(T, node->nchild ? "]" : "[]");
    } else {
        kk_text_add(T, node->kind == KK_JSON_NUMBER ? kk_num_print(T->K, node->number) : node->text);
    }
}

const char *kk_scenario_goals(kk_ctx *K, const kk_scenario *S, const int *order, int alone)
{
    kk_text T = {.K = K};
    for (int i = 0; i < S->goals->nchild; i++) {
        const kk_json *goal = &S->goals->child[order[i]];
        kk_text_add(&T, i ? ", {" : "[{");
        for (int j = 0, put = 0; j < goal->nchild; j++) {
            if (i >= alone && strcmp(goal->child[j].key, "weight") == 0)
                continue;
            kk_text_addf(&T, "%s%s: ", put++ ? ", " : "", kk_json_quote(K, goal->child[j].key));
            add_value(&T, &goal->child[j]);
        }
        kk_text_add(&T, "}");
    }
    kk_text_add(&T, "]");
    return kk_text_get(&T);
}

/* , "key": value - of those of the keys that are given. */
static void add_given(kk_text *T, const kk_json *node, const char *const *key, int count)
{
    for (int i = 0; i < count; i++) {
        const kk_json *child = kk_json_member(node, key[i]);
        if (!child)
            continue;
        kk_text_addf(T, ", \"%s\": ", key[i]);
        add_value(T, child);
    }
}

static void add_text(kk_text *T, const char *key, const char *text)
{
    kk_text_addf(T, ",\n  \"%s\": %s", key, kk_json_quote(T->K, text));
}

const char *kk_scenario_text(kk_ctx *K, const kk_scenario *S, const kk_city *C)
{
    static const char *const filter[] = {"areas", "classes", "measures", "groups", "existing",
                                         "seats", "payer",   "kind",     "weight"};
    kk_text T = {.K = K};
    kk_text_add(&T, "{\n  \"kakuho\": 1");
    add_text(&T, "title", S->title);
    add_text(&T, "edition", S->edition);
    add_text(&T, "note", S->note);
    for (int i = 0; i < S->nwhat_if; i++)
        kk_text_addf(&T, "%s%s", i ? ", " : ",\n  \"what_if\": [", kk_json_quote(K, S->what_if[i]));
    kk_text_add(&T, S->nwhat_if ? "]" : "");
    kk_text_addf(
        &T, ",\n  \"years\": {\"first\": %d, \"last\": %d, \"look_ahead\": %d, \"decide_from\": %d, \"as_of\": \"%s\"}",
        C->first, C->last, C->look_ahead, C->decide_from, C->as_of_end ? "03-31" : "04-01");
    kk_text_add(&T, ",\n  \"consent\": [");
    for (int i = 0, n = 0; i < 4; i++)
        if (S->accepts[i])
            kk_text_addf(&T, "%s\"%s\"", n++ ? ", " : "", kk_consent_word[i]);
    kk_text_addf(&T, "],\n  \"units\": \"%s\"", C->whole ? "whole" : "continuous");
    if (C->whole)
        kk_text_addf(&T, ",\n  \"gap\": %s,\n  \"effort\": %s", kk_num_print(K, C->gap), kk_num_print(K, C->effort));
    kk_text_add(&T, ",\n  \"targets\": [");
    for (int g = 0; g < C->ntarget; g++) {
        const kk_target *G = &C->target[g];
        kk_text_addf(&T, "%s\n    {\"id\": %s, \"from\": %d, \"until\": %d", g ? "," : "", kk_json_quote(K, G->name.id),
                     C->first + G->from, C->first + G->until);
        add_given(&T, &S->targets->child[g], filter, 2);
        kk_text_addf(&T, ", \"basis\": \"%s\", \"buffer\": %s}", G->basis == KK_PEAK ? "peak" : "own",
                     kk_num_print(K, G->buffer));
    }
    kk_text_addf(&T, "%s],\n  \"goals\": [", C->ntarget ? "\n  " : "");
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        const kk_json *node = &S->goals->child[n];
        kk_text_addf(&T, "%s\n    {\"goal\": \"%s\"", n ? "," : "", kk_goal_word[N->kind]);
        if (N->target != KK_NONE)
            kk_text_addf(&T, ", \"target\": %s", kk_json_quote(K, C->target[N->target].name.id));
        kk_text_addf(&T, ", \"years\": {\"from\": %d, \"until\": %d}", N->from, N->until);
        add_given(&T, node, filter, sizeof filter / sizeof *filter);
        kk_text_add(&T, ", \"slack\": ");
        if (kk_json_member(node, "slack"))
            add_value(&T, kk_json_member(node, "slack"));
        else
            kk_text_add(&T, "0");
        kk_text_add(&T, "}");
    }
    kk_text_add(&T, "\n  ]");
    if (S->follow)
        add_text(&T, "follow", S->follow->text);
    if (S->discount > 0.0)
        kk_text_addf(&T, ",\n  \"discount\": %s", kk_num_print(K, S->discount));
    for (int i = 0; S->changes && i < S->changes->nchild; i++) {
        kk_text_add(&T, i ? ",\n    " : ",\n  \"changes\": [\n    ");
        add_value(&T, &S->changes->child[i]);
    }
    kk_text_add(&T, S->changes ? "\n  ]" : "");
    add_text(&T, "money_unit", S->money_unit);
    add_text(&T, "minus", S->minus);
    add_text(&T, "lang", S->lang == KK_JA ? "ja" : "en");
    add_text(&T, "encoding", kk_encoding_word[S->encoding]);
    kk_text_add(&T, "\n}\n");
    return kk_text_get(&T);
}
