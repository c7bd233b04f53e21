#!/usr/bin/env python3
"""What-ifs: a change by JSON, by --change and by hand in the CSV is one and the same; --set and extends likewise.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import copy
import csv
import io
import json
import os
import re
import sys
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

# ---- a town, with years as columns and as rows ----------------------------------------------------------------------

WIDE = {
    "areas": "area,label,parent\ncity,市,\neast,東区,city\nwest,西区,city\nisle,島,west2\nwest2,西部,city\n",
    "classes": "class,label,weight\nc0,0歳,2\nc1,1・2歳,\n",
    "seats": "seat,label,room\nc0,0歳,\nc1,1・2歳,はい\n",
    "need": "area,class,2024,令和7,2026\neast,c0,130,140,151\neast,c1,200,210,220\nwest,0歳,50,50,60\n"
            "west,c1,90,95,100\n島,c0,9,10,11\nisle,c1,3,4,5\n",
    "supply": "area,seat,kind,2024,2026,factor\neast,c0,,100,110,0.9\neast,c1,,170,,\nwest,c0,,45,,\nwest,c1,,80,85,\n"
              "east,c1,区間調整,5,,\nwest,c1,transfer,-5,,\n",
    "measures": "measure,label,group,lead_years,capital,running,order\nconv,移行,認定こども園移行,,100,,1\n"
                "site,新しい園,new,1,900,50,2\nsmall,小規模,新設,1,300,20,3\n",
    "effects": "measure,option,item,amount\nconv,,c0,5\nconv,,c1,7\nsite,,c0,9\nsite,,c1,21\nsmall,,c0,7\n"
               "small,,c1,12\n,site_w,c0,9\n,site_w,c1,25\n",
    "options": "option,measure,area,max_units,min_units,consent,pool,capital,latest\nconv_e,conv,east,3,,likely,p,,\n"
               "conv_w,移行,西区,2,,,p,110,\nsite_e,site,east,4,,,,,2025\nsite_w,site,west,1,,undecided,,,\n"
               "small_e,small,east,2,1,firm,,,\nsmall_i,small,isle,1,,,,280,\n",
    "shares": "measure,cost,payer,share\nsite,capital,nation,2/3\nsite,capital,city,1/3\n",
    "limits": "limit,quantity,group,year,sense,value\nmoney,capital,,each,<=,2500\nsites,units,new,,<=,5\n",
}
SCENARIO = {"title": "町", "years": {"first": 2024, "last": 2026}, "targets": [{"id": "t", "from": 2025, "until": 2026}],
            "goals": [{"goal": "unmet", "target": "t"}, {"goal": "unmet"}, {"goal": "cost", "payer": "city"}]}
YEARS = {"2024": 2024, "令和7": 2025, "2026": 2026}


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def text(table):
    """A table of dicts as CSV: every key of any row is a column."""
    columns = list(dict.fromkeys(key for row in table for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def long_form(table, value):
    """Years as rows, as a spreadsheet would melt them."""
    return [{**{k: v for k, v in row.items() if k not in YEARS}, "year": str(YEARS[y]), value: row[y]}
            for row in table for y in YEARS if row.get(y, "") != ""]


def town(form):
    tables = {name: rows(t) for name, t in WIDE.items()}
    if form == "long":
        tables["need"] = long_form(tables["need"], "children")
        tables["supply"] = long_form(tables["supply"], "seats")
    return tables


def write(folder, tables, scenario=None):
    return kit.city(folder, {name: text(table) for name, table in tables.items()}, scenario or SCENARIO)


def scaled(number, up, down=1):
    """number * up / down, halves away from zero."""
    over = abs(int(number)) * up
    whole = (2 * over + down) // (2 * down)
    return str(-whole if int(number) < 0 else whole)


def each(table, when, column, new):
    """By hand: the cells of a column, or of the years of a wide table, are written anew."""
    for row in table:
        for key in [column] if column in row else list(YEARS):
            year = YEARS.get(key) or int(row["year"]) if (key in YEARS or "year" in row) else None
            if when(row, year) and row.get(key, "") != "":
                row[key] = new(row[key])


def all_rows(row, year):
    return True


# name: JSON, --change, by hand
CHANGES = {
    "multiply by a class": (
        {"table": "need", "where": {"class": "c0"}, "multiply": {"children": 1.05}}, "need[class=c0].children*=1.05",
        lambda T: each(T["need"], lambda r, y: r["class"] in ("c0", "0歳"), "children", lambda x: scaled(x, 105, 100))),
    "multiply by a fraction": (
        {"table": "need", "where": {"class": "c1"}, "multiply": {"children": "31/30"}},
        "need[class=c1].children*=31/30",
        lambda T: each(T["need"], lambda r, y: r["class"] in ("c1", "1・2歳"), "children", lambda x: scaled(x, 31, 30))),
    "take a fraction away": (
        {"table": "limits", "where": {"limit": "money"}, "add": {"value": "-1/4"}}, "limits[limit=money].value-=1/4",
        lambda T: [r.update(value=str(int(r["value"]) - 0.25)) for r in T["limits"] if r["limit"] == "money"]),
    "labels are ids": (
        {"table": "need", "where": {"class": ["0歳"], "area": ["島", "west"]}, "add": {"children": 4}},
        "need[class=0歳,area=島|west].children+=4",
        lambda T: each(T["need"], lambda r, y: r["class"] in ("c0", "0歳") and r["area"] in ("島", "isle", "west"),
                       "children",
                       lambda x: str(int(x) + 4))),
    "years are years in any form": (
        {"table": "need", "where": {"year": [2025, "R8"]}, "multiply": {"children": 0.5}},
        "need[year=令和7|2026].children*=0.5",
        lambda T: each(T["need"], lambda r, y: y in (2025, 2026), "children", lambda x: scaled(x, 5, 10))),
    "a column of the table behind an id": (
        {"table": "need", "where": {"area.parent": "west2"}, "set": {"children": 12}}, "need[parent=西部].children=12",
        lambda T: each(T["need"], lambda r, y: r["area"] in ("島", "isle"), "children", lambda x: "12")),
    "seats that go both ways stay in balance": (
        {"table": "supply", "where": {"kind": "transfer"}, "multiply": {"seats": 1.5}}, "supply[kind=区間調整].seats*=1.5",
        lambda T: each(T["supply"], lambda r, y: r["kind"] in ("transfer", "区間調整"), "seats",
                       lambda x: scaled(x, 15, 10))),
    "the group of an option": (
        {"table": "options", "where": {"group": "new", "area": "east"}, "add": {"max_units": 1}},
        "options[group=新設,area=東区].max_units+=1",
        lambda T: each(T["options"], lambda r, y: r["option"] in ("site_e", "small_e"), "max_units",
                       lambda x: str(int(x) + 1))),
    "an empty cell is what it means": (
        {"table": "options", "where": {"measure": "conv"}, "multiply": {"capital": 1.5}},
        "options[measure=移行].capital*=1.5",
        lambda T: [r.update(capital={"conv_e": "150", "conv_w": "165"}[r["option"]]) for r in T["options"]
                   if r["option"].startswith("conv")]),
    "also where it is looked for": (
        {"table": "options", "where": {"consent": "firm"}, "add": {"min_units": 0.4}},
        "options[consent=確実].min_units+=0.4",
        lambda T: [r.update(min_units="1" if r["min_units"] == "1" else "0") for r in T["options"]
                   if r["consent"] in ("", "firm")]),
    "a column that is not there": (
        {"table": "measures", "where": {"group": "new"}, "set": {"life_years": 2}}, "measures[group=new].life_years=2",
        lambda T: [r.update(life_years="2" if r["measure"] != "conv" else "") for r in T["measures"]]),
    "lead years of nothing": (
        {"table": "measures", "add": {"lead_years": 1}}, "measures.lead_years+=1",
        lambda T: [r.update(lead_years={"": "1", "1": "2"}[r["lead_years"]]) for r in T["measures"]]),
    "shares stay fractions": (
        {"table": "shares", "where": {"payer": "国"}, "multiply": {"share": 0.5}}, "shares[payer=国].share*=0.5",
        lambda T: T["shares"][0].update(share="1/3"), {"table": "shares", "where": {"payer": "city"},
                                                       "add": {"share": 0}},
        {"table": "shares", "append": [{"measure": "site", "cost": "capital", "payer": "operator", "share": "1/3"}]},
        lambda T: T["shares"].append({"measure": "site", "cost": "capital", "payer": "operator", "share": "1/3"})),
    "money keeps its decimals": (
        {"table": "limits", "where": {"limit": "money"}, "multiply": {"value": 0.77777}},
        "limits[limit=money].value*=0.77777",
        lambda T: T["limits"][0].update(value="1944.425")),
    "units of a limit are whole": (
        {"table": "limits", "where": {"quantity": "units"}, "multiply": {"value": 0.5}},
        "limits[quantity=箇所数].value*=0.5",
        lambda T: T["limits"][1].update(value="3")),
    "rows taken out": (
        {"table": "options", "where": {"measure.group": "認定こども園移行"}, "remove": True}, "options[group=convert]-",
        lambda T: T.update(options=[r for r in T["options"] if not r["option"].startswith("conv")])),
    "all rows taken out": (
        {"table": "limits", "remove": True}, "limits-", lambda T: T.update(limits=[dict.fromkeys(T["limits"][0], "")])),
    "an emptied cell": (
        {"table": "options", "where": {"option": "site_e"}, "set": {"latest": None}}, "options[option=site_e].latest=",
        lambda T: [r.update(latest="") for r in T["options"]]),
    "numbers of a year taken out": (
        {"table": "supply", "where": {"year": 2026, "seat": "c0"}, "remove": True}, "supply[year=2026,seat=c0]-",
        lambda T: T.update(supply=[r for r in T["supply"] if not (r.get("year") == "2026" and r["seat"] == "c0")])
        if "year" in T["supply"][0] else [r.update({"2026": ""}) for r in T["supply"] if r["seat"] == "c0"]),
    "quotes": (
        {"table": "measures", "where": {"label": "新しい園"}, "set": {"running": 70}},
        'measures[ label = "新しい園" ] . running = 70',
        lambda T: T["measures"][1].update(running="70")),
}


def planned(folder, out, *words):
    return kit.plan(folder, out, *words)


def same_plan(one, two):
    kit.same_sheets(one, two)
    for key in ("goals", "stages", "unique", "estimates"):
        kit.equal(one.run()[key], two.run()[key], key)


def check_change(form, parts):
    jsons = [p for p in parts if isinstance(p, dict)]
    words = [p for p in parts if isinstance(p, str)]
    hands = [p for p in parts if callable(p)]
    write("plain", town(form))
    before = planned("plain", "p0")
    write("json", town(form), {**SCENARIO, "changes": jsons})
    by_json = planned("json", "p1")
    hand = town(form)
    for change in hands:
        change(hand)
    write("hand", hand)
    by_hand = planned("hand", "p2")
    same_plan(by_json, by_hand)
    kit.equal(kit.read("p1/input/need.csv"), kit.read("p0/input/need.csv"), "input is as read")
    if len(jsons) == 1:
        by_words = planned("plain", "p3", "--change", words[0])
        same_plan(by_words, by_hand)
    return any(before.bytes(name) != by_hand.bytes(name) for name in kit.SHEETS)


def test_a_change_is_what_a_hand_would_write():
    """by JSON, by --change and in the CSV: the same plan, byte for byte, years as columns or as rows"""
    seen = 0
    for form in ("wide", "long"):
        for number, (name, parts) in enumerate(CHANGES.items()):
            folder = f"{form}{number}"
            os.mkdir(folder)
            os.chdir(folder)
            try:
                seen += check_change(form, parts)
            except AssertionError as why:
                raise AssertionError(f"{name} ({form}): {why}") from why
            os.chdir("..")
    kit.check(seen > len(CHANGES), "most of the changes must be seen in the plan, not", seen)


# Every table: a row that can be added and taken out again, where it is, a column of words and one of numbers.
EVERY = {
    "areas": ("area=isle", "label=南の島", "order", {"area": "north", "label": "北区", "parent": "city"}),
    "classes": ("class=c1", "label=幼児", "weight", {"class": "c2", "label": "3歳", "weight": 3}),
    "seats": ("seat=c0", "label=乳児室", "children_per_carer", {"seat": "k2", "label": "予備室", "children_per_carer": 20}),
    "services": ("service=s1", "seat=c0", "per_child", {"service": "s2", "class": "c0", "seat": "c1", "rank": 2}),
    "need": ("area=west,class=c1", "source=推計: 仮", "children",
             {"area": "north", "class": "c0", "year": 2025, "children": 8}),
    "supply": ("area=west,seat=c1,kind=\"\"", "source=推計: 仮", "seats",
               {"area": "east", "seat": "c1", "kind": "新", "year": 2025, "seats": 30}),
    "measures": ("measure=site", "group=enterprise", "capital", {"measure": "m2", "group": "new", "lead_years": 0}),
    "effects": ("measure=site,item=c0", "kind=認可", "amount",
                {"measure": "site", "item": "c0", "amount": 3, "kind": "乙"}),
    "options": ("option=site_e", "pool=p", "max_units", {"option": "o2", "measure": "small", "area": "west",
                                                         "max_units": 2}),
    "shares": ("measure=site,payer=city", "source=仮", "share", {"measure": "small", "cost": "running", "payer": "city",
                                                               "share": 1}),
    "limits": ("limit=sites", "group=convert", "value", {"limit": "l2", "quantity": "seats", "year": "each",
                                                         "sense": "<=", "value": 90}),
    "links": ("from=east,to=west", "class=c0", "max_children", {"from": "isle", "to": "west", "max_share": "1/3"}),
    "adopted": ("option=small_e", "note=x", "units", {"option": "site_e", "year": 2025, "units": 1}),
}
MORE = {
    "services": "service,class,seat,per_child\ns0,c0,c0,1\ns1,c1,c1,1\n",
    "links": "from,to,class,max_children,max_share\neast,west,c1,20,0.5\neast,west,c0,5,0.25\nwest,east,,12,1/2\n",
    "adopted": "option,year,units\nsmall_e,2025,1\nconv_e,2024,2\n",
}


def hits(row, where):
    return all(row.get(key, "") == value.strip('"') for key, value in (part.split("=") for part in where.split(",")))


def outcome(folder, out, *words):
    """The plan, or else the errors."""
    done = kit.run("plan", folder, "-o", out, "-q", *words)
    kit.check(done.code in (0, 1), done)
    if done.code == 0:
        return kit.Plan(out)
    found = json.loads(kit.run("check", folder, "--json", *words, code=1).out)["findings"]
    return sorted({f["code"] for f in found if f["severity"] == "error"})


def test_every_table_with_every_operator():
    """=, *=, +=, -=, rows taken out and new rows in each of the thirteen tables: as if the hand had written it"""
    base = {**town("wide"), **{name: rows(t) for name, t in MORE.items()}}
    base["areas"] = [dict(row, order=str(i + 1)) for i, row in enumerate(base["areas"])]
    base["seats"] = [dict(row, children_per_carer="6", room="") for row in base["seats"]]
    base["classes"][1]["weight"] = "1"  # an empty cell counts as what it means: tried above
    scenario = {**SCENARIO, "goals": [*SCENARIO["goals"], {"goal": "change"}]}
    kit.equal(set(EVERY), set(base))
    write("base", base, scenario)
    before, seen, planned_too = planned("base", "before"), 0, []
    cases = [(table, operator) for table in EVERY for operator in ("=", "*", "+", "-", "out", "new")]
    for n, (table, operator) in enumerate(cases):
        where, word, column, row = EVERY[table]
        hand = copy.deepcopy(base)
        words = ["--change", f"{table}[{where}].{word}"]
        changes = []
        if operator == "=":
            key, value = word.split("=")
            for r in hand[table]:
                r.setdefault(key, "")
                r[key] = value if hits(r, where) else r[key]
        elif operator == "out":
            words = ["--change", f"{table}[{where}]-"]
            hand[table] = [r for r in hand[table] if not hits(r, where)]
        elif operator == "new":
            words = []
            changes = [{"table": table, "append": [row]}]
            new = {key: str(value) for key, value in row.items()}
            if table in ("need", "supply"):  # years are columns there
                new["令和7"] = new.pop(column)
                new.pop("year")
            hand[table].append(new)
        else:
            words = ["--change", f"{table}[{where}].{column}{operator}=2"]
            for r in hand[table]:
                for key in (YEARS if table in ("need", "supply") else [column]):
                    if hits(r, where) and r.get(key, "") != "":
                        r[key] = str(eval(f"Fraction(r[key]) {operator} 2"))  # pylint: disable=eval-used
                        if table in ("classes", "seats", "services", "measures", "effects") and "/" in r[key]:
                            r[key] = str(float(Fraction(r[key])))
        write(f"hand{n}", hand, scenario)
        write(f"what{n}", base, {**scenario, "changes": changes})
        one, two = outcome(f"what{n}", f"p{n}", *words), outcome(f"hand{n}", f"q{n}")
        try:
            if isinstance(one, list) or isinstance(two, list):
                kit.equal(one, two)
                continue
            same_plan(one, two)
        except AssertionError as why:
            raise AssertionError(f"{table} {operator} {words or changes}: {why}") from why
        planned_too.append(table)
        seen += any(before.bytes(name) != two.bytes(name) for name in kit.SHEETS)
    kit.say(f"{len(planned_too)} of {len(cases)} are planned, {seen} change the plan")
    kit.check(len(planned_too) >= 50 and seen >= 30 and set(planned_too) == set(EVERY), planned_too, seen)


def test_changes_are_made_in_order():
    """first + then *, and the other way round; of two rows of a where the first change hides one from the second"""
    def need(*changes):
        write("t", town("wide"), {**SCENARIO, "changes": list(changes)})
        return planned("t", "p").number("balance", "need", area="east", class_="c0", year="2024")
    plus = {"table": "need", "where": {"area": "east"}, "add": {"children": 10}}
    times = {"table": "need", "where": {"area": "east"}, "multiply": {"children": 2}}
    kit.equal(need(plus, times), 280)
    kit.equal(need(times, plus), 270)
    kit.equal(need({"table": "need", "where": {"area": "east", "class": "c0"}, "set": {"children": 5}},
                   {"table": "need", "where": {"area": "east", "children": 5}, "add": {"children": 1}}), 6)
    write("t", town("wide"), SCENARIO)
    kit.equal(planned("t", "p", "--change", "need[area=east].children+=10", "--change", "need[area=east].children*=2")
              .number("balance", "need", area="east", class_="c0", year="2024"), 280)
    one = kit.plan("t", "q", "--change", "measures[measure=site].group=enterprise", "--change",
                   "options[group=enterprise].max_units=0", "--change", "options[option=small_e].min_units=0")
    kit.check(not any(o.startswith("site") for o, _ in one.opened()), one.opened())


def test_rounding():
    """children, seats and units become whole, halves away from zero, in exact decimals"""
    for number, factor, result in [(130, "1.05", 137), (10, "1.15", 12), (70, "1.15", 81), (1, "0.5", 1),
                                   (3, "0.1666666", 0),
                                   (8, "0.0625", 1), (15, "31/30", 16), (15, "29/30", 15),
                                   (199, "1.005", 200), (1, "2.4999999999999", 2)]:
        tables = town("wide")
        tables["need"][0]["2024"] = str(number)
        write("t", tables)
        plan = planned("t", "p", "--change", f"need[area=east,class=c0,year=2024].children*={factor}")
        kit.equal(plan.number("balance", "need", area="east", class_="c0", year="2024"), result, number, factor)


def test_new_rows():
    """append: in tables of both forms, in new columns and in a table that is not there; appended is as written"""
    for form in ("wide", "long"):
        base = town(form)
        base.pop("limits")
        hand = copy.deepcopy(base)
        hand["areas"].append({"area": "north", "label": "北区", "parent": "city"})
        year = [{"2024": "30", "令和7": "31", "2026": "32"}]
        if form == "wide":
            hand["need"] += [{"area": "north", "class": "c0", **year[0]}, {"area": "north", "class": "c1", **year[0]}]
        else:
            hand["need"] += [{"area": "north", "class": c, "year": str(YEARS[y]), "children": year[0][y]}
                             for c in ("c0", "c1") for y in YEARS]
        hand["options"].append({"option": "n", "measure": "site", "area": "北区", "max_units": "2", "max_per_year": "1"})
        hand["limits"] = [{"limit": "money", "quantity": "capital", "year": "each", "sense": "<=", "value": "3000"}]
        changes = [
            {"table": "areas", "append": [{"area": "north", "label": "北区", "parent": "city"}]},
            {"table": "need", "append": [{"area": "north", "class": c, "2024": 30, "R7": 31,
                                          "2026": 32} for c in ("c0", "c1")]},
            {"table": "options", "append": [{"option": "n", "measure": "site", "area": "北区", "max_units": 2,
                                             "max_per_year": 1}]},
            {"table": "limits", "append": [{"limit": "money", "quantity": "capital", "year": "each", "sense": "<=",
                                            "value": 3000}]},
        ]
        write("hand" + form, hand)
        write("json" + form, base, {**SCENARIO, "changes": changes})
        same_plan(planned("json" + form, "p1"), planned("hand" + form, "p2"))
        kit.check(not os.path.exists("p1/input/limits.csv"), "input is as read")
        same_plan(planned("p1/input", "p3"), planned("hand" + form, "p2"))


def test_tables_left_out():
    """areas, classes, seats and services that stand in no file may be changed too"""
    need = "area,class,2024\n東区,0歳,30\n西区,0歳,20\n東区,1歳,5\n西区,1歳,6\n"
    tables = {"need": need, "supply": "area,seat,2024\n東区,0歳,9\n西区,0歳,9\n東区,1歳,1\n",
              "measures": "measure,group,lead_years,capital\nm,new,0,10\n",
              "effects": "measure,item,amount\nm,0歳,7\nm,1歳,3\n",
              "options": "option,measure,area,max_units\ne,m,東区,1\nw,m,西区,1\n"}
    kit.city("plain", tables)
    cases = [("classes[class=0歳].weight=3", {"classes": "class,weight\n0歳,3\n1歳,\n"}),
             ("areas[area=西区].label=西", {"areas": "area,label\n東区,\n西区,西\n"}),
             ("seats[seat=1歳].room=no", {"seats": "seat,label,room\n0歳,,\n1歳,,no\n"}),
             ("services[service=0歳].per_child*=2",
              {"services": "service,class,seat,per_child\n0歳,0歳,0歳,2\n1歳,1歳,1歳,\n"})]
    for number, (change, more) in enumerate(cases):
        kit.city(f"hand{number}", {**tables, **more})
        same_plan(planned("plain", "p", "--change", change), planned(f"hand{number}", "q"))


def test_extends():
    """a scenario takes over what it does not say: objects merge, null takes away, lists are replaced, changes add up"""
    write("town", town("wide"), {**SCENARIO, "edition": "第1回", "note": "x", "changes": [
        {"table": "need", "add": {"children": 10}}]})
    child = {"kakuho": 1, "extends": "../../town/base.json", "title": "低位", "note": None,
             "years": {"last": 2025, "look_ahead": 2026},
             "changes": [{"table": "need", "multiply": {"children": 2}}]}
    grandchild = {"kakuho": 1, "extends": "low.json", "years": {"look_ahead": None}, "goals": [{"goal": "unmet"}],
                  "tables": {"supply": "supply.csv"}}
    kit.write("what/ifs/low.json", json.dumps(child))
    kit.write("what/ifs/lower.json", json.dumps(grandchild))
    supply = [{**r, "2024": scaled(r["2024"], 1, 2)} for r in rows(WIDE["supply"]) if not r["kind"]]
    kit.write("what/ifs/supply.csv", text(supply))
    kit.write("what/ifs/need.csv", "not a table that is used")
    hand = town("wide")
    each(hand["need"], all_rows, "children", lambda x: str((int(x) + 10) * 2))
    same = {**SCENARIO, "edition": "第1回", "title": "低位", "years": {"first": 2024, "last": 2025, "look_ahead": 2026}}
    write("hand", hand, {**same, "targets": [{"id": "t", "from": 2025, "until": 2025}]})
    kit.run("check", "what/ifs/low.json", code=1)  # the target ends after the plan: the finding is the parent's
    found = json.loads(kit.run("check", "what/ifs/low.json", "--json", code=1).out)["findings"]
    kit.check(all(f["file"] == "../../town/base.json" for f in found if f["severity"] == "error"), found)
    until = ["--set", "targets.t.until=2025"]
    same_plan(planned("what/ifs/low.json", "p1", *until), planned("hand", "p2"))
    hand["supply"] = supply
    write("hand2", hand, {"title": "低位", "edition": "第1回", "years": {"first": 2024, "last": 2025},
                          "goals": [{"goal": "unmet"}],
                          "targets": [{"id": "t", "from": 2025, "until": 2025}]})
    same_plan(planned("what/ifs/lower.json", "p3", *until), planned("hand2", "p4"))
    effective = json.loads(kit.read("p3/input/scenario.json"))
    kit.equal([list(c)[1] for c in effective["changes"]], ["add", "multiply"])
    kit.check("extends" not in effective and effective["title"] == "低位" and effective["note"] == "", effective)
    os.chdir("what/ifs")
    same_plan(planned("lower.json", "../../p5", *until), kit.Plan("../../p4"))


def the_same_but_said(plan):
    """All files of a plan, but for where they say that it is a what-if."""
    files = kit.tree(plan.folder)
    for name in ("run.json", "input/scenario.json"):
        content = json.loads(files[name])
        content.pop("what_if", None)
        for entry in content.get("files", []):
            if entry["name"] == "input/scenario.json":
                entry["sha256"] = ""
        files[name] = content
    return files


def test_findings_name_the_change():
    """What is missing because a change took it out names the change; what was missing before does not"""
    write("t", town("wide"))

    def said(*words):
        done = kit.run("plan", "t", "--lang", "en", *(w for word in words for w in ("--change", word)))
        return [line for line in done.err.splitlines() if not line.startswith("kakuho:")]
    kit.check("need.csv: the table has headings but no rows; write them (changed by --change need-) [table.empty]"
              in said("need-"))
    for word, code in (("measures-", "id.unknown"), ("effects-", "option.no_effect")):
        for line in said(word):
            kit.check(f"[{code}]" not in line or f"(changed by --change {word})" in line, line)
    kit.check(any("(changed by --change measures-)" in line for line in said("measures-")))
    kit.check(any("(changed by --change effects-)" in line for line in said("effects-")))
    jumps = [line for line in said("need[area=east,class=c0,year=2025].children*=2") if "[need.jump]" in line]
    kit.equal(["(changed by --change need[" in line for line in jumps], [True, True], jumps)  # up, and down again
    wrong = said("need.children*=1e300")
    kit.check(len(wrong) == 1 and "'1e300' is not a number that can be read" in wrong[0], wrong)


def test_warnings_know_no_places():
    """What a plan keeps of warnings is the same wherever its changes and tables stood, and when its input is planned"""
    layers = {"parent": {"extends": "base.json", "changes": [
        {"table": "need", "append": [{"area": "isle", "class": "c0", "2024": 3, "2025": 9, "2026": 3}]},
        {"table": "need", "where": {"area": "east", "year": 2025}, "multiply": {"children": 2}}]},
              "low": {"extends": "parent.json", "changes": [
                  {"table": "measures", "append": [{"measure": "fast", "group": "new", "capital": 5},
                                                   {"measure": "late", "group": "new", "capital": 6}]},
                  {"table": "options", "append": [{"option": o, "measure": o, "area": "west", "max_units": 1}
                                                  for o in ("fast", "late")]}]}}
    wanted = None
    for form, indent in (("t", None), ("t", 4), ("far", 2)):
        tables = town("wide")
        tables["need"] = [row for row in tables["need"] if (row["area"], row["class"]) != ("島", "c0")]
        write(form, tables)
        if form == "far":  # the tables elsewhere
            kit.write("far/base.json", json.dumps({**SCENARIO, "kakuho": 1, "units": "continuous",
                                                   "tables": {"need": "data/children.csv"}}))
            os.makedirs("far/data", exist_ok=True)
            os.replace("far/need.csv", "far/data/children.csv")
        for name, scenario in layers.items():
            kit.write(f"{form}/{name}.json", json.dumps({"kakuho": 1, **scenario}, indent=indent))
        planned(f"{form}/low.json", "low")
        planned("low/input", "again")
        kit.equal(kit.tree("again"), kit.tree("low"))
        kit.run("verify", "low", code=0)
        warnings = kit.Plan("low").run()["warnings"]
        changes = {w.get("change", "") for w in warnings}
        kit.check({"need append 1", "need[area=east,year=2025].children*=2", "measures append 2"} <= changes, warnings)
        kit.equal({w["file"] for w in warnings if w["line"]} - {"need.csv", "measures.csv"}, set())
        kit.check(not re.search(r"(low|parent|base|scenario)\.json:", json.dumps(warnings)), warnings)
        wanted = wanted or warnings
        kit.equal(warnings, wanted)
        terminal = kit.run("check", f"{form}/low.json", "--lang", "en").out
        kit.check(re.search(r"changed by parent\.json:\d+:\d+ changes", terminal), terminal)
    kit.check("data/children.csv:" in terminal, terminal)


def test_says_what_if():
    """A plan says what makes it a what-if: in its summary, in run.json, and when its input is planned again"""
    write("t", town("wide"))
    kit.check("what_if" not in planned("t", "plain").run())
    changes = [{"table": "need", "where": {"class": ["c0", "c1"], "year": 2024}, "multiply": {"children": 1.50}},
               {"table": "need", "where": {"area": "north,west|x"}, "add": {"children": -1}},
               {"table": "limits", "append": [{"limit": "cap", "quantity": "units", "sense": "<=", "value": 9}]},
               {"table": "options", "where": {"option": "none"}, "remove": True}]
    said = ["need[class=c0|c1,year=2024].children*=1.5", 'need[area="north,west|x"].children-=1', "limits append 1",
            "options[option=none]-"]
    for change, text in zip(changes, said):
        kit.write("t/low.json", json.dumps({"kakuho": 1, "extends": "base.json", "changes": [change]}))
        done = kit.run("plan", "t/low.json", "-o", "low", "--set", "title=x", "--lang", "en")
        if done.code:  # no such row: what is said of it is not there to be read
            kit.check("[change.nothing]" in done.err, done)
            continue
        heads = ["low.json extends base.json", "--set title=x"]
        kit.equal(kit.Plan("low").run()["what_if"], heads + [text])
        kit.check("What if      low.json extends base.json; --set title=x" in done.out, done)
        again = planned("low/input", "again")
        kit.equal(kit.tree("again"), kit.tree("low"))
        kit.equal(json.loads(kit.run("plan", "low/input", "--json", code=0).out)["what_if"], heads + [text])
        if "append" not in text:  # these are the words of --change
            words = planned("t", "words", "--change", text)
            kit.equal(words.run()["what_if"], [text])
            same_plan(words, again)


def test_set():
    """--set is what the scenario would say: JSON or a bare word, into lists and defaults, null takes away"""
    first, second, third = SCENARIO["goals"]
    target, years = SCENARIO["targets"][0], {"first": 2024, "last": 2025}
    cases = [
        (["years.last=2025", "targets[0].until=2025"], {"years": years, "targets": [{**target, "until": 2025}]}),
        (["title=2025"], {"title": "2025"}),
        (['title="2025"'], {"title": "2025"}),
        (["years.as_of=03-31"], {"years": {**SCENARIO["years"], "as_of": "03-31"}}),
        (["consent=firm"], {"consent": ["firm"]}),
        (["consent=firm,undecided"], {"consent": ["firm", "undecided"]}),
        (["goals.1.slack=5"], {"goals": [first, {"goal": "unmet", "slack": 5}, third]}),
        (["goals.2.slack=2 %"], {"goals": [first, second, {**third, "slack": "2 %"}]}),
        (['goals=[{"goal": "unmet"}]'], {"goals": [{"goal": "unmet"}]}),
        (["goals=null", "targets=null"], {"goals": None, "targets": None}),
        (["targets.t.buffer=0.1", "targets.t.basis=peak"], {"targets": [{**target, "buffer": 0.1, "basis": "peak"}]}),
        (['years={"last": 2025}', "targets=null", "goals=null"], {"years": years, "targets": None, "goals": None}),
    ]
    for number, (words, keys) in enumerate(cases):
        write("t", town("wide"))
        write("hand", town("wide"), {k: v for k, v in {**SCENARIO, **keys}.items() if v is not None})
        one = planned("t", f"p{number}", *[w for word in words for w in ("--set", word)])
        two = planned("hand", f"q{number}")
        same_plan(one, two)
        said = [f"--set {word}" for word in words]
        kit.equal(one.run()["what_if"], said)
        kit.equal(json.loads(kit.read(f"{one.folder}/input/scenario.json"))["what_if"], said)
        kit.equal(the_same_but_said(one), the_same_but_said(two), words)
    write("bare", town("wide"))
    os.remove("bare/base.json")
    write("hand", town("wide"), {"goals": [{"goal": "unmet"}, {"goal": "seats", "existing": False, "slack": 7},
                                           {"goal": "cost", "payer": "city"}, {"goal": "vacant"}], "units": "whole"})
    same_plan(planned("bare", "p", "--set", "goals.1.slack=7"), planned("hand", "q"))


def test_a_plan_stands_alone():
    """planning the input of a plan gives the same folder again, whatever the plan was made from"""
    write("town", town("wide"), {**SCENARIO, "changes": [{"table": "need", "multiply": {"children": 1.1}}]})
    kit.write("town/low.json", json.dumps({"kakuho": 1, "extends": "base.json", "title": "低位"}))
    kit.plan("town/low.json", "p", "--set", "years.look_ahead=2026", "--set", "consent=firm", "--change",
             'options[latest="",group=new].max_units*=1.5', "--change", "measures[group=新設].source=\"推計: 仮\"")
    kit.plan("p/input", "q")
    kit.equal(kit.tree("q"), kit.tree("p"))
    os.rename("p/input", "elsewhere")
    kit.plan("elsewhere/scenario.json", "r")
    kit.equal(kit.tree("r"), kit.tree("q"))
    os.rename("elsewhere", "p/input")


def test_nothing_is_written_by_the_wrong_words():
    """check, plan and export take the same words, and refuse them alike; init and schema take none"""
    write("town", town("wide"))
    for words in (["--change", "need[area=nowhere].children=1"], ["--set", "years.lst=2025"]):
        texts = {kit.run("check", "town", *words, code=1).out.splitlines()[0]}
        for command in (["plan", "town", "-o", "p"], ["export", "town", "-o", "p.mps"]):
            texts.add(kit.run(*command, *words, code=1).err.splitlines()[0])
        kit.equal(len(texts), 1, texts)
    kit.equal(sorted(os.listdir(".")), ["town"])
    kit.run("init", "x", "--set", "years.last=2025", code=2)
    kit.run("export", "town", "-o", "a.mps", "--change", "need.children*=1.1", code=0)
    kit.run("export", "town", "-o", "b.mps", code=0)
    kit.check(kit.read("a.mps") != kit.read("b.mps"))


kit.main(globals())
