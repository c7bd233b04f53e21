#!/usr/bin/env python3
"""official.csv: what the table that councils know says, recomputed from its own cells and from the other tables.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import os
import sys
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import kit  # noqa: E402
from laws import every_town  # noqa: E402

SEEDS = range(1, 46)
NEED, SECURED, BALANCE = "① 量の見込み", "② 確保の内容 計", "過不足（②－①）"
TRANSFER, WITH_TRANSFER = "③ 区間調整", "過不足（②＋③－①）"
OPENING, CHANGE, CLOSING = "② 年度当初定員数 計", "③ 各年度で確保する定員数 計", "④ 定員数合計（②＋③）"
NETTED, BY_CELL, COUNTS = ("不足〔参考〕全体で差し引いた場合", "不足〔参考〕欄ごとに見た場合",
                           "不足〔この計画の数字〕決まりの範囲で融通した場合")


def number(cell):
    """A printed number; None where there is none (blank, or within a merged cell)."""
    return None if cell in ("", "←") else Fraction(cell)


def blocks(plan):
    """{(area, year): {row: [cells of the classes]}}, and the totals {(area, year): {row: total}}; rows in order."""
    table = list(csv.reader(io.StringIO(plan.bytes("official").decode("utf-8"))))
    cells, total = {}, {}
    for area, year, row, *rest in table[1:]:
        kit.check(row not in cells.setdefault((area, year), {}), "twice:", area, year, row)
        cells[area, year][row] = rest[:-2]
        total.setdefault((area, year), {})[row] = Fraction(rest[-2])
    return cells, total


def pooled(block):
    """The columns of each merged cell: a number, then ←."""
    groups = []
    for i, cell in enumerate(next(cells for row, cells in block.items() if row.startswith("過不足"))):
        if cell == "←":
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def rows_like(block, start, end=""):
    return [cells for row, cells in block.items() if row.startswith(start) and row.endswith(end) and "計" not in row]


def root_of(plan):
    """The label of the whole city."""
    top = [row for row in plan.table("areas") if not row.get("parent")]
    return top[0].get("label") or top[0]["area"] if top else "全市"


def add_up(rows, groups):
    """The sum of rows, for each merged cell."""
    return [sum(number(row[g[0]]) or 0 for row in rows) for g in groups]


# ---- its own cells ---------------------------------------------------------------------------------------------------


def check_block(block, total):
    groups = pooled(block)
    one = lambda row: [number(block[row][g[0]]) for g in groups]
    need = [sum(number(block[NEED][i]) for i in g) for g in groups]
    for row, cells in block.items():
        if row != NETTED:
            kit.equal(total[row], sum(number(cell) or 0 for cell in cells), row)
    if CLOSING in block:
        kit.equal(one(OPENING), add_up(rows_like(block, "年度当初定員数："), groups))
        kit.equal(one(CHANGE), add_up(rows_like(block, "各年度で確保する定員数："), groups))
        kit.equal(one(CLOSING), [x + y for x, y in zip(one(OPENING), one(CHANGE))])
        there = one(CLOSING)
    else:
        there = one(SECURED)
        if rows_like(block, "確保の内容："):
            kit.equal(there, add_up(rows_like(block, "確保の内容："), groups))
    lent = [number(cells[g[0]]) for g in groups for row, cells in block.items() if row.endswith(" 区間調整")]
    balance = next(row for row in block if row.startswith("過不足"))
    kit.equal(one(balance), [a + b - c for a, b, c in zip(there, lent or [0] * len(there), need)], balance)
    kit.equal(total[NETTED], max(-total[balance], 0))


def test_adds_up():
    """In every block: totals, kinds, what rolls forward, balance; a node is the sum of its areas, but what is netted"""
    def work(town):
        town.scenario["lang"], town.scenario["minus"] = "ja", "-"
        if town.seed % 2:
            town.scenario.setdefault("years", {})["as_of"] = "03-31"
        units = {row.get("unit") for row in town.tables.get("classes", [])}
        plan = town.plan("town") if len(units) <= 1 else None
        if not plan:
            return False
        cells, total = blocks(plan)
        for key, block in cells.items():
            check_block(block, total[key])
        leaves = {row["area"] for row in plan.rows("balance")}
        labels = {row["area"]: row.get("label") or row["area"] for row in plan.table("areas")}
        leaves = {labels.get(area, area) for area in leaves}
        root = root_of(plan)
        for (area, year), block in cells.items():
            if area == root and root not in leaves and len(set(labels.values())) == len(labels):
                for row in set(block) - {NETTED}:
                    kit.equal(total[area, year][row], sum(total[leaf, year][row] for leaf in leaves), year, row)
        return True
    every_town(work, SEEDS)


# ---- beside the other tables -----------------------------------------------------------------------------------------


def test_beside_the_other_tables():
    """Need and unmet are those of balance.csv; what is secured, and 区間調整, those of seats.csv and transfers.csv"""
    def work(town):
        town.scenario["lang"], town.scenario["minus"] = "ja", "-"
        town.scenario.setdefault("years", {})["as_of"] = "04-01"
        for row in town.tables.get("classes", []):
            row.pop("unit", None)
        plan = town.plan("town")
        if not plan:
            return False
        cells, total = blocks(plan)
        labels = {row["area"]: row.get("label") or row["area"] for row in plan.table("areas")}
        extra = {row["seat"] for row in plan.table("seats") if row.get("room") in ("no", "いいえ")}
        if extra or len(set(labels.values())) < len(labels):
            return False
        used = {row["seat"] for row in plan.table("services")} or {row["class"] for row in plan.rows("balance")}
        used |= {row.get("label") for row in plan.table("seats")}
        first, last = plan.run()["options"]["first"], plan.run()["options"]["last"]

        def sums(name, column):
            found = {}
            for row in plan.rows(name):
                if first <= int(row["year"]) <= last and row.get("seat", "") in used | {""}:
                    key = labels.get(row["area"], row["area"]), row["year"]
                    found[key] = found.get(key, 0) + Fraction(row[column])
            return found

        near = Fraction(len(cells), 10)  # thousandths: each of several kinds and measures is rounded
        agreed = sums("transfers", "agreed") if os.path.exists("plan-town/transfers.csv") else {}
        for key, need in sums("balance", "need").items():
            kit.equal(total[key][NEED], need, key)
        for key, unmet in sums("balance", "unmet").items():
            kit.equal(total[key][COUNTS], unmet, key)
        for key, supply in sums("seats", "supply").items():
            kit.check(abs(total[key][SECURED] - supply + agreed.get(key, 0)) <= near, key)
        if agreed:
            for key, lent in sums("transfers", "transfer").items():
                kit.check(abs(total[key][TRANSFER] - lent) <= near, key)
            root = root_of(plan)
            kit.equal({total[root, year][TRANSFER] for area, year in cells if area == root}, {0})
        return True
    every_town(work, SEEDS)


# ---- planted ---------------------------------------------------------------------------------------------------------

TOWN = {
    "need": "area,class,2025,2026\na,c1,50,50\na,c2,60,70\nb,c1,30,30\nb,c2,40,40",
    "classes": "class,label\nc1,1号\nc2,2号",
    "seats": "seat,label\nkg,幼稚園\nn,保育",
    "services": "service,class,seat,rank\nk,c1,kg,1\nn,c2,n,1",
    "supply": "area,seat,kind,2025\na,kg,確認を受けない幼稚園,100\na,n,特定教育・保育施設,30\na,n,認可外保育施設,20\n"
              "b,kg,確認を受けない幼稚園,40\nb,n,特定教育・保育施設,60\na,n,区間調整,-5\nb,n,区間調整,5",
    "measures": "measure,label,group,lead_years\nconvert,移行,convert,0\nlicense,認可化,license,0",
    "effects": "measure,item,amount,kind\nconvert,kg,-60,確認を受けない幼稚園\nconvert,kg,45,特定教育・保育施設\n"
               "convert,n,15,特定教育・保育施設\nlicense,n,-20,認可外保育施設\nlicense,n,30,特定教育・保育施設",
    "options": "option,measure,area,max_units\nconv,convert,a,1\nlic,license,a,1",
    "links": "from,to,class,max_children\na,b,c2,30",
    "adopted": "option,2025,2026\nconv,,1\nlic,1,",
}
FOLLOW = {"follow": "adopted", "goals": [{"goal": "unmet"}]}


def block_of(plan, area, year):
    cells, total = blocks(plan)
    return {row: [*cells, str(total[area, year][row])] for row, cells in cells[area, year].items()}


def test_conversion_and_licensing():
    """-60 stands under one kind and +45 under another; licensing 20 counted seats to 30 adds 10"""
    plan = kit.plan(kit.city("town", TOWN, FOLLOW))
    kit.equal(block_of(plan, "a", "2025"), {
        NEED: ["50", "60", "110"],
        "確保の内容：特定教育・保育施設": ["0", "60", "60"],
        "確保の内容：確認を受けない幼稚園": ["100", "", "100"],
        "確保の内容：認可外保育施設": ["", "0", "0"],
        SECURED: ["100", "60", "160"],
        TRANSFER: ["0", "0", "0"],  # agreed -5, and 5 children go to b
        WITH_TRANSFER: ["50", "0", "50"],
        NETTED: ["", "", "0"],
        BY_CELL: ["0", "0", "0"],
        COUNTS: ["0", "0", "0"],
    })
    kit.equal({row: cells for row, cells in block_of(plan, "a", "2026").items() if row.startswith("確保")}, {
        "確保の内容：特定教育・保育施設": ["45", "75", "120"],
        "確保の内容：確認を受けない幼稚園": ["40", "", "40"],
        "確保の内容：認可外保育施設": ["", "0", "0"],
    })


def test_without_transfers():
    """The same plan printed without links and agreements: 区間調整 and the balance change, and what is short with it"""
    kit.city("town", TOWN, FOLLOW)
    plan = kit.plan("town", "with")
    alone = kit.plan("town", "alone", "--change", "links-", "--change", "supply[kind=区間調整]-")
    kit.equal(alone.opened(), plan.opened())
    (with_, total), (without, _) = blocks(plan), blocks(alone)
    kit.equal({total[key][TRANSFER] != 0 for key in with_ if key[0] in "ab"}, {False, True})
    for key, block in with_.items():
        other = dict(without[key])
        kit.equal([number(x) for x in other.pop(BALANCE)],
                  [number(x) - number(y) for x, y in zip(block[WITH_TRANSFER], block[TRANSFER])], key)
        for row in set(block) - {TRANSFER, WITH_TRANSFER, NETTED, BY_CELL, COUNTS}:
            kit.equal(other.pop(row), block[row], key, row)
        kit.equal(set(other), {NETTED, BY_CELL, COUNTS}, key)
    by_area = {key: total[key][TRANSFER] for key in total}
    for year in ("2025", "2026"):
        kit.equal(by_area["a", year] + by_area["b", year], 0)
        kit.equal(by_area["全市", year], 0)


def test_three_views():
    """A table that is +157 by the total, 4,538 short class by class, 1,548 short pooled as its rules allow (trap 2)"""
    plan = kit.plan(kit.city("town", {
        "need": "area,class,2025\nward,c1,5305\nward,c2,7990\nward,c3,4548",
        "supply": "area,seat,2025\nward,kg,10000\nward,n35,5000\nward,n02,3000",
        "services": "service,class,seat,rank\nk,c1,kg,1\nn,c2,n35,1\nsecond,c2,kg,2\nm,c3,n02,1",
        "seats": "seat\nkg\nn35\nn02",
        "measures": "measure,group\nnew,new",
        "effects": "measure,item,amount\nnew,n02,1",
        "options": "option,measure,area,max_units,consent\nnone,new,ward,1,refuses",
    }))
    block = block_of(plan, "ward", "2025")
    kit.equal(list(block)[-4:], [BALANCE, NETTED, BY_CELL, COUNTS])
    kit.equal(block[BALANCE], ["4695", "-2990", "-1548", "157"])
    kit.equal(block[NETTED][-1], "0")
    kit.equal(block[BY_CELL], ["0", "2990", "1548", "4538"])
    kit.equal(block[COUNTS], ["0", "0", "1548", "1548"])
    kit.equal(sum(float(row["unmet"]) for row in plan.rows("balance")), 1548)


def test_areas_are_not_netted():
    """Wards at +100 and -40 are 40 short, also in the block of the city (trap 3)"""
    plan = kit.plan(kit.city("town", {**TOWN, "need": "area,class,2025\na,c,0\nb,c,140", "classes": None, "seats": None,
                                      "services": None, "supply": "area,seat,2025\na,c,100\nb,c,100", "links": None,
                                      "effects": "measure,item,amount\nconvert,c,1\nlicense,c,1", "adopted": None,
                                      "options": "option,measure,area,max_units\nx,convert,a,1"},
                             {"goals": [{"goal": "unmet"}]}))
    kit.equal(list(block_of(plan, "全市", "2025").values())[-4:], [["60", "60"], ["", "0"], ["40", "40"], ["40", "40"]])


def test_merged_cells():
    """Classes that share a first choice share a cell and stand together; so do kinds of seats that name one cell"""
    town = {
        "need": "area,class,2025\nward,x,10\nward,y,20\nward,z,30",
        "classes": "class\nx\ny\nz", "seats": "seat,room\np,yes\nq,yes\nextra,no",
        "services": "service,class,seat,rank\nxp,x,p,1\nyq,y,q,1\nzp,z,p,1\nze,z,extra,1\nyp,y,p,2",
        "supply": "area,seat,2025\nward,p,25\nward,q,15\nward,extra,7",
        "measures": "measure,group\nnew,new",
        "effects": "measure,item,amount\nnew,q,1",
        "options": "option,measure,area,max_units,consent\nnone,new,ward,1,refuses",
    }
    plan = kit.plan(kit.city("town", town))
    kit.equal(plan.bytes("official").decode().splitlines()[0], "区域,年度,項目,x,z,y,計,推計")
    block = block_of(plan, "ward", "2025")
    kit.equal([block[row] for row in (NEED, SECURED, "（再掲）extra", BALANCE)],
              [["10", "30", "20", "60"], ["25", "←", "15", "40"], ["7", "←", "", "7"], ["-15", "←", "-5", "-20"]])
    one = kit.plan(kit.city("one", {**town, "seats": "seat,room,cell\np,yes,3–5\nq,yes,3–5\nextra,no,"}), "plan-one")
    kit.equal(block_of(one, "ward", "2025")[BALANCE], ["-20", "←", "←", "-20"])


def test_rolls_forward():
    """As of the year's end: each year opens with what the one before closed with; what was decided has its row"""
    plan = kit.plan(kit.city("town", {**TOWN, "links": None, "supply":
                                      "area,seat,kind,2025,2026\na,kg,確認を受けない幼稚園,100,90\nb,kg,幼稚園,40,\n"
                                      "a,n,特定教育・保育施設,50,\nb,n,特定教育・保育施設,60,"},
                             {**FOLLOW, "years": {"as_of": "03-31"}, "minus": "△"}))
    text = plan.bytes("official").decode()
    kit.check("a,2026,各年度で確保する定員数：確認を受けない幼稚園（移行）,△60,,△60," in text, text)
    kit.check("a,2026,各年度で確保する定員数：確認を受けない幼稚園（決定済み）,△10,,△10," in text, text)
    kit.check("a,2026,各年度で確保する定員数：特定教育・保育施設（移行）,45,15,60," in text, text)
    kit.check("b,2026,各年度で確保する定員数：幼稚園,0,,0," in text, text)
    kit.check("特定教育・保育施設（決定済み）" not in text, text)
    plain = kit.plan("town", "plain", "--set", "minus=-")
    cells, total = blocks(plain)
    for key, block in cells.items():
        check_block(block, total[key])
        before = key[0], str(int(key[1]) - 1)
        if before in cells:
            kit.equal(block[OPENING], cells[before][CLOSING], key)
    kit.equal(cells["a", "2025"][OPENING], ["100", "50"])
    kit.equal(cells["a", "2026"][CLOSING], ["75", "75"])


