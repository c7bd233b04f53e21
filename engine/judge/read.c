/* What plan.csv and served.csv say was decided, read strictly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/read.h"

#include "base/str.h"
#include "judge/official.h"

#include <string.h>

/* ---- headings ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *
        heading[16]; /* "*": the columns of seat kinds or targets; "?": only where options recruit; official: its own */
} CONTRACT[KK_NSHEET] = {
    [KK_S_PLAN] = {"plan",
                   {"option", "measure", "area", "label", "decide_by", "opens_on", "units", "seats_*", "carers?",
                    "capital", "running", "years_needed"}},
    [KK_S_SERVED] = {"served", {"area", "in_area", "class", "service", "year", "children", "without_plan", "cover_*"}},
    [KK_S_BALANCE] = {"balance",
                      {"area", "class", "year", "need", "served", "elsewhere", "unmet", "unmet_without_plan",
                       "required_*", "estimate"}},
    [KK_S_SEATS] = {"seats", {"area", "seat", "year", "supply", "used", "vacant", "estimate"}},
    [KK_S_MONEY] = {"money", {"year", "payer", "measure", "capital", "running"}},
    [KK_S_LIMITS] = {"limits", {"limit", "year", "quantity", "used", "sense", "value", "slack"}},
    [KK_S_TRANSFERS] = {"transfers",
                        {"area", "seat", "year", "secured", "used", "agreed", "elsewhere", "others_here", "transfer",
                         "balance"}},
    [KK_S_PROMISES] = {"promises", {"target", "year", "required", "short", "areas_short", "kept"}},
    [KK_S_OFFICIAL] = {"official", {"official"}},
    [KK_S_CARERS] = {"carers", {"area", "year", "needed", "available", "slack", "short", "estimate"}},
    [KK_S_LEAVERS] = {"leavers", {"area", "class", "age", "year", "leavers", "staying", "places", "slack", "estimate"}},
};

kk_sheet *kk_read_empty(kk_ctx *K, int s)
{
    int count = 0;
    while (CONTRACT[s].heading[count])
        count++;
    return kk_sheet_new(K, CONTRACT[s].name, CONTRACT[s].heading, count);
}

static void heading(kk_trial *T, const kk_sheet *S, int *column, const char *want)
{
    int i = (*column)++;
    if (i >= S->ncol || strcmp(S->column[i], want) != 0)
        kk_complain(T, "%s.csv: column %d is \"%s\", not \"%s\"", "%s.csv: %d 列目は「%s」です（正しくは「%s」）",
                    S->name, i + 1, i < S->ncol ? kk_trial_quote(T, S->column[i]) : "", kk_trial_quote(T, want));
}

void kk_read_headings(kk_trial *T)
{
    const kk_city *C = T->C;
    for (int s = 0; s < KK_NSHEET; s++) {
        const kk_sheet *S = T->printed->sheet[s];
        int column = 0;
        if (strcmp(S->name, CONTRACT[s].name) != 0)
            kk_complain(T, "sheet \"%s\" is not \"%s\"", "表「%s」は「%s」ではありません", kk_trial_quote(T, S->name),
                        CONTRACT[s].name);
        for (const char *const *h = CONTRACT[s].heading; *h; h++) {
            if (strcmp(*h, "seats_*") == 0) {
                for (int k = 0; k < C->nseat; k++)
                    heading(T, S, &column, kk_format(T->K, "seats_%s", C->seat[k].name.id));
            } else if (strcmp(*h, "cover_*") == 0) {
                for (int g = 0; g < C->ntarget; g++) {
                    if (!kk_trial_has_rows(&C->target[g]))
                        continue;
                    heading(T, S, &column, kk_format(T->K, "cover_%s", C->target[g].name.id));
                    heading(T, S, &column, kk_format(T->K, "without_plan_cover_%s", C->target[g].name.id));
                }
            } else if (strcmp(*h, "required_*") == 0) {
                for (int g = 0; g < C->ntarget; g++) {
                    if (!kk_trial_has_rows(&C->target[g]))
                        continue;
                    heading(T, S, &column, kk_format(T->K, "required_%s", C->target[g].name.id));
                    heading(T, S, &column, kk_format(T->K, "short_%s", C->target[g].name.id));
                    heading(T, S, &column, kk_format(T->K, "without_plan_short_%s", C->target[g].name.id));
                }
            } else if (s == KK_S_OFFICIAL) {
                const kk_sheet *want = kk_official_headings(T);
                for (int i = 0; i < want->ncol; i++)
                    heading(T, S, &column, want->column[i]);
            } else if (strcmp(*h, "carers?") == 0) {
                if (kk_trial_recruits(C))
                    heading(T, S, &column, "carers");
            } else {
                heading(T, S, &column, *h);
            }
        }
        if (S->ncol > column)
            kk_complain(T, "%s.csv: column %d \"%s\" is too many", "%s.csv: %d 列目「%s」は余分です", S->name,
                        column + 1, kk_trial_quote(T, S->column[column]));
    }
}

