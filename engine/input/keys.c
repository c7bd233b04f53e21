/* The description of every key of the scenario. See keys.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/keys.h"

#include "domain/city.h"
#include "input/encoding.h"

#define ABOUT(en, ja) .about = {en, ja}
#define WORDS(list)   .word = list, .nword = (int)(sizeof list / sizeof *list)
#define BIT(kind)     (1u << KK_G_##kind)
#define OPENED        (BIT(SEATS) | BIT(COST) | BIT(UNITS) | BIT(CHANGE)) /* goals that look at what opens */

static const char *const as_of[] = {"04-01", "03-31"};
static const char *const units[] = {"whole", "continuous"};
static const char *const minus[] = {"-", "△", "▲"};
static const char *const lang[] = {"en", "ja"};
static const char *const basis[] = {"own", "peak"};
static const char *const follow[] = {"adopted"};

const kk_key kk_keys_years[] = {
    {"first", KK_KEY_WHOLE, .least = 1900, .most = 2999,
     ABOUT("first year; default: first of need", "最初の年度（既定：量の見込みの最初）")},
    {"last", KK_KEY_WHOLE, .least = 1900, .most = 2999,
     ABOUT("last year in which something opens; default: last of need", "計画の最後の年度（既定：量の見込みの最後）")},
    {"look_ahead", KK_KEY_WHOLE, .least = 1900, .most = 2999,
     ABOUT("last year of need that is looked at; default: last", "先を見る最後の年度（既定：last）")},
    {"decide_from", KK_KEY_WHOLE, .least = 1900, .most = 2999,
     ABOUT("year from which decisions may be taken; default: first", "決定できる最初の年度（既定：first）")},
    {"as_of", KK_KEY_WORD, WORDS(as_of),
     ABOUT("day of the year that figures are of: 04-01 (default) or 03-31, its end",
           "年度の数の時点：4 月 1 日（既定）か年度末")},
    {.name = NULL},
};

const kk_key kk_keys_target[] = {
    {"id", KK_KEY_TEXT, .required = true, .least = 1, .sample = "\"id\": \"ward-2023\"",
     ABOUT("name of the promise", "目標の名前")},
    {"from", KK_KEY_WHOLE, .least = 1900, .most = 2999,
     ABOUT("first year; default: first", "最初の年度（既定：first）")},
    {"until", KK_KEY_WHOLE, .least = 1900, .most = 2999, ABOUT("last year; default: last", "最後の年度（既定：last）")},
    {"areas", KK_KEY_NAMES, .least = 1,
     ABOUT("areas, with all below them; default: all", "区域（下位を含む。既定：すべて）")},
    {"classes", KK_KEY_NAMES, .least = 1, ABOUT("classes; default: all", "認定区分（既定：すべて）")},
    {"basis", KK_KEY_WORD, WORDS(basis),
     ABOUT("own (default): each year's need; peak: the largest need of first..last, as seats",
           "own（既定）：その年度の量の見込み、peak：計画期間の最大")},
    {"buffer", KK_KEY_NUMBER, .least = 0, .most = 10,
     ABOUT("share asked for on top; default 0", "上乗せする割合（既定 0）")},
    {.name = NULL},
};

const kk_key kk_keys_goal[] = {
    {"goal", KK_KEY_WORD, .required = true, .word = kk_goal_word, .nword = KK_NGOAL, .sample = "\"goal\": \"unmet\"",
     ABOUT("what is made as small as possible", "最小にするもの")},
    {"target", KK_KEY_TEXT, .least = 1, .fits = BIT(UNMET) | BIT(SHORT) | BIT(WORST_SHARE),
     ABOUT("promise that it is about; needed by short and worst_share", "対象の目標（short と worst_share では必須）")},
    {"years", KK_KEY_PERIOD, ABOUT("years that count: 2024, [2023, 2024] or from and until", "対象の年度")},
    {"areas", KK_KEY_NAMES, .least = 1, ABOUT("areas, with all below them", "区域（下位を含む）")},
    {"classes", KK_KEY_NAMES, .least = 1, .fits = BIT(UNMET) | BIT(SHORT) | BIT(WORST_SHARE) | BIT(TRANSFERS),
     ABOUT("classes", "認定区分")},
    {"measures", KK_KEY_NAMES, .least = 1, .fits = OPENED, ABOUT("measures", "確保方策")},
    {"groups", KK_KEY_NAMES, .least = 1, .fits = OPENED, ABOUT("groups of measures", "確保方策の分類")},
    {"existing", KK_KEY_BOOL, .fits = OPENED,
     ABOUT("only measures that use what exists (true) or that do not (false)",
           "既存施設を使う方策だけ（true）、使わない方策だけ（false）")},
    {"seats", KK_KEY_NAMES, .least = 1, .fits = BIT(SEATS) | BIT(VACANT),
     ABOUT("kinds of seats; default: rooms", "定員区分（既定：部屋）")},
    {"payer", KK_KEY_TEXT, .least = 1, .fits = BIT(COST), ABOUT("who pays; default: all", "負担者（既定：すべて）")},
    {"kind", KK_KEY_WORD, .word = kk_cost_word, .nword = KK_NCOST, .fits = BIT(COST),
     ABOUT("kind of cost; default: both", "費目（既定：両方）")},
    {"weight", KK_KEY_NUMBER, .least = 1e-6, .most = 1e9,
     ABOUT("goals with weights that stand together are added up", "重みのある隣り合う目標は合計して最小にする")},
    {"slack", KK_KEY_SLACK,
     ABOUT("what later goals may give away: a number in the goal's unit, or \"2 %\"; default 0",
           "後の目標のために譲れる量（数、または \"2 %\"。既定 0）")},
    {.name = NULL},
};

