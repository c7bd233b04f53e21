#!/usr/bin/env python3
"""Phases, exact counters and other solvers side by side; what is to be reached stands beside what was measured.

    bench.py [--build DIR] [--runs N] [CITY ...]

CITY is sapporo, rows (100,000 rows that are read and checked), whole (plans in whole units beside CBC and HiGHS, by
their limits up to 84 minutes; --seconds 2), nation (1,741 cities beside HiGHS), batch (10,000 what-ifs beside glpsol;
--scenarios N), or WARDSxYEARS of a made-up city; without any: sapporo, 10x5, 20x10, rows, nation. Phases are
taken in one process (bench/phases.c), whole processes in turn, one of each per round, so that a noisy machine is noisy
for all of them. Compare ratios within one run; iterations, sizes and memory are exact. Everything is written to a
folder on tmpfs where there is one.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import batch
import generate

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "differential"))
import highs  # noqa: E402
import nation  # noqa: E402
import whole  # noqa: E402

MODEL = ROOT / "models" / "planning.mod"
# how much faster than glpsol with one weighted goal: kakuho with all goals, kakuho with that one goal
TARGET = {"sapporo": (1.0, 2.5), "10x5": (1.0, 2.5), "20x10": (1.0, 1.7)}
# how much faster all goals are than as many cold solves as there are goals, on the same reduced LP; native HiGHS is
# about four times as fast as its WebAssembly
WASM = 4
TARGET_PEER = {"10x5": {"HiGHS": 4 * WASM, "CLP": 6, "GLPK": 5.5, "CLP_warm": 1.1},
               "20x10": {"HiGHS": 3.5 * WASM, "CLP": 7, "GLPK": 12, "CLP_warm": 1.1}}
HIGHS_MS = 2500  # of a goal and a way: no further run after that
PEAK_MIB = {"sapporo": 32, "10x5": 32, "20x10": 64}
WHAT_IF = {"1": 8, "2": 5}
ITERATIONS, READ_MS, COMPARE_MS = 1.5, 500, 50
SWEEP = {2: 6, 10: 3}  # per cent up and down: how many what-ifs in the time of one glpsol process
LONG_S = 20  # a peer that takes longer runs once


class Verdicts:
    """What was to be reached, and whether it was."""

    def __init__(self):
        self.lines = []

    def add(self, what, value, unit, least=None, most=None):
        met = value >= least if least is not None else value <= most
        target = f"at least {least:g}" if least is not None else f"at most {most:g}"
        self.lines.append((what, f"{value:.2f}{unit}", f"{target}{unit}", "met" if met else "NOT MET"))

    def show(self):
        if self.lines:
            print("\nto be reached")
            table(["", "measured", "target", ""], self.lines)


def table(head, rows):
    rows = [list(map(str, row)) for row in [head, *rows]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    for row in rows:
        cells = [c.rjust(w) if i else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths))]
        print("  " + "  ".join(cells).rstrip())


def spawn(command, code=0):
    """Run a command that ends with this code; seconds of wall, seconds of user and system."""
    actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)]
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != code:
        raise SystemExit(f"bench: failed ({os.waitstatus_to_exitcode(status)}): {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime


def race(commands, runs, code=0):
    """Medians of several commands, one of each per round, after a warm-up round."""
    first = {name: spawn(command, code) for name, command in commands.items()}
    quick = [name for name in commands if first[name][0] < LONG_S]
    times = {name: [] for name in commands}
    for _ in range(runs):
        for name in quick:
            times[name].append(spawn(commands[name], code))
    return {name: [statistics.median(column) for column in zip(*times[name])] if name in quick else first[name]
            for name in commands}


def phases(*words):
    """What a call of bench/phases prints: milliseconds (wall, user+sys) and iterations of each phase; counters."""
    command = [str(word) for word in words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {' '.join(command)}\n{done.stderr}")
    found, counters = {}, {}
    for line in done.stdout.splitlines():
        kind, name, *values = line.split()
        if kind == "phase":
            found[name] = (float(values[0]), float(values[1]), int(values[2]))
        else:
            counters[name] = int(values[0])
    return found, counters


def show_phases(found, counters, runs):
    print(f"  phases, medians of {runs} after a warm-up")
    wall, used, iterations = map(sum, zip(*found.values()))
    table(["", "wall ms", "user+sys ms", "share", "iterations"],
          [[name.replace("_", " "), f"{w:.3f}", f"{u:.3f}", f"{u / used:.0%}", n or ""]
           for name, (w, u, n) in found.items()] + [["together", f"{wall:.3f}", f"{used:.3f}", "", iterations]])
    c = counters
    print(f"  input {c['input_rows']} rows; model {c['rows']} rows, {c['cols']} columns, {c['nonzeros']} non-zeros; "
          f"reduced {c['reduced_rows']}, {c['reduced_cols']}, {c['reduced_nonzeros']}")
    print(f"  iterations: goals {c['goal_iterations']}, closing stages {c['closing_iterations']}; peak memory "
          f"of the process {c['peak_kib'] / 1024:.1f} MiB")


def glpsol_words(command):
    """Objective and iterations that glpsol reports, of one run."""
    out = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    steps = re.findall(r"^[*#]?\s*(\d+): obj =\s*(\S+)", out, re.M)
    return (float(steps[-1][1]), int(steps[-1][0])) if steps else (float("nan"), 0)


def bench_city(name, folder, args, verdicts):
    """One city: phases of all goals, then whole processes against the other solvers with one weighted goal."""
    build, runs = args.build, args.runs
    base, one = folder / "base.json", folder / "weighted.json"
    print(f"\n== {name}: all goals, then closing stages")
    program, kakuho = build / "bench" / "phases", str(build / "engine" / "kakuho")
    found, counters = phases(program, base, runs, folder / "plan")
    counters.update(phases(program, "--peak", kakuho, "plan", base, "-o", folder / "plan")[1])
    show_phases(found, counters, runs)
    _, cold = phases(program, one, 1, folder / "plan-one")

    dat, mps = str(folder / "city.dat"), str(folder / "city.mps")
    spawn([kakuho, "export", str(one), "-o", dat])
    spawn([kakuho, "export", str(one), "-o", mps])
    glpsol = ["glpsol", "-m", str(MODEL), "-d", dat, "-w", str(folder / "glpsol.txt")]
    commands = {
        "kakuho, all goals": [kakuho, "plan", str(base), "-o", str(folder / "plan")],
        "kakuho, one weighted goal": [kakuho, "plan", str(one), "-o", str(folder / "plan-one")],
        "glpsol, one weighted goal": glpsol,
        "glpsol, the same, --nopresol": [*glpsol, "--nopresol"],
    }
    if shutil.which("cbc"):
        commands["cbc, MPS of the same"] = ["cbc", mps, "-dualSimplex", "-solution", str(folder / "cbc.txt"), "-quit"]
    if shutil.which("lp_solve"):
        commands["lp_solve, MPS of the same"] = ["lp_solve", "-fmps", mps]
    times = race(commands, runs)
    print(f"\n  whole processes, medians of {runs} rounds after a warm-up")
    every, one_goal = times["kakuho, all goals"], times["kakuho, one weighted goal"]
    table(["", "wall ms", "user+sys ms", "wall / kakuho all", "user+sys / kakuho all"],
          [[n, f"{wall * 1e3:.1f}", f"{used * 1e3:.1f}", f"{wall / every[0]:.2f}", f"{used / every[1]:.2f}"]
           for n, (wall, used) in times.items()])
    peer = [min(both) for both in zip(times["glpsol, one weighted goal"], times["glpsol, the same, --nopresol"])]
    goal, iterations = glpsol_words(glpsol)
    reached = json.loads((folder / "plan-one" / "run.json").read_text(encoding="utf-8"))["stages"][0]["value"]
    if not abs(goal - reached) <= 1e-6 * max(1, abs(goal)):
        raise SystemExit(f"bench: {name}: not the same optimum: kakuho {reached:.9g}, glpsol {goal:.9g}")
    all_iterations = counters["goal_iterations"] + counters["closing_iterations"]
    print(f"  iterations: kakuho all {all_iterations}, one weighted goal cold {cold['goal_iterations']} "
          f"(closing {cold['closing_iterations']}), glpsol {iterations}; both to {goal:.9g}")

    least_all, least_one = TARGET.get(name, (1.0, 1.7))
    for what, run, least in (("all goals", every, least_all), ("one goal", one_goal, least_one)):
        verdicts.add(f"{name}: glpsol / kakuho {what}, wall", peer[0] / run[0], "", least=least)
        verdicts.add(f"{name}: glpsol / kakuho {what}, user+sys", peer[1] / run[1], "", least=least)
    for whose, count in (("kakuho", cold["goal_iterations"]), ("glpsol", iterations)):
        verdicts.add(f"{name}: iterations, all goals / one cold weighted goal of {whose}",
                     all_iterations / max(count, 1), "", most=ITERATIONS)
    bench_peers(name, folder, args, verdicts, found)
    verdicts.add(f"{name}: peak memory", counters["peak_kib"] / 1024, " MiB", most=PEAK_MIB.get(name, 64))


def solve_highs(folder, runs, reached):
    """All goals by HiGHS (npm's, started and warmed up): wall, user+sys and iterations of each way, as in peers."""
    peer, ways = highs.Highs(), {}
    try:
        for hold in ("rows", "fixed"):
            for presolve in ("on", "off"):
                said = [peer.ask(folder / f"goal-{goal}-{hold}.mps", runs=runs, budget=HIGHS_MS,
                                 options={"presolve": presolve}) for goal in reached]
                if all(one["status"] == "optimal" and abs(one["value"] - value) <= 1e-6 * max(1, abs(value))
                       for one, value in zip(said, reached.values())):
                    ways[f"presolve {presolve},{hold}"] = tuple(
                        sum(one[what] for one in said) for what in ("wall", "cpu", "iterations"))
        return ways
    except highs.Missing as missing:
        print(f"\n  HiGHS is not compared: {missing}")
        return {}
    finally:
        peer.stop()


def bench_peers(name, folder, args, verdicts, found):
    """All goals in process, on the reduced LP: kakuho from its box on, peers solving alone, every goal cold.

    A peer holds earlier goals by rows, which is judged; or by fixing what has a reduced cost, kakuho's own way lent to
    it with the smaller LPs that come of it, which is shown beside. Of its ways, all goals each, the fastest counts.
    """
    run = [str(args.build / "bench" / "peers"), str(folder / "base.json"), str(args.runs), str(folder)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {' '.join(run)}\n{done.stderr}")
    reached, ways = {}, {}
    for line in done.stdout.splitlines():
        kind, key, *rest = line.split()
        if kind == "goal":
            reached[int(key)] = float(rest[0])
        else:
            ways.setdefault(key, {})[rest[0].replace("_", " ")] = (float(rest[1]), float(rest[2]), int(rest[3]))
    ways["HiGHS"] = solve_highs(folder, args.runs, reached)
    names = list(found)
    after = names.index("reduce") + 1
    ours = [sum(column) for column in zip(*(found[goal] for goal in names[after:after + len(reached)]))]

    print(f"\n  all {len(reached)} goals in process, reduced LP; HiGHS is npm's, about {WASM} times slower than native"
          ";\n  rows: a peer holds earlier goals by rows; fixed: it is lent kakuho's way, reduced-cost fixing")
    rows = [["kakuho", f"{ours[0]:.2f}", f"{ours[1]:.2f}", "1", "1", ours[2]]]
    for peer in ("HiGHS", "CLP", "GLPK", "CLP_warm"):
        label = peer.replace("_", " ") if "warm" in peer else f"{peer} cold"
        for way, (wall, used, iterations) in sorted(ways.get(peer, {}).items(), key=lambda item: item[1][1]):
            rows.append([f"{label}: {way.replace(',', ', ')}", f"{wall:.2f}", f"{used:.2f}",
                         f"{wall / ours[0]:.2f}", f"{used / ours[1]:.2f}", iterations])
    table(["", "wall ms", "user+sys ms", "wall / kakuho", "user+sys / kakuho", "iterations"], rows)
    for peer, least in TARGET_PEER.get(name, {}).items():
        label = peer.replace("_", " ") if "warm" in peer else f"{peer} cold"
        # nobody but kakuho has the fixings for a cold solve; warm, a peer has its own
        times = [way for key, way in ways.get(peer, {}).items() if "warm" in peer or key.endswith(",rows")]
        for measure, unit in enumerate(("wall", "user+sys")):
            if times:
                verdicts.add(f"{name}: {label} / kakuho, all goals, {unit}",
                             min(way[measure] for way in times) / ours[measure], "", least=least)


def bench_verify(folder, args, verdicts):
    """Everything recomputed and proved, beside planning: whole processes, in both units."""
    kakuho, verifier = (str(args.build / "engine" / name) for name in ("kakuho", "kakuho-verify"))
    print("\n  a plan verified, beside planning it: whole processes")
    rows = []
    for units in ("continuous", "whole"):
        plan = str(folder / ("verified-" + units))
        command = [kakuho, "plan", str(folder / "base.json"), "-q", "-o", plan, "--set", "units=" + units]
        spawn(command)
        times = race({"plan": command, "kakuho verify": [kakuho, "verify", plan, "-q"],
                      "kakuho-verify": [verifier, plan, "-q"]}, args.runs)
        rows += [[what, units, f"{wall * 1e3:.1f}", f"{used * 1e3:.1f}"] for what, (wall, used) in times.items()]
        for measure, word in enumerate(("wall", "user+sys")):
            verdicts.add(f"sapporo, {units}: plan / verify, {word}",
                         times["plan"][measure] / max(times[what][measure] for what in times if what != "plan"), "",
                         least=1)
    table(["", "units", "wall ms", "user+sys ms"], rows)


def bench_compare(folder, args, verdicts):
    """Two plans of sapporo side by side, with and without what each changed table did."""
    kakuho = str(args.build / "engine" / "kakuho")
    one, other = str(folder / "plan"), str(folder / "cut")
    spawn([kakuho, "plan", str(folder / "budget-cut.json"), "-o", other])
    times = race({"compare": [kakuho, "compare", one, other],
                  "compare --causes": [kakuho, "compare", one, other, "--causes"]}, args.runs, code=1)
    print("\n  two plans compared, whole process")
    table(["", "wall ms", "user+sys ms"],
          [[what, f"{wall * 1e3:.1f}", f"{used * 1e3:.1f}"] for what, (wall, used) in times.items()])
    verdicts.add("sapporo: compare of two plans, without causes", times["compare"][0] * 1e3, " ms", most=COMPARE_MS)


def bench_report(folder, args, verdicts):
    """report.html, and plan.xlsx, which is most of the work, of an explained plan beside planning the city as its
    scenario says, in whole units, and in parts: whole processes."""
    kakuho = str(args.build / "engine" / "kakuho")
    print("\n  report.html and plan.xlsx beside the plan, whole processes")
    rows = []
    for units in ("whole", "continuous"):
        plan = str(folder / ("reported-" + units))
        command = [kakuho, "plan", str(folder / "base.json"), "-q", "-o", plan, "--set", "units=" + units]
        spawn([*command, "--explain"])
        again = command[:5] + [plan + "-again"] + command[6:]
        times = race({"plan": again, "report": [kakuho, "report", plan, "-q"]}, args.runs)
        rows += [[what, units, f"{wall * 1e3:.1f}", f"{used * 1e3:.1f}"] for what, (wall, used) in times.items()]
        if units == "whole":
            verdicts.add("sapporo: a report and its workbook, in plans, user+sys",
                         times["report"][1] / times["plan"][1], "", most=1)
    table(["", "units", "wall ms", "user+sys ms"], rows)


def bench_explain(folder, args, verdicts):
    """An explanation beside planning the city again from the start: 50 of these, and 30 warm what-ifs of 1/8 of one."""
    done = subprocess.run([args.build / "bench" / "explain", folder / "base.json", str(args.runs)],
                          capture_output=True, text=True, check=True).stdout
    found = {name: tuple(map(float, rest)) for _, name, *rest in map(str.split, done.splitlines())}
    (again, again_used, _), (wall, used, plans) = found["again"], found["explain"]
    print(f"\n  explain: {plans:.0f} times planned again in {wall:.1f} ms (user+sys {used:.1f}); once from the start "
          f"{again:.2f} ms ({again_used:.2f})")
    verdicts.add("sapporo: explain, in plans from the start, user+sys", used / again_used, "", most=50 + 30 / 8)


def bench_sweep(folder, args, verdicts):
    """1,000 what-ifs with all goals, a grid over the need of three classes, beside glpsol processes with one weighted
    goal: whole processes, per what-if."""
    kakuho, dat = str(args.build / "engine" / "kakuho"), str(folder / "city.dat")
    glpsol = ["glpsol", "-m", str(MODEL), "-d", dat, "-w", str(folder / "glpsol.txt")]
    rows = []
    for percent, least in SWEEP.items():
        values = ",".join(f"{1 + percent / 100 * (2 * i / 9 - 1):.6f}" for i in range(10))
        vary = [w for c in ("c3_0", "c3_12", "c2") for w in ("--vary", f"need[class={c}].children*={values}")]
        times = race({"sweep": [kakuho, "sweep", str(folder / "base.json"), "-q", "-o", str(folder / "sweep"), *vary],
                      "glpsol": glpsol, "nopresol": [*glpsol, "--nopresol"]}, min(args.runs, 3))
        peer = [min(both) for both in zip(times["glpsol"], times["nopresol"])]
        ours = [time / 1000 for time in times["sweep"]]
        rows.append([f"+-{percent} %", f"{ours[0] * 1e3:.2f}", f"{ours[1] * 1e3:.2f}", f"{peer[0] * 1e3:.1f}",
                     f"{peer[1] * 1e3:.1f}", f"{peer[0] / ours[0]:.1f}", f"{peer[1] / ours[1]:.1f}"])
        for measure, unit in enumerate(("wall", "user+sys")):
            verdicts.add(f"sapporo: glpsol / kakuho, each of 1,000 what-ifs of +-{percent} %, {unit}",
                         peer[measure] / ours[measure], "", least=least)
    print("\n  sweep of 1,000 points, tables written, per point; glpsol: one weighted goal, the better way")
    table(["", "wall ms", "user+sys ms", "glpsol wall", "user+sys", "wall / kakuho", "user+sys / kakuho"], rows)


def bench_warm(folder, args, verdicts):
    """What-ifs from the base beside the same plans from the start; the program sees to it that they are the same."""
    done = subprocess.run([args.build / "bench" / "warm", folder / "base.json", str(20 * args.runs)],
                          capture_output=True, text=True, check=True).stdout
    found = {name: tuple(map(float, rest)) for _, name, *rest in map(str.split, done.splitlines())}
    print("\n  what-ifs, needs changed at random, in process; the same plans both ways")
    rows = []
    for alike, which in (("", "each need by itself, "), ("alike-", "all needs alike, ")):
        for percent in ("1", "2", "5", "10"):
            _, start, iterations = found[f"from-start-{alike}{percent}"]
            _, base, pivots = found[f"from-base-{alike}{percent}"]
            rows.append([f"{which}up to {percent} %", f"{start:.3f}", f"{base:.3f}", f"{start / base:.2f}",
                         f"{iterations:.0f}", f"{pivots:.0f}"])
            if percent in WHAT_IF:
                verdicts.add(f"sapporo: what-if, {which}up to {percent} %, from the start / from the base, user+sys",
                             start / base, "", least=WHAT_IF[percent])
    table(["", "start, ms", "base, ms", "start / base", "iterations", "pivots"], rows)


def bench_rows(folder, args, verdicts):
    """100,000 rows read and checked."""
    rows = generate.write(folder, 510, 25, look_ahead=10, long=True)
    found, _ = phases(args.build / "bench" / "phases", folder / "base.json", args.runs)
    print(f"\n== {rows} rows read and checked, medians of {args.runs}")
    table(["", "wall ms", "user+sys ms"],
          [[name, f"{wall:.1f}", f"{used:.1f}"] for name, (wall, used, _) in found.items()])
    verdicts.add(f"{rows} rows read and checked", found["read"][0] + found["validate"][0], " ms", most=READ_MS)


def make_city(name, folder):
    if name == "sapporo":
        shutil.copytree(ROOT / "data" / "sapporo", folder, ignore=shutil.ignore_patterns("published"))
        generate.write_json(folder / "weighted.json",
                            generate.weighted(json.loads((folder / "base.json").read_text(encoding="utf-8"))))
        for file in ("base.json", "weighted.json"):  # beside linear programs; whole units: CITY whole
            scenario = json.loads((folder / file).read_text(encoding="utf-8"))
            generate.write_json(folder / file, {**scenario, "units": "continuous"})
    else:
        wards, years = map(int, name.split("x"))
        generate.write(folder, wards, years)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cities", nargs="*", default=["sapporo", "10x5", "20x10", "rows", "nation"], metavar="CITY")
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=int, nargs="+", default=[2, 10, 30], help="for plans in whole units")
    parser.add_argument("--scenarios", type=int, default=10000, help="of batch")
    args = parser.parse_args()
    args.build = args.build.resolve()
    for name in args.cities:
        if name not in ("sapporo", "rows", "whole", "nation", "batch") and not re.fullmatch(r"[1-9]\d*x[1-9]\d*", name):
            raise SystemExit(f"bench: {name}: sapporo, rows, whole, nation, batch, or WARDSxYEARS such as 10x5")

    verdicts = Verdicts()
    tmpfs = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kakuho-bench-", dir=tmpfs) as folder:
        for name in args.cities:
            city = Path(folder) / name
            if name == "rows":
                bench_rows(city, args, verdicts)
            elif name == "whole":
                whole.bench(city, args, verdicts, table)
            elif name == "batch":
                batch.bench(city, args, verdicts, table)
            elif name == "nation":
                nation.bench(city, args, verdicts, table)
            else:
                make_city(name, city)
                bench_city(name, city, args, verdicts)
                if name == "sapporo":
                    bench_verify(city, args, verdicts)
                    bench_compare(city, args, verdicts)
                    bench_warm(city, args, verdicts)
                    bench_explain(city, args, verdicts)
                    bench_report(city, args, verdicts)
                    bench_sweep(city, args, verdicts)
            sys.stdout.flush()
    verdicts.show()


if __name__ == "__main__":
    main()
