/* Numbers: strict decimals in, exact decimals out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/num.h"

#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 15, LONGEST = 64 };

/* ---- in ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *from;
    char to;
} spelling;

/* Full-width and other spellings of the signs a number may hold. */
static const spelling SPELLING[] = {
    {"０", '0'}, {"１", '1'}, {"２", '2'}, {"３", '3'}, {"４", '4'}, {"５", '5'}, {"６", '6'}, {"７", '7'}, {"８", '8'},
    {"９", '9'}, {"．", '.'}, {"，", ','}, {"／", '/'}, {"＋", '+'}, {"－", '-'}, {"−", '-'},  {"ー", '-'}, {"―", '-'},
    {"—", '-'},  {"─", '-'},  {"‐", '-'},  {"–", '-'},  {"△", '-'},  {"▲", '-'},  {"　", ' '}, {"Ｒ", 'R'}, {"Ｈ", 'H'},
};

/* text with every spelling turned to ASCII and blanks round it taken off; false when it is too long. */
static bool to_ascii(const char *text, char out[LONGEST])
{
    size_t n = 0;
    while (*text) {
        char c = *text;
        size_t length = 1;
        if ((unsigned char)c >= 0x80) {
            for (size_t i = 0; i < sizeof SPELLING / sizeof *SPELLING; i++) {
                size_t m = strlen(SPELLING[i].from);
                if (strncmp(text, SPELLING[i].from, m) == 0) {
                    c = SPELLING[i].to;
                    length = m;
                    break;
                }
            }
        }
        text += length;
        if ((c == ' ' || c == '\t') && n == 0)
            continue;
        if (n + 1 >= LONGEST)
            return false;
        out[n++] = c;
    }
    while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == '\t'))
        n--;
    out[n] = '\0';
    return true;
}

/* sign, digits with thousands commas in groups of three, decimals; as mantissa * 10^-decimals. */
static kk_num_status parse_ascii(const char *s, int64_t *out_mantissa, int *out_decimals)
{
    if (!*s)
        return KK_NUM_NONE;
    if (strcmp(s, "-") == 0)
        return KK_NUM_DASH;
    bool negative = *s == '-';
    if (*s == '-' || *s == '+')
        s++;
    int64_t mantissa = 0;
    int digits = 0, group = 0, decimals = 0;
    bool commas = false, point = false, any = false, lost = false;
    for (; *s; s++) {
        if (*s >= '0' && *s <= '9') {
            any = true;
            group++;
            decimals += point;
            if (mantissa != 0 || *s != '0')
                digits++;
            if (digits > DIGITS) { /* zeros after 15 digits of decimals lose nothing */
                if (!point || *s != '0')
                    lost = true;
                decimals -= point;
                digits = DIGITS;
            } else {
                mantissa = mantissa * 10 + (*s - '0');
            }
        } else if (*s == ',' && !point) {
            if (!any || group > 3 || (commas && group != 3))
                return KK_NUM_BAD;
            commas = true;
            group = 0;
        } else if (*s == '.' && !point && any) {
            if (commas && group != 3)
                return KK_NUM_BAD;
            point = true;
            group = 0;
        } else {
            return KK_NUM_BAD;
        }
    }
    if (!any || (commas && !point && group != 3) || (point && group == 0))
        return KK_NUM_BAD;
    if (lost || decimals > DIGITS)
        return KK_NUM_LONG;
    *out_mantissa = negative ? -mantissa : mantissa;
    *out_decimals = decimals;
    return KK_NUM_OK;
}

