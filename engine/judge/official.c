/* official.csv, stated again: what each of its cells is, from plan.csv, served.csv and the input.
 *
 * All numbers here are thousandths as printed: what a measure opens and what is there is rounded for every area, merged
 * cell, kind and measure, and so are the seats that two areas share; all else is sums and differences of these.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/official.h"
#include "judge/sums.h"

#include "base/str.h"

#include <string.h>

/* Numbers of T->scratch that this file works with. */
enum { CELL = KK_SCRATCH_ROWS, AMOUNT, SHARE, ONE, ALL };

/* Kinds of rows; of each there may be several in a block. */
typedef enum {
    NEED,
    KIND,
    KINDS,
    OPENING,
    OPENINGS,
    CHANGE,
    CHANGES,
    CLOSING,
    EXTRA,
    TRANSFER,
    BALANCE,
    NETTED,
    BY_CELL,
    COUNTS
} row_kind;

typedef struct {
    row_kind what;
    int i; /* KIND, OPENING, EXTRA: name; CHANGE: source */
    const char *label;
} row;

/* A name that rows of supply and effects give to seats, and whether these stand on others. */
typedef struct {
    const char *name;
    bool extra;
} seat_name;

/* Who provides seats of a name: a measure, or KK_NONE = they are there without one. */
typedef struct {
    int name, measure;
    bool *cells;             /* [nclass] */
    mpz_t *seats;            /* [narea][nclass][nplan] */
    unsigned char *estimate; /* [narea][nplan] */
} source;

typedef struct {
    kk_trial *T;
    const kk_city *C;
    int *of_class, *of_seat; /* the first class of the merged cell; of a kind of seats in none: -1 */
    bool one_unit;           /* all classes count the same: there are totals */
    mpz_t *coarse;           /* [2] 10^(digits - 9), 10^6 */
    seat_name *name;
    int nname, names;
    source *source;
    int nsource, sources;
    mpz_t *transfer; /* [narea][nclass][nplan] */
    unsigned char *agreed_estimate;
    row *row;
    int nrow, rows;
} table;

/* ---- merged cells ------------------------------------------------------------------------------------------------ */

/* Whether no service of the class (of the seats) comes before service p. */
static bool comes_first(const kk_city *C, int p, int seat)
{
    for (int q = 0; q < C->nservice; q++) {
        bool rival = seat == KK_NONE && C->service[q].class == C->service[p].class;
        for (int u = 0; u < C->service[q].nuse; u++)
            rival = rival || C->service[q].seat[u] == seat;
        if (rival && C->service[q].rank < C->service[p].rank)
            return false;
    }
    return true;
}

/* The smaller of two cells for both; whether anything changed. -1 = none yet. */
static bool share(int *one, int *other)
{
    int least = *one < 0 || (*other >= 0 && *other < *one) ? *other : *one;
    bool change = *one != least || *other != least;
    *one = *other = least;
    return change;
}

static void state_cells(table *X)
{
    const kk_city *C = X->C;
    X->of_class = KK_ARRAY(X->T->K, int, C->nclass);
    X->of_seat = KK_ARRAY(X->T->K, int, C->nseat);
    X->one_unit = true;
    for (int c = 0; c < C->nclass; c++) {
        X->of_class[c] = c;
        X->one_unit = X->one_unit && strcmp(C->class_[c].unit, C->class_[0].unit) == 0;
    }
    for (int k = 0; k < C->nseat; k++)
        X->of_seat[k] = -1;
    for (bool again = true; again;) {
        again = false;
        for (int p = 0; p < C->nservice; p++)
            for (int u = 0; u < C->service[p].nuse; u++) {
                int k = C->service[p].seat[u];
                if (comes_first(C, p, KK_NONE) || comes_first(C, p, k))
                    again |= share(&X->of_class[C->service[p].class], &X->of_seat[k]);
            }
        for (int k = 0; k < C->nseat; k++)
            for (int j = k + 1; j < C->nseat && *C->seat[k].cell; j++)
                if (strcmp(C->seat[k].cell, C->seat[j].cell) == 0)
                    again |= share(&X->of_seat[k], &X->of_seat[j]);
        for (int c = 0; c < C->nclass; c++) /* a class follows the first class of its cell */
            if (X->of_class[X->of_class[c]] != X->of_class[c])
                X->of_class[c] = X->of_class[X->of_class[c]], again = true;
    }
}

