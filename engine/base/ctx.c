/* The context: arena, things to undo, findings, the last failure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/ctx.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, KEEP_PER_CODE = 20, IN_CHANGE = -1 };

typedef struct block {
    struct block *next;
    size_t used, size;
    alignas(max_align_t) unsigned char data[];
} block;

typedef struct undo {
    struct undo *next;
    void (*call)(void *);
    void *thing;
} undo;

/* A finding and what sorting needs: the place of its file among those mentioned, and the order it came in. Warnings of
 * what a change has added come first, as they come: a plan does not know where its changes stood. */
typedef struct {
    kk_finding f;
    int file, serial; /* file: or IN_CHANGE */
} noted;

struct kk_ctx {
    block *blocks;
    undo *undos;
    long fail_in; /* allocations until one fails; 0 = never */

    bool english; /* the scenario's language; Japanese is the default */
    bool excel;   /* CSV is written as Excel wants it */
    bool (*find_file)(void *info, const char *path, const char **out_data, size_t *out_size);
    void *files; /* its info */
    jmp_buf *guard;
    kk_rc rc;
    char message[2][4096]; /* not of the arena: "no memory" must fit too */

    noted *finding;
    int nfinding, finding_capacity;
    int errors, warnings;
    const char *(*input)[2]; /* name, encoding of the files read */
    int ninput, input_capacity;
    kk_map *file_number;
    int nfile;
    kk_map *code_number;
    const char **code;
    int *code_count;
    int ncode, code_capacity, count_capacity;
};

_Noreturn void kk_bug(const char *condition, const char *file, int line)
{
    fprintf(stderr, "kakuho: bug: %s:%d: %s does not hold; please report it with the input that shows it\n", file, line,
            condition);
    abort();
}

kk_ctx *kk_ctx_new(void)
{
    return calloc(1, sizeof(kk_ctx));
}

void kk_ctx_free(kk_ctx *K)
{
    if (!K)
        return;
    for (undo *u = K->undos; u;) {
        undo *next = u->next;
        u->call(u->thing);
        free(u);
        u = next;
    }
    for (block *b = K->blocks; b;) {
        block *next = b->next;
        free(b);
        b = next;
    }
    free(K);
}

void kk_ctx_fail_allocation(kk_ctx *K, long n)
{
    K->fail_in = n;
}

void kk_ctx_set_lang(kk_ctx *K, kk_lang lang)
{
    K->english = lang == KK_EN;
}

void kk_ctx_set_excel(kk_ctx *K, bool excel)
{
    K->excel = excel;
}

bool kk_ctx_excel(const kk_ctx *K)
{
    return K->excel;
}

void kk_ctx_set_files(kk_ctx *K, bool (*find)(void *info, const char *path, const char **out_data, size_t *out_size),
                      void *info)
{
    K->find_file = find;
    K->files = info;
}

bool kk_ctx_file(const kk_ctx *K, const char *path, const char **out_data, size_t *out_size)
{
    return K->find_file && K->find_file(K->files, path, out_data, out_size);
}

kk_lang kk_ctx_lang(const kk_ctx *K)
{
    return K->english ? KK_EN : KK_JA;
}

/* ---- failures ---------------------------------------------------------------------------------------------------- */

kk_rc kk_guard(kk_ctx *K, void (*body)(kk_ctx *K, void *arg), void *arg)
{
    if (K->guard) {
        body(K, arg);
        return KK_OK;
    }
    jmp_buf here;
    K->rc = KK_OK;
    K->message[KK_EN][0] = K->message[KK_JA][0] = '\0';
    K->guard = &here;
    if (setjmp(here) == 0)
        body(K, arg);
    K->guard = NULL;
    return K->rc;
}

_Noreturn void kk_fail(kk_ctx *K, kk_rc rc, const char *en, const char *ja, ...)
{
    va_list list;
    va_start(list, ja);
    va_list again;
    va_copy(again, list);
    vsnprintf(K->message[KK_EN], sizeof K->message[KK_EN], en, list);
    vsnprintf(K->message[KK_JA], sizeof K->message[KK_JA], ja, again);
    va_end(again);
    va_end(list);
    K->rc = rc;
    KK_ASSERT(K->guard != NULL);
    longjmp(*K->guard, 1);
}

const char *kk_message(const kk_ctx *K, kk_lang lang)
{
    return K->message[lang];
}

/* ---- memory ------------------------------------------------------------------------------------------------------ */

