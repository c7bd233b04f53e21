/* What verifying has found, in words and as JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/num.h"
#include "report/csv_out.h"
#include "report/json_out.h"
#include "report/words.h"
#include "verify/verify.h"

#include <string.h>

enum { STAGE = 10, WHAT = 22, NUMBER = 18, GAP = 12, SHOWN = 10 };

/* The goals of a stage: "unmet city-2021 + seats". */
static const char *goals_of(const kk_voice *V, int stage)
{
    kk_text T = {.K = V->K};
    for (int n = 0; n < V->C->ngoal; n++) {
        const kk_goal *N = &V->C->goal[n];
        if (N->stage != stage)
            continue;
        kk_text_addf(&T, "%s%s", T.length ? " + " : "", kk_goal_word[N->kind]);
        if (N->target != KK_NONE)
            kk_text_addf(&T, " %s", V->C->target[N->target].name.id);
    }
    return kk_text_get(&T);
}

static const char *decimal(const kk_voice *V, double value, int decimals)
{
    double scaled = round(value * (decimals == 3 ? 1e3 : decimals == 6 ? 1e6 : 1e9));
    return fabs(scaled) < 9e18 ? kk_say_decimal(V, (int64_t)scaled, decimals) : kk_value_print(V->K, value);
}

/* A gap is next to nothing, or, in whole units, as large as what a part of a unit makes out. */
static const char *gap_of(const kk_voice *V, const kk_bound *B)
{
    double gap = B->value_near - B->bound_near;
    return gap < 0.01 ? decimal(V, gap, 9) : decimal(V, gap, 3);
}

/* Numbers are never cut short: a column is as wide as its longest, and a line as its columns. */
static void put_bounds(const kk_voice *V, const kk_verification *X, kk_text *T)
{
    kk_ctx *K = V->K;
    typedef const char *numbers[3];
    numbers *cell = KK_ARRAY(K, numbers, X->nstage + 1);
    int width[] = {NUMBER, NUMBER, GAP};
    cell[0][0] = KK_WORD(V, "value", "値");
    cell[0][1] = KK_WORD(V, "proved bound", "証明された下界");
    cell[0][2] = KK_WORD(V, "gap", "差");
    for (int s = 0; s < X->nstage; s++) {
        const kk_bound *B = &X->proved->stage[s];
        cell[s + 1][0] = decimal(V, B->value_near, 6);
        cell[s + 1][1] = decimal(V, B->bound_near, 6);
        cell[s + 1][2] = gap_of(V, B);
        for (int i = 0; i < 3; i++)
            if (kk_text_width(cell[s + 1][i]) + 2 > width[i])
                width[i] = kk_text_width(cell[s + 1][i]) + 2;
    }
    for (int s = -1; s < X->nstage; s++) {
        const char *stage = s < 0 ? KK_WORD(V, "Stage", "段階") : X->proved->stage[s].stage,
                   *goals = s < 0 ? KK_WORD(V, "goal", "目標") : goals_of(V, s), **number = cell[s + 1];
        kk_text_addf(T, "%s%s%s%s%s\n", kk_pad_left(K, kk_fit(K, stage, STAGE - 1), STAGE),
                     kk_pad_left(K, kk_fit(K, goals, WHAT - 1), WHAT), kk_pad_right(K, number[0], width[0]),
                     kk_pad_right(K, number[1], width[1]), kk_pad_right(K, number[2], width[2]));
    }
}

/* In whole units: what the search says beyond what is proved. */
static void put_claims(const kk_voice *V, const kk_verification *X, kk_text *T)
{
    for (int s = 0; X->C->whole && s < X->nstage; s++) {
        const kk_bound *B = &X->proved->stage[s];
        if (B->proved || X->claim[s].bound <= kk_value_said(B->bound_near))
            continue;
        if (X->claim[s].optimal)
            kk_say_line(T, KK_SAY(V, "Claimed   %s: the search says that no plan in whole units is better",
                                  "探索結果  %s：探索によれば、これより良い整数単位の計画はない（証明外）", B->stage));
        else
            kk_say_line(T, KK_SAY(V, "Claimed   %s: the search says that no plan in whole units is below %s",
                                  "探索結果  %s：探索によれば、整数単位の計画は %s を下回らない（証明外）", B->stage,
                                  decimal(V, X->claim[s].bound, 6)));
    }
}

