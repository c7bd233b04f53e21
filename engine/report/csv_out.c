/* The sheets of a plan and their text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/csv_out.h"

#include "base/str.h"
#include "report/official.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    kk_ctx *K;
    const kk_plan *P;
    const kk_city *C;
    const kk_figures *F;
} maker;

/* ---- cells ------------------------------------------------------------------------------------------------------- */

static const char *shown(const maker *M, double value)
{
    return kk_decimal(M->K, (int64_t)llround(kk_shown(value) * 1000.0), 3);
}

static const char *micro(const maker *M, kk_micro value)
{
    return kk_decimal(M->K, value, 6);
}

static const char *whole(const maker *M, int64_t value)
{
    return kk_decimal(M->K, value, 0);
}

static const char *year(const maker *M, int t)
{
    return whole(M, M->C->first + t);
}

/* ---- plan.csv ---------------------------------------------------------------------------------------------------- */

static const char *money_of_units(const maker *M, kk_micro units, double unit)
{
    __extension__ typedef __int128 wide;
    wide sum = (wide)units * (int64_t)floor(fabs(unit) + 0.5);
    int64_t money = (int64_t)((sum + KK_MICRO / 2) / KK_MICRO);
    return whole(M, unit < 0 ? -money : money);
}

static double amount_of(const kk_city *C, const kk_option *O, int k)
{
    double amount = 0.0;
    for (int e = 0; e < O->neffect; e++)
        amount += O->effect[e].seat == k ? kk_effect_full(C, O, &O->effect[e]) : 0.0;
    return amount;
}

static double recruited(const kk_option *O)
{
    double carers = 0.0;
    for (int e = 0; e < O->nrecruit; e++)
        carers += O->recruit[e].amount;
    return carers;
}

/* Whether any option recruits: then plan.csv has a column for it. */
static bool recruits(const kk_city *C)
{
    for (int o = 0; o < C->noption; o++)
        if (C->option[o].nrecruit > 0)
            return true;
    return false;
}

/* The years in which an action is missed, one behind the other; "?" where it was too much to find out. */
static const char *years_needed(const maker *M, int o, int tau)
{
    const kk_city *C = M->C;
    kk_text years = {.K = M->K};
    for (int t = tau; t < C->nyear && M->P->needed; t++) {
        int needed = M->P->needed[kk_at(o, tau, C->nplan, t, C->nyear)];
        if (needed == KK_UNKNOWN)
            return "?";
        if (needed == KK_NEEDED)
            kk_text_addf(&years, "%s%d", years.length ? ";" : "", C->first + t);
    }
    return kk_text_get(&years);
}

static kk_sheet *make_plan(const maker *M)
{
    const kk_city *C = M->C;
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "option,measure,area,label,decide_by,opens_on,units");
    for (int k = 0; k < C->nseat; k++)
        kk_cells_add(&H, kk_format(M->K, "seats_%s", C->seat[k].name.id));
    if (recruits(C))
        kk_cells_add(&H, "carers");
    kk_cells_add_words(&H, "capital,running,years_needed");
    kk_sheet *S = kk_sheet_new(M->K, "plan", H.text, H.n);
    for (int o = 0; o < C->noption; o++)
        for (int t = 0; t < C->nplan; t++) {
            const kk_option *O = &C->option[o];
            const kk_measure *of = &C->measure[O->measure];
            kk_micro units = M->P->open[(size_t)o * (size_t)C->nplan + (size_t)t];
            if (units <= 0)
                continue;
            const char **cell = kk_sheet_row(M->K, S);
            *cell++ = O->name.id;
            *cell++ = of->name.id;
            *cell++ = C->node[O->area].name.id;
            *cell++ = kk_option_label(C, o);
            *cell++ = kk_date_iso(M->K, C, C->first + t, of->lead_years);
            *cell++ = kk_date_iso(M->K, C, C->first + t, 0);
            *cell++ = micro(M, units);
            for (int k = 0; k < C->nseat; k++)
                *cell++ = shown(M, amount_of(C, O, k) * (double)units / KK_MICRO);
            if (recruits(C))
                *cell++ = shown(M, recruited(O) * (double)units / KK_MICRO);
            *cell++ = money_of_units(M, units, O->capital);
            *cell++ = money_of_units(M, units, O->running);
            *cell++ = years_needed(M, o, t);
        }
    return S;
}

