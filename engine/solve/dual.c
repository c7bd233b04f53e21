/* A lexicographic dual simplex that stays in place.
 *
 * All is scaled, as the base was. Row i is  A_i x + s_i = 0  with a slack s_i, variable ncol + i, between minus its
 * upper and minus its lower bound. A variable that is not basic stands at a bound; which one, the first objective says
 * that has a reduced cost there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/dual.h"

#include "solve/basis.h"
#include "solve/scale.h"

#include <string.h>

static const double FEASIBLE = 1e-9; /* this far beyond a bound is on it, relative above 1 */
static const double NOISE = 1e-9;    /* a reduced cost up to this is none */
static const double NO_PIVOT = 1e-7; /* a smaller pivot is not trusted */
static const double AWRY = 1e-7;     /* two ways to one number differ by no more, relative above 1 */

enum { BASIC, LOWER, UPPER };

/* A by rows and by columns. */
typedef struct {
    const int *row_start, *row_col;
    double *row_value;
    int *col_start, *col_row;
    double *col_value;
} matrix;

struct kk_dual {
    int ncol, nrow, nvar, nobjective;
    const kk_rows *R; /* the base's */
    const double *last;
    double *col_scale, *row_scale;
    matrix base, *A;  /* of the base; of the solve */
    double *cost;     /* [nobjective][ncol] scaled */
    bool *other_cost; /* [nobjective] they are not the base's */

    /* where all stands */
    unsigned char *state, *base_state; /* [nvar] */
    int *head, *base_head;             /* [nrow] what is basic in a row's place */
    double *lo, *up, *x;               /* [nvar] */
    double *d, *base_d;                /* [nvar][nobjective] reduced costs, 0 of what is basic */
    int *touched, ntouched;            /* variables whose d is not the base's */
    bool *is_touched, all_touched;
    kk_basis *B, *factors[2]; /* in use; of the base, and those made since */

    int *beyond, nbeyond; /* places whose value may be beyond a bound */
    bool *is_beyond;
    kk_vector alpha, rho, turned; /* by row: a column solved, a row of the inverse; by variable: rho A */
    double *weight, *base_weight; /* [nrow] squares of the length of a row of B^-1, 0 = not known yet */
    double *theta;                /* [nobjective] */
    int *flip, nflip;             /* variables that go to their other bound */
    double *rest;                 /* [nrow] */
    int *list;                    /* room for the basic columns */
    unsigned char *unit;
    double *y; /* [ncol + nrow] room for reduced costs */
    long pivots;
};

/* ---- the model --------------------------------------------------------------------------------------------------- */

static matrix load(kk_ctx *K, const kk_dual *S, const kk_rows *R)
{
    matrix A = {.row_start = R->row_start, .row_col = R->col};
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
            A.col_value[at] = A.row_value[e] = R->value[e] * S->row_scale[i] * S->col_scale[R->col[e]];
        }
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

static void load_bounds(kk_dual *S, const kk_rows *R)
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

/* ---- factors, values, prices ------------------------------------------------------------------------------------- */

static bool factorise(kk_dual *S, kk_basis *B)
{
    int count = 0;
    for (int j = 0; j < S->ncol; j++)
        if (S->state[j] == BASIC)
            S->list[count++] = j;
    for (int i = 0; i < S->nrow; i++) {
        S->unit[i] = S->state[S->ncol + i] == BASIC;
        S->head[i] = S->ncol + i;
    }
    kk_columns A = {.start = S->A->col_start, .row = S->A->col_row, .value = S->A->col_value};
    S->B = B;
    return kk_basis_factor(B, &A, S->list, count, S->unit, S->head);
}

/* turned = rho A: rho by row in, out by variable; what is basic is left out. */
static void multiply(kk_dual *S)
{
    const matrix *A = S->A;
    kk_vector_clear(&S->turned);
    for (int n = 0; n < S->rho.count; n++) {
        int i = S->rho.index[n];
        double v = S->rho.value[i];
        if (v == 0.0)
            continue;
        for (int e = A->row_start[i]; e < A->row_start[i + 1]; e++)
            if (S->state[A->row_col[e]] != BASIC)
                kk_vector_add(&S->turned, A->row_col[e], v * A->row_value[e]);
        if (S->state[S->ncol + i] != BASIC)
            kk_vector_add(&S->turned, S->ncol + i, v);
    }
}

