/* The pivots of the lexicographic dual simplex.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/dual_pivot.h"

#include <string.h>

static const double FEASIBLE = 1e-9; /* this far beyond a bound is on it, relative above 1 */
static const double SLIP = 1e-10;    /* of a row, what its values do not add up to, beside the largest value */
static const double NOISE = 1e-9;    /* a reduced cost up to this is none */
static const double NO_PIVOT = 1e-7; /* a smaller pivot is not trusted */
static const double ENOUGH = 1e-3;   /* a column that takes its own place has at least so much there */
static const double NOTHING = 1e-13; /* an entry that cancelled to this is none */
static const double LOW = 16.0;      /* so many times the square of what is too low counts */
static const double AWRY = 1e-7;     /* two ways to one number differ by no more, relative above 1 */

/* ---- factors, values, prices ------------------------------------------------------------------------------------- */

bool kk_dual_factorise(kk_dual *S, kk_basis *factors)
{
    int count = 0;
    for (int j = 0; j < S->ncol; j++)
        if (S->state[j] == KK_DUAL_BASIC)
            S->list[count++] = j;
    for (int i = 0; i < S->nrow; i++) {
        S->unit[i] = S->state[S->ncol + i] == KK_DUAL_BASIC;
        S->head[i] = S->ncol + i;
    }
    kk_columns A = {.start = S->A->col_start, .row = S->A->col_row, .value = S->A->col_value};
    S->B = factors;
    kk_replaced_clear(S->replaced);
    return kk_basis_factor(factors, &A, S->list, count, S->unit, S->head);
}

/* turned = rho A: rho by row in, out by variable; what is basic is left out, and what is fixed unless asked for. */
static void multiply(kk_dual *S, bool fixed)
{
    const kk_dual_matrix *A = S->A;
    unsigned char count = fixed ? KK_DUAL_FIXED : KK_DUAL_UPPER; /* of the states from the lower bound on */
    kk_vector_clear(&S->turned);
    for (int n = 0; n < S->rho.count; n++) {
        int i = S->rho.index[n];
        double v = S->rho.value[i];
        if (fabs(v) <= NOTHING)
            continue;
        for (int e = A->row_start[i]; e < A->row_start[i + 1]; e++)
            if ((unsigned char)(S->state[A->row_col[e]] - KK_DUAL_LOWER) < count)
                kk_vector_add(&S->turned, A->row_col[e], v * A->row_value[e]);
        if ((unsigned char)(S->state[S->ncol + i] - KK_DUAL_LOWER) < count)
            kk_vector_add(&S->turned, S->ncol + i, v);
    }
}

/* turned = c_B B^-1 A, for costs [count] of the first variables; the others cost nothing */
static void price(kk_dual *S, const double *cost, int count, bool fixed)
{
    kk_vector_clear(&S->rho);
    for (int i = 0; i < S->nrow; i++)
        if (S->head[i] < count && cost[S->head[i]] != 0.0)
            kk_vector_add(&S->rho, i, cost[S->head[i]]);
    kk_replaced_solve_transposed(S->replaced, &S->rho);
    kk_basis_solve_transposed(S->B, &S->rho);
    multiply(S, fixed);
}

/* Reduced costs of objective k anew. */
void kk_dual_reprice(kk_dual *S, int k)
{
    const double *cost = S->cost + (size_t)k * (size_t)S->ncol;
    price(S, cost, S->ncol, true);
    for (int j = 0; j < S->nvar; j++)
        kk_dual_prices(S, j)[k] =
            S->state[j] == KK_DUAL_BASIC ? 0.0 : (j < S->ncol ? cost[j] : 0.0) - S->turned.value[j];
    S->all_touched = true;
}

static void touch(kk_dual *S, int j)
{
    if (!S->is_touched[j]) {
        S->is_touched[j] = true;
        S->touched[S->ntouched++] = j;
    }
}

/* The first objective that a variable costs something, or nobjective. */
static int first_cost(const kk_dual *S, int j)
{
    const double *d = kk_dual_prices(S, j);
    int k = 0;
    while (k < S->nobjective && fabs(d[k]) <= NOISE)
        k++;
    return k;
}

int kk_dual_side(const kk_dual *S, int j)
{
    int k = first_cost(S, j);
    return k == S->nobjective ? 0 : kk_dual_prices(S, j)[k] > 0.0 ? 1 : -1;
}

double kk_dual_add_up(const kk_dual *S, int j)
{
    double sum = 0.0;
    for (int k = 0; k < S->nobjective; k++)
        sum += kk_dual_prices(S, j)[k] * S->times[k];
    return sum;
}

