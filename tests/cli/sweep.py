#!/usr/bin/env python3
"""kakuho sweep and kakuho whatif as they are called: what they say, write, refuse and replace.

That their numbers are those of plans: property/what_ifs.py.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import hashlib
import io
import json
import os
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

SAPPORO = os.path.join(kit.DATA, "sapporo")
KAKOGAWA = os.path.join(kit.DATA, "kakogawa")
A = "need[area=区域A].children*=0.9,1"
FLOOR = {"limits": "limit,quantity,year,sense,value\nsites,units,,>=,1",
         "need": "area,class,2024,2025\nn,c,30,35", "supply": "area,seat,2024\nn,c,20",
         "measures": "measure,group,lead_years,capital\nsite,new,1,100", "effects": "measure,item,amount\nsite,c,8",
         "options": "option,measure,area,max_units\ns,site,n,2"}


def rows(*path):
    return list(csv.DictReader(io.StringIO(kit.read(os.path.join(*path)).decode("utf-8-sig"))))


def sweep(*words, code=0):
    return kit.run("sweep", *words, "--lang", "en", code=code)


def whatif(*words, code=0):
    return kit.run("whatif", *words, "--lang", "en", code=code)


# ---- trouble ---------------------------------------------------------------------------------------------------------


def test_nothing_to_vary():
    done = sweep(KAKOGAWA, code=2)
    kit.check("nothing is varied" in done.err and not done.out, done)
    sweep("nowhere", "--vary", A, code=2)
    sweep(KAKOGAWA, "--vary", A, "--vary", code=2)
    kit.run("plan", KAKOGAWA, "--vary", A, code=2)


def test_all_problems_in_one_pass():
    """what --vary says, and what the city has, together; then what the values make of it; nothing is written"""
    kit.copy(KAKOGAWA, "city")
    kit.write("city/supply.csv", kit.read("city/supply.csv").replace(b"2020", b"20x0", 1))
    done = sweep("city", "--vary", "need.children*=0.9:1:0.3", "--vary", "supply.seats", "--vary", A, "-o", "out",
                 code=1)
    kit.check(all(word in done.err for word in ("vary.range", "vary.form", "supply.csv", "20x0")), done)
    kit.check("5 errors" in done.err and not done.out, done)
    kit.copy(KAKOGAWA, "good")
    done = sweep("good", "--vary", "ned.children*=1,2", "--vary", "need[area=nowhere].children*=1,2,3", "--vary",
                 "need.childern*=1,2", "--vary", "need.children+=-9999,0", "-o", "out", code=1)
    kit.check(all(word in done.err for word in ("did you mean 'need'", "nowhere", "did you mean 'children'",
                                                "need.negative", "changed by --vary need.children+=-9999")), done)
    kit.equal(done.err.count("nowhere"), 2, "said for every value", done)
    kit.check("nothing is planned" in done.err and not os.path.exists("out"), done)


def test_names_of_what_ifs():
    done = whatif(KAKOGAWA, "birth-low", code=2)
    kit.check("did you mean 'births-low'" in done.err, done)
    done = whatif(KAKOGAWA, "zzz", code=2)
    kit.check("births-low, births-high, take-up, budget" in done.err, done)
    whatif("nowhere", code=2)
    kit.check("何もありません" not in kit.run("whatif", KAKOGAWA, "zzz", code=2).err)


def test_contradictions():
    """a point without a plan is one of the table; only where no point has a plan the exit code is 3"""
    kit.city("city", FLOOR)
    done = sweep("city", "--vary", "limits.value=0,1,3", "-o", "out")
    kit.check("1 without a plan" in done.out and "no plan: units[s]; limit[sites,all] contradict" in done.out, done)
    table = rows("out", "sweep.csv")
    kit.equal([r["state"] for r in table], ["planned", "planned", "contradictory"])
    kit.equal([r["why"] for r in table], ["", "", "units[s]; limit[sites,all]"])
    kit.check(all(not v for k, v in table[2].items() if k.startswith(("goal_", "short_", "unmet", "capital"))))
    kit.equal({r["of"] for r in rows("out", "actions.csv")}, {"2"})
    kit.equal(json.loads(kit.read("out/sweep.json"))["states"], {"planned": 2, "contradictory": 1})
    done = sweep("city", "--vary", "limits.value=3,4", "-o", "none", code=3)
    kit.check("2 without a plan" in done.out, done)
    kit.equal([r["state"] for r in rows("none", "sweep.csv")], ["contradictory"] * 2)
    kit.equal(rows("none", "actions.csv") + rows("none", "figures.csv"), [])
    done = whatif("city", "--change", "limits.value=3", "-o", "no", code=3)
    kit.check("has no plan" in done.err and "limit[sites,all]" in done.err and not os.path.exists("no"), done)


def test_whole_units_contradict_what_parts_do_not():
    kit.city("city", {**FLOOR, "limits": "limit,quantity,year,sense,value\nlow,units,,>=,0.5\nhigh,units,,<=,0.8"})
    words = ["city", "--vary", "limits[limit=high].value=0.8,1", "-o", "out"]
    for units, state in (("whole", "contradictory"), ("continuous", "planned")):
        done = sweep(*words, "--set", f"units={units}")
        kit.equal([r["state"] for r in rows("out", "sweep.csv")], [state, "planned"], done)
    kit.equal("no plan: " in sweep(*words, "--set", "units=whole").out, True)


# ---- the folder ------------------------------------------------------------------------------------------------------


def check_list(folder, name):
    """The JSON lists every other file with its SHA-256."""
    said = json.loads(kit.read(os.path.join(folder, name + ".json")))
    files = kit.tree(folder)
    kit.equal({f["name"]: f["sha256"] for f in said["files"]},
              {path: hashlib.sha256(content).hexdigest() for path, content in files.items() if path != name + ".json"})
    kit.check(b"/" + os.fsencode(os.getcwd().strip("/")) not in b"".join(files.values()), "a path of this machine")
    return said


def test_folders_are_replaced_whole():
    """an older sweep, or what-if, gives way; what is another's stays"""
    for command, words in (("sweep", ["--vary", A]), ("whatif", ["take-up"])):
        out = command + ".out"
        kit.run(command, KAKOGAWA, *words, "-q", "-o", out, code=0)
        check_list(out, command)
        first = kit.tree(out)
        kit.run(command, KAKOGAWA, *words, "-q", "-o", out, code=0)
        kit.equal(kit.tree(out), first)
        kit.run(command, SAPPORO, "--set", "units=continuous", "--vary" if command == "sweep" else "budget",
                *(["need.children*=1,1.01"] if command == "sweep" else []), "-q", "-o", out, code=0)
        kit.check("input/links.csv" not in kit.tree(out) and kit.tree(out) != first)
        kit.write(out + "/mine.txt", "mine")
        before = kit.tree(out)
        done = kit.run(command, KAKOGAWA, *words, "-q", "-o", out, "--lang", "en", code=2)
        kit.check("mine.txt" in done.err, done)
        kit.equal(kit.tree(out), before)
    kit.run("plan", KAKOGAWA, "-q", "-o", "plan", code=0)
    for folder in ("plan", "whatif.out", KAKOGAWA):
        before = kit.tree(folder)
        sweep(KAKOGAWA, "--vary", A, "-o", folder, code=2)
        kit.equal(kit.tree(folder), before)
    kit.run("plan", KAKOGAWA, "-q", "-o", "sweep.out", code=2)


