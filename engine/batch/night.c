/* A night. See night.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/night.h"

#include "batch/report.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char JOURNAL[] = ".journal", NIGHTLY[] = "nightly.csv";

const char *const kk_night_word[KK_NSTATE][2] = {
    {"new", "新規"},
    {"unchanged", "変更なし"},
    {"same plan", "計画は同じ"},
    {"plan changed", "計画が変わった"},
    {"went red", "目標未達になった"},
    {"still red", "目標未達のまま"},
    {"back to green", "目標達成に戻った"},
    {"failed", "失敗"},
    {"not reached", "未計算"},
    {"gone", "マニフェストから消えた"},
};

/* ---- against the night before ------------------------------------------------------------------------------------ */

static bool has_plan(const kk_record *R)
{
    return kk_record_cell(R, KK_R_PLAN)[0] != '\0';
}

static bool is_red(const kk_record *R)
{
    return has_plan(R) && strcmp(kk_record_cell(R, KK_R_PROMISES_KEPT), kk_record_cell(R, KK_R_PROMISES)) != 0;
}

static bool same(const kk_record *then, const kk_record *now, int column)
{
    return strcmp(kk_record_cell(then, column), kk_record_cell(now, column)) == 0;
}

kk_night_state kk_night_compare(const kk_record *then, const kk_record *now)
{
    if (!now->cell[KK_R_SCENARIO])
        return KK_N_NOT_REACHED;
    if (!kk_record_is_planned(now))
        return KK_N_FAILED;
    if (!has_plan(then))
        return KK_N_NEW;
    if (is_red(now))
        return is_red(then) ? KK_N_STILL_RED : KK_N_WENT_RED;
    if (is_red(then))
        return KK_N_BACK_TO_GREEN;
    if (!same(then, now, KK_R_ACTIONS))
        return KK_N_PLAN_CHANGED;
    return same(then, now, KK_R_PLAN) ? KK_N_UNCHANGED : KK_N_SAME_PLAN;
}

bool kk_night_breaks(kk_ctx *K, const kk_record *then, const kk_record *now)
{
    const char *before = kk_format(K, ";%s;", kk_record_cell(then, KK_R_BROKEN));
    for (const char *s = kk_record_cell(now, KK_R_BROKEN); *s;) {
        size_t length = strcspn(s, ";");
        if (!strstr(before, kk_format(K, ";%.*s;", (int)length, s)))
            return true;
        s += length + (s[length] == ';');
    }
    return false;
}

/* ---- nights of the store ----------------------------------------------------------------------------------------- */

static bool is_journal(const char *name)
{
    size_t n = strlen(name), e = strlen(JOURNAL);
    return n > e && strcmp(name + n - e, JOURNAL) == 0;
}

static const char *night_file(kk_ctx *K, const char *date, const char *name)
{
    return kk_format(K, "nights/%s/%s", date, name);
}

static bool is_finished(kk_ctx *K, const kk_store *S, const char *date)
{
    return kk_store_has(S, night_file(K, date, NIGHTLY));
}

/* An unfinished night that is older goes on under the new date. */
static void take_over(kk_ctx *K, const kk_store *S, const char *const *date, int count)
{
    for (int i = count - 1; i >= 0 && !kk_store_has(S, S->night); i--)
        if (strcmp(date[i], S->date) < 0 && !is_finished(K, S, date[i]))
            renameat(S->at, kk_format(K, "nights/%s", date[i]), S->at, S->night); /* or another shard did it */
}

/* What the journals of a night say, into one or two. */
static void read_journals(kk_ctx *K, const kk_store *S, const char *date, const kk_map *number, kk_record *one,
                          kk_record *two)
{
    int count;
    const char **name = kk_store_list(K, S, kk_format(K, "nights/%s", date), &count);
    for (int i = 0; i < count; i++) {
        if (!is_journal(name[i]))
            continue;
        const char *path = kk_path_join(K, S->path, night_file(K, date, name[i]));
        kk_records_read(K, path, number, one, NULL);
        if (two)
            kk_records_read(K, path, number, two, NULL);
    }
}