/* Whether seats stand on others of their cell, which are rooms. */
static bool is_extra(const table *X, int k)
{
    bool rooms = false;
    for (int j = 0; j < X->C->nseat; j++)
        rooms = rooms || (X->of_seat[j] == X->of_seat[k] && X->C->seat[j].room);
    return rooms && !X->C->seat[k].room;
}

/* ---- seats by name and source ------------------------------------------------------------------------------------ */

static size_t place(const table *X, int a, int c, int t)
{
    return kk_at(a, c, X->C->nclass, t, X->C->nplan);
}

static source *source_of(table *X, const char *name, int k, int measure)
{
    const kk_city *C = X->C;
    seat_name want = {!*name && is_extra(X, k) ? C->seat[k].name.label : name, is_extra(X, k)};
    int n, s;
    for (n = 0; n < X->nname; n++)
        if (X->name[n].extra == want.extra && strcmp(X->name[n].name, want.name) == 0)
            break;
    if (n == X->nname) {
        X->name = kk_grow(X->T->K, X->name, &X->names, n + 1, sizeof *X->name);
        X->name[X->nname++] = want;
    }
    for (s = 0; s < X->nsource; s++)
        if (X->source[s].name == n && X->source[s].measure == measure)
            break;
    if (s == X->nsource) {
        X->source = kk_grow(X->T->K, X->source, &X->sources, s + 1, sizeof *X->source);
        X->source[X->nsource++] =
            (source){n, measure, KK_ARRAY(X->T->K, bool, C->nclass),
                     kk_exact_whole(X->T->E, (size_t)C->narea * (size_t)C->nclass * (size_t)C->nplan),
                     KK_ARRAY(X->T->K, unsigned char, C->narea * C->nplan)};
    }
    X->source[s].cells[X->of_seat[k]] = true;
    return &X->source[s];
}

/* Seats that are there, and those agreed with the neighbours: [transfer]. Exact, 10^-digits. */
static void state_supply(table *X)
{
    const kk_city *C = X->C;
    kk_trial *T = X->T;
    mpz_ptr seats = T->scratch[AMOUNT], factor = T->scratch[SHARE];
    for (int i = 0; i < C->nsupply; i++) {
        const kk_supply *S = &C->supply[i];
        bool agreed = strcmp(S->kind, KK_TRANSFER) == 0;
        if (X->of_seat[S->seat] < 0 || (agreed && is_extra(X, S->seat)))
            continue;
        const source *from = agreed ? NULL : source_of(X, S->kind, S->seat, KK_NONE);
        int decimals = kk_exact_decimals(S->factor);
        kk_exact_set(seats, S->seats, T->digits - decimals);
        kk_exact_set(factor, S->factor, decimals);
        mpz_mul(seats, seats, factor);
        for (int year = C->first; year <= C->last; year++) {
            if (year < S->year || year > T->supply_until[i])
                continue;
            mpz_ptr sum = (agreed ? X->transfer : from->seats)[place(X, S->area, X->of_seat[S->seat], year - C->first)];
            mpz_add(sum, sum, seats);
            (agreed ? X->agreed_estimate : from->estimate)[S->area * C->nplan + year - C->first] |= S->estimate;
        }
    }
}

/* units * amount * share of it that is open in the unit's year, as long as it lives. Exact, 10^-digits. */
static void state_effects(table *X)
{
    const kk_city *C = X->C;
    kk_trial *T = X->T;
    mpz_ptr amount = T->scratch[AMOUNT], open = T->scratch[SHARE];
    for (int o = 0; o < C->noption; o++) /* a source has its row even where nothing opens */
        for (int e = 0; e < C->option[o].neffect; e++)
            if (C->option[o].accepted && X->of_seat[C->option[o].effect[e].seat] >= 0)
                source_of(X, C->option[o].effect[e].kind, C->option[o].effect[e].seat, C->option[o].measure);
    for (int i = 0; i < T->columns.nopen; i++) {
        const kk_option *O = &C->option[T->columns.open_option[i]];
        int opened = T->columns.open_year[i], life = C->measure[O->measure].life_years;
        for (int e = 0; e < O->neffect; e++) {
            const kk_effect *E = &O->effect[e];
            if (X->of_seat[E->seat] < 0)
                continue;
            const source *from = source_of(X, E->kind, E->seat, O->measure);
            for (int t = opened; t < C->nplan && (life == KK_NONE || t - opened < life); t++) {
                kk_sums_share(T, T->columns.open_option[i], E, t - opened, amount, open);
                mpz_addmul(from->seats[place(X, O->area, X->of_seat[E->seat], t)], amount, T->columns.open[i]);
            }
        }
    }
}

