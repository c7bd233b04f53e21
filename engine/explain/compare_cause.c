/* Which changed tables caused the difference between two plans. See compare.h.
 *
 * A re-solve takes place in a context of its own, because a context gives nothing back before it dies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/compare.h"

#include "base/str.h"
#include "input/load.h"
#include "solve/warm.h"

#include <string.h>

/* What a plan comes to. */
typedef struct {
    kk_cause_state state;
    double unmet;
    int64_t cost;
    int naction;
    const char **option, **opens; /* [naction] what it opens, as kk_compared_action says it */
} outcome;

typedef struct {
    kk_ctx *K;
    const kk_comparison *X;
    const kk_side *one, *other;
    kk_warm *warm;    /* from the base's city */
    outcome from, to; /* both plans, made again by this version */

    /* what was planned already: a city is known by the tables that matter */
    bool matters[KK_CAUSE_TABLES];
    int nmemo;
    struct {
        bool table[KK_CAUSE_TABLES];
        outcome out;
    } memo[2 * KK_CAUSE_TABLES + 4];
} cause_maker;

/* ---- outcomes ---------------------------------------------------------------------------------------------------- */

static double unmet_of(const kk_city *C, const kk_figures *F)
{
    double sum = 0.0;
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = 0; t < C->nplan; t++)
                sum += F->unmet[kk_at(a, c, C->nclass, t, C->nyear)];
    return kk_shown(sum);
}

static int64_t cost_of(const kk_city *C, const kk_figures *F)
{
    int64_t sum = 0;
    for (int i = 0; i < F->nmoney * C->npayer * C->nmeasure * KK_NCOST; i++)
        sum += F->money[i];
    return sum;
}

typedef struct {
    const kk_city *one, *other;
    const bool *from_other;
    kk_ctx *K; /* that keeps the outcome */
    kk_warm *warm;
    bool money; /* it is counted in one unit */
    outcome *out;
} again_call;

static void plan_again(kk_ctx *own, void *arg)
{
    const again_call *A = arg;
    outcome *out = A->out;
    const kk_city *C = kk_load_mixed(own, A->one, A->other, A->from_other);
    const kk_plan *P = kk_warm_plan(own, A->warm, C);
    const kk_figures *F = kk_figures_new(own, P);
    out->unmet = unmet_of(C, F);
    out->cost = A->money ? cost_of(C, F) : 0;
    out->option = KK_ARRAY(A->K, const char *, C->noption);
    out->opens = KK_ARRAY(A->K, const char *, C->noption);
    for (int o = 0; o < C->noption; o++) {
        const char *opens = kk_opens_text(A->K, C, &P->open[(size_t)o * (size_t)C->nplan]);
        if (!*opens)
            continue;
        out->option[out->naction] = kk_strdup(A->K, C->option[o].name.id);
        out->opens[out->naction++] = opens;
    }
}

static outcome plan_mixed(const cause_maker *M, const bool *from_other)
{
    kk_ctx *K = M->K;
    outcome out = {.state = KK_CAUSE_TOLD};
    kk_ctx *own = kk_ctx_new();
    kk_rc rc =
        own ? kk_guard(own, plan_again,
                       &(again_call){M->one->C, M->other->C, from_other, K, M->warm, M->X->money_unit != NULL, &out})
            : KK_ESYSTEM;
    if (rc == KK_ESYSTEM) {
        if (!own)
            kk_fail(K, rc, "not enough memory", "メモリが足りません");
        kk_defer(K, (void (*)(void *))kk_ctx_free, own);
        kk_fail(K, rc, "%s%.0s", "%.0s%s", kk_message(own, KK_EN), kk_message(own, KK_JA));
    }
    kk_ctx_free(own);
    if (rc != KK_OK)
        out.state = rc == KK_ECONFLICT ? KK_CAUSE_NO_PLAN : KK_CAUSE_UNFIT;
    return out;
}

