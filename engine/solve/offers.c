/* Plans of single areas, and the choice among them that makes a plan of the city.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/offers.h"

#include "solve/tableau.h"

#include <string.h>

enum {
    MOST_SHARED = 600,      /* rows that areas share */
    OFFER_WORK = 4000000,   /* for a plan of an area */
    CHOICE_WORK = 20000000, /* for a choice among them */
    ROUNDS = 60,            /* of prices */
    STRAY = 3               /* rounds of prices drawn by a dice before the next choice */
};
static const double SMOOTH = 0.7; /* of the best prices so far in the next */
static const double NEAR = 0.05;  /* of what is left to the best plan: when the choice is so near its bound, enough */

/* A plan of an area: a column of the programme that chooses. */
typedef struct {
    int area;
    double cost;
    int at, n;           /* values that are not 0: col[at] .. */
    int from, ntake;     /* what it takes of shared rows: row[from] .. */
    unsigned char stand; /* in the basis of the last choice in parts */
} offer;

struct kk_offers {
    kk_whole *W;

    /* of the stage */
    double fixed;            /* what columns outside it are worth */
    int nshared, *shared_of; /* [D->nrow] number among the rows that areas share, -1: it is in one alone */
    double *lo, *up;         /* [nshared] what columns outside the stage leave */
    int nwide, *wide;        /* columns of no area */
    int *home;               /* [D->nrow] the one area that a row is in, beside columns of no area; else -1 */
    int *col_start, *cols;   /* columns of area a: cols[col_start[a]] .. */
    int *row_start, *rows;   /* rows of which it is the home */
    double bound;            /* on what the stage's columns are worth */

    offer *offer;
    int noffer, offer_room;
    int *col, ncol, col_room;
    double *value;
    int value_room;
    int *row, nrow, row_room;
    double *take;
    int take_room;

    /* [nshared] prices: asked at; of the best bound; of the last choice in parts, with those of areas behind */
    double *price, *best, *now;

    /* room */
    int *entry_row;      /* [nshared] */
    double *entry_value; /* [nshared] */
    double *sum;         /* [nshared] */
    double *least;       /* [narea] */
    kk_small S;          /* the programme of an area, or the choice */
    int room_col, room_row, room_entry;
    double *x;            /* [columns of S] */
    int *of;              /* offers of its columns */
    unsigned char *basis; /* [columns, rows of S] */
    unsigned char *stand; /* [shared rows, areas] */
    unsigned char *stand_wide;
};

kk_offers *kk_offers_new(kk_whole *W)
{
    kk_ctx *K = W->K;
    int nrow = W->D->nrow, ncol = W->D->ncol, narea = W->C->narea;
    kk_offers *P = KK_NEW(K, kk_offers);
    P->W = W;
    P->shared_of = KK_ARRAY(K, int, nrow);
    P->lo = KK_ARRAY(K, double, MOST_SHARED);
    P->up = KK_ARRAY(K, double, MOST_SHARED);
    P->wide = KK_ARRAY(K, int, ncol);
    P->home = KK_ARRAY(K, int, nrow);
    P->col_start = KK_ARRAY(K, int, narea + 2);
    P->row_start = KK_ARRAY(K, int, narea + 2);
    P->cols = KK_ARRAY(K, int, ncol);
    P->rows = KK_ARRAY(K, int, nrow);
    P->price = KK_ARRAY(K, double, MOST_SHARED);
    P->best = KK_ARRAY(K, double, MOST_SHARED);
    P->now = KK_ARRAY(K, double, MOST_SHARED + narea);
    P->entry_row = KK_ARRAY(K, int, MOST_SHARED);
    P->entry_value = KK_ARRAY(K, double, MOST_SHARED);
    P->sum = KK_ARRAY(K, double, MOST_SHARED);
    P->least = KK_ARRAY(K, double, narea);
    P->stand = KK_ARRAY(K, unsigned char, MOST_SHARED + narea);
    P->stand_wide = KK_ARRAY(K, unsigned char, ncol);
    return P;
}

/* ---- what areas share -------------------------------------------------------------------------------------------- */

