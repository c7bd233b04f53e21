/* Reading a city: the scenario and all tables, every problem in one pass. See load.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/load.h"

#include "input/change.h"
#include "input/layers.h"
#include "input/loading.h"

#include <string.h>

enum { LARGEST = 1 << 30 };

/* ---- files ------------------------------------------------------------------------------------------------------- */

static const char *table_file(const kk_loading *L, int t)
{
    return L->S->table[t] ? L->S->table[t] : kk_format(L->K, "%s.csv", kk_tables[t].name);
}

static void find_no_file(kk_loading *L, int t, const char *file)
{
    if (L->S->table[t])
        kk_find_error(L->K, "file.missing",
                      KK_AT(kk_scenario_place(L->K, L->S,
                                              kk_json_member(kk_json_member(L->S->top, "tables"), kk_tables[t].name))),
                      "there is no file '%s'; correct the path",
                      "「%s」というファイルはありません。パスを直してください", kk_brief(L->K, file));
    else if (kk_tables[t].required && !L->S->broken)
        kk_find_error(L->K, "table.missing", &(kk_place){.file = file}, "the table is missing (%s%.0s)",
                      "表がありません（%.0s%s）", kk_tables[t].about[KK_EN], kk_tables[t].about[KK_JA]);
}

/* Read the cells of one table; NULL where there is none, or - *out_unread - after a finding. */
static kk_csv *read_cells(kk_loading *L, int t, bool *out_unread)
{
    kk_city *C = L->C;
    const char *file = table_file(L, t), *why[2];
    const char *path = kk_path_join(L->K, L->S->table[t] ? L->S->table_folder[t] : L->S->folder, file);
    kk_blob raw, text;
    *out_unread = false;
    if (kk_file_kind_of(path) == KK_FILE_NONE) {
        *out_unread = L->no_file[t] = L->S->table[t] != NULL;
        if (L->S->table[t])
            find_no_file(L, t, file);
        return NULL;
    }
    *out_unread = true;
    kk_place at = {.file = file};
    if (!kk_file_read(L->K, path, &raw, why)) {
        kk_find_error(L->K, "file.unreadable", &at, "cannot be read: %s%.0s", "読めません：%.0s%s", why[KK_EN],
                      why[KK_JA]);
        return NULL;
    }
    if (raw.size > LARGEST) {
        kk_find_error(L->K, "file.unreadable", &at, "the file is larger than 1 GB", "1 GB を超えるファイルです");
        return NULL;
    }
    raw.name = kk_format(L->K, "%s.csv", kk_tables[t].name);
    C->input_file[C->ninput] = file;
    C->input[C->ninput++] = raw;
    if (kk_text_decode(L->K, file, true, &raw, L->S->encoding, &text) == KK_ENCODING_AUTO)
        return NULL;
    *out_unread = false;
    return kk_csv_parse(L->K, file, &text);
}

/* A table by its description; one that could not be read has no rows. */
static void read_table(kk_loading *L, int t, const kk_csv *csv, bool unread)
{
    kk_city *C = L->C;
    L->table[t] = kk_data_read(L->K, &kk_tables[t], csv);
    if (!csv) {
        if (!unread)
            find_no_file(L, t, table_file(L, t));
        L->table[t]->given = unread && !L->no_file[t];
        L->table[t]->whole = !unread && !kk_tables[t].required;
        return;
    }
    kk_place at = {.file = csv->file, .by = kk_csv_gone(csv, NULL, NULL)};
    C->figures += L->table[t]->nrow;
    for (int i = 0; i < L->table[t]->nrow; i++)
        C->estimates += L->table[t]->estimate[i];
    if (L->table[t]->nrow == 0 && L->table[t]->whole && (t == KK_T_NEED || t == KK_T_AREAS || t == KK_T_CLASSES))
        kk_find_error(L->K, "table.empty", &at, "the table has headings but no rows; write them",
                      "見出しだけで行がありません。行を書いてください");
}

static void read_encoding(kk_ctx *K, kk_scenario *S, const char *encoding)
{
    if (!encoding)
        return;
    for (kk_encoding e = KK_ENCODING_AUTO; e <= KK_ENCODING_CP932; e++)
        if (strcmp(encoding, kk_encoding_word[e]) == 0) {
            S->encoding = e;
            return;
        }
    kk_fail(K, KK_EUSAGE, "there is no encoding '%s'; write auto, utf-8 or cp932",
            "文字コード「%s」はありません。auto、utf-8、cp932 のどれかを指定してください", kk_brief(K, encoding));
}

/* ---- the city ---------------------------------------------------------------------------------------------------- */

