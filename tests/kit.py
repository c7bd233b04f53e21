"""What the Python suites share: TAP, running the program, writing cities, reading plans.

A suite is a file of functions called test_...; their first line of doc, or their name, says what holds. It ends with
`kit.main(globals())`. Cases run in the order of the file, each in a new empty folder; a case fails by an exception.

    SUITE.py KAKUHO [--only WORD]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
DATA = os.path.join(ROOT, "data")
SHEETS = ["plan", "served", "balance", "seats", "money", "limits", "promises", "official"]
SHEETS_AT_TIMES = ["carers", "transfers", "leavers"]  # only where there is something to tell

program = None  # the path of kakuho


# ---- TAP -------------------------------------------------------------------------------------------------------------


class Skip(Exception):
    """Raised by a case that cannot run here; says why."""


def check(condition, *say):
    """Fail the case with what is said."""
    if not condition:
        raise AssertionError(" ".join(str(x) for x in say) or "does not hold")


def equal(got, want, *say):
    check(got == want, *say, f"is {got!r}, not {want!r}")


def say(text):
    """A line of diagnosis."""
    for line in str(text).splitlines():
        print("#", line)


def run_cases(cases):
    """Cases: (name, function). Prints TAP; whether all is well."""
    failed = 0
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # fsync on a disk takes most of the time
    for number, (name, case) in enumerate(cases, 1):
        cwd = os.getcwd()
        with tempfile.TemporaryDirectory(prefix="kakuho-test-", dir=memory) as folder:
            os.chdir(folder)
            try:
                case()
                word, more = "ok", ""
            except Skip as why:
                word, more = "ok", f" # SKIP {why}"
            except Exception as trouble:  # pylint: disable=broad-except
                word, more = "not ok", ""
                failed += 1
                if not isinstance(trouble, AssertionError):
                    say(traceback.format_exc())
                say(str(trouble)[:4000])
            finally:
                os.chdir(cwd)
        print(f"{word} {number} - {name}{more}", flush=True)
    print(f"1..{len(cases)}")
    return failed == 0


def main(names):
    """Run the cases of a suite: the functions test_... among its global names."""
    global program
    words = [w for w in sys.argv[1:] if not w.startswith("--")]
    only = None
    if "--only" in sys.argv:
        only = sys.argv[sys.argv.index("--only") + 1]
        words.remove(only)
    program = os.path.abspath(words[0]) if words else os.path.join(ROOT, "build", "engine", "kakuho")
    cases = []
    for name, case in names.items():
        if name.startswith("test_") and callable(case):
            title = (case.__doc__ or "").strip().splitlines()
            title = name[5:].replace("_", " ") + (": " + title[0].rstrip(".") if title else "")
            if not only or only in title:
                cases.append((title.replace("#", "no."), case))
    sys.exit(0 if run_cases(cases) else 1)


# ---- the program -----------------------------------------------------------------------------------------------------


class Result:
    """How a run of the program ended: code (negative: killed by a signal), out and err as text."""

    def __init__(self, words, code, out, err):
        self.words, self.code, self.raw, self.err = words, code, out, err.decode("utf-8", "replace")
        self.out = out.decode("utf-8", "replace")

    def __str__(self):
        return f"kakuho {' '.join(self.words)}\nexit {self.code}\n{self.out}{self.err}"


def run(*words, code=None, env=None, cwd=None, **more):
    """Run the program; with `code` the case fails unless it exits so. A crash or a sanitizer's report always fails."""
    words = [str(w) for w in words]
    space = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k not in ("LANG", "LANGUAGE", "TZ")}
    space.update(env or {})
    more.setdefault("stdin", subprocess.DEVNULL)
    more.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run([program, *words], env=space, cwd=cwd, stderr=subprocess.PIPE, timeout=300, check=False,
                          **more)
    result = Result(words, done.returncode, done.stdout or b"", done.stderr)
    check(done.returncode >= 0, "crashed:", result)
    check("Sanitizer" not in result.err and "runtime error" not in result.err, result)
    if code is not None:
        check(done.returncode == code, f"exit {done.returncode}, not {code}:", result)
    return result