/* What column j takes of shared rows, in entry_row and entry_value; their number. */
static int entries(const kk_offers *P, int j)
{
    const kk_whole *W = P->W;
    int n = 0;
    for (int e = W->start[j]; e < W->start[j + 1]; e++)
        if (P->shared_of[W->row_of[e]] >= 0) {
            P->entry_row[n] = P->shared_of[W->row_of[e]];
            P->entry_value[n++] = W->value[e];
        }
    for (int h = 0; h < W->nheld; h++)
        if (W->held[h].cost[j] != 0.0) {
            P->entry_row[n] = P->nshared - W->nheld + h;
            P->entry_value[n++] = W->held[h].cost[j];
        }
    return n;
}

/* Lists by area of what has an area: start [narea + 2]. */
static void by_area(int n, const int *area, const unsigned char *part, int narea, int *start, int *list)
{
    memset(start, 0, (size_t)(narea + 2) * sizeof *start);
    for (int k = 0; k < n; k++)
        if (area[k] >= 0 && (!part || part[k]))
            start[area[k] + 2]++;
    for (int a = 0; a < narea; a++)
        start[a + 2] += start[a + 1];
    for (int k = 0; k < n; k++)
        if (area[k] >= 0 && (!part || part[k]))
            list[start[area[k] + 1]++] = k;
}

static bool share(kk_offers *P, double lo, double up)
{
    if (P->nshared == MOST_SHARED)
        return false;
    P->lo[P->nshared] = lo;
    P->up[P->nshared++] = up;
    return true;
}

/* Row i is shared, where several areas have columns in it or none has all; false where too many are. */
static bool place_row(kk_offers *P, int i)
{
    const kk_whole *W = P->W;
    const kk_reduced *D = W->D;
    bool several = false, wide = false;
    double rest = 0.0;
    P->home[i] = P->shared_of[i] = -1;
    for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
        int j = D->col[e], a = W->area[j];
        if (!W->part[j])
            rest += D->value[e] * W->x[j];
        else if (a < 0)
            wide = true;
        else {
            several = several || (P->home[i] >= 0 && P->home[i] != a);
            P->home[i] = a;
        }
    }
    if (several)
        P->home[i] = -1;
    if (several || wide)
        P->shared_of[i] = P->nshared;
    return P->shared_of[i] < 0 || share(P, D->row_lo[i] - rest, D->row_up[i] - rest);
}

/* Which columns and rows are whose. False where areas share too much, or nothing. */
static bool divide(kk_offers *P)
{
    kk_whole *W = P->W;
    const kk_reduced *D = W->D;
    P->nshared = P->nwide = P->noffer = P->ncol = P->nrow = 0;
    P->fixed = 0.0;
    for (int j = 0; j < D->ncol; j++)
        if (!W->part[j])
            P->fixed += W->goal[j] * W->x[j];
        else if (W->area[j] < 0)
            P->wide[P->nwide++] = j;
    for (int i = 0; i < D->nrow; i++)
        if (!place_row(P, i))
            return false;
    for (int h = 0; h < W->nheld; h++) {
        double rest = 0.0;
        for (int j = 0; j < D->ncol; j++)
            rest += W->part[j] ? 0.0 : W->held[h].cost[j] * W->x[j];
        if (!share(P, -INFINITY, W->held[h].upper + W->held[h].room - rest))
            return false;
    }
    by_area(D->ncol, W->area, W->part, W->C->narea, P->col_start, P->cols);
    by_area(D->nrow, P->home, NULL, W->C->narea, P->row_start, P->rows);
    return P->nshared > 0;
}

/* ---- offers ------------------------------------------------------------------------------------------------------ */

static bool same(const kk_offers *P, const offer *N, const offer *O)
{
    return N->area == O->area && N->n == O->n &&
           memcmp(P->col + N->at, P->col + O->at, (size_t)N->n * sizeof *P->col) == 0 &&
           memcmp(P->value + N->at, P->value + O->at, (size_t)N->n * sizeof *P->value) == 0;
}

