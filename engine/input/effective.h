/* The tables of a city as they count: after the scenario's changes, each fact in one form, whatever way it was written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_EFFECTIVE_H
#define KK_INPUT_EFFECTIVE_H

#include "domain/city.h"
#include "domain/sheet.h"
#include "input/table.h"

/** Table t of a city that was read. One that is left out and so has a meaning (areas, classes, seats, services) is
 *  written out; any other has no rows. Notes and texts of sources are not in it.
 *
 *  @param out_given  headings in English; ids for labels, English for fixed words, plain decimals, one row for each
 *                    year; the last column is estimate: "*" where the source says so
 *  @param out_meant  the same rows with empty cells as what they mean; "" where that is no value
 */
void kk_effective_table(kk_ctx *K, const kk_city *C, int t, const kk_sheet **out_given, const kk_sheet **out_meant);

#endif
