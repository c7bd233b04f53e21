/* Money of one unit, stated again (models/README.md, "Money").
 *
 * A unit's capital is rounded half away from zero and falls in equal parts in the lead_years fiscal years between the
 * decision and the opening (in the year of opening where there are none): part i of L is
 * floor(A (i+1) / L) - floor(A i / L) of the absolute value A. Running cost is rounded likewise and falls in every
 * fiscal year that begins while the unit is open, to the look-ahead: what opens at the end of a year (as_of 03-31) runs
 * from the next. The payers of a year of payment each pay floor(amount * share) of the absolute value; what
 * remains is paid by the payer with the largest share, the first row of equal ones. Where no row speaks of the year,
 * the city pays all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/money.h"

/* Numbers of trial->scratch that this file works with; what is told stands in its own. */
enum { AMOUNT = 2, WHOLE, PART, REST, UNDER, OTHER };

typedef struct {
    kk_trial *T;
    int measure;
    bool negative;
    kk_bill *bill;
} purse;

static void tell(const purse *p, kk_cost cost, int payer, int year, mpz_t amount)
{
    if (mpz_sgn(amount) == 0)
        return;
    kk_bill *B = p->bill;
    B->payment = kk_grow(p->T->K, B->payment, &B->capacity, B->count + 1, sizeof *B->payment);
    mpz_t *kept = kk_exact_whole(p->T->E, 1);
    if (p->negative)
        mpz_neg(*kept, amount);
    else
        mpz_set(*kept, amount);
    B->payment[B->count++] = (struct kk_payment){cost, payer, year, kept};
}

static bool speaks(const kk_share *S, const purse *p, kk_cost cost, int year)
{
    return S->measure == p->measure && S->cost == cost && S->from <= year && year <= S->until;
}

/* Whether share x is larger than y: x.over y.under > y.over x.under */
static bool more(const kk_trial *T, const kk_share *x, const kk_share *y)
{
    mpz_ptr left = T->scratch[PART], right = T->scratch[OTHER], under = T->scratch[UNDER];
    kk_exact_int64(left, x->over);
    kk_exact_int64(under, y->under);
    mpz_mul(left, left, under);
    kk_exact_int64(right, y->over);
    kk_exact_int64(under, x->under);
    mpz_mul(right, right, under);
    return mpz_cmp(left, right) > 0;
}

/* Share one year's amount (absolute, in scratch AMOUNT) among the payers of that year. */
static void split(const purse *p, kk_cost cost, int year)
{
    kk_trial *T = p->T;
    const kk_city *C = T->C;
    mpz_ptr amount = T->scratch[AMOUNT], part = T->scratch[PART], rest = T->scratch[REST], under = T->scratch[UNDER];
    const kk_share *largest = NULL;
    if (mpz_sgn(amount) == 0)
        return;
    mpz_set(rest, amount);
    for (int i = 0; i < C->nshare; i++) {
        const kk_share *S = &C->share[i];
        if (!speaks(S, p, cost, year))
            continue;
        kk_exact_int64(part, S->over);
        kk_exact_int64(under, S->under);
        mpz_mul(part, part, amount);
        mpz_fdiv_q(part, part, under);
        mpz_sub(rest, rest, part);
        tell(p, cost, S->payer, year, part);
        if (!largest || more(T, S, largest))
            largest = S;
    }
    tell(p, cost, largest ? largest->payer : C->city_payer, year, rest);
}

/* Whether the payers of a year share as those of the year before. */
static bool shared_as_before(const purse *p, kk_cost cost, int year)
{
    const kk_city *C = p->T->C;
    bool same = true;
    for (int i = 0; i < C->nshare && same; i++)
        same = speaks(&C->share[i], p, cost, year) == speaks(&C->share[i], p, cost, year - 1);
    return same;
}

/* The payments number from..until-1 once more, a year later. */
static void tell_again(const purse *p, int from, int until)
{
    kk_bill *B = p->bill;
    B->payment = kk_grow(p->T->K, B->payment, &B->capacity, B->count + until - from, sizeof *B->payment);
    for (int i = from; i < until; i++) {
        B->payment[B->count] = B->payment[i];
        B->payment[B->count++].year++;
    }
}

void kk_money_unit(kk_trial *T, int o, kk_cost cost, mpz_t out)
{
    const kk_option *O = &T->C->option[o];
    double unit = cost == KK_CAPITAL ? O->capital : O->running;
    int decimals = kk_exact_decimals(unit);
    kk_exact_set(out, unit, decimals);
    kk_exact_power(T->scratch[UNDER], decimals);
    kk_exact_round(T->E, out, out, T->scratch[UNDER]);
}

static void make_bill(kk_trial *T, int o, int t, kk_bill *out)
{
    const kk_city *C = T->C;
    const kk_measure *M = &C->measure[C->option[o].measure];
    purse p = {.T = T, .measure = C->option[o].measure, .bill = out};
    mpz_ptr whole = T->scratch[WHOLE], amount = T->scratch[AMOUNT], part = T->scratch[PART];
    int opens = C->first + t, runs = C->as_of_end ? opens + 1 : opens;

    kk_money_unit(T, o, KK_CAPITAL, whole);
    p.negative = mpz_sgn(whole) < 0;
    mpz_abs(whole, whole);
    int parts = M->lead_years > 0 ? M->lead_years : 1;
    for (int i = 0; mpz_sgn(whole) && i < parts; i++) {
        mpz_mul_ui(amount, whole, (unsigned long)i + 1);
        mpz_fdiv_q_ui(amount, amount, (unsigned long)parts);
        mpz_mul_ui(part, whole, (unsigned long)i);
        mpz_fdiv_q_ui(part, part, (unsigned long)parts);
        mpz_sub(amount, amount, part);
        split(&p, KK_CAPITAL, M->lead_years > 0 ? runs - M->lead_years + i : opens);
    }

    kk_money_unit(T, o, KK_RUNNING, whole);
    p.negative = mpz_sgn(whole) < 0;
    for (int year = runs, from = 0; mpz_sgn(whole) && year <= C->look_ahead; year++) {
        if (M->life_years != KK_NONE && year - runs >= M->life_years)
            break;
        int until = out->count;
        mpz_abs(amount, whole);
        if (year > runs && shared_as_before(&p, KK_RUNNING, year))
            tell_again(&p, from, until);
        else
            split(&p, KK_RUNNING, year);
        from = until;
    }
}

void kk_money_of_unit(kk_trial *T, int o, int t,
                      void (*paid)(void *info, kk_cost cost, int payer, int year, const mpz_t amount), void *info)
{
    const kk_option *O = &T->C->option[o];
    const kk_bill **first = &T->bill[O->measure * T->C->nplan + t], *B = *first;
    while (B && (B->capital != O->capital || B->running != O->running))
        B = B->next;
    if (!B) {
        kk_bill *made = KK_NEW(T->K, kk_bill);
        *made = (kk_bill){.next = *first, .capital = O->capital, .running = O->running};
        make_bill(T, o, t, made);
        B = *first = made;
    }
    for (int i = 0; i < B->count; i++)
        paid(info, B->payment[i].cost, B->payment[i].payer, B->payment[i].year, *B->payment[i].amount);
}
