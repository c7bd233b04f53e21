/* The report of a night. See report.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/report.h"

#include "input/table.h"
#include "report/html.h"
#include "report/html_style.h"
#include "report/json_out.h"

#include <string.h>

static const char HISTORY[] = "history.csv";

static void write_file(kk_ctx *K, const kk_store *S, const char *name, const char *text, size_t size)
{
    const char *path = kk_format(K, "%s/%s", S->night, name);
    int code = kk_store_make_around(S, path);
    if (code)
        kk_store_fail(S, path, code);
    kk_file_write(K, kk_path_join(K, S->path, path), text, size);
}

static void write_csv(kk_ctx *K, const kk_night_report *R)
{
    kk_text T = {.K = K};
    kk_record_put(&T, kk_record_column, KK_NRECORD);
    for (int i = 0; i < R->n; i++)
        kk_record_put(&T, R->row[i].cell, KK_NRECORD);
    write_file(K, R->S, "nightly.csv", T.text, T.length);
}

/* ---- for machines ------------------------------------------------------------------------------------------------ */

/* "went red" -> "went_red" */
static const char *key_of(kk_ctx *K, const char *word)
{
    char *key = kk_strdup(K, word);
    for (char *s = key; *s; s++)
        if (*s == ' ')
            *s = '_';
    return key;
}

