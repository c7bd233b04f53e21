/* Tables as changes see them: cells by the names of columns, what empty cells mean, which rows a `where` names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_CHANGE_ROWS_H
#define KK_INPUT_CHANGE_ROWS_H

#include "base/str.h"
#include "input/csv.h"
#include "input/json.h"
#include "input/table.h"

enum { KK_COLUMNS_MOST = 32 };

/** All tables, while changes are made. */
typedef struct {
    kk_ctx *K;
    kk_csv **csv;       /* [KK_NTABLE] NULL = not there */
    const bool *unread; /* [KK_NTABLE] there, but it cannot be read */
    int asked;          /* "did you mean" so far */
    const char *change; /* the one that is being made, in words */
} kk_changing;

/** One table as it stands now; look again after a column was added. */
typedef struct {
    const kk_table *table;
    kk_csv *csv;
    int column[KK_COLUMNS_MOST]; /* of the file, -1 = not there */
    int *year_of;                /* [csv->ncol] years that stand as columns, 0 = none; NULL where they stand as rows */
} kk_look;

/** Look at a table. One that is left out and so has a meaning (areas, classes, seats, services) is written out: its
 *  rows then stand at `by`. csv is NULL where there is nothing to look at. */
kk_look kk_look_at(kk_changing *Z, int t, const kk_place *by);

/** The table whose rows the names in a column stand for, -1 where there is none. */
int kk_points_to(const kk_column *c);

/** A cell as text; "" where there is none. */
const char *kk_look_text(const kk_look *V, int row, int column);

/** A cell, or what it means where it is empty; "" where it means nothing that can be written. */
const char *kk_look_effective(kk_changing *Z, const kk_look *V, int row, int column);

/** Whether a table may have this heading: *out_column is its place among the described ones, -1 of a source, a note or
 *  what is not read. */
bool kk_look_heading(const kk_look *V, const char *heading, int *out_column);

/** A finding for a heading that the table cannot have. */
void kk_look_find(kk_changing *Z, const kk_look *V, const kk_json *node);

/** A value of a change as it would stand in a cell. */
const char *kk_cell_text(kk_ctx *K, const kk_json *value);

/** Which rows a `where` names; where years stand as columns, also which of their cells. */
typedef struct {
    int count;
    unsigned char *row;    /* [nrow] */
    const kk_json *year;   /* values that the year must have ... */
    const kk_json *number; /* ... and the number below it; NULL = any, and where years stand as rows */
} kk_named;

/** Fill *out with the rows of the `where` of a change, all without one. False after a finding - also that there is no
 *  such row, if the table was read whole. */
bool kk_rows_named(kk_changing *Z, const kk_look *V, const kk_json *change, kk_named *out);

/** Whether the number in row and column `at` of the file is named. An empty cell is, if its year is and `empty` says
 *  so. */
bool kk_number_named(kk_changing *Z, const kk_look *V, const kk_named *N, int row, int at, bool empty);

#endif
