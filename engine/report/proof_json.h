/* proof.json: what verify needs beside the tables of a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_PROOF_JSON_H
#define KK_REPORT_PROOF_JSON_H

#include "domain/conflict.h"

/** The text of proof.json, whose values and bounds the judge has said. */
const char *kk_proof_json(kk_ctx *K, const kk_proof *P);

/** The text of proof.json of a contradiction. */
const char *kk_conflict_proof_json(kk_ctx *K, int nrow, const kk_multiplier *row);

#endif
