/* Factors that bring the entries of a model near 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/scale.h"

#include <math.h>

/* The power of 2 next to v, by their logarithms. */
static double power_of_2(double v)
{
    const double root = 0.70710678118654757; /* of 1/2 */
    int exponent;
    double part = frexp(v, &exponent);
    return ldexp(1.0, part < root ? exponent - 1 : exponent);
}

void kk_scale(kk_ctx *K, int nrow, int ncol, const int *row_start, const int *col, const double *value, double *out_row,
              double *out_col)
{
    enum { ROUNDS = 3 };
    double *least = KK_ARRAY(K, double, ncol), *most = KK_ARRAY(K, double, ncol);
    for (int j = 0; j < ncol; j++)
        out_col[j] = 1.0;
    for (int round = 0; round < ROUNDS; round++) {
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
                double v = fabs(value[e]) * out_row[i];
                if (v < least[col[e]])
                    least[col[e]] = v;
                if (v > most[col[e]])
                    most[col[e]] = v;
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
