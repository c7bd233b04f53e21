/* What `kakuho verify` and kakuho-verify share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_CLI_VERIFY_H
#define KK_CLI_VERIFY_H

#include "kakuho.h"

/** Verify a folder and say what was found on standard output, what went wrong on standard error; the exit code.
 *  @param lang  "ja", "en", or NULL: the scenario's */
int verify_folder(kk_ctx *K, const char *dir, const char *lang, kk_form form, bool quiet);

#endif
