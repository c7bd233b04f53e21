/* The first page of a report: it stands alone on one sheet of A4.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/html_page.h"
#include "report/why_words.h"

#include <string.h>

enum { MOST_PROMISES = 6, MOST_REASONS = 3, MOST_TOGETHER = 6, MOST_OF_NOTE = 330 };

/* ---- promises ---------------------------------------------------------------------------------------------------- */

static const char *say_years(const kk_voice *V, const kk_target *G)
{
    int from = V->C->first + G->from, until = V->C->first + G->until;
    if (from == until)
        return kk_say_long_date(V, from);
    return KK_SAY(V, "%s to %s", "%s〜%s", kk_say_long_date(V, from), kk_say_long_date(V, until));
}

static const char *say_amount(const kk_voice *V, const kk_target *G, double value)
{
    return G->rows ? kk_say_seats(V, value) : kk_say_children(V, value);
}

static const char *say_without(const kk_voice *V, const kk_promise *R)
{
    if (isnan(R->without))
        return "";
    return KK_SAY(V, " (without the plan: %s)", "（計画がなければ%s）",
                  say_amount(V, &V->C->target[R->target], R->without));
}

static const char *promise_sentence(const kk_voice *V, const kk_promise *R)
{
    const kk_target *G = &V->C->target[R->target];
    const char *asked = !G->rows ? KK_WORD(V, "", "量の見込み")
                        : G->basis == KK_PEAK
                            ? KK_WORD(V, "of the peak need of the years of the plan", "計画期間で最大の量の見込み")
                            : KK_WORD(V, "of the need and its buffer", "余裕を含む必要な定員");
    if (R->kept && V->lang == KK_JA)
        return kk_format(V->K, "%sは、%sに対して不足はありません%s。", say_years(V, G), asked, say_without(V, R));
    if (R->kept)
        return kk_format(V->K, "%s: nothing is short%s%s%s.", say_years(V, G), G->rows ? " " : "", G->rows ? asked : "",
                         say_without(V, R));
    if (V->lang == KK_JA)
        return kk_format(V->K, "%sに、%sに対して%d区域で%sが不足します%s。", kk_say_long_date(V, V->C->first + R->t),
                         asked, R->nshort, say_amount(V, G, R->short_), say_without(V, R));
    return kk_format(V->K, "On %s %s are short%s%s in %d %s%s.", kk_say_long_date(V, V->C->first + R->t),
                     say_amount(V, G, R->short_), G->rows ? " " : "", G->rows ? asked : "", R->nshort,
                     R->nshort == 1 ? "area" : "areas", say_without(V, R));
}

static void put_promises(kk_html *H, const kk_report_side *D)
{
    const kk_voice *V = &H->voice;
    if (V->C->ntarget == 0)
        kk_html_add(H, "<p>%s</p>\n", KK_WORD(V, "No promises are given.", "期日を約束した目標はありません。"));
    else
        kk_html_add(H, "<ul class=\"promises\">\n");
    for (int g = 0; g < V->C->ntarget && g < MOST_PROMISES; g++) {
        const kk_promise *R = &D->S->promise[g];
        kk_html_add(H, "<li class=\"%s\"><strong>%s %s</strong> %s%s</li>\n", R->kept ? "kept" : "broken",
                    R->kept ? "✓" : "✗", R->kept ? KK_WORD(V, "kept", "守れる") : KK_WORD(V, "not kept", "守れない"),
                    KK_HTML(H, KK_SAY(V, "%s. ", "「%s」", V->C->target[g].name.label)),
                    KK_HTML(H, promise_sentence(V, R)));
    }
    if (V->C->ntarget > 0)
        kk_html_add(H, "</ul>\n");
    if (V->C->ntarget > MOST_PROMISES)
        kk_html_add(H, "<p class=\"small\">%s</p>\n",
                    KK_SAY(V, "%d more promises: see “Area by area”.", "ほか%d件の目標は「区域別」の章に示します。",
                           V->C->ntarget - MOST_PROMISES));
}

/* ---- the figures that matter ------------------------------------------------------------------------------------- */

static void put_figure(kk_html *H, const char *term, const char *value, const char *more)
{
    kk_html_add(H, "<div><dt>%s</dt><dd><b>%s</b> <span>%s</span></dd></div>\n", KK_HTML(H, term), KK_HTML(H, value),
                KK_HTML(H, more));
}