/* Take in what area a does in x, unless it is there already; how many that are. */
static int add_offer(kk_offers *P, int a, const double *x)
{
    kk_whole *W = P->W;
    kk_ctx *K = W->K;
    int most = P->col_start[a + 1] - P->col_start[a];
    offer N = {.area = a, .at = P->ncol, .from = P->nrow, .stand = KK_UP};
    P->col = kk_grow(K, P->col, &P->col_room, P->ncol + most, sizeof *P->col);
    P->value = kk_grow(K, P->value, &P->value_room, P->ncol + most, sizeof *P->value);
    P->row = kk_grow(K, P->row, &P->row_room, P->nrow + P->nshared, sizeof *P->row);
    P->take = kk_grow(K, P->take, &P->take_room, P->nrow + P->nshared, sizeof *P->take);
    memset(P->sum, 0, (size_t)P->nshared * sizeof *P->sum);
    for (int k = P->col_start[a]; k < P->col_start[a + 1]; k++) {
        int j = P->cols[k];
        if (x[j] == 0.0)
            continue;
        P->col[N.at + N.n] = j;
        P->value[N.at + N.n++] = x[j];
        N.cost += W->goal[j] * x[j];
        for (int n = entries(P, j); n-- > 0;)
            P->sum[P->entry_row[n]] += P->entry_value[n] * x[j];
    }
    W->work += most;
    for (int k = 0; k < P->noffer; k++)
        if (same(P, &N, &P->offer[k]))
            return 0;
    for (int r = 0; r < P->nshared; r++)
        if (P->sum[r] != 0.0) {
            P->row[N.from + N.ntake] = r;
            P->take[N.from + N.ntake++] = P->sum[r];
        }
    P->ncol += N.n;
    P->nrow += N.ntake;
    P->offer = kk_grow(K, P->offer, &P->offer_room, P->noffer + 1, sizeof *P->offer);
    P->offer[P->noffer++] = N;
    return 1;
}

/* What an offer costs, with what it takes paid for. */
static double costs(const kk_offers *P, const offer *O, const double *price)
{
    double sum = O->cost;
    for (int k = O->from; k < O->from + O->ntake; k++)
        sum -= price[P->row[k]] * P->take[k];
    return sum;
}

static void make_room(kk_offers *P, int ncol, int nrow, int nentry)
{
    kk_ctx *K = P->W->K;
    kk_small *S = &P->S;
    if (ncol >= P->room_col || nrow >= P->room_row) {
        P->room_col = 2 * ncol + 1;
        P->room_row = 2 * nrow + 1;
        S->lo = KK_ARRAY(K, double, P->room_col);
        S->up = KK_ARRAY(K, double, P->room_col);
        S->cost = KK_ARRAY(K, double, P->room_col);
        S->whole = KK_ARRAY(K, unsigned char, P->room_col);
        P->x = KK_ARRAY(K, double, P->room_col);
        P->of = KK_ARRAY(K, int, P->room_col);
        S->row_lo = KK_ARRAY(K, double, P->room_row);
        S->row_up = KK_ARRAY(K, double, P->room_row);
        S->row_start = KK_ARRAY(K, int, P->room_row + 1);
        P->basis = KK_ARRAY(K, unsigned char, P->room_col + P->room_row);
    }
    if (nentry > P->room_entry) {
        P->room_entry = 2 * nentry;
        S->col = KK_ARRAY(K, int, P->room_entry);
        S->value = KK_ARRAY(K, double, P->room_entry);
    }
}

/* The bound at which v x is least, or most. */
static double at_bound(const kk_offers *P, int j, double v, bool least)
{
    return (v > 0.0) == least ? P->W->D->col_lo[j] : P->W->D->col_up[j];
}

/* The programme of area a at the prices; what its columns that cannot move cost is returned, their values are in W->z.
 */
