/* Our own simplex: its factors solve what they were made of, and its stages reach what GLPK reaches, on random models
 * that are degenerate, fixed, free, loose or contradictory; GLPK may take over at any stage.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/reduce.h"
#include "solve/basis.h"
#include "solve/box.h"
#include "solve/tree.h"

#include "test.h"

#include <stdlib.h>

static unsigned long long state;

/* 0 .. n-1, the same on every machine */
static int chance(int n)
{
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (int)((state >> 33) % (unsigned long long)n);
}

/* ---- factors ----------------------------------------------------------------------------------------------------- */

enum { MOST = 60 };

typedef struct {
    int n;
    double value[MOST][2 * MOST]; /* row, column; columns n .. are units */
    int start[MOST + 1], row[MOST * MOST];
    double entry[MOST * MOST];
    kk_columns A;
} matrix;

static void random_matrix(matrix *M, int n, int fill)
{
    memset(M, 0, sizeof *M);
    M->n = n;
    int e = 0;
    for (int j = 0; j < n; j++) {
        M->start[j] = e;
        for (int i = 0; i < n; i++) {
            double v = i == j || chance(100) < fill ? (1 + chance(40)) * (chance(2) ? 0.125 : -0.25) : 0.0;
            M->value[i][j] = v;
            if (v != 0.0) {
                M->row[e] = i;
                M->entry[e++] = v;
            }
        }
        M->value[j][n + j] = 1.0;
    }
    M->start[n] = e;
    M->A = (kk_columns){.start = M->start, .row = M->row, .value = M->entry};
}

/* B x = v and B' y = c, for a few v and c of few entries, by what B is. */
static void check_solves(kk_ctx *K, const matrix *M, kk_basis *B, const int *head, unsigned long long seed)
{
    for (int round = 0; round < 4; round++) {
        kk_vector v = kk_vector_new(K, M->n), c = kk_vector_new(K, M->n);
        double want_v[MOST] = {0}, want_c[MOST] = {0};
        for (int k = 0; k <= round; k++) {
            int i = chance(M->n), p = chance(M->n);
            kk_vector_add(&v, i, 1.0 + k);
            want_v[i] += 1.0 + k;
            kk_vector_add(&c, p, 2.0 + k);
            want_c[p] += 2.0 + k;
        }
        kk_basis_solve(B, &v);
        kk_basis_solve_transposed(B, &c);
        double worst = 0.0, most = 1.0;
        for (int i = 0; i < M->n; i++) {
            double row = -want_v[i], place = -want_c[i];
            for (int p = 0; p < M->n; p++) {
                row += M->value[i][head[p]] * v.value[p];
                place += M->value[p][head[i]] * c.value[p];
                most = fmax(most, fmax(fabs(v.value[p]), fabs(c.value[p])));
                CHECK(v.value[p] == 0.0 || v.listed[p]);
                CHECK(c.value[p] == 0.0 || c.listed[p]);
            }
            worst = fmax(worst, fmax(fabs(row), fabs(place)));
        }
        test_check(worst <= 1e-7 * most, __FILE__, __LINE__, "seed %llu: residual %g of %g", seed, worst, most);
    }
}

static void factors_solve_what_they_are_made_of(void)
{
    static matrix M;
    int factored = 0, replaced = 0;
    for (unsigned long long seed = 1; seed <= 300; seed++) {
        state = seed;
        kk_ctx *K = kk_ctx_new();
        int n = 1 + chance(MOST), count = 0, head[MOST], col[MOST];
        random_matrix(&M, n, 2 + chance(25));
        unsigned char unit[MOST];
        kk_basis *B = kk_basis_new(K, n);
        for (int i = 0; i < n; i++) {
            unit[i] = chance(3) == 0;
            head[i] = n + i;
            if (!unit[i])
                col[count++] = i;
        }
        if (kk_basis_factor(B, &M.A, col, count, unit, head)) {
            factored++;
            CHECK(kk_basis_is_fresh(B));
            check_solves(K, &M, B, head, seed);
            for (int step = 0; step < 20 && !kk_basis_is_long(B); step++) {
                kk_vector alpha = kk_vector_new(K, n);
                int q = chance(2 * n), place = -1;
                for (int p = 0; p < n; p++)
                    q = head[p] == q ? -1 : q;
                for (int i = 0; i < n && q >= 0; i++)
                    if (M.value[i][q] != 0.0)
                        kk_vector_add(&alpha, i, M.value[i][q]);
                kk_basis_solve(B, &alpha);
                for (int k = 0; k < alpha.count; k++)
                    if (fabs(alpha.value[alpha.index[k]]) > 0.1)
                        place = alpha.index[k];
                if (place < 0)
                    continue;
                kk_basis_replace(B, place, &alpha);
                head[place] = q;
                replaced++;
                check_solves(K, &M, B, head, seed);
            }
        }
        kk_ctx_free(K);
    }
    CHECK(factored > 250);
    CHECK(replaced > 1000);
}

