/* The table that councils know, and the charts, of plan.xlsx.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/workbook.h"

#include <string.h>

/* ---- the official table ------------------------------------------------------------------------------------------ */

enum { HEAD = 2, AREA_WIDTH = 12, YEAR_WIDTH = 7, ROW_WIDTH = 36, NUMBER_WIDTH = 10, WIDEST = 18 };

/* A heading takes two lines, if it can. */
static int width_of(const kk_sheet *T, int j)
{
    int half = (kk_text_width(T->column[j]) + 1) / 2 + 4;
    if (j < 3)
        return j == 0 ? AREA_WIDTH : j == 1 ? YEAR_WIDTH : ROW_WIDTH;
    if (j == T->ncol - 1)
        return kk_text_width(T->column[j]) + 3;
    return half < NUMBER_WIDTH ? NUMBER_WIDTH : half < WIDEST ? half : WIDEST;
}

static unsigned look_of(kk_official_row what)
{
    switch (what) {
    case KK_OF_NEED:
    case KK_OF_SUM:
    case KK_OF_SECURED:
    case KK_OF_BALANCE: return KK_X_BOX | KK_X_SHADE | (what == KK_OF_BALANCE ? KK_X_BOLD : 0);
    case KK_OF_EXTRA:
    case KK_OF_NETTED:
    case KK_OF_BY_CELL: return KK_X_BOX | KK_X_QUIET;
    case KK_OF_COUNTS: return KK_X_BOX | KK_X_BOLD;
    default: return KK_X_BOX;
    }
}

/* Whether a cell belongs to the one before it. */
static bool is_merged(const char *cell)
{
    return strcmp(cell, "←") == 0;
}

/* The numbers of a row, those of merged cells in one. */
static void put_cells(const kk_book *B, kk_xpage *S, int i, unsigned look)
{
    const kk_sheet *T = B->O->sheet;
    int last = T->ncol - 1;
    for (int j = 3, next; j < last; j = next) {
        next = j + 1;
        while (next < last && is_merged(kk_sheet_cell(T, i, next)))
            next++;
        unsigned how = look | (next > j + 1 ? KK_X_CENTRE : 0);
        kk_xlsx_merge(S, HEAD + 1 + i, j, HEAD + 1 + i, next - 1, how);
        kk_xlsx_number(S, HEAD + 1 + i, j, how, kk_sheet_cell(T, i, j));
    }
    kk_xlsx_text(S, HEAD + 1 + i, last, look | KK_X_CENTRE, kk_sheet_cell(T, i, last));
}

static void put_block(const kk_book *B, kk_xpage *S, int from)
{
    const kk_city *C = B->V.C;
    const kk_sheet *T = B->O->sheet;
    const char *area = kk_sheet_cell(T, from, 0);
    int root = C->nnode - 1, row = HEAD + 1 + from, until = row + B->O->nrow - 1;
    unsigned side = KK_X_BOX | KK_X_FIRST | KK_X_CENTRE | KK_X_WRAP;
    kk_xlsx_merge(S, row, 0, until, 0, side);
    kk_xlsx_text(S, row, 0, side, strcmp(area, C->node[root].name.label) == 0 ? kk_say_area(&B->V, root) : area);
    kk_xlsx_merge(S, row, 1, until, 1, side);
    kk_xlsx_number(S, row, 1, side | KK_X_PLAIN, kk_sheet_cell(T, from, 1));
    for (int r = 0; r < B->O->nrow; r++) {
        unsigned look = look_of(B->O->row[r]) | (r == 0 ? KK_X_FIRST : 0);
        const char *label = kk_sheet_cell(T, from + r, 2);
        kk_xlsx_text(S, row + r, 2, look | KK_X_WRAP, label);
        if (kk_xlsx_lines(label, ROW_WIDTH) > 1)
            kk_xlsx_height(S, row + r, kk_xlsx_lines(label, ROW_WIDTH));
        put_cells(B, S, from + r, look);
    }
}

