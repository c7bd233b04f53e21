/* The codes of all findings. A code never changes its meaning; messages may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_CODES_H
#define KK_INPUT_CODES_H

#include "base/ctx.h"

typedef struct {
    const char *code;
    bool error;           /* else a warning */
    const char *about[2]; /* one line, by kk_lang */
} kk_code;

extern const kk_code kk_codes[]; /* sorted; ended by an empty code */

#endif
