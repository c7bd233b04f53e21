/* Verify one folder: the work of `kakuho verify` and of kakuho-verify.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/progress.h"
#include "cli/verify.h"

#include <stdio.h>
#include <string.h>

int verify_folder(kk_ctx *K, const char *dir, const char *lang, kk_form form, bool quiet)
{
    const kk_verification *V;
    const char *text = "";
    if (!quiet)
        progress_show(lang && strcmp(lang, "en") == 0 ? "verifying" : "検証中");
    kk_rc verdict = kk_plan_verify(K, dir, &V), rc = verdict;
    progress_hide();
    kk_lang say = lang ? (strcmp(lang, "en") == 0 ? KK_EN : KK_JA) : kk_ctx_lang(K);
    if (rc == KK_OK || rc == KK_EJUDGE)
        rc = kk_verification_text(K, V, say, form, &text);
    if (rc != KK_OK) {
        fprintf(stderr, "kakuho: %s\n", kk_message(K, say));
        return (int)rc;
    }
    if (!quiet || form != KK_IN_WORDS)
        fputs(text, stdout);
    return (int)verdict;
}
