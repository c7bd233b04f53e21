/* The store of a batch. See store.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/store.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/list.h"
#include "report/run_json.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char STORE[] = "store.json", MARK[] = "{\n  \"kakuho_store\": 1\n}\n";
enum { LOCK_TRIES = 40, LOCK_PAUSE_MS = 50 }; /* the workers of a killed batch die a moment after it */

_Noreturn void kk_store_fail(const kk_store *S, const char *path, int code)
{
    kk_fail(S->K, KK_ESYSTEM, "%s/%s: cannot be written: %s%.0s (what is finished is kept)",
            "%s/%s: 書き込めません：%.0s%s（終わった分は残っています）", S->path, path, kk_file_word(code, KK_EN),
            kk_file_word(code, KK_JA));
}

/* ---- folders below the store ------------------------------------------------------------------------------------- */

/* Where another process removes an empty folder in between, once more. */
int kk_store_make_around(const kk_store *S, const char *path)
{
    enum { TRIES = 100 };
    char part[4096];
    int tries = 0;
    for (const char *s = strchr(path, '/'); s;) {
        size_t length = (size_t)(s - path);
        if (length >= sizeof part)
            return ENAMETOOLONG;
        memcpy(part, path, length);
        part[length] = '\0';
        bool made = mkdirat(S->at, part, 0777) == 0 || errno == EEXIST;
        if (!made && (errno != ENOENT || tries++ == TRIES))
            return errno;
        s = strchr(made ? s + 1 : path, '/');
    }
    return 0;
}

static int wipe(int at, const char *name)
{
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), code = 0;
    if (fd < 0)
        return errno == ENOENT ? 0 : errno;
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return ENOMEM;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (unlinkat(fd, entry->d_name, 0) != 0) {
            int inner = errno == EISDIR || errno == EPERM ? wipe(fd, entry->d_name) : errno;
            code = code ? code : inner;
        }
    }
    closedir(dir);
    return unlinkat(at, name, AT_REMOVEDIR) != 0 && code == 0 ? errno : code;
}

int kk_store_wipe(const kk_store *S, const char *path)
{
    return wipe(S->at, path);
}

void kk_store_tidy(const kk_store *S, const char *path)
{
    char part[4096];
    if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part)
        return;
    for (char *slash; (slash = strrchr(part, '/'));) {
        *slash = '\0';
        if (unlinkat(S->at, part, AT_REMOVEDIR) != 0)
            return;
    }
}

