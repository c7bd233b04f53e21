/* The solver in a box.
 *
 * GLPK answers misuse with abort(). Its error hook is called first; the hook keeps GLPK's words, frees GLPK's
 * environment (and all problems with it) and fails the run, which leaves for the public call by longjmp.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/box.h"

#include "solve/scale.h"
#include "solve/simplex.h"

#include <glpk.h>
#include <string.h>

/* A row that keeps cost at or below upper. */
typedef struct {
    double *cost; /* [D->ncol] */
    double upper, scale;
    int at; /* in P, 0 = not there */
} held;

struct kk_box {
    kk_ctx *K;
    const kk_reduced *D;
    kk_part *part;
    kk_simplex *own; /* NULL when it gave up */
    held *hold;
    int nhold;
    glp_prob *P;                   /* NULL while own is there, and after an abort */
    int *col_at, *row_at;          /* [D->ncol], [D->nrow] index in P, 0 = not in the part */
    double *col_scale, *row_scale; /* likewise */
    double cost_scale, noise;      /* of the last stage */
    int *index;                    /* room for a row */
    double *value;
    long iterations;
    kk_watch *watch; /* or NULL */
    bool ended;      /* by who watches */
    char words[512]; /* the last that GLPK said */
};

/* ---- life and death ---------------------------------------------------------------------------------------------- */

static int on_words(void *info, const char *text)
{
    kk_box *B = info;
    size_t had = strlen(B->words), length = strlen(text);
    if (had + length >= sizeof B->words)
        had = 0;
    if (length >= sizeof B->words)
        length = sizeof B->words - 1;
    memcpy(B->words + had, text, length);
    B->words[had + length] = '\0';
    return 1; /* nothing is printed */
}

static void on_abort(void *info)
{
    kk_box *B = info;
    for (char *s = B->words; *s; s++)
        if (*s == '\n')
            *s = ' ';
    B->P = NULL;
    glp_free_env();
    kk_fail(B->K, KK_ESYSTEM, "the solver GLPK stopped: %s", "ソルバー GLPK が異常終了しました: %s", B->words);
}

void kk_box_end(kk_box *B)
{
    if (!B->P)
        return;
    glp_delete_prob(B->P);
    B->P = NULL;
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
}

void kk_box_end_thread(void)
{
    glp_free_env();
}

static void box_end(void *thing)
{
    kk_box_end(thing);
}

/* ---- load -------------------------------------------------------------------------------------------------------- */

static int kind_of(double lo, double up)
{
    if (isinf(lo))
        return isinf(up) ? GLP_FR : GLP_UP;
    return isinf(up) ? GLP_LO : lo == up ? GLP_FX : GLP_DB;
}

kk_box *kk_box_new(kk_ctx *K, const kk_reduced *D, int most_holds)
{
    kk_box *B = KK_NEW(K, kk_box);
    B->K = K;
    B->D = D;
    B->part = kk_part_new(K, D);
    B->col_at = KK_ARRAY(K, int, D->ncol);
    B->row_at = KK_ARRAY(K, int, D->nrow);
    B->col_scale = KK_ARRAY(K, double, D->ncol);
    B->row_scale = KK_ARRAY(K, double, D->nrow);
    B->index = KK_ARRAY(K, int, D->ncol + 1);
    B->value = KK_ARRAY(K, double, D->ncol + 1);
    kk_scale(K, D->whole ? 3 : 1, D->nrow, D->ncol, D->row_start, D->col, D->value, B->row_scale, B->col_scale);
    B->hold = KK_ARRAY(K, held, most_holds);
    B->own = kk_simplex_new(K, B->part, B->col_scale, B->row_scale, most_holds);
    return B;
}

static const int GLP_STAT[] = {[KK_BASIC] = GLP_BS, [KK_AT_LOWER] = GLP_NL, [KK_AT_UPPER] = GLP_NU};

