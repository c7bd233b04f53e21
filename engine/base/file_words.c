/* What went wrong with a file, in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* EDQUOT */
#endif

#include "base/file.h"

#include <errno.h>

static const struct {
    int code;
    const char *en, *ja;
} words[] = {
    {ENOENT, "there is no such file or folder", "ファイルまたはフォルダがありません"},
    {EACCES, "permission denied", "アクセス権がありません"},
    {EPERM, "permission denied", "アクセス権がありません"},
    {EISDIR, "it is a folder, not a file", "ファイルではなくフォルダです"},
    {ENOTDIR, "a part of the path is not a folder", "パスの途中がフォルダではありません"},
    {ENOSPC, "the disk is full", "ディスクの空き容量がありません"},
    {EDQUOT, "the disk quota is used up", "ディスクの割り当て容量を使い切りました"},
    {EFBIG, "the file is too large", "ファイルが大きすぎます"},
    {EIO, "the disk reports an error", "ディスクの読み書きでエラーが起きました"},
    {EROFS, "the disk is read-only", "ディスクは読み取り専用です"},
    {ENAMETOOLONG, "the name is too long", "名前が長すぎます"},
    {ELOOP, "too many links", "リンクが循環しています"},
    {EMFILE, "too many files are open", "開いているファイルが多すぎます"},
    {ENFILE, "too many files are open", "開いているファイルが多すぎます"},
    {EBUSY, "it is in use", "使用中です"},
    {ETXTBSY, "it is in use", "使用中です"},
    {EWOULDBLOCK, "another kakuho is writing there", "別の kakuho が書き込んでいます"},
    {ENOMEM, "there is not enough memory", "メモリが足りません"},
    {ENXIO, "it is a pipe, a device or a socket, not a file",
     "ファイルではなく、パイプ・デバイス・ソケットのいずれかです"},
};

const char *kk_file_word(int code, kk_lang lang)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].code == code)
            return lang == KK_JA ? words[i].ja : words[i].en;
    return lang == KK_JA ? "システムのエラーです" : "the system reports an error";
}