static void put_figures(kk_html *H, const kk_report_side *D)
{
    const kk_voice *V = &H->voice;
    const kk_end *E = &D->S->last;
    const char *date = kk_say_date(V, V->C->last);
    double seats[2] = {0.0, 0.0}; /* new, existing */
    int64_t money = 0;
    for (int i = 0; i < D->S->naction; i++) {
        seats[V->C->measure[D->S->action[i].measure].existing] += D->S->action[i].seats;
        money += D->S->action[i].money;
    }
    kk_html_add(H, "<dl class=\"figures\">\n");
    put_figure(H, KK_SAY(V, "Children short, %s", "不足する子ども（%s）", date), kk_say_children(V, E->unmet),
               KK_SAY(V, "without the plan %s", "計画がなければ %s", kk_say_children(V, E->unmet_without)));
    put_figure(H, KK_WORD(V, "Seats added", "増やす定員"), kk_say_seats(V, seats[0] + seats[1]),
               KK_SAY(V, "existing facilities %s, new %s", "既存の活用 %s、新規 %s", kk_say_count(V, seats[1]),
                      kk_say_count(V, seats[0])));
    put_figure(H, KK_SAY(V, "City's money to FY%d", "市の負担（%d年度まで）", V->C->look_ahead),
               KK_SAY(V, "%s %s", "%s %s", kk_say_whole(V, money), V->C->money_unit),
               KK_WORD(V, "capital and running, undiscounted", "整備費と運営費の合計（割引なし）"));
    put_figure(H, KK_SAY(V, "Vacant seats, %s", "空き（%s）", date), kk_say_seats(V, E->vacant),
               KK_SAY(V, "without the plan %s", "計画がなければ %s", kk_say_seats(V, E->vacant_without)));
    kk_html_add(H, "</dl>\n");
}

/* ---- reasons ----------------------------------------------------------------------------------------------------- */

static bool is_row(const kk_reasons *R, int row, const char *about, const char *target, int year)
{
    return strcmp(kk_reason_cell(R, KK_R_WHY, row, "about"), about) == 0 &&
           strcmp(kk_reason_cell(R, KK_R_WHY, row, "target"), target) == 0 &&
           kk_reason_number(R, KK_R_WHY, row, "year") == (double)year;
}

/* A reason that alone would help: "name: without it 670 fewer; 1 each more: 158 fewer". */
static void put_reason(kk_html *H, const kk_reasons *R, int row, int cause)
{
    const kk_voice *V = &H->voice;
    double gains = kk_reason_number(R, KK_R_WHY, row, "gains");
    double more = kk_reason_number(R, KK_R_WHY, row, "one_more_gains");
    kk_html_add(H, "<li>%s", KK_HTML(H, kk_say_cause(V, R->words, cause)));
    if (!isnan(gains))
        kk_html_add(H, KK_WORD(V, " – without it <b>%s</b>", "　なければ <b>%s</b>"),
                    KK_HTML(H, kk_say_difference(V, -gains)));
    if (!isnan(more))
        kk_html_add(H, KK_WORD(V, "; %s more: %s", "、%s緩めれば %s"), KK_HTML(H, kk_say_more(V, R->words, cause)),
                    KK_HTML(H, kk_say_difference(V, -more)));
    kk_html_add(H, "</li>\n");
}

/* What no limit is to blame for. */
static void put_rest(kk_html *H, const kk_reasons *R, int row)
{
    const kk_voice *V = &H->voice;
    const char *why = kk_reason_rest(V, R, row), *colon = *why ? KK_WORD(V, ": ", "：") : "";
    double left = kk_reason_number(R, KK_R_WHY, row, "gains");
    if (left >= kk_reason_number(R, KK_R_WHY, row, "missing"))
        kk_html_add(H, "<p>%s</p>\n",
                    KK_HTML(H, KK_SAY(V, "No limit is to blame%s%s.", "制約のためではありません%s%s。", colon, why)));
    else
        kk_html_add(
            H, "<p>%s</p>\n",
            KK_HTML(H, KK_SAY(V, "Without any limit still %s short%s%s.",
                              "すべての制約がなくても不足は%s残ります%s%s。", kk_say_count(V, left), colon, why)));
}

/* The first reasons, at most so many, of one promise, or of all children of a year. */
static void put_reasons_of(kk_html *H, const kk_reasons *R, const char *about, const char *target, int year,
                           const char *title, int most)
{
    const kk_voice *V = &H->voice;
    int count = 0, rest = KK_NONE;
    for (int i = 0; i < R->sheet[KK_R_WHY]->nrow; i++) {
        if (!is_row(R, i, about, target, year))
            continue;
        int cause = kk_reason_cause(R, i);
        bool together = *kk_reason_cell(R, KK_R_WHY, i, "together") != '\0';
        if (count == 0)
            kk_html_add(
                H, "<p>%s%s</p>\n%s", KK_HTML(H, title),
                together
                    ? KK_WORD(V, " No limit alone, but these together:", "単独の制約ではなく、次の重なりによります。")
                    : "",
                cause == KK_NONE ? "" : "<ol>\n");
        if (cause == KK_NONE) {
            rest = i; /* the last row */
            continue;
        }
        most = together ? MOST_TOGETHER : most;
        if (count++ < most)
            put_reason(H, R, i, cause);
    }
    if (count > 0)
        kk_html_add(H, "</ol>\n");
    if (count > most)
        kk_html_add(H, "<p class=\"small\">%s</p>\n",
                    KK_SAY(V, "%d more: see “What binds”.", "ほか%d件は「何が制約か」の章に示します。", count - most));
    if (rest != KK_NONE)
        put_rest(H, R, rest);
}