/* 10^-digits -> 9 decimals -> thousandths */
static void to_milli(const table *X, mpz_t out, const mpz_t value)
{
    kk_exact_round(X->T->E, out, value, X->coarse[0]);
    kk_exact_round(X->T->E, out, out, X->coarse[1]);
}

/* The seats that each pair of areas shares, got by one and given by the other. */
static void state_lent(table *X)
{
    const kk_city *C = X->C;
    mpz_ptr shared = X->T->scratch[AMOUNT];
    for (int i = C->narea; i < C->narc; i++)
        for (int k = 0; k < C->nseat; k++)
            for (int t = 0; t < C->nplan && X->of_seat[k] >= 0 && !is_extra(X, k); t++) {
                mpz_ptr got = X->transfer[place(X, C->arc_from[i], X->of_seat[k], t)];
                mpz_ptr given = X->transfer[place(X, C->arc_to[i], X->of_seat[k], t)];
                to_milli(X, shared, X->T->at.sum[KK_J_LENT].value[kk_at(i - C->narea, k, C->nseat, t, C->nyear)]);
                mpz_add(got, got, shared);
                mpz_sub(given, given, shared);
            }
}

static void state_figures(table *X)
{
    const kk_city *C = X->C;
    kk_trial *T = X->T;
    size_t count = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nplan;
    X->coarse = kk_exact_whole(T->E, 2);
    kk_exact_power(X->coarse[0], T->digits - 9);
    kk_exact_power(X->coarse[1], 6);
    X->transfer = kk_exact_whole(T->E, count);
    X->agreed_estimate = KK_ARRAY(T->K, unsigned char, C->narea * C->nplan);
    state_supply(X);
    state_effects(X);
    for (size_t i = 0; i < count; i++)
        to_milli(X, X->transfer[i], X->transfer[i]);
    for (int s = 0; s < X->nsource; s++)
        for (size_t i = 0; i < count; i++)
            to_milli(X, X->source[s].seats[i], X->source[s].seats[i]);
    state_lent(X);
}

/* ---- what a cell holds ------------------------------------------------------------------------------------------- */

static void plus(mpz_t out, int sign, const mpz_t value)
{
    if (sign > 0)
        mpz_add(out, out, value);
    else
        mpz_sub(out, out, value);
}

/* out += sign * what source s had when year t opened; in the first year what is there without the plan */
static void plus_opening(const table *X, int s, int a, int c, int t, int sign, mpz_t out)
{
    if (t > 0 || X->source[s].measure == KK_NONE)
        plus(out, sign, X->source[s].seats[place(X, a, c, t > 0 ? t - 1 : 0)]);
}

/* out += children of class c without a place */
static void plus_unmet(const table *X, int a, int c, int t, mpz_t out)
{
    size_t at = kk_at(a, c, X->C->nclass, t, X->C->nyear);
    mpz_ptr need = X->T->scratch[AMOUNT], served = X->T->scratch[SHARE];
    to_milli(X, need, X->T->need[at]);
    to_milli(X, served, X->T->at.sum[KK_J_SERVED].value[at]);
    if (mpz_cmp(need, served) > 0) {
        mpz_add(out, out, need);
        mpz_sub(out, out, served);
    }
}

/* out += balance of the merged cell c: seats + inter-area use - need of its classes */
static void plus_balance(const table *X, int a, int c, int t, mpz_t out)
{
    const kk_city *C = X->C;
    mpz_ptr need = X->T->scratch[AMOUNT];
    for (int s = 0; s < X->nsource; s++)
        if (!X->name[X->source[s].name].extra)
            mpz_add(out, out, X->source[s].seats[place(X, a, c, t)]);
    mpz_add(out, out, X->transfer[place(X, a, c, t)]);
    for (int other = 0; other < C->nclass; other++)
        if (X->of_class[other] == c) {
            to_milli(X, need, X->T->need[kk_at(a, other, C->nclass, t, C->nyear)]);
            mpz_sub(out, out, need);
        }
}

