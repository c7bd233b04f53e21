/* Words, numbers and columns of the terminal, in English and Japanese.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_WORDS_H
#define KK_REPORT_WORDS_H

#include "base/str.h"
#include "domain/city.h"

/** What is needed to say anything. */
typedef struct {
    kk_ctx *K;
    const kk_city *C;
    kk_lang lang;
} kk_voice;

/** A sentence with the same arguments in the same order in both languages. */
#define KK_SAY(V, en, ja, ...) kk_format((V)->K, (V)->lang == KK_JA ? ja : en, __VA_ARGS__)
/** A word. */
#define KK_WORD(V, en, ja) ((V)->lang == KK_JA ? ja : en)

/** 12345 -> "12,345"; a negative number with the city's sign. */
const char *kk_say_whole(const kk_voice *V, int64_t value);
/** value, a number of 10^-decimals, with thousands separators and without trailing zeros. */
const char *kk_say_decimal(const kk_voice *V, int64_t value, int decimals);
/** Children or seats as a whole number, halves up; "<1" for what would be shown as 0 but is not. */
const char *kk_say_count(const kk_voice *V, double value);
/** "35 children", "1 child", "less than 1 child"; "35人", "1人未満". */
const char *kk_say_children(const kk_voice *V, double value);
/** "35 seats", ...; "35人分". */
const char *kk_say_seats(const kk_voice *V, double value);
/** The label of a node of the tree of areas; that of a city without a name is a word of the language. */
const char *kk_say_area(const kk_voice *V, int node);
/** What the plan is called: the title of its scenario, else the city. */
const char *kk_say_title(const kk_voice *V);
/** The value of a limit, in what it counts: "2 units", "40 vacant seats", "150 千円"; "2件", "空き40人分", "150千円". */
const char *kk_say_limit_value(const kk_voice *V, const kk_limit *L);
/** "1 Apr 2021" or "2021年4月1日": the date that figures of a fiscal year are as of. */
const char *kk_say_date(const kk_voice *V, int fiscal_year);

/** A line of at most 80 columns, without blanks at its end; added to T. */
void kk_say_line(kk_text *T, const char *text);

/** text in at most width columns: what does not fit gives way to "…"; control characters become blanks. */
const char *kk_fit(kk_ctx *K, const char *text, int width);
/** The same for a name: its middle gives way, because names of places mostly differ at their ends. */
const char *kk_fit_name(kk_ctx *K, const char *text, int width);
/** text in exactly width columns, at the left or at the right of them. */
const char *kk_pad_left(kk_ctx *K, const char *text, int width);
const char *kk_pad_right(kk_ctx *K, const char *text, int width);

#endif
