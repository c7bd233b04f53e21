/* A table of printed cells: what a CSV file of a plan's folder holds. The judge reads these, the writer prints them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_DOMAIN_SHEET_H
#define KK_DOMAIN_SHEET_H

#include "base/ctx.h"

typedef struct {
    const char *name; /* "balance": the file is balance.csv */
    int ncol;
    const char **column; /* [ncol] headings, English, as in the contract */
    int nrow, capacity;
    const char **cell; /* [nrow][ncol] */
} kk_sheet;

/** Texts one after the other: the headings of a sheet whose width is not fixed, or the cells of a row. Set K. */
typedef struct {
    kk_ctx *K;
    const char **text;
    int n, capacity;
} kk_cells;
void kk_cells_add(kk_cells *R, const char *text);
/** Several, commas between them. */
void kk_cells_add_words(kk_cells *R, const char *words);

/** A sheet with these headings (copied) and no rows. */
kk_sheet *kk_sheet_new(kk_ctx *K, const char *name, const char *const *column, int ncol);

/** A new last row: ncol cells to be filled, each "" at first. Valid until the next row is made. */
const char **kk_sheet_row(kk_ctx *K, kk_sheet *S);

/** The index of a heading, or -1. */
int kk_sheet_column(const kk_sheet *S, const char *heading);

static inline const char *kk_sheet_cell(const kk_sheet *S, int row, int column)
{
    return S->cell[(size_t)row * (size_t)S->ncol + (size_t)column];
}

#endif
