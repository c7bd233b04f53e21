/* The files of a batch, and keys. See files.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/files.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/str.h"
#include "input/encoding.h"
#include "input/json.h"
#include "input/table.h"

#include <stdlib.h>
#include <string.h>

enum { CHAIN_MOST = 64, SCRATCH_MOST = 256 };

/* What a scenario file says of other files. */
typedef struct {
    const char *parent;           /* NULL: none */
    const char *table[KK_NTABLE]; /* NULL: not said */
    bool taken[KK_NTABLE];        /* null: what the parent says does not count */
} naming;

typedef struct {
    const char *path, *hash; /* NULL: there is no such file, or it cannot be read */
    kk_blob raw;
    const naming *names; /* once it was read as a scenario */
} known_file;

struct kk_files {
    kk_ctx *K;
    const kk_load_options *options;
    kk_map *number; /* path -> file */
    known_file *file;
    int n, capacity;
    kk_ctx *scratch; /* what only a key needs: thrown away now and then */
    int nscratch;
};

static void undo_scratch(void *thing)
{
    kk_files *F = thing;
    kk_ctx_free(F->scratch);
    F->scratch = NULL;
}

kk_files *kk_files_new(kk_ctx *K, const kk_load_options *options)
{
    kk_files *F = KK_NEW(K, kk_files);
    *F = (kk_files){.K = K, .options = options, .number = kk_map_new(K)};
    kk_defer(K, undo_scratch, F);
    return F;
}

static int file_at(kk_files *F, const char *path)
{
    int i = kk_map_get(F->number, path);
    const char *why[2];
    if (i >= 0)
        return i;
    F->file = kk_grow(F->K, F->file, &F->capacity, F->n + 1, sizeof *F->file);
    known_file *file = &F->file[F->n];
    *file = (known_file){.path = kk_strdup(F->K, path)};
    if (kk_file_read(F->K, file->path, &file->raw, why))
        file->hash = kk_hash_hex(F->K, file->raw.data, file->raw.size);
    return kk_map_put(F->number, file->path, F->n++);
}

/* ---- what a scenario names --------------------------------------------------------------------------------------- */

static const char *text_of(const kk_json *node)
{
    return node && node->kind == KK_JSON_TEXT ? node->text : NULL;
}

/* A scenario that cannot be read names nothing: what is wrong with it is found when it is planned. */
static const naming *names_of(kk_files *F, int i)
{
    static const naming nothing;
    known_file *file = &F->file[i];
    if (file->names || !file->hash)
        return file->names ? file->names : &nothing;
    file->names = &nothing;
    const kk_json *top = NULL;
    kk_blob text;
    if (kk_text_decode(F->scratch, "scenario", false, &file->raw, KK_ENCODING_AUTO, &text) != KK_ENCODING_AUTO)
        top = kk_json_parse(F->scratch, "scenario", &text);
    const kk_json *parent = kk_json_member(top, "extends"), *tables = kk_json_member(top, "tables");
    if (!text_of(parent) && !tables)
        return file->names;
    naming *names = KK_NEW(F->K, naming);
    names->parent = text_of(parent) ? kk_strdup(F->K, text_of(parent)) : NULL;
    for (int t = 0; t < KK_NTABLE; t++) {
        const kk_json *table = kk_json_member(tables, kk_tables[t].name);
        names->table[t] = text_of(table) ? kk_strdup(F->K, text_of(table)) : NULL;
        names->taken[t] = (table && table->kind == KK_JSON_NULL) || (tables && tables->kind == KK_JSON_NULL);
    }
    return file->names = names;
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

typedef struct {
    kk_files *F;
    const char *path;
    kk_text T; /* what is hashed */
    kk_key key;
} key_call;

/* The scenario file that a path means; one that is not there where a folder has none. */
static const char *scenario_of(kk_ctx *K, const char *path)
{
    if (kk_file_kind_of(path) != KK_FILE_FOLDER)
        return path;
    const char *base = kk_path_join(K, path, "base.json"), *plain = kk_path_join(K, path, "scenario.json");
    return kk_file_kind_of(base) != KK_FILE_NONE ? base : plain;
}

static void put_file(key_call *A, const char *kind, const char *name, const char *path)
{
    int i = file_at(A->F, path);
    const known_file *file = &A->F->file[i];
    A->key.bytes += (double)file->raw.size;
    A->key.nfile += file->hash != NULL;
    kk_text_addf(&A->T, "%s %s %s\n", kind, name, file->hash ? file->hash : "-");
}

static void put_options(kk_text *T, const kk_load_options *options)
{
    kk_text_addf(T, "kakuho %s\nencoding %s\n", kk_version(), options->encoding ? options->encoding : "auto");
    for (int i = 0; i < options->nset; i++)
        kk_text_addf(T, "set %s\n", options->set[i]);
    for (int i = 0; i < options->nchange; i++)
        kk_text_addf(T, "change %s\n", options->change[i]);
}

/* The scenario, what it extends, and their tables. */
static void make_key(kk_ctx *K, void *arg)
{
    key_call *A = arg;
    kk_files *F = A->F;
    const char *name[KK_NTABLE] = {NULL}, *folder[KK_NTABLE] = {NULL};
    bool known[KK_NTABLE] = {false};
    const char *at = scenario_of(K, A->path), *said = strrchr(at, '/') ? strrchr(at, '/') + 1 : at;
    A->T.K = K;
    put_options(&A->T, F->options);
    for (int depth = 0; depth < CHAIN_MOST; depth++) {
        put_file(A, "scenario", said, at);
        const naming *names = names_of(F, file_at(F, at));
        for (int t = 0; t < KK_NTABLE; t++) {
            if (!known[t] && names->table[t]) {
                name[t] = names->table[t];
                folder[t] = kk_path_folder(K, at);
            }
            known[t] = known[t] || names->table[t] || names->taken[t];
        }
        if (!names->parent)
            break;
        said = names->parent;
        at = kk_path_join(K, kk_path_folder(K, at), said);
    }
    for (int t = 0; t < KK_NTABLE; t++) {
        const char *table = name[t] ? name[t] : kk_format(K, "%s.csv", kk_tables[t].name);
        put_file(A, kk_tables[t].name, table, kk_path_join(K, name[t] ? folder[t] : kk_path_folder(K, at), table));
    }
    A->key.hash = kk_hash_hex(K, A->T.text, A->T.length);
}

kk_key kk_files_key(kk_files *F, const char *path)
{
    if (!F->scratch || F->nscratch++ == SCRATCH_MOST) {
        kk_ctx_free(F->scratch);
        F->scratch = kk_ctx_new();
        F->nscratch = 0;
    }
    key_call A = {.F = F, .path = path};
    if (!F->scratch || kk_guard(F->scratch, make_key, &A) != KK_OK)
        kk_fail(F->K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    A.key.hash = kk_strdup(F->K, A.key.hash);
    return A.key;
}

bool kk_files_find(void *reading, const char *path, const char **out_data, size_t *out_size)
{
    kk_reading *R = reading;
    int i = kk_map_get(R->F->number, path);
    bool there = i >= 0 && R->F->file[i].hash;
    R->found += there;
    R->missed += !there;
    if (!there)
        return false;
    *out_data = R->F->file[i].raw.data;
    *out_size = R->F->file[i].raw.size;
    return true;
}
