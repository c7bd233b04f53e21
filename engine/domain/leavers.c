/* Leavers: children who must leave their seats at an age (leaves_at), and the places for them from then on.
 *
 * Nobody counts children by single ages, so a service is taken to serve each of its ages alike: of the children of a
 * class of ages 1-2 half are 2. On 1 April those of the oldest age below leaves_at leave; others of that age stay where
 * they are and take a place of the next age each. Places are those that the plan gives children of that age, and the
 * seats that stand empty for them in their own area.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "domain/plan.h"

#include <math.h>

typedef struct {
    const kk_city *C;
    const kk_figures *F;
    kk_micro *served; /* [narea][nservice][nyear] children of the area, wherever */
    kk_ages *ages;    /* [nservice] */
    bool *counts;     /* [nservice] its ages are known */
} view;

/* The oldest children of service p belong to class d at age `age`, one year later. */
static bool enters(const view *V, int p, int d, int age)
{
    const kk_ages *A = &V->ages[p];
    return V->counts[p] && A->first < age && age - 1 <= A->last && kk_class_at(V->C, V->C->service[p].class, age) == d;
}

static bool has_leavers(const view *V, int d, int age)
{
    for (int p = 0; p < V->C->nservice; p++)
        if (enters(V, p, d, age) && V->ages[p].leaves_at == age)
            return true;
    return false;
}

/* Children of one of its ages. */
static double children(const view *V, int a, int p, int t)
{
    const kk_ages *A = &V->ages[p];
    return (double)V->served[kk_at(a, p, V->C->nservice, t, V->C->nyear)] / KK_MICRO / (A->last - A->first + 1);
}

/* Whether an earlier service of the class, one that takes children of this age, uses one of the seats of p. */
static bool counted_before(const view *V, int p, int age)
{
    const kk_city *C = V->C;
    for (int q = 0; q < p; q++)
        for (int u = 0; u < C->service[q].nuse && C->service[q].class == C->service[p].class; u++)
            for (int v = 0; v < C->service[p].nuse; v++)
                if (V->counts[q] && age <= V->ages[q].last && C->service[q].seat[u] == C->service[p].seat[v])
                    return true;
    return false;
}

/* Places of one age that stand empty in area a: the vacant seats of service p. */
static double empty(const view *V, int a, int p, int t)
{
    const kk_city *C = V->C;
    const kk_service *P = &C->service[p];
    double some = INFINITY;
    for (int u = 0; u < P->nuse; u++) {
        size_t at = kk_at(a, P->seat[u], C->nseat, t, C->nyear);
        some = fmin(some, kk_shown(V->F->supply[at] - V->F->used[at]) / P->per_child[u]);
    }
    return fmax(some, 0.0) / (V->ages[p].last - V->ages[p].first + 1);
}

static kk_leaving tell(const view *V, int a, int d, int age, int t)
{
    const kk_city *C = V->C;
    kk_leaving R = {.area = a, .class_ = d, .age = age, .t = t};
    R.estimate = C->need_estimate[kk_at(a, d, C->nclass, t, C->nyear)];
    for (int p = 0; p < C->nservice; p++) {
        if (enters(V, p, d, age)) {
            *(V->ages[p].leaves_at == age ? &R.leavers : &R.staying) += children(V, a, p, t - 1);
            R.estimate |= C->need_estimate[kk_at(a, C->service[p].class, C->nclass, t - 1, C->nyear)];
        }
        if (C->service[p].class == d && V->counts[p] && V->ages[p].first <= age && age <= V->ages[p].last)
            R.places += children(V, a, p, t) + (counted_before(V, p, age) ? 0.0 : empty(V, a, p, t));
    }
    R.leavers = kk_shown(R.leavers);
    R.staying = kk_shown(R.staying);
    R.places = kk_shown(R.places);
    return R;
}

void kk_leaving_fill(kk_ctx *K, const kk_plan *P, kk_figures *F)
{
    const kk_city *C = P->C;
    view V = {.C = C, .F = F, .ages = KK_ARRAY(K, kk_ages, C->nservice), .counts = KK_ARRAY(K, bool, C->nservice)};
    int oldest = 0, capacity = 0;
    for (int p = 0; p < C->nservice; p++) {
        V.counts[p] = kk_service_ages(C, p, &V.ages[p]);
        if (V.counts[p] && V.ages[p].leaves_at > oldest)
            oldest = V.ages[p].leaves_at;
    }
    if (oldest == 0)
        return;
    V.served = KK_ARRAY(K, kk_micro, (size_t)C->narea * (size_t)C->nservice * (size_t)C->nyear);
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int t = 0; t < C->nyear; t++)
                V.served[kk_at(C->arc_from[i], p, C->nservice, t, C->nyear)] +=
                    P->serve[kk_at(i, p, C->nservice, t, C->nyear)];
    for (int a = 0; a < C->narea; a++)
        for (int d = 0; d < C->nclass; d++)
            for (int age = 1; age <= oldest; age++)
                for (int t = 1; t < C->nyear && has_leavers(&V, d, age); t++) {
                    F->leaving = kk_grow(K, F->leaving, &capacity, F->nleaving + 1, sizeof *F->leaving);
                    F->leaving[F->nleaving++] = tell(&V, a, d, age, t);
                }
}
