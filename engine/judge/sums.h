/* The sums of the judge: what every opening and every assignment adds to which row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_SUMS_H
#define KK_JUDGE_SUMS_H

#include "judge/trial.h"

/** Add up columns row by row: values where they have them, and weights. */
void kk_sums_make(kk_trial *T, const kk_columns *X, kk_sums *out);

/** Walk over columns and tell each what its rows ask of it: their prices, of the sums that have some. done() is called
 *  behind each column, to take its cost and set it to 0. */
void kk_sums_price(kk_trial *T, const kk_sums *S);

/** All columns there are, without values. */
kk_columns *kk_columns_all(kk_trial *T);

/** Weights over all columns there are, made at the first call. */
const kk_sums *kk_sums_all(kk_trial *T);

/** right = base[b,k,t] + what is open: the seats there are, at place kk_at(b, k, nseat, t, nyear). */
void kk_sums_supply(const kk_trial *T, size_t at, mpz_t right);

/** out = the amount of a row of effects of option o, all of it open: whole seats, rounded down, where the unit opens
 *  whole. 10^-(digits - 6) */
void kk_sums_amount(const kk_trial *T, int o, const kk_effect *E, mpz_t out);

/** out = what a row of effects of option o changes in its unit's year `age`, as long as it lives: the amount times the
 *  share that is open then. share is a number to work with. 10^-(digits - 6) */
void kk_sums_share(const kk_trial *T, int o, const kk_effect *E, int age, mpz_t out, mpz_t share);

/** out = what one unit of option o changes in seats of kind k in its year `age` (0 = that of the opening): the sum of
 *  its rows of effects. 10^-(digits - decimals) */
void kk_sums_effect(const kk_trial *T, int o, int k, int age, mpz_t out);

/** What is missing in a cell, at least 0: of the required seats of target g where it has rows, else (also KK_NONE) of
 * the need. */
void kk_sums_missing(const kk_trial *T, int g, size_t at, mpz_t out);

/** Sum of |coefficient| over the columns that decide what is missing in a cell. */
mpz_srcptr kk_sums_missing_weight(const kk_trial *T, const kk_sums *S, int g, size_t at);

#endif
