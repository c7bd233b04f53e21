/* The city: what follows from its data alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "domain/city.h"

#include "base/hash.h"
#include "base/str.h"

#include <string.h>

const char *const kk_quantity_word[KK_NQUANTITY] = {"units",  "seats", "capital", "running",  "cost",
                                                    "vacant", "unmet", "carers",  "transfers"};
const char *const kk_goal_word[KK_NGOAL] = {"unmet",  "short", "worst_share", "seats",  "cost",
                                            "vacant", "units", "carers",      "change", "transfers"};
const char *const kk_consent_word[4] = {"firm", "likely", "undecided", "refuses"};
const char *const kk_cost_word[KK_NCOST] = {"capital", "running"};

const char *kk_input_hash(kk_ctx *K, const kk_city *C)
{
    kk_text T = {.K = K};
    for (int i = 0; i < C->ninput; i++)
        kk_text_addf(&T, "%s %s\n", C->input[i].name, kk_hash_hex(K, C->input[i].data, C->input[i].size));
    return kk_hash_hex(K, kk_text_get(&T), T.length);
}

bool kk_area_within(const kk_city *C, int a, int v)
{
    for (int node = a; node != KK_NONE; node = C->node[node].parent)
        if (node == v)
            return true;
    return false;
}

double kk_link_most(const kk_city *C, const kk_link *link, int t)
{
    __extension__ typedef __int128 wide;
    wide need = (wide)C->need[kk_at(link->from, link->class_, C->nclass, t, C->nyear)];
    double part = (double)(need * link->share_over / link->share_under); /* whole numbers: rounded down, exactly */
    return fmin(link->max_children, part);
}

bool kk_has_transfers(const kk_city *C)
{
    bool given = false;
    for (int i = 0; i < C->nsupply && !given; i++)
        given = strcmp(C->supply[i].kind, KK_TRANSFER) == 0;
    return given || C->nlink > 0;
}

double kk_available(const kk_city *C, const kk_option *option, const kk_effect *effect, int t, int tau)
{
    int age = t - tau, life = C->measure[option->measure].life_years;
    if (age < 0 || (life != KK_NONE && age >= life))
        return 0.0;
    return age < effect->nfirst ? effect->first[age] : 1.0;
}

const char *kk_option_label(const kk_city *C, int o)
{
    const kk_name *name = &C->option[o].name;
    return strcmp(name->label, name->id) != 0 ? name->label : C->measure[C->option[o].measure].name.label;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

void kk_window_fill(const kk_city *C, kk_option *option)
{
    int from = larger(larger(option->earliest, C->decide_from + C->measure[option->measure].lead_years), C->first);
    int until = option->latest < C->last ? option->latest : C->last;
    bool opens = option->accepted && from <= until;
    option->open_from = opens ? from - C->first : 0;
    option->open_until = opens ? until - C->first : -1;
}

/* Most units of option o that open in year index t. */
static double most_in_year(const kk_city *C, int o, int t)
{
    double most = C->option[o].max_per_year;
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        if (L->quantity == KK_Q_UNITS && !L->floor && L->period != KK_TOGETHER && L->option[o] &&
            L->from <= C->first + t && C->first + t <= L->until)
            most = fmin(most, L->value);
    }
    return most;
}

double kk_most_units(const kk_city *C, int o)
{
    const kk_option *O = &C->option[o];
    double most = O->facility == KK_NONE ? O->max_units : fmin(1.0, O->max_units), sum = 0.0;
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        if (L->quantity == KK_Q_UNITS && !L->floor && L->period == KK_TOGETHER && L->option[o])
            most = fmin(most, L->value);
    }
    for (int t = 0; t < C->nplan; t++)
        if (!O->accepted || (t >= O->open_from && t <= O->open_until))
            sum += most_in_year(C, o, t);
    return fmin(most, sum);
}

/* value = out_whole * 10^-decimals, exactly: it has at most 15 significant digits. */
static int64_t digits_of(double value, int *out_decimals)
{
    enum { MOST = 18 };
    long double scaled = value;
    *out_decimals = 0;
    while (fabsl(scaled - roundl(scaled)) > 1e-15L * fabsl(scaled) && *out_decimals < MOST) {
        ++*out_decimals;
        scaled = (long double)value * powl(10.0L, *out_decimals);
    }
    return (int64_t)llroundl(scaled);
}

