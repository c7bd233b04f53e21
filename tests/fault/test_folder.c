/* What if something breaks while a folder is written? Every call to the system kills the process or fails in turn, and
 * the folder is then looked at byte for byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fault/broken_file.h"

#include "report/csv_out.h"
#include "report/folder.h"
#include "unit/city_fixture.h"

/* ---- a folder of three files; the one called list names them ----------------------------------------------------- */

static const kk_blob old_file[] = {
    {"a.csv", "old a\n", 6}, {"input/b.csv", "old b\n", 6}, {"list", "a.csv input/b.csv list", 22}};
static const kk_blob new_file[] = {{"a.csv", "new a\n", 6},
                                   {"c.csv", "new c\n", 6},
                                   {"input/b.csv", "new b\n", 6},
                                   {"list", "a.csv c.csv input/b.csv list", 28}};
static const char old_state[] = "a.csv=old a\n;input/b.csv=old b\n;list=a.csv input/b.csv list;";
static const char new_state[] = "a.csv=new a\n;c.csv=new c\n;input/b.csv=new b\n;list=a.csv c.csv input/b.csv list;";

static bool in_list(void *info, const char *folder, const char *name)
{
    kk_blob list;
    const char *why[2];
    return kk_file_read(info, kk_path_join(info, folder, "list"), &list, why) && strstr(list.data, name);
}

typedef struct {
    const char *path;
    const kk_blob *file;
    int count;
} write_call;

static void write_body(kk_ctx *K, void *arg)
{
    write_call *A = arg;
    kk_folder_write(K, A->path, A->file, A->count, in_list, K);
}

static kk_rc write_old(kk_ctx *K, const char *path)
{
    return kk_guard(K, write_body, &(write_call){path, old_file, 3});
}

static kk_rc write_new(kk_ctx *K, const char *path)
{
    return kk_guard(K, write_body, &(write_call){path, new_file, 4});
}

/* ---- what is fine ------------------------------------------------------------------------------------------------ */

static void writes_new_empty_and_older_folders(void)
{
    kk_ctx *K = fresh();
    const char *dir = here(K, "plan");
    CHECK_INT(write_old(K, dir), KK_OK);
    CHECK_TEXT(state_of(K, dir), old_state);
    CHECK_INT(write_new(K, kk_format(K, "%s///", dir)), KK_OK);
    CHECK_TEXT(state_of(K, dir), new_state);
    mkdir(here(K, "empty"), 0750);
    CHECK_INT(write_new(K, here(K, "empty")), KK_OK);
    CHECK_TEXT(state_of(K, here(K, "empty")), new_state);
    struct stat st;
    CHECK(stat(here(K, "empty"), &st) == 0);
    CHECK_INT(st.st_mode & 0777, 0750);
    CHECK_INT(chdir(here(K, "empty")), 0);
    CHECK_INT(write_old(K, "below"), KK_OK);
    CHECK_INT(chdir("below"), 0);
    CHECK_INT(write_new(K, "."), KK_OK);
    CHECK_TEXT(state_of(K, here(K, "empty/below")), new_state);
    CHECK_INT(chdir("/"), 0);
    fault.no_exchange = true;
    CHECK_INT(write_old(K, dir), KK_OK);
    CHECK_TEXT(state_of(K, dir), old_state);
    kk_ctx_free(K);
}

static void makes_the_folder_around_it(void)
{
    kk_ctx *K = fresh();
    CHECK_INT(write_old(K, here(K, "plans/city")), KK_OK);
    CHECK_TEXT(state_of(K, here(K, "plans/city")), old_state);
    CHECK_INT(write_new(K, here(K, "plans/city")), KK_OK);
    CHECK_TEXT(state_of(K, here(K, "plans/city")), new_state);
    kk_ctx_free(K);
}

/* ---- what is refused --------------------------------------------------------------------------------------------- */