/* Whether reduced costs of a variable may not be the base's. */
static bool is_touched(const kk_dual *S, int j)
{
    return S->all_touched || S->is_touched[j];
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
        if (S->state[j] == KK_DUAL_BASIC)
            continue;
        if (S->lo[j] == S->up[j]) {
            S->state[j] = KK_DUAL_FIXED;
            S->x[j] = S->lo[j];
            continue;
        }
        int side = is_touched(S, j) ? kk_dual_side(S, j) : S->base_side[j];
        if (side != 0)
            S->state[j] = side > 0 ? KK_DUAL_LOWER : KK_DUAL_UPPER;
        else if (isinf(S->state[j] == KK_DUAL_LOWER ? S->lo[j] : S->up[j]))
            S->state[j] = isinf(S->lo[j]) ? KK_DUAL_UPPER : KK_DUAL_LOWER;
        double *bound = S->state[j] == KK_DUAL_LOWER ? &S->lo[j] : &S->up[j];
        if (isinf(*bound))
            *bound = implied(S, j - S->ncol, S->state[j] == KK_DUAL_UPPER);
        S->x[j] = *bound;
    }
}

/* A column of the model or of a slack, added to a vector. */
static void add_column(const kk_dual *S, int j, double by, kk_vector *out)
{
    if (j >= S->ncol)
        kk_vector_add(out, j - S->ncol, by);
    else
        for (int e = S->A->col_start[j]; e < S->A->col_start[j + 1]; e++)
            kk_vector_add(out, S->A->col_row[e], S->A->col_value[e] * by);
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
    const kk_dual_matrix *A = S->A;
    kk_vector *v = &S->alpha;
    double *rest = S->rest, largest = 1.0;
    kk_vector_clear(v);
    memset(rest, 0, (size_t)S->nrow * sizeof *rest);
    for (int j = 0; j < S->ncol; j++)
        if (S->state[j] != KK_DUAL_BASIC && S->x[j] != 0.0)
            for (int e = A->col_start[j]; e < A->col_start[j + 1]; e++)
                rest[A->col_row[e]] -= A->col_value[e] * S->x[j];
    for (int i = 0; i < S->nrow; i++) {
        if (S->state[S->ncol + i] != KK_DUAL_BASIC)
            rest[i] -= S->x[S->ncol + i];
        if (rest[i] != 0.0)
            kk_vector_add(v, i, rest[i]);
    }
    kk_basis_solve(S->B, v);
    kk_replaced_solve(S->replaced, v);
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
        if (!(fabs(rest[i]) <= SLIP * largest))
            return false;
    S->nbeyond = 0;
    for (int i = 0; i < S->nrow; i++) {
        S->is_beyond[i] = false;
        look_beyond(S, i);
    }
    return true;
}

/* The same from the base's values, by the difference alone: refine() sees in the end whether rows are satisfied. */
static void evaluate_difference(kk_dual *S)
{
    kk_vector *v = &S->alpha;
    kk_vector_clear(v);
    for (int j = 0; j < S->nvar; j++) {
        if (S->state[j] == KK_DUAL_BASIC)
            S->x[j] = S->base_x[j];
        else if (S->x[j] != S->base_x[j])
            add_column(S, j, S->base_x[j] - S->x[j], v);
    }
    for (int n = 0; n < S->nother; n++) {
        int i = S->other_row[n], e = S->other_entry[n], j = S->R->col[e];
        double was = S->R->value[e] * S->row_scale[i] * S->col_scale[j];
        kk_vector_add(v, i, (was - S->A->row_value[e]) * S->base_x[j]);
    }
    kk_basis_solve(S->B, v);
    kk_replaced_solve(S->replaced, v);
    for (int n = 0; n < v->count; n++)
        S->x[S->head[v->index[n]]] += v->value[v->index[n]];
    S->nbeyond = 0;
    memset(S->is_beyond, false, (size_t)S->nrow * sizeof *S->is_beyond);
    for (int i = 0; i < S->nrow; i++)
        look_beyond(S, i);
}

/* What is basic once more, by what its rows lack in longer numbers: then nearly all digits are right, and another basis
 * of the same plan gives the same. False where much is lacking, or a value is beyond a bound. */
