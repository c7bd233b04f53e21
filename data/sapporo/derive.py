#!/usr/bin/env python3
"""Make the tables of Sapporo from published/ and assumptions.csv (method: README.md).

All arithmetic is exact (Fraction). Two roundings only: a single figure is rounded half up; parts of a whole by largest
remainder (ties: the earlier part). So the same input gives the same bytes.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, Optional

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import tables  # noqa: E402

WARDS = {"chuo": "中央区", "kita": "北区", "higashi": "東区", "shiroishi": "白石区", "toyohira": "豊平区",
         "minami": "南区", "nishi": "西区", "atsubetsu": "厚別区", "teine": "手稲区", "kiyota": "清田区"}
AGES = ("c2", "c3_0", "c3_12")          # the classes that need a licensed nursery seat ...
SEAT = {"c2": "n35", "c3_0": "n0", "c3_12": "n12"}  # ... and the seat kind of each
# Kinds of facilities, rows of the official table: as far as the published stock can be told apart.
NURSERY = "保育所・認定こども園・地域型保育事業"
KIND = {"kg": "幼稚園", "n35": NURSERY, "n0": NURSERY, "n12": NURSERY}
YEARS = range(2020, 2030)


# ---- what was published ----------------------------------------------------------------------------------------------

def published(name):
    return HERE / "published" / f"{name}.csv"


FACTS = tables.figures(published("sapporo_city_facts"))
WARD_TABLE = tables.figures(published("sapporo_shiroishi_H27-H28"))
POPULATION = tables.figures(published("sapporo_ward_child_population_projection"))
FACILITIES = tables.figures(published("sapporo_ward_facilities_2015-2017"))
CAPITAL = tables.figures(published("capital_cost_by_measure"))
PARAMETERS = {r["parameter"]: r["value"] for r in tables.read(published("parameters"))}
UNIT_PRICE = {(r["capacity_band"], r["age"]): int(r["base_unit_yen_per_child_month"])
              for r in tables.read(published("operating_unit_price_R4_sapporo")) if r["hours"] == "保育標準時間"}
ASSUMED = {r["assumption"]: r["value"] for r in tables.read(HERE / "assumptions.csv")}
READ = set()  # an assumption that nothing reads is a mistake


def assumed(name):
    """A hand-written assumption: its text, or its number where number() asks for it."""
    READ.add(name)
    return ASSUMED[name]


def number(name):
    return Fraction(assumed(name))


def parameter(name):
    return Fraction(PARAMETERS[name])


def fact(area, year, cls, kind, item):
    return int(FACTS[(area, str(year), cls, kind, item)]["value"])


CAPACITY_2022 = fact("全市", 2022, "2号+3号", "認可保育施設", "定員")
ADDED_IN_2021 = fact("全市", 2022, "2号+3号", "計", "定員増")         # taken as the step April 2021 -> April 2022
ADDED_IN_2020 = fact("全市", 2020, "全体", "計", "年度内に確保する定員")
TARGET = fact("全市", 2022, "2号+3号", "認可保育施設等", "利用定員数(目標)")
DECIDED = {w: fact(WARDS[w], 2020, "全体", "計", "年度内に確保する定員") for w in ("kita", "kiyota", "toyohira", "higashi")}
HELD_BACK = {"capacity 2018": fact("全市", 2018, "2号+3号", "認可保育施設等", "利用定員数"),
             "wanting 2022": fact("全市", 2022, "2号+3号", "", "利用希望児童数"),
             "balance 2021": fact("全市", 2021, "2号", "計", "過不足")}


def shiroishi(year, cls, item, kind=""):
    return int(WARD_TABLE[("白石区", str(year), cls, kind, item)]["value"])


def facilities(ward, item, *kinds):
    """Sum over kinds of the facility table; a kind that a ward does not have is absent there."""
    rows = (FACILITIES.get((WARDS[ward], LISTED, "全体", k, item)) for k in kinds)
    return sum(int(r["value"]) for r in rows if r)


LISTED = "2017-11-07(最終更新)"
LICENSED = ("認可保育所(公)", "認可保育所(指)", "認可保育所(私)")


# ---- rounding --------------------------------------------------------------------------------------------------------

def whole(x):
    return (Fraction(x) * 2 + 1).__floor__() // 2


def divide(total, weights):
    """total in whole parts proportional to the weights (a dictionary), by largest remainder."""
    weight = sum(weights.values())
    exact = {k: Fraction(total) * w / weight for k, w in weights.items()}
    parts = {k: x.__floor__() for k, x in exact.items()}
    rest = total - sum(parts.values())
    for k in sorted(exact, key=lambda k: parts[k] - exact[k])[:rest]:
        parts[k] += 1
    return parts


def mix(weight, one, other):
    """weight of the distribution `one` and the rest of `other`, each scaled to sum 1."""
    return {k: weight * one[k] / sum(one.values()) + (1 - weight) * other[k] / sum(other.values()) for k in one}


# ---- children, need, seats -------------------------------------------------------------------------------------------

def children(ward, year):
    """Children of the ward, linear between the published years (every fifth)."""
    low = year - year % 5
    at = [int(POPULATION[(WARDS[ward], str(y), "年少人口(表の見出しなし)", "", "将来推計人口")]["value"]) for y in (low, low + 5)]
    return at[0] + Fraction((year - low) * (at[1] - at[0]), 5)


# Shiroishi's two printed years together: how the need divides into classes, and the seats by age.
NEED_BY_AGE = {c: Fraction(sum(shiroishi(y, cls, "量の見込み") for y in (2015, 2016)))
               for c, cls in (("c2", "2号_左記以外"), ("c3_0", "3号_0歳"), ("c3_12", "3号_1・2歳"))}
NEED_C1, NEED_C2K = (Fraction(sum(shiroishi(y, cls, "量の見込み") for y in (2015, 2016))) for cls in ("1号", "2号_教育希望"))
NURSERY, LOCAL = "特定教育・保育施設", "特定地域型保育事業"


def shiroishi_seats(year):
    return {"n35": shiroishi(year, "2号_左記以外", "確保の内容", NURSERY),
            "n0": sum(shiroishi(year, "3号_0歳", "確保の内容", k) for k in (NURSERY, LOCAL)),
            "n12": sum(shiroishi(year, "3号_1・2歳", "確保の内容", k) for k in (NURSERY, LOCAL))}


SEATS_BY_AGE = {k: Fraction(shiroishi_seats(2015)[k] + shiroishi_seats(2016)[k]) for k in SEAT.values()}
GROWTH_BY_AGE = {SEAT[c]: NEED_BY_AGE[c] for c in AGES}  # new seats are planned where the need is

CHILDREN_2015 = {w: children(w, 2015) for w in WARDS}
CHILDREN_2020 = {w: children(w, 2020) for w in WARDS}
LISTED_2015 = {w: Fraction(facilities(w, "定員", *LICENSED)) for w in WARDS}
# the list leaves out centres and local-type services
LIST_TO_PLAN = sum(shiroishi_seats(2015).values()) / LISTED_2015["shiroishi"]
CAPACITY_2015 = {w: LISTED_2015[w] * LIST_TO_PLAN for w in WARDS}
CAPACITY_2020 = CAPACITY_2022 - ADDED_IN_2021 - ADDED_IN_2020


def licensed_seats():
    """{ward: {seat kind: (2020, 2021)}}: the seats of 2015 by Shiroishi's split, the growth by the need's."""
    in_2015 = divide(whole(sum(CAPACITY_2015.values())), CAPACITY_2015)
    growth = divide(CAPACITY_2020 - sum(in_2015.values()),
                    mix(number("growth_by_children"), CHILDREN_2020, CAPACITY_2015))
    rest = divide(ADDED_IN_2020 - sum(DECIDED.values()), {w: CHILDREN_2020[w] for w in WARDS if w not in DECIDED})
    seats = {}
    for w in WARDS:
        old, new = divide(in_2015[w], SEATS_BY_AGE), divide(growth[w], GROWTH_BY_AGE)
        added = divide({**DECIDED, **rest}[w], GROWTH_BY_AGE)
        seats[w] = {k: (old[k] + new[k], old[k] + new[k] + added[k]) for k in SEAT.values()}
    return seats


SEATS = licensed_seats()
WARD_NEED = mix(number("weight_children"), CHILDREN_2015, CAPACITY_2015)  # shares of the wards in 2015


def nursery_need(total_2020):
    """Need of the classes c2 c3_0 c3_12: constant rates per child, the city's total in 2020 as given; unrounded."""
    level = total_2020 / sum(WARD_NEED[w] * CHILDREN_2020[w] / CHILDREN_2015[w] for w in WARDS)
    split = sum(NEED_BY_AGE.values())
    return {(w, c, t): whole(level * WARD_NEED[w] * NEED_BY_AGE[c] / split * children(w, t) / CHILDREN_2015[w])
            for w in WARDS for c in AGES for t in YEARS}


