/* official.csv: the table that councils know.
 *
 * Figures as of 1 April: need, what is secured by kind of facility, inter-area use, balance. Figures as of the end of a
 * year: between need and balance what there is when the year opens, what is secured in it by measure, and what it
 * closes with. A block for each area and year; a row of a block is a line here, which holds it for all of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/official.h"

#include "report/words.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    kk_official_row what;
    const char *label;
    bool by_class;           /* a number for each class; else one for each merged cell, held at its first class */
    unsigned char *has;      /* [nclass] 0 = no such seats in any area: blank */
    double *value;           /* [narea][nclass][nplan] children or seats, each rounded as shown */
    unsigned char *estimate; /* [narea][nplan] */
} line;

/* The seats of one kind that one measure opens, or that are there without any. */
typedef struct {
    const char *kind; /* what rows of supply and effects call them, "" = nothing */
    bool extra;       /* extras on seats counted already: a row of their own, in no total */
    int measure;      /* or KK_NONE */
    line *seats;
} part;

typedef struct {
    kk_ctx *K;
    const kk_plan *P;
    const kk_city *C;
    const kk_figures *F;
    kk_voice V;
    int *cell; /* [nclass + nseat] first class of the merged cell of each class and kind of seat; nclass.. = in none */
    bool *rooms; /* [nclass] whether the cell has rooms */
    part *part;  /* sorted: those of one kind together */
    int npart, parts;
    line **line; /* the rows of a block */
    int nline, lines;
} table;

/* ---- merged cells ------------------------------------------------------------------------------------------------ */

static int first_rank_of_class(const kk_city *C, int c)
{
    int rank = INT_MAX;
    for (int p = 0; p < C->nservice; p++)
        if (C->service[p].class == c && C->service[p].rank < rank)
            rank = C->service[p].rank;
    return rank;
}

static int first_rank_of_seat(const kk_city *C, int k)
{
    int rank = INT_MAX;
    for (int p = 0; p < C->nservice; p++)
        for (int u = 0; u < C->service[p].nuse; u++)
            if (C->service[p].seat[u] == k && C->service[p].rank < rank)
                rank = C->service[p].rank;
    return rank;
}

static void join(table *X, int i, int j)
{
    int to = X->cell[i] < X->cell[j] ? X->cell[i] : X->cell[j], from = X->cell[i] + X->cell[j] - to;
    for (int n = 0; n < X->C->nclass + X->C->nseat; n++)
        if (X->cell[n] == from)
            X->cell[n] = to;
}

static int cell_of(const table *X, int seat)
{
    return X->cell[X->C->nclass + seat];
}

/* Seats that stand in a total of the table; other kinds are extras on them. */
static bool counts(const table *X, int seat)
{
    return X->C->seat[seat].room || !X->rooms[cell_of(X, seat)];
}

/* A class and a kind of seats share a cell where the kind is a first choice of the class, or the class among the first
 * that use the kind; kinds of seats for which the city names one cell share it. */
