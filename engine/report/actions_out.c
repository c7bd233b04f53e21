/* The actions of a plan and the cost of its rules, explained: tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/actions_out.h"

#include "explain/actions.h"
#include "explain/rules.h"
#include "report/csv_out.h"

#include <string.h>

static const char *number(kk_ctx *K, double value)
{
    return isnan(value) ? "" : kk_decimal(K, (int64_t)llround(kk_shown(value) * 1000.0), 3);
}

static const char *value(kk_ctx *K, double value)
{
    return isnan(value) ? "" : kk_value_print(K, value);
}

/* ---- actions.csv ------------------------------------------------------------------------------------------------- */

static void heading_of_targets(kk_cells *H, const kk_city *C, const char *prefix)
{
    kk_cells_add(H, kk_format(H->K, "%s_unmet", prefix));
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            kk_cells_add(H, kk_format(H->K, "%s_%s", prefix, C->target[g].name.id));
}

static const char **add_loss(kk_ctx *K, const kk_city *C, const kk_loss *L, const char **cell)
{
    *cell++ = L->possible ? number(K, L->unmet) : "";
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            *cell++ = L->possible ? number(K, L->short_[g]) : "";
    return cell;
}

static const char **add_option(const kk_city *C, int o, const char *status, const char **cell)
{
    const kk_option *O = &C->option[o];
    *cell++ = O->name.id;
    *cell++ = C->measure[O->measure].name.id;
    *cell++ = C->node[O->area].name.id;
    *cell++ = kk_option_label(C, o);
    *cell++ = status;
    return cell;
}

static const char *list_of(kk_ctx *K, const char *list, const char *id)
{
    return kk_format(K, "%s%s%s", list, *list ? ";" : "", id);
}

static double vacant_seat_years(const kk_city *C, const kk_deed *A)
{
    double empty = 0.0;
    for (int t = 0; t < C->nyear; t++)
        empty += A->vacant[t];
    return empty;
}

static void add_deed(kk_ctx *K, kk_sheet *S, const kk_why *Y, const kk_deed *A)
{
    const kk_city *C = Y->P->C;
    const kk_plan *P = Y->P;
    int lead = C->measure[C->option[A->option].measure].lead_years;
    const char **cell = add_option(C, A->option, "opens", kk_sheet_row(K, S)), *serves = "", *years = "";
    for (int c = 0; c < C->nclass; c++)
        if (A->serves[c])
            serves = list_of(K, serves, C->class_[c].name.id);
    for (int t = A->t; t < C->nyear && P->needed; t++)
        if (P->needed[kk_at(A->option, A->t, C->nplan, t, C->nyear)])
            years = list_of(K, years, kk_format(K, "%d", C->first + t));
    *cell++ = kk_date_iso(K, C, C->first + A->t, lead);
    *cell++ = kk_date_iso(K, C, C->first + A->t, 0);
    *cell++ = kk_decimal(K, P->open[A->option * C->nplan + A->t], 6);
    *cell++ = serves;
    *cell++ = years;
    cell = add_loss(K, C, &A->without, cell);
    cell = add_loss(K, C, &A->later, cell);
    *cell++ = A->latest == KK_NONE ? "" : kk_date_iso(K, C, C->first + A->latest, lead);
    *cell++ = number(K, A->vacant[C->nplan - 1]);
    *cell++ = number(K, A->vacant[C->nyear - 1]);
    *cell++ = number(K, vacant_seat_years(C, A));
    cell += 2;
    *cell++ = A->goal == KK_NONE ? "" : C->goal[A->goal].code;
    *cell = A->goal == KK_NONE ? "" : value(K, A->worse);
}

static void add_left_out(kk_ctx *K, kk_sheet *S, const kk_why *Y, const kk_left_out *X)
{
    const kk_city *C = Y->P->C;
    const char **row = kk_sheet_row(K, S), *rivals = "";
    add_option(C, X->option, kk_out_word[X->why], row);
    for (int i = 0; i < X->nrival; i++)
        rivals = list_of(K, rivals, C->option[X->rival[i]].name.id);
    const char **cell = row + S->ncol - 5;
    bool would = X->why == KK_OUT_CONSENT || X->why == KK_OUT_WHOLE;
    *cell++ = would ? number(K, X->units) : "";
    *cell++ = would || X->why == KK_OUT_WINDOW ? "" : number(K, X->units);
    *cell++ = X->goal == KK_NONE ? "" : C->goal[X->goal].code;
    *cell++ = X->goal == KK_NONE ? "" : value(K, X->worse);
    *cell = rivals;
}

