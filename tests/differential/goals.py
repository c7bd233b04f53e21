#!/usr/bin/env python3
"""Is it the same optimum? The values of all goals of kakuho, after model/reduce and by reduced-cost fixing, against
four programs that minimise one stage after the other and hold the earlier ones by rows:

    glpsol     models/planning.mod with the exported data
    CBC        the exported MPS
    lp_solve   the exported MPS
    HiGHS      the exported MPS (npm's highs; where it cannot be had its cases are skipped)

and CBC and HiGHS minimise the exported LP as it is, for the first stage.

Rows hold what glpsol reached (CBC and lp_solve print eight decimals only), or kakuho where that is a round number. A
row that is loose by 1e-8 lets a later goal slip by as much times its multiplier, so rows are as tight as a program can
bear: looser only where it finds no plan.

Cities are those given and random small ones (random_city.py). A city whose hard rules contradict each other must be
refused by all programs. Values have to agree to 1e-6 of the value (1e-6 below 1).

    goals.py KAKUHO [--random FIRST..LAST] [CITY ...]        KAKUHO: the program (or the environment's KAKUHO)

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import highs  # noqa: E402
import random_city  # noqa: E402

PLANNING = HERE.parent.parent / "models" / "planning.mod"
AGREE = 1e-6
TOLERANCES = [0, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7]  # of the rows that hold earlier stages, relative
CONFLICT = 3
LONG_S = 300


class Wrong(Exception):
    pass


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=LONG_S,
                          env={**os.environ, "LC_ALL": "C"})


# ---- the stages of a scenario: neighbours that all carry a weight form one -------------------------------------------

def stages_of(city):
    """What later stages may give away, stage by stage: a number, or a share as text."""
    file = city / "base.json" if city.is_dir() else city
    goals = json.loads(file.read_text(encoding="utf-8")).get("goals") if file.is_file() else None
    stages, before = [], False
    for goal in goals or [{}] * 4:
        weighted = "weight" in goal
        if not (weighted and before):
            stages.append(goal.get("slack", 0))
        before = weighted
    return stages


def given_away(slack, value):
    if isinstance(slack, str):
        return float(slack.replace("%", "")) / 100 * abs(value)
    return slack


# ---- the programs: value of one stage, or None where there is no plan ------------------------------------------------

def number(text, value):
    found = re.search(text, value, re.M)
    if not found:
        raise Wrong(f"no value in:\n{value[-2000:]}")
    return float(found.group(1))


class Glpsol:
    name = "glpsol"

    def __init__(self, folder):
        self.folder = folder

    def minimise(self, stage, reached, slacks, tolerance):
        more, solution = self.folder / "stage.dat", self.folder / "glpsol.sol"
        held = " ".join(f"{s + 1} {value!r}" for s, value in enumerate(reached))
        more.write_text(f"data;\nparam stage := {stage};\nparam tolerance := {tolerance};\n"
                        f"param reached := {held};\nend;\n")
        done = run("glpsol", "-m", PLANNING, "-d", self.folder / "city.dat", "-d", more, "-w", solution)
        if done.returncode:
            raise Wrong(done.stdout[-2000:])
        text = solution.read_text()
        if re.search(r"^s bas \d+ \d+ f f ", text, re.M):
            return number(r"^s bas \d+ \d+ f f (\S+)", text)
        if "NO PRIMAL FEASIBLE" in done.stdout:
            return None
        raise Wrong(done.stdout[-2000:])


class Matrix:
    """The exported MPS with the stage's goal first, later goals free, earlier ones held by rows L."""

    def __init__(self, folder):
        self.folder = folder
        text = (folder / "city.mps").read_text(encoding="utf-8")
        head, body = text.split("\nROWS\n")
        self.head = head[head.rindex("NAME"):]
        self.rows, rest = body.split("COLUMNS\n")
        self.columns, self.rest = rest.split("RHS\n", 1)
        self.rows = [line for line in self.rows.splitlines() if not line.startswith(" N ")]

    def write(self, stage, reached, slacks, tolerance):
        rows = [f" N goal[{stage}]"] + [f" L goal[{s + 1}]" for s in range(stage - 1)]
        rows += [f" N goal[{s + 1}]" for s in range(stage, len(slacks))]
        held = [f" RHS goal[{s + 1}] {v + given_away(slacks[s], v) + tolerance * max(1, abs(v))!r}\n"
                for s, v in enumerate(reached)]
        file = self.folder / f"{self.name}.mps"
        file.write_text(f"{self.head}\nROWS\n" + "\n".join(rows + self.rows) + f"\nCOLUMNS\n{self.columns}RHS\n"
                        + "".join(held) + self.rest)
        return file


class Cbc(Matrix):
    name = "cbc"

    def minimise(self, stage, reached, slacks, tolerance):
        solution = self.folder / "cbc.sol"
        file = self.write(stage, reached, slacks, tolerance)
        done = run("cbc", file, "-primalTolerance", "1e-9", "-dualTolerance", "1e-9", "-solve", "-solution", solution)
        text = solution.read_text() if solution.exists() else ""
        solution.unlink(missing_ok=True)
        if text.startswith("Optimal"):
            return number(r"objective value\s+(\S+)", text.splitlines()[0])
        if "nfeasible" in done.stdout:
            return None
        raise Wrong(done.stdout[-2000:])


class CbcLp(Cbc):
    name = "cbc on LP"
    stages = 1

    def __init__(self, folder):
        self.folder = folder

    def write(self, stage, reached, slacks, tolerance):
        return self.folder / "city.lp"


