/* A smaller model with the same plans.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/reduce.h"

#include <string.h>

/* The model while it shrinks: rows as they are after elastic columns are replaced. */
typedef struct {
    const kk_rows *R;
    double *col_lo, *col_up; /* [R->ncol] */
    int *left_of;            /* [R->ncol] */
    unsigned char *dropped;  /* [R->nrow] */
    double *row_lo, *row_up; /* [R->nrow] */
    int *start, *col;        /* [R->nrow + 1] */
    double *value;
    kk_ctx *K;
    kk_reduced *D; /* keeps which row moved which bound */
} work;

/* ---- 1. elastic columns ---------------------------------------------------------------------------------------------
 *
 * coefficient * column + rest = rhs   becomes   rhs - coefficient * up <= rest <= rhs - coefficient * lo
 * and in every other row the column is replaced by (rhs - rest) / coefficient. Only coefficient 1 occurs. */

static void replace_elastic(kk_ctx *K, work *W)
{
    const kk_rows *R = W->R;
    int *at_row = KK_ARRAY(K, int, R->ncol); /* elastic column -> its row + 1 */
    for (int i = 0; i < R->nrow; i++)
        if (R->row_elastic[i] >= 0 && R->row_lo[i] == R->row_up[i])
            at_row[R->row_elastic[i]] = i + 1;

    /* room: every entry of an elastic column in another row grows to the row's rest */
    int room = R->nentry;
    for (int e = 0; e < R->nentry; e++)
        if (at_row[R->col[e]])
            room += R->row_start[at_row[R->col[e]]] - R->row_start[at_row[R->col[e]] - 1];
    W->start = KK_ARRAY(K, int, R->nrow + 1);
    W->col = KK_ARRAY(K, int, room);
    W->value = KK_ARRAY(K, double, room);
    int *place = KK_ARRAY(K, int, R->ncol); /* column -> place in this row + 1 */

    int n = 0;
    for (int i = 0; i < R->nrow; i++) {
        W->start[i] = n;
        double shift = 0.0;
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++) {
            int j = R->col[e], source = at_row[j] - 1;
            if (source < 0) {
                if (place[j]) {
                    W->value[place[j] - 1] += R->value[e];
                } else {
                    W->col[n] = j;
                    W->value[n] = R->value[e];
                    place[j] = ++n;
                }
            } else if (source == i) {
                KK_ASSERT(R->value[e] == 1.0);
                W->row_lo[i] = R->row_lo[i] - R->col_up[j];
                W->row_up[i] = R->row_up[i] - R->col_lo[j];
                W->left_of[j] = i;
            } else {
                shift += R->value[e] * R->row_lo[source];
                for (int s = R->row_start[source]; s < R->row_start[source + 1]; s++) {
                    int k = R->col[s];
                    if (k == j)
                        continue;
                    KK_ASSERT(!at_row[k]);
                    if (place[k]) {
                        W->value[place[k] - 1] -= R->value[e] * R->value[s];
                    } else {
                        W->col[n] = k;
                        W->value[n] = -R->value[e] * R->value[s];
                        place[k] = ++n;
                    }
                }
            }
        }
        W->row_lo[i] -= shift;
        W->row_up[i] -= shift;
        for (int e = W->start[i]; e < n; e++)
            place[W->col[e]] = 0;
    }
    W->start[R->nrow] = n;
}

/* ---- 2. rows that cannot bind ------------------------------------------------------------------------------------ */

static bool near(double x, double y)
{
    return fabs(x - y) <= 1e-9 * fmax(1.0, fabs(x));
}

static void note_moved(work *W, int i, int entry, bool lower, bool upper)
{
    kk_reduced *D = W->D;
    if (!lower && !upper)
        return;
    D->moved = kk_grow(W->K, D->moved, &D->moved_capacity, D->nmoved + 1, sizeof *D->moved);
    D->moved[D->nmoved++] = (kk_moved){i, entry, lower, upper};
}

/* Bring in the bounds of the column of an entry of row i; false when they would cross. */
static bool bound_col(work *W, int i, int entry, double lo, double up, bool *changed)
{
    int j = W->col[entry];
    if (W->R->col_whole[j]) {
        lo = ceil(lo - 1e-9);
        up = floor(up + 1e-9);
    }
    lo = fmax(lo, W->col_lo[j]);
    up = fmin(up, W->col_up[j]);
    if (lo > up) {
        if (!near(lo, up))
            return false;
        lo = up;
    }
    *changed = *changed || lo != W->col_lo[j] || up != W->col_up[j];
    note_moved(W, i, entry, lo != W->col_lo[j], up != W->col_up[j]);
    W->col_lo[j] = lo;
    W->col_up[j] = up;
    return true;
}

