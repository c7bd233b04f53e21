/* The description of every column of every table: headings, type, words, default, meaning. See table.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/table.h"

#include "domain/city.h"

#include <string.h>

/* ---- words ------------------------------------------------------------------------------------------------------- */

const kk_word kk_words_consent[] = {
    {{"firm", "確実"}}, {{"likely", "見込み"}}, {{"undecided", "未定"}}, {{"refuses", "拒否"}}, {{NULL}}};
const kk_word kk_words_quantity[] = {{{"units", "箇所数"}},
                                     {{"seats", "定員"}},
                                     {{"capital", "整備費"}},
                                     {{"running", "運営費"}},
                                     {{"cost", "費用"}},
                                     {{"vacant", "空き"}},
                                     {{"unmet", "不足"}},
                                     {{"carers", "保育士"}},
                                     {{"transfers", "区域外利用"}},
                                     {{NULL}}};
const kk_word kk_words_cost[] = {{{"capital", "整備費"}}, {{"running", "運営費"}}, {{NULL}}};
const kk_word kk_words_sense[] = {{{"<=", "以下"}}, {{">=", "以上"}}, {{"≦", "≤"}}, {{"≧", "≥"}}, {{NULL}}};
const kk_word kk_words_group[] = {{{"convert", "認定こども園移行"}},
                                  {{"extend", "増築"}},
                                  {{"temporary_care", "一時預かり"}},
                                  {{"license", "認可化"}},
                                  {{"new", "新設"}},
                                  {{"enterprise", "企業主導型"}},
                                  {{"reassign", "利用定員の見直し"}},
                                  {{"shrink", "定員減"}},
                                  {{"close", "閉園"}},
                                  {{"recruit", "保育士確保"}},
                                  {{NULL}}};
const kk_word kk_words_payer[] = {
    {{"city", "市"}}, {{"prefecture", "都道府県"}}, {{"nation", "国"}}, {{"operator", "事業者"}}, {{NULL}}};
const kk_word kk_words_kind[] = {{{"transfer", "区間調整"}}, {{NULL}}};
const kk_word kk_words_item[] = {{{"carers", "保育士"}}, {{NULL}}};
const kk_word kk_words_each[] = {{{"each", "毎年度"}}, {{NULL}}};
const kk_word kk_words_yesno[] = {{{"no", "いいえ"}}, {{"yes", "はい"}}, {{"false", "×"}}, {{"true", "○"}},
                                  {{"0", "無"}},      {{"1", "有"}},     {{NULL}}};

static int lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static bool same(const char *x, const char *y)
{
    while (*x && lower((unsigned char)*x) == lower((unsigned char)*y)) {
        x++;
        y++;
    }
    return *x == *y;
}

int kk_word_find(const kk_word *words, const char *text)
{
    for (int i = 0; words[i].word[0]; i++)
        if (same(words[i].word[KK_EN], text) || same(words[i].word[KK_JA], text))
            return i;
    return -1;
}