/* out += what a row holds in area a, column c */
static void plus_cell(const table *X, const row *R, int a, int c, int t, mpz_t out)
{
    mpz_ptr cell = X->T->scratch[ONE];
    mpz_set_ui(cell, 0);
    for (int s = 0; s < X->nsource; s++) {
        const source *S = &X->source[s];
        mpz_srcptr seats = S->seats[place(X, a, c, t)];
        bool same = S->name == R->i, room = !X->name[S->name].extra;
        if ((R->what == KIND || R->what == EXTRA) ? same : (R->what == KINDS || R->what == CLOSING) && room)
            mpz_add(cell, cell, seats);
        if (R->what == OPENING ? same : R->what == OPENINGS && room)
            plus_opening(X, s, a, c, t, 1, cell);
        if (R->what == CHANGE ? s == R->i : R->what == CHANGES && room) {
            mpz_add(cell, cell, seats);
            plus_opening(X, s, a, c, t, -1, cell);
        }
    }
    switch (R->what) {
    case NEED: to_milli(X, cell, X->T->need[kk_at(a, c, X->C->nclass, t, X->C->nyear)]); break;
    case TRANSFER: mpz_set(cell, X->transfer[place(X, a, c, t)]); break;
    case BALANCE:
    case NETTED: plus_balance(X, a, c, t, cell); break;
    case BY_CELL:
        plus_balance(X, a, c, t, cell);
        mpz_neg(cell, cell);
        if (mpz_sgn(cell) < 0)
            mpz_set_ui(cell, 0);
        break;
    case COUNTS: plus_unmet(X, a, c, t, cell); break;
    default: break;
    }
    mpz_add(out, out, cell);
}

/* Whether a row has seats in merged cell c in any area; else it is blank there. */
static bool has_cell(const table *X, const row *R, int c)
{
    if (R->what != KIND && R->what != OPENING && R->what != CHANGE && R->what != EXTRA)
        return true;
    for (int s = 0; s < X->nsource; s++)
        if ((R->what == CHANGE ? s == R->i : X->source[s].name == R->i) && X->source[s].cells[c])
            return true;
    return false;
}

/* Whether what a row holds in area a rests on an estimate. */
static bool rests_on_estimate(const table *X, const row *R, int a, int t)
{
    const kk_city *C = X->C;
    bool found = false, all = R->what >= BALANCE;
    int before = t > 0 ? t - 1 : 0;
    for (int c = 0; c < C->nclass && (all || R->what == NEED); c++)
        found = found || C->need_estimate[kk_at(a, c, C->nclass, t, C->nyear)];
    if (all || R->what == TRANSFER)
        found = found || (X->T->has_transfers && X->agreed_estimate[a * C->nplan + t]);
    if (R->what == NEED || R->what == TRANSFER)
        return found;
    for (int s = 0; s < X->nsource; s++) {
        const source *S = &X->source[s];
        bool named = R->what == KIND || R->what == EXTRA || R->what == OPENING, one = R->what == CHANGE;
        if (named ? S->name != R->i : one ? s != R->i : X->name[S->name].extra)
            continue;
        bool opens = R->what == OPENING || R->what == OPENINGS;
        bool rolls = opens || one || R->what == CHANGES || (C->as_of_end && (all || R->what == CLOSING));
        found = found || (!opens && S->estimate[a * C->nplan + t]);
        found = found || (rolls && S->estimate[a * C->nplan + before]);
    }
    return found;
}

/* ---- rows and words ---------------------------------------------------------------------------------------------- */

static const char *say(const table *X, const char *en, const char *ja)
{
    return X->C->lang == KK_JA ? ja : en;
}

static void add(table *X, row_kind what, int i, const char *label)
{
    X->row = kk_grow(X->T->K, X->row, &X->rows, X->nrow + 1, sizeof *X->row);
    X->row[X->nrow++] = (row){what, i, label};
}

/* "label: name (measure)", as far as they are given. */
static const char *titled(const table *X, const char *label, int name, const char *measure)
{
    const char *words = X->name[name].name;
    kk_text text = {.K = X->T->K};
    kk_text_addf(&text, "%s%s", label, say(X, ": ", "："));
    if (!*words)
        words = *measure ? measure : say(X, "kind not given", "施設種別の記載なし");
    kk_text_add(&text, words);
    if (words != measure && *measure)
        kk_text_addf(&text, "%s%s%s", say(X, " (", "（"), measure, say(X, ")", "）"));
    return kk_text_get(&text);
}

