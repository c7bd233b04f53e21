/* Branch and bound for small programmes in whole numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/tableau.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const double NOTHING = 1e-9; /* an entry, a reduced cost that is 0 */
static const double PART = 1e-6;    /* of a whole number that is none */
static const double AWAY = 0.01;    /* by how much a part that makes a cut differs from a whole number */
static const double NEAR = 0.25;  /* of what is left to the best plan: a node no worse than that is taken where it is */
static const double WEAK = 0.005; /* of what is left to the best plan: cuts that bring less are the last */
enum { ROUNDS = 20, CUTS = 50 };  /* of cuts; a round */

typedef struct {
    int parent; /* -1: the root */
    int col;    /* to lo .. up */
    double lo, up;
    double z; /* no plan below it is better */
} node;

struct kk_tree {
    kk_tableau T;
    node *node;
    int nnode, node_room;
    int *open; /* nodes that were not looked at yet */
    int nopen, open_room;
    int *path;
    int path_room;
};

static void end(void *thing)
{
    kk_tree *R = thing;
    free(R->T.value);
    R->T.value = NULL;
    R->T.entries = 0;
}

kk_tree *kk_tree_new(kk_ctx *K, size_t entries)
{
    kk_tree *R = KK_NEW(K, kk_tree);
    kk_defer(K, end, R);
    R->T.K = K;
    R->T.entries = entries;
    R->T.value = calloc(entries, sizeof *R->T.value);
    if (!R->T.value)
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    return R;
}

void kk_tree_end(kk_tree *R)
{
    end(R);
}

bool kk_tree_fits(const kk_tree *R, int nrow, int ncol)
{
    return ((size_t)nrow + 1) * (size_t)ncol <= R->T.entries;
}

/* ---- the tree ---------------------------------------------------------------------------------------------------- */

/* Whole columns that cannot move so far without passing the best plan are held where they stand. */
static void tighten(kk_tableau *T, double z)
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
            kk_tableau_set_bounds(T, c, T->up[c] - most, T->up[c]);
        else
            kk_tableau_set_bounds(T, c, T->lo[c], T->lo[c] + most);
    }
}

/* What the first dual step costs when basic i has to move by so much (Driebeek's penalty). */
static double penalty(const kk_tableau *T, int i, double by)
{
    const double *at = kk_tableau_row(T, i);
    double least = INFINITY;
    for (int j = 0; j < T->n; j++)
        if (kk_tableau_helps(T, at[j], j, by > 0.0)) {
            int c = T->other[j];
            double step = fabs(by / at[j]);
            if (c < T->n && T->S->whole[c])
                step = fmax(step, 1.0); /* it moves by whole numbers, too (Tomlin) */
            least = fmin(least, fabs(T->cost[j]) * step);
        }
    return least;
}

/* The part of a whole column of a kind to branch on, its row; -1: all are whole. */
static int fractional(kk_tableau *T, int kind, bool *out_up_first)
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

/* ---- cuts -------------------------------------------------------------------------------------------------------- */

/* The mixed-integer cut of basic i, whose column has to be whole and is not: sum over j of spare[j] t >= part, t >= 0
 * how far other[j] is from where it stands. How far the plan in parts is outside is returned. */
static double mixed_cut(kk_tableau *T, int i)
{
    const double *at = kk_tableau_row(T, i);
    double part = T->x[i] - floor(T->x[i]), norm = 0.0;
    for (int j = 0; j < T->n; j++) {
        int c = T->other[j];
        T->spare[j] = 0.0;
        if (at[j] == 0.0 || T->lo[c] == T->up[c])
            continue;
        double a = T->at_up[j] ? at[j] : -at[j]; /* basic + sum a t = x */
        double whole = a - floor(a + 1e-9);
        if (c < T->n && T->S->whole[c])
            T->spare[j] = whole <= part ? fmax(whole, 0.0) : part * (1.0 - whole) / (1.0 - part);
        else
            T->spare[j] = a > 0.0 ? a : -a * part / (1.0 - part);
        norm += T->spare[j] * T->spare[j];
    }
    T->work += T->n;
    return norm > 0.0 ? part / sqrt(norm) : 0.0;
}

