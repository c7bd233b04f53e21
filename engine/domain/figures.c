/* The figures that follow from what a plan decides.
 *
 * Sums of millionths are exact, and so is money; what is multiplied by an effect or by per_child is a double, good to
 * far more than the 9 decimals that kk_shown() keeps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "domain/plan.h"

#include <math.h>
#include <string.h>

__extension__ typedef __int128 wide;

double kk_shown(double value)
{
    double fine = round(value * 1e9);
    if (fabs(fine) < 9e18)
        return (double)kk_div_round((int64_t)fine, 1000000) / 1000.0;
    return round(value * 1000.0) / 1000.0;
}

/* A value as run.json prints it: six decimals. */
static double printed(double value)
{
    return fabs(value) < 9e9 ? (double)kk_micro_round(value) / KK_MICRO : value;
}

double kk_stage_gap(const kk_stage *stage)
{
    double value = printed(stage->value), gap = (value - printed(stage->bound)) / fmax(1.0, fabs(value));
    return ceil(gap * 1e6 - 1e-6) / 1e6;
}

double kk_bound_said(double value, double bound)
{
    double grain = 1.0; /* power of ten >= 1e-6 max(1, |value|), in millionths */
    while (grain < fabs(printed(value)))
        grain *= 10.0;
    double said = floor(kk_value_said(bound) * 1e6 / grain + 1e-6) * grain;
    return printed(said / 1e6);
}

/* Millionths as shown. They have nothing beyond the 9th decimal, so half away from zero is all there is to do. */
static double shown_micro(kk_micro value)
{
    return (double)kk_div_round(value, 1000) / 1000.0;
}

/* What is missing, of printed figures; the residue of a continuous plan is no shortage. */
static double missing(double asked, double given)
{
    return fmax(kk_shown(asked - given), 0.0);
}

/* served[a,c,t] = sum over b, p of class c  serve[a,b,p,t];   elsewhere: the part with b != a, or NULL */
static void fill_served(kk_ctx *K, const kk_city *C, const kk_micro *serve, double *out_served, double *out_elsewhere)
{
    size_t count = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
    kk_micro *all = KK_ARRAY(K, kk_micro, count), *away = KK_ARRAY(K, kk_micro, count);
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int t = 0; t < C->nyear; t++) {
                size_t cell = kk_at(C->arc_from[i], C->service[p].class, C->nclass, t, C->nyear);
                kk_micro some = serve[kk_at(i, p, C->nservice, t, C->nyear)];
                all[cell] += some;
                away[cell] += C->arc_from[i] == C->arc_to[i] ? 0 : some;
            }
    for (size_t i = 0; i < count; i++) {
        out_served[i] = shown_micro(all[i]);
        if (out_elsewhere)
            out_elsewhere[i] = shown_micro(away[i]);
    }
}

/* used[b,k,t] = sum over a, p  per_child[p,k] serve[a,b,p,t] */
static void fill_used(const kk_city *C, const kk_micro *serve, double *out_used)
{
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int u = 0; u < C->service[p].nuse; u++)
                for (int t = 0; t < C->nyear; t++)
                    out_used[kk_at(C->arc_to[i], C->service[p].seat[u], C->nseat, t, C->nyear)] +=
                        C->service[p].per_child[u] * (double)serve[kk_at(i, p, C->nservice, t, C->nyear)] / KK_MICRO;
}

/* supply[b,k,t] = base[b,k,t] + sum over o in b, tau <= t  effect[o,k] avail[o,k,t,tau] open[o,tau] */
static void fill_supply(const kk_plan *P, double *out_supply)
{
    const kk_city *C = P->C;
    for (size_t i = 0; i < (size_t)C->narea * (size_t)C->nseat * (size_t)C->nyear; i++)
        out_supply[i] = C->base[i];
    for (int o = 0; o < C->noption; o++)
        for (int tau = 0; tau < C->nplan; tau++) {
            kk_micro open = P->open[(size_t)o * (size_t)C->nplan + (size_t)tau];
            for (int e = 0; e < C->option[o].neffect && open != 0; e++) {
                const kk_effect *E = &C->option[o].effect[e];
                for (int t = tau; t < C->nyear; t++)
                    out_supply[kk_at(C->option[o].area, E->seat, C->nseat, t, C->nyear)] +=
                        kk_effect_in(C, &C->option[o], E, t, tau) * (double)open / KK_MICRO;
            }
        }
}

