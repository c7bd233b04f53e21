#!/usr/bin/env python3
"""report.html: it stands alone, its numbers are those of the tables, and it reads well on any screen and on paper.

    report.py KAKUHO [--only WORD] [--few]

With --few no browser looks at the pages, and the cities are small: for a program under sanitizers, whose pages have the
same bytes.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import hashlib
import html
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

AXE = os.path.join(kit.ROOT, "tests", "node_modules", "axe-core", "axe.min.js")
FEW = "--few" in sys.argv
WIDTHS = {"phone": 390, "screen": 1024, "A4": 794}


# ---- pages -----------------------------------------------------------------------------------------------------------

class Page(html.parser.HTMLParser):
    """Tables by their caption: [row of cells], the heading first; headings, texts, ids, links; tags that stay open."""

    def __init__(self, text):
        super().__init__()
        self.text, self.tables, self.ids, self.links, self.headings, self.open = text, {}, [], [], [], []
        self.words, self.labels, self.table, self.cell, self.caption = [], [], None, None, None
        self.feed(text)
        self.close()

    def handle_startendtag(self, tag, attrs):
        self.attributes(dict(attrs))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.attributes(attrs)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag == "table":
            self.table = []
        elif tag == "tr":
            self.table.append([])
        elif tag in ("th", "td", "caption", "h1", "h2", "h3"):
            self.cell = ""
        elif tag == "br":
            self.cell = (self.cell or "") + " "

    def attributes(self, attrs):
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.links += [attrs["href"]] if "href" in attrs else []
        self.labels += [attrs["aria-label"]] if "aria-label" in attrs else []

    def handle_endtag(self, tag):
        kit.check(self.open and self.open[-1] == tag, f"</{tag}> closes", self.open[-3:], self.getpos())
        self.open.pop()
        if tag in ("th", "td"):
            self.table[-1].append(self.cell.strip())
        elif tag == "caption":
            self.caption = self.cell
        elif tag in ("h1", "h2", "h3"):
            self.headings.append((tag, self.cell))
        elif tag == "table":
            kit.check(self.caption not in self.tables, "two tables", self.caption)
            self.tables[self.caption] = self.table

    def handle_data(self, data):
        self.words.append(data)
        if self.cell is not None:
            self.cell += data

    def table_of(self, word):
        found = [rows for caption, rows in self.tables.items() if word in caption]
        kit.equal(len(found), 1, word, list(self.tables))
        return found[0]

    def said(self):
        return " ".join("".join(self.words).split())


def number(text):
    return float(text.replace(",", "").replace("△", "-").replace("–", "nan"))


def page_of(folder="plan.report"):
    page = Page(kit.read(os.path.join(folder, "report.html")).decode("utf-8"))
    kit.equal(page.open, [], "left open")
    kit.equal(len(page.ids), len(set(page.ids)), "ids are not unique")
    for link in page.links:
        kit.check(link.startswith("#") and link[1:] in page.ids, "leads nowhere:", link)
    return page


def report(scenario, *words, explain=True):
    """Plan a scenario, explain and report it; the plan and the page."""
    plan = kit.plan(scenario)
    if explain:
        kit.run("explain", "plan", "-q", code=0)
    kit.run("report", "plan", "-q", *words, code=0)
    return plan, page_of()


def data(name):
    return os.path.join(kit.DATA, name)


# ---- what it is ------------------------------------------------------------------------------------------------------

def test_alone():
    """no script, no network, nothing from elsewhere"""
    for lang in "ja", "en":
        _, page = report(data("small"), "--lang", lang)
        kit.equal(sorted(os.listdir("plan.report")), ["plan.xlsx", "report.html", "report.json"])
        kit.check(f'<html lang="{lang}">' in page.text)
        kit.check(not re.search(r"<script|https?:|@import|<link|<img|<iframe|src=|onload|file:", page.text))
        patterns = {f"#p-{name}" for name in "dark hatch light dots cross empty".split()}
        kit.check(set(re.findall(r"url\(([^)]*)\)", page.text)) <= patterns, "a foreign url()")


def test_same_bytes():
    """the same plan gives the same page, explained before or now, on any day"""
    report(data("small"))
    page = kit.read("plan.report/report.html")
    shutil.rmtree("plan.why")
    shutil.rmtree("plan.report")
    kit.run("report", "plan/", code=0)
    kit.check(kit.read("plan.report/report.html") == page, "another page without plan.why")
    kit.run("report", "plan", "-o", "again", "-q", code=0, env={"TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8"})
    kit.check(kit.read("again/report.html") == page)
    kit.check(not os.path.exists("plan.why"))


def test_with_the_plan():
    """plan --report writes the page that report writes, beside the plan; without a folder it is refused"""
    kit.run("plan", data("small"), "-o", "plan", "-q", "--explain", "--report", "--lang", "en", code=0)
    page = kit.read("plan.report/report.html")
    shutil.rmtree("plan.report")
    kit.run("report", "plan/", "-q", "--lang", "en", code=0)
    kit.check(kit.read("plan.report/report.html") == page, "another page")
    shutil.rmtree("plan.report")
    done = kit.run("plan", data("small"), "-o", "plan/", "--report", "--json", code=0)
    kit.check(json.loads(done.out) and os.path.exists("plan.report/report.html"), done)
    done = kit.run("plan", data("small"), "--report", "--lang", "en", code=2)
    kit.check("-o PATH" in done.err and done.out == "", done)


def test_stale_reasons():
    """an explanation of another input, or one that was changed, is not used"""
    report(data("small"))
    page = kit.read("plan.report/report.html")
    text = kit.read("plan.why/causes.csv")
    kit.write("plan.why/causes.csv", text.replace(b"yes", b"no"))
    kit.run("report", "plan", "-q", code=0)
    kit.check(kit.read("plan.report/report.html") == page, "the changed table was used")
    kit.write("plan.why/causes.csv", text)
    kit.plan(data("small"), "other", "--change", "need.children*=1.2")
    shutil.copytree("plan.why", "other.why")
    kit.run("report", "other", "-q", code=0)
    shutil.rmtree("other.why")
    mixed = kit.read("other.report/report.html")
    kit.run("report", "other", "-q", code=0)
    kit.check(kit.read("other.report/report.html") == mixed, "another plan's reasons were used")


def test_reasons_are_read():
    """what kakuho explain wrote beside the plan is read, not found again: a figure put there is on the page"""
    for name in "small", "sapporo":
        report(data(name))
        text = kit.read("plan.why/causes.csv").decode()
        used = [row for row in kit.Plan("plan.why").rows("causes") if row["used_up"] == "yes"]
        line = next(line for line in text.splitlines() if line.startswith(f"{used[0]['cause']},{used[0]['of']},"))
        cells = line.split(",")
        cells[text.splitlines()[0].split(",").index("gains_unmet")] = "-987654"
        changed = text.replace(line, ",".join(cells), 1).encode()
        listed = kit.read("plan.why/why.json").decode()
        kit.write("plan.why/why.json", listed.replace(hashlib.sha256(text.encode()).hexdigest(),
                                                      hashlib.sha256(changed).hexdigest()))
        kit.write("plan.why/causes.csv", changed)
        kit.run("report", "plan", "-q", code=0)
        kit.check("+987,654" in page_of().said(), name)


def test_refused():
    """a folder that is no plan's, a table that was changed, a folder that is no report's"""
    report(data("small"))
    page = kit.read("plan.report/report.html")
    kit.run("report", "plan.report", code=2)
    kit.run("report", "nothing", code=2)
    kit.run("report", "plan", "-o", "plan", code=2)
    kit.write("plan.report/notes.txt", "mine")
    kit.run("report", "plan", code=2)
    os.remove("plan.report/notes.txt")
    kit.write("plan/plan.csv", kit.read("plan/plan.csv") + b"\n")
    kit.run("report", "plan", code=6)
    kit.check(kit.read("plan.report/report.html") == page)


def test_escaped():
    """whatever a label holds stays a label"""
    evil = "<b onclick=\"x\">&amp;'\"</style><script>alert(1)</script>"
    kit.copy(data("small"), "city")
    with open("city/areas.csv", encoding="utf-8") as file:
        text = file.read()
    kit.write("city/areas.csv", text.replace("中央", '"' + evil.replace('"', '""') + '"'))
    with open("city/base.json", encoding="utf-8") as file:
        scenario = json.load(file)
    scenario["title"] = evil
    kit.write("city/base.json", json.dumps(scenario))
    _, page = report("city")
    kit.check("<script" not in page.text and "onclick=\"" not in page.text and page.text.count("</style>") == 1)
    kit.check(evil in page.headings[0][1], page.headings[0])
    kit.check(any(evil in text for _, text in page.headings[1:]))


# ---- its numbers -----------------------------------------------------------------------------------------------------

CITIES = ["small", "kakogawa", "sapporo"]
COLUMN = {"with a place": "served", "short": "unmet", "short without the plan": "unmet_without_plan"}


def test_ward_tables():
    """need, places, short, seats of every ward and year are those of balance.csv and seats.csv"""
    for name in CITIES:
        plan, page = report(data(name), "--lang", "en", explain=name != "sapporo")
        areas = {row["area"]: row["label"] for row in plan.table("areas")}
        classes = {row["class"]: row["label"] for row in plan.table("classes")}
        seats = {row["seat"]: row["label"] for row in plan.table("seats")} or None
        checked, whole = 0, lambda cell: f"{round(number(cell)):,}" if number(cell) >= 0.5 else "<1"
        tiles = {year: re.findall(r'class="n"[^>]*>([^<]*)<', html.unescape(svg)) for year, svg in
                 re.findall(r'<figcaption>1 Apr (\d{4}) .*?<svg(.*?)</svg>', page.text)}
        kit.check(tiles or name != "small", "no maps")
        for area in {row["area"] for row in plan.rows("balance")}:
            rows = page.table_of(f"{areas.get(area, area)}: need, places and seats by year")
            years = [head.split()[0] for head in rows[0][1:]]
            of = None
            for row in rows[1:]:
                what = row[0].removesuffix(" *")
                if what.endswith((": need", ": seats")):
                    of = what
                for year, cell in zip(years, row[1:]):
                    label = of.rsplit(": ", 1)[0]
                    if label == "All classes":
                        want = plan.number("balance", COLUMN.get(what, "need"), area=area, year=year)
                        kit.equal(number(cell), want, name, area, what, year)
                        kit.check(number(cell) == 0 or what != "short" or year not in tiles or
                                  whole(cell) in tiles[year], name, area, year, cell, tiles.get(year))
                        continue
                    if of.endswith(": need"):
                        c = next(k for k, v in classes.items() if v == label) if label in classes.values() else label
                        want = plan.number("balance", COLUMN.get(what, "need"), area=area, class_=c, year=year)
                    else:
                        k = next((k for k, v in (seats or {}).items() if v == label), label)
                        want = plan.number("seats", {"used": "used", "vacant": "vacant"}.get(what, "supply"), area=area,
                                           seat=k, year=year)
                    kit.equal(number(cell), want, name, area, of, what, year)
                    checked += 1
        kit.check(checked > 50, checked)
        shutil.rmtree("plan")
        shutil.rmtree("plan.report")


def test_money():
    """money by year and payer adds up to money.csv"""
    plan, page = report(data("sapporo"), "--lang", "en", explain=False)
    rows = page.table_of("Money by fiscal year and payer")
    for row in rows[1:]:
        year = row[0].split()[0]
        for head, cell in zip(rows[0][1:-1], row[1:-1]):
            payer, cost = head.split(", ")
            where = {"payer": payer} if year == "Total" else {"payer": payer, "year": year}
            kit.equal(number(cell), plan.number("money", cost, **where), row[0], head)
        kit.equal(number(row[-1]), sum(number(cell) for cell in row[1:-1]), row[0])
    kit.check(len(rows) == 12, len(rows))


def test_first_page():
    """the ward table and the figures say what the summary says"""
    plan, page = report(data("sapporo"), "--lang", "en", explain=False)
    said = json.loads(kit.run("plan", data("sapporo"), "--json", code=0).out)
    rows = page.table_of("Short, area by area")
    total = rows[-1]
    kit.equal(total[0], "Total")
    kit.equal(number(total[1]), plan.number("balance", "unmet_without_plan", year=2020))
    for i, promise in enumerate(said["promises"].values()):
        kit.equal(number(total[2 + 2 * i]), float(round(promise["without_plan"])), promise)
        kit.equal(number(total[3 + 2 * i]), float(round(promise["short"])), promise)
    kit.equal(len(rows), 12)
    city = said["promises"]["city-2021"]
    kit.check(f"{city['short']:,} children are short in {city['areas_short']} areas (without the plan: "
              f"{city['without_plan']:,} children)" in page.said())
    kit.check(f"{sum(action['city_pays'] for action in said['actions']):,} 千円" in page.said())


def test_actions():
    """every action of plan.csv with its dates, and every cause of vacant seats"""
    plan, page = report(data("sapporo"), "--lang", "en")
    rows = page.table_of("All actions")[1:]
    kit.equal(len(rows), len(plan.rows("plan")))
    kit.equal(sorted(number(row[1]) for row in rows), sorted(float(row["units"]) for row in plan.rows("plan")))
    kit.equal(sorted(number(row[6]) for row in rows), sorted(float(row["capital"]) for row in plan.rows("plan")))
    causers = page.table_of("Actions whose own seats stand empty")[1:]
    kit.check(len(causers) == 31 and number(causers[0][4]) >= number(causers[1][4]) > 0, len(causers))


def test_binding():
    """what binds says what causes.csv says"""
    _, page = report(data("sapporo"), "--lang", "en")
    rows = page.table_of("Limits that the plan uses up")[1:]
    causes = kit.Plan("plan.why").rows("causes")
    used = [row for row in causes if row["used_up"] == "yes"]
    kit.equal(len(rows), len(used))
    for row, cause in zip(rows, used):
        kit.check(abs(number(row[1]) + float(cause["gains_unmet"])) <= 0.5, row, cause)


def test_goals():
    """value, bound and gap of each stage of goals as run.json says; those not proved are on the first sheet"""
    scenario = data("sapporo")
    kit.run("plan", scenario, "-q", "-o", "plan", "--set", "units=whole", "--effort", "0.1", code=0)
    kit.run("report", "plan", "-q", "--lang", "en", code=0)
    page, stages = page_of(), [s for s in kit.Plan("plan").run()["stages"] if s["goal"]]
    rows = page.table_of("Goals, in the city’s order")[1:]
    kit.equal([int(row[0]) for row in rows], list(range(1, len(stages) + 1)))
    value = lambda cell: float(re.match(r"[\d.,]+", cell)[0].replace(",", "")) * (0.01 if "%" in cell else 1)
    named = set(re.findall(r"so far from the best: (.*?)\. Words", page.said())[0].split("; "))
    for row, stage in zip(rows, stages):
        kit.check(abs(value(row[2]) - stage["value"]) <= max(0.051, 1e-9 * stage["value"]), row, stage)
        kit.check(abs(value(row[3]) - stage["bound"]) <= max(0.501, 1e-9 * stage["bound"]), row, stage)
        if stage["optimal"] == "proved":
            kit.equal(row[4], "best, proved")
        else:
            gap = value(row[4])
            kit.check(stage["gap"] - 1e-9 <= gap < stage["gap"] + 0.0101, row, stage)
            kit.check(f"{row[1]} {row[4]}" in named, row, named)
    kit.equal(len(named), sum(stage["optimal"] != "proved" for stage in stages))
    kit.check(named, "all proved: no test")
    shutil.rmtree("plan")
    shutil.rmtree("plan.report")
    kit.plan(data("small"), "plan")
    kit.run("report", "plan", "-q", "--lang", "en", code=0)
    kit.check("Every goal is proved to be the best in whole units." in page_of().said())


def test_several():
    """of several plans the differences come first, then each of them"""
    kit.plan(data("small"), "one")
    kit.plan(data("small"), "two", "--change", "need.children*=1.1", "--set", "title=More")
    kit.run("report", "one", "two", "-o", "both", "--lang", "en", "-q", code=0)
    page = page_of("both")
    at = [text for tag, text in page.headings if tag == "h2"]
    kit.equal(at[0], "What differs")
    kit.check(at[1].startswith("A: ") and "B: More" in at, at)
    kit.check(">A At a glance</a>" in page.text and ">B What binds</a>" in page.text)
    kit.check(any("Input" in caption for caption in page.tables), list(page.tables))
    kit.run("report", "one", "one", "-o", "same", "--lang", "en", "-q", code=0)
    kit.check("No difference." in page_of("same").said())


def test_size():
    """60 wards and 10 years stay below 3 MB, with room for as many actions as there are measures"""
    generate = os.path.join(kit.ROOT, "bench", "generate.py")
    subprocess.run([sys.executable, generate, "60", "10", "city"], check=True, capture_output=True)
    few = ["--change", "options[measure=convert|extend|temporary_care|license|new_nursery|enterprise]-",
           "--change", "limits[pool=willing]-", "--change", "need.children*=0.8"]  # or explaining takes minutes
    kit.plan("city", "plan", *few)
    kit.run("report", "plan", "-q", code=0)
    size = os.path.getsize("plan.report/report.html")
    kit.check(500_000 < size < 2_400_000, size)


# ---- in a browser ----------------------------------------------------------------------------------------------------

MEASURE = """
(async () => {
  const wide = [...document.querySelectorAll('body *')].filter(e => {
    if (e.closest('.scroll') && !e.matches('.scroll')) return false;
    if (e.matches('.skip')) return false;
    return e.getBoundingClientRect().right > innerWidth + 0.5; });
  const result = {width: innerWidth, scroll: document.documentElement.scrollWidth,
    wide: wide.slice(0, 5).map(e => e.outerHTML.slice(0, 80)), errors: window.kakuhoErrors};
  const small = [...document.querySelectorAll('p,td,th,dd,li')].filter(e => e.textContent.trim() &&
    parseFloat(getComputedStyle(e).fontSize) < 11);
  result.small = small.slice(0, 3).map(e => e.outerHTML.slice(0, 80));
  if (window.axe) {
    const found = await axe.run();
    result.rules = found.passes.length;
    result.violations = found.violations.map(v => v.id + ': ' +
      v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' | '));
  }
  parent.postMessage(JSON.stringify(result), '*');
})();
"""


def chromium(*words):
    """Run Chromium in a folder of its own; what it prints."""
    where = shutil.which("chromium")
    if not where:
        raise kit.Skip("no chromium")
    done = subprocess.run([where, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                           "--disable-dev-shm-usage", f"--user-data-dir={os.path.abspath('profile')}", *words],
                          capture_output=True, timeout=200, check=False)
    kit.equal(done.returncode, 0, done.stderr.decode("utf-8", "replace")[-2000:])
    return done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def measured(path, width, axe):
    """What a copy of the page with a script in it says of itself, in a frame as wide as asked: a window is never
    narrower than 500."""
    text = kit.read(path).decode("utf-8")
    head = "<script>window.kakuhoErrors=[];onerror=e=>kakuhoErrors.push(String(e));console.error=console.warn=" \
           "(...e)=>kakuhoErrors.push(e.join(' '))</script>"
    if axe:
        head += "<script>" + kit.read(AXE).decode("utf-8").replace("</script", "<\\/script") + "</script>"
    text = text.replace("<head>", "<head>" + head, 1)
    kit.write("copy.html", text.replace("</body>", "<script>" + MEASURE + "</script></body>"))
    kit.write("frame.html", f"""<!DOCTYPE html><html><body style="margin:0"><script>onmessage = e => {{
      const out = document.createElement('pre');
      out.id = 'measured'; out.textContent = e.data; document.body.append(out); }}</script>
      <iframe src="copy.html" style="border:0;width:{width}px;height:900px"></iframe></body></html>""")
    out, _ = chromium("--window-size=1280,900", "--virtual-time-budget=60000", "--dump-dom",
                      "file://" + os.path.abspath("frame.html"))
    found = re.search(r'<pre id="measured">(.*?)</pre>', out, re.S)
    kit.check(found, "nothing was measured", out[-500:])
    return json.loads(html.unescape(found[1]))


def looks_well(path, axe=True):
    for name, width in WIDTHS.items():
        got = measured(path, width, axe)
        kit.equal(got["width"], width, "the window is not as wide as asked")
        kit.check(got["scroll"] <= width and not got["wide"], name, "overflows:", got["wide"], got["scroll"])
        kit.equal(got["errors"], [], name)
        kit.equal(got["small"], [], name, "letters too small")
        if axe:
            kit.check(got["rules"] > 15, "axe looked at next to nothing", got["rules"])
            kit.equal(got["violations"], [], name)


def test_browser():
    """no overflow, no errors and nothing that axe-core finds, on a phone, a screen and a sheet of paper"""
    if not os.path.exists(AXE):
        raise kit.Skip("no axe-core; ./dev test installs it")
    for name in CITIES:
        for lang in "ja", "en":
            report(data(name), "--lang", lang, explain=False)
            looks_well("plan.report/report.html")
            shutil.rmtree("plan")


def test_browser_several():
    """the same of two plans in one page"""
    if not os.path.exists(AXE):
        raise kit.Skip("no axe-core; ./dev test installs it")
    kit.plan(data("small"), "one")
    kit.plan(data("small"), "two", "--change", "need.children*=1.1")
    kit.run("report", "one", "two", "-o", "both", "-q", code=0)
    looks_well("both/report.html")


def printed(path="plan.report/report.html"):
    """The texts of its pages on A4, and where letters end at the right."""
    if not shutil.which("pdftotext"):
        raise kit.Skip("no pdftotext")
    chromium("--no-pdf-header-footer", "--print-to-pdf=page.pdf", "file://" + os.path.abspath(path))
    said = [subprocess.run(words, capture_output=True, text=True, check=True).stdout for words in (
        ["pdfinfo", "page.pdf"], ["pdftotext", "-layout", "page.pdf", "-"], ["pdftotext", "-bbox", "page.pdf", "-"])]
    kit.check("(A4)" in said[0], said[0])
    return said[1].split("\f")[:-1], [float(x) for x in re.findall(r'xMax="([\d.]+)"', said[2])]


FIRST = {"ja": ("要点", "区域別の不足", "不足が残る主な理由", "推計によるもの", "用語", "ピーク", "推計に基づく値"),
         "en": ("At a glance", "Short, area by area", "Why something stays short", "What is estimated", "Words", "Peak",
                "Rests on an estimate")}


def stands_alone(lang, what):
    """The first sheet has all of its parts, the next one begins with the next part; nothing runs off."""
    pages, right = printed()
    for word in FIRST[lang]:
        kit.check(word in pages[0], what, lang, "not on the first page:", word)
    kit.check(pages[1].strip().startswith(("区域別の量の見込みと確保の内容", "Area by area")), what, lang, pages[1][:200])
    kit.check(max(right) <= 595.3 - 20, what, "text runs off the sheet", max(right))
    return pages


def test_first_sheet():
    """one sheet of A4 whatever the city: many areas, years or promises, long titles and notes"""
    generate = os.path.join(kit.ROOT, "bench", "generate.py")
    few = ["--change", "options[measure=convert|extend|temporary_care|license|new_nursery|enterprise]-",
           "--change", "limits[pool=willing]-"]  # or explaining takes minutes
    many = {"targets": [{"id": f"p{i}", "from": 2020 + i % 4, "until": 2021 + i % 4} for i in range(10)],
            "goals": [{"goal": "unmet"}], "note": "推計の考え方を説明する長い注記です。" * 20, "edition": "第3回会議"}
    for wards, years, more, lang in ((60, 10, {}, "ja"), (60, 10, {}, "en"), (24, 5, {}, "ja"), (12, 5, {}, "en"),
                                     (16, 3, {"title": "長い名前の市の計画　" * 9}, "ja"), (30, 5, many, "ja"),
                                     (20, 5, many, "en"), (1, 20, {}, "en")):
        if FEW and wards > 20:
            continue
        what = f"{wards} areas, {years} years"
        subprocess.run([sys.executable, generate, str(wards), str(years), "city"], check=True, capture_output=True)
        kit.write("city/more.json", json.dumps({"kakuho": 1, "extends": "base.json", **more}))
        kit.plan("city/more.json", "plan", *few)
        kit.run("report", "plan", "-q", "--lang", lang, code=0)
        if not FEW:
            stands_alone(lang, what)
        page, plan = page_of(), kit.Plan("plan")
        ids = list(dict.fromkeys(row["area"] for row in plan.rows("balance")))
        rows = page.table_of(FIRST[lang][1])
        number_of = lambda row, i: 0.0 if row[i] == "–" else number(row[i])
        for i in range(1, len(rows[0])):  # what is left out is in a row of its own
            kit.check(abs(sum(number_of(row, i) for row in rows[1:-1]) - number_of(rows[-1], i)) <= 0.5 * len(rows)
                      or len(rows) == 2, what, rows[0][i])
        cut = len(rows) < wards + (wards > 1) + 1 or bool(more.get("targets")) or years == 20
        tables = [rows for caption, rows in page.tables.items() if re.match("全区域の不足|Short, all areas", caption)]
        kit.equal(len(tables) > 0, cut, what)
        if cut:
            seen = set()
            for rows in tables:
                kit.equal(len(rows), wards + (wards > 1) + 1, what)
                for i, head in enumerate(rows[0][2:], 2):
                    if re.match(r"20\d\d (R|令和)\d", head):  # children short in a year
                        seen.add(head)
                        for row, area in zip(rows[1:], ids):
                            want = plan.number("balance", "unmet", area=area, year=head[:4])
                            kit.check(abs(number(row[i]) - want) <= 0.5, what, head, area)
            kit.equal(len(seen), years, what)
        for folder in ("plan", "city"):
            shutil.rmtree(folder)


def test_printed():
    """printed on A4 the first page stands alone and every page has its foot"""
    plan, _ = report(data("sapporo"), "-q")
    pages = stands_alone("ja", "sapporo")
    files = [f for f in plan.run()["files"] if f["name"].startswith("input/")]
    lines = "".join(f"{f['name'].removeprefix('input/')} {f['sha256']}\n" for f in files)
    foot = hashlib.sha256(lines.encode()).hexdigest()[:8]
    kit.check(len(pages) >= 5, len(pages))
    for i, page in enumerate(pages, 1):
        kit.check(re.search(rf"{i}／{len(pages)}ページ\s+入力 {foot}", page), i, page[-400:])
        kit.check("札幌市の公表値による推計例（市の計画ではない）" in page, i)


if __name__ == "__main__":
    if FEW:
        del test_browser, test_browser_several, test_printed
    kit.main(globals())
