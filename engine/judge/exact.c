/* Exact numbers: whole numbers of 10^-digits by GMP, and ratios where a division cannot be avoided.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/exact.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct numbers {
    struct numbers *next;
    size_t count;
    mpz_t *whole; /* [count], or NULL */
    mpq_t *ratio; /* [count], or NULL */
} numbers;

struct kk_exact {
    kk_ctx *K;
    numbers *taken;
    char *text; /* of kk_exact_text() */
    int text_capacity;
    mpz_t *scratch; /* [3] */
};

void kk_exact_free(void *exact)
{
    kk_exact *E = exact;
    for (numbers *n = E->taken; n; n = n->next) {
        for (size_t i = 0; n->whole && i < n->count; i++)
            mpz_clear(n->whole[i]);
        for (size_t i = 0; n->ratio && i < n->count; i++)
            mpq_clear(n->ratio[i]);
    }
    E->taken = NULL;
}

kk_exact *kk_exact_new(kk_ctx *K)
{
    kk_exact *E = KK_NEW(K, kk_exact);
    E->K = K;
    kk_defer(K, kk_exact_free, E);
    E->scratch = kk_exact_whole(E, 3);
    return E;
}

mpz_t *kk_exact_whole(kk_exact *E, size_t count)
{
    numbers *n = KK_NEW(E->K, numbers);
    n->whole = KK_ARRAY(E->K, mpz_t, count);
    n->count = count;
    for (size_t i = 0; i < count; i++)
        mpz_init(n->whole[i]);
    n->next = E->taken;
    E->taken = n;
    return n->whole;
}

mpq_t *kk_exact_ratio(kk_exact *E, size_t count)
{
    numbers *n = KK_NEW(E->K, numbers);
    n->ratio = KK_ARRAY(E->K, mpq_t, count);
    n->count = count;
    for (size_t i = 0; i < count; i++)
        mpq_init(n->ratio[i]);
    n->next = E->taken;
    E->taken = n;
    return n->ratio;
}

/* ---- doubles as decimals ----------------------------------------------------------------------------------------- */