/* A new last row, basic: the cut in spare, said in the columns of the programme and in those that are not basic now. */
static void add_cut(kk_tableau *T, double part)
{
    int i = T->m;
    double *cut = kk_tableau_cut(T, i), *now = kk_tableau_row(T, i), least = part, most = 0.0;
    memset(cut, 0, (size_t)T->n * sizeof *cut);
    T->x[i] = 0.0;
    for (int j = 0; j < T->n; j++) {
        int c = T->other[j];
        now[j] = T->at_up[j] ? -T->spare[j] : T->spare[j];
        if (now[j] == 0.0)
            continue;
        least += now[j] * kk_tableau_stands(T, j);
        if (c < T->n)
            cut[c] += now[j];
        else if (c - T->n >= T->S->nrow)
            for (int k = 0; k < T->n; k++)
                cut[k] += now[j] * kk_tableau_cut(T, c - T->n)[k];
        else
            for (int e = T->S->row_start[c - T->n]; e < T->S->row_start[c - T->n + 1]; e++)
                cut[T->S->col[e]] += now[j] * T->S->value[e] * T->scale[c - T->n];
    }
    for (int k = 0; k < T->n; k++)
        most = fmax(most, fabs(cut[k]));
    double scale = most > 0.0 ? 1.0 / most : 1.0;
    for (int k = 0; k < T->n; k++) {
        cut[k] *= scale;
        now[k] *= scale;
        T->x[i] += now[k] == 0.0 ? 0.0 : now[k] * kk_tableau_stands(T, k);
    }
    T->basic[i] = T->n + i;
    T->place[T->n + i] = -1 - i;
    T->lo[T->n + i] = (least - 1e-6) * scale;
    T->up[T->n + i] = INFINITY;
    T->m++;
    T->work += 4 * T->n;
}

/* The parts that make the cuts which the plan in parts is farthest outside of; their number. */
static int deepest(kk_tableau *T, int *out_i)
{
    double depth[CUTS];
    int n = 0;
    for (int i = 0; i < T->m; i++) {
        int c = T->basic[i];
        if (c >= T->n || T->S->whole[c] != KK_UNITS || fabs(T->x[i] - round(T->x[i])) < AWAY)
            continue;
        double deep = mixed_cut(T, i);
        if (n == CUTS && deep <= depth[n - 1])
            continue;
        int k = n < CUTS ? n++ : n - 1;
        for (; k > 0 && depth[k - 1] < deep; k--) {
            depth[k] = depth[k - 1];
            out_i[k] = out_i[k - 1];
        }
        depth[k] = deep;
        out_i[k] = i;
    }
    return n;
}

/* Raise the bound of the root by cuts, as long as they bring something. */
static kk_outcome cut_root(kk_tableau *T)
{
    kk_outcome end = KK_SOLVED;
    for (int round = 0; round < ROUNDS && end == KK_SOLVED; round++) {
        int from[CUTS];
        double z = kk_tableau_lower(T);
        if (((size_t)T->m + CUTS + 1) * (size_t)T->n > T->entries || T->m - T->S->nrow + CUTS > KK_MOST_CUTS)
            break;
        int n = deepest(T, from);
        for (int k = 0; k < n; k++) {
            double part = T->x[from[k]] - floor(T->x[from[k]]);
            mixed_cut(T, from[k]);
            add_cut(T, part);
        }
        if (n == 0)
            break;
        end = kk_tableau_solve(T);
        if (end == KK_SOLVED && kk_tableau_lower(T) - z < WEAK * (T->best - z))
            break;
    }
    return end;
}

static void keep(kk_tableau *T, double *out_x)
{
    for (int j = 0; j < T->n; j++)
        if (T->other[j] < T->n)
            out_x[T->other[j]] = kk_tableau_stands(T, j);
    for (int i = 0; i < T->m; i++)
        if (T->basic[i] < T->n)
            out_x[T->basic[i]] = fmin(fmax(T->x[i], T->lo[T->basic[i]]), T->up[T->basic[i]]);
    for (int c = 0; c < T->n; c++)
        if (T->S->whole[c])
            out_x[c] = round(out_x[c]);
}

static int add_node(kk_tree *R, node N)
{
    R->node = kk_grow(R->T.K, R->node, &R->node_room, R->nnode + 1, sizeof *R->node);
    R->node[R->nnode] = N;
    return R->nnode++;
}

/* Branch on basic i at node number `at`: one side is entered, its number is returned, the other waits. */
static int branch(kk_tree *R, int at, int i, bool up_first, double z)
{
    kk_tableau *T = &R->T;
    int c = T->basic[i];
    double down = floor(T->x[i]);
    node below = {at, c, T->lo[c], down, z}, above = {at, c, down + 1.0, T->up[c], z};
    R->open = kk_grow(T->K, R->open, &R->open_room, R->nopen + 1, sizeof *R->open);
    R->open[R->nopen++] = add_node(R, up_first ? below : above);
    int in = add_node(R, up_first ? above : below);
    kk_tableau_set_bounds(T, c, R->node[in].lo, R->node[in].up);
    return in;
}

