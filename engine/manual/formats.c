/* The pages of section 5: the scenario and the tables, from the descriptions in engine/input.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/keys.h"
#include "input/table.h"
#include "manual/manual.h"
#include "manual/roff.h"

#include <string.h>

static const char *in(kk_lang lang, const char *en, const char *ja)
{
    return lang == KK_EN ? en : ja;
}

/* " (what it is, required)": ends the line of a name. */
static void remark(kk_text *T, kk_lang lang, const char *what, bool required)
{
    kk_text_add(T, in(lang, " (", "（"));
    kk_roff_text(T, what);
    if (required)
        kk_text_add(T, in(lang, ", required", "、必須"));
    kk_text_add(T, in(lang, ")\n", "）\n"));
}

static void range(kk_text *T, kk_lang lang, double least, double most)
{
    if (least >= most)
        return;
    kk_text_addf(T, "%s %s", in(lang, " Range:", "範囲:"), kk_num_print(T->K, least));
    kk_text_addf(T, "%s%s", in(lang, " to ", "〜"), kk_num_print(T->K, most));
    kk_text_add(T, in(lang, ".", "。"));
}

/* A text that is a sentence but for its end. */
static void sentence(kk_text *T, const char *about, kk_lang lang)
{
    kk_roff_phrase(T, kk_format(T->K, "%s%s", about, in(lang, ".", "。")));
}

/* ---- kakuho-scenario(5) ------------------------------------------------------------------------------------------ */

static const char *key_type(kk_key_type type, kk_lang lang)
{
    switch (type) {
    case KK_KEY_TEXT: return in(lang, "text", "文字列");
    case KK_KEY_BOOL: return in(lang, "true or false", "true か false");
    case KK_KEY_WHOLE: return in(lang, "whole number", "整数");
    case KK_KEY_NUMBER: return in(lang, "number", "数");
    case KK_KEY_WORD: return in(lang, "one word", "語");
    case KK_KEY_WORDS: return in(lang, "list of words", "語のリスト");
    case KK_KEY_NAMES: return in(lang, "name, or list of names", "名前か、名前のリスト");
    case KK_KEY_PERIOD:
        return in(lang, "year, list of years, or { from, until }", "年度、年度のリスト、または { from, until }");
    case KK_KEY_SLACK: return in(lang, "number, or a share such as \"2 %\"", "数か、\"2 %\" のような割合");
    case KK_KEY_TABLES: return in(lang, "object: table and path", "オブジェクト（表とパス）");
    case KK_KEY_WHERE:
        return in(lang, "object: column and value, or list of values", "オブジェクト（列と値、または値のリスト）");
    case KK_KEY_CELLS: return in(lang, "object: column and value", "オブジェクト（列と値）");
    case KK_KEY_NUMBERS: return in(lang, "object: column and number", "オブジェクト（列と数）");
    case KK_KEY_ROWS: return in(lang, "list of objects: column and value", "オブジェクト（列と値）のリスト");
    case KK_KEY_OBJECT: return in(lang, "object", "オブジェクト");
    case KK_KEY_OBJECTS: return in(lang, "list of objects", "オブジェクトのリスト");
    }
    return "";
}

static void keys(kk_text *T, kk_lang lang, const kk_key *list)
{
    for (const kk_key *k = list; k->name; k++) {
        kk_roff_line(T, ".TP");
        kk_roff_font(T, 'B', k->name);
        remark(T, lang, key_type(k->type, lang), k->required);
        sentence(T, k->about[lang], lang);
        if (k->nword > 0)
            kk_text_add(T, in(lang, " Words:", "語:"));
        for (int i = 0; i < k->nword; i++) {
            kk_text_add(T, i ? ", " : " ");
            kk_roff_font(T, 'B', k->word[i]);
        }
        kk_text_add(T, k->nword > 0 ? in(lang, ".", "。") : "");
        if (k->type == KK_KEY_WHOLE || k->type == KK_KEY_NUMBER)
            range(T, lang, k->least, k->most);
        kk_text_add(T, "\n");
        if (k->inner) {
            kk_roff_line(T, ".RS");
            keys(T, lang, k->inner);
            kk_roff_line(T, ".RE");
        }
    }
}

/* The defaults, one key a line. */
static void defaults(kk_text *T)
{
    int depth = 0;
    bool quoted = false;
    kk_roff_line(T, ".nf");
    for (const char *s = KK_SCENARIO_DEFAULTS; *s; s++) {
        quoted ^= *s == '"';
        depth += quoted ? 0 : (*s == '{' || *s == '[') - (*s == '}' || *s == ']');
        kk_roff_text(T, (char[]){*s, 0});
        if (!quoted && *s == ',' && (depth == 1 || (depth == 2 && s[-1] == '}')))
            kk_text_add(T, "\n");
    }
    kk_roff_line(T, ".fi");
}

