/* What a summary tells of a plan, in numbers: the promises, the actions, the end, the first limit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_STORY_H
#define KK_REPORT_STORY_H

#include "domain/plan.h"

/** One target in the year in which the plan leaves most of it short - where it leaves nothing, in the year in which
 * most would be short without the plan. Children; seats for a target with rows. */
typedef struct {
    int target;
    int t; /* year index */
    bool kept;
    double required, short_, without; /* of all areas; without is NAN where nobody knows */
    int nshort;                       /* areas with something short */
    double *area_short;               /* [narea] */
    double *area_without;             /* [narea], or NULL: nobody knows */
    int *largest;                     /* [nshort] areas, the largest shortage first */
} kk_promise;

/** What a measure does in all years together. */
typedef struct {
    int measure;
    kk_micro units;
    double seats;  /* gross positive effects on rooms */
    double extras; /* the same on seats that are no rooms */
    int64_t money; /* what the city pays to the look-ahead, capital and running */
} kk_action;

/** All areas in one year. */
typedef struct {
    int t;
    double unmet, unmet_without;   /* children */
    double vacant, vacant_without; /* seats that are rooms */
    double elsewhere;              /* children served in another area than their own */
} kk_end;

/** How a limit stands out: broken by a plan that is followed; used up; a ceiling of 0. One of the first is told. */
typedef enum { KK_BROKEN, KK_USED_UP, KK_NONE_ALLOWED, KK_NSTATE } kk_limit_state;

/** A limit that stands out: a row of limits.csv, or the carers of a node where they, not seats, are short. */
typedef struct {
    int limit; /* or KK_NONE */
    int node;  /* of carers, or KK_NONE */
    int from, until;
    double used, value;
    kk_limit_state state;
    int others; /* rows of limits.csv in this state, too; if used up, also nodes and years of carers.csv */
} kk_binding;

/** Carers: how many the plan needs, and where they, not seats, are short. */
typedef struct {
    int nshort;           /* nodes and years */
    int node, t;          /* the first of them: the earliest year, then the first node */
    double needed, there; /* of the whole city in the last year of the plan; there is NAN where nothing is given */
} kk_carers;

/** Children who must leave their seats and for whom there are too few places: half a child or more, because ages are
 * shared alike. */
typedef struct {
    int nshort;           /* rows of leavers.csv */
    const kk_leaving *of; /* the one with fewest places for them, the first of equal ones; NULL without */
    double lack;          /* children of it without a place */
} kk_left;

/** The area and year that hold a goal worst_share up: as short with the plan as without it, so that no other is pressed
 * below that share. */
typedef struct {
    int goal; /* the first goal of which that is so, or KK_NONE */
    int area, t;
    double share;
    int others; /* areas and years of which it is so, too */
} kk_helpless;

typedef struct {
    const kk_plan *P;
    kk_promise *promise; /* [ntarget] */
    int naction;         /* measures with something opened, existing first, then in the given order */
    kk_action *action;
    kk_end last, look_ahead;
    kk_binding binding;
    kk_carers carers; /* all 0 where no kind of seat needs carers */
    kk_left left;
    kk_helpless helpless;
    bool kept; /* every promise */
} kk_story;

const kk_story *kk_story_new(kk_ctx *K, const kk_plan *P);

#endif
