/* The judge: every printed cell again.
 *
 * A cell is right when its text is the text that follows from plan.csv, served.csv and the input. Numbers are rounded
 * from their exact value: to 9 decimals, then half away from zero to 3 (children, seats, units of derived tables);
 * money half away from zero to whole. Differences (unmet, vacant, short, slack) and totals of children and vacant seats
 * are made of printed cells, so that a reader with a calculator gets the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/check.h"

#include "base/str.h"
#include "judge/goals.h"
#include "judge/leavers.h"
#include "judge/money.h"
#include "judge/needed.h"
#include "judge/official.h"
#include "judge/page.h"
#include "judge/read.h"
#include "judge/rows.h"
#include "judge/sums.h"

#include <stdio.h>
#include <string.h>

/* Numbers of T->scratch that this file works with. Those named MILLI are thousandths, as printed. */
enum { FINE = KK_SCRATCH_SHEETS, MILLI, MILLI_LESS, MILLI_SUM, MILLI_AREA, MONEY, AMOUNT, POWER };

/* ---- shown figures, in thousandths ------------------------------------------------------------------------------- */

/* max(0, asked - given), both as shown */
static void missing(const sheet *H, mpz_t out, const mpz_t asked, const mpz_t given)
{
    mpz_ptr less = H->T->scratch[MILLI_LESS];
    to_milli(H, less, given);
    to_milli(H, out, asked);
    mpz_sub(out, out, less);
    if (mpz_sgn(out) < 0)
        mpz_set_ui(out, 0);
}

/* unmet[a,c,t], or short[g,a,c,t] of a target with rows */
static void shown_missing(const sheet *H, mpz_t out, int g, size_t at)
{
    const kk_trial *T = H->T;
    if (g != KK_NONE && T->required[g])
        missing(H, out, T->required[g][at], T->at.sum[kk_sum_of(g, KK_J_COVERED)].value[at]);
    else
        missing(H, out, T->need[at], T->at.sum[KK_J_SERVED].value[at]);
}

static void shown_vacant(const sheet *H, mpz_t out, size_t at)
{
    mpz_ptr fine = H->T->scratch[FINE], less = H->T->scratch[MILLI_LESS];
    kk_sums_supply(H->T, at, fine);
    to_milli(H, out, fine);
    to_milli(H, less, H->T->at.sum[KK_J_USED].value[at]);
    mpz_sub(out, out, less);
}

static bool at_or_below(const kk_city *C, int b, int v)
{
    while (b != v && b != KK_NONE)
        b = C->node[b].parent;
    return b == v;
}

/* carers that node v needs: of a leaf as it follows, of a node above the sum of what is shown below it */
static void shown_carers(const sheet *H, mpz_t out, int v, int t)
{
    const kk_city *C = H->C;
    mpz_ptr fine = H->T->scratch[FINE], under = H->T->scratch[MILLI_LESS];
    mpz_set_ui(out, 0);
    mpz_mul(under, H->T->carer_scale[0], H->coarse[0]);
    for (int b = 0; b < C->narea; b++) {
        if (!at_or_below(C, b, v))
            continue;
        kk_exact_round(H->T->E, fine, H->T->at.sum[KK_J_CARERS].value[b * C->nyear + t], under);
        kk_exact_round(H->T->E, fine, fine, H->coarse[1]);
        mpz_add(out, out, fine);
    }
}

/* ---- plan.csv, served.csv: their numbers are the plan, what stands beside them follows --------------------------- */

static void date(sheet *H, int t, int years_before)
{
    char want[24];
    snprintf(want, sizeof want, "%04d-%s", H->C->first + t + H->C->as_of_end - years_before,
             H->C->as_of_end ? "03-31" : "04-01");
    text(H, want);
}

/* seats_k = units * what one unit adds and takes of kind k, full grown */
static void plan_seats(sheet *H, int i)
{
    kk_trial *T = H->T;
    const kk_option *O = &H->C->option[T->columns.open_option[i]];
    mpz_ptr sum = T->scratch[FINE], amount = T->scratch[AMOUNT];
    for (int k = 0; k < H->C->nseat; k++) {
        mpz_set_ui(sum, 0);
        for (int e = 0; e < O->neffect; e++) {
            if (O->effect[e].seat != k)
                continue;
            kk_sums_amount(T, T->columns.open_option[i], &O->effect[e], amount);
            mpz_addmul(sum, amount, T->columns.open[i]);
        }
        to_milli(H, T->scratch[MILLI], sum);
        milli(H, T->scratch[MILLI]);
    }
}

