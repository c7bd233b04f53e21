/* Figures, rounding, sheets and their text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/csv_out.h"

#include "test.h"
#include "unit/city_fixture.h"

static void rounds_first_to_nine_decimals_then_half_away_from_zero(void)
{
    CHECK_NEAR(kk_shown(2.0005), 2.001, 1e-12);
    CHECK_NEAR(kk_shown(2.000499999), 2.0, 1e-12);
    CHECK_NEAR(kk_shown(2.0004999999), 2.001, 1e-12); /* a solver's 2.0005 */
    CHECK_NEAR(kk_shown(-2.0005), -2.001, 1e-12);
    CHECK_NEAR(kk_shown(-1e-12), 0.0, 0.0);
    CHECK_NEAR(kk_shown(0.1 + 0.2), 0.3, 1e-15);
    CHECK_NEAR(kk_shown(1e13), 1e13, 0.0);
    CHECK_NEAR(kk_shown(0.0), 0.0, 0.0);
}

static void sheets_hold_rows_and_find_columns(void)
{
    static const char *const column[] = {"a", "b"};
    kk_ctx *K = kk_ctx_new();
    kk_sheet *S = kk_sheet_new(K, "x", column, 2);
    CHECK_INT(S->nrow, 0);
    CHECK_TEXT(kk_csv_text(K, S), "a,b\n");
    for (int i = 0; i < 100; i++) {
        const char **cell = kk_sheet_row(K, S);
        CHECK_TEXT(cell[0], "");
        cell[1] = kk_format(K, "%d", i);
    }
    CHECK_INT(S->nrow, 100);
    CHECK_TEXT(kk_sheet_cell(S, 42, 1), "42");
    CHECK_INT(kk_sheet_column(S, "b"), 1);
    CHECK_INT(kk_sheet_column(S, "c"), -1);
    kk_ctx_free(K);
}

static void csv_text_quotes_where_needed(void)
{
    static const char *const column[] = {"a,b", "say \"no\"", "plain", "two\nlines", "\r"};
    kk_ctx *K = kk_ctx_new();
    kk_sheet *S = kk_sheet_new(K, "x", column, 5);
    CHECK_TEXT(kk_csv_text(K, S), "\"a,b\",\"say \"\"no\"\"\",plain,\"two\nlines\",\"\r\"\n");
    kk_ctx_free(K);
}

static void figures_follow_from_the_plan(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = fixture_city(K, 3);
    kk_plan *P = fixture_plan(K, C);
    kk_figures *F = kk_figures_new(K, P);
    int T = C->nyear;
    /* w1, 2020: kinder 120 - 20, nursery 110 + 30, temp 5 + 15 */
    CHECK_NEAR(F->supply[kk_at(0, 0, 3, 0, T)], 100.0, 0.0);
    CHECK_NEAR(F->supply[kk_at(0, 1, 3, 0, T)], 140.0, 0.0);
    CHECK_NEAR(F->supply[kk_at(0, 2, 3, 0, T)], 20.0, 0.0);
    /* w3: half a nursery of 60, half of it open in its first year 2021 */
    CHECK_NEAR(F->supply[kk_at(2, 1, 3, 0, T)], 110.0, 0.0);
    CHECK_NEAR(F->supply[kk_at(2, 1, 3, 1, T)], 125.0, 0.0);
    CHECK_NEAR(F->supply[kk_at(2, 1, 3, 2, T)], 140.0, 0.0);
    /* w3, 2020: 80 of 2号 in 110 nursery seats, then temp 0; 70 of 3号: 30 left */
    CHECK_NEAR(F->served[kk_at(2, 1, 3, 0, T)], 80.0, 0.0);
    CHECK_NEAR(F->unmet[kk_at(2, 2, 3, 0, T)], 40.0, 0.0);
    CHECK_NEAR(F->unmet_without[kk_at(0, 2, 3, 0, T)], 20.0, 0.0);
    CHECK_NEAR(F->unmet[kk_at(0, 2, 3, 0, T)], 0.0, 0.0);
    CHECK(F->covered[0] == NULL && F->short_[0] == F->unmet);
    /* peak of w3: 80 + 70 in 2021 against 125 nursery seats */
    CHECK_NEAR(F->short_[1][kk_at(2, 2, 3, 1, T)], 25.0, 0.0);
    CHECK_NEAR(F->short_without[1][kk_at(2, 2, 3, 1, T)], 40.0, 0.0); /* 110 without the plan */
    CHECK(F->short_without[0] == F->unmet_without);
    /* money: the conversion's 12000 in 2019, half a nursery's 90000 in 2019 and 2020, a third of it the city's */
    CHECK_INT(F->money_first, 2019);
    CHECK_INT(F->nmoney, 6);
    CHECK_INT(F->money[kk_money_at(C, 0, 0, 1, KK_CAPITAL)], 12000);
    CHECK_INT(F->money[kk_money_at(C, 0, 0, 0, KK_CAPITAL)], 7500);
    CHECK_INT(F->money[kk_money_at(C, 1, 1, 0, KK_CAPITAL)], 15000);
    CHECK_INT(F->money[kk_money_at(C, 1, 0, 2, KK_CAPITAL)], 750);
    CHECK_INT(F->money[kk_money_at(C, 5, 0, 1, KK_RUNNING)], -300);
    const bool both[KK_NCOST] = {true, true};
    CHECK_INT(kk_money_of(P, C->limit[0].option, both, KK_NONE, 2019, 2019), 12000 + 22500);
    kk_ctx_free(K);
}

