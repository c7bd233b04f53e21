/* Any manifest and any journal: nothing may crash, hang or leak. A manifest that is refused has a finding, and one that
 * is read names scenarios whose plans have folders of their own; of a journal come whole rows of scenarios that are
 * known, or none.
 *
 *     fuzz_batch FOLDER COUNT SEED     COUNT files of each; FOLDER is made, or emptied, and written to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/manifest.h"
#include "batch/record.h"
#include "fuzz.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>

static const char MANIFEST[] =
    "{\"kakuho_batch\": 1, \"scenarios\": [{\"id\": \"a/b\", \"path\": \"city/base.json\"}, {\"path\": \"city\"}, "
    "{\"glob\": \"c*/*.json\"}], \"options\": {\"set\": [\"title=x\"], \"change\": [], \"input_encoding\": "
    "\"utf-8\"}, \"limits\": {\"work\": 1e6, \"seconds\": 600, \"memory_mib\": 512, \"night_seconds\": 14400}}";
static const char *const TOKEN[] = {
    "{",         "}",       "[",
    "]",         ",",       ":",
    "\"",        "null",    "true",
    "0",         "-1",      "1e400",
    "\"id\"",    "path",    "glob",
    "limits",    "options", "set",
    "..",        "/",       "//",
    ".",         "*",       "?",
    "[a-",       "\\",      "\\u0000",
    "\\ud800",   "\xff",    "\xe5",
    "札幌",      " ",       "\n",
    "tables=",   "a/b",     "a/b/c",
    ".json",     "1.5",     "{\"path\": \"x\"}, ",
    "~",         "seconds", "\t",
    "base.json",
};
static const char *const CELL[] = {
    ",",      ",",       ",",      "\"",   "\"\"", "\n",   "\r\n", "a",   "b/c",
    "nobody", "planned", "failed", "x\ny", "札幌", "\xff", ";",    "1e9",
};
enum { NTOKEN = sizeof TOKEN / sizeof *TOKEN, NCELL = sizeof CELL / sizeof *CELL };

typedef struct {
    const char *folder, *path, *text;
    size_t size;
    const kk_manifest *M;
} call;

static void make_folder(kk_ctx *K, void *arg)
{
    const call *X = arg;
    static const kk_blob file[] = {{"city/base.json", "{}", 2}, {"city/low.json", "{}", 2}, {"file", "", 0}};
    kk_folder_write(K, X->folder, file, 3, anything, NULL);
}

/* What stands in the file: it is there, but a disk would take its time. */
static bool find_file(void *info, const char *path, const char **out_data, size_t *out_size)
{
    const call *X = info;
    *out_data = X->text;
    *out_size = X->size;
    return strcmp(path, X->path) == 0;
}

static void read_manifest(kk_ctx *K, void *arg)
{
    call *X = arg;
    kk_ctx_set_files(K, find_file, X);
    X->M = kk_manifest_read(K, X->path);
}

static void read_journal(kk_ctx *K, void *arg)
{
    static const char *const ID[] = {"a", "b/c", "札幌"};
    call *X = arg;
    kk_record record[3] = {{{NULL}}};
    kk_map *number = kk_map_new(K);
    kk_records others = {.n = 0};
    for (int i = 0; i < 3; i++)
        kk_map_put(number, ID[i], i);
    kk_ctx_set_files(K, find_file, X);
    CHECK(kk_records_read(K, X->path, number, record, &others));
    for (int i = 0; i < 3; i++) {
        CHECK(!record[i].cell[KK_R_SCENARIO] || strcmp(record[i].cell[KK_R_SCENARIO], ID[i]) == 0);
        for (int j = 0; j < KK_NRECORD; j++)
            CHECK(!record[i].cell[j] == !record[i].cell[KK_R_SCENARIO]);
    }
    for (int i = 0; i < others.n; i++)
        for (int j = 0; j < KK_NRECORD; j++)
            CHECK(others.record[i].cell[j] && (j != KK_R_SCENARIO || kk_map_get(number, others.record[i].cell[j]) < 0));
}

/* A good text with some of it taken out, or something put in. */
static void mutate(kk_text *T, const char *good, const char *const *token, unsigned ntoken)
{
    size_t length = strlen(good), at = 0;
    for (unsigned n = roll(4); n > 0 && at < length; n--) {
        size_t next = at + roll((unsigned)(length - at) + 1);
        kk_text_addn(T, good + at, next - at);
        at = next;
        if (roll(3) == 0)
            at += roll((unsigned)(length - at < 12 ? length - at : 12) + 1);
        for (unsigned k = roll(3); k > 0; k--)
            kk_text_add(T, token[roll(ntoken)]);
    }
    if (roll(8))
        kk_text_add(T, good + at);
}

static long counted[2]; /* refused, read */

static void one_manifest(call X)
{
    kk_ctx *K = kk_ctx_new();
    kk_text T = {.K = K};
    mutate(&T, MANIFEST, TOKEN, NTOKEN);
    X.text = kk_text_get(&T);
    X.size = T.length;
    CHECK_INT(kk_guard(K, read_manifest, &X), KK_OK);
    const kk_manifest *M = X.M;
    bool fine = CHECK(M != NULL) && (kk_errors(K) > 0 || CHECK(M->n > 0));
    counted[fine && kk_errors(K) == 0]++;
    for (int i = 0; fine && kk_errors(K) == 0 && i < M->n; i++) {
        const char *id = M->scenario[i].id;
        fine = CHECK(*id && *id != '/' && *id != '.' && !strstr(id, "/.") && !strstr(id, "//")) &&
               CHECK(i == 0 || strcmp(M->scenario[i - 1].id, id) < 0);
    }
    if (fine && kk_errors(K) == 0)
        fine = CHECK(M->work > 0 && M->seconds > 0 && M->memory_mib > 0 && M->night_seconds > 0);
    if (!fine)
        printf("# %s\n", X.text);
    kk_ctx_free(K);
}

static void one_journal(call X)
{
    kk_ctx *K = kk_ctx_new();
    kk_text good = {.K = K}, T = {.K = K};
    const char *cell[KK_NRECORD] = {"a", "new", "", "", "planned"};
    kk_record_put(&good, kk_record_column, KK_NRECORD);
    for (int i = 0; i < 3; i++)
        kk_record_put(&good, cell, KK_NRECORD);
    mutate(&T, kk_text_get(&good), CELL, NCELL);
    X.text = kk_text_get(&T);
    X.size = T.length;
    if (!CHECK(kk_guard(K, read_journal, &X) == KK_OK))
        printf("# %s\n", X.text);
    kk_ctx_free(K);
}

int main(int count, char **word)
{
    if (count != 4) {
        fprintf(stderr, "usage: fuzz_batch FOLDER COUNT SEED\n");
        return 2;
    }
    kk_ctx *K = kk_ctx_new();
    call base = {.folder = word[1], .path = kk_format(K, "%s/file", word[1])};
    seed(word[3], 0);
    test_case_ok = true;
    if (kk_guard(K, make_folder, &base) != KK_OK) {
        printf("Bail out! %s\n", kk_message(K, KK_EN));
        return 1;
    }
    for (long n = atol(word[2]); n > 0 && test_case_ok; n--) {
        one_manifest(base);
        one_journal(base);
    }
    CHECK(counted[0] > 0 && counted[1] > 0);
    printf("%s %d - manifests: %ld refused, %ld read; as many journals\n", test_case_ok ? "ok" : "not ok", ++test_count,
           counted[0], counted[1]);
    test_failed_cases += !test_case_ok;
    kk_ctx_free(K);
    return DONE();
}
