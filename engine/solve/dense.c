/* A part that is small, as one dense table.
 *
 * A line of the table says what its basic variable loses by those that are not basic: x_basic = .. - line * x_other. In
 * a town of one area that is a few thousand numbers, most of them 0; a bit each says which are not, so a pivot turns a
 * few hundred, and nothing has to be factorised or solved. The table lives on from stage to stage and grows with the
 * part. It is trusted no farther than where it ends is seen to be right in the rows themselves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/dense.h"

#include <limits.h>
#include <string.h>

static const double CLEAN = 1e-14;     /* what cancels to this is 0 */
static const double TRUSTED = 1e-9;    /* a basic variable's reduced cost is no more, costs being at most 1 */
enum { WORDS = 2, MOST = 64 * WORDS }; /* rows, columns of a table */
enum { NOWHERE = INT_MIN };

/* a bit each for the lines of a table, or for its columns */
typedef struct {
    uint64_t word[WORDS];
} bits;

struct kk_dense {
    bool made, grown;   /* of the basis that the simplex is at; it has grown since */
    bool settled;       /* no value has changed since they were seen to satisfy their rows */
    int nrow, ncol;     /* rows of the part; variables that are not basic */
    int width;          /* from line to line */
    double *value;      /* [rows][width]; columns that are not of use any more are left as they were */
    bits *in_line;      /* [rows] numbers of a line that may not be 0 */
    bits *in_column;    /* [width] likewise by columns */
    bits of_use;        /* columns that are not fixed for good */
    bits worth;         /* .. and whose price is worth a step */
    int *row;           /* [nrow] row of the simplex */
    int *basic, *other; /* [nrow], [ncol] variables */
    int *at;            /* [columns + rows of the simplex] p of other, -1 - r of basic, or NOWHERE */
    double *d, *weight; /* [ncol] reduced costs, Devex weights */
    double noise;       /* a reduced cost up to this is none */
    double *way;        /* [ncol] 1 at its lower bound, -1 at its upper, 0: it may not go */
    double *rest;       /* [nrow] room for values, residuals */
    int *list;          /* room: a line, */
    double *turn;       /* .. its entries, */
    int *line, nline;   /* .. a column of the table, */
    double *entry, *length;
};

kk_dense *kk_dense_new(kk_ctx *K, int nrow, int ncol)
{
    if (nrow > MOST || ncol > MOST)
        return NULL;
    kk_dense *T = KK_NEW(K, kk_dense);
    size_t rows = (size_t)nrow, cols = (size_t)ncol;
    T->width = ncol;
    T->value = KK_ARRAY(K, double, rows *cols);
    T->in_line = KK_ARRAY(K, bits, nrow);
    T->in_column = KK_ARRAY(K, bits, ncol);
    T->row = KK_ARRAY(K, int, nrow);
    T->basic = KK_ARRAY(K, int, nrow);
    T->other = KK_ARRAY(K, int, ncol);
    T->at = KK_ARRAY(K, int, ncol + nrow);
    T->d = KK_ARRAY(K, double, ncol);
    T->weight = KK_ARRAY(K, double, ncol);
    T->way = KK_ARRAY(K, double, ncol);
    T->rest = KK_ARRAY(K, double, nrow);
    T->list = KK_ARRAY(K, int, ncol);
    T->turn = KK_ARRAY(K, double, ncol);
    T->line = KK_ARRAY(K, int, nrow);
    T->entry = KK_ARRAY(K, double, nrow);
    T->length = KK_ARRAY(K, double, nrow);
    T->grown = true;
    for (int v = 0; v < ncol + nrow; v++)
        T->at[v] = NOWHERE;
    return T;
}

void kk_dense_grown(kk_dense *T)
{
    if (T)
        T->grown = true;
}

bool kk_dense_made(const kk_dense *T)
{
    return T->made;
}

/* ---- numbers and their bits -------------------------------------------------------------------------------------- */

static double *line_of(const kk_dense *T, int r)
{
    return T->value + (size_t)r * (size_t)T->width;
}

static void set_bit(bits *B, int n)
{
    B->word[n / 64] |= (uint64_t)1 << n % 64;
}

static void clear_bit(bits *B, int n)
{
    B->word[n / 64] &= ~((uint64_t)1 << n % 64);
}

