/* What the sections of a comparison are made of: labels, numbers, rows. For compare_page.c and compare_input.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_COMPARE_ROWS_H
#define KK_REPORT_COMPARE_ROWS_H

#include "report/compare_page.h"

#include <math.h>

typedef struct {
    kk_page *G;
    kk_page_section *S; /* the one that is being made */
} kk_page_maker;

/** The label of what an id in such a column names, in the first plan that has it; else the id. */
const char *kk_page_label(const kk_page_maker *P, const char *column, const char *id);
/** A number of the tables, exactly as printed there, with thousands separators; "–" where there is none. */
const char *kk_page_number(const kk_page_maker *P, double value);
/** A difference: with its sign, 0 as such. */
const char *kk_page_signed(const kk_page_maker *P, const char *text, bool positive);
/** The date as of which figures of a year are, or the year alone where plans mean different dates. */
const char *kk_page_date(const kk_page_maker *P, int year);

/** A new section: a column for each plan and, of two plans and unless words says texts, what the second has more. */
void kk_page_begin(kk_page_maker *P, const char *title, bool words);
/** A section without rows and note is not there. */
void kk_page_end(kk_page_maker *P);

/** A new row and its cells. */
const char **kk_page_row_new(kk_page_maker *P, const char *label);
/** A row of numbers, or of money, of all plans. */
void kk_page_numbers(kk_page_maker *P, const char *label, const double *value);
void kk_page_moneys(kk_page_maker *P, const char *label, const int64_t *value);
/** "5 more", where there are. */
void kk_page_more(kk_page_maker *P, int more);

/** Whether all plans have the same number, or none. */
bool kk_page_same(const kk_page_maker *P, const double *value);

/** The sections of the input: tables, scenario. */
void kk_page_input(kk_page_maker *P);

#endif