const kk_key kk_keys_change[] = {
    {"table", KK_KEY_TEXT, .required = true, .sample = "\"table\": \"need\"",
     ABOUT("table that is changed", "変更する表")},
    {"where", KK_KEY_WHERE,
     ABOUT("rows: column = value, a list means any of them; also columns of what ids point to (group of an option's "
           "measure, "
           "area.label); default: all rows",
           "対象の行。列 = 値（リストはどれか）。id が指す行の列も可（候補の方策の group、area.label）。既定：全行")},
    {"set", KK_KEY_CELLS,
     ABOUT("columns and their new values; null empties the cell", "列と新しい値（null は空欄にする）")},
    {"multiply", KK_KEY_NUMBERS,
     ABOUT("columns and factors, such as 0.9 or \"31/30\"; an empty cell counts as what it means; children, seats and "
           "units are rounded to whole",
           "列と掛ける数（0.9、\"31/30\" など）。空欄は既定値とみなす。子ども・定員・箇所は整数に丸める")},
    {"add", KK_KEY_NUMBERS, ABOUT("columns and what is added; likewise", "列と足す数（同様）")},
    {"remove", KK_KEY_BOOL, ABOUT("true: the rows are taken out", "true：行を除く")},
    {"append", KK_KEY_ROWS, .least = 1,
     ABOUT("new rows: column = value; without where", "加える行。列 = 値（where は書かない）")},
    {.name = NULL},
};

const kk_key kk_keys_top[] = {
    {"kakuho", KK_KEY_WHOLE, .required = true, .least = 1, .most = 1, .sample = "\"kakuho\": 1",
     ABOUT("version of this format: 1", "この形式の版：1")},
    {"title", KK_KEY_TEXT, ABOUT("title of the plan", "計画の題名")},
    {"edition", KK_KEY_TEXT, ABOUT("date or meeting, printed on every page", "日付や会議名（各ページに印刷）")},
    {"note", KK_KEY_TEXT, ABOUT("anything to be said", "注記")},
    {"what_if", KK_KEY_NAMES,
     ABOUT("how it came from another scenario; kakuho writes it into the input/ of a plan",
           "もとのシナリオからどう作ったか（計画の input/ に kakuho が書く）")},
    {"extends", KK_KEY_TEXT,
     ABOUT("path of one scenario that this one changes: objects are merged, null takes a key away, lists are replaced, "
           "changes stand behind its own; its tables are used",
           "元にする設定のパス。オブジェクトは併合、null はキーを消し、リストは置き換え、changes は後に続ける。"
           "表は元のものを使う")},
    {"tables", KK_KEY_TABLES,
     ABOUT("paths of tables, as seen from the file that says so; default: NAME.csv beside the scenario that extends "
           "nothing, where it exists",
           "表のパス（書いたファイルから見て）。既定：何も継承しない設定と同じフォルダの NAME.csv")},
    {"years", KK_KEY_OBJECT, .inner = kk_keys_years, ABOUT("years of the plan", "計画の年度")},
    {"consent", KK_KEY_WORDS, .word = kk_consent_word, .nword = 4,
     ABOUT("intentions of operators that count", "見込む事業者の意向")},
    {"units", KK_KEY_WORD, WORDS(units),
     ABOUT("whole (default): sites, seats and children are whole; continuous: parts of them, a quick look",
           "whole（既定）：施設・定員・子どもは整数、continuous：端数を認めた概算")},
    {"gap", KK_KEY_NUMBER, .least = 0, .most = 1,
     ABOUT("whole units: share of a goal's value that need not be proved; default 0",
           "整数単位：最善と証明しなくてよい、目標値に対する割合（既定 0）")},
    {"effort", KK_KEY_NUMBER, .least = 0, .most = 1000,
     ABOUT("whole units: how long to search; default 1, 10 = ten times the work, 0 = the first plan that is found",
           "整数単位：探索の量（既定 1、10 は 10 倍、0 は最初に見つかった計画）")},
    {"targets", KK_KEY_OBJECTS, .inner = kk_keys_target, ABOUT("dated promises", "期限のある目標")},
    {"goals", KK_KEY_OBJECTS, .least = 1, .inner = kk_keys_goal,
     ABOUT("what matters, most important first", "重視する順に並べた目標")},
    {"follow", KK_KEY_WORD, WORDS(follow),
     ABOUT("adopted: evaluate the plan in force, decide nothing", "adopted：現行計画をそのまま評価し、何も決めない")},
    {"discount", KK_KEY_NUMBER, .least = 0, .most = 1,
     ABOUT("yearly rate at which the goal cost counts later payments less; default 0",
           "目標 cost で後の支払を割り引く年率（既定 0）")},
    {"money_unit", KK_KEY_TEXT, ABOUT("unit of all money", "金額の単位")},
    {"minus", KK_KEY_WORD, WORDS(minus), ABOUT("sign of negative numbers in reports", "負の数の記号")},
    {"lang", KK_KEY_WORD, WORDS(lang), ABOUT("language of reports", "報告の言語")},
    {"encoding", KK_KEY_WORD, .word = kk_encoding_word, .nword = 3, ABOUT("encoding of the tables", "表の文字コード")},
    {"changes", KK_KEY_OBJECTS, .inner = kk_keys_change,
     ABOUT("what-ifs: changes of the tables as read, one after the other", "もしもの変更。読んだ表に上から順に行う")},
    {.name = NULL},
};
