#!/usr/bin/env python3
"""What the program promises whoever calls it: exit codes, streams, what is written and what never is, equal bytes.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import hashlib
import io
import json
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

KAKOGAWA = os.path.join(kit.DATA, "kakogawa")
SAPPORO = os.path.join(kit.DATA, "sapporo")
TABLES = ["need", "supply", "measures", "effects", "options", "areas", "classes", "seats"]  # of Kakogawa

SMALL = {
    "need": "area,class,2024\nnorth,c,30\nsouth,c,20",
    "supply": "area,seat,2024\nnorth,c,20\nsouth,c,25",
    "measures": "measure,group,existing,lead_years,capital,running\nsite,new,no,0,100,5",
    "effects": "measure,item,amount\nsite,c,8",
    "options": "option,measure,area,max_units\nsite_north,site,north,1",
}
CONFLICT = dict(SMALL, limits="limit,quantity,sense,value\nmany,units,>=,1\nno_money,capital,<=,0")
WRONG = dict(SMALL, need="area,class,2024\nnorth,c,-3\nsouth,c,20")


def plans_nothing(*words, code, scenario="city"):
    """The command fails with this code, writes nothing on standard output and nothing anywhere else."""
    before = kit.tree(".")
    done = kit.run("plan", scenario, "-o", "plan", "--lang", "en", *words, code=code)
    kit.equal(done.out, "")
    kit.check(done.err.strip(), "says nothing")
    kit.equal(kit.tree("."), before, "files:")
    return done


# ---- exit codes and streams ------------------------------------------------------------------------------------------


def test_exit_0():
    """planned: the summary on standard output, nothing on standard error"""
    done = kit.run("plan", KAKOGAWA, "-o", "plan", code=0)
    kit.check("加古川市" in done.out)
    kit.equal(done.err, "")
    kit.equal(sorted(os.listdir("plan")), sorted([s + ".csv" for s in kit.SHEETS]
                                             + ["proof.json", "run.json", "input"]))


def test_warns_where_seats_are_missing():
    """a class without a measure is worth a warning only where its children outnumber the seats that they could use"""
    def warned(**tables):
        kit.city("city", {"need": "area,class,2024,2025\nnorth,c,30,30\nsouth,c,20,20",
                          "supply": "area,seat,2024\nnorth,c,30\nsouth,c,20", **tables})
        return "[class.no_measure]" in kit.run("plan", "city", code=0).err
    kit.equal(warned(), False)
    kit.equal(warned(need="area,class,2024,2025\nnorth,c,30,30\nsouth,c,20,21"), True)
    kit.equal(warned(need="area,class,2024,2025\nnorth,c,30,30\nsouth,c,20,21", links="from,to\nsouth,north"), False)
    os.remove("city/links.csv")
    twice = "service,class,seat,per_child\np,c,c,1\nq,c,c,1"  # the same seats are not there twice
    kit.equal(warned(services=twice, seats="seat\nc"), False)
    kit.equal(warned(services=twice, seats="seat\nc", supply="area,seat,2024\nnorth,c,29\nsouth,c,20"), True)
    kit.equal(warned(services="service,class,seat,per_child\np,c,c,2", seats="seat\nc"), True)


def test_exit_1():
    """the input has problems: all of them on standard error, with the cell; nothing is written"""
    kit.city("city", dict(WRONG, supply="area,seat,2024\nnorth,c,twenty\nsoutj,c,25"))
    done = plans_nothing(code=1)
    for part in ("need.csv:2", "C2", "-3", "[need.negative]", "supply.csv:2", "supply.csv:3", "soutj", "south"):
        kit.check(part in done.err, f"no {part} in", done)
    done = kit.run("check", "city", "--lang", "en", code=1)
    kit.check("need.csv:2" in done.out and done.err == "", "check prints findings on standard output:", done)


def test_exit_2():
    """usage: no such command, option, operand, value or schema"""
    for words in ([], ["pln"], ["plan"], ["plan", KAKOGAWA, "x"], ["plan", KAKOGAWA, "--exel"], ["check"], ["init"],
                  ["plan", KAKOGAWA, "-o"], ["plan", KAKOGAWA, "--lang", "de"], ["plan", KAKOGAWA, "--areas", "x"],
                  ["plan", KAKOGAWA, "--input-encoding", "ebcdic"], ["schema", "nead"], ["export", KAKOGAWA],
                  ["export", KAKOGAWA, "-o", "city.xls"], ["init", "city", "--areas", "north"],
                  ["init", "city", "--areas", "north", "--years", "soon"]):
        done = kit.run(*words, "--lang", "en") if "--lang" not in words else kit.run(*words)
        kit.equal(done.code, 2, words)
        kit.check(done.err.startswith("kakuho: ") or words == [], done)
        kit.check(done.out == "" or words == [], done)
    for option, bad in (("--effort", ["x", "-1", "1001", "nan", "1e9", ""]), ("--gap", ["2", "0,1", "1e"]),
                        ("--time-limit", ["0", "soon", "0x10"])):
        for value in bad:  # in the words of the option that was written
            done = kit.run("plan", KAKOGAWA, option, value, "--lang", "en", code=2)
            kit.check(done.err.startswith(f"kakuho: {option}: '{value}' is not a number"), done)
    kit.equal(kit.tree("."), {})


def test_numbers_of_options():
    """--effort .1 and --gap .50 are 0.1 and 0.5: the same bytes"""
    for i, words in enumerate((["--effort", ".1", "--gap", ".50"], ["--effort=0.1", "--gap=5e-1"])):
        kit.run("plan", KAKOGAWA, "-q", "-o", f"plan{i}", *words, code=0)
    kit.equal(kit.tree("plan0"), kit.tree("plan1"))
    options = json.loads(kit.read("plan0/run.json"))["options"]
    kit.equal((options["effort"], options["gap"]), (0.1, 0.5))


def test_exit_3():
    """hard rules contradict each other: they are named, and written beside the plan's folder, which stays as it was"""
    kit.city("city", SMALL)
    kit.run("plan", "city", "-o", "plan", code=0)
    before = kit.tree("plan")
    kit.city("city", CONFLICT)
    done = kit.run("plan", "city", "-o", "plan/", "--lang", "en", code=3)
    kit.equal(done.out, "")
    kit.check("many" in done.err and "no_money" in done.err and "plan.conflict" in done.err, done)
    kit.equal(kit.tree("plan"), before)
    rows = kit.read("plan.conflict/conflict.csv").decode()
    kit.check('"limit[many,all]",' in rows and '"limit[no_money,all]",' in rows, rows)
    kit.equal(kit.read("plan.conflict/input/limits.csv"), kit.read("city/limits.csv"))
    kit.city("city", {**CONFLICT, "adopted": "option,year,units\nsite_north,2024,1"})
    kit.run("plan", "city", "-o", "plan", code=3)  # again: replaced, though a table came to it
    os.remove("city/adopted.csv")
    kit.run("plan", "city", "-o", "plan", code=3)
    kit.check("plan.conflict/input/adopted.csv" not in kit.tree("."))
    kit.check('"outcome": "contradictory"' in kit.read("plan.conflict/run.json").decode())
    os.mkdir("other.conflict")
    kit.write("other.conflict/notes.txt", "mine")
    kit.check("notes.txt" in kit.run("plan", "city", "-o", "other", "--lang", "en").err, "a person's file stays")


