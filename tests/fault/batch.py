#!/usr/bin/env python3
"""What if something breaks while a batch runs? Killed anywhere, a full disk, a power cut: the same command again ends
in the bytes of a batch that nothing happened to, and computes only what is missing.

    batch.py KAKUHO [SHIM]     SHIM: the library built of shim.c; without it the cases that need it are skipped

SPDX-License-Identifier: GPL-3.0-or-later
"""
import errno
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import kit  # noqa: E402
import fault  # noqa: E402

CITY = {**fault.OLD, "options": fault.OLD["options"] + "\nsite_south,site,south,1"}
FIRST, SECOND = "2026-04-01", "2026-04-02"


def what_if(i, factor):
    kit.write(f"city/w{i}.json", json.dumps({"kakuho": 1, "extends": "base.json", "changes": [
        {"table": "need", "multiply": {"children": round(factor, 4)}}]}))


def words(date, store, jobs):
    return ["batch", "nightly.json", "-o", store, "--date", date, "--lang", "en", "--jobs", str(jobs), "--keep", "1"]


class Nights:
    """A first night, and a second in which some scenarios changed, one came and one went; both without any fault."""

    def __init__(self, n=5):
        kit.city("city", CITY)
        kit.write("nightly.json", '{"kakuho_batch": 1, "scenarios": [{"glob": "city/*.json"}]}')
        for i in range(n):
            what_if(i, 1 + i / 50)
        self.codes = (0, 8)
        kit.check(kit.run(*words(FIRST, "first", 2)).code in self.codes)
        what_if(1, 1.2)
        what_if(2, 1.25)
        what_if(n, 1.1)
        os.remove("city/w0.json")
        subprocess.run(["cp", "-a", "first", "second"], check=True)
        kit.check(kit.run(*words(SECOND, "second", 1)).code in self.codes)
        self.whole = kit.tree("second")

    @staticmethod
    def reset():
        """The store as the first night left it, with its links."""
        shutil.rmtree("store", ignore_errors=True)
        subprocess.run(["cp", "-a", "first", "store"], check=True)

    def right_again(self, *say):
        """The same command goes on to the same bytes; once more, and nothing is computed."""
        done = kit.run(*words(SECOND, "store", 2))
        kit.check(done.code in self.codes, *say, done)
        now = kit.tree("store")
        for name in sorted(set(now) | set(self.whole)):
            kit.check(now.get(name) == self.whole.get(name), *say, f"{name} differs:", now.get(name, "missing"),
                      self.whole.get(name, "missing"))
        return int(re.search(r"to be computed: (\d+)", done.err)[1])


def every_plan_is_whole(*say):
    """What a reader finds in the store at any moment: whole folders."""
    for at, _, names in os.walk("store/plans"):
        if "run.json" not in names:
            kit.check(not names or os.path.basename(at) == "input", *say, f"{at} is half a plan:", names)
            continue
        listed = {f["name"] for f in json.loads(kit.read(os.path.join(at, "run.json")))["files"]}
        kit.equal(set(kit.tree(at)), listed | {"run.json"}, *say)


BAD = {  # scenario: its text, what the night says of it
    "broken": ('{"kakuho": 1,', "broken.json:1: "),
    "cycle": ('{"kakuho": 1, "extends": "cycle.json"}', "circle"),
    "missing": ('{"kakuho": 1, "tables": {"need": "nothing.csv"}}', "nothing.csv"),
    "cut": ('{"kakuho": 1, "extends": "base.json", "tables": {"need": "cut.csv"}}', "cut.csv:"),
    "contradictory": ('{"kakuho": 1, "extends": "base.json", "tables": {"limits": "hard.csv"}}', "contradict"),
    "stopping": ('{"kakuho": 1, "extends": "base.json", "tables": {"limits": "harder.csv"}}', "the solver GLPK failed"),
    "endless": ('{"kakuho": 1, "extends": "../big/base.json", "units": "whole", "effort": 1000}', "limits.seconds"),
}


