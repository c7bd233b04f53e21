/* Text: growing buffers, maps from names to numbers, "did you mean".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* ---- growing text ------------------------------------------------------------------------------------------------ */

void kk_text_addn(kk_text *T, const char *text, size_t length)
{
    if (T->capacity - T->length <= length) {
        size_t larger = T->capacity < 256 ? 512 : T->capacity * 2;
        if (larger - T->length <= length)
            larger = T->length + length + 1;
        char *copy = kk_alloc(T->K, larger, 1);
        if (T->length)
            memcpy(copy, T->text, T->length);
        T->text = copy;
        T->capacity = larger;
    }
    memcpy(T->text + T->length, text, length);
    T->length += length;
    T->text[T->length] = '\0';
}

void kk_text_add(kk_text *T, const char *text)
{
    kk_text_addn(T, text, strlen(text));
}

void kk_text_addf(kk_text *T, const char *format, ...)
{
    char small[256];
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(small, sizeof small, format, list);
    va_end(list);
    KK_ASSERT(length >= 0);
    if ((size_t)length < sizeof small) {
        kk_text_addn(T, small, (size_t)length);
    } else {
        char *large = kk_alloc(T->K, (size_t)length + 1, 1);
        vsnprintf(large, (size_t)length + 1, format, again);
        kk_text_addn(T, large, (size_t)length);
    }
    va_end(again);
}

const char *kk_text_get(kk_text *T)
{
    return T->text ? T->text : "";
}

/* ---- map --------------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *key;
    uint32_t hash;
    int value;
} entry;

struct kk_map {
    kk_ctx *K;
    entry *slot; /* [size], open addressing, size a power of two */
    uint32_t size, count;
};

static uint32_t hash_of(const char *key)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * 16777619u;
    return h;
}

static entry *slot_of(entry *slot, uint32_t size, const char *key, uint32_t hash)
{
    uint32_t i = hash & (size - 1);
    while (slot[i].key && (slot[i].hash != hash || strcmp(slot[i].key, key) != 0))
        i = (i + 1) & (size - 1);
    return &slot[i];
}

kk_map *kk_map_new(kk_ctx *K)
{
    kk_map *M = KK_NEW(K, kk_map);
    M->K = K;
    M->size = 16;
    M->slot = KK_ARRAY(K, entry, M->size);
    return M;
}

int kk_map_put(kk_map *M, const char *key, int value)
{
    if (M->count * 2 >= M->size) {
        uint32_t size = M->size * 2;
        entry *slot = KK_ARRAY(M->K, entry, size);
        for (uint32_t i = 0; i < M->size; i++)
            if (M->slot[i].key)
                *slot_of(slot, size, M->slot[i].key, M->slot[i].hash) = M->slot[i];
        M->slot = slot;
        M->size = size;
    }
    uint32_t hash = hash_of(key);
    entry *e = slot_of(M->slot, M->size, key, hash);
    if (!e->key) {
        *e = (entry){.key = key, .hash = hash, .value = value};
        M->count++;
    }
    return e->value;
}

int kk_map_get(const kk_map *M, const char *key)
{
    const entry *e = slot_of(M->slot, M->size, key, hash_of(key));
    return e->key ? e->value : -1;
}

/* ---- UTF-8 ------------------------------------------------------------------------------------------------------- */

