/* The folder of a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/folder.h"

#include "report/csv_out.h"
#include "report/proof_json.h"
#include "report/run_json.h"

#include <string.h>

static kk_blob text_blob(const char *name, const char *text)
{
    return (kk_blob){name, text, strlen(text)};
}

kk_blob *kk_plan_files(kk_ctx *K, const kk_plan *P, int *out_count)
{
    const kk_city *C = P->C;
    kk_blob *file = KK_ARRAY(K, kk_blob, KK_NSHEET + C->ninput + 2);
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
    if (P->proof)
        file[count++] = text_blob("proof.json", kk_proof_json(K, P->proof, NULL));
    file[count] = text_blob("run.json", kk_run_json(K, P, file, count));
    *out_count = count + 1;
    return file;
}

void kk_plan_folder(kk_ctx *K, const kk_plan *P, const char *dir)
{
    int count;
    const kk_blob *file = kk_plan_files(K, P, &count);
    kk_folder_write(K, dir, file, count, kk_run_listed, &(kk_last_run){.K = K, .own = "plan.csv"});
}
