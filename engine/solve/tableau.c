/* A small programme as one dense tableau.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/tableau.h"

#include <string.h>

static const double NOTHING = 1e-9; /* an entry, a reduced cost that is 0 */
static const double PIVOT = 1e-7;   /* the smallest entry to turn on */
static const double ROOM = 1e-7;    /* by how much a bound may be passed */
enum {
    REFRESH = 400, /* steps until the tableau is made anew */
    STALL = 20,    /* steps a row and column at one node */
    ASK = 4000000  /* work until who watches is asked again: some milliseconds */
};

static void make_room(kk_tableau *T)
{
    if (T->n > T->room) {
        T->room = 2 * T->n;
        T->cost = KK_ARRAY(T->K, double, T->room);
        T->spare = KK_ARRAY(T->K, double, T->room);
        T->other = KK_ARRAY(T->K, int, T->room);
        T->candidate = KK_ARRAY(T->K, int, T->room);
        T->at_up = KK_ARRAY(T->K, unsigned char, T->room);
        T->room_rows = 0;
    }
    if (T->m + KK_MOST_CUTS >= T->room_rows) {
        T->room_rows = 2 * T->m + KK_MOST_CUTS + 1;
        size_t both = (size_t)T->room + (size_t)T->room_rows;
        T->x = KK_ARRAY(T->K, double, T->room_rows);
        T->basic = KK_ARRAY(T->K, int, T->room_rows);
        T->scale = KK_ARRAY(T->K, double, T->room_rows);
        T->place = KK_ARRAY(T->K, int, both);
        T->lo = KK_ARRAY(T->K, double, both);
        T->up = KK_ARRAY(T->K, double, both);
        T->kept = KK_ARRAY(T->K, unsigned char, both);
    }
}

/* Values of the basic ones from those of the others. */
static void evaluate(kk_tableau *T)
{
    for (int i = 0; i < T->m; i++) {
        const double *at = kk_tableau_row(T, i);
        double sum = 0.0;
        for (int j = 0; j < T->n; j++)
            if (at[j] != 0.0)
                sum += at[j] * kk_tableau_stands(T, j);
        T->x[i] = sum;
    }
}

/* A column stands where its reduced cost wants it. */
static void stand(kk_tableau *T, int j)
{
    if (T->cost[j] > NOTHING)
        T->at_up[j] = false;
    else if (T->cost[j] < -NOTHING)
        T->at_up[j] = true;
    int c = T->other[j];
    if (isinf(T->at_up[j] ? T->up[c] : T->lo[c]))
        T->at_up[j] = !T->at_up[j];
}

/* row += factor * turn, whose entries that are not 0 are those of the list: all at once where they are many. */
static void add_row(const kk_tableau *T, double *at, double factor, const double *turn, int count)
{
    if (3 * count > T->n)
        for (int j = 0; j < T->n; j++)
            at[j] += factor * turn[j];
    else
        for (int k = 0; k < count; k++)
            at[T->candidate[k]] += factor * turn[T->candidate[k]];
}

/* Exchange basic[r] and other[q], which moves by step; where they stand then is left to the caller. */
static void exchange(kk_tableau *T, int r, int q, double step)
{
    double *turn = kk_tableau_row(T, r), by = 1.0 / turn[q];
    int count = 0;
    turn[q] = 0.0;
    for (int j = 0; j < T->n; j++)
        if (turn[j] != 0.0) {
            turn[j] *= -by;
            if (fabs(turn[j]) < 1e-13)
                turn[j] = 0.0;
            else
                T->candidate[count++] = j;
        }
    T->candidate[count++] = q;
    turn[q] = by;
    T->work += T->n;
    for (int i = 0; i < T->m; i++) {
        double *at = kk_tableau_row(T, i), factor = at[q];
        if (i == r || factor == 0.0)
            continue;
        T->x[i] += factor * step;
        at[q] = 0.0;
        add_row(T, at, factor, turn, count);
        T->work += count;
    }
    double factor = T->cost[q];
    if (factor != 0.0) {
        T->cost[q] = 0.0;
        add_row(T, T->cost, factor, turn, count);
    }
    int c = T->basic[r];
    T->basic[r] = T->other[q];
    T->other[q] = c;
    T->place[T->basic[r]] = -1 - r;
    T->place[c] = q;
}

