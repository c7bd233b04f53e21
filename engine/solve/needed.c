/* Years needed: in which years an action of a plan is missed.
 *
 * With all units fixed the years, and the areas that do not touch, are problems of their own: block by block, serve as
 * many children as can be, maximise sum serve under rows a serve <= b. A block is solved once, by simplex on a small
 * dense tableau; leaving an action out changes its b only. The multipliers of the solution then often prove that fewer
 * can be served, its basis often shows that as many can; where neither does, a few dual pivots decide.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/needed.h"

#include <string.h>

static const double NOTHING = 1e-9;  /* a coefficient that is 0 */
static const double ROUNDING = 1e-7; /* children, seats that are none */
static const double RISE = 0.0005;   /* children more unmet that count */

/* x_j is called j, the slack of row i is called ncol + i; one is basic in each row, one stands at 0 in each column:
 *     basic[i] = right[i] - sum over j  value[i][j] other[j]
 *     served   = right[nrow] - sum over j  value[nrow][j] other[j] */
typedef struct {
    int nrow, ncol;
    int *basic, *other;
    double *value; /* [nrow + 1][ncol] */
    double *right; /* [nrow + 1] */
} tableau;

typedef struct {
    int nrow;
    tableau *T; /* solved; NULL: too large */
} block;

typedef struct {
    kk_ctx *K;
    const kk_model *M;
    const kk_plan *P;
    int *open_of;   /* [R->ncol] 1 + o nplan + t of a column open, else 0 */
    int *year_of;   /* [R->ncol] 1 + t of a column serve, else 0 */
    double largest; /* entries of a tableau: of larger blocks nothing is said */
    int nrow;       /* rows before those of openings and goals: those that hold children back are among them */
    int *col_start, *col_row; /* of each column: its rows that hold children back */
    double *col_value;
    int *row_year;  /* [nrow] t, of a row that holds children back */
    int *block_of;  /* [nrow] 1 + block, 0 = none yet */
    int *row_place; /* [nrow] in its block */
    int *col_place; /* [R->ncol] 1 + place in its block, 0 = none yet */
    int *row, *col; /* spare: a block that grows */
    block *B;
    int nblock, capacity;
    tableau copy; /* of a block, to be used up */
    size_t copy_entries;
    int copy_rows;
} work;

/* ---- simplex ------------------------------------------------------------------------------------------------------
 * */

static double *line(const tableau *T, int i)
{
    return T->value + (size_t)i * (size_t)T->ncol;
}

static void pivot(tableau *T, int r, int c)
{
    double *row = line(T, r), by = 1.0 / row[c];
    for (int j = 0; j < T->ncol; j++)
        row[j] *= by;
    row[c] = by;
    T->right[r] *= by;
    for (int i = 0; i <= T->nrow; i++) {
        double *at = line(T, i), factor = at[c];
        if (i == r || factor == 0.0)
            continue;
        at[c] = 0.0;
        for (int j = 0; j < T->ncol; j++)
            if (row[j] != 0.0)
                at[j] -= factor * row[j];
        T->right[i] -= factor * T->right[r];
    }
    int swap = T->basic[r];
    T->basic[r] = T->other[c];
    T->other[c] = swap;
}

/* Serve more as long as that is possible; smallest names first (Bland), so that it ends. */
static void maximise(tableau *T)
{
    for (;;) {
        int c = -1, r = -1;
        const double *cost = line(T, T->nrow);
        for (int j = 0; j < T->ncol; j++)
            if (cost[j] < -NOTHING && (c < 0 || T->other[j] < T->other[c]))
                c = j;
        if (c < 0)
            return;
        double least = INFINITY;
        for (int i = 0; i < T->nrow; i++) {
            double v = line(T, i)[c];
            if (v <= NOTHING)
                continue;
            double step = T->right[i] / v;
            if (r < 0 || step < least - NOTHING || (step <= least + NOTHING && T->basic[i] < T->basic[r])) {
                least = r < 0 ? step : fmin(step, least);
                r = i;
            }
        }
        KK_ASSERT(r >= 0); /* every child has a row need, so nothing grows for ever */
        pivot(T, r, c);
    }
}

/* From a basis whose multipliers are right to one whose rows are, too; false where the rows contradict each other. */
static bool repair(tableau *T)
{
    for (;;) {
        int r = -1, c = -1;
        for (int i = 0; i < T->nrow; i++)
            if (T->right[i] < -ROUNDING && (r < 0 || T->basic[i] < T->basic[r]))
                r = i;
        if (r < 0)
            return true;
        const double *row = line(T, r), *cost = line(T, T->nrow);
        double least = INFINITY;
        for (int j = 0; j < T->ncol; j++) {
            if (row[j] >= -NOTHING)
                continue;
            double step = -cost[j] / row[j];
            if (c < 0 || step < least - NOTHING || (step <= least + NOTHING && T->other[j] < T->other[c])) {
                least = c < 0 ? step : fmin(step, least);
                c = j;
            }
        }
        if (c < 0)
            return false;
        pivot(T, r, c);
    }
}

