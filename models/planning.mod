# planning.mod - which childcare seats should open where and when, so that needed seats are there?
#
# The model of kakuho, for people to read and for `glpsol` to solve. engine/model/ builds the same rows and columns
# under the same names, engine/judge/ checks every plan against them, tests/differential/ compares all of it. README.md
# beside this file explains sets, columns, rows, goals and units in words.
#
#     kakuho export data/kakogawa -o city.dat
#     glpsol -m models/planning.mod -d city.dat
#
# Three names differ: GMPL has one name space, so the column cover[g,a,b,p,t] of the engine is called covered[g,a,b,p,t]
# here, because the row family cover[g,b,k,t] needs the name, and its rows link[g,a,b,c,t] are called linked[g,a,b,c,t];
# and `less` is a word of GMPL, so the column less[o,t] is called fewer[o,t].
#
# Letters: a b area - t tau u year - y fiscal year - c class - k seat kind - p service - o option - m measure - f
# facility - w payer - l limit - g target - n goal - s stage.
#
# SPDX-License-Identifier: GPL-3.0-or-later

# ---- time ------------------------------------------------------------------------------------------------------------
# A figure for year t is as of 1 April t, or of 31 March t+1 (as_of_end). Fiscal year t runs from 1 April t to 31 March
# t+1.

param first, integer;                                # first year of the plan
param last, integer, >= first;                       # last year in which something may open
param look_ahead, integer, >= last, default last;    # last year that is looked at
param decide_from, integer, <= last, default first;  # first fiscal year in which something can be decided
param as_of_end, binary, default 0;                  # 1: figures of year t are of its end, so units of t open then
param horizon := look_ahead - first + 1;             # years that are looked at

set PLAN := first .. last;
set YEARS := first .. look_ahead;
set FISCAL := min(first, decide_from) .. look_ahead;  # years of payment: capital is paid before the opening

# ---- areas, classes, seats, services ---------------------------------------------------------------------------------

set AREAS;

set CLASSES;
param class_weight{CLASSES}, > 0, default 1;         # what a child counts in the goals unmet and short

set SEATS;
set ROOMS within SEATS, default SEATS;               # kinds that are rooms; others are extras on a seat already counted

set SERVICES;
param class{SERVICES}, symbolic, in CLASSES;         # the one class that a service serves
set USES within SERVICES cross SEATS;                # the seats that a service uses: two at once where it has two pairs
param per_child{USES}, > 0, default 1;
set SERVE{c in CLASSES} := {p in SERVICES: class[p] = c};  # services that serve class c
set TAKE{k in SEATS} := setof{(p,k) in USES} p;            # services that take seats of kind k

# children of a kind for one carer (配置基準); 0: the kind needs none. What one child of a service needs of carers follows.
param children_per_carer{SEATS}, >= 0, default 0;
param carers_per_child{p in SERVICES} :=
    sum{(p,k) in USES: children_per_carer[k] > 0} per_child[p,k] / children_per_carer[k];

# links: children of area a and class c may use seats of area b, at most so many of them, at most so large a part of
# their need; minutes: what a child counts in the goal transfers
set LINKS within AREAS cross AREAS cross CLASSES, default {} cross {} cross {};
check{(a,b,c) in LINKS}: a <> b;
param max_children{LINKS}, >= 0, default Infinity;
param max_share{LINKS}, >= 0, <= 1, default 1;
param minutes{LINKS}, >= 0, default 1;

set TO{a in AREAS, c in CLASSES} := {a} union setof{(a,b,c) in LINKS} b;    # areas whose seats children of a may use
set REACH{a in AREAS} := {a} union setof{(a,b,c) in LINKS} b;
set OFFERED{a in AREAS, b in REACH[a]} := {p in SERVICES: b in TO[a,class[p]]};  # services of b that they may use
set FROM{b in AREAS, c in CLASSES} := {b} union setof{(a,b,c) in LINKS} a;  # areas whose children may use seats of b

param children{AREAS, CLASSES, YEARS}, >= 0, default 0;  # children: the need (量の見込み)