static const char *say(kk_ctx *K, const kk_verification *X, kk_lang lang)
{
    kk_voice V = {.K = K, .C = X->C, .lang = lang};
    kk_text T = {.K = K};
    bool good = X->nproblem == 0;
    if (X->C)
        kk_say_line(&T, kk_say_title(&V));
    kk_say_line(&T, KK_SAY(&V, "Files     %d of %d as they were written", "ファイル  %d／%d 件が書き出されたときのまま",
                           X->nfile - X->nchanged, X->nfile));
    if (good && X->nrule > 0 && !X->excess) {
        kk_say_line(&T, KK_SAY(&V, "Rules     %d, as the input states them", "規則      %d 件。いずれも入力のとおり",
                               X->nrule));
        kk_say_line(&T, KK_WORD(&V, "Claimed   the search says: not together in whole units. Not proved",
                                "探索結果  整数単位では同時に守れない（証明外）"));
    } else if (good && X->excess) {
        kk_say_line(&T,
                    KK_SAY(&V, "Rules     %d cannot be kept together: in sum they are apart by %s",
                           "規則      %d 件の条件は同時に守れない（合わせると %s の食い違い）", X->nrule, X->excess));
        kk_say_line(&T, KK_WORD(&V, "Plans     no plan keeps them, proved in exact arithmetic",
                                "計画      これらを守る計画がないことを、誤差のない計算で証明"));
    } else if (good) {
        kk_say_line(&T, KK_WORD(&V, "Rules     all kept; every printed number follows from input, plan and served",
                                "規則      すべて守られ、表の数はすべて plan.csv と served.csv から導かれる"));
        kk_say_line(&T, X->C->whole
                            ? KK_WORD(&V, "Goals     no plan is below these bounds, proved in exact arithmetic:",
                                      "目標      これらの下界より良い計画がないことを、誤差のない計算で証明:")
                            : KK_WORD(&V, "Goals     no plan is better, proved in exact arithmetic:",
                                      "目標      これより良い計画がないことを、誤差のない計算で証明:"));
    }
    if (X->proved)
        put_bounds(&V, X, &T);
    if (X->proved && good) {
        put_claims(&V, X, &T);
        if (X->unique)
            kk_say_line(&T, KK_WORD(&V, "Claimed   the solver says that no other plan is equal (unique). Not proved",
                                    "探索結果  ソルバーによれば、同等の計画は他にない（unique、証明外）"));
    }
    for (int i = 0; i < X->nproblem && i < SHOWN; i++)
        kk_text_addf(&T, "%s%s\n", KK_WORD(&V, "WRONG     ", "誤り      "), X->problem[i].text[lang]);
    if (X->nproblem > SHOWN)
        kk_say_line(&T, KK_SAY(&V, "          and %d more", "          ほか %d 件", X->nproblem - SHOWN));
    for (int i = 0; i < X->nstranger && i < SHOWN; i++)
        kk_say_line(&T, KK_SAY(&V, "Not looked at: %s (run.json does not list it)",
                               "対象外: %s（run.json に載っていません）", X->stranger[i]));
    if (X->nstranger > SHOWN)
        kk_say_line(&T, KK_SAY(&V, "Not looked at: %d more", "対象外: ほか %d 件", X->nstranger - SHOWN));
    kk_say_line(&T, good ? KK_SAY(&V, "VERIFIED  %s", "検証済み  %s", X->dir)
                         : KK_SAY(&V, "REJECTED  %s", "不合格    %s", X->dir));
    return kk_text_get(&T);
}

static const char *say_json(kk_ctx *K, const kk_verification *X)
{
    kk_voice V = {.K = K, .C = X->C, .lang = KK_EN};
    kk_json J = {.T.K = K};
    kk_json_open(&J, NULL, '{');
    kk_json_text(&J, "folder", X->dir);
    kk_json_bool(&J, "verified", X->nproblem == 0);
    kk_json_open(&J, "files", '{');
    kk_json_int(&J, "listed", X->nfile);
    kk_json_open(&J, "changed", '[');
    for (int i = 0; i < X->nchanged; i++)
        kk_json_text(&J, NULL, X->changed[i]);
    kk_json_close(&J);
    kk_json_open(&J, "not_listed", '[');
    for (int i = 0; i < X->nstranger; i++)
        kk_json_text(&J, NULL, X->stranger[i]);
    kk_json_close(&J);
    kk_json_close(&J);
    if (X->nrule > 0) {
        kk_json_open(&J, "contradiction", '{');
        kk_json_int(&J, "rules", X->nrule);
        kk_json_bool(&J, "proved", X->excess != NULL);
        kk_json_text(&J, "excess", X->excess);
        kk_json_close(&J);
    }
    kk_json_open(&J, "stages", '[');
    for (int s = 0; X->proved && s < X->nstage; s++) {
        const kk_bound *B = &X->proved->stage[s];
        kk_json_open(&J, NULL, '{');
        kk_json_text(&J, "stage", B->stage);
        kk_json_text(&J, "goals", goals_of(&V, s));
        kk_json_text(&J, "value", B->value);
        kk_json_text(&J, "bound", B->bound);
        kk_json_text(&J, "gap", B->gap);
        kk_json_bool(&J, "proved", B->proved);
        if (X->C->whole && X->nproblem == 0) {
            kk_json_number(&J, "claimed_bound", X->claim[s].bound);
            kk_json_bool(&J, "claimed_optimal", X->claim[s].optimal);
        }
        kk_json_close(&J);
    }
    kk_json_close(&J);
    kk_json_open(&J, "not_proved", '[');
    if (X->proved && X->unique)
        kk_json_text(&J, NULL, "unique");
    if (X->nrule > 0 && !X->excess)
        kk_json_text(&J, NULL, "whole_units_only");
    kk_json_close(&J);
    kk_json_open(&J, "problems", '[');
    for (int i = 0; i < X->nproblem; i++) {
        kk_json_open(&J, NULL, '{');
        kk_json_text(&J, "en", X->problem[i].text[KK_EN]);
        kk_json_text(&J, "ja", X->problem[i].text[KK_JA]);
        kk_json_close(&J);
    }
    kk_json_close(&J);
    kk_json_close(&J);
    return kk_json_get(&J);
}

