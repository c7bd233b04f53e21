/* The public calls: each enters the engine, one line of work each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kakuho.h"

#include "domain/plan.h"
#include "explain/compare.h"
#include "explain/study.h"
#include "explain/why.h"
#include "input/decided.h"
#include "input/folder.h"
#include "input/init.h"
#include "input/load.h"
#include "input/schema.h"
#include "judge/check.h"
#include "model/model.h"
#include "report/compare_out.h"
#include "report/compare_text.h"
#include "report/conflict_out.h"
#include "report/csv_out.h"
#include "report/folder.h"
#include "report/report_out.h"
#include "report/run_json.h"
#include "report/study_out.h"
#include "report/summary.h"
#include "report/why_out.h"
#include "report/why_words.h"
#include "solve/box.h"
#include "solve/conflict.h"
#include "solve/corner.h"
#include "solve/solve.h"

#include <string.h>

const char *kk_version(void)
{
    return KK_VERSION;
}

void kk_thread_end(void)
{
    kk_box_end_thread();
}

/* Every public call packs its arguments, enters with kk_guard() and hands out what was made. */

typedef struct {
    const char *path;
    const kk_load_options *options;
    kk_city *C;
} load_call;

static void load(kk_ctx *K, void *arg)
{
    load_call *A = arg;
    A->C = kk_load(K, A->path, A->options);
}

kk_rc kk_city_load(kk_ctx *K, const char *path, const kk_load_options *options, kk_city **out)
{
    load_call A = {.path = path, .options = options};
    kk_rc rc = kk_guard(K, load, &A);
    if (rc == KK_OK)
        *out = A.C;
    return rc;
}

static void make_start(kk_ctx *K, void *arg)
{
    kk_start **out = arg;
    *out = kk_start_make(K);
}

kk_start *kk_start_new(kk_ctx *K)
{
    kk_start *S = NULL;
    return kk_guard(K, make_start, &S) == KK_OK ? S : NULL;
}

typedef struct {
    const kk_city *C;
    const kk_plan_options *options;
    kk_plan *P;
} plan_call;

static void progress(const kk_plan_options *options, const char *name)
{
    if (options && options->on_progress)
        options->on_progress(options->info, &(kk_progress){.name = name});
}

static void plan(kk_ctx *K, void *arg)
{
    plan_call *A = arg;
    A->P = kk_solve(K, A->C, A->options);
    kk_sheets_make(K, A->P);
    progress(A->options, "tables");
    kk_judge(K, A->P);
    progress(A->options, "judge");
}

static _Noreturn void no_whole_plan(kk_ctx *K)
{
    kk_fail(K, KK_ECONFLICT,
            "no plan in whole units exists, although there is one in parts of units; look at min_units and at limits "
            "that are floors, or plan with \"units\": \"continuous\"",
            "整数単位の計画は存在しません（端数を認めれば存在します）。min_units と下限の limits を見直すか、"
            "\"units\": \"continuous\" で計画してください");
}

/* Say which rules contradict each other; the stages know only that some do. */
static void contradict(kk_ctx *K, void *arg)
{
    const plan_call *A = arg;
    const kk_conflict *X = kk_conflict_find(K, A->C);
    if (X->count == 0 && A->C->whole)
        no_whole_plan(K);
    if (X->count == 0) /* each search for a plan rounds in its own way */
        kk_fail(K, KK_ESYSTEM, "no plan was found, but no rules contradict each other; the numbers are too far apart",
                "計画が見つかりませんが、矛盾する条件もありません。数値の桁の差が大きすぎます");
    kk_fail(
        K, KK_ECONFLICT,
        X->whole_only ? "no plan in whole units exists, although there is one in parts of units: in whole units these "
                        "rules contradict each other; drop or change one of them:%s%.0s"
                      : "no plan exists: these rules contradict each other; drop or change one of them:%s%.0s",
        X->whole_only ? "整数単位の計画は存在しません（端数を認めれば存在します）。次の条件は整数単位では同時に"
                        "守れません。どれか一つを外すか変えてください。%.0s%s"
                      : "計画が存在しません。次の条件は同時には守れません。どれか一つを外すか変えてください。%.0s%s",
        kk_conflict_text(K, A->C, X, KK_EN), kk_conflict_text(K, A->C, X, KK_JA));
}

