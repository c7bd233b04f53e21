/* Any bytes at all: cities of the repository with random damage are loaded. Nothing may crash, hang or leak, a refusal
 * has a finding, and what is accepted is read again from its own copy with the same result.
 *
 *     fuzz_input FOLDER COUNT SEED CITY...     COUNT copies of each; FOLDER is made, or emptied, and written to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/file.h"
#include "base/str.h"
#include "fuzz.h"
#include "input/load.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const NAME[] = {"need.csv",     "supply.csv", "measures.csv", "effects.csv",
                                   "options.csv",  "areas.csv",  "classes.csv",  "seats.csv",
                                   "services.csv", "shares.csv", "limits.csv",   "base.json"};
enum { NFILE = sizeof NAME / sizeof *NAME, ROOM = 1 << 20 };

static const char *const TOKEN[] = {
    ",",
    "\"",
    "\n",
    "\r\n",
    "\r",
    "\"\"",
    ";",
    " ",
    "　",
    "\t",
    "-",
    "ー",
    "△5",
    "−3",
    "0",
    "1",
    "7",
    "0.5",
    "1/3",
    "1,234",
    "12.5",
    "999999999999999",
    "1234567890123456",
    "1e400",
    "nan",
    "inf",
    "0x10",
    "2019",
    "2020",
    "2024",
    "R6",
    "令和6",
    "H31",
    "each",
    "<=",
    ">=",
    "以下",
    "units",
    "vacant",
    "carers",
    "transfer",
    "区間調整",
    "firm",
    "refuses",
    "yes",
    "no",
    "new",
    "recruit",
    "city",
    "市",
    "中央区",
    "1号",
    "area",
    "class",
    "year",
    "children",
    "区域",
    "x_y",
    "source",
    "note",
    "{",
    "}",
    "[",
    "]",
    ":",
    "null",
    "true",
    "\"goal\"",
    "\"short\"",
    "\"target\"",
    "\"years\"",
    "\"weight\": 2",
    "\"slack\": \"2 %\"",
    "\"basis\": \"peak\"",
    "\"look_ahead\": 2026",
    "\"units\": \"whole\"",
    "\\u0000",
    "\\ud800",
    "\xEF\xBB\xBF",
    "\xFF",
    "\x81",
    "\xE4\xB8",
    "\x93\xFA",
    "\xC0\x80",
    "/*",
    "//",
    "#",
};
enum { NTOKEN = sizeof TOKEN / sizeof *TOKEN };

typedef struct {
    char data[ROOM];
    size_t size;
    bool there;
} buffer;

static buffer original[NFILE], text;

static void replace(size_t at, size_t gone, const char *with, size_t size)
{
    if (text.size - gone + size >= ROOM)
        return;
    memmove(text.data + at + size, text.data + at + gone, text.size - at - gone);
    memmove(text.data + at, with, size);
    text.size += size - gone;
}

/* From a place on: to the end of a cell, a line, or so many bytes. */
static size_t piece(size_t at)
{
    size_t end = at;
    unsigned how = roll(3);
    if (how == 2)
        end = at + roll(20);
    else
        while (end < text.size && text.data[end] != '\n' && (how || text.data[end] != ','))
            end++;
    return end > text.size ? text.size - at : end - at;
}

static void damage(void)
{
    static char copy[ROOM];
    size_t at = roll((unsigned)text.size + 1), length = piece(at), from = roll((unsigned)text.size + 1);
    char byte = (char)roll(256);
    const char *token = TOKEN[roll(NTOKEN)];
    switch (roll(8)) {
    case 0: replace(at, at < text.size, &byte, 1); break;
    case 1: replace(at, length, "", 0); break;
    case 2: text.size = at; break;
    case 3:
    case 4: replace(at, 0, token, strlen(token)); break;
    case 5: replace(at, length, token, strlen(token)); break;
    default: /* another piece of the file instead */
        memcpy(copy, text.data, text.size);
        from = from > text.size ? text.size : from;
        size_t taken = piece(from);
        replace(at, roll(2) ? length : 0, copy + from, taken);
    }
}

static const char *folder;

static void write_file(const char *name, const char *data, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        printf("Bail out! %s cannot be written\n", path);
        exit(1);
    }
}

static void remove_file(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    remove(path);
}

static void load(kk_ctx *K, void *arg)
{
    *(kk_city **)arg = kk_load(K, folder, NULL);
}

static const kk_blob *input(const kk_city *C, const char *name)
{
    for (int i = 0; i < C->ninput; i++)
        if (strcmp(C->input[i].name, name) == 0)
            return &C->input[i];
    return NULL;
}

static bool same(const void *x, const void *y, size_t size)
{
    return size == 0 || memcmp(x, y, size) == 0;
}