def required(need):
    """What the city's rule asks for: every ward and seat kind at the larger of its seats of 2021 and its peak need."""
    return sum(max(SEATS[w][SEAT[c]][1], *(need[w, c, t] for t in range(2020, 2025))) for w in WARDS for c in AGES)


def level_of_need():
    """The smallest whole city total of 2020 for which the rule asks for the published target."""
    low, high = 0, TARGET
    while low < high:
        middle = (low + high) // 2
        if required(nursery_need(middle)) >= TARGET:
            high = middle
        else:
            low = middle + 1
    return low


LEVEL = level_of_need()


def all_need():
    """The nursery classes, and 1号 and 2号 wanting kindergarten as what is left of Shiroishi's need at 3-5 per child."""
    need = nursery_need(LEVEL)
    pupils = (NEED_C1 + NEED_C2K + NEED_BY_AGE["c2"]) / (children("shiroishi", 2015) + children("shiroishi", 2016))
    for w in WARDS:
        for t in YEARS:
            left = max(pupils * children(w, t) - need[w, "c2", t], 0)
            need[w, "c1", t] = whole(left * NEED_C1 / (NEED_C1 + NEED_C2K))
            need[w, "c2k", t] = whole(left * NEED_C2K / (NEED_C1 + NEED_C2K))
    return need


