/* The Lagrangian bound of multipliers.
 *
 * Rows are stated by the sums of sums.c: there every column says its coefficient in every row, and here every row has a
 * price instead of a value. Prices and costs are whole numbers of 1 / (10^fine carer_scale), so that a row of carers,
 * which is held times carer_scale, stays whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/price.h"

#include "judge/goals.h"
#include "judge/names.h"
#include "judge/rows.h"
#include "judge/sums.h"

#include <string.h>

/* Numbers of T->scratch that this file works with: sums.c has those below, and rows.c the one between. */
enum { TERM = KK_SCRATCH_ROWS, BOUND = KK_SCRATCH_ROWS + 2, EACH, WHOLE };

typedef struct {
    kk_trial *T;
    const kk_city *C;
    const kk_proof *P;
    int n;    /* stages */
    int fine; /* decimals of a price */

    const kk_row_names *rows;
    mpz_t *goal;            /* [ngoal][n] price: minus the weight of the goal in the stage */
    mpz_t *total;           /* [n] sum of price * right side, then the bound: 10^-(fine + 2 digits - decimals) */
    mpz_t *unmet, **short_; /* [narea nclass nyear][n] what these columns pay in all their rows */
    mpz_t *worst;           /* [ngoal][n] likewise, 10^-(fine + digits - decimals) */
    mpz_t *change;          /* [noption nplan][n] price of rows change */
    mpz_t *serve_cost, **cover_cost; /* [n] of the column that is looked at, and of its covers: 10^-.. likewise */
    kk_sums prices;
} proof;

/* ---- prices ------------------------------------------------------------------------------------------------------ */

static mpz_ptr at(const proof *V, mpz_t *array, size_t i, int s)
{
    return array[i * (size_t)V->n + (size_t)s];
}

static mpz_ptr price(const proof *V, int sum, size_t i, int s)
{
    return at(V, V->prices.sum[sum].price, i, s);
}

/* total += times * y * right, right in 10^-digits */
static void add_right(const proof *V, int s, const mpz_t y, const mpz_t right)
{
    mpz_ptr term = V->T->scratch[TERM];
    mpz_mul(term, y, right);
    mpz_addmul(V->total[s], term, V->T->step[0]);
}

/* Carers of those who are served in area b in year t, times price y (of carers). */
static void price_carers(const proof *V, int b, int t, int s, const mpz_t y)
{
    const kk_city *C = V->C;
    mpz_ptr each = V->T->scratch[EACH];
    mpz_divexact(each, y, V->T->carer_scale[0]);
    for (int k = 0; k < C->nseat; k++)
        mpz_addmul(price(V, KK_J_USED, kk_at(b, k, C->nseat, t, C->nyear), s), each, V->T->carers_per_seat[k]);
}

/* Vacant seats of a mask, times price y: base + opened - used. */
static void price_vacant(const proof *V, const unsigned char *area, const unsigned char *seat, int from, int until,
                         int s, const mpz_t y)
{
    const kk_city *C = V->C;
    mpz_ptr minus = V->T->scratch[EACH];
    mpz_neg(minus, y);
    for (int b = 0; b < C->narea; b++)
        for (int k = 0; k < C->nseat && area[b]; k++)
            for (int t = 0; t < C->nyear && seat[k]; t++) {
                if (C->first + t < from || C->first + t > until)
                    continue;
                size_t i = kk_at(b, k, C->nseat, t, C->nyear);
                mpz_add(price(V, KK_J_OPENED, i, s), price(V, KK_J_OPENED, i, s), y);
                mpz_sub(price(V, KK_J_USED, i, s), price(V, KK_J_USED, i, s), y);
                add_right(V, s, minus, V->T->base[i]);
            }
}

