/* Planning the cases of a study, and what they have in common. See study.h.
 *
 * Each case is loaded and planned in a context of its own, because a context gives nothing back before it dies; what is
 * kept of it is copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explain/study.h"

#include "base/str.h"
#include "explain/compare.h"
#include "input/load.h"
#include "solve/conflict.h"
#include "solve/warm.h"

#include <stdlib.h>
#include <string.h>

const char *const kk_case_word[KK_NCASE] = {"planned", "contradictory", "no_plan", "invalid", "does_not_apply"};
const char *const kk_number_word[KK_NNUMBER] = {"goal",   "required",    "short",   "unmet",  "supply",
                                                "vacant", "seats_added", "capital", "running"};

/* ---- the numbers of a plan --------------------------------------------------------------------------------------- */

typedef struct {
    kk_ctx *K;
    const kk_city *C;
    const kk_plan *P;
    const kk_figures *F;
    kk_case_number *number;
    int n;
} teller;

static void put(teller *T, kk_number_kind kind, const char *item, int year, double value, const char *text)
{
    T->number[T->n++] = (kk_case_number){kind, item, year, value, text};
}

/* Children or seats: as tables print them. */
static void put_shown(teller *T, kk_number_kind kind, const char *item, int year, double value)
{
    value = kk_shown(value);
    put(T, kind, item, year, value, kk_decimal(T->K, (int64_t)llround(value * 1000.0), 3));
}

/* As run.json has it. */
static const char *goal_text(kk_ctx *K, double value)
{
    return fabs(value) < 1e9    ? kk_value_print(K, value)
           : fabs(value) < 9e14 ? kk_round_print(K, value)
                                : kk_format(K, "%.0f", value);
}

static void put_goals(teller *T)
{
    const kk_city *C = T->C;
    for (int n = 0; n < C->ngoal; n++) {
        double value = T->P->goal_value[n];
        put(T, KK_N_GOAL, kk_goal_name(T->K, C, n), KK_NONE, value, goal_text(T->K, value));
    }
}

/* required and short of a target, as promises.csv sums them up; whether it is kept. */
static bool put_promise(teller *T, int g)
{
    const kk_city *C = T->C;
    const kk_target *G = &C->target[g];
    bool kept = true;
    for (int what = KK_N_REQUIRED; what <= KK_N_SHORT; what++)
        for (int t = G->from; t <= G->until; t++) {
            double sum = 0.0;
            for (int a = 0; a < C->narea; a++) {
                double here = 0.0;
                for (int c = 0; c < C->nclass; c++) {
                    size_t i = kk_at(a, c, C->nclass, t, C->nyear);
                    if (!G->area[a] || !G->class_[c])
                        continue;
                    if (what == KK_N_SHORT)
                        here += T->F->short_[g][i];
                    else
                        sum += G->rows ? G->required[i] : C->need[i];
                }
                sum += here;
            }
            put_shown(T, what, G->name.id, C->first + t, sum);
            kept &= what == KK_N_REQUIRED || kk_shown(sum) == 0.0;
        }
    return kept;
}

static void put_years(teller *T)
{
    const kk_city *C = T->C;
    for (int what = KK_N_UNMET; what <= KK_N_VACANT; what++)
        for (int t = 0; t < C->nyear; t++) {
            double sum = 0.0;
            for (int a = 0; a < C->narea; a++) {
                for (int c = 0; c < C->nclass && what == KK_N_UNMET; c++)
                    sum += T->F->unmet[kk_at(a, c, C->nclass, t, C->nyear)];
                for (int k = 0; k < C->nseat && what != KK_N_UNMET; k++) {
                    size_t i = kk_at(a, k, C->nseat, t, C->nyear);
                    if (C->seat[k].room)
                        sum += T->F->supply[i] - (what == KK_N_VACANT ? T->F->used[i] : 0.0);
                }
            }
            put_shown(T, what, "", C->first + t, sum);
        }
}

/* Rooms that are added; what is taken away elsewhere is not counted against them. */
static void put_seats(teller *T)
{
    const kk_city *C = T->C;
    for (int existing = 1; existing >= 0; existing--) {
        double sum = 0.0;
        for (int o = 0; o < C->noption; o++) {
            const kk_option *O = &C->option[o];
            double units = 0.0;
            for (int t = 0; t < C->nplan && C->measure[O->measure].existing == (existing == 1); t++)
                units += (double)T->P->open[(size_t)o * (size_t)C->nplan + (size_t)t] / KK_MICRO;
            for (int e = 0; e < O->neffect; e++)
                if (C->seat[O->effect[e].seat].room)
                    sum += fmax(kk_effect_full(C, O, &O->effect[e]), 0.0) * units;
        }
        put_shown(T, KK_N_SEATS, existing ? "existing" : "new", KK_NONE, sum);
    }
}

