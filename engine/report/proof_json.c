/* proof.json: what verify needs beside the tables of a plan (data/README.md, "The proof").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/proof_json.h"

#include "base/num.h"
#include "report/json_out.h"

/* Texts, because readers of JSON keep no more than 15 or 17 digits of a number. */
static void put_values(kk_json *J, const char *key, const kk_values *V)
{
    kk_json_open(J, key, '{');
    for (int i = 0; i < V->count; i++)
        kk_json_text(J, V->fine[i].column, V->fine[i].value);
    kk_json_close(J);
}

static void put_rows(kk_json *J, const char *key, int nrow, const kk_multiplier *row)
{
    kk_json_open(J, key, '{');
    for (int i = 0; i < nrow; i++)
        kk_json_decimal(J, row[i].row, kk_round_print(J->T.K, row[i].y));
    kk_json_close(J);
}

static void put_stage(kk_json *J, const kk_proof *P, int s)
{
    const kk_proof_stage *S = &P->stage[s];
    kk_json_open(J, S->stage, '{');
    kk_json_text(J, "value", S->value);
    kk_json_text(J, "bound", S->bound);
    if (S->at.fine)
        put_values(J, "columns", &S->at);
    kk_json_open(J, "lambda", '{');
    for (int i = 0; i < s; i++)
        if (S->lambda[i] > 0.0)
            kk_json_decimal(J, P->stage[i].stage, kk_round_print(J->T.K, S->lambda[i]));
    kk_json_close(J);
    put_rows(J, "rows", S->nrow, S->row);
    kk_json_close(J);
}

static void put_years_needed(kk_json *J, const kk_proof *P)
{
    kk_json_open(J, "years_needed", '{');
    kk_json_open(J, "prices", '[');
    for (int i = 0; i < P->nprices; i++)
        put_rows(J, NULL, P->prices[i].nrow, P->prices[i].row);
    kk_json_close(J);
    kk_json_open(J, "placed", '[');
    for (int i = 0; i < P->nplaced; i++)
        put_values(J, NULL, &P->placed[i]);
    kk_json_close(J);
    kk_json_close(J);
}

const char *kk_proof_json(kk_ctx *K, const kk_proof *P)
{
    kk_json J = {.T.K = K};
    kk_json_open(&J, NULL, '{');
    kk_json_text(&J, "kakuho", KK_VERSION);
    kk_json_open(&J, "stages", '{');
    for (int s = 0; s < P->nstage; s++)
        put_stage(&J, P, s);
    kk_json_close(&J);
    put_values(&J, "columns", &P->plan);
    put_values(&J, "without_plan", &P->without);
    put_years_needed(&J, P);
    kk_json_close(&J);
    return kk_json_get(&J);
}

const char *kk_conflict_proof_json(kk_ctx *K, int nrow, const kk_multiplier *row)
{
    kk_json J = {.T.K = K};
    kk_json_open(&J, NULL, '{');
    kk_json_text(&J, "kakuho", KK_VERSION);
    put_rows(&J, "rows", nrow, row);
    kk_json_close(&J);
    return kk_json_get(&J);
}