/* ---- blocks -------------------------------------------------------------------------------------------------------
 * */

/* What row i leaves for children, all units opened. */
static double right_side(const work *W, int i)
{
    const kk_rows *R = W->M->R;
    double right = R->row_up[i];
    for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++) {
        int open = W->open_of[R->col[e]];
        if (open)
            right -= R->value[e] * (double)W->P->open[open - 1] / KK_MICRO;
    }
    return right;
}

static void add_row(work *W, block *B, int i)
{
    if (W->block_of[i])
        return;
    W->block_of[i] = W->nblock;
    W->row_place[i] = B->nrow;
    W->row[B->nrow++] = i;
}

/* The block of a row: all rows and columns serve that touch, solved. */
static block *block_at(work *W, int row)
{
    const kk_rows *R = W->M->R;
    if (W->block_of[row])
        return &W->B[W->block_of[row] - 1];
    W->B = kk_grow(W->K, W->B, &W->capacity, W->nblock + 1, sizeof *W->B);
    block *B = &W->B[W->nblock++];
    *B = (block){0};
    int ncol = 0, *col = W->col;
    add_row(W, B, row);
    for (int n = 0; n < B->nrow; n++)
        for (int e = R->row_start[W->row[n]]; e < R->row_start[W->row[n] + 1]; e++) {
            int j = R->col[e];
            if (!W->year_of[j] || W->col_place[j])
                continue;
            col[ncol++] = j;
            W->col_place[j] = ncol;
            for (int f = W->col_start[j]; f < W->col_start[j + 1]; f++)
                add_row(W, B, W->col_row[f]);
        }
    if ((double)(B->nrow + 1) * ncol > W->largest)
        return B;

    tableau *T = B->T = KK_NEW(W->K, tableau);
    T->nrow = B->nrow;
    T->ncol = ncol;
    T->basic = KK_ARRAY(W->K, int, T->nrow);
    T->other = KK_ARRAY(W->K, int, ncol);
    T->value = KK_ARRAY(W->K, double, (size_t)(T->nrow + 1) * (size_t)ncol);
    T->right = KK_ARRAY(W->K, double, T->nrow + 1);
    for (int j = 0; j < ncol; j++) {
        T->other[j] = j;
        line(T, T->nrow)[j] = -1.0;
        for (int f = W->col_start[col[j]]; f < W->col_start[col[j] + 1]; f++)
            line(T, W->row_place[W->col_row[f]])[j] = W->col_value[f];
    }
    for (int n = 0; n < T->nrow; n++) {
        T->basic[n] = ncol + n;
        T->right[n] = fmax(right_side(W, W->row[n]), 0.0); /* a plan in millionths may take a hair too much */
    }
    maximise(T);
    return B;
}

/* ---- leaving one action out ----------------------------------------------------------------------------------------
 * */

/* right += change * B^-1 e_n: what changing the right side of row n does to all of them. */
static void shift(const tableau *T, double *right, int n, double change)
{
    int slack = T->ncol + n;
    for (int i = 0; i < T->nrow; i++)
        if (T->basic[i] == slack) {
            right[i] += change;
            return;
        }
    for (int j = 0; j < T->ncol; j++)
        if (T->other[j] == slack)
            for (int i = 0; i <= T->nrow; i++)
                right[i] += change * line(T, i)[j];
}

/* A tableau that may be changed, with another right side. */
static tableau *copy_of(work *W, const tableau *T, const double *right)
{
    tableau *copy = &W->copy;
    size_t entries = (size_t)(T->nrow + 1) * (size_t)T->ncol;
    if (entries > W->copy_entries)
        copy->value = KK_ARRAY(W->K, double, W->copy_entries = 2 * entries);
    if (T->nrow + T->ncol > W->copy_rows) {
        W->copy_rows = 2 * (T->nrow + T->ncol);
        copy->basic = KK_ARRAY(W->K, int, W->copy_rows);
        copy->other = KK_ARRAY(W->K, int, W->copy_rows);
        copy->right = KK_ARRAY(W->K, double, W->copy_rows + 1);
    }
    copy->nrow = T->nrow;
    copy->ncol = T->ncol;
    memcpy(copy->value, T->value, entries * sizeof *T->value);
    memcpy(copy->basic, T->basic, (size_t)T->nrow * sizeof *T->basic);
    memcpy(copy->other, T->other, (size_t)T->ncol * sizeof *T->other);
    memcpy(copy->right, right, (size_t)(T->nrow + 1) * sizeof *right);
    return copy;
}

/* How many more children are served: served [children] and more or less than that; whole children where they are. */
static double rise(const work *W, double served, double more)
{
    return W->M->C->whole ? floor(served + more + ROUNDING) - floor(served + ROUNDING) : more;
}

/* How many more children of a block can be served when the right side of each row changes by change [nrow]; of less
 * than nothing a bound is enough where the caller says so. -INFINITY where the rows contradict each other then. */
