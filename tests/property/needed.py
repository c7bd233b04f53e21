#!/usr/bin/env python3
"""Years needed: the years in which unmet rises when an action alone is left out, against plans that leave it out.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "differential"))
import kit  # noqa: E402
import random_city  # noqa: E402


def unmet_by_year(plan):
    sums = {}
    for row in plan.rows("balance"):
        sums[row["year"]] = sums.get(row["year"], 0) + float(row["unmet"])
    return sums


def followed(city, name, rows):
    """Unmet by year of the plan that opens these rows of plan.csv; None where it cannot be."""
    city.table["adopted"] = [{"option": row["option"], "year": year, "units": row["units"]} for row, year in rows]
    nothing = {"option": city.table["options"][0]["option"], "year": city.first, "units": 0}
    city.table["adopted"] = city.table["adopted"] or [nothing]
    city.scenario["follow"] = "adopted"
    city.write(name)
    done = kit.run("plan", name, "-o", "plan-" + name, "-q")
    kit.check(done.code in (0, 3), done)
    return unmet_by_year(kit.Plan("plan-" + name)) if done.code == 0 else None


def try_city(seed):
    """How many years were compared: listed and not listed."""
    city = random_city.City(seed)
    for row in city.table.get("classes", []):
        row.pop("weight", None)
    years = {"from": city.first, "until": city.look_ahead}
    city.table.pop("adopted", None)
    city.scenario.pop("follow", None)
    city.scenario["goals"] = [{"goal": "unmet", "years": years}, {"goal": "vacant"}]
    city.write("city")
    if kit.run("plan", "city", "-o", "plan", "-q").code != 0:
        return 0, 0
    plan = kit.Plan("plan")
    late = city.scenario["years"].get("as_of") == "03-31"
    rows = [(row, int(row["opens_on"][:4]) - late) for row in plan.rows("plan")][:6]
    all_rows = [(row, int(row["opens_on"][:4]) - late) for row in plan.rows("plan")]
    everything = followed(city, "all", all_rows) if rows else {}
    listed = other = 0
    for i, (row, opens) in enumerate(rows):
        without = followed(city, f"without{i}", all_rows[:i] + all_rows[i + 1:])
        if without is None:
            continue
        want = [y for y in sorted(without) if without[y] > everything[y] + 0.002]
        doubt = [y for y in without if everything[y] < without[y] <= everything[y] + 0.002]  # printed to 0.001
        got = [y for y in row["years_needed"].split(";") if y]
        kit.equal([y for y in got if y not in doubt], [y for y in want if y not in doubt], seed, row)
        kit.check(all(int(y) >= opens for y in got), row)
        listed += len(got)
        other += len(without) - len(got)
    return listed, other


def test_random_cities():
    """Left out one by one, actions of random cities are missed in the years that plan.csv names, and in no others"""
    listed = other = 0
    for seed in range(1, 61):
        here = os.getcwd()
        os.mkdir(f"seed{seed}")
        os.chdir(f"seed{seed}")
        a, b = try_city(seed)
        os.chdir(here)
        listed, other = listed + a, other + b
    kit.say(f"{listed} years needed, {other} not")
    kit.check(listed >= 40 and other >= 40)


def test_shared_seats():
    """Two extensions for one shortage: both needed where it takes both, none where each covers for the other"""
    kit.city("city", {
        "need": "area,class,2024,2025,2026\nward,c,40,30,20",
        "supply": "area,seat,2024\nward,c,20",
        "measures": "measure,group,existing,lead_years\nextension,extend,yes,0",
        "effects": "measure,item,amount\nextension,c,10",
        "options": "option,measure,area,max_units\none,extension,ward,1\ntwo,extension,ward,1",
    })
    kit.equal([row["years_needed"] for row in kit.plan("city").rows("plan")], ["2024", "2024"])


def test_taken_from():
    """A conversion lives on seats that an extension adds: without the extension there would be fewer than none"""
    kit.city("city", {
        "need": "area,class,2024\nward,a,0\nward,b,10",
        "supply": "area,seat,2024\nward,x,10\nward,y,0",
        "seats": "seat\nx\ny",
        "services": "service,class,seat\npa,a,x\npb,b,y",
        "measures": "measure,group,existing,lead_years\nextension,extend,yes,0\ncentre,convert,yes,0",
        "effects": "measure,item,amount\nextension,x,10\ncentre,x,-10\ncentre,y,5",
        "options": """option,measure,area,max_units,min_units
                      add,extension,ward,1,1
                      c1,centre,ward,1,1
                      c2,centre,ward,1,1""",
    })
    needed = {row["option"]: row["years_needed"] for row in kit.plan("city").rows("plan")}
    kit.equal(needed, {"add": "2024", "c1": "2024", "c2": "2024"})


def test_closing():
    """What only takes seats is needed in no year"""
    kit.city("city", {
        "need": "area,class,2024,2025\nward,c,30,10",
        "supply": "area,seat,2024\nward,c,30",
        "measures": "measure,group,existing,lead_years,running\nclosure,close,yes,0,-500",
        "effects": "measure,item,amount\nclosure,c,-20",
        "options": "option,measure,area,facility\nhill,closure,ward,hill",
    })
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("hill", "2025"): 1})
    kit.equal([row["years_needed"] for row in plan.rows("plan")], [""])


if __name__ == "__main__":
    kit.main(globals())