NEED = all_need()


def kindergarten_seats(ward):
    """The facility list; for Shiroishi, where the list lacks two facilities, the printed plan of 2016."""
    if ward != "shiroishi":
        return facilities(ward, "定員", "幼稚園")
    return sum(shiroishi(2016, "1号+2号_教育希望", "確保の内容", k) for k in (NURSERY, "確認を受けない幼稚園"))


KINDERGARTEN = {w: kindergarten_seats(w) for w in WARDS}
TEMPORARY_CARE = divide(whole(number("temporary_care_covered") * sum(NEED[w, "c2k", 2020] for w in WARDS)),
                        KINDERGARTEN)


# ---- carers ----------------------------------------------------------------------------------------------------------
# In units of the 配置基準 of the plan's years; what facilities employ beyond it is not counted.

RATIO_UNTIL = "2023年度まで"
RATIO = {r["parameter"].removeprefix("配置基準_"): Fraction(r["value"])
         for r in tables.read(published("parameters")) if r["valid_from"] == RATIO_UNTIL}


def children_per_carer():
    """{seat kind: children for one carer}; ages 3-5 by the mix of Edogawa's nurseries, rounded to one decimal."""
    three, older = (parameter(f"年齢別定員_{NURSERY_SITES}_{age}") for age in ("3歳", "4・5歳"))
    mixed = (three + older) / (three / RATIO["3歳"] + older / RATIO["4・5歳"])
    return {"n35": Fraction(whole(mixed * 10), 10), "n0": RATIO["0歳"], "n12": RATIO["1・2歳"]}


def carers():
    """{year: carers of the city}: those of the seats taken in 2020, growing as the city wants its seats to grow."""
    ratio = children_per_carer()
    wanting = {(w, c): NEED[w, c, 2020] + (NEED[w, "c2k", 2020] if c == "c2" else 0) for w in WARDS for c in AGES}
    taken = sum(min(SEATS[w][SEAT[c]][0], wanting[w, c]) / ratio[SEAT[c]] for w, c in wanting)
    now = HELD_BACK["capacity 2018"]
    a_year = number("carers_growth") * Fraction(TARGET - now, now) / (2022 - 2018)
    return {t: (taken * (1 + a_year * (t - 2020))).__ceil__() for t in (2020, 2021, 2022)}


