/* base/file.c with a fault in it: every call that it makes to the system is counted, and the n-th one kills the process
 * or fails. Include it once, first; it holds the functions of file.c instead of the library.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_TESTS_BROKEN_FILE_H
#define KK_TESTS_BROKEN_FILE_H

#define _GNU_SOURCE 1
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the fault: what happens at which call ----------------------------------------------------------------------- */

static struct {
    long at, calls;       /* the call that breaks (0 = none), calls so far */
    int code;             /* its errno; 0 = kill -9 */
    bool for_ever;        /* every later call to write fails too: the disk is full */
    bool full;            /* every call to write fails */
    bool no_exchange;     /* the file system cannot exchange */
    const char *intruder; /* a file that somebody makes just before the exchange */
    const char *what;     /* the call that broke */
} fault;

static bool broken(const char *what)
{
    fault.calls++;
    if (fault.full && *what == 'w') {
        errno = ENOSPC;
        return true;
    }
    if (fault.calls != fault.at && !(fault.for_ever && fault.at > 0 && fault.calls > fault.at && *what == 'w'))
        return false;
    fault.what = what;
    if (fault.code == 0)
        raise(SIGKILL);
    errno = fault.code;
    return true;
}

static int fault_openat(int at, const char *name, int flags, int mode, ...)
{
    return broken("openat") ? -1 : openat(at, name, flags, (mode_t)mode);
}

/* A kill in the middle of a write leaves half of it. */
static ssize_t fault_write(int fd, const void *data, size_t size)
{
    if (fault.calls + 1 == fault.at && fault.code == 0 && write(fd, data, size / 2) < 0)
        return -1;
    return broken("write") ? -1 : write(fd, data, size);
}

static int fault_renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
    if (fault.intruder)
        close(open(fault.intruder, O_WRONLY | O_CREAT, 0666));
    if (fault.no_exchange) {
        errno = EINVAL;
        return -1;
    }
    return broken("renameat2") ? -1 : renameat2(from_at, from, to_at, to, flags);
}

#define openat(...)              fault_openat(__VA_ARGS__, 0, 0)
#define write(fd, data, size)    fault_write(fd, data, size)
#define renameat2(a, b, c, d, e) fault_renameat2(a, b, c, d, e)
#define mkdirat(a, b, c)         (broken("mkdirat") ? -1 : mkdirat(a, b, c))
#define fsync(a)                 (broken("fsync") ? -1 : fsync(a))
#define renameat(a, b, c, d)     (broken("renameat") ? -1 : renameat(a, b, c, d))
#define unlinkat(a, b, c)        (broken("unlinkat") ? -1 : unlinkat(a, b, c))
#define fchmod(a, b)             (broken("fchmod") ? -1 : fchmod(a, b))
#define fstatat(a, b, c, d)      (broken("fstatat") ? -1 : fstatat(a, b, c, d))
#define scandirat(a, b, c, d, e) (broken("scandirat") ? -1 : scandirat(a, b, c, d, e))
#define READ_MAX                 ((size_t)1 << 20)
#define LOCK_TRIES               3

#include "base/file.c"

#undef openat
#undef write
#undef mkdirat
#undef fsync
#undef renameat
#undef unlinkat
#undef fchmod
#undef fstatat
#undef scandirat

#include "test.h"

static char base[64]; /* everything happens in here */

/* ---- files and folders as text: "NAME=CONTENT;" for every file below a folder, in order; "NAME/;" for an empty one */

static void describe(kk_text *T, const char *folder, const char *below)
{
    struct dirent **entry = NULL;
    int count = scandir(folder, &entry, not_dots, by_name);
    for (int i = 0; i < count; i++) {
        const char *path = kk_format(T->K, "%s/%s", folder, entry[i]->d_name);
        const char *name = kk_format(T->K, "%s%s", below, entry[i]->d_name);
        struct stat st;
        kk_blob blob;
        const char *why[2];
        lstat(path, &st);
        if (S_ISDIR(st.st_mode)) {
            size_t length = T->length;
            describe(T, path, kk_format(T->K, "%s/", name));
            if (T->length == length)
                kk_text_addf(T, "%s/;", name);
        } else if (S_ISREG(st.st_mode))
            kk_text_addf(T, "%s=%s;", name, kk_file_read(T->K, path, &blob, why) ? blob.data : "?");
        else
            kk_text_addf(T, "%s?;", name);
        free(entry[i]);
    }
    free(entry);
}

static const char *state_of(kk_ctx *K, const char *folder)
{
    kk_text T = {.K = K};
    fault.at = 0;
    describe(&T, folder, "");
    return kk_text_get(&T);
}

static const char *here(kk_ctx *K, const char *name)
{
    return kk_format(K, "%s/%s", base, name);
}

static void put(kk_ctx *K, const char *name, const char *text)
{
    FILE *f = fopen(here(K, name), "w");
    CHECK(f && fputs(text, f) >= 0);
    if (f)
        fclose(f);
}

/* Begin a case in an empty folder, with no fault. */
static kk_ctx *fresh(void)
{
    memset(&fault, 0, sizeof fault);
    kk_ctx *K = kk_ctx_new();
    wipe(AT_FDCWD, base);
    mkdir(base, 0777);
    chmod(base, 0777);
    return K;
}

/* The place of all that happens: in memory where possible, there are thousands of fsyncs. */
static void begin_in_memory(void)
{
    snprintf(base, sizeof base, "%s/kakuho-files-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    CHECK(mkdtemp(base) != NULL);
    umask(022);
}

static void end_in_memory(void)
{
    kk_ctx_free(fresh());
    rmdir(base);
}

#endif
