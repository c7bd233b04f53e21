/* An explanation on the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/actions_out.h"
#include "report/why_out.h"
#include "report/why_words.h"

#include <stdlib.h>

enum {
    COLUMNS = 80,
    LABEL = 48,
    GAINS = 9,
    MORE = 19,
    MOST_CAUSES = 6,
    MOST_CELLS = 10,
    MOST_OF_CELL = 3,
    MOST_SPARED = 6
};

typedef struct {
    kk_ctx *K;
    kk_voice voice;
    const kk_why *Y;
    const kk_city *C;
    kk_text T;
} page;

static void line(page *D, const char *text)
{
    kk_say_line(&D->T, text);
}

static const char *amount(const page *D, const kk_lack *L, double value)
{
    return L->target != KK_NONE && D->C->target[L->target].rows ? kk_say_seats(&D->voice, value)
                                                                : kk_say_children(&D->voice, value);
}

/* How what is missing changes: "-93", "0", "+5"; below one with a decimal. */
static const char *change(const page *D, double gains)
{
    const kk_voice *V = &D->voice;
    int64_t tenths = kk_div_round(kk_micro_round(-gains), KK_MICRO / 10);
    bool fine = fabs(gains) < 0.95;
    const char *number = fine ? kk_say_decimal(V, tenths, 1) : kk_say_whole(V, (int64_t)round(-gains));
    return gains < 0.0 ? kk_format(D->K, "+%s", number) : number;
}

/* ---- promises and years ------------------------------------------------------------------------------------------ */

static const char *head(const page *D, const kk_lack *L)
{
    const kk_voice *V = &D->voice;
    const char *date = kk_say_date(V, D->C->first + L->t), *missing = amount(D, L, L->missing);
    if (L->target == KK_NONE)
        return KK_SAY(V, "%s: %s short (no promise)", "%s：%s不足（目標の対象外）", date, missing);
    const kk_target *G = &D->C->target[L->target];
    if (!G->rows)
        return KK_SAY(V, "%s, %s: %s short", "%s　%s：%s不足", G->name.label, date, missing);
    return KK_SAY(V, "%s, %s: %s short of what it asks for", "%s　%s：必要な定員に%s不足", G->name.label, date,
                  missing);
}

static const char *label(const page *D, int cause)
{
    return kk_pad_left(D->K, kk_fit_name(D->K, kk_say_cause(&D->voice, D->Y, cause), LABEL), LABEL);
}

static void put_cause(page *D, const kk_lack *L, int i)
{
    const kk_voice *V = &D->voice;
    const kk_blame *B = &L->blame[i];
    const char *more = kk_say_more(V, D->Y, B->cause);
    if (*more && !isnan(B->more))
        more = KK_SAY(V, "%s: %s", "%s：%s", more, change(D, B->more));
    line(D, kk_format(D->K, " %2d %s%s%s", i + 1, label(D, B->cause), kk_pad_right(D->K, change(D, B->gains), GAINS),
                      kk_pad_right(D->K, more, MORE)));
}

/* Limits that do nothing alone: a line each, then what they do together. */
static void put_together(page *D, const kk_lack *L)
{
    const kk_voice *V = &D->voice;
    const kk_blame *B = &L->blame[L->nblame - 1];
    line(D, KK_WORD(V, "    No limit alone, but these together:", "    単独ではなく、次の制約が重なったため："));
    for (int i = 0; i < L->nblame; i++) {
        bool last = i == L->nblame - 1;
        const char *more = last && !isnan(B->more) ? KK_SAY(V, "1 each: %s", "各1：%s", change(D, B->more)) : "";
        line(D, kk_format(D->K, "  + %s%s%s", label(D, L->blame[i].cause),
                          kk_pad_right(D->K, last ? change(D, B->gains) : "", GAINS), kk_pad_right(D->K, more, MORE)));
    }
}

static void put_causes(page *D, const kk_lack *L, int most)
{
    int shown = 0;
    if (L->together)
        put_together(D, L);
    while (!L->together && shown < L->nblame && shown < most)
        put_cause(D, L, shown++);
    if (!L->together && L->nblame > shown)
        line(D, KK_SAY(&D->voice, "    %d more: why.csv", "    ほか%d件は why.csv", L->nblame - shown));
}