kk_rc kk_city_plan(kk_ctx *K, const kk_city *C, const kk_plan_options *options, kk_plan **out)
{
    plan_call A = {.C = C, .options = options};
    kk_rc rc = kk_guard(K, plan, &A);
    if (rc == KK_ECONFLICT)
        rc = kk_guard(K, contradict, &A);
    if (rc == KK_OK)
        *out = A.P;
    return rc;
}

typedef struct {
    const kk_city *C;
    int i;
    kk_lang lang;
    const char *text;
} stage_call;

static void stage(kk_ctx *K, void *arg)
{
    enum { COLUMNS = 40 };
    stage_call *A = arg;
    const kk_voice V = {K, A->C, A->lang};
    int count = 0;
    for (int n = 0; n < A->C->ngoal && !A->C->follow; n++)
        count = A->C->goal[n].stage >= count ? A->C->goal[n].stage + 1 : count;
    A->text = A->i < count
                  ? kk_fit(K, KK_SAY(&V, "goal %d of %d, %s", "目標%d／%d %s", A->i + 1, count, kk_say_stage(&V, A->i)),
                           COLUMNS)
                  : NULL;
}

kk_rc kk_city_stage(kk_ctx *K, const kk_city *C, int i, kk_lang lang, const char **out)
{
    stage_call A = {.C = C, .i = i, .lang = lang};
    kk_rc rc = kk_guard(K, stage, &A);
    if (rc == KK_OK)
        *out = A.text;
    return rc;
}

typedef struct {
    const kk_city *C;
    const char *dir;
} conflict_call;

static void conflict_folder(kk_ctx *K, void *arg)
{
    const conflict_call *A = arg;
    const kk_conflict *X = kk_conflict_find(K, A->C);
    if (X->count == 0 && A->C->whole)
        no_whole_plan(K);
    kk_conflict_folder(K, A->C, X, A->dir);
}

kk_rc kk_conflict_write(kk_ctx *K, const kk_city *C, const char *dir)
{
    return kk_guard(K, conflict_folder, &(conflict_call){.C = C, .dir = dir});
}

void kk_plan_counters(const kk_plan *P, kk_counters *out)
{
    *out = P->counters;
}

bool kk_plan_stopped(const kk_plan *P)
{
    return P->stopped;
}

bool kk_plan_kept(const kk_plan *P)
{
    return kk_all_kept(P);
}

/* What is said of one of these, or written of it to a folder. */
typedef struct {
    const kk_plan *P;
    const kk_why *Y;
    const kk_comparison *X;
    const kk_study *S;
    const kk_report *R;
    kk_lang lang;
    kk_style style;
    const char *dir, *text;
} out_call;

static kk_rc say(kk_ctx *K, void (*body)(kk_ctx *, void *), out_call A, const char **out)
{
    kk_rc rc = kk_guard(K, body, &A);
    if (rc == KK_OK)
        *out = A.text;
    return rc;
}

static kk_style style_of(bool json)
{
    return json ? KK_JSON : KK_TERMINAL;
}

static void summary(kk_ctx *K, void *arg)
{
    out_call *A = arg;
    A->text = kk_summary(K, A->P, A->lang, A->style == KK_JSON, A->dir);
}

kk_rc kk_plan_summary(kk_ctx *K, const kk_plan *P, kk_lang lang, bool json, const char *dir, const char **out)
{
    return say(K, summary, (out_call){.P = P, .lang = lang, .style = style_of(json), .dir = dir}, out);
}

static void folder(kk_ctx *K, void *arg)
{
    const out_call *A = arg;
    kk_plan_folder(K, A->P, A->dir);
}

