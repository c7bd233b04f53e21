#!/usr/bin/env python3
"""Phases, exact counters and other solvers side by side; what is to be reached stands beside what was measured.

    bench.py [--build DIR] [--runs N] [CITY ...]

CITY is sapporo, rows (100,000 rows that are read and checked), or WARDSxYEARS of a made-up city; without any: sapporo,
10x5, 20x10, rows. Phases are taken in one process (bench/phases.c), whole processes in turn, one of each per round, so
that a noisy machine is noisy for all of them. Compare ratios within one run; iterations, sizes and memory are exact.
Everything is written to a folder on tmpfs where there is one.

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

import generate

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "differential"))
import goals  # noqa: E402
import highs  # noqa: E402

MODEL = ROOT / "models" / "planning.mod"
# how much faster than glpsol with one weighted goal: kakuho with all goals, kakuho with that one goal
TARGET = {"sapporo": (1.0, 2.5), "10x5": (1.0, 2.5), "20x10": (1.0, 1.7)}
# how much faster than as many cold solves of native HiGHS as there are goals; its WebAssembly is about 4 times slower
TARGET_HIGHS = {"sapporo": 4.0, "10x5": 4.0, "20x10": 3.5}
WASM = 4
HIGHS_MS = 2500  # of a stage and a way: no further run after that
ITERATIONS, PEAK_MIB, READ_MS = 1.5, 32, 500
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


def spawn(command):
    """Run a command; seconds of wall, seconds of user and system."""
    actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)]
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"bench: failed ({os.waitstatus_to_exitcode(status)}): {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime


def race(commands, runs):
    """Medians of several commands, one of each per round, after a warm-up round."""
    first = {name: spawn(command) for name, command in commands.items()}
    quick = [name for name in commands if first[name][0] < LONG_S]
    times = {name: [] for name in commands}
    for _ in range(runs):
        for name in quick:
            times[name].append(spawn(commands[name]))
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
    bench_highs(name, folder, args, verdicts, found)
    verdicts.add(f"{name}: peak memory", counters["peak_kib"] / 1024, " MiB", most=PEAK_MIB)


def bench_highs(name, folder, args, verdicts, found):
    """All goals in process against HiGHS, which solves the exported LP once per goal, cold, earlier goals held by rows.

    Of kakuho it is reducing and all goals, of HiGHS solving alone (its presolve is its reducing), started and warmed
    up, for every goal the better of presolve on and off by each measure.
    """
    base = folder / "base.json"
    kakuho = str(args.build / "engine" / "kakuho")
    spawn([kakuho, "export", str(base), "-o", str(folder / "city.mps")])
    matrix = goals.Matrix(folder)
    matrix.name = "highs"
    stages = json.loads((folder / "plan" / "run.json").read_text(encoding="utf-8"))["stages"]
    values, reached = [stage["value"] for stage in stages if stage["goal"]], []
    slacks, peer = goals.stages_of(base), highs.Highs()
    wall = used = iterations = 0
    try:
        for stage, value in enumerate(values, 1):
            for tolerance in goals.TOLERANCES:  # as tight as HiGHS can bear, for the same optimum
                file = matrix.write(stage, reached, slacks, tolerance)
                both = [peer.ask(file, runs=args.runs, budget=HIGHS_MS,
                                 options={**goals.Highs.OPTIONS, "presolve": presolve}) for presolve in ("on", "off")]
                ways = [said for said in both if said["status"] == "optimal"
                        and abs(said["value"] - value) <= 1e-6 * max(1, abs(value))]
                if ways:
                    break
            else:
                raise SystemExit(f"bench: {name}: goal {stage}: not the same optimum: kakuho {value:.9g}, HiGHS {both}")
            best = min(ways, key=lambda said: said["wall"])
            wall, used = wall + best["wall"], used + min(said["cpu"] for said in ways)
            iterations += best["iterations"]
            reached.append(goals.exact(value, best["value"]))
    except highs.Missing as missing:
        print(f"\n  HiGHS is not compared: {missing}")
        return
    finally:
        peer.stop()
    names = list(found)
    ours = [found[phase] for phase in names[names.index("reduce"):] if not phase.startswith("closing")]
    ours = [sum(column) for column in zip(*ours[:1 + len(values)])]
    print(f"\n  all {len(values)} goals in process; HiGHS {peer.version} (npm) cold for every one on the exported LP")
    table(["", "wall ms", "user+sys ms", "iterations"],
          [["kakuho, reduce and goals", f"{ours[0]:.2f}", f"{ours[1]:.2f}", ours[2]],
           ["HiGHS, start-up and reading excluded", f"{wall:.2f}", f"{used:.2f}", iterations]])
    least = TARGET_HIGHS.get(name, 3.5) * WASM
    verdicts.add(f"{name}: HiGHS (WebAssembly) / kakuho, all goals, wall", wall / ours[0], "", least=least)
    verdicts.add(f"{name}: HiGHS (WebAssembly) / kakuho, all goals, user+sys", used / ours[1], "", least=least)


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
    else:
        wards, years = map(int, name.split("x"))
        generate.write(folder, wards, years)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cities", nargs="*", default=["sapporo", "10x5", "20x10", "rows"], metavar="CITY")
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    args.build = args.build.resolve()
    for name in args.cities:
        if name not in ("sapporo", "rows") and not re.fullmatch(r"[1-9]\d*x[1-9]\d*", name):
            raise SystemExit(f"bench: {name}: sapporo, rows, or WARDSxYEARS such as 10x5")

    verdicts = Verdicts()
    tmpfs = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kakuho-bench-", dir=tmpfs) as folder:
        for name in args.cities:
            city = Path(folder) / name
            if name == "rows":
                bench_rows(city, args, verdicts)
            else:
                make_city(name, city)
                bench_city(name, city, args, verdicts)
            sys.stdout.flush()
    verdicts.show()


if __name__ == "__main__":
    main()
