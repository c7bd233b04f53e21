/* A study as tables and for machines. See study_out.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/study_out.h"

#include "base/hash.h"
#include "report/csv_out.h"
#include "report/json_out.h"
#include "report/run_json.h"

#include <string.h>

static bool is_sweep(const struct kk_study *S)
{
    return S->nvary > 0;
}

static const char *number(kk_ctx *K, double value)
{
    return kk_decimal(K, llround(value * 1000.0), 3);
}

static const char *count(kk_ctx *K, int value)
{
    return kk_decimal(K, value, 0);
}

/* ---- headings and rows of any width ------------------------------------------------------------------------------ */

static kk_sheet *sheet_of(const kk_cells *heading, const char *name)
{
    return kk_sheet_new(heading->K, name, heading->text, heading->n);
}

static void put_row(kk_sheet *S, const kk_cells *R)
{
    KK_ASSERT(R->n == S->ncol);
    const char **cell = kk_sheet_row(R->K, S);
    for (int i = 0; i < R->n; i++)
        cell[i] = R->text[i];
}

/* ---- a row for each case ----------------------------------------------------------------------------------------- */

/* An argument as a shell takes it. */
static void add_argument(kk_text *T, const char *option, const char *argument)
{
    kk_text_addf(T, " %s '", option);
    for (const char *quote; (quote = strchr(argument, '\'')); argument = quote + 1) {
        kk_text_addn(T, argument, (size_t)(quote - argument));
        kk_text_add(T, "'\\''");
    }
    kk_text_addf(T, "%s'", argument);
}

/* The plan of a case once more, run in the folder of the study. */
static const char *command(kk_ctx *K, const kk_case *N)
{
    kk_text T = {.K = K};
    kk_text_add(&T, "kakuho plan input");
    for (int i = 0; i < N->nset; i++)
        add_argument(&T, "--set", N->set[i]);
    for (int i = 0; i < N->nchange; i++)
        add_argument(&T, "--change", N->change[i]);
    return kk_text_get(&T);
}

/* The headings of a case's numbers, or the numbers, in one order. */
typedef struct {
    kk_cells *R;
    bool heading;
} number_cells;

static void put(const number_cells *W, const char *heading, const char *value)
{
    kk_cells_add(W->R, W->heading ? heading : value);
}

static double most_short(const kk_case *N, const char *target)
{
    double most = 0.0;
    for (int i = 0; i < N->nnumber; i++)
        if (N->number[i].kind == KK_N_SHORT && strcmp(N->number[i].item, target) == 0)
            most = fmax(most, N->number[i].value);
    return most;
}

/* N: the case; for the headings one that has them all. */
static void put_numbers(kk_cells *R, const struct kk_study *S, const kk_case *base, const kk_case *N, bool heading)
{
    kk_ctx *K = R->K;
    const kk_city *C = S->C;
    const number_cells W = {R, heading};
    for (int i = 0; i < base->nnumber && base->number[i].kind == KK_N_GOAL; i++) {
        const kk_case_number *goal = kk_case_find(N, KK_N_GOAL, base->number[i].item, KK_NONE);
        put(&W, kk_format(K, "goal_%s", base->number[i].item), goal ? goal->text : "");
    }
    put(&W, "optimal", N->proved ? "proved" : "not proved");
    put(&W, "promises_kept", count(K, N->nkept));
    put(&W, "promises", count(K, N->npromise));
    for (int g = 0; g < C->ntarget; g++)
        put(&W, kk_format(K, "short_%s", C->target[g].name.id), number(K, most_short(N, C->target[g].name.id)));
    put(&W, "unmet", number(K, kk_case_sum(N, KK_N_UNMET, NULL, C->first, C->last)));
    const int year[] = {C->last, C->look_ahead};
    for (int i = 0; i < 1 + (C->look_ahead > C->last); i++)
        put(&W, kk_format(K, "vacant_%d", year[i]), number(K, kk_case_sum(N, KK_N_VACANT, NULL, year[i], year[i])));
    put(&W, "seats_existing", number(K, kk_case_sum(N, KK_N_SEATS, "existing", 0, 0)));
    put(&W, "seats_new", number(K, kk_case_sum(N, KK_N_SEATS, "new", 0, 0)));
    for (kk_number_kind kind = KK_N_CAPITAL; kind <= KK_N_RUNNING; kind++)
        for (int p = 0; p < C->npayer; p++) {
            double sum = kk_case_sum(N, kind, C->payer[p].id, C->decide_from, C->look_ahead);
            put(&W, kk_format(K, "%s_%s", kk_number_word[kind], C->payer[p].id), kk_decimal(K, llround(sum), 0));
        }
    put(&W, "actions", count(K, N->naction));
    put(&W, "units", kk_decimal(K, kk_case_units(N), 6));
}

