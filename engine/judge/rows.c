/* The rows of the judge: every family again, from the data alone, row by row.
 *
 * Statement and meaning of the families: models/README.md, "Rows". The sums in them: sums.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/rows.h"

#include "judge/sums.h"

#include <stdio.h>

/* ---- judging row by row ------------------------------------------------------------------------------------------ */

/* Numbers of T->scratch that judging works with; adding up has those before. */
enum { LIMIT = KK_SCRATCH_ROWS, VALUE, OVER, TWICE, WEIGHT };

/* Two sums may meet in one row, such as used and opened. */
typedef struct {
    int sum;
    size_t at;
} part;

#define NO_PART ((part){-1, 0})

/* Recruits are added up in carers; the rows that they stand in are carers * carer_scale. */
static bool covered_by(const kk_trial *T, const kk_sums *S, const mpz_t twice, part x, part y, mpz_t weight)
{
    mpz_set(weight, S->sum[x.sum].weight[x.at]);
    if (y.sum == KK_J_RECRUITED)
        mpz_addmul(weight, S->sum[y.sum].weight[y.at], T->carer_scale[0]);
    else if (y.sum >= 0)
        mpz_add(weight, weight, S->sum[y.sum].weight[y.at]);
    return mpz_cmp(twice, weight) <= 0;
}

/* Whether a row that is over its limit by `over` (10^-digits) may be: over <= 0.5e-6 * sum of |coefficient|, which in
 * these units is 2 over <= weight. Columns that are printed alone mostly excuse it; else all columns are asked.
 * That is what printing does to columns in parts; whole units and children have no weight: nothing is excused. */
static bool excused(kk_trial *T, const mpz_t over, part x, part y)
{
    mpz_ptr twice = T->scratch[TWICE], weight = T->scratch[WEIGHT];
    if (mpz_sgn(over) <= 0)
        return true;
    mpz_mul_2exp(twice, over, 1);
    return covered_by(T, &T->at, twice, x, y, weight) || covered_by(T, kk_sums_all(T), twice, x, y, weight);
}

/* "105.000003" of a number in 10^-digits, to be kept in a message. */
static const char *shown(kk_trial *T, const mpz_t value)
{
    return kk_strdup(T->K, kk_exact_text(T->E, value, T->digits));
}

/* value <= limit in the row of this name (made only when it is needed: T->K's memory is for complaints). */
#define AT_MOST(T, value, limit, x, y, ...)                                                                            \
    do {                                                                                                               \
        mpz_sub((T)->scratch[OVER], (value), (limit));                                                                 \
        if (!excused((T), (T)->scratch[OVER], (x), (y)))                                                               \
            kk_complain((T), "row %s is %s, more than %s", "行 %s は %s で、上限 %s を超えます",                       \
                        kk_format((T)->K, __VA_ARGS__), shown((T), (value)), shown((T), (limit)));                     \
    } while (0)
#define AT_LEAST(T, value, limit, x, y, ...)                                                                           \
    do {                                                                                                               \
        mpz_sub((T)->scratch[OVER], (limit), (value));                                                                 \
        if (!excused((T), (T)->scratch[OVER], (x), (y)))                                                               \
            kk_complain((T), "row %s is %s, less than %s", "行 %s は %s で、下限 %s に足りません",                     \
                        kk_format((T)->K, __VA_ARGS__), shown((T), (value)), shown((T), (limit)));                     \
    } while (0)

/* ---------------------------------------------------------------------------------------
 * need[a,c,t]   for every area a, class c, year t                               [children]
 *
 *     sum{b, p of class c} serve[a,b,p,t] + unmet[a,c,t]  =  need[a,c,t]
 *
 * unmet is at least 0 and printed as what is left, so: served never exceeds need. The same for the plan that opens
 * nothing.
 *
 * models/README.md: need.   Built by: model/serve.c.
 * --------------------------------------------------------------------------------------- */
static void rows_need(kk_trial *T)
{
    const kk_city *C = T->C;
    for (int a = 0; a < C->narea; a++) {
        for (int c = 0; c < C->nclass; c++) {
            for (int t = 0; t < C->nyear; t++) {
                size_t i = kk_at(a, c, C->nclass, t, C->nyear);
                part served = {KK_J_SERVED, i};
                const char *area = C->node[a].name.code, *class = C->class_[c].name.code;
                AT_MOST(T, T->at.sum[KK_J_SERVED].value[i], T->need[i], served, NO_PART, "need[%s,%s,%d]", area, class,
                        C->first + t);
                AT_MOST(T, T->at.sum[KK_J_WITHOUT].value[i], T->need[i], served, NO_PART, "need[%s,%s,%d] without_plan",
                        area, class, C->first + t);
            }
        }
    }
}

