/* What only the finished city shows: classes nobody serves, seats nobody uses, units that take what is not there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/loading.h"

#include <string.h>

/* The place at which a class is defined, or first named. */
static const kk_place *class_place(const kk_loading *L, int c)
{
    return &L->class_.place[c];
}

/* A place, and what took a row that names a thing out of a table. */
static kk_place emptied(const kk_loading *L, int t, const kk_place *at, const kk_name *name)
{
    kk_place place = *at;
    const kk_csv *csv = L->table[t]->csv;
    if (csv && !place.by)
        place.by = kk_csv_gone(csv, name->id, NULL);
    if (csv && !place.by)
        place.by = kk_csv_gone(csv, name->label, NULL);
    return place;
}

/* Every class has a service, every kind of seat is used by one. */
static void check_services(kk_loading *L)
{
    const kk_city *C = L->C;
    bool *served = KK_ARRAY(L->K, bool, C->nclass), *used = KK_ARRAY(L->K, bool, C->nseat);
    for (int p = 0; p < C->nservice; p++) {
        served[C->service[p].class] = true;
        for (int u = 0; u < C->service[p].nuse; u++)
            used[C->service[p].seat[u]] = true;
    }
    bool listed = L->table[KK_T_SERVICES]->given;
    for (int c = 0; c < C->nclass && L->service.whole; c++)
        if (!served[c])
            kk_find_error(
                L->K, "class.unserved", KK_AT(emptied(L, KK_T_SERVICES, class_place(L, c), &C->class_[c].name)),
                "no service serves %s; add one to %s%.0s",
                "%s を受け入れる利用方法がありません。%.0s%sを加えてください", kk_brief(L->K, C->class_[c].name.label),
                listed ? "services.csv" : "services.csv, or a seat with the same id to seats.csv",
                listed ? "services.csv に行" : "services.csv に行、または seats.csv に同じ id の定員区分");
    for (int k = 0; k < C->nseat && L->service.whole; k++)
        if (!used[k])
            kk_find_warning(L->K, "seat.unused", &L->seat.place[k], "no service uses %s; its seats stay empty",
                            "%s を使う利用方法がありません。その定員は空いたままになります",
                            kk_brief(L->K, C->seat[k].name.label));
}

/* Seats of area b that class c could use in year t, were it alone: of each service the scarcest, each kind once. */
static double usable(const kk_city *C, int b, int c, int t)
{
    double seats = 0.0;
    for (int p = 0; p < C->nservice; p++) {
        const kk_service *P = &C->service[p];
        double some = INFINITY;
        if (P->class != c)
            continue;
        for (int u = 0; u < P->nuse; u++) {
            some = fmin(some, C->base[kk_at(b, P->seat[u], C->nseat, t, C->nyear)] / P->per_child[u]);
            for (int q = 0; q < p; q++)
                for (int v = 0; v < C->service[q].nuse; v++)
                    if (C->service[q].class == c && C->service[q].seat[v] == P->seat[u])
                        some = 0.0; /* counted there */
        }
        seats += fmax(some, 0.0);
    }
    return seats;
}

/* Whether class c has more children than seats in some area and year, neighbours' seats counted. */
static bool may_be_short(const kk_city *C, int c)
{
    for (int a = 0; a < C->narea; a++)
        for (int t = 0; t < C->nyear; t++) {
            double seats = 0.0;
            for (int i = 0; i < C->narc; i++)
                if (C->arc_from[i] == a && kk_may_use(C, i, c))
                    seats += usable(C, C->arc_to[i], c, t);
            if (C->need[kk_at(a, c, C->nclass, t, C->nyear)] > seats)
                return true;
        }
    return false;
}

