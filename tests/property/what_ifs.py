#!/usr/bin/env python3
"""kakuho sweep and kakuho whatif: every number is that of one cold `kakuho plan` with the same --set and --change.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import itertools
import json
import os
import re
import shlex
import sys
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "differential")]
import kit  # noqa: E402
import random_city  # noqa: E402

FEW = "--few" in sys.argv  # under sanitizers
SAPPORO, SMALL, KAKOGAWA = (os.path.join(kit.DATA, name) for name in ("sapporo", "small", "kakogawa"))


def rows(*path):
    return list(csv.DictReader(io.StringIO(kit.read(os.path.join(*path)).decode("utf-8"))))


def text_of(number):
    """Thousandths as tables print them."""
    number = Fraction(number)
    whole = f"{float(number):.3f}".rstrip("0").rstrip(".")
    return "0" if whole == "-0" else whole


def add_up(table, column):
    return sum((Fraction(row[column]) for row in table), Fraction(0))


# ---- a plan, as a study tells it -------------------------------------------------------------------------------------


def goals_of(plan):
    """{"unmet(city-2021)": its value, as run.json prints it}"""
    run = json.loads(kit.read(os.path.join(plan.folder, "run.json")), parse_float=str, parse_int=str)
    out, count = {}, {}
    for goal in run["goals"]:
        name = goal["goal"] + (f"({goal['target']})" if goal["target"] else "")
        count[name] = count.get(name, 0) + 1
        out[name + (f" {count[name]}" if count[name] > 1 else "")] = goal["value"]
    return out


def told(plan):
    """{(figure, item, year): text} of a plan's folder, its actions among them; but for seats_added."""
    out = {("goal", item, ""): value for item, value in goals_of(plan).items()}
    for row in plan.rows("promises"):
        for figure in ("required", "short"):
            out[figure, row["target"], row["year"]] = row[figure]
    rooms = {row["seat"] for row in plan.rows("seats")}
    rooms -= {row["seat"] for row in plan.table("seats") if row.get("room") in ("no", "いいえ")}
    for year in dict.fromkeys(row["year"] for row in plan.rows("balance")):
        out["unmet", "", year] = text_of(add_up((r for r in plan.rows("balance") if r["year"] == year), "unmet"))
        here = [r for r in plan.rows("seats") if r["year"] == year and r["seat"] in rooms]
        out["supply", "", year] = text_of(add_up(here, "supply"))
        out["vacant", "", year] = text_of(add_up(here, "vacant"))
    money = {}
    for row in plan.rows("money"):
        for figure in ("capital", "running"):
            at = (figure, row["payer"], row["year"])
            money[at] = money.get(at, 0) + int(row[figure])
    out.update((at, str(value)) for at, value in money.items() if value)
    for row in plan.rows("plan"):
        year = str(int(row["opens_on"][:4]) - (row["opens_on"][4:] == "-03-31"))
        out["units", row["option"], year] = row["units"]
    return out


def same(got, plan, where):
    """What a study tells of a case is what the plan's folder holds."""
    want = told(plan)
    got = {at: value for at, value in got.items()
           if at[0] != "seats_added" and not (at[0] in ("capital", "running") and value == "0")}
    differs = {at: (got.get(at), want.get(at)) for at in {**got, **want} if got.get(at) != want.get(at)}
    kit.check(not differs, where, differs)


# ---- sweeps ----------------------------------------------------------------------------------------------------------


def points_of(folder):
    """[{(figure, item, year): text}] and the rows of sweep.csv."""
    points = rows(folder, "sweep.csv")
    found = {row["point"]: {} for row in points}
    for row in rows(folder, "figures.csv"):
        found[row["point"]][row["figure"], row["item"], row["year"]] = row["value"]
    return list(found.values()), points


