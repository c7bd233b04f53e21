/* The ready-made what-ifs: what each changes, in the words of --set and --change, and when it does not apply.
 *
 * data/README.md "What-ifs" defines every one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/num.h"
#include "base/str.h"
#include "explain/rules.h"
#include "explain/study.h"
#include "input/load.h"

#include <limits.h>
#include <string.h>

/* ---- making a case ----------------------------------------------------------------------------------------------- */

static void add_change(kk_ctx *K, kk_case *N, const char *change)
{
    const char **longer = KK_ARRAY(K, const char *, N->nchange + 1);
    for (int i = 0; i < N->nchange; i++)
        longer[i] = N->change[i];
    longer[N->nchange++] = change;
    N->change = longer;
}

static void set(kk_ctx *K, kk_case *N, const char *setting)
{
    N->set = KK_ARRAY(K, const char *, 1);
    N->set[N->nset++] = setting;
}

static void unfit(kk_case *N, const char *en, const char *ja)
{
    N->state = KK_CASE_UNFIT;
    N->say[KK_EN] = en;
    N->say[KK_JA] = ja;
}

/* A name as a change takes it. */
static const char *quoted(kk_ctx *K, const char *name)
{
    return strpbrk(name, ",|]= \t") ? kk_format(K, "\"%s\"", name) : name;
}

/* ---- children ---------------------------------------------------------------------------------------------------- */

/* How many of the ages of class c are of children who were 0 in decide_from or were born later, in year index t: those
 * of at most t - decide_from. */
static int reached_in(const kk_city *C, int c, int t)
{
    const kk_class *L = &C->class_[c];
    int oldest = C->first + t - C->decide_from;
    return (oldest < L->age_max ? oldest : L->age_max) - L->age_min + 1;
}

static bool has_need(const kk_city *C, int c, int t)
{
    bool any = false;
    for (int a = 0; a < C->narea && !any; a++)
        any = C->need[kk_at(a, c, C->nclass, t, C->nyear)] > 0.0;
    return any;
}

static int divisor(int a, int b)
{
    return b == 0 ? a : divisor(b, a % b);
}

/* A tenth more or fewer children who are 0 in decide_from or born later: a class of ages is reached year by year,
 * need * (1 +- 1/10 * ages reached / ages). */
static void change_births(kk_ctx *K, const kk_city *C, kk_case *N, int sign)
{
    bool ages = false;
    for (int c = 0; c < C->nclass; c++) {
        int n = C->class_[c].age_max - C->class_[c].age_min + 1;
        if (C->class_[c].age_min == KK_NONE || C->class_[c].age_max == KK_NONE)
            continue;
        ages = true;
        for (int reached = 1; reached <= n; reached++) {
            kk_text years = {.K = K};
            for (int t = 0; t < C->nyear; t++)
                if (reached_in(C, c, t) == reached && has_need(C, c, t))
                    kk_text_addf(&years, "%s%d", years.length ? "|" : "", C->first + t);
            int over = 10 * n + sign * reached, under = 10 * n, d = divisor(over, under);
            if (years.length)
                add_change(K, N,
                           kk_format(K, "need[class=%s,year=%s].children*=%d/%d", quoted(K, C->class_[c].name.id),
                                     kk_text_get(&years), over / d, under / d));
        }
    }
    if (!ages)
        unfit(N, "no class says its ages (classes.csv: age_min, age_max)",
              "年齢の分かる認定区分がありません（classes.csv）");
    else if (N->nchange == 0)
        unfit(N, "these children reach no class in the years of need",
              "量の見込みの期間に、その子どもが届く認定区分がありません");
}

static void births_low(kk_ctx *K, const kk_city *C, kk_case *N)
{
    change_births(K, C, N, -1);
}

static void births_high(kk_ctx *K, const kk_city *C, kk_case *N)
{
    change_births(K, C, N, 1);
}

static void take_up(kk_ctx *K, const kk_city *C, kk_case *N)
{
    (void)C;
    add_change(K, N, "need.children*=1.05");
}

/* ---- money, time, consent ---------------------------------------------------------------------------------------- */