/* The plan of the base's city with some tables of the other plan. */
static outcome outcome_of(cause_maker *M, const bool *from_other)
{
    bool table[KK_CAUSE_TABLES];
    for (int t = 0; t < KK_CAUSE_TABLES; t++)
        table[t] = from_other[t] && M->matters[t];
    for (int i = 0; i < M->nmemo; i++)
        if (memcmp(M->memo[i].table, table, sizeof table) == 0)
            return M->memo[i].out;
    KK_ASSERT(M->nmemo < (int)(sizeof M->memo / sizeof *M->memo));
    memcpy(M->memo[M->nmemo].table, table, sizeof table);
    M->memo[M->nmemo].out = plan_mixed(M, from_other);
    return M->memo[M->nmemo++].out;
}

/* A plan as it is printed. */
static outcome printed(const cause_maker *M, int s)
{
    const kk_comparison *X = M->X;
    const kk_city *C = X->side[s].C;
    outcome out = {.state = KK_CAUSE_TOLD};
    for (int i = 0; i < X->nyear; i++)
        if (C->first <= X->year[i].year && X->year[i].year <= C->last)
            out.unmet = kk_shown(out.unmet + X->year[i].unmet[s]);
    for (int i = 0; i < X->nmoney; i++)
        out.cost += X->money[i].capital[s] + X->money[i].running[s];
    out.option = KK_ARRAY(M->K, const char *, X->naction);
    out.opens = KK_ARRAY(M->K, const char *, X->naction);
    for (int i = 0; i < X->naction; i++)
        if (*X->action[i].opens[s]) {
            out.option[out.naction] = X->action[i].option;
            out.opens[out.naction++] = X->action[i].opens[s];
        }
    return out;
}

/* How many options the two open otherwise, or only one of them does. */
static int other_actions(kk_ctx *K, const outcome *x, const outcome *y)
{
    kk_map *map = kk_map_new(K);
    int count = 0, met = 0;
    for (int i = 0; i < x->naction; i++)
        kk_map_put(map, x->option[i], i);
    for (int j = 0; j < y->naction; j++) {
        int i = kk_map_get(map, y->option[j]);
        met += i >= 0;
        count += i < 0 || strcmp(x->opens[i], y->opens[j]) != 0;
    }
    return count + x->naction - met;
}

