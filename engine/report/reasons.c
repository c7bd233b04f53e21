/* Why a plan leaves something short, as the tables of kakuho explain print it. See reasons.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/reasons.h"

#include "report/why_out.h"
#include "report/why_words.h"

#include <stdlib.h>
#include <string.h>

const char *kk_reason_cell(const kk_reasons *R, int sheet, int row, const char *heading)
{
    int column = kk_sheet_column(R->sheet[sheet], heading);
    return column < 0 ? "" : kk_sheet_cell(R->sheet[sheet], row, column);
}

double kk_reason_number(const kk_reasons *R, int sheet, int row, const char *heading)
{
    double value;
    return kk_num_parse(kk_reason_cell(R, sheet, row, heading), &value) == KK_NUM_OK ? value : (double)NAN;
}

const kk_reasons *kk_reasons_of(kk_ctx *K, const kk_why *Y)
{
    kk_reasons *R = KK_NEW(K, kk_reasons);
    kk_why_sheets(K, Y, R->sheet);
    R->words = Y;
    return R;
}

static const char *year_of(kk_ctx *K, const kk_cause *X)
{
    return X->year == KK_NONE ? "" : kk_format(K, "%d", X->year);
}

/* The option that one more of a consent is: "option extend_higashi". */
static int option_of(const kk_city *C, const char *more)
{
    static const char lead[] = "option ";
    for (int o = 0; o < C->noption && strncmp(more, lead, sizeof lead - 1) == 0; o++)
        if (strcmp(more + sizeof lead - 1, C->option[o].name.id) == 0)
            return o;
    return KK_NONE;
}

/* How many it holds back: the last number of its label. Of a plan in whole units it is that of the plan in parts. */
static int held_by(const char *label)
{
    const char *last = NULL;
    for (const char *s = label; *s; s++)
        if (*s >= '0' && *s <= '9' && (s == label || s[-1] < '0' || s[-1] > '9'))
            last = s;
    return last ? atoi(last) : 0;
}

const kk_reasons *kk_reasons_read(kk_ctx *K, const kk_plan *P, const kk_sheet *const sheet[KK_NREASON])
{
    kk_reasons *R = KK_NEW(K, kk_reasons);
    kk_why *Y = KK_NEW(K, kk_why);
    *Y = (kk_why){.P = P, .rows = kk_city_copy(K, P->C)};
    Y->ncause = kk_causes(K, P, P->C->whole, &Y->cause);
    R->words = Y;
    memcpy(R->sheet, sheet, sizeof R->sheet);
    if (R->sheet[KK_R_CAUSES]->nrow != Y->ncause)
        return NULL;
    for (int i = 0; i < Y->ncause; i++) {
        kk_cause *X = &Y->cause[i];
        if (strcmp(kk_reason_cell(R, KK_R_CAUSES, i, "cause"), kk_cause_code(K, Y, i)) != 0 ||
            strcmp(kk_reason_cell(R, KK_R_CAUSES, i, "of"), kk_cause_id(Y, i)) != 0 ||
            strcmp(kk_reason_cell(R, KK_R_CAUSES, i, "year"), year_of(K, X)) != 0)
            return NULL;
        if (X->kind >= KK_C_WINDOW && X->kind <= KK_C_LINKS)
            X->holds = held_by(kk_reason_cell(R, KK_R_CAUSES, i, "label"));
        if (X->kind == KK_C_CONSENT)
            X->option = option_of(P->C, kk_reason_cell(R, KK_R_CAUSES, i, "one_more"));
    }
    return R;
}

int kk_reason_cause(const kk_reasons *R, int row)
{
    static const char *const KEY[] = {"cause", "of", "year"}, *const IN_WHY[] = {"cause", "of", "cause_year"};
    for (int i = 0; i < R->sheet[KK_R_CAUSES]->nrow; i++) {
        bool same = true;
        for (int j = 0; j < 3; j++)
            same = same &&
                   strcmp(kk_reason_cell(R, KK_R_CAUSES, i, KEY[j]), kk_reason_cell(R, KK_R_WHY, row, IN_WHY[j])) == 0;
        if (same)
            return i;
    }
    return KK_NONE;
}

const char *kk_reason_rest(const kk_voice *V, const kk_reasons *R, int row)
{
    const char *word = kk_reason_cell(R, KK_R_WHY, row, "cause");
    for (kk_rest rest = KK_REST_NONE + 1; rest < KK_NREST; rest++)
        if (strcmp(word, kk_rest_word[rest]) == 0)
            return kk_say_rest(V, &(kk_lack){.rest = rest});
    return "";
}
