/* The actions of a plan and the cost of its rules on the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/actions_out.h"

#include "explain/actions.h"
#include "explain/rules.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DEEDS = 5, MOST_LEFT = 3, LABEL = 40, MOST_LEAVERS = 5, WIDTH = 80 };

/* ---- actions ----------------------------------------------------------------------------------------------------- */

static double all_lost(const kk_city *C, const kk_loss *L)
{
    double sum = L->unmet;
    for (int g = 0; g < C->ntarget; g++)
        sum += L->short_[g];
    return sum;
}

/* "12 children, 5 seats of ward-2023" */
static const char *say_loss(const kk_voice *V, const kk_loss *L)
{
    kk_text T = {.K = V->K};
    if (L->unmet > 0.0)
        kk_text_add(&T, kk_say_children(V, L->unmet));
    for (int g = 0; g < V->C->ntarget; g++)
        if (L->short_[g] > 0.0)
            kk_text_addf(&T, V->lang == KK_JA ? "%s%sの%s" : "%s%s %s", T.length ? KK_WORD(V, ", ", "、") : "",
                         V->lang == KK_JA ? V->C->target[g].name.label : kk_say_seats(V, L->short_[g]),
                         V->lang == KK_JA ? kk_say_seats(V, L->short_[g])
                                          : kk_format(V->K, "of %s", V->C->target[g].name.label));
    return kk_text_get(&T);
}

/* "Extension, north"; with its id where another option of the area has the same label. */
static const char *option_name(const kk_voice *V, int o)
{
    const kk_city *C = V->C;
    const char *label = kk_option_label(C, o), *area = C->node[C->option[o].area].name.label;
    bool twice = false;
    for (int p = 0; p < C->noption; p++)
        twice =
            twice || (p != o && C->option[p].area == C->option[o].area && strcmp(kk_option_label(C, p), label) == 0);
    return twice ? KK_SAY(V, "%s, %s (%s)", "%s（%s、%s）", label, area, C->option[o].name.id)
                 : KK_SAY(V, "%s, %s", "%s（%s）", label, area);
}

typedef struct {
    const kk_deed *A;
    double weight;
} ranked;

static int by_weight(const void *x, const void *y)
{
    const ranked *X = x, *Y = y;
    return X->weight != Y->weight ? (X->weight < Y->weight) - (X->weight > Y->weight) : (X->A > Y->A) - (X->A < Y->A);
}

static void put_ranked(const kk_voice *V, kk_text *T, ranked *order, int count, bool slip)
{
    const char *say[MOST_DEEDS];
    int shown = 0, label = LABEL;
    qsort(order, (size_t)count, sizeof *order, by_weight);
    for (; shown < count && shown < MOST_DEEDS && order[shown].weight >= 0.5; shown++) {
        const kk_deed *A = order[shown].A;
        int lead = V->C->measure[V->C->option[A->option].measure].lead_years;
        const char *date = kk_say_date(V, V->C->first + A->t - (slip ? lead : 0));
        const char *what = slip ? say_loss(V, &A->later) : kk_say_seats(V, order[shown].weight);
        say[shown] = KK_SAY(V, "%s: %s", "%s：%s",
                            slip ? KK_SAY(V, "by %s", "%sまで", date) : KK_SAY(V, "opens %s", "%s開設", date), what);
        int left = WIDTH - 4 - kk_text_width(say[shown]);
        label = left < label ? left : label;
    }
    label = label < LABEL / 2 ? LABEL / 2 : label;
    for (int i = 0; i < shown; i++) {
        const char *name = kk_fit_name(V->K, option_name(V, order[i].A->option), label - 1);
        kk_say_line(T, kk_format(V->K, "    %s%s", kk_pad_left(V->K, name, label), say[i]));
    }
}