static void put_bit(bits *B, int n, bool on)
{
    uint64_t bit = (uint64_t)1 << n % 64;
    B->word[n / 64] = (B->word[n / 64] & ~bit) | (on ? bit : 0);
}

static void add_bits(bits *B, bits more)
{
    for (int w = 0; w < WORDS; w++)
        B->word[w] |= more.word[w];
}

static bits both(bits A, bits B)
{
    for (int w = 0; w < WORDS; w++)
        A.word[w] &= B.word[w];
    return A;
}

static int list_bits(bits B, int *out)
{
    int count = 0;
    for (int w = 0; w < WORDS; w++)
        for (uint64_t left = B.word[w]; left; left &= left - 1)
            out[count++] = 64 * w + __builtin_ctzll(left);
    return count;
}

static void unmark(kk_dense *T, int r, int p)
{
    line_of(T, r)[p] = 0.0;
    clear_bit(&T->in_line[r], p);
    clear_bit(&T->in_column[p], r);
}

/* What a line has, listed; what is 0 meanwhile loses its bit. */
static int list_line(kk_dense *T, int r)
{
    const double *line = line_of(T, r);
    int all = list_bits(both(T->in_line[r], T->of_use), T->list), count = 0;
    for (int n = 0; n < all; n++) {
        int p = T->list[n];
        if (fabs(line[p]) <= CLEAN)
            unmark(T, r, p);
        else
            T->list[count++] = p;
    }
    return count;
}

/* Likewise a column: line, entry. */
static void list_column(kk_dense *T, int q)
{
    int all = list_bits(T->in_column[q], T->line), count = 0;
    for (int n = 0; n < all; n++) {
        int r = T->line[n];
        double entry = line_of(T, r)[q];
        if (fabs(entry) <= CLEAN) {
            unmark(T, r, q);
        } else {
            T->line[count] = r;
            T->entry[count++] = entry;
        }
    }
    T->nline = count;
}

/* Exchange basic[r] and other[q], whose column is listed; afterwards the list says where line r is not 0. */
static int exchange(kk_dense *T, int r, int q)
{
    double *turn = line_of(T, r), by = 1.0 / turn[q];
    int count = list_line(T, r);
    const int *list = T->list;
    const bits in_line = T->in_line[r], in_column = T->in_column[q];
    double *packed = T->turn;
    turn[q] = 1.0;
    for (int n = 0; n < count; n++) {
        packed[n] = turn[list[n]] *= by;
        add_bits(&T->in_column[list[n]], in_column);
    }
    for (int k = 0; k < T->nline; k++) {
        int i = T->line[k];
        if (i == r)
            continue;
        double *line = line_of(T, i), factor = T->entry[k];
        line[q] = 0.0;
        for (int n = 0; n < count; n++)
            line[list[n]] -= factor * packed[n];
        add_bits(&T->in_line[i], in_line);
    }
    int in = T->other[q], out = T->basic[r];
    T->basic[r] = in;
    T->other[q] = out;
    T->at[in] = -1 - r;
    T->at[out] = q;
    return count;
}

/* ---- make and grow ----------------------------------------------------------------------------------------------- */

static void forget(kk_simplex *S)
{
    kk_dense *T = S->dense;
    for (int r = 0; r < T->nrow; r++) {
        memset(line_of(T, r), 0, (size_t)T->ncol * sizeof *T->value);
        T->in_line[r] = (bits){0};
    }
    memset(T->in_column, 0, (size_t)T->ncol * sizeof *T->in_column);
    T->of_use = (bits){0};
    for (int v = 0; v < S->ncol + rows_of(S); v++)
        T->at[v] = NOWHERE;
    T->nrow = T->ncol = 0;
}

