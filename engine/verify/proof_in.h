/* proof.json, read back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_VERIFY_PROOF_IN_H
#define KK_VERIFY_PROOF_IN_H

#include "base/file.h"
#include "domain/proof.h"

/** Read proof.json. Fails with KK_EJUDGE where it is not as kakuho writes it. */
kk_proof *kk_proof_read(kk_ctx *K, const kk_blob *raw);

/** The same of a contradiction: *out_nrow multipliers. */
kk_multiplier *kk_conflict_proof_read(kk_ctx *K, const kk_blob *raw, int *out_nrow);

#endif