/* ---------------------------------------------------------------------------------------
 * seats[b,k,t]   for every area b, seat kind k, year t                             [seats]
 *
 *     sum{a, p} per_child[p,k] serve[a,b,p,t]
 *         <=  base[b,k,t] + sum{o in b, tau <= t} effect[o,k] avail[o,k,t,tau] open[o,tau]
 *
 * Children use no more seats than there are. The plan that opens nothing has base alone.
 *
 * models/README.md: seats.   Built by: model/serve.c.
 * --------------------------------------------------------------------------------------- */
static void rows_seats(kk_trial *T)
{
    const kk_city *C = T->C;
    mpz_ptr right = T->scratch[LIMIT];
    for (int b = 0; b < C->narea; b++) {
        for (int k = 0; k < C->nseat; k++) {
            for (int t = 0; t < C->nyear; t++) {
                size_t i = kk_at(b, k, C->nseat, t, C->nyear);
                part used = {KK_J_USED, i}, opened = {KK_J_OPENED, i};
                const char *area = C->node[b].name.code, *seat = C->seat[k].name.code;
                kk_sums_supply(T, i, right);
                AT_MOST(T, T->at.sum[KK_J_USED].value[i], right, used, opened, "seats[%s,%s,%d]", area, seat,
                        C->first + t);
                AT_MOST(T, T->at.sum[KK_J_USED_WITHOUT].value[i], T->base[i], used, NO_PART,
                        "seats[%s,%s,%d] without_plan", area, seat, C->first + t);
            }
        }
    }
}

/* Carers, which are held as carers * carer_scale, as a number to be kept in a message. */
static const char *shown_carers(kk_trial *T, const mpz_t value)
{
    mpq_ptr ratio = T->ratio[0];
    mpz_set(mpq_numref(ratio), value);
    mpz_mul(mpq_denref(ratio), T->carer_scale[0], T->one[0]);
    mpq_canonicalize(ratio);
    return kk_strdup(T->K, kk_exact_ratio_text(T->E, ratio));
}

/* value <= limit, or >= limit of a floor, in carers * carer_scale. */
#define CARERS_FIT(T, floor, value, limit, x, y, ...)                                                                  \
    do {                                                                                                               \
        mpz_sub((T)->scratch[OVER], (floor) ? (limit) : (value), (floor) ? (value) : (limit));                         \
        if (!excused((T), (T)->scratch[OVER], (x), (y)))                                                               \
            kk_complain((T), "row %s needs %s carers; the limit is %s",                                                \
                        "行 %s に必要な保育士は %s 人で、限度は %s 人です", kk_format((T)->K, __VA_ARGS__),            \
                        shown_carers((T), (value)), shown_carers((T), (limit)));                                       \
    } while (0)

/* ---------------------------------------------------------------------------------------
 * carers[v,t]   for every node v of the tree of which supply gives carers, year t   [carers]
 *
 *     sum{b at or below v, k} used seats of kind k at b / children_per_carer[k]
 *         <=  carers[v,t] + sum{o at or below v, tau <= t} recruits[o] avail[o,t,tau] open[o,tau]
 *
 * A seat is of use only with a carer. The plan that opens nothing recruits nobody. Both sides times carer_scale.
 *
 * models/README.md: carers.   Built by: model/carers.c.
 * --------------------------------------------------------------------------------------- */
static void rows_carers(kk_trial *T)
{
    const kk_city *C = T->C;
    mpz_ptr right = T->scratch[LIMIT];
    for (int v = 0; v < C->nnode; v++) {
        for (int t = 0; T->carers_given[v] && t < C->nyear; t++) {
            size_t i = (size_t)(v * C->nyear + t);
            part needed = {KK_J_CARERS, i}, recruited = {KK_J_RECRUITED, i};
            const char *node = C->node[v].name.code;
            mpz_mul(right, T->carers[i], T->carer_scale[0]);
            CARERS_FIT(T, false, T->at.sum[KK_J_CARERS_WITHOUT].value[i], right, needed, NO_PART,
                       "carers[%s,%d] without_plan", node, C->first + t);
            mpz_addmul(right, T->at.sum[KK_J_RECRUITED].value[i], T->carer_scale[0]);
            CARERS_FIT(T, false, T->at.sum[KK_J_CARERS].value[i], right, needed, recruited, "carers[%s,%d]", node,
                       C->first + t);
        }
    }
}

