/* What differs between plans: in the input, in the actions and in what they bring; and what caused it.
 *
 * The first plan is the base. Everything is taken from the printed tables and from the input as it counts, so a reader
 * with a calculator gets the same. Plain data: the terminal, the tables, the report and a nightly run say it each in
 * their own way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_EXPLAIN_COMPARE_H
#define KK_EXPLAIN_COMPARE_H

#include "domain/plan.h"

struct kk_folder;

/** One plan of a comparison. */
typedef struct {
    const char *name; /* "A", "B", ... "Z", "AA" ... */
    const char *dir;  /* its folder, as it was asked for */
    const kk_city *C;
    const kk_sheet *const *sheet; /* [KK_NSHEET]; one without columns: the plan has no such table */
    const double *goal_value;     /* [C->ngoal] */
    const double *
        bound; /* [C->ngoal] no plan as good in the earlier goals is better; NAN: the value is the best, or not known */
    bool stopped;        /* by a time limit: there may be a better one */
    const char *version; /* of kakuho that made it */
} kk_side;

/** The rows of a table that are not the same in all plans. */
typedef struct {
    const char *name; /* "need", "balance": of its file; "scenario": columns key and value */
    const char *ja;   /* what it is called in Japanese; NULL: a table of a plan */
    int nkey;         /* the first columns name a row */
    int ncolumn;      /* columns of all plans: those that name a row, then as they first appear */
    const char *const *column;
    const char *const *column_ja; /* NULL: as column */
    const bool *number;           /* columns that hold numbers other than years; NULL: not known */
    int value;                    /* the column of the number in a table of years, KK_NONE in others */
    int nrow, nsame;              /* rows that differ, in the order of the base; rows that do not */
    const char **cell;            /* [nrow][ncolumn][nside] as printed; NULL: the plan has no such row or column */
    unsigned char *missing;       /* [nrow][nside] 1 = the plan has no such row */
    unsigned char *differs;       /* [nrow][ncolumn] */
} kk_differences;

/** What another plan does with an option that the base opens, or does not. */
typedef enum {
    KK_ACTION_SAME,    /* the same units on the same dates, or none in both */
    KK_ACTION_ADDED,   /* opened, and not in the base */
    KK_ACTION_DROPPED, /* not opened, but in the base */
    KK_ACTION_MOVED,   /* as many units, on other dates */
    KK_ACTION_RESIZED, /* more or fewer units, on whatever dates */
    KK_NACTION_CHANGE
} kk_action_change;

/** One option that some plan opens. Rows of plan.csv. */
typedef struct {
    const char *option, *measure, *area; /* ids */
    const char *label;
    kk_micro *units;          /* [nside] of all dates together */
    const char **opens;       /* [nside] "2021-04-01 1.5;2022-04-01 2": dates and units; "" = never */
    kk_action_change *change; /* [nside] against the base */
    int count;                /* plans that open it */
    kk_micro no_regret;       /* units that every plan opens at least, on whatever dates */
} kk_compared_action;

typedef enum {
    KK_CELL_SAME,
    KK_CELL_SHORT,   /* nothing was short in the base */
    KK_CELL_COVERED, /* something was short in the base, nothing is now */
    KK_CELL_MORE,    /* more is short than in the base */
    KK_CELL_LESS,    /* less is short, but something */
    KK_CELL_ONLY,    /* one of the two plans has no such cell */
    KK_NCELL_CHANGE
} kk_cell_change;

/** One cell of balance.csv that is not as short in all plans. */
typedef struct {
    const char *area, *class_; /* ids */
    int year;
    double *need, *unmet;   /* [nside] children; NAN: no such cell */
    kk_cell_change *change; /* [nside] against the base */
} kk_compared_cell;

/** One year of all areas. balance.csv and seats.csv. */
typedef struct {
    int year;
    double *need, *unmet;    /* [nside] children of all classes; NAN: the plan does not have the year */
    double *supply, *vacant; /* [nside] seats that are rooms */
} kk_compared_year;

/** What a payer pays in a fiscal year, for all measures. money.csv. */
typedef struct {
    int year;
    const char *payer;          /* id */
    const char *label[2];       /* by kk_lang */
    int64_t *capital, *running; /* [nside] money */
} kk_compared_money;

/** One row of promises.csv. */
typedef struct {
    const char *target; /* id */
    int year;
    double *required, *short_; /* [nside]; NAN: the plan has no such promise in this year */
    const char **areas_short;  /* [nside] ids, ';' between; NULL likewise */
} kk_compared_promise;

