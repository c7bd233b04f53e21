#!/usr/bin/env python3
"""Make need.csv, supply.csv, effects.csv and adopted.csv of Shiroishi from published/ (see README.md).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import tables  # noqa: E402

YEARS = ("2015", "2016")
TABLE = tables.figures(HERE / "published" / "sapporo_shiroishi_H27-H28.csv")
CLASSES = {"c1": "1号", "c2k": "2号_教育希望", "c2": "2号_左記以外", "c3_0": "3号_0歳", "c3_12": "3号_1・2歳"}
CELLS = {"kg": "1号+2号_教育希望", "n35": "2号_左記以外", "n0": "3号_0歳", "n12": "3号_1・2歳"}  # of the supply side
KINDS = ("特定教育・保育施設", "確認を受けない幼稚園", "特定地域型保育事業", "認可外保育施設等(市財政支援あり)")
TRANSFER = "区間調整"
SOURCE = "新・さっぽろ子ども未来プラン 第5章（白石区）p.106"


def number(year, cls, kind, item):
    """A printed figure; None where the printed table has no such cell."""
    row = TABLE.get(("白石区", year, cls, kind, item))
    return None if row is None else int(row["value"])


def secured(year, seat, kind):
    return number(year, CELLS[seat], kind, "確保の内容")


def build():
    need = [["area", "class", *YEARS, "source"]]
    need += [["shiroishi", c, *(number(y, CLASSES[c], "", "量の見込み") for y in YEARS), f"{SOURCE} 量の見込み"]
             for c in CLASSES]
    supply, effects = [["area", "seat", "kind", *YEARS, "source"]], [["measure", "item", "amount", "kind", "source"]]
    for seat in CELLS:
        for kind in KINDS:
            first, last = (secured(y, seat, kind) for y in YEARS)
            if first is None:
                continue
            supply.append(["shiroishi", seat, kind, first, "", f"{SOURCE} 確保の内容 {YEARS[0]}年度"])
            if last != first:
                effects.append(["step", seat, last - first, kind,
                                f"{SOURCE} 確保の内容 {YEARS[1]}年度 {last} − {YEARS[0]}年度 {first}"])
        agreed = [secured(y, seat, TRANSFER) for y in YEARS]
        supply.append(["shiroishi", seat, TRANSFER, *agreed, f"{SOURCE} {TRANSFER}"])
    adopted = [["option", YEARS[1], "source"], ["step_2016", 1, "計画の表の2016年度"]]
    return {"need.csv": need, "supply.csv": supply, "effects.csv": effects, "adopted.csv": adopted}


def report():
    """The printed balances, and the same from the printed cells."""
    for year in YEARS:
        for seat, cell in CELLS.items():
            classes = [c for c in CLASSES.values() if c in cell.split("+") or "2号_" + c == cell]
            need = sum(number(year, c, "", "量の見込み") for c in classes)
            there = sum(secured(year, seat, kind) or 0 for kind in (*KINDS, TRANSFER))
            print(f"{year} {cell:20s} {there:6d} - {need:5d} = {there - need:4d}"
                  f"  printed {number(year, cell, '計', '過不足(②-①)'):4d}")


if __name__ == "__main__":
    tables.run(HERE, build(), report)