/* ---- served.csv -------------------------------------------------------------------------------------------------- */

typedef struct {
    int from, to, arc;
} arc_place;

static int by_areas(const void *a, const void *b)
{
    const arc_place *x = a, *y = b;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from) : (x->to > y->to) - (x->to < y->to);
}

static const arc_place *sorted_arcs(const maker *M)
{
    arc_place *order = KK_ARRAY(M->K, arc_place, M->C->narc);
    for (int i = 0; i < M->C->narc; i++)
        order[i] = (arc_place){M->C->arc_from[i], M->C->arc_to[i], i};
    qsort(order, (size_t)M->C->narc, sizeof *order, by_areas);
    return order;
}

static kk_sheet *make_served(const maker *M)
{
    const kk_city *C = M->C;
    const kk_plan *P = M->P;
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "area,in_area,class,service,year,children,without_plan");
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows) {
            kk_cells_add(&H, kk_format(M->K, "cover_%s", C->target[g].name.id));
            kk_cells_add(&H, kk_format(M->K, "without_plan_cover_%s", C->target[g].name.id));
        }
    kk_sheet *S = kk_sheet_new(M->K, "served", H.text, H.n);
    const arc_place *order = sorted_arcs(M);
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice; p++)
            for (int t = 0; t < C->nyear; t++) {
                size_t at = kk_at(order[i].arc, p, C->nservice, t, C->nyear);
                bool any = P->serve[at] > 0 || P->without[at] > 0;
                for (int g = 0; g < C->ntarget; g++)
                    any |= C->target[g].rows && (P->cover[g][at] > 0 || P->cover_without[g][at] > 0);
                if (!any)
                    continue;
                const char **cell = kk_sheet_row(M->K, S);
                *cell++ = C->node[order[i].from].name.id;
                *cell++ = C->node[order[i].to].name.id;
                *cell++ = C->class_[C->service[p].class].name.id;
                *cell++ = C->service[p].name.id;
                *cell++ = year(M, t);
                *cell++ = micro(M, P->serve[at]);
                *cell++ = micro(M, P->without[at]);
                for (int g = 0; g < C->ntarget; g++)
                    if (C->target[g].rows) {
                        *cell++ = micro(M, P->cover[g][at]);
                        *cell++ = micro(M, P->cover_without[g][at]);
                    }
            }
    return S;
}

/* ---- balance.csv, seats.csv -------------------------------------------------------------------------------------- */

static bool in_target(const kk_target *G, int a, int c, int t)
{
    return G->area[a] && G->class_[c] && G->from <= t && t <= G->until;
}

static kk_sheet *make_balance(const maker *M)
{
    const kk_city *C = M->C;
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "area,class,year,need,served,elsewhere,unmet,unmet_without_plan");
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows) {
            kk_cells_add(&H, kk_format(M->K, "required_%s", C->target[g].name.id));
            kk_cells_add(&H, kk_format(M->K, "short_%s", C->target[g].name.id));
            kk_cells_add(&H, kk_format(M->K, "without_plan_short_%s", C->target[g].name.id));
        }
    kk_cells_add(&H, "estimate");
    kk_sheet *S = kk_sheet_new(M->K, "balance", H.text, H.n);
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++)
            for (int t = 0; t < C->nyear; t++) {
                size_t i = kk_at(a, c, C->nclass, t, C->nyear);
                const char **cell = kk_sheet_row(M->K, S);
                *cell++ = C->node[a].name.id;
                *cell++ = C->class_[c].name.id;
                *cell++ = year(M, t);
                *cell++ = shown(M, C->need[i]);
                *cell++ = shown(M, M->F->served[i]);
                *cell++ = shown(M, M->F->elsewhere[i]);
                *cell++ = shown(M, M->F->unmet[i]);
                *cell++ = shown(M, M->F->unmet_without[i]);
                for (int g = 0; g < C->ntarget; g++) {
                    if (!C->target[g].rows)
                        continue;
                    if (in_target(&C->target[g], a, c, t)) {
                        cell[0] = shown(M, C->target[g].required[i]);
                        cell[1] = shown(M, M->F->short_[g][i]);
                        cell[2] = shown(M, M->F->short_without[g][i]);
                    }
                    cell += 3;
                }
                *cell = C->need_estimate[i] ? "*" : "";
            }
    return S;
}