/* A case that has all headings: the first that is planned; NULL where none is. */
static const kk_case *first_planned(const struct kk_study *S)
{
    for (int n = 0; n < S->ncase; n++)
        if (S->case_[n].state == KK_CASE_PLANNED)
            return &S->case_[n];
    return NULL;
}

static const kk_sheet *cases_sheet(kk_ctx *K, const struct kk_study *S)
{
    const kk_case none = {.name = ""}, *base = first_planned(S) ? first_planned(S) : &none;
    kk_cells H = {.K = K};
    kk_cells_add(&H, is_sweep(S) ? "point" : "what_if");
    for (int v = 0; v < S->nvary; v++)
        kk_cells_add(&H, S->vary[v].key);
    kk_cells_add_words(&H, "state,why");
    put_numbers(&H, S, base, base, true);
    kk_cells_add(&H, "command");
    kk_sheet *out = sheet_of(&H, is_sweep(S) ? "sweep" : "whatif");
    for (int n = 0; n < S->ncase; n++) {
        const kk_case *N = &S->case_[n];
        kk_cells R = {.K = K};
        kk_cells_add(&R, N->name);
        for (int v = 0; v < S->nvary; v++)
            kk_cells_add(&R, kk_point_value(S, n, v));
        kk_cells_add(&R, kk_case_word[N->state]);
        kk_cells_add(&R, N->why ? N->why : N->say[S->C->lang] ? N->say[S->C->lang] : "");
        if (N->state == KK_CASE_PLANNED)
            put_numbers(&R, S, base, N, false);
        else
            while (R.n < out->ncol - 1)
                kk_cells_add(&R, "");
        kk_cells_add(&R, N->state == KK_CASE_UNFIT ? "" : command(K, N));
        put_row(out, &R);
    }
    return out;
}

/* ---- every number ------------------------------------------------------------------------------------------------ */

static const char *year_text(kk_ctx *K, int year)
{
    return year == KK_NONE ? "" : count(K, year);
}

/* Of a sweep: a row for each point and number; the units of actions behind the others. */
static const kk_sheet *long_sheet(kk_ctx *K, const struct kk_study *S)
{
    kk_cells H = {.K = K};
    kk_cells_add(&H, "point");
    for (int v = 0; v < S->nvary; v++)
        kk_cells_add(&H, S->vary[v].key);
    kk_cells_add_words(&H, "figure,item,year,value");
    kk_sheet *out = sheet_of(&H, "figures");
    for (int n = 0; n < S->ncase; n++) {
        const kk_case *N = &S->case_[n];
        for (int i = 0; i < N->nnumber + N->naction; i++) {
            const char **cell = kk_sheet_row(K, out);
            *cell++ = N->name;
            for (int v = 0; v < S->nvary; v++)
                *cell++ = kk_point_value(S, n, v);
            bool units = i >= N->nnumber;
            const kk_case_action *A = units ? &N->action[i - N->nnumber] : NULL;
            const kk_case_number *x = units ? NULL : &N->number[i];
            *cell++ = units ? "units" : kk_number_word[x->kind];
            *cell++ = units ? A->option : x->item;
            *cell++ = year_text(K, units ? A->year : x->year);
            *cell = units ? kk_decimal(K, A->units, 6) : x->text;
        }
    }
    return out;
}

/* Of what-ifs: a row for each number, a column for each; a number that the city as it is has not stands behind. */
static const kk_sheet *wide_sheet(kk_ctx *K, const struct kk_study *S)
{
    kk_cells H = {.K = K};
    kk_cells_add_words(&H, "figure,item,year");
    for (int n = 0; n < S->ncase; n++)
        kk_cells_add(&H, S->case_[n].name);
    kk_sheet *out = sheet_of(&H, "figures");
    kk_map *row = kk_map_new(K);
    for (int n = 0; n < S->ncase; n++)
        for (int i = 0; i < S->case_[n].nnumber; i++) {
            const kk_case_number *x = &S->case_[n].number[i];
            const char *key = kk_format(K, "%d %d %s", (int)x->kind, x->year, x->item);
            int at = kk_map_put(row, key, out->nrow);
            if (at == out->nrow) {
                const char **cell = kk_sheet_row(K, out);
                cell[0] = kk_number_word[x->kind];
                cell[1] = x->item;
                cell[2] = year_text(K, x->year);
            }
            out->cell[(size_t)at * (size_t)out->ncol + 3 + (size_t)n] = x->text;
        }
    return out;
}

