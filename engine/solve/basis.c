/* The factors of a basis of [A I].
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/basis.h"

#include <math.h>
#include <string.h>

static const double TINY = 1e-14;    /* what cancels to this is 0 */
static const double SINGULAR = 1e-9; /* a pivot of a scaled model below this is none */
static const double THRESHOLD = 0.1; /* a pivot is at least this part of the largest of its column */
enum { MOST_ETAS = 128 };            /* columns replaced before it is factorised again; a bit each */

/* Sparse columns (or rows), one after the other. */
typedef struct {
    int *start, *index; /* [count + 1] */
    double *value;
    int count, length, index_room, value_room;
} lines;

/* Lines turned: what row i has is at start[i] .. start[i + 1]. */
typedef struct {
    int *start, *place, place_room, value_room; /* [nrow + 2] */
    double *value;
} turned;

struct kk_basis {
    kk_ctx *K;
    int nrow;

    int npivot;
    int *pivot_row, *pivot_of; /* [npivot] row; [nrow] pivot of a row, or -1: its unit column is basic */
    double *pivot;             /* [npivot] diagonal of U */
    lines U;                   /* above the diagonal, by pivot: rows of earlier pivots and of unit columns */
    int first_l;               /* pivots before have nothing below the diagonal */
    lines L;                   /* below, by pivot from first_l: rows of later pivots; unit diagonal */
    turned u, l;               /* both by rows: the places of their pivots */
    uint64_t *todo;            /* a bit a pivot: what is still to be solved */

    lines eta; /* columns that replaced others, without their entry at the place */
    int *eta_place;
    double *eta_pivot;
    uint64_t *eta_of; /* [nrow][2] a bit an eta: those with an entry in a row */

    /* room to factorise in */
    int *row_count, *row_start, *row_col; /* entries of the kernel by rows; columns by their place in col */
    int row_room;
    int *col_count, *stack, *order;
    int col_room;
    unsigned char *col_done;
    kk_vector work;
};

/* ---- vectors and lines ------------------------------------------------------------------------------------------- */

kk_vector kk_vector_new(kk_ctx *K, int size)
{
    return (kk_vector){
        .value = KK_ARRAY(K, double, size), .index = KK_ARRAY(K, int, size), .listed = KK_ARRAY(K, bool, size)};
}

void kk_vector_clear(kk_vector *V)
{
    for (int n = 0; n < V->count; n++) {
        V->value[V->index[n]] = 0.0;
        V->listed[V->index[n]] = false;
    }
    V->count = 0;
}

static void lines_new(kk_ctx *K, lines *S, int count)
{
    S->start = KK_ARRAY(K, int, count + 1);
}

static void lines_clear(lines *S)
{
    S->count = S->length = 0;
}

static void lines_add(kk_ctx *K, lines *S, int index, double value)
{
    if (S->length == S->value_room) {
        S->index = kk_grow(K, S->index, &S->index_room, S->length + 1, sizeof *S->index);
        S->value = kk_grow(K, S->value, &S->value_room, S->length + 1, sizeof *S->value);
    }
    S->index[S->length] = index;
    S->value[S->length++] = value;
}

static void lines_end(lines *S)
{
    S->start[++S->count] = S->length;
}

