/* Why this measure and not that one.
 *
 * What an action is for shows when it is missing: the plan is followed without it, or with it a year later, and
 * children are placed anew. What keeps an option out shows when a unit of it must open: the first goal that gets worse,
 * by how much, and what gives way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/actions.h"

#include "explain/relax.h"
#include "solve/opening.h"

#include <limits.h>
#include <string.h>

const char *const kk_out_word[KK_NOUT] = {"consent", "window",     "whole_units", "impossible",
                                          "equal",   "not_needed", "beaten"};

static const double SHOWN = 0.005; /* children, seats: less is what rounding of cells leaves */
static const double UNITS = 1e-4;  /* units: less is none */

typedef struct {
    kk_ctx *K;
    const kk_plan *P, *parts;
    const kk_city *C;
    const kk_figures *F;
    kk_opening *followed; /* NULL until the first action */
    kk_base *again;
    struct kk_deeds *D;
} work;

/* ---- a plan that is followed ------------------------------------------------------------------------------------- */

static double opened(const kk_city *C, const kk_micro *open, int o)
{
    double units = 0.0;
    for (int t = 0; t < C->nplan; t++)
        units += (double)open[o * C->nplan + t] / KK_MICRO;
    return units;
}

/* Whether a goal says where children go; all others say what opens. */
static bool is_placing(kk_goal_kind kind)
{
    return kind == KK_G_UNMET || kind == KK_G_SHORT || kind == KK_G_WORST_SHARE || kind == KK_G_VACANT ||
           kind == KK_G_CARERS || kind == KK_G_TRANSFERS;
}

/* The goals about where children go, in their order. */
static void keep_placing(kk_city *D)
{
    int n = 0, stage = KK_NONE, last = KK_NONE;
    for (int i = 0; i < D->ngoal; i++) {
        if (!is_placing(D->goal[i].kind))
            continue;
        stage += D->goal[i].stage != last;
        last = D->goal[i].stage;
        D->goal[n] = D->goal[i];
        D->goal[n++].stage = stage;
    }
    D->ngoal = n;
    D->nstage = stage + 1;
}

/* The limits that placing fewer children keeps, whatever opens; all others are about what opens, or may not be kept
 * where less does. */
static void keep_placing_limits(kk_city *D)
{
    int n = 0;
    for (int l = 0; l < D->nlimit; l++) {
        const kk_limit *L = &D->limit[l];
        bool ceiling = L->quantity == KK_Q_CARERS || L->quantity == KK_Q_TRANSFERS;
        if (L->floor ? L->quantity == KK_Q_VACANT : ceiling)
            D->limit[n++] = *L;
    }
    D->nlimit = n;
}

/* The city that opens what it is told, units that the plan has in any of its years, and places children as its goals
 * say. */
static kk_opening *followed(kk_ctx *K, const kk_plan *P)
{
    const kk_city *C = P->C;
    kk_city *D = kk_city_copy(K, C);
    D->changes = false;
    for (int o = 0; o < C->noption; o++) {
        kk_option *O = &D->option[o];
        O->open_from = 0;
        O->open_until = C->nplan - 1;
        O->facility = KK_NONE;
        O->min_units = 0.0;
        O->max_units = O->max_per_year = INFINITY;
        O->bound = opened(C, P->open, o);
    }
    keep_placing(D);
    keep_placing_limits(D);
    return kk_opening_new(K, D);
}

/* What is missing by year, all areas and classes: of the need, then of each promise that asks for seats. */
typedef struct {
    double *value; /* [1 + ntarget][nyear] */
} missing;

typedef struct {
    kk_opening *opening;
    const double *open;
    double *unmet, *short_;
} question;

static void ask(kk_ctx *K, void *arg)
{
    const question *A = arg;
    kk_opening_missing(K, A->opening, A->open, A->unmet, A->short_);
}

/* NULL value: others take seats that are not there. */
static missing follow(work *W, const double *open)
{
    const kk_city *C = W->C;
    missing N = {KK_ARRAY(W->K, double, (C->ntarget + 1) * C->nyear)};
    W->again->solved++;
    if (!kk_try_apart(W->K, ask, &(question){W->followed, open, N.value, N.value + C->nyear}))
        N.value = NULL;
    return N;
}

static double some(double value)
{
    return fabs(value) < SHOWN ? 0.0 : kk_shown(value);
}

/* What is lost in year indices to until. */
static kk_loss loss(const work *W, missing base, missing N, int until)
{
    const kk_city *C = W->C;
    kk_loss L = {.possible = N.value != NULL, .short_ = KK_ARRAY(W->K, double, C->ntarget)};
    for (int t = 0; t <= until && L.possible; t++) {
        L.unmet += N.value[t] - base.value[t];
        for (int g = 0; g < C->ntarget; g++)
            L.short_[g] += N.value[(1 + g) * C->nyear + t] - base.value[(1 + g) * C->nyear + t];
    }
    L.unmet = some(L.unmet);
    for (int g = 0; g < C->ntarget; g++)
        L.short_[g] = some(L.short_[g]);
    return L;
}

