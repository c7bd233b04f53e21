/* The summary of a plan for machines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/csv_out.h"
#include "report/json_out.h"
#include "report/summary.h"

static void put_areas(kk_json *J, const kk_city *C, const kk_promise *R)
{
    kk_json_open(J, "areas", '[');
    for (int a = 0; a < C->narea; a++) {
        if (!C->target[R->target].area[a])
            continue;
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "area", C->node[a].name.id);
        kk_json_text(J, "label", C->node[a].name.label);
        kk_json_number(J, "without_plan", R->area_without ? R->area_without[a] : NAN);
        kk_json_number(J, "short", R->area_short[a]);
        kk_json_close(J);
    }
    kk_json_close(J);
}

static void put_promises(kk_json *J, const kk_story *S)
{
    const kk_city *C = S->P->C;
    kk_json_open(J, "promises", '{');
    for (int g = 0; g < C->ntarget; g++) {
        const kk_promise *R = &S->promise[g];
        const kk_target *G = &C->target[g];
        kk_json_open(J, G->name.id, '{');
        kk_json_bool(J, "kept", R->kept);
        kk_json_int(J, "from", C->first + G->from);
        kk_json_int(J, "until", C->first + G->until);
        kk_json_text(J, "basis", G->basis == KK_PEAK ? "peak" : "own");
        kk_json_number(J, "buffer", G->buffer);
        kk_json_int(J, "year", C->first + R->t);
        kk_json_text(J, "date", kk_date_iso(J->T.K, C, C->first + R->t, 0));
        kk_json_number(J, "required", R->required);
        kk_json_number(J, "without_plan", R->without);
        kk_json_number(J, "short", R->short_);
        kk_json_int(J, "areas_short", R->nshort);
        put_areas(J, C, R);
        kk_json_close(J);
    }
    kk_json_close(J);
}

static void put_actions(kk_json *J, const kk_story *S)
{
    const kk_city *C = S->P->C;
    kk_json_open(J, "actions", '[');
    for (int i = 0; i < S->naction; i++) {
        const kk_action *N = &S->action[i];
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "measure", C->measure[N->measure].name.id);
        kk_json_text(J, "label", C->measure[N->measure].name.label);
        kk_json_bool(J, "existing", C->measure[N->measure].existing);
        kk_json_number(J, "units", kk_shown((double)N->units / KK_MICRO));
        kk_json_number(J, "seats", kk_shown(N->seats));
        kk_json_number(J, "extra_seats", kk_shown(N->extras));
        kk_json_int(J, "city_pays", N->money);
        kk_json_close(J);
    }
    kk_json_close(J);
}

static void put_end(kk_json *J, const kk_city *C, const kk_end *E)
{
    kk_json_open(J, NULL, '{');
    kk_json_int(J, "year", C->first + E->t);
    kk_json_text(J, "date", kk_date_iso(J->T.K, C, C->first + E->t, 0));
    kk_json_number(J, "unmet", E->unmet);
    kk_json_number(J, "unmet_without_plan", E->unmet_without);
    kk_json_number(J, "vacant", E->vacant);
    kk_json_number(J, "vacant_without_plan", E->vacant_without);
    if (C->nlink > 0)
        kk_json_number(J, "served_elsewhere", E->elsewhere);
    kk_json_close(J);
}

static void put_limit(kk_json *J, const kk_story *S)
{
    const kk_binding *B = &S->binding;
    if (B->node != KK_NONE) {
        const kk_name *node = &S->P->C->node[B->node].name;
        kk_json_open(J, "first_limit", '{');
        kk_json_text(J, "area", node->id);
        kk_json_text(J, "label", node->label);
        kk_json_text(J, "quantity", "carers");
        kk_json_int(J, "from", B->from);
        kk_json_int(J, "until", B->until);
        kk_json_number(J, "used", B->used);
        kk_json_text(J, "sense", "<=");
        kk_json_number(J, "value", B->value);
        kk_json_int(J, "others", B->others);
        kk_json_close(J);
        return;
    }
    if (B->limit == KK_NONE) {
        kk_json_text(J, "first_limit", NULL);
        return;
    }
    const kk_limit *L = &S->P->C->limit[B->limit];
    kk_json_open(J, "first_limit", '{');
    kk_json_text(J, "limit", L->name.id);
    kk_json_text(J, "label", L->name.label);
    kk_json_text(J, "quantity", kk_quantity_word[L->quantity]);
    kk_json_int(J, "from", B->from);
    kk_json_int(J, "until", B->until);
    kk_json_number(J, "used", B->used);
    kk_json_text(J, "sense", L->floor ? ">=" : "<=");
    kk_json_number(J, "value", L->value);
    kk_json_bool(J, "broken", B->state == KK_BROKEN);
    kk_json_int(J, "others", B->others);
    kk_json_close(J);
}

/* Only of a city whose kinds of seats need carers. */
static void put_carers(kk_json *J, const kk_story *S)
{
    const kk_city *C = S->P->C;
    const kk_carers *N = &S->carers;
    if (!kk_counts_carers(C))
        return;
    kk_json_open(J, "carers", '{');
    kk_json_int(J, "year", C->last);
    kk_json_number(J, "needed", N->needed);
    kk_json_number(J, "available", N->there);
    kk_json_int(J, "short", N->nshort);
    if (N->nshort > 0) {
        kk_json_text(J, "first_short_area", C->node[N->node].name.id);
        kk_json_int(J, "first_short_year", C->first + N->t);
    }
    kk_json_close(J);
}