kk_basis *kk_basis_new(kk_ctx *K, int nrow)
{
    kk_basis *B = KK_NEW(K, kk_basis);
    B->K = K;
    B->nrow = nrow;
    B->pivot_row = KK_ARRAY(K, int, nrow);
    B->pivot_of = KK_ARRAY(K, int, nrow);
    B->pivot = KK_ARRAY(K, double, nrow);
    lines_new(K, &B->U, nrow);
    lines_new(K, &B->L, nrow);
    lines_new(K, &B->eta, MOST_ETAS);
    B->u.start = KK_ARRAY(K, int, nrow + 2);
    B->l.start = KK_ARRAY(K, int, nrow + 2);
    B->todo = KK_ARRAY(K, uint64_t, nrow / 64 + 1);
    B->eta_place = KK_ARRAY(K, int, MOST_ETAS);
    B->eta_pivot = KK_ARRAY(K, double, MOST_ETAS);
    B->eta_of = KK_ARRAY(K, uint64_t, 2 * nrow);
    B->row_count = KK_ARRAY(K, int, nrow);
    B->row_start = KK_ARRAY(K, int, nrow + 1);
    B->col_count = KK_ARRAY(K, int, nrow);
    B->stack = KK_ARRAY(K, int, nrow);
    B->order = KK_ARRAY(K, int, nrow);
    B->col_done = KK_ARRAY(K, unsigned char, nrow);
    B->work = kk_vector_new(K, nrow);
    return B;
}

/* ---- factorise ------------------------------------------------------------------------------------------------------
 * The kernel is what the basic columns of A have in the rows whose unit column is not basic. A row is active until it
 * has its pivot. */

typedef struct {
    const kk_columns *A;
    const int *col;
    int count;
    const unsigned char *unit;
    int *head;
} job;

static bool is_active(const kk_basis *B, const job *J, int row)
{
    return !J->unit[row] && B->pivot_of[row] < 0;
}

/* The kernel by rows. */
static void turn_kernel(kk_basis *B, const job *J)
{
    const kk_columns *A = J->A;
    memset(B->row_count, 0, (size_t)B->nrow * sizeof *B->row_count);
    for (int c = 0; c < J->count; c++) {
        B->col_count[c] = 0;
        B->col_done[c] = false;
        for (int e = A->start[J->col[c]]; e < A->start[J->col[c] + 1]; e++)
            if (!J->unit[A->row[e]]) {
                B->row_count[A->row[e]]++;
                B->col_count[c]++;
            }
    }
    int sum = 0;
    for (int i = 0; i < B->nrow; i++) {
        B->row_start[i] = sum;
        sum += B->row_count[i];
    }
    B->row_start[B->nrow] = sum;
    if (sum > B->row_room)
        B->row_col = kk_grow(B->K, B->row_col, &B->row_room, sum, sizeof *B->row_col);
    for (int c = 0; c < J->count; c++)
        for (int e = A->start[J->col[c]]; e < A->start[J->col[c] + 1]; e++)
            if (!J->unit[A->row[e]])
                B->row_col[B->row_start[A->row[e]] + --B->row_count[A->row[e]]] = c;
    for (int i = 0; i < B->nrow; i++)
        B->row_count[i] = B->row_start[i + 1] - B->row_start[i];
}

static bool take_pivot(kk_basis *B, const job *J, int row, int c, double pivot)
{
    if (fabs(pivot) < SINGULAR)
        return false;
    B->pivot_row[B->npivot] = row;
    B->pivot_of[row] = B->npivot;
    B->pivot[B->npivot++] = pivot;
    B->col_done[c] = true;
    J->head[row] = J->col[c];
    lines_end(&B->U);
    return true;
}

/* Columns with one active row: nothing below the diagonal. */
static bool take_columns(kk_basis *B, const job *J)
{
    const kk_columns *A = J->A;
    int n = 0;
    for (int c = J->count - 1; c >= 0; c--)
        if (B->col_count[c] == 1)
            B->stack[n++] = c;
    while (n > 0) {
        int c = B->stack[--n], row = -1;
        double pivot = 0.0;
        if (B->col_count[c] != 1)
            return false; /* another column took its row: they are not independent */
        for (int e = A->start[J->col[c]]; e < A->start[J->col[c] + 1]; e++)
            if (is_active(B, J, A->row[e])) {
                row = A->row[e];
                pivot = A->value[e];
            } else {
                lines_add(B->K, &B->U, A->row[e], A->value[e]);
            }
        if (!take_pivot(B, J, row, c, pivot))
            return false;
        for (int e = B->row_start[row]; e < B->row_start[row + 1]; e++)
            if (!B->col_done[B->row_col[e]] && --B->col_count[B->row_col[e]] == 1)
                B->stack[n++] = B->row_col[e];
    }
    return true;
}

