/* What the two ways of our own simplex share: sparse factors (solve/simplex), and one dense table where a part is small
 * (solve/dense). Only they include this.
 *
 * All is scaled: rows by row_scale, columns by col_scale, costs by cost_scale. Row i is  A_i x + s_i = 0  with a slack
 * s_i, variable ncol + i, between minus its upper and minus its lower bound. What is not in the part is left alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_DENSE_H
#define KK_SOLVE_DENSE_H

#include "solve/basis.h"
#include "solve/simplex.h"

#include <math.h>

static const double SLIP = 1e-9; /* a step may go so far beyond one for the sake of a larger pivot, relative above 1 */
static const double NOTHING = 1e-11; /* an entry of a solved column up to this holds nothing back */
static const double NO_PIVOT = 1e-7; /* a smaller pivot is not trusted */
enum { ASK = 64 };                   /* steps until who watches is asked again: some milliseconds */
enum { STUCK = 2000 };               /* steps of no length in a row, beside one a row: it may be going in circles */

typedef struct kk_dense kk_dense;

/* where a variable is: not in the part; in the basis; at a bound that it may leave; at a bound for good */
enum { OUTSIDE, BASIC, FREE, FIXED };

/* what holds a step back: a place in the basis, the size of its entry, after which length, at which bound */
typedef struct {
    int place;
    double entry, length, bound;
} stop;

struct kk_simplex {
    kk_ctx *K;
    kk_part *P;
    const double *col_scale, *row_scale;
    double *hold_scale;    /* [most holds] */
    int ncol, nrow, nhold; /* rows of the model, then those that hold */
    bool grown;            /* since its columns were turned */
    bool factored;         /* the factors are those of the basis */
    kk_dense *dense;       /* NULL: the part may become large */

    int *row_start, *row_col, col_room, value_room; /* A by rows, also those outside */
    double *row_value;
    int *col_start, *col_row, entry_room, entry_room2; /* rows of the part by columns */
    double *col_value;

    unsigned char *state;                    /* [ncol + rows] */
    double *lo, *up, *x, *cost, *d, *weight; /* likewise; d is the reduced cost of what is FREE */
    double *below, *above;                   /* likewise: beyond these it is beyond its bounds */
    int *head;                               /* [rows] what is basic in a row's place */
    kk_basis *basis;

    int *candidate, ncandidate; /* variables whose reduced cost may be worth a step */
    bool *is_candidate;
    kk_vector alpha,
        rho; /* by row: the column that comes in, solved; the row that goes out; after a stage its multipliers */
    kk_vector turned; /* by variable: rho A */
    stop *stop;       /* [rows] room for a step */
    double *rest;     /* [rows] room for a residual */
    int *list;        /* room for the basic columns */
    unsigned char *unit;

    double noise; /* a reduced cost up to this is none */
    long iterations;
    int stuck;
    kk_watch *watch; /* or NULL */
    bool ended;      /* by who watches */
};

/* ---- where a variable is ----------------------------------------------------------------------------------------- */

static inline int rows_of(const kk_simplex *S)
{
    return S->nrow + S->nhold;
}

static inline bool has_row(const kk_simplex *S, int i)
{
    return S->state[S->ncol + i] != OUTSIDE;
}

static inline double of_bound(double tolerance, double bound)
{
    double size = fabs(bound);
    return tolerance * (size > 1.0 ? size : 1.0); /* nothing to guess */
}

static inline bool may_rise(const kk_simplex *S, int j)
{
    return S->x[j] < S->up[j];
}

static inline bool may_fall(const kk_simplex *S, int j)
{
    return S->x[j] > S->lo[j];
}

static inline bool is_worth(const kk_simplex *S, int j, double d)
{
    return S->state[j] == FREE && ((d < -S->noise && may_rise(S, j)) || (d > S->noise && may_fall(S, j)));
}

static inline bool is_below(const kk_simplex *S, int j)
{
    return S->x[j] < S->below[j];
}

static inline bool is_above(const kk_simplex *S, int j)
{
    return S->x[j] > S->above[j];
}

/* The bound that a basic variable meets when it falls (or rises); infinite where there is none. One that is beyond a
 * bound meets that on its way back, and none on its way out. */
static inline double met_by(const kk_simplex *S, int j, bool falls)
{
    if (falls)
        return is_above(S, j) ? S->up[j] : is_below(S, j) ? -INFINITY : S->lo[j];
    return is_below(S, j) ? S->lo[j] : is_above(S, j) ? INFINITY : S->up[j];
}

/* ---- how far a step can go --------------------------------------------------------------------------------------- */

/* Entries of a solved column up to this are nothing beside its largest. */
static inline double nothing_beside(double largest)
{
    return largest > 1.0 ? NOTHING * largest : NOTHING;
}

/* One more place that may hold a step back: what is basic there falls by v where the step is 1 long. */
static inline void may_stop(kk_simplex *S, int place, int j, double v, int *io_nstop, double *io_furthest)
{
    double bound = met_by(S, j, v > 0.0);
    if (isinf(bound))
        return;
    double length = (S->x[j] - bound) / v, loose = length + of_bound(SLIP, bound) / fabs(v);
    S->stop[(*io_nstop)++] = (stop){place, fabs(v), length, bound};
    if (loose < *io_furthest)
        *io_furthest = loose;
}

/* The place that holds the step of j back, or -1 where its own other bound does. Of the places that do so at nearly the
 * same length it is the one with the largest entry (Harris). */
static inline int stopped_at(const kk_simplex *S, int j, int nstop, double furthest, double *out_step,
                             double *out_bound)
{
    const stop *first = NULL;
    *out_step = S->up[j] - S->lo[j];
    for (const stop *s = S->stop; s < S->stop + nstop; s++)
        if (s->length <= furthest && (!first || s->entry > first->entry))
            first = s;
    if (!first || *out_step <= first->length)
        return -1;
    *out_step = first->length > 0.0 ? first->length : 0.0;
    *out_bound = first->bound;
    return first->place;
}

/* Whether whoever watches ends the minimisation: asked every so many steps. */
static inline bool is_ended(kk_simplex *S)
{
    S->ended = S->ended || (S->iterations % ASK == 0 && kk_watch_ends(S->watch));
    return S->ended;
}

/* ---- the dense way ----------------------------------------------------------------------------------------------- */

/** Room for the table of a part of at most so many rows and columns; NULL where that would be large. */
kk_dense *kk_dense_new(kk_ctx *K, int nrow, int ncol);

/** The part has grown. */
void kk_dense_grown(kk_dense *T);

/** Whether the table is that of the basis the simplex is at. */
bool kk_dense_made(const kk_dense *T);

/** Minimise, from the basis that S is at. Where it ends the values satisfy their rows, and multipliers (rho) and
 *  reduced costs (d of what is FREE) are those of the rows themselves, so nothing has to be factorised to see that it
 *  is a minimum.
 *  @return false where the part is too large, its basis not feasible, or a number not to be trusted: S then stands at a
 *          basis from which the sparse way goes on */
bool kk_dense_minimise(kk_simplex *S);

#endif