/* ---- cells ------------------------------------------------------------------------------------------------------- */

typedef struct {
    kk_trial *T;
    const kk_sheet *S;
    int row;
    bool bad; /* something in this row was wrong */
} reader;

static const char *cell(const reader *r, int column)
{
    return kk_sheet_cell(r->S, r->row, column);
}

/* The line of a row in its file: a heading, then a row a line. */
static int line(const reader *r)
{
    return r->row + 2;
}

static void bad_cell(reader *r, int column, const char *en, const char *ja)
{
    r->bad = true;
    kk_complain(r->T, "%s.csv line %d, %s: \"%s\" %s%.0s", "%s.csv %d 行目 %s: 「%s」%.0s%s", r->S->name, line(r),
                r->S->column[column], kk_trial_quote(r->T, cell(r, column)), en, ja);
}

static int known(reader *r, int column, const kk_map *names)
{
    int i = kk_map_get(names, cell(r, column));
    if (i < 0)
        bad_cell(r, column, "is unknown", "は存在しません");
    return i;
}

/* A plain decimal, as printed: no sign, no leading zeros, at most 6 decimals of which the last is not 0. */
static bool parse_micro(mpz_t out, const char *text)
{
    enum { LONGEST = 40 };
    char digits[LONGEST + 8];
    size_t n = 0, decimals = 0;
    bool point = false;
    for (const char *s = text; *s; s++) {
        if (*s == '.' && !point && n > 0)
            point = true;
        else if (*s >= '0' && *s <= '9' && n < LONGEST && decimals < 6)
            digits[n++] = *s, decimals += point;
        else
            return false;
    }
    if (n == 0 || (n - decimals > 1 && digits[0] == '0') || (point && (decimals == 0 || digits[n - 1] == '0')))
        return false;
    for (; decimals < 6; decimals++)
        digits[n++] = '0';
    digits[n] = '\0';
    if (n > 18)
        return mpz_set_str(out, digits, 10) == 0;
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (uint64_t)(digits[i] - '0');
    mpz_import(out, 1, 1, sizeof value, 0, 0, &value);
    return true;
}

static void number(reader *r, int column, bool whole, mpz_t out)
{
    if (!parse_micro(out, cell(r, column)))
        bad_cell(r, column, "is not a decimal as a plan prints it", "は計画に書く形の数ではありません");
    else if (whole && !mpz_divisible_ui_p(out, KK_MICRO))
        bad_cell(r, column, "is not whole", "は整数ではありません");
}

/* Four digits and more, up to an end that is not a digit; the year, or -1. */
static int parse_year(const char *text, const char **out_end)
{
    int year = 0;
    const char *s = text;
    for (; *s >= '0' && *s <= '9' && s - text < 6; s++)
        year = year * 10 + (*s - '0');
    *out_end = s;
    return s - text < 4 || text[0] == '0' ? -1 : year;
}

/* ---- plan.csv: open[o,t] ----------------------------------------------------------------------------------------- */

