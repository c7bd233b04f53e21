/* The layers of a scenario: its file, the files that it extends, and what the call says (--set, --change) - merged into
 * one tree whose nodes still know where they stand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_LAYERS_H
#define KK_INPUT_LAYERS_H

#include "input/json.h"

/** A file of the chain. */
typedef struct {
    const char *file; /* as the user knows it: relative to the folder of the scenario */
    const char *path; /* to open it */
} kk_layer;

typedef struct {
    kk_json *top; /* the merged tree, NULL where the scenario itself cannot be used */
    bool whole;   /* no file of the chain is missing or wrong */
    int n;
    kk_layer *layer; /* [n] the scenario, its parent, ... */
} kk_layers;

/** Read a scenario and what it extends: objects merge by RFC 7396, `changes` stand behind the parent's. */
kk_layers kk_layers_read(kk_ctx *K, const char *path, const char *file);

/** The folder of the file in which a node stands; "." of an argument. */
const char *kk_layers_folder(kk_ctx *K, const kk_layers *L, const kk_json *node);

/** KEY=VALUE of the call: dots lead into objects and lists (goals.0.slack=5), VALUE is JSON or a bare word. A member
 *  that is not there is looked for among the defaults first. The check of all keys finds what is wrong with a value. */
void kk_layers_set(kk_ctx *K, kk_json *top, const kk_json *fallback, const char *argument);

/** TABLE[COLUMN=VALUE|VALUE,...].COLUMN=VALUE (or *=, +=, -=) or TABLE[...]- of the call: one more of the changes.
 *  option: as which findings know it, "--change" */
void kk_layers_change(kk_ctx *K, kk_json *top, const char *option, const char *argument);

/** A change as --change writes it; new rows as "need append 2". Of a change that was made. */
const char *kk_layers_say(kk_ctx *K, const kk_json *change);

/** A tree once more, to be changed. */
kk_json kk_json_copy(kk_ctx *K, const kk_json *from);

/** A new last member of a list or object; those that were there move: kk_json_relink() afterwards. */
kk_json *kk_json_add(kk_ctx *K, kk_json *node, const char *key);

#endif
