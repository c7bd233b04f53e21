#!/usr/bin/env python3
"""kakuho-verify: right plans pass; nothing that is altered passes, though the SHA-256 in run.json is repaired.

    verify.py KAKUHO [--only WORD] [--few]     kakuho-verify lies beside KAKUHO

SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

CITIES = {name: os.path.join(kit.DATA, name) for name in ("kakogawa", "small", "sapporo")}
RANDOM = os.path.join(kit.ROOT, "tests/differential/random_city.py")


FEW = "--few" in sys.argv  # under sanitizers


def verifier():
    return os.path.join(os.path.dirname(kit.program), "kakuho-verify")


def verify(folder, *words):
    done = subprocess.run([verifier(), folder, *words], capture_output=True, check=False, timeout=300)
    kit.check(done.returncode in (0, 2, 6, 7), done.returncode, done.stderr.decode("utf-8", "replace"))
    return done


def planned(city, folder, *words):
    """In parts of units, where every stage is proved, unless the words say otherwise."""
    units = () if "units=whole" in words else ("--set", "units=continuous")
    done = kit.run("plan", city, "-q", "-o", folder, *words, *units)
    kit.check(done.code in (0, 3), done)
    return done.code == 0


def random_city(seed, folder):
    subprocess.run([sys.executable, RANDOM, str(seed), folder], check=True, stdout=subprocess.DEVNULL)
    return folder


# ---- altering --------------------------------------------------------------------------------------------------------


def repair(folder, name):
    """Write the SHA-256 that a file has now into run.json."""
    path = os.path.join(folder, "run.json")
    hashed = hashlib.sha256(kit.read(os.path.join(folder, name))).hexdigest()
    text = kit.read(path).decode()
    kit.write(path, re.sub(r'(\{"name": "%s", "sha256": ")[0-9a-f]+' % re.escape(name), r"\g<1>" + hashed, text))


# Columns of the input that no rule and no printed number depends on.
NO_FIGURE = ("note", "source", "label", "order", "age_min", "age_max")


class Copies:
    """Copies of a plan's folder with one thing altered in each; which of them pass."""

    def __init__(self, folder):
        self.folder, self.tried, self.passed = folder, 0, []
        self.jobs = []

    def alter(self, what, name, content):
        """Try the folder with another content of a file."""
        self.jobs.append((what, name, content))

    def _one(self, job):
        number, (what, name, content) = job
        copy = f"copy-{number}"
        shutil.copytree(self.folder, copy)
        kit.write(os.path.join(copy, name), content)
        if name not in ("run.json", "proof.json"):
            repair(copy, name)
        code = verify(copy, "-q").returncode
        shutil.rmtree(copy)
        return what if code == 0 else None

    def run(self):
        """All that was asked for; what passed although it was altered."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            self.passed += [w for w in pool.map(self._one, enumerate(self.jobs)) if w]
        self.tried += len(self.jobs)
        self.jobs = []
        return self.passed


def table(text):
    return list(csv.reader(io.StringIO(text)))


def written(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def is_number(text):
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def others(text):
    """Values that stand near one."""
    if is_number(text):
        digits = "1" if "." not in text else "0." + "0" * (len(text.split(".")[1]) - 1) + "1"
        places = len(digits) - 2 if "." in digits else 0
        yield f"{float(text) + float(digits):.{places}f}" if places else str(int(text) + 1)
        if float(text) != 0:
            yield text[1:] if text.startswith("-") else "-" + text
    elif text:
        yield text + "x"
        yield ""
    else:
        yield "1"


def some(rows, every):
    """All rows, or the first, the last and some between."""
    if every or len(rows) <= 4:
        return range(len(rows))
    return sorted({0, 1, len(rows) // 3, 2 * len(rows) // 3, len(rows) - 1})


def alter_tables(copies, every):
    for name in sorted(os.listdir(copies.folder)):
        if not name.endswith(".csv"):
            continue
        text = kit.read(os.path.join(copies.folder, name)).decode()
        rows = table(text)
        kit.equal(written(rows), text, name)
        for r in [0] + [1 + i for i in some(rows[1:], every)]:
            for c, cell in enumerate(rows[r]):
                for other in others(cell):
                    changed = [list(row) for row in rows]
                    changed[r][c] = other
                    copies.alter(f"{name}:{r + 1} {rows[0][min(c, len(rows[0]) - 1)]}: {cell!r} -> {other!r}", name,
                                 written(changed))
        for what, changed in (("a row less", rows[:-1]), ("a row twice", rows + rows[-1:]),
                              ("rows exchanged", rows[:1] + rows[2:3] + rows[1:2] + rows[3:])):
            if changed != rows:
                copies.alter(f"{name}: {what}", name, written(changed))


# Facts about the run and words of the program, not about the plan: nothing in the folder tells them.
OF_THE_RUN = re.compile(r'"(iterations|unique|en|ja)"')


def alter_run(copies):
    """Every line of run.json: its last number one more, its texts another."""
    lines = kit.read(os.path.join(copies.folder, "run.json")).decode().split("\n")
    of_counters = False
    for n, line in enumerate(lines):
        of_counters = '"counters"' in line or (of_counters and "}" not in line)
        if of_counters or '"name": "closing names' in line:
            continue
        tries = []
        for m in re.finditer(r'(?<=: )-?\d+(\.\d+)?(?=[,}\n]|$)', line):
            before = line[:m.start()]
            key = re.search(r'("[^"]*"): $', before)[1]
            if OF_THE_RUN.search(key):
                continue
            for other in others(m[0]):
                tries.append(before + other + line[m.end():])
        for m in re.finditer(r'(?<=: ")[^"]+(?=")', line):
            key = re.search(r'("[^"]*"): "$', line[:m.start()])[1]
            if not OF_THE_RUN.search(key):
                tries.append(line[:m.start()] + m[0] + "x" + line[m.end():])
        for other in tries:
            copies.alter(f"run.json:{n + 1}: {line.strip()} -> {other.strip()}", "run.json",
                         "\n".join(lines[:n] + [other] + lines[n + 1:]))


def alter_proof(copies, every):
    """Every number of proof.json: a multiplier by a hundredth or its sign, a value by its last decimal."""
    lines = kit.read(os.path.join(copies.folder, "proof.json")).decode().split("\n")
    numbers = [n for n, line in enumerate(lines) if n > 1 and re.search(r'": "?-?[\d.]+"?,?$', line)]
    for n in [numbers[i] for i in some(numbers, every)]:
        m = re.search(r'": ("?)(-?[\d.]+)', lines[n])
        minus = m[2][1:] if m[2].startswith("-") else "-" + m[2]
        new = others(m[2]) if m[1] else [f"{float(m[2]) * 1.01:.12f}".rstrip("0").rstrip("."), minus]
        for other in new:
            if float(other) == float(m[2]):
                continue
            line = lines[n][:m.start(2)] + other + lines[n][m.end(2):]
            kind = "a value" if m[1] else "a multiplier"
            copies.alter((kind, f"proof.json:{n + 1}: {lines[n]} -> {line}"), "proof.json",
                         "\n".join(lines[:n] + [line] + lines[n + 1:]))


def alter_input(copies):
    """Every number of the input, one at a time."""
    for name in sorted(os.listdir(os.path.join(copies.folder, "input"))):
        path = "input/" + name
        text = kit.read(os.path.join(copies.folder, path)).decode()
        if not name.endswith(".csv"):
            continue
        rows = table(text)
        for r in some(rows[1:], False):
            for c, cell in enumerate(rows[1 + r]):
                if not is_number(cell) or rows[0][c] in NO_FIGURE:
                    continue
                changed = [list(row) for row in rows]
                changed[1 + r][c] = next(others(cell))
                what = f"{path}:{r + 2} {rows[0][c]}: {cell} -> {changed[1 + r][c]}"
                copies.alter((what, path, written(changed)), path, written(changed))


# Years of which the judge says neither that an action must be needed nor that it cannot be (engine/judge/needed.h).
OPEN = re.compile(r"plan.csv:\d+ years_needed: ")


def nothing_passes(copies, what):
    passed = copies.run()
    opened = [w for w in passed if OPEN.match(w)]
    passed = [w for w in passed if w not in opened]
    kit.check(len(opened) <= 2, opened)
    caught = copies.tried - len(passed) - len(opened)
    kit.say(f"{copies.folder}, {what}: {caught} of {copies.tried} alterations are caught"
            + (f"; years_needed: {len(opened)} are not" if opened else ""))
    kit.check(not passed, f"{len(passed)} pass:\n" + "\n".join(passed[:40]))


# ---- right plans -----------------------------------------------------------------------------------------------------


def test_right_plans_pass():
    """the example cities, what-ifs and 60 random cities: every stage proved, within 1e-6"""
    whatifs = [(CITIES["sapporo"] + "/budget-cut.json",), (CITIES["sapporo"] + "/births-low.json",),
               (CITIES["sapporo"], "--set", "consent=firm", "--set", "goals.3.slack=5")]
    for city in [(c,) for c in CITIES.values()] + whatifs + [(random_city(s, f"city{s}"),) for s in range(1, 61)]:
        if not planned(city[0], "plan", *city[1:]):
            continue
        for program in (lambda: verify("plan", "--json").stdout, lambda: kit.run("verify", "plan", "--json").raw):
            found = json.loads(program())
            kit.check(found["verified"], city, found)
            for stage in found["stages"]:
                gap, value = abs(float(stage["gap"])), abs(float(stage["value"]))
                kit.check(stage["proved"] and gap <= 1e-6 * max(1, value), city, stage)
        shutil.rmtree("plan")


def test_contradictions():
    """of random cities without a plan: the certificate is right; without its rules, or turned round, it is none"""
    seen = 0
    for seed in range(1, 101 if FEW else 201):
        if planned(random_city(seed, "city"), "plan"):
            shutil.rmtree("plan")
        else:
            seen += 1
            found = json.loads(verify("plan.conflict", "--json").stdout)
            kit.check(found["verified"] and float(found["contradiction"]["excess"]) > 0, seed, found)
            right = kit.read("plan.conflict/proof.json").decode()
            proof = json.loads(right)
            rules = [row for row in proof["rows"] if not row.startswith(("need[", "required[", "share[", "change["))]
            kit.check(rules, seed, proof)
            for rows in ({k: v for k, v in proof["rows"].items() if k not in rules},
                         {k: -v for k, v in proof["rows"].items()}):
                kit.write("plan.conflict/proof.json", json.dumps({**proof, "rows": rows}, indent=2,
                                                                 ensure_ascii=False) + "\n")
                kit.equal(verify("plan.conflict", "-q").returncode, 6, seed, rows)
            kit.write("plan.conflict/proof.json", right)
            kit.equal(verify("plan.conflict", "-q").returncode, 0, seed)
            rows = table(kit.read("plan.conflict/conflict.csv").decode())
            kit.write("plan.conflict/conflict.csv", written([r for r in rows if r[0] != rules[0]]))
            repair("plan.conflict", "conflict.csv")
            kit.equal(verify("plan.conflict", "-q").returncode, 6, seed)
            shutil.rmtree("plan.conflict")
        shutil.rmtree("city")
    kit.say(f"{seen} contradictions")
    kit.check(seen > 5)


def test_whole_units():
    """plans in whole units: the proved gap, and apart from it what the search claims, never beyond the value"""
    for city in (CITIES["kakogawa"], CITIES["small"], CITIES["sapporo"]):
        kit.check(planned(city, "plan", "--set", "units=whole"))
        found = json.loads(verify("plan", "--json").stdout)
        kit.check(found["verified"], found)
        for stage in found["stages"]:
            kit.check(float(stage["gap"]) >= -1e-6 * max(1, abs(float(stage["value"]))), stage)
            kit.check(stage["claimed_bound"] <= float(stage["value"]) + 1e-6 * abs(float(stage["value"])) + 1e-6, stage)
    run = kit.read("plan/run.json").decode()
    for name, value in re.findall(r'"name": "(g\d+)", "goal": true, "value": (\d+),', run):
        line = re.search(r'(\{"name": "%s", "goal": true, "value": \d+, "bound": )[\d.]+' % name, run)
        kit.write("plan/run.json", run[:line.start()] + line[1] + str(int(value) + 1) + run[line.end():])
        kit.equal(verify("plan", "-q").returncode, 6, name)


def test_exit_codes():
    """0 right, 2 usage, 6 wrong, 7 a file that cannot be read; a file that run.json does not list is named"""
    kit.check(planned(CITIES["kakogawa"], "plan"))
    kit.equal(verify("plan").returncode, 0)
    kit.equal(verify("nowhere").returncode, 2)
    kit.equal(verify("plan", "plan").returncode, 2)
    kit.equal(kit.run("verify").code, 2)
    os.mkdir("empty")
    kit.equal(verify("empty").returncode, 2)
    kit.write("plan/memo.txt", "mine")
    done = verify("plan", "--lang", "en")
    kit.check(done.returncode == 0 and b"memo.txt" in done.stdout, done.stdout.decode())
    os.remove("plan/seats.csv")
    kit.equal(verify("plan").returncode, 7)


def test_hash():
    """a file that was changed is named by its SHA-256 alone"""
    kit.check(planned(CITIES["kakogawa"], "plan"))
    kit.write("plan/input/areas.csv", kit.read("plan/input/areas.csv") + b"\n")
    found = json.loads(verify("plan", "--json").stdout)
    kit.equal(found["files"]["changed"], ["input/areas.csv"])
    kit.check(not found["verified"])


# ---- altered ones ----------------------------------------------------------------------------------------------------


def test_tables():
    """every column of every table, in some rows; of Kakogawa every cell"""
    for name, city in CITIES.items():
        kit.check(planned(city, name))
        copies = Copies(name)
        alter_tables(copies, name == "kakogawa" and not FEW)
        nothing_passes(copies, "tables")


def test_run_json():
    """every line of run.json that speaks of the plan"""
    for name, city in CITIES.items():
        kit.check(planned(city, name))
        copies = Copies(name)
        alter_run(copies)
        nothing_passes(copies, "run.json")


def test_input():
    """every column of numbers of the input, in some rows: what passes changes nothing in the plan that it leads to"""
    for name, city in CITIES.items():
        kit.check(planned(city, name))
        copies = Copies(name)
        alter_input(copies)
        passed = copies.run()
        kit.say(f"{name}, input: {copies.tried - len(passed)} of {copies.tried} alterations are caught; the "
                "others change no plan")
        for what, path, content in passed:
            shutil.copytree(name, "copy")
            kit.write("copy/" + path, content)
            kit.check(planned("copy/input/scenario.json", "again"), what)
            for table_name in kit.SHEETS:
                kit.equal(kit.read(f"again/{table_name}.csv"), kit.read(f"{name}/{table_name}.csv"), what)
            shutil.rmtree("copy")
            shutil.rmtree("again")


def test_proof_json():
    """every number of proof.json, of Sapporo some: what passes is a multiplier that proves the very same bound"""
    for name, city in CITIES.items():
        kit.check(planned(city, name))
        copies = Copies(name)
        alter_proof(copies, name != "sapporo" and not FEW)
        passed = copies.run()
        kit.say(f"{name}, proof.json: {copies.tried - len(passed)} of {copies.tried} alterations are caught; the "
                "others prove the same")
        kit.check(all(kind == "a multiplier" for kind, _ in passed), passed[:20])
        kit.check(len(passed) <= copies.tried // 4, passed[:20])


def test_less_proved():
    """multipliers that prove less: one taken out, all taken out, a bound that is claimed too high or too low"""
    kit.check(planned(CITIES["sapporo"], "plan"))
    proof = kit.read("plan/proof.json").decode()
    right = json.loads(proof)
    for name, stage in right["stages"].items():
        heavy = max(stage["rows"], key=lambda row: abs(stage["rows"][row]), default=None)
        for rows in [{}] + ([{k: v for k, v in stage["rows"].items() if k != heavy}] if heavy else []):
            if rows == stage["rows"]:
                continue
            wrong = json.loads(proof)
            wrong["stages"][name]["rows"] = rows
            kit.write("plan/proof.json", json.dumps(wrong, ensure_ascii=False))
            kit.equal(verify("plan", "-q").returncode, 6, name)
    kit.write("plan/proof.json", proof)
    kit.equal(verify("plan", "-q").returncode, 0)


def test_one_child():
    """a plan that breaks one rule by one child, every table made to agree with it as well as may be"""
    kit.check(planned(CITIES["kakogawa"], "plan"))
    rows = table(kit.read("plan/served.csv").decode())
    for r in range(1, len(rows)):
        changed = [list(row) for row in rows]
        changed[r][5] = str(int(rows[r][5]) + 1)
        kit.write("plan/served.csv", written(changed))
        repair("plan", "served.csv")
        found = json.loads(verify("plan", "--json").stdout)
        kit.check(not found["verified"] and re.search(r"row (need|seats)\[", json.dumps(found["problems"])), found)


if __name__ == "__main__":
    kit.main(globals())
