/* The folder of a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/folder.h"

#include "report/csv_out.h"
#include "report/run_json.h"

#include <string.h>

/* The run.json of the folder that was asked for last. */
typedef struct {
    kk_ctx *K;
    const char *folder, *run;
} last_run;

static bool listed(void *info, const char *folder, const char *name)
{
    last_run *L = info;
    if (!L->folder || strcmp(L->folder, folder) != 0) {
        kk_blob run;
        const char *why[2];
        L->folder = folder;
        L->run = kk_file_read(L->K, kk_path_join(L->K, folder, "run.json"), &run, why) ? run.data : "";
    }
    /* Every plan has plan.csv: asked for run.json itself, the question is whether it is kakuho's. */
    return kk_run_lists(L->K, L->run, strcmp(name, "run.json") == 0 ? "plan.csv" : name);
}

static kk_blob text_blob(const char *name, const char *text)
{
    return (kk_blob){name, text, strlen(text)};
}

void kk_plan_folder(kk_ctx *K, const kk_plan *P, const char *dir)
{
    const kk_city *C = P->C;
    kk_blob *file = KK_ARRAY(K, kk_blob, KK_NSHEET + C->ninput + 1);
    int count = 0;
    for (int i = 0; i < KK_NSHEET; i++) {
        if ((i == KK_S_CARERS || i == KK_S_TRANSFERS || i == KK_S_LEAVERS) && P->sheet[i]->nrow == 0)
            continue; /* no carers, no table of them; nor of seats that areas lend each other, or are left at an age */
        file[count++] = text_blob(kk_format(K, "%s.csv", P->sheet[i]->name), kk_csv_text(K, P->sheet[i]));
    }
    for (int i = 0; i < C->ninput; i++) {
        file[count] = C->input[i];
        file[count++].name = kk_format(K, "input/%s", C->input[i].name);
    }
    file[count] = text_blob("run.json", kk_run_json(K, P, file, count));
    kk_folder_write(K, dir, file, count + 1, listed, &(last_run){.K = K});
}
