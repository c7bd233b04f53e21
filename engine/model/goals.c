/* Family share, the goals and the closing stages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"
#include "model/families.h"

/* ---------------------------------------------------------------------------------------
 * share[n,a,t]   for every goal n worst_share, area a and year t of it with anything required   [seats]
 *
 *     sum{c} short[g,a,c,t]  <=  worst[n]  sum{c} required[g,a,c,t]          (g the target of n)
 *
 * No area is shorter than the worst share.
 * models/planning.mod: s.t. share.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
void kk_rows_goals(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        if (N->kind != KK_G_WORST_SHARE)
            continue;
        for (int a = 0; a < C->narea; a++)
            for (int t = N->from - C->first; t <= N->until - C->first && N->area[a]; t++) {
                double required = 0.0;
                for (int c = 0; c < C->nclass; c++)
                    required += N->class_[c] ? kk_required(C, N->target, a, c, t) : 0.0;
                if (required == 0.0 && !R->wide)
                    continue;
                if (!kk_row_begin(R, -INFINITY, 0.0, "share[%s,%s,%d]", N->code, kk_code_area(C, a), C->first + t)) {
                    kk_row_change(R, -required, X->worst[n]);
                    continue;
                }
                for (int c = 0; c < C->nclass; c++)
                    if (N->class_[c])
                        kk_row_add(R, 1.0, X->short_[N->target][kk_at(a, c, C->nclass, t, C->nyear)]);
                kk_row_add(R, -required, X->worst[n]);
                kk_row_end(R);
            }
    }
}

/* ---- goals ------------------------------------------------------------------------------------------------------- */

/* unmet, short: sum{a,c,t} weight[c] * unmet[a,c,t] or short[g,a,c,t]                              [children, seats] */
static void goal_unmet(kk_objective *O, const kk_city *C, const kk_cols *X, const kk_goal *N)
{
    const int *col = N->kind == KK_G_SHORT ? X->short_[N->target] : X->unmet;
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = N->from - C->first; t <= N->until - C->first; t++)
                if (N->area[a] && N->class_[c])
                    kk_cost_add(O, N->weight * C->class_[c].weight, col[kk_at(a, c, C->nclass, t, C->nyear)]);
}

/* seats: sum{o, t} gross positive effect * open[o,t]                                                         [seats] */
static void goal_seats(kk_objective *O, const kk_city *C, const kk_cols *X, const kk_goal *N)
{
    for (int o = 0; o < C->noption; o++)
        for (int t = C->option[o].open_from; t <= C->option[o].open_until && N->option[o]; t++)
            if (N->from <= C->first + t && C->first + t <= N->until)
                kk_cost_add(O, N->weight * kk_effect_gross(C, o, N->seat), kk_col_open(C, X, o, t));
}

/* cost: sum{o, t} money paid in the years of the goal * open[o,t], each payment times worth[y]               [money] */
static void goal_cost(kk_objective *O, const kk_city *C, const kk_cols *X, const kk_goal *N)
{
    for (int o = 0; o < C->noption; o++)
        for (int t = C->option[o].open_from; t <= C->option[o].open_until && N->option[o]; t++) {
            double cost = 0.0;
            if (C->discount == 0.0)
                cost = kk_money_sum(C, o, t, N->cost, N->payer, N->from, N->until);
            else
                for (int y = N->from; y <= N->until; y++)
                    cost += kk_worth(C, y) * kk_money_sum(C, o, t, N->cost, N->payer, y, y);
            kk_cost_add(O, N->weight * cost, kk_col_open(C, X, o, t));
        }
}

/* units: sum{o, t} open[o,t]                                                                                 [units] */
static void goal_units(kk_objective *O, const kk_city *C, const kk_cols *X, const kk_goal *N)
{
    for (int o = 0; o < C->noption; o++)
        for (int t = N->from - C->first; t <= N->until - C->first && N->option[o]; t++)
            kk_cost_add(O, N->weight, kk_col_open(C, X, o, t));
}

/* change: sum{o, t} more[o,t] + less[o,t]                                                                    [units] */
static void goal_change(kk_objective *O, const kk_city *C, const kk_cols *X, const kk_goal *N)
{
    for (int o = 0; o < C->noption; o++)
        for (int t = N->from - C->first; t <= N->until - C->first && N->option[o]; t++) {
            kk_cost_add(O, N->weight, X->more[o * C->nplan + t]);
            kk_cost_add(O, N->weight, X->less[o * C->nplan + t]);
        }
}

/* What a goal has without any column: of vacant, base. */
static double goal_constant(const kk_city *C, const kk_goal *N)
{
    double constant = 0.0;
    for (int t = N->from - C->first; N->kind == KK_G_VACANT && t <= N->until - C->first; t++)
        for (int b = 0; b < C->narea; b++)
            for (int k = 0; k < C->nseat; k++)
                if (N->area[b] && N->seat[k])
                    constant += N->weight * kk_base(C, b, k, t);
    return constant;
}

