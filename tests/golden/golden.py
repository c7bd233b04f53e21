#!/usr/bin/env python3
"""What the tool says, in these words: a folder per case, compared byte for byte.

    golden.py KAKUHO [--accept] [--only CASE]     --accept writes what comes now; review it with git diff

    CASE/cmd      the words after `kakuho`, a command a line; each is run in the same folder
    CASE/input/   files of the case, copied to the folder in which the commands run; data/ is there too
    CASE/stdout   what comes on standard output; of several commands each behind a line "$ kakuho ..."
    CASE/stderr   ... and on standard error
    CASE/code     the exit codes
    CASE/files/   every file that the commands make, but for a plan's run.json, proof.json and input/ (a sweep's
                  likewise), for workbooks and the list of a report, which has their SHA-256 (they depend on the
                  versions of libraries: cli/workbook.py), and for what is below plans/: plans for other commands; no
                  such folder = none

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import shlex
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


def made(before):
    """Files in this folder that were not there before, or changed; but for run.json, proof.json and the copy of the
    input of plans (of sweeps and what-ifs likewise), workbooks, report.json, and what is below plans/."""
    now = kit.tree(".")
    lists = ("run.json", "sweep.json", "whatif.json")
    plans = {os.path.dirname(path) for path in now if os.path.basename(path) in lists}
    return {path: content for path, content in now.items() if before.get(path) != content
            and not path.startswith("plans/") and not path.endswith((".xlsx", "report.json"))
            and not any(path in (f"{p}/{name}" for name in (*lists, "proof.json")) or path.startswith(f"{p}/input/")
                        for p in plans)}


def result_of(case):
    """Run a case in this folder: {file of the case: bytes}."""
    os.symlink(kit.DATA, "data")
    if os.path.isdir(os.path.join(case, "input")):
        shutil.copytree(os.path.join(case, "input"), ".", dirs_exist_ok=True)
    before = kit.tree(".")
    lines = kit.read(os.path.join(case, "cmd")).decode().splitlines()
    said = {"stdout": b"", "stderr": b"", "code": b""}
    for line in lines:
        done = kit.run(*shlex.split(line))
        title = f"$ kakuho {line}\n".encode() if len(lines) > 1 else b""
        said["stdout"] += title + done.raw if done.raw else b""
        said["stderr"] += title + done.err.encode() if done.err else b""
        said["code"] += b"%d\n" % done.code
    return {**{name: text for name, text in said.items() if text},
            **{"files/" + path: content for path, content in made(before).items()}}


def wanted(case):
    return {name: content for name, content in kit.tree(case).items()
            if name != "cmd" and not name.startswith("input/")}


def difference(name, got, want):
    if want is None or got is None:
        return f"{name}: {'comes, and is not expected' if want is None else 'is expected, and does not come'}"
    try:
        got, want = got.decode("utf-8").split("\n"), want.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return f"{name}: differs, and is no text"
    at = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
    show = lambda text: text[at] if at < len(text) else "(the end)"
    return f"{name}:{at + 1}: differs\n-{show(want)}\n+{show(got)}"


def accept(case, found):
    for name in wanted(case):
        os.remove(os.path.join(case, name))
    for name, content in found.items():
        kit.write(os.path.join(case, name), content)


def run_case(case, accepting):
    found, want = result_of(case), wanted(case)
    if accepting:
        accept(case, found)
        return
    problems = [difference(name, found.get(name), want.get(name)) for name in sorted({*found, *want})
                if found.get(name) != want.get(name)]
    again = f"\n(accept: tests/golden/golden.py --only {os.path.basename(case)} --accept)"
    kit.check(not problems, "\n".join(problems), again)


def main():
    accepting = "--accept" in sys.argv
    words = [w for w in sys.argv[1:] if w != "--accept"]
    only = words.pop(words.index("--only") + 1) if "--only" in words else None
    words = [w for w in words if w != "--only"]
    kit.program = os.path.abspath(words[0] if words else os.path.join(kit.ROOT, "build/engine/kakuho"))
    cases = sorted(name for name in os.listdir(HERE) if os.path.exists(os.path.join(HERE, name, "cmd")))
    chosen = [name for name in cases if only in (None, name)]
    sys.exit(0 if kit.run_cases([(name, lambda name=name: run_case(os.path.join(HERE, name), accepting))
                                 for name in chosen]) else 1)


if __name__ == "__main__":
    main()