static void put_reasons(kk_html *H, const kk_report_side *D)
{
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    int broken = 0, told = 0;
    for (int g = 0; g < C->ntarget; g++)
        broken += !D->S->promise[g].kept;
    kk_html_section(H, 3, "why", KK_WORD(V, "Why something stays short: the main reasons", "不足が残る主な理由"));
    for (int g = 0; g < C->ntarget; g++) {
        const kk_promise *R = &D->S->promise[g];
        if (R->kept || told++ >= MOST_REASONS)
            continue;
        put_reasons_of(H, D->why, "promise", C->target[g].name.id, C->first + R->t,
                       KK_SAY(V, "“%s”, %s, %s short:", "「%s」%s、%sの不足：", C->target[g].name.label,
                              kk_say_date(V, C->first + R->t), say_amount(V, &C->target[g], R->short_)),
                       broken > 2 ? 1 : MOST_REASONS);
    }
    if (broken > MOST_REASONS)
        kk_html_add(H, "<p class=\"small\">%s</p>\n",
                    KK_SAY(V, "%d more promises that are not kept: see “What binds”.",
                           "守れない目標はほかに%d件あります（「何が制約か」の章）。", broken - MOST_REASONS));
    int worst = -1;
    for (int t = 0; t < C->nplan && broken == 0; t++) {
        double most = 0.0, here = 0.0;
        for (int a = 0; a < C->narea; a++) {
            most += worst >= 0 ? kk_html_children(C, D->F->unmet, a, worst) : 0.0;
            here += kk_html_children(C, D->F->unmet, a, t);
        }
        worst = here > most ? t : worst;
    }
    if (worst >= 0)
        put_reasons_of(
            H, D->why, "year", "", C->first + worst,
            KK_SAY(V, "%s, outside of any promise:", "%s（目標の対象外）の不足：", kk_say_date(V, C->first + worst)),
            MOST_REASONS);
    else if (broken == 0)
        kk_html_add(H, "<p>%s</p>\n",
                    KK_WORD(V, "Nobody is short in the years of the plan.", "計画期間に不足はありません。"));
    kk_html_add(H, "</section>\n");
}

/* ---- estimates and words ----------------------------------------------------------------------------------------- */

static int count_marks(const unsigned char *mark, size_t n)
{
    int count = 0;
    for (size_t i = 0; i < n; i++)
        count += mark[i] != 0;
    return count;
}

/* How far the goals of a plan in whole units may be from the best. */
static void put_gaps(kk_html *H, const kk_report_side *D)
{
    const kk_voice *V = &H->voice;
    kk_text T = {.K = H->K};
    for (int i = 0; i < D->P->nstage; i++)
        if (D->P->stage[i].goal && !D->P->stage[i].proved)
            kk_text_addf(&T, "%s%s", T.length ? KK_WORD(V, "; ", "、") : "",
                         KK_SAY(V, "%s %s", "%s %s", kk_say_stage(V, i), kk_say_gap(V, &D->P->stage[i])));
    kk_html_add(H, " %s",
                T.length ? KK_HTML(H, KK_SAY(V, "In whole units these goals may be at most so far from the best: %s.",
                                             "整数単位の最善との差は最大で、%s。", kk_text_get(&T)))
                         : KK_WORD(V, "Every goal is proved to be the best in whole units.",
                                   "どの目標の値も、整数単位で最善と証明されています。"));
}

static void put_estimates(kk_html *H, const kk_report_side *D)
{
    const kk_voice *V = &H->voice;
    const kk_city *C = V->C;
    size_t needs = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
    size_t bases = (size_t)C->narea * (size_t)C->nseat * (size_t)C->nyear;
    kk_html_section(H, 3, "estimates", KK_WORD(V, "What is estimated", "推計によるもの"));
    if (C->estimates == 0)
        kk_html_add(H, "<p>%s", KK_WORD(V, "No figure of the input is an estimate.", "入力に推計値はありません。"));
    else
        kk_html_add(
            H, "<p>%s",
            KK_HTML(H, KK_SAY(V, "%d of %d rows of the input: %d of %d figures of need, %d of %d of seats.",
                              "入力のうち推計は%d行（全%d行）。量の見込みは%d値（全%d値）、定員は%d値（全%d値）。",
                              C->estimates, C->figures, count_marks(C->need_estimate, needs), (int)needs,
                              count_marks(C->base_estimate, bases), (int)bases)));
    if (*C->note)
        kk_html_add(H, " %s", KK_HTML(H, kk_fit(H->K, C->note, MOST_OF_NOTE)));
    if (C->whole && !C->follow)
        put_gaps(H, D);
    else if (!C->whole)
        kk_html_add(H, " %s",
                    KK_WORD(V, "Units are continuous: a quick look in which part of a facility may open.",
                            "施設数の端数を認めた概算です。"));
    if (D->P->stopped)
        kk_html_add(H, " %s",
                    KK_WORD(V, "The plan was stopped by a time limit: there may be a better one.",
                            "時間制限で打ち切った計画です（より良い計画がありえます）。"));
    kk_html_add(H, "</p></section>\n");
}