void *kk_alloc(kk_ctx *K, size_t count, size_t size)
{
    enum { STEP = alignof(max_align_t) };
    bool fail = K->fail_in > 0 && --K->fail_in == 0;
    if (fail || (size != 0 && count > (SIZE_MAX / 2 - BLOCK_SIZE) / size))
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    size_t need = (count * size + STEP - 1) / STEP * STEP;
    block *b = K->blocks;
    if (!b || b->size - b->used < need) {
        size_t room = need > BLOCK_SIZE / 4 ? need : BLOCK_SIZE;
        b = calloc(1, sizeof *b + room);
        if (!b)
            kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
        b->size = room;
        if (room == need && K->blocks) { /* a large piece of its own must not hide the block in use */
            b->next = K->blocks->next;
            K->blocks->next = b;
        } else {
            b->next = K->blocks;
            K->blocks = b;
        }
    }
    void *piece = b->data + b->used;
    b->used += need;
    return piece;
}

void *kk_grow(kk_ctx *K, void *array, int *capacity, int count, size_t size)
{
    if (array && count <= *capacity)
        return array;
    int larger = *capacity < 8 ? 16 : *capacity * 2;
    if (larger < count)
        larger = count;
    void *copy = kk_alloc(K, (size_t)larger, size);
    if (array)
        memcpy(copy, array, (size_t)*capacity * size);
    *capacity = larger;
    return copy;
}

