/* What may be to blame for a shortage, and the city without it, or with a little more of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/relax.h"

#include <limits.h>
#include <string.h>

const char *const kk_cause_word[KK_NCAUSE] = {"whole_units", "limit",   "carers",    "lead_years",
                                              "window",      "consent", "max_units", "max_per_year",
                                              "min_units",   "once",    "links",     "follow"};

static const double UNITS = 1e-5; /* units, children that are none */

/* ---- a city that can be changed ---------------------------------------------------------------------------------- */

static void *copied(kk_ctx *K, const void *array, int count, size_t size)
{
    void *copy = kk_alloc(K, (size_t)count, size);
    return count > 0 ? memcpy(copy, array, (size_t)count * size) : copy;
}

/* The rows of all limits, one by one. */
static void split_limits(kk_ctx *K, const kk_city *C, kk_city *D)
{
    int capacity = 0;
    D->limit = NULL;
    D->nlimit = 0;
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        for (int y = L->from; y <= L->until; y++) {
            D->limit = kk_grow(K, D->limit, &capacity, D->nlimit + 1, sizeof *D->limit);
            kk_limit *row = &D->limit[D->nlimit++];
            *row = *L;
            if (L->period == KK_TOGETHER)
                break;
            row->period = KK_YEAR;
            row->from = row->until = y;
        }
    }
}

kk_city *kk_city_copy(kk_ctx *K, const kk_city *C)
{
    kk_city *D = KK_NEW(K, kk_city);
    *D = *C;
    split_limits(K, C, D);
    D->measure = copied(K, C->measure, C->nmeasure, sizeof *C->measure);
    D->option = copied(K, C->option, C->noption, sizeof *C->option);
    D->link = copied(K, C->link, C->nlink, sizeof *C->link);
    D->goal = copied(K, C->goal, C->ngoal, sizeof *C->goal);
    if (C->carers)
        D->carers = copied(K, C->carers, C->nnode * C->nyear, sizeof *C->carers);
    return D;
}

/* More units than any need asks for: as many as there are children, were a unit for a part of one only. */
static double more_than_enough(const kk_city *C)
{
    double most = 1.0, least = 1.0;
    for (int t = 0; t < C->nyear; t++) {
        double children = 0.0;
        for (int i = 0; i < C->narea * C->nclass; i++)
            children += C->need[i * C->nyear + t];
        most = fmax(most, children);
    }
    for (int o = 0; o < C->noption; o++) {
        for (int e = 0; e < C->option[o].neffect; e++)
            if (C->option[o].effect[e].amount > 0.0)
                least = fmin(least, C->option[o].effect[e].amount);
        for (int e = 0; e < C->option[o].nrecruit; e++)
            if (C->option[o].recruit[e].amount > 0.0)
                least = fmin(least, C->option[o].recruit[e].amount);
    }
    return most / least;
}

/* What follows for the options from all else. */
static void settle(kk_city *D)
{
    double enough = more_than_enough(D);
    for (int o = 0; o < D->noption; o++) {
        kk_window_fill(D, &D->option[o]);
        D->option[o].bound = fmin(kk_most_units(D, o), enough);
    }
}

/* ---- one cause relaxed ------------------------------------------------------------------------------------------- */

static bool in_parts(kk_quantity quantity)
{
    return quantity == KK_Q_CAPITAL || quantity == KK_Q_RUNNING || quantity == KK_Q_COST || quantity == KK_Q_SEATS;
}

static void relax_limit(kk_limit *L, double more, bool without)
{
    double sign = L->floor ? -1.0 : 1.0, step = in_parts(L->quantity) ? more * fabs(L->value) : more;
    L->value = sign * (without ? INFINITY : sign * L->value + step);
}

static void relax_option(const kk_cause *X, bool without, kk_option *O)
{
    switch (X->kind) {
    case KK_C_WINDOW:
        O->earliest = without || O->earliest == INT_MIN ? INT_MIN : O->earliest - 1;
        O->latest = without || O->latest == INT_MAX ? INT_MAX : O->latest + 1;
        break;
    case KK_C_CONSENT: O->accepted = O->accepted || (int)O->consent == X->consent; break;
    case KK_C_MAX_UNITS: /* one more at a facility is another facility like it */
        O->max_units = without ? INFINITY : O->max_units + X->more;
        O->facility = KK_NONE;
        break;
    case KK_C_MAX_PER_YEAR: O->max_per_year = without ? INFINITY : O->max_per_year + X->more; break;
    case KK_C_MIN_UNITS: O->min_units = without ? 0.0 : fmax(O->min_units - X->more, 0.0); break;
    case KK_C_ONCE:
        if (O->facility != KK_NONE)
            O->max_units = fmin(O->max_units, 1.0);
        O->facility = KK_NONE;
        break;
    default: break;
    }
}

