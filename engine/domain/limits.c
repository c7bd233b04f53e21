/* What a plan uses of its limits, of printed figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "domain/plan.h"

/* units, seats: of what opens in fiscal years from..until */
static double opened(const kk_plan *P, const kk_limit *L, int from, int until)
{
    const kk_city *C = P->C;
    double sum = 0.0;
    for (int o = 0; o < C->noption; o++) {
        kk_micro units = 0;
        double gross = 0.0;
        for (int t = 0; t < C->nplan && L->option[o]; t++)
            if (from <= C->first + t && C->first + t <= until)
                units += P->open[(size_t)o * (size_t)C->nplan + (size_t)t];
        for (int e = 0; e < C->option[o].neffect && units != 0; e++)
            if (C->option[o].effect[e].amount > 0.0 && L->seat[C->option[o].effect[e].seat])
                gross += kk_effect_full(C, &C->option[o], &C->option[o].effect[e]);
        sum += (L->quantity == KK_Q_UNITS ? 1.0 : gross) * (double)units / KK_MICRO;
    }
    return kk_shown(sum);
}

/* vacant: supply - used, as printed */
static double vacant(const kk_city *C, const kk_figures *F, const kk_limit *L, int from, int until)
{
    double sum = 0.0;
    for (int b = 0; b < C->narea; b++)
        for (int k = 0; k < C->nseat; k++)
            for (int t = from - C->first; t <= until - C->first; t++)
                if (L->area[b] && L->seat[k]) {
                    size_t i = kk_at(b, k, C->nseat, t, C->nyear);
                    sum += kk_shown(F->supply[i] - F->used[i]);
                }
    return kk_shown(sum);
}

/* unmet, elsewhere: children, as printed */
static double children(const kk_city *C, const double *value, const kk_limit *L, int from, int until)
{
    double sum = 0.0;
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = from - C->first; t <= until - C->first; t++)
                if (L->area[a] && L->class_[c])
                    sum += value[kk_at(a, c, C->nclass, t, C->nyear)];
    return kk_shown(sum);
}

static double carers(const kk_city *C, const kk_figures *F, const kk_limit *L, int from, int until)
{
    double sum = 0.0;
    for (int b = 0; b < C->narea && F->carers_needed; b++)
        for (int t = from - C->first; t <= until - C->first; t++)
            if (L->area[b])
                sum += F->carers_needed[b * C->nyear + t];
    return kk_shown(sum);
}

double kk_limit_used(const kk_plan *P, const kk_figures *F, int l, int from, int until)
{
    const kk_limit *L = &P->C->limit[l];
    switch (L->quantity) {
    case KK_Q_UNITS:
    case KK_Q_SEATS: return opened(P, L, from, until);
    case KK_Q_VACANT: return vacant(P->C, F, L, from, until);
    case KK_Q_UNMET: return children(P->C, F->unmet, L, from, until);
    case KK_Q_TRANSFERS: return children(P->C, F->elsewhere, L, from, until);
    case KK_Q_CARERS: return carers(P->C, F, L, from, until);
    default: break;
    }
    const bool cost[KK_NCOST] = {L->quantity != KK_Q_RUNNING, L->quantity != KK_Q_CAPITAL};
    return (double)kk_money_of(P, L->option, cost, L->payer, from, until);
}

static double slack(const kk_limit *L, double used)
{
    return L->floor ? used - L->value : L->value - used;
}

/* What rounding may make of it. */
static double rounding(const kk_limit *L)
{
    bool money = L->quantity == KK_Q_CAPITAL || L->quantity == KK_Q_RUNNING || L->quantity == KK_Q_COST;
    return money ? 1.0 : 0.001;
}

bool kk_limit_used_up(const kk_limit *L, double used)
{
    return slack(L, used) <= rounding(L) + 1e-6 * fabs(L->value);
}

bool kk_limit_broken(const kk_limit *L, double used)
{
    return slack(L, used) < -rounding(L);
}
