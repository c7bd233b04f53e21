/* The city as GMPL data for models/planning.mod: what is not written there is the default in the model.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/export.h"

/* ---- words of the format ----------------------------------------------------------------------------------------- */

/* " number" */
static void number(kk_text *T, double value)
{
    kk_text_add(T, " ");
    kk_export_number(T, value);
}

static void param(kk_text *T, const char *name, double value)
{
    kk_text_addf(T, "param %s :=", name);
    number(T, value);
    kk_text_add(T, ";\n");
}

/* Codes as members and subscripts. Words of the data language could be codes, so all are quoted, and pairs stand
 * without brackets: GLPK takes ('tr', for a word of its own all the same. */
static void code(kk_text *T, const kk_name *name)
{
    kk_text_addf(T, " '%s'", name->code);
}

static void end(kk_text *T)
{
    kk_text_add(T, ";\n");
}

/* Whether a mask is the default of the model: what usual says, or everything where usual is NULL. */
static bool as_usual(const unsigned char *mask, const unsigned char *usual, int count)
{
    for (int i = 0; i < count; i++)
        if (!mask[i] != !(usual ? usual[i] : 1))
            return false;
    return true;
}

static const kk_name *name_of_area(const kk_city *C, int a)
{
    return &C->node[a].name;
}

static const kk_name *name_of_class(const kk_city *C, int c)
{
    return &C->class_[c].name;
}

static const kk_name *name_of_seat(const kk_city *C, int k)
{
    return &C->seat[k].name;
}

static const kk_name *name_of_option(const kk_city *C, int o)
{
    return &C->option[o].name;
}

/* set NAME[code] := what the mask lets through; nothing where that is the default. */
static void filter(kk_text *T, const kk_city *C, const char *set, const char *of, const unsigned char *mask,
                   const unsigned char *usual, int count, const kk_name *(*name)(const kk_city *C, int i))
{
    if (as_usual(mask, usual, count))
        return;
    kk_text_addf(T, "set %s['%s'] :=", set, of);
    for (int i = 0; i < count; i++)
        if (mask[i])
            code(T, name(C, i));
    end(T);
}

static const unsigned char *rooms(kk_text *T, const kk_city *C)
{
    unsigned char *mask = KK_ARRAY(T->K, unsigned char, C->nseat);
    for (int k = 0; k < C->nseat; k++)
        mask[k] = C->seat[k].room;
    return mask;
}

/* ---- the city ---------------------------------------------------------------------------------------------------- */

static void add_time(kk_text *T, const kk_city *C)
{
    param(T, "first", C->first);
    param(T, "last", C->last);
    param(T, "look_ahead", C->look_ahead);
    param(T, "decide_from", C->decide_from);
    if (C->as_of_end)
        param(T, "as_of_end", 1);
}

static void add_areas(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "\nset AREAS :=");
    for (int a = 0; a < C->narea; a++)
        code(T, name_of_area(C, a));
    end(T);
}

