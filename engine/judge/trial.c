/* One plan before the judge: the input stated again in exact numbers, and the list of complaints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/trial.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* ---- complaints -------------------------------------------------------------------------------------------------- */

void kk_complain(kk_trial *T, const char *en, const char *ja, ...)
{
    if (T->wrong++ >= KK_COMPLAINTS)
        return;
    kk_complaint *complaint = &T->complaint[T->wrong - 1];
    for (int lang = 0; lang < 2; lang++) {
        char text[480];
        va_list list;
        va_start(list, ja);
        int length = lang == KK_EN ? vsnprintf(text, sizeof text, en, list) : vsnprintf(text, sizeof text, ja, list);
        va_end(list);
        KK_ASSERT(length >= 0);
        size_t n = strlen(text);
        for (size_t at = 0, step; (size_t)length > n && at < n; at += step) { /* was cut: not within a character */
            step = (size_t)kk_utf8_length(text + at, n - at);
            if (step == 0)
                n = at;
        }
        complaint->text[lang] = kk_strndup(T->K, text, n);
    }
}

const char *kk_trial_quote(kk_trial *T, const char *text)
{
    enum { LONGEST = 48 };
    size_t length = strlen(text), n = 0;
    if (length <= LONGEST)
        return text;
    while (n < LONGEST) {
        int step = kk_utf8_length(text + n, length - n);
        n += step > 0 ? (size_t)step : 1;
    }
    return kk_format(T->K, "%.*s...", (int)n, text);
}

void kk_trial_verdict(kk_trial *T)
{
    if (T->wrong == 0)
        return;
    /* kk_message() holds a kilobyte: as many complaints as fit into most of it, the others as a number. */
    kk_text list[2] = {{.K = T->K}, {.K = T->K}};
    int named = 0;
    for (; named < T->wrong && named < KK_COMPLAINTS; named++) {
        const char *const *text = T->complaint[named].text;
        if (named > 0 &&
            (list[KK_EN].length + strlen(text[KK_EN]) > 800 || list[KK_JA].length + strlen(text[KK_JA]) > 800))
            break;
        for (int lang = 0; lang < 2; lang++)
            kk_text_addf(&list[lang], "%s%s", named == 0 ? "" : lang == KK_EN ? "; " : "。", text[lang]);
    }
    if (named < T->wrong) {
        kk_text_addf(&list[KK_EN], "; and %d more", T->wrong - named);
        kk_text_addf(&list[KK_JA], "。ほか %d 件", T->wrong - named);
    }
    kk_fail(T->K, KK_EJUDGE, "the judge rejects the plan: %s%.0s", "検算が計画を認めません: %.0s%s",
            kk_text_get(&list[KK_EN]), kk_text_get(&list[KK_JA]));
}

/* ---- sets -------------------------------------------------------------------------------------------------------- */

bool kk_trial_has_rows(const kk_target *G)
{
    return G->basis == KK_PEAK || G->buffer > 0;
}

bool kk_trial_asks(const kk_target *G, int a, int c, int t)
{
    return G->area[a] && G->class_[c] && G->from <= t && t <= G->until;
}

bool kk_trial_recruits(const kk_city *C)
{
    for (int o = 0; o < C->noption; o++)
        if (C->option[o].nrecruit > 0)
            return true;
    return false;
}

int kk_trial_link(const kk_trial *T, int a, int b, int c)
{
    for (int l = T->link_of[a]; l; l = T->link_next[l - 1])
        if (T->C->link[l - 1].to == b && T->C->link[l - 1].class_ == c)
            return l - 1;
    return -1;
}

bool kk_trial_whole(const kk_city *C, int o)
{
    return C->whole && C->measure[C->option[o].measure].whole;
}

bool kk_trial_adopts(const kk_city *C, int o, int t)
{
    return C->adopted && C->adopted[o * C->nplan + t] > 0;
}

bool kk_trial_opens(const kk_city *C, int o, int t)
{
    const kk_option *O = &C->option[o];
    int decided = C->first + t - C->measure[O->measure].lead_years;
    return O->accepted && O->open_from <= t && t <= O->open_until && t >= 0 && t < C->nplan &&
           decided >= C->decide_from;
}

/* ---- the scale --------------------------------------------------------------------------------------------------- */