static void put_money(teller *T)
{
    const kk_city *C = T->C;
    for (int cost = 0; cost < KK_NCOST; cost++)
        for (int payer = 0; payer < C->npayer; payer++)
            for (int y = 0; y < T->F->nmoney; y++) {
                int64_t sum = 0;
                for (int m = 0; m < C->nmeasure; m++)
                    sum += T->F->money[kk_money_at(C, y, payer, m, cost)];
                put(T, cost == KK_CAPITAL ? KK_N_CAPITAL : KK_N_RUNNING, C->payer[payer].id, T->F->money_first + y,
                    (double)sum, kk_decimal(T->K, sum, 0));
            }
}

static void tell_numbers(kk_ctx *K, const kk_plan *P, kk_case *out)
{
    const kk_city *C = P->C;
    teller T = {.K = K, .C = C, .P = P, .F = kk_figures_new(K, P)};
    T.number = KK_ARRAY(K, kk_case_number,
                        C->ngoal + 2 * C->ntarget * C->nplan + 3 * C->nyear + 2 + KK_NCOST * C->npayer * T.F->nmoney);
    put_goals(&T);
    out->npromise = C->ntarget;
    for (int g = 0; g < C->ntarget; g++)
        out->nkept += put_promise(&T, g);
    out->kept = out->nkept == out->npromise;
    out->proved = true;
    for (int i = 0; i < P->nstage; i++)
        out->proved = out->proved && (!P->stage[i].goal || P->stage[i].proved);
    put_years(&T);
    put_seats(&T);
    put_money(&T);
    out->nnumber = T.n;
    out->number = T.number;
}

static void tell_case_actions(kk_ctx *K, const kk_plan *P, kk_case *out)
{
    const kk_city *C = P->C;
    kk_case_action *action = KK_ARRAY(K, kk_case_action, C->noption * C->nplan);
    for (int o = 0; o < C->noption; o++)
        for (int t = 0; t < C->nplan; t++) {
            const kk_option *O = &C->option[o];
            const kk_measure *of = &C->measure[O->measure];
            kk_micro units = P->open[(size_t)o * (size_t)C->nplan + (size_t)t];
            if (units <= 0)
                continue;
            action[out->naction++] = (kk_case_action){O->name.id,
                                                      of->name.id,
                                                      C->node[O->area].name.id,
                                                      kk_option_label(C, o),
                                                      kk_date_iso(K, C, C->first + t, of->lead_years),
                                                      kk_date_iso(K, C, C->first + t, 0),
                                                      C->first + t,
                                                      units};
        }
    out->action = action;
}

/* ---- one case ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const kk_city *C; /* as it is */
    kk_warm *warm;
    const kk_case *N;
    const char *option; /* as which findings know the changes */
    const kk_city *changed;
    kk_case out;
    const kk_conflict *conflict;
} call;

static void load_changed(kk_ctx *K, void *arg)
{
    call *A = arg;
    kk_load_options more = {.set = A->N->set, .nset = A->N->nset, .change = A->N->change, .nchange = A->N->nchange};
    A->changed = A->C;
    if (more.nset + more.nchange > 0)
        A->changed = kk_load_changed(K, A->C, &more, A->option);
}

static void plan_changed(kk_ctx *K, void *arg)
{
    call *A = arg;
    load_changed(K, A);
    const kk_plan *P = kk_warm_plan(K, A->warm, A->changed);
    tell_numbers(K, P, &A->out);
    tell_case_actions(K, P, &A->out);
}

static void find_conflict(kk_ctx *K, void *arg)
{
    call *A = arg;
    A->conflict = kk_conflict_find(K, A->changed);
}

/* A context that dies with another, and may die before it. */
typedef struct {
    kk_ctx *own;
} holder;

static void drop(void *thing)
{
    holder *H = thing;
    kk_ctx_free(H->own);
    H->own = NULL;
}

static void renew(kk_ctx *K, holder *H)
{
    drop(H);
    H->own = kk_ctx_new();
    if (!H->own)
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
}

static holder *holder_new(kk_ctx *K)
{
    holder *H = KK_NEW(K, holder);
    kk_defer(K, drop, H);
    return H;
}