def test_the_same_bytes():
    """twice, elsewhere, and whatever the locale and the time zone"""
    kit.copy(SAPPORO, "city")
    words = ["city", "--vary", "need.children*=0.98:1.02:0.02", "--vary", "limits[limit=capital].value*=0.9,1"]
    for command, more in (("sweep", words), ("whatif", ["city"])):
        kit.run(command, *more, "-q", "-o", "one", code=0)
        kit.run(command, *more, "-q", "-o", "two", code=0, env={"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo"})
        kit.equal(kit.tree("one"), kit.tree("two"))
        for folder in ("one", "two"):
            for at, _, files in os.walk(folder, topdown=False):
                for name in files:
                    os.remove(os.path.join(at, name))
                os.rmdir(at)


def test_columns():
    """every heading once; vacant seats of the last year and of the look-ahead, where there is one"""
    for city, years in ((SAPPORO, ["vacant_2024", "vacant_2029"]), (KAKOGAWA, ["vacant_2024"])):
        kit.run("sweep", city, "--vary", "need.children*=1,1.01", "-q", "-o", "sweep.out", code=0)
        kit.run("whatif", city, "-q", "-o", "whatif.out", code=0)
        for path in ("sweep.out/sweep.csv", "whatif.out/whatif.csv", "sweep.out/figures.csv", "whatif.out/figures.csv",
                     "sweep.out/actions.csv", "whatif.out/actions.csv"):
            heading = next(csv.reader(io.StringIO(kit.read(path).decode())))
            kit.equal(len(set(heading)), len(heading), heading)
            if path.split("/")[1] in ("sweep.csv", "whatif.csv"):
                kit.equal([name for name in heading if name.startswith("vacant")], years)
        if city == SAPPORO:
            row = [r for r in rows("whatif.out", "whatif.csv") if r["what_if"] == "no-links"][0]
            kit.equal(row["why"], "区域外利用の設定がありません（links.csv）")