static void merge_cells(table *X)
{
    const kk_city *C = X->C;
    X->cell = KK_ARRAY(X->K, int, C->nclass + C->nseat);
    for (int i = 0; i < C->nclass + C->nseat; i++)
        X->cell[i] = i;
    for (int p = 0; p < C->nservice; p++) {
        const kk_service *P = &C->service[p];
        for (int u = 0; u < P->nuse; u++)
            if (P->rank == first_rank_of_class(C, P->class) || P->rank == first_rank_of_seat(C, P->seat[u]))
                join(X, P->class, C->nclass + P->seat[u]);
    }
    for (int k = 0; k < C->nseat; k++)
        for (int other = 0; other < k; other++)
            if (*C->seat[k].cell && strcmp(C->seat[k].cell, C->seat[other].cell) == 0)
                join(X, C->nclass + k, C->nclass + other);
    X->rooms = KK_ARRAY(X->K, bool, C->nclass);
    for (int k = 0; k < C->nseat; k++)
        if (cell_of(X, k) < C->nclass)
            X->rooms[cell_of(X, k)] |= C->seat[k].room;
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

static size_t at(const table *X, int a, int c, int t)
{
    return kk_at(a, c, X->C->nclass, t, X->C->nplan);
}

static line *new_line(const table *X, const char *label)
{
    const kk_city *C = X->C;
    line *L = KK_NEW(X->K, line);
    L->label = label;
    L->has = KK_ARRAY(X->K, unsigned char, C->nclass);
    L->value = KK_ARRAY(X->K, double, C->narea * C->nclass * C->nplan);
    L->estimate = KK_ARRAY(X->K, unsigned char, C->narea * C->nplan);
    return L;
}

/* A line without blanks. */
static line *full_line(const table *X, const char *label)
{
    line *L = new_line(X, label);
    memset(L->has, 1, (size_t)X->C->nclass);
    return L;
}

/* The next row of every block. */
static line *print(table *X, kk_official_row what, line *L)
{
    L->what = what;
    X->line = kk_grow(X->K, X->line, &X->lines, X->nline + 1, sizeof(line *));
    return X->line[X->nline++] = L;
}

/* to += sign * from */
static void add(const table *X, line *to, double sign, const line *from)
{
    const kk_city *C = X->C;
    for (int c = 0; c < C->nclass; c++)
        to->has[c] |= from->has[c];
    for (int i = 0; i < C->narea * C->nplan; i++)
        to->estimate[i] |= from->estimate[i];
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = 0; t < C->nplan; t++) {
                double *sum = &to->value[at(X, a, from->by_class ? X->cell[c] : c, t)];
                *sum = kk_shown(*sum + sign * from->value[at(X, a, c, t)]);
            }
}

static void show(const table *X, line *L)
{
    for (int i = 0; i < X->C->narea * X->C->nclass * X->C->nplan; i++)
        L->value[i] = kk_shown(L->value[i]);
}

/* ---- seats by kind and measure ----------------------------------------------------------------------------------- */

/* Kinds stand in the order of the national form, others behind them by their text, what has no name last: rows of
 * supply and effects may come in any order. */
static int place_in_form(const char *kind)
{
    static const char *const first[] = {"特定教育・保育施設", "認定こども園", "幼稚園", "保育所", "認可保育所",
                                        "確認を受けない",     "特定地域型",   "地域型", "小規模", "認可外",
                                        "企業主導型",         "一時預かり"};
    int count = (int)(sizeof first / sizeof *first), i = 0;
    while (i < count && strncmp(kind, first[i], strlen(first[i])) != 0)
        i++;
    return *kind ? i : count + 1;
}

static int by_form(const void *a, const void *b)
{
    const part *x = a, *y = b;
    int order = place_in_form(x->kind) - place_in_form(y->kind);
    order = order != 0 ? order : strcmp(x->kind, y->kind);
    order = order != 0 ? order : x->extra - y->extra;
    return order != 0 ? order : x->measure - y->measure;
}

static bool same_kind(const part *one, const part *other)
{
    return one->extra == other->extra && strcmp(one->kind, other->kind) == 0;
}

/* The part behind those of the kind of part i. */
static int next_kind(const table *X, int i)
{
    int next = i + 1;
    while (next < X->npart && same_kind(&X->part[i], &X->part[next]))
        next++;
    return next;
}

static line *seats_of(table *X, const char *kind, int seat, int measure)
{
    part Q = {.kind = kind, .extra = !counts(X, seat), .measure = measure};
    int i = 0;
    if (Q.extra && !*kind)
        Q.kind = X->C->seat[seat].name.label;
    while (i < X->npart && (!same_kind(&X->part[i], &Q) || X->part[i].measure != measure))
        i++;
    if (i == X->npart) {
        Q.seats = new_line(X, "");
        X->part = kk_grow(X->K, X->part, &X->parts, ++X->npart, sizeof(part));
        X->part[i] = Q;
    }
    X->part[i].seats->has[cell_of(X, seat)] = 1;
    return X->part[i].seats;
}

