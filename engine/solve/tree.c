/* Branch and bound for small programmes in whole numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/tree.h"

#include <string.h>

static const double NOTHING = 1e-9; /* an entry, a reduced cost that is 0 */
static const double PIVOT = 1e-7;   /* the smallest entry to turn on */
static const double ROOM = 1e-7;    /* by how much a bound may be passed */
static const double PART = 1e-6;    /* of a whole number that is none */
enum { REFRESH = 400, STALL = 20 }; /* steps until the tableau is made anew; steps a row and column at one node */

/* A branch that was not taken yet. */
typedef struct {
    int col;
    double lo, up;
    double z;  /* no plan below it is better */
    int trail; /* bounds changed before it */
} branch;

typedef struct {
    int col;
    double lo, up;
} change;

struct kk_tree {
    kk_ctx *K;
    size_t entries;
    const kk_small *S;
    int m, n;
    /* columns are called 0 .. n-1, the sums of the rows n .. n+m-1: x_basic[i] = sum over j  row(i)[j] x_other[j] */
    double *value; /* [m][n] */
    double *cost;  /* [n] reduced costs */
    double *x;     /* [m] of the basic ones */
    double *was;   /* [n] */
    int *basic, *other;
    unsigned char *at_up; /* [n] where other[j] stands */
    int *place;           /* [n + m] j of other, or -1 - i of basic */
    double *lo, *up;      /* [n + m] */
    double *scale;        /* [m] of the rows */
    int *candidate;       /* [n] */
    unsigned char *kept;  /* [n + m] */
    int since;            /* steps since the tableau was made */
    int room, room_rows;  /* of the arrays */

    branch *stack;
    int depth, stack_room;
    change *trail;
    int ntrail, trail_room;

    double best, step;
    long work, most;
};

static double *row(const kk_tree *T, int i)
{
    return T->value + (size_t)i * (size_t)T->n;
}

static double stands(const kk_tree *T, int j)
{
    int c = T->other[j];
    return T->at_up[j] ? T->up[c] : T->lo[c];
}

kk_tree *kk_tree_new(kk_ctx *K, size_t entries)
{
    kk_tree *T = KK_NEW(K, kk_tree);
    T->K = K;
    T->entries = entries;
    T->value = KK_ARRAY(K, double, entries);
    return T;
}

bool kk_tree_fits(const kk_tree *T, int nrow, int ncol)
{
    return ((size_t)nrow + 1) * (size_t)ncol <= T->entries;
}

