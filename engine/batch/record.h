/* What is known of a scenario: a row of nightly.csv, and of the journals while the night goes on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_RECORD_H
#define KK_BATCH_RECORD_H

#include "base/file.h"
#include "base/str.h"

enum {
    KK_R_SCENARIO, /* id */

    /* against the night before; in nightly.csv alone (night.h) */
    KK_R_STATE,
    KK_R_STALE_SINCE, /* date of the night since which the plan is not up to date; "" = it is */
    KK_R_RED_SINCE,   /* date of the night since which a promise is broken; "" = all are kept */

    /* what is found out when the scenario is computed */
    KK_R_OUTCOME, /* planned, failed */
    KK_R_REASON,  /* of a failure, in English ... */
    KK_R_REASON_JA,
    KK_R_PROMISES_KEPT, /* how many of ... */
    KK_R_PROMISES,      /* ... how many rows of promises.csv */
    KK_R_BROKEN,        /* targets, ';' between */
    KK_R_GOALS,         /* values by their codes in run.json: "g1:unmet 0;g2:cost 12" */
    KK_R_WORK,          /* rows of the model, in whole units with the simplex iterations */

    /* against the plan that the last night left, where another took its place; see change.h */
    KK_R_CAUSE,           /* tables and how many of their rows changed: "need 12;scenario 1;version" */
    KK_R_CAUSE_ROWS,      /* the row of each that changed most: "need[north,c,2024] children 30 -> 31; ..." */
    KK_R_UNMET_CHANGE,    /* children, of all areas, classes and the years first..last */
    KK_R_COST_CHANGE,     /* money, of all payers to the look-ahead; "" where the unit of money is another */
    KK_R_ACTIONS_CHANGED, /* options that are opened otherwise */
    KK_R_BIGGEST,         /* of these: "site_north 2 -> 3; ..." */

    KK_R_ACTIONS, /* SHA-256 of plan.csv */
    KK_R_PLAN,    /* SHA-256 of run.json, which lists those of the plan's files */
    KK_R_INPUT,   /* SHA-256 of the effective input */
    KK_R_KEY,     /* SHA-256 of the files that it is read from */
    KK_NRECORD
};

extern const char *const kk_record_column[KK_NRECORD];

typedef struct {
    const char *cell[KK_NRECORD]; /* never NULL once cell[0] is there */
} kk_record;

static inline const char *kk_record_cell(const kk_record *R, int column)
{
    return R->cell[column] ? R->cell[column] : "";
}

static inline bool kk_record_is_planned(const kk_record *R)
{
    return R->cell[KK_R_OUTCOME] && R->cell[KK_R_OUTCOME][0] == 'p';
}

/** A record without what nightly.csv alone says. */
kk_record kk_record_bare(const kk_record *R);

/** A line of CSV, with its line feed; line breaks in cells become blanks. */
void kk_record_put(kk_text *T, const char *const *cell, int count);

/** Read such a line. */
void kk_record_parse(kk_ctx *K, const char *line, kk_record *out);

/** Records of scenarios that a manifest does not name. */
typedef struct {
    kk_record *record; /* [n] in the order of their file */
    int n, capacity;
} kk_records;

/** Read the records of a file by the headings of its columns, into out[of the scenario's number]; later rows count.
 *  A last line without its end, as a power cut leaves it, is left out.
 *
 *  @param number      id -> index of out
 *  @param out_others  the records of scenarios that number does not know; NULL = they are left out
 *  @return false where there is no such file */
bool kk_records_read(kk_ctx *K, const char *path, const kk_map *number, kk_record *out, kk_records *out_others);

#endif
