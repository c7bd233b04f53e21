/* What is known of the values of plans before one looks for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/values.h"

#include <math.h>

double kk_values_rows(const kk_reduced *D, const double *y, double *io_d)
{
    double sum = 0.0;
    for (int i = 0; i < D->nrow; i++) {
        double at = y[i] > 0.0 ? D->row_lo[i] : D->row_up[i];
        if (y[i] == 0.0 || isinf(at))
            continue;
        sum += y[i] * at;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++)
            io_d[D->col[e]] -= y[i] * D->value[e];
    }
    return sum;
}

double kk_values_columns(const kk_reduced *D, const double *d)
{
    double sum = 0.0;
    for (int j = 0; j < D->ncol; j++)
        if (d[j] != 0.0)
            sum += d[j] * (d[j] > 0.0 ? D->col_lo[j] : D->col_up[j]);
    return sum;
}

void kk_values_narrow(const kk_reduced *D, int j, double d, double room, bool whole, double *out_lo, double *out_up)
{
    double most = d != 0.0 ? room / fabs(d) : INFINITY;
    if (whole)
        most = floor(most + 1e-6);
    *out_lo = d < 0.0 ? fmax(D->col_lo[j], D->col_up[j] - most) : D->col_lo[j];
    *out_up = d > 0.0 ? fmin(D->col_up[j], D->col_lo[j] + most) : D->col_up[j];
}

static double common(double a, double b)
{
    while (b > 0.5) {
        double rest = fmod(a, b);
        a = b;
        b = rest;
    }
    return a;
}

double kk_values_grain(int ncol, const double *cost, const unsigned char *part, const unsigned char *unit,
                       const unsigned char *child)
{
    double sum = 0.0;
    for (int j = 0; j < ncol; j++) {
        double size = fabs(cost[j]) * 1e6;
        if (size == 0.0 || !part[j])
            continue;
        if ((!unit[j] && !child[j]) || size > 1e15 || fabs(size - round(size)) > 1e-9 * size)
            return 0.0;
        sum = common(round(size), sum);
    }
    return sum / 1e6;
}