/* Whether a cell is part of what is missing in all areas and classes of a year. */
static bool among(const page *D, const kk_lack *all, const kk_lack *cell)
{
    const kk_target *G = all->target == KK_NONE ? NULL : &D->C->target[all->target];
    return cell->a != KK_NONE && cell->t == all->t && cell->target == (G && G->rows ? all->target : KK_NONE) &&
           (!G || (G->area[cell->a] && G->class_[cell->c]));
}

/* Why something stays missing without any limit; of a year where all of its cells say the same. */
static const char *say_rest(const page *D, const kk_lack *L)
{
    kk_lack all = *L;
    if (L->a != KK_NONE)
        return kk_say_rest(&D->voice, L);
    for (const kk_lack *cell = D->Y->lack; cell < D->Y->lack + D->Y->nlack; cell++) {
        if (!among(D, L, cell) || cell->rest == KK_REST_NONE)
            continue;
        if (all.rest != KK_REST_NONE && all.rest != cell->rest)
            return "";
        all.rest = cell->rest;
    }
    return kk_say_rest(&D->voice, &all);
}

static void put_rest(page *D, const kk_lack *L)
{
    const kk_voice *V = &D->voice;
    if (L->left < 0.0005)
        return;
    const char *why = say_rest(D, L), *left = amount(D, L, L->left);
    if (L->left >= L->missing - 0.0005 && L->nblame == 0)
        line(D, *why ? KK_SAY(V, "    No limit is to blame: %s", "    制約のためではない：%s", why)
                     : KK_WORD(V, "    No limit is to blame; why.csv says area by area what is",
                               "    制約のためではない。理由は区域別に why.csv"));
    else
        line(D, KK_SAY(V, "    Without any limit still %s short%s%s", "    すべての制約がなくても%sの不足が残る%s%s",
                       left, *why ? KK_WORD(V, ": ", "：") : "", why));
}

static void put_group(page *D, const kk_lack *L)
{
    line(D, "");
    line(D, head(D, L));
    put_causes(D, L, MOST_CAUSES);
    put_rest(D, L);
}

/* Whether a promise of that year says the same of all children. */
static bool promised(const page *D, const kk_lack *L)
{
    for (const kk_lack *other = D->Y->lack; other < L; other++)
        if (other->a == KK_NONE && other->target != KK_NONE && !D->C->target[other->target].rows && other->t == L->t &&
            other->missing == L->missing)
            return true;
    return false;
}

/* ---- area by area ------------------------------------------------------------------------------------------------ */

/* Whether a cell belongs to a promise that is broken in its year. */
static bool in_promise(const page *D, const kk_lack *L)
{
    for (int g = 0; g < D->C->ntarget; g++) {
        const kk_target *G = &D->C->target[g];
        if ((L->target == g || (L->target == KK_NONE && !G->rows)) && G->area[L->a] && G->class_[L->c] &&
            G->from <= L->t && L->t <= G->until)
            return true;
    }
    return false;
}

typedef struct {
    const kk_lack *L;
    bool promised;
} ranked;

static int by_missing(const void *x, const void *y)
{
    const ranked *X = x, *Y = y;
    if (X->promised != Y->promised)
        return X->promised ? -1 : 1;
    return X->L->missing != Y->L->missing ? (X->L->missing < Y->L->missing) - (X->L->missing > Y->L->missing)
                                          : (X->L > Y->L) - (X->L < Y->L);
}

