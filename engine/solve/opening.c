/* What is missing when given units open.
 *
 * The model is built once; a question narrows the columns open to what opens. How many are missing is settled by the
 * goals and the closing stages about what is missing, so those that choose one plan among equals are left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/opening.h"

#include "model/model.h"
#include "solve/stages.h"

#include <string.h>

struct kk_opening {
    const kk_model *M;
};

kk_opening *kk_opening_new(kk_ctx *K, const kk_city *C)
{
    kk_opening *W = KK_NEW(K, kk_opening);
    kk_city *parts = KK_NEW(K, kk_city);
    *parts = *C;
    kk_model *M = kk_model_build(K, C); /* seats of whole units are whole */
    parts->whole = false;               /* but nothing is searched for: units are given, and children only counted */
    M->C = parts;
    kk_rows *R = M->R;
    int missing = 0;
    while (missing < R->nobjective &&
           (R->objective[missing].goal || strcmp(R->objective[missing].name, "closing unmet") == 0 ||
            strcmp(R->objective[missing].name, "closing short") == 0))
        missing++;
    R->nobjective = missing;
    R->unnamed = true;
    W->M = M;
    return W;
}

/* The columns of all areas and classes, year by year. */
static void add_years(const kk_city *C, const int *col, const double *x, double *out)
{
    for (int i = 0; i < C->narea * C->nclass; i++)
        for (int t = 0; t < C->nyear; t++)
            if (col[i * C->nyear + t] >= 0)
                out[t] += x[col[i * C->nyear + t]];
}

void kk_opening_missing(kk_ctx *K, const kk_opening *W, const double *open, double *out_unmet, double *out_short)
{
    const kk_city *C = W->M->C;
    kk_model *M = kk_model_without(K, W->M);
    for (int i = 0; i < C->noption * C->nplan; i++)
        if (M->X.open[i] >= 0)
            M->R->col_lo[M->X.open[i]] = M->R->col_up[M->X.open[i]] = open[i];
    bool unique;
    const double *x = kk_stages_solve(K, M, NULL, NULL, NULL, NULL, &unique, NULL);
    memset(out_unmet, 0, (size_t)C->nyear * sizeof *out_unmet);
    memset(out_short, 0, (size_t)C->ntarget * (size_t)C->nyear * sizeof *out_short);
    add_years(C, M->X.unmet, x, out_unmet);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            add_years(C, M->X.short_[g], x, out_short + (size_t)g * (size_t)C->nyear);
}
