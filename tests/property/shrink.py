#!/usr/bin/env python3
"""Closing, merging, shrinking, moving seats between ages; who pays when; areas above the leaves.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

MEASURE = "measure,group,existing,lead_years,capital,running\n"
CLOSING = {
    "need": "area,class,2024,2025,2026\nward,c,50,30,30",
    "supply": "area,seat,2024\nward,c,50",
    "measures": MEASURE + "closure,close,yes,0,400,-900\nsmaller,shrink,yes,0,50,-100",
    "effects": "measure,item,amount\nclosure,c,-20\nsmaller,c,-5",
    "options": "option,measure,area,facility\nclose,closure,ward,hill\nsmall,smaller,ward,hill",
}
GOALS = {"goals": [{"goal": "unmet"}, {"goal": "vacant"}, {"goal": "cost", "payer": "city"}]}


def test_trap_07_closed_once():
    """Trap 7: a facility is closed or made smaller, not both; seats are gone, repayment is paid, running cost saved"""
    kit.city("city", CLOSING, GOALS)
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("close", "2025"): 1})
    kit.equal([row["supply"] for row in plan.rows("seats")], ["50", "30", "30"])
    kit.equal([(row["year"], row["capital"], row["running"]) for row in plan.rows("money")],
              [("2025", "400", "-900"), ("2026", "0", "-900")])
    kit.equal(plan.rows("plan")[0]["seats_c"], "-20")
    kit.equal(plan.number("balance", "unmet"), 0)


def test_trap_07_not_over_the_heads():
    """Trap 7: nothing closes over the heads of those who sit there, though it would save money"""
    kit.city("city", {**CLOSING, "need": "area,class,2024,2025,2026\nward,c,50,30,50"}, GOALS)
    kit.equal(kit.plan("city").opened(), {})


def test_trap_08_merging_is_net():
    """Trap 8: two sites of 30 that become one of 45 take 15 away"""
    kit.city("city", {
        "need": "area,class,2024,2025\nward,c,60,40",
        "supply": "area,seat,kind,2024\nward,c,east,30\nward,c,west,30",
        "measures": MEASURE + "merger,close,yes,0,100,-50",
        "effects": "measure,item,kind,amount\nmerger,c,east,-30\nmerger,c,west,-30\nmerger,c,both,45",
        "options": "option,measure,area,facility\neast_west,merger,ward,both",
    }, GOALS)
    plan = kit.plan("city")
    kit.equal(plan.rows("plan")[0]["seats_c"], "-15")
    kit.equal([row["supply"] for row in plan.rows("seats")], ["60", "45"])


def test_more_than_there_is():
    """A unit that takes more seats than there are is refused; several together take what there is, and no more"""
    kit.city("city", {**CLOSING, "supply": "area,seat,2024\nward,c,15"})
    done = kit.run("check", "city", "--lang", "en", code=1)
    kit.check("option.takes" in done.out + done.err, done)
    kit.city("none", {**CLOSING, "supply": None})
    done = kit.run("check", "none", "--lang", "en", code=1)
    kit.check("table.missing" in done.out and "option.takes" not in done.out, "seats only seem to be missing:", done)
    kit.city("two", {**CLOSING, "need": "area,class,2024\nward,c,0", "supply": "area,seat,2024\nward,c,30",
                     "options": "option,measure,area,max_units\na,closure,ward,1\nb,closure,ward,1"}, GOALS)
    plan = kit.plan("two", "plan-two")
    kit.equal(sum(plan.opened().values()), 1.5)
    kit.equal(plan.number("seats", "supply"), 0)


def test_reassigned():
    """Seats move between ages, and back: use-capacity is lowered, then restored where it is needed again"""
    kit.city("city", {
        "need": "area,class,2024,2025,2026\nward,young,10,20,10\nward,old,40,20,40",
        "supply": "area,seat,2024\nward,young,10\nward,old,40",
        "measures": MEASURE + "move,reassign,yes,0,0,5\nback,reassign,yes,0,0,-5",
        "effects": "measure,item,amount\nmove,young,1\nmove,old,-2\nback,young,-1\nback,old,2",
        "options": "option,measure,area,max_units\nto_young,move,ward,10\nto_old,back,ward,10",
    }, {"goals": [{"goal": "unmet"}, {"goal": "units"}]})
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("to_young", "2025"): 10, ("to_old", "2026"): 10})
    kit.equal(plan.number("balance", "unmet"), 0)
    needed = {row["option"]: row["years_needed"] for row in plan.rows("plan")}
    kit.equal(needed, {"to_young": "2025;2026", "to_old": "2026"}, "what is moved back must have been moved before:")


def test_lowered_and_restored():
    """Use-capacity lowered for some years (life_years) is there again when children come back; nothing need be built"""
    tables = {
        "need": "area,class,2024,2025,2026,2027,2028\nward,c,50,30,30,50,50",
        "supply": "area,seat,2024\nward,c,50",
        "measures": "measure,group,existing,lead_years,life_years,running\nlower,shrink,yes,0,2,-100",
        "effects": "measure,item,amount\nlower,c,-20",
        "options": "option,measure,area,facility\nhill_lower,lower,ward,hill",
    }
    kit.city("city", tables, GOALS)
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("hill_lower", "2025"): 1})
    kit.equal([row["supply"] for row in plan.rows("seats")], ["50", "30", "30", "50", "50"])
    kit.equal([(row["year"], row["running"]) for row in plan.rows("money")], [("2025", "-100"), ("2026", "-100")])
    kit.equal(plan.number("balance", "unmet"), 0)
    kit.city("for_good", {**tables, "measures": tables["measures"].replace(",2,-100", ",,-100")}, GOALS)
    kit.equal(kit.plan("for_good", "plan-for-good").opened(), {}, "who cannot be restored is not lowered:")


def test_programme_that_ends():
    """The nation pays half until 2025: what is paid, by year and payer, adds up to the last yen"""
    kit.city("city", {
        "need": "area,class,2024,2025,2026,2027\nward,c,0,0,0,10",
        "supply": "area,seat,2024\nward,c,0",
        "measures": MEASURE + "site,new,no,3,1000,101",
        "effects": "measure,item,amount\nsite,c,10",
        "options": "option,measure,area,max_units\nsite_1,site,ward,1",
        "shares": """measure,cost,payer,share,from,until
                     site,capital,nation,1/2,,2025
                     site,capital,city,1/2,,2025
                     site,running,nation,1/3,,
                     site,running,prefecture,1/3,,
                     site,running,city,1/3,,""",
    })
    plan = kit.plan("city")
    paid = {(row["year"], row["payer"]): (row["capital"], row["running"]) for row in plan.rows("money")}
    kit.equal(paid, {("2024", "nation"): ("167", "0"), ("2024", "city"): ("166", "0"), ("2025", "nation"): ("167", "0"),
                     ("2025", "city"): ("166", "0"), ("2026", "city"): ("334", "0"), ("2027", "nation"): ("0", "35"),
                     ("2027", "prefecture"): ("0", "33"), ("2027", "city"): ("0", "33")})
    kit.equal((plan.number("money", "capital"), plan.number("money", "running")), (1000, 101))


def test_discount():
    """With a discount a payment of year y counts (1 + rate)^-(y - decide_from), 9 decimals; tables show what is paid"""
    tables = {
        "need": "area,class,2024,2025,2026\nward,c,0,0,10",
        "supply": "area,seat,2024\nward,c,0",
        "measures": MEASURE + "soon,new,no,2,1000,0\nlate,new,no,0,1010,0",
        "effects": "measure,item,amount\nsoon,c,10\nlate,c,10",
        "options": "option,measure,area,max_units\ns,soon,ward,1\nl,late,ward,1",
    }
    goals = [{"goal": "unmet"}, {"goal": "cost", "payer": "city"}]
    kit.city("plain", tables, {"goals": goals})
    kit.equal(kit.plan("plain", "plan-plain").opened(), {("s", "2026"): 1})
    kit.city("city", tables, {"goals": goals, "discount": 0.03})
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("l", "2026"): 1}, "1010 paid in 2026 is less than 500 in 2024 and 500 in 2025:")
    kit.equal(plan.run()["goals"][1]["value"], round(1010 * 0.942595909, 6))
    kit.equal(plan.number("money", "capital"), 1010)
    kit.equal(plan.run()["options"]["discount"], 0.03)


def test_sold():
    """Negative capital brings money in: a site that is sold when it closes"""
    kit.city("city", {**CLOSING, "measures": MEASURE + "closure,close,yes,0,-700.5,0\nsmaller,shrink,yes,0,0,0",
                      "shares": "measure,payer,share\nclosure,city,2/3\nclosure,nation,1/3"}, GOALS)
    plan = kit.plan("city")
    kit.equal({row["payer"]: row["capital"] for row in plan.rows("money")}, {"city": "-468", "nation": "-233"})
    kit.equal(plan.rows("plan")[0]["capital"], "-701")


TREE = {
    "areas": "area,parent\ncity,\neast,city\nwest,city\ne1,east\ne2,east\nw1,west",
    "need": "area,class,2024\ne1,c,30\ne2,c,20\nw1,c,40",
    "supply": "area,seat,2024\ne1,c,0\ne2,c,0\nw1,c,0",
    "measures": MEASURE + "site,new,no,0,10,0",
    "effects": "measure,item,amount\nsite,c,10",
    "options": "option,measure,area,max_units\nse1,site,e1,9\nse2,site,e2,9\nsw1,site,w1,9",
    "limits": "limit,quantity,area,sense,value\nin_east,units,east,<=,3\nall,units,city,<=,6",
}


def test_groups_of_areas():
    """Limits, targets and goals may stand at any node of the tree: they speak of all leaves below it"""
    kit.city("city", TREE, {"targets": [{"id": "east", "areas": "east"}, {"id": "west", "areas": ["west"]}],
                            "goals": [{"goal": "unmet", "target": "east"}, {"goal": "unmet", "areas": "city"}]})
    plan = kit.plan("city")
    opened = plan.opened()
    kit.equal(opened.get(("se1", "2024"), 0) + opened.get(("se2", "2024"), 0), 3, "east has no more than three sites:")
    kit.equal(opened["sw1", "2024"], 3)
    kit.equal({row["target"]: row["short"] for row in plan.rows("promises")}, {"east": "20", "west": "10"})
    kit.equal({row["limit"]: row["used"] for row in plan.rows("limits")}, {"in_east": "3", "all": "6"})


def test_groups_weighted():
    """Two goals at inner nodes added up by weight: the heavier group comes first, and each may not be held alone"""
    goals = [{"goal": "unmet", "areas": "east", "weight": 1}, {"goal": "unmet", "areas": "west", "weight": 3}]
    limits = "limit,quantity,area,sense,value\nall,units,city,<=,5"
    kit.city("city", {**TREE, "limits": limits}, {"goals": goals})
    plan = kit.plan("city")
    kit.equal(plan.opened()["sw1", "2024"], 4)
    kit.equal([goal["value"] for goal in plan.run()["goals"]], [40, 0])
    kit.city("refused", TREE, {"goals": [goals[0], {**goals[1], "slack": 2}]})
    kit.check("only their sum is held" in kit.run("plan", "refused", "--lang", "en", code=1).err)


if __name__ == "__main__":
    kit.main(globals())