# ---- measures --------------------------------------------------------------------------------------------------------

def edogawa(kind, **ages):
    return {seat: sum(parameter(f"年齢別定員_{kind}_{age}") for age in group) for seat, group in ages.items()}


NURSERY_SITES, SMALL_SITES = "私立保育園129園", "小規模保育15園"
BY_AGE = {NURSERY_SITES: edogawa(NURSERY_SITES, n35=("3歳", "4・5歳"), n0=("0歳",), n12=("1歳", "2歳")),
          SMALL_SITES: edogawa(SMALL_SITES, n0=("0歳",), n12=("1歳", "2歳"))}
SAITAMA = {"new": "保育所緊急整備事業(新設等)", "convert": "認定こども園 保育所機能部分の施設整備", "rented": "賃貸物件による保育所整備事業"}


def saitama(kind, item):
    return Fraction(CAPITAL[("県", "2017", "2号+3号", SAITAMA[kind], item)]["value"])


def prices():
    """Thousand yen per seat, whole cost: Saitama's subsidies per seat, scaled to Sapporo's 2,332,000 for 859 seats."""
    per_seat = {k: saitama(k, "予算額") / saitama(k, "受入枠") for k in SAITAMA}
    bought = (("new", "私立保育所の新設・増改築(12園)"), ("convert", "認定こども園など4園の幼保連携型への移行"),
              (assumed("price_license"), "認可外保育施設3園の認可化"))
    at_saitama = sum(per_seat[k] * fact("全市", 2022, "2号+3号", kind, "定員増") for k, kind in bought)
    subsidy = fact("全市", 2022, "2号+3号", "計", "助成費")
    return {k: x * subsidy / at_saitama / number("subsidy_share") / 1000 for k, x in per_seat.items()}


PRICE = prices()


class Measure(NamedTuple):
    label: str
    group: str
    existing: str
    size: Fraction            # seats of one site
    origin: str               # where the size comes from
    ages: Optional[str]       # whose split by age; None: places of temporary care
    price: Optional[Fraction]  # thousand yen a seat; None: capital and running cost are assumptions


MEASURES = {
    "convert": Measure("認定こども園への移行", "convert", "yes", parameter("1か所あたり定員増_認定こども園等の幼保連携型への移行"),
                       "札幌市2022年度 4園259人", NURSERY_SITES, PRICE["convert"]),
    "extend": Measure("増築・改築", "extend", "yes", number("extend_seats"), "仮定 extend_seats", NURSERY_SITES,
                      PRICE[assumed("price_extend")]),
    "temporary_care": Measure("幼稚園の預かり保育", "temporary_care", "yes", number("temporary_care_places"),
                              "仮定 temporary_care_places", None, None),
    "license": Measure("認可外施設の認可化", "license", "no", parameter("1か所あたり定員増_認可外の認可化"),
                       "札幌市2022年度 3園90人", NURSERY_SITES, PRICE[assumed("price_license")]),
    "new_nursery": Measure("保育所の新設", "new", "no", parameter("新設1か所あたり定員_認可保育所"),
                           "さいたま市2023年度 6か所367人", NURSERY_SITES, PRICE["new"]),
    "new_rented": Measure("賃貸物件の保育所の新設", "new", "no", saitama("rented", "受入枠") / saitama("rented", "か所数"),
                          "埼玉県2017年度 36か所1380人", NURSERY_SITES, PRICE["rented"]),
    "new_small": Measure("小規模保育の新設", "new", "no", parameter("新設1か所あたり定員_小規模保育事業"),
                         "さいたま市2023年度 7か所120人", SMALL_SITES, PRICE[assumed("price_small")]),
    "recruit": Measure("保育士の確保（就職支援）", "recruit", "no", number("recruit_carers"), "仮定 recruit_carers", None, None),
    "enterprise": Measure("企業主導型の地域枠", "enterprise", "no", parameter("施設定員_平均_さいたま市_事業所内保育事業(地域枠)"),
                          "さいたま市2025年 事業所内保育事業(地域枠)の平均7.9人", SMALL_SITES, None),
}


