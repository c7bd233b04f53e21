/* The city: what input has read and checked, as index sets and dense arrays.
 *
 * Letters in loops, as in the model: a b area (leaf) - t year (0 = first) - c class - k seat kind - p service -
 * o option - m measure - f facility - l limit - g target - n goal. Every array says its shape, unit and source.
 * The city is not changed after kk_city_load(); it lives in the context's arena.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_DOMAIN_CITY_H
#define KK_DOMAIN_CITY_H

#include "base/ctx.h"
#include "base/file.h"
#include "base/num.h"

#include <math.h>

#define KK_NONE (-1) /* "not given" of an index, an age or a year */

/** Who a thing is: as the user wrote it, as it is shown, and as models name it. */
typedef struct {
    const char *id;    /* as written in the tables: an ASCII id, or a label where no table gives ids */
    const char *label; /* shown to people; the id where none is given */
    const char *code;  /* [A-Za-z][A-Za-z0-9_]*, unique in its set: the name in rows, columns and GMPL */
} kk_name;

/** A node of the tree of areas. Leaves come first: node a < narea is area a. */
typedef struct {
    kk_name name;
    int parent; /* node, or KK_NONE for the root; there is exactly one root */
} kk_node;

typedef struct {
    kk_name name;
    int age_min, age_max; /* years, or KK_NONE */
    const char *unit;     /* "" = children */
    double weight;        /* > 0; in goals unmet and short */
    int next;             /* class that its children belong to once they are older, or KK_NONE */
} kk_class;

typedef struct {
    kk_name name;
    bool room;                 /* false: an extra on a seat already counted; left out of totals, seats, vacant */
    int leaves_at;             /* age at which its children must leave, or KK_NONE */
    const char *cell;          /* merged cell of the official table, "" = none */
    double children_per_carer; /* > 0; 0 = its children need no carer */
} kk_seat;

/** One way to serve a class; uses per_child[i] seats of kind seat[i] for each child. */
typedef struct {
    kk_name name;
    int class;
    int rank; /* 1 = first choice */
    int nuse; /* >= 1 */
    int *seat;
    double *per_child; /* > 0 */
} kk_service;

/** One row of effects: what one unit adds or takes. */
typedef struct {
    int seat;         /* KK_NONE: carers */
    double amount;    /* counted seats, or carers, per unit; negative takes */
    const char *kind; /* row of the official table, "" = none */
    int nfirst;       /* shares open in the first nfirst years; 1 from then on */
    double *first;    /* 0..1 */
} kk_effect;

typedef struct {
    kk_name name;
    const char *group; /* convert, extend, temporary_care, license, new, enterprise, ... or the city's word */
    bool existing;     /* uses what exists: comes before new places in "existing facilities first" */
    bool whole;        /* opens in whole units */
    int lead_years;    /* >= 0 */
    int life_years;    /* >= 1, or KK_NONE = for ever */
    double capital;    /* money per unit */
    double running;    /* money per unit and year */
} kk_measure;

typedef enum { KK_FIRM, KK_LIKELY, KK_UNDECIDED, KK_REFUSES } kk_consent;

/** One concrete possibility. Windows of time and consent are already turned into open_from..open_until. */
typedef struct {
    kk_name name;
    int measure;
    int area;     /* leaf */
    int facility; /* index, or KK_NONE */
    int pool;     /* index, or KK_NONE */
    kk_consent consent;
    bool accepted;       /* the scenario accepts this consent */
    double max_units;    /* >= 0, INFINITY = none; 1 with a facility unless given */
    double min_units;    /* >= 0 */
    double max_per_year; /* >= 0, INFINITY = none */
    double bound;        /* finite; on the units of all years together: max_units, facility, pool or units limits */
    double capital;      /* money per unit: the option's, else its measure's */
    double running;      /* money per unit and year, likewise */
    int neffect;         /* the option's own rows, else its measure's */
    const kk_effect *effect;
    int nrecruit; /* of the same rows those that add carers: for the area and every node above it */
    const kk_effect *recruit;
    int earliest, latest;      /* fiscal years of opening as given; INT_MIN, INT_MAX where they are not */
    int open_from, open_until; /* year index of the first and last opening, within 0..nplan-1; none if from > until */
} kk_option;

typedef enum { KK_CAPITAL, KK_RUNNING, KK_NCOST } kk_cost;

/** One row of shares. */
typedef struct {
    int measure;
    kk_cost cost;
    int payer;
    int64_t over, under; /* share = over/under, 0..1 */
    int from, until;     /* fiscal years of payment; INT_MIN, INT_MAX where not given */
} kk_share;

#define KK_TRANSFER "区間調整" /* the kind of seats that are agreed with the neighbours */