static void columns_that_are_not_independent_are_refused(void)
{
    static matrix M;
    for (unsigned long long seed = 1; seed <= 100; seed++) {
        state = seed;
        kk_ctx *K = kk_ctx_new();
        int n = 2 + chance(MOST - 2), col[MOST], head[MOST];
        random_matrix(&M, n, 2 + chance(25));
        unsigned char unit[MOST] = {0};
        int twin = chance(n - 1), e = 0;
        for (int j = 0; j < n; j++) { /* the last column becomes that of twin, twice */
            M.start[j] = e;
            for (int i = 0; i < n; i++) {
                double v = j == n - 1 ? 2.0 * M.value[i][twin] : M.value[i][j];
                if (v != 0.0) {
                    M.row[e] = i;
                    M.entry[e++] = v;
                }
            }
            col[j] = j;
        }
        M.start[n] = e;
        CHECK(!kk_basis_factor(kk_basis_new(K, n), &M.A, col, n, unit, head));
        kk_ctx_free(K);
    }
}

/* ---- stages against GLPK ----------------------------------------------------------------------------------------- */

enum { STAGES = 6, NEVER = STAGES };

typedef struct {
    unsigned long long seed;
    int to_glpk, to_sparse; /* before this stage */
    bool wild;              /* entries of very different sizes */
    bool contradicts, own, dense, unique;
    int ncol;
    double value[STAGES], x[MOST];
    long iterations;
} solved;

/* Rows of few small numbers, so that many meet in a corner; the last objective has no two equal corners. */
static kk_rows *random_model(kk_ctx *K, bool wild)
{
    kk_rows *R = kk_rows_new(K);
    int ncol = 2 + chance(MOST - 2), nrow = 1 + chance(30), wide = 2 + chance(6);
    for (int j = 0; j < ncol; j++) {
        int lo = chance(5) ? 0 : chance(7) - 3;
        kk_col_add(R, lo, lo + (chance(8) ? 1 + chance(20) : 0), false, "x%d", j);
        R->col_start_up[j] = chance(6) == 0;
    }
    for (int i = 0; i < nrow; i++) {
        double sum = 0.0, value[MOST] = {0};
        for (int k = 0; k < wide; k++)
            value[chance(ncol)] = (chance(3) ? 1.0 : chance(7) - 3) * (wild ? pow(10.0, chance(9) - 4) : 1.0);
        for (int j = 0; j < ncol; j++)
            sum += value[j] * (R->col_lo[j] + chance((int)(R->col_up[j] - R->col_lo[j]) + 1));
        int kind = chance(12);
        double lo = kind < 6 ? -INFINITY : sum - (chance(2) ? 0 : chance(4));
        double up = kind < 6 ? sum : kind < 8 ? INFINITY : kind < 10 ? lo : lo + chance(9);
        if (kind == 11 && chance(3) == 0)
            lo = -INFINITY, up = INFINITY; /* holds anyway */
        kk_row_begin(R, lo, up, "r%d", i);
        for (int j = 0; j < ncol; j++)
            kk_row_add(R, value[j], j);
        kk_row_end(R);
    }
    for (int k = 0; k < STAGES; k++) {
        kk_objective *O = kk_objective_add(R, true, "stage");
        for (int j = 0; j < ncol; j++)
            if (k == STAGES - 1)
                kk_cost_add(O, 1.0 + chance(1 << 20), j);
            else if (chance(3) == 0)
                kk_cost_add(O, chance(9) - 4, j);
        O->slack = k < STAGES - 1 && chance(5) == 0 ? chance(4) : 0.0;
    }
    return R;
}

