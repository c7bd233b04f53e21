#!/usr/bin/env python3
"""The plan in force: how far a plan goes from it (change), and what it does by itself (follow); goals units and change.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

# Two ways to add 20 seats for 30 children: the plan in force has the dear one in 2025; both can open in every year.
CITY = {
    "need": "area,class,2024,2025,2026\nnorth,c,40,40,40\nsouth,c,10,10,10",
    "supply": "area,seat,2024\nnorth,c,20\nsouth,c,10",
    "measures": "measure,group,existing,lead_years,capital\ndear,extend,yes,0,500\ncheap,extend,yes,0,100",
    "effects": "measure,item,amount\ndear,c,20\ncheap,c,20",
    "options": "option,measure,area,max_units\nold,dear,north,1\nbetter,cheap,north,1\nspare,cheap,south,1",
    "adopted": "option,2025\nold,1",
}
SCENARIO = {"goals": [{"goal": "unmet"}, {"goal": "cost"}]}


def values(plan):
    return [goal["value"] for goal in plan.run()["goals"]]


def test_change_keeps_the_plan_in_force():
    """Among plans with as few unmet, the one that changes least: what was adopted stays, where it may"""
    kit.city("city", CITY, {"goals": [{"goal": "unmet", "years": 2026}, {"goal": "change"}, {"goal": "cost"}]})
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("old", "2025"): 1})
    kit.equal(values(plan)[1], 0)
    kit.city("all", CITY, {"goals": [{"goal": "unmet"}, {"goal": "change"}, {"goal": "cost"}]})
    plan = kit.plan("all", "plan-all")  # 2024 is short too: open it a year earlier (two changes), or a second one (one)
    kit.equal(values(plan)[:2], [0, 1])
    kit.equal(plan.opened(), {("better", "2024"): 1, ("old", "2025"): 1})


def test_change_of_a_part():
    """A goal change may look at some areas, measures or years alone"""
    for name, goal in (("south", {"areas": "south"}), ("dear", {"measures": "dear"}), ("year", {"years": 2025})):
        kit.city(name, CITY, {"goals": [{"goal": "cost"}, {"goal": "change", **goal}, {"goal": "unmet"}]})
        changed = values(kit.plan(name, "plan-" + name))[1]
        kit.equal(changed, 0 if name == "south" else 1, name)


def test_units():
    """Goal units: as few sites as can be, by year and area"""
    kit.city("city", CITY, {"goals": [{"goal": "unmet", "years": {"from": 2025, "until": 2026}}, {"goal": "units"}]})
    plan = kit.plan("city")
    kit.equal(values(plan), [0, 1])
    kit.city("late", CITY, {"goals": [{"goal": "unmet"}, {"goal": "units", "years": 2024}, {"goal": "units"}]})
    kit.equal(values(kit.plan("late", "plan-late")), [0, 1, 1])


def test_follow():
    """The plan in force is evaluated, nothing is decided: what it leaves short, and what it costs"""
    kit.city("city", CITY, {**SCENARIO, "follow": "adopted"})
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("old", "2025"): 1})
    kit.equal(values(plan), [20, 500])
    kit.equal(plan.number("balance", "unmet"), 20)
    kit.check('"follow": "adopted"' in kit.read("plan/input/scenario.json").decode(), "the effective scenario says so")


def test_follow_reports_what_it_breaks():
    """Limits do not hold the plan in force back: limits.csv shows by how much it breaks them, and the judge agrees"""
    limits = "limit,quantity,year,sense,value\nbudget,capital,each,<=,300\nno_one,unmet,each,<=,0\nsites,units,,>=,2"
    kit.city("city", {**CITY, "limits": limits}, {**SCENARIO, "follow": "adopted"})
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("old", "2025"): 1})
    slack = {(row["limit"], row["year"]): row["slack"] for row in plan.rows("limits")}
    kit.equal(slack, {("budget", "2024"): "300", ("budget", "2025"): "-200", ("budget", "2026"): "300",
                      ("no_one", "2024"): "-20", ("no_one", "2025"): "0", ("no_one", "2026"): "0",
                      ("sites", "all"): "-1"})
    kit.city("decided", {**CITY, "limits": limits}, SCENARIO)
    kit.equal(kit.run("plan", "decided", "-q").code, 0, "without follow the limits hold:")


def test_follow_cannot_take_what_is_not_there():
    """Seats hold whatever is followed: two closures of one place contradict each other, and are named"""
    kit.city("city", {
        "need": "area,class,2024\nward,c,0",
        "supply": "area,seat,2024\nward,c,30",
        "measures": "measure,group,existing,lead_years\nclose,close,yes,0",
        "effects": "measure,item,amount\nclose,c,-20",
        "options": "option,measure,area,max_units\none,close,ward,1\ntwo,close,ward,1",
        "adopted": "option,2024\none,1\ntwo,1",
    }, {"follow": "adopted"})
    done = kit.run("plan", "city", "--lang", "en")
    kit.equal(done.code, 3)
    kit.check("seats" in done.err, done.err)


def test_nothing_opened():
    """What the tables say of the city without the plan is what it has when a plan is followed that opens nothing"""
    kit.copy(os.path.join(kit.DATA, "sapporo"), "city")
    option = kit.read("city/options.csv").decode().splitlines()[1].split(",")[0]
    kit.write("city/adopted.csv", f"option,year,units\n{option},2021,0\n")
    plan, nothing = kit.plan("city", "plan"), kit.plan("city", "nothing", "--set", "follow=adopted")
    kit.equal(nothing.opened(), {})
    for word in ("unmet", "short"):
        column = word + "_ward-2023" * (word == "short")
        of_plan = "unmet_without_plan" if word == "unmet" else "without_plan_short_ward-2023"
        for year in range(2020, 2030):
            without = nothing.number("balance", column, year=year)
            kit.equal(plan.number("balance", of_plan, year=year), without, column, year)
            kit.equal(nothing.number("balance", of_plan, year=year), without, column, year)
            if word == "short" and year in (2023, 2024):
                kit.check(without > plan.number("balance", column, year=year), year, without)


if __name__ == "__main__":
    kit.main(globals())