kk_rc kk_plan_write(kk_ctx *K, const kk_plan *P, const char *dir)
{
    return kk_guard(K, folder, &(out_call){.P = P, .dir = dir});
}

/* A row that two tables do not have in common, from 0; -1 when they are the same. */
static int first_difference(const kk_sheet *one, const kk_sheet *other)
{
    for (int i = 0; i < one->nrow && i < other->nrow; i++)
        for (int j = 0; j < one->ncol; j++)
            if (strcmp(kk_sheet_cell(one, i, j), kk_sheet_cell(other, i, j)) != 0)
                return i;
    return one->nrow == other->nrow ? -1 : one->nrow < other->nrow ? one->nrow : other->nrow;
}

typedef struct {
    const char *dir;
    kk_plan *P;
} read_call;

static void read_plan(kk_ctx *K, void *arg)
{
    read_call *A = arg;
    const kk_folder *D = kk_folder_read(K, A->dir);
    A->P = kk_folder_plan(K, D);
    if (A->P->stopped) { /* nobody finds the same again */
        kk_solve_beside(K, A->P);
        return;
    }
    plan_call again = {.C = D->C};
    plan(K, &again);
    for (int i = 0; i < KK_NSHEET; i++) {
        const kk_sheet *now = again.P->sheet[i], *then = D->sheet[i];
        if (then->ncol == 0 && now->nrow == 0)
            continue;
        int row = then->ncol == now->ncol ? first_difference(now, then) : 0;
        if (row >= 0)
            kk_fail(K, KK_EJUDGE, "%s/%s.csv:%d: is not what its input/ gives; plan it again",
                    "%s/%s.csv:%d: input/ から得られる計画と異なります。計画し直してください", A->dir, now->name,
                    row + 2);
    }
    A->P = again.P;
}

kk_rc kk_plan_read(kk_ctx *K, const char *dir, kk_plan **out)
{
    read_call A = {.dir = dir};
    kk_rc rc = kk_guard(K, read_plan, &A);
    if (rc == KK_OK)
        *out = A.P;
    return rc;
}

static void explain(kk_ctx *K, void *arg)
{
    out_call *A = arg;
    A->Y = kk_why_new(K, A->P);
}

kk_rc kk_plan_explain(kk_ctx *K, const kk_plan *P, const kk_why **out)
{
    out_call A = {.P = P};
    kk_rc rc = kk_guard(K, explain, &A);
    if (rc == KK_OK)
        *out = A.Y;
    return rc;
}

static void why_summary(kk_ctx *K, void *arg)
{
    out_call *A = arg;
    A->text = A->style == KK_JSON ? kk_why_json(K, A->Y, A->lang, A->dir) : kk_why_text(K, A->Y, A->lang, A->dir);
}

kk_rc kk_why_summary(kk_ctx *K, const kk_why *Y, kk_lang lang, bool json, const char *dir, const char **out)
{
    return say(K, why_summary, (out_call){.Y = Y, .lang = lang, .style = style_of(json), .dir = dir}, out);
}

static void why_folder(kk_ctx *K, void *arg)
{
    const out_call *A = arg;
    kk_why_folder(K, A->Y, A->dir);
}

kk_rc kk_why_write(kk_ctx *K, const kk_why *Y, const char *dir)
{
    return kk_guard(K, why_folder, &(out_call){.Y = Y, .dir = dir});
}

typedef struct {
    const char *const *dir;
    int ndir;
    bool causes;
    kk_comparison *X;
} compare_call;

static void compare(kk_ctx *K, void *arg)
{
    compare_call *A = arg;
    kk_side *side = KK_ARRAY(K, kk_side, A->ndir);
    for (int s = 0; s < A->ndir; s++)
        side[s] = kk_side_of(K, s, kk_folder_read(K, A->dir[s]));
    A->X = kk_compare(K, side, A->ndir);
    if (A->causes)
        kk_compare_causes(K, A->X);
}