static void price_limit(const proof *V, int row, int s, const mpz_t y)
{
    const kk_city *C = V->C;
    kk_trial *T = V->T;
    int l = 0;
    while (row >= T->limit_row[l + 1])
        l++;
    const kk_limit *L = &C->limit[l];
    int from = L->period == KK_TOGETHER ? L->from : L->from + row - T->limit_row[l];
    int until = L->period == KK_TOGETHER ? L->until : from;
    kk_exact_set(T->scratch[BOUND], L->value, T->digits);
    add_right(V, s, y, T->scratch[BOUND]);
    if (L->quantity == KK_Q_VACANT) {
        price_vacant(V, L->area, L->seat, from, until, s, y);
        return;
    }
    if (L->quantity != KK_Q_CARERS && L->quantity != KK_Q_UNMET) {
        mpz_set(price(V, KK_J_LIMIT, (size_t)row, s), y);
        return;
    }
    for (int a = 0; a < C->narea; a++)
        for (int t = 0; t < C->nyear && L->area[a]; t++) {
            if (C->first + t < from || C->first + t > until)
                continue;
            if (L->quantity == KK_Q_CARERS)
                price_carers(V, a, t, s, y);
            for (int c = 0; c < C->nclass && L->quantity == KK_Q_UNMET; c++) {
                mpz_ptr unmet = at(V, V->unmet, kk_at(a, c, C->nclass, t, C->nyear), s);
                if (L->class_[c])
                    mpz_add(unmet, unmet, y);
            }
        }
}

/* share[n,a,t]: what is missing in the cells of the goal, less worst times what is required there. */
static void price_share(const proof *V, int n, int i, int s, const mpz_t y)
{
    const kk_city *C = V->C;
    const kk_goal *N = &C->goal[n];
    kk_trial *T = V->T;
    int a = i / C->nyear, t = i % C->nyear, g = kk_goals_target(T, N);
    for (int c = 0; c < C->nclass; c++) {
        if (!kk_goals_count(T, N, a, c, t))
            continue;
        size_t cell = kk_at(a, c, C->nclass, t, C->nyear);
        mpz_ptr missing = at(V, g == KK_NONE ? V->unmet : V->short_[g], cell, s), whole = T->scratch[WHOLE];
        mpz_add(missing, missing, y);
        mpz_divexact(whole, g == KK_NONE ? T->need[cell] : T->required[g][cell], T->one[0]);
        mpz_mul(whole, whole, T->step[0]);
        mpz_submul(at(V, V->worst, (size_t)n, s), whole, y);
    }
}

static void price_units(const proof *V, int o, int s, const mpz_t y)
{
    const kk_option *O = &V->C->option[o];
    kk_exact_set(V->T->scratch[BOUND], mpz_sgn(y) > 0 ? O->min_units : O->max_units, V->T->digits);
    add_right(V, s, y, V->T->scratch[BOUND]);
    mpz_set(price(V, KK_J_UNITS, (size_t)o, s), y);
}

/* A row of carers: what is used at and below the node, less what is recruited there. */
static void price_carers_row(const proof *V, int i, int s, const mpz_t y)
{
    const kk_city *C = V->C;
    add_right(V, s, y, V->T->carers[i]);
    mpz_sub(price(V, KK_J_RECRUITED, (size_t)i, s), price(V, KK_J_RECRUITED, (size_t)i, s), y);
    for (int b = 0; b < C->narea; b++)
        if (kk_area_within(C, b, i / C->nyear))
            price_carers(V, b, i % C->nyear, s, y);
}

static void price_row_of_target(const proof *V, int g, int what, size_t i, int s, const mpz_t y)
{
    kk_trial *T = V->T;
    mpz_ptr right = T->scratch[BOUND];
    mpz_set(price(V,
                  kk_sum_of(g, what == KK_R_REQUIRED ? KK_J_COVERED
                               : what == KK_R_COVER  ? KK_J_COVERING
                                                     : KK_J_LINK_COVER),
                  i, s),
            y);
    if (what == KK_R_REQUIRED) {
        mpz_add(at(V, V->short_[g], i, s), at(V, V->short_[g], i, s), y);
        add_right(V, s, y, T->required[g][i]);
    } else if (what == KK_R_COVER) {
        mpz_sub(price(V, KK_J_OPENED, i, s), price(V, KK_J_OPENED, i, s), y);
        add_right(V, s, y, T->base[i]);
    } else {
        kk_rows_link_most(T, &V->C->link[i / (size_t)V->C->nyear], (int)(i % (size_t)V->C->nyear), right);
        add_right(V, s, y, right);
    }
}