static void make_room(kk_tree *T)
{
    if (T->n > T->room) {
        T->room = 2 * T->n;
        T->cost = KK_ARRAY(T->K, double, T->room);
        T->was = KK_ARRAY(T->K, double, T->room);
        T->other = KK_ARRAY(T->K, int, T->room);
        T->candidate = KK_ARRAY(T->K, int, T->room);
        T->at_up = KK_ARRAY(T->K, unsigned char, T->room);
        T->room_rows = 0;
    }
    if (T->m >= T->room_rows) {
        T->room_rows = 2 * T->m + 1;
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

/* ---- the tableau ------------------------------------------------------------------------------------------------- */

/* Values of the basic ones from those of the others. */
static void evaluate(kk_tree *T)
{
    for (int i = 0; i < T->m; i++) {
        const double *at = row(T, i);
        double sum = 0.0;
        for (int j = 0; j < T->n; j++)
            if (at[j] != 0.0)
                sum += at[j] * stands(T, j);
        T->x[i] = sum;
    }
}

/* A column stands where its reduced cost wants it. */
static void stand(kk_tree *T, int j)
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
static void add_row(const kk_tree *T, double *at, double factor, const double *turn, int count)
{
    if (3 * count > T->n)
        for (int j = 0; j < T->n; j++)
            at[j] += factor * turn[j];
    else
        for (int k = 0; k < count; k++)
            at[T->candidate[k]] += factor * turn[T->candidate[k]];
}

/* Exchange basic[r] and other[q]: the rows alone. */
static void exchange(kk_tree *T, int r, int q)
{
    double *turn = row(T, r), by = 1.0 / turn[q];
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
        double *at = row(T, i), factor = at[q];
        if (i == r || factor == 0.0)
            continue;
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
static void start(kk_tree *T)
{
    const kk_small *S = T->S;
    memset(T->value, 0, (size_t)T->m * (size_t)T->n * sizeof *T->value);
    for (int i = 0; i < T->m; i++) {
        for (int e = S->row_start[i]; e < S->row_start[i + 1]; e++)
            row(T, i)[S->col[e]] = S->value[e] * T->scale[i];
        T->basic[i] = T->n + i;
        T->place[T->n + i] = -1 - i;
    }
    for (int j = 0; j < T->n; j++) {
        T->other[j] = T->place[j] = j;
        T->cost[j] = S->cost[j];
    }
    T->since = 0;
}

/* The same basis from the programme's own numbers. */
static void refresh(kk_tree *T)
{
    enum { BASIC = 1, UP = 2 };
    for (int j = 0; j < T->n; j++)
        T->kept[T->other[j]] = T->at_up[j] ? UP : 0;
    for (int i = 0; i < T->m; i++)
        T->kept[T->basic[i]] = BASIC;
    start(T);
    for (int c = 0; c < T->n; c++) {
        if (!(T->kept[c] & BASIC))
            continue;
        int q = T->place[c], r = -1;
        for (int i = 0; i < T->m; i++)
            if (!(T->kept[T->basic[i]] & BASIC) && (r < 0 || fabs(row(T, i)[q]) > fabs(row(T, r)[q])))
                r = i;
        if (r >= 0 && fabs(row(T, r)[q]) > PIVOT)
            exchange(T, r, q);
    }
    for (int j = 0; j < T->n; j++) {
        T->at_up[j] = (T->kept[T->other[j]] & UP) != 0;
        stand(T, j);
    }
    evaluate(T);
}

/* The sum of cost x: no plan below this node is better. */
static double lower(const kk_tree *T)
{
    double sum = 0.0;
    for (int j = 0; j < T->n; j++)
        if (T->cost[j] != 0.0)
            sum += T->cost[j] * stands(T, j);
    return sum;
}

/* ---- dual simplex ------------------------------------------------------------------------------------------------ */

typedef enum { OPTIMAL, NONE, STUCK } outcome;

/* By how much basic i is below (> 0) or above (< 0) its bounds. */
static double missing(const kk_tree *T, int i)
{
    int c = T->basic[i];
    return T->x[i] < T->lo[c] ? T->lo[c] - T->x[i] : T->x[i] > T->up[c] ? T->up[c] - T->x[i] : 0.0;
}

/* Whether other[j] may move so that basic r does what it wants: grow, or shrink. */
static bool helps(const kk_tree *T, double entry, int j, bool grow)
{
    int c = T->other[j];
    return fabs(entry) > NOTHING && (entry > 0.0) == (grow != (bool)T->at_up[j]) && T->lo[c] < T->up[c];
}

/* The column that enters for basic r; those before it go to their other bound. -1: r cannot be mended. */
static int entering(kk_tree *T, int r, double wanted)
{
    const double *at = row(T, r);
    bool grow = wanted > 0.0;
    double left = fabs(wanted);
    int n = 0;
    for (int j = 0; j < T->n; j++)
        if (helps(T, at[j], j, grow))
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
        if (!(left - fabs(at[q]) * range > 0.0) && fabs(at[q]) > PIVOT)
            return q;
        if (isinf(range))
            return -1; /* too small to turn on */
        left -= fabs(at[q]) * range;
        T->at_up[q] = !T->at_up[q];
        double step = T->at_up[q] ? range : -range;
        for (int i = 0; i < T->m; i++)
            T->x[i] += row(T, i)[q] * step;
        T->work += T->m;
        T->candidate[best] = T->candidate[--n];
        if (left <= ROOM)
            return -2; /* mended by them alone */
    }
    return -1;
}

static outcome solve(kk_tree *T)
{
    for (int steps = 0; steps < STALL * (T->m + T->n) && T->work <= T->most; steps++) {
        if (T->since > REFRESH)
            refresh(T);
        int r = -1;
        double most = ROOM;
        for (int i = 0; i < T->m; i++) {
            double size = fabs(missing(T, i));
            if (size > most) {
                most = size;
                r = i;
            }
        }
        if (lower(T) > T->best - T->step)
            return NONE;
        if (r < 0)
            return OPTIMAL;
        double wanted = missing(T, r);
        int q = entering(T, r, wanted);
        if (q == -1)
            return NONE;
        if (q == -2)
            continue;
        int leaves = T->basic[r], enters = T->other[q];
        double bound = wanted > 0.0 ? T->lo[leaves] : T->up[leaves];
        double step = (bound - T->x[r]) / row(T, r)[q], was = stands(T, q);
        for (int i = 0; i < T->m; i++)
            T->x[i] += row(T, i)[q] * step;
        T->x[r] = was + step;
        exchange(T, r, q);
        (void)enters;
        T->at_up[q] = wanted < 0.0;
        T->since++;
    }
    return STUCK;
}

/* ---- the tree ---------------------------------------------------------------------------------------------------- */

static void set_bounds(kk_tree *T, int c, double lo, double up)
{
    if (T->ntrail == T->trail_room)
        T->trail = kk_grow(T->K, T->trail, &T->trail_room, T->ntrail + 1, sizeof *T->trail);
    T->trail[T->ntrail++] = (change){c, T->lo[c], T->up[c]};
    int j = T->place[c];
    double was = j >= 0 ? stands(T, j) : 0.0;
    T->lo[c] = lo;
    T->up[c] = up;
    double step = j >= 0 ? stands(T, j) - was : 0.0;
    for (int i = 0; step != 0.0 && i < T->m; i++)
        T->x[i] += row(T, i)[j] * step;
}

static void undo(kk_tree *T, int until)
{
    for (int j = 0; j < T->n; j++)
        T->was[j] = stands(T, j);
    while (T->ntrail > until) {
        change *was = &T->trail[--T->ntrail];
        T->lo[was->col] = was->lo;
        T->up[was->col] = was->up;
    }
    for (int j = 0; j < T->n; j++) {
        double was = T->was[j];
        stand(T, j);
        double step = stands(T, j) - was;
        for (int i = 0; step != 0.0 && i < T->m; i++)
            T->x[i] += row(T, i)[j] * step;
    }
    T->work += T->m + T->n;
}

/* Whole columns that cannot move so far without passing the best plan are held where they stand. */
static void tighten(kk_tree *T, double z)
{
    double room = T->best - T->step - z;
    for (int j = 0; j < T->n; j++) {
        int c = T->other[j];
        if (c >= T->n || !T->S->whole[c] || T->lo[c] == T->up[c] || isinf(room))
            continue;
        double most = floor(room / fmax(fabs(T->cost[j]), NOTHING) + PART);
        if (most >= T->up[c] - T->lo[c])
            continue;
        if (T->at_up[j])
            set_bounds(T, c, T->up[c] - most, T->up[c]);
        else
            set_bounds(T, c, T->lo[c], T->lo[c] + most);
    }
}

/* What the first dual step costs when basic i has to move by so much (Driebeek's penalty). */
static double penalty(const kk_tree *T, int i, double by)
{
    const double *at = row(T, i);
    double least = INFINITY;
    for (int j = 0; j < T->n; j++)
        if (helps(T, at[j], j, by > 0.0)) {
            int c = T->other[j];
            double step = fabs(by / at[j]);
            if (c < T->n && T->S->whole[c])
                step = fmax(step, 1.0); /* it moves by whole numbers, too (Tomlin) */
            least = fmin(least, fabs(T->cost[j]) * step);
        }
    return least;
}

/* The part of a whole column of a kind to branch on, its row; -1: all are whole. */
static int fractional(kk_tree *T, int kind, bool *out_up_first)
{
    int best = -1;
    double most = -1.0;
    for (int i = 0; i < T->m; i++) {
        int c = T->basic[i];
        if (c >= T->n || T->S->whole[c] != kind || fabs(T->x[i] - round(T->x[i])) <= PART)
            continue;
        double down = fmin(penalty(T, i, floor(T->x[i]) - T->x[i]), 1e12);
        double up = fmin(penalty(T, i, ceil(T->x[i]) - T->x[i]), 1e12);
        double part = T->x[i] - floor(T->x[i]);
        double score = fmax(down, 1e-6) * fmax(up, 1e-6) * (1.0 + part * (1.0 - part));
        if (score > most) {
            most = score;
            best = i;
            *out_up_first = up < down || (up == down && part > 0.5);
        }
        T->work += 2 * T->n;
    }
    return best;
}

static void keep(kk_tree *T, double *out_x)
{
    for (int j = 0; j < T->n; j++)
        if (T->other[j] < T->n)
            out_x[T->other[j]] = stands(T, j);
    for (int i = 0; i < T->m; i++)
        if (T->basic[i] < T->n)
            out_x[T->basic[i]] = fmin(fmax(T->x[i], T->lo[T->basic[i]]), T->up[T->basic[i]]);
    for (int c = 0; c < T->n; c++)
        if (T->S->whole[c])
            out_x[c] = round(out_x[c]);
}

static void push(kk_tree *T, branch B)
{
    if (T->depth == T->stack_room)
        T->stack = kk_grow(T->K, T->stack, &T->stack_room, T->depth + 1, sizeof *T->stack);
    T->stack[T->depth++] = B;
}

static void open(kk_tree *T, const kk_small *S)
{
    T->S = S;
    T->m = S->nrow;
    T->n = S->ncol;
    make_room(T);
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
    T->depth = T->ntrail = 0;
    T->work = (long)T->m * T->n / 4;
}

kk_found kk_tree_search(kk_tree *T, const kk_small *S, double cutoff, double step, long work, double *out_x)
{
    KK_ASSERT(kk_tree_fits(T, S->nrow, S->ncol) && step > 0.0);
    open(T, S);
    T->best = cutoff;
    T->step = step;
    T->most = work + T->work;
    kk_found F = {.value = cutoff, .bound = INFINITY, .done = true};
    for (bool again = false;;) {
        outcome end = solve(T);
        double z = lower(T);
        F.nodes++;
        bool deeper = false;
        if (end == STUCK) {
            F.done = false;
            F.bound = fmin(F.bound, z);
        } else if (end == OPTIMAL) {
            bool up_first = false;
            tighten(T, z);
            int i = fractional(T, KK_UNITS, &up_first);
            if (i < 0)
                i = fractional(T, KK_CHILDREN, &up_first);
            if (i < 0 && T->since > 0 && !again) { /* seen with the programme's own numbers? */
                refresh(T);
                again = true;
                continue;
            }
            if (i < 0) {
                T->best = F.value = z;
                F.found = true;
                keep(T, out_x);
            } else {
                int c = T->basic[i];
                double down = floor(T->x[i]);
                branch other = {c, up_first ? T->lo[c] : down + 1.0, up_first ? down : T->up[c], z, T->ntrail};
                push(T, other);
                set_bounds(T, c, up_first ? down + 1.0 : T->lo[c], up_first ? T->up[c] : down);
                deeper = true;
            }
        }
        again = false;
        if (T->work > T->most && (deeper || T->depth > 0)) {
            for (int d = 0; d < T->depth; d++)
                F.bound = fmin(F.bound, T->stack[d].z);
            F.done = false;
            break;
        }
        if (deeper)
            continue;
        while (T->depth > 0 && T->stack[T->depth - 1].z > T->best - T->step)
            T->depth--;
        if (T->depth == 0)
            break;
        branch next = T->stack[--T->depth];
        undo(T, next.trail);
        set_bounds(T, next.col, next.lo, next.up);
    }
    F.bound = fmin(F.bound, T->best - (F.found ? 0.0 : T->step));
    F.work = T->work;
    return F;
}
