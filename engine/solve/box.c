/* GLPK in a box.
 *
 * GLPK answers misuse with abort(). Its error hook is called first; the hook keeps GLPK's words, frees GLPK's environment
 * (and all problems with it) and fails the run, which leaves for the public call by longjmp.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/box.h"

#include <glpk.h>
#include <string.h>

struct kk_box {
    kk_ctx *K;
    glp_prob *P; /* NULL after an abort */
    int ncol, nrow, nhold;
    double cost_scale;
    int iterations;
    char words[512]; /* the last that GLPK said */
};

/* Reduced costs below this, of the scaled problem with costs of at most 1, are noise. */
static const double NOISE = 1e-9;

/* ---- life and death --------------------------------------------------------------------------------------------- */

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

static void box_end(void *thing)
{
    kk_box_end(thing);
}

/* ---- load ------------------------------------------------------------------------------------------------------- */

static int kind_of(double lo, double up)
{
    if (isinf(lo))
        return isinf(up) ? GLP_FR : GLP_UP;
    return isinf(up) ? GLP_LO : lo == up ? GLP_FX : GLP_DB;
}

kk_box *kk_box_new(kk_ctx *K, const kk_reduced *D, int nhold, double *const *hold)
{
    static const int GLP_STAT[] = {[KK_BASIC] = GLP_BS, [KK_AT_LOWER] = GLP_NL, [KK_AT_UPPER] = GLP_NU};
    kk_box *B = KK_NEW(K, kk_box);
    const kk_start *start = kk_start_new(K, D);
    B->K = K;
    glp_term_hook(on_words, B);
    glp_error_hook(on_abort, B);
    B->P = glp_create_prob();
    kk_defer(K, box_end, B);
    B->ncol = D->ncol;
    B->nrow = D->nrow;
    B->nhold = nhold;

    int longest = D->ncol;
    int *index = KK_ARRAY(K, int, longest + 1);
    double *value = KK_ARRAY(K, double, longest + 1);
    if (D->ncol)
        glp_add_cols(B->P, D->ncol);
    for (int j = 0; j < D->ncol; j++) {
        KK_ASSERT(isfinite(D->col_lo[j]) && isfinite(D->col_up[j]));
        glp_set_col_bnds(B->P, j + 1, kind_of(D->col_lo[j], D->col_up[j]), D->col_lo[j], D->col_up[j]);
        glp_set_col_stat(B->P, j + 1, GLP_STAT[start->col[j]]);
    }
    if (D->nrow + nhold)
        glp_add_rows(B->P, D->nrow + nhold);
    for (int i = 0; i < D->nrow; i++) {
        int n = 0;
        for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
            KK_ASSERT(isfinite(D->value[e])); /* GLPK takes a NaN without a word */
            index[++n] = D->col[e] + 1;
            value[n] = D->value[e];
        }
        glp_set_row_bnds(B->P, i + 1, kind_of(D->row_lo[i], D->row_up[i]), D->row_lo[i], D->row_up[i]);
        glp_set_mat_row(B->P, i + 1, n, index, value);
        glp_set_row_stat(B->P, i + 1, GLP_STAT[start->row[i]]);
    }
    for (int h = 0; h < nhold; h++) {
        int n = 0;
        for (int j = 0; j < D->ncol; j++)
            if (hold[h][j] != 0.0) {
                index[++n] = j + 1;
                value[n] = hold[h][j];
            }
        glp_set_row_bnds(B->P, D->nrow + h + 1, GLP_FR, 0.0, 0.0);
        glp_set_mat_row(B->P, D->nrow + h + 1, n, index, value);
        glp_set_row_stat(B->P, D->nrow + h + 1, GLP_BS);
    }
    glp_scale_prob(B->P, GLP_SF_AUTO);
    return B;
}

/* ---- solve ------------------------------------------------------------------------------------------------------ */

