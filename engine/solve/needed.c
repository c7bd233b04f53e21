/* Years needed: in which years an action of a plan is missed, and what shows it.
 *
 * With all units fixed the years, and the areas that do not touch, are problems of their own: block by block, give as
 * many of the children whom the plan places a place, maximise sum serve under rows a serve <= b, where the b of a row
 * need is what the plan serves. A block is solved once, by simplex on a small dense tableau; leaving an action out
 * changes its b only. The multipliers of the solution then often prove that not all can have a place, its basis often
 * shows that they can; where neither does, a few dual pivots decide. Either way the judge gets what shows it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/needed.h"

#include "base/num.h"

#include <string.h>

static const double NOTHING = 1e-9;  /* a coefficient that is 0 */
static const double ROUNDING = 1e-7; /* children, seats that are none */
static const double MISSED = 0.0005; /* children without a place that count */
static const double BETWEEN = 3e-7;  /* so near to that nothing is said: exact numbers might say something else */

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
    int nrow, ncol;
    int *row, *col; /* [nrow], [ncol] of the model */
    double placed;  /* children whom the plan places */
    tableau *T;     /* solved; NULL: too large */
} block;

/* Prices of rows that show that there is not enough for all children: with everything opened by `more` children [may be
 * negative], without an action by price times seats more. */
typedef struct {
    int nrow, capacity;
    struct price {
        int row;
        double price;
    } * row;
    double more;
} prices;