static double *prices(const kk_dual *S, int j)
{
    return S->d + (size_t)j * (size_t)S->nobjective;
}

/* turned = c_B B^-1 A, for costs [ncol] */
static void price(kk_dual *S, const double *cost)
{
    kk_vector_clear(&S->rho);
    for (int i = 0; i < S->nrow; i++)
        if (S->head[i] < S->ncol && cost[S->head[i]] != 0.0)
            kk_vector_add(&S->rho, i, cost[S->head[i]]);
    kk_basis_solve_transposed(S->B, &S->rho);
    multiply(S);
}

/* Reduced costs of objective k anew. */
static void reprice(kk_dual *S, int k)
{
    const double *cost = S->cost + (size_t)k * (size_t)S->ncol;
    price(S, cost);
    for (int j = 0; j < S->nvar; j++)
        prices(S, j)[k] = S->state[j] == BASIC ? 0.0 : (j < S->ncol ? cost[j] : 0.0) - S->turned.value[j];
    S->all_touched = true;
}

static void touch(kk_dual *S, int j)
{
    if (!S->is_touched[j]) {
        S->is_touched[j] = true;
        S->touched[S->ntouched++] = j;
    }
}

/* The first objective's sign: 1 it wants to be low, -1 high, 0 nobody minds. */
static int wants(const kk_dual *S, int j)
{
    const double *d = prices(S, j);
    for (int k = 0; k < S->nobjective; k++)
        if (fabs(d[k]) > NOISE)
            return d[k] > 0.0 ? 1 : -1;
    return 0;
}

/* A row without a bound on the side where its slack should stand gets the one that its columns imply. */
static double implied(const kk_dual *S, int i, bool upper)
{
    double slack = 0.0;
    for (int e = S->A->row_start[i]; e < S->A->row_start[i + 1]; e++) {
        double v = -S->A->row_value[e];
        slack += v * ((v > 0.0) == upper ? S->up[S->A->row_col[e]] : S->lo[S->A->row_col[e]]);
    }
    return slack;
}

/* Every variable that is not basic to the bound where it belongs. */
static void settle(kk_dual *S)
{
    for (int j = 0; j < S->nvar; j++) {
        if (S->state[j] == BASIC)
            continue;
        int side = S->lo[j] == S->up[j] ? 0 : wants(S, j);
        if (side != 0)
            S->state[j] = side > 0 ? LOWER : UPPER;
        else if (isinf(S->state[j] == LOWER ? S->lo[j] : S->up[j]))
            S->state[j] = isinf(S->lo[j]) ? UPPER : LOWER;
        double *bound = S->state[j] == LOWER ? &S->lo[j] : &S->up[j];
        if (isinf(*bound))
            *bound = implied(S, j - S->ncol, S->state[j] == UPPER);
        S->x[j] = *bound;
    }
}

static double beyond_by(const kk_dual *S, int j)
{
    double x = S->x[j], low = S->lo[j] - x, high = x - S->up[j];
    double by = low > high ? low : high, bound = low > high ? S->lo[j] : S->up[j];
    return by > FEASIBLE && by > FEASIBLE * fabs(bound) ? by : 0.0;
}

static void look_beyond(kk_dual *S, int place)
{
    if (!S->is_beyond[place] && beyond_by(S, S->head[place]) > 0.0) {
        S->is_beyond[place] = true;
        S->beyond[S->nbeyond++] = place;
    }
}

/* What is basic, from everything that is not; false where it does not satisfy its rows. */
static bool evaluate(kk_dual *S)
{
    const matrix *A = S->A;
    kk_vector *v = &S->alpha;
    double *rest = S->rest, largest = 1.0;
    kk_vector_clear(v);
    memset(rest, 0, (size_t)S->nrow * sizeof *rest);
    for (int j = 0; j < S->ncol; j++)
        if (S->state[j] != BASIC && S->x[j] != 0.0)
            for (int e = A->col_start[j]; e < A->col_start[j + 1]; e++)
                rest[A->col_row[e]] -= A->col_value[e] * S->x[j];
    for (int i = 0; i < S->nrow; i++) {
        if (S->state[S->ncol + i] != BASIC)
            rest[i] -= S->x[S->ncol + i];
        if (rest[i] != 0.0)
            kk_vector_add(v, i, rest[i]);
    }
    kk_basis_solve(S->B, v);
    for (int i = 0; i < S->nrow; i++) {
        int j = S->head[i];
        double x = S->x[j] = v->value[i];
        largest = fabs(x) > largest ? fabs(x) : largest;
        if (j >= S->ncol)
            rest[j - S->ncol] -= x;
        else
            for (int e = A->col_start[j]; e < A->col_start[j + 1]; e++)
                rest[A->col_row[e]] -= A->col_value[e] * x;
    }
    for (int i = 0; i < S->nrow; i++)
        if (!(fabs(rest[i]) <= 1e-10 * largest))
            return false;
    S->nbeyond = 0;
    for (int i = 0; i < S->nrow; i++) {
        S->is_beyond[i] = false;
        look_beyond(S, i);
    }
    return true;
}

