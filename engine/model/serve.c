/* Families need, seats, required, cover, link: children and the seats they take.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/families.h"

double kk_effect_open(const kk_city *C, int o, int k, int t, int tau)
{
    const kk_option *O = &C->option[o];
    double seats = 0.0;
    for (int i = 0; i < O->neffect; i++)
        if (O->effect[i].seat == k)
            seats += kk_effect_in(C, O, &O->effect[i], t, tau);
    return seats;
}

/* What one child of service p takes of seat kind k. */
static double per_child(const kk_city *C, int p, int k)
{
    const kk_service *P = &C->service[p];
    for (int i = 0; i < P->nuse; i++)
        if (P->seat[i] == k)
            return P->per_child[i];
    return 0.0;
}

/* ---------------------------------------------------------------------------------------
 * need[a,c,t]   for every area a, class c, year t to the look-ahead              [children]
 *
 *     sum{b, p of class c} serve[a,b,p,t]  +  unmet[a,c,t]  =  need[a,c,t]
 *
 * A child of the need has a place somewhere, or it is unmet.
 * models/planning.mod: s.t. need.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
static void rows_need(kk_rows *R, const kk_city *C, const kk_cols *X, const int *arc_start, const int *arc)
{
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = 0; t < C->nyear; t++) {
                double need = kk_need(C, a, c, t);
                if (!kk_row_begin(R, need, need, "need[%s,%s,%d]", kk_code_area(C, a), C->class_[c].name.code,
                                  C->first + t))
                    continue;
                for (int i = arc_start[a]; i < arc_start[a + 1]; i++)
                    for (int p = 0; p < C->nservice; p++)
                        if (C->service[p].class == c)
                            kk_row_add(R, 1.0, X->serve[kk_at(arc[i], p, C->nservice, t, C->nyear)]);
                kk_row_elastic(R, 1.0, X->unmet[kk_at(a, c, C->nclass, t, C->nyear)]);
                kk_row_end(R);
            }
}

/* The right side that seats and cover share, brought to the left:
 *     - sum{o in b, tau <= t} effect[o,k] avail[o,k,t,tau] open[o,tau]
 */
static void add_opened(kk_rows *R, const kk_city *C, const kk_cols *X, const int *option_start, const int *option,
                       int b, int k, int t)
{
    for (int i = option_start[b]; i < option_start[b + 1]; i++) {
        const kk_option *O = &C->option[option[i]];
        bool touches = false;
        for (int e = 0; e < O->neffect; e++)
            touches = touches || O->effect[e].seat == k;
        if (!touches)
            continue;
        for (int tau = O->open_from; tau <= O->open_until && tau <= t; tau++)
            kk_row_add(R, -kk_effect_open(C, option[i], k, t, tau), kk_col_open(C, X, option[i], tau));
    }
}