def check_sweep(city, vary, *words, only=None):
    """Every point of a sweep (or some: by number) beside one plan. The states that came up."""
    kit.run("sweep", city, "-q", *words, *(w for v in vary for w in ("--vary", v)), "-o", "sweep")
    points, table = points_of("sweep")
    keys = list(table[0])[1:1 + len(vary)]
    states = set()
    opened = {}
    for number, (point, row) in enumerate(zip(points, table)):
        states.add(row["state"])
        if only is not None and number not in only:
            continue
        change = [w for key in keys for w in ("--change", key + row[key])]
        done = kit.run("plan", city, "-q", *words, *change, "-o", "cold")
        state = {0: "planned", 1: "invalid", 3: ("contradictory", "no_plan"), 5: "no_plan"}[done.code]
        kit.check(row["state"] in state, row, done)
        if row["state"] != "planned":
            kit.check(not point and row["why"] if row["state"] != "no_plan" else not point, row)
            continue
        plan = kit.Plan("cold")
        same(point, plan, (city, number, change))
        opened[number] = {(r["option"], r["opens_on"]): r["units"] for r in plan.rows("plan")}
        kept = {}
        for r in plan.rows("promises"):
            kept[r["target"]] = kept.get(r["target"], True) and r["kept"] == "yes"
        kit.equal((row["promises_kept"], row["promises"]), (str(sum(kept.values())), str(len(kept))), row)
        kit.equal(row["actions"], str(len(opened[number])))
        stages = [stage["optimal"] for stage in plan.run()["stages"] if stage["goal"] and "optimal" in stage]
        kit.equal(row["optimal"], "not proved" if "not proved" in stages else "proved")
    if only is None:
        check_actions(rows("sweep", "actions.csv"), opened)
    return states


def check_actions(table, opened):
    """actions.csv beside what the plans open."""
    want = {}
    for plan in opened.values():
        for at in plan:
            want.setdefault(at, []).append(Fraction(plan[at]))
    kit.equal({(r["option"], r["opens_on"]) for r in table}, set(want))
    for row in table:
        units = want[row["option"], row["opens_on"]]
        everywhere = len(units) == len(opened)
        kit.equal((row["in"], row["of"], row["no_regret"]),
                  (str(len(units)), str(len(opened)), "yes" if everywhere else "no"), row)
        kit.equal((Fraction(row["units_least"]), Fraction(row["units_most"])),
                  (min(units) if everywhere else 0, max(units)), row)
        of_option = [sum(Fraction(u) for (o, _), u in plan.items() if o == row["option"]) for plan in opened.values()]
        kit.equal((row["option_in"], Fraction(row["option_units_least"])),
                  (str(sum(u > 0 for u in of_option)), min(of_option)), row)


def test_kakogawa():
    """Published figures, with ends of years; values and ranges, what is set and what is added"""
    kit.equal(check_sweep(KAKOGAWA, ["need[area=区域A].children*=0.9:1.1:0.1", "need[year=2021].children+=-5,0,100",
                                     "options[option=add_a].max_units=100,600"]), {"planned"})


def test_small():
    """A town that shrinks, in whole units"""
    kit.equal(check_sweep(SMALL, ["need.children*=0.95,1.05", "limits.value+=0,1"]), {"planned"})


def test_sapporo():
    """Ten wards, in parts of units: some of 100 points, in whatever order they were planned"""
    check_sweep(SAPPORO, ["need[class=c3_0].children*=0.98:1.02:0.01", "need[class=c3_12].children*=0.98:1.02:0.01",
                          "limits[limit=capital].value*=0.94:1.03:0.03"], "--set", "units=continuous",
                only={0, 50} if FEW else {0, 1, 19, 37, 50, 63, 82, 99})


def test_sapporo_in_whole_units():
    check_sweep(SAPPORO, ["need.children*=0.97,1.01", "limits[limit=capital].value*=0.9,1"])


def test_random_cities():
    """Cities with every feature, in parts of units and in whole ones; contradictions are points like others"""
    states = set()
    for seed in range(1, 11 if FEW else 41):
        name, city = f"city{seed}", random_city.City(seed)
        city.write(name)
        vary = ["need.children*=0.8,1,1.3"]
        if seed % 3 == 0 and "limits" in city.table:
            vary.append("limits.value*=0,1")
        elif seed % 3 == 1:
            vary.append("options.min_units=0,1")
        states |= check_sweep(name, vary, "--set", f"units={'whole' if seed % 4 == 0 else 'continuous'}")
    kit.check(FEW or {"planned", "contradictory"} <= states, states)


