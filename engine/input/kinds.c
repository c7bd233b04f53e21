/* Classes, seats, services, measures, effects, options: what is served, by what, and what could be added.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/loading.h"

#include <limits.h>
#include <string.h>

static double number_or(const kk_data *D, int row, int column, double fallback)
{
    double value = kk_data_number(D, row, column);
    return isnan(value) ? fallback : value;
}

/* ---- classes, seats, services ------------------------------------------------------------------------------------ */

static bool has_age(const kk_class *X, int age)
{
    return X->age_min != KK_NONE && X->age_max != KK_NONE && X->age_min <= age && age <= X->age_max;
}

/* The class that children of each belong to once they are older: what is written, or else the only one of that age. */
static void load_next(kk_loading *L, const int *row)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_CLASSES];
    const int *next = kk_set_column(&L->class_, D, CLASSES_NEXT);
    for (int c = 0; c < C->nclass; c++) {
        kk_class *X = &C->class_[c];
        int age = X->age_max + 1, found = 0;
        for (int d = 0; d < C->nclass && X->age_max != KK_NONE; d++)
            if (has_age(&C->class_[d], age) && found++ == 0)
                X->next = d;
        if (found > 1)
            X->next = KK_NONE;
        if (next[row[c]] < 0)
            continue;
        X->next = next[row[c]];
        if (X->age_max == KK_NONE || !has_age(&C->class_[X->next], age))
            kk_find_error(L->K, "class.next", KK_AT(kk_data_place(D, row[c], CLASSES_NEXT)),
                          "'%s' is not for the age above age_max of this class; correct next, or the ages",
                          "「%s」は、この区分の最大年齢の次の年齢を含みません。進級先か年齢を直してください",
                          kk_brief(L->K, C->class_[X->next].name.label));
    }
}

static void load_classes(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_CLASSES];
    kk_set_init(L->K, &L->class_, "class", "認定区分", D->given ? "classes.csv" : "need.csv", "c");
    const int *row = D->given ? kk_set_rows(&L->class_, D, CLASSES_CLASS, CLASSES_LABEL, CLASSES_ORDER) : NULL;
    if (!D->given)
        kk_set_named(&L->class_, L->table[KK_T_NEED], NEED_CLASS);
    kk_set_close(&L->class_);
    C->nclass = L->class_.n;
    C->class_ = KK_ARRAY(L->K, kk_class, C->nclass);
    for (int c = 0; c < C->nclass; c++) {
        kk_class *X = &C->class_[c];
        *X = (kk_class){.name = L->class_.name[c],
                        .age_min = KK_NONE,
                        .age_max = KK_NONE,
                        .unit = "",
                        .weight = 1.0,
                        .next = KK_NONE};
        if (!row)
            continue;
        X->age_min = (int)number_or(D, row[c], CLASSES_AGE_MIN, KK_NONE);
        X->age_max = (int)number_or(D, row[c], CLASSES_AGE_MAX, KK_NONE);
        X->unit = kk_data_text(D, row[c], CLASSES_UNIT);
        X->weight = number_or(D, row[c], CLASSES_WEIGHT, 1.0);
        if (X->age_max != KK_NONE && X->age_min > X->age_max)
            kk_find_error(L->K, "class.ages", KK_AT(kk_data_place(D, row[c], CLASSES_AGE_MIN)),
                          "age_min %d is above age_max %d; exchange them",
                          "最小年齢 %d が最大年齢 %d を超えています。直してください", X->age_min, X->age_max);
    }
    if (row)
        load_next(L, row);
}

/* Labels that clash were found among the classes already, from which these were made. */
static void forget_clashes(kk_set *S)
{
    for (int i = 0; i < S->n; i++)
        if (kk_set_look(S, S->name[i].label) >= 0)
            S->name[i].label = S->name[i].id;
}

