/* A city planned again with something changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/again.h"

#include <string.h>

typedef struct {
    const kk_base *base;
    kk_city *(*change)(kk_ctx *K, const kk_city *C, void *info);
    void *info;
    kk_again *out;
} call;

static void work(kk_ctx *K, void *arg)
{
    const call *A = arg;
    const kk_city *C = A->change(K, A->base->C, A->info);
    const kk_plan *P = kk_warm_plan(K, A->base->warm, C);
    const kk_figures *F = kk_figures_missing(K, P);
    size_t cells = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
    memcpy(A->out->unmet, F->unmet, cells * sizeof(double));
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            memcpy(A->out->short_[g], F->short_[g], cells * sizeof(double));
    memcpy(A->out->open, P->open, (size_t)C->noption * (size_t)C->nplan * sizeof(kk_micro));
    memcpy(A->out->goal, P->goal_value, (size_t)C->ngoal * sizeof(double));
}

bool kk_try_apart(kk_ctx *K, void (*body)(kk_ctx *K, void *arg), void *arg)
{
    kk_ctx *own = kk_ctx_new();
    if (!own)
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    kk_rc rc = kk_guard(own, body, arg);
    if (rc == KK_OK || rc == KK_ECONFLICT) {
        kk_ctx_free(own);
        return rc == KK_OK;
    }
    kk_defer(K, (void (*)(void *))kk_ctx_free, own);
    kk_fail(K, rc, "%s%.0s", "%.0s%s", kk_message(own, KK_EN), kk_message(own, KK_JA));
}

kk_again *kk_plan_again(kk_ctx *K, kk_base *base, kk_city *(*change)(kk_ctx *K, const kk_city *C, void *info),
                        void *info)
{
    const kk_city *C = base->C;
    kk_again *N = KK_NEW(K, kk_again);
    size_t cells = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
    N->unmet = KK_ARRAY(K, double, cells);
    N->short_ = KK_ARRAY(K, double *, C->ntarget);
    for (int g = 0; g < C->ntarget; g++)
        N->short_[g] = C->target[g].rows ? KK_ARRAY(K, double, cells) : N->unmet;
    N->open = KK_ARRAY(K, kk_micro, C->noption * C->nplan);
    N->goal = KK_ARRAY(K, double, C->ngoal + C->ntarget + 1); /* whoever changes goals adds no more */

    base->solved++;
    return kk_try_apart(K, work, &(call){base, change, info, N}) ? N : NULL;
}

double kk_missing(const kk_city *C, const kk_again *N, int g, int a, int c, int t)
{
    const double *value = g == KK_NONE ? N->unmet : N->short_[g];
    double sum = 0.0;
    for (int area = 0; area < C->narea; area++)
        for (int class = 0; class < C->nclass; class ++)
            for (int year = 0; year < C->nyear; year++)
                if ((a == KK_NONE || a == area) && (c == KK_NONE || c == class) && (t == KK_NONE || t == year) &&
                    (g == KK_NONE || (C->target[g].area[area] && C->target[g].class_[class] &&
                                      C->target[g].from <= year && year <= C->target[g].until)))
                    sum += value[kk_at(area, class, C->nclass, year, C->nyear)];
    return kk_shown(sum);
}
