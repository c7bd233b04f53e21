/* Leavers: who must leave a seat at an age, who stays, which places there are, and the judge's word on it.
 *
 * See judge_leavers(): nurseries of the fixture are left at 5, so children of 2号 who are 4 leave them and stay 2号.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge_fixture.h"

#include "test.h"

enum { W1, W2, W3 };
enum { C1, C2, C3 };
enum { KINDER, NURSERY, TEMP };
enum { KINDER_C1, NURSERY_C2, TEMP_C2, NURSERY_C3 };

static kk_ctx *K;
static kk_city *C;
static kk_plan *P;

static void start(void)
{
    C = judge_city(K);
    judge_leavers(C);
    P = judge_plan(K, C);
}

static void ages_of_services(void)
{
    start();
    kk_ages A;
    CHECK(kk_service_ages(C, NURSERY_C2, &A));
    CHECK_INT(A.first, 3);
    CHECK_INT(A.last, 4);
    CHECK_INT(A.leaves_at, 5);
    CHECK(kk_service_ages(C, TEMP_C2, &A)); /* of two seats the one that is left first */
    CHECK_INT(A.last, 5);
    CHECK_INT(A.leaves_at, KK_NONE);
    C->seat[TEMP].leaves_at = 4;
    C->seat[KINDER].leaves_at = 6;
    CHECK(kk_service_ages(C, TEMP_C2, &A));
    CHECK_INT(A.last, 3);
    CHECK_INT(A.leaves_at, 4);
    C->seat[TEMP].leaves_at = 3; /* before the youngest comes */
    CHECK(!kk_service_ages(C, TEMP_C2, &A));
    CHECK(kk_service_ages(C, NURSERY_C3, &A)); /* they are older classes' children long before */
    CHECK_INT(A.last, 2);
    CHECK_INT(A.leaves_at, 5);
    C->class_[C3].age_min = KK_NONE;
    CHECK(!kk_service_ages(C, NURSERY_C3, &A));
    CHECK_INT(kk_class_at(C, C2, 5), C2);
    CHECK_INT(kk_class_at(C, C2, 6), KK_NONE);
    CHECK_INT(kk_class_at(C, C3, 3), C2);
}

static double served(int a, int p, int t)
{
    double sum = 0.0;
    for (int i = 0; i < C->narc; i++)
        if (C->arc_from[i] == a)
            sum += (double)P->serve[kk_at(i, p, C->nservice, t, C->nyear)] / KK_MICRO;
    return sum;
}

static const kk_leaving *row_of(const kk_figures *F, int a, int d, int age, int t)
{
    for (int i = 0; i < F->nleaving; i++)
        if (F->leaving[i].area == a && F->leaving[i].class_ == d && F->leaving[i].age == age && F->leaving[i].t == t)
            return &F->leaving[i];
    return NULL;
}

static double vacant(const kk_figures *F, int a, int k, int t)
{
    size_t at = kk_at(a, k, C->nseat, t, C->nyear);
    return F->supply[at] - F->used[at];
}

/* By hand: half of the nursery's children of 2号 are 4, a third of those in kindergartens. */
static void counted_by_ages(void)
{
    start();
    const kk_figures *F = kk_figures_new(K, P);
    CHECK_INT(F->nleaving, C->narea * (C->nyear - 1));
    CHECK_INT(P->sheet[KK_S_LEAVERS]->nrow, F->nleaving);
    double most = 0.0;
    for (int a = 0; a < C->narea; a++)
        for (int t = 1; t < C->nyear; t++) {
            const kk_leaving *R = row_of(F, a, C2, 5, t);
            if (!CHECK(R != NULL))
                continue;
            CHECK_NEAR(R->leavers, served(a, NURSERY_C2, t - 1) / 2.0, 0.0006);
            CHECK_NEAR(R->staying, served(a, TEMP_C2, t - 1) / 3.0, 0.0006);
            double empty = fmin(vacant(F, a, KINDER, t), vacant(F, a, TEMP, t)) / 3.0;
            CHECK_NEAR(R->places, served(a, TEMP_C2, t) / 3.0 + empty, 0.001);
            most = fmax(most, R->leavers);
        }
    CHECK(most > 10.0);
    CHECK(!row_of(F, W1, C2, 5, 1)->estimate); /* the one estimate is of 1号 */
    C->need_estimate[kk_at(W1, C2, C->nclass, 1, C->nyear)] = 1;
    F = kk_figures_new(K, P);
    CHECK(row_of(F, W1, C2, 5, 1)->estimate); /* the places, then the children who leave */
    CHECK(row_of(F, W1, C2, 5, 2)->estimate);
    CHECK(!row_of(F, W1, C2, 5, 3)->estimate);
}

