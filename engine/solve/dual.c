/* The lexicographic dual simplex: the base, and what is changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/dual.h"

#include "solve/dual_pivot.h"
#include "solve/scale.h"

#include <string.h>

enum { MOST_CHANGED = 16 }; /* columns with other entries that are taken in one by one */

/* ---- the model --------------------------------------------------------------------------------------------------- */

static double scaled(const kk_dual *S, int i, int j, double value)
{
    return value * S->row_scale[i] * S->col_scale[j];
}

/* Put the value of an entry in. */
static void put(const kk_dual *S, kk_dual_matrix *A, int i, int e, double value)
{
    int j = A->row_col[e], at = A->col_start[j];
    while (A->col_row[at] != i)
        at++;
    A->row_value[e] = A->col_value[at] = scaled(S, i, j, value);
}

static kk_dual_matrix load(kk_ctx *K, const kk_dual *S, const kk_rows *R)
{
    kk_dual_matrix A = {.row_start = R->row_start, .row_col = R->col};
    A.row_value = KK_ARRAY(K, double, R->nentry);
    A.col_start = KK_ARRAY(K, int, R->ncol + 2);
    A.col_row = KK_ARRAY(K, int, R->nentry);
    A.col_value = KK_ARRAY(K, double, R->nentry);
    for (int e = 0; e < R->nentry; e++)
        A.col_start[R->col[e] + 2]++;
    for (int j = 0; j < R->ncol; j++)
        A.col_start[j + 2] += A.col_start[j + 1];
    for (int i = 0; i < R->nrow; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++) {
            int at = A.col_start[R->col[e] + 1]++;
            A.col_row[at] = i;
            A.col_value[at] = A.row_value[e] = scaled(S, i, R->col[e], R->value[e]);
        }
    for (int n = 0; n < R->nother; n++)
        put(S, &A, R->other[n].row, R->other[n].at, R->other[n].value);
    return A;
}

static const double *cost_of(const kk_dual *S, int k)
{
    return k < S->R->nobjective ? S->R->objective[k].cost : S->last;
}

/* Costs of an objective, the largest 1; false where they are too far apart. */
static bool load_cost(kk_dual *S, int k, const double *from)
{
    double *out = S->cost + (size_t)k * (size_t)S->ncol;
    double largest = 0.0, least = INFINITY;
    for (int j = 0; j < S->ncol; j++) {
        out[j] = from[j] * S->col_scale[j];
        double size = fabs(out[j]);
        largest = size > largest ? size : largest;
        least = size > 0.0 && size < least ? size : least;
    }
    for (int j = 0; j < S->ncol && largest > 0.0; j++)
        out[j] /= largest;
    return largest == 0.0 || least > 1e-6 * largest;
}

static void add_up(kk_dual *S)
{
    memset(S->sum, 0, (size_t)S->ncol * sizeof *S->sum);
    for (int k = 0; k < S->nobjective; k++)
        for (int j = 0; j < S->ncol; j++)
            S->sum[j] += S->cost[(size_t)k * (size_t)S->ncol + (size_t)j] * S->times[k];
}

void kk_dual_load_bounds(kk_dual *S, const kk_rows *R)
{
    for (int j = 0; j < S->ncol; j++) {
        S->lo[j] = R->col_lo[j] / S->col_scale[j];
        S->up[j] = R->col_up[j] / S->col_scale[j];
    }
    for (int i = 0; i < S->nrow; i++) {
        S->lo[S->ncol + i] = -R->row_up[i] * S->row_scale[i];
        S->up[S->ncol + i] = -R->row_lo[i] * S->row_scale[i];
    }
}

/* ---- the base ---------------------------------------------------------------------------------------------------- */

