/* What plan.csv and served.csv say was decided, read strictly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_READ_H
#define KK_JUDGE_READ_H

#include "judge/trial.h"

/* Columns of plan.csv; from KK_PLAN_SEATS on one for each seat kind, then capital and running. */
enum {
    KK_PLAN_OPTION,
    KK_PLAN_MEASURE,
    KK_PLAN_AREA,
    KK_PLAN_LABEL,
    KK_PLAN_DECIDE_BY,
    KK_PLAN_OPENS_ON,
    KK_PLAN_UNITS,
    KK_PLAN_SEATS
};

/* Columns of served.csv; from KK_SERVED_COVER on one for each target with rows. */
enum {
    KK_SERVED_AREA,
    KK_SERVED_IN_AREA,
    KK_SERVED_CLASS,
    KK_SERVED_SERVICE,
    KK_SERVED_YEAR,
    KK_SERVED_CHILDREN,
    KK_SERVED_WITHOUT,
    KK_SERVED_COVER
};

/** The first column of limits.csv, promises.csv ... is 0; the headings of all sheets are compared with the contract.
 *  A sheet with other headings is a complaint. */
void kk_read_headings(kk_trial *T);

/** Sheet carers, transfers or leavers as it is where there is nothing to tell: headings and no rows. */
kk_sheet *kk_read_empty(kk_ctx *K, int s);

/** Fill T->columns. Complaints: an unknown option, area, class, service or year; a number that is not a plain decimal
 * of at most 6 decimals; an opening outside the option's window; a child in an area it may not use; seats covered
 * outside their target; a row without any number above 0; rows out of order or twice. */
void kk_read_columns(kk_trial *T);

#endif