static kk_shift shift_of(kk_ctx *K, const outcome *before, const outcome *after)
{
    kk_shift E = {.state = before->state != KK_CAUSE_TOLD ? before->state : after->state};
    if (E.state != KK_CAUSE_TOLD)
        return E;
    E.unmet = kk_shown(after->unmet - before->unmet);
    E.cost = after->cost - before->cost;
    E.actions = other_actions(K, before, after);
    return E;
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

/* What no plan depends on. */
static bool is_words(const char *column)
{
    static const char *const WORDS[] = {"label", "estimate"};
    return strcmp(column, WORDS[0]) == 0 || strcmp(column, WORDS[1]) == 0;
}

static bool is_words_key(const char *key)
{
    static const char *const KEY[] = {"title", "edition", "note", "what_if", "money_unit", "minus", "lang", "encoding"};
    for (size_t i = 0; i < sizeof KEY / sizeof *KEY; i++)
        if (strcmp(key, KEY[i]) == 0)
            return true;
    return false;
}

static bool cell_differs(const kk_differences *D, int n, int row, int column, int s)
{
    const char *x = kk_differ_cell(D, n, row, column, 0), *y = kk_differ_cell(D, n, row, column, s);
    return D->differs[row * D->ncolumn + column] && strcmp(x ? x : "", y ? y : "") != 0;
}

/* Whether a table differs between the base and plan s in what a plan may depend on. */
static bool matters(const kk_differences *D, int n, int s, bool scenario)
{
    for (int i = 0; i < D->nrow; i++) {
        const char *key = kk_differ_cell(D, n, i, 0, D->missing[i * n] ? s : 0);
        if (scenario && key && is_words_key(key))
            continue;
        if (D->missing[i * n] != D->missing[i * n + s])
            return true;
        for (int j = D->nkey; j < D->ncolumn; j++)
            if (!is_words(D->column[j]) && cell_differs(D, n, i, j, s))
                return true;
    }
    return false;
}

/* Both figures of a group of tables: put into the base, and taken out of the other plan. */
static void weigh(cause_maker *M, kk_table_cause *cause)
{
    bool without[KK_CAUSE_TABLES];
    outcome put = outcome_of(M, cause->table);
    for (int t = 0; t < KK_CAUSE_TABLES; t++)
        without[t] = !cause->table[t];
    outcome left = outcome_of(M, without);
    cause->alone = shift_of(M->K, &M->from, &put);
    cause->removed = shift_of(M->K, &left, &M->to);
}

static bool unfit(const kk_table_cause *cause)
{
    return cause->alone.state == KK_CAUSE_UNFIT || cause->removed.state == KK_CAUSE_UNFIT;
}

/* Tables that do not fit alone – options of a measure that only the other plan has – are taken together. */
static void join_unfit(cause_maker *M, kk_table_causes *out)
{
    int first = KK_NONE, n = 0, joined = 0;
    for (int i = 0; i < out->n; i++) {
        kk_table_cause *cause = &out->cause[i];
        if (unfit(cause) && first != KK_NONE) {
            for (int t = 0; t < KK_CAUSE_TABLES; t++)
                out->cause[first].table[t] |= cause->table[t];
            joined++;
            continue;
        }
        if (unfit(cause))
            first = n;
        out->cause[n++] = *cause;
    }
    out->n = n;
    if (joined > 0)
        weigh(M, &out->cause[first]);
}

static bool no_effect(const kk_shift *E)
{
    return E->state == KK_CAUSE_TOLD && E->unmet == 0.0 && E->cost == 0 && E->actions == 0;
}

static void add_rest(kk_table_causes *out)
{
    out->together[0] = out->together[1] = out->all;
    for (int i = 0; i < out->n; i++) {
        const kk_shift *const E[2] = {&out->cause[i].alone, &out->cause[i].removed};
        for (int way = 0; way < 2; way++)
            if (E[way]->state == KK_CAUSE_TOLD) {
                out->together[way].unmet = kk_shown(out->together[way].unmet - E[way]->unmet);
                out->together[way].cost -= E[way]->cost;
            }
    }
}

static kk_table_causes causes_of(kk_ctx *K, const kk_comparison *X, int s)
{
    bool none[KK_CAUSE_TABLES] = {false}, all[KK_CAUSE_TABLES];
    memset(all, true, sizeof all);
    cause_maker M = {.K = K, .X = X, .one = &X->side[0], .other = &X->side[s], .warm = kk_warm_new(K, X->side[0].C)};
    for (int t = 0; t <= X->ntable; t++)
        M.matters[t] = matters(t < X->ntable ? &X->table[t] : &X->scenario, X->nside, s, t == X->ntable);
    kk_table_causes out = {.side = s};
    outcome base = printed(&M, 0), other = printed(&M, s);
    M.from = outcome_of(&M, none);
    M.to = outcome_of(&M, all);
    out.all = shift_of(K, &base, &other);
    out.cause = KK_ARRAY(K, kk_table_cause, X->ntable + 2);
    for (int t = 0; t <= X->ntable; t++) {
        if (!M.matters[t])
            continue;
        out.cause[out.n].table[t] = true;
        weigh(&M, &out.cause[out.n++]);
    }
    join_unfit(&M, &out);
    kk_table_cause version = {
        .alone = shift_of(K, &base, &M.from), .removed = shift_of(K, &M.to, &other), .version = true};
    if (!no_effect(&version.alone) || !no_effect(&version.removed))
        out.cause[out.n++] = version;
    add_rest(&out);
    return out;
}

void kk_compare_causes(kk_ctx *K, kk_comparison *X)
{
    KK_ASSERT(X->ntable + 1 == KK_CAUSE_TABLES);
    X->causes = KK_ARRAY(K, kk_table_causes, X->nside - 1);
    for (int s = 1; s < X->nside; s++)
        X->causes[s - 1] = causes_of(K, X, s);
}
