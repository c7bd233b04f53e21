/* A comparison as tables and for machines. See compare_out.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/compare_out.h"

#include "report/compare_page.h"
#include "report/csv_out.h"
#include "report/json_out.h"

#include <math.h>
#include <string.h>

/* ---- tables ------------------------------------------------------------------------------------------------------ */

/* A table with some columns, then some for each plan: "unmet" stands for unmet_A, unmet_B ..., "-change" for a column
 * of each plan but the base, "" for A, B, ... */
static kk_sheet *table(kk_ctx *K, const kk_comparison *X, const char *name, const char *fixed, const char *each)
{
    const char **all = KK_ARRAY(K, const char *, 8 + 8 * X->nside);
    int n = 0;
    for (const char *s = fixed; *s;) {
        size_t length = strcspn(s, ",");
        all[n++] = kk_strndup(K, s, length);
        s += length + (s[length] == ',');
    }
    for (const char *s = each; s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL) {
        bool others = *s == '-';
        int length = (int)strcspn(s + others, ",");
        for (int p = others; p < X->nside; p++)
            all[n++] = length == 0 ? X->side[p].name : kk_format(K, "%.*s_%s", length, s + others, X->side[p].name);
    }
    return kk_sheet_new(K, name, all, n);
}

static const char *decimal(kk_ctx *K, double value)
{
    return isnan(value) ? "" : kk_decimal(K, llround(value * 1000.0), 3);
}

static const char *year_text(kk_ctx *K, int year)
{
    return kk_decimal(K, year, 0);
}

static const char *last_part(const char *dir)
{
    size_t end = strlen(dir);
    while (end > 1 && dir[end - 1] == '/')
        end--;
    size_t from = end;
    while (from > 0 && dir[from - 1] != '/')
        from--;
    return dir + from;
}

/* The folder's own name: a comparison may be mailed, and where it was made is nobody's business. */
static const char *folder_name(kk_ctx *K, const char *dir)
{
    const char *last = last_part(dir);
    return kk_strndup(K, last, strcspn(last, "/"));
}

static const char *outcome(const kk_side *S)
{
    return S->stopped ? "stopped" : "planned";
}

static const kk_sheet *plans_table(kk_ctx *K, const kk_comparison *X)
{
    static const char *const HEADING[] = {"plan", "folder", "title", "edition", "outcome", "kakuho"};
    kk_sheet *S = kk_sheet_new(K, "plans", HEADING, 6);
    for (int s = 0; s < X->nside; s++) {
        const char **cell = kk_sheet_row(K, S);
        cell[0] = X->side[s].name;
        cell[1] = folder_name(K, X->side[s].dir);
        cell[2] = X->side[s].C->title;
        cell[3] = X->side[s].C->edition;
        cell[4] = outcome(&X->side[s]);
        cell[5] = X->side[s].version;
    }
    return S;
}

/* The key of a row that differs, parts with ';' between. */
static const char *key_text(kk_ctx *K, const kk_differences *D, int nside, int row)
{
    kk_text T = {.K = K};
    for (int j = 0; j < D->nkey; j++) {
        const char *part = NULL;
        for (int s = 0; s < nside && !part; s++)
            part = kk_differ_cell(D, nside, row, j, s);
        kk_text_addf(&T, "%s%s", j ? ";" : "", part ? part : "");
    }
    return kk_text_get(&T);
}

static bool row_missing(const kk_differences *D, int nside, int row)
{
    for (int s = 0; s < nside; s++)
        if (D->missing[row * nside + s])
            return true;
    return false;
}

/* Whether a cell is told: it differs, or it is the number of a row that not all plans have. */
static bool told(const kk_differences *D, int nside, int row, int column)
{
    return D->differs[row * D->ncolumn + column] || (column == D->value && row_missing(D, nside, row));
}

/* table,row,column,A,B,... */
static void add_cells(kk_ctx *K, kk_sheet *S, const kk_differences *D, int nside)
{
    for (int i = 0; i < D->nrow; i++)
        for (int j = D->nkey; j < D->ncolumn; j++) {
            if (!told(D, nside, i, j))
                continue;
            const char **cell = kk_sheet_row(K, S);
            cell[0] = D->name;
            cell[1] = key_text(K, D, nside, i);
            cell[2] = D->column[j];
            for (int s = 0; s < nside; s++) {
                const char *text = kk_differ_cell(D, nside, i, j, s);
                cell[3 + s] = text ? text : "";
            }
        }
}