static void keep_numbers(kk_ctx *K, const kk_case *from, kk_case *out)
{
    kk_case_number *number = KK_ARRAY(K, kk_case_number, from->nnumber);
    kk_case_action *action = KK_ARRAY(K, kk_case_action, from->naction);
    for (int i = 0; i < from->nnumber; i++) {
        number[i] = from->number[i];
        number[i].item = kk_strdup(K, from->number[i].item);
        number[i].text = kk_strdup(K, from->number[i].text);
    }
    for (int i = 0; i < from->naction; i++) {
        action[i] = from->action[i];
        const char **text[] = {&action[i].option, &action[i].measure,   &action[i].area,
                               &action[i].label,  &action[i].decide_by, &action[i].opens_on};
        for (size_t j = 0; j < sizeof text / sizeof *text; j++)
            *text[j] = kk_strdup(K, *text[j]);
    }
    out->number = number;
    out->action = action;
    out->nnumber = from->nnumber;
    out->naction = from->naction;
    out->kept = from->kept;
    out->proved = from->proved;
    out->npromise = from->npromise;
    out->nkept = from->nkept;
}

/* Rows of the rules, one behind the other. */
static const char *rules_of(kk_ctx *K, const kk_conflict *X)
{
    kk_text T = {.K = K};
    for (int i = 0; i < X->count; i++)
        kk_text_addf(&T, "%s%s", i ? "; " : "", X->rule[i].row);
    return kk_text_get(&T);
}

static void tell_contradiction(kk_ctx *K, kk_ctx *own, call *A, kk_case *out)
{
    kk_rc rc = kk_guard(own, find_conflict, A);
    if (rc != KK_OK)
        kk_fail(K, rc, "%s%.0s", "%.0s%s", kk_message(own, KK_EN), kk_message(own, KK_JA));
    out->state = A->conflict->count > 0 ? KK_CASE_CONTRADICTORY : KK_CASE_NO_PLAN;
    out->why = rules_of(K, A->conflict);
    if (A->conflict->count > 0) {
        out->say[KK_EN] = kk_format(K, "these rules contradict each other: %s", out->why);
        out->say[KK_JA] = kk_format(K, "次の条件は同時には守れません：%s", out->why);
    } else {
        out->say[KK_EN] = "no plan in whole units exists, although there is one in parts of units";
        out->say[KK_JA] = "整数単位の計画は存在しません（端数を認めれば存在します）";
    }
}

/* The first finding that is an error. */
static void tell_finding(kk_ctx *K, const kk_ctx *own, kk_case *out)
{
    int i = 0;
    while (!kk_finding_at(own, i)->error)
        i++;
    const kk_finding *f = kk_finding_at(own, i);
    const char *line = f->line ? kk_format(K, ":%d", f->line) : "";
    out->state = KK_CASE_INVALID;
    out->why = kk_format(K, "%s%s [%s]", f->file, line, f->code);
    for (int lang = 0; lang < 2; lang++)
        out->say[lang] = kk_format(K, "%s%s: %s", f->file, line, f->text[lang]);
}

static void plan_case(kk_ctx *K, const struct kk_study *S, kk_warm *warm, holder *H, kk_case *out)
{
    call A = {.C = S->C, .warm = warm, .N = out, .option = S->vary ? "--vary" : "--change"};
    renew(K, H);
    kk_rc rc = kk_guard(H->own, plan_changed, &A);
    switch (rc) {
    case KK_OK: keep_numbers(K, &A.out, out); break;
    case KK_ECONFLICT: tell_contradiction(K, H->own, &A, out); break;
    case KK_EINPUT: tell_finding(K, H->own, out); break;
    case KK_EMORE:
        out->state = KK_CASE_NO_PLAN;
        for (int lang = 0; lang < 2; lang++)
            out->say[lang] = kk_strdup(K, kk_message(H->own, (kk_lang)lang));
        break;
    default:
        kk_fail(K, rc, "%s: %s%.0s", "%s：%.0s%s", out->name, kk_message(H->own, KK_EN), kk_message(H->own, KK_JA));
    }
    drop(H);
}

/* ---- all cases --------------------------------------------------------------------------------------------------- */

/* By option, then by date. */
static int by_option_and_date(const void *a, const void *b)
{
    const kk_study_action *x = a, *y = b;
    return x->option != y->option ? (x->option > y->option) - (x->option < y->option)
                                  : strcmp(x->as->opens_on, y->as->opens_on);
}