/* The character at text and its length in bytes; length 0 where there is no valid one. */
static uint32_t decode(const char *text, size_t left, int *out_length)
{
    const unsigned char *s = (const unsigned char *)text;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    int n = left == 0 ? 0 : s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
    *out_length = 0;
    if (n == 0 || (size_t)n > left)
        return 0;
    uint32_t c = n == 1 ? s[0] : s[0] & (0xFFu >> (n + 1));
    for (int i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (s[i] & 0x3F);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *out_length = n;
    return c;
}

int kk_utf8_length(const char *text, size_t left)
{
    int length;
    decode(text, left, &length);
    return length;
}

/* East Asian Wide and Fullwidth blocks (Unicode TR 11), and the ambiguous signs that Japanese terminals show wide. */
static bool wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) || (c >= 0x3041 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
           (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
           (c >= 0x20000 && c <= 0x3FFFD) || c == 0x25B3 || c == 0x25B2 || c == 0x2192 || c == 0x203B || c == 0x2026;
}

/* Three bytes each. */
static const char *const twin[][2] = {{"〜", "～"}, {"−", "－"}, {"—", "―"}};

static const char *twin_of(const char *at)
{
    for (size_t i = 0; (unsigned char)*at >= 0xE2 && i < sizeof twin / sizeof *twin; i++)
        if (strncmp(at, twin[i][0], 3) == 0)
            return twin[i][1];
    return NULL;
}

const char *kk_text_fold(kk_ctx *K, const char *text)
{
    char *copy = NULL;
    for (const char *s = text; *s; s++)
        if (twin_of(s)) {
            copy = copy ? copy : kk_strdup(K, text);
            memcpy(copy + (s - text), twin_of(s), 3);
        }
    return copy ? copy : text;
}

bool kk_text_same(const char *one, const char *other)
{
    while (*one && *other) {
        const char *x = twin_of(one), *y = twin_of(other);
        int length = x || y ? 3 : 1;
        if (strncmp(x ? x : one, y ? y : other, (size_t)length) != 0)
            return false;
        one += length;
        other += length;
    }
    return *one == *other;
}

bool kk_text_is_formula(const char *text)
{
    static const char *const sign[] = {"=", "@", "\t", "\r", "＝", "＠", "+", "-", "＋", "－"};
    enum { SIGNS_OF_NUMBERS = 6 };
    for (size_t i = 0; i < sizeof sign / sizeof *sign; i++) {
        const char *rest = text + strlen(sign[i]);
        if (strncmp(text, sign[i], strlen(sign[i])) == 0)
            return *rest && (i < SIGNS_OF_NUMBERS || rest[strspn(rest, "0123456789.")]);
    }
    return false;
}

int kk_text_width(const char *text)
{
    int width = 0;
    for (size_t left = strlen(text); left > 0;) {
        int length;
        uint32_t c = decode(text, left, &length);
        if (length == 0)
            length = 1;
        width += wide(c) ? 2 : 1;
        text += length;
        left -= (size_t)length;
    }
    return width;
}

/* ---- did you mean ------------------------------------------------------------------------------------------------ */

enum { LONGEST = 48 };

/* Characters of text, at most LONGEST; ASCII letters lower, full-width ones （ and Ａ as the narrow ones. */
static int characters(const char *text, uint32_t *out)
{
    int n = 0;
    for (size_t left = strlen(text); left > 0 && n < LONGEST;) {
        int length;
        uint32_t c = decode(text, left, &length);
        if (length == 0) {
            c = (unsigned char)*text;
            length = 1;
        }
        c = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c == 0x3000 ? ' ' : c;
        out[n++] = c >= 'A' && c <= 'Z' ? c + 32 : c;
        text += length;
        left -= (size_t)length;
    }
    return n;
}

/* Edit distance with neighbouring letters swapped as one edit. */
static int distance(const uint32_t *x, int nx, const uint32_t *y, int ny)
{
    int d[3][LONGEST + 1];
    for (int j = 0; j <= ny; j++)
        d[0][j] = j;
    for (int i = 1; i <= nx; i++) {
        int *now = d[i % 3], *before = d[(i + 2) % 3], *earlier = d[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= ny; j++) {
            int best = before[j - 1] + (x[i - 1] != y[j - 1]);
            if (before[j] + 1 < best)
                best = before[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] && earlier[j - 2] + 1 < best)
                best = earlier[j - 2] + 1;
            now[j] = best;
        }
    }
    return d[nx % 3][ny];
}

const char *kk_nearest(const char *word, const char *const *candidate, int count)
{
    uint32_t x[LONGEST], y[LONGEST];
    int nx = characters(word, x);
    int best = nx / 3 > 1 ? nx / 3 : 1;
    const char *nearest = NULL;
    for (int i = 0; i < count; i++) {
        int ny = characters(candidate[i], y);
        if (ny - nx > best || nx - ny > best)
            continue;
        int d = distance(x, nx, y, ny);
        if (d < best || (d == best && !nearest)) {
            best = d;
            nearest = candidate[i];
        }
    }
    return nearest;
}

/* ---- messages ---------------------------------------------------------------------------------------------------- */

const char *kk_brief(kk_ctx *K, const char *text)
{
    enum { LONG = 40 };
    size_t size = 0, left = strlen(text);
    int count = 0;
    bool control = false;
    while (size < left && count < LONG) {
        int length = kk_utf8_length(text + size, left - size);
        control |= (unsigned char)text[size] < ' ' || text[size] == 0x7F;
        size += length ? (size_t)length : 1;
        count++;
    }
    if (!text[size] && !control)
        return text;
    char *copy = kk_format(K, "%.*s%s", (int)size, text, text[size] ? "…" : "");
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)copy[i] < ' ' || copy[i] == 0x7F)
            copy[i] = ' ';
    return copy;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c != 0x7F && c != '"' && c != '\\';
}

void kk_text_quote(kk_text *T, const char *text)
{
    kk_text_add(T, "\"");
    for (const char *s = text, *end; *s; s = end) {
        for (end = s; is_plain((unsigned char)*end);)
            end++;
        kk_text_addn(T, s, (size_t)(end - s));
        unsigned char c = (unsigned char)*end;
        if (c == '\0')
            break;
        if (c == '"' || c == '\\')
            kk_text_addf(T, "\\%c", c);
        else if (c == '\n')
            kk_text_add(T, "\\n");
        else
            kk_text_addf(T, "\\u%04x", c);
        end++;
    }
    kk_text_add(T, "\"");
}

const char *kk_json_quote(kk_ctx *K, const char *text)
{
    kk_text T = {.K = K};
    kk_text_quote(&T, text);
    return kk_text_get(&T);
}
