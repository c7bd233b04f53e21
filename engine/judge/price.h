/* The Lagrangian bound of multipliers, on the judge's own rows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_PRICE_H
#define KK_JUDGE_PRICE_H

#include "domain/proof.h"
#include "judge/trial.h"

/** For every stage of a proof what is proved of goal + sum of lambda[i] * goal[i]: out [P->nstage], exactly
 *
 *     sum over rows  y b  +  sum over columns  min over lower <= x <= upper  (cost - y A) x
 *
 *  with wrong-signed multipliers as 0. Complaints: a row that does not exist, or is there twice. */
void kk_price_bounds(kk_trial *T, const kk_proof *P, mpq_t *out);

/** The same without any goal: what is above 0 shows that no plan keeps all of these rows. */
void kk_price_rows(kk_trial *T, int nrow, kk_multiplier *row, mpq_t *out);

#endif