/* Only where children who must leave their seats outnumber the places for them. */
static void put_leavers(kk_json *J, const kk_story *S)
{
    const kk_city *C = S->P->C;
    const kk_left *N = &S->left;
    if (N->nshort == 0)
        return;
    kk_json_open(J, "leavers", '{');
    kk_json_int(J, "short", N->nshort);
    kk_json_text(J, "area", C->node[N->of->area].name.id);
    kk_json_text(J, "class", C->class_[N->of->class_].name.id);
    kk_json_int(J, "age", N->of->age);
    kk_json_int(J, "year", C->first + N->of->t);
    kk_json_number(J, "leavers", N->of->leavers);
    kk_json_number(J, "lack", N->lack);
    kk_json_close(J);
}

/* Only where an area that nothing helps caps what a goal worst_share can do for the others. */
static void put_helpless(kk_json *J, const kk_story *S)
{
    const kk_city *C = S->P->C;
    const kk_helpless *H = &S->helpless;
    if (H->goal == KK_NONE)
        return;
    kk_json_open(J, "helpless", '{');
    kk_json_text(J, "goal", C->goal[H->goal].code);
    kk_json_text(J, "area", C->node[H->area].name.id);
    kk_json_int(J, "year", C->first + H->t);
    kk_json_number(J, "share", H->share);
    kk_json_int(J, "others", H->others);
    kk_json_close(J);
}

/* Only of a plan in whole units: what it reached and how far that may be from the best. */
static void put_goals(kk_json *J, const kk_plan *P)
{
    if (!P->C->whole)
        return;
    kk_json_open(J, "goals", '[');
    for (int i = 0; i < P->nstage; i++) {
        if (!P->stage[i].goal)
            continue;
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "goals", P->stage[i].name);
        kk_json_number(J, "value", P->stage[i].value);
        kk_json_number(J, "bound", P->stage[i].bound);
        kk_json_number(J, "gap", kk_stage_gap(&P->stage[i]));
        kk_json_text(J, "optimal", P->stage[i].proved ? "proved" : "not proved");
        kk_json_close(J);
    }
    kk_json_close(J);
}

const char *kk_summary_json(kk_ctx *K, const kk_story *S, kk_lang lang, const char *dir)
{
    const kk_city *C = S->P->C;
    kk_json J = {.T.K = K};
    kk_json_open(&J, NULL, '{');
    kk_json_text(&J, "kakuho", KK_VERSION);
    kk_json_text(&J, "lang", lang == KK_JA ? "ja" : "en");
    kk_json_text(&J, "title", C->title);
    kk_json_text(&J, "edition", C->edition);
    for (int i = 0; i < C->nwhat_if; i++) {
        if (i == 0)
            kk_json_open(&J, "what_if", '[');
        kk_json_text(&J, NULL, C->what_if[i]);
        if (i + 1 == C->nwhat_if)
            kk_json_close(&J);
    }
    kk_json_text(&J, "outcome", S->P->stopped ? "stopped" : "planned");
    kk_json_text(&J, "units", C->whole ? "whole" : "continuous");
    kk_json_int(&J, "estimates", C->estimates);
    kk_json_int(&J, "input_rows", C->figures);
    kk_json_bool(&J, "promises_kept", S->kept);
    put_promises(&J, S);
    kk_json_text(&J, "money_unit", C->money_unit);
    put_actions(&J, S);
    put_goals(&J, S->P);
    kk_json_open(&J, "end", '[');
    put_end(&J, C, &S->last);
    if (S->look_ahead.t > S->last.t)
        put_end(&J, C, &S->look_ahead);
    kk_json_close(&J);
    put_carers(&J, S);
    put_leavers(&J, S);
    put_helpless(&J, S);
    put_limit(&J, S);
    kk_json_text(&J, "folder", dir);
    kk_json_close(&J);
    return kk_json_get(&J);
}
