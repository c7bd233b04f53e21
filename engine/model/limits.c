/* Family limit: ceilings and floors on a quantity.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/families.h"

double kk_effect_gross(const kk_city *C, int o, const unsigned char *seat)
{
    const kk_option *O = &C->option[o];
    double seats = 0.0;
    for (int i = 0; i < O->neffect; i++)
        if (O->effect[i].amount > 0.0 && seat[O->effect[i].seat])
            seats += kk_effect_full(C, O, &O->effect[i]);
    return seats;
}

double kk_money_sum(const kk_city *C, int o, int tau, const bool cost[KK_NCOST], int payer, int from, int until)
{
    int64_t sum = 0;
    for (kk_cost kind = 0; kind < KK_NCOST; kind++)
        for (int y = from; y <= until && cost[kind]; y++)
            sum += kk_money(C, o, tau, kind, payer, y);
    return (double)sum;
}

double kk_seats_taken(const kk_city *C, int p, const unsigned char *seat)
{
    const kk_service *P = &C->service[p];
    double seats = 0.0;
    for (int i = 0; i < P->nuse; i++)
        if (seat[P->seat[i]])
            seats += P->per_child[i];
    return seats;
}

/* units, seats: of what opens in fiscal years from..until; capital, running, cost: paid in from..until. */
static void add_options(kk_rows *R, const kk_city *C, const kk_cols *X, const kk_limit *L, int from, int until)
{
    const bool cost[KK_NCOST] = {L->quantity == KK_Q_CAPITAL || L->quantity == KK_Q_COST,
                                 L->quantity == KK_Q_RUNNING || L->quantity == KK_Q_COST};
    for (int o = 0; o < C->noption; o++)
        for (int t = C->option[o].open_from; t <= C->option[o].open_until && L->option[o]; t++) {
            bool opens = from <= C->first + t && C->first + t <= until;
            double quantity = cost[KK_CAPITAL] || cost[KK_RUNNING] ? kk_money_sum(C, o, t, cost, L->payer, from, until)
                              : L->quantity == KK_Q_UNITS          ? opens
                                                                   : opens * kk_effect_gross(C, o, L->seat);
            kk_row_add(R, quantity, kk_col_open(C, X, o, t));
        }
}

/* unmet: of the areas and classes in years from..until. */
static void add_unmet(kk_rows *R, const kk_city *C, const kk_cols *X, const kk_limit *L, int from, int until)
{
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = from - C->first; t <= until - C->first; t++)
                if (L->area[a] && L->class_[c])
                    kk_row_add(R, 1.0, X->unmet[kk_at(a, c, C->nclass, t, C->nyear)]);
}

/* carers: those that the children need who are served in the areas in years from..until. */
static void add_carers(kk_rows *R, const kk_city *C, const kk_cols *X, const kk_limit *L, int from, int until)
{
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice && L->area[C->arc_to[i]]; p++)
            for (int t = from - C->first; t <= until - C->first; t++)
                kk_row_add(R, kk_carers_per_child(C, p), X->serve[kk_at(i, p, C->nservice, t, C->nyear)]);
}

/* transfers: children of the areas and classes served elsewhere in years from..until. */
static void add_transfers(kk_rows *R, const kk_city *C, const kk_cols *X, const kk_limit *L, int from, int until)
{
    for (int i = C->narea; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int t = from - C->first; t <= until - C->first; t++)
                if (L->area[C->arc_from[i]] && L->class_[C->service[p].class])
                    kk_row_add(R, 1.0, X->serve[kk_at(i, p, C->nservice, t, C->nyear)]);
}

/* vacant: right side of seats minus its left side, over areas, kinds and years from..until; its constant, the sum of
 * base, is returned and belongs on the other side. */
static double add_vacant(kk_rows *R, const kk_city *C, const kk_cols *X, const kk_limit *L, int from, int until)
{
    double base = 0.0;
    for (int t = from - C->first; t <= until - C->first; t++) {
        for (int b = 0; b < C->narea; b++)
            for (int k = 0; k < C->nseat; k++)
                if (L->area[b] && L->seat[k])
                    base += kk_base(C, b, k, t);
        if (!R)
            continue;
        for (int i = 0; i < C->narc; i++)
            for (int p = 0; p < C->nservice; p++)
                if (L->area[C->arc_to[i]])
                    kk_row_add(R, -kk_seats_taken(C, p, L->seat), X->serve[kk_at(i, p, C->nservice, t, C->nyear)]);
        for (int o = 0; o < C->noption; o++)
            for (int tau = C->option[o].open_from; tau <= C->option[o].open_until && tau <= t; tau++)
                for (int k = 0; k < C->nseat && L->area[C->option[o].area]; k++)
                    if (L->seat[k])
                        kk_row_add(R, kk_effect_open(C, o, k, t, tau), kk_col_open(C, X, o, tau));
    }
    return base;
}

/* ---------------------------------------------------------------------------------------
 * limit[l,y]   for every limit l and fiscal year y of it ("all" = together)      [its own unit]
 *
 *     quantity of l over its areas, classes, measures, pools, seats, payers, years  <= or >=  value[l]
 *
 *     units    sum open          seats    sum gross effect * open
 *     capital, running, cost     sum money(o,t,y) * open
 *     unmet    sum unmet         vacant   sum of the slack of seats
 *     carers   sum of the left sides of carers, over leaves
 *     transfers   sum serve[a,b,p,t], b other than a
 *
 * A ceiling or a floor that the city has set.
 * models/planning.mod: s.t. limit.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
static void row_limit(kk_rows *R, const kk_city *C, const kk_cols *X, const kk_limit *L, int from, int until)
{
    double value = L->value;
    if (L->quantity == KK_Q_VACANT)
        value -= add_vacant(NULL, C, X, L, from, until);
    double lo = L->floor ? value : -INFINITY, up = L->floor ? INFINITY : value;
    bool begun = L->period == KK_TOGETHER ? kk_row_begin(R, lo, up, "limit[%s,all]", L->name.code)
                                          : kk_row_begin(R, lo, up, "limit[%s,%d]", L->name.code, from);
    if (!begun)
        return;
    if (L->quantity == KK_Q_VACANT)
        add_vacant(R, C, X, L, from, until);
    else if (L->quantity == KK_Q_UNMET)
        add_unmet(R, C, X, L, from, until);
    else if (L->quantity == KK_Q_CARERS)
        add_carers(R, C, X, L, from, until);
    else if (L->quantity == KK_Q_TRANSFERS)
        add_transfers(R, C, X, L, from, until);
    else
        add_options(R, C, X, L, from, until);
    kk_row_end(R);
}

void kk_rows_limits(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        if (L->period == KK_TOGETHER)
            row_limit(R, C, X, L, L->from, L->until);
        else
            for (int y = L->from; y <= L->until; y++)
                row_limit(R, C, X, L, y, y);
    }
}
