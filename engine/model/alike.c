/* Whether two cities have models of the same columns, entries and costs.
 *
 * All that families and goals read is compared but for what only bounds, right-hand sides and shares are made of: need,
 * required, base, carers there are, values of limits, most children of a link, and units, windows and consents of
 * options.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/model.h"

#include <string.h>

static bool same_text(const char *x, const char *y)
{
    return x == y || (x && y && strcmp(x, y) == 0);
}

static bool same_name(const kk_name *x, const kk_name *y)
{
    return same_text(x->code, y->code);
}

static bool same_mask(const unsigned char *x, const unsigned char *y, int count)
{
    return x == y || (x && y && memcmp(x, y, (size_t)count) == 0);
}

static bool same_ints(const int *x, const int *y, int count)
{
    return x == y || (x && y && memcmp(x, y, (size_t)count * sizeof *x) == 0);
}

static bool same_doubles(const double *x, const double *y, int count)
{
    return x == y || (x && y && memcmp(x, y, (size_t)count * sizeof *x) == 0);
}

/* Of doubles one of which may be NAN. */
static bool same_minutes(double x, double y)
{
    return x == y || (isnan(x) && isnan(y));
}

static bool same_effects(const kk_effect *E, int nE, const kk_effect *F, int nF)
{
    bool same = nE == nF;
    for (int e = 0; e < nE && same && E != F; e++)
        same = E[e].seat == F[e].seat && E[e].amount == F[e].amount && E[e].nfirst == F[e].nfirst &&
               same_doubles(E[e].first, F[e].first, E[e].nfirst);
    return same;
}

static bool same_sets(const kk_city *C, const kk_city *D)
{
    bool same = C->first == D->first && C->last == D->last && C->look_ahead == D->look_ahead &&
                C->decide_from == D->decide_from && C->as_of_end == D->as_of_end && C->narea == D->narea &&
                C->nnode == D->nnode && C->nclass == D->nclass && C->nseat == D->nseat && C->nservice == D->nservice &&
                C->nmeasure == D->nmeasure && C->noption == D->noption && C->nfacility == D->nfacility &&
                C->npayer == D->npayer && C->city_payer == D->city_payer && C->nshare == D->nshare &&
                C->ntarget == D->ntarget && C->ngoal == D->ngoal && C->nstage == D->nstage && C->narc == D->narc &&
                C->nlink == D->nlink && C->follow == D->follow && C->whole == D->whole && C->discount == D->discount &&
                C->changes == D->changes && (C->carers == NULL) == (D->carers == NULL);
    for (int v = 0; v < C->nnode && same && C->node != D->node; v++)
        same = same_name(&C->node[v].name, &D->node[v].name) && C->node[v].parent == D->node[v].parent;
    for (int c = 0; c < C->nclass && same && C->class_ != D->class_; c++)
        same = same_name(&C->class_[c].name, &D->class_[c].name) && C->class_[c].weight == D->class_[c].weight;
    for (int k = 0; k < C->nseat && same && C->seat != D->seat; k++)
        same = same_name(&C->seat[k].name, &D->seat[k].name) && C->seat[k].room == D->seat[k].room &&
               C->seat[k].children_per_carer == D->seat[k].children_per_carer;
    for (int p = 0; p < C->nservice && same && C->service != D->service; p++) {
        const kk_service *P = &C->service[p], *Q = &D->service[p];
        same = same_name(&P->name, &Q->name) && P->class == Q->class && P->rank == Q->rank && P->nuse == Q->nuse &&
               same_ints(P->seat, Q->seat, P->nuse) && same_doubles(P->per_child, Q->per_child, P->nuse);
    }
    return same;
}

static bool same_options(const kk_city *C, const kk_city *D)
{
    bool same = true;
    for (int m = 0; m < C->nmeasure && same && C->measure != D->measure; m++) {
        const kk_measure *M = &C->measure[m], *N = &D->measure[m];
        same = M->whole == N->whole && M->lead_years == N->lead_years && M->life_years == N->life_years;
    }
    for (int o = 0; o < C->noption && same && C->option != D->option; o++) {
        const kk_option *O = &C->option[o], *P = &D->option[o];
        same = same_name(&O->name, &P->name) && O->measure == P->measure && O->area == P->area &&
               O->facility == P->facility && O->capital == P->capital && O->running == P->running &&
               same_effects(O->effect, O->neffect, P->effect, P->neffect) &&
               same_effects(O->recruit, O->nrecruit, P->recruit, P->nrecruit);
    }
    for (int i = 0; i < C->nshare && same && C->share != D->share; i++) {
        const kk_share *S = &C->share[i], *T = &D->share[i];
        same = S->measure == T->measure && S->cost == T->cost && S->payer == T->payer && S->over == T->over &&
               S->under == T->under && S->from == T->from && S->until == T->until;
    }
    return same;
}

