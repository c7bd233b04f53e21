/* Money of one unit, stated again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_MONEY_H
#define KK_JUDGE_MONEY_H

#include "judge/trial.h"

/** The whole amount of capital, or of running cost a year, of one unit of option o: rounded half away from zero. */
void kk_money_unit(kk_trial *T, int o, kk_cost cost, mpz_t out);

/** Tell paid() every payment, other than 0, for one unit of option o that opens in year index t: by kind of cost, payer
 * and fiscal year decide_from..look_ahead. Several calls for one payer and year add up. */
void kk_money_of_unit(kk_trial *T, int o, int t,
                      void (*paid)(void *info, kk_cost cost, int payer, int year, const mpz_t amount), void *info);

#endif
