/* JSON for machines: one line for each member, and one for each object of a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_JSON_OUT_H
#define KK_REPORT_JSON_OUT_H

#include "base/file.h"
#include "base/str.h"

/** Zero-initialise, set T.K. Objects in a list stand on one line, with all that is in them. */
typedef struct {
    kk_text T;
    int depth, flat; /* open brackets; the depth from which all stands on one line, 0 = none */
    char open[16];
    bool filled; /* the innermost bracket holds something already */
} kk_json;

/** In an object key is the member's name, in a list NULL. bracket is '{' or '['. */
void kk_json_open(kk_json *J, const char *key, char bracket);
void kk_json_close(kk_json *J);
void kk_json_text(kk_json *J, const char *key, const char *value); /* NULL: null */
void kk_json_int(kk_json *J, const char *key, int64_t value);
void kk_json_bool(kk_json *J, const char *key, bool value);
/** A number that is a decimal already. */
void kk_json_decimal(kk_json *J, const char *key, const char *value);
/** At most six decimals; null unless finite. */
void kk_json_number(kk_json *J, const char *key, double value);
/** The list "files" of these: name and SHA-256 of each. */
void kk_json_files(kk_json *J, const kk_blob *file, int n);
/** The document, ended with a line feed. */
const char *kk_json_get(kk_json *J);

#endif