/* value = digit * 10^exponent; a negative exponent is no larger than it must be. */
static int64_t decimal_of(double value, int *out_exponent)
{
    KK_ASSERT(isfinite(value));
    /* Most numbers have few decimals. Both sides of the division are exact doubles, so it gives the double nearest to
     * the decimal; and no two decimals of fifteen digits have the same double. */
    static const double POWER[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    for (int decimals = 0; decimals < 7; decimals++) {
        double digits = rint(value * POWER[decimals]);
        if (fabs(digits) < 1e15 && digits / POWER[decimals] == value) {
            *out_exponent = -decimals;
            return (int64_t)digits;
        }
    }
    /* Fifteen digits with more decimals, as multipliers have them: powers of ten are exact up to the 22nd. */
    double size = fabs(value), power = POWER[6];
    int decimals = 6;
    for (; decimals < 22 && size * power < 1e14; decimals++)
        power *= 10.0;
    int64_t digits = decimals > 6 ? (int64_t)rint(value * power) : 0;
    if (digits != 0 && (double)digits / power == value) {
        for (; digits % 10 == 0; decimals--)
            digits /= 10;
        *out_exponent = -decimals;
        return digits;
    }
    /* Else the first fifteen digits. What stands between the first two depends on the locale: it is skipped unread. */
    char text[40];
    snprintf(text, sizeof text, "%.14e", fabs(value));
    const char *mark = strchr(text, 'e');
    KK_ASSERT(mark != NULL);
    int64_t digit = 0;
    int exponent = atoi(mark + 1) - 14;
    for (const char *s = text; s < mark; s++)
        if (*s >= '0' && *s <= '9')
            digit = digit * 10 + (*s - '0');
    if (digit == 0)
        exponent = 0;
    while (digit != 0 && digit % 10 == 0) {
        digit /= 10;
        exponent++;
    }
    *out_exponent = exponent;
    return value < 0 ? -digit : digit;
}

void kk_exact_int64(mpz_t out, int64_t value)
{
    long same = (long)value;
    if (same == value) { /* mostly */
        mpz_set_si(out, same);
        return;
    }
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    mpz_import(out, 1, 1, sizeof magnitude, 0, 0, &magnitude);
    if (value < 0)
        mpz_neg(out, out);
}

int kk_exact_decimals(double value)
{
    int exponent;
    decimal_of(value, &exponent);
    return exponent < 0 ? -exponent : 0;
}

void kk_exact_power(mpz_t out, int digits)
{
    KK_ASSERT(digits >= 0);
    mpz_ui_pow_ui(out, 10, (unsigned long)digits);
}

void kk_exact_set(mpz_t out, double value, int digits)
{
    int exponent;
    kk_exact_int64(out, decimal_of(value, &exponent));
    KK_ASSERT(exponent + digits >= 0);
    for (int left = exponent + digits; left > 0;) {
        static const unsigned long POWER[] = {1,      10,      100,      1000,      10000,
                                              100000, 1000000, 10000000, 100000000, 1000000000};
        int step = left > 9 ? 9 : left;
        mpz_mul_ui(out, out, POWER[step]);
        left -= step;
    }
}

/* ---- rounding and text ------------------------------------------------------------------------------------------- */

void kk_exact_round(kk_exact *E, mpz_t out, const mpz_t over, const mpz_t under)
{
    if (mpz_fits_slong_p(over) && mpz_fits_slong_p(under)) { /* mostly */
        long n = mpz_get_si(over), by = mpz_get_si(under), quotient = n / by, left = n % by < 0 ? -(n % by) : n % by;
        mpz_set_si(out, left < by - left ? quotient : n < 0 ? quotient - 1 : quotient + 1);
        return;
    }
    mpz_ptr rest = E->scratch[0];
    int sign = mpz_sgn(over);
    mpz_tdiv_qr(out, rest, over, under);
    mpz_mul_2exp(rest, rest, 1);
    if (mpz_cmpabs(rest, under) >= 0) {
        if (sign < 0)
            mpz_sub_ui(out, out, 1);
        else
            mpz_add_ui(out, out, 1);
    }
}

bool kk_exact_read(mpz_t out, const char *text, int decimals)
{
    char digits[64];
    size_t n = 0;
    int behind = -1; /* decimals so far, -1 = no point yet */
    for (const char *s = text; *s; s++) {
        if (*s == '.' && behind < 0 && n > 0)
            behind = 0;
        else if (*s >= '0' && *s <= '9' && n < 40 && behind < decimals)
            digits[n++] = *s, behind += behind >= 0;
        else
            return false;
    }
    if (n == 0 || behind == 0)
        return false;
    for (int d = behind < 0 ? 0 : behind; d < decimals; d++)
        digits[n++] = '0';
    digits[n] = '\0';
    return mpz_set_str(out, digits, 10) == 0;
}

const char *kk_exact_text(kk_exact *E, const mpz_t value, int decimals)
{
    size_t width = mpz_sizeinbase(value, 10) + (size_t)decimals + 8;
    E->text = kk_grow(E->K, E->text, &E->text_capacity, (int)(2 * width), 1);
    char *end = E->text + 2 * width - 1, *s = end;
    *s = '\0';

    char *digits = E->text; /* the number without sign, least digit last */
    size_t count;
    if (mpz_fits_slong_p(value)) {
        long small = mpz_get_si(value);
        unsigned long magnitude = small < 0 ? 0 - (unsigned long)small : (unsigned long)small;
        char *last = E->text + width;
        digits = last;
        while (magnitude) {
            *--digits = (char)('0' + magnitude % 10);
            magnitude /= 10;
        }
        count = (size_t)(last - digits);
    } else {
        mpz_abs(E->scratch[1], value);
        mpz_get_str(digits, 10, E->scratch[1]);
        count = strlen(digits);
    }

    bool shown = false;
    for (int i = 0; i < decimals; i++) {
        char c = count > 0 ? digits[--count] : '0';
        shown = shown || c != '0';
        if (shown)
            *--s = c;
    }
    if (shown)
        *--s = '.';
    if (count == 0)
        *--s = '0';
    while (count > 0)
        *--s = digits[--count];
    if (mpz_sgn(value) < 0)
        *--s = '-';
    return s;
}

const char *kk_exact_ratio_text(kk_exact *E, const mpq_t value)
{
    mpz_ptr scaled = E->scratch[2];
    kk_exact_power(scaled, 12);
    mpz_mul(scaled, scaled, mpq_numref(value));
    kk_exact_round(E, scaled, scaled, mpq_denref(value));
    return kk_exact_text(E, scaled, 12);
}

const char *kk_exact_below_text(kk_exact *E, const mpq_t value)
{
    mpz_ptr scaled = E->scratch[2];
    kk_exact_power(scaled, 12);
    mpz_mul(scaled, scaled, mpq_numref(value));
    mpz_fdiv_q(scaled, scaled, mpq_denref(value));
    return kk_exact_text(E, scaled, 12);
}
