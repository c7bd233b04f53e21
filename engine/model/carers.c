/* Family carers: seats that exist serve nobody where there is no carer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/families.h"

/* recruited[o,t,tau]: carers that one unit of option o, opened in tau, adds in t. */
static double recruited(const kk_city *C, int o, int t, int tau)
{
    const kk_option *O = &C->option[o];
    double carers = 0.0;
    for (int i = 0; i < O->nrecruit; i++)
        carers += kk_effect_in(C, O, &O->recruit[i], t, tau);
    return carers;
}

/* ---------------------------------------------------------------------------------------
 * carers[a,t]   for every node a of the tree whose carers supply gives, year t to the look-ahead   [carers]
 *
 *     sum{b at or below a, k} used seats of kind k at b / children_per_carer[k]
 *         <=  carers[a,t]  +  sum{o at or below a, tau <= t} recruits[o] avail[o,t,tau] open[o,tau]
 *
 *     used seats of kind k at b = sum{a, p} per_child[p,k] serve[a,b,p,t]
 *
 * A seat is of use only with a carer; seats that have none stay empty, although they are there.
 * models/planning.mod: s.t. carers.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
void kk_rows_carers(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    for (int v = 0; v < C->nnode; v++)
        for (int t = 0; t < C->nyear && kk_has_carers(C, v); t++) {
            if (!kk_row_begin(R, -INFINITY, C->carers[(size_t)v * (size_t)C->nyear + (size_t)t], "carers[%s,%d]",
                              C->node[v].name.code, C->first + t))
                continue;
            for (int i = 0; i < C->narc; i++)
                for (int p = 0; p < C->nservice && kk_area_within(C, C->arc_to[i], v); p++)
                    kk_row_add(R, kk_carers_per_child(C, p), X->serve[kk_at(i, p, C->nservice, t, C->nyear)]);
            for (int o = 0; o < C->noption; o++) {
                const kk_option *O = &C->option[o];
                if (O->nrecruit == 0 || !kk_area_within(C, O->area, v))
                    continue;
                for (int tau = O->open_from; tau <= O->open_until && tau <= t; tau++)
                    kk_row_add(R, -recruited(C, o, t, tau), kk_col_open(C, X, o, tau));
            }
            kk_row_end(R);
        }
}
