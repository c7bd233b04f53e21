#!/usr/bin/env python3
"""Neighbours: what holds where children of one area may use seats of another. On seeded random and small cities.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import sys
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import kit  # noqa: E402
from laws import Town, close, every_town, reached, values  # noqa: E402

SEEDS = range(1, 46)


def links_of(town):
    """{(from, to, class): (max_children, max_share)} by id."""
    ids = {label: area for area, label in town.city.labels.items() if label}
    found = {}
    for row in town.tables.get("links", []):
        pair = tuple(ids.get(row[end], row[end]) for end in ("from", "to"))
        for c in [row["class"]] if row.get("class") else town.city.classes:
            found[(*pair, c)] = row.get("max_children"), row.get("max_share")
    return found


def most(town, link, year):
    """floor(min(max_children, max_share need))"""
    children, share = links_of(town)[link]
    area, _, c = link
    part = Fraction(str(share)) * town.city.need[area, c, int(year)] if share is not None else None
    bounds = [int(x) for x in (children, part) if x is not None]
    return min(bounds + [town.city.need[area, c, int(year)]])


def test_only_by_links():
    """Children go where a link for their class leads, never further, no more of them than its ceilings, rounded down"""
    def work(town):
        plan, links = town.plan("town"), links_of(town)
        if not plan or not links:
            return False
        gone = {}
        for row in plan.rows("served"):
            if row["area"] == row["in_area"]:
                continue
            link = row["area"], row["in_area"], row["class"]
            kit.check(link in links, "nobody may go there:", row)
            for column in row:
                if column in ("children", "without_plan") or "cover_" in column:
                    key = link, row["year"], column
                    gone[key] = gone.get(key, 0) + Fraction(row[column])
        for (link, year, column), children in gone.items():
            kit.check(children <= most(town, link, year) + Fraction(1, 10**5), link, year, column, float(children))
        return bool(gone)
    every_town(work, SEEDS)


def test_transfers_add_up():
    """区間調整 sums to 0 over the areas, by kind of seat and year; without it transfer and balance change, nothing else"""
    def work(town):
        plan = town.plan("town")
        if not plan:
            return False
        if not os.path.exists("plan-town/transfers.csv"):
            kit.check(not links_of(town), "there are links, but no transfers.csv")
            return False
        total = {}
        for row, seats in zip(plan.rows("transfers"), plan.rows("seats"), strict=True):
            n = {k: Fraction(v) for k, v in row.items() if k not in ("area", "seat")}
            key = row["seat"], row["year"]
            total[key] = total.get(key, 0) + n["transfer"]
            kit.equal([row[k] for k in ("area", "seat", "year")], [seats[k] for k in ("area", "seat", "year")])
            kit.equal(n["transfer"], n["agreed"] + n["elsewhere"] - n["others_here"], row)
            kit.equal(n["balance"], n["secured"] + n["transfer"] - n["used"], row)
            kit.equal(n["balance"], Fraction(seats["vacant"]), row)
            kit.equal(n["secured"] + n["agreed"], Fraction(seats["supply"]), row)
        kit.equal({key: value for key, value in total.items() if value}, {})
        return True
    every_town(work, SEEDS)


def test_elsewhere_adds_up():
    """balance.csv: elsewhere is the part of served that served.csv shows in other areas"""
    def work(town):
        plan = town.plan("town")
        if not plan or not links_of(town):
            return False
        gone = {}
        for row in plan.rows("served"):
            key = row["area"], row["class"], row["year"]
            gone[key] = gone.get(key, 0) + (Fraction(row["children"]) if row["area"] != row["in_area"] else 0)
        for row in plan.rows("balance"):
            want = gone.get((row["area"], row["class"], row["year"]), 0)
            kit.check(abs(Fraction(row["elsewhere"]) - want) <= Fraction(1, 2000), row)
        for row in plan.rows("limits"):
            if row["quantity"] == "transfers" and "follow" not in town.scenario:
                kit.check(Fraction(row["used"]) <= Fraction(row["value"]) + Fraction(1, 100), row)
        return True
    every_town(work, SEEDS)


def test_more_links():
    """More links and higher ceilings never raise the first goal, whichever it is"""
    def work(town):
        if not links_of(town):
            return False
        more = town.like()
        for row in more.tables["links"]:
            row.pop("max_children", None)
            row.pop("max_share", None)
        there = {link[:2] for link in links_of(town)}
        more.tables["links"] += [{"from": a, "to": b} for a in town.city.areas for b in town.city.areas
                                 if a != b and (a, b) not in there]
        one = town.plan("town")
        if not one:
            return False
        two = more.plan("more")
        kit.check(two, "more links leave no plan")
        first, second = reached(one)[0], reached(two)[0]
        kit.check(second <= first + 1e-6 * max(1, abs(first)), second, ">", first)
        return True
    every_town(work, SEEDS)


def test_no_links():
    """A table of links without rows changes no byte of the plan"""
    def work(town):
        town.tables.pop("links", None)
        none = town.like()
        none.tables["links"] = []
        one = town.plan("town")
        if not one:
            return False
        kit.same_sheets(none.plan("none"), one)
        kit.equal(values(kit.Plan("plan-none")), values(one))
        return True
    every_town(work, range(1, 13), 4)


def halves(town, ward):
    """The ward as an inner area with two linked halves. Its options stay in the first half; so do its seats where
    options take some of them, or where a child needs two at once: those have to stand in one area."""
    new = town.like()
    label = town.city.labels.get(ward)
    names, parts = {ward, label}, [ward[:37] + "_h1", ward[:37] + "_h2"]
    new.tables["areas"] += [{"area": part, "parent": ward} for part in parts]
    takes = any(row["area"] in names and town.city.takes.get(row["measure"]) for row in town.tables["options"])
    takes |= any(len(seats) > 1 for seats in town.city.uses)
    takes |= any(row["area"] in names and row.get("kind") in ("区間調整", "transfer") for row in town.tables["supply"])
    for table in ("need", "supply"):
        rows = []
        for row in new.tables[table]:
            if row["area"] not in names or row.get("seat") in ("carers", "保育士"):  # carers may stand at an inner area
                rows.append(row)
                continue
            first, second = dict(row, area=parts[0]), dict(row, area=parts[1])
            for year in town.years & set(row):
                second[year] = 0 if table == "supply" and takes else row[year] // 2
                first[year] = row[year] - second[year]
            rows += [first, second]
        new.tables[table] = rows
    for row in new.tables["options"]:
        if row["area"] in names:
            row["area"] = parts[0]
    new.tables["links"] = [dict(row, **{"from": a, "to": b}) for row in new.tables.get("links", [])
                           for a in (parts if row["from"] in names else [row["from"]])
                           for b in (parts if row["to"] in names else [row["to"]])]
    new.tables["links"] += [{"from": parts[0], "to": parts[1]}, {"from": parts[1], "to": parts[0]}]
    return new


def test_two_linked_halves():
    """A ward split into two linked halves changes no goal's value (continuous, basis own, no ceilings on links)"""
    def work(town):
        if "areas" not in town.tables:
            return False
        for row in town.tables["need"]:  # the halves are of one size
            for year in town.years & set(row):
                row[year] *= 2
        for target in town.scenario.get("targets", []):
            target.pop("buffer", None)
            target.pop("basis", None)
        for row in town.tables.get("links", []):
            row.pop("max_children", None)
            row.pop("max_share", None)
        town.tables["limits"] = [row for row in town.tables.get("limits", []) if row["quantity"] != "transfers"]
        for goal in town.scenario.get("goals", []):
            if goal["goal"] == "transfers":  # the halves may exchange children
                goal["goal"] = "vacant"
                goal.pop("classes", None)
        one = town.plan("town")
        two = halves(town, town.dice.one(town.city.areas)).plan("halves")
        kit.equal(two is None, one is None, "there is no plan:")
        if one:
            pairs = list(zip(reached(one), reached(two)))
            kit.check(all(close(x, y) for x, y in pairs), pairs)
        return one
    every_town(work, SEEDS)