/* carers = units * what one unit recruits, full grown; a column only where an option recruits */
static void plan_carers(sheet *H, int i)
{
    kk_trial *T = H->T;
    const kk_option *O = &H->C->option[T->columns.open_option[i]];
    mpz_ptr sum = T->scratch[FINE], amount = T->scratch[AMOUNT];
    if (!kk_trial_recruits(H->C))
        return;
    mpz_set_ui(sum, 0);
    for (int e = 0; e < O->nrecruit; e++) {
        kk_exact_set(amount, O->recruit[e].amount, T->digits - 6);
        mpz_addmul(sum, amount, T->columns.open[i]);
    }
    to_milli(H, T->scratch[MILLI], sum);
    milli(H, T->scratch[MILLI]);
}

/* units * the whole amount for one unit, rounded to whole */
static void plan_money(sheet *H, int i, kk_cost cost)
{
    kk_trial *T = H->T;
    mpz_ptr amount = T->scratch[MONEY];
    kk_money_unit(T, T->columns.open_option[i], cost, amount);
    mpz_mul(amount, amount, T->columns.open[i]);
    kk_exact_round(T->E, amount, amount, H->coarse[1]);
    money(H, amount);
}

static void check_plan(sheet *H)
{
    const kk_city *C = H->C;
    const kk_columns *X = &H->T->columns;
    const kk_needed *needed = kk_needed_judge(H->T);
    for (int i = 0; i < X->nopen && begin(H); i++) {
        const kk_option *O = &C->option[X->open_option[i]];
        const kk_measure *M = &C->measure[O->measure];
        text(H, O->name.id);
        text(H, M->name.id);
        text(H, C->node[O->area].name.id);
        text(H, strcmp(O->name.label, O->name.id) != 0 ? O->name.label : M->name.label);
        date(H, X->open_year[i], M->lead_years);
        date(H, X->open_year[i], 0);
        text(H, kk_exact_text(H->T->E, X->open[i], 6));
        plan_seats(H, i);
        plan_carers(H, i);
        plan_money(H, i, KK_CAPITAL);
        plan_money(H, i, KK_RUNNING);
        text(H, kk_needed_text(needed, i, H->row < H->S->nrow ? kk_sheet_cell(H->S, H->row, H->column) : ""));
    }
    end(H);
}

static void check_served(sheet *H)
{
    const kk_city *C = H->C;
    const kk_columns *X = &H->T->columns;
    for (int i = 0; i < X->nserve && begin(H); i++) {
        const kk_service *P = &C->service[X->serve_service[i]];
        text(H, C->node[C->arc_from[X->serve_arc[i]]].name.id);
        text(H, C->node[C->arc_to[X->serve_arc[i]]].name.id);
        text(H, C->class_[P->class].name.id);
        text(H, P->name.id);
        year(H, X->serve_year[i]);
        text(H, kk_exact_text(H->T->E, X->serve[i], 6));
        text(H, kk_exact_text(H->T->E, X->without[i], 6));
        for (int g = 0; g < C->ntarget; g++)
            if (X->cover[g]) {
                text(H, kk_exact_text(H->T->E, X->cover[g][i], 6));
                text(H, kk_exact_text(H->T->E, X->cover_without[g][i], 6));
            }
    }
    end(H);
}

/* ---- balance.csv, seats.csv -------------------------------------------------------------------------------------- */

static void shown(sheet *H, const mpz_t value)
{
    to_milli(H, H->T->scratch[MILLI], value);
    milli(H, H->T->scratch[MILLI]);
}