kk_night kk_night_read(kk_ctx *K, const kk_store *S, const kk_manifest *M, const kk_map *number)
{
    kk_night N = {.before = "", .then = KK_ARRAY(K, kk_record, M->n)};
    const char *latest = NULL;
    int count = 0;
    N.last = KK_ARRAY(K, kk_record, M->n);
    N.now = KK_ARRAY(K, kk_record, M->n);
    const char **date = S->at < 0 ? NULL : kk_store_list(K, S, "nights", &count);
    if (S->lock) {
        take_over(K, S, date, count);
        date = kk_store_list(K, S, "nights", &count);
    }
    for (int i = 0; i < count; i++) { /* in their order */
        if (!is_finished(K, S, date[i]))
            continue;
        latest = date[i];
        if (strcmp(date[i], S->date) < 0)
            N.before = date[i];
    }
    if (*N.before)
        kk_records_read(K, kk_path_join(K, S->path, night_file(K, N.before, NIGHTLY)), number, N.then, &N.gone);
    if (latest == N.before)
        memcpy(N.last, N.then, (size_t)M->n * sizeof *N.last);
    else if (latest)
        kk_records_read(K, kk_path_join(K, S->path, night_file(K, latest, NIGHTLY)), number, N.last, NULL);
    kk_records_read(K, kk_path_join(K, S->path, night_file(K, S->date, NIGHTLY)), number, N.now, NULL);
    for (int i = 0; i < M->n; i++)
        if (strcmp(kk_record_cell(&N.now[i], KK_R_STATE), kk_night_word[KK_N_NOT_REACHED][KK_EN]) == 0)
            N.now[i] = (kk_record){{NULL}};
    for (int i = 0; i < count; i++)
        read_journals(K, S, date[i], number, N.last, strcmp(date[i], S->date) == 0 ? N.now : NULL);
    return N;
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

/* A row of the night's report. */
static kk_record row_of(const kk_store *S, const kk_record *then, const kk_record *now, const char *id,
                        kk_night_state state)
{
    bool reached = state != KK_N_NOT_REACHED && state != KK_N_GONE;
    bool stale = state == KK_N_FAILED || state == KK_N_NOT_REACHED;
    kk_record R = reached ? *now : *then; /* what is known of the plan that stays */
    R.cell[KK_R_SCENARIO] = id;
    R.cell[KK_R_STATE] = kk_night_word[state][KK_EN];
    R.cell[KK_R_STALE_SINCE] = !stale                                    ? ""
                               : *kk_record_cell(then, KK_R_STALE_SINCE) ? kk_record_cell(then, KK_R_STALE_SINCE)
                                                                         : S->date;
    R.cell[KK_R_RED_SINCE] = !is_red(&R)                             ? ""
                             : *kk_record_cell(then, KK_R_RED_SINCE) ? kk_record_cell(then, KK_R_RED_SINCE)
                                                                     : S->date;
    if (same(then, &R, KK_R_PLAN) || !has_plan(then))
        for (int j = KK_R_CAUSE; j <= KK_R_BIGGEST; j++)
            R.cell[j] = "";
    return R;
}

/* Scenarios of the night before that the manifest does not name, behind the others; each is told once. */
static kk_record *rows_gone(kk_ctx *K, const kk_store *S, const kk_night *N, int *out_count)
{
    kk_record *gone = KK_ARRAY(K, kk_record, N->gone.n), nothing = {{NULL}};
    *out_count = 0;
    for (int i = 0; i < N->gone.n; i++) {
        const kk_record *then = &N->gone.record[i];
        if (strcmp(kk_record_cell(then, KK_R_STATE), kk_night_word[KK_N_GONE][KK_EN]) != 0)
            gone[(*out_count)++] = row_of(S, then, &nothing, then->cell[KK_R_SCENARIO], KK_N_GONE);
    }
    return gone;
}

static void write_report(kk_ctx *K, kk_store *S, const kk_manifest *M, const kk_night *N, kk_lang lang,
                         kk_night_counts *out)
{
    int ngone;
    const kk_record *gone = rows_gone(K, S, N, &ngone);
    kk_night_report R = {.S = S, .before = N->before, .lang = lang, .n = M->n + ngone, .counts = out};
    *out = (kk_night_counts){.newly_broken = 0};
    R.row = KK_ARRAY(K, kk_record, R.n);
    R.state = KK_ARRAY(K, kk_night_state, R.n);
    for (int i = 0; i < R.n; i++) {
        const kk_record *now = &N->now[i < M->n ? i : 0];
        R.state[i] = i < M->n ? kk_night_compare(&N->then[i], now) : KK_N_GONE;
        R.row[i] = i < M->n ? row_of(S, &N->then[i], now, M->scenario[i].id, R.state[i]) : gone[i - M->n];
        out->count[R.state[i]]++;
        if (i < M->n && kk_record_is_planned(now))
            out->newly_broken += kk_night_breaks(K, &N->then[i], now);
    }
    kk_night_write(K, &R);
}

/* Journals, which nightly.csv has taken in. */
static void clear_journals(kk_ctx *K, kk_store *S, const char *date)
{
    int count;
    const char **name = kk_store_list(K, S, kk_format(K, "nights/%s", date), &count);
    for (int i = 0; i < count; i++)
        if (is_journal(name[i]))
            unlinkat(S->at, night_file(K, date, name[i]), 0);
}

/* Plans that are older than what is to be kept, and what no plan holds any more. The empty folder before/ goes last: a
 * run that was killed in between still knows by it that there is something to clear. */
static void clear(kk_ctx *K, kk_store *S, int keep)
{
    int ndate, count;
    bool replaced = false;
    const char **date = kk_store_list(K, S, "nights", &ndate);
    for (int i = 0; i < ndate; i++) {
        const char *before = night_file(K, date[i], "before");
        clear_journals(K, S, date[i]);
        replaced = replaced || kk_store_has(S, before);
        const char **name = kk_store_list(K, S, before, &count);
        for (int j = 0; j < count && ndate - i > keep; j++)
            kk_store_wipe(S, kk_format(K, "%s/%s", before, name[j]));
    }
    if (replaced)
        kk_store_sweep(K, S);
    for (int i = 0; i < ndate; i++)
        unlinkat(S->at, night_file(K, date[i], "before"), AT_REMOVEDIR); /* where it is empty */
}

void kk_night_end(kk_ctx *K, kk_store *S, const kk_manifest *M, const kk_night *N, int keep, kk_lang lang,
                  kk_night_counts *out)
{
    write_report(K, S, M, N, lang, out);
    clear(K, S, keep);
    kk_store_settle(S);
}
