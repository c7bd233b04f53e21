/* SHA-256, by nettle.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BASE_HASH_H
#define KK_BASE_HASH_H

#include "base/ctx.h"

/** 64 hexadecimal digits. */
const char *kk_hash_hex(kk_ctx *K, const void *data, size_t size);

/** The first four bytes of the hash of text followed by salt, as a number, lowest byte first. */
uint32_t kk_hash_word(const char *text, unsigned salt);

#endif