/* Go on at the node that waits latest, while nothing much better waits, else at the best. -1: none is left. */
static int next_node(kk_tree *R, int root)
{
    kk_tableau *T = &R->T;
    double least = INFINITY;
    int best = -1, kept = 0;
    for (int k = 0; k < R->nopen; k++) {
        double z = R->node[R->open[k]].z;
        if (z > T->best - T->step)
            continue;
        R->open[kept] = R->open[k];
        if (z < least) {
            least = z;
            best = kept;
        }
        kept++;
    }
    T->work += R->nopen;
    R->nopen = kept;
    if (kept == 0)
        return -1;
    if (R->node[R->open[kept - 1]].z <= least + NEAR * (T->best - least))
        best = kept - 1;
    int at = R->open[best], depth = 0;
    memmove(R->open + best, R->open + best + 1, (size_t)(kept - 1 - best) * sizeof *R->open);
    R->nopen--;
    kk_tableau_undo(T, root);
    for (int k = at; k >= 0; k = R->node[k].parent) {
        R->path = kk_grow(T->K, R->path, &R->path_room, depth + 1, sizeof *R->path);
        R->path[depth++] = k;
    }
    while (depth > 0) {
        const node *N = &R->node[R->path[--depth]];
        kk_tableau_set_bounds(T, N->col, fmax(T->lo[N->col], N->lo), fmin(T->up[N->col], N->up));
    }
    return at;
}

bool kk_tree_relax(kk_tree *R, const kk_small *S, unsigned char *io_basis, double *out_x, double *out_price,
                   long *io_work)
{
    kk_tableau *T = &R->T;
    KK_ASSERT(kk_tree_fits(R, S->nrow, S->ncol));
    kk_tableau_open(T, S);
    kk_tableau_start(T, io_basis);
    T->best = INFINITY;
    T->step = 1.0;
    T->most = LONG_MAX;
    T->watch = NULL;
    kk_outcome end = kk_tableau_solve(T);
    bool solved = end == KK_SOLVED;
    kk_tableau_basis(T, io_basis);
    for (int c = 0; c < T->n; c++)
        out_x[c] = T->place[c] >= 0 ? kk_tableau_stands(T, T->place[c]) : T->x[-1 - T->place[c]];
    for (int i = 0; i < T->m; i++)
        out_price[i] = T->place[T->n + i] >= 0 ? T->cost[T->place[T->n + i]] * T->scale[i] : 0.0;
    *io_work += T->work;
    return solved;
}

kk_found kk_tree_search(kk_tree *R, const kk_small *S, double cutoff, double step, long work, kk_watch *watch,
                        double *out_x)
{
    kk_tableau *T = &R->T;
    KK_ASSERT(kk_tree_fits(R, S->nrow, S->ncol) && step > 0.0);
    kk_tableau_open(T, S);
    R->nnode = R->nopen = 0;
    T->best = cutoff;
    T->step = step;
    T->most = work + T->work;
    T->watch = watch;
    T->ask = 0;
    kk_found F = {.value = cutoff, .bound = INFINITY, .done = true};
    int at = -1, root = 0;
    for (bool again = false;;) {
        kk_outcome end = kk_tableau_solve(T);
        if (end == KK_SOLVED && F.nodes == 0 && !isinf(T->best)) {
            tighten(T, kk_tableau_lower(T));
            end = cut_root(T);
        }
        double z = kk_tableau_lower(T), sure = at < 0 ? z : fmax(z, R->node[at].z);
        bool deeper = false;
        F.nodes++;
        if (end == KK_STUCK) {
            F.done = false;
            F.bound = fmin(F.bound, sure);
        } else if (end == KK_SOLVED) {
            bool up_first = false;
            tighten(T, z);
            root = at < 0 ? T->ntrail : root;
            int i = fractional(T, KK_UNITS, &up_first);
            if (i < 0)
                i = fractional(T, KK_CHILDREN, &up_first);
            if (i < 0 && T->since > 0 && !again) { /* seen with the programme's own numbers? */
                kk_tableau_refresh(T);
                again = true;
                continue;
            }
            if (i < 0) {
                T->best = F.value = z;
                F.found = true;
                keep(T, out_x);
            } else {
                at = branch(R, at, i, up_first, sure);
                deeper = true;
            }
        }
        again = false;
        if (T->work > T->most && (deeper || R->nopen > 0)) {
            F.bound = deeper ? fmin(F.bound, sure) : F.bound;
            for (int k = 0; k < R->nopen; k++)
                F.bound = fmin(F.bound, R->node[R->open[k]].z);
            F.done = false;
            break;
        }
        if (!deeper && (at = next_node(R, root)) < 0)
            break;
    }
    F.bound = fmin(F.bound, T->best - (F.found ? 0.0 : T->step));
    F.work = T->work;
    return F;
}