typedef struct {
    kk_ctx *K;
    const kk_model *M;
    const kk_plan *P;
    int *open_of;   /* [R->ncol] 1 + o nplan + t of a column open, else 0 */
    int *serve_of;  /* [R->ncol] 1 + place in P->serve of a column serve, else 0 */
    double largest; /* entries of a tableau: of larger blocks nothing is said */
    int nrow;       /* rows before those of openings and goals: those that hold children back are among them */
    int *col_start, *col_row; /* of each column: its rows that hold children back */
    double *col_value;
    int *row_year;         /* [nrow] t, of a row that holds children back, else KK_NONE */
    double *right, *taken; /* [nrow] what such a row leaves for children, all units opened; what the plan takes of it */
    int *block_of;         /* [nrow] 1 + block, 0 = none yet */
    int *row_place;        /* [nrow] in its block */
    int *col_place;        /* [R->ncol] 1 + place in its block, 0 = none yet */
    int *row, *col;        /* spare: a block that grows */
    block *B;
    int nblock, capacity;
    tableau copy; /* of a block, to be used up */
    size_t copy_entries;
    int copy_rows;
    prices *shown;
    int nshown, shown_capacity;
    int *shown_at; /* [nrow] 1 + the last of `shown` that prices a row, 0 = none */
    int placed_capacity;
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

/* What the plan serves of a column, children. */
static double served(const work *W, int j)
{
    return (double)W->P->serve[W->serve_of[j] - 1] / KK_MICRO;
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
    *B = (block){.row = W->row, .col = W->col}; /* as long as it grows */
    int *col = W->col;
    add_row(W, B, row);
    for (int n = 0; n < B->nrow; n++)
        for (int e = R->row_start[W->row[n]]; e < R->row_start[W->row[n] + 1]; e++) {
            int j = R->col[e];
            if (!W->serve_of[j] || W->col_place[j])
                continue;
            col[B->ncol++] = j;
            W->col_place[j] = B->ncol;
            B->placed += served(W, j);
            for (int f = W->col_start[j]; f < W->col_start[j + 1]; f++)
                add_row(W, B, W->col_row[f]);
        }
    int ncol = B->ncol;
    if ((double)(B->nrow + 1) * ncol > W->largest)
        return B;

    B->row = memcpy(KK_ARRAY(W->K, int, B->nrow), W->row, (size_t)B->nrow * sizeof *W->row);
    B->col = memcpy(KK_ARRAY(W->K, int, ncol), W->col, (size_t)ncol * sizeof *W->col);
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
        T->right[n] = fmax(W->right[W->row[n]], 0.0);
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

/* ---- what shows it ------------------------------------------------------------------------------------------------
 * */

/* What is found of one action and year: prices of the rows of its blocks, and other places for the children. */
typedef struct {
    prices prices;
    kk_values placed;
    int capacity;
    double missed; /* children who have no place */
} finding;

static void add_price(kk_ctx *K, prices *S, int row, double price)
{
    S->row = kk_grow(K, S->row, &S->capacity, S->nrow + 1, sizeof *S->row);
    S->row[S->nrow++] = (struct price){row, price};
}

static bool is_need(const work *W, int i)
{
    return W->M->R->row_lo[i] == W->M->R->row_up[i];
}

/* The multipliers of a tableau, but for rows need: what those are worth follows from the others. */
static void note_prices(const work *W, const block *B, const tableau *T, finding *F)
{
    const double *cost = line(T, T->nrow);
    for (int j = 0; j < T->ncol; j++) {
        int n = T->other[j] - T->ncol;
        if (n >= 0 && cost[j] > NOTHING && !is_need(W, B->row[n]))
            add_price(W->K, &F->prices, B->row[n], kk_num_round(cost[j]));
    }
}

/* The children whom a basis places otherwise than the plan does. */
static void note_places(const work *W, const block *B, const tableau *T, const double *right, finding *F)
{
    double *x = KK_ARRAY(W->K, double, T->ncol);
    for (int i = 0; i < T->nrow; i++)
        if (T->basic[i] < T->ncol)
            x[T->basic[i]] = fmax(right[i], 0.0);
    for (int j = 0; j < T->ncol; j++) {
        if (fabs(x[j] - served(W, B->col[j])) <= NOTHING)
            continue;
        F->placed.fine = kk_grow(W->K, F->placed.fine, &F->capacity, F->placed.count + 1, sizeof *F->placed.fine);
        F->placed.fine[F->placed.count++] = (kk_fine){W->M->R->col_name[B->col[j]], kk_fine_print(W->K, x[j])};
    }
}

/* The children of a block who have no place when the right side of each row changes by change [nrow]. */
static void leave_out_of(work *W, const block *B, const double *change, finding *F)
{
    const tableau *T = B->T;
    double *right = memcpy(KK_ARRAY(W->K, double, T->nrow + 1), T->right, (size_t)(T->nrow + 1) * sizeof *right);
    for (int n = 0; n < T->nrow; n++) {
        if (W->right[B->row[n]] + change[n] < -MISSED) { /* fewer than none: nothing else has to be shown */
            F->prices.nrow = 0;
            add_price(W->K, &F->prices, B->row[n], 1.0);
            F->missed = INFINITY;
            return;
        }
        if (change[n] != 0.0)
            shift(T, right, n, change[n]);
    }
    bool fits = true;
    for (int i = 0; i < T->nrow && fits; i++)
        fits = right[i] >= -ROUNDING;
    double missed = B->placed - right[T->nrow]; /* no fewer, say the multipliers */
    if (!fits && missed < MISSED + BETWEEN) {
        tableau *copy = copy_of(W, T, right);
        bool repaired = repair(copy);
        KK_ASSERT(repaired); /* no right side is below 0 */
        missed = B->placed - copy->right[T->nrow];
        T = copy;
        right = copy->right;
    }
    note_prices(W, B, T, F);
    note_places(W, B, T, right, F);
    F->missed += missed;
}

/* ---- leaving one action out ----------------------------------------------------------------------------------------
 * */

/* Column open j, as many units as open. */
typedef struct {
    int j;
    double units;
} action;

/* Whether, without an action, all children can stay where the plan places them in year t. */
static bool all_stay(const work *W, action A, int t)
{
    double over = 0.0;
    for (int e = W->col_start[A.j]; e < W->col_start[A.j + 1]; e++)
        if (W->row_year[W->col_row[e]] == t) {
            int i = W->col_row[e];
            over += fmax(W->taken[i] - W->right[i] - W->col_value[e] * A.units, 0.0);
        }
    return over <= MISSED + NOTHING; /* the judge, who needs to be shown nothing for it, sums the same figures */
}

/* sum over the rows that have a price  price * what the action adds */
static double worth(const work *W, const prices *S, action A)
{
    double sum = 0.0;
    for (int e = W->col_start[A.j]; e < W->col_start[A.j + 1]; e++)
        for (int n = 0; n < S->nrow; n++)
            if (S->row[n].row == W->col_row[e])
                sum -= S->row[n].price * W->col_value[e] * A.units;
    return sum;
}

/* Whether prices that showed something of another action show that this one is needed in year t. */
static bool shown_before(const work *W, action A, int t)
{
    for (int e = W->col_start[A.j]; e < W->col_start[A.j + 1]; e++) {
        int s = W->row_year[W->col_row[e]] == t ? W->shown_at[W->col_row[e]] : 0;
        if (s && W->shown[s - 1].more + worth(W, &W->shown[s - 1], A) > MISSED + BETWEEN)
            return true;
    }
    return false;
}

static void show_needed(work *W, action A, finding *F)
{
    W->shown = kk_grow(W->K, W->shown, &W->shown_capacity, W->nshown + 1, sizeof *W->shown);
    F->prices.more = isfinite(F->missed) ? F->missed - worth(W, &F->prices, A)
                                         : -W->right[F->prices.row[0].row]; /* as if nobody took any */
    W->shown[W->nshown++] = F->prices;
    for (int n = 0; n < F->prices.nrow; n++)
        W->shown_at[F->prices.row[n].row] = W->nshown;
}

static void show_not_needed(work *W, kk_proof *proof, const finding *F)
{
    proof->placed = kk_grow(W->K, proof->placed, &W->placed_capacity, proof->nplaced + 1, sizeof *proof->placed);
    proof->placed[proof->nplaced++] = F->placed;
}

/* One action in one year, block by block: what it adds and takes may meet different children. */
static int judge_year(work *W, action A, int t, kk_proof *proof)
{
    if (all_stay(W, A, t))
        return KK_NOT_NEEDED;
    if (shown_before(W, A, t))
        return KK_NEEDED;
    finding F = {0};
    for (int e = W->col_start[A.j]; e < W->col_start[A.j + 1] && isfinite(F.missed); e++) {
        if (W->row_year[W->col_row[e]] != t)
            continue;
        const block *B = block_at(W, W->col_row[e]);
        if (!B->T)
            return KK_UNKNOWN;
        double *change = KK_ARRAY(W->K, double, B->nrow);
        bool first = true; /* a block is looked at once */
        for (int f = W->col_start[A.j]; f < W->col_start[A.j + 1]; f++) {
            if (W->block_of[W->col_row[f]] != W->block_of[W->col_row[e]])
                continue;
            first = first && f >= e;
            change[W->row_place[W->col_row[f]]] += W->col_value[f] * A.units;
        }
        if (first)
            leave_out_of(W, B, change, &F);
    }
    if (F.missed > MISSED + BETWEEN) {
        show_needed(W, A, &F);
        return KK_NEEDED;
    }
    if (F.missed > MISSED - BETWEEN)
        return KK_UNKNOWN;
    if (proof)
        show_not_needed(W, proof, &F);
    return KK_NOT_NEEDED;
}

/* Rows that hold children back, column by column. */
static void turn(work *W)
{
    const kk_rows *R = W->M->R;
    int nyear = W->M->C->nyear;
    for (int i = 0; i < W->nrow; i++) {
        W->row_year[i] = KK_NONE;
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && isfinite(R->row_up[i]); e++)
            if (W->serve_of[R->col[e]])
                W->row_year[i] = (W->serve_of[R->col[e]] - 1) % nyear;
    }
    W->col_start = KK_ARRAY(W->K, int, R->ncol + 2);
    W->col_row = KK_ARRAY(W->K, int, R->nentry);
    W->col_value = KK_ARRAY(W->K, double, R->nentry);
    for (int i = 0; i < W->nrow; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && W->row_year[i] >= 0; e++)
            W->col_start[R->col[e] + 2]++;
    for (int j = 0; j < R->ncol; j++)
        W->col_start[j + 2] += W->col_start[j + 1];
    for (int i = 0; i < W->nrow; i++) {
        W->right[i] = R->row_up[i];
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && W->row_year[i] >= 0; e++) {
            int j = R->col[e], at = W->col_start[j + 1]++;
            W->col_row[at] = i;
            W->col_value[at] = R->value[e];
            if (W->open_of[j])
                W->right[i] -= R->value[e] * (double)W->P->open[W->open_of[j] - 1] / KK_MICRO;
            else if (W->serve_of[j])
                W->taken[i] += R->value[e] * served(W, j);
        }
        W->right[i] = is_need(W, i) ? W->taken[i] : fmax(W->right[i], W->taken[i]); /* in millionths: a hair more */
    }
}

