/* Files that are never on a disk, for libraries that can write nothing else. The other place that sees POSIX.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BASE_SCRATCH_H
#define KK_BASE_SCRATCH_H

#include "base/file.h"

#include <stdio.h>

/** A file in memory that has a path as long as the context lives. */
typedef struct {
    int fd;
    char path[32];
} kk_scratch;

/** A new one, empty. Fails with KK_ESYSTEM. */
kk_scratch *kk_scratch_new(kk_ctx *K);

/** What was written to it. Fails with KK_ESYSTEM. */
kk_blob kk_scratch_read(kk_ctx *K, const char *name, const kk_scratch *S);

/** A stream to write, rewind and read, in memory; fclose() frees it. NULL when there is no memory. Where memory runs
 *  out while it is written, the write fails, and, for writers that do not look, so does every reading from then on. */
FILE *kk_memory_stream(void);

#endif
