/* The verdict on a proof: its columns, values and bounds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/proof.h"

#include "base/str.h"
#include "judge/goals.h"
#include "judge/price.h"
#include "judge/rows.h"
#include "judge/sums.h"

#include <string.h>

/* ---- columns by name --------------------------------------------------------------------------------------------- */

/* Names of columns, and where the value of each stands. */
typedef struct {
    kk_trial *T;
    kk_map *number;
    int count, capacity;
    struct place {
        const char *name;
        mpz_ptr value;    /* 10^-decimals of its trial */
        mpz_srcptr shown; /* as it is printed, 10^-6; NULL: it need not be */
    } * place;
} places;

static void name_column(places *X, mpz_ptr value, mpz_srcptr shown, const char *name)
{
    if (shown && mpz_sgn(shown) == 0)
        return;
    X->place = kk_grow(X->T->K, X->place, &X->capacity, X->count + 1, sizeof *X->place);
    X->place[X->count] = (struct place){name, value, shown};
    kk_map_put(X->number, name, X->count++);
}

/* The columns of X with room for values; those of shown that are not 0, or all where that is NULL. without: serve
 * and cover of the plan that opens nothing, else open, serve and cover. */
static places name_columns(kk_trial *T, kk_columns *X, const kk_columns *shown, bool without)
{
    const kk_city *C = T->C;
    kk_ctx *K = T->K;
    places out = {.T = T, .number = kk_map_new(K)};
    X->open = kk_exact_whole(T->E, (size_t)X->nopen);
    X->serve = kk_exact_whole(T->E, (size_t)X->nserve);
    X->without = kk_exact_whole(T->E, (size_t)X->nserve);
    X->cover = KK_ARRAY(K, mpz_t *, C->ntarget);
    X->cover_without = KK_ARRAY(K, mpz_t *, C->ntarget);
    for (int i = 0; i < X->nopen && !without; i++)
        name_column(&out, X->open[i], shown ? shown->open[i] : NULL,
                    kk_format(K, "open[%s,%d]", C->option[X->open_option[i]].name.code, C->first + X->open_year[i]));
    for (int i = 0; i < X->nserve; i++) {
        int a = C->arc_from[X->serve_arc[i]], b = C->arc_to[X->serve_arc[i]];
        const kk_service *P = &C->service[X->serve_service[i]];
        const char *name = kk_format(K, "%s,%s,%s,%d]", C->node[a].name.code, C->node[b].name.code, P->name.code,
                                     C->first + X->serve_year[i]);
        name_column(&out, without ? X->without[i] : X->serve[i],
                    !shown    ? NULL
                    : without ? shown->without[i]
                              : shown->serve[i],
                    kk_format(K, "serve[%s", name));
        for (int g = 0; g < C->ntarget; g++) {
            if (!T->required[g])
                continue;
            mpz_t **cover = without ? &X->cover_without[g] : &X->cover[g];
            if (!*cover)
                *cover = kk_exact_whole(T->E, (size_t)X->nserve);
            if (kk_trial_asks(&C->target[g], a, P->class, X->serve_year[i]))
                name_column(&out, (*cover)[i],
                            !shown    ? NULL
                            : without ? shown->cover_without[g][i]
                                      : shown->cover[g][i],
                            kk_format(K, "cover[%s,%s", C->target[g].name.code, name));
        }
    }
    return out;
}

