/* A city planned again and again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/warm.h"

#include "solve/stages.h"

struct kk_warm {
    const kk_map *weights; /* of the base's columns: kk_name_weights() */
    kk_warm_count count;
};

kk_warm *kk_warm_new(kk_ctx *K, const kk_city *C)
{
    kk_warm *W = KK_NEW(K, kk_warm);
    W->weights = kk_name_weights(K, C);
    return W;
}

kk_plan *kk_warm_plan(kk_ctx *K, kk_warm *W, const kk_city *changed)
{
    W->count.plans++;
    W->count.cold++;
    return kk_solve_alone(K, changed, W->weights);
}

kk_warm_count kk_warm_counted(const kk_warm *W)
{
    return W->count;
}