kk_sheet *kk_actions_sheet(kk_ctx *K, const kk_why *Y)
{
    static const char *const FIRST[] = {"option",    "measure",  "area",  "label",  "status",
                                        "decide_by", "opens_on", "units", "serves", "years_needed"};
    static const char *const LAST[] = {"latest_decision",   "vacant_at_last", "vacant_at_end",
                                       "vacant_seat_years", "would_open",     "asked_units",
                                       "worse_goal",        "worse_by",       "in_place_of"};
    kk_cells H = {.K = K};
    for (size_t i = 0; i < sizeof FIRST / sizeof *FIRST; i++)
        kk_cells_add(&H, FIRST[i]);
    heading_of_targets(&H, Y->P->C, "lost_without");
    heading_of_targets(&H, Y->P->C, "lost_a_year_later");
    for (size_t i = 0; i < sizeof LAST / sizeof *LAST; i++)
        kk_cells_add(&H, LAST[i]);
    kk_sheet *S = kk_sheet_new(K, "actions", H.text, H.n);
    for (int i = 0; i < Y->deeds->ndeed; i++)
        add_deed(K, S, Y, &Y->deeds->deed[i]);
    for (int i = 0; i < Y->deeds->nleft; i++)
        add_left_out(K, S, Y, &Y->deeds->left[i]);
    return S;
}

/* ---- rules.csv --------------------------------------------------------------------------------------------------- */

static const char *rule_of(const kk_why *Y, const kk_rule_cost *X)
{
    const kk_city *C = Y->P->C;
    if (X->of == KK_NONE)
        return "";
    return X->kind == KK_R_CAUSE    ? kk_cause_id(Y, X->of)
           : X->kind == KK_R_TARGET ? C->target[X->of].name.id
                                    : C->goal[X->of].code;
}

kk_sheet *kk_rules_sheet(kk_ctx *K, const kk_why *Y)
{
    const kk_city *C = Y->P->C;
    const kk_voice V = {K, C, C->lang};
    kk_cells H = {.K = K};
    static const char *const FIRST[] = {"rule", "of", "year", "label", "added"};
    for (size_t i = 0; i < sizeof FIRST / sizeof *FIRST; i++)
        kk_cells_add(&H, FIRST[i]);
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        kk_cells_add(&H, N->target == KK_NONE
                             ? kk_format(K, "%s_%s", N->code, kk_goal_word[N->kind])
                             : kk_format(K, "%s_%s_%s", N->code, kk_goal_word[N->kind], C->target[N->target].name.id));
    }
    kk_cells_add(&H, "added_last");
    kk_cells_add(&H, "added_first");
    kk_sheet *S = kk_sheet_new(K, "rules", H.text, H.n);
    for (const kk_rule_cost *X = Y->rules->rule; X < Y->rules->rule + Y->rules->nrule; X++) {
        const char **cell = kk_sheet_row(K, S);
        bool cause = X->kind == KK_R_CAUSE;
        *cell++ = cause ? kk_cause_code(K, Y, X->of) : kk_rule_word[X->kind];
        *cell++ = rule_of(Y, X);
        *cell++ = cause && Y->cause[X->of].year != KK_NONE ? kk_format(K, "%d", Y->cause[X->of].year) : "";
        *cell++ = kk_say_rule(&V, Y, X);
        *cell++ = X->on ? "yes" : "";
        for (int n = 0; n < C->ngoal; n++)
            *cell++ = X->value ? value(K, X->value[n]) : "";
        *cell++ = value(K, X->now);
        *cell = value(K, X->then);
    }
    return S;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void put_name(kk_json *J, const kk_city *C, int o)
{
    kk_json_text(J, "option", C->option[o].name.id);
    kk_json_text(J, "measure", C->measure[C->option[o].measure].name.id);
    kk_json_text(J, "area", C->node[C->option[o].area].name.id);
    kk_json_text(J, "label", kk_option_label(C, o));
}

static void put_loss(kk_json *J, const kk_city *C, const char *key, const kk_loss *L)
{
    if (!L->possible) {
        kk_json_text(J, key, NULL);
        return;
    }
    kk_json_open(J, key, '{');
    kk_json_number(J, "unmet", L->unmet);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            kk_json_number(J, C->target[g].name.id, L->short_[g]);
    kk_json_close(J);
}