# children: the most that may go, rounded down. The inner round takes off what binary arithmetic loses (0.29 * 100 is
# 29, not 28)
param link_most{(a,b,c) in LINKS, t in YEARS} :=
    min(max_children[a,b,c], floor(round(max_share[a,b,c] * children[a,c,t], 9)));

# seats: there are so many, or already decided; a figure holds until the next one
param base{b in AREAS, k in SEATS, t in YEARS}, default if t > first then base[b,k,t-1] else 0;

# carers that can be employed, at any node of the tree of areas: those of a city stand for all areas below it. A figure
# holds until the next one
set STAFFED, default {};
set BELOW{STAFFED} within AREAS;
param employed{v in STAFFED, t in YEARS}, >= 0, default if t > first then employed[v,t-1] else 0;

# ---- measures and options --------------------------------------------------------------------------------------------

set MEASURES;
param lead_years{MEASURES}, integer, >= 0, default 0;    # years between decision and opening
param life_years{MEASURES}, > 0, default Infinity;       # years that a unit stays open

set OPTIONS;
param measure{OPTIONS}, symbolic, in MEASURES;
param area{OPTIONS}, symbolic, in AREAS;
param min_units{OPTIONS}, >= 0, default 0;
param max_units{OPTIONS}, >= 0, default Infinity;
param max_per_year{OPTIONS}, >= 0, default Infinity;
param bound{OPTIONS}, >= 0;                              # a finite bound on the units that follows from the data
param consent{OPTIONS}, symbolic, default 'firm';        # firm, likely, undecided, refuses (事業者の意向)
param earliest{OPTIONS}, default first;
param latest{OPTIONS}, default last;

set FACILITIES, default {};
set AT{FACILITIES} within OPTIONS;                       # what may become of a facility

set ACCEPTED, default {'firm', 'likely'};                # consents that the scenario counts on

# years in which option o can open: consent counts, decided early enough, within its own window
set WINDOW{o in OPTIONS} := {t in PLAN: consent[o] in ACCEPTED and t >= decide_from + lead_years[measure[o]]
                                        and earliest[o] <= t and t <= latest[o]};

# the plan in force: units that it opens
param adopted{OPTIONS, PLAN}, >= 0, default 0;
param follow, binary, default 0;                         # 1: evaluate that plan, decide nothing

# most units of one year
param most{o in OPTIONS, t in PLAN} := if follow then adopted[o,t] else min(max_per_year[o], bound[o]);

# effects: row i says that one unit changes the seats of kind k by amount, or adds so many 'carers'; in year j of the
# unit (1 = the year of opening) the share filled is open while upper classes fill, nothing after life_years
set EFFECTS{OPTIONS}, dimen 2;
param amount{o in OPTIONS, (k,i) in EFFECTS[o]};
param filled{o in OPTIONS, (k,i) in EFFECTS[o], j in 1 .. horizon}, >= 0, <= 1, default 1;
param avail{o in OPTIONS, (k,i) in EFFECTS[o], j in 1 .. horizon} :=
    if j > life_years[measure[o]] then 0 else filled[o,k,i,j];

# options whose units open whole, where the plan is in whole units: their seats are rounded down, row by row
set WHOLE within OPTIONS, default {};
param opened{o in OPTIONS, (k,i) in EFFECTS[o], j in 0 .. horizon} :=
    if o in WHOLE and k <> 'carers' then floor(amount[o,k,i] * (if j = 0 then 1 else avail[o,k,i,j]) + 1e-11)
    else amount[o,k,i] * (if j = 0 then 1 else avail[o,k,i,j]);

set CHANGES{o in OPTIONS} := setof{(k,i) in EFFECTS[o]} k;
set MOVERS{b in AREAS, k in SEATS} := {o in OPTIONS: area[o] = b and k in CHANGES[o]};
set RECRUITERS{v in STAFFED} := {o in OPTIONS: area[o] in BELOW[v] and 'carers' in CHANGES[o]};