static void put_words(kk_html *H)
{
    static const char *const WORD[][2][2] = {
        {{"Need", "Children of an area who ask for a place."}, {"量の見込み", "区域の子どものうち利用を希望する人数"}},
        {{"Supply", "Seats that there are, or that measures add."},
         {"確保の内容", "今ある定員と、確保方策で増やす定員"}},
        {{"Short", "Need without a place; seats of the wrong age or kind do not count."},
         {"不足", "席のない子ども。年齢や区分の合わない空きは数えない"}},
        {{"Vacant", "Seats that nobody uses."}, {"空き", "利用者のいない定員"}},
        {{"Measure", "What the city may do: extend, convert, open."},
         {"確保方策", "増築・移行・新設など、市がとりうる手段"}},
        {{"Peak", "The largest need of the plan's years."}, {"ピーク", "計画期間で最大の量の見込み"}},
        {{"Without the plan", "Only what exists and is already decided."},
         {"計画なし", "今ある定員と決定済みの分だけの場合"}},
        {{"*", "Rests on an estimate."}, {"*", "推計に基づく値"}},
    };
    const kk_voice *V = &H->voice;
    kk_html_section(H, 3, "words", KK_WORD(V, "Words", "用語"));
    kk_html_add(H, "<dl class=\"words\">");
    for (size_t i = 0; i < sizeof WORD / sizeof *WORD; i++)
        kk_html_add(H, "<div><dt>%s</dt><dd>%s</dd></div>", WORD[i][V->lang][0], WORD[i][V->lang][1]);
    kk_html_add(H, "</dl></section>\n");
}

/* ---- the sheet --------------------------------------------------------------------------------------------------- */

/* Tenths of a millimetre of print, as html_style.c has it: the sheet without its margins and a line of reserve, the
 * heading of the part, the figures that matter, what a heading h1, an edition and a line of text take. */
enum { SHEET = 2660, HEADING = 90, FIGURES = 210, TITLE = 64, EDITION = 56, TITLE_COLUMNS = 68 };

/* How much of the sheet the markup of a part takes; more: what an item of a list takes beside its lines. */
static int height_of(kk_html *H, int more)
{
    const int full = H->voice.lang == KK_JA ? 115 : 104; /* columns of a line: letters are wider than half a kanji */
    const char *markup = kk_text_get(&H->T);
    const struct {
        const char *end;
        int line, more, columns;
    } block[] = {{"</li>", 45, more, full},
                 {"</p>", 45, 10, full},
                 {"</h3>", 50, 35, full},
                 {"</dd>", 19, 0, full / 2}}; /* two columns of words */
    int height = 0, columns = 0;
    for (const char *s = markup; *s;) {
        size_t length = strcspn(s, "<");
        columns += kk_text_width(kk_strndup(H->K, s, length));
        s += length;
        for (size_t i = 0; *s && i < sizeof block / sizeof *block; i++)
            if (strncmp(s, block[i].end, strlen(block[i].end)) == 0) {
                height += block[i].line * (1 + columns / block[i].columns) + block[i].more;
                columns = 0;
            }
        s += *s ? strcspn(s, ">") + 1 : 0;
    }
    return height;
}

void kk_html_first(kk_html *H, const kk_report_side *D)
{
    kk_ctx *K = H->K;
    const kk_city *C = D->P->C;
    kk_html above = *H, below = *H;
    above.T = below.T = (kk_text){.K = K};
    put_promises(&above, D);
    put_reasons(&below, D);
    put_estimates(&below, D);
    put_words(&below);
    int room = SHEET - HEADING - FIGURES - TITLE * (1 + kk_text_width(kk_say_title(&H->voice)) / TITLE_COLUMNS);
    room -= *C->edition ? EDITION : 0;
    room -= height_of(&above, 31) + height_of(&below, 0);
    kk_text_add(&H->T, kk_text_get(&above.T));
    put_figures(H, D);
    H->cut = !kk_html_areas(H, D, room);
    kk_text_add(&H->T, kk_text_get(&below.T));
}
