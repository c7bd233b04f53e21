/* Children who must leave their seats at an age, and the places for them, stated again (data/README.md, leavers.csv).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_LEAVERS_H
#define KK_JUDGE_LEAVERS_H

#include "judge/trial.h"

typedef struct kk_leavers kk_leavers;

/** vacant [narea][nseat][nyear]: seats as they are shown, thousandths. */
kk_leavers *kk_leavers_new(kk_trial *T, mpz_t *vacant);

/** Whether children leave their seats at an age and belong to class d from then on. */
bool kk_leavers_any(const kk_leavers *L, int d, int age);

/** Those of area a in year index t >= 1: children who leave, others of that age, and places. out [3]: 10^-9, rounded;
 *  whether the need of one of their classes is an estimate. */
bool kk_leavers_count(kk_leavers *L, int a, int d, int age, int t, mpz_t *out);

#endif
