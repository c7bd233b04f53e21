/* What is in a folder. One of the places that see POSIX.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/list.h"

#include "base/file.h"
#include "base/str.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 8 };

typedef struct {
    kk_ctx *K;
    const char **name;
    int count, capacity;
} names;

static void close_dir(void *thing)
{
    DIR **dir = thing;
    if (*dir)
        closedir(*dir);
    *dir = NULL;
}

static void look_into(names *N, const char *path, const char *below, int depth)
{
    DIR **dir = KK_NEW(N->K, DIR *);
    *dir = opendir(path);
    kk_defer(N->K, close_dir, dir);
    for (struct dirent *entry; *dir && (entry = readdir(*dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        const char *inner = kk_path_join(N->K, path, entry->d_name);
        const char *name = kk_format(N->K, "%s%s", below, entry->d_name);
        if (kk_file_kind_of(inner) == KK_FILE_FOLDER && depth < DEEPEST) {
            look_into(N, inner, kk_format(N->K, "%s/", name), depth + 1);
            continue;
        }
        N->name = kk_grow(N->K, N->name, &N->capacity, N->count + 1, sizeof *N->name);
        N->name[N->count++] = name;
    }
    close_dir(dir);
}

static int by_name(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

const char **kk_folder_list(kk_ctx *K, const char *path, int *out_count)
{
    names N = {.K = K};
    look_into(&N, path, "", 0);
    if (N.count > 1)
        qsort(N.name, (size_t)N.count, sizeof *N.name, by_name);
    *out_count = N.count;
    return N.name;
}