static void load_seats(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_SEATS];
    kk_set_init(L->K, &L->seat, "kind of seat", "定員区分", D->given ? "seats.csv" : L->class_.file, "k");
    const int *row = D->given ? kk_set_rows(&L->seat, D, SEATS_SEAT, SEATS_LABEL, SEATS_ORDER) : NULL;
    if (!D->given) {
        for (int c = 0; c < L->class_.n; c++)
            kk_set_add(&L->seat, L->class_.name[c].id, L->class_.name[c].label, &L->class_.place[c]);
        L->seat.whole = L->class_.whole;
        L->seat.from = L->class_.from;
        forget_clashes(&L->seat);
    }
    kk_set_close(&L->seat);
    C->nseat = L->seat.n;
    C->seat = KK_ARRAY(L->K, kk_seat, C->nseat);
    for (int k = 0; k < C->nseat; k++) {
        kk_seat *X = &C->seat[k];
        *X = (kk_seat){.name = L->seat.name[k], .room = true, .leaves_at = KK_NONE, .cell = ""};
        if (!row)
            continue;
        if (kk_names_carers(D, row[k], SEATS_SEAT))
            kk_find_error(
                L->K, "seat.carers", KK_AT(kk_data_place(D, row[k], SEATS_SEAT)),
                "carers are no kind of seat; delete the row, and write children_per_carer where a kind needs them",
                "保育士は定員区分ではありません。行を削除し、必要な定員区分に配置基準を書いてください");
        X->children_per_carer = number_or(D, row[k], SEATS_CARER, 0.0);
        X->room = number_or(D, row[k], SEATS_ROOM, 1.0) != 0.0;
        X->leaves_at = (int)number_or(D, row[k], SEATS_LEAVES, KK_NONE);
        X->cell = kk_data_text(D, row[k], SEATS_CELL);
    }
}

/* Without services.csv: each class uses the seat with its id. */
static void services_of_classes(kk_loading *L)
{
    kk_city *C = L->C;
    C->service = KK_ARRAY(L->K, kk_service, C->nclass);
    for (int c = 0; c < C->nclass; c++) {
        int k = kk_set_look(&L->seat, C->class_[c].name.id);
        if (k < 0)
            continue; /* a class without a service: check.c */
        kk_service *P =
            &C->service[kk_set_add(&L->service, C->class_[c].name.id, C->class_[c].name.label, &L->class_.place[c])];
        *P = (kk_service){
            .class = c, .rank = 1, .nuse = 1, .seat = KK_NEW(L->K, int), .per_child = KK_NEW(L->K, double)};
        P->seat[0] = k;
        P->per_child[0] = 1.0;
    }
    forget_clashes(&L->service);
}

/* Rows with the same service are one service that uses several seats. */
static void read_services(kk_loading *L)
{
    const kk_data *D = L->table[KK_T_SERVICES];
    const int *class_ = kk_set_column(&L->class_, D, SERVICES_CLASS), *seat = kk_set_column(&L->seat, D, SERVICES_SEAT);
    int *room = KK_ARRAY(L->K, int, D->nrow);
    L->C->service = KK_ARRAY(L->K, kk_service, D->nrow);
    for (int i = 0; i < D->nrow; i++) {
        const char *id = kk_data_text(D, i, SERVICES_SERVICE);
        if (!*id || class_[i] < 0 || seat[i] < 0) {
            L->service.whole = false;
            continue;
        }
        int p = kk_set_intern(&L->service, id, KK_AT(kk_data_place(D, i, SERVICES_SERVICE)));
        kk_service *P = &L->C->service[p];
        double rank = kk_data_number(D, i, SERVICES_RANK);
        if (P->nuse == 0)
            *P = (kk_service){.class = class_[i], .rank = isnan(rank) ? 1 : (int)rank};
        else if (P->class != class_[i] || (!isnan(rank) && P->rank != (int)rank))
            kk_find_error(L->K, "service.differs", KK_AT(kk_data_place(D, i, SERVICES_SERVICE)),
                          "the service '%s' has another class or rank on line %d; its rows must agree",
                          "利用方法「%s」の認定区分か優先順位が %d 行目と異なります。同じにしてください",
                          kk_brief(L->K, id), L->service.place[p].line);
        for (int u = 0; u < P->nuse; u++)
            if (P->seat[u] == seat[i])
                kk_find_error(L->K, "service.twice", KK_AT(kk_data_place(D, i, SERVICES_SEAT)),
                              "the service '%s' uses this kind of seat twice; write one row with per_child",
                              "利用方法「%s」に同じ定員区分が 2 行あります。1 行にまとめ、1人当たりで指定してください",
                              kk_brief(L->K, id));
        int both = room[p];
        P->seat = kk_grow(L->K, P->seat, &both, P->nuse + 1, sizeof *P->seat);
        P->per_child = kk_grow(L->K, P->per_child, &room[p], P->nuse + 1, sizeof *P->per_child);
        P->seat[P->nuse] = seat[i];
        P->per_child[P->nuse++] = number_or(D, i, SERVICES_PER_CHILD, 1.0);
    }
}

