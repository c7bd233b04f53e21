/* domain: money in parts that add up, what is open when, what a promise asks for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "city_fixture.h"

#include "test.h"

static kk_ctx *K;

/* new_w1 (option 0): 90,000 over the two years before it opens, a third from the city. */
static void capital_falls_before_the_opening(void)
{
    kk_city *C = fixture_city(K, 1); /* opens in 2021 = year index 1 */
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2018), 0);
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2019), 45000);
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2020), 45000);
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2021), 0);
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, 0, 2019), 15000);
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, 1, 2019), 30000);
    C->measure[0].lead_years = 0; /* then in the opening year */
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2020), 0);
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2021), 90000);
}

static void running_cost_falls_while_open(void)
{
    kk_city *C = fixture_city(K, 1);
    CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, KK_NONE, 2020), 0);
    for (int y = 2021; y <= 2024; y++)
        CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, C->city_payer, y), 2400); /* no shares given: the city pays */
    CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, KK_NONE, 2025), 0);
    C->measure[0].life_years = 2;
    CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, KK_NONE, 2022), 2400);
    CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, KK_NONE, 2023), 0);
    CHECK_INT(kk_money(C, 1, 1, KK_RUNNING, KK_NONE, 2022), -300); /* a conversion that saves */
}

/* What opens on 31 March 2022, the end of fiscal year 2021, is decided by 31 March 2020. */
static void at_the_end_of_the_year(void)
{
    kk_city *C = fixture_city(K, 1);
    C->as_of_end = true;
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2019), 0); /* ends on the day of decision */
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2020), 45000);
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2021), 45000); /* ends on the day of opening */
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2022), 0);
    CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, KK_NONE, 2021), 0); /* open for a day */
    for (int y = 2022; y <= 2024; y++)
        CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, KK_NONE, y), 2400);
    CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, KK_NONE, 2025), 0);
    C->measure[0].life_years = 2; /* closes on 31 March 2024 */
    CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, KK_NONE, 2023), 2400);
    CHECK_INT(kk_money(C, 0, 1, KK_RUNNING, KK_NONE, 2024), 0);
    C->measure[0].lead_years = 1;
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2021), 90000);
    C->measure[0].lead_years = 0; /* decided and open on one day of fiscal year 2021 */
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2021), 90000);
}

static void parts_add_up(void)
{
    kk_city *C = fixture_city(K, 1);
    kk_share thirds[3] = {{0, KK_CAPITAL, 0, 1, 12, INT_MIN, 2019},
                          {0, KK_CAPITAL, 1, 2, 3, INT_MIN, 2019},
                          {0, KK_CAPITAL, 0, 1, 4, INT_MIN, 2019}};
    C->share = thirds;
    C->nshare = 3;
    for (int unit = -100; unit <= 100; unit++) {
        C->option[0].capital = unit + 0.5;
        C->measure[0].lead_years = 3;
        int64_t sum = 0, city = 0, nation = 0;
        for (int y = 2017; y <= 2021; y++) {
            int64_t all = kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, y);
            CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, 0, y) + kk_money(C, 0, 1, KK_CAPITAL, 1, y), all);
            sum += all;
            city += kk_money(C, 0, 1, KK_CAPITAL, 0, y);
            nation += kk_money(C, 0, 1, KK_CAPITAL, 1, y);
        }
        CHECK_INT(sum, unit < 0 ? unit : unit + 1); /* halves away from zero */
        CHECK_INT(city + nation, sum);
        /* the programme has ended */
        CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, 0, 2020), kk_money(C, 0, 1, KK_CAPITAL, KK_NONE, 2020));
    }
}

static void the_remainder_goes_to_the_largest_share(void)
{
    kk_city *C = fixture_city(K, 1);
    C->option[0].capital = 100; /* 50 a year: a third is 16, two thirds 33, one is left */
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, 0, 2019), 16);
    CHECK_INT(kk_money(C, 0, 1, KK_CAPITAL, 1, 2019), 34);
}

static void what_is_open_when(void)
{
    kk_city *C = fixture_city(K, 1);
    const kk_option *O = &C->option[0];
    CHECK_NEAR(kk_available(C, O, &O->effect[0], 0, 1), 0.0, 0.0);
    CHECK_NEAR(kk_available(C, O, &O->effect[0], 1, 1), 0.5, 0.0);
    CHECK_NEAR(kk_available(C, O, &O->effect[0], 2, 1), 1.0, 0.0);
    C->measure[0].life_years = 2;
    CHECK_NEAR(kk_available(C, O, &O->effect[0], 2, 1), 1.0, 0.0);
    CHECK_NEAR(kk_available(C, O, &O->effect[0], 3, 1), 0.0, 0.0);
}

static void a_promise_asks_for_the_peak(void)
{
    kk_city *C = fixture_city(K, 2);            /* need of c3: 70, 66, 62, then looking ahead */
    C->need[kk_at(0, 2, 3, 4, C->nyear)] = 500; /* after the last year: no part of the peak */
    kk_required_fill(K, C);
    CHECK_NEAR(C->target[1].required[kk_at(0, 2, 3, 1, C->nyear)], 70.0, 0.0);
    CHECK_NEAR(C->target[1].required[kk_at(0, 2, 3, 2, C->nyear)], 70.0, 0.0);
    CHECK_NEAR(C->target[1].required[kk_at(0, 2, 3, 0, C->nyear)], 0.0, 0.0);
    CHECK(!C->target[0].rows && C->target[0].required == NULL);
    C->target[1].buffer = 0.1; /* 77 exactly, and not 78 as a double would have it */
    kk_required_fill(K, C);
    CHECK_NEAR(C->target[1].required[kk_at(0, 2, 3, 1, C->nyear)], 77.0, 0.0);
    C->target[1].basis = KK_OWN;
    C->target[1].buffer = 0.05; /* 66 * 1.05 = 69.3 */
    kk_required_fill(K, C);
    CHECK_NEAR(C->target[1].required[kk_at(0, 2, 3, 1, C->nyear)], 70.0, 0.0);
    CHECK_NEAR(C->target[1].required[kk_at(0, 2, 3, 2, C->nyear)], 66.0, 0.0); /* 62 * 1.05 = 65.1 */
}

static void areas_lie_in_areas(void)
{
    kk_city *C = fixture_city(K, 2);
    CHECK(kk_area_within(C, 0, 0) && kk_area_within(C, 0, 2) && kk_area_within(C, 1, 2));
    CHECK(!kk_area_within(C, 0, 1));
}

int main(void)
{
    K = kk_ctx_new();
    RUN(capital_falls_before_the_opening);
    RUN(running_cost_falls_while_open);
    RUN(at_the_end_of_the_year);
    RUN(parts_add_up);
    RUN(the_remainder_goes_to_the_largest_share);
    RUN(what_is_open_when);
    RUN(a_promise_asks_for_the_peak);
    RUN(areas_lie_in_areas);
    kk_ctx_free(K);
    return DONE();
}
