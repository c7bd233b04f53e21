/* model/reduce and solve: the reduced model has the same plans, stages reach what GLPK reaches stage by stage on the
 * model as stated, and what can break breaks well.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "city_fixture.h"
#include "model/reduce.h"
#include "solve/box.h"
#include "solve/conflict.h"
#include "solve/solve.h"
#include "solve/stages.h"

#include "test.h"

#include <glpk.h>

static unsigned long long state;

/* 0 .. n-1, the same on every machine */
static int chance(int n)
{
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (int)((state >> 33) % (unsigned long long)n);
}

/* ---- cities: the fixture with other numbers, limits, goals ------------------------------------------------------- */

static kk_goal goal(kk_ctx *K, const kk_city *C, kk_goal_kind kind, int target, int number)
{
    kk_goal N = {.kind = kind,
                 .code = kk_format(K, "g%d", number),
                 .target = target,
                 .from = C->first,
                 .until = kind == KK_G_COST || kind == KK_G_VACANT ? C->look_ahead : C->last,
                 .area = fixture_mask(K, C->narea),
                 .class_ = fixture_mask(K, C->nclass),
                 .seat = fixture_mask(K, C->nseat),
                 .option = fixture_mask(K, C->noption),
                 .payer = kind == KK_G_COST ? C->city_payer : KK_NONE,
                 .cost = {true, true},
                 .stage = number - 1,
                 .weight = 1.0};
    if (target != KK_NONE) {
        N.from = C->first + C->target[target].from;
        N.until = C->first + C->target[target].until;
    } else if (kind == KK_G_COST) {
        N.from = C->decide_from;
    }
    for (int k = 0; k < C->nseat; k++)
        N.seat[k] = C->seat[k].room;
    for (int o = 0; kind == KK_G_SEATS && o < C->noption; o++)
        N.option[o] = !C->measure[C->option[o].measure].existing;
    return N;
}

static kk_city *random_city(kk_ctx *K, int narea)
{
    kk_city *C = fixture_city(K, narea);
    for (int i = 0; i < narea * C->nclass * C->nyear; i++)
        C->need[i] = chance(4) ? 20 + chance(140) : 0;
    for (int i = 0; i < narea * C->nseat; i++) {
        C->supply[i].seats = chance(3) ? 20 + chance(120) : 0;
        for (int t = 0; t < C->nyear; t++)
            C->base[i * C->nyear + t] = C->supply[i].seats;
    }
    for (int o = 0; o < C->noption; o++) {
        C->option[o].bound = C->option[o].max_units = 1 + chance(5);
        if (chance(4) == 0)
            C->option[o].max_per_year = 1.0;
    }
    C->limit[0].value = 10000.0 * chance(12);
    C->limit[1].value = 1 + chance(3 * narea);
    if (chance(3) == 0) { /* floors: units that must open, places that must stay empty */
        int o = chance(C->noption);
        C->option[o].min_units = chance(2);
        C->nlimit = 4;
        C->limit = memcpy(KK_ARRAY(K, kk_limit, 4), C->limit, 2 * sizeof *C->limit);
        C->limit[2] = fixture_limit(K, C, "floor", KK_Q_SEATS, 10.0 * chance(6));
        C->limit[2].floor = true;
        C->limit[2].period = KK_TOGETHER;
        C->limit[3] = fixture_limit(K, C, "empty", KK_Q_VACANT, 20.0 * chance(4));
        C->limit[3].floor = true;
        C->limit[3].from = C->limit[3].until = C->last;
    }
    kk_required_fill(K, C);

    static const struct {
        kk_goal_kind kind;
        int target;
    } ORDER[2][7] = {{{KK_G_UNMET, 0},
                      {KK_G_WORST_SHARE, 1},
                      {KK_G_SHORT, 1},
                      {KK_G_UNMET, KK_NONE},
                      {KK_G_SEATS, KK_NONE},
                      {KK_G_COST, KK_NONE},
                      {KK_G_VACANT, KK_NONE}},
                     {{KK_G_WORST_SHARE, 0},
                      {KK_G_COST, KK_NONE},
                      {KK_G_UNMET, KK_NONE},
                      {KK_G_VACANT, KK_NONE},
                      {KK_G_SHORT, 1},
                      {KK_G_SHORT, 0},
                      {KK_G_SEATS, KK_NONE}}};
    int order = chance(2);
    C->ngoal = C->nstage = 7;
    C->goal = KK_ARRAY(K, kk_goal, 7);
    for (int n = 0; n < 7; n++)
        C->goal[n] = goal(K, C, ORDER[order][n].kind, ORDER[order][n].target, n + 1);
    if (chance(3) == 0)
        C->goal[order ? 2 : 0].slack = 5.0;
    return C;
}

