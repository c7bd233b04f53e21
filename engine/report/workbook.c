/* plan.xlsx. See workbook.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/workbook.h"

#include <string.h>

enum { SUMMARY_COLUMNS = 6, SUMMARY_WIDTH = 90 };

static const int WIDTH[SUMMARY_COLUMNS] = {22, 10, 14, 14, 10, 20};

void kk_book_title(kk_xpage *S, const char *title)
{
    kk_xlsx_text(S, 0, 0, KK_X_TITLE, title);
    kk_xlsx_height(S, 0, 2);
}

/* ---- the first sheet --------------------------------------------------------------------------------------------- */

/* A text over all columns; the row behind it. */
static int put_text(kk_xpage *S, int row, unsigned look, const char *text)
{
    kk_xlsx_merge(S, row, 0, row, SUMMARY_COLUMNS - 1, look | KK_X_WRAP);
    kk_xlsx_text(S, row, 0, look | KK_X_WRAP, text);
    kk_xlsx_height(S, row, kk_xlsx_lines(text, SUMMARY_WIDTH));
    return row + 1;
}

static int put_fact(kk_xpage *S, int row, const char *name, const char *text)
{
    kk_xlsx_text(S, row, 0, KK_X_BOX | KK_X_SHADE, name);
    kk_xlsx_merge(S, row, 1, row, SUMMARY_COLUMNS - 1, KK_X_BOX | KK_X_WRAP);
    kk_xlsx_text(S, row, 1, KK_X_BOX | KK_X_WRAP, text);
    kk_xlsx_height(S, row, kk_xlsx_lines(text, SUMMARY_WIDTH - WIDTH[0]));
    return row + 1;
}

static int put_facts(const kk_book *B, kk_xpage *S, int row)
{
    const kk_voice *V = &B->V;
    const kk_city *C = V->C;
    kk_text what_if = {.K = V->K};
    for (int i = 0; i < C->nwhat_if; i++)
        kk_text_addf(&what_if, "%s%s", i > 0 ? "; " : "", C->what_if[i]);
    if (what_if.length)
        row = put_fact(S, row, KK_WORD(V, "What if", "もしも（変更点）"), kk_text_get(&what_if));
    row =
        put_fact(S, row, KK_WORD(V, "Figures", "時点"),
                 C->as_of_end ? KK_WORD(V, "of a fiscal year: as of 31 March, when it ends", "各年度末（3月31日）現在")
                              : KK_WORD(V, "of a fiscal year: as of 1 April, when it begins", "各年度4月1日現在"));
    row = put_fact(S, row, KK_WORD(V, "Money", "金額の単位"), C->money_unit);
    row = put_fact(S, row, KK_WORD(V, "Units", "件数"),
                   C->whole ? KK_WORD(V, "whole", "整数")
                            : KK_WORD(V, "parts of units: a quick look", "端数を認めた概算"));
    row = put_fact(S, row, KK_WORD(V, "Estimates (*)", "推計（*）"),
                   KK_SAY(V, "%d of %d rows of the input", "推計%d行（入力は全%d行）", C->estimates, C->figures));
    return put_fact(S, row, KK_WORD(V, "Input, SHA-256", "入力（SHA-256）"), kk_input_hash(V->K, C));
}

