/* The sums of the judge: what every opening and every assignment adds to which row, from the data alone.
 *
 * Statement and meaning of the families: models/README.md, "Rows". The rows themselves: rows.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/sums.h"

#include "judge/money.h"

/* ---- adding up --------------------------------------------------------------------------------------------------- */

/* sum += coefficient * value; weight += |coefficient|, unless the column is whole, which printing does not round;
 * cost += coefficient * price */
static void add(const kk_trial *T, const kk_sum *sum, size_t at, const mpz_t coefficient, mpz_srcptr value)
{
    if (value && sum->value)
        mpz_addmul(sum->value[at], coefficient, value);
    for (int s = 0; s < sum->nprice; s++)
        if (mpz_sgn(sum->price[at * (size_t)sum->nprice + (size_t)s]))
            mpz_addmul(sum->cost[s], coefficient, sum->price[at * (size_t)sum->nprice + (size_t)s]);
    if (!sum->weight || T->exact)
        return;
    if (mpz_sgn(coefficient) < 0)
        mpz_sub(sum->weight[at], sum->weight[at], coefficient);
    else
        mpz_add(sum->weight[at], sum->weight[at], coefficient);
}

/* ---- open[o,tau] ------------------------------------------------------------------------------------------------- */

/* Seats of a unit that opens whole are whole, rounded down row by row; carers are not. */
static void round_down(const kk_trial *T, int o, const kk_effect *E, mpz_t amount)
{
    if (!kk_trial_whole(T->C, o) || E->seat == KK_NONE)
        return;
    mpz_fdiv_q(amount, amount, T->step[0]);
    mpz_mul(amount, amount, T->step[0]);
}

void kk_sums_amount(const kk_trial *T, int o, const kk_effect *E, mpz_t out)
{
    kk_exact_set(out, E->amount, T->digits - T->decimals);
    round_down(T, o, E, out);
}

/* effect[o,k] avail[o,k,t,tau], one row of effects: the amount times the share that is open in the unit's year age.
 * [seats] first_years while it fills, then 1, nothing from life_years on. In 10^-(digits - decimals). */
void kk_sums_share(const kk_trial *T, int o, const kk_effect *E, int age, mpz_t out, mpz_t share)
{
    if (age >= E->nfirst) {
        kk_sums_amount(T, o, E, out);
        return;
    }
    int decimals = kk_exact_decimals(E->first[age]);
    kk_exact_set(out, E->amount, T->digits - T->decimals - decimals);
    kk_exact_set(share, E->first[age], decimals);
    mpz_mul(out, out, share);
    round_down(T, o, E, out);
}

void kk_sums_effect(const kk_trial *T, int o, int k, int age, mpz_t out)
{
    const kk_option *O = &T->C->option[o];
    int life = T->C->measure[O->measure].life_years;
    mpz_set_ui(out, 0);
    for (int i = 0; i < O->neffect && (life == KK_NONE || age < life); i++) {
        if (O->effect[i].seat != k)
            continue;
        kk_sums_share(T, o, &O->effect[i], age, T->scratch[0], T->scratch[1]);
        mpz_add(out, out, T->scratch[0]);
    }
}

/* opened[b,k,t] += effect[o,k] avail[o,k,t,tau] open[o,tau]   for t >= tau while the unit lives [seats] The rows of one
 * option may name a kind twice (60 taken under one heading, 45 added under another): the coefficient of the column is
 * their sum. */
static void add_effects(kk_trial *T, const kk_sum *opened, int o, int tau, mpz_srcptr units, mpz_t *kind)
{
    const kk_city *C = T->C;
    const kk_option *O = &C->option[o];
    int life = C->measure[O->measure].life_years;
    for (int t = tau; t < C->nyear && (life == KK_NONE || t - tau < life); t++) {
        for (int i = 0; i < O->neffect; i++) {
            kk_sums_share(T, o, &O->effect[i], t - tau, T->scratch[0], T->scratch[1]);
            mpz_ptr sum = kind[O->effect[i].seat];
            mpz_add(sum, sum, T->scratch[0]);
        }
        for (int i = 0; i < O->neffect; i++) {
            int k = O->effect[i].seat;
            if (mpz_sgn(kind[k]) == 0)
                continue;
            add(T, opened, kk_at(O->area, k, C->nseat, t, C->nyear), kind[k], units);
            mpz_set_ui(kind[k], 0);
        }
    }
}