/* ---------------------------------------------------------------------------------------
 * seats[b,k,t]   for every area b, seat kind k, year t to the look-ahead            [seats]
 *
 *     sum{a, p} per_child[p,k] serve[a,b,p,t]
 *         <=  base[b,k,t]  +  sum{o in b, tau <= t} effect[o,k] avail[o,k,t,tau] open[o,tau]
 *
 * Children use no more seats than there are and than have opened; the slack is vacant.
 * models/planning.mod: s.t. seats.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
static void rows_seats(kk_rows *R, const kk_city *C, const kk_cols *X, const int *arc_start, const int *arc,
                       const int *option_start, const int *option)
{
    for (int b = 0; b < C->narea; b++)
        for (int k = 0; k < C->nseat; k++)
            for (int t = 0; t < C->nyear; t++) {
                if (!kk_row_begin(R, -INFINITY, kk_base(C, b, k, t), "seats[%s,%s,%d]", kk_code_area(C, b),
                                  C->seat[k].name.code, C->first + t))
                    continue;
                for (int i = arc_start[b]; i < arc_start[b + 1]; i++)
                    for (int p = 0; p < C->nservice; p++)
                        kk_row_add(R, per_child(C, p, k), X->serve[kk_at(arc[i], p, C->nservice, t, C->nyear)]);
                add_opened(R, C, X, option_start, option, b, k, t);
                kk_row_end(R);
            }
}

/* ---------------------------------------------------------------------------------------
 * required[g,a,c,t]   for every target g with basis peak or a buffer, its areas, classes, years   [seats]
 *
 *     sum{b, p of class c} cover[g,a,b,p,t]  +  short[g,a,c,t]  =  required[g,a,c,t]
 *
 * The seats that a promise asks for are there, or they are short. They are seats, not children.
 * models/planning.mod: s.t. required.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
static void rows_required(kk_rows *R, const kk_city *C, const kk_cols *X, int g, const int *arc_start, const int *arc)
{
    const kk_target *G = &C->target[g];
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = G->from; t <= G->until; t++) {
                if (!G->area[a] || !G->class_[c])
                    continue;
                double required = kk_required(C, g, a, c, t);
                if (!kk_row_begin(R, required, required, "required[%s,%s,%s,%d]", G->name.code, kk_code_area(C, a),
                                  C->class_[c].name.code, C->first + t))
                    continue;
                for (int i = arc_start[a]; i < arc_start[a + 1]; i++)
                    for (int p = 0; p < C->nservice; p++)
                        if (C->service[p].class == c)
                            kk_row_add(R, 1.0, X->cover[g][kk_at(arc[i], p, C->nservice, t, C->nyear)]);
                kk_row_elastic(R, 1.0, X->short_[g][kk_at(a, c, C->nclass, t, C->nyear)]);
                kk_row_end(R);
            }
}

/* ---------------------------------------------------------------------------------------
 * cover[g,b,k,t]   for every target g with rows, area b that its areas may use,
 *                  seat kind k that its classes may use, year t of the target               [seats]
 *
 *     sum{a, p} per_child[p,k] cover[g,a,b,p,t]  <=  the right side of seats[b,k,t]
 *
 * The seats that cover a promise are the same seats that serve children.
 * models/planning.mod: s.t. cover.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
static void rows_cover(kk_rows *R, const kk_city *C, const kk_cols *X, int g, const int *arc_start, const int *arc,
                       const int *option_start, const int *option)
{
    const kk_target *G = &C->target[g];
    for (int b = 0; b < C->narea; b++) {
        bool used = false;
        for (int i = arc_start[b]; i < arc_start[b + 1]; i++)
            for (int c = 0; c < C->nclass; c++)
                used = used || (G->area[C->arc_from[arc[i]]] && G->class_[c] && kk_may_use(C, arc[i], c));
        for (int k = 0; k < C->nseat && used; k++) {
            bool may = false;
            for (int p = 0; p < C->nservice; p++)
                may = may || (G->class_[C->service[p].class] && per_child(C, p, k) > 0.0);
            for (int t = G->from; t <= G->until && may; t++) {
                if (!kk_row_begin(R, -INFINITY, kk_base(C, b, k, t), "cover[%s,%s,%s,%d]", G->name.code,
                                  kk_code_area(C, b), C->seat[k].name.code, C->first + t))
                    continue;
                for (int i = arc_start[b]; i < arc_start[b + 1]; i++)
                    for (int p = 0; p < C->nservice; p++)
                        kk_row_add(R, per_child(C, p, k), X->cover[g][kk_at(arc[i], p, C->nservice, t, C->nyear)]);
                add_opened(R, C, X, option_start, option, b, k, t);
                kk_row_end(R);
            }
        }
    }
}

/* ---------------------------------------------------------------------------------------
 * link[a,b,c,t]   for every link a -> b for class c, year t to the look-ahead    [children]
 *
 *     sum{p of class c} serve[a,b,p,t]  <=  floor(min(max_children, max_share need[a,c,t]))
 *
 * link[g,a,b,c,t]   the same for every target g with rows that asks for a and c, its years t   [seats]
 *
 *     sum{p of class c} cover[g,a,b,p,t]  <=  floor(min(max_children, max_share need[a,c,t]))
 *
 * No more go to a neighbour than was agreed; a promise counts no more seats there than that.
 * models/planning.mod: s.t. link, linked.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
static void rows_link(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    for (int i = C->narea; i < C->narc; i++)
        for (int c = 0; c < C->nclass; c++) {
            const kk_link *link = kk_link_of(C, i, c);
            for (int t = 0; link && t < C->nyear; t++) {
                if (!kk_row_begin(R, -INFINITY, kk_link_most(C, link, t), "link[%s,%s,%s,%d]",
                                  kk_code_area(C, link->from), kk_code_area(C, link->to), C->class_[c].name.code,
                                  C->first + t))
                    continue;
                for (int p = 0; p < C->nservice; p++)
                    if (C->service[p].class == c)
                        kk_row_add(R, 1.0, X->serve[kk_at(i, p, C->nservice, t, C->nyear)]);
                kk_row_end(R);
            }
        }
}

static void rows_link_cover(kk_rows *R, const kk_city *C, const kk_cols *X, int g)
{
    const kk_target *G = &C->target[g];
    for (int i = C->narea; i < C->narc; i++)
        for (int c = 0; c < C->nclass; c++) {
            const kk_link *link = G->area[C->arc_from[i]] && G->class_[c] ? kk_link_of(C, i, c) : NULL;
            for (int t = G->from; link && t <= G->until; t++) {
                if (!kk_row_begin(R, -INFINITY, kk_link_most(C, link, t), "link[%s,%s,%s,%s,%d]", G->name.code,
                                  kk_code_area(C, link->from), kk_code_area(C, link->to), C->class_[c].name.code,
                                  C->first + t))
                    continue;
                for (int p = 0; p < C->nservice; p++)
                    if (C->service[p].class == c)
                        kk_row_add(R, 1.0, X->cover[g][kk_at(i, p, C->nservice, t, C->nyear)]);
                kk_row_end(R);
            }
        }
}

/* Things sorted by the area they belong to: those of area a are out_thing[start[a]] .. [start[a+1]-1]. */
static int *by_area(kk_ctx *K, int narea, int count, const int *area, int **out_thing)
{
    int *start = KK_ARRAY(K, int, narea + 2), *thing = KK_ARRAY(K, int, count);
    for (int i = 0; i < count; i++)
        start[area[i] + 2]++;
    for (int a = 0; a < narea; a++)
        start[a + 2] += start[a + 1];
    for (int i = 0; i < count; i++)
        thing[start[area[i] + 1]++] = i;
    *out_thing = thing;
    return start;
}

void kk_rows_serve(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    int *from, *to, *option, *option_area = KK_ARRAY(R->K, int, C->noption);
    for (int o = 0; o < C->noption; o++)
        option_area[o] = C->option[o].area;
    const int *from_start = by_area(R->K, C->narea, C->narc, C->arc_from, &from);
    const int *to_start = by_area(R->K, C->narea, C->narc, C->arc_to, &to);
    const int *option_start = by_area(R->K, C->narea, C->noption, option_area, &option);

    rows_need(R, C, X, from_start, from);
    rows_seats(R, C, X, to_start, to, option_start, option);
    for (int g = 0; g < C->ntarget; g++) {
        if (!C->target[g].rows)
            continue;
        rows_required(R, C, X, g, from_start, from);
        rows_cover(R, C, X, g, to_start, to, option_start, option);
    }
    rows_link(R, C, X);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            rows_link_cover(R, C, X, g);
}
