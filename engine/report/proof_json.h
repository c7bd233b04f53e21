/* proof.json: what verify needs beside the tables of a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_PROOF_JSON_H
#define KK_REPORT_PROOF_JSON_H

#include "domain/conflict.h"

/** The text of proof.json, whose values and bounds the judge has said. Its last member is the sum of all numbers in it:
 *  whoever alters one of them has to alter that too, though other multipliers may prove the same.
 *
 *  @param out_sum  that sum; NULL is allowed
 */
const char *kk_proof_json(kk_ctx *K, const kk_proof *P, const char **out_sum);

/** The text of proof.json of a contradiction, likewise. */
const char *kk_conflict_proof_json(kk_ctx *K, int nrow, const kk_multiplier *row, const char **out_sum);

#endif
