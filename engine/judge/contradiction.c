/* Rules that contradict each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/contradiction.h"

#include "domain/proof.h"
#include "judge/names.h"
#include "judge/price.h"
#include "judge/rows.h"

#include <string.h>

/* The number of T->scratch that this file works with; rows.c has the one between. */
enum { MOST = KK_SCRATCH_ROWS + 2 };

static bool is_soft(const char *row)
{
    static const char *const family[] = {"need[", "required[", "share[", "change["};
    for (size_t i = 0; i < sizeof family / sizeof *family; i++)
        if (strncmp(row, family[i], strlen(family[i])) == 0)
            return true;
    return false;
}

/* Where a row stands in the order of a contradiction: rows cover, then the order of the model. */
static int64_t place_of(const kk_trial *T, const kk_row_name *r)
{
    enum { SPAN = 1 << 30 };
    const kk_city *C = T->C;
    int64_t family = r->family < KK_R_OF_TARGETS ? C->ntarget + r->family : 0, at = r->at;
    int g = (r->family - KK_R_OF_TARGETS) / KK_R_EACH_TARGET, what = (r->family - KK_R_OF_TARGETS) % KK_R_EACH_TARGET;
    if (r->family >= KK_R_OF_TARGETS) /* links of targets come behind those of children */
        family = what == KK_R_COVER ? g : C->ntarget + KK_R_LINK;
    if (r->family == KK_R_LINK || (r->family >= KK_R_OF_TARGETS && what == KK_R_LINK_COVER)) {
        const kk_link *L = &C->link[r->at / C->nyear];
        at = kk_at(L->from * C->narea + L->to, L->class_, C->nclass, r->at % C->nyear, C->nyear);
        at += r->family == KK_R_LINK ? 0 : (1 + g) * (int64_t)kk_at(C->narea * C->narea, 0, C->nclass, 0, C->nyear);
    }
    return family * SPAN + at;
}

static double units_of(const kk_trial *T, const mpz_t value)
{
    return mpz_get_d(value) / mpz_get_d(T->one[0]);
}

/* lo or up of a row in its own unit. */
static void state_sides(const kk_trial *T, const kk_row_name *r, kk_rule *rule)
{
    const kk_city *C = T->C;
    mpz_ptr most = T->scratch[MOST];
    rule->lo = -INFINITY;
    rule->up = INFINITY;
    if (r->family == KK_R_LIMIT) {
        int l = 0;
        while (r->at >= T->limit_row[l + 1])
            l++;
        *(C->limit[l].floor ? &rule->lo : &rule->up) = C->limit[l].value;
    } else if (r->family == KK_R_UNITS) {
        rule->lo = C->option[r->at].min_units;
        rule->up = C->option[r->at].max_units;
    } else if (r->family == KK_R_ONCE)
        rule->up = 1.0;
    else if (r->family == KK_R_CARERS)
        rule->up = units_of(T, T->carers[r->at]);
    else if (r->family == KK_R_SEATS || (r->family - KK_R_OF_TARGETS) % KK_R_EACH_TARGET == KK_R_COVER)
        rule->up = units_of(T, T->base[r->at]);
    else {
        kk_rows_link_most(T, &C->link[r->at / C->nyear], r->at % C->nyear, most);
        rule->up = units_of(T, most);
    }
}

static void state_rules(kk_trial *T, int count, kk_rule *rule)
{
    const kk_row_names *N = kk_row_names_new(T);
    int64_t last = -1;
    for (int i = 0; i < count; i++) {
        int r = kk_map_get(N->number, rule[i].row);
        if (r < 0 || is_soft(rule[i].row)) {
            kk_complain(T, "conflict.csv: there is no rule %s", "conflict.csv: 条件 %s は存在しません",
                        kk_trial_quote(T, rule[i].row));
            continue;
        }
        if (place_of(T, &N->row[r]) < last)
            kk_complain(T, "conflict.csv: rule %s stands in another place", "conflict.csv: 条件 %s の順番が違います",
                        kk_trial_quote(T, rule[i].row));
        last = place_of(T, &N->row[r]);
        state_sides(T, &N->row[r], &rule[i]);
    }
}

/* Each rule is multiplied, and every row that is multiplied is a rule or one that always gives way. */
static void match_rules(kk_trial *T, const kk_conflict *X)
{
    kk_map *named = kk_map_new(T->K);
    bool *taken = KK_ARRAY(T->K, bool, X->count);
    for (int i = 0; i < X->count; i++)
        if (kk_map_put(named, X->rule[i].row, i) != i)
            kk_complain(T, "conflict.csv names row %s twice", "conflict.csv に行 %s が重複しています",
                        kk_trial_quote(T, X->rule[i].row));
    for (int i = 0; i < X->nproof; i++) {
        int at = kk_map_get(named, X->proof[i].row);
        if (at >= 0)
            taken[at] = true;
        else if (!is_soft(X->proof[i].row))
            kk_complain(T, "the proof takes row %s, which conflict.csv does not name",
                        "証明が使う行 %s は conflict.csv にありません", kk_trial_quote(T, X->proof[i].row));
    }
    for (int i = 0; i < X->count; i++)
        if (!taken[i] && !X->whole_only)
            kk_complain(T, "conflict.csv names row %s, which the proof does not take",
                        "conflict.csv の行 %s を証明は使っていません", kk_trial_quote(T, X->rule[i].row));
}

const char *kk_contradiction_judge(kk_ctx *K, const kk_city *C, kk_conflict *X)
{
    static const kk_printed nothing;
    kk_trial T;
    kk_trial_open(&T, K, C, &nothing, 6);
    mpq_t *more = kk_exact_ratio(T.E, 1);
    match_rules(&T, X);
    state_rules(&T, X->count, X->rule);
    if (X->whole_only && !C->whole)
        kk_complain(&T, "units are continuous: rows cannot contradict each other in whole units only",
                    "端数を認める計画なので、整数単位だけの矛盾はありえません");
    kk_price_rows(&T, X->nproof, X->proof, more);
    if (!X->whole_only && mpq_sgn(more[0]) <= 0)
        kk_complain(&T, "the multipliers do not show that the rows contradict each other",
                    "乗数は行どうしの矛盾を示していません");
    kk_trial_verdict(&T);
    const char *text = X->whole_only ? NULL : kk_strdup(K, kk_exact_below_text(T.E, more[0]));
    kk_exact_free(T.E);
    return text;
}