static int larger(int x, int y)
{
    return x > y ? x : y;
}

static int decimals_of_finite(double value)
{
    return isfinite(value) ? kk_exact_decimals(value) : 0;
}

static int digits_of_effects(int decimals, int count, const kk_effect *effect)
{
    int digits = 0;
    for (int i = 0; i < count; i++) {
        int first = 0;
        for (int j = 0; j < effect[i].nfirst; j++)
            first = larger(first, kk_exact_decimals(effect[i].first[j]));
        digits = larger(digits, decimals + kk_exact_decimals(effect[i].amount) + first);
    }
    return digits;
}

/* The least digits such that every product of input numbers and printed numbers is whole in 10^-digits. At least 9, so
 * that texts can round to 9 decimals first. */
static int digits_of(const kk_city *C, int decimals)
{
    int digits = decimals + 3;
    for (int p = 0; p < C->nservice; p++)
        for (int i = 0; i < C->service[p].nuse; i++)
            digits = larger(digits, decimals + kk_exact_decimals(C->service[p].per_child[i]));
    const kk_effect *seen = NULL, *seen_recruit = NULL; /* options of one measure mostly share their rows */
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        digits = larger(digits, decimals_of_finite(O->min_units));
        digits = larger(digits, decimals_of_finite(O->max_units));
        digits = larger(digits, decimals_of_finite(O->max_per_year));
        if (O->neffect > 0 && O->effect != seen)
            digits = larger(digits, digits_of_effects(decimals, O->neffect, seen = O->effect));
        if (O->nrecruit > 0 && O->recruit != seen_recruit)
            digits = larger(digits, digits_of_effects(decimals, O->nrecruit, seen_recruit = O->recruit));
    }
    for (int i = 0; i < C->ncarer_supply; i++)
        digits =
            larger(digits, kk_exact_decimals(C->carer_supply[i].seats) + kk_exact_decimals(C->carer_supply[i].factor));
    for (int i = 0; i < C->nsupply; i++)
        digits = larger(digits, kk_exact_decimals(C->supply[i].seats) + kk_exact_decimals(C->supply[i].factor));
    for (int l = 0; l < C->nlink; l++)
        digits = larger(digits, isnan(C->link[l].minutes) ? 0 : decimals + kk_exact_decimals(C->link[l].minutes));
    for (int l = 0; l < C->nlimit; l++)
        digits = larger(digits, kk_exact_decimals(C->limit[l].value));
    for (int i = 0; C->adopted && i < C->noption * C->nplan; i++)
        digits = larger(digits, kk_exact_decimals(C->adopted[i]));
    return C->discount > 0 ? larger(digits, decimals + 9) : digits; /* worth has 9 decimals */
}

/* worth[y]  (1 + discount)^-(y - decide_from), rounded half away from zero to 9 decimals */
static void state_worth(kk_trial *T)
{
    const kk_city *C = T->C;
    if (C->discount <= 0)
        return;
    T->worth = kk_exact_whole(T->E, (size_t)T->nmoney);
    mpz_t *number = kk_exact_whole(T->E, 4); /* they grow with the years */
    mpz_ptr over = number[0], under = number[1], times = number[2], one = number[3];
    int decimals = kk_exact_decimals(C->discount);
    kk_exact_power(one, decimals);
    kk_exact_set(times, C->discount, decimals);
    mpz_add(times, times, one);
    kk_exact_power(over, 9);
    mpz_set_ui(under, 1);
    for (int y = 0; y < T->nmoney; y++) {
        kk_exact_round(T->E, T->worth[y], over, under);
        mpz_mul(over, over, one);
        mpz_mul(under, under, times);
    }
}

/* ---- figures of the input ---------------------------------------------------------------------------------------- */

static void state_need(kk_trial *T)
{
    const kk_city *C = T->C;
    size_t count = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
    T->need = kk_exact_whole(T->E, count);
    for (size_t i = 0; i < count; i++) {
        kk_exact_set(T->need[i], C->need[i], 0);
        mpz_mul(T->need[i], T->need[i], T->one[0]);
    }
}

/* base[b,k,t]  sum over the rows of supply of b and k that hold in t  seats * factor [seats] A row holds from its year
 * until the next row of the same area, seat and kind; without a row there is nothing. */