def test_no_such_scenario():
    """a scenario that is not there is a slip of the caller's: exit 2"""
    for scenario in ("nowhere", "nowhere/base.json"):
        done = plans_nothing(code=2, scenario=scenario)
        kit.check("nowhere" in done.err, done)


def test_exit_7():
    """it cannot be written there; nothing is written"""
    kit.city("city", SMALL)
    done = kit.run("plan", "city", "-o", "no/such/folder", "--lang", "en", code=7)
    kit.check("no/such/folder" in done.err, done)
    kit.equal(done.out, "")


def test_exit_8():
    """--fail-on-unmet: a broken promise; the plan is written all the same"""
    kit.city("city", SMALL)
    kit.run("plan", "city", "-o", "plan", code=0)
    kit.run("plan", "city", "-o", "plan8", "--fail-on-unmet", code=8)
    kit.equal(kit.tree("plan8"), kit.tree("plan"))
    kit.run("plan", KAKOGAWA, "--fail-on-unmet", code=0)


def test_full_standard_output():
    """/dev/full as standard output: exit 7, said on standard error"""
    for words in (["plan", KAKOGAWA], ["plan", KAKOGAWA, "--json"], ["check", KAKOGAWA], ["version"], ["schema"],
                  ["schema", "need"], ["--help"], ["plan", "--help"]):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = kit.run(*words, "--lang", "en", stdout=full)
        kit.equal(done.code, 7, words)
        kit.check("standard output" in done.err, done)


