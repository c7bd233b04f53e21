/* Sets of named things: from what a user writes, an id or a label, to an index - with "did you mean".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_SETS_H
#define KK_INPUT_SETS_H

#include "base/str.h"
#include "domain/city.h"
#include "input/table.h"

typedef struct {
    kk_ctx *K;
    const char *what[2]; /* "area", "区域" */
    const char *file;    /* in which they are listed */
    const char *code;    /* how a made-up code begins */
    const kk_csv *from;  /* the table whose rows they are, NULL = none: what a change took out of it is known */
    bool whole;          /* every name is known; else unknown ones are no finding */
    int n, capacity;
    kk_name *name;   /* [n] */
    kk_place *place; /* [n] where it was first named */
    int place_capacity;
    kk_map *map;           /* ids, then labels */
    unsigned char *shared; /* [n] another one has the same label */
    int asked;
} kk_set;

void kk_set_init(kk_ctx *K, kk_set *S, const char *en, const char *ja, const char *file, const char *code);

/** A new thing; label NULL or "" = the id. A second one with the same id is a finding and gets index -1. */
int kk_set_add(kk_set *S, const char *id, const char *label, const kk_place *at);

/** All rows of a table in the order of its column `order` (rows without a number last, equal ones as given).
 *  @return the row of each thing, [n] */
int *kk_set_rows(kk_set *S, const kk_data *D, int id, int label, int order);

/** The index of an id, new or not: sets without a table. */
int kk_set_intern(kk_set *S, const char *id, const kk_place *at);

/** Everything that a column names, in the order in which it appears: a set without a table. */
void kk_set_named(kk_set *S, const kk_data *D, int column);

/** Once all are there: labels may stand for ids, codes are made. */
void kk_set_close(kk_set *S);

/** The index of an id or label, -1 where there is none (no finding). */
int kk_set_look(const kk_set *S, const char *text);

/** The index of an id or label; -1 after a finding, and for "". */
int kk_set_find(kk_set *S, const char *text, const kk_place *at);

/** The same for a column of a table: [nrow]. */
int *kk_set_column(kk_set *S, const kk_data *D, int column);

#endif