static void check_balance(sheet *H)
{
    const kk_city *C = H->C;
    kk_trial *T = H->T;
    mpz_ptr out = T->scratch[MILLI];
    for (int a = 0; a < C->narea; a++) {
        for (int c = 0; c < C->nclass; c++) {
            for (int t = 0; t < C->nyear && begin(H); t++) {
                size_t at = kk_at(a, c, C->nclass, t, C->nyear);
                text(H, C->node[a].name.id);
                text(H, C->class_[c].name.id);
                year(H, t);
                shown(H, T->need[at]);
                shown(H, T->at.sum[KK_J_SERVED].value[at]);
                shown(H, T->at.sum[KK_J_ELSEWHERE].value[at]);
                shown_missing(H, out, KK_NONE, at);
                milli(H, out);
                missing(H, out, T->need[at], T->at.sum[KK_J_WITHOUT].value[at]);
                milli(H, out);
                for (int g = 0; g < C->ntarget; g++) {
                    if (!T->required[g])
                        continue;
                    if (kk_trial_asks(&C->target[g], a, c, t)) {
                        shown(H, T->required[g][at]);
                        shown_missing(H, out, g, at);
                        milli(H, out);
                        missing(H, out, T->required[g][at], T->at.sum[kk_sum_of(g, KK_J_COVERED_WITHOUT)].value[at]);
                        milli(H, out);
                    } else {
                        text(H, "");
                        text(H, "");
                        text(H, "");
                    }
                }
                mark(H, C->need_estimate[at]);
            }
        }
    }
    end(H);
}

static void check_seats(sheet *H)
{
    const kk_city *C = H->C;
    kk_trial *T = H->T;
    for (int b = 0; b < C->narea; b++) {
        for (int k = 0; k < C->nseat; k++) {
            for (int t = 0; t < C->nyear && begin(H); t++) {
                size_t at = kk_at(b, k, C->nseat, t, C->nyear);
                text(H, C->node[b].name.id);
                text(H, C->seat[k].name.id);
                year(H, t);
                kk_sums_supply(T, at, T->scratch[FINE]);
                shown(H, T->scratch[FINE]);
                shown(H, T->at.sum[KK_J_USED].value[at]);
                shown_vacant(H, T->scratch[MILLI], at);
                milli(H, T->scratch[MILLI]);
                mark(H, T->base_estimate[at]);
            }
        }
    }
    end(H);
}

/* ---- transfers.csv ----------------------------------------------------------------------------------------------- */

/* Seats that one area lends another, thousandths as shown of each pair of areas, so that what some get is what others
 * give: elsewhere += those of the area whose children use them, others_here += those of the area that has them. */
static void shown_lent(const sheet *H, mpz_t *elsewhere, mpz_t *others_here)
{
    const kk_city *C = H->C;
    mpz_ptr cell = H->T->scratch[MILLI];
    for (int i = C->narea; i < C->narc; i++) {
        for (int k = 0; k < C->nseat; k++) {
            for (int t = 0; t < C->nyear; t++) {
                size_t from = kk_at(C->arc_from[i], k, C->nseat, t, C->nyear);
                size_t to = kk_at(C->arc_to[i], k, C->nseat, t, C->nyear);
                to_milli(H, cell, H->T->at.sum[KK_J_LENT].value[kk_at(i - C->narea, k, C->nseat, t, C->nyear)]);
                mpz_add(elsewhere[from], elsewhere[from], cell);
                mpz_add(others_here[to], others_here[to], cell);
            }
        }
    }
}

static void check_transfers(sheet *H)
{
    const kk_city *C = H->C;
    kk_trial *T = H->T;
    size_t places = (size_t)C->narea * (size_t)C->nseat * (size_t)C->nyear;
    mpz_t *elsewhere = kk_exact_whole(T->E, places), *others_here = kk_exact_whole(T->E, places);
    mpz_ptr agreed = T->scratch[MILLI_LESS], value = T->scratch[MILLI_SUM], transfer = T->scratch[MILLI_AREA];
    mpz_ptr balance = T->scratch[MILLI];
    shown_lent(H, elsewhere, others_here);
    for (int a = 0; T->has_transfers && a < C->narea; a++) {
        for (int k = 0; k < C->nseat; k++) {
            for (int t = 0; t < C->nyear && begin(H); t++) {
                size_t at = kk_at(a, k, C->nseat, t, C->nyear);
                text(H, C->node[a].name.id);
                text(H, C->seat[k].name.id);
                year(H, t);
                to_milli(H, agreed, T->agreed[at]);
                mpz_sub(transfer, elsewhere[at], others_here[at]);
                kk_sums_supply(T, at, T->scratch[FINE]); /* secured: what there is, without what was agreed */
                to_milli(H, balance, T->scratch[FINE]);
                mpz_sub(balance, balance, agreed);
                milli(H, balance);
                to_milli(H, value, T->at.sum[KK_J_USED].value[at]); /* used: by children of this area, anywhere */
                mpz_add(value, value, transfer);
                milli(H, value);
                milli(H, agreed);
                milli(H, elsewhere[at]);
                milli(H, others_here[at]);
                mpz_add(transfer, transfer, agreed);
                milli(H, transfer);
                mpz_add(balance, balance, transfer);
                mpz_sub(balance, balance, value);
                milli(H, balance);
            }
        }
    }
    end(H);
}

