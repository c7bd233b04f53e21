#!/usr/bin/env python3
"""What an explanation says of actions and of options left out, on random cities: every figure from another plan.

What is told of an action is what `kakuho plan` loses that follows the plan without it, or with it in another year; what
is told of an option that is left out is what the plan of the changed tables does.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "differential"))
import kit  # noqa: E402
import random_city  # noqa: E402


def rows_of(path):
    return list(csv.DictReader(io.StringIO(kit.read(path).decode("utf-8"))))


def text_of(rows, but=()):
    """A table of rows as CSV, without some columns."""
    out = io.StringIO()
    columns = [column for column in dict.fromkeys(c for row in rows for c in row) if column not in but]
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def explained(seeds, make=lambda city: None):
    """Random cities that have a plan, as make() changes them: (city, rows of actions.csv), each in its own folder."""
    for seed in seeds:
        os.makedirs(f"r{seed}")
        os.chdir(f"r{seed}")
        city = random_city.City(seed)
        make(city)
        city.write("city")
        if kit.run("plan", "city", "-o", "plan", "-q").code == 0:
            kit.run("explain", "plan", "-q", code=0)
            yield city, rows_of("plan.why/actions.csv")
        os.chdir("..")


def near(got, printed):
    return printed != "" and abs(got - float(printed)) <= 0.006


# ---- plans that are followed -----------------------------------------------------------------------------------------

FEWER = {("carers", "<="), ("transfers", "<="), ("vacant", ">=")}  # limits that placing fewer children keeps


class Followed:
    """The plan in ./plan, and plans that open the same but for one action: as options that have to open in their year,
    under no other limit on what opens; of a scenario that follows the plan in force: as that plan."""

    def __init__(self, city):
        years = city.scenario["years"]
        self.at_end = years.get("as_of") == "03-31"
        self.last = years["last"]
        self.in_force = "follow" in city.scenario
        self.opened = {self.key(row): float(row["units"]) for row in rows_of("plan/plan.csv")}
        self.plans = 0
        self.base = self.plan(self.opened)

    def key(self, row):
        """Option and fiscal year in which it opens."""
        return row["option"], int(row["opens_on"][:4]) - self.at_end

    def date(self, year):
        return f"{year + 1}-03-31" if self.at_end else f"{year}-04-01"

    def plan(self, opened, **more):
        """The plan that opens {(option, year): units}, nothing else, with more rows of tables; None where that takes
        seats that are not there."""
        self.plans += 1
        city, folder = f"followed{self.plans}-city", f"followed{self.plans}"
        shutil.copytree("plan/input", city)
        tables = {name: rows_of(f"{city}/{name}.csv") for name in ("measures", "options", "effects")}
        for name, rows in more.items():
            tables[name] += rows
        if self.in_force:
            tables["adopted"] = [{"option": option, "year": year, "units": f"{units:.6f}"}
                                 for (option, year), units in opened.items()]
        else:
            self.must_open(city, tables, opened)
        for name, rows in tables.items():
            kit.write(f"{city}/{name}.csv", text_of(rows, {"latest"} if self.in_force else {"lead_years"}))
        done = kit.run("plan", f"{city}/scenario.json", "-o", folder, "-q")
        kit.check(done.code in (0, 3), os.getcwd(), done)
        return kit.Plan(folder) if done.code == 0 else None

    @staticmethod
    def must_open(city, tables, opened):
        """Change the tables so that these units open, and nothing else."""
        keep = ("measure", "area", "capital", "running")
        options, effects = [], list(tables["effects"])
        for i, ((name, year), units) in enumerate(opened.items()):
            if units > 0:
                row = next(row for row in tables["options"] if row["option"] == name)
                options.append({**{k: row.get(k, "") for k in keep}, "option": f"must{i}", "min_units": f"{units:.6f}",
                                "max_units": f"{units:.6f}", "earliest": year, "latest": year})
                effects += [{**one, "option": f"must{i}"} for one in effects if one.get("option") == name]
        names = {row["option"] for row in options}
        tables["options"] = options or [{"option": "", "measure": "", "area": ""}]
        tables["effects"] = [one for one in effects if not one.get("option") or one["option"] in names]
        if os.path.exists(f"{city}/adopted.csv"):
            os.remove(f"{city}/adopted.csv")
        if os.path.exists(f"{city}/limits.csv"):
            limits = [row for row in rows_of(f"{city}/limits.csv") if (row["quantity"], row["sense"]) in FEWER]
            kit.write(f"{city}/limits.csv", text_of(limits) if limits else "limit,quantity,sense,value\n")
        scenario = json.loads(kit.read(f"{city}/scenario.json"))
        scenario["goals"] = [goal for goal in scenario["goals"] if goal["goal"] != "change"] or [{"goal": "units"}]
        kit.write(f"{city}/scenario.json", json.dumps(scenario))

    def moved(self, key, year):
        """With an action in another year; None: never."""
        opened = {**self.opened, key: 0.0}
        if year is not None:
            opened[key[0], year] = opened.get((key[0], year), 0.0) + self.opened[key]
        return self.plan(opened)

    def lost(self, key, year, words, until=9999):
        """{what is missing: how much more of it up to a year} when the action opens in another year; None: no plan."""
        other = self.moved(key, year)

        def sum_of(plan, word):
            column = "unmet" if word == "unmet" else f"short_{word}"
            return sum(float(row[column] or 0) for row in plan.rows("balance") if int(row["year"]) <= until)
        return other and {word: sum_of(other, word) - sum_of(self.base, word) for word in words}


def confirm_action(followed, row, lead):
    """What is lost without an action, with it a year later, and the last day to decide it."""
    key = followed.key(row)
    words = [column.removeprefix("lost_without_") for column in row if column.startswith("lost_without_")]

    def told(prefix, lost):
        for word in words:
            kit.check(near(lost[word], row[prefix + word]) if lost else row[prefix + word] == "",
                      os.getcwd(), prefix + word, row, lost)

    def some(lost):
        return lost is None or any(value >= 0.006 for value in lost.values())
    without = followed.lost(key, None, words)
    told("lost_without_", without)
    if not some(without):
        kit.equal(row["latest_decision"], "", os.getcwd(), row)
        return
    latest = followed.last
    for year in range(key[1] + 1, followed.last + 2):  # the year behind the last: it opens after the plan
        opens = year <= followed.last
        lost = followed.lost(key, year if opens else None, words, 9999 if opens else followed.last)
        if year == key[1] + 1:
            told("lost_a_year_later_", lost)
        if some(lost):
            latest = year - 1
            break
    kit.equal(row["latest_decision"], followed.date(latest - lead), os.getcwd(), row)


def leads(city):
    return {row["measure"]: int(row.get("lead_years") or 0) for row in city.table["measures"]}


def test_latest_decision():
    """Random cities: each action is left out, and opens one year later, two, ...: what is lost, and the last day"""
    tried = 0
    for city, rows in explained(range(1, 151)):
        followed = Followed(city) if any(row["status"] == "opens" for row in rows) else None
        for row in rows:
            if row["status"] == "opens":
                confirm_action(followed, row, leads(city)[row["measure"]])
                tried += 1
    kit.say(f"{tried} actions")
    kit.check(tried > 100, tried)


# ---- seats that stand empty ------------------------------------------------------------------------------------------

def rooms(city):
    """The seat kinds that are rooms."""
    some = city.table.get("seats", [{"seat": seat} for seat in city.seats])
    return [row["seat"] for row in some if row.get("room") != "no"]


def added_by(city, row, key):
    """{(item, year): seats or carers that an action adds, less those that it takes}, from the tables."""
    own = [one for one in city.table["effects"] if one.get("option") == row["option"]]
    life = next(one.get("life_years") for one in city.table["measures"] if one["measure"] == row["measure"])
    added = {}
    for one in own or [one for one in city.table["effects"] if one.get("measure") == row["measure"]]:
        first = [float(share) for share in (one.get("first_years") or "").split(";") if share]
        for year in range(key[1], city.look_ahead + 1):
            age = year - key[1]
            share = 0 if life and age >= int(life) else first[age] if age < len(first) else 1
            some = float(row["units"]) * float(one["amount"]) * share
            added[one["item"], year] = added.get((one["item"], year), 0.0) + some
    return added


def of_its_own(row, added):
    """Tables with an option that adds {(item, year): seats} when one unit of it opens in the year of an action."""
    effects = []
    for item in {item for item, _ in added}:
        for sign in (1, -1):
            some = [max(sign * value, 0) for (which, _), value in sorted(added.items()) if which == item]
            if max(some) > 0:
                effects.append({"measure": "its_own", "item": item, "amount": f"{sign * max(some):.9f}",
                                "first_years": ";".join(f"{one / max(some):.12f}" for one in some)})
    return {"measures": [{"measure": "its_own", "group": "x", "existing": "yes", "whole": "no"}], "effects": effects,
            "options": [{"option": "its_own", "measure": "its_own", "area": row["area"], "max_units": 1}]}


def test_seats_that_stand_empty():
    """Random cities: the less of what an action adds and what is vacant; without those seats nobody more is missing"""
    def plain(city):  # slack in per cent of the vacant seats, and a floor on them, mean others with less of them
        for goal in city.scenario.get("goals", []):
            goal.pop("slack", None)
        city.table["limits"] = [row for row in city.table.get("limits", []) if row["quantity"] != "vacant"]

    tried = taken = 0
    for city, rows in explained(range(1, 151), plain):
        followed = Followed(city) if any(row["status"] == "opens" for row in rows) else None
        vacant = {(row["area"], row["seat"], int(row["year"])): max(float(row["vacant"] or 0), 0)
                  for row in kit.Plan("plan").rows("seats")}
        for row in rows:
            if row["status"] != "opens":
                continue
            key = followed.key(row)
            added = added_by(city, row, key)
            empty = {(item, year): min(some, vacant[row["area"], item, year]) for (item, year), some in added.items()
                     if item in rooms(city) and min(some, vacant[row["area"], item, year]) > 0.0005}
            for column, years in (("vacant_at_last", [city.last]), ("vacant_at_end", [city.look_ahead]),
                                  ("vacant_seat_years", city.years)):
                told = sum(some for (_, year), some in empty.items() if year in years)
                kit.check(near(told, row[column]), os.getcwd(), column, row, told)
            tried += 1
            if empty:
                taken += 1
                less = {which: some - empty.get(which, 0.0) for which, some in added.items()}
                without = followed.plan({**followed.opened, key: 0.0, ("its_own", key[1]): 1.0},
                                        **of_its_own(row, less))
                kit.check(without, os.getcwd(), row, empty)
                unmet = [plan.number("balance", "unmet") for plan in (followed.base, without)]
                kit.check(abs(unmet[1] - unmet[0]) <= 0.05, os.getcwd(), row, empty, unmet)
    kit.say(f"{tried} actions, {taken} with empty seats")
    kit.check(tried > 100 and taken > 40, tried, taken)


# ---- options that are left out ---------------------------------------------------------------------------------------

def goals_of(plan):
    """[(names of the goals of a stage, what it minimises, {name: value})] of a plan."""
    goals = {goal["id"]: goal for goal in plan.run()["goals"]}
    stages = {}
    for goal in goals.values():
        stages.setdefault(goal["stage"], []).append(goal)
    return [{goal["id"]: (goal["weight"] if len(some) > 1 else 1, goal["value"]) for goal in some}
            for some in stages.values()]


def first_worse(was, now):
    """{goal of the first stage that is worse: by how much}; {} where none is."""
    for before, after in zip(goals_of(was), goals_of(now)):
        change = {name: after[name][1] - value for name, (_, value) in before.items()}
        sums = [sum(weight * value for weight, value in stage.values()) for stage in (before, after)]
        if sums[1] - sums[0] > 1e-6 * max(1, abs(sums[0])):
            return change
    return {}


def units_of(plan, option):
    return sum(units for (name, _), units in plan.opened().items() if name == option)


def confirm_worse(row, plan, units):
    """The goal that gets worse, and by how much for a unit."""
    worse = first_worse(kit.Plan("plan"), plan)
    if row["worse_goal"] == "":
        kit.equal(worse, {}, os.getcwd(), row)
    else:
        kit.check(row["worse_goal"] in worse, os.getcwd(), row, worse)
        by = worse[row["worse_goal"]] / units
        kit.check(abs(by - float(row["worse_by"])) <= 2e-6 * max(1, abs(by)), os.getcwd(), row, worse)


def confirm_rivals(row, plan):
    """Of which options less opens, the most units first."""
    names = {name for name, _ in kit.Plan("plan").opened()}
    less = {name: units_of(kit.Plan("plan"), name) - units_of(plan, name) for name in names}
    rivals = row["in_place_of"].split(";") if row["in_place_of"] else []
    kit.equal(len(rivals), min(3, sum(some >= 1e-4 for some in less.values())), os.getcwd(), row, less)
    for i, name in enumerate(rivals):
        kit.check(abs(less[name] - sorted(less.values())[-1 - i]) < 1e-5, os.getcwd(), row, less)


def again(folder, *changes):
    """The plan of the city with changes; None where its hard rules contradict each other."""
    done = kit.run("plan", "city", "-o", folder, "-q", *[word for change in changes for word in ("--change", change)])
    kit.check(done.code in (0, 3), os.getcwd(), done)
    return kit.Plan(folder) if done.code == 0 else None


def test_what_would_open_with_consent():
    """Random cities: what opens where an option consents is what is told"""
    tried = opens = 0
    for _, rows in explained(range(1, 201)):
        for row in [row for row in rows if row["status"] == "consent"]:
            plan = again("with" + row["option"], f"options[option={row['option']}].consent=firm")
            units = units_of(plan, row["option"]) if plan else 0.0
            kit.check(abs(units - float(row["would_open"])) <= 0.0006, os.getcwd(), row, units)
            tried += 1
            opens += units > 0
    kit.say(f"{tried} options, {opens} open")
    kit.check(tried > 120 and opens > 25, tried, opens)


def test_what_keeps_an_option_out():
    """Random cities: units that have to open make the goal worse that is told, by so much; an action that no child
    misses is for the goal that is worse without it"""
    tried = {}
    for city, rows in explained(range(1, 201)):
        for i, row in enumerate(rows):
            option = f"options[option={row['option']}]"
            if row["status"] in ("beaten", "not_needed", "equal", "impossible"):
                units = float(row["asked_units"])
                plan = again(f"asked{i}", f"{option}.min_units={units}") if units > 0 else None
                kit.equal(plan is None, row["status"] == "impossible", os.getcwd(), row)
                if plan:
                    confirm_worse(row, plan, units)
                    confirm_rivals(row, plan)
            elif row["status"] == "opens" and row["worse_goal"]:
                confirm_worse(row, again(f"without{i}", f"{option}.min_units=0", f"{option}.max_units=0"), 1)
            else:
                continue
            tried[row["status"]] = tried.get(row["status"], 0) + 1
    kit.say(tried)
    kit.check(tried["beaten"] > 30 and tried["not_needed"] > 30 and tried["opens"] > 5, tried)


kit.main(globals())