const char *kk_manual_scenario(kk_ctx *K, kk_lang lang)
{
    kk_text T = {.K = K};
    kk_roff_begin(&T, lang, "kakuho-scenario", "5", in(lang, "scenario of a city's plan", "計画の設定（シナリオ）"));
    kk_roff_section(&T, lang, "DESCRIPTION", "説明");
    kk_roff_prose(
        &T,
        in(lang,
           "A scenario is a JSON file beside the tables of a city, such as base.json: years, promises, the order of "
           "goals.\n"
           "Keys that are not listed here are errors. A key that is not given has its default.",
           "シナリオは、市の表と同じフォルダに置く JSON ファイルです（base.json など）。年度、期限のある目標、目的の\n"
           "優先順位を書きます。ここにないキーはエラーです。書かなかったキーは既定値になります。"));
    kk_roff_section(&T, lang, "KEYS", "キー");
    keys(&T, lang, kk_keys_top);
    kk_roff_section(&T, lang, "DEFAULTS", "既定値");
    defaults(&T);
    return kk_text_get(&T);
}

/* ---- kakuho-tables(5) -------------------------------------------------------------------------------------------- */

static const char *cell_type(kk_cell_type type, kk_lang lang)
{
    switch (type) {
    case KK_CELL_ID: return in(lang, "id or label of the row", "行の id か名称");
    case KK_CELL_NAME: return in(lang, "id or label", "id か名称");
    case KK_CELL_TEXT: return in(lang, "text", "文字列");
    case KK_CELL_WORD: return in(lang, "word", "語");
    case KK_CELL_YESNO: return in(lang, "yes or no", "はい・いいえ");
    case KK_CELL_NUMBER: return in(lang, "number", "数");
    case KK_CELL_WHOLE: return in(lang, "whole number", "整数");
    case KK_CELL_YEAR: return in(lang, "fiscal year", "年度");
    case KK_CELL_PERIOD: return in(lang, "fiscal year, \"each\" or empty", "年度、「毎年度」、または空欄");
    case KK_CELL_SHARE:
        return in(lang, "share 0 to 1, or a fraction such as 1/3", "割合 0〜1、または 1/3 のような分数");
    case KK_CELL_SHARES: return in(lang, "shares 0 to 1, ';' between them", "割合 0〜1（; 区切り）");
    }
    return "";
}

static void column(kk_text *T, kk_lang lang, const kk_column *c)
{
    const kk_word *words = c->type == KK_CELL_YESNO ? NULL : c->words;
    kk_roff_line(T, ".TP");
    kk_roff_font(T, 'B', c->name);
    kk_text_add(T, ", ");
    kk_roff_font(T, 'B', c->ja);
    remark(T, lang, cell_type(c->type, lang), c->required);
    sentence(T, c->about[lang], lang);
    for (int i = 0; words && words[i].word[0]; i++) {
        kk_text_add(T, i ? ", " : in(lang, " Words: ", "語: "));
        kk_roff_text(T, kk_format(T->K, "%s (%s)", words[i].word[0], words[i].word[1]));
    }
    kk_text_add(T, words ? in(lang, ".", "。") : "");
    range(T, lang, c->least, c->most);
    if (c->fallback[lang])
        kk_roff_text(T,
                     kk_format(T->K, "%s%s%s", in(lang, " Empty: ", "空欄: "), c->fallback[lang], in(lang, ".", "。")));
    kk_text_add(T, "\n");
}

const char *kk_manual_tables(kk_ctx *K, kk_lang lang)
{
    kk_text T = {.K = K};
    kk_roff_begin(&T, lang, "kakuho-tables", "5", in(lang, "tables of a city", "市の表"));
    kk_roff_section(&T, lang, "DESCRIPTION", "説明");
    kk_roff_prose(
        &T,
        in(lang,
           "A city is a folder of tables: need.csv and the others below, in UTF-8 or CP932, headings in English or\n"
           "Japanese, in any order of columns. Years may stand as columns, written 2024, R6 or 令和6.",
           "市の入力は、表のフォルダです（need.csv ほか、下記）。文字コードは UTF-8 か CP932、見出しは英語でも\n"
           "日本語でもよく、列の順序は問いません。年度は列に並べてもよく、2024、R6、令和6 のように書きます。"));
    for (int t = 0; t < KK_NTABLE; t++) {
        const kk_table *table = &kk_tables[t];
        kk_roff_section(&T, lang, kk_format(K, "%s.csv", table->name),
                        kk_format(K, "%s.csv（%s）", table->name, table->ja));
        sentence(&T, table->about[lang], lang);
        kk_text_add(&T, table->required ? in(lang, " Required.", "必須。") : "");
        if (table->key) {
            kk_text_add(&T, in(lang, " One row for each: ", "行を決める列: "));
            sentence(&T, table->key, lang);
        }
        kk_text_add(&T, "\n");
        for (int c = 0; c < table->ncolumn; c++)
            column(&T, lang, &table->column[c]);
    }
    return kk_text_get(&T);
}