void kk_book_official(kk_book *B)
{
    const kk_voice *V = &B->V;
    const kk_city *C = V->C;
    const kk_sheet *T = B->O->sheet;
    int nblock = T->nrow / B->O->nrow, lines = 1, wide = 0;
    kk_xpage *S = kk_xlsx_page(B->X, KK_WORD(V, "Official table", "量の見込みと確保の内容"));
    kk_book_title(S, KK_WORD(V, "Need and what is secured", "量の見込みと確保の内容"));
    kk_xlsx_text(S, 1, 0, 0,
                 C->as_of_end ? KK_WORD(V, "As of 31 March, the end of each fiscal year. *: rests on an estimate.",
                                        "各年度末（3月31日）現在。＊は推計を含む数字です。")
                              : KK_WORD(V, "As of 1 April of each fiscal year. *: rests on an estimate.",
                                        "各年度4月1日現在。＊は推計を含む数字です。"));
    for (int j = 0; j < T->ncol; j++) {
        int width = width_of(T, j);
        wide += width;
        kk_xlsx_width(S, j, width);
        kk_xlsx_text(S, HEAD, j, KK_X_HEAD, T->column[j]);
        int needed = kk_xlsx_lines(T->column[j], width);
        lines = needed > lines ? needed : lines;
    }
    kk_xlsx_height(S, HEAD, lines < 4 ? lines : 4);
    int *begin = KK_ARRAY(V->K, int, nblock);
    bool *page = KK_ARRAY(V->K, bool, nblock);
    for (int b = 0; b < nblock; b++) {
        put_block(B, S, b * B->O->nrow);
        begin[b] = HEAD + 1 + b * B->O->nrow;
        page[b] = b % C->nplan == 0; /* of another area */
    }
    kk_xlsx_freeze(S, HEAD + 1, 3);
    kk_xlsx_print(S, wide, begin, page, nblock, HEAD + 1 + T->nrow);
}

/* ---- charts ------------------------------------------------------------------------------------------------------ */

enum { BAND = 17, CHART_WIDTH = 12, CHART_COLUMNS = 10, CHART_PIXELS = 560 };

/* The sum of printed cells of children or seats. */
static const char *sum_of(const kk_book *B, int row, int from, int until)
{
    double sum = 0.0, value;
    for (int j = from; j < until; j++)
        if (kk_num_parse(kk_sheet_cell(B->O->sheet, row, j), &value) == KK_NUM_OK)
            sum += value;
    return kk_decimal(B->V.K, (int64_t)llround(kk_shown(sum) * 1000.0), 3);
}

static int row_of(const kk_official *O, kk_official_row what)
{
    for (int r = 0; r < O->nrow; r++)
        if (O->row[r] == what)
            return r;
    return 0;
}

/* Need against what is secured of the merged cell of columns from..until: a table, the chart beside it. */
static int put_need(const kk_book *B, kk_xpage *S, int row, int from, int until)
{
    const kk_voice *V = &B->V;
    const kk_sheet *T = B->O->sheet;
    int need = row_of(B->O, KK_OF_NEED), secured = row_of(B->O, KK_OF_SECURED), n = V->C->nplan;
    kk_text label = {.K = V->K};
    for (int j = from; j < until; j++)
        kk_text_addf(&label, "%s%s", j > from ? KK_WORD(V, " and ", "・") : "", T->column[j]);
    kk_xlsx_text(S, row, 0, KK_X_BOLD, kk_text_get(&label));
    kk_xlsx_text(S, row + 1, 0, KK_X_HEAD, KK_WORD(V, "Fiscal year", "年度"));
    kk_xlsx_text(S, row + 1, 1, KK_X_HEAD, KK_WORD(V, "need", "量の見込み"));
    kk_xlsx_text(S, row + 1, 2, KK_X_HEAD, KK_WORD(V, "secured", "確保の内容"));
    bool from_zero = true;
    for (int t = 0; t < n; t++) {
        int block = T->nrow - (n - t) * B->O->nrow;
        double there;
        from_zero &= kk_num_parse(kk_sheet_cell(T, block + secured, from), &there) != KK_NUM_OK || there >= 0.0;
        kk_xlsx_number(S, row + 2 + t, 0, KK_X_BOX | KK_X_CENTRE | KK_X_PLAIN, kk_sheet_cell(T, block, 1));
        kk_xlsx_number(S, row + 2 + t, 1, KK_X_BOX, sum_of(B, block + need, from, until));
        kk_xlsx_number(S, row + 2 + t, 2, KK_X_BOX, kk_sheet_cell(T, block + secured, from));
    }
    kk_xlsx_chart(S, &(kk_xchart){.at_row = row,
                                  .at_column = 4,
                                  .rows = BAND - 2,
                                  .pixels = CHART_PIXELS,
                                  .title_row = row,
                                  .head = row + 1,
                                  .first = row + 2,
                                  .last = row + 1 + n,
                                  .nseries = 2,
                                  .from_zero = from_zero});
    return row + (n + 3 > BAND ? n + 3 : BAND);
}

