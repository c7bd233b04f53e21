/* What the fuzzers share: numbers that are the same every time, and leave to empty their folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_TESTS_FUZZ_H
#define KK_TESTS_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

static uint64_t state;

/* From the SEED of the command line, and which of its runs it is. */
static inline void seed(const char *word, unsigned run)
{
    state = 88172645463325252u + strtoull(word, NULL, 10) * 1000003u + run;
}

/* 0 to sides - 1; xorshift: the same numbers everywhere */
static inline unsigned roll(unsigned sides)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 20) % sides);
}

/* For kk_folder_write: all that is in the folder is ours. */
static inline bool anything(void *info, const char *name, const char *file)
{
    (void)info;
    (void)name;
    (void)file;
    return true;
}

#endif
