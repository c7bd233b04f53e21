/* The judge's word on printed cells: a plan as it is printed passes; with any cell of any sheet altered, any row lost,
 * told twice or moved, any heading changed, it is rejected.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"
#include "judge_fixture.h"

#include "test.h"

static kk_ctx *K;
static kk_city *C;
static kk_plan *P;

/* ---- every cell -------------------------------------------------------------------------------------------------- */

static bool is_number(const char *cell)
{
    return *cell && cell[strspn(cell, "0123456789.-")] == '\0' && strchr(cell + 1, '-') == NULL;
}

/* Another value for a cell, or NULL when there are no more kinds of alteration. */
static const char *altered(const kk_sheet *S, int row, int column, int kind)
{
    const char *cell = kk_sheet_cell(S, row, column);
    switch (kind) {
    case 0: return is_number(cell) ? kk_format(K, "%.9g", atof(cell) + 1.0) : kk_format(K, "%sx", cell);
    case 1: return is_number(cell) ? kk_format(K, "%.9g", atof(cell) - 1.0) : *cell ? "" : "*";
    case 2: return is_number(cell) ? kk_format(K, "%.9g", atof(cell) + 0.001) : " ";
    case 3: /* the same number, written otherwise */
        return is_number(cell) ? kk_format(K, strchr(cell, '.') ? "%s0" : "%s.0", cell) : kk_format(K, " %s", cell);
    case 4: /* the other columns' wording, ids of another row */
        for (int i = 1; i < S->nrow; i++) {
            const char *other = kk_sheet_cell(S, (row + i) % S->nrow, column);
            if (strcmp(other, cell) != 0)
                return other;
        }
        return "no such thing";
    case 5: return "-1";
    case 6: return "1e0";
    default: return NULL;
    }
}

/* Derived cells stand alone: the word names the very cell. What plan.csv and served.csv decide moves others too. */
static bool names_cell(const char *word, int sheet, const kk_sheet *S, int row, int column)
{
    bool decides = sheet == KK_S_PLAN ? column == 0 || column == 5 || column == 6 : sheet == KK_S_SERVED;
    return strncmp(word, "the judge rejects the plan: ", 28) == 0 &&
           (decides || strstr(word, kk_format(K, ": %s.csv line %d, %s: \"", S->name, row + 2, S->column[column])));
}

enum { EVERY_KIND = 7 };

static void alter_cells_by(int sheet, int kinds)
{
    kk_sheet *S = P->sheet[sheet];
    for (int column = 0; column < S->ncol; column++) {
        int tried = 0, rejected = 0;
        for (int row = 0; row < S->nrow; row++) {
            const char **cell = &S->cell[(size_t)row * (size_t)S->ncol + (size_t)column];
            const char *right = *cell, *wrong;
            for (int kind = 0; kind < kinds && (wrong = altered(S, row, column, kind)); kind++) {
                if (strcmp(wrong, right) == 0)
                    continue;
                *cell = wrong;
                tried++;
                const char *word = judged(P);
                bool named = names_cell(word, sheet, S, row, column);
                rejected += named;
                if (!named)
                    printf("# %s.csv line %d, %s: \"%s\" instead of \"%s\": %s\n", S->name, row + 2, S->column[column],
                           wrong, right, word);
                *cell = right;
            }
        }
        printf("# %-9s %-20s %d of %d altered cells rejected\n", S->name, S->column[column], rejected, tried);
        CHECK(tried > 0);
        CHECK_INT(rejected, tried);
    }
    CHECK_TEXT(judged(P), "");
}

static void alter_cells(int sheet)
{
    alter_cells_by(sheet, EVERY_KIND);
}

static void cells_of_plan(void)
{
    alter_cells(KK_S_PLAN);
}

static void cells_of_served(void)
{
    alter_cells(KK_S_SERVED);
}

static void cells_of_balance(void)
{
    alter_cells(KK_S_BALANCE);
}

static void cells_of_seats(void)
{
    alter_cells(KK_S_SEATS);
}

static void cells_of_money(void)
{
    alter_cells(KK_S_MONEY);
}

static void cells_of_limits(void)
{
    alter_cells(KK_S_LIMITS);
}

static void cells_of_promises(void)
{
    alter_cells(KK_S_PROMISES);
}

static void cells_of_transfers(void)
{
    alter_cells(KK_S_TRANSFERS);
}

static void cells_of_carers(void)
{
    alter_cells(KK_S_CARERS);
}

static void cells_of_leavers(void)
{
    alter_cells(KK_S_LEAVERS);
}

static void cells_of_official(void)
{
    alter_cells(KK_S_OFFICIAL);
}