static double programme(kk_offers *P, int a)
{
    kk_whole *W = P->W;
    const kk_reduced *D = W->D;
    kk_small *S = &P->S;
    int nentry = 0;
    double sure = 0.0;
    for (int k = P->row_start[a]; k < P->row_start[a + 1]; k++)
        nentry += D->row_start[P->rows[k] + 1] - D->row_start[P->rows[k]];
    make_room(P, P->col_start[a + 1] - P->col_start[a], P->row_start[a + 1] - P->row_start[a], nentry);
    S->ncol = S->nrow = S->row_start[0] = 0;
    for (int k = P->col_start[a]; k < P->col_start[a + 1]; k++) {
        int j = P->cols[k];
        double cost = W->goal[j];
        for (int n = entries(P, j); n-- > 0;)
            cost -= P->price[P->entry_row[n]] * P->entry_value[n];
        W->z[j] = W->narrow_lo[j];
        W->small_of[j] = -1;
        if (W->narrow_lo[j] < W->narrow_up[j])
            kk_whole_small_col(W, S, j, W->narrow_lo[j], W->narrow_up[j], cost);
        else
            sure += cost * W->z[j];
    }
    for (int k = P->row_start[a]; k < P->row_start[a + 1]; k++) {
        int i = P->rows[k], n = 0, at = S->row_start[S->nrow];
        double lo = D->row_lo[i], up = D->row_up[i];
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
            int j = D->col[e];
            double v = D->value[e];
            if (W->part[j] && W->area[j] < 0) { /* it leaves what it can */
                lo -= v * at_bound(P, j, v, false);
                up -= v * at_bound(P, j, v, true);
            } else if (W->part[j] && W->small_of[j] >= 0) {
                S->col[at + n] = W->small_of[j];
                S->value[at + n++] = v;
            } else {
                lo -= v * (W->part[j] ? W->z[j] : W->x[j]);
                up -= v * (W->part[j] ? W->z[j] : W->x[j]);
            }
        }
        kk_whole_small_row(S, n, lo, up);
    }
    return sure;
}

/* Area a offers its cheapest plan at the prices, unless it has offered one as cheap. What all its plans cost at least
 * is returned. */
static double ask(kk_offers *P, int a, int *io_added)
{
    kk_whole *W = P->W;
    double sure = programme(P, a), known = INFINITY;
    for (int k = 0; k < P->noffer; k++)
        if (P->offer[k].area == a)
            known = fmin(known, costs(P, &P->offer[k], P->price));
    if (!kk_tree_fits(W->T, P->S.nrow, P->S.ncol))
        return -INFINITY;
    kk_found F = kk_tree_search(W->T, &P->S, known - sure, kk_whole_near(known), OFFER_WORK, W->watch, W->out);
    W->work += F.work;
    if (F.found) {
        for (int k = 0; k < P->S.ncol; k++)
            W->z[W->small_col[k]] = W->out[k];
        *io_added += add_offer(P, a, W->z);
    }
    return sure + F.bound;
}

/* ---- the choice -------------------------------------------------------------------------------------------------- */

/* An entry of the choice, in two turns: counted, then filled in. */
static void enter(kk_small *S, bool fill, int r, int c, double v)
{
    if (fill) {
        S->col[S->row_start[r]] = c;
        S->value[S->row_start[r]] = v;
    }
    S->row_start[fill ? r : r + 1]++;
}

static void column(kk_small *S, double lo, double up, double cost, int whole)
{
    S->lo[S->ncol] = lo;
    S->up[S->ncol] = up;
    S->cost[S->ncol] = cost;
    S->whole[S->ncol++] = (unsigned char)whole;
}

/* The programme that chooses a plan for each area: columns of no area, then offers, KK_UNITS or KK_PARTS. Offers that
 * cost more than `most` beyond the cheapest of their area, at the best prices, are left out. */