static const char *earlier(const char *one, const char *other)
{
    return one && strcmp(one, other) <= 0 ? one : other;
}

/* Units of one more case. */
static void widen(kk_micro units, kk_micro *io_least, kk_micro *io_most, bool first)
{
    *io_least = first || units < *io_least ? units : *io_least;
    *io_most = first || units > *io_most ? units : *io_most;
}

/* One action of case n, with those before it. */
static void add_action(kk_ctx *K, const struct kk_study *S, int n, const kk_case_action *N, kk_study_option *O,
                       kk_study_action *A)
{
    if (!O->as)
        O->as = N;
    if (O->last != n + 1) {
        O->last = n + 1;
        O->cases++;
        O->units = 0;
    }
    O->units += N->units;
    O->decide_by = earlier(O->decide_by, N->decide_by);
    if (!A->as) {
        A->as = N;
        A->units = KK_ARRAY(K, kk_micro, S->ncase);
    }
    A->units[n] = N->units;
    A->decide_by = earlier(A->decide_by, N->decide_by);
    widen(N->units, &A->least, &A->most, A->cases++ == 0);
}

/* What opens in all cases: options, and actions; each once. */
static void tell_actions(kk_ctx *K, struct kk_study *S)
{
    kk_map *place = kk_map_new(K), *number = kk_map_new(K);
    kk_study_option *option = NULL;
    kk_study_action *action = NULL;
    int room = 0, room_too = 0, known = 0;
    for (int o = 0; o < S->C->noption; o++)
        known += kk_map_put(number, S->C->option[o].name.id, known) == known;
    option = kk_grow(K, option, &room, known, sizeof *option);
    for (int n = 0; n < S->ncase; n++) {
        const kk_case *N = &S->case_[n];
        for (int i = 0; i < N->naction; i++) {
            int o = kk_map_put(number, N->action[i].option, known);
            known += o == known;
            int at = kk_map_put(place, kk_format(K, "%s %s", N->action[i].option, N->action[i].opens_on), S->naction);
            S->naction += at == S->naction;
            option = kk_grow(K, option, &room, known, sizeof *option);
            action = kk_grow(K, action, &room_too, S->naction, sizeof *action);
            action[at].option = o;
            add_action(K, S, n, &N->action[i], &option[o], &action[at]);
        }
        for (int o = 0; o < known; o++)
            if (option[o].last == n + 1)
                widen(option[o].units, &option[o].least, &option[o].most, option[o].cases == 1);
    }
    for (int i = 0; i < S->naction; i++)
        action[i].least = action[i].cases < S->nplanned ? 0 : action[i].least;
    for (int o = 0; o < known; o++)
        option[o].least = option[o].cases < S->nplanned ? 0 : option[o].least;
    if (S->naction > 0)
        qsort(action, (size_t)S->naction, sizeof *action, by_option_and_date);
    S->option = option;
    S->noption = known;
    S->action = action;
}

void kk_study_plan(kk_ctx *K, struct kk_study *S, void (*told)(void *info, int done, int of), void *info)
{
    kk_warm *warm = kk_warm_new(K, S->C);
    holder *H = holder_new(K);
    int of = 0, done = 0;
    for (int n = 0; n < S->ncase; n++)
        of += S->case_[n].state == KK_CASE_PLANNED;
    for (int i = 0; i < S->ncase; i++) {
        kk_case *N = &S->case_[i];
        if (N->state != KK_CASE_PLANNED)
            continue;
        plan_case(K, S, warm, H, N);
        S->nplanned += N->state == KK_CASE_PLANNED;
        if (told)
            told(info, ++done, of);
    }
    tell_actions(K, S);
}

/* ---- a grid ------------------------------------------------------------------------------------------------------ */

/* A finding of another context once more. */
static void find_again(kk_ctx *K, const kk_finding *f)
{
    const char *row = f->cell + strcspn(f->cell, "0123456789");
    kk_place at = {.file = f->file,
                   .line = f->line,
                   .column = f->column,
                   .field = f->field,
                   .csv = *f->cell,
                   .row = (int)strtol(row, NULL, 10)};
    kk_find_error(K, f->code, &at, "%s%.0s", "%.0s%s", f->text[KK_EN], f->text[KK_JA]);
}

