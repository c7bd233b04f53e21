#!/usr/bin/env python3
"""Every code of `kakuho schema findings` is provoked, with its place; a code without a case fails.

    findings.py KAKUHO [--only WORD]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

# A city without any finding; cases change or add tables.
PIPE = object()  # a named pipe in the place of a file

CITY = {
    "need": "area,class,2024,2025\nnorth,c0,30,31\nsouth,c0,40,41\n",
    "supply": "area,seat,2024\nnorth,c0,20\nsouth,c0,35\n",
    "measures": "measure,group,lead_years,capital\nsite,new,1,100\n",
    "effects": "measure,item,amount\nsite,c0,8\n",
    "options": "option,measure,area,max_units\nn,site,north,3\ns,site,south,2\n",
}
AREAS = "area,label,parent\ncity,City,\nnorth,North,city\nsouth,South,city\n"
CLASSES = "class,label\nc0,Age 0\n"
SEATS = "seat,label\nc0,Age 0\n"
KINDS = "area,seat,kind,2024\nnorth,c0,幼稚園,20\nsouth,c0,幼稚園,35\n"
LIMITS = "limit,quantity,area,class,measure,group,pool,seat,payer,year,sense,value\n"
CARERS = {"areas": AREAS, "seats": "seat,children_per_carer\nc0,3\n"}
SUPPLY_OF_CARERS = "area,seat,2024\nnorth,c0,20\nsouth,c0,35\n"
MEASURES = "measure,group,existing,whole,lead_years,life_years,capital,running,order\n"


def scenario(**keys):
    return json.dumps({"kakuho": 1, **keys})


def goals(*goal, **keys):
    return scenario(goals=list(goal), **keys)


def changes(*change):
    return scenario(changes=list(change))


def option(name, value):
    return {"words": [f"--{name}", value]}


# code, title: the files that differ (None: not there) and "words" for the call; then where the finding is: file, line,
# column, cell ("" in JSON)
CASES = [
    # what a sweep varies
    ("vary.form", "no values", option("vary", "need.children"), "--vary need.children", 0, 14, ""),
    ("vary.form", "an open bracket", option("vary", "need[area=north.children*=1,2"),
     "--vary need[area=north.children*=1,2", 0, 30, ""),
    ("vary.form", "a value is missing", option("vary", "need.children*=1,,2"), "--vary need.children*=1,,2", 0, 18, ""),
    ("vary.form", "no numbers", option("vary", "need.children*=1:b:2"), "--vary need.children*=1:b:2", 0, 16, ""),
    ("vary.range", "the wrong way", option("vary", "need.children*=1:2:-0.5"), "--vary need.children*=1:2:-0.5", 0, 16,
     "", "another sign"),
    ("vary.range", "no step", option("vary", "need.children*=1:2:0"), "--vary need.children*=1:2:0", 0, 16, ""),
    ("vary.range", "beside the end", option("vary", "need.children*=0.5,0.9:1.1:0.15"),
     "--vary need.children*=0.5,0.9:1.1:0.15", 0, 20, "", "1.05"),
    ("vary.many", "values", option("vary", "need.children*=1:2:0.00001"), "--vary need.children*=1:2:0.00001", 0, 16,
     ""),
    ("vary.many", "points", {"words": ["--vary", "need.children*=1:2:0.001", "--vary", "supply.seats*=1:2:0.1"]},
     "--vary supply.seats*=1:2:0.1", 0, 1, ""),
    ("vary.twice", "a number", option("vary", "need.children*=0.5:1:0.25,3/4"), "--vary need.children*=0.5:1:0.25,3/4",
     0, 27, ""),
    ("vary.twice", "a change", {"words": ["--vary", "need.children*=1,2", "--vary", "need.children*=3"]},
     "--vary need.children*=3", 0, 1, ""),
    ("change.nothing", "varied", option("vary", "need[area=norht].children*=1,2"),
     "--vary need[area=norht].children*=1", 0, 11, "", "did you mean 'north'?"),
    ("need.negative", "by a value that is varied", option("vary", "need.children=1,-1"), "need.csv", 2, 3, "C2",
     "--vary need.children=-1"),
    # the scenario
    ("json.syntax", "a comma is missing", {"base.json": '{\n  "kakuho": 1\n  "title": "x"\n}'}, "base.json", 3, 3, ""),
    ("json.syntax", "a key without quotes",
     {"base.json": '{"kakuho": 1, title: "x"}'}, "base.json", 1, 15, "", "'title: "),
    ("json.syntax", "a blank of full width", {"base.json": '{"kakuho": 1,　"title": "x"}'}, "base.json", 1, 14, ""),
    ("json.syntax", "a text without end", {"base.json": '{"kakuho": 1, "title": "x}'}, "base.json", 1, 24, ""),
    ("json.syntax", "a wrong escape", {"base.json": '{"kakuho": 1, "title": "\\x"}'}, "base.json", 1, 24, ""),
    ("json.syntax", "a value that is none", {"base.json": '{"kakuho": 1, "title": yes}'}, "base.json", 1, 24, ""),
    ("json.syntax", "cut off", {"base.json": '{\n  "kakuho": 1,\n'}, "base.json", 3, 1, ""),
    ("json.syntax", "an empty file", {"base.json": ""}, "base.json", 1, 1, ""),
    ("json.syntax", "a line break in a text", {"base.json": '{"kakuho": 1, "note": "a\nb"}'}, "base.json", 1, 25, ""),
    ("json.syntax", "an escaped zero in a text",
     {"base.json": '{"kakuho": 1, "note": "a\\u0000b"}'}, "base.json", 1, 25, ""),
    ("json.syntax", "a control character", {"base.json": '{"kakuho":\f1}'}, "base.json", 1, 11, ""),
    ("json.syntax", "a thousand lists in lists",
     {"base.json": '{"note": ' + "[" * 1500 + "]" * 1500 + "}"}, "base.json", 1, 1009, ""),
    ("json.duplicate", "a key twice",
     {"base.json": '{"kakuho": 1,\n "note": "a",\n "note": "b"}'}, "base.json", 3, 2, ""),
    ("json.duplicate", "columns count characters",
     {"base.json": '{"kakuho": 1, "title": "市", "title": ""}'}, "base.json", 1, 29, ""),
    ("json.trailing", "a bracket too many", {"base.json": '{"kakuho": 1}\n}'}, "base.json", 2, 1, ""),
    ("json.number", "a leading zero", {"base.json": '{"kakuho": 01}'}, "base.json", 1, 12, ""),
    ("json.number", "infinite",
     {"base.json": '{"kakuho": 1, "targets": [{"id": "t", "buffer": 1e400}]}'}, "base.json", 1, 49, ""),
    ("json.number", "16 digits",
     {"base.json": '{"kakuho": 1, "targets": [{"id": "t", "buffer": 0.1234567890123456}]}'}, "base.json", 1, 49, ""),
    ("json.number", "nothing after the point", {"base.json": '{"kakuho": 1.}'}, "base.json", 1, 12, ""),
    ("scenario.missing", "kakuho", {"base.json": "{}"}, "base.json", 1, 1, ""),
    ("scenario.missing", "the id of a target",
     {"base.json": scenario(targets=[{"from": 2024}])}, "base.json", 1, 27, ""),
    ("scenario.unknown", "a key", {"base.json": scenario(titel="x")}, "base.json", 1, 15, "", "did you mean 'title'?"),
    ("scenario.unknown", "a key of years",
     {"base.json": scenario(years={"frist": 2024})}, "base.json", 1, 25, "", "'first'"),
    ("scenario.unknown", "a table",
     {"base.json": scenario(tables={"needs": "need.csv"})}, "base.json", 1, 26, "", "'need'"),
    ("scenario.unknown", "cases matter", {"base.json": scenario(Title="x")}, "base.json", 1, 15, "", "'title'"),
    ("scenario.type", "a list", {"base.json": "[1]"}, "base.json", 1, 1, ""),
    ("scenario.type", "a number as text", {"base.json": scenario(years={"last": "2025"})}, "base.json", 1, 33, ""),
    ("scenario.type", "null", {"base.json": scenario(note=None)}, "base.json", 1, 23, ""),
    ("scenario.type", "a path", {"base.json": scenario(tables={"need": 3})}, "base.json", 1, 34, ""),
    ("scenario.word", "a goal",
     {"base.json": goals({"goal": "unment"})}, "base.json", 1, 34, "", "did you mean 'unmet'?"),
    ("scenario.word", "consent", {"base.json": scenario(consent=["firm", "maybe"])}, "base.json", 1, 35, ""),
    ("scenario.range", "a weight", {"base.json": goals({"goal": "unmet", "weight": -1})}, "base.json", 1, 53, ""),
    ("scenario.range", "another version", {"base.json": '{"kakuho": 2}'}, "base.json", 1, 12, ""),
    ("scenario.empty", "areas", {"base.json": goals({"goal": "unmet", "areas": []})}, "base.json", 1, 52, ""),
    ("scenario.empty", "a name", {"base.json": goals({"goal": "short", "target": ""})}, "base.json", 1, 53, ""),
    ("scenario.empty", "a name in a list", {"base.json": goals({"goal": "unmet", "areas": [""]})}, "base.json", 1, 53,
     ""),
    ("scenario.empty", "goals", {"base.json": scenario(goals=[])}, "base.json", 1, 24, ""),
    ("scenario.years", "last before first",
     {"base.json": scenario(years={"first": 2025, "last": 2024})}, "base.json", 1, 24, ""),
    ("scenario.years", "not in a row",
     {"base.json": goals({"goal": "unmet", "years": [2024, 2026]})}, "base.json", 1, 52, ""),
    ("scenario.years", "need of 200 years", {"need": "area,class,2024,2225\nn,c,1,1\n"}, "need.csv", 0, 0, ""),
    # extends and --set
    ("file.missing", "a parent", {"base.json": scenario(extends="a.json")}, "base.json", 1, 26, "", "a.json"),
    ("file.missing", "a folder as parent", {"base.json": scenario(extends="../city")}, "base.json", 1, 26, "",
     "base.json"),
    ("json.syntax", "in a parent", {"base.json": scenario(extends="a.json"), "a.json": "{"}, "a.json", 1, 2, ""),
    ("scenario.cycle", "itself", {"base.json": scenario(extends="base.json")}, "base.json", 1, 26, "",
     "base.json > base.json"),
    ("scenario.cycle", "by way of two", {"base.json": scenario(extends="x/a.json"),
                                         "x/a.json": scenario(extends="b.json"),
                                         "x/b.json": scenario(extends="../base.json")}, "x/b.json", 1, 26, "",
                                         "base.json > x/a.json > x/b.json > base.json"),
    ("scenario.missing", "kakuho in a parent", {"base.json": scenario(extends="a.json"), "a.json": "{}"}, "a.json", 1,
     1, ""),
    ("scenario.type", "extends of a parent", {"base.json": scenario(extends="a.json"), "a.json": scenario(extends=1)},
     "a.json", 1, 26, ""),
    ("scenario.unknown", "a key of a parent", {"base.json": scenario(extends="a.json"), "a.json": scenario(titel="x")},
     "a.json", 1, 15, "", "'title'"),
    ("file.missing", "a table of a parent", {"base.json": scenario(extends="a.json"),
                                             "a.json": scenario(tables={"need": "n.csv"})}, "a.json", 1, 34, ""),
    ("scenario.unknown", "a key of --set", option("set", "years.lst=2025"), "--set years.lst=2025", 0, 7, "", "'last'"),
    ("scenario.unknown", "a member of --set", option("set", "goals.7.slack=5"), "--set goals.7.slack=5", 0, 7, "",
     "4 members"),
    ("scenario.type", "a value of --set", option("set", "years.last=R7"), "--set years.last=R7", 0, 12, ""),
    ("scenario.word", "a word of --set", option("set", "consent=firm,mybe"), "--set consent=firm,mybe", 0, 14, ""),
    ("json.syntax", "a value of --set", option("set", 'goals=[{"goal": ]'), '--set goals=[{"goal": ]', 0, 17, ""),
    ("change.syntax", "no value", option("set", "years.last"), "--set years.last", 0, 1, ""),
    ("change.syntax", "extends", option("set", "extends=a.json"), "--set extends=a.json", 0, 1, ""),
    # changes
    ("change.table", "mistyped", {"base.json": changes({"table": "ned", "set": {"children": 3}})}, "base.json", 1, 37,
     "", "did you mean 'need'?"),
    ("change.table", "unknown", option("change", "zzz.x=1"), "--change zzz.x=1", 0, 1, ""),
    ("scenario.missing", "the table of a change", {"base.json": changes({"set": {"children": 3}})}, "base.json", 1, 27,
     ""),
    ("scenario.type", "a factor", {"base.json": changes({"table": "need", "multiply": {"children": "x"}})},
     "base.json", 1, 70, ""),
    ("scenario.type", "a list in a list", {"base.json": changes({"table": "need", "where": {"year": [[1]]},
                                                                 "remove": True})}, "base.json", 1, 64, ""),
    ("scenario.empty", "values of a where", {"base.json": changes({"table": "need", "where": {"year": []},
                                                                   "remove": True})}, "base.json", 1, 63, ""),
    ("change.form", "nothing", {"base.json": changes({"table": "need"})}, "base.json", 1, 27, ""),
    ("change.form", "an empty row", {"base.json": changes({"table": "limits", "append": [{}, {"value": 1}]})},
     "base.json", 1, 58, ""),
    ("change.form", "two things", {"base.json": changes({"table": "need", "set": {"children": 1},
                                                         "add": {"children": 1}})}, "base.json", 1, 27, ""),
    ("change.form", "no column", {"base.json": changes({"table": "need", "set": {}})}, "base.json", 1, 45, ""),
    ("change.form", "new rows with a where", {"base.json": changes({"table": "options", "where": {"area": "north"},
                                                                    "append": [{"option": "x"}]})}, "base.json", 1, 76,
                                                                    ""),
    ("change.column", "of a where", option("change", "need[clas=c0].children=1"), "--change need[clas=c0].children=1",
     0, 6, "", "did you mean 'class'?"),
    ("change.column", "of a set", {"base.json": changes({"table": "need", "set": {"childern": 1}})}, "base.json", 1,
     53, "", "did you mean 'children'?"),
    ("change.column", "of a new row", {"base.json": changes({"table": "options", "append": [{"optoin": "x"}]})},
     "base.json", 1, 60, "", "did you mean 'option'?"),
    ("change.column", "of two tables", option("change", "need[label=North].children=1"),
     "--change need[label=North].children=1", 0, 6, "", "area.label"),
    ("change.nothing", "an area", option("change", "need[area=norht].children=1"),
     "--change need[area=norht].children=1", 0, 11, "", "did you mean 'north'?"),
    ("change.nothing", "a year", option("change", "need[year=2026].children=1"), "--change need[year=2026].children=1",
     0, 11, ""),
    ("change.nothing", "never together", option("change", "options[option=n,area=south].max_units=1"),
     "--change options[option=n,area=south].max_units=1", 0, 8, ""),
    ("change.nothing", "a table that is not there", option("change", "limits.value*=2"), "--change limits.value*=2", 0,
     1, ""),
    ("change.nothing", "empty cells", option("change", "options.earliest+=1"), "--change options.earliest+=1", 0, 9,
     ""),
    ("change.syntax", "no bracket", option("change", "need[area=north"), "--change need[area=north", 0, 16, ""),
    ("change.syntax", "no column", option("change", "need[area=north]"), "--change need[area=north]", 0, 17, ""),
    ("change.value", "no number", option("change", "need.children*=x"), "--change need.children*=x", 0, 16, ""),
    ("change.syntax", "a quote", option("change", 'need[area="north].children=1'),
     '--change need[area="north].children=1', 0, 11, ""),
    ("change.syntax", "a column twice", option("change", "need[year=2024,year=2025].children=1"),
     "--change need[year=2024,year=2025].children=1", 0, 16, ""),
    ("change.syntax", "empty", option("change", ""), "--change ", 0, 1, ""),
    ("change.value", "no numbers", option("change", "measures.group*=2"), "--change measures.group*=2", 0, 10, ""),
    ("change.value", "years that are columns", option("change", "need.year=2030"), "--change need.year=2030", 0, 6, ""),
    ("change.value", "a year times two", option("change", "options.earliest*=2"), "--change options.earliest*=2", 0, 9,
     ""),
    ("change.value", "beyond 1e15", option("change", "measures.capital*=100000000000000"),
     "--change measures.capital*=100000000000000", 0, 19, ""),
    ("change.value", "a new row without a year",
     {"base.json": changes({"table": "need", "append": [{"area": "north", "class": "c0", "children": 3}]})},
     "base.json", 1, 101, ""),
    ("need.negative", "by a change", {"base.json": changes({"table": "need", "where": {"area": "south"},
                                                            "add": {"children": -41}})}, "need.csv", 3, 3, "C3",
                                                            "(changed by base.json:1:93 changes[0].add.children)"),
    ("need.negative", "by an argument", option("change", "need[area=south,year=2025].children-=42"), "need.csv", 3, 4,
     "D3", "(changed by --change need[area=south,year=2025].children-=42)"),
    ("need.twice", "a new row", {"base.json": changes({"table": "need", "append": [{"area": "north", "class": "c0",
                                                                                    "2024": 3}]})}, "base.json", 1, 97,
                                                                                    ""),
    ("id.unknown", "in a new row",
     {"base.json": changes({"table": "options", "append": [{"option": "x", "measure": "sight", "area": "north",
                                                            "max_units": 1}]})}, "base.json", 1, 86, ""),
    ("cell.whole", "by a change", option("change", "need.children=1.5"), "need.csv", 2, 3, "C2"),
    ("scenario.word", "units in between", {"base.json": scenario(units="some")}, "base.json", 1, 24, ""),
    ("scenario.range", "a gap of more than all", {"base.json": scenario(gap=1.5)}, "base.json", 1, 22, ""),
    ("target.years", "outside the plan",
     {"base.json": scenario(targets=[{"id": "t", "until": 2030}])}, "base.json", 1, 27, ""),
    ("goal.target", "short of nothing", {"base.json": goals({"goal": "short"})}, "base.json", 1, 25, ""),
    ("goal.filter", "classes of a cost",
     {"base.json": goals({"goal": "cost", "classes": "c0"})}, "base.json", 1, 53, ""),
    ("goal.years", "beyond the plan", {"base.json": goals({"goal": "seats", "years": 2026})}, "base.json", 1, 52, ""),
    ("goal.years", "outside the target",
     {"base.json": goals({"goal": "short", "target": "t", "years": 2024}, targets=[{"id": "t", "from": 2025}])},
     "base.json", 1, 67, ""),
    ("goal.slack", "no number", {"base.json": goals({"goal": "unmet", "slack": "some"})}, "base.json", 1, 52, ""),
    ("goal.slack", "a goal of several that are added up",
     {"base.json": goals({"goal": "unmet", "weight": 1, "slack": 0}, {"goal": "vacant", "weight": 1, "slack": 3})},
     "base.json", 1, 110, "", "only their sum is held"),
    ("id.unknown", "an area in a goal",
     {"base.json": goals({"goal": "unmet", "areas": ["norht"]})}, "base.json", 1, 53, "", "did you mean 'north'?"),
    ("id.unknown", "a payer in a goal",
     {"base.json": goals({"goal": "cost", "payer": "ctiy"})}, "base.json", 1, 51, "", "did you mean 'city'?"),
    ("id.unknown", "a target in a goal",
     {"base.json": goals({"goal": "unmet", "target": "tt"})}, "base.json", 1, 53, ""),
    ("id.twice", "a target", {"base.json": scenario(targets=[{"id": "t"}, {"id": "t"}])}, "base.json", 1, 47, ""),
    # files
    ("table.missing", "need", {"need": None}, "need.csv", 0, 0, ""),
    ("table.missing", "supply", {"supply": None}, "supply.csv", 0, 0, ""),
    ("table.empty", "need", {"need": "area,class,2024\n"}, "need.csv", 0, 0, ""),
    ("file.missing", "a path", {"base.json": scenario(tables={"need": "nede.csv"})}, "base.json", 1, 34, ""),
    ("file.unreadable", "a folder", {"need": {}}, "need.csv", 0, 0, ""),
    ("file.unreadable", "a folder as scenario", {"base.json": {}}, "base.json", 0, 0, ""),
    ("file.unreadable", "a pipe that nobody writes to", {"need": PIPE}, "need.csv", 0, 0, "", "it is a pipe"),
    ("file.unreadable", "a pipe as scenario", {"base.json": PIPE}, "base.json", 0, 0, "", "it is a pipe"),
    ("text.encoding", "neither",
     {"options": b"option,measure,area,max_units\nn,site,north,3\ns,site,\xff\xff,2\n"}, "options.csv", 3, 3, "C3"),
    ("text.encoding", "UTF-8 cut off",
     {"options": "option,measure,area,label\nn,site,north,北区の保育所".encode()[:-1]}, "options.csv", 2, 4, "D2"),
    ("text.encoding", "UTF-16", {"need": CITY["need"].encode("utf-16")}, "need.csv", 1, 0, ""),
    ("text.encoding", "a scenario", {"base.json": b'{"kakuho": 1,\n "title": "\xff\xff"}'}, "base.json", 2, 12, ""),
    ("text.zero", "in the middle", {"need": b"area,class,2024\nnorth,c\x000,3\n"}, "need.csv", 2, 2, "B2"),
    ("csv.empty", "no byte", {"need": b""}, "need.csv", 0, 0, ""),
    ("csv.empty", "commas alone", {"need": b",,\r\n,,\r\n"}, "need.csv", 0, 0, ""),
    ("csv.separator", "tabs", {"need": "area\tclass\t2024\nnorth\tc0\t3\n"}, "need.csv", 1, 1, "A1", "tabs"),
    ("csv.separator", "semicolons", {"need": "area;class;2024\nnorth;c0;3,5\n"}, "need.csv", 1, 1, "A1"),
    ("csv.quote", "in a cell", {"need": 'area,class,2024,2025\nnorth,c"0,30,31\n'}, "need.csv", 2, 2, "B2"),
    ("csv.quote", "text after it", {"need": 'area,class,2024,2025\nnorth,"c0"x,30,31\n'}, "need.csv", 2, 2, "B2"),
    ("csv.quote", "ends lines later",
     {"need": 'area,class,2024,2025\nnorth,"c0,30,31\nsouth,"c0",40,41\n'}, "need.csv", 2, 2, "B2"),
    ("csv.unclosed", "to the end",
     {"need": 'area,class,2024,2025\nnorth,c0,30,31\nsouth,"c0,40,41\nx,y,1,2\n'}, "need.csv", 3, 2, "B3"),
    ("csv.cells", "too few: cut off",
     {"need": "area,class,2024,2025\nnorth,c0,30,31\nsouth,c"}, "need.csv", 3, 2, "B3"),
    ("csv.cells", "too many", {"need": "area,class,2024,2025\nnorth,c0,1,230,31\n"}, "need.csv", 2, 5, "E2"),
    ("column.unknown", "mistyped",
     {"options": "option,measure,area,max_unit\nn,site,north,3\n"},
     "options.csv", 1, 4, "D1", "did you mean 'max_units'?"),
    ("column.unknown", "of another kind",
     {"effects": "measure,item,amount,2024\nsite,c0,8,1\n"}, "effects.csv", 1, 4, "D1", "x_"),
    ("column.twice", "a name", {"effects": "measure,item,amount,item\nsite,c0,8,c0\n"}, "effects.csv", 1, 4, "D1"),
    ("column.twice", "its Japanese name beside it",
     {"effects": "measure,item,amount,増減数\nsite,c0,8,8\n"}, "effects.csv", 1, 4, "D1"),
    ("column.twice", "a year", {"need": "area,class,2024,R6\nnorth,c0,1,1\n"}, "need.csv", 1, 4, "D1"),
    ("column.twice", "source", {"effects": "measure,item,amount,source,出典\nsite,c0,8,,\n"}, "effects.csv", 1, 5, "E1"),
    ("column.blank", "a value under no heading",
     {"effects": "measure,item,,amount\nsite,c0,,8\nsite,c0,7,\n"}, "effects.csv", 3, 3, "C3"),
    ("column.missing", "a name", {"effects": "measure,amount\nsite,8\n"}, "effects.csv", 1, 0, ""),
    ("column.missing", "the year", {"need": "area,class,children\nnorth,c0,1\n"}, "need.csv", 1, 0, ""),
    ("column.years", "both forms", {"need": "area,class,year,2024\nnorth,c0,2024,1\n"}, "need.csv", 1, 3, "C1"),
    # cells
    ("cell.missing", "an area", {"options": "option,measure,area,max_units\nn,site,,3\n"}, "options.csv", 2, 3, "C2"),
    ("cell.missing", "children, years as rows",
     {"need": "area,class,year,children\nnorth,c0,2024,1\nnorth,c0,2025,\n"}, "need.csv", 3, 4, "D3"),
    ("cell.missing", "a row of supply without a number",
     {"supply": "area,seat,2024,2025\nnorth,c0,,\n"}, "supply.csv", 2, 3, "C2"),
    ("cell.number", "letters", {"effects": "measure,item,amount\nsite,c0,ten\n"}, "effects.csv", 2, 3, "C2"),
    ("cell.number", "not a number", {"effects": "measure,item,amount\nsite,c0,nan\n"}, "effects.csv", 2, 3, "C2"),
    ("cell.number", "an exponent", {"effects": "measure,item,amount\nsite,c0,1e3\n"}, "effects.csv", 2, 3, "C2"),
    ("cell.number", "thousands in twos",
     {"effects": 'measure,item,amount\nsite,c0,"1,23"\n'}, "effects.csv", 2, 3, "C2"),
    ("cell.dash", "ASCII", {"need": "area,class,2024,2025\nnorth,c0,30,-\n"}, "need.csv", 2, 4, "D2"),
    ("cell.dash", "a ruled line", {"need": "area,class,2024,2025\nnorth,c0,30,─\n"}, "need.csv", 2, 4, "D2"),
    ("cell.dash", "a long vowel", {"need": "area,class,2024,2025\nnorth,c0,30,ー\n"}, "need.csv", 2, 4, "D2"),
    ("cell.digits", "16 of them",
     {"measures": "measure,group,capital\nsite,extend,1234567890123456\n"}, "measures.csv", 2, 3, "C2"),
    ("cell.whole", "half a child", {"need": "area,class,2024,2025\nnorth,c0,30.5,31\n"}, "need.csv", 2, 3, "C2"),
    ("cell.range", "lead years", {"measures": "measure,group,lead_years\nsite,new,-1\n"}, "measures.csv", 2, 3, "C2"),
    ("cell.range", "a factor", {"supply": "area,seat,2024,factor\nnorth,c0,20,1.5\n"}, "supply.csv", 2, 4, "D2"),
    ("cell.word", "yes or no",
     {"measures": "measure,group,whole,lead_years\nsite,new,perhaps,1\n"}, "measures.csv", 2, 3, "C2"),
    ("cell.word", "consent",
     {"options": "option,measure,area,max_units,consent\nn,site,north,3,frim\n"},
     "options.csv", 2, 5, "E2", "did you mean 'firm'?"),
    ("cell.year", "a month",
     {"options": "option,measure,area,max_units,earliest\nn,site,north,3,April\n"}, "options.csv", 2, 5, "E2"),
    ("cell.year", "a period", {"limits": LIMITS + "l,units,,,,,,,,always,<=,1\n"}, "limits.csv", 2, 10, "J2"),
    ("cell.share", "more than all", {"shares": "measure,payer,share\nsite,city,1.2\n"}, "shares.csv", 2, 3, "C2"),
    ("cell.share", "one of several",
     {"effects": "measure,item,amount,first_years\nsite,c0,8,0.6;x\n"}, "effects.csv", 2, 4, "D2"),
    ("cell.id", "a digit first",
     {"options": "option,measure,area,max_units\n1st,site,north,3\n"}, "options.csv", 2, 1, "A2"),
    ("cell.id", "a hyphen", {"measures": "measure,group,lead_years\nnew-site,new,1\n"}, "measures.csv", 2, 1, "A2"),
    ("cell.id", "41 letters",
     {"measures": "measure,group,lead_years\n" + "a" * 41 + ",new,1\n"}, "measures.csv", 2, 1, "A2"),
    ("cell.id", "a line break", {"measures": 'measure,group,lead_years\n"新\n設",new,1\n'}, "measures.csv", 2, 1, "A2"),
    # names
    ("id.twice", "an option", {"options": CITY["options"] + "n,site,south,1\n"}, "options.csv", 4, 1, "A4"),
    ("id.clash", "label and id",
     {"areas": "area,label,parent\ncity,,\nnorth,south,city\nsouth,,city\n"}, "areas.csv", 3, 1, "A3"),
    ("id.several", "two of one label", {"areas": "area,label,parent\ncity,,\nnorth,Side,city\nsouth,Side,city\n",
      "options": "option,measure,area,max_units\nn,site,Side,3\n"}, "options.csv", 2, 3, "C2"),
    ("id.unknown", "an area",
     {"options": "option,measure,area,max_units\nn,site,nroth,3\n"},
     "options.csv", 2, 3, "C2", "did you mean 'north'?"),
    ("id.unknown", "a label nearly",
     {"areas": AREAS, "supply": "area,seat,2024\nNort,c0,20\n"}, "supply.csv", 2, 1, "A2", "'north'"),
    ("id.unknown", "a group", {"limits": LIMITS + "l,units,,,,nwe,,,,,<=,1\n"}, "limits.csv", 2, 6, "F2", "'new'"),
    ("id.unknown", "a pool", {"limits": LIMITS + "l,units,,,,,p,,,,<=,1\n"}, "limits.csv", 2, 7, "G2"),
    ("area.cycle", "two within each other",
     {"areas": "area,parent\ncity,\nnorth,south\nsouth,north\n"}, "areas.csv", 4, 2, "B4"),
    ("area.cycle", "one within itself",
     {"areas": "area,parent\ncity,\nnorth,city\nsouth,south\n"}, "areas.csv", 4, 2, "B4"),
    ("area.roots", "two", {"areas": "area,parent\ncity,\nnorth,city\nsouth,\n"}, "areas.csv", 4, 2, "B4"),
    ("area.inner", "need of the city",
     {"areas": AREAS, "need": CITY["need"] + "city,c0,1,1\n"}, "need.csv", 4, 1, "A4"),
    ("area.inner", "an option of the city",
     {"areas": AREAS, "options": CITY["options"] + "x,site,city,1\n"}, "options.csv", 4, 3, "C4"),
    ("area.inner", "supply of the city",
     {"areas": AREAS, "supply": CITY["supply"] + "city,c0,1\n"}, "supply.csv", 4, 1, "A4"),
    # classes, seats, services
    ("class.ages", "exchanged", {"classes": "class,age_min,age_max\nc0,3,0\n"}, "classes.csv", 2, 2, "B2"),
    ("class.next", "not of the next age",
     {"classes": "class,age_min,age_max,next\nc0,0,2,c0\n"}, "classes.csv", 2, 4, "D2"),
    ("class.no_ages", "of seats left at an age",
     {"seats": "seat,leaves_at\nc0,3\n"}, "need.csv", 2, 2, "B2"),
    ("class.no_next", "two classes of the next age",
     {"seats": "seat,leaves_at\nc0,1\nk1,\nk2,\n",
      "classes": "class,age_min,age_max\nc0,0,0\nk1,1,2\nk2,1,2\n"}, "classes.csv", 2, 1, "A2"),
    ("service.ages", "older than its seats allow",
     {"seats": "seat,leaves_at\nc0,3\n", "classes": "class,age_min,age_max\nc0,3,5\n"}, "classes.csv", 2, 1, "A2"),
    ("class.unserved", "no seat with its id",
     {"seats": "seat\nk0\n", "supply": None, "effects": None}, "need.csv", 2, 2, "B2"),
    ("class.unserved", "no service", {"services": "service,class,seat\n"}, "need.csv", 2, 2, "B2"),
    ("class.no_measure", "no options", {"options": None, "effects": None, "measures": None}, "need.csv", 2, 2, "B2"),
    ("seat.unused", "a second one", {"seats": "seat\nc0\nk9\n"}, "seats.csv", 3, 1, "A3"),
    ("seat.carers", "as a kind of seat", {"seats": "seat\nc0\ncarers\n"}, "seats.csv", 3, 1, "A3"),
    ("seat.carers", "in Japanese", {"seats": "seat\nc0\n保育士\n"}, "seats.csv", 3, 1, "A3"),
    ("cell.range", "no child for a carer", {"seats": "seat,children_per_carer\nc0,0\n"}, "seats.csv", 2, 2, "B2"),
    ("carers.late", "from 2025 on",
     {**CARERS, "supply": SUPPLY_OF_CARERS.replace("2024", "2024,2025").replace("20\n", "20,\n").replace("35\n",
      "35,\n") + "city,carers,,9\n"},
     "supply.csv", 4, 4, "D4"),
    ("carers.no_ratio", "in supply",
     {"areas": AREAS, "supply": SUPPLY_OF_CARERS + "north,carers,9\n"}, "supply.csv", 4, 2, "B4"),
    ("carers.no_ratio", "recruited",
     {"effects": "measure,item,amount\nsite,c0,8\nsite,carers,1\n"}, "effects.csv", 3, 2, "B3"),
    ("carers.no_supply", "nowhere",
     {**CARERS, "effects": "measure,item,amount\nsite,c0,8\nsite,carers,1\n"}, "options.csv", 2, 1, "A2"),
    ("carers.no_supply", "elsewhere",
     {**CARERS, "supply": SUPPLY_OF_CARERS + "north,carers,9\n",
      "effects": "measure,item,amount\nsite,c0,8\nsite,carers,1\n"},
     "options.csv", 3, 1, "A3"),
    ("id.unknown", "carers of an area",
     {**CARERS, "supply": SUPPLY_OF_CARERS + "nroth,carers,9\n"}, "supply.csv", 4, 1, "A4", "did you mean 'north'?"),
    ("limit.nothing", "carers without a ratio",
     {"limits": LIMITS + "l,carers,,,,,,,,,<=,1\n"}, "limits.csv", 2, 1, "A2"),
    ("limit.filter", "carers by seat",
     {**CARERS, "limits": LIMITS + "l,carers,,,,,,c0,,,<=,1\n"}, "limits.csv", 2, 8, "H2"),
    ("goal.filter", "seats of carers", {"base.json": goals({"goal": "carers", "seats": "c0"})}, "base.json", 1, 53, ""),
    ("service.differs", "rank",
     {"services": "service,class,seat,rank\np,c0,c0,1\np,c0,k1,2\n", "seats": "seat\nc0\nk1\n"},
     "services.csv", 3, 1, "A3"),
    ("service.twice", "a seat", {"services": "service,class,seat\np,c0,c0\np,c0,c0\n"}, "services.csv", 3, 3, "C3"),
    ("measure.lead", "not given", {"measures": "measure,group,capital\nsite,new,100\n"}, "measures.csv", 2, 0, ""),
    ("measure.lead", "empty", {"measures": "measure,group,lead_years\nsite,新設,\n"}, "measures.csv", 2, 3, "C2"),
    ("effect.owner", "both", {"effects": "measure,option,item,amount\nsite,n,c0,8\n"}, "effects.csv", 2, 1, "A2"),
    ("effect.owner", "neither", {"effects": "measure,option,item,amount\n,,c0,8\n"}, "effects.csv", 2, 1, "A2"),
    ("effect.transfer", "of a measure", {"effects": "measure,item,amount,kind\nsite,c0,8,区間調整\n"},
     "effects.csv", 2, 4, "D2"),
    ("effect.kind", "unknown", {"supply": KINDS, "effects": "measure,item,amount,kind\nsite,c0,-8,幼稚圏\n"},
     "effects.csv", 2, 4, "D2"),
    ("effect.kind", "not given", {"supply": KINDS, "effects": "measure,item,amount\nsite,c0,-8\n"},
     "effects.csv", 2, 0, ""),
    ("effect.twice", "of one kind", {"effects": CITY["effects"] + "site,c0,9\n"}, "effects.csv", 3, 2, "B3"),
    # options
    ("option.window", "exchanged",
     {"options": "option,measure,area,max_units,earliest,latest\nn,site,north,3,2025,2024\n"},
     "options.csv", 2, 6, "F2"),
    ("option.never", "lead years too long",
     {"measures": "measure,group,lead_years\nsite,new,5\n"}, "options.csv", 2, 1, "A2"),
    ("option.units", "exchanged",
     {"options": "option,measure,area,min_units,max_units\nn,site,north,3,2\n"}, "options.csv", 2, 4, "D2"),
    ("option.facility", "two units",
     {"options": "option,measure,area,max_units,facility\nn,site,north,2,F\n"}, "options.csv", 2, 4, "D2"),
    ("option.unbounded", "nothing",
     {"options": "option,measure,area,max_units\nn,site,north,\n"}, "options.csv", 2, 4, "D2"),
    ("option.unbounded", "a ceiling for one year",
     {"options": "option,measure,area\nn,site,north\n", "measures": "measure,group\nsite,extend\n",
      "limits": LIMITS + "l,units,,,,,,,,2024,<=,3\n"}, "options.csv", 2, 0, ""),
    ("option.no_effect", "no row", {"effects": "measure,option,item,amount\n,n,c0,8\n"}, "options.csv", 3, 1, "A3"),
    ("option.takes", "more than there is",
     {"effects": "measure,item,amount\nsite,c0,-36\n"}, "options.csv", 2, 1, "A2"),
    ("option.takes", "in a later year",
     {"effects": "measure,item,amount\nsite,c0,-20\n", "base.json": scenario(years={"last": 2025, "look_ahead": 2025}),
      "supply": "area,seat,2024,2025\nnorth,c0,20,19\nsouth,c0,35,\n"}, "options.csv", 2, 1, "A2"),
    # the plan in force
    ("adopted.missing", "to be followed",
     {"base.json": scenario(follow="adopted")}, "base.json", 1, 25, "", "option, year, units"),
    ("adopted.missing", "to be compared", {"base.json": goals({"goal": "change"})}, "base.json", 1, 34, ""),
    ("adopted.twice", "years as columns", {"adopted": "option,2024,2025\nn,,1\nn,,2\n"}, "adopted.csv", 3, 3, "C3"),
    ("adopted.year", "of the plan before", {"adopted": "option,year,units\nn,2023,1\n"}, "adopted.csv", 2, 3, "C2"),
    ("adopted.window", "too early to follow",
     {"adopted": "option,year,units\nn,2024,1\n", "base.json": scenario(follow="adopted")},
     "adopted.csv", 2, 3, "C2", "lead time"),
    ("adopted.left_out", "nobody agrees",
     {"adopted": "option,year,units\nn,2025,1\n", "base.json": goals({"goal": "change"}),
      "options": "option,measure,area,max_units,consent\nn,site,north,3,refuses\ns,site,south,2,\n"},
     "adopted.csv", 2, 3, "C2", "its consent"),
    ("adopted.units", "more than there may be",
     {"adopted": "option,year,units\nn,2025,4\n", "base.json": scenario(follow="adopted")}, "adopted.csv", 2, 3, "C2"),
    ("adopted.units", "a facility twice",
     {"adopted": "option,year,units\nn,2025,1\ns,2025,1\n", "base.json": scenario(follow="adopted"),
      "options": "option,measure,area,facility\nn,site,north,f\ns,site,south,f\n"}, "adopted.csv", 3, 3, "C3"),
    ("adopted.units", "less than is decided",
     {"adopted": "option,year,units\nn,2025,1\n", "base.json": scenario(follow="adopted"),
      "options": "option,measure,area,max_units,min_units\nn,site,north,3,2\n"}, "adopted.csv", 0, 0, ""),
    # need
    ("need.negative", "children",
     {"need": "area,class,2024,2025\nnorth,c0,-3,31\n"}, "need.csv", 2, 3, "C2", "need 0 or more"),
    ("need.negative", "by triangle", {"need": "area,class,2024,2025\nnorth,c0,△3,31\n"}, "need.csv", 2, 3, "C2"),
    ("need.twice", "a cell", {"need": CITY["need"] + "north,c0,30,\n"}, "need.csv", 4, 3, "C4"),
    ("need.missing", "a cell",
     {"need": "area,class,2024,2025\nnorth,c0,30,\nsouth,c0,40,41\n"}, "need.csv", 2, 4, "D2"),
    ("need.missing", "a pair", {"need": CITY["need"] + "south,c1,5,5\n"}, "need.csv", 0, 0, ""),
    ("need.missing", "an area", {"areas": AREAS + "west,,city\n"}, "need.csv", 0, 0, ""),
    ("need.missing", "a class", {"classes": CLASSES + "c1,\n"}, "need.csv", 0, 0, ""),
    ("need.missing", "a look-ahead", {"base.json": scenario(years={"look_ahead": 2026})}, "need.csv", 2, 0, ""),
    ("need.missing", "years as rows",
     {"need": "area,class,year,children\nn,c0,2024,5\nn,c0,2026,5\n"}, "need.csv", 2, 3, "C2"),
    ("need.jump", "doubled",
     {"need": "area,class,2024,2025\nnorth,c0,30,60\nsouth,c0,40,41\n"}, "need.csv", 2, 4, "D2"),
    # supply, shares, limits
    ("supply.negative", "of no kind", {"supply": "area,seat,2024\nnorth,c0,-20\n"}, "supply.csv", 2, 3, "C2"),
    ("supply.negative", "carers",
     {**CARERS, "supply": SUPPLY_OF_CARERS + "city,carers,-9\n"}, "supply.csv", 4, 3, "C4"),
    ("supply.negative", "carers of the neighbours",
     {**CARERS, "supply": "area,seat,kind,2024\nnorth,c0,,20\ncity,carers,transfer,-9\n"}, "supply.csv", 3, 4, "D3"),
    ("supply.twice", "carers",
     {**CARERS, "supply": SUPPLY_OF_CARERS + "city,carers,9\nCity,保育士,8\n"}, "supply.csv", 5, 3, "C5"),
    ("supply.twice", "a cell",
     {"supply": "area,seat,year,seats\nnorth,c0,2024,20\nnorth,c0,2024,21\n"}, "supply.csv", 3, 4, "D3"),
    ("supply.below_zero", "handed over",
     {"supply": "area,seat,kind,2024\nnorth,c0,,20\nnorth,c0,transfer,-25\nsouth,c0,区間調整,25\n"},
     "supply.csv", 3, 4, "D3"),
    ("supply.transfer", "one side only",
     {"supply": "area,seat,kind,2024\nnorth,c0,,20\nnorth,c0,transfer,-5\n"}, "supply.csv", 3, 4, "D3"),
    ("share.sum", "thirds as decimals",
     {"shares": "measure,cost,payer,share\nsite,capital,city,0.333\nsite,capital,国,2/3\n"}, "shares.csv", 3, 4, "D3"),
    ("share.sum", "from a year on",
     {"shares": "measure,payer,share,from\nsite,city,1,\nsite,nation,0.5,2025\n"}, "shares.csv", 3, 3, "C3"),
    ("share.gap", "before it begins",
     {"shares": "measure,payer,share,from\nsite,nation,1,2025\n"}, "shares.csv", 2, 4, "D2"),
    # links
    ("link.self", "from an area to itself",
     {"links": "from,to\nnorth,south\nsouth,south\n"}, "links.csv", 3, 2, "B3"),
    ("link.twice", "the same class",
     {"links": "from,to,class\nnorth,south,c0\nnorth,south,c0\n"}, "links.csv", 3, 1, "A3", "line 2"),
    ("link.twice", "a class, and all of them",
     {"links": "from,to,class\nnorth,south,\nnorth,south,c0\n"}, "links.csv", 3, 1, "A3"),
    ("id.unknown", "an area that nobody knows",
     {"links": "from,to\nnorth,souht\n"}, "links.csv", 2, 2, "B2", "'south'"),
    ("id.unknown", "a class of a link", {"links": "from,to,class\nnorth,south,c1\n"}, "links.csv", 2, 3, "C2"),
    ("area.inner", "a link to the city",
     {"areas": AREAS, "links": "from,to\nnorth,city\n"}, "links.csv", 2, 2, "B2"),
    ("cell.share", "a share of more than all",
     {"links": "from,to,max_share\nnorth,south,1.5\n"}, "links.csv", 2, 3, "C2"),
    ("cell.share", "a share below nothing",
     {"links": "from,to,max_share\nnorth,south,-1/3\n"}, "links.csv", 2, 3, "C2"),
    ("cell.range", "fewer than no children",
     {"links": "from,to,max_children\nnorth,south,-1\n"}, "links.csv", 2, 3, "C2"),
    ("cell.whole", "half a child",
     {"links": "from,to,max_children\nnorth,south,2.5\n"}, "links.csv", 2, 3, "C2"),
    ("cell.range", "more than a day", {"links": "from,to,minutes\nnorth,south,1441\n"}, "links.csv", 2, 3, "C2"),
    ("cell.missing", "no area to go to", {"links": "from,to\nnorth,\n"}, "links.csv", 2, 2, "B2"),
    ("limit.filter", "transfers of a kind of seat",
     {"limits": LIMITS + "l,transfers,,,,,,c0,,,<=,1\n"}, "limits.csv", 2, 8, "H2"),
    ("share.years", "exchanged",
     {"shares": "measure,payer,share,from,until\nsite,nation,1,2025,2024\n"}, "shares.csv", 2, 5, "E2"),
    ("limit.filter", "class of money", {"limits": LIMITS + "l,capital,,c0,,,,,,,<=,1\n"}, "limits.csv", 2, 4, "D2"),
    ("limit.filter", "payer of seats", {"limits": LIMITS + "l,seats,,,,,,,city,,<=,1\n"}, "limits.csv", 2, 9, "I2"),
    ("limit.year", "after the plan", {"limits": LIMITS + "l,units,,,,,,,,2030,<=,1\n"}, "limits.csv", 2, 12, "L2"),
    ("limit.negative", "units", {"limits": LIMITS + "l,units,,,,,,,,,<=,-1\n"}, "limits.csv", 2, 12, "L2"),
    ("limit.twice", "the same years",
     {"limits": LIMITS + "l,units,,,,,,,,,<=,1\nl,seats,,,,,,,,,<=,1\n"}, "limits.csv", 3, 12, "L3"),
    ("limit.nothing", "no such option",
     {"limits": LIMITS + "l,units,north,,,,,,,,<=,1\n", "options": "option,measure,area,max_units\ns,site,south,2\n"},
     "limits.csv", 2, 1, "A2"),
]


def sweep(lang, words):
    """The findings of a sweep, which says them in lines alone."""
    result = kit.run("sweep", "city", "--lang", lang, *words)
    found = []
    for line in result.err.splitlines()[:-1]:
        place = re.match(r"(?:(--vary \S+): (?=[^:])|(\w+\.csv):(\d+): \w+ \(([A-Z]\d+)\): )(.*) \[([a-z_.]+)\]$", line)
        kit.check(place, line)
        argument, file, number, cell, text, code = place.groups()
        if argument:
            file, number = argument.rsplit(":", 1)
        found.append({"severity": "error", "code": code, "file": file, "line": 0 if argument else int(number),
                      "column": int(number) if argument else ord(cell[0]) - 64, "cell": cell or "", "text": text})
    return found, result.code


# of a manifest: code, title, its text, line and column, words of the sentence; the city is in ./city
MANIFESTS = [
    ("manifest.id", "twice", '[{"id": "a", "path": "city"}, {"id": "a", "path": "x"}]', 1, 71, "given twice"),
    ("manifest.id", "not a name", '[{"id": "a//b", "path": "city"}]', 1, 42, "'a//b'"),
    ("manifest.id", "within another", '[{"id": "a", "path": "city"}, {"id": "a/b", "path": "x"}]', 1, 71, "within"),
    ("manifest.key", "unknown", '[{"pth": "city"}]', 1, 36, "did you mean 'path'?"),
    ("manifest.key", "no scenario", "[]", 1, 34, "there is no scenario"),
    ("manifest.path", "nothing found", '[{"path": "city"}, {"glob": "*/none.json"}]', 1, 62, "*/none.json"),
]


def load(lang="en", words=()):
    """The findings of the city in ./city, and the exit code."""
    if "--vary" in words:
        return sweep(lang, words)
    result = kit.run("check", "city", "--json", "--lang", lang, *words)
    return json.loads(result.out)["findings"], result.code


def make(files):
    for name, content in {**CITY, **files}.items():
        if name == "words":
            continue
        path = os.path.join("city", name if "." in name else name + ".csv")
        if isinstance(content, dict):
            os.makedirs(path)
        elif content is PIPE:
            os.makedirs("city", exist_ok=True)
            os.mkfifo(path)
        elif content is not None:
            kit.write(path, content)


def provoke(code, files, file, line, column, cell, words=""):
    make(files)
    more = files.get("words", ())
    found, exit_code = load(words=more)
    same = [f for f in found if f["code"] == code]
    kit.check(same, f"no {code}, but {[(f['code'], f['file'], f['line'], f['column']) for f in found]}")
    here = [f for f in same if (f["file"], f["line"], f["column"], f["cell"]) == (file, line, column, cell)]
    kit.check(here, f"{code} not at {file}:{line}:{column} ({cell}), but", *[
        f"{f['file']}:{f['line']}:{f['column']} ({f['cell']})" for f in same])
    kit.check(words in here[0]["text"], "no", words, "in:", here[0]["text"])
    kit.equal(here[0]["severity"], "warning" if CODES[code] == "warning" else "error")
    kit.equal(exit_code, 1 if any(f["severity"] == "error" for f in found) else 0, "exit code")
    japanese, _ = load("ja", more)
    kit.equal([f["code"] for f in japanese], [f["code"] for f in found])
    for one, other in zip(found, japanese):
        kit.check(re.search("[\u3040-\u30ff\u4e00-\u9fff]", other["text"]), "not Japanese:", other["text"])
        kit.check(one["text"] != other["text"], one["text"])


def provoke_manifest(code, text, line, column, words):
    make({})
    kit.write("nightly.json", f'{{"kakuho_batch": 1, "scenarios": {text}}}')
    said = {}
    for lang in ("en", "ja"):
        done = kit.run("batch", "nightly.json", "-o", "store", "--lang", lang)
        kit.equal(done.code == 1, CODES[code] != "warning", done)
        said[lang] = [x for x in done.err.splitlines() if x.startswith(f"nightly.json:{line}:{column}: ") and
                      x.endswith(f"[{code}]")]
        kit.check(said[lang], f"no {code} at {line}:{column} in:", done.err)
    kit.check(words in said["en"][0], said["en"][0])
    kit.check(re.search("[\u3040-\u30ff\u4e00-\u9fff]", said["ja"][0]), said["ja"][0])


CODES = {}  # code: severity


def test_the_city_has_no_finding():
    make({})
    kit.equal(load(), ([], 0))


def test_every_code_has_a_case():
    made = {case[0] for case in CASES + MANIFESTS}
    kit.equal(sorted(set(CODES) - made), [], "without a case:")
    kit.equal(sorted(made - set(CODES)), [], "unknown to `kakuho schema findings`:")


def test_every_code_in_the_source_is_listed():
    found = set()
    rooms = [os.path.join(kit.ROOT, "engine", room) for room in ("input", "batch")]
    for path in [os.path.join(room, name) for room in rooms for name in os.listdir(room)]:
        if path.endswith(".c") and not path.endswith("codes.c"):
            text = kit.read(path).decode()
            found |= set(re.findall(r'kk_find_(?:error|warning)\([^"]*?"([a-z_.]+)"', text))
            found |= set(re.findall(r'\.negative = "([a-z_.]+)"', text))
    kit.equal(sorted(found ^ set(CODES)), [])


def test_codes_are_sorted_and_said_in_two_languages():
    codes = json.loads(kit.run("schema", "findings", code=0).out)
    kit.equal([c["code"] for c in codes], sorted(c["code"] for c in codes))
    for c in codes:
        kit.check(c["en"] and c["ja"] and c["en"] != c["ja"], c)


def test_after_20_of_one_code_the_rest_is_counted():
    make({"options": "option,measure,area,max_units\n" + "".join(f"o{i},sight,north,1\n" for i in range(50))})
    found, _ = load()
    kit.equal(len([f for f in found if f["code"] == "id.unknown"]), 20)
    kit.equal(json.loads(kit.run("check", "city", "--json").out)["errors"], 50)


def prepare():
    """Cases from the table; the codes from the program."""
    kit.program = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 and not sys.argv[1].startswith("--") else \
        os.path.join(kit.ROOT, "build", "engine", "kakuho")
    for c in json.loads(kit.run("schema", "findings", code=0).out):
        CODES[c["code"]] = c["severity"]
    for number, (code, title, files, *place) in enumerate(CASES):
        def case(code=code, files=files, place=place):
            provoke(code, files, *place)
        case.__doc__ = f"{code}, {title}"
        globals()[f"test_{number}"] = case
    for number, (code, title, *rest) in enumerate(MANIFESTS):
        def case(code=code, rest=rest):
            provoke_manifest(code, *rest)
        case.__doc__ = f"{code}, {title}"
        globals()[f"test_manifest_{number}"] = case


prepare()
kit.main(globals())