/* The other form: figures as of the end of the year, in English, with another sign, classes that have no total. */
static void cells_of_official_rolled(void)
{
    C->as_of_end = true;
    C->lang = KK_EN;
    C->minus = "△";
    judge_print(K, P);
    alter_cells_by(KK_S_OFFICIAL, 2);
    C->class_[2].unit = "person-days";
    judge_print(K, P);
    CHECK_TEXT(judged(P), "");
    CHECK_INT(kk_sheet_column(P->sheet[KK_S_OFFICIAL], "total"), -1);
    C->class_[2].unit = "";
    C->minus = "-";
    C->lang = KK_JA;
    C->as_of_end = false;
    judge_print(K, P);
}

/* ---- rows and headings ------------------------------------------------------------------------------------------- */

static kk_sheet *copy_without(const kk_sheet *S, int left_out, int twice, int swapped)
{
    kk_sheet *D = kk_sheet_new(K, S->name, S->column, S->ncol);
    for (int row = 0; row < S->nrow; row++) {
        if (row == left_out)
            continue;
        int from = row == swapped ? row + 1 : row == swapped + 1 && swapped >= 0 ? row - 1 : row;
        for (int n = 0; n < (row == twice ? 2 : 1); n++) {
            const char **cell = kk_sheet_row(K, D);
            for (int i = 0; i < S->ncol; i++)
                cell[i] = kk_sheet_cell(S, from, i);
        }
    }
    return D;
}

static void rows_lost_twice_moved(void)
{
    for (int s = 0; s < KK_NSHEET; s++) {
        kk_sheet *right = P->sheet[s];
        int tried = 0, rejected = 0;
        for (int row = 0; row < right->nrow; row++) {
            for (int kind = 0; kind < 3; kind++) {
                if (kind == 2 && row + 1 == right->nrow)
                    continue;
                P->sheet[s] = copy_without(right, kind == 0 ? row : -1, kind == 1 ? row : -1, kind == 2 ? row : -2);
                tried++;
                bool named = strncmp(judged(P), "the judge rejects the plan: ", 28) == 0;
                rejected += named;
                if (!named)
                    printf("# %s.csv row %d, kind %d was believed\n", right->name, row + 2, kind);
            }
        }
        P->sheet[s] = right;
        printf("# %-9s %d of %d lost, double and moved rows rejected\n", right->name, rejected, tried);
        CHECK_INT(rejected, tried);
    }
}

static void headings(void)
{
    for (int s = 0; s < KK_NSHEET; s++) {
        kk_sheet *S = P->sheet[s];
        for (int i = 0; i < S->ncol; i++) {
            const char *right = S->column[i];
            S->column[i] = kk_format(K, "%s2", right);
            CHECK(strstr(judged(P),
                         kk_format(K, "%s.csv: column %d is \"%s2\", not \"%s\"", S->name, i + 1, right, right)));
            S->column[i] = right;
        }
        S->ncol--;
        CHECK(strstr(judged(P), "column"));
        S->ncol++;
        const char *name = S->name;
        S->name = "other";
        CHECK(strstr(judged(P), "sheet \"other\""));
        S->name = name;
    }
    CHECK_TEXT(judged(P), "");
    kk_target *G = &C->target[1], was = *G;
    G->basis = KK_OWN;
    G->buffer = 0.0;
    CHECK(strstr(judged(P), "served.csv: column 8 \"cover_ward2022\" is too many"));
    *G = was;
    CHECK_TEXT(judged(P), "");
}

static void rows_of_zeros(void)
{
    kk_sheet *right = P->sheet[KK_S_SERVED], *S = P->sheet[KK_S_SERVED] = copy_without(right, -1, -1, -2);
    for (int i = 5; i < S->ncol; i++)
        S->cell[i] = "0";
    CHECK(strstr(judged(P), "served.csv line 2, children: \"0\" and all beside it is 0: this row should not be there"));
    P->sheet[KK_S_SERVED] = right;
    const char **units = &P->sheet[KK_S_PLAN]->cell[6], *some = *units;
    *units = "0";
    CHECK(strstr(judged(P), "plan.csv line 2, units: \"0\" opens nothing"));
    *units = some;
    CHECK_TEXT(judged(P), "");
}

/* ---- numbers as a plan prints them ------------------------------------------------------------------------------- */

