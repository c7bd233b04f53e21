/* A city planned again with something changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_EXPLAIN_AGAIN_H
#define KK_EXPLAIN_AGAIN_H

#include "domain/plan.h"

/** What such a plan leaves missing, as it would be printed: kakuho plan on the changed city prints the same. */
typedef struct {
    double *unmet;   /* [narea][nclass][nyear] children */
    double **short_; /* [ntarget] -> [narea][nclass][nyear] seats; unmet for a target without rows */
    kk_micro *open;  /* [noption][nplan] units */
    double *goal;    /* [ngoal] value of each goal of the changed city */
} kk_again;

/** Plan change(K, C, info), a city of the same shape as C; what that makes and takes is gone afterwards.
 *  @return what it leaves missing; NULL where its hard rules contradict each other. Fails with KK_ESYSTEM */
kk_again *kk_plan_again(kk_ctx *K, const kk_city *C, kk_city *(*change)(kk_ctx *K, const kk_city *C, void *info),
                        void *info);

/** The sum over the areas (KK_NONE: all) and classes (KK_NONE: all) in year index t (KK_NONE: all) of what is short of
 *  target g (KK_NONE: of unmet). */
double kk_missing(const kk_city *C, const kk_again *N, int g, int a, int c, int t);

#endif
