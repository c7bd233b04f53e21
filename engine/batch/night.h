/* A night: what was known before it, what came of it, and what changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_NIGHT_H
#define KK_BATCH_NIGHT_H

#include "batch/manifest.h"
#include "batch/record.h"
#include "batch/store.h"

typedef enum {
    KK_N_NEW,           /* there was no plan of it */
    KK_N_UNCHANGED,     /* the same effective input, options and engine */
    KK_N_SAME_PLAN,     /* another input, the same actions */
    KK_N_PLAN_CHANGED,  /* other actions */
    KK_N_WENT_RED,      /* all promises were kept, now one is broken */
    KK_N_STILL_RED,     /* some promise was broken, and some is */
    KK_N_BACK_TO_GREEN, /* some promise was broken, now all are kept */
    KK_N_FAILED,        /* the last good plan stays */
    KK_N_NOT_REACHED,   /* the last good plan stays */
    KK_N_GONE,          /* the manifest does not name it any more */
    KK_NSTATE
} kk_night_state;

extern const char *const kk_night_word[KK_NSTATE][2]; /* by kk_lang; English: as in nightly.csv */

/** Against the night before: then is a row of its nightly.csv (empty: none), now what this night knows (empty: not
 *  reached). */
kk_night_state kk_night_compare(const kk_record *then, const kk_record *now);

/** Whether now breaks a promise that then kept, or did not know. */
bool kk_night_breaks(kk_ctx *K, const kk_record *then, const kk_record *now);

/** What is known when a night begins. */
typedef struct {
    const char *before; /* date of the night before, "" = none */
    kk_record *then;    /* [n] what it left */
    kk_record *last;    /* [n] the latest that is known, of this night too */
    kk_record *now;     /* [n] of this night */
    kk_records gone;    /* of the night before, which the manifest does not name */
} kk_night;

/** Read the nights of a store. An unfinished earlier night goes on as this one. R owns what is read.
 *
 *  @param number  id -> number of the scenario */
kk_night kk_night_read(kk_ctx *R, const kk_store *S, const kk_manifest *M, const kk_map *number);

/** How many scenarios are in each state. */
typedef struct {
    int count[KK_NSTATE];
    int newly_broken; /* scenarios that break a promise which was kept */
} kk_night_counts;

/** End the night: write its report, let go what old nights kept, remove what no plan holds any more.
 *
 *  @param keep  nights whose before/ is kept
 *  @param lang  of nightly.html
 *  @param out   of all scenarios of the manifest, and those gone from it */
void kk_night_end(kk_ctx *K, kk_store *S, const kk_manifest *M, const kk_night *N, int keep, kk_lang lang,
                  kk_night_counts *out);

#endif
