/* Export: the format by the ending of the path, numbers, comments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 17 };

/* The fewest significant digits that read back as value > 0, without trailing zeros, and the power of ten of the first
 * one. printf and strtod write and read a number in the locale of the host program: only its digits are taken. */
static int digits_of(double value, char out[DIGITS + 1], int *out_power)
{
    char text[64];
    for (int precision = 14; precision < DIGITS; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, value);
        if (strtod(text, NULL) == value)
            break;
    }
    int n = 0;
    const char *c = text;
    for (; *c != 'e'; c++)
        if (*c >= '0' && *c <= '9' && n < DIGITS)
            out[n++] = *c;
    while (n > 1 && out[n - 1] == '0')
        n--;
    out[n] = '\0';
    *out_power = atoi(c + 1);
    return n;
}

static void add_zeros(kk_text *T, int count)
{
    for (int i = 0; i < count; i++)
        kk_text_add(T, "0");
}

void kk_export_number(kk_text *T, double value)
{
    KK_ASSERT(isfinite(value));
    if (value == 0.0) {
        kk_text_add(T, "0");
        return;
    }
    char digit[DIGITS + 1];
    int power, n = digits_of(fabs(value), digit, &power);
    kk_text_add(T, value < 0.0 ? "-" : "");
    if (power < -5 || power >= DIGITS) { /* 1.5e-07 */
        kk_text_addn(T, digit, 1);
        kk_text_addf(T, "%s%se%d", n > 1 ? "." : "", digit + 1, power);
    } else if (power < 0) { /* 0.0015 */
        kk_text_add(T, "0.");
        add_zeros(T, -power - 1);
        kk_text_add(T, digit);
    } else if (n <= power + 1) { /* 1500 */
        kk_text_add(T, digit);
        add_zeros(T, power + 1 - n);
    } else { /* 15.25 */
        kk_text_addn(T, digit, (size_t)power + 1);
        kk_text_addf(T, ".%s", digit + power + 1);
    }
}

void kk_export_comment(kk_text *T, const char *mark, const char *text)
{
    kk_text_addf(T, "%s ", mark);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        kk_text_addn(T, c < 0x20 || c == 0x7f ? " " : text, 1);
    }
    kk_text_add(T, "\n");
}

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcmp(path + n - m, ending) == 0;
}

void kk_model_export(kk_ctx *K, const kk_model *M, const char *path)
{
    kk_text T = {.K = K};
    if (ends_in(path, ".dat"))
        kk_export_gmpl(&T, M);
    else if (ends_in(path, ".mps"))
        kk_export_mps(&T, M);
    else if (ends_in(path, ".lp"))
        kk_export_lp(&T, M);
    else
        kk_fail(K, KK_EUSAGE, "%s: the ending says the format: .dat (GMPL data), .mps or .lp",
                "%s: 形式は拡張子で決まります：.dat（GMPL のデータ）、.mps、.lp のいずれかにしてください", path);
    kk_file_write(K, path, kk_text_get(&T), T.length);
}