static bool loses(const work *W, const kk_loss *L)
{
    bool any = !L->possible || L->unmet > 0.0;
    for (int g = 0; g < W->C->ntarget; g++)
        any = any || L->short_[g] > 0.0;
    return any;
}

/* ---- goals ------------------------------------------------------------------------------------------------------- */

/* The first stage of goals that gets worse, beyond rounding of what is said of them; of its goals the one that does
 * most of it. KK_NONE where none does. */
static int first_worse(const work *W, const kk_again *N)
{
    const kk_city *C = W->C;
    for (int stage = 0; stage < C->nstage; stage++) {
        double was = 0.0, more = 0.0, most = 0.0;
        int goal = KK_NONE;
        for (int n = 0; n < C->ngoal; n++) {
            double change = C->goal[n].weight * (N->goal[n] - W->parts->goal_value[n]);
            if (C->goal[n].stage != stage)
                continue;
            was += C->goal[n].weight * W->parts->goal_value[n];
            more += change;
            if (goal == KK_NONE || change > most) {
                goal = n;
                most = change;
            }
        }
        if (more > 1e-6 * fmax(1.0, fabs(was)))
            return goal;
    }
    return KK_NONE;
}

/* ---- actions ----------------------------------------------------------------------------------------------------- */

/* Seats of kind k that an action adds in t, less those that it takes. */
static double adds(const work *W, const kk_deed *A, int k, int t)
{
    const kk_option *O = &W->C->option[A->option];
    double seats = 0.0;
    for (int e = 0; e < O->neffect; e++)
        if (O->effect[e].seat == k)
            seats += kk_effect_in(W->C, O, &O->effect[e], t, A->t);
    return seats * (double)W->P->open[A->option * W->C->nplan + A->t] / KK_MICRO;
}

/* Classes whose children sit on seats of kind k of the area of an action in t. */
static void tell_served(const work *W, kk_deed *A, int k, int t)
{
    const kk_city *C = W->C;
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice && C->arc_to[i] == C->option[A->option].area; p++)
            for (int u = 0; u < C->service[p].nuse; u++)
                if (C->service[p].seat[u] == k && W->P->serve[kk_at(i, p, C->nservice, t, C->nyear)] > 0)
                    A->serves[C->service[p].class] = 1;
}

static void tell_use(work *W, kk_deed *A)
{
    const kk_city *C = W->C;
    A->serves = KK_ARRAY(W->K, unsigned char, C->nclass);
    A->vacant = KK_ARRAY(W->K, double, C->nyear);
    for (int k = 0; k < C->nseat; k++)
        for (int t = A->t; t < C->nyear; t++) {
            size_t at = kk_at(C->option[A->option].area, k, C->nseat, t, C->nyear);
            double added = fmax(adds(W, A, k, t), 0.0);
            double empty = fmin(added, fmax(kk_shown(W->F->supply[at] - W->F->used[at]), 0.0));
            if (C->seat[k].room)
                A->vacant[t] = kk_shown(A->vacant[t] + empty);
            if (added - empty >= SHOWN)
                tell_served(W, A, k, t);
        }
}

/* The plan with an action moved to year index t; t = nplan: left out; its own: as it is. */
static missing moved(work *W, const kk_deed *A, int t)
{
    const kk_city *C = W->C;
    double *open = KK_ARRAY(W->K, double, C->noption * C->nplan);
    for (int i = 0; i < C->noption * C->nplan; i++)
        open[i] = (double)W->P->open[i] / KK_MICRO;
    double *row = open + (size_t)A->option * (size_t)C->nplan, units = row[A->t];
    row[A->t] = 0.0;
    if (t < C->nplan)
        row[t] += units;
    return follow(W, open);
}

static kk_city *without_option(kk_ctx *K, const kk_city *C, void *info)
{
    const kk_deed *A = info;
    kk_city *D = kk_city_copy(K, C);
    kk_option *O = &D->option[A->option];
    O->max_units = O->bound = 0.0;
    O->min_units = 0.0;
    return D;
}

/* What an action that no child misses is for. */
static void tell_goal(work *W, kk_deed *A)
{
    const kk_again *N = kk_plan_again(W->K, W->again, without_option, A);
    A->goal = N ? first_worse(W, N) : KK_NONE;
    if (A->goal != KK_NONE)
        A->worse = N->goal[A->goal] - W->parts->goal_value[A->goal];
}

