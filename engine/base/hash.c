/* SHA-256, by nettle, which uses what the processor has for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/hash.h"

#include <nettle/sha2.h>
#include <string.h>

const char *kk_hash_hex(kk_ctx *K, const void *data, size_t size)
{
    struct sha256_ctx S;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&S);
    sha256_update(&S, size, data);
    sha256_digest(&S, sizeof digest, digest);
    char *hex = kk_alloc(K, 2 * sizeof digest + 1, 1);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
}

uint32_t kk_hash_word(const char *text, unsigned salt)
{
    struct sha256_ctx S;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&S);
    sha256_update(&S, strlen(text), (const uint8_t *)text);
    for (; salt; salt >>= 8) {
        uint8_t byte = (uint8_t)(salt & 0xFF);
        sha256_update(&S, 1, &byte);
    }
    sha256_digest(&S, sizeof digest, digest);
    return (uint32_t)digest[0] | (uint32_t)digest[1] << 8 | (uint32_t)digest[2] << 16 | (uint32_t)digest[3] << 24;
}
