/* Files: read whole; write beside, then take the old one's place in one step.
 *
 * A folder NAME is written under names beside it that say how far the work is, so that whoever finds one after a kill
 * knows what it is:
 *
 *     .NAME.kakuho-part   being written, or being removed: may be deleted at any time
 *     .NAME.kakuho-next   whole: about to take the place of NAME - or, after the exchange, what was there before
 *     .NAME.kakuho-last   what was there before, where the file system cannot exchange: put back if NAME is missing
 * One process at a time works beside NAME: it holds a lock on the folder around it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* renameat2, flock */
#endif

#include "base/file.h"

#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* tests have less patience */
#ifndef READ_MAX
#define READ_MAX   ((size_t)1 << 30) /* a table of a gibibyte is a mistake, such as /dev/zero */
#define LOCK_TRIES 3000              /* times 10 ms */
#endif
#define DEPTH_MAX 4 /* folders within folders that are looked into */

/* The arguments of both sentences are the same: each language leaves out the other's words with %.0s. */
static _Noreturn void fail_write(kk_ctx *K, const char *path, int code)
{
    kk_fail(K, KK_ESYSTEM, "%s: cannot be written: %s%.0s", "%s: 書き込めません：%.0s%s", path,
            kk_file_word(code, KK_EN), kk_file_word(code, KK_JA));
}

/* ---- paths ------------------------------------------------------------------------------------------------------- */

kk_file_kind kk_file_kind_of(const char *path)
{
    struct stat st;

    if (stat(path, &st) == 0)
        return S_ISREG(st.st_mode) ? KK_FILE_PLAIN : S_ISDIR(st.st_mode) ? KK_FILE_FOLDER : KK_FILE_OTHER;
    /* a link to nowhere, a folder that may not be entered: there is something, and not to see it would be a mistake */
    return (errno == ENOENT || errno == ENOTDIR) && lstat(path, &st) != 0 ? KK_FILE_NONE : KK_FILE_OTHER;
}

static size_t without_slashes(const char *path, size_t length)
{
    while (length > 1 && path[length - 1] == '/')
        length--;
    return length;
}