static bool source_changes(const table *X, int s)
{
    const kk_city *C = X->C;
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = 1; t < C->nplan; t++)
                if (mpz_cmp(X->source[s].seats[place(X, a, c, t)], X->source[s].seats[place(X, a, c, t - 1)]) != 0)
                    return true;
    return false;
}

static void state_changes(table *X, int n)
{
    const char *label = say(X, "secured in the year", "各年度で確保する定員数");
    int nmeasure = 0;
    for (int s = 0; s < X->nsource; s++)
        nmeasure += X->source[s].name == n && X->source[s].measure != KK_NONE;
    for (int m = KK_NONE; m < X->C->nmeasure; m++) {
        int s = 0;
        while (s < X->nsource && (X->source[s].name != n || X->source[s].measure != m))
            s++;
        if (s == X->nsource)
            continue;
        if (m != KK_NONE)
            add(X, CHANGE, s, titled(X, label, n, X->C->measure[m].name.label));
        else if (nmeasure == 0)
            add(X, CHANGE, s, titled(X, label, n, ""));
        else if (source_changes(X, s))
            add(X, CHANGE, s,
                kk_format(X->T->K, "%s%s", titled(X, label, n, ""), say(X, " (decided before)", "（決定済み）")));
    }
}

/* Whether name n stands above name m: the national form's kinds in its order, then others by their text, "" last. */
static bool stands_above(const table *X, int n, int m)
{
    static const char *const form[] = {"特定教育・保育施設", "認定こども園", "幼稚園", "保育所", "認可保育所",
                                       "確認を受けない",     "特定地域型",   "地域型", "小規模", "認可外",
                                       "企業主導型",         "一時預かり"};
    const char *one = X->name[n].name, *other = X->name[m].name;
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        bool is = strncmp(one, form[i], strlen(form[i])) == 0, was = strncmp(other, form[i], strlen(form[i])) == 0;
        if (is != was)
            return is;
        if (is)
            break;
    }
    if (!*one || !*other)
        return *one && !*other;
    int order = strcmp(one, other);
    return order < 0 || (order == 0 && X->name[n].extra < X->name[m].extra);
}