static bool refine(kk_dual *S)
{
    const kk_dual_matrix *A = S->A;
    kk_vector *v = &S->alpha;
    double most = 0.0, largest = 1.0;
    kk_vector_clear(v);
    for (int i = 0; i < S->nrow; i++) {
        long double rest = -(long double)S->x[S->ncol + i];
        for (int e = A->row_start[i]; e < A->row_start[i + 1]; e++)
            rest -= (long double)A->row_value[e] * (long double)S->x[A->row_col[e]];
        if (rest != 0.0L)
            kk_vector_add(v, i, (double)rest);
        double size = fabs(S->x[S->head[i]]), lacking = fabs((double)rest);
        most = lacking > most ? lacking : most;
        largest = size > largest ? size : largest;
    }
    kk_basis_solve(S->B, v);
    kk_replaced_solve(S->replaced, v);
    for (int n = 0; n < v->count; n++)
        S->x[S->head[v->index[n]]] += v->value[v->index[n]];
    bool within = most <= SLIP * largest;
    for (int i = 0; i < S->nrow && within; i++)
        within = beyond_by(S, S->head[i]) == 0.0;
    return within;
}

/* ---- pivots ------------------------------------------------------------------------------------------------------ */

/* Forget entries that cancelled out. */
static void tidy(kk_vector *v)
{
    int count = 0;
    for (int n = 0; n < v->count; n++) {
        int i = v->index[n];
        v->index[count] = i;
        v->listed[i] = fabs(v->value[i]) > NOTHING;
        v->value[i] = v->listed[i] ? v->value[i] : 0.0;
        count += v->listed[i];
    }
    v->count = count;
}

/* What a vector holds. */
static void keep_line(const kk_vector *v, kk_dual_line *L)
{
    L->count = v->count;
    for (int n = 0; n < v->count; n++) {
        L->row[n] = v->index[n];
        L->value[n] = v->value[v->index[n]];
    }
}

static void add_line(const kk_dual_line *L, double by, kk_vector *out)
{
    for (int n = 0; n < L->count; n++)
        kk_vector_add(out, L->row[n], L->value[n] * by);
}

static kk_dual_line new_line(kk_ctx *K, int count)
{
    return (kk_dual_line){.row = KK_ARRAY(K, int, count), .value = KK_ARRAY(K, double, count)};
}

/* B^-1 a_j of the basis as it was factorised; of the base it is kept. */
static const kk_dual_line *solved(kk_dual *S, int j)
{
    bool of_base = S->B == S->factors[0] && S->A == &S->base && !S->is_other[j];
    kk_dual_line *L = of_base ? &S->solved[j] : &S->scratch;
    kk_vector *v = &S->column;
    if (of_base && L->row)
        return L;
    kk_vector_clear(v);
    add_column(S, j, 1.0, v);
    kk_basis_solve(S->B, v);
    tidy(v);
    if (of_base)
        *L = new_line(S->K, v->count);
    keep_line(v, L);
    return L;
}

static void add_solved(kk_dual *S, int j, double by)
{
    add_line(solved(S, j), by, &S->alpha);
}

/* alpha = B^-1 a_q */
static void solve_column(kk_dual *S, int q)
{
    kk_vector_clear(&S->alpha);
    add_solved(S, q, 1.0);
    kk_replaced_solve(S->replaced, &S->alpha);
    tidy(&S->alpha);
}

/* rho = the row of B^-1 at a place: from the base it is a few of the base's rows together. */
static void solve_row(kk_dual *S, int place)
{
    bool of_base = S->has_base && S->B == S->factors[0];
    kk_vector *c = of_base ? &S->column : &S->rho;
    kk_vector_clear(&S->rho);
    kk_vector_clear(c);
    kk_vector_add(c, place, 1.0);
    kk_replaced_solve_transposed(S->replaced, c);
    if (!of_base)
        kk_basis_solve_transposed(S->B, c);
    for (int n = 0; n < c->count && of_base; n++)
        if (c->value[c->index[n]] != 0.0)
            add_line(&S->inverse[c->index[n]], c->value[c->index[n]], &S->rho);
}

static double square(const kk_vector *v)
{
    double sum = 0.0;
    for (int n = 0; n < v->count; n++)
        sum += v->value[v->index[n]] * v->value[v->index[n]];
    return sum;
}

void kk_dual_invert(kk_dual *S)
{
    for (int place = 0; place < S->nrow; place++) {
        solve_row(S, place);
        tidy(&S->rho);
        S->inverse[place] = new_line(S->K, S->rho.count);
        keep_line(&S->rho, &S->inverse[place]);
        S->base_weight[S->head[place]] = square(&S->rho);
    }
}

/* What is basic goes by minus step * alpha, and weights follow; rho is the row of the place. */
static void move(kk_dual *S, int place, double step)
{
    double pivot = S->alpha.value[place], weight = square(&S->rho);
    for (int n = 0; n < S->alpha.count; n++) {
        int i = S->alpha.index[n], j = S->head[i];
        double a = S->alpha.value[i], r = a / pivot;
        if (i == place)
            continue;
        S->x[j] -= step * a;
        S->weight[j] = r * r * weight > S->weight[j] ? r * r * weight : S->weight[j];
        look_beyond(S, i);
    }
}