static void write_json(kk_ctx *K, const kk_night_report *R)
{
    enum { ROOM = 32 }; /* of a cell, beside its text */
    kk_json J = {.T.K = K};
    for (int i = 0; i < R->n; i++)
        for (int j = 0; j < KK_NRECORD; j++)
            J.T.capacity += *kk_record_cell(&R->row[i], j) ? strlen(kk_record_cell(&R->row[i], j)) + ROOM : 0;
    J.T.text = kk_alloc(K, J.T.capacity, 1);
    kk_json_open(&J, NULL, '{');
    kk_json_text(&J, "kakuho", kk_version());
    kk_json_text(&J, "date", R->S->date);
    kk_json_text(&J, "before", *R->before ? R->before : NULL);
    kk_json_open(&J, "counts", '{');
    for (int s = 0; s < KK_NSTATE; s++)
        kk_json_int(&J, key_of(K, kk_night_word[s][KK_EN]), R->counts->count[s]);
    kk_json_close(&J);
    kk_json_int(&J, "newly_broken", R->counts->newly_broken);
    kk_json_open(&J, "scenarios", '[');
    for (int i = 0; i < R->n; i++) {
        kk_json_open(&J, NULL, '{');
        for (int j = 0; j < KK_NRECORD; j++) {
            bool number = j == KK_R_PROMISES_KEPT || j == KK_R_PROMISES || j == KK_R_WORK || j == KK_R_UNMET_CHANGE ||
                          j == KK_R_COST_CHANGE || j == KK_R_ACTIONS_CHANGED;
            const char *text = kk_record_cell(&R->row[i], j);
            if (number && *text)
                kk_json_decimal(&J, kk_record_column[j], text);
            else if (*text)
                kk_json_text(&J, kk_record_column[j], text);
        }
        kk_json_close(&J);
    }
    kk_json_close(&J);
    kk_json_close(&J);
    const char *text = kk_json_get(&J);
    write_file(K, R->S, "nightly.json", text, strlen(text));
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

typedef struct {
    kk_html H;
    const kk_night_report *R;
} page;

static const char *in(const page *P, const char *en, const char *ja)
{
    return P->R->lang == KK_JA ? ja : en;
}

/* Headings of the columns that the page shows. */
static const char *const HEADING[KK_NRECORD][2] = {
    [KK_R_SCENARIO] = {"scenario", "シナリオ"},
    [KK_R_STALE_SINCE] = {"plan is stale since", "計画が古いままの日"},
    [KK_R_RED_SINCE] = {"since", "いつから"},
    [KK_R_REASON] = {"reason", "理由"},
    [KK_R_PROMISES_KEPT] = {"promises kept", "守れる目標"},
    [KK_R_PROMISES] = {"of", "全目標"},
    [KK_R_BROKEN] = {"promises that are broken", "守れない目標"},
    [KK_R_CAUSE] = {"what changed (rows)", "変わったもの（行数）"},
    [KK_R_CAUSE_ROWS] = {"such as", "例"},
    [KK_R_UNMET_CHANGE] = {"children without a place", "不足する児童数の増減"},
    [KK_R_COST_CHANGE] = {"cost", "費用の増減"},
    [KK_R_BIGGEST] = {"biggest changes (units)", "大きな変更（単位数）"},
};

enum { COLUMNS = 6 };

/* Columns of a table of scenarios, 0 behind the last: KK_R_SCENARIO is the first of all. */
static const int REASON[COLUMNS] = {KK_R_SCENARIO, KK_R_STALE_SINCE, KK_R_REASON};
static const int RED[COLUMNS] = {KK_R_SCENARIO, KK_R_RED_SINCE,  KK_R_BROKEN,
                                 KK_R_CAUSE,    KK_R_CAUSE_ROWS, KK_R_UNMET_CHANGE};
static const int CHANGE[COLUMNS] = {KK_R_SCENARIO, KK_R_CAUSE,        KK_R_CAUSE_ROWS,
                                    KK_R_BIGGEST,  KK_R_UNMET_CHANGE, KK_R_COST_CHANGE};
static const int NAME[COLUMNS] = {KK_R_SCENARIO, KK_R_PROMISES_KEPT, KK_R_PROMISES};

/* What is worst stands first; unchanged scenarios are counted, not listed. */
static const struct {
    kk_night_state state;
    const int *column;
    const char *what[2]; /* what it means, or what to do */
} SECTION[] = {
    {KK_N_FAILED,
     REASON,
     {"The last good plan stays. Correct what the reason says; the next night tries again.",
      "最後の正しい計画を残しています。理由の箇所を直してください。次の夜にもう一度計算します。"}},
    {KK_N_NOT_REACHED,
     REASON,
     {"The night ended first, or a part was not run. The same command computes what is missing.",
      "時間切れか、一部が実行されませんでした。同じコマンドで残りを計算します。"}},
    {KK_N_WENT_RED,
     RED,
     {"All promises were kept in the night before; now these are not.",
      "前の夜は全ての目標を守れていましたが、守れなくなりました。"}},
    {KK_N_BACK_TO_GREEN, CHANGE, {"All promises are kept again.", "再び全ての目標を守れます。"}},
    {KK_N_STILL_RED, RED, {"Some promise was broken before, and some is.", "前の夜も今も、守れない目標があります。"}},
    {KK_N_PLAN_CHANGED, CHANGE, {"Other actions than in the night before.", "前の夜と確保方策が違います。"}},
    {KK_N_SAME_PLAN, CHANGE, {"The input changed, the actions did not.", "入力は変わりましたが、確保方策は同じです。"}},
    {KK_N_NEW, NAME, {"There was no plan of these before.", "前の夜には計画がありませんでした。"}},
    {KK_N_GONE,
     NAME,
     {"The manifest does not name them any more. Their plans stay until somebody deletes them.",
      "マニフェストに書かれていません。計画は、誰かが削除するまで残ります。"}},
};

/* What changed, as people say it: "need 12;version" -> "need 12, version of kakuho", "量の見込み 12、kakuho の版". */
static const char *say_cause(const page *P, const char *cause)
{
    static const struct {
        const char *word, *text[2];
    } OTHER[] = {{"scenario", {"scenario", "シナリオの設定"}},
                 {"version", {"version of kakuho", "kakuho の版"}},
                 {"notation", {"only how it is written", "表記のみ"}},
                 {"unknown", {"not known", "不明"}}};
    kk_text T = {.K = P->H.T.K};
    for (const char *s = cause; *s; s += *s == ';') {
        size_t length = strcspn(s, " ;"), rest = strcspn(s + length, ";");
        const char *word = kk_strndup(T.K, s, length), *text = word;
        int t = kk_table_find(word);
        if (t >= 0 && P->R->lang == KK_JA && kk_tables[t].ja)
            text = kk_tables[t].ja;
        for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER; i++)
            if (strcmp(word, OTHER[i].word) == 0)
                text = OTHER[i].text[P->R->lang];
        kk_text_addf(&T, "%s%s%.*s", T.length ? in(P, ", ", "、") : "", text, (int)rest, s + length);
        s += length + rest;
    }
    return kk_text_get(&T);
}

