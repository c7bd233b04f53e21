#!/usr/bin/env python3
"""Kakuho on a terminal, and its tables in Excel.

    terminal.py KAKUHO

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pty
import re
import select
import subprocess
import sys
import time
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

KAKOGAWA = os.path.join(kit.DATA, "kakogawa")
SAPPORO = os.path.join(kit.DATA, "sapporo")

# ---- Excel -----------------------------------------------------------------------------------------------------------


def as_excel(text):
    """A table as --excel writes it, from the table as it is else written: rows end with CR LF, cells keep their LF."""
    out, inside = [], False
    for c in text.decode("utf-8"):
        inside ^= c == '"'
        out.append("\r\n" if c == "\n" and not inside else c)
    return b"\xef\xbb\xbf" + "".join(out).encode("utf-8")


def excel_tables(folder, plain):
    """Every CSV of a folder is the plain one for Excel; other files are as they were. How many."""
    one, two = kit.tree(folder), kit.tree(plain)
    kit.equal(sorted(one), sorted(two))
    tables = [name for name in one if name.endswith(".csv") and not name.startswith("input/")]
    for name in tables:
        kit.check(one[name] == as_excel(two[name]), f"{folder}/{name}")
    for name in one:
        if name not in tables and not name.endswith(".json"):
            kit.check(one[name] == two[name], f"{folder}/{name}")
    return len(tables)


def test_excel():
    """--excel of plan, explain and compare: a byte-order mark and CR LF in every table, the same cells"""
    less = ("--change", "need[area=区域A].children*=0.9")
    for folder, words in (("plain", []), ("excel", ["--excel"])):
        kit.run("plan", KAKOGAWA, "-q", "-o", f"{folder}/one", "--explain", *words, code=0)
        kit.run("plan", KAKOGAWA, "-q", "-o", f"{folder}/two", *less, *words, code=0)
        kit.run("compare", f"{folder}/one", f"{folder}/two", "-q", "-o", f"{folder}/differ", *words, code=1)
        kit.run("explain", f"{folder}/two", "-q", "-o", f"{folder}/why", *words, code=0)
    kit.equal(excel_tables("excel/one", "plain/one"), len(kit.Plan("plain/one").names()))
    kit.equal(excel_tables("excel/one.why", "plain/one.why"), 4)
    kit.equal(excel_tables("excel/why", "plain/why"), 4)
    os.remove("excel/differ/plans.csv")  # names the folders
    os.remove("plain/differ/plans.csv")
    kit.check(excel_tables("excel/differ", "plain/differ") >= 8)


def test_excel_is_read_back():
    """verify, explain, compare, report and plan take a folder for Excel as any other; one unlike the rest is told"""
    kit.city("odd", {"need": 'area,class,2024\n"north, ""x""",c,30', "supply": 'area,seat,2024\n"north, ""x""",c,20',
                     "measures": "measure,group,existing,lead_years,capital,running\nsite,new,no,0,100,5",
                     "effects": "measure,item,amount\nsite,c,8",
                     "options": 'option,measure,area,label,max_units\no,site,"north, ""x""","two\nlines",1'})
    for city in (KAKOGAWA, SAPPORO, "odd"):
        for folder, words in (("plain", []), ("excel", ["--excel"])):
            kit.run("plan", city, "-q", "-o", folder, "--explain", *words, code=0)  # report reads the reasons, too
        kit.check(excel_tables("excel", "plain") >= len(kit.SHEETS))
        kit.run("verify", "excel", code=0)
        kit.run("explain", "excel", "-q", "-o", "why", code=0)
        kit.run("explain", "plain", "-q", "-o", "why.plain", code=0)
        kit.equal(kit.tree("why"), kit.tree("why.plain"))
        kit.run("compare", "excel", "plain", code=0)
        kit.run("report", "excel", "-o", "page", code=0)
        kit.run("report", "plain", "-o", "page.plain", code=0)
        kit.equal(kit.tree("page"), kit.tree("page.plain"))
        kit.run("plan", "excel/input", "-q", "-o", "again", code=0)
        kit.same_sheets(kit.Plan("again"), kit.Plan("plain"))
        kit.run("plan", city, "-q", "-o", "excel", code=0)  # replaced
        kit.same_sheets(kit.Plan("excel"), kit.Plan("plain"))
    kit.run("plan", KAKOGAWA, "-q", "-o", "mixed", "--excel", code=0)
    kit.write("mixed/money.csv", kit.read("again/money.csv"))
    kit.run("verify", "mixed", code=6)


