/* One plan before the judge: what the input says, as exact numbers, what the plan prints, and what is wrong with it.
 *
 * Nothing in this room is shared with model/ or solve/; of domain/ only the data are used, never what was computed from
 * them (availability, money, required seats, counted seats and figures are stated again).
 *
 * All sums are whole numbers of 10^-digits, where digits is large enough for every product of input numbers; values of
 * columns are whole numbers of 10^-decimals, 6 as they are printed or 12 as a proof has them, and coefficients whole
 * numbers of 10^-(digits - decimals).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_JUDGE_TRIAL_H
#define KK_JUDGE_TRIAL_H

#include "domain/city.h"
#include "domain/plan.h"
#include "domain/sheet.h"
#include "judge/exact.h"

/** What is judged: the sheets of a plan, made in memory or read back from its folder, and what is said of its goals. */
typedef struct {
    const kk_sheet *sheet[KK_NSHEET]; /* none is NULL */
    const double *goal_value;         /* [ngoal], or NULL: not judged */
    int nstage;
    const kk_stage *stage; /* [nstage], or NULL: not judged */
    const kk_proof *proof; /* or NULL: not judged */
} kk_printed;

/** Columns: those that are printed, with their values; or all there are, without (those arrays are NULL). */
typedef struct {
    int nopen;
    int *open_option, *open_year; /* [nopen] option; year index of opening */
    mpz_t *open;                  /* [nopen] units, 10^-decimals */
    int nserve;
    int *serve_arc, *serve_service, *serve_year; /* [nserve] */
    mpz_t *serve, *without;                      /* [nserve] children, 10^-decimals */
    mpz_t **cover, **cover_without; /* [ntarget] -> [nserve] seats, 10^-decimals; NULL for a target without rows */
} kk_columns;

/** One sum of coefficient * column for each row of a family. */
typedef struct {
    mpz_t *value;  /* 10^-digits; NULL where the columns have no values */
    mpz_t *weight; /* sum of |coefficient| over the columns, 10^-(digits - decimals); NULL where nobody asks for it */
    int nprice;
    mpz_t *price; /* [of its rows][nprice] multipliers; NULL where nobody asks */
    mpz_t *cost;  /* [nprice] with price: += coefficient * price of every row of the column that is looked at */
} kk_sum;

/** The sums, by what they add up. Shapes as in city.h: row of area and class, of area and seat kind, by year index. */
enum {
    KK_J_SERVED,       /* [narea][nclass][nyear]  sum over b, p of class c  serve[a,b,p,t] */
    KK_J_ELSEWHERE,    /* [narea][nclass][nyear]  of them, b other than a; no weight */
    KK_J_LINK,         /* [nlink][nyear]          sum over p of the link's class  serve[a,b,p,t] */
    KK_J_LINK_WITHOUT, /* [nlink][nyear]          in the plan that opens nothing; weight: that of link */
    KK_J_WITHOUT,      /* [narea][nclass][nyear]  as served, in the plan that opens nothing; weight: that of served */
    KK_J_OPENED,       /* [narea][nseat][nyear]   sum over o in b, tau <= t  effect[o,k] avail[o,k,t,tau] open[o,tau] */
    KK_J_USED,         /* [narea][nseat][nyear]   sum over a, p  per_child[p,k] serve[a,b,p,t] */
    KK_J_LENT,         /* [narc - narea][nseat][nyear]  sum over p  per_child[p,k] serve[a,b,p,t]; no weight */
    KK_J_USED_WITHOUT, /* [narea][nseat][nyear]   as used, in the plan that opens nothing; weight: that of used */
    KK_J_UNITS,        /* [noption]               sum over t  open[o,t] */
    KK_J_ONCE,         /* [nfacility]             sum over options o of f, t  open[o,t] */
    KK_J_LIMIT,        /* [nlimit_row]            the quantity of l in its years */
    KK_J_GOAL,         /* [ngoal]                 goals seats, units, cost, vacant, transfers */
    KK_J_MONEY,        /* [nmoney][npayer][nmeasure][KK_NCOST] money; no weight */
    KK_J_CARERS,       /* [nnode][nyear]  sum over b below, k  used seats / children_per_carer[k]; * carer_scale */
    KK_J_CARERS_WITHOUT, /* [nnode][nyear]  the same of the plan that opens nothing; weight: that of carers */
    KK_J_RECRUITED,      /* [nnode][nyear]  sum over o below, tau <= t  recruits[o] avail[o,t,tau] open[o,tau] */
    KK_J_TARGETS,        /* from here on those of targets, see kk_sum_of(); empty for a target without rows */
};
enum {
    KK_J_COVERED,    /* [narea][nclass][nyear]  sum over b, p of class c  cover[g,a,b,p,t] */
    KK_J_COVERING,   /* [narea][nseat][nyear]   sum over a, p  per_child[p,k] cover[g,a,b,p,t] */
    KK_J_LINK_COVER, /* [nlink][nyear]          sum over p of the link's class  cover[g,a,b,p,t] */
    /* the same of the plan that opens nothing; weights: those of the three above */
    KK_J_COVERED_WITHOUT,
    KK_J_COVERING_WITHOUT,
    KK_J_LINK_COVER_WITHOUT,
    KK_J_EACH_TARGET
};