/* Writing to base/plan is refused with this word in the message, and nothing changes. */
static void refused(kk_ctx *K, const char *path, kk_rc rc, const char *word)
{
    const char *before = state_of(K, base);
    CHECK_INT(write_new(K, path), rc);
    CHECK(strstr(kk_message(K, KK_EN), word) && strstr(kk_message(K, KK_JA), word));
    if (!strstr(kk_message(K, KK_EN), word))
        printf("# message: %s\n", kk_message(K, KK_EN));
    CHECK_TEXT(state_of(K, base), before);
}

static void refuses_what_is_not_a_plans(void)
{
    kk_ctx *K = fresh();
    const char *dir = here(K, "plan");
    mkdir(dir, 0777);
    put(K, "plan/notes.txt", "mine");
    refused(K, dir, KK_EUSAGE, "notes.txt"); /* no plan at all */
    unlink(here(K, "plan/notes.txt"));
    CHECK_INT(write_old(K, dir), KK_OK);
    put(K, "plan/input/notes.txt", "mine");
    refused(K, dir, KK_EUSAGE, "input/notes.txt");
    unlink(here(K, "plan/input/notes.txt"));
    mkdir(here(K, "plan/mine"), 0777);
    refused(K, dir, KK_EUSAGE, "mine");
    rmdir(here(K, "plan/mine"));
    CHECK_INT(symlink("/etc/passwd", here(K, "plan/link")), 0);
    refused(K, dir, KK_EUSAGE, "link");
    unlink(here(K, "plan/link"));
    CHECK_INT(unlink(here(K, "plan/a.csv")), 0);
    CHECK_INT(symlink("list", here(K, "plan/a.csv")), 0);
    refused(K, dir, KK_EUSAGE, "a.csv"); /* listed, but a link */
    unlink(here(K, "plan/a.csv"));
    CHECK_INT(mkfifo(here(K, "plan/a.csv"), 0666), 0);
    refused(K, dir, KK_EUSAGE, "a.csv");
    unlink(here(K, "plan/a.csv"));
    refused(K, base, KK_EUSAGE, "plan");
    CHECK_INT(write_new(K, dir), KK_OK); /* a listed file that is missing does not matter */

    put(K, "file", "mine");
    refused(K, here(K, "file"), KK_EUSAGE, "file");
    CHECK_INT(symlink("plan", here(K, "link")), 0);
    refused(K, here(K, "link"), KK_EUSAGE, "link");
    refused(K, here(K, "no/such/plan"), KK_ESYSTEM, "no/such/plan");
    refused(K, here(K, "file/below"), KK_ESYSTEM, "file/below");
    kk_ctx_free(K);
}

static void puts_back_what_somebody_has_just_touched(void)
{
    for (int no_exchange = 0; no_exchange < 2; no_exchange++) {
        kk_ctx *K = fresh();
        const char *dir = here(K, "plan");
        CHECK_INT(write_old(K, dir), KK_OK);
        fault.intruder = here(K, "plan/notes.txt");
        fault.no_exchange = no_exchange;
        CHECK_INT(write_new(K, dir), KK_EUSAGE);
        CHECK(strstr(kk_message(K, KK_EN), "notes.txt") != NULL);
        CHECK_TEXT(state_of(K, base), "plan/a.csv=old a\n;plan/input/b.csv=old b\n;plan/list=a.csv input/b.csv list;"
                                      "plan/notes.txt=;");
        kk_ctx_free(K);
    }
}

/* ---- what breaks ------------------------------------------------------------------------------------------------- */

static bool one_of(const char *state, const char *x, const char *y)
{
    return strcmp(state, x) == 0 || strcmp(state, y) == 0;
}

/* The next write of a folder leaves nothing but the folder. */
static void next_write_repairs(kk_ctx *K, const char *dir, long n)
{
    fault.at = 0;
    kk_rc rc = write_new(K, dir);
    const char *state = state_of(K, base);
    test_check(rc == KK_OK && strncmp(state, "plan/", 5) == 0 && !strstr(state, "kakuho"), __FILE__, __LINE__,
               "after call %ld: %s; left: %s", n, kk_message(K, KK_EN), state);
    CHECK_TEXT(state_of(K, dir), new_state);
}

