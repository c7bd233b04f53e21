/* What a summary tells of a plan, in numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/story.h"

#include "report/csv_out.h"

/* ---- promises ---------------------------------------------------------------------------------------------------- */

/* The sum over the cells of a target in area a and year t. */
static double in_area(const kk_city *C, int g, int a, int t, const double *value)
{
    double sum = 0.0;
    for (int c = 0; c < C->nclass && C->target[g].area[a]; c++)
        if (C->target[g].class_[c])
            sum += value[kk_at(a, c, C->nclass, t, C->nyear)];
    return kk_shown(sum);
}

static double in_all(const kk_city *C, int g, int t, const double *value)
{
    double sum = 0.0;
    for (int a = 0; a < C->narea; a++)
        sum += in_area(C, g, a, t, value);
    return kk_shown(sum);
}

/* The year with the largest sum, the first of equal ones. */
static int worst_year(const kk_city *C, int g, const double *value)
{
    int worst = C->target[g].from;
    for (int t = worst + 1; t <= C->target[g].until; t++)
        if (in_all(C, g, t, value) > in_all(C, g, worst, value))
            worst = t;
    return worst;
}

static void tell_promise(kk_ctx *K, const kk_plan *P, const kk_figures *F, int g, kk_promise *out)
{
    const kk_city *C = P->C;
    const double *with = F->short_[g], *without = F->short_without ? F->short_without[g] : NULL;
    const double *required = C->target[g].rows ? C->target[g].required : C->need;
    int t = worst_year(C, g, with);
    bool kept = in_all(C, g, t, with) <= 0.0;
    if (kept && without)
        t = worst_year(C, g, without);
    *out = (kk_promise){.target = g, .t = t, .kept = kept};
    out->required = in_all(C, g, t, required);
    out->short_ = in_all(C, g, t, with);
    out->without = without ? in_all(C, g, t, without) : NAN;
    out->area_short = KK_ARRAY(K, double, C->narea);
    out->area_without = without ? KK_ARRAY(K, double, C->narea) : NULL;
    out->largest = KK_ARRAY(K, int, C->narea);
    for (int a = 0; a < C->narea; a++) {
        double here = out->area_short[a] = in_area(C, g, a, t, with);
        if (without)
            out->area_without[a] = in_area(C, g, a, t, without);
        if (here <= 0.0)
            continue;
        int i = out->nshort++;
        for (; i > 0 && out->area_short[out->largest[i - 1]] < here; i--)
            out->largest[i] = out->largest[i - 1];
        out->largest[i] = a;
    }
}

/* ---- actions ----------------------------------------------------------------------------------------------------- */

static void tell_action(const kk_plan *P, const kk_figures *F, int m, kk_action *out)
{
    const kk_city *C = P->C;
    *out = (kk_action){.measure = m};
    for (int o = 0; o < C->noption; o++) {
        kk_micro units = 0;
        for (int t = 0; t < C->nplan && C->option[o].measure == m; t++)
            units += P->open[(size_t)o * (size_t)C->nplan + (size_t)t];
        out->units += units;
        for (int e = 0; e < C->option[o].neffect && units != 0; e++) {
            const kk_effect *E = &C->option[o].effect[e];
            *(C->seat[E->seat].room ? &out->seats : &out->extras) +=
                fmax(kk_effect_full(C, &C->option[o], E), 0.0) * (double)units / KK_MICRO;
        }
    }
    for (int y = 0; y < F->nmoney; y++)
        for (int cost = 0; cost < KK_NCOST; cost++)
            out->money += F->money[kk_money_at(C, y, C->city_payer, m, cost)];
}

static void tell_actions(const kk_plan *P, const kk_figures *F, kk_story *S)
{
    const kk_city *C = P->C;
    for (int existing = 1; existing >= 0; existing--)
        for (int m = 0; m < C->nmeasure; m++) {
            if (C->measure[m].existing != (existing == 1))
                continue;
            tell_action(P, F, m, &S->action[S->naction]);
            S->naction += S->action[S->naction].units > 0;
        }
}

/* ---- the end, and the first limit -------------------------------------------------------------------------------- */

static kk_end tell_end(const kk_city *C, const kk_figures *F, int t)
{
    kk_end E = {.t = t};
    for (int a = 0; a < C->narea; a++) {
        for (int c = 0; c < C->nclass; c++) {
            E.elsewhere += F->elsewhere[kk_at(a, c, C->nclass, t, C->nyear)];
            E.unmet += F->unmet[kk_at(a, c, C->nclass, t, C->nyear)];
            E.unmet_without += F->unmet_without[kk_at(a, c, C->nclass, t, C->nyear)];
        }
        for (int k = 0; k < C->nseat; k++) {
            size_t i = kk_at(a, k, C->nseat, t, C->nyear);
            if (!C->seat[k].room)
                continue;
            E.vacant += kk_shown(F->supply[i] - F->used[i]);
            E.vacant_without += kk_shown(C->base[i] - F->used_without[i]);
        }
    }
    return (kk_end){t,
                    kk_shown(E.unmet),
                    kk_shown(E.unmet_without),
                    kk_shown(E.vacant),
                    kk_shown(E.vacant_without),
                    kk_shown(E.elsewhere)};
}

static kk_limit_state state_of(const kk_limit *L, double used, bool follow)
{
    if (follow && kk_limit_broken(L, used))
        return KK_BROKEN;
    if (!kk_limit_used_up(L, used))
        return KK_NSTATE;
    return L->value > 0.0 ? KK_USED_UP : L->floor ? KK_NSTATE : KK_NONE_ALLOWED;
}

