/* Workbooks: sheets of cells, as they are looked at in Excel and printed on A4. The only file that knows libxlsxwriter.
 *
 * Texts are written as texts and never as formulas, numbers as numbers; no workbook holds a formula. The same calls
 * give the same bytes with the same libxlsxwriter and zlib: no clock, no name of a person or a machine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_XLSX_H
#define KK_REPORT_XLSX_H

#include "base/file.h"

typedef struct kk_xlsx kk_xlsx;   /* a workbook */
typedef struct kk_xpage kk_xpage; /* one of its sheets */

/** How a cell looks: a sum of these. A number is written at the right, a text at the left. */
enum {
    KK_X_BOX = 1,     /* thin lines around */
    KK_X_FIRST = 2,   /* a thick line above */
    KK_X_HEAD = 4,    /* heading of a column: shaded, bold, in the middle, wrapped */
    KK_X_SHADE = 8,   /* shaded */
    KK_X_BOLD = 16,   /* bold */
    KK_X_QUIET = 32,  /* grey: to compare */
    KK_X_CENTRE = 64, /* in the middle */
    KK_X_WRAP = 128,  /* wrapped */
    KK_X_TITLE = 256, /* large */
    KK_X_PLAIN = 512  /* a number without thousands separators: a year */
};

/** A new workbook.
 *  @param minus   sign of negatives: "-", "△", "▲"
 *  @param title, edition  of the document; at the foot of every page, too
 *  @param page    at the foot of every page in the middle: with &P for the page, &N for how many there are
 *  @param mark    at the right
 */
kk_xlsx *kk_xlsx_new(kk_ctx *K, const char *minus, const char *title, const char *edition, const char *page,
                     const char *mark);

/** A new sheet behind the others; name: at most 31 characters, none of []:*?/\ in it. */
kk_xpage *kk_xlsx_page(kk_xlsx *X, const char *name);

/** A text in a cell; control characters become blanks. "" is an empty cell that looks so. */
void kk_xlsx_text(kk_xpage *S, int row, int column, unsigned look, const char *text);

/** A printed number, such as "-1016" or "△0.5"; what is none is written as a text. */
void kk_xlsx_number(kk_xpage *S, int row, int column, unsigned look, const char *printed);

/** A date, "2021-04-01"; what is none is written as a text. */
void kk_xlsx_date(kk_xpage *S, int row, int column, unsigned look, const char *printed);

/** Make one cell of several, to be written at its first. */
void kk_xlsx_merge(kk_xpage *S, int row, int column, int last_row, int last_column, unsigned look);

/** Columns (as of half-width characters) and rows (lines of text). */
void kk_xlsx_width(kk_xpage *S, int column, int width);
void kk_xlsx_height(kk_xpage *S, int row, int lines);

/** The lines that a text takes in a cell of this width. */
int kk_xlsx_lines(const char *text, int width);

/** Rows above and columns before these stay where they are; the rows stand on every printed page. */
void kk_xlsx_freeze(kk_xpage *S, int row, int column);

/** Buttons to filter by, in the heading of a list. */
void kk_xlsx_filter(kk_xpage *S, int row, int column, int last_row, int last_column);

/** Texts of digits in these columns are meant to be texts. */
void kk_xlsx_digits(kk_xpage *S, int row, int column, int last_row, int last_column);

/** Print on A4, all columns on a page, upright where the print stays large enough.
 *  @param width  of all columns
 *  @param begin  [nbegin] rows at which a part begins that should stand on one page, ascending; new_page[i]: and on a
 *                new one. NULL: pages end where they are full
 *  @param last   the row behind the last
 */
void kk_xlsx_print(kk_xpage *S, int width, const int *begin, const bool *new_page, int nbegin, int last);

/** A chart of a table on the same sheet: columns side by side, or one on the other.
 *  The title stands in a cell; categories in first..last of a column; each series in a column, with its name above. */
typedef struct {
    int at_row, at_column; /* where it is put, and its size in rows and pixels */
    int rows, pixels;
    int title_row, title_column;
    int head, first, last; /* rows */
    int category, nseries; /* column; the series follow it */
    bool stacked;
    bool from_zero; /* no number is negative */
} kk_xchart;
void kk_xlsx_chart(kk_xpage *S, const kk_xchart *C);

/** The file; X is gone. */
kk_blob kk_xlsx_file(kk_xlsx *X, const char *name);

#endif
