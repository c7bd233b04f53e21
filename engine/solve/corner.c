/* The corner where a plan stands. See corner.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/corner.h"

#include "base/num.h"
#include "solve/dual_pivot.h"
#include "solve/prove.h"

#include <string.h>

static const double OUT = 1e-5;     /* bounds are moved by so much; 1e-9 beyond one is still on it */
static const double MORE = 8.0;     /* times that where a row leaves something over: most often that is basic */
static const double APART = 1e-8;   /* corners are, where every value is so far within moved bounds */
static const double NOTHING = 1e-9; /* a reduced cost up to this is none */
static const double NO_PRICE = 1e-13;
enum { MOST_VARIABLES = 60000 };

bool kk_corner_may_be(const kk_model *M)
{
    const kk_rows *R = M->R;
    bool may = !M->C->whole && !R->unnamed && R->ncol + R->nrow <= MOST_VARIABLES;
    for (int i = 0; i < R->nobjective; i++)
        may = may && R->objective[i].slack == 0.0;
    return may;
}

/* ---- bounds ------------------------------------------------------------------------------------------------------ */

static uint64_t mix(uint64_t hash, const char *name)
{
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 1099511628211u; /* FNV-1a */
    return (hash ^ hash >> 32) * 0x9e3779b97f4a7c15u;
}

/* 0.5 .. 1.5 */
static double of_name(const char *name)
{
    return 0.5 + (double)(mix(14695981039346656037u, name) >> 12) / (double)(1ull << 52);
}

static double widest(const kk_rows *R, int i)
{
    double most = 0.0;
    for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
        if (R->col_lo[R->col[e]] < R->col_up[R->col[e]])
            most = fmax(most, fabs(R->value[e]));
    return most > 0.0 ? most : 1.0;
}

static void move_out(double *lo, double *up, double by)
{
    if (*lo < *up) {
        *lo -= by;
        *up += by;
    }
}

/* R with every bound moved outwards; what has one value keeps it. */
static kk_rows moved(kk_ctx *K, const kk_rows *R)
{
    kk_rows P = *R;
    P.col_lo = memcpy(KK_ARRAY(K, double, R->ncol), R->col_lo, (size_t)R->ncol * sizeof(double));
    P.col_up = memcpy(KK_ARRAY(K, double, R->ncol), R->col_up, (size_t)R->ncol * sizeof(double));
    P.row_lo = memcpy(KK_ARRAY(K, double, R->nrow), R->row_lo, (size_t)R->nrow * sizeof(double));
    P.row_up = memcpy(KK_ARRAY(K, double, R->nrow), R->row_up, (size_t)R->nrow * sizeof(double));
    bool *elastic = KK_ARRAY(K, bool, R->ncol);
    for (int i = 0; i < R->nrow; i++) {
        if (R->row_elastic[i] >= 0)
            elastic[R->row_elastic[i]] = true;
        move_out(&P.row_lo[i], &P.row_up[i], OUT * MORE * widest(R, i) * of_name(R->row_name[i]));
    }
    for (int j = 0; j < R->ncol; j++)
        move_out(&P.col_lo[j], &P.col_up[j], OUT * (elastic[j] ? MORE : 1.0) * of_name(R->col_name[j]));
    return P;
}

/* A row whose columns have one value each says nothing: its slack is basic, not one of them. */
static void begin_basis(kk_dual *S, const kk_rows *R, const bool *basic)
{
    for (int j = 0; j < S->nvar; j++)
        S->state[j] = basic[j] ? KK_DUAL_BASIC : KK_DUAL_LOWER;
    for (int i = 0; i < R->nrow; i++) {
        int in = -1;
        bool settled = S->state[S->ncol + i] != KK_DUAL_BASIC;
        for (int e = R->row_start[i]; e < R->row_start[i + 1] && settled; e++) {
            int j = R->col[e];
            settled = R->col_lo[j] == R->col_up[j];
            in = S->state[j] == KK_DUAL_BASIC ? j : in;
        }
        if (settled && in >= 0) {
            S->state[in] = KK_DUAL_LOWER;
            S->state[S->ncol + i] = KK_DUAL_BASIC;
        }
    }
}

