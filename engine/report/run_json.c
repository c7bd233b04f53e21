/* run.json: how a plan came about, and the list of its files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/run_json.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/num.h"
#include "report/json_out.h"

#include <math.h>
#include <string.h>

static const char mark[] = "{\n  \"kakuho\": \"";
static const char *const units_note[] = {
    "Units are continuous: a part of a unit may open. A quick look, not a plan in whole units.",
    "Units of measures that are whole open whole; seats and children are whole. What is not proved may not be the "
    "best.",
};

bool kk_all_kept(const kk_plan *P)
{
    const kk_sheet *S = P->sheet[KK_S_PROMISES];
    int kept = kk_sheet_column(S, "kept");
    for (int i = 0; i < S->nrow; i++)
        if (strcmp(kk_sheet_cell(S, i, kept), "yes") != 0)
            return false;
    return true;
}

static void put_options(kk_json *J, const kk_city *C)
{
    kk_json_open(J, "options", '{');
    kk_json_int(J, "first", C->first);
    kk_json_int(J, "last", C->last);
    kk_json_int(J, "look_ahead", C->look_ahead);
    kk_json_int(J, "decide_from", C->decide_from);
    kk_json_text(J, "as_of", C->as_of_end ? "03-31" : "04-01");
    kk_json_text(J, "units", C->whole ? "whole" : "continuous");
    if (C->whole) {
        kk_json_number(J, "gap", C->gap);
        kk_json_number(J, "effort", C->effort);
    }
    if (C->discount > 0.0)
        kk_json_number(J, "discount", C->discount);
    if (C->follow)
        kk_json_text(J, "follow", "adopted");
    kk_json_text(J, "money_unit", C->money_unit);
    kk_json_text(J, "minus", C->minus);
    kk_json_text(J, "lang", C->lang == KK_JA ? "ja" : "en");
    kk_json_close(J);
}

static void put_what_if(kk_json *J, const kk_city *C)
{
    if (C->nwhat_if == 0)
        return;
    kk_json_open(J, "what_if", '[');
    for (int i = 0; i < C->nwhat_if; i++)
        kk_json_text(J, NULL, C->what_if[i]);
    kk_json_close(J);
}

static void put_files(kk_json *J, const kk_blob *file, int count)
{
    kk_json_open(J, "files", '[');
    for (int i = 0; i < count; i++) {
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "name", file[i].name);
        /* other multipliers may prove the same: proof.json is known by what it proves */
        bool proof = strcmp(file[i].name, "proof.json") == 0;
        kk_json_text(J, "sha256", proof ? NULL : kk_hash_hex(J->T.K, file[i].data, file[i].size));
        kk_json_close(J);
    }
    kk_json_close(J);
}

static void put_goals(kk_json *J, const kk_plan *P)
{
    const kk_city *C = P->C;
    kk_json_open(J, "goals", '[');
    for (int n = 0; n < C->ngoal; n++) {
        const kk_goal *N = &C->goal[n];
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "id", N->code);
        kk_json_text(J, "goal", kk_goal_word[N->kind]);
        kk_json_text(J, "target", N->target == KK_NONE ? NULL : C->target[N->target].name.id);
        kk_json_int(J, "stage", N->stage + 1);
        kk_json_number(J, "weight", N->weight);
        if (N->slack_is_share)
            kk_json_text(J, "slack", kk_format(J->T.K, "%s %%", kk_num_print(J->T.K, N->slack * 100.0)));
        else
            kk_json_number(J, "slack", N->slack);
        kk_json_number(J, "value", P->goal_value[n]);
        kk_json_close(J);
    }
    kk_json_close(J);
}

/* A value of run.json as a reader with a calculator has it: six decimals. */
static double printed(double value)
{
    return fabs(value) < 9e9 ? (double)kk_micro_round(value) / KK_MICRO : value;
}

static void put_stages(kk_json *J, const kk_plan *P)
{
    kk_json_open(J, "stages", '[');
    for (int i = 0; i < P->nstage; i++) {
        if (strncmp(P->stage[i].name, "closing names", 13) == 0) /* a sum of dice: only that it is the least counts */
            continue;
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "name", P->stage[i].name);
        kk_json_bool(J, "goal", P->stage[i].goal);
        kk_json_number(J, "value", P->stage[i].value);
        if (P->C->whole && P->stage[i].goal) {
            kk_json_number(J, "bound", P->stage[i].bound);
            kk_json_number(J, "gap", kk_stage_gap(&P->stage[i]));
            kk_json_text(J, "optimal", P->stage[i].proved ? "proved" : "not proved");
        } else if (P->stage[i].goal && P->proof) {
            kk_json_number(J, "bound", P->stage[i].bound);
            kk_json_number(J, "gap", printed(P->stage[i].value) - printed(P->stage[i].bound));
        }
        kk_json_close(J);
    }
    kk_json_close(J);
}

/* A warning as the plan keeps it: places are those of its own input/. A change is known by its words alone: where it
 * stands in which scenario is not what the plan depends on. */
