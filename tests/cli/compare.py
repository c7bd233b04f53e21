#!/usr/bin/env python3
"""compare: what differs between plans is told, what is the same is not; exit codes like diff; figures that add up.

Everything that is told is worked out again here from the folders of the plans.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import hashlib
import io
import json
import os
import re
import shutil
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

SAPPORO = os.path.join(kit.DATA, "sapporo")
KAKOGAWA = os.path.join(kit.DATA, "kakogawa")

TOWN = {
    "areas": "area,label\nnorth,北区\nsouth,南区",
    "need": "area,class,2024,2025,source\nnorth,c,30,35,推計：人口\nsouth,c,20,22,",
    "supply": "area,seat,2024\nnorth,c,20\nsouth,c,25",
    "measures": "measure,label,group,existing,lead_years,capital,running\nsite,新しい園,new,no,0,100,5\n"
                "room,増築,extend,,0,30,1",
    "effects": "measure,item,amount\nsite,c,8\nroom,c,3",
    "options": "option,measure,area,max_units\nsite_n,site,north,1\nroom_n,room,north,1\nsite_s,site,south,1",
    "limits": "limit,quantity,year,sense,value\nmoney,capital,each,<=,200",
}
# the same in other words: Japanese headings and words, labels for ids, years as rows, defaults written out
SAME_TOWN = {
    "areas": "名称,area\n南区,south\n北区,north",
    "need": "年度,量の見込み,区域,認定区分,出典,x_who\nR6,30,北区,c,推計：別の資料,a\n2025,35,north,c,推計：人口,b\n"
            "令和6,20,南区,c,,\n2025,22,south,c,,",
    "classes": "class\nc",
    "seats": "seat,部屋\nc,はい",
    "supply": "area,seat,年度,seats,factor\n南区,c,2024,25,1\n北区,c,2024,\"20\",1.0",
    "measures": "measure,label,group,existing,lead_years,capital,running,whole\n"
                "site,新しい園,新設,いいえ,0,100,5,yes\nroom,増築,増築,○,,30,1,",
    "effects": TOWN["effects"],
    "options": "option,measure,area,max_units,意向,capital\nsite_n,新しい園,北区,1,確実,100\nroom_n,増築,north,1,,\n"
               "site_s,site,南区,1,firm,",
    "limits": "limit,対象量,年度,条件,値\nmoney,整備費,毎年度,以下,200",
}


def compare(*words, code):
    return kit.run("compare", *words, "--lang", "en", code=code)


def as_json(*plans):
    done = kit.run("compare", *plans, "--json")
    kit.check(done.code in (0, 1), done)
    found = json.loads(done.out)
    kit.equal(found["differs"], done.code == 1)
    return found


def rows(folder, name):
    return list(csv.DictReader(io.StringIO(kit.read(os.path.join(folder, name + ".csv")).decode())))


def town(folder, tables=None, scenario=None, *words):
    """Plan the town with other tables."""
    return kit.plan(kit.city(folder + ".city", {**TOWN, **(tables or {})}, scenario), folder, *words)


def input_of(found):
    """{(table, key, column): values}"""
    return {(d["table"], ";".join(v or "" for v in d["row"].values()), d["column"]): d["values"]
            for d in found["input"]}


# ---- trouble ---------------------------------------------------------------------------------------------------------


def refused(*words, code, says):
    done = compare(*words, code=code)
    kit.equal(done.out, "")
    kit.check(says in done.err, f"no '{says}' in", done)
    kit.equal(len(done.err.splitlines()), 1, done)


def test_what_cannot_be_compared():
    """no folder, no plan, a contradiction, one plan alone: exit 2 and one sentence"""
    town("a")
    refused("a", "nowhere", code=2, says="there is no folder 'nowhere'")
    refused("nowhere", "a", code=2, says="nowhere")
    refused("a", "a.city", code=2, says="not the folder of a plan")
    refused("a", "a/run.json", code=2, says="not the folder of a plan")
    os.makedirs("empty")
    refused("a", "empty", code=2, says="not the folder of a plan")
    kit.run("plan", kit.city("bad", dict(TOWN, limits="limit,quantity,sense,value\nx,units,>=,9")), "-o", "b", code=3)
    refused("a", "b.conflict", code=2, says="there is no plan in 'b.conflict'")
    refused("a", code=2, says="one plan alone")
    refused("a", "--base", "a", code=2, says="one plan alone")
    refused("a", "a", "--json", "--md", code=2, says="choose one")
    kit.run("compare", code=2)


def test_damage():
    """a file that was changed, cut or added since: exit 6; one that is gone: exit 7; never a comparison"""
    town("a")
    whole = kit.tree("a")
    for name, content in whole.items():
        if name == "run.json":
            continue
        shutil.copytree("a", "b")
        if name != "proof.json":  # known by what it proves: kakuho verify
            kit.write(f"b/{name}", content[:-1])
            refused("a", "b", code=6, says=f"b/{name} was changed after the plan was written")
        os.remove(f"b/{name}")
        refused("a", "b", code=7, says=f"b/{name}")
        shutil.rmtree("b")
    shutil.copytree("a", "b")
    kit.write("b/input/shares.csv", "measure,payer,share\nsite,nation,1\n")
    refused("a", "b", code=6, says="b/input/shares.csv was not there when the plan was written")
    shutil.rmtree("b")
    shutil.copytree("a", "b")
    kit.write("b/run.json", whole["run.json"][:200])
    kit.check(kit.run("compare", "a", "b").code in (2, 7))


def rewrite(folder, name, change):
    """Change the text of a plan's file and the SHA-256 that run.json says of it."""
    was = kit.read(f"{folder}/{name}")
    now = change(was.decode()).encode()
    kit.check(now != was, "nothing was changed in", name)
    run = kit.read(f"{folder}/run.json").decode()
    kit.write(f"{folder}/{name}", now)
    kit.write(f"{folder}/run.json", run.replace(*(hashlib.sha256(t).hexdigest() for t in (was, now))))