/* What is basic once more, by what its rows lack in longer numbers: then nearly all digits are right, and another basis
 * of the same plan gives the same. */
static void refine(kk_dual *S)
{
    const matrix *A = S->A;
    kk_vector *v = &S->alpha;
    kk_vector_clear(v);
    for (int i = 0; i < S->nrow; i++) {
        long double rest = -(long double)S->x[S->ncol + i];
        for (int e = A->row_start[i]; e < A->row_start[i + 1]; e++)
            rest -= (long double)A->row_value[e] * (long double)S->x[A->row_col[e]];
        if (rest != 0.0L)
            kk_vector_add(v, i, (double)rest);
    }
    kk_basis_solve(S->B, v);
    for (int n = 0; n < v->count; n++)
        S->x[S->head[v->index[n]]] += v->value[v->index[n]];
}

/* ---- pivots ------------------------------------------------------------------------------------------------------ */

/* alpha = B^-1 a_q */
static void solve_column(kk_dual *S, int q)
{
    kk_vector_clear(&S->alpha);
    if (q >= S->ncol)
        kk_vector_add(&S->alpha, q - S->ncol, 1.0);
    else
        for (int e = S->A->col_start[q]; e < S->A->col_start[q + 1]; e++)
            kk_vector_add(&S->alpha, S->A->col_row[e], S->A->col_value[e]);
    kk_basis_solve(S->B, &S->alpha);
}

/* rho = the row of B^-1 at a place */
static void solve_row(kk_dual *S, int place)
{
    kk_vector_clear(&S->rho);
    kk_vector_add(&S->rho, place, 1.0);
    kk_basis_solve_transposed(S->B, &S->rho);
}

static double square(const kk_vector *v)
{
    double sum = 0.0;
    for (int n = 0; n < v->count; n++)
        sum += v->value[v->index[n]] * v->value[v->index[n]];
    return sum;
}

static void weigh(kk_dual *S, int place)
{
    solve_row(S, place);
    S->weight[place] = square(&S->rho);
    if (S->pivots == 0)
        S->base_weight[place] = S->weight[place];
}

/* Weights once the column alpha takes a place, whose row is rho. */
static void reweigh(kk_dual *S, int place)
{
    double weight = square(&S->rho), by = S->alpha.value[place];
    kk_basis_solve(S->B, &S->rho);
    for (int n = 0; n < S->alpha.count; n++) {
        int i = S->alpha.index[n];
        double r = S->alpha.value[i] / by, least = 1e-4 + r * r;
        if (S->weight[i] > 0.0) {
            S->weight[i] += r * (r * weight - 2.0 * S->rho.value[i]);
            S->weight[i] = S->weight[i] > least ? S->weight[i] : least;
        }
    }
    S->weight[place] = weight / (by * by);
}

/* The place whose value is furthest beyond a bound, or -1. */
static int leaving(kk_dual *S)
{
    int best = -1;
    double most = 0.0;
    for (int n = 0; n < S->nbeyond;) {
        int place = S->beyond[n];
        double by = beyond_by(S, S->head[place]);
        if (by == 0.0) {
            S->is_beyond[place] = false;
            S->beyond[n] = S->beyond[--S->nbeyond];
            continue;
        }
        n++;
        if (S->weight[place] == 0.0)
            weigh(S, place);
        if (by * by > most * S->weight[place]) {
            most = by * by / S->weight[place];
            best = place;
        }
    }
    return best;
}

/* Whether the prices of j, for each unit of its entry, are lower than those of q, objective by objective; of equal ones
 * the larger entry. */
