/* Why children stay without a place.
 *
 * All limits are taken away first: what is missing then no limit is to blame for. Then each alone, all others kept: one
 * plan without it shows what every cell owes to it. Where none alone helps, a deletion filter finds limits that do
 * together. What the plan does not use up is not tried alone: its plans are convex, so it changes nothing – but where
 * goals have slack it is: it may have kept an earlier goal from its best, from which slack is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/why.h"

#include "explain/actions.h"
#include "explain/rules.h"

#include <stdlib.h>
#include <string.h>

const char *const kk_rest_word[KK_NREST] = {"", "later", "no_measure", "goals", "other"};

static const double SHOWN = 0.005; /* children, seats: less is what rounding of cells leaves */

typedef struct {
    kk_relaxed *asked; /* [ncause] */
    kk_again *N;
} asked_for;

typedef struct {
    kk_ctx *K;
    const kk_plan *P;
    const kk_city *C;
    kk_base *again;
    kk_why *Y;
    kk_again **without, **more; /* [ncause] NULL: not planned */
    asked_for *known;           /* what was asked for together, one after the other, is often asked for again */
    int nknown, known_capacity;
    kk_again *freed; /* no limit at all */
} work;

/* ---- planning again ---------------------------------------------------------------------------------------------- */

typedef struct {
    const kk_cause *cause;
    const kk_relaxed *asked;
    int count;
} relaxing;

static kk_city *relaxed(kk_ctx *K, const kk_city *C, void *info)
{
    const relaxing *R = info;
    return kk_relax(K, C, R->cause, R->asked, R->count);
}

static kk_again *solve(work *W, const kk_relaxed *asked)
{
    size_t size = (size_t)W->Y->ncause * sizeof *asked;
    for (int i = 0; i < W->nknown; i++)
        if (memcmp(W->known[i].asked, asked, size) == 0)
            return W->known[i].N;
    W->known = kk_grow(W->K, W->known, &W->known_capacity, W->nknown + 1, sizeof *W->known);
    asked_for *A = &W->known[W->nknown++];
    A->asked = memcpy(KK_ARRAY(W->K, kk_relaxed, W->Y->ncause), asked, size);
    return A->N = kk_plan_again(W->K, W->again, relaxed, &(relaxing){W->Y->cause, asked, W->Y->ncause});
}

/* Without any limit; those that are there one by one are not asked for together, too. */
static kk_relaxed *all_without(const work *W)
{
    kk_relaxed *asked = KK_ARRAY(W->K, kk_relaxed, W->Y->ncause);
    for (int i = 0; i < W->Y->ncause; i++)
        asked[i] = W->Y->cause[i].several ? KK_KEPT : KK_WITHOUT;
    return asked;
}

static kk_again *solve_one(work *W, int i, kk_relaxed how)
{
    kk_relaxed *asked = KK_ARRAY(W->K, kk_relaxed, W->Y->ncause);
    asked[i] = how;
    return solve(W, asked);
}

/* Of the options whose consent is missing the one that opens most seats when all consent. */
static int most_wanted(const work *W, const kk_cause *X, const kk_again *N)
{
    int best = KK_NONE;
    double most = 0.0;
    for (int o = 0; o < W->C->noption; o++) {
        const kk_option *O = &W->C->option[o];
        double units = 0.0, seats = 0.0;
        for (int t = 0; t < W->C->nplan; t++)
            units += (double)N->open[o * W->C->nplan + t] / KK_MICRO;
        for (int e = 0; e < O->neffect; e++)
            seats += fmax(O->effect[e].amount, 0.0);
        bool missing = !O->accepted && (int)O->consent == X->consent && O->measure == X->of;
        if (missing && units > 0.0 && (best == KK_NONE || units * seats > most)) {
            best = o;
            most = units * seats;
        }
    }
    return best;
}

/* Whether a little more of it is all of it: the only year of lead time, the only option whose consent is missing. */
static bool one_is_all(const kk_cause *X)
{
    return X->kind == KK_C_CONSENT ? X->holds == 1 : X->kind == KK_C_LEAD_YEARS && X->value <= X->more;
}

