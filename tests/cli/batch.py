#!/usr/bin/env python3
"""kakuho batch: what is computed and what is not, what a night says, bad nights, several users, several machines.

    batch.py KAKUHO [--only WORD]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import csv
import glob
import io
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import kit  # noqa: E402

CITY = {
    "need": "area,class,2024,2025\nnorth,c,30,32\nsouth,c,20,20",
    "supply": "area,seat,2024\nnorth,c,20\nsouth,c,25",
    "measures": "measure,group,existing,lead_years,capital,running\nsite,new,no,0,100,5\nextend,extend,yes,0,40,2",
    "effects": "measure,item,amount\nsite,c,8\nextend,c,4",
    "options": "option,measure,area,max_units\nsite_north,site,north,2\nmore_north,extend,north,2",
}
FIRST, SECOND, THIRD = "2026-04-01", "2026-04-02", "2026-04-03"


# ---- cities and nights -----------------------------------------------------------------------------------------------


def what_if(path, factor=1.0, **keys):
    kit.write(path, json.dumps({"kakuho": 1, "extends": "base.json", **keys, "changes": [
        {"table": "need", "where": {"area": "north"}, "multiply": {"children": round(factor, 4)}}]}))


def manifest(*scenarios, path="nightly.json", **keys):
    kit.write(path, json.dumps({"kakuho_batch": 1, "scenarios": list(scenarios) or [{"glob": "city/*.json"}], **keys}))


def cities(n=6):
    """city/base.json and what-ifs of it: city/w0.json ..."""
    kit.city("city", CITY)
    for i in range(n):
        what_if(f"city/w{i}.json", 1 + i / 50)
    manifest()


def batch(date=FIRST, store="store", *words, code=0, **more):
    return kit.run("batch", more.pop("manifest", "nightly.json"), "-o", store, "--date", date, "--lang", "en", *words,
                   code=code, **more)


def nightly(date=FIRST, store="store"):
    text = kit.read(f"{store}/nights/{date}/nightly.csv").decode()
    return {row["scenario"]: row for row in csv.DictReader(io.StringIO(text))}


def states(date=FIRST, store="store"):
    return {name: row["state"] for name, row in nightly(date, store).items()}


def is_plan_of(scenario, folder, **more):
    """Whether a folder has the bytes that kakuho plan writes."""
    shutil.rmtree("alone", ignore_errors=True)
    kit.run("plan", scenario, "-o", "alone", "-q", code=0, **more)
    kit.equal(sorted(kit.tree(folder)), sorted(kit.tree("alone")))
    kit.equal(kit.tree(folder), kit.tree("alone"), folder)


def computed(result):
    return int(re.search(r"to be computed: (\d+)", result.err)[1])


# ---- what is computed ------------------------------------------------------------------------------------------------


def test_plans_are_those_of_kakuho_plan():
    """the folder of every scenario has the bytes of kakuho plan; equal files are one file"""
    cities()
    done = batch()
    kit.equal(computed(done), 7)
    kit.equal(done.out.count("\n"), 1)
    for name in ("base", "w0", "w5"):
        is_plan_of(f"city/{name}.json", f"store/plans/city/{name}")
    files = [os.path.join(at, name) for top in ("plans", "objects") for at, _, names in os.walk(f"store/{top}")
             for name in names]
    content = {kit.read(path) for path in files}
    kit.equal(len({os.stat(path).st_ino for path in files}), len(content), "files of other bytes:")
    kit.equal(sorted(os.listdir("store")), ["history.csv", "nights", "objects", "plans", "store.json"])
    kit.equal(sorted(os.listdir(f"store/nights/{FIRST}")), ["nightly.csv", "nightly.html", "nightly.json"])
    kit.equal(set(states().values()), {"new"})


def test_nothing_changed():
    """the second night computes nothing, and a touched or reformatted file is no change"""
    cities()
    batch()
    before = kit.tree("store/plans")
    kit.equal(computed(batch(SECOND)), 0)
    kit.equal(set(states(SECOND).values()), {"unchanged"})
    os.utime("city/need.csv")
    kit.equal(computed(batch(THIRD)), 0)
    text = kit.read("city/w1.json").decode()
    kit.write("city/w1.json", json.dumps(json.loads(text), indent=4))
    done = batch("2026-04-04")
    kit.equal(computed(done), 1)
    kit.check("city/w1: unchanged" in done.err, done)
    kit.equal(set(states("2026-04-04").values()), {"unchanged"})
    kit.equal(computed(batch("2026-04-05")), 0)
    kit.equal(kit.tree("store/plans"), before)


def test_reformatted():
    """a scenario that is only written otherwise: its plan is unchanged, and still that of a new store, byte for byte"""
    cities(2)
    change = {"kakuho": 1, "extends": "base.json", "changes": [
        {"table": "need", "where": {"area": "north", "year": 2025}, "multiply": {"children": 1.5}},
        {"table": "measures", "append": [{"measure": "fast", "group": "new", "capital": 5}]},
        {"table": "options", "append": [{"option": "f", "measure": "fast", "area": "south", "max_units": 1}]}]}
    kit.write("city/w1.json", json.dumps(change))
    batch(code=8)
    kit.equal({w["code"] for w in json.loads(kit.read("store/plans/city/w1/run.json"))["warnings"] if "change" in w},
              {"need.jump", "measure.lead", "option.no_effect"})
    before = kit.tree("store/plans")
    kit.write("city/w1.json", json.dumps({key: change[key] for key in reversed(change)}, indent=7))
    done = batch(SECOND)
    kit.equal((computed(done), states(SECOND)["city/w1"]), (1, "still red"))
    kit.equal(nightly(SECOND)["city/w1"]["plan"], nightly()["city/w1"]["plan"])
    kit.equal(kit.tree("store/plans"), before)
    batch(SECOND, "cold", code=8)
    kit.equal(kit.tree("cold/plans"), before)


def test_what_changed_is_computed():
    """a scenario, a table, a parent, an option: what depends on it is computed, and nothing else"""
    cities()
    kit.city("other", CITY)
    manifest({"glob": "city/*.json"}, {"id": "elsewhere", "path": "other"})
    batch()
    what_if("city/w2.json", 1.3)
    kit.equal(computed(batch(SECOND)), 1)
    kit.equal([k for k, v in states(SECOND).items() if v != "unchanged"], ["city/w2"])
    is_plan_of("city/w2.json", "store/plans/city/w2")
    kit.write("city/need.csv", CITY["need"].replace("30", "31"))
    kit.equal(computed(batch(THIRD)), 7)
    kit.equal(states(THIRD)["elsewhere"], "unchanged")
    is_plan_of("city/w2.json", "store/plans/city/w2")
    kit.write("city/limits.csv", "limit,quantity,sense,value\nroom,units,<=,30\n")  # a table that was not there
    kit.equal(computed(batch("2026-04-04")), 7)
    manifest({"glob": "city/*.json"}, {"id": "elsewhere", "path": "other"}, options={"set": ["title=x"]})
    kit.equal(computed(batch("2026-04-05")), 8)
    is_plan_of("other", "alone")
    kit.equal(json.loads(kit.read("store/plans/elsewhere/run.json"))["title"], "x")


def test_tables_elsewhere():
    """tables that a scenario names, a parent in another folder, a parent that takes a table away"""
    kit.city("data", CITY, False)
    kit.write("data/need2.csv", CITY["need"].replace("30", "33"))
    kit.write("a/base.json", json.dumps({"kakuho": 1, "units": "continuous", "tables": {
        t: f"../data/{t}.csv" for t in CITY}}))
    kit.write("b/deep/one.json", json.dumps({"kakuho": 1, "extends": "../../a/base.json", "tables": {
        "need": "../../data/need2.csv"}}))
    manifest({"glob": "*/base.json"}, {"glob": "b/*/*.json"})
    batch()
    kit.equal(sorted(states()), ["a/base", "b/deep/one"])
    is_plan_of("b/deep/one.json", "store/plans/b/deep/one")
    kit.write("data/need2.csv", CITY["need"].replace("30", "34"))
    done = batch(SECOND)
    kit.equal((computed(done), states(SECOND)["a/base"]), (1, "unchanged"))


def test_dry_run():
    """--dry-run says what would be computed and why, and writes nothing"""
    cities(2)
    done = batch(FIRST, "store", "--dry-run")
    kit.equal(done.out.splitlines()[0], "city/base: computed: there is no plan of it yet")
    kit.check(not os.path.exists("store"))
    batch()
    what_if("city/w1.json", 1.4)
    shutil.rmtree("store/plans/city/w0")
    before = kit.tree("store")
    done = batch(SECOND, "store", "--dry-run")
    kit.equal(done.out.splitlines(), [
        "city/base: unchanged", "city/w0: computed: its plan is not in the store any more",
        "city/w1: computed: its files, the options or the version of kakuho changed"])
    kit.equal(kit.tree("store"), before)


def test_workers_do_not_matter():
    """the same bytes with one worker and with four"""
    cities(12)
    batch(FIRST, "one", "--jobs", "1")
    batch(FIRST, "four", "--jobs", "4")
    kit.equal(kit.tree("one"), kit.tree("four"))
    kit.write("city/need.csv", CITY["need"].replace("30", "29"))
    batch(SECOND, "one", "--jobs", "1", "--keep", "3")
    batch(SECOND, "four", "--jobs", "4", "--keep", "3")
    kit.equal(kit.tree("one"), kit.tree("four"))


# ---- the manifest ----------------------------------------------------------------------------------------------------


def test_manifest_problems():
    """all problems of a manifest in one pass, with line and column; nothing is written"""
    kit.city("city", CITY)
    kit.write("bad.json", '{"kakuho_batch": 1,\n'
              ' "scenarios": [{"path": "city"}, {"id": "city", "path": "city/base.json"},\n'
              '  {"id": "../x", "path": "city"}, {"id": "city/in", "path": "x"}, {"ids": "y"},\n'
              '  {"id": 3, "path": "z.json"}],\n "limits": {"seconds": 0, "memory": 5}, "options": {"set": "a",\n'
              '  "input_encoding": "latin1"}}\n')
    done = batch(manifest="bad.json", code=1)
    for text in ("bad.json:2:41: scenarios[1].id: the id 'city' is given twice: for city and for city/base.json",
                 "bad.json:3:10: scenarios[2].id: '../x' cannot be the id", "the plan of 'city/in' would lie within",
                 "bad.json:3:", "there is no key 'ids' here; did you mean 'id'?", "bad.json:4:10: scenarios[5].id: ",
                 "a limit is more than 0", "there is no key 'memory' here", "a list of texts is needed",
                 "there is no encoding 'latin1'", "the manifest has "):
        kit.check(text in done.err, text, "is not said:", done)
    kit.check(not os.path.exists("store"))
    for text, code in (('{"kakuho_batch": 2, "scenarios": [{"path": "city"}]}', 1), ("{", 1), ("[]", 1),
                       ('{"kakuho_batch": 1, "scenarios": []}', 1), ('{"kakuho_batch": 1}', 1)):
        kit.write("bad.json", text)
        batch(manifest="bad.json", code=code)
    batch(manifest="none.json", code=2)
    kit.check(not os.path.exists("store"))


def test_usage():
    cities(1)
    for words in (["--date", "2026-02-29"], ["--date", "2026-13-01"], ["--date", "-026-01-01"], ["--date", "today"],
                  ["--jobs", "0"], ["--keep", "-1"], ["--shard", "3/2"],
                  ["--shard", "1/2", "--merge"], ["--shard", "x"]):
        kit.run("batch", "nightly.json", "-o", "store", *words, code=2)
    kit.run("batch", "nightly.json", code=2)
    kit.check(not os.path.exists("store"))


def test_globs():
    """a file that is named and found is one scenario; what finds nothing is said"""
    cities(2)
    manifest({"id": "the base", "path": "city/base.json"}, {"glob": "city/*.json"}, {"glob": "city/w?.json"},
             {"glob": "nowhere/*.json"})
    done = batch()
    kit.equal(sorted(states()), ["city/w0", "city/w1", "the base"])
    kit.check("warning: scenarios[3].glob: no file is like 'nowhere/*.json'" in done.err, done)
    os.rename("city", "ci[t]y*")  # signs of patterns in the path of the manifest
    os.makedirs("a[b]")
    os.rename("ci[t]y*", "a[b]/city")
    manifest(path="a[b]/nightly.json")
    batch(store="other", manifest="a[b]/nightly.json")
    kit.equal(sorted(states(store="other")), ["city/base", "city/w0", "city/w1"])


# ---- nights ----------------------------------------------------------------------------------------------------------


def test_states_and_exit_codes():
    """went red, still red, back to green, failed, gone, not there; since when; 8 and 9"""
    cities(3)
    batch()
    kit.equal(nightly()["city/w1"]["promises_kept"], nightly()["city/w1"]["promises"])
    what_if("city/w1.json", 3)
    what_if("city/w2.json", 1.2)
    done = batch(SECOND, code=8)
    kit.check("went red: 1" in done.out, done)
    kit.equal(states(SECOND), {"city/base": "unchanged", "city/w0": "unchanged", "city/w1": "went red",
                               "city/w2": "plan changed"})
    kit.equal(nightly(SECOND)["city/w1"]["red_since"], SECOND)
    kit.write("city/w2.json", "{")
    os.remove("city/w0.json")
    good = kit.tree("store/plans/city/w2")
    done = batch(THIRD, code=9)
    kit.equal(states(THIRD), {"city/base": "unchanged", "city/w1": "still red", "city/w2": "failed",
                              "city/w0": "gone"})
    row = nightly(THIRD)["city/w2"]
    kit.check(row["reason"].startswith("w2.json:1: ") and row["reason_ja"] != row["reason"], row)
    kit.equal((row["stale_since"], nightly(THIRD)["city/w1"]["red_since"]), (THIRD, SECOND))
    kit.equal(kit.tree("store/plans/city/w2"), good)
    what_if("city/w1.json", 1)
    batch("2026-04-04", code=9)
    kit.equal(states("2026-04-04"), {"city/base": "unchanged", "city/w1": "back to green", "city/w2": "failed"})
    kit.equal(nightly("2026-04-04")["city/w2"]["stale_since"], THIRD)
    what_if("city/w2.json", 1.2)
    batch("2026-04-05")
    kit.equal(states("2026-04-05")["city/w2"], "unchanged")


def test_the_same_night_again():
    """running a night again changes no byte of it; another change of the same day is told against the day before"""
    cities(3)
    batch()
    what_if("city/w1.json", 1.2)
    batch(SECOND, "store", "--keep", "1")
    before = kit.tree("store")
    batch(SECOND, "store", "--keep", "1")
    kit.equal(kit.tree("store"), before)
    what_if("city/w1.json", 1.3)
    batch(SECOND, "store", "--keep", "1")
    kit.equal(states(SECOND)["city/w1"], "plan changed")
    shutil.copytree("city", "then")
    what_if("then/w1.json", 1 + 1 / 50)
    is_plan_of("then/w1.json", f"store/nights/{SECOND}/before/city/w1")


def test_keep():
    """replaced plans stay for --keep nights; what no plan holds any more goes"""
    cities(2)
    batch()
    first = kit.tree("store/plans/city/w1")
    what_if("city/w1.json", 1.2)
    batch(SECOND, "store", "--keep", "2")
    kit.equal(kit.tree(f"store/nights/{SECOND}/before/city/w1"), first)
    kit.equal(os.listdir(f"store/nights/{SECOND}/before/city"), ["w1"])
    batch(THIRD, "store", "--keep", "2")
    kit.equal(kit.tree(f"store/nights/{SECOND}/before/city/w1"), first)
    batch("2026-04-04", "store", "--keep", "2")
    kit.check(not os.path.exists(f"store/nights/{SECOND}/before"))
    held = {os.stat(os.path.join(at, name)).st_nlink for at, _, names in os.walk("store/objects") for name in names}
    kit.check(1 not in held, "objects that no plan holds:", held)


def test_what_changed_and_why():
    """the cause of a change: which tables and rows, the scenario, or notation alone; and what it brought"""
    cities(3)
    batch()
    kit.equal({row["cause"] for row in nightly().values()}, {""})
    kit.write("city/need.csv", CITY["need"].replace("20,20", "20,29"))
    what_if("city/w1.json", 1.25)
    batch(SECOND, code=8)
    rows = nightly(SECOND)
    kit.equal(rows["city/base"]["cause"], "need 1")
    kit.equal(rows["city/base"]["cause_rows"], "need[south,c,2025] children 20 -> 29")
    kit.equal((rows["city/base"]["unmet_change"], rows["city/base"]["actions_changed"]), ("4", "0"))
    row = rows["city/w1"]
    kit.check(row["cause"].startswith("need 3") and row["actions_changed"] == "1", row)
    kit.check(re.fullmatch(r"(site|more)_north \d.* -> \d.*", row["biggest"]), row["biggest"])
    then, now = float(nightly()["city/w1"]["goals"].split("cost ")[1].split(";")[0]), \
        float(row["goals"].split("cost ")[1].split(";")[0])
    kit.check(abs(float(row["cost_change"]) - (now - then)) <= 2, row["cost_change"], now - then)
    told = json.loads(kit.read(f"store/nights/{SECOND}/nightly.json"))
    kit.equal((told["date"], told["before"], len(told["scenarios"])), (SECOND, FIRST, 4))
    kit.equal({s["scenario"]: s["state"] for s in told["scenarios"]}, states(SECOND))
    kit.equal(sum(told["counts"].values()), 4)
    kit.equal([s["unmet_change"] for s in told["scenarios"] if s["scenario"] == "city/base"], [4])
    batch(THIRD)
    kit.equal({row["cause"] for row in nightly(THIRD).values()}, {""})
    kit.write("city/need.csv", kit.read("city/need.csv").decode() + "\n\n")
    batch("2026-04-04")
    kit.equal({row["cause"] for row in nightly("2026-04-04").values()}, {"notation"})
    history = list(csv.DictReader(io.StringIO(kit.read("store/history.csv").decode())))
    kit.equal([row["date"] for row in history], [FIRST, SECOND, THIRD, "2026-04-04"])
    kit.equal([row["still_red"] for row in history], ["0", "0", "4", "4"])
    batch(SECOND, code=8)
    kit.equal([row["date"] for row in csv.DictReader(io.StringIO(kit.read("store/history.csv").decode()))],
              [FIRST, SECOND, THIRD, "2026-04-04"])


def test_the_page():
    """nightly.html: worst first, reasons and causes in the language asked for, names escaped, needs no other file"""
    cities(2)
    batch()
    what_if("city/w1.json", 3)
    kit.write("city/w0.json", "{")
    kit.write('city/a<b>&"c.json', "{")
    for lang, words in (("en", ("failed", "went red", "The last good plan stays", "need[north,c,2025]", "need 2")),
                        ("ja", ("失敗", "目標未達になった", "最後の正しい計画を残しています", "need[north,c,2025]",
                                "量の見込み 2"))):
        kit.run("batch", "nightly.json", "-o", "store", "--date", SECOND, "--lang", lang, code=9)
        text = kit.read(f"store/nights/{SECOND}/nightly.html").decode()
        for word in words:
            kit.check(word in text, lang, word, text)
        kit.check(text.index(words[0]) < text.index(words[1]))
        kit.check(re.search(f">{words[4]}</td>.*<td>\\+[0-9]", text, re.S), words[4], text)
        kit.check("a&lt;b&gt;&amp;&quot;c" in text and "<b>&\"" not in text)
        kit.check("http" not in text and "<script" not in text and f'<html lang="{lang}">' in text)


# ---- bad nights ------------------------------------------------------------------------------------------------------


BAD = {
    "broken": '{"kakuho": 1,',
    "empty": "",
    "cycle": '{"kakuho": 1, "extends": "cycle.json"}',
    "orphan": '{"kakuho": 1, "extends": "nobody.json"}',
    "missing": '{"kakuho": 1, "tables": {"need": "nothing.csv"}}',
    "cut": '{"kakuho": 1, "tables": {"need": "cut.csv"}}',
    "useless": '{"kakuho": 1, "extends": "base.json", "changes": [{"table": "need", "where": {"area": "west"}, '
               '"multiply": {"children": 2}}]}',
    "contradictory": '{"kakuho": 1, "extends": "base.json", "tables": {"limits": "hard.csv"}}',
}


def test_bad_scenarios():
    """broken, missing, cut, contradictory, in a circle: each fails alone, with a reason; the others are right"""
    cities(8)
    for name, text in BAD.items():
        kit.write(f"city/{name}.json", text)
    kit.write("city/cut.csv", CITY["need"][:45])
    kit.write("city/hard.csv", "limit,quantity,sense,value\nfloor,units,>=,3\nceiling,units,<=,1\n")
    manifest({"glob": "city/*.json"}, {"path": "nowhere/base.json"})
    done = batch(code=9)
    got = nightly()
    kit.equal({name for name, row in got.items() if row["outcome"] == "failed"},
              {"nowhere/base", *(f"city/{name}" for name in BAD)})
    for name, word in (("broken", "broken.json:1: "), ("cycle", "circle"), ("orphan", "nobody.json"),
                       ("missing", "nothing.csv"), ("cut", "cut.csv:"), ("useless", "west"),
                       ("contradictory", "contradict")):
        kit.check(word in got[f"city/{name}"]["reason"], name, got[f"city/{name}"]["reason"])
        kit.check(f"city/{name}: failed: " in done.err, name, done.err)
    kit.check("there is no such file" in got["nowhere/base"]["reason"])
    for i in (0, 3, 7):
        is_plan_of(f"city/w{i}.json", f"store/plans/city/w{i}")
    kit.check(not os.path.exists("store/plans/city/cut"))


def endless(path="city/endless.json"):
    """A scenario in whole units that takes minutes."""
    kit.copy(os.path.join(kit.DATA, "sapporo"), "big")
    kit.write(path, json.dumps({"kakuho": 1, "extends": "../big/base.json", "units": "whole", "effort": 1000}))


def test_limits():
    """too much time or work fails a scenario, never gives a plan; the others are right"""
    cities(4)
    endless()
    manifest(limits={"seconds": 1})
    done = batch(code=9)
    kit.check("city/endless: failed: takes longer than the 1 s that limits.seconds" in done.err, done)
    kit.check(not os.path.exists("store/plans/city/endless"))
    kit.equal([k for k, v in states().items() if v == "failed"], ["city/endless"])
    is_plan_of("city/w3.json", "store/plans/city/w3")
    os.remove("city/endless.json")
    manifest(limits={"work": 1})
    batch(FIRST, "other", code=9)
    kit.check("limits.work" in nightly(FIRST, "other")["city/w1"]["reason"])


def test_the_night_ends():
    """limits.night_seconds: what is not done by then is not reached, 9; the others are right, and it is tried again"""
    cities(2)
    endless()
    manifest(limits={"night_seconds": 1})
    done = batch(code=9)
    kit.equal(states(), {"city/base": "new", "city/w0": "new", "city/w1": "new", "city/endless": "not reached"})
    kit.check("not reached: 1" in done.out, done)
    os.remove("city/endless.json")
    batch()
    kit.equal(set(states().values()), {"new"})


def test_on_a_terminal():
    """on a terminal one line counts and is taken away; a failure stays to be read"""
    cities(5)
    kit.write("city/bad.json", "{")
    leader, follower = pty.openpty()
    done = subprocess.run([kit.program, "batch", "nightly.json", "-o", "store", "--lang", "en", "--jobs", "1"],
                          stdin=follower, stdout=subprocess.PIPE, stderr=follower, check=False, timeout=60)
    os.close(follower)
    text = b""
    with contextlib.suppress(OSError):  # what a terminal says at its end
        while more := os.read(leader, 4096):
            text += more
    os.close(leader)
    kit.equal((done.returncode, done.stdout.count(b"\n")), (9, 1))
    kit.check(b"\r\x1b[K6/7" in text or b"\r\x1b[K7/7" in text, text)
    kit.check(b"city/bad: failed: bad.json:1: " in text and b"city/w1" not in text, text)
    kit.check(text.endswith(b"\r\x1b[K"), text)


def sanitized():
    return b"__asan_init" in kit.read(kit.program)


def test_memory():
    """a scenario that takes too much memory fails alone"""
    if sanitized():
        raise kit.Skip("a sanitizer takes more memory than any limit")
    cities(3)
    rows = "".join(f"a{a},c,{1 + a % 7},{1 + a % 5}\n" for a in range(60000))
    kit.city("large", {**CITY, "need": "area,class,2024,2025\n" + rows, "supply": None, "options": None,
                       "effects": None, "measures": None})
    manifest({"glob": "*/*.json"}, limits={"memory_mib": 20})
    batch(code=9)
    kit.check("memory" in nightly()["large/base"]["reason"], nightly()["large/base"]["reason"])
    kit.equal([k for k, v in states().items() if v == "failed"], ["large/base"])


def start(*words, store="store", date=FIRST, env=None):
    return subprocess.Popen([kit.program, "batch", "nightly.json", "-o", store, "--date", date, "--lang", "en", *words],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                            env={**os.environ, **(env or {})})


def workers(process):
    found = kit.read(f"/proc/{process.pid}/task/{process.pid}/children").decode().split()
    return [int(pid) for pid in found]


def wait_for(what, seconds=60):
    end = time.time() + seconds
    while not (found := what()):
        kit.check(time.time() < end, "waited in vain")
        time.sleep(0.01)
    return found


def private_kib(pid):
    """What a process has for itself alone."""
    text = kit.read(f"/proc/{pid}/smaps_rollup").decode()
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_"))


def test_memory_does_not_grow():
    """a worker has no more for itself at its 400th scenario than it had in the first 100"""
    if sanitized():
        raise kit.Skip("a sanitizer keeps what is freed")
    cities(0)
    for i in range(400):
        what_if(f"city/w{i}.json", 1 + i / 2000)
    seen = []
    with start("--jobs", "1", "-q") as one:
        while one.poll() is None:
            with contextlib.suppress(OSError):
                seen += [private_kib(pid) for pid in workers(one)]
            time.sleep(0.002)
    kit.equal(one.returncode, 0)
    kit.check(len(seen) >= 20, "it was looked at too seldom:", len(seen))
    most = max(seen[:len(seen) // 4])
    kit.check(max(seen) <= most + 1024, f"{max(seen)} KiB, in the first quarter {most} KiB")


def test_a_worker_killed():
    """kill -9 of a worker: its scenario is tried by itself; killed again it fails, and the others do not"""
    cities(6)
    endless()
    manifest(limits={"seconds": 100})
    process = start("--jobs", "2")
    for _ in range(2):
        wait_for(lambda: os.path.isdir("store/plans/city") and len(os.listdir("store/plans/city")) == 7)
        worker = wait_for(lambda: len(workers(process)) == 1 and workers(process))
        os.kill(worker[0], signal.SIGKILL)
        wait_for(lambda: process.poll() is not None or workers(process) not in ([], worker))
    out, err = process.communicate(timeout=60)
    kit.equal(process.returncode, 9, out, err)
    kit.check("city/endless: failed: its process was killed (signal 9)" in err, err)
    is_plan_of("city/w3.json", "store/plans/city/w3")


def test_stopped_by_a_signal():
    """Ctrl-C: what is finished is kept, 130; SIGTERM: 143; the same command goes on, to the same bytes"""
    cities(6)
    batch(FIRST, "whole")
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        shutil.rmtree("store", ignore_errors=True)
        shutil.rmtree("big", ignore_errors=True)
        endless()
        manifest({"glob": "city/[bw]*.json"}, {"path": "city/endless.json"})
        process = start("--jobs", "2")
        wait_for(lambda: os.path.isdir("store/plans/city") and len(os.listdir("store/plans/city")) == 7)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        kit.equal(process.returncode, code, out, err)
        kit.check("stopped: the same command again goes on" in out, out)
        kit.check(not os.path.exists(f"store/nights/{FIRST}/nightly.csv"))
        manifest({"glob": "city/[bw]*.json"})
        kit.equal(computed(batch()), 0)
        kit.equal(kit.tree("store"), kit.tree("whole"))


def test_from_one_plan_to_the_next():
    """from plan to plan of a city: the bytes of kakuho plan, from nowhere, of any workers, of a killed night"""
    count = 6 if sanitized() else 24
    shutil.copytree(os.path.join(kit.DATA, "sapporo"), "city")
    base = json.loads(kit.read("city/base.json"))
    kit.write("city/base.json", json.dumps({**base, "units": "continuous"}, ensure_ascii=False))
    for i in range(count):
        by = 0.02 if i % 3 else 0.1
        kit.write(f"city/w{i}.json", json.dumps({"kakuho": 1, "extends": "base.json", "changes": [
            {"table": "need", "where": {"class": [["c1", "c2", "c3_0", "c3_12"][i % 4]]},
             "multiply": {"children": round(1 + by * (i * 7 % 11 - 5) / 5, 4)}},
            {"table": "limits", "where": {"limit": "capital"}, "multiply": {
                "value": round(1 + by * (i * 5 % 13 - 6) / 6, 4)}}]}))
    manifest({"glob": "city/w*.json"}, limits={"work": 10 ** 9})
    batch(FIRST, "nowhere", "--jobs", "1", code=8)
    manifest({"glob": "city/w*.json"})
    process = start("--jobs", "2", store="killed")
    wait_for(lambda: glob.glob("killed/work/*/*") or process.poll() is not None)
    process.kill()
    process.communicate(timeout=60)
    wait_for(lambda: kit.run("batch", "nightly.json", "-o", "killed", "--date", FIRST, "--lang", "en").code == 8)
    for jobs in ("1", "2", "3"):
        batch(FIRST, jobs, "--jobs", jobs, code=8)
    for store in ("killed", "1", "2", "3"):
        one, other = kit.tree("nowhere"), kit.tree(store)
        kit.equal(sorted(name for name in {**one, **other} if one.get(name) != other.get(name)), [], store)
    for i in (0, count - 1):
        is_plan_of(f"city/w{i}.json", f"1/plans/city/w{i}")


# ---- the store -------------------------------------------------------------------------------------------------------


def test_edited_by_a_person():
    """a plan that somebody edited is set aside as it is, and computed again; so is one with a file more"""
    cities(3)
    batch()
    good = kit.tree("store/plans")
    os.chmod("store/plans/city/w1/plan.csv", 0o644)
    with open("store/plans/city/w1/plan.csv", "a", encoding="utf-8") as file:
        file.write("mine\n")
    kit.write("store/plans/city/w2/notes.txt", "mine\n")
    os.remove("store/plans/city/w0/balance.csv")
    done = batch(SECOND)
    kit.equal(computed(done), 3)
    kit.equal(kit.tree("store/plans"), good)
    kit.check("city/w1: " in done.err and "set-aside/2026-04-02/city/w1" in done.err, done)
    kit.check(kit.read(f"store/set-aside/{SECOND}/city/w1/plan.csv").endswith(b"mine\n"))
    kit.equal(kit.read(f"store/set-aside/{SECOND}/city/w2/notes.txt"), b"mine\n")
    kit.equal(computed(batch(THIRD)), 0)


def test_a_shared_file_edited():
    """a table that all plans share, edited through one of them: all are computed again, and what was edited is kept"""
    cities(3)
    batch()
    good = kit.tree("store/plans")
    path = "store/plans/city/w1/input/options.csv"
    kit.check(os.stat(path).st_nlink == 5, "all plans share it")
    os.chmod(path, 0o644)
    with open(path, "a", encoding="utf-8") as file:  # the one file of all of them
        file.write("mine\n")
    kit.equal(computed(batch(SECOND)), 4)
    kit.equal(kit.tree("store/plans"), good)
    kit.check(kit.read(f"store/set-aside/{SECOND}/city/w2/input/options.csv").endswith(b"mine\n"))
    kit.equal(computed(batch(THIRD)), 0)


def test_a_copy_of_a_store():
    """a copied store computes nothing; one that was not copied whole computes what is missing, or is refused"""
    cities(4)
    batch()
    shutil.copytree("store", "copy")
    kit.equal(computed(batch(SECOND, "copy")), 0)
    shutil.copytree("store", "part")
    shutil.rmtree("part/plans/city/w1")
    os.chmod("part/plans/city/w2/plan.csv", 0o644)
    kit.write("part/plans/city/w2/plan.csv", "option,mea")
    kit.equal(computed(batch(SECOND, "part")), 2)
    kit.equal(kit.tree("part/plans"), kit.tree("store/plans"))
    os.remove("part/store.json")
    done = batch(THIRD, "part", code=2)
    kit.check("copy it whole" in done.err, done)


def test_not_a_store():
    """a folder of something else, a store of another version, one that may not be written: refused, untouched"""
    cities(1)
    kit.write("other/letter.txt", "dear")
    batch(store="other", code=2)
    kit.equal(os.listdir("other"), ["letter.txt"])
    batch()
    kit.write("store/store.json", '{\n  "kakuho_store": 2\n}\n')
    done = batch(SECOND, code=2)
    kit.check("another version" in done.err, done)
    kit.write("file", "")
    batch(store="file", code=2)
    if os.getuid() == 0:
        batch(store="/proc/nothing", code=7)
    else:
        os.makedirs("mine/store", mode=0o555)
        batch(store="mine/store", code=7)


def test_two_at_once():
    """a second batch of the same store says who holds it, 7; another shard does not"""
    cities(4)
    endless()
    manifest({"glob": "city/*.json"})
    process = start("--jobs", "2")
    try:
        wait_for(lambda: os.path.isdir("store/plans/city") and len(os.listdir("store/plans/city")) >= 2)
        done = batch(code=7)
        kit.check(f"1-of-1 (process {process.pid} on " in done.err, done)
        done = batch(FIRST, "store", "--shard", "1/2", code=7)
        kit.check(f"process {process.pid} on " in done.err, done)
    finally:
        process.kill()
        process.communicate()
    os.remove("city/endless.json")
    batch()
    kit.equal(set(states().values()), {"new"})
    kit.check(not os.path.exists("store/locks") and not os.path.exists("store/work"))


# ---- several machines ------------------------------------------------------------------------------------------------


def test_shards():
    """shards side by side and a merge end in the bytes of one machine; what no shard reached is said, 9"""
    cities(10)
    batch(FIRST, "one")
    processes = [start("--shard", f"{i}/3") for i in (1, 2, 3)]
    for process in processes:
        out, err = process.communicate(timeout=100)
        kit.equal(process.returncode, 0, out, err)
    kit.check(not os.path.exists(f"store/nights/{FIRST}/nightly.csv"))
    batch(FIRST, "store", "--merge")
    kit.equal(kit.tree("store"), kit.tree("one"))
    kit.write("city/need.csv", CITY["need"].replace("30", "29"))
    batch(SECOND, "store", "--shard", "1/3")
    done = batch(SECOND, "store", "--merge", code=9)
    kit.check("not reached: " in done.out, done)
    stale = {row["stale_since"] for row in nightly(SECOND).values() if row["state"] == "not reached"}
    kit.equal(stale, {SECOND})
    batch(SECOND, "store", "--shard", "2/3")
    batch(SECOND, "store", "--shard", "3/3")
    batch(SECOND, "store", "--merge")
    batch(SECOND, "one")
    kit.equal(kit.tree("store"), kit.tree("one"))


def test_shards_of_the_environment():
    """Slurm arrays, Kubernetes indexed jobs and Open MPI say which shard"""
    cities(6)
    for env in ({"SLURM_ARRAY_TASK_ID": "{}", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_COUNT": "2"},
                {"JOB_COMPLETION_INDEX": "{}", "KAKUHO_SHARDS": "2"},
                {"OMPI_COMM_WORLD_RANK": "{}", "OMPI_COMM_WORLD_SIZE": "2"}):
        shutil.rmtree("store", ignore_errors=True)
        for i in (0, 1):
            at = i + int(env.get("SLURM_ARRAY_TASK_MIN", 0))
            done = batch(env={k: v.format(at) for k, v in env.items()})
            kit.check(f"(part {i + 1}/2)" in done.out, env, done)
        batch(FIRST, "store", "--merge")
        kit.equal(set(states().values()), {"new"})


def test_other_environments():
    """a Slurm array in steps is as good as another; an environment that does not say how many parts is told so"""
    cities(6)
    for at in (3, 5, 7):
        env = {"SLURM_ARRAY_TASK_ID": str(at), "SLURM_ARRAY_TASK_MIN": "3", "SLURM_ARRAY_TASK_STEP": "2",
               "SLURM_ARRAY_TASK_COUNT": "3"}
        done = batch(env=env)
        kit.check(f"(part {(at - 1) // 2}/3)" in done.out, env, done)
    batch(FIRST, "store", "--merge", env=env)
    kit.equal(set(states().values()), {"new"})
    for env in ({"SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "3"},
                {"SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "3"},
                {"JOB_COMPLETION_INDEX": "0"}, {"JOB_COMPLETION_INDEX": "2", "KAKUHO_SHARDS": "2"},
                {"OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "x"}):
        done = batch(FIRST, "none", code=2, env=env)
        kit.check("how many parts" in done.err and next(iter(env)) in done.err, env, done)
        batch(FIRST, "one", "--shard", "1/1", env=env)
    kit.check(not os.path.exists("none"))


def test_a_part_ends_well():
    """a part that came to its end exits with 0 whatever it found, so that no engine stops the others; --merge tells"""
    cities(4)
    batch()
    kit.write("city/w0.json", "{")
    what_if("city/w1.json", 3)
    for i in (1, 2):
        batch(SECOND, "store", "--shard", f"{i}/2")
    done = batch(SECOND, "store", "--merge", code=9)
    kit.check("failed: 1" in done.out and "went red: 1" in done.out, done)
    what_if("city/w0.json")
    batch(THIRD, "store", "--shard", "1/1")
    batch(THIRD, "store", "--merge")


def test_an_unfinished_night_goes_on():
    """a night that was not finished goes on the next day: nothing is computed twice, nothing is left"""
    cities(6)
    batch(FIRST, "one", "--shard", "1/1")
    kit.equal(computed(batch(SECOND, "one")), 0)
    kit.equal(os.listdir("one/nights"), [SECOND])
    batch(SECOND, "two")
    kit.equal(kit.tree("one"), kit.tree("two"))


if __name__ == "__main__":
    kit.main(globals())
