/* Text of a file as UTF-8: told apart file by file. The only file of the engine that knows iconv.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_ENCODING_H
#define KK_INPUT_ENCODING_H

#include "base/ctx.h"
#include "base/file.h"

typedef enum { KK_ENCODING_AUTO, KK_ENCODING_UTF8, KK_ENCODING_CP932 } kk_encoding;

/** The words "auto", "utf-8", "cp932", by kk_encoding. */
extern const char *const kk_encoding_word[3];

/** Turn the bytes of a file into UTF-8 without a byte-order mark. A byte-order mark or valid UTF-8 is UTF-8, else valid
 *  CP932 (what Japanese Excel saves) is CP932, else a finding names the place. A zero byte is a finding too.
 *
 *  @param file  as the user knows it, for the finding
 *  @param csv   columns of findings count fields; else characters
 *  @param want  KK_ENCODING_AUTO, or the one encoding that is allowed
 *  @param out   the text, followed by a 0 byte; shares the bytes of raw where it can
 *  @return the encoding found, or KK_ENCODING_AUTO after a finding; noted for kk_input_at()
 */
kk_encoding kk_text_decode(kk_ctx *K, const char *file, bool csv, const kk_blob *raw, kk_encoding want, kk_blob *out);

#endif