/* amount * share, rounded down to a whole number: of decimals, not of the doubles that stand for them. */
static double whole_seats(double amount, double share)
{
    __extension__ typedef __int128 wide;
    int decimals, more;
    wide product = digits_of(amount, &decimals), unit = 1;
    product *= digits_of(share, &more);
    for (int i = 0; i < decimals + more; i++)
        unit *= 10;
    wide whole = product / unit;
    return (double)(int64_t)(whole - (product < whole * unit));
}

double kk_effect_in(const kk_city *C, const kk_option *option, const kk_effect *effect, int t, int tau)
{
    double share = kk_available(C, option, effect, t, tau);
    bool whole = kk_opens_whole(C, option) && effect->seat != KK_NONE;
    return whole ? whole_seats(effect->amount, share) : effect->amount * share;
}

double kk_effect_full(const kk_city *C, const kk_option *option, const kk_effect *effect)
{
    bool whole = kk_opens_whole(C, option) && effect->seat != KK_NONE;
    return whole ? whole_seats(effect->amount, 1.0) : effect->amount;
}

bool kk_counts_carers(const kk_city *C)
{
    for (int k = 0; k < C->nseat; k++)
        if (C->seat[k].children_per_carer > 0.0)
            return true;
    return false;
}

bool kk_has_carers(const kk_city *C, int v)
{
    return C->carers && !isnan(C->carers[(size_t)v * (size_t)C->nyear]);
}

double kk_carers_per_child(const kk_city *C, int p)
{
    const kk_service *P = &C->service[p];
    double carers = 0.0;
    for (int i = 0; i < P->nuse; i++)
        if (C->seat[P->seat[i]].children_per_carer > 0.0)
            carers += P->per_child[i] / C->seat[P->seat[i]].children_per_carer;
    return carers;
}

bool kk_service_ages(const kk_city *C, int p, kk_ages *out)
{
    const kk_service *P = &C->service[p];
    const kk_class *of = &C->class_[P->class];
    kk_ages A = {of->age_min, of->age_max, KK_NONE};
    for (int u = 0; u < P->nuse; u++) {
        int age = C->seat[P->seat[u]].leaves_at;
        if (age != KK_NONE && (A.leaves_at == KK_NONE || age < A.leaves_at))
            A.leaves_at = age;
    }
    if (A.leaves_at != KK_NONE && A.leaves_at <= A.last)
        A.last = A.leaves_at - 1;
    *out = A;
    return A.first != KK_NONE && of->age_max != KK_NONE && A.first <= A.last;
}

int kk_class_at(const kk_city *C, int c, int age)
{
    return age <= C->class_[c].age_max ? c : C->class_[c].next;
}

/* need * (1 + buffer), rounded up. Need is whole, buffer has at most 15 decimals: the product is exact in 128 bits. */
static double with_buffer(double need, double buffer)
{
    if (buffer == 0.0)
        return need;
    const int64_t unit = 1000000000000000;
    __extension__ typedef __int128 wide;
    wide scaled = (wide)(int64_t)need * ((wide)unit + (wide)llround(buffer * (double)unit));
    return (double)((scaled + unit - 1) / unit);
}

void kk_required_fill(kk_ctx *K, kk_city *C)
{
    for (int g = 0; g < C->ntarget; g++) {
        kk_target *G = &C->target[g];
        G->rows = G->basis == KK_PEAK || G->buffer > 0.0;
        if (!G->rows)
            continue;
        G->required = KK_ARRAY(K, double, C->narea * C->nclass * C->nyear);
        for (int a = 0; a < C->narea; a++) {
            for (int c = 0; c < C->nclass; c++) {
                if (!G->area[a] || !G->class_[c])
                    continue;
                double peak = 0.0;
                for (int t = 0; t < C->nplan; t++)
                    peak = fmax(peak, C->need[kk_at(a, c, C->nclass, t, C->nyear)]);
                for (int t = G->from; t <= G->until; t++) {
                    size_t i = kk_at(a, c, C->nclass, t, C->nyear);
                    G->required[i] = with_buffer(G->basis == KK_PEAK ? peak : C->need[i], G->buffer);
                }
            }
        }
    }
}

const char *kk_date_iso(kk_ctx *K, const kk_city *C, int fiscal_year, int less)
{
    return C->as_of_end ? kk_format(K, "%04d-03-31", fiscal_year + 1 - less)
                        : kk_format(K, "%04d-04-01", fiscal_year - less);
}
