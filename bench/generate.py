#!/usr/bin/env python3
"""Write a made-up city of any size, for benches: the same bytes for a seed in every version of Python.

    generate.py WARDS YEARS DIR [--seed N] [--look-ahead N] [--long]
    generate.py nation DIR [--seed N] [--cities N]

In YEARS years something may open, --look-ahead more are looked at (5). The numbers are of the size of Sapporo's: five
classes of which some share seats, all six measures in every ward, a facility that may be converted or extended, a
yearly budget for capital, ceilings of new sites and conversions, four payers, an own and a peak target. weighted.json
beside base.json is the same city with one weighted goal. --long writes need and supply with a figure a row instead of a
column a year.

A nation has as many cities as Japan, 1,741 with 1,900 areas: towns of one area, from a village of two births a year to
a city with thousands, four towns of two, and twenty cities of 3 to 24 wards. Each is a folder, cities/NAME, of its own
need, supply, options and limits; country.json beside the other tables is what all of them extend: five years, the goals
that a scenario has when it names none. batch.json lists them all for kakuho batch. --cities 50 makes the first 50.

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
DEAREST = 130000  # a year's capital at least: a conversion or an extension
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


# children of one age in a town without wards: as many towns in thousandths have fewer
TOWN = [(0, 2), (100, 15), (250, 40), (500, 110), (750, 380), (900, 1000), (970, 2300), (1000, 5500)]
# wards of the twenty largest cities, and four towns of two areas
WARDS = [24, 18, 16, 11, 10, 10, 9, 8, 8, 7, 7, 7, 7, 7, 6, 5, 5, 4, 3, 3, 2, 2, 2, 2]
CITIES = 1741
COHORT = 1200  # children of one age in an ordinary ward, which MEASURES and limits are made for
COUNTRY = ("classes", "seats", "services", "measures", "effects", "shares")  # tables that all cities share


def ward_cohort(dice):
    return dice.whole(500, 1900)


def town_cohort(dice):
    place = dice.whole(0, 999)
    (low, least), (high, most) = next(pair for pair in zip(TOWN, TOWN[1:]) if place < pair[1][0])
    return least + (most - least) * (place - low) // (high - low)


def sized(units, cohort):
    """Units of a measure, or money, where an ordinary ward has so many."""
    return max((units * cohort + COHORT // 2) // COHORT, 1)


def tables(wards, years, look_ahead, dice, long=False, cohort_of=ward_cohort, size_of=lambda units, cohort: units):
    ward = [f"w{i + 1:0{len(str(wards))}}" for i in range(wards)]
    horizon = range(FIRST, FIRST + years + look_ahead)

    need, supply, cohorts = [], [], []
    for a in ward:
        cohort, trend = cohort_of(dice), dice.whole(-28, 6)  # children of one age; change a year in thousandths
        cohorts.append(cohort)
        for c, (_, low, high, least, most) in CLASSES.items():
            start = cohort * (high - low + 1) * dice.whole(least, most) // 1000
            drift = [(y, 1000 + trend * (y - FIRST) + dice.whole(-6, 6)) for y in horizon]
            need.append(((a, c), [(y, max(start * thousandths // 1000, 0)) for y, thousandths in drift]))
        first = {c: row[0][1] for (_, c), row in need[-len(CLASSES):]}
        for k, (_, _, c, least, most) in SEATS.items():
            seats = first[c] * dice.whole(least, most) // 1000
            supply.append(((a, k), [(FIRST, seats), (FIRST + 1, seats + seats * dice.whole(0, 40) // 1000)]))

    options = [["option", "measure", "area", "max_units", "facility", "pool", "consent"]]
    kindergarten = {a: row[0][1] for (a, k), row in supply if k == "kg"}
    for a, cohort in zip(ward, cohorts):
        fit = {m: row for m, row in MEASURES.items() if kindergarten[a] + row[5].get("kg", 0) >= 0}
        for m, (group, *_, most) in fit.items():
            pool = "willing" if group == "convert" else ""
            units = size_of(dice.whole(1, most), cohort)
            options.append([f"{m}_{a}", m, a, units, "", pool, "likely" if dice.whole(0, 2) else "firm"])
        for m in [m for m in fit if m in ("convert", "extend")]:  # one facility that may become either
            options.append([f"{m}_{a}_one", m, a, "", f"facility_{a}", "willing" if m == "convert" else "", "firm"])

    converts = any(option[1] == "convert" for option in options)

    def each(label, quantity, group, value):
        return [label, quantity, group, "", "each", "<=", value]

    def of_wards(each_ward, parts=1):
        """Of a ward so much on an average, all wards together; parts: fifths are rounded up."""
        return (sum(size_of(each_ward, cohort) for cohort in cohorts) + parts - 1) // parts

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
                   each("capital", "capital", "", max(of_wards(310000), DEAREST)),
                   each("new_sites", "units", "new", of_wards(6, 5))] + [
                   each("conversions", "units", "convert", of_wards(4, 5)),
                   ["willing_facilities", "units", "", "willing", "", "<=", of_wards(8, 5)]] * converts,
    }


def write_tables(folder, made):
    """Write tables by name; the number of rows below their headings."""
    os.makedirs(folder, exist_ok=True)
    for name, table in made.items():
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") as file:
            file.writelines(",".join(map(str, row)) + "\n" for row in table)
    return sum(len(table) - 1 for table in made.values())


def write(folder, wards, years, look_ahead=5, seed=1, long=False):
    """Write the city; the number of rows of all tables."""
    rows = write_tables(folder, tables(wards, years, look_ahead, Dice(seed), long))
    for name, content in (("base", scenario(years, look_ahead)), ("weighted", weighted(scenario(years, look_ahead)))):
        write_json(os.path.join(folder, name + ".json"), content)
    return rows


def write_nation(folder, seed=1, cities=CITIES, years=5, look_ahead=5):
    """Write the first cities of a nation, the largest first; the number of rows of all tables."""
    dice, rows, listed = Dice(seed), 0, []
    keys = ("kakuho", "units", "years")
    base = {key: value for key, value in scenario(years, look_ahead).items() if key in keys}
    for i in range(cities):
        wards = WARDS[i] if i < len(WARDS) else 1
        cohort_of = ward_cohort if wards > 2 else town_cohort
        made = tables(wards, years, look_ahead, dice, cohort_of=cohort_of, size_of=sized)
        if i == 0:
            rows += write_tables(folder, {name: made[name] for name in COUNTRY})
            write_json(os.path.join(folder, "country.json"), base)
        own = {name: table for name, table in made.items() if name not in COUNTRY}
        city = f"c{i + 1:04}"
        path = os.path.join("cities", city, "base.json")
        rows += write_tables(os.path.join(folder, "cities", city), own)
        write_json(os.path.join(folder, path), {
            "kakuho": 1, "extends": "../../country.json", "title": f"架空の市町村 {i + 1}",
            "tables": {name: name + ".csv" for name in own}})
        listed.append({"id": city, "path": path})
    write_json(os.path.join(folder, "batch.json"), {"kakuho_batch": 1, "scenarios": listed})
    return rows


def write_json(path, content):
    with open(path, "w", encoding="utf-8", newline="") as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
        file.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="+", metavar="WARDS YEARS DIR | nation DIR")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--look-ahead", type=int, default=5)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--cities", type=int, default=CITIES)
    args = parser.parse_args()
    match args.what:
        case ["nation", folder]:
            rows = write_nation(folder, args.seed, args.cities)
        case [wards, years, folder] if wards.isdecimal() and years.isdecimal():
            rows = write(folder, int(wards), int(years), args.look_ahead, args.seed, args.long)
        case _:
            parser.error("give WARDS YEARS DIR, or nation DIR")
    print(rows, "rows")


if __name__ == "__main__":
    main()