static const char *say_cell(const page *P, const kk_record *R, int column)
{
    const char *text = kk_record_cell(R, column == KK_R_REASON && P->R->lang == KK_JA ? KK_R_REASON_JA : column);
    if (column == KK_R_CAUSE)
        return say_cause(P, text);
    bool plus =
        (column == KK_R_UNMET_CHANGE || column == KK_R_COST_CHANGE) && *text && *text != '-' && strcmp(text, "0") != 0;
    return plus ? kk_format(P->H.T.K, "+%s", text) : text;
}

static bool is_number(int column)
{
    return column == KK_R_PROMISES_KEPT || column == KK_R_PROMISES || column == KK_R_UNMET_CHANGE ||
           column == KK_R_COST_CHANGE;
}

static void put_table(page *P, kk_night_state state, const int *column)
{
    const char *text[COLUMNS];
    int n = 0, texts = 0, lang = P->R->lang;
    do {
        text[n] = HEADING[column[n]][lang];
        texts += !is_number(column[n]); /* numbers stand behind */
    } while (++n < COLUMNS && column[n] != KK_R_SCENARIO);
    kk_html_table_begin(&P->H, kk_night_word[state][lang], text, n, texts);
    for (int i = 0; i < P->R->n; i++) {
        if (P->R->state[i] != state)
            continue;
        for (int j = 0; j < n; j++)
            text[j] = say_cell(P, &P->R->row[i], column[j]);
        kk_html_row(&P->H, "", text, n, texts);
    }
    kk_html_table_end(&P->H);
}

static void put_count(page *P, kk_night_state state)
{
    if (P->R->counts->count[state] > 0)
        kk_html_add(&P->H, "<div><dt>%s</dt><dd><b>%d</b></dd></div>\n", kk_night_word[state][P->R->lang],
                    P->R->counts->count[state]);
}

static void write_html(kk_ctx *K, const kk_night_report *R)
{
    page P = {.H = {.K = K, .T.K = K, .voice = {.K = K, .lang = R->lang}, .name = "", .prefix = ""}, .R = R};
    kk_html *H = &P.H;
    bool ja = R->lang == KK_JA;
    const char *title = ja ? kk_format(K, "%s の夜間計算", R->S->date) : kk_format(K, "Night of %s", R->S->date);
    const char *against = !*R->before ? in(&P, "The first night of this store.", "この保存先の最初の夜です。")
                          : ja        ? kk_format(K, "%s の夜と比べた結果です。", R->before)
                                      : kk_format(K, "Against the night of %s.", R->before);
    kk_html_add(H, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n" KK_HTML_MARK "\n",
                in(&P, "en", "ja"));
    kk_html_add(H,
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>\n"
                "%s%s</style>\n</head>\n<body>\n<header><h1>%s</h1>\n<p>%s</p></header>\n<main>\n",
                title, kk_html_screen, kk_html_print, title, against);
    kk_html_add(H, "<dl class=\"figures\">\n");
    for (size_t s = 0; s < sizeof SECTION / sizeof *SECTION; s++)
        put_count(&P, SECTION[s].state);
    put_count(&P, KK_N_UNCHANGED);
    kk_html_add(H, "</dl>\n");
    for (size_t s = 0; s < sizeof SECTION / sizeof *SECTION; s++) {
        kk_night_state state = SECTION[s].state;
        if (R->counts->count[state] == 0)
            continue;
        kk_html_section(H, 2, key_of(K, kk_night_word[state][KK_EN]), kk_night_word[state][R->lang]);
        kk_html_add(H, "<p>%s</p>\n", SECTION[s].what[R->lang]);
        put_table(&P, state, SECTION[s].column);
        kk_html_add(H, "</section>\n");
    }
    kk_html_add(H, "</main>\n</body>\n</html>\n");
    write_file(K, R->S, "nightly.html", H->T.text, H->T.length);
}

