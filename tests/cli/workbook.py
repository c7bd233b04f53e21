#!/usr/bin/env python3
"""plan.xlsx, read back by an independent reader (Debian's python3-openpyxl): every cell is that of the tables, nothing
in it is a formula, and it looks and prints as it should.

    workbook.py KAKUHO

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import datetime
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "property")]
import kit  # noqa: E402
from laws import every_town  # noqa: E402

try:
    import openpyxl
except ImportError:
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):  # where Debian's packages are
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    openpyxl = None

CITIES = ["sapporo", "kakogawa", "small", "shiroishi"]
SHEETS = {"ja": ["概要", "量の見込みと確保の内容", "グラフ", "確保方策", "過不足", "費用"],
          "en": ["Summary", "Official table", "Charts", "Actions", "Balance", "Money"]}
PAYERS = {"ja": {"city": "市", "prefecture": "都道府県", "nation": "国", "operator": "事業者"}, "en": {}}
KEPT = {"ja": {"yes": "達成", "no": "未達成"}, "en": {"yes": "kept", "no": "NOT KEPT"}}
VIEWS = {"ja": ["全体で差し引き", "欄ごと", "この計画の数字"], "en": ["all netted", "cell by cell", "what counts"]}
EVIL = ["=1+1", "+x", "-x", "@x", "=cmd|' /C calc'!A0", "＝1+1", "\t=1+1"]


# ---- reading ---------------------------------------------------------------------------------------------------------

def book_of(path):
    if openpyxl is None:
        raise kit.Skip("there is no openpyxl here")
    return openpyxl.load_workbook(path)


def text_of(value):
    """What a cell holds; an empty one "". (openpyxl has turned _x005F_ into _, as Excel does.)"""
    return "" if value is None else value


def rows_of(sheet):
    return [[text_of(cell.value) for cell in row] for row in sheet.iter_rows()]


def table_at(rows, first):
    """The rows of the table whose heading begins with a word, to the first row that begins empty."""
    start = next(i for i, row in enumerate(rows) if row[0] == first)
    end = next((i for i in range(start + 1, len(rows)) if rows[i][0] == ""), len(rows))
    width = next((j for j, cell in enumerate(rows[start]) if cell == ""), len(rows[start]))
    return [row[:width] for row in rows[start:end]]


def number(text, minus="-"):
    return Fraction(text.replace(minus, "-"))


def same_number(got, text, *say, minus="-"):
    """A printed number stands as a number."""
    kit.check(isinstance(got, (int, float)) and not isinstance(got, bool), "no number:", repr(got), text, *say)
    kit.equal(Fraction(str(got)), number(text, minus), *say)


def csv_of(plan, name):
    """The rows of a table, the heading first; the apostrophe before what looks like a formula is taken away."""
    rows = list(csv.reader(io.StringIO(plan.bytes(name).decode("utf-8"))))
    return [[cell[1:] if cell.startswith("'") else cell for cell in row] for row in rows]


def shown(text):
    """A label as a workbook can hold it."""
    return re.sub("[\x00-\x1f\x7f]", " ", text)


class Labels:
    """What ids are called."""

    def __init__(self, plan, lang):
        self.of = {}
        for table, column in (("areas", "area"), ("classes", "class"), ("measures", "measure"), ("seats", "seat")):
            for row in plan.table(table):
                if "label" in row or column in row:
                    self.of[column, row[column]] = row.get("label") or row[column]
        targets = json.loads(kit.read(f"{plan.folder}/input/scenario.json")).get("targets", [])
        for target in targets:
            self.of["target", target["id"]] = target["id"]
        for name, label in PAYERS[lang].items():
            self.of["payer", name] = label

    def __call__(self, column, name):
        return shown(self.of.get((column, name), name)).strip()


def same_list(plan, sheet, name, labels):
    """A list of the workbook is a table of the folder."""
    want, rows = csv_of(plan, name), rows_of(sheet)[1:]
    shift = 1 if name == "plan" else 0  # the ids of options stand last
    kit.equal(len(rows), len(want), name)
    for line, (got, row) in enumerate(zip(rows[1:], want[1:])):
        for j, (heading, cell) in enumerate(zip(want[0], row)):
            here = got[(j - shift) % len(want[0])]
            if heading in ("area", "class", "measure", "payer"):
                kit.equal(here, labels(heading, cell), name, line, heading)
            elif heading in ("decide_by", "opens_on"):
                kit.equal(here, datetime.datetime.fromisoformat(cell), name, line)
            elif heading in ("option", "label", "years_needed", "estimate") or cell == "":
                kit.equal(here, shown(cell), name, line, heading)
            else:
                same_number(here, cell, name, line, heading)


def same_official(plan, sheet, lang, minus):
    """The official table, cell by cell: ← is a part of a merged cell; area and year are merged over each block."""
    want, rows, width = csv_of(plan, "official"), rows_of(sheet)[2:], len(csv_of(plan, "official")[0])
    if lang == "ja":
        kit.equal(rows[0], [shown(cell) for cell in want[0]])
    kit.equal(len(rows), len(want))
    merged = {str(r) for r in sheet.merged_cells.ranges}
    letter, expected, area_at = openpyxl.utils.get_column_letter, set(), 1
    for i, row in enumerate(want[1:], 1):
        if i == len(want) - 1 or want[i + 1][2] == want[1][2]:  # the end of a block
            if i > area_at:
                expected |= {f"{c}{area_at + 3}:{c}{i + 3}" for c in "AB"}
            area_at = i + 1
        runs = []
        for j in range(3, width - 1):
            if row[j] == "←":
                runs[-1][1] = j
            else:
                runs.append([j, j])
        expected |= {f"{letter(a + 1)}{i + 3}:{letter(b + 1)}{i + 3}" for a, b in runs if b > a}
        new = row[2] == want[1][2]
        kit.check(rows[i][0] == (shown(row[0]) if new else "") or lang == "en", rows[i], row)
        kit.check(rows[i][1] == (int(row[1]) if new else ""), rows[i], row)
        kit.check(lang == "en" or rows[i][2] == shown(row[2]), rows[i], row)
        for j in range(3, width - 1):
            if row[j] in ("", "←"):
                kit.equal(rows[i][j], "", i, j)
            else:
                same_number(rows[i][j], row[j], "official", i, j, minus=minus)
        kit.equal(rows[i][width - 1], row[width - 1])
    kit.equal(sorted(merged), sorted(expected))


def same_summary(plan, sheet, lang, labels):
    """Promises are those of promises.csv; the three views are those of official.csv."""
    rows, promises = rows_of(sheet), plan.rows("promises")
    got = table_at(rows, "目標" if lang == "ja" else "Promise") if promises else []
    kit.equal(len(got[1:]), len(promises))
    for here, row in zip(got[1:], promises):
        kit.equal(here[0], labels("target", row["target"]))
        same_number(here[1], row["year"])
        same_number(here[2], row["required"])
        same_number(here[3], row["short"])
        kit.equal(here[4], KEPT[lang][row["kept"]])
        kit.equal(here[5], ("、" if lang == "ja" else ", ").join(
            labels("area", a) for a in row["areas_short"].split(";") if a))
    official = csv_of(plan, "official")
    if official[0][-2] not in ("計", "total"):
        return
    at = table_at(rows, "年度" if lang == "ja" else "Fiscal year")
    years, last = {}, {}
    for row in official[1:]:  # the blocks of the city come last
        last[row[1]] = row[0]
    for row in official[1:]:
        if row[0] == last[row[1]]:
            years.setdefault(row[1], {})[row[2]] = row[-2]
    kit.equal(len(at[1:]), len(years))
    for here, (year, block) in zip(at[1:], years.items()):
        views = [v for k, v in block.items() if k.startswith(("不足", "short,"))]
        kit.equal([str(here[0])] + [Fraction(str(v)) for v in here[1:4]], [year] + [Fraction(v) for v in views])


def same_book(plan, path, lang="ja", minus="-"):
    """Every number of a workbook, beside the tables."""
    book, labels = book_of(path), Labels(plan, lang)
    kit.equal(book.sheetnames, SHEETS[lang])
    summary, official, _, actions, balance, money = book.worksheets
    same_summary(plan, summary, lang, labels)
    same_official(plan, official, lang, minus)
    same_list(plan, actions, "plan", labels)
    same_list(plan, balance, "balance", labels)
    same_list(plan, money, "money", labels)
    same_charts(plan, book, path, lang, minus)
    return book


# ---- charts ----------------------------------------------------------------------------------------------------------

def range_of(book, reference):
    """The values of 'sheet'!$A$1:$A$5."""
    sheet, cells = reference.rsplit("!", 1)
    found = book[sheet.strip("'")][cells.replace("$", "")]
    return [text_of(c.value) for row in found for c in row] if isinstance(found, tuple) else [text_of(found.value)]


def charts_of(book, path):
    """[{title, series: [{name, years, values}]}]: what the charts show, and what they hold of it."""
    found = []
    with zipfile.ZipFile(path) as file:
        parts = [name for name in file.namelist() if name.startswith("xl/charts/")]
        for name in sorted(parts, key=lambda n: int(re.sub(r"\D", "", n))):
            xml = file.read(name).decode("utf-8")
            title = re.search(r"<c:title>.*?<c:f>(.*?)</c:f>", xml, re.S)[1]
            series = []
            for part in re.findall(r"<c:ser>(.*?)</c:ser>", xml, re.S):
                refs = re.findall(r"<c:(tx|cat|val)>.*?<c:f>(.*?)</c:f>", part, re.S)
                refs = {kind: range_of(book, ref) for kind, ref in refs}
                held = re.findall(r"<c:v>(.*?)</c:v>", re.search(r"<c:val>(.*?)</c:val>", part, re.S)[1])
                kit.equal([Fraction(v) for v in held], [Fraction(str(v)) for v in refs["val"]], "what the chart holds")
                series.append({"name": refs["tx"][0], "years": refs["cat"], "values": refs["val"]})
            found.append({"title": range_of(book, title)[0], "series": series})
    return found


def same_charts(plan, book, path, lang, minus):
    """Need and what is secured of each merged cell of the city; money by year and payer."""
    official, money, charts = csv_of(plan, "official"), plan.rows("money"), charts_of(book, path)
    total = official[0][-2] in ("計", "total")
    last = {row[1]: row[0] for row in official[1:]}
    city = [row for row in official[1:] if row[0] == last[row[1]]]
    first = official[1][2]
    blocks = []
    for row in city:
        if row[2] == first:
            blocks.append([])
        blocks[-1].append(row)
    blocks = blocks[-len(last):]
    secured = [r for r in blocks[0] if re.match("② 確保の内容 計|④|\\(2\\) secured, total|\\(4\\)", r[2])]
    kit.equal(len(secured), 1)
    columns = range(3, len(official[0]) - (2 if total else 1))
    groups = []
    for j in columns:
        if secured[0][j] == "←":
            groups[-1].append(j)
        else:
            groups.append([j])
    kit.equal(len(charts), len(groups) + bool(money))
    for chart, group in zip(charts, groups):
        need, there = chart["series"]
        kit.equal(need["years"], [int(b[0][1]) for b in blocks])
        kit.equal([Fraction(str(v)) for v in need["values"]],
                  [sum(number(b[0][j], minus) for j in group) for b in blocks])
        rows = [next(r for r in b if r[2] == secured[0][2]) for b in blocks]
        kit.equal([Fraction(str(v)) for v in there["values"]], [number(r[group[0]], minus) for r in rows])
        if lang == "ja":
            kit.equal(chart["title"], shown("・".join(official[0][j] for j in group)))
    if money:
        labels = Labels(plan, lang)
        for series in charts[-1]["series"]:
            for year, value in zip(series["years"], series["values"]):
                mine = [r for r in money if int(r["year"]) == year and labels("payer", r["payer"]) == series["name"]]
                kit.equal(Fraction(str(value)), sum(Fraction(r["capital"]) + Fraction(r["running"]) for r in mine))
        kit.equal(sum(Fraction(str(v)) for s in charts[-1]["series"] for v in s["values"]),
                  sum(Fraction(r["capital"]) + Fraction(r["running"]) for r in money))


# ---- cells -----------------------------------------------------------------------------------------------------------

def report(plan="plan", out="out", *words):
    kit.run("report", plan, "-o", out, "-q", *words, code=0)
    return f"{out}/plan.xlsx"


def test_cells_of_the_examples():
    """every cell of every sheet, and every point of every chart, is that of the tables; in both languages"""
    for name in CITIES:
        plan = kit.plan(os.path.join(kit.DATA, name))
        for lang in "ja", "en":
            same_book(plan, report("plan", f"{name}-{lang}", "--lang", lang), lang)
    plan = kit.plan(os.path.join(kit.DATA, "sapporo"), "plan", "--set", "minus=△")
    book = same_book(plan, report(), minus="△")
    kit.check("△" in kit.read("plan/official.csv").decode())
    formats = {c.number_format for row in book.worksheets[1].iter_rows() for c in row
               if isinstance(c.value, int) and c.value < 0}
    kit.equal(formats, {'#,##0;"△"#,##0'})


def test_cells_of_any_town():
    """... of random towns, also in parts of units and where classes count different things"""
    def work(town):
        town.scenario["lang"], town.scenario["minus"] = "ja", "-"
        town.scenario.pop("look_ahead", None)
        plan = town.plan("town")
        if not plan:
            return False
        done = kit.run("report", "plan-town", "-o", "out", "-q")
        kit.check(done.code == 0, done)
        same_book(plan, "out/plan.xlsx")
        return True
    if openpyxl is None:
        raise kit.Skip("there is no openpyxl here")
    every_town(work, range(1, 17), least=6)


# ---- formulas --------------------------------------------------------------------------------------------------------

TOWN = {
    "need": "area,class,2025,2026\na,c1,50,50\na,c2,60,70\nb,c1,30,30\nb,c2,40,40",
    "areas": "area,label\na,{}\nb,{}",
    "classes": "class,label\nc1,{}\nc2,{}",
    "seats": "seat,label\nkg,{}\nn,{}",
    "services": "service,class,seat,rank\nk,c1,kg,1\nn,c2,n,1",
    "supply": "area,seat,kind,2025\na,kg,{},100\na,n,{},30\nb,kg,{},40\nb,n,{},20",
    "measures": "measure,label,group,lead_years,capital\nbuild,{},new,0,100",
    "effects": "measure,item,amount,kind\nbuild,n,15,{}",
    "options": "option,measure,area,label,max_units\nb1,build,a,{},2\nb2,build,b,{},1",
    "shares": "measure,cost,payer,share\nbuild,capital,{},1/2\nbuild,capital,city,1/2",
    "limits": "limit,label,quantity,sense,value\nl,{},units,<=,3",
}


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def town_of(words):
    """A town whose every label is one of these words, in turn."""
    turn = [0]

    def word(_):
        turn[0] += 1
        return quoted(words[turn[0] % len(words)] + "." * (turn[0] // len(words)))  # no two the same

    tables = {name: re.sub(r"\{\}", word, text) for name, text in TOWN.items()}
    folder = "city"
    for name, text in tables.items():
        kit.write(f"{folder}/{name}.csv", text + "\n")
    scenario = {"kakuho": 1, "title": words[0], "edition": words[1 % len(words)], "note": words[2 % len(words)],
                "money_unit": words[3 % len(words)], "targets": [{"id": "all", "from": 2025, "until": 2026}]}
    kit.write(f"{folder}/base.json", json.dumps(scenario, ensure_ascii=False))
    return folder


def test_no_formula():
    """a label that looks like a formula is a text: no sheet holds a formula, and no chart anything but ranges"""
    for n in range(len(EVIL)):
        plan = kit.plan(town_of(EVIL[n:] + EVIL[:n]), f"plan{n}")
        path = report(f"plan{n}", f"out{n}")
        book = book_of(path)
        texts = set()
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    kit.check(cell.data_type in "snd", sheet.title, cell.coordinate, cell.data_type, cell.value)
                    if isinstance(cell.value, str) and cell.value.strip().startswith(("=", "+", "-", "@", "＝")):
                        texts.add(cell.value)
                        if cell.value[0] in "=+-@＝":
                            kit.equal(cell.number_format, "@", "is one when somebody edits it:", cell.value)
        kit.check(len(texts) > 5, texts)
        with zipfile.ZipFile(path) as file:
            for name in file.namelist():
                xml = file.read(name).decode("utf-8")
                kit.check("<f>" not in xml and "<f " not in xml and "externalLink" not in name, name)
                for ref in re.findall(r"<c:f>(.*?)</c:f>", xml):
                    kit.check(re.fullmatch(r"'?グラフ'?!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", ref), ref)
                for ref in re.findall(r"<definedName [^>]*>(.*?)</definedName>", xml):
                    kit.check(re.fullmatch(r"'?[^'!=+@]+'?!\$[A-Z]*\$?\d+:\$[A-Z]*\$?\d+", ref), ref)
        same_list(plan, book.worksheets[3], "plan", Labels(plan, "ja"))


def dangerous(cell):
    """Whether a spreadsheet runs it."""
    return cell[:1] in tuple("=+-@\t\r＝＋－＠") and len(cell) > 1 and not re.fullmatch(r"[-+]?[\d,.]+", cell)


def test_no_formula_in_any_csv():
    """... nor does any cell of any CSV that kakuho writes, for Excel or not, begin as one"""
    seen = set()
    for n, word in enumerate(EVIL):
        city = town_of([word, EVIL[(n + 1) % len(EVIL)], EVIL[(n + 3) % len(EVIL)], "-1"])
        for excel in ([], ["--excel"]):
            for folder in "plan", "plan.why", "other", "compared":
                shutil.rmtree(folder, ignore_errors=True)
            kit.run("plan", city, "-o", "plan", "-q", *excel, code=0)
            kit.run("plan", city, "-o", "other", "-q", "--change", "need.children*=0.9", *excel, code=0)
            kit.run("explain", "plan", "-q", *excel, code=0)
            kit.run("compare", "plan", "other", "-q", "-o", "compared", *excel, code=1)
            for folder in "plan", "plan.why", "compared":
                for name in os.listdir(folder):
                    if not name.endswith(".csv"):
                        continue
                    raw = kit.read(f"{folder}/{name}")
                    kit.equal(raw.startswith(b"\xef\xbb\xbf"), bool(excel), folder, name)
                    for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
                        bad = [cell for cell in row if dangerous(cell)]
                        kit.check(not bad, folder, name, bad)
                        seen |= {f"{folder}/{name}" for cell in row if cell.startswith("'")}
    kit.say("guarded: " + " ".join(sorted(seen)))
    kit.check({"plan/plan.csv", "plan/official.csv", "plan.why/causes.csv", "plan.why/actions.csv"} <= seen, seen)


def test_odd_texts():
    """whatever a label holds, the workbook can be read: control characters, codes of characters, long, full-width"""
    words = ["a\x01b", "_x0041_", "a_x005F_b", "い" * 20000, "😀𠮷野家", "a\nb", "&<>\"'", "]]>", "\ufffe\uffff", "x" * 300]
    texts = set()
    for n in range(0, len(words), 3):
        town_of(words[n:] + words[:n])
        with open("city/base.json", encoding="utf-8") as file:
            scenario = json.load(file)
        scenario.update(title="&P & \"title\" 100%", edition="2026&D")
        kit.write("city/base.json", json.dumps(scenario, ensure_ascii=False))
        kit.plan("city")
        book = book_of(report())
        texts |= {text_of(c.value) for sheet in book.worksheets for row in sheet.iter_rows() for c in row}
    for word in ("a b", "_x0041_", "😀𠮷野家", "&<>\"'", "]]>", "\ufffd\ufffd"):
        kit.check(any(isinstance(t, str) and t.startswith(word) for t in texts), repr(word), "is not there")
    with zipfile.ZipFile("out/plan.xlsx") as file:  # openpyxl takes more than one of these for _
        kit.check(b"<t>a_x005F_x005F_b" in file.read("xl/sharedStrings.xml"))
        foot = re.search("<oddFooter>(.*?)</oddFooter>", file.read("xl/worksheets/sheet2.xml").decode(), re.S)[1]
    foot = html.unescape(foot)
    kit.check('&&P && "title" 100%\n' in foot and "2026&&D&C" in foot, foot)


# ---- how it looks ----------------------------------------------------------------------------------------------------

def test_printed():
    """A4, headings on every page and frozen, a page for each area, at the foot title, edition, page and input"""
    plan = kit.plan(os.path.join(kit.DATA, "sapporo"))
    scenario = json.loads(kit.read("plan/input/scenario.json"))
    book = book_of(report())
    digest = json.loads(kit.read("out/report.json"))["plans"][0]["input"]
    for n, sheet in enumerate(book.worksheets):
        kit.equal(sheet.page_setup.paperSize, 9)
        kit.check(sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0)
        foot = sheet.oddFooter
        kit.check(scenario["title"][:60] in foot.left.text and digest[:8] in foot.right.text, foot.left.text)
        kit.check("&P" in foot.center.text and "&N" in foot.center.text, foot.center.text)
        kit.equal((sheet.print_title_rows, sheet.freeze_panes),
                  {1: ("$1:$3", "D4"), 3: ("$1:$2", "A3"), 4: ("$1:$2", "A3"), 5: ("$1:$2", "A3")}.get(n, (None, None)))
        kit.equal({c.font.name for row in sheet.iter_rows() for c in row if c.value is not None}, {"Yu Gothic"})
        for n, cells in enumerate(sheet.iter_cols(), 1):
            column = openpyxl.utils.get_column_letter(n)
            longest = max((len(str(c.value)) * 4 // 3 for c in cells if isinstance(c.value, (int, float))), default=0)
            kit.check(sheet.column_dimensions[column].width >= longest, sheet.title, column)
    official = book.worksheets[1]
    areas = [row[0].value for row in official.iter_rows(min_row=4) if row[0].value]
    starts = [row[0].row for row in official.iter_rows(min_row=4) if row[0].value]
    new = [starts[i] for i in range(1, len(areas)) if areas[i] != areas[i - 1]]
    breaks = [b.id + 1 for b in official.row_breaks.brk]
    kit.check(set(new) <= set(breaks) <= set(starts), breaks)
    kit.equal(len(plan.table("areas")), 11)
    kit.equal([sheet.auto_filter.ref is not None for sheet in book.worksheets], [False] * 3 + [True] * 3)


def test_named():
    """the view of what is short that counts is named, in the table and beside the others"""
    kit.plan(os.path.join(kit.DATA, "sapporo"))
    for lang, words in VIEWS.items():
        rows = rows_of(book_of(report("plan", lang, "--lang", lang)).worksheets[0])
        kit.equal(table_at(rows, "年度" if lang == "ja" else "Fiscal year")[0][1:], words)


# ---- the folder ------------------------------------------------------------------------------------------------------

def test_same_bytes():
    """the same plan gives the same bytes: at another time and place, with no temporary folder; and whose they are"""
    kit.plan(os.path.join(kit.DATA, "small"))
    first = kit.read(report())
    for n, space in enumerate(({"TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8"}, {"TMPDIR": "/nowhere"},
                               {"LC_ALL": "de_DE.UTF-8", "SOURCE_DATE_EPOCH": "1700000000"})):
        kit.run("report", "plan", "-o", f"again{n}", "-q", code=0, env=space)
        kit.check(kit.read(f"again{n}/plan.xlsx") == first, space)
    with zipfile.ZipFile("out/plan.xlsx") as file:
        kit.equal({entry.date_time for entry in file.infolist()}, {(1980, 1, 1, 0, 0, 0)})
        kit.equal(file.testzip(), None)
        whole = b"".join(file.read(name) for name in file.namelist())
    for word in (os.environ.get("USER"), os.uname().nodename, os.getcwd()):
        kit.check(not word or word.encode() not in whole, word)
    book = book_of("out/plan.xlsx")
    about = book.properties
    kit.equal((about.created.year, about.modified.year, about.creator), (1980, 1980, "kakuho"))


def test_changed_workbook_is_kept():
    """a workbook that somebody has worked in is not replaced, nor anything else in its folder"""
    kit.plan(os.path.join(kit.DATA, "small"))
    report()
    listed = json.loads(kit.read("out/report.json"))
    kit.equal([file["name"] for file in listed["files"]], ["report.html", "plan.xlsx"])
    report()  # as it was written: replaced
    kit.write("out/plan.xlsx", kit.read("out/plan.xlsx") + b"my notes")
    mine = kit.tree("out")
    done = kit.run("report", "plan", "-o", "out", "--lang", "en", code=2)
    kit.check("out/plan.xlsx was changed after kakuho wrote it" in done.err, done)
    kit.check(kit.tree("out") == mine)
    os.remove("out/plan.xlsx")
    report()


def test_several():
    """of several plans: a workbook each"""
    city = os.path.join(kit.DATA, "small")
    one = kit.plan(city, "one")
    two = kit.plan(city, "two", "--change", "need.children*=0.9")
    kit.run("report", "one", "two", "-o", "out", "-q", code=0)
    kit.equal(sorted(os.listdir("out")), ["plan-A.xlsx", "plan-B.xlsx", "report.html", "report.json"])
    same_book(one, "out/plan-A.xlsx")
    same_book(two, "out/plan-B.xlsx")


def test_opened_in_libreoffice():
    """LibreOffice opens it and prints what it should: every ward on a page of its own, charts, footers"""
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        raise kit.Skip("there is no LibreOffice or pdftotext here (libreoffice-calc-nogui, poppler-utils)")
    kit.plan(os.path.join(kit.DATA, "sapporo"))
    report()
    words = ["soffice", f"-env:UserInstallation=file://{os.getcwd()}/profile", "--headless"]
    done = subprocess.run([*words, "--convert-to", "pdf", "--outdir", ".", "out/plan.xlsx"], capture_output=True,
                          text=True, timeout=240, check=False)
    if done.returncode or not os.path.exists("plan.pdf"):
        raise kit.Skip("LibreOffice does not run here: " + (done.stderr.splitlines() or ["no word"])[-1])
    text = subprocess.run(["pdftotext", "-layout", "plan.pdf", "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    kit.say(f"{len(pages)} pages")
    for n, page in enumerate(pages, 1):
        kit.check(re.search(rf"{n}／{len(pages)}ページ", page) and "入力" in page, n, page[-300:])
    wards = [label["label"] for label in kit.Plan("plan").table("areas")]
    official = [page for page in pages if "決まりの範囲で融通" in page and "項目" in page]
    kit.equal(len(official), len(wards))
    for ward in wards:
        kit.equal(sum(page.count(ward) >= 5 for page in official), 1, ward)
    kit.check(any("負担者別の整備費と運営費" in page for page in pages))


kit.main(globals())