static void load_services(kk_loading *L)
{
    kk_set_init(L->K, &L->service, "service", "利用方法", "services.csv", "p");
    L->service.whole = L->class_.whole && L->seat.whole;
    if (L->table[KK_T_SERVICES]->given)
        read_services(L);
    else
        services_of_classes(L);
    kk_set_close(&L->service);
    L->C->nservice = L->service.n;
    for (int p = 0; p < L->C->nservice; p++)
        L->C->service[p].name = L->service.name[p];
}

void kk_read_classes(kk_loading *L)
{
    load_classes(L);
    load_seats(L);
    load_services(L);
}

/* ---- measures ---------------------------------------------------------------------------------------------------- */

void kk_read_measures(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_MEASURES];
    kk_set_init(L->K, &L->measure, "measure", "確保方策", "measures.csv", "m");
    kk_set_init(L->K, &L->kind, "kind", "施設種別", "supply.csv", "kind");
    kk_set_intern(&L->kind, KK_TRANSFER, &(kk_place){0});
    kk_set_init(L->K, &L->group, "group of measures", "確保方策の分類", "measures.csv", "group");
    L->group.from = D->csv;
    L->measure_row = kk_set_rows(&L->measure, D, MEASURES_MEASURE, MEASURES_LABEL, MEASURES_ORDER);
    kk_set_close(&L->measure);
    C->nmeasure = L->measure.n;
    C->measure = KK_ARRAY(L->K, kk_measure, C->nmeasure);
    for (int m = 0; m < C->nmeasure; m++) {
        int i = L->measure_row[m];
        const char *text = kk_data_text(D, i, MEASURES_GROUP);
        int group = kk_word_find(kk_words_group, text);
        bool existing = group == KK_GROUP_CONVERT || group == KK_GROUP_EXTEND || group == KK_GROUP_TEMPORARY_CARE ||
                        group == KK_GROUP_REASSIGN || group == KK_GROUP_SHRINK || group == KK_GROUP_CLOSE;
        double lead = kk_data_number(D, i, MEASURES_LEAD);
        C->measure[m] = (kk_measure){
            .name = L->measure.name[m],
            .group = kk_word_english(kk_words_group, text),
            .existing = number_or(D, i, MEASURES_EXISTING, existing) != 0.0,
            .whole = number_or(D, i, MEASURES_WHOLE, 1.0) != 0.0,
            .lead_years = isnan(lead) ? 0 : (int)lead,
            .life_years = (int)number_or(D, i, MEASURES_LIFE, KK_NONE),
            .capital = number_or(D, i, MEASURES_CAPITAL, 0.0),
            .running = number_or(D, i, MEASURES_RUNNING, 0.0),
        };
        if (*text)
            kk_set_intern(&L->group, C->measure[m].group, KK_AT(kk_data_place(D, i, MEASURES_GROUP)));
        if (group == KK_GROUP_NEW && (D->column[MEASURES_LEAD] < 0 || !*kk_data_text(D, i, MEASURES_LEAD)))
            kk_find_warning(
                L->K, "measure.lead", KK_AT(kk_data_place(D, i, MEASURES_LEAD)),
                "new places without lead_years are planned as if decided and opened on the same day; write the "
                "years from decision to opening",
                "新設なのに準備年数がないため、決定と同時に開設できるものとして計画します。決定から開設までの年数を書い"
                "てください");
    }
    kk_set_close(&L->group);
}

