/* An explanation as tables and JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/why_out.h"

#include "base/hash.h"
#include "base/str.h"
#include "report/actions_out.h"
#include "report/csv_out.h"
#include "report/json_out.h"
#include "report/run_json.h"
#include "report/why_words.h"

#include <string.h>

/* ---- why.csv, causes.csv ----------------------------------------------------------------------------------------- */

static const char *number(kk_ctx *K, double value)
{
    return isnan(value) ? "" : kk_decimal(K, (int64_t)llround(kk_shown(value) * 1000.0), 3);
}

static const char *whole(kk_ctx *K, int64_t value)
{
    return kk_decimal(K, value, 0);
}

/* "promise", "year": all together; "unmet", "short": a cell. */
static const char *about(const kk_lack *L)
{
    if (L->a == KK_NONE)
        return L->target == KK_NONE ? "year" : "promise";
    return L->target == KK_NONE ? "unmet" : "short";
}

static const char **lack_row(kk_ctx *K, kk_sheet *S, const kk_why *Y, const kk_lack *L)
{
    const kk_city *C = Y->P->C;
    const char **cell = kk_sheet_row(K, S);
    cell[0] = about(L);
    cell[1] = L->target == KK_NONE ? "" : C->target[L->target].name.id;
    cell[2] = L->a == KK_NONE ? "" : C->node[L->a].name.id;
    cell[3] = L->c == KK_NONE ? "" : C->class_[L->c].name.id;
    cell[4] = whole(K, C->first + L->t);
    cell[5] = number(K, L->missing);
    return cell + 6;
}

static kk_sheet *make_why(kk_ctx *K, const kk_why *Y)
{
    static const char *const HEADING[] = {"about",    "target",        "area", "class",      "year",     "missing",
                                          "order",    "cause",         "of",   "cause_year", "together", "gains",
                                          "one_more", "one_more_gains"};
    kk_sheet *S = kk_sheet_new(K, "why", HEADING, 14);
    for (const kk_lack *L = Y->lack; L < Y->lack + Y->nlack; L++) {
        for (int i = 0; i < L->nblame; i++) {
            const kk_cause *X = &Y->cause[L->blame[i].cause];
            const char **cell = lack_row(K, S, Y, L);
            *cell++ = whole(K, i + 1);
            *cell++ = kk_cause_code(K, Y, L->blame[i].cause);
            *cell++ = kk_cause_id(Y, L->blame[i].cause);
            *cell++ = X->year == KK_NONE ? "" : whole(K, X->year);
            *cell++ = L->together ? "yes" : "";
            *cell++ = number(K, L->blame[i].gains);
            *cell++ = kk_more_code(K, Y, L->blame[i].cause);
            *cell = number(K, L->blame[i].more);
        }
        if (L->left <= 0.0)
            continue;
        const char **cell = lack_row(K, S, Y, L); /* what no limit is to blame for */
        cell[0] = whole(K, L->nblame + 1);
        cell[1] = L->rest == KK_REST_NONE ? "rest" : kk_rest_word[L->rest];
        cell[5] = number(K, L->left);
    }
    return S;
}

