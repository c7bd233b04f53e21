/* The proof of a plan: for every stage of goals, multipliers of the rows that show that no plan has a better value, and
 * the plan's own values, finer than they are printed.
 *
 * Solve finds them, the judge says what they prove, report writes them and verify reads them back. Numbers that are
 * doubles have at most 15 significant digits and 18 decimals, so a double and its decimal are interchangeable.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_DOMAIN_PROOF_H
#define KK_DOMAIN_PROOF_H

#include "domain/city.h"

/** The decimals of kk_fine: values of columns, of goals, and bounds. */
enum { KK_FINE_DECIMALS = 12 };

/** A number by the name of a row. */
typedef struct {
    const char *row; /* "seats[chuo,kg,2021]" */
    double y;        /* >= 0 of a floor, <= 0 of a ceiling, any of an equation; another sign counts as 0 */
} kk_multiplier;

/** The value of a column by its name. */
typedef struct {
    const char *column; /* "open[new_chuo,2021]" */
    const char *value;  /* a decimal of at most 12 decimals, >= 0 */
} kk_fine;

typedef struct {
    int count;
    kk_fine *fine; /* [count] columns open, serve, cover that are not 0 */
} kk_values;

/** What is said of one stage of goals. Evaluated on all rows, the multipliers prove for every plan
 *
 *     goal + sum over earlier stages i  lambda[i] (goal[i] - value[i] - slack[i])  >=  bound
 *
 *  so no plan that is at least as good in the earlier stages has a value below bound. */
typedef struct {
    const char *stage; /* "g1", "g3+g4" */
    int nrow;
    kk_multiplier *row; /* [nrow] that are not 0 */
    double *lambda;     /* [number of this stage] >= 0 */
    kk_values at;       /* with slack: the columns of a plan that has the value; fine NULL: the plan itself has it */
    const char *value;  /* of the columns, rounded to 12 decimals; NULL while the judge has not said it */
    const char *bound;  /* at most what is proved, 12 decimals; NULL likewise */
} kk_proof_stage;

/** Prices of rows. */
typedef struct {
    int nrow;
    kk_multiplier *row; /* [nrow] of rows seats, carers and link of one year, > 0 */
} kk_prices;

typedef struct {
    int nstage;
    kk_proof_stage *stage; /* [nstage] those of goals, in order */
    kk_values plan;        /* the columns of the plan */
    kk_values without;     /* columns serve of the plan that opens nothing */

    /* of the years in which actions are needed (models/README.md, "Years needed") */
    int nprices;
    kk_prices *prices; /* [nprices] each shows that in its year some action is needed */
    int nplaced;
    kk_values *placed; /* [nplaced] each shows that some is not: columns serve of a year that are not as in the plan */
} kk_proof;

#endif
