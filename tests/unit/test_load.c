/* input/load: tables and a scenario become the arrays of domain/city.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"
#include "case.h"
#include "input/init.h"
#include "input/load.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char *const FOLDER = "test-load.tmp"; /* in the folder of the build */

typedef struct {
    const char *name, *text;
} file;

static bool anything(void *info, const char *folder, const char *name)
{
    (void)info;
    (void)folder;
    (void)name;
    return true;
}

typedef struct {
    const file *list;
    const char *path;
    kk_city *city;
} call;

static void load_list(kk_ctx *here, void *arg)
{
    call *X = arg;
    kk_blob blob[16];
    int n = 0;
    for (; X->list && X->list[n].name; n++)
        blob[n] = (kk_blob){.name = X->list[n].name, .data = X->list[n].text, .size = strlen(X->list[n].text)};
    if (X->list)
        kk_folder_write(here, FOLDER, blob, n, anything, NULL);
    X->city = kk_load(here, X->path, NULL);
}

/* The city of these files, NULL where it is refused; findings are printed. */
static kk_city *load_at(const file *list, const char *path)
{
    call X = {.list = list, .path = path};
    kk_rc rc = kk_guard(K, load_list, &X);
    if (rc == KK_OK)
        return X.city;
    printf("# %s\n", kk_message(K, KK_EN));
    for (int i = 0; i < kk_finding_count(K, NULL, NULL); i++)
        printf("# %s:%d: %s\n", kk_finding_at(K, i)->file, kk_finding_at(K, i)->line, kk_finding_at(K, i)->text[KK_EN]);
    return NULL;
}

static kk_city *load(const file *list)
{
    return load_at(list, FOLDER);
}

#define NEED                                                                                                           \
    {                                                                                                                  \
        "need.csv", "area,class,2024,2025\nnorth,c0,30,31\nsouth,c0,40,41\n"                                           \
    }
#define SUPPLY                                                                                                         \
    {                                                                                                                  \
        "supply.csv", "area,seat,2024\nnorth,c0,20\nsouth,c0,35\n"                                                     \
    }
#define MEASURES                                                                                                       \
    {                                                                                                                  \
        "measures.csv", "measure,group,lead_years,capital\nsite,new,1,100\n"                                           \
    }
#define EFFECTS                                                                                                        \
    {                                                                                                                  \
        "effects.csv", "measure,item,amount\nsite,c0,8\n"                                                              \
    }
#define OPTIONS                                                                                                        \
    {                                                                                                                  \
        "options.csv", "option,measure,area,max_units\nn,site,north,3\ns,site,south,2\n"                               \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, NULL                                                                                                     \
    }

static double need(const kk_city *C, int a, int c, int t)
{
    return C->need[kk_at(a, c, C->nclass, t, C->nyear)];
}

static double base(const kk_city *C, int b, int k, int t)
{
    return C->base[kk_at(b, k, C->nseat, t, C->nyear)];
}

/* ---- defaults ---------------------------------------------------------------------------------------------------- */