def test_quiet():
    """-q: nothing on standard output, warnings unsaid, errors said"""
    done = kit.run("plan", KAKOGAWA, "-o", "plan", "-q", code=0)
    kit.equal((done.out, done.err), ("", ""))
    kit.city("city", WRONG)
    kit.check("need.negative" in kit.run("plan", "city", "-q", code=1).err)


def test_without_output_nothing_is_written():
    kit.city("city", SMALL)
    before = kit.tree(".")
    kit.run("plan", "city", code=0)
    kit.run("check", "city", code=0)
    kit.equal(kit.tree("."), before)


def test_json():
    """--json is JSON, in every language the same figures"""
    one = json.loads(kit.run("plan", KAKOGAWA, "--json", "--lang", "en", code=0).out)
    two = json.loads(kit.run("plan", KAKOGAWA, "--json", "--lang", "ja", code=0).out)
    kit.check(isinstance(one, dict) and one.keys() == two.keys())
    kit.city("city", WRONG)
    found = json.loads(kit.run("check", "city", "--json", code=1).out)
    kit.equal((found["errors"], found["findings"][0]["code"], found["findings"][0]["line"]), (1, "need.negative", 2))
    kit.check(json.loads(kit.run("version", "--json", code=0).out)["kakuho"] in kit.run("version", code=0).out)


def test_screen():
    """the summary fits 80 columns and 24 lines, full-width characters counted double"""
    import unicodedata
    for city in (KAKOGAWA, SAPPORO):
        for lang in ("ja", "en"):
            done = kit.run("plan", city, "--lang", lang, code=0)
            lines = done.out.splitlines()
            kit.check(len(lines) <= 24, city, lang, len(lines), "lines")
            for line in lines:
                width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
                kit.check(width <= 80, f"{width} columns: {line}")


def test_verbose():
    """-v tells phases on standard error and changes nothing else"""
    quiet = kit.run("plan", KAKOGAWA, "-o", "plan", code=0)
    loud = kit.run("plan", KAKOGAWA, "-o", "plan", "-v", code=0)
    kit.equal(loud.out, quiet.out)
    kit.check("ms" in loud.err, loud)


# ---- what is there already -------------------------------------------------------------------------------------------


def test_not_a_plans_folder():
    """a folder that is not a plan's is refused by name and stays as it is"""
    kit.city("city", SMALL)
    kit.write("plan/letters.txt", "dear mayor")
    done = plans_nothing(code=2)
    kit.check("plan" in done.err and "letters.txt" in done.err, done)


def test_not_a_folder():
    """a file, a link to nowhere, a device in the place of the folder are refused and stay"""
    kit.city("city", SMALL)
    kit.write("plan", "a letter")
    plans_nothing(code=2)
    os.remove("plan")
    os.symlink("nowhere", "plan")
    plans_nothing(code=2)
    kit.run("plan", "city", "-o", "/dev/null", code=2)


def test_a_city_is_no_plan():
    """-o at the city itself is refused"""
    kit.city("city", SMALL, {})
    before = kit.tree("city")
    for folder in ("city", "city/", "./city", "city/../city"):
        kit.run("plan", "city", "-o", folder, code=2)
    kit.equal(kit.tree("city"), before)


