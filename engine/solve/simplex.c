/* A simplex of our own: by sparse factors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/dense.h"

#include <string.h>

static const double FEASIBLE = 1e-8; /* this far beyond a bound is on it, relative above 1 */
static const double NOISE = 1e-9;    /* a price of phase 1 up to this is none */
static const double AWRY = 1e-6;     /* two ways to one number differ by no more, relative above 1 */

typedef enum { GONE_ON, TO_REFRESH, AT_END, GIVE_UP } course; /* ended: GIVE_UP */

/* ---- make and grow ----------------------------------------------------------------------------------------------- */

kk_simplex *kk_simplex_new(kk_ctx *K, kk_part *P, const double *col_scale, const double *row_scale, int most_holds)
{
    const kk_reduced *D = P->D;
    kk_simplex *S = KK_NEW(K, kk_simplex);
    int rows = D->nrow + most_holds, vars = D->ncol + rows, nentry = D->row_start[D->nrow];
    *S = (kk_simplex){.K = K, .P = P, .col_scale = col_scale, .row_scale = row_scale};
    S->hold_scale = KK_ARRAY(K, double, most_holds);
    S->ncol = D->ncol;
    S->nrow = D->nrow;
    S->row_start = KK_ARRAY(K, int, rows + 1);
    S->row_col = kk_grow(K, NULL, &S->col_room, nentry, sizeof *S->row_col);
    S->row_value = kk_grow(K, NULL, &S->value_room, nentry, sizeof *S->row_value);
    S->col_start = KK_ARRAY(K, int, D->ncol + 2);
    S->state = KK_ARRAY(K, unsigned char, vars);
    S->lo = KK_ARRAY(K, double, vars);
    S->up = KK_ARRAY(K, double, vars);
    S->below = KK_ARRAY(K, double, vars);
    S->above = KK_ARRAY(K, double, vars);
    S->x = KK_ARRAY(K, double, vars);
    S->cost = KK_ARRAY(K, double, vars);
    S->d = KK_ARRAY(K, double, vars);
    S->weight = KK_ARRAY(K, double, vars);
    S->head = KK_ARRAY(K, int, rows);
    S->basis = kk_basis_new(K, rows);
    S->dense = kk_dense_new(K, rows, D->ncol);
    S->candidate = KK_ARRAY(K, int, vars);
    S->is_candidate = KK_ARRAY(K, bool, vars);
    S->alpha = kk_vector_new(K, rows);
    S->rho = kk_vector_new(K, rows);
    S->turned = kk_vector_new(K, vars);
    S->stop = KK_ARRAY(K, stop, rows);
    S->rest = KK_ARRAY(K, double, rows);
    S->list = KK_ARRAY(K, int, rows);
    S->unit = KK_ARRAY(K, unsigned char, rows);
    memset(S->unit, true, (size_t)rows);
    for (int i = 0; i < D->nrow; i++)
        for (int e = D->row_start[i]; e < (S->row_start[i + 1] = D->row_start[i + 1]); e++) {
            S->row_col[e] = D->col[e];
            S->row_value[e] = D->value[e] * row_scale[i] * col_scale[D->col[e]];
        }
    return S;
}

/* The entries of a row end here; those of one that is not in the part where they begin. */
static int end_of(const kk_simplex *S, int i)
{
    return S->row_start[has_row(S, i) ? i + 1 : i];
}

/* The part by columns. */
static void turn(kk_simplex *S)
{
    memset(S->col_start, 0, (size_t)(S->ncol + 2) * sizeof *S->col_start);
    for (int i = 0; i < rows_of(S); i++)
        for (int e = S->row_start[i], end = end_of(S, i); e < end; e++)
            S->col_start[S->row_col[e] + 2]++;
    for (int j = 0; j < S->ncol; j++)
        S->col_start[j + 2] += S->col_start[j + 1];
    int nentry = S->col_start[S->ncol + 1];
    S->col_row = kk_grow(S->K, S->col_row, &S->entry_room, nentry, sizeof *S->col_row);
    S->col_value = kk_grow(S->K, S->col_value, &S->entry_room2, nentry, sizeof *S->col_value);
    for (int i = 0; i < rows_of(S); i++)
        for (int e = S->row_start[i], end = end_of(S, i); e < end; e++) {
            int at = S->col_start[S->row_col[e] + 1]++;
            S->col_row[at] = i;
            S->col_value[at] = S->row_value[e];
        }
}