static void five_tables_are_a_city(void)
{
    const kk_city *C = load((file[]){NEED, SUPPLY, MEASURES, EFFECTS, OPTIONS, END});
    if (!CHECK(C != NULL))
        return;
    CHECK_INT(C->first, 2024);
    CHECK_INT(C->last, 2025);
    CHECK_INT(C->look_ahead, 2025);
    CHECK_INT(C->decide_from, 2024);
    CHECK_INT(C->nplan, 2);
    CHECK_INT(C->nyear, 2);
    CHECK_INT(C->narea, 2);
    CHECK_INT(C->nnode, 3);
    CHECK_TEXT(C->node[1].name.code, "south");
    CHECK_INT(C->node[1].parent, 2);
    CHECK_INT(C->node[2].parent, KK_NONE);
    CHECK_INT(C->nclass, 1);
    CHECK_INT(C->nseat, 1);
    CHECK_INT(C->nservice, 1);
    CHECK_TEXT(C->seat[0].name.id, "c0");
    CHECK(C->seat[0].room);
    CHECK_INT(C->service[0].class, 0);
    CHECK_INT(C->service[0].nuse, 1);
    CHECK_NEAR(C->service[0].per_child[0], 1.0, 0);
    CHECK_NEAR(need(C, 1, 0, 1), 41.0, 0);
    CHECK_NEAR(base(C, 1, 0, 1), 35.0, 0); /* holds until the next one given */
    CHECK_INT(C->npayer, 1);
    CHECK_TEXT(C->payer[C->city_payer].id, "city");
    CHECK_INT(C->narc, 2);
    CHECK_INT(C->arc_to[1], 1);
    CHECK_INT(C->ntarget, 1);
    CHECK(!C->target[0].rows);
    CHECK_INT(C->ngoal, 4);
    CHECK_INT(C->goal[1].kind, KK_G_SEATS);
    CHECK_INT(C->goal[1].option[0], 1); /* new is not existing */
    CHECK_INT(C->goal[2].payer, C->city_payer);
    CHECK_INT(C->nstage, 4);
    const kk_option *O = &C->option[0];
    CHECK_INT(O->consent, KK_FIRM);
    CHECK_INT(O->open_from, 1); /* decided in 2024, a year of lead */
    CHECK_INT(O->open_until, 1);
    CHECK_NEAR(O->bound, 3.0, 0);
    CHECK_NEAR(O->capital, 100.0, 0);
    CHECK_INT(O->neffect, 1);
    CHECK_NEAR(O->effect[0].amount, 8.0, 0);
    CHECK_INT(C->ninput, 6);
    CHECK_TEXT(C->input[0].name, "need.csv");
    CHECK_TEXT(C->input[5].name, "scenario.json");
}

static void labels_are_ids_and_get_codes(void)
{
    const kk_city *C = load((file[]){{"need.csv", "区域,認定区分,R6\n中央区,1号,5\nWard A,1号,6\na1,1号,7\n"},
                                     {"supply.csv", "区域,定員区分,R6\na1,1号,5\n"},
                                     {"measures.csv", "確保方策,分類\n園の新設,増築\n"},
                                     {"effects.csv", "確保方策,定員区分,増減数\n園の新設,1号,5\n"},
                                     {"options.csv", "候補,確保方策,区域,施設\n新園,園の新設,中央区,ある園\n"},
                                     END});
    if (!CHECK(C != NULL))
        return;
    CHECK_TEXT(C->node[0].name.id, "中央区");
    CHECK_TEXT(C->node[0].name.label, "中央区");
    CHECK_TEXT(C->node[0].name.code, "a2"); /* a1 is an id */
    CHECK_TEXT(C->node[1].name.code, "Ward_A");
    CHECK_TEXT(C->node[2].name.code, "a1");
    CHECK_TEXT(C->class_[0].name.code, "c1");
    CHECK_TEXT(C->measure[0].group, "extend");
    CHECK(C->measure[0].existing);
    CHECK_TEXT(C->facility[0].id, "ある園");
    CHECK_TEXT(C->facility[0].code, "f1");
    CHECK_NEAR(C->option[0].max_units, 1.0, 0);
}

/* ---- a city with every table ------------------------------------------------------------------------------------- */

