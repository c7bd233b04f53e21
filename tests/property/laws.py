#!/usr/bin/env python3
"""Laws that hold for every city, tried on seeded random ones; and plans that are made first, then found.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import copy
import csv
import itertools
import json
import os
import re
import sys
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "differential")]
import kit  # noqa: E402
from random_city import City, Dice  # noqa: E402

SEEDS = range(1, 31)
EASY = ["unmet", "seats", "cost"]  # goals that more seats never make worse

# ---- cities ----------------------------------------------------------------------------------------------------------


class Town:
    """The tables {name: [row]} and the scenario of a random city, to be changed before it is written."""

    def __init__(self, seed):
        city = City(seed)
        self.seed, self.city, self.dice = seed, city, Dice(seed + 1000)
        self.tables, self.scenario = copy.deepcopy(city.table), copy.deepcopy(city.scenario)
        self.columns = {table: list(columns) for table, columns in City.COLUMNS.items()}
        years = [str(y) for y in city.years]
        self.years = set(years)
        self.columns["need"] += years
        self.columns["supply"] += years
        for table in ("supply", "options"):
            self.tables.setdefault(table, [])

    def like(self):
        """A second town, the same so far."""
        return copy.deepcopy(self)

    def write(self, folder):
        os.makedirs(folder)
        for table, rows in self.tables.items():
            columns = [c for c in self.columns[table] if any(c in row for row in rows)] if rows else self.columns[table]
            with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8", newline="") as file:
                out = csv.DictWriter(file, columns, lineterminator="\n")
                out.writeheader()
                out.writerows(rows)
        kit.city(folder, {}, {k: v for k, v in self.scenario.items() if k != "kakuho"})
        return folder

    def plan(self, name):
        """Its plan; None where hard rules contradict each other (exit 3)."""
        self.write(name)
        done = kit.run("plan", name, "-o", "plan-" + name, "-q")
        kit.check(done.code in (0, 3), f"seed {self.seed}:", done)
        return kit.Plan("plan-" + name) if done.code == 0 else None

    def without_floors(self):
        self.tables["limits"] = [row for row in self.tables.get("limits", []) if row["sense"] != ">="]
        for row in self.tables["options"]:
            row.pop("min_units", None)

    def goals_first(self, *kinds):
        """A goal of one of these kinds comes first."""
        goals = self.scenario.get("goals", [{"goal": "unmet"}])
        first = [goal for goal in goals if goal["goal"] in kinds] or [{"goal": "unmet"}]
        first[0].pop("weight", None)
        self.scenario["goals"] = first[:1] + [goal for goal in goals if goal is not first[0]]
        if len(self.scenario["goals"]) > 1:  # a goal that stands alone is a stage of its own
            self.scenario["goals"][1].pop("weight", None)


def values(plan):
    return [goal["value"] for goal in plan.run()["goals"]]


def reached(plan):
    """What every stage of goals reached when it was minimised: of equal plans one value, whatever slack later goals
    spend and however a sum of weighted goals is made up."""
    return [stage["value"] for stage in plan.run()["stages"] if stage["goal"]]


def close(x, y):
    return abs(x - y) <= 1e-6 * max(1, abs(x), abs(y))


def every_town(work, seeds=SEEDS, least=8):
    """work(town) says True where it has tried its law; enough towns have to."""
    tried = 0
    for seed in seeds:
        here = os.getcwd()
        folder = f"seed{seed}"
        os.mkdir(folder)
        os.chdir(folder)
        try:
            tried += bool(work(Town(seed)))
        except AssertionError as trouble:
            raise AssertionError(f"seed {seed}: {trouble}") from trouble
        finally:
            os.chdir(here)
    kit.say(f"{tried} towns")
    kit.check(tried >= least, f"tried only {tried} towns")


# ---- laws ------------------------------------------------------------------------------------------------------------


def sums_of_sheets(plan):
    """Totals are the sums of printed cells: need = served + unmet, supply = used + vacant, a year's children add up."""
    served = {}
    for row in plan.rows("served"):
        key = row["area"], row["class"], row["year"]
        served[key] = served.get(key, 0) + Fraction(row["children"])
    for row in plan.rows("balance"):
        need, got, unmet = Fraction(row["need"]), Fraction(row["served"]), Fraction(row["unmet"])
        kit.check(max(need - got, 0) == unmet, row)
        kit.check(0 <= got <= need + Fraction(1, 1000), row)
        kit.check(abs(served.get((row["area"], row["class"], row["year"]), 0) - got) <= Fraction(1, 2000), row)
    for row in plan.rows("seats"):
        kit.check(Fraction(row["supply"]) - Fraction(row["used"]) == Fraction(row["vacant"]), row)
        kit.check(Fraction(row["vacant"]) >= -Fraction(1, 1000), row)
    follow = "follow" in json.loads(kit.read(f"{plan.folder}/input/scenario.json"))
    for row in plan.rows("limits"):
        used, value, slack = Fraction(row["used"]), Fraction(row["value"]), Fraction(row["slack"])
        kit.check(slack == (value - used if row["sense"] == "<=" else used - value), row)
        rounding = 1 if row["quantity"] in ("capital", "running", "cost") else Fraction(1, 100)
        kit.check(follow or slack >= -rounding, row)