static void solve_stages(kk_ctx *K, void *arg)
{
    solved *S = arg;
    state = S->seed;
    const kk_rows *R = random_model(K, S->wild);
    const kk_reduced *D = kk_reduce(K, R);
    kk_box *B = kk_box_new(K, D, STAGES);
    double *cost = KK_ARRAY(K, double, D->ncol), *x = KK_ARRAY(K, double, D->ncol);
    int left = 0;
    for (int k = 0; k < STAGES && !S->contradicts; k++) {
        const kk_objective *O = &R->objective[k];
        if (k == S->to_glpk)
            kk_box_to_glpk(B);
        if (k == S->to_sparse)
            kk_box_to_sparse(B);
        double constant = kk_reduce_cost(D, O->cost, 0.0, cost);
        S->contradicts = !kk_box_minimise(B, cost);
        S->iterations += kk_box_iterations(B);
        kk_box_read(B, false, x);
        S->value[k] = constant;
        for (int j = 0; j < D->ncol; j++)
            S->value[k] += cost[j] * x[j];
        if (O->slack > 0.0)
            kk_box_hold(B, cost, S->value[k] - constant + O->slack);
        else if (!S->contradicts)
            left = kk_box_fix(B);
    }
    S->own = kk_box_is_own(B);
    S->dense = kk_box_is_dense(B);
    S->unique = left == 0;
    if (!S->contradicts)
        kk_box_read(B, true, x);
    kk_restore(D, x, S->x);
    S->ncol = R->ncol;
    for (int i = 0; i < R->nrow && !S->contradicts; i++) {
        double sum = 0.0;
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
            sum += R->value[e] * S->x[R->col[e]];
        double slip = 1e-7 * (S->wild ? 1e4 : 1.0);
        test_check(sum >= R->row_lo[i] - slip && sum <= R->row_up[i] + slip, __FILE__, __LINE__,
                   "seed %llu: row %d is broken", S->seed, i);
    }
    kk_box_end(B);
}

static solved stages_of(unsigned long long seed, int to_sparse, int to_glpk, bool wild)
{
    solved S = {.seed = seed, .to_sparse = to_sparse, .to_glpk = to_glpk, .wild = wild};
    kk_ctx *K = kk_ctx_new();
    CHECK_INT(kk_guard(K, solve_stages, &S), KK_OK);
    kk_ctx_free(K);
    return S;
}

/* One way is taken from the first stage to the last, or left for another in between. */
static void stages_reach_what_glpk_reaches(void)
{
    enum { TABLE, SPARSE, TABLE_SPARSE, TABLE_GLPK, SPARSE_GLPK, WAYS };
    int contradictory = 0, feasible = 0, own = 0, dense = 0, unique = 0;
    long iterations = 0;
    for (unsigned long long seed = 1; seed <= 1500; seed++) {
        int then = 1 + (int)(seed % 5);
        solved theirs = stages_of(seed, NEVER, 0, false);
        solved ours[WAYS] = {stages_of(seed, NEVER, NEVER, false), stages_of(seed, 0, NEVER, false),
                             stages_of(seed, then, NEVER, false), stages_of(seed, NEVER, then, false),
                             stages_of(seed, 0, then, false)};
        CHECK(!theirs.own && !ours[TABLE_GLPK].own && !ours[SPARSE_GLPK].own);
        CHECK(!ours[SPARSE].dense && !ours[TABLE_SPARSE].dense);
        contradictory += theirs.contradicts;
        feasible += !theirs.contradicts;
        for (int way = 0; way < WAYS; way++) {
            const solved *S = &ours[way];
            CHECK(S->contradicts == theirs.contradicts);
            if (theirs.contradicts)
                continue;
            own += S->own;
            dense += S->dense;
            unique += S->unique && theirs.unique;
            iterations += S->iterations;
            for (int k = 0; k < STAGES; k++)
                test_check(fabs(S->value[k] - theirs.value[k]) <= 1e-6 * fmax(1.0, fabs(theirs.value[k])), __FILE__,
                           __LINE__, "seed %llu, way %d: stage %d is %.9g, GLPK says %.9g", seed, way, k, S->value[k],
                           theirs.value[k]);
            for (int j = 0; j < S->ncol; j++)
                test_check(fabs(S->x[j] - theirs.x[j]) <= 1e-7, __FILE__, __LINE__,
                           "seed %llu, way %d: x%d is %.9g, GLPK says %.9g", seed, way, j, S->x[j], theirs.x[j]);
        }
    }
    printf("# %d feasible, %d by our own, %d by a table, %d proved unique, %ld iterations; %d contradictory\n",
           feasible, own, dense, unique, iterations, contradictory);
    CHECK(contradictory > 50 && feasible > 500);
    CHECK(unique > WAYS * feasible / 2);
    CHECK_INT(own, 3 * feasible);
    CHECK(dense > feasible / 2);
    CHECK(iterations > 5000);
}