/* recruited[v,t] += recruits[o] avail[o,t,tau] open[o,tau]   for every node v at or above the option's area [carers] */
static void add_recruits(kk_trial *T, const kk_sum *recruited, int o, int tau, mpz_srcptr units)
{
    const kk_city *C = T->C;
    const kk_option *O = &C->option[o];
    int life = C->measure[O->measure].life_years;
    mpz_ptr sum = T->scratch[2];
    for (int t = tau; O->nrecruit > 0 && t < C->nyear && (life == KK_NONE || t - tau < life); t++) {
        mpz_set_ui(sum, 0);
        for (int i = 0; i < O->nrecruit; i++) {
            kk_sums_share(T, o, &O->recruit[i], t - tau, T->scratch[0], T->scratch[1]);
            mpz_add(sum, sum, T->scratch[0]);
        }
        for (int v = O->area; v != KK_NONE; v = C->node[v].parent)
            add(T, recruited, (size_t)(v * C->nyear + t), sum, units);
    }
}

/* Seats that one unit adds, full grown, in the kinds of a mask; what it takes does not count against it. 10^-(digits -
 * decimals) */
static void gross_seats(const kk_trial *T, int o, const unsigned char *seat, mpz_t out, mpz_t amount)
{
    const kk_option *O = &T->C->option[o];
    mpz_set_ui(out, 0);
    for (int i = 0; i < O->neffect; i++) {
        if (O->effect[i].amount <= 0 || !seat[O->effect[i].seat])
            continue;
        kk_sums_amount(T, o, &O->effect[i], amount);
        mpz_add(out, out, amount);
    }
}

/* The row of limit l for a fiscal year, or -1 where the limit does not speak of it. */
static int limit_row_of(const kk_trial *T, int l, int year)
{
    const kk_limit *L = &T->C->limit[l];
    if (year < L->from || year > L->until || T->limit_row[l] == T->limit_row[l + 1])
        return -1;
    return T->limit_row[l] + (L->period == KK_TOGETHER ? 0 : year - L->from);
}

typedef struct {
    kk_trial *T;
    const kk_sums *S;
    int o;
    mpz_srcptr units;
    mpz_t *of_limit, *of_goal; /* coefficients of the column in the rows of money */
} paying;

static bool counts_money(kk_quantity quantity, kk_cost cost)
{
    return quantity == KK_Q_COST || quantity == (cost == KK_CAPITAL ? KK_Q_CAPITAL : KK_Q_RUNNING);
}

/* One payment of one unit, seen by money.csv, by every limit of money and by every goal cost. */
static void pay(void *info, kk_cost cost, int payer, int year, const mpz_t amount)
{
    paying *p = info;
    const kk_city *C = p->T->C;
    mpz_ptr money = p->T->scratch[0];
    if (p->units) {
        size_t at =
            (kk_at(year - C->decide_from, payer, C->npayer, C->option[p->o].measure, C->nmeasure)) * KK_NCOST + cost;
        mpz_ptr sum = p->S->sum[KK_J_MONEY].value[at];
        mpz_mul(money, amount, p->T->step[0]);
        mpz_addmul(sum, money, p->units);
    }
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        int row = L->option[p->o] && counts_money(L->quantity, cost) ? limit_row_of(p->T, l, year) : -1;
        if (row >= 0 && (L->payer == KK_NONE || L->payer == payer))
            mpz_add(p->of_limit[row], p->of_limit[row], amount);
    }
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        if (N->kind == KK_G_COST && N->option[p->o] && N->cost[cost] && N->from <= year && year <= N->until &&
            (N->payer == KK_NONE || N->payer == payer)) {
            if (p->T->worth)
                mpz_addmul(p->of_goal[n], amount, p->T->worth[year - C->decide_from]);
            else
                mpz_add(p->of_goal[n], p->of_goal[n], amount);
        }
    }
}

