/* The part of a reduced model that the stages so far need.
 *
 * A row that holds whatever the part's columns are, with all others where they start, is left out; a row that is taken
 * in takes all its columns with it. So columns outside have no entry in the part's rows, and they and the rows outside
 * can be satisfied whatever the part decides.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/part.h"

/* The columns of D. */
static void turn(kk_ctx *K, kk_part *P)
{
    const kk_reduced *D = P->D;
    int nentry = D->row_start[D->nrow];
    P->col_start = KK_ARRAY(K, int, D->ncol + 2);
    P->row_of = KK_ARRAY(K, int, nentry);
    P->value = KK_ARRAY(K, double, nentry);
    for (int e = 0; e < nentry; e++)
        P->col_start[D->col[e] + 2]++;
    for (int j = 0; j < D->ncol; j++)
        P->col_start[j + 2] += P->col_start[j + 1];
    for (int i = 0; i < D->nrow; i++)
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
            int at = P->col_start[D->col[e] + 1]++;
            P->row_of[at] = i;
            P->value[at] = D->value[e];
        }
}

static int *rivals(kk_ctx *K, const kk_reduced *D)
{
    const kk_rows *R = D->R;
    int *count = KK_ARRAY(K, int, D->ncol);
    for (int i = 0; i < R->nrow; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && R->row_elastic[i] >= 0; e++)
            if (D->new_col[R->col[e]] >= 0 && R->value[e] > 0.0)
                count[D->new_col[R->col[e]]] = R->row_start[i + 1] - R->row_start[i] - 1;
    return count;
}

static void look_at_row(kk_part *P, int i)
{
    if (!P->has_row[i] && !P->queued[i]) {
        P->queued[i] = true;
        P->queue[(P->first + P->nqueue++) % P->D->nrow] = i;
    }
}

kk_part *kk_part_new(kk_ctx *K, const kk_reduced *D)
{
    kk_part *P = KK_NEW(K, kk_part);
    P->D = D;
    P->lo = KK_ARRAY(K, double, D->ncol);
    P->up = KK_ARRAY(K, double, D->ncol);
    P->row_lo = KK_ARRAY(K, double, D->nrow);
    P->row_up = KK_ARRAY(K, double, D->nrow);
    P->x = KK_ARRAY(K, double, D->ncol);
    P->has_col = KK_ARRAY(K, unsigned char, D->ncol);
    P->has_row = KK_ARRAY(K, unsigned char, D->nrow);
    P->col = KK_ARRAY(K, kk_stand, D->ncol);
    P->row = KK_ARRAY(K, kk_stand, D->nrow);
    P->activity = KK_ARRAY(K, double, D->nrow);
    P->queue = KK_ARRAY(K, int, D->nrow);
    P->queued = KK_ARRAY(K, unsigned char, D->nrow);
    P->rivals = rivals(K, D);
    turn(K, P);
    for (int j = 0; j < D->ncol; j++) {
        P->lo[j] = D->col_lo[j];
        P->up[j] = D->col_up[j];
        P->x[j] = D->col_start_up[j] ? D->col_up[j] : D->col_lo[j];
    }
    for (int i = 0; i < D->nrow; i++) {
        P->row_lo[i] = D->row_lo[i];
        P->row_up[i] = D->row_up[i];
        look_at_row(P, i);
    }
    return P;
}

/* ---- what is needed ---------------------------------------------------------------------------------------------- */

static bool holds_anyway(const kk_part *P, int i)
{
    const kk_reduced *D = P->D;
    double least = 0.0, most = 0.0, lo = D->row_lo[i], up = D->row_up[i];
    for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
        int j = D->col[e];
        double v = D->value[e];
        double from = P->has_col[j] ? P->lo[j] : P->x[j], until = P->has_col[j] ? P->up[j] : P->x[j];
        least += v > 0.0 ? v * from : v * until;
        most += v > 0.0 ? v * until : v * from;
    }
    return least >= lo - 1e-9 * fmax(1.0, fabs(lo)) && most <= up + 1e-9 * fmax(1.0, fabs(up));
}

static void take_col(kk_part *P, int j)
{
    if (P->has_col[j])
        return;
    P->has_col[j] = 2;
    for (int e = P->col_start[j]; e < P->col_start[j + 1]; e++)
        look_at_row(P, P->row_of[e]);
}

/* First come, first served: a long row is then looked at once a round, not once for each of its columns. */
static void take_rows(kk_part *P)
{
    const kk_reduced *D = P->D;
    while (P->nqueue > 0) {
        int i = P->queue[P->first];
        P->first = (P->first + 1) % D->nrow;
        P->nqueue--;
        P->queued[i] = false;
        if (holds_anyway(P, i))
            continue;
        P->has_row[i] = 2;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++)
            take_col(P, D->col[e]);
    }
}

/* ---- where it starts ------------------------------------------------------------------------------------------------
 * Every new row basic and every new column at its bound is a basis. From there a column that leaves less over in an
 * elastic row (serve, cover) is raised as far as the rows let it: to its upper bound, or until a row is full, which
 * then leaves the basis for the column. A column that has an entry in a row that is full is left where it is, so the
 * basis is triangular and the values stay what they are. */

static void raise(kk_part *P, int j)
{
    const kk_reduced *D = P->D;
    double step = P->up[j] - P->lo[j];
    int full = -1;
    for (int e = P->col_start[j]; e < P->col_start[j + 1]; e++) {
        int i = P->row_of[e];
        if (!P->has_row[i])
            continue;
        double room = P->value[e] > 0.0 ? D->row_up[i] - P->activity[i] : P->activity[i] - D->row_lo[i];
        if (P->row[i] != KK_BASIC || room < 0.0)
            return;
        if (room < step * fabs(P->value[e])) {
            step = room / fabs(P->value[e]);
            full = e;
        }
    }
    if (step <= 0.0)
        return;
    for (int e = P->col_start[j]; e < P->col_start[j + 1]; e++)
        P->activity[P->row_of[e]] += P->value[e] * step;
    P->col[j] = full < 0 ? KK_AT_UPPER : KK_BASIC;
    if (full >= 0)
        P->row[P->row_of[full]] = P->value[full] > 0.0 ? KK_AT_UPPER : KK_AT_LOWER;
}

static void start(kk_part *P)
{
    const kk_reduced *D = P->D;
    for (int i = 0; i < D->nrow; i++) {
        if (P->has_row[i] != 2)
            continue;
        P->row[i] = KK_BASIC;
        P->activity[i] = 0.0;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++)
            P->activity[i] += D->value[e] * P->x[D->col[e]];
    }
    for (int j = 0; j < D->ncol; j++)
        P->col[j] = D->col_start_up[j] ? KK_AT_UPPER : KK_AT_LOWER;
    /* first those who can be served in one way only, then those who have a choice */
    for (int choice = 0; choice < 2; choice++)
        for (int j = 0; j < D->ncol; j++)
            if (P->has_col[j] == 2 && P->col[j] == KK_AT_LOWER && (choice ? P->rivals[j] > 1 : P->rivals[j] == 1))
                raise(P, j);
}

bool kk_part_lacks(const kk_part *P, const double *cost)
{
    bool lacks = P->nqueue > 0;
    for (int j = 0; j < P->D->ncol && !lacks; j++)
        lacks = cost[j] != 0.0 && !P->has_col[j];
    return lacks;
}

void kk_part_grow(kk_part *P, const double *cost)
{
    for (int j = 0; j < P->D->ncol; j++)
        if (cost[j] != 0.0)
            take_col(P, j);
    take_rows(P);
    start(P);
}
