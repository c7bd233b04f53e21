/* Columns of a basis that were replaced since it was factorised.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/replaced.h"

#include <math.h>
#include <string.h>

static const double TINY = 1e-14; /* what cancels to this is 0 */
enum { MOST = 128 };

/* An entry of a replaced column, apart from that at its place. */
typedef struct {
    int row, column;
    int before; /* the entry of the row before it, or -1 */
    double value;
} entry;

struct kk_replaced {
    kk_ctx *K;
    int nrow, count;
    int start[MOST + 1], place[MOST];
    double pivot[MOST], *sum; /* room for a number a column */
    entry *entry;
    int room;
    int *last; /* [nrow] the last entry of a row, or -1 */
};

kk_replaced *kk_replaced_new(kk_ctx *K, int nrow)
{
    kk_replaced *E = KK_NEW(K, kk_replaced);
    E->K = K;
    E->nrow = nrow;
    E->sum = KK_ARRAY(K, double, MOST);
    E->last = KK_ARRAY(K, int, nrow);
    kk_replaced_clear(E);
    return E;
}

void kk_replaced_clear(kk_replaced *E)
{
    E->count = 0;
    memset(E->last, -1, (size_t)E->nrow * sizeof *E->last);
}

void kk_replaced_add(kk_replaced *E, int place, const kk_vector *alpha)
{
    int k = E->count, length = E->start[k];
    KK_ASSERT(k < MOST);
    if (length + alpha->count > E->room)
        E->entry = kk_grow(E->K, E->entry, &E->room, length + alpha->count, sizeof *E->entry);
    E->place[k] = place;
    E->pivot[k] = alpha->value[place];
    for (int n = 0; n < alpha->count; n++) {
        int i = alpha->index[n];
        if (i == place || fabs(alpha->value[i]) <= TINY)
            continue;
        E->entry[length] = (entry){i, k, E->last[i], alpha->value[i]};
        E->last[i] = length++;
    }
    E->start[++E->count] = length;
}

void kk_replaced_solve(const kk_replaced *E, kk_vector *v)
{
    double *x = v->value;
    for (int k = 0; k < E->count; k++) {
        double by = x[E->place[k]];
        if (fabs(by) <= TINY)
            continue;
        by /= E->pivot[k];
        x[E->place[k]] = by;
        for (int e = E->start[k]; e < E->start[k + 1]; e++)
            kk_vector_add(v, E->entry[e].row, -by * E->entry[e].value);
    }
}

/* The value in a row has changed: sums of the columns before one follow. */
static void sum_up(const kk_replaced *E, int row, double by, int before)
{
    for (int e = E->last[row]; e >= 0; e = E->entry[e].before)
        if (E->entry[e].column < before)
            E->sum[E->entry[e].column] += E->entry[e].value * by;
}

void kk_replaced_solve_transposed(const kk_replaced *E, kk_vector *c)
{
    double *y = c->value;
    memset(E->sum, 0, (size_t)E->count * sizeof *E->sum);
    for (int n = 0; n < c->count; n++)
        sum_up(E, c->index[n], y[c->index[n]], E->count);
    for (int k = E->count - 1; k >= 0; k--) {
        int place = E->place[k];
        double was = y[place], is = was - E->sum[k];
        is = fabs(is) <= TINY ? 0.0 : is / E->pivot[k];
        if (is == was)
            continue;
        kk_vector_add(c, place, is - was);
        y[place] = is;
        sum_up(E, place, is - was, k);
    }
}

bool kk_replaced_is_long(const kk_replaced *E)
{
    return E->count == MOST || E->start[E->count] > 8 * E->nrow;
}