/* limit[l,y] and the goals seats, units and cost: the coefficients of open[o,t].
 *   units           1 by year of opening
 *   seats           seats added, by year of opening
 *   capital, running, cost   what the payer pays, by fiscal year of payment */
static void add_quantities(kk_trial *T, const kk_sums *S, int o, int t, mpz_srcptr units, mpz_t *of_limit,
                           mpz_t *of_goal)
{
    const kk_city *C = T->C;
    int opens = C->first + t, nrow = T->limit_row[C->nlimit];
    paying p = {T, S, o, units, of_limit, of_goal};
    kk_money_of_unit(T, o, t, pay, &p);
    for (int row = 0; row < nrow; row++)
        mpz_mul(of_limit[row], of_limit[row], T->step[0]);
    for (int n = 0; n < C->ngoal; n++) {
        mpz_mul(of_goal[n], of_goal[n], T->step[0]);
        if (T->worth) /* whole, because step is 10^9 or more */
            mpz_divexact_ui(of_goal[n], of_goal[n], 1000000000);
    }

    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        int row = L->quantity == KK_Q_UNITS || L->quantity == KK_Q_SEATS ? limit_row_of(T, l, opens) : -1;
        if (row < 0 || !L->option[o])
            continue;
        if (L->quantity == KK_Q_UNITS)
            mpz_set(of_limit[row], T->step[0]);
        else
            gross_seats(T, o, L->seat, of_limit[row], T->scratch[1]);
    }
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        if (N->kind == KK_G_SEATS && N->option[o] && N->from <= opens && opens <= N->until)
            gross_seats(T, o, N->seat, of_goal[n], T->scratch[1]);
        if (N->kind == KK_G_UNITS && N->option[o] && N->from <= opens && opens <= N->until)
            mpz_set(of_goal[n], T->step[0]);
    }

    for (int row = 0; row < nrow; row++) {
        if (mpz_sgn(of_limit[row]))
            add(T, &S->sum[KK_J_LIMIT], (size_t)row, of_limit[row], units);
        mpz_set_ui(of_limit[row], 0);
    }
    for (int n = 0; n < C->ngoal; n++) {
        if (mpz_sgn(of_goal[n]))
            add(T, &S->sum[KK_J_GOAL], (size_t)n, of_goal[n], units);
        mpz_set_ui(of_goal[n], 0);
    }
}

static void sum_open(kk_trial *T, const kk_columns *X, const kk_sums *S)
{
    const kk_city *C = T->C;
    mpz_t *kind = kk_exact_whole(T->E, (size_t)C->nseat);
    mpz_t *of_limit = kk_exact_whole(T->E, (size_t)T->limit_row[C->nlimit]);
    mpz_t *of_goal = kk_exact_whole(T->E, (size_t)C->ngoal);
    for (int i = 0; i < X->nopen; i++) {
        int o = X->open_option[i], t = X->open_year[i];
        mpz_srcptr units = X->open ? X->open[i] : NULL;
        T->exact = kk_trial_whole(C, o);
        add(T, &S->sum[KK_J_UNITS], (size_t)o, T->step[0], units);
        if (C->option[o].facility != KK_NONE)
            add(T, &S->sum[KK_J_ONCE], (size_t)C->option[o].facility, T->step[0], units);
        add_effects(T, &S->sum[KK_J_OPENED], o, t, units, kind);
        add_recruits(T, &S->sum[KK_J_RECRUITED], o, t, units);
        add_quantities(T, S, o, t, units, of_limit, of_goal);
        if (S->done)
            S->done(S->info, true, i);
    }
}

