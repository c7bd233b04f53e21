#!/usr/bin/env python3
"""A reader with a calculator: every figure of a plan's folder again, from plan.csv, served.csv and the input, by what
data/README.md says of each column, in fractions. On the example cities and on random ones.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import sys
from fractions import Fraction
from math import ceil, floor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "differential")]
import kit  # noqa: E402
from random_city import City as RandomCity  # noqa: E402

ERAS = {"H": 1988, "平成": 1988, "R": 2018, "令和": 2018}
AGREED = ("区間調整", "transfer")
CARERS = ("carers", "保育士")


def rounded(value, decimals):
    """Half away from zero, to 9 decimals and then to fewer."""
    for places in (9, decimals):
        scaled = abs(value) * 10**places + Fraction(1, 2)
        value = Fraction(floor(scaled), 10**places) * (1 if value >= 0 else -1)
    return value


def number(text):
    return Fraction(str(text).replace(",", "")) if text not in (None, "") else None


def year_of(word):
    for era, start in ERAS.items():
        if word.startswith(era):
            return start + int(word[len(era):])
    return int(word) if word.isdigit() else None


class Read:
    """The input of a plan, as its tables say it."""

    def __init__(self, plan):
        table = plan.table
        self.scenario = json.loads(kit.read(plan.folder + "/input/scenario.json"))
        years = self.scenario["years"]
        self.first, self.last, self.ahead, self.decide = (
            years[key] for key in ("first", "last", "look_ahead", "decide_from"))
        self.late = years.get("as_of") == "03-31"
        self.years, self.plan = range(self.first, self.ahead + 1), range(self.first, self.last + 1)
        areas = table("areas")
        self.id = {row["label"]: row["area"] for row in areas if row.get("label")}
        self.parent = {row["area"]: self.area(row.get("parent")) for row in areas}
        self.need, self.supply = {}, []
        for row in table("need"):
            for year, value in self.by_year(row, "children"):
                self.need[self.area(row["area"]), row["class"], year] = value
        for row in table("supply"):
            self.supply += [(self.area(row["area"]), row["seat"], row.get("kind") or "", year, value
                             * (number(row.get("factor")) or 1)) for year, value in self.by_year(row, "seats")]
        seats = table("seats")
        self.room = {row["seat"]: row.get("room") != "no" for row in seats}
        self.ratio = {row["seat"]: number(row.get("children_per_carer")) for row in seats}
        self.whole = self.scenario.get("units", "whole") == "whole"
        self.uses, self.serves = {}, {}
        for row in table("services"):
            self.serves[row["service"]] = row["class"]
            self.uses.setdefault(row["service"], []).append((row["seat"], number(row.get("per_child")) or 1))
        self.home = {}  # whose children may be served in an area, by area and class
        for row in table("links"):
            for of in [row["class"]] if row.get("class") else set(self.serves.values()):
                self.home.setdefault((self.area(row["to"]), of), set()).add(self.area(row["from"]))
        self.measure = {row["measure"]: row for row in table("measures")}
        self.option = {row["option"]: row for row in table("options")}
        self.effect_rows, self.share_rows, self.limit_rows = table("effects"), table("shares"), table("limits")

    def area(self, name):
        return self.id.get(name, name)

    def above(self, area):
        """The area and every node above it; the city where there is no table of areas."""
        while area:
            yield area
            area = self.parent.get(area)

    def by_year(self, row, column):
        if row.get("year"):
            return [(year_of(row["year"]), number(row[column]))]
        return [(year_of(key), number(value)) for key, value in row.items() if year_of(key) and value]

    def there(self, area, seat, year, kinds=None):
        """Seats (carers) of supply that hold in a year: of each kind the latest figure until then."""
        latest = {}
        for b, k, kind, y, value in self.supply:
            same = k == seat or (seat in CARERS and k in CARERS)
            if b == area and same and y <= year and (kinds is None or kind in kinds):
                kind = "transfer" if kind in AGREED else kind
                latest[kind] = max(latest.get(kind, (0, 0)), (y, value), key=lambda pair: pair[0])
        return sum(value for _, value in latest.values())

    def given(self, node):
        return any(b == node and k in CARERS for b, k, *_ in self.supply)

    def effects(self, option, item):
        rows = [row for row in self.effect_rows if row.get("option") == option]
        rows = rows or [row for row in self.effect_rows if row.get("measure") == self.option[option]["measure"]]
        return [row for row in rows if row["item"] == item or (item in CARERS and row["item"] in CARERS)]

    def open_share(self, option, row, age):
        """Share of an effect that is open in the year of this age (0: it opens)."""
        life = number(self.measure[self.option[option]["measure"]].get("life_years"))
        if age < 0 or (life is not None and age >= life):
            return 0
        first = [number(part) for part in (row.get("first_years") or "").split(";") if part]
        return first[age] if age < len(first) else 1

    def opened(self, option, item, tau, year):
        return sum(number(row["amount"]) * self.open_share(option, row, year - tau)
                   for row in self.effects(option, item))

    def price(self, option, cost):
        """Of one unit, whole; the option's own instead of its measure's."""
        row = self.option[option]
        own = number(row.get(cost))
        return rounded(own if own is not None else number(self.measure[row["measure"]].get(cost)) or Fraction(0), 0)

    def lead(self, option):
        return int(self.measure[self.option[option]["measure"]].get("lead_years") or 0)

    def payments(self, option, tau):
        """(year, cost, whole amount) of one unit that opens in tau."""
        capital, lead = self.price(option, "capital"), self.lead(option)
        size, sign = abs(capital), 1 if capital >= 0 else -1
        starts = tau + self.late  # the first fiscal year that begins while it is open
        for i in range(max(lead, 1)):
            part = floor(size * (i + 1) / max(lead, 1)) - floor(size * i / max(lead, 1))
            yield starts - lead + i if lead else tau, "capital", sign * part
        life = number(self.measure[self.option[option]["measure"]].get("life_years"))
        for year in range(starts, self.ahead + 1):
            if life is None or year - starts < life:
                yield year, "running", int(self.price(option, "running"))

    def paid(self, option, tau):
        """{(year, payer, cost): whole amount} of one unit."""
        found = {}
        for year, cost, amount in self.payments(option, tau):
            rows = [row for row in self.share_rows if row["measure"] == self.option[option]["measure"]
                    and row.get("cost") in (cost, "", None)
                    and (not row.get("from") or int(row["from"]) <= year)
                    and (not row.get("until") or year <= int(row["until"]))]
            shares = [(row["payer"], Fraction(row["share"])) for row in rows] or [("city", Fraction(1))]
            size, sign = abs(amount), 1 if amount >= 0 else -1
            parts = [[payer, floor(size * share)] for payer, share in shares]
            most = max(range(len(shares)), key=lambda i: (shares[i][1], -i))
            parts[most][1] += size - sum(part for _, part in parts)
            for payer, part in parts:
                found[year, payer, cost] = found.get((year, payer, cost), 0) + sign * part
        return found


class Calculator:
    """A plan's folder and what a reader makes of it."""

    def __init__(self, plan):
        self.p, self.r = plan, Read(plan)
        self.actions = [(row["option"], int(row["opens_on"][:4]) - self.r.late, number(row["units"]), row)
                        for row in plan.rows("plan")]
        self.served = [(row, number(row["children"]), number(row["without_plan"])) for row in plan.rows("served")]
        classes = {row["class"] for row in plan.rows("balance")}
        self.uses = lambda service: self.r.uses.get(service) or [(service, Fraction(1))] * (service in classes)

    def check(self):
        self.check_plan()
        self.check_balance()
        self.check_seats()
        self.check_money()
        self.check_limits()
        self.check_promises()
        self.check_transfers()
        self.check_carers()

    def cell(self, row, column, value, decimals=3):
        kit.check(number(row[column]) == rounded(Fraction(value), decimals), column, float(value), row)

    def check_plan(self):
        r = self.r
        for option, tau, units, row in self.actions:
            kit.equal((row["measure"], row["area"]), (r.option[option]["measure"], r.area(r.option[option]["area"])))
            day = "03-31" if r.late else "04-01"
            kit.equal(row["opens_on"], f"{tau + r.late}-{day}", row)
            kit.equal(row["decide_by"], f"{tau - r.lead(option) + r.late}-{day}", row)
            for column in row:
                if column.startswith("seats_"):
                    amounts = sum(number(e["amount"]) for e in r.effects(option, column[len("seats_"):]))
                    self.cell(row, column, units * amounts)
            if "carers" in row:
                self.cell(row, "carers", units * sum(number(e["amount"]) for e in r.effects(option, "carers")))
            for cost in ("capital", "running"):
                self.cell(row, cost, units * r.price(option, cost), 0)

    def cover(self, target, without=""):
        """{(area, class, year): seats that a promise counts}; without: "without_plan_", with nothing opened"""
        found = {}
        for row, *_ in self.served:
            key = row["area"], row["class"], int(row["year"])
            found[key] = found.get(key, 0) + (number(row.get(without + "cover_" + target)) or 0)
        return found

    def check_balance(self):
        r, sums = self.r, {}
        for row, children, without in self.served:
            cell = sums.setdefault((row["area"], row["class"], int(row["year"])), [0, 0, 0])
            cell[0] += children
            cell[1] += children if row["in_area"] != row["area"] else 0
            cell[2] += without
        targets = {target["id"]: target for target in r.scenario["targets"]}
        for row in self.p.rows("balance"):
            key = row["area"], row["class"], int(row["year"])
            served, elsewhere, without = sums.get(key, [0, 0, 0])
            kit.equal(number(row["need"]), r.need.get(key, 0), row)
            self.cell(row, "served", served)
            self.cell(row, "elsewhere", elsewhere)
            kit.equal(number(row["unmet"]), max(0, number(row["need"]) - number(row["served"])), row)
            self.cell(row, "unmet_without_plan", max(0, number(row["need"]) - rounded(Fraction(without), 3)))
            for column in row:
                if not column.startswith("required_") or not row[column]:
                    continue
                target = targets[column[len("required_"):]]
                peak = max(r.need.get((*key[:2], year), 0) for year in r.plan)
                base = peak if target.get("basis") == "peak" else r.need.get(key, 0)
                required = ceil(base * (1 + number(target.get("buffer") or 0)))
                kit.equal(number(row[column]), required, row)
                for without in ("", "without_plan_"):
                    covered = rounded(self.cover(target["id"], without).get(key, Fraction(0)), 3)
                    kit.equal(number(row[without + "short_" + target["id"]]), max(0, required - covered), row)

    def check_seats(self):
        r, used = self.r, {}
        for row, children, _ in self.served:
            for seat, per_child in self.uses(row["service"]):
                key = row["in_area"], seat, row["year"]
                used[key] = used.get(key, 0) + children * per_child
        for row in self.p.rows("seats"):
            area, seat, year = row["area"], row["seat"], int(row["year"])
            supply = r.there(area, seat, year)
            for option, tau, units, action in self.actions:
                if action["area"] == area:
                    supply += units * r.opened(option, seat, tau, year)
            self.cell(row, "supply", supply)
            self.cell(row, "used", used.pop((area, seat, row["year"]), 0))
            kit.equal(number(row["vacant"]), number(row["supply"]) - number(row["used"]), row)
        kit.check(not any(used.values()), "used seats that seats.csv does not have:", used)

    def check_money(self):
        sums = {}
        for option, tau, units, row in self.actions:
            for (year, payer, cost), amount in self.r.paid(option, tau).items():
                cell = sums.setdefault((year, payer, row["measure"]), {"capital": 0, "running": 0})
                cell[cost] += units * amount
        printed = {(int(row["year"]), row["payer"], row["measure"]): row for row in self.p.rows("money")}
        for key, cell in sums.items():
            want = {cost: rounded(Fraction(value), 0) for cost, value in cell.items()}
            if any(want.values()):
                row = printed.pop(key)
                kit.equal({cost: number(row[cost]) for cost in want}, want, key)
        kit.equal(printed, {}, "money for nothing:")

    def quantity(self, name, row, years):
        """What a limit counts in these years."""
        r = self.r
        inside = {a for a in [r.area(row.get("area"))] if a}
        within = lambda area: not inside or inside & set(r.above(area))  # noqa: E731
        group = lambda m: r.measure[m]["group"]  # noqa: E731
        seats = [row["seat"]] if row.get("seat") else [k for k in self.kinds() if r.room.get(k, True)]
        total = Fraction(0)
        for option, tau, units, action in self.actions:
            o = r.option[option]
            if (not within(action["area"]) or row.get("measure") not in (None, "", o["measure"])
                    or row.get("group") not in (None, "", group(o["measure"]))
                    or row.get("pool") not in (None, "", o.get("pool"))):
                continue
            if name == "units" and tau in years:
                total += units
            if name == "seats" and tau in years:
                total += units * sum(max(0, number(e["amount"])) for k in seats for e in r.effects(option, k))
            if name in ("capital", "running", "cost"):
                total += units * sum(amount for (year, payer, cost), amount in r.paid(option, tau).items()
                                     if year in years and name in (cost, "cost")
                                     and row.get("payer") in (None, "", payer))
        cells = {"vacant": ("seats", "vacant"), "unmet": ("balance", "unmet"), "transfers": ("balance", "elsewhere")}
        if name in cells:
            sheet, column = cells[name]
            for cell in self.p.rows(sheet):
                if (within(cell["area"]) and int(cell["year"]) in years
                        and (cell.get("class") is None or row.get("class") in (None, "", cell["class"]))
                        and (cell.get("seat") is None or cell["seat"] in seats)):
                    total += number(cell[column])
        if name == "carers":
            leaves = {cell["area"] for cell in self.p.rows("balance")}
            for cell in self.p.rows("carers") if "carers" in self.p.names() else []:
                if cell["area"] in leaves and within(cell["area"]) and int(cell["year"]) in years:
                    total += number(cell["needed"])
        return total

    def kinds(self):
        return list(dict.fromkeys(row["seat"] for row in self.p.rows("seats")))

    def check_limits(self):
        r = self.r
        given = {(row["limit"], row.get("year") or "all"): row for row in r.limit_rows}
        for row in self.p.rows("limits"):
            said = given.get((row["limit"], row["year"])) or given.get((row["limit"], "each"))
            said = said or given[row["limit"], "all"]
            name, money = row["quantity"], row["quantity"] in ("capital", "running", "cost")
            first = r.decide if money else r.first
            years = range(first, r.last + 1) if row["year"] == "all" else [int(row["year"])]
            self.cell(row, "used", self.quantity(name, said, years), 0 if money else 3)
            sign = 1 if row["sense"] == "<=" else -1
            kit.equal(number(row["slack"]), sign * (number(row["value"]) - number(row["used"])), row)

    def check_promises(self):
        r, balance = self.r, self.p.rows("balance")
        targets = {target["id"]: target for target in r.scenario["targets"]}
        listed = lambda value: [value] if isinstance(value, str) else value  # noqa: E731
        for row in self.p.rows("promises"):
            target = targets[row["target"]]
            inside = {r.area(name) for name in listed(target.get("areas") or [])}
            classes = listed(target.get("classes") or [])
            cells = [cell for cell in balance if cell["year"] == row["year"]
                     and (not inside or inside & set(r.above(cell["area"])))
                     and (not classes or cell["class"] in classes)]
            own = target.get("basis") != "peak" and not target.get("buffer")
            required = "need" if own else "required_" + row["target"]
            short = "unmet" if own else "short_" + row["target"]
            kit.equal(number(row["required"]), sum(number(cell[required]) for cell in cells), row)
            kit.equal(number(row["short"]), sum(number(cell[short]) for cell in cells), row)
            areas = [cell["area"] for cell in cells if number(cell[short])]
            kit.equal(row["areas_short"], ";".join(dict.fromkeys(areas)), row)
            kit.equal(row["kept"], "no" if areas else "yes", row)

    def check_transfers(self):
        path = os.path.join(self.p.folder, "transfers.csv")
        if not os.path.exists(path):
            kit.check(all(row["area"] == row["in_area"] for row, *_ in self.served))
            return
        lent, seats = {}, {(row["area"], row["seat"], row["year"]): row for row in self.p.rows("seats")}
        for row, children, _ in self.served:
            if row["area"] != row["in_area"]:
                for seat, per_child in self.uses(row["service"]):
                    key = row["area"], row["in_area"], seat, row["year"]
                    lent[key] = lent.get(key, 0) + children * per_child
        lent = {key: rounded(value, 3) for key, value in lent.items()}
        for row in self.p.rows("transfers"):
            area, seat, year = row["area"], row["seat"], row["year"]
            there, taken = seats[area, seat, year], lambda i: sum(
                value for key, value in lent.items() if key[i] == area and key[2:] == (seat, year))
            kit.equal(number(row["elsewhere"]), taken(0), row)
            kit.equal(number(row["others_here"]), taken(1), row)
            self.cell(row, "agreed", self.r.there(area, seat, int(year), AGREED))
            kit.equal(number(row["secured"]), number(there["supply"]) - number(row["agreed"]), row)
            kit.equal(number(row["used"]), number(there["used"]) + taken(0) - taken(1), row)
            kit.equal(number(row["transfer"]), number(row["agreed"]) + taken(0) - taken(1), row)
            kit.equal(number(row["balance"]), number(there["vacant"]), row)

    def check_carers(self):
        r = self.r
        if "carers" not in self.p.names():
            kit.check(not any(r.ratio.values()), "no carers.csv")
            return
        needed = {}
        for row, children, _ in self.served:
            for seat, per_child in self.uses(row["service"]):
                if r.ratio.get(seat):
                    key = row["in_area"], row["year"]
                    needed[key] = needed.get(key, 0) + children * per_child / r.ratio[seat]
        leaves = {row["area"] for row in self.p.rows("balance")}
        for row in self.p.rows("carers"):
            node, year = row["area"], int(row["year"])
            below = [a for a in leaves if a == node or node in r.above(a) or (not r.parent and node not in leaves)]
            want = sum(rounded(Fraction(needed.get((a, row["year"]), 0)), 3) for a in below)
            kit.equal(number(row["needed"]), want, row)
            if not r.given(node):
                kit.equal((row["available"], row["slack"], row["short"]), ("", "", ""), row)
                continue
            recruited = sum(units * r.opened(option, "carers", tau, year)
                            for option, tau, units, action in self.actions if action["area"] in below)
            self.cell(row, "available", r.there(node, "carers", year) + recruited)
            kit.equal(number(row["slack"]), number(row["available"]) - number(row["needed"]), row)
            kit.equal(row["short"], "yes" if self.carers_short(below, row["year"], number(row["slack"])) else "no", row)

    def carers_short(self, below, year, slack):
        """Whether in one of these areas a child lacks a place for want of a carer alone."""
        vacant = {(row["area"], row["seat"]): number(row["vacant"]) for row in self.p.rows("seats")
                  if row["year"] == year}
        unmet = {(row["area"], row["class"]): number(row["unmet"]) for row in self.p.rows("balance")
                 if row["year"] == year}
        for service, of in (self.r.serves or {of: of for _, of in unmet}).items():
            takes = sum(per_child / self.r.ratio[seat] for seat, per_child in self.uses(service)
                        if self.r.ratio.get(seat))
            missing = takes > 0 and (slack <= Fraction(1, 1000) or (self.r.whole and slack < rounded(takes, 3)))
            for area in below if missing else []:
                if (all(vacant[area, seat] >= per_child for seat, per_child in self.uses(service)) and
                        any(unmet[home, of] >= 1 for home in {area} | self.r.home.get((area, of), set()))):
                    return True
        return False


def test_example_cities():
    """Kakogawa, Sapporo and the town that shrinks, with the plans in force"""
    for scenario in ("kakogawa", "sapporo", "small", "small/adopted.json", "small/careful.json"):
        plan = kit.plan(os.path.join(kit.DATA, scenario), "plan-" + scenario.replace("/", "-"))
        Calculator(plan).check()


def test_random_cities():
    """Random small cities with every feature"""
    tried = 0
    for seed in range(1, 121):
        RandomCity(seed).write(f"city{seed}")
        done = kit.run("plan", f"city{seed}", "-o", f"plan{seed}", "-q")
        if done.code == 3:
            continue
        kit.check(done.code == 0, seed, done)
        tried += 1
        try:
            Calculator(kit.Plan(f"plan{seed}")).check()
        except AssertionError as why:
            raise AssertionError(f"seed {seed}: {why}") from why
    kit.check(tried >= 60, tried)


if __name__ == "__main__":
    kit.main(globals())