# ---- by hand --------------------------------------------------------------------------------------------------------

STREET = {  # a is short, b is full, c has seats to spare
    "need": "area,class,2024\na,c0,30\nb,c0,20\nc,c0,10",
    "supply": "area,seat,2024\na,c0,20\nb,c0,20\nc,c0,40",
}


def test_no_relaying():
    """a may use b and b may use c, but no child of a comes to c, nor makes one of b go there"""
    kit.city("city", dict(STREET, links="from,to\na,b\nb,c"))
    plan = kit.plan("city")
    kit.equal(plan.number("served", "children", area="a", in_area="c"), 0)
    kit.equal(plan.number("balance", "unmet", area="a"), 0, "10 of a take seats of b, whose own go to c:")
    kit.equal(plan.number("served", "children", area="b", in_area="c"), 10)
    kit.city("street", dict(STREET, links="from,to\na,b"))
    kit.equal(kit.plan("street", "plan-street").number("balance", "unmet"), 10)


def test_share_is_exact():
    """max_share is rounded down exactly: 0.29 of 100 is 29, 1/3 of 100 is 33, 2/3 of 3 is 2"""
    for share, need, want in (("0.29", 100, 29), ("1/3", 100, 33), ("2/3", 3, 2), ("0.07", 100, 7), ("0", 50, 0),
                              ("1", 9, 9)):
        kit.city("city", {"need": f"area,class,2024\na,c0,{need}\nb,c0,0", "supply": "area,seat,2024\nb,c0,500",
                          "links": f"from,to,max_share\na,b,{share}"})
        kit.equal(kit.plan("city").number("balance", "elsewhere", area="a"), want, share)


