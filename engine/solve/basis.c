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
enum { MOST_ETAS = 100 };            /* columns replaced before it is factorised again */

/* Sparse columns (or rows), one after the other. */
typedef struct {
    int *start, *index; /* [count + 1] */
    double *value;
    int count, length, index_room, value_room;
} lines;

struct kk_basis {
    kk_ctx *K;
    int nrow;

    int npivot;
    int *pivot_row, *pivot_of; /* [npivot] row; [nrow] pivot of a row, or -1: its unit column is basic */
    double *pivot;             /* [npivot] diagonal of U */
    lines U;                   /* above the diagonal, by pivot: rows of earlier pivots and of unit columns */
    int *u_start, *u_place;    /* [nrow + 1] the same by rows */
    double *u_value;
    int u_room, v_room;
    int first_l; /* pivots before have nothing below the diagonal */
    lines L;     /* by pivot from first_l: rows of later pivots, unit diagonal */

    lines eta; /* columns that replaced others, without their entry at the place */
    int *eta_place;
    double *eta_pivot;

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
    return (kk_vector){.value = KK_ARRAY(K, double, size),
                       .index = KK_ARRAY(K, int, size),
                       .listed = KK_ARRAY(K, unsigned char, size)};
}

void kk_vector_clear(kk_vector *V)
{
    for (int n = 0; n < V->count; n++) {
        V->value[V->index[n]] = 0.0;
        V->listed[V->index[n]] = 0;
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
    B->u_start = KK_ARRAY(K, int, nrow + 2);
    B->eta_place = KK_ARRAY(K, int, MOST_ETAS);
    B->eta_pivot = KK_ARRAY(K, double, MOST_ETAS);
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
static void turn(kk_basis *B, const job *J)
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

/* U by rows. */
static void turn_u(kk_basis *B)
{
    if (B->U.length > B->u_room) {
        B->u_place = kk_grow(B->K, B->u_place, &B->u_room, B->U.length, sizeof *B->u_place);
        B->u_value = kk_grow(B->K, B->u_value, &B->v_room, B->U.length, sizeof *B->u_value);
    }
    memset(B->u_start, 0, (size_t)(B->nrow + 2) * sizeof *B->u_start);
    for (int e = 0; e < B->U.length; e++)
        B->u_start[B->U.index[e] + 2]++;
    for (int i = 0; i < B->nrow; i++)
        B->u_start[i + 2] += B->u_start[i + 1];
    for (int t = 0; t < B->npivot; t++)
        for (int e = B->U.start[t]; e < B->U.start[t + 1]; e++) {
            int at = B->u_start[B->U.index[e] + 1]++;
            B->u_place[at] = B->pivot_row[t];
            B->u_value[at] = B->U.value[e];
        }
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
    lines_clear(&B->eta);
    turn(B, &J);
    if (!take_columns(B, &J))
        return false;
    B->first_l = B->npivot;
    if (!take_rows(B, &J) || !take_rest(B, &J))
        return false;
    turn_u(B);
    return true;
}

/* ---- solve ------------------------------------------------------------------------------------------------------- */

void kk_basis_solve(kk_basis *B, kk_vector *v)
{
    double *x = v->value;
    int last = -1;
    for (int n = 0; n < v->count; n++)
        if (B->pivot_of[v->index[n]] > last)
            last = B->pivot_of[v->index[n]];
    if (last >= B->first_l) {
        for (int t = B->first_l; t < B->npivot; t++) {
            double by = x[B->pivot_row[t]];
            if (by == 0.0)
                continue;
            for (int e = B->L.start[t - B->first_l]; e < B->L.start[t - B->first_l + 1]; e++)
                kk_vector_add(v, B->L.index[e], -by * B->L.value[e]);
        }
        last = B->npivot - 1;
    }
    for (int t = last; t >= 0; t--) {
        double by = x[B->pivot_row[t]];
        if (by == 0.0)
            continue;
        by /= B->pivot[t];
        x[B->pivot_row[t]] = by;
        for (int e = B->U.start[t]; e < B->U.start[t + 1]; e++)
            kk_vector_add(v, B->U.index[e], -by * B->U.value[e]);
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
    for (int k = B->eta.count - 1; k >= 0; k--) {
        double sum = 0.0;
        for (int e = B->eta.start[k]; e < B->eta.start[k + 1]; e++)
            sum += B->eta.value[e] * y[B->eta.index[e]];
        if (sum != 0.0)
            kk_vector_add(c, B->eta_place[k], -sum);
        y[B->eta_place[k]] /= B->eta_pivot[k];
    }
    int first = B->npivot;
    for (int n = 0, count = c->count; n < count; n++) {
        int i = c->index[n];
        if (B->pivot_of[i] >= 0) {
            first = B->pivot_of[i] < first ? B->pivot_of[i] : first;
            continue;
        }
        for (int e = B->u_start[i]; e < B->u_start[i + 1] && y[i] != 0.0; e++) {
            kk_vector_add(c, B->u_place[e], -y[i] * B->u_value[e]);
            int t = B->pivot_of[B->u_place[e]];
            first = t < first ? t : first;
        }
    }
    for (int t = first; t < B->npivot; t++) {
        int i = B->pivot_row[t];
        if (y[i] == 0.0)
            continue;
        y[i] /= B->pivot[t];
        for (int e = B->u_start[i]; e < B->u_start[i + 1]; e++)
            kk_vector_add(c, B->u_place[e], -y[i] * B->u_value[e]);
    }
    for (int t = B->npivot - 1; t >= B->first_l; t--) {
        double sum = 0.0;
        for (int e = B->L.start[t - B->first_l]; e < B->L.start[t - B->first_l + 1]; e++)
            sum += B->L.value[e] * y[B->L.index[e]];
        if (sum != 0.0)
            kk_vector_add(c, B->pivot_row[t], -sum);
    }
}

void kk_basis_replace(kk_basis *B, int place, const kk_vector *alpha)
{
    int k = B->eta.count;
    KK_ASSERT(k < MOST_ETAS);
    B->eta_place[k] = place;
    B->eta_pivot[k] = alpha->value[place];
    for (int n = 0; n < alpha->count; n++) {
        int i = alpha->index[n];
        if (i != place && fabs(alpha->value[i]) > TINY)
            lines_add(B->K, &B->eta, i, alpha->value[i]);
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