/* The same without floors, so that there is a plan. */
static kk_city *tame_city(kk_ctx *K, int narea)
{
    kk_city *C = random_city(K, narea);
    C->nlimit = 2;
    for (int o = 0; o < C->noption; o++)
        C->option[o].min_units = 0.0;
    return C;
}

/* ---- the oracle: GLPK on the model as stated, every goal held by a row ------------------------------------------- */

/* false when no plan exists */
static bool oracle(const kk_rows *R, double *out_value)
{
    bool feasible = true;
    glp_prob *P = glp_create_prob();
    glp_term_out(GLP_OFF);
    glp_add_cols(P, R->ncol);
    glp_add_rows(P, R->nrow + R->nobjective);
    int index[20000];
    double value[20000];
    for (int j = 0; j < R->ncol; j++)
        glp_set_col_bnds(P, j + 1, R->col_lo[j] == R->col_up[j] ? GLP_FX : GLP_DB, R->col_lo[j], R->col_up[j]);
    for (int i = 0; i < R->nrow; i++) {
        int n = 0;
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++) {
            index[++n] = R->col[e] + 1;
            value[n] = R->value[e];
        }
        double lo = R->row_lo[i], up = R->row_up[i];
        glp_set_row_bnds(P, i + 1,
                         isinf(lo)   ? (isinf(up) ? GLP_FR : GLP_UP)
                         : isinf(up) ? GLP_LO
                         : lo == up  ? GLP_FX
                                     : GLP_DB,
                         lo, up);
        glp_set_mat_row(P, i + 1, n, index, value);
    }
    glp_smcp how;
    glp_init_smcp(&how);
    how.presolve = GLP_ON;
    for (int i = 0; i < R->nobjective; i++) {
        int n = 0;
        for (int j = 0; j < R->ncol; j++) {
            glp_set_obj_coef(P, j + 1, R->objective[i].cost[j]);
            if (R->objective[i].cost[j] != 0.0) {
                index[++n] = j + 1;
                value[n] = R->objective[i].cost[j];
            }
        }
        glp_simplex(P, &how);
        if (glp_get_status(P) != GLP_OPT) {
            feasible = i > 0; /* the first says whether there is a plan; a later one fails by tolerances of its holds */
            for (; i < R->nobjective; i++)
                out_value[i] = NAN;
            break;
        }
        out_value[i] = glp_get_obj_val(P) + R->objective[i].constant;
        glp_set_mat_row(P, R->nrow + i + 1, n, index, value);
        glp_set_row_bnds(P, R->nrow + i + 1, GLP_UP, 0.0,
                         glp_get_obj_val(P) + R->objective[i].slack + 1e-7 * fmax(1.0, fabs(glp_get_obj_val(P))));
    }
    glp_delete_prob(P);
    return feasible;
}

typedef struct {
    kk_model *M;
    kk_stage *stage;
    double *x;
    bool unique;
} stages_call;

static void call_stages(kk_ctx *K, void *arg)
{
    stages_call *S = arg;
    int nstage;
    S->x = kk_stages_solve(K, S->M, NULL, &S->stage, &nstage, NULL, &S->unique, NULL);
}

/* Every row and column of the model as stated holds. */
static void check_rows(const kk_rows *R, const double *x, unsigned long long seed)
{
    for (int i = 0; i < R->nrow; i++) {
        double sum = 0.0;
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
            sum += R->value[e] * x[R->col[e]];
        test_check(sum >= R->row_lo[i] - 1e-6 && sum <= R->row_up[i] + 1e-6, __FILE__, __LINE__,
                   "seed %llu: %s is %.9g, not in %.9g..%.9g", seed, R->row_name[i], sum, R->row_lo[i], R->row_up[i]);
    }
    for (int j = 0; j < R->ncol; j++)
        test_check(x[j] >= R->col_lo[j] - 1e-6 && x[j] <= R->col_up[j] + 1e-6, __FILE__, __LINE__,
                   "seed %llu: %s is %.9g", seed, R->col_name[j], x[j]);
}

