/* The codes of all findings. tests/unit/test_findings.py provokes every one of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/codes.h"

#define E(code, en, ja)                                                                                                \
    {                                                                                                                  \
        code, true,                                                                                                    \
        {                                                                                                              \
            en, ja                                                                                                     \
        }                                                                                                              \
    }
#define W(code, en, ja)                                                                                                \
    {                                                                                                                  \
        code, false,                                                                                                   \
        {                                                                                                              \
            en, ja                                                                                                     \
        }                                                                                                              \
    }

const kk_code kk_codes[] = {
    W("adopted.left_out", "what the plan in force opens cannot open then", "現行計画のとおりには開設できない"),
    E("adopted.missing", "the plan in force is asked for, but not given", "現行計画の表がない"),
    E("adopted.twice", "the plan in force opens an option twice in a year", "現行計画の候補と年度が重複している"),
    W("adopted.units", "the plan in force breaks a rule on units", "現行計画が単位数の決まりに合わない"),
    E("adopted.window", "the plan in force opens what cannot open then", "現行計画が開設できない年度に開設する"),
    W("adopted.year", "the plan in force opens something outside the years of the plan",
      "現行計画に計画期間の外の年度がある"),
    E("area.cycle", "an area lies within itself", "区域が自分自身の下にある"),
    E("area.inner", "figures stand at an area that has areas below it", "下位のある区域に数が書かれている"),
    E("area.roots", "more than one area has no parent", "上位のない区域が二つ以上ある"),
    W("carers.late", "carers are given from a later year on", "保育士の数が途中の年度からしかない"),
    W("carers.no_ratio", "carers, but no kind of seat that needs them", "配置基準のない保育士"),
    W("carers.no_supply", "an option recruits where no carers are given", "保育士数のない区域での保育士確保"),
    E("cell.dash", "a lone dash where a number belongs", "数の代わりに横線だけが書かれている"),
    E("cell.digits", "a number has more than 15 digits", "数が 15 桁を超えている"),
    E("cell.id", "an id has signs that ids may not have", "id に使えない文字がある"),
    E("cell.missing", "a cell that must be filled is empty", "必須のセルが空欄"),
    E("cell.number", "a cell is not a number", "数値でない"),
    E("cell.range", "a number is out of its range", "数値が範囲外"),
    E("cell.share", "a cell is not a share from 0 to 1", "0～1 の割合でない"),
    E("cell.whole", "a number must be whole", "整数でない"),
    E("cell.word", "a cell is none of the fixed words", "決められた語でない"),
    E("cell.year", "a cell is not a fiscal year", "年度でない"),
    E("class.ages", "the youngest age is above the oldest", "最小年齢が最大年齢を超えている"),
    W("class.no_measure", "no option adds a seat for a class", "定員を増やす候補がない認定区分"),
    E("class.unserved", "no service serves a class", "利用方法がない認定区分"),
    E("column.blank", "cells stand under no heading", "見出しのない列に値がある"),
    E("column.missing", "a required column is missing", "必須の列がない"),
    E("column.twice", "a column is there twice", "列の重複"),
    E("column.unknown", "a column is unknown", "未知の列"),
    E("column.years", "years stand both as rows and as columns", "年度が行と列の両方にある"),
    E("csv.cells", "a row has more or fewer cells than the header", "セルの数が見出しと合わない"),
    E("csv.empty", "a table is an empty file", "表のファイルが空"),
    E("csv.quote", "a quote stands in the middle of a cell", "セルの途中に引用符がある"),
    E("csv.unclosed", "a quote is never closed", "引用符が閉じられていない"),
    E("effect.owner", "an effect names both a measure and an option, or neither",
      "効果に確保方策と候補の両方がある、またはどちらもない"),
    E("effect.twice", "an effect is given twice", "効果の重複"),
    E("file.missing", "a table that the scenario names is not there", "設定にある表のファイルがない"),
    E("file.unreadable", "a file cannot be read", "ファイルを読めない"),
    E("goal.filter", "a goal has a key that it does not take", "目標に使えないキーがある"),
    E("goal.slack", "the slack of a goal cannot be understood, or cannot be held", "目標の譲歩幅が正しくない"),
    E("goal.target", "a goal lacks its target", "目標に target がない"),
    E("goal.years", "a goal names years outside its range", "目標の年度が範囲外"),
    E("id.clash", "a label is the id of something else", "名称が別のものの id と同じ"),
    E("id.several", "a label that several things have", "複数のものに同じ名称がある"),
    E("id.twice", "an id is given twice", "id の重複"),
    E("id.unknown", "a name that nothing has", "存在しない名前"),
    E("json.duplicate", "a key stands twice in an object", "キーの重複"),
    E("json.number", "a number that JSON does not allow, or that is too long", "数値の書き方が正しくない"),
    E("json.syntax", "the scenario is not JSON", "JSON として読めない"),
    E("json.trailing", "text after the end of the scenario", "設定の後に余分な文字がある"),
    E("later", "known, but not read yet by this version", "この版ではまだ使えない"),
    E("limit.filter", "a limit has a filter that its quantity does not take", "対象量に合わない条件がある"),
    E("limit.negative", "a limit is negative", "制約の値が負の数"),
    W("limit.nothing", "a limit concerns nothing", "対象がない制約"),
    E("limit.twice", "a limit is given twice for the same years", "制約の重複"),
    E("limit.year", "a limit names a year outside its range", "制約の年度が範囲外"),
    W("measure.lead", "new places without lead years", "新設に準備年数がない"),
    W("need.jump", "need changes by more than 30 % from one year to the next",
      "量の見込みが前年度から 30 % を超えて変わる"),
    E("need.missing", "children of an area, class and year are missing", "量の見込みがない"),
    E("need.negative", "children are negative", "量の見込みが負の数"),
    E("need.twice", "an area, class and year is given twice", "量の見込みの重複"),
    E("option.facility", "an option with a facility has more than one unit", "施設のある候補が 2 単位以上"),
    W("option.never", "an option can never open", "開設できない候補"),
    W("option.no_effect", "an option without effects", "効果のない候補"),
    E("option.takes", "a unit takes more seats than there are", "ある定員より多く減らす候補"),
    E("option.unbounded", "nothing limits the units of an option", "上限のない候補"),
    E("option.units", "min_units is above max_units", "下限数が上限数を超えている"),
    E("option.window", "latest is before earliest", "最遅年度が最早年度より前"),
    E("scenario.empty", "a list in the scenario is empty", "設定のリストが空"),
    E("scenario.missing", "a required key is missing", "必須のキーがない"),
    E("scenario.range", "a number in the scenario is out of range", "設定の数が範囲外"),
    E("scenario.type", "a value in the scenario has the wrong type", "設定の値の型が違う"),
    E("scenario.unknown", "an unknown key in the scenario", "設定に未知のキーがある"),
    E("scenario.word", "a value in the scenario is none of the fixed words", "設定の値が決められた語でない"),
    E("scenario.years", "years that do not fit together", "年度の組み合わせが正しくない"),
    E("seat.carers", "carers stand among the kinds of seats", "定員区分に保育士がある"),
    W("seat.unused", "no service uses a kind of seat", "使われない定員区分"),
    E("service.differs", "rows of one service differ in class or rank", "同じ利用方法の行が食い違う"),
    E("service.twice", "a service names a kind of seat twice", "利用方法に同じ定員区分が二つある"),
    W("share.gap", "no share is given for a year", "負担割合のない年度がある"),
    E("share.sum", "shares do not sum to 1", "負担割合の合計が 1 でない"),
    E("share.years", "shares end before they begin", "負担割合の終了が開始より前"),
    E("supply.below_zero", "seats of an area are negative in total", "区域の定員の合計が負の数"),
    E("supply.negative", "seats are negative", "定員が負の数"),
    W("supply.transfer", "seats agreed with neighbours do not sum to 0", "区間調整の合計が 0 でない"),
    E("supply.twice", "an area, seat, kind and year is given twice", "定員の重複"),
    E("table.empty", "a table has no rows", "行のない表"),
    E("table.missing", "a required table is missing", "必須の表がない"),
    E("target.years", "a promise lies outside the years of the plan", "目標が計画期間の外にある"),
    E("text.encoding", "bytes that are no text", "文字コードが正しくない"),
    E("text.zero", "a zero byte in a text", "値が 0 のバイトがある"),
    {NULL, false, {NULL, NULL}},
};
