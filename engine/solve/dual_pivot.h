/* Inside the lexicographic dual simplex: what dual.c, which takes models in, and dual_pivot.c share.
 *
 * All is scaled, as the base was. Row i is  A_i x + s_i = 0  with a slack s_i, variable ncol + i, between minus its
 * upper and minus its lower bound. A variable that is not basic stands at a bound; which one, the first objective says
 * that has a reduced cost there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_SOLVE_DUAL_PIVOT_H
#define KK_SOLVE_DUAL_PIVOT_H

#include "solve/dual.h"
#include "solve/replaced.h"

/* in the basis; at a bound that it may leave; at the only value it can have */
enum { KK_DUAL_BASIC, KK_DUAL_LOWER, KK_DUAL_UPPER, KK_DUAL_FIXED };

/* A by rows and by columns. */
typedef struct {
    const int *row_start, *row_col;
    double *row_value;
    int *col_start, *col_row;
    double *col_value;
} kk_dual_matrix;

/* A variable that may enter. */
typedef struct {
    int j, first; /* the first objective that it costs something */
    double size;  /* of its entry */
} kk_dual_candidate;

/* A solved column, or a row of B^-1. */
typedef struct {
    int count, *row;
    double *value;
} kk_dual_line;

struct kk_dual {
    kk_ctx *K;
    int ncol, nrow, nvar, nobjective, stride; /* of prices: an even number */
    const kk_rows *R;                         /* the base's */
    const double *last;
    double *col_scale, *row_scale;
    kk_dual_matrix base, *A; /* of the base; of the solve */
    double *cost;            /* [nobjective][ncol] scaled */
    double *sum,
        *times; /* [ncol] all objectives together, [nobjective] each by a weight of its own: if prices of that are
                            right, all are */
    double *total, *base_total; /* [nvar] the same after the base's reduced costs, which tell plans apart alike: most
                                   of what is basic costs nothing */
    bool *other_cost;           /* [nobjective] they are not the base's */
    int *other_row, *other_entry, nother; /* entries that are not the base's, with their rows */
    bool *is_other;                       /* [nvar] columns with such entries */

    /* where all stands */
    unsigned char *state, *base_state; /* [nvar] */
    int *head, *base_head;             /* [nrow] what is basic in a row's place */
    signed char *base_side;            /* [nvar] see kk_dual_side() */
    double *lo, *up, *x, *base_x;      /* [nvar] */
    double *d, *base_d;                /* [nvar][stride] reduced costs, 0 of what is basic */
    int *touched, ntouched;            /* variables whose d is not the base's */
    bool *is_touched, all_touched;
    kk_basis *B, *factors[2]; /* in use; of the base, and those made since */
    kk_replaced *replaced;    /* since B was factorised */
    kk_dual_line *solved;     /* [nvar] columns in the base, once they were asked for */
    kk_dual_line *inverse;    /* [nrow] rows of the base's B^-1, by place */

    int *beyond, nbeyond; /* places whose value may be beyond a bound */
    bool *is_beyond;
    kk_vector alpha, rho, turned; /* by row: a column solved, a row of the inverse; by variable: rho A */
    kk_vector column;             /* room for a column that is being solved, */
    kk_dual_line scratch;         /* and when it is */
    double *weight, *base_weight; /* [nvar] of what is basic: the square of the length of its row of B^-1 */
    double *theta;                /* [stride] */
    kk_dual_candidate *candidate; /* room for those that may enter; the first nflip go to their other bound */
    int nflip;
    bool has_base; /* the base is solved */
    double *rest;  /* [nrow] */
    int *list;     /* room for the basic columns */
    unsigned char *unit;
    double *y; /* [ncol + nrow] room for reduced costs */
    long pivots;
    int most_beyond, most_pivots; /* it gives up where there are more */
};

/** A model, loaded but for its bounds; and these. NULL where its costs are too far apart. */
kk_dual *kk_dual_begin(kk_ctx *K, const kk_rows *R, const double *last);
void kk_dual_load_bounds(kk_dual *S, const kk_rows *R);

/** Reduced costs of a variable, [stride]. */
static inline double *kk_dual_prices(const kk_dual *S, int j)
{
    return S->d + (size_t)j * (size_t)S->stride;
}

/** Where the first objective that minds wants a variable: 1 at its lower bound, -1 at its upper one, 0 nobody minds. */
int kk_dual_side(const kk_dual *S, int j);

/** All objectives together at the reduced costs of a variable. */
double kk_dual_add_up(const kk_dual *S, int j);

/** Factorise the basis that state says into factors; head follows. */
bool kk_dual_factorise(kk_dual *S, kk_basis *factors);

/** Reduced costs of objective k anew. */
void kk_dual_reprice(kk_dual *S, int k);

/** Column j, which is basic, has other entries than it was factorised with: it takes its own place.
 *  @return false where that is not to be trusted */
bool kk_dual_replace(kk_dual *S, int j);

/** The same of a column that is not basic: its reduced costs anew. */
void kk_dual_price_column(kk_dual *S, int j);

/** Rows of B^-1 of the base, and their weights. */
void kk_dual_invert(kk_dual *S);

/** Pivot until every value is within its bounds.
 *  @return false in any doubt, and where no plan exists */
bool kk_dual_descend(kk_dual *S);

/** Where all stands within the bounds that are loaded, anew; false where a value is beyond one. */
bool kk_dual_stand(kk_dual *S);

/** The values of columns, out_x [ncol]. */
void kk_dual_read(const kk_dual *S, double *out_x);

#endif
