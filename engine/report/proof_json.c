/* proof.json: what verify needs beside the tables of a plan (data/README.md, "The proof").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/proof_json.h"

#include "base/num.h"
#include "judge/exact.h"
#include "report/json_out.h"

#include <string.h>

enum { DECIMALS = 18 };
static const int64_t ONE = 1000000000000000000; /* 10^DECIMALS */

typedef struct {
    kk_json J;
    int64_t whole, parts; /* the sum so far of all numbers but long ones: parts are 10^-DECIMALS, less than one */
    kk_exact *E;
    mpz_t *sum; /* 10^-DECIMALS: of long ones; and room */
} writer;

static writer begin(kk_ctx *K)
{
    writer W = {.J.T.K = K, .E = kk_exact_new(K)};
    W.sum = kk_exact_whole(W.E, 3);
    kk_json_open(&W.J, NULL, '{');
    kk_json_text(&W.J, "kakuho", KK_VERSION);
    return W;
}

static const char *end(writer *W, const char **out_sum)
{
    kk_exact_int64(W->sum[1], W->whole);
    kk_exact_power(W->sum[2], DECIMALS);
    mpz_addmul(W->sum[0], W->sum[1], W->sum[2]);
    kk_exact_int64(W->sum[1], W->parts);
    mpz_add(W->sum[0], W->sum[0], W->sum[1]);
    const char *sum = kk_strdup(W->J.T.K, kk_exact_text(W->E, W->sum[0], DECIMALS));
    if (out_sum)
        *out_sum = sum;
    kk_json_text(&W->J, "sum", sum);
    kk_json_close(&W->J);
    kk_exact_free(W->E);
    return kk_json_get(&W->J);
}

/* Add a number to the sum. What is none, verify refuses elsewhere. */
static const char *add(writer *W, const char *number)
{
    bool minus = number[0] == '-';
    int64_t whole = 0, parts = 0, unit = ONE;
    const char *s = number + minus;
    size_t digits = strspn(s, "0123456789");
    if (digits > 12) {
        if (kk_exact_read(W->sum[1], s, DECIMALS))
            (minus ? mpz_sub : mpz_add)(W->sum[0], W->sum[0], W->sum[1]);
        return number;
    }
    for (size_t i = 0; i < digits; i++)
        whole = 10 * whole + (s[i] - '0');
    for (s += digits + (s[digits] == '.'); *s >= '0' && *s <= '9' && unit > 1; s++)
        parts += (*s - '0') * (unit /= 10);
    W->parts += minus ? -parts : parts;
    W->whole += (minus ? -whole : whole) + W->parts / ONE;
    W->parts %= ONE;
    return number;
}

/* Texts, because readers of JSON keep no more than 15 or 17 digits of a number. */
static void put_text(writer *W, const char *key, const char *number)
{
    kk_json_text(&W->J, key, add(W, number));
}

static void put_number(writer *W, const char *key, double number)
{
    kk_json_decimal(&W->J, key, add(W, kk_round_print(W->J.T.K, number)));
}

static void put_values(writer *W, const char *key, const kk_values *V)
{
    kk_json_open(&W->J, key, '{');
    for (int i = 0; i < V->count; i++)
        put_text(W, V->fine[i].column, V->fine[i].value);
    kk_json_close(&W->J);
}

static void put_rows(writer *W, const char *key, int nrow, const kk_multiplier *row)
{
    kk_json_open(&W->J, key, '{');
    for (int i = 0; i < nrow; i++)
        put_number(W, row[i].row, row[i].y);
    kk_json_close(&W->J);
}

static void put_stage(writer *W, const kk_proof *P, int s)
{
    const kk_proof_stage *S = &P->stage[s];
    kk_json_open(&W->J, S->stage, '{');
    put_text(W, "value", S->value);
    put_text(W, "bound", S->bound);
    if (S->at.fine)
        put_values(W, "columns", &S->at);
    kk_json_open(&W->J, "lambda", '{');
    for (int i = 0; i < s; i++)
        if (S->lambda[i] > 0.0)
            put_number(W, P->stage[i].stage, S->lambda[i]);
    kk_json_close(&W->J);
    put_rows(W, "rows", S->nrow, S->row);
    kk_json_close(&W->J);
}

static void put_years_needed(writer *W, const kk_proof *P)
{
    kk_json_open(&W->J, "years_needed", '{');
    kk_json_open(&W->J, "prices", '[');
    for (int i = 0; i < P->nprices; i++)
        put_rows(W, NULL, P->prices[i].nrow, P->prices[i].row);
    kk_json_close(&W->J);
    kk_json_open(&W->J, "placed", '[');
    for (int i = 0; i < P->nplaced; i++)
        put_values(W, NULL, &P->placed[i]);
    kk_json_close(&W->J);
    kk_json_close(&W->J);
}

const char *kk_proof_json(kk_ctx *K, const kk_proof *P, const char **out_sum)
{
    writer W = begin(K);
    kk_json_open(&W.J, "stages", '{');
    for (int s = 0; s < P->nstage; s++)
        put_stage(&W, P, s);
    kk_json_close(&W.J);
    put_values(&W, "columns", &P->plan);
    put_values(&W, "without_plan", &P->without);
    put_years_needed(&W, P);
    return end(&W, out_sum);
}

const char *kk_conflict_proof_json(kk_ctx *K, int nrow, const kk_multiplier *row, const char **out_sum)
{
    writer W = begin(K);
    put_rows(&W, "rows", nrow, row);
    return end(&W, out_sum);
}