def test_tables_made_by_hand():
    """what no plan holds, though its SHA-256 is right: exit 6 and the place, never a crash"""
    town("a")
    for name, old, new in [("plan", "option,", "x_option,"), ("plan", ",units,", ",x_units,"),
                           ("plan", "2024-04-01,1,", "2024-04-01,x,"), ("plan", "2024-04-01,1,", "2024-04-01,1e30,"),
                           ("balance", ",unmet,", ",x_unmet,"),
                           ("balance", "area,", "x_area,"), ("balance", "north,c,2024", "north,c,1999"),
                           ("seats", "north,c,2025", "north,c,99999999999"), ("seats", ",vacant", ",x_vacant"),
                           ("money", "2024,city", "1999,city"), ("money", "2024,city", "2024,nobody"),
                           ("money", "2024,city,site,88", "2024,city,site,"), ("promises", "target,", "x_target,"),
                           ("promises", ",2024,", ",,"), ("served", "service", "x_service"),
                           ("limits", "limit,", "x_limit,")]:
        shutil.copytree("a", "b")
        rewrite("b", name + ".csv", lambda text, pair=(old, new): text.replace(*pair, 1))
        for words in (("a", "b"), ("b", "a")):
            refused(*words, code=6, says=f"b/{name}.csv: ")
        shutil.rmtree("b")


def test_other_cities_and_years():
    """no area in common, no year in common: exit 2; some in common: compared"""
    town("a")
    renamed = {t: text.replace("north", "east").replace("south", "west") for t, text in TOWN.items()}
    town("b", renamed)
    refused("a", "b", code=2, says="no area in common")
    later = {"need": TOWN["need"].replace("2024", "2030").replace("2025", "2031"),
             "supply": TOWN["supply"].replace("2024", "2030")}
    town("c", later)
    refused("a", "c", code=2, says="no year in common")
    town("d", {"need": "area,class,2025,2026\nnorth,c,35,36\nsouth,c,22,23"})
    found = as_json("a", "d")
    years = {y["year"]: y for y in found["years"]}
    kit.equal(sorted(years), [2024, 2025, 2026])
    kit.equal(years[2024]["need"], [50, None])
    kit.equal(years[2026]["need"], [None, 59])
    kit.equal(years[2025]["need"], [57, 57])
    kit.equal(input_of(found)["need", "north;c;2024", "children"], ["30", None])
    kit.check("–" in compare("a", "d", code=1).out)
    one_more = {"areas": TOWN["areas"] + "\nisle,島", "need": TOWN["need"] + "\nisle,c,4,4,"}
    town("e", one_more)
    kit.equal(input_of(as_json("a", "e"))["need", "isle;c;2025", "children"], [None, "4"])


