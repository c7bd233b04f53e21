/* Children who must leave their seats at an age, and the places for them, stated again (data/README.md, leavers.csv).
 *
 * A service serves the ages of its class below the least leaves_at of its seats, each of them alike. Children of its
 * age before `age` are counted to the class that they belong to at `age`: their own while it has that age, else `next`.
 * Places of an age are children of that age who are served, and for each service of the class the least of what stands
 * empty of its seats in the area, by its number of ages; seats that an earlier service counted are not counted again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/leavers.h"

typedef struct {
    int first, count; /* ages; count 0: none is known */
    int end;          /* at which they must leave, 0 = never */
} served_ages;

struct kk_leavers {
    kk_trial *T;
    served_ages *ages; /* [nservice] */
    mpz_t *served;     /* [narea][nservice][nyear] children of the area, 10^-6 */
    mpz_t *vacant;
    mpz_t *number; /* [1] */
    mpq_t *ratio;  /* [3] a sum and what is added to it */
};

enum { SUM, PART, EACH, NRATIO };

static served_ages ages_of(const kk_city *C, int p)
{
    const kk_service *P = &C->service[p];
    const kk_class *X = &C->class_[P->class];
    served_ages A = {.first = X->age_min};
    int last = X->age_max;
    for (int u = 0; u < P->nuse; u++) {
        int at = C->seat[P->seat[u]].leaves_at;
        if (at != KK_NONE && (A.end == 0 || at < A.end))
            A.end = at;
    }
    if (A.end > 0 && last >= A.end)
        last = A.end - 1;
    if (X->age_min != KK_NONE && X->age_max != KK_NONE && last >= X->age_min)
        A.count = last - X->age_min + 1;
    return A;
}

static bool has(const served_ages *A, int age)
{
    return A->first <= age && age < A->first + A->count;
}

/* Whether children of the age before are among those of service p, and belong to class d at this one. */
static bool comes(const kk_leavers *L, int p, int d, int age)
{
    const kk_class *X = &L->T->C->class_[L->T->C->service[p].class];
    if (!has(&L->ages[p], age - 1))
        return false;
    return X->age_max >= age ? L->T->C->service[p].class == d : X->next == d;
}

kk_leavers *kk_leavers_new(kk_trial *T, mpz_t *vacant)
{
    const kk_city *C = T->C;
    const kk_columns *X = &T->columns;
    kk_leavers *L = KK_NEW(T->K, kk_leavers);
    *L = (kk_leavers){.T = T, .vacant = vacant, .ages = KK_ARRAY(T->K, served_ages, C->nservice)};
    for (int p = 0; p < C->nservice; p++)
        L->ages[p] = ages_of(C, p);
    L->served = kk_exact_whole(T->E, (size_t)C->narea * (size_t)C->nservice * (size_t)C->nyear);
    for (int i = 0; i < X->nserve; i++) {
        mpz_ptr sum = L->served[kk_at(C->arc_from[X->serve_arc[i]], X->serve_service[i], C->nservice, X->serve_year[i],
                                      C->nyear)];
        mpz_add(sum, sum, X->serve[i]);
    }
    L->number = kk_exact_whole(T->E, 1);
    L->ratio = kk_exact_ratio(T->E, NRATIO);
    return L;
}

bool kk_leavers_any(const kk_leavers *L, int d, int age)
{
    for (int p = 0; p < L->T->C->nservice; p++)
        if (comes(L, p, d, age) && L->ages[p].end == age)
            return true;
    return false;
}

/* SUM += over / under */
static void add(kk_leavers *L, const mpz_t over, unsigned long under)
{
    mpq_set_z(L->ratio[PART], over);
    mpz_set_ui(mpq_denref(L->ratio[PART]), under);
    mpq_canonicalize(L->ratio[PART]);
    mpq_add(L->ratio[SUM], L->ratio[SUM], L->ratio[PART]);
}

static void add_children(kk_leavers *L, int a, int p, int t)
{
    add(L, L->served[kk_at(a, p, L->T->C->nservice, t, L->T->C->nyear)], 1000000ul * (unsigned long)L->ages[p].count);
}

/* Whether service q, which comes before p, has counted a seat of p. */
static bool shares(const kk_city *C, int q, int p)
{
    for (int u = 0; u < C->service[q].nuse; u++)
        for (int v = 0; v < C->service[p].nuse; v++)
            if (C->service[q].seat[u] == C->service[p].seat[v])
                return true;
    return false;
}

static void add_empty(kk_leavers *L, int a, int p, int age, int t)
{
    const kk_city *C = L->T->C;
    const kk_service *P = &C->service[p];
    mpq_ptr least = L->ratio[PART], one = L->ratio[EACH];
    for (int q = 0; q < p; q++)
        if (C->service[q].class == P->class && has(&L->ages[q], age) && shares(C, q, p))
            return;
    for (int u = 0; u < P->nuse; u++) { /* vacant / per_child */
        int digits = kk_exact_decimals(P->per_child[u]);
        kk_exact_power(mpq_numref(one), digits);
        mpz_mul(mpq_numref(one), mpq_numref(one), L->vacant[kk_at(a, P->seat[u], C->nseat, t, C->nyear)]);
        kk_exact_set(mpq_denref(one), P->per_child[u], digits);
        mpz_mul_ui(mpq_denref(one), mpq_denref(one), 1000ul * (unsigned long)L->ages[p].count);
        mpq_canonicalize(one);
        if (u == 0 || mpq_cmp(one, least) < 0)
            mpq_set(least, one);
    }
    if (mpq_sgn(least) > 0)
        mpq_add(L->ratio[SUM], L->ratio[SUM], least);
}

/* out = SUM, rounded to 9 decimals; SUM = 0 */
static void take(kk_leavers *L, mpz_t out)
{
    mpq_ptr sum = L->ratio[SUM];
    kk_exact_power(L->number[0], 9);
    mpz_mul(L->number[0], L->number[0], mpq_numref(sum));
    kk_exact_round(L->T->E, out, L->number[0], mpq_denref(sum));
    mpq_set_ui(sum, 0, 1);
}

bool kk_leavers_count(kk_leavers *L, int a, int d, int age, int t, mpz_t *out)
{
    const kk_city *C = L->T->C;
    bool estimate = C->need_estimate[kk_at(a, d, C->nclass, t, C->nyear)];
    for (int stays = 0; stays < 2; stays++) {
        for (int p = 0; p < C->nservice; p++) {
            if (!comes(L, p, d, age) || (L->ages[p].end == age) == stays)
                continue;
            add_children(L, a, p, t - 1);
            estimate |= C->need_estimate[kk_at(a, C->service[p].class, C->nclass, t - 1, C->nyear)];
        }
        take(L, out[stays]);
    }
    for (int p = 0; p < C->nservice; p++) {
        if (C->service[p].class != d || !has(&L->ages[p], age))
            continue;
        add_children(L, a, p, t);
        add_empty(L, a, p, age, t);
    }
    take(L, out[2]);
    return estimate;
}