static void keep(kk_dual *S)
{
    for (int j = 0; j < S->nvar; j++) /* what has one value now may have more of them */
        S->base_state[j] = S->state[j] == KK_DUAL_FIXED ? KK_DUAL_LOWER : S->state[j];
    memcpy(S->base_head, S->head, (size_t)S->nrow * sizeof *S->head);
    memcpy(S->base_d, S->d, (size_t)S->nvar * (size_t)S->stride * sizeof *S->d);
    memset(S->is_touched, false, (size_t)S->nvar * sizeof *S->is_touched);
    S->ntouched = 0;
    S->all_touched = false;
    for (int j = 0; j < S->nvar; j++) {
        S->base_side[j] = (signed char)kk_dual_side(S, j);
        S->total[j] = S->base_total[j] = kk_dual_add_up(S, j);
    }
    memcpy(S->base_x, S->x, (size_t)S->nvar * sizeof *S->x);
    S->has_base = true;
}

kk_dual *kk_dual_begin(kk_ctx *K, const kk_rows *R, const double *last)
{
    kk_dual *S = KK_NEW(K, kk_dual);
    S->R = R;
    S->last = last;
    S->ncol = R->ncol;
    S->nrow = R->nrow;
    S->nvar = R->ncol + R->nrow;
    S->nobjective = R->nobjective + 1;
    S->stride = (S->nobjective + 1) / 2 * 2;
    S->K = K;
    size_t nprice = (size_t)S->nvar * (size_t)S->stride, ncost = (size_t)S->ncol * (size_t)S->nobjective;
    S->col_scale = KK_ARRAY(K, double, S->ncol);
    S->row_scale = KK_ARRAY(K, double, S->nrow);
    kk_scale(K, 3, R->nrow, R->ncol, R->row_start, R->col, R->value, S->row_scale, S->col_scale);
    S->base = load(K, S, R);
    S->A = &S->base;
    S->cost = KK_ARRAY(K, double, ncost);
    S->sum = KK_ARRAY(K, double, S->ncol);
    S->times = KK_ARRAY(K, double, S->nobjective);
    S->total = KK_ARRAY(K, double, S->nvar);
    S->state = KK_ARRAY(K, unsigned char, S->nvar);
    S->head = KK_ARRAY(K, int, S->nrow);
    S->lo = KK_ARRAY(K, double, S->nvar);
    S->up = KK_ARRAY(K, double, S->nvar);
    S->x = KK_ARRAY(K, double, S->nvar);
    S->d = KK_ARRAY(K, double, nprice);
    S->touched = KK_ARRAY(K, int, S->nvar);
    S->is_touched = KK_ARRAY(K, bool, S->nvar);
    S->factors[0] = kk_basis_new(K, S->nrow);
    S->factors[1] = kk_basis_new(K, S->nrow);
    S->replaced = kk_replaced_new(K, S->nrow);
    S->beyond = KK_ARRAY(K, int, S->nrow);
    S->is_beyond = KK_ARRAY(K, bool, S->nrow);
    S->alpha = kk_vector_new(K, S->nrow);
    S->rho = kk_vector_new(K, S->nrow);
    S->column = kk_vector_new(K, S->nrow);
    S->scratch = (kk_dual_line){.row = KK_ARRAY(K, int, S->nrow), .value = KK_ARRAY(K, double, S->nrow)};
    S->solved = KK_ARRAY(K, kk_dual_line, S->nvar);
    S->is_other = KK_ARRAY(K, bool, S->nvar);
    S->turned = kk_vector_new(K, S->nvar);
    S->weight = KK_ARRAY(K, double, S->nvar);
    S->base_weight = KK_ARRAY(K, double, S->nvar);
    S->base_side = KK_ARRAY(K, signed char, S->nvar);
    S->candidate = KK_ARRAY(K, kk_dual_candidate, S->nvar);
    S->theta = KK_ARRAY(K, double, S->stride);
    S->rest = KK_ARRAY(K, double, S->nrow);
    S->list = KK_ARRAY(K, int, S->nrow);
    S->unit = KK_ARRAY(K, unsigned char, S->nrow);
    S->y = KK_ARRAY(K, double, S->nvar);
    S->most_beyond = 64 + S->nrow / 48; /* from the start is quicker where so much has to move */
    S->most_pivots = 192 + S->nrow / 12;

    for (int k = 0; k < S->nobjective; k++)
        if (!load_cost(S, k, cost_of(S, k)))
            return NULL;
    for (int k = 0; k < S->nobjective; k++)
        S->times[k] = 1.0 / (1.5 + k);
    for (int j = 0; j < S->nvar; j++)
        S->base_weight[j] = 1.0;
    add_up(S);
    return S;
}