static void residue_of_a_continuous_plan_is_not_shown(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = fixture_city(K, 1);
    kk_plan *P = fixture_plan(K, C);
    P->serve[kk_at(0, 0, C->nservice, 0, C->nyear)] += 1000; /* 100.001 of 100 children */
    P->serve[kk_at(0, 0, C->nservice, 1, C->nyear)] -= 400;  /* 94.9996 of 95 */
    P->serve[kk_at(0, 0, C->nservice, 2, C->nyear)] -= 500;  /* 89.9995 of 90: served rounds up to 90 */
    kk_figures *F = kk_figures_new(K, P);
    CHECK_NEAR(F->served[0], 100.001, 1e-12);
    CHECK_NEAR(F->unmet[0], 0.0, 0.0);
    CHECK_NEAR(F->unmet[1], 0.0, 0.0);
    CHECK_NEAR(F->unmet[2], 0.0, 0.0);
    kk_ctx_free(K);
}

static const char *line(kk_ctx *K, const char *text, int n)
{
    for (; n > 0; n--)
        text = strchr(text, '\n') + 1;
    return kk_strndup(K, text, strcspn(text, "\n"));
}

static void sheets_are_as_the_contract_lists_them(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_plan *P = fixture_plan(K, fixture_city(K, 3));
    kk_sheets_make(K, P);
    CHECK_TEXT(
        kk_csv_text(K, P->sheet[KK_S_PLAN]),
        "option,measure,area,label,decide_by,opens_on,units,seats_kinder,seats_nursery,seats_temp,capital,running,"
        "years_needed\n"
        "new_w3,new,w3,新設（認可保育所）,2019-04-01,2021-04-01,0.5,0,30,0,45000,1200,\n"
        "convert_w1,convert,w1,認定こども園への移行,2019-04-01,2020-04-01,1,-20,30,0,12000,-300,\n"
        "temporary_w1,temporary,w1,幼稚園の預かり保育,2020-04-01,2020-04-01,1.5,0,0,15,750,150,\n");
    const char *served = kk_csv_text(K, P->sheet[KK_S_SERVED]);
    CHECK_TEXT(line(K, served, 0), "area,in_area,class,service,year,children,without_plan,cover_ward2022,"
                                   "without_plan_cover_ward2022");
    CHECK_TEXT(line(K, served, 1), "w1,w1,c1,kinder_c1,2020,100,100,0,0");
    CHECK_TEXT(line(K, served, 2), "w1,w1,c1,kinder_c1,2021,95,95,100,100");
    const char *balance = kk_csv_text(K, P->sheet[KK_S_BALANCE]);
    CHECK_TEXT(line(K, balance, 0),
               "area,class,year,need,served,elsewhere,unmet,unmet_without_plan,required_ward2022,short_ward2022,"
               "without_plan_short_ward2022,estimate");
    CHECK_TEXT(line(K, balance, 1), "w1,c1,2020,100,100,0,0,0,,,,*");
    CHECK_TEXT(line(K, balance, 2), "w1,c1,2021,95,95,0,0,0,100,0,0,");
    CHECK_INT(P->sheet[KK_S_BALANCE]->nrow, 3 * 3 * 5);
    CHECK_TEXT(line(K, kk_csv_text(K, P->sheet[KK_S_SEATS]), 1), "w1,kinder,2020,100,100,0,");
    CHECK_TEXT(line(K, kk_csv_text(K, P->sheet[KK_S_MONEY]), 1), "2019,city,new,7500,0");
    CHECK_TEXT(line(K, kk_csv_text(K, P->sheet[KK_S_MONEY]), 2), "2019,city,convert,12000,0");
    CHECK_TEXT(line(K, kk_csv_text(K, P->sheet[KK_S_MONEY]), 3), "2019,nation,new,15000,0");
    CHECK_TEXT(line(K, kk_csv_text(K, P->sheet[KK_S_LIMITS]), 1), "budget,2019,capital,19500,<=,60000,40500");
    CHECK_TEXT(kk_csv_text(K, P->sheet[KK_S_PROMISES]), "target,year,required,short,areas_short,kept\n"
                                                        "city2021,2021,675,35,w2;w3,no\n"
                                                        "ward2022,2021,720,55,w2;w3,no\n"
                                                        "ward2022,2022,720,40,w2;w3,no\n");
    kk_ctx_free(K);
}

static void figures_at_the_end_of_a_year_are_dated_so(void)
{
    kk_ctx *K = kk_ctx_new();
    kk_city *C = fixture_city(K, 1);
    C->as_of_end = true;
    CHECK_TEXT(kk_date_iso(K, C, 2020, 0), "2021-03-31");
    CHECK_TEXT(kk_date_iso(K, C, 2020, 2), "2019-03-31");
    kk_ctx_free(K);
}

int main(void)
{
    RUN(rounds_first_to_nine_decimals_then_half_away_from_zero);
    RUN(sheets_hold_rows_and_find_columns);
    RUN(csv_text_quotes_where_needed);
    RUN(figures_follow_from_the_plan);
    RUN(residue_of_a_continuous_plan_is_not_shown);
    RUN(sheets_are_as_the_contract_lists_them);
    RUN(figures_at_the_end_of_a_year_are_dated_so);
    return DONE();
}