/* ---- money.csv, limits.csv, promises.csv ------------------------------------------------------------------------- */

static void check_money(sheet *H)
{
    const kk_city *C = H->C;
    kk_trial *T = H->T;
    mpz_ptr capital = T->scratch[MONEY], running = T->scratch[AMOUNT];
    for (int y = 0; y < T->nmoney; y++) {
        for (int payer = 0; payer < C->npayer; payer++) {
            for (int m = 0; m < C->nmeasure; m++) {
                size_t at = kk_at(y, payer, C->npayer, m, C->nmeasure) * KK_NCOST;
                to_money(H, capital, T->at.sum[KK_J_MONEY].value[at + KK_CAPITAL]);
                to_money(H, running, T->at.sum[KK_J_MONEY].value[at + KK_RUNNING]);
                if ((mpz_sgn(capital) == 0 && mpz_sgn(running) == 0) || !begin(H))
                    continue;
                whole(H, C->decide_from + y);
                text(H, C->payer[payer].id);
                text(H, C->measure[m].name.id);
                money(H, capital);
                money(H, running);
            }
        }
    }
    end(H);
}

/* Children (unmet, elsewhere), vacant seats and carers as the sum of what is shown in balance.csv, seats.csv and
 * carers.csv, in thousandths. */
static void shown_total(const sheet *H, const kk_limit *L, int from, int until, mpz_t out)
{
    const kk_city *C = H->C;
    mpz_ptr cell = H->T->scratch[MILLI];
    bool unmet = L->quantity == KK_Q_UNMET, children = unmet || L->quantity == KK_Q_TRANSFERS;
    int kinds = children ? C->nclass : C->nseat;
    mpz_set_ui(out, 0);
    for (int a = 0; a < C->narea && L->quantity == KK_Q_CARERS; a++)
        for (int t = 0; L->area[a] && t < C->nyear; t++) {
            if (C->first + t < from || C->first + t > until)
                continue;
            shown_carers(H, cell, a, t);
            mpz_add(out, out, cell);
        }
    if (L->quantity == KK_Q_CARERS)
        return;
    for (int a = 0; a < C->narea; a++) {
        for (int k = 0; L->area[a] && k < kinds; k++) {
            if (!(children ? L->class_[k] : L->seat[k]))
                continue;
            for (int t = 0; t < C->nyear; t++) {
                if (C->first + t < from || C->first + t > until)
                    continue;
                if (unmet)
                    shown_missing(H, cell, KK_NONE, kk_at(a, k, C->nclass, t, C->nyear));
                else if (children)
                    to_milli(H, cell, H->T->at.sum[KK_J_ELSEWHERE].value[kk_at(a, k, C->nclass, t, C->nyear)]);
                else
                    shown_vacant(H, cell, kk_at(a, k, C->nseat, t, C->nyear));
                mpz_add(out, out, cell);
            }
        }
    }
}