static void tell_limit(const kk_plan *P, const kk_figures *F, int l, int from, int until, kk_binding *out)
{
    double used = kk_limit_used(P, F, l, from, until);
    kk_limit_state state = state_of(&P->C->limit[l], used, P->C->follow);
    if (state == KK_NSTATE || (out->limit != KK_NONE && state > out->state))
        return;
    int others = out->limit == KK_NONE || state < out->state ? 0 : out->others + 1;
    if (out->limit == KK_NONE || state < out->state || from < out->from)
        *out = (kk_binding){l, KK_NONE, from, until, used, P->C->limit[l].value, state, 0};
    out->others = others;
}

/* Where carers are short, no seat helps: of equal years theirs is the first limit. */
static void tell_carers(const kk_plan *P, const kk_figures *F, kk_story *S)
{
    const kk_city *C = P->C;
    kk_carers *out = &S->carers;
    if (!F->carers_needed)
        return;
    for (int t = 0; t < C->nyear; t++)
        for (int v = 0; v < C->nnode; v++)
            if (kk_carers_short(C, F, v, t) && out->nshort++ == 0) {
                out->node = v;
                out->t = t;
            }
    for (int v = 0; v < C->nnode; v++)
        if (C->node[v].parent == KK_NONE) {
            out->needed = F->carers_needed[v * C->nyear + C->nplan - 1];
            out->there = F->carers_there[v * C->nyear + C->nplan - 1];
        }
    if (out->nshort == 0)
        return;
    kk_binding *B = &S->binding;
    if (B->limit != KK_NONE && B->state == KK_BROKEN)
        return;
    bool alone = B->limit == KK_NONE || B->state == KK_NONE_ALLOWED;
    int others = out->nshort - 1 + (alone ? 0 : B->others + 1), i = out->node * C->nyear + out->t;
    if (alone || C->first + out->t <= B->from)
        *B = (kk_binding){
            KK_NONE,    out->node, C->first + out->t, C->first + out->t, F->carers_needed[i], F->carers_there[i],
            KK_USED_UP, 0};
    B->others = others;
}

static kk_left tell_left(const kk_figures *F)
{
    kk_left L = {0};
    double least = 0.0;
    for (int i = 0; i < F->nleaving; i++) {
        const kk_leaving *R = &F->leaving[i];
        double slack = kk_shown(R->places - R->staying - R->leavers);
        if (slack > -0.5)
            continue;
        L.nshort++;
        if (slack < least) {
            L.of = R;
            L.lack = fmin(-slack, R->leavers);
            least = slack;
        }
    }
    return L;
}

static kk_binding tell_limits(const kk_plan *P, const kk_figures *F)
{
    const kk_city *C = P->C;
    kk_binding first = {.limit = KK_NONE, .node = KK_NONE};
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        if (L->period == KK_TOGETHER)
            tell_limit(P, F, l, L->from, L->until, &first);
        else
            for (int y = L->from; y <= L->until; y++)
                tell_limit(P, F, l, y, y, &first);
    }
    return first;
}

/* The share short of what goal n asks for in area a and year t; -1 where it asks for nothing. */
static double share_short(const kk_city *C, const kk_goal *N, int a, int t, const double *missing)
{
    const double *asked = C->target[N->target].rows ? C->target[N->target].required : C->need;
    double all = 0.0, some = 0.0;
    for (int c = 0; c < C->nclass; c++)
        if (N->class_[c]) {
            all += asked[kk_at(a, c, C->nclass, t, C->nyear)];
            some += missing[kk_at(a, c, C->nclass, t, C->nyear)];
        }
    return N->area[a] && all > 0.0 ? some / all : -1.0;
}

static kk_helpless tell_helpless(const kk_plan *P, const kk_figures *F)
{
    const kk_city *C = P->C;
    const double tolerance = 1e-5;
    kk_helpless H = {.goal = KK_NONE};
    for (int n = 0; n < C->ngoal && H.goal == KK_NONE; n++) {
        const kk_goal *N = &C->goal[n];
        if (N->kind != KK_G_WORST_SHARE)
            continue;
        const double *with = F->short_[N->target], *without = F->short_without ? F->short_without[N->target] : NULL;
        double worst = tolerance;
        for (int a = 0; a < C->narea; a++)
            for (int t = N->from - C->first; t <= N->until - C->first; t++)
                worst = fmax(worst, share_short(C, N, a, t, with));
        for (int a = 0; a < C->narea && without; a++)
            for (int t = N->from - C->first; t <= N->until - C->first; t++) {
                double share = share_short(C, N, a, t, with);
                if (share < worst - tolerance || share < share_short(C, N, a, t, without) - tolerance)
                    continue;
                if (H.goal == KK_NONE)
                    H = (kk_helpless){.goal = n, .area = a, .t = t, .share = share};
                else
                    H.others++;
            }
    }
    return H;
}

const kk_story *kk_story_new(kk_ctx *K, const kk_plan *P)
{
    const kk_city *C = P->C;
    const kk_figures *F = kk_figures_new(K, P);
    kk_story *S = KK_NEW(K, kk_story);
    S->P = P;
    S->promise = KK_ARRAY(K, kk_promise, C->ntarget);
    S->action = KK_ARRAY(K, kk_action, C->nmeasure + 1);
    S->kept = true;
    for (int g = 0; g < C->ntarget; g++) {
        tell_promise(K, P, F, g, &S->promise[g]);
        S->kept &= S->promise[g].kept;
    }
    tell_actions(P, F, S);
    S->last = tell_end(C, F, C->nplan - 1);
    S->look_ahead = tell_end(C, F, C->nyear - 1);
    S->binding = tell_limits(P, F);
    tell_carers(P, F, S);
    S->left = tell_left(F);
    S->helpless = tell_helpless(P, F);
    return S;
}