def test_strange_file_in_a_plan():
    """a file that run.json does not list is not deleted: the folder is refused and stays"""
    kit.city("city", SMALL)
    kit.plan("city")
    for name in ("note.txt", "input/note.txt", "empty/", "deeper/note.txt", "plan.csv.bak"):
        if name.endswith("/"):
            os.mkdir("plan/" + name)
        else:
            kit.write("plan/" + name, "mine")
        done = plans_nothing(code=2)
        kit.check(name.strip("/").split("/")[0] in done.err, name, done)
        top = "plan/" + name.split("/")[0]
        if name.startswith("input/"):
            os.remove("plan/" + name)
        elif os.path.isdir(top):
            shutil.rmtree(top)
        else:
            os.remove(top)
    kit.plan("city")


def test_linked_file_in_a_plan():
    """a link in the place of a plan's file is somebody's: refused, and what it leads to stays"""
    kit.city("city", SMALL)
    kit.plan("city")
    kit.write("mine.csv", "mine")
    os.remove("plan/plan.csv")
    os.symlink("../mine.csv", "plan/plan.csv")
    plans_nothing(code=2)
    kit.equal(kit.read("mine.csv"), b"mine")


def test_empty_and_replaced_folder():
    """an empty folder is filled; a plan is replaced, changed files and missing ones too; nothing is left beside it"""
    kit.city("city", SMALL)
    os.mkdir("plan")
    kit.plan("city")
    first = kit.tree("plan")
    kit.write("plan/plan.csv", "changed by hand")
    os.remove("plan/money.csv")
    kit.plan("city")
    kit.equal(kit.tree("plan"), first)
    kit.plan(KAKOGAWA)
    kit.check(not os.path.exists("plan/input/limits.csv"))
    kit.equal(sorted(os.listdir(".")), ["city", "plan"])


def test_foreign_run_json():
    """a folder with a run.json of another program is refused"""
    kit.city("city", SMALL)
    kit.write("plan/run.json", '{"name": "something else"}\n')
    plans_nothing(code=2)


def test_failed_plan_leaves_old_one():
    """exit 1 and 3: the plan that is there stays, byte for byte"""
    kit.plan(kit.city("good", SMALL))
    before = kit.tree("plan")
    for tables, code in ((WRONG, 1), (CONFLICT, 3)):
        kit.city("city", tables)
        kit.run("plan", "city", "-o", "plan", code=code)
        kit.equal(kit.tree("plan"), before)


def test_init_refuses():
    """init in a folder that is not empty: refused, and it stays"""
    kit.write("city/mine.txt", "mine")
    kit.run("init", "city", code=2)
    kit.equal(kit.tree("."), {"city/mine.txt": b"mine"})
    kit.run("init", "city/mine.txt", code=2)


def test_export_writes_whole():
    """export replaces a file, follows a link to it, and leaves nothing beside it"""
    kit.write("real.dat", "old")
    os.symlink("real.dat", "city.dat")
    kit.run("export", KAKOGAWA, "-o", "city.dat", code=0)
    kit.check(os.path.islink("city.dat") and b"data;" in kit.read("real.dat"))
    kit.equal(sorted(os.listdir(".")), ["city.dat", "real.dat"])
    done = kit.run("export", KAKOGAWA, "-o", ".", "--lang", "en")
    kit.check(done.code in (2, 7), done)


# ---- run.json --------------------------------------------------------------------------------------------------------


def test_run_json_lists_files():
    """every file of the folder but run.json, with its SHA-256 (not proof.json's); no path of this computer, no clock"""
    plan = kit.plan(SAPPORO)
    files = {entry["name"]: entry["sha256"] for entry in plan.run()["files"]}
    content = kit.tree("plan")
    text = content.pop("run.json").decode()
    kit.equal(files, {name: None if name == "proof.json" else hashlib.sha256(data).hexdigest()
                      for name, data in content.items()})
    for word in (os.getcwd(), kit.ROOT, os.uname().nodename, "/tmp"):
        kit.check(word not in text, f"{word} stands in run.json")


