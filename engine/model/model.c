/* The model of a city, family by family.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/families.h"

#include <string.h>

static kk_model *build(kk_ctx *K, const kk_city *C, bool wide, bool named)
{
    kk_model *M = KK_NEW(K, kk_model);
    M->C = C;
    M->R = kk_rows_new(K);
    M->R->wide = wide;
    M->R->nameless = !named;
    kk_cols_make(M->R, C, &M->X);
    kk_rows_serve(M->R, C, &M->X);
    kk_rows_carers(M->R, C, &M->X);
    M->open_row = M->R->nrow;
    if (!C->follow) {
        kk_rows_measures(M->R, C, &M->X);
        kk_rows_limits(M->R, C, &M->X);
    }
    M->open_row_end = M->R->nrow;
    kk_rows_goals(M->R, C, &M->X);
    kk_rows_change(M->R, C, &M->X);
    kk_objectives(M);
    return M;
}

kk_model *kk_model_build(kk_ctx *K, const kk_city *C)
{
    return build(K, C, false, true);
}

kk_model *kk_model_wide(kk_ctx *K, const kk_city *C, bool named)
{
    kk_city D = *C;
    D.option = KK_ARRAY(K, kk_option, C->noption);
    for (int o = 0; o < C->noption; o++) {
        D.option[o] = C->option[o];
        D.option[o].open_from = 0;
        D.option[o].open_until = C->nplan - 1;
    }
    kk_model *M = build(K, &D, true, named);
    M->C = C;
    for (int o = 0; o < C->noption; o++)
        for (int t = 0; t < C->nplan; t++) {
            int i = o * C->nplan + t;
            if (C->option[o].open_from <= t && t <= C->option[o].open_until)
                continue;
            M->R->col_lo[M->X.open[i]] = M->R->col_up[M->X.open[i]] = 0.0;
            if (M->X.more[i] >= 0)
                M->R->col_up[M->X.more[i]] = 0.0;
        }
    return M;
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