/* A write that fails repairs too: a whole folder is back. */
static void failing_write_restores(kk_ctx *K, const char *dir, bool there_before)
{
    fault.full = true;
    CHECK_INT(write_new(K, dir), KK_ESYSTEM);
    fault.full = false;
    CHECK(one_of(state_of(K, dir), there_before ? old_state : "", new_state));
    CHECK(!strstr(state_of(K, base), "kakuho"));
}

static void killed_at(bool no_exchange, bool there_before)
{
    for (long n = 1;; n++) {
        kk_ctx *K = fresh();
        const char *dir = here(K, "plan");
        if (there_before)
            write_old(K, dir);
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            fault.calls = 0;
            fault.no_exchange = no_exchange;
            fault.at = n;
            _exit(write_new(K, dir) == KK_OK ? 0 : 1);
        }
        int status;
        waitpid(child, &status, 0);
        if (WIFEXITED(status)) {
            CHECK_INT(WEXITSTATUS(status), 0);
            CHECK(n > 20);
            kk_ctx_free(K);
            return;
        }
        const char *state = state_of(K, dir);
        bool whole = one_of(state, there_before ? old_state : "", new_state);
        test_check(whole || (no_exchange && !*state), __FILE__, __LINE__, "killed at call %ld: %s", n, state);
        if (n % 2)
            failing_write_restores(K, dir, there_before);
        next_write_repairs(K, dir, n);
        kk_ctx_free(K);
    }
}

static void survives_kill_9_with_exchange(void)
{
    killed_at(false, true);
}

static void survives_kill_9_without_exchange(void)
{
    killed_at(true, true);
}

static void survives_kill_9_of_a_first_write(void)
{
    killed_at(false, false);
}

static void failed_at(bool no_exchange, bool there_before, int code, bool for_ever)
{
    for (long n = 1;; n++) {
        kk_ctx *K = fresh();
        const char *dir = here(K, "plan");
        if (there_before)
            write_old(K, dir);
        const char *before = state_of(K, dir);
        fault.calls = 0;
        fault.no_exchange = no_exchange;
        fault.code = code;
        fault.for_ever = for_ever;
        fault.at = n;
        kk_rc rc = write_new(K, dir);
        bool reached = fault.calls >= n;
        const char *state = state_of(K, dir);
        test_check(rc == KK_OK ? strcmp(state, new_state) == 0 : rc == KK_ESYSTEM && strcmp(state, before) == 0,
                   __FILE__, __LINE__, "call %ld (%s) failed: code %d, %s", n, fault.what ? fault.what : "none",
                   (int)rc, state);
        if (rc != KK_OK) {
            CHECK(strstr(kk_message(K, KK_EN), dir) && strstr(kk_message(K, KK_JA), dir));
            CHECK(strstr(kk_message(K, KK_EN), kk_file_word(code, KK_EN)) &&
                  strstr(kk_message(K, KK_JA), kk_file_word(code, KK_JA)));
            state = state_of(K, base);
            test_check(!strstr(state, "kakuho"), __FILE__, __LINE__, "call %ld (%s) failed; left: %s", n, fault.what,
                       state);
        }
        next_write_repairs(K, dir, n);
        kk_ctx_free(K);
        if (!reached)
            return;
    }
}

static void keeps_the_old_folder_when_the_disk_is_full(void)
{
    failed_at(false, true, ENOSPC, true);
    failed_at(false, true, ENOSPC, false);
    failed_at(false, false, ENOSPC, true);
    failed_at(true, true, ENOSPC, true);
}

static void keeps_the_old_folder_when_the_disk_breaks(void)
{
    failed_at(false, true, EIO, false);
    failed_at(false, false, EIO, false);
    failed_at(true, true, EIO, false);
}