def test_an_input_that_two_values_spoil_together_is_a_state():
    """... while one value that spoils it alone is an error of the sweep, with nothing planned"""
    kit.copy(KAKOGAWA, "city")
    both = ["options[option=add_a].min_units=0,9", "options[option=add_a].max_units=5,600"]
    kit.equal(check_sweep("city", both), {"planned", "invalid"})
    row = rows("sweep", "sweep.csv")[2]
    kit.check("option.units" in row["why"], row)
    done = kit.run("sweep", "city", "--vary", both[0], "--vary", "need.children*=-1,0,1", "-o", "other", "--lang", "en",
                   code=1)
    kit.check("need.negative" in done.err and "changed by --vary need.children*=-1" in done.err, done)
    kit.check(not os.path.exists("other"))


def test_order_of_what_is_varied():
    """The numbers of a point do not depend on where it stands in the grid"""
    kit.copy(SAPPORO, "city")
    one = ["need[class=c3_0].children*=0.9,1,1.2", "limits[limit=capital].value*=1,0.7"]
    two = ["limits[limit=capital].value*=0.7,1,0.85", "need[class=c3_0].children*=1.2,0.9"]
    found = []
    for vary in (one, two):
        kit.run("sweep", "city", "-q", *(w for v in vary for w in ("--vary", v)), "-o", "sweep", code=0)
        points, table = points_of("sweep")
        keys = sorted(list(table[0])[1:3])
        found.append({tuple(row[key] for key in keys): point for row, point in zip(table, points)})
    both = set(found[0]) & set(found[1])
    kit.equal(len(both), 4)
    for at in both:
        kit.equal(found[0][at], found[1][at], at)


def test_a_sweep_can_be_done_again():
    """The folder holds its input: swept again, with what sweep.json says, it is the same"""
    kit.run("sweep", KAKOGAWA, "-q", "--change", "need[area=区域B].children*=1.1", "--set", "title=もしも", "--vary",
            "need[area=区域A].children*=0.9,1", "-o", "one", code=0)
    said = json.loads(kit.read("one/sweep.json"))
    vary = [w for v in said["vary"] for w in ("--vary", v["change"] + ",".join(v["values"]))]
    kit.run("sweep", "one/input", "-q", *vary, "-o", "two", code=0)
    kit.equal(kit.tree("one"), kit.tree("two"))
    kit.equal(kit.read("one/input/need.csv"), kit.read(os.path.join(KAKOGAWA, "need.csv")))


# ---- what-ifs --------------------------------------------------------------------------------------------------------

NAMES = ["births-low", "births-high", "take-up", "budget", "slip", "firm-only", "no-links", "no-existing-first"]


def check_whatif(city, *words):
    """Every what-if beside one plan with the command that whatif.csv gives. {name: state}"""
    kit.run("whatif", city, "-q", *words, "-o", "whatif", code=0)
    table = rows("whatif", "whatif.csv")
    kit.equal([row["what_if"] for row in table], ["base"] + NAMES)
    figures, actions = rows("whatif", "figures.csv"), rows("whatif", "actions.csv")
    opened = {}
    for row in table:
        name = row["what_if"]
        if row["state"] == "does_not_apply":
            kit.check(row["why"] and not row["command"] and not any(r[name] for r in figures + actions), row)
            continue
        command = shlex.split(row["command"])
        kit.equal(command[:3], ["kakuho", "plan", "input"])
        done = kit.run("plan", "whatif/input", *command[3:], "-q", "-o", "cold")
        kit.equal(row["state"] == "planned", done.code == 0, row, done)
        if done.code:
            continue
        plan = kit.Plan("cold")
        got = {(r["figure"], r["item"], r["year"]): r[name] for r in figures if r[name]}
        opened[name] = {(r["option"], r["opens_on"]): r["units"] for r in plan.rows("plan")}
        kit.equal({(r["option"], r["opens_on"]): r[name] for r in actions if r[name] not in ("", "0")}, opened[name])
        want = {at: value for at, value in told(plan).items() if at[0] != "units"}
        got = {at: v for at, v in got.items()
               if at[0] != "seats_added" and not (at[0] in ("capital", "running") and v == "0")}
        kit.equal(got, want, city, name)
    check_actions(actions, opened)
    return {row["what_if"]: row["state"] for row in table}


def test_whatif_of_the_examples():
    kit.equal(set(name for name, state in check_whatif(SAPPORO).items() if state != "planned"), {"no-links"})
    kit.equal(set(name for name, state in check_whatif(KAKOGAWA).items() if state == "planned"), {"base", "take-up"})
    check_whatif(SMALL)