/* ---------------------------------------------------------------------------------------
 * required[g,a,c,t]   for every target g with rows, its areas a, classes c, years t  [seats]
 *
 *     sum{b, p of class c} cover[g,a,b,p,t] + short[g,a,c,t]  =  required[g,a,c,t]
 *
 * short is at least 0 and printed as what is left, so: covered never exceeds required. The same for the plan that opens
 * nothing.
 *
 * models/README.md: required.   Built by: model/serve.c.
 * --------------------------------------------------------------------------------------- */
static void rows_required(kk_trial *T)
{
    const kk_city *C = T->C;
    for (int g = 0; g < C->ntarget; g++) {
        for (int a = 0; T->required[g] && a < C->narea; a++) {
            for (int c = 0; c < C->nclass; c++) {
                for (int t = C->target[g].from; t <= C->target[g].until; t++) {
                    size_t i = kk_at(a, c, C->nclass, t, C->nyear);
                    part covered = {kk_sum_of(g, KK_J_COVERED), i};
                    const char *target = C->target[g].name.code, *area = C->node[a].name.code;
                    const char *class = C->class_[c].name.code;
                    if (!kk_trial_asks(&C->target[g], a, c, t))
                        continue;
                    AT_MOST(T, T->at.sum[covered.sum].value[i], T->required[g][i], covered, NO_PART,
                            "required[%s,%s,%s,%d]", target, area, class, C->first + t);
                    AT_MOST(T, T->at.sum[kk_sum_of(g, KK_J_COVERED_WITHOUT)].value[i], T->required[g][i], covered,
                            NO_PART, "required[%s,%s,%s,%d] without_plan", target, area, class, C->first + t);
                }
            }
        }
    }
}

/* ---------------------------------------------------------------------------------------
 * cover[g,b,k,t]   for every target g with rows, area b, seat kind k, years t of g    [seats]
 *
 *     sum{a, p} per_child[p,k] cover[g,a,b,p,t]  <=  the right side of seats[b,k,t]
 *
 * Required seats are covered by no more seats than there are. Where nobody of g can use b or k the left side is 0 and
 * the row follows from seats[b,k,t]. The plan that opens nothing has base alone.
 *
 * models/README.md: cover.   Built by: model/serve.c.
 * --------------------------------------------------------------------------------------- */
static void rows_cover(kk_trial *T)
{
    const kk_city *C = T->C;
    mpz_ptr right = T->scratch[LIMIT];
    for (int g = 0; g < C->ntarget; g++) {
        for (int b = 0; T->required[g] && b < C->narea; b++) {
            for (int k = 0; k < C->nseat; k++) {
                for (int t = C->target[g].from; t <= C->target[g].until; t++) {
                    size_t i = kk_at(b, k, C->nseat, t, C->nyear);
                    part used = {kk_sum_of(g, KK_J_COVERING), i}, opened = {KK_J_OPENED, i};
                    mpz_srcptr with = T->at.sum[used.sum].value[i];
                    mpz_srcptr without = T->at.sum[kk_sum_of(g, KK_J_COVERING_WITHOUT)].value[i];
                    const char *target = C->target[g].name.code, *area = C->node[b].name.code;
                    const char *seat = C->seat[k].name.code;
                    kk_sums_supply(T, i, right);
                    if (mpz_sgn(with) != 0)
                        AT_MOST(T, with, right, used, opened, "cover[%s,%s,%s,%d]", target, area, seat, C->first + t);
                    if (mpz_sgn(without) != 0)
                        AT_MOST(T, without, T->base[i], used, NO_PART, "cover[%s,%s,%s,%d] without_plan", target, area,
                                seat, C->first + t);
                }
            }
        }
    }
}

void kk_rows_link_most(const kk_trial *T, const kk_link *L, int t, mpz_t out)
{
    mpz_ptr term = T->scratch[VALUE];
    mpz_divexact(out, T->need[kk_at(L->from, L->class_, T->C->nclass, t, T->C->nyear)], T->one[0]);
    kk_exact_int64(term, L->share_over);
    mpz_mul(out, out, term);
    kk_exact_int64(term, L->share_under);
    mpz_fdiv_q(out, out, term);
    if (isfinite(L->max_children) && mpz_cmp_d(out, L->max_children) > 0)
        mpz_set_d(out, L->max_children);
    mpz_mul(out, out, T->one[0]);
}

