/* What is known of the values of plans before one looks for them.
 *
 * For multipliers y of the rows and d = cost - y A every plan is worth  y b + sum d at + sum |d| |x - at|  or more, b
 * and at being the bounds that the signs of y and d choose: so columns cannot move far from there in a better plan.
 *
 * Source: Dantzig, Fulkerson, Johnson, "Solution of a large-scale traveling-salesman problem", Oper. Res. 1954.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_VALUES_H
#define KK_SOLVE_VALUES_H

#include "model/reduce.h"

/** io_d [ncol] -= y A; multipliers y [nrow] of the wrong sign count as 0.
 *  @return y b */
double kk_values_rows(const kk_reduced *D, const double *y, double *io_d);

/** sum d at */
double kk_values_columns(const kk_reduced *D, const double *d);

/** Bounds of column j in plans that are worth at most `room` more than the multipliers prove; whole ones if it is. */
void kk_values_narrow(const kk_reduced *D, int j, double d, double room, bool whole, double *out_lo, double *out_up);

/** Sums of cost [ncol] over columns of a part that are whole, units or children, differ by a multiple of this; 0: by
 *  anything. Costs count to the sixth decimal. */
double kk_values_grain(int ncol, const double *cost, const unsigned char *part, const unsigned char *unit,
                       const unsigned char *child);

#endif