def effects(name):
    """What one site adds and takes: {item: seats}."""
    measure = MEASURES[name]
    if measure.ages is None:
        return {"carers" if name == "recruit" else "tc": whole(measure.size)}
    seats = divide(whole(measure.size), BY_AGE[measure.ages])
    if name == "convert":
        seats["kg"] = -whole(number("kindergarten_seats_taken") * seats["n35"])
    return seats


def capital(name):
    price = MEASURES[name].price
    if price is None:
        return whole(number(f"{name}_capital"))
    return whole(price * sum(n for n in effects(name).values() if n > 0))


def running(name):
    """Thousand yen a year: the official unit price of October 2022 (standard hours) of the band, all seats used."""
    if name == "temporary_care":
        return whole(number("temporary_care_running") * effects(name)["tc"])
    if name == "recruit":
        return whole(number("recruit_running") * effects(name)["carers"])
    if MEASURES[name].price is None:
        return whole(number(f"{name}_running"))
    band = assumed(f"band_{name}")
    three, older = (parameter(f"年齢別定員_{NURSERY_SITES}_{age}") for age in ("3歳", "4・5歳"))
    price = {"n35": (three * UNIT_PRICE[band, "3歳"] + older * UNIT_PRICE[band, "4歳以上"]) / (three + older),
             "n0": UNIT_PRICE[band, "0歳"], "n12": UNIT_PRICE[band, "1・2歳"]}
    return whole(sum(price[k] * n for k, n in effects(name).items() if k in price) * 12 / 1000)


BUDGET = fact("全市", 2022, "2号+3号", "計", "助成費") / number("subsidy_share") / 1000


# ---- the tables ------------------------------------------------------------------------------------------------------

def need_table():
    how = {"c1": "推計: 白石区2015・16年の3–5歳の率×区の子ども数−2号（左記以外）、1号の割合は白石区",
           "c2k": "推計: 白石区2015・16年の3–5歳の率×区の子ども数−2号（左記以外）、2号（教育希望）の割合は白石区",
           **{c: "推計: 目標38050人に合わせた全市計を区の子ども数と2015年の定員で配分、年齢別は白石区の割合、率は一定" for c in AGES}}
    rows = [["area", "class", *YEARS, "source"]]
    for w in WARDS:
        rows += [[w, c, *(NEED[w, c, t] for t in YEARS), how[c]] for c in how]
    return rows


def supply_table():
    rows = [["area", "seat", "kind", 2020, 2021, 2022, "source"]]
    for w in WARDS:
        step = f"2021年は公表の{DECIDED[w]}人増を含む" if w in DECIDED else "2021年は1794人増の残りを子ども数で配分"
        gap = FACILITIES[(WARDS[w], LISTED, "全体", "幼稚園", "定員")]["note"]
        kg = "公表: 白石区の計画 2016年度" if w == "shiroishi" else f"公表: 施設一覧2015–17年{'、' + gap if gap else ''}"
        rows.append([w, "kg", KIND["kg"], KINDERGARTEN[w], KINDERGARTEN[w], "", f"{kg}。同じ定員が続くとみる"])
        for k in SEAT.values():
            rows.append([w, k, KIND[k], *SEATS[w][k], "", f"推計: 2015年の定員と全市の増を配分、年齢別は白石区の割合。{step}"])
        rows.append([w, "tc", "", TEMPORARY_CARE[w], TEMPORARY_CARE[w], "", "推計: 仮定 temporary_care_covered"])
    there = carers()
    rows.append(["sapporo", "carers", "", *(there[t] for t in (2020, 2021, 2022)),
                 "推計: 2020年に使う席に要る保育士。仮定 carers_growth で利用定員の目標と同じ率で増える"])
    return rows


def seats_table():
    ratio = children_per_carer()
    rule = "公表: 配置基準（2023年度まで）"
    mixed = f"推計: 配置基準（2023年度まで）3歳20人・4–5歳30人を江戸川区の{NURSERY_SITES}の年齢別定員で平均"
    teachers = "幼稚園教諭が担うので保育士は数えない"
    return [
        ["seat", "label", "room", "children_per_carer", "source"],
        ["kg", "幼稚園（3–5歳）", "yes", "", f"1号と2号（教育希望）が共に使う（白石区の表の結合欄）。{teachers}"],
        ["n35", "保育 3–5歳", "yes", tables_number(ratio["n35"]), mixed],
        ["n0", "保育 0歳", "yes", tables_number(ratio["n0"]), rule],
        ["n12", "保育 1・2歳", "yes", tables_number(ratio["n12"]), rule],
        ["tc", "預かり保育", "no", "", f"幼稚園の1席に重ねる枠: 部屋は増えない。{teachers}"],
    ]


