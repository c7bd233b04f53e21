/* One printed sheet under the eye of the judge: its cells are compared one by one, from left to right, row by row. For
 * check.c alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_PAGE_H
#define KK_JUDGE_PAGE_H

#include "judge/trial.h"

#include <stdio.h>
#include <string.h>

enum { WRONG_PER_SHEET = 3 };

/* A sheet and the cell that comes next. */
typedef struct {
    kk_trial *T;
    const kk_city *C;
    const kk_sheet *S;
    int row, column, wrong;
    mpz_t *coarse; /* [3] 10^(digits - 9), 10^6, 10^digits */
} sheet;

/* The next row of the sheet; false where there is none, or where there were enough mistakes. */
static inline bool begin(sheet *H)
{
    if (H->wrong >= WRONG_PER_SHEET)
        return false;
    KK_ASSERT(H->row < 0 || H->column == H->S->ncol);
    H->row++;
    H->column = 0;
    if (H->row < H->S->nrow)
        return true;
    H->wrong = WRONG_PER_SHEET;
    kk_complain(H->T, "%s.csv has only %d rows", "%s.csv には %d 行しかありません", H->S->name, H->S->nrow);
    return false;
}

static inline void end(sheet *H)
{
    if (H->wrong < WRONG_PER_SHEET && H->row + 1 < H->S->nrow)
        kk_complain(H->T, "%s.csv line %d should not be there", "%s.csv %d 行目は余分です", H->S->name, H->row + 3);
}

static inline void text(sheet *H, const char *want)
{
    int i = H->column++;
    const char *printed = kk_sheet_cell(H->S, H->row, i);
    if (strcmp(printed, want) == 0)
        return;
    H->wrong++;
    kk_complain(H->T, "%s.csv line %d, %s: \"%s\" should be \"%s\"", "%s.csv %d 行目 %s: 「%s」は「%s」のはずです",
                H->S->name, H->row + 2, kk_trial_quote(H->T, H->S->column[i]), kk_trial_quote(H->T, printed),
                kk_trial_quote(H->T, want));
}

static inline void whole(sheet *H, int value)
{
    char want[16];
    snprintf(want, sizeof want, "%d", value);
    text(H, want);
}

static inline void year(sheet *H, int t)
{
    whole(H, H->C->first + t);
}

static inline void milli(sheet *H, const mpz_t value)
{
    text(H, kk_exact_text(H->T->E, value, 3));
}

static inline void money(sheet *H, const mpz_t value)
{
    text(H, kk_exact_text(H->T->E, value, 0));
}

static inline void mark(sheet *H, bool estimate)
{
    text(H, estimate ? "*" : "");
}

/* out = value (10^-digits), to 9 decimals, then to 3: thousandths */
static inline void to_milli(const sheet *H, mpz_t out, const mpz_t value)
{
    kk_exact_round(H->T->E, out, value, H->coarse[0]);
    kk_exact_round(H->T->E, out, out, H->coarse[1]);
}

/* out = money (10^-digits), to whole */
static inline void to_money(const sheet *H, mpz_t out, const mpz_t value)
{
    kk_exact_round(H->T->E, out, value, H->coarse[2]);
}

#endif
