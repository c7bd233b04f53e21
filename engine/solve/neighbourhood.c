/* One neighbourhood of the search for whole units.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/neighbourhood.h"

#include "solve/values.h"

#include <string.h>

static const double ORDINARY = 60000.0; /* entries of a programme */

/* ---- plans ------------------------------------------------------------------------------------------------------- */

double kk_whole_worth(const kk_whole *W, const double *cost, const double *x)
{
    double sum = 0.0;
    for (int j = 0; j < W->D->ncol; j++)
        if (cost[j] != 0.0)
            sum += cost[j] * x[j];
    return sum;
}

static void add_up(kk_whole *W, const double *x)
{
    const kk_reduced *D = W->D;
    for (int i = 0; i < D->nrow; i++) {
        W->sum[i] = 0.0;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++)
            W->sum[i] += D->value[e] * x[D->col[e]];
    }
}

/* Whether x keeps every row and is whole where it has to be. */
bool kk_whole_is_plan(kk_whole *W, const double *x)
{
    const kk_reduced *D = W->D;
    for (int j = 0; j < D->ncol; j++)
        if (x[j] < D->col_lo[j] - 1e-9 || x[j] > D->col_up[j] + 1e-9 ||
            ((W->unit[j] || W->child[j]) && x[j] != round(x[j])))
            return false;
    add_up(W, x);
    for (int i = 0; i < D->nrow; i++)
        if (W->sum[i] < D->row_lo[i] - kk_whole_near(D->row_lo[i]) ||
            W->sum[i] > D->row_up[i] + kk_whole_near(D->row_up[i]))
            return false;
    for (int h = 0; h < W->nheld; h++)
        if (kk_whole_worth(W, W->held[h].cost, x) > W->held[h].upper + W->held[h].room)
            return false;
    return true;
}

/* ---- neighbourhoods ---------------------------------------------------------------------------------------------- */

static void small_room(kk_whole *W, int rows)
{
    kk_small *S = &W->S;
    size_t most = (size_t)W->D->row_start[W->D->nrow] + (size_t)W->nheld * (size_t)W->D->ncol;
    if (most > W->entry_room) {
        W->entry_room = (size_t)W->D->row_start[W->D->nrow] + (size_t)W->D->R->nobjective * (size_t)W->D->ncol;
        S->col = KK_ARRAY(W->K, int, W->entry_room);
        S->value = KK_ARRAY(W->K, double, W->entry_room);
    }
    if (rows >= W->row_room) {
        W->row_room = 2 * rows + 1;
        S->row_lo = KK_ARRAY(W->K, double, W->row_room);
        S->row_up = KK_ARRAY(W->K, double, W->row_room);
        S->row_start = KK_ARRAY(W->K, int, W->row_room + 1);
    }
}

/* How far columns may move in a plan that is better than x, or as good. */
void kk_whole_narrow(kk_whole *W)
{
    const kk_tight *by[] = {&W->tight, &W->cut};
    memcpy(W->narrow_lo, W->D->col_lo, (size_t)W->D->ncol * sizeof *W->narrow_lo);
    memcpy(W->narrow_up, W->D->col_up, (size_t)W->D->ncol * sizeof *W->narrow_up);
    for (int k = 0; k < 2 && W->found; k++) {
        double room = kk_whole_worth(W, W->goal, W->x) - by[k]->least + kk_whole_near(by[k]->least), lo, up;
        for (int j = 0; j < W->D->ncol && !isinf(room); j++) {
            if (by[k]->d[j] == 0.0)
                continue;
            kk_values_narrow(W->D, j, by[k]->d[j], room, W->unit[j] || W->child[j], &lo, &up);
            W->narrow_lo[j] = fmax(W->narrow_lo[j], lo);
            W->narrow_up[j] = fmin(W->narrow_up[j], up);
        }
    }
}

void kk_whole_small_col(kk_whole *W, kk_small *S, int j, double lo, double up, double cost)
{
    W->small_of[j] = S->ncol;
    W->small_col[S->ncol] = j;
    S->lo[S->ncol] = lo;
    S->up[S->ncol] = up;
    S->whole[S->ncol] = W->unit[j] ? KK_UNITS : W->child[j] ? KK_CHILDREN : KK_PARTS;
    S->cost[S->ncol++] = cost;
}

void kk_whole_small_row(kk_small *S, int n, double lo, double up)
{
    double least = 0.0, most = 0.0;
    int at = S->row_start[S->nrow];
    for (int e = at; e < at + n; e++) {
        double v = S->value[e], from = S->lo[S->col[e]], until = S->up[S->col[e]];
        least += v > 0.0 ? v * from : v * until;
        most += v > 0.0 ? v * until : v * from;
    }
    if (least >= lo - kk_whole_near(lo) && most <= up + kk_whole_near(up))
        return;
    S->row_lo[S->nrow] = lo;
    S->row_up[S->nrow] = up;
    S->row_start[++S->nrow] = at + n;
}

/* The programme of the free columns, the others at y; units within lo and up where they are given. False where it is
 * too large, or empty. */