static const kk_sheet *input_table(kk_ctx *K, const kk_comparison *X)
{
    kk_sheet *S = table(K, X, "input", "table,row,column", "");
    for (int t = 0; t < X->ntable; t++)
        add_cells(K, S, &X->table[t], X->nside);
    add_cells(K, S, &X->scenario, X->nside);
    return S;
}

static const kk_sheet *others_table(kk_ctx *K, const kk_comparison *X)
{
    kk_sheet *S = table(K, X, "tables", "table,row,column", "");
    for (int i = 0; i < KK_NSHEET; i++)
        add_cells(K, S, &X->sheet[i], X->nside);
    return S;
}

static const kk_sheet *actions_table(kk_ctx *K, const kk_comparison *X)
{
    kk_sheet *S = table(K, X, "actions", "option,measure,area,label,plans,no_regret", "-change,units,opens");
    for (int i = 0; i < X->naction; i++) {
        const kk_compared_action *N = &X->action[i];
        const char **cell = kk_sheet_row(K, S);
        kk_text in = {.K = K};
        for (int s = 0; s < X->nside; s++)
            if (*N->opens[s])
                kk_text_addf(&in, "%s%s", in.length ? ";" : "", X->side[s].name);
        *cell++ = N->option;
        *cell++ = N->measure;
        *cell++ = N->area;
        *cell++ = N->label;
        *cell++ = kk_text_get(&in);
        *cell++ = kk_decimal(K, N->no_regret, 6);
        for (int s = 1; s < X->nside; s++)
            *cell++ = kk_action_change_word(KK_EN, N->change[s]);
        for (int s = 0; s < X->nside; s++)
            *cell++ = kk_decimal(K, N->units[s], 6);
        for (int s = 0; s < X->nside; s++)
            *cell++ = N->opens[s];
    }
    return S;
}

static const kk_sheet *balance_table(kk_ctx *K, const kk_comparison *X)
{
    kk_sheet *S = table(K, X, "balance", "area,class,year", "-change,need,unmet");
    for (int i = 0; i < X->ncell; i++) {
        const kk_compared_cell *N = &X->cell[i];
        const char **cell = kk_sheet_row(K, S);
        *cell++ = N->area;
        *cell++ = N->class_;
        *cell++ = year_text(K, N->year);
        for (int s = 1; s < X->nside; s++)
            *cell++ = kk_cell_change_word(KK_EN, N->change[s]);
        for (int s = 0; s < X->nside; s++)
            *cell++ = decimal(K, N->need[s]);
        for (int s = 0; s < X->nside; s++)
            *cell++ = decimal(K, N->unmet[s]);
    }
    return S;
}

static const kk_sheet *years_table(kk_ctx *K, const kk_comparison *X)
{
    kk_sheet *S = table(K, X, "years", "year", "need,unmet,supply,vacant");
    for (int i = 0; i < X->nyear; i++) {
        const kk_compared_year *Y = &X->year[i];
        const double *const value[] = {Y->need, Y->unmet, Y->supply, Y->vacant};
        const char **cell = kk_sheet_row(K, S);
        *cell++ = year_text(K, Y->year);
        for (int v = 0; v < 4; v++)
            for (int s = 0; s < X->nside; s++)
                *cell++ = decimal(K, value[v][s]);
    }
    return S;
}

static const kk_sheet *money_table(kk_ctx *K, const kk_comparison *X)
{
    kk_sheet *S = table(K, X, "money", "year,payer", "capital,running");
    for (int i = 0; i < X->nmoney; i++) {
        const kk_compared_money *N = &X->money[i];
        const char **cell = kk_sheet_row(K, S);
        *cell++ = year_text(K, N->year);
        *cell++ = N->payer;
        for (int s = 0; s < X->nside; s++)
            *cell++ = kk_decimal(K, N->capital[s], 0);
        for (int s = 0; s < X->nside; s++)
            *cell++ = kk_decimal(K, N->running[s], 0);
    }
    return S;
}

static const kk_sheet *promises_table(kk_ctx *K, const kk_comparison *X)
{
    kk_sheet *S = table(K, X, "promises", "target,year", "required,short,areas_short");
    for (int i = 0; i < X->npromise; i++) {
        const kk_compared_promise *N = &X->promise[i];
        const char **cell = kk_sheet_row(K, S);
        *cell++ = N->target;
        *cell++ = year_text(K, N->year);
        for (int s = 0; s < X->nside; s++)
            *cell++ = decimal(K, N->required[s]);
        for (int s = 0; s < X->nside; s++)
            *cell++ = decimal(K, N->short_[s]);
        for (int s = 0; s < X->nside; s++)
            *cell++ = N->areas_short[s] ? N->areas_short[s] : "";
    }
    return S;
}