/* Rows with one column that has no pivot yet: nothing right of the diagonal. */
static bool take_rows(kk_basis *B, const job *J)
{
    const kk_columns *A = J->A;
    int n = 0;
    for (int i = B->nrow - 1; i >= 0; i--)
        if (B->row_count[i] == 1 && is_active(B, J, i))
            B->stack[n++] = i;
    while (n > 0) {
        int row = B->stack[--n], c = -1;
        double pivot = 0.0;
        for (int e = B->row_start[row]; e < B->row_start[row + 1]; e++)
            if (!B->col_done[B->row_col[e]])
                c = B->row_col[e];
        if (c < 0)
            return false;
        for (int e = A->start[J->col[c]]; e < A->start[J->col[c] + 1]; e++)
            if (A->row[e] == row)
                pivot = A->value[e];
        for (int e = A->start[J->col[c]]; e < A->start[J->col[c] + 1]; e++) {
            int i = A->row[e];
            if (i == row)
                continue;
            if (!is_active(B, J, i)) {
                lines_add(B->K, &B->U, i, A->value[e]);
                continue;
            }
            lines_add(B->K, &B->L, i, A->value[e] / pivot);
            if (--B->row_count[i] == 1)
                B->stack[n++] = i;
        }
        lines_end(&B->L);
        if (!take_pivot(B, J, row, c, pivot))
            return false;
    }
    return true;
}

/* One column of the rest: eliminate in it what has a pivot, then choose its own. */
static bool take_column(kk_basis *B, const job *J, int c, int first)
{
    const kk_columns *A = J->A;
    kk_vector *W = &B->work;
    for (int e = A->start[J->col[c]]; e < A->start[J->col[c] + 1]; e++) {
        int i = A->row[e];
        if (J->unit[i] || (B->pivot_of[i] >= 0 && B->pivot_of[i] < first))
            lines_add(B->K, &B->U, i, A->value[e]);
        else
            kk_vector_add(W, i, A->value[e]);
    }
    for (int t = first; t < B->npivot; t++) {
        double v = W->value[B->pivot_row[t]];
        if (fabs(v) <= TINY)
            continue;
        lines_add(B->K, &B->U, B->pivot_row[t], v);
        for (int e = B->L.start[t - B->first_l]; e < B->L.start[t - B->first_l + 1]; e++)
            kk_vector_add(W, B->L.index[e], -v * B->L.value[e]);
    }
    double largest = 0.0;
    int row = -1;
    for (int n = 0; n < W->count; n++)
        if (B->pivot_of[W->index[n]] < 0)
            largest = fmax(largest, fabs(W->value[W->index[n]]));
    for (int n = 0; n < W->count; n++) {
        int i = W->index[n];
        if (B->pivot_of[i] < 0 && fabs(W->value[i]) >= THRESHOLD * largest &&
            (row < 0 || B->row_count[i] < B->row_count[row]))
            row = i;
    }
    bool found = row >= 0 && take_pivot(B, J, row, c, W->value[row]);
    for (int n = 0; n < W->count && found; n++) {
        int i = W->index[n];
        if (B->pivot_of[i] < 0 && fabs(W->value[i]) > TINY)
            lines_add(B->K, &B->L, i, W->value[i] / W->value[row]);
    }
    lines_end(&B->L);
    kk_vector_clear(W);
    return found;
}

/* What is left, columns with few entries first. */
static bool take_rest(kk_basis *B, const job *J)
{
    int n = 0, first = B->npivot;
    for (int c = 0; c < J->count; c++)
        if (!B->col_done[c]) {
            int at = n++;
            for (; at > 0 && B->col_count[B->order[at - 1]] > B->col_count[c]; at--)
                B->order[at] = B->order[at - 1];
            B->order[at] = c;
        }
    for (int k = 0; k < n; k++)
        if (!take_column(B, J, B->order[k], first))
            return false;
    return true;
}

