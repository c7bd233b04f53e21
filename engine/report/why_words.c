/* Causes in the planner's words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/why_words.h"

static const char *measure_label(const kk_why *Y, int m)
{
    return Y->rows->measure[m].name.label;
}

/* A limit of one year says which; all together does not. */
static const char *say_limit(const kk_voice *V, const kk_cause *X, const kk_limit *L)
{
    if (X->several)
        return KK_SAY(V, "%s, every year", "%s（全年度）", L->name.label);
    if (L->period == KK_TOGETHER && L->from < L->until)
        return L->name.label;
    return KK_SAY(V, "%s, FY%d", "%s（%d年度）", L->name.label, L->from);
}

static const char *say_lead(const kk_voice *V, const kk_why *Y, const kk_cause *X)
{
    const kk_city *C = Y->rows;
    if (X->of != KK_NONE)
        return X->value == 1.0
                   ? KK_SAY(V, "%s: 1 year to prepare", "%s：準備に1年", measure_label(Y, X->of))
                   : KK_SAY(V, "%s: %d years to prepare", "%s：準備に%d年", measure_label(Y, X->of), (int)X->value);
    int first = C->nplan;
    for (int o = 0; o < C->noption; o++)
        if (C->option[o].open_from <= C->option[o].open_until && C->option[o].open_from < first)
            first = C->option[o].open_from;
    return KK_SAY(V, "time to prepare: nothing opens before %s", "準備期間（%sより前の開設なし）",
                  kk_say_date(V, C->first + first));
}

/* "Extension: options used up (3)"; without a number where it holds no option back */
static const char *of_measure(const kk_voice *V, const kk_why *Y, const kk_cause *X, const char *en, const char *ja)
{
    if (X->holds == 0)
        return KK_SAY(V, "%s: %s", "%s：%s", measure_label(Y, X->of), V->lang == KK_JA ? ja : en);
    return V->lang == KK_JA ? kk_format(V->K, "%s：%s（%d候補）", measure_label(Y, X->of), ja, X->holds)
                            : kk_format(V->K, "%s: %s (%d)", measure_label(Y, X->of), en, X->holds);
}

const char *kk_say_cause(const kk_voice *V, const kk_why *Y, int cause)
{
    static const char *const CONSENT[] = {"意向が確実", "意向が見込み", "意向が未定", "意向が拒否"};
    const kk_cause *X = &Y->cause[cause];
    switch (X->kind) {
    case KK_C_WHOLE: return KK_WORD(V, "only whole units open", "1件単位でしか開けない");
    case KK_C_LIMIT: return say_limit(V, X, &Y->rows->limit[X->of]);
    case KK_C_CARERS:
        return X->several
                   ? KK_SAY(V, "carers, %s, every year", "保育士（%s、全年度）", kk_say_area(V, X->of))
                   : KK_SAY(V, "carers, %s, %s", "保育士（%s、%s）", kk_say_area(V, X->of), kk_say_date(V, X->year));
    case KK_C_LEAD_YEARS: return say_lead(V, Y, X);
    case KK_C_WINDOW: return of_measure(V, Y, X, "earliest, latest year", "最早・最遅年度");
    case KK_C_CONSENT:
        return of_measure(V, Y, X, kk_format(V->K, "consent %s", kk_consent_word[X->consent]), CONSENT[X->consent]);
    case KK_C_MAX_UNITS:
        return X->holds > 0 ? of_measure(V, Y, X, "options used up", "候補を使い切り")
                            : of_measure(V, Y, X, "number of units", "候補の件数の上限");
    case KK_C_MAX_PER_YEAR: return of_measure(V, Y, X, "most in a year", "年間の上限");
    case KK_C_MIN_UNITS: return of_measure(V, Y, X, "has to open", "必ず開く分");
    case KK_C_ONCE:
        return X->holds > 0 ? KK_SAY(V, "a facility changes once (%d)", "施設ごとに一度だけ（%d施設）", X->holds)
                            : KK_WORD(V, "a facility changes once", "施設ごとに一度だけ");
    case KK_C_LINKS:
        return X->holds > 0 ? KK_SAY(V, "use of other areas (%d links full)", "区域外利用の上限（%d件）", X->holds)
                            : KK_WORD(V, "use of other areas", "区域外利用の上限");
    case KK_C_FOLLOW: return KK_WORD(V, "the plan in force is followed", "現行計画のまま");
    case KK_NCAUSE: break;
    }
    return "";
}