/* A limit away, and, where something is missing that limits are to blame for, a little more of it. */
static void try_one(work *W, int i, bool missing)
{
    kk_cause *X = &W->Y->cause[i];
    W->without[i] = solve_one(W, i, KK_WITHOUT);
    if (X->kind == KK_C_CONSENT && W->without[i])
        X->option = most_wanted(W, X, W->without[i]);
    if (X->kind == KK_C_CONSENT && X->option == KK_NONE)
        X->more = 0.0;
    if (X->more > 0.0 && missing)
        W->more[i] = one_is_all(X) ? W->without[i] : solve_one(W, i, KK_ONE_MORE);
}

/* ---- what is missing --------------------------------------------------------------------------------------------- */

static double of_lack(const work *W, const kk_lack *L, const kk_again *N)
{
    return kk_missing(W->C, N, L->target, L->a, L->c, L->t);
}

static double some(double gains)
{
    return fabs(gains) < SHOWN ? 0.0 : kk_shown(gains);
}

static double gain(const work *W, const kk_lack *L, const kk_again *N)
{
    return N ? some(L->parts - of_lack(W, L, N)) : 0.0;
}

/* What a cell gains without a cause. */
static double gain_of(const work *W, const kk_lack *L, int i)
{
    return W->Y->cause[i].kind == KK_C_WHOLE ? some(L->missing - L->parts) : gain(W, L, W->without[i]);
}

static void add_lack(work *W, int *capacity, kk_lack L)
{
    L.missing = of_lack(W, &L, W->Y->base);
    L.parts = of_lack(W, &L, W->Y->parts);
    if (L.missing <= 0.0)
        return;
    W->Y->lack = kk_grow(W->K, W->Y->lack, capacity, W->Y->nlack + 1, sizeof *W->Y->lack);
    W->Y->lack[W->Y->nlack++] = L;
}

static void find_lacks(work *W)
{
    const kk_city *C = W->C;
    int capacity = 0;
    for (int g = 0; g < C->ntarget; g++)
        for (int t = C->target[g].from; t <= C->target[g].until; t++)
            add_lack(W, &capacity, (kk_lack){.target = g, .a = KK_NONE, .c = KK_NONE, .t = t});
    for (int t = 0; t < C->nyear; t++)
        add_lack(W, &capacity, (kk_lack){.target = KK_NONE, .a = KK_NONE, .c = KK_NONE, .t = t});
    for (int g = KK_NONE; g < C->ntarget; g++)
        for (int a = 0; a < C->narea; a++)
            for (int c = 0; c < C->nclass; c++)
                for (int t = 0; t < C->nyear && (g == KK_NONE || C->target[g].rows); t++)
                    add_lack(W, &capacity, (kk_lack){.target = g, .a = a, .c = c, .t = t});
}

/* ---- who is to blame --------------------------------------------------------------------------------------------- */

static int by_gains(const void *x, const void *y)
{
    const kk_blame *X = x, *Y = y;
    return X->gains != Y->gains ? (X->gains < Y->gains) - (X->gains > Y->gains)
                                : (X->cause > Y->cause) - (X->cause < Y->cause);
}

/* Whether cause j is one of those that cause i takes together. */
static bool among(const kk_cause *I, const kk_cause *J)
{
    if (!I->several || J->several || I->kind != J->kind)
        return false;
    return I->kind == KK_C_LIMIT ? I->of <= J->of && J->of < I->of + I->rows : I->of == KK_NONE || I->of == J->of;
}

/* Whether one of those that a cause takes together gains as much as all of them: then it says more. */
static bool one_does_it(const work *W, const kk_lack *L, int several, double gains)
{
    for (int i = 0; i < W->Y->ncause; i++)
        if (among(&W->Y->cause[several], &W->Y->cause[i]) && some(gains - gain(W, L, W->without[i])) <= 0.0)
            return true;
    return false;
}