static inline int kk_sum_of(int g, int what)
{
    return KK_J_TARGETS + KK_J_EACH_TARGET * g + what;
}

typedef struct {
    const kk_columns *columns;
    kk_sum *sum;                                /* [kk_sum_of(ntarget, 0)] */
    void (*done)(void *info, bool open, int i); /* with prices: all is said of open or serve (and cover) number i */
    void *info;
} kk_sums;

/** One complaint, by kk_lang. */
typedef struct {
    const char *text[2];
} kk_complaint;

enum { KK_COMPLAINTS = 4 };

/* Numbers for a moment's use: adding up works with those from 0 on, rows, goals and sheets with their own, because they
 * ask for sums half way. */
enum { KK_SCRATCH_SUMS = 0, KK_SCRATCH_ROWS = 8, KK_SCRATCH_GOALS = 16, KK_SCRATCH_SHEETS = 24, KK_SCRATCH = 32 };
enum { KK_SCRATCH_RATIO = 12 };

/** What one unit costs that opens in a year, payment by payment. */
typedef struct kk_bill {
    const struct kk_bill *next; /* of the same measure and year of opening, with other costs */
    double capital, running;
    int count, capacity;
    struct kk_payment {
        kk_cost cost;
        int payer, year;
        mpz_t *amount; /* [1] */
    } * payment;
} kk_bill;

typedef struct {
    kk_ctx *K;
    const kk_city *C;
    const kk_printed *printed;
    kk_exact *E;

    int digits, decimals;
    mpz_t *one;     /* [1] 10^digits: one child, seat, unit or unit of money */
    mpz_t *step;    /* [1] 10^(digits - decimals): a coefficient of 1 */
    mpz_t *scratch; /* [KK_SCRATCH] */
    mpq_t *ratio;   /* [KK_SCRATCH_RATIO] of goals */

    /* the input, stated again */
    mpz_t *need;                  /* [narea][nclass][nyear] children, 10^-digits */
    mpz_t *base;                  /* [narea][nseat][nyear] counted seats, 10^-digits */
    mpz_t *agreed;                /* [narea][nseat][nyear] of them agreed with the neighbours (kind transfer) */
    unsigned char *base_estimate; /* [narea][nseat][nyear] */
    int *supply_until;            /* [nsupply] last fiscal year in which the row of supply holds */
    mpz_t **required;         /* [ntarget] -> [narea][nclass][nyear] seats, 10^-digits; 0 outside the target; NULL for a
                         target without rows */
    int *link_of, *link_next; /* [narea] links from an area, [nlink] the next one: link + 1, 0 ends */
    bool has_transfers;       /* there are links, or seats agreed with neighbours: transfers.csv has rows */
    bool counts_carers;       /* some kind of seat has children_per_carer */
    mpz_t *carer_scale;       /* [1] makes carers whole: they are held as carers * carer_scale, 10^-digits */
    mpz_t *carers_per_seat;   /* [nseat] 1 / children_per_carer, * carer_scale; 0 = needs none */
    unsigned char *carers_given;    /* [nnode] supply has a row of it */
    mpz_t *carers;                  /* [nnode][nyear] carers that can be employed, 10^-digits */
    unsigned char *carers_estimate; /* [nnode][nyear] */
    int *limit_row;                 /* [nlimit + 1] first row of each limit */
    int nmoney;                     /* fiscal years decide_from..look_ahead */
    const kk_bill **bill;           /* [nmeasure][nplan] those that somebody has asked for */
    mpz_t *worth; /* [nmoney] what a payment of the year counts in a goal cost, 10^-9; NULL: all of it */

    /* the plan */
    kk_columns columns; /* as printed */
    kk_sums at;         /* sums over them */
    kk_sums *all;       /* weights over all columns there are; NULL until somebody needs them */
    bool exact;         /* while adding up: the column is whole */

    int wrong; /* complaints so far */
    kk_complaint complaint[KK_COMPLAINTS];
} kk_trial;

/** State the input again, for columns of so many decimals: 6 or more. */
void kk_trial_open(kk_trial *T, kk_ctx *K, const kk_city *C, const kk_printed *printed, int decimals);

/** Note what is wrong, in English and Japanese (same arguments in the same order); all is counted, the first is kept.
 */
void kk_complain(kk_trial *T, const char *en, const char *ja, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

/** A text of a sheet, short enough for a message. */
const char *kk_trial_quote(kk_trial *T, const char *text);

/** Fail with KK_EJUDGE if there were complaints. */
void kk_trial_verdict(kk_trial *T);

/** Whether target g has rows required and cover. */
bool kk_trial_has_rows(const kk_target *G);

/** Whether a cell belongs to target g. */
bool kk_trial_asks(const kk_target *G, int a, int c, int t);

/** The link by which children of area a and class c may use seats of area b, or -1. */
int kk_trial_link(const kk_trial *T, int a, int b, int c);

/** Whether any option recruits carers. */
bool kk_trial_recruits(const kk_city *C);

/** Whether the units of option o open whole, and its seats with them. */
bool kk_trial_whole(const kk_city *C, int o);

/** Whether the adopted plan opens option o in year t. */
bool kk_trial_adopts(const kk_city *C, int o, int t);

/** Whether open[o,t] exists. */
bool kk_trial_opens(const kk_city *C, int o, int t);

#endif