static bool follows(const kk_city *C, kk_case *N)
{
    if (C->follow)
        unfit(N, "it follows the plan in force: nothing is decided",
              "現行計画をそのまま評価するシナリオで、何も決めません");
    return C->follow;
}

/* A tenth less of every ceiling on money. */
static void budget(kk_ctx *K, const kk_city *C, kk_case *N)
{
    bool any = false;
    for (int l = 0; l < C->nlimit; l++)
        any =
            any || (!C->limit[l].floor && (C->limit[l].quantity == KK_Q_CAPITAL ||
                                           C->limit[l].quantity == KK_Q_RUNNING || C->limit[l].quantity == KK_Q_COST));
    if (follows(C, N))
        return;
    if (!any)
        unfit(N, "no ceiling on money (limits.csv: capital, running, cost)",
              "金額の上限がありません（limits.csv の capital など）");
    else
        add_change(K, N, "limits[quantity=capital|running|cost,sense=\"<=\"].value*=0.9");
}

/* New builds take a year longer, and the dates that options name move with them. */
static void slip(kk_ctx *K, const kk_city *C, kk_case *N)
{
    bool any = false, earliest = false, latest = false;
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        if (strcmp(C->measure[O->measure].group, "new") != 0)
            continue;
        any = true;
        earliest = earliest || O->earliest != INT_MIN;
        latest = latest || O->latest != INT_MAX;
    }
    if (follows(C, N))
        return;
    if (!any) {
        unfit(N, "no option is a new build (measures.csv: group new)",
              "新設の候補がありません（measures.csv の group）");
        return;
    }
    add_change(K, N, "measures[group=new].lead_years+=1");
    if (earliest)
        add_change(K, N, "options[group=new].earliest+=1");
    if (latest)
        add_change(K, N, "options[group=new].latest+=1");
}

static void firm_only(kk_ctx *K, const kk_city *C, kk_case *N)
{
    bool any = false;
    for (int o = 0; o < C->noption; o++)
        any = any || (C->option[o].accepted && C->option[o].consent != KK_FIRM);
    if (follows(C, N))
        return;
    if (!any)
        unfit(N, "every option that the scenario accepts is firm already",
              "採用できる候補は全て事業者の意向が確定しています");
    else
        set(K, N, "consent=firm");
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static void no_links(kk_ctx *K, const kk_city *C, kk_case *N)
{
    if (C->nlink == 0)
        unfit(N, "no area may use seats of another (links.csv)", "区域外利用の設定がありません（links.csv）");
    else
        add_change(K, N, "links-");
}

/* Whether goals with weights, which are minimised together where they stand side by side, now do that did not. */
static bool joins(const kk_city *C, const int *order, int n)
{
    const kk_json *goals = C->source->S->goals;
    for (int i = 1; i < n; i++)
        if (order[i] != order[i - 1] + 1 && kk_json_member(&goals->child[order[i]], "weight") &&
            kk_json_member(&goals->child[order[i - 1]], "weight") &&
            C->goal[order[i]].stage != C->goal[order[i - 1]].stage)
            return true;
    return false;
}

/* The goals of existing facilities first behind all others, as explain's rules.csv has it. */
static void no_existing_first(kk_ctx *K, const kk_city *C, kk_case *N)
{
    int *order = KK_ARRAY(K, int, C->ngoal), n = 0;
    bool existing = false;
    for (int o = 0; o < C->noption; o++)
        existing = existing || C->measure[C->option[o].measure].existing;
    for (int last = 0; last < 2; last++)
        for (int i = 0; i < C->ngoal; i++)
            if (kk_is_existing_first(C, &C->goal[i]) == (last == 1))
                order[n++] = i;
    int first = n;
    while (first > 0 && kk_is_existing_first(C, &C->goal[order[first - 1]]))
        first--;
    bool moved = first < n && order[first] != first;
    if (follows(C, N))
        return;
    if (first == n)
        unfit(N, "no goal asks for existing facilities first", "既存施設を優先する目標がありません");
    else if (!existing)
        unfit(N, "no option uses existing facilities", "既存施設を活用する候補がありません");
    else if (!moved)
        unfit(N, "it is the last of the goals already", "すでに最後の目標です");
    else if (joins(C, order, first))
        unfit(N, "weighted goals on both sides of it would become one", "前後の重み付きの目標が一つになってしまいます");
    else
        set(K, N, kk_format(K, "goals=%s", kk_scenario_goals(K, C->source->S, order, first)));
}

/* ---- the set ----------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*make)(kk_ctx *K, const kk_city *C, kk_case *N);
    const char *about[2]; /* #: the first fiscal year of decision */
} all[] = {
    {"births-low",
     births_low,
     {"10 % fewer children who are 0 in # or born later", "#年度の0歳児と、その後の出生が10％少ない"}},
    {"births-high",
     births_high,
     {"10 % more children who are 0 in # or born later", "#年度の0歳児と、その後の出生が10％多い"}},
    {"take-up", take_up, {"5 % more need in every class and year", "量の見込みが全区分・全年度で5％多い"}},
    {"budget", budget, {"10 % less of every ceiling on money", "金額の上限が全て10％低い"}},
    {"slip", slip, {"every new build opens a year later", "新設が全て1年遅れる"}},
    {"firm-only", firm_only, {"only options with firm consent", "意向の確定した候補だけを使う"}},
    {"no-links", no_links, {"no child uses a place in another area", "他区域の定員を利用しない"}},
    {"no-existing-first",
     no_existing_first,
     {"existing facilities first is the last of the goals", "既存施設の優先を最後の目標にする"}},
};
enum { NALL = sizeof all / sizeof *all };