def test_a_night_of_500():
    """one scenario of every bad kind among 500: broken, a table missing or cut, data that contradict, a circle of
    parents, one at which the solver stops (twice), one that never ends: each fails alone, the others are right"""
    kit.city("city", CITY)
    kit.copy(os.path.join(kit.DATA, "sapporo"), "big")
    for i in range(499 - len(BAD)):
        what_if(i, 1 + i / 1000)
    kit.write("nightly.json", '{"kakuho_batch": 1, "scenarios": [{"glob": "city/*.json"}], "limits": {"seconds": 2}}')
    kit.check(kit.run(*words(FIRST, "good", 2)).code in (0, 8))
    good = kit.tree("good/plans")
    rules = "limit,quantity,sense,value\nfloor,units,>=,3\nceiling,units,<=,1\n"
    kit.write("city/hard.csv", rules)
    kit.write("city/harder.csv", rules + "money,capital,<=,150\nmore,units,>=,2\nless,capital,<=,160\n")
    kit.write("city/cut.csv", CITY["need"][:-3])
    for name, (text, _) in BAD.items():
        kit.write(f"city/{name}.json", text)
    # GLPK is asked 4 times about hard.csv, more often about harder.csv: in every process its 5th answer is a failure
    done = fault.run_raw(*words(FIRST, "store", 2), env=fault.with_shim("5 5 glp_simplex"))
    kit.equal(done.returncode, 9, done.stderr.decode())
    kit.check(f"failed: {len(BAD)}".encode() in done.stdout, done.stdout)
    told = {s["scenario"]: s for s in json.loads(kit.read(f"store/nights/{FIRST}/nightly.json"))["scenarios"]}
    kit.equal(len(told), 500)
    kit.equal({name for name, s in told.items() if s["state"] != "new"}, {f"city/{name}" for name in BAD})
    for name, (_, say) in BAD.items():
        reason = told[f"city/{name}"]["reason"]
        kit.check(say in reason and told[f"city/{name}"]["state"] == "failed", name, reason)
        kit.check(f"city/{name}: failed: {reason}".encode() in done.stderr, name, done.stderr)
    kit.equal(kit.tree("store/plans"), good)


def calls():
    """The calls of one night, by all of its processes."""
    Nights.reset()
    fault.run_raw(*words(SECOND, "store", 1), env=fault.with_shim(log="calls"))
    return kit.read("calls").decode().split()


def points(count, few=24):
    """Calls to break: some, spread; the same in every run."""
    few = few // 4 if fault.sanitized() else few
    dice = random.Random(1)
    return sorted(dice.sample(range(1, count + 1), min(few, count)))


def test_killed_anywhere():
    """kill -9 of any process before any call that changes files: plans stay whole, the same command ends it right"""
    nights, made = Nights(), calls()
    kit.say(f"{len(made)} calls: " + " ".join(sorted(set(made))))
    kit.check({"linkat", "syncfs", "renameat2", "renameat", "unlinkat", "write"} <= set(made), set(made))
    for n in points(len(made)):
        nights.reset()
        fault.run_raw(*words(SECOND, "store", 1), env=fault.with_shim(f"{n} kill"))
        every_plan_is_whole("killed before call", n)
        nights.right_again("killed before call", n)