static void relax_link(bool without, kk_link *L)
{
    L->max_children = without ? INFINITY : L->max_children + 1.0;
    if (L->share_over == L->share_under)
        return;
    int64_t over = L->share_over * 100 + L->share_under, under = L->share_under * 100; /* 1 % of the need more */
    L->share_over = without || over >= under ? 1 : over;
    L->share_under = without || over >= under ? 1 : under;
}

static void relax_one(kk_city *D, const kk_cause *X, bool without)
{
    switch (X->kind) {
    case KK_C_LIMIT:
        for (int l = X->of; l < X->of + X->rows; l++)
            relax_limit(&D->limit[l], X->more, without);
        return;
    case KK_C_CARERS:
        for (int t = 0; t < D->nyear; t++)
            if (X->year == KK_NONE || X->year == D->first + t)
                D->carers[X->of * D->nyear + t] = without ? INFINITY : D->carers[X->of * D->nyear + t] + X->more;
        return;
    case KK_C_LEAD_YEARS:
        for (int m = 0; m < D->nmeasure; m++)
            if ((X->of == KK_NONE || X->of == m) && D->measure[m].lead_years > 0)
                D->measure[m].lead_years = without ? 0 : D->measure[m].lead_years - (int)X->more;
        return;
    case KK_C_LINKS:
        for (int l = 0; l < D->nlink; l++)
            relax_link(without, &D->link[l]);
        return;
    case KK_C_FOLLOW: D->follow = false; return;
    default: break;
    }
    bool single = X->kind == KK_C_CONSENT && !without;
    for (int o = 0; o < D->noption; o++)
        if ((X->of == KK_NONE || D->option[o].measure == X->of) && (!single || o == X->option))
            relax_option(X, without, &D->option[o]);
}

kk_city *kk_relax(kk_ctx *K, const kk_city *C, const kk_cause *cause, const kk_relaxed *asked, int count)
{
    kk_city *D = kk_city_copy(K, C);
    for (int i = 0; i < count; i++)
        if (asked[i] != KK_KEPT)
            relax_one(D, &cause[i], asked[i] == KK_WITHOUT);
    settle(D);
    return D;
}

/* ---- which causes there are -------------------------------------------------------------------------------------- */

typedef struct {
    kk_ctx *K;
    const kk_plan *P;
    const kk_city *C; /* the plan's */
    const kk_figures *F;
    kk_cause *cause;
    int count, capacity;
} finder;

static void add(finder *W, kk_cause cause)
{
    cause.option = KK_NONE;
    W->cause = kk_grow(W->K, W->cause, &W->capacity, W->count + 1, sizeof *W->cause);
    W->cause[W->count++] = cause;
}

/* A cause for each row of a limit, and one for all of them before. */
static void find_limits(finder *W)
{
    const kk_city *rows = kk_city_copy(W->K, W->C);
    kk_plan P = *W->P;
    P.C = rows;
    for (int l = 0, end; l < rows->nlimit; l = end) {
        kk_cause all = {.kind = KK_C_LIMIT, .of = l, .year = KK_NONE, .several = true, .value = NAN};
        all.more = in_parts(rows->limit[l].quantity) ? 0.1 : 1.0;
        for (end = l; end < rows->nlimit && strcmp(rows->limit[end].name.id, rows->limit[l].name.id) == 0; end++) {
            const kk_limit *L = &rows->limit[end];
            all.used_up = all.used_up || kk_limit_used_up(L, kk_limit_used(&P, W->F, end, L->from, L->until));
        }
        all.rows = end - l;
        if (all.rows > 1)
            add(W, all);
        for (int i = l; i < end; i++) {
            const kk_limit *L = &rows->limit[i];
            bool used_up = kk_limit_used_up(L, kk_limit_used(&P, W->F, i, L->from, L->until));
            add(W, (kk_cause){.kind = KK_C_LIMIT,
                              .of = i,
                              .rows = 1,
                              .year = L->period == KK_TOGETHER ? KK_NONE : L->from,
                              .used_up = used_up,
                              .value = L->value,
                              .more = all.more});
        }
    }
}

