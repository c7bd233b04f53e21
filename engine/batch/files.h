/* The files that the scenarios of a batch are made of, each read and hashed once; and the key of a scenario: what its
 * plan depends on, as one SHA-256.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_FILES_H
#define KK_BATCH_FILES_H

#include "batch/manifest.h"

typedef struct kk_files kk_files;

/** options: of every scenario. */
kk_files *kk_files_new(kk_ctx *K, const kk_load_options *options);

/** What a key was made of. */
typedef struct {
    const char *hash; /* 64 hexadecimal digits */
    int nfile;        /* files that are there: the scenario, what it extends, tables */
    double bytes;     /* of all these files: the work that the scenario is likely to be */
} kk_key;

/** The key of a scenario: the version of the engine, the options, and every file that the scenario and what it extends
 *  are read from, by the name that a plan tells of it and by its bytes. Nothing is parsed twice, and of the scenario
 *  itself no more than what it extends and which tables it names. */
kk_key kk_files_key(kk_files *F, const char *path);

/** A scenario that is being read from these files; zero-initialise, set F. */
typedef struct {
    const kk_files *F;
    int found, missed; /* files that were asked for */
} kk_reading;

/** For kk_ctx_set_files(): a file as it was when its key was made. reading is a kk_reading. */
bool kk_files_find(void *reading, const char *path, const char **out_data, size_t *out_size);

#endif