/* Put the values of V in their places. Complaints are about the stage, or the plan where it is NULL. */
static void read_values(places *X, const kk_values *V, const char *stage)
{
    kk_trial *T = X->T;
    unsigned char *seen = KK_ARRAY(T->K, unsigned char, X->count);
    mpz_t *number = kk_exact_whole(T->E, 3);
    mpz_ptr value = number[0], off = number[1], coarse = number[2];
    int left = 0;
    kk_exact_power(coarse, KK_FINE_DECIMALS - T->decimals);
    for (int i = 0; i < V->count; i++) {
        const kk_fine *F = &V->fine[i];
        int at = kk_map_get(X->number, F->column);
        if (at < 0 || seen[at]++) {
            kk_complain(T, "proof%s%s: column %s is not one of the plan, or is there twice",
                        "証明%s%s: 列 %s は計画にないか、重複しています", stage ? " of " : "", stage ? stage : "",
                        kk_trial_quote(T, F->column));
            continue;
        }
        bool good = kk_exact_read(value, F->value, KK_FINE_DECIMALS);
        if (good && X->place[at].shown) { /* it is printed rounded to 9 decimals, then to 6 */
            mpz_set_ui(off, 1000000);
            mpz_mul(off, off, X->place[at].shown);
            mpz_sub(off, off, value);
            good = mpz_cmpabs_ui(off, 500500) <= 0;
        }
        if (!good) {
            kk_complain(T, "proof%s%s: column %s is %s, which is not what is printed",
                        "証明%s%s: 列 %s の値 %s は表の数と合いません", stage ? " of " : "", stage ? stage : "",
                        kk_trial_quote(T, F->column), kk_trial_quote(T, F->value));
            continue;
        }
        kk_exact_round(T->E, X->place[at].value, value, coarse);
    }
    for (int i = 0; i < X->count; i++)
        left += X->place[i].shown && !seen[i];
    if (left > 0)
        kk_complain(T, "proof: %d printed columns are missing", "証明: 表にある列が %d 件欠けています", left);
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

/* A trial of the same city at the values of a proof. */
static void open_at(kk_trial *at, const kk_trial *T, int decimals)
{
    kk_trial_open(at, T->K, T->C, T->printed, decimals);
}

/* What was wrong there is wrong here. */
static void close_at(kk_trial *at, kk_trial *T)
{
    for (int i = 0; i < at->wrong && i < KK_COMPLAINTS && T->wrong + i < KK_COMPLAINTS; i++)
        T->complaint[T->wrong + i] = at->complaint[i];
    T->wrong += at->wrong;
    kk_exact_free(at->E);
}

static void set_columns(kk_trial *at, const kk_columns *X, const kk_values *V, const kk_columns *shown,
                        const char *stage)
{
    at->columns = *X;
    places P = name_columns(at, &at->columns, shown, false);
    read_values(&P, V, stage);
    kk_sums_make(at, &at->columns, &at->at);
}

/* The values of all stages at the plan, and of those with slack at their own. */
static void find_values(kk_trial *T, const kk_proof *P, mpq_t *out_value, mpq_t *out_goal, kk_proved *out)
{
    kk_trial at;
    open_at(&at, T, KK_FINE_DECIMALS);
    kk_columns without = T->columns;
    places W = name_columns(&at, &without, &T->columns, true);
    read_values(&W, &P->without, "without_plan");
    set_columns(&at, &T->columns, &P->plan, &T->columns, NULL);
    for (int s = 0; s < P->nstage; s++)
        kk_goals_stage(&at, s, out_value[s]);
    for (int n = 0; n < T->C->ngoal; n++)
        kk_goals_value(&at, n, out_goal[n]);
    out->nclosing = kk_closing_state(&at, out->closing);
    close_at(&at, T);
    for (int s = 0; s < P->nstage; s++) {
        if (!P->stage[s].at.fine)
            continue;
        open_at(&at, T, 6); /* its rows as a plan's that is printed, */
        set_columns(&at, kk_columns_all(&at), &P->stage[s].at, NULL, P->stage[s].stage);
        kk_rows_judge(&at);
        close_at(&at, T);
        open_at(&at, T, KK_FINE_DECIMALS); /* its value finer */
        set_columns(&at, kk_columns_all(&at), &P->stage[s].at, NULL, P->stage[s].stage);
        kk_goals_stage(&at, s, out_value[s]);
        close_at(&at, T);
    }
}

/* out = what later stages may be worse than the value of stage s */
static void slack_of(const kk_city *C, int stage, const mpq_t value, mpq_t out, mpq_t term)
{
    mpq_set_ui(out, 0, 1);
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        if (N->stage != stage || N->slack == 0)
            continue;
        int decimals = kk_exact_decimals(N->slack);
        kk_exact_set(mpq_numref(term), N->slack, decimals);
        kk_exact_power(mpq_denref(term), decimals);
        mpq_canonicalize(term);
        if (N->slack_is_share)
            mpq_mul(term, term, value);
        mpq_abs(term, term);
        mpq_add(out, out, term);
    }
}

static void set_decimal(mpq_t out, double value)
{
    int decimals = kk_exact_decimals(value);
    kk_exact_set(mpq_numref(out), value, decimals);
    kk_exact_power(mpq_denref(out), decimals);
    mpq_canonicalize(out);
}

/* ---- verdict ----------------------------------------------------------------------------------------------------- */

