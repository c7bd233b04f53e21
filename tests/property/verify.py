#!/usr/bin/env python3
"""kakuho-verify: right plans pass; nothing that is altered passes, though the SHA-256 in run.json is repaired.

    verify.py KAKUHO [--only WORD] [--few] [--every]     kakuho-verify lies beside KAKUHO

With --few less is tried, with --every all that there is: every cell of every table of all these plans.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import csv
import decimal
import hashlib
import io
import json
import os
import queue
import random
import re
import shutil
import subprocess
import sys
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402
from needed import OTHER_PLACES  # noqa: E402

CITIES = {name: os.path.join(kit.DATA, name) for name in ("kakogawa", "small", "shiroishi", "sapporo")}
RANDOM = os.path.join(kit.ROOT, "tests/differential/random_city.py")


FEW, EVERY = "--few" in sys.argv, "--every" in sys.argv  # under sanitizers; by hand


def verifier():
    return os.path.join(os.path.dirname(kit.program), "kakuho-verify")


def verify(folder, *words):
    done = subprocess.run([verifier(), folder, *words], capture_output=True, check=False, timeout=300)
    kit.check(done.returncode in (0, 2, 6, 7), done.returncode, done.stderr.decode("utf-8", "replace"))
    return done


def planned(city, folder, *words, units="continuous"):
    """In parts of units, where every stage is proved, unless the caller says otherwise."""
    done = kit.run("plan", city, "-q", "-o", folder, *words, "--set", "units=" + units)
    kit.check(done.code in (0, 3), done)
    return done.code == 0


def plans(count):
    """Folders of plans: of the cities and of random ones with all there is in them, in parts of units and in whole
    ones."""
    cities = list(CITIES.items()) + [(f"random{seed}", None) for seed in range(1, count + 1)]
    for name, city in cities[:2] if FEW else cities:
        city = city or random_city(name.removeprefix("random"), "city-" + name)
        for units in ("continuous", "whole"):
            if planned(city, f"{name}-{units}", units=units):
                yield f"{name}-{units}"


def random_city(seed, folder):
    subprocess.run([sys.executable, RANDOM, str(seed), folder], check=True, stdout=subprocess.DEVNULL)
    return folder


# ---- proof.json as kakuho writes it ----------------------------------------------------------------------------------


class Number(str):
    """A number of JSON, digit by digit."""


def proof_of(folder):
    return json.loads(kit.read(os.path.join(folder, "proof.json")), parse_float=Number, parse_int=Number)


def numbers_of(value):
    """All numbers of a proof but for its sum."""
    if isinstance(value, dict):
        return [n for key, v in value.items() if key not in ("sum", "kakuho") for n in numbers_of(v)]
    return [n for v in value for n in numbers_of(v)] if isinstance(value, list) else [decimal.Decimal(value)]


def sum_of(proof):
    with decimal.localcontext(decimal.Context(prec=99)):
        total = sum(numbers_of(proof), decimal.Decimal(0))
        return f"{total.normalize():f}" if total else "0"


def proof_text(value, depth=1, flat=False):
    """One line for each member, and one for each object of a list; the sum is that of the numbers."""
    if depth == 1:
        value = {**value, "sum": sum_of(value)}
    if isinstance(value, (dict, list)):
        ends = "{}" if isinstance(value, dict) else "[]"
        inside = [proof_text(v, depth + 1, flat or ends == "[]") for v in
                  (value.values() if ends == "{}" else value)]
        if ends == "{}":
            inside = [f"{json.dumps(k, ensure_ascii=False)}: {v}" for k, v in zip(value, inside)]
        if flat or not inside:
            return ends[0] + ", ".join(inside) + ends[1]
        line = "\n" + "  " * depth
        return ends[0] + line + ("," + line).join(inside) + line[:-2] + ends[1] + ("\n" if depth == 1 else "")
    return value if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


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
    """A plan's folder with one thing altered at a time; which alterations pass."""

    def __init__(self, folder):
        self.folder, self.tried, self.passed, self.files = folder, 0, [], set()
        self.jobs, self.spare = [], queue.SimpleQueue()
        for number in range(os.cpu_count()):
            shutil.rmtree(f"copy-{number}", ignore_errors=True)
            shutil.copytree(folder, f"copy-{number}")
            self.spare.put(f"copy-{number}")

    def alter(self, what, name, content):
        """Try the folder with another content of a file."""
        self.jobs.append((what, name, content))
        self.files.add(name)

    def _one(self, job):
        what, name, content = job
        copy = self.spare.get()
        try:
            kit.write(os.path.join(copy, name), content)
            if name not in ("run.json", "proof.json"):
                repair(copy, name)
            return what if verify(copy, "-q").returncode == 0 else None
        finally:
            for file in (name, "run.json"):
                shutil.copyfile(os.path.join(self.folder, file), os.path.join(copy, file))
            self.spare.put(copy)

    def run(self):
        """All that was asked for; what passed although it was altered."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            self.passed += [w for w in pool.map(self._one, self.jobs) if w]
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
    """Values that stand near one, and ways to write it that kakuho does not."""
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


def spellings(text):
    """The same number, or none, written otherwise."""
    yield from ("+" + text, "0" + text, " " + text, text + " ", text + ("0" if "." in text else ".0"), text + "e0",
                "NaN", "inf", "", "?", text.translate(str.maketrans("0123456789", "０１２３４５６７８９")))


def some(rows, every):
    """All rows, or the first, the last and one between."""
    return range(len(rows)) if every or len(rows) <= 3 else (0, len(rows) // 2, len(rows) - 1)


def alter_tables(copies):
    """Every cell of some rows; years needed one by one; a row less, twice, in another place; a column more; a
    file in another form."""
    for name in sorted(os.listdir(copies.folder)):
        if not name.endswith(".csv"):
            continue
        text = kit.read(os.path.join(copies.folder, name)).decode()
        rows = table(text)
        kit.equal(written(rows), text, name)
        for r in [0] + [1 + i for i in some(rows[1:], EVERY)]:
            for c, cell in enumerate(rows[r]):
                for other in others(cell):
                    changed = [list(row) for row in rows]
                    changed[r][c] = other
                    copies.alter(f"{name}:{r + 1} {rows[0][min(c, len(rows[0]) - 1)]}: {cell!r} -> {other!r}", name,
                                 written(changed))
        for r in {1, len(rows) - 1} & set(range(1, len(rows))):
            for c in [c for c, cell in enumerate(rows[r]) if is_number(cell)][-1:]:
                for other in [x for i, x in enumerate(spellings(rows[r][c])) if EVERY or (i + len(text)) % 4 == 0]:
                    changed = [list(row) for row in rows]
                    changed[r][c] = other
                    copies.alter(f"{name}:{r + 1} {rows[0][c]}: {rows[r][c]!r} -> {other!r}", name, written(changed))
        forms = [("a row less", rows[:-1]), ("a row twice", rows + rows[-1:]), ("a row twice", rows[:2] + rows[1:]),
                 ("rows exchanged", rows[:1] + rows[2:3] + rows[1:2] + rows[3:]),
                 ("last rows exchanged", rows[:-2] + rows[:-3:-1]),
                 ("a column more", [row + [""] for row in rows]), ("a column less", [row[:-1] for row in rows]),
                 ("an empty row", rows + [[]])]
        for what, changed in forms:
            if changed != rows and len(rows) > 1:
                copies.alter(f"{name}: {what}", name, written(changed))
        for what, changed in (("a byte-order mark", "\ufeff" + text), ("CR LF", text.replace("\n", "\r\n")),
                              ("no last line feed", text[:-1]),
                              ("quotes", re.sub(r"(?<=\n)([^,\"\n]+)", r'"\1"', text)),
                              ("a zero byte", text + "\0"), ("nothing", "")):
            if changed != text:
                copies.alter(f"{name}: {what}", name, changed)
    if os.path.exists(os.path.join(copies.folder, "plan.csv")):
        alter_years_needed(copies)


def alter_years_needed(copies):
    """Of every action every year put in or left out."""
    rows = table(kit.read(os.path.join(copies.folder, "plan.csv")).decode())
    balance = table(kit.read(os.path.join(copies.folder, "balance.csv")).decode())[1:]
    last = max(int(row[2]) for row in balance)
    for r in [1 + i for i in some(rows[1:], EVERY)]:
        years = [y for y in rows[r][-1].split(";") if y]
        for year in range(int(rows[r][5][:4]), last + 1):
            other = ";".join(sorted(set(years) ^ {str(year)}))
            changed = [list(row) for row in rows]
            changed[r][-1] = other
            copies.alter(f"plan.csv:{r + 1} years_needed: {rows[r][-1]!r} -> {other!r}", "plan.csv", written(changed))
        changed = [list(row) for row in rows]
        changed[r][-1] = "?"
        copies.alter(f"plan.csv:{r + 1} years_needed: {rows[r][-1]!r} -> '?'", "plan.csv", written(changed))


def alter_run(copies):
    """Every line of run.json: each number one more, its texts another. That no other plan is equal ("unique") is a
    claim, and verify says so; that it is one or the other it does not let go."""
    lines = kit.read(os.path.join(copies.folder, "run.json")).decode().split("\n")
    for n, line in enumerate(lines):
        tries = []
        for m in re.finditer(r'(?<=[ "])-?\d+(\.\d+)?(?=[ ,}\n"]|$)', line):
            for other in others(m[0]):
                tries.append(line[:m.start()] + other + line[m.end():])
        for m in re.finditer(r'(?<=: ")[^"]+(?=")', line):
            tries.append(line[:m.start()] + m[0] + "x" + line[m.end():])
        for one, other in (('"proved"', '"not proved"'), ("true", "false")):
            for old, new in ((one, other), (other, one)):
                if f": {old}" in line and '"unique"' not in line:
                    tries.append(line.replace(f": {old}", f": {new}", 1))
        for other in tries:
            copies.alter(f"run.json:{n + 1}: {line.strip()} -> {other.strip()}", "run.json",
                         "\n".join(lines[:n] + [other] + lines[n + 1:]))


def alter_proof(copies, most, repaired):
    """So many numbers of proof.json: a multiplier by a hundredth or its sign, a value by its last decimal; with the sum
    of the file repaired, or left."""
    text = kit.read(os.path.join(copies.folder, "proof.json")).decode()
    numbers = list(re.finditer(r'": ("?)(-?\d+(\.\d+)?)(?=[",}\n])', text))
    for m in numbers[::1 + len(numbers) // most]:
        minus = m[2][1:] if m[2].startswith("-") else "-" + m[2]
        for other in others(m[2]) if m[1] else [f"{float(m[2]) * 1.01:.12f}".rstrip("0").rstrip("."), minus]:
            if float(other) == float(m[2]) or (repaired and text[:m.start()].endswith('"sum')):
                continue
            changed = text[:m.start(2)] + other + text[m.end(2):]
            if repaired:
                changed = proof_text(json.loads(changed, parse_float=Number, parse_int=Number))
            kind = "a value" if m[1] else "a multiplier"
            line = text.count("\n", 0, m.start()) + 1
            copies.alter((kind, f"proof.json:{line}: {text[m.start() - 60:m.end()]} -> {other}"), "proof.json", changed)


def alter_input(copies):
    """Cells of some rows of every table of the input, one at a time."""
    for name in sorted(os.listdir(os.path.join(copies.folder, "input"))):
        path = "input/" + name
        text = kit.read(os.path.join(copies.folder, path)).decode()
        if not name.endswith(".csv"):
            continue
        rows = table(text)
        for r in some(rows[1:], False):
            for c, cell in enumerate(rows[1 + r]):
                if not cell or rows[0][c] in NO_FIGURE:
                    continue
                for other in others(cell):
                    changed = [list(row) for row in rows]
                    changed[1 + r][c] = other
                    what = f"{path}:{r + 2} {rows[0][c]}: {cell} -> {other}"
                    copies.alter((what, path, written(changed)), path, written(changed))


def nothing_passes(copies, what):
    passed = copies.run()
    kit.say(f"{copies.folder}, {what}: {copies.tried - len(passed)} of {copies.tried} alterations are caught")
    kit.check(not passed, f"{len(passed)} pass:\n" + "\n".join(passed[:40]))


# ---- right plans -----------------------------------------------------------------------------------------------------


def same_in_csv(found):
    """What --csv says of the plan in ./plan is what --json says."""
    done = verify("plan", "--csv")
    kit.equal(done.stdout, kit.run("verify", "plan", "--csv", code=0).raw)
    rows = list(csv.DictReader(done.stdout.decode().splitlines()))
    kit.equal([rows[0]["verdict"], rows[1]["value"]], ["verified", str(found["files"]["listed"])])
    kit.equal([[row[k] for k in ("of", "text", "value", "bound", "gap")] for row in rows if row["about"] == "stage"],
              [[stage[k] for k in ("stage", "goals", "value", "bound", "gap")] for stage in found["stages"]])
    kit.equal(("claim", "unique") in [(row["about"], row["of"]) for row in rows], "unique" in found["not_proved"])


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
            same_in_csv(found)
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
            proof = proof_of("plan.conflict")
            kit.equal(proof_text(proof), right)
            rules = [row for row in proof["rows"] if not row.startswith(("need[", "required[", "share[", "change["))]
            kit.check(rules, seed, proof)
            for rows in ({k: v for k, v in proof["rows"].items() if k not in rules},
                         {k: Number(v[1:] if v.startswith("-") else "-" + v) for k, v in proof["rows"].items()}):
                kit.write("plan.conflict/proof.json", proof_text({**proof, "rows": rows}))
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
        kit.check(planned(city, "plan", units="whole"))
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


def test_large_numbers():
    """values, bounds and gaps stand apart, however long they are"""
    kit.plan(os.path.join(kit.DATA, "sapporo"), "plan", "--effort", "0.1", "--set", "units=whole", "--change",
             "measures.capital*=10000", "--change", "limits[limit=capital].value*=10000")
    lines = [line for line in kit.run("verify", "plan", "--lang", "en", code=0).out.splitlines()
             if re.match(r"g\d", line)]
    number = r" +-?\d{1,3}(,\d{3})*(\.\d+)?"
    kit.check(len(lines) == 7 and any(len(line) > 80 for line in lines), lines)
    kit.equal([line for line in lines if not re.search(r"^g\d .*[^\d,.]" + 3 * number + "$", line)], [])


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
    """every column of every table there is, in some rows; rows; forms of files; every year needed"""
    tried, columns = Counter(), {}
    for folder in plans(12 if EVERY else 3):
        copies = Copies(folder)
        alter_tables(copies)
        for what, name, _ in copies.jobs:
            tried[name] += 1
            cell = re.match(r"\S+:(\d+) (.*?): ['\"]", what)  # of a row, not of the heading
            if cell and cell[1] != "1":
                columns.setdefault(name, set()).add(cell[2])
        nothing_passes(copies, "tables")
        for name in copies.files:
            heading = table(kit.read(f"{folder}/{name}").decode())
            kit.check(len(heading) == 1 or columns[name] >= set(heading[0]), name, "not tried:", heading[0])
    for name in sorted(tried):
        kit.say(f"{name}: {tried[name]} alterations, all caught; columns {' '.join(sorted(columns.get(name, [])))}")
    kit.check(FEW or set(tried) >= {name + ".csv" for name in kit.SHEETS + kit.SHEETS_AT_TIMES}, tried)


def test_run_json():
    """every line of run.json"""
    for folder in plans(6 if EVERY else 2):
        copies = Copies(folder)
        alter_run(copies)
        nothing_passes(copies, "run.json")


def test_input():
    """every column of the input, in some rows: what passes changes nothing in the plan that it leads to"""
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
            kit.same_sheets(kit.Plan("again"), kit.Plan(name))
            shutil.rmtree("copy")
            shutil.rmtree("again")


def reseal(folder):
    """Write the SHA-256 of all files into run.json."""
    run = kit.read(os.path.join(folder, "run.json")).decode()
    for name in re.findall(r'"name": "([^"]+)", "sha256": "', run):
        repair(folder, name)


def test_another_input():
    """a plan that is right for another input: one child, seat, carer or yen more or less than it is given"""
    city = CITIES["small"]
    others_ = {"need": ("children", 1), "supply": ("2026", 1), "options": ("max_units", 1), "limits": ("value", 1),
               "effects": ("amount", 1), "measures": ("capital", 1000)}
    for name, (column, more) in others_.items():
        rows = table(kit.read(os.path.join(city, name + ".csv")).decode())
        at = rows[0].index(column) if column in rows[0] else next(
            c for c in range(len(rows[0])) if is_number(rows[1][c]))
        seen = 0
        for r in [r for r in range(1, len(rows)) if is_number(rows[r][at])][:2 if FEW else 6]:
            changed = [list(row) for row in rows]
            changed[r][at] = str(int(float(rows[r][at])) + more)
            shutil.copytree(city, "city")
            kit.write(f"city/{name}.csv", written(changed))
            if kit.run("plan", "city", "-q", "-o", "plan").code == 0:
                kit.equal(verify("plan", "-q").returncode, 0, name, r)
                kit.write(f"plan/input/{name}.csv", written(rows))
                reseal("plan")
                if verify("plan", "-q").returncode == 0:  # then it must be the very plan of that input
                    shutil.copytree("plan/input", "again")
                    kit.check(kit.run("plan", "again/scenario.json", "-q", "-o", "right").code == 0)
                    kit.same_sheets(kit.Plan("right"), kit.Plan("plan"))
                    shutil.rmtree("again")
                    shutil.rmtree("right")
                else:
                    seen += 1
                shutil.rmtree("plan")
            shutil.rmtree("city")
        kit.say(f"{name}: {seen} plans of another input are rejected")
        kit.check(seen > 0 or name in ("limits", "options", "measures"), name)


def test_bytes():
    """bytes of any file changed, put in or taken out"""
    dice = random.Random(1)
    for name in ("small", "kakogawa"):
        kit.check(planned(CITIES[name], name, units="whole"))
        copies = Copies(name)
        for file in sorted(kit.tree(name)):
            if file.startswith("input/"):
                continue
            data = kit.read(f"{name}/{file}")
            for _ in range(3 if FEW else 15):
                at, by = dice.randrange(len(data)), bytes([dice.randrange(256)])
                for changed in (data[:at] + by + data[at + 1:], data[:at] + by + data[at:], data[:at] + data[at + 1:]):
                    line = data[data.rfind(b"\n", 0, at) + 1:data.find(b"\n", at)]
                    if changed != data:
                        copies.alter((file, at, by, line), file, changed)
        passed = copies.run()
        kit.say(f"{name}: {copies.tried - len(passed)} of {copies.tried} are caught")
        kit.check(not passed, passed[:5])


def both(folder, code):
    """Both programs say the same; what they say."""
    one, two = verify(folder, "--lang", "en"), kit.run("verify", folder, "--lang", "en")
    kit.equal((one.returncode, one.stdout), (two.code, two.raw))
    kit.equal(one.returncode, code, one.stdout.decode() + one.stderr.decode())
    return one.stdout.decode() + one.stderr.decode()


def test_files():
    """files that are missing, in another place, listed or not, links, folders"""
    kit.check(planned(CITIES["kakogawa"], "right"))
    listed = [n for n in kit.tree("right") if n != "run.json"]
    run = kit.read("right/run.json").decode()

    def fresh():
        shutil.rmtree("plan", ignore_errors=True)
        shutil.copytree("right", "plan")

    for name in listed:
        fresh()
        os.remove("plan/" + name)
        kit.check(name in both("plan", 7), name)
        kit.write("plan/run.json", re.sub(r',?\n    \{"name": "%s",[^\n]*' % re.escape(name), "", run))
        if name == listed[-1]:
            kit.write("plan/run.json", re.sub(r",(\n  \])", r"\1", kit.read("plan/run.json").decode()))
        kit.check(verify("plan", "-q").returncode in (2, 6), name)
    for name in ("plan.csv", "proof.json", "run.json", "input/need.csv"):
        fresh()
        os.rename("plan/" + name, "plan/elsewhere")
        os.symlink(os.path.abspath("plan/elsewhere"), "plan/" + name)
        kit.check("elsewhere" in both("plan", 0))  # what a link leads to is what counts, and the other file is named
        os.remove("plan/" + name)
        os.mkdir("plan/" + name)
        both("plan", 7)
        os.rmdir("plan/" + name)
        os.symlink("nowhere", "plan/" + name)
        both("plan", 7)
        os.remove("plan/" + name)
        os.mkfifo("plan/" + name)  # nobody writes to it: waited for, it would never end
        kit.check(f"plan/{name}: cannot be read: it is a pipe" in both("plan", 7))
        for words in (("explain", "plan"), ("report", "plan"), ("compare", "plan", "right")):
            kit.check("it is a pipe" in kit.run(*words, "--lang", "en", code=7).err, name, words)
    fresh()
    kit.write("plan/input/memo.csv", "mine\n")
    kit.check("memo.csv" in both("plan", 0))
    os.mkfifo("plan/input/pipe.csv")
    kit.check("pipe.csv" in both("plan", 0))
    for name in ("memo.txt", "input/memo.csv", "../memo.txt", "input/../plan.csv", "carers.csv"):
        fresh()
        kit.write("plan/" + name, kit.read("plan/plan.csv"))
        hashed = hashlib.sha256(kit.read("plan/plan.csv")).hexdigest()
        kit.write("plan/run.json", run.replace('"files": [', '"files": [\n    {"name": "%s", "sha256": "%s"},' %
                                               (name, hashed)))
        both("plan", 6)
    for text in ("", "{}", "[]", run[:-40], run.replace('"files"', '"Files"'), run + run, run.replace("{", "[", 1),
                 run.replace('"outcome": "planned"', '"outcome": "contradictory"'), "\ufeff" + run):
        fresh()
        kit.write("plan/run.json", text)
        kit.check(verify("plan", "-q").returncode in (2, 6, 7), text[:100])
        kit.equal(kit.run("verify", "plan", "-q").code, verify("plan", "-q").returncode)


def test_for_excel():
    """tables for Excel are as right as others; one that is not as the others is not as it was written"""
    kit.check(planned(CITIES["small"], "plan", "--excel"))
    both("plan", 0)
    for name in kit.Plan("plan").names():
        right = kit.read(f"plan/{name}.csv")
        for wrong in (right[3:], right.replace(b"\r\n", b"\n"), right[3:].replace(b"\r\n", b"\n")):
            kit.write(f"plan/{name}.csv", wrong)
            repair("plan", name + ".csv")
            both("plan", 6)
        kit.write(f"plan/{name}.csv", right)
        repair("plan", name + ".csv")
    both("plan", 0)


def test_conflict_folder():
    """every cell of conflict.csv and every line of run.json of contradictions, in parts of units and in whole ones"""
    kit.city("whole", {
        "need": "area,class,2024\nward,c,60", "supply": "area,seat,2024\nward,c,10",
        "measures": "measure,group,existing\nsite,new,no", "effects": "measure,item,amount\nsite,c,20",
        "options": "option,measure,area,max_units\nsites,site,ward,3",
        "limits": "limit,quantity,sense,value\nlo,seats,>=,30\nhi,seats,<=,30"}, {"units": "whole"})
    kit.equal(kit.run("plan", "whole", "-q", "-o", "plan").code, 3)
    said = both("plan.conflict", 0)
    kit.check("whole units" in said and "Not proved" in said, said)
    for words in (("explain", "plan.conflict"), ("report", "plan.conflict"),
                  ("compare", "plan.conflict", "plan.conflict")):
        done = kit.run(*words, "--lang", "en", code=2)
        kit.check("there is no plan in 'plan.conflict': its conflict.csv" in done.err, done)
    os.rename("plan.conflict", "whole.conflict")
    folders = ["whole.conflict"]
    for seed in range(1, 20 if FEW else 120):
        if not planned(random_city(seed, f"city{seed}"), f"plan{seed}"):
            folders.append(f"plan{seed}.conflict")
    for folder in folders:
        copies = Copies(folder)
        alter_tables(copies)
        alter_run(copies)
        if folder == "whole.conflict":  # that the rules contradict each other is not proved, so fewer are not, either
            copies.jobs = [job for job in copies.jobs if job[0] != "conflict.csv: a row less"]
        nothing_passes(copies, "contradiction")
    kit.check(len(folders) > (2 if FEW else 8), folders)


def test_proof_json():
    """numbers of proof.json: none passes; with the sum of the file repaired only what shows the very same"""
    for name, city in [*CITIES.items(), ("slack", CITIES["sapporo"])]:
        kit.check(planned(city, name, *(("--set", "goals.3.slack=5") if name == "slack" else ())))
        copies = Copies(name)
        alter_proof(copies, 20 if FEW else 100000 if EVERY else 150, False)
        kit.check(not copies.run(), copies.passed[:20])
        kit.say(f"{name}, proof.json: {copies.tried} of {copies.tried} alterations are caught")
        copies = Copies(name)
        alter_proof(copies, 20 if FEW else 10000 if EVERY else 150, True)
        passed = copies.run()
        kit.say(f"{name}, proof.json and its sum: {copies.tried - len(passed)} of {copies.tried} are caught; the "
                "others show the same")
        kit.check(len(passed) <= copies.tried // 4, passed[:20])


def test_less_proved():
    """multipliers that prove less: one taken out, all taken out; what they prove said or not"""
    for name in ("sapporo", "small"):
        kit.check(planned(CITIES[name], "plan"))
        text = kit.read("plan/proof.json").decode()
        right = proof_of("plan")
        kit.equal(proof_text(right), text)
        tried = 0
        for stage in right["stages"]:
            said = right["stages"][stage]
            heavy = max(said["rows"], key=lambda row: abs(float(said["rows"][row])), default=None)
            for rows in [{}] + ([{k: v for k, v in said["rows"].items() if k != heavy}] if heavy else []):
                if rows == said["rows"]:
                    continue
                kit.write("plan/proof.json", proof_text({**right, "stages": {**right["stages"], stage: {**said, "rows":
                                                                                                      rows}}}))
                found = json.loads(verify("plan", "--json").stdout)
                if found["verified"]:  # the others prove the very same
                    continue
                kit.check("the bound is said to be" in json.dumps(found["problems"]), stage, found["problems"])
                less = next(s["bound"] for s in found["stages"] if s["stage"] == stage)
                kit.write("plan/proof.json", proof_text({**right, "stages": {**right["stages"], stage: {
                    **said, "rows": rows, "bound": less}}}))
                found = json.loads(verify("plan", "--json").stdout)
                kit.check("not proved" in json.dumps(found["problems"]), stage, found["problems"])
                tried += 1
        kit.check(tried > 12 or name != "sapporo", tried)
        kit.write("plan/proof.json", text)
        kit.equal(verify("plan", "-q").returncode, 0)
        shutil.rmtree("plan")


def test_years_needed_are_proved():
    """without what shows it no year is said to be needed, and none not to be, where the tables alone do not tell"""
    seen = {"prices": 0, "placed": 0}
    kit.plan(kit.city("other-places", OTHER_PLACES), "planted")
    for folder in ["planted", *plans(20)]:
        text = kit.read(folder + "/proof.json").decode()
        right = proof_of(folder)
        kit.equal(proof_text(right), text)
        for kind in seen:
            lists = right["years_needed"][kind]
            rejected = 0
            for i in some(lists, False):
                less = {**right["years_needed"], kind: lists[:i] + lists[i + 1:]}
                kit.write(folder + "/proof.json", proof_text({**right, "years_needed": less}))
                found = json.loads(verify(folder, "--json").stdout)
                if not found["verified"]:
                    kit.check(re.search("years_needed.* should be .*[?]", json.dumps(found["problems"])), found)
                    rejected += 1
            if lists:  # another list may show the same
                kit.write(folder + "/proof.json", proof_text({**right, "years_needed": {**right["years_needed"],
                                                                                        kind: []}}))
                kit.equal(verify(folder, "-q").returncode, 6, folder)
            seen[kind] += rejected
        kit.write(folder + "/proof.json", text)
    kit.say(f"{seen['prices']} prices and {seen['placed']} lists of places were missed")
    kit.check(seen["prices"] > (5 if FEW else 20) and seen["placed"] > 0, seen)


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
