"""A nation of 1,741 cities: all goals of all of them, by one thread and by two, beside HiGHS city by city.

As in bench_peers of bench.py a goal is what is counted: from the reduced LP on, closing stages not. A peer solves as
many LPs as there are goals. CLP and GLPK, which are native, solve some of the cities. On a busy machine two threads
have no two cores: "by work" is what two threads would gain if they had, from the user+sys time that they take more
than one.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import shutil
import subprocess
from pathlib import Path

import generate

SAMPLE = 29  # one city of so many is given to CLP and GLPK
WASM = 4  # native HiGHS is about so many times as fast as npm's
TARGET = {"cold": 15 * WASM, "warm": 7 * WASM}
SCALING = 1.8


def output(run, **more):
    done = subprocess.run(list(map(str, run)), capture_output=True, text=True, check=False, **more)
    if done.returncode:
        raise SystemExit(f"bench: {' '.join(map(str, run))}\n{done.stderr[-2000:]}")
    return done.stdout.splitlines()


def ours(scenarios, lps, args):
    """Phases (wall, user+sys, iterations), threads (wall, user+sys, best wall), counters."""
    found = {"phase": {}, "threads": {}, "counter": {}}
    paths = "".join(f"{scenario}\n" for scenario in scenarios)
    for line in output([args.build / "bench" / "nation", args.runs, lps], input=paths):
        kind, name, *values = line.split()
        found[kind][name] = tuple(map(float, values))
    return found["phase"], found["threads"], {name: int(value) for name, (value,) in found["counter"].items()}


def native(scenarios, folder, args):
    """What each way of CLP and GLPK takes for these cities, one after the other, where it finds what kakuho finds."""
    sums, count = {}, {}
    for scenario in scenarios:
        for line in output([args.build / "bench" / "peers", scenario, args.runs, folder]):
            kind, peer, *rest = line.split()
            if kind == "peer":
                way = f"{peer}: {rest[0]}".replace("_", " ").replace(",", ", ")
                sums[way] = [a + float(b) for a, b in zip(sums.get(way, (0, 0, 0)), rest[1:])]
                count[way] = count.get(way, 0) + 1
    return {way: times for way, times in sums.items() if count[way] == len(scenarios)}


def highs(folder):
    """What each way of HiGHS takes; none where it is not to be had."""
    if not shutil.which("node"):
        print("  HiGHS is not compared: no node here")
        return []
    said = output(["node", Path(__file__).with_name("nation.mjs"), folder / "lps.json"])
    said = [json.loads(line) for line in said]
    if "missing" in said[0]:
        print(f"  HiGHS is not compared: {said[0]['missing']}")
        return []
    return said


def bench(folder, args, verdicts, table):
    generate.write_nation(folder)
    batch = json.loads((folder / "batch.json").read_text(encoding="utf-8"))
    scenarios = [folder / one["path"] for one in batch["scenarios"]]
    phases, threads, counters = ours(scenarios, folder / "lps.json", args)
    count = counters["cities"]
    print(f"\n== nation: {count:,} cities with {counters['areas']:,} areas, medians of {args.runs}")
    table(["", "wall ms", "user+sys ms", "us a city", "iterations"],
          [[name, f"{wall:.1f}", f"{used:.1f}", f"{used / count * 1e3:.1f}", f"{n:.0f}" if n else ""]
           for name, (wall, used, n) in phases.items()])
    table(["solved by", "wall ms", "best", "user+sys ms", "cities a second"],
          [[f"{n} thread{'s' * (n != '1')}", f"{wall:.1f}", f"{best:.1f}", f"{used:.1f}", f"{count / wall * 1e3:,.0f}"]
           for n, (wall, used, best) in threads.items()])
    print(f"  reduced LPs: {counters['reduced_rows']} rows, {counters['reduced_cols']} columns, "
          f"{counters['reduced_nonzeros']} non-zeros")
    one, two = threads["1"], threads["2"]
    verdicts.add("nation: two threads / one, best wall", one[2] / two[2], "", least=SCALING)
    verdicts.add("nation: two threads / one, by work", 2 * one[1] / two[1], "", least=SCALING)

    print(f"\n  all goals, reduced LPs; HiGHS is npm's, about {WASM} times slower than native")
    goals = phases["goals"]
    rows = [["kakuho", f"{goals[0]:.1f}", f"{goals[1]:.1f}", "1", "1", f"{goals[2]:.0f}", ""]]
    said = highs(folder)
    for one in said:
        rows.append([f"HiGHS {one['way']}", f"{one['wall']:.1f}", f"{one['cpu']:.1f}", f"{one['wall'] / goals[0]:.2f}",
                     f"{one['cpu'] / goals[1]:.2f}", one["iterations"], one["wrong"] or ""])
    table(["", "wall ms", "user+sys ms", "wall / kakuho", "user+sys / kakuho", "iterations", "wrong"], rows)
    for how, least in TARGET.items():
        times = [one for one in said if one["way"].startswith(how)]
        for measure, at, unit in (("wall", 0, "wall"), ("cpu", 1, "user+sys")):
            if times:
                verdicts.add(f"nation: HiGHS {how} / kakuho, all goals, {unit}",
                             min(one[measure] for one in times) / goals[at], "", least=least)

    some = scenarios[SAMPLE - 1::SAMPLE]
    goals = ours(some, folder / "some.json", args)[0]["goals"]
    print(f"\n  the same of {len(some)} towns, beside native solvers; rows, fixed: how earlier goals are held")
    table(["", "wall ms", "user+sys ms", "wall / kakuho", "user+sys / kakuho", "iterations"],
          [[way, f"{wall:.2f}", f"{used:.2f}", f"{wall / goals[0]:.2f}", f"{used / goals[1]:.2f}", f"{n:.0f}"]
           for way, (wall, used, n) in [("kakuho", goals), *sorted(native(some, folder, args).items())]])
