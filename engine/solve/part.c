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
    P->least = KK_ARRAY(K, double, D->ncol);
    P->most = KK_ARRAY(K, double, D->ncol);
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
    }
    return P;
}

/* ---- what is needed ---------------------------------------------------------------------------------------------- */

static void take_col(kk_part *P, int j)
{
    if (P->has_col[j])
        return;
    P->has_col[j] = 2;
    P->least[j] = P->lo[j];
    P->most[j] = P->up[j];
}

static double of_bound(double bound)
{
    return 1e-9 * (fabs(bound) > 1.0 ? fabs(bound) : 1.0);
}

/* Whether a row may come to less or more than its bounds, with the part's columns anywhere between theirs and all
 * others where they start. */
static bool may_break(const kk_part *P, int i)
{
    const kk_reduced *D = P->D;
    double least = 0.0, most = 0.0;
    for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
        double one = D->value[e] * P->least[D->col[e]], other = D->value[e] * P->most[D->col[e]];
        least += one < other ? one : other;
        most += one < other ? other : one;
    }
    return least < D->row_lo[i] - of_bound(D->row_lo[i]) || most > D->row_up[i] + of_bound(D->row_up[i]);
}

/* Take every row that may break, with its columns; whether there was one. */
static bool take_rows(kk_part *P)
{
    const kk_reduced *D = P->D;
    bool any = false;
    for (int i = 0; i < D->nrow; i++) {
        if (P->has_row[i] || !may_break(P, i))
            continue;
        P->has_row[i] = 2;
        any = true;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++)
            take_col(P, D->col[e]);
    }
    return any;
}

/* ---- where it starts ------------------------------------------------------------------------------------------------
 * Every new row basic and every new column at its bound is a basis. From there a column that leaves less over in an
 * elastic row (serve, cover) is raised as far as the rows let it: to its upper bound, or until a row is full, which
 * then leaves the basis for the column. A column that has an entry in a row that is full is left where it is, so the
 * basis is triangular and the values stay what they are.
 *
 * Where all are served at the column's upper bound the elastic row may be full instead: its multiplier says that
 * another way to serve them is worth nothing, and half of all steps are saved. In whole units the column stays at its
 * bound: the search goes on from whichever of equal plans this leads to. */

static bool is_elastic(const kk_reduced *D, int i)
{
    return D->R->row_elastic[D->row_of[i]] >= 0;
}

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
        double most = step * fabs(P->value[e]);
        if (room < most || (room == most && full < 0 && !D->whole && P->rivals[j] > 1 && is_elastic(D, i))) {
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
        double activity = 0.0;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++)
            activity += D->value[e] * P->x[D->col[e]];
        P->activity[i] = activity;
        P->row[i] = KK_BASIC;
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
    bool lacks = !P->begun;
    for (int j = 0; j < P->D->ncol && !lacks; j++)
        lacks = cost[j] != 0.0 && !P->has_col[j];
    return lacks;
}

void kk_part_grow(kk_part *P, const double *cost)
{
    const kk_reduced *D = P->D;
    P->begun = true;
    for (int j = 0; j < D->ncol; j++) {
        P->least[j] = P->has_col[j] ? P->lo[j] : P->x[j];
        P->most[j] = P->has_col[j] ? P->up[j] : P->x[j];
    }
    for (int j = 0; j < D->ncol; j++)
        if (cost[j] != 0.0)
            take_col(P, j);
    while (take_rows(P))
        ;
    start(P);
}