/* vacant: sum{b, k, t} right side of seats[b,k,t] - its left side                                       [seat-years] */
static void goal_vacant(kk_objective *O, const kk_city *C, const kk_cols *X, const kk_goal *N)
{
    O->constant += goal_constant(C, N);
    for (int t = N->from - C->first; t <= N->until - C->first; t++) {
        for (int i = 0; i < C->narc; i++)
            for (int p = 0; p < C->nservice; p++)
                if (N->area[C->arc_to[i]])
                    kk_cost_add(O, -N->weight * kk_seats_taken(C, p, N->seat),
                                X->serve[kk_at(i, p, C->nservice, t, C->nyear)]);
        for (int o = 0; o < C->noption; o++)
            for (int tau = C->option[o].open_from; tau <= C->option[o].open_until && tau <= t; tau++)
                for (int k = 0; k < C->nseat && N->area[C->option[o].area]; k++)
                    if (N->seat[k])
                        kk_cost_add(O, N->weight * kk_effect_open(C, o, k, t, tau), kk_col_open(C, X, o, tau));
    }
}

/* carers: sum{b, t} carers that the children need who are served in b                                 [carer-years] */
static void goal_carers(kk_objective *O, const kk_city *C, const kk_cols *X, const kk_goal *N)
{
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice && N->area[C->arc_to[i]]; p++)
            for (int t = N->from - C->first; t <= N->until - C->first; t++)
                kk_cost_add(O, N->weight * kk_carers_per_child(C, p), X->serve[kk_at(i, p, C->nservice, t, C->nyear)]);
}

/* transfers: sum{a->b, p, t} (minutes of the link, else 1) * serve[a,b,p,t]                    [children or minutes] */
static void goal_transfers(kk_objective *O, const kk_city *C, const kk_cols *X, const kk_goal *N)
{
    for (int i = C->narea; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++) {
            int c = C->service[p].class;
            const kk_link *link = N->area[C->arc_from[i]] && N->class_[c] ? kk_link_of(C, i, c) : NULL;
            for (int t = N->from - C->first; link && t <= N->until - C->first; t++)
                kk_cost_add(O, N->weight * kk_link_weight(link), X->serve[kk_at(i, p, C->nservice, t, C->nyear)]);
        }
}

void kk_goal_add(kk_objective *O, const kk_model *M, int n)
{
    const kk_city *C = M->C;
    const kk_cols *X = &M->X;
    const kk_goal *N = &C->goal[n];
    switch (N->kind) {
    case KK_G_UNMET:
    case KK_G_SHORT: goal_unmet(O, C, X, N); break;
    case KK_G_WORST_SHARE: /* worst[n]                                                                        [share] */
        kk_cost_add(O, N->weight, X->worst[n]);
        break;
    case KK_G_SEATS: goal_seats(O, C, X, N); break;
    case KK_G_COST: goal_cost(O, C, X, N); break;
    case KK_G_VACANT: goal_vacant(O, C, X, N); break;
    case KK_G_UNITS: goal_units(O, C, X, N); break;
    case KK_G_CARERS: goal_carers(O, C, X, N); break;
    case KK_G_CHANGE: goal_change(O, C, X, N); break;
    case KK_G_TRANSFERS: goal_transfers(O, C, X, N); break;
    case KK_NGOAL: KK_ASSERT(N->kind < KK_NGOAL);
    }
}

/* What worst[n] is of a plan: the largest share, not what the column may be where a slack lets it float. */
static double worst_share(const kk_city *C, const kk_cols *X, const kk_goal *N, const double *x)
{
    double worst = 0.0;
    for (int a = 0; a < C->narea; a++)
        for (int t = N->from - C->first; t <= N->until - C->first && N->area[a]; t++) {
            double required = 0.0, missing = 0.0;
            for (int c = 0; c < C->nclass; c++) {
                int j = X->short_[N->target][kk_at(a, c, C->nclass, t, C->nyear)];
                if (!N->class_[c] || j < 0)
                    continue;
                required += kk_required(C, N->target, a, c, t);
                missing += x[j];
            }
            if (required > 0.0)
                worst = fmax(worst, missing / required);
        }
    return worst;
}

/* What more + less is of a plan: where a slack lets both columns float their difference alone means something. */
static double change(const kk_city *C, const kk_cols *X, const kk_goal *N, const double *x)
{
    double sum = 0.0;
    for (int o = 0; o < C->noption; o++)
        for (int t = N->from - C->first; t <= N->until - C->first && N->option[o]; t++) {
            int open = kk_col_open(C, X, o, t);
            sum += fabs((open >= 0 ? x[open] : 0.0) - kk_adopted(C, o, t));
        }
    return sum;
}

