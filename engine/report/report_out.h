/* The folder of a report.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_REPORT_OUT_H
#define KK_REPORT_REPORT_OUT_H

#include "report/html_page.h"

struct kk_report {
    int nside;
    const kk_report_side *side;
    const kk_comparison *X; /* NULL of one plan */
};

/** Write report.html to a folder of its own: whole or not at all. Fails as kk_folder_write() does. */
void kk_report_folder(kk_ctx *K, const struct kk_report *R, kk_lang lang, const char *dir);

#endif
