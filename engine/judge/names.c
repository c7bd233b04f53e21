/* The rows of the judge by name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/names.h"

typedef struct {
    kk_trial *T;
    const kk_city *C;
    kk_row_names *N;
    int capacity;
} naming;

static void name_row(naming *V, int family, size_t at, kk_side sense, const char *name)
{
    kk_row_names *N = V->N;
    N->row = kk_grow(V->T->K, N->row, &V->capacity, N->count + 1, sizeof *N->row);
    N->row[N->count] = (kk_row_name){name, family, (int)at, sense};
    kk_map_put(N->number, name, N->count++);
}

#define NAME_ROW(V, family, at, sense, ...) name_row((V), (family), (at), (sense), kk_format((V)->T->K, __VA_ARGS__))

static void name_rows_of_target(naming *V, int g)
{
    const kk_city *C = V->C;
    const kk_target *G = &C->target[g];
    int family = KK_R_OF_TARGETS + KK_R_EACH_TARGET * g;
    for (int t = G->from; t <= G->until; t++) {
        int year = C->first + t;
        for (int a = 0; a < C->narea; a++) {
            for (int c = 0; c < C->nclass; c++)
                if (kk_trial_asks(G, a, c, t))
                    NAME_ROW(V, family + KK_R_REQUIRED, kk_at(a, c, C->nclass, t, C->nyear), KK_ANY,
                             "required[%s,%s,%s,%d]", G->name.code, C->node[a].name.code, C->class_[c].name.code, year);
            for (int k = 0; k < C->nseat; k++)
                NAME_ROW(V, family + KK_R_COVER, kk_at(a, k, C->nseat, t, C->nyear), KK_CEILING, "cover[%s,%s,%s,%d]",
                         G->name.code, C->node[a].name.code, C->seat[k].name.code, year);
        }
        for (int l = 0; l < C->nlink; l++) {
            const kk_link *L = &C->link[l];
            if (kk_trial_asks(G, L->from, L->class_, t))
                NAME_ROW(V, family + KK_R_LINK_COVER, (size_t)(l * C->nyear + t), KK_CEILING, "link[%s,%s,%s,%s,%d]",
                         G->name.code, C->node[L->from].name.code, C->node[L->to].name.code,
                         C->class_[L->class_].name.code, year);
        }
    }
}

static void name_rows_of_limits(naming *V)
{
    const kk_city *C = V->C;
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        kk_side sense = L->floor ? KK_FLOOR : KK_CEILING;
        for (int row = V->T->limit_row[l]; row < V->T->limit_row[l + 1]; row++)
            if (L->period == KK_TOGETHER)
                NAME_ROW(V, KK_R_LIMIT, (size_t)row, sense, "limit[%s,all]", L->name.code);
            else
                NAME_ROW(V, KK_R_LIMIT, (size_t)row, sense, "limit[%s,%d]", L->name.code,
                         L->from + row - V->T->limit_row[l]);
    }
}

/* All rows there are; where the adopted plan is followed none of units, once, limit. */
static void name_rows(naming *V)
{
    const kk_city *C = V->C;
    for (int t = 0; t < C->nyear; t++) {
        int year = C->first + t;
        for (int a = 0; a < C->narea; a++) {
            for (int c = 0; c < C->nclass; c++)
                NAME_ROW(V, KK_R_NEED, kk_at(a, c, C->nclass, t, C->nyear), KK_ANY, "need[%s,%s,%d]",
                         C->node[a].name.code, C->class_[c].name.code, year);
            for (int k = 0; k < C->nseat; k++)
                NAME_ROW(V, KK_R_SEATS, kk_at(a, k, C->nseat, t, C->nyear), KK_CEILING, "seats[%s,%s,%d]",
                         C->node[a].name.code, C->seat[k].name.code, year);
        }
        for (int l = 0; l < C->nlink; l++)
            NAME_ROW(V, KK_R_LINK, (size_t)(l * C->nyear + t), KK_CEILING, "link[%s,%s,%s,%d]",
                     C->node[C->link[l].from].name.code, C->node[C->link[l].to].name.code,
                     C->class_[C->link[l].class_].name.code, year);
        for (int v = 0; v < C->nnode; v++)
            if (V->T->carers_given[v])
                NAME_ROW(V, KK_R_CARERS, (size_t)(v * C->nyear + t), KK_CEILING, "carers[%s,%d]", C->node[v].name.code,
                         year);
    }
    for (int g = 0; g < C->ntarget; g++)
        if (V->T->required[g])
            name_rows_of_target(V, g);
    for (int n = 0; n < C->ngoal; n++)
        for (int a = 0; a < C->narea && C->goal[n].kind == KK_G_WORST_SHARE; a++)
            for (int t = 0; t < C->nyear; t++)
                NAME_ROW(V, KK_R_OF_TARGETS + KK_R_EACH_TARGET * C->ntarget + n, (size_t)(a * C->nyear + t), KK_CEILING,
                         "share[%s,%s,%d]", C->goal[n].code, C->node[a].name.code, C->first + t);
    for (int o = 0; o < C->noption && C->changes; o++)
        for (int t = 0; t < C->nplan; t++)
            if (kk_trial_opens(C, o, t) || kk_trial_adopts(C, o, t))
                NAME_ROW(V, KK_R_CHANGE, (size_t)(o * C->nplan + t), KK_ANY, "change[%s,%d]", C->option[o].name.code,
                         C->first + t);
    if (C->follow)
        return;
    for (int o = 0; o < C->noption; o++)
        NAME_ROW(V, KK_R_UNITS, (size_t)o, isfinite(C->option[o].max_units) ? KK_BOTH : KK_FLOOR, "units[%s]",
                 C->option[o].name.code);
    for (int f = 0; f < C->nfacility; f++)
        NAME_ROW(V, KK_R_ONCE, (size_t)f, KK_CEILING, "once[%s]", C->facility[f].code);
    name_rows_of_limits(V);
}

const kk_row_names *kk_row_names_new(kk_trial *T)
{
    naming V = {.T = T, .C = T->C, .N = KK_NEW(T->K, kk_row_names)};
    V.N->number = kk_map_new(T->K);
    name_rows(&V);
    return V.N;
}
