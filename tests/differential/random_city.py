#!/usr/bin/env python3
"""Write a small random city: every feature of the tables and the scenario, seeded, always the same for a seed.

    random_city.py SEED DIR

The numbers are chosen so that the tables are free of errors; a plan need not exist (a floor may be above what can be
reached), and then every solver has to say so. Ids include words that upset readers of models (end, data, inf, e1 ...).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import json
import os
import sys

WORDS = ["end", "data", "inf", "e1", "set", "tr", "default", "free", "NaN", "sum", "all", "in", "E5", "Bounds", "st",
         "x1", "need", "open", "param", "RHS", "integer", "max", "z_9", "by", "st2", "infinity", "to", "NAME", "cover",
         "one", "an_id_that_has_all_the_forty_characters_"]


class Dice:
    """A generator of its own (splitmix64): the same numbers in every version of Python."""

    def __init__(self, seed):
        self.state = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & (2**64 - 1)

    def word(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & (2**64 - 1)
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        return z ^ (z >> 31)

    def whole(self, low, high):
        return low + self.word() % (high - low + 1)

    def often(self, share):
        return self.word() < share * 2**64

    def one(self, things):
        return things[self.word() % len(things)]

    def some(self, things):
        """A part of the things, never none, in their order."""
        part = [x for x in things if self.often(0.6)]
        return part or [self.one(things)]

    def ids(self, prefix, count):
        """Ids, some of them awkward words, all different."""
        out = []
        while len(out) < count:
            name = self.one(WORDS) if self.often(0.3) else f"{prefix}{len(out)}"
            if name.lower() not in [x.lower() for x in out]:
                out.append(name)
        return out


class City:
    def __init__(self, seed):
        self.dice = Dice(seed)
        self.table = {}
        self.make_years()
        self.make_areas()
        self.make_services()
        self.make_supply()
        self.make_measures()
        self.make_options()
        self.make_shares()
        self.make_links()
        self.make_limits()
        self.make_scenario(seed)
        self.make_carers(seed)
        self.make_closures(seed)
        self.make_bounds(seed)
        self.make_later_supply(seed)
        self.make_filters(seed)
        self.make_leavers(seed)

    def put(self, table, **row):
        self.table.setdefault(table, []).append({k: v for k, v in row.items() if v is not None})

    # ---- time, areas -------------------------------------------------------------------------------------------------

    def make_years(self):
        d = self.dice
        self.first = d.whole(2018, 2026)
        self.last = self.first + d.whole(0, 3)
        self.look_ahead = self.last + d.whole(0, 3)
        self.decide_from = self.first + d.whole(-2, 1) if d.often(0.6) else self.first
        self.decide_from = min(self.decide_from, self.last)
        self.plan = list(range(self.first, self.last + 1))
        self.years = list(range(self.first, self.look_ahead + 1))

    def make_areas(self):
        d = self.dice
        self.areas = d.ids("w", d.whole(1, 4))
        self.nodes = list(self.areas)
        self.below = {a: [a] for a in self.areas}
        self.labels = {}
        if d.often(0.3) and len(self.areas) == 1:
            return  # no table areas: one area under one city
        tree = [("thecity", None)]
        districts = ["dist_east", "dist_west"] if len(self.areas) > 2 and d.often(0.6) else []
        self.below["thecity"] = list(self.areas)
        tree += [(x, "thecity") for x in districts]
        for x in districts:
            self.below[x] = []
        for i, a in enumerate(self.areas):
            parent = districts[i % 2] if districts else "thecity"
            if districts:
                self.below[parent].append(a)
            tree.append((a, parent))
        self.nodes += ["thecity"] + districts
        for name, parent in tree:
            label = f"第{len(self.labels) + 1}区域" if d.often(0.5) else None
            self.labels[name] = label
            self.put("areas", area=name, label=label, parent=parent)

    def spell(self, area):
        """The id of an area, or its label."""
        label = self.labels.get(area)
        return label if label and self.dice.often(0.3) else area

    # ---- classes, seats, services, need, supply ----------------------------------------------------------------------

    def make_services(self):
        d = self.dice
        self.classes = d.ids("c", d.whole(1, 4))
        self.weight = {}
        plain = d.often(0.2)  # no tables seats, services: one of each for each class
        if d.often(0.7):
            for c in self.classes:
                self.weight[c] = d.one([1, 1, 2, 0.5, 1.25, 3])
                weight = self.weight[c] if self.weight[c] != 1 else None
                self.put("classes", **{"class": c, "label": f"級{c}", "weight": weight})
        if plain:
            self.seats = list(self.classes)
            self.rooms = list(self.seats)
            self.uses = [[c] for c in self.classes]
        else:
            self.seats = d.ids("k", d.whole(1, 4))
            self.rooms = [k for k in self.seats if d.often(0.75)] or [self.seats[0]]
            for k in self.seats:
                self.put("seats", seat=k, room=None if k in self.rooms else "no", label=f"席{k}")
            self.uses = []
            names = d.ids("p", 3 * len(self.classes))
            for c in self.classes:
                for rank in range(1, d.whole(1, 3) + 1):
                    service = names.pop()
                    both = d.some(self.seats)[:2]
                    self.uses.append(both)
                    for k in both:
                        per_child = d.one([1, 1, 1, 0.5, 2, 1.5, 0.3])
                        self.put("services", service=service, **{"class": c}, seat=k,
                                 per_child=per_child if per_child != 1 else None, rank=rank)
        self.need = {}
        for a in self.areas:
            for c in self.classes:
                level = d.whole(0, 300)
                row = {}
                for y in self.years:
                    level = 0 if d.often(0.04) else max(0, level + d.whole(-level // 6 - 3, level // 9 + 3))
                    self.need[a, c, y] = row[str(y)] = level
                self.put("need", area=self.spell(a), **{"class": c}, **row)

    def make_supply(self):
        d = self.dice
        self.base = {}
        for a in self.areas:
            for k in self.seats:
                need = max(self.need[a, c, self.first] for c in self.classes)
                kinds = ["特定教育・保育施設", "特定地域型保育事業"][:d.whole(0, 2)]
                for kind in kinds:
                    factor = d.one([1, 1, 1, 0.5, 0.9, 0.75])
                    row = {}
                    for y in self.years:
                        if y == self.first or d.often(0.3):
                            row[str(y)] = d.whole(need // 4 + 12, need // 2 + 40)
                    self.put("supply", area=self.spell(a), seat=k, kind=kind, **row,
                             factor=factor if factor != 1 else None)
                    last = 0
                    for y in self.years:
                        last = row.get(str(y), last)
                        self.base[a, k, y] = self.base.get((a, k, y), 0) + factor * last
        for k in self.seats:  # neighbours lend seats: sums to 0 over the areas
            if len(self.areas) < 2 or not d.often(0.4):
                continue
            a, b = self.areas[0], self.areas[-1]
            lent = d.whole(1, 5)
            if min(self.base.get((b, k, y), 0) for y in self.years) < lent:
                continue
            for y in self.years[:1]:
                self.put("supply", area=a, seat=k, kind="区間調整", **{str(y): lent})
                self.put("supply", area=b, seat=k, kind="transfer" if d.often(0.5) else "区間調整", **{str(y): -lent})
            for y in self.years:
                self.base[a, k, y] = self.base.get((a, k, y), 0) + lent
                self.base[b, k, y] -= lent

    # ---- measures and options ----------------------------------------------------------------------------------------

    def fewest(self, a, k):
        return min(self.base.get((a, k, y), 0) for y in self.years)

    def make_measures(self):
        d = self.dice
        self.measures = d.ids("m", d.whole(1, 4))
        self.groups = {m: d.one(["convert", "extend", "temporary_care", "license", "new", "enterprise", "shrink",
                                 "close", "reopen"]) for m in self.measures}
        self.takes = {}
        self.lead = {}
        for m in self.measures:
            self.lead[m] = d.whole(0, 3)
            self.put("measures", measure=m, label=f"方策{m}" if d.often(0.5) else None, group=self.groups[m],
                     existing="yes" if d.often(0.5) else "no", whole="yes" if d.often(0.5) else "no",
                     lead_years=self.lead[m] or None, life_years=d.whole(1, 4) if d.often(0.25) else None,
                     capital=d.one([0, 1000, 25001, 7777, 120000.5, 33333]),
                     running=d.one([None, 0, 500, 1201, -300, 99.5]))
            self.takes[m] = self.effects("measure", m)

    def effects(self, column, name):
        """Rows of effects for a measure or an option; {seat: seats that a unit takes}."""
        d = self.dice
        takes = {}
        seats = d.some(self.seats)
        for i, k in enumerate(seats):
            amount = d.one([10, 20, 19, 30.5, 60, 7])
            if i > 0 and d.often(0.5):
                takes[k] = amount = d.one([3, 7, 10.5, 18])
                amount = -amount
            first = d.one(["0.6;0.8", "0.5", "1/3", "0"]) if d.often(0.3) else None
            if first == "1/3":
                first = "0.3333"
            self.put("effects", **{column: name}, item=k, amount=amount, kind="認定こども園" if d.often(0.3) else None,
                     first_years=first)
            if amount > 0 and d.often(0.2):  # a second row of the same seat kind under another heading
                self.put("effects", **{column: name}, item=k, amount=5, kind="その他", first_years="0.25;0.5;0.75")
        return takes

    def make_options(self):
        d = self.dice
        self.options = []
        self.option = {}
        left = {(a, k): self.fewest(a, k) for a in self.areas for k in self.seats}
        facilities = d.ids("f", 3)
        pools = d.ids("q", 2)
        self.pools = []
        for o in d.ids("o", d.whole(0, 10)):
            m = d.one(self.measures)
            a = d.one(self.areas)
            takes = self.takes[m]
            most = d.one([1, 1, 2, 3, 2.5])
            if any(amount * most > left[a, k] for k, amount in takes.items()):
                continue
            for k, amount in takes.items():
                left[a, k] -= amount * most
            facility = d.one(facilities) if most == 1 and d.often(0.4) else None
            pool = d.one(pools) if d.often(0.3) else None
            consent = d.one([None, "firm", "likely", "undecided", "refuses"])
            earliest = d.whole(self.first, self.last) if d.often(0.2) else None
            latest = d.whole(earliest or self.first, self.last) if d.often(0.2) else None
            opens = max(earliest or self.first, self.decide_from + self.lead[m]) <= (latest or self.last)
            least = 0.5 if opens and consent in (None, "firm") and d.often(0.15) else None
            own = d.often(0.25)
            self.options.append(o)
            self.option[o] = dict(measure=m, area=a, pool=pool, takes=takes, most=most, consent=consent or "firm",
                                  opens=range(max(earliest or self.first, self.decide_from + self.lead[m]),
                                              (latest or self.last) + 1))
            if pool and pool not in self.pools:
                self.pools.append(pool)
            self.put("options", option=o, measure=m, area=self.spell(a), label=f"案{o}" if d.often(0.3) else None,
                     facility=facility, max_units=None if facility else most, min_units=least, earliest=earliest,
                     latest=latest, max_per_year=d.one([1, 0.75]) if most > 1 and d.often(0.3) else None, pool=pool,
                     consent=consent, capital=d.whole(100, 90000) if own else None,
                     running=d.whole(-50, 2000) if own else None)
            if not takes and d.often(0.2):
                self.effects_of_option(o)

    def effects_of_option(self, o):
        """Rows of an option replace its measure's; it only adds."""
        d = self.dice
        for k in d.some(self.seats):
            self.put("effects", option=o, item=k, amount=d.whole(5, 40), first_years=d.one([None, "0.7;0.9"]))

    def make_carers(self, seed):
        """Ratios, carers at some nodes, recruits, a limit and a goal of them; with dice of their own."""
        d = Dice(seed + 500000)
        if d.often(0.35):
            return
        for row in self.table.get("seats", []):
            if d.often(0.8):
                row["children_per_carer"] = d.one([3, 6, 15, 25, 7.5, 12.25, 0.8])
        need = sum(self.need[a, c, self.first] for a in self.areas for c in self.classes)
        nodes = [v for v in self.nodes if v != "thecity"] + (["thecity"] if "thecity" in self.nodes else [])
        for v in nodes:
            if not d.often(0.45):
                continue
            share = need * len(self.below[v]) / len(self.areas)
            row = {str(y): d.whole(0, int(share / 5) + 2) + d.one([0, 0, 0.5]) for y in self.years
                   if y == self.first or d.often(0.3)}
            self.put("supply", area=v, seat=d.one(["carers", "carers", "保育士"]), factor=d.one([None, None, 0.9]), **row)
        for m in self.measures:
            if d.often(0.4):
                self.put("effects", measure=m, item="carers", amount=d.one([1, 3, 2.5, 10, -1]),
                         first_years=d.one([None, None, "0.5;0.75"]))
        if d.often(0.3):
            leaf = d.one(self.areas)
            self.put("measures", measure="hiring", group=d.one(["recruit", "保育士確保"]), existing="no", whole="yes",
                     lead_years=d.whole(0, 1) or None, life_years=d.one([None, 2]), capital=d.one([0, 500]), running=90)
            self.put("effects", measure="hiring", item="保育士", amount=d.one([2, 5.5]))
            self.put("options", option="zz_hiring", measure="hiring", area=leaf, max_units=d.one([1, 4]))
        if d.often(0.35):
            v = d.one(self.nodes + [None])
            year = d.one([None, "each", d.one(self.plan)])
            floor = d.often(0.2)
            self.put("limits", limit="zz_carers", quantity="carers", area=v, year=year, sense=">=" if floor else "<=",
                     value=0.25 if floor else d.whole(0, need // 4 + 1))
        goals = self.scenario.get("goals")
        if goals and d.often(0.4):
            goal = {"goal": "carers"}
            if d.often(0.4):
                goal["areas"] = [d.one(self.nodes)]
            if d.often(0.4):
                goal["years"] = self.some_years(self.first, d.one([self.last, self.look_ahead]))
            goals.insert(d.whole(0, len(goals)), goal)

    def make_closures(self, seed):
        """A measure that only takes seats, or makes one site of two; it saves money, brings some in or is repaid."""
        d = Dice(seed + 600000)
        here = [(a, k) for a in self.areas for k in self.seats if self.fewest(a, k) >= 12]
        if not here or d.often(0.5):
            return
        k = d.one(here)[1]
        merger = d.often(0.4)
        rows = [(-4, "東分園"), (-8, "西分園"), (9.5, "統合園")] if merger else [(-d.one([5, 12, 7.5]), None)]
        for amount, kind in rows:
            self.put("effects", measure="closing", item=k, amount=amount, kind=kind)
        self.put("measures", measure="closing", label="統合" if merger else None, group=d.one(["close", "shrink", "統廃合"]),
                 existing="yes", whole="yes", lead_years=d.whole(0, 2) or None, capital=d.one([-500, -700.5, 400, 0]),
                 running=d.one([-900, -120, None]))
        self.takes["closing"] = {k: 12}
        if d.often(0.5):
            for payer, share in [("city", "2/3"), ("operator", "1/3")]:
                self.put("shares", measure="closing", payer=payer, share=share)
                self.payers += [payer] * (payer not in self.payers)
        facility = "hill" if d.often(0.6) else None
        for i, a in enumerate([a for a, kind in here if kind == k][:2]):
            self.put("options", option=f"zz_close{i}", measure="closing", area=a, facility=facility,
                     max_units=None if facility else 1)
        if d.often(0.3):  # instead of closing, what stands there may become something else
            adds = [m for m in self.measures if not self.takes[m]]
            if adds and facility:
                self.put("options", option="zz_keep", measure=d.one(adds), area=d.one(self.areas), facility=facility)

    def make_bounds(self, seed):
        """An option without max_units: a ceiling on the units of its pool is all that bounds it."""
        d = Dice(seed + 700000)
        free = [m for m in self.measures if not self.takes[m]]
        if not free or d.often(0.6):
            return
        for a in self.areas[:2]:
            self.put("options", option=f"zz_pool_{a}"[:40], measure=d.one(free), area=a, pool="willing",
                     max_per_year=d.one([None, 2]))
        self.put("limits", limit="zz_willing", quantity="units", pool="willing", sense="<=",
                 year=d.one([None, "each"]), value=d.one([2, 1.5, 3]))

    def make_later_supply(self, seed):
        """Seats that are there from a later year on, and seats lent by agreement from then on."""
        d = Dice(seed + 800000)
        if len(self.years) < 2 or d.often(0.5):
            return
        year = str(d.one(self.years[1:]))
        k = d.one(self.seats)
        self.put("supply", area=self.spell(self.areas[0]), seat=k, kind="後から", **{year: d.whole(1, 30)},
                 factor=d.one([None, "0.8"]))
        agreed = any(row.get("kind") in ("区間調整", "transfer") and row["seat"] == k for row in self.table["supply"])
        if len(self.areas) > 1 and not agreed and min(self.base.get((self.areas[1], k, y), 0) for y in self.years) > 20:
            for a, sign in ((self.areas[0], 1), (self.areas[1], -1)):
                self.put("supply", area=a, seat=k, kind="区間調整", **{year: 2 * sign})

    def make_filters(self, seed):
        """More filters, weights and slack for the goals: every one that a goal takes comes up."""
        d = Dice(seed + 900000)
        if d.often(0.15):
            self.put("limits", limit="zz_group", quantity=d.one(["units", "seats"]), sense="<=", value=d.whole(2, 60),
                     group=d.one(list(self.groups.values())), year=d.one([None, "each"]))
        goals = self.scenario.get("goals", [])
        targets = {target["id"]: target for target in self.scenario.get("targets", [])}
        for i, goal in enumerate(goals):
            kind, new = goal["goal"], dict(goal)
            opened = kind in ("seats", "cost", "units", "change")
            if d.often(0.25):
                new.setdefault("areas", [d.one(self.nodes)])
            if kind in ("unmet", "short", "worst_share", "transfers") and d.often(0.2):
                new.setdefault("classes", d.some(self.classes))
            if kind in ("short", "worst_share") and d.often(0.3):
                target = targets[goal["target"]]
                new.setdefault("years", self.some_years(target["from"], target["until"]))
            if kind == "seats" and d.often(0.3):
                new.setdefault("years", self.some_years(self.first, self.last))
            if opened and d.often(0.2):
                new.setdefault("measures", d.some(self.measures))
            if opened and d.often(0.2):
                new.setdefault("groups", [d.one(list(self.groups.values()))])
            if opened and d.often(0.2):
                new.setdefault("existing", d.often(0.5))
            if i > 0 and "slack" not in {**new, **goals[i - 1]} and d.often(0.15):
                goals[i - 1].setdefault("weight", d.one([1, 0.25, 3]))
                new.setdefault("weight", d.one([1, 2, 0.5]))
            elif "weight" not in new and d.often(0.25):
                new.setdefault("slack", d.one(["10 %", "1.5%", 0.125 if kind == "worst_share" else 2]))
            if new not in goals:
                goals[i] = new

    def make_shares(self):
        d = self.dice
        self.payers = ["city"]
        others = ["nation", "prefecture", "operator"]
        for m in self.measures:
            for cost in ("capital", "running"):
                if not d.often(0.5):
                    continue
                split = d.one([[("nation", "2/3"), ("city", "1/12"), ("operator", "1/4")],
                               [("nation", "1/2"), ("city", "0.5")], [("prefecture", "0.333"), ("city", "0.667")],
                               [("nation", "1/3"), ("prefecture", "1/3"), ("operator", "1/3")]])
                when = d.one([(None, None), (None, None), (self.first + 1, None), (None, self.last)])
                for payer, share in split:
                    self.put("shares", measure=m, cost=cost, payer=payer, share=share,
                             **{"from": when[0], "until": when[1]})
                if when != (None, None) and d.often(0.5):  # other shares in the other years
                    self.put("shares", measure=m, cost=cost, payer="prefecture", share=1,
                             **{"from": None if when[0] else when[1] + 1, "until": when[0] - 1 if when[0] else None})
                self.payers += [p for p, _ in split if p not in self.payers]
        assert set(self.payers) <= set(others + ["city"])

    def make_links(self):
        """Some areas may use others' seats; who says nothing about a class says it of all."""
        d = self.dice
        self.links = False
        if len(self.areas) < 2 or not d.often(0.6):
            return
        minutes = d.often(0.5)
        for a in self.areas:
            for b in self.areas:
                if a == b or not d.often(0.5):
                    continue
                self.links = True
                for c in [None] if d.often(0.4) else d.some(self.classes):
                    self.put("links", **{"from": self.spell(a), "to": self.spell(b), "class": c},
                             max_children=d.whole(0, 60) if d.often(0.5) else None,
                             max_share=d.one(["1/3", 0.05, 0.29, "2/7", 1, 0.5, 0.125]) if d.often(0.5) else None,
                             minutes=d.one([5, 12.5, 30, 0.4, 0, 90]) if minutes and d.often(0.8) else None)

    # ---- limits, targets, goals --------------------------------------------------------------------------------------

    def make_limits(self):
        d = self.dice
        for l in d.ids("l", d.whole(0, 5)):
            kinds = ["units", "seats", "capital", "running", "cost", "vacant", "unmet"]
            quantity = d.one(kinds + ["transfers"] * 2 * self.links)
            floor = d.often(0.2) and quantity not in ("unmet", "running", "capital", "cost", "transfers")
            row = dict(limit=l, label=f"限度{l}" if d.often(0.3) else None, quantity=quantity,
                       sense=">=" if floor else "<=", year=d.one([None, "each", d.one(self.plan)]))
            if quantity in ("units", "seats", "capital", "running", "cost"):
                if d.often(0.3):
                    row["measure"] = d.one(self.measures)
                elif d.often(0.3):
                    row["group"] = d.one(list(self.groups.values()))
                if self.pools and d.often(0.3):
                    row = {k: v for k, v in row.items() if k not in ("measure", "group")}
                    row["pool"] = d.one(self.pools)
            if quantity in ("capital", "running", "cost") and row["year"] not in (None, "each"):
                row["year"] = d.whole(self.decide_from, self.last)  # by year of payment
            if d.often(0.4):
                row["area"] = d.one(self.nodes)
            leaves = self.below[row.get("area", self.nodes[-1])] if "area" in row else self.areas
            if quantity == "unmet":
                if d.often(0.4):
                    row["class"] = d.one(self.classes)
                classes = [row["class"]] if "class" in row else self.classes
                years = self.years if row["year"] is None else self.plan
                need = [sum(self.need[a, c, y] for a in leaves for c in classes) for y in years]
                row["value"] = d.whole(max(need) // 2, max(need) + 5) if row["year"] else sum(need) * 3 // 4
            elif quantity == "transfers":
                if d.often(0.4):
                    row["class"] = d.one(self.classes)
                row["value"] = d.whole(0, 50) if row["year"] else d.whole(10, 200)
            elif quantity == "vacant":
                if d.often(0.4):
                    row["seat"] = d.one(self.seats)
                seats = [row["seat"]] if "seat" in row else self.rooms
                there = min(sum(self.base.get((a, k, y), 0) for a in leaves for k in seats) for y in self.years)
                row["value"] = int(there * 0.2) if floor else int(there * 2) + 50
            elif quantity in ("units", "seats"):
                most = (1, 3) if quantity == "units" else (20, 150)
                row["value"] = d.one([0, 0.5, 1]) if floor else d.whole(*most)
                if quantity == "seats" and d.often(0.4):
                    row["seat"] = d.one(self.seats)
            else:
                if d.often(0.4):
                    row["payer"] = d.one(self.payers)
                row["value"] = d.whole(1000, 150000)
            self.put("limits", **row)

    def window(self):
        d = self.dice
        start = d.one(self.plan)
        return start, d.whole(start, self.last)

    def make_targets(self):
        d = self.dice
        targets = []
        for name in ["city-first", "t2", "all"][:d.whole(0, 3)]:
            start, until = self.window()
            target = {"id": name, "from": start, "until": until}
            if d.often(0.4):
                target["areas"] = [self.spell(a) for a in d.some(self.nodes)]
            if d.often(0.4):
                target["classes"] = d.some(self.classes)
            if d.often(0.6):
                target["basis"] = d.one(["peak", "peak", "own"])
            if d.often(0.35):
                target["buffer"] = d.one([0.1, 0.05, 0.02, 0.125])
            targets.append(target)
        return targets

    def some_years(self, start, until):
        """A period in one of its spellings."""
        return self.dice.one([{"from": start, "until": until}, list(range(start, until + 1)), until, {"until": until}])

    def make_goal(self, kind, targets):
        d = self.dice
        goal = {"goal": kind}
        if kind in ("short", "worst_share"):
            goal["target"] = d.one(targets)["id"]
        if kind == "unmet" and targets and d.often(0.3):
            goal["target"] = d.one(targets)["id"]
        if kind in ("unmet", "vacant", "transfers") and "target" not in goal:
            if d.often(0.3):
                goal["areas"] = [d.one(self.nodes)]
            if d.often(0.25):
                goal["years"] = self.some_years(self.first, d.one([self.last, self.look_ahead]))
        if kind in ("unmet", "transfers") and "target" not in goal and d.often(0.3):
            goal["classes"] = d.some(self.classes)
        if kind in ("seats", "units", "change"):
            if d.often(0.5):
                goal["existing"] = d.often(0.4)
            elif d.often(0.3):
                goal["measures"] = d.some(self.measures)
        if kind in ("seats", "vacant") and d.often(0.3):
            goal["seats"] = d.some(self.seats)
        if kind in ("units", "change"):
            if d.often(0.3):
                goal["areas"] = [d.one(self.nodes)]
            if d.often(0.2):
                goal["years"] = self.some_years(self.first, self.last)
        if kind == "cost":
            if d.often(0.6):
                goal["payer"] = d.one(self.payers)
            if d.often(0.3):
                goal["kind"] = d.one(["capital", "running"])
            if d.often(0.2):
                goal["groups"] = [d.one(list(self.groups.values()))]
            if d.often(0.2):
                goal["years"] = self.some_years(max(self.first, self.decide_from), self.last)
        return goal

    def make_goals(self, targets):
        d = self.dice
        kinds = ["unmet", "seats", "cost", "vacant", "unmet", "units"]
        kinds += (["change"] if self.adopted else []) + (["short", "worst_share", "short"] if targets else [])
        kinds += ["transfers"] * 2 * self.links
        goals, used = [], []
        for _ in range(d.whole(1, 6)):
            kind = d.one(kinds)
            goal = self.make_goal(kind, targets)
            if goal in used:
                continue
            used.append(dict(goal))
            if d.often(0.15):
                goal["weight"] = d.one([1, 2, 0.5, 10])
            elif d.often(0.12) and kind != "worst_share":
                goal["slack"] = d.one([5000 if kind == "cost" else 3, "2 %", "0.5%"])
            goals.append(goal)
        return goals

    def make_adopted(self):
        """The plan in force; where it is followed it opens only what may open then."""
        d = self.dice
        self.adopted = bool(self.options) and d.often(0.5)
        if not self.adopted:
            return
        follow = d.often(0.3)
        accepted = self.scenario.get("consent", ["firm", "likely"])
        for o in self.options:
            option = self.option[o]
            years = [y for y in option["opens"] if option["consent"] in accepted] if follow else self.plan
            if not years or d.often(0.3):
                continue
            for y in {d.one(years), d.one(years)} if d.often(0.3) else {d.one(years)}:
                self.put("adopted", option=o, year=y, units=d.one([option["most"] / 2, option["most"] / 2, 0.25, 0]))
        if "adopted" not in self.table:
            self.put("adopted", option=self.options[0], year=self.first, units=0)
        if follow:
            self.scenario["follow"] = "adopted"

    def make_scenario(self, seed):
        d = self.dice
        years = {"first": self.first, "last": self.last}
        if self.look_ahead != self.last:
            years["look_ahead"] = self.look_ahead
        if self.decide_from != self.first:
            years["decide_from"] = self.decide_from
        if d.often(0.2):
            years["as_of"] = "03-31"
        self.scenario = {"kakuho": 1, "title": f"random city {seed} でたらめ市", "units": "continuous",
                         "years": years}
        if d.often(0.4):
            self.scenario["consent"] = d.some(["firm", "likely", "undecided", "refuses"])
            if "firm" not in self.scenario["consent"]:
                self.scenario["consent"].insert(0, "firm")
        if d.often(0.2):
            self.scenario["discount"] = d.one([0.02, 0.04, 0.015])
        self.make_adopted()
        targets = self.make_targets()
        if targets:
            self.scenario["targets"] = targets
        if d.often(0.85):
            self.scenario["goals"] = self.make_goals(targets)

    def make_leavers(self, seed):
        """Ages, seats that are left at one of them, and the class that follows; with dice of their own."""
        d = Dice(seed + 900000)
        if "classes" not in self.table or "services" not in self.table:
            return
        old = {c for c in self.classes if d.often(0.5)}
        for row in self.table["classes"]:
            low, high = (3, 5) if row["class"] in old else (d.one([0, 1]), 2)
            row.update(age_min=low, age_max=high)
            if high == 2 and old and d.often(0.7):
                row["next"] = d.one(sorted(old))
        for row in self.table["seats"]:
            used = {one["class"] for one in self.table["services"] if one["seat"] == row["seat"]}
            if d.often(0.6):
                row["leaves_at"] = d.one([4, 5]) if used & old else d.one([3, 3, 2])

    # ---- writing -----------------------------------------------------------------------------------------------------

    COLUMNS = {
        "areas": ["area", "label", "parent"],
        "classes": ["class", "label", "age_min", "age_max", "next", "weight"],
        "seats": ["seat", "label", "room", "children_per_carer", "leaves_at"],
        "services": ["service", "class", "seat", "per_child", "rank"],
        "need": ["area", "class"],
        "supply": ["area", "seat", "kind", "factor"],
        "measures": ["measure", "label", "group", "existing", "whole", "lead_years", "life_years", "capital",
                     "running"],
        "effects": ["measure", "option", "item", "amount", "kind", "first_years"],
        "options": ["option", "measure", "area", "label", "facility", "max_units", "min_units", "earliest", "latest",
                    "max_per_year", "pool", "consent", "capital", "running"],
        "links": ["from", "to", "class", "max_children", "max_share", "minutes"],
        "shares": ["measure", "cost", "payer", "share", "from", "until"],
        "limits": ["limit", "label", "quantity", "area", "class", "measure", "group", "pool", "seat", "payer", "year",
                   "sense", "value"],
        "adopted": ["option", "year", "units"],
    }

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        for table, columns in self.COLUMNS.items():
            rows = self.table.get(table, [])
            if not rows and table not in ("supply", "options"):
                continue
            if table in ("need", "supply"):
                columns = columns + [str(y) for y in self.years]
            else:
                columns = [c for c in columns if any(c in row for row in rows)] or columns
            with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8", newline="") as file:
                out = csv.DictWriter(file, columns, lineterminator="\n")
                out.writeheader()
                out.writerows(rows)
        with open(os.path.join(folder, "base.json"), "w", encoding="utf-8") as file:
            json.dump(self.scenario, file, ensure_ascii=False, indent=2)
            file.write("\n")


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    City(int(sys.argv[1])).write(sys.argv[2])