/* ---------------------------------------------------------------------------------------
 * link[a,b,c,t]   for every link a -> b for class c, year t                     [children]
 * link[g,a,b,c,t] for every target g with rows that asks for a and c, its years t  [seats]
 *
 *     sum{p of class c} serve[a,b,p,t]    <=  floor(min(max_children, max_share need[a,c,t]))
 *     sum{p of class c} cover[g,a,b,p,t]  <=  the same
 *
 * No more go to a neighbour than was agreed, and no promise counts more seats there. Children go where a link leads
 * from their own area, or stay: other rows were refused when they were read. The plan that opens nothing alike.
 *
 * models/README.md: link.   Built by: model/serve.c.
 * --------------------------------------------------------------------------------------- */
static void rows_link(kk_trial *T)
{
    const kk_city *C = T->C;
    mpz_ptr most = T->scratch[LIMIT];
    for (int l = 0; l < C->nlink; l++) {
        const kk_link *L = &C->link[l];
        const char *from = C->node[L->from].name.code, *to = C->node[L->to].name.code;
        const char *class = C->class_[L->class_].name.code;
        for (int t = 0; t < C->nyear; t++) {
            size_t i = (size_t)l * (size_t)C->nyear + (size_t)t;
            part going = {KK_J_LINK, i};
            int year = C->first + t;
            kk_rows_link_most(T, L, t, most);
            AT_MOST(T, T->at.sum[KK_J_LINK].value[i], most, going, NO_PART, "link[%s,%s,%s,%d]", from, to, class, year);
            AT_MOST(T, T->at.sum[KK_J_LINK_WITHOUT].value[i], most, going, NO_PART, "link[%s,%s,%s,%d] without_plan",
                    from, to, class, year);
            for (int g = 0; g < C->ntarget; g++) {
                part covered = {kk_sum_of(g, KK_J_LINK_COVER), i};
                const char *target = C->target[g].name.code;
                if (!T->required[g] || !kk_trial_asks(&C->target[g], L->from, L->class_, t))
                    continue;
                AT_MOST(T, T->at.sum[covered.sum].value[i], most, covered, NO_PART, "link[%s,%s,%s,%s,%d]", target,
                        from, to, class, year);
                AT_MOST(T, T->at.sum[kk_sum_of(g, KK_J_LINK_COVER_WITHOUT)].value[i], most, covered, NO_PART,
                        "link[%s,%s,%s,%s,%d] without_plan", target, from, to, class, year);
            }
        }
    }
}

/* What printing may do to a column open of option o, twice: nothing to whole units. */
static mpz_srcptr rounding(kk_trial *T, int o)
{
    mpz_set_ui(T->scratch[WEIGHT], 0);
    return kk_trial_whole(T->C, o) ? T->scratch[WEIGHT] : T->step[0];
}

/* ---------------------------------------------------------------------------------------
 * units[o]   for every option o                                                    [units]
 *
 *     min_units[o]  <=  sum{t} open[o,t]  <=  max_units[o];      open[o,t]  <=  max_per_year[o]
 *
 * Openings outside the option's window were refused when they were read.
 *
 * models/README.md: units.   Built by: model/measures.c.
 * --------------------------------------------------------------------------------------- */
static void rows_units(kk_trial *T)
{
    const kk_city *C = T->C;
    mpz_ptr limit = T->scratch[LIMIT], units = T->scratch[VALUE];
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        part all = {KK_J_UNITS, (size_t)o};
        mpz_srcptr sum = T->at.sum[KK_J_UNITS].value[o];
        kk_exact_set(limit, O->min_units, T->digits);
        AT_LEAST(T, sum, limit, all, NO_PART, "units[%s]", O->name.code);
        if (isfinite(O->max_units)) {
            kk_exact_set(limit, O->max_units, T->digits);
            AT_MOST(T, sum, limit, all, NO_PART, "units[%s]", O->name.code);
        }
    }
    for (int i = 0; i < T->columns.nopen; i++) { /* a bound of one column: half a printed unit */
        const kk_option *O = &C->option[T->columns.open_option[i]];
        if (!isfinite(O->max_per_year))
            continue;
        kk_exact_set(limit, O->max_per_year, T->digits);
        mpz_mul(units, T->columns.open[i], T->step[0]);
        mpz_sub(T->scratch[OVER], units, limit);
        mpz_mul_2exp(T->scratch[OVER], T->scratch[OVER], 1);
        if (mpz_cmp(T->scratch[OVER], rounding(T, T->columns.open_option[i])) > 0)
            kk_complain(T, "column %s is %s, more than %s", "列 %s は %s で、上限 %s を超えます",
                        kk_format(T->K, "open[%s,%d]", O->name.code, C->first + T->columns.open_year[i]),
                        shown(T, units), shown(T, limit));
    }
}