/* U or L, whose first line is that of a pivot, by rows. */
static void turn_lines(kk_basis *B, const lines *S, int first, turned *out)
{
    if (S->length > out->place_room) {
        out->place = kk_grow(B->K, out->place, &out->place_room, S->length, sizeof *out->place);
        out->value = kk_grow(B->K, out->value, &out->value_room, S->length, sizeof *out->value);
    }
    memset(out->start, 0, (size_t)(B->nrow + 2) * sizeof *out->start);
    for (int e = 0; e < S->length; e++)
        out->start[S->index[e] + 2]++;
    for (int i = 0; i < B->nrow; i++)
        out->start[i + 2] += out->start[i + 1];
    for (int n = 0; n < S->count; n++)
        for (int e = S->start[n]; e < S->start[n + 1]; e++) {
            int at = out->start[S->index[e] + 1]++;
            out->place[at] = B->pivot_row[first + n];
            out->value[at] = S->value[e];
        }
}

/* Forget what was replaced. */
static void undo(kk_basis *B)
{
    lines_clear(&B->eta);
    memset(B->eta_of, 0, 2 * (size_t)B->nrow * sizeof *B->eta_of);
}

bool kk_basis_factor(kk_basis *B, const kk_columns *A, const int *col, int count, const unsigned char *unit, int *head)
{
    job J = {.A = A, .col = col, .count = count, .unit = unit, .head = head};
    int rows = 0;
    for (int i = 0; i < B->nrow; i++) {
        rows += !unit[i];
        B->pivot_of[i] = -1;
    }
    KK_ASSERT(rows == count);
    B->npivot = 0;
    lines_clear(&B->U);
    lines_clear(&B->L);
    undo(B);
    turn_kernel(B, &J);
    if (!take_columns(B, &J))
        return false;
    B->first_l = B->npivot;
    if (!take_rows(B, &J) || !take_rest(B, &J))
        return false;
    turn_lines(B, &B->U, 0, &B->u);
    turn_lines(B, &B->L, B->first_l, &B->l);
    return true;
}

/* ---- solve ----------------------------------------------------------------------------------------------------------
 * In the order of the pivots (or etas), or against it, but only those with something to solve: their bits are set as it
 * comes. */

static int take_lowest(uint64_t *bits, int word)
{
    int bit = __builtin_ctzll(bits[word]);
    bits[word] &= bits[word] - 1;
    return 64 * word + bit;
}

static int take_highest(uint64_t *bits, int word)
{
    int bit = 63 - __builtin_clzll(bits[word]);
    bits[word] ^= (uint64_t)1 << bit;
    return 64 * word + bit;
}

static void set_todo(kk_basis *B, int row)
{
    int t = B->pivot_of[row];
    if (t >= 0)
        B->todo[t / 64] |= (uint64_t)1 << t % 64;
}

static void set_all_todo(kk_basis *B, const kk_vector *v)
{
    for (int n = 0; n < v->count; n++)
        set_todo(B, v->index[n]);
}

/* v -= by * line, and what it meets is to be solved. */
static void eliminate(kk_basis *B, kk_vector *v, double by, const int *index, const double *value, int from, int until)
{
    for (int e = from; e < until; e++) {
        kk_vector_add(v, index[e], -by * value[e]);
        set_todo(B, index[e]);
    }
}