static void add_services(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "\nset CLASSES :=");
    for (int c = 0; c < C->nclass; c++)
        code(T, name_of_class(C, c));
    kk_text_add(T, ";\nparam class_weight :=");
    for (int c = 0; c < C->nclass; c++)
        if (C->class_[c].weight != 1.0) {
            code(T, name_of_class(C, c));
            number(T, C->class_[c].weight);
        }
    kk_text_add(T, ";\nset SEATS :=");
    for (int k = 0; k < C->nseat; k++)
        code(T, name_of_seat(C, k));
    kk_text_add(T, ";\nset ROOMS :=");
    for (int k = 0; k < C->nseat; k++)
        if (C->seat[k].room)
            code(T, name_of_seat(C, k));
    kk_text_add(T, ";\n");
    if (kk_counts_carers(C)) {
        kk_text_add(T, "param children_per_carer :=");
        for (int k = 0; k < C->nseat; k++)
            if (C->seat[k].children_per_carer > 0.0) {
                code(T, name_of_seat(C, k));
                number(T, C->seat[k].children_per_carer);
            }
        end(T);
    }
    kk_text_add(T, "set SERVICES :=");
    for (int p = 0; p < C->nservice; p++)
        code(T, &C->service[p].name);
    kk_text_add(T, ";\nparam class :=");
    for (int p = 0; p < C->nservice; p++) {
        code(T, &C->service[p].name);
        code(T, name_of_class(C, C->service[p].class));
    }
    kk_text_add(T, ";\nset USES :=");
    for (int p = 0; p < C->nservice; p++)
        for (int i = 0; i < C->service[p].nuse; i++)
            kk_text_addf(T, " '%s','%s'", C->service[p].name.code, name_of_seat(C, C->service[p].seat[i])->code);
    kk_text_add(T, ";\nparam per_child :=");
    for (int p = 0; p < C->nservice; p++)
        for (int i = 0; i < C->service[p].nuse; i++)
            if (C->service[p].per_child[i] != 1.0) {
                kk_text_addf(T, " ['%s','%s']", C->service[p].name.code, name_of_seat(C, C->service[p].seat[i])->code);
                number(T, C->service[p].per_child[i]);
            }
    end(T);
}

/* "'a','b','c'" of a link */
static const char *link_code(kk_text *T, const kk_city *C, const kk_link *link)
{
    return kk_format(T->K, "'%s','%s','%s'", name_of_area(C, link->from)->code, name_of_area(C, link->to)->code,
                     name_of_class(C, link->class_)->code);
}

/* One number of every link that has it. */
static void link_param(kk_text *T, const kk_city *C, const char *name, double (*value)(const kk_link *link))
{
    kk_text_addf(T, "param %s :=", name);
    for (int l = 0; l < C->nlink; l++)
        if (isfinite(value(&C->link[l]))) {
            kk_text_addf(T, "\n[%s]", link_code(T, C, &C->link[l]));
            number(T, value(&C->link[l]));
        }
    end(T);
}

static double max_children(const kk_link *link)
{
    return link->max_children;
}

static double max_share(const kk_link *link)
{
    return (double)link->share_over / (double)link->share_under;
}

static double minutes(const kk_link *link)
{
    return link->minutes;
}

static void add_links(kk_text *T, const kk_city *C)
{
    if (C->nlink == 0)
        return;
    kk_text_add(T, "\nset LINKS :=");
    for (int l = 0; l < C->nlink; l++)
        kk_text_addf(T, "\n %s", link_code(T, C, &C->link[l]));
    end(T);
    link_param(T, C, "max_children", max_children);
    link_param(T, C, "max_share", max_share);
    link_param(T, C, "minutes", minutes);
}

static void add_need(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "\nparam children :=");
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++) {
            kk_text_addf(T, "\n['%s','%s',*]", name_of_area(C, a)->code, name_of_class(C, c)->code);
            for (int t = 0; t < C->nyear; t++) {
                kk_text_addf(T, " %d", C->first + t);
                number(T, C->need[kk_at(a, c, C->nclass, t, C->nyear)]);
            }
        }
    end(T);
}

/* A figure holds until the next one, so only changes are written. */
static void add_base(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "\nparam base :=");
    for (int b = 0; b < C->narea; b++)
        for (int k = 0; k < C->nseat; k++) {
            double before = 0.0;
            for (int t = 0; t < C->nyear; t++) {
                double seats = C->base[kk_at(b, k, C->nseat, t, C->nyear)];
                if (seats != before) {
                    kk_text_addf(T, "\n['%s','%s',%d]", name_of_area(C, b)->code, name_of_seat(C, k)->code,
                                 C->first + t);
                    number(T, seats);
                }
                before = seats;
            }
        }
    end(T);
}

