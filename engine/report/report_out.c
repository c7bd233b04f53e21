/* The folder of a report. See report_out.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/report_out.h"

#include "base/hash.h"
#include "report/json_out.h"
#include "report/run_json.h"
#include "report/workbook.h"

#include <string.h>

static const char PAGE[] = "report.html", LIST[] = "report.json";

static const char *list_json(kk_ctx *K, const struct kk_report *R, const kk_blob *file, int count)
{
    kk_json J = {.T.K = K};
    kk_json_open(&J, NULL, '{');
    kk_json_text(&J, "kakuho", KK_VERSION);
    kk_json_open(&J, "plans", '[');
    for (int s = 0; s < R->nside; s++) {
        const kk_city *C = R->side[s].P->C;
        kk_json_open(&J, NULL, '{');
        kk_json_text(&J, "plan", R->side[s].name);
        kk_json_text(&J, "title", C->title);
        kk_json_text(&J, "edition", C->edition);
        kk_json_text(&J, "input", kk_input_hash(K, C));
        kk_json_close(&J);
    }
    kk_json_close(&J);
    kk_json_files(&J, file, count);
    kk_json_close(&J);
    return kk_json_get(&J);
}

/* Whether a file of a folder is as kakuho wrote it: a workbook that somebody has worked in since is theirs. */
static bool listed(void *info, const char *folder, const char *name)
{
    kk_ctx *K = info;
    kk_blob list, file;
    const char *why[2];
    if (!kk_file_read(K, kk_path_join(K, folder, LIST), &list, why))
        return false;
    if (strcmp(name, LIST) == 0)
        return kk_run_lists(K, list.data, PAGE);
    if (!kk_run_lists(K, list.data, name))
        return false;
    const char *path = kk_path_join(K, folder, name);
    if (!kk_file_read(K, path, &file, why) || !strstr(list.data, kk_hash_hex(K, file.data, file.size)))
        kk_fail(K, KK_EUSAGE, "%s was changed after kakuho wrote it: move it away, or choose another folder",
                "%s は書き出した後に変更されています。移動するか、別のフォルダを指定してください", path);
    return true;
}

void kk_report_folder(kk_ctx *K, const struct kk_report *R, kk_lang lang, const char *dir)
{
    const char *page = kk_html_page(K, R->side, R->nside, R->X, lang), *list;
    kk_blob *file = KK_ARRAY(K, kk_blob, R->nside + 2);
    int count = 0;
    file[count++] = (kk_blob){PAGE, page, strlen(page)};
    for (int s = 0; s < R->nside; s++) {
        const char *of = R->side[s].name;
        file[count++] = kk_workbook(K, &R->side[s], lang, kk_format(K, *of ? "plan-%s.xlsx" : "plan%s.xlsx", of));
    }
    list = list_json(K, R, file, count);
    file[count++] = (kk_blob){LIST, list, strlen(list)};
    kk_folder_write(K, dir, file, count, listed, K);
}