/* Look at one row; drop it when the bounds of its columns already say it. */
static void look_at(work *W, int i, bool *changed)
{
    double least = 0.0, most = 0.0, fixed = 0.0;
    int live = 0, only = -1;
    for (int e = W->start[i]; e < W->start[i + 1]; e++) {
        int j = W->col[e];
        double v = W->value[e], lo = W->col_lo[j], up = W->col_up[j];
        least += v > 0 ? v * lo : v * up;
        most += v > 0 ? v * up : v * lo;
        if (lo == up) {
            fixed += v * lo;
        } else {
            live++;
            only = e;
        }
    }
    double lo = W->row_lo[i], up = W->row_up[i];
    bool below = lo <= least || near(lo, least), above = most <= up || near(most, up);
    if (below && above) {
        W->dropped[i] = true;
    } else if (live == 1) {
        double v = W->value[only], low = (lo - fixed) / v, high = (up - fixed) / v;
        if (bound_col(W, i, only, v > 0 ? low : high, v > 0 ? high : low, changed))
            W->dropped[i] = true;
    } else if (live > 1 && (near(least, up) || near(most, lo))) {
        bool at_least = near(least, up);
        for (int e = W->start[i]; e < W->start[i + 1]; e++) {
            int j = W->col[e];
            bool lowest = (W->value[e] > 0) == at_least, moves = W->col_lo[j] < W->col_up[j];
            note_moved(W, i, e, moves && !lowest, moves && lowest);
            if (lowest)
                W->col_up[j] = W->col_lo[j];
            else
                W->col_lo[j] = W->col_up[j];
        }
        W->dropped[i] = true;
        *changed = true;
    }
}

/* ---- together ---------------------------------------------------------------------------------------------------- */

static void pack(kk_ctx *K, const work *W, kk_reduced *D)
{
    const kk_rows *R = W->R;
    D->new_col = KK_ARRAY(K, int, R->ncol);
    D->fixed = W->col_lo;
    D->left_of = W->left_of;
    D->col_of = KK_ARRAY(K, int, R->ncol);
    D->col_lo = KK_ARRAY(K, double, R->ncol);
    D->col_up = KK_ARRAY(K, double, R->ncol);
    D->col_start_up = KK_ARRAY(K, unsigned char, R->ncol);
    D->fixed_col = KK_ARRAY(K, int, R->ncol);
    for (int j = 0; j < R->ncol; j++) {
        D->new_col[j] = -1;
        if (W->left_of[j] >= 0)
            continue;
        if (W->col_lo[j] == W->col_up[j]) {
            D->fixed_col[D->nfixed++] = j;
            continue;
        }
        D->whole = D->whole || R->col_whole[j];
        D->col_of[D->ncol] = j;
        D->col_lo[D->ncol] = W->col_lo[j];
        D->col_up[D->ncol] = W->col_up[j];
        D->col_start_up[D->ncol] = R->col_start_up[j];
        D->new_col[j] = D->ncol++;
    }
    D->row_of = KK_ARRAY(K, int, R->nrow);
    D->row_lo = KK_ARRAY(K, double, R->nrow);
    D->row_up = KK_ARRAY(K, double, R->nrow);
    D->row_start = KK_ARRAY(K, int, R->nrow + 1);
    D->col = KK_ARRAY(K, int, W->start[R->nrow]);
    D->value = KK_ARRAY(K, double, W->start[R->nrow]);
    int n = 0;
    for (int i = 0; i < R->nrow; i++) {
        if (W->dropped[i])
            continue;
        double fixed = 0.0;
        D->row_start[D->nrow] = n;
        for (int e = W->start[i]; e < W->start[i + 1]; e++) {
            int j = D->new_col[W->col[e]];
            if (j < 0) {
                fixed += W->value[e] * W->col_lo[W->col[e]];
            } else if (W->value[e] != 0.0) {
                D->col[n] = j;
                D->value[n++] = W->value[e];
            }
        }
        D->row_of[D->nrow] = i;
        D->row_lo[D->nrow] = W->row_lo[i] - fixed;
        D->row_up[D->nrow] = W->row_up[i] - fixed;
        D->nrow++;
    }
    D->row_start[D->nrow] = n;
}