bool kk_box_minimise(kk_box *B, const double *cost)
{
    double largest = 0.0;
    for (int j = 0; j < B->ncol; j++) {
        KK_ASSERT(isfinite(cost[j]));
        largest = fmax(largest, fabs(cost[j] * glp_get_sjj(B->P, j + 1)));
    }
    B->cost_scale = largest > 0.0 ? 1.0 / largest : 1.0;
    for (int j = 0; j < B->ncol; j++)
        glp_set_obj_coef(B->P, j + 1, cost[j] * B->cost_scale);

    glp_smcp how;
    glp_init_smcp(&how);
    how.meth = GLP_PRIMAL;
    how.presolve = GLP_OFF;
    how.msg_lev = GLP_MSG_ERR;
    int before = glp_get_it_cnt(B->P);
    B->words[0] = '\0';
    int rc = B->ncol + B->nrow + B->nhold > 0 ? glp_simplex(B->P, &how) : 0;
    B->iterations = glp_get_it_cnt(B->P) - before;
    int status = B->ncol + B->nrow + B->nhold > 0 ? glp_get_status(B->P) : GLP_OPT;
    if (rc == 0 && status == GLP_OPT)
        return true;
    if (rc == 0 && status == GLP_NOFEAS)
        return false;
    kk_fail(B->K, KK_ESYSTEM, "the solver GLPK failed (code %d, status %d) %s", "ソルバー GLPK が失敗しました（コード %d、状態 %d）%s", rc,
            status, B->words);
}

long kk_box_iterations(const kk_box *B)
{
    return B->iterations;
}

/* Fix a column or row that is not basic and has a reduced cost; true when it has none and is free to move. */
static bool fix_col(glp_prob *P, int j)
{
    int stat = glp_get_col_stat(P, j);
    if (stat == GLP_BS || stat == GLP_NS)
        return false;
    if (fabs(glp_get_col_dual(P, j) * glp_get_sjj(P, j)) <= NOISE)
        return true;
    double at = stat == GLP_NL ? glp_get_col_lb(P, j) : glp_get_col_ub(P, j);
    glp_set_col_bnds(P, j, GLP_FX, at, at);
    glp_set_col_stat(P, j, GLP_NS);
    return false;
}

static bool fix_row(glp_prob *P, int i)
{
    int stat = glp_get_row_stat(P, i);
    if (stat == GLP_BS || stat == GLP_NS)
        return false;
    if (stat == GLP_NF || fabs(glp_get_row_dual(P, i) / glp_get_rii(P, i)) <= NOISE)
        return true;
    double at = stat == GLP_NL ? glp_get_row_lb(P, i) : glp_get_row_ub(P, i);
    glp_set_row_bnds(P, i, GLP_FX, at, at);
    glp_set_row_stat(P, i, GLP_NS);
    return false;
}

int kk_box_fix(kk_box *B)
{
    int left = 0;
    for (int j = 1; j <= B->ncol; j++)
        left += fix_col(B->P, j);
    for (int i = 1; i <= B->nrow + B->nhold; i++)
        left += fix_row(B->P, i);
    return left;
}

void kk_box_hold(kk_box *B, int h, double upper)
{
    KK_ASSERT(h >= 0 && h < B->nhold && isfinite(upper));
    glp_set_row_bnds(B->P, B->nrow + h + 1, GLP_UP, 0.0, upper);
}

void kk_box_read(kk_box *B, bool anew, double *out_x)
{
    if (anew && B->ncol && glp_warm_up(B->P) != 0)
        kk_fail(B->K, KK_ESYSTEM, "the solver GLPK cannot factorise its last basis",
                "ソルバー GLPK が最後の基底を分解できません");
    for (int j = 0; j < B->ncol; j++)
        out_x[j] = glp_get_col_prim(B->P, j + 1);
}

int kk_box_violated(kk_box *B, int *out_row, int count)
{
    int found = 0;
    for (int i = 1; i <= B->nrow; i++) {
        double x = glp_get_row_prim(B->P, i), lo = glp_get_row_lb(B->P, i), up = glp_get_row_ub(B->P, i);
        if (x >= lo - 1e-7 * fmax(1.0, fabs(lo)) && x <= up + 1e-7 * fmax(1.0, fabs(up)))
            continue;
        if (found < count)
            out_row[found] = i - 1;
        found++;
    }
    return found;
}

void kk_box_abort(kk_box *B)
{
    glp_set_row_bnds(B->P, -1, GLP_FX, 0.0, 0.0);
}
