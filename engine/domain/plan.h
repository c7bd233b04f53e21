/* The plan: an answer in units, children, seats and money, and the tables that are printed of it.
 *
 * What is decided is held in millionths (kk_micro), which is what plan.csv and served.csv print; every other figure
 * follows from them exactly (to 9 decimals, then half up to what is shown), so a calculator gives the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_DOMAIN_PLAN_H
#define KK_DOMAIN_PLAN_H

#include "domain/city.h"
#include "domain/proof.h"
#include "domain/sheet.h"

/** The solver's word on one stage, and the judge's on what is proved of it. */
typedef struct {
    const char *name; /* "g1" or "g3+g4" for goals, "closing unmet", ... */
    bool goal;        /* a stage of goals; else a closing stage */
    double value;     /* minimum found */
    double bound;     /* no plan that gives nothing of the earlier stages away is below; closing stages claim none */
    bool proved;      /* value is the minimum */
} kk_stage;

/** (value - bound) / max(1, |value|) of a stage of goals, as both are printed, 6 decimals, rounded up: how far it may
 *  be from the best. */
double kk_stage_gap(const kk_stage *stage);

/** A bound below a value as it is said: rounded down to as many decimals, or digits before the point, as the six
 *  decimals of its gap can tell apart. So value, bound and gap each follow from the other two: 6,990.4 of 7,028 is said
 *  as it is, 10,315,007.1 of 10,718,926 as 10,315,000. */
double kk_bound_said(double value, double bound);

/* The sheets of a plan, in the order of the files. */
enum {
    KK_S_PLAN,
    KK_S_SERVED,
    KK_S_BALANCE,
    KK_S_SEATS,
    KK_S_MONEY,
    KK_S_LIMITS,
    KK_S_PROMISES,
    KK_S_CARERS,
    KK_S_TRANSFERS,
    KK_S_LEAVERS,
    KK_S_OFFICIAL,
    KK_NSHEET
};

/* Whether an action is needed in a year. */
enum { KK_NOT_NEEDED, KK_NEEDED, KK_UNKNOWN };

struct kk_plan {
    const kk_city *C;

    /* decided */
    kk_micro *open;    /* [noption][nplan] units that open in first + t */
    kk_micro *serve;   /* [narc][nservice][nyear] children */
    kk_micro *without; /* [narc][nservice][nyear] children, the same model with nothing opened; NULL where nobody has
                              computed it */
    kk_micro **cover;  /* [ntarget] -> [narc][nservice][nyear] seats, NULL for a target without rows */
    unsigned char *needed; /* [noption][nplan][nyear] whether without what opens then not all children who have a place
                              in that year could have one; NULL where nobody has computed it */
    kk_micro **cover_without; /* as cover, with nothing opened; NULL where without is */

    /* how it was found */
    int nstage;
    kk_stage *stage;
    double *goal_value; /* [ngoal] in the goal's unit, of the solver's last solution */
    bool stopped;       /* whole units: a time limit struck, and there might have been better */
    bool unique;        /* no other plan is equal in every goal and closing stage */
    kk_counters counters;
    kk_proof *proof; /* NULL where nobody asked for it */

    /* what is printed of it */
    kk_sheet *sheet[KK_NSHEET];
};

/* ---- figures that follow: computed once, used by the tables and the terminal ------------------------------------- */

/** Children of an area who must leave their seats at an age, and the places for children of that age. */
typedef struct {
    int area, class_, age, t;        /* of the children from then on; year index, >= 1 */
    double leavers, staying, places; /* children, of the age before in t - 1: who must leave, who need not; places */
    bool estimate;                   /* the need of the class, or of one that they come from, is one */
} kk_leaving;

typedef struct {
    double *supply;        /* [narea][nseat][nyear] seats: base + what is open; 3 decimals, as printed */
    double *used;          /* [narea][nseat][nyear] seats: by served children */
    double *served;        /* [narea][nclass][nyear] children of the area, wherever */
    double *elsewhere;     /* [narea][nclass][nyear] of them in another area */
    double *unmet;         /* [narea][nclass][nyear] need - served */
    double *unmet_without; /* [narea][nclass][nyear]; NULL where nobody has computed it */
    double **covered;      /* [ntarget] -> [narea][nclass][nyear] seats, NULL for a target without rows */
    double **short_;       /* [ntarget] -> [narea][nclass][nyear] required - covered; unmet for a target without rows */
    double **short_without; /* [ntarget] as short_, with nothing opened; NULL where nobody has computed it */
    double *carers_needed;  /* [nnode][nyear] carers that the children need who are served at or below the node;
                                NULL where no kind of seat needs carers */
    double *carers_there;   /* [nnode][nyear] carers that can be employed or are recruited; NAN where nothing is given;
                                NULL likewise */
    double *used_without;   /* [narea][nseat][nyear] seats, with nothing opened; NULL likewise */
    /* inter-area use, NULL unless kk_has_transfers(); what areas get is what others give */
    double *agreed;          /* [narea][nseat][nyear] seats of supply that were agreed with the neighbours */
    double *lent;            /* [narea][nseat][nyear] seats of other areas that the area's children use */
    double *others_here;     /* [narea][nseat][nyear] seats here that children of other areas use */
    int money_first, nmoney; /* fiscal years decide_from..look_ahead */
    int64_t *money;          /* [nmoney][npayer][nmeasure][KK_NCOST], whole */
    int nleaving;            /* none where no seats are left at an age */
    kk_leaving *leaving;     /* by area, class, age and year */
} kk_figures;

/** leavers.c: fill leaving, of figures that have supply, used and are shown. */
void kk_leaving_fill(kk_ctx *K, const kk_plan *P, kk_figures *F);

/** Whether carers, not seats, are short at node v in year t: at or below v a child has no place although the seats of a
 *  service of its class that needs carers stand empty for it, and all carers are needed (but for a thousandth) or, in
 *  whole units, fewer are free than this child takes. */
bool kk_carers_short(const kk_city *C, const kk_figures *F, int v, int t);

/** What limit l uses in fiscal years from..until, as printed. */
double kk_limit_used(const kk_plan *P, const kk_figures *F, int l, int from, int until);

/** Whether that is all that the limit leaves: a plan of parts of units uses a limit up to the last millionth of a unit,
 *  not to the last yen. */
bool kk_limit_used_up(const kk_limit *limit, double used);

/** Whether that is more than a ceiling allows, or less than a floor asks for: of a plan that is followed. */
bool kk_limit_broken(const kk_limit *limit, double used);

/** Compute the figures; every cell is rounded as it is printed (children and seats 3 decimals, money whole). */
kk_figures *kk_figures_new(kk_ctx *K, const kk_plan *P);

/** Only who has a place and what is missing: served, elsewhere, unmet, covered, short_; all else is NULL. */
kk_figures *kk_figures_missing(kk_ctx *K, const kk_plan *P);

/** Index into money. */
static inline size_t kk_money_at(const kk_city *C, int y, int payer, int measure, int cost)
{
    return ((size_t)(y * C->npayer + payer) * (size_t)C->nmeasure + (size_t)measure) * KK_NCOST + (size_t)cost;
}

/** What payer (KK_NONE = all) pays in fiscal years from..until for the options of a mask, whole. */
int64_t kk_money_of(const kk_plan *P, const unsigned char *option, const bool cost[KK_NCOST], int payer, int from,
                    int until);

/** Round to 9 decimals, then half away from zero to 3: how children, seats and units are shown. */
double kk_shown(double value);

#endif
