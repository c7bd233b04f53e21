/* The actions of a plan and the cost of its rules, explained: tables and text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_ACTIONS_OUT_H
#define KK_REPORT_ACTIONS_OUT_H

#include "domain/sheet.h"
#include "report/json_out.h"
#include "report/why_words.h"

/** actions.csv: every action, then every option that is left out. */
kk_sheet *kk_actions_sheet(kk_ctx *K, const kk_why *Y);

/** rules.csv: the value of every goal in the plan, and without each rule. */
kk_sheet *kk_rules_sheet(kk_ctx *K, const kk_why *Y);

/** Both for machines: members of the object that is open. */
void kk_actions_json(kk_json *J, const kk_voice *V, const kk_why *Y);

/** The actions that matter most, and what is left out, for the terminal; added to T. */
void kk_actions_text(const kk_voice *V, const kk_why *Y, kk_text *T);

/** What the rules of the scenario cost, for the terminal; added to T. */
void kk_rules_text(const kk_voice *V, const kk_why *Y, kk_text *T);

#endif