/* A new row, its slack basic: in terms of what is not basic. */
static void add_line(kk_simplex *S, int i)
{
    kk_dense *T = S->dense;
    int r = T->nrow++;
    double *line = line_of(T, r), sum = 0.0;
    uint64_t low = 0, high = 0; /* of in_line */
    bits in_line = {0};
    T->row[r] = i;
    T->basic[r] = S->ncol + i;
    T->at[S->ncol + i] = -1 - r;
    for (int e = S->row_start[i]; e < S->row_start[i + 1]; e++) {
        int j = S->row_col[e], p = T->at[j];
        double v = S->row_value[e];
        sum += v * S->x[j];
        if (p >= 0) {
            line[p] += v;
            low |= (uint64_t)(p < 64) << p % 64;
            high |= (uint64_t)(p >= 64) << p % 64;
        } else if (p != NOWHERE) {
            const double *basic = line_of(T, -1 - p);
            bits in_basic = both(T->in_line[-1 - p], T->of_use);
            for (int n = 0, count = list_bits(in_basic, T->list); n < count; n++)
                line[T->list[n]] -= v * basic[T->list[n]];
            add_bits(&in_line, in_basic);
        }
    }
    add_bits(&in_line, (bits){{low, high}});
    T->in_line[r] = in_line = both(in_line, T->of_use);
    for (int n = 0, count = list_bits(in_line, T->list); n < count; n++)
        set_bit(&T->in_column[T->list[n]], r);
    T->rest[r] = -sum;
}

/* Bring a column into the basis, in the place of the slack with the largest entry of those that shall not be basic. */
static bool bring_in(kk_simplex *S, int q)
{
    kk_dense *T = S->dense;
    double largest = NO_PIVOT;
    int at = -1;
    list_column(T, q);
    for (int k = 0; k < T->nline; k++)
        if (fabs(T->entry[k]) > largest && S->state[T->basic[T->line[k]]] != BASIC) {
            largest = fabs(T->entry[k]);
            at = k;
        }
    if (at < 0)
        return false;
    int r = T->line[at];
    double by = (T->rest[r] - S->x[T->basic[r]]) / T->entry[at];
    for (int k = 0; k < T->nline; k++)
        T->rest[T->line[k]] -= by * T->entry[k];
    T->rest[r] = by;
    exchange(T, r, q);
    return true;
}

/* Take in what the part has grown by, so that the table is that of the basis that S is at, and find the values of what
 * is basic; false where that is not feasible, or not to be had. */
static bool grow(kk_simplex *S)
{
    kk_dense *T = S->dense;
    int first = T->ncol;
    for (int r = 0; r < T->nrow; r++)
        T->rest[r] = S->x[T->basic[r]];
    for (int j = 0; j < S->ncol; j++)
        if (T->at[j] == NOWHERE && (S->state[j] == BASIC || S->state[j] == FREE)) {
            T->at[j] = T->ncol;
            set_bit(&T->of_use, T->ncol);
            T->other[T->ncol++] = j;
            if (S->state[j] == BASIC)
                S->x[j] = 0.0; /* until it comes into the basis */
        }
    for (int i = 0; i < rows_of(S); i++)
        if (T->at[S->ncol + i] == NOWHERE && has_row(S, i))
            add_line(S, i);
    for (int q = first; q < T->ncol; q++)
        if (S->state[T->other[q]] == BASIC && !bring_in(S, q))
            return false;
    bool feasible = true;
    for (int r = 0; r < T->nrow; r++) {
        int j = T->basic[r];
        S->x[j] = T->rest[r];
        feasible = feasible && !is_below(S, j) && !is_above(S, j);
    }
    T->grown = T->settled = false;
    return feasible;
}

/* ---- prices ------------------------------------------------------------------------------------------------------ */

static void consider(kk_dense *T, int p)
{
    put_bit(&T->worth, p, T->d[p] * T->way[p] < -T->noise);
}

static void consider_all(kk_dense *T)
{
    for (int w = 0; w < WORDS; w++) {
        uint64_t worth = 0;
        for (int p = 64 * w; p < T->ncol && p < 64 * w + 64; p++)
            worth |= (uint64_t)(T->d[p] * T->way[p] < -T->noise) << p % 64;
        T->worth.word[w] = worth;
    }
}

/* Where a variable that is not basic may go. */
static void look_at(kk_simplex *S, int p)
{
    int j = S->dense->other[p];
    S->dense->way[p] = (S->state[j] == FREE) * (may_rise(S, j) ? 1.0 : -1.0);
}