char *kk_strndup(kk_ctx *K, const char *text, size_t length)
{
    char *copy = kk_alloc(K, length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

char *kk_strdup(kk_ctx *K, const char *text)
{
    return kk_strndup(K, text, strlen(text));
}

/* Format what has no directives but %s and %d, as names of columns and rows do: that is most, and takes a fifth of
 * vsnprintf()'s time. The length; -1 where there are others, or more than room bytes. */
static int format_plain(char *out, size_t room, const char *format, va_list list)
{
    size_t length = 0;
    for (const char *f = format; *f; f++) {
        char digits[16];
        const char *part = f;
        size_t size = 1;
        if (*f == '%' && f[1] == 's') {
            part = va_arg(list, const char *);
            size = strlen(part);
            f++;
        } else if (*f == '%' && f[1] == 'd') {
            int value = va_arg(list, int), at = sizeof digits;
            unsigned rest = value < 0 ? 0u - (unsigned)value : (unsigned)value;
            do
                digits[--at] = (char)('0' + rest % 10);
            while (rest /= 10);
            if (value < 0)
                digits[--at] = '-';
            part = digits + at;
            size = sizeof digits - (size_t)at;
            f++;
        } else if (*f == '%')
            return -1;
        if (size >= room - length)
            return -1;
        memcpy(out + length, part, size);
        length += size;
    }
    return (int)length;
}

static char *format_list(kk_ctx *K, const char *format, va_list list) __attribute__((format(printf, 2, 0)));
static char *format_list(kk_ctx *K, const char *format, va_list list)
{
    char small[256];
    va_list again;
    va_copy(again, list);
    int length = format_plain(small, sizeof small, format, again);
    va_end(again);
    if (length < 0) {
        va_copy(again, list);
        length = vsnprintf(small, sizeof small, format, again);
        va_end(again);
    }
    KK_ASSERT(length >= 0);
    if ((size_t)length < sizeof small)
        return kk_strndup(K, small, (size_t)length);
    char *text = kk_alloc(K, (size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, list);
    return text;
}

char *kk_format(kk_ctx *K, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *text = format_list(K, format, list);
    va_end(list);
    return text;
}

void kk_defer(kk_ctx *K, void (*call)(void *), void *thing)
{
    /* The thing must not be lost when there is no memory to remember it. */
    undo *u = K->fail_in == 1 ? NULL : calloc(1, sizeof *u);
    if (!u) {
        K->fail_in = 0;
        call(thing);
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    }
    if (K->fail_in > 0)
        K->fail_in--;
    *u = (undo){.next = K->undos, .call = call, .thing = thing};
    K->undos = u;
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

/* "D41": the spreadsheet name of column 4, row 41. */
static const char *cell_name(kk_ctx *K, int column, int row)
{
    char letters[8];
    int n = (int)sizeof letters;
    letters[--n] = '\0';
    for (int c = column; c > 0 && n > 0; c = (c - 1) / 26)
        letters[--n] = (char)('A' + (c - 1) % 26);
    return kk_format(K, "%s%d", letters + n, row);
}

/* The number of a file: in the order in which they are first mentioned. */
static int file_number(kk_ctx *K, const char *file)
{
    if (!K->file_number)
        K->file_number = kk_map_new(K);
    int n = kk_map_put(K->file_number, file, K->nfile);
    K->nfile += n == K->nfile;
    return n;
}

void kk_find_file(kk_ctx *K, const char *file)
{
    file_number(K, kk_strdup(K, file));
}

void kk_input_note(kk_ctx *K, const char *file, const char *encoding)
{
    K->input = kk_grow(K, K->input, &K->input_capacity, K->ninput + 1, sizeof *K->input);
    K->input[K->ninput][0] = kk_strdup(K, file);
    K->input[K->ninput++][1] = encoding;
}

const char *kk_input_at(const kk_ctx *K, int i, const char **out_encoding)
{
    if (i < 0 || i >= K->ninput)
        return NULL;
    *out_encoding = K->input[i][1];
    return K->input[i][0];
}

/* A sentence, and what changed the cell that it is about. */
static const char *with_change(kk_ctx *K, const char *sentence, const kk_place *by, kk_lang lang)
{
    if (!by)
        return sentence;
    const char *where = by->line ? kk_format(K, "%s:%d:%d", by->file, by->line, by->column) : by->file;
    const char *field = by->line && by->field && *by->field ? kk_format(K, " %s", by->field) : "";
    return kk_format(K, lang == KK_EN ? "%s (changed by %s%s)" : "%s（%s%s による変更）", sentence, where, field);
}

static void find_list(kk_ctx *K, bool error, const char *code, const kk_place *at, const char *en, const char *ja,
                      va_list list) __attribute__((format(printf, 5, 0), format(printf, 6, 0)));
static void find_list(kk_ctx *K, bool error, const char *code, const kk_place *at, const char *en, const char *ja,
                      va_list list)
{
    if (!K->code_number)
        K->code_number = kk_map_new(K);
    *(error ? &K->errors : &K->warnings) += 1;

    int i = kk_map_put(K->code_number, code, K->ncode);
    if (i == K->ncode) {
        K->code = kk_grow(K, K->code, &K->code_capacity, i + 1, sizeof *K->code);
        K->code_count = kk_grow(K, K->code_count, &K->count_capacity, i + 1, sizeof *K->code_count);
        K->code[K->ncode++] = code;
    }
    if (++K->code_count[i] > KEEP_PER_CODE)
        return;

    K->finding = kk_grow(K, K->finding, &K->finding_capacity, K->nfinding + 1, sizeof *K->finding);
    noted *n = &K->finding[K->nfinding];
    n->f.error = error;
    n->f.code = code;
    n->f.file = kk_strdup(K, at->file ? at->file : "");
    n->f.line = at->line;
    n->f.column = at->column;
    n->f.cell = at->csv && at->line > 0 && at->column > 0 ? cell_name(K, at->column, at->row ? at->row : at->line) : "";
    n->f.field = kk_strdup(K, at->field ? at->field : "");
    const char *change = at->by ? at->by->change : at->change;
    n->f.change = change ? change : "";
    va_list again;
    va_copy(again, list);
    n->f.sentence[KK_EN] = format_list(K, en, list);
    n->f.sentence[KK_JA] = format_list(K, ja, again);
    va_end(again);
    for (int lang = KK_EN; lang <= KK_JA; lang++)
        n->f.text[lang] = with_change(K, n->f.sentence[lang], at->by, (kk_lang)lang);
    n->file = file_number(K, n->f.file);
    if (!error && at->change)
        n->file = IN_CHANGE;
    n->serial = K->nfinding++;
}

void kk_find_error(kk_ctx *K, const char *code, const kk_place *at, const char *en, const char *ja, ...)
{
    va_list list;
    va_start(list, ja);
    find_list(K, true, code, at, en, ja, list);
    va_end(list);
}

void kk_find_warning(kk_ctx *K, const char *code, const kk_place *at, const char *en, const char *ja, ...)
{
    va_list list;
    va_start(list, ja);
    find_list(K, false, code, at, en, ja, list);
    va_end(list);
}

static int compare_noted(const void *x, const void *y)
{
    const noted *a = x, *b = y;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->file == IN_CHANGE)
        return a->serial < b->serial ? -1 : 1;
    if (a->f.line != b->f.line)
        return a->f.line < b->f.line ? -1 : 1;
    if (a->f.column != b->f.column)
        return a->f.column < b->f.column ? -1 : 1;
    return a->serial < b->serial ? -1 : 1;
}

void kk_findings_sort(kk_ctx *K)
{
    if (K->nfinding > 1)
        qsort(K->finding, (size_t)K->nfinding, sizeof *K->finding, compare_noted);
}

int kk_errors(const kk_ctx *K)
{
    return K->errors;
}

int kk_finding_count(const kk_ctx *K, int *out_errors, int *out_warnings)
{
    if (out_errors)
        *out_errors = K->errors;
    if (out_warnings)
        *out_warnings = K->warnings;
    return K->nfinding;
}

const kk_finding *kk_finding_at(const kk_ctx *K, int i)
{
    KK_ASSERT(i >= 0 && i < K->nfinding);
    return &K->finding[i].f;
}

const char *kk_findings_more(const kk_ctx *K, int i, int *out_more)
{
    for (int n = 0; n < K->ncode; n++) {
        if (K->code_count[n] > KEEP_PER_CODE && i-- == 0) {
            *out_more = K->code_count[n] - KEEP_PER_CODE;
            return K->code[n];
        }
    }
    return NULL;
}
