/* CSV: strict RFC 4180 into rows of cells that know their place. csv.c is the only file that sees csv.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_CSV_H
#define KK_INPUT_CSV_H

#include "base/ctx.h"
#include "base/file.h"

/** The rows of a file. Row 0 is the header, rows 1..nrow follow; rows without any text are left out. */
typedef struct {
    const char *file;    /* as the user knows it */
    bool whole;          /* false after a finding that leaves rows or cells unread */
    int ncol;            /* cells of the header; every row has as many */
    int nrow;            /* rows below the header */
    const char **cell;   /* [1 + nrow][ncol] UTF-8, blanks round it taken off, "" = empty */
    const kk_place **by; /* [1 + nrow][ncol] what changed the cell, NULL = nothing; NULL while nothing was changed */
    int *line, *until;   /* [1 + nrow] lines on which the row begins and ends, from 1 */
    int *record;         /* [1 + nrow] row of the spreadsheet, from 1 (a quoted cell may hold line breaks);
                          0: a change added the row */

    /* rows that changes took out, in their order */
    int ngone;
    struct {
        const char **cell; /* [ncol] as it then was */
        int ncol;
        const kk_place *by;
    } * gone;
} kk_csv;

/** Parse text that is UTF-8 already. Problems are findings; what was read before them is kept.
 *  @return never NULL; ncol is 0 where there is no header row */
kk_csv *kk_csv_parse(kk_ctx *K, const char *file, const kk_blob *text);

/** A table without rows that no file holds. */
kk_csv *kk_csv_new(kk_ctx *K, const char *file);

/** The same table once more, to be changed; its texts stay where they are. */
kk_csv *kk_csv_copy(kk_ctx *K, const kk_csv *T);

/* What a change does to a table: `by` is the place of the change, and lives as long as the table. */

/** Write a cell. */
void kk_csv_set(kk_ctx *K, kk_csv *T, int row, int col, const char *text, const kk_place *by);
/** A new column of empty cells behind the others. @return its number */
int kk_csv_add_column(kk_ctx *K, kk_csv *T, const char *heading, const kk_place *by);
/** New rows of empty cells below the others; each stands where by[i] is. @return the number of the first */
int kk_csv_add_rows(kk_ctx *K, kk_csv *T, int count, const kk_place *by);
/** Leave out the rows 1 + i with drop[i]. */
void kk_csv_drop_rows(kk_ctx *K, kk_csv *T, const unsigned char *drop, const kk_place *by);
/** What took out a row with these texts among its cells (other may be NULL), the last such; NULL: nothing did. Both
 *  NULL: what took out the last row. */
const kk_place *kk_csv_gone(const kk_csv *T, const char *text, const char *other);

/** The place of a cell; field is the heading of its column. */
kk_place kk_csv_place(const kk_csv *T, int row, int col);

static inline const char *kk_csv_cell(const kk_csv *T, int row, int col)
{
    return T->cell[(size_t)row * (size_t)T->ncol + (size_t)col];
}

#endif