static const file WHOLE[] = {
    {"areas.csv",
     "area,label,parent,order\ncity,市,,\nwest,西,outer,3\nouter,周辺,市,\neast,東,outer,2\nmid,中,city,1\n"},
    {"classes.csv", "class,label,age_min,age_max,weight,order\nc2,2号,3,5,2,2\nc1,1号,3,5,,1\n"},
    {"seats.csv", "seat,label,room,leaves_at\nk,園,yes,\nt,預かり,no,\nn,保育,,6\n"},
    {"services.csv", "service,class,seat,per_child,rank\ns1,c1,k,,\ns2,c2,n,,1\ns2k,c2,k,1,2\ns2k,2号,預かり,0.5,\n"},
    {"need.csv",
     "area,class,year,children,source\n"
     "mid,c1,2019,99,\nmid,c1,2020,10,推計: x\nmid,c1,2021,11,\nmid,c1,2022,12,\nmid,c2,2020,20,\nmid,c2,2021,24,\n"
     "mid,c2,2022,21,\neast,c1,2020,1,\neast,c1,2021,2,\neast,c1,2022,3,\neast,c2,2020,4,\neast,c2,2021,5,\n"
     "east,c2,2022,6,\n西,1号,2020,7,\n西,1号,2021,8,\n西,1号,2022,9,\nwest,c2,2020,0,\nwest,c2,2021,0,\n"
     "west,c2,2022,0,\n"},
    {"supply.csv", "area,seat,kind,2018,2021,factor\nmid,k,園,30,33,\nmid,k,区間調整,,-3,\neast,k,区間調整,,3,\nmid,n,"
                   "保育所,10,,0.8\n"
                   "mid,n,小規模,,7,0.1\n"},
    {"measures.csv", "measure,group,existing,lead_years,life_years,capital,running,order\n"
                     "new,new,,2,,1000,50,2\nconv,convert,,0,2,300.5,-10,1\n"},
    {"effects.csv", "measure,option,item,amount,kind,first_years\nnew,,n,60,保育所,0.6;0.8\nconv,,k,-10,,\nconv,,n,20,,"
                    "\n,o3,n,15,,\n"},
    {"options.csv", "option,measure,area,facility,max_units,earliest,latest,pool,consent,capital,max_per_year\n"
                    "o1,conv,mid,F,,2021,,,,,\no2,new,mid,,,,,P,likely,900,2\no3,conv,mid,F,0.5,,2021,P,undecided,,\n"
                    "o4,new,west,,4,,,P,見込み,,\n"},
    {"shares.csv",
     "measure,cost,payer,share,from,until\nnew,capital,nation,2/3,,\nnew,capital,市,1/3,,\nconv,,県,0.5,,2021\n"
     "conv,,city,0.5,,2021\nconv,,city,1,2022,\n"},
    {"limits.csv", "limit,quantity,area,pool,payer,seat,year,sense,value\nbudget,capital,outer,,city,,each,<=,500\n"
                   "sites,units,,P,,,,以下,3\nroom,vacant,mid,,,t,2023,>=,1\n"},
    {"base.json",
     "{\"kakuho\": 1, \"title\": \"T\", \"lang\": \"en\", \"minus\": \"△\",\n"
     " \"years\": {\"first\": 2020, \"last\": 2021, \"look_ahead\": 2022, \"decide_from\": 2019, \"as_of\": "
     "\"03-31\"},\n"
     " \"consent\": [\"firm\", \"likely\"],\n"
     " \"targets\": [{\"id\": \"ward-2021\", \"from\": 2021, \"basis\": \"peak\", \"buffer\": 0.05, \"areas\": "
     "\"outer\"},\n"
     "  {\"id\": \"c\", \"classes\": [\"2号\"]}],\n"
     " \"goals\": [{\"goal\": \"worst_share\", \"target\": \"ward-2021\"},\n"
     "  {\"goal\": \"unmet\", \"target\": \"c\", \"years\": [2020], \"weight\": 2},\n"
     "  {\"goal\": \"vacant\", \"seats\": [\"預かり\", \"n\"], \"weight\": 1},\n"
     "  {\"goal\": \"cost\", \"kind\": \"capital\", \"payer\": \"国\", \"groups\": \"新設\", \"slack\": \"2 %\"},\n"
     "  {\"goal\": \"seats\", \"existing\": true, \"years\": {\"from\": 2021}, \"slack\": 3}]}"},
    END,
};

static const kk_city *whole(void)
{
    static file list[16];
    memcpy(list, WHOLE, sizeof WHOLE);
    char *limits = kk_strdup(K, WHOLE[10].text);
    strstr(limits, "2023")[3] = '2'; /* a year within the look-ahead */
    list[10].text = limits;
    return load(list);
}

static void areas_are_a_tree_with_the_leaves_first(void)
{
    const kk_city *C = whole();
    if (!CHECK(C != NULL))
        return;
    static const char *const want[] = {"mid", "east", "west", "city", "outer"}; /* by order, then as given */
    CHECK_INT(C->narea, 3);
    CHECK_INT(C->nnode, 5);
    for (int a = 0; a < 5; a++)
        CHECK_TEXT(C->node[a].name.id, want[a]);
    CHECK_INT(C->node[1].parent, 4);
    CHECK_INT(C->node[4].parent, 3);
    CHECK(kk_area_within(C, 2, 3));
    CHECK(!kk_area_within(C, 0, 4));
    CHECK_TEXT(C->class_[0].name.id, "c1"); /* by order */
    CHECK_NEAR(C->class_[1].weight, 2.0, 0);
}