/* Prices by the names of their rows. */
static void put_prices(const work *W, kk_proof *proof)
{
    proof->nprices = W->nshown;
    proof->prices = KK_ARRAY(W->K, kk_prices, W->nshown);
    for (int s = 0; s < W->nshown; s++) {
        const prices *S = &W->shown[s];
        kk_prices *out = &proof->prices[s];
        out->row = KK_ARRAY(W->K, kk_multiplier, S->nrow);
        for (int n = 0; n < S->nrow; n++)
            if (S->row[n].price > 0.0)
                out->row[out->nrow++] = (kk_multiplier){W->M->R->row_name[S->row[n].row], S->row[n].price};
    }
}

void kk_years_needed(kk_ctx *K, const kk_model *M, kk_plan *P, double largest)
{
    const kk_city *C = M->C;
    work W = {.K = K, .M = M, .P = P, .largest = largest, .nrow = M->open_row};
    P->needed = KK_ARRAY(K, unsigned char, (size_t)C->noption * C->nplan * C->nyear);
    W.open_of = KK_ARRAY(K, int, M->R->ncol);
    W.serve_of = KK_ARRAY(K, int, M->R->ncol);
    W.col_place = KK_ARRAY(K, int, M->R->ncol);
    W.col = KK_ARRAY(K, int, M->R->ncol);
    W.row_year = KK_ARRAY(K, int, W.nrow);
    W.right = KK_ARRAY(K, double, W.nrow);
    W.taken = KK_ARRAY(K, double, W.nrow);
    W.block_of = KK_ARRAY(K, int, W.nrow);
    W.row_place = KK_ARRAY(K, int, W.nrow);
    W.row = KK_ARRAY(K, int, W.nrow);
    W.shown_at = KK_ARRAY(K, int, W.nrow);
    for (int i = 0; i < C->noption * C->nplan; i++)
        if (M->X.open[i] >= 0)
            W.open_of[M->X.open[i]] = 1 + i;
    for (int i = 0; i < C->narc * C->nservice * C->nyear; i++)
        if (M->X.serve[i] >= 0)
            W.serve_of[M->X.serve[i]] = 1 + i;
    turn(&W);
    for (int o = 0; o < C->noption; o++)
        for (int tau = 0; tau < C->nplan; tau++) {
            int at = o * C->nplan + tau;
            action A = {M->X.open[at], (double)P->open[at] / KK_MICRO};
            for (int t = tau; t < C->nyear && P->open[at] > 0; t++)
                P->needed[kk_at(o, tau, C->nplan, t, C->nyear)] = (unsigned char)judge_year(&W, A, t, P->proof);
        }
    if (P->proof)
        put_prices(&W, P->proof);
}