def test_a_plan_in_force_decides_nothing():
    """need may be another, what would change decisions does not apply, and no action is called without regret"""
    out = whatif(os.path.join(KAKOGAWA, "adopted.json"), "-o", "out").out
    state = {r["what_if"]: r["state"] for r in rows("out", "whatif.csv")}
    kit.equal([state[name] for name in ("take-up", "budget", "slip", "firm-only", "no-existing-first")],
              ["planned"] + ["does_not_apply"] * 4)
    kit.check("No regret" not in out and out.count("follows the plan in force") == 4, out)


def test_for_excel():
    for command, words, name in (("sweep", ["--vary", A], "sweep"), ("whatif", ["take-up"], "whatif")):
        kit.run(command, KAKOGAWA, *words, "-q", "-o", "plain", code=0)
        kit.run(command, KAKOGAWA, *words, "-q", "--excel", "-o", "excel", code=0)
        for table in (name, "figures", "actions"):
            plain, excel = kit.read(f"plain/{table}.csv"), kit.read(f"excel/{table}.csv")
            kit.equal(excel, b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n"))
        for folder in ("plain", "excel"):
            check_list(folder, name)
            for path in sorted(kit.tree(folder), reverse=True):
                os.remove(os.path.join(folder, path))
            os.rmdir(folder + "/input")
            os.rmdir(folder)


def test_what_a_spreadsheet_would_run_stays_text():
    """a value that begins like a formula is behind an apostrophe"""
    kit.city("city", {k: v for k, v in FLOOR.items() if k != "limits"})
    sweep("city", "--vary", "measures.label==1+1,x", "-o", "out")
    kit.equal([r["measures.label="] for r in rows("out", "sweep.csv")], ["'=1+1", "x"])


# ---- what is said ----------------------------------------------------------------------------------------------------


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_80_columns():
    for lang in ("ja", "en"):
        for words in (["whatif", SAPPORO], ["whatif", KAKOGAWA],
                      ["sweep", SAPPORO, "--vary", "need[class=c3_0|c3_12,year=2021|2022].children*=0.98,1,1.02",
                       "--vary", "limits[limit=capital].value*=0.9:1.1:0.02", "--set", "units=continuous"],
                      ["sweep", KAKOGAWA, "--vary", A]):
            done = kit.run(*words, "--lang", lang, code=0)
            kit.check(not done.err, done)
            for line in done.out.splitlines():
                kit.check(width(line) <= 80 and line == line.rstrip(), repr(line))
            kit.check("…" not in done.out.replace(done.out.splitlines()[0], ""), done.out)


def test_numbers_of_the_screen_are_those_of_the_tables():
    """what-ifs: children short, promises, seats, money and actions beside whatif.csv and actions.csv"""
    out = whatif(SAPPORO, "--set", "units=continuous", "-o", "out").out
    actions = rows("out", "actions.csv")
    base = rows("out", "whatif.csv")[0]
    whole = lambda text: f"{int(float(text) + 0.5):,}"
    for row in rows("out", "whatif.csv"):
        name = "as it is" if row["what_if"] == "base" else row["what_if"]
        said = [line[len(name):].split() for line in out.splitlines() if line.startswith(name + " ")]
        if row["state"] != "planned":
            kit.equal(said, [["does", "not", "apply"]])
            continue
        short, takes = said
        kit.equal(short[0], whole(row["unmet"]), row)
        kit.equal(short[-5:], [whole(row["short_city-2021"]), whole(row["short_ward-2023"]), row["promises_kept"], "of",
                               row["promises"]])
        seats = lambda r: float(r["seats_existing"]) + float(r["seats_new"])
        money = lambda r: int(r["capital_city"]) + int(r["running_city"])
        kit.equal(takes[0], whole(seats(row)))
        if row is base:
            continue
        if row["what_if"] == "base":
            kit.equal(takes[1:], [f"{money(row):,}", row["actions"]])
            continue
        change = money(row) - money(base)
        kit.equal(takes[2:4], [f"{money(row):,}", f"{change:+,}" if change else "0"])
        units = [(float(a["base"]), float(a[row["what_if"]])) for a in actions]
        if all(a == b for a, b in units):
            kit.equal(takes[4:], ["0"])
            continue
        kit.equal(takes[4:], [f"+{sum(b > 0 == a for a, b in units)}", f"-{sum(a > 0 == b for a, b in units)}",
                              f"~{sum(a > 0 < b and a != b for a, b in units)}"])


def test_large_grids_are_summed_up():
    """more than 24 points: the lowest and highest of each value; of many values some, both ends among them"""
    out = sweep(KAKOGAWA, "--vary", "need[area=区域A].children*=0.5:1.5:0.01", "-o", "out").out
    lines = [line.split() for line in out.splitlines() if line.startswith("A  ")]
    kit.equal([line[1] for line in lines][::11], ["0.5", "1.5"])
    kit.equal(len(lines), 12)
    table = {r["need[area=区域A].children*="]: r for r in rows("out", "sweep.csv")}
    kit.equal(len(table), 101)
    for line in lines:
        row = table[line[1]]
        kit.equal(line[2:], [row["unmet"], row["promises_kept"], "of", "1",
                             f"{int(row['seats_existing']) + int(row['seats_new']):,}",
                             f"{int(row['capital_city']) + int(row['running_city']):,}"])


def test_for_machines():
    """--json holds every case with its numbers, as the tables have them"""
    kit.run("whatif", SAPPORO, "-q", "--set", "units=continuous", "-o", "out", code=0)
    def once(pairs):
        kit.equal(len({key for key, _ in pairs}), len(pairs), "a key twice")
        return dict(pairs)

    said = json.loads(whatif(SAPPORO, "--set", "units=continuous", "--json").out, parse_float=str, parse_int=str,
                      object_pairs_hook=once)
    figures = {(r["figure"], r["item"], r["year"]): r for r in rows("out", "figures.csv")}
    kit.equal([c["what_if"] for c in said["cases"]], [r["what_if"] for r in rows("out", "whatif.csv")])
    for case in said["cases"]:
        got = {(f["figure"], f.get("item", ""), f.get("year", "")): f["value"] for f in case.get("figures", [])}
        kit.equal(got, {at: r[case["what_if"]] for at, r in figures.items() if r[case["what_if"]]})
        kit.equal("en" in case and "ja" in case, case["state"] != "planned")
    said = json.loads(sweep(KAKOGAWA, "--vary", A, "--json", "-q").out, object_pairs_hook=once)
    kit.equal([c["change"] for c in said["cases"]], [["need[area=区域A].children*=0.9"], ["need[area=区域A].children*=1"]])
    kit.equal(kit.run("sweep", KAKOGAWA, "--vary", A, "-q", code=0).out, "")


kit.main(globals())