/* ---- effects ----------------------------------------------------------------------------------------------------- */

/* "0.6;0.8" */
static double *read_first_years(kk_ctx *K, const char *text, int *out_n)
{
    int n = *text != '\0';
    for (const char *s = text; *s; s++)
        n += *s == ';';
    double *first = KK_ARRAY(K, double, n);
    for (int i = 0; i < n; i++) {
        size_t length = strcspn(text, ";");
        int64_t over, under;
        if (kk_share_parse(kk_strndup(K, text, length), &over, &under) == KK_NUM_OK)
            first[i] = (double)over / (double)under;
        text += length + (text[length] == ';');
    }
    *out_n = n;
    return first;
}

/* Whose effect a row is: measure m, or nmeasure + option o; -1 after a finding. */
static int effect_owner(kk_loading *L, int i, int measure, int option)
{
    const kk_data *D = L->table[KK_T_EFFECTS];
    bool of_measure = *kk_data_text(D, i, EFFECTS_MEASURE), of_option = *kk_data_text(D, i, EFFECTS_OPTION);
    if (of_measure == of_option) {
        kk_find_error(L->K, "effect.owner", KK_AT(kk_data_place(D, i, EFFECTS_MEASURE)),
                      "a row is of one measure or of one option; write exactly one of the two",
                      "効果の行は、確保方策か候補のどちらか一方だけを書いてください");
        return -1;
    }
    if (of_measure)
        return measure;
    return option < 0 ? -1 : L->C->nmeasure + option;
}

/* Fill measures and options with their effects: rows sorted by owner, those on seats first, in the given order. */
int kk_read_kind(kk_loading *L, const kk_data *D, int row, int column)
{
    const char *text = kk_data_text(D, row, column);
    return kk_word_find(kk_words_kind, text) == 0 ? 0 : kk_set_intern(&L->kind, text, &(kk_place){0});
}

const char *kk_kind_text(const kk_loading *L, int kind)
{
    return L->kind.name[kind].id;
}