static void enter(kk_simplex *S, int j, bool basic, bool at_upper)
{
    S->below[j] = S->lo[j] - of_bound(FEASIBLE, S->lo[j]);
    S->above[j] = S->up[j] + of_bound(FEASIBLE, S->up[j]);
    S->state[j] = basic ? BASIC : S->lo[j] == S->up[j] ? FIXED : FREE;
    S->x[j] = at_upper ? S->up[j] : S->lo[j];
    S->cost[j] = 0.0;
    S->grown = true;
    kk_dense_grown(S->dense);
}

/* Take in what the part has grown by. */
static void grow(kk_simplex *S)
{
    kk_part *P = S->P;
    for (int j = 0; j < S->ncol; j++)
        if (P->has_col[j] == 2) {
            P->has_col[j] = 1;
            S->lo[j] = P->lo[j] / S->col_scale[j];
            S->up[j] = P->up[j] / S->col_scale[j];
            enter(S, j, P->col[j] == KK_BASIC, P->col[j] == KK_AT_UPPER);
        }
    for (int i = 0; i < S->nrow; i++)
        if (P->has_row[i] == 2) {
            P->has_row[i] = 1;
            S->lo[S->ncol + i] = -P->row_up[i] * S->row_scale[i];
            S->up[S->ncol + i] = -P->row_lo[i] * S->row_scale[i];
            enter(S, S->ncol + i, P->row[i] == KK_BASIC, P->row[i] == KK_AT_LOWER);
        }
}

void kk_simplex_hold(kk_simplex *S, const double *cost, double upper, double scale)
{
    int i = rows_of(S), n = S->row_start[i];
    for (int j = 0; j < S->ncol; j++) {
        if (cost[j] == 0.0)
            continue;
        S->row_col = kk_grow(S->K, S->row_col, &S->col_room, n + 1, sizeof *S->row_col);
        S->row_value = kk_grow(S->K, S->row_value, &S->value_room, n + 1, sizeof *S->row_value);
        S->row_col[n] = j;
        S->row_value[n++] = cost[j] * scale * S->col_scale[j];
    }
    S->hold_scale[S->nhold++] = scale;
    S->row_start[i + 1] = n;
    S->head[i] = S->ncol + i;
    S->lo[S->ncol + i] = -upper * scale;
    S->up[S->ncol + i] = INFINITY;
    enter(S, S->ncol + i, true, false);
}

void kk_simplex_drop(kk_simplex *S, bool *io_out)
{
    int to = S->nrow;
    for (int i = S->nrow; i < rows_of(S); i++) {
        bool *out = &io_out[i - S->nrow];
        *out = *out && S->state[S->ncol + i] == BASIC; /* without it the others are still a basis */
        if (*out)
            continue;
        int n = S->row_start[i + 1] - S->row_start[i], v = S->ncol + to, was = S->ncol + i;
        memmove(S->row_col + S->row_start[to], S->row_col + S->row_start[i], (size_t)n * sizeof *S->row_col);
        memmove(S->row_value + S->row_start[to], S->row_value + S->row_start[i], (size_t)n * sizeof *S->row_value);
        S->row_start[to + 1] = S->row_start[to] + n;
        S->hold_scale[to - S->nrow] = S->hold_scale[i - S->nrow];
        S->lo[v] = S->lo[was];
        S->up[v] = S->up[was];
        enter(S, v, S->state[was] == BASIC, S->x[was] == S->up[was]);
        to++;
    }
    memset(S->unit + to, true, (size_t)(rows_of(S) - to));
    S->nhold = to - S->nrow;
    S->grown = true;
}

/* ---- the basis anew ---------------------------------------------------------------------------------------------- */