/* Bring in what the part has grown by. */
static void load(kk_box *B)
{
    kk_part *A = B->part;
    const kk_reduced *D = B->D;
    int ncol = glp_get_num_cols(B->P), nrow = glp_get_num_rows(B->P);
    for (int j = 0; j < D->ncol; j++)
        KK_ASSERT(isfinite(D->col_lo[j]) && isfinite(D->col_up[j]));
    for (int e = 0; e < D->row_start[D->nrow]; e++)
        KK_ASSERT(isfinite(D->value[e])); /* GLPK takes a NaN without a word, our own simplex gives up */
    for (int j = 0; j < D->ncol; j++)
        if (A->has_col[j] == 2)
            B->col_at[j] = ++ncol;
    for (int i = 0; i < D->nrow; i++)
        if (A->has_row[i] == 2)
            B->row_at[i] = ++nrow;
    if (ncol > glp_get_num_cols(B->P))
        glp_add_cols(B->P, ncol - glp_get_num_cols(B->P));
    if (nrow > glp_get_num_rows(B->P))
        glp_add_rows(B->P, nrow - glp_get_num_rows(B->P));
    for (int j = 0; j < D->ncol; j++) {
        if (A->has_col[j] != 2)
            continue;
        glp_set_col_bnds(B->P, B->col_at[j], kind_of(A->lo[j], A->up[j]), A->lo[j], A->up[j]);
        glp_set_col_stat(B->P, B->col_at[j], GLP_STAT[A->col[j]]);
        glp_set_sjj(B->P, B->col_at[j], B->col_scale[j]);
        A->has_col[j] = 1;
    }
    for (int i = 0; i < D->nrow; i++) {
        if (A->has_row[i] != 2)
            continue;
        int n = 0;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
            B->index[++n] = B->col_at[D->col[e]];
            B->value[n] = D->value[e];
        }
        glp_set_mat_row(B->P, B->row_at[i], n, B->index, B->value);
        glp_set_row_bnds(B->P, B->row_at[i], kind_of(A->row_lo[i], A->row_up[i]), A->row_lo[i], A->row_up[i]);
        glp_set_row_stat(B->P, B->row_at[i], GLP_STAT[A->row[i]]);
        glp_set_rii(B->P, B->row_at[i], B->row_scale[i]);
        A->has_row[i] = 1;
    }
}

/* ---- solve ------------------------------------------------------------------------------------------------------- */

/* Bring in the row of a hold. */
static void load_hold(kk_box *B, held *H, kk_stand stand, bool fixed)
{
    int n = 0;
    for (int j = 0; j < B->D->ncol; j++)
        if (H->cost[j] != 0.0) {
            B->index[++n] = B->col_at[j];
            B->value[n] = H->cost[j];
        }
    int i = glp_add_rows(B->P, 1);
    glp_set_mat_row(B->P, i, n, B->index, B->value);
    glp_set_row_bnds(B->P, i, fixed ? GLP_FX : GLP_UP, H->upper, H->upper);
    glp_set_row_stat(B->P, i, GLP_STAT[stand]);
    glp_set_rii(B->P, i, H->scale);
    H->at = i;
}

void kk_box_to_glpk(kk_box *B)
{
    if (!B->own)
        return;
    kk_stand *stand = KK_ARRAY(B->K, kk_stand, B->nhold);
    bool *fixed = KK_ARRAY(B->K, bool, B->nhold);
    kk_simplex_stand(B->own, stand, fixed);
    B->own = NULL;
    glp_term_hook(on_words, B);
    glp_error_hook(on_abort, B);
    B->P = glp_create_prob();
    kk_defer(B->K, box_end, B);
    load(B);
    for (int h = 0; h < B->nhold; h++)
        load_hold(B, &B->hold[h], stand[h], fixed[h]);
}

bool kk_box_stand(const kk_box *B, kk_stand *out_col, kk_stand *out_row)
{
    if (!B->own || B->nhold > 0)
        return false;
    kk_simplex_stand(B->own, NULL, NULL);
    memcpy(out_col, B->part->col, (size_t)B->D->ncol * sizeof *out_col);
    for (int i = 0; i < B->D->nrow; i++)
        out_row[i] = B->part->has_row[i] ? B->part->row[i] : KK_BASIC; /* outside the part nothing is held back */
    return true;
}

void kk_box_to_sparse(kk_box *B)
{
    if (B->own)
        kk_simplex_to_sparse(B->own);
}

bool kk_box_is_own(const kk_box *B)
{
    return B->own;
}

bool kk_box_is_dense(const kk_box *B)
{
    return B->own && kk_simplex_is_dense(B->own);
}