# seats, carers: what one unit of o changes in its year j, and the seats it adds, full grown, without what it takes
param effect{o in OPTIONS, k in SEATS union {'carers'}, j in 1 .. horizon} :=
    sum{(k,i) in EFFECTS[o]} opened[o,k,i,j];
param adds{o in OPTIONS, k in CHANGES[o]} := sum{(k,i) in EFFECTS[o]: amount[o,k,i] > 0} opened[o,k,i,0];

# money: whole amounts for one unit. Rounding and the split between payers are preparation of the data (README.md,
# "Money"): what payer w pays of the capital in fiscal year y when the unit opens in t, and of the running cost while it
# is open
set PAYERS, default {'city'};
set COSTS := {'capital', 'running'};
param capital{o in OPTIONS, t in WINDOW[o], w in PAYERS, y in FISCAL}, default 0;
param running{o in OPTIONS, w in PAYERS, y in FISCAL}, default 0;

# fiscal years in which x is paid for a unit that opens in t: capital in the lead_years years between decision and
# opening, in t when there are none; running cost in every year that begins while the unit is open
set PAYING{o in OPTIONS, t in WINDOW[o], x in COSTS} :=
    if x = 'running' then {y in t + as_of_end .. look_ahead: y - t - as_of_end < life_years[measure[o]]}
    else if lead_years[measure[o]] > 0 then t + as_of_end - lead_years[measure[o]] .. t + as_of_end - 1 else {t};

# money: what payer w pays of x in fiscal year y for one unit of o that opens in t
param paid{o in OPTIONS, t in WINDOW[o], x in COSTS, w in PAYERS, y in PAYING[o,t,x]} :=
    if x = 'capital' then capital[o,t,w,y] else running[o,w,y];

# what a payment of fiscal year y counts in a goal cost: less the later it is, where there is a discount (a yearly rate)
param discount, >= 0, default 0;
param worth{y in FISCAL} := round((1 + discount) ** (decide_from - y), 9);

# ---- targets: the promises -------------------------------------------------------------------------------------------

set TARGETS, default {};
param target_from{TARGETS}, in PLAN;
param target_until{TARGETS}, in PLAN;
set TARGET_AREAS{TARGETS} within AREAS, default AREAS;
set TARGET_CLASSES{TARGETS} within CLASSES, default CLASSES;
param basis{TARGETS}, symbolic, in {'own', 'peak'}, default 'own';
param buffer{TARGETS}, >= 0, default 0;

# targets that ask for seats beyond the children of the year; for all others short is unmet and there are no rows
set SEATED := {g in TARGETS: basis[g] = 'peak' or buffer[g] > 0};

# seats: the year's own need, or the largest of the plan, and the buffer, rounded up. The inner round takes off what
# binary arithmetic adds (100 * 1.1 is 110, not 111).
param asked{g in SEATED, a in TARGET_AREAS[g], c in TARGET_CLASSES[g], t in target_from[g] .. target_until[g]} :=
    ceil(round((1 + buffer[g]) * (if basis[g] = 'peak' then max{u in PLAN} children[a,c,u] else children[a,c,t]), 9));

# ---- limits ----------------------------------------------------------------------------------------------------------
# Filters (area, class, measure, group, pool, seat) are lists of what counts.

set LIMITS, default {};
param quantity{LIMITS}, symbolic, in
    {'units', 'seats', 'capital', 'running', 'cost', 'vacant', 'unmet', 'carers', 'transfers'};
param at_least{LIMITS}, binary, default 0;               # 0: a ceiling, 1: a floor
param value{LIMITS};
param each{LIMITS}, binary;                              # 1: a row for every year, 0: one row for all years together
param limit_from{LIMITS}, integer;
param limit_until{LIMITS}, integer;
set LIMIT_AREAS{LIMITS} within AREAS, default AREAS;
set LIMIT_CLASSES{LIMITS} within CLASSES, default CLASSES;
set LIMIT_SEATS{LIMITS} within SEATS, default ROOMS;
set LIMIT_OPTIONS{LIMITS} within OPTIONS, default OPTIONS;
set LIMIT_PAYERS{LIMITS} within PAYERS, default PAYERS;
set LIMIT_COSTS{l in LIMITS} := if quantity[l] = 'cost' then COSTS else COSTS inter {quantity[l]};

