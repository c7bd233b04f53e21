/* Whole units: a search for plans in which sites, seats and children are whole.
 *
 * A neighbourhood is a small programme: some columns are free, the others stay where they are. First the best plan in
 * parts of units is made whole area by area, each with what the areas before it left over; then areas are set free
 * again, alone, with others, and where the plan differs from the one in parts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/whole.h"

#include "solve/tree.h"
#include "solve/values.h"

#include <string.h>

typedef struct {
    const double *cost;
    double upper, room; /* sums of doubles may pass upper by room */
} hold;

struct kk_whole {
    kk_ctx *K;
    const kk_city *C;
    const kk_reduced *D;
    const kk_plan_options *options;
    int *start, *row_of; /* entries of column j of D: row_of[start[j]] .. */
    double *value;
    unsigned char *unit, *child; /* [ncol] units that open whole; children or seats covered */
    int nworst, *worst;          /* columns worst */
    int *area, *other;           /* [ncol] where it is, and where its children come from; -1 everywhere */
    hold *held;
    int nheld, held_room;
    double *x;     /* [ncol] the plan */
    bool found;    /* it is one */
    double *y, *z; /* [ncol] tried */
    double *sum;   /* [nrow] of the rows */

    /* the stage */
    const double *goal; /* [ncol] what is minimised */
    const double *cost; /* [ncol] what neighbourhoods minimise: the goal, or what leads to it */
    double *guide;      /* [ncol] */
    const unsigned char *part;
    double constant, bound, step; /* bound: on cost x alone */
    double least;                 /* of the plan in parts, as its multipliers prove it: cost x >= least + d x's steps */
    double *d;                    /* [ncol] reduced costs there */
    double *narrow_lo, *narrow_up; /* [ncol] no plan outside is better than the one there is */
    long work, most;
    bool none; /* there is no whole plan */
    unsigned long long seed;

    /* a neighbourhood */
    unsigned char *free;  /* [ncol] */
    unsigned char *areas; /* [narea] */
    double *lo, *up;      /* [ncol] */
    kk_small S;
    int *small_of, *small_col; /* [ncol], [ncol] */
    unsigned char *whole_row;  /* [nrow] its row is in */
    int *rows;
    double *out;
    size_t entry_room;
    int row_room;
    kk_tree *T;
};

/* ---- making ------------------------------------------------------------------------------------------------------ */

static void turn(kk_whole *W)
{
    const kk_reduced *D = W->D;
    int nentry = D->row_start[D->nrow];
    W->start = KK_ARRAY(W->K, int, D->ncol + 2);
    W->row_of = KK_ARRAY(W->K, int, nentry);
    W->value = KK_ARRAY(W->K, double, nentry);
    for (int e = 0; e < nentry; e++)
        W->start[D->col[e] + 2]++;
    for (int j = 0; j < D->ncol; j++)
        W->start[j + 2] += W->start[j + 1];
    for (int i = 0; i < D->nrow; i++)
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
            int at = W->start[D->col[e] + 1]++;
            W->row_of[at] = i;
            W->value[at] = D->value[e];
        }
}

static void place(kk_whole *W, int col, int area, int other, bool child)
{
    int j = col >= 0 ? W->D->new_col[col] : -1;
    if (j < 0)
        return;
    W->area[j] = area;
    W->other[j] = other;
    W->child[j] = child;
    W->unit[j] = !child && W->D->R->col_whole[col];
}

static void place_all(kk_whole *W, const kk_model *M)
{
    const kk_city *C = M->C;
    for (int j = 0; j < W->D->ncol; j++)
        W->area[j] = W->other[j] = -1;
    W->worst = KK_ARRAY(W->K, int, C->ngoal);
    for (int n = 0; n < C->ngoal; n++)
        if (M->X.worst[n] >= 0 && W->D->new_col[M->X.worst[n]] >= 0)
            W->worst[W->nworst++] = W->D->new_col[M->X.worst[n]];
    for (int o = 0; o < C->noption; o++)
        for (int t = 0; t < C->nplan; t++) {
            place(W, M->X.open[o * C->nplan + t], C->option[o].area, C->option[o].area, false);
            place(W, M->X.more[o * C->nplan + t], C->option[o].area, C->option[o].area, false);
            place(W, M->X.less[o * C->nplan + t], C->option[o].area, C->option[o].area, false);
        }
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int t = 0; t < C->nyear; t++) {
                size_t at = kk_at(i, p, C->nservice, t, C->nyear);
                place(W, M->X.serve[at], C->arc_to[i], C->arc_from[i], true);
                for (int g = 0; g < C->ntarget; g++)
                    if (C->target[g].rows)
                        place(W, M->X.cover[g][at], C->arc_to[i], C->arc_from[i], true);
            }
}