def sums_of_carers(plan):
    """What is needed follows from the seats taken; a node above needs what its areas need."""
    ratio = {row["seat"]: Fraction(row["children_per_carer"]) for row in plan.table("seats")
             if row.get("children_per_carer")}
    taken, total = {}, {}
    for row in plan.rows("seats"):
        key = row["area"], row["year"]
        taken[key] = taken.get(key, 0) + (Fraction(row["used"]) / ratio[row["seat"]] if row["seat"] in ratio else 0)
    parent = {row["area"]: row.get("parent") for row in plan.table("areas")}
    for row in plan.rows("carers"):
        needed, area, year = Fraction(row["needed"]), row["area"], row["year"]
        if row["available"]:
            kit.check(Fraction(row["available"]) - needed == Fraction(row["slack"]) >= -Fraction(1, 100), row)
        if (area, year) in taken:
            kit.check(abs(taken[area, year] - needed) <= Fraction(1, 100), row, float(taken[area, year]))
            above = parent.get(area)
            while above:
                total[above, year] = total.get((above, year), 0) + needed
                above = parent.get(above)
        elif area in parent:
            kit.equal(total[area, year], needed, row)


def test_printed_cells_add_up():
    def work(town):
        plan = town.plan("town")
        if plan:
            sums_of_sheets(plan)
        if plan and "carers" in plan.names():
            sums_of_carers(plan)
        return plan
    every_town(work)


def test_money_of_limits():
    """Money that a limit uses is the sum of cells of money.csv: of whole units exactly, of parts but for rounding"""
    kit.copy(os.path.join(kit.DATA, "small"), "small")  # what the plan in force opens is whole
    with open("small/limits.csv", "a", encoding="utf-8") as file:
        file.write("cap,,capital,,each,<=,1000000,\nrun,,running,close,,<=,1000000,\nall,,cost,,each,<=,1000000,\n")
    for scenario, exact in (("small/adopted.json", True), (os.path.join(kit.DATA, "sapporo"), False)):
        plan = kit.plan(scenario, "plan")
        of = {row["limit"]: row for row in plan.table("limits")}
        groups = {row["measure"]: row["group"] for row in plan.table("measures")}
        compared = 0
        for row in plan.rows("limits"):
            kinds = {"capital": ["capital"], "running": ["running"],
                     "cost": ["capital", "running"]}.get(row["quantity"])
            if not kinds:
                continue
            cells = [int(cell[kind]) for cell in plan.rows("money") for kind in kinds
                     if row["year"] in ("all", cell["year"])
                     and of[row["limit"]]["group"] in ("", groups[cell["measure"]])]
            kit.check(abs(sum(cells) - float(row["used"])) <= (0 if exact else (len(cells) + 1) / 2), row, cells)
            compared += any(cells)
        kit.check(compared > 2, scenario)


def test_twice_the_same_bytes():
    """The whole folder, run.json too"""
    def work(town):
        plan = town.plan("town")
        if plan:
            kit.run("plan", "town", "-o", "again", "-q", code=0)
            kit.equal(kit.tree("again"), kit.tree(plan.folder))
        return plan
    every_town(work, range(31, 46), 4)