/* A column that is fixed is of no use any more; a slack is, for multipliers. */
static void price(kk_simplex *S)
{
    kk_dense *T = S->dense;
    T->noise = S->noise;
    for (int w = 0; w < WORDS; w++) {
        uint64_t fixed = 0;
        for (int p = 64 * w; p < T->ncol && p < 64 * w + 64; p++) {
            look_at(S, p);
            T->d[p] = S->cost[T->other[p]];
            T->weight[p] = 1.0;
            fixed |= (uint64_t)((T->other[p] < S->ncol) & (S->state[T->other[p]] == FIXED)) << p % 64;
        }
        T->of_use.word[w] &= ~fixed;
    }
    for (int r = 0; r < T->nrow; r++) {
        double cost = S->cost[T->basic[r]], *line = line_of(T, r);
        if (cost == 0.0)
            continue;
        for (int n = 0, count = list_bits(both(T->in_line[r], T->of_use), T->list); n < count; n++)
            T->d[T->list[n]] -= cost * line[T->list[n]];
    }
    consider_all(T);
}

/* The place with the steepest price, or -1. */
static int choose(kk_dense *T)
{
    int best = -1, count = list_bits(T->worth, T->list);
    double most = 0.0;
    for (int n = 0; n < count; n++) {
        int p = T->list[n];
        double gain = T->d[p] * T->d[p];
        if (gain > most * T->weight[p]) {
            most = gain / T->weight[p];
            best = p;
        }
    }
    return best;
}

/* Reduced costs and weights after an exchange; those at q are still of what came in. */
static void reprice(kk_dense *T, int r, int q, int count, double pivot)
{
    const double *line = line_of(T, r);
    double d = T->d[q], weight = T->weight[q];
    T->d[q] = 0.0;
    for (int n = 0; n < count; n++) {
        int p = T->list[n];
        double seen = line[p] * line[p] * weight;
        T->d[p] -= d * line[p];
        T->weight[p] = seen > T->weight[p] ? seen : T->weight[p];
        consider(T, p);
    }
    T->weight[q] = fmax(weight / (pivot * pivot), 1.0);
}

/* ---- one step ---------------------------------------------------------------------------------------------------- */

/* How far other[q], whose column is listed, can go, and what in the list holds it back, or -1: as may_stop() and
 * stopped_at(), of values that are between their bounds, and with nothing to guess. */
static int hold_back(kk_simplex *S, int q, double sign, double *out_step, double *out_bound)
{
    const kk_dense *T = S->dense;
    double furthest = INFINITY, largest = 0.0;
    for (int k = 0; k < T->nline; k++)
        largest = fabs(T->entry[k]) > largest ? fabs(T->entry[k]) : largest;
    double nothing = nothing_beside(largest);
    for (int k = 0; k < T->nline; k++) {
        int j = T->basic[T->line[k]];
        double v = sign * T->entry[k], size = fabs(v), bound = v > 0.0 ? S->lo[j] : S->up[j];
        double length = size > nothing ? (S->x[j] - bound) / v : INFINITY,
               loose = length + of_bound(SLIP, bound) / size;
        T->length[k] = length;
        furthest = loose < furthest ? loose : furthest;
    }
    int first = -1;
    double most = 0.0;
    for (int k = 0; k < T->nline; k++)
        if (T->length[k] <= furthest && T->length[k] < INFINITY && fabs(T->entry[k]) > most) {
            first = k;
            most = fabs(T->entry[k]);
        }
    *out_step = S->up[T->other[q]] - S->lo[T->other[q]];
    if (first < 0 || *out_step <= T->length[first])
        return -1;
    int j = T->basic[T->line[first]];
    *out_step = T->length[first] > 0.0 ? T->length[first] : 0.0;
    *out_bound = sign * T->entry[first] > 0.0 ? S->lo[j] : S->up[j];
    return first;
}

/* Let other[q] go as far as it can; false where that is not to be trusted. */
static bool step(kk_simplex *S, int q)
{
    kk_dense *T = S->dense;
    double sign = T->d[q] < 0.0 ? 1.0 : -1.0, length, bound = 0.0;
    list_column(T, q);
    int k = hold_back(S, q, sign, &length, &bound), in = T->other[q];
    double pivot = k >= 0 ? T->entry[k] : 1.0;
    S->stuck = length > 0.0 ? 0 : S->stuck + 1;
    if (!isfinite(length) || S->stuck > STUCK + S->nrow || fabs(pivot) < NO_PIVOT)
        return false;
    S->iterations++;
    T->settled = false;
    S->x[in] += sign * length;
    for (int n = 0; n < T->nline; n++)
        S->x[T->basic[T->line[n]]] -= sign * length * T->entry[n];
    if (k < 0) {
        S->x[in] = sign > 0.0 ? S->up[in] : S->lo[in];
        look_at(S, q);
        consider(T, q);
        return true;
    }
    int r = T->line[k], out = T->basic[r], count = exchange(T, r, q);
    S->x[out] = bound;
    S->state[out] = S->lo[out] == S->up[out] ? FIXED : FREE;
    S->state[in] = BASIC;
    S->factored = false;
    look_at(S, q);
    reprice(T, r, q, count, pivot);
    return true;
}

