/* Goals and rules in the planner's words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/why_words.h"

#include <string.h>

static const char *what(const kk_voice *V, const kk_goal *N)
{
    switch (N->kind) {
    case KK_G_UNMET: return KK_WORD(V, "unmet", "不足人数");
    case KK_G_SHORT: return KK_WORD(V, "short", "定員の不足");
    case KK_G_WORST_SHARE: return KK_WORD(V, "the worst area's share", "最も不足する区域の割合");
    case KK_G_SEATS:
        return kk_is_existing_first(V->C, N) ? KK_WORD(V, "new seats", "新設の定員")
                                             : KK_WORD(V, "seats", "増やす定員");
    case KK_G_COST:
        return N->payer == V->C->city_payer ? KK_WORD(V, "cost to the city", "市の負担")
               : N->payer == KK_NONE        ? KK_WORD(V, "cost", "費用")
                                            : KK_SAY(V, "cost to %s", "%sの負担", V->C->payer[N->payer].label);
    case KK_G_VACANT: return KK_WORD(V, "vacant seat-years", "空き（延べ）");
    case KK_G_UNITS: return KK_WORD(V, "units", "件数");
    case KK_G_CARERS: return KK_WORD(V, "carers", "保育士");
    case KK_G_CHANGE: return KK_WORD(V, "change from the plan in force", "現行計画からの変更");
    case KK_G_TRANSFERS: return KK_WORD(V, "use of other areas", "区域外利用");
    case KK_NGOAL: break;
    }
    return "";
}

const char *kk_say_goal(const kk_voice *V, int goal)
{
    const kk_goal *N = &V->C->goal[goal];
    if (N->target == KK_NONE)
        return what(V, N);
    return KK_SAY(V, "%s (%s)", "%s（%s）", what(V, N), V->C->target[N->target].name.label);
}

static const char *value_of(const kk_voice *V, kk_goal_kind kind, double value)
{
    if (kind == KK_G_WORST_SHARE)
        return KK_SAY(V, "%s %%", "%s％", kk_say_decimal(V, (int64_t)llround(value * 1e4), 2));
    if (kind == KK_G_COST)
        return kk_format(V->K, "%s%s%s", kk_say_whole(V, (int64_t)llround(value)), V->lang == KK_JA ? "" : " ",
                         V->C->money_unit);
    return kk_say_decimal(V, (int64_t)llround(value * 10.0), 1);
}

const char *kk_say_goal_value(const kk_voice *V, int goal, double value)
{
    return value_of(V, V->C->goal[goal].kind, value);
}

const char *kk_say_goal_change(const kk_voice *V, int goal, double value)
{
    if (V->C->goal[goal].kind == KK_G_WORST_SHARE)
        return KK_SAY(V, "%s points", "%sポイント", kk_say_decimal(V, (int64_t)llround(value * 1e4), 2));
    return value_of(V, V->C->goal[goal].kind, value);
}

const char *kk_say_stage(const kk_voice *V, int i)
{
    kk_text T = {.K = V->K};
    for (int n = 0; n < V->C->ngoal; n++)
        if (V->C->goal[n].stage == i)
            kk_text_addf(&T, "%s%s", T.length ? " + " : "", kk_say_goal(V, n));
    return kk_text_get(&T);
}

const char *kk_say_gap(const kk_voice *V, const kk_stage *stage)
{
    double percent = kk_stage_gap(stage) * 100.0;
    int64_t tenths = percent < 1.0 ? (int64_t)ceil(percent * 10.0) : 10 * (int64_t)ceil(percent);
    return kk_format(V->K, "%s %%", kk_decimal(V->K, tenths, 1));
}

const char *kk_say_rule(const kk_voice *V, const kk_why *Y, const kk_rule_cost *rule)
{
    switch (rule->kind) {
    case KK_R_PLAN: return KK_WORD(V, "the plan", "この計画");
    case KK_R_EXISTING_FIRST:
        return rule->on ? KK_WORD(V, "With existing facilities first", "既存施設を優先すると")
                        : KK_WORD(V, "Without existing facilities first", "既存施設の優先をやめると");
    case KK_R_EQUAL_AREAS:
        return rule->on ? KK_WORD(V, "Areas alike before the city total", "市全体の合計より区域の公平を優先すると")
                        : KK_WORD(V, "City total before areas alike", "区域の公平より市全体の合計を優先すると");
    case KK_R_GOAL: return KK_SAY(V, "Last of all goals: %s", "「%s」を最後の目標にすると", kk_say_goal(V, rule->of));
    case KK_R_TARGET:
        return KK_SAY(V, "Last of all goals: promise %s", "目標 %s を最後にすると", V->C->target[rule->of].name.label);
    case KK_R_CAUSE: return KK_SAY(V, "Without: %s", "「%s」がないと", kk_say_cause(V, Y, rule->of));
    case KK_NRULE: break;
    }
    return "";
}

const char *kk_say_added(const kk_voice *V, const kk_rule_cost *rule)
{
    return rule->kind == KK_R_EQUAL_AREAS ? KK_WORD(V, "the worst area's share", "最も不足する区域の割合")
                                          : KK_WORD(V, "new seats", "新設の定員");
}

const char *kk_say_added_value(const kk_voice *V, const kk_rule_cost *rule, double value)
{
    return value_of(V, rule->kind == KK_R_EQUAL_AREAS ? KK_G_WORST_SHARE : KK_G_SEATS, value);
}
