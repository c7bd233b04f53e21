/* The report of a night: nightly.csv for tables, nightly.json for machines, nightly.html for people; and the history.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_REPORT_H
#define KK_BATCH_REPORT_H

#include "batch/night.h"

typedef struct {
    const kk_store *S;
    const char *before; /* date of the night before, "" = none */
    kk_lang lang;       /* of nightly.html */
    int n;
    kk_record *row;        /* [n] in the order of the manifest's ids, then what is gone from it */
    kk_night_state *state; /* [n] */
    const kk_night_counts *counts;
} kk_night_report;

/** Write nightly.csv, nightly.json and nightly.html of the night, and its row of history.csv. Each file is written
 *  whole or not at all; nightly.csv, which says that the night is finished, last. */
void kk_night_write(kk_ctx *K, const kk_night_report *R);

#endif