def test_class_of_a_link():
    """A link for one class is for no other; the lower of two ceilings holds"""
    kit.city("city", {
        "need": "area,class,2024\na,c0,30\na,c1,30\nb,c0,0\nb,c1,0",
        "supply": "area,seat,2024\nb,c0,50\nb,c1,50",
        "links": "from,to,class,max_children,max_share\na,b,c1,12,0.5",
    })
    plan = kit.plan("city")
    kit.equal([row["elsewhere"] for row in plan.rows("balance")], ["0", "12", "0", "0"])


def test_nearest_area():
    """Where plans are otherwise equal, own seats come first, then those that are nearest"""
    kit.city("city", {
        "need": "area,class,2024\na,c0,30\nb,c0,0\nc,c0,0",
        "supply": "area,seat,2024\na,c0,12\nb,c0,50\nc,c0,10",
        "links": "from,to,minutes\na,b,25\na,c,10",
    })
    plan = kit.plan("city")
    kit.equal([(row["in_area"], row["children"]) for row in plan.rows("served")],
              [("a", "12"), ("b", "8"), ("c", "10")])


def test_goal_transfers():
    """The goal counts minutes where given, of the areas, classes and years it names; the limit counts children"""
    tables = {
        "need": "area,class,2024,2025\na,c0,30,30\na,c1,8,8\nb,c0,0,0\nb,c1,0,0",
        "supply": "area,seat,2024\na,c0,10\nb,c0,50\nb,c1,50",
        "links": "from,to,class,minutes\na,b,c0,12.5\na,b,c1,",
    }
    for goal, want in (({}, 2 * (20 * 12.5 + 8)), ({"years": 2025}, 258), ({"classes": "c1"}, 16), ({"areas": "b"}, 0)):
        kit.city("city", tables, {"goals": [{"goal": "unmet"}, {"goal": "transfers", **goal}]})
        kit.equal(values(kit.plan("city")), [0, want], goal)
    kit.city("city", dict(tables, limits="limit,quantity,class,year,sense,value\nl,transfers,c0,each,<=,15"))
    plan = kit.plan("city")
    kit.equal([row["unmet"] for row in plan.rows("balance")], ["5", "5"] + ["0"] * 6)
    kit.equal([(row["used"], row["slack"]) for row in plan.rows("limits")], [("15", "0")] * 2)
    kit.city("city", tables, {"goals": [{"goal": "transfers"}, {"goal": "unmet"}]})
    kit.equal(values(kit.plan("city"))[0], 0, "nobody has to go")


def test_said_on_the_screen():
    """The terminal and --json say how many are served elsewhere; nothing where there are no links"""
    kit.city("city", dict(STREET, links="from,to\na,c"), {"lang": "en"})
    kit.check("Elsewhere    1 Apr 2024: 10 children served in another area" in kit.run("plan", "city", code=0).out)
    kit.check('"served_elsewhere": 10' in kit.run("plan", "city", "--json", code=0).out)
    kit.city("alone", STREET, {"lang": "en"})
    kit.check("Elsewhere" not in kit.run("plan", "alone", code=0).out)
    kit.check("elsewhere" not in kit.run("plan", "alone", "--json", code=0).out)


def test_link_in_a_conflict():
    """A link's ceiling that makes a hard limit impossible is named among what contradicts"""
    limits = "limit,quantity,sense,value\nu,unmet,<=,2"
    kit.city("city", dict(STREET, links="from,to,max_children\na,c,6", limits=limits))
    done = kit.run("plan", "city", "-o", "plan", code=3)
    kit.check("区域外利用は6人まで" in done.err + done.out, done)
    rows = kit.read("plan.conflict/conflict.csv").decode()
    kit.check('"link[a,c,c0,2024]",,6,' in rows, rows)


def test_agreed_and_used():
    """Seats agreed in supply (区間調整) and inter-area use of the plan stand in one row"""
    kit.city("city", {
        "need": "area,class,2024\na,c0,30\nb,c0,20",
        "supply": "area,seat,kind,2024\na,c0,,20\nb,c0,,40\na,c0,区間調整,4\nb,c0,transfer,-4",
        "links": "from,to\na,b",
    })
    kit.equal(kit.plan("city").bytes("transfers").decode().splitlines()[1:],
              ["a,c0,2024,20,30,4,6,0,10,0", "b,c0,2024,40,20,-4,0,6,-10,10"])


if __name__ == "__main__":
    kit.main(globals())