static kk_sheet *make_seats(const maker *M)
{
    const kk_city *C = M->C;
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "area,seat,year,supply,used,vacant,estimate");
    kk_sheet *S = kk_sheet_new(M->K, "seats", H.text, H.n);
    for (int b = 0; b < C->narea; b++)
        for (int k = 0; k < C->nseat; k++)
            for (int t = 0; t < C->nyear; t++) {
                size_t i = kk_at(b, k, C->nseat, t, C->nyear);
                const char **cell = kk_sheet_row(M->K, S);
                *cell++ = C->node[b].name.id;
                *cell++ = C->seat[k].name.id;
                *cell++ = year(M, t);
                *cell++ = shown(M, M->F->supply[i]);
                *cell++ = shown(M, M->F->used[i]);
                *cell++ = shown(M, M->F->supply[i] - M->F->used[i]);
                *cell = C->base_estimate[i] ? "*" : "";
            }
    return S;
}

/* ---- transfers.csv ----------------------------------------------------------------------------------------------- */

/* 区間調整: seats that were agreed with the neighbours, and those that children use elsewhere less those that children of
 * others use here. It sums to 0 over the areas. Without it transfer and balance change, nothing else. */
static kk_sheet *make_transfers(const maker *M)
{
    const kk_city *C = M->C;
    const kk_figures *F = M->F;
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "area,seat,year,secured,used,agreed,elsewhere,others_here,transfer,balance");
    kk_sheet *S = kk_sheet_new(M->K, "transfers", H.text, H.n);
    for (int a = 0; a < C->narea && kk_has_transfers(C); a++)
        for (int k = 0; k < C->nseat; k++)
            for (int t = 0; t < C->nyear; t++) {
                size_t i = kk_at(a, k, C->nseat, t, C->nyear);
                double lent = F->lent[i] - F->others_here[i];
                double secured = F->supply[i] - F->agreed[i], used = F->used[i] + lent;
                const char **cell = kk_sheet_row(M->K, S);
                *cell++ = C->node[a].name.id;
                *cell++ = C->seat[k].name.id;
                *cell++ = year(M, t);
                *cell++ = shown(M, secured);
                *cell++ = shown(M, used);
                *cell++ = shown(M, F->agreed[i]);
                *cell++ = shown(M, F->lent[i]);
                *cell++ = shown(M, F->others_here[i]);
                *cell++ = shown(M, F->agreed[i] + lent);
                *cell = shown(M, secured + F->agreed[i] + lent - used);
            }
    return S;
}

/* ---- money.csv, limits.csv --------------------------------------------------------------------------------------- */

static kk_sheet *make_money(const maker *M)
{
    const kk_city *C = M->C;
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "year,payer,measure,capital,running");
    kk_sheet *S = kk_sheet_new(M->K, "money", H.text, H.n);
    for (int y = 0; y < M->F->nmoney; y++)
        for (int payer = 0; payer < C->npayer; payer++)
            for (int m = 0; m < C->nmeasure; m++) {
                int64_t capital = M->F->money[kk_money_at(C, y, payer, m, KK_CAPITAL)];
                int64_t running = M->F->money[kk_money_at(C, y, payer, m, KK_RUNNING)];
                if (capital == 0 && running == 0)
                    continue;
                const char **cell = kk_sheet_row(M->K, S);
                *cell++ = whole(M, M->F->money_first + y);
                *cell++ = C->payer[payer].id;
                *cell++ = C->measure[m].name.id;
                *cell++ = whole(M, capital);
                *cell = whole(M, running);
            }
    return S;
}