/* One of what a limit counts. */
static const char *one_of_limit(const kk_voice *V, const kk_limit *L)
{
    switch (L->quantity) {
    case KK_Q_UNITS: return KK_WORD(V, "1 unit", "1件");
    case KK_Q_VACANT: return KK_WORD(V, "1 seat", "1人分");
    case KK_Q_CARERS: return KK_WORD(V, "1 carer", "1人");
    case KK_Q_UNMET:
    case KK_Q_TRANSFERS: return KK_WORD(V, "1 child", "1人");
    default: return KK_WORD(V, "10 %", "10％");
    }
}

/* One more child, or 1 % more of the need, of each link: what they say. */
static const char *one_of_links(const kk_voice *V, const kk_city *C)
{
    bool children = false, share = false;
    for (int l = 0; l < C->nlink; l++) {
        children = children || isfinite(C->link[l].max_children);
        share = share || C->link[l].share_over < C->link[l].share_under;
    }
    if (children && share)
        return KK_WORD(V, "1 or 1 % each", "各1人・1％");
    return share ? KK_WORD(V, "1 % each", "各1％") : KK_WORD(V, "1 child each", "各1人");
}

static bool has_more(const kk_cause *X)
{
    return X->more > 0.0 && (X->kind != KK_C_CONSENT || X->option != KK_NONE);
}

const char *kk_say_more(const kk_voice *V, const kk_why *Y, int cause)
{
    const kk_cause *X = &Y->cause[cause];
    if (!has_more(X))
        return "";
    switch (X->kind) {
    case KK_C_LIMIT: return one_of_limit(V, &Y->rows->limit[X->of]);
    case KK_C_CARERS: return KK_WORD(V, "1 carer", "1人");
    case KK_C_LEAD_YEARS:
    case KK_C_WINDOW: return KK_WORD(V, "1 year", "1年");
    case KK_C_CONSENT: {
        const kk_option *O = &Y->rows->option[X->option];
        return O->facility != KK_NONE ? Y->rows->facility[O->facility].label : Y->rows->node[O->area].name.label;
    }
    case KK_C_MAX_UNITS:
    case KK_C_MAX_PER_YEAR:
    case KK_C_MIN_UNITS: return KK_WORD(V, "1 each", "各1件");
    case KK_C_LINKS: return one_of_links(V, Y->rows);
    default: return "";
    }
}

const char *kk_more_code(kk_ctx *K, const kk_why *Y, int cause)
{
    const kk_cause *X = &Y->cause[cause];
    const kk_voice V = {K, Y->rows, KK_EN};
    if (has_more(X) && X->kind == KK_C_CONSENT)
        return kk_format(K, "option %s", Y->rows->option[X->option].name.id);
    return kk_say_more(&V, Y, cause);
}

const char *kk_cause_code(kk_ctx *K, const kk_why *Y, int cause)
{
    const kk_cause *X = &Y->cause[cause];
    const char *word = kk_cause_word[X->kind];
    return X->kind == KK_C_CONSENT ? kk_format(K, "%s_%s", word, kk_consent_word[X->consent]) : word;
}

const char *kk_cause_id(const kk_why *Y, int cause)
{
    const kk_cause *X = &Y->cause[cause];
    if (X->of == KK_NONE)
        return "";
    return X->kind == KK_C_LIMIT    ? Y->rows->limit[X->of].name.id
           : X->kind == KK_C_CARERS ? Y->rows->node[X->of].name.id
                                    : Y->rows->measure[X->of].name.id;
}

const char *kk_say_rest(const kk_voice *V, const kk_lack *lack)
{
    switch (lack->rest) {
    case KK_REST_LATER: return KK_WORD(V, "nothing opens after the last year", "計画期間の後で開設がない");
    case KK_REST_NO_MEASURE:
        return lack->vacant >= 1.0
                   ? KK_SAY(V, "no such option; %s of the wrong age empty",
                            "増やす候補なし（年齢・区分の合わない空き%s）", kk_say_seats(V, lack->vacant))
                   : KK_WORD(V, "no option adds such a seat", "増やす候補なし");
    case KK_REST_GOALS: return KK_WORD(V, "other goals come first", "先に満たす目標があるため");
    case KK_REST_OTHER: return KK_WORD(V, "options take seats, or end", "候補が減らす定員や存続年数のため");
    default: return "";
    }
}
