/* A table of printed cells.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "domain/sheet.h"

#include <string.h>

kk_sheet *kk_sheet_new(kk_ctx *K, const char *name, const char *const *column, int ncol)
{
    kk_sheet *S = KK_NEW(K, kk_sheet);

    S->name = name;
    S->ncol = ncol;
    S->column = KK_ARRAY(K, const char *, ncol);
    for (int j = 0; j < ncol; j++)
        S->column[j] = kk_strdup(K, column[j]);
    return S;
}

void kk_cells_add(kk_cells *R, const char *text)
{
    R->text = kk_grow(R->K, R->text, &R->capacity, R->n + 1, sizeof *R->text);
    R->text[R->n++] = text;
}

void kk_cells_add_words(kk_cells *R, const char *words)
{
    for (const char *end; *words; words = end + (*end == ',')) {
        end = words + strcspn(words, ",");
        kk_cells_add(R, kk_strndup(R->K, words, (size_t)(end - words)));
    }
}

const char **kk_sheet_row(kk_ctx *K, kk_sheet *S)
{
    S->cell = kk_grow(K, S->cell, &S->capacity, (S->nrow + 1) * S->ncol, sizeof *S->cell);
    const char **row = S->cell + (size_t)S->nrow++ * (size_t)S->ncol;
    for (int j = 0; j < S->ncol; j++)
        row[j] = "";
    return row;
}

int kk_sheet_column(const kk_sheet *S, const char *heading)
{
    for (int j = 0; j < S->ncol; j++)
        if (strcmp(S->column[j], heading) == 0)
            return j;
    return -1;
}
