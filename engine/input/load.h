/* Reading a city: the scenario and all tables, every problem in one pass.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_LOAD_H
#define KK_INPUT_LOAD_H

#include "domain/city.h"
#include "input/scenario.h"

/** What is kept of the files that a city was read from. */
typedef struct kk_source {
    const kk_scenario *S;
    kk_csv *csv[KK_NTABLE]; /* after the scenario's changes; NULL = there is no such table */
    bool unread[KK_NTABLE]; /* there is one, but it cannot be read */
    const kk_data *table[KK_NTABLE];
} kk_source;

/** Read and check a city; see kk_city_load(). Findings are in order afterwards.
 *  Fails with KK_EINPUT when one of them is an error, KK_EUSAGE when path leads nowhere, KK_ESYSTEM. */
kk_city *kk_load(kk_ctx *K, const char *path, const kk_load_options *options);

/** The same city with more changes behind those of its scenario, and other keys: nothing is read, C stays as it is.
 *  Made for a re-solve: it has no input to be written. K may be another context than that of C, which must outlive it.
 *  option: as findings know the changes, "--change". Findings are those of the changed city; fails with KK_EINPUT when
 *  one of them is an error. */
kk_city *kk_load_changed(kk_ctx *K, const kk_city *C, const kk_load_options *more, const char *option);

/** A city with some tables of one and some of another, the changes of their scenarios made: from_other says which are
 *  the other's; its last member stands for the scenario without its changes. Made for a re-solve: it has no input to
 *  be written. Nothing is read; K may be another context than that of the two, which must outlive it.
 *  Fails with KK_EINPUT where the tables do not fit together. */
kk_city *kk_load_mixed(kk_ctx *K, const kk_city *one, const kk_city *other, const bool from_other[KK_NTABLE + 1]);

#endif