kk_reduced *kk_reduce(kk_ctx *K, const kk_rows *R)
{
    kk_reduced *D = KK_NEW(K, kk_reduced);
    work W = {.R = R, .K = K, .D = D};
    W.col_lo = KK_ARRAY(K, double, R->ncol);
    W.col_up = KK_ARRAY(K, double, R->ncol);
    W.left_of = KK_ARRAY(K, int, R->ncol);
    W.dropped = KK_ARRAY(K, unsigned char, R->nrow);
    W.row_lo = KK_ARRAY(K, double, R->nrow);
    W.row_up = KK_ARRAY(K, double, R->nrow);
    for (int j = 0; j < R->ncol; j++) {
        bool between = R->col_whole[j] && R->col_lo[j] < R->col_up[j];
        W.col_lo[j] = between ? ceil(R->col_lo[j]) : R->col_lo[j];
        W.col_up[j] = between ? floor(R->col_up[j]) : R->col_up[j];
        W.left_of[j] = -1;
    }
    for (int i = 0; i < R->nrow; i++) {
        W.row_lo[i] = R->row_lo[i];
        W.row_up[i] = R->row_up[i];
    }
    replace_elastic(K, &W);
    bool changed = true;
    while (changed) {
        changed = false;
        for (int i = 0; i < R->nrow; i++)
            if (!W.dropped[i])
                look_at(&W, i, &changed);
    }
    D->R = R;
    D->rest_start = W.start;
    D->rest_col = W.col;
    D->rest_value = W.value;
    D->full = KK_ARRAY(K, double, R->ncol);
    pack(K, &W, D);
    return D;
}

double kk_reduce_cost(const kk_reduced *D, const double *cost, double constant, double *out_cost)
{
    const kk_rows *R = D->R;
    double *full = D->full;
    memcpy(full, cost, (size_t)R->ncol * sizeof *full);
    for (int j = 0; j < R->ncol; j++) {
        int i = D->left_of[j];
        if (i < 0 || cost[j] == 0.0)
            continue;
        constant += cost[j] * R->row_lo[i];
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
            if (R->col[e] != j)
                full[R->col[e]] -= cost[j] * R->value[e];
    }
    for (int j = 0; j < D->ncol; j++)
        out_cost[j] = full[D->col_of[j]];
    for (int n = 0; n < D->nfixed; n++)
        constant += full[D->fixed_col[n]] * D->fixed[D->fixed_col[n]];
    return constant;
}

/* d -= y * row i, as it is once elastic columns are replaced. */
static void price_out(const kk_reduced *D, int i, double y, double *d)
{
    for (int e = D->rest_start[i]; e < D->rest_start[i + 1] && y != 0.0; e++)
        d[D->rest_col[e]] -= y * D->rest_value[e];
}

/* What a column still gains by leaving the bound that a row gave it is the row's to answer for: the last row first,
 * each takes as much as the column needs that gains most. Then elastic columns take back their rows. */
void kk_reduce_multipliers(const kk_reduced *D, const double *cost, const double *y, double *out_y)
{
    const kk_rows *R = D->R;
    double *none = KK_ARRAY(R->K, double, D->ncol), *d = D->full; /* reduced costs of what is not elastic */
    kk_reduce_cost(D, cost, 0.0, none);
    for (int i = 0; i < R->nrow; i++)
        out_y[i] = 0.0;
    for (int i = 0; i < D->nrow; i++)
        price_out(D, D->row_of[i], out_y[D->row_of[i]] = y[i], d);
    for (int n = D->nmoved - 1; n >= 0; n--) {
        int row = D->moved[n].row;
        double most = 0.0;
        for (;; n--) {
            const kk_moved *M = &D->moved[n];
            double gain = d[D->rest_col[M->entry]], times = gain / D->rest_value[M->entry];
            if ((gain > 0.0 ? M->lower : M->upper) && fabs(times) > fabs(most))
                most = times;
            if (n == 0 || D->moved[n - 1].row != row)
                break;
        }
        price_out(D, row, out_y[row] = most, d);
    }
    for (int j = 0; j < R->ncol; j++)
        if (D->left_of[j] >= 0)
            out_y[D->left_of[j]] += cost[j];
    for (int i = 0; i < R->nrow; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && out_y[i] != 0.0; e++) {
            int source = D->left_of[R->col[e]];
            if (source >= 0 && source != i)
                out_y[source] -= out_y[i] * R->value[e];
        }
}

void kk_restore(const kk_reduced *D, const double *x, double *out_x)
{
    const kk_rows *R = D->R;
    for (int j = 0; j < R->ncol; j++)
        out_x[j] = D->new_col[j] >= 0 ? x[D->new_col[j]] : D->fixed[j];
    for (int j = 0; j < R->ncol; j++) {
        int i = D->left_of[j];
        if (i < 0)
            continue;
        out_x[j] = R->row_lo[i];
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
            if (R->col[e] != j)
                out_x[j] -= R->value[e] * out_x[R->col[e]];
    }
}
