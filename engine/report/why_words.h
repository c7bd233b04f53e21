/* Causes in the planner's words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_WHY_WORDS_H
#define KK_REPORT_WHY_WORDS_H

#include "explain/rules.h"
#include "report/words.h"

/** What a limit is: "yearly budget, FY2020", "New nursery: 2 years to prepare". */
const char *kk_say_cause(const kk_voice *V, const kk_why *Y, int cause);

/** One natural unit more of it: "10 %", "1 carer"; of a consent, where: "East ward"; "" where there is none. */
const char *kk_say_more(const kk_voice *V, const kk_why *Y, int cause);

/** The same for tables: of a consent "option extend_higashi". */
const char *kk_more_code(kk_ctx *K, const kk_why *Y, int cause);

/** The kind of a cause for tables: "limit", "carers", ..., of a consent with which: "consent_undecided". */
const char *kk_cause_code(kk_ctx *K, const kk_why *Y, int cause);

/** The id of what a cause is of: a limit, node or measure; "" where it is of none. */
const char *kk_cause_id(const kk_why *Y, int cause);

/** Why something stays missing without any limit, "" where nothing does. */
const char *kk_say_rest(const kk_voice *V, const kk_lack *lack);

/** What a goal counts: "cost to the city", "short (ward-2023)"; a value of it, and a change of that, with its unit. */
const char *kk_say_goal(const kk_voice *V, int goal);
const char *kk_say_goal_value(const kk_voice *V, int goal, double value);
const char *kk_say_goal_change(const kk_voice *V, int goal, double value);

/** The goals of stage number i, "new seats + cost to the city"; "" where there is no such stage. */
const char *kk_say_stage(const kk_voice *V, int i);
/** How far a stage of goals may be from the best, "0.9 %": one decimal below 1, rounded up. */
const char *kk_say_gap(const kk_voice *V, const kk_stage *stage);

/** What is done to a rule: "City total before areas alike". */
const char *kk_say_rule(const kk_voice *V, const kk_why *Y, const kk_rule_cost *rule);
/** Of a rule that is added what its goal counts, and a value of it. */
const char *kk_say_added(const kk_voice *V, const kk_rule_cost *rule);
const char *kk_say_added_value(const kk_voice *V, const kk_rule_cost *rule, double value);

#endif
