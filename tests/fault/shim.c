/* A shim between the program and its libraries: counts the calls that change files and those of GLPK's simplex, and at
 * one of them kills the process or lets the call fail. Loaded with LD_PRELOAD by fault.py.
 *
 *     KAKUHO_FAULT="N ACTION [CALL]"   at the N-th call (of those called CALL): kill, or fail with errno ACTION
 *     KAKUHO_FAULT_LOG=FILE            the name of every call counted, a line each
 *
 * The call at which the process is killed is not made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#undef _FILE_OFFSET_BITS /* with it openat would be another name of openat64, and both are defined here */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool is_ready;
static long left; /* calls until the fault */
static char action[16], only[24];
static int log_fd = -1;

static void get_ready(void)
{
    const char *fault = getenv("KAKUHO_FAULT"), *log = getenv("KAKUHO_FAULT_LOG");
    is_ready = true;
    if (fault)
        sscanf(fault, "%ld %15s %23s", &left, action, only);
    if (log)
        log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

/* Whether this call is to fail; errno is then set. */
static bool fails(const char *call)
{
    if (!is_ready)
        get_ready();
    if (log_fd >= 0) {
        char line[32];
        int length = snprintf(line, sizeof line, "%s\n", call);
        syscall(SYS_write, log_fd, line, (size_t)length);
    }
    if (left == 0 || (only[0] && strcmp(only, call) != 0) || --left > 0)
        return false;
    if (strcmp(action, "kill") == 0)
        kill(getpid(), SIGKILL);
    errno = atoi(action);
    return true;
}

#define REAL(name) (__extension__(__typeof__(&name)) dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size)
{
    return fd > 2 && fails("write") ? -1 : REAL(write)(fd, data, size);
}

int fsync(int fd)
{
    return fails("fsync") ? -1 : REAL(fsync)(fd);
}

/* Two names of one call: files may be larger than 2 GB. */
#define OPENAT(name)                                                                                                   \
    int name(int at, const char *path, int flags, ...)                                                                 \
    {                                                                                                                  \
        va_list list;                                                                                                  \
        va_start(list, flags);                                                                                         \
        mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;                                                      \
        va_end(list);                                                                                                  \
        return flags & O_CREAT && fails("openat") ? -1 : REAL(name)(at, path, flags, mode);                            \
    }
OPENAT(openat)
OPENAT(openat64)

/* A library's temporary files; the program itself opens files with openat alone. */
#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list list;                                                                                                  \
        va_start(list, flags);                                                                                         \
        mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;                                                      \
        va_end(list);                                                                                                  \
        return flags & O_CREAT && fails("open") ? -1 : REAL(name)(path, flags, mode);                                  \
    }
OPEN(open)
OPEN(open64)

int mkdirat(int at, const char *path, mode_t mode)
{
    return fails("mkdirat") ? -1 : REAL(mkdirat)(at, path, mode);
}

int fchmod(int fd, mode_t mode)
{
    return fails("fchmod") ? -1 : REAL(fchmod)(fd, mode);
}

int renameat(int at, const char *from, int to_at, const char *to)
{
    return fails("renameat") ? -1 : REAL(renameat)(at, from, to_at, to);
}

int renameat2(int at, const char *from, int to_at, const char *to, unsigned flags)
{
    return fails("renameat2") ? -1 : REAL(renameat2)(at, from, to_at, to, flags);
}

int unlinkat(int at, const char *path, int flags)
{
    return fails("unlinkat") ? -1 : REAL(unlinkat)(at, path, flags);
}

int linkat(int at, const char *from, int to_at, const char *to, int flags)
{
    return fails("linkat") ? -1 : REAL(linkat)(at, from, to_at, to, flags);
}

int syncfs(int fd)
{
    return fails("syncfs") ? -1 : REAL(syncfs)(fd);
}

/* GLPK's, whose failures are numbers of its own; glpk.h is not needed for it. */
int glp_simplex(void *problem, const void *how);
int glp_simplex(void *problem, const void *how)
{
    return fails("glp_simplex") ? errno : REAL(glp_simplex)(problem, how);
}