static const kk_sheet *goals_table(kk_ctx *K, const kk_comparison *X)
{
    kk_sheet *S = table(K, X, "goals", "goal", "value,bound");
    for (int i = 0; i < X->ngoal; i++) {
        const char **cell = kk_sheet_row(K, S);
        *cell++ = X->goal[i].text;
        for (int s = 0; s < X->nside; s++)
            *cell++ = isnan(X->goal[i].value[s]) ? "" : kk_value_print(K, X->goal[i].value[s]);
        for (int s = 0; s < X->nside; s++)
            *cell++ = isnan(X->goal[i].bound[s]) ? "" : kk_value_print(K, X->goal[i].bound[s]);
    }
    return S;
}

static const char *const STATE[] = {
    [KK_CAUSE_TOLD] = "told", [KK_CAUSE_UNFIT] = "does not fit", [KK_CAUSE_NO_PLAN] = "no plan"};

static void add_shift(kk_ctx *K, kk_sheet *S, const char *plan, const char *cause, const char *way, const kk_shift *E,
                      bool actions)
{
    const char **cell = kk_sheet_row(K, S);
    *cell++ = plan;
    *cell++ = cause;
    *cell++ = way;
    *cell++ = STATE[E->state];
    if (E->state != KK_CAUSE_TOLD)
        return;
    *cell++ = decimal(K, E->unmet);
    *cell++ = kk_decimal(K, E->cost, 0);
    *cell = actions ? kk_decimal(K, E->actions, 0) : "";
}

static const kk_sheet *causes_table(kk_ctx *K, const kk_comparison *X)
{
    static const char *const HEADING[] = {"plan", "cause", "effect", "state", "unmet", "cost", "actions"};
    kk_sheet *S = kk_sheet_new(K, "causes", HEADING, 7);
    for (int s = 1; s < X->nside; s++) {
        const kk_table_causes *Y = &X->causes[s - 1];
        const char *plan = X->side[s].name;
        for (int i = 0; i < Y->n; i++) {
            const char *name = kk_cause_name(K, X, &Y->cause[i]);
            add_shift(K, S, plan, name, "alone", &Y->cause[i].alone, true);
            add_shift(K, S, plan, name, "in", &Y->cause[i].removed, true);
        }
        add_shift(K, S, plan, "together", "alone", &Y->together[0], false);
        add_shift(K, S, plan, "together", "in", &Y->together[1], false);
        add_shift(K, S, plan, "all", "", &Y->all, true);
    }
    return S;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void put_numbers(kk_json *J, const char *key, const double *value, int n)
{
    kk_json_open(J, key, '[');
    for (int s = 0; s < n; s++)
        kk_json_number(J, NULL, isnan(value[s]) ? NAN : kk_shown(value[s]));
    kk_json_close(J);
}

static void put_money(kk_json *J, const char *key, const int64_t *value, int n)
{
    kk_json_open(J, key, '[');
    for (int s = 0; s < n; s++)
        kk_json_int(J, NULL, value[s]);
    kk_json_close(J);
}

static void put_texts(kk_json *J, const char *key, const char *const *value, int n)
{
    kk_json_open(J, key, '[');
    for (int s = 0; s < n; s++)
        kk_json_text(J, NULL, value[s]);
    kk_json_close(J);
}

static void put_plans(kk_json *J, const kk_comparison *X)
{
    kk_json_open(J, "plans", '[');
    for (int s = 0; s < X->nside; s++) {
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "plan", X->side[s].name);
        kk_json_text(J, "folder", folder_name(J->T.K, X->side[s].dir));
        kk_json_text(J, "title", X->side[s].C->title);
        kk_json_text(J, "edition", X->side[s].C->edition);
        kk_json_text(J, "outcome", outcome(&X->side[s]));
        kk_json_text(J, "kakuho", X->side[s].version);
        kk_json_close(J);
    }
    kk_json_close(J);
}