/* Row r enters the sums with its price, and its right side the total. */
static void price_row(const proof *V, const kk_row_name *r, int s, const mpz_t y)
{
    const kk_city *C = V->C;
    kk_trial *T = V->T;
    size_t i = (size_t)r->at;
    mpz_ptr right = T->scratch[BOUND];
    switch (r->family) {
    case KK_R_NEED:
        mpz_set(price(V, KK_J_SERVED, i, s), y);
        mpz_add(at(V, V->unmet, i, s), at(V, V->unmet, i, s), y);
        add_right(V, s, y, T->need[i]);
        break;
    case KK_R_SEATS:
        mpz_add(price(V, KK_J_USED, i, s), price(V, KK_J_USED, i, s), y);
        mpz_sub(price(V, KK_J_OPENED, i, s), price(V, KK_J_OPENED, i, s), y);
        add_right(V, s, y, T->base[i]);
        break;
    case KK_R_LINK:
        mpz_set(price(V, KK_J_LINK, i, s), y);
        kk_rows_link_most(T, &C->link[r->at / C->nyear], r->at % C->nyear, right);
        add_right(V, s, y, right);
        break;
    case KK_R_CARERS: price_carers_row(V, r->at, s, y); break;
    case KK_R_UNITS: price_units(V, r->at, s, y); break;
    case KK_R_ONCE:
        mpz_set(price(V, KK_J_ONCE, i, s), y);
        add_right(V, s, y, T->one[0]);
        break;
    case KK_R_LIMIT: price_limit(V, r->at, s, y); break;
    case KK_R_CHANGE:
        mpz_set(at(V, V->change, i, s), y);
        kk_exact_set(right, C->adopted ? C->adopted[i] : 0.0, T->digits);
        add_right(V, s, y, right);
        break;
    default:
        if (r->family < KK_R_OF_TARGETS + KK_R_EACH_TARGET * C->ntarget)
            price_row_of_target(V, (r->family - KK_R_OF_TARGETS) / KK_R_EACH_TARGET,
                                (r->family - KK_R_OF_TARGETS) % KK_R_EACH_TARGET, i, s, y);
        else
            price_share(V, r->family - KK_R_OF_TARGETS - KK_R_EACH_TARGET * C->ntarget, r->at, s, y);
    }
}

/* Goal n enters as a row whose price is minus its weight. */
static void price_goal(const proof *V, int n, int s)
{
    const kk_city *C = V->C;
    const kk_goal *N = &C->goal[n];
    kk_trial *T = V->T;
    mpz_ptr y = at(V, V->goal, (size_t)n, s), weight = T->scratch[EACH];
    if (mpz_sgn(y) == 0)
        return;
    switch (N->kind) {
    case KK_G_UNMET:
    case KK_G_SHORT:
        for (int c = 0; c < C->nclass; c++) {
            int g = kk_goals_target(T, N), decimals = kk_exact_decimals(C->class_[c].weight);
            kk_exact_power(T->scratch[WHOLE], decimals);
            kk_exact_set(weight, C->class_[c].weight, decimals);
            mpz_mul(weight, weight, y);
            mpz_divexact(weight, weight, T->scratch[WHOLE]);
            for (int a = 0; a < C->narea; a++)
                for (int t = 0; t < C->nyear; t++)
                    if (kk_goals_count(T, N, a, c, t)) {
                        mpz_ptr cell =
                            at(V, g == KK_NONE ? V->unmet : V->short_[g], kk_at(a, c, C->nclass, t, C->nyear), s);
                        mpz_add(cell, cell, weight);
                    }
        }
        break;
    case KK_G_WORST_SHARE: mpz_addmul(at(V, V->worst, (size_t)n, s), y, T->step[0]); break;
    case KK_G_SEATS:
    case KK_G_COST:
    case KK_G_UNITS:
    case KK_G_TRANSFERS: mpz_set(price(V, KK_J_GOAL, (size_t)n, s), y); break;
    case KK_G_VACANT: price_vacant(V, N->area, N->seat, N->from, N->until, s, y); break;
    case KK_G_CARERS:
        for (int b = 0; b < C->narea; b++)
            for (int t = 0; t < C->nyear; t++)
                if (N->area[b] && N->from <= C->first + t && C->first + t <= N->until)
                    price_carers(V, b, t, s, y);
        break;
    case KK_G_CHANGE: break; /* its columns are more and less: columns_of_change() */
    case KK_NGOAL: KK_ASSERT(N->kind != KK_NGOAL);
    }
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

/* A column that pays `cost` in its rows takes min (-cost x) from the bound, lower <= x <= upper. It is 0 then. */
static void take(const proof *V, int s, mpz_t cost, const mpz_t lower, const mpz_t upper)
{
    mpz_submul(V->total[s], cost, mpz_sgn(cost) > 0 ? upper : lower);
    mpz_set_ui(cost, 0);
}

/* The most units that can open of option o in year t: its own numbers, its facility, ceilings on units. Where the
 * adopted plan is followed what that has, and nothing else. 10^-digits */
static void open_bounds(const proof *V, int o, int t, mpz_t lower, mpz_t upper)
{
    const kk_city *C = V->C;
    const kk_option *O = &C->option[o];
    double most = fmin(O->max_units, O->max_per_year);
    mpz_set_ui(lower, 0);
    if (C->follow) {
        kk_exact_set(upper, C->adopted[o * C->nplan + t], V->T->digits);
        mpz_set(lower, upper);
        return;
    }
    if (O->facility != KK_NONE)
        most = fmin(most, 1.0);
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        if (L->quantity == KK_Q_UNITS && !L->floor && L->option[o] && L->from <= C->first + t &&
            C->first + t <= L->until)
            most = fmin(most, L->value);
    }
    KK_ASSERT(isfinite(most));
    kk_exact_set(upper, most, V->T->digits);
}