static void services_use_several_seats(void)
{
    const kk_city *C = whole();
    if (!CHECK(C != NULL))
        return;
    CHECK_INT(C->nservice, 3);
    const kk_service *P = &C->service[2];
    CHECK_INT(P->class, 1);
    CHECK_INT(P->rank, 2);
    CHECK_INT(P->nuse, 2);
    CHECK_INT(P->seat[1], 1);
    CHECK_NEAR(P->per_child[0], 1.0, 0);
    CHECK_NEAR(P->per_child[1], 0.5, 0);
    CHECK(!C->seat[1].room);
    CHECK_INT(C->seat[2].leaves_at, 6);
}

static void figures_are_dense(void)
{
    const kk_city *C = whole();
    if (!CHECK(C != NULL))
        return;
    CHECK_NEAR(need(C, 0, 0, 0), 10.0, 0);
    CHECK_NEAR(need(C, 2, 0, 2), 9.0, 0);
    CHECK_NEAR(need(C, 0, 1, 1), 24.0, 0);
    CHECK_INT(C->need_estimate[kk_at(0, 0, 2, 0, 3)], 1);
    CHECK_INT(C->need_estimate[kk_at(0, 0, 2, 1, 3)], 0);
    CHECK_NEAR(base(C, 0, 0, 0), 30.0, 0); /* given for 2018 */
    CHECK_NEAR(base(C, 0, 0, 1), 30.0, 0); /* 33 - 3 handed over */
    CHECK_NEAR(base(C, 1, 0, 1), 3.0, 0);
    CHECK_NEAR(base(C, 0, 2, 0), 8.0, 0);
    CHECK_NEAR(base(C, 0, 2, 1), 8.7, 0); /* exactly the decimal: 10 * 0.8 + 7 * 0.1 */
    CHECK_INT(C->estimates, 1);
    CHECK_INT(C->nsupply, 6);
    CHECK_TEXT(C->supply[2].kind, "区間調整");
}

static void options_know_windows_and_bounds(void)
{
    const kk_city *C = whole();
    if (!CHECK(C != NULL))
        return;
    CHECK_TEXT(C->measure[0].name.id, "conv");
    CHECK(C->measure[0].existing);
    CHECK(!C->measure[1].existing);
    const kk_option *O = C->option;
    CHECK_INT(O[0].open_from, 1);
    CHECK_INT(O[0].open_until, 1);
    CHECK_INT(O[1].open_from, 1); /* decided in 2019, two years of lead */
    CHECK_INT(O[2].accepted, 0);
    CHECK(O[2].open_from > O[2].open_until);
    CHECK_INT(O[0].facility, O[2].facility);
    CHECK_NEAR(O[0].bound, 1.0, 0);
    CHECK_NEAR(O[1].bound, 2.0, 0); /* two a year, one year; the pool allows 3 */
    CHECK(isinf(O[1].max_units));
    CHECK_NEAR(O[3].bound, 3.0, 0); /* the pool */
    CHECK_NEAR(O[1].capital, 900.0, 0);
    CHECK_NEAR(O[0].capital, 300.5, 0);
    CHECK_NEAR(O[0].running, -10.0, 0);
    CHECK_INT(O[0].neffect, 2);
    CHECK_INT(O[2].neffect, 1); /* its own rows instead */
    CHECK_INT(O[1].effect[0].nfirst, 2);
    CHECK_NEAR(O[1].effect[0].first[1], 0.8, 0);
    CHECK_NEAR(kk_available(C, &O[0], &O[0].effect[0], 2, 0), 0.0, 0); /* two years of life */
}

static void payers_share_exactly(void)
{
    const kk_city *C = whole();
    if (!CHECK(C != NULL))
        return;
    CHECK_INT(C->npayer, 3);
    CHECK_TEXT(C->payer[0].id, "nation");
    CHECK_TEXT(C->payer[1].id, "city");
    CHECK_TEXT(C->payer[2].id, "県");
    CHECK_TEXT(C->payer[2].code, "payer3");
    CHECK_INT(C->nshare, 8); /* no cost = both */
    CHECK_INT(C->share[0].over, 2);
    CHECK_INT(C->share[0].under, 3);
    CHECK_INT(C->share[0].from, INT_MIN);
    CHECK_INT(C->share[2].until, 2021);
}