static bool carers_used_up(const finder *W, int v, int t)
{
    int i = v * W->C->nyear + t;
    return kk_shown(W->F->carers_there[i] - W->F->carers_needed[i]) <= 0.001;
}

static void find_carers(finder *W)
{
    for (int v = 0; v < W->C->nnode && W->F->carers_there; v++) {
        kk_cause all = {.kind = KK_C_CARERS, .of = v, .year = KK_NONE, .several = true, .value = NAN, .more = 1.0};
        if (!kk_has_carers(W->C, v))
            continue;
        for (int t = 0; t < W->C->nyear; t++)
            all.used_up = all.used_up || carers_used_up(W, v, t);
        if (W->C->nyear > 1)
            add(W, all);
        for (int t = 0; t < W->C->nyear; t++)
            add(W, (kk_cause){.kind = KK_C_CARERS,
                              .of = v,
                              .year = W->C->first + t,
                              .used_up = carers_used_up(W, v, t),
                              .value = W->C->carers[v * W->C->nyear + t],
                              .more = 1.0});
    }
}

static double opened(const finder *W, int o)
{
    double units = 0.0;
    for (int t = 0; t < W->C->nplan; t++)
        units += (double)W->P->open[o * W->C->nplan + t] / KK_MICRO;
    return units;
}

static bool opens_most_in_a_year(const finder *W, int o)
{
    for (int t = W->C->option[o].open_from; t <= W->C->option[o].open_until; t++)
        if ((double)W->P->open[o * W->C->nplan + t] / KK_MICRO >= W->C->option[o].max_per_year - UNITS)
            return true;
    return false;
}

/* Whether an option has a limit of this kind. */
static bool has(const finder *W, int o, kk_cause_kind kind, int consent)
{
    const kk_option *O = &W->C->option[o];
    if (kind == KK_C_CONSENT)
        return !O->accepted && (int)O->consent == consent;
    if (!O->accepted)
        return false;
    switch (kind) {
    case KK_C_LEAD_YEARS: return W->C->measure[O->measure].lead_years > 0;
    case KK_C_WINDOW: return O->earliest != INT_MIN || O->latest != INT_MAX;
    case KK_C_MAX_UNITS: return isfinite(O->max_units) || O->facility != KK_NONE;
    case KK_C_MAX_PER_YEAR: return isfinite(O->max_per_year);
    case KK_C_MIN_UNITS: return O->min_units > 0.0;
    default: return false;
    }
}

/* Whether it holds the option back. */
static bool holds_back(const finder *W, int o, kk_cause_kind kind)
{
    const kk_city *C = W->C;
    const kk_option *O = &C->option[o];
    int ready = C->decide_from + C->measure[O->measure].lead_years;
    switch (kind) {
    case KK_C_LEAD_YEARS: return ready > C->first && ready > O->earliest;
    case KK_C_WINDOW: return (O->earliest > ready && O->earliest > C->first) || O->latest < C->last;
    case KK_C_MAX_UNITS: return opened(W, o) >= fmin(O->max_units, O->facility == KK_NONE ? INFINITY : 1.0) - UNITS;
    case KK_C_MAX_PER_YEAR: return opens_most_in_a_year(W, o);
    case KK_C_MIN_UNITS: return opened(W, o) <= O->min_units + UNITS;
    default: return true;
    }
}

static void find_of_measure(finder *W, kk_cause_kind kind, int m, int consent)
{
    int there = 0, holds = 0;
    for (int o = 0; o < W->C->noption; o++)
        if (W->C->option[o].measure == m && has(W, o, kind, consent)) {
            there++;
            holds += holds_back(W, o, kind);
        }
    if (there > 0)
        add(W, (kk_cause){.kind = kind,
                          .of = m,
                          .year = KK_NONE,
                          .consent = consent,
                          .used_up = holds > 0,
                          .holds = holds,
                          .value = kind == KK_C_LEAD_YEARS ? (double)W->C->measure[m].lead_years : (double)NAN,
                          .more = 1.0});
}

