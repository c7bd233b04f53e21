/* Exact numbers: whole numbers of 10^-digits by GMP, and ratios where a division cannot be avoided.
 *
 * Every number of the input is a decimal of at most 15 significant digits, so a sum of products of them is a whole
 * number of 10^-digits once digits is large enough; no rounding happens until a text is made. Shares may be fractions,
 * but money is whole by rule, so they end in whole numbers too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_EXACT_H
#define KK_JUDGE_EXACT_H

#include "base/ctx.h"

#include <gmp.h>

/** The owner of GMP's numbers: what it gave is cleared with the context, or before by kk_exact_free(). */
typedef struct kk_exact kk_exact;

kk_exact *kk_exact_new(kk_ctx *K);

/** Clear all numbers; they must not be used any more. Takes a kk_exact; calling it twice is harmless. */
void kk_exact_free(void *exact);

/** count whole numbers, or ratios, each 0. */
mpz_t *kk_exact_whole(kk_exact *E, size_t count);
mpq_t *kk_exact_ratio(kk_exact *E, size_t count);

/** How many decimals the decimal of a double has: 0.25 -> 2, 1200 -> 0. The double is finite. */
int kk_exact_decimals(double value);

/** out = value * 10^digits; digits >= kk_exact_decimals(value). */
void kk_exact_set(mpz_t out, double value, int digits);

/** out = value, on machines with a long of any size. */
void kk_exact_int64(mpz_t out, int64_t value);

/** out = 10^digits */
void kk_exact_power(mpz_t out, int digits);

/** out = over / under as whole number, half away from zero; under > 0. out may be over. */
void kk_exact_round(kk_exact *E, mpz_t out, const mpz_t over, const mpz_t under);

/** out = a decimal without sign and of at most so many decimals, as whole number of 10^-decimals; false where the text
 *  is none, or has more than 40 digits. */
bool kk_exact_read(mpz_t out, const char *text, int decimals);

/** value * 10^-decimals as text: no trailing zeros, no "-0". Valid until the next call. */
const char *kk_exact_text(kk_exact *E, const mpz_t value, int decimals);

/** A ratio as text, rounded half away from zero to 12 decimals: for messages. Valid until the next call. */
const char *kk_exact_ratio_text(kk_exact *E, const mpq_t value);

/** The same, rounded down: for bounds. */
const char *kk_exact_below_text(kk_exact *E, const mpq_t value);

#endif
