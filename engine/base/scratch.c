/* Files in memory. See scratch.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* memfd_create, fopencookie */
#endif

#include "base/scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- with a path ------------------------------------------------------------------------------------------------- */

static _Noreturn void fail(kk_ctx *K, int code)
{
    kk_fail(K, KK_ESYSTEM, "a file in memory cannot be used: %s%.0s", "メモリ上のファイルを使えません：%.0s%s",
            kk_file_word(code, KK_EN), kk_file_word(code, KK_JA));
}

static void undo_scratch(void *thing)
{
    const kk_scratch *S = thing;
    if (S->fd >= 0)
        close(S->fd);
}

kk_scratch *kk_scratch_new(kk_ctx *K)
{
    kk_scratch *S = KK_NEW(K, kk_scratch);
    S->fd = -1;
    kk_defer(K, undo_scratch, S);
    S->fd = memfd_create("kakuho", MFD_CLOEXEC);
    if (S->fd < 0)
        fail(K, errno);
    snprintf(S->path, sizeof S->path, "/proc/self/fd/%d", S->fd);
    return S;
}

kk_blob kk_scratch_read(kk_ctx *K, const char *name, const kk_scratch *S)
{
    struct stat st;
    if (fstat(S->fd, &st) != 0)
        fail(K, errno);
    size_t size = (size_t)st.st_size;
    char *data = kk_alloc(K, size + 1, 1);
    for (size_t at = 0; at < size;) {
        ssize_t n = pread(S->fd, data + at, size - at, (off_t)at);
        if (n <= 0)
            fail(K, n == 0 ? EIO : errno);
        at += (size_t)n;
    }
    return (kk_blob){name, data, size};
}

/* ---- as a stream ------------------------------------------------------------------------------------------------- */

typedef struct {
    char *data;
    size_t size, capacity, at;
    bool failed;
} memory;

static ssize_t memory_write(void *cookie, const char *data, size_t size)
{
    memory *M = cookie;
    if (M->at + size > M->capacity) {
        size_t capacity = 2 * (M->at + size);
        char *grown = realloc(M->data, capacity);
        if (!grown) {
            M->failed = true;
            return 0;
        }
        M->data = grown;
        M->capacity = capacity;
    }
    memcpy(M->data + M->at, data, size);
    M->at += size;
    M->size = M->at > M->size ? M->at : M->size;
    return (ssize_t)size;
}

/* Once failed: a byte, so that a reader which stops at nothing does not take it for the end, then the error. */
static ssize_t memory_read(void *cookie, char *out, size_t size)
{
    memory *M = cookie;
    size_t left = M->size > M->at ? M->size - M->at : 0, n = left < size ? left : size;
    if (M->failed && M->at > 0)
        return -1;
    if (M->failed) {
        M->at = 1;
        *out = ' ';
        return 1;
    }
    if (n > 0)
        memcpy(out, M->data + M->at, n);
    M->at += n;
    return (ssize_t)n;
}

static int memory_seek(void *cookie, off64_t *offset, int whence)
{
    memory *M = cookie;
    off64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (off64_t)M->at : (off64_t)M->size;
    if (from + *offset < 0 || from + *offset > (off64_t)M->size)
        return -1;
    *offset += from;
    M->at = (size_t)*offset;
    return 0;
}

static int memory_close(void *cookie)
{
    memory *M = cookie;
    free(M->data);
    free(M);
    return 0;
}

FILE *kk_memory_stream(void)
{
    memory *M = calloc(1, sizeof *M);
    if (!M)
        return NULL;
    FILE *stream = fopencookie(M, "w+", (cookie_io_functions_t){memory_read, memory_write, memory_seek, memory_close});
    if (!stream)
        free(M);
    return stream;
}