static void load_effects(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_EFFECTS];
    const int *measure = kk_set_column(&L->measure, D, EFFECTS_MEASURE);
    const int *option = kk_set_column(&L->option, D, EFFECTS_OPTION);
    int nlist = 2 * (C->nmeasure + C->noption); /* of each owner seats, then carers */
    int *start = KK_ARRAY(L->K, int, nlist + 2), *owner = KK_ARRAY(L->K, int, D->nrow),
        *seat = KK_ARRAY(L->K, int, D->nrow);
    kk_map *seen = kk_map_new(L->K);
    for (int i = 0; i < D->nrow; i++) {
        const char *item = kk_data_text(D, i, EFFECTS_ITEM);
        int kind = kk_read_kind(L, D, i, EFFECTS_KIND);
        kk_place at = kk_data_place(D, i, EFFECTS_ITEM);
        owner[i] = effect_owner(L, i, measure[i], option[i]);
        bool carers = kk_names_carers(D, i, EFFECTS_ITEM);
        seat[i] = carers ? KK_NONE : kk_set_find(&L->seat, item, &at);
        if (owner[i] < 0 || (seat[i] < 0 && !carers) || isnan(kk_data_number(D, i, EFFECTS_AMOUNT))) {
            owner[i] = -1;
            L->options_whole = false;
            continue;
        }
        if (kind == 0)
            kk_find_error(L->K, "effect.transfer", KK_AT(kk_data_place(D, i, EFFECTS_KIND)),
                          "a measure adds no seats of neighbours; write '%s' in supply, another kind here",
                          "「%s」は近隣との合意で、確保方策の効果ではありません。supply.csv に書き、ここには別の"
                          "施設種別を書いてください",
                          kk_data_text(D, i, EFFECTS_KIND));
        int first = kk_map_put(seen, kk_format(L->K, "%d %d %d", owner[i], seat[i], kind), i);
        if (first != i)
            kk_find_error(L->K, "effect.twice", &at,
                          "this effect is there already (line %d); add the two numbers, or give them different kinds",
                          "同じ効果が %d 行目にあります。一つにまとめるか、施設種別を分けてください",
                          D->csv->line[first + 1]);
        owner[i] = 2 * owner[i] + carers;
        start[owner[i] + 2]++;
    }
    for (int n = 0; n < nlist; n++)
        start[n + 2] += start[n + 1];
    kk_effect *effect = KK_ARRAY(L->K, kk_effect, D->nrow);
    for (int i = 0; i < D->nrow; i++) {
        if (owner[i] < 0)
            continue;
        kk_effect *E = &effect[start[owner[i] + 1]++];
        *E = (kk_effect){.seat = seat[i],
                         .amount = kk_data_number(D, i, EFFECTS_AMOUNT),
                         .kind = kk_kind_text(L, kk_read_kind(L, D, i, EFFECTS_KIND))};
        if (*kk_data_text(D, i, EFFECTS_FIRST) && !isnan(kk_data_number(D, i, EFFECTS_FIRST)))
            E->first = read_first_years(L->K, kk_data_text(D, i, EFFECTS_FIRST), &E->nfirst);
    }
    for (int o = 0; o < C->noption; o++) {
        int own = 2 * (C->nmeasure + o), of = start[own + 2] > start[own] ? own : 2 * C->option[o].measure;
        if (of < 0)
            continue;
        C->option[o].effect = effect + start[of];
        C->option[o].neffect = start[of + 1] - start[of];
        C->option[o].recruit = effect + start[of + 1];
        C->option[o].nrecruit = start[of + 2] - start[of + 1];
    }
}

/* ---- options ----------------------------------------------------------------------------------------------------- */

/* The things that a column of free words names, in the order in which they appear; KK_NONE for an empty cell. */
static int intern(kk_set *S, const kk_data *D, int row, int column)
{
    const char *text = kk_data_text(D, row, column);
    int i = *text ? kk_set_look(S, text) : KK_NONE;
    return !*text || i >= 0 ? i : kk_set_intern(S, text, KK_AT(kk_data_place(D, row, column)));
}

/* The years in which an option may open, as the data say. */
static void read_window(kk_loading *L, int i, kk_option *O)
{
    const kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_OPTIONS];
    O->earliest = (int)number_or(D, i, OPTIONS_EARLIEST, INT_MIN);
    O->latest = (int)number_or(D, i, OPTIONS_LATEST, INT_MAX);
    kk_window_fill(C, O);
    bool given = O->earliest != INT_MIN && O->latest != INT_MAX;
    if (given && O->earliest > O->latest)
        kk_find_error(L->K, "option.window", KK_AT(kk_data_place(D, i, OPTIONS_LATEST)),
                      "latest %d is before earliest %d; exchange them",
                      "最遅年度 %d が最早年度 %d より前です。直してください", O->latest, O->earliest);
    else if (O->open_from > O->open_until && L->years_known && O->accepted) {
        int ready = C->decide_from + C->measure[O->measure].lead_years;
        int from = O->earliest > ready ? O->earliest : ready, until = O->latest < C->last ? O->latest : C->last;
        kk_find_warning(
            L->K, "option.never", KK_AT(kk_data_place(D, i, OPTIONS_OPTION)),
            "'%s' can never open: in %d at the earliest (decisions from %d on, %d lead years), but in %d at the "
            "latest",
            "「%s」は開設できません。早くて %d 年度（決定は %d 年度から、準備 %d 年）ですが、遅くとも %d "
            "年度でなければなりません",
            kk_brief(L->K, O->name.label), from > C->first ? from : C->first, C->decide_from,
            C->measure[O->measure].lead_years, until);
    }
}