/* The nodes whose carers are given, the areas below them, and the figures, which hold until the next one. */
static void add_carers(kk_text *T, const kk_city *C)
{
    if (!C->carers)
        return;
    kk_text_add(T, "\nset STAFFED :=");
    for (int v = 0; v < C->nnode; v++)
        if (kk_has_carers(C, v))
            code(T, &C->node[v].name);
    end(T);
    for (int v = 0; v < C->nnode; v++) {
        if (!kk_has_carers(C, v))
            continue;
        kk_text_addf(T, "set BELOW['%s'] :=", C->node[v].name.code);
        for (int a = 0; a < C->narea; a++)
            if (kk_area_within(C, a, v))
                code(T, name_of_area(C, a));
        end(T);
    }
    kk_text_add(T, "param employed :=");
    for (int v = 0; v < C->nnode; v++)
        for (int t = 0; t < C->nyear && kk_has_carers(C, v); t++) {
            kk_text_addf(T, "\n['%s',%d]", C->node[v].name.code, C->first + t);
            number(T, C->carers[(size_t)v * (size_t)C->nyear + (size_t)t]);
        }
    end(T);
}

/* ---- measures and options ---------------------------------------------------------------------------------------- */

static void add_measures(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "\nset MEASURES :=");
    for (int m = 0; m < C->nmeasure; m++)
        code(T, &C->measure[m].name);
    kk_text_add(T, ";\nparam lead_years :=");
    for (int m = 0; m < C->nmeasure; m++)
        if (C->measure[m].lead_years != 0) {
            code(T, &C->measure[m].name);
            number(T, C->measure[m].lead_years);
        }
    kk_text_add(T, ";\nparam life_years :=");
    for (int m = 0; m < C->nmeasure; m++)
        if (C->measure[m].life_years != KK_NONE) {
            code(T, &C->measure[m].name);
            number(T, C->measure[m].life_years);
        }
    end(T);
}

/* One table of all options; "." where the default of the model holds. Windows are stated by the model from the consent,
 * the lead time and the option's own first and last year. */
static void add_options(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "\nset OPTIONS :=");
    for (int o = 0; o < C->noption; o++)
        code(T, name_of_option(C, o));
    kk_text_add(T, ";\nparam :\n    measure area min_units max_units max_per_year bound consent earliest latest :=");
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        kk_text_add(T, "\n");
        code(T, &O->name);
        code(T, &C->measure[O->measure].name);
        code(T, name_of_area(C, O->area));
        number(T, O->min_units);
        double upper[2] = {O->max_units, O->max_per_year};
        for (int i = 0; i < 2; i++) {
            if (isfinite(upper[i]))
                number(T, upper[i]);
            else
                kk_text_add(T, " .");
        }
        number(T, O->bound);
        kk_text_addf(T, " %s", kk_consent_word[O->consent]);
        if (O->accepted)
            kk_text_addf(T, " %d %d", C->first + O->open_from, C->first + O->open_until);
        else
            kk_text_add(T, " . .");
    }
    end(T);

    bool accepted[4] = {false};
    for (int o = 0; o < C->noption; o++)
        if (C->option[o].accepted)
            accepted[C->option[o].consent] = true;
    kk_text_add(T, "set ACCEPTED :=");
    for (kk_consent i = KK_FIRM; i <= KK_REFUSES; i++)
        if (accepted[i])
            kk_text_addf(T, " %s", kk_consent_word[i]);
    end(T);

    kk_text_add(T, "set FACILITIES :=");
    for (int f = 0; f < C->nfacility; f++)
        code(T, &C->facility[f]);
    end(T);
    for (int f = 0; f < C->nfacility; f++) {
        kk_text_addf(T, "set AT['%s'] :=", C->facility[f].code);
        for (int o = 0; o < C->noption; o++)
            if (C->option[o].facility == f)
                code(T, name_of_option(C, o));
        end(T);
    }
}