static void put_warning(kk_json *J, const kk_city *C, const kk_finding *f)
{
    int i = 0;
    while (i < C->ninput && (!C->input_file[i] || strcmp(C->input_file[i], f->file) != 0))
        i++;
    bool here = i < C->ninput, elsewhere = !here && *f->change;
    kk_json_open(J, NULL, '{');
    kk_json_text(J, "code", f->code);
    kk_json_text(J, "file", here ? C->input[i].name : elsewhere ? "scenario.json" : f->file);
    kk_json_int(J, "line", here ? f->line : 0);
    kk_json_int(J, "column", here ? f->column : 0);
    kk_json_text(J, "cell", here ? f->cell : "");
    kk_json_text(J, "field", elsewhere ? "" : f->field);
    if (*f->change)
        kk_json_text(J, "change", f->change);
    kk_json_text(J, "en", f->sentence[KK_EN]);
    kk_json_text(J, "ja", f->sentence[KK_JA]);
    kk_json_close(J);
}

static void put_warnings(kk_json *J, const kk_city *C)
{
    kk_ctx *K = J->T.K;
    int count = kk_finding_count(K, NULL, NULL), more;
    kk_json_open(J, "warnings", '[');
    for (int i = 0; i < count; i++)
        put_warning(J, C, kk_finding_at(K, i));
    kk_json_close(J);
    kk_json_open(J, "warnings_not_listed", '[');
    for (int i = 0; kk_findings_more(K, i, &more); i++) {
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "code", kk_findings_more(K, i, &more));
        kk_json_int(J, "count", more);
        kk_json_close(J);
    }
    kk_json_close(J);
}

const char *kk_run_warnings(kk_ctx *K, const kk_city *C)
{
    kk_json J = {.T.K = K};
    kk_json_open(&J, NULL, '{');
    put_warnings(&J, C);
    kk_json_close(&J);
    return kk_json_get(&J);
}

/* The version comes first: see mark. */
static void put_head(kk_json *J, const kk_city *C, const char *outcome)
{
    kk_json_open(J, NULL, '{');
    kk_json_text(J, "kakuho", KK_VERSION);
    kk_json_text(J, "title", C->title);
    kk_json_text(J, "edition", C->edition);
    kk_json_text(J, "note", C->note);
    kk_json_text(J, "outcome", outcome);
}

static const char *whole_text(kk_json *J, const kk_blob *file, int count)
{
    kk_json_close(J);
    const char *text = kk_json_get(J);
    KK_ASSERT(strncmp(text, mark, sizeof mark - 1) == 0);
    for (int i = 0; i < count; i++)
        KK_ASSERT(kk_run_lists(J->T.K, text, file[i].name));
    return text;
}

const char *kk_conflict_json(kk_ctx *K, const kk_city *C, bool whole_only, const kk_blob *file, int count)
{
    kk_json J = {.T.K = K};
    put_head(&J, C, "contradictory");
    kk_json_bool(&J, "whole_units_only", whole_only);
    put_files(&J, file, count);
    put_warnings(&J, C);
    return whole_text(&J, file, count);
}

const char *kk_run_json(kk_ctx *K, const kk_plan *P, const kk_blob *file, int count)
{
    const kk_city *C = P->C;
    kk_json J = {.T.K = K};
    put_head(&J, C, P->stopped ? "stopped" : "planned");
    kk_json_bool(&J, "promises_kept", kk_all_kept(P));
    kk_json_text(&J, "units", C->whole ? "whole" : "continuous");
    kk_json_text(&J, "units_note", units_note[C->whole]);
    put_options(&J, C);
    put_what_if(&J, C);
    put_files(&J, file, count);
    put_goals(&J, P);
    put_stages(&J, P);
    kk_json_text(&J, "unique", P->unique ? "proved" : "not proved");
    kk_json_open(&J, "estimates", '{');
    kk_json_int(&J, "rows", C->estimates);
    kk_json_int(&J, "of", C->figures);
    kk_json_close(&J);
    put_warnings(&J, C);
    return whole_text(&J, file, count);
}

/* What stands behind the name of a file in the list of files, NULL where it is not listed. */
static const char *listed(kk_ctx *K, const char *run, const char *name)
{
    if (strncmp(run, mark, sizeof mark - 1) != 0)
        return NULL;
    const char *line = kk_format(K, "\n    {\"name\": %s, \"sha256\": ", kk_json_quote(K, name));
    const char *at = strstr(run, line);
    return at ? at + strlen(line) : NULL;
}

bool kk_run_lists(kk_ctx *K, const char *run, const char *name)
{
    return listed(K, run, name) != NULL;
}

const char *kk_run_hash(kk_ctx *K, const char *run, const char *name)
{
    enum { DIGITS = 64 };
    const char *at = listed(K, run, name);
    return at && *at == '"' && strspn(at + 1, "0123456789abcdef") == DIGITS ? kk_strndup(K, at + 1, DIGITS) : NULL;
}

bool kk_run_listed(void *last, const char *folder, const char *name)
{
    kk_last_run *L = last;
    if (!L->folder || strcmp(L->folder, folder) != 0) {
        kk_blob run;
        const char *why[2];
        L->folder = folder;
        L->run = kk_file_read(L->K, kk_path_join(L->K, folder, "run.json"), &run, why) ? run.data : "";
    }
    return kk_run_lists(L->K, L->run, strcmp(name, "run.json") == 0 ? L->own : name);
}
