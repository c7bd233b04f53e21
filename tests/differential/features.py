#!/usr/bin/env python3
"""Do the random cities, of which the differential tests compare 200, use every feature? What the program takes is asked
of its schemas, so that a new column or key is missed here until random_city.py makes it.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import sys
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), HERE]
import kit  # noqa: E402
from random_city import City  # noqa: E402

CITIES = [City(seed) for seed in range(1, 201)]
LEAST = 3  # cities of the 200
TOLD = {"label", "source", "note", "unit", "age_min", "age_max", "leaves_at", "cell", "order"}  # decides nothing
OPENED = {"measures", "groups", "existing"}
TAKES = {"unmet": {"target", "classes"}, "short": {"target", "classes"}, "worst_share": {"target", "classes"},
         "seats": OPENED | {"seats"}, "cost": OPENED | {"payer", "kind"}, "units": OPENED, "change": OPENED,
         "vacant": {"seats"}, "carers": set(), "transfers": {"classes"}}
MONEY = {"area", "measure", "group", "pool", "payer"}
FILTERS = {"units": MONEY - {"payer"}, "seats": MONEY - {"payer"} | {"seat"}, "capital": MONEY, "running": MONEY,
           "cost": MONEY, "vacant": {"area", "seat"}, "unmet": {"area", "class"}, "carers": {"area"},
           "transfers": {"area", "class"}}


def schema(name):
    return json.loads(kit.run("schema", name, code=0).out)


def enough(wanted, features):
    """Each wanted feature is one of at least LEAST cities; features(city) are those of a city."""
    count = Counter()
    for city in CITIES:
        count.update(set(features(city)))
    few = {feature: count[feature] for feature in wanted if count[feature] < LEAST}
    kit.check(not few, few)


def test_columns():
    """Every column of every table that says something to the model"""
    wanted = set()
    for table in City.COLUMNS:
        fields = [field["name"] for field in schema(table)["fields"]]
        wanted |= {(table, name) for name in fields if name not in TOLD}
    wanted -= {("need", "year"), ("need", "children"), ("supply", "year"), ("supply", "seats")}  # years are columns
    enough(wanted, lambda city: ((table, name) for table, rows in city.table.items() for row in rows for name in row))


def test_scenario():
    """Every key of the scenario that decides something, with every word"""
    keys = schema("scenario")["properties"]
    wanted = set(keys["years"]["properties"]) | set(keys) - {
        "edition", "note", "extends", "tables", "money_unit", "minus", "lang", "encoding", "changes", "what_if",
        "units", "gap", "effort", "title"}
    wanted |= set(keys["targets"]["items"]["properties"]) | {"own", "peak", "refuses", "undecided"}

    def features(city):
        yield from city.scenario
        yield from city.scenario["years"]
        yield from city.scenario.get("consent", [])
        for target in city.scenario.get("targets", []):
            yield from target
            yield target.get("basis")
    enough(wanted, features)


def test_goals():
    """Every goal with every filter that it takes, with weights and with slack"""
    item = schema("scenario")["properties"]["goals"]["items"]["properties"]
    kit.equal(set(item["goal"]["enum"]), set(TAKES))
    kit.equal(set(item), set().union(*TAKES.values()) | {"goal", "years", "areas", "weight", "slack"})
    wanted = {(goal, key) for goal, keys in TAKES.items() for key in keys | {"years", "areas", "weight", "slack"}}
    enough(wanted, lambda city: ((goal["goal"], key) for goal in city.scenario.get("goals", []) for key in goal))


def test_limits():
    """Every quantity with every filter that it takes, as a ceiling; by year, for each year and for all together"""
    wanted = {(quantity, key) for quantity, keys in FILTERS.items() for key in keys | {"<="}}
    wanted |= {(quantity, ">=") for quantity in ("units", "seats", "vacant", "carers")} | {None, "each", int}

    def features(city):
        for row in city.table.get("limits", []):
            yield from ((row["quantity"], key) for key in row)
            yield row["quantity"], row["sense"]
            yield int if isinstance(row.get("year"), int) else row.get("year")
    enough(wanted, features)


def shapes(city):
    """What options do: by the signs of their effects, what bounds them, what they cost."""
    effects = {}
    for row in city.table["effects"]:
        effects.setdefault(row.get("measure") or row["option"], []).append(row)
    for rows in effects.values():
        seats = [row for row in rows if row["item"] not in ("carers", "保育士")]
        gives, takes = ({row["item"] for row in seats if row["amount"] * sign > 0} for sign in (1, -1))
        yield "recruits" if not seats else "adds" if not takes else "closes" if not gives else "moves seats"
        if gives & takes:
            yield "merges"
    facilities = Counter(row.get("facility") for row in city.table.get("options", []))
    for row in city.table.get("options", []):
        if not row.get("facility") and not row.get("max_units"):
            yield "bounded by its pool"
        if row.get("facility") and facilities[row["facility"]] > 1:
            yield "one of several for a facility"
    for row in city.table["measures"]:
        yield "brings money in" if row["capital"] < 0 else "costs"
        yield "saves running cost" if (row.get("running") or 0) < 0 else "runs"


def test_options():
    """Options that add, close, merge, move seats, recruit; bounded by facility, number or pool; that cost or save"""
    enough({"adds", "closes", "moves seats", "recruits", "merges", "bounded by its pool", "costs", "brings money in",
            "one of several for a facility", "saves running cost"}, shapes)


def test_seats_there_are():
    """Seats from a later year on, agreed transfers at once or later; carers at leaves and above; goals added up"""
    def features(city):
        for row in city.table.get("supply", []):
            when = "later " if min(int(key) for key in row if key.isdigit()) > city.first else "at once "
            what = {"carers": "carers", "保育士": "carers"}.get(row["seat"], "seats")
            yield when + ("agreed" if row.get("kind") in ("区間調整", "transfer") else what)
            if what == "carers":
                yield "carers of an area" if row["area"] in city.areas else "carers above"
        goals = city.scenario.get("goals", [])
        yield from ("added up" for one, two in zip(goals, goals[1:]) if "weight" in one and "weight" in two)
    enough({"at once seats", "later seats", "at once agreed", "later agreed", "carers of an area", "carers above",
            "added up"}, features)


def test_not_all_can_be_planned():
    """Some cities contradict themselves, by rules of different kinds; most have a plan"""
    without, families = 0, Counter()
    for seed, city in enumerate(CITIES, 1):
        city.write(f"city{seed}")
        if kit.run("plan", f"city{seed}", "-o", f"plan{seed}", "-q").code == 3:
            without += 1
            rows = kit.read(f"plan{seed}.conflict/conflict.csv").decode().splitlines()[1:]
            families.update({row.split("[")[0].strip('"') for row in rows})
    kit.check(LEAST <= without <= 80, without)
    kit.check({"limit", "units", "seats"} <= set(families), families)


if __name__ == "__main__":
    kit.main(globals())