/* ---- serve[a,b,p,t] and cover[g,a,b,p,t] ------------------------------------------------------------------------- */

/* used[b,k,t] += per_child[p,k] * value [seats] */
static void add_used(const kk_trial *T, const kk_sum *used, mpz_t *const *per_child, int p, int b, int t,
                     mpz_srcptr value)
{
    const kk_city *C = T->C;
    for (int i = 0; i < C->service[p].nuse; i++)
        add(T, used, kk_at(b, C->service[p].seat[i], C->nseat, t, C->nyear), per_child[p][i], value);
}

/* transfers: children who go by a link; in goals times its minutes [children or minutes], in limits each as one */
static void add_transfers(kk_trial *T, const kk_sums *S, const kk_link *L, int t, mpz_srcptr children)
{
    const kk_city *C = T->C;
    mpz_ptr minutes = T->scratch[0];
    kk_exact_set(minutes, isnan(L->minutes) ? 1.0 : L->minutes, T->digits - T->decimals);
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        if (N->kind == KK_G_TRANSFERS && N->area[L->from] && N->class_[L->class_] && N->from <= C->first + t &&
            C->first + t <= N->until)
            add(T, &S->sum[KK_J_GOAL], (size_t)n, minutes, children);
    }
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *X = &C->limit[l];
        int row = X->quantity == KK_Q_TRANSFERS && X->area[L->from] && X->class_[L->class_]
                      ? limit_row_of(T, l, C->first + t)
                      : -1;
        if (row >= 0)
            add(T, &S->sum[KK_J_LIMIT], (size_t)row, T->step[0], children);
    }
}

static void sum_serve(kk_trial *T, const kk_columns *X, const kk_sums *S)
{
    const kk_city *C = T->C;
    mpz_t **per_child = KK_ARRAY(T->K, mpz_t *, C->nservice);
    for (int p = 0; p < C->nservice; p++) {
        per_child[p] = kk_exact_whole(T->E, (size_t)C->service[p].nuse);
        for (int i = 0; i < C->service[p].nuse; i++)
            kk_exact_set(per_child[p][i], C->service[p].per_child[i], T->digits - T->decimals);
    }
    for (int i = 0; i < X->nserve; i++) {
        int p = X->serve_service[i], c = C->service[p].class, t = X->serve_year[i];
        int a = C->arc_from[X->serve_arc[i]], b = C->arc_to[X->serve_arc[i]];
        size_t cell = kk_at(a, c, C->nclass, t, C->nyear);
        T->exact = C->whole;
        mpz_srcptr children = X->serve ? X->serve[i] : NULL, without = X->without ? X->without[i] : NULL;
        add(T, &S->sum[KK_J_SERVED], cell, T->step[0], children);
        int link = a == b ? -1 : kk_trial_link(T, a, b, c);
        size_t linked = (size_t)link * (size_t)C->nyear + (size_t)t;
        if (link >= 0) {
            add(T, &S->sum[KK_J_ELSEWHERE], cell, T->step[0], children);
            add(T, &S->sum[KK_J_LINK], linked, T->step[0], children);
            add(T, &S->sum[KK_J_LINK_WITHOUT], linked, T->step[0], without);
            add_used(T, &S->sum[KK_J_LENT], per_child, p, X->serve_arc[i] - C->narea, t, children);
            add_transfers(T, S, &C->link[link], t, children);
        }
        add_used(T, &S->sum[KK_J_USED], per_child, p, b, t, children);
        add(T, &S->sum[KK_J_WITHOUT], cell, T->step[0], without);
        add_used(T, &S->sum[KK_J_USED_WITHOUT], per_child, p, b, t, without);
        for (int g = 0; g < C->ntarget; g++) {
            if (!T->required[g] || !kk_trial_asks(&C->target[g], a, c, t))
                continue;
            for (int opens = 0; opens < 2; opens++) {
                mpz_t *cover = !X->cover ? NULL : opens ? X->cover[g] : X->cover_without[g];
                kk_sum *sum = &S->sum[kk_sum_of(g, opens ? KK_J_COVERED : KK_J_COVERED_WITHOUT)];
                mpz_srcptr seats = cover ? cover[i] : NULL;
                add(T, &sum[KK_J_COVERED], cell, T->step[0], seats);
                add_used(T, &sum[KK_J_COVERING], per_child, p, b, t, seats);
                if (link >= 0)
                    add(T, &sum[KK_J_LINK_COVER], linked, T->step[0], seats);
            }
        }
        if (S->done)
            S->done(S->info, false, i);
    }
}