def tables_number(value):
    """A fraction of tenths as a decimal."""
    return value.numerator if value.denominator == 1 else f"{float(value):.1f}"


def measures_table():
    rows = [["measure", "label", "group", "existing", "whole", "lead_years", "capital", "running", "order", "source"]]
    for order, (name, m) in enumerate(MEASURES.items(), 1):
        how = f"推計: 規模は{m.origin}、費用と年数は assumptions.csv"
        if m.price is not None:
            how = (f"推計: 規模は{m.origin}、整備費は1席{whole(m.price)}千円（埼玉県の比を札幌市の23億3200万円に合わせ事業者分を含む）、"
                   "運営費は2022年10月の公定価格、年数は assumptions.csv")
        rows.append([name, m.label, m.group, m.existing, "yes", assumed(f"{name}_lead"), capital(name), running(name),
                     order, how])
    return rows


def effects_table():
    rows = [["measure", "item", "amount", "kind", "source"]]
    for name, m in MEASURES.items():
        how = f"推計: {m.origin}" + (f"、年齢別は江戸川区の{m.ages}の割合" if m.ages else "")
        rows += [[name, k, n, "企業主導型地域枠" if name == "enterprise" else KIND.get(k, ""),
                  "推計: 仮定 kindergarten_seats_taken" if k == "kg" else how]
                 for k, n in effects(name).items()]
    return rows


def options_table():
    rows = [["option", "measure", "area", "max_units", "consent", "pool", "source"]]
    count = {"kindergarten": {w: Fraction(facilities(w, "か所数", "幼稚園")) for w in WARDS},
             "nursery": {w: Fraction(facilities(w, "か所数", *LICENSED)) for w in WARDS},
             "unlicensed": {w: Fraction(facilities(w, "か所数", "認可外")) for w in WARDS}}

    def per_facility(measure, facility, name, consent, suffix="", pool=""):
        units = divide(whole(number(name) * sum(count[facility].values())), count[facility])
        rows.extend([f"{measure}_{w}{suffix}", measure, w, units[w], consent, pool, f"推計: 仮定 {name}、区の施設数（2015–17年）で配分"]
                    for w in WARDS if units[w])

    def per_ward(measure, name, consent):
        rows.extend([f"{measure}_{w}", measure, w, assumed(name), consent, "", f"推計: 仮定 {name}"] for w in WARDS)

    per_facility("convert", "kindergarten", "convert_options", "likely", pool="willing_kindergartens")
    per_facility("extend", "nursery", "extend_options_firm", "firm")
    per_facility("extend", "nursery", "extend_options_undecided", "undecided", suffix="_more")
    per_facility("temporary_care", "kindergarten", "temporary_care_options", "likely")
    per_facility("license", "unlicensed", "license_options", "likely")
    for m in ("new_nursery", "new_rented", "new_small"):
        per_ward(m, f"{m}_options", "firm")
    per_ward("recruit", "recruit_options", "firm")
    per_facility("enterprise", "unlicensed", "enterprise_options", "likely")
    return rows


def shares_table():
    rows = [["measure", "cost", "payer", "share", "source"]]
    published_shares = [(payer, PARAMETERS[f"負担割合_保育所等整備交付金_{name}"])
                        for payer, name in (("nation", "国"), ("city", "市町村"), ("operator", "事業者"))]
    for m, measure in MEASURES.items():
        if measure.price is not None:
            rows += [[m, "capital", payer, value, "公表: 保育所等整備交付金の負担割合（2021年度）"] for payer, value in published_shares]
        name = m if m == "temporary_care" else "running"
        if m not in ("enterprise", "recruit"):
            rows += [[m, "running", payer, assumed(f"{name}_{payer}"), f"推計: 仮定 {name}_{payer}"]
                     for payer in ("nation", "prefecture", "city")]
    return rows


