/* The summary of a plan on one screen.
 *
 * The screen is composed as it should be; while it has too many lines it is composed again with less: first without
 * blank lines, then with areas side by side, then with shorter lists. What is left out is counted and its file named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/summary.h"

#include "report/summary_areas.h"
#include "report/why_words.h"
#include "report/words.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 80, LINES = 24, ALL_AREAS = 12, ID = 16, LEAD = 13 };

typedef struct {
    kk_ctx *K;
    kk_voice voice;
    const kk_story *S;
    const kk_city *C;
    const char *dir;

    /* how much of it */
    bool blanks;           /* between the sections */
    bool area_lines;       /* a promise may have a second line for its areas */
    bool next;             /* what to do next */
    int promises, actions; /* rows at most */
    kk_area_table table;

    kk_text T;
    int lines;
} screen;

static int smaller(int x, int y)
{
    return x < y ? x : y;
}

static void line(screen *D, const char *text)
{
    kk_say_line(&D->T, text);
    D->lines++;
}

static void blank(screen *D)
{
    if (D->blanks)
        line(D, "");
}

/* A line with its subject at the left. */
static void told(screen *D, const char *subject, const char *text)
{
    line(D, kk_format(D->K, "%s%s", kk_pad_left(D->K, subject, LEAD), text));
}

static const char *area_label(const screen *D, int node)
{
    return kk_say_area(&D->voice, node);
}

static int year_of(const screen *D, int t)
{
    return D->C->first + t;
}

/* ---- title ------------------------------------------------------------------------------------------------------- */

static void put_title(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_city *C = D->C;
    const char *title = kk_say_title(V);
    const char *both = *C->edition ? KK_SAY(V, "%s (%s)", "%s（%s）", title, C->edition) : title;
    if (kk_text_width(both) <= COLUMNS || !D->blanks)
        line(D, both);
    else { /* there is room for a line more */
        line(D, title);
        line(D, C->edition);
    }
    const char *look = D->S->P->stopped
                           ? KK_WORD(V, "Whole units, stopped by a time limit.", "時間制限で打ち切った整数解です。")
                       : C->whole ? KK_WORD(V, "Whole units.", "施設数は整数です。")
                                  : KK_WORD(V, "Continuous units: a quick look.", "施設数の端数を認めた概算です。");
    const char *some = kk_say_whole(V, C->estimates), *all = kk_say_whole(V, C->figures);
    if (C->estimates == 0)
        line(D, KK_SAY(V, "No estimates in the input. %s", "入力に推計値はありません。%s", look));
    else if (V->lang == KK_JA)
        line(D, kk_format(D->K, "推計値：入力%s行中%s行（表では * 印）。%s", all, some, look));
    else
        line(D, kk_format(D->K, "Estimates: %s of %s input rows (*). %s", some, all, look));
}

/* Only of a what-if: what it changes, as much as fits. */
static void put_what_if(screen *D)
{
    const kk_voice *V = &D->voice;
    int count = D->C->nwhat_if;
    const char *text = "", *best = "";
    for (int i = 0; i < count; i++) {
        int left = count - 1 - i;
        const char *more = left > 0 ? KK_SAY(V, " and %d more", " ほか%d件", left) : "";
        text = kk_format(D->K, "%s%s%s", text, i > 0 ? "; " : "", D->C->what_if[i]);
        int room = COLUMNS - LEAD - kk_text_width(more);
        if (i == 0)
            best = kk_format(D->K, "%s%s", kk_fit(D->K, text, room), more);
        else if (kk_text_width(text) <= room)
            best = kk_format(D->K, "%s%s", text, more);
    }
    if (count > 0)
        told(D, KK_WORD(V, "What if", "もしも"), best);
}

/* ---- promises ---------------------------------------------------------------------------------------------------- */

/* What a target with rows asks seats for. */
static const char *promise_need(const screen *D, const kk_target *G)
{
    const kk_voice *V = &D->voice;
    if (G->basis == KK_PEAK)
        return G->buffer > 0.0 ? KK_WORD(V, "the peak need + buffer", "期間最大の見込み＋余裕分")
                               : KK_WORD(V, "the peak need", "期間最大の見込み");
    return KK_WORD(V, "the need + buffer", "見込み＋余裕分");
}

