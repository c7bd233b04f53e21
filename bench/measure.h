/* What the programs of the bench share: a clock, medians, and the end of a run that went wrong.
 *
 * It comes before other headers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BENCH_MEASURE_H
#define KK_BENCH_MEASURE_H

#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1 /* clock_gettime */
#endif

#include "base/ctx.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double ms_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static inline int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double median(double *value, int count)
{
    qsort(value, (size_t)count, sizeof *value, by_value);
    return value[count / 2];
}

/* End the program unless a call went well. */
static inline void need(const kk_ctx *K, kk_rc rc, const char *program)
{
    if (rc == KK_OK)
        return;
    fprintf(stderr, "%s: code %d: %s\n", program, rc, kk_message(K, KK_EN));
    exit((int)rc);
}

#endif