enum { SLICE = 1000 }; /* iterations of GLPK until who watches is asked again */

/* By GLPK, from the basis it is at. */
static bool minimise_by_glpk(kk_box *B, const double *cost)
{
    for (int j = 0; j < B->D->ncol; j++)
        if (B->col_at[j])
            glp_set_obj_coef(B->P, B->col_at[j], cost[j] * B->cost_scale);

    glp_smcp how;
    glp_init_smcp(&how);
    how.meth = GLP_PRIMAL;
    how.presolve = GLP_OFF;
    how.msg_lev = GLP_MSG_ERR;
    how.tol_dj = B->noise; /* what is fixed has the right sign, so that its multipliers prove the minimum */
    how.it_lim = SLICE;
    int before = glp_get_it_cnt(B->P), rc = 0;
    B->words[0] = '\0';
    bool any = glp_get_num_cols(B->P) + glp_get_num_rows(B->P) > 0;
    do {
        B->ended = kk_watch_ends(B->watch);
        rc = any && !B->ended ? glp_simplex(B->P, &how) : 0;
    } while (rc == GLP_EITLIM);
    if (B->ended)
        return true;
    B->iterations += glp_get_it_cnt(B->P) - before;
    int status = any ? glp_get_status(B->P) : GLP_OPT;
    if (rc == 0 && status == GLP_OPT)
        return true;
    if (rc == 0 && status == GLP_NOFEAS)
        return false;
    kk_fail(B->K, KK_ESYSTEM, "the solver GLPK failed (code %d, status %d) %s",
            "ソルバー GLPK が失敗しました（コード %d、状態 %d）%s", rc, status, B->words);
}

bool kk_box_minimise(kk_box *B, const double *cost)
{
    if (kk_part_lacks(B->part, cost)) {
        kk_box_read(B, false, B->part->x); /* where it grows from */
        kk_part_grow(B->part, cost);
    }

    B->cost_scale = kk_scale_costs(B->D->ncol, cost, B->col_scale, &B->noise);
    B->iterations = 0;
    if (B->own) {
        bool found = kk_simplex_minimise(B->own, cost, B->cost_scale, B->noise);
        B->iterations = kk_simplex_iterations(B->own);
        B->ended = kk_simplex_ended(B->own);
        if (found || B->ended)
            return true;
        kk_box_to_glpk(B);
    } else {
        load(B);
    }
    return minimise_by_glpk(B, cost);
}

void kk_box_watch(kk_box *B, kk_watch *watch)
{
    B->watch = watch;
    if (B->own)
        kk_simplex_watch(B->own, watch);
}

bool kk_box_ended(const kk_box *B)
{
    return B->ended;
}

long kk_box_iterations(const kk_box *B)
{
    return B->iterations;
}

/* Fix a column or row that is not basic and has a reduced cost; true when it has none and is free to move. */
static bool fix_col(glp_prob *P, int j, double noise)
{
    int stat = glp_get_col_stat(P, j);
    if (stat == GLP_BS || stat == GLP_NS)
        return false;
    if (fabs(glp_get_col_dual(P, j) * glp_get_sjj(P, j)) <= noise)
        return true;
    double at = stat == GLP_NL ? glp_get_col_lb(P, j) : glp_get_col_ub(P, j);
    glp_set_col_bnds(P, j, GLP_FX, at, at);
    glp_set_col_stat(P, j, GLP_NS);
    return false;
}

static bool fix_row(glp_prob *P, int i, double noise)
{
    int stat = glp_get_row_stat(P, i);
    if (stat == GLP_BS || stat == GLP_NS)
        return false;
    if (stat == GLP_NF || fabs(glp_get_row_dual(P, i) / glp_get_rii(P, i)) <= noise)
        return true;
    double at = stat == GLP_NL ? glp_get_row_lb(P, i) : glp_get_row_ub(P, i);
    glp_set_row_bnds(P, i, GLP_FX, at, at);
    glp_set_row_stat(P, i, GLP_NS);
    return false;
}