/* Numbers that are far apart: the first stage reaches what GLPK reaches, whoever finds it. Later ones hold what the
 * first did not see for noise, so they are not compared. */
static void numbers_far_apart_reach_what_glpk_reaches(void)
{
    int feasible = 0, own = 0;
    for (unsigned long long seed = 1; seed <= 1000; seed++) {
        solved ours = stages_of(seed, seed % 2 ? NEVER : 0, NEVER, true), theirs = stages_of(seed, NEVER, 0, true);
        CHECK(ours.contradicts == theirs.contradicts);
        if (ours.contradicts || theirs.contradicts)
            continue;
        feasible++;
        own += ours.own;
        test_check(fabs(ours.value[0] - theirs.value[0]) <= 1e-6 * fmax(1.0, fabs(theirs.value[0])), __FILE__, __LINE__,
                   "seed %llu: %.9g, GLPK says %.9g", seed, ours.value[0], theirs.value[0]);
    }
    printf("# %d feasible, %d by our own\n", feasible, own);
    CHECK(feasible > 300);
}

/* ---- multipliers of what was reduced ----------------------------------------------------------------------------- */

/* What multipliers y [R->nrow] prove of a minimum of cost: sum y * side + sum over columns the least of d * bound. One
 * of the wrong sign counts as 0, as it does for the judge. */
static double proved(kk_ctx *K, const kk_rows *R, const double *cost, const double *y)
{
    double *d = memcpy(KK_ARRAY(K, double, R->ncol), cost, (size_t)R->ncol * sizeof *d), bound = 0.0;
    for (int i = 0; i < R->nrow; i++) {
        double side = y[i] > 0.0 ? R->row_lo[i] : R->row_up[i];
        if (y[i] == 0.0 || isinf(side))
            continue;
        bound += y[i] * side;
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
            d[R->col[e]] -= y[i] * R->value[e];
    }
    for (int j = 0; j < R->ncol; j++)
        bound += d[j] * (d[j] > 0.0 ? R->col_lo[j] : R->col_up[j]);
    return bound;
}

typedef struct {
    unsigned long long seed;
    bool contradicts;
    int moved, dropped;
} multiplied;

static void multiply(kk_ctx *K, void *arg)
{
    multiplied *S = arg;
    state = S->seed;
    const kk_rows *R = random_model(K, false);
    const kk_reduced *D = kk_reduce(K, R);
    kk_box *B = kk_box_new(K, D, 0);
    double *cost = KK_ARRAY(K, double, D->ncol), *x = KK_ARRAY(K, double, D->ncol);
    double *y = KK_ARRAY(K, double, D->nrow), *all = KK_ARRAY(K, double, R->nrow);
    double value = kk_reduce_cost(D, R->objective[0].cost, 0.0, cost);
    S->contradicts = !kk_box_minimise(B, cost);
    if (!S->contradicts) {
        kk_box_read(B, false, x);
        for (int j = 0; j < D->ncol; j++)
            value += cost[j] * x[j];
        kk_box_multipliers(B, y);
        kk_reduce_multipliers(D, R->objective[0].cost, y, all);
        double bound = proved(K, R, R->objective[0].cost, all);
        test_check(fabs(bound - value) <= 1e-7 * fmax(1.0, fabs(value)), __FILE__, __LINE__,
                   "seed %llu: the minimum is %.12g, the multipliers prove %.12g", S->seed, value, bound);
    }
    S->moved = D->nmoved;
    S->dropped = R->nrow - D->nrow;
    kk_box_end(B);
}

static void multipliers_of_dropped_rows_prove_the_minimum(void)
{
    int feasible = 0, moved = 0, dropped = 0;
    for (unsigned long long seed = 1; seed <= 1000; seed++) {
        kk_ctx *K = kk_ctx_new();
        multiplied S = {.seed = seed};
        CHECK_INT(kk_guard(K, multiply, &S), KK_OK);
        feasible += !S.contradicts;
        moved += !S.contradicts && S.moved > 0;
        dropped += !S.contradicts && S.dropped > 0;
        kk_ctx_free(K);
    }
    printf("# %d feasible, %d with rows dropped, %d with rows that became bounds\n", feasible, dropped, moved);
    CHECK(feasible > 300 && dropped > 100 && moved > 100);
}