def test_more_supply():
    """More seats never raise the first goal"""
    def work(town):
        town.goals_first("unmet", "short", "worst_share", "seats", "cost")
        town.tables["limits"] = [row for row in town.tables.get("limits", []) if row["quantity"] != "vacant"]
        more = town.like()
        for row in more.tables["supply"]:
            if row.get("kind") not in ("区間調整", "transfer"):
                for year in town.years & set(row):
                    row[year] += 25
        one = town.plan("town")
        if not one:
            return False
        two = more.plan("more")
        kit.check(two, "more seats leave no plan")
        before, after = reached(one)[0], reached(two)[0]
        kit.check(after <= before + 1e-6 * max(1, abs(before)), after, ">", before)
        return True
    every_town(work)


def test_more_carers():
    """More carers never raise the first goal"""
    def work(town):
        town.goals_first("unmet", "short", "worst_share", "seats", "cost", "vacant")
        town.tables["limits"] = [row for row in town.tables.get("limits", []) if row["quantity"] != "carers"]
        more, changed = town.like(), False
        for row in more.tables["supply"]:
            for year in town.years & set(row):
                if row["seat"] in ("carers", "保育士"):
                    row[year] += 5
                    changed = True
        one = town.plan("town") if changed else None
        if not one:
            return False
        two = more.plan("more")
        kit.check(two, "more carers leave no plan")
        before, after = reached(one)[0], reached(two)[0]
        kit.check(after <= before + 1e-6 * max(1, abs(before)), after, ">", before)
        return True
    every_town(work)


def test_higher_ceilings():
    """More money, higher ceilings, lower floors and more units never raise the first goal"""
    def work(town):
        more = town.like()
        for row in more.tables.get("limits", []):
            row["value"] = row["value"] * 2 + 3 if row["sense"] == "<=" else 0
        for row in more.tables["options"]:
            if "max_units" in row and not any(amount < 0 for amount in amounts_of(town, row)):
                row["max_units"] += 1
            row.pop("max_per_year", None)
        one = town.plan("town")
        if not one or "limits" not in town.tables:
            return False
        two = more.plan("more")
        kit.check(two, "higher ceilings leave no plan")
        before, after = reached(one)[0], reached(two)[0]
        kit.check(after <= before + 1e-6 * max(1, abs(before)), after, ">", before)
        return True
    every_town(work)


def amounts_of(town, option):
    return [row["amount"] for row in town.tables["effects"]
            if row.get("measure") == option["measure"] or row.get("option") == option["option"]]


def test_order_of_rows():
    """Rows of tables that define no set may stand in any order; of the others the order of the output follows, no cell.
    But for shares: of payers with the same share the first one pays what rounding leaves."""
    def work(town):
        other, shuffled = town.like(), town.like()
        for table in sorted({"need", "supply", "effects", "links"} & set(town.tables)):
            if table != "need" or {"areas", "classes"} <= set(town.tables):  # else need says which there are
                shuffle(other, table)
        for table in sorted(set(town.tables) - {"shares"}):
            shuffle(shuffled, table)
        one = town.plan("town")
        if not one:
            return False
        kit.same_sheets(other.plan("other"), one)
        return same_rows(shuffled.plan("shuffled"), one)
    every_town(work)


def test_order_of_ordered_rows():
    """Where a column order says which comes first the rows stand anywhere: no byte of the tables changes"""
    def work(town):
        given = sorted({"areas", "classes", "seats", "measures"} & set(town.tables))
        for table in given:
            town.columns[table].append("order")
            for i, row in enumerate(town.tables[table]):
                row["order"] = 10 + i
        shuffled = town.like()
        for table in given:
            shuffle(shuffled, table)
        for table in sorted({"need", "supply", "effects", "links"} & set(town.tables)):
            if table != "need" or {"areas", "classes"} <= set(given):  # else need says which there are
                shuffle(shuffled, table)
        one = town.plan("town")
        if one:
            kit.same_sheets(shuffled.plan("shuffled"), one)
        return one
    every_town(work)


def shuffle(town, table):
    rows = town.tables[table]
    for i in range(len(rows) - 1, 0, -1):
        j = town.dice.whole(0, i)
        rows[i], rows[j] = rows[j], rows[i]


def same_rows(one, two):
    """The same rows under the same headings, in any order; of official.csv the classes' order says where a merged cell
    has its number."""
    def cells(row):
        return sorted((k, ";".join(sorted(v.split(";")))) for k, v in row.items())
    for name in set(two.names()) - {"official"}:
        kit.equal(sorted(map(cells, one.rows(name))), sorted(map(cells, two.rows(name))), name)
    return True


