/* What is missing when given units open: asked again and again of one city.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_OPENING_H
#define KK_SOLVE_OPENING_H

#include "domain/city.h"

typedef struct kk_opening kk_opening;

/** A city whose options may open as many units as it will be told, in any year of the plan. C outlives it. */
kk_opening *kk_opening_new(kk_ctx *K, const kk_city *C);

/** Place the children of the city as its goals and limits say when these units open, and nothing else.
 *
 *  @param K          context of this question; may be another than that of W
 *  @param open       [noption][nplan] units
 *  @param out_unmet  [nyear] children of all areas and classes
 *  @param out_short  [ntarget][nyear] seats short of a target that asks for seats, else 0
 *  Fails with KK_ECONFLICT where the units take seats that are not there, or a limit cannot be kept; KK_ESYSTEM.
 */
void kk_opening_missing(kk_ctx *K, kk_opening *W, const double *open, double *out_unmet, double *out_short);

#endif
