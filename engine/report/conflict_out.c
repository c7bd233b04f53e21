/* A contradiction in the planner's words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/conflict_out.h"

#include "domain/sheet.h"
#include "report/csv_out.h"
#include "report/proof_json.h"
#include "report/run_json.h"
#include "report/words.h"

#include <stdlib.h>
#include <string.h>

/* ---- what a row speaks of ---------------------------------------------------------------------------------------- */

/* A row's name taken apart: family[part,part,...]. */
typedef struct {
    const char *family, *part[6];
    int npart;
} row_name;

static row_name take_apart(kk_ctx *K, const char *row)
{
    char *text = kk_strdup(K, row), *open = strchr(text, '[');
    row_name N = {.family = text};
    KK_ASSERT(open != NULL);
    *open = '\0';
    for (char *s = open + 1; s && N.npart < 6;) {
        char *end = s + strcspn(s, ",]");
        char *next = *end == ',' ? end + 1 : NULL;
        *end = '\0';
        N.part[N.npart++] = s;
        s = next;
    }
    return N;
}

static bool is(const kk_name *name, const char *code)
{
    return strcmp(name->code, code) == 0;
}

static const char *area_label(const kk_voice *V, const char *code)
{
    for (int v = 0; v < V->C->nnode; v++)
        if (is(&V->C->node[v].name, code))
            return kk_say_area(V, v);
    return code;
}

static const char *class_label(const kk_city *C, const char *code)
{
    for (int c = 0; c < C->nclass; c++)
        if (is(&C->class_[c].name, code))
            return C->class_[c].name.label;
    return code;
}

static const char *seat_label(const kk_city *C, const char *code)
{
    for (int k = 0; k < C->nseat; k++)
        if (is(&C->seat[k].name, code))
            return C->seat[k].name.label;
    return code;
}

static const char *facility_label(const kk_city *C, const char *code)
{
    for (int f = 0; f < C->nfacility; f++)
        if (is(&C->facility[f], code))
            return C->facility[f].label;
    return code;
}

static const kk_option *option_of(const kk_city *C, const char *code)
{
    for (int o = 0; o < C->noption; o++)
        if (is(&C->option[o].name, code))
            return &C->option[o];
    return NULL;
}

static const kk_limit *limit_of(const kk_city *C, const char *code)
{
    for (int l = 0; l < C->nlimit; l++)
        if (is(&C->limit[l].name, code))
            return &C->limit[l];
    return NULL;
}

/* ---- sentences --------------------------------------------------------------------------------------------------- */

static const char *number(const kk_voice *V, double value)
{
    return kk_say_decimal(V, llround(value * 1000.0), 3);
}

/* "A, B and 3 more": names of those that a mask holds, "" where it holds all. */
typedef struct {
    const kk_voice *V;
    kk_text T;
    int named, more;
} name_list;

static void add_name(name_list *N, const char *label)
{
    enum { NAMED = 3 };
    if (N->named == NAMED) {
        N->more++;
        return;
    }
    kk_text_addf(&N->T, "%s%s", N->named++ ? KK_WORD(N->V, ", ", "・") : "", label);
}

/* The nodes under which all areas of a mask lie and no others: one where there is one, else the areas. */
static void add_areas(name_list *N, const unsigned char *area)
{
    const kk_city *C = N->V->C;
    for (int v = C->nnode - 1; v >= 0; v--) {
        bool same = true;
        for (int a = 0; a < C->narea && same; a++)
            same = kk_area_within(C, a, v) == (area[a] != 0);
        if (!same)
            continue;
        if (C->node[v].parent != KK_NONE)
            add_name(N, kk_say_area(N->V, v));
        return;
    }
    for (int a = 0; a < C->narea; a++)
        if (area[a])
            add_name(N, kk_say_area(N->V, a));
}

/* The options of a mask: all of some measures, all in some areas, or else by both. */
static void add_options(name_list *N, kk_ctx *K, const unsigned char *option)
{
    const kk_city *C = N->V->C;
    unsigned char *area = KK_ARRAY(K, unsigned char, C->narea), *measure = KK_ARRAY(K, unsigned char, C->nmeasure);
    bool all = true, of_measures = true, of_areas = true;
    for (int o = 0; o < C->noption; o++)
        if (option[o])
            area[C->option[o].area] = measure[C->option[o].measure] = 1;
    for (int o = 0; o < C->noption; o++) {
        all &= option[o];
        of_measures &= measure[C->option[o].measure] == option[o];
        of_areas &= area[C->option[o].area] == option[o];
    }
    for (int m = 0; m < C->nmeasure && !all && (of_measures || !of_areas); m++)
        if (measure[m])
            add_name(N, C->measure[m].name.label);
    if (!all && !of_measures)
        add_areas(N, area);
}