set PERIODS{l in LIMITS} := if each[l] then limit_from[l] .. limit_until[l] else {'all'};
set COUNTED{l in LIMITS, y in PERIODS[l]} := if each[l] then {y} else limit_from[l] .. limit_until[l];

# what the quantity is before anything is decided: of vacant, the seats that there are
param at_first{l in LIMITS, y in PERIODS[l]} :=
    if quantity[l] = 'vacant' then sum{b in LIMIT_AREAS[l], k in LIMIT_SEATS[l], t in COUNTED[l,y]} base[b,k,t] else 0;

# ---- goals -----------------------------------------------------------------------------------------------------------

set GOALS;
param kind{GOALS}, symbolic, in
    {'unmet', 'short', 'worst_share', 'seats', 'cost', 'vacant', 'units', 'carers', 'change', 'transfers'};
param place{GOALS}, integer, >= 1;                       # goals of one place are minimised together, as a weighted sum
param weight{GOALS}, > 0, default 1;
param goal_target{GOALS}, symbolic, default '';
param goal_from{GOALS}, integer;
param goal_until{GOALS}, integer;
set GOAL_AREAS{GOALS} within AREAS, default AREAS;
set GOAL_CLASSES{GOALS} within CLASSES, default CLASSES;
set GOAL_SEATS{GOALS} within SEATS, default ROOMS;
set GOAL_OPTIONS{GOALS} within OPTIONS, default OPTIONS;
set GOAL_PAYERS{GOALS} within PAYERS, default PAYERS;
set GOAL_COSTS{GOALS} within COSTS, default COSTS;
set GOAL_YEARS{n in GOALS} := goal_from[n] .. goal_until[n];

set WORST := {n in GOALS: kind[n] = 'worst_share'};

# options and years whose distance from the plan in force a goal counts: those that may open, or that this plan opens
set COMPARED := setof{n in GOALS, o in OPTIONS, t in PLAN: kind[n] = 'change' and (t in WINDOW[o] or adopted[o,t] > 0)}
    (o,t);

# need or required seats of area a and year t, classes together, that goal n measures its share against
param share_of{n in WORST, a in GOAL_AREAS[n], t in GOAL_YEARS[n]} :=
    sum{c in GOAL_CLASSES[n]} if goal_target[n] in SEATED then asked[goal_target[n],a,c,t] else children[a,c,t];

# Which stage is minimised, and what the earlier ones reached. Give them in a second data file (-d).
param weighted, binary, default 0;                       # 1: one stage, all goals as a sum of blend * goal
param blend{n in GOALS}, > 0, default weight[n];
param stage, integer, >= 1, default 1;
param stage_of{n in GOALS} := if weighted then 1 else place[n];
param w_of{n in GOALS} := if weighted then blend[n] else weight[n];
set STAGES := setof{n in GOALS} stage_of[n];
param reached{STAGES};                                   # value of an earlier stage
param slack{STAGES}, >= 0, default 0;                    # what later stages may give away, in the stage's unit ...
param slack_share{STAGES}, >= 0, default 0;              # ... and as a share of its value
param tolerance, >= 0, default 1e-9;                     # of the rows hold, relative to max(1, |reached|)

# ---- columns: what is decided ----------------------------------------------------------------------------------------

# units of option o that open on the day that figures of year t are of
var open{o in OPTIONS, t in WINDOW[o]}, >= (if follow then adopted[o,t] else 0), <= most[o,t];

# the same of options whose units open whole: the row whole says so, because a variable of GMPL is whole for all or none
var count{o in WHOLE, t in WINDOW[o]}, integer, >= (if follow then adopted[o,t] else 0), <= most[o,t];

# children of area a in area b by service p; b is a, or a link leads there: nobody is passed on further
var serve{a in AREAS, b in REACH[a], p in OFFERED[a,b], t in YEARS}, >= 0, <= children[a,class[p],t];