/* What is basic, from everything that is not; false where it does not satisfy its rows. */
static bool evaluate(kk_simplex *S)
{
    kk_vector *v = &S->alpha;
    double *rest = S->rest, largest = 1.0;
    kk_vector_clear(v);
    for (int j = 0; j < S->ncol; j++)
        if (S->state[j] >= FREE && S->x[j] != 0.0)
            for (int e = S->col_start[j]; e < S->col_start[j + 1]; e++)
                kk_vector_add(v, S->col_row[e], -S->col_value[e] * S->x[j]);
    for (int i = 0; i < rows_of(S); i++) {
        if (S->state[S->ncol + i] >= FREE && S->x[S->ncol + i] != 0.0)
            kk_vector_add(v, i, -S->x[S->ncol + i]);
        rest[i] = v->value[i];
    }
    kk_basis_solve(S->basis, v);
    for (int i = 0; i < rows_of(S); i++) {
        if (!has_row(S, i))
            continue;
        int j = S->head[i];
        double x = S->x[j] = v->value[i];
        largest = fabs(x) > largest ? fabs(x) : largest;
        if (j >= S->ncol)
            rest[j - S->ncol] -= x;
        else
            for (int e = S->col_start[j]; e < S->col_start[j + 1]; e++)
                rest[S->col_row[e]] -= S->col_value[e] * x;
    }
    for (int i = 0; i < rows_of(S); i++)
        if (!(fabs(rest[i]) <= SLIP * largest))
            return false;
    return true;
}

/* What is basic once more, by what its rows lack in longer numbers: then nearly all digits are right, and another basis
 * of the same plan gives the same. */
static void refine(kk_simplex *S)
{
    kk_vector *v = &S->alpha;
    kk_vector_clear(v);
    for (int i = 0; i < rows_of(S); i++) {
        if (!has_row(S, i))
            continue;
        long double rest = -(long double)S->x[S->ncol + i];
        for (int e = S->row_start[i]; e < S->row_start[i + 1]; e++)
            rest -= (long double)S->row_value[e] * (long double)S->x[S->row_col[e]];
        if (rest != 0.0L)
            kk_vector_add(v, i, (double)rest);
    }
    kk_basis_solve(S->basis, v);
    for (int n = 0; n < v->count; n++)
        S->x[S->head[v->index[n]]] += v->value[v->index[n]];
}

static bool refresh(kk_simplex *S)
{
    if (S->grown)
        turn(S);
    S->grown = false;
    int count = 0;
    for (int j = 0; j < S->ncol; j++)
        if (S->state[j] == BASIC)
            S->list[count++] = j;
    for (int i = 0; i < rows_of(S); i++) {
        S->unit[i] = S->state[S->ncol + i] <= BASIC;
        S->head[i] = S->ncol + i;
    }
    kk_columns A = {.start = S->col_start, .row = S->col_row, .value = S->col_value};
    S->factored = kk_basis_factor(S->basis, &A, S->list, count, S->unit, S->head);
    return S->factored && evaluate(S);
}

/* ---- prices ------------------------------------------------------------------------------------------------------ */

static void consider(kk_simplex *S, int j)
{
    if (!S->is_candidate[j] && is_worth(S, j, S->d[j])) {
        S->is_candidate[j] = true;
        S->candidate[S->ncandidate++] = j;
    }
}

/* turned = rho A, of what is FREE: rho by row in, out by variable. */
static void multiply(kk_simplex *S)
{
    kk_vector_clear(&S->turned);
    for (int n = 0; n < S->rho.count; n++) {
        int i = S->rho.index[n];
        double v = S->rho.value[i];
        if (v == 0.0)
            continue;
        for (int e = S->row_start[i]; e < S->row_start[i + 1]; e++)
            if (S->state[S->row_col[e]] == FREE)
                kk_vector_add(&S->turned, S->row_col[e], v * S->row_value[e]);
        if (S->state[S->ncol + i] == FREE)
            kk_vector_add(&S->turned, S->ncol + i, v);
    }
}

/* rho = c_B B^-1 */
static void multipliers(kk_simplex *S)
{
    kk_vector_clear(&S->rho);
    for (int i = 0; i < rows_of(S); i++)
        if (S->cost[S->head[i]] != 0.0) /* slacks have none, so what is not in the part has none */
            kk_vector_add(&S->rho, i, S->cost[S->head[i]]);
    kk_basis_solve_transposed(S->basis, &S->rho);
}