static double served_more(work *W, const tableau *T, const double *change, bool bound)
{
    double *right = memcpy(KK_ARRAY(W->K, double, T->nrow + 1), T->right, (size_t)(T->nrow + 1) * sizeof *right);
    for (int n = 0; n < T->nrow; n++)
        if (change[n] != 0.0)
            shift(T, right, n, change[n]);
    double more = right[T->nrow] - T->right[T->nrow]; /* no more than that, say the multipliers */
    bool fits = true;
    for (int i = 0; i < T->nrow && fits; i++)
        fits = right[i] >= -ROUNDING;
    more = rise(W, T->right[T->nrow], more);
    if (fits || (bound && more < -RISE))
        return more;
    tableau *copy = copy_of(W, T, right);
    return repair(copy) ? rise(W, T->right[T->nrow], copy->right[T->nrow] - T->right[T->nrow]) : -INFINITY;
}

/* The years of one action, block by block: what it adds and takes may meet different children. */
static void leave_out(work *W, int o, int tau, unsigned char *out_needed)
{
    const kk_city *C = W->M->C;
    int at = o * C->nplan + tau, j = W->M->X.open[at];
    double units = (double)W->P->open[at] / KK_MICRO, *more = KK_ARRAY(W->K, double, C->nyear);
    bool adds = false, takes = false, known = true; /* seats that it adds stand on the left, negative */
    for (int e = W->col_start[j]; e < W->col_start[j + 1]; e++) {
        adds = adds || W->col_value[e] < 0.0;
        takes = takes || W->col_value[e] > 0.0;
    }
    for (int e = W->col_start[j]; e < W->col_start[j + 1] && adds; e++) {
        const block *B = block_at(W, W->col_row[e]);
        int t = W->row_year[W->col_row[e]];
        double *change = B->T ? KK_ARRAY(W->K, double, B->nrow) : NULL;
        bool first = true;
        for (int f = W->col_start[j]; f < W->col_start[j + 1] && change; f++) {
            int row = W->col_row[f];
            if (W->block_of[row] != W->block_of[W->col_row[e]])
                continue;
            first = first && f >= e; /* a block is looked at once */
            change[W->row_place[row]] += W->col_value[f] * units;
        }
        known = known && change;
        if (change && first)
            more[t] += served_more(W, B->T, change, !takes);
    }
    for (int t = 0; t < C->nyear; t++)
        out_needed[t] = !known ? KK_UNKNOWN : more[t] < -RISE ? KK_NEEDED : KK_NOT_NEEDED;
}

/* Rows that hold children back, column by column. */
static void turn(work *W)
{
    const kk_rows *R = W->M->R;
    for (int i = 0; i < W->nrow; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && isfinite(R->row_up[i]); e++)
            if (W->year_of[R->col[e]])
                W->row_year[i] = W->year_of[R->col[e]] - 1;
    W->col_start = KK_ARRAY(W->K, int, R->ncol + 2);
    W->col_row = KK_ARRAY(W->K, int, R->nentry);
    W->col_value = KK_ARRAY(W->K, double, R->nentry);
    for (int i = 0; i < W->nrow; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && W->row_year[i] >= 0; e++)
            W->col_start[R->col[e] + 2]++;
    for (int j = 0; j < R->ncol; j++)
        W->col_start[j + 2] += W->col_start[j + 1];
    for (int i = 0; i < W->nrow; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && W->row_year[i] >= 0; e++) {
            int at = W->col_start[R->col[e] + 1]++;
            W->col_row[at] = i;
            W->col_value[at] = R->value[e];
        }
}

void kk_years_needed(kk_ctx *K, const kk_model *M, kk_plan *P, double largest)
{
    const kk_city *C = M->C;
    work W = {.K = K, .M = M, .P = P, .largest = largest, .nrow = M->open_row};
    P->needed = KK_ARRAY(K, unsigned char, (size_t)C->noption * C->nplan * C->nyear);
    W.open_of = KK_ARRAY(K, int, M->R->ncol);
    W.year_of = KK_ARRAY(K, int, M->R->ncol);
    W.col_place = KK_ARRAY(K, int, M->R->ncol);
    W.col = KK_ARRAY(K, int, M->R->ncol);
    W.row_year = KK_ARRAY(K, int, W.nrow);
    W.block_of = KK_ARRAY(K, int, W.nrow);
    W.row_place = KK_ARRAY(K, int, W.nrow);
    W.row = KK_ARRAY(K, int, W.nrow);
    for (int i = 0; i < W.nrow; i++)
        W.row_year[i] = KK_NONE;
    for (int i = 0; i < C->noption * C->nplan; i++)
        if (M->X.open[i] >= 0)
            W.open_of[M->X.open[i]] = 1 + i;
    for (int i = 0; i < C->narc * C->nservice * C->nyear; i++)
        if (M->X.serve[i] >= 0)
            W.year_of[M->X.serve[i]] = 1 + i % C->nyear;
    turn(&W);
    for (int o = 0; o < C->noption; o++)
        for (int tau = 0; tau < C->nplan; tau++)
            if (P->open[o * C->nplan + tau] > 0)
                leave_out(&W, o, tau, P->needed + kk_at(o, tau, C->nplan, 0, C->nyear));
}
