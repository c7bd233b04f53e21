/* What if something breaks while one file is read or written?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fault/broken_file.h"

static void file_body(kk_ctx *K, void *arg)
{
    kk_file_write(K, arg, "new\n", 4);
}

static kk_rc file_write(kk_ctx *K, const char *path)
{
    return kk_guard(K, file_body, kk_strdup(K, path));
}

static void writes_a_file_whole_or_not_at_all(void)
{
    for (long n = 1;; n++) {
        kk_ctx *K = fresh();
        put(K, "x.lp", "old\n");
        fault.calls = 0;
        fault.code = ENOSPC;
        fault.at = n;
        kk_rc rc = file_write(K, here(K, "x.lp"));
        bool reached = fault.calls >= n;
        CHECK_TEXT(state_of(K, base), rc == KK_OK ? "x.lp=new\n;" : "x.lp=old\n;");
        CHECK(rc == KK_OK || rc == KK_ESYSTEM);
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            fault.calls = 0;
            fault.code = 0;
            fault.at = n;
            file_write(K, here(K, "x.lp"));
            _exit(0);
        }
        waitpid(child, NULL, 0);
        CHECK(strstr(state_of(K, base), "x.lp=new\n;") || strstr(state_of(K, base), "x.lp=old\n;"));
        fault.at = 0;
        CHECK_INT(file_write(K, here(K, "x.lp")), KK_OK);
        CHECK_TEXT(state_of(K, base), "x.lp=new\n;");
        kk_ctx_free(K);
        if (!reached)
            return;
    }
}

static void writes_to_devices_links_and_nothing_else(void)
{
    kk_ctx *K = fresh();
    struct stat st;
    CHECK_INT(file_write(K, "/dev/full"), KK_ESYSTEM);
    CHECK(strstr(kk_message(K, KK_EN), "/dev/full: cannot be written: the disk is full") != NULL);
    CHECK_TEXT(kk_message(K, KK_JA), "/dev/full: 書き込めません：ディスクの空き容量がありません");
    CHECK_INT(file_write(K, "/dev/null"), KK_OK);
    CHECK(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
    put(K, "x.lp", "old\n");
    chmod(here(K, "x.lp"), 0640);
    CHECK_INT(symlink("x.lp", here(K, "link")), 0);
    CHECK_INT(file_write(K, here(K, "link")), KK_OK);
    CHECK_TEXT(state_of(K, base), "link?;x.lp=new\n;");
    CHECK(stat(here(K, "x.lp"), &st) == 0);
    CHECK_INT(st.st_mode & 0777, 0640);
    CHECK_INT(symlink("nowhere", here(K, "astray")), 0);
    CHECK_INT(kk_file_kind_of(here(K, "astray")), KK_FILE_OTHER);
    CHECK_INT(file_write(K, here(K, "astray")), KK_ESYSTEM); /* a person's link is not replaced */
    CHECK_TEXT(state_of(K, base), "astray?;link?;x.lp=new\n;");
    CHECK_INT(file_write(K, base), KK_ESYSTEM);
    CHECK_INT(file_write(K, here(K, "no/such")), KK_ESYSTEM);
    CHECK(strstr(kk_message(K, KK_EN), "no such file or folder") != NULL);
    kk_ctx_free(K);
}

static void reads_files_or_says_why_not(void)
{
    kk_ctx *K = fresh();
    kk_blob blob;
    const char *why[2];
    put(K, "empty", "");
    put(K, "text", "line\n");
    CHECK(kk_file_read(K, here(K, "empty"), &blob, why) && blob.size == 0 && blob.data[0] == 0);
    CHECK(kk_file_read(K, here(K, "text"), &blob, why) && blob.size == 5 && blob.data[5] == 0);
    CHECK(!kk_file_read(K, base, &blob, why));
    CHECK_TEXT(why[KK_EN], "it is a folder, not a file");
    CHECK_TEXT(why[KK_JA], "ファイルではなくフォルダです");
    CHECK(!kk_file_read(K, here(K, "none"), &blob, why));
    CHECK_TEXT(why[KK_EN], "there is no such file or folder");
    CHECK(!kk_file_read(K, here(K, "text/below"), &blob, why));
    CHECK(!kk_file_read(K, "/dev/zero", &blob, why)); /* never ends */
    CHECK_TEXT(why[KK_EN], "it is a pipe, a device or a socket, not a file");
    CHECK_INT(mkfifo(here(K, "pipe"), 0666), 0); /* never begins */
    CHECK(!kk_file_read(K, here(K, "pipe"), &blob, why));
    CHECK_TEXT(why[KK_JA], "ファイルではなく、パイプ・デバイス・ソケットのいずれかです");
    CHECK_INT(symlink("pipe", here(K, "to-pipe")), 0);
    CHECK(!kk_file_read(K, here(K, "to-pipe"), &blob, why));
    CHECK_INT(mknod(here(K, "socket"), S_IFSOCK | 0666, 0), 0);
    CHECK(!kk_file_read(K, here(K, "socket"), &blob, why));
    CHECK_TEXT(why[KK_EN], "it is a pipe, a device or a socket, not a file");
    int zero = open("/dev/zero", O_RDONLY);
    CHECK(!kk_file_read(K, kk_format(K, "/dev/fd/%d", zero), &blob, why));
    CHECK_TEXT(why[KK_EN], "the file is too large");
    close(zero);
    char *megabyte = KK_ARRAY(K, char, 1000001);
    memset(megabyte, 'y', 1000000);
    put(K, "large", megabyte);
    CHECK(kk_file_read(K, here(K, "large"), &blob, why) && blob.size == 1000000 && strcmp(blob.data, megabyte) == 0);
    int pipes[2];
    CHECK_INT(pipe(pipes), 0);
    CHECK(write(pipes[1], megabyte, 40000) == 40000);
    close(pipes[1]);
    CHECK(kk_file_read(K, kk_format(K, "/dev/fd/%d", pipes[0]), &blob, why) && blob.size == 40000);
    close(pipes[0]);
    CHECK_INT(kk_file_kind_of(base), KK_FILE_FOLDER);
    CHECK_INT(kk_file_kind_of("/dev/null"), KK_FILE_OTHER);
    CHECK_INT(kk_file_kind_of(here(K, "text")), KK_FILE_PLAIN);
    CHECK_INT(kk_file_kind_of(here(K, "none")), KK_FILE_NONE);
    CHECK_TEXT(kk_path_folder(K, "a/b/c"), "a/b");
    CHECK_TEXT(kk_path_folder(K, "a"), ".");
    CHECK_TEXT(kk_path_folder(K, "/a"), "/");
    CHECK_TEXT(kk_path_folder(K, "a//b/"), "a");
    CHECK_TEXT(kk_path_join(K, "a", "b"), "a/b");
    CHECK_TEXT(kk_path_join(K, "/", "b"), "/b");
    CHECK_TEXT(kk_path_join(K, ".", "b"), "b");
    kk_ctx_free(K);
}

int main(void)
{
    begin_in_memory();
    RUN(writes_a_file_whole_or_not_at_all);
    RUN(writes_to_devices_links_and_nothing_else);
    RUN(reads_files_or_says_why_not);
    end_in_memory();
    return DONE();
}