/* agreed[b,k,t] = sum over the rows of supply of kind 区間調整 that hold in t  seats * factor */
static void fill_agreed(const kk_city *C, double *out_agreed)
{
    for (int i = 0; i < C->nsupply; i++) {
        const kk_supply *S = &C->supply[i];
        int until = C->look_ahead;
        if (strcmp(S->kind, KK_TRANSFER) != 0)
            continue;
        for (int j = 0; j < C->nsupply; j++) {
            const kk_supply *next = &C->supply[j];
            if (next->area == S->area && next->seat == S->seat && next->year > S->year && next->year <= until &&
                strcmp(next->kind, KK_TRANSFER) == 0)
                until = next->year - 1;
        }
        for (int y = S->year > C->first ? S->year : C->first; y <= until; y++)
            out_agreed[kk_at(S->area, S->seat, C->nseat, y - C->first, C->nyear)] += S->seats * S->factor;
    }
}

/* lent[a,k,t] = sum over b of what is shown of  sum over p  per_child[p,k] serve[a,b,p,t];  others_here[b,k,t] = the
 * same over a: so the areas' sums are equal in what is printed, too */
static void fill_lent(kk_ctx *K, const kk_plan *P, double *out_lent, double *out_others)
{
    const kk_city *C = P->C;
    double *seats = KK_ARRAY(K, double, C->nseat);
    for (int i = C->narea; i < C->narc; i++)
        for (int t = 0; t < C->nyear; t++) {
            for (int k = 0; k < C->nseat; k++)
                seats[k] = 0.0;
            for (int p = 0; p < C->nservice; p++)
                for (int u = 0; u < C->service[p].nuse; u++)
                    seats[C->service[p].seat[u]] +=
                        C->service[p].per_child[u] * (double)P->serve[kk_at(i, p, C->nservice, t, C->nyear)] / KK_MICRO;
            for (int k = 0; k < C->nseat; k++) {
                out_lent[kk_at(C->arc_from[i], k, C->nseat, t, C->nyear)] += kk_shown(seats[k]);
                out_others[kk_at(C->arc_to[i], k, C->nseat, t, C->nyear)] += kk_shown(seats[k]);
            }
        }
}

static void show_all(double *value, size_t count)
{
    for (size_t i = 0; i < count; i++)
        value[i] = kk_shown(value[i]);
}

/* needed[v,t] = sum over leaves b at or below v of  sum over k used[b,k,t] / children_per_carer[k], as shown for b;
 * used is not rounded yet */
static void fill_carers_needed(const kk_city *C, const double *used, double *out_needed)
{
    for (int b = 0; b < C->narea; b++)
        for (int t = 0; t < C->nyear; t++) {
            double carers = 0.0;
            for (int k = 0; k < C->nseat; k++)
                if (C->seat[k].children_per_carer > 0.0)
                    carers += used[kk_at(b, k, C->nseat, t, C->nyear)] / C->seat[k].children_per_carer;
            for (int v = b; v != KK_NONE; v = C->node[v].parent)
                out_needed[v * C->nyear + t] = kk_shown(out_needed[v * C->nyear + t] + kk_shown(carers));
        }
}

/* there[v,t] = carers[v,t] + sum over o at or below v, tau <= t  recruits[o] avail[o,t,tau] open[o,tau] */
static void fill_carers_there(const kk_plan *P, double *out_there)
{
    const kk_city *C = P->C;
    for (int i = 0; i < C->nnode * C->nyear; i++)
        out_there[i] = C->carers ? C->carers[i] : NAN;
    for (int o = 0; o < C->noption; o++)
        for (int tau = 0; tau < C->nplan; tau++) {
            kk_micro open = P->open[(size_t)o * (size_t)C->nplan + (size_t)tau];
            for (int e = 0; e < C->option[o].nrecruit && open != 0; e++) {
                const kk_effect *E = &C->option[o].recruit[e];
                for (int t = tau; t < C->nyear; t++)
                    for (int v = C->option[o].area; v != KK_NONE; v = C->node[v].parent)
                        out_there[v * C->nyear + t] +=
                            kk_effect_in(C, &C->option[o], E, t, tau) * (double)open / KK_MICRO;
            }
        }
    for (int i = 0; i < C->nnode * C->nyear; i++)
        if (!isnan(out_there[i]))
            out_there[i] = kk_shown(out_there[i]);
}