# ---- the terminal ----------------------------------------------------------------------------------------------------


def on_terminal(*words, env=None):
    """Run the program with standard error a terminal, standard output not; (code, out, err)."""
    master, slave = pty.openpty()
    space = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
    process = subprocess.Popen([kit.program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave,
                               env=space)
    os.close(slave)
    err, end = b"", time.monotonic() + 300
    while time.monotonic() < end:
        try:
            if select.select([master], [], [], 0.1)[0]:
                err += os.read(master, 65536)
            elif process.poll() is not None:
                break
        except OSError:
            break
    out = process.stdout.read()
    process.stdout.close()
    os.close(master)
    return process.wait(), out.decode(), err.decode()


def test_progress():
    """on a terminal standard error says what is done and for how many seconds, and takes it away; elsewhere nothing"""
    long = ["plan", SAPPORO, "--set", "units=whole", "--effort", "1000", "--time-limit", "1.5", "--lang"]
    for lang, what in (("en", r"planning \((goal \d of 7, [a-z].*|one of equal plans)\)"),
                       ("ja", r"計画中 \((目標\d／7 .*|同じ良さの計画から一つ)\)")):
        code, _, err = on_terminal(*long, lang)
        kit.equal(code, 4)
        *before, after = err.split("\r" + " " * 76 + "\r")
        kit.check(re.match(r"(\r\n)?kakuho: ", after), "the line is not taken away, or what follows:", repr(after))
        shown = [part for part in "\r".join(before).split("\r") if part.startswith("kakuho: ")]
        kit.check(shown, "nothing is shown:", repr(before))
        for n, line in enumerate(shown, 1):
            kit.check(re.fullmatch(f"kakuho: {what} {n} s", line), line)
            kit.check(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) < 76, line)
    done = kit.run(*long, "en", code=4)
    kit.check("planning" not in done.err and "\r" not in done.err, done)
    kit.check("\r " not in on_terminal(*long, "en", "-q")[2])


def test_progress_of_a_sweep():
    """... and how many of how many points are done"""
    for lang, what in (("en", "sweeping"), ("ja", "計算中")):
        code, _, err = on_terminal("sweep", SAPPORO, "--set", "units=continuous", "--lang", lang, "-o", lang, "--vary",
                                   "need.children*=0.9:1.1:0.0005")
        kit.equal(code, 0)
        parts = [part for part in err.split("\r") if what in part]
        shown = [re.fullmatch(rf"kakuho: {what} \((\d+)/401\) (\d+) s", part) for part in parts]
        kit.check(shown and all(shown[1:]), repr(err))
        done = [int(match[1]) for match in shown if match]
        kit.check(done == sorted(set(done)) and all(d <= 401 for d in done), done)
        kit.check(err.endswith("\r" + " " * 76 + "\r"), repr(err))


def test_no_progress_in_a_second():
    """what takes less than a second shows nothing"""
    started = time.monotonic()
    code, out, err = on_terminal("plan", KAKOGAWA)
    if time.monotonic() - started < 1:
        kit.equal((code, err), (0, ""))
    kit.check("加古川市" in out)


def test_no_colours():
    """no colour and no escape sequence, whatever the terminal can do and NO_COLOR says"""
    for env in ({}, {"NO_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}):
        for words in (["plan", KAKOGAWA], ["plan", KAKOGAWA, "-v"], ["check", KAKOGAWA], ["plan", "no"], ["--help"]):
            _, out, err = on_terminal(*words, env=env)
            kit.check(out + err and "\x1b" not in out + err, words, repr(out + err))


def test_columns_line_up():
    """full-width characters count two columns: the numbers of a summary stand below each other"""
    out = kit.run("plan", KAKOGAWA, code=0).out
    width = lambda text: sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    rows = re.findall(r"^((?:区域[ABC]|計) .*→ +\d+)", out, re.M)
    kit.equal(len(rows), 4)
    kit.equal(len({width(row) for row in rows}), 1, rows)
    for city in (KAKOGAWA, SAPPORO):
        for lang in ("ja", "en"):
            for line in kit.run("plan", city, "--lang", lang, code=0).out.splitlines():
                kit.check(width(line) <= 80, line)


if __name__ == "__main__":
    kit.main(globals())
