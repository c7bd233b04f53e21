/* The closing stages that choose one plan among equals, stated again (models/README.md, "Goals").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_CLOSING_H
#define KK_JUDGE_CLOSING_H

#include "judge/trial.h"

enum { KK_CLOSING = 5 };

/** The value of a closing stage, as nearest double. */
typedef struct {
    const char *name; /* "closing unmet" */
    double value;
} kk_closing;

/** What they are at the columns of T: unmet, short (only with a target with rows), units, opening, service. Not the
 *  last, names, whose weights mean nothing. @return how many */
int kk_closing_state(kk_trial *T, kk_closing out[KK_CLOSING]);

#endif
