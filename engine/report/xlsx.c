/* Workbooks. See xlsx.h.
 *
 * libxlsxwriter is opened when a workbook is made, not when the program starts: with the cryptographic library that it
 * brings along this takes longer than planning a small city.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* uselocale */
#endif

#include "report/xlsx.h"

#include "base/num.h"
#include "base/scratch.h"
#include "base/str.h"

#include <dlfcn.h>
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <string.h>
#include <xlsxwriter.h>

/* Yu Gothic is on every Windows and Mac with a Japanese Excel; others take their own Japanese sans-serif for it. */
#define FONT "Yu Gothic"
enum { FONT_SIZE = 10, LINE_POINTS = 17, MOST_ROWS = 1048576, MOST_COLUMNS = 16384, LONGEST_TEXT = 16000 };

/* ---- the library ------------------------------------------------------------------------------------------------- */

#define LIBRARY(_)                                                                                                     \
    _(workbook_new_opt)                                                                                                \
    _(workbook_set_properties)                                                                                         \
    _(workbook_add_worksheet)                                                                                          \
    _(workbook_add_format)                                                                                             \
    _(workbook_add_chart)                                                                                              \
    _(workbook_close)                                                                                                  \
    _(lxw_workbook_free)                                                                                               \
    _(lxw_strerror)                                                                                                    \
    _(format_set_font_name)                                                                                            \
    _(format_set_font_size)                                                                                            \
    _(format_set_font_color)                                                                                           \
    _(format_set_bold)                                                                                                 \
    _(format_set_num_format)                                                                                           \
    _(format_set_align)                                                                                                \
    _(format_set_text_wrap)                                                                                            \
    _(format_set_bg_color)                                                                                             \
    _(format_set_border)                                                                                               \
    _(format_set_border_color)                                                                                         \
    _(format_set_top)                                                                                                  \
    _(format_set_top_color)                                                                                            \
    _(worksheet_write_string)                                                                                          \
    _(worksheet_write_number)                                                                                          \
    _(worksheet_write_datetime)                                                                                        \
    _(worksheet_write_blank)                                                                                           \
    _(worksheet_merge_range)                                                                                           \
    _(worksheet_set_default_row)                                                                                       \
    _(worksheet_set_column)                                                                                            \
    _(worksheet_set_row)                                                                                               \
    _(worksheet_freeze_panes)                                                                                          \
    _(worksheet_repeat_rows)                                                                                           \
    _(worksheet_autofilter)                                                                                            \
    _(worksheet_ignore_errors)                                                                                         \
    _(worksheet_set_paper)                                                                                             \
    _(worksheet_set_landscape)                                                                                         \
    _(worksheet_set_margins)                                                                                           \
    _(worksheet_set_footer)                                                                                            \
    _(worksheet_fit_to_pages)                                                                                          \
    _(worksheet_set_h_pagebreaks)                                                                                      \
    _(worksheet_insert_chart_opt)                                                                                      \
    _(chart_add_series)                                                                                                \
    _(chart_series_set_categories)                                                                                     \
    _(chart_series_set_values)                                                                                         \
    _(chart_series_set_name_range)                                                                                     \
    _(chart_series_set_fill)                                                                                           \
    _(chart_series_set_pattern)                                                                                        \
    _(chart_series_set_line)                                                                                           \
    _(chart_title_set_name_range)                                                                                      \
    _(chart_title_set_name_font)                                                                                       \
    _(chart_legend_set_position)                                                                                       \
    _(chart_legend_set_font)                                                                                           \
    _(chart_axis_set_num_font)                                                                                         \
    _(chart_axis_set_min)                                                                                              \
    _(chart_axis_set_num_format)                                                                                       \
    _(chart_set_series_gap)                                                                                            \
    _(chart_set_series_overlap)

#define FIELD(name) __typeof__(&name) name;
typedef struct {
    LIBRARY(FIELD)
} library;

static void undo_library(void *handle)
{
    dlclose(handle);
}