static void put_worse(kk_json *J, const kk_city *C, int goal, double worse)
{
    kk_json_text(J, "worse_goal", goal == KK_NONE ? NULL : C->goal[goal].code);
    kk_json_number(J, "worse_by", goal == KK_NONE ? (double)NAN : worse);
}

static void put_deed(kk_json *J, const kk_plan *P, const kk_deed *A)
{
    const kk_city *C = P->C;
    kk_ctx *K = J->T.K;
    int lead = C->measure[C->option[A->option].measure].lead_years;
    kk_json_open(J, NULL, '{');
    put_name(J, C, A->option);
    kk_json_text(J, "decide_by", kk_date_iso(K, C, C->first + A->t, lead));
    kk_json_text(J, "opens_on", kk_date_iso(K, C, C->first + A->t, 0));
    kk_json_number(J, "units", (double)P->open[A->option * C->nplan + A->t] / KK_MICRO);
    kk_json_open(J, "serves", '[');
    for (int c = 0; c < C->nclass; c++)
        if (A->serves[c])
            kk_json_text(J, NULL, C->class_[c].name.id);
    kk_json_close(J);
    kk_json_open(J, "years_needed", '[');
    for (int t = A->t; t < C->nyear && P->needed; t++)
        if (P->needed[kk_at(A->option, A->t, C->nplan, t, C->nyear)])
            kk_json_int(J, NULL, C->first + t);
    kk_json_close(J);
    put_loss(J, C, "lost_without", &A->without);
    put_loss(J, C, "lost_a_year_later", &A->later);
    kk_json_text(J, "latest_decision", A->latest == KK_NONE ? NULL : kk_date_iso(K, C, C->first + A->latest, lead));
    kk_json_number(J, "vacant_at_last", A->vacant[C->nplan - 1]);
    kk_json_number(J, "vacant_at_end", A->vacant[C->nyear - 1]);
    kk_json_number(J, "vacant_seat_years", vacant_seat_years(C, A));
    put_worse(J, C, A->goal, A->worse);
    kk_json_close(J);
}

static void put_left_out(kk_json *J, const kk_city *C, const kk_left_out *X)
{
    kk_json_open(J, NULL, '{');
    put_name(J, C, X->option);
    kk_json_text(J, "status", kk_out_word[X->why]);
    kk_json_number(J, X->why == KK_OUT_CONSENT || X->why == KK_OUT_WHOLE ? "would_open" : "asked_units", X->units);
    put_worse(J, C, X->goal, X->worse);
    kk_json_open(J, "in_place_of", '[');
    for (int i = 0; i < X->nrival; i++)
        kk_json_text(J, NULL, C->option[X->rival[i]].name.id);
    kk_json_close(J);
    kk_json_close(J);
}

void kk_actions_json(kk_json *J, const kk_voice *V, const kk_why *Y)
{
    kk_json_open(J, "actions", '[');
    for (int i = 0; i < Y->deeds->ndeed; i++)
        put_deed(J, Y->P, &Y->deeds->deed[i]);
    kk_json_close(J);
    kk_json_open(J, "left_out", '[');
    for (int i = 0; i < Y->deeds->nleft; i++)
        put_left_out(J, Y->P->C, &Y->deeds->left[i]);
    kk_json_close(J);
    kk_json_open(J, "rules", '[');
    for (const kk_rule_cost *X = Y->rules->rule; X < Y->rules->rule + Y->rules->nrule; X++) {
        bool cause = X->kind == KK_R_CAUSE;
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "rule", cause ? kk_cause_code(J->T.K, Y, X->of) : kk_rule_word[X->kind]);
        kk_json_text(J, "of", rule_of(Y, X));
        if (cause && Y->cause[X->of].year != KK_NONE)
            kk_json_int(J, "year", Y->cause[X->of].year);
        else
            kk_json_text(J, "year", NULL);
        kk_json_text(J, "label", kk_say_rule(V, Y, X));
        kk_json_bool(J, "added", X->on);
        kk_json_open(J, "goals", '{');
        for (int n = 0; n < V->C->ngoal; n++)
            kk_json_number(J, V->C->goal[n].code, X->value ? X->value[n] : (double)NAN);
        kk_json_close(J);
        kk_json_number(J, "added_last", X->now);
        kk_json_number(J, "added_first", X->then);
        kk_json_close(J);
    }
    kk_json_close(J);
}