/* What a limit counts, and where: areas, measures, classes, kinds of seats and payer, as far as they are not all. */
static const char *say_scope(const kk_voice *V, const kk_limit *L)
{
    const kk_city *C = V->C;
    name_list N = {.V = V, .T = {.K = V->K}};
    bool opened = L->quantity == KK_Q_UNITS || L->quantity == KK_Q_SEATS, money = false;
    bool children = L->quantity == KK_Q_UNMET || L->quantity == KK_Q_TRANSFERS;
    switch (L->quantity) {
    case KK_Q_CAPITAL:
        add_name(&N, KK_WORD(V, "capital", "整備費"));
        money = true;
        break;
    case KK_Q_RUNNING:
        add_name(&N, KK_WORD(V, "running cost", "運営費"));
        money = true;
        break;
    case KK_Q_COST:
        add_name(&N, KK_WORD(V, "capital and running cost", "整備費と運営費"));
        money = true;
        break;
    default: break;
    }
    if (money && L->payer != KK_NONE)
        add_name(&N, KK_SAY(V, "paid by %s", "%sの負担", C->payer[L->payer].label));
    if (money || opened)
        add_options(&N, V->K, L->option);
    else
        add_areas(&N, L->area);
    int left_out = 0;
    for (int c = 0; c < C->nclass && children; c++)
        left_out += !L->class_[c];
    for (int c = 0; c < C->nclass && left_out > 0; c++)
        if (L->class_[c])
            add_name(&N, C->class_[c].name.label);
    left_out = 0;
    bool seats = L->quantity == KK_Q_SEATS || L->quantity == KK_Q_VACANT;
    for (int k = 0; k < C->nseat && seats; k++)
        left_out += C->seat[k].room != (L->seat[k] != 0);
    for (int k = 0; k < C->nseat && left_out > 0; k++)
        if (L->seat[k])
            add_name(&N, C->seat[k].name.label);
    if (N.more > 0)
        kk_text_add(&N.T, KK_SAY(V, " and %d more", "ほか%d件", N.more));
    return N.named == 0 ? "" : KK_SAY(V, " (%s)", "（%s）", kk_text_get(&N.T));
}

static const char *say_limit(const kk_voice *V, const row_name *N, const kk_limit *L)
{
    bool together = strcmp(N->part[1], "all") == 0 && L->from < L->until;
    const char *when = together ? KK_SAY(V, "FY%d-%d together", "%d〜%d年度の合計", L->from, L->until)
                       : L->from == L->until ? KK_SAY(V, "FY%d", "%d年度", L->from)
                                             : KK_SAY(V, "FY%s", "%s年度", N->part[1]);
    const char *value = kk_say_limit_value(V, L);
    const char *scope = say_scope(V, L);
    return L->floor ? KK_SAY(V, "%s, %s: at least %s%s", "%s（%s）：%s以上%s", L->name.label, when, value, scope)
                    : KK_SAY(V, "%s, %s: at most %s%s", "%s（%s）：%s以下%s", L->name.label, when, value, scope);
}

static const char *say_units(const kk_voice *V, const kk_option *O)
{
    const char *where = V->C->node[O->area].name.label;
    const char *label = strcmp(O->name.label, O->name.id) != 0 ? O->name.label : V->C->measure[O->measure].name.label;
    int from = V->C->first + O->open_from, until = V->C->first + O->open_until;
    const char *when = O->open_from > O->open_until
                           ? KK_WORD(V, "it can never open", "開ける年度がありません")
                           : KK_SAY(V, "it can open %d-%d", "開けるのは%d〜%d年度", from, until);
    bool bounded = isfinite(O->max_units);
    const char *least = number(V, O->min_units), *units = NULL;
    if (bounded && O->min_units > 0.0)
        units = KK_SAY(V, "%s to %s units", "%s〜%s件", least, number(V, O->max_units));
    else if (bounded)
        units = KK_SAY(V, O->max_units == 1.0 ? "at most %s unit" : "at most %s units", "%s件以下",
                       number(V, O->max_units));
    else if (O->min_units > 0.0 || isinf(O->max_per_year))
        units = KK_SAY(V, "at least %s units", "%s件以上", least);
    if (isfinite(O->max_per_year)) {
        const char *yearly = number(V, O->max_per_year);
        units = units ? KK_SAY(V, "%s, at most %s a year", "%s、年%s件以下", units, yearly)
                      : KK_SAY(V, "at most %s units a year", "年%s件以下", yearly);
    }
    return KK_SAY(V, "%s in %s: %s; %s", "%s（%s）：%s。%s", label, where, units, when);
}