# ---- the same --------------------------------------------------------------------------------------------------------


def test_the_same():
    """a plan and itself, and a plan made twice: exit 0, nothing but who they are"""
    town("a")
    town("b")
    for words in (("a", "a"), ("a", "b"), ("a", "b", "a", "--base", "b")):
        done = compare(*words, code=0)
        kit.check("No difference." in done.out)
        kit.equal(compare(*words, "-q", code=0).out, "")
    found = as_json("a", "b")
    for part in ("input", "balance", "notation_only"):
        kit.equal(found[part], [])
    kit.check(all(a["change"] == ["same", "same"] for a in found["actions"]))


def test_other_words_are_the_same():
    """labels for ids, Japanese words, years as rows, other sources and orders, defaults said: no difference"""
    town("a")
    kit.plan(kit.city("b.city", SAME_TOWN), "b")
    found = as_json("a", "b")
    kit.equal(found["input"], [])
    kit.equal(sorted(found["notation_only"]),
              ["areas", "classes", "limits", "measures", "need", "options", "seats", "supply"])
    done = kit.run("compare", "a", "b", "--lang", "en")
    kit.check("only order, notation, notes or sources differ in" in done.out, done)


def test_labels_alone():
    """only a label, a title: a difference of the input, none of the plan's figures"""
    town("a")
    town("b", {"areas": TOWN["areas"].replace("北区", "きた区")}, {"title": "別名"})
    found = as_json("a", "b")
    kit.equal(input_of(found), {("areas", "north", "label"): ["北区", "きた区"],
                                ("scenario", "title", "value"): ["", "別名"]})
    kit.equal(found["balance"], [])
    out = compare("a", "b", code=1).out
    kit.equal([s for s in ("Children short", "Money", "Actions", "Promises", "Goals") if s in out], [])


# ---- the input -------------------------------------------------------------------------------------------------------


def test_input_row_by_row():
    """by key, whoever says it: a changed cell of a table, a change of the scenario, a row more or less"""
    town("a")
    town("b", {"need": TOWN["need"].replace("30,35", "31,35"),
               "options": TOWN["options"].replace("north,1\nroom", "north,2\nroom"),
               "limits": TOWN["limits"] + "\nsites,units,,<=,1"})
    kit.equal(input_of(as_json("a", "b")), {
        ("need", "north;c;2024", "children"): ["30", "31"],
        ("options", "site_n", "max_units"): ["1", "2"],
        ("limits", "sites;", "quantity"): [None, "units"],
        ("limits", "sites;", "sense"): [None, "<="],
        ("limits", "sites;", "value"): [None, "1"],
    })
    town("c", None, {"changes": [{"table": "need", "where": {"area": "北区", "year": 2024}, "add": {"children": 1}},
                                 {"table": "options", "where": {"option": "site_n"}, "set": {"max_units": 2}},
                                 {"table": "limits", "append": [{"limit": "sites", "quantity": "units", "sense": "<=",
                                                                 "value": 1}]}]})
    kit.equal(as_json("b", "c")["input"], [], "a change is what it makes of the tables:")
    kit.same_sheets(kit.Plan("c"), kit.Plan("b"))


def test_scenario_by_key():
    """years, consent, targets and goals, by their names"""
    town("a", None, {"targets": [{"id": "t"}], "goals": [{"goal": "unmet", "target": "t"}, {"goal": "cost"}]})
    town("b", None, {"targets": [{"id": "t", "basis": "peak"}], "consent": ["firm"],
                     "goals": [{"goal": "unmet", "target": "t", "slack": 2}, {"goal": "vacant"}, {"goal": "cost"}]})
    found = {key[1]: values for key, values in input_of(as_json("a", "b")).items()}
    kit.equal(sorted(found), ["consent", "goals", "goals.unmet(t)", "goals.vacant", "targets.t"])
    kit.equal(found["goals"], ["unmet(t), cost", "unmet(t), vacant, cost"])
    kit.check(found["goals.vacant"][0] is None and found["goals.unmet(t)"][1].endswith("slack 2"))


# ---- the plan --------------------------------------------------------------------------------------------------------