static const char *say_actions(const kk_voice *V, int count, int urgent)
{
    if (count == 0)
        return KK_WORD(V, "Actions: none", "確保方策：なし");
    if (urgent == 0)
        return KK_SAY(V, "Actions: %d. A year later none would leave more short",
                      "確保方策：%d件。決定が1年遅れて不足が増えるものはない", count);
    return KK_SAY(V, "Actions: %d. A year later %d would leave more short (sum of years), most:",
                  "確保方策：%d件。決定が1年遅れると不足が増えるもの%d件（各年の合計、多い順）：", count, urgent);
}

static void put_deeds(const kk_voice *V, const kk_why *Y, kk_text *T)
{
    const struct kk_deeds *D = Y->deeds;
    ranked *slip = KK_ARRAY(V->K, ranked, D->ndeed), *empty = KK_ARRAY(V->K, ranked, D->ndeed);
    int urgent = 0;
    for (int i = 0; i < D->ndeed; i++) {
        slip[i] = (ranked){&D->deed[i], all_lost(V->C, &D->deed[i].later)};
        empty[i] = (ranked){&D->deed[i], D->deed[i].vacant[V->C->nyear - 1]};
        urgent += slip[i].weight >= 0.5;
    }
    kk_say_line(T, "");
    kk_say_line(T, say_actions(V, D->ndeed, urgent));
    put_ranked(V, T, slip, D->ndeed, true);
    for (int i = 0; i < D->ndeed; i++)
        if (empty[i].weight >= 0.5) {
            const char *date = kk_say_date(V, V->C->first + V->C->nyear - 1);
            kk_say_line(T, KK_SAY(V, "Seats they add that stand empty on %s, most:",
                                  "増やした定員のうち%sに空くもの（多い順）：", date));
            put_ranked(V, T, empty, D->ndeed, false);
            break;
        }
}

/* ---- what is left out -------------------------------------------------------------------------------------------- */

/* What a figure of a goal is a sum of: " (sum of all years)", "" of one year. */
static const char *summed(const kk_voice *V, const kk_goal *N)
{
    const kk_city *C = V->C;
    bool cost = N->kind == KK_G_COST, years = N->from < N->until, weighted = false;
    for (int c = 0; c < C->nclass && !cost; c++)
        weighted = weighted || (N->class_[c] && C->class_[c].weight != 1.0);
    if (cost && C->discount > 0.0)
        return KK_WORD(V, " (sum of all years, discounted)", "（各年の合計、割引後）");
    if (weighted)
        return years ? KK_WORD(V, " (sum of all years, weighted by class)", "（各年の合計、区分の重みつき）")
                     : KK_WORD(V, " (weighted by class)", "（区分の重みつき）");
    return years ? KK_WORD(V, " (sum of all years)", "（各年の合計）") : "";
}

/* What price or size would bring a unit in; of other goals what it does. */
static const char *comes_in(const kk_voice *V, const kk_left_out *X)
{
    const kk_goal *N = &V->C->goal[X->goal];
    const char *by = kk_say_goal_change(V, X->goal, X->worse);
    switch (N->kind) {
    case KK_G_COST: return KK_SAY(V, "comes in when %s cheaper%s", "%s%s安ければ採用", by, summed(V, N));
    case KK_G_UNMET:
        return KK_SAY(V, "comes in when it places %s more%s", "あと%s人%s受け入れれば採用", by, summed(V, N));
    case KK_G_SHORT:
        return KK_SAY(V, "comes in with %s more seats%s", "定員があと%s人分%s多ければ採用", by, summed(V, N));
    default: return KK_SAY(V, "1 unit: %s +%s", "1件で%s +%s", kk_say_goal(V, X->goal), by);
    }
}

/* What keeps an option out, or would open of it; "" where its heading says all. */
static const char *say_left(const kk_voice *V, const kk_left_out *X)
{
    const char *units = kk_say_decimal(V, kk_div_round(kk_micro_round(X->units), 100000), 1);
    bool one = strcmp(units, "1") == 0;
    if (X->why == KK_OUT_CONSENT)
        return X->units < 0.05 ? KK_WORD(V, "would not open with it either", "同意があっても開かない")
                               : KK_SAY(V, one ? "%s unit would open with it" : "%s units would open with it",
                                        "同意があれば%s件", units);
    if (X->why == KK_OUT_WHOLE)
        return KK_SAY(V, one ? "%s unit" : "%s units", "%s件", units);
    return X->goal == KK_NONE ? "" : comes_in(V, X);
}