/** One row of supply as read; `base` below is what follows from them. A row holds from its year until the next row of
 *  the same area, seat and kind. */
typedef struct {
    int area, seat;   /* of carers: a node of the tree, KK_NONE */
    int year;         /* fiscal year */
    double seats;     /* >= 0, but for the kind 区間調整 */
    double factor;    /* share that counts, 0..1 */
    const char *kind; /* "" = none */
    bool estimate;
} kk_supply;

/** Children of one class and area may use seats of another area; links.csv, a row without a class is one for each. */
typedef struct {
    int from, to; /* leaves, from != to */
    int class_;
    double max_children;             /* whole, >= 0; INFINITY = none */
    int64_t share_over, share_under; /* most of the need that may go, share_over/share_under, 0..1; 1/1 = none */
    double minutes;                  /* >= 0, or NAN */
} kk_link;

/* clang-format off */
typedef enum {
    KK_Q_UNITS, KK_Q_SEATS, KK_Q_CAPITAL, KK_Q_RUNNING, KK_Q_COST, KK_Q_VACANT, KK_Q_UNMET, KK_Q_CARERS,
    KK_Q_TRANSFERS,    KK_NQUANTITY
} kk_quantity;
/* clang-format on */

typedef enum { KK_TOGETHER, KK_EACH, KK_YEAR } kk_period;

/** One ceiling or floor. Its filters are already masks over the sets. */
typedef struct {
    kk_name name;
    kk_quantity quantity;
    bool floor; /* >= value; else <= value */
    double value;
    kk_period period;
    int from, until;       /* fiscal years: a row for each (KK_EACH, KK_YEAR), or one over all of them (KK_TOGETHER);
                              money: decide_from..; units, seats: of opening, first..last; others: first.. */
    unsigned char *area;   /* [narea]   vacant, unmet, carers, transfers (where the children live): 1 = counts */
    unsigned char *class_; /* [nclass]  unmet, transfers */
    unsigned char *seat;   /* [nseat]   seats, vacant; rooms only unless a seat is named */
    unsigned char *option; /* [noption] units, seats, money: area, measure, group and pool together */
    int payer;             /* money; KK_NONE = all payers */
} kk_limit;

typedef enum { KK_OWN, KK_PEAK } kk_target_basis;

typedef struct {
    kk_name name;
    int from, until; /* year index, within 0..nplan-1 */
    kk_target_basis basis;
    double buffer;         /* share kept as extra requirement, >= 0 */
    unsigned char *area;   /* [narea]  */
    unsigned char *class_; /* [nclass] */
    bool rows;             /* peak or buffer: it has rows required and cover; else short is unmet */
    double *required;      /* [narea][nclass][nyear] seats, whole; 0 outside the target; NULL unless rows */
} kk_target;

typedef enum {
    KK_G_UNMET,
    KK_G_SHORT,
    KK_G_WORST_SHARE,
    KK_G_SEATS,
    KK_G_COST,
    KK_G_VACANT,
    KK_G_UNITS,
    KK_G_CARERS,
    KK_G_CHANGE,
    KK_G_TRANSFERS,
    KK_NGOAL
} kk_goal_kind;

/** One goal. Its filters are already masks over the sets, its target's included. */
typedef struct {
    kk_goal_kind kind;
    const char *code;      /* "g1", "g2", ... in the scenario's order: the name in rows, columns and GMPL */
    int target;            /* or KK_NONE */
    int from, until;       /* fiscal years that count: of need, of opening (seats, units, change), of payment (cost) */
    unsigned char *area;   /* [narea]   unmet, short, worst_share, vacant, carers, transfers (of the children) */
    unsigned char *class_; /* [nclass]  unmet, short, worst_share, transfers */
    unsigned char *seat;   /* [nseat]   seats, vacant */
    unsigned char *option; /* [noption] seats, cost, units, change */
    int payer;             /* cost; KK_NONE = all payers */
    bool cost[KK_NCOST];   /* cost: which kinds count */
    int stage;             /* goals of one stage are minimised together, as the sum of weight * goal; 0, 1, ... */
    double weight;         /* > 0; 1 for a goal that stands alone */
    double slack;          /* what later goals may give away, in the goal's unit, or as a share of its value ... */
    bool slack_is_share;   /* ... (then 0.02 = "2 %") */
} kk_goal;

/* What the search for whole units does beside making the best plan in parts whole: neighbourhoods of some areas; those
 * between the plan and the one in parts; any of equally good plans is taken; cuts; offers of areas. */
enum { KK_SOME = 1, KK_BETWEEN = 2, KK_ALIKE = 4, KK_CUTS = 8, KK_OFFERS = 16, KK_ALL_SEARCHES = 31 };