/* Behind what the sums say of a column. */
static void column_done(void *info, bool open, int i)
{
    const proof *V = info;
    const kk_city *C = V->C;
    const kk_columns *X = V->prices.columns;
    mpz_ptr lower = V->T->scratch[BOUND], upper = V->T->scratch[EACH];
    mpz_set_ui(lower, 0);
    if (open) {
        open_bounds(V, X->open_option[i], X->open_year[i], lower, upper);
        for (int s = 0; s < V->n; s++) {
            mpz_srcptr change = at(V, V->change, (size_t)(X->open_option[i] * C->nplan + X->open_year[i]), s);
            mpz_addmul(V->serve_cost[s], change, V->T->step[0]);
            take(V, s, V->serve_cost[s], lower, upper);
        }
        return;
    }
    int a = C->arc_from[X->serve_arc[i]], c = C->service[X->serve_service[i]].class, t = X->serve_year[i];
    size_t cell = kk_at(a, c, C->nclass, t, C->nyear);
    for (int s = 0; s < V->n; s++) {
        take(V, s, V->serve_cost[s], lower, V->T->need[cell]);
        for (int g = 0; g < C->ntarget; g++)
            if (V->T->required[g])
                take(V, s, V->cover_cost[g][s], lower, V->T->required[g][cell]);
    }
}

/* unmet[a,c,t] 0..need and short[g,a,c,t] 0..required; worst[n] 0..1 */
static void columns_of_missing(const proof *V)
{
    const kk_city *C = V->C;
    kk_trial *T = V->T;
    mpz_ptr lower = T->scratch[BOUND], cost = T->scratch[EACH];
    mpz_set_ui(lower, 0);
    for (int i = 0; i < C->narea * C->nclass * C->nyear; i++)
        for (int s = 0; s < V->n; s++) {
            mpz_mul(cost, at(V, V->unmet, (size_t)i, s), T->step[0]);
            take(V, s, cost, lower, T->need[i]);
            for (int g = 0; g < C->ntarget; g++)
                if (T->required[g]) {
                    mpz_mul(cost, at(V, V->short_[g], (size_t)i, s), T->step[0]);
                    take(V, s, cost, lower, T->required[g][i]);
                }
        }
    for (int n = 0; n < C->ngoal; n++)
        for (int s = 0; s < V->n; s++)
            take(V, s, at(V, V->worst, (size_t)n, s), lower, T->one[0]);
}

