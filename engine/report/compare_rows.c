/* What the sections of a comparison are made of. See compare_rows.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/compare_rows.h"

#include <string.h>

/* ---- words ------------------------------------------------------------------------------------------------------- */

const char *kk_action_change_word(kk_lang lang, kk_action_change change)
{
    static const char *const WORD[KK_NACTION_CHANGE][2] = {[KK_ACTION_SAME] = {"same", "変更なし"},
                                                           [KK_ACTION_ADDED] = {"added", "追加"},
                                                           [KK_ACTION_DROPPED] = {"dropped", "取りやめ"},
                                                           [KK_ACTION_MOVED] = {"moved", "時期変更"},
                                                           [KK_ACTION_RESIZED] = {"resized", "規模変更"}};
    return WORD[change][lang];
}

const char *kk_cell_change_word(kk_lang lang, kk_cell_change change)
{
    static const char *const WORD[KK_NCELL_CHANGE][2] = {[KK_CELL_SAME] = {"same", "変更なし"},
                                                         [KK_CELL_SHORT] = {"became short", "新たに不足"},
                                                         [KK_CELL_COVERED] = {"became covered", "不足が解消"},
                                                         [KK_CELL_MORE] = {"more short", "不足が拡大"},
                                                         [KK_CELL_LESS] = {"less short", "不足が縮小"},
                                                         [KK_CELL_ONLY] = {"in one plan only", "一方の計画のみ"}};
    return WORD[change][lang];
}

static const char *found(const kk_name *name, const char *id)
{
    return strcmp(name->id, id) == 0 ? name->label : NULL;
}

/* An option without a label of its own is its measure in its area. */
static const char *option_label(kk_ctx *K, const kk_city *C, const char *id)
{
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        if (strcmp(O->name.id, id) == 0)
            return strcmp(O->name.label, id) != 0
                       ? O->name.label
                       : kk_format(K, "%s %s", C->node[O->area].name.label, C->measure[O->measure].name.label);
    }
    return NULL;
}

/* The label of what an id in such a column names; NULL where the city has no such thing. */
static const char *label_in(kk_ctx *K, const kk_city *C, const char *column, const char *id)
{
    static const char *const AREA[] = {"area", "in_area", "from", "to", "parent"};
    const char *label = NULL;
    for (size_t i = 0; i < sizeof AREA / sizeof *AREA; i++)
        for (int v = 0; v < C->nnode && !label && strcmp(column, AREA[i]) == 0; v++)
            label = found(&C->node[v].name, id);
    for (int c = 0; c < C->nclass && !label && strcmp(column, "class") == 0; c++)
        label = found(&C->class_[c].name, id);
    for (int k = 0; k < C->nseat && !label && (strcmp(column, "seat") == 0 || strcmp(column, "item") == 0); k++)
        label = found(&C->seat[k].name, id);
    for (int m = 0; m < C->nmeasure && !label && strcmp(column, "measure") == 0; m++)
        label = found(&C->measure[m].name, id);
    for (int l = 0; l < C->nlimit && !label && strcmp(column, "limit") == 0; l++)
        label = found(&C->limit[l].name, id);
    for (int g = 0; g < C->ntarget && !label && strcmp(column, "target") == 0; g++)
        label = found(&C->target[g].name, id);
    return strcmp(column, "option") == 0 ? option_label(K, C, id) : label;
}

const char *kk_page_label(const kk_page_maker *P, const char *column, const char *id)
{
    for (int s = 0; s < P->G->X->nside; s++) {
        const char *label = label_in(P->G->K, P->G->X->side[s].C, column, id);
        if (label)
            return label;
    }
    return id;
}

/* A number of the tables, exactly as printed there, with thousands separators; "–" where there is none. */
const char *kk_page_number(const kk_page_maker *P, double value)
{
    if (isnan(value))
        return "–";
    return kk_say_decimal(&P->G->voice, llround(value * 1000.0), 3);
}

static const char *say_money(const kk_page_maker *P, int64_t value)
{
    return kk_say_whole(&P->G->voice, value);
}

/* A difference: with its sign, 0 as such. */
const char *kk_page_signed(const kk_page_maker *P, const char *text, bool positive)
{
    return positive ? kk_format(P->G->K, "+%s", text) : text;
}

/* The date as of which figures of a year are, or the year alone where plans mean different dates. */
const char *kk_page_date(const kk_page_maker *P, int year)
{
    const kk_comparison *X = P->G->X;
    for (int s = 1; s < X->nside; s++)
        if (X->side[s].C->as_of_end != X->side[0].C->as_of_end)
            return KK_SAY(&P->G->voice, "FY%d", "%d年度", year);
    return kk_say_date(&P->G->voice, year);
}

/* ---- sections and rows ------------------------------------------------------------------------------------------- */

/* A new section: a column for each plan and, of two plans, what the second has more. */
void kk_page_begin(kk_page_maker *P, const char *title, bool words)
{
    kk_page *G = P->G;
    const kk_comparison *X = G->X;
    G->section = kk_grow(G->K, G->section, &G->capacity, G->nsection + 1, sizeof *G->section);
    P->S = &G->section[G->nsection++];
    P->S->title = title;
    P->S->words = words;
    P->S->ncell = X->nside + (X->nside == 2 && !words);
    P->S->heading = KK_ARRAY(G->K, const char *, P->S->ncell);
    for (int s = 0; s < X->nside; s++)
        P->S->heading[s] = X->side[s].name;
    if (P->S->ncell > X->nside)
        P->S->heading[X->nside] = kk_format(G->K, "%s − %s", X->side[1].name, X->side[0].name);
}

/* A section without rows is not there. */
void kk_page_end(kk_page_maker *P)
{
    if (P->S->nrow == 0 && !P->S->note)
        P->G->nsection--;
}

const char **kk_page_row_new(kk_page_maker *P, const char *label)
{
    kk_page_section *S = P->S;
    S->row = kk_grow(P->G->K, S->row, &S->capacity, S->nrow + 1, sizeof *S->row);
    S->row[S->nrow] = (kk_page_row){.label = label, .cell = KK_ARRAY(P->G->K, const char *, S->ncell)};
    return S->row[S->nrow++].cell;
}

void kk_page_numbers(kk_page_maker *P, const char *label, const double *value)
{
    int n = P->G->X->nside;
    const char **cell = kk_page_row_new(P, label);
    for (int s = 0; s < n; s++)
        cell[s] = kk_page_number(P, value[s]);
    if (n == 2 && !isnan(value[0] + value[1]))
        cell[2] = kk_page_signed(P, kk_page_number(P, value[1] - value[0]), value[1] > value[0]);
}

void kk_page_moneys(kk_page_maker *P, const char *label, const int64_t *value)
{
    int n = P->G->X->nside;
    const char **cell = kk_page_row_new(P, label);
    for (int s = 0; s < n; s++)
        cell[s] = say_money(P, value[s]);
    if (n == 2)
        cell[2] = kk_page_signed(P, say_money(P, value[1] - value[0]), value[1] > value[0]);
}

bool kk_page_same(const kk_page_maker *P, const double *value)
{
    for (int s = 1; s < P->G->X->nside; s++)
        if (value[s] != value[0] && !(isnan(value[s]) && isnan(value[0])))
            return false;
    return true;
}

void kk_page_more(kk_page_maker *P, int more)
{
    if (more > 0)
        kk_page_row_new(P, KK_SAY(&P->G->voice, "  %d more", "  ほか%d件", more));
}