def test_useless_measure():
    """A measure that gives nothing anyone uses, and one that is refused, change no cell of the plan"""
    def work(town):
        town.without_floors()
        more = town.like()
        area = town.tables["need"][0]["area"]
        more.tables["measures"].append({"measure": "zz_useless", "group": "new", "existing": "yes", "whole": "no",
                                        "capital": 3000, "running": 10})
        more.tables["effects"].append({"measure": "zz_useless", "item": "zz_unused", "amount": 30})
        more.tables["options"].append({"option": "zz_nothing", "measure": "zz_useless", "area": area, "max_units": 3})
        if "seats" not in more.tables:
            return False
        more.tables["seats"].append({"seat": "zz_unused", "label": "unused", "room": "no"})
        best = town.dice.one([row for row in town.tables["effects"] if row["item"] != "carers"])["item"]
        more.tables["measures"].append({"measure": "zz_refused", "group": "extend", "existing": "yes", "whole": "no",
                                        "capital": 0, "running": 0})
        more.tables["effects"].append({"measure": "zz_refused", "item": best, "amount": 1000})
        more.tables["options"].append({"option": "zz_never", "measure": "zz_refused", "area": area, "max_units": 3,
                                       "consent": "refuses"})
        for one in (town, more):
            if "refuses" in one.scenario.get("consent", []):
                one.scenario["consent"].remove("refuses")
                one.scenario.pop("follow", None)
        one = town.plan("town")
        if not one:
            return False
        two = more.plan("more")
        kit.same_sheets(two, one, but=("plan", "seats", "transfers"))
        rows = [{k: v for k, v in row.items() if k != "seats_zz_unused"} for row in two.rows("plan")]
        kit.equal(rows, one.rows("plan"))
        for name in {"seats", "transfers"} & set(one.names()):
            kit.equal([row for row in two.rows(name) if row["seat"] != "zz_unused"], one.rows(name))
        return True
    every_town(work)


# columns that hold ids, by the set that they are ids of
IDS = {
    "area": ["areas.area", "areas.parent", "need.area", "supply.area", "options.area", "limits.area", "links.from",
             "links.to"],
    "class": ["classes.class", "classes.next", "need.class", "services.class", "limits.class", "links.class"],
    "seat": ["seats.seat", "supply.seat", "services.seat", "effects.item", "limits.seat"],
    "service": ["services.service"],
    "measure": ["measures.measure", "effects.measure", "options.measure", "shares.measure", "limits.measure"],
    "option": ["options.option", "effects.option", "adopted.option"],
    "facility": ["options.facility"],
    "pool": ["options.pool", "limits.pool"],
    "limit": ["limits.limit"],
}


def renamed(town):
    """The same town, every id another one. Without table seats an id of a class is one of a seat, too: both alike."""
    new = town.like()
    for columns in IDS.values():
        for table, column in (name.split(".") for name in columns):
            for row in new.tables.get(table, []):
                if row.get(column) != "carers" and row.get(column) and re.fullmatch(r"[A-Za-z]\w*", row[column], re.A):
                    row[column] = other_id(row[column])
    for target in new.scenario.get("targets", []):
        target["id"] = other_id(target["id"]).replace("-", "_")
    for thing in new.scenario.get("targets", []) + new.scenario.get("goals", []):
        for key in ("areas", "classes", "measures", "seats"):
            if key in thing:
                thing[key] = [other_id(x) if re.fullmatch(r"[A-Za-z]\w*", x, re.A) else x for x in thing[key]]
        if "target" in thing:
            thing["target"] = other_id(thing["target"]).replace("-", "_")
    return new


def other_id(name):
    return "q_" + name[::-1].replace("_", "0")[:38]


def test_other_ids():
    """Renaming every id changes no goal's value"""
    def work(town):
        one, two = town.plan("town"), renamed(town).plan("renamed")
        kit.equal(two is None, one is None, "there is no plan:")
        if one:
            pairs = list(zip(reached(one), reached(two)))
            kit.check(all(close(x, y) for x, y in pairs), pairs)
        return one
    every_town(work)


MONEY = 36000  # divisible by every lead time and share of random towns


