/* The scenario: what is asked of the tables. Keys, types, words and defaults are described once, in keys.c and keys.h;
 * reading, "did you mean", the JSON Schema and the effective scenario all come from there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_SCENARIO_H
#define KK_INPUT_SCENARIO_H

#include "domain/city.h"
#include "input/encoding.h"
#include "input/json.h"
#include "input/table.h"

typedef struct {
    const char *file;   /* as the user knows it; "scenario" where there is none: then all is default */
    const char *folder; /* where the tables stand: beside the scenario at the root of `extends` */
    const char *title, *edition, *note, *money_unit, *minus;
    kk_lang lang;
    kk_encoding encoding;                     /* of the tables */
    int first, last, look_ahead, decide_from; /* KK_NONE where not given */
    bool as_of_end;
    bool whole; /* units */
    double gap, effort;
    double discount;
    const kk_json *follow;               /* NULL where not given */
    bool accepts[4];                     /* by kk_consent */
    const char *table[KK_NTABLE];        /* path as given, NULL = NAME.csv where it exists ... */
    const char *table_folder[KK_NTABLE]; /* ... and the folder from which it leads */
    const kk_json *top;     /* with all that it extends; NULL where there is no scenario file, or it cannot be read: */
    bool broken;            /* ... or a file that it extends */
    const kk_json *changes; /* a list of objects, NULL = none; wrong members are null */
    int nwhat_if;
    const char **what_if; /* [nwhat_if] "low.json extends base.json", "--set years.last=2025"; not yet the changes */
    const kk_json *targets, *goals; /* lists of objects, the given or the default ones; wrong members are taken out */
} kk_scenario;

/** Read the scenario at path: a file, or a folder with base.json or scenario.json (as in a plan's input), or with
 *  neither. --set and --change of the call are laid over it. Problems are findings. A path that
 *  leads nowhere fails with KK_EUSAGE. */
kk_scenario *kk_scenario_read(kk_ctx *K, const char *path, const kk_load_options *options);

/** The same scenario with more laid over it: --set and --change, the latter known as `option` to findings. Its tables
 *  are not looked for again. */
kk_scenario *kk_scenario_over(kk_ctx *K, const kk_scenario *S, const kk_load_options *more, const char *option);

/** The goals of a scenario as JSON, by their numbers in a new order; from number `alone` on each stands alone, without
 *  a weight. */
const char *kk_scenario_goals(kk_ctx *K, const kk_scenario *S, const int *order, int alone);

/** The place of a member of the scenario, or of the whole where there is no such member. */
kk_place kk_scenario_place(kk_ctx *K, const kk_scenario *S, const kk_json *node);

/** A goal's years: first and last, *out_from = KK_NONE where not given. False after a finding. */
bool kk_scenario_period(kk_ctx *K, const kk_scenario *S, const kk_json *node, int *out_from, int *out_until);

/** Whether a goal of this kind takes this key. */
bool kk_goal_takes(kk_goal_kind kind, const char *key);

/** The effective scenario of a city: every default made explicit, tables beside it. Reading it again gives the same. */
const char *kk_scenario_text(kk_ctx *K, const kk_scenario *S, const kk_city *C);

#endif
