#!/usr/bin/env python3
"""The example cities: made of what was published, planned as their READMEs say.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

KAKOGAWA = os.path.join(kit.DATA, "kakogawa")
SAPPORO = os.path.join(kit.DATA, "sapporo")
SHIROISHI = os.path.join(kit.DATA, "shiroishi")


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_are_what_derive_makes():
    """derive.py makes the tables of the cities from published/, byte for byte"""
    for city in (KAKOGAWA, SAPPORO, SHIROISHI):
        done = subprocess.run([sys.executable, os.path.join(city, "derive.py"), "--check"], capture_output=True,
                              text=True, check=False)
        kit.check(done.returncode == 0, done.stdout, done.stderr)


def test_every_figure_has_a_source():
    """every row with a figure says where it comes from; an assumption that it names is in the table of assumptions"""
    assumed = {row["assumption"] for row in rows(os.path.join(SAPPORO, "assumptions.csv"))}
    for city in (KAKOGAWA, os.path.join(KAKOGAWA, "adopted"), SAPPORO, SHIROISHI):
        for table in ("need", "supply", "measures", "effects", "options", "shares", "limits", "adopted"):
            path = os.path.join(city, table + ".csv")
            for number, row in enumerate(rows(path) if os.path.exists(path) else [], 2):
                kit.check(row.get("source"), f"{path}:{number}: no source")
                if "仮定 " in row["source"]:
                    name = row["source"].split("仮定 ")[1].split("、")[0].split(" ")[0].split("。")[0]
                    kit.check(name in assumed, f"{path}:{number}: no assumption {name}")


def test_no_warnings_unexplained():
    """neither city has an error; Kakogawa has nothing to warn of"""
    for city, most in ((KAKOGAWA, 0), (SAPPORO, None)):
        found = json.loads(kit.run("check", city, "--json", code=0).out)
        kit.equal(found["errors"], 0)
        kit.check(most is None or found["warnings"] <= most, found)


def test_kakogawa():
    """431 seats in A, 26 in B, 61 in C, all in 2020; every child served; nothing is an estimate"""
    plan = kit.plan(KAKOGAWA)
    kit.equal([(row["area"], row["units"], row["seats_childcare"], row["opens_on"]) for row in plan.rows("plan")],
              [("a", "431", "431", "2021-03-31"), ("b", "26", "26", "2021-03-31"), ("c", "61", "61", "2021-03-31")])
    kit.equal(plan.number("balance", "unmet"), 0)
    kit.equal({row["estimate"] for row in plan.rows("balance") + plan.rows("seats")}, {""})
    kit.equal(plan.run()["unique"], "proved")


def test_sapporo_is_worth_looking_at():
    """short wards and covered wards, a budget that binds, measures to choose from, both promises, estimates marked"""
    plan = kit.plan(SAPPORO)
    short = {row["area"] for row in plan.rows("balance")
             if float(row["unmet_without_plan"]) > 0 and row["class"] != "c1"}
    areas = {row["area"] for row in plan.rows("balance")}
    kit.equal(len(areas), 10)
    kit.check(len(short) >= 3, "few wards are short without a plan:", short)
    left = {row["area"] for row in plan.rows("balance") if float(row["unmet"]) > 0 and row["year"] == "2023"}
    kit.check(left < areas, "in 2023 short:", left)
    kit.check(any(row["quantity"] == "capital" and float(row["slack"]) < 120521 for row in plan.rows("limits")),
              "no budget is used up, but for less than an extension:", plan.rows("limits"))
    kit.check(len({row["measure"] for row in plan.rows("plan")}) >= 3, "hardly a choice of measures")
    kit.equal(len({row["target"] for row in plan.rows("promises")}), 2)
    kit.equal({row["estimate"] for row in plan.rows("balance")}, {"*"})
    kit.check("推計例" in plan.run()["title"] and "市の計画ではない" in plan.run()["title"])
    kit.equal({row["opens_on"][5:] for row in plan.rows("plan")}, {"04-01"})
    kit.check(all(row["decide_by"] <= row["opens_on"] for row in plan.rows("plan")))
    parts = kit.plan(SAPPORO, "parts", "--set", "units=continuous")
    short = [(row["area"], row["year"]) for row in parts.rows("carers") if row["short"] == "yes"]
    kit.equal(short, [("sapporo", "2021")], "carers are short in:")


def test_sapporo_with_every_consent():
    """a share of thousands of seats, said with nine decimals, is off by millionths of a seat: the judge knows"""
    few = kit.plan(SAPPORO, "few", "--set", "consent=firm").run()["goals"][2]["value"]
    all_ = kit.plan(SAPPORO, "all", "--set", "consent=firm,likely,undecided").run()["goals"][2]["value"]
    kit.check(all_ < few, "short of ward-2023:", all_, few)


def official(plan):
    """{(area, year, row): {heading: cell}} of official.csv"""
    return {(row["区域"], row["年度"], row["項目"]): row for row in plan.rows("official")}


def test_shiroishi_is_printed_again():
    """official.csv of Shiroishi is the printed table, digit by digit: the four balances of both years, and all above"""
    table, printed = official(kit.plan(SHIROISHI)), 0
    first = {"1号": "1号", "2号_教育希望": "2号（教育希望）", "2号_左記以外": "2号（左記以外）", "3号_0歳": "3号 0歳",
             "3号_1・2歳": "3号 1・2歳", "1号+2号_教育希望": "1号"}  # a merged cell has its number in its first column
    rows_of = {"量の見込み": "① 量の見込み", "過不足(②-①)": "過不足（②＋③－①）"}
    for figure in rows(os.path.join(SHIROISHI, "published", "sapporo_shiroishi_H27-H28.csv")):
        kind, item, year = figure["kind"], figure["item"], figure["fiscal_year"]
        if item == "量の見込み計":
            parts = [table["白石区", year, "① 量の見込み"][column] for column in ("3号 0歳", "3号 1・2歳")]
            kit.equal(sum(map(int, parts)), int(figure["value"]), "sum of 3号")
            continue
        if figure["class"] not in first or "内訳" in item or "特例枠" in item:
            continue  # what is left out: README of the city
        row = rows_of.get(item) or ("③ 区間調整" if kind == "区間調整" else "確保の内容：" + kind)
        kit.equal(table["白石区", year, row][first[figure["class"]]], figure["value"], year, row, figure["class"])
        printed += 1
    kit.equal(printed, 46)
    kit.equal({area for area, _, _ in table}, {"白石区"}, "one ward is no city:")


def test_kakogawa_is_printed_again():
    """official.csv of Kakogawa's own plan is the printed table of areas A to C, digit by digit"""
    table, printed = official(kit.plan(os.path.join(KAKOGAWA, "adopted.json"))), 0
    column = {"2号_保育希望": "2号（保育希望）", "3号": "3号", "2号+3号": "計"}
    total = {"量の見込み合計①": "① 量の見込み", "年度当初定員数②": "② 年度当初定員数 計",
             "各年度で確保する定員数③": "③ 各年度で確保する定員数 計", "定員数合計④": "④ 定員数合計（②＋③）",
             "過不足(④-①)": "過不足（④－①）", "量の見込み": "① 量の見込み"}
    for figure in rows(os.path.join(KAKOGAWA, "published", "kakogawa_plan2_R2-R6.csv")):
        if figure["class"] not in column or figure["fiscal_year"] == "2019":
            continue  # the education side is printed for A alone; 2019 is of the first plan
        start = total.get(figure["item"]) or f"{figure['item']}：{figure['kind']}"
        found = [row for (area, year, name), row in table.items()
                 if (area, year) == (figure["area"], figure["fiscal_year"]) and name.startswith(start)]
        kit.equal([row[column[figure["class"]]] for row in found], [figure["value"]], figure)
        printed += 1
    kit.equal(printed, 165)


def test_payers_pay_all():
    """what the payers pay together is what the actions cost: capital once, running cost to the look-ahead"""
    for city in (KAKOGAWA, SAPPORO):
        plan = kit.plan(city, "plan-" + os.path.basename(city))
        last = plan.run()["options"]["look_ahead"]
        late = 1 if plan.run()["options"]["as_of"] == "03-31" else 0
        capital = sum(float(row["capital"]) for row in plan.rows("plan"))
        running = sum(float(row["running"]) * (last - (int(row["opens_on"][:4]) - late) + 1)
                      for row in plan.rows("plan"))
        cells = len(plan.rows("money")) + len(plan.rows("plan")) * 12
        kit.check(abs(plan.number("money", "capital") - capital) <= cells, plan.number("money", "capital"), capital)
        kit.check(abs(plan.number("money", "running") - running) <= cells, plan.number("money", "running"), running)


if __name__ == "__main__":
    kit.main(globals())