static void blame_single(work *W, kk_lack *L)
{
    L->blame = KK_ARRAY(W->K, kk_blame, W->Y->ncause);
    for (int i = 0; i < W->Y->ncause; i++) {
        double gains = gain_of(W, L, i);
        if (gains <= 0.0 || one_does_it(W, L, i, gains))
            continue;
        L->blame[L->nblame++] = (kk_blame){i, gains, W->more[i] ? gain(W, L, W->more[i]) : NAN};
        W->Y->verdict[i].blamed = true;
    }
    qsort(L->blame, (size_t)L->nblame, sizeof *L->blame, by_gains);
}

/* Whether a plan helps: a child, or half of what would be gained without any limit. */
static bool helps(const work *W, const kk_lack *L, const kk_again *N)
{
    return gain(W, L, N) >= fmin(1.0, 0.5 * (L->parts - L->left));
}

/* Keep what can be kept of causes order[from..until-1], all of which are taken away: all, or else one half after the
 * other. */
static void thin(work *W, const kk_lack *L, kk_relaxed *asked, const int *order, int from, int until)
{
    if (from == until)
        return;
    for (int i = from; i < until; i++)
        asked[order[i]] = KK_KEPT;
    if (helps(W, L, solve(W, asked)))
        return;
    for (int i = from; i < until; i++)
        asked[order[i]] = KK_WITHOUT;
    if (until - from == 1)
        return;
    int middle = from + (until - from) / 2;
    thin(W, L, asked, order, from, middle);
    thin(W, L, asked, order, middle, until);
}

/* One natural unit more of each of them. */
static kk_again *each_one_more(work *W, const kk_relaxed *asked)
{
    kk_relaxed *more = KK_ARRAY(W->K, kk_relaxed, W->Y->ncause);
    bool any = false;
    for (int i = 0; i < W->Y->ncause; i++) {
        bool there = asked[i] == KK_WITHOUT && W->Y->cause[i].more > 0.0 &&
                     (W->Y->cause[i].kind != KK_C_CONSENT || W->Y->cause[i].option != KK_NONE);
        more[i] = there ? KK_ONE_MORE : KK_KEPT;
        any = any || there;
    }
    return any ? solve(W, more) : NULL;
}

static void blame_together(work *W, kk_lack *L, const kk_relaxed *asked, const kk_again *N, const kk_again *more)
{
    for (int i = 0; i < W->Y->ncause; i++)
        if (asked[i] == KK_WITHOUT) {
            L->blame[L->nblame++] = (kk_blame){i, gain(W, L, N), more ? gain(W, L, more) : NAN};
            W->Y->verdict[i].blamed = true;
        }
    L->together = true;
}

/* Limits that help together where none does alone; the same ones, or some of them, often help elsewhere, too. */
static void join(work *W, kk_lack *L)
{
    kk_why *Y = W->Y;
    kk_relaxed *asked = all_without(W);
    int *order = KK_ARRAY(W->K, int, Y->ncause), spare = 0, count = 0;
    for (int used_up = 0; used_up < 2; used_up++) { /* what the plan does not use up may be kept, most often */
        for (int i = 0; i < Y->ncause; i++)
            if (asked[i] == KK_WITHOUT && Y->cause[i].used_up == (used_up == 1))
                order[count++] = i;
        spare = used_up == 0 ? count : spare;
    }
    thin(W, L, asked, order, 0, spare);
    thin(W, L, asked, order, spare, count);
    const kk_again *N = solve(W, asked);
    count = 0;
    for (int i = 0; i < Y->ncause; i++)
        if (asked[i] == KK_WITHOUT)
            order[count++] = i;
    for (kk_lack *other = L; other < Y->lack + Y->nlack; other++) {
        if (other->nblame > 0 || other->parts - other->left < SHOWN || !helps(W, other, N))
            continue;
        kk_relaxed *some_of = memcpy(KK_ARRAY(W->K, kk_relaxed, Y->ncause), asked, (size_t)Y->ncause * sizeof *asked);
        for (int i = 0; i < count; i++)
            thin(W, other, some_of, order, i, i + 1);
        blame_together(W, other, some_of, solve(W, some_of), each_one_more(W, some_of));
    }
}

