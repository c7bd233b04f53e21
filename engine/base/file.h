/* Files: read whole; write beside, then exchange in one step. One of the two places that see POSIX.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BASE_FILE_H
#define KK_BASE_FILE_H

#include "base/ctx.h"

typedef struct {
    const char *name; /* within the folder, '/' between parts */
    const char *data;
    size_t size;
} kk_blob;

typedef enum { KK_FILE_NONE, KK_FILE_PLAIN, KK_FILE_FOLDER, KK_FILE_OTHER } kk_file_kind;

/** What a path leads to (links followed); a link to nowhere, or what cannot be looked at, is KK_FILE_OTHER. */
kk_file_kind kk_file_kind_of(const char *path);

/** Whether two paths lead to one file. */
bool kk_file_same(const char *one, const char *other);

/** What went wrong, in words: of an errno. */
const char *kk_file_word(int code, kk_lang lang);

/** Read a file whole; the data is followed by a 0 byte that size does not count.
 *  Where the context was told of it (kk_ctx_set_files), nothing is read. A pipe, a device or a socket is refused (some
 *  never end, and a pipe that nobody writes to never begins), but for /dev/stdin and /dev/fd/N.
 *  @return true, or false and why not (English and Japanese in out_why[2]); out is then without data */
bool kk_file_read(kk_ctx *K, const char *path, kk_blob *out, const char *out_why[2]);

/** The folder part of a path ("." if none), and a path below a folder. */
const char *kk_path_folder(kk_ctx *K, const char *path);
const char *kk_path_join(kk_ctx *K, const char *folder, const char *name);

/** Write one file whole: a temporary file beside it, fsync, rename. A device such as /dev/full is written in place.
 *  Fails with KK_ESYSTEM; the old file is then still there. */
void kk_file_write(kk_ctx *K, const char *path, const char *data, size_t size);

/** Write a folder whole or not at all, replacing the folder that is there in one step (renameat2 RENAME_EXCHANGE; where
 *  the file system has none, two renames, which the next write of the folder repairs). Refused with KK_EUSAGE when the
 *  folder that is there is neither empty nor listed: for every file in it, such as "input/need.csv", old(info, folder,
 *  name) must say that the plan in that folder lists it. The folder is not always path: also what a killed process left
 *  beside it is looked at before it is removed. old may be NULL: then only a new or empty folder is written.
 *  The folder around it is made where that alone is missing, and stays.
 *  Fails with KK_ESYSTEM; the old folder is then still there. */
void kk_folder_write(kk_ctx *K, const char *path, const kk_blob *file, int count,
                     bool (*old)(void *info, const char *folder, const char *name), void *info);

#endif