static void limit_row(const maker *M, kk_sheet *S, int l, int from, int until)
{
    const kk_limit *L = &M->C->limit[l];
    double used = kk_limit_used(M->P, M->F, l, from, until);
    const char **cell = kk_sheet_row(M->K, S);
    *cell++ = L->name.id;
    *cell++ = L->period == KK_TOGETHER ? "all" : whole(M, from);
    *cell++ = kk_quantity_word[L->quantity];
    *cell++ = shown(M, used);
    *cell++ = L->floor ? ">=" : "<=";
    *cell++ = kk_num_print(M->K, L->value);
    *cell = shown(M, L->floor ? used - L->value : L->value - used);
}

static kk_sheet *make_limits(const maker *M)
{
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "limit,year,quantity,used,sense,value,slack");
    kk_sheet *S = kk_sheet_new(M->K, "limits", H.text, H.n);
    for (int l = 0; l < M->C->nlimit; l++) {
        const kk_limit *L = &M->C->limit[l];
        if (L->period == KK_TOGETHER)
            limit_row(M, S, l, L->from, L->until);
        else
            for (int y = L->from; y <= L->until; y++)
                limit_row(M, S, l, y, y);
    }
    return S;
}

/* ---- promises.csv ------------------------------------------------------------------------------------------------ */

static void promise_row(const maker *M, kk_sheet *S, int g, int t)
{
    const kk_city *C = M->C;
    const kk_target *G = &C->target[g];
    kk_text areas = {.K = M->K};
    double required = 0.0, missing = 0.0;
    for (int a = 0; a < C->narea; a++) {
        double here = 0.0;
        for (int c = 0; c < C->nclass; c++) {
            size_t i = kk_at(a, c, C->nclass, t, C->nyear);
            if (!in_target(G, a, c, t))
                continue;
            required += G->rows ? G->required[i] : C->need[i];
            here += M->F->short_[g][i];
        }
        if (kk_shown(here) > 0.0)
            kk_text_addf(&areas, "%s%s", areas.length ? ";" : "", C->node[a].name.id);
        missing += here;
    }
    const char **cell = kk_sheet_row(M->K, S);
    *cell++ = G->name.id;
    *cell++ = year(M, t);
    *cell++ = shown(M, required);
    *cell++ = shown(M, missing);
    *cell++ = kk_text_get(&areas);
    *cell = kk_shown(missing) > 0.0 ? "no" : "yes";
}

static kk_sheet *make_promises(const maker *M)
{
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "target,year,required,short,areas_short,kept");
    kk_sheet *S = kk_sheet_new(M->K, "promises", H.text, H.n);
    for (int g = 0; g < M->C->ntarget; g++)
        for (int t = M->C->target[g].from; t <= M->C->target[g].until; t++)
            promise_row(M, S, g, t);
    return S;
}

/* ---- carers.csv: every node of the tree; empty where no kind of seat needs carers -------------------------------- */

static kk_sheet *make_carers(const maker *M)
{
    const kk_city *C = M->C;
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "area,year,needed,available,slack,short,estimate");
    kk_sheet *S = kk_sheet_new(M->K, "carers", H.text, H.n);
    for (int v = 0; v < C->nnode; v++)
        for (int t = 0; t < C->nyear && kk_counts_carers(C); t++) {
            int i = v * C->nyear + t;
            const char **cell = kk_sheet_row(M->K, S);
            cell[0] = C->node[v].name.id;
            cell[1] = year(M, t);
            cell[2] = shown(M, M->F->carers_needed[i]);
            if (!kk_has_carers(C, v))
                continue;
            cell[3] = shown(M, M->F->carers_there[i]);
            cell[4] = shown(M, M->F->carers_there[i] - M->F->carers_needed[i]);
            cell[5] = kk_carers_short(C, M->F, v, t) ? "yes" : "no";
            cell[6] = C->carers_estimate[i] ? "*" : "";
        }
    return S;
}

