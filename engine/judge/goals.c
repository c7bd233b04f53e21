/* Family share and the goals, stated again (models/README.md, "Goals").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/goals.h"

#include "base/str.h"
#include "judge/sums.h"

#include <string.h>

/* Numbers of T->scratch and T->ratio that this file works with. */
enum { SUM = KK_SCRATCH_GOALS, CELL, UNDER, SHORT, REQUIRED, WEIGHT };
enum { CLASS, TERM, GOAL, GIVEN, FOUND, OFF, ALLOWED, COLUMNS, SLACK };

/* ---- values ---------------------------------------------------------------------------------------------------------
 * Every function states a goal twice: with S NULL its value at the printed plan, in the goal's unit; with S the sum of
 * |coefficient| over the columns of S, in the goal's unit for one unit of a column. */

/* out = over / 10^digits */
static void set_ratio(mpq_t out, const mpz_t over, int digits)
{
    mpz_set(mpq_numref(out), over);
    kk_exact_power(mpq_denref(out), digits);
    mpq_canonicalize(out);
}

static void set_double(kk_trial *T, mpq_t out, double value)
{
    int decimals = kk_exact_decimals(value);
    kk_exact_set(T->scratch[UNDER], value, decimals);
    set_ratio(out, T->scratch[UNDER], decimals);
}

int kk_goals_target(const kk_trial *T, const kk_goal *N)
{
    return N->kind != KK_G_UNMET && N->target != KK_NONE && T->required[N->target] ? N->target : KK_NONE;
}

bool kk_goals_count(const kk_trial *T, const kk_goal *N, int a, int c, int t)
{
    int year = T->C->first + t, g = kk_goals_target(T, N);
    return N->area[a] && N->class_[c] && N->from <= year && year <= N->until &&
           (g == KK_NONE || kk_trial_asks(&T->C->target[g], a, c, t));
}

/* unmet   sum over a, c, t  weight[c] unmet[a,c,t] [children] short   sum over a, c, t  weight[c] short[g,a,c,t]; of a
 * target without rows: unmet                 [seats or children] */
static void state_missing(kk_trial *T, const kk_sums *S, const kk_goal *N, mpq_t out)
{
    const kk_city *C = T->C;
    int g = kk_goals_target(T, N);
    mpz_ptr sum = T->scratch[SUM], cell = T->scratch[CELL];
    for (int c = 0; c < C->nclass; c++) {
        mpz_set_ui(sum, 0);
        for (int a = 0; N->class_[c] && a < C->narea; a++) {
            for (int t = 0; N->area[a] && t < C->nyear; t++) {
                if (!kk_goals_count(T, N, a, c, t))
                    continue;
                size_t at = kk_at(a, c, C->nclass, t, C->nyear);
                if (S) {
                    mpz_add(sum, sum, kk_sums_missing_weight(T, S, g, at));
                } else {
                    kk_sums_missing(T, g, at, cell);
                    mpz_add(sum, sum, cell);
                }
            }
        }
        set_double(T, T->ratio[CLASS], C->class_[c].weight);
        set_ratio(T->ratio[TERM], sum, S ? T->digits - T->decimals : T->digits);
        mpq_mul(T->ratio[TERM], T->ratio[TERM], T->ratio[CLASS]);
        mpq_add(out, out, T->ratio[TERM]);
    }
}

/* Sums over the classes of goal n in area a and year t: short and required in SHORT, REQUIRED (10^-digits); with S the
 * weight of short in WEIGHT (10^-(digits - decimals)). Class weights play no part in a share. False where nothing is
 * required. */
static bool sum_share(kk_trial *T, const kk_sums *S, const kk_goal *N, int a, int t)
{
    const kk_city *C = T->C;
    int g = kk_goals_target(T, N);
    for (int i = SHORT; i <= WEIGHT; i++)
        mpz_set_ui(T->scratch[i], 0);
    for (int c = 0; c < C->nclass; c++) {
        if (!kk_goals_count(T, N, a, c, t))
            continue;
        size_t at = kk_at(a, c, C->nclass, t, C->nyear);
        kk_sums_missing(T, g, at, T->scratch[CELL]);
        mpz_add(T->scratch[SHORT], T->scratch[SHORT], T->scratch[CELL]);
        mpz_add(T->scratch[REQUIRED], T->scratch[REQUIRED], g == KK_NONE ? T->need[at] : T->required[g][at]);
        if (S)
            mpz_add(T->scratch[WEIGHT], T->scratch[WEIGHT], kk_sums_missing_weight(T, S, g, at));
    }
    return mpz_sgn(T->scratch[REQUIRED]) > 0;
}

