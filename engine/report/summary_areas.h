/* The table of areas and promise dates: what is short without the plan and with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_SUMMARY_AREAS_H
#define KK_REPORT_SUMMARY_AREAS_H

#include "report/story.h"
#include "report/words.h"

typedef struct {
    kk_ctx *K;
    kk_voice voice;
    const kk_story *S;
    const kk_city *C;
    double *largest; /* [narea] most that any promise leaves short */
    int *rank;       /* [narea] 0 = the area with most short; of equal ones the first in the given order */

    /* how much of it */
    bool whole_labels;        /* as far as there is room; else the middle of long ones is cut */
    int abreast, fit_abreast; /* areas on one line: wanted, and as the last attempt had them */
    int areas;                /* at most; as the last attempt had them */
} kk_area_table;

/** Rank the areas. */
void kk_area_table_rank(kk_area_table *D);

/** The lines of the table, 80 columns wide at most. */
const char *const *kk_area_table_lines(kk_area_table *D, int *out_count);

/** "12 → 0", or "0" where nobody knows what would be without the plan. */
const char *kk_say_change(const kk_voice *V, double without, double with);

#endif
