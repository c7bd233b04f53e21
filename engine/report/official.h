/* official.csv: the table that councils know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_OFFICIAL_H
#define KK_REPORT_OFFICIAL_H

#include "domain/plan.h"

/** What a row of a block says. */
typedef enum {
    KK_OF_NEED,
    KK_OF_PART,     /* seats of one kind, or of one measure */
    KK_OF_SUM,      /* of such rows: what a year opens with, what is secured in it */
    KK_OF_SECURED,  /* all that is secured */
    KK_OF_EXTRA,    /* counted above already */
    KK_OF_TRANSFER, /* inter-area use */
    KK_OF_BALANCE,
    KK_OF_NETTED, /* three views of what is short: all netted, cell by cell, as the rules allow - the one that counts */
    KK_OF_BY_CELL,
    KK_OF_COUNTS
} kk_official_row;

typedef struct {
    kk_sheet *sheet;
    int nrow;                   /* of a block */
    const kk_official_row *row; /* [nrow] */
    bool total;                 /* there is a column of totals */
} kk_official;

/** For every area, every node above and every year first..last a block of rows: need, what is secured, inter-area use,
 *  balance, and three views of what is short; the blocks of the whole city come last. With the city's sign of
 *  negatives. Its columns, rows and numbers are defined in data/README.md, "The official table".
 *
 *  @param F     figures of P, as printed in the other sheets
 *  @param lang  of headings and rows; official.csv is in the city's language
 */
const kk_official *kk_official_new(kk_ctx *K, const kk_plan *P, const kk_figures *F, kk_lang lang);

#endif