/* All reduced costs: d = c - c_B B^-1 A. */
static void price(kk_simplex *S)
{
    multipliers(S);
    multiply(S);
    int vars = S->ncol + rows_of(S);
    S->ncandidate = 0;
    memset(S->is_candidate, false, (size_t)vars * sizeof *S->is_candidate);
    for (int j = 0; j < vars; j++)
        if (S->state[j] == FREE) {
            S->d[j] = S->cost[j] - S->turned.value[j];
            consider(S, j);
        }
}

/* The candidate with the steepest price; those that are none any more are dropped. */
static int choose(kk_simplex *S)
{
    int best = -1;
    double most = 0.0;
    for (int n = 0; n < S->ncandidate;) {
        int j = S->candidate[n];
        if (!is_worth(S, j, S->d[j])) {
            S->is_candidate[j] = false;
            S->candidate[n] = S->candidate[--S->ncandidate];
            continue;
        }
        n++;
        double gain = S->d[j] * S->d[j];
        if (gain > most * S->weight[j]) {
            most = gain / S->weight[j];
            best = j;
        }
    }
    return best;
}

/* ---- one step ---------------------------------------------------------------------------------------------------- */

/* alpha = B^-1 a_q */
static void solve_column(kk_simplex *S, int q)
{
    kk_vector_clear(&S->alpha);
    if (q >= S->ncol)
        kk_vector_add(&S->alpha, q - S->ncol, 1.0);
    else
        for (int e = S->col_start[q]; e < S->col_start[q + 1]; e++)
            kk_vector_add(&S->alpha, S->col_row[e], S->col_value[e]);
    kk_basis_solve(S->basis, &S->alpha);
}

/* How far q can go, up or down by its sign, and the place that holds it back, or -1. */
static int hold_back(kk_simplex *S, int q, double sign, double *out_step, double *out_bound)
{
    const kk_vector *alpha = &S->alpha;
    double furthest = INFINITY, largest = 0.0;
    int nstop = 0;
    for (int n = 0; n < alpha->count; n++)
        largest = fmax(largest, fabs(alpha->value[alpha->index[n]]));
    for (int n = 0; n < alpha->count; n++) {
        int i = alpha->index[n];
        if (fabs(alpha->value[i]) > nothing_beside(largest))
            may_stop(S, i, S->head[i], sign * alpha->value[i], &nstop, &furthest);
    }
    return stopped_at(S, q, nstop, furthest, out_step, out_bound);
}

/* q goes by a step and takes along what is basic. */
static void move(kk_simplex *S, int q, double by)
{
    S->x[q] += by;
    for (int n = 0; n < S->alpha.count; n++)
        S->x[S->head[S->alpha.index[n]]] -= by * S->alpha.value[S->alpha.index[n]];
}

/* q takes a place in the basis; what was there stays at the bound it met. */
static void exchange(kk_simplex *S, int q, int place, double bound)
{
    int out = S->head[place];
    kk_basis_replace(S->basis, place, &S->alpha);
    S->x[out] = bound;
    S->state[out] = S->lo[out] == S->up[out] ? FIXED : FREE;
    S->state[q] = BASIC;
    S->head[place] = q;
}

/* Prices after an exchange: reduced costs by the row that goes out, Devex weights. */
static void reprice(kk_simplex *S, int q, int out, double pivot)
{
    double by = S->d[q] / pivot, weight = S->weight[q];
    for (int n = 0; n < S->turned.count; n++) {
        int j = S->turned.index[n];
        double v = S->turned.value[j], seen = v / pivot;
        S->d[j] -= by * v;
        if (seen * seen * weight > S->weight[j])
            S->weight[j] = seen * seen * weight;
        consider(S, j);
    }
    S->d[q] = 0.0;
    S->d[out] = -by;
    S->weight[out] = fmax(weight / (pivot * pivot), 1.0);
    consider(S, out);
}