static const char *promise_sentence(const screen *D, const kk_promise *R)
{
    const kk_voice *V = &D->voice;
    const kk_target *G = &D->C->target[R->target];
    const char *date = kk_say_date(V, year_of(D, R->t));
    if (G->from < G->until)
        date = KK_SAY(V, "%s%d-%d", "%s%d〜%d年度", V->lang == KK_EN && D->C->as_of_end ? "FY" : "",
                      year_of(D, G->from), year_of(D, G->until));
    if (R->kept)
        return G->rows ? KK_SAY(V, "%s: seats for %s", "%s：%sを確保", date, promise_need(D, G))
                       : KK_SAY(V, "%s: nobody is short", "%s：不足なし", date);
    if (!G->rows)
        return KK_SAY(V, "%s: %s short", "%s：%s不足", date, kk_say_children(V, R->short_));
    if (V->lang == KK_JA)
        return kk_format(D->K, "%s：%sに%s不足", date, promise_need(D, G), kk_say_seats(V, R->short_));
    return kk_format(D->K, "%s: %s short of %s", date, kk_say_seats(V, R->short_), promise_need(D, G));
}

/* The date that the figures of a promise over several years are of, "" for a promise of one year. */
static const char *promise_worst(const screen *D, const kk_promise *R)
{
    const kk_target *G = &D->C->target[R->target];
    if (R->kept || G->from == G->until)
        return "";
    return KK_SAY(&D->voice, " (worst: %s)", "（最多は%s）", kk_say_date(&D->voice, year_of(D, R->t)));
}

/* "2 of 3 areas", "" where there is but one. */
static const char *promise_where(const screen *D, const kk_promise *R)
{
    int areas = 0;
    for (int a = 0; a < D->C->narea; a++)
        areas += D->C->target[R->target].area[a];
    if (R->kept || areas <= 1)
        return "";
    return D->voice.lang == KK_JA ? kk_format(D->K, "%d区域中%d区域", areas, R->nshort)
                                  : kk_format(D->K, "%d of %d areas", R->nshort, areas);
}

/* As many of the short areas as fit, the largest shortage first; whether these are all of them. */
static const char *short_areas(const screen *D, const kk_promise *R, int width, bool *out_all)
{
    const kk_voice *V = &D->voice;
    const char *text = "", *best = "";
    for (int i = 0; i < R->nshort; i++) {
        int left = R->nshort - 1 - i, a = R->largest[i];
        text = KK_SAY(V, "%s%s%s %s", "%s%s%s %s", text, i > 0 ? KK_WORD(V, ", ", "、") : "", area_label(D, a),
                      kk_say_count(V, R->area_short[a]));
        *out_all = left == 0 && kk_text_width(text) <= width;
        if (*out_all)
            return text;
        if (kk_text_width(text) > width)
            break;
        const char *some = kk_format(D->K, "%s%s", text, KK_SAY(V, " and %d more", " ほか%d区域", left));
        if (kk_text_width(some) <= width)
            best = some;
    }
    return best;
}

/* text and what may follow it, if it fits. */
static const char *join(const screen *D, const char *text, const char *more, int width)
{
    return kk_text_width(text) + kk_text_width(more) <= width ? kk_format(D->K, "%s%s", text, more) : text;
}

