/* What is missing when given units open.
 *
 * The model is built once; a question narrows the columns open to what opens. How many are missing is settled by the
 * goals and the closing stages about what is missing, so those that choose one plan among equals are left out. The
 * first question's plan is the base of the others (solve/dual.h); what is in doubt is asked from the start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/opening.h"

#include "model/model.h"
#include "solve/dual.h"
#include "solve/stages.h"

#include <string.h>

struct kk_opening {
    kk_ctx *own; /* of the base: it may break without the questions that follow */
    const kk_model *M;
    kk_dual *S; /* NULL: every question is asked from the start */
    bool begun, broken;
};

static void end(void *thing)
{
    kk_opening *W = thing;
    kk_ctx_free(W->own);
}

kk_opening *kk_opening_new(kk_ctx *K, const kk_city *C)
{
    kk_opening *W = KK_NEW(K, kk_opening);
    kk_city *parts = KK_NEW(K, kk_city);
    *parts = *C;
    kk_model *M = kk_model_build(K, C); /* seats of whole units are whole */
    parts->whole = false;               /* but nothing is searched for: units are given, and children only counted */
    M->C = parts;
    M->open_row_end = M->open_row; /* whatever opens, every row holds */
    kk_rows *R = M->R;
    int missing = 0;
    while (missing < R->nobjective &&
           (R->objective[missing].goal || strcmp(R->objective[missing].name, "closing unmet") == 0 ||
            strcmp(R->objective[missing].name, "closing short") == 0))
        missing++;
    R->nobjective = missing;
    R->unnamed = true;
    W->M = M;
    kk_defer(K, end, W);
    W->own = kk_ctx_new();
    if (!W->own)
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    return W;
}

/* A question and its answer. */
typedef struct {
    kk_opening *W;
    const kk_model *M;
    double *x;
    bool found;
} question;

/* The base opens what the first question does, give or take a little: columns that cannot move bound others, and a
 * basis of those says nothing of the rows that hold when they do. */
static void begin(kk_ctx *own, kk_opening *W, const kk_model *first)
{
    kk_model *M = kk_model_without(own, first);
    kk_rows *R = M->R;
    bool *basic = KK_ARRAY(own, bool, R->ncol + R->nrow);
    for (int i = 0; i < first->C->noption * first->C->nplan; i++) {
        int j = M->X.open[i];
        if (j < 0)
            continue;
        R->col_lo[j] = fmax(first->R->col_lo[j] - 1e-3, 0.0);
        R->col_up[j] = first->R->col_up[j] + 1e-3;
    }
    R->unnamed = false; /* any plan among equals, but only one */
    R->name_weight = KK_ARRAY(own, double, R->ncol);
    for (int j = 0; j < R->ncol; j++)
        R->name_weight[j] = kk_name_weight(R->col_name[j], 0);
    if (kk_stages_basis(own, M, basic))
        W->S = kk_dual_new(own, R, R->name_weight, basic);
}

static void try_warm(kk_ctx *own, void *info)
{
    question *A = info;
    if (!A->W->begun) {
        A->W->begun = true;
        begin(own, A->W, A->M);
    }
    A->found = A->W->S && kk_dual_solve(own, A->W->S, A->M->R, A->x);
}

/* The columns of all areas and classes, year by year. */
static void add_years(const kk_city *C, const int *col, const double *x, double *out)
{
    for (int i = 0; i < C->narea * C->nclass; i++)
        for (int t = 0; t < C->nyear; t++)
            if (col[i * C->nyear + t] >= 0)
                out[t] += x[col[i * C->nyear + t]];
}

void kk_opening_missing(kk_ctx *K, kk_opening *W, const double *open, double *out_unmet, double *out_short)
{
    const kk_city *C = W->M->C;
    kk_model *M = kk_model_without(K, W->M);
    for (int i = 0; i < C->noption * C->nplan; i++)
        if (M->X.open[i] >= 0)
            M->R->col_lo[M->X.open[i]] = M->R->col_up[M->X.open[i]] = open[i];
    question A = {.W = W, .M = M, .x = KK_ARRAY(K, double, M->R->ncol)};
    if (!W->broken && kk_guard(W->own, try_warm, &A) != KK_OK)
        W->broken = true;
    bool unique;
    const double *x = A.found && !W->broken ? A.x : kk_stages_solve(K, M, NULL, NULL, NULL, NULL, &unique, NULL);
    memset(out_unmet, 0, (size_t)C->nyear * sizeof *out_unmet);
    memset(out_short, 0, (size_t)C->ntarget * (size_t)C->nyear * sizeof *out_short);
    add_years(C, M->X.unmet, x, out_unmet);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows)
            add_years(C, M->X.short_[g], x, out_short + (size_t)g * (size_t)C->nyear);
}