def test_units_that_differ():
    """Classes that count different things have no total"""
    plan = kit.plan(kit.city("town", {**TOWN, "classes": "class,label,unit\nc1,1号,\nc2,一時預かり,人日"}, FOLLOW))
    rows = plan.rows("official")
    kit.equal(list(rows[0]), ["区域", "年度", "項目", "1号", "一時預かり", "推計"])
    kit.check(NETTED not in {row["項目"] for row in rows}, rows)


def test_no_seats():
    """Where there are no seats, and nothing to open, all that is needed is short"""
    plan = kit.plan(kit.city("town", {"need": "area,class,2025\nward,c,7", "supply": "area,seat,2025",
                                      "measures": "measure,group\nnew,new", "effects": "measure,item,amount\nnew,c,1",
                                      "options": "option,measure,area,max_units,consent\nnone,new,ward,1,refuses"}))
    kit.equal(block_of(plan, "ward", "2025"), {NEED: ["7", "7"], SECURED: ["0", "0"], BALANCE: ["-7", "-7"],
                                               NETTED: ["", "7"], BY_CELL: ["7", "7"], COUNTS: ["7", "7"]})


def test_english():
    """lang: en speaks English, with the labels as they are"""
    plan = kit.plan(kit.city("town", TOWN, {**FOLLOW, "lang": "en"}))
    rows = plan.rows("official")
    kit.equal(list(rows[0]), ["area", "year", "row", "1号", "2号", "total", "estimate"])
    kit.equal([row["row"] for row in rows[:10]], [
        "(1) need", "secured: 特定教育・保育施設", "secured: 確認を受けない幼稚園", "secured: 認可外保育施設", "(2) secured, total",
        "(3) inter-area use", "balance, (2)+(3)-(1)", "short, all netted (to compare)",
        "short, cell by cell (to compare)", "short, seats shared as the rules allow (what counts)"])


if __name__ == "__main__":
    kit.main(globals())