static const double POWER[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

kk_num_status kk_num_parse(const char *text, double *out)
{
    char s[LONGEST];
    int64_t mantissa;
    int decimals;
    if (!to_ascii(text, s))
        return KK_NUM_LONG;
    kk_num_status status = parse_ascii(s, &mantissa, &decimals);
    if (status == KK_NUM_OK) /* both are exact doubles, so one division rounds correctly */
        *out = (double)mantissa / POWER[decimals];
    return status;
}

kk_num_status kk_share_parse(const char *text, int64_t *out_over, int64_t *out_under)
{
    char s[LONGEST];
    int64_t over, under = 1;
    int decimals;
    if (!to_ascii(text, s))
        return KK_NUM_LONG;
    char *slash = strchr(s, '/');
    if (slash)
        *slash = '\0';
    kk_num_status status = parse_ascii(s, &over, &decimals);
    if (status != KK_NUM_OK)
        return slash ? KK_NUM_BAD : status;
    if (slash) {
        int more;
        status = parse_ascii(slash + 1, &under, &more);
        if (status == KK_NUM_LONG)
            return status;
        if (status != KK_NUM_OK || decimals || more || under <= 0)
            return KK_NUM_BAD;
    } else {
        under = (int64_t)POWER[decimals];
    }
    int64_t a = over < 0 ? -over : over, b = under; /* reduce */
    while (b) {
        int64_t r = a % b;
        a = b;
        b = r;
    }
    *out_over = a ? over / a : 0;
    *out_under = under / a;
    return KK_NUM_OK;
}

kk_num_status kk_year_parse(const char *text, int *out)
{
    char s[LONGEST];
    if (!to_ascii(text, s))
        return KK_NUM_BAD;
    if (!*s)
        return KK_NUM_NONE;
    static const struct {
        const char *era;
        int before;
    } ERA[] = {{"令和", 2018}, {"平成", 1988}, {"R", 2018}, {"H", 1988}, {"r", 2018}, {"h", 1988}};
    const char *p = s;
    int before = 0;
    for (size_t i = 0; i < sizeof ERA / sizeof *ERA; i++) {
        size_t n = strlen(ERA[i].era);
        if (strncmp(s, ERA[i].era, n) == 0) {
            before = ERA[i].before;
            p += n;
            break;
        }
    }
    int year = 0, digits = 0;
    if (before && strncmp(p, "元", strlen("元")) == 0) {
        year = digits = 1;
        p += strlen("元");
    }
    for (; *p >= '0' && *p <= '9' && digits < 5; p++, digits++)
        year = year * 10 + (*p - '0');
    if (strncmp(p, "年度", strlen("年度")) == 0)
        p += strlen("年度");
    else if (strncmp(p, "年", strlen("年")) == 0)
        p += strlen("年");
    if (*p || digits == 0 || year == 0 || (before ? year > 99 : year < 1900 || year > 2999))
        return KK_NUM_BAD;
    *out = before + year;
    return KK_NUM_OK;
}

/* ---- out --------------------------------------------------------------------------------------------------------- */

int64_t kk_div_round(int64_t over, int64_t under)
{
    int64_t q = over / under, r = over % under;
    if (r < 0)
        r = -r;
    return r >= under - r ? q + (over < 0 ? -1 : 1) : q;
}

/* Round half away from zero. */
static double half_up(double value)
{
    return value < 0 ? -floor(-value + 0.5) : floor(value + 0.5);
}

kk_micro kk_micro_round(double value)
{
    KK_ASSERT(fabs(value) < 9e12);
    double whole = trunc(value); /* apart: times 1e9 a large one would lose the decimals that it has */
    return (kk_micro)whole * KK_MICRO + kk_div_round((int64_t)half_up((value - whole) * 1e9), 1000);
}

double kk_value_said(double value)
{
    int decimals = value == 0.0 ? 9 : 11 - (int)floor(log10(fabs(value)));
    double scale = pow(10.0, decimals > 9 ? 9 : abs(decimals));
    return (decimals >= 0 ? round(value * scale) / scale : round(value / scale) * scale) + 0.0; /* no -0 */
}

const char *kk_value_print(kk_ctx *K, double value)
{
    KK_ASSERT(fabs(value) < 9e18);
    return fabs(value) < 9e9 ? kk_decimal(K, kk_micro_round(value), 6) : kk_decimal(K, (int64_t)half_up(value), 0);
}

const char *kk_decimal(kk_ctx *K, int64_t value, int decimals)
{
    char digits[32];
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int n = (int)sizeof digits;
    digits[--n] = '\0';
    bool shown = false;
    for (int i = 0; i < decimals; i++, magnitude /= 10) {
        char c = (char)('0' + magnitude % 10);
        shown = shown || c != '0';
        if (shown)
            digits[--n] = c;
    }
    if (shown)
        digits[--n] = '.';
    do {
        digits[--n] = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude);
    if (value < 0)
        digits[--n] = '-';
    return kk_strdup(K, digits + n);
}

/* value rounded to 15 significant digits, in 10^-decimals, 18 at most */
static int64_t round_digits(double value, int *out_decimals, double *out_power)
{
    double power = 1.0, size = fabs(value);
    int decimals = 0;
    KK_ASSERT(size < 9e14);
    for (; decimals < 18 && size * power < 1e14; decimals++)
        power *= 10.0; /* exact up to 10^22 */
    *out_decimals = decimals;
    *out_power = power;
    return (int64_t)half_up(value * power);
}

double kk_num_round(double value)
{
    double power;
    int decimals;
    if (value == 0.0) /* most multipliers of a proof */
        return 0.0;
    int64_t digits = round_digits(value, &decimals, &power);
    return (double)digits / power;
}

const char *kk_round_print(kk_ctx *K, double value)
{
    double power;
    int decimals;
    int64_t digits = round_digits(value, &decimals, &power);
    return kk_decimal(K, digits, decimals);
}

const char *kk_fine_print(kk_ctx *K, double value)
{
    KK_ASSERT(value < 9e15);
    value = fmax(value, 0.0);
    if (value == floor(value))
        return kk_decimal(K, (int64_t)value, 0);
    int64_t whole = (int64_t)value, part = (int64_t)half_up((value - (double)whole) * 1e12);
    const char *decimals = kk_decimal(K, part, 12); /* "0.25", or "1" where it was rounded up to that */
    whole += decimals[0] == '1';
    return kk_format(K, "%s%s", kk_decimal(K, whole, 0), decimals + 1);
}

const char *kk_num_print(kk_ctx *K, double value)
{
    KK_ASSERT(isfinite(value) && fabs(value) <= 1e15);
    if (value == floor(value))
        return kk_decimal(K, (int64_t)value, 0);
    for (int decimals = 1; decimals <= DIGITS; decimals++) {
        double scaled = half_up(value * POWER[decimals]);
        if (fabs(scaled) < 1e18 && scaled / POWER[decimals] == value)
            return kk_decimal(K, (int64_t)scaled, decimals);
    }
    return kk_decimal(K, (int64_t)half_up(value * 1e9), 9);
}