static kk_sheet *make_causes(kk_ctx *K, const kk_why *Y)
{
    const kk_city *C = Y->P->C;
    const kk_voice V = {K, C, C->lang};
    int ncol = 0;
    const char **heading = KK_ARRAY(K, const char *, 10 + 2 * C->ntarget);
    static const char *const FIXED[] = {"cause",      "of",      "year",   "label",
                                        "holds_back", "used_up", "blamed", "gains_unmet"};
    for (size_t i = 0; i < sizeof FIXED / sizeof *FIXED; i++)
        heading[ncol++] = FIXED[i];
    for (int g = 0; g < C->ntarget; g++)
        heading[ncol++] = kk_format(K, "gains_%s", C->target[g].name.id);
    heading[ncol++] = "one_more";
    heading[ncol++] = "one_more_gains_unmet";
    for (int g = 0; g < C->ntarget; g++)
        heading[ncol++] = kk_format(K, "one_more_gains_%s", C->target[g].name.id);
    kk_sheet *S = kk_sheet_new(K, "causes", heading, ncol);
    for (int i = 0; i < Y->ncause; i++) {
        const kk_cause *X = &Y->cause[i];
        const kk_verdict *R = &Y->verdict[i];
        const char **cell = kk_sheet_row(K, S);
        *cell++ = kk_cause_code(K, Y, i);
        *cell++ = kk_cause_id(Y, i);
        *cell++ = X->year == KK_NONE ? "" : whole(K, X->year);
        *cell++ = kk_say_cause(&V, Y, i);
        *cell++ = X->holds > 0 ? whole(K, X->holds) : "";
        *cell++ = X->used_up ? "yes" : "no";
        *cell++ = R->blamed ? "yes" : "no";
        for (int g = 0; g <= C->ntarget; g++)
            *cell++ = number(K, R->gains[g]);
        *cell++ = kk_more_code(K, Y, i);
        for (int g = 0; g <= C->ntarget; g++)
            *cell++ = number(K, R->more[g]);
    }
    return S;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void put_year(kk_json *J, const char *key, int year)
{
    if (year == KK_NONE)
        kk_json_text(J, key, NULL);
    else
        kk_json_int(J, key, year);
}

static void put_lack(kk_json *J, const kk_voice *V, const kk_lack *L)
{
    const kk_city *C = V->C;
    kk_json_open(J, NULL, '{');
    kk_json_text(J, "about", about(L));
    kk_json_text(J, "target", L->target == KK_NONE ? NULL : C->target[L->target].name.id);
    kk_json_text(J, "area", L->a == KK_NONE ? NULL : C->node[L->a].name.id);
    kk_json_text(J, "class", L->c == KK_NONE ? NULL : C->class_[L->c].name.id);
    kk_json_int(J, "year", C->first + L->t);
    kk_json_text(J, "date", kk_date_iso(J->T.K, C, C->first + L->t, 0));
    kk_json_number(J, "missing", L->missing);
    kk_json_bool(J, "together", L->together);
    kk_json_open(J, "causes", '[');
    for (int i = 0; i < L->nblame; i++) {
        kk_json_open(J, NULL, '{');
        kk_json_int(J, "cause", L->blame[i].cause + 1);
        kk_json_number(J, "gains", L->blame[i].gains);
        kk_json_number(J, "one_more_gains", L->blame[i].more);
        kk_json_close(J);
    }
    kk_json_close(J);
    kk_json_number(J, "without_any_limit", L->left);
    kk_json_text(J, "rest", L->rest == KK_REST_NONE ? NULL : kk_rest_word[L->rest]);
    kk_json_text(J, "rest_text", L->rest == KK_REST_NONE ? NULL : kk_say_rest(V, L));
    kk_json_close(J);
}

static void put_gains(kk_json *J, const kk_city *C, const char *key, const double *gains)
{
    kk_json_open(J, key, '{');
    kk_json_number(J, "unmet", gains[0]);
    for (int g = 0; g < C->ntarget; g++)
        kk_json_number(J, C->target[g].name.id, gains[1 + g]);
    kk_json_close(J);
}

static void put_cause(kk_json *J, const kk_voice *V, const kk_why *Y, int i)
{
    const kk_cause *X = &Y->cause[i];
    kk_json_open(J, NULL, '{');
    kk_json_int(J, "number", i + 1);
    kk_json_text(J, "cause", kk_cause_code(J->T.K, Y, i));
    kk_json_text(J, "of", kk_cause_id(Y, i));
    put_year(J, "year", X->year);
    kk_json_text(J, "label", kk_say_cause(V, Y, i));
    if (X->holds > 0)
        kk_json_int(J, "holds_back", X->holds);
    kk_json_bool(J, "used_up", X->used_up);
    kk_json_bool(J, "blamed", Y->verdict[i].blamed);
    put_gains(J, V->C, "gains", Y->verdict[i].gains);
    kk_json_text(J, "one_more", kk_more_code(J->T.K, Y, i));
    put_gains(J, V->C, "one_more_gains", Y->verdict[i].more);
    kk_json_close(J);
}

const char *kk_why_json(kk_ctx *K, const kk_why *Y, kk_lang lang, const char *dir)
{
    const kk_city *C = Y->P->C;
    const kk_voice V = {K, C, lang};
    kk_json J = {.T.K = K};
    kk_json_open(&J, NULL, '{');
    kk_json_text(&J, "kakuho", KK_VERSION);
    kk_json_text(&J, "lang", lang == KK_JA ? "ja" : "en");
    kk_json_text(&J, "title", C->title);
    kk_json_text(&J, "edition", C->edition);
    kk_json_text(&J, "units", C->whole ? "whole" : "continuous");
    kk_json_text(&J, "causes_in", "continuous");
    kk_json_int(&J, "planned_again", Y->solved);
    kk_json_open(&J, "missing", '[');
    for (int i = 0; i < Y->nlack; i++)
        put_lack(&J, &V, &Y->lack[i]);
    kk_json_close(&J);
    kk_json_open(&J, "causes", '[');
    for (int i = 0; i < Y->ncause; i++)
        put_cause(&J, &V, Y, i);
    kk_json_close(&J);
    kk_actions_json(&J, &V, Y);
    kk_json_text(&J, "folder", dir);
    kk_json_close(&J);
    return kk_json_get(&J);
}

void kk_why_sheets(kk_ctx *K, const kk_why *Y, const kk_sheet *out[4])
{
    out[0] = make_why(K, Y);
    out[1] = make_causes(K, Y);
    out[2] = kk_actions_sheet(K, Y);
    out[3] = kk_rules_sheet(K, Y);
}

/* ---- the folder -------------------------------------------------------------------------------------------------- */

static const char *list_json(kk_ctx *K, const kk_why *Y, const kk_blob *file, int count)
{
    kk_json J = {.T.K = K};
    kk_json_open(&J, NULL, '{');
    kk_json_text(&J, "kakuho", KK_VERSION);
    kk_json_text(&J, "title", Y->P->C->title);
    kk_json_text(&J, "edition", Y->P->C->edition);
    kk_json_text(&J, "input", kk_input_hash(K, Y->P->C));
    kk_json_text(&J, "units", Y->P->C->whole ? "whole" : "continuous");
    kk_json_text(&J, "causes_in", "continuous");
    kk_json_int(&J, "planned_again", Y->solved);
    kk_json_files(&J, file, count);
    kk_json_close(&J);
    return kk_json_get(&J);
}

static bool listed(void *info, const char *folder, const char *name)
{
    kk_ctx *K = info;
    kk_blob list;
    const char *why[2];
    bool read = kk_file_read(K, kk_path_join(K, folder, "why.json"), &list, why);
    return read && kk_run_lists(K, list.data, strcmp(name, "why.json") == 0 ? "why.csv" : name);
}

void kk_why_folder(kk_ctx *K, const kk_why *Y, const char *dir)
{
    enum { COUNT = 4 };
    const kk_sheet *sheet[COUNT];
    kk_blob file[COUNT + 1];
    kk_why_sheets(K, Y, sheet);
    for (int i = 0; i < COUNT; i++) {
        const char *text = kk_csv_text(K, sheet[i]);
        file[i] = (kk_blob){kk_format(K, "%s.csv", sheet[i]->name), text, strlen(text)};
    }
    const char *text = list_json(K, Y, file, COUNT);
    file[COUNT] = (kk_blob){"why.json", text, strlen(text)};
    kk_folder_write(K, dir, file, COUNT + 1, listed, K);
}