/* clang-format off */
enum {
    PAIRED = 40,          /* areas at most of which all pairs are tried */
    LARGEST = 1000 * 1000,  /* entries of a tableau */
    AREA_WORK = 20000000, /* for the first plan of an area */
    LEAST_WORK = 1000000, /* for a neighbourhood */
    ALL_WORK = 40000000,  /* for all areas at once */
    UNIT_WORK = 65000,    /* of a stage for each unit to be decided, at effort 1 .. */
    FEWEST = 100,         /* .. or for so many */
};
/* clang-format on */

kk_whole *kk_whole_new(kk_ctx *K, const kk_model *M, const kk_reduced *D, const kk_plan_options *options)
{
    kk_whole *W = KK_NEW(K, kk_whole);
    W->K = K;
    W->C = M->C;
    W->D = D;
    W->options = options;
    W->unit = KK_ARRAY(K, unsigned char, D->ncol);
    W->child = KK_ARRAY(K, unsigned char, D->ncol);
    W->free = KK_ARRAY(K, unsigned char, D->ncol);
    W->area = KK_ARRAY(K, int, D->ncol);
    W->other = KK_ARRAY(K, int, D->ncol);
    W->areas = KK_ARRAY(K, unsigned char, M->C->narea);
    W->lo = KK_ARRAY(K, double, D->ncol);
    W->up = KK_ARRAY(K, double, D->ncol);
    W->guide = KK_ARRAY(K, double, D->ncol);
    W->d = KK_ARRAY(K, double, D->ncol);
    W->narrow_lo = KK_ARRAY(K, double, D->ncol);
    W->narrow_up = KK_ARRAY(K, double, D->ncol);
    W->seed = 1;
    W->x = KK_ARRAY(K, double, D->ncol);
    W->y = KK_ARRAY(K, double, D->ncol);
    W->z = KK_ARRAY(K, double, D->ncol);
    W->out = KK_ARRAY(K, double, D->ncol);
    W->sum = KK_ARRAY(K, double, D->nrow);
    W->small_of = KK_ARRAY(K, int, D->ncol);
    W->small_col = KK_ARRAY(K, int, D->ncol);
    W->whole_row = KK_ARRAY(K, unsigned char, D->nrow);
    W->rows = KK_ARRAY(K, int, D->nrow);
    W->S.lo = KK_ARRAY(K, double, D->ncol);
    W->S.up = KK_ARRAY(K, double, D->ncol);
    W->S.cost = KK_ARRAY(K, double, D->ncol);
    W->S.whole = KK_ARRAY(K, unsigned char, D->ncol);
    turn(W);
    place_all(W, M);
    W->T = kk_tree_new(K, LARGEST);
    return W;
}

static double near(double value)
{
    return 1e-9 * fmax(1.0, fabs(value));
}

double kk_whole_hold(kk_whole *W, const double *cost, double upper)
{
    double *copy = KK_ARRAY(W->K, double, W->D->ncol);
    memcpy(copy, cost, (size_t)W->D->ncol * sizeof *copy);
    W->held = kk_grow(W->K, W->held, &W->held_room, W->nheld + 1, sizeof *W->held);
    double grain = kk_values_grain(W->D->ncol, cost, W->part, W->unit, W->child);
    double room = grain > 0.0 ? fmin(near(upper), 0.25 * grain) : near(upper);
    W->held[W->nheld++] = (hold){copy, upper, room};
    return room;
}

const double *kk_whole_plan(const kk_whole *W)
{
    return W->x;
}

/* ---- plans ------------------------------------------------------------------------------------------------------- */

static double worth(const kk_whole *W, const double *cost, const double *x)
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
static bool is_plan(kk_whole *W, const double *x)
{
    const kk_reduced *D = W->D;
    for (int j = 0; j < D->ncol; j++)
        if (x[j] < D->col_lo[j] - 1e-9 || x[j] > D->col_up[j] + 1e-9 ||
            ((W->unit[j] || W->child[j]) && x[j] != round(x[j])))
            return false;
    add_up(W, x);
    for (int i = 0; i < D->nrow; i++)
        if (W->sum[i] < D->row_lo[i] - near(D->row_lo[i]) || W->sum[i] > D->row_up[i] + near(D->row_up[i]))
            return false;
    for (int h = 0; h < W->nheld; h++)
        if (worth(W, W->held[h].cost, x) > W->held[h].upper + W->held[h].room)
            return false;
    return true;
}