static void state_base(kk_trial *T)
{
    const kk_city *C = T->C;
    size_t ncell = (size_t)C->narea * (size_t)C->nseat;
    T->base = kk_exact_whole(T->E, ncell * (size_t)C->nyear);
    T->has_transfers = C->nlink > 0;
    for (int i = 0; i < C->nsupply; i++)
        T->has_transfers = T->has_transfers || strcmp(C->supply[i].kind, KK_TRANSFER) == 0;
    T->agreed = kk_exact_whole(T->E, T->has_transfers ? ncell * (size_t)C->nyear : 0);
    T->base_estimate = KK_ARRAY(T->K, unsigned char, ncell *(size_t)C->nyear);
    int *head = KK_ARRAY(T->K, int, ncell),
        *next = KK_ARRAY(T->K, int, C->nsupply); /* rows of a cell; 0 ends, else row + 1 */
    for (int i = C->nsupply - 1; i >= 0; i--) {
        int *h = &head[C->supply[i].area * C->nseat + C->supply[i].seat];
        next[i] = *h;
        *h = i + 1;
    }
    mpz_ptr seats = T->scratch[0], factor = T->scratch[1];
    T->supply_until = KK_ARRAY(T->K, int, C->nsupply);
    for (int i = 0; i < C->nsupply; i++) {
        const kk_supply *S = &C->supply[i];
        int until = C->look_ahead;
        for (int j = head[S->area * C->nseat + S->seat]; j; j = next[j - 1]) {
            const kk_supply *later = &C->supply[j - 1];
            if (later->year > S->year && later->year <= until && strcmp(later->kind, S->kind) == 0)
                until = later->year - 1;
        }
        T->supply_until[i] = until;
        int decimals = kk_exact_decimals(S->factor);
        kk_exact_set(seats, S->seats, T->digits - decimals);
        kk_exact_set(factor, S->factor, decimals);
        mpz_mul(seats, seats, factor);
        for (int year = S->year > C->first ? S->year : C->first; year <= until; year++) {
            size_t at = kk_at(S->area, S->seat, C->nseat, year - C->first, C->nyear);
            mpz_add(T->base[at], T->base[at], seats);
            if (strcmp(S->kind, KK_TRANSFER) == 0)
                mpz_add(T->agreed[at], T->agreed[at], seats);
            T->base_estimate[at] |= S->estimate;
        }
    }
}

/* carers[v,t]  sum over the rows of supply of node v that hold in t  carers * factor [carers], as base[b,k,t].
 * carers_per_seat[k] = 1 / children_per_carer[k]: ratios, brought to one denominator, carer_scale. */
static void state_carers(kk_trial *T)
{
    const kk_city *C = T->C;
    mpz_ptr ten = T->scratch[0], children = T->scratch[1], scale;
    T->carer_scale = kk_exact_whole(T->E, 1);
    T->carers_per_seat = kk_exact_whole(T->E, (size_t)C->nseat);
    T->carers_given = KK_ARRAY(T->K, unsigned char, C->nnode);
    T->carers_estimate = KK_ARRAY(T->K, unsigned char, C->nnode * C->nyear);
    T->carers = kk_exact_whole(T->E, (size_t)C->nnode * (size_t)C->nyear);
    scale = T->carer_scale[0];
    mpz_set_ui(scale, 1);
    for (int pass = 0; pass < 2; pass++) /* first the denominator: a multiple of every ratio's numerator */
        for (int k = 0; k < C->nseat; k++) {
            if (C->seat[k].children_per_carer <= 0)
                continue;
            int decimals = kk_exact_decimals(C->seat[k].children_per_carer);
            T->counts_carers = true;
            kk_exact_set(children, C->seat[k].children_per_carer, decimals);
            if (pass == 0) {
                mpz_lcm(scale, scale, children);
                continue;
            }
            kk_exact_power(ten, decimals);
            mpz_mul(ten, ten, scale);
            mpz_divexact(T->carers_per_seat[k], ten, children);
        }
    mpz_ptr carers = T->scratch[0], factor = T->scratch[1];
    int *head = KK_ARRAY(T->K, int, C->nnode), *next = KK_ARRAY(T->K, int, C->ncarer_supply); /* as in state_base */
    for (int i = C->ncarer_supply - 1; i >= 0; i--) {
        next[i] = head[C->carer_supply[i].area];
        head[C->carer_supply[i].area] = i + 1;
    }
    for (int i = 0; i < C->ncarer_supply; i++) {
        const kk_supply *S = &C->carer_supply[i];
        int until = C->look_ahead, decimals = kk_exact_decimals(S->factor);
        for (int j = head[S->area]; j; j = next[j - 1]) {
            const kk_supply *later = &C->carer_supply[j - 1];
            if (later->year > S->year && later->year <= until && strcmp(later->kind, S->kind) == 0)
                until = later->year - 1;
        }
        kk_exact_set(carers, S->seats, T->digits - decimals);
        kk_exact_set(factor, S->factor, decimals);
        mpz_mul(carers, carers, factor);
        T->carers_given[S->area] = true;
        for (int year = S->year > C->first ? S->year : C->first; year <= until; year++) {
            int at = S->area * C->nyear + year - C->first;
            mpz_add(T->carers[at], T->carers[at], carers);
            T->carers_estimate[at] |= S->estimate;
        }
    }
}

