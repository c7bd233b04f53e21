/* A linear model as it is stated: named columns and rows in the order of the families, solver-neutral.
 *
 * The builder has no errors to handle: no memory is a failure, anything else would be a bug.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_MODEL_ROWS_H
#define KK_MODEL_ROWS_H

#include "base/str.h"

#include <math.h>

/** minimise sum of cost * x over all columns + constant */
typedef struct {
    const char *name; /* "g1", "g3+g4", "closing unmet" */
    bool goal;        /* of the scenario; else a closing stage */
    double *cost;     /* [ncol] */
    double constant;
    double slack; /* what later stages may give away; 0 = nothing */
    bool slack_is_share;
} kk_objective;

/** An entry of a model that is another one's but for its value. */
typedef struct {
    int row, at; /* its place in col, value */
    double value;
} kk_other_entry;

typedef struct {
    kk_ctx *K;

    int ncol, col_capacity;
    const char **col_name;
    double *col_lo, *col_up; /* finite */
    unsigned char *col_whole;
    unsigned char *col_start_up; /* an elastic start sets it at its upper bound */
    double *name_weight;         /* of the last closing stage, NULL until it was needed */
    const kk_map *name_known;    /* weights that were computed before, by name; NULL = none */
    bool unnamed;                /* there is no such stage: of equal plans any will do */
    bool wide;                   /* rows that other figures would bring are there, too: kk_model_wide() */
    bool nameless;               /* columns and rows have no names */
    bool known;                  /* only bounds are the model's own: kk_rows_like() */
    bool fits;                   /* builder's own: so far what is known is what is added */
    int *in_row;                 /* builder's own */

    int nrow, row_capacity;
    const char **row_name;
    double *row_lo, *row_up; /* -INFINITY, INFINITY where there is none */
    int *row_elastic;        /* the column that makes the row hold whatever the others are, or -1; where an elastic
                                start sets it basic */
    int *row_start;          /* [nrow + 1] into col, value */

    int nentry, entry_capacity;
    int *col;
    double *value;
    kk_other_entry *other; /* where known: the entries whose value is not that of the other model, by rows */
    int nother;

    bool open; /* builder's own: between begin and end */

    int nobjective, objective_capacity;
    kk_objective *objective; /* in the order in which they are minimised */
} kk_rows;

kk_rows *kk_rows_new(kk_ctx *K);

/** A model that is built like another, column by column, row by row, again and again: it has that one's entries but for
 *  other[], and its costs, and only bounds are taken anew.
 *  kk_rows_again() begins, K being for what is needed on the way; kk_rows_fit() says at the end whether so many columns
 *  and rows were added. */
kk_rows *kk_rows_like(kk_ctx *K, const kk_rows *like);
void kk_rows_again(kk_ctx *K, kk_rows *R);
bool kk_rows_fit(const kk_rows *R, const kk_rows *like);

/** A new column; its index. */
int kk_col_add(kk_rows *R, double lo, double up, bool whole, const char *name, ...)
    __attribute__((format(printf, 5, 6)));

/** lo <= row <= up; entries follow with kk_row_add(), then kk_row_end(). Entries of one column are summed; zeros and
 *  column -1 (does not exist) are left out.
 *  @return false where the entries are known (kk_rows_like()): then the row is complete */
bool kk_row_begin(kk_rows *R, double lo, double up, const char *name, ...) __attribute__((format(printf, 4, 5)));
/** Another value for a known entry of the row that was just begun; one a row. */
void kk_row_change(kk_rows *R, double value, int col);
void kk_row_add(kk_rows *R, double value, int col);
/** As kk_row_add(), and the row's elastic column. */
void kk_row_elastic(kk_rows *R, double value, int col);
void kk_row_end(kk_rows *R);

/** The next objective, all costs 0; when all columns are made. Valid until the next one is added. */
kk_objective *kk_objective_add(kk_rows *R, bool goal, const char *name);
/** Add to the cost of a column; column -1 (does not exist) is left out. */
void kk_cost_add(kk_objective *O, double cost, int col);

/** Put in what the rows of x [ncol] leave over, digit by digit as kk_restore() says it. */
void kk_rows_leave_over(const kk_rows *R, double *x);

/** The value of an objective at x [ncol]. */
double kk_objective_value(const kk_rows *R, const kk_objective *O, const double *x);

#endif