static void put_promise(screen *D, const kk_promise *R, const char *lead, int width)
{
    const kk_voice *V = &D->voice;
    const char *sentence = promise_sentence(D, R), *where = promise_where(D, R), *worst = promise_worst(D, R);
    const char *text = join(D, sentence, worst, width);
    if (*worst && text == sentence) /* shorter */
        text = join(D, sentence, KK_SAY(V, " (%s)", "（%s）", kk_say_date(V, year_of(D, R->t))), width);
    const char *colon = KK_WORD(V, ": ", "：");
    bool fits = false;
    const char *areas = short_areas(D, R, width - kk_text_width(text) - kk_text_width(colon), &fits);
    fits = fits || !*where; /* of one area there is nothing to name */
    if (!fits && !D->area_lines)
        text = join(D, text, KK_SAY(V, " in %s", "（%s）", where), width);
    line(D,
         fits && *where ? kk_format(D->K, "%s%s%s%s", lead, text, colon, areas) : kk_format(D->K, "%s%s", lead, text));
    if (fits || !D->area_lines)
        return;
    const char *date = *worst && text == sentence ? kk_say_date(V, year_of(D, R->t)) : "";
    where = kk_format(D->K, "%s%s%s%s", date, *date ? KK_WORD(V, ", ", "、") : "", where, colon);
    areas = short_areas(D, R, width - kk_text_width(where), &fits);
    line(D, kk_format(D->K, "%*s%s%s", COLUMNS - width, "", where, areas));
}

static void put_promises(screen *D)
{
    const kk_voice *V = &D->voice;
    int id_width = 0, status_width = kk_text_width(KK_WORD(V, "NOT KEPT", "未達成")) + 2;
    for (int g = 0; g < D->C->ntarget; g++)
        id_width = (int)fmax(id_width, fmin(ID, kk_text_width(D->C->target[g].name.label)));
    for (int g = 0; g < D->C->ntarget && g < D->promises; g++) {
        const kk_promise *R = &D->S->promise[g];
        const char *status = R->kept ? KK_WORD(V, "kept", "達成") : KK_WORD(V, "NOT KEPT", "未達成");
        const char *id = kk_pad_left(D->K, D->C->target[g].name.label, id_width);
        put_promise(D, R, kk_format(D->K, "%s  %s", id, kk_pad_left(D->K, status, status_width)),
                    COLUMNS - id_width - 2 - status_width);
    }
    if (D->C->ntarget > D->promises)
        line(D,
             KK_SAY(V, "%d more promises: promises.csv", "ほか%d件の目標は promises.csv", D->C->ntarget - D->promises));
}

/* ---- actions ----------------------------------------------------------------------------------------------------- */

static const char *units_cell(const screen *D, kk_micro units)
{
    int64_t tenths = kk_div_round(units, 100000);
    return units > 0 && tenths == 0 ? "<0.1" : kk_say_decimal(&D->voice, tenths, 1);
}

/* Rooms; where a measure adds none, its extras in brackets. */
static const char *seats_cell(const screen *D, double seats, double extras)
{
    if (seats <= 0.0 && extras > 0.0)
        return kk_format(D->K, "(%s)", kk_say_count(&D->voice, extras));
    return kk_say_count(&D->voice, seats);
}

/* The lines of actions; numbers are never cut, labels have what is left beside them. */
typedef struct {
    int n;
    const char *cell[LINES + 3][5]; /* kind, label, units, seats, money */
} action_table;

static void action_line(action_table *A, const char *kind, const char *label, const char *units, const char *seats,
                        const char *money)
{
    const char *const cell[] = {kind, label, units, seats, money};
    memcpy(A->cell[A->n++], cell, sizeof cell);
}

static void put_action_lines(screen *D, const action_table *A)
{
    int width[] = {10, 29, 8, 10, 23};
    for (int i = 0; i < A->n; i++)
        for (int j = 2; j < 5; j++) {
            int wider = kk_text_width(A->cell[i][j]) + 1 - width[j];
            if (wider > 0) {
                width[j] += wider;
                width[1] -= wider;
            }
        }
    for (int i = 0; i < A->n; i++) {
        const char *text = kk_format(D->K, "%s%s", kk_pad_left(D->K, A->cell[i][0], width[0]),
                                     kk_pad_left(D->K, A->cell[i][1], width[1]));
        for (int j = 2; j < 5; j++)
            text = kk_format(D->K, "%s%s", text, kk_pad_right(D->K, A->cell[i][j], width[j]));
        line(D, text);
    }
}