static bool same_targets(const kk_city *C, const kk_city *D)
{
    bool same = true;
    for (int g = 0; g < C->ntarget && same && C->target != D->target; g++) {
        const kk_target *G = &C->target[g], *H = &D->target[g];
        same = same_name(&G->name, &H->name) && G->from == H->from && G->until == H->until && G->rows == H->rows &&
               same_mask(G->area, H->area, C->narea) && same_mask(G->class_, H->class_, C->nclass);
    }
    for (int n = 0; n < C->ngoal && same && C->goal != D->goal; n++) {
        const kk_goal *N = &C->goal[n], *O = &D->goal[n];
        same = N->kind == O->kind && same_text(N->code, O->code) && N->target == O->target && N->from == O->from &&
               N->until == O->until && N->payer == O->payer && N->stage == O->stage && N->weight == O->weight &&
               N->slack == O->slack && N->slack_is_share == O->slack_is_share &&
               memcmp(N->cost, O->cost, sizeof N->cost) == 0 && same_mask(N->area, O->area, C->narea) &&
               same_mask(N->class_, O->class_, C->nclass) && same_mask(N->seat, O->seat, C->nseat) &&
               same_mask(N->option, O->option, C->noption);
    }
    return same;
}

/* The rows of a limit, one by one: several limits may say what one said. */
typedef struct {
    const kk_city *C;
    int l, year;
    const kk_limit *limit; /* NULL at the end */
    int from, until;
} limit_row;

static void next_row(limit_row *W)
{
    const kk_limit *L = W->limit;
    if (L && L->period != KK_TOGETHER && W->from < L->until) {
        W->from = W->until = W->from + 1;
        return;
    }
    W->l += L != NULL;
    while (W->l < W->C->nlimit && W->C->limit[W->l].period != KK_TOGETHER &&
           W->C->limit[W->l].from > W->C->limit[W->l].until)
        W->l++;
    W->limit = W->l < W->C->nlimit ? &W->C->limit[W->l] : NULL;
    if (W->limit) {
        W->from = W->limit->from;
        W->until = W->limit->period == KK_TOGETHER ? W->limit->until : W->from;
    }
}

static bool same_limits(const kk_city *C, const kk_city *D)
{
    limit_row x = {.C = C}, y = {.C = D};
    if (C->limit == D->limit && C->nlimit == D->nlimit)
        return true;
    for (next_row(&x), next_row(&y); x.limit && y.limit; next_row(&x), next_row(&y)) {
        const kk_limit *L = x.limit, *M = y.limit;
        if (L->quantity != M->quantity || L->floor != M->floor || L->payer != M->payer || x.from != y.from ||
            x.until != y.until || !same_mask(L->area, M->area, C->narea) ||
            !same_mask(L->class_, M->class_, C->nclass) || !same_mask(L->seat, M->seat, C->nseat) ||
            !same_mask(L->option, M->option, C->noption))
            return false;
    }
    return !x.limit && !y.limit;
}

static bool same_links(const kk_city *C, const kk_city *D)
{
    bool same = same_ints(C->arc_from, D->arc_from, C->narc) && same_ints(C->arc_to, D->arc_to, C->narc) &&
                same_ints(C->arc_link, D->arc_link, (C->narc - C->narea) * C->nclass);
    for (int l = 0; l < C->nlink && same && C->link != D->link; l++)
        same = C->link[l].from == D->link[l].from && C->link[l].to == D->link[l].to &&
               C->link[l].class_ == D->link[l].class_ && same_minutes(C->link[l].minutes, D->link[l].minutes);
    for (int v = 0; v < C->nnode && same && C->carers != D->carers; v++)
        same = kk_has_carers(C, v) == kk_has_carers(D, v);
    return same;
}

/* Units of the plan in force may differ, but not where there are any. */
static bool same_adopted(const kk_city *C, const kk_city *D)
{
    bool same = (C->adopted == NULL) == (D->adopted == NULL);
    for (int i = 0; i < C->noption * C->nplan && same && C->adopted != D->adopted; i++)
        same = (C->adopted[i] == 0.0) == (D->adopted[i] == 0.0);
    return same;
}

bool kk_model_alike(const kk_city *C, const kk_city *D)
{
    return same_sets(C, D) && same_options(C, D) && same_targets(C, D) && same_limits(C, D) && same_links(C, D) &&
           same_adopted(C, D);
}
