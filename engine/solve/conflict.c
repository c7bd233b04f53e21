/* Which hard rules contradict each other: a deletion filter.
 *
 * A rule is dropped by taking the bounds of its row away. The bounds of the columns open come from the same data (an
 * option's max_units, its facility, pool and limits), so they are taken away at once and the rows speak alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/conflict.h"

#include "model/model.h"
#include "model/reduce.h"
#include "solve/box.h"

#include <string.h>

/* More units than any city opens. */
static const double MANY = 1e6;

typedef struct {
    kk_ctx *K;
    kk_rows R; /* the model, with bounds of its own */
    const kk_rows *stated;
    int *rule, nrule; /* rows that may be dropped */
    double *no_cost;
} filter;

/* Rules are tried in this order: what says the same as another in fewer people's words goes first. */
typedef enum { COVER, RULE, NORDER, SOFT } order;

static order order_of(const char *row)
{
    static const char *const soft[] = {"need[", "required[", "share[", "change["};
    for (size_t i = 0; i < sizeof soft / sizeof *soft; i++)
        if (strncmp(row, soft[i], strlen(soft[i])) == 0)
            return SOFT;
    return strncmp(row, "cover[", 6) == 0 ? COVER : RULE;
}

static void set(filter *F, int from, int until, bool there)
{
    for (int r = from; r < until; r++) {
        int i = F->rule[r];
        F->R.row_lo[i] = there ? F->stated->row_lo[i] : -INFINITY;
        F->R.row_up[i] = there ? F->stated->row_up[i] : INFINITY;
    }
}

static bool contradicts(filter *F)
{
    kk_reduced *D = kk_reduce(F->K, &F->R);
    kk_box *B = kk_box_new(F->K, D);
    bool feasible = kk_box_minimise(B, F->no_cost);
    kk_box_end(B);
    return !feasible;
}

/* Drop what can be dropped of rules from..until-1, all of which are there: the whole, or else one half after the other.
 * A single one that cannot be dropped is in the set. */
static void thin(filter *F, int from, int until)
{
    set(F, from, until, false);
    if (contradicts(F))
        return;
    set(F, from, until, true);
    if (until - from == 1)
        return;
    int middle = from + (until - from) / 2;
    thin(F, from, middle);
    thin(F, middle, until);
}

kk_conflict *kk_conflict_find(kk_ctx *K, const kk_city *C)
{
    const kk_model *M = kk_model_build(K, C);
    filter F = {.K = K, .R = *M->R, .stated = M->R};
    size_t rows = (size_t)M->R->nrow * sizeof(double), cols = (size_t)M->R->ncol * sizeof(double);
    F.R.row_lo = memcpy(kk_alloc(K, 1, rows), M->R->row_lo, rows);
    F.R.row_up = memcpy(kk_alloc(K, 1, rows), M->R->row_up, rows);
    F.R.col_up = memcpy(kk_alloc(K, 1, cols), M->R->col_up, cols);
    for (int i = 0; i < C->noption * C->nplan; i++)
        if (M->X.open[i] >= 0)
            F.R.col_up[M->X.open[i]] = MANY;
    F.no_cost = KK_ARRAY(K, double, M->R->ncol);
    F.rule = KK_ARRAY(K, int, M->R->nrow);
    for (order o = COVER; o < NORDER; o++)
        for (int i = 0; i < M->R->nrow; i++)
            if (order_of(M->R->row_name[i]) == o)
                F.rule[F.nrule++] = i;

    kk_conflict *X = KK_NEW(K, kk_conflict);
    if (F.nrule == 0 || !contradicts(&F))
        return X;
    thin(&F, 0, F.nrule);
    X->rule = KK_ARRAY(K, kk_rule, F.nrule);
    for (int r = 0; r < F.nrule; r++) {
        int i = F.rule[r];
        if (isfinite(F.R.row_lo[i]) || isfinite(F.R.row_up[i]))
            X->rule[X->count++] = (kk_rule){M->R->row_name[i], M->R->row_lo[i], M->R->row_up[i]};
    }
    return X;
}
