/* Years needed, as far as they follow from what is printed (models/README.md, "Years needed").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/needed.h"

#include "base/str.h"
#include "judge/sums.h"

#include <stdlib.h>
#include <string.h>

/* Numbers of T->scratch that this file works with. */
enum { ADDS = KK_SCRATCH_ROWS, SEATS, CELL, SUM, LEAST, MARGIN };

/* Whether nobody of another area uses area b, nor its own children another. */
static bool stands_alone(const kk_city *C, int b)
{
    for (int i = 0; i < C->narc; i++)
        if (C->arc_from[i] != C->arc_to[i] && (C->arc_from[i] == b || C->arc_to[i] == b))
            return false;
    return true;
}

/* Whether everybody who could use what stands in area b has a place, but for what rounding leaves. */
static bool everybody_placed(kk_trial *T, int b, int t)
{
    const kk_city *C = T->C;
    bool alone = stands_alone(C, b);
    mpz_ptr sum = T->scratch[SUM], cell = T->scratch[CELL];
    mpz_set_ui(sum, 0);
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass && (a == b || !alone); c++) {
            kk_sums_missing(T, KK_NONE, kk_at(a, c, C->nclass, t, C->nyear), cell);
            mpz_add(sum, sum, cell);
        }
    mpz_mul_ui(sum, sum, 10000);
    return mpz_cmp(sum, T->one[0]) <= 0;
}

/* seats = those of kind k in b, year t, without action i; adds = what it adds there. */
static void without(kk_trial *T, int i, int k, int t, mpz_t adds, mpz_t seats)
{
    const kk_city *C = T->C;
    const kk_columns *X = &T->columns;
    int o = X->open_option[i];
    kk_sums_effect(T, o, k, t - X->open_year[i], adds);
    mpz_mul(adds, adds, X->open[i]);
    kk_sums_supply(T, kk_at(C->option[o].area, k, C->nseat, t, C->nyear), seats);
    mpz_sub(seats, seats, adds);
}

/* The fewest seats of kind k that a child of class c takes; 0 where it may be served without one. */
static double fewest_seats(const kk_city *C, int c, int k)
{
    double fewest = INFINITY;
    for (int p = 0; p < C->nservice; p++) {
        double takes = 0;
        for (int u = 0; u < C->service[p].nuse && C->service[p].class == c; u++)
            takes += C->service[p].seat[u] == k ? C->service[p].per_child[u] : 0;
        if (C->service[p].class == c)
            fewest = fmin(fewest, takes);
    }
    return isfinite(fewest) ? fewest : 0;
}

/* Whether those of area b who need a seat of kind k need more than `seats`: by a hundredth of what one of them takes.
 * */
static bool too_few(kk_trial *T, int b, int k, int t, const mpz_t seats)
{
    const kk_city *C = T->C;
    mpz_ptr sum = T->scratch[SUM], cell = T->scratch[CELL], least = T->scratch[LEAST], margin = T->scratch[MARGIN];
    mpz_set_ui(sum, 0);
    mpz_set(margin, T->one[0]);
    for (int c = 0; c < C->nclass; c++) {
        double takes = fewest_seats(C, c, k);
        if (takes <= 0)
            continue;
        kk_exact_set(least, takes, T->digits);
        if (mpz_cmp(least, margin) > 0)
            mpz_set(margin, least);
        mpz_mul(cell, T->need[kk_at(b, c, C->nclass, t, C->nyear)], least);
        mpz_divexact(cell, cell, T->one[0]); /* need is whole */
        mpz_add(sum, sum, cell);
    }
    mpz_sub(sum, sum, seats);
    mpz_mul_ui(sum, sum, 100);
    return mpz_cmp(sum, margin) > 0;
}

typedef enum { MUST_NOT, OPEN, MUST } verdict;

static verdict judge_year(kk_trial *T, int i, int t)
{
    const kk_city *C = T->C;
    int b = C->option[T->columns.open_option[i]].area;
    bool adds_any = false, used = false, few = false, placed = everybody_placed(T, b, t), alone = stands_alone(C, b);
    mpz_ptr adds = T->scratch[ADDS], seats = T->scratch[SEATS];
    for (int k = 0; k < C->nseat; k++) {
        without(T, i, k, t, adds, seats);
        if (mpz_sgn(adds) <= 0)
            continue;
        adds_any = true;
        used = used || mpz_cmp(T->at.sum[KK_J_USED].value[kk_at(b, k, C->nseat, t, C->nyear)], seats) > 0;
        few = few || too_few(T, b, k, t, seats);
    }
    if (placed && alone && few)
        return MUST;
    bool recruits = C->option[T->columns.open_option[i]].nrecruit > 0;
    return !recruits && (!adds_any || (placed && !used)) ? MUST_NOT : OPEN;
}

/* Whether a year stands in a list with ';' between. */
static bool stands_in(const char *list, const char *year)
{
    size_t n = strlen(year);
    for (const char *at = list; (at = strstr(at, year)); at++)
        if ((at == list || at[-1] == ';') && (at[n] == ';' || at[n] == '\0'))
            return true;
    return false;
}

const char *kk_needed_text(kk_trial *T, int i, const char *printed)
{
    kk_text want = {.K = T->K};
    if (strcmp(printed, "?") == 0) /* it claims nothing */
        return printed;
    for (int t = T->columns.open_year[i]; t < T->C->nyear; t++) {
        const char *year = kk_format(T->K, "%d", T->C->first + t);
        verdict says = judge_year(T, i, t);
        if (says == MUST || (says == OPEN && stands_in(printed, year)))
            kk_text_addf(&want, "%s%s", want.length ? ";" : "", year);
    }
    return kk_text_get(&want);
}