void kk_sums_price(kk_trial *T, const kk_sums *S)
{
    sum_open(T, S->columns, S);
    sum_serve(T, S->columns, S);
}

/* ---- limits of vacant and unmet, goal vacant: sums over rows already summed -------------------------------------- */

void kk_sums_supply(const kk_trial *T, size_t at, mpz_t right)
{
    mpz_add(right, T->base[at], T->at.sum[KK_J_OPENED].value[at]);
}

void kk_sums_missing(const kk_trial *T, int g, size_t at, mpz_t out)
{
    bool rows = g != KK_NONE && T->required[g];
    const kk_sum *sum = &T->at.sum[rows ? kk_sum_of(g, KK_J_COVERED) : KK_J_SERVED];
    mpz_sub(out, rows ? T->required[g][at] : T->need[at], sum->value[at]);
    if (mpz_sgn(out) < 0)
        mpz_set_ui(out, 0);
}

mpz_srcptr kk_sums_missing_weight(const kk_trial *T, const kk_sums *S, int g, size_t at)
{
    return S->sum[g != KK_NONE && T->required[g] ? kk_sum_of(g, KK_J_COVERED) : KK_J_SERVED].weight[at];
}

/* carers[v,t]: sum over leaves b at or below v, kinds k  used[b,k,t] / children_per_carer[k] [carers * carer_scale] */
static void add_carers(kk_trial *T, const kk_sums *S)
{
    const kk_city *C = T->C;
    const kk_sum *carers = &S->sum[KK_J_CARERS], *without = &S->sum[KK_J_CARERS_WITHOUT];
    for (int b = 0; b < C->narea && T->counts_carers; b++)
        for (int k = 0; k < C->nseat; k++)
            for (int t = 0; t < C->nyear && mpz_sgn(T->carers_per_seat[k]) > 0; t++) {
                size_t used = kk_at(b, k, C->nseat, t, C->nyear);
                for (int v = b; v != KK_NONE; v = C->node[v].parent) {
                    int at = v * C->nyear + t;
                    mpz_srcptr each = T->carers_per_seat[k];
                    mpz_addmul(carers->weight[at], each, S->sum[KK_J_USED].weight[used]);
                    if (!carers->value)
                        continue;
                    mpz_addmul(carers->value[at], each, S->sum[KK_J_USED].value[used]);
                    mpz_addmul(without->value[at], each, S->sum[KK_J_USED_WITHOUT].value[used]);
                }
            }
}

/* carers of a limit or goal: those that children need who are served in the areas of the mask
 * [carers * carer_scale] */
static void add_carers_of(const kk_trial *T, const kk_sums *S, const unsigned char *area, int from, int until,
                          const kk_sum *sum, size_t row)
{
    const kk_city *C = T->C;
    const kk_sum *carers = &S->sum[KK_J_CARERS];
    for (int b = 0; b < C->narea; b++)
        for (int t = 0; area[b] && t < C->nyear; t++) {
            if (C->first + t < from || C->first + t > until)
                continue;
            int at = b * C->nyear + t;
            if (sum->value)
                mpz_add(sum->value[row], sum->value[row], carers->value[at]);
            mpz_add(sum->weight[row], sum->weight[row], carers->weight[at]);
        }
}

