/* Columns: what is decided.
 *
 *     open[o,t]         units of option o that open in year t                        0 .. bound, within its window
 *     serve[a,b,p,t]    children of area a in area b by service p                    0 .. need[a,c,t]
 *                       b = a, or a link a -> b for their class: nobody is relayed
 *     unmet[a,c,t]      children of need without a place                             0 .. need[a,c,t]
 *     cover[g,a,b,p,t]  the same as serve, for the required seats of target g        0 .. required[g,a,c,t]
 *     short[g,a,c,t]    the same as unmet                                            0 .. required[g,a,c,t]
 *     worst[n]          largest share short, of goal n                               0 .. 1
 *     more[o,t]         units that open beyond the adopted plan                      0 .. that of open[o,t]
 *     less[o,t]         units of the adopted plan that do not open                   0 .. adopted[o,t]
 *
 * Where the adopted plan is followed open[o,t] is adopted[o,t], and nothing else. more and less exist where they can be
 * other than 0, and only when a goal counts changes.
 *
 * models/planning.mod: var open, serve, unmet, cover, short, worst, more, less.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/families.h"

static int *none(kk_ctx *K, size_t count)
{
    int *index = KK_ARRAY(K, int, count);
    for (size_t i = 0; i < count; i++)
        index[i] = -1;
    return index;
}

static void cols_open(kk_rows *R, const kk_city *C, kk_cols *X)
{
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        for (int t = O->open_from; t <= O->open_until; t++) {
            double least = C->follow ? kk_adopted(C, o, t) : 0.0;
            double most = C->follow ? least : fmin(O->bound, O->max_per_year);
            X->open[o * C->nplan + t] =
                kk_col_add(R, least, most, kk_opens_whole(C, O), "open[%s,%d]", O->name.code, C->first + t);
        }
    }
}

static void cols_change(kk_rows *R, const kk_city *C, kk_cols *X)
{
    for (int o = 0; o < C->noption; o++)
        for (int t = 0; t < C->nplan; t++) {
            int open = kk_col_open(C, X, o, t);
            if (open >= 0)
                X->more[o * C->nplan + t] =
                    kk_col_add(R, 0.0, R->col_up[open], false, "more[%s,%d]", C->option[o].name.code, C->first + t);
            if (kk_adopted(C, o, t) == 0.0)
                continue;
            int less =
                kk_col_add(R, 0.0, kk_adopted(C, o, t), false, "less[%s,%d]", C->option[o].name.code, C->first + t);
            X->less[o * C->nplan + t] = less;
            R->col_start_up[less] = true; /* where nothing opens all of the adopted plan is left out */
        }
}

static void cols_serve(kk_rows *R, const kk_city *C, kk_cols *X)
{
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int t = 0; t < C->nyear && kk_may_use(C, i, C->service[p].class); t++)
                X->serve[kk_at(i, p, C->nservice, t, C->nyear)] =
                    kk_col_add(R, 0.0, kk_need(C, C->arc_from[i], C->service[p].class, t), C->whole,
                               "serve[%s,%s,%s,%d]", kk_code_area(C, C->arc_from[i]), kk_code_area(C, C->arc_to[i]),
                               C->service[p].name.code, C->first + t);
}

static void cols_unmet(kk_rows *R, const kk_city *C, kk_cols *X)
{
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = 0; t < C->nyear; t++)
                X->unmet[kk_at(a, c, C->nclass, t, C->nyear)] =
                    kk_col_add(R, 0.0, kk_need(C, a, c, t), false, "unmet[%s,%s,%d]", kk_code_area(C, a),
                               C->class_[c].name.code, C->first + t);
}

static void cols_cover(kk_rows *R, const kk_city *C, kk_cols *X, int g)
{
    const kk_target *G = &C->target[g];
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int t = G->from; t <= G->until; t++)
                if (G->area[C->arc_from[i]] && G->class_[C->service[p].class] && kk_may_use(C, i, C->service[p].class))
                    X->cover[g][kk_at(i, p, C->nservice, t, C->nyear)] =
                        kk_col_add(R, 0.0, kk_required(C, g, C->arc_from[i], C->service[p].class, t), C->whole,
                                   "cover[%s,%s,%s,%s,%d]", G->name.code, kk_code_area(C, C->arc_from[i]),
                                   kk_code_area(C, C->arc_to[i]), C->service[p].name.code, C->first + t);
}

static void cols_short(kk_rows *R, const kk_city *C, kk_cols *X, int g)
{
    const kk_target *G = &C->target[g];
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = G->from; t <= G->until; t++)
                if (G->area[a] && G->class_[c])
                    X->short_[g][kk_at(a, c, C->nclass, t, C->nyear)] =
                        kk_col_add(R, 0.0, kk_required(C, g, a, c, t), false, "short[%s,%s,%s,%d]", G->name.code,
                                   kk_code_area(C, a), C->class_[c].name.code, C->first + t);
}

static void none_anywhere(kk_ctx *K, const kk_city *C, kk_cols *X)
{
    X->open = none(K, (size_t)C->noption * C->nplan);
    X->serve = none(K, (size_t)C->narc * C->nservice * C->nyear);
    X->unmet = none(K, (size_t)C->narea * C->nclass * C->nyear);
    X->cover = KK_ARRAY(K, int *, C->ntarget);
    X->short_ = KK_ARRAY(K, int *, C->ntarget);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows) {
            X->cover[g] = none(K, (size_t)C->narc * C->nservice * C->nyear);
            X->short_[g] = none(K, (size_t)C->narea * C->nclass * C->nyear);
        }
    X->worst = none(K, (size_t)C->ngoal);
    X->more = none(K, (size_t)C->noption * C->nplan);
    X->less = none(K, (size_t)C->noption * C->nplan);
}

void kk_cols_make(kk_rows *R, const kk_city *C, kk_cols *X)
{
    if (!R->known) /* else they stand where they stood */
        none_anywhere(R->K, C, X);
    cols_open(R, C, X);
    cols_serve(R, C, X);
    cols_unmet(R, C, X);
    for (int g = 0; g < C->ntarget; g++) {
        if (C->target[g].rows) {
            cols_cover(R, C, X, g);
            cols_short(R, C, X, g);
        } else {
            X->short_[g] = X->unmet;
        }
    }
    for (int n = 0; n < C->ngoal; n++)
        if (C->goal[n].kind == KK_G_WORST_SHARE) {
            X->worst[n] = kk_col_add(R, 0.0, 1.0, false, "worst[%s]", C->goal[n].code);
            R->col_start_up[X->worst[n]] = true; /* everything short is a share of 1 */
        }
    if (C->changes)
        cols_change(R, C, X);
}
