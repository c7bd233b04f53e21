/* What a rule costs: the value of every goal without it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/rules.h"

#include <string.h>

const char *const kk_rule_word[KK_NRULE] = {"plan", "existing_first", "equal_areas", "goal", "target", "limit"};

/* ---- goals in another order -------------------------------------------------------------------------------------- */

typedef enum { FIRST, BEHIND_MISSING, LAST } place;

typedef struct {
    const unsigned char *last; /* [ngoal] 1 = put behind all others, in their order */
    const kk_goal *extra;      /* a goal more, or NULL */
    place at;                  /* where it stands */
    int *now;                  /* [ngoal + 1] where each stands now; the last: the extra one */
} order;

static bool is_missing(const kk_goal *N)
{
    return N->kind == KK_G_UNMET || N->kind == KK_G_SHORT || N->kind == KK_G_WORST_SHARE;
}

/* A goal behind those that are there: of the same stage as the one before it where it was. */
static void put(kk_city *D, const kk_goal *N, int *was)
{
    D->nstage += *was == KK_NONE || *was != N->stage;
    *was = N->stage;
    kk_goal *now = &D->goal[D->ngoal++];
    *now = *N;
    now->stage = D->nstage - 1;
}

static kk_city *reordered(kk_ctx *K, const kk_city *C, void *info)
{
    const order *X = info;
    kk_city *D = kk_city_copy(K, C);
    int was = KK_NONE, behind = 0;
    D->goal = KK_ARRAY(K, kk_goal, C->ngoal + 1);
    D->ngoal = D->nstage = 0;
    for (int n = 0; n < C->ngoal; n++)
        behind = is_missing(&C->goal[n]) ? n + 1 : behind;
    for (int part = 0; part < 2; part++)
        for (int n = 0; n <= C->ngoal; n++) {
            bool here = X->extra &&
                        (X->at == LAST ? part == 1 && n == C->ngoal : part == 0 && n == (X->at == FIRST ? 0 : behind));
            if (here) {
                was = KK_NONE;
                X->now[C->ngoal] = D->ngoal;
                put(D, X->extra, &was);
                was = KK_NONE;
            }
            if (n == C->ngoal || X->last[n] != part)
                continue;
            X->now[n] = D->ngoal;
            put(D, &C->goal[n], &was);
        }
    return D;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

typedef struct {
    kk_ctx *K;
    const kk_city *C;
    const kk_why *Y;
    kk_base *again;
    struct kk_rules *R;
} work;

static kk_rule_cost *add(work *W, kk_rule_kind kind, int of)
{
    kk_rule_cost *X = &W->R->rule[W->R->nrule++];
    *X = (kk_rule_cost){.kind = kind, .of = of, .now = NAN, .then = NAN};
    return X;
}

/* Plan with the goals in this order; the value of the extra goal, NAN without one. */
static double solve(work *W, order *X, double **out_value)
{
    int ngoal = W->C->ngoal;
    X->now = KK_ARRAY(W->K, int, ngoal + 1);
    const kk_again *N = kk_plan_again(W->K, W->again, reordered, X);
    if (!N)
        return (double)NAN;
    double *value = KK_ARRAY(W->K, double, ngoal);
    for (int n = 0; n < ngoal; n++)
        value[n] = N->goal[X->now[n]];
    if (out_value)
        *out_value = value;
    return X->extra ? N->goal[X->now[ngoal]] : (double)NAN;
}

static void put_last(work *W, kk_rule_kind kind, int of, const unsigned char *last)
{
    kk_rule_cost *X = add(W, kind, of);
    solve(W, &(order){.last = last}, &X->value);
}

static void turn_on(work *W, kk_rule_kind kind, const kk_goal *extra, place at)
{
    const unsigned char *none = KK_ARRAY(W->K, unsigned char, W->C->ngoal);
    kk_rule_cost *X = add(W, kind, KK_NONE);
    X->on = true;
    X->now = solve(W, &(order){.last = none, .extra = extra, .at = LAST}, NULL);
    X->then = solve(W, &(order){.last = none, .extra = extra, .at = at}, &X->value);
}

/* ---- existing facilities first, areas alike ---------------------------------------------------------------------- */

bool kk_is_existing_first(const kk_city *C, const kk_goal *N)
{
    bool same = N->kind == KK_G_SEATS;
    for (int o = 0; o < C->noption; o++)
        same = same && (N->option[o] != 0) == !C->measure[C->option[o].measure].existing;
    return same;
}

/* Both kinds of options are there to choose from. */
static bool choice(const kk_city *C)
{
    bool existing = false, new = false;
    for (int o = 0; o < C->noption; o++) {
        existing = existing || C->measure[C->option[o].measure].existing;
        new = new || !C->measure[C->option[o].measure].existing;
    }
    return existing && new;
}

static void turn_on_existing_first(work *W)
{
    const kk_city *C = W->C;
    kk_goal N = {.kind = KK_G_SEATS, .code = "existing_first", .target = KK_NONE, .payer = KK_NONE, .weight = 1.0};
    N.from = C->first;
    N.until = C->last;
    N.seat = KK_ARRAY(W->K, unsigned char, C->nseat);
    N.option = KK_ARRAY(W->K, unsigned char, C->noption);
    for (int k = 0; k < C->nseat; k++)
        N.seat[k] = C->seat[k].room;
    for (int o = 0; o < C->noption; o++)
        N.option[o] = !C->measure[C->option[o].measure].existing;
    turn_on(W, KK_R_EXISTING_FIRST, &N, BEHIND_MISSING);
}

/* Of the first promise that a goal is about, else of the first there is. */
static void turn_on_equal_areas(work *W)
{
    const kk_city *C = W->C;
    int g = 0;
    for (int n = C->ngoal - 1; n >= 0; n--)
        g = is_missing(&C->goal[n]) && C->goal[n].target != KK_NONE ? C->goal[n].target : g;
    const kk_target *G = &C->target[g];
    kk_goal N = {.kind = KK_G_WORST_SHARE, .code = "equal_areas", .target = g, .payer = KK_NONE, .weight = 1.0};
    N.from = C->first + G->from;
    N.until = C->first + G->until;
    N.area = G->area;
    N.class_ = G->class_;
    turn_on(W, KK_R_EQUAL_AREAS, &N, FIRST);
}

static void tell_goals(work *W)
{
    const kk_city *C = W->C;
    bool existing = false, equal = false;
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        bool first = kk_is_existing_first(C, N), alike = N->kind == KK_G_WORST_SHARE;
        unsigned char *last = KK_ARRAY(W->K, unsigned char, C->ngoal);
        existing = existing || first;
        equal = equal || alike;
        last[n] = 1;
        if (C->ngoal > 1)
            put_last(W, first ? KK_R_EXISTING_FIRST : alike ? KK_R_EQUAL_AREAS : KK_R_GOAL, n, last);
    }
    if (!existing && choice(C) && !C->follow)
        turn_on_existing_first(W);
    if (!equal && C->ntarget > 0 && C->narea > 1)
        turn_on_equal_areas(W);
}

