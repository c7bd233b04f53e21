/* Schemas: what a table or a scenario may hold, for machines and for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_SCHEMA_H
#define KK_INPUT_SCHEMA_H

#include "base/ctx.h"

/** The schema of "scenario" (JSON Schema, draft 2020-12) or of a table by its name (Table Schema), or the codes of all
 *  findings ("findings"); NULL: the list of these names, one a line. Fails with KK_EUSAGE for any other name. */
const char *kk_schema_text(kk_ctx *K, const char *name);

#endif