/* ---- leavers.csv: empty where no seats are left at an age -------------------------------------------------------- */

static kk_sheet *make_leavers(const maker *M)
{
    const kk_city *C = M->C;
    kk_cells H = {.K = M->K};
    kk_cells_add_words(&H, "area,class,age,year,leavers,staying,places,slack,estimate");
    kk_sheet *S = kk_sheet_new(M->K, "leavers", H.text, H.n);
    for (int i = 0; i < M->F->nleaving; i++) {
        const kk_leaving *R = &M->F->leaving[i];
        const char **cell = kk_sheet_row(M->K, S);
        *cell++ = C->node[R->area].name.id;
        *cell++ = C->class_[R->class_].name.id;
        *cell++ = whole(M, R->age);
        *cell++ = year(M, R->t);
        *cell++ = shown(M, R->leavers);
        *cell++ = shown(M, R->staying);
        *cell++ = shown(M, R->places);
        *cell++ = shown(M, R->places - R->staying - R->leavers);
        *cell = R->estimate ? "*" : "";
    }
    return S;
}

static kk_sheet *make_official(const maker *M)
{
    return kk_official_new(M->K, M->P, M->F, M->C->lang)->sheet;
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

void kk_sheets_make(kk_ctx *K, kk_plan *P)
{
    static kk_sheet *(*const make[KK_NSHEET])(const maker *) = {
        [KK_S_PLAN] = make_plan,         [KK_S_SERVED] = make_served,     [KK_S_BALANCE] = make_balance,
        [KK_S_SEATS] = make_seats,       [KK_S_MONEY] = make_money,       [KK_S_LIMITS] = make_limits,
        [KK_S_PROMISES] = make_promises, [KK_S_CARERS] = make_carers,     [KK_S_TRANSFERS] = make_transfers,
        [KK_S_LEAVERS] = make_leavers,   [KK_S_OFFICIAL] = make_official,
    };
    const maker M = {K, P, P->C, kk_figures_new(K, P)};
    for (int i = 0; i < KK_NSHEET; i++)
        P->sheet[i] = make[i](&M);
}

/* What a spreadsheet would run as a formula is text behind an apostrophe; reading takes it away again (input/csv.c). */
static void add_cell(kk_text *T, const char *cell)
{
    if (kk_text_is_formula(cell))
        cell = kk_format(T->K, "'%s", cell);
    if (!strpbrk(cell, ",\"\r\n")) {
        kk_text_add(T, cell);
        return;
    }
    kk_text_add(T, "\"");
    for (const char *quote; (quote = strchr(cell, '"')); cell = quote + 1) {
        kk_text_addn(T, cell, (size_t)(quote - cell) + 1);
        kk_text_add(T, "\"");
    }
    kk_text_add(T, cell);
    kk_text_add(T, "\"");
}

static void add_row(kk_text *T, const char *const *cell, int ncol, bool excel)
{
    for (int j = 0; j < ncol; j++) {
        if (j > 0)
            kk_text_add(T, ",");
        add_cell(T, cell[j]);
    }
    kk_text_add(T, excel ? "\r\n" : "\n");
}

const char *kk_csv_text(kk_ctx *K, const kk_sheet *S)
{
    return kk_csv_text_as(K, S, kk_ctx_excel(K));
}

const char *kk_csv_text_as(kk_ctx *K, const kk_sheet *S, bool excel)
{
    kk_text T = {.K = K};
    kk_text_add(&T, excel ? "\xef\xbb\xbf" : "");
    add_row(&T, S->column, S->ncol, excel);
    for (int i = 0; i < S->nrow; i++)
        add_row(&T, S->cell + (size_t)i * (size_t)S->ncol, S->ncol, excel);
    return kk_text_get(&T);
}
