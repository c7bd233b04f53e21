/* Families units, once: how much of an option may open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/families.h"

/* ---------------------------------------------------------------------------------------
 * units[o]   for every option o                                                     [units]
 *
 *     min_units[o]  <=  sum{t} open[o,t]  <=  max_units[o]        (open[o,t] <= max_per_year[o])
 *
 * There are only so many places like this one, and decisions already taken are kept.
 * models/planning.mod: s.t. units.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
static void rows_units(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        kk_row_begin(R, O->min_units, O->max_units, "units[%s]", O->name.code);
        for (int t = O->open_from; t <= O->open_until; t++)
            kk_row_add(R, 1.0, kk_col_open(C, X, o, t));
        kk_row_end(R);
    }
}

/* ---------------------------------------------------------------------------------------
 * once[f]   for every facility f                                                    [units]
 *
 *     sum{o at f, t} open[o,t]  <=  1
 *
 * A facility is converted, extended or closed once.
 * models/planning.mod: s.t. once.   Stated again by: judge/rows.c.
 * --------------------------------------------------------------------------------------- */
static void rows_once(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    for (int f = 0; f < C->nfacility; f++) {
        kk_row_begin(R, -INFINITY, 1.0, "once[%s]", C->facility[f].code);
        for (int o = 0; o < C->noption; o++)
            if (C->option[o].facility == f)
                for (int t = C->option[o].open_from; t <= C->option[o].open_until; t++)
                    kk_row_add(R, 1.0, kk_col_open(C, X, o, t));
        kk_row_end(R);
    }
}

void kk_rows_measures(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    rows_units(R, C, X);
    rows_once(R, C, X);
}
