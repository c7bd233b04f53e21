#!/usr/bin/env python3
"""Work is counted, not timed: what a plan may take in iterations, and what the solver is given of the model.

Targets and seconds: bench/bench.py. The cities are those of bench/generate.py, whose numbers are the same everywhere.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "..", "bench")]
import kit  # noqa: E402
import generate  # noqa: E402

SIZES = [(3, 2), (6, 4), (10, 5)]  # wards, years


WHAT = ("rows", "columns", "nonzeros", "reduced_rows", "reduced_columns", "reduced_nonzeros", "goal_iterations",
        "closing_iterations")


def counters(scenario):
    """What `kakuho plan -v` says of them."""
    said = kit.run("plan", scenario, "-q", "-v", "--lang", "en", code=0).err
    size = r"(\d+) rows, (\d+) columns, (\d+) non-zeros"
    found = re.search(rf"^model: {size}\nsolver: {size}; iterations: (\d+) goals, (\d+) closing$", said, re.MULTILINE)
    kit.check(found, said)
    return dict(zip(WHAT, map(int, found.groups())))


def each_city():
    for wards, years in SIZES:
        name = f"{wards}x{years}"
        generate.write(name, wards, years)
        yield name


def test_all_goals_take_few_more_iterations_than_one():
    """all goals and closing stages take at most 1.5 times the iterations of one weighted goal"""
    for city in each_city():
        every, one = counters(city), counters(f"{city}/weighted.json")
        spent, allowed = every["goal_iterations"] + every["closing_iterations"], 1.5 * one["goal_iterations"]
        kit.check(0 < spent <= allowed, f"{city}: {spent} iterations, {allowed} allowed")


def test_iterations_grow_with_the_city():
    """one iteration for two columns given to the solver is plenty: most children are served from the start"""
    for city in each_city():
        for scenario in ("base", "weighted"):
            found = counters(f"{city}/{scenario}.json")
            spent = found["goal_iterations"] + found["closing_iterations"]
            kit.check(spent <= 0.5 * found["reduced_columns"], city, scenario, found)


def test_the_solver_is_given_less_than_the_model():
    """a quarter of the rows, of the columns and of the entries is dropped before solving"""
    for city in each_city():
        found = counters(city)
        for what in ("rows", "columns", "nonzeros"):
            kit.check(0 < found["reduced_" + what] <= 0.75 * found[what], city, what, found)


def test_the_same_work_every_time():
    """a second run takes the same iterations"""
    for city in each_city():
        kit.equal(counters(city), counters(city), city)


def test_cities_of_the_bench_are_made_alike():
    """a seed always makes the same city, and another seed another one"""
    kit.equal(generate.tables(4, 3, 2, generate.Dice(7)), generate.tables(4, 3, 2, generate.Dice(7)))
    kit.check(generate.tables(4, 3, 2, generate.Dice(7)) != generate.tables(4, 3, 2, generate.Dice(8)), "seeds 7 and 8")
    need = generate.tables(1, 1, 0, generate.Dice(1))["need"]
    kit.equal([row[2] for row in need[1:]], NEED, "the first need of seed 1")


def test_a_nation_is_made_alike():
    """1,741 cities have 1,900 areas; the first forty are the same every time, listed for a batch, and can be planned"""
    kit.equal(sum(generate.WARDS) + generate.CITIES - len(generate.WARDS), 1900, "areas")
    for name in ("nation", "again"):
        generate.write_nation(name, cities=40)
    kit.equal(kit.tree("nation"), kit.tree("again"))
    with open("nation/batch.json", encoding="utf-8") as file:
        batch = json.load(file)
    kit.equal(batch["kakuho_batch"], 1)
    kit.equal(len({one["id"] for one in batch["scenarios"]}), 40, "cities")
    for one in batch["scenarios"]:
        kit.run("plan", os.path.join("nation", one["path"]), "-q", code=0)


NEED = [2278, 493, 2280, 317, 1585]

if __name__ == "__main__":
    kit.main(globals())