static void put_differences(kk_json *J, const kk_differences *D, int n)
{
    const char **value = KK_ARRAY(J->T.K, const char *, n);
    for (int i = 0; i < D->nrow; i++)
        for (int j = D->nkey; j < D->ncolumn; j++) {
            if (!told(D, n, i, j))
                continue;
            kk_json_open(J, NULL, '{');
            kk_json_text(J, "table", D->name);
            kk_json_open(J, "row", '{');
            for (int k = 0; k < D->nkey; k++) {
                const char *part = NULL;
                for (int s = 0; s < n && !part; s++)
                    part = kk_differ_cell(D, n, i, k, s);
                kk_json_text(J, D->column[k], part);
            }
            kk_json_close(J);
            kk_json_text(J, "column", D->column[j]);
            for (int s = 0; s < n; s++)
                value[s] = kk_differ_cell(D, n, i, j, s);
            put_texts(J, "values", value, n);
            kk_json_close(J);
        }
}

static void put_actions(kk_json *J, const kk_comparison *X)
{
    int n = X->nside;
    double *units = KK_ARRAY(J->T.K, double, n);
    const char **change = KK_ARRAY(J->T.K, const char *, n);
    kk_json_open(J, "actions", '[');
    for (int i = 0; i < X->naction; i++) {
        const kk_compared_action *N = &X->action[i];
        for (int s = 0; s < n; s++) {
            units[s] = (double)N->units[s] / KK_MICRO;
            change[s] = kk_action_change_word(KK_EN, N->change[s]);
        }
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "option", N->option);
        kk_json_text(J, "measure", N->measure);
        kk_json_text(J, "area", N->area);
        kk_json_text(J, "label", N->label);
        kk_json_int(J, "plans", N->count);
        kk_json_number(J, "no_regret", kk_shown((double)N->no_regret / KK_MICRO));
        put_texts(J, "change", change, n);
        put_numbers(J, "units", units, n);
        put_texts(J, "opens", N->opens, n);
        kk_json_close(J);
    }
    kk_json_close(J);
}

static void put_balances(kk_json *J, const kk_comparison *X)
{
    int n = X->nside;
    const char **change = KK_ARRAY(J->T.K, const char *, n);
    kk_json_open(J, "balance", '[');
    for (int i = 0; i < X->ncell; i++) {
        const kk_compared_cell *N = &X->cell[i];
        for (int s = 0; s < n; s++)
            change[s] = kk_cell_change_word(KK_EN, N->change[s]);
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "area", N->area);
        kk_json_text(J, "class", N->class_);
        kk_json_int(J, "year", N->year);
        put_texts(J, "change", change, n);
        put_numbers(J, "need", N->need, n);
        put_numbers(J, "unmet", N->unmet, n);
        kk_json_close(J);
    }
    kk_json_close(J);
    kk_json_open(J, "years", '[');
    for (int i = 0; i < X->nyear; i++) {
        kk_json_open(J, NULL, '{');
        kk_json_int(J, "year", X->year[i].year);
        put_numbers(J, "need", X->year[i].need, n);
        put_numbers(J, "unmet", X->year[i].unmet, n);
        put_numbers(J, "supply", X->year[i].supply, n);
        put_numbers(J, "vacant", X->year[i].vacant, n);
        kk_json_close(J);
    }
    kk_json_close(J);
}

static void put_ends(kk_json *J, const kk_comparison *X)
{
    int n = X->nside;
    kk_json_text(J, "money_unit", X->money_unit);
    kk_json_open(J, "money", '[');
    for (int i = 0; i < X->nmoney; i++) {
        kk_json_open(J, NULL, '{');
        kk_json_int(J, "year", X->money[i].year);
        kk_json_text(J, "payer", X->money[i].payer);
        put_money(J, "capital", X->money[i].capital, n);
        put_money(J, "running", X->money[i].running, n);
        kk_json_close(J);
    }
    kk_json_close(J);
    kk_json_open(J, "promises", '[');
    for (int i = 0; i < X->npromise; i++) {
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "target", X->promise[i].target);
        kk_json_int(J, "year", X->promise[i].year);
        put_numbers(J, "required", X->promise[i].required, n);
        put_numbers(J, "short", X->promise[i].short_, n);
        put_texts(J, "areas_short", X->promise[i].areas_short, n);
        kk_json_close(J);
    }
    kk_json_close(J);
    kk_json_open(J, "goals", '[');
    for (int i = 0; i < X->ngoal; i++) {
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "goal", X->goal[i].text);
        kk_json_open(J, "value", '[');
        for (int s = 0; s < n; s++)
            kk_json_number(J, NULL, X->goal[i].value[s]);
        kk_json_close(J);
        kk_json_open(J, "bound", '[');
        for (int s = 0; s < n; s++)
            kk_json_number(J, NULL, X->goal[i].bound[s]);
        kk_json_close(J);
        kk_json_close(J);
    }
    kk_json_close(J);
}