/* A class that may be short has an option that adds a seat which one of its services uses. */
static void check_measures(kk_loading *L)
{
    const kk_city *C = L->C;
    bool *added = KK_ARRAY(L->K, bool, C->nseat), *helped = KK_ARRAY(L->K, bool, C->nclass);
    for (int o = 0; o < C->noption; o++)
        for (int e = 0; e < C->option[o].neffect; e++)
            if (C->option[o].effect[e].amount > 0.0)
                added[C->option[o].effect[e].seat] = true;
    for (int p = 0; p < C->nservice; p++)
        for (int u = 0; u < C->service[p].nuse; u++)
            helped[C->service[p].class] |= added[C->service[p].seat[u]];
    for (int c = 0; c < C->nclass; c++)
        if (!helped[c] && L->options_whole && L->cells_fit && may_be_short(C, c))
            kk_find_warning(L->K, "class.no_measure", class_place(L, c),
                            "children of %s outnumber their seats, and no option adds any; they stay without a place",
                            "%sは定員より見込みが多い年度がありますが、定員を増やす候補がないため、不足が残ります",
                            kk_brief(L->K, C->class_[c].name.label));
}

/* Of seats that are left at an age: whether it is known who leaves, and which class they enter. */
static void check_leavers(kk_loading *L)
{
    const kk_city *C = L->C;
    bool *told = KK_ARRAY(L->K, bool, C->nclass);
    for (int p = 0; p < C->nservice && L->service.whole; p++) {
        int c = C->service[p].class, classes = 0;
        kk_ages A;
        bool fits = kk_service_ages(C, p, &A), known = A.first != KK_NONE && C->class_[c].age_max != KK_NONE;
        const char *label = kk_brief(L->K, C->class_[c].name.label);
        if (A.leaves_at == KK_NONE || told[c])
            continue;
        for (int d = 0; d < C->nclass; d++)
            classes += C->class_[d].age_min != KK_NONE && C->class_[d].age_min <= A.leaves_at &&
                       A.leaves_at <= C->class_[d].age_max;
        told[c] = !known || !fits || (A.last + 1 == A.leaves_at && kk_class_at(C, c, A.leaves_at) == KK_NONE);
        if (!known)
            kk_find_warning(L->K, "class.no_ages", class_place(L, c),
                            "%s uses seats that children leave at %d, but has no age_min and age_max; leavers.csv "
                            "leaves them out",
                            "%sは %d 歳で離れる定員を使いますが、最小・最大年齢がありません。leavers.csv "
                            "では数えません",
                            label, A.leaves_at);
        else if (!fits)
            kk_find_error(L->K, "service.ages", class_place(L, c),
                          "%s begins at age %d, but '%s' uses seats that children leave at %d; correct the ages, "
                          "leaves_at or services",
                          "%sは %d 歳からですが、「%s」の定員は %d 歳で離れます。年齢・卒園年齢・利用方法のどれかを"
                          "直してください",
                          label, C->class_[c].age_min, kk_brief(L->K, C->service[p].name.label), A.leaves_at);
        else if (told[c] && classes > 1)
            kk_find_warning(L->K, "class.no_next", class_place(L, c),
                            "children of %s leave at %d, and several classes are for that age; write in next which "
                            "one they enter, or leavers.csv leaves them out",
                            "%sの子どもは %d 歳で離れますが、その年齢の区分が複数あります。進級先を書かないと "
                            "leavers.csv では数えません",
                            label, A.leaves_at);
    }
}

/* Whether all seats there are could be read; else some may only seem to be missing. */
static bool seats_known(const kk_loading *L)
{
    return L->table[KK_T_SUPPLY]->given && L->table[KK_T_SUPPLY]->whole;
}

/* Whether seats of a kind stand somewhere under this name, or are added there. */
static bool is_kind(const kk_city *C, int seat, const char *kind)
{
    for (int i = 0; i < C->nsupply; i++)
        if (C->supply[i].seat == seat && strcmp(C->supply[i].kind, kind) == 0)
            return true;
    for (int o = 0; o < C->noption; o++)
        for (int e = 0; e < C->option[o].neffect; e++) {
            const kk_effect *E = &C->option[o].effect[e];
            if (E->seat == seat && E->amount > 0.0 && strcmp(E->kind, kind) == 0)
                return true;
        }
    return false;
}

