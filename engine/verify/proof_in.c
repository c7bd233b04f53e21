/* proof.json, read back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "verify/proof_in.h"

#include "input/json.h"
#include "report/proof_json.h"

#include <string.h>

static _Noreturn void refuse(kk_ctx *K)
{
    kk_fail(K, KK_EJUDGE, "proof.json is not as kakuho %s writes it", "proof.json は kakuho %s が書く形ではありません",
            KK_VERSION);
}

/* The member of an object that has this kind. */
static const kk_json *member(kk_ctx *K, const kk_json *node, const char *key, kk_json_kind kind)
{
    const kk_json *found = kk_json_member(node, key);
    if (!found || found->kind != kind || found->bad)
        refuse(K);
    return found;
}

static kk_values read_values(kk_ctx *K, const kk_json *node)
{
    kk_values V = {.count = node->nchild, .fine = KK_ARRAY(K, kk_fine, node->nchild)};
    for (int i = 0; i < node->nchild; i++) {
        if (node->child[i].kind != KK_JSON_TEXT)
            refuse(K);
        V.fine[i] = (kk_fine){node->child[i].key, node->child[i].text};
    }
    return V;
}

static double number(kk_ctx *K, const kk_json *node)
{
    if (node->kind != KK_JSON_NUMBER || node->bad)
        refuse(K);
    return node->number;
}

static kk_multiplier *read_rows(kk_ctx *K, const kk_json *rows)
{
    kk_multiplier *out = KK_ARRAY(K, kk_multiplier, rows->nchild);
    for (int i = 0; i < rows->nchild; i++)
        out[i] = (kk_multiplier){rows->child[i].key, number(K, &rows->child[i])};
    return out;
}

static void read_stage(kk_ctx *K, const kk_json *node, const kk_proof *P, int s, kk_proof_stage *out)
{
    if (node->kind != KK_JSON_OBJECT)
        refuse(K);
    out->stage = node->key;
    out->value = member(K, node, "value", KK_JSON_TEXT)->text;
    out->bound = member(K, node, "bound", KK_JSON_TEXT)->text;
    out->lambda = KK_ARRAY(K, double, s);
    const kk_json *lambda = member(K, node, "lambda", KK_JSON_OBJECT), *rows = member(K, node, "rows", KK_JSON_OBJECT);
    for (int i = 0; i < lambda->nchild; i++) {
        int at = 0;
        while (at < s && strcmp(P->stage[at].stage, lambda->child[i].key) != 0)
            at++;
        if (at == s || !(number(K, &lambda->child[i]) >= 0.0))
            refuse(K);
        out->lambda[at] = lambda->child[i].number;
    }
    out->nrow = rows->nchild;
    out->row = read_rows(K, rows);
    if (kk_json_member(node, "columns"))
        out->at = read_values(K, member(K, node, "columns", KK_JSON_OBJECT));
}

static void read_years_needed(kk_ctx *K, const kk_json *node, kk_proof *P)
{
    const kk_json *prices = member(K, node, "prices", KK_JSON_LIST), *placed = member(K, node, "placed", KK_JSON_LIST);
    P->nprices = prices->nchild;
    P->prices = KK_ARRAY(K, kk_prices, prices->nchild);
    for (int i = 0; i < P->nprices; i++) {
        if (prices->child[i].kind != KK_JSON_OBJECT)
            refuse(K);
        P->prices[i] = (kk_prices){prices->child[i].nchild, read_rows(K, &prices->child[i])};
    }
    P->nplaced = placed->nchild;
    P->placed = KK_ARRAY(K, kk_values, placed->nchild);
    for (int i = 0; i < P->nplaced; i++) {
        if (placed->child[i].kind != KK_JSON_OBJECT)
            refuse(K);
        P->placed[i] = read_values(K, &placed->child[i]);
    }
}

static const kk_json *parse(kk_ctx *K, const kk_blob *raw)
{
    const kk_json *top = kk_json_parse(K, "proof.json", raw);
    if (!top || top->kind != KK_JSON_OBJECT || kk_errors(K) > 0)
        refuse(K);
    return top;
}

/* Written again, it is the same; where only its sum is not, somebody has altered a number. */
static void must_be(kk_ctx *K, const kk_blob *raw, const kk_json *top, const char *again, const char *should)
{
    const char *is = member(K, top, "sum", KK_JSON_TEXT)->text;
    if (strcmp(is, should) != 0)
        kk_fail(K, KK_EJUDGE, "proof.json: the sum of its numbers is %s, not %s: one of them was altered",
                "proof.json: 数値の合計は %s で、%s ではありません。書き換えられた数値があります", should, is);
    if (strlen(again) != raw->size || memcmp(again, raw->data, raw->size) != 0)
        refuse(K);
}

kk_proof *kk_proof_read(kk_ctx *K, const kk_blob *raw)
{
    const kk_json *top = parse(K, raw);
    const kk_json *stages = member(K, top, "stages", KK_JSON_OBJECT);
    kk_proof *P = KK_NEW(K, kk_proof);
    P->nstage = stages->nchild;
    P->stage = KK_ARRAY(K, kk_proof_stage, stages->nchild);
    for (int s = 0; s < P->nstage; s++)
        read_stage(K, &stages->child[s], P, s, &P->stage[s]);
    P->plan = read_values(K, member(K, top, "columns", KK_JSON_OBJECT));
    P->without = read_values(K, member(K, top, "without_plan", KK_JSON_OBJECT));
    read_years_needed(K, member(K, top, "years_needed", KK_JSON_OBJECT), P);
    const char *sum, *again = kk_proof_json(K, P, &sum);
    must_be(K, raw, top, again, sum);
    return P;
}

kk_multiplier *kk_conflict_proof_read(kk_ctx *K, const kk_blob *raw, int *out_nrow)
{
    const kk_json *top = parse(K, raw), *rows = member(K, top, "rows", KK_JSON_OBJECT);
    kk_multiplier *out = read_rows(K, rows);
    const char *sum, *again = kk_conflict_proof_json(K, rows->nchild, out, &sum);
    must_be(K, raw, top, again, sum);
    *out_nrow = rows->nchild;
    return out;
}