kk_rc kk_plans_compare(kk_ctx *K, const char *const *dir, int ndir, bool causes, const kk_comparison **out)
{
    compare_call A = {.dir = dir, .ndir = ndir, .causes = causes};
    kk_rc rc = kk_guard(K, compare, &A);
    if (rc == KK_OK)
        *out = A.X;
    return rc == KK_EINPUT ? KK_ESYSTEM : rc; /* a plan was made of it once */
}

bool kk_comparison_differs(const kk_comparison *X)
{
    return X->differs;
}

static void comparison_text(kk_ctx *K, void *arg)
{
    out_call *A = arg;
    A->text = A->style == KK_JSON       ? kk_compare_json(K, A->X)
              : A->style == KK_MARKDOWN ? kk_compare_markdown(K, A->X, A->lang)
                                        : kk_compare_terminal(K, A->X, A->lang);
}

kk_rc kk_comparison_text(kk_ctx *K, const kk_comparison *X, kk_lang lang, kk_style style, const char **out)
{
    return say(K, comparison_text, (out_call){.X = X, .lang = lang, .style = style}, out);
}

static void comparison_folder(kk_ctx *K, void *arg)
{
    const out_call *A = arg;
    kk_compare_folder(K, A->X, A->dir);
}

kk_rc kk_comparison_write(kk_ctx *K, const kk_comparison *X, const char *dir)
{
    return kk_guard(K, comparison_folder, &(out_call){.X = X, .dir = dir});
}

typedef struct {
    const char *const *dir;
    int ndir;
    kk_report *R;
} report_call;

/* Why a plan leaves something short: as its folder beside says, else explained now. */
static const kk_reasons *reasons(kk_ctx *K, const kk_plan *P, const char *dir)
{
    const kk_sheet *sheet[KK_NREASON];
    size_t length = strlen(dir);
    while (length > 1 && dir[length - 1] == '/')
        length--;
    const char *beside = kk_format(K, "%.*s.why", (int)length, dir);
    const kk_reasons *R = NULL;
    if (kk_why_read(K, beside, kk_input_hash(K, P->C), sheet))
        R = kk_reasons_read(K, P, sheet);
    if (R)
        return R;
    read_call A = {.dir = dir};
    read_plan(K, &A);
    return kk_reasons_of(K, kk_why_new(K, A.P));
}

static void read_report(kk_ctx *K, void *arg)
{
    report_call *A = arg;
    kk_report_side *plan = KK_ARRAY(K, kk_report_side, A->ndir);
    kk_side *side = KK_ARRAY(K, kk_side, A->ndir);
    for (int s = 0; s < A->ndir; s++) {
        const kk_folder *D = kk_folder_read(K, A->dir[s]);
        kk_plan *P = kk_folder_plan(K, D);
        kk_solve_beside(K, P);
        side[s] = kk_side_of(K, s, D);
        plan[s] = kk_report_side_of(K, A->ndir > 1 ? side[s].name : "", P, reasons(K, P, A->dir[s]));
    }
    A->R = KK_NEW(K, kk_report);
    *A->R = (kk_report){A->ndir, plan, A->ndir > 1 ? kk_compare(K, side, A->ndir) : NULL};
}

kk_rc kk_plans_report(kk_ctx *K, const char *const *dir, int ndir, const kk_report **out)
{
    report_call A = {.dir = dir, .ndir = ndir};
    kk_rc rc = kk_guard(K, read_report, &A);
    if (rc == KK_OK)
        *out = A.R;
    return rc == KK_EINPUT ? KK_ESYSTEM : rc; /* a plan was made of it once */
}

static void write_report(kk_ctx *K, void *arg)
{
    const out_call *A = arg;
    kk_report_folder(K, A->R, A->lang, A->dir);
}

kk_rc kk_report_write(kk_ctx *K, const kk_report *R, kk_lang lang, const char *dir)
{
    return kk_guard(K, write_report, &(out_call){.R = R, .lang = lang, .dir = dir});
}