/* Row number i of EFFECTS of an option: its rows on seats, then those that recruit. */
static const kk_effect *effect_row(const kk_option *O, int i)
{
    return i < O->neffect ? &O->effect[i] : i < O->neffect + O->nrecruit ? &O->recruit[i - O->neffect] : NULL;
}

static const char *item_of(const kk_city *C, const kk_effect *E)
{
    return E->seat == KK_NONE ? "carers" : name_of_seat(C, E->seat)->code;
}

static void add_effects(kk_text *T, const kk_city *C)
{
    const kk_effect *E;
    kk_text_add(T, "\n");
    for (int o = 0; o < C->noption; o++) {
        kk_text_addf(T, "set EFFECTS['%s'] :=", name_of_option(C, o)->code);
        for (int i = 0; (E = effect_row(&C->option[o], i)); i++)
            kk_text_addf(T, " '%s',%d", item_of(C, E), i + 1);
        end(T);
    }
    kk_text_add(T, "param amount :=");
    for (int o = 0; o < C->noption; o++)
        for (int i = 0; (E = effect_row(&C->option[o], i)); i++) {
            kk_text_addf(T, "\n['%s','%s',%d]", name_of_option(C, o)->code, item_of(C, E), i + 1);
            number(T, E->amount);
        }
    if (C->whole) {
        kk_text_add(T, ";\nset WHOLE :=");
        for (int o = 0; o < C->noption; o++)
            if (kk_opens_whole(C, &C->option[o]))
                code(T, name_of_option(C, o));
    }
    kk_text_add(T, ";\nparam filled :=");
    for (int o = 0; o < C->noption; o++)
        for (int i = 0; (E = effect_row(&C->option[o], i)); i++)
            for (int j = 0; j < E->nfirst && j < C->nyear; j++) {
                kk_text_addf(T, "\n['%s','%s',%d,%d]", name_of_option(C, o)->code, item_of(C, E), i + 1, j + 1);
                number(T, E->first[j]);
            }
    end(T);
}

/* ---- money ------------------------------------------------------------------------------------------------------- */

static bool opens(const kk_option *O, int t)
{
    return O->open_from <= t && t <= O->open_until;
}

static void add_amount(kk_text *T, int64_t amount, int y)
{
    kk_text_addf(T, " %d %s", y, kk_decimal(T->K, amount, 0));
}

/* capital[o,t,w,*]: fiscal year and amount. */
static void add_capital(kk_text *T, const kk_city *C, int first_year)
{
    kk_text_add(T, "param capital :=");
    for (int o = 0; o < C->noption; o++)
        for (int t = 0; t < C->nplan; t++)
            for (int w = 0; w < C->npayer && opens(&C->option[o], t); w++) {
                bool any = false;
                for (int y = first_year; y <= C->look_ahead; y++) {
                    int64_t amount = kk_money(C, o, t, KK_CAPITAL, w, y);
                    if (amount == 0)
                        continue;
                    if (!any)
                        kk_text_addf(T, "\n['%s',%d,'%s',*]", name_of_option(C, o)->code, C->first + t,
                                     C->payer[w].code);
                    any = true;
                    add_amount(T, amount, y);
                }
            }
    end(T);
}

/* The running cost of fiscal year y is the same whenever the unit opened. */
static int64_t running(const kk_city *C, int o, int w, int y)
{
    for (int t = C->option[o].open_from; t <= C->option[o].open_until; t++) {
        int64_t amount = kk_money(C, o, t, KK_RUNNING, w, y);
        if (amount != 0)
            return amount;
    }
    return 0;
}

static void add_running(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "param running :=");
    for (int o = 0; o < C->noption; o++)
        for (int w = 0; w < C->npayer; w++) {
            bool any = false;
            for (int y = C->first; y <= C->look_ahead; y++) {
                int64_t amount = running(C, o, w, y);
                if (amount == 0)
                    continue;
                if (!any)
                    kk_text_addf(T, "\n['%s','%s',*]", name_of_option(C, o)->code, C->payer[w].code);
                any = true;
                add_amount(T, amount, y);
            }
        }
    end(T);
}