/* Whether a change alone leaves an input without errors; they are findings. */
static bool fits(kk_ctx *K, const kk_city *C, holder *H, const char *change)
{
    kk_case N = {.nchange = 1, .change = &change};
    call A = {.C = C, .N = &N, .option = "--vary"};
    renew(K, H);
    kk_rc rc = kk_guard(H->own, load_changed, &A);
    if (rc == KK_EINPUT)
        for (int i = 0; i < kk_finding_count(H->own, NULL, NULL); i++)
            if (kk_finding_at(H->own, i)->error)
                find_again(K, kk_finding_at(H->own, i));
    if (rc != KK_OK && rc != KK_EINPUT)
        kk_fail(K, rc, "%s%.0s", "%.0s%s", kk_message(H->own, KK_EN), kk_message(H->own, KK_JA));
    drop(H);
    return rc == KK_OK;
}

static const char *change_of(kk_ctx *K, const kk_vary *V, int i)
{
    return kk_format(K, "%s%s", V->key, V->value[i]);
}

/* Every value alone; where the first is wrong it is the change, and the others would say the same. */
static void check_values(kk_ctx *K, const kk_city *C, const kk_vary *vary, int nvary)
{
    holder *H = holder_new(K);
    int before = kk_errors(K);
    for (int v = 0; v < nvary; v++)
        for (int i = 0; i < vary[v].n; i++)
            if (!fits(K, C, H, change_of(K, &vary[v], i)) && i == 0)
                break;
    int wrong = kk_errors(K) - before;
    if (wrong > 0)
        kk_fail(K, KK_EINPUT, "--vary makes %d error%s in the input: nothing is planned",
                "--vary の値で入力に誤りが %d 件生じます。計画は作りません%.0s", wrong, wrong == 1 ? "" : "s");
}

static int digit_of(const struct kk_study *S, int point, int v)
{
    for (int after = S->nvary - 1; after > v; after--)
        point /= S->vary[after].n;
    return point % S->vary[v].n;
}

const char *kk_point_value(const struct kk_study *S, int point, int v)
{
    return S->vary[v].value[digit_of(S, point, v)];
}

struct kk_study *kk_sweep(kk_ctx *K, const kk_city *C, const kk_vary *vary, int nvary,
                          void (*told)(void *info, int done, int of), void *info)
{
    check_values(K, C, vary, nvary);
    struct kk_study *S = KK_NEW(K, struct kk_study);
    *S = (struct kk_study){.C = C, .nvary = nvary, .vary = vary, .ncase = 1};
    for (int v = 0; v < nvary; v++)
        S->ncase *= vary[v].n;
    S->case_ = KK_ARRAY(K, kk_case, S->ncase);
    for (int n = 0; n < S->ncase; n++) {
        kk_case *N = &S->case_[n];
        N->name = kk_decimal(K, n + 1, 0);
        N->nchange = nvary;
        N->change = KK_ARRAY(K, const char *, nvary);
        for (int v = 0; v < nvary; v++)
            N->change[v] = change_of(K, &vary[v], digit_of(S, n, v));
    }
    kk_study_plan(K, S, told, info);
    return S;
}

/* ---- what is asked of cases -------------------------------------------------------------------------------------- */

const kk_case_number *kk_case_find(const kk_case *N, kk_number_kind kind, const char *item, int year)
{
    for (int i = 0; i < N->nnumber; i++)
        if (N->number[i].kind == kind && N->number[i].year == year && strcmp(N->number[i].item, item) == 0)
            return &N->number[i];
    return NULL;
}

double kk_case_sum(const kk_case *N, kk_number_kind kind, const char *item, int from, int until)
{
    double sum = 0.0;
    for (int i = 0; i < N->nnumber; i++) {
        const kk_case_number *x = &N->number[i];
        if (x->kind == kind && (!item || strcmp(x->item, item) == 0) &&
            (x->year == KK_NONE || (x->year >= from && x->year <= until)))
            sum += x->value;
    }
    return kind == KK_N_CAPITAL || kind == KK_N_RUNNING ? sum : kk_shown(sum);
}

kk_micro kk_case_units(const kk_case *N)
{
    kk_micro sum = 0;
    for (int i = 0; i < N->naction; i++)
        sum += N->action[i].units;
    return sum;
}

void kk_case_changed(const struct kk_study *S, int n, int *out_more, int *out_less, int *out_other)
{
    *out_more = *out_less = *out_other = 0;
    for (int i = 0; i < S->naction; i++) {
        kk_micro base = S->action[i].units[0], now = S->action[i].units[n];
        *out_more += base == 0 && now > 0;
        *out_less += base > 0 && now == 0;
        *out_other += base > 0 && now > 0 && base != now;
    }
}