/* The place whose value is furthest beyond a bound, or -1. What is too low counts more: as measured that needs fewer
 * pivots. */
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
        int j = S->head[place];
        double weight = S->x[j] < S->lo[j] ? S->weight[j] / LOW : S->weight[j];
        if (by * by > most * weight) {
            most = by * by / weight;
            best = place;
        }
    }
    return best;
}

/* Whether the prices of one, for each unit of its entry, are lower than those of the other, objective by objective; of
 * equal ones the larger entry. */
static bool is_cheaper(const kk_dual *S, const kk_dual_candidate *one, const kk_dual_candidate *other)
{
    if (one->first != other->first)
        return one->first > other->first;
    const double *d = kk_dual_prices(S, one->j), *c = kk_dual_prices(S, other->j);
    double by = S->state[one->j] == KK_DUAL_LOWER ? other->size : -other->size;
    double over = S->state[other->j] == KK_DUAL_LOWER ? one->size : -one->size;
    double noise = 0.1 * NOISE * (one->size < other->size ? one->size : other->size);
    for (int k = one->first; k < S->nobjective; k++) {
        double difference = d[k] * by - c[k] * over;
        if (fabs(difference) > noise)
            return difference < 0.0;
    }
    return one->size > other->size;
}

/* The variable that takes the place, or -1. It is the cheapest, but those whose other bound is so near that they alone
 * do not bring the place back go there, and the next one is asked. */
static int entering(kk_dual *S, bool below, double beyond)
{
    kk_dual_candidate *C = S->candidate;
    int n = 0;
    double nothing = FEASIBLE * fmax(1.0, beyond);
    for (int t = 0; t < S->turned.count; t++) {
        int j = S->turned.index[t];
        double a = S->turned.value[j];
        if (fabs(a) >= NO_PIVOT && (below == (S->state[j] == KK_DUAL_LOWER)) == (a < 0.0))
            C[n++] = (kk_dual_candidate){j, first_cost(S, j), fabs(a)};
    }
    for (S->nflip = 0; S->nflip < n; S->nflip++) {
        kk_dual_candidate *best = &C[S->nflip];
        for (int t = S->nflip + 1; t < n; t++)
            if (is_cheaper(S, &C[t], best)) {
                kk_dual_candidate swap = C[t];
                C[t] = *best;
                *best = swap;
            }
        beyond -= best->size * (S->up[best->j] - S->lo[best->j]);
        if (beyond <= nothing)
            return best->j;
    }
    return -1;
}

/* Take variables to their other bounds, and along what is basic. */
static void flip(kk_dual *S)
{
    kk_vector_clear(&S->alpha);
    for (int n = 0; n < S->nflip; n++) {
        int j = S->candidate[n].j;
        double by = S->state[j] == KK_DUAL_LOWER ? S->up[j] - S->lo[j] : S->lo[j] - S->up[j];
        S->state[j] = S->state[j] == KK_DUAL_LOWER ? KK_DUAL_UPPER : KK_DUAL_LOWER;
        S->x[j] = S->state[j] == KK_DUAL_LOWER ? S->lo[j] : S->up[j];
        add_solved(S, j, by);
    }
    kk_replaced_solve(S->replaced, &S->alpha);
    for (int n = 0; n < S->alpha.count; n++) {
        S->x[S->head[S->alpha.index[n]]] -= S->alpha.value[S->alpha.index[n]];
        look_beyond(S, S->alpha.index[n]);
    }
}

/* Prices after a column whose kk_dual_prices are c took a place, whose row is turned. */
static void pay(kk_dual *S, const double *c, double pivot)
{
    double *restrict theta = S->theta;
    int from = S->stride;
    for (int k = S->nobjective - 1; k >= 0; k--) {
        theta[k] = fabs(c[k]) > NOTHING ? c[k] / pivot : 0.0;
        from = theta[k] != 0.0 ? k / 2 * 2 : from;
    }
    for (int n = 0; n < S->turned.count && from < S->stride; n++) {
        int j = S->turned.index[n];
        double v = S->turned.value[j], *restrict d = kk_dual_prices(S, j);
        if (fabs(v) <= NOTHING)
            continue;
        touch(S, j);
        for (int k = from; k < S->stride; k += 2) { /* two at once */
            d[k] -= v * theta[k];
            d[k + 1] -= v * theta[k + 1];
        }
    }
}