/* Let q go as far as it can; in phase 1 prices are not kept. */
static course step(kk_simplex *S, int q, double sign, bool phase1)
{
    double length, bound = 0.0;
    int place = hold_back(S, q, sign, &length, &bound);
    if (!isfinite(length))
        return GIVE_UP; /* columns have bounds, so this is a matter of digits */
    S->stuck = length > 0.0 ? 0 : S->stuck + 1;
    if (S->stuck > STUCK + S->nrow)
        return GIVE_UP;
    if (place < 0) {
        S->iterations++;
        move(S, q, sign * length);
        S->x[q] = sign > 0.0 ? S->up[q] : S->lo[q];
        return GONE_ON;
    }
    double pivot = S->alpha.value[place];
    course bad = kk_basis_is_fresh(S->basis) ? GIVE_UP : TO_REFRESH;
    if (fabs(pivot) < NO_PIVOT)
        return bad;
    if (!phase1) {
        kk_vector_clear(&S->rho);
        kk_vector_add(&S->rho, place, 1.0);
        kk_basis_solve_transposed(S->basis, &S->rho);
        multiply(S);
        if (fabs(S->turned.value[q] - pivot) > AWRY * fmax(1.0, fabs(pivot)))
            return bad;
    }
    S->iterations++;
    int out = S->head[place];
    move(S, q, sign * length);
    exchange(S, q, place, bound);
    if (!phase1)
        reprice(S, q, out, pivot);
    return kk_basis_is_long(S->basis) ? TO_REFRESH : GONE_ON;
}

/* ---- minimise ---------------------------------------------------------------------------------------------------- */

/* Phase 1: the sum of what is beyond its bounds is minimised, its prices made anew for every step. */
static bool make_feasible(kk_simplex *S)
{
    while (!is_ended(S)) {
        kk_vector_clear(&S->rho);
        for (int i = 0; i < rows_of(S); i++)
            if (is_below(S, S->head[i]) || is_above(S, S->head[i])) /* what is not in the part is 0 of 0 */
                kk_vector_add(&S->rho, i, is_above(S, S->head[i]) ? 1.0 : -1.0);
        if (S->rho.count == 0)
            return true;
        kk_basis_solve_transposed(S->basis, &S->rho);
        multiply(S);
        int q = -1;
        for (int n = 0; n < S->turned.count; n++) {
            int j = S->turned.index[n];
            double d = -S->turned.value[j];
            if (fabs(d) > NOISE && is_worth(S, j, d) && (q < 0 || fabs(d) > fabs(S->turned.value[q])))
                q = j;
        }
        if (q < 0)
            return false;
        double sign = S->turned.value[q] > 0.0 ? 1.0 : -1.0;
        solve_column(S, q);
        course went = step(S, q, sign, true);
        if (went == GIVE_UP || (went == TO_REFRESH && !refresh(S)))
            return false;
    }
    return false;
}

/* From a feasible basis with prices to the end, or to where factors or prices have to be made anew. */
static course descend(kk_simplex *S)
{
    for (;;) {
        int q = choose(S);
        if (q < 0)
            return AT_END;
        if (is_ended(S))
            return GIVE_UP;
        solve_column(S, q);
        double d = S->cost[q];
        for (int n = 0; n < S->alpha.count; n++)
            d -= S->cost[S->head[S->alpha.index[n]]] * S->alpha.value[S->alpha.index[n]];
        bool awry = fabs(d - S->d[q]) > AWRY * fmax(1.0, fabs(d));
        S->d[q] = d;
        if (awry)
            return kk_basis_is_fresh(S->basis) ? GIVE_UP : TO_REFRESH;
        if (!is_worth(S, q, d))
            continue;
        course went = step(S, q, d < 0.0 ? 1.0 : -1.0, false);
        if (went != GONE_ON)
            return went;
    }
}

bool kk_simplex_minimise(kk_simplex *S, const double *cost, double cost_scale, double noise)
{
    S->noise = noise;
    S->iterations = S->stuck = 0;
    grow(S);
    for (int j = 0; j < S->ncol; j++)
        if (S->state[j] != OUTSIDE)
            S->cost[j] = cost[j] * S->col_scale[j] * cost_scale;
    S->ended = false;
    if (kk_dense_minimise(S))
        return true;
    if (S->ended)
        return false;
    for (int j = 0; j < S->ncol + rows_of(S); j++)
        S->weight[j] = 1.0;
    if ((S->grown || !S->factored) && !refresh(S))
        return false;
    for (;;) {
        if (!make_feasible(S))
            return false;
        price(S);
        long before = S->iterations;
        course went = descend(S);
        if (went == AT_END && S->iterations == before)
            return true; /* feasible, and no price is worth a step: seen with prices made anew */
        if (went == GIVE_UP || (went == TO_REFRESH && !refresh(S)))
            return false;
    }
}