static void find_names(kk_ctx *K, const char *const *name, int nname, bool asked[NALL])
{
    const char *known[NALL];
    kk_text list = {.K = K};
    for (int i = 0; i < NALL; i++) {
        known[i] = all[i].name;
        kk_text_addf(&list, "%s%s", i ? ", " : "", known[i]);
        asked[i] = nname == 0;
    }
    for (int j = 0; j < nname; j++) {
        int at = 0;
        while (at < NALL && strcmp(known[at], name[j]) != 0)
            at++;
        const char *near = at == NALL ? kk_nearest(name[j], known, NALL) : NULL;
        if (near)
            kk_fail(K, KK_EUSAGE, "there is no what-if '%s'; did you mean '%s'?",
                    "「%s」という what-if はありません。「%s」のことですか", kk_brief(K, name[j]), near);
        if (at == NALL)
            kk_fail(K, KK_EUSAGE, "there is no what-if '%s'; write some of %s",
                    "「%s」という what-if はありません。%s から選んでください", kk_brief(K, name[j]),
                    kk_text_get(&list));
        asked[at] = true;
    }
}

/* The sentence; the only number in it is a year. */
static const char *about(kk_ctx *K, const char *sentence, int year)
{
    kk_text T = {.K = K};
    for (const char *s = sentence; *s; s++) {
        if (*s == '#')
            kk_text_add(&T, kk_decimal(K, year, 0));
        else
            kk_text_addn(&T, s, 1);
    }
    return kk_text_get(&T);
}

struct kk_study *kk_whatif(kk_ctx *K, const kk_city *C, const char *const *name, int nname,
                           void (*told)(void *info, int done, int of), void *info)
{
    bool asked[NALL];
    find_names(K, name, nname, asked);
    struct kk_study *S = KK_NEW(K, struct kk_study);
    *S = (struct kk_study){.C = C, .ncase = 1, .case_ = KK_ARRAY(K, kk_case, 1 + NALL)};
    S->case_[0].name = "base";
    for (int i = 0; i < NALL; i++) {
        if (!asked[i])
            continue;
        kk_case *N = &S->case_[S->ncase++];
        N->name = all[i].name;
        for (int lang = 0; lang < 2; lang++)
            N->about[lang] = about(K, all[i].about[lang], C->decide_from);
        all[i].make(K, C, N);
    }
    kk_study_plan(K, S, told, info);
    if (S->case_[0].state != KK_CASE_PLANNED)
        kk_fail(K, KK_ECONFLICT, "the city as it is has no plan: %s%.0s; kakuho plan says more",
                "現状のままでは計画がありません（%.0s%s）。kakuho plan で詳しく確認してください",
                S->case_[0].say[KK_EN], S->case_[0].say[KK_JA]);
    return S;
}