def test_whatif_of_random_cities():
    """Every what-if applies to some city and not to another"""
    seen = {name: set() for name in NAMES}
    for seed in range(1, 7 if FEW else 41):
        city = f"city{seed}"
        random_city.City(seed).write(city)
        if kit.run("plan", city, "-q", "--set", "units=continuous").code == 3:
            kit.run("whatif", city, "-q", "-o", "none", code=3)
            kit.check(not os.path.exists("none"))
            continue
        for name, state in check_whatif(city, "--set", "units=continuous").items():
            seen.setdefault(name, set()).add(state)
    missing = {name: states for name, states in seen.items()
               if name not in ("base", "take-up") and not {"planned", "does_not_apply"} <= states}
    kit.check(FEW or not missing, missing)


def half_up(number):
    """Halves away from zero; need is never negative."""
    return int(Fraction(number) + Fraction(1, 2))


def test_births_reach_a_class_age_by_age():
    """need * (1 -+ 1/10 * ages of children who are 0 in decide_from or later / ages), exactly"""
    ages = {"c0": (0, 0), "c12": (1, 2), "c35": (3, 5), "all": (0, 5), "none": None}
    classes = "class,label,age_min,age_max\n" + "".join(
        f"{c},{c},{a[0] if a else ''},{a[1] if a else ''}\n" for c, a in ages.items())
    need = {c: [15 + 20 * n, 25 + 30 * n, 105, 335, 1000 + n, 0, 12, 45] for n, c in enumerate(ages)}
    kit.city("town", {
        "need": "area,class," + ",".join(str(y) for y in range(2024, 2032)) + "\n" +
                "".join(f"x,{c},{','.join(map(str, n))}\n" for c, n in need.items()),
        "classes": classes,
        "supply": "area,seat,2024\n" + "".join(f"x,{c},100\n" for c in ages),
        "measures": "measure,group,lead_years,capital\nsite,new,1,100\n",
        "effects": "measure,item,amount\nsite,c0,8\n",
        "options": "option,measure,area,max_units\ns,site,x,3\n",
    }, {"years": {"first": 2024, "last": 2031, "decide_from": 2025}})
    kit.run("whatif", "town", "births-low", "births-high", "-q", "-o", "whatif", code=0)
    for row, sign in zip(rows("whatif", "whatif.csv")[1:], (-1, 1)):
        plan = kit.plan("town", "cold", *shlex.split(row["command"])[3:])
        for cell in plan.rows("balance"):
            year, age = int(cell["year"]), ages[cell["class"]]
            born = [a for a in range(age[0], age[1] + 1) if a <= year - 2025] if age else []
            share = Fraction(len(born), age[1] - age[0] + 1) if age else 0
            want = half_up(need[cell["class"]][year - 2024] * (1 + sign * Fraction(1, 10) * share))
            kit.equal(int(cell["need"]), want, cell)


def test_budget_and_take_up():
    """A tenth less of every ceiling on money, of nothing else; need of all, halves up"""
    kit.copy(SAPPORO, "city")
    kit.run("whatif", "city", "budget", "take-up", "-q", "-o", "whatif", code=0)
    for row in rows("whatif", "whatif.csv")[1:]:
        plan = kit.plan("city", "cold", *shlex.split(row["command"])[3:])
        base = kit.plan("city", "base")
        for one, other in zip(plan.rows("limits"), base.rows("limits")):
            factor = Fraction(9, 10) if row["what_if"] == "budget" and one["quantity"] == "capital" else 1
            kit.equal(Fraction(one["value"]), factor * Fraction(other["value"]), one)
        for one, other in zip(plan.rows("balance"), base.rows("balance")):
            factor = Fraction(21, 20) if row["what_if"] == "take-up" else 1
            kit.equal(int(one["need"]), half_up(int(other["need"]) * factor), one)


