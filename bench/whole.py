"""Plans in whole units: what each part of the search earns, and other solvers with as much time.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import statistics
import subprocess
import time

import generate
import highs

SIZES = [(10, 5), (20, 10)]
SEEDS = range(1, 6)
OTHERS = range(11, 21)  # the search was made with these; beside other solvers it meets SEEDS
EFFORT = 4       # with which the parts are compared
LONG = 1000      # more effort than any limit of time allows
SAME = 1e-6      # values that differ by less are equal
WASM = 4         # npm's HiGHS gets so many times as long
SOME, BETWEEN, ALIKE, CUTS, OFFERS = 1, 2, 4, 8, 16  # parts of the search, engine/domain/city.h
WITHOUT = {"all": 0, "without offers": OFFERS, "without cuts": CUTS, "without any of equal plans": ALIKE,
           "without between plan and parts": BETWEEN, "without areas, one and several": SOME}
LARGE_S, LARGE_GAP, TIMES, MIB = 30, 0.005, 20, 64


def ours(args, scenario, effort, seconds, without=0):
    """Value and bound of the first stage, seconds."""
    command = [str(args.build / "bench" / "whole"), str(scenario), str(effort), str(seconds), str(without)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(map(float, done.stdout.split()))


def cbc(file, seconds):
    done = subprocess.run(["cbc", file, "-sec", str(seconds), "-solve", "-quit"], capture_output=True, text=True,
                          check=True)
    found = re.search(r"^Objective value: +(\S+)", done.stdout, re.M)
    return float(found.group(1)) if found else float("inf")


def only_units(mps):
    """Of the integer columns of an MPS leave those of units: peers find it easier with children in parts."""
    with open(mps, encoding="utf-8") as file:
        lines = file.read().splitlines(keepends=True)
    kept, inside = [], False
    for line, after in zip(lines, lines[1:] + [""]):
        if "'INTORG'" in line:
            inside = after.startswith(" open[")
        if "'MARKER'" not in line or inside:
            kept.append(line)
    with open(mps, "w", encoding="utf-8") as file:
        file.writelines(kept)


def first_goal(folder):
    """Beside the city's base.json: its first goal alone."""
    scenario = json.loads((folder / "base.json").read_text(encoding="utf-8"))
    generate.write_json(folder / "first.json", {**scenario, "goals": scenario["goals"][:1]})
    return folder / "first.json"


def parts(folder, args, table):
    """What the whole search loses when it does without one of its parts."""
    print(f"\n== whole units: parts of the search left out, one weighted goal, means of {len(OTHERS)} cities, "
          f"effort {EFFORT}")
    rows = []
    for wards, years in SIZES:
        found = {part: [] for part in WITHOUT}
        for seed in OTHERS:
            city = folder / f"{wards}x{years}-{seed}"
            generate.write(city, wards, years, seed=seed)
            for part, left_out in WITHOUT.items():
                found[part].append(ours(args, city / "weighted.json", EFFORT, 600, left_out))
        best = [min(runs[i][0] for runs in found.values()) for i in range(len(OTHERS))]
        for part, runs in found.items():
            gaps = [(value - bound) / max(1, abs(value)) for value, bound, _ in runs]
            above = [run[0] / least - 1 for run, least in zip(runs, best)]
            rows.append([f"{wards}x{years}", part, f"{statistics.mean(gaps):.3%}", f"{statistics.mean(above):.4%}",
                         f"{max(above):.3%}", f"{statistics.mean(run[2] for run in runs):.2f}"])
    table(["", "", "from the bound", "from the best", "at most", "s"], rows)


def theirs(peer, file, seconds, known):
    """What the peers find; who has proved its best with less time is not asked again."""
    found = {who: value for who, (value, proved) in known.items() if proved}
    if "CBC" not in found:
        found["CBC"] = cbc(file, seconds)
    try:
        if "HiGHS" not in found:
            said = peer.ask(file, options={"time_limit": WASM * seconds, "mip_rel_gap": 0})
            value = said["value"] if said["status"] in ("optimal", "timeLimit") else float("inf")
            known["HiGHS"] = value, said["status"] == "optimal"
            found["HiGHS"] = value
    except highs.Missing as missing:
        print(f"  HiGHS is not compared: {missing}")
    return found