/* Nothing opens before a year: the lead times of each measure, then of all. */
static void find_lead_years(finder *W)
{
    int there = 0, holds = 0;
    for (int m = 0; m < W->C->nmeasure; m++) {
        int count = W->count;
        find_of_measure(W, KK_C_LEAD_YEARS, m, KK_FIRM);
        there += W->count > count;
        holds += W->count > count ? W->cause[count].holds : 0;
    }
    if (there > 1)
        add(W, (kk_cause){.kind = KK_C_LEAD_YEARS,
                          .of = KK_NONE,
                          .year = KK_NONE,
                          .several = true,
                          .used_up = holds > 0,
                          .holds = holds,
                          .value = NAN,
                          .more = 1.0});
}

/* Facilities that more than one option could use, and whether one is used up. */
static void find_once(finder *W)
{
    int there = 0, holds = 0;
    for (int f = 0; f < W->C->nfacility; f++) {
        double units = 0.0;
        int options = 0;
        for (int o = 0; o < W->C->noption; o++)
            if (W->C->option[o].facility == f && W->C->option[o].accepted) {
                units += opened(W, o);
                options++;
            }
        there += options > 1;
        holds += options > 1 && units >= 1.0 - UNITS;
    }
    if (there > 0)
        add(W,
            (kk_cause){
                .kind = KK_C_ONCE, .of = KK_NONE, .year = KK_NONE, .used_up = holds > 0, .holds = holds, .value = NAN});
}

static double goes(const kk_city *C, const kk_micro *serve, int arc, int c, int t)
{
    double children = 0.0;
    for (int p = 0; p < C->nservice; p++)
        if (C->service[p].class == c)
            children += (double)serve[kk_at(arc, p, C->nservice, t, C->nyear)] / KK_MICRO;
    return children;
}

/* Whether a link is full in some year, for the need or for the seats that a promise counts. */
static bool full(const finder *W, int arc, int c)
{
    const kk_city *C = W->C;
    for (int t = 0; t < C->nyear; t++) {
        double most = kk_link_most(C, kk_link_of(C, arc, c), t) - UNITS;
        if (goes(C, W->P->serve, arc, c, t) >= most)
            return true;
        for (int g = 0; g < C->ntarget; g++)
            if (C->target[g].rows && goes(C, W->P->cover[g], arc, c, t) >= most)
                return true;
    }
    return false;
}

static void find_links(finder *W)
{
    int holds = 0;
    for (int i = W->C->narea; i < W->C->narc; i++)
        for (int c = 0; c < W->C->nclass; c++)
            holds += kk_link_of(W->C, i, c) && full(W, i, c);
    if (W->C->nlink > 0)
        add(W, (kk_cause){.kind = KK_C_LINKS,
                          .of = KK_NONE,
                          .year = KK_NONE,
                          .used_up = holds > 0,
                          .holds = holds,
                          .value = NAN,
                          .more = 1.0});
}

int kk_causes(kk_ctx *K, const kk_plan *P, bool whole, kk_cause **out)
{
    const kk_city *C = P->C;
    finder W = {.K = K, .P = P, .C = C, .F = kk_figures_new(K, P)};
    if (whole)
        add(&W,
            (kk_cause){
                .kind = KK_C_WHOLE, .of = KK_NONE, .year = KK_NONE, .several = true, .used_up = true, .value = NAN});
    find_limits(&W);
    find_carers(&W);
    find_lead_years(&W);
    for (kk_cause_kind kind = KK_C_WINDOW; kind <= KK_C_MIN_UNITS; kind++)
        for (int m = 0; m < C->nmeasure; m++)
            for (int consent = KK_FIRM; consent <= (kind == KK_C_CONSENT ? KK_REFUSES : KK_FIRM); consent++)
                find_of_measure(&W, kind, m, consent);
    find_once(&W);
    find_links(&W);
    if (C->follow) /* what is followed keeps no rule on units and money: freed, it does */
        add(&W, (kk_cause){.kind = KK_C_FOLLOW, .of = KK_NONE, .year = KK_NONE, .used_up = true, .value = NAN});
    for (kk_cause *X = W.cause; C->follow && X < W.cause + W.count; X++)
        if (X->kind != KK_C_CARERS && X->kind != KK_C_LINKS && X->kind != KK_C_FOLLOW) {
            X->used_up = false;
            X->holds = 0;
        }
    *out = W.cause;
    return W.count;
}