static void put_cells(page *D)
{
    const kk_voice *V = &D->voice;
    ranked *cell = KK_ARRAY(D->K, ranked, D->Y->nlack);
    int ncell = 0;
    for (const kk_lack *L = D->Y->lack; L < D->Y->lack + D->Y->nlack; L++)
        if (L->a != KK_NONE)
            cell[ncell++] = (ranked){L, in_promise(D, L)};
    qsort(cell, (size_t)ncell, sizeof *cell, by_missing);
    line(D, "");
    line(D, KK_WORD(V, "Area by area: broken promises first, then the largest",
                    "区域別：守れない目標が先、次に不足の大きい順"));
    for (int i = 0; i < ncell && i < MOST_CELLS; i++) {
        const kk_lack *L = cell[i].L;
        const char *target = L->target == KK_NONE ? "" : KK_SAY(V, ", %s", "、%s", D->C->target[L->target].name.label);
        line(D, KK_SAY(V, "%s, %s, %s%s: %s short", "%s・%s（%s%s）：%s不足", D->C->node[L->a].name.label,
                       D->C->class_[L->c].name.label, kk_say_date(V, D->C->first + L->t), target,
                       amount(D, L, L->missing)));
        put_causes(D, L, MOST_OF_CELL);
        put_rest(D, L);
    }
    if (ncell > MOST_CELLS)
        line(D, KK_SAY(V, "%d more: why.csv", "ほか%d件は why.csv", ncell - MOST_CELLS));
}

/* ---- not to blame ------------------------------------------------------------------------------------------------ */

static bool changes_nothing(const page *D, int i)
{
    const kk_verdict *R = &D->Y->verdict[i];
    for (int g = 0; g <= D->C->ntarget; g++)
        if (R->gains[g] != 0.0)
            return false;
    return D->Y->cause[i].used_up && !R->blamed;
}

static void put_spared(page *D)
{
    const kk_voice *V = &D->voice;
    int count = 0;
    for (int i = 0; i < D->Y->ncause; i++) {
        if (!changes_nothing(D, i))
            continue;
        if (count++ == 0) {
            line(D, "");
            line(D, KK_WORD(V, "Not to blame: used up, but without it nothing changes",
                            "原因ではない：使い切っているが、なくしても不足は変わらない"));
        }
        if (count <= MOST_SPARED)
            line(D, kk_format(D->K, "    %s", kk_say_cause(V, D->Y, i)));
    }
    if (count > MOST_SPARED)
        line(D, KK_SAY(V, "    %d more: causes.csv", "    ほか%d件は causes.csv", count - MOST_SPARED));
}

const char *kk_why_text(kk_ctx *K, const kk_why *Y, kk_lang lang, const char *dir)
{
    const kk_city *C = Y->P->C;
    page D = {.K = K, .voice = {K, C, lang}, .Y = Y, .C = C, .T = {.K = K}};
    const kk_voice *V = &D.voice;
    const char *title = kk_say_title(V);
    const char *both = *C->edition ? KK_SAY(V, "%s (%s)", "%s（%s）", title, C->edition) : title;
    line(&D, kk_text_width(both) <= COLUMNS ? both : title);
    if (kk_text_width(both) > COLUMNS)
        line(&D, C->edition);
    if (Y->P->stopped)
        line(&D, KK_WORD(V, "The plan was stopped by a time limit: there may be a better one.",
                         "時間制限で打ち切った計画です（より良い計画がありえます）。"));
    if (Y->nlack == 0) {
        line(&D, KK_WORD(V, "Nobody is short.", "不足はありません。"));
    } else {
        line(&D, KK_SAY(V, "Why places are missing: planned again %d times, with one thing changed",
                        "不足の理由：条件を一つずつ変えて%d回計画し直した結果", Y->solved));
        if (C->whole)
            line(&D, KK_WORD(V, "Causes are those of a plan in parts of units; whole units are one of them.",
                             "制約の影響は端数を認めて計算し、1件単位による不足は別の原因として示します。"));
        line(&D, kk_format(K, "    %s%s%s", kk_pad_left(K, "", LABEL),
                           kk_pad_right(K, KK_WORD(V, "without", "なければ"), GAINS),
                           kk_pad_right(K, KK_WORD(V, "with more", "少し緩めれば"), MORE)));
        for (const kk_lack *L = Y->lack; L < Y->lack + Y->nlack; L++)
            if (L->a == KK_NONE && (L->target != KK_NONE || !promised(&D, L)))
                put_group(&D, L);
        put_cells(&D);
        put_spared(&D);
    }
    kk_actions_text(V, Y, &D.T);
    kk_rules_text(V, Y, &D.T);
    line(&D, "");
    if (dir)
        line(&D, kk_format(K, "%s%s", kk_pad_left(K, KK_WORD(V, "Folder", "フォルダ"), 13), dir));
    return kk_text_get(&D.T);
}
