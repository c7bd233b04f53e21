/* The summary of a plan: one screen for people, or the same for machines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_SUMMARY_H
#define KK_REPORT_SUMMARY_H

#include "domain/plan.h"
#include "report/story.h"

/** At most 80 columns and 24 lines, or with json one JSON document.
 *
 *  @param P    a plan with its sheets
 *  @param dir  the folder that was written, or NULL
 */
const char *kk_summary(kk_ctx *K, const kk_plan *P, kk_lang lang, bool json, const char *dir);

/** The JSON form. Children, seats and units with at most three decimals, money whole. */
const char *kk_summary_json(kk_ctx *K, const kk_story *S, kk_lang lang, const char *dir);

#endif