int kk_box_fix(kk_box *B)
{
    if (B->own)
        return kk_simplex_fix(B->own);
    kk_part *A = B->part;
    int left = 0;
    for (int j = 0; j < B->D->ncol; j++) {
        int at = B->col_at[j];
        left += at ? fix_col(B->P, at, B->noise) : 1;
        if (at) {
            A->lo[j] = glp_get_col_lb(B->P, at);
            A->up[j] = glp_get_col_ub(B->P, at);
        }
    }
    for (int i = 0; i < B->D->nrow; i++) {
        int at = B->row_at[i];
        left += at ? fix_row(B->P, at, B->noise) : 0;
        if (at && glp_get_row_type(B->P, at) == GLP_FX)
            A->row_lo[i] = A->row_up[i] = glp_get_row_lb(B->P, at);
    }
    for (int h = 0; h < B->nhold; h++)
        left += fix_row(B->P, B->hold[h].at, B->noise);
    return left;
}

void kk_box_mark(const kk_box *B, int mark, int *io_col, int *io_row)
{
    const kk_part *A = B->part;
    for (int j = 0; j < B->D->ncol; j++)
        io_col[j] = io_col[j] ? io_col[j] : (A->lo[j] == A->up[j]) * mark; /* nothing to guess */
    for (int i = 0; i < B->D->nrow; i++)
        io_row[i] =
            io_row[i] ? io_row[i] : ((A->row_lo[i] == A->row_up[i]) & (B->D->row_lo[i] < B->D->row_up[i])) * mark;
    for (int h = 0; h < B->nhold; h++)
        if (!io_row[B->D->nrow + h] &&
            (B->own ? kk_simplex_holds_fast(B->own, h) : glp_get_row_type(B->P, B->hold[h].at) == GLP_FX))
            io_row[B->D->nrow + h] = mark;
}

void kk_box_multipliers(kk_box *B, double *out_y)
{
    if (B->own)
        kk_simplex_multipliers(B->own, out_y);
    for (int i = 0; i < B->D->nrow + B->nhold && !B->own; i++) {
        int at = i < B->D->nrow ? B->row_at[i] : B->hold[i - B->D->nrow].at;
        out_y[i] = at ? glp_get_row_dual(B->P, at) : 0.0;
    }
    for (int i = 0; i < B->D->nrow + B->nhold; i++)
        out_y[i] /= B->cost_scale;
}

bool kk_box_hold(kk_box *B, const double *cost, double upper)
{
    KK_ASSERT(isfinite(upper));
    double least = INFINITY, most = 0.0;
    for (int j = 0; j < B->D->ncol; j++)
        if (cost[j] != 0.0) {
            KK_ASSERT(B->part->has_col[j]); /* it was minimised */
            least = fmin(least, fabs(cost[j]) * B->col_scale[j]);
            most = fmax(most, fabs(cost[j]) * B->col_scale[j]);
        }
    if (most == 0.0)
        return false;
    held *H = &B->hold[B->nhold++];
    H->cost = memcpy(KK_ARRAY(B->K, double, B->D->ncol), cost, (size_t)B->D->ncol * sizeof *cost);
    H->upper = upper;
    H->scale = exp2(round(-0.5 * log2(least * most)));
    if (B->own)
        kk_simplex_hold(B->own, H->cost, H->upper, H->scale);
    else
        load_hold(B, H, KK_BASIC, false);
    return true;
}

const unsigned char *kk_box_part(const kk_box *B)
{
    return B->part->has_col;
}

void kk_box_read(kk_box *B, bool anew, double *out_x)
{
    if (out_x != B->part->x)
        memcpy(out_x, B->part->x, (size_t)B->D->ncol * sizeof *out_x);
    if (B->own && kk_simplex_read(B->own, anew, out_x))
        return;
    kk_box_to_glpk(B);
    if (anew && glp_get_num_cols(B->P) && glp_warm_up(B->P) != 0)
        kk_fail(B->K, KK_ESYSTEM, "the solver GLPK cannot factorise its last basis",
                "ソルバー GLPK が最後の基底を分解できません");
    for (int j = 0; j < B->D->ncol; j++)
        if (B->col_at[j])
            out_x[j] = glp_get_col_prim(B->P, B->col_at[j]);
}

void kk_box_abort(kk_box *B)
{
    kk_box_to_glpk(B);
    glp_set_row_bnds(B->P, -1, GLP_FX, 0.0, 0.0);
}
