/* Numbers: strict decimals in, exact decimals out.
 *
 * Input numbers have at most 15 significant digits, so a double and its decimal are interchangeable: the solver takes
 * the double, the judge its decimal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BASE_NUM_H
#define KK_BASE_NUM_H

#include "base/ctx.h"

/** A number of the plan in millionths: what is printed is exact. */
typedef int64_t kk_micro;
#define KK_MICRO 1000000

/** What parsing a number found. */
typedef enum {
    KK_NUM_OK,
    KK_NUM_NONE, /* empty: not given */
    KK_NUM_DASH, /* a lone dash: nobody knows whether 0 or nothing is meant */
    KK_NUM_BAD,  /* not a number */
    KK_NUM_LONG, /* more than 15 significant digits, or beyond 1e15 */
} kk_num_status;

/** Read a decimal: ASCII or full-width digits, leading '-', '+', U+2212, U+25B3 or U+25B2 (negative), thousands commas
 *  in groups of three, '.' for decimals; blanks around it (also full-width) are ignored. No exponent, inf, nan. */
kk_num_status kk_num_parse(const char *text, double *out);

/** Read a share: a decimal, or a fraction "2/3" of whole numbers; out as a reduced fraction, denominator > 0. */
kk_num_status kk_share_parse(const char *text, int64_t *out_over, int64_t *out_under);

/** Read a fiscal year: 2024, R6, 令和6, H30, 平成30, also "2024年", "令和6年度", full-width digits. */
kk_num_status kk_year_parse(const char *text, int *out);

/** Round a solver's value, below 9e12, to millionths: first to 9 decimals, then half up (away from zero). */
kk_micro kk_micro_round(double value);

/** A value as it is said: 9 decimals, but at most 12 digits, so that it does not depend on the way that led there. */
double kk_value_said(double value);

/** The decimal of a solver's value, below 9e18: as kk_micro_round() says; whole from 9e9 on. */
const char *kk_value_print(kk_ctx *K, double value);

/** A double as it can be written down: rounded to 15 significant digits and 18 decimals; and that decimal. Below 9e14.
 */
double kk_num_round(double value);
const char *kk_round_print(kk_ctx *K, double value);

/** The decimal of a solver's value of at least 0, below 9e15, rounded to 12 decimals (a double holds fewer from 1000
 *  on). */
const char *kk_fine_print(kk_ctx *K, double value);

/** value (in units of 10^-decimals) as a decimal without trailing zeros and without "-0": 2500000,6 -> "2.5". */
const char *kk_decimal(kk_ctx *K, int64_t value, int decimals);

/** The shortest decimal of a double of at most 15 significant digits, without exponent: 0.1 -> "0.1". */
const char *kk_num_print(kk_ctx *K, double value);

/** Divide and round half away from zero; under > 0. */
int64_t kk_div_round(int64_t over, int64_t under);

#endif
