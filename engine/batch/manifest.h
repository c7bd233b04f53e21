/* The manifest of a batch: which scenarios, with what options, within what limits.
 *
 *     {"kakuho_batch": 1,
 *      "scenarios": [{"id": "sapporo/base", "path": "sapporo/base.json"}, {"glob": "kita*.json"}],
 *      "options": {"set": ["years.last=2025"], "change": ["need.children*=1.05"], "input_encoding": "cp932"},
 *      "limits": {"work": 1e6, "seconds": 600, "memory_mib": 512, "night_seconds": 14400}}
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BATCH_MANIFEST_H
#define KK_BATCH_MANIFEST_H

#include "base/ctx.h"

enum { KK_SECONDS_USUAL = 3600 }; /* of a scenario, where the manifest says nothing: nothing hangs for ever */

typedef struct {
    const char *id;   /* "sapporo/base": also the folder of its plan, below plans/ */
    const char *path; /* to open it: a scenario, or the folder of a city */
} kk_batch_scenario;

typedef struct {
    int n;
    kk_batch_scenario *scenario; /* [n] in the order of the bytes of their ids */
    kk_load_options options;     /* of every scenario */

    /* limits; INFINITY = none */
    double work;          /* simplex iterations of a scenario */
    double seconds;       /* [s] of a scenario */
    double memory_mib;    /* [MiB] that a scenario may take beyond what the program has when it begins */
    double night_seconds; /* [s] of the whole batch */
} kk_manifest;

/** Read a manifest. Paths in it lead from its folder. A file that several entries name is one scenario; its id is that
 *  of the entry that gives one, else its path without ".json". A scenario that is not there is no problem of the
 *  manifest: it fails alone.
 *
 *  @return never NULL; problems are findings, all of them. Fails with KK_EUSAGE where there is no such file,
 *          KK_ESYSTEM where it cannot be read */
kk_manifest *kk_manifest_read(kk_ctx *K, const char *path);

#endif