def test_actions():
    """added, dropped, moved, resized; and what every plan opens"""
    one = {"limits": None, "need": "area,class,2024,2025\nnorth,c,30,35\nsouth,c,20,22"}
    town("a", dict(one, adopted="option,year,units\nsite_n,2024,1\nroom_n,2024,1"), {"follow": "adopted"})
    town("b", dict(one, adopted="option,year,units\nsite_n,2025,1\nroom_n,2024,0.5\nsite_s,2024,1"),
         {"follow": "adopted"})
    town("c", dict(one, adopted="option,year,units\nsite_n,2024,0.4\nsite_n,2025,0.6"), {"follow": "adopted"})
    found = as_json("a", "b", "c")
    kit.equal({a["option"]: a["change"] for a in found["actions"]},
              {"site_n": ["same", "moved", "moved"], "room_n": ["same", "resized", "dropped"],
               "site_s": ["same", "added", "same"]})
    kit.equal({a["option"]: (a["plans"], a["no_regret"]) for a in found["actions"]},
              {"site_n": (3, 1), "room_n": (2, 0), "site_s": (1, 0)})
    compare("a", "b", "c", "-o", "x", "-q", code=1)
    kit.equal({r["option"]: (r["plans"], r["no_regret"], r["change_B"], r["change_C"], r["opens_C"])
               for r in rows("x", "actions")},
              {"site_n": ("A;B;C", "1", "moved", "moved", "2024-04-01 0.4;2025-04-01 0.6"),
               "room_n": ("A;B", "0", "resized", "dropped", ""), "site_s": ("B", "0", "added", "same", "")})


def changes_of_cells(one, other):
    """{(area, class, year): what became of it} and the unmet children in both, from balance.csv"""
    found = {}
    there = {(r["area"], r["class"], r["year"]): float(r["unmet"]) for r in other.rows("balance")}
    for r in one.rows("balance"):
        x, y = float(r["unmet"]), there[r["area"], r["class"], r["year"]]
        if x != y:
            what = "became short" if x == 0 else "became covered" if y == 0 else "more short" if y > x else "less short"
            found[r["area"], r["class"], int(r["year"])] = (what, x, y)
    return found


def test_figures_of_sapporo():
    """balances, years, money, promises and goals of three plans, worked out again from their tables"""
    plans = [kit.plan(SAPPORO, "base"), kit.plan(SAPPORO + "/budget-cut.json", "cut"),
             kit.plan(SAPPORO + "/births-low.json", "low")]
    found = as_json("base", "cut", "low")
    for s, other in enumerate(plans[1:], 1):
        want = changes_of_cells(plans[0], other)
        got = {(c["area"], c["class"], c["year"]): (c["change"][s], c["unmet"][0], c["unmet"][s])
               for c in found["balance"] if c["change"][s] != "same"}
        kit.equal(got, want)
        kit.check(len(want) > 3, "the plans differ too little for this case")
    for y in found["years"]:
        for s, plan in enumerate(plans):
            kit.equal(y["unmet"][s], round(plan.number("balance", "unmet", year=y["year"]), 3))
            rooms = [r for r in plan.rows("seats") if r["year"] == str(y["year"]) and r["seat"] != "tc"]
            kit.equal(y["vacant"][s], round(sum(float(r["vacant"]) for r in rooms), 3))
    total = [[0, 0] for _ in plans]
    for m in found["money"]:
        for s, plan in enumerate(plans):
            for c, cost in enumerate(("capital", "running")):
                kit.equal(m[cost][s], plan.number("money", cost, year=m["year"], payer=m["payer"]))
                total[s][c] += m[cost][s]
    for s, plan in enumerate(plans):
        kit.equal(total[s], [plan.number("money", "capital"), plan.number("money", "running")])
    for p in found["promises"]:
        for s, plan in enumerate(plans):
            kit.equal(p["short"][s], plan.number("promises", "short", target=p["target"], year=p["year"]))
    kit.equal([g["value"] for g in found["goals"]], [list(v) for v in zip(*([g["value"] for g in p.run()["goals"]]
                                                                          for p in plans))])
    want = {(r["area"], r["class"], t) for r in plans[0].table("need") for t in r if t.isdigit() and int(t) >= 2021}
    changed = {tuple(k[1].split(";")) for k in input_of(found) if k[0] == "need"}
    kit.check(changed and changed <= want, len(changed), len(want))