/* ---- trust ------------------------------------------------------------------------------------------------------- */

/* Whether the values satisfy their rows, nearly; then quite, by what is left over. */
static bool settle_values(kk_simplex *S)
{
    kk_dense *T = S->dense;
    double largest = 1.0;
    if (T->settled)
        return true;
    for (int r = 0; r < T->nrow; r++) {
        int i = T->row[r];
        double rest = -S->x[S->ncol + i], size = fabs(S->x[T->basic[r]]);
        for (int e = S->row_start[i]; e < S->row_start[i + 1]; e++)
            rest -= S->row_value[e] * S->x[S->row_col[e]];
        T->rest[r] = rest;
        largest = size > largest ? size : largest;
    }
    for (int n = 0; n < T->nrow; n++) {
        int slack = S->ncol + T->row[n], p = T->at[slack];
        if (!(fabs(T->rest[n]) <= SLIP * largest))
            return false;
        if (fabs(T->rest[n]) <= CLEAN * largest)
            continue;
        if (p < 0) {
            S->x[slack] += T->rest[n];
            continue;
        }
        list_column(T, p);
        for (int k = 0; k < T->nline; k++)
            S->x[T->basic[T->line[k]]] += T->rest[n] * T->entry[k];
    }
    T->settled = true;
    for (int r = 0; r < T->nrow && T->settled; r++)
        T->settled = !is_below(S, T->basic[r]) && !is_above(S, T->basic[r]);
    return T->settled;
}

/* Multipliers from the reduced costs of slacks, and the reduced costs that follow from them in the rows: whether what
 * is basic has none, nearly; then quite, by what it has. */
static bool settle_prices(kk_simplex *S)
{
    kk_dense *T = S->dense;
    memcpy(S->d, S->cost, (size_t)S->ncol * sizeof *S->d);
    for (int r = 0; r < T->nrow; r++) {
        int i = T->row[r], p = T->at[S->ncol + i];
        double d = p < 0 ? 0.0 : T->d[p]; /* the multiplier is -d */
        for (int e = S->row_start[i]; e < S->row_start[i + 1] && d != 0.0; e++)
            S->d[S->row_col[e]] += d * S->row_value[e];
    }
    for (int p = 0; p < T->ncol; p++)
        if (T->other[p] < S->ncol)
            T->d[p] = S->d[T->other[p]];
    for (int r = 0; r < T->nrow; r++) {
        double rest = T->basic[r] < S->ncol ? S->d[T->basic[r]] : 0.0;
        if (!(fabs(rest) <= TRUSTED))
            return false;
        if (fabs(rest) <= CLEAN)
            continue;
        for (int n = 0, count = list_bits(both(T->in_line[r], T->of_use), T->list); n < count; n++)
            T->d[T->list[n]] -= rest * line_of(T, r)[T->list[n]];
    }
    kk_vector_clear(&S->rho);
    for (int p = 0; p < T->ncol; p++) {
        S->d[T->other[p]] = T->d[p];
        if (T->other[p] >= S->ncol && T->d[p] != 0.0)
            kk_vector_add(&S->rho, T->other[p] - S->ncol, -T->d[p]);
    }
    consider_all(T);
    return true;
}

bool kk_dense_minimise(kk_simplex *S)
{
    kk_dense *T = S->dense;
    if (!T)
        return false;
    if (!T->made)
        forget(S);
    T->made = !(T->grown || !T->made) || grow(S);
    if (!T->made)
        return false;
    price(S);
    for (bool ends = false; T->made && !ends;) {
        long before = S->iterations;
        for (int q; T->made && (q = choose(T)) >= 0;)
            T->made = !is_ended(S) && step(S, q);
        T->made = T->made && settle_values(S) && settle_prices(S);
        ends = T->made && choose(T) < 0;
        T->made = T->made && (ends || S->iterations > before);
    }
    return T->made;
}
