/* A linear model as it is stated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/rows.h"

#include "base/str.h"

#include <string.h>

kk_rows *kk_rows_new(kk_ctx *K)
{
    kk_rows *R = KK_NEW(K, kk_rows);
    R->K = K;
    return R;
}

kk_rows *kk_rows_like(kk_ctx *K, const kk_rows *like)
{
    kk_rows *R = KK_NEW(K, kk_rows);
    *R = *like;
    R->known = true;
    R->col_capacity = like->ncol;
    R->row_capacity = like->nrow;
    R->col_lo = KK_ARRAY(K, double, like->ncol);
    R->col_up = KK_ARRAY(K, double, like->ncol);
    R->row_lo = KK_ARRAY(K, double, like->nrow);
    R->row_up = KK_ARRAY(K, double, like->nrow);
    R->other = KK_ARRAY(K, kk_other_entry, like->nrow);
    R->objective = KK_ARRAY(K, kk_objective, like->nobjective);
    memcpy(R->objective, like->objective, (size_t)like->nobjective * sizeof *like->objective);
    return R;
}

void kk_rows_again(kk_ctx *K, kk_rows *R)
{
    KK_ASSERT(R->known);
    R->K = K;
    R->fits = true;
    R->ncol = R->nrow = R->nother = 0;
}

bool kk_rows_fit(const kk_rows *R, const kk_rows *like)
{
    return R->fits && R->ncol == like->ncol && R->nrow == like->nrow;
}

/* The digits of a number, written so that they end before end. */
static const char *decimal(int value, char *end)
{
    unsigned left = value < 0 ? 0u - (unsigned)value : (unsigned)value;
    do
        *--end = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (value < 0)
        *--end = '-';
    return end;
}

static const char *name_of(kk_ctx *K, const char *format, va_list list) __attribute__((format(printf, 2, 0)));
/* Names know %s and %d alone: printf itself took a third of the time of building. */
static const char *name_of(kk_ctx *K, const char *format, va_list list)
{
    char name[512];
    size_t n = 0;
    for (; *format; format++) {
        char number[16];
        const char *piece = format;
        size_t length = 1;
        if (*format == '%') {
            format++;
            KK_ASSERT(*format == 's' || *format == 'd');
            piece = *format == 's' ? va_arg(list, const char *) : decimal(va_arg(list, int), number + sizeof number);
            length = *format == 's' ? strlen(piece) : (size_t)(number + sizeof number - piece);
        }
        KK_ASSERT(n + length < sizeof name);
        memcpy(name + n, piece, length);
        n += length;
    }
    return kk_strndup(K, name, n);
}

/* Room for one more in each of the parallel arrays, which grow together. */
#define ROOM(array, capacity, count)                                                                                   \
    do {                                                                                                               \
        int before_ = (capacity);                                                                                      \
        (array) = kk_grow(R->K, (array), &before_, (count), sizeof *(array));                                          \
        larger = before_;                                                                                              \
    } while (0)

int kk_col_add(kk_rows *R, double lo, double up, bool whole, const char *name, ...)
{
    KK_ASSERT(isfinite(lo) && isfinite(up) && lo <= up);
    int j = R->ncol, larger;
    if (R->known) {
        R->fits = R->fits && j < R->col_capacity;
        if (!R->fits)
            return 0;
        R->col_lo[j] = lo;
        R->col_up[j] = up;
        return R->ncol++;
    }
    if (j == R->col_capacity) {
        ROOM(R->col_name, R->col_capacity, j + 1);
        ROOM(R->col_lo, R->col_capacity, j + 1);
        ROOM(R->col_up, R->col_capacity, j + 1);
        ROOM(R->col_whole, R->col_capacity, j + 1);
        ROOM(R->col_start_up, R->col_capacity, j + 1);
        ROOM(R->in_row, R->col_capacity, j + 1);
        R->col_capacity = larger;
    }
    va_list list;
    va_start(list, name);
    R->col_name[j] = R->nameless ? "" : name_of(R->K, name, list);
    va_end(list);
    R->col_lo[j] = lo;
    R->col_up[j] = up;
    R->col_whole[j] = whole;
    R->in_row[j] = 0;
    return R->ncol++;
}