/* All rows basic. */
static void start(kk_tableau *T)
{
    const kk_small *S = T->S;
    memset(T->value, 0, (size_t)T->m * (size_t)T->n * sizeof *T->value);
    for (int i = 0; i < T->m; i++) {
        for (int e = i < S->nrow ? S->row_start[i] : 0; i < S->nrow && e < S->row_start[i + 1]; e++)
            kk_tableau_row(T, i)[S->col[e]] = S->value[e] * T->scale[i];
        if (i >= S->nrow)
            memcpy(kk_tableau_row(T, i), kk_tableau_cut(T, i), (size_t)T->n * sizeof *T->value);
        T->basic[i] = T->n + i;
        T->place[T->n + i] = -1 - i;
    }
    for (int j = 0; j < T->n; j++) {
        T->other[j] = T->place[j] = j;
        T->cost[j] = S->cost[j];
    }
    T->since = 0;
}

/* From all rows basic to the basis that kept says. */
static void go(kk_tableau *T)
{
    start(T);
    for (int c = 0; c < T->n; c++) {
        if (T->kept[c] != KK_BASE)
            continue;
        int q = T->place[c], r = -1;
        for (int i = 0; i < T->m; i++)
            if (T->kept[T->basic[i]] != KK_BASE &&
                (r < 0 || fabs(kk_tableau_row(T, i)[q]) > fabs(kk_tableau_row(T, r)[q])))
                r = i;
        if (r >= 0 && fabs(kk_tableau_row(T, r)[q]) > PIVOT)
            exchange(T, r, q, 0.0);
    }
    for (int j = 0; j < T->n; j++) {
        T->at_up[j] = T->kept[T->other[j]] == KK_UP;
        stand(T, j);
    }
    evaluate(T);
}

void kk_tableau_basis(const kk_tableau *T, unsigned char *out)
{
    for (int j = 0; j < T->n; j++)
        out[T->other[j]] = T->at_up[j] ? KK_UP : KK_LOW;
    for (int i = 0; i < T->m; i++)
        out[T->basic[i]] = KK_BASE;
}

/* The same basis from the programme's own numbers. */
void kk_tableau_refresh(kk_tableau *T)
{
    kk_tableau_basis(T, T->kept);
    go(T);
}

void kk_tableau_start(kk_tableau *T, const unsigned char *basis)
{
    memcpy(T->kept, basis, (size_t)(T->n + T->m));
    go(T);
}

/* The sum of cost x: no plan below this node is better. */
double kk_tableau_lower(const kk_tableau *T)
{
    double sum = 0.0;
    for (int j = 0; j < T->n; j++)
        if (T->cost[j] != 0.0)
            sum += T->cost[j] * kk_tableau_stands(T, j);
    return sum;
}

/* By how much basic i is below (> 0) or above (< 0) its bounds. */
static double missing(const kk_tableau *T, int i)
{
    int c = T->basic[i];
    return T->x[i] < T->lo[c] ? T->lo[c] - T->x[i] : T->x[i] > T->up[c] ? T->up[c] - T->x[i] : 0.0;
}

/* Whether other[j] may move so that basic r does what it wants: grow, or shrink. */
bool kk_tableau_helps(const kk_tableau *T, double entry, int j, bool grow)
{
    int c = T->other[j];
    return fabs(entry) > NOTHING && (entry > 0.0) == (grow != (bool)T->at_up[j]) && T->lo[c] < T->up[c];
}

/* The column that enters for basic r; those before it go to their other bound. -1: r cannot be mended. */
static int entering(kk_tableau *T, int r, double wanted)
{
    const double *at = kk_tableau_row(T, r);
    bool grow = wanted > 0.0;
    double left = fabs(wanted);
    int n = 0;
    for (int j = 0; j < T->n; j++)
        if (at[j] != 0.0 && kk_tableau_helps(T, at[j], j, grow))
            T->candidate[n++] = j;
    T->work += T->n;
    while (n > 0) {
        int best = -1;
        double least = INFINITY;
        for (int k = 0; k < n; k++) { /* the least ratio; of equal ones the largest entry */
            int j = T->candidate[k];
            double ratio = fabs(T->cost[j] / at[j]);
            if (best < 0 || ratio < least - 1e-12 ||
                (ratio <= least + 1e-12 && fabs(at[j]) > fabs(at[T->candidate[best]]))) {
                best = k;
                least = fmin(ratio, least);
            }
        }
        int q = T->candidate[best], c = T->other[q];
        double range = T->up[c] - T->lo[c];
        if (!(left - fabs(at[q]) * range > ROOM) && fabs(at[q]) > PIVOT)
            return q;
        if (isinf(range))
            return -1; /* too small to turn on */
        left -= fabs(at[q]) * range;
        T->at_up[q] = !T->at_up[q];
        double step = T->at_up[q] ? range : -range;
        for (int i = 0; i < T->m; i++)
            T->x[i] += kk_tableau_row(T, i)[q] * step;
        T->work += T->m;
        T->candidate[best] = T->candidate[--n];
        if (left <= ROOM)
            return -2; /* mended by them alone */
    }
    return -1;
}