/* An option that is left out, on one line where it fits, and what stands in its place. */
static void put_left_out(const kk_voice *V, const kk_left_out *X, kk_text *T)
{
    const char *name = option_name(V, X->option), *why = say_left(V, X);
    const char *line = *why ? KK_SAY(V, "    %s: %s", "    %s：%s", name, why) : kk_format(V->K, "    %s", name);
    bool fits = kk_text_width(line) <= WIDTH;
    kk_say_line(T, fits ? line : kk_format(V->K, "    %s", name));
    if (!fits)
        kk_say_line(T, kk_format(V->K, "        %s", why));
    if (X->nrival == 0)
        return;
    const char *more = X->nrival > 1 ? KK_WORD(V, " and others", "ほか") : "";
    kk_say_line(
        T, KK_SAY(V, "        in place of %s%s", "        代わりに減る候補：%s%s", option_name(V, X->rival[0]), more));
}

static void put_left(const kk_voice *V, const kk_why *Y, kk_text *T)
{
    static const char *const HEAD[KK_NOUT][2] = {
        [KK_OUT_CONSENT] = {"no consent", "同意がない"},
        [KK_OUT_WINDOW] = {"cannot open in these years", "期間内に開けない"},
        [KK_OUT_WHOLE] = {"opens where parts of units may", "端数を認めれば開く"},
        [KK_OUT_IMPOSSIBLE] = {"no room under the limits", "制約により1件も開けない"},
        [KK_OUT_EQUAL] = {"as good as what was chosen", "選ばれたものと同等"},
        [KK_OUT_NOT_NEEDED] = {"not needed", "必要がない"},
        [KK_OUT_BEATEN] = {"others are better", "他の候補の方がよい"},
    };
    for (kk_out why = 0; why < KK_NOUT; why++) {
        int count = 0;
        for (const kk_left_out *X = Y->deeds->left; X < Y->deeds->left + Y->deeds->nleft; X++)
            count += X->why == why;
        if (count == 0)
            continue;
        kk_say_line(T, KK_SAY(V, "Left out, %s: %d", "見送り（%s）：%d件", HEAD[why][V->lang], count));
        int shown = 0;
        for (const kk_left_out *X = Y->deeds->left; X < Y->deeds->left + Y->deeds->nleft && shown < MOST_LEFT; X++)
            if (X->why == why && ++shown)
                put_left_out(V, X, T);
        if (count > shown)
            kk_say_line(T, KK_SAY(V, "    %d more: actions.csv", "    ほか%d件は actions.csv", count - shown));
    }
}

/* ---- leavers ----------------------------------------------------------------------------------------------------- */

typedef struct {
    const kk_leaving *R;
    double lack;
} leaver;

static int by_lack(const void *x, const void *y)
{
    const leaver *X = x, *Y = y;
    return X->lack != Y->lack ? (X->lack < Y->lack) - (X->lack > Y->lack) : (X->R > Y->R) - (X->R < Y->R);
}