def test_leader_and_workers_killed():
    """kill -9 of all processes at any time, again and again, until a run comes through: nothing is lost"""
    nights = Nights(12)
    nights.reset()
    dice = random.Random(2)
    for _ in range(3 if fault.sanitized() else 8):
        process = subprocess.Popen([kit.program, *words(SECOND, "store", 2)], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(dice.uniform(0.002, 0.12))
        process.kill()
        process.wait()
        every_plan_is_whole()
    nights.right_again()


def test_disk_full():
    """a call that fails because the disk is full: 7 and what to do, or a file less; afterwards the same bytes"""
    nights, made = Nights(), calls()
    wanted = [n for n, call in enumerate(made, 1) if call in ("write", "openat", "mkdirat", "linkat", "renameat2",
                                                             "syncfs")]
    dice = random.Random(3)
    for n in sorted(dice.sample(wanted, 6 if fault.sanitized() else 24)):
        nights.reset()
        done = fault.run_raw(*words(SECOND, "store", 1), env=fault.with_shim(f"{n} {errno.ENOSPC}"))
        if done.returncode not in nights.codes:
            kit.equal(done.returncode, 7, n, made[n - 1], done.stderr.decode())
            kit.check(b"the disk is full" in done.stderr, n, made[n - 1], done.stderr.decode())
        every_plan_is_whole("the disk was full at call", n)
        nights.right_again("the disk was full at call", n)


def test_read_only():
    """a store that may not be written: 7 and why, from the first call on; nothing is lost"""
    nights = Nights()
    for call in ("mkdirat", "openat"):
        nights.reset()
        before = kit.tree("store")
        done = fault.run_raw(*words(SECOND, "store", 1), env=fault.with_shim(f"1 {errno.EROFS} {call}"))
        kit.equal(done.returncode, 7, done.stderr.decode())
        kit.check(b"the disk is read-only" in done.stderr, done.stderr.decode())
        kit.equal(kit.tree("store"), before)
    nights.right_again()


def test_no_links():
    """where a file cannot have one more name (a file system without links, another user's file) it is a file more"""
    nights, made = Nights(), calls()
    links = made.count("linkat")
    dice = random.Random(5)
    for n in sorted(dice.sample(range(1, links + 1), 3 if fault.sanitized() else 12)):
        nights.reset()
        code = dice.choice([errno.EPERM, errno.EMLINK])
        done = fault.run_raw(*words(SECOND, "store", 1), env=fault.with_shim(f"{n} {code} linkat"))
        kit.check(done.returncode in nights.codes, n, code, done.stderr.decode())
        plans = {name: data for name, data in nights.whole.items() if not name.startswith("objects/")}
        kit.equal({name: data for name, data in kit.tree("store").items() if not name.startswith("objects/")}, plans)


def cut_power(dice):
    """What a disk may hold after a power cut: files that were not synchronised are empty, the journal ends anywhere,
    and folders that were put in their place last are not there yet."""
    journal = f"store/nights/{SECOND}/1-of-1.journal"
    told = set()
    if os.path.exists(journal):
        text = kit.read(journal)
        text = text[:dice.randrange(len(text) + 1)] + dice.choice([b"", bytes(20)])
        kit.write(journal, text)
        told = {line.split(b",")[0].decode() for line in text.splitlines()}
    for at, _, names in os.walk("store/work"):
        for name in names:
            path = os.path.join(at, name)
            if os.stat(path).st_nlink == 1:
                os.chmod(path, 0o644)
                kit.write(path, b"")
    for name in sorted(os.listdir("store/plans/city")):
        if f"city/{name}" not in told and not os.path.exists(f"first/plans/city/{name}"):
            shutil.rmtree(f"store/plans/city/{name}")


def test_power_cut():
    """a power cut (simulated) at any moment: what was told is there, what was not is made again"""
    nights, made = Nights(), calls()
    dice = random.Random(4)
    for n in points(len(made)):
        nights.reset()
        fault.run_raw(*words(SECOND, "store", 1), env=fault.with_shim(f"{n} kill"))
        cut_power(dice)
        nights.right_again("power cut before call", n)


def test_only_what_is_missing():
    """after a kill the same command computes what is missing, not what is there"""
    nights = Nights(40)
    shutil.rmtree("store", ignore_errors=True)
    process = subprocess.Popen([kit.program, *words(SECOND, "store", 2)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if line.startswith("[10/"):
            break
    process.kill()
    process.communicate()
    done = kit.run(*words(SECOND, "store", 2))
    kit.check(done.code in nights.codes, done)
    left = int(re.search(r"to be computed: (\d+)", done.err)[1])
    kit.check(left <= 41 - 10, left)


if __name__ == "__main__":
    if len(sys.argv) > 2 and not sys.argv[2].startswith("--"):
        fault.SHIM = os.path.abspath(sys.argv.pop(2))
    kit.main(globals())
