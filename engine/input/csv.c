/* CSV: strict RFC 4180 into rows of cells that know their place. The only file that sees csv.h.
 *
 * libcsv is fed one physical line at a time, so that the line of every cell is known; CSV_STRICT and CSV_STRICT_FINI
 * make it refuse stray and unclosed quotes. It skips blank lines without a word, which are counted here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/csv.h"

#include "base/str.h"

#include <csv.h>
#include <string.h>

typedef struct {
    kk_ctx *K;
    kk_csv *T;
    char *text; /* room for every cell and its 0 byte: never more than the file, whose commas and line ends go */

    int line;     /* being fed, from 1 */
    int record;   /* of the row being read */
    int row_line; /* where that row begins */
    int nfield;   /* cells of it so far */
    bool any;     /* one of them has text */
    int rows, capacity, line_capacity, until_capacity, record_capacity;
    int ended; /* fields that ended on this line */
} reader;

/* ---- cells and rows as libcsv reports them ----------------------------------------------------------------------- */

/* Length of the blank at the beginning or, seen from behind, at the end of a cell; 0 where there is none. */
static size_t blank_first(const char *s, size_t size)
{
    if (size >= 1 && (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n'))
        return 1;
    if (size >= 2 && memcmp(s, "\xC2\xA0", 2) == 0) /* no-break space */
        return 2;
    return size >= 3 && memcmp(s, "\xE3\x80\x80", 3) == 0 ? 3 : 0; /* full-width space */
}

static size_t blank_last(const char *s, size_t size)
{
    for (size_t n = 1; n <= 3 && n <= size; n++)
        if (blank_first(s + size - n, n) == n)
            return n;
    return 0;
}

static void on_cell(void *data, size_t size, void *info)
{
    reader *R = info;
    kk_csv *T = R->T;
    const char *s = data;
    size_t n;
    R->ended++;
    int col = R->nfield++;
    while ((n = blank_first(s, size)) > 0) {
        s += n;
        size -= n;
    }
    while ((n = blank_last(s, size)) > 0)
        size -= n;
    const char *cell = "";
    if (size > 0) {
        memcpy(R->text, s, size);
        cell = R->text;
        R->text += size;
        *R->text++ = '\0';
        R->any = true;
        cell += *cell == '\'' && kk_text_is_formula(cell + 1); /* text, says the apostrophe (report/csv_out.c) */
    }
    if (R->rows > 0 && col >= T->ncol) {
        if (size > 0 && col == T->ncol) {
            kk_place at = {.file = T->file, .line = R->row_line, .column = col + 1, .row = R->record, .csv = true};
            kk_find_error(
                R->K, "csv.cells", &at,
                "the row has more cells than the %d headings; put quotes round a cell that holds a comma, "
                "such as \"1,234\"",
                "見出し（%d 個）よりセルが多い行です。カンマを含むセルは \"1,234\" のように引用符で囲んでください",
                T->ncol);
            T->whole = false;
        }
        return;
    }
    int at = R->rows == 0 ? col : R->rows * T->ncol + col;
    T->cell = kk_grow(R->K, T->cell, &R->capacity, at + 1, sizeof *T->cell);
    T->cell[at] = cell;
}

static void on_row(int end, void *info)
{
    (void)end;
    reader *R = info;
    kk_csv *T = R->T;
    int given = R->nfield;
    bool any = R->any;
    R->nfield = 0;
    R->any = false;
    if (!any)
        return; /* a row of empty cells is no row */
    if (R->rows == 0) {
        T->ncol = given;
        while (!*T->cell[T->ncol - 1])
            T->ncol--;
    } else if (given < T->ncol) {
        kk_place at = {.file = T->file, .line = R->row_line, .column = given, .row = R->record, .csv = true};
        kk_find_error(R->K, "csv.cells", &at,
                      "the row has %d cells, the header %d; is the file cut off, or is a comma missing?",
                      "セルが %d 個しかありません（見出しは %d 個）。ファイルが途中で切れているか、カンマが足りません",
                      given, T->ncol);
        T->whole = false;
        return;
    }
    T->line = kk_grow(R->K, T->line, &R->line_capacity, R->rows + 1, sizeof *T->line);
    T->until = kk_grow(R->K, T->until, &R->until_capacity, R->rows + 1, sizeof *T->until);
    T->record = kk_grow(R->K, T->record, &R->record_capacity, R->rows + 1, sizeof *T->record);
    T->line[R->rows] = R->row_line;
    T->until[R->rows] = R->line;
    T->record[R->rows] = R->record;
    R->rows++;
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

/* The end of the physical line that begins at s: after its LF, CRLF or lone CR. *lf is the next LF at or after s. */
static const char *line_end(const char *s, const char *end, const char **lf)
{
    if (!*lf || *lf < s) {
        *lf = memchr(s, '\n', (size_t)(end - s));
        if (!*lf)
            *lf = end;
    }
    const char *cr = memchr(s, '\r', (size_t)(*lf - s));
    if (cr && cr + 1 != *lf)
        return cr + 1;
    return *lf == end ? end : *lf + 1;
}

static void close_parser(void *thing)
{
    csv_free(thing);
}

/* What libcsv refuses. The quote to look at is the one that opened the cell, if that was on an earlier line. */
static void find_quote(reader *R, bool unclosed, int opened, int column)
{
    kk_place at = {.file = R->T->file, .line = opened, .column = column, .csv = true, .row = R->record};
    if (unclosed)
        kk_find_error(R->K, "csv.unclosed", &at,
                      "the quote that opens here is never closed; the rest of the file is unread",
                      "ここで始まる引用符が閉じられていません。以降は読めません");
    else if (opened != R->line)
        kk_find_error(
            R->K, "csv.quote", &at,
            "the quote that opens here ends on line %d in the middle of a cell; close it, or write a quote inside "
            "a quoted cell twice (\"\"); the rest of the file is unread",
            "ここで始まる引用符が %d 行目のセルの途中で終わっています。引用符を閉じるか、セル内の引用符は \"\" と"
            "二つ書いてください。以降は読めません",
            R->line);
    else
        kk_find_error(
            R->K, "csv.quote", &at,
            "a quote in the middle of a cell; put the whole cell in quotes and write the inner quote twice (\"\"); "
            "the rest of the file is unread",
            "セルの途中に引用符があります。セル全体を引用符で囲み、中の引用符は \"\" "
            "と二つ書いてください。以降は読めません");
    R->T->whole = false;
}

kk_csv *kk_csv_parse(kk_ctx *K, const char *file, const kk_blob *text)
{
    kk_csv *T = KK_NEW(K, kk_csv);
    reader *R = KK_NEW(K, reader);
    struct csv_parser *P = KK_NEW(K, struct csv_parser);
    T->file = file;
    T->whole = true;
    R->K = K;
    R->T = T;
    R->text = kk_alloc(K, text->size + 2, 1);
    if (csv_init(P, CSV_STRICT | CSV_STRICT_FINI) != 0)
        kk_fail(K, KK_ESYSTEM, "libcsv does not start", "libcsv を開始できません");
    kk_defer(K, close_parser, P);
    csv_set_blk_size(P, text->size + 1); /* one allocation instead of one per 128 bytes of the longest cell */

    const char *s = text->data, *end = text->data + text->size, *lf = NULL, *next;
    int opened = 0, opened_column = 0; /* of the quoted cell that is open at the end of a line */
    bool inside = false, fine = true;
    for (; s < end && fine; s = next) {
        next = line_end(s, end, &lf);
        R->line++;
        if (!inside) {
            R->record++;
            R->row_line = R->line;
        }
        R->ended = 0;
        size_t size = (size_t)(next - s);
        fine = csv_parse(P, s, size, on_cell, on_row, R) == size;
        if (!fine) {
            if (csv_error(P) != CSV_EPARSE)
                kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
            bool here = !inside || R->ended > 0;
            find_quote(R, false, here ? R->line : opened, here ? R->nfield + 1 : opened_column);
        } else if (P->quoted && (!inside || R->ended > 0)) {
            opened = R->line;
            opened_column = R->nfield + 1;
        }
        inside = P->quoted;
    }
    if (fine && csv_fini(P, on_cell, on_row, R) != 0)
        find_quote(R, true, opened, opened_column);
    T->nrow = R->rows > 0 ? R->rows - 1 : 0;
    if (R->rows == 0 && T->whole) {
        kk_place at = {.file = file};
        kk_find_error(K, "csv.empty", &at, "the file is empty; its first row must hold the headings",
                      "空のファイルです。1 行目に見出しを書いてください");
        T->whole = false;
    }
    const char *heading = T->ncol == 1 ? kk_csv_cell(T, 0, 0) : "", *mark = strpbrk(heading, "\t;");
    if (mark) { /* "Text (tab delimited)", or a spreadsheet of a country that writes 1,5 */
        kk_find_error(K, "csv.separator", KK_AT(kk_csv_place(T, 0, 0)),
                      "cells are separated by %s%.0s, not by commas; save the table as CSV with commas",
                      "セルが%.0s%sで区切られています。コンマ区切りの CSV で保存してください",
                      *mark == ';' ? "semicolons" : "tabs", *mark == ';' ? "セミコロン" : "タブ");
        T->ncol = T->nrow = 0; /* nothing else is worth saying of it */
        T->whole = false;
    }
    return T;
}

/* ---- changes ----------------------------------------------------------------------------------------------------- */

static size_t place_of(const kk_csv *T, int row, int col)
{
    return (size_t)row * (size_t)T->ncol + (size_t)col;
}

kk_csv *kk_csv_new(kk_ctx *K, const char *file)
{
    kk_csv *T = KK_NEW(K, kk_csv);
    *T = (kk_csv){.file = file,
                  .whole = true,
                  .cell = KK_ARRAY(K, const char *, 1),
                  .by = KK_ARRAY(K, const kk_place *, 1),
                  .line = KK_ARRAY(K, int, 1),
                  .until = KK_ARRAY(K, int, 1),
                  .record = KK_ARRAY(K, int, 1)};
    T->line[0] = T->until[0] = T->record[0] = 1;
    return T;
}

static void *again(kk_ctx *K, const void *array, size_t count, size_t size)
{
    void *out = kk_alloc(K, count, size);
    if (array)
        memcpy(out, array, count * size);
    return out;
}

kk_csv *kk_csv_copy(kk_ctx *K, const kk_csv *T)
{
    kk_csv *out = again(K, T, 1, sizeof *T);
    size_t rows = (size_t)(1 + T->nrow), cells = rows * (size_t)T->ncol;
    out->cell = again(K, T->cell, cells, sizeof *T->cell);
    out->by = T->by ? again(K, T->by, cells, sizeof *T->by) : NULL;
    out->line = again(K, T->line, rows, sizeof *T->line);
    out->until = again(K, T->until, rows, sizeof *T->until);
    out->record = again(K, T->record, rows, sizeof *T->record);
    return out;
}

/* The same cells in a larger table. */
static void widen(kk_ctx *K, kk_csv *T, int nrow, int ncol)
{
    size_t size = (size_t)(1 + nrow) * (size_t)ncol;
    const char **cell = KK_ARRAY(K, const char *, size);
    const kk_place **by = KK_ARRAY(K, const kk_place *, size);
    for (size_t i = 0; i < size; i++)
        cell[i] = "";
    for (int row = 0; row <= T->nrow; row++)
        for (int col = 0; col < T->ncol; col++) {
            size_t to = (size_t)row * (size_t)ncol + (size_t)col;
            cell[to] = kk_csv_cell(T, row, col);
            by[to] = T->by ? T->by[place_of(T, row, col)] : NULL;
        }
    T->cell = cell;
    T->by = by;
    T->ncol = ncol;
}

void kk_csv_set(kk_ctx *K, kk_csv *T, int row, int col, const char *text, const kk_place *by)
{
    if (!T->by)
        T->by = KK_ARRAY(K, const kk_place *, (size_t)(1 + T->nrow) * (size_t)T->ncol);
    T->cell[place_of(T, row, col)] = text;
    T->by[place_of(T, row, col)] = by;
}

int kk_csv_add_column(kk_ctx *K, kk_csv *T, const char *heading, const kk_place *by)
{
    widen(K, T, T->nrow, T->ncol + 1);
    kk_csv_set(K, T, 0, T->ncol - 1, heading, by);
    for (int row = 1; row <= T->nrow; row++)
        if (T->record[row] == 0)
            T->by[place_of(T, row, T->ncol - 1)] = T->by[place_of(T, row, 0)];
    return T->ncol - 1;
}

int kk_csv_add_rows(kk_ctx *K, kk_csv *T, int count, const kk_place *by)
{
    int before = T->nrow, after = before + count, **list[] = {&T->line, &T->until, &T->record};
    widen(K, T, after, T->ncol);
    for (int i = 0; i < 3; i++) {
        int *longer = KK_ARRAY(K, int, 1 + after);
        memcpy(longer, *list[i], (size_t)(1 + before) * sizeof(int));
        *list[i] = longer;
    }
    for (int i = 0; i < count; i++) {
        T->line[before + 1 + i] = T->until[before + 1 + i] = by[i].line;
        for (int col = 0; col < T->ncol; col++)
            T->by[place_of(T, before + 1 + i, col)] = &by[i];
    }
    T->nrow = after;
    return before + 1;
}

static void keep_gone(kk_ctx *K, kk_csv *T, int row, const kk_place *by)
{
    const char **cell = KK_ARRAY(K, const char *, T->ncol);
    memcpy(cell, &T->cell[place_of(T, row, 0)], (size_t)T->ncol * sizeof *cell);
    T->gone[T->ngone].cell = cell;
    T->gone[T->ngone].ncol = T->ncol;
    T->gone[T->ngone++].by = by;
}

static bool has_cell(const char *const *cell, int ncol, const char *text)
{
    bool found = !text;
    for (int i = 0; i < ncol && !found; i++)
        found = kk_text_same(cell[i], text);
    return found;
}

const kk_place *kk_csv_gone(const kk_csv *T, const char *text, const char *other)
{
    for (int i = T->ngone - 1; i >= 0; i--)
        if (has_cell(T->gone[i].cell, T->gone[i].ncol, text) && has_cell(T->gone[i].cell, T->gone[i].ncol, other))
            return T->gone[i].by;
    return NULL;
}

void kk_csv_drop_rows(kk_ctx *K, kk_csv *T, const unsigned char *drop, const kk_place *by)
{
    int n = 0, before = T->ngone;
    const void *old = T->gone;
    T->gone = kk_alloc(K, (size_t)(before + T->nrow), sizeof *T->gone);
    if (before > 0)
        memcpy(T->gone, old, (size_t)before * sizeof *T->gone);
    for (int row = 1; row <= T->nrow; row++) {
        if (drop[row - 1]) {
            keep_gone(K, T, row, by);
            continue;
        }
        n++;
        for (int col = 0; col < T->ncol; col++) {
            T->cell[place_of(T, n, col)] = kk_csv_cell(T, row, col);
            if (T->by)
                T->by[place_of(T, n, col)] = T->by[place_of(T, row, col)];
        }
        T->line[n] = T->line[row];
        T->until[n] = T->until[row];
        T->record[n] = T->record[row];
    }
    T->nrow = n;
}

/* ---- places ------------------------------------------------------------------------------------------------------ */

kk_place kk_csv_place(const kk_csv *T, int row, int col)
{
    int line = T->line[row];
    for (int i = 0; i < col && line < T->until[row]; i++)
        for (const char *s = kk_csv_cell(T, row, i); (s = strpbrk(s, "\r\n")); s++)
            line += *s == '\n' || s[1] != '\n';
    const kk_place *by = T->by ? T->by[place_of(T, row, col)] : NULL;
    if (T->record[row] == 0) /* a row that a change added stands there */
        return *by;
    return (kk_place){.file = T->file,
                      .line = line,
                      .column = col + 1,
                      .row = T->record[row],
                      .field = kk_csv_cell(T, 0, col),
                      .csv = true,
                      .by = by};
}
