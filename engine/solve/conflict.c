/* Which hard rules contradict each other: a deletion filter.
 *
 * Whether those that are left do is asked of a plan in parts of units; where there is one, of the bounds of whole
 * units; where they do not tell, of the search for whole units, as long as its work lasts.
 *
 * A rule is dropped by taking the bounds of its row away. The bounds of the columns open come from the same data: an
 * option's max_units, its facility, pool and limits, so they are taken away at once and the rows speak alone; but for
 * max_per_year, which no row says: it comes and goes with row units[o].
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/conflict.h"

#include "base/num.h"
#include "model/model.h"
#include "model/reduce.h"
#include "solve/box.h"
#include "solve/whole.h"

#include <string.h>

/* More units than any city opens. */
static const double MANY = 1e6;

/* Work of all searches together, as kk_whole_stage counts it. */
static const long MOST_WORK = 2000 * 1000 * 1000;

typedef struct filter {
    kk_ctx *K;
    const kk_model *M;
    bool (*contradicts)(struct filter *F);
    long work;        /* of searches so far */
    bool undecided;   /* one of them ended before it was known */
    kk_rows R;        /* the model, with bounds of its own */
    int *rule, nrule; /* rows that may be dropped */
    bool *there;      /* [nrule] */
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
    const kk_city *C = F->M->C;
    for (int r = from; r < until; r++) {
        int i = F->rule[r], o = i - F->M->open_row; /* rows units come first of those */
        F->there[r] = there;
        F->R.row_lo[i] = there ? F->M->R->row_lo[i] : -INFINITY;
        F->R.row_up[i] = there ? F->M->R->row_up[i] : INFINITY;
        for (int t = 0; !C->follow && o >= 0 && o < C->noption && t < C->nplan; t++) {
            int open = F->M->X.open[o * C->nplan + t];
            if (open >= 0)
                F->R.col_up[open] = there ? fmin(C->option[o].max_per_year, MANY) : MANY;
        }
    }
}

static bool contradicts(filter *F)
{
    kk_reduced *D = kk_reduce(F->K, &F->R);
    kk_box *B = kk_box_new(F->K, D, 0);
    bool feasible = kk_box_minimise(B, F->no_cost);
    kk_box_end(B);
    return !feasible;
}

static bool search_contradicts(filter *F)
{
    if (F->work > MOST_WORK) {
        F->undecided = true;
        return false;
    }
    kk_reduced *D = kk_reduce(F->K, &F->R);
    kk_box *B = kk_box_new(F->K, D, 0);
    double *x = KK_ARRAY(F->K, double, D->ncol);
    bool contradicts = !kk_box_minimise(B, F->no_cost);
    if (!contradicts) {
        kk_whole *W = kk_whole_new(F->K, F->M, D, NULL);
        kk_whole_stage S;
        kk_box_read(B, false, x);
        bool found = kk_whole_search(W, F->no_cost, 0.0, x, 0.0, kk_box_part(B), true, &S);
        contradicts = !found && kk_whole_contradicts(W);
        F->undecided |= !found && !contradicts;
        F->work += S.work;
    }
    kk_box_end(B);
    return contradicts;
}

/* Drop what can be dropped of rules from..until-1, all of which are there: the whole, or else one half after the other.
 * A single one that cannot be dropped is in the set. */
static void thin(filter *F, int from, int until)
{
    set(F, from, until, false);
    if (F->contradicts(F))
        return;
    set(F, from, until, true);
    if (until - from == 1)
        return;
    int middle = from + (until - from) / 2;
    thin(F, from, middle);
    thin(F, middle, until);
}

/* The same model in which every rule that is there may be missed, for a price of 1 by what it is missed: at the least
 * price the multipliers of the rows show that it is not 0. */
