/* The closing stages, stated again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/closing.h"

#include "judge/sums.h"

/* Numbers of T->scratch and T->ratio that this file works with. */
enum { SUM = KK_SCRATCH_GOALS, CELL, TIMES, PART };
enum { VALUE };

/* What is missing in all cells: children, or seats of all targets with rows. */
static void state_missing(kk_trial *T, bool of_targets)
{
    const kk_city *C = T->C;
    for (int g = of_targets ? 0 : KK_NONE; g < (of_targets ? C->ntarget : 0); g++)
        for (int a = 0; a < C->narea; a++)
            for (int c = 0; c < C->nclass; c++)
                for (int t = 0; t < C->nyear; t++) {
                    if (g != KK_NONE && (!T->required[g] || !kk_trial_asks(&C->target[g], a, c, t)))
                        continue;
                    kk_sums_missing(T, g, kk_at(a, c, C->nclass, t, C->nyear), T->scratch[CELL]);
                    mpz_add(T->scratch[SUM], T->scratch[SUM], T->scratch[CELL]);
                }
}

/* Units, or units times years before the last. */
static void state_open(kk_trial *T, bool early)
{
    const kk_columns *X = &T->columns;
    for (int i = 0; i < X->nopen; i++) {
        mpz_mul(T->scratch[CELL], X->open[i], T->step[0]);
        mpz_mul_ui(T->scratch[CELL], T->scratch[CELL], early ? (unsigned long)(T->C->nplan - 1 - X->open_year[i]) : 1);
        mpz_add(T->scratch[SUM], T->scratch[SUM], T->scratch[CELL]);
    }
}

/* Steps below the first rank, and one for another area, or one and minutes / 1440; times 1440. */
static void state_service(kk_trial *T)
{
    const kk_city *C = T->C;
    const kk_columns *X = &T->columns;
    mpz_ptr times = T->scratch[TIMES], part = T->scratch[PART];
    for (int i = 0; i < X->nserve; i++) {
        const kk_service *P = &C->service[X->serve_service[i]];
        int a = C->arc_from[X->serve_arc[i]], b = C->arc_to[X->serve_arc[i]];
        int link = a == b ? -1 : kk_trial_link(T, a, b, P->class);
        mpz_mul_ui(times, T->step[0], (unsigned long)((P->rank - 1 + (link >= 0)) * 1440));
        if (link >= 0 && !isnan(C->link[link].minutes)) {
            kk_exact_set(part, C->link[link].minutes, T->digits - T->decimals);
            mpz_add(times, times, part);
        }
        mpz_addmul(T->scratch[SUM], times, X->serve[i]);
        for (int g = 0; g < C->ntarget; g++)
            if (T->required[g])
                mpz_addmul(T->scratch[SUM], times, X->cover[g][i]);
    }
}

/* The sum as it stands now, of numbers of 10^-digits / under; it is 0 then. */
static double take_sum(kk_trial *T, unsigned long under)
{
    mpq_ptr value = T->ratio[VALUE];
    mpz_set(mpq_numref(value), T->scratch[SUM]);
    mpz_mul_ui(mpq_denref(value), T->one[0], under);
    mpq_canonicalize(value);
    mpz_set_ui(T->scratch[SUM], 0);
    return mpq_get_d(value);
}

int kk_closing_state(kk_trial *T, kk_closing out[KK_CLOSING])
{
    int count = 0;
    bool rows = false;
    for (int g = 0; g < T->C->ntarget; g++)
        rows = rows || T->required[g];
    mpz_set_ui(T->scratch[SUM], 0);
    state_missing(T, false);
    out[count++] = (kk_closing){"closing unmet", take_sum(T, 1)};
    if (rows) {
        state_missing(T, true);
        out[count++] = (kk_closing){"closing short", take_sum(T, 1)};
    }
    state_open(T, false);
    out[count++] = (kk_closing){"closing units", take_sum(T, 1)};
    state_open(T, true);
    out[count++] = (kk_closing){"closing opening", take_sum(T, 1)};
    state_service(T);
    out[count++] = (kk_closing){"closing service", take_sum(T, 1440)};
    return count;
}