kk_dual *kk_dual_new(kk_ctx *K, const kk_rows *R, const double *last, const bool *basic)
{
    kk_dual *S = kk_dual_begin(K, R, last);
    if (!S)
        return NULL;
    size_t nprice = (size_t)S->nvar * (size_t)S->stride;
    S->other_row = KK_ARRAY(K, int, R->nentry);
    S->other_entry = KK_ARRAY(K, int, R->nentry);
    S->other_cost = KK_ARRAY(K, bool, S->nobjective);
    S->base_total = KK_ARRAY(K, double, S->nvar);
    S->base_state = KK_ARRAY(K, unsigned char, S->nvar);
    S->base_head = KK_ARRAY(K, int, S->nrow);
    S->base_x = KK_ARRAY(K, double, S->nvar);
    S->base_d = KK_ARRAY(K, double, nprice);
    S->inverse = KK_ARRAY(K, kk_dual_line, S->nrow);
    kk_dual_load_bounds(S, R);
    for (int j = 0; j < S->nvar; j++)
        S->state[j] = basic[j] ? KK_DUAL_BASIC : KK_DUAL_LOWER;
    if (!kk_dual_factorise(S, S->factors[0]))
        return NULL;
    for (int k = 0; k < S->nobjective; k++)
        kk_dual_reprice(S, k);
    if (!kk_dual_descend(S))
        return NULL;
    if (S->pivots > 0) {
        memset(S->solved, 0, (size_t)S->nvar * sizeof *S->solved); /* of other factors */
        if (!kk_dual_factorise(S, S->factors[0]))
            return NULL;
        for (int k = 0; k < S->nobjective; k++)
            kk_dual_reprice(S, k);
        if (!kk_dual_descend(S) || S->pivots > 0)
            return NULL;
    }
    kk_dual_invert(S);
    keep(S);
    return S;
}

static void undo(kk_dual *S)
{
    size_t n = (size_t)S->stride;
    memcpy(S->state, S->base_state, (size_t)S->nvar);
    memcpy(S->head, S->base_head, (size_t)S->nrow * sizeof *S->head);
    if (S->all_touched)
        memcpy(S->d, S->base_d, (size_t)S->nvar * n * sizeof *S->d);
    for (int t = 0; t < S->ntouched; t++) {
        size_t j = (size_t)S->touched[t];
        memcpy(S->d + j * n, S->base_d + j * n, n * sizeof *S->d);
        S->is_touched[j] = false;
    }
    S->ntouched = 0;
    S->all_touched = false;
    while (S->nother > 0) {
        int e = S->other_entry[--S->nother];
        S->is_other[S->R->col[e]] = false;
        S->total[S->R->col[e]] = S->base_total[S->R->col[e]];
        put(S, &S->base, S->other_row[S->nother], e, S->R->value[e]);
    }
    bool any = false;
    for (int k = 0; k < S->nobjective; k++)
        if (S->other_cost[k]) {
            load_cost(S, k, cost_of(S, k));
            S->other_cost[k] = false;
            any = true;
        }
    if (any)
        add_up(S);
    S->B = S->factors[0];
    kk_replaced_clear(S->replaced);
    S->A = &S->base;
}

/* ---- what is changed --------------------------------------------------------------------------------------------- */

/* Everything anew but for the basis. */
static bool start_over(kk_ctx *K, kk_dual *S, const kk_rows *R)
{
    S->A = KK_NEW(K, kk_dual_matrix);
    *S->A = load(K, S, R);
    if (!kk_dual_factorise(S, S->factors[1]))
        return false;
    for (int k = 0; k < S->nobjective; k++)
        kk_dual_reprice(S, k);
    return true;
}

/* Put in an entry that is not the base's, and list its column; false where these are many. */
static bool put_other(kk_dual *S, kk_other_entry other, int *column, int *io_ncolumn)
{
    int c = 0, j = S->R->col[other.at];
    while (c < *io_ncolumn && column[c] != j)
        c++;
    if (c == MOST_CHANGED)
        return false;
    column[c] = j;
    *io_ncolumn += c == *io_ncolumn;
    S->is_other[j] = true;
    S->other_row[S->nother] = other.row;
    S->other_entry[S->nother++] = other.at;
    put(S, &S->base, other.row, other.at, other.value);
    return true;
}

