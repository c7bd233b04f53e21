/* What is varied, cities loaded with changes, and sweeps through the public calls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"
#include "case.h"
#include "explain/study.h"
#include "input/load.h"

#include <string.h>

static const char *const FOLDER = "test-study.tmp"; /* in the folder of the build */

static bool anything(void *info, const char *folder, const char *name)
{
    (void)info;
    (void)folder;
    (void)name;
    return true;
}

static void make_city(kk_ctx *here, void *arg)
{
    static const char *const TEXT[][2] = {
        {"need.csv", "area,class,2024,2025\nnorth,c0,30,31\nsouth,c0,40,41\n"},
        {"supply.csv", "area,seat,2024\nnorth,c0,20\nsouth,c0,35\n"},
        {"measures.csv", "measure,group,lead_years,capital\nsite,new,0,100\n"},
        {"effects.csv", "measure,item,amount\nsite,c0,8\n"},
        {"options.csv", "option,measure,area,max_units\nn,site,north,2\ns,site,south,2\n"},
        {"limits.csv", "limit,quantity,sense,value\nsites,units,<=,3\nfloor,units,>=,0\n"},
        {"base.json", "{\"kakuho\": 1, \"units\": \"continuous\", \"changes\": [{\"table\": \"need\", \"where\": "
                      "{\"area\": \"north\"}, \"add\": {\"children\": 1}}]}"},
    };
    enum { N = sizeof TEXT / sizeof *TEXT };
    kk_blob blob[N];
    (void)arg;
    for (int i = 0; i < N; i++)
        blob[i] = (kk_blob){.name = TEXT[i][0], .data = TEXT[i][1], .size = strlen(TEXT[i][1])};
    kk_folder_write(here, FOLDER, blob, N, anything, NULL);
}

/* ---- what is varied ---------------------------------------------------------------------------------------------- */

static const char *values(const kk_vary *V)
{
    kk_text T = {.K = K};
    for (int i = 0; i < V->n; i++)
        kk_text_addf(&T, "%s%s", i ? " " : "", V->value[i]);
    return kk_text_get(&T);
}

static void vary(kk_ctx *here, void *arg)
{
    static const char *const ARGUMENT[] = {
        "need[area=\"a=b]c\"].children*=0.9:1.1:0.05",
        "limits.value*= 1 , 0.5,3:2:-0.5",
        "options[label=x|\"y,z\"].label=\"a,b\", \"c:d:e\",f:g",
        "need.children+=-0.1:0.1:0.1",
        "need.children*=31/30",
        "supply.seats=5:5:1",
    };
    *(kk_vary **)arg = kk_vary_read(here, ARGUMENT, 6);
}

static void values_are_exact_decimals(void)
{
    kk_vary *V;
    CHECK_INT(kk_guard(K, vary, &V), KK_OK);
    CHECK_INT(kk_finding_count(K, NULL, NULL), 0);
    CHECK_TEXT(V[0].key, "need[area=\"a=b]c\"].children*=");
    CHECK_TEXT(values(&V[0]), "0.9 0.95 1 1.05 1.1");
    CHECK_TEXT(V[1].key, "limits.value*=");
    CHECK_TEXT(values(&V[1]), "1 0.5 3 2.5 2");
    CHECK_TEXT(V[2].key, "options[label=x|\"y,z\"].label=");
    CHECK_TEXT(values(&V[2]), "\"a,b\" \"c:d:e\" f:g");
    CHECK_TEXT(values(&V[3]), "-0.1 0 0.1");
    CHECK_TEXT(values(&V[4]), "31/30");
    CHECK_TEXT(values(&V[5]), "5");
}

/* ---- a city with changes ----------------------------------------------------------------------------------------- */

typedef struct {
    const kk_load_options *options, *more;
    const kk_city *base, *changed;
} load_call;

static void load(kk_ctx *here, void *arg)
{
    load_call *X = arg;
    X->base = kk_load(here, FOLDER, X->options);
    if (X->more)
        X->changed = kk_load_changed(here, X->base, X->more, "--change");
}