static void limits_targets_and_goals_are_masks(void)
{
    const kk_city *C = whole();
    if (!CHECK(C != NULL))
        return;
    const kk_limit *L = C->limit;
    CHECK_INT(C->nlimit, 3);
    CHECK_INT(L[0].period, KK_EACH);
    CHECK_INT(L[0].from, 2019);
    CHECK_INT(L[0].until, 2021);
    CHECK_INT(L[0].payer, 1);
    CHECK(!L[0].option[0] && !L[0].option[1] && L[0].option[3]); /* of the west alone */
    CHECK_INT(L[1].period, KK_TOGETHER);
    CHECK(!L[1].option[0] && L[1].option[1] && L[1].option[2] && L[1].option[3]);
    CHECK(L[2].floor && L[2].area[0] && !L[2].area[1] && L[2].seat[1] && !L[2].seat[0]);
    const kk_target *G = C->target;
    CHECK_TEXT(G[0].name.id, "ward-2021");
    CHECK_TEXT(G[0].name.code, "ward_2021");
    CHECK(G[0].rows && !G[1].rows);
    CHECK(!G[0].area[0] && G[0].area[1] && G[0].area[2]);
    CHECK_NEAR(G[0].required[kk_at(1, 1, 2, 1, 3)], 6.0, 0); /* the peak of 4 and 5, with a buffer, rounded up */
    CHECK(G[1].class_[1] && !G[1].class_[0]);
    const kk_goal *N = C->goal;
    CHECK_INT(C->ngoal, 5);
    CHECK_INT(C->nstage, 4);
    CHECK_INT(N[0].from, 2021);
    CHECK_INT(N[1].stage, N[2].stage);
    CHECK_NEAR(N[1].weight, 2.0, 0);
    CHECK_INT(N[1].until, 2020);
    CHECK(!N[1].class_[0] && N[1].class_[1]);
    CHECK(N[2].seat[1] && N[2].seat[2] && !N[2].seat[0]);
    CHECK_INT(N[2].until, 2022);
    CHECK(N[3].cost[KK_CAPITAL] && !N[3].cost[KK_RUNNING]);
    CHECK_INT(N[3].payer, 0);
    CHECK(!N[3].option[0] && N[3].option[1]);
    CHECK(N[3].slack_is_share);
    CHECK_NEAR(N[3].slack, 0.02, 0);
    CHECK(N[4].option[0] && !N[4].option[1]);
    CHECK_INT(N[4].from, 2021);
    CHECK_NEAR(N[4].slack, 3.0, 0);
    CHECK_INT(C->lang, KK_EN);
    CHECK(C->as_of_end);
    CHECK_TEXT(C->minus, "△");
}

static void a_limit_of_several_years_is_one_for_each(void)
{
    const kk_city *C =
        load((file[]){NEED,
                      SUPPLY,
                      MEASURES,
                      EFFECTS,
                      OPTIONS,
                      {"limits.csv", "limit,quantity,sense,2024,2025,label\nb,capital,<=,10,20,予算\nc,units,<=,,1,\n"},
                      END});
    if (!CHECK(C != NULL))
        return;
    CHECK_INT(C->nlimit, 3);
    CHECK_TEXT(C->limit[0].name.id, "b");
    CHECK_TEXT(C->limit[1].name.id, "b");
    CHECK_TEXT(C->limit[1].name.label, "予算");
    CHECK_TEXT(C->limit[1].name.code, "b_2025");
    CHECK_NEAR(C->limit[1].value, 20.0, 0);
    CHECK_INT(C->limit[1].from, 2025);
    CHECK_TEXT(C->limit[2].name.code, "c");
    CHECK_INT(C->limit[2].period, KK_YEAR);
}

/* ---- the way in, and again --------------------------------------------------------------------------------------- */

static void what_is_written_is_read_the_same(void)
{
    const kk_city *C = whole();
    if (!CHECK(C != NULL))
        return;
    file list[16] = {{NULL, NULL}};
    for (int i = 0; i < C->ninput; i++)
        list[i] = (file){C->input[i].name, C->input[i].data};
    const kk_city *D = load(list); /* scenario.json in a folder without base.json */
    if (!CHECK(D != NULL))
        return;
    CHECK_TEXT(D->input[D->ninput - 1].data, C->input[C->ninput - 1].data);
    CHECK_INT(D->goal[1].stage, D->goal[2].stage);
    CHECK_NEAR(D->goal[3].slack, 0.02, 0);
}