/* worst_share   the largest sum over c short[g,a,c,t] / sum over c required[g,a,c,t] of any a, t [share] */
static void state_worst(kk_trial *T, const kk_sums *S, const kk_goal *N, mpq_t out)
{
    for (int a = 0; a < T->C->narea; a++) {
        for (int t = 0; t < T->C->nyear; t++) {
            if (!sum_share(T, S, N, a, t))
                continue;
            mpq_ptr share = T->ratio[TERM];
            mpz_set(mpq_numref(share), T->scratch[S ? WEIGHT : SHORT]);
            if (S) /* a weight has six decimals less than what is required */
                mpz_mul_ui(mpq_numref(share), mpq_numref(share), 1000000);
            mpz_set(mpq_denref(share), T->scratch[REQUIRED]);
            mpq_canonicalize(share);
            if (mpq_cmp(share, out) > 0)
                mpq_set(out, share);
        }
    }
}

/* ---------------------------------------------------------------------------------------
 * change[o,t]   for every option o and year t of a goal change                     [units]
 *
 *     open[o,t]  -  more[o,t]  +  less[o,t]  =  adopted[o,t]
 *
 * more + less is at least |open - adopted|, and no goal gains from more than that: so much it is here. The sum of it
 * over the options and years of the goal is the goal's value; its columns are open.
 *
 * models/README.md: change.   Built by: model/measures.c.
 * --------------------------------------------------------------------------------------- */
static void state_change(kk_trial *T, const kk_sums *S, const kk_goal *N, mpq_t out)
{
    const kk_city *C = T->C;
    const kk_columns *X = S ? S->columns : &T->columns;
    mpz_ptr sum = T->scratch[SUM], cell = T->scratch[CELL];
    mpz_set_ui(sum, 0);
    int i = 0; /* columns stand in the order of options and years */
    for (int o = 0; o < C->noption; o++) {
        for (int t = 0; t < C->nplan; t++) {
            bool there = i < X->nopen && X->open_option[i] == o && X->open_year[i] == t;
            mpz_set_ui(cell, 0);
            if (there && !S)
                mpz_mul(cell, X->open[i], T->step[0]);
            i += there;
            if (!N->option[o] || C->first + t < N->from || C->first + t > N->until)
                continue;
            if (S) {
                mpz_add_ui(sum, sum, there && !kk_trial_whole(C, o));
                continue;
            }
            if (C->adopted) {
                kk_exact_set(T->scratch[UNDER], C->adopted[o * C->nplan + t], T->digits);
                mpz_sub(cell, cell, T->scratch[UNDER]);
            }
            mpz_abs(cell, cell);
            mpz_add(sum, sum, cell);
        }
    }
    set_ratio(out, sum, S ? 0 : T->digits);
}

static void state_goal(kk_trial *T, const kk_sums *S, int n, mpq_t out)
{
    const kk_goal *N = &T->C->goal[n];
    mpq_set_ui(out, 0, 1);
    switch (N->kind) {
    case KK_G_UNMET:
    case KK_G_SHORT: state_missing(T, S, N, out); break;
    case KK_G_WORST_SHARE: state_worst(T, S, N, out); break;
    case KK_G_SEATS:     /* sum over o, t   seats that one unit adds * open[o,t]  [seats] */
    case KK_G_COST:      /* sum over o, t   what is paid for one unit * open[o,t]   [money] */
    case KK_G_VACANT:    /* sum over b, k, t   right side of seats[b,k,t] - its left side [seat-years] */
    case KK_G_UNITS:     /* sum over o, t   open[o,t]                              [units] */
    case KK_G_TRANSFERS: /* sum over links a -> b, p, t   minutes (else 1) * serve[a,b,p,t]  [children] */
        if (S)
            set_ratio(out, S->sum[KK_J_GOAL].weight[n], T->digits - T->decimals);
        else
            set_ratio(out, T->at.sum[KK_J_GOAL].value[n], T->digits);
        break;
    case KK_G_CARERS: /* sum over b, t   carers that the children served in b need  [carer-years] */
        if (S)
            set_ratio(out, S->sum[KK_J_GOAL].weight[n], T->digits - T->decimals);
        else
            set_ratio(out, T->at.sum[KK_J_GOAL].value[n], T->digits);
        mpz_mul(mpq_denref(out), mpq_denref(out), T->carer_scale[0]);
        mpq_canonicalize(out);
        break;
    case KK_G_CHANGE: state_change(T, S, N, out); break;
    case KK_NGOAL: KK_ASSERT(N->kind != KK_NGOAL);
    }
}