/* What each payer pays in a fiscal year: sums of cells of money.csv. */
static int put_money(const kk_book *B, kk_xpage *S, int row)
{
    const kk_voice *V = &B->V;
    const kk_city *C = V->C;
    const kk_sheet *T = B->D->P->sheet[KK_S_MONEY];
    int first = B->D->F->money_first, n = B->D->F->nmoney, npayer = 0;
    int64_t *sum = KK_ARRAY(V->K, int64_t, n * C->npayer);
    bool *pays = KK_ARRAY(V->K, bool, C->npayer);
    for (int i = 0; i < T->nrow; i++)
        for (int p = 0; p < C->npayer; p++) {
            double year, capital, running;
            if (strcmp(kk_sheet_cell(T, i, 1), C->payer[p].id) != 0 ||
                kk_num_parse(kk_sheet_cell(T, i, 0), &year) != KK_NUM_OK || year < first || year >= first + n ||
                kk_num_parse(kk_sheet_cell(T, i, 3), &capital) != KK_NUM_OK ||
                kk_num_parse(kk_sheet_cell(T, i, 4), &running) != KK_NUM_OK)
                continue;
            sum[((int)year - first) * C->npayer + p] += (int64_t)capital + (int64_t)running;
            pays[p] = true;
        }
    kk_xlsx_text(S, row, 0, KK_X_BOLD,
                 KK_SAY(V, "Capital and running cost by payer, %s", "負担者別の整備費と運営費（%s）", C->money_unit));
    kk_xlsx_text(S, row + 1, 0, KK_X_HEAD, KK_WORD(V, "Fiscal year", "年度"));
    for (int p = 0; p < C->npayer; p++)
        if (pays[p])
            kk_xlsx_text(S, row + 1, 1 + npayer++, KK_X_HEAD, kk_say_payer(V, p));
    if (npayer == 0) {
        kk_xlsx_text(S, row + 1, 0, 0, KK_WORD(V, "The plan costs nothing.", "費用はかかりません。"));
        return row + 3;
    }
    kk_xlsx_text(S, row + 1, 1 + npayer, KK_X_HEAD, KK_WORD(V, "total", "計"));
    bool from_zero = true;
    for (int y = 0; y < n; y++) {
        int64_t all = 0;
        kk_xlsx_number(S, row + 2 + y, 0, KK_X_BOX | KK_X_CENTRE | KK_X_PLAIN, kk_decimal(V->K, first + y, 0));
        for (int p = 0, column = 1; p < C->npayer; p++)
            if (pays[p]) {
                int64_t value = sum[y * C->npayer + p];
                kk_xlsx_number(S, row + 2 + y, column++, KK_X_BOX, kk_decimal(V->K, value, 0));
                all += value;
                from_zero &= value >= 0;
            }
        kk_xlsx_number(S, row + 2 + y, 1 + npayer, KK_X_BOX | KK_X_SHADE, kk_decimal(V->K, all, 0));
    }
    kk_xlsx_chart(S, &(kk_xchart){.at_row = row + n + 3,
                                  .rows = BAND + 3,
                                  .pixels = CHART_PIXELS + 300,
                                  .title_row = row,
                                  .head = row + 1,
                                  .first = row + 2,
                                  .last = row + 1 + n,
                                  .nseries = npayer,
                                  .stacked = true,
                                  .from_zero = from_zero});
    return row + n + BAND + 7;
}

void kk_book_charts(kk_book *B)
{
    const kk_voice *V = &B->V;
    const kk_sheet *T = B->O->sheet;
    int until = T->ncol - 1 - B->O->total, balance = T->nrow - B->O->nrow + row_of(B->O, KK_OF_BALANCE);
    int *begin = KK_ARRAY(V->K, int, until), count = 0, row = 2;
    bool *page = KK_ARRAY(V->K, bool, until);
    kk_xpage *S = kk_xlsx_page(B->X, KK_WORD(V, "Charts", "グラフ"));
    kk_book_title(
        S, KK_SAY(V, "Need and what is secured: %s", "量の見込みと確保の内容：%s", kk_say_area(V, V->C->nnode - 1)));
    for (int j = 0; j < CHART_COLUMNS; j++)
        kk_xlsx_width(S, j, CHART_WIDTH);
    for (int j = 3, next; j < until; j = next) {
        next = j + 1;
        while (next < until && is_merged(kk_sheet_cell(T, balance, next)))
            next++;
        begin[count++] = row;
        row = put_need(B, S, row, j, next);
    }
    begin[count] = row;
    page[count++] = true;
    row = put_money(B, S, row);
    kk_xlsx_print(S, CHART_COLUMNS * CHART_WIDTH, begin, page, count, row);
}