/* Two rows bound one column, the tighter one is to be paid; what is over of a row of two columns goes to the one that
 * gains most by leaving its bound. */
static void multipliers_go_to_the_row_that_binds(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_rows *R = kk_rows_new(K);
    int x = kk_col_add(R, 0.0, 100.0, false, "x"), z = kk_col_add(R, 0.0, 100.0, false, "z");
    kk_row_begin(R, -INFINITY, 9.0, "loose");
    kk_row_add(R, 1.0, x);
    kk_row_end(R);
    kk_row_begin(R, -INFINITY, 12.0, "tight");
    kk_row_add(R, 2.0, x);
    kk_row_end(R);
    kk_row_begin(R, 5.0, INFINITY, "floor");
    kk_row_add(R, 0.5, z);
    kk_row_end(R);
    kk_objective *O = kk_objective_add(R, true, "g");
    kk_cost_add(O, -3.0, x);
    kk_cost_add(O, 4.0, z);
    double y[3], none[1] = {0.0};
    kk_reduce_multipliers(kk_reduce(K, R), O->cost, none, y);
    CHECK(y[0] == 0.0);
    CHECK(y[1] == -1.5);
    CHECK(y[2] == 8.0);
    CHECK(proved(K, R, O->cost, y) == -3.0 * 6.0 + 4.0 * 10.0);
    kk_ctx_free(K);
}

/* ---- branch and bound -------------------------------------------------------------------------------------------- */

static bool after_five(void *info)
{
    return ++*(int *)info > 5;
}

/* Three sums of forty units that have to be met exactly take far longer than anybody waits. */
static kk_found split(kk_ctx *K, kk_watch *watch)
{
    enum { COLS = 40, ROWS = 3 };
    static double lo[COLS + 2 * ROWS], up[COLS + 2 * ROWS], cost[COLS + 2 * ROWS], out[COLS + 2 * ROWS];
    static double value[ROWS * (COLS + 2)], row_lo[ROWS];
    static int start[ROWS + 1], col[ROWS * (COLS + 2)];
    static unsigned char whole[COLS + 2 * ROWS];
    state = 7;
    int n = 0;
    for (int j = 0; j < COLS + 2 * ROWS; j++) {
        whole[j] = j < COLS ? KK_UNITS : KK_PARTS;
        up[j] = j < COLS ? 1.0 : 1e5;
        cost[j] = j < COLS ? 0.0 : 1.0;
    }
    for (int i = 0; i < ROWS; i++) {
        row_lo[i] = 0.0;
        for (int j = 0; j < COLS; j++) {
            col[n] = j;
            value[n] = chance(100);
            row_lo[i] += floor(value[n++]) / 2.0;
        }
        row_lo[i] = floor(row_lo[i]);
        for (int side = 0; side < 2; side++) {
            col[n] = COLS + 2 * i + side;
            value[n++] = side ? -1.0 : 1.0;
        }
        start[i + 1] = n;
    }
    kk_small S = {COLS + 2 * ROWS, ROWS, lo, up, cost, whole, row_lo, row_lo, start, col, value};
    return kk_tree_search(kk_tree_new(K, 100000), &S, 1e9, 0.5, 60000000, watch, out);
}

/* Who watches is asked often, and a search ends when he says so; the same search goes on without him. */
static void a_search_ends_when_it_is_told_to(void)
{
    kk_ctx *K = kk_ctx_new();
    int asked = 0;
    kk_found alone = split(K, NULL),
             ended = split(
                 K, &(kk_watch){.options = &(kk_plan_options){.stop = after_five, .info = &asked}, .planned = true});
    CHECK(alone.work >= 60000000 || alone.done);
    CHECK(asked == 6 && !ended.done && ended.work < alone.work / 2);
    CHECK(ended.found && ended.bound <= ended.value);
    kk_ctx_free(K);
}

int main(void)
{
    RUN(factors_solve_what_they_are_made_of);
    RUN(columns_that_are_not_independent_are_refused);
    RUN(stages_reach_what_glpk_reaches);
    RUN(numbers_far_apart_reach_what_glpk_reaches);
    RUN(multipliers_of_dropped_rows_prove_the_minimum);
    RUN(multipliers_go_to_the_row_that_binds);
    RUN(a_search_ends_when_it_is_told_to);
    return DONE();
}
