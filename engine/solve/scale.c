/* Factors that bring the entries of a model near 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/scale.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* The power of 2 next to v > 0, by their logarithms: what is behind the exponent is rounded, up from the root of 2. */
static double power_of_2(double v)
{
    const uint64_t one = (uint64_t)1 << 52, root = 0x6A09E667F3BCD;
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    bits = (bits + (one - root)) & ~(one - 1);
    memcpy(&v, &bits, sizeof bits);
    return v;
}

void kk_scale(kk_ctx *K, int rounds, int nrow, int ncol, const int *row_start, const int *col, const double *value,
              double *out_row, double *out_col)
{
    double *least = KK_ARRAY(K, double, ncol), *most = KK_ARRAY(K, double, ncol);
    for (int j = 0; j < ncol; j++)
        out_col[j] = 1.0;
    for (int round = 0; round < rounds; round++) {
        for (int j = 0; j < ncol; j++) {
            least[j] = INFINITY;
            most[j] = 0.0;
        }
        for (int i = 0; i < nrow; i++) {
            double low = INFINITY, high = 0.0;
            for (int e = row_start[i]; e < row_start[i + 1]; e++) {
                double v = fabs(value[e]) * out_col[col[e]];
                low = v < low ? v : low;
                high = v > high ? v : high;
            }
            out_row[i] = high > 0.0 ? 1.0 / sqrt(low * high) : 1.0;
            for (int e = row_start[i]; e < row_start[i + 1]; e++) {
                double v = fabs(value[e]) * out_row[i], low_col = least[col[e]], high_col = most[col[e]];
                least[col[e]] = v < low_col ? v : low_col; /* written whether it is new or not: nothing to guess */
                most[col[e]] = v > high_col ? v : high_col;
            }
        }
        for (int j = 0; j < ncol; j++)
            out_col[j] = most[j] > 0.0 ? 1.0 / sqrt(least[j] * most[j]) : 1.0;
    }
    for (int i = 0; i < nrow; i++)
        out_row[i] = power_of_2(out_row[i]);
    for (int j = 0; j < ncol; j++)
        out_col[j] = power_of_2(out_col[j]);
}

/* Reduced costs up to this, of the scaled problem with costs of at most 1, are noise - or up to a thousandth of the
 * smallest cost, as far as digits go, where goals of one stage are counted in numbers far apart. */
static const double NOISE = 1e-9, LEAST_NOISE = 1e-13, SHARE = 1e-3;

double kk_scale_costs(int ncol, const double *cost, const double *col_scale, double *out_noise)
{
    double largest = 0.0, least = INFINITY;
    for (int j = 0; j < ncol; j++) {
        KK_ASSERT(isfinite(cost[j]));
        double size = fabs(cost[j] * col_scale[j]);
        largest = size > largest ? size : largest;
        least = size > 0.0 && size < least ? size : least;
    }
    double scale = largest > 0.0 ? 1.0 / largest : 1.0;
    *out_noise = fmax(fmin(NOISE, SHARE * least * scale), LEAST_NOISE);
    return scale;
}
