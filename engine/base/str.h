/* Text: growing buffers, maps from names to numbers, "did you mean".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BASE_STR_H
#define KK_BASE_STR_H

#include "base/ctx.h"

/** A growing text in the arena. Zero-initialise, set K. text is always terminated once something was added. */
typedef struct {
    kk_ctx *K;
    char *text;
    size_t length, capacity;
} kk_text;

void kk_text_add(kk_text *T, const char *text);
void kk_text_addn(kk_text *T, const char *text, size_t length);
void kk_text_addf(kk_text *T, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** The text so far, "" when empty. */
const char *kk_text_get(kk_text *T);

/** A map from text to int. Order of insertion is kept by the caller's numbers; nothing depends on the hash. */
typedef struct kk_map kk_map;
kk_map *kk_map_new(kk_ctx *K);
/** Set key to value unless the key is there; returns the value that the map now has. The key is not copied. */
int kk_map_put(kk_map *M, const char *key, int value);
/** The value of key, or -1. */
int kk_map_get(const kk_map *M, const char *key);

/** The candidate nearest to word by edit distance (at most a third of its length, at least 1), or NULL. */
const char *kk_nearest(const char *word, const char *const *candidate, int count);

/** text as a message may hold it: at most 40 characters, then "…"; control characters become blanks. */
const char *kk_brief(kk_ctx *K, const char *text);

/** A name as it is compared: what CP932 and UTF-8 write differently is one sign – the wave dash U+301C and the tilde
 *  U+FF5E, the minus U+2212 and U+FF0D, the dashes U+2014 and U+2015. text itself where it has none of these. */
const char *kk_text_fold(kk_ctx *K, const char *text);
bool kk_text_same(const char *one, const char *other);

/** Whether a spreadsheet would take a text for a formula: it begins with = + - @ (also full-width), a tab or a carriage
 *  return, and is neither a number nor that one sign. */
bool kk_text_is_formula(const char *text);

/** Columns that a text takes on a terminal: East Asian wide characters count 2. */
int kk_text_width(const char *text);

/** The number of bytes of the UTF-8 character at text, 0 where there is no valid one. */
int kk_utf8_length(const char *text, size_t left);

/** A JSON string literal, quotes included. */
const char *kk_json_quote(kk_ctx *K, const char *text);
/** The same, added to a text. */
void kk_text_quote(kk_text *T, const char *text);

#endif
