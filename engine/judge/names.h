/* The rows of the judge by name: families and where they stand in the sums.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_NAMES_H
#define KK_JUDGE_NAMES_H

#include "base/str.h"
#include "judge/trial.h"

/* Families of rows: those of the city, then those of each target, then share of each goal. */
enum { KK_R_NEED, KK_R_SEATS, KK_R_LINK, KK_R_CARERS, KK_R_UNITS, KK_R_ONCE, KK_R_LIMIT, KK_R_CHANGE, KK_R_OF_TARGETS };
enum { KK_R_REQUIRED, KK_R_COVER, KK_R_LINK_COVER, KK_R_EACH_TARGET };

/** Which sign a multiplier may have: of an equation any, of a row with both limits either. */
typedef enum { KK_ANY, KK_CEILING, KK_FLOOR, KK_BOTH } kk_side;

typedef struct {
    const char *name; /* "seats[chuo,kg,2021]" */
    int family, at;   /* at as in the sums of the family */
    kk_side sense;
} kk_row_name;

typedef struct {
    kk_map *number; /* of a row by its name */
    int count;
    kk_row_name *row; /* [count] */
} kk_row_names;

/** All rows there are; where the adopted plan is followed none of units, once, limit. */
const kk_row_names *kk_row_names_new(kk_trial *T);

#endif
