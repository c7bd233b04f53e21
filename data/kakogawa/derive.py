#!/usr/bin/env python3
"""Make need.csv, supply.csv, options.csv and adopted/ of Kakogawa from published/ (see README.md).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import tables  # noqa: E402

AREAS = {"a": "区域A", "b": "区域B", "c": "区域C"}
YEARS = range(2020, 2025)  # 2019 is history; its need is of the first plan
KINDS = ("特定教育・保育施設", "特定地域型保育事業")
CLASS = "2号+3号"
CLASSES = {"c2": "2号_保育希望", "c3": "3号"}  # the need that the city prints; its capacity is one pool
PLAN = tables.figures(HERE / "published" / "kakogawa_plan2_R2-R6.csv")


def row(area, year, kind, item, cls=CLASS):
    return PLAN[(AREAS[area], str(year), cls, kind, item)]


def number(*key, **more):
    return int(row(*key, **more)["value"])


def need(area, year):
    """The printed total, which must be the sum of its two classes."""
    total = number(area, year, "", "量の見込み合計①")
    parts = sum(number(area, year, "", "量の見込み", cls=c) for c in CLASSES.values())
    if parts != total:
        raise SystemExit(f"{area} {year}: need {parts} is not the printed {total}")
    return total


def opening(area):
    """Capacity at the start of 2020: the later printed openings already contain the additions."""
    total = number(area, YEARS[0], "計", "年度当初定員数②")
    parts = sum(number(area, YEARS[0], k, "年度当初定員数") for k in KINDS)
    if parts != total:
        raise SystemExit(f"{area}: capacity {parts} is not the printed {total}")
    return total


def source(area, what):
    page = row(area, YEARS[0], "", "量の見込み合計①")["page"]
    return f"第2期加古川市子ども・子育て支援事業計画 {page} {what}"


def build():
    needs = [["area", "class", *YEARS, "source"]]
    supply = [["area", "seat", "kind", YEARS[0], "source"]]
    options = [["option", "measure", "area", "max_units", "source"]]
    for a in AREAS:
        wanted = [need(a, t) for t in YEARS]
        needs.append([a, "childcare", *wanted, source(a, "量の見込み合計①")])
        for kind in KINDS:
            supply.append([a, "childcare", kind, number(a, YEARS[0], kind, "年度当初定員数"),
                           source(a, "2020年度 年度当初定員数")])
        options.append([f"add_{a}", "existing", a, max(wanted),
                        "上限は区域の量の見込みの最大値: 選択を縛らないための数で、公表された上限ではない"])
    return {"need.csv": needs, "supply.csv": supply, "options.csv": options, **printed()}


def printed():
    """The city's own plan: its need by class, and what it printed as secured, year by year."""
    needs = [["area", "class", *YEARS, "source"]]
    adopted = [["option", *YEARS, "source"]]
    for a in AREAS:
        for c, name in CLASSES.items():
            needs.append([a, c, *(number(a, t, "", "量の見込み", cls=name) for t in YEARS), source(a, "量の見込み")])
        adds = [number(a, t, KINDS[0], "各年度で確保する定員数") for t in YEARS]
        if any(number(a, t, KINDS[1], "各年度で確保する定員数") for t in YEARS):
            raise SystemExit(f"{a}: {KINDS[1]} are secured, and no option adds them")
        adopted.append([f"add_{a}", *(n or "" for n in adds), source(a, "各年度で確保する定員数")])
    return {"adopted/need.csv": needs, "adopted/adopted.csv": adopted}


def report():
    """What the plan must find, beside what the city printed."""
    print("                     area A   area B   area C")

    def line(label, value):
        print(f"{label:18s}" + "".join(f"{value(a):9,d}" for a in AREAS))

    last = YEARS[-1]
    add = {a: max(max(need(a, t) for t in YEARS) - opening(a), 0) for a in AREAS}
    city = {a: sum(number(a, t, "計", "各年度で確保する定員数③") for t in YEARS) for a in AREAS}
    for t in YEARS:
        line(f"need {t}", lambda a: need(a, t))
    line("opening 2020", opening)
    for t in YEARS:
        line(f"short {t}", lambda a: max(need(a, t) - opening(a), 0))
    line("plan adds", lambda a: add[a])
    line("city adds", lambda a: city[a])
    line(f"plan vacant {last}", lambda a: opening(a) + add[a] - need(a, last))
    line("  without it", lambda a: max(opening(a) - need(a, last), 0))
    line("  because of it", lambda a: opening(a) + add[a] - need(a, last) - max(opening(a) - need(a, last), 0))
    line(f"city vacant {last}", lambda a: number(a, last, "計", "過不足(④-①)"))


if __name__ == "__main__":
    tables.run(HERE, build(), report)