/* What a measure takes it takes from a row of the official table in which there is something. */
static void check_kinds(kk_loading *L)
{
    const kk_data *D = L->table[KK_T_EFFECTS];
    for (int i = 0; i < D->nrow && seats_known(L); i++) {
        const char *kind = kk_kind_text(L, kk_read_kind(L, D, i, EFFECTS_KIND));
        int k = kk_set_look(&L->seat, kk_data_text(D, i, EFFECTS_ITEM));
        if (k < 0 || !(kk_data_number(D, i, EFFECTS_AMOUNT) < 0.0) || is_kind(L->C, k, kind))
            continue;
        const char *label = kk_brief(L->K, L->C->seat[k].name.label);
        kk_place at = kk_data_place(D, i, EFFECTS_KIND);
        if (*kind)
            kk_find_warning(L->K, "effect.kind", &at,
                            "no seats of %s stand under '%s': that row of official.csv will be negative",
                            "%sの定員は施設種別「%s」にありません。official.csv のその行が負の数になります", label,
                            kk_brief(L->K, kind));
        else
            kk_find_warning(L->K, "effect.kind", &at,
                            "all seats of %s have a kind; say from which this takes, or official.csv will have a "
                            "negative row without one",
                            "%sの定員にはすべて施設種別があります。どの種別から減らすかを書かないと、official.csv "
                            "に種別のない負の行ができます",
                            label);
    }
}

/* One unit of option o, opened in year tau with nothing else, leaves no kind of seat below 0 in any year. */
static bool check_opening(kk_loading *L, int o, int tau)
{
    const kk_city *C = L->C;
    const kk_option *O = &C->option[o];
    for (int e = 0; e < O->neffect; e++) {
        int k = O->effect[e].seat;
        if (O->effect[e].amount >= 0.0)
            continue;
        for (int t = tau; t < C->nyear; t++) {
            double there = C->base[kk_at(O->area, k, C->nseat, t, C->nyear)], net = 0.0;
            for (int f = 0; f < O->neffect; f++)
                if (O->effect[f].seat == k)
                    net += kk_effect_in(C, O, &O->effect[f], t, tau);
            if (there + net * fmin(1.0, O->bound) >= -1e-9)
                continue;
            kk_find_error(
                L->K, "option.takes", KK_AT(kk_data_place(L->table[KK_T_OPTIONS], L->option_row[o], OPTIONS_OPTION)),
                "one unit of '%s' opened in %d takes %s seats of %s in %d, but %s has only %s; correct effects or "
                "supply, or the years in which it may open",
                "「%s」を %d 年度に 1 単位開設すると %s 人分の%s（%d 年度）が減りますが、%sには %s "
                "人分しかありません。効果・既存定員・開設年度のどれかを直してください",
                kk_brief(L->K, O->name.label), C->first + tau, kk_num_print(L->K, -net),
                kk_brief(L->K, C->seat[k].name.label), C->first + t, kk_brief(L->K, C->node[O->area].name.label),
                kk_num_print(L->K, there));
            return false;
        }
    }
    return true;
}

static void check_options(kk_loading *L)
{
    const kk_city *C = L->C;
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        if (O->measure < 0 || O->area < 0)
            continue;
        kk_place at = kk_data_place(L->table[KK_T_OPTIONS], L->option_row[o], OPTIONS_OPTION);
        at = emptied(L, KK_T_EFFECTS, &at, &O->name);
        at = emptied(L, KK_T_EFFECTS, &at, &C->measure[O->measure].name);
        if (O->neffect + O->nrecruit == 0 && L->options_whole)
            kk_find_warning(
                L->K, "option.no_effect", &at, "'%s' adds nothing: effects has no row of it or of its measure",
                "「%s」では定員が増えません（効果の表に候補の行も確保方策の行もない）", kk_brief(L->K, O->name.label));
        for (int tau = O->open_from; tau <= O->open_until && L->cells_fit && seats_known(L); tau++)
            if (!check_opening(L, o, tau))
                break; /* one finding for an option */
    }
}

void kk_check_city(kk_loading *L)
{
    check_services(L);
    check_measures(L);
    check_leavers(L);
    check_kinds(L);
    if (L->years_known)
        check_options(L);
}