static void stages_reach_what_glpk_reaches(void)
{
    int contradictory = 0;
    for (state = 1; state < 201;) {
        unsigned long long seed = state;
        kk_ctx *K = kk_ctx_new();
        kk_city *C = random_city(K, 1 + chance(4));
        stages_call S = {.M = kk_model_build(K, C)};
        double want[32];
        kk_rc rc = kk_guard(K, call_stages, &S);
        bool feasible = oracle(S.M->R, want);
        contradictory += !feasible;
        test_check(rc == (feasible ? KK_OK : KK_ECONFLICT), __FILE__, __LINE__, "seed %llu: %d, %s", seed, rc,
                   kk_message(K, KK_EN));
        if (feasible && rc == KK_OK) {
            for (int i = 0; i < C->nstage; i++)
                test_check(!(fabs(S.stage[i].value - want[i]) > 1e-4 * fmax(1.0, fabs(want[i]))), __FILE__, __LINE__,
                           "seed %llu: %s is %.9g, GLPK says %.9g", seed, S.stage[i].name, S.stage[i].value, want[i]);
            check_rows(S.M->R, S.x, seed);
            test_check(S.unique, __FILE__, __LINE__, "seed %llu: the plan is not the only one", seed);
        }
        kk_ctx_free(K);
        state = seed + 1;
    }
    CHECK(contradictory > 5);
}

/* ---- our own simplex and GLPK ------------------------------------------------------------------------------------ */

typedef struct {
    unsigned long long seed;
    int to_glpk; /* before this objective */
    bool own;    /* to the end */
    int ncol;
    double value[16], *x;
} by_box;

/* All objectives of a city, then weights that leave one plan. */
static void solve_by_box(kk_ctx *K, void *arg)
{
    by_box *S = arg;
    state = S->seed;
    const kk_rows *R = kk_model_build(K, tame_city(K, 1 + (int)(S->seed % 5)))->R;
    const kk_reduced *D = kk_reduce(K, R);
    kk_box *B = kk_box_new(K, D, R->nobjective);
    double *cost = KK_ARRAY(K, double, D->ncol), *weight = KK_ARRAY(K, double, R->ncol);
    for (int j = 0; j < R->ncol; j++)
        weight[j] = 1 + chance(1 << 20);
    S->ncol = D->ncol;
    S->x = KK_ARRAY(K, double, D->ncol);
    for (int i = 0; i <= R->nobjective; i++) {
        kk_objective last = {.cost = weight}, *O = i < R->nobjective ? &R->objective[i] : &last;
        if (i == S->to_glpk)
            kk_box_to_glpk(B);
        kk_reduce_cost(D, O->cost, 0.0, cost);
        KK_ASSERT(kk_box_minimise(B, cost));
        kk_box_read(B, i == R->nobjective, S->x);
        S->value[i] = 0.0;
        for (int j = 0; j < D->ncol; j++)
            S->value[i] += cost[j] * S->x[j];
        if (O->slack > 0.0)
            kk_box_hold(B, cost, S->value[i] + O->slack);
        else
            kk_box_fix(B);
    }
    S->own = kk_box_is_own(B);
    kk_box_end(B);
}

static void glpk_may_take_over_before_any_objective(void)
{
    enum { NEVER = -1 };
    for (unsigned long long seed = 1; seed <= 60; seed++) {
        kk_ctx *K = kk_ctx_new();
        by_box ours = {.seed = seed, .to_glpk = NEVER}, theirs = {.seed = seed, .to_glpk = (int)(seed % 13)};
        CHECK_INT(kk_guard(K, solve_by_box, &ours), KK_OK);
        CHECK_INT(kk_guard(K, solve_by_box, &theirs), KK_OK);
        CHECK(ours.own && !theirs.own);
        CHECK_INT(ours.ncol, theirs.ncol);
        for (int i = 0; i < 13; i++)
            test_check(fabs(ours.value[i] - theirs.value[i]) <= 1e-8 * fmax(1.0, fabs(theirs.value[i])), __FILE__,
                       __LINE__, "seed %llu: objective %d is %.12g, with GLPK %.12g", seed, i, ours.value[i],
                       theirs.value[i]);
        for (int j = 0; j < ours.ncol; j++)
            test_check(fabs(ours.x[j] - theirs.x[j]) <= 1e-7, __FILE__, __LINE__, "seed %llu: column %d is %.9g, %.9g",
                       seed, j, ours.x[j], theirs.x[j]);
        kk_ctx_free(K);
    }
}