static void tell_loss(work *W, missing base, kk_deed *A)
{
    const kk_city *C = W->C;
    const missing none = moved(W, A, C->nplan);
    A->latest = KK_NONE;
    A->without = loss(W, base, none, C->nyear - 1);
    if (!loses(W, &A->without)) {
        A->later = A->without;
        if (!C->follow)
            tell_goal(W, A);
        return;
    }
    for (int t = A->t + 1; t <= C->nplan && A->latest == KK_NONE; t++) {
        kk_loss L = t < C->nplan ? loss(W, base, moved(W, A, t), C->nyear - 1)
                                 : loss(W, base, none, t - 1); /* it would open after the plan */
        if (t == A->t + 1)
            A->later = L;
        if (loses(W, &L))
            A->latest = t - 1;
    }
    if (A->latest == KK_NONE)
        A->latest = C->nplan - 1;
}

static void tell_deeds(work *W)
{
    const kk_city *C = W->C;
    int capacity = 0;
    missing base = {NULL};
    for (int o = 0; o < C->noption; o++)
        for (int t = 0; t < C->nplan; t++) {
            if (W->P->open[o * C->nplan + t] <= 0)
                continue;
            W->D->deed = kk_grow(W->K, W->D->deed, &capacity, W->D->ndeed + 1, sizeof *W->D->deed);
            kk_deed *A = &W->D->deed[W->D->ndeed++];
            *A = (kk_deed){.option = o, .t = t, .goal = KK_NONE};
            if (!W->followed)
                W->followed = followed(W->K, W->P);
            if (!base.value)
                base = moved(W, A, t);
            tell_use(W, A);
            tell_loss(W, base, A);
        }
}

/* ---- options that are left out ----------------------------------------------------------------------------------- */

static kk_city *asked_for(kk_ctx *K, const kk_city *C, void *info)
{
    const kk_left_out *X = info;
    kk_city *D = kk_city_copy(K, C);
    kk_option *O = &D->option[X->option];
    if (X->why == KK_OUT_CONSENT) {
        O->accepted = true;
        kk_window_fill(D, O);
        O->bound = kk_most_units(D, X->option);
    } else
        O->min_units = X->units;
    return D;
}

static void tell_rivals(const work *W, const kk_again *N, kk_left_out *X)
{
    double less[KK_MOST_RIVALS];
    for (int o = 0; o < W->C->noption; o++) {
        double fewer = opened(W->C, W->parts->open, o) - opened(W->C, N->open, o);
        int at = X->nrival;
        while (at > 0 && less[at - 1] < fewer)
            at--;
        if (fewer < UNITS || at == KK_MOST_RIVALS)
            continue;
        if (X->nrival < KK_MOST_RIVALS)
            X->nrival++;
        for (int i = X->nrival - 1; i > at; i--) {
            less[i] = less[i - 1];
            X->rival[i] = X->rival[i - 1];
        }
        less[at] = fewer;
        X->rival[at] = o;
    }
}

static void tell_left(work *W, int o, kk_left_out *X)
{
    const kk_option *O = &W->C->option[o];
    *X = (kk_left_out){.option = o, .goal = KK_NONE, .why = KK_OUT_EQUAL};
    if (!O->accepted)
        X->why = KK_OUT_CONSENT;
    else if (O->open_from > O->open_until || W->C->follow) {
        X->why = KK_OUT_WINDOW;
        return;
    } else if (opened(W->C, W->parts->open, o) >= UNITS) {
        X->why = KK_OUT_WHOLE;
        X->units = opened(W->C, W->parts->open, o);
        return;
    } else
        X->units = fmin(1.0, fmin(O->bound, O->max_units));
    const kk_again *N = kk_plan_again(W->K, W->again, asked_for, X);
    if (X->why == KK_OUT_CONSENT) {
        X->units = N ? opened(W->C, N->open, o) : 0.0;
        return;
    }
    if (!N || X->units < UNITS) {
        X->why = KK_OUT_IMPOSSIBLE;
        return;
    }
    tell_rivals(W, N, X);
    X->goal = first_worse(W, N);
    if (X->goal == KK_NONE)
        return;
    X->worse = (N->goal[X->goal] - W->parts->goal_value[X->goal]) / X->units;
    X->why = X->nrival > 0 ? KK_OUT_BEATEN : KK_OUT_NOT_NEEDED;
}

static void tell_left_out(work *W)
{
    W->D->left = KK_ARRAY(W->K, kk_left_out, W->C->noption);
    for (int o = 0; o < W->C->noption; o++)
        if (opened(W->C, W->P->open, o) < UNITS)
            tell_left(W, o, &W->D->left[W->D->nleft++]);
}

const struct kk_deeds *kk_deeds_new(kk_ctx *K, const kk_why *Y, const kk_plan *parts, kk_base *again)
{
    struct kk_deeds *D = KK_NEW(K, struct kk_deeds);
    const kk_plan *P = Y->P;
    work W = {.K = K, .P = P, .parts = parts, .C = P->C, .F = kk_figures_new(K, P), .again = again, .D = D};
    tell_deeds(&W);
    tell_left_out(&W);
    return D;
}