/* ---- history ----------------------------------------------------------------------------------------------------- */

/* One row a night, in the order of dates; that of this night is written anew. */
static void write_history(kk_ctx *K, const kk_night_report *R)
{
    const char *path = kk_path_join(K, R->S->path, HISTORY), *why[2], *line = "";
    const char *own[KK_NSTATE + 3] = {"date", "scenarios", "newly_broken"};
    kk_text T = {.K = K}, row = {.K = K};
    kk_blob old = {.data = ""};
    bool placed = false;
    for (int s = 0; s < KK_NSTATE; s++)
        own[s + 3] = key_of(K, kk_night_word[s][KK_EN]);
    kk_record_put(&T, own, KK_NSTATE + 3);
    own[0] = R->S->date;
    own[1] = kk_format(K, "%d", R->n - R->counts->count[KK_N_GONE]);
    own[2] = kk_format(K, "%d", R->counts->newly_broken);
    for (int s = 0; s < KK_NSTATE; s++)
        own[s + 3] = kk_format(K, "%d", R->counts->count[s]);
    kk_record_put(&row, own, KK_NSTATE + 3);
    if (kk_file_kind_of(path) != KK_FILE_NONE && !kk_file_read(K, path, &old, why))
        kk_fail(K, KK_ESYSTEM, "%s: cannot be read: %s%.0s", "%s: 読めません：%.0s%s", path, why[KK_EN], why[KK_JA]);
    for (const char *s = old.data; *s; s += strlen(line)) {
        size_t length = strcspn(s, "\n");
        line = kk_strndup(K, s, length + (s[length] == '\n'));
        int order = strncmp(line, R->S->date, strlen(R->S->date));
        if (order > 0 && !placed && strncmp(line, "date,", 5) != 0) {
            kk_text_add(&T, row.text);
            placed = true;
        }
        if (order != 0 && strncmp(line, "date,", 5) != 0)
            kk_text_add(&T, line);
    }
    if (!placed)
        kk_text_add(&T, row.text);
    kk_file_write(K, path, T.text, T.length);
}

typedef struct {
    const kk_night_report *R;
    void (*write)(kk_ctx *K, const kk_night_report *R);
} write_call;

static void write_one(kk_ctx *K, void *arg)
{
    const write_call *A = arg;
    kk_store S = *A->R->S;
    kk_night_report R = *A->R;
    S.K = K;
    R.S = &S;
    A->write(K, &R);
}

void kk_night_write(kk_ctx *K, const kk_night_report *R)
{
    void (*const write[])(kk_ctx *, const kk_night_report *) = {write_json, write_html, write_history, write_csv};
    for (size_t i = 0; i < sizeof write / sizeof *write; i++) {
        kk_ctx *own = kk_ctx_new(); /* each is large, and gone before the next */
        if (!own)
            kk_fail(K, KK_ESYSTEM, "not enough memory", "メモリが足りません");
        kk_rc rc = kk_guard(own, write_one, &(write_call){R, write[i]});
        const char *en = kk_strdup(K, kk_message(own, KK_EN)), *ja = kk_strdup(K, kk_message(own, KK_JA));
        kk_ctx_free(own);
        if (rc != KK_OK)
            kk_fail(K, rc, "%s%.0s", "%.0s%s", en, ja);
    }
}
