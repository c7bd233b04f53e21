/* Words, numbers and columns of the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/words.h"

#include <math.h>
#include <string.h>

const char *kk_say_decimal(const kk_voice *V, int64_t value, int decimals)
{
    kk_text T = {.K = V->K};
    const char *digits = kk_decimal(V->K, value, decimals);
    if (*digits == '-') {
        kk_text_add(&T, V->C->minus);
        digits++;
    }
    size_t whole = strcspn(digits, ".");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            kk_text_add(&T, ",");
        kk_text_addn(&T, digits + i, 1);
    }
    kk_text_add(&T, digits + whole);
    return kk_text_get(&T);
}

const char *kk_say_whole(const kk_voice *V, int64_t value)
{
    return kk_say_decimal(V, value, 0);
}

/* More than nothing, but nothing once rounded: it must not be called 0. */
static bool less_than_one(double value)
{
    return value > 0.0 && value < 0.5;
}

static bool just_one(double value)
{
    return value >= 0.5 && value < 1.5;
}

const char *kk_say_count(const kk_voice *V, double value)
{
    return less_than_one(value) ? "<1" : kk_say_whole(V, (int64_t)floor(value + 0.5));
}

const char *kk_say_children(const kk_voice *V, double value)
{
    if (less_than_one(value))
        return KK_WORD(V, "less than 1 child", "1人未満");
    if (V->lang == KK_JA)
        return kk_format(V->K, "%s人", kk_say_count(V, value));
    return kk_format(V->K, "%s %s", kk_say_count(V, value), just_one(value) ? "child" : "children");
}

const char *kk_say_seats(const kk_voice *V, double value)
{
    if (less_than_one(value))
        return KK_WORD(V, "less than 1 seat", "1人分未満");
    if (V->lang == KK_JA)
        return kk_format(V->K, "%s人分", kk_say_count(V, value));
    return kk_format(V->K, "%s %s", kk_say_count(V, value), just_one(value) ? "seat" : "seats");
}

const char *kk_say_area(const kk_voice *V, int node)
{
    const char *label = V->C->node[node].name.label;
    bool nameless = strcmp(label, "全市") == 0 || strcmp(label, "whole city") == 0;
    return nameless ? KK_WORD(V, "whole city", "全市") : label;
}

const char *kk_say_title(const kk_voice *V)
{
    return *V->C->title ? V->C->title : kk_say_area(V, V->C->nnode - 1);
}

const char *kk_say_limit_value(const kk_voice *V, const kk_limit *L)
{
    kk_micro value = kk_micro_round(L->value);
    const char *number = kk_say_decimal(V, value, 6);
    bool one = value == KK_MICRO;
    switch (L->quantity) {
    case KK_Q_UNITS: return KK_SAY(V, one ? "%s unit" : "%s units", "%s件", number);
    case KK_Q_SEATS: return KK_SAY(V, one ? "%s seat" : "%s seats", "定員%s人分", number);
    case KK_Q_VACANT: return KK_SAY(V, one ? "%s vacant seat" : "%s vacant seats", "空き%s人分", number);
    case KK_Q_UNMET: return KK_SAY(V, one ? "%s child short" : "%s children short", "不足%s人", number);
    case KK_Q_CARERS: return KK_SAY(V, one ? "%s carer" : "%s carers", "保育士%s人", number);
    case KK_Q_TRANSFERS:
        return KK_SAY(V, one ? "%s child elsewhere" : "%s children elsewhere", "区域外利用%s人", number);
    default: return KK_SAY(V, "%s %s", "%s%s", number, V->C->money_unit);
    }
}

const char *kk_say_date(const kk_voice *V, int fiscal_year)
{
    if (V->C->as_of_end)
        return KK_SAY(V, "31 Mar %d", "%d年3月31日", fiscal_year + 1);
    return KK_SAY(V, "1 Apr %d", "%d年4月1日", fiscal_year);
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

const char *kk_fit(kk_ctx *K, const char *text, int width)
{
    kk_text T = {.K = K};
    bool cut = kk_text_width(text) > width, plain = true;
    for (const char *s = text; *s; s++)
        plain = plain && (unsigned char)*s >= 0x20 && *s != 0x7F;
    if (plain && !cut)
        return text;
    int left = width - (cut ? kk_text_width("…") : 0);
    while (*text) {
        int length = kk_utf8_length(text, strlen(text));
        const char *one = kk_strndup(K, text, (size_t)(length > 0 ? length : 1));
        if ((unsigned char)*one < 0x20 || *one == 0x7F)
            one = " ";
        left -= kk_text_width(one);
        if (left < 0)
            break;
        kk_text_add(&T, one);
        text += length > 0 ? length : 1;
    }
    if (cut && width >= kk_text_width("…"))
        kk_text_add(&T, "…");
    return kk_text_get(&T);
}

const char *kk_fit_name(kk_ctx *K, const char *text, int width)
{
    const int dots = kk_text_width("…"), least = (width - dots) * 3 / 5; /* of the end */
    int rest = kk_text_width(text);
    if (rest <= width || least <= 0)
        return kk_fit(K, text, width);
    const char *end = text;
    for (size_t size = strlen(text); rest > least;) {
        int length = kk_utf8_length(end, size);
        char one[8] = {0};
        memcpy(one, end, length > 0 ? (size_t)length : 1);
        rest -= kk_text_width(one);
        size -= length > 0 ? (size_t)length : 1;
        end += length > 0 ? length : 1;
    }
    int left = width - dots - rest;
    const char *head = kk_fit(K, text, left + dots); /* ends with the dots itself */
    return kk_format(K, "%s%s", head, kk_fit(K, end, least));
}

void kk_say_line(kk_text *T, const char *text)
{
    enum { COLUMNS = 80 };
    const char *fit = kk_fit(T->K, text, COLUMNS);
    size_t length = strlen(fit);
    while (length > 0 && fit[length - 1] == ' ')
        length--;
    kk_text_addn(T, fit, length);
    kk_text_add(T, "\n");
}

const char *kk_pad_left(kk_ctx *K, const char *text, int width)
{
    const char *fit = kk_fit(K, text, width);
    return kk_format(K, "%s%*s", fit, width - kk_text_width(fit), "");
}

const char *kk_pad_right(kk_ctx *K, const char *text, int width)
{
    const char *fit = kk_fit(K, text, width);
    return kk_format(K, "%*s%s", width - kk_text_width(fit), "", fit);
}
