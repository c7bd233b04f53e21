/* Where a minimisation starts.
 *
 * Every row basic and every column at its lower bound (at its upper where the model says so) is a basis, and a feasible one
 * where nothing must open. From there a column that leaves less over in an elastic row (serve, cover) is raised as far as
 * the rows let it: to its upper bound, or until a row is full, which then leaves the basis for the column. A column that
 * has an entry in a row that is full is left where it is, so the basis is triangular and the values stay what they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/start.h"

typedef struct {
    const kk_reduced *D;
    kk_start *S;
    int *col_start, *row; /* the columns of D: entries of column j are col_start[j] .. col_start[j+1]-1 */
    double *value;
    double *activity; /* [nrow] */
} work;

static void turn_columns(kk_ctx *K, work *W)
{
    const kk_reduced *D = W->D;
    int nentry = D->row_start[D->nrow];
    W->col_start = KK_ARRAY(K, int, D->ncol + 2);
    W->row = KK_ARRAY(K, int, nentry);
    W->value = KK_ARRAY(K, double, nentry);
    for (int e = 0; e < nentry; e++)
        W->col_start[D->col[e] + 2]++;
    for (int j = 0; j < D->ncol; j++)
        W->col_start[j + 2] += W->col_start[j + 1];
    for (int i = 0; i < D->nrow; i++)
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
            int at = W->col_start[D->col[e] + 1]++;
            W->row[at] = i;
            W->value[at] = D->value[e];
        }
}

/* How many columns may serve the elastic row that column j of R serves, 0 where it serves none. */
static int *rivals(kk_ctx *K, const kk_rows *R)
{
    int *count = KK_ARRAY(K, int, R->ncol);
    for (int i = 0; i < R->nrow; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && R->row_elastic[i] >= 0; e++)
            if (R->col[e] != R->row_elastic[i] && R->value[e] > 0.0)
                count[R->col[e]] = R->row_start[i + 1] - R->row_start[i] - 1;
    return count;
}

/* Raise a column at its lower bound as far as it goes. */
static void raise(work *W, int j)
{
    const kk_reduced *D = W->D;
    double step = D->col_up[j] - D->col_lo[j];
    int full = -1;
    for (int e = W->col_start[j]; e < W->col_start[j + 1]; e++) {
        int i = W->row[e];
        double room = W->value[e] > 0.0 ? D->row_up[i] - W->activity[i] : W->activity[i] - D->row_lo[i];
        if (W->S->row[i] != KK_BASIC || room < 0.0)
            return;
        if (room < step * fabs(W->value[e])) {
            step = room / fabs(W->value[e]);
            full = e;
        }
    }
    if (step <= 0.0)
        return;
    for (int e = W->col_start[j]; e < W->col_start[j + 1]; e++)
        W->activity[W->row[e]] += W->value[e] * step;
    if (full < 0) {
        W->S->col[j] = KK_AT_UPPER;
    } else {
        W->S->col[j] = KK_BASIC;
        W->S->row[W->row[full]] = W->value[full] > 0.0 ? KK_AT_UPPER : KK_AT_LOWER;
    }
}

kk_start *kk_start_new(kk_ctx *K, const kk_reduced *D)
{
    work W = {.D = D, .S = KK_NEW(K, kk_start)};
    W.S->col = KK_ARRAY(K, kk_stand, D->ncol);
    W.S->row = KK_ARRAY(K, kk_stand, D->nrow);
    W.activity = KK_ARRAY(K, double, D->nrow);
    turn_columns(K, &W);
    for (int j = 0; j < D->ncol; j++) {
        W.S->col[j] = D->col_start_up[j] ? KK_AT_UPPER : KK_AT_LOWER;
        for (int e = W.col_start[j]; e < W.col_start[j + 1]; e++)
            W.activity[W.row[e]] += W.value[e] * (D->col_start_up[j] ? D->col_up[j] : D->col_lo[j]);
    }
    for (int i = 0; i < D->nrow; i++)
        W.S->row[i] = KK_BASIC;

    /* first who can be served in one way only, then those who have a choice */
    const int *rival = rivals(K, D->R);
    for (int choice = 0; choice < 2; choice++)
        for (int j = 0; j < D->ncol; j++)
            if (W.S->col[j] == KK_AT_LOWER && (choice ? rival[D->col_of[j]] > 1 : rival[D->col_of[j]] == 1))
                raise(&W, j);
    return W.S;
}