static void check_limits(sheet *H)
{
    static const char *const WORD[KK_NQUANTITY] = {
        [KK_Q_UNITS] = "units",     [KK_Q_SEATS] = "seats",   [KK_Q_CAPITAL] = "capital",
        [KK_Q_RUNNING] = "running", [KK_Q_COST] = "cost",     [KK_Q_VACANT] = "vacant",
        [KK_Q_UNMET] = "unmet",     [KK_Q_CARERS] = "carers", [KK_Q_TRANSFERS] = "transfers",
    };
    const kk_city *C = H->C;
    kk_trial *T = H->T;
    mpz_ptr used = T->scratch[MILLI_SUM], slack = T->scratch[MILLI_AREA], value = T->scratch[AMOUNT],
            one = T->scratch[POWER];
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        for (int row = T->limit_row[l]; row < T->limit_row[l + 1] && begin(H); row++) {
            bool together = L->period == KK_TOGETHER, is_money = false;
            int from = together ? L->from : L->from + row - T->limit_row[l];
            mpz_srcptr sum = T->at.sum[KK_J_LIMIT].value[row];
            if (L->quantity == KK_Q_VACANT || L->quantity == KK_Q_UNMET || L->quantity == KK_Q_CARERS ||
                L->quantity == KK_Q_TRANSFERS) {
                shown_total(H, L, from, together ? L->until : from, used);
            } else if (L->quantity == KK_Q_UNITS || L->quantity == KK_Q_SEATS) {
                to_milli(H, used, sum);
            } else {
                is_money = true;
                to_money(H, used, sum);
            }
            text(H, L->name.id);
            if (together)
                text(H, "all");
            else
                whole(H, from);
            text(H, WORD[L->quantity]);
            text(H, kk_exact_text(T->E, used, is_money ? 0 : 3));
            text(H, L->floor ? ">=" : "<=");
            kk_exact_set(value, L->value, T->digits);
            text(H, kk_exact_text(T->E, value, T->digits));

            /* slack of what is printed: both in 10^-digits, then rounded as all seats are */
            kk_exact_power(one, is_money ? T->digits : T->digits - 3);
            mpz_mul(slack, used, one);
            if (L->floor)
                mpz_sub(slack, slack, value);
            else
                mpz_sub(slack, value, slack);
            shown(H, slack);
        }
    }
    end(H);
}

static void check_promise(sheet *H, int g, int t)
{
    const kk_city *C = H->C;
    kk_trial *T = H->T;
    mpz_ptr required = T->scratch[MONEY], total = T->scratch[MILLI_SUM], here = T->scratch[MILLI_AREA];
    mpz_ptr cell = T->scratch[MILLI];
    kk_text areas = {.K = T->K};
    mpz_set_ui(required, 0);
    mpz_set_ui(total, 0);
    for (int a = 0; a < C->narea; a++) {
        mpz_set_ui(here, 0);
        for (int c = 0; c < C->nclass; c++) {
            if (!kk_trial_asks(&C->target[g], a, c, t))
                continue;
            size_t at = kk_at(a, c, C->nclass, t, C->nyear);
            mpz_add(required, required, T->required[g] ? T->required[g][at] : T->need[at]);
            shown_missing(H, cell, g, at);
            mpz_add(here, here, cell);
        }
        if (mpz_sgn(here) > 0)
            kk_text_addf(&areas, "%s%s", areas.length ? ";" : "", C->node[a].name.id);
        mpz_add(total, total, here);
    }
    text(H, C->target[g].name.id);
    year(H, t);
    shown(H, required);
    milli(H, total);
    text(H, kk_text_get(&areas));
    text(H, mpz_sgn(total) > 0 ? "no" : "yes");
}

static void check_promises(sheet *H)
{
    for (int g = 0; g < H->C->ntarget; g++)
        for (int t = H->C->target[g].from; t <= H->C->target[g].until && begin(H); t++)
            check_promise(H, g, t);
    end(H);
}

/* ---- carers.csv -------------------------------------------------------------------------------------------------- */

/* carers that one child of service p takes: sum over k of per_child[p,k] / children_per_carer[k] */
static void shown_per_child(const sheet *H, mpz_t out, int p)
{
    const kk_service *P = &H->C->service[p];
    mpz_ptr each = H->T->scratch[FINE], under = H->T->scratch[MILLI_LESS];
    mpz_set_ui(out, 0);
    for (int u = 0; u < P->nuse; u++) {
        kk_exact_set(each, P->per_child[u], H->T->digits);
        mpz_addmul(out, each, H->T->carers_per_seat[P->seat[u]]);
    }
    mpz_mul(under, H->T->carer_scale[0], H->coarse[0]);
    kk_exact_round(H->T->E, out, out, under);
    kk_exact_round(H->T->E, out, out, H->coarse[1]);
}