# children of need without a place
var unmet{a in AREAS, c in CLASSES, t in YEARS}, >= 0, <= children[a,c,t];

# seats of b that are counted for the required seats of a, target g (column cover of the engine), and those that miss
var covered{g in SEATED, a in TARGET_AREAS[g], b in REACH[a], p in OFFERED[a,b],
            t in target_from[g] .. target_until[g]: class[p] in TARGET_CLASSES[g]}, >= 0, <= asked[g,a,class[p],t];
var short{g in SEATED, a in TARGET_AREAS[g], c in TARGET_CLASSES[g], t in target_from[g] .. target_until[g]},
    >= 0, <= asked[g,a,c,t];

# largest share short of goal n
var worst{WORST}, >= 0, <= 1;

# units that open beyond the plan in force, and those of it that do not open (column less of the engine)
var more{(o,t) in COMPARED: t in WINDOW[o]}, >= 0, <= most[o,t];
var fewer{(o,t) in COMPARED: adopted[o,t] > 0}, >= 0, <= adopted[o,t];

# ---- goals: one is minimised, the earlier ones are held --------------------------------------------------------------
# A stage is the weighted sum of its goals:
#
#   unmet        children without a place, by class weight
#   short        seats that miss in the cells of a target, by class weight
#   worst_share  the largest share short of any area and year
#   seats        seats that the plan opens (what it takes away does not count against it)
#   cost         what the payer pays in the years that count
#   vacant       seats that stand empty, year by year: the slack of the rows seats
#   units        units that open
#   carers       carers that the served children need, year by year
#   change       units that open beyond the plan in force, and those of it that do not open
#   transfers    children who go to another area, times the minutes of the link where they are given