/* ---- the corner -------------------------------------------------------------------------------------------------- */

/* The best basis within the bounds that are loaded: its factors and prices are made anew until no pivot follows. */
static bool descend(kk_dual *S)
{
    for (int round = 0; round < 3; round++) {
        if (!kk_dual_factorise(S, S->factors[1]))
            return false;
        for (int k = 0; k < S->nobjective; k++)
            kk_dual_reprice(S, k);
        if (!kk_dual_descend(S))
            return false;
        if (S->pivots == 0)
            return true;
    }
    return false;
}

static bool is_apart(const kk_dual *S)
{
    bool apart = true;
    for (int i = 0; i < S->nrow && apart; i++) {
        int j = S->head[i];
        double off = APART * fmax(1.0, fabs(S->x[j]));
        apart = S->lo[j] == S->up[j] ? j >= S->ncol : S->x[j] >= S->lo[j] + off && S->x[j] <= S->up[j] - off;
    }
    return apart;
}

kk_corner *kk_corner_find(kk_ctx *K, const kk_model *M, const double *weight, const bool *basic, bool near)
{
    const kk_rows *R = M->R;
    kk_dual *S = kk_dual_begin(K, R, weight);
    if (!S)
        return NULL;
    kk_rows P = moved(K, R);
    if (!near)
        S->most_beyond = S->most_pivots = S->nvar;
    begin_basis(S, R, basic);
    kk_dual_load_bounds(S, &P);
    if (!descend(S) || !is_apart(S))
        return NULL;
    kk_dual_load_bounds(S, R);
    if (!kk_dual_stand(S))
        return NULL;
    kk_corner *N = KK_NEW(K, kk_corner);
    *N = (kk_corner){.M = M, .basic = KK_ARRAY(K, bool, S->nvar), .x = KK_ARRAY(K, double, S->ncol), .reduced = S};
    for (int j = 0; j < S->nvar; j++)
        N->basic[j] = S->state[j] == KK_DUAL_BASIC;
    kk_dual_read(S, N->x);
    kk_rows_leave_over(R, N->x);
    return N;
}

/* ---- what it proves ---------------------------------------------------------------------------------------------- */

/* What objective k costs at most: prices are of costs the largest of which is 1. */
static double largest(const kk_dual *S, int k)
{
    double most = 0.0;
    for (int j = 0; j < S->ncol; j++)
        most = fmax(most, fabs(S->R->objective[k].cost[j]) * S->col_scale[j]);
    return most;
}

/* Stage k as the proof says it. d [nvar], by [nvar] the first stage that a variable costs something. */
static void prove(kk_ctx *K, const kk_dual *S, int k, const int *by, const double *size, double *d, kk_proof_stage *out)
{
    const kk_rows *R = S->R;
    out->stage = R->objective[k].name;
    out->lambda = KK_ARRAY(K, double, k);
    for (int j = 0; j < S->nvar; j++)
        d[j] = kk_dual_prices(S, j)[k];
    for (int i = k - 1; i >= 0; i--) {
        double times = 0.0;
        for (int j = 0; j < S->nvar; j++)
            if (by[j] == i)
                times = fmax(times, -d[j] / kk_dual_prices(S, j)[i]);
        for (int j = 0; j < S->nvar && times > 0.0; j++)
            d[j] += times * kk_dual_prices(S, j)[i];
        out->lambda[i] = size[i] > 0.0 ? kk_num_round(times * size[k] / size[i]) : 0.0;
    }
    int capacity = 0;
    for (int i = 0; i < R->nrow; i++) {
        double price = d[S->ncol + i], y = -price * S->row_scale[i] * size[k];
        if (fabs(price) <= NO_PRICE || (y = kk_num_round(y)) == 0.0)
            continue;
        out->row = kk_grow(K, out->row, &capacity, out->nrow + 1, sizeof *out->row);
        out->row[out->nrow++] = (kk_multiplier){R->row_name[i], y};
    }
}