bool kk_store_has(const kk_store *S, const char *path)
{
    struct stat st;
    return fstatat(S->at, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static int by_name(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

const char **kk_store_list(kk_ctx *K, const kk_store *S, const char *folder, int *out_count)
{
    int fd = openat(S->at, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), n = 0, capacity = 0;
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const char **name = NULL;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        name = kk_grow(K, name, &capacity, n + 1, sizeof *name);
        name[n++] = kk_strdup(K, entry->d_name);
    }
    if (dir)
        closedir(dir);
    if (n > 1)
        qsort(name, (size_t)n, sizeof *name, by_name);
    *out_count = n;
    return name;
}

int kk_store_sweep(kk_ctx *K, const kk_store *S)
{
    int count, code = 0;
    struct stat st;
    const char **name = kk_folder_list(K, kk_path_join(K, S->path, "objects"), &count);
    for (int i = 0; i < count && code == 0; i++) {
        const char *path = kk_format(K, "objects/%s", name[i]);
        if (fstatat(S->at, path, &st, AT_SYMLINK_NOFOLLOW) != 0)
            code = errno;
        else if (st.st_nlink == 1 && unlinkat(S->at, path, 0) != 0)
            code = errno;
        else if (st.st_nlink == 1)
            kk_store_tidy(S, path);
    }
    return code;
}

/* ---- open -------------------------------------------------------------------------------------------------------- */

static void undo_fd(void *thing)
{
    int *fd = thing;
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Whether store.json's time can be relied on: a copy has another (see kk_store_settle). */
static void read_time(kk_store *S)
{
    struct stat st;
    S->settled =
        fstatat(S->at, STORE, &st, 0) == 0 && st.st_mtim.tv_nsec == 0 && st.st_ctim.tv_sec == st.st_mtim.tv_sec;
    S->since_s = st.st_ctim.tv_sec;
    S->since_ns = st.st_ctim.tv_nsec;
}

kk_store *kk_store_open(kk_ctx *K, const char *path, const char *date, bool make)
{
    kk_store *S = KK_NEW(K, kk_store);
    const char *mark = kk_path_join(K, path, STORE), *why[2];
    kk_file_kind kind = kk_file_kind_of(path);
    kk_blob raw;
    int count;
    *S = (kk_store){.K = K, .path = path, .at = -1, .gate = -1, .own = -1, .date = date};
    S->untouched = KK_ARRAY(K, uint64_t, KK_UNTOUCHED);
    S->night = kk_format(K, "nights/%s", date);
    kk_defer(K, undo_fd, &S->own);
    kk_defer(K, undo_fd, &S->gate);
    kk_defer(K, undo_fd, &S->at);
    if (kind == KK_FILE_NONE && !make)
        return S;
    if (kind == KK_FILE_NONE && mkdir(path, 0777) != 0 && errno != EEXIST)
        kk_fail(K, KK_ESYSTEM, "%s: cannot be made: %s%.0s", "%s: 作れません：%.0s%s", path, kk_file_word(errno, KK_EN),
                kk_file_word(errno, KK_JA));
    if (kk_file_kind_of(path) != KK_FILE_FOLDER)
        kk_fail(K, KK_EUSAGE, "%s: is not a folder", "%s: フォルダではありません", path);
    S->at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (S->at < 0)
        kk_fail(K, KK_ESYSTEM, "%s: cannot be read: %s%.0s", "%s: 読めません：%.0s%s", path, kk_file_word(errno, KK_EN),
                kk_file_word(errno, KK_JA));
    kk_store_list(K, S, ".", &count);
    if (kk_file_kind_of(mark) == KK_FILE_NONE && count > 0)
        kk_fail(
            K, KK_EUSAGE,
            "%s: is not empty and has no store.json, so it is not a store (or a part of one: copy it whole); choose "
            "a new or empty folder",
            "%s: 空ではなく store.json "
            "もないため、バッチの保存先ではありません（コピーの途中なら全体をコピーしてください）。"
            "新しいか空のフォルダを指定してください",
            path);
    if (kk_file_kind_of(mark) == KK_FILE_NONE && make)
        kk_file_write(K, mark, MARK, strlen(MARK));
    if (kk_file_kind_of(mark) != KK_FILE_NONE) {
        if (!kk_file_read(K, mark, &raw, why))
            kk_fail(K, KK_ESYSTEM, "%s: cannot be read: %s%.0s", "%s: 読めません：%.0s%s", mark, why[KK_EN],
                    why[KK_JA]);
        if (raw.size != strlen(MARK) || memcmp(raw.data, MARK, raw.size) != 0)
            kk_fail(
                K, KK_EUSAGE,
                "%s: this store was made by another version of kakuho; use that one, or a new folder (all plans are "
                "then computed again)",
                "%s: 別の版の kakuho "
                "の保存先です。その版を使うか、新しいフォルダを指定してください（全ての計画を計算し直します）",
                mark);
    }
    read_time(S);
    return S;
}

void kk_store_settle(kk_store *S)
{
    struct timespec now[2];
    /* what says that this is no copy: the file was changed within the second that its time names, which has no
     * fraction */
    for (int i = 0; i < 3; i++) {
        clock_gettime(CLOCK_REALTIME, &now[0]);
        now[0].tv_nsec = 0;
        now[1] = now[0];
        if (utimensat(S->at, STORE, now, 0) != 0)
            kk_store_fail(S, STORE, errno);
        read_time(S);
        if (S->settled)
            return;
    }
}

/* ---- locks ------------------------------------------------------------------------------------------------------- */

/* Try for a moment. */
static int lock_file(int fd, int how)
{
    static const struct timespec pause = {0, LOCK_PAUSE_MS * 1000000L};
    for (int i = 0; flock(fd, how | LOCK_NB) != 0; i++) {
        if (errno != EWOULDBLOCK || i == LOCK_TRIES)
            return errno;
        nanosleep(&pause, NULL);
    }
    return 0;
}

/* What the holder of a lock says of itself. */
static const char *holder(kk_store *S, const char *lock)
{
    kk_blob raw;
    const char *why[2];
    const char *path = kk_path_join(S->K, S->path, lock);
    return kk_file_read(S->K, path, &raw, why) && raw.size > 1 ? kk_strndup(S->K, raw.data, strcspn(raw.data, "\n"))
                                                               : "?";
}

static _Noreturn void fail_held(kk_store *S, const char *lock)
{
    kk_fail(S->K, KK_ESYSTEM, "%s is being worked on: %s (%s); wait until it is done, or stop it",
            "%s は処理中です：%s（%s）。終わるまで待つか、止めてください", S->path, strchr(lock, '/') + 1,
            holder(S, lock));
}

static void take_own(kk_store *S, const char *who)
{
    struct stat st = {0};
    while (st.st_nlink == 0) { /* who had the lock before removes the file */
        undo_fd(&S->own);
        int code = kk_store_make_around(S, S->lock);
        S->own = code ? -1 : openat(S->at, S->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (S->own < 0 && (code ? code : errno) == ENOENT)
            continue;
        if (S->own < 0)
            kk_store_fail(S, S->lock, code ? code : errno);
        code = lock_file(S->own, LOCK_EX);
        if (code == EWOULDBLOCK) {
            undo_fd(&S->own); /* it is not ours to remove */
            fail_held(S, S->lock);
        }
        if (code || fstat(S->own, &st) != 0)
            kk_store_fail(S, S->lock, code ? code : errno);
    }
    if (ftruncate(S->own, 0) != 0 || write(S->own, who, strlen(who)) != (ssize_t)strlen(who))
        kk_store_fail(S, S->lock, errno);
}

/* What a killed batch was writing. */
static void clear_work(kk_store *S, const char *shard, bool all)
{
    size_t length = strlen(shard);
    int fd = openat(S->at, "work", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        bool own = strncmp(entry->d_name, shard, length) == 0 && entry->d_name[length] == '.';
        if (entry->d_name[0] != '.' && (all || own))
            wipe(fd, entry->d_name);
    }
    closedir(dir);
    unlinkat(S->at, "work", AT_REMOVEDIR);
}

void kk_store_lock(kk_store *S, const char *shard, bool alone, const char *who)
{
    kk_ctx *K = S->K;
    int count;
    S->lock = kk_format(K, "locks/%s", shard);
    take_own(S, who);
    S->gate = openat(S->at, STORE, O_RDONLY | O_CLOEXEC);
    int code = S->gate < 0 ? errno : lock_file(S->gate, alone ? LOCK_EX : LOCK_SH);
    const char **name = kk_store_list(K, S, "locks", &count);
    for (int i = 0; i < count && code == EWOULDBLOCK; i++)
        if (strcmp(name[i], shard) != 0)
            fail_held(S, kk_format(K, "locks/%s", name[i]));
    if (code)
        kk_store_fail(S, STORE, code);
    clear_work(S, shard, alone);
}

void kk_store_unlock(kk_store *S)
{
    if (S->own >= 0) {
        unlinkat(S->at, "work", AT_REMOVEDIR); /* where nobody works any more */
        unlinkat(S->at, S->lock, 0);
    }
    if (S->lock)
        unlinkat(S->at, "locks", AT_REMOVEDIR); /* where it is empty */
    undo_fd(&S->gate);
    undo_fd(&S->own);
}

/* ---- what is there ----------------------------------------------------------------------------------------------- */

/* Whether a file was touched since the last night came to its end. A table that many plans share is looked at once. */
static bool file_touched(const kk_store *S, int at, const struct dirent *entry)
{
    struct stat st;
    uint64_t inode = entry->d_ino, *known = &S->untouched[inode % KK_UNTOUCHED];
    if (inode != 0 && *known == inode)
        return false;
    if (fstatat(at, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || st.st_ctim.tv_sec > S->since_s ||
        (st.st_ctim.tv_sec == S->since_s && st.st_ctim.tv_nsec > S->since_ns))
        return true;
    if (st.st_nlink > 2 && !S_ISDIR(st.st_mode) && st.st_ino == inode) /* in objects/, here and elsewhere */
        *known = inode;
    return false;
}

/* Whether anything in a folder was. */
static bool touched(const kk_store *S, int at, const char *name)
{
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    bool newer = false;
    if (!dir) {
        undo_fd(&fd);
        return true;
    }
    for (struct dirent *entry; !newer && (entry = readdir(dir));) {
        if (strcmp(entry->d_name, "..") == 0)
            continue;
        if (entry->d_type == DT_DIR && strcmp(entry->d_name, ".") != 0)
            newer = touched(S, fd, entry->d_name);
        else
            newer = file_touched(S, fd, entry);
    }
    closedir(dir);
    return newer;
}

const char *kk_store_plan_hash(kk_ctx *K, const kk_store *S, const char *id)
{
    kk_blob raw;
    const char *why[2], *path = kk_format(K, "%s/plans/%s/run.json", S->path, id);
    return kk_file_read(K, path, &raw, why) ? kk_hash_hex(K, raw.data, raw.size) : NULL;
}

/* The first file of a plan's folder that is not as run.json lists it, NULL where all are. One whose object was changed
 * with it, because both are one file, loses that object: it is not what it is called. */
static const char *first_changed(kk_ctx *K, const kk_store *S, const char *folder)
{
    int count;
    const char *why[2], *found = NULL;
    kk_blob run, raw;
    if (!kk_file_read(K, kk_path_join(K, folder, "run.json"), &run, why))
        return "run.json";
    const char **name = kk_folder_list(K, folder, &count);
    int listed = 0;
    for (int i = 0; i < count; i++) {
        const char *hash = kk_run_hash(K, run.data, name[i]);
        if (strcmp(name[i], "run.json") == 0)
            continue;
        listed += kk_run_lists(K, run.data, name[i]);
        if (hash && kk_file_read(K, kk_path_join(K, folder, name[i]), &raw, why)) {
            if (strcmp(kk_hash_hex(K, raw.data, raw.size), hash) == 0)
                continue;
            unlinkat(S->at, kk_format(K, "objects/%.2s/%s", hash, hash + 2), 0);
        }
        if (hash || !kk_run_lists(K, run.data, name[i])) /* proof.json is known by what it proves */
            found = found ? found : name[i];
    }
    int wanted = 0;
    for (const char *s = run.data; (s = strstr(s, "\", \"sha256\": ")); s++)
        wanted++;
    return found ? found : listed < wanted ? "run.json" : NULL;
}

kk_held kk_store_holds(kk_ctx *K, const kk_store *S, const char *id, const char *plan, const char **out_what)
{
    const char *folder = kk_format(K, "plans/%s", id);
    struct stat st;
    *out_what = NULL;
    if (S->at < 0 || fstatat(S->at, folder, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return KK_HELD_NOTHING;
    if (S->settled && S_ISDIR(st.st_mode) && !touched(S, S->at, folder))
        return KK_HELD_WHOLE;
    *out_what = first_changed(K, S, kk_path_join(K, S->path, folder));
    if (!*out_what && plan) {
        const char *hash = kk_store_plan_hash(K, S, id);
        if (!hash || strcmp(hash, plan) != 0)
            return KK_HELD_NOTHING; /* a plan, but not this one */
    }
    return *out_what ? KK_HELD_CHANGED : KK_HELD_WHOLE;
}
