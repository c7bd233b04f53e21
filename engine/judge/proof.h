/* What the multipliers of a proof prove, on the judge's own rows and in exact numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_PROOF_H
#define KK_JUDGE_PROOF_H

#include "domain/proof.h"
#include "judge/closing.h"

/** What is proved of one stage of goals; texts are decimals of at most 12 decimals. */
typedef struct {
    const char *stage;
    const char *value;             /* of the plan's columns (with slack: of the stage's own), rounded */
    const char *bound;             /* no plan that is as good in the earlier stages is below it; rounded down */
    const char *gap;               /* value - bound, rounded */
    double value_near, bound_near; /* as nearest doubles */
    bool proved;                   /* |gap| <= 1e-6 max(1, |value|) */
} kk_bound;

typedef struct {
    kk_bound *stage; /* [nstage] of the proof */
    int nclosing;
    kk_closing closing[KK_CLOSING]; /* [nclosing] */
    double *goal_near;              /* [ngoal] value of each goal in its own unit, as nearest double */
} kk_proved;

/** Judge a proof: its columns are those that are printed, finer; the multipliers prove every stage.
 *
 *  The bound is the Lagrangian one: with the wrong-signed multipliers as 0, for every plan within the rows
 *
 *     cost x  >=  sum over rows  y b  +  sum over columns  min over lower <= x <= upper  (cost - y A) x
 *
 *  where cost is that of the goal plus lambda times those of the earlier ones. Every column has finite bounds, so any
 *  multipliers prove something.
 *
 *  Complaints: a column that is not printed, or printed as another value; one that is printed and not in the proof; a
 *  row that does not exist; an unknown stage; a value or bound that is said and does not follow; a stage that is not
 *  proved.
 *
 *  @param T    trial of the printed plan, its columns read
 *  @return what is proved; NULL where the proof is not one of these goals
 */
kk_proved *kk_proof_judge(kk_trial *T, const kk_proof *P);

#endif