/* ---- actions ----------------------------------------------------------------------------------------------------- */

/* In how many cases; of what-ifs also the units in each. */
static const kk_sheet *actions_sheet(kk_ctx *K, const struct kk_study *S)
{
    kk_cells H = {.K = K};
    kk_cells_add_words(&H,
                       "option,measure,area,label,decide_by,opens_on,in,of,no_regret,units_least,units_most,option_in,"
                       "option_units_least");
    for (int n = 0; n < S->ncase && !is_sweep(S); n++)
        kk_cells_add(&H, S->case_[n].name);
    kk_sheet *out = sheet_of(&H, "actions");
    for (int i = 0; i < S->naction; i++) {
        const kk_study_action *A = &S->action[i];
        const char **cell = kk_sheet_row(K, out);
        *cell++ = A->as->option;
        *cell++ = A->as->measure;
        *cell++ = A->as->area;
        *cell++ = A->as->label;
        *cell++ = A->decide_by;
        *cell++ = A->as->opens_on;
        *cell++ = count(K, A->cases);
        *cell++ = count(K, S->nplanned);
        *cell++ = A->cases == S->nplanned ? "yes" : "no";
        *cell++ = kk_decimal(K, A->least, 6);
        *cell++ = kk_decimal(K, A->most, 6);
        *cell++ = count(K, S->option[A->option].cases);
        *cell++ = kk_decimal(K, S->option[A->option].least, 6);
        for (int n = 0; n < S->ncase && !is_sweep(S); n++)
            *cell++ = S->case_[n].state == KK_CASE_PLANNED ? kk_decimal(K, A->units[n], 6) : "";
    }
    return out;
}

void kk_study_sheets(kk_ctx *K, const struct kk_study *S, const kk_sheet *out[KK_STUDY_SHEETS])
{
    out[0] = cases_sheet(K, S);
    out[1] = is_sweep(S) ? long_sheet(K, S) : wide_sheet(K, S);
    out[2] = actions_sheet(K, S);
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void put_head(kk_json *J, const struct kk_study *S)
{
    const kk_city *C = S->C;
    kk_json_open(J, NULL, '{');
    kk_json_text(J, "kakuho", KK_VERSION);
    kk_json_text(J, "title", C->title);
    kk_json_text(J, "edition", C->edition);
    kk_json_text(J, "input", kk_input_hash(J->T.K, C));
    kk_json_text(J, "units", C->whole ? "whole" : "continuous");
    if (C->whole) {
        kk_json_number(J, "gap", C->gap);
        kk_json_number(J, "effort", C->effort);
    }
    kk_json_text(J, "money_unit", C->money_unit);
    if (is_sweep(S)) {
        kk_json_open(J, "vary", '[');
        for (int v = 0; v < S->nvary; v++) {
            kk_json_open(J, NULL, '{');
            kk_json_text(J, "change", S->vary[v].key);
            kk_json_open(J, "values", '[');
            for (int i = 0; i < S->vary[v].n; i++)
                kk_json_text(J, NULL, S->vary[v].value[i]);
            kk_json_close(J);
            kk_json_close(J);
        }
        kk_json_close(J);
    }
    kk_json_open(J, "states", '{');
    for (int state = 0; state < KK_NCASE; state++) {
        int n = 0;
        for (int i = 0; i < S->ncase; i++)
            n += (int)S->case_[i].state == state;
        if (n > 0)
            kk_json_int(J, kk_case_word[state], n);
    }
    kk_json_close(J);
}

static void put_case(kk_json *J, const struct kk_study *S, int n)
{
    const kk_case *N = &S->case_[n];
    kk_json_open(J, NULL, '{');
    kk_json_text(J, is_sweep(S) ? "point" : "what_if", N->name);
    kk_json_open(J, "set", '[');
    for (int i = 0; i < N->nset; i++)
        kk_json_text(J, NULL, N->set[i]);
    kk_json_close(J);
    kk_json_open(J, "change", '[');
    for (int i = 0; i < N->nchange; i++)
        kk_json_text(J, NULL, N->change[i]);
    kk_json_close(J);
    kk_json_text(J, "state", kk_case_word[N->state]);
    if (N->state != KK_CASE_PLANNED) {
        kk_json_text(J, "en", N->say[KK_EN]);
        kk_json_text(J, "ja", N->say[KK_JA]);
        kk_json_close(J);
        return;
    }
    kk_json_text(J, "optimal", N->proved ? "proved" : "not proved");
    kk_json_bool(J, "promises_kept", N->kept);
    kk_json_open(J, "figures", '[');
    for (int i = 0; i < N->nnumber; i++) {
        const kk_case_number *x = &N->number[i];
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "figure", kk_number_word[x->kind]);
        if (*x->item)
            kk_json_text(J, "item", x->item);
        if (x->year != KK_NONE)
            kk_json_int(J, "year", x->year);
        kk_json_decimal(J, "value", x->text);
        kk_json_close(J);
    }
    kk_json_close(J);
    kk_json_open(J, "actions", '[');
    for (int i = 0; i < N->naction; i++) {
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "option", N->action[i].option);
        kk_json_text(J, "opens_on", N->action[i].opens_on);
        kk_json_decimal(J, "units", kk_decimal(J->T.K, N->action[i].units, 6));
        kk_json_close(J);
    }
    kk_json_close(J);
    kk_json_close(J);
}

