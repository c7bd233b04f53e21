#!/usr/bin/env python3
"""Whole units against CBC and HiGHS: the first stage, and one weighted stage, of example, made-up and random cities.

Both read the exported MPS, with the same columns integer, and stop at a limit of time or at what they can prove. A plan
of ours is never better than what one of them proves to be best or bounds from below, and never worse than what it found
by more than the gap that we print.

    whole_peers.py KAKUHO

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, ".."), os.path.join(HERE, "..", "..", "bench")]
import generate  # noqa: E402
import highs  # noqa: E402
import kit  # noqa: E402
import random_city  # noqa: E402

SECONDS = 2
RANDOM = range(1, 61)
MADE_UP = [(wards, years, seed) for wards, years in ((3, 3), (6, 4)) for seed in (1, 2, 3)]


def cbc(file):
    """What CBC found, and a value that no plan is below; None where it found no plan."""
    words = ["-sec", str(SECONDS), "-ratioGap", "0", "-allowableGap", "0", "-solve", "-quit"]
    done = subprocess.run(["cbc", file, *words], capture_output=True, text=True, timeout=120, check=True)
    if "No feasible solution" in done.stdout or "infeasible" in done.stdout:
        return None
    found = re.search(r"^Objective value: +(\S+)", done.stdout, re.M)
    bound = re.search(r"^Lower bound: +(\S+)", done.stdout, re.M)
    if not found:
        return None
    value = float(found.group(1))
    return value, float(bound.group(1)) if bound else value if "Optimal solution found" in done.stdout else None


class Peers:
    def __init__(self):
        self.highs = highs.Highs()

    def ask(self, file):
        """[(name, found, bound or None)]"""
        said = cbc(file)
        found = [("CBC", *said)] if said else []
        if self.highs:
            try:
                told = self.highs.ask(file, options={"time_limit": SECONDS, "mip_rel_gap": 0, "mip_abs_gap": 0})
            except highs.Missing as missing:
                kit.say(f"HiGHS is not asked: {missing}")
                self.highs = None
                return found
            if told["status"] in ("optimal", "timeLimit") and abs(told["value"]) < 1e20:
                found.append(("HiGHS", told["value"], told["value"] if told["status"] == "optimal" else None))
        return found


def compare(peers, scenario, say):
    """Our first stage beside theirs: (name, found, bound) of those who know."""
    done = kit.run("plan", scenario, "-o", "plan", "-q", "--set", "units=whole", "--effort", "10")
    if done.code == 3:
        return []
    kit.equal(done.code, 0, say, done)
    stage = kit.Plan("plan").run()["stages"][0]
    kit.run("export", scenario, "-o", "city.mps", "--set", "units=whole", code=0)
    answers = peers.ask(os.path.abspath("city.mps"))
    for name, found, bound in answers:
        room = 1e-6 + 1e-6 * abs(found)
        told = f"{say}: ours {stage}, {name} {found}, at least {bound}"
        kit.check(bound is None or stage["value"] >= bound - room, "better than the best:", told)
        kit.check(stage["value"] - found <= stage["gap"] * max(1, abs(stage["value"])) + room, "worse:", told)
        kit.check(stage["bound"] <= found + room, "a plan below our bound:", told)
    return [(name, stage["value"] <= found + 1e-6 + 1e-6 * abs(found)) for name, found, _ in answers]


def several(scenarios):
    peers, told = Peers(), []
    for scenario, say in scenarios:
        told += compare(peers, scenario, say)
    for name in ("CBC", "HiGHS"):
        as_good = [good for peer, good in told if peer == name]
        kit.say(f"{name}: {len(as_good)} answers, ours as good or better in {sum(as_good)}")
    kit.check(sum(good for _, good in told) >= 0.9 * len(told) > 0, told)


def weighted(folder):
    """Beside the city's base.json: the same with one weighted stage."""
    with open(os.path.join(folder, "base.json"), encoding="utf-8") as file:
        generate.write_json(os.path.join(folder, "weighted.json"), generate.weighted(json.load(file)))
    return os.path.join(folder, "weighted.json")


def test_example_cities():
    """data/: the first stage and one weighted stage"""
    scenarios = []
    for name in ("kakogawa", "sapporo", "small"):
        kit.copy(os.path.join(kit.DATA, name), name)
        scenarios += [(name, name)]
        if name == "sapporo":
            scenarios += [(weighted(name), name + ", weighted")]
    several(scenarios)


def test_made_up_cities():
    """cities of the bench, small ones: the first stage and one weighted stage"""
    scenarios = []
    for wards, years, seed in MADE_UP:
        folder = f"{wards}x{years}-{seed}"
        generate.write(folder, wards, years, seed=seed)
        scenarios += [(folder, folder), (os.path.join(folder, "weighted.json"), folder + ", weighted")]
    several(scenarios)


def test_random_cities():
    """random cities with every feature: the first stage"""
    scenarios = []
    for seed in RANDOM:
        city = random_city.City(seed)
        if city.scenario.get("follow"):
            continue
        city.write(f"city{seed}")
        scenarios.append((f"city{seed}", f"random city {seed}"))
    several(scenarios)


if __name__ == "__main__":
    kit.main(globals())