/* ---- what no limit is to blame for ------------------------------------------------------------------------------- */

/* Whether an option of any consent adds seats of kind k in area b. */
static bool added(const kk_city *C, int b, int k)
{
    for (int o = 0; o < C->noption; o++)
        for (int e = 0; e < C->option[o].neffect; e++)
            if (C->option[o].area == b && C->option[o].effect[e].seat == k && C->option[o].effect[e].amount > 0.0)
                return true;
    return false;
}

/* Whether some option adds a seat that children of an area and class could use. */
static bool could_be_added(const kk_city *C, int a, int c)
{
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int u = 0; u < C->service[p].nuse; u++)
                if (C->arc_from[i] == a && kk_may_use(C, i, c) && C->service[p].class == c &&
                    added(C, C->arc_to[i], C->service[p].seat[u]))
                    return true;
    return false;
}

/* Rooms that stand empty in an area and year, of kinds that no service of the class uses. */
static double vacant_others(const kk_city *C, const kk_figures *F, int a, int c, int t)
{
    double vacant = 0.0;
    for (int k = 0; k < C->nseat; k++) {
        bool used = !C->seat[k].room;
        for (int p = 0; p < C->nservice; p++)
            for (int u = 0; u < C->service[p].nuse; u++)
                used = used || (C->service[p].class == c && C->service[p].seat[u] == k);
        size_t i = kk_at(a, k, C->nseat, t, C->nyear);
        vacant += used ? 0.0 : kk_shown(F->supply[i] - F->used[i]);
    }
    return kk_shown(vacant);
}

/* No limit, and children before all else. */
static kk_city *children_first(kk_ctx *K, const kk_city *C, void *info)
{
    kk_city *D = relaxed(K, C, info);
    kk_goal *first = KK_ARRAY(K, kk_goal, D->ngoal + 1 + D->ntarget);
    int n = 0;
    for (int g = KK_NONE; g < D->ntarget; g++) {
        kk_goal *N = &first[n];
        if (g != KK_NONE && !D->target[g].rows)
            continue;
        *N = (kk_goal){.kind = g == KK_NONE ? KK_G_UNMET : KK_G_SHORT, .target = g, .payer = KK_NONE, .weight = 1.0};
        N->code = g == KK_NONE ? "first" : kk_format(K, "first%d", g);
        N->from = D->first + (g == KK_NONE ? 0 : D->target[g].from);
        N->until = g == KK_NONE ? D->last : D->first + D->target[g].until;
        N->area = memset(KK_ARRAY(K, unsigned char, D->narea), 1, (size_t)D->narea);
        N->class_ = memset(KK_ARRAY(K, unsigned char, D->nclass), 1, (size_t)D->nclass);
        N->stage = n++;
    }
    D->goal = first;
    D->ngoal = D->nstage = n;
    D->changes = false;
    return D;
}

