/* SHA-256, by libmd.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/hash.h"

#include <sha2.h>
#include <string.h>

const char *kk_hash_hex(kk_ctx *K, const void *data, size_t size)
{
    SHA2_CTX S;
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256Init(&S);
    SHA256Update(&S, data, size);
    SHA256Final(digest, &S);
    char *hex = kk_alloc(K, 2 * sizeof digest + 1, 1);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
}

uint32_t kk_hash_word(const char *text, unsigned salt)
{
    SHA2_CTX S;
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256Init(&S);
    SHA256Update(&S, (const unsigned char *)text, strlen(text));
    for (; salt; salt >>= 8) {
        unsigned char byte = (unsigned char)(salt & 0xFF);
        SHA256Update(&S, &byte, 1);
    }
    SHA256Final(digest, &S);
    return (uint32_t)digest[0] | (uint32_t)digest[1] << 8 | (uint32_t)digest[2] << 16 | (uint32_t)digest[3] << 24;
}