/* ---------------------------------------------------------------------------------------
 * once[f]   for every facility f                                                   [units]
 *
 *     sum{o at f, t} open[o,t]  <=  1
 *
 * A facility is converted, extended or closed once.
 *
 * models/README.md: once.   Built by: model/measures.c.
 * --------------------------------------------------------------------------------------- */
static void rows_once(kk_trial *T)
{
    for (int f = 0; f < T->C->nfacility; f++) {
        part all = {KK_J_ONCE, (size_t)f};
        AT_MOST(T, T->at.sum[KK_J_ONCE].value[f], T->one[0], all, NO_PART, "once[%s]", T->C->facility[f].code);
    }
}

/* ---------------------------------------------------------------------------------------
 * limit[l,y]   for every limit l and fiscal year y of it, or limit[l,all]   [l's quantity]
 *
 *     quantity of l over its areas, classes, seats, options, payer and years  <= or >=  value
 *
 * None of units, once, limit where the adopted plan is followed.
 *
 * models/README.md: limit.   Built by: model/limits.c.
 * --------------------------------------------------------------------------------------- */
static void rows_limit(kk_trial *T)
{
    const kk_city *C = T->C;
    mpz_ptr limit = T->scratch[LIMIT];
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        kk_exact_set(limit, L->value, T->digits);
        for (int row = T->limit_row[l]; row < T->limit_row[l + 1]; row++) {
            part all = {KK_J_LIMIT, (size_t)row};
            mpz_srcptr sum = T->at.sum[KK_J_LIMIT].value[row];
            char year[16] = "all";
            if (L->period != KK_TOGETHER)
                snprintf(year, sizeof year, "%d", L->from + row - T->limit_row[l]);
            if (L->quantity == KK_Q_CARERS) {
                mpz_mul(T->scratch[VALUE], limit, T->carer_scale[0]);
                CARERS_FIT(T, L->floor, sum, T->scratch[VALUE], all, NO_PART, "limit[%s,%s]", L->name.code, year);
            } else if (L->floor)
                AT_LEAST(T, sum, limit, all, NO_PART, "limit[%s,%s]", L->name.code, year);
            else
                AT_MOST(T, sum, limit, all, NO_PART, "limit[%s,%s]", L->name.code, year);
        }
    }
}

/* Where the adopted plan is followed every option opens in every year what that plan says, to half a printed unit. */
static void follows(kk_trial *T)
{
    const kk_city *C = T->C;
    const kk_columns *X = &T->columns;
    mpz_ptr adopted = T->scratch[LIMIT], units = T->scratch[VALUE], off = T->scratch[OVER];
    for (int o = 0, i = 0; o < C->noption; o++) {
        for (int t = 0; t < C->nplan; t++) {
            mpz_set_ui(units, 0);
            if (i < X->nopen && X->open_option[i] == o && X->open_year[i] == t)
                mpz_mul(units, X->open[i++], T->step[0]);
            kk_exact_set(adopted, C->adopted[o * C->nplan + t], T->digits);
            mpz_sub(off, units, adopted);
            mpz_abs(off, off);
            mpz_mul_2exp(off, off, 1);
            if (mpz_cmp(off, rounding(T, o)) > 0)
                kk_complain(T, "column %s is %s, but the adopted plan has %s",
                            "列 %s は %s ですが、現行計画では %s です",
                            kk_format(T->K, "open[%s,%d]", C->option[o].name.code, C->first + t), shown(T, units),
                            shown(T, adopted));
        }
    }
}

void kk_rows_judge(kk_trial *T)
{
    rows_need(T);
    rows_seats(T);
    rows_carers(T);
    rows_required(T);
    rows_cover(T);
    rows_link(T);
    if (T->C->follow) { /* that plan is shown as it is: limits.csv says what it breaks */
        follows(T);
        return;
    }
    rows_units(T);
    rows_once(T);
    rows_limit(T);
}
