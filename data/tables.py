"""What the derive.py of a city shares: read published figures, write the derived tables or compare them.

Python 3, standard library only. A derive.py makes a dict {file name: rows} and calls run().

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import sys
from pathlib import Path


def read(path):
    """Rows of a CSV file as dictionaries."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(path):
    """A tidy published file as {(area, year, class, kind, item): row}; a figure given twice is an error."""
    found = {}
    for row in read(path):
        key = (row["area"], row.get("fiscal_year") or row.get("as_of"), row["class"], row["kind"], row["item"])
        if key in found:
            raise SystemExit(f"{path}: given twice: {key}")
        found[key] = row
    return found


def text(rows):
    """The bytes of a table: UTF-8, LF, quotes only where needed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def run(folder, tables, report):
    """No argument: write the tables. --check: compare, exit 1 on a difference. --report: print the figures."""
    asked = sys.argv[1:]
    if asked == ["--report"]:
        report()
    elif asked == ["--check"]:
        wrong = [name for name, rows in tables.items()
                 if not (folder / name).is_file() or (folder / name).read_bytes() != text(rows)]
        for name in wrong:
            print(f"{folder.name}/{name}: differs from what derive.py makes; run data/{folder.name}/derive.py",
                  file=sys.stderr)
        raise SystemExit(1 if wrong else 0)
    elif asked:
        raise SystemExit(f"usage: {Path(sys.argv[0]).name} [--check | --report]")
    else:
        for name, rows in tables.items():
            (folder / name).write_bytes(text(rows))
