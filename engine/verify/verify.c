/* The folder of a plan, verified.
 *
 * Each step enters the engine by itself, so that what one of them refuses becomes a problem and the next can go on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "verify/verify.h"

#include "base/list.h"
#include "base/num.h"
#include "base/str.h"
#include "input/csv.h"
#include "input/folder.h"
#include "input/load.h"
#include "judge/check.h"
#include "judge/contradiction.h"
#include "judge/proof.h"
#include "judge/read.h"
#include "report/conflict_out.h"
#include "report/csv_out.h"
#include "report/run_json.h"
#include "verify/proof_in.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    kk_ctx *K;
    const char *dir;
    kk_verification *V;
    kk_folder *F;
    kk_proof *proof;
    kk_plan *P; /* as run.json says it came about */
    kk_printed printed;
    char message[2][1100]; /* of the last step that failed: the next clears it */
} work;

/* ---- problems ---------------------------------------------------------------------------------------------------- */

static void add_problem(work *W, const char *en, const char *ja)
{
    kk_verification *V = W->V;
    V->problem = kk_grow(W->K, V->problem, &V->capacity, V->nproblem + 1, sizeof *V->problem);
    V->problem[V->nproblem++] = (kk_problem){{en, ja}};
}

/* The message of the step that failed, and the first thing that reading found. */
static void note_failure(kk_ctx *K, void *arg)
{
    work *W = arg;
    const char *text[2];
    for (kk_lang lang = KK_EN; lang <= KK_JA; lang++) {
        text[lang] = kk_strdup(K, W->message[lang]);
        for (int i = 0; i < kk_finding_count(K, NULL, NULL); i++) {
            const kk_finding *f = kk_finding_at(K, i);
            if (!f->error)
                continue;
            text[lang] = kk_format(K, "%s (%s:%d: %s)", text[lang], f->file, f->line, f->text[lang]);
            break;
        }
    }
    add_problem(W, text[KK_EN], text[KK_JA]);
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

static void open_folder(kk_ctx *K, void *arg)
{
    work *W = arg;
    W->V = KK_NEW(K, kk_verification);
    W->F = kk_folder_open(K, W->dir);
    W->V->dir = W->dir;
    W->V->nfile = W->F->nfile;
    W->V->changed = KK_ARRAY(K, const char *, W->F->nfile);
    int count;
    const char **name = kk_folder_list(K, W->dir, &count);
    W->V->stranger = KK_ARRAY(K, const char *, count);
    for (int i = 0; i < count; i++) {
        bool listed = strcmp(name[i], "run.json") == 0;
        for (int j = 0; j < W->F->nfile; j++)
            listed = listed || strcmp(W->F->file[j].raw.name, name[i]) == 0;
        if (!listed)
            W->V->stranger[W->V->nstranger++] = name[i];
    }
    for (int i = 0; i < W->F->nfile; i++)
        if (W->F->file[i].changed) {
            const char *file = W->V->changed[W->V->nchanged++] = W->F->file[i].raw.name;
            add_problem(W, kk_format(K, "%s was changed after it was written: its SHA-256 is another", file),
                        kk_format(K, "%s は書き出された後に変更されています（SHA-256 が違います）", file));
        }
}

static void read_city(kk_ctx *K, void *arg)
{
    work *W = arg;
    W->V->C = kk_load(K, kk_path_join(K, W->dir, "input/scenario.json"), NULL);
}

static const kk_listed *find(const work *W, const char *name)
{
    for (int i = 0; i < W->F->nfile; i++)
        if (strcmp(W->F->file[i].raw.name, name) == 0)
            return &W->F->file[i];
    return NULL;
}

static void read_proof(kk_ctx *K, void *arg)
{
    work *W = arg;
    const kk_listed *file = find(W, "proof.json");
    if (!file)
        kk_fail(K, KK_EJUDGE, "there is no proof.json", "proof.json がありません");
    W->proof = kk_proof_read(K, &file->raw);
}

/* ---- what run.json says ------------------------------------------------------------------------------------------ */

static _Noreturn void refuse_run(kk_ctx *K, const char *key)
{
    kk_fail(K, KK_EJUDGE, "run.json: %s is not what kakuho %s writes",
            "run.json: %s は kakuho %s が書く形ではありません", key, KK_VERSION);
}

static const kk_json *list_of(kk_ctx *K, const kk_json *run, const char *key, int count)
{
    const kk_json *list = kk_json_member(run, key);
    if (!list || list->kind != KK_JSON_LIST || (count >= 0 && list->nchild != count))
        refuse_run(K, key);
    return list;
}

static double number_of(kk_ctx *K, const kk_json *node, const char *key)
{
    const kk_json *found = kk_json_member(node, key);
    if (!found || found->kind != KK_JSON_NUMBER || found->bad)
        refuse_run(K, key);
    return found->number;
}

/* Whether a member is this text. */
static bool says(const kk_json *node, const char *key, const char *text)
{
    const kk_json *found = kk_json_member(node, key);
    return found && found->kind == KK_JSON_TEXT && strcmp(found->text, text) == 0;
}

/* How the plan came about: values and stages. */
static void read_run(kk_ctx *K, void *arg)
{
    work *W = arg;
    const kk_city *C = W->V->C;
    const kk_json *run = W->F->run, *goals = list_of(K, run, "goals", C->ngoal),
                  *stages = list_of(K, run, "stages", -1);
    kk_plan *P = KK_NEW(K, kk_plan);
    P->C = C;
    P->proof = W->proof;
    P->goal_value = KK_ARRAY(K, double, C->ngoal);
    for (int n = 0; n < C->ngoal; n++)
        P->goal_value[n] = number_of(K, &goals->child[n], "value");
    P->nstage = stages->nchild;
    P->stage = KK_ARRAY(K, kk_stage, stages->nchild);
    for (int i = 0; i < P->nstage; i++) {
        const kk_json *S = &stages->child[i], *name = kk_json_member(S, "name"), *goal = kk_json_member(S, "goal");
        if (!name || name->kind != KK_JSON_TEXT || !goal || goal->kind != KK_JSON_BOOL)
            refuse_run(K, "stages");
        P->stage[i] = (kk_stage){.name = name->text, .goal = goal->number != 0.0};
        P->stage[i].value = number_of(K, S, "value");
        if (C->whole && P->stage[i].goal) {
            P->stage[i].bound = number_of(K, S, "bound");
            P->stage[i].proved = says(S, "optimal", "proved");
        }
    }
    P->unique = W->V->unique = says(run, "unique", "proved");
    P->stopped = says(run, "outcome", "stopped");
    W->P = P;
}

/* A table that was not written because it is empty. */
static bool may_be_missing(int s)
{
    return s == KK_S_CARERS || s == KK_S_TRANSFERS || s == KK_S_LEAVERS;
}

static void judge(kk_ctx *K, void *arg)
{
    work *W = arg;
    W->printed.proof = W->proof; /* what run.json says of goals is compared with what it proves: compare_values() */
    for (int s = 0; s < KK_NSHEET; s++) {
        const kk_sheet *S = W->F->sheet[s];
        W->printed.sheet[s] = S->ncol == 0 && may_be_missing(s) ? kk_read_empty(K, s) : S;
    }
    W->V->nstage = W->proof->nstage;
    W->V->claim = KK_ARRAY(K, kk_claim, W->proof->nstage);
    kk_judge_printed(K, W->V->C, &W->printed, &W->V->proved);
}

/* ---- the same bytes ---------------------------------------------------------------------------------------------- */

static bool same(const kk_blob *raw, const char *text)
{
    return strlen(text) == raw->size && memcmp(text, raw->data, raw->size) == 0;
}

static void not_as_written(work *W, const char *name)
{
    add_problem(W, kk_format(W->K, "%s is not as kakuho %s writes it", name, KK_VERSION),
                kk_format(W->K, "%s は kakuho %s が書く形ではありません", name, KK_VERSION));
}

/* A value as run.json prints it, six decimals of at most twelve digits. */
static void compare_value(work *W, const char *what, double printed, double found)
{
    if (fabs(printed - found) <= 0.5001e-6 + 5.1e-12 * fabs(found))
        return;
    const char *is = kk_strdup(W->K, kk_value_print(W->K, printed)), *should = kk_value_print(W->K, found);
    add_problem(W, kk_format(W->K, "run.json: the value of %s is %s, and should be %s", what, is, should),
                kk_format(W->K, "run.json: %s の値 %s は %s のはずです", what, is, should));
}

/* A stage of goals. What the search for whole units claims is between what is proved and what was found, and has no
 * decimals that its gap does not tell. */
static void compare_stage(work *W, kk_stage *S, int s)
{
    const kk_bound *B = &W->V->proved->stage[s];
    double bound = kk_value_said(B->bound_near);
    if (!S->goal || strcmp(S->name, B->stage) != 0)
        refuse_run(W->K, "stages");
    compare_value(W, S->name, S->value, B->value_near);
    if (!W->V->C->whole) {
        S->bound = bound;
        return;
    }
    W->V->claim[s] = (kk_claim){S->bound, S->proved};
    double claimed = kk_bound_said(S->value, S->bound);
    if (S->proved ? S->bound != S->value
                  : S->bound != claimed || S->bound < kk_bound_said(S->value, bound) || S->bound >= S->value)
        add_problem(
            W,
            kk_format(W->K,
                      "run.json: the bound of %s does not stand between what is proved and the value, or has more "
                      "decimals than "
                      "its gap tells",
                      S->name),
            kk_format(W->K,
                      "run.json: %s の下界が、証明された値と計画の値の間にないか、差で分かるより細かい桁を持っています",
                      S->name));
}

static void compare_values(work *W)
{
    const kk_city *C = W->V->C;
    const kk_proved *proved = W->V->proved;
    for (int n = 0; n < C->ngoal; n++)
        compare_value(W, C->goal[n].code, W->P->goal_value[n], proved->goal_near[n]);
    int closing = 0;
    for (int i = 0; i < W->P->nstage; i++) {
        kk_stage *S = &W->P->stage[i];
        if (i < W->V->nstage) {
            compare_stage(W, S, i);
            continue;
        }
        if (S->goal || closing == proved->nclosing || strcmp(S->name, proved->closing[closing].name) != 0)
            refuse_run(W->K, "stages");
        compare_value(W, S->name, S->value, proved->closing[closing++].value);
    }
    /* in whole units children are placed when all units are known: of services nothing is said */
    if (W->P->nstage < W->V->nstage || closing < proved->nclosing - C->whole)
        refuse_run(W->K, "stages");
}

/* The line of run.json that differs first. */
static void compare_run(work *W, const char *want)
{
    const char *path = kk_path_join(W->K, W->dir, "run.json"), *why[2];
    kk_blob raw;
    if (!kk_file_read(W->K, path, &raw, why))
        kk_fail(W->K, KK_ESYSTEM, "%s: cannot be read: %s%.0s", "%s：読めません：%.0s%s", path, why[KK_EN], why[KK_JA]);
    const char *is = raw.data, *should = want;
    int line = 1;
    for (;;) {
        size_t m = strcspn(is, "\n"), n = strcspn(should, "\n");
        if (m != n || memcmp(is, should, m) != 0) {
            const char *x = kk_strndup(W->K, is, m), *y = kk_strndup(W->K, should, n);
            add_problem(W, kk_format(W->K, "run.json line %d: '%s' should be '%s'", line, x, y),
                        kk_format(W->K, "run.json %d 行目: 「%s」は「%s」のはずです", line, x, y));
            return;
        }
        is += strcspn(is, "\n");
        should += strcspn(should, "\n");
        if (!*is && !*should)
            return;
        is += *is == '\n';
        should += *should == '\n';
        line++;
    }
}

/* Every file is byte for byte what follows from what has been judged. */
static void compare_bytes(kk_ctx *K, void *arg)
{
    work *W = arg;
    const kk_city *C = W->V->C;
    kk_blob *file = KK_ARRAY(K, kk_blob, KK_NSHEET + C->ninput + 1);
    const kk_listed *plan = find(W, "plan.csv"); /* all tables are as it is: for Excel, or not */
    bool excel = plan && plan->raw.size > 0 && plan->raw.data[0] == '\xef';
    int count = 0;
    for (int s = 0; s < KK_NSHEET; s++) {
        const kk_sheet *S = W->printed.sheet[s];
        const char *name = kk_format(K, "%s.csv", S->name);
        const kk_listed *listed = find(W, name);
        W->P->sheet[s] = (kk_sheet *)S;
        if (may_be_missing(s) && S->nrow == 0 && !listed)
            continue;
        if (!listed || !same(&listed->raw, kk_csv_text_as(K, S, excel)))
            not_as_written(W, name);
        else
            file[count++] = listed->raw;
    }
    for (int i = 0; i < C->ninput; i++) {
        const char *name = kk_format(K, "input/%s", C->input[i].name);
        const kk_listed *listed = find(W, name);
        if (!listed || listed->raw.size != C->input[i].size ||
            memcmp(listed->raw.data, C->input[i].data, listed->raw.size) != 0)
            not_as_written(W, name);
        else
            file[count++] = listed->raw;
    }
    file[count++] = find(W, "proof.json")->raw;
    compare_values(W);
    if (W->V->nproblem == 0)
        compare_run(W, kk_run_json(K, W->P, file, count));
}

/* ---- a contradiction --------------------------------------------------------------------------------------------- */

/* The rules of conflict.csv contradict each other, and what stands beside them is right. */
static void judge_contradiction(kk_ctx *K, void *arg)
{
    work *W = arg;
    const kk_city *C = W->V->C;
    const kk_listed *rules = find(W, "conflict.csv"), *proof = find(W, "proof.json");
    const kk_json *whole_only = kk_json_member(W->F->run, "whole_units_only");
    if (!rules || !proof)
        kk_fail(K, KK_EJUDGE, "there is no conflict.csv, or no proof.json", "conflict.csv か proof.json がありません");
    if (!whole_only || whole_only->kind != KK_JSON_BOOL)
        refuse_run(K, "whole_units_only");
    const kk_csv *T = kk_csv_parse(K, "conflict.csv", &rules->raw);
    kk_conflict X = {.count = T->nrow, .rule = KK_ARRAY(K, kk_rule, T->nrow), .whole_only = whole_only->number != 0.0};
    for (int i = 0; i < T->nrow; i++)
        X.rule[i].row = kk_csv_cell(T, i + 1, 0);
    X.proof = kk_conflict_proof_read(K, &proof->raw, &X.nproof);
    W->V->nrule = X.count;
    W->V->excess = kk_contradiction_judge(K, C, &X);
    if (!same(&rules->raw, kk_csv_text(K, kk_conflict_sheet(K, C, &X))))
        not_as_written(W, "conflict.csv");
    kk_blob *file = KK_ARRAY(K, kk_blob, C->ninput + 2);
    file[0] = rules->raw;
    for (int i = 0; i < C->ninput; i++) {
        file[i + 1] = C->input[i];
        file[i + 1].name = kk_format(K, "input/%s", C->input[i].name);
    }
    file[C->ninput + 1] = proof->raw;
    if (W->V->nproblem == 0)
        compare_run(W, kk_conflict_json(K, C, X.whole_only, file, C->ninput + 2));
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

/* One step; what it refuses is a problem. True if the next can go on. */
static bool step(work *W, void (*body)(kk_ctx *K, void *arg), kk_rc *rc)
{
    *rc = kk_guard(W->K, body, W);
    for (kk_lang lang = KK_EN; lang <= KK_JA; lang++)
        snprintf(W->message[lang], sizeof W->message[lang], "%s", kk_message(W->K, lang));
    if (*rc == KK_EJUDGE || *rc == KK_EINPUT)
        *rc = kk_guard(W->K, note_failure, W) == KK_OK ? KK_EJUDGE : KK_ESYSTEM;
    return *rc == KK_OK;
}

kk_rc kk_plan_verify(kk_ctx *K, const char *dir, const kk_verification **out)
{
    work W = {.K = K, .dir = dir};
    kk_rc rc = kk_guard(K, open_folder, &W);
    if (rc != KK_OK)
        return rc;
    if (W.F->contradiction) {
        if (step(&W, read_city, &rc))
            step(&W, judge_contradiction, &rc);
    } else if (step(&W, read_city, &rc) && step(&W, read_proof, &rc) && step(&W, read_run, &rc)) {
        step(&W, judge, &rc);
        if ((rc == KK_OK || rc == KK_EJUDGE) && W.V->proved)
            step(&W, compare_bytes, &rc);
    }
    if (rc != KK_OK && rc != KK_EJUDGE)
        return rc;
    *out = W.V;
    return W.V->nproblem > 0 ? KK_EJUDGE : KK_OK;
}
