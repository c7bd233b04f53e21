/* Whatever the solver finds and the report prints, the judge accepts: random cities with odd decimals, children who may
 * go elsewhere, factors, shares, limits of every quantity, goals in any order, weighted and with slack. Three parts of
 * the engine that share no line about rules must agree on every row, goal and printed cell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge_fixture.h"
#include "solve/solve.h"

#include "test.h"

static unsigned long long state;

/* 0 .. n-1, the same on every machine */
static int chance(int n)
{
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (int)((state >> 33) % (unsigned long long)n);
}

static double base_of(const kk_city *C, int a, int k, int t)
{
    double sum = 0.0;
    for (int i = 0; i < C->nsupply; i++) {
        const kk_supply *S = &C->supply[i];
        bool holds = S->area == a && S->seat == k && S->year <= C->first + t;
        for (int j = 0; j < C->nsupply && holds; j++)
            if (C->supply[j].area == a && C->supply[j].seat == k && strcmp(C->supply[j].kind, S->kind) == 0)
                holds = C->supply[j].year <= S->year || C->supply[j].year > C->first + t;
        sum += holds ? S->seats * S->factor : 0.0;
    }
    return round(sum * 1e9) / 1e9;
}

static void random_data(kk_ctx *K, kk_city *C)
{
    static const double per_child[] = {1.0, 1.0, 0.5, 1.25, 1.3}, factor[] = {1.0, 1.0, 0.9, 0.35};
    for (int i = 0; i < C->narea * C->nclass * C->nyear; i++)
        C->need[i] = chance(5) ? 20 + chance(140) : 0;
    for (int p = 0; p < C->nservice; p++)
        for (int i = 0; i < C->service[p].nuse; i++)
            C->service[p].per_child[i] = per_child[chance(5)];
    for (int i = 0; i < C->nsupply; i++) {
        if (C->supply[i].seats < 0)
            continue;
        C->supply[i].seats = chance(4) ? 20 + chance(960) / 8.0 : 20;
        C->supply[i].factor = factor[chance(4)];
    }
    for (int a = 0; a < C->narea; a++)
        for (int k = 0; k < C->nseat; k++)
            for (int t = 0; t < C->nyear; t++)
                C->base[kk_at(a, k, C->nseat, t, C->nyear)] = base_of(C, a, k, t);
    for (int o = 0; o < C->noption; o++) {
        kk_option *O = &C->option[o];
        O->max_units = chance(4) ? 1 + chance(5) : 0.7;
        O->max_per_year = chance(4) ? INFINITY : 0.9;
        O->min_units = chance(8) ? 0.0 : 0.125;
        O->bound = O->facility == KK_NONE ? O->max_units : fmin(O->max_units, 1.0);
        O->capital = chance(1000000) / 10.0;
        O->running = chance(20000) / 10.0 - 300.0;
    }
    for (int m = 0; m < C->nmeasure; m++)
        C->measure[m].life_years = chance(3) ? KK_NONE : 2 + chance(3);
    for (int l = 0; l < C->nlimit; l++) {
        kk_limit *L = &C->limit[l];
        if (L->floor)
            L->value = 0.375; /* what opens, opens in 2020 too: min_units leaves room */
        else if (L->quantity == KK_Q_UNITS)
            L->value = 2.0 + chance(40) / 8.0;
        else if (L->quantity == KK_Q_UNMET || L->quantity == KK_Q_SEATS)
            L->value = 100000.25;
        else
            L->value = 100000.0 + chance(2000000) / 8.0;
        if (L->quantity == KK_Q_VACANT)
            L->value = -1e6;
    }
    C->option[TEMPORARY_W1].max_units = C->option[TEMPORARY_W1].bound = 3.0;
    C->option[TEMPORARY_W1].max_per_year = 1.5;
    C->target[1].buffer = chance(2) ? 0.0 : chance(300) / 1000.0;
    C->target[1].basis = chance(4) ? KK_PEAK : KK_OWN;
    kk_required_fill(K, C);
}

static void random_goals(kk_city *C)
{
    for (int n = C->ngoal - 1; n > 0; n--) { /* any order */
        int m = chance(n + 1);
        kk_goal N = C->goal[n];
        C->goal[n] = C->goal[m];
        C->goal[m] = N;
    }
    static const char *const code[] = {"g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"};
    for (int n = 0; n < C->ngoal; n++) {
        kk_goal *N = &C->goal[n];
        bool alone = n == 0 || chance(4);
        N->code = code[n];
        N->stage = n == 0 ? 0 : C->goal[n - 1].stage + alone;
        N->weight = 1.0;
        N->slack = 0.0;
        if (!alone)
            N->weight = C->goal[n - 1].weight = 0.5 + chance(8) / 4.0;
        else if (chance(6) == 0)
            N->slack = N->kind == KK_G_WORST_SHARE ? 0.01 : 2.5;
    }
    for (int n = 0; n < C->ngoal; n++) /* slack is of a goal that stands alone */
        if ((n > 0 && C->goal[n - 1].stage == C->goal[n].stage) ||
            (n + 1 < C->ngoal && C->goal[n + 1].stage == C->goal[n].stage))
            C->goal[n].slack = 0.0;
        else
            C->goal[n].weight = 1.0;
    C->nstage = C->goal[C->ngoal - 1].stage + 1;
}

typedef struct {
    kk_city *C;
    kk_plan *P;
} solve_call;

static void solve(kk_ctx *K, void *arg)
{
    solve_call *A = arg;
    A->P = kk_solve(K, A->C, NULL);
    kk_sheets_make(K, A->P);
}

static void solved_plans_are_accepted(void)
{
    int conflicts = 0, solved = 0;
    for (int i = 0; i < 200; i++) {
        state = 1000 + i;
        kk_ctx *K = kk_ctx_new();
        solve_call A = {.C = judge_city(K)};
        random_data(K, A.C);
        random_goals(A.C);
        kk_rc rc = kk_guard(K, solve, &A);
        if (rc == KK_OK) {
            const char *word = judged(A.P);
            test_check(*word == '\0', __FILE__, __LINE__, "seed %d: %s", i, word);
            solved += *word == '\0';
        } else {
            test_check(rc == KK_ECONFLICT, __FILE__, __LINE__, "seed %d: %s", i, kk_message(K, KK_EN));
            conflicts++;
        }
        kk_ctx_free(K);
    }
    printf("# %d plans accepted, %d cities contradict themselves\n", solved, conflicts);
    CHECK(solved > 100);
}

int main(void)
{
    RUN(solved_plans_are_accepted);
    return DONE();
}
