/* The model in parts of units, made tighter by cuts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "solve/cuts.h"

#include "solve/scale.h"
#include "solve/simplex.h"
#include "solve/values.h"

#include <math.h>
#include <string.h>

static const double AWAY = 0.01;    /* by how much a part that makes a cut differs from a whole number */
static const double NOTHING = 1e-9; /* a coefficient of a cut, beside its largest */
static const double LOOSE = 1e-7;   /* by how much a cut is moved out: digits of its coefficients */
static const double SHALLOW = 1e-4; /* a cut that the plan in parts is no farther outside of is none */
static const double WEAK = 0.01;    /* of what is left to the best plan: cuts that bring less are the last */
enum { ROUNDS = 20, FEWEST = 8, CUTS = 60, MOST_CUTS = 300, LONGEST = 300 };

/* sum of value x <= upper */
typedef struct {
    int n, *col;
    double *value, upper;
    bool cut;
} row;

struct kk_cuts {
    kk_ctx *K;
    const kk_reduced *D;
    const unsigned char *unit, *child;
    kk_part *P;
    kk_simplex *S;
    double *col_scale, *row_scale;
    row *extra; /* holds and cuts */
    int nextra, ncut, most;
    bool *out;                /* [most] */
    unsigned char *whole_row; /* [D->nrow] what a row leaves over is whole */
    double *y;                /* [D->nrow + most] */
    double *cut;              /* [ncol] */
    double *sum;              /* [D->nrow + most] of the rows at the best plan in parts */
};

kk_cuts *kk_cuts_new(kk_ctx *K, const kk_reduced *D, const unsigned char *unit, const unsigned char *child,
                     int most_holds, kk_watch *watch)
{
    kk_cuts *T = KK_NEW(K, kk_cuts);
    *T = (kk_cuts){.K = K, .D = D, .unit = unit, .child = child, .most = most_holds + MOST_CUTS};
    T->P = kk_part_new(K, D);
    T->col_scale = KK_ARRAY(K, double, D->ncol);
    T->row_scale = KK_ARRAY(K, double, D->nrow);
    kk_scale(K, 3, D->nrow, D->ncol, D->row_start, D->col, D->value, T->row_scale, T->col_scale);
    T->S = kk_simplex_new(K, T->P, T->col_scale, T->row_scale, T->most);
    kk_simplex_watch(T->S, watch);
    kk_simplex_to_sparse(T->S); /* a cut asks for rows of the inverse */
    T->extra = KK_ARRAY(K, row, T->most);
    T->out = KK_ARRAY(K, bool, T->most);
    T->whole_row = KK_ARRAY(K, unsigned char, D->nrow);
    T->y = KK_ARRAY(K, double, D->nrow + T->most);
    T->sum = KK_ARRAY(K, double, D->nrow + T->most);
    T->cut = KK_ARRAY(K, double, D->ncol);
    for (int i = 0; i < D->nrow; i++) {
        bool whole = isinf(D->row_lo[i]) || D->row_lo[i] == round(D->row_lo[i]);
        whole = whole && (isinf(D->row_up[i]) || D->row_up[i] == round(D->row_up[i]));
        for (int e = D->row_start[i]; e < D->row_start[i + 1] && whole; e++)
            whole = (unit[D->col[e]] || child[D->col[e]]) && D->value[e] == round(D->value[e]);
        T->whole_row[i] = whole;
    }
    return T;
}

/* One more row: the entries of dense [ncol] that are not 0. */
static void add_row(kk_cuts *T, const double *dense, double upper, bool cut)
{
    const kk_reduced *D = T->D;
    double least = INFINITY, most = 0.0;
    KK_ASSERT(T->nextra < T->most);
    row *R = &T->extra[T->nextra++];
    *R = (row){.upper = upper, .cut = cut};
    for (int j = 0; j < D->ncol; j++)
        R->n += dense[j] != 0.0;
    R->col = KK_ARRAY(T->K, int, R->n);
    R->value = KK_ARRAY(T->K, double, R->n);
    for (int j = 0, n = 0; j < D->ncol; j++)
        if (dense[j] != 0.0) {
            R->col[n] = j;
            R->value[n++] = dense[j];
            least = fmin(least, fabs(dense[j]) * T->col_scale[j]);
            most = fmax(most, fabs(dense[j]) * T->col_scale[j]);
        }
    kk_simplex_hold(T->S, dense, upper, exp2(round(-0.5 * log2(least * most))));
}

void kk_cuts_hold(kk_cuts *T, const double *cost, double upper)
{
    add_row(T, cost, upper, false);
}

int kk_cuts_count(const kk_cuts *T)
{
    return T->ncut;
}