/** A goal of the scenario, matched by what it counts. */
typedef struct {
    kk_goal_kind kind;
    const char *text; /* "unmet(city-2021)" */
    double *value;    /* [nside] in the goal's unit; NAN: the plan has no such goal */
    double *bound;    /* [nside] what is proved where the value is not: no plan is better; NAN: nothing to say */
} kk_compared_goal;

/** Whether an effect could be found. */
typedef enum {
    KK_CAUSE_TOLD,
    KK_CAUSE_UNFIT,  /* the tables of the two plans do not fit together: an option of a measure that is not there */
    KK_CAUSE_NO_PLAN /* hard rules contradict each other: there is no such plan */
} kk_cause_state;

/** What changes from one plan to another. */
typedef struct {
    kk_cause_state state; /* the figures are 0 unless KK_CAUSE_TOLD */
    double unmet;         /* children, of all areas, classes and the years first..last */
    int64_t cost;         /* money, capital and running of all payers to the look-ahead */
    int actions;          /* options that are opened otherwise, or by one of the two plans only */
} kk_shift;

enum { KK_CAUSE_TABLES = 14 }; /* the tables and, last, the scenario */

/** What a changed table, or several that only fit together, did. */
typedef struct {
    bool table[KK_CAUSE_TABLES]; /* which; none: */
    bool version;                /* another version of kakuho, or one of the plans was not made by the goals it names */
    kk_shift alone;              /* from the base to the base with these tables of the other plan */
    kk_shift removed;            /* from the other plan with these tables of the base to the other plan */
} kk_table_cause;

/** Why a plan differs from the base. */
typedef struct {
    int side; /* the other plan */
    int n;
    kk_table_cause *cause;
    kk_shift all;         /* from the base to the other plan */
    kk_shift together[2]; /* the rest: all less the sum of alone, of removed; no actions */
} kk_table_causes;

struct kk_comparison {
    int nside;
    const kk_side *side;
    bool differs; /* anything: what differs in notation, notes and sources alone is the same */

    /* input */
    int ntable;
    kk_differences *table;   /* [ntable] after the scenarios' changes */
    kk_differences scenario; /* but for its changes */
    int ninput;              /* rows of all of them that differ */
    int nnotation;           /* tables whose bytes differ, but no row that counts: order, notation, notes, ... */
    const char **notation;   /* [nnotation] "need" */
    bool other_version;      /* not all were made by one version */

    /* plan */
    kk_differences sheet[KK_NSHEET];
    const char *money_unit; /* of all plans; NULL: they have different ones, so that money is not compared */
    int naction;
    kk_compared_action *action; /* all that any plan opens */
    int ncell;
    kk_compared_cell *cell;
    int nyear;
    kk_compared_year *year; /* all years that any plan has */
    int nmoney;
    kk_compared_money *money; /* all that is not 0 in any plan */
    int npromise;
    kk_compared_promise *promise; /* all */
    int ngoal;
    kk_compared_goal *goal;  /* all */
    kk_table_causes *causes; /* [nside - 1], NULL: not asked for */
};

/** Plan number i of a comparison, as read from its folder. */
kk_side kk_side_of(kk_ctx *K, int i, const struct kk_folder *F);

/** Compare plans, at least two. Fails with KK_EUSAGE where another has no area or no year in common with the base. */
kk_comparison *kk_compare(kk_ctx *K, const kk_side *side, int nside);

/** Find the causes: for every plan but the base, every changed table is put into the base alone, and taken out of the
 *  plan, and the city is planned again each time. Needs the cities as they were read. Fails with KK_ESYSTEM. */
void kk_compare_causes(kk_ctx *K, kk_comparison *X);

/** "2021-04-01 1.5;2022-04-01 2": when units open and how many, to three decimals; "" = never.
 *  @param units  [C->nplan] */
const char *kk_opens_text(kk_ctx *K, const kk_city *C, const kk_micro *units);

/** What goal n is called: "short(ward-2023)"; a second one of the same name has its number behind it. */
const char *kk_goal_name(kk_ctx *K, const kk_city *C, int n);

/** The rows that differ between tables of the same kind: sheet[i] of plan i; the columns of the key, commas between,
 *  name a row (the n-th of equal ones is compared with the n-th). meant[i] has the same rows with empty cells as what
 *  they mean: to leave out what another says so is no difference. NULL: an empty cell means nothing. */
kk_differences kk_differ(kk_ctx *K, const kk_sheet *const *sheet, const kk_sheet *const *meant, int nside,
                         const char *key);

static inline const char *kk_differ_cell(const kk_differences *D, int nside, int row, int column, int side)
{
    return D->cell[((size_t)row * (size_t)D->ncolumn + (size_t)column) * (size_t)nside + (size_t)side];
}

#endif