static void load(kk_ctx *K, library *L)
{
    void *handle = dlopen("libxlsxwriter.so." LXW_SOVERSION, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        kk_fail(K, KK_ESYSTEM, "a workbook needs libxlsxwriter, which cannot be opened: %s",
                "ブックの作成に必要な libxlsxwriter を開けません：%s", dlerror());
    kk_defer(K, undo_library, handle);
#define LOOK_UP(name)                                                                                                  \
    {                                                                                                                  \
        void *found = dlsym(handle, #name);                                                                            \
        if (!found)                                                                                                    \
            kk_fail(K, KK_ESYSTEM, "libxlsxwriter has no %s", "libxlsxwriter に %s がありません", #name);              \
        memcpy(&L->name, &found, sizeof found);                                                                        \
    }
    LIBRARY(LOOK_UP)
}

/* libxlsxwriter writes every part of a workbook to a temporary file and does not look whether that worked: on a full
 * disk the workbook would be wrong. This function takes the place of its own of that name - the program exports it -
 * so that the parts stay in memory, and a part that could not be written cannot be read. */
FILE *lxw_tmpfile(char *folder)
{
    (void)folder;
    return kk_memory_stream();
}

/* ---- workbooks and sheets ---------------------------------------------------------------------------------------- */

typedef struct {
    unsigned look;
    const char *number; /* format of numbers; NULL = general */
    lxw_format *format;
} format;

struct kk_xlsx {
    kk_ctx *K;
    library L;
    lxw_workbook *book;
    kk_scratch *file;
    const char *minus, *footer;
    format *format;
    int nformat, formats;
};

struct kk_xpage {
    kk_xlsx *X;
    lxw_worksheet *sheet;
    const char *name;
};

static _Noreturn void fail(const kk_xlsx *X, const char *en, const char *ja)
{
    kk_fail(X->K, KK_ESYSTEM, "the workbook cannot be made: %s%.0s", "ブックを作成できません：%.0s%s", en, ja);
}

static void check(const kk_xlsx *X, lxw_error code)
{
    int system = errno;
    if (code == LXW_ERROR_ZIP_FILE_OPERATION)
        fail(X, kk_file_word(system, KK_EN), kk_file_word(system, KK_JA));
    if (code != LXW_NO_ERROR)
        fail(X, X->L.lxw_strerror(code), X->L.lxw_strerror(code));
}

static void *there(const kk_xlsx *X, void *made)
{
    if (!made)
        check(X, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return made;
}

static void undo_workbook(void *thing)
{
    kk_xlsx *X = thing;
    if (X->book)
        X->L.lxw_workbook_free(X->book);
    X->book = NULL;
}

/* A text as a workbook can hold it: no control characters, nothing that XML has not; what Excel would read as the code
 * of a character ("_x0041_" is A) is guarded as it does so itself. */
static const char *clean(kk_ctx *K, const char *text)
{
    kk_text T = {.K = K};
    int count = 0;
    for (const char *s = text; *s && count < LONGEST_TEXT; count++) {
        int length = kk_utf8_length(s, strlen(s));
        bool none = length == 0 || strncmp(s, "\xef\xbf\xbe", 3) == 0 || strncmp(s, "\xef\xbf\xbf", 3) == 0;
        if (s[0] == '_' && s[1] == 'x' && strspn(s + 2, "0123456789abcdefABCDEF") >= 4 && s[6] == '_')
            kk_text_add(&T, "_x005F");
        if (none)
            kk_text_add(&T, "\xef\xbf\xbd");
        else if ((unsigned char)*s < 0x20 || *s == 0x7F)
            kk_text_add(&T, " ");
        else
            kk_text_addn(&T, s, (size_t)length);
        s += length > 0 ? length : 1;
    }
    return kk_text_get(&T);
}

/* At most so many characters; & is a command there. */
static const char *footer_text(kk_ctx *K, const char *text, int most)
{
    kk_text T = {.K = K};
    const char *s = clean(K, text);
    for (int n = 0; *s && n < most; n++) {
        int length = kk_utf8_length(s, strlen(s));
        n += *s == '&';
        kk_text_addf(&T, "%s%.*s", *s == '&' ? "&" : "", length, s);
        s += length;
    }
    kk_text_add(&T, *s ? "…" : "");
    return kk_text_get(&T);
}

kk_xlsx *kk_xlsx_new(kk_ctx *K, const char *minus, const char *title, const char *edition, const char *page,
                     const char *mark)
{
    static const char font[] = "&8&\"" FONT ",Regular\"";
    kk_xlsx *X = KK_NEW(K, kk_xlsx);
    X->K = K;
    X->minus = minus;
    load(K, &X->L);
    X->file = kk_scratch_new(K);
    kk_defer(K, undo_workbook, X);
    X->book = there(X, X->L.workbook_new_opt(X->file->path, &(lxw_workbook_options){.tmpdir = NULL}));
    X->footer = kk_format(K, "&L%s%s%s%s&C%s%s&R%s%s", font, footer_text(K, title, 60), *edition ? "\n" : "",
                          footer_text(K, edition, 50), font, page, font, mark);
    check(X, X->L.workbook_set_properties(
                 X->book, &(lxw_doc_properties){.title = kk_strdup(K, footer_text(K, title, 200)),
                                                .subject = kk_strdup(K, footer_text(K, edition, 200)),
                                                .author = kk_strdup(K, "kakuho"),
                                                .created = 315532800})); /* 1 January 1980, as of the parts in it */
    return X;
}

kk_xpage *kk_xlsx_page(kk_xlsx *X, const char *name)
{
    kk_xpage *S = KK_NEW(X->K, kk_xpage);
    S->X = X;
    S->name = name;
    S->sheet = there(X, X->L.workbook_add_worksheet(X->book, name));
    X->L.worksheet_set_default_row(S->sheet, LINE_POINTS, LXW_FALSE);
    X->L.worksheet_set_paper(S->sheet, 9); /* A4 */
    X->L.worksheet_set_margins(S->sheet, 0.5, 0.5, 0.5, 0.7);
    check(X, X->L.worksheet_set_footer(S->sheet, X->footer));
    return S;
}

kk_blob kk_xlsx_file(kk_xlsx *X, const char *name)
{
    lxw_workbook *book = X->book;
    locale_t point = newlocale(LC_ALL_MASK, "C", NULL), host; /* the library writes decimals as its host does */
    there(X, point);
    X->book = NULL; /* closing frees it, whatever happens */
    host = uselocale(point);
    lxw_error code = X->L.workbook_close(book);
    uselocale(host);
    freelocale(point);
    check(X, code);
    return kk_scratch_read(X->K, name, X->file);
}

/* ---- cells ------------------------------------------------------------------------------------------------------- */

static lxw_format *new_format(const kk_xlsx *X, unsigned look, const char *number)
{
    const library *L = &X->L;
    lxw_format *F = there(X, L->workbook_add_format(X->book));
    L->format_set_font_name(F, FONT);
    L->format_set_font_size(F, look & KK_X_TITLE ? FONT_SIZE + 4 : FONT_SIZE);
    L->format_set_align(F, LXW_ALIGN_VERTICAL_CENTER);
    if (look & (KK_X_BOLD | KK_X_HEAD | KK_X_TITLE))
        L->format_set_bold(F);
    if (look & KK_X_QUIET)
        L->format_set_font_color(F, 0x595959);
    if (look & (KK_X_HEAD | KK_X_SHADE))
        L->format_set_bg_color(F, look & KK_X_HEAD ? 0xD9E2EC : 0xEFF3F7);
    if (look & (KK_X_HEAD | KK_X_CENTRE))
        L->format_set_align(F, LXW_ALIGN_CENTER);
    if (look & (KK_X_HEAD | KK_X_WRAP))
        L->format_set_text_wrap(F);
    if (look & (KK_X_BOX | KK_X_HEAD)) {
        L->format_set_border(F, LXW_BORDER_THIN);
        L->format_set_border_color(F, 0x808080);
    }
    if (look & KK_X_FIRST) {
        L->format_set_top(F, LXW_BORDER_MEDIUM);
        L->format_set_top_color(F, 0x1A1A1A);
    }
    if (number)
        L->format_set_num_format(F, number);
    return F;
}

static lxw_format *format_of(kk_xlsx *X, unsigned look, const char *number)
{
    for (int i = 0; i < X->nformat; i++) {
        const format *F = &X->format[i];
        if (F->look == look && (F->number == number || (F->number && number && strcmp(F->number, number) == 0)))
            return F->format;
    }
    X->format = kk_grow(X->K, X->format, &X->formats, X->nformat + 1, sizeof(format));
    X->format[X->nformat] = (format){look, number, new_format(X, look, number)};
    return X->format[X->nformat++].format;
}

/* Every place in a sheet passes here: the library's own numbers are short. */
static lxw_row_t row_of(const kk_xpage *S, int row)
{
    if (row >= MOST_ROWS)
        fail(S->X, "it would have more than 1,048,576 rows", "1,048,576 行を超えます");
    return (lxw_row_t)row;
}

static lxw_col_t column_of(const kk_xpage *S, int column)
{
    if (column >= MOST_COLUMNS)
        fail(S->X, "it would have more than 16,384 columns", "16,384 列を超えます");
    return (lxw_col_t)column;
}

void kk_xlsx_text(kk_xpage *S, int row, int column, unsigned look, const char *text)
{
    kk_xlsx *X = S->X;
    /* a text that looks like a formula stays one when somebody edits it, too */
    lxw_format *F = format_of(X, look, kk_text_is_formula(text) ? "@" : NULL);
    if (*text)
        check(X, X->L.worksheet_write_string(S->sheet, row_of(S, row), column_of(S, column), clean(X->K, text), F));
    else
        check(X, X->L.worksheet_write_blank(S->sheet, row_of(S, row), column_of(S, column), F));
}

/* Thousands separators, so many decimals, and the city's sign of negatives. */
static const char *number_format(const kk_xlsx *X, int decimals)
{
    const char *digits = kk_format(X->K, "#,##0%.*s", decimals > 0 ? decimals + 1 : 0, ".000000");
    return strcmp(X->minus, "-") == 0 ? digits : kk_format(X->K, "%s;\"%s\"%s", digits, X->minus, digits);
}

void kk_xlsx_number(kk_xpage *S, int row, int column, unsigned look, const char *printed)
{
    kk_xlsx *X = S->X;
    double value;
    const char *point = strchr(printed, '.');
    int decimals = point ? (int)strlen(point + 1) : 0;
    if (kk_num_parse(printed, &value) != KK_NUM_OK || decimals > 6) {
        kk_xlsx_text(S, row, column, look, printed);
        return;
    }
    const char *number = look & KK_X_PLAIN ? "0" : number_format(X, decimals);
    check(X, X->L.worksheet_write_number(S->sheet, row_of(S, row), column_of(S, column), value,
                                         format_of(X, look, number)));
}

void kk_xlsx_date(kk_xpage *S, int row, int column, unsigned look, const char *printed)
{
    kk_xlsx *X = S->X;
    lxw_datetime date = {0};
    char rest;
    if (sscanf(printed, "%d-%d-%d%c", &date.year, &date.month, &date.day, &rest) != 3 || date.year < 1901) {
        kk_xlsx_text(S, row, column, look, printed);
        return;
    }
    check(X, X->L.worksheet_write_datetime(S->sheet, row_of(S, row), column_of(S, column), &date,
                                           format_of(X, look | KK_X_CENTRE, "yyyy/m/d")));
}

void kk_xlsx_merge(kk_xpage *S, int row, int column, int last_row, int last_column, unsigned look)
{
    kk_xlsx *X = S->X;
    if (row < last_row || column < last_column)
        check(X, X->L.worksheet_merge_range(S->sheet, row_of(S, row), column_of(S, column), row_of(S, last_row),
                                            column_of(S, last_column), "", format_of(X, look, NULL)));
}

/* ---- how a sheet looks ------------------------------------------------------------------------------------------- */

void kk_xlsx_width(kk_xpage *S, int column, int width)
{
    check(S->X, S->X->L.worksheet_set_column(S->sheet, column_of(S, column), column_of(S, column), width, NULL));
}

void kk_xlsx_height(kk_xpage *S, int row, int lines)
{
    check(S->X, S->X->L.worksheet_set_row(S->sheet, row_of(S, row), LINE_POINTS * lines, NULL));
}

int kk_xlsx_lines(const char *text, int width)
{
    int room = width > 3 ? width - 2 : 1, lines = (kk_text_width(text) + room - 1) / room;
    return lines > 1 ? lines : 1;
}

void kk_xlsx_freeze(kk_xpage *S, int row, int column)
{
    S->X->L.worksheet_freeze_panes(S->sheet, row_of(S, row), column_of(S, column));
    check(S->X, S->X->L.worksheet_repeat_rows(S->sheet, 0, row_of(S, row - 1)));
}

void kk_xlsx_filter(kk_xpage *S, int row, int column, int last_row, int last_column)
{
    check(S->X, S->X->L.worksheet_autofilter(S->sheet, row_of(S, row), column_of(S, column), row_of(S, last_row),
                                             column_of(S, last_column)));
}

static const char *letters(kk_ctx *K, int column)
{
    return column < 26 ? kk_format(K, "%c", 'A' + column)
                       : kk_format(K, "%s%c", letters(K, column / 26 - 1), 'A' + column % 26);
}

void kk_xlsx_digits(kk_xpage *S, int row, int column, int last_row, int last_column)
{
    kk_ctx *K = S->X->K;
    check(S->X, S->X->L.worksheet_ignore_errors(
                    S->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                    kk_format(K, "%s%d:%s%d", letters(K, column), row + 1, letters(K, last_column), last_row + 1)));
}

void kk_xlsx_print(kk_xpage *S, int width, const int *begin, const bool *new_page, int nbegin, int last)
{
    /* columns of text that stand on A4 in the size of the screen, and lines; to be on the safe side */
    enum { UPRIGHT = 85, UPRIGHT_LINES = 40, ACROSS = 130, ACROSS_LINES = 25, SMALLEST_UPRIGHT = 65 };
    const library *L = &S->X->L;
    int scale = UPRIGHT * 100 / width, lines = UPRIGHT_LINES, nbreak = 0;
    if (scale < SMALLEST_UPRIGHT) {
        L->worksheet_set_landscape(S->sheet);
        scale = ACROSS * 100 / width;
        lines = ACROSS_LINES;
    }
    scale = scale > 100 ? 100 : scale;
    L->worksheet_fit_to_pages(S->sheet, 1, 0);
    lxw_row_t *at = KK_ARRAY(S->X->K, lxw_row_t, nbegin + 1);
    for (int i = 0, page = 0; i < nbegin && nbreak < LXW_BREAKS_MAX; i++) {
        int end = i + 1 < nbegin ? begin[i + 1] : last;
        if (i > 0 && (new_page[i] || (end - page) * scale > lines * 100)) {
            page = begin[i];
            at[nbreak++] = row_of(S, page);
        }
    }
    if (nbreak > 0)
        check(S->X, L->worksheet_set_h_pagebreaks(S->sheet, at));
}

/* ---- charts ------------------------------------------------------------------------------------------------------ */

/* Fills that tell apart in black and white. */
static void fill(const library *L, lxw_chart_series *series, int i)
{
    static const struct {
        lxw_color_t ink, paper;
        uint8_t pattern;
    } FILL[] = {{0x27496D, 0xFFFFFF, LXW_CHART_PATTERN_NONE},
                {0x27496D, 0xFFFFFF, LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL},
                {0xC9D6E4, 0xFFFFFF, LXW_CHART_PATTERN_NONE},
                {0x27496D, 0xFFFFFF, LXW_CHART_PATTERN_PERCENT_25},
                {0x27496D, 0xFFFFFF, LXW_CHART_PATTERN_LIGHT_HORIZONTAL},
                {0x27496D, 0xFFFFFF, LXW_CHART_PATTERN_LARGE_CONFETTI}};
    i %= (int)(sizeof FILL / sizeof *FILL);
    if (FILL[i].pattern == LXW_CHART_PATTERN_NONE)
        L->chart_series_set_fill(series, &(lxw_chart_fill){.color = FILL[i].ink});
    else
        L->chart_series_set_pattern(
            series, &(lxw_chart_pattern){.fg_color = FILL[i].ink, .bg_color = FILL[i].paper, .type = FILL[i].pattern});
    L->chart_series_set_line(series, &(lxw_chart_line){.color = 0x27496D, .width = 0.75});
}

void kk_xlsx_chart(kk_xpage *S, const kk_xchart *C)
{
    const kk_xlsx *X = S->X;
    const library *L = &X->L;
    lxw_chart *chart =
        there(X, L->workbook_add_chart(X->book, C->stacked ? LXW_CHART_COLUMN_STACKED : LXW_CHART_COLUMN));
    lxw_chart_font small = {.name = kk_strdup(X->K, FONT), .size = 9},
                   large = {.name = small.name, .size = 11, .bold = LXW_TRUE};
    lxw_row_t first = row_of(S, C->first), last = row_of(S, C->last);
    lxw_col_t category = column_of(S, C->category);
    for (int i = 0; i < C->nseries; i++) {
        lxw_col_t column = column_of(S, C->category + 1 + i);
        lxw_chart_series *series = there(X, L->chart_add_series(chart, NULL, NULL));
        L->chart_series_set_categories(series, S->name, first, category, last, category);
        L->chart_series_set_values(series, S->name, first, column, last, column);
        L->chart_series_set_name_range(series, S->name, row_of(S, C->head), column);
        fill(L, series, i);
    }
    L->chart_title_set_name_range(chart, S->name, row_of(S, C->title_row), column_of(S, C->title_column));
    L->chart_title_set_name_font(chart, &large);
    L->chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    L->chart_legend_set_font(chart, &small);
    L->chart_axis_set_num_font(chart->x_axis, &small);
    L->chart_axis_set_num_font(chart->y_axis, &small);
    L->chart_axis_set_num_format(chart->y_axis, number_format(X, 0));
    if (C->from_zero)
        L->chart_axis_set_min(chart->y_axis, 0.0);
    L->chart_set_series_gap(chart, 60);
    L->chart_set_series_overlap(chart, C->stacked ? 100 : 0);
    /* a chart is 480 x 288 pixels; a point is 4/3 of one */
    lxw_chart_options options = {.x_scale = C->pixels / 480.0, .y_scale = C->rows * LINE_POINTS * 4.0 / 3.0 / 288.0};
    check(X,
          L->worksheet_insert_chart_opt(S->sheet, row_of(S, C->at_row), column_of(S, C->at_column), chart, &options));
}