def test_doubling():
    """Twice the children, seats, money and ceilings: twice the value of every goal, but for shares and units"""
    def work(town):
        for target in town.scenario.get("targets", []):
            target.pop("buffer", None)  # a buffer is rounded up to whole seats
        for row in town.tables.get("links", []):
            row.pop("max_share", None)  # a share is rounded down to whole children
        for table in ("measures", "options"):
            for row in town.tables[table]:
                for column in ("capital", "running"):
                    if row.get(column) is not None:
                        row[column] = int(row[column]) * MONEY
        for row in town.tables.get("limits", []):
            if row["quantity"] in ("capital", "running", "cost"):
                row["value"] *= MONEY
        factor = factors(town.scenario.get("goals", [{"goal": goal} for goal in ("unmet", "seats", "cost", "vacant")]))
        if not factor:
            return False
        one, two = town.plan("town"), doubled(town).plan("doubled")
        kit.equal(two is None, one is None, "there is no plan:")
        if one:
            trios = list(zip(factor, reached(one), reached(two)))
            kit.check(all(close(f * x, y) for f, x, y in trios), trios)
        return one
    every_town(work)


def factors(goals):
    """By what each stage of goals grows; none where a sum is of goals that double and goals that do not."""
    found = []
    for i, goal in enumerate(goals):
        factor = 1 if goal["goal"] in ("worst_share", "units", "change") else 2
        if i and "weight" in goal and "weight" in goals[i - 1]:
            if factor != found[-1]:
                return []
        else:
            found.append(factor)
    return found


def doubled(town):
    new = town.like()
    for table in ("need", "supply"):
        for row in new.tables[table]:
            for year in town.years & set(row):
                row[year] *= 2
    for row in new.tables["effects"]:
        row["amount"] *= 2
    for row in new.tables.get("links", []):
        if row.get("max_children") is not None:
            row["max_children"] *= 2
    for table in ("measures", "options"):
        for row in new.tables[table]:
            for column in ("capital", "running"):
                if row.get(column) is not None:
                    row[column] *= 2
    for row in new.tables.get("limits", []):
        if row["quantity"] != "units":
            row["value"] *= 2
    for goal in new.scenario.get("goals", []):
        if isinstance(goal.get("slack"), (int, float)) and goal["goal"] not in ("units", "change", "worst_share"):
            goal["slack"] *= 2
    return new


def test_supply_in_two_rows():
    """A ward's children and seats, given in two rows of kinds or as one, are the same"""
    def work(town):
        other = town.like()
        split = []
        for i, row in enumerate(other.tables["supply"]):
            if row.get("kind") in ("区間調整", "transfer") or row.get("factor"):
                split.append(row)
                continue
            part = dict(row, kind=f"{row.get('kind', '')} part {i}")
            for year in town.years & set(row):
                part[year] = row[year] // 3
                row[year] -= row[year] // 3
            split += [row, part]
        other.tables["supply"] = split
        one = town.plan("town")
        if one:
            kit.same_sheets(other.plan("other"), one, but=("official",))  # which has a row for each kind
        return one
    every_town(work, range(46, 60), 4)


# ---- plans made first ------------------------------------------------------------------------------------------------


class Planted:
    """A city made round a plan.

    In every ward and year need is what stands there when the planted units have opened; it never falls. So no child is
    unmet, fewer units cannot do, earlier ones are not needed and later ones come too late. In every ward an existing
    facility can give a part; it comes first though it is dear to build: a plan that looks at prices goes wrong."""

    PRICE = {"old": (900, 3), "new": (30, 20)}  # capital, running

    def __init__(self, seed):
        d = self.dice = Dice(seed)
        self.first, self.years = 2024, d.whole(1, 4)
        self.lead, self.amount = d.whole(0, 2), d.one([10, 16, 25])
        self.wards = [f"ward{i}" for i in range(d.whole(1, 5))]
        self.rows, self.money, self.opened, self.gross = {}, {}, {}, 0
        need, supply = ["area,class," + self.heading()], ["area,seat,2024"]
        options = ["option,measure,area,max_units"]
        for ward in self.wards:
            base, most = d.whole(0, 90), d.whole(1, 3)
            options += [f"new_{ward},site,{ward},50", f"old_{ward},extension,{ward},{most}"]
            supply.append(f"{ward},c,{base}")
            cells, old, new = [], 0, 0
            for t in range(self.years):
                grows = d.whole(0, 2) * d.whole(0, 1)
                more = min(grows, most - old)
                self.open("old", ward, t, more)
                self.open("new", ward, t, grows - more)
                old, new = old + more, new + grows - more
                cells.append(str(base + self.amount * (old + new)))
            need.append(f"{ward},c," + ",".join(cells))
        self.tables = {
            "need": "\n".join(need), "supply": "\n".join(supply), "options": "\n".join(options),
            "measures": f"""measure,group,existing,lead_years,capital,running
                            site,new,no,{self.lead},30,20
                            extension,extend,yes,{self.lead},900,3""",
            "effects": f"measure,item,amount\nsite,c,{self.amount}\nextension,c,{self.amount}",
        }
        self.scenario = {"years": {"decide_from": self.first - self.lead}}

    def heading(self):
        return ",".join(str(self.first + t) for t in range(self.years))

    def open(self, kind, ward, t, units):
        if not units:
            return
        capital, running = self.PRICE[kind]
        self.opened[f"{kind}_{ward}", str(self.first + t)] = units
        self.gross += self.amount * units * (kind == "new")
        parts = max(1, self.lead)
        for year in range(self.first + t - self.lead, self.first + t - self.lead + parts):
            self.money[year] = self.money.get(year, 0) + units * capital // parts
        for year in range(self.first + t, self.first + self.years):
            self.money[year] = self.money.get(year, 0) + units * running