static bool is_cheaper(const kk_dual *S, int j, double a, int q, double b)
{
    const double *d = prices(S, j), *c = prices(S, q);
    double by = (S->state[j] == LOWER ? 1.0 : -1.0) * b, over = (S->state[q] == LOWER ? 1.0 : -1.0) * a;
    double noise = 0.1 * NOISE * (a < b ? a : b);
    for (int k = 0; k < S->nobjective; k++) {
        double difference = d[k] * by - c[k] * over;
        if (fabs(difference) > noise)
            return difference < 0.0;
    }
    return a > b;
}

/* The variable that takes the place, or -1. It is the cheapest, but those whose other bound is so near that they alone
 * do not bring the place back go there, and the next one is asked. */
static int entering(kk_dual *S, bool below, double beyond)
{
    int n = 0;
    double nothing = FEASIBLE * fmax(1.0, beyond);
    for (int t = 0; t < S->turned.count; t++) {
        int j = S->turned.index[t];
        double a = S->turned.value[j];
        if (S->lo[j] < S->up[j] && fabs(a) >= NO_PIVOT && (below == (S->state[j] == LOWER)) == (a < 0.0))
            S->flip[n++] = j;
    }
    for (S->nflip = 0; S->nflip < n; S->nflip++) {
        int *best = &S->flip[S->nflip];
        for (int t = S->nflip + 1; t < n; t++)
            if (is_cheaper(S, S->flip[t], fabs(S->turned.value[S->flip[t]]), *best, fabs(S->turned.value[*best]))) {
                int j = S->flip[t];
                S->flip[t] = *best;
                *best = j;
            }
        beyond -= fabs(S->turned.value[*best]) * (S->up[*best] - S->lo[*best]);
        if (beyond <= nothing)
            return *best;
    }
    return -1;
}

/* Take variables to their other bounds, and along what is basic. */
static void flip(kk_dual *S)
{
    kk_vector_clear(&S->alpha);
    for (int n = 0; n < S->nflip; n++) {
        int j = S->flip[n];
        double by = S->state[j] == LOWER ? S->up[j] - S->lo[j] : S->lo[j] - S->up[j];
        S->state[j] = S->state[j] == LOWER ? UPPER : LOWER;
        S->x[j] = S->state[j] == LOWER ? S->lo[j] : S->up[j];
        if (j >= S->ncol)
            kk_vector_add(&S->alpha, j - S->ncol, by);
        else
            for (int e = S->A->col_start[j]; e < S->A->col_start[j + 1]; e++)
                kk_vector_add(&S->alpha, S->A->col_row[e], S->A->col_value[e] * by);
    }
    kk_basis_solve(S->B, &S->alpha);
    for (int n = 0; n < S->alpha.count; n++) {
        S->x[S->head[S->alpha.index[n]]] -= S->alpha.value[S->alpha.index[n]];
        look_beyond(S, S->alpha.index[n]);
    }
}

/* Prices after a column whose prices are c took a place, whose row is turned. */
static void pay(kk_dual *S, const double *c, double pivot)
{
    int from = S->nobjective;
    for (int k = S->nobjective - 1; k >= 0; k--) {
        S->theta[k] = c[k] / pivot;
        from = S->theta[k] != 0.0 ? k : from;
    }
    for (int n = 0; n < S->turned.count && from < S->nobjective; n++) {
        int j = S->turned.index[n];
        double v = S->turned.value[j], *d = prices(S, j);
        if (v == 0.0)
            continue;
        touch(S, j);
        for (int k = from; k < S->nobjective; k++)
            d[k] -= v * S->theta[k];
    }
}

static bool pivot(kk_dual *S, int place)
{
    int out = S->head[place];
    bool below = S->x[out] < S->lo[out];
    solve_row(S, place);
    multiply(S);
    int q = entering(S, below, below ? S->lo[out] - S->x[out] : S->x[out] - S->up[out]);
    if (q < 0)
        return false; /* no plan, or a matter of digits */
    if (S->nflip > 0)
        flip(S);
    solve_column(S, q);
    double by = S->alpha.value[place], bound = below ? S->lo[out] : S->up[out];
    if (fabs(by - S->turned.value[q]) > AWRY * fmax(1.0, fabs(by)))
        return false;
    pay(S, prices(S, q), by);
    touch(S, out);
    touch(S, q);
    for (int k = 0; k < S->nobjective; k++) {
        prices(S, out)[k] = -S->theta[k];
        prices(S, q)[k] = 0.0;
    }
    reweigh(S, place);
    double step = (S->x[out] - bound) / by;
    S->x[q] += step;
    for (int n = 0; n < S->alpha.count; n++)
        S->x[S->head[S->alpha.index[n]]] -= step * S->alpha.value[S->alpha.index[n]];
    kk_basis_replace(S->B, place, &S->alpha);
    S->x[out] = bound;
    S->state[out] = below ? LOWER : UPPER;
    S->state[q] = BASIC;
    S->head[place] = q;
    for (int n = 0; n < S->alpha.count; n++)
        look_beyond(S, S->alpha.index[n]);
    S->pivots++;
    return !kk_basis_is_long(S->B) || (factorise(S, S->factors[1]) && evaluate(S));
}