/* ---- judging ----------------------------------------------------------------------------------------------------- */

/* out = sum over n  times[n] * goal n, as value (S NULL) or weight: one goal, or the goals of a stage by their weights.
 */
static void state_goals(kk_trial *T, const kk_sums *S, const double *times, mpq_t out)
{
    mpq_set_ui(out, 0, 1);
    for (int n = 0; n < T->C->ngoal; n++) {
        if (times[n] == 0)
            continue;
        state_goal(T, S, n, T->ratio[GOAL]);
        set_double(T, T->ratio[TERM], times[n]);
        mpq_mul(T->ratio[GOAL], T->ratio[GOAL], T->ratio[TERM]);
        mpq_add(out, out, T->ratio[GOAL]);
    }
}

void kk_goals_stage(kk_trial *T, int stage, mpq_t out)
{
    double *times = KK_ARRAY(T->K, double, T->C->ngoal);
    for (int n = 0; n < T->C->ngoal; n++)
        times[n] = T->C->goal[n].stage == stage ? T->C->goal[n].weight : 0;
    state_goals(T, NULL, times, out);
}

void kk_goals_value(kk_trial *T, int n, mpq_t out)
{
    state_goal(T, NULL, n, out);
}

/* allowed = 0.5e-6 * columns + 1e-9 * max(1, |given|): a value is said with 9 decimals */
static void allow(kk_trial *T, const mpq_t columns, const mpq_t given, mpq_t allowed)
{
    mpq_ptr term = T->ratio[TERM];
    mpq_set_ui(allowed, 1, 2000000);
    mpq_mul(allowed, allowed, columns);
    mpq_abs(term, given);
    if (mpq_cmp_ui(term, 1, 1) < 0)
        mpq_set_ui(term, 1, 1);
    mpq_div_2exp(term, term, 9); /* 10^9 = 2^9 5^9 */
    mpz_mul_ui(mpq_denref(term), mpq_denref(term), 1953125);
    mpq_canonicalize(term);
    mpq_add(allowed, allowed, term);
}

/* Whether a value may be off by so much. Printed columns mostly excuse what rounding did; else all columns are asked.
 */
static bool excused(kk_trial *T, const double *times, const mpq_t off, const mpq_t given)
{
    if (mpq_sgn(off) == 0)
        return true;
    for (int all = 0; all < 2; all++) {
        state_goals(T, all ? kk_sums_all(T) : &T->at, times, T->ratio[COLUMNS]);
        allow(T, T->ratio[COLUMNS], given, T->ratio[ALLOWED]);
        if (mpq_cmp(off, T->ratio[ALLOWED]) <= 0)
            return true;
    }
    return false;
}

static const char *shown(kk_trial *T, const mpq_t value)
{
    return kk_strdup(T->K, kk_exact_ratio_text(T->E, value));
}

/* value of a goal or stage as said, against what follows from the printed plan, which may be larger by slack. */
static void judge_value(kk_trial *T, bool stage, const char *name, const double *times, double said, mpq_srcptr slack)
{
    mpq_ptr given = T->ratio[GIVEN], found = T->ratio[FOUND], off = T->ratio[OFF];
    if (!isfinite(said)) {
        kk_complain(T, "%s%.0s %s has no value", "%.0s%s %s に値がありません", stage ? "stage" : "goal",
                    stage ? "段階" : "目標", name);
        return;
    }
    mpq_set_d(given, said);
    state_goals(T, NULL, times, found);
    mpq_sub(off, found, given);
    if (slack && mpq_sgn(off) > 0) {
        mpq_sub(off, off, slack);
        if (mpq_sgn(off) < 0)
            mpq_set_ui(off, 0, 1);
    }
    mpq_abs(off, off);
    if (!excused(T, times, off, given))
        kk_complain(T, "%s%.0s %s is said to be %s, but the printed plan has %s",
                    "%.0s%s %s は %s とされていますが、計画表からは %s です", stage ? "stage" : "goal",
                    stage ? "段階" : "目標", name, shown(T, given), shown(T, found));
}