/* The opening stands in the date: 1 April of its year, or, where figures are as of the end of the year, 31 March after.
 */
static int opening_year(reader *r)
{
    const kk_city *C = r->T->C;
    const char *end;
    int year = parse_year(cell(r, KK_PLAN_OPENS_ON), &end);
    if (year < 0 || strcmp(end, C->as_of_end ? "-03-31" : "-04-01") != 0) {
        bad_cell(r, KK_PLAN_OPENS_ON, "is not a day on which something opens", "は開設日になりません");
        return -1;
    }
    return year - C->as_of_end - C->first;
}

static void read_plan(kk_trial *T)
{
    const kk_city *C = T->C;
    kk_columns *X = &T->columns;
    reader r = {.T = T, .S = T->printed->sheet[KK_S_PLAN]};
    kk_map *options = kk_map_new(T->K);
    for (int o = 0; o < C->noption; o++)
        kk_map_put(options, C->option[o].name.id, o);
    X->open_option = KK_ARRAY(T->K, int, r.S->nrow);
    X->open_year = KK_ARRAY(T->K, int, r.S->nrow);
    X->open = kk_exact_whole(T->E, (size_t)r.S->nrow);
    for (; r.row < r.S->nrow; r.row++) {
        r.bad = false;
        int o = known(&r, KK_PLAN_OPTION, options), t = opening_year(&r), i = X->nopen;
        number(&r, KK_PLAN_UNITS, o >= 0 && kk_trial_whole(C, o), X->open[i]);
        if (r.bad)
            continue;
        if (!kk_trial_opens(C, o, t)) {
            bad_cell(&r, KK_PLAN_OPENS_ON, "is outside the years in which this option may open",
                     "はこの候補が開設できる年ではありません");
            continue;
        }
        if (mpz_sgn(X->open[i]) == 0)
            bad_cell(&r, KK_PLAN_UNITS, "opens nothing", "では何も開設されません");
        if (i > 0 && (X->open_option[i - 1] > o || (X->open_option[i - 1] == o && X->open_year[i - 1] >= t)))
            bad_cell(&r, KK_PLAN_OPTION, "is out of order or there twice", "は順序が違うか重複しています");
        X->open_option[i] = o;
        X->open_year[i] = t;
        X->nopen++;
    }
}

/* ---- served.csv: serve[a,b,p,t] and cover[g,a,b,p,t], and those of the plan that opens nothing ------------------- */

typedef struct {
    kk_map *areas, *services;
    int *head, *next; /* arcs of an area that lead elsewhere: arc + 1, 0 ends */
} places;

static places places_new(kk_trial *T)
{
    const kk_city *C = T->C;
    places at = {.areas = kk_map_new(T->K), .services = kk_map_new(T->K)};
    at.head = KK_ARRAY(T->K, int, C->narea);
    at.next = KK_ARRAY(T->K, int, C->narc);
    for (int a = 0; a < C->narea; a++)
        kk_map_put(at.areas, C->node[a].name.id, a);
    for (int p = 0; p < C->nservice; p++)
        kk_map_put(at.services, C->service[p].name.id, p);
    for (int i = 0; i < C->narc; i++) {
        at.next[i] = at.head[C->arc_from[i]];
        at.head[C->arc_from[i]] = i + 1;
    }
    return at;
}

static int arc_between(const kk_city *C, const places *at, int a, int b)
{
    for (int i = at->head[a]; i; i = at->next[i - 1])
        if (C->arc_to[i - 1] == b)
            return i - 1;
    return -1;
}

/* Whether row i stands behind row i - 1: by area, area used, service, year. */
static bool in_order(const kk_city *C, const kk_columns *X, int i)
{
    int before[] = {C->arc_from[X->serve_arc[i - 1]], C->arc_to[X->serve_arc[i - 1]], X->serve_service[i - 1],
                    X->serve_year[i - 1]};
    int now[] = {C->arc_from[X->serve_arc[i]], C->arc_to[X->serve_arc[i]], X->serve_service[i], X->serve_year[i]};
    for (int n = 0; n < 4; n++)
        if (before[n] != now[n])
            return before[n] < now[n];
    return false;
}

