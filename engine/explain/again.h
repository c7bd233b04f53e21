/* A city planned again with something changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_EXPLAIN_AGAIN_H
#define KK_EXPLAIN_AGAIN_H

#include "domain/plan.h"
#include "solve/warm.h"

/** What such a plan leaves missing, as it would be printed: kakuho plan on the changed city prints the same. */
typedef struct {
    double *unmet;   /* [narea][nclass][nyear] children */
    double **short_; /* [ntarget] -> [narea][nclass][nyear] seats; unmet for a target without rows */
    kk_micro *open;  /* [noption][nplan] units */
    double *goal;    /* [ngoal] value of each goal of the changed city */
} kk_again;

/** Do body(K, arg) in a context of its own, which is gone afterwards: a context gives nothing back before it dies.
 *  @return false where it fails with KK_ECONFLICT. Fails as body does otherwise */
bool kk_try_apart(kk_ctx *K, void (*body)(kk_ctx *K, void *arg), void *arg);

/** A city that is planned again and again. */
typedef struct {
    const kk_city *C;
    kk_warm *warm; /* its base */
    int solved;    /* how often it was planned */
} kk_base;

/** Plan change(K, base->C, info), a city of the same shape; what that makes and takes is gone afterwards.
 *  @return what it leaves missing; NULL where its hard rules contradict each other. Fails with KK_ESYSTEM */
kk_again *kk_plan_again(kk_ctx *K, kk_base *base, kk_city *(*change)(kk_ctx *K, const kk_city *C, void *info),
                        void *info);

/** The sum over the areas (KK_NONE: all) and classes (KK_NONE: all) in year index t (KK_NONE: all) of what is short of
 *  target g (KK_NONE: of unmet). */
double kk_missing(const kk_city *C, const kk_again *N, int g, int a, int c, int t);

#endif