/* A row of the table: what it is about, and of which. */
static const char **row(kk_ctx *K, kk_sheet *S, const char *about, const char *of, const char *verdict)
{
    const char **cell = kk_sheet_row(K, S);
    cell[0] = about;
    cell[1] = of;
    cell[5] = verdict;
    return cell + 2;
}

static const char *say_csv(kk_ctx *K, const kk_verification *X, kk_lang lang)
{
    static const char *const COLUMN[] = {"about", "of", "value", "bound", "gap", "verdict", "text"};
    enum { C_VALUE, C_BOUND, C_GAP, C_TEXT = 4 };
    kk_voice V = {.K = K, .C = X->C, .lang = KK_EN};
    kk_sheet *S = kk_sheet_new(K, "verify", COLUMN, sizeof COLUMN / sizeof *COLUMN);
    row(K, S, "folder", X->dir, X->nproblem == 0 ? "verified" : "rejected");
    row(K, S, "files", "", X->nchanged == 0 ? "as written" : "changed")[C_VALUE] = kk_format(K, "%d", X->nfile);
    for (int i = 0; i < X->nchanged; i++)
        row(K, S, "file", X->changed[i], "changed");
    for (int i = 0; i < X->nstranger; i++)
        row(K, S, "file", X->stranger[i], "not listed");
    if (X->nrule > 0) {
        const char **cell = row(K, S, "contradiction", "", X->excess ? "proved" : "not proved");
        cell[C_VALUE] = kk_format(K, "%d", X->nrule);
        cell[C_GAP] = X->excess ? X->excess : "";
    }
    for (int s = 0; X->proved && s < X->nstage; s++) {
        const kk_bound *B = &X->proved->stage[s];
        const char **cell = row(K, S, "stage", B->stage,
                                B->proved     ? "proved"
                                : X->C->whole ? "bound proved"
                                              : "not proved");
        cell[C_VALUE] = B->value;
        cell[C_BOUND] = B->bound;
        cell[C_GAP] = B->gap;
        cell[C_TEXT] = goals_of(&V, s);
        if (X->C->whole && X->nproblem == 0 && !B->proved)
            row(K, S, "claim", B->stage, "not proved")[C_BOUND] = kk_value_print(K, X->claim[s].bound);
    }
    if (X->proved && X->unique)
        row(K, S, "claim", "unique", "not proved");
    for (int i = 0; i < X->nproblem; i++)
        row(K, S, "problem", "", "")[C_TEXT] = X->problem[i].text[lang];
    return kk_csv_text(K, S);
}

typedef struct {
    const kk_verification *X;
    kk_lang lang;
    kk_form form;
    const char *text;
} say_call;

static void say_body(kk_ctx *K, void *arg)
{
    say_call *A = arg;
    A->text = A->form == KK_IN_JSON  ? say_json(K, A->X)
              : A->form == KK_IN_CSV ? say_csv(K, A->X, A->lang)
                                     : say(K, A->X, A->lang);
}

kk_rc kk_verification_text(kk_ctx *K, const kk_verification *X, kk_lang lang, kk_form form, const char **out)
{
    say_call A = {.X = X, .lang = lang, .form = form};
    kk_rc rc = kk_guard(K, say_body, &A);
    if (rc == KK_OK)
        *out = A.text;
    return rc;
}
