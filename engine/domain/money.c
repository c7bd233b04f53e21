/* Money: whole amounts, in parts that add up exactly; see city.h for the rules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "domain/city.h"

__extension__ typedef __int128 wide;

/* Whether a row of shares speaks of this measure, kind of cost and year of payment. */
static bool speaks(const kk_share *s, int measure, kk_cost cost, int y)
{
    return s->measure == measure && s->cost == cost && s->from <= y && y <= s->until;
}

/* What payer pays of a whole, not negative amount in fiscal year y. */
static int64_t part_of(const kk_city *C, int measure, kk_cost cost, int payer, int y, int64_t amount)
{
    int64_t paid = 0, mine = 0;
    const kk_share *largest = NULL;
    for (int i = 0; i < C->nshare; i++) {
        const kk_share *s = &C->share[i];
        if (!speaks(s, measure, cost, y))
            continue;
        int64_t part = (int64_t)((wide)amount * s->over / s->under);
        paid += part;
        if (s->payer == payer)
            mine += part;
        if (!largest || (wide)s->over * largest->under > (wide)largest->over * s->under)
            largest = s;
    }
    if (!largest) /* none given: the city pays all */
        return payer == C->city_payer ? amount : 0;
    return largest->payer == payer ? mine + (amount - paid) : mine;
}

int64_t kk_money(const kk_city *C, int o, int tau, kk_cost cost, int payer, int y)
{
    const kk_option *O = &C->option[o];
    const kk_measure *M = &C->measure[O->measure];
    int opens = C->first + tau, from = opens + C->as_of_end; /* the first fiscal year that begins while it is open */
    double unit = cost == KK_CAPITAL ? O->capital : O->running;
    int64_t whole = (int64_t)floor(fabs(unit) + 0.5), amount;
    if (whole == 0)
        return 0;
    if (cost == KK_RUNNING) {
        if (y < from || y > C->look_ahead || (M->life_years != KK_NONE && y >= from + M->life_years))
            return 0;
        amount = whole;
    } else {
        int parts = M->lead_years > 0 ? M->lead_years : 1;
        int i = y - (M->lead_years > 0 ? from - M->lead_years : opens);
        if (i < 0 || i >= parts)
            return 0;
        amount = (int64_t)((wide)whole * (i + 1) / parts - (wide)whole * i / parts);
    }
    if (payer != KK_NONE)
        amount = part_of(C, O->measure, cost, payer, y, amount);
    return unit < 0 ? -amount : amount;
}

double kk_worth(const kk_city *C, int y)
{
    if (C->discount == 0.0)
        return 1.0;
    return (double)roundl(1e9L * powl(1.0L + (long double)C->discount, C->decide_from - y)) / 1e9;
}
