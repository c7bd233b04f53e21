/* One plan in whole units: the value of its first stage, the bound, and the seconds of the processor it took.
 *
 *     whole SCENARIO EFFORT SECONDS [WITHOUT]
 *
 * SECONDS: take the best plan so far then. WITHOUT: the sum of the parts of the search that are left out, KK_SOME and
 * those behind it (all: the plan in parts is made whole, no more). Printed: "VALUE BOUND SECONDS".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kakuho.h"

#include "domain/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static bool out_of_time(void *info)
{
    return now() >= *(const double *)info;
}

int main(int argc, char **argv)
{
    if (argc < 4 || argc > 5) {
        fputs("usage: whole SCENARIO EFFORT SECONDS [WITHOUT]\n", stderr);
        return 2;
    }
    const char *set[] = {"units=whole", NULL};
    kk_ctx *K = kk_ctx_new();
    kk_city *C;
    kk_plan *P;
    char effort[64];
    snprintf(effort, sizeof effort, "effort=%s", argv[2]);
    set[1] = effort;
    kk_rc rc = kk_city_load(K, argv[1], &(kk_load_options){.set = set, .nset = 2}, &C);
    if (rc == KK_OK) {
        if (argc == 5)
            C->searches &= ~(unsigned)atoi(argv[4]);
        double start = now(), end = start + strtod(argv[3], NULL);
        rc = kk_city_plan(K, C, &(kk_plan_options){.stop = out_of_time, .info = &end}, &P);
        if (rc == KK_OK)
            printf("%.17g %.17g %.3f\n", P->stage[0].value, P->stage[0].bound, now() - start);
    }
    if (rc != KK_OK)
        fprintf(stderr, "whole: code %d: %s\n", rc, kk_message(K, KK_EN));
    kk_ctx_free(K);
    return (int)rc;
}