def test_what_is_not_proved():
    """whole units: beside a goal's value what is proved of it, so that nobody takes a search's luck for an effect"""
    words = ["--set", "units=whole", "--set", "effort=0.1"]
    plans = [kit.plan(SAPPORO, "base", *words), kit.plan(SAPPORO + "/budget-cut.json", "cut", *words)]
    found = as_json("base", "cut")["goals"]
    bounds = []
    for plan in plans:
        stages = [stage for stage in plan.run()["stages"] if stage["goal"]]
        bounds.append([stage["bound"] if stage["optimal"] == "not proved" else None for stage in stages])
    kit.equal([g["bound"] for g in found], [list(b) for b in zip(*bounds)])
    kit.check(any(b is not None for b in bounds[0]), "all is proved: the case is too simple")
    kit.check("proved: not below" in compare("base", "cut", code=1).out)


def test_tables_and_json_agree():
    """the folder: every figure of the JSON; replaced in one step; another folder is refused"""
    town("a")
    town("b", {"limits": TOWN["limits"].replace("200", "40")})
    compare("a", "b", "-o", "x", "-q", code=1)
    found = as_json("a", "b")
    kit.equal(sorted(os.listdir("x")), sorted(["compare.json"] + [n + ".csv" for n in (
        "plans", "input", "actions", "balance", "years", "money", "promises", "goals", "tables")]))
    inside = json.loads(kit.read("x/compare.json"))
    kit.equal({k: v for k, v in inside.items() if k != "files"}, found)
    kit.equal([(r["table"], r["row"], r["column"], r["A"], r["B"]) for r in rows("x", "input")],
              [("limits", "money;each", "value", "200", "40")])
    kit.equal([float(r["unmet_B"]) for r in rows("x", "balance")], [c["unmet"][1] for c in found["balance"]])
    kit.equal([int(r["running_B"]) for r in rows("x", "money")], [m["running"][1] for m in found["money"]])
    kit.equal([r["plan"] + r["folder"] for r in rows("x", "plans")], ["Aa", "Bb"])
    before = kit.tree("x")
    compare(os.path.abspath("a"), "./b/", "-o", "x", "-q", code=1)
    kit.equal(kit.tree("x"), before, "the same plans, named otherwise:")
    compare("a", "a", "-o", "x", "-q", code=0)
    kit.equal(rows("x", "input"), [])
    for other in ("a", "a.city"):
        held = kit.tree(other)
        compare("a", "b", "-o", other, code=2)
        kit.equal(kit.tree(other), held)
    kit.write("x/mine.txt", b"keep")
    compare("a", "b", "-o", "x", code=2)
    kit.equal(kit.read("x/mine.txt"), b"keep")


def test_base():
    """--base is A, wherever it stands among the others, or stands alone"""
    town("a")
    town("b", {"limits": TOWN["limits"].replace("200", "40")})
    town("c", {"limits": TOWN["limits"].replace("200", "90")})
    for words in (("a", "b", "c", "--base", "b"), ("--base", "b", "a", "c"), ("a", "./b", "c", "--base", "b/")):
        done = kit.run("compare", *words, "--json", code=1)
        kit.equal([p["folder"] for p in json.loads(done.out)["plans"]], ["b", "a", "c"])
        kit.equal(input_of(json.loads(done.out))["limits", "money;each", "value"], ["40", "200", "90"])


def test_money_in_other_units_is_not_compared():
    """千円 beside 円"""
    town("a")
    town("b", None, {"money_unit": "円"})
    found = as_json("a", "b")
    kit.equal((found["money_unit"], found["money"]), (None, []))
    kit.check("different units" in compare("a", "b", code=1).out)


# ---- causes ----------------------------------------------------------------------------------------------------------


def comes_to(plan):
    """Unmet children of first..last, all money, {option: [(date, units)]} of a plan's own tables."""
    options = plan.run()["options"]
    unmet = sum(float(r["unmet"]) for r in plan.rows("balance") if int(r["year"]) <= options["last"])
    actions = {}
    for r in plan.rows("plan"):
        actions.setdefault(r["option"], []).append((r["opens_on"], round(float(r["units"]), 3)))
    return unmet, plan.number("money", "capital") + plan.number("money", "running"), actions


