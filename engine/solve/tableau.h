/* A small programme as one dense tableau, taken from bounds to bounds by dual simplex steps.
 *
 * Columns are called 0 .. n-1, the sums of the rows n .. n+m-1: x_basic[i] = sum over j  row(i)[j] x_other[j]. All
 * columns have finite bounds: every basis is dual feasible when each column that is not basic stands at the right one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_TABLEAU_H
#define KK_SOLVE_TABLEAU_H

#include "solve/tree.h"

enum { KK_MOST_CUTS = 150 };

/** Where a column or row stands in a basis. */
enum { KK_LOW, KK_UP, KK_BASE };

typedef struct {
    int col;
    double lo, up;
} kk_bound_change;

typedef struct {
    kk_ctx *K;
    size_t entries; /* room for */
    const kk_small *S;
    int m, n;
    double *value; /* [m][n] */
    double *cost;  /* [n] reduced costs */
    double *x;     /* [m] of the basic ones */
    int *basic, *other;
    unsigned char *at_up; /* [n] where other[j] stands */
    int *place;           /* [n + m] j of other, or -1 - i of basic */
    double *lo, *up;      /* [n + m] */
    double *scale;        /* [m] of the rows */
    double *cut;          /* [m - rows of the programme][n]: the last rows are cuts */
    double *spare;        /* [n] for whoever needs it */
    int since;            /* steps since the tableau was made */
    kk_bound_change *trail;
    int ntrail;
    double best, step; /* what is not better than best by a step is of no use */
    long work, most;
    kk_watch *watch; /* asked now and then, ends the work; or NULL */
    long ask;        /* .. at so much work */

    /* its own */
    int trail_room, room, room_rows;
    size_t cut_room;
    int *candidate;      /* [n] */
    unsigned char *kept; /* [n + m] */
} kk_tableau;

/** OPTIMAL, nothing of use in these bounds, or given up. */
typedef enum { KK_SOLVED, KK_NO_USE, KK_STUCK } kk_outcome;

static inline double *kk_tableau_row(const kk_tableau *T, int i)
{
    return T->value + (size_t)i * (size_t)T->n;
}

/** The coefficients of row i, which is a cut, in the columns of the programme. */
static inline double *kk_tableau_cut(const kk_tableau *T, int i)
{
    return T->cut + (size_t)(i - T->S->nrow) * (size_t)T->n;
}

/** The value of other[j]. */
static inline double kk_tableau_stands(const kk_tableau *T, int j)
{
    int c = T->other[j];
    return T->at_up[j] ? T->up[c] : T->lo[c];
}

/** Whether other[j] may move so that basic r, where its entry is this, does what it wants: grow, or shrink. */
bool kk_tableau_helps(const kk_tableau *T, double entry, int j, bool grow);

/** Begin a programme, all rows basic. T->K and T->entries are set, the rest is 0 or of an earlier programme. */
void kk_tableau_open(kk_tableau *T, const kk_small *S);

/** The same basis from the programme's own numbers. */
void kk_tableau_refresh(kk_tableau *T);

/** Where columns and rows stand: [n + m], KK_LOW .. */
void kk_tableau_basis(const kk_tableau *T, unsigned char *out);

/** Go to a basis of a programme that was just begun. */
void kk_tableau_start(kk_tableau *T, const unsigned char *basis);

/** What no plan within the bounds is below. */
double kk_tableau_lower(const kk_tableau *T);

/** Dual simplex from the basis it is at. */
kk_outcome kk_tableau_solve(kk_tableau *T);

/** Bounds of a column; kk_tableau_undo() brings back those that were before, until so many changes are left. */
void kk_tableau_set_bounds(kk_tableau *T, int c, double lo, double up);
void kk_tableau_undo(kk_tableau *T, int until);

#endif