double kk_cuts_row(const kk_cuts *T, int k, double *out_value)
{
    const row *R = T->extra;
    while (!R->cut || k-- > 0)
        R++;
    memset(out_value, 0, (size_t)T->D->ncol * sizeof *out_value);
    for (int e = 0; e < R->n; e++)
        out_value[R->col[e]] = R->value[e];
    return R->upper;
}

/* ---- a cut ------------------------------------------------------------------------------------------------------- */

/* Entries of row i, of the model or added. */
static int entries(const kk_cuts *T, int i, const int **out_col, const double **out_value, double *out_lo,
                   double *out_up)
{
    const kk_reduced *D = T->D;
    if (i >= D->nrow) {
        const row *R = &T->extra[i - D->nrow];
        *out_col = R->col;
        *out_value = R->value;
        *out_lo = -INFINITY;
        *out_up = R->upper;
        return R->n;
    }
    *out_col = D->col + D->row_start[i];
    *out_value = D->value + D->row_start[i];
    *out_lo = D->row_lo[i];
    *out_up = D->row_up[i];
    return D->row_start[i + 1] - D->row_start[i];
}

/* What a mixed-integer cut makes of a coefficient, part being that of its right side. */
static double rounded(double a, bool whole, double part)
{
    if (!whole)
        return a > 0.0 ? a : -a * part / (1.0 - part);
    double over = a - floor(a + 1e-9);
    return over <= part ? fmax(over, 0.0) : part * (1.0 - over) / (1.0 - part);
}

/* The cut of column c, which is basic and has a part: the rows that the basis makes its value from are added up, with
 * what each leaves over as one more column; each column counts from the bound that it is nearer to. In T->cut: sum of
 * cut x <= *out_upper. How far the plan in parts is outside is returned; 0: there is no cut. */
static double make_cut(kk_cuts *T, int c, const double *x, double *out_upper)
{
    const kk_reduced *D = T->D;
    const int *col;
    const double *value;
    double lo, up, right = 0.0, *a = T->cut;
    if (!kk_simplex_inverse(T->S, c, T->y))
        return 0.0;
    memset(a, 0, (size_t)D->ncol * sizeof *a);
    for (int i = 0; i < D->nrow + T->nextra; i++) {
        double y = T->y[i] *= T->col_scale[c];
        if (y == 0.0)
            continue;
        int n = entries(T, i, &col, &value, &lo, &up);
        for (int e = 0; e < n; e++)
            a[col[e]] += y * value[e];
        right += y * (T->sum[i] - lo < up - T->sum[i] ? lo : up);
    }
    for (int j = 0; j < D->ncol; j++)
        if (a[j] != 0.0)
            right -= a[j] * (x[j] - D->col_lo[j] < D->col_up[j] - x[j] ? D->col_lo[j] : D->col_up[j]);
    double part = right - floor(right), least = part;
    if (part < AWAY || part > 1.0 - AWAY)
        return 0.0;
    for (int j = 0; j < D->ncol; j++) { /* sum of a t >= least */
        if (a[j] == 0.0)
            continue;
        bool at_up = !(x[j] - D->col_lo[j] < D->col_up[j] - x[j]);
        bool moves = D->col_lo[j] < D->col_up[j];
        double by = moves ? rounded(at_up ? -a[j] : a[j], T->unit[j] || T->child[j], part) : 0.0;
        a[j] = at_up ? -by : by;
        least += a[j] * (at_up ? D->col_up[j] : D->col_lo[j]);
    }
    for (int i = 0; i < D->nrow + T->nextra; i++) {
        double y = T->y[i];
        int n = entries(T, i, &col, &value, &lo, &up);
        if (y == 0.0 || lo == up)
            continue;
        bool at_up = !(T->sum[i] - lo < up - T->sum[i]);
        double by = rounded(at_up ? y : -y, i < D->nrow && T->whole_row[i], part);
        for (int e = 0; e < n; e++)
            a[col[e]] += at_up ? -by * value[e] : by * value[e];
        least += at_up ? -by * up : by * lo;
    }
    double most = 0.0, norm = 0.0, at = 0.0;
    int n = 0;
    for (int j = 0; j < D->ncol; j++)
        most = fmax(most, fabs(a[j]));
    if (most == 0.0)
        return 0.0;
    for (int j = 0; j < D->ncol; j++) {
        if (a[j] == 0.0)
            continue;
        a[j] = -a[j] / most;
        if (fabs(a[j]) < NOTHING) { /* whatever it is, its part of the sum is no more than this */
            least -= most * fmax(-a[j] * D->col_lo[j], -a[j] * D->col_up[j]);
            a[j] = 0.0;
            continue;
        }
        n++;
        norm += a[j] * a[j];
        at += a[j] * x[j];
    }
    *out_upper = -least / most + LOOSE * fmax(1.0, fabs(least / most));
    return n > LONGEST ? 0.0 : (at - *out_upper) / sqrt(norm);
}