static bool is_agreed(const kk_supply *S)
{
    return strcmp(S->kind, KK_TRANSFER) == 0;
}

/* The years of every row of supply. */
static void add_supply(table *X, line *agreed)
{
    const kk_city *C = X->C;
    int *head = KK_ARRAY(X->K, int, C->narea * C->nseat), *next = KK_ARRAY(X->K, int, C->nsupply);
    for (int i = C->nsupply - 1; i >= 0; i--) { /* rows of a place; 0 ends, else row + 1 */
        int *h = &head[C->supply[i].area * C->nseat + C->supply[i].seat];
        next[i] = *h;
        *h = i + 1;
    }
    for (int i = 0; i < C->nsupply; i++) {
        const kk_supply *S = &C->supply[i];
        int until = C->last, cell = cell_of(X, S->seat);
        if (cell >= C->nclass || (is_agreed(S) && !counts(X, S->seat)))
            continue;
        for (int j = head[S->area * C->nseat + S->seat]; j; j = next[j - 1]) {
            const kk_supply *later = &C->supply[j - 1];
            if (later->year > S->year && later->year <= until && strcmp(later->kind, S->kind) == 0)
                until = later->year - 1;
        }
        line *L = is_agreed(S) ? agreed : seats_of(X, S->kind, S->seat, KK_NONE);
        for (int y = S->year > C->first ? S->year : C->first; y <= until; y++) {
            L->value[at(X, S->area, cell, y - C->first)] += S->seats * S->factor;
            L->estimate[S->area * C->nplan + y - C->first] |= S->estimate;
        }
    }
    show(X, agreed);
}

static void add_effects(table *X)
{
    const kk_city *C = X->C;
    for (int o = 0; o < C->noption; o++)
        for (int e = 0; e < C->option[o].neffect; e++) {
            const kk_option *O = &C->option[o];
            const kk_effect *E = &O->effect[e];
            if (!O->accepted || cell_of(X, E->seat) >= C->nclass)
                continue;
            line *L = seats_of(X, E->kind, E->seat, O->measure);
            for (int tau = 0; tau < C->nplan; tau++) {
                kk_micro open = X->P->open[o * C->nplan + tau];
                for (int t = tau; t < C->nplan && open != 0; t++)
                    L->value[at(X, O->area, cell_of(X, E->seat), t)] +=
                        kk_effect_in(C, O, E, t, tau) * (double)open / KK_MICRO;
            }
        }
    for (int i = 0; i < X->npart; i++)
        show(X, X->part[i].seats);
    if (X->npart > 0)
        qsort(X->part, (size_t)X->npart, sizeof(part), by_form);
}

/* What there is of a part when each year opens: what the year before closed with; in the first, what is there without
 * the plan. */
static line *opening_of(const table *X, const part *Q)
{
    const kk_city *C = X->C;
    line *L = new_line(X, "");
    memcpy(L->has, Q->seats->has, (size_t)C->nclass);
    for (int a = 0; a < C->narea; a++)
        for (int t = Q->measure == KK_NONE ? 0 : 1; t < C->nplan; t++) {
            int before = t > 0 ? t - 1 : 0;
            L->estimate[a * C->nplan + t] = Q->seats->estimate[a * C->nplan + before];
            for (int c = 0; c < C->nclass; c++)
                L->value[at(X, a, c, t)] = Q->seats->value[at(X, a, c, before)];
        }
    return L;
}

static bool all_zero(const table *X, const line *L)
{
    for (int i = 0; i < X->C->narea * X->C->nclass * X->C->nplan; i++)
        if (L->value[i] != 0.0)
            return false;
    return true;
}

/* ---- the rows of a block ----------------------------------------------------------------------------------------- */