def limits_table():
    budget = BUDGET.__floor__()
    return [
        ["limit", "label", "quantity", "group", "pool", "year", "sense", "value", "source"],
        ["capital", "整備費の年間上限（国・市・事業者の計）", "capital", "", "", "each", "<=", budget,
         "推計: 公表の助成費2332000千円（2022年度、859人分）は国2/3と市1/12の分とみて÷3/4。毎年同じ額で、2020年度に確保する1794人分はこの外とみる"],
        ["new_sites", "新設の年間上限", "units", "new", "", "each", "<=", assumed("new_sites_per_year"),
         "推計: 仮定 new_sites_per_year"],
        ["conversions", "移行の年間上限", "units", "convert", "", "each", "<=", assumed("convert_per_year"),
         "推計: 仮定 convert_per_year"],
        ["willing_kindergartens", "移行に応じる幼稚園", "units", "", "willing_kindergartens", "", "<=",
         assumed("convert_willing"),
         "推計: 仮定 convert_willing"],
    ]


def build():
    made = {"seats.csv": seats_table(), "need.csv": need_table(), "supply.csv": supply_table(),
            "measures.csv": measures_table(), "effects.csv": effects_table(), "options.csv": options_table(),
            "shares.csv": shares_table(), "limits.csv": limits_table()}
    if set(ASSUMED) != READ:
        raise SystemExit(f"assumptions.csv: nothing uses {', '.join(sorted(set(ASSUMED) - READ))}")
    return made


# ---- how good the estimates are --------------------------------------------------------------------------------------

def report():
    def error(label, estimate, value):
        percent = 100 * (estimate - value) / abs(value)
        print(f"  {label:48s}{estimate:9,d}{value:10,d}{estimate - value:+8,d}{percent:+7.1f} %")

    def city(t, *classes):
        return sum(NEED[w, c, t] for w in WARDS for c in classes)

    def seats(kind, i):
        return sum(SEATS[w][kind][i] for w in WARDS)

    in_2015 = whole(sum(CAPACITY_2015.values()))

    def seats_of(year):
        return whole(in_2015 + Fraction(year - 2015, 5) * (CAPACITY_2020 - in_2015))

    print("used to scale")
    print(f"  seats April 2022 {CAPACITY_2022:,d}, less {ADDED_IN_2021:,d}: "
          f"April 2021 {CAPACITY_2020 + ADDED_IN_2020:,d}, "
          f"less {ADDED_IN_2020:,d}: April 2020 {CAPACITY_2020:,d}")
    print(f"  target {TARGET:,d}: the rule asks for {required(nursery_need(LEVEL)):,d} "
          f"when the need of April 2020 is {LEVEL:,d}")
    print("held back                                          estimate published   error")
    error("seats FY2018, if 1 April 2018 (line 2015-2020)", seats_of(2018), HELD_BACK["capacity 2018"])
    error("seats FY2018, if its end, 1 April 2019", seats_of(2019), HELD_BACK["capacity 2018"])
    error("children wanting a place, April 2022 (c2, c3)", city(2022, *AGES), HELD_BACK["wanting 2022"])
    error("balance of ages 3-5, April 2021 (n35 less c2)", seats("n35", 1) - city(2021, "c2"),
          HELD_BACK["balance 2021"])
    print("seats less need, April 2020, and the seats the city was adding in that year "
          "(published; the need does not use them)")
    for w in DECIDED:
        print(f"  {w:12s}{sum(SEATS[w][SEAT[c]][0] - NEED[w, c, 2020] for c in AGES):+7,d}   added {DECIDED[w]:4d}")
    print("city          " + "".join(f"{t:8d}" for t in YEARS))
    for c in ("c1", "c2k", *AGES):
        print(f"  need  {c:6s}" + "".join(f"{city(t, c):8,d}" for t in YEARS))
    for kind in SEAT.values():
        print(f"  seats {kind:6s}" + "".join(f"{seats(kind, i):8,d}" for i in (0, 1)))
    print(f"  seats kg    {sum(KINDERGARTEN.values()):8,d}")
    print(f"  seats tc    {sum(TEMPORARY_CARE.values()):8,d}")


if __name__ == "__main__":
    tables.run(HERE, build(), report)