/* The names in their order. */
static const int *sorted_names(const table *X)
{
    int *order = KK_ARRAY(X->T->K, int, X->nname);
    for (int n = 0; n < X->nname; n++) {
        int at = n;
        for (; at > 0 && stands_above(X, n, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = n;
    }
    return order;
}

static void state_rows(table *X)
{
    bool end = X->C->as_of_end, lent = X->T->has_transfers, named = false;
    const int *order = sorted_names(X);
    add(X, NEED, 0, say(X, "(1) need", "① 量の見込み"));
    for (int n = 0; n < X->nname; n++)
        named = named || (!X->name[n].extra && *X->name[n].name);
    for (int i = 0; i < X->nname; i++) {
        int n = order[i];
        if (X->name[n].extra)
            continue;
        if (end)
            add(X, OPENING, n, titled(X, say(X, "opening", "年度当初定員数"), n, ""));
        else if (named)
            add(X, KIND, n, titled(X, say(X, "secured", "確保の内容"), n, ""));
    }
    if (end) {
        add(X, OPENINGS, 0, say(X, "(2) opening, total", "② 年度当初定員数 計"));
        for (int i = 0; i < X->nname; i++)
            if (!X->name[order[i]].extra)
                state_changes(X, order[i]);
        add(X, CHANGES, 0, say(X, "(3) secured in the year, total", "③ 各年度で確保する定員数 計"));
        add(X, CLOSING, 0, say(X, "(4) closing, (2)+(3)", "④ 定員数合計（②＋③）"));
    } else {
        add(X, KINDS, 0, say(X, "(2) secured, total", "② 確保の内容 計"));
    }
    for (int i = 0, n; i < X->nname; i++)
        if (X->name[n = order[i]].extra)
            add(X, EXTRA, n,
                kk_format(X->T->K, "%s%s", say(X, "counted above already: ", "（再掲）"), X->name[n].name));
    if (lent && end)
        add(X, TRANSFER, 0, say(X, "(5) inter-area use", "⑤ 区間調整"));
    else if (lent)
        add(X, TRANSFER, 0, say(X, "(3) inter-area use", "③ 区間調整"));
    if (end)
        add(X, BALANCE, 0,
            lent ? say(X, "balance, (4)+(5)-(1)", "過不足（④＋⑤－①）") : say(X, "balance, (4)-(1)", "過不足（④－①）"));
    else
        add(X, BALANCE, 0,
            lent ? say(X, "balance, (2)+(3)-(1)", "過不足（②＋③－①）") : say(X, "balance, (2)-(1)", "過不足（②－①）"));
    if (X->one_unit)
        add(X, NETTED, 0, say(X, "short, all netted (to compare)", "不足〔参考〕全体で差し引いた場合"));
    add(X, BY_CELL, 0, say(X, "short, cell by cell (to compare)", "不足〔参考〕欄ごとに見た場合"));
    add(X, COUNTS, 0,
        say(X, "short, seats shared as the rules allow (what counts)",
            "不足〔この計画の数字〕決まりの範囲で融通した場合"));
}

/* ---- the sheet --------------------------------------------------------------------------------------------------- */

/* A number in the city's hand. */
static const char *printed(const table *X, const mpz_t value)
{
    const char *digits = kk_exact_text(X->T->E, value, 3);
    return digits[0] == '-' ? kk_format(X->T->K, "%s%s", X->C->minus, digits + 1) : kk_strdup(X->T->K, digits);
}

static bool lies_below(const kk_city *C, int a, int v)
{
    while (a != v && a != KK_NONE)
        a = C->node[a].parent;
    return a == v;
}

static void state_row(table *X, kk_sheet *S, int v, int t, const row *R)
{
    const kk_city *C = X->C;
    mpz_ptr sum = X->T->scratch[CELL], all = X->T->scratch[ALL];
    const char **cell = kk_sheet_row(X->T->K, S);
    bool each = R->what == NEED || R->what == COUNTS, estimate = false;
    *cell++ = C->node[v].name.label;
    *cell++ = kk_format(X->T->K, "%d", C->first + t);
    *cell++ = R->label;
    mpz_set_ui(all, 0);
    for (int first = 0; first < C->nclass; first++)
        for (int c = first; c < C->nclass; c++) {
            if (X->of_class[c] != first)
                continue;
            mpz_set_ui(sum, 0);
            for (int a = 0; a < C->narea; a++)
                if (lies_below(C, a, v) && (each || c == first))
                    plus_cell(X, R, a, c, t, sum);
            mpz_add(all, all, sum);
            if (R->what != NETTED && has_cell(X, R, first))
                *cell = each || c == first ? printed(X, sum) : "←";
            cell++;
        }
    if (R->what == NETTED) {
        mpz_neg(all, all);
        if (mpz_sgn(all) < 0)
            mpz_set_ui(all, 0);
    }
    if (X->one_unit)
        *cell++ = printed(X, all);
    for (int a = 0; a < C->narea; a++)
        estimate = estimate || (lies_below(C, a, v) && rests_on_estimate(X, R, a, t));
    *cell = estimate ? "*" : "";
}

static kk_sheet *with_headings(const table *X)
{
    const kk_city *C = X->C;
    const char **heading = KK_ARRAY(X->T->K, const char *, C->nclass + 5);
    int n = 0;
    heading[n++] = say(X, "area", "区域");
    heading[n++] = say(X, "year", "年度");
    heading[n++] = say(X, "row", "項目");
    for (int first = 0; first < C->nclass; first++)
        for (int c = first; c < C->nclass; c++)
            if (X->of_class[c] == first)
                heading[n++] = C->class_[c].name.label;
    if (X->one_unit)
        heading[n++] = say(X, "total", "計");
    heading[n++] = say(X, "estimate", "推計");
    return kk_sheet_new(X->T->K, "official", heading, n);
}

const kk_sheet *kk_official_headings(kk_trial *T)
{
    table X = {.T = T, .C = T->C};
    state_cells(&X);
    return with_headings(&X);
}

const kk_sheet *kk_official_sheet(kk_trial *T)
{
    table X = {.T = T, .C = T->C};
    state_cells(&X);
    state_figures(&X);
    state_rows(&X);
    kk_sheet *S = with_headings(&X);
    for (int v = 0; v < T->C->nnode; v++) {
        int areas = 0; /* a node with one area only would repeat it */
        for (int a = 0; a < T->C->narea; a++)
            areas += lies_below(T->C, a, v);
        for (int t = 0; t < T->C->nplan && (v < T->C->narea || areas > 1); t++)
            for (int i = 0; i < X.nrow; i++)
                state_row(&X, S, v, t, &X.row[i]);
    }
    return S;
}