/* Whether all stands where it belongs, by values and prices made anew; and whether it could stand nowhere else. */
static bool is_proved(kk_dual *S)
{
    if (!evaluate(S) || S->nbeyond > 0)
        return false;
    refine(S);
    double *sum = S->y; /* of all objectives, each by a weight of its own: if that agrees, all do */
    memset(sum, 0, (size_t)S->ncol * sizeof *sum);
    for (int k = 0; k < S->nobjective; k++)
        for (int j = 0; j < S->ncol; j++)
            sum[j] += S->cost[(size_t)k * (size_t)S->ncol + (size_t)j] / (1.5 + k);
    price(S, sum);
    for (int j = 0; j < S->nvar; j++) {
        if (S->state[j] == BASIC)
            continue;
        double d = 0.0;
        for (int k = 0; k < S->nobjective; k++)
            d += prices(S, j)[k] / (1.5 + k);
        if (fabs((j < S->ncol ? sum[j] : 0.0) - S->turned.value[j] - d) > NOISE)
            return false;
        if (S->lo[j] < S->up[j] && wants(S, j) != (S->state[j] == LOWER ? 1 : -1))
            return false;
    }
    return true;
}

static bool descend(kk_dual *S)
{
    enum { ENOUGH = 4 };
    memcpy(S->weight, S->base_weight, (size_t)S->nrow * sizeof *S->weight);
    settle(S);
    if (!evaluate(S))
        return false;
    for (;;) {
        int place = leaving(S);
        if (place < 0)
            return is_proved(S);
        if (S->pivots > ENOUGH * S->nrow || !pivot(S, place))
            return false;
    }
}

/* ---- the base ---------------------------------------------------------------------------------------------------- */

static void keep(kk_dual *S)
{
    memcpy(S->base_state, S->state, (size_t)S->nvar);
    memcpy(S->base_head, S->head, (size_t)S->nrow * sizeof *S->head);
    memcpy(S->base_d, S->d, (size_t)S->nvar * (size_t)S->nobjective * sizeof *S->d);
    memset(S->is_touched, false, (size_t)S->nvar * sizeof *S->is_touched);
    S->ntouched = 0;
    S->all_touched = false;
}