struct kk_city {
    /* words */
    const char *title, *edition, *note, *money_unit;
    const char *minus; /* "-", "△" or "▲" */
    kk_lang lang;
    const char *
        *what_if; /* [nwhat_if] what makes a what-if of it: "low.json extends base.json", "need.children*=0.9" */
    int nwhat_if;
    bool as_of_end; /* "03-31": figures for year t are as of the end of fiscal year t; else 1 April t */

    /* time */
    int first, last, look_ahead; /* fiscal years */
    int decide_from;             /* fiscal year, <= last */
    int nplan;                   /* last - first + 1: years in which something may open */
    int nyear;                   /* look_ahead - first + 1: years of need, seats, served */

    /* sets, in the given order */
    int narea, nnode;
    kk_node *node; /* [nnode], the leaves first */
    int nclass;
    kk_class *class_;
    int nseat;
    kk_seat *seat;
    int nservice;
    kk_service *service;
    int nmeasure;
    kk_measure *measure;
    int noption;
    kk_option *option;
    int nfacility;
    kk_name *facility;
    int npool;
    kk_name *pool;
    int npayer;
    kk_name *payer;
    int city_payer; /* the payer "city", always there: pays what no row of shares speaks of */
    int nshare;
    kk_share *share;
    int nsupply;
    kk_supply *supply;
    int ncarer_supply;
    kk_supply *carer_supply; /* the rows of supply that say how many carers can be employed */
    int nlimit;
    kk_limit *limit;
    int ntarget;
    kk_target *target;
    int ngoal, nstage;
    kk_goal *goal;

    /* the plan in force */
    double *adopted; /* [noption][nplan] units; adopted.csv:units; NULL where there is no such table */
    bool follow;     /* evaluate that plan, decide nothing: open is adopted, and no row of units, once, limit holds */
    bool whole;      /* units of measures that are whole open whole, and so are seats and children; else in any part */
    double gap;      /* how far from proved best a goal in whole units may stay, as a share of its value */
    double effort;   /* how long whole units are searched for: 1 = usual, 0 = the first plan that is found */
    unsigned searches; /* for benches: KK_SOME | ..., see above */
    double discount;   /* yearly rate at which goal cost counts later payments less; 0 = none */
    bool changes;      /* a goal counts changes against it: there are columns more, less and rows change */

    /* who may use whose seats: arc i leads from area arc_from[i] to area arc_to[i]; arc a < narea is a -> a, the others
     * have links, for one class at least */
    int narc;
    int *arc_from, *arc_to;
    int nlink;
    kk_link *link;
    int *arc_link; /* [narc - narea][nclass] link of arc narea + i, KK_NONE: children of this class may not go there */

    /* figures */
    double *need;                 /* [narea][nclass][nyear] children, whole, >= 0; need.csv:children */
    unsigned char *need_estimate; /* [narea][nclass][nyear] 1 = its source begins with "estimate:" or "推計:" */
    double *base;                 /* [narea][nseat][nyear] counted seats, nearest double of the sum of seats * factor */
    unsigned char *base_estimate; /* [narea][nseat][nyear] */
    double *carers;               /* [nnode][nyear] carers that can be employed, NAN at a node without a row of supply;
                                     NULL where no node has one */
    unsigned char *carers_estimate; /* [nnode][nyear]; NULL with carers */
    int estimates, figures;         /* rows with a source that is an estimate; rows of all tables */

    /* the input as it stands: every table as read, byte for byte, and the effective scenario */
    int ninput;
    kk_blob *input;          /* names such as "need.csv", "scenario.json" */
    const char **input_file; /* [ninput] where a table was read, as the user knows it; NULL for the scenario */

    const struct kk_source *source; /* what input/ keeps of it: the tables after the changes; NULL: it was not read */
};

/** Index into a dense array of shape [.][n1][n2]. */
static inline size_t kk_at(int i0, int i1, int n1, int i2, int n2)
{
    return ((size_t)i0 * (size_t)n1 + (size_t)i1) * (size_t)n2 + (size_t)i2;
}

/** The link of an arc for a class; NULL for an area's own arc, and where children of the class may not go. */
static inline const kk_link *kk_link_of(const kk_city *C, int arc, int class)
{
    int l = arc < C->narea ? KK_NONE : C->arc_link[(arc - C->narea) * C->nclass + class];
    return l == KK_NONE ? NULL : &C->link[l];
}

/** Whether children of a class may go where an arc leads. */
static inline bool kk_may_use(const kk_city *C, int arc, int class)
{
    return arc < C->narea || kk_link_of(C, arc, class) != NULL;
}

/** Most children of a link in year index t: floor(min(max_children, max_share * need[from,class,t])). */
double kk_link_most(const kk_city *C, const kk_link *link, int t);