/* What the scenario says of the city as a whole. */
static kk_loading *begin(kk_ctx *K, const kk_scenario *S)
{
    kk_loading *L = KK_NEW(K, kk_loading);
    kk_city *C = KK_NEW(K, kk_city);
    L->K = K;
    L->C = C;
    L->S = S;
    C->title = S->title;
    C->edition = S->edition;
    C->note = S->note;
    C->money_unit = S->money_unit;
    C->minus = S->minus;
    C->lang = S->lang;
    C->as_of_end = S->as_of_end;
    C->whole = S->whole;
    C->gap = S->gap;
    C->effort = S->effort;
    C->searches = KK_ALL_SEARCHES;
    C->discount = S->discount;
    C->input = KK_ARRAY(K, kk_blob, KK_NTABLE + 1);
    C->input_file = KK_ARRAY(K, const char *, KK_NTABLE + 1);
    return L;
}

/* What makes a what-if of the scenario, for those who read the plan. */
static void tell_what_if(kk_loading *L)
{
    const kk_scenario *S = L->S;
    int nchange = S->changes ? S->changes->nchild : 0;
    L->C->what_if = KK_ARRAY(L->K, const char *, S->nwhat_if + nchange);
    for (int i = 0; i < S->nwhat_if; i++)
        L->C->what_if[L->C->nwhat_if++] = S->what_if[i];
    for (int i = 0; i < nchange; i++)
        L->C->what_if[L->C->nwhat_if++] = kk_layers_say(L->K, &S->changes->child[i]);
}

/* The city that the cells describe. */
static void make_city(kk_loading *L, kk_source *source)
{
    kk_ctx *K = L->K;
    for (int t = 0; t < KK_NTABLE; t++)
        read_table(L, t, source->csv[t], source->unread[t]);
    kk_read_years(L);
    kk_read_areas(L);
    kk_read_classes(L);
    kk_read_measures(L);
    kk_read_options(L);
    kk_read_need(L);
    kk_read_supply(L);
    kk_read_carers(L);
    kk_read_shares(L);
    kk_read_links(L);
    kk_read_limits(L);
    kk_read_targets(L);
    kk_read_goals(L);
    kk_read_adopted(L);
    kk_check_city(L);
    kk_findings_sort(K);
    if (kk_errors(K) > 0)
        kk_fail(K, KK_EINPUT, "the input has %d error%s: nothing is planned",
                "入力に誤りが %d 件あります。計画は作りません%.0s", kk_errors(K), kk_errors(K) == 1 ? "" : "s");
    kk_required_fill(K, L->C);
    tell_what_if(L);
    for (int t = 0; t < KK_NTABLE; t++)
        source->table[t] = L->table[t];
    L->C->source = source;
}

kk_city *kk_load(kk_ctx *K, const char *path, const kk_load_options *options)
{
    kk_scenario *S = kk_scenario_read(K, path, options);
    kk_source *source = KK_NEW(K, kk_source);
    read_encoding(K, S, options ? options->encoding : NULL);
    kk_loading *L = begin(K, S);
    kk_city *C = L->C;
    source->S = S;
    for (int t = 0; t < KK_NTABLE; t++)
        kk_find_file(K, table_file(L, t));
    for (int t = 0; t < KK_NTABLE; t++)
        source->csv[t] = read_cells(L, t, &source->unread[t]);
    kk_changes_make(K, S, source->csv, source->unread);
    make_city(L, source);
    const char *text = kk_scenario_text(K, S, C);
    C->input[C->ninput++] = (kk_blob){.name = "scenario.json", .data = text, .size = strlen(text)};
    return C;
}

kk_city *kk_load_changed(kk_ctx *K, const kk_city *C, const kk_load_options *more, const char *option)
{
    const kk_scenario *S = C->source->S, *over = kk_scenario_over(K, S, more, option);
    kk_source *source = KK_NEW(K, kk_source);
    kk_loading *L = begin(K, over);
    source->S = over;
    for (int t = 0; t < KK_NTABLE; t++) {
        source->csv[t] = C->source->csv[t] ? kk_csv_copy(K, C->source->csv[t]) : NULL;
        L->no_file[t] = over->table[t] && !source->csv[t];
    }
    int made = S->changes ? S->changes->nchild : 0; /* they stand in the cells already */
    if (over->changes && over->changes->nchild > made) {
        kk_json rest = *over->changes;
        kk_scenario added = {.changes = &rest};
        rest.child += made;
        rest.nchild -= made;
        kk_changes_make(K, &added, source->csv, source->unread);
    }
    make_city(L, source);
    return L->C;
}

kk_city *kk_load_mixed(kk_ctx *K, const kk_city *one, const kk_city *other, const bool from_other[KK_NTABLE + 1])
{
    const kk_city *from = from_other[KK_NTABLE] ? other : one;
    kk_source *source = KK_NEW(K, kk_source);
    kk_loading *L = begin(K, from->source->S);
    source->S = from->source->S;
    for (int t = 0; t < KK_NTABLE; t++) {
        source->csv[t] = (from_other[t] ? other : one)->source->csv[t];
        L->no_file[t] = L->S->table[t] && !source->csv[t];
    }
    make_city(L, source);
    return L->C;
}