/* Whether a child that may use b lacks a place while b has seats for it that only carers are missing for: none is free,
 * or, where children are whole, fewer than this child takes. */
static bool seat_without_carer(const kk_city *C, const kk_figures *F, int b, int t, double free)
{
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice && C->arc_to[i] == b; p++) {
            const kk_service *P = &C->service[p];
            double takes = kk_carers_per_child(C, p);
            bool empty = takes > 0.0 && (free <= 0.001 || (C->whole && free < kk_shown(takes))) &&
                         kk_may_use(C, i, P->class) &&
                         F->unmet[kk_at(C->arc_from[i], P->class, C->nclass, t, C->nyear)] >= 1.0;
            for (int u = 0; u < P->nuse && empty; u++) {
                size_t at = kk_at(b, P->seat[u], C->nseat, t, C->nyear);
                empty = kk_shown(F->supply[at] - F->used[at]) >= P->per_child[u];
            }
            if (empty)
                return true;
        }
    return false;
}

bool kk_carers_short(const kk_city *C, const kk_figures *F, int v, int t)
{
    int i = v * C->nyear + t;
    if (isnan(F->carers_there[i]))
        return false;
    double free = kk_shown(F->carers_there[i] - F->carers_needed[i]);
    for (int b = 0; b < C->narea; b++)
        if (kk_area_within(C, b, v) && seat_without_carer(C, F, b, t, free))
            return true;
    return false;
}

static void fill_carers(kk_ctx *K, const kk_plan *P, kk_figures *F, const double *used)
{
    const kk_city *C = P->C;
    F->carers_needed = KK_ARRAY(K, double, C->nnode * C->nyear);
    F->carers_there = KK_ARRAY(K, double, C->nnode * C->nyear);
    fill_carers_needed(C, used, F->carers_needed);
    fill_carers_there(P, F->carers_there);
}

static int64_t whole_money(wide sum)
{
    const wide half = KK_MICRO / 2;
    return (int64_t)((sum < 0 ? sum - half : sum + half) / KK_MICRO);
}

/* money[y,payer,m,cost] = sum over options of the measure, openings  open * money of one unit */
static void fill_money(kk_ctx *K, kk_figures *F, const kk_plan *P)
{
    const kk_city *C = P->C;
    size_t count = (size_t)F->nmoney * (size_t)C->npayer * (size_t)C->nmeasure * KK_NCOST;
    wide *sum = KK_ARRAY(K, wide, count);
    for (int o = 0; o < C->noption; o++)
        for (int tau = 0; tau < C->nplan; tau++) {
            kk_micro open = P->open[(size_t)o * (size_t)C->nplan + (size_t)tau];
            for (int y = 0; y < F->nmoney && open != 0; y++)
                for (int payer = 0; payer < C->npayer; payer++)
                    for (int cost = 0; cost < KK_NCOST; cost++)
                        sum[kk_money_at(C, y, payer, C->option[o].measure, cost)] +=
                            (wide)open * kk_money(C, o, tau, (kk_cost)cost, payer, F->money_first + y);
        }
    for (size_t i = 0; i < count; i++)
        F->money[i] = whole_money(sum[i]);
}

int64_t kk_money_of(const kk_plan *P, const unsigned char *option, const bool cost[KK_NCOST], int payer, int from,
                    int until)
{
    const kk_city *C = P->C;
    wide sum = 0;
    for (int o = 0; o < C->noption; o++)
        for (int tau = 0; tau < C->nplan && option[o]; tau++) {
            kk_micro open = P->open[(size_t)o * (size_t)C->nplan + (size_t)tau];
            for (int y = from; y <= until && open != 0; y++)
                for (int i = 0; i < KK_NCOST; i++)
                    if (cost[i])
                        sum += (wide)open * kk_money(C, o, tau, (kk_cost)i, payer, y);
        }
    return whole_money(sum);
}