/* more[o,t] 0..what may open, less[o,t] 0..what the adopted plan opens; in the goals change and the row change */
static void columns_of_change(const proof *V)
{
    const kk_city *C = V->C;
    kk_trial *T = V->T;
    mpz_t *number = kk_exact_whole(T->E, 4);
    mpz_ptr none = number[0], cost = number[1], lower = number[2], upper = number[3];
    for (int o = 0; o < C->noption && C->changes; o++)
        for (int t = 0; t < C->nplan; t++)
            for (int s = 0; s < V->n; s++)
                for (int less = 0; less < 2; less++) {
                    if (less ? !kk_trial_adopts(C, o, t) : !kk_trial_opens(C, o, t))
                        continue;
                    mpz_set(cost, at(V, V->change, (size_t)(o * C->nplan + t), s));
                    if (!less)
                        mpz_neg(cost, cost);
                    for (int n = 0; n < C->ngoal; n++) {
                        const kk_goal *N = &C->goal[n];
                        if (N->kind == KK_G_CHANGE && N->option[o] && N->from <= C->first + t &&
                            C->first + t <= N->until)
                            mpz_add(cost, cost, at(V, V->goal, (size_t)n, s));
                    }
                    mpz_mul(cost, cost, T->step[0]);
                    if (less)
                        kk_exact_set(upper, C->adopted[o * C->nplan + t], T->digits);
                    else
                        open_bounds(V, o, t, lower, upper);
                    take(V, s, cost, none, upper);
                }
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* value in 10^-fine / carer_scale */
static void set_price(const proof *V, mpz_t out, double value)
{
    kk_exact_set(out, value, V->fine);
    mpz_mul(out, out, V->T->carer_scale[0]);
}

static int more(int x, int y)
{
    return x > y ? x : y;
}

/* The decimals that all multipliers have, times those of weights of goals and classes. */
static int decimals_of(const proof *V)
{
    int y = 0, goal = 0, class = 0;
    for (int s = 0; s < V->n; s++) {
        const kk_proof_stage *S = &V->P->stage[s];
        for (int i = 0; i < S->nrow; i++)
            y = more(y, kk_exact_decimals(S->row[i].y));
        for (int i = 0; i < s; i++)
            y = more(y, kk_exact_decimals(S->lambda[i]));
    }
    for (int n = 0; n < V->C->ngoal; n++)
        goal = more(goal, kk_exact_decimals(V->C->goal[n].weight));
    for (int c = 0; c < V->C->nclass; c++)
        class = more(class, kk_exact_decimals(V->C->class_[c].weight));
    return y + goal + class;
}

static void read_rows(proof *V)
{
    kk_trial *T = V->T;
    mpz_t *y = kk_exact_whole(T->E, 1);
    unsigned char *seen = KK_ARRAY(T->K, unsigned char, V->rows->count);
    for (int s = 0; s < V->n; s++) {
        const kk_proof_stage *S = &V->P->stage[s];
        memset(seen, 0, (size_t)V->rows->count);
        for (int i = 0; i < S->nrow; i++) {
            int r = kk_map_get(V->rows->number, S->row[i].row);
            double times = S->row[i].y;
            if (r < 0 || seen[r]++) {
                kk_complain(T, "proof of %s: there is no row %s, or it is there twice",
                            "証明 %s: 行 %s は存在しないか、重複しています", S->stage,
                            kk_trial_quote(T, S->row[i].row));
                continue;
            }
            if (times > 0 ? V->rows->row[r].sense == KK_CEILING : V->rows->row[r].sense == KK_FLOOR)
                continue;
            set_price(V, y[0], times);
            price_row(V, &V->rows->row[r], s, y[0]);
        }
    }
}

/* What goal n weighs in stage s: its own weight there, lambda times that in earlier stages. */
static void read_goals(proof *V)
{
    const kk_city *C = V->C;
    kk_trial *T = V->T;
    for (int s = 0; s < V->n; s++)
        for (int n = 0; n < C->ngoal; n++) {
            int stage = C->goal[n].stage, decimals = kk_exact_decimals(C->goal[n].weight);
            mpz_ptr out = at(V, V->goal, (size_t)n, s), weight = T->scratch[TERM];
            if (stage > s || (stage < s && !(V->P->stage[s].lambda[stage] > 0)))
                continue;
            kk_exact_set(weight, C->goal[n].weight, decimals);
            kk_exact_set(out, stage == s ? 1.0 : V->P->stage[s].lambda[stage], V->fine - decimals);
            mpz_mul(out, out, weight);
            mpz_mul(out, out, T->carer_scale[0]);
            mpz_neg(out, out);
            price_goal(V, n, s);
        }
}

/* Room for a price of each row that the sums speak of. */
static void make_room(proof *V)
{
    kk_trial *T = V->T;
    const kk_city *C = V->C;
    size_t n = (size_t)V->n, cells = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
    size_t places = (size_t)C->narea * (size_t)C->nseat * (size_t)C->nyear, links = (size_t)(C->nlink * C->nyear);
    const size_t count[KK_J_TARGETS] = {
        [KK_J_SERVED] = cells,
        [KK_J_LINK] = links,
        [KK_J_OPENED] = places,
        [KK_J_USED] = places,
        [KK_J_UNITS] = (size_t)C->noption,
        [KK_J_ONCE] = (size_t)C->nfacility,
        [KK_J_LIMIT] = (size_t)T->limit_row[C->nlimit],
        [KK_J_GOAL] = (size_t)C->ngoal,
        [KK_J_RECRUITED] = (size_t)(C->nnode * C->nyear),
    };
    const size_t of_target[KK_J_COVERED_WITHOUT] = {cells, places, links};
    V->goal = kk_exact_whole(T->E, (size_t)C->ngoal * n);
    V->total = kk_exact_whole(T->E, n);
    V->unmet = kk_exact_whole(T->E, cells * n);
    V->worst = kk_exact_whole(T->E, (size_t)C->ngoal * n);
    V->change = kk_exact_whole(T->E, (size_t)(C->noption * C->nplan) * n);
    V->serve_cost = kk_exact_whole(T->E, n);
    V->short_ = KK_ARRAY(T->K, mpz_t *, C->ntarget);
    V->cover_cost = KK_ARRAY(T->K, mpz_t *, C->ntarget);
    V->prices = (kk_sums){.columns = kk_columns_all(T), .done = column_done, .info = V};
    V->prices.sum = KK_ARRAY(T->K, kk_sum, kk_sum_of(C->ntarget, 0));
    for (int i = 0; i < KK_J_TARGETS; i++)
        if (count[i] > 0)
            V->prices.sum[i] = (kk_sum){.nprice = V->n, .price = kk_exact_whole(T->E, count[i] * n)};
    for (int i = 0; i < KK_J_TARGETS; i++)
        V->prices.sum[i].cost = V->serve_cost;
    for (int g = 0; g < C->ntarget; g++) {
        if (!T->required[g])
            continue;
        V->short_[g] = kk_exact_whole(T->E, cells * n);
        V->cover_cost[g] = kk_exact_whole(T->E, n);
        for (int i = 0; i < KK_J_COVERED_WITHOUT; i++)
            V->prices.sum[kk_sum_of(g, i)] =
                (kk_sum){.nprice = V->n, .price = kk_exact_whole(T->E, of_target[i] * n), .cost = V->cover_cost[g]};
    }
}

static void state_bounds(kk_trial *T, const kk_proof *P, bool goals, mpq_t *out)
{
    proof V = {.T = T, .C = T->C, .P = P, .n = P->nstage};
    V.rows = kk_row_names_new(T);
    V.fine = decimals_of(&V);
    make_room(&V);
    if (goals)
        read_goals(&V);
    read_rows(&V);
    kk_sums_price(T, &V.prices);
    columns_of_missing(&V);
    columns_of_change(&V);
    for (int s = 0; s < V.n; s++) {
        mpz_set(mpq_numref(out[s]), V.total[s]);
        kk_exact_power(mpq_denref(out[s]), V.fine + 2 * T->digits - T->decimals);
        mpz_mul(mpq_denref(out[s]), mpq_denref(out[s]), T->carer_scale[0]);
        mpq_canonicalize(out[s]);
    }
}

void kk_price_bounds(kk_trial *T, const kk_proof *P, mpq_t *out)
{
    state_bounds(T, P, true, out);
}

void kk_price_rows(kk_trial *T, int nrow, kk_multiplier *row, mpq_t *out)
{
    kk_proof_stage only = {.stage = "contradiction", .nrow = nrow, .row = row};
    state_bounds(T, &(kk_proof){.nstage = 1, .stage = &only}, false, out);
}