static void certify(filter *F, kk_conflict *X)
{
    static const double FAR = 1e12;
    const kk_rows *R = &F->R;
    kk_rows *E = kk_rows_new(F->K);
    bool *hard = KK_ARRAY(F->K, bool, R->nrow);
    int *miss = KK_ARRAY(F->K, int, 2 * R->nrow), capacity = 0;
    for (int r = 0; r < F->nrule; r++)
        hard[F->rule[r]] = F->there[r];
    for (int j = 0; j < R->ncol; j++)
        kk_col_add(E, R->col_lo[j], R->col_up[j], false, "%s", R->col_name[j]);
    for (int i = 0; i < R->nrow; i++)
        for (int up = 0; up < 2; up++)
            miss[2 * i + up] = hard[i] && isfinite(up ? R->row_up[i] : R->row_lo[i])
                                   ? kk_col_add(E, 0.0, FAR, false, "miss[%s,%d]", R->row_name[i], up)
                                   : -1;
    for (int i = 0; i < R->nrow; i++) {
        kk_row_begin(E, R->row_lo[i], R->row_up[i], "%s", R->row_name[i]);
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
            if (R->col[e] == R->row_elastic[i])
                kk_row_elastic(E, R->value[e], R->col[e]);
            else
                kk_row_add(E, R->value[e], R->col[e]);
        kk_row_add(E, 1.0, miss[2 * i]);
        kk_row_add(E, -1.0, miss[2 * i + 1]);
        kk_row_end(E);
    }
    kk_objective *O = kk_objective_add(E, true, "miss");
    for (int i = 0; i < 2 * R->nrow; i++)
        kk_cost_add(O, 1.0, miss[i]);

    kk_reduced *D = kk_reduce(F->K, E);
    kk_box *B = kk_box_new(F->K, D, 0);
    double *cost = KK_ARRAY(F->K, double, D->ncol), *y = KK_ARRAY(F->K, double, D->nrow);
    double *all = KK_ARRAY(F->K, double, R->nrow);
    kk_reduce_cost(D, O->cost, 0.0, cost);
    if (kk_box_minimise(B, cost)) {
        kk_box_multipliers(B, y);
        kk_reduce_multipliers(D, O->cost, y, all);
    }
    kk_box_end(B);
    for (int i = 0; i < R->nrow; i++) {
        double times = kk_num_round(all[i]);
        if (fabs(times) < 1e-12) /* what adds nothing only rounds */
            continue;
        X->proof = kk_grow(F->K, X->proof, &capacity, X->nproof + 1, sizeof *X->proof);
        X->proof[X->nproof++] = (kk_multiplier){R->row_name[i], times};
    }
}

/* A row as the rule that it states: what stands empty has what there is on the other side of the row. */
static kk_rule rule_of(const kk_model *M, int i)
{
    const kk_city *C = M->C;
    kk_rule rule = {M->R->row_name[i], M->R->row_lo[i], M->R->row_up[i]};
    size_t length = strcspn(rule.row, ",");
    for (int l = 0; l < C->nlimit && strncmp(rule.row, "limit[", 6) == 0; l++) {
        const char *code = C->limit[l].name.code;
        if (strlen(code) == length - 6 && strncmp(rule.row + 6, code, length - 6) == 0)
            *(C->limit[l].floor ? &rule.lo : &rule.up) = C->limit[l].value;
    }
    return rule;
}

kk_conflict *kk_conflict_find(kk_ctx *K, const kk_city *C)
{
    const kk_model *M = kk_model_build(K, C);
    filter F = {.K = K, .M = M, .R = *M->R, .contradicts = contradicts};
    size_t rows = (size_t)M->R->nrow * sizeof(double), cols = (size_t)M->R->ncol * sizeof(double);
    F.R.row_lo = memcpy(kk_alloc(K, 1, rows), M->R->row_lo, rows);
    F.R.row_up = memcpy(kk_alloc(K, 1, rows), M->R->row_up, rows);
    F.R.col_up = memcpy(kk_alloc(K, 1, cols), M->R->col_up, cols);
    F.no_cost = KK_ARRAY(K, double, M->R->ncol);
    F.rule = KK_ARRAY(K, int, M->R->nrow);
    F.there = KK_ARRAY(K, bool, M->R->nrow);
    for (int i = 0; i < C->noption * C->nplan; i++)
        if (M->X.more[i] >= 0) /* else rows change would bound what opens */
            F.R.col_up[M->X.more[i]] = MANY;
    for (order o = COVER; o < NORDER; o++)
        for (int i = 0; i < M->R->nrow; i++)
            if (order_of(M->R->row_name[i]) == o)
                F.rule[F.nrule++] = i;

    kk_conflict *X = KK_NEW(K, kk_conflict);
    set(&F, 0, F.nrule, true);
    F.R.col_whole = KK_ARRAY(K, unsigned char, M->R->ncol);
    if (F.nrule == 0)
        return X;
    if (!contradicts(&F)) {
        X->whole_only = true;
        F.R.col_whole = M->R->col_whole;
        if (!contradicts(&F)) {
            F.contradicts = search_contradicts;
            if (!C->whole || !search_contradicts(&F))
                return X;
        }
    }
    thin(&F, 0, F.nrule);
    X->undecided = F.undecided;
    X->rule = KK_ARRAY(K, kk_rule, F.nrule);
    for (int r = 0; r < F.nrule; r++) {
        int i = F.rule[r];
        if (F.there[r])
            X->rule[X->count++] = rule_of(M, i);
    }
    if (!X->whole_only)
        certify(&F, X);
    return X;
}