def test_numbers_are_plain():
    """no -0, no exponent, no zeros at the end, no CR in any CSV of a plan"""
    plan = kit.plan(SAPPORO)
    for name in kit.SHEETS:
        data = plan.bytes(name).decode("utf-8")
        kit.check("\r" not in data and data.endswith("\n"), name)
        for cell in {cell for row in csv.reader(io.StringIO(data)) for cell in row}:
            if re.fullmatch(r"[-+]?[\d.]+([eE].*)?", cell):
                kit.check(re.fullmatch(r"0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9]", cell), name, cell)


def test_no_cell_is_a_formula():
    """what a spreadsheet would run – ids, labels, payers – is text in every CSV of a plan, and read back as it was"""
    names = ["=HYPERLINK(\"x\")", "+1+2", "-a", "@b", "＝c"]
    label = '"=cmd|\' /C calc\'!A0"'
    kit.city("city", {
        "need": "area,class,2024,2025\n" + "\n".join(f'"{n.replace(chr(34), chr(34) * 2)}",-級,10,10' for n in names),
        "supply": "area,seat,2024\n" + "\n".join(f'"{n.replace(chr(34), chr(34) * 2)}",\'-級,4' for n in names),
        "measures": f"measure,label,group,lead_years,capital\nm,{label},new,1,100",
        "effects": "measure,item,amount\nm,-級,5",
        "options": "option,measure,area,max_units\n=候補,m,-a,2\n@候補,m,@b,1",
        "shares": "measure,cost,payer,share\nm,capital,+kuni,1",
        "limits": "limit,label,quantity,year,sense,value\nl,=l,units,,<=,9",
    })
    plan = kit.plan("city", "plan", "--lang", "en")
    found = set()
    for path, content in kit.tree("plan").items():
        if path.endswith(".csv") and not path.startswith("input/"):
            for cell in (cell for row in csv.reader(io.StringIO(content.decode())) for cell in row):
                kit.check(not re.match(r"[=+@\t\r＝＋－＠]|-(?![\d.]+$)", cell), path, cell)
                found.add(cell)
    kit.check({"'=候補", "'@候補", "'+kuni", "'-級", "'＝c", "'=cmd|' /C calc'!A0"} <= found, found)
    kit.equal(kit.run("compare", "plan", "plan", code=0).code, 0)
    kit.equal(kit.tree(kit.plan("plan/input", "again").folder), kit.tree("plan"))
    kit.equal(plan.number("balance", "unmet", area="'@b", year=2025), 1)


def test_signs_that_encodings_write_differently():
    """a wave dash or minus of CP932 names what one of UTF-8 names, and the other way round"""
    kit.city("city", {"need": "area,class,2024\n東,0〜2歳,10\n東,A−B,5", "supply": "area,seat,2024\n東,A−B,9"})
    kit.write("city/supply.csv", "area,seat,2024\n東,0～2歳,4\n東,A－B,5\n".encode("cp932"))
    plan = kit.plan("city")
    kit.equal([(row["class"], row["unmet"]) for row in plan.rows("balance")], [("0〜2歳", "6"), ("A−B", "0")])
    less = kit.plan("city", "less", "--change", "need[class=0～2歳].children=5")
    kit.equal([row["need"] for row in less.rows("balance")], ["5", "5"])
    kit.city("kinds", {"need": "area,class,2024\n東,c,10", "supply": "area,seat,kind,2024\n東,c,小規模（〜19人）,5",
                       "measures": "measure,group,existing,lead_years,capital,running\nsite,new,no,0,100,5",
                       "effects": "measure,item,amount,kind\nsite,c,8,小規模（～19人）",
                       "options": "option,measure,area,max_units\nmore,site,東,1"})
    rows = kit.read(os.path.join(kit.plan("kinds").folder, "official.csv")).decode()
    kit.equal(len(set(re.findall("確保の内容：小規模.{7}", rows))), 1, rows)