/* ---------------------------------------------------------------------------------------
 * share[n,a,t]   for every goal n worst_share of a target g, its areas a and years t in which something is required
 *                                                                       [seats or children]
 *
 *     sum{c} short[g,a,c,t]  <=  worst[n] * sum{c} required[g,a,c,t]
 *
 * worst[n] is what is said to be the value of the goal. For a target without rows short is unmet and required is need.
 *
 * models/README.md: share.   Built by: model/goals.c.
 * --------------------------------------------------------------------------------------- */
static void rows_share(kk_trial *T, int n)
{
    const kk_city *C = T->C;
    mpq_ptr given = T->ratio[GIVEN], asked = T->ratio[FOUND], off = T->ratio[OFF], weight = T->ratio[COLUMNS];
    for (int a = 0; a < C->narea; a++) {
        for (int t = 0; t < C->nyear; t++) {
            if (!sum_share(T, NULL, &C->goal[n], a, t))
                continue;
            mpq_set_d(given, T->printed->goal_value[n]);
            set_ratio(asked, T->scratch[REQUIRED], T->digits);
            mpq_mul(given, given, asked);
            set_ratio(off, T->scratch[SHORT], T->digits);
            mpq_sub(off, off, given);
            bool good = mpq_sgn(off) <= 0;
            for (int all = 0; !good && all < 2; all++) {
                sum_share(T, all ? kk_sums_all(T) : &T->at, &C->goal[n], a, t);
                set_ratio(weight, T->scratch[WEIGHT], T->digits - T->decimals);
                mpq_set_ui(T->ratio[TERM], 1, 1000); /* the share is said with nine decimals, the columns with six */
                mpq_mul(T->ratio[TERM], T->ratio[TERM], asked);
                mpq_add(weight, weight, T->ratio[TERM]);
                allow(T, weight, given, T->ratio[ALLOWED]);
                good = mpq_cmp(off, T->ratio[ALLOWED]) <= 0;
            }
            if (!good)
                kk_complain(T, "row share[%s,%s,%d]: %s is short, more than %s",
                            "行 share[%s,%s,%d]: 不足 %s が %s を超えます", C->goal[n].code, C->node[a].name.code,
                            C->first + t, kk_strdup(T->K, kk_exact_text(T->E, T->scratch[SHORT], T->digits)),
                            shown(T, given));
        }
    }
}

static void judge_stages(kk_trial *T)
{
    const kk_city *C = T->C;
    const kk_printed *P = T->printed;
    double *times = KK_ARRAY(T->K, double, C->ngoal);
    int stage = 0;
    for (int i = 0; i < P->nstage; i++) {
        if (!P->stage[i].goal)
            continue;
        kk_text name = {.K = T->K};
        double slack = 0;
        bool is_share = false;
        for (int n = 0; n < C->ngoal; n++) {
            bool member = C->goal[n].stage == stage;
            times[n] = member ? C->goal[n].weight : 0;
            slack += member ? C->goal[n].slack : 0;
            is_share = is_share || (member && C->goal[n].slack_is_share);
            if (member)
                kk_text_addf(&name, "%s%s", name.length ? "+" : "", C->goal[n].code);
        }
        if (strcmp(kk_text_get(&name), P->stage[i].name) != 0)
            kk_complain(T, "stage %d is \"%s\", not \"%s\"", "段階 %d は「%s」です（正しくは「%s」）", stage + 1,
                        kk_trial_quote(T, P->stage[i].name), kk_text_get(&name));
        mpq_ptr room = T->ratio[SLACK];
        mpq_set_d(room, slack);
        if (is_share && isfinite(P->stage[i].value)) {
            mpq_set_d(T->ratio[TERM], fabs(P->stage[i].value));
            mpq_mul(room, room, T->ratio[TERM]);
        }
        judge_value(T, true, kk_text_get(&name), times, P->stage[i].value, room);
        stage++;
    }
    if (stage != C->nstage)
        kk_complain(T, "%d stages of goals, not %d", "目標の段階が %d 個です（正しくは %d 個）", stage, C->nstage);
}

void kk_goals_judge(kk_trial *T)
{
    const kk_city *C = T->C;
    for (int n = 0; T->printed->goal_value && n < C->ngoal; n++) {
        double *times = KK_ARRAY(T->K, double, C->ngoal), said = T->printed->goal_value[n];
        times[n] = 1;
        if (C->goal[n].kind == KK_G_WORST_SHARE && isfinite(said))
            rows_share(T, n);
        judge_value(T, false, C->goal[n].code, times, said, NULL);
    }
    if (T->printed->stage)
        judge_stages(T);
}
