/* Families units, once, change: how much of an option may open, and what that changes.
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
        if (!kk_row_begin(R, O->min_units, O->max_units, "units[%s]", O->name.code))
            continue;
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
        if (!kk_row_begin(R, -INFINITY, 1.0, "once[%s]", C->facility[f].code))
            continue;
        for (int o = 0; o < C->noption; o++)
            if (C->option[o].facility == f)
                for (int t = C->option[o].open_from; t <= C->option[o].open_until; t++)
                    kk_row_add(R, 1.0, kk_col_open(C, X, o, t));
        kk_row_end(R);
    }
}

/* ---------------------------------------------------------------------------------------
 * change[o,t]   for every option o and year t in which it may open or the adopted plan opens it   [units]
 *
 *     open[o,t]  -  more[o,t]  +  less[o,t]  =  adopted[o,t]             (no rows unless a goal counts changes)
 *
 * What opens beyond the plan in force, and what of it does not open.
 * models/planning.mod: s.t. change.   Stated again by: judge/goals.c.
 * --------------------------------------------------------------------------------------- */
void kk_rows_change(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    for (int o = 0; o < C->noption && C->changes; o++)
        for (int t = 0; t < C->nplan; t++) {
            int at = o * C->nplan + t;
            double adopted = kk_adopted(C, o, t);
            if (X->open[at] < 0 && adopted == 0.0)
                continue;
            if (!kk_row_begin(R, adopted, adopted, "change[%s,%d]", C->option[o].name.code, C->first + t))
                continue;
            kk_row_add(R, 1.0, X->open[at]);
            kk_row_add(R, -1.0, X->more[at]);
            kk_row_add(R, 1.0, X->less[at]);
            kk_row_end(R);
        }
}

void kk_rows_measures(kk_rows *R, const kk_city *C, const kk_cols *X)
{
    rows_units(R, C, X);
    rows_once(R, C, X);
}