/* vacant: sum over b, k, t of the mask  right side of seats[b,k,t] - its left side [seats] years are fiscal; those of
 * the plan count. */
static void add_vacant(kk_trial *T, const kk_sums *S, const unsigned char *area, const unsigned char *seat, int from,
                       int until, const kk_sum *sum, size_t row)
{
    const kk_city *C = T->C;
    for (int b = 0; b < C->narea; b++) {
        for (int k = 0; k < C->nseat; k++) {
            for (int t = 0; area[b] && seat[k] && t < C->nyear; t++) {
                if (C->first + t < from || C->first + t > until)
                    continue;
                size_t at = kk_at(b, k, C->nseat, t, C->nyear);
                if (sum->value) {
                    kk_sums_supply(T, at, T->scratch[0]);
                    mpz_sub(T->scratch[0], T->scratch[0], S->sum[KK_J_USED].value[at]);
                    mpz_add(sum->value[row], sum->value[row], T->scratch[0]);
                }
                mpz_add(sum->weight[row], sum->weight[row], S->sum[KK_J_OPENED].weight[at]);
                mpz_add(sum->weight[row], sum->weight[row], S->sum[KK_J_USED].weight[at]);
            }
        }
    }
}

/* unmet: sum over a, c, t of the mask  unmet[a,c,t] [children] */
static void add_unmet(kk_trial *T, const kk_sums *S, const kk_limit *L, int from, int until, const kk_sum *sum,
                      size_t row)
{
    const kk_city *C = T->C;
    for (int a = 0; a < C->narea; a++) {
        for (int c = 0; c < C->nclass; c++) {
            for (int t = 0; L->area[a] && L->class_[c] && t < C->nyear; t++) {
                if (C->first + t < from || C->first + t > until)
                    continue;
                size_t at = kk_at(a, c, C->nclass, t, C->nyear);
                if (sum->value) {
                    kk_sums_missing(T, KK_NONE, at, T->scratch[0]);
                    mpz_add(sum->value[row], sum->value[row], T->scratch[0]);
                }
                mpz_add(sum->weight[row], sum->weight[row], S->sum[KK_J_SERVED].weight[at]);
            }
        }
    }
}

static void sum_slacks(kk_trial *T, const kk_sums *S)
{
    const kk_city *C = T->C;
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        for (int row = T->limit_row[l]; row < T->limit_row[l + 1]; row++) {
            int from = L->period == KK_TOGETHER ? L->from : L->from + row - T->limit_row[l];
            int until = L->period == KK_TOGETHER ? L->until : from;
            if (L->quantity == KK_Q_VACANT)
                add_vacant(T, S, L->area, L->seat, from, until, &S->sum[KK_J_LIMIT], (size_t)row);
            else if (L->quantity == KK_Q_UNMET)
                add_unmet(T, S, L, from, until, &S->sum[KK_J_LIMIT], (size_t)row);
            else if (L->quantity == KK_Q_CARERS)
                add_carers_of(T, S, L->area, from, until, &S->sum[KK_J_LIMIT], (size_t)row);
        }
    }
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        if (N->kind == KK_G_VACANT)
            add_vacant(T, S, N->area, N->seat, N->from, N->until, &S->sum[KK_J_GOAL], (size_t)n);
        else if (N->kind == KK_G_CARERS)
            add_carers_of(T, S, N->area, N->from, N->until, &S->sum[KK_J_GOAL], (size_t)n);
    }
}

