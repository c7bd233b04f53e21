/* Cases with a context each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_TESTS_CASE_H
#define KK_TESTS_CASE_H

#include "base/ctx.h"
#include "test.h"

static kk_ctx *K; /* the context of the case that runs */

/** Run one case in a context of its own. */
#define CASE(function)                                                                                                 \
    do {                                                                                                               \
        K = kk_ctx_new();                                                                                              \
        RUN(function);                                                                                                 \
        kk_ctx_free(K);                                                                                                \
    } while (0)

#endif
