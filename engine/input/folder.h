/* The folder of a plan, read back: whole, as it was written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_FOLDER_H
#define KK_INPUT_FOLDER_H

#include "domain/plan.h"
#include "input/json.h"

/** A file of the folder. */
typedef struct {
    kk_blob raw;
    bool changed; /* it has not the SHA-256 that run.json says */
} kk_listed;

typedef struct kk_folder {
    const char *dir;    /* as it was asked for */
    const kk_city *C;   /* of its input/ */
    bool contradiction; /* why there is no plan: conflict.csv in the place of tables */
    int nfile;
    const kk_listed *file;            /* [nfile] those that run.json lists, in its order */
    const kk_sheet *sheet[KK_NSHEET]; /* as printed; without columns and rows where the plan has no such table */
    const kk_json *run;               /* run.json */
} kk_folder;

/** Read the files of the folder of a plan, or of a contradiction, changed or not; the city is left out.
 *  Fails with KK_EUSAGE where there is no such folder, or no plan in it; KK_ESYSTEM where a file cannot be read. */
kk_folder *kk_folder_open(kk_ctx *K, const char *dir);

/** A table of a folder; without columns and rows where raw is NULL or no such table. path is for messages. */
const kk_sheet *kk_sheet_read(kk_ctx *K, const char *name, const char *path, const kk_blob *raw);

/** Read the folder of a plan. Every file that its run.json lists must be there and have the SHA-256 that it says
 *  (proof.json has none: it is known by what it proves).
 *  Fails with KK_EUSAGE where there is no such folder, or no plan in it; KK_EJUDGE where a file was changed since;
 *  KK_ESYSTEM where one cannot be read; KK_EINPUT where this version finds errors in the input. */
const kk_folder *kk_folder_read(kk_ctx *K, const char *dir);

#endif