def test_slip_moves_what_opens_and_the_dates_of_options():
    """No new build before the year after the first in which one could open; windows move with it"""
    kit.copy(SAPPORO, "city")
    table = kit.read("city/options.csv").decode().splitlines()
    table[0] += ",earliest,latest"
    number = {line.split(",")[0]: i for i, line in enumerate(table)}
    table = [table[0]] + [line + ",," for line in table[1:]]
    for name in ("new_rented_chuo", "new_small_kita"):
        table[number[name]] = re.sub(",,$", ",2022,2022", table[number[name]])
    kit.write("city/options.csv", "\n".join(table) + "\n")
    base = kit.plan("city", "base")
    kit.run("whatif", "city", "slip", "-q", "-o", "whatif", code=0)
    plan = kit.plan("whatif/input", "cold", *shlex.split(rows("whatif", "whatif.csv")[1]["command"])[3:])
    for p, later in ((base, 0), (plan, 1)):
        for row in p.rows("plan"):
            year = int(row["opens_on"][:4])
            lead = {"new_nursery": 2, "new_rented": 1, "new_small": 1}.get(row["measure"])
            if lead:
                kit.check(year >= 2020 + lead + later and int(row["decide_by"][:4]) == year - lead - later, row)
            if row["option"] in ("new_rented_chuo", "new_small_kita"):
                kit.equal(year, 2022 + later)
    kit.check(any(r["option"] in ("new_rented_chuo", "new_small_kita") for r in plan.rows("plan")))


def test_firm_only_and_no_links():
    for seed in range(1, 7 if FEW else 25):
        city = f"city{seed}"
        random_city.City(seed).write(city)
        done = kit.run("whatif", city, "firm-only", "no-links", "-q", "-o", "whatif", "--set", "units=continuous")
        if done.code:
            continue
        options = {r["option"]: r for r in rows("whatif/input", "options.csv")}
        state = {r["what_if"]: r["state"] for r in rows("whatif", "whatif.csv")}
        if state["firm-only"] == "planned":
            for row in rows("whatif", "actions.csv"):
                firm = options[row["option"]].get("consent") in ("firm", "", None)
                kit.check(firm or not float(row["firm-only"] or 0), row)
        if state["no-links"] == "planned":
            row = rows("whatif", "whatif.csv")[2]
            plan = kit.plan("whatif/input", "cold", *shlex.split(row["command"])[3:])
            kit.check(all(r["area"] == r["in_area"] for r in plan.rows("served")))


def test_no_existing_first_is_the_rule_of_explain():
    """The goals without existing facilities first are those of rules.csv"""
    compared = 0
    for city in [SAPPORO] + [f"city{seed}" for seed in range(1, 8 if FEW else 30)]:
        if city != SAPPORO:
            random_city.City(int(city[4:])).write(city)
        done = kit.run("whatif", city, "no-existing-first", "-q", "--set", "units=continuous", "-o", "whatif")
        if done.code or rows("whatif", "whatif.csv")[1]["state"] != "planned":
            continue
        kit.run("plan", city, "-q", "--set", "units=continuous", "-o", "plan", "--explain", code=0)
        rule = [r for r in rows("plan.why", "rules.csv") if r["rule"] == "existing_first" and not r["added"]]
        asked = [value for name, value in rule[0].items() if re.match(r"g\d+_", name)]
        one = rows("whatif", "whatif.csv")[1]
        kit.equal(sorted(value for name, value in one.items() if name.startswith("goal_")), sorted(asked), city)
        compared += 1
    kit.check(compared >= (1 if FEW else 3), compared)


def test_only_those_that_are_named():
    """... in the order of the set"""
    kit.run("whatif", KAKOGAWA, "take-up", "births-low", "-q", "-o", "whatif", code=0)
    kit.equal([r["what_if"] for r in rows("whatif", "whatif.csv")], ["base", "births-low", "take-up"])


def test_grid_is_whole():
    """Every combination once, the last --vary changing fastest"""
    kit.run("sweep", KAKOGAWA, "-q", "--vary", "need[area=区域A].children*=0.9:1.1:0.1", "--vary",
            "need[year=2021].children+=1,-2,3", "-o", "sweep", code=0)
    table = rows("sweep", "sweep.csv")
    keys = list(table[0])[1:3]
    kit.equal(keys, ["need[area=区域A].children*=", "need[year=2021].children+="])
    kit.equal([tuple(row[key] for key in keys) for row in table],
              list(itertools.product(["0.9", "1", "1.1"], ["1", "-2", "3"])))


kit.main(globals())