const char *kk_study_json(kk_ctx *K, const struct kk_study *S)
{
    kk_json J = {.T.K = K};
    put_head(&J, S);
    kk_json_open(&J, "cases", '[');
    for (int n = 0; n < S->ncase; n++)
        put_case(&J, S, n);
    kk_json_close(&J);
    kk_json_open(&J, "actions", '[');
    for (int i = 0; i < S->naction; i++) {
        const kk_study_action *A = &S->action[i];
        kk_json_open(&J, NULL, '{');
        kk_json_text(&J, "option", A->as->option);
        kk_json_text(&J, "opens_on", A->as->opens_on);
        kk_json_int(&J, "in", A->cases);
        kk_json_int(&J, "of", S->nplanned);
        kk_json_bool(&J, "no_regret", A->cases == S->nplanned);
        kk_json_close(&J);
    }
    kk_json_close(&J);
    kk_json_close(&J);
    return kk_json_get(&J);
}

/* ---- the folder -------------------------------------------------------------------------------------------------- */

static const char *list_json(kk_ctx *K, const struct kk_study *S, const kk_blob *file, int n)
{
    kk_json J = {.T.K = K};
    put_head(&J, S);
    kk_json_files(&J, file, n);
    kk_json_close(&J);
    return kk_json_get(&J);
}

/* Which files of a folder are of a study: "sweep" or "whatif". */
typedef struct {
    kk_ctx *K;
    const char *name;
} study_folder;

static bool listed(void *info, const char *folder, const char *name)
{
    const study_folder *D = info;
    kk_ctx *K = D->K;
    const char *list = kk_format(K, "%s.json", D->name), *why[2];
    kk_blob text;
    bool read = kk_file_read(K, kk_path_join(K, folder, list), &text, why);
    return read && kk_run_lists(K, text.data, strcmp(name, list) == 0 ? kk_format(K, "%s.csv", D->name) : name);
}

void kk_study_folder(kk_ctx *K, const struct kk_study *S, const char *dir)
{
    const kk_city *C = S->C;
    const kk_sheet *sheet[KK_STUDY_SHEETS];
    study_folder D = {K, is_sweep(S) ? "sweep" : "whatif"};
    kk_blob *file = KK_ARRAY(K, kk_blob, KK_STUDY_SHEETS + C->ninput + 1);
    int n = 0;
    kk_study_sheets(K, S, sheet);
    for (int i = 0; i < KK_STUDY_SHEETS; i++) {
        const char *text = kk_csv_text(K, sheet[i]);
        file[n++] = (kk_blob){kk_format(K, "%s.csv", sheet[i]->name), text, strlen(text)};
    }
    for (int i = 0; i < C->ninput; i++) {
        file[n] = C->input[i];
        file[n++].name = kk_format(K, "input/%s", C->input[i].name);
    }
    const char *text = list_json(K, S, file, n);
    file[n] = (kk_blob){kk_format(K, "%s.json", D.name), text, strlen(text)};
    kk_folder_write(K, dir, file, n + 1, listed, &D);
}
