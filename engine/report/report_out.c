/* The folder of a report. See report_out.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/report_out.h"

#include <string.h>

static const char PAGE[] = "report.html";

/* Whether a file of a folder is of a report: its page says that kakuho made it. */
static bool listed(void *info, const char *folder, const char *name)
{
    static const char mark[] = "\n<meta name=\"generator\" content=\"kakuho ";
    kk_ctx *K = info;
    kk_blob page;
    const char *why[2];
    return strcmp(name, PAGE) == 0 && kk_file_read(K, kk_path_join(K, folder, PAGE), &page, why) &&
           strncmp(page.data, "<!DOCTYPE html>\n", 16) == 0 && strstr(page.data, mark);
}

void kk_report_folder(kk_ctx *K, const struct kk_report *R, kk_lang lang, const char *dir)
{
    const char *page = kk_html_page(K, R->side, R->nside, R->X, lang);
    kk_blob file[] = {{PAGE, page, strlen(page)}};
    kk_folder_write(K, dir, file, sizeof file / sizeof *file, listed, K);
}