/* The columns that make the deepest cuts; their number. */
static int deepest(kk_cuts *T, const double *x, int count, int *out_c)
{
    double depth[CUTS], upper;
    int n = 0;
    for (int c = 0; c < T->D->ncol; c++) {
        if (!T->unit[c] || fabs(x[c] - round(x[c])) < AWAY)
            continue;
        double deep = make_cut(T, c, x, &upper);
        if (deep < SHALLOW || (n == count && deep <= depth[n - 1]))
            continue;
        int k = n < count ? n++ : n - 1;
        for (; k > 0 && depth[k - 1] < deep; k--) {
            depth[k] = depth[k - 1];
            out_c[k] = out_c[k - 1];
        }
        depth[k] = deep;
        out_c[k] = c;
    }
    return n;
}

/* ---- rounds of cuts ---------------------------------------------------------------------------------------------- */

/* What the multipliers of the last minimisation prove. */
static void price(kk_cuts *T, const double *cost, double cost_scale, kk_tight *io)
{
    const kk_reduced *D = T->D;
    kk_simplex_multipliers(T->S, T->y);
    for (int i = 0; i < D->nrow + T->nextra; i++)
        T->y[i] /= cost_scale;
    memcpy(io->d, cost, (size_t)D->ncol * sizeof *cost);
    io->least = kk_values_rows(D, T->y, io->d);
    memcpy(io->y, T->y, (size_t)D->nrow * sizeof *io->y);
    for (int k = 0, hold = D->nrow; k < T->nextra; k++) {
        const row *R = &T->extra[k];
        double times = fmin(T->y[D->nrow + k], 0.0);
        if (!R->cut)
            io->y[hold++] = times;
        io->least += times * R->upper;
        for (int e = 0; e < R->n && times != 0.0; e++)
            io->d[R->col[e]] -= times * R->value[e];
    }
    io->least += kk_values_columns(D, io->d);
}

/* Cuts that held nothing back are not kept. */
static void drop(kk_cuts *T)
{
    int kept = 0;
    for (int k = 0; k < T->nextra; k++)
        T->out[k] = T->extra[k].cut;
    kk_simplex_drop(T->S, T->out);
    for (int k = 0; k < T->nextra; k++)
        if (!T->out[k])
            T->extra[kept++] = T->extra[k];
    T->ncut -= T->nextra - kept;
    T->nextra = kept;
}

bool kk_cuts_minimise(kk_cuts *T, const double *cost, double best, long work, kk_tight *io)
{
    const kk_reduced *D = T->D;
    double noise, cost_scale = kk_scale_costs(D->ncol, cost, T->col_scale, &noise), before = -INFINITY,
                  first = -INFINITY;
    io->work = 0;
    if (kk_part_lacks(T->P, cost)) {
        kk_simplex_read(T->S, false, T->P->x); /* where it grows from */
        kk_part_grow(T->P, cost);
    }
    for (int turn = 0;; turn++) {
        if (!kk_simplex_minimise(T->S, cost, cost_scale, noise))
            return false;
        io->work += kk_simplex_iterations(T->S) * (D->nrow + D->ncol) / 4;
        price(T, cost, cost_scale, io);
        memcpy(io->x, T->P->x, (size_t)D->ncol * sizeof *io->x);
        drop(T);
        if (!kk_simplex_read(T->S, true, io->x))
            return false;
        int most = FEWEST << turn < CUTS ? FEWEST << turn : CUTS;
        if (turn == ROUNDS || T->ncut + most > MOST_CUTS || io->work > work ||
            io->least - before < WEAK * (isinf(best) ? io->least - first : best - io->least))
            return true;
        first = turn == 0 ? io->least : first;
        before = io->least;
        for (int i = 0; i < D->nrow + T->nextra; i++) {
            const int *col;
            const double *value;
            double lo, up;
            int n = entries(T, i, &col, &value, &lo, &up);
            T->sum[i] = 0.0;
            for (int e = 0; e < n; e++)
                T->sum[i] += value[e] * io->x[col[e]];
        }
        int from[CUTS], n = deepest(T, io->x, most, from);
        if (n == 0)
            return true;
        for (int k = 0; k < n; k++) { /* rows that come in do not change what others are made from */
            double upper;
            make_cut(T, from[k], io->x, &upper);
            add_row(T, T->cut, upper, true);
        }
        T->ncut += n;
        io->work += 4L * n * D->ncol;
    }
}