static const char *name_of(const table *X, const char *kind, int measure)
{
    const char *by = measure == KK_NONE ? "" : X->C->measure[measure].name.label;
    if (!*kind)
        return *by ? by : KK_WORD(&X->V, "kind not given", "施設種別の記載なし");
    return *by ? KK_SAY(&X->V, "%s (%s)", "%s（%s）", kind, by) : kind;
}

/* Need, by class. */
static line *print_need(table *X)
{
    const kk_city *C = X->C;
    line *L = print(X, KK_OF_NEED, full_line(X, KK_WORD(&X->V, "(1) need", "① 量の見込み")));
    L->by_class = true;
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = 0; t < C->nplan; t++) {
                size_t i = kk_at(a, c, C->nclass, t, C->nyear);
                L->value[at(X, a, c, t)] = C->need[i];
                L->estimate[a * C->nplan + t] |= C->need_estimate[i];
            }
    return L;
}

/* What is secured, by kind; a city that names no kinds gets the total alone. */
static line *print_secured(table *X)
{
    line *total = full_line(X, KK_WORD(&X->V, "(2) secured, total", "② 確保の内容 計"));
    bool named = false;
    for (int i = 0; i < X->npart; i++)
        named |= !X->part[i].extra && *X->part[i].kind;
    for (int i = 0, next; i < X->npart; i = next) {
        const part *Q = &X->part[i];
        line *L = new_line(X, KK_SAY(&X->V, "secured: %s", "確保の内容：%s", name_of(X, Q->kind, KK_NONE)));
        next = next_kind(X, i);
        for (int j = i; j < next; j++)
            add(X, L, 1.0, X->part[j].seats);
        if (Q->extra)
            continue;
        add(X, total, 1.0, L);
        if (named)
            print(X, KK_OF_PART, L);
    }
    return print(X, KK_OF_SECURED, total);
}

/* What the year opens with, by kind. */
static line *print_opening(table *X)
{
    line *total = full_line(X, KK_WORD(&X->V, "(2) opening, total", "② 年度当初定員数 計"));
    for (int i = 0, next; i < X->npart; i = next) {
        const part *Q = &X->part[i];
        line *L = new_line(X, KK_SAY(&X->V, "opening: %s", "年度当初定員数：%s", name_of(X, Q->kind, KK_NONE)));
        next = next_kind(X, i);
        for (int j = i; j < next; j++)
            add(X, L, 1.0, opening_of(X, &X->part[j]));
        if (!Q->extra)
            add(X, total, 1.0, print(X, KK_OF_PART, L));
    }
    return print(X, KK_OF_SUM, total);
}

/* What is secured in the year, by kind and measure. A kind that no measure opens has a row all the same; beside
 * measures what was decided before has one where it changes. */
static line *print_change(table *X)
{
    line *total = full_line(X, KK_WORD(&X->V, "(3) secured in the year, total", "③ 各年度で確保する定員数 計"));
    for (int i = 0; i < X->npart; i++) {
        const part *Q = &X->part[i];
        bool beside = Q->measure == KK_NONE && next_kind(X, i) > i + 1;
        line *L = new_line(
            X, KK_SAY(&X->V, "secured in the year: %s", "各年度で確保する定員数：%s", name_of(X, Q->kind, Q->measure)));
        if (beside)
            L->label = KK_SAY(&X->V, "%s (decided before)", "%s（決定済み）", L->label);
        add(X, L, 1.0, Q->seats);
        add(X, L, -1.0, opening_of(X, Q));
        if (!Q->extra && !(beside && all_zero(X, L)))
            add(X, total, 1.0, print(X, KK_OF_PART, L));
    }
    return print(X, KK_OF_SUM, total);
}

/* Seats that stand on others: told again, in no total. */
static void print_extras(table *X)
{
    for (int i = 0, next; i < X->npart; i = next) {
        line *L = new_line(X, KK_SAY(&X->V, "counted above already: %s", "（再掲）%s", X->part[i].kind));
        next = next_kind(X, i);
        for (int j = i; j < next; j++)
            add(X, L, 1.0, X->part[j].seats);
        if (X->part[i].extra)
            print(X, KK_OF_EXTRA, L);
    }
}