static void without_is_the_model_with_nothing_opened(void)
{
    state = 5;
    kk_ctx *K = kk_ctx_new();
    kk_city *C = tame_city(K, 3);
    C->option[0].min_units = 1.0; /* a floor on what opens is no matter when nothing does */
    kk_plan *P = kk_solve(K, C, NULL);
    for (int o = 0; o < C->noption; o++)
        C->option[o].open_until = -1;
    C->option[0].min_units = 0.0;
    kk_plan *Q = kk_solve(K, C, NULL);
    for (int i = 0; i < C->narc * C->nservice * C->nyear; i++)
        CHECK_INT(P->without[i], Q->serve[i]);
    CHECK(P->open[0] + P->open[1] + P->open[2] >= KK_MICRO); /* new_w1, 2020-2022 */
    kk_ctx_free(K);
}

static void same_plan_twice(void)
{
    state = 11;
    kk_ctx *K = kk_ctx_new();
    kk_city *C = tame_city(K, 4);
    kk_plan *P = kk_solve(K, C, NULL), *Q = kk_solve(K, C, NULL);
    CHECK(memcmp(P->open, Q->open, sizeof *P->open * (size_t)(C->noption * C->nplan)) == 0);
    CHECK(memcmp(P->serve, Q->serve, sizeof *P->serve * (size_t)(C->narc * C->nservice * C->nyear)) == 0);
    CHECK_INT(P->counters.goal_iterations, Q->counters.goal_iterations);
    kk_ctx_free(K);
}

/* ---- the part that a stage needs --------------------------------------------------------------------------------- */

/* What the part starts with is a feasible basis, and what it leaves out holds whatever its columns are. */
static void starts(kk_ctx *K, void *arg)
{
    int *raised = arg;
    for (unsigned long long seed = 1; seed <= 40; seed++) {
        state = seed;
        kk_reduced *D = kk_reduce(K, kk_model_build(K, tame_city(K, 1 + (int)(seed % 4)))->R);
        kk_part *P = kk_part_new(K, D);
        double *cost = KK_ARRAY(K, double, D->ncol);
        for (int step = 0; step < 3; step++) {
            for (int j = 0; j < D->ncol; j++)
                cost[j] = chance(20) == 0 || step == 2;
            kk_part_grow(P, cost);
            int rows = 0, basic = 0;
            for (int j = 0; j < D->ncol; j++) {
                CHECK(cost[j] == 0.0 || P->has_col[j]);
                basic += P->has_col[j] == 2 && P->col[j] == KK_BASIC;
                *raised += P->has_col[j] == 2 && P->col[j] != KK_AT_LOWER;
            }
            for (int i = 0; i < D->nrow; i++) {
                if (P->has_row[i] == 2) {
                    rows++;
                    basic += P->row[i] == KK_BASIC;
                    CHECK(P->activity[i] >= D->row_lo[i] - 1e-9 && P->activity[i] <= D->row_up[i] + 1e-9);
                }
                double most = 0.0;
                bool whole = true;
                for (int e = D->row_start[i]; e < D->row_start[i + 1]; e++) {
                    int j = D->col[e];
                    whole = whole && P->has_col[j];
                    most += D->value[e] * (!P->has_col[j] ? P->x[j] : D->value[e] > 0.0 ? P->up[j] : P->lo[j]);
                }
                CHECK(P->has_row[i] ? whole : most <= D->row_up[i] + 1e-6);
            }
            CHECK_INT(basic, rows);
        }
    }
}

static void a_part_starts_feasible(void)
{
    kk_ctx *K = kk_ctx_new();
    int raised = 0;
    CHECK_INT(kk_guard(K, starts, &raised), KK_OK);
    CHECK(raised > 0);
    kk_ctx_free(K);
}

/* ---- contradictions ---------------------------------------------------------------------------------------------- */

/* Whether there is a plan with the soft rows and, of the hard ones, those of X but number without. */
static bool possible(const kk_model *M, const kk_conflict *X, int without)
{
    kk_rows R = *M->R;
    double lo[4000], up[4000], col_up[4000], value[32];
    for (int i = 0; i < R.nrow; i++) {
        bool there = strncmp(R.row_name[i], "need[", 5) == 0 || strncmp(R.row_name[i], "required[", 9) == 0 ||
                     strncmp(R.row_name[i], "share[", 6) == 0;
        for (int r = 0; r < X->count; r++)
            there = there || (r != without && strcmp(R.row_name[i], X->rule[r].row) == 0);
        lo[i] = there ? M->R->row_lo[i] : -INFINITY;
        up[i] = there ? M->R->row_up[i] : INFINITY;
    }
    memcpy(col_up, R.col_up, sizeof *col_up * (size_t)R.ncol);
    for (int i = 0; i < M->C->noption * M->C->nplan; i++)
        if (M->X.open[i] >= 0)
            col_up[M->X.open[i]] = 1e6;
    R.row_lo = lo;
    R.row_up = up;
    R.col_up = col_up;
    R.nobjective = 1;
    return oracle(&R, value);
}