def shift(before, after):
    x, y = comes_to(before), comes_to(after)
    return {"state": "told", "unmet": round(y[0] - x[0], 3), "cost": y[1] - x[1],
            "actions": sum(x[2].get(o) != y[2].get(o) for o in set(x[2]) | set(y[2]))}


def causes(*plans):
    done = kit.run("compare", *plans, "--causes", "--json", code=1)
    return json.loads(done.out)["causes"]


OTHER = {  # of the town, what one year later is known better
    "need": TOWN["need"].replace("30,35", "33,41").replace("20,22", "20,31"),
    "limits": TOWN["limits"].replace("200", "130"),
    "supply": TOWN["supply"].replace("south,c,25", "south,c,19"),
}
GOALS = {"goals": [{"goal": "unmet"}, {"goal": "cost"}, {"goal": "vacant"}]}


def test_causes_planned_by_hand():
    """each table put into A and taken out of B: the same figures as plans of cities mixed by hand"""
    one = town("a", None, GOALS)
    other = town("b", OTHER, {"goals": GOALS["goals"][:1] + GOALS["goals"][2:], "title": "b"})
    found = causes("a", "b")[0]
    kit.equal(found["all"], shift(one, other))
    kit.equal([t["cause"] for t in found["tables"]], ["need", "supply", "limits", "scenario"])
    rest = {"alone": dict(found["all"]), "in": dict(found["all"])}
    for t in found["tables"]:
        table = t["cause"]
        if table == "scenario":
            alone = town("x", None, {"goals": GOALS["goals"][:1] + GOALS["goals"][2:]})
            without = town("y", OTHER, GOALS)
        else:
            alone = town("x", {table: OTHER[table]}, GOALS)
            without = town("y", {k: v for k, v in OTHER.items() if k != table},
                           {"goals": GOALS["goals"][:1] + GOALS["goals"][2:]})
        kit.equal(t["alone"], shift(one, alone), table)
        kit.equal(t["in"], shift(without, other), table)
        for way in rest:
            rest[way]["unmet"] = round(rest[way]["unmet"] - t[way]["unmet"], 3)
            rest[way]["cost"] -= t[way]["cost"]
        shutil.rmtree("x.city")
        shutil.rmtree("y.city")
    for way in rest:
        del rest[way]["actions"]
        kit.equal(found["together_" + way], rest[way])
    kit.check(any(t["alone"] != t["in"] for t in found["tables"]), "the case is too simple")


def test_causes_of_sapporo():
    """two what-ifs at once: each alone is the plan that that what-if gives"""
    cut = ["--change", "limits[limit=capital].value*=0.9"]
    few = ["--change", "options[measure=recruit].max_units*=0.5"]
    plans = {"a": [], "cut": cut, "few": few, "both": cut + few}
    made = {name: kit.plan(SAPPORO, name, *words) for name, words in plans.items()}
    found = causes("a", "both", "few")
    tables = {t["cause"]: t for t in found[0]["tables"]}
    kit.equal(sorted(tables), ["limits", "options"])
    for table, alone, left in (("limits", "cut", "few"), ("options", "few", "cut")):
        kit.equal(tables[table]["alone"], shift(made["a"], made[alone]), table)
        kit.equal(tables[table]["in"], shift(made[left], made["both"]), table)
    kit.equal([(t["cause"], t["alone"] == t["in"] == found[1]["all"]) for t in found[1]["tables"]], [("options", True)])


def test_tables_that_fit_only_together():
    """a measure that only B has: measures, effects and options are one cause; a contradiction has no plan"""
    town("a")
    new = {t: TOWN[t] + row for t, row in (("measures", "\nbig,大きな園,new,no,0,10,0"), ("effects", "\nbig,c,30"),
                                           ("options", "\nbig_n,big,north,1"))}
    town("b", {**new, "need": OTHER["need"]})
    found = causes("a", "b")[0]
    kit.equal([t["cause"] for t in found["tables"]], ["need", "measures;effects;options"])
    both = found["tables"][1]
    kit.equal((both["alone"]["state"], both["in"]["state"]), ("told", "told"))
    kit.check(both["in"]["unmet"] < 0)
    town("c", {"limits": TOWN["limits"] + "\nmany,units,,>=,4",
               "options": TOWN["options"].replace("north,1", "north,2")})
    tables = {t["cause"]: t for t in causes("a", "c")[0]["tables"]}
    kit.equal(tables["limits"]["alone"], {"state": "no plan"})
    kit.equal(tables["options"]["in"], {"state": "no plan"})
    kit.equal(tables["options"]["alone"]["state"], "told")
    kit.check("no plan" in compare("a", "c", "--causes", code=1).out)