/** What one child of the link counts in the goal transfers: the minutes, 1 where none are given. */
static inline double kk_link_weight(const kk_link *link)
{
    return isnan(link->minutes) ? 1.0 : link->minutes;
}

/** Whether some are served elsewhere: there are links, or seats agreed with neighbours (kind 区間調整 in supply). */
bool kk_has_transfers(const kk_city *C);

/** "2021-04-01", or "2022-03-31" where figures for a year are as of its end; less some years. */
const char *kk_date_iso(kk_ctx *K, const kk_city *C, int fiscal_year, int less);

/** The SHA-256 of the input, 64 hexadecimal digits: of a line "name sha256" for each of its files. */
const char *kk_input_hash(kk_ctx *K, const kk_city *C);

/** Whether leaf a lies at or below node v. */
bool kk_area_within(const kk_city *C, int a, int v);

/** Share of an effect that is open in year index t when the unit opens in year index tau: 0 before it opens and after
 *  life_years, first_years while it fills, else 1. */
double kk_available(const kk_city *C, const kk_option *option, const kk_effect *effect, int t, int tau);

/** What an option is called: its own label, or its measure's. */
const char *kk_option_label(const kk_city *C, int o);

/** The window in which an option may open: what is given for it, what can be decided in time, and nothing where its
 *  consent is not accepted. Fills open_from and open_until. */
void kk_window_fill(const kk_city *C, kk_option *option);

/** The most units of option o that its own numbers, its facility and the ceilings on units allow; INFINITY where
 *  nothing says how many. */
double kk_most_units(const kk_city *C, int o);

/** Seats, or carers, that one unit of an option adds or takes in year index t when it opens in tau: amount * share;
 *  seats of a unit that opens whole are rounded down to whole ones, row by row. */
double kk_effect_in(const kk_city *C, const kk_option *option, const kk_effect *effect, int t, int tau);

/** The same when all of it is open. */
double kk_effect_full(const kk_city *C, const kk_option *option, const kk_effect *effect);

/** Whether the units of an option open whole. */
static inline bool kk_opens_whole(const kk_city *C, const kk_option *option)
{
    return C->whole && C->measure[option->measure].whole;
}

/** Whether children of any kind of seat need carers: then the plan says how many. */
bool kk_counts_carers(const kk_city *C);

/** Whether supply says how many carers can be employed at node v: then v has rows carers. */
bool kk_has_carers(const kk_city *C, int v);

/** Carers that one child of service p needs: the sum of per_child / children_per_carer. */
double kk_carers_per_child(const kk_city *C, int p);

/** The ages of the children that a service serves, and the age at which they must leave, or KK_NONE. */
typedef struct {
    int first, last, leaves_at;
} kk_ages;

/** Those of the class of service p that are below leaves_at of its seats; false where it has no ages, or none is left.
 */
bool kk_service_ages(const kk_city *C, int p, kk_ages *out);

/** The class that children of class c belong to at an age beyond its youngest: c itself while it has that age. */
int kk_class_at(const kk_city *C, int c, int age);

/** Largest need of a cell in first..last times 1 + buffer, or the year's own; rounded up to whole seats.
 *  Fills required of every target that has rows. */
void kk_required_fill(kk_ctx *K, kk_city *C);

/* Indices of the English words of the enums, for reading and printing. */
extern const char *const kk_quantity_word[KK_NQUANTITY];
extern const char *const kk_goal_word[KK_NGOAL];
extern const char *const kk_consent_word[4];
extern const char *const kk_cost_word[KK_NCOST];

/* ---- money ----------------------------------------------------------------------------------------------------------
 * Money is whole. A unit's capital is rounded half away from zero, falls in equal parts in the lead_years fiscal years
 * between decision and opening (in the year t that it opens in when there are none): part i of L is
 * floor(capital (i+1)/L) - floor(capital i/L) of the absolute value, sign put back. Running cost is rounded half away
 * from zero and falls in every fiscal year that begins while the unit is open, to the look-ahead. What opens on 1 April
 * t has its capital in t-L..t-1 and runs from t; what opens at the end of t, on 31 March t+1, has it in t-L+1..t and
 * runs from t+1. Each year's amount is shared by the payers of that year: amount * share rounded down (of the absolute
 * value), the remainder to the payer with the largest share, the first of equal ones. */

/** What a payment of fiscal year y counts in a goal cost: (1 + discount)^-(y - decide_from), rounded to 9 decimals, so
 *  that it can be written down; 1 without a discount. */
double kk_worth(const kk_city *C, int y);

/** What payer pays for one unit of option o that opens in year index tau, in fiscal year y; payer KK_NONE = all. */
int64_t kk_money(const kk_city *C, int o, int tau, kk_cost cost, int payer, int y);

#endif