/* What was agreed with the neighbours, and the seats that children use elsewhere less those that others use here. */
static line *print_transfer(table *X, const char *label, const line *agreed)
{
    const kk_city *C = X->C;
    line *L = print(X, KK_OF_TRANSFER, full_line(X, label));
    add(X, L, 1.0, agreed);
    for (int a = 0; a < C->narea; a++)
        for (int k = 0; k < C->nseat; k++)
            for (int t = 0; t < C->nplan && cell_of(X, k) < C->nclass && counts(X, k); t++) {
                size_t i = kk_at(a, k, C->nseat, t, C->nyear);
                L->value[at(X, a, cell_of(X, k), t)] += X->F->lent[i] - X->F->others_here[i];
            }
    show(X, L);
    return L;
}

/* Three views of what is short; the last is the plan's. */
static void print_short(table *X, const line *balance, bool total)
{
    const kk_city *C = X->C;
    line *L = full_line(X, KK_WORD(&X->V, "short, all netted (to compare)", "不足〔参考〕全体で差し引いた場合"));
    add(X, L, 1.0, balance);
    if (total)
        print(X, KK_OF_NETTED, L);
    L = print(X, KK_OF_BY_CELL,
              full_line(X, KK_WORD(&X->V, "short, cell by cell (to compare)", "不足〔参考〕欄ごとに見た場合")));
    add(X, L, -1.0, balance);
    for (int i = 0; i < C->narea * C->nclass * C->nplan; i++)
        L->value[i] = fmax(L->value[i], 0.0);
    L = print(X, KK_OF_COUNTS,
              full_line(X, KK_WORD(&X->V, "short, seats shared as the rules allow (what counts)",
                                   "不足〔この計画の数字〕決まりの範囲で融通した場合")));
    L->by_class = true;
    memcpy(L->estimate, balance->estimate, (size_t)(C->narea * C->nplan));
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = 0; t < C->nplan; t++)
                L->value[at(X, a, c, t)] = X->F->unmet[kk_at(a, c, C->nclass, t, C->nyear)];
}

static void print_lines(table *X, const line *agreed, bool total)
{
    const kk_voice *V = &X->V;
    bool rolled = X->C->as_of_end, lent = kk_has_transfers(X->C);
    const line *need = print_need(X), *secured;
    if (rolled) {
        const line *opening = print_opening(X), *change = print_change(X);
        line *closing =
            print(X, KK_OF_SECURED, full_line(X, KK_WORD(V, "(4) closing, (2)+(3)", "④ 定員数合計（②＋③）")));
        add(X, closing, 1.0, opening);
        add(X, closing, 1.0, change);
        secured = closing;
    } else {
        secured = print_secured(X);
    }
    print_extras(X);
    const char *label = rolled ? lent ? KK_WORD(V, "balance, (4)+(5)-(1)", "過不足（④＋⑤－①）")
                                      : KK_WORD(V, "balance, (4)-(1)", "過不足（④－①）")
                        : lent ? KK_WORD(V, "balance, (2)+(3)-(1)", "過不足（②＋③－①）")
                               : KK_WORD(V, "balance, (2)-(1)", "過不足（②－①）");
    line *balance = full_line(X, label);
    add(X, balance, 1.0, secured);
    if (lent)
        add(X, balance, 1.0,
            print_transfer(X,
                           rolled ? KK_WORD(V, "(5) inter-area use", "⑤ 区間調整")
                                  : KK_WORD(V, "(3) inter-area use", "③ 区間調整"),
                           agreed));
    add(X, balance, -1.0, need);
    print_short(X, print(X, KK_OF_BALANCE, balance), total);
}

/* ---- the sheet --------------------------------------------------------------------------------------------------- */

/* The classes in their order, those of a merged cell together where its first one stands. */
static const int *columns_of(const table *X)
{
    int *column = KK_ARRAY(X->K, int, X->C->nclass), n = 0;
    for (int first = 0; first < X->C->nclass; first++)
        for (int c = first; c < X->C->nclass && X->cell[first] == first; c++)
            if (X->cell[c] == first)
                column[n++] = c;
    return column;
}

