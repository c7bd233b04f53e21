#!/usr/bin/env python3
"""Write a made-up city of any size, for benches: the same bytes for a seed in every version of Python.

    generate.py WARDS YEARS DIR [--seed N] [--look-ahead N] [--long]

In YEARS years something may open, --look-ahead more are looked at (5). The numbers are of the size of Sapporo's: five
classes of which some share seats, all six measures in every ward, a facility that may be converted or extended, a
yearly budget for capital, ceilings of new sites and conversions, four payers, an own and a peak target. weighted.json
beside base.json is the same city with one weighted goal. --long writes need and supply with a figure a row instead of a
column a year.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import json
import os
from pathlib import Path

FIRST = 2020
ROOT = Path(__file__).resolve().parent.parent


class Dice:
    """A linear congruential generator (Knuth's MMIX) of its own."""

    def __init__(self, seed):
        self.state = seed
        for _ in range(4):
            self.whole(0, 1)

    def whole(self, low, high):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return low + (self.state >> 33) % (high - low + 1)


# class: label, ages, share of the ward's cohorts of these ages in thousandths, from and to
CLASSES = {
    "c1": ("1号", 3, 5, 380, 460), "c2k": ("2号（教育希望）", 3, 5, 90, 130), "c2": ("2号（左記以外）", 3, 5, 400, 520),
    "c3_0": ("3号 0歳", 0, 0, 190, 270), "c3_12": ("3号 1・2歳", 1, 2, 440, 560),
}
# seat kind: label, whether it is a room, the class that fills it and how far, in thousandths
SEATS = {
    "kg": ("幼稚園", "yes", "c1", 1150, 1700), "n35": ("保育 3–5歳", "yes", "c2", 820, 1060),
    "n0": ("保育 0歳", "yes", "c3_0", 880, 1240), "n12": ("保育 1・2歳", "yes", "c3_12", 780, 960),
    "home": ("小規模 0–2歳", "yes", "c3_12", 50, 120), "tc": ("預かり保育", "no", "c2k", 600, 900),
}
# service, class, seat, rank
SERVICES = [
    ("kindergarten", "c1", "kg", 1), ("kindergarten_care", "c2k", "kg", 1), ("kindergarten_care", "c2k", "tc", 1),
    ("nursery_35_second", "c2k", "n35", 2), ("nursery_35", "c2", "n35", 1), ("nursery_0", "c3_0", "n0", 1),
    ("home_0", "c3_0", "home", 2), ("nursery_12", "c3_12", "n12", 1), ("home_12", "c3_12", "home", 2),
]
# measure: group, existing, lead years, capital, running, seats of one unit, most units in a ward
MEASURES = {
    "convert": ("convert", "yes", 1, 120948, 59694, {"n35": 39, "n0": 3, "n12": 23, "kg": -39}, 3),
    "extend": ("extend", "yes", 1, 120521, 20257, {"n35": 14, "n0": 1, "n12": 9}, 7),
    "temporary_care": ("temporary_care", "yes", 1, 1000, 1800, {"tc": 15}, 5),
    "license": ("license", "no", 1, 22110, 38720, {"n35": 18, "n0": 1, "n12": 11}, 4),
    "new_nursery": ("new", "no", 2, 306324, 56601, {"n35": 36, "n0": 3, "n12": 22}, 2),
    "new_small": ("new", "no", 1, 12529, 37469, {"home": 17}, 4),
    "enterprise": ("enterprise", "no", 1, 0, 0, {"home": 8}, 9),
}
PAYERS = {"capital": [("nation", "2/3"), ("city", "1/12"), ("operator", "1/4")],
          "running": [("nation", "1/2"), ("prefecture", "1/4"), ("city", "1/4")]}
# what one unit of a goal weighs when all are minimised as one sum
WEIGHT = {"unmet": 100, "short": 200, "worst_share": 100000, "seats": 1, "cost": 0.001, "vacant": 0.1}


def weighted(scenario):
    """The scenario with one weighted goal instead of goals in order."""
    goals = [{**goal, "weight": WEIGHT[goal["goal"]] * (10 if goal["goal"] == "unmet" and "target" in goal else 1)}
             for goal in scenario["goals"]]
    return {**scenario, "goals": goals}


def scenario(years, look_ahead):
    last = FIRST + years - 1
    return {
        "kakuho": 1,
        "units": "continuous",
        "title": "計算の速さを測るための架空の市",
        "years": {"first": FIRST, "last": last, "look_ahead": last + look_ahead},
        "targets": [{"id": "city", "from": min(FIRST + 1, last), "until": min(FIRST + 1, last)},
                    {"id": "ward", "from": min(FIRST + 3, last), "until": last, "basis": "peak"}],
        "goals": [{"goal": "unmet", "target": "city"}, {"goal": "worst_share", "target": "ward"},
                  {"goal": "short", "target": "ward"}, {"goal": "unmet"}, {"goal": "seats", "existing": False},
                  {"goal": "cost", "payer": "city"}, {"goal": "vacant"}],
    }


def figures(key, value, head, series, long):
    """A table of figures by two ids and year: a column a year, or a row a figure."""
    if long:
        return [[*head, "year", value]] + [[*ids, year, n] for ids, row in series for year, n in row]
    years = [year for year, _ in series[0][1]]
    return [[*head, *years]] + [[*ids, *(n for _, n in row)] for ids, row in series]


def tables(wards, years, look_ahead, seed, long=False):
    dice = Dice(seed)
    ward = [f"w{i + 1:0{len(str(wards))}}" for i in range(wards)]
    horizon = range(FIRST, FIRST + years + look_ahead)

    need, supply = [], []
    for a in ward:
        cohort, trend = dice.whole(500, 1900), dice.whole(-28, 6)  # children of one age; change a year in thousandths
        for c, (_, low, high, least, most) in CLASSES.items():
            start = cohort * (high - low + 1) * dice.whole(least, most) // 1000
            drift = [(y, 1000 + trend * (y - FIRST) + dice.whole(-6, 6)) for y in horizon]
            need.append(((a, c), [(y, max(start * thousandths // 1000, 0)) for y, thousandths in drift]))
        first = {c: row[0][1] for (_, c), row in need[-len(CLASSES):]}
        for k, (_, _, c, least, most) in SEATS.items():
            seats = first[c] * dice.whole(least, most) // 1000
            supply.append(((a, k), [(FIRST, seats), (FIRST + 1, seats + seats * dice.whole(0, 40) // 1000)]))

    options = [["option", "measure", "area", "max_units", "facility", "pool", "consent"]]
    for a in ward:
        for m, (group, *_, most) in MEASURES.items():
            pool = "willing" if group == "convert" else ""
            options.append([f"{m}_{a}", m, a, dice.whole(1, most), "", pool, "likely" if dice.whole(0, 2) else "firm"])
        for m in ("convert", "extend"):  # one facility that may become either
            options.append([f"{m}_{a}_one", m, a, "", f"facility_{a}", "willing" if m == "convert" else "", "firm"])

    def each(label, quantity, group, value):
        return [label, quantity, group, "", "each", "<=", value]

    return {
        "areas": [["area", "label", "parent"], ["city", "市", ""]] +
                 [[a, f"第{i + 1}区", "city"] for i, a in enumerate(ward)],
        "classes": [["class", "label", "age_min", "age_max"]] + [[c, *row[:3]] for c, row in CLASSES.items()],
        "seats": [["seat", "label", "room"]] + [[k, *row[:2]] for k, row in SEATS.items()],
        "services": [["service", "class", "seat", "rank"]] + [list(row) for row in SERVICES],
        "need": figures("need", "children", ("area", "class"), need, long),
        "supply": figures("supply", "seats", ("area", "seat"), supply, long),
        "measures": [["measure", "group", "existing", "whole", "lead_years", "capital", "running"]] +
                    [[m, group, existing, "yes", *rest[:3]] for m, (group, existing, *rest) in MEASURES.items()],
        "effects": [["measure", "item", "amount", "first_years"]] +
                   [[m, k, n, "0.6;0.8" if m == "new_nursery" else ""]
                    for m, row in MEASURES.items() for k, n in row[5].items()],
        "options": options,
        "shares": [["measure", "cost", "payer", "share"]] +
                  [[m, cost, *part] for m in MEASURES if m not in ("temporary_care", "enterprise")
                   for cost, parts in PAYERS.items() for part in parts],
        "limits": [["limit", "quantity", "group", "pool", "year", "sense", "value"],
                   each("capital", "capital", "", wards * 310000),
                   each("new_sites", "units", "new", (wards * 6 + 4) // 5),
                   each("conversions", "units", "convert", (wards * 4 + 4) // 5),
                   ["willing_facilities", "units", "", "willing", "", "<=", (wards * 8 + 4) // 5]],
    }


def write(folder, wards, years, look_ahead=5, seed=1, long=False):
    """Write the city; the number of rows below the headings of all tables."""
    os.makedirs(folder, exist_ok=True)
    rows = 0
    for name, table in tables(wards, years, look_ahead, seed, long).items():
        rows += len(table) - 1
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") as file:
            file.writelines(",".join(map(str, row)) + "\n" for row in table)
    for name, content in (("base", scenario(years, look_ahead)), ("weighted", weighted(scenario(years, look_ahead)))):
        write_json(os.path.join(folder, name + ".json"), content)
    return rows


def write_json(path, content):
    with open(path, "w", encoding="utf-8", newline="") as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
        file.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wards", type=int)
    parser.add_argument("years", type=int)
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--look-ahead", type=int, default=5)
    parser.add_argument("--long", action="store_true")
    args = parser.parse_args()
    print(write(args.folder, args.wards, args.years, args.look_ahead, args.seed, args.long), "rows")


if __name__ == "__main__":
    main()