static void fails_where_memory_ends(void)
{
    for (long n = 1;; n++) {
        kk_ctx *K = fresh(), *again = kk_ctx_new();
        const char *dir = here(again, "plan");
        write_old(again, dir);
        kk_ctx_fail_allocation(K, n);
        kk_rc rc = write_new(K, dir);
        kk_ctx_free(K);
        CHECK(rc == KK_OK || rc == KK_ESYSTEM);
        test_check(one_of(state_of(again, dir), old_state, new_state), __FILE__, __LINE__, "allocation %ld", n);
        next_write_repairs(again, dir, n);
        kk_ctx_free(again);
        if (rc == KK_OK)
            return;
    }
}

/* ---- real disks and rights --------------------------------------------------------------------------------------- */

static void in_child(void (*body)(kk_ctx *K, const char *dir), kk_ctx *K, const char *dir)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        test_case_ok = true;
        body(K, dir);
        fflush(stdout);
        _exit(test_case_ok ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static const char large[300000] = "x";

static void write_large(kk_ctx *K, const char *dir)
{
    static const kk_blob file[] = {{"a.csv", large, sizeof large}, {"list", "a.csv list", 10}};
    CHECK_INT(kk_guard(K, write_body, &(write_call){dir, file, 2}), KK_ESYSTEM);
    CHECK_TEXT(state_of(K, dir), old_state);
    CHECK(!strstr(state_of(K, here(K, "disk")), "kakuho"));
}

static void limited_size(kk_ctx *K, const char *dir)
{
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){10000, 10000});
    write_large(K, dir);
    CHECK(strstr(kk_message(K, KK_EN), "too large") != NULL);
}

static void keeps_the_old_folder_on_a_small_disk(void)
{
    kk_ctx *K = fresh();
    const char *disk = here(K, "disk"), *dir = here(K, "disk/plan");
    mkdir(disk, 0777);
    bool mounted = mount("kakuho-test", disk, "tmpfs", 0, "size=64k") == 0;
    if (!mounted)
        printf("# no right to mount: only a limit on the size of files is tried\n");
    write_old(K, dir);
    if (mounted) {
        write_large(K, dir);
        CHECK(strstr(kk_message(K, KK_EN), "disk is full") != NULL);
    }
    in_child(limited_size, K, dir);
    if (mounted)
        CHECK_INT(umount(disk), 0);
    kk_ctx_free(K);
}

static void without_rights(kk_ctx *K, const char *dir)
{
    if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return;
    CHECK_INT(write_new(K, dir), KK_ESYSTEM); /* the folder around it may not be written */
    CHECK(strstr(kk_message(K, KK_EN), "permission denied") && strstr(kk_message(K, KK_JA), "アクセス権"));
    CHECK_INT(write_new(K, here(K, "mine/plan")), KK_ESYSTEM); /* the folder itself may not be written */
    CHECK_TEXT(state_of(K, here(K, "mine/plan")), old_state);
    kk_blob blob;
    const char *why[2];
    CHECK(!kk_file_read(K, here(K, "secret"), &blob, why));
    CHECK_TEXT(why[KK_EN], "permission denied");
}

static void says_where_rights_are_missing(void)
{
    kk_ctx *K = fresh();
    mkdir(here(K, "locked"), 0777);
    mkdir(here(K, "mine"), 0777);
    chmod(here(K, "mine"), 0777);
    write_old(K, here(K, "locked/plan"));
    write_old(K, here(K, "mine/plan"));
    chmod(here(K, "mine/plan"), 0555);
    chmod(here(K, "locked"), 0555);
    put(K, "secret", "x");
    chmod(here(K, "secret"), 0);
    in_child(without_rights, K, here(K, "locked/plan"));
    CHECK_TEXT(state_of(K, here(K, "locked/plan")), old_state);
    chmod(here(K, "locked"), 0777);
    chmod(here(K, "mine/plan"), 0777);
    kk_ctx_free(K);
}

