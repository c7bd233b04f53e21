/* Whole units: a search for plans in which sites, seats and children are whole.
 *
 * A neighbourhood is a small programme: some columns are free, the others stay where they are. First the best plan in
 * parts of units is made whole area by area, each with what the areas before it left over; then areas are set free
 * again, alone, with others, and where the plan differs from the one in parts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/offers.h"
#include "solve/values.h"

#include <string.h>

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
    LARGEST = 1000 * 1000,  /* entries of a tableau */
    AREA_WORK = 20000000, /* for the first plan of an area */
    LEAST_WORK = 1000000, /* for a neighbourhood, see kk_whole_improve() */
    ALL_WORK = 40000000,  /* for all areas at once */
    UNIT_WORK = 65000,    /* of a stage for each unit to be decided, at effort 1 .. */
    FEWEST = 100,         /* .. or for so many */
};
/* clang-format on */

kk_whole *kk_whole_new(kk_ctx *K, const kk_model *M, const kk_reduced *D, kk_watch *watch)
{
    kk_whole *W = KK_NEW(K, kk_whole);
    W->K = K;
    W->C = M->C;
    W->D = D;
    W->watch = watch;
    W->unit = KK_ARRAY(K, unsigned char, D->ncol);
    W->child = KK_ARRAY(K, unsigned char, D->ncol);
    W->free = KK_ARRAY(K, unsigned char, D->ncol);
    W->area = KK_ARRAY(K, int, D->ncol);
    W->other = KK_ARRAY(K, int, D->ncol);
    W->areas = KK_ARRAY(K, unsigned char, M->C->narea);
    W->differs = KK_ARRAY(K, double, M->C->narea);
    W->lo = KK_ARRAY(K, double, D->ncol);
    W->up = KK_ARRAY(K, double, D->ncol);
    W->guide = KK_ARRAY(K, double, D->ncol);
    W->tight.x = KK_ARRAY(K, double, D->ncol);
    W->tight.d = KK_ARRAY(K, double, D->ncol);
    W->tight.y = KK_ARRAY(K, double, D->nrow + D->R->nobjective);
    W->cut.x = KK_ARRAY(K, double, D->ncol);
    W->cut.d = KK_ARRAY(K, double, D->ncol);
    W->cut.y = KK_ARRAY(K, double, D->nrow + D->R->nobjective);
    W->mix = KK_ARRAY(K, double, D->ncol);
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
    W->offers = kk_offers_new(W);
    return W;
}

double kk_whole_hold(kk_whole *W, const double *cost, double upper)
{
    double *copy = KK_ARRAY(W->K, double, W->D->ncol);
    memcpy(copy, cost, (size_t)W->D->ncol * sizeof *copy);
    W->held = kk_grow(W->K, W->held, &W->held_room, W->nheld + 1, sizeof *W->held);
    double grain = kk_values_grain(W->D->ncol, cost, W->part, W->unit, W->child);
    double room = grain > 0.0 ? fmin(kk_whole_near(upper), 0.25 * grain) : kk_whole_near(upper);
    W->held[W->nheld++] = (kk_whole_held){copy, upper, room};
    if (W->cuts)
        kk_cuts_hold(W->cuts, cost, upper + room);
    return room;
}

const double *kk_whole_plan(const kk_whole *W)
{
    return W->x;
}