static const char *say(const kk_voice *V, const kk_rule *rule)
{
    const kk_city *C = V->C;
    row_name N = take_apart(V->K, rule->row);
    if (strcmp(N.family, "limit") == 0 && limit_of(C, N.part[0]))
        return say_limit(V, &N, limit_of(C, N.part[0]));
    if (strcmp(N.family, "units") == 0 && option_of(C, N.part[0]))
        return say_units(V, option_of(C, N.part[0]));
    if (strcmp(N.family, "once") == 0)
        return KK_SAY(V, "facility %s: converted, extended or closed once",
                      "施設「%s」：移行・増築・廃止などは一度だけ", facility_label(C, N.part[0]));
    if (strcmp(N.family, "carers") == 0)
        return KK_SAY(V, "%s, FY%s: no more carers than %s and those who are recruited",
                      "%s（%s年度）：保育士は%s人と新たに確保する人数まで", area_label(V, N.part[0]), N.part[1],
                      number(V, rule->up));
    if (strcmp(N.family, "link") == 0 && N.npart >= 4) {
        int at = N.npart - 4; /* the same link, counted for a promise, names it first */
        return KK_SAY(V, "from %s to %s, %s, FY%s: no more than the link allows (%s)",
                      "%sから%sへ、%s（%s年度）：区域外利用は%s人まで", area_label(V, N.part[at]),
                      area_label(V, N.part[at + 1]), class_label(C, N.part[at + 2]), N.part[at + 3],
                      number(V, rule->up));
    }
    bool cover = strcmp(N.family, "cover") == 0; /* the same seats, counted for a promise */
    if (strcmp(N.family, "seats") == 0 || cover)
        return KK_SAY(V, "%s, %s, FY%s: no more seats are used or taken away than there are (%s) and open by then",
                      "%s・%s（%s年度）：定員は今ある%s人分とそれまでに開く分まで（それより多くは使えず、減らせない）",
                      area_label(V, N.part[cover]), seat_label(C, N.part[1 + cover]), N.part[2 + cover],
                      number(V, rule->up));
    return rule->row;
}

const char *kk_conflict_text(kk_ctx *K, const kk_city *C, const kk_conflict *X, kk_lang lang)
{
    kk_voice V = {.K = K, .C = C, .lang = lang};
    kk_text T = {.K = K};
    for (int i = 0; i < X->count; i++)
        kk_text_addf(&T, "\n  %s", say(&V, &X->rule[i]));
    if (X->undecided)
        kk_text_addf(&T, "\n  %s",
                     KK_WORD(&V, "(some of them may not be needed: that took too long to find out)",
                             "（すべてが必要とは限りません。絞り込みを途中で打ち切りました）"));
    return kk_text_get(&T);
}

/* ---- the folder -------------------------------------------------------------------------------------------------- */

static const char *bound(kk_ctx *K, double value)
{
    return isfinite(value) ? kk_value_print(K, value) : "";
}

kk_sheet *kk_conflict_sheet(kk_ctx *K, const kk_city *C, const kk_conflict *X)
{
    static const char *const HEADING[] = {"row", "at_least", "at_most", "meaning"};
    kk_voice V = {.K = K, .C = C, .lang = C->lang};
    kk_sheet *S = kk_sheet_new(K, "conflict", HEADING, 4);
    for (int i = 0; i < X->count; i++) {
        const char **cell = kk_sheet_row(K, S);
        cell[0] = X->rule[i].row;
        cell[1] = bound(K, X->rule[i].lo);
        cell[2] = bound(K, X->rule[i].up);
        cell[3] = say(&V, &X->rule[i]);
    }
    return S;
}

void kk_conflict_folder(kk_ctx *K, const kk_city *C, const kk_conflict *X, const char *dir)
{
    kk_blob *file = KK_ARRAY(K, kk_blob, C->ninput + 3);
    const char *text = kk_csv_text(K, kk_conflict_sheet(K, C, X));
    file[0] = (kk_blob){"conflict.csv", text, strlen(text)};
    for (int i = 0; i < C->ninput; i++) {
        file[i + 1] = C->input[i];
        file[i + 1].name = kk_format(K, "input/%s", C->input[i].name);
    }
    const char *proof = kk_conflict_proof_json(K, X->nproof, X->proof, NULL);
    file[C->ninput + 1] = (kk_blob){"proof.json", proof, strlen(proof)};
    const char *run = kk_conflict_json(K, C, X->whole_only, file, C->ninput + 2);
    file[C->ninput + 2] = (kk_blob){"run.json", run, strlen(run)};
    kk_folder_write(K, dir, file, C->ninput + 3, kk_run_listed, &(kk_last_run){.K = K, .own = "conflict.csv"});
}
