#!/usr/bin/env python3
"""Contradictions: the rules that kakuho names contradict each other, and none of them can be dropped. glpsol is asked,
on the exported model with those rules alone.

The cities are random ones (random_city.py), and the same again with floors that cannot be reached.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), HERE]
import kit  # noqa: E402
from random_city import City, Dice  # noqa: E402

SOFT = ("need", "required", "share")  # a plan without places for anybody keeps them
MANY = "1e6"  # units of an option, where no rule on units is looked at


def with_floors(seed):
    """A random city that must open, keep, or serve much: more of something than it can, most often."""
    city, d = City(seed), Dice(seed + 4000)
    options = city.table.get("options", [])
    for row in options:
        if d.often(0.3):
            row["max_per_year"] = d.one([0.25, 0.5])
        if d.often(0.2):
            row["min_units"] = 1 if row.get("facility") else d.one([1, 2])
            row["max_units"] = None if row.get("facility") else 3
    for number in range(d.whole(1, 3)):
        quantity = d.one(["units", "seats", "vacant", "unmet", "unmet"])
        city.put("limits", limit=f"zz_floor{number}", quantity=quantity, area=d.one(city.nodes + [None]),
                 year=d.one([None, "each", d.one(city.plan)]), sense="<=" if quantity == "unmet" else ">=",
                 value={"units": d.whole(1, 4), "seats": d.whole(20, 90), "vacant": 400, "unmet": 0}[quantity])
    if d.often(0.3) and city.scenario.get("goals") and options:
        city.scenario["goals"].append({"goal": "change"})
        city.table.setdefault("adopted", [{"option": options[0]["option"], "year": city.first, "units": 0}])
    if "follow" in city.scenario and d.often(0.5):
        del city.scenario["follow"]
    return city


class Model:
    """The exported model, to be solved with some of its rows alone."""

    def __init__(self, folder):
        kit.run("export", folder, "-o", "model.mps", code=0)
        text = kit.read("model.mps").decode()
        self.head, rest = text[text.index("NAME"):].split("ROWS\n")
        self.rows, rest = rest.split("COLUMNS\n")
        self.columns, self.bounds = rest.split("BOUNDS\n")
        self.columns, ranges = (self.columns.split("RANGES\n") + [""])[:2]
        self.ranges = [line for line in ranges.splitlines() if line]
        follow = "follow" in kit.read(os.path.join(folder, "base.json")).decode()
        codes = re.findall(r"^ \w+ units\[(.*)\]$", self.rows, re.M)
        with open(os.path.join(folder, "options.csv"), encoding="utf-8", newline="") as file:
            self.yearly = dict(zip(codes, (row.get("max_per_year") for row in csv.DictReader(file))))
        self.free_open = not follow

    def possible(self, rules):
        """Whether there is a plan with these rows and the soft ones. What opens is bounded by nothing else, but for
        max_per_year, which belongs to the row units of its option."""
        def stays(name):
            return name in rules or name.split("[")[0] in SOFT

        def bound(line):
            kind, bounds, column = line.split()[:3]
            family, _, inner = column.partition("[")
            if family == "more":
                return f" UP {bounds} {column} {MANY}"
            if not self.free_open or family != "open":
                return line
            code = inner.rpartition(",")[0]
            most = self.yearly[code] if f"units[{code}]" in rules and self.yearly[code] else MANY
            return f" UP {bounds} {column} {most}"
        rows = [line if stays(line.split()[1]) else " N " + line.split()[1] for line in self.rows.splitlines()]
        ranges = [line for line in self.ranges if stays(line.split()[1])]
        bounds = [bound(line) if not line.startswith("ENDATA") else line for line in self.bounds.splitlines()]
        parts = [self.head + "ROWS", " N nothing", *rows, "COLUMNS", self.columns.rstrip("\n"),
                 *(["RANGES", *ranges] if ranges else []), "BOUNDS", *bounds]
        kit.write("part.mps", "\n".join(parts) + "\n")
        done = subprocess.run(["glpsol", "--freemps", "part.mps", "--nopresol"], capture_output=True, text=True,
                              timeout=60, check=False).stdout
        kit.check("OPTIMAL" in done or "NO FEASIBLE" in done or "NO PRIMAL FEASIBLE" in done, done[-1500:])
        return "OPTIMAL" in done


def conflict(folder):
    """The rules named; None where there is a plan."""
    done = kit.run("plan", folder, "-o", "plan", "-q")
    kit.check(done.code in (0, 3), done)
    if done.code == 0:
        return None
    rows = list(csv.DictReader(io.StringIO(kit.read("plan.conflict/conflict.csv").decode())))
    kit.check(all(row["meaning"] and row["meaning"] != row["row"] for row in rows), rows)
    return [row["row"] for row in rows]


def test_no_rule_can_be_dropped():
    """The set contradicts itself; without any one of its rules it does not"""
    families, found = Counter(), 0
    for seed in range(1, 201):
        for name, city in (("city", City(seed)), ("floors", with_floors(seed))):
            folder = f"{name}{seed}"
            city.write(folder)
            rules = conflict(folder)
            if rules is None:
                continue
            found += 1
            families.update(rule.split("[")[0] for rule in rules)
            model = Model(folder)
            kit.check(not model.possible(rules), folder, "does not contradict itself:", rules)
            for rule in rules:
                kit.check(model.possible([r for r in rules if r != rule]), folder, "can be dropped:", rule, rules)
    kit.say(f"{found} contradictions, {dict(families)}")
    kit.check(found >= 60 and {"limit", "units", "once", "seats", "carers", "link"} <= set(families))


def fits(sizes, most, lo, hi, spare, rules):
    """Whether whole numbers of sites keep the rules: tried one by one."""
    ranges = [range(1 + (most[i] if f"units[{'ab'[i]}]" in rules else 80)) for i in range(2)]
    for units in itertools.product(*ranges):
        seats = sum(n * size for n, size in zip(units, sizes))
        if (("limit[lo,all]" not in rules or seats >= lo) and ("limit[hi,all]" not in rules or seats <= hi)
                and ("limit[spare,all]" not in rules or sum(units) <= spare)):
            return True
    return False


def test_whole_units_that_do_not_fit():
    """In whole units alone: no sum of the sizes of sites lies between a floor and a ceiling; tried one by one"""
    found = Counter()
    for seed in range(1, 61):
        d = Dice(seed)
        sizes, most = [d.whole(5, 14), d.whole(5, 14)], [d.whole(1, 4), d.whole(1, 4)]
        lo = d.whole(10, 60)
        hi, spare = lo + d.whole(0, 4), d.whole(3, 7)
        kit.city("sites", {
            "need": "area,class,2024\nward,c,60", "supply": "area,seat,2024\nward,c,10",
            "measures": "measure,group,existing\nsmall,new,no\nlarge,new,no",
            "effects": f"measure,item,amount\nsmall,c,{sizes[0]}\nlarge,c,{sizes[1]}",
            "options": f"option,measure,area,max_units\na,small,ward,{most[0]}\nb,large,ward,{most[1]}",
            "limits": f"limit,quantity,sense,value\nlo,seats,>=,{lo}\nhi,seats,<=,{hi}\nspare,units,<=,{spare}"},
                 {"units": "whole"})
        rules = conflict("sites")
        kit.equal(rules is None, fits(sizes, most, lo, hi, spare, {
            "units[a]", "units[b]", "limit[lo,all]", "limit[hi,all]", "limit[spare,all]"}), seed)
        if rules and json.loads(kit.read("plan.conflict/run.json"))["whole_units_only"]:
            found[len(rules)] += 1
            kit.check(not fits(sizes, most, lo, hi, spare, rules), seed, "does not contradict itself:", rules)
            for rule in rules:
                kit.check(fits(sizes, most, lo, hi, spare, set(rules) - {rule}), seed, "can be dropped:", rule, rules)
            kit.equal(kit.run("verify", "plan.conflict", "-q").code, 0, seed)
        shutil.rmtree("plan" if rules is None else "plan.conflict")
        shutil.rmtree("sites")
    kit.say(f"contradictions of whole units alone by their rules: {dict(found)}")
    kit.check(sum(found.values()) >= 10 and len(found) > 1, found)


if __name__ == "__main__":
    kit.main(globals())
