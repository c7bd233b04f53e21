/* One scenario's context: arena, things to undo, findings, the last failure.
 *
 * Trouble comes in three kinds (see README of the house, "Three kinds of trouble"):
 *   findings  about the user's data: collected with kk_find(), all of them;
 *   failures  stop a run: kk_fail() leaves for the public call that was entered with kk_guard();
 *   bugs      are ours: KK_ASSERT, never compiled out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_BASE_CTX_H
#define KK_BASE_CTX_H

#include "kakuho.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* ---- bugs -------------------------------------------------------------------------------------------------------- */

#define KK_ASSERT(condition) ((condition) ? (void)0 : kk_bug(#condition, __FILE__, __LINE__))
_Noreturn void kk_bug(const char *condition, const char *file, int line);

/* ---- failures ---------------------------------------------------------------------------------------------------- */

/** Enter the engine: run body(K, arg); kk_fail() inside ends it. Nested calls join the outer one.
 *  @return KK_OK, or the code given to kk_fail(); the message is then in kk_message() */
kk_rc kk_guard(kk_ctx *K, void (*body)(kk_ctx *K, void *arg), void *arg);

/** Stop the run with one code and one message in English and Japanese (same arguments in the same order). */
_Noreturn void kk_fail(kk_ctx *K, kk_rc rc, const char *en, const char *ja, ...)
    __attribute__((format(printf, 3, 5), format(printf, 4, 5)));

/* ---- memory: lives as long as the context ------------------------------------------------------------------------ */

/** count * size zeroed bytes, aligned for anything; never NULL (no memory is a failure). count may be 0. */
void *kk_alloc(kk_ctx *K, size_t count, size_t size) __attribute__((malloc, returns_nonnull));
#define KK_NEW(K, type)          ((type *)kk_alloc((K), 1, sizeof(type)))
#define KK_ARRAY(K, type, count) ((type *)kk_alloc((K), (size_t)(count), sizeof(type)))

/** A larger copy of an array of the arena: *capacity grows to at least count; old contents are kept, the rest is 0. */
void *kk_grow(kk_ctx *K, void *array, int *capacity, int count, size_t size) __attribute__((returns_nonnull));

char *kk_strndup(kk_ctx *K, const char *text, size_t length) __attribute__((returns_nonnull));
char *kk_strdup(kk_ctx *K, const char *text) __attribute__((returns_nonnull));
char *kk_format(kk_ctx *K, const char *format, ...) __attribute__((format(printf, 2, 3), returns_nonnull));

/** Call undo(thing) when the context dies. For foreign objects, in the statement after they are made. */
void kk_defer(kk_ctx *K, void (*undo)(void *), void *thing);

/** Test hook: the n-th allocation from now fails (0 = none does). */
void kk_ctx_fail_allocation(kk_ctx *K, long n);

/** The language of messages that nobody asked for in another: the scenario's, as soon as it is known. */
void kk_ctx_set_lang(kk_ctx *K, kk_lang lang);

/** What kk_ctx_set_excel() was told. */
bool kk_ctx_excel(const kk_ctx *K);

/** Files that are in memory already: kk_file_read() asks find(info, path) before it reads. They outlive the context. */
void kk_ctx_set_files(kk_ctx *K, bool (*find)(void *info, const char *path, const char **out_data, size_t *out_size),
                      void *info);
bool kk_ctx_file(const kk_ctx *K, const char *path, const char **out_data, size_t *out_size);

/* ---- findings ---------------------------------------------------------------------------------------------------- */

/** A place in an input file, or in an argument: that has columns but no line. */
typedef struct kk_place {
    const char *file;  /* as the user knows it */
    int line, column;  /* from 1; 0 = none */
    const char *field; /* column heading or JSON path; NULL = none */
    bool csv;          /* the column is a spreadsheet column: give the cell's name */
    int row;           /* row of the spreadsheet, which is not the line below a cell with line breaks; 0 = line */
    const struct kk_place *by; /* what changed the cell since it was read; NULL = nothing */
    const char *change;        /* where the place is in a change: its words, such as "need.children*=1.05" */
} kk_place;

/** A place that a function returns, as an argument. */
#define KK_AT(place) ((kk_place[]){place})

/** Files are put in the order in which they are first mentioned: here, or in a finding. */
void kk_find_file(kk_ctx *K, const char *file);

/** Note a problem of the input, in English and Japanese (same arguments in the same order). After 20 of one code the
 *  rest is only counted. The value belongs in the sentence. */
void kk_find_error(kk_ctx *K, const char *code, const kk_place *at, const char *en, const char *ja, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
void kk_find_warning(kk_ctx *K, const char *code, const kk_place *at, const char *en, const char *ja, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));

/** The number of errors so far, counted ones included. */
int kk_errors(const kk_ctx *K);

/** Note a file that was read and the encoding it had, for kk_input_at(). */
void kk_input_note(kk_ctx *K, const char *file, const char *encoding);

/** Put the findings in order: by file as first mentioned, then line, then column; errors and warnings together. */
void kk_findings_sort(kk_ctx *K);

#endif