const char *kk_word_english(const kk_word *words, const char *text)
{
    int i = kk_word_find(words, text);
    return i < 0 ? text : words[i].word[KK_EN];
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

#define ABOUT(en, ja) .about = {en, ja}
#define EMPTY(en, ja) .fallback = {en, ja}
#define ID(en, ja)    .type = KK_CELL_ID, .required = true, ABOUT(en, ja)
#define LABEL                                                                                                          \
    {                                                                                                                  \
        "label", "名称", KK_CELL_TEXT, EMPTY("the id", "id と同じ"), ABOUT("shown to people", "表示する名称")          \
    }
#define ORDER                                                                                                          \
    {                                                                                                                  \
        "order", "表示順", KK_CELL_WHOLE, EMPTY("the order of the rows", "行の並び順"),                                \
            ABOUT("place in every table of the plan", "計画の表での並び順")                                            \
    }

static const kk_column need[] = {
    [NEED_AREA] = {"area", "区域", KK_CELL_NAME, .required = true,
                   ABOUT("area whose children these are (a leaf of the tree)", "子どもの住む区域（末端の区域）")},
    [NEED_CLASS] = {"class", "認定区分", KK_CELL_NAME, .required = true, ABOUT("class of need", "認定区分")},
    [NEED_YEAR] = {"year", "年度", KK_CELL_YEAR, .required = true,
                   ABOUT("fiscal year; the figure is as of 1 April of it, or of 31 March at its end (key as_of)",
                         "年度（4 月 1 日時点の数。シナリオの as_of が 03-31 なら年度末の 3 月 31 日時点）")},
    [NEED_CHILDREN] = {"children", "量の見込み", KK_CELL_WHOLE, .required = true, .counts = true, .least = 0,
                       .most = 1e7, .negative = "need.negative",
                       ABOUT("children who need a place; an empty cell is not 0",
                             "量の見込み（人）。空欄は 0 ではない")},
};
static const kk_column supply[] = {
    [SUPPLY_AREA] = {"area", "区域", KK_CELL_NAME, .required = true,
                     ABOUT("area in which the seats are (a leaf); of carers any area of the tree, with all below it",
                           "定員のある区域（末端の区域）。保育士は上位の区域でもよい（下位をまとめて数える）")},
    [SUPPLY_SEAT] = {"seat", "定員区分", KK_CELL_NAME, .required = true,
                     ABOUT("kind of seat; carers: the number of carers that can be employed",
                           "定員区分。保育士：雇用できる保育士の数")},
    [SUPPLY_YEAR] = {"year", "年度", KK_CELL_YEAR, .required = true,
                     ABOUT("fiscal year from which the number holds, until the next one given",
                           "年度。次に書かれた年度まで同じ数とみなす")},
    [SUPPLY_SEATS] = {"seats", "利用定員", KK_CELL_NUMBER, .required = true, .counts = true, .least = -1e7, .most = 1e7,
                      ABOUT("seats that exist or are already decided; negative only for kind transfer",
                            "既存・決定済みの利用定員。負の数は施設種別が区間調整のときだけ")},
    [SUPPLY_KIND] =
        {"kind", "施設種別", KK_CELL_TEXT, .words = kk_words_kind,
         ABOUT("row of the official table; transfer (区間調整): agreed with the neighbours, sums to 0 over the areas",
               "確保方策の表の行。区間調整は近隣と合意した数で、区域の合計は 0")},
    [SUPPLY_FACTOR] = {"factor", "算入率", KK_CELL_NUMBER, .least = 0, .most = 1, EMPTY("1", "1"),
                       ABOUT("share of the seats that counts", "定員のうち算入する割合")},
};
static const kk_column measures[] = {
    [MEASURES_MEASURE] = {"measure", "確保方策", ID("kind of measure", "確保方策")},
    [MEASURES_LABEL] = LABEL,
    [MEASURES_GROUP] = {"group", "分類", KK_CELL_TEXT, .required = true, .words = kk_words_group,
                        ABOUT("kind of action; any other word is the city's own",
                              "分類。ほかの語は市独自の分類として扱う")},
    [MEASURES_EXISTING] =
        {"existing", "既存活用", KK_CELL_YESNO,
         EMPTY(
             "yes for convert, extend, temporary_care, reassign, shrink and close, else no",
             "分類が認定こども園移行・増築・一時預かり・利用定員の見直し・定員減・閉園なら「はい」、ほかは「いいえ」"),
         ABOUT("uses what exists: comes before new places in 'existing facilities first'",
               "既存施設を使う方策か（新設より先に使う）")},
    [MEASURES_WHOLE] = {"whole", "整数単位", KK_CELL_YESNO, EMPTY("yes", "はい"),
                        ABOUT("opens in whole units only", "整数単位でのみ開設する")},
    [MEASURES_LEAD] = {"lead_years", "準備年数", KK_CELL_WHOLE, .least = 0, .most = 50,
                       EMPTY("0 (a warning for group new)", "0（分類が新設なら注意が出る）"),
                       ABOUT("years from the decision to the opening", "決定から開設までの年数")},
    [MEASURES_LIFE] = {"life_years", "存続年数", KK_CELL_WHOLE, .least = 1, .most = 200, EMPTY("for ever", "期限なし"),
                       ABOUT("years after which it closes", "開設から終了までの年数")},
    [MEASURES_CAPITAL] = {"capital", "整備費", KK_CELL_NUMBER, .least = -1e15, .most = 1e15, EMPTY("0", "0"),
                          ABOUT("money per unit, spread over the lead years; negative where it brings money in",
                                "1 単位の整備費。準備年数で均等に支払う。収入になる場合は負の数")},
    [MEASURES_RUNNING] = {"running", "運営費", KK_CELL_NUMBER, .least = -1e15, .most = 1e15, EMPTY("0", "0"),
                          ABOUT("money per unit and year while open; negative where it saves",
                                "1 単位の年間運営費。節減になる場合は負の数")},
    [MEASURES_ORDER] = ORDER,
};
static const kk_column effects[] = {
    [EFFECTS_MEASURE] = {"measure", "確保方策", KK_CELL_NAME, EMPTY("a row of an option", "候補の行"),
                         ABOUT("measure of which this is one unit's effect", "1 単位の効果を示す確保方策")},
    [EFFECTS_OPTION] = {"option", "候補", KK_CELL_NAME, EMPTY("a row of a measure", "確保方策の行"),
                        ABOUT("option whose rows replace those of its measure", "候補。その行は確保方策の行に代わる")},
    [EFFECTS_ITEM] = {"item", "定員区分", KK_CELL_NAME, .required = true,
                      ABOUT("kind of seat; carers: how many it recruits", "定員区分。保育士：確保する人数")},
    [EFFECTS_AMOUNT] = {"amount", "増減数", KK_CELL_NUMBER, .required = true, .counts = true, .least = -1e7,
                        .most = 1e7,
                        ABOUT("counted seats, or carers, that one unit adds, or takes where negative",
                              "1 単位で増える定員、または保育士の数（負の数は減）")},
    [EFFECTS_KIND] = {"kind", "施設種別", KK_CELL_TEXT, ABOUT("row of the official table", "確保方策の表の行")},
    [EFFECTS_FIRST] = {"first_years", "開設当初", KK_CELL_SHARES, EMPTY("all open at once", "初年度から全て"),
                       ABOUT("shares open in year 1, 2 ..., such as 0.6;0.8",
                             "開設 1 年目、2 年目…に開く割合（例 0.6;0.8）")},
};
static const kk_column options[] = {
    [OPTIONS_OPTION] = {"option", "候補", ID("one concrete possibility", "具体的な候補")},
    [OPTIONS_MEASURE] = {"measure", "確保方策", KK_CELL_NAME, .required = true, ABOUT("its measure", "確保方策")},
    [OPTIONS_AREA] = {"area", "区域", KK_CELL_NAME, .required = true,
                      ABOUT("area in which it opens (a leaf)", "開設する区域（末端の区域）")},
    [OPTIONS_LABEL] = LABEL,
    [OPTIONS_FACILITY] = {"facility", "施設", KK_CELL_TEXT,
                          ABOUT("facility that is converted, extended or closed: only once",
                                "対象施設（一度だけ使う）")},
    [OPTIONS_MAX] = {"max_units", "上限数", KK_CELL_NUMBER, .counts = true, .least = 0, .most = 1e7,
                     EMPTY("1 with a facility; else a pool, limit or max_per_year must bound it",
                           "施設があれば 1。なければ枠・制約・年間上限のどれかで限る"),
                     ABOUT("most units of all years together", "全期間の上限")},
    [OPTIONS_MIN] = {"min_units", "下限数", KK_CELL_NUMBER, .counts = true, .least = 0, .most = 1e7, EMPTY("0", "0"),
                     ABOUT("fewest units of all years together", "全期間の下限")},
    [OPTIONS_EARLIEST] = {"earliest", "最早年度", KK_CELL_YEAR, ABOUT("first year of opening", "開設できる最初の年度")},
    [OPTIONS_LATEST] = {"latest", "最遅年度", KK_CELL_YEAR, ABOUT("last year of opening", "開設できる最後の年度")},
    [OPTIONS_YEARLY] = {"max_per_year", "年間上限", KK_CELL_NUMBER, .counts = true, .least = 0, .most = 1e7,
                        EMPTY("no limit", "上限なし"),
                        ABOUT("most units that open in one year", "1 年に開設できる上限")},
    [OPTIONS_POOL] = {"pool", "枠", KK_CELL_TEXT,
                      ABOUT("options that a limit counts together", "制約でまとめて数える枠")},
    [OPTIONS_CONSENT] = {"consent", "意向", KK_CELL_WORD, .words = kk_words_consent, EMPTY("firm", "確実"),
                         ABOUT("the operator's intention; the scenario says which are accepted",
                               "事業者の意向。どれを認めるかは計画の設定による")},
    [OPTIONS_CAPITAL] = {"capital", "整備費", KK_CELL_NUMBER, .least = -1e15, .most = 1e15,
                         EMPTY("the measure's", "確保方策の値"), ABOUT("money per unit", "1 単位の整備費")},
    [OPTIONS_RUNNING] = {"running", "運営費", KK_CELL_NUMBER, .least = -1e15, .most = 1e15,
                         EMPTY("the measure's", "確保方策の値"),
                         ABOUT("money per unit and year", "1 単位の年間運営費")},
};
static const kk_column areas[] = {
    [AREAS_AREA] = {"area", "区域", ID("area", "提供区域")},
    [AREAS_LABEL] = LABEL,
    [AREAS_PARENT] = {"parent", "上位区域", KK_CELL_NAME,
                      EMPTY("the root; where no row has a parent, one is added",
                            "最上位の区域（上位区域の行が一つもなければ加える）"),
                      ABOUT("area that it is a part of", "属する上位の区域")},
    [AREAS_ORDER] = ORDER,
};
static const kk_column classes[] = {
    [CLASSES_CLASS] = {"class", "認定区分", ID("class of need", "認定区分")},
    [CLASSES_LABEL] = LABEL,
    [CLASSES_AGE_MIN] = {"age_min", "最小年齢", KK_CELL_WHOLE, .least = 0, .most = 20,
                         ABOUT("youngest children", "最小の年齢")},
    [CLASSES_AGE_MAX] = {"age_max", "最大年齢", KK_CELL_WHOLE, .least = 0, .most = 20,
                         ABOUT("oldest children", "最大の年齢")},
    [CLASSES_NEXT] = {"next", "進級先", KK_CELL_NAME,
                      EMPTY("the only class of the age above age_max", "最大年齢の次の年齢の区分（一つだけのとき）"),
                      ABOUT("class that its children belong to once they are older",
                            "最大年齢を超えた子どもが属する認定区分")},
    [CLASSES_UNIT] = {"unit", "単位", KK_CELL_TEXT, EMPTY("children", "人"), ABOUT("what is counted", "数える単位")},
    [CLASSES_WEIGHT] = {"weight", "重み", KK_CELL_NUMBER, .least = 1e-3, .most = 100, EMPTY("1", "1"),
                        ABOUT("weight in the goals unmet and short", "目標 unmet・short での重み")},
    [CLASSES_ORDER] = ORDER,
};
static const kk_column seats[] = {
    [SEATS_SEAT] = {"seat", "定員区分", ID("kind of seat", "定員区分")},
    [SEATS_LABEL] = LABEL,
    [SEATS_CARER] = {"children_per_carer", "配置基準", KK_CELL_NUMBER, .least = 1e-3, .most = 1e6,
                     EMPTY("needs no carer", "保育士は不要"),
                     ABOUT("children of this kind for one carer; source states the rule and its date",
                           "保育士 1 人の子どもの数。出典に基準と時点を書く")},
    [SEATS_ROOM] = {"room", "部屋", KK_CELL_YESNO, EMPTY("yes", "はい"),
                    ABOUT("no: an extra on a seat already counted, such as temporary care",
                          "いいえ：一時預かりなど、数えてある定員に重ねて使うもの")},
    [SEATS_LEAVES] = {"leaves_at", "卒園年齢", KK_CELL_WHOLE, .least = 1, .most = 20, EMPTY("no age", "なし"),
                      ABOUT("age at which its children must leave", "子どもが離れる年齢")},
    [SEATS_CELL] = {"cell", "公表欄", KK_CELL_TEXT, ABOUT("merged cell of the official table", "公表様式の結合欄")},
    [SEATS_ORDER] = ORDER,
};
static const kk_column services[] = {
    [SERVICES_SERVICE] = {"service", "利用方法", KK_CELL_ID, .required = true,
                          ABOUT("one way to serve a class; with two seats at once it has two rows",
                                "認定区分の利用方法。定員を二つ同時に使う場合は 2 行")},
    [SERVICES_CLASS] = {"class", "認定区分", KK_CELL_NAME, .required = true,
                        ABOUT("class that it serves", "対象の認定区分")},
    [SERVICES_SEAT] = {"seat", "定員区分", KK_CELL_NAME, .required = true,
                       ABOUT("kind of seat that it uses", "使う定員区分")},
    [SERVICES_PER_CHILD] = {"per_child", "1人当たり", KK_CELL_NUMBER, .least = 1e-3, .most = 100, EMPTY("1", "1"),
                            ABOUT("seats for one child", "子ども 1 人が使う定員")},
    [SERVICES_RANK] = {"rank", "優先順位", KK_CELL_WHOLE, .least = 1, .most = 1000, EMPTY("1", "1"),
                       ABOUT("1 is used first where plans are otherwise equal", "ほかが同じなら 1 を先に使う")},
};
static const kk_column shares[] = {
    [SHARES_MEASURE] = {"measure", "確保方策", KK_CELL_NAME, .required = true,
                        ABOUT("measure that is paid", "対象の確保方策")},
    [SHARES_COST] = {"cost", "費目", KK_CELL_WORD, .words = kk_words_cost, EMPTY("both", "両方"),
                     ABOUT("kind of cost", "費目")},
    [SHARES_PAYER] = {"payer", "負担者", KK_CELL_TEXT, .required = true, .words = kk_words_payer,
                      ABOUT("who pays; any other word is the city's own",
                            "負担者。ほかの語は市独自の負担者として扱う")},
    [SHARES_SHARE] = {"share", "負担割合", KK_CELL_SHARE, .required = true,
                      ABOUT("0..1, also 2/3; the shares of a measure, cost and year sum to 1 exactly",
                            "0～1（2/3 も可）。同じ方策・費目・年度の合計は 1")},
    [SHARES_FROM] = {"from", "開始年度", KK_CELL_YEAR, EMPTY("always", "常に"),
                     ABOUT("first year of payment", "支払の最初の年度")},
    [SHARES_UNTIL] = {"until", "終了年度", KK_CELL_YEAR, EMPTY("always", "常に"),
                      ABOUT("last year of payment", "支払の最後の年度")},
};
static const kk_column limits[] = {
    [LIMITS_LIMIT] = {"limit", "制約",
                      ID("one ceiling or floor; one row, or one a year", "上限または下限。1 行か、年度ごとに 1 行")},
    [LIMITS_LABEL] = LABEL,
    [LIMITS_QUANTITY] = {"quantity", "対象量", KK_CELL_WORD, .required = true, .words = kk_words_quantity,
                         ABOUT("what is counted", "数えるもの")},
    [LIMITS_AREA] = {"area", "区域", KK_CELL_NAME, EMPTY("all", "全て"),
                     ABOUT("area, with all below it", "区域（下位を含む）")},
    [LIMITS_CLASS] = {"class", "認定区分", KK_CELL_NAME, EMPTY("all", "全て"),
                      ABOUT("with unmet and transfers", "不足・区域外利用の認定区分")},
    [LIMITS_MEASURE] = {"measure", "確保方策", KK_CELL_NAME, EMPTY("all", "全て"),
                        ABOUT("with units, seats and money", "箇所数・定員・費用の確保方策")},
    [LIMITS_GROUP] = {"group", "分類", KK_CELL_TEXT, .words = kk_words_group, EMPTY("all", "全て"),
                      ABOUT("with units, seats and money", "箇所数・定員・費用の分類")},
    [LIMITS_POOL] = {"pool", "枠", KK_CELL_TEXT, EMPTY("all", "全て"),
                     ABOUT("with units, seats and money", "箇所数・定員・費用の枠")},
    [LIMITS_SEAT] = {"seat", "定員区分", KK_CELL_NAME, EMPTY("all rooms", "部屋である定員の全て"),
                     ABOUT("with seats and vacant", "定員・空きの定員区分")},
    [LIMITS_PAYER] = {"payer", "負担者", KK_CELL_TEXT, .words = kk_words_payer, EMPTY("all", "全て"),
                      ABOUT("with money", "費用の負担者")},
    [LIMITS_YEAR] = {"year", "年度", KK_CELL_PERIOD, .words = kk_words_each,
                     EMPTY("all years together", "全年度の合計"),
                     ABOUT("a fiscal year, or each", "年度、または毎年度")},
    [LIMITS_SENSE] = {"sense", "条件", KK_CELL_WORD, .required = true, .words = kk_words_sense,
                      ABOUT("ceiling or floor", "以下または以上")},
    [LIMITS_VALUE] = {"value", "値", KK_CELL_NUMBER, .required = true, .least = -1e15, .most = 1e15,
                      ABOUT("the ceiling or floor", "上限または下限の値")},
};

static const kk_column links[] = {
    [LINKS_FROM] = {"from", "利用する区域", KK_CELL_NAME, .required = true,
                    ABOUT("area whose children may go (a leaf of the tree)", "子どもの住む区域（末端の区域）")},
    [LINKS_TO] = {"to", "利用先の区域", KK_CELL_NAME, .required = true,
                  ABOUT("area whose seats they may use (a leaf of the tree)", "定員を使う先の区域（末端の区域）")},
    [LINKS_CLASS] = {"class", "認定区分", KK_CELL_NAME,
                     EMPTY("every class, each with these ceilings", "全ての区分（上限は区分ごと）"),
                     ABOUT("class that may go", "対象の認定区分")},
    [LINKS_CHILDREN] = {"max_children", "上限人数", KK_CELL_WHOLE, .counts = true, .least = 0, .most = 1e9,
                        EMPTY("no such ceiling", "上限なし"),
                        ABOUT("most children of a class who go, in any year", "認定区分ごとの毎年度の上限人数")},
    [LINKS_SHARE] = {"max_share", "上限割合", KK_CELL_SHARE,
                     EMPTY("no such ceiling: need is the most", "上限なし（量の見込みまで）"),
                     ABOUT(
                         "most of the year's need of a class that goes, 0..1, also 1/3; rounded down to whole children",
                         "その年度の量の見込みに対する上限の割合（0～1、1/3 も可）。端数は切り捨て")},
    [LINKS_MINUTES] =
        {"minutes", "所要分", KK_CELL_NUMBER, .least = 0, .most = 1440,
         EMPTY("1 in the goal transfers", "目標 transfers では 1"),
         ABOUT("minutes of the way: what a child counts in the goal transfers; the nearest area is used first",
               "移動の分数。目標 transfers で子ども 1 人に掛ける数で、近い区域を先に使う")},
};
static const kk_column adopted[] = {
    [ADOPTED_OPTION] = {"option", "候補", KK_CELL_NAME, .required = true,
                        ABOUT("option that the plan in force opens", "現行計画で開設する候補")},
    [ADOPTED_YEAR] = {"year", "年度", KK_CELL_YEAR, .required = true, ABOUT("fiscal year of opening", "開設する年度")},
    [ADOPTED_UNITS] = {"units", "単位数", KK_CELL_NUMBER, .required = true, .counts = true, .least = 0, .most = 1e7,
                       ABOUT("units that open on 1 April of the year, or on 31 March at its end (key as_of)",
                             "その年度の 4 月 1 日に開設する単位数（as_of が 03-31 なら年度末の 3 月 31 日）")},
};

#define COLUMNS(list) .column = list, .ncolumn = (int)(sizeof list / sizeof *list)

const kk_table kk_tables[KK_NTABLE] = {
    [KK_T_NEED] = {"need", "量の見込み", .required = true, .years = true, .gaps = true, .year = NEED_YEAR,
                   .value = NEED_CHILDREN, .key = "area,class,year", COLUMNS(need),
                   ABOUT("children who need a place, by area, class and year", "区域・認定区分・年度ごとの量の見込み")},
    [KK_T_SUPPLY] = {"supply", "既存定員", .required = true, .years = true, .year = SUPPLY_YEAR, .value = SUPPLY_SEATS,
                     .key = "area,seat,kind,year", COLUMNS(supply),
                     ABOUT("seats that exist or are already decided; no row = 0",
                           "既存・決定済みの利用定員。行がなければ 0")},
    [KK_T_MEASURES] = {"measures", "確保方策", .key = "measure", COLUMNS(measures),
                       ABOUT("kinds of measures", "確保方策の種類")},
    [KK_T_EFFECTS] = {"effects", "効果", .key = "measure,option,item,kind", COLUMNS(effects),
                      ABOUT("what one unit of a measure or option adds or takes", "方策・候補 1 単位で増減する定員")},
    [KK_T_OPTIONS] = {"options", "候補", .key = "option", COLUMNS(options),
                      ABOUT("concrete possibilities, each in one area", "区域ごとの具体的な候補")},
    [KK_T_AREAS] = {"areas", "区域", .key = "area", COLUMNS(areas),
                    ABOUT("areas as a tree; left out: those of need under one city",
                          "区域の木。なければ need の区域を一つの市の下に置く")},
    [KK_T_CLASSES] = {"classes", "認定区分", .key = "class", COLUMNS(classes),
                      ABOUT("classes of need; left out: those of need", "認定区分。なければ need の区分")},
    [KK_T_SEATS] = {"seats", "定員区分", .key = "seat", COLUMNS(seats),
                    ABOUT("kinds of seats; left out: one for each class, with its id",
                          "定員区分。なければ認定区分ごとに一つ（同じ id）")},
    [KK_T_SERVICES] = {"services", "利用方法", .key = "service,seat", COLUMNS(services),
                       ABOUT("ways to serve a class; left out: one for each class, using the seat with its id",
                             "認定区分の利用方法。なければ同じ id の定員を使うものを一つずつ")},
    [KK_T_SHARES] = {"shares", "費用負担", .key = "measure,cost,payer,from", COLUMNS(shares),
                     ABOUT("who pays; where none is given the payer city pays all",
                           "費用の負担者。なければ市が全額を負担")},
    [KK_T_LIMITS] = {"limits", "制約", .years = true, .year = LIMITS_YEAR, .value = LIMITS_VALUE, .key = "limit,year",
                     COLUMNS(limits), ABOUT("ceilings and floors", "上限と下限")},
    [KK_T_LINKS] = {"links", "区域外利用", .key = "from,to,class", COLUMNS(links),
                    ABOUT("children of one area may use seats of another; nobody is passed on further",
                          "ある区域の子どもが別の区域の定員を使える関係（その先へは進めない）")},
    [KK_T_ADOPTED] = {"adopted", "現行計画", .years = true, .year = ADOPTED_YEAR, .value = ADOPTED_UNITS,
                      .key = "option,year", COLUMNS(adopted),
                      ABOUT("the plan in force: what it opens, and when", "現行計画：何をいつ開設するか")},
};

int kk_column_find(const kk_table *table, const char *heading)
{
    for (int c = 0; c < table->ncolumn; c++)
        if (strcmp(heading, table->column[c].name) == 0 || strcmp(heading, table->column[c].ja) == 0)
            return c;
    return -1;
}

int kk_table_find(const char *name)
{
    for (int t = 0; t < KK_NTABLE; t++)
        if (strcmp(name, kk_tables[t].name) == 0 || (kk_tables[t].ja && strcmp(name, kk_tables[t].ja) == 0))
            return t;
    return -1;
}