/* Whether a child that p could serve lacks a place although all seats for it stand empty at the end of the arc, and one
 * of them needs a carer: none is free but a thousandth, or, where children are whole, fewer than the child takes. slack
 * in thousandths. */
static bool lacks_carer(const sheet *H, int arc, int p, int t, const mpz_t slack)
{
    const kk_city *C = H->C;
    kk_trial *T = H->T;
    const kk_service *P = &C->service[p];
    mpz_ptr cell = T->scratch[MILLI], taken = T->scratch[AMOUNT], one = T->scratch[POWER];
    bool needs = false;
    if (arc >= C->narea && kk_trial_link(T, C->arc_from[arc], C->arc_to[arc], P->class) < 0)
        return false;
    shown_missing(H, cell, KK_NONE, kk_at(C->arc_from[arc], P->class, C->nclass, t, C->nyear));
    if (mpz_cmp_ui(cell, 1000) < 0)
        return false;
    kk_exact_power(one, T->digits - 3);
    for (int i = 0; i < P->nuse; i++) {
        needs = needs || mpz_sgn(T->carers_per_seat[P->seat[i]]) > 0;
        shown_vacant(H, cell, kk_at(C->arc_to[arc], P->seat[i], C->nseat, t, C->nyear));
        mpz_mul(cell, cell, one);
        kk_exact_set(taken, P->per_child[i], T->digits);
        if (mpz_cmp(cell, taken) < 0)
            return false;
    }
    shown_per_child(H, taken, p);
    return needs && (mpz_cmp_ui(slack, 1) <= 0 || (C->whole && mpz_cmp(slack, taken) < 0));
}

/* Carers, not seats, are short at v: somewhere at or below v a child lacks a place for want of a carer alone. slack in
 * thousandths. */
static bool carers_short(const sheet *H, int v, int t, const mpz_t slack)
{
    const kk_city *C = H->C;
    for (int i = 0; i < C->narc; i++)
        for (int p = 0; p < C->nservice && at_or_below(C, C->arc_to[i], v); p++)
            if (lacks_carer(H, i, p, t, slack))
                return true;
    return false;
}

static void check_carers(sheet *H)
{
    const kk_city *C = H->C;
    kk_trial *T = H->T;
    mpz_ptr needed = T->scratch[MILLI_SUM], there = T->scratch[MILLI_AREA];
    for (int v = 0; v < C->nnode && T->counts_carers; v++) {
        for (int t = 0; t < C->nyear && begin(H); t++) {
            int at = v * C->nyear + t;
            text(H, C->node[v].name.id);
            year(H, t);
            shown_carers(H, needed, v, t);
            milli(H, needed);
            if (!T->carers_given[v]) {
                for (int i = 0; i < 4; i++)
                    text(H, "");
                continue;
            }
            mpz_add(T->scratch[FINE], T->carers[at], T->at.sum[KK_J_RECRUITED].value[at]);
            to_milli(H, there, T->scratch[FINE]);
            milli(H, there);
            mpz_sub(there, there, needed);
            milli(H, there);
            text(H, carers_short(H, v, t, there) ? "yes" : "no");
            mark(H, T->carers_estimate[at]);
        }
    }
    end(H);
}

/* ---- leavers.csv ------------------------------------------------------------------------------------------------- */