void kk_sums_make(kk_trial *T, const kk_columns *X, kk_sums *out)
{
    const kk_city *C = T->C;
    size_t cells = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
    size_t places = (size_t)C->narea * (size_t)C->nseat * (size_t)C->nyear;
    size_t nodes = (size_t)C->nnode * (size_t)C->nyear;
    size_t money = (size_t)T->nmoney * (size_t)C->npayer * (size_t)C->nmeasure * KK_NCOST;
    size_t links = (size_t)C->nlink * (size_t)C->nyear;
    size_t lent = (size_t)(C->narc - C->narea) * (size_t)C->nseat * (size_t)C->nyear;
    size_t count[KK_J_TARGETS] = {
        [KK_J_SERVED] = cells,
        [KK_J_ELSEWHERE] = cells,
        [KK_J_LINK] = links,
        [KK_J_LINK_WITHOUT] = links,
        [KK_J_WITHOUT] = cells,
        [KK_J_OPENED] = places,
        [KK_J_USED] = places,
        [KK_J_LENT] = lent,
        [KK_J_USED_WITHOUT] = places,
        [KK_J_UNITS] = (size_t)C->noption,
        [KK_J_ONCE] = (size_t)C->nfacility,
        [KK_J_LIMIT] = (size_t)T->limit_row[C->nlimit],
        [KK_J_GOAL] = (size_t)C->ngoal,
        [KK_J_MONEY] = money,
        [KK_J_CARERS] = nodes,
        [KK_J_CARERS_WITHOUT] = nodes,
        [KK_J_RECRUITED] = nodes,
    };
    const size_t of_target[KK_J_EACH_TARGET] = {cells, places, links, cells, places, links};
    out->columns = X;
    out->sum = KK_ARRAY(T->K, kk_sum, kk_sum_of(C->ntarget, 0));
    for (int s = 0; s < kk_sum_of(C->ntarget, 0); s++) {
        int g = (s - KK_J_TARGETS) / KK_J_EACH_TARGET, what = (s - KK_J_TARGETS) % KK_J_EACH_TARGET;
        size_t n = s < KK_J_TARGETS ? count[s] : T->required[g] ? of_target[what] : 0;
        bool weight = s != KK_J_ELSEWHERE && s != KK_J_LINK_WITHOUT && s != KK_J_WITHOUT && s != KK_J_LENT &&
                      s != KK_J_USED_WITHOUT && s != KK_J_MONEY && s != KK_J_CARERS_WITHOUT &&
                      (s < KK_J_TARGETS || what < KK_J_COVERED_WITHOUT);
        out->sum[s].value = X->open ? kk_exact_whole(T->E, n) : NULL;
        out->sum[s].weight = weight ? kk_exact_whole(T->E, n) : NULL;
    }
    sum_open(T, X, out);
    sum_serve(T, X, out);
    add_carers(T, out);
    sum_slacks(T, out);
}

kk_columns *kk_columns_all(kk_trial *T)
{
    const kk_city *C = T->C;
    kk_columns *X = KK_NEW(T->K, kk_columns);
    int opens = C->noption * C->nplan, serves = C->narc * C->nservice * C->nyear;
    X->open_option = KK_ARRAY(T->K, int, opens);
    X->open_year = KK_ARRAY(T->K, int, opens);
    for (int o = 0; o < C->noption; o++) {
        for (int t = 0; t < C->nplan; t++) {
            if (!kk_trial_opens(C, o, t))
                continue;
            X->open_option[X->nopen] = o;
            X->open_year[X->nopen++] = t;
        }
    }
    X->serve_arc = KK_ARRAY(T->K, int, serves);
    X->serve_service = KK_ARRAY(T->K, int, serves);
    X->serve_year = KK_ARRAY(T->K, int, serves);
    for (int i = 0; i < serves; i++) {
        int t = i % C->nyear, p = i / C->nyear % C->nservice, arc = i / C->nyear / C->nservice;
        int a = C->arc_from[arc], b = C->arc_to[arc];
        if (a != b && kk_trial_link(T, a, b, C->service[p].class) < 0)
            continue;
        X->serve_year[X->nserve] = t;
        X->serve_service[X->nserve] = p;
        X->serve_arc[X->nserve++] = arc;
    }
    return X;
}

const kk_sums *kk_sums_all(kk_trial *T)
{
    if (T->all)
        return T->all;
    T->all = KK_NEW(T->K, kk_sums);
    kk_sums_make(T, kk_columns_all(T), T->all);
    return T->all;
}
