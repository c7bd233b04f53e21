/* The folder of a plan, read back. See folder.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/folder.h"

#include "base/hash.h"
#include "input/encoding.h"
#include "input/load.h"

#include <string.h>

static const char *const SHEET[KK_NSHEET] = {
    [KK_S_PLAN] = "plan",           [KK_S_SERVED] = "served",   [KK_S_BALANCE] = "balance",   [KK_S_SEATS] = "seats",
    [KK_S_MONEY] = "money",         [KK_S_LIMITS] = "limits",   [KK_S_PROMISES] = "promises", [KK_S_CARERS] = "carers",
    [KK_S_TRANSFERS] = "transfers", [KK_S_LEAVERS] = "leavers", [KK_S_OFFICIAL] = "official",
};

static _Noreturn void fail_unreadable(kk_ctx *K, const char *path, const char *const why[2])
{
    kk_fail(K, KK_ESYSTEM, "%s: cannot be read: %s%.0s", "%s：読めません：%.0s%s", path, why[KK_EN], why[KK_JA]);
}

/* The text of a member; a folder whose run.json has none is no plan's. */
static const char *text_of(const kk_json *node, const char *key)
{
    const kk_json *member = kk_json_member(node, key);
    return member && member->kind == KK_JSON_TEXT ? member->text : "";
}

static _Noreturn void fail_no_plan(kk_ctx *K, const char *dir)
{
    kk_fail(K, KK_EUSAGE, "'%s' is not the folder of a plan: its run.json is not of a plan",
            "「%s」は計画のフォルダではありません（run.json が計画のものではありません）", dir);
}

static const kk_json *read_run(kk_ctx *K, const char *dir)
{
    static const char mark[] = "{\n  \"kakuho\": \"";
    const char *path = kk_path_join(K, dir, "run.json"), *why[2];
    kk_blob raw;
    kk_file_kind kind = kk_file_kind_of(dir);
    if (kind == KK_FILE_NONE)
        kk_fail(K, KK_EUSAGE, "there is no folder '%s'", "「%s」というフォルダはありません", dir);
    if (kind != KK_FILE_FOLDER || kk_file_kind_of(path) == KK_FILE_NONE)
        kk_fail(K, KK_EUSAGE,
                "'%s' is not the folder of a plan: it has no run.json; kakuho plan SCENARIO -o FOLDER writes one",
                "「%s」は計画のフォルダではありません（run.json がありません）。kakuho plan シナリオ -o フォルダ "
                "で作れます",
                dir);
    if (!kk_file_read(K, path, &raw, why))
        fail_unreadable(K, path, why);
    const kk_json *run = strncmp(raw.data, mark, sizeof mark - 1) == 0 ? kk_json_parse(K, path, &raw) : NULL;
    const kk_json *files = kk_json_member(run, "files");
    const char *outcome = text_of(run, "outcome");
    if (!files || files->kind != KK_JSON_LIST ||
        (strcmp(outcome, "planned") != 0 && strcmp(outcome, "stopped") != 0 && strcmp(outcome, "contradictory") != 0))
        fail_no_plan(K, dir);
    return run;
}

/* All files that run.json lists. */
static void read_files(kk_ctx *K, kk_folder *F)
{
    const kk_json *files = kk_json_member(F->run, "files");
    kk_listed *file = KK_ARRAY(K, kk_listed, files->nchild);
    for (int i = 0; i < files->nchild; i++) {
        const char *name = text_of(&files->child[i], "name"), *path = kk_path_join(K, F->dir, name), *why[2];
        const kk_json *hash = kk_json_member(&files->child[i], "sha256");
        kk_blob *raw = &file[i].raw;
        if (!kk_file_read(K, path, raw, why))
            fail_unreadable(K, path, why);
        raw->name = name;
        bool proof = hash && hash->kind == KK_JSON_NULL && strcmp(name, "proof.json") == 0;
        file[i].changed =
            !proof && strcmp(kk_hash_hex(K, raw->data, raw->size), text_of(&files->child[i], "sha256")) != 0;
    }
    F->file = file;
    F->nfile = files->nchild;
}

static const kk_blob *find(const kk_folder *F, const char *name)
{
    for (int i = 0; i < F->nfile; i++)
        if (strcmp(F->file[i].raw.name, name) == 0)
            return &F->file[i].raw;
    return NULL;
}

const kk_sheet *kk_sheet_read(kk_ctx *K, const char *name, const char *path, const kk_blob *raw)
{
    kk_sheet *S = KK_NEW(K, kk_sheet);
    kk_blob text;
    S->name = name;
    if (!raw || kk_text_decode(K, path, true, raw, KK_ENCODING_UTF8, &text) == KK_ENCODING_AUTO)
        return S;
    const kk_csv *T = kk_csv_parse(K, path, &text);
    S->ncol = T->ncol;
    S->nrow = T->nrow;
    S->column = T->cell;
    S->cell = T->cell + T->ncol;
    return S;
}

kk_folder *kk_folder_open(kk_ctx *K, const char *dir)
{
    kk_folder *F = KK_NEW(K, kk_folder);
    F->dir = dir;
    F->run = read_run(K, dir);
    F->contradiction = strcmp(text_of(F->run, "outcome"), "contradictory") == 0;
    read_files(K, F);
    for (int s = 0; s < KK_NSHEET; s++) {
        const char *name = kk_format(K, "%s.csv", SHEET[s]);
        F->sheet[s] = kk_sheet_read(K, SHEET[s], kk_path_join(K, dir, name), find(F, name));
    }
    return F;
}

const kk_folder *kk_folder_read(kk_ctx *K, const char *dir)
{
    kk_folder *F = kk_folder_open(K, dir);
    if (F->contradiction)
        kk_fail(K, KK_EUSAGE, "there is no plan in '%s': its conflict.csv names the rules that contradict each other",
                "「%s」に計画はありません（同時に守れない条件が conflict.csv にあります）", dir);
    for (int i = 0; i < F->nfile; i++)
        if (F->file[i].changed)
            kk_fail(K, KK_EJUDGE, "%s was changed after the plan was written; make the plan again",
                    "%s は計画を書き出した後に変更されています。計画を作り直してください",
                    kk_path_join(K, dir, F->file[i].raw.name));
    F->C = kk_load(K, kk_path_join(K, dir, "input/scenario.json"), NULL);
    for (int i = 0; i < F->C->ninput; i++) {
        const char *name = kk_format(K, "input/%s", F->C->input[i].name);
        if (!find(F, name))
            kk_fail(K, KK_EJUDGE, "%s was not there when the plan was written; make the plan again",
                    "%s は計画を書き出した後に加えられています。計画を作り直してください", kk_path_join(K, dir, name));
    }
    return F;
}