static void put_actions(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_city *C = D->C;
    kk_action all = {0}, rest = {0};
    action_table A = {0};
    if (D->S->naction == 0) {
        line(D, KK_WORD(V, "Actions      none", "確保方策     なし"));
        return;
    }
    action_line(&A, KK_WORD(V, "Actions", "確保方策"), "", KK_WORD(V, "units", "件数"), KK_WORD(V, "seats", "定員増"),
                kk_fit(D->K, KK_SAY(V, "city pays in all, %s", "市の負担累計（%s）", C->money_unit), 22));
    for (int i = 0; i < D->S->naction; i++) {
        const kk_action *N = &D->S->action[i];
        const kk_measure *M = &C->measure[N->measure];
        kk_action *sum[] = {&all, i < D->actions ? &all : &rest};
        for (int j = 0; j < 1 + (i >= D->actions); j++) {
            sum[j]->units += N->units;
            sum[j]->seats += N->seats;
            sum[j]->extras += N->extras;
            sum[j]->money += N->money;
        }
        if (i < D->actions)
            action_line(&A, M->existing ? KK_WORD(V, "existing", "既存活用") : KK_WORD(V, "new", "新規"), M->name.label,
                        units_cell(D, N->units), seats_cell(D, N->seats, N->extras), kk_say_whole(V, N->money));
    }
    if (D->S->naction > D->actions)
        action_line(&A, "", KK_SAY(V, "%d more: plan.csv", "ほか%d方策（plan.csv）", D->S->naction - D->actions),
                    units_cell(D, rest.units), seats_cell(D, rest.seats, rest.extras), kk_say_whole(V, rest.money));
    if (D->S->naction > 1)
        action_line(&A, KK_WORD(V, "Total", "計"), "", "", seats_cell(D, all.seats, all.extras),
                    kk_say_whole(V, all.money));
    put_action_lines(D, &A);
}

/* ---- the end, the first limit, where to go ----------------------------------------------------------------------- */

static void put_end(screen *D, const char *subject, const kk_end *E)
{
    const kk_voice *V = &D->voice;
    const char *unmet = KK_SAY(V, "%s: short %s", "%s：不足 %s人", kk_say_date(V, year_of(D, E->t)),
                               kk_say_change(V, E->unmet_without, E->unmet));
    const char *empty = KK_SAY(V, "vacant seats %s", "空き %s人分", kk_say_change(V, E->vacant_without, E->vacant));
    const char *both = KK_SAY(V, "%s, %s", "%s、%s", unmet, empty);
    bool fits = kk_text_width(both) <= COLUMNS - LEAD;
    told(D, subject, fits ? both : unmet);
    if (!fits)
        told(D, "", empty);
}

static void put_ends(screen *D)
{
    const kk_voice *V = &D->voice;
    put_end(D, KK_WORD(V, "At the end", "計画最終年"), &D->S->last);
    if (D->S->look_ahead.t > D->S->last.t)
        put_end(D, KK_WORD(V, "Look-ahead", "見通し最終年"), &D->S->look_ahead);
}

/* Only of a city with links. */
static void put_elsewhere(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_end *E = &D->S->last;
    if (D->C->nlink > 0)
        told(D, KK_WORD(V, "Elsewhere", "区域外利用"),
             KK_SAY(V, "%s: %s served in another area", "%s：%s（他区域の定員を利用）",
                    kk_say_date(V, year_of(D, E->t)), kk_say_children(V, E->elsewhere)));
}

static const char *carers_number(const screen *D, double carers)
{
    return kk_say_decimal(&D->voice, (int64_t)llround(carers * 10.0), 1);
}

