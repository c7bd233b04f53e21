/* Writing the model for other solvers; inside the room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_MODEL_EXPORT_H
#define KK_MODEL_EXPORT_H

#include "base/str.h"
#include "model/model.h"

/** The city as GMPL data for models/planning.mod. */
void kk_export_gmpl(kk_text *T, const kk_model *M);

/** The rows, columns and goals as free MPS. */
void kk_export_mps(kk_text *T, const kk_model *M);

/** The rows, columns and goals in CPLEX LP format. */
void kk_export_lp(kk_text *T, const kk_model *M);

/** Add a number, finite: the fewest digits, at most 17, that read back as the same double. */
void kk_export_number(kk_text *T, double value);

/** Add a line of comment; what would end the line or upset a reader is left out. */
void kk_export_comment(kk_text *T, const char *mark, const char *text);

#endif
