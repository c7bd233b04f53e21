/* Plans into the store. See publish.h.
 *
 * What a kill or a power cut leaves at any point: below work/ anything, which the next batch removes; below objects/
 * only files that were on the disk before they got their name; in plans/ whole folders, the old or the new.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* renameat2, syncfs */
#endif

#include "batch/publish.h"

#include "base/hash.h"
#include "base/list.h"
#include "base/str.h"
#include "report/run_json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    const char *name, *object; /* within the plan's folder; "objects/ab/cdef..." */
    bool full;                 /* the object has as many links as a file may have: this one takes its place */
} fresh_file;

typedef struct {
    int scenario;
    const char *id, *folder; /* "work/1-of-1.0/3" */
    const char *plan, *replaces;
    int nfresh;
    fresh_file *fresh; /* files whose object is not there yet */
} staged;

struct kk_group {
    kk_ctx *G;
    const kk_store *S;
    const char *work;
    int n;
    staged plan[KK_GROUP_MOST];
    kk_map *number; /* object -> number of the path below */
    const char **path;
    int npath, capacity;
};

kk_group *kk_group_new(kk_ctx *G, const kk_store *S, const char *work)
{
    kk_group *A = KK_NEW(G, kk_group);
    *A = (kk_group){.G = G, .S = S, .work = work, .number = kk_map_new(G)};
    return A;
}

const char *kk_group_last(const kk_group *A)
{
    return A->plan[A->n - 1].folder;
}