/* Whether whoever watches has had enough; the work is at its end then. Without a plan there is nothing to take. */
static bool stopped(kk_tableau *T)
{
    if (!T->watch || T->work < T->ask || isinf(T->best))
        return false;
    T->ask = T->work + ASK;
    if (!kk_watch_ends(T->watch))
        return false;
    T->most = T->work - 1;
    return true;
}

kk_outcome kk_tableau_solve(kk_tableau *T)
{
    for (int steps = 0; steps < STALL * (T->m + T->n) && T->work <= T->most; steps++) {
        if (stopped(T))
            break;
        if (T->since > REFRESH)
            kk_tableau_refresh(T);
        int r = -1;
        double most = ROOM;
        for (int i = 0; i < T->m; i++) {
            int c = T->basic[i];
            double below = T->lo[c] - T->x[i], above = T->x[i] - T->up[c], size = below > above ? below : above;
            if (size > most) {
                most = size;
                r = i;
            }
        }
        if (kk_tableau_lower(T) > T->best - T->step)
            return KK_NO_USE;
        if (r < 0)
            return KK_SOLVED;
        double wanted = missing(T, r);
        int q = entering(T, r, wanted);
        if (q == -1)
            return KK_NO_USE;
        if (q == -2)
            continue;
        int leaves = T->basic[r];
        double bound = wanted > 0.0 ? T->lo[leaves] : T->up[leaves];
        double step = (bound - T->x[r]) / kk_tableau_row(T, r)[q], was = kk_tableau_stands(T, q);
        exchange(T, r, q, step);
        T->x[r] = was + step;
        T->at_up[q] = wanted < 0.0;
        T->since++;
    }
    return KK_STUCK;
}

void kk_tableau_set_bounds(kk_tableau *T, int c, double lo, double up)
{
    if (T->ntrail == T->trail_room)
        T->trail = kk_grow(T->K, T->trail, &T->trail_room, T->ntrail + 1, sizeof *T->trail);
    T->trail[T->ntrail++] = (kk_bound_change){c, T->lo[c], T->up[c]};
    int j = T->place[c];
    double was = j >= 0 ? kk_tableau_stands(T, j) : 0.0;
    T->lo[c] = lo;
    T->up[c] = up;
    double step = j >= 0 ? kk_tableau_stands(T, j) - was : 0.0;
    for (int i = 0; step != 0.0 && i < T->m; i++)
        T->x[i] += kk_tableau_row(T, i)[j] * step;
}

void kk_tableau_undo(kk_tableau *T, int until)
{
    for (int j = 0; j < T->n; j++)
        T->spare[j] = kk_tableau_stands(T, j);
    while (T->ntrail > until) {
        kk_bound_change *was = &T->trail[--T->ntrail];
        T->lo[was->col] = was->lo;
        T->up[was->col] = was->up;
    }
    for (int j = 0; j < T->n; j++) {
        double was = T->spare[j];
        stand(T, j);
        double step = kk_tableau_stands(T, j) - was;
        for (int i = 0; step != 0.0 && i < T->m; i++)
            T->x[i] += kk_tableau_row(T, i)[j] * step;
    }
    T->work += T->m + T->n;
}

void kk_tableau_open(kk_tableau *T, const kk_small *S)
{
    T->S = S;
    T->m = S->nrow;
    T->n = S->ncol;
    make_room(T);
    if ((size_t)KK_MOST_CUTS * (size_t)T->n > T->cut_room) {
        T->cut_room = (size_t)KK_MOST_CUTS * (size_t)T->n * 5 / 4;
        T->cut = KK_ARRAY(T->K, double, T->cut_room);
    }
    for (int c = 0; c < T->n; c++) {
        T->lo[c] = S->lo[c];
        T->up[c] = S->up[c];
    }
    for (int i = 0; i < T->m; i++) {
        double most = 0.0;
        for (int e = S->row_start[i]; e < S->row_start[i + 1]; e++)
            most = fmax(most, fabs(S->value[e]));
        T->scale[i] = most > 0.0 ? 1.0 / most : 1.0;
        T->lo[T->n + i] = S->row_lo[i] * T->scale[i];
        T->up[T->n + i] = S->row_up[i] * T->scale[i];
    }
    start(T);
    for (int j = 0; j < T->n; j++) {
        T->at_up[j] = false;
        stand(T, j);
    }
    evaluate(T);
    T->ntrail = 0;
    T->work = (long)T->m * T->n / 4;
}