static void tell_targets(work *W)
{
    for (int g = 0; g < W->C->ntarget; g++) {
        unsigned char *last = KK_ARRAY(W->K, unsigned char, W->C->ngoal);
        int goals = 0;
        for (int n = 0; n < W->C->ngoal; n++) {
            last[n] = W->C->goal[n].target == g;
            goals += last[n];
        }
        if (goals > 1 && goals < W->C->ngoal) /* of one goal it was told already */
            put_last(W, KK_R_TARGET, g, last);
    }
}

const struct kk_rules *kk_rules_new(kk_ctx *K, const kk_why *Y, kk_base *again)
{
    const kk_city *C = Y->P->C;
    struct kk_rules *R = KK_NEW(K, struct kk_rules);
    work W = {.K = K, .C = C, .Y = Y, .again = again, .R = R};
    R->rule = KK_ARRAY(K, kk_rule_cost, 1 + C->ngoal + 2 + C->ntarget + Y->ncause);
    add(&W, KK_R_PLAN, KK_NONE)->value = Y->base->goal;
    bool whole = Y->ncause > 0 && Y->cause[0].kind == KK_C_WHOLE; /* all others are compared with that */
    if (whole)
        add(&W, KK_R_CAUSE, 0)->value = Y->verdict[0].goal;
    tell_goals(&W);
    tell_targets(&W);
    for (int i = whole; i < Y->ncause; i++)
        if (Y->verdict[i].goal)
            add(&W, KK_R_CAUSE, i)->value = Y->verdict[i].goal;
    return R;
}