def test_a_city_without_a_name():
    """without title and areas.csv every text calls the city "whole city" in English, 全市 in Japanese"""
    kit.city("city", {"need": "area,class,2024,2025\n北,c,30,30", "supply": "area,seat,2024\n北,c,20\n全市,carers,5",
                      "seats": "seat,children_per_carer\nc,3",
                      "measures": "measure,group,existing,lead_years,capital,running\nsite,new,no,0,100,5",
                      "effects": "measure,item,amount\nsite,c,8",
                     "options": "option,measure,area,max_units\nmore,site,北,1"})
    kit.plan("city")
    kit.plan("city", "other", "--change", "need.children*=1.1")
    for lang, name, other in (("en", "whole city", "全市"), ("ja", "全市", "whole city")):
        said = [kit.run(*words, "--lang", lang, code=code).out for words, code in (
            (("plan", "city"), 0), (("explain", "plan"), 0), (("compare", "plan", "other"), 1))]
        kit.run("report", "plan", "-q", "--lang", lang, code=0)
        kit.run("report", "plan", "other", "-o", "both", "-q", "--lang", lang, code=0)
        for text in said + [kit.read(f"{folder}/report.html").decode() for folder in ("plan.report", "both")]:
            kit.check(name in text and other not in text, lang, text[:400])


# ---- the same bytes --------------------------------------------------------------------------------------------------