/* What was accepted, read again from the effective scenario and the tables. */
static void load_again(const kk_city *C)
{
    const kk_blob *scenario = input(C, "scenario.json");
    write_file("base.json", scenario->data, scenario->size);
    kk_ctx *K = kk_ctx_new();
    kk_city *D = NULL;
    CHECK_INT(kk_guard(K, load, &D), KK_OK);
    if (D) {
        CHECK_TEXT(input(D, "scenario.json")->data, scenario->data);
        size_t cells = (size_t)C->narea * (size_t)C->nclass * (size_t)C->nyear;
        CHECK(D->narea == C->narea && D->nclass == C->nclass && D->nyear == C->nyear && D->noption == C->noption);
        CHECK(same(D->need, C->need, cells * sizeof *C->need));
        CHECK_INT(D->nstage, C->nstage);
        for (int n = 0; n < C->ngoal; n++) {
            const kk_goal *X = &C->goal[n], *Y = &D->goal[n];
            CHECK(X->from == Y->from && X->until == Y->until && X->weight == Y->weight && X->slack == Y->slack &&
                  X->stage == Y->stage && X->payer == Y->payer && X->target == Y->target);
            CHECK(same(X->area, Y->area, (size_t)C->narea) && same(X->option, Y->option, (size_t)C->noption));
        }
    }
    kk_ctx_free(K);
}

static long accepted, refused;
static bool intact[NFILE]; /* the file in the folder is the original */

static void one_city(void)
{
    unsigned files = 1 + roll(2);
    bool hit[NFILE] = {0};
    while (files--)
        hit[roll(NFILE)] = true;
    for (int f = 0; f < NFILE; f++) {
        memcpy(text.data, original[f].data, original[f].size);
        text.size = original[f].size;
        bool there = original[f].there;
        if (!hit[f] && intact[f])
            continue;
        if (hit[f]) {
            there = there ? roll(30) != 0 : roll(4) == 0;
            for (unsigned n = 1 + roll(4); n > 0; n--)
                damage();
        }
        if (there)
            write_file(NAME[f], text.data, text.size);
        else
            remove_file(NAME[f]);
        intact[f] = !hit[f];
    }
    kk_ctx *K = kk_ctx_new();
    kk_city *C = NULL;
    kk_rc rc = kk_guard(K, load, &C);
    int errors;
    kk_finding_count(K, &errors, NULL);
    CHECK(rc == KK_OK || rc == KK_EINPUT);
    CHECK((rc == KK_EINPUT) == (errors > 0));
    for (int i = 0, n = kk_finding_count(K, NULL, NULL); i < n; i++) {
        const kk_finding *f = kk_finding_at(K, i);
        for (int l = KK_EN; l <= KK_JA; l++)
            for (size_t at = 0, size = strlen(f->text[l]); at < size;
                 at += (size_t)kk_utf8_length(f->text[l] + at, size - at))
                if (!CHECK(kk_utf8_length(f->text[l] + at, size - at) > 0))
                    break;
    }
    if (rc == KK_OK) {
        load_again(C);
        intact[NFILE - 1] = false;
    }
    *(rc == KK_OK ? &accepted : &refused) += 1;
    kk_ctx_free(K);
}

static void read_city(const char *city)
{
    for (int f = 0; f < NFILE; f++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", city, NAME[f]);
        FILE *file = fopen(path, "rb");
        intact[f] = false;
        original[f].there = file != NULL;
        original[f].size = file ? fread(original[f].data, 1, ROOM / 2, file) : 0;
        if (file)
            fclose(file);
    }
}

static void make_folder(kk_ctx *K, void *arg)
{
    kk_folder_write(K, arg, NULL, 0, anything, NULL);
}

int main(int count, char **word)
{
    if (count < 5) {
        fprintf(stderr, "usage: fuzz_input FOLDER COUNT SEED CITY...\n");
        return 2;
    }
    folder = word[1];
    long cities = atol(word[2]);
    kk_ctx *K = kk_ctx_new();
    if (kk_guard(K, make_folder, word[1]) != KK_OK) {
        printf("Bail out! %s\n", kk_message(K, KK_EN));
        return 1;
    }
    kk_ctx_free(K);
    for (int i = 4; i < count; i++) {
        seed(word[3], (unsigned)i);
        read_city(word[i]);
        test_case_ok = true;
        accepted = refused = 0;
        for (long n = 0; n < cities && test_case_ok; n++)
            one_city();
        printf("%s %d - %ld damaged copies of city %d: %ld accepted, %ld refused\n", test_case_ok ? "ok" : "not ok",
               ++test_count, accepted + refused, i - 3, accepted, refused);
        test_failed_cases += !test_case_ok;
    }
    for (int f = 0; f < NFILE && !test_failed_cases; f++)
        remove_file(NAME[f]);
    return DONE();
}
