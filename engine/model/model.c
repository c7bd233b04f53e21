/* The model of a city, family by family.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/families.h"

#include <string.h>

static void build(const kk_city *C, kk_model *M)
{
    kk_rows *R = M->R;
    M->C = C;
    kk_cols_make(R, C, &M->X);
    kk_rows_serve(R, C, &M->X);
    kk_rows_carers(R, C, &M->X);
    M->open_row = R->nrow;
    if (!C->follow) {
        kk_rows_measures(R, C, &M->X);
        kk_rows_limits(R, C, &M->X);
    }
    M->open_row_end = R->nrow;
    kk_rows_goals(R, C, &M->X);
    kk_rows_change(R, C, &M->X);
    kk_objectives(M);
}

kk_model *kk_model_build(kk_ctx *K, const kk_city *C)
{
    kk_model *M = KK_NEW(K, kk_model);
    M->R = kk_rows_new(K);
    build(C, M);
    return M;
}

/* The columns open are there in every year; where they may not be used they are 0. */
static void build_wide(const kk_city *C, kk_model *M)
{
    kk_rows *R = M->R;
    kk_city D = *C;
    D.option = KK_ARRAY(R->K, kk_option, C->noption);
    for (int o = 0; o < C->noption; o++) {
        D.option[o] = C->option[o];
        D.option[o].open_from = 0;
        D.option[o].open_until = C->nplan - 1;
    }
    R->wide = true;
    build(&D, M);
    M->C = C;
    for (int o = 0; o < C->noption; o++)
        for (int t = 0; t < C->nplan; t++) {
            int i = o * C->nplan + t;
            if (C->option[o].open_from <= t && t <= C->option[o].open_until)
                continue;
            R->col_lo[M->X.open[i]] = R->col_up[M->X.open[i]] = 0.0;
            if (M->X.more[i] >= 0)
                R->col_up[M->X.more[i]] = 0.0;
        }
}

kk_model *kk_model_wide(kk_ctx *K, const kk_city *C, bool named)
{
    kk_model *M = KK_NEW(K, kk_model);
    M->R = kk_rows_new(K);
    M->R->nameless = !named;
    build_wide(C, M);
    return M;
}

kk_model *kk_model_like(kk_ctx *K, const kk_model *like)
{
    kk_model *M = KK_NEW(K, kk_model);
    *M = *like;
    M->R = kk_rows_like(K, like->R);
    return M;
}

bool kk_model_again(kk_ctx *K, const kk_city *C, const kk_model *like, kk_model *M)
{
    if (!kk_model_alike(C, like->C))
        return false;
    kk_rows_again(K, M->R);
    build_wide(C, M);
    return kk_rows_fit(M->R, like->R);
}

kk_model *kk_model_without(kk_ctx *K, const kk_model *M)
{
    kk_model *W = KK_NEW(K, kk_model);
    kk_rows *R = KK_NEW(K, kk_rows);
    *W = *M;
    *R = *M->R;
    W->R = R;
    R->col_lo = memcpy(KK_ARRAY(K, double, R->ncol), R->col_lo, (size_t)R->ncol * sizeof *R->col_lo);
    R->col_up = memcpy(KK_ARRAY(K, double, R->ncol), R->col_up, (size_t)R->ncol * sizeof *R->col_up);
    R->row_lo = memcpy(KK_ARRAY(K, double, R->nrow), R->row_lo, (size_t)R->nrow * sizeof *R->row_lo);
    R->row_up = memcpy(KK_ARRAY(K, double, R->nrow), R->row_up, (size_t)R->nrow * sizeof *R->row_up);
    for (int i = 0; i < M->C->noption * M->C->nplan; i++)
        if (M->X.open[i] >= 0)
            R->col_lo[M->X.open[i]] = R->col_up[M->X.open[i]] = 0.0;
    for (int i = M->open_row; i < M->open_row_end; i++) {
        R->row_lo[i] = -INFINITY;
        R->row_up[i] = INFINITY;
    }
    return W;
}