/* Three views of what is short, of the whole city, side by side; classes that count different things have none. */
static int put_views(const kk_book *B, kk_xpage *S, int row)
{
    const kk_voice *V = &B->V;
    const kk_sheet *T = B->O->sheet;
    static const kk_official_row VIEW[] = {KK_OF_NETTED, KK_OF_BY_CELL, KK_OF_COUNTS};
    if (!B->O->total)
        return row;
    kk_xlsx_text(
        S, row++, 0, KK_X_BOLD,
        KK_SAY(V, "Three views of what is short: %s", "不足の三つの見方：%s", kk_say_area(V, V->C->nnode - 1)));
    row = put_text(
        S, row, 0,
        KK_WORD(V,
                "All netted: vacant seats of one class make up for what another lacks. Cell by cell: each "
                "merged cell of the table alone. What counts: seats are shared as far as the rules of the "
                "city allow; this is what promises, goals and the other sheets speak of.",
                "「全体で差し引いた場合」は、ある区分の空きで別の区分の不足を埋めます。「欄ごとに見た場合」は、"
                "表の欄（結合したセル）ごとに見ます。「この計画の数字」は、市の決まりの範囲で席を融通した"
                "場合で、目標も、ほかのシートも、この数字によります。"));
    kk_xlsx_text(S, row, 0, KK_X_HEAD, KK_WORD(V, "Fiscal year", "年度"));
    for (int i = 0; i < 3; i++) {
        kk_xlsx_text(S, row, 1 + i, KK_X_HEAD,
                     i == 0   ? KK_WORD(V, "all netted", "全体で差し引き")
                     : i == 1 ? KK_WORD(V, "cell by cell", "欄ごと")
                              : KK_WORD(V, "what counts", "この計画の数字"));
    }
    kk_xlsx_height(S, row++, 2);
    for (int t = V->C->nplan; t > 0; t--, row++) {
        int block = T->nrow - t * B->O->nrow;
        kk_xlsx_number(S, row, 0, KK_X_BOX | KK_X_CENTRE | KK_X_PLAIN, kk_sheet_cell(T, block, 1));
        for (int i = 0; i < 3; i++)
            for (int r = 0; r < B->O->nrow; r++)
                if (B->O->row[r] == VIEW[i])
                    kk_xlsx_number(S, row, 1 + i, KK_X_BOX | (i == 2 ? KK_X_BOLD : KK_X_QUIET),
                                   kk_sheet_cell(T, block + r, T->ncol - 2));
    }
    return row + 1;
}

static void put_summary(kk_book *B)
{
    const kk_voice *V = &B->V;
    const kk_city *C = V->C;
    kk_xpage *S = kk_xlsx_page(B->X, KK_WORD(V, "Summary", "概要"));
    for (int j = 0; j < SUMMARY_COLUMNS; j++)
        kk_xlsx_width(S, j, WIDTH[j]);
    const char *title = kk_say_title(V);
    int row = put_text(S, 0, KK_X_TITLE, title);
    kk_xlsx_height(S, 0, kk_xlsx_lines(title, SUMMARY_WIDTH * 2 / 3) + 1);
    if (*C->edition)
        row = put_text(S, row, 0, C->edition);
    if (*C->note)
        row = put_text(S, row, 0, C->note);
    row = put_facts(B, S, row + 1) + 1;
    row = kk_book_promises(B, S, row);
    row = put_views(B, S, row);
    kk_xlsx_print(S, SUMMARY_WIDTH, NULL, NULL, 0, row);
}

/* ---- the workbook ------------------------------------------------------------------------------------------------ */

/* official.csv as it is printed, with the words of the language: the same numbers in the same places. */
static const kk_official *official_of(const kk_voice *V, const kk_report_side *D)
{
    const kk_official *O = kk_official_new(V->K, D->P, D->F, V->lang);
    const kk_sheet *want = D->P->sheet[KK_S_OFFICIAL], *got = O->sheet;
    bool same = want->ncol == got->ncol && want->nrow == got->nrow;
    for (int i = 0; i < got->nrow && same; i++)
        for (int j = 3; j < got->ncol && same; j++)
            same = strcmp(kk_sheet_cell(want, i, j), kk_sheet_cell(got, i, j)) == 0;
    if (!same)
        kk_fail(V->K, KK_EJUDGE, "official.csv is not what its plan.csv and served.csv give; plan it again",
                "official.csv が plan.csv と served.csv から得られる表と異なります。計画し直してください");
    return O;
}

kk_blob kk_workbook(kk_ctx *K, const kk_report_side *D, kk_lang lang, const char *name)
{
    const kk_city *C = D->P->C;
    kk_book B = {.V = {K, C, lang}, .D = D};
    const kk_voice *V = &B.V;
    B.O = official_of(V, D);
    B.X = kk_xlsx_new(K, C->minus, kk_say_title(V), C->edition, KK_WORD(V, "page &P of &N", "&P／&Nページ"),
                      KK_SAY(V, "input %.8s", "入力 %.8s", kk_input_hash(K, C)));
    put_summary(&B);
    kk_book_official(&B);
    kk_book_charts(&B);
    kk_book_lists(&B);
    return kk_xlsx_file(B.X, name);
}
