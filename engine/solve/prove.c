/* Multipliers that prove the stages of goals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/prove.h"

#include "base/num.h"

#include <string.h>

/* One stage as it was solved, over the reduced model and the rows that hold earlier stages. */
typedef struct {
    const kk_objective *O;
    double *cost, *d; /* [D->ncol] costs, reduced costs */
    double *y;        /* [D->nrow + most] multipliers */
    int held;         /* 1 + number of the row that holds it, 0 = none */
} solved;

struct kk_prover {
    kk_ctx *K;
    const kk_reduced *D;
    int most, nstage, nheld;
    solved *stage;        /* [nstage] */
    int *col_by, *row_by; /* [D->ncol], [D->nrow + most] number of the stage that fixed it, from 1; 0 = none */
};

kk_prover *kk_prover_new(kk_ctx *K, const kk_reduced *D, int most)
{
    kk_prover *V = KK_NEW(K, kk_prover);
    *V = (kk_prover){.K = K, .D = D, .most = most};
    V->stage = KK_ARRAY(K, solved, most);
    V->col_by = KK_ARRAY(K, int, D->ncol);
    V->row_by = KK_ARRAY(K, int, D->nrow + most);
    return V;
}

/* d -= y A, the rows that hold stages included. */
static void price_out(const kk_prover *V, const double *y, double *d)
{
    const kk_reduced *D = V->D;
    for (int i = 0; i < D->nrow; i++)
        for (int e = D->row_start[i]; e < D->row_start[i + 1] && y[i] != 0.0; e++)
            d[D->col[e]] -= y[i] * D->value[e];
    for (int s = 0; s < V->nstage; s++) {
        const solved *S = &V->stage[s];
        double held = S->held ? y[D->nrow + S->held - 1] : 0.0;
        for (int j = 0; j < D->ncol && held != 0.0; j++)
            d[j] -= held * S->cost[j];
    }
}

void kk_prover_stage(kk_prover *V, const kk_objective *O, const double *cost, kk_box *B)
{
    KK_ASSERT(V->nstage < V->most);
    size_t ncol = (size_t)V->D->ncol;
    solved S = {.O = O, .cost = KK_ARRAY(V->K, double, ncol), .d = KK_ARRAY(V->K, double, ncol)};
    S.y = KK_ARRAY(V->K, double, V->D->nrow + V->most);
    memcpy(S.cost, cost, ncol * sizeof *cost);
    memcpy(S.d, cost, ncol * sizeof *cost);
    if (B)
        kk_box_multipliers(B, S.y);
    price_out(V, S.y, S.d);
    V->stage[V->nstage++] = S;
}

void kk_prover_fixed(kk_prover *V, const kk_box *B)
{
    kk_box_mark(B, V->nstage, V->col_by, V->row_by);
}

void kk_prover_held(kk_prover *V)
{
    V->stage[V->nstage - 1].held = ++V->nheld;
}

/* The largest -now / then over what stage number s fixed. */
static double most_gain(const int *by, int s, int count, const double *now, const double *then, double most)
{
    for (int i = 0; i < count; i++)
        if (by[i] == s && then[i] != 0.0)
            most = fmax(most, -now[i] / then[i]);
    return most;
}

/* Stage k as the proof says it. */
static void prove(const kk_prover *V, int k, kk_proof_stage *out)
{
    const kk_reduced *D = V->D;
    const kk_rows *R = D->R;
    kk_ctx *K = V->K;
    int nrow = D->nrow + V->nheld;
    double *d = KK_ARRAY(K, double, D->ncol), *y = KK_ARRAY(K, double, D->nrow + V->most);
    double *cost = KK_ARRAY(K, double, R->ncol), *all = KK_ARRAY(K, double, R->nrow);
    memcpy(d, V->stage[k].d, (size_t)D->ncol * sizeof *d);
    memcpy(y, V->stage[k].y, (size_t)(D->nrow + V->most) * sizeof *y);
    memcpy(cost, V->stage[k].O->cost, (size_t)R->ncol * sizeof *cost);
    out->stage = V->stage[k].O->name;
    out->lambda = KK_ARRAY(K, double, k);
    for (int i = k - 1; i >= 0; i--) {
        const solved *S = &V->stage[i];
        double times = most_gain(V->col_by, i + 1, D->ncol, d, S->d, 0.0);
        times = most_gain(V->row_by, i + 1, nrow, y, S->y, times);
        out->lambda[i] = times;
        for (int j = 0; j < D->ncol && times > 0.0; j++)
            d[j] += times * S->d[j];
        for (int r = 0; r < nrow && times > 0.0; r++)
            y[r] += times * S->y[r];
    }
    for (int i = 0; i < k; i++) {
        const solved *S = &V->stage[i];
        out->lambda[i] = kk_num_round(fmax(out->lambda[i] - (S->held ? y[D->nrow + S->held - 1] : 0.0), 0.0));
        for (int j = 0; j < R->ncol && out->lambda[i] > 0.0; j++)
            cost[j] += out->lambda[i] * S->O->cost[j];
    }
    kk_reduce_multipliers(D, cost, y, all);
    int capacity = 0;
    for (int i = 0; i < R->nrow; i++) {
        double times = kk_num_round(all[i]);
        if (times == 0.0)
            continue;
        out->row = kk_grow(K, out->row, &capacity, out->nrow + 1, sizeof *out->row);
        out->row[out->nrow++] = (kk_multiplier){R->row_name[i], times};
    }
}

kk_proof *kk_prover_end(kk_prover *V)
{
    kk_proof *P = KK_NEW(V->K, kk_proof);
    P->nstage = V->nstage;
    P->stage = KK_ARRAY(V->K, kk_proof_stage, V->nstage);
    for (int k = 0; k < V->nstage; k++)
        prove(V, k, &P->stage[k]);
    return P;
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

static void add_values(kk_ctx *K, const kk_rows *R, const int *col, int count, const double *x, kk_values *V)
{
    for (int i = 0; i < count; i++)
        if (col[i] >= 0 && kk_micro_round(x[col[i]]) != 0)
            V->fine[V->count++] = (kk_fine){R->col_name[col[i]], kk_fine_print(K, x[col[i]])};
}

static void add_places(kk_ctx *K, const kk_model *M, const double *x, kk_values *V)
{
    const kk_city *C = M->C;
    int nserve = C->narc * C->nservice * C->nyear;
    add_values(K, M->R, M->X.serve, nserve, x, V);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            add_values(K, M->R, M->X.cover[g], nserve, x, V);
}

kk_values kk_prove_places(kk_ctx *K, const kk_model *M, const double *x)
{
    kk_values V = {.fine = KK_ARRAY(K, kk_fine, M->R->ncol)};
    add_places(K, M, x, &V);
    return V;
}

kk_values kk_prove_values(kk_ctx *K, const kk_model *M, const double *x)
{
    const kk_city *C = M->C;
    kk_values V = {.fine = KK_ARRAY(K, kk_fine, M->R->ncol)};
    add_values(K, M->R, M->X.open, C->noption * C->nplan, x, &V);
    add_places(K, M, x, &V);
    return V;
}