def test_a_plan_that_is_not_made_again():
    """what this version would plan otherwise is a cause of its own"""
    town("a", {"limits": None})
    town("b", {"limits": None, "need": OTHER["need"]})
    rewrite("b", "balance.csv", lambda text: re.sub(r"(?m)^(south,c,2025,31,)(\d+),0,(\d+)", lambda m: (
        f"{m[1]}{int(m[2]) - 3},0,{int(m[3]) + 3}"), text))
    found = {t["cause"]: t for t in causes("a", "b")[0]["tables"]}
    kit.equal(found["kakuho"]["alone"], {"state": "told", "unmet": 0, "cost": 0, "actions": 0})
    kit.equal(found["kakuho"]["in"], {"state": "told", "unmet": 3, "cost": 0, "actions": 0})
    kit.check("made again by this version" in compare("a", "b", "--causes", code=1).out)


def test_no_cause():
    """words alone move nothing; the same plans have no causes"""
    town("a")
    town("b", {"areas": TOWN["areas"].replace("北区", "きた区")}, {"title": "別名"})
    kit.equal(causes("a", "b")[0]["tables"], [])
    kit.check("Causes" not in compare("a", "b", "--causes", code=1).out)
    kit.check("Causes" not in compare("a", "a", "--causes", code=0).out)
    compare("a", "b", "--causes", "-q", "-o", "x", code=1)
    kit.equal([(r["cause"], r["effect"], r["unmet"]) for r in rows("x", "causes")],
              [("together", "alone", "0"), ("together", "in", "0"), ("all", "", "0")])


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def numbers_below(out, title):
    """[[label, numbers of A, B, B - A]] of a section for the terminal."""
    lines = out[out.index(title):].split("\n\n")[0].splitlines()[2:]
    found = []
    for line in lines:
        parts = re.split(r"\s{2,}", line.strip())
        found.append([parts[0], *(float(p.replace(",", "")) for p in parts[1:])])
    return found


def test_the_terminal_adds_up():
    """rows of 80 columns at most whose differences and totals a calculator confirms; Markdown says the same"""
    kit.plan(SAPPORO, "base")
    kit.plan(SAPPORO + "/budget-cut.json", "cut")
    out = compare("base", "cut", code=1).out
    kit.check(all(width(line) <= 80 for line in out.splitlines()), max(out.splitlines(), key=width))
    money = numbers_below(out, "Money")
    for _, x, y, more in money:
        kit.equal(round(y - x), round(more))
    names = [row[0] for row in money]
    at = names.index("Total")
    for column in (1, 2, 3):
        kit.equal(sum(row[column] for row in money[:at]), money[at][column])
    short = numbers_below(out, "Children short, by area")
    kinds = [row for row in short if "cell" in row[0]]
    year = numbers_below(out, "Children short, all areas")
    kit.equal(round(sum(r[3] for r in kinds), 3), round(sum(r[3] for r in year), 3))
    md = kit.run("compare", "base", "cut", "--lang", "en", "--md", code=1).out
    for row in out.splitlines():
        if re.search(r"\s{2}[+-][\d,.]+$", row):
            kit.check(re.split(r"\s{2,}", row.strip())[-1] in md, row)


def test_nothing_is_touched():
    """plans that are compared stay as they are; the same comparison has the same bytes"""
    town("a")
    town("b", {"limits": TOWN["limits"].replace("200", "40")})
    before = kit.tree(".")
    outs = [kit.run("compare", "a", "b", *style).raw for style in ((), ("--json",), ("--md",)) for _ in (1, 2)]
    kit.equal(kit.tree("."), before)
    kit.check(outs[0] == outs[1] and outs[2] == outs[3] and outs[4] == outs[5])


if __name__ == "__main__":
    kit.main(globals())