/* The same with nothing opened; served is used and filled anew later. */
static void fill_without(kk_ctx *K, const kk_plan *P, kk_figures *F, size_t seats, size_t children)
{
    F->used_without = KK_ARRAY(K, double, seats);
    fill_used(P->C, P->without, F->used_without);
    show_all(F->used_without, seats);
    F->unmet_without = KK_ARRAY(K, double, children);
    fill_served(K, P->C, P->without, F->served, NULL);
    for (size_t i = 0; i < children; i++)
        F->unmet_without[i] = missing(P->C->need[i], F->served[i]);
    F->short_without = KK_ARRAY(K, double *, P->C->ntarget);
    for (int g = 0; g < P->C->ntarget; g++) {
        F->short_without[g] = F->unmet_without;
        if (!P->C->target[g].rows)
            continue;
        F->short_without[g] = KK_ARRAY(K, double, children);
        fill_served(K, P->C, P->cover_without[g], F->served, NULL);
        for (size_t i = 0; i < children; i++)
            F->short_without[g][i] = missing(P->C->target[g].required[i], F->served[i]);
    }
}

/* Who has a place, and what is missing, of the need and of promises. */
static void fill_missing(kk_ctx *K, const kk_plan *P, kk_figures *F, size_t children)
{
    const kk_city *C = P->C;
    fill_served(K, C, P->serve, F->served, F->elsewhere);
    for (size_t i = 0; i < children; i++)
        F->unmet[i] = missing(C->need[i], F->served[i]);
    F->covered = KK_ARRAY(K, double *, C->ntarget);
    F->short_ = KK_ARRAY(K, double *, C->ntarget);
    for (int g = 0; g < C->ntarget; g++) {
        F->short_[g] = F->unmet;
        if (!C->target[g].rows)
            continue;
        F->covered[g] = KK_ARRAY(K, double, children);
        F->short_[g] = KK_ARRAY(K, double, children);
        fill_served(K, C, P->cover[g], F->covered[g], NULL);
        for (size_t i = 0; i < children; i++)
            F->short_[g][i] = missing(C->target[g].required[i], F->covered[g][i]);
    }
}

kk_figures *kk_figures_missing(kk_ctx *K, const kk_plan *P)
{
    kk_figures *F = KK_NEW(K, kk_figures);
    size_t children = (size_t)P->C->narea * (size_t)P->C->nclass * (size_t)P->C->nyear;
    F->served = KK_ARRAY(K, double, children);
    F->elsewhere = KK_ARRAY(K, double, children);
    F->unmet = KK_ARRAY(K, double, children);
    fill_missing(K, P, F, children);
    return F;
}

kk_figures *kk_figures_new(kk_ctx *K, const kk_plan *P)
{
    const kk_city *C = P->C;
    kk_figures *F = KK_NEW(K, kk_figures);
    size_t children = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
    size_t seats = (size_t)C->narea * (size_t)C->nseat * (size_t)C->nyear;

    F->supply = KK_ARRAY(K, double, seats);
    F->used = KK_ARRAY(K, double, seats);
    fill_supply(P, F->supply);
    fill_used(C, P->serve, F->used);
    if (kk_counts_carers(C))
        fill_carers(K, P, F, F->used);
    show_all(F->supply, seats);
    show_all(F->used, seats);

    F->served = KK_ARRAY(K, double, children);
    F->elsewhere = KK_ARRAY(K, double, children);
    F->unmet = KK_ARRAY(K, double, children);
    if (P->without)
        fill_without(K, P, F, seats, children);
    fill_missing(K, P, F, children);

    if (kk_has_transfers(C)) {
        F->agreed = KK_ARRAY(K, double, seats);
        F->lent = KK_ARRAY(K, double, seats);
        F->others_here = KK_ARRAY(K, double, seats);
        fill_agreed(C, F->agreed);
        fill_lent(K, P, F->lent, F->others_here);
        show_all(F->agreed, seats);
        show_all(F->lent, seats);
        show_all(F->others_here, seats);
    }

    F->money_first = C->decide_from;
    F->nmoney = C->look_ahead - C->decide_from + 1;
    F->money = KK_ARRAY(K, int64_t, (size_t)F->nmoney * (size_t)C->npayer * (size_t)C->nmeasure * KK_NCOST);
    fill_money(K, F, P);
    kk_leaving_fill(K, P, F);
    return F;
}