kk_dual *kk_dual_new(kk_ctx *K, const kk_rows *R, const double *last, const bool *basic)
{
    kk_dual *S = KK_NEW(K, kk_dual);
    S->R = R;
    S->last = last;
    S->ncol = R->ncol;
    S->nrow = R->nrow;
    S->nvar = R->ncol + R->nrow;
    S->nobjective = R->nobjective + 1;
    size_t nprice = (size_t)S->nvar * (size_t)S->nobjective, ncost = (size_t)S->ncol * (size_t)S->nobjective;
    S->col_scale = KK_ARRAY(K, double, S->ncol);
    S->row_scale = KK_ARRAY(K, double, S->nrow);
    kk_scale(K, R->nrow, R->ncol, R->row_start, R->col, R->value, S->row_scale, S->col_scale);
    S->base = load(K, S, R);
    S->A = &S->base;
    S->cost = KK_ARRAY(K, double, ncost);
    S->other_cost = KK_ARRAY(K, bool, S->nobjective);
    S->state = KK_ARRAY(K, unsigned char, S->nvar);
    S->base_state = KK_ARRAY(K, unsigned char, S->nvar);
    S->head = KK_ARRAY(K, int, S->nrow);
    S->base_head = KK_ARRAY(K, int, S->nrow);
    S->lo = KK_ARRAY(K, double, S->nvar);
    S->up = KK_ARRAY(K, double, S->nvar);
    S->x = KK_ARRAY(K, double, S->nvar);
    S->d = KK_ARRAY(K, double, nprice);
    S->base_d = KK_ARRAY(K, double, nprice);
    S->touched = KK_ARRAY(K, int, S->nvar);
    S->is_touched = KK_ARRAY(K, bool, S->nvar);
    S->factors[0] = kk_basis_new(K, S->nrow);
    S->factors[1] = kk_basis_new(K, S->nrow);
    S->beyond = KK_ARRAY(K, int, S->nrow);
    S->is_beyond = KK_ARRAY(K, bool, S->nrow);
    S->alpha = kk_vector_new(K, S->nrow);
    S->rho = kk_vector_new(K, S->nrow);
    S->turned = kk_vector_new(K, S->nvar);
    S->weight = KK_ARRAY(K, double, S->nrow);
    S->base_weight = KK_ARRAY(K, double, S->nrow);
    S->flip = KK_ARRAY(K, int, S->nvar);
    S->theta = KK_ARRAY(K, double, S->nobjective);
    S->rest = KK_ARRAY(K, double, S->nrow);
    S->list = KK_ARRAY(K, int, S->nrow);
    S->unit = KK_ARRAY(K, unsigned char, S->nrow);
    S->y = KK_ARRAY(K, double, S->nvar);

    for (int k = 0; k < S->nobjective; k++)
        if (!load_cost(S, k, cost_of(S, k)))
            return NULL;
    load_bounds(S, R);
    for (int j = 0; j < S->nvar; j++)
        S->state[j] = basic[j] ? BASIC : LOWER;
    if (!factorise(S, S->factors[0]))
        return NULL;
    for (int k = 0; k < S->nobjective; k++)
        reprice(S, k);
    if (!descend(S) || !factorise(S, S->factors[0]))
        return NULL;
    for (int k = 0; k < S->nobjective; k++)
        reprice(S, k);
    if (!is_proved(S))
        return NULL;
    keep(S);
    return S;
}

static void undo(kk_dual *S)
{
    size_t n = (size_t)S->nobjective;
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
    for (int k = 0; k < S->nobjective; k++)
        if (S->other_cost[k]) {
            load_cost(S, k, cost_of(S, k));
            S->other_cost[k] = false;
        }
    S->B = S->factors[0];
    kk_basis_undo(S->B);
    S->A = &S->base;
}

/* ---- what is changed --------------------------------------------------------------------------------------------- */

/* Everything anew but for the basis. */
static bool start_over(kk_ctx *K, kk_dual *S, const kk_rows *R)
{
    S->A = KK_NEW(K, matrix);
    *S->A = load(K, S, R);
    if (!factorise(S, S->factors[1]))
        return false;
    for (int k = 0; k < S->nobjective; k++)
        reprice(S, k);
    return true;
}

/* Take in other entries. */
static bool take_entries(kk_ctx *K, kk_dual *S, const kk_rows *R)
{
    const kk_rows *O = S->R;
    size_t n = (size_t)O->nentry;
    bool same = R->nentry == O->nentry &&
                memcmp(R->row_start, O->row_start, (size_t)(S->nrow + 1) * sizeof *R->row_start) == 0 &&
                memcmp(R->col, O->col, n * sizeof *R->col) == 0 &&
                memcmp(R->value, O->value, n * sizeof *R->value) == 0;
    return same || start_over(K, S, R);
}

/* Take in other costs, objective by objective. */
static bool take_costs(kk_dual *S, const kk_rows *R)
{
    for (int k = 0; k < R->nobjective; k++) {
        const double *cost = R->objective[k].cost;
        if (cost == cost_of(S, k) || memcmp(cost, cost_of(S, k), (size_t)S->ncol * sizeof *cost) == 0)
            continue;
        S->other_cost[k] = true;
        if (!load_cost(S, k, cost))
            return false;
        reprice(S, k);
    }
    return true;
}

bool kk_dual_solve(kk_ctx *K, kk_dual *S, const kk_rows *R, double *out_x)
{
    KK_ASSERT(R->ncol == S->ncol && R->nrow == S->nrow && R->nobjective == S->R->nobjective);
    undo(S);
    S->pivots = 0;
    load_bounds(S, R);
    if (!take_entries(K, S, R) || !take_costs(S, R) || !descend(S))
        return false;
    for (int j = 0; j < S->ncol; j++)
        out_x[j] = S->x[j] * S->col_scale[j];
    return true;
}

long kk_dual_pivots(const kk_dual *S)
{
    return S->pivots;
}