typedef struct {
    const char *path;
    const kk_load_options *options;
    const char *const *word; /* [nword] of --vary, or names of what-ifs */
    int nword;
    kk_told *told;
    void *info;
    const kk_study *S;
} study_call;

static void sweep(kk_ctx *K, void *arg)
{
    study_call *A = arg;
    if (A->nword == 0)
        kk_fail(K, KK_EUSAGE, "nothing is varied; write --vary 'TABLE[COLUMN=VALUE].COLUMN*=0.9,1,1.1'",
                "変えるものがありません。--vary '表[列=値].列*=0.9,1,1.1' を指定してください");
    const kk_vary *vary = kk_vary_read(K, A->word, A->nword);
    const kk_city *C = kk_load(K, A->path, A->options);
    A->S = kk_sweep(K, C, vary, A->nword, A->told, A->info);
}

kk_rc kk_city_sweep(kk_ctx *K, const char *path, const kk_load_options *options, const char *const *vary, int nvary,
                    kk_told *told, void *info, const kk_study **out)
{
    study_call A = {.path = path, .options = options, .word = vary, .nword = nvary, .told = told, .info = info};
    kk_rc rc = kk_guard(K, sweep, &A);
    if (rc == KK_OK)
        *out = A.S;
    return rc;
}

static void whatif(kk_ctx *K, void *arg)
{
    study_call *A = arg;
    A->S = kk_whatif(K, kk_load(K, A->path, A->options), A->word, A->nword, A->told, A->info);
}

kk_rc kk_city_whatif(kk_ctx *K, const char *path, const kk_load_options *options, const char *const *name, int nname,
                     kk_told *told, void *info, const kk_study **out)
{
    study_call A = {.path = path, .options = options, .word = name, .nword = nname, .told = told, .info = info};
    kk_rc rc = kk_guard(K, whatif, &A);
    if (rc == KK_OK)
        *out = A.S;
    return rc;
}

int kk_study_planned(const kk_study *S)
{
    return S->nplanned;
}

static void study_summary(kk_ctx *K, void *arg)
{
    out_call *A = arg;
    A->text = A->style == KK_JSON ? kk_study_json(K, A->S) : kk_study_text(K, A->S, A->lang, A->dir);
}

kk_rc kk_study_summary(kk_ctx *K, const kk_study *S, kk_lang lang, bool json, const char *dir, const char **out)
{
    return say(K, study_summary, (out_call){.S = S, .lang = lang, .style = style_of(json), .dir = dir}, out);
}

static void study_folder(kk_ctx *K, void *arg)
{
    const out_call *A = arg;
    kk_study_folder(K, A->S, A->dir);
}

kk_rc kk_study_write(kk_ctx *K, const kk_study *S, const char *dir)
{
    return kk_guard(K, study_folder, &(out_call){.S = S, .dir = dir});
}

typedef struct {
    const kk_city *C;
    const char *path, *areas, *years, *text;
} path_call;

static void export(kk_ctx *K, void *arg)
{
    path_call *A = arg;
    kk_model_export(K, kk_model_build(K, A->C), A->path);
}

kk_rc kk_city_export(kk_ctx *K, const kk_city *C, const char *path)
{
    return kk_guard(K, export, &(path_call){.C = C, .path = path});
}

static void init(kk_ctx *K, void *arg)
{
    path_call *A = arg;
    kk_init(K, A->path, A->areas, A->years);
}

kk_rc kk_city_init(kk_ctx *K, const char *dir, const char *areas, const char *years)
{
    return kk_guard(K, init, &(path_call){.path = dir, .areas = areas, .years = years});
}

static void schema(kk_ctx *K, void *arg)
{
    path_call *A = arg;
    A->text = kk_schema_text(K, A->path);
}

kk_rc kk_schema(kk_ctx *K, const char *name, const char **out)
{
    path_call A = {.path = name};
    kk_rc rc = kk_guard(K, schema, &A);
    if (rc == KK_OK)
        *out = A.text;
    return rc;
}