/* Children of seats that they must leave at an age, against the places for them. */
static void put_leavers(const kk_voice *V, const kk_figures *F, kk_text *T)
{
    leaver *order = KK_ARRAY(V->K, leaver, F->nleaving);
    int lacking = 0;
    for (int i = 0; i < F->nleaving; i++) {
        const kk_leaving *R = &F->leaving[i];
        double lack = fmin(kk_shown(R->leavers + R->staying - R->places), R->leavers);
        if (lack >= 0.5)
            order[lacking++] = (leaver){R, lack};
    }
    if (F->nleaving == 0)
        return;
    qsort(order, (size_t)lacking, sizeof *order, by_lack);
    kk_say_line(T, "");
    kk_say_line(T, lacking == 0 ? KK_WORD(V, "Leavers: all who must leave their seats at an age find a place",
                                          "卒園児：年齢で席を離れる子どもは全員に席がある")
                                : KK_SAY(V, "Leavers without a place, by area and year: %d (leavers.csv). Most:",
                                         "卒園児の席の不足（区域・年度別%d件、leavers.csv）。多い順：", lacking));
    for (int i = 0; i < lacking && i < MOST_LEAVERS; i++) {
        const kk_leaving *R = order[i].R;
        const char *some = kk_say_count(V, order[i].lack), *all = kk_say_count(V, R->leavers);
        const char *where =
            KK_SAY(V, "%s, %s", "%s（%s）", V->C->node[R->area].name.label, kk_say_date(V, V->C->first + R->t));
        kk_say_line(T, V->lang == KK_JA ? kk_format(V->K, "    %s%s人中%s人に%d歳からの席がない",
                                                    kk_pad_left(V->K, where, LABEL), all, some, R->age)
                                        : kk_format(V->K, "    %s%s of %s have no place at %d",
                                                    kk_pad_left(V->K, where, LABEL), some, all, R->age));
    }
}

void kk_actions_text(const kk_voice *V, const kk_why *Y, kk_text *T)
{
    if (Y->deeds->ndeed + Y->deeds->nleft > 0) {
        put_deeds(V, Y, T);
        put_left(V, Y, T);
    }
    put_leavers(V, kk_figures_new(V->K, Y->P), T);
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

/* A rule, and what changes of the goals, on as many lines as it takes. */
static void put_changes(const kk_voice *V, const kk_why *Y, const kk_rule_cost *X, kk_text *T)
{
    const double *was = Y->parts->goal;
    const char *text = "    ", *rule = kk_say_rule(V, Y, X);
    int parts = 0;
    for (int n = 0; n <= V->C->ngoal; n++) {
        const char *part;
        if (n == V->C->ngoal) { /* of a rule that is added its own goal */
            if (!X->on || fabs(X->then - X->now) <= 1e-6)
                continue;
            part = KK_SAY(V, "%s %s → %s", "%s %s → %s", kk_say_added(V, X), kk_say_added_value(V, X, X->now),
                          kk_say_added_value(V, X, X->then));
        } else {
            double change = X->value[n] - was[n];
            if (fabs(change) <= 1e-6 * fmax(1.0, fabs(was[n])))
                continue;
            part = KK_SAY(V, "%s %s%s", "%s %s%s", kk_say_goal(V, n), change > 0.0 ? "+" : "",
                          kk_say_goal_change(V, n, change));
        }
        if (parts == 0)
            kk_say_line(T, kk_format(V->K, "  %s", rule));
        text = parts++ ? kk_format(V->K, "%s%s", text, KK_WORD(V, "; ", "、")) : text;
        if (kk_text_width(text) + kk_text_width(part) > WIDTH - 2) {
            kk_say_line(T, text);
            text = "    ";
        }
        text = kk_format(V->K, "%s%s", text, part);
    }
    kk_say_line(T, parts ? text : KK_SAY(V, "  %s: changes nothing", "  %s：変化なし", rule));
}

void kk_rules_text(const kk_voice *V, const kk_why *Y, kk_text *T)
{
    bool first = true;
    for (const kk_rule_cost *X = Y->rules->rule; X < Y->rules->rule + Y->rules->nrule; X++) {
        if (X->kind == KK_R_PLAN || X->kind == KK_R_CAUSE || !X->value)
            continue;
        if (first) {
            kk_say_line(T, "");
            kk_say_line(T, KK_WORD(V, "What a rule costs: goals (sums of years) without it; all limits: rules.csv",
                                   "ルールの代償：それがない場合の目標（各年の合計）の変化。制約は rules.csv"));
        }
        first = false;
        put_changes(V, Y, X, T);
    }
}