static void choice(kk_offers *P, int whole, double most)
{
    kk_whole *W = P->W;
    kk_small *S = &P->S;
    int narea = W->C->narea, nentry = P->nrow + P->noffer;
    for (int g = 0; g < P->nwide; g++)
        nentry += entries(P, P->wide[g]);
    make_room(P, P->nwide + P->noffer, P->nshared + narea, nentry);
    for (int a = 0; a < narea; a++)
        P->least[a] = INFINITY;
    for (int k = 0; k < P->noffer; k++)
        P->least[P->offer[k].area] = fmin(P->least[P->offer[k].area], costs(P, &P->offer[k], P->best));
    S->nrow = P->nshared + narea;
    memset(S->row_start, 0, (size_t)(S->nrow + 1) * sizeof *S->row_start);
    for (int fill = 0; fill < 2; fill++) {
        S->ncol = 0;
        for (int g = 0; g < P->nwide; g++) {
            int j = P->wide[g];
            for (int n = entries(P, j); n-- > 0;)
                enter(S, fill, P->entry_row[n], S->ncol, P->entry_value[n]);
            column(S, W->D->col_lo[j], W->D->col_up[j], W->goal[j], KK_PARTS);
        }
        for (int k = 0; k < P->noffer; k++) {
            const offer *O = &P->offer[k];
            if (costs(P, O, P->best) - P->least[O->area] > most)
                continue;
            for (int e = O->from; e < O->from + O->ntake; e++)
                enter(S, fill, P->row[e], S->ncol, P->take[e]);
            enter(S, fill, P->nshared + O->area, S->ncol, 1.0);
            P->of[S->ncol] = k;
            column(S, 0.0, 1.0, O->cost, whole);
        }
        for (int r = 0; r < S->nrow && !fill; r++)
            S->row_start[r + 1] += S->row_start[r];
    }
    memmove(S->row_start + 1, S->row_start, (size_t)S->nrow * sizeof *S->row_start);
    S->row_start[0] = 0;
    for (int r = 0; r < S->nrow; r++) {
        S->row_lo[r] = r < P->nshared ? P->lo[r] : 1.0;
        S->row_up[r] = r < P->nshared ? P->up[r] : 1.0;
    }
}

/* The best choice in parts, from the basis of the one before, and its prices; its value, INFINITY where there is none.
 */
static double choose_parts(kk_offers *P)
{
    kk_whole *W = P->W;
    kk_small *S = &P->S;
    choice(P, KK_PARTS, INFINITY);
    if (!kk_tree_fits(W->T, S->nrow, S->ncol))
        return INFINITY;
    memcpy(P->basis, P->stand_wide, (size_t)P->nwide);
    for (int k = 0; k < P->noffer; k++)
        P->basis[P->nwide + k] = P->offer[k].stand;
    memcpy(P->basis + S->ncol, P->stand, (size_t)S->nrow);
    bool solved = kk_tree_relax(W->T, S, P->basis, P->x, P->now, &W->work);
    memcpy(P->stand_wide, P->basis, (size_t)P->nwide);
    for (int k = 0; k < P->noffer; k++)
        P->offer[k].stand = P->basis[P->nwide + k];
    memcpy(P->stand, P->basis + S->ncol, (size_t)S->nrow);
    double sum = 0.0;
    for (int c = 0; c < S->ncol; c++)
        sum += S->cost[c] * P->x[c];
    return solved ? sum : INFINITY;
}

/* The values that the last choice gives to all columns. */
static void chosen(const kk_offers *P, double *out_x)
{
    const kk_whole *W = P->W;
    for (int j = 0; j < W->D->ncol; j++)
        out_x[j] = W->part[j] ? 0.0 : W->x[j];
    for (int g = 0; g < P->nwide; g++)
        out_x[P->wide[g]] = P->x[g];
    for (int c = P->nwide; c < P->S.ncol; c++) {
        const offer *O = &P->offer[P->of[c]];
        for (int e = O->at; e < O->at + O->n; e++)
            out_x[P->col[e]] += P->x[c] * P->value[e];
    }
}

/* What the plan there is is worth, of the stage's columns. */
static double worth(const kk_offers *P)
{
    return kk_whole_worth(P->W, P->W->goal, P->W->x) - P->fixed;
}

/* The best choice of whole offers, where it is better than the plan there is. */
static bool choose_whole(kk_offers *P)
{
    kk_whole *W = P->W;
    double best = worth(P);
    choice(P, KK_UNITS, best - P->bound);
    if (!kk_tree_fits(W->T, P->S.nrow, P->S.ncol))
        return false;
    kk_found F = kk_tree_search(W->T, &P->S, best, W->step, CHOICE_WORK, W->watch, P->x);
    W->work += F.work;
    if (!F.found)
        return false;
    chosen(P, W->z);
    kk_whole_set_worst(W, W->z);
    if (kk_whole_worth(W, W->goal, W->z) - P->fixed > best - 0.5 * W->step || !kk_whole_is_plan(W, W->z))
        return false;
    memcpy(W->x, W->z, (size_t)W->D->ncol * sizeof *W->x);
    return true;
}