# ---- files -----------------------------------------------------------------------------------------------------------


def write(path, content):
    """Write a text or bytes to a file; folders are made."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode("utf-8"))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def tree(folder):
    """Every file below a folder: {path within: bytes}; a link is {path: "-> target"}, an empty folder {path/: b""}."""
    found = {}
    for at, folders, files in os.walk(folder):
        inside = os.path.relpath(at, folder)
        inside = "" if inside == "." else inside + "/"
        if inside and not folders and not files:
            found[inside] = b""
        for name in files:
            path = os.path.join(at, name)
            found[inside + name] = "-> " + os.readlink(path) if os.path.islink(path) else read(path)
    return found


def city(folder, tables, scenario=None):
    """Write a city: {table: text of its CSV}, and base.json: a scenario (a dict, kakuho: 1 is added).

    Units are continuous unless it says otherwise: most laws are those of linear programs. property/whole.py is about
    whole ones. Without a scenario that is all it says; no file is written where it is False.
    """
    for table, text in tables.items():
        if text is not None:
            lines = [line.strip() for line in text.strip().splitlines()]
            write(os.path.join(folder, table + ".csv"), "\n".join(lines) + "\n")
    if scenario is not False:
        text = json.dumps({"kakuho": 1, "units": "continuous", **(scenario or {})}, ensure_ascii=False, indent=1)
        write(os.path.join(folder, "base.json"), text + "\n")
    return folder


def copy(source, target):
    """Copy a city of data/: what the program reads, no more; with continuous units."""
    os.makedirs(target)
    for name in os.listdir(source):
        if name.endswith((".csv", ".json")):
            shutil.copy(os.path.join(source, name), os.path.join(target, name))
    base = read(os.path.join(target, "base.json")).decode("utf-8")
    write(os.path.join(target, "base.json"), base.replace("{", '{\n  "units": "continuous",', 1))
    return target


# ---- plans -----------------------------------------------------------------------------------------------------------


class Plan:
    """A folder of a plan."""

    def __init__(self, folder):
        self.folder = folder

    def bytes(self, name):
        return read(os.path.join(self.folder, name + ".csv"))

    def rows(self, name):
        return list(csv.DictReader(io.StringIO(self.bytes(name).decode("utf-8"))))

    def table(self, name):
        """Rows of a table of the input, [] where there is none."""
        path = os.path.join(self.folder, "input", name + ".csv")
        return list(csv.DictReader(io.StringIO(read(path).decode("utf-8")))) if os.path.exists(path) else []

    def run(self):
        return json.loads(read(os.path.join(self.folder, "run.json")))

    def names(self):
        return SHEETS + [s for s in SHEETS_AT_TIMES if os.path.exists(os.path.join(self.folder, s + ".csv"))]

    def sheets(self):
        return {name: self.bytes(name) for name in self.names()}

    def number(self, name, column, **where):
        """The sum of a column over the rows whose cells are as said."""
        return round(sum(float(row[column] or 0) for row in self.rows(name)
                         if all(row[k.rstrip("_")] == str(v) for k, v in where.items())), 6)

    def opened(self):
        """{(option, year of opening): units}"""
        return {(row["option"], row["opens_on"][:4]): float(row["units"]) for row in self.rows("plan")}


def plan(scenario, folder="plan", *words, **more):
    """Plan a scenario into a folder; the Plan."""
    run("plan", scenario, "-o", folder, "-q", *words, code=more.pop("code", 0), **more)
    return Plan(folder)


def same_sheets(one, two, but=()):
    """Every CSV of two plans has the same bytes."""
    check(one.names() == two.names(), one.names(), two.names())
    for name in two.names():
        if name not in but:
            got, want = one.bytes(name).decode(), two.bytes(name).decode()
            if got != want:
                got, want = got.splitlines(), want.splitlines()
                lines = [f"-{b}\n+{a}" for a, b in zip(got, want) if a != b][:5]
                raise AssertionError(f"{name}.csv differs ({len(want)} and {len(got)} lines):\n" + "\n".join(lines))