void kk_whole_end(kk_whole *W)
{
    kk_tree_end(W->T);
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

static bool enough(const kk_whole *W)
{
    double value = kk_whole_worth(W, W->goal, W->x);
    return value - W->bound < W->step || value - W->bound <= W->C->gap * fmax(1.0, fabs(value + W->constant)) ||
           W->work >= W->most || kk_watch_ends(W->watch);
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
        kk_whole_free(W, W->areas);
        bool whole = a + 1 < C->narea || W->found;
        for (int j = 0; j < W->D->ncol && whole; j++)
            whole = !W->free[j] || (!W->unit[j] && !W->child[j]) || W->y[j] == round(W->y[j]);
        kk_found F = {.found = whole};
        if (!whole && kk_watch_ends(W->watch))
            return false;
        if (!whole)
            F = kk_whole_improve(W, W->y, true, AREA_WORK, NULL, NULL);
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
    if (!kk_whole_is_plan(W, W->y) ||
        (W->found && kk_whole_worth(W, W->cost, W->y) >= kk_whole_worth(W, W->cost, W->x) - W->step))
        return false;
    memcpy(W->x, W->y, (size_t)W->D->ncol * sizeof *W->x);
    return true;
}

/* All areas at once, where that is small: proves what it finds when it comes to its end. */
static void everything(kk_whole *W, bool first, long work)
{
    memset(W->areas, 1, (size_t)W->C->narea);
    kk_whole_free(W, W->areas);
    if (!kk_whole_small(W, W->x, NULL, NULL) && W->S.ncol > 0)
        return;
    if (!first && (double)W->S.nrow * W->S.nrow * W->S.ncol / 8.0 > (double)work)
        return; /* its simplex steps alone would take all of it */
    kk_found F = kk_whole_improve(W, W->x, first, work, NULL, NULL);
    W->found = W->found || F.found;
    if (W->cost == W->goal)
        W->bound = fmax(W->bound, fmin(rounded_up(W, F.bound), W->found ? kk_whole_worth(W, W->goal, W->x) : INFINITY));
    W->none = first && F.done && !F.found;
}

/* One area after the other. */
static void each_area(kk_whole *W)
{
    memset(W->areas, 0, (size_t)W->C->narea);
    for (int a = 0; a < W->C->narea && !kk_watch_ends(W->watch); a++) {
        W->areas[a] = 1;
        kk_whole_free(W, W->areas);
        kk_whole_improve(W, W->x, false, LEAST_WORK, NULL, NULL);
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
            if (W->area[D->col[f]] >= 0 && kk_whole_dice(W, (unsigned)++seen) == 0)
                found = W->other[D->col[f]];
    }
    return found;
}

static const double EVERYWHERE = 0.5; /* units: by how much every area counts as different */

/* One of the areas: the more its units differ from those of the plan in parts, the likelier. */
static int draw_area(kk_whole *W, const double *relaxed)
{
    double all = 0.0;
    for (int a = 0; a < W->C->narea; a++)
        W->differs[a] = EVERYWHERE;
    for (int j = 0; j < W->D->ncol; j++)
        if (W->unit[j] && W->area[j] >= 0)
            W->differs[W->area[j]] += fabs(W->x[j] - relaxed[j]);
    for (int a = 0; a < W->C->narea; a++)
        all += W->differs[a];
    double at = all * kk_whole_dice(W, 1 << 20) / (1 << 20);
    int a = 0;
    while (a + 1 < W->C->narea && (at -= W->differs[a]) >= 0.0)
        a++;
    return a;
}

/* Set `count` areas free, number `turn` of a sweep: every pair comes once, of more areas a dice tells which. */
static void choose(kk_whole *W, const double *relaxed, int count, int turn)
{
    int n = W->C->narea, first = turn % n, apart = 1 + turn / n % (n > 1 ? n - 1 : 1);
    int worst = draw_worst(W);
    memset(W->areas, 0, (size_t)n);
    W->areas[worst >= 0 ? worst : first] = 1;
    if (count == 2 && worst < 0)
        W->areas[(first + apart) % n] = 1;
    for (int k = worst < 0 && count == 2 ? 2 : 1; k < count;) {
        int a = draw_area(W, relaxed);
        k += !W->areas[a];
        W->areas[a] = 1;
    }
    kk_whole_free(W, W->areas);
}

/* Neighbourhoods of so many areas: the work that each gets, how many there were. */
typedef struct {
    long work;
    int tried;
} level;

/* Neighbourhoods of `count` areas: all of their units, or only those between the plan and the one in parts. They get
 * more work when nothing was found and most of them did not come to their end.
 * @return whether all did, or cannot be searched at all */
static bool sweep(kk_whole *W, const double *relaxed, int count, bool between, level *L, bool *out_found)
{
    int n = W->C->narea, turns = count == n ? 1 : count == 1 ? n : 2 * n, done = 0, turn = 0;
    bool end = true;
    *out_found = false;
    for (; turn < turns && !enough(W); turn++) {
        choose(W, relaxed, count, L->tried++);
        for (int j = 0; j < W->D->ncol && between; j++)
            if (W->unit[j]) {
                W->lo[j] = fmin(W->x[j], floor(relaxed[j] + 1e-6));
                W->up[j] = fmax(W->x[j], ceil(relaxed[j] - 1e-6));
            }
        kk_found F = kk_whole_improve(W, W->x, false, L->work, between ? W->lo : NULL, between ? W->up : NULL);
        *out_found = *out_found || F.found;
        done += F.done;
        end = end && (F.done || F.work == 0);
    }
    if (!*out_found && 2 * done < turn && L->work < W->most)
        L->work *= 2;
    return end;
}

static bool costs_something(const kk_whole *W)
{
    for (int j = 0; j < W->D->ncol; j++)
        if (W->goal[j] != 0.0)
            return true;
    return false;
}

static const double TELLING =
    0.1; /* of what is left to the best plan: what cuts bring at least where their plan counts */

/* Cuts raise the bound, and leave less room to the columns; the best plan in parts that is left is returned. */
static const double *tighten(kk_whole *W, const double *relaxed, bool cuts)
{
    kk_tight *T = cuts ? &W->cut : &W->tight;
    double best = W->found ? kk_whole_worth(W, W->goal, W->x) : INFINITY, before = W->tight.least;
    if (cuts && !(W->C->searches & KK_CUTS))
        return relaxed;
    if (!W->cuts && W->nheld == 0)
        W->cuts = kk_cuts_new(W->K, W->D, W->unit, W->child, W->D->R->nobjective, W->watch);
    if (W->cuts && !kk_cuts_minimise(W->cuts, W->goal, best, cuts ? W->most / 4 : 0, T)) {
        W->cuts = NULL;
        T->least = -INFINITY;
    }
    if (!W->cuts)
        return relaxed;
    W->work += T->work;
    W->bound = fmax(W->bound, fmin(rounded_up(W, T->least - kk_whole_near(T->least)), best));
    return !cuts || T->least - before > TELLING * (best - before) ? T->x : relaxed;
}

static const double STIRRED = 1e-8; /* of the value: where plans differ by less, many are as good */
static const double OFFERED = 0.75; /* of the work that is left: for the offers of areas */

/* Areas offer plans; what neighbourhoods are compared with from then on is returned. */
static const double *let_offer(kk_whole *W, const double *relaxed)
{
    long until = W->work + (long)(OFFERED * (double)(W->most - W->work));
    bool found = W->cuts && (W->C->searches & KK_OFFERS) && kk_offers_search(W->offers, W->tight.y, until, W->mix);
    W->bound = fmax(W->bound, fmin(rounded_up(W, W->bound), kk_whole_worth(W, W->goal, W->x)));
    return found ? W->mix : relaxed;
}

/* Sweeps over more and more areas; from the narrowest again after one that found something. Areas offer plans once:
 * before all sweeps where prices tell them much, as in a goal of many weights, else when the narrowest find nothing. */
static void some_areas(kk_whole *W, const double *relaxed)
{
    int n = W->C->narea, narrowest = n < 2 ? n : 2;
    level *all = KK_ARRAY(W->K, level, n + 1), *between = KK_ARRAY(W->K, level, n + 1);
    for (int count = 0; count <= n; count++)
        all[count].work = between[count].work = LEAST_WORK;
    bool alike = W->step <= STIRRED * fabs(kk_whole_worth(W, W->goal, W->x) + W->constant), offered = false;
    W->stirs = (W->C->searches & KK_ALIKE) && alike;
    for (int widest = n < 5 ? n : 5; !enough(W); widest += widest < n) {
        bool found = false, end = true;
        relaxed = tighten(W, relaxed, true);
        for (int count = 1; count <= widest && !enough(W); count = found ? 1 : count + 1) {
            if (!offered && (alike || count > narrowest)) {
                relaxed = let_offer(W, relaxed);
                offered = true;
            }
            end = sweep(W, relaxed, count, false, &all[count], &found) && end;
            if (!found && count < n && (W->C->searches & KK_BETWEEN))
                end = sweep(W, relaxed, count + 1, true, &between[count + 1], &found) && end;
        }
        if (end && widest == n)
            break; /* nothing is left to try */
    }
    W->stirs = false;
}

static const double SHARE = 1e-7; /* shares of children that are nearer are the same */

bool kk_whole_search(kk_whole *W, const double *cost, double constant, const double *relaxed, double least,
                     const unsigned char *part, bool goal, kk_whole_stage *out)
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
    W->bound = rounded_up(W, least - constant - kk_whole_near(least));
    W->most = (long)(C->effort * (UNIT_WORK * fmax(units, FEWEST)) / (goal ? 1 : 8));
    W->work = 0;
    W->tight.least = W->cut.least = -INFINITY; /* nothing is known */
    if (costs_something(W))
        relaxed = tighten(W, relaxed, false);
    lead(W);
    if (!W->found || kk_whole_worth(W, cost, W->x) - W->bound >= W->step)
        W->found |= area_by_area(W, relaxed);
    if (!W->found && !kk_watch_ends(W->watch))
        everything(W, true, 50 * AREA_WORK);
    if (W->found)
        kk_watch_planned(W->watch, true);
    *out = (kk_whole_stage){.work = W->work};
    if (!W->found)
        return false;
    if (!enough(W) && (C->searches & KK_SOME))
        each_area(W);
    W->cost = W->goal;
    if (!enough(W) && (C->searches & KK_SOME))
        everything(W, false, W->most / 4 < ALL_WORK ? W->most / 4 : ALL_WORK);
    if (!enough(W) && (C->searches & KK_SOME))
        some_areas(W, relaxed);
    double value = kk_whole_worth(W, W->goal, W->x);
    *out = (kk_whole_stage){.value = constant + value,
                            .bound = constant + fmin(W->bound, value),
                            .proved = value - W->bound < W->step,
                            .work = W->work};
    if (out->proved)
        out->bound = out->value;
    return true;
}

void kk_whole_keep(kk_whole *W, const double *cost, double constant, kk_whole_stage *out)
{
    W->cuts = NULL; /* they do not know the columns of this stage */
    *out = (kk_whole_stage){.value = constant + kk_whole_worth(W, cost, W->x),
                            .bound = constant + kk_values_columns(W->D, cost)};
}

bool kk_whole_contradicts(const kk_whole *W)
{
    return W->none;
}