/* Only of a city whose kinds of seats need carers: where they, not seats, are short, or how many it takes. */
static void put_carers(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_carers *N = &D->S->carers;
    const char *subject = KK_WORD(V, "Carers", "保育士");
    if (!kk_counts_carers(D->C))
        return;
    const char *date = kk_say_date(V, N->nshort > 0 ? year_of(D, N->t) : D->C->last);
    if (N->nshort == 0) {
        const char *there = isnan(N->there) ? "" : KK_SAY(V, " of %s", "（%s人中）", carers_number(D, N->there));
        told(D, subject, KK_SAY(V, "%s: %s%s needed", "%s：%s人%s必要", date, carers_number(D, N->needed), there));
        return;
    }
    const char *more =
        N->nshort > 1 ? KK_SAY(V, ", and %d more (carers.csv)", " ほか%d件（carers.csv）", N->nshort - 1) : "";
    const char *rest = KK_SAY(V, ", %s%s", " %s%s", date, more);
    const char *lead = KK_WORD(V, "too few for the seats: ", "不足のため定員に空き：");
    told(
        D, subject,
        kk_format(D->K, "%s%s%s", lead,
                  kk_fit_name(D->K, area_label(D, N->node), COLUMNS - LEAD - kk_text_width(lead) - kk_text_width(rest)),
                  rest));
}

/* Only where children who must leave their seats outnumber the places for them. */
static void put_leavers(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_left *N = &D->S->left;
    if (N->nshort == 0)
        return;
    const char *most = kk_say_count(V, N->lack), *all = kk_say_count(V, N->of->leavers);
    const char *lead = V->lang == KK_JA ? kk_format(D->K, "%s人中%s人に%d歳からの席なし：", all, most, N->of->age)
                                        : kk_format(D->K, "%s of %s lack a place at %d: ", most, all, N->of->age);
    const char *more = N->nshort > 1 ? KK_SAY(V, ", and %d more", " ほか%d件", N->nshort - 1) : "";
    const char *rest = KK_SAY(V, ", %s%s", " %s%s", kk_say_date(V, year_of(D, N->of->t)), more);
    int left = COLUMNS - LEAD - kk_text_width(lead) - kk_text_width(rest);
    const char *text = kk_format(D->K, "%s%s%s", lead, kk_fit_name(D->K, area_label(D, N->of->area), left), rest);
    told(D, KK_WORD(V, "Leavers", "卒園児"),
         join(D, text, KK_WORD(V, " (leavers.csv)", "（leavers.csv）"), COLUMNS - LEAD));
}

/* Only where an area that nothing helps caps what a goal worst_share can do for the others. */
static void put_helpless(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_helpless *H = &D->S->helpless;
    if (H->goal == KK_NONE)
        return;
    const char *share = kk_say_decimal(V, (int64_t)llround(H->share * 1000.0), 1);
    const char *more = H->others > 0 ? KK_SAY(V, " (and %d more)", "（ほか%d件）", H->others) : "";
    const char *rest = KK_SAY(V, ", %s: %s %% short with or without the plan%s", "（%s）：計画の有無によらず%s％不足%s",
                              kk_say_date(V, year_of(D, H->t)), share, more);
    told(
        D, KK_WORD(V, "Worst share", "最大不足率"),
        kk_format(D->K, "%s%s", kk_fit_name(D->K, area_label(D, H->area), COLUMNS - LEAD - kk_text_width(rest)), rest));
}

static const char *limit_sentence(const screen *D, const kk_binding *B)
{
    const kk_voice *V = &D->voice;
    const kk_limit *L = &D->C->limit[B->limit];
    const char *years = B->from == B->until ? KK_SAY(V, "FY%d", "%d年度", B->from)
                                            : KK_SAY(V, "FY%d-%d", "%d〜%d年度", B->from, B->until);
    const char *value = kk_say_limit_value(V, L);
    const char *more = B->others > 0 ? KK_SAY(V, " (and %d more)", "（ほか%d件）", B->others) : "", *rest;
    const char *used = kk_say_decimal(V, (int64_t)llround(B->used * 1000.0), 3);
    if (B->state == KK_BROKEN)
        rest = L->floor
                   ? KK_SAY(V, ", %s: %s, the minimum is %s%s", "（%s）：%sで下限の%sに届かない%s", years, used, value,
                            more)
                   : KK_SAY(V, ", %s: %s, the most is %s%s", "（%s）：%sで上限の%sを超過%s", years, used, value, more);
    else if (B->state == KK_NONE_ALLOWED)
        rest = KK_SAY(V, ", %s: the most is %s%s", "（%s）：上限が%s%s", years, value, more);
    else
        rest = L->floor ? KK_SAY(V, ", %s: minimum of %s just met%s", "（%s）：下限の%sちょうど%s", years, value, more)
                        : KK_SAY(V, ", %s: all of %s is used%s", "（%s）：%sを使い切り%s", years, value, more);
    return kk_format(D->K, "%s%s", kk_fit(D->K, L->name.label, COLUMNS - LEAD - kk_text_width(rest)), rest);
}