/* ---- prices ------------------------------------------------------------------------------------------------------ */

/* What every plan costs at the prices, but for what its areas do. */
static double aside(const kk_offers *P)
{
    double sum = 0.0;
    for (int r = 0; r < P->nshared; r++)
        if (P->price[r] != 0.0)
            sum += P->price[r] * (P->price[r] > 0.0 ? P->lo[r] : P->up[r]);
    for (int g = 0; g < P->nwide; g++) {
        double d = P->W->goal[P->wide[g]];
        for (int n = entries(P, P->wide[g]); n-- > 0;)
            d -= P->price[P->entry_row[n]] * P->entry_value[n];
        if (d != 0.0)
            sum += d * at_bound(P, P->wide[g], d, true);
    }
    return sum;
}

/* A row that does not end where its price says has none. */
static void set_price(const kk_offers *P, int r, double price, double *out)
{
    out[r] = isinf(price > 0.0 ? P->lo[r] : P->up[r]) ? 0.0 : price;
}

static bool over(const kk_offers *P, long until)
{
    return P->W->work >= until || kk_watch_ends(P->W->watch) || P->bound > worth(P) - P->W->step;
}

/* New prices until the choice among the offers is near the bound. False where there is no choice. */
static bool settle(kk_offers *P, long until)
{
    kk_whole *W = P->W;
    bool found = false, near = false;
    for (int round = 0; round < ROUNDS && !near && !over(P, until); round++) {
        double bound = aside(P);
        int added = 0;
        kk_whole_narrow(W);
        for (int a = 0; a < W->C->narea; a++)
            bound += ask(P, a, &added);
        bool better = bound > P->bound;
        if (better || round == 0)
            memcpy(P->best, P->price, (size_t)P->nshared * sizeof *P->best);
        P->bound = fmax(P->bound, bound);
        double z = choose_parts(P), best = worth(P);
        if (isinf(z))
            return false;
        found = true;
        near = z - P->bound <= fmax(W->step, NEAR * (best - P->bound));
        double smooth = added || better ? SMOOTH : 0.0;
        for (int r = 0; r < P->nshared; r++)
            set_price(P, r, smooth * P->best[r] + (1.0 - smooth) * P->now[r], P->price);
    }
    return found;
}

/* Offers at prices that a dice draws around the best, each area at its own: plans that are not the best at any one
 * price may be the ones that fit together. */
static void stray(kk_offers *P, long until)
{
    kk_whole *W = P->W;
    int added = 0;
    for (int round = 0; round < STRAY && !over(P, until); round++) {
        kk_whole_narrow(W);
        for (int a = 0; a < W->C->narea; a++) {
            for (int r = 0; r < P->nshared; r++)
                P->price[r] = P->best[r] * kk_whole_dice(W, 1 << 20) / (1 << 19);
            ask(P, a, &added);
        }
    }
}

bool kk_offers_search(kk_offers *P, const double *y, long until, double *out_mix)
{
    kk_whole *W = P->W;
    int narea = W->C->narea;
    if (narea < 2 || !divide(P))
        return false;
    memset(P->stand_wide, KK_UP, (size_t)P->nwide);
    memset(P->stand, KK_BASE, (size_t)(P->nshared + narea));
    for (int i = 0; i < W->D->nrow; i++)
        if (P->shared_of[i] >= 0)
            set_price(P, P->shared_of[i], y[i], P->price);
    for (int h = 0; h < W->nheld; h++)
        set_price(P, P->nshared - W->nheld + h, y[W->D->nrow + h], P->price);
    for (int a = 0; a < narea; a++)
        add_offer(P, a, W->x);
    P->bound = -INFINITY;
    bool found = settle(P, until);
    W->bound = fmax(W->bound, fmin(P->bound + P->fixed - kk_whole_near(P->bound), worth(P) + P->fixed));
    if (!found)
        return false;
    chosen(P, out_mix);
    choose_whole(P);
    do
        stray(P, until);
    while (choose_whole(P) && !over(P, until));
    return true;
}
