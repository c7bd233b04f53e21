/* The model of a city, family by family.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/families.h"

kk_model *kk_model_build(kk_ctx *K, const kk_city *C, bool open_nothing)
{
    kk_model *M = KK_NEW(K, kk_model);
    M->C = C;
    M->R = kk_rows_new(K);
    kk_cols_make(M->R, C, &M->X, open_nothing);
    kk_rows_serve(M->R, C, &M->X);
    if (!open_nothing) {
        kk_rows_measures(M->R, C, &M->X);
        kk_rows_limits(M->R, C, &M->X);
    }
    kk_rows_goals(M->R, C, &M->X);
    kk_objectives(M->R, C, &M->X);
    return M;
}