/* A room that two services of the class could use is counted once, and a child may take more than one seat. */
static void rooms_counted_once(void)
{
    start();
    C->seat[NURSERY].leaves_at = 3;
    C->service[NURSERY_C2].class = C1; /* nothing of 2号 uses the nursery now */
    C->class_[C1].age_min = 0;
    C->class_[C1].age_max = 2;
    C->class_[C1].next = C2;
    C->service[KINDER_C1].class = C2; /* a kindergarten place, with temporary care or without */
    C->service[TEMP_C2].per_child[0] = 2.0;
    const kk_figures *F = kk_figures_new(K, P);
    const kk_leaving *R = row_of(F, W1, C2, 3, 1);
    if (!CHECK(R != NULL))
        return;
    CHECK_NEAR(R->leavers, (served(W1, NURSERY_C2, 0) + served(W1, NURSERY_C3, 0)) / 3.0, 0.0006);
    double children = (served(W1, KINDER_C1, 1) + served(W1, TEMP_C2, 1)) / 3.0;
    CHECK(vacant(F, W1, KINDER, 1) > 0.0);
    CHECK_NEAR(R->places, children + vacant(F, W1, KINDER, 1) / 3.0, 0.001);
    C->class_[C1].next = C->class_[C3].next = KK_NONE; /* nobody knows where they go */
    CHECK_INT(kk_figures_new(K, P)->nleaving, 0);
}

static unsigned state = 7;

static int chance(int n)
{
    state = state * 1103515245u + 12345u;
    return (int)(state >> 16) % n;
}

/* The judge counts again whatever the ages are, and believes nothing else. */
static void the_judge_counts_again(void)
{
    long rows = 0;
    for (int i = 0; i < 300; i++) {
        kk_ctx *main = K;
        K = kk_ctx_new();
        C = judge_city(K);
        for (int c = 0; c < C->nclass; c++) {
            C->class_[c].age_min = chance(5) - 1;
            C->class_[c].age_max = C->class_[c].age_min + chance(4);
            C->class_[c].next = chance(4) - 1;
        }
        for (int k = 0; k < C->nseat; k++)
            C->seat[k].leaves_at = chance(4) ? 1 + chance(6) : KK_NONE;
        C->service[TEMP_C2].per_child[1] = 1.0 + chance(3) / 8.0;
        P = judge_plan(K, C);
        kk_sheet *S = P->sheet[KK_S_LEAVERS];
        const char *word = judged(P);
        test_check(!*word, __FILE__, __LINE__, "city %d: %s", i, word);
        rows += S->nrow;
        if (S->nrow > 0) {
            S->cell[kk_sheet_column(S, "places")] = "12345";
            word = judged(P);
            test_check(strstr(word, "leavers.csv line 2, places: \"12345\" should be"), __FILE__, __LINE__,
                       "city %d: %s", i, word);
        }
        kk_ctx_free(K);
        K = main;
    }
    printf("# %ld rows of leavers.csv\n", rows);
    CHECK(rows > 2000);
}

static void no_leavers_no_table(void)
{
    C = judge_city(K);
    P = judge_plan(K, C);
    CHECK_INT(P->sheet[KK_S_LEAVERS]->nrow, 0);
    CHECK_INT(kk_figures_new(K, P)->nleaving, 0);
    CHECK_TEXT(judged(P), "");
}

int main(void)
{
    K = kk_ctx_new();
    RUN(ages_of_services);
    RUN(counted_by_ages);
    RUN(rooms_counted_once);
    RUN(the_judge_counts_again);
    RUN(no_leavers_no_table);
    kk_ctx_free(K);
    return DONE();
}