minimize goal{s in STAGES: s = stage}:
    sum{n in GOALS: stage_of[n] = s and kind[n] = 'unmet'} w_of[n] *
        (sum{a in GOAL_AREAS[n], c in GOAL_CLASSES[n], t in GOAL_YEARS[n]} class_weight[c] * unmet[a,c,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'short'} w_of[n] *
        (sum{a in GOAL_AREAS[n], c in GOAL_CLASSES[n], t in GOAL_YEARS[n]} class_weight[c] *
            (if goal_target[n] in SEATED then short[goal_target[n],a,c,t] else unmet[a,c,t]))
  + sum{n in WORST: stage_of[n] = s} w_of[n] * worst[n]
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'seats'} w_of[n] *
        (sum{o in GOAL_OPTIONS[n], k in CHANGES[o] inter GOAL_SEATS[n], t in WINDOW[o] inter GOAL_YEARS[n]}
            adds[o,k] * open[o,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'cost'} w_of[n] *
        (sum{o in GOAL_OPTIONS[n], t in WINDOW[o]}
            (sum{x in GOAL_COSTS[n], w in GOAL_PAYERS[n], y in PAYING[o,t,x] inter GOAL_YEARS[n]}
                worth[y] * paid[o,t,x,w,y])
                * open[o,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'vacant'} w_of[n] *
        (sum{b in GOAL_AREAS[n], k in GOAL_SEATS[n], t in GOAL_YEARS[n]}
            (base[b,k,t] + sum{o in MOVERS[b,k], tau in WINDOW[o]: tau <= t} effect[o,k,t-tau+1] * open[o,tau]
           - sum{p in TAKE[k], a in FROM[b,class[p]]} per_child[p,k] * serve[a,b,p,t]))
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'units'} w_of[n] *
        (sum{o in GOAL_OPTIONS[n], t in WINDOW[o] inter GOAL_YEARS[n]} open[o,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'carers'} w_of[n] *
        (sum{b in GOAL_AREAS[n], p in SERVICES, a in FROM[b,class[p]], t in GOAL_YEARS[n]}
            carers_per_child[p] * serve[a,b,p,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'change'} w_of[n] *
        (sum{o in GOAL_OPTIONS[n], t in GOAL_YEARS[n]}
            ((if t in WINDOW[o] then more[o,t]) + (if adopted[o,t] > 0 then fewer[o,t])))
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'transfers'} w_of[n] *
        (sum{(a,b,c) in LINKS, p in SERVE[c], t in GOAL_YEARS[n]: a in GOAL_AREAS[n] and c in GOAL_CLASSES[n]}
            minutes[a,b,c] * serve[a,b,p,t]);

# hold[s]   for every earlier stage s                                                              [unit of the stage]
# What an earlier stage reached is not given away again, but for its declared slack.
s.t. hold{s in STAGES: s < stage}:
    sum{n in GOALS: stage_of[n] = s and kind[n] = 'unmet'} w_of[n] *
        (sum{a in GOAL_AREAS[n], c in GOAL_CLASSES[n], t in GOAL_YEARS[n]} class_weight[c] * unmet[a,c,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'short'} w_of[n] *
        (sum{a in GOAL_AREAS[n], c in GOAL_CLASSES[n], t in GOAL_YEARS[n]} class_weight[c] *
            (if goal_target[n] in SEATED then short[goal_target[n],a,c,t] else unmet[a,c,t]))
  + sum{n in WORST: stage_of[n] = s} w_of[n] * worst[n]
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'seats'} w_of[n] *
        (sum{o in GOAL_OPTIONS[n], k in CHANGES[o] inter GOAL_SEATS[n], t in WINDOW[o] inter GOAL_YEARS[n]}
            adds[o,k] * open[o,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'cost'} w_of[n] *
        (sum{o in GOAL_OPTIONS[n], t in WINDOW[o]}
            (sum{x in GOAL_COSTS[n], w in GOAL_PAYERS[n], y in PAYING[o,t,x] inter GOAL_YEARS[n]}
                worth[y] * paid[o,t,x,w,y])
                * open[o,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'vacant'} w_of[n] *
        (sum{b in GOAL_AREAS[n], k in GOAL_SEATS[n], t in GOAL_YEARS[n]}
            (base[b,k,t] + sum{o in MOVERS[b,k], tau in WINDOW[o]: tau <= t} effect[o,k,t-tau+1] * open[o,tau]
           - sum{p in TAKE[k], a in FROM[b,class[p]]} per_child[p,k] * serve[a,b,p,t]))
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'units'} w_of[n] *
        (sum{o in GOAL_OPTIONS[n], t in WINDOW[o] inter GOAL_YEARS[n]} open[o,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'carers'} w_of[n] *
        (sum{b in GOAL_AREAS[n], p in SERVICES, a in FROM[b,class[p]], t in GOAL_YEARS[n]}
            carers_per_child[p] * serve[a,b,p,t])
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'change'} w_of[n] *
        (sum{o in GOAL_OPTIONS[n], t in GOAL_YEARS[n]}
            ((if t in WINDOW[o] then more[o,t]) + (if adopted[o,t] > 0 then fewer[o,t])))
  + sum{n in GOALS: stage_of[n] = s and kind[n] = 'transfers'} w_of[n] *
        (sum{(a,b,c) in LINKS, p in SERVE[c], t in GOAL_YEARS[n]: a in GOAL_AREAS[n] and c in GOAL_CLASSES[n]}
            minutes[a,b,c] * serve[a,b,p,t])
 <= reached[s] + slack[s] + slack_share[s] * abs(reached[s]) + tolerance * max(1, abs(reached[s]));

# ---- rows: one family each -------------------------------------------------------------------------------------------

# need[a,c,t]   for every area a, class c, year t                                                  [children]
# Every child of the need has a place, here or in an area that its own may use, or is counted as unmet. Nobody is
# invented: served never exceeds need.
s.t. need{a in AREAS, c in CLASSES, t in YEARS}:
    sum{b in TO[a,c], p in SERVE[c]} serve[a,b,p,t] + unmet[a,c,t] = children[a,c,t];

# seats[b,k,t]   for every area b, seat kind k, year t                                             [seats]
# Children use no more seats of a kind than there are: those of today and those that opened in year t or before. What
# is left over is vacant.
s.t. seats{b in AREAS, k in SEATS, t in YEARS}:
    sum{p in TAKE[k], a in FROM[b,class[p]]} per_child[p,k] * serve[a,b,p,t]
 <= base[b,k,t] + sum{o in MOVERS[b,k], tau in WINDOW[o]: tau <= t} effect[o,k,t-tau+1] * open[o,tau];

# carers[v,t]   for every node v whose carers are given (an area, or the city above it), year t    [carers]
# A seat is of use only with a carer: one that is employed or was recruited. Seats that have none stay empty. Carers do
# not enter cover, which asks for seats.
s.t. carers{v in STAFFED, t in YEARS}:
    sum{b in BELOW[v], p in SERVICES, a in FROM[b,class[p]]} carers_per_child[p] * serve[a,b,p,t]
 <= employed[v,t] + sum{o in RECRUITERS[v], tau in WINDOW[o]: tau <= t} effect[o,'carers',t-tau+1] * open[o,tau];

# required[g,a,c,t]   for every target g that asks for seats, its areas a, classes c, years t      [seats]
# Every required seat is covered or counted as short. These are seats, not children: they have their own assignment over
# the same seats, so a peak invents nobody.
s.t. required{g in SEATED, a in TARGET_AREAS[g], c in TARGET_CLASSES[g], t in target_from[g] .. target_until[g]}:
    sum{b in TO[a,c], p in SERVE[c]} covered[g,a,b,p,t] + short[g,a,c,t] = asked[g,a,c,t];

# cover[g,b,k,t]   for every target g that asks for seats; every area b that an area of g may use; every seat kind k
#                  that a service for a class of g uses; its years t                               [seats]
# Required seats are covered by no more seats than there are.
set COVERS{g in SEATED} := {p in SERVICES: class[p] in TARGET_CLASSES[g]};
set REACHED{g in SEATED} := setof{a in TARGET_AREAS[g], c in TARGET_CLASSES[g], b in TO[a,c]} b;
set KINDS{g in SEATED} := setof{(p,k) in USES: p in COVERS[g]} k;
s.t. cover{g in SEATED, b in REACHED[g], k in KINDS[g], t in target_from[g] .. target_until[g]}:
    sum{p in TAKE[k] inter COVERS[g], a in FROM[b,class[p]] inter TARGET_AREAS[g]} per_child[p,k] * covered[g,a,b,p,t]
 <= base[b,k,t] + sum{o in MOVERS[b,k], tau in WINDOW[o]: tau <= t} effect[o,k,t-tau+1] * open[o,tau];

# Where the plan in force is followed there are no rows units, once, limit: it is shown as it is, with what it breaks.

# link[a,b,c,t]   for every link of area a to area b for class c, year t                           [children]
# No more children go to a neighbour than was agreed.
s.t. link{(a,b,c) in LINKS, t in YEARS}:
    sum{p in SERVE[c]} serve[a,b,p,t] <= link_most[a,b,c,t];

# linked[g,a,b,c,t]   for every target g that asks for seats, its areas a, classes c, years t and links to b  [seats]
# A promise counts no more seats of a neighbour than that.
s.t. linked{g in SEATED, (a,b,c) in LINKS, t in target_from[g] .. target_until[g]:
            a in TARGET_AREAS[g] and c in TARGET_CLASSES[g]}:
    sum{p in SERVE[c]} covered[g,a,b,p,t] <= link_most[a,b,c,t];

# units[o]   for every option o                                                                    [units]
# An option opens at least min_units and at most max_units times in all years together.
s.t. units{o in OPTIONS: follow = 0}:
    min_units[o] <= sum{t in WINDOW[o]} open[o,t] <= max_units[o];

# once[f]   for every facility f                                                                   [units]
# A facility is converted, extended or closed once.
s.t. once{f in FACILITIES: follow = 0}:
    sum{o in AT[f], t in WINDOW[o]} open[o,t] <= 1;

# ---- whole[o,t] ------------------------------------------------------------------------------------------------------
# Units of an option that opens whole are counted in whole numbers.
s.t. whole{o in WHOLE, t in WINDOW[o]}: open[o,t] = count[o,t];

# limit[l,y]   for every limit l and every year y of it, or y = all                       [unit of the quantity]
# The quantity, summed over what the limit's filters let through, stays at or below (a floor: at or above) its value. It
# is what it is at first and what the plan adds to it; at_first stands on the side of the value.
#   units, seats   by year of opening         capital, running, cost   by fiscal year of payment
#   vacant, unmet, carers  by year; vacant is the slack of the rows seats, unmet is in children, without class weights,
#                  carers are those that the children need who are served in the areas
#   transfers      by year: children who go to another area, without minutes
s.t. limit{l in LIMITS, y in PERIODS[l]: follow = 0}:
    (if at_least[l] then value[l] - at_first[l,y] else -Infinity)
 <= (if quantity[l] = 'units' then
        sum{o in LIMIT_OPTIONS[l], t in WINDOW[o] inter COUNTED[l,y]} open[o,t]
     else if quantity[l] = 'seats' then
        sum{o in LIMIT_OPTIONS[l], k in CHANGES[o] inter LIMIT_SEATS[l], t in WINDOW[o] inter COUNTED[l,y]}
            adds[o,k] * open[o,t]
     else if quantity[l] = 'vacant' then
        sum{b in LIMIT_AREAS[l], k in LIMIT_SEATS[l], t in COUNTED[l,y]}
            (sum{o in MOVERS[b,k], tau in WINDOW[o]: tau <= t} effect[o,k,t-tau+1] * open[o,tau]
           - sum{p in TAKE[k], a in FROM[b,class[p]]} per_child[p,k] * serve[a,b,p,t])
     else if quantity[l] = 'unmet' then
        sum{a in LIMIT_AREAS[l], c in LIMIT_CLASSES[l], t in COUNTED[l,y]} unmet[a,c,t]
     else if quantity[l] = 'carers' then
        sum{b in LIMIT_AREAS[l], p in SERVICES, a in FROM[b,class[p]], t in COUNTED[l,y]}
            carers_per_child[p] * serve[a,b,p,t]
     else if quantity[l] = 'transfers' then
        sum{(a,b,c) in LINKS, p in SERVE[c], t in COUNTED[l,y]: a in LIMIT_AREAS[l] and c in LIMIT_CLASSES[l]}
            serve[a,b,p,t]
     else
        sum{o in LIMIT_OPTIONS[l], t in WINDOW[o]}
            (sum{x in LIMIT_COSTS[l], w in LIMIT_PAYERS[l], u in PAYING[o,t,x] inter COUNTED[l,y]} paid[o,t,x,w,u])
                * open[o,t])
 <= (if at_least[l] then Infinity else value[l] - at_first[l,y]);

# share[n,a,t]   for every goal n worst_share, its areas a and years t with anything asked for     [seats or children]
# No area and year is short by a larger share than worst[n].
s.t. share{n in WORST, a in GOAL_AREAS[n], t in GOAL_YEARS[n]: share_of[n,a,t] > 0}:
    sum{c in GOAL_CLASSES[n]} (if goal_target[n] in SEATED then short[goal_target[n],a,c,t] else unmet[a,c,t])
 <= worst[n] * share_of[n,a,t];

# change[o,t]   for every option o and year t that a goal change compares                          [units]
# What opens beyond the plan in force, and what of it does not open.
s.t. change{(o,t) in COMPARED}:
    (if t in WINDOW[o] then open[o,t] - more[o,t]) + (if adopted[o,t] > 0 then fewer[o,t]) = adopted[o,t];

solve;

# ---- what to read on the screen --------------------------------------------------------------------------------------

printf "\nopen what                                      year      units\n";
printf{o in OPTIONS, t in WINDOW[o]: open[o,t] > 1e-6}: "     %-40s %6d %10.3f\n", o, t, open[o,t];
printf "children without a place, by year:";
printf{t in YEARS}: " %d: %.3f", t, sum{a in AREAS, c in CLASSES} unmet[a,c,t];
printf "\n\n";

end;
