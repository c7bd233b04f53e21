/* Inside the search for whole units: what whole.c, which decides what is searched, and neighbourhood.c, which searches
 * it, share.
 *
 * A neighbourhood is a small programme: some columns are free, the others stay where they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_NEIGHBOURHOOD_H
#define KK_SOLVE_NEIGHBOURHOOD_H

#include "solve/cuts.h"
#include "solve/tree.h"
#include "solve/whole.h"

typedef struct {
    const double *cost;
    double upper, room; /* sums of doubles may pass upper by room */
} kk_whole_held;

struct kk_whole {
    kk_ctx *K;
    const kk_city *C;
    const kk_reduced *D;
    kk_watch *watch;
    int *start, *row_of; /* entries of column j of D: row_of[start[j]] .. */
    double *value;
    unsigned char *unit, *child; /* [ncol] units that open whole; children or seats covered */
    int nworst, *worst;          /* columns worst */
    int *area, *other;           /* [ncol] where it is, and where its children come from; -1 everywhere */
    kk_whole_held *held;
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
    double constant, bound, step;  /* bound: on cost x alone */
    double *narrow_lo, *narrow_up; /* [ncol] no plan outside is better than the one there is */
    long work, most;
    bool none; /* there is no whole plan */
    unsigned long long seed;

    /* a neighbourhood */
    unsigned char *free;  /* [ncol] */
    unsigned char *areas; /* [narea] */
    double *differs;      /* [narea] room */
    bool stirs;           /* of equally good plans any is taken */
    double *lo, *up;      /* [ncol] */
    kk_small S;
    int *small_of, *small_col; /* [ncol], [ncol] */
    unsigned char *whole_row;  /* [nrow] its row is in */
    int *rows;
    double *out;
    size_t entry_room;
    int row_room;
    kk_tree *T;
    struct kk_offers *offers;
    double *mix;         /* [ncol] their best choice in parts */
    kk_cuts *cuts;       /* NULL: its simplex method gave up */
    kk_tight tight, cut; /* without new cuts; with them */
};

/** By how much sums of doubles may differ from a value. */
static inline double kk_whole_near(double value)
{
    return 1e-9 * fmax(1.0, fabs(value));
}

/** sum cost x */
double kk_whole_worth(const kk_whole *W, const double *cost, const double *x);

/** Whether x keeps every row and is whole where it has to be. */
bool kk_whole_is_plan(kk_whole *W, const double *x);

/** The worst shares exactly as the children and units of x make them. */
void kk_whole_set_worst(const kk_whole *W, double *x);

/** How far columns may move in a plan that is better than x, or as good: narrow_lo, narrow_up. */
void kk_whole_narrow(kk_whole *W);

/** One more column of a small programme; small_of and small_col tell its number. */
void kk_whole_small_col(kk_whole *W, kk_small *S, int j, double lo, double up, double cost);

/** A row of a small programme, whose n entries stand behind those of the others, unless it holds anyway. */
void kk_whole_small_row(kk_small *S, int n, double lo, double up);

/** 0 .. sides - 1, the same every time. */
unsigned kk_whole_dice(kk_whole *W, unsigned sides);

/** Set the columns of the areas of a mask [narea] free that the stage looks at, and those that are everywhere. */
void kk_whole_free(kk_whole *W, const unsigned char *areas);

/** The programme W->S of the free columns, the others at y; units within lo and up where they are given.
 *  @return false where it is too large, or empty */
bool kk_whole_small(kk_whole *W, const double *y, const double *lo, const double *up);

/** Search the neighbourhood of the free columns for something better than y, which is then overwritten.
 *
 *  @param first  y is no plan yet, anything is better
 *  @param work   for a programme of ordinary size; a larger one gets more
 *  @return found: something better; bound: one on cost x */
kk_found kk_whole_improve(kk_whole *W, double *y, bool first, long work, const double *lo, const double *up);

#endif
