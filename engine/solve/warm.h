/* A city planned again and again, each time with something changed.
 *
 * What a base keeps from one plan to the next saves work; it never changes a plan: each is the one that
 * kk_solve_alone() makes of the changed city, whatever was planned before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_WARM_H
#define KK_SOLVE_WARM_H

#include "domain/plan.h"

typedef struct kk_warm kk_warm;

/** The base of plans to come. C outlives it; it lives as long as K, and serves one thread at a time. */
kk_warm *kk_warm_new(kk_ctx *K, const kk_city *C);

/** Plan a city: what it opens, who is served where and the goals, as kk_solve_alone() says, but nothing of iterations
 *  and counters. It may be any city. From the base starts one that has its sets (areas, classes, services, options,
 *  targets, goals, links; the same rows of limits and carers) and opens units in any part, unless a goal has slack:
 *  figures, limits, costs, windows, consents, units, effects and the order of the goals may differ.
 *
 *  @param K  context of this plan; may be another than the base's, and die before it
 *  Fails with KK_ECONFLICT where hard rules contradict each other, with KK_EMORE, KK_ESYSTEM.
 */
kk_plan *kk_warm_plan(kk_ctx *K, kk_warm *W, const kk_city *changed);

/** What was done since kk_warm_new(). */
typedef struct {
    long plans;
    long cold;   /* of them from the start */
    long pivots; /* of the others */
} kk_warm_count;

kk_warm_count kk_warm_counted(const kk_warm *W);

#endif