bool kk_group_is_full(const kk_group *A)
{
    return A->n == KK_GROUP_MOST;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static int write_file(int at, const char *name, const kk_blob *file)
{
    int fd = openat(at, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444), code = 0;
    if (fd < 0)
        return errno;
    for (size_t done = 0; done < file->size && code == 0;) {
        ssize_t more = write(fd, file->data + done, file->size - done);
        if (more < 0 && errno != EINTR)
            code = errno;
        done += more > 0 ? (size_t)more : 0;
    }
    return close(fd) != 0 && code == 0 ? errno : code;
}

/* Whether a file cannot have one more name: too many already, a file system without, somebody else's file. It then is a
 * file of its own. */
static bool cannot_link(int code)
{
    return code == EMLINK || code == EPERM || code == ENOTSUP || code == ENOSYS || code == EXDEV;
}

/* A file of a plan: a link to its object, else to the same file of another plan of the group, else a new one. */
static int add_file(kk_group *A, staged *P, int folder, const kk_blob *file, const char *hash)
{
    const char *object = kk_format(A->G, "objects/%.2s/%s", hash, hash + 2);
    bool full = false;
    if (linkat(A->S->at, object, folder, file->name, 0) == 0)
        return 0;
    full = errno == EMLINK;
    if (cannot_link(errno) && !full)
        return write_file(folder, file->name, file);
    if (errno != ENOENT && !full)
        return errno;
    int known = full ? -1 : kk_map_get(A->number, object);
    P->fresh[P->nfresh++] = (fresh_file){file->name, object, full};
    if (known >= 0 && linkat(A->S->at, A->path[known], folder, file->name, 0) == 0)
        return 0;
    if (known >= 0 && !cannot_link(errno))
        return errno;
    int code = write_file(folder, file->name, file);
    if (code)
        return code;
    A->path = kk_grow(A->G, A->path, &A->capacity, A->npath + 1, sizeof *A->path);
    A->path[A->npath] = kk_format(A->G, "%s/%s", P->folder, file->name);
    kk_map_put(A->number, object, A->npath++);
    return 0;
}

static int add_files(kk_group *A, staged *P, const kk_blob *file, const char *const *hash, int count)
{
    int code = kk_store_make_around(A->S, kk_format(A->G, "%s/input/x", P->folder));
    int folder = code ? -1 : openat(A->S->at, P->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return code ? code : errno;
    for (int i = 0; i < count && code == 0; i++)
        code = add_file(A, P, folder, &file[i], hash[i]);
    close(folder);
    return code;
}

void kk_group_add(kk_group *A, int scenario, const char *id, const kk_blob *file, int count, const char *replaces,
                  const char **out_plan)
{
    kk_ctx *G = A->G;
    staged P = {.scenario = scenario, .id = id, .replaces = replaces, .fresh = KK_ARRAY(G, fresh_file, count)};
    const char *run = file[count - 1].data, **hash = KK_ARRAY(G, const char *, count);
    kk_blob *own = KK_ARRAY(G, kk_blob, count); /* the names outlive the plan */
    for (int i = 0; i < count; i++) {
        own[i] = file[i];
        own[i].name = kk_strdup(G, file[i].name);
        hash[i] = kk_run_hash(G, run, file[i].name);
        if (!hash[i])
            hash[i] = kk_hash_hex(G, file[i].data, file[i].size);
    }
    P.plan = hash[count - 1];
    P.folder = kk_format(G, "%s/%d", A->work, A->n);
    int code = add_files(A, &P, own, hash, count);
    if (code) {
        kk_store_wipe(A->S, P.folder);
        kk_store_fail(A->S, kk_format(A->S->K, "plans/%s", id), code);
    }
    A->plan[A->n++] = P;
    *out_plan = P.plan;
}

/* ---- publishing -------------------------------------------------------------------------------------------------- */

/* A fresh file becomes an object. Where another process has made the same one meanwhile, that one is taken. */
static int make_object(kk_group *A, const staged *P, const fresh_file *file)
{
    int at = A->S->at;
    const char *own = kk_format(A->G, "%s/%s", P->folder, file->name);
    const char *spare = kk_format(A->G, "%s/spare", A->work);
    for (int tries = 0; tries < 3; tries++) {
        if (!file->full && linkat(at, own, at, file->object, 0) == 0)
            return 0;
        if (!file->full && errno == ENOENT) {
            int code = kk_store_make_around(A->S, file->object);
            if (code)
                return code;
            continue;
        }
        if (!file->full && errno != EEXIST)
            return cannot_link(errno) ? 0 : errno;
        struct stat mine, theirs;
        if (!file->full && fstatat(at, own, &mine, 0) == 0 && fstatat(at, file->object, &theirs, 0) == 0 &&
            mine.st_ino == theirs.st_ino)
            return 0;
        /* what is to be replaced, and by what: a spare link takes the name in one step */
        const char *from = file->full ? own : file->object, *to = file->full ? file->object : own;
        unlinkat(at, spare, 0);
        if (linkat(at, from, at, spare, 0) == 0)
            return renameat(at, spare, at, to) == 0 ? 0 : errno;
        if (cannot_link(errno))
            return 0; /* two files of the same bytes */
        if (errno != ENOENT)
            return errno;
    }
    return 0;
}

static int copy_file(kk_ctx *G, const kk_store *S, const char *from, const char *to)
{
    kk_blob raw;
    const char *why[2];
    return kk_file_read(G, kk_path_join(G, S->path, from), &raw, why) ? write_file(S->at, to, &raw) : EIO;
}

/* The plan that the last night left is kept: a folder of links. */
static int keep_before(kk_group *A, const staged *P)
{
    kk_ctx *G = A->G;
    const kk_store *S = A->S;
    const char *before = kk_format(G, "%s/before/%s", S->night, P->id);
    const char *part = kk_format(G, "%s/before", A->work), *plan = kk_format(G, "plans/%s", P->id);
    struct stat st;
    int count, code = 0;
    if (fstatat(S->at, before, &st, AT_SYMLINK_NOFOLLOW) == 0)
        return 0;
    const char **name = kk_folder_list(G, kk_path_join(G, S->path, plan), &count);
    kk_store_wipe(S, part);
    for (int i = 0; i < count && code == 0; i++) {
        const char *to = kk_format(G, "%s/%s", part, name[i]);
        code = kk_store_make_around(S, to);
        if (code == 0 && linkat(S->at, kk_format(G, "%s/%s", plan, name[i]), S->at, to, 0) != 0)
            code = cannot_link(errno) ? copy_file(G, S, kk_format(G, "%s/%s", plan, name[i]), to) : errno;
    }
    if (code == 0)
        code = kk_store_make_around(S, before);
    return code ? code : renameat(S->at, part, S->at, before) == 0 ? 0 : errno;
}

/* A folder that is not as it was written may be a person's work: it is moved away as it is. */
static int move_aside(kk_group *A, const staged *P, const char *plan, const char **out_path)
{
    const kk_store *S = A->S;
    for (int i = 1; i < 1000; i++) {
        const char *aside = kk_format(A->G, i == 1 ? "set-aside/%s/%s" : "set-aside/%s/%s.%d", S->date, P->id, i);
        struct stat st;
        if (fstatat(S->at, aside, &st, AT_SYMLINK_NOFOLLOW) == 0)
            continue;
        int code = kk_store_make_around(S, aside);
        *out_path = aside;
        return code ? code : renameat(S->at, plan, S->at, aside) == 0 ? 0 : errno;
    }
    return EEXIST;
}

static int exchange(const kk_store *S, const char *one, const char *other, const char *spare)
{
#ifdef RENAME_EXCHANGE
    if (renameat2(S->at, one, S->at, other, RENAME_EXCHANGE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
        return errno;
#endif
    /* a kill between the two leaves no plan here: it is computed again */
    if (renameat(S->at, other, S->at, spare) != 0 || renameat(S->at, one, S->at, other) != 0)
        return errno;
    return renameat(S->at, spare, S->at, one) == 0 ? 0 : errno;
}

static int place(kk_group *A, const staged *P, const char **out_what, const char **out_aside)
{
    const kk_store *S = A->S;
    const char *plan = kk_format(A->G, "plans/%s", P->id);
    kk_held held = kk_store_holds(A->G, S, P->id, NULL, out_what);
    int code = 0;
    if (held == KK_HELD_CHANGED)
        code = move_aside(A, P, plan, out_aside);
    if (held == KK_HELD_WHOLE) {
        const char *old = *P->replaces && strcmp(P->replaces, P->plan) != 0 ? kk_store_plan_hash(A->G, S, P->id) : NULL;
        if (old && strcmp(old, P->replaces) == 0)
            code = keep_before(A, P);
        if (code == 0)
            code = exchange(S, P->folder, plan, kk_format(A->G, "%s/spare", A->work));
        return code ? code : kk_store_wipe(S, P->folder);
    }
    if (code == 0)
        code = kk_store_make_around(S, plan);
    return code ? code : renameat(S->at, P->folder, S->at, plan) == 0 ? 0 : errno;
}

void kk_group_publish(kk_group *A, void (*set_aside)(void *info, int scenario, const char *what, const char *path),
                      void *info)
{
    if (A->n > 0 && syncfs(A->S->at) != 0)
        kk_store_fail(A->S, A->work, errno);
    for (int i = 0; i < A->n; i++) {
        const staged *P = &A->plan[i];
        const char *what = NULL, *aside = NULL;
        int code = 0;
        for (int f = 0; f < P->nfresh && code == 0; f++)
            code = make_object(A, P, &P->fresh[f]);
        if (code == 0)
            code = place(A, P, &what, &aside);
        if (code)
            kk_store_fail(A->S, kk_format(A->S->K, "plans/%s", P->id), code);
        if (aside)
            set_aside(info, P->scenario, what, aside);
    }
}

void kk_group_end(const kk_store *S, const char *work)
{
    if (syncfs(S->at) != 0)
        kk_store_fail(S, work, errno);
    kk_store_wipe(S, work);
}