static void put_limit(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_binding *B = &D->S->binding;
    const char *subject = KK_WORD(V, "First limit", "最初の制約");
    if (B->node != KK_NONE) {
        const char *others = B->others > 0 ? KK_SAY(V, " (and %d more)", "（ほか%d件）", B->others) : "";
        const char *date = kk_say_date(V, B->from), *there = carers_number(D, B->value);
        const char *all = kk_shown(B->value - B->used) <= 0.001
                              ? KK_SAY(V, ", %s: all of %s carers are needed%s", "（%s）：保育士%s人を使い切り%s", date,
                                       there, others)
                              : KK_SAY(V, ", %s: too few of %s carers left%s", "（%s）：保育士%s人に1人分の余裕なし%s",
                                       date, there, others);
        told(D, subject,
             kk_format(D->K, "%s%s", kk_fit_name(D->K, area_label(D, B->node), COLUMNS - LEAD - kk_text_width(all)),
                       all));
        return;
    }
    if (B->limit == KK_NONE) {
        told(D, subject,
             D->C->nlimit == 0 ? KK_WORD(V, "no limits are given", "上限・下限の設定なし")
                               : KK_WORD(V, "none is reached", "上限・下限に達したものはなし"));
        return;
    }
    told(D, B->state == KK_BROKEN ? KK_WORD(V, "Broken limit", "守れない制約") : subject, limit_sentence(D, B));
}

static void put_footer(screen *D)
{
    const kk_voice *V = &D->voice;
    const char *files =
        KK_WORD(V, "  (promises.csv, balance.csv, plan.csv ...)", "（promises.csv、balance.csv、plan.csv など）");
    if (!D->dir) {
        told(D, KK_WORD(V, "Folder", "フォルダ"), KK_WORD(V, "nothing was written", "書き込みなし"));
        if (D->next)
            told(D, KK_WORD(V, "Next", "次の操作"),
                 KK_WORD(V, "kakuho plan SCENARIO -o FOLDER   writes the tables of this plan",
                         "kakuho plan シナリオ -o フォルダ　でこの計画の表を書き出す"));
        return;
    }
    bool room = LEAD + kk_text_width(D->dir) + kk_text_width(files) <= COLUMNS;
    told(D, KK_WORD(V, "Folder", "フォルダ"), kk_format(D->K, "%s%s", D->dir, room ? files : ""));
    if (D->next)
        told(D, KK_WORD(V, "Next", "次の操作"),
             KK_WORD(V, "kakuho plan SCENARIO -o OTHER   another what-if, to compare",
                     "kakuho plan シナリオ -o 別のフォルダ　で条件を変えて比べる"));
}

/* ---- goals ------------------------------------------------------------------------------------------------------- */

/* "g1 0.9 %, g3 12 %" of the stages that are proved, or of those that are not, with how far they may be. */
static const char *stages_named(const screen *D, bool proved)
{
    const kk_plan *P = D->S->P;
    kk_text T = {.K = D->K};
    for (int i = 0; i < P->nstage; i++) {
        if (!P->stage[i].goal || P->stage[i].proved != proved)
            continue;
        kk_text_addf(&T, "%s%s", T.length ? KK_WORD(&D->voice, ", ", "、") : "", P->stage[i].name);
        if (!proved)
            kk_text_addf(&T, " %s", kk_say_gap(&D->voice, &P->stage[i]));
    }
    return kk_text_get(&T);
}