kk_proof *kk_corner_prove(kk_ctx *K, const kk_corner *N)
{
    const kk_dual *S = N->reduced;
    const kk_rows *R = S->R;
    kk_proof *P = KK_NEW(K, kk_proof);
    int *by = KK_ARRAY(K, int, S->nvar);
    double *size = KK_ARRAY(K, double, R->nobjective), *d = KK_ARRAY(K, double, S->nvar);
    for (int j = 0; j < S->nvar; j++) {
        by[j] = S->state[j] == KK_DUAL_BASIC || S->state[j] == KK_DUAL_FIXED ? S->nobjective : 0;
        while (by[j] < S->nobjective && fabs(kk_dual_prices(S, j)[by[j]]) <= NOTHING)
            by[j]++;
    }
    while (P->nstage < R->nobjective && R->objective[P->nstage].goal)
        P->nstage++;
    P->stage = KK_ARRAY(K, kk_proof_stage, P->nstage);
    for (int k = 0; k < P->nstage; k++) {
        size[k] = largest(S, k);
        prove(K, S, k, by, size, d, &P->stage[k]);
    }
    P->plan = kk_prove_values(K, N->M, N->x);
    return P;
}

/* ---- from one plan to the next ----------------------------------------------------------------------------------- */

struct kk_start {
    kk_ctx *K;
    int ncol, nrow, basic_capacity, weight_capacity;
    uint64_t names; /* of columns and rows */
    bool *basic;    /* [ncol + nrow] */
    double *weight; /* [ncol] of columns by name */
};

kk_start *kk_start_make(kk_ctx *K)
{
    kk_start *S = KK_NEW(K, kk_start);
    S->K = K;
    return S;
}

static uint64_t names_of(const kk_rows *R)
{
    uint64_t names = 0;
    for (int j = 0; j < R->ncol; j++)
        names = mix(names, R->col_name[j]);
    for (int i = 0; i < R->nrow; i++)
        names = mix(names, R->row_name[i]);
    return names;
}

typedef struct {
    kk_start *S;
    const kk_dual *D;
    const bool *basic;
} keeping;

static void keep(kk_ctx *K, void *arg)
{
    const keeping *A = arg;
    const kk_dual *D = A->D;
    kk_start *S = A->S;
    S->basic = kk_grow(K, S->basic, &S->basic_capacity, D->nvar, sizeof *S->basic);
    S->weight = kk_grow(K, S->weight, &S->weight_capacity, D->ncol, sizeof *S->weight);
    memcpy(S->basic, A->basic, (size_t)D->nvar * sizeof *S->basic);
    memcpy(S->weight, D->last, (size_t)D->ncol * sizeof *S->weight);
    S->names = names_of(D->R);
    S->nrow = D->nrow;
    S->ncol = D->ncol;
}

void kk_start_keep(kk_start *S, const kk_corner *N)
{
    keeping A = {S, N->reduced, N->basic};
    if (S && kk_guard(S->K, keep, &A) != KK_OK)
        S->ncol = S->nrow = 0; /* the next plan is made from the start */
}

kk_corner *kk_start_corner(kk_ctx *K, kk_start *S, const kk_model *M)
{
    const kk_rows *R = M->R;
    if (!S || !kk_corner_may_be(M) || S->ncol != R->ncol || S->nrow != R->nrow || S->names != names_of(R))
        return NULL;
    M->R->name_weight = memcpy(KK_ARRAY(K, double, R->ncol), S->weight, (size_t)R->ncol * sizeof *S->weight);
    return kk_corner_find(K, M, M->R->name_weight, S->basic, true);
}