def test_planted_plan():
    """The plan that was planted is found: units, years, goals, money"""
    for seed in range(1, 26):
        made = Planted(seed)
        plan = kit.plan(kit.city(f"city{seed}", made.tables, made.scenario), f"plan{seed}")
        kit.equal(plan.opened(), made.opened, f"seed {seed}:")
        kit.equal(plan.number("balance", "unmet"), 0, f"seed {seed}:")
        kit.equal(values(plan)[:2], [0, made.gross], f"seed {seed}:")
        money = {year: total for year in made.money
                 if (total := plan.number("money", "capital", year=year) + plan.number("money", "running", year=year))}
        kit.equal(money, {year: total for year, total in made.money.items() if total}, f"seed {seed}:")
        kit.equal({row["kept"] for row in plan.rows("promises")}, {"yes"}, f"seed {seed}:")


def test_planted_ceiling():
    """Budgets and a ceiling of just what was planted change nothing; with a unit less its children are unmet"""
    for seed in range(1, 16):
        made = Planted(seed)
        if not made.opened:
            continue
        limits = ["limit,quantity,year,sense,value"]
        limits += [f"budget_{year},cost,{year},<=,{total}" for year, total in made.money.items()]
        limits = "\n".join(limits) + "\nsites,units,,<=,%d"
        units = sum(made.opened.values())
        tables = dict(made.tables, limits=limits % units)
        plan = kit.plan(kit.city(f"city{seed}", tables, made.scenario), f"plan{seed}")
        kit.equal(plan.opened(), made.opened, f"seed {seed}:")
        tables["limits"] = limits % (units - 1)
        plan = kit.plan(kit.city(f"less{seed}", tables, made.scenario), f"plan-less{seed}")
        last = max(int(year) for _, year in made.opened)
        kit.equal(plan.number("balance", "unmet"), made.amount * (made.first + made.years - last), f"seed {seed}:")


def test_yen_beside_children():
    """In one stage with thousands of millions of yen children still count: what costs nothing opens for them"""
    money = 100, 600 * 10 ** 6, 4 * 10 ** 9
    for units, weight, capital in itertools.product(("continuous", "whole"), (1, 0.5), money):
        name = f"{units}-{weight}-{capital}"
        city = kit.city(name, {
            "need": "area,class,2024,2025\nward,c,100,100",
            "supply": "area,seat,2024\nward,c,20",
            "measures": f"measure,group,existing,lead_years,capital\nfree,extend,yes,0,0\ndear,extend,yes,0,{capital}",
            "effects": "measure,item,amount\nfree,c,10\ndear,c,10",
            "options": "option,measure,area,min_units,max_units\nfree_1,free,ward,,5\ndear_1,dear,ward,1,3",
        }, {"units": units, "money_unit": "円", "goals": [
            {"goal": "cost", "weight": 3}, {"goal": "unmet", "weight": weight}, {"goal": "vacant"}, {"goal": "units"}]})
        plan = kit.plan(city, "plan-" + name)
        kit.equal(plan.opened(), {("free_1", "2024"): 5, ("dear_1", "2024"): 1}, name)
        kit.equal(values(plan), [capital, 40, 0, 6], name)


if __name__ == "__main__":
    kit.main(globals())