static void a_wrong_path_is_wrong_usage(void)
{
    call X = {.path = "no-such-city"};
    CHECK_INT(kk_guard(K, load_list, &X), KK_EUSAGE);
    load((file[]){NEED, SUPPLY, END});
    X.path = "test-load.tmp/need.csv";
    CHECK_INT(kk_guard(K, load_list, &X), KK_EUSAGE);
    CHECK(strstr(kk_message(K, KK_EN), "folder") != NULL);
}

static void fail_allocations(kk_ctx *here, void *arg)
{
    *(kk_city **)arg = kk_load(here, FOLDER, NULL);
}

static void any_allocation_may_fail(void)
{
    CHECK(whole() != NULL);
    bool done = false;
    for (long n = 1; !done && n < 100000; n += 1 + n / 20) {
        kk_ctx *own = kk_ctx_new();
        kk_city *C = NULL;
        kk_ctx_fail_allocation(own, n);
        kk_rc rc = kk_guard(own, fail_allocations, &C);
        CHECK(rc == KK_OK || rc == KK_ESYSTEM);
        done = rc == KK_OK;
        kk_ctx_free(own);
    }
    CHECK(done);
}

static void init_city(kk_ctx *here, void *arg)
{
    const char *const *word = arg;
    kk_folder_write(here, FOLDER, NULL, 0, anything, NULL);
    kk_init(here, FOLDER, word[0], word[1]);
}

static void a_made_up_city_plans_at_once(void)
{
    CHECK_INT(kk_guard(K, init_city, (const char *[]){NULL, NULL}), KK_OK);
    const kk_city *C = load(NULL);
    if (!CHECK(C != NULL))
        return;
    CHECK_INT(kk_finding_count(K, NULL, NULL), 0);
    double most = 0, least = 0;
    for (int a = 0; a < C->narea; a++)
        for (int c = 0; c < C->nclass; c++) {
            most = fmax(most, need(C, a, c, 2) - base(C, a, c, 2));
            least = fmin(least, need(C, a, c, 2) - base(C, a, c, 2));
        }
    CHECK(most > 0 && least < 0); /* some short, some covered */
}

static void rows_for_real_areas_lack_their_numbers(void)
{
    CHECK_INT(kk_guard(K, init_city, (const char *[]){"中央区, 北区、南\"区", "R7～R9"}), KK_OK);
    CHECK(load(NULL) == NULL);
    int errors, cells = 0;
    kk_finding_count(K, &errors, NULL);
    CHECK(errors > 9);
    for (int i = 0; i < kk_finding_count(K, NULL, NULL); i++) {
        const kk_finding *f = kk_finding_at(K, i);
        CHECK(strcmp(f->code, "need.missing") == 0 || strcmp(f->code, "cell.missing") == 0 ||
              strcmp(f->code, "option.unbounded") == 0 || strcmp(f->code, "measure.lead") == 0);
        cells += strcmp(f->code, "need.missing") == 0;
    }
    CHECK_INT(cells, 9);
    CHECK_INT(kk_guard(K, init_city, (const char *[]){"中央区", NULL}), KK_EUSAGE);
    CHECK_INT(kk_guard(K, init_city, (const char *[]){"中央区", "2029-2025"}), KK_EUSAGE);
    CHECK_INT(kk_guard(K, init_city, (const char *[]){"中央区,,北区", "2025-2029"}), KK_EUSAGE);
}

int main(void)
{
    CASE(five_tables_are_a_city);
    CASE(labels_are_ids_and_get_codes);
    CASE(areas_are_a_tree_with_the_leaves_first);
    CASE(services_use_several_seats);
    CASE(figures_are_dense);
    CASE(options_know_windows_and_bounds);
    CASE(payers_share_exactly);
    CASE(limits_targets_and_goals_are_masks);
    CASE(a_limit_of_several_years_is_one_for_each);
    CASE(what_is_written_is_read_the_same);
    CASE(a_wrong_path_is_wrong_usage);
    CASE(any_allocation_may_fail);
    CASE(a_made_up_city_plans_at_once);
    CASE(rows_for_real_areas_lack_their_numbers);
    return DONE();
}