def test_locale_and_zone():
    """locale, time zone, terminal and environment change no byte"""
    kit.plan(SAPPORO)
    want, screen = kit.tree("plan"), kit.run("plan", SAPPORO, code=0).out
    for space in ({"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, {"LC_ALL": "C"}, {"POSIXLY_CORRECT": "1"},
                  {"LC_ALL": "ja_JP.eucJP", "TZ": "Asia/Tokyo"}, {"TZ": "Pacific/Kiritimati", "LC_NUMERIC": "fr_FR"},
                  {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "20"}):
        kit.run("plan", "-q", "-o", "plan", SAPPORO, env=space, code=0)
        kit.equal(kit.tree("plan") == want, True, space)
        kit.equal(kit.run("plan", SAPPORO, env=space, code=0).out, screen, space)


def test_working_directory():
    """from wherever it is called, by whatever path, the plan has the same bytes"""
    kit.copy(KAKOGAWA, "here/city")
    kit.plan("here/city")
    want = kit.tree("plan")
    os.makedirs("deep/er")
    for cwd, scenario in (("here", "city"), ("here/city", "."), ("here/city", "base.json"),
                          ("deep/er", "../../here/city/base.json"), ("/", os.path.abspath("here/city")),
                          ("deep", os.path.abspath("here") + "//city/")):
        kit.run("plan", scenario, "-o", os.path.abspath("other"), "-q", cwd=cwd, code=0)
        kit.equal(kit.tree("other") == want, True, cwd, scenario)


def test_planned_again_from_its_input():
    """a plan's input/ is a city: planned again it gives the same folder"""
    for city in (KAKOGAWA, SAPPORO):
        plan = kit.plan(city)
        shutil.move("plan/input", "city")
        kit.run("check", "city/scenario.json", code=0)
        again = kit.plan("city/scenario.json", "again")
        kit.same_sheets(again, plan)
        kit.equal(kit.tree("again/input"), kit.tree("city"))
        for folder in ("plan", "again", "city"):
            shutil.rmtree(folder)


def test_tables_from_elsewhere():
    """tables that the scenario names, one by its whole path: the plan's folder knows them by their names alone"""
    paths = {"need": os.path.abspath("far/off.csv"), "supply": "../other/seats.csv"}
    kit.city("city", dict(SMALL, need=None), {"tables": paths})
    kit.write("far/off.csv", SMALL["need"] + "\n")
    kit.write("other/seats.csv", SMALL["supply"].replace("\n", "\r\n").encode("cp932"))
    plan = kit.plan("city", "plan", "--input-encoding", "auto")
    kit.check("tables" not in json.loads(kit.read("plan/input/scenario.json")))
    kit.equal(kit.read("plan/input/supply.csv"), kit.read("other/seats.csv"))
    for folder in ("far", "other", "city"):
        shutil.rmtree(folder)
    kit.plan("plan/input/scenario.json", "again")
    kit.equal(kit.tree("again"), kit.tree(plan.folder))


def test_forced_encoding_again():
    """--input-encoding is remembered: input/ planned again reads the same"""
    kit.city("city", SMALL)
    kit.write("city/areas.csv", "area,label\nnorth,ｷﾀ\nsouth,南\n".encode("cp932"))
    kit.plan("city", "plan", "--input-encoding", "cp932")
    again = kit.plan("plan/input/scenario.json", "again")
    kit.equal(kit.tree(again.folder), kit.tree("plan"))


def variant(change, name="city"):
    """Kakogawa with every table's text changed by change(table, text) -> bytes; planned like the original."""
    kit.copy(KAKOGAWA, name)
    for table in TABLES:
        path = os.path.join(name, table + ".csv")
        kit.write(path, change(table, kit.read(path).decode("utf-8")))
    kit.same_sheets(kit.plan(name, "plan-" + name), kit.plan(KAKOGAWA, "want"))


def test_cp932():
    """tables as Japanese Excel saves them"""
    variant(lambda table, text: text.replace("–", "-").encode("cp932"))
    kit.run("check", "city", "--input-encoding", "cp932", code=0)
    kit.run("check", "city", "--input-encoding", "utf-8", code=1)
    shutil.copy(os.path.join(KAKOGAWA, "areas.csv"), "city")
    kit.run("check", "city", "--input-encoding", "cp932", code=1)
    kit.run("check", "city", code=0)  # told apart file by file


def cells(text):
    return list(csv.reader(io.StringIO(text)))


def test_line_ends_and_mark():
    """CRLF, a byte-order mark, no line end at the end, empty rows, blanks round cells, quotes round every cell"""
    variant(lambda table, text: text.replace("\n", "\r\n"), "crlf")
    variant(lambda table, text: b"\xef\xbb\xbf" + text.encode(), "mark")
    variant(lambda table, text: text.rstrip("\n"), "no_end")
    variant(lambda table, text: text.replace("\n", "\n\n,,\n", 2), "empty_rows")
    variant(lambda table, text: "".join(" , ".join(row) + "\u3000\n" for row in cells(text)), "blanks")
    variant(lambda table, text: "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in cells(text)), "quotes")


def columns_moved(text):
    return "".join(",".join(row[::-1]) + "\n" for row in cells(text))


def test_order_of_columns_and_rows():
    """columns in any order; rows of tables that define no set in any order"""
    variant(lambda table, text: columns_moved(text), "columns")
    variant(lambda table, text: "\n".join([text.splitlines()[0], *text.splitlines()[:0:-1]]) + "\n"
            if table in ("need", "supply", "effects") else text, "rows")


def long_form(table, text):
    if table not in ("need", "supply"):
        return text
    rows = list(csv.DictReader(io.StringIO(text)))
    ids = [c for c in rows[0] if not c.isdigit() and c != "source"]
    years = [c for c in rows[0] if c.isdigit()]
    number = "children" if table == "need" else "seats"
    lines = [",".join(["year", *ids, number])]
    for year in years[::-1]:
        lines += [",".join([year, *(row[c] for c in ids), row[year]]) for row in rows]
    return "\n".join(lines) + "\n"


def test_years_as_columns_or_rows():
    """need and supply in long form, and years written as eras"""
    variant(long_form, "long")
    eras = {"2020": "R2", "2021": "令和3", "2022": "R4", "2023": "2023", "2024": "Ｒ６"}

    def with_eras(table, text):
        head, rest = text.split("\n", 1)
        return ",".join(eras.get(c, c) for c in head.split(",")) + "\n" + rest
    variant(lambda table, text: with_eras(table, text) if table in ("need", "supply") else text, "eras")


def test_japanese_numbers():
    """full-width digits and thousands with commas are the same numbers"""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")

    def change(table, text):
        if table != "need":
            return text
        rows = list(csv.reader(io.StringIO(text)))
        for row in rows[1:]:
            row[2] = row[2].translate(wide)
            row[3] = f"{int(row[3]):,}"
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue()
    variant(change, "wide")


def test_labels_for_ids():
    """a label that names one row stands for its id"""
    def change(table, text):
        if table in ("need", "supply", "options"):
            for area in "abc":
                text = text.replace(f"\n{area},", f"\n区域{area.upper()},").replace(f",{area},", f",区域{area.upper()},")
        return text
    variant(change, "labels")


def test_japanese_headings():
    """the Japanese heading of a column, as the schema gives it, is the same column"""
    def change(table, text):
        schema = json.loads(kit.run("schema", table, code=0).out)
        title = {field["name"]: field["title"] for field in schema["fields"]}
        head, rest = text.split("\n", 1)
        return ",".join(title.get(c, c) for c in head.split(",")) + "\n" + rest
    variant(change, "headings")


def test_defaults():
    """left out, the tables areas, classes, seats and services are those of need"""
    kit.city("small", SMALL)
    kit.city("full", dict(SMALL, areas="area,label,parent\ncity,全市,\nnorth,,city\nsouth,,city",
                          classes="class,weight\nc,1", seats="seat\nc", services="service,class,seat\nc,c,c"),
             {"units": "continuous", "consent": ["firm", "likely"],
              "goals": [{"goal": "unmet"}, {"goal": "seats", "existing": False}, {"goal": "cost", "payer": "city"},
                        {"goal": "vacant"}]})
    kit.same_sheets(kit.plan("full", "plan-full"), kit.plan("small", "plan-small"))


def test_unknown_is_refused():
    """what later versions will read is refused, not passed over"""
    for scenario in ({"units": "half"}, {"gap": 2}, {"effort": -1},
                     {"goals": [{"goal": "happiness"}]},
                     {"goals": [{"goal": "unmet", "slck": 1}]}):
        kit.city("city", SMALL, scenario)
        kit.run("check", "city", code=1)
    os.remove("city/base.json")
    kit.run("check", "city", code=0)


def test_consent():
    """firm and likely consents count unless the scenario says otherwise; an empty cell is firm"""
    names = ["firm", "likely", "undecided", "refuses", ""]
    options = ["option,measure,area,max_units,consent"] + [f"{name or 'silent'},site,north,1,{name}" for name in names]
    tables = dict(SMALL, need="area,class,2024\nnorth,c,100\nsouth,c,20", options="\n".join(options))
    for accepted, opened in ((None, {"firm", "likely", "silent"}), (["firm"], {"firm", "silent"}),
                             (["undecided"], {"undecided"}),
                             (["firm", "likely", "undecided"], {"firm", "likely", "undecided", "silent"})):
        kit.city("city", tables, {"consent": accepted} if accepted else {})
        kit.equal({option for option, _ in kit.plan("city").opened()}, opened, accepted)


def test_init_plans_at_once():
    """init, check, plan without an error; with --areas the rows are there and the numbers missing"""
    kit.run("init", "city", code=0)
    kit.run("check", "city", code=0)
    plan = kit.plan("city")
    kit.check(plan.rows("plan") and plan.number("balance", "unmet_without_plan") > 0, "the example has nothing to plan")
    asked = kit.run("--help", code=0).out.split("\n")
    for line in asked[asked.index("まずは:") + 1:asked.index("コマンド:") - 1]:
        kit.run(*line.split()[1:], code=0)  # what the help tells a newcomer to type does what it says
    kit.run("init", "mine", "--areas", "中央区,北区", "--years", "2025-2029", code=0)
    done = json.loads(kit.run("check", "mine", "--json", code=1).out)
    kit.check({finding["file"] for finding in done["findings"]} >= {"need.csv"}, done)


if __name__ == "__main__":
    kit.main(globals())