/* How far the goals of a plan in whole units may be from the best. */
static void put_goals(screen *D)
{
    const kk_voice *V = &D->voice;
    const char *proved = stages_named(D, true), *open = stages_named(D, false);
    if (!D->C->whole || (!*proved && !*open))
        return;
    const char *subject = KK_WORD(V, "Goals", "目標の値");
    if (!*open)
        told(D, subject, KK_WORD(V, "all proved best", "すべて最善と証明"));
    else if (!*proved)
        told(D, subject, KK_SAY(V, "gap %s", "最善との差は最大 %s", open));
    else
        told(D, subject, KK_SAY(V, "best %s; gap %s", "最善 %s。ほかは差が最大 %s", proved, open));
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void compose(screen *D)
{
    D->T = (kk_text){.K = D->K};
    D->lines = 0;
    put_title(D);
    put_what_if(D);
    blank(D);
    if (D->C->ntarget == 0) {
        line(D, KK_WORD(&D->voice, "Promises     none", "目標         なし"));
    } else {
        put_promises(D);
        blank(D);
        int count;
        const char *const *row = kk_area_table_lines(&D->table, &count);
        for (int i = 0; i < count; i++)
            line(D, row[i]);
    }
    blank(D);
    put_actions(D);
    blank(D);
    put_ends(D);
    put_elsewhere(D);
    put_carers(D);
    put_leavers(D);
    put_helpless(D);
    put_limit(D);
    put_goals(D);
    put_footer(D);
}

/* Take some away, but leave some; false when there is no more to take. */
static bool fewer(int *rows, int take, int least)
{
    if (*rows <= least)
        return false;
    *rows = *rows - take > least ? *rows - take : least;
    return true;
}

/* Fewer lines of areas. */
static bool fewer_areas(screen *D, int take, int least)
{
    int lines = (D->table.areas + D->table.fit_abreast - 1) / D->table.fit_abreast;
    if (!fewer(&lines, take, least))
        return false;
    D->table.areas = lines * D->table.fit_abreast;
    return true;
}

/* Less than before, the least important first; false when there is nothing to leave out any more. */
static bool shorten(screen *D)
{
    int excess = D->lines - LINES;
    if (D->blanks) {
        D->blanks = false;
        return true;
    }
    if (D->table.whole_labels) {
        D->table.whole_labels = false;
        return true;
    }
    if (D->table.abreast == D->table.fit_abreast) {
        D->table.abreast++;
        return true;
    }
    if (D->area_lines && D->C->narea <= ALL_AREAS) { /* the table has all of them */
        D->area_lines = false;
        return true;
    }
    if (fewer(&D->actions, excess, 4))
        return true;
    if (D->next) {
        D->next = false;
        return true;
    }
    if (fewer_areas(D, excess, 3))
        return true;
    if (D->area_lines) {
        D->area_lines = false;
        return true;
    }
    return fewer(&D->promises, excess, 4) || fewer(&D->actions, excess, 2) || fewer_areas(D, excess, 1) ||
           fewer(&D->promises, excess, 1);
}

const char *kk_summary(kk_ctx *K, const kk_plan *P, kk_lang lang, bool json, const char *dir)
{
    const kk_story *S = kk_story_new(K, P);
    if (json)
        return kk_summary_json(K, S, lang, dir);
    /* More rows than lines never fit: starting there saves the attempts. */
    screen D = {.K = K,
                .voice = {K, P->C, lang},
                .S = S,
                .C = P->C,
                .dir = dir,
                .blanks = true,
                .area_lines = true,
                .next = true,
                .promises = smaller(P->C->ntarget, LINES),
                .actions = smaller(S->naction, LINES)};
    D.table = (kk_area_table){.K = K,
                              .voice = D.voice,
                              .S = S,
                              .C = P->C,
                              .whole_labels = true,
                              .abreast = 1,
                              .areas = smaller(P->C->narea, 4 * LINES)};
    kk_area_table_rank(&D.table);
    do
        compose(&D);
    while (D.lines > LINES && shorten(&D));
    return kk_text_get(&D.T);
}
