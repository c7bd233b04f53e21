/* Text of a file as UTF-8: told apart file by file. The only file of the engine that knows iconv.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/encoding.h"

#include "base/str.h"

#include <iconv.h>
#include <string.h>

const char *const kk_encoding_word[3] = {"auto", "utf-8", "cp932"};

/* The first byte that is not UTF-8, size where there is none; and how many characters of three or four bytes (in
 * practice: Japanese) came before it. */
static size_t utf8_until(const char *text, size_t size, int *out_japanese)
{
    size_t i = 0;
    *out_japanese = 0;
    while (i < size) {
        uint64_t eight;
        while (i + 8 <= size && (memcpy(&eight, text + i, 8), (eight & 0x8080808080808080u) == 0))
            i += 8;
        if (i == size)
            break;
        int n = kk_utf8_length(text + i, size - i);
        if (n == 0)
            break;
        *out_japanese += n >= 3;
        i += (size_t)n;
    }
    return i;
}

/* A place in undecoded text: commas and line ends are themselves in both encodings. */
static kk_place place_of(const char *file, bool csv, const kk_blob *raw, size_t at)
{
    kk_place place = {.file = file, .line = 1, .column = 1, .csv = csv};
    bool quoted = false;
    for (size_t i = 0; i < at && i < raw->size; i++) {
        char c = raw->data[i];
        if (c == '\n' || (c == '\r' && (i + 1 == raw->size || raw->data[i + 1] != '\n'))) {
            place.line++;
            place.column = 1;
        } else if (csv) {
            quoted ^= c == '"';
            place.column += c == ',' && !quoted;
        } else {
            place.column += ((unsigned char)c & 0xC0) != 0x80;
        }
    }
    return place;
}

static void close_iconv(void *thing)
{
    iconv_close((iconv_t)thing);
}

/* Decode CP932; the place of the first byte that is not, raw->size where there is none. */
static size_t from_cp932(kk_ctx *K, const kk_blob *raw, kk_blob *out)
{
    size_t room = raw->size * 3, left = raw->size;
    char *text = kk_alloc(K, room + 1, 1), *to = text, *from = (char *)(uintptr_t)raw->data;
    iconv_t way = iconv_open("UTF-8", "CP932");
    if (way == (iconv_t)-1)
        kk_fail(K, KK_ESYSTEM,
                "this computer cannot read CP932 (iconv knows no such encoding); save the tables as UTF-8",
                "この環境では CP932 を読めません。表を UTF-8 で保存してください");
    kk_defer(K, close_iconv, way);
    if (iconv(way, &from, &left, &to, &room) == (size_t)-1)
        return (size_t)(from - raw->data);
    *out = (kk_blob){.name = raw->name, .data = text, .size = (size_t)(to - text)};
    return raw->size;
}

static unsigned byte_at(const kk_blob *raw, size_t i)
{
    return (unsigned char)raw->data[i < raw->size ? i : raw->size - 1];
}

kk_encoding kk_text_decode(kk_ctx *K, const char *file, bool csv, const kk_blob *raw, kk_encoding want, kk_blob *out)
{
    const char *data = raw->data;
    bool marked = raw->size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0;
    if (raw->size >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0)) {
        kk_place at = {.file = file, .line = 1};
        kk_find_error(K, "text.encoding", &at, "the file is UTF-16; save it as %s",
                      "UTF-16 のファイルです。%s で保存してください", csv ? "CSV UTF-8" : "UTF-8");
        return KK_ENCODING_AUTO;
    }
    const char *zero = raw->size ? memchr(data, 0, raw->size) : NULL;
    if (zero) {
        kk_place at = place_of(file, csv, raw, (size_t)(zero - data));
        kk_find_error(K, "text.zero", &at, "a zero byte: this is no text file, or it is damaged; save it again as %s",
                      "値が 0 のバイトがあります。文字のファイルではないか、壊れています。%s で保存し直してください",
                      csv ? "CSV UTF-8" : "UTF-8");
        return KK_ENCODING_AUTO;
    }
    int japanese = 0;
    size_t bad = want == KK_ENCODING_CP932 && !marked ? 0 : utf8_until(data, raw->size, &japanese);
    if (bad == raw->size && want != KK_ENCODING_CP932) {
        *out = (kk_blob){.name = raw->name, .data = data + 3 * marked, .size = raw->size - 3 * (size_t)marked};
        kk_input_note(K, file, kk_encoding_word[KK_ENCODING_UTF8]);
        return KK_ENCODING_UTF8;
    }
    if (want == KK_ENCODING_UTF8 || (want == KK_ENCODING_AUTO && (marked || japanese >= 2))) {
        kk_place at = place_of(file, csv, raw, bad);
        kk_find_error(
            K, "text.encoding", &at,
            "byte 0x%02X is not UTF-8, though the text before it is; the file is damaged or cut off here",
            "バイト 0x%02X は UTF-8 ではありません。ここまでは UTF-8 なので、ファイルが壊れているか途中で切れています",
            byte_at(raw, bad));
        return KK_ENCODING_AUTO;
    }
    size_t other = from_cp932(K, raw, out);
    if (other == raw->size) {
        kk_input_note(K, file, kk_encoding_word[KK_ENCODING_CP932]);
        return KK_ENCODING_CP932;
    }
    if (want == KK_ENCODING_AUTO && bad > other)
        other = bad;
    kk_place at = place_of(file, csv, raw, other);
    if (want == KK_ENCODING_CP932)
        kk_find_error(
            K, "text.encoding", &at,
            "byte 0x%02X is not CP932; do not force the encoding, or save the file as CP932 (Shift_JIS)",
            "バイト 0x%02X は CP932 ではありません。文字コードの指定をやめるか、CP932（シフト JIS）で保存してください",
            byte_at(raw, other));
    else
        kk_find_error(K, "text.encoding", &at,
                      "byte 0x%02X is neither UTF-8 nor CP932 (Shift_JIS); save the file as UTF-8",
                      "バイト 0x%02X は UTF-8 でも CP932（シフト JIS）でもありません。UTF-8 で保存してください",
                      byte_at(raw, other));
    return KK_ENCODING_AUTO;
}