static void put_shift(kk_json *J, const char *key, const kk_shift *E, bool actions)
{
    kk_json_open(J, key, '{');
    kk_json_text(J, "state", STATE[E->state]);
    if (E->state == KK_CAUSE_TOLD) {
        kk_json_number(J, "unmet", E->unmet);
        kk_json_int(J, "cost", E->cost);
        if (actions)
            kk_json_int(J, "actions", E->actions);
    }
    kk_json_close(J);
}

static void put_causes(kk_json *J, const kk_comparison *X)
{
    kk_json_open(J, "causes", '[');
    for (int s = 1; s < X->nside; s++) {
        const kk_table_causes *Y = &X->causes[s - 1];
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "plan", X->side[s].name);
        kk_json_open(J, "tables", '[');
        for (int i = 0; i < Y->n; i++) {
            kk_json_open(J, NULL, '{');
            kk_json_text(J, "cause", kk_cause_name(J->T.K, X, &Y->cause[i]));
            put_shift(J, "alone", &Y->cause[i].alone, true);
            put_shift(J, "in", &Y->cause[i].removed, true);
            kk_json_close(J);
        }
        kk_json_close(J);
        put_shift(J, "together_alone", &Y->together[0], false);
        put_shift(J, "together_in", &Y->together[1], false);
        put_shift(J, "all", &Y->all, true);
        kk_json_close(J);
    }
    kk_json_close(J);
}

static const char *json(kk_ctx *K, const kk_comparison *X, const kk_blob *file, int count)
{
    kk_json J = {.T.K = K};
    kk_json_open(&J, NULL, '{');
    kk_json_text(&J, "kakuho", KK_VERSION);
    kk_json_bool(&J, "differs", X->differs);
    put_plans(&J, X);
    kk_json_open(&J, "input", '[');
    for (int t = 0; t < X->ntable; t++)
        put_differences(&J, &X->table[t], X->nside);
    put_differences(&J, &X->scenario, X->nside);
    kk_json_close(&J);
    put_texts(&J, "notation_only", X->notation, X->nnotation);
    kk_json_bool(&J, "other_version", X->other_version);
    put_actions(&J, X);
    put_balances(&J, X);
    put_ends(&J, X);
    if (X->causes)
        put_causes(&J, X);
    if (file) {
        kk_json_open(&J, "files", '[');
        for (int i = 0; i < count; i++)
            kk_json_text(&J, NULL, file[i].name);
        kk_json_close(&J);
    }
    kk_json_close(&J);
    return kk_json_get(&J);
}

const char *kk_compare_json(kk_ctx *K, const kk_comparison *X)
{
    return json(K, X, NULL, 0);
}

/* ---- the folder -------------------------------------------------------------------------------------------------- */

static const char FIRST[] = "{\n  \"kakuho\": \"", MARK[] = "\",\n  \"differs\": ";

/* Whether a folder's compare.json is a comparison's and lists the file. */
static bool listed(void *info, const char *folder, const char *name)
{
    kk_ctx *K = info;
    kk_blob text;
    const char *why[2];
    if (!kk_file_read(K, kk_path_join(K, folder, "compare.json"), &text, why))
        return false;
    if (strncmp(text.data, FIRST, sizeof FIRST - 1) != 0 || !strstr(text.data, MARK))
        return false;
    const char *files = strstr(text.data, "\n  \"files\": [");
    return files && (strcmp(name, "compare.json") == 0 ||
                     strstr(files, kk_format(K, "\n    %s", kk_json_quote(K, name))) != NULL);
}

void kk_compare_folder(kk_ctx *K, const kk_comparison *X, const char *dir)
{
    const kk_sheet *sheet[] = {plans_table(K, X),    input_table(K, X),
                               actions_table(K, X),  balance_table(K, X),
                               years_table(K, X),    money_table(K, X),
                               promises_table(K, X), goals_table(K, X),
                               others_table(K, X),   X->causes ? causes_table(K, X) : NULL};
    enum { MOST = sizeof sheet / sizeof *sheet };
    kk_blob file[MOST + 1];
    int count = 0;
    for (int i = 0; i < MOST && sheet[i]; i++) {
        const char *text = kk_csv_text(K, sheet[i]);
        file[count++] = (kk_blob){kk_format(K, "%s.csv", sheet[i]->name), text, strlen(text)};
    }
    const char *text = json(K, X, file, count);
    file[count] = (kk_blob){"compare.json", text, strlen(text)};
    kk_folder_write(K, dir, file, count + 1, listed, K);
}