static void read_served(kk_trial *T)
{
    const kk_city *C = T->C;
    kk_columns *X = &T->columns;
    reader r = {.T = T, .S = T->printed->sheet[KK_S_SERVED]};
    places at = places_new(T);
    X->serve_arc = KK_ARRAY(T->K, int, r.S->nrow);
    X->serve_service = KK_ARRAY(T->K, int, r.S->nrow);
    X->serve_year = KK_ARRAY(T->K, int, r.S->nrow);
    X->serve = kk_exact_whole(T->E, (size_t)r.S->nrow);
    X->without = kk_exact_whole(T->E, (size_t)r.S->nrow);
    X->cover = KK_ARRAY(T->K, mpz_t *, C->ntarget);
    X->cover_without = KK_ARRAY(T->K, mpz_t *, C->ntarget);
    for (int g = 0; g < C->ntarget; g++)
        if (kk_trial_has_rows(&C->target[g])) {
            X->cover[g] = kk_exact_whole(T->E, (size_t)r.S->nrow);
            X->cover_without[g] = kk_exact_whole(T->E, (size_t)r.S->nrow);
        }

    for (; r.row < r.S->nrow; r.row++) {
        r.bad = false;
        int i = X->nserve;
        int a = known(&r, KK_SERVED_AREA, at.areas), b = known(&r, KK_SERVED_IN_AREA, at.areas);
        int p = known(&r, KK_SERVED_SERVICE, at.services);
        const char *end;
        int t = parse_year(cell(&r, KK_SERVED_YEAR), &end) - C->first;
        if (t < 0 || t >= C->nyear || *end)
            bad_cell(&r, KK_SERVED_YEAR, "is not a year of the plan", "は計画の年ではありません");
        if (r.bad)
            continue;
        int arc = arc_between(C, &at, a, b), c = C->service[p].class;
        if (arc < 0 || (a != b && kk_trial_link(T, a, b, c) < 0))
            bad_cell(&r, KK_SERVED_IN_AREA, "is no area that these children may use",
                     "はこの区域の子どもが使える区域ではありません");
        if (strcmp(cell(&r, KK_SERVED_CLASS), C->class_[c].name.id) != 0)
            bad_cell(&r, KK_SERVED_CLASS, "is not the class of this service", "はこのサービスの認定区分ではありません");
        number(&r, KK_SERVED_CHILDREN, C->whole, X->serve[i]);
        number(&r, KK_SERVED_WITHOUT, C->whole, X->without[i]);
        bool any = mpz_sgn(X->serve[i]) || mpz_sgn(X->without[i]);
        for (int g = 0, column = KK_SERVED_COVER; g < C->ntarget; g++) {
            for (int without = 0; X->cover[g] && without < 2; without++, column++) {
                mpz_ptr seats = without ? X->cover_without[g][i] : X->cover[g][i];
                number(&r, column, C->whole, seats);
                any = any || mpz_sgn(seats);
                if (mpz_sgn(seats) && !kk_trial_asks(&C->target[g], a, c, t))
                    bad_cell(&r, column, "is outside the target", "は目標の対象外です");
            }
        }
        if (r.bad)
            continue;
        if (!any)
            bad_cell(&r, KK_SERVED_CHILDREN, "and all beside it is 0: this row should not be there",
                     "ほか全部が 0 です。この行は不要です");
        X->serve_arc[i] = arc;
        X->serve_service[i] = p;
        X->serve_year[i] = t;
        if (i > 0 && !in_order(C, X, i))
            bad_cell(&r, KK_SERVED_AREA, "is out of order or there twice", "は順序が違うか重複しています");
        X->nserve++;
    }
}

void kk_read_columns(kk_trial *T)
{
    read_plan(T);
    read_served(T);
}