static void changes_stand_behind_those_of_the_scenario(void)
{
    const char *const change[] = {"need.children*=2", "options[area=north].max_units+=1", "links-"};
    const char *const set[] = {"consent=firm", "goals=[{\"goal\": \"cost\"}]"};
    kk_load_options both = {.set = set, .nset = 2, .change = change, .nchange = 2};
    load_call once = {.options = &both}, later = {.more = &both};
    CHECK_INT(kk_guard(K, make_city, NULL), KK_OK);
    CHECK_INT(kk_guard(K, load, &once), KK_OK);
    CHECK_INT(kk_guard(K, load, &later), KK_OK);
    if (!once.base || !later.changed)
        return;
    const kk_city *one = once.base, *other = later.changed, *base = later.base;
    CHECK_NEAR(base->need[0], 31, 0);
    CHECK_NEAR(other->need[0], 62, 0);
    CHECK(memcmp(one->need, other->need, 4 * sizeof *one->need) == 0);
    CHECK_NEAR(base->option[0].max_units, 2, 0);
    CHECK_NEAR(other->option[0].max_units, 3, 0);
    CHECK_INT(other->ngoal, 1);
    CHECK_INT(base->ngoal, 4);
    CHECK_INT(other->nwhat_if, one->nwhat_if);
    for (int i = 0; i < one->nwhat_if && i < other->nwhat_if; i++)
        CHECK_TEXT(other->what_if[i], one->what_if[i]);
    kk_load_options wrong = {.change = change + 2, .nchange = 1};
    CHECK_INT(kk_guard(K, load, &(load_call){.more = &wrong}), KK_EINPUT);
}

/* ---- the public calls -------------------------------------------------------------------------------------------- */

static void count(void *info, int done, int of)
{
    int *seen = info;
    seen[0]++;
    CHECK_INT(done, seen[0]);
    CHECK_INT(of, seen[1]);
}

static void every_point_is_told(void)
{
    const char *const vary[] = {"need.children*=0.5,1", "limits[limit=floor].value=0:6:2"};
    const kk_study *S = NULL;
    CHECK_INT(kk_guard(K, make_city, NULL), KK_OK);
    CHECK_INT(kk_city_sweep(K, FOLDER, NULL, vary, 2, count, (int[]){0, 8}, &S), KK_OK);
    CHECK_INT(kk_study_planned(S), 4); /* no more than 3 units */
    CHECK_INT(kk_city_sweep(K, FOLDER, NULL, vary, 0, NULL, NULL, &S), KK_EUSAGE);
    const char *const names[] = {"take-up", "slip"};
    CHECK_INT(kk_city_whatif(K, FOLDER, NULL, names, 2, count, (int[]){0, 3}, &S), KK_OK);
    CHECK_INT(kk_study_planned(S), 3);
}

static bool any_failed(bool sweep)
{
    const char *const vary[] = {"need.children*=0.5,1", "limits[limit=floor].value=0,4"};
    bool done = false;
    for (long n = 1; !done && n < 100000; n += 1 + n / 20) {
        kk_ctx *own = kk_ctx_new();
        const kk_study *S = NULL;
        const char *text;
        kk_ctx_fail_allocation(own, n);
        kk_rc rc = sweep ? kk_city_sweep(own, FOLDER, NULL, vary, 2, NULL, NULL, &S)
                         : kk_city_whatif(own, FOLDER, NULL, NULL, 0, NULL, NULL, &S);
        if (rc == KK_OK)
            rc = kk_study_summary(own, S, KK_EN, false, NULL, &text);
        CHECK(rc == KK_OK || rc == KK_ESYSTEM);
        done = rc == KK_OK;
        kk_ctx_free(own);
    }
    return done;
}

static void any_allocation_may_fail(void)
{
    CHECK_INT(kk_guard(K, make_city, NULL), KK_OK);
    CHECK(any_failed(true));
    CHECK(any_failed(false));
}

int main(void)
{
    CASE(values_are_exact_decimals);
    CASE(changes_stand_behind_those_of_the_scenario);
    CASE(every_point_is_told);
    CASE(any_allocation_may_fail);
    return DONE();
}