static void numbers_are_plain(void)
{
    static const char *const bad[] = {"",
                                      " 1",
                                      "1 ",
                                      "+1",
                                      "-0",
                                      "-1",
                                      "1.",
                                      ".5",
                                      "1.0",
                                      "01",
                                      "00",
                                      "1e0",
                                      "1,000",
                                      "1.0000001",
                                      "0x1",
                                      "nan",
                                      "inf",
                                      "１",
                                      "1.2.3",
                                      "1..2",
                                      "1.50",
                                      "12345678901234567890123456789012345678901234",
                                      "999999999999999999999999999999.5"};
    kk_sheet *S = P->sheet[KK_S_SERVED];
    const char **cell = &S->cell[kk_sheet_column(S, "children")], *right = *cell;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        *cell = bad[i];
        const char *word = judged(P);
        CHECK(strstr(word, "rejects"));
        if (i + 1 < sizeof bad / sizeof *bad) /* the last is a number, but no number of children */
            CHECK(strstr(word, kk_format(K, "served.csv line 2, children: \"%.40s", bad[i])));
    }
    *cell = right;
    CHECK_TEXT(judged(P), "");
}

/* Both messages hold this, and are valid UTF-8. */
static void whole_characters(const char *en, const char *ja)
{
    kk_ctx *other = kk_ctx_new();
    CHECK_INT(kk_guard(other, judge_body, P), KK_EJUDGE);
    for (int lang = 0; lang < 2; lang++) {
        const char *word = kk_message(other, (kk_lang)lang);
        CHECK(strstr(word, lang == KK_EN ? en : ja));
        for (size_t left = strlen(word); left > 0;) {
            int step = kk_utf8_length(word, left);
            if (!CHECK(step > 0))
                break;
            word += step;
            left -= (size_t)step;
        }
    }
    kk_ctx_free(other);
}

static void words_for_people(void)
{
    kk_sheet *S = P->sheet[KK_S_BALANCE];
    const char **cell = &S->cell[4 * S->ncol + 4], *right = *cell;
    *cell = "79";
    kk_ctx *other = kk_ctx_new();
    CHECK_INT(kk_guard(other, judge_body, P), KK_EJUDGE);
    CHECK_TEXT(kk_message(other, KK_EN),
               "the judge rejects the plan: balance.csv line 6, served: \"79\" should be \"80\"");
    CHECK_TEXT(kk_message(other, KK_JA), "検算が計画を認めません: balance.csv 6 行目 served: 「79」は「80」のはずです");
    kk_ctx_free(other);
    *cell = right;

    /* however long a cell is, the message holds whole characters and says how many more mistakes there are */
    kk_text kanji = {.K = K};
    for (int i = 0; i < 400; i++)
        kk_text_add(&kanji, "確保");
    for (int row = 0; row < 9; row++)
        S->cell[row * S->ncol] = P->sheet[KK_S_SEATS]->cell[row * P->sheet[KK_S_SEATS]->ncol] = kk_text_get(&kanji);
    whole_characters("; and 2 more", "。ほか 2 件");
    for (int row = 0; row < 9; row++)
        S->cell[row * S->ncol] = P->sheet[KK_S_SEATS]->cell[row * P->sheet[KK_S_SEATS]->ncol] = "w1";
    CHECK_TEXT(judged(P), "");

    /* nor does the name of a row break it */
    const char *code = C->node[0].name.code;
    C->node[0].name.code = kk_text_get(&kanji);
    C->need[0] -= 1.0;
    whole_characters("row need[確保確保", "行 need[確保確保");
    C->need[0] += 1.0;
    C->node[0].name.code = code;
    CHECK_TEXT(judged(P), "");
}

/* ---- memory ------------------------------------------------------------------------------------------------------ */

static void no_memory(void)
{
    kk_rc rc = KK_ESYSTEM;
    long n = 0;
    for (long step = 1; rc != KK_OK && n < 100000; n += step) {
        kk_ctx *other = kk_ctx_new();
        kk_ctx_fail_allocation(other, n + 1);
        rc = kk_guard(other, judge_body, P);
        CHECK(rc == KK_OK || rc == KK_ESYSTEM);
        kk_ctx_free(other);
    }
    printf("# the judge allocates %ld times\n", n - 1);
    CHECK(n > 10 && n < 100000);
}

int main(void)
{
    K = kk_ctx_new();
    C = judge_city(K);
    judge_carers(K, C);
    judge_leavers(C);
    P = judge_plan(K, C);
    RUN(cells_of_plan);
    RUN(cells_of_served);
    RUN(cells_of_balance);
    RUN(cells_of_seats);
    RUN(cells_of_money);
    RUN(cells_of_limits);
    RUN(cells_of_promises);
    RUN(cells_of_carers);
    RUN(cells_of_transfers);
    RUN(cells_of_leavers);
    RUN(cells_of_official);
    RUN(cells_of_official_rolled);
    RUN(rows_lost_twice_moved);
    RUN(headings);
    RUN(rows_of_zeros);
    RUN(numbers_are_plain);
    RUN(words_for_people);
    RUN(no_memory);
    kk_ctx_free(K);
    return DONE();
}
