#!/usr/bin/env python3
"""The traps that a planning model falls into, each with a tiny city whose answer is seen by eye.

Numbers are those of the list "Traps the model must avoid"; whole facilities (1) come with whole units.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

MEASURE = "measure,group,existing,lead_years,capital,running\n"


def test_trap_02_wrong_pooling():
    """Surplus for age 5 never covers age 1; kindergarten surplus serves 1号 and 2号-kindergarten only"""
    kit.city("city", {
        "need": """area,class,2024
                   ward,age1,30
                   ward,age5,20
                   ward,education,60
                   ward,work_kindergarten,30
                   ward,work_other,25""",
        "supply": """area,seat,2024
                     ward,nursery1,20
                     ward,nursery5,60
                     ward,kindergarten,100""",
        "seats": "seat\nnursery1\nnursery5\nkindergarten",
        "services": """service,class,seat
                       s1,age1,nursery1
                       s5,age5,nursery5
                       k1,education,kindergarten
                       k2,work_kindergarten,kindergarten
                       n3,work_other,nursery5""",
    })
    plan = kit.plan("city")
    unmet = {row["class"]: row["unmet"] for row in plan.rows("balance")}
    kit.equal(unmet, {"age1": "10", "age5": "0", "education": "0", "work_kindergarten": "0", "work_other": "0"})
    vacant = {row["seat"]: row["vacant"] for row in plan.rows("seats")}
    kit.equal(vacant, {"nursery1": "0", "nursery5": "15", "kindergarten": "10"})


def test_trap_03_netting():
    """Wards at +100 and -40 are 40 short"""
    kit.city("city", {"need": "area,class,2024\nnorth,c,100\nsouth,c,140",
                      "supply": "area,seat,2024\nnorth,c,200\nsouth,c,100"})
    plan = kit.plan("city")
    kit.equal(plan.number("balance", "unmet"), 40)
    kit.equal(plan.number("balance", "unmet", area="north"), 0)
    kit.equal(plan.number("seats", "vacant", area="north"), 100)
    kit.equal([row["short"] for row in plan.rows("promises")], ["40"])


# Two kindergartens' worth of empty seats help no child of age 2 who needs care.
LEAVERS = {
    "need": """area,class,2024,2025,2026
               north,education,60,60,60
               north,care,30,30,30
               north,little,45,45,45
               south,education,60,60,60
               south,care,30,30,30
               south,little,45,45,45""",
    "supply": """area,seat,2024,2025,2026
                 north,kindergarten,300,,
                 north,nursery35,45,,
                 north,nursery02,15,,
                 north,small,30,,
                 south,kindergarten,300,,
                 south,nursery35,30,,33
                 south,nursery02,15,,
                 south,small,30,,""",
    "classes": """class,age_min,age_max,next
                  education,3,5,
                  care,3,5,
                  little,0,2,care""",
    "seats": "seat,leaves_at\nkindergarten,\nnursery35,\nnursery02,\nsmall,3",
    "services": """service,class,seat
                   k,education,kindergarten
                   n35,care,nursery35
                   n02,little,nursery02
                   s02,little,small""",
}


def test_trap_04_leavers():
    """Small sites (0-2) release a third of their children each year: 10, and 5 others turn 3, for 15 or 10 places"""
    kit.city("city", LEAVERS)
    plan = kit.plan("city")
    kit.equal(plan.number("balance", "unmet"), 0, "nobody is short by the need of 2025:")
    kit.equal([tuple(row.values()) for row in plan.rows("leavers")], [
        ("north", "care", "3", "2025", "10", "5", "15", "0", ""),
        ("north", "care", "3", "2026", "10", "5", "15", "0", ""),
        ("south", "care", "3", "2025", "10", "5", "10", "-5", ""),
        ("south", "care", "3", "2026", "10", "5", "11", "-4", "")])
    said = kit.run("plan", "city", "--lang", "en", code=0).out
    kit.check("Leavers      5 of 10 lack a place at 3: south, 1 Apr 2025, and 1 more\n" in said, said)
    kit.check("卒園児       10人中5人に3歳からの席なし：south 2025年4月1日 ほか1件" in kit.run("plan", "city").out)
    machine = json.loads(kit.run("plan", "city", "--json", code=0).out)["leavers"]
    kit.equal(machine, {"short": 2, "area": "south", "class": "care", "age": 3, "year": 2025, "leavers": 10, "lack": 5})


def test_trap_04_leavers_with_places():
    """Where there are places enough nothing is said; without seats that are left at an age there is no table"""
    enough = LEAVERS["supply"].replace("south,nursery35,30,,33", "south,nursery35,45,,")
    kit.city("city", {**LEAVERS, "supply": enough})
    kit.equal({row["slack"] for row in kit.plan("city").rows("leavers")}, {"0"})
    kit.check("Leavers" not in kit.run("plan", "city", "--lang", "en", code=0).out)
    kit.city("ageless", {**LEAVERS, "seats": "seat\nkindergarten\nnursery35\nnursery02\nsmall"})
    kit.check("leavers" not in kit.plan("ageless", "plan-ageless").names())


def test_trap_04_leavers_enter_a_class():
    """Which of several classes they enter is asked for; it is not guessed from kindergartens with room"""
    kit.city("city", {**LEAVERS, "classes": LEAVERS["classes"].replace("0,2,care", "0,2,")})
    done = kit.run("plan", "city", "-o", "plan", "--lang", "en", code=0)
    kit.check("children of little leave at 3, and several classes are for that age; write in next" in done.err, done)
    kit.check("leavers" not in kit.Plan("plan").names())
    kit.city("single", {**LEAVERS, "classes": LEAVERS["classes"].replace("0,2,care", "0,2,").replace("education,3,5",
                                                                                                     "education,4,5")})
    plan = kit.plan("single", "plan-single")  # one class alone is for age 3: nothing to ask
    kit.equal({row["class"] for row in plan.rows("leavers")}, {"care"})


def test_trap_05_look_ahead_of_kakogawa():
    """431, 26 and 61 seats are added in 2020 and nothing later; 548, 25 and 224 stand empty in 2024"""
    plan = kit.plan(os.path.join(kit.DATA, "kakogawa"))
    kit.equal(plan.opened(), {("add_a", "2021"): 431, ("add_b", "2021"): 26, ("add_c", "2021"): 61})
    kit.equal({row["opens_on"] for row in plan.rows("plan")}, {"2021-03-31"})
    kit.equal([plan.number("seats", "vacant", area=a, year=2024) for a in "abc"], [548, 25, 224])
    base = {"a": 4074, "b": 550, "c": 934}
    without = [max(0, base[a] - plan.number("balance", "need", area=a, year=2024)) for a in "abc"]
    kit.equal([548 - without[0], 25 - without[1], 224 - without[2]], [431, 25, 61], "vacant because of the additions:")
    kit.equal(sum(plan.number("balance", "need", area="a", year=y) > base["a"] for y in range(2020, 2025)), 3)
    needed = {row["area"]: row["years_needed"] for row in plan.rows("plan")}
    kit.equal(needed, {"a": "2020;2021;2022", "b": "2020;2021;2022;2023;2024", "c": "2020;2021"})


def test_trap_05_look_ahead():
    """Of two measures alike to the last year, the one that ends leaves fewer seats empty in the look-ahead"""
    kit.city("city", {
        "need": "area,class,2024,2025,2026,2027\nward,c,30,30,10,10",
        "supply": "area,seat,2024\nward,c,10",
        "measures": """measure,group,existing,lead_years,life_years,capital
                       for_good,extend,yes,0,,1000
                       for_two,extend,yes,0,2,1000""",
        "effects": "measure,item,amount\nfor_good,c,20\nfor_two,c,20",
        "options": "option,measure,area,max_units\ngood,for_good,ward,1\ntwo,for_two,ward,1",
    }, {"years": {"last": 2025, "look_ahead": 2027}})
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("two", "2024"): 1})
    kit.equal([row["vacant"] for row in plan.rows("seats")], ["0", "0", "0", "0"])


def test_trap_06_temporary_care():
    """100 seats, 90 used by 1号: at most 10 more, however many temporary care places there are"""
    kit.city("city", {
        "need": "area,class,2024\nward,education,90\nward,work,30",
        "supply": "area,seat,2024\nward,kindergarten,100\nward,care,50",
        "classes": "class,weight\neducation,2\nwork,1",
        "seats": "seat,room\nkindergarten,yes\ncare,no",
        "services": "service,class,seat\nk,education,kindergarten\nkc,work,kindergarten\nkc,work,care",
    })
    plan = kit.plan("city")
    kit.equal([row["served"] for row in plan.rows("balance")], ["90", "10"])
    kit.equal({row["seat"]: (row["used"], row["vacant"]) for row in plan.rows("seats")},
              {"kindergarten": ("100", "0"), "care": ("10", "40")})


CONVERSION = {
    "supply": "area,seat,2024\nward,kindergarten,60\nward,nursery,0",
    "seats": "seat\nkindergarten\nnursery",
    "services": "service,class,seat\nk,education,kindergarten\nn,work,nursery",
    "measures": MEASURE + "centre,convert,yes,0,100,0",
    "effects": "measure,item,amount\ncentre,kindergarten,-60\ncentre,nursery,45",
    "options": "option,measure,area,facility\nhill,centre,ward,hill_kindergarten",
}


def test_trap_07_conversion_takes():
    """Seats that a facility had are gone from where they were: it is not converted over the heads of its children"""
    kit.city("city", {**CONVERSION, "need": "area,class,2024\nward,education,60\nward,work,45"})
    plan = kit.plan("city")
    kit.equal(plan.opened(), {})
    kit.equal(plan.number("balance", "unmet"), 45)
    kit.city("few", {**CONVERSION, "need": "area,class,2024\nward,education,10\nward,work,45"})
    plan = kit.plan("few", "plan-few")  # 50 of its 60 seats are not used: 5/6 of it, 37.5 places
    kit.equal(plan.opened(), {("hill", "2024"): 0.833333})
    kit.equal(plan.number("balance", "unmet"), 7.5)
    kit.equal(plan.number("seats", "supply", seat="kindergarten"), 10)


def test_trap_07_facility_once():
    """A facility is converted once, whatever the ways"""
    kit.city("city", {
        "need": "area,class,2024,2025\nward,c,100,100",
        "supply": "area,seat,2024\nward,c,0",
        "measures": MEASURE + "centre,convert,yes,0,100,0\nnursery,convert,yes,0,100,0",
        "effects": "measure,item,amount\ncentre,c,40\nnursery,c,40",
        "options": "option,measure,area,facility\nf_centre,centre,ward,f\nf_nursery,nursery,ward,f",
    })
    plan = kit.plan("city")
    kit.equal(sum(plan.opened().values()), 1)
    kit.equal(plan.number("balance", "unmet"), 2 * 60)


def test_trap_08_net_gain():
    """Unlicensed to licensed: 30 counted seats that become 40 add 10"""
    kit.city("city", {
        "need": "area,class,2024\nward,c,50",
        "supply": "area,seat,kind,2024\nward,c,unlicensed,30",
        "measures": MEASURE + "licence,license,yes,0,100,0",
        "effects": "measure,item,kind,amount\nlicence,c,unlicensed,-30\nlicence,c,licensed,40",
        "options": "option,measure,area,facility\nlittle,licence,ward,little_house",
    })
    plan = kit.plan("city")
    kit.equal(plan.rows("plan")[0]["seats_c"], "10")
    kit.equal(plan.number("seats", "supply"), 40)
    kit.equal(plan.number("balance", "unmet"), 10)


def test_trap_09_first_of_april():
    """What opens during 2022 does not help 1 April 2022; it helps 2023"""
    kit.city("city", {
        "need": "area,class,2022,2023\nward,c,10,10",
        "supply": "area,seat,2022\nward,c,0",
        "measures": MEASURE + "site,new,no,1,500,20",
        "effects": "measure,item,amount\nsite,c,10",
        "options": "option,measure,area,max_units\nsite_1,site,ward,1",
    })
    plan = kit.plan("city")
    kit.equal([row["unmet"] for row in plan.rows("balance")], ["10", "0"])
    row = plan.rows("plan")[0]
    kit.equal((row["decide_by"], row["opens_on"]), ("2022-04-01", "2023-04-01"))
    kit.equal([(row["year"], row["capital"], row["running"]) for row in plan.rows("money")],
              [("2022", "500", "0"), ("2023", "0", "20")])


def test_trap_09_end_of_march():
    """As of 31 March: what is decided by 31 March 2022 is built in fiscal year 2022, helps it, and runs from 2023"""
    city = {
        "need": "area,class,2021,2022,2023,2024\nward,c,10,10,10,10",
        "supply": "area,seat,2021\nward,c,0",
        "measures": "measure,group,existing,lead_years,life_years,capital,running\nsite,new,no,1,2,500,20",
        "effects": "measure,item,amount\nsite,c,10",
        "options": "option,measure,area,max_units\nsite_1,site,ward,1",
    }
    years = {"last": 2022, "look_ahead": 2024, "as_of": "03-31"}
    plan = kit.plan(kit.city("city", city, {"years": years}))
    kit.equal([row["unmet"] for row in plan.rows("balance")], ["10", "0", "0", "10"])
    row = plan.rows("plan")[0]
    kit.equal((row["decide_by"], row["opens_on"]), ("2022-03-31", "2023-03-31"))
    kit.equal([(row["year"], row["capital"], row["running"]) for row in plan.rows("money")],
              [("2022", "500", "0"), ("2023", "0", "20"), ("2024", "0", "20")])
    city["measures"] = city["measures"].replace("no,1,2", "no,0,1")  # decided and open on one day of 2021 and of 2022
    city["options"] = "option,measure,area,max_units\nsite_1,site,ward,2"
    plan = kit.plan(kit.city("same", city, {"years": years}), "plan-same")
    kit.equal([(row["decide_by"], row["opens_on"]) for row in plan.rows("plan")],
              [("2022-03-31", "2022-03-31"), ("2023-03-31", "2023-03-31")])
    kit.equal([(row["year"], row["capital"], row["running"]) for row in plan.rows("money")],
              [("2021", "500", "0"), ("2022", "500", "20"), ("2023", "0", "20")])


def test_trap_10_lent_once():
    """A vacant seat is lent once: to temporary care or to the next comer, not to both"""
    kit.city("city", {
        "need": "area,class,2024\nward,education,90\nward,work,8\nward,newcomers,8",
        "supply": "area,seat,2024\nward,kindergarten,100\nward,care,50",
        "seats": "seat,room\nkindergarten,yes\ncare,no",
        "services": """service,class,seat
                       k,education,kindergarten
                       kc,work,kindergarten
                       kc,work,care
                       later,newcomers,kindergarten""",
    })
    plan = kit.plan("city")
    kit.equal(plan.number("balance", "unmet"), 6)
    kit.equal(plan.number("seats", "vacant", seat="kindergarten"), 0)


def test_trap_10_neighbours_lent_once():
    """A vacant seat is lent to one neighbour, not to two, and not to one who has it passed on"""
    kit.city("city", {
        "need": "area,class,2024\neast,c,25\nwest,c,25\nmiddle,c,8",
        "supply": "area,seat,2024\neast,c,20\nwest,c,20\nmiddle,c,14",
        "links": "from,to\neast,middle\nwest,middle\nmiddle,east",
    })
    plan = kit.plan("city")
    kit.equal(plan.number("balance", "unmet"), 4, "10 children for 6 seats:")
    kit.equal(plan.number("balance", "elsewhere"), 6)
    kit.equal(plan.number("seats", "vacant"), 0)
    kit.equal([plan.number("transfers", "transfer"), plan.number("transfers", "transfer", area="middle")], [0, -6])


def test_trap_10_buffer_lent_once():
    """A buffer is kept in seats that exist; two classes cannot keep it in the same one"""
    kit.city("city", {
        "need": "area,class,2024\nward,one,50\nward,two,50",
        "supply": "area,seat,2024\nward,room,105",
        "seats": "seat\nroom",
        "services": "service,class,seat\ns1,one,room\ns2,two,room",
    }, {"targets": [{"id": "t", "buffer": 0.1}], "goals": [{"goal": "short", "target": "t"}, {"goal": "unmet"}]})
    plan = kit.plan("city")
    kit.equal([row["required"] for row in plan.rows("promises")], ["110"])
    kit.equal([row["short"] for row in plan.rows("promises")], ["5"])
    kit.equal(plan.number("balance", "unmet"), 0)


QUEUE = {
    "need": "area,class,2024\nward,c,15",
    "supply": "area,seat,2024\nward,c,0",
    "measures": MEASURE + "extension,extend,yes,0,100000,0\nsite,new,no,0,1,0",
    "effects": "measure,item,amount\nextension,c,10\nsite,c,10",
    "options": "option,measure,area,max_units\nnew,site,ward,3\nold,extension,ward,1",
}


# Children of age 0 take 1/3, the others 1/15 of a carer.
CARERS = {
    "need": "area,class,2024,2025\nnorth,age0,30,30\nnorth,age3,75,75\nsouth,age0,12,12\nsouth,age3,0,0",
    "supply": """area,seat,2024,2025
                 north,age0,30,
                 north,age3,80,
                 south,age0,12,
                 city,carers,16,
                 south,carers,7,""",
    "areas": "area,parent\ncity,\nnorth,city\nsouth,city",
    "classes": "class,weight\nage0,6\nage3,1",
    "seats": "seat,children_per_carer\nage0,3\nage3,15",
    "services": "service,class,seat\ns0,age0,age0\ns3,age3,age3",
    "measures": "measure,group,lead_years,life_years,capital\ncampaign,recruit,1,,100",
    "effects": "measure,item,amount,first_years\ncampaign,carers,3,0.5",
    "options": "option,measure,area,max_units\nstation,campaign,north,1",
}


def carers(city, south):
    supply = CARERS["supply"].replace("city,carers,16", f"city,carers,{city}")
    return supply.replace("south,carers,7", f"south,carers,{south}")


def who_lacks_a_place(plan):
    return {(row["area"], row["class"], row["year"]): row["unmet"] for row in plan.rows("balance")
            if row["unmet"] != "0"}


def test_trap_11_scarce_carers():
    """Seats that exist serve nobody without a carer: 19 are needed, 16 are there; the recruits of 2025 help in 2025"""
    kit.city("city", CARERS)
    plan = kit.plan("city")
    kit.equal(who_lacks_a_place(plan), {("north", "age3", "2024"): "45", ("north", "age3", "2025"): "22.5"})
    kit.equal([plan.number("seats", "vacant", area="north", seat="age3", year=y) for y in (2024, 2025)], [50, 27.5])
    kit.equal(plan.opened(), {("station", "2025"): 1})
    kit.equal([row["carers"] for row in plan.rows("plan")], ["3"])
    kit.equal([list(row.values()) for row in plan.rows("carers")], [
        ["north", "2024", "12", "", "", "", ""], ["north", "2025", "13.5", "", "", "", ""],
        ["south", "2024", "4", "7", "3", "no", ""], ["south", "2025", "4", "7", "3", "no", ""],
        ["city", "2024", "16", "16", "0", "yes", ""], ["city", "2025", "17.5", "17.5", "0", "yes", ""]])
    said = kit.run("plan", "city", "--lang", "en", code=0).out
    kit.check("Carers       too few for the seats: city, 1 Apr 2024, and 1 more (carers.csv)" in said, said)
    kit.check("First limit  city, 1 Apr 2024: all of 16 carers are needed (and 1 more)" in said, said)


def test_trap_11_carers_of_one_ward():
    """Carers of one ward do not help another; where nobody has no place, spare seats are no want of carers"""
    kit.city("city", {**CARERS, "supply": carers(city=40, south=3)})
    plan = kit.plan("city")
    kit.equal(who_lacks_a_place(plan), {("south", "age0", "2024"): "3", ("south", "age0", "2025"): "3"})
    kit.equal(plan.opened(), {})
    kit.equal([(row["area"], row["short"]) for row in plan.rows("carers") if row["short"]],
              [("south", "yes"), ("south", "yes"), ("city", "no"), ("city", "no")])


def test_trap_11_less_than_a_carer_for_a_child():
    """In whole units carers are short, too, where fewer are left than one more child takes: 1/15"""
    for there, left, short in (("15.05", "0.05", "yes"), ("15.1", "0.033", "yes"), ("40", "21", "no")):
        kit.city("city", {**CARERS, "supply": carers(city=there, south=7), "options": "option,measure,area,max_units"},
                 {"units": "whole", "goals": [{"goal": "unmet"}]})
        plan = kit.plan("city")
        kit.equal([(row["slack"], row["short"]) for row in plan.rows("carers") if row["area"] == "city"],
                  [(left, short)] * 2)
    kit.city("city", {**CARERS, "supply": carers(city="15.1", south=7), "options": "option,measure,area,max_units"},
             {"units": "whole", "goals": [{"goal": "unmet"}]})
    said = kit.run("plan", "city", "--lang", "en", code=0).out
    kit.check("First limit  city, 1 Apr 2024: too few of 15.1 carers left (and 1 more)" in said, said)
    said = kit.run("plan", "city", "--lang", "ja", code=0).out
    kit.check("：保育士15.1人に1人分の余裕なし（ほか1件）" in said, said)
    kit.city("city", {**CARERS, "supply": carers(city="15.05", south=7), "options": "option,measure,area,max_units"})
    kit.equal({row["slack"] for row in kit.plan("city").rows("carers") if row["area"] == "city"}, {"0"})


def test_trap_11_promises_ask_for_seats():
    """Carers do not enter cover: the seats of the peak are there, although nobody can look after all children"""
    kit.city("city", CARERS, {"targets": [{"id": "seats", "basis": "peak"}]})
    plan = kit.plan("city")
    kit.equal([row["kept"] for row in plan.rows("promises")], ["yes", "yes"])
    kit.equal(plan.number("balance", "unmet"), 67.5)


def test_trap_11_carers_are_asked_for():
    """What counts carers: a ceiling on those of an area, and the goal to need few of them"""
    limits = "limit,quantity,area,year,sense,value\nsouth_carers,carers,south,2024,<=,3"
    kit.city("city", {**CARERS, "supply": carers(city=40, south=7), "limits": limits},
             {"goals": [{"goal": "unmet", "areas": "south"}, {"goal": "carers", "areas": "north"}]})
    plan = kit.plan("city")
    kit.equal([goal["value"] for goal in plan.run()["goals"]], [18, 0])
    kit.equal([(row["used"], row["slack"]) for row in plan.rows("limits")], [("3", "0")])
    kit.equal(plan.number("balance", "unmet", area="north"), 210)


def test_trap_11_carers_contradict_a_rule():
    """A ceiling on children without a place that too few carers cannot keep: both are named"""
    kit.city("city", {**CARERS, "limits": "limit,quantity,area,year,sense,value\nnobody,unmet,south,2024,<=,0",
                      "supply": carers(city=40, south=3)})
    done = kit.run("plan", "city", "--lang", "en", code=3)
    kit.check("south, FY2024: no more carers than 3 and those who are recruited" in done.err, done)
    kit.check("nobody, FY2024: at most 0" in done.err and "city, FY" not in done.err, done)


def test_trap_11_a_part_of_a_campaign():
    """3 1/3 campaigns recruit 33 1/3 carers: what printing rounds off is no carer that misses"""
    kit.city("city", {
        "need": "area,class,2024\nward,c,100\nward,d,0",
        "supply": "area,seat,2024\nward,c,100\nward,d,0\nward,carers,0",
        "seats": "seat,children_per_carer\nc,3\nd,7",
        "measures": "measure,group,lead_years\ncampaign,recruit,0",
        "effects": "measure,item,amount\ncampaign,carers,10",
        "options": "option,measure,area,max_units\nstation,campaign,ward,9",
    })
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("station", "2024"): 3.333333})
    kit.equal([(row["needed"], row["available"]) for row in plan.rows("carers")][:1], [("33.333", "33.333")])


def test_trap_12_existing_first():
    """A new site that costs next to nothing does not jump the queue"""
    kit.city("city", QUEUE)
    plan = kit.plan("city")
    kit.equal(plan.opened(), {("old", "2024"): 1, ("new", "2024"): 0.5})
    kit.equal(plan.number("money", "capital"), 100001, "half a unit of money is rounded half up:")
    kit.city("cheap", QUEUE, {"goals": [{"goal": "unmet"}, {"goal": "cost"}]})
    kit.equal(kit.plan("cheap", "plan-cheap").opened(), {("new", "2024"): 1.5}, "without the order:")


def test_trap_13_worst_share():
    """Everyone a little short looks fine to a sum; the worst share sees the ward left behind"""
    tables = {
        "need": "area,class,2024\nlarge,c,200\nsmall,c,100",
        "supply": "area,seat,2024\nlarge,c,0\nsmall,c,0",
        "measures": MEASURE + "site,new,no,0,10,0",
        "effects": "measure,item,amount\nsite,c,10",
        "options": "option,measure,area,max_units\nin_large,site,large,20\nin_small,site,small,10",
        "limits": "limit,quantity,sense,value\nsites,units,<=,10",
    }
    kit.city("city", tables, {"targets": [{"id": "all"}],
                              "goals": [{"goal": "worst_share", "target": "all"}, {"goal": "unmet"}]})
    plan = kit.plan("city")
    worst = [goal["value"] for goal in plan.run()["goals"]][0]
    kit.equal(worst, 0.666667)
    kit.equal(plan.opened(), {("in_large", "2024"): 6.666667, ("in_small", "2024"): 3.333333})


def test_trap_13_helpless_area():
    """One helpless area caps what worst_share can do for the others: the summary names it"""
    tables = {
        "need": "area,class,2024\nnorth,c,100\nsouth,c,100\nwest,c,50",
        "supply": "area,seat,2024\nnorth,c,50\nsouth,c,50\nwest,c,5",
        "measures": MEASURE + "site,new,no,0,10,0",
        "effects": "measure,item,amount\nsite,c,10",
        "options": "option,measure,area,max_units\nn,site,north,5\ns,site,south,5",
    }
    scenario = {"targets": [{"id": "all"}], "goals": [{"goal": "worst_share", "target": "all"}, {"goal": "unmet"}]}
    kit.city("city", tables, scenario)
    said = kit.run("plan", "city", "--lang", "en", code=0).out
    kit.check("Worst share  west, 1 Apr 2024: 90 % short with or without the plan" in said, said)
    found = json.loads(kit.run("plan", "city", "--json", code=0).out)["helpless"]
    kit.equal(found, {"goal": "g1", "area": "west", "year": 2024, "share": 0.9, "others": 0})
    kit.city("helped", {**tables, "options": tables["options"] + "\nw,site,west,1"}, scenario)
    kit.check("Worst share" not in kit.run("plan", "helped", "--lang", "en", code=0).out, "the plan helps west too")


def test_trap_14_equal_plans():
    """Two options alike in all but the name: the choice does not depend on where they stand in the tables"""
    tables = {
        "need": "area,class,2024,2025\nward,c,10,10",
        "supply": "area,seat,2024\nward,c,0",
        "measures": MEASURE + "site,new,no,0,10,0",
        "effects": "measure,item,amount\nsite,c,10",
    }
    head, names = "option,measure,area,max_units", ["ash", "beech", "cedar", "date", "elm"]
    chosen = []
    for i, order in enumerate([names, names[::-1], names[2:] + names[:2]]):
        rows = [f"{name},site,ward,1" for name in order]
        kit.city(f"city{i}", {**tables, "options": "\n".join([head, *rows])})
        chosen.append(kit.plan(f"city{i}", f"plan{i}").opened())
    kit.equal(chosen[1:], chosen[:1] * 2)


def test_trap_15_peak_invents_no_children():
    """With a peak requirement served stays at need, and vacant counts the seats that really stand empty"""
    kit.city("city", {
        "need": "area,class,2024,2025,2026\nward,c,50,80,40",
        "supply": "area,seat,2024\nward,c,40",
        "measures": MEASURE + "extension,extend,yes,0,100,0",
        "effects": "measure,item,amount\nextension,c,40",
        "options": "option,measure,area,max_units\nmore,extension,ward,1",
    }, {"targets": [{"id": "ward_2026", "from": 2026, "until": 2026, "basis": "peak"}],
        "goals": [{"goal": "short", "target": "ward_2026"}, {"goal": "unmet"}, {"goal": "cost"}]})
    plan = kit.plan("city")
    last = plan.rows("balance")[2]
    kit.equal((last["need"], last["served"], last["unmet"]), ("40", "40", "0"))
    kit.equal((last["required_ward_2026"], last["short_ward_2026"]), ("80", "0"))
    kit.equal(plan.opened(), {("more", "2024"): 0.25, ("more", "2025"): 0.75})
    kit.equal([row["vacant"] for row in plan.rows("seats")], ["0", "0", "40"])
    kit.equal([(row["required"], row["kept"]) for row in plan.rows("promises")], [("80", "yes")])


def test_slack_of_a_stage_that_is_best_with_nothing():
    """No units, nobody has a place: the best of the first goal is a plan of zeros, from which slack is counted"""
    kit.city("city", {"need": "area,class,2024\nward,c,40", "supply": "area,seat,2024\nward,c,0",
                      "measures": "measure,group,existing\nsite,new,no", "effects": "measure,item,amount\nsite,c,10",
                      "options": "option,measure,area,max_units\nsite_w,site,ward,4"},
             {"goals": [{"goal": "units", "slack": 2}, {"goal": "unmet"}]})
    plan = kit.plan("city")
    kit.equal([goal["value"] for goal in plan.run()["goals"]], [2, 20])
    kit.run("verify", plan.folder, code=0)
    kit.equal(json.loads(kit.read("plan/proof.json"))["stages"]["g1"]["columns"], {})


if __name__ == "__main__":
    kit.main(globals())