/* ---- neighbourhoods ---------------------------------------------------------------------------------------------- */

static void small_room(kk_whole *W, size_t entries, int rows)
{
    kk_small *S = &W->S;
    if (entries > W->entry_room) {
        W->entry_room = 2 * entries;
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
static void narrow(kk_whole *W)
{
    double room = W->found ? worth(W, W->goal, W->x) - W->least + near(W->least) : INFINITY;
    for (int j = 0; j < W->D->ncol; j++)
        kk_values_narrow(W->D, j, W->d[j], room, W->unit[j] || W->child[j], &W->narrow_lo[j], &W->narrow_up[j]);
}

/* Reduced costs of the plan in parts, and the value that they prove. */
static void price(kk_whole *W, const double *y)
{
    const kk_reduced *D = W->D;
    memcpy(W->d, W->goal, (size_t)D->ncol * sizeof *W->d);
    W->least = kk_values_rows(D, y, W->d);
    for (int h = 0; h < W->nheld; h++) {
        double times = fmin(y[D->nrow + h], 0.0);
        W->least += times * (W->held[h].upper + W->held[h].room);
        for (int j = 0; j < D->ncol && times != 0.0; j++)
            W->d[j] -= times * W->held[h].cost[j];
    }
    W->least += kk_values_columns(D, W->d);
}

/* A row of the free columns, unless it holds anyway. */
static void small_row(kk_small *S, int n, double lo, double up)
{
    double least = 0.0, most = 0.0;
    int at = S->row_start[S->nrow];
    for (int e = at; e < at + n; e++) {
        double v = S->value[e], from = S->lo[S->col[e]], until = S->up[S->col[e]];
        least += v > 0.0 ? v * from : v * until;
        most += v > 0.0 ? v * until : v * from;
    }
    if (least >= lo - near(lo) && most <= up + near(up))
        return;
    S->row_lo[S->nrow] = lo;
    S->row_up[S->nrow] = up;
    S->row_start[++S->nrow] = at + n;
}

/* The programme of the free columns, the others at y; units within lo and up where they are given. False where it is
 * too large, or empty. */
static bool make_small(kk_whole *W, const double *y, const double *lo, const double *up)
{
    const kk_reduced *D = W->D;
    kk_small *S = &W->S;
    int nrow = 0;
    size_t entries = 0;
    narrow(W);
    S->ncol = S->nrow = 0;
    for (int j = 0; j < D->ncol; j++) {
        W->small_of[j] = -1;
        double least = lo && W->unit[j] ? fmax(lo[j], W->narrow_lo[j]) : W->narrow_lo[j];
        double most = up && W->unit[j] ? fmin(up[j], W->narrow_up[j]) : W->narrow_up[j];
        if (!W->free[j] || (least == most && y[j] == least))
            continue;
        W->small_of[j] = S->ncol;
        W->small_col[S->ncol] = j;
        S->lo[S->ncol] = least;
        S->up[S->ncol] = most;
        S->whole[S->ncol] = W->unit[j] ? KK_UNITS : W->child[j] ? KK_CHILDREN : KK_PARTS;
        S->cost[S->ncol] = W->cost[j];
        S->ncol++;
        for (int e = W->start[j]; e < W->start[j + 1]; e++) {
            entries++;
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
    small_room(W, entries + (size_t)W->nheld * (size_t)S->ncol, nrow + W->nheld);
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
        small_row(S, n, D->row_lo[i] - rest, D->row_up[i] - rest);
    }
    for (int h = 0; h < W->nheld; h++) {
        const double *cost = W->held[h].cost;
        int n = 0, at = S->row_start[S->nrow];
        double rest = worth(W, cost, y);
        for (int k = 0; k < S->ncol; k++) {
            double v = cost[W->small_col[k]];
            if (v == 0.0)
                continue;
            S->col[at + n] = k;
            S->value[at + n++] = v;
            rest -= v * y[W->small_col[k]];
        }
        small_row(S, n, -INFINITY, W->held[h].upper - rest);
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
static void set_worst(const kk_whole *W, double *x)
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

/* Search the neighbourhood of the free columns for something better than y, which is then overwritten; first: y is no
 * plan yet, anything is better. The bound that is returned is one on cost x. */
static kk_found improve(kk_whole *W, double *y, bool first, long work, const double *lo, const double *up)
{
    kk_found none = {.bound = -INFINITY};
    if (!make_small(W, y, lo, up)) {
        none.done = W->S.ncol == 0; /* nothing is free: y is all there is */
        none.found = none.done && first;
        W->work += W->D->ncol;
        return none;
    }
    double here = free_worth(W, y), rest = worth(W, W->cost, y) - here;
    const kk_plan_options *watch = W->found ? W->options : NULL; /* without a plan there is nothing to take */
    kk_found F = kk_tree_search(W->T, &W->S, first ? INFINITY : here, W->step, work, watch, W->out);
    W->work += F.work;
    F.bound += rest;
    if (!F.found)
        return F;
    memcpy(W->z, y, (size_t)W->D->ncol * sizeof *y);
    for (int k = 0; k < W->S.ncol; k++)
        W->z[W->small_col[k]] = W->out[k];
    set_worst(W, W->z);
    F.found = first || (worth(W, W->cost, W->z) < worth(W, W->cost, y) - 0.5 * W->step && is_plan(W, W->z));
    F.done = F.done && F.found;
    if (F.found)
        memcpy(y, W->z, (size_t)W->D->ncol * sizeof *y);
    return F;
}

/* Free the columns of the areas of a mask that the stage looks at, and those that are everywhere. */
static void set_free(kk_whole *W, const unsigned char *areas)
{
    for (int j = 0; j < W->D->ncol; j++)
        W->free[j] = W->part[j] && (W->area[j] < 0 || areas[W->area[j]] || areas[W->other[j]]);
}

/* ---- what is known of a value ------------------------------------------------------------------------------------ */

/* The only column with a cost, -1: there are others. */
static int only_column(const kk_whole *W)
{
    int only = -1;
    for (int j = 0; j < W->D->ncol; j++)
        if (W->goal[j] != 0.0) {
            if (only >= 0)
                return -1;
            only = j;
        }
    return only;
}

/* A largest share is a whole number over what is required somewhere: the least such value that is not below. */
static double share_up(const kk_whole *W, int j, double least)
{
    const kk_reduced *D = W->D;
    double cost = W->goal[j], share = least / cost, next = INFINITY;
    for (int e = W->start[j]; e < W->start[j + 1]; e++) {
        double of = -W->value[e], up = D->row_up[W->row_of[e]];
        int i = W->row_of[e];
        bool whole = of > 0.0 && up == round(up) && isinf(D->row_lo[i]);
        for (int f = D->row_start[i]; f < D->row_start[i + 1] && whole; f++)
            whole =
                D->col[f] == j || ((W->unit[D->col[f]] || W->child[D->col[f]]) && D->value[f] == round(D->value[f]));
        if (!whole)
            return least;
        next = fmin(next, ceil(share * of - 1e-6) / of);
    }
    return share <= D->col_lo[j] + 1e-9 || isinf(next) ? least : fmax(least, cost * next);
}

/* No whole plan is below: what the grain of the values makes of a bound, both without the stage's constant. */
static double rounded_up(const kk_whole *W, double least)
{
    double g = kk_values_grain(W->D->ncol, W->goal, W->part, W->unit, W->child);
    int only = only_column(W);
    if (g > 0.0)
        return fmax(least, g * ceil(least / g - 1e-5 - 1e-9 * fabs(least / g)));
    return only >= 0 && W->goal[only] > 0.0 && !W->unit[only] && !W->child[only] ? share_up(W, only, least) : least;
}

/* A stage that looks at the worst share alone says nothing of areas that are not the worst: at first neighbourhoods
 * minimise what is short there, too. */
static void lead(kk_whole *W)
{
    static const double LITTLE = 1e-6; /* of the worst share, for a child */
    const kk_reduced *D = W->D;
    int only = only_column(W);
    if (only < 0 || W->unit[only] || W->child[only])
        return;
    memcpy(W->guide, W->goal, (size_t)D->ncol * sizeof *W->guide);
    for (int e = W->start[only]; e < W->start[only + 1]; e++) {
        int i = W->row_of[e];
        for (int f = D->row_start[i]; f < D->row_start[i + 1]; f++)
            if (D->col[f] != only)
                W->guide[D->col[f]] += LITTLE * W->goal[only] * D->value[f];
    }
    W->cost = W->guide;
}

/* ---- the search -------------------------------------------------------------------------------------------------- */

static unsigned dice(kk_whole *W, unsigned sides)
{
    W->seed = W->seed * 6364136223846793005ULL + 1442695040888963407ULL; /* Knuth's MMIX */
    return (unsigned)(W->seed >> 33) % sides;
}

static bool enough(const kk_whole *W)
{
    double value = worth(W, W->goal, W->x);
    return value - W->bound < W->step || value - W->bound <= W->C->gap * fmax(1.0, fabs(value + W->constant)) ||
           W->work >= W->most || (W->options && W->options->stop && W->options->stop(W->options->info));
}

/* From parts of units to whole ones, area by area: each takes what it had in parts and what those before left over. */
static bool area_by_area(kk_whole *W, const double *relaxed)
{
    const kk_city *C = W->C;
    memcpy(W->y, relaxed, (size_t)W->D->ncol * sizeof *W->y);
    for (int j = 0; j < W->D->ncol; j++)
        if (!W->part[j])
            W->y[j] = W->found ? W->x[j] : round(W->y[j]);
    memset(W->areas, 0, (size_t)C->narea);
    for (int a = 0, from = 0; a < C->narea; a++) {
        W->areas[a] = 1;
        set_free(W, W->areas);
        bool whole = a + 1 < C->narea || W->found;
        for (int j = 0; j < W->D->ncol && whole; j++)
            whole = !W->free[j] || (!W->unit[j] && !W->child[j]) || W->y[j] == round(W->y[j]);
        kk_found F = {.found = whole};
        if (!whole)
            F = improve(W, W->y, true, AREA_WORK, NULL, NULL);
        if (!F.found && (W->found || from == 0))
            return false;
        if (F.found) {
            memset(W->areas, 0, (size_t)C->narea);
            from = a + 1;
        } else { /* those before it must give something back */
            from = from > 0 ? from - 1 : 0;
            W->areas[from] = 1;
            a--;
        }
    }
    if (!is_plan(W, W->y) || (W->found && worth(W, W->cost, W->y) >= worth(W, W->cost, W->x) - W->step))
        return false;
    memcpy(W->x, W->y, (size_t)W->D->ncol * sizeof *W->x);
    return true;
}

/* All areas at once, where that is small: proves what it finds when it comes to its end. */
static void everything(kk_whole *W, bool first, long work)
{
    memset(W->areas, 1, (size_t)W->C->narea);
    set_free(W, W->areas);
    if (!make_small(W, W->x, NULL, NULL) && W->S.ncol > 0)
        return;
    if (!first && (double)W->S.nrow * W->S.nrow * W->S.ncol / 8.0 > (double)work)
        return; /* its simplex steps alone would take all of it */
    kk_found F = improve(W, W->x, first, work, NULL, NULL);
    W->found = W->found || F.found;
    if (W->cost == W->goal)
        W->bound = fmax(W->bound, fmin(rounded_up(W, F.bound), W->found ? worth(W, W->goal, W->x) : INFINITY));
    W->none = first && F.done && !F.found;
}

/* One area after the other. */
static void each_area(kk_whole *W)
{
    memset(W->areas, 0, (size_t)W->C->narea);
    for (int a = 0; a < W->C->narea; a++) {
        W->areas[a] = 1;
        set_free(W, W->areas);
        improve(W, W->x, false, LEAST_WORK, NULL, NULL);
        W->areas[a] = 0;
    }
}

/* One of the areas that make the worst share as large as it is, where a stage looks at that alone; else -1. */
static int draw_worst(kk_whole *W)
{
    const kk_reduced *D = W->D;
    int only = only_column(W), found = -1;
    for (int e = only < 0 ? 0 : W->start[only], seen = 0; only >= 0 && e < W->start[only + 1]; e++) {
        int i = W->row_of[e];
        double sum = 0.0;
        for (int f = D->row_start[i]; f < D->row_start[i + 1]; f++)
            sum += D->value[f] * W->x[D->col[f]];
        if (sum < D->row_up[i] - 1e-6 * fabs(W->value[e]))
            continue;
        for (int f = D->row_start[i]; f < D->row_start[i + 1]; f++)
            if (W->area[D->col[f]] >= 0 && dice(W, (unsigned)++seen) == 0)
                found = W->other[D->col[f]];
    }
    return found;
}

/* Set `count` areas free, number `turn` of a sweep: every pair comes once, of more areas a dice tells which. */
static void choose(kk_whole *W, int count, int turn)
{
    int n = W->C->narea;
    memset(W->areas, 0, (size_t)n);
    if (count == 1 && only_column(W) < 0) {
        W->areas[turn % n] = 1;
    } else if (count == 2 && n <= PAIRED && only_column(W) < 0) {
        W->areas[turn % n] = W->areas[(turn % n + 1 + turn / n) % n] = 1;
    } else {
        for (int k = 0; k < count;) {
            int a = k == 0 ? draw_worst(W) : -1;
            if (a < 0)
                a = (int)dice(W, (unsigned)n);
            k += !W->areas[a];
            W->areas[a] = 1;
        }
    }
    set_free(W, W->areas);
}

/* Neighbourhoods of `count` areas, each with so much work: all of their units, or only those between the plan and the
 * one in parts. */
static void sweep(kk_whole *W, const double *relaxed, int count, bool between, long work, bool *out_found,
                  bool *out_done)
{
    int n = W->C->narea;
    int turns = count == 1 ? n : count == 2 && n <= PAIRED ? (n * (n - 1) + 1) / 2 : 2 * n;
    *out_found = false;
    for (int turn = 0; turn < turns && !enough(W); turn++) {
        choose(W, count, turn);
        for (int j = 0; j < W->D->ncol && between; j++)
            if (W->unit[j]) {
                W->lo[j] = fmin(W->x[j], floor(relaxed[j] + 1e-6));
                W->up[j] = fmax(W->x[j], ceil(relaxed[j] - 1e-6));
            }
        kk_found F = improve(W, W->x, false, work, between ? W->lo : NULL, between ? W->up : NULL);
        *out_found = *out_found || F.found;
        *out_done = *out_done && F.done;
    }
}

/* Sweeps over more and more areas; from the narrowest again after one that found something. When none finds anything
 * each neighbourhood gets more work, and there are wider ones. */
static void some_areas(kk_whole *W, const double *relaxed)
{
    int n = W->C->narea, widest = n < 5 ? n : 5;
    for (long work = LEAST_WORK; !enough(W); work = work < W->most ? work * 4 : work) {
        bool found = false, done = true;
        for (int count = 1; count <= widest && !enough(W); count = found ? 1 : count + 1) {
            sweep(W, relaxed, count, false, work, &found, &done);
            if (!found && count < n && (W->C->searches & KK_BETWEEN))
                sweep(W, relaxed, count + 1, true, work, &found, &(bool){true});
        }
        if ((done || work >= W->most) && widest == n)
            return; /* nothing is left to try, or what is left took no work at all */
        widest = widest < n ? widest + 1 : n;
    }
}

static const double SHARE = 1e-7; /* shares of children that are nearer are the same */

bool kk_whole_search(kk_whole *W, const double *cost, double constant, const double *relaxed, const double *y,
                     double least, const unsigned char *part, bool goal, kk_whole_stage *out)
{
    const kk_city *C = W->C;
    int units = 0;
    for (int j = 0; j < W->D->ncol; j++)
        units += part[j] && W->unit[j];
    W->goal = W->cost = cost;
    W->constant = constant;
    W->part = part;
    W->none = false;
    W->bound = -INFINITY;
    double g = kk_values_grain(W->D->ncol, W->goal, W->part, W->unit, W->child);
    W->step = only_column(W) >= 0 && g == 0.0 ? SHARE * fabs(W->goal[only_column(W)])
                                              : fmax(0.999 * g, 1e-9 * fmax(1.0, fabs(least)));
    W->bound = rounded_up(W, least - constant - near(least));
    price(W, y);
    lead(W);
    W->work = 0;
    W->most = (long)(C->effort * (UNIT_WORK * fmax(units, FEWEST)) / (goal ? 1 : 8));
    if (!W->found || worth(W, cost, W->x) - W->bound >= W->step)
        W->found |= area_by_area(W, relaxed);
    if (!W->found)
        everything(W, true, 50 * AREA_WORK);
    *out = (kk_whole_stage){.work = W->work};
    if (!W->found)
        return false;
    if (!enough(W) && C->searches)
        each_area(W);
    W->cost = W->goal;
    if (!enough(W) && C->searches)
        everything(W, false, W->most / 4 < ALL_WORK ? W->most / 4 : ALL_WORK);
    if (!enough(W) && (C->searches & KK_SOME))
        some_areas(W, relaxed);
    double value = worth(W, W->goal, W->x);
    *out = (kk_whole_stage){.value = constant + value,
                            .bound = constant + fmin(W->bound, value),
                            .proved = value - W->bound < W->step,
                            .work = W->work};
    if (out->proved)
        out->bound = out->value;
    return true;
}

bool kk_whole_contradicts(const kk_whole *W)
{
    return W->none;
}
