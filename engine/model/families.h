/* The families of the model, one function each; inside the room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_MODEL_FAMILIES_H
#define KK_MODEL_FAMILIES_H

#include "model/model.h"

void kk_cols_make(kk_rows *R, const kk_city *C, kk_cols *X);
void kk_rows_serve(kk_rows *R, const kk_city *C, const kk_cols *X);    /* need seats required cover link */
void kk_rows_carers(kk_rows *R, const kk_city *C, const kk_cols *X);   /* carers */
void kk_rows_measures(kk_rows *R, const kk_city *C, const kk_cols *X); /* units once */
void kk_rows_limits(kk_rows *R, const kk_city *C, const kk_cols *X);   /* limit */
void kk_rows_goals(kk_rows *R, const kk_city *C, const kk_cols *X);    /* share */
void kk_rows_change(kk_rows *R, const kk_city *C, const kk_cols *X);   /* change */
void kk_objectives(const kk_model *M);                                 /* goals, closing stages */

/* ---- words of the algebra ---------------------------------------------------------------------------------------- */

static inline double kk_need(const kk_city *C, int a, int c, int t)
{
    return C->need[kk_at(a, c, C->nclass, t, C->nyear)];
}

static inline double kk_base(const kk_city *C, int b, int k, int t)
{
    return C->base[kk_at(b, k, C->nseat, t, C->nyear)];
}

/** required[g,a,c,t]; need[a,c,t] for a target without rows. */
static inline double kk_required(const kk_city *C, int g, int a, int c, int t)
{
    const double *required = C->target[g].rows ? C->target[g].required : C->need;
    return required[kk_at(a, c, C->nclass, t, C->nyear)];
}

static inline const char *kk_code_area(const kk_city *C, int a)
{
    return C->node[a].name.code;
}

static inline int kk_col_open(const kk_city *C, const kk_cols *X, int o, int t)
{
    return X->open[o * C->nplan + t];
}

/** adopted[o,t]: units of the plan in force. */
static inline double kk_adopted(const kk_city *C, int o, int t)
{
    return C->adopted ? C->adopted[o * C->nplan + t] : 0.0;
}

/** Sum over the effect rows of option o on seat kind k: amount * share available in t when opened in tau. */
double kk_effect_open(const kk_city *C, int o, int k, int t, int tau);

/** Sum of the positive effects of option o on the seat kinds of a mask: gross seats added by one unit. */
double kk_effect_gross(const kk_city *C, int o, const unsigned char *seat);

/** Sum of kk_money() of one unit of o opened in tau over fiscal years from..until and the given kinds of cost. */
double kk_money_sum(const kk_city *C, int o, int tau, const bool cost[KK_NCOST], int payer, int from, int until);

/** Seats that one child of service p takes of the kinds in a mask. */
double kk_seats_taken(const kk_city *C, int p, const unsigned char *seat);

#endif