def beside(folder, args, verdicts, table):
    """A line as soon as it is known; at the end how often ours is better, equal, worse."""
    line = "  {:7}{:>4}  {:10}{:>4}{:>17}{:>9}{:>17}{:>17}  {}".format
    print("\n== whole units beside CBC and npm's HiGHS, which gets four times as long; children in parts there, too")
    print(line("", "city", "goal", "s", "kakuho", "gap", "CBC", "HiGHS", "kakuho is"))
    peer, rows, behind = highs.Highs(), {}, {}
    for wards, years, seed in ((*size, seed) for size in SIZES for seed in SEEDS):
        city = folder / f"{wards}x{years}-{seed}"
        generate.write(city, wards, years, seed=seed)
        for what, scenario in (("weighted", city / "weighted.json"), ("first", first_goal(city))):
            mps, known = str(folder / "city.mps"), {}
            subprocess.run([str(args.build / "engine" / "kakuho"), "export", str(scenario), "--set", "units=whole",
                            "-o", mps], check=True, capture_output=True)
            only_units(mps)
            for seconds in args.seconds:
                value, bound, _ = ours(args, scenario, LONG, seconds)
                found = theirs(peer, mps, seconds, known)
                best = min(found.values())
                word = "worse" if value > best * (1 + SAME) else "better" if value < best * (1 - SAME) else "equal"
                rows.setdefault((seconds, what), []).append(word)
                print(line(f"{wards}x{years}", seed, what, seconds, f"{value:.10g}",
                           f"{(value - bound) / max(1, abs(value)):.3%}",
                           *(f"{found.get(who, float('nan')):.10g}" for who in ("CBC", "HiGHS")), word), flush=True)
                behind.setdefault((wards, years, what, seconds), []).append(100 * (value / best - 1))
    peer.stop()
    for (wards, years, what, seconds), shares in behind.items():
        verdicts.add(f"{wards}x{years}, {what}, {seconds} s: behind the best peer, of {len(shares)} cities the most",
                     max(shares), " %", most=100 * SAME)
    table(["s", "goal", "better", "equal", "worse"],
          [[seconds, what, *(words.count(word) for word in ("better", "equal", "worse"))]
           for (seconds, what), words in sorted(rows.items())])


def cities(folder, args, verdicts):
    large = folder / "200x5"
    generate.write(large, 200, 5)
    value, bound, _ = ours(args, large / "weighted.json", LONG, LARGE_S)
    verdicts.add(f"200x5 weighted, {LARGE_S} s: gap", 100 * (value - bound) / value, " %", most=100 * LARGE_GAP)
    kakuho, sapporo = str(args.build / "engine" / "kakuho"), str(generate.ROOT / "data" / "sapporo")
    used = {}
    for units in ("continuous", "whole"):
        times = []
        for _ in range(args.runs):
            before = os.times()
            subprocess.run([kakuho, "plan", sapporo, "-q", "--set", f"units={units}"], check=True, capture_output=True)
            after = os.times()
            times.append(after.children_user + after.children_system - before.children_user - before.children_system)
        used[units] = statistics.median(times)
    print(f"\n  data/sapporo, all goals: {used['whole']:.2f} s of the processor in whole units, "
          f"{used['continuous']:.3f} in parts")
    verdicts.add("sapporo: whole / in parts, user+sys", used["whole"] / used["continuous"], "", most=TIMES)
    done = subprocess.run([str(args.build / "bench" / "phases"), "--peak", kakuho, "plan",
                           str(folder / "20x10-1" / "base.json"), "--set", "units=whole", "-q"],
                          capture_output=True, text=True, check=True)
    verdicts.add("20x10 in whole units: peak memory", int(done.stdout.split()[-1]) / 1024, " MiB", most=MIB)


def bench(folder, args, verdicts, table):
    start = time.time()
    folder.mkdir()
    parts(folder, args, table)
    for wards, years in SIZES:
        for seed in SEEDS:
            generate.write(folder / f"{wards}x{years}-{seed}", wards, years, seed=seed)
    beside(folder, args, verdicts, table)
    cities(folder, args, verdicts)
    print(f"  {time.time() - start:.0f} s in all")