class LpSolve(Matrix):
    name = "lp_solve"
    # it checks its own answer and sometimes rejects it; then other scaling and pivoting
    WAYS = [["-s4"], ["-s0"], ["-s4", "-piv1"], ["-s6"], ["-s1", "-simplexpp"]]

    def minimise(self, stage, reached, slacks, tolerance):
        file = self.write(stage, reached, slacks, tolerance)
        for way in self.WAYS:
            done = run("lp_solve", "-S3", *way, "-fmps", file)
            if "Accuracy error" not in done.stdout:
                break
        if "problem is infeasible" in done.stdout:
            return None
        return number(r"^Value of objective function:\s*(\S+)", done.stdout)


HIGHS = highs.Highs()


class Highs(Matrix):
    name = "HiGHS"
    exported = "city.mps"  # of the first stage nothing is held: the file as it is
    OPTIONS = {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9, "time_limit": LONG_S}

    def minimise(self, stage, reached, slacks, tolerance):
        file = self.write(stage, reached, slacks, tolerance) if stage > 1 else self.folder / self.exported
        try:
            said = HIGHS.ask(file, options=self.OPTIONS)
        except highs.Failed as failed:
            raise Wrong(str(failed)) from None
        if said["status"] in ("infeasible", "unboundedOrInfeasible"):
            return None
        if said["status"] != "optimal":
            raise Wrong(f"HiGHS: {said['status']}")
        return said["value"]


class HighsLp(Highs):
    name = "HiGHS on LP"
    exported = "city.lp"
    stages = 1


# ---- one city --------------------------------------------------------------------------------------------------------

def ours(kakuho, city, folder):
    """The value of every stage of goals, or None where there is no plan."""
    for ending in ("dat", "mps", "lp"):
        done = run(kakuho, "export", city, "--set", "units=continuous", "-o", folder / f"city.{ending}")
        if done.returncode:
            raise Wrong(f"export: exit {done.returncode}\n{done.stdout}{done.stderr}")
    done = run(kakuho, "plan", city, "--set", "units=continuous", "-o", folder / "plan", "-q")
    if done.returncode == CONFLICT:
        return None
    if done.returncode:
        raise Wrong(f"plan: exit {done.returncode}\n{done.stdout}{done.stderr}")
    stages = json.loads((folder / "plan" / "run.json").read_text(encoding="utf-8"))["stages"]
    return [stage["value"] for stage in stages if stage["goal"]]


def exact(value, found):
    """What kakuho reached where that is a round number, or else what a peer found: kakuho prints six decimals."""
    return value if round(value, 4) == value else found


def compare(peer, values, slacks, reached):
    """Minimise stage after stage; what the earlier ones reached is filled in by the first peer and used by all."""
    if values is None:
        if peer.minimise(1, [], slacks, 0) is not None:
            raise Wrong("a plan exists, but kakuho finds none")
        return
    for stage, value in enumerate(values[:getattr(peer, "stages", None)], 1):
        for tolerance in TOLERANCES if stage > 1 else [0]:
            found = peer.minimise(stage, reached[:stage - 1], slacks, tolerance)
            if found is not None:
                break
        if found is None or abs(found - value) > AGREE * max(1, abs(value)):
            raise Wrong(f"stage {stage}: {found!r}, kakuho {value!r}; reached {reached}, rows loose by {tolerance}")
        if len(reached) < stage:
            reached.append(exact(value, found))


def one_city(kakuho, name, city):
    """Lines of TAP without numbers."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="kakuho-goals-") as temporary:
        folder = Path(temporary)
        if isinstance(city, int):
            random_city.City(city).write(folder / "city")
            city = folder / "city"
        what = "stages"
        try:
            slacks = stages_of(city)
            values = ours(kakuho, city, folder)
            if values is not None and len(values) != len(slacks):
                raise Wrong(f"{len(values)} stages, the scenario has {len(slacks)}")
            what = f"{len(slacks)} stages" if values is not None else "no plan"
            lines.append(f"ok - {name}: kakuho, {what}")
        except (Wrong, subprocess.TimeoutExpired) as wrong:
            note = "".join(f"# {line}\n" for line in str(wrong).splitlines())
            return [f"{note}not ok - {name}: kakuho"]
        reached = []
        for make in (Glpsol, Cbc, CbcLp, LpSolve, Highs, HighsLp):
            try:
                compare(make(folder), values, slacks, reached)
                lines.append(f"ok - {name}: {make.name} agrees" + ("" if hasattr(make, "stages") else f", {what}"))
            except highs.Missing as missing:
                lines.append(f"ok - {name}: {make.name} agrees # SKIP {missing}")
            except (Wrong, subprocess.TimeoutExpired) as wrong:
                note = "".join(f"# {line}\n" for line in str(wrong).splitlines())
                lines.append(f"{note}not ok - {name}: {make.name} agrees")
    return lines


def main():
    arguments = sys.argv[1:]
    first = Path(arguments[0]) if arguments else None
    given = first and first.is_file() and os.access(first, os.X_OK)
    kakuho = arguments.pop(0) if given else os.environ.get("KAKUHO") or sys.exit(__doc__)
    cities = []
    while arguments:
        word = arguments.pop(0)
        if word == "--random":
            first, last = map(int, arguments.pop(0).split(".."))
            cities += [(f"random {seed}", seed) for seed in range(first, last + 1)]
        else:
            cities.append((Path(word).name, Path(word)))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        count = failed = 0
        for lines in pool.map(lambda city: one_city(kakuho, *city), cities):
            for line in lines:
                count += 1
                failed += "not ok - " in line
                print(re.sub(r"^(not ok|ok) -", rf"\1 {count} -", line, flags=re.M), flush=True)
    HIGHS.stop()
    print(f"1..{count}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