static void check_leavers(sheet *H)
{
    enum { OLDEST = 21 };
    const kk_city *C = H->C;
    size_t places = (size_t)C->narea * (size_t)C->nseat * (size_t)C->nyear;
    mpz_t *vacant = kk_exact_whole(H->T->E, places), *count = kk_exact_whole(H->T->E, 3);
    for (size_t i = 0; i < places; i++)
        shown_vacant(H, vacant[i], i);
    kk_leavers *L = kk_leavers_new(H->T, vacant);
    for (int a = 0; a < C->narea; a++)
        for (int d = 0; d < C->nclass; d++)
            for (int age = 1; age < OLDEST; age++)
                for (int t = 1; t < C->nyear && kk_leavers_any(L, d, age) && begin(H); t++) {
                    bool estimate = kk_leavers_count(L, a, d, age, t, count);
                    text(H, C->node[a].name.id);
                    text(H, C->class_[d].name.id);
                    whole(H, age);
                    year(H, t);
                    for (int i = 0; i < 3; i++) {
                        kk_exact_round(H->T->E, count[i], count[i], H->coarse[1]);
                        milli(H, count[i]);
                    }
                    mpz_sub(count[2], count[2], count[1]);
                    mpz_sub(count[2], count[2], count[0]);
                    milli(H, count[2]);
                    mark(H, estimate);
                }
    end(H);
}

/* ---- official.csv ------------------------------------------------------------------------------------------------ */

static void check_official(sheet *H)
{
    const kk_sheet *want = kk_official_sheet(H->T);
    for (int i = 0; i < want->nrow && begin(H); i++)
        for (int j = 0; j < want->ncol; j++)
            text(H, kk_sheet_cell(want, i, j));
    end(H);
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

static void check_sheets(kk_trial *T)
{
    static void (*const CHECK[KK_NSHEET])(sheet *) = {
        [KK_S_PLAN] = check_plan,         [KK_S_SERVED] = check_served,     [KK_S_BALANCE] = check_balance,
        [KK_S_SEATS] = check_seats,       [KK_S_MONEY] = check_money,       [KK_S_LIMITS] = check_limits,
        [KK_S_PROMISES] = check_promises, [KK_S_CARERS] = check_carers,     [KK_S_TRANSFERS] = check_transfers,
        [KK_S_LEAVERS] = check_leavers,   [KK_S_OFFICIAL] = check_official,
    };
    mpz_t *coarse = kk_exact_whole(T->E, 3);
    kk_exact_power(coarse[0], T->digits - 9);
    kk_exact_power(coarse[1], 6);
    kk_exact_power(coarse[2], T->digits);
    for (int s = 0; s < KK_NSHEET; s++) {
        sheet H = {.T = T, .C = T->C, .S = T->printed->sheet[s], .row = -1, .coarse = coarse};
        CHECK[s](&H);
    }
}

void kk_judge_printed(kk_ctx *K, const kk_city *C, const kk_printed *printed, kk_proved **out_proved)
{
    kk_trial T;
    kk_trial_open(&T, K, C, printed, 6);
    kk_read_headings(&T);
    kk_trial_verdict(&T);
    kk_read_columns(&T);
    kk_trial_verdict(&T); /* what cannot be read cannot be judged */
    kk_sums_make(&T, &T.columns, &T.at);
    kk_rows_judge(&T);
    kk_goals_judge(&T);
    check_sheets(&T);
    if (printed->proof) {
        kk_proved *proved = kk_proof_judge(&T, printed->proof);
        if (out_proved)
            *out_proved = proved;
    }
    kk_trial_verdict(&T);
    kk_exact_free(T.E);
}

/* What is proved stands where the search for whole units claims less. */
static void raise_bound(kk_stage *S, double bound)
{
    S->proved = S->proved || bound >= S->value;
    S->bound = S->proved ? S->value : fmax(S->bound, bound);
}

void kk_judge(kk_ctx *K, kk_plan *P)
{
    kk_printed printed = {.goal_value = P->goal_value, .nstage = P->nstage, .stage = P->stage, .proof = P->proof};
    kk_proved *proved = NULL;
    for (int s = 0; s < KK_NSHEET; s++)
        printed.sheet[s] = P->sheet[s];
    kk_judge_printed(K, P->C, &printed, &proved);
    for (int i = 0, s = 0; proved && i < P->nstage; i++) {
        if (!P->stage[i].goal)
            continue;
        double bound = kk_value_said(proved->stage[s].bound_near);
        if (!P->C->whole)
            P->stage[i].bound = bound;
        else
            raise_bound(&P->stage[i], kk_bound_said(P->stage[i].value, bound));
        P->proof->stage[s].value = proved->stage[s].value;
        P->proof->stage[s].bound = proved->stage[s].bound;
        s++;
    }
}