/* The multiplier of a row is minus its slack's price. */
static void price_column(const kk_dual *S, int j, double *out)
{
    for (int k = 0; k < S->nobjective; k++)
        out[k] = S->cost[(size_t)k * (size_t)S->ncol + (size_t)j];
    for (int e = S->A->col_start[j]; e < S->A->col_start[j + 1]; e++) {
        const double *d = kk_dual_prices(S, S->ncol + S->A->col_row[e]);
        for (int k = 0; k < S->nobjective; k++)
            out[k] += d[k] * S->A->col_value[e];
    }
}

void kk_dual_price_column(kk_dual *S, int j)
{
    touch(S, j);
    price_column(S, j, kk_dual_prices(S, j));
}

bool kk_dual_replace(kk_dual *S, int j)
{
    int place = 0;
    while (S->head[place] != j)
        place++;
    solve_column(S, j);
    double by = S->alpha.value[place], *price = S->y;
    if (fabs(by) < ENOUGH)
        return false;
    price_column(S, j, price);
    solve_row(S, place);
    multiply(S, true);
    pay(S, price, by);
    kk_replaced_add(S->replaced, place, &S->alpha);
    return true;
}

static bool pivot(kk_dual *S, int place)
{
    int out = S->head[place];
    bool below = S->x[out] < S->lo[out];
    solve_row(S, place);
    multiply(S, false);
    int q = entering(S, below, below ? S->lo[out] - S->x[out] : S->x[out] - S->up[out]);
    if (q < 0)
        return false; /* no plan, or a matter of digits */
    if (S->nflip > 0)
        flip(S);
    solve_column(S, q);
    double by = S->alpha.value[place], bound = below ? S->lo[out] : S->up[out];
    if (fabs(by - S->turned.value[q]) > AWRY * fmax(1.0, fabs(by)))
        return false;
    pay(S, kk_dual_prices(S, q), by);
    touch(S, out);
    touch(S, q);
    for (int k = 0; k < S->nobjective; k++) {
        kk_dual_prices(S, out)[k] = -S->theta[k];
        kk_dual_prices(S, q)[k] = 0.0;
    }
    double step = (S->x[out] - bound) / by;
    S->weight[q] = square(&S->rho) / (by * by);
    move(S, place, step);
    S->x[q] += step;
    S->x[out] = bound;
    S->state[out] = S->lo[out] == S->up[out] ? KK_DUAL_FIXED : below ? KK_DUAL_LOWER : KK_DUAL_UPPER;
    S->state[q] = KK_DUAL_BASIC;
    S->head[place] = q;
    look_beyond(S, place);
    kk_replaced_add(S->replaced, place, &S->alpha);
    S->pivots++;
    return !kk_replaced_is_long(S->replaced) || (kk_dual_factorise(S, S->factors[1]) && evaluate(S));
}

/* Whether all stands where it belongs, by values and prices made anew; and whether it could stand nowhere else. Prices
 * of the base are proved: only what is priced otherwise is looked at. */
static bool is_proved(kk_dual *S)
{
    if (!refine(S))
        return false;
    const double *cost = S->all_touched ? S->sum : S->total;
    int ncost = S->all_touched ? S->ncol : S->nvar;
    price(S, cost, ncost, false);
    for (int j = 0; j < S->nvar; j++) {
        if (S->state[j] == KK_DUAL_BASIC || S->state[j] == KK_DUAL_FIXED)
            continue;
        int side = S->base_side[j];
        if (is_touched(S, j) || S->turned.listed[j]) {
            double d = (j < ncost ? cost[j] : 0.0) - S->turned.value[j] - kk_dual_add_up(S, j);
            if (fabs(d) > NOISE)
                return false;
            side = kk_dual_side(S, j);
        }
        if (side != (S->state[j] == KK_DUAL_LOWER ? 1 : -1))
            return false;
    }
    return true;
}

bool kk_dual_descend(kk_dual *S)
{
    S->pivots = 0;
    memcpy(S->weight, S->base_weight, (size_t)S->nvar * sizeof *S->weight);
    settle(S);
    if (S->has_base && S->A == &S->base)
        evaluate_difference(S);
    else if (!evaluate(S))
        return false;
    if (S->nbeyond > S->most_beyond)
        return false;
    for (;;) {
        int place = leaving(S);
        if (place < 0)
            return is_proved(S);
        if (S->pivots > S->most_pivots || !pivot(S, place))
            return false;
    }
}

bool kk_dual_stand(kk_dual *S)
{
    settle(S);
    return evaluate(S) && refine(S);
}