/* Put in the entries of R that are not the base's, and list their columns; false where these are many. */
static bool put_entries(kk_dual *S, const kk_rows *R, int *column, int *out_ncolumn)
{
    *out_ncolumn = 0;
    for (int n = 0; n < R->nother; n++)
        if (!put_other(S, R->other[n], column, out_ncolumn))
            return false;
    for (int i = 0; i < S->nrow && R->value != S->R->value; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
            if (R->value[e] != S->R->value[e] &&
                !put_other(S, (kk_other_entry){i, e, R->value[e]}, column, out_ncolumn))
                return false;
    return true;
}

/* Costs of the proof follow other entries: the multiplier of a row is minus its slack's price. */
static void total_column(kk_dual *S, int j)
{
    S->total[j] = S->sum[j];
    for (int at = S->A->col_start[j]; at < S->A->col_start[j + 1]; at++)
        S->total[j] += S->base_total[S->ncol + S->A->col_row[at]] * S->A->col_value[at];
}

/* Take in other entries: of a few columns one by one. */
static bool take_entries(kk_ctx *K, kk_dual *S, const kk_rows *R)
{
    const kk_rows *O = S->R;
    int column[MOST_CHANGED], ncolumn;
    bool same_places =
        R->col == O->col || (R->nentry == O->nentry &&
                             memcmp(R->row_start, O->row_start, (size_t)(S->nrow + 1) * sizeof *R->row_start) == 0 &&
                             memcmp(R->col, O->col, (size_t)R->nentry * sizeof *R->col) == 0);
    if (!same_places || !put_entries(S, R, column, &ncolumn))
        return start_over(K, S, R);
    for (int c = 0; c < ncolumn; c++)
        total_column(S, column[c]);
    for (int c = 0; c < ncolumn; c++)
        if (S->state[column[c]] == KK_DUAL_BASIC && !kk_dual_replace(S, column[c]))
            return start_over(K, S, R);
    for (int c = 0; c < ncolumn; c++)
        if (S->state[column[c]] != KK_DUAL_BASIC)
            kk_dual_price_column(S, column[c]);
    return true;
}

/* Take in other costs, objective by objective. */
static bool take_costs(kk_dual *S, const kk_rows *R)
{
    bool any = false;
    for (int k = 0; k < R->nobjective; k++) {
        const double *cost = R->objective[k].cost;
        if (cost == cost_of(S, k) || memcmp(cost, cost_of(S, k), (size_t)S->ncol * sizeof *cost) == 0)
            continue;
        any = S->other_cost[k] = true;
        if (!load_cost(S, k, cost))
            return false;
        kk_dual_reprice(S, k);
    }
    if (any)
        add_up(S);
    return true;
}

/* A value, or the bound that it is off by rounding alone: a cost of many digits makes that much. */
static double on_bound(const kk_dual *S, int j)
{
    double x = S->x[j], off = 1e-12 * fmax(1.0, fabs(x));
    return fabs(x - S->lo[j]) <= off ? S->lo[j] : fabs(x - S->up[j]) <= off ? S->up[j] : x;
}

void kk_dual_read(const kk_dual *S, double *out_x)
{
    for (int j = 0; j < S->ncol; j++)
        out_x[j] = on_bound(S, j) * S->col_scale[j];
}

bool kk_dual_solve(kk_ctx *K, kk_dual *S, const kk_rows *R, double *out_x)
{
    KK_ASSERT(R->ncol == S->ncol && R->nrow == S->nrow && R->nobjective == S->R->nobjective);
    undo(S);
    kk_dual_load_bounds(S, R);
    if (!take_entries(K, S, R) || !take_costs(S, R) || !kk_dual_descend(S))
        return false;
    kk_dual_read(S, out_x);
    return true;
}

long kk_dual_pivots(const kk_dual *S)
{
    return S->pivots;
}
