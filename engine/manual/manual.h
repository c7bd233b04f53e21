/* The manual pages and the completions of the shells, from the tables of commands, options, columns and keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_MANUAL_MANUAL_H
#define KK_MANUAL_MANUAL_H

#include "base/str.h"
#include "cli/cli.h"

/** A page of manual(7): kakuho(1); of a command, such as kakuho-plan(1); kakuho-scenario(5); kakuho-tables(5);
 *  kakuho-nightly(5). */
const char *kk_manual_program(kk_ctx *K, kk_lang lang);
const char *kk_manual_command(kk_ctx *K, const cli_command *c, kk_lang lang);
const char *kk_manual_scenario(kk_ctx *K, kk_lang lang);
const char *kk_manual_tables(kk_ctx *K, kk_lang lang);
const char *kk_manual_nightly(kk_ctx *K, kk_lang lang);

/** What bash, zsh and fish complete: commands, options and their words, files. schemas: what `kakuho schema` lists. */
const char *kk_completion_bash(kk_ctx *K, const char *schemas);
const char *kk_completion_zsh(kk_ctx *K, const char *schemas);
const char *kk_completion_fish(kk_ctx *K, const char *schemas);

/** Whether a command takes an option. */
bool kk_manual_takes(const cli_command *c, const cli_option *o);

#endif