void kk_basis_solve(kk_basis *B, kk_vector *v)
{
    double *x = v->value;
    int words = (B->npivot + 63) / 64;
    set_all_todo(B, v);
    for (int w = 0; w < words; w++)
        while (B->todo[w]) {
            int t = take_lowest(B->todo, w), n = t - B->first_l;
            if (n >= 0 && x[B->pivot_row[t]] != 0.0)
                eliminate(B, v, x[B->pivot_row[t]], B->L.index, B->L.value, B->L.start[n], B->L.start[n + 1]);
        }
    set_all_todo(B, v);
    for (int w = words - 1; w >= 0; w--)
        while (B->todo[w]) {
            int t = take_highest(B->todo, w);
            double by = x[B->pivot_row[t]] /= B->pivot[t];
            if (by != 0.0)
                eliminate(B, v, by, B->U.index, B->U.value, B->U.start[t], B->U.start[t + 1]);
        }
    for (int k = 0; k < B->eta.count; k++) {
        double by = x[B->eta_place[k]];
        if (by == 0.0)
            continue;
        by /= B->eta_pivot[k];
        x[B->eta_place[k]] = by;
        for (int e = B->eta.start[k]; e < B->eta.start[k + 1]; e++)
            kk_vector_add(v, B->eta.index[e], -by * B->eta.value[e]);
    }
}

void kk_basis_solve_transposed(kk_basis *B, kk_vector *c)
{
    double *y = c->value;
    int words = (B->npivot + 63) / 64;
    uint64_t etas[2] = {0, 0};
    for (int n = 0; n < c->count; n++)
        for (int w = 0; w < 2; w++)
            etas[w] |= B->eta_of[2 * c->index[n] + w];
    for (int word = 1; word >= 0; word--)
        while (etas[word]) {
            int k = take_highest(etas, word), place = B->eta_place[k];
            double sum = 0.0;
            for (int e = B->eta.start[k]; e < B->eta.start[k + 1]; e++)
                sum += B->eta.value[e] * y[B->eta.index[e]];
            kk_vector_add(c, place, -sum);
            y[place] /= B->eta_pivot[k];
            for (int w = 0; w <= word; w++) /* earlier ones */
                etas[w] |= B->eta_of[2 * place + w] & (w < word ? ~(uint64_t)0 : ((uint64_t)1 << k % 64) - 1);
        }
    set_all_todo(B, c);
    for (int n = 0, count = c->count; n < count; n++) {
        int i = c->index[n]; /* unit columns come before all pivots */
        if (B->pivot_of[i] < 0 && y[i] != 0.0)
            eliminate(B, c, y[i], B->u.place, B->u.value, B->u.start[i], B->u.start[i + 1]);
    }
    for (int w = 0; w < words; w++)
        while (B->todo[w]) {
            int t = take_lowest(B->todo, w), i = B->pivot_row[t];
            y[i] /= B->pivot[t];
            if (y[i] != 0.0)
                eliminate(B, c, y[i], B->u.place, B->u.value, B->u.start[i], B->u.start[i + 1]);
        }
    set_all_todo(B, c);
    for (int w = words - 1; w >= 0; w--)
        while (B->todo[w]) {
            int i = B->pivot_row[take_highest(B->todo, w)];
            if (y[i] != 0.0)
                eliminate(B, c, y[i], B->l.place, B->l.value, B->l.start[i], B->l.start[i + 1]);
        }
}

void kk_basis_replace(kk_basis *B, int place, const kk_vector *alpha)
{
    int k = B->eta.count;
    KK_ASSERT(k < MOST_ETAS);
    B->eta_place[k] = place;
    B->eta_pivot[k] = alpha->value[place];
    B->eta_of[2 * place + k / 64] |= (uint64_t)1 << k % 64;
    for (int n = 0; n < alpha->count; n++) {
        int i = alpha->index[n];
        if (i == place || fabs(alpha->value[i]) <= TINY)
            continue;
        lines_add(B->K, &B->eta, i, alpha->value[i]);
        B->eta_of[2 * i + k / 64] |= (uint64_t)1 << k % 64;
    }
    lines_end(&B->eta);
}

bool kk_basis_is_long(const kk_basis *B)
{
    return B->eta.count == MOST_ETAS || B->eta.length > 2 * B->U.length + B->nrow;
}

bool kk_basis_is_fresh(const kk_basis *B)
{
    return B->eta.count == 0;
}