void kk_simplex_watch(kk_simplex *S, kk_watch *watch)
{
    S->watch = watch;
}

bool kk_simplex_ended(const kk_simplex *S)
{
    return S->ended;
}

void kk_simplex_to_sparse(kk_simplex *S)
{
    S->dense = NULL;
}

bool kk_simplex_is_dense(const kk_simplex *S)
{
    return S->dense && kk_dense_made(S->dense);
}

long kk_simplex_iterations(const kk_simplex *S)
{
    return S->iterations;
}

/* ---- what stages ask --------------------------------------------------------------------------------------------- */

/* Fix a variable that is not basic and has a reduced cost; whether it was not fixed before. */
static bool fix(kk_simplex *S, int j)
{
    bool fixes = (S->state[j] == FREE) & (fabs(S->d[j]) > S->noise); /* one thing to guess, not two */
    if (fixes) {
        S->state[j] = FIXED;
        S->lo[j] = S->up[j] = S->x[j];
    }
    return fixes;
}

int kk_simplex_fix(kk_simplex *S)
{
    kk_part *P = S->P;
    int left = 0;
    for (int j = 0; j < S->ncol; j++) {
        if (fix(S, j))
            P->lo[j] = P->up[j] = S->x[j] * S->col_scale[j];
        left += S->state[j] == OUTSIDE || S->state[j] == FREE;
    }
    for (int i = 0; i < rows_of(S); i++) {
        int s = S->ncol + i;
        if (fix(S, s) && i < S->nrow)
            P->row_lo[i] = P->row_up[i] = -S->x[s] / S->row_scale[i];
        left += S->state[s] == FREE;
    }
    return left;
}

bool kk_simplex_holds_fast(const kk_simplex *S, int h)
{
    return S->state[S->ncol + S->nrow + h] == FIXED;
}

void kk_simplex_multipliers(const kk_simplex *S, double *out_y)
{
    for (int i = 0; i < rows_of(S); i++)
        out_y[i] = has_row(S, i) ? S->rho.value[i] * (i < S->nrow ? S->row_scale[i] : S->hold_scale[i - S->nrow]) : 0.0;
}

bool kk_simplex_inverse(kk_simplex *S, int j, double *out_y)
{
    kk_vector_clear(&S->rho);
    for (int i = 0; i < rows_of(S); i++)
        if (has_row(S, i) && S->head[i] == j)
            kk_vector_add(&S->rho, i, 1.0);
    if (S->rho.count == 0)
        return false;
    kk_basis_solve_transposed(S->basis, &S->rho);
    kk_simplex_multipliers(S, out_y);
    return true;
}

bool kk_simplex_read(kk_simplex *S, bool anew, double *out_x)
{
    if (anew && !refresh(S))
        return false;
    if (anew)
        refine(S);
    for (int j = 0; j < S->ncol; j++)
        if (S->state[j] != OUTSIDE)
            out_x[j] = S->x[j] * S->col_scale[j];
    return true;
}

void kk_simplex_stand(const kk_simplex *S, kk_stand *out_hold, bool *out_fixed)
{
    kk_part *P = S->P;
    for (int j = 0; j < S->ncol; j++) {
        if (S->state[j] != OUTSIDE)
            P->has_col[j] = 2;
        P->col[j] = S->state[j] == BASIC ? KK_BASIC : may_rise(S, j) ? KK_AT_LOWER : KK_AT_UPPER;
    }
    for (int i = 0; i < rows_of(S); i++) {
        int s = S->ncol + i;
        kk_stand *out = i < S->nrow ? &P->row[i] : &out_hold[i - S->nrow];
        *out = S->state[s] == BASIC ? KK_BASIC : may_rise(S, s) ? KK_AT_UPPER : KK_AT_LOWER;
        if (i >= S->nrow)
            out_fixed[i - S->nrow] = S->state[s] == FIXED;
        else if (S->state[s] != OUTSIDE)
            P->has_row[i] = 2;
    }
}