/* required[g,a,c,t]  the largest need[a,c,u] of u in first..last (basis peak), or need[a,c,t] (basis own), times
 *                    1 + buffer, rounded up [seats] Only in the cells of targets with basis peak or a buffer. */
static void state_required(kk_trial *T)
{
    const kk_city *C = T->C;
    T->required = KK_ARRAY(T->K, mpz_t *, C->ntarget);
    mpz_ptr most = T->scratch[0], times = T->scratch[1], under = T->scratch[2];
    for (int g = 0; g < C->ntarget; g++) {
        const kk_target *G = &C->target[g];
        if (!kk_trial_has_rows(G))
            continue;
        T->required[g] = kk_exact_whole(T->E, (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear);
        int decimals = kk_exact_decimals(G->buffer);
        kk_exact_power(under, decimals);
        kk_exact_set(times, G->buffer, decimals);
        mpz_add(times, times, under);
        for (int a = 0; a < C->narea; a++) {
            for (int c = 0; c < C->nclass; c++) {
                double peak = 0;
                for (int t = 0; t < C->nplan; t++)
                    peak = fmax(peak, C->need[kk_at(a, c, C->nclass, t, C->nyear)]);
                for (int t = G->from; t <= G->until; t++) {
                    if (!kk_trial_asks(G, a, c, t))
                        continue;
                    size_t at = kk_at(a, c, C->nclass, t, C->nyear);
                    kk_exact_set(most, G->basis == KK_PEAK ? peak : C->need[at], 0);
                    mpz_mul(most, most, times);
                    mpz_cdiv_q(most, most, under);
                    mpz_mul(T->required[g][at], most, T->one[0]);
                }
            }
        }
    }
}

void kk_trial_open(kk_trial *T, kk_ctx *K, const kk_city *C, const kk_printed *printed, int decimals)
{
    *T = (kk_trial){.K = K, .C = C, .printed = printed, .E = kk_exact_new(K), .decimals = decimals};
    T->scratch = kk_exact_whole(T->E, KK_SCRATCH);
    T->ratio = kk_exact_ratio(T->E, KK_SCRATCH_RATIO);
    T->one = kk_exact_whole(T->E, 1);
    T->step = kk_exact_whole(T->E, 1);
    T->digits = digits_of(C, decimals);
    kk_exact_power(T->one[0], T->digits);
    kk_exact_power(T->step[0], T->digits - decimals);
    T->bill = KK_ARRAY(K, const kk_bill *, C->nmeasure * C->nplan);
    T->nmoney = C->look_ahead - C->decide_from + 1;
    T->limit_row = KK_ARRAY(K, int, C->nlimit + 1);
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        int rows = L->period == KK_TOGETHER ? 1 : L->until - L->from + 1;
        T->limit_row[l + 1] = T->limit_row[l] + larger(rows, 0);
    }
    T->link_of = KK_ARRAY(K, int, C->narea);
    T->link_next = KK_ARRAY(K, int, C->nlink);
    for (int l = 0; l < C->nlink; l++) {
        T->link_next[l] = T->link_of[C->link[l].from];
        T->link_of[C->link[l].from] = l + 1;
    }
    state_need(T);
    state_base(T);
    state_carers(T);
    state_required(T);
    state_worth(T);
}