static void two_writers_never_mix(void)
{
    kk_ctx *K = fresh();
    const char *dir = here(K, "plan");
    write_old(K, dir);
    fflush(stdout);
    pid_t child[2];
    for (int i = 0; i < 2; i++) {
        child[i] = fork();
        if (child[i] == 0) {
            int bad = 0;
            for (int j = 0; j < 40; j++) {
                kk_rc rc = i == 0 ? write_old(K, dir) : write_new(K, dir);
                bad += rc != KK_OK && !strstr(kk_message(K, KK_EN), "another kakuho");
            }
            _exit(bad > 0);
        }
    }
    for (int i = 0; i < 2; i++) {
        int status;
        waitpid(child[i], &status, 0);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    CHECK(one_of(state_of(K, dir), old_state, new_state));
    CHECK(!strstr(state_of(K, base), "kakuho"));
    kk_ctx_free(K);
}

/* ---- a plan's folder --------------------------------------------------------------------------------------------- */

typedef struct {
    const kk_plan *P;
    const char *dir;
} plan_call;

static void plan_body(kk_ctx *K, void *arg)
{
    kk_plan_folder(K, ((plan_call *)arg)->P, ((plan_call *)arg)->dir);
}

static void replaces_a_plans_folder_and_no_other(void)
{
    kk_ctx *K = fresh();
    kk_city *C = fixture_city(K, 3);
    kk_blob input[] = {{"need.csv", "area\n", 5}, {"量 \"x\".csv", "y", 1}};
    C->input = input;
    C->ninput = 2;
    kk_plan *P = fixture_plan(K, C);
    kk_sheets_make(K, P);
    plan_call A = {P, here(K, "plan")};
    CHECK_INT(kk_guard(K, plan_body, &A), KK_OK);
    const char *first = state_of(K, base);
    CHECK(strstr(first, "plan/plan.csv=") && strstr(first, "plan/run.json=") &&
          strstr(first, "plan/input/need.csv=area\n;"));
    CHECK(strstr(first, "plan/promises.csv=") && !strstr(first, base));
    CHECK_INT(kk_guard(K, plan_body, &A), KK_OK);
    CHECK_TEXT(state_of(K, base), first); /* the same bytes */
    C->ninput = 1;
    CHECK_INT(kk_guard(K, plan_body, &A), KK_OK);
    CHECK(!strstr(state_of(K, base), "input/量")); /* an older plan's file goes */
    put(K, "plan/memo.txt", "mine");
    const char *before = state_of(K, base);
    CHECK_INT(kk_guard(K, plan_body, &A), KK_EUSAGE);
    CHECK_TEXT(state_of(K, base), before);
    unlink(here(K, "plan/memo.txt"));
    put(K, "plan/run.json", "{ \"kakuho\": 1 }\n"); /* a scenario of this name is not a list of files */
    before = state_of(K, base);
    CHECK_INT(kk_guard(K, plan_body, &A), KK_EUSAGE);
    CHECK_TEXT(state_of(K, base), before);
    kk_ctx_free(K);
}

int main(void)
{
    begin_in_memory();
    RUN(writes_new_empty_and_older_folders);
    RUN(makes_the_folder_around_it);
    RUN(refuses_what_is_not_a_plans);
    RUN(puts_back_what_somebody_has_just_touched);
    RUN(survives_kill_9_with_exchange);
    RUN(survives_kill_9_without_exchange);
    RUN(survives_kill_9_of_a_first_write);
    RUN(keeps_the_old_folder_when_the_disk_is_full);
    RUN(keeps_the_old_folder_when_the_disk_breaks);
    RUN(fails_where_memory_ends);
    RUN(keeps_the_old_folder_on_a_small_disk);
    RUN(says_where_rights_are_missing);
    RUN(two_writers_never_mix);
    RUN(replaces_a_plans_folder_and_no_other);
    end_in_memory();
    return DONE();
}