bool kk_whole_small(kk_whole *W, const double *y, const double *lo, const double *up)
{
    const kk_reduced *D = W->D;
    kk_small *S = &W->S;
    int nrow = 0;
    kk_whole_narrow(W);
    S->ncol = S->nrow = 0;
    for (int j = 0; j < D->ncol; j++) {
        W->small_of[j] = -1;
        double least = lo && W->unit[j] ? fmax(lo[j], W->narrow_lo[j]) : W->narrow_lo[j];
        double most = up && W->unit[j] ? fmin(up[j], W->narrow_up[j]) : W->narrow_up[j];
        if (!W->free[j] || (least == most && y[j] == least))
            continue;
        kk_whole_small_col(W, S, j, least, most, W->cost[j]);
        for (int e = W->start[j]; e < W->start[j + 1]; e++) {
            if (!W->whole_row[W->row_of[e]]) {
                W->whole_row[W->row_of[e]] = 1;
                W->rows[nrow++] = W->row_of[e];
            }
        }
    }
    for (int r = 0; r < nrow; r++)
        W->whole_row[W->rows[r]] = 0;
    if (S->ncol == 0)
        return false;
    small_room(W, nrow + W->nheld);
    S->row_start[0] = 0;
    for (int r = 0; r < nrow; r++) {
        int i = W->rows[r], n = 0, at = S->row_start[S->nrow];
        double rest = 0.0;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
            int j = D->col[e];
            if (W->small_of[j] >= 0) {
                S->col[at + n] = W->small_of[j];
                S->value[at + n++] = D->value[e];
            } else {
                rest += D->value[e] * y[j];
            }
        }
        kk_whole_small_row(S, n, D->row_lo[i] - rest, D->row_up[i] - rest);
    }
    for (int h = 0; h < W->nheld; h++) {
        const double *cost = W->held[h].cost;
        int n = 0, at = S->row_start[S->nrow];
        double rest = kk_whole_worth(W, cost, y);
        for (int k = 0; k < S->ncol; k++) {
            double v = cost[W->small_col[k]];
            if (v == 0.0)
                continue;
            S->col[at + n] = k;
            S->value[at + n++] = v;
            rest -= v * y[W->small_col[k]];
        }
        kk_whole_small_row(S, n, -INFINITY, W->held[h].upper - rest);
    }
    return kk_tree_fits(W->T, S->nrow, S->ncol);
}

/* What the free columns are worth at y. */
static double free_worth(const kk_whole *W, const double *y)
{
    double sum = 0.0;
    for (int k = 0; k < W->S.ncol; k++)
        sum += W->S.cost[k] * y[W->small_col[k]];
    return sum;
}

/* The worst shares exactly as children and units make them: branch and bound leaves a hair. */
void kk_whole_set_worst(const kk_whole *W, double *x)
{
    const kk_reduced *D = W->D;
    for (int n = 0; n < W->nworst; n++) {
        int j = W->worst[n];
        if (!W->part[j]) /* it hinders nobody */
            continue;
        double most = D->col_lo[j];
        for (int e = W->start[j]; e < W->start[j + 1]; e++) {
            int i = W->row_of[e];
            double sum = -D->row_up[i];
            for (int f = D->row_start[i]; f < D->row_start[i + 1]; f++)
                sum += D->col[f] == j ? 0.0 : D->value[f] * x[D->col[f]];
            most = fmax(most, -sum / W->value[e]);
        }
        x[j] = fmin(most, D->col_up[j]);
    }
}

unsigned kk_whole_dice(kk_whole *W, unsigned sides)
{
    W->seed = W->seed * 6364136223846793005ULL + 1442695040888963407ULL; /* Knuth's MMIX */
    return (unsigned)(W->seed >> 33) % sides;
}

/* Of plans that are equally good a dice takes one: units cost a little more, each as much as it says. */
static void stir(kk_whole *W)
{
    for (int k = 0; k < W->S.ncol; k++)
        if (W->S.whole[k] == KK_UNITS)
            W->S.cost[k] += W->step * kk_whole_dice(W, 1 << 10) / 64;
}

/* Search the neighbourhood of the free columns for something better than y, which is then overwritten; first: y is no
 * plan yet, anything is better. The bound that is returned is one on cost x. */
kk_found kk_whole_improve(kk_whole *W, double *y, bool first, long work, const double *lo, const double *up)
{
    kk_found none = {.bound = -INFINITY};
    if (!kk_whole_small(W, y, lo, up)) {
        none.done = W->S.ncol == 0; /* nothing is free: y is all there is */
        none.found = none.done && first;
        W->work += W->D->ncol;
        return none;
    }
    if (!first && W->stirs)
        stir(W);
    double here = free_worth(W, y), rest = kk_whole_worth(W, W->cost, y) - here;
    if (!first)
        work = (long)((double)work * fmax(1.0, sqrt((double)W->S.nrow * W->S.ncol / ORDINARY)));
    kk_found F = kk_tree_search(W->T, &W->S, first ? INFINITY : here, W->step, work, W->watch, W->out);
    W->work += F.work;
    F.bound += rest;
    if (!F.found)
        return F;
    memcpy(W->z, y, (size_t)W->D->ncol * sizeof *y);
    for (int k = 0; k < W->S.ncol; k++)
        W->z[W->small_col[k]] = W->out[k];
    kk_whole_set_worst(W, W->z);
    double gain = kk_whole_worth(W, W->cost, y) - kk_whole_worth(W, W->cost, W->z);
    bool good = first || (gain > (W->stirs ? -0.5 : 0.5) * W->step && kk_whole_is_plan(W, W->z));
    if (good)
        memcpy(y, W->z, (size_t)W->D->ncol * sizeof *y);
    F.found = first || (good && gain > 0.5 * W->step);
    F.done = F.done && good;
    return F;
}

/* Free the columns of the areas of a mask that the stage looks at, and those that are everywhere. */
void kk_whole_free(kk_whole *W, const unsigned char *areas)
{
    for (int j = 0; j < W->D->ncol; j++)
        W->free[j] = W->part[j] && (W->area[j] < 0 || areas[W->area[j]] || areas[W->other[j]]);
}