static const char *text_of(kk_trial *T, const mpq_t value)
{
    return kk_strdup(T->K, kk_exact_ratio_text(T->E, value));
}

/* What is said must be what was found. */
static void compare(kk_trial *T, const char *stage, const char *en, const char *ja, const char *said, const char *found)
{
    if (said && strcmp(said, found) != 0)
        kk_complain(T, "proof of %s: the %s%.0s is said to be %s, but is %s",
                    "証明 %s: %.0s%sは %s とされていますが、正しくは %s です", stage, en, ja, kk_trial_quote(T, said),
                    found);
}

/* Whether the names of the stages are those of the city's goals. */
static bool same_stages(kk_trial *T, const kk_proof *P)
{
    const kk_city *C = T->C;
    bool same = P->nstage == C->nstage;
    for (int s = 0; s < P->nstage && same; s++) {
        kk_text name = {.K = T->K};
        for (int n = 0; n < C->ngoal; n++)
            if (C->goal[n].stage == s)
                kk_text_addf(&name, "%s%s", name.length ? "+" : "", C->goal[n].code);
        same = strcmp(kk_text_get(&name), P->stage[s].stage) == 0;
    }
    if (!same)
        kk_complain(T, "the proof does not speak of the %d stages of goals", "証明が %d 段階の目標と対応していません",
                    C->nstage);
    return same;
}

kk_proved *kk_proof_judge(kk_trial *T, const kk_proof *P)
{
    if (!same_stages(T, P))
        return NULL;
    kk_proved *proved = KK_NEW(T->K, kk_proved);
    kk_bound *out = proved->stage = KK_ARRAY(T->K, kk_bound, P->nstage);
    int n = P->nstage;
    mpq_t *value = kk_exact_ratio(T->E, (size_t)n), *bound = kk_exact_ratio(T->E, (size_t)n);
    mpq_t *goal = kk_exact_ratio(T->E, (size_t)T->C->ngoal), *spare = kk_exact_ratio(T->E, 3);
    find_values(T, P, value, goal, proved);
    kk_price_bounds(T, P, bound);
    proved->goal_near = KK_ARRAY(T->K, double, T->C->ngoal);
    for (int i = 0; i < T->C->ngoal; i++)
        proved->goal_near[i] = mpq_get_d(goal[i]);
    for (int s = 0; s < n; s++) {
        const kk_proof_stage *S = &P->stage[s];
        for (int i = 0; i < s; i++) { /* goal + lambda goal[i] >= bound, and goal[i] <= value[i] + slack[i] */
            if (!(S->lambda[i] > 0))
                continue;
            slack_of(T->C, i, value[i], spare[0], spare[1]);
            mpq_add(spare[0], spare[0], value[i]);
            set_decimal(spare[1], S->lambda[i]);
            mpq_mul(spare[0], spare[0], spare[1]);
            mpq_sub(bound[s], bound[s], spare[0]);
        }
        mpq_sub(spare[0], value[s], bound[s]); /* |gap| <= 1e-6 max(1, |value|); in whole units -gap alone */
        out[s] = (kk_bound){.stage = S->stage,
                            .value = text_of(T, value[s]),
                            .bound = kk_strdup(T->K, kk_exact_below_text(T->E, bound[s])),
                            .gap = text_of(T, spare[0]),
                            .value_near = mpq_get_d(value[s]),
                            .bound_near = mpq_get_d(bound[s])};
        bool below = T->C->whole && mpq_sgn(spare[0]) > 0;
        mpq_abs(spare[0], spare[0]);
        mpq_set_ui(spare[1], 1, 1);
        mpq_abs(spare[2], value[s]);
        if (mpq_cmp(spare[2], spare[1]) < 0)
            mpq_set(spare[2], spare[1]);
        mpq_set_ui(spare[1], 1, 1000000);
        mpq_mul(spare[2], spare[2], spare[1]);
        out[s].proved = mpq_cmp(spare[0], spare[2]) <= 0;
        compare(T, S->stage, "value", "値", S->value, out[s].value);
        compare(T, S->stage, "bound", "下界", S->bound, out[s].bound);
        if (!out[s].proved && !below)
            kk_complain(T, "stage %s is not proved: its value is %s, and the proved bound %s",
                        "段階 %s は証明されていません。値は %s、証明された下界は %s です", S->stage, out[s].value,
                        out[s].bound);
    }
    return proved;
}