bool kk_row_begin(kk_rows *R, double lo, double up, const char *name, ...)
{
    KK_ASSERT(!R->open && !isnan(lo) && !isnan(up));
    int i = R->nrow, larger;
    if (R->known) {
        R->fits = R->fits && i < R->row_capacity;
        if (!R->fits)
            return false;
        R->row_lo[i] = lo;
        R->row_up[i] = up;
        R->nrow++;
        return false;
    }
    if (i + 2 > R->row_capacity) {
        ROOM(R->row_name, R->row_capacity, i + 2);
        ROOM(R->row_lo, R->row_capacity, i + 2);
        ROOM(R->row_up, R->row_capacity, i + 2);
        ROOM(R->row_elastic, R->row_capacity, i + 2);
        ROOM(R->row_start, R->row_capacity, i + 2);
        R->row_capacity = larger;
    }
    va_list list;
    va_start(list, name);
    R->row_name[i] = R->nameless ? "" : name_of(R->K, name, list);
    va_end(list);
    R->row_lo[i] = lo;
    R->row_up[i] = up;
    R->row_elastic[i] = -1;
    R->row_start[i] = R->nentry;
    R->open = true;
    return true;
}

void kk_row_change(kk_rows *R, double value, int col)
{
    int e = R->fits ? R->row_start[R->nrow - 1] : 0, end = R->fits ? R->row_start[R->nrow] : 0;
    while (e < end && R->col[e] != col)
        e++;
    R->fits = e < end || (R->fits && value == 0.0);
    if (e == end || R->value[e] == value)
        return;
    R->fits = R->nother < R->row_capacity;
    if (R->fits)
        R->other[R->nother++] = (kk_other_entry){R->nrow - 1, e, value};
}

void kk_row_add(kk_rows *R, double value, int col)
{
    KK_ASSERT(R->open && col < R->ncol && isfinite(value));
    if (col < 0 || value == 0.0)
        return;
    if (R->in_row[col]) { /* position + 1 of the column in this row */
        R->value[R->in_row[col] - 1] += value;
        return;
    }
    if (R->nentry == R->entry_capacity) {
        int larger;
        ROOM(R->col, R->entry_capacity, R->nentry + 1);
        ROOM(R->value, R->entry_capacity, R->nentry + 1);
        R->entry_capacity = larger;
    }
    R->col[R->nentry] = col;
    R->value[R->nentry] = value;
    R->in_row[col] = ++R->nentry;
}

void kk_row_elastic(kk_rows *R, double value, int col)
{
    kk_row_add(R, value, col);
    R->row_elastic[R->nrow] = col;
}

void kk_row_end(kk_rows *R)
{
    KK_ASSERT(R->open);
    int n = R->row_start[R->nrow];
    for (int e = n; e < R->nentry; e++) {
        R->in_row[R->col[e]] = 0;
        if (R->value[e] != 0.0) { /* entries that cancelled out are left out */
            R->col[n] = R->col[e];
            R->value[n++] = R->value[e];
        }
    }
    R->nentry = n;
    R->row_start[++R->nrow] = n;
    R->open = false;
}

kk_objective *kk_objective_add(kk_rows *R, bool goal, const char *name)
{
    R->objective = kk_grow(R->K, R->objective, &R->objective_capacity, R->nobjective + 1, sizeof *R->objective);
    kk_objective *O = &R->objective[R->nobjective++];
    O->name = name;
    O->goal = goal;
    O->cost = KK_ARRAY(R->K, double, R->ncol);
    return O;
}

void kk_cost_add(kk_objective *O, double cost, int col)
{
    if (col >= 0)
        O->cost[col] += cost;
}

void kk_rows_leave_over(const kk_rows *R, double *x)
{
    for (int i = 0; i < R->nrow; i++) {
        int j = R->row_elastic[i];
        if (j < 0 || R->row_lo[i] != R->row_up[i])
            continue;
        x[j] = R->row_lo[i];
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
            if (R->col[e] != j)
                x[j] -= R->value[e] * x[R->col[e]];
    }
}

double kk_objective_value(const kk_rows *R, const kk_objective *O, const double *x)
{
    double value = O->constant;
    for (int j = 0; j < R->ncol; j++)
        value += O->cost[j] * x[j];
    return value;
}
