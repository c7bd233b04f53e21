/* The folder of a plan, verified from its input and its tables alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_VERIFY_VERIFY_H
#define KK_VERIFY_VERIFY_H

#include "domain/city.h"
#include "judge/proof.h"

/** What is wrong, by kk_lang. */
typedef struct {
    const char *text[2];
} kk_problem;

/** What the search for whole units claims of a stage beyond the proof. */
typedef struct {
    double bound; /* no plan in whole units is below */
    bool optimal;
} kk_claim;

struct kk_verification {
    const char *dir;
    int nfile, nchanged;
    const char **changed; /* [nchanged] of the nfile that run.json lists: their SHA-256 is another */
    const kk_city *C;     /* NULL where its input/ cannot be read */
    kk_proved *proved;    /* NULL where nothing could be proved */
    int nstage;           /* of proved */
    kk_claim *claim;      /* [nstage] in whole units */
    bool unique;          /* run.json claims that no other plan is equal in every goal and closing stage */
    int nrule;            /* of a contradiction: the rules that cannot be kept together */
    const char *excess;   /* its rows, times their multipliers, ask for so much more than any plan has; NULL where they
                             contradict each other in whole units only */
    int nproblem, capacity;
    kk_problem *problem;
    int nstranger;
    const char **stranger; /* files of the folder that run.json does not list: not looked at */
};

#endif