static const char *number(const table *X, double value)
{
    const char *digits = kk_decimal(X->K, (int64_t)llround(kk_shown(value) * 1000.0), 3);
    return *digits == '-' ? kk_format(X->K, "%s%s", X->C->minus, digits + 1) : digits;
}

/* One row: of an area, or the sum over all areas below a node. */
static void add_row(const table *X, kk_sheet *S, const int *column, bool total, int v, int t, const line *L)
{
    const kk_city *C = X->C;
    double *sum = KK_ARRAY(X->K, double, C->nclass), all = 0.0;
    bool estimate = false;
    for (int a = 0; a < C->narea; a++) {
        if (!kk_area_within(C, a, v))
            continue;
        estimate |= L->estimate[a * C->nplan + t];
        for (int c = 0; c < C->nclass; c++)
            sum[c] += L->value[at(X, a, c, t)];
    }
    for (int c = 0; c < C->nclass; c++)
        all += kk_shown(sum[c]);
    const char **cell = kk_sheet_row(X->K, S);
    *cell++ = C->node[v].name.label;
    *cell++ = kk_decimal(X->K, C->first + t, 0);
    *cell++ = L->label;
    for (int i = 0; i < C->nclass; i++, cell++) {
        int c = column[i], first = X->cell[c];
        if (L->what != KK_OF_NETTED && L->has[L->by_class ? c : first])
            *cell = L->by_class || c == first ? number(X, sum[c]) : "←";
    }
    if (total)
        *cell++ = number(X, L->what == KK_OF_NETTED ? fmax(-all, 0.0) : all);
    *cell = estimate ? "*" : "";
}

/* An area, or a node with several areas below it: one with a single area would repeat it. */
static bool has_block(const kk_city *C, int v)
{
    int below = 0;
    for (int a = 0; a < C->narea; a++)
        below += kk_area_within(C, a, v);
    return v < C->narea || below > 1;
}

const kk_official *kk_official_new(kk_ctx *K, const kk_plan *P, const kk_figures *F, kk_lang lang)
{
    const kk_city *C = P->C;
    table X = {.K = K, .P = P, .C = C, .F = F, .V = {K, C, lang}};
    bool total = true; /* classes that count different things have none */
    merge_cells(&X);
    line *agreed = new_line(&X, "");
    add_supply(&X, agreed);
    add_effects(&X);
    for (int c = 1; c < C->nclass; c++)
        total &= strcmp(C->class_[c].unit, C->class_[0].unit) == 0;
    print_lines(&X, agreed, total);

    const char **heading = KK_ARRAY(K, const char *, C->nclass + 5);
    const int *column = columns_of(&X);
    int n = 0;
    heading[n++] = KK_WORD(&X.V, "area", "区域");
    heading[n++] = KK_WORD(&X.V, "year", "年度");
    heading[n++] = KK_WORD(&X.V, "row", "項目");
    for (int i = 0; i < C->nclass; i++)
        heading[n++] = C->class_[column[i]].name.label;
    if (total)
        heading[n++] = KK_WORD(&X.V, "total", "計");
    heading[n++] = KK_WORD(&X.V, "estimate", "推計");
    kk_sheet *S = kk_sheet_new(K, "official", heading, n);
    for (int v = 0; v < C->nnode; v++)
        for (int t = 0; t < C->nplan && has_block(C, v); t++)
            for (int i = 0; i < X.nline; i++)
                add_row(&X, S, column, total, v, t, X.line[i]);

    kk_official *O = KK_NEW(K, kk_official);
    kk_official_row *row = KK_ARRAY(K, kk_official_row, X.nline);
    for (int i = 0; i < X.nline; i++)
        row[i] = X.line[i]->what;
    *O = (kk_official){S, X.nline, row, total};
    return O;
}