bool kk_file_same(const char *one, const char *other)
{
    struct stat a, b;

    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

const char *kk_path_folder(kk_ctx *K, const char *path)
{
    size_t length = without_slashes(path, strlen(path));

    while (length > 0 && path[length - 1] != '/')
        length--;
    return length == 0 ? "." : kk_strndup(K, path, without_slashes(path, length));
}

static const char *path_name(kk_ctx *K, const char *path)
{
    size_t length = without_slashes(path, strlen(path)), start = length;

    while (start > 0 && path[start - 1] != '/')
        start--;
    return kk_strndup(K, path + start, length - start);
}

const char *kk_path_join(kk_ctx *K, const char *folder, const char *name)
{
    size_t length = strlen(folder);

    if (strcmp(folder, ".") == 0 || name[0] == '/')
        return kk_strdup(K, name);
    return kk_format(K, length > 0 && folder[length - 1] == '/' ? "%s%s" : "%s/%s", folder, name);
}

/* ---- descriptors that close with the context, in case a failure passes them -------------------------------------- */

static void undo_fd(void *thing)
{
    int *fd = thing;

    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static int *fd_new(kk_ctx *K)
{
    int *fd = KK_NEW(K, int);

    *fd = -1;
    kk_defer(K, undo_fd, fd);
    return fd;
}

/* ---- read -------------------------------------------------------------------------------------------------------- */

static bool no(int *fd, const char *out_why[2], int code)
{
    undo_fd(fd);
    out_why[KK_EN] = kk_file_word(code, KK_EN);
    out_why[KK_JA] = kk_file_word(code, KK_JA);
    return false;
}

/* What a shell hands over: kakuho check <(jq ...). */
static bool is_handed_over(const char *path)
{
    return strncmp(path, "/dev/fd/", 8) == 0 || strcmp(path, "/dev/stdin") == 0;
}

bool kk_file_read(kk_ctx *K, const char *path, kk_blob *out, const char *out_why[2])
{
    struct stat st;
    char *data = NULL;
    int capacity = 0;
    size_t size = 0;

    *out = (kk_blob){.name = path};
    if (kk_ctx_file(K, path, &out->data, &out->size))
        return true;
    int *fd = fd_new(K);
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe that nobody writes to would wait for ever */
    int code = *fd < 0 || fstat(*fd, &st) != 0                 ? errno
               : S_ISDIR(st.st_mode)                           ? EISDIR
               : !S_ISREG(st.st_mode) && !is_handed_over(path) ? ENXIO
               : fcntl(*fd, F_SETFL, O_RDONLY) != 0            ? errno /* what is handed over is waited for */
                                                               : 0;
    if (code)
        return no(fd, out_why, code);
    size_t want = S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size + 1 : 65536;
    for (;;) {
        if (size + want > READ_MAX)
            return no(fd, out_why, EFBIG);
        data = kk_grow(K, data, &capacity, (int)(size + want + 1), 1);
        ssize_t got = read(*fd, data + size, (size_t)capacity - 1 - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return no(fd, out_why, errno);
        if (got == 0)
            break;
        size += (size_t)got;
        want = (size_t)capacity - 1 > size ? 0 : size;
    }
    undo_fd(fd);
    data[size] = 0;
    *out = (kk_blob){path, data, size};
    return true;
}

/* ---- write ----------------------------------------------------------------------------------------------------------
 * Functions below return 0 or an errno. */

static int write_data(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t done = write(fd, data, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return done < 0 ? errno : EIO;
        data += done;
        size -= (size_t)done;
    }
    return 0;
}

/* What cannot be synchronised (a pipe, some network folders) is as safe as it gets. */
static int sync_fd(int fd)
{
    return fsync(fd) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP ? 0 : errno;
}

static int close_fd(int *fd)
{
    int closing = *fd;

    *fd = -1;
    return close(closing) == 0 || errno == EINTR ? 0 : errno;
}

/* Open the folder around what is to be written, for this process alone. */
static int lock_folder(int *fd, const char *folder)
{
    static const struct timespec pause = {0, 10 * 1000 * 1000};

    *fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*fd < 0)
        return errno;
    for (int i = 0; flock(*fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; i++) {
        if (i == LOCK_TRIES)
            return EWOULDBLOCK;
        nanosleep(&pause, NULL);
    }
    return 0;
}

static void write_in_place(kk_ctx *K, const char *path, const char *data, size_t size)
{
    int *fd = fd_new(K);

    *fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    int code = *fd < 0 ? errno : write_data(*fd, data, size);
    if (*fd >= 0 && code == 0)
        code = close_fd(fd);
    undo_fd(fd);
    if (code)
        fail_write(K, path, code);
}

static int write_beside(int *fd, int folder, const char *part, const char *name, const char *data, size_t size)
{
    struct stat st;
    int code;

    *fd = openat(folder, part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (*fd < 0)
        return errno;
    if (fstatat(folder, name, &st, 0) == 0 && fchmod(*fd, st.st_mode & 07777) != 0)
        code = errno;
    else if ((code = write_data(*fd, data, size)) == 0 && (code = sync_fd(*fd)) == 0)
        code = close_fd(fd);
    undo_fd(fd);
    if (code == 0 && renameat(folder, part, folder, name) != 0)
        code = errno;
    if (code)
        unlinkat(folder, part, 0);
    else
        sync_fd(folder);
    return code;
}

/* The path with its links followed, where it leads to something. */
static const char *path_real(kk_ctx *K, const char *path)
{
    char *real = KK_ARRAY(K, char, PATH_MAX);

    return realpath(path, real) ? real : path;
}

void kk_file_write(kk_ctx *K, const char *path, const char *data, size_t size)
{
    kk_file_kind kind = kk_file_kind_of(path);

    if (kind == KK_FILE_FOLDER)
        fail_write(K, path, EISDIR);
    if (kind == KK_FILE_OTHER) {
        write_in_place(K, path, data, size);
        return;
    }
    if (kind == KK_FILE_PLAIN && access(path, W_OK) != 0)
        fail_write(K, path, errno);

    const char *real = path_real(K, path); /* a link stays; the file that it leads to is replaced */
    const char *folder = kk_path_folder(K, real), *name = path_name(K, real);
    const char *part = kk_format(K, ".%s.kakuho-part", name);
    int *lock = fd_new(K), *fd = fd_new(K);
    int code = lock_folder(lock, folder);
    if (code == 0)
        code = write_beside(fd, *lock, part, name, data, size);
    undo_fd(lock);
    if (code)
        fail_write(K, path, code);
}

/* ---- a folder: what is there ------------------------------------------------------------------------------------- */

/* A folder that is being written. */
typedef struct {
    kk_ctx *K;
    const char *path;                      /* as the user wrote it */
    const char *around;                    /* the folder around it ... */
    int *lock;                             /* ... open and locked */
    const char *name, *part, *next, *last; /* names in it */
    int *fd;                               /* [count] files that are not yet synchronised */
    int nfd;
    bool building;  /* part is ours to remove */
    bool was_empty; /* there is a folder, but nothing in it */
    bool (*old)(void *info, const char *folder, const char *name);
    void *info;
} site;

/* Remove a folder of this program, whatever is in it. Links are removed, never followed. */
static int wipe(int at, const char *name)
{
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    int code = 0;

    if (!dir) {
        code = errno;
        if (fd >= 0)
            close(fd);
        return code == ENOENT ? 0 : code;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (unlinkat(dirfd(dir), entry->d_name, 0) != 0) {
            int inner = errno == EISDIR || errno == EPERM ? wipe(dirfd(dir), entry->d_name) : errno;
            code = code ? code : inner;
        }
    }
    closedir(dir);
    if (unlinkat(at, name, AT_REMOVEDIR) != 0 && code == 0)
        code = errno;
    return code;
}

typedef struct {
    struct dirent **entry;
    int count;
} listing;

static void undo_listing(void *thing)
{
    listing *L = thing;

    for (int i = 0; i < L->count; i++)
        free(L->entry[i]);
    free(L->entry);
    *L = (listing){NULL, 0};
}

static int not_dots(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void undo_site(void *thing)
{
    site *S = thing;

    for (int i = 0; i < S->nfd; i++)
        undo_fd(&S->fd[i]);
    S->nfd = 0;
    if (S->building && *S->lock >= 0)
        wipe(*S->lock, S->part);
    S->building = false;
    undo_fd(S->lock);
}

static _Noreturn void fail_site(site *S, int code)
{
    undo_site(S);
    kk_fail(S->K, KK_ESYSTEM, "%s: cannot be written: %s%.0s (what was there is unchanged)",
            "%s: 書き込めません：%.0s%s（元の内容はそのままです）", S->path, kk_file_word(code, KK_EN),
            kk_file_word(code, KK_JA));
}

static _Noreturn void refuse(site *S, const char *name, const char *found)
{
    const char *path = strcmp(name, S->name) == 0 ? S->path : kk_path_join(S->K, S->around, name);
    undo_site(S);
    if (!S->old)
        kk_fail(S->K, KK_EUSAGE, "%s: is not empty, but holds '%s' (choose a new or empty folder)",
                "%s: 空ではありません：「%s」があります（新しいか空のフォルダを指定してください）", path, found);
    kk_fail(S->K, KK_EUSAGE, "%s: is not replaced: '%s' in it is not listed as a file of a plan (%s%.0s)",
            "%s: 置き換えません：中の「%s」は計画のファイルとして記録されていません（%.0s%s）", path, found,
            "choose another folder, or move it away", "別のフォルダを指定するか、それを移動してください");
}

/* The first thing in folder/below that old() does not list, NULL if there is none; out_code is an errno. An empty
 * folder within is a thing. */
static const char *stranger(site *S, const char *folder, const char *below, int depth, int *out_count, int *out_code)
{
    const char *found = NULL, *path = kk_path_join(S->K, S->around, folder);
    listing *L = KK_NEW(S->K, listing);
    kk_defer(S->K, undo_listing, L);

    int count = scandirat(*S->lock, kk_format(S->K, "%s/%s", folder, below), &L->entry, not_dots, by_name);
    L->count = *out_count = count < 0 ? 0 : count;
    if (count < 0)
        *out_code = errno;
    for (int i = 0; i < count && !found && *out_code == 0; i++) {
        const char *one = kk_format(S->K, "%s%s%s", below, *below ? "/" : "", L->entry[i]->d_name);
        struct stat st;
        int inner = 0;
        if (fstatat(*S->lock, kk_format(S->K, "%s/%s", folder, one), &st, AT_SYMLINK_NOFOLLOW) != 0)
            *out_code = errno;
        else if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX) {
            found = stranger(S, folder, one, depth + 1, &inner, out_code);
            if (inner == 0 && *out_code == 0)
                found = one;
        } else if (!S_ISREG(st.st_mode) || !S->old || !S->old(S->info, path, one))
            found = one;
    }
    undo_listing(L);
    return found;
}

/* How many things a folder of a plan holds; refused where one of them is not the plan's. */
static int only_ours(site *S, const char *name)
{
    int count = 0, code = 0;
    const char *found = stranger(S, name, "", 0, &count, &code);

    if (code)
        fail_site(S, code);
    if (found)
        refuse(S, name, found);
    return count;
}

static bool is_there(site *S, const char *name)
{
    struct stat st;

    return fstatat(*S->lock, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Remove a whole folder that was replaced or never took its place: marked as being removed, then removed. */
static void retire(site *S, const char *name)
{
    if (renameat(*S->lock, name, *S->lock, S->part) == 0)
        wipe(*S->lock, S->part);
}

/* Undo what a killed process left. */
static void repair(site *S)
{
    wipe(*S->lock, S->part);
    if (is_there(S, S->last) && !is_there(S, S->name) && renameat(*S->lock, S->last, *S->lock, S->name) != 0)
        fail_site(S, errno);
    const char *left[] = {S->next, S->last};
    for (int i = 0; i < 2; i++)
        if (is_there(S, left[i])) {
            only_ours(S, left[i]);
            retire(S, left[i]);
        }
}

/* ---- a folder: building it and putting it in place --------------------------------------------------------------- */

static int build_file(site *S, int part, const kk_blob *file)
{
    const char *slash = strchr(file->name, '/');

    if (slash && mkdirat(part, kk_strndup(S->K, file->name, (size_t)(slash - file->name)), 0777) != 0 &&
        errno != EEXIST)
        return errno;
    int fd = openat(part, file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return errno;
    S->fd[S->nfd++] = fd;
    return write_data(fd, file->data, file->size);
}

static int sync_folder(int at, const char *name)
{
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return errno;
    int code = sync_fd(fd);
    close(fd);
    return code;
}

/* Whether file i lies in a folder in which none of the files before it lies. */
static bool first_of_folder(const kk_blob *file, int i)
{
    const char *slash = strchr(file[i].name, '/');

    for (int k = 0; slash && k < i; k++)
        if (strncmp(file[k].name, file[i].name, (size_t)(slash - file[i].name) + 1) == 0)
            return false;
    return slash != NULL;
}

/* All files are written before the first is synchronised: the disk then gets them in one go. */
static int build(site *S, const kk_blob *file, int count)
{
    int *part = fd_new(S->K), code = 0;
    struct stat st;

    S->building = true;
    if (mkdirat(*S->lock, S->part, 0777) != 0)
        return errno;
    *part = openat(*S->lock, S->part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (*part < 0)
        return errno;
    for (int i = 0; i < count && code == 0; i++)
        code = build_file(S, *part, &file[i]);
    for (int i = 0; i < S->nfd && code == 0; i++) {
        code = sync_fd(S->fd[i]);
        if (code == 0)
            code = close_fd(&S->fd[i]);
    }
    for (int i = 0; i < count && code == 0; i++)
        if (first_of_folder(file, i))
            code = sync_folder(*part, kk_path_folder(S->K, file[i].name));
    if (code == 0 && fstatat(*S->lock, S->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        fchmod(*part, st.st_mode & 07777) != 0)
        code = errno;
    if (code == 0)
        code = sync_fd(*part);
    undo_fd(part);
    if (code == 0 && renameat(*S->lock, S->part, *S->lock, S->next) != 0)
        code = errno;
    S->building = code != 0;
    return code;
}

typedef enum { INTO_NOTHING, EXCHANGED, TWO_STEPS } placing;

static int move(site *S, const char *from, const char *to)
{
    return renameat(*S->lock, from, *S->lock, to) == 0 ? 0 : errno;
}

static int exchange(site *S)
{
#ifdef RENAME_EXCHANGE
    return renameat2(*S->lock, S->next, *S->lock, S->name, RENAME_EXCHANGE) == 0 ? 0 : errno;
#else
    (void)S;
    return ENOSYS;
#endif
}

/* next takes the place of name. */
static int place(site *S, bool nothing_there, placing *out_how)
{
    int code;

    if (nothing_there) {
        *out_how = INTO_NOTHING; /* also over an empty folder */
        return move(S, S->next, S->name);
    }
    *out_how = EXCHANGED;
    code = exchange(S);
    if (code != EINVAL && code != ENOSYS && code != ENOTSUP)
        return code;
    *out_how = TWO_STEPS;
    code = move(S, S->name, S->last);
    if (code == 0 && (code = move(S, S->next, S->name)) != 0)
        move(S, S->last, S->name);
    return code;
}

static void place_back(site *S, placing how)
{
    if (how == EXCHANGED) {
        exchange(S);
        return;
    }
    move(S, S->name, S->next);
    if (how == TWO_STEPS)
        move(S, S->last, S->name);
    else if (S->was_empty)
        mkdirat(*S->lock, S->name, 0777);
}

static site *site_new(kk_ctx *K, const char *path, int count)
{
    site *S = KK_NEW(K, site);
    const char *name = path_name(K, path);

    S->K = K;
    S->path = path;
    if (*name == 0 || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, "/") == 0) {
        path = path_real(K, path);
        name = path_name(K, path);
    }
    S->around = kk_path_folder(K, path);
    S->name = name;
    S->part = kk_format(K, ".%s.kakuho-part", name);
    S->next = kk_format(K, ".%s.kakuho-next", name);
    S->last = kk_format(K, ".%s.kakuho-last", name);
    S->fd = KK_ARRAY(K, int, count);
    S->lock = fd_new(K);
    kk_defer(K, undo_site, S);
    return S;
}

/* Look at what is there; whether there is nothing to lose: no folder, or an empty one. */
static bool nothing_at(site *S)
{
    struct stat st;

    if (fstatat(*S->lock, S->name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT)
            fail_site(S, errno);
        return true;
    }
    if (!S_ISDIR(st.st_mode)) {
        undo_site(S);
        kk_fail(S->K, KK_EUSAGE, "%s: is not a folder: nothing was written",
                "%s: フォルダではないため、何も書き込みませんでした", S->path);
    }
    if (faccessat(*S->lock, S->name, W_OK | X_OK, 0) != 0)
        fail_site(S, errno);
    return S->was_empty = only_ours(S, S->name) == 0;
}

/* What was replaced goes - unless somebody has put something into it meanwhile: then it comes back. */
static void retire_replaced(site *S, placing how)
{
    const char *name = how == TWO_STEPS ? S->last : S->next;
    int count = 0, code = 0;

    if (how == INTO_NOTHING)
        return;
    const char *found = stranger(S, name, "", 0, &count, &code);
    if (found) {
        place_back(S, how);
        retire(S, S->next);
        refuse(S, S->name, found);
    }
    if (code == 0)
        retire(S, name);
}

void kk_folder_write(kk_ctx *K, const char *path, const kk_blob *file, int count,
                     bool (*old)(void *info, const char *folder, const char *name), void *info)
{
    site *S = site_new(K, path, count);
    placing how = INTO_NOTHING;

    S->old = old;
    S->info = info;
    int code = lock_folder(S->lock, S->around);
    if (code == ENOENT && mkdir(S->around, 0777) == 0)
        code = lock_folder(S->lock, S->around);
    if (code)
        fail_site(S, code);
    repair(S);
    bool nothing = nothing_at(S);
    code = build(S, file, count);
    if (code)
        fail_site(S, code);
    code = place(S, nothing, &how);
    if (code == 0 && (code = sync_fd(*S->lock)) != 0)
        place_back(S, how);
    if (code) {
        retire(S, S->next);
        fail_site(S, code);
    }
    retire_replaced(S, how);
    undo_site(S);
}