double kk_goal_value(kk_ctx *K, const kk_model *M, int n, const double *x)
{
    if (M->C->goal[n].kind == KK_G_WORST_SHARE)
        return worst_share(M->C, &M->X, &M->C->goal[n], x);
    if (M->C->goal[n].kind == KK_G_CHANGE)
        return change(M->C, &M->X, &M->C->goal[n], x);
    const kk_city *C = M->C;
    bool alone = true;
    for (int other = 0; other < C->ngoal; other++)
        alone = alone && (other == n || C->goal[other].stage != C->goal[n].stage);
    kk_objective O = M->R->objective[C->goal[n].stage]; /* stages of goals come first */
    if (!alone) {
        O = (kk_objective){.cost = KK_ARRAY(K, double, M->R->ncol)};
        kk_goal_add(&O, M, n);
    }
    double value = O.constant;
    for (int j = 0; j < M->R->ncol; j++)
        value += O.cost[j] * x[j];
    return value / C->goal[n].weight;
}

/* ---- closing stages: like goals, but unproved; they choose one plan among equals --------------------------------- */

/* 1. children unmet in any year, to the look-ahead; then seats short of any promise */
static void closing_unmet(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    kk_objective *O = kk_objective_add(R, false, "closing unmet");
    for (int i = 0; i < C->narea * C->nclass * C->nyear; i++)
        kk_cost_add(O, 1.0, X->unmet[i]);
    bool rows = false;
    for (int g = 0; g < C->ntarget; g++)
        rows = rows || C->target[g].rows;
    if (!rows)
        return;
    O = kk_objective_add(R, false, "closing short");
    for (int g = 0; g < C->ntarget; g++)
        for (int i = 0; i < C->narea * C->nclass * C->nyear && C->target[g].rows; i++)
            kk_cost_add(O, 1.0, X->short_[g][i]);
}

/* 2. fewest units; 3. latest opening: units times years before the last */
static void closing_open(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    kk_objective *O = kk_objective_add(R, false, "closing units");
    for (int i = 0; i < C->noption * C->nplan; i++)
        kk_cost_add(O, 1.0, X->open[i]);
    O = kk_objective_add(R, false, "closing opening");
    for (int i = 0; i < C->noption * C->nplan; i++)
        kk_cost_add(O, C->nplan - 1 - i % C->nplan, X->open[i]);
}

/* A step for another area, and a part of one for the way there: at most a day, 1440 minutes. */
static double step_away(const kk_link *link)
{
    return !link ? 0.0 : isnan(link->minutes) ? 1.0 : 1.0 + link->minutes / 1440.0;
}

/* 4. first-rank service, nearest area: steps below the first rank, and one or two for another area */
static void closing_service(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    kk_objective *O = kk_objective_add(R, false, "closing service");
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int t = 0; t < C->nyear; t++) {
                double steps = C->service[p].rank - 1 + step_away(kk_link_of(C, i, C->service[p].class));
                size_t at = kk_at(i, p, C->nservice, t, C->nyear);
                kk_cost_add(O, steps, X->serve[at]);
                for (int g = 0; g < C->ntarget; g++)
                    if (C->target[g].rows)
                        kk_cost_add(O, steps, X->cover[g][at]);
            }
}

/* 5., a weight from every column's name, is made by solve/stages: repeated with a salt until the plan is unique. */

void kk_objectives(const kk_model *M)
{
    kk_rows *R = M->R;
    const kk_city *C = M->C;
    for (int n = 0; R->known && n < C->ngoal; n++)
        R->objective[C->goal[n].stage].constant = 0.0;
    for (int n = 0; R->known && n < C->ngoal; n++)
        R->objective[C->goal[n].stage].constant += goal_constant(C, &C->goal[n]);
    if (R->known)
        return;
    for (int stage = 0; stage < C->nstage; stage++) {
        kk_text name = {.K = R->K};
        for (int n = 0; n < C->ngoal; n++)
            if (C->goal[n].stage == stage)
                kk_text_addf(&name, "%s%s", name.length ? "+" : "", C->goal[n].code);
        kk_objective *O = kk_objective_add(R, true, kk_text_get(&name));
        for (int n = 0; n < C->ngoal; n++) {
            if (C->goal[n].stage != stage)
                continue;
            kk_goal_add(O, M, n);
            O->slack += C->goal[n].slack;
            O->slack_is_share = C->goal[n].slack_is_share;
        }
    }
    closing_unmet(R, C, &M->X);
    closing_open(R, C, &M->X);
    closing_service(R, C, &M->X);
}