static void tell_rest(work *W, const kk_figures *F)
{
    const kk_city *C = W->C;
    kk_again *first = NULL;
    for (kk_lack *L = W->Y->lack; L < W->Y->lack + W->Y->nlack; L++) {
        if (L->a == KK_NONE || L->left < SHOWN)
            continue;
        L->vacant = vacant_others(C, F, L->a, L->c, L->t);
        if (!could_be_added(C, L->a, L->c)) {
            L->rest = KK_REST_NO_MEASURE;
            continue;
        }
        if (L->t >= C->nplan) {
            L->rest = KK_REST_LATER;
            continue;
        }
        if (!first) {
            first =
                kk_plan_again(W->K, W->again, children_first, &(relaxing){W->Y->cause, all_without(W), W->Y->ncause});
        }
        L->rest = first && of_lack(W, L, first) < L->left - SHOWN ? KK_REST_GOALS : KK_REST_OTHER;
    }
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static kk_again *as_printed(kk_ctx *K, const kk_plan *P, const kk_figures *F)
{
    kk_again *N = KK_NEW(K, kk_again);
    *N = (kk_again){.unmet = F->unmet, .short_ = F->short_, .open = P->open, .goal = P->goal_value};
    return N;
}

/* Whether a cause is tried alone. */
static bool is_tried(const work *W, int i)
{
    bool slack = false;
    for (int n = 0; n < W->C->ngoal && !W->C->follow; n++)
        slack = slack || W->C->goal[n].slack > 0.0;
    return W->Y->cause[i].used_up || slack;
}

static void tell_verdict(const work *W, int i)
{
    bool whole = W->Y->cause[i].kind == KK_C_WHOLE;
    const kk_again *was = whole ? W->Y->base : W->Y->parts, *N = whole ? W->Y->parts : W->without[i], *M = W->more[i];
    kk_verdict *V = &W->Y->verdict[i];
    V->solved = is_tried(W, i);
    V->goal = N ? N->goal : NULL;
    V->gains = KK_ARRAY(W->K, double, W->C->ntarget + 1);
    V->more = KK_ARRAY(W->K, double, W->C->ntarget + 1);
    for (int g = KK_NONE; g < W->C->ntarget; g++) {
        double missing = kk_missing(W->C, was, g, KK_NONE, KK_NONE, KK_NONE);
        V->gains[1 + g] = N ? some(missing - kk_missing(W->C, N, g, KK_NONE, KK_NONE, KK_NONE)) : 0.0;
        V->more[1 + g] = M ? some(missing - kk_missing(W->C, M, g, KK_NONE, KK_NONE, KK_NONE)) : (double)NAN;
    }
}

/* The plan that may open parts of units. */
static const kk_plan *in_parts(kk_ctx *K, const kk_plan *P, kk_base *again)
{
    again->C = P->C;
    if (P->C->whole) {
        kk_city *D = kk_city_copy(K, P->C);
        D->whole = false;
        again->C = D;
    }
    again->warm = kk_warm_new(K, again->C);
    if (!P->C->whole)
        return P;
    again->solved++;
    return kk_warm_plan(K, again->warm, again->C);
}

const kk_why *kk_why_new(kk_ctx *K, const kk_plan *P)
{
    const kk_figures *F = kk_figures_new(K, P);
    kk_why *Y = KK_NEW(K, kk_why);
    kk_base again = {0};
    const kk_plan *parts = in_parts(K, P, &again);
    Y->P = P;
    Y->rows = kk_city_copy(K, P->C);
    Y->base = as_printed(K, P, F);
    Y->parts = P->C->whole ? as_printed(K, parts, kk_figures_missing(K, parts)) : Y->base;
    Y->ncause = kk_causes(K, parts, P->C->whole, &Y->cause);
    Y->verdict = KK_ARRAY(K, kk_verdict, Y->ncause);
    work W = {.K = K, .P = P, .C = P->C, .again = &again, .Y = Y};
    W.without = KK_ARRAY(K, kk_again *, Y->ncause);
    W.more = KK_ARRAY(K, kk_again *, Y->ncause);
    find_lacks(&W);
    if (Y->nlack > 0)
        W.freed = solve(&W, all_without(&W));
    bool any = false;
    for (int l = 0; l < Y->nlack; l++) {
        Y->lack[l].left = W.freed ? of_lack(&W, &Y->lack[l], W.freed) : Y->lack[l].missing;
        any = any || Y->lack[l].parts - Y->lack[l].left >= SHOWN;
    }
    for (int i = 0; i < Y->ncause; i++)
        if (is_tried(&W, i) && Y->cause[i].kind != KK_C_WHOLE)
            try_one(&W, i, any);
    for (int l = 0; l < Y->nlack; l++)
        blame_single(&W, &Y->lack[l]);
    for (int l = 0; l < Y->nlack; l++)
        if (Y->lack[l].nblame == 0 && Y->lack[l].parts - Y->lack[l].left >= SHOWN)
            join(&W, &Y->lack[l]);
    tell_rest(&W, F);
    for (int i = 0; i < Y->ncause; i++)
        tell_verdict(&W, i);
    Y->deeds = kk_deeds_new(K, Y, parts, &again);
    Y->rules = kk_rules_new(K, Y, &again);
    Y->solved = again.solved;
    return Y;
}