static void add_money(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "\nset PAYERS :=");
    for (int w = 0; w < C->npayer; w++)
        code(T, &C->payer[w]);
    end(T);
    if (C->discount > 0.0)
        param(T, "discount", C->discount);
    add_capital(T, C, C->decide_from < C->first ? C->decide_from : C->first);
    add_running(T, C);
}

/* ---- targets, limits, goals -------------------------------------------------------------------------------------- */

static void add_targets(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "\nset TARGETS :=");
    for (int g = 0; g < C->ntarget; g++)
        code(T, &C->target[g].name);
    kk_text_add(T, ";\nparam : target_from target_until basis buffer :=");
    for (int g = 0; g < C->ntarget; g++) {
        const kk_target *G = &C->target[g];
        kk_text_add(T, "\n");
        code(T, &G->name);
        kk_text_addf(T, " %d %d %s", C->first + G->from, C->first + G->until, G->basis == KK_PEAK ? "peak" : "own");
        number(T, G->buffer);
    }
    end(T);
    for (int g = 0; g < C->ntarget; g++) {
        const kk_target *G = &C->target[g];
        filter(T, C, "TARGET_AREAS", G->name.code, G->area, NULL, C->narea, name_of_area);
        filter(T, C, "TARGET_CLASSES", G->name.code, G->class_, NULL, C->nclass, name_of_class);
    }
}

static void limit_filters(kk_text *T, const kk_city *C, const kk_limit *L)
{
    kk_quantity q = L->quantity;
    bool children = q == KK_Q_UNMET || q == KK_Q_TRANSFERS;
    bool place = q == KK_Q_VACANT || q == KK_Q_CARERS || children;
    bool money = q == KK_Q_CAPITAL || q == KK_Q_RUNNING || q == KK_Q_COST;
    if (place)
        filter(T, C, "LIMIT_AREAS", L->name.code, L->area, NULL, C->narea, name_of_area);
    else
        filter(T, C, "LIMIT_OPTIONS", L->name.code, L->option, NULL, C->noption, name_of_option);
    if (children)
        filter(T, C, "LIMIT_CLASSES", L->name.code, L->class_, NULL, C->nclass, name_of_class);
    if (q == KK_Q_SEATS || q == KK_Q_VACANT)
        filter(T, C, "LIMIT_SEATS", L->name.code, L->seat, rooms(T, C), C->nseat, name_of_seat);
    if (money && L->payer != KK_NONE)
        kk_text_addf(T, "set LIMIT_PAYERS['%s'] := '%s';\n", L->name.code, C->payer[L->payer].code);
}

static void add_limits(kk_text *T, const kk_city *C)
{
    kk_text_add(T, "\nset LIMITS :=");
    for (int l = 0; l < C->nlimit; l++)
        code(T, &C->limit[l].name);
    kk_text_add(T, ";\nparam : quantity at_least value each limit_from limit_until :=");
    for (int l = 0; l < C->nlimit; l++) {
        const kk_limit *L = &C->limit[l];
        kk_text_add(T, "\n");
        code(T, &L->name);
        kk_text_addf(T, " %s %d", kk_quantity_word[L->quantity], L->floor ? 1 : 0);
        number(T, L->value);
        kk_text_addf(T, " %d %d %d", L->period != KK_TOGETHER, L->from, L->until);
    }
    end(T);
    for (int l = 0; l < C->nlimit; l++)
        limit_filters(T, C, &C->limit[l]);
}

/* The plan in force. */
static void add_adopted(kk_text *T, const kk_city *C)
{
    if (C->follow)
        param(T, "follow", 1);
    kk_text_add(T, "param adopted :=");
    for (int o = 0; o < C->noption && C->adopted; o++)
        for (int t = 0; t < C->nplan; t++) {
            double units = C->adopted[o * C->nplan + t];
            if (units == 0.0)
                continue;
            kk_text_addf(T, "\n['%s',%d]", name_of_option(C, o)->code, C->first + t);
            number(T, units);
        }
    end(T);
}

