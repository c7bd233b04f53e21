/* Rows of nightly.csv and of journals. See record.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/record.h"

#include "input/csv.h"

#include <string.h>

/* clang-format off */
const char *const kk_record_column[KK_NRECORD] = {
    "scenario", "state", "stale_since", "red_since", "outcome", "reason", "reason_ja", "promises_kept", "promises",
    "broken", "goals", "work", "cause", "cause_rows", "unmet_change", "cost_change", "actions_changed", "biggest",
    "actions", "plan", "input", "key",
};
/* clang-format on */

kk_record kk_record_bare(const kk_record *R)
{
    kk_record bare = *R;
    bare.cell[KK_R_STATE] = bare.cell[KK_R_STALE_SINCE] = bare.cell[KK_R_RED_SINCE] = "";
    return bare;
}

void kk_record_put(kk_text *T, const char *const *cell, int count)
{
    for (int i = 0; i < count; i++) {
        const char *s = cell[i] ? cell[i] : "";
        bool quoted = s[strcspn(s, ",\"\n\r")] != '\0' || *s == ' ';
        kk_text_add(T, i ? "," : "");
        kk_text_add(T, quoted ? "\"" : "");
        for (; *s; s++) {
            if (*s == '"')
                kk_text_add(T, "\"");
            kk_text_addn(T, *s == '\n' || *s == '\r' ? " " : s, 1);
        }
        kk_text_add(T, quoted ? "\"" : "");
    }
    kk_text_add(T, "\n");
}

void kk_record_parse(kk_ctx *K, const char *line, kk_record *out)
{
    char *s = kk_strdup(K, line); /* cells are cut out of it where they stand */
    for (int j = 0; j < KK_NRECORD; j++) {
        bool quoted = *s == '"';
        s += quoted;
        char *to = s;
        out->cell[j] = s;
        for (; *s && *s != '\n' && (quoted || *s != ','); s++) {
            if (quoted && *s == '"' && *++s != '"')
                break;
            *to++ = *s;
        }
        s += *s == ',';
        *to = '\0';
    }
}

/* A table of records as far as it is whole; NULL where there is no such file. */
static const kk_csv *read_table(kk_ctx *K, const char *path)
{
    kk_blob raw;
    const char *why[2];
    if (kk_file_kind_of(path) != KK_FILE_PLAIN)
        return NULL;
    if (!kk_file_read(K, path, &raw, why))
        kk_fail(K, KK_ESYSTEM, "%s: cannot be read: %s%.0s", "%s: 読めません：%.0s%s", path, why[KK_EN], why[KK_JA]);
    size_t size = strlen(raw.data); /* to the first 0 byte that a power cut may leave */
    while (size > 0 && raw.data[size - 1] != '\n')
        size--;
    kk_blob text = {raw.name, size < raw.size ? kk_strndup(K, raw.data, size) : raw.data, size};
    return kk_csv_parse(K, path, &text);
}

static int column_of(const kk_csv *T, const char *heading)
{
    int column = T->ncol - 1;
    while (column >= 0 && strcmp(kk_csv_cell(T, 0, column), heading) != 0)
        column--;
    return column;
}

/* One file to be read: its table is thrown away when its records are kept. */
typedef struct {
    kk_ctx *K;
    const char *path;
    const kk_map *number;
    kk_record *out;
    kk_records *others; /* or NULL */
    bool there;
} reading;

static void keep_record(kk_ctx *K, const kk_csv *T, int row, const int *column, kk_record *out)
{
    size_t room = 0, size[KK_NRECORD];
    for (int j = 0; j < KK_NRECORD; j++)
        room += size[j] = column[j] < 0 ? 0 : strlen(kk_csv_cell(T, row, column[j])) + 1;
    char *text = kk_alloc(K, room, 1);
    for (int j = 0; j < KK_NRECORD; j++) {
        out->cell[j] = size[j] ? memcpy(text, kk_csv_cell(T, row, column[j]), size[j]) : "";
        text += size[j];
    }
}

static void read_records(kk_ctx *own, void *arg)
{
    reading *A = arg;
    int column[KK_NRECORD];
    const kk_csv *T = read_table(own, A->path);
    A->there = T != NULL;
    for (int j = 0; T && j < KK_NRECORD; j++)
        column[j] = column_of(T, kk_record_column[j]);
    for (int row = 1; T && row <= T->nrow && column[KK_R_SCENARIO] >= 0; row++) {
        int i = kk_map_get(A->number, kk_csv_cell(T, row, column[KK_R_SCENARIO]));
        kk_record *R = i >= 0 ? &A->out[i] : NULL;
        if (!R && A->others) {
            kk_records *O = A->others;
            O->record = kk_grow(A->K, O->record, &O->capacity, O->n + 1, sizeof *O->record);
            R = &O->record[O->n++];
        }
        if (R)
            keep_record(A->K, T, row, column, R);
    }
}

/* Files that are handed to a context are handed to the one that reads for it. */
static bool find_file(void *info, const char *path, const char **out_data, size_t *out_size)
{
    return kk_ctx_file(info, path, out_data, out_size);
}

bool kk_records_read(kk_ctx *K, const char *path, const kk_map *number, kk_record *out, kk_records *out_others)
{
    reading A = {K, path, number, out, out_others, false};
    kk_ctx *own = kk_ctx_new();
    if (!own)
        kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
    kk_ctx_set_files(own, find_file, K);
    kk_rc rc = kk_guard(own, read_records, &A);
    const char *en = kk_strdup(K, kk_message(own, KK_EN)), *ja = kk_strdup(K, kk_message(own, KK_JA));
    kk_ctx_free(own);
    if (rc != KK_OK)
        kk_fail(K, rc, "%s%.0s", "%.0s%s", en, ja);
    return A.there;
}