static void no_rule_of_a_contradiction_can_be_dropped(void)
{
    int found = 0;
    for (state = 1; state < 201;) {
        unsigned long long seed = state;
        kk_ctx *K = kk_ctx_new();
        kk_city *C = random_city(K, 1 + chance(4));
        stages_call S = {.M = kk_model_build(K, C)};
        kk_rc rc = kk_guard(K, call_stages, &S);
        const kk_conflict *X = kk_conflict_find(K, C);
        CHECK((rc == KK_ECONFLICT) == (X->count > 0));
        found += X->count > 0;
        if (X->count > 0)
            test_check(!possible(S.M, X, -1), __FILE__, __LINE__, "seed %llu: the set does not contradict itself",
                       seed);
        for (int r = 0; r < X->count; r++)
            test_check(possible(S.M, X, r), __FILE__, __LINE__, "seed %llu: %s can be dropped", seed, X->rule[r].row);
        kk_ctx_free(K);
        state = seed + 1;
    }
    CHECK(found > 5);
}

/* ---- what breaks ------------------------------------------------------------------------------------------------- */

static void solves(kk_ctx *K, void *arg)
{
    *(kk_plan **)arg = kk_solve(K, fixture_city(K, 3), NULL);
}

static void contradicts(kk_ctx *K, void *arg)
{
    kk_city *C = fixture_city(K, 3);
    C->limit[1].floor = true; /* at least 100 units a year, and no money for them */
    C->limit[0].value = 1000.0;
    *(kk_plan **)arg = kk_solve(K, C, NULL);
}

static void contradiction_is_no_plan(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_plan *P = NULL;
    CHECK_INT(kk_guard(K, contradicts, &P), KK_ECONFLICT);
    CHECK(strstr(kk_message(K, KK_EN), "contradict") != NULL);
    CHECK(P == NULL);
    kk_ctx_free(K);
}

static void aborts(kk_ctx *K, void *arg)
{
    (void)arg;
    kk_model *M = kk_model_build(K, fixture_city(K, 2));
    kk_box *B = kk_box_new(K, kk_reduce(K, M->R), 0);
    kk_box_abort(B);
}

static void an_abort_of_glpk_is_a_failure(void)
{
    for (int i = 0; i < 20; i++) {
        kk_ctx *K = kk_ctx_new();
        kk_plan *P = NULL;
        CHECK_INT(kk_guard(K, aborts, NULL), KK_ESYSTEM);
        CHECK(strstr(kk_message(K, KK_EN), "glp_set_row_bnds") != NULL);
        CHECK_INT(kk_guard(K, solves, &P), KK_OK); /* and the next plan is made */
        CHECK(P != NULL);
        kk_ctx_free(K);
    }
}

static void every_allocation_of_a_plan_may_fail(void)
{
    int failed = 0;
    for (long n = 1; n < 100000; n = n < 200 ? n + 1 : n + 37) {
        kk_ctx *K = kk_ctx_new();
        kk_plan *P = NULL;
        kk_ctx_fail_allocation(K, n);
        kk_rc rc = kk_guard(K, solves, &P);
        CHECK(rc == KK_ESYSTEM ? P == NULL : rc == KK_OK && P != NULL);
        kk_ctx_free(K);
        if (rc == KK_OK)
            break;
        failed++;
    }
    CHECK(failed > 200);
}

int main(void)
{
    RUN(stages_reach_what_glpk_reaches);
    RUN(glpk_may_take_over_before_any_objective);
    RUN(without_is_the_model_with_nothing_opened);
    RUN(same_plan_twice);
    RUN(a_part_starts_feasible);
    RUN(no_rule_of_a_contradiction_can_be_dropped);
    RUN(contradiction_is_no_plan);
    RUN(an_abort_of_glpk_is_a_failure);
    RUN(every_allocation_of_a_plan_may_fail);
    glp_free_env();
    return DONE();
}
