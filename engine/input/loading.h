/* What is known while a city is read: one struct that goes through the files of this room in the order of load.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_LOADING_H
#define KK_INPUT_LOADING_H

#include "base/str.h"
#include "domain/city.h"
#include "input/scenario.h"
#include "input/sets.h"
#include "input/table.h"

typedef struct {
    kk_ctx *K;
    kk_city *C;
    const kk_scenario *S;
    kk_data *table[KK_NTABLE];
    bool no_file[KK_NTABLE]; /* the scenario names one that is not there */
    kk_set area, class_, seat, service, measure, option, facility, pool, payer, group, target, limit;
    kk_set kind;        /* rows of the official table; 0 is KK_TRANSFER, "" one of them */
    int *node;          /* [area.n] area -> node of the city */
    bool years_known;   /* need or the scenario say which years there are */
    bool cells_fit;     /* need, need_item, base are there */
    bool options_whole; /* no row of options and effects was left out: what is missing there is missing indeed */

    /* where things stand, for findings that come later: rows of their tables */
    int *measure_row; /* [nmeasure] */
    int *option_row;  /* [noption] */
    int *limit_item;  /* [nlimit] index into the items of limits */
    int *need_item;   /* [narea][nclass][nyear] 1 + index into the items of need, 0 = none */
    int *supply_item; /* [nsupply] index into the items of supply */
    int *supply_area; /* [rows of supply] area, -1 = unknown */
} kk_loading;

/** areas.c: the tree of areas, leaves first. */
void kk_read_areas(kk_loading *L);
/** The leaf that a cell names, -1 after a finding, also where it is no leaf. */
int kk_read_leaf(kk_loading *L, const kk_data *D, int row, int column, int area);

/** kinds.c: classes, seats, services, measures, effects, options. */
void kk_read_classes(kk_loading *L);
void kk_read_measures(kk_loading *L);
void kk_read_options(kk_loading *L);

/** The kind that a cell of supply or effects names: its index; kk_kind_text() as it was first written. */
int kk_read_kind(kk_loading *L, const kk_data *D, int row, int column);
const char *kk_kind_text(const kk_loading *L, int kind);

/** figures.c: years, need, supply, shares of payers. */
void kk_read_years(kk_loading *L);
void kk_read_need(kk_loading *L);
void kk_read_supply(kk_loading *L);
void kk_read_shares(kk_loading *L);

/** The double nearest to a sum of products of decimals. */
double kk_decimal_sum(long double sum);

/** links.c: who may use whose seats. */
void kk_read_links(kk_loading *L);

/** carers.c: whether a cell names carers instead of a kind of seat. */
bool kk_names_carers(const kk_data *D, int row, int column);
/** The carers that can be employed, at any node of the tree; after kk_read_supply(). */
void kk_read_carers(kk_loading *L);

/** wishes.c: limits, targets, goals. */
void kk_read_limits(kk_loading *L);
void kk_read_targets(kk_loading *L);
void kk_read_goals(kk_loading *L);

/** adopted.c: the plan in force. */
void kk_read_adopted(kk_loading *L);

/** check.c: what only the finished city shows. */
void kk_check_city(kk_loading *L);

#endif