static void goal_filters(kk_text *T, const kk_city *C, const kk_goal *N)
{
    bool children =
        N->kind == KK_G_UNMET || N->kind == KK_G_SHORT || N->kind == KK_G_WORST_SHARE || N->kind == KK_G_TRANSFERS;
    if (children || N->kind == KK_G_VACANT || N->kind == KK_G_CARERS)
        filter(T, C, "GOAL_AREAS", N->code, N->area, NULL, C->narea, name_of_area);
    if (children)
        filter(T, C, "GOAL_CLASSES", N->code, N->class_, NULL, C->nclass, name_of_class);
    if (N->kind == KK_G_SEATS || N->kind == KK_G_VACANT)
        filter(T, C, "GOAL_SEATS", N->code, N->seat, rooms(T, C), C->nseat, name_of_seat);
    if (N->kind == KK_G_SEATS || N->kind == KK_G_COST || N->kind == KK_G_UNITS || N->kind == KK_G_CHANGE)
        filter(T, C, "GOAL_OPTIONS", N->code, N->option, NULL, C->noption, name_of_option);
    if (N->kind == KK_G_COST && N->payer != KK_NONE)
        kk_text_addf(T, "set GOAL_PAYERS['%s'] := '%s';\n", N->code, C->payer[N->payer].code);
    if (N->kind == KK_G_COST && !(N->cost[KK_CAPITAL] && N->cost[KK_RUNNING]))
        kk_text_addf(T, "set GOAL_COSTS['%s'] :=%s%s;\n", N->code, N->cost[KK_CAPITAL] ? " capital" : "",
                     N->cost[KK_RUNNING] ? " running" : "");
}

static void add_goals(kk_text *T, const kk_model *M)
{
    const kk_city *C = M->C;
    kk_text_add(T, "\nset GOALS :=");
    for (int n = 0; n < C->ngoal; n++)
        kk_text_addf(T, " %s", C->goal[n].code);
    kk_text_add(T, ";\nparam : kind place weight goal_target goal_from goal_until :=");
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        kk_text_addf(T, "\n %s %s %d", N->code, kk_goal_word[N->kind], N->stage + 1);
        number(T, N->weight);
        if (N->target == KK_NONE)
            kk_text_add(T, " .");
        else
            code(T, &C->target[N->target].name);
        kk_text_addf(T, " %d %d", N->from, N->until);
    }
    end(T);
    for (int n = 0; n < C->ngoal; n++)
        goal_filters(T, C, &C->goal[n]);
    for (int share = 0; share < 2; share++) {
        kk_text_add(T, share ? "param slack_share :=" : "param slack :=");
        for (int s = 0; s < C->nstage; s++) {
            const kk_objective *O = &M->R->objective[s];
            if (O->slack == 0.0 || O->slack_is_share != share)
                continue;
            kk_text_addf(T, " %d", s + 1);
            number(T, O->slack);
        }
        end(T);
    }
}

void kk_export_gmpl(kk_text *T, const kk_model *M)
{
    const kk_city *C = M->C;
    kk_export_comment(T, "#", C->title);
    kk_text_add(T, "# glpsol -m models/planning.mod -d THIS\n\ndata;\n\n");
    add_time(T, C);
    add_areas(T, C);
    add_services(T, C);
    add_links(T, C);
    add_need(T, C);
    add_base(T, C);
    add_carers(T, C);
    add_measures(T, C);
    add_options(T, C);
    add_effects(T, C);
    add_money(T, C);
    add_targets(T, C);
    add_limits(T, C);
    if (C->adopted)
        add_adopted(T, C);
    add_goals(T, M);
    kk_text_add(T, "\nend;\n");
}