static void read_units(kk_loading *L, int i, kk_option *O)
{
    const kk_data *D = L->table[KK_T_OPTIONS];
    O->min_units = number_or(D, i, OPTIONS_MIN, 0.0);
    O->max_units = number_or(D, i, OPTIONS_MAX, O->facility == KK_NONE ? INFINITY : 1.0);
    O->max_per_year = number_or(D, i, OPTIONS_YEARLY, INFINITY);
    if (O->facility != KK_NONE && O->max_units > 1.0)
        kk_find_error(L->K, "option.facility", KK_AT(kk_data_place(D, i, OPTIONS_MAX)),
                      "'%s' units at one facility: it is used once, as 1 unit; make one unit of it all, or leave the "
                      "facility out",
                      "一つの施設で %s 単位にはできません（一度だけ、1 単位で使います）。全体を 1 "
                      "単位にするか、施設を空欄にしてください",
                      kk_data_text(D, i, OPTIONS_MAX));
    if (O->min_units > O->max_units)
        kk_find_error(L->K, "option.units", KK_AT(kk_data_place(D, i, OPTIONS_MIN)),
                      "min_units %s is above max_units %s; correct one of them",
                      "下限数 %s が上限数 %s を超えています。直してください", kk_num_print(L->K, O->min_units),
                      kk_num_print(L->K, O->max_units));
}

void kk_read_options(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_OPTIONS];
    kk_set_init(L->K, &L->option, "option", "候補", "options.csv", "o");
    kk_set_init(L->K, &L->facility, "facility", "施設", "options.csv", "f");
    kk_set_init(L->K, &L->pool, "pool", "枠", "options.csv", "pool");
    L->pool.from = D->csv;
    const int *measure = kk_set_column(&L->measure, D, OPTIONS_MEASURE),
              *area = kk_set_column(&L->area, D, OPTIONS_AREA);
    L->options_whole = D->whole && L->table[KK_T_EFFECTS]->whole;
    C->option = KK_ARRAY(L->K, kk_option, D->nrow);
    L->option_row = KK_ARRAY(L->K, int, D->nrow);
    for (int i = 0; i < D->nrow; i++) {
        const char *id = kk_data_text(D, i, OPTIONS_OPTION);
        int leaf = kk_read_leaf(L, D, i, OPTIONS_AREA, area[i]);
        int o = *id ? kk_set_add(&L->option, id, kk_data_text(D, i, OPTIONS_LABEL),
                                 KK_AT(kk_data_place(D, i, OPTIONS_OPTION)))
                    : -1;
        if (o < 0)
            continue;
        L->option_row[o] = i;
        double consent = number_or(D, i, OPTIONS_CONSENT, KK_FIRM);
        kk_option *O = &C->option[o];
        *O = (kk_option){
            .measure = measure[i], .area = leaf, .consent = (kk_consent)consent, .open_from = 0, .open_until = -1};
        O->accepted = L->S->accepts[O->consent];
        O->facility = intern(&L->facility, D, i, OPTIONS_FACILITY);
        O->pool = intern(&L->pool, D, i, OPTIONS_POOL);
        read_units(L, i, O);
        L->options_whole &= O->measure >= 0 && O->area >= 0;
        if (O->measure < 0)
            continue;
        O->capital = number_or(D, i, OPTIONS_CAPITAL, C->measure[O->measure].capital);
        O->running = number_or(D, i, OPTIONS_RUNNING, C->measure[O->measure].running);
    }
    L->option.whole = D->whole;
    kk_set_close(&L->option);
    kk_set_close(&L->facility);
    kk_set_close(&L->pool);
    C->noption = L->option.n;
    C->nfacility = L->facility.n;
    C->facility = L->facility.name;
    C->npool = L->pool.n;
    C->pool = L->pool.name;
    for (int o = 0; o < C->noption; o++) {
        C->option[o].name = L->option.name[o];
        if (C->option[o].measure >= 0)
            read_window(L, L->option_row[o], &C->option[o]);
    }
    load_effects(L);
}
