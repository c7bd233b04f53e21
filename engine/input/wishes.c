/* Limits, targets, goals: filters by name become masks over the sets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/loading.h"

#include <string.h>

/* ---- masks ------------------------------------------------------------------------------------------------------- */

static unsigned char *mask_new(kk_ctx *K, int count, unsigned char value)
{
    unsigned char *mask = KK_ARRAY(K, unsigned char, count);
    memset(mask, value, (size_t)count);
    return mask;
}

static void mask_area(const kk_loading *L, unsigned char *mask, int area)
{
    for (int a = 0; a < L->C->narea && area >= 0; a++)
        mask[a] |= kk_area_within(L->C, a, L->node[area]);
}

static unsigned char *mask_rooms(const kk_loading *L)
{
    unsigned char *mask = mask_new(L->K, L->C->nseat, 0);
    for (int k = 0; k < L->C->nseat; k++)
        mask[k] = L->C->seat[k].room;
    return mask;
}

static bool mask_any(const unsigned char *mask, int count)
{
    return count > 0 && memchr(mask, 1, (size_t)count) != NULL;
}

/* ---- limits ------------------------------------------------------------------------------------------------------ */

#define BIT(quantity) (1u << KK_Q_##quantity)
static const unsigned MONEY = BIT(CAPITAL) | BIT(RUNNING) | BIT(COST), OPENED = BIT(UNITS) | BIT(SEATS) | MONEY;

/* The columns that filter, and the quantities that take them. */
static bool limit_filters(kk_loading *L, int i, kk_quantity quantity)
{
    const struct {
        int column;
        unsigned fits;
    } filter[] = {{LIMITS_CLASS, BIT(UNMET) | BIT(TRANSFERS)},
                  {LIMITS_MEASURE, OPENED},
                  {LIMITS_GROUP, OPENED},
                  {LIMITS_POOL, OPENED},
                  {LIMITS_SEAT, BIT(SEATS) | BIT(VACANT)},
                  {LIMITS_PAYER, MONEY}};
    const kk_data *D = L->table[KK_T_LIMITS];
    bool fits = true;
    for (size_t f = 0; f < sizeof filter / sizeof *filter; f++) {
        if (!*kk_data_text(D, i, filter[f].column) || (filter[f].fits & 1u << quantity))
            continue;
        kk_find_error(L->K, "limit.filter", KK_AT(kk_data_place(D, i, filter[f].column)),
                      "a limit on %s cannot be told apart by %s; empty the cell",
                      "%s の制約に「%s」の条件は使えません。セルを空にしてください", kk_quantity_word[quantity],
                      D->table->column[filter[f].column].name);
        fits = false;
    }
    return fits;
}

static int find_text(kk_set *S, const kk_data *D, int row, int column, const kk_word *words)
{
    const char *text = kk_data_text(D, row, column);
    return kk_set_find(S, words ? kk_word_english(words, text) : text, KK_AT(kk_data_place(D, row, column)));
}

/* The masks of a row; false after a finding. */
static bool limit_masks(kk_loading *L, int i, kk_limit *X)
{
    const kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_LIMITS];
    int errors = kk_errors(L->K);
    int area = find_text(&L->area, D, i, LIMITS_AREA, NULL), class_ = find_text(&L->class_, D, i, LIMITS_CLASS, NULL);
    int measure = find_text(&L->measure, D, i, LIMITS_MEASURE, NULL),
        seat = find_text(&L->seat, D, i, LIMITS_SEAT, NULL);
    int group = find_text(&L->group, D, i, LIMITS_GROUP, kk_words_group),
        pool = find_text(&L->pool, D, i, LIMITS_POOL, NULL);
    X->payer = find_text(&L->payer, D, i, LIMITS_PAYER, kk_words_payer);
    limit_filters(L, i, X->quantity);
    if (kk_errors(L->K) > errors)
        return false;
    X->area = mask_new(L->K, C->narea, area < 0);
    mask_area(L, X->area, area);
    X->class_ = mask_new(L->K, C->nclass, class_ < 0);
    X->seat = seat < 0 ? mask_rooms(L) : mask_new(L->K, C->nseat, 0);
    if (class_ >= 0)
        X->class_[class_] = 1;
    if (seat >= 0)
        X->seat[seat] = 1;
    X->option = mask_new(L->K, C->noption, 0);
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        if (O->measure < 0 || O->area < 0)
            continue;
        X->option[o] = X->area[O->area] && (measure < 0 || O->measure == measure) && (pool < 0 || O->pool == pool) &&
                       (group < 0 || strcmp(C->measure[O->measure].group, L->group.name[group].id) == 0);
    }
    bool opened = (OPENED >> X->quantity) & 1;
    if (opened ? L->options_whole && !mask_any(X->option, C->noption)
               : (X->quantity == KK_Q_VACANT && !mask_any(X->seat, C->nseat)) ||
                     (X->quantity == KK_Q_CARERS && !kk_counts_carers(C)))
        kk_find_warning(L->K, "limit.nothing", KK_AT(kk_data_place(D, i, LIMITS_LIMIT)),
                        "there is nothing that the limit '%s' could limit: no %s%.0s fits all its cells",
                        "制約「%s」の対象がありません（条件に合う%.0s%sがない）",
                        kk_brief(L->K, kk_data_text(D, i, LIMITS_LIMIT)), opened ? "option" : "kind of seat",
                        opened ? "候補" : "定員区分");
    return true;
}

/* The fiscal years of a limit; false after a finding. */
static bool limit_years(kk_loading *L, const kk_item *item, kk_limit *X)
{
    const kk_city *C = L->C;
    bool money = (MONEY >> X->quantity) & 1, opened = (OPENED >> X->quantity) & 1;
    int first = money ? C->decide_from : C->first, last = opened && !money ? C->last : C->look_ahead;
    X->period = item->year == KK_NONE ? KK_TOGETHER : item->year == KK_YEAR_EACH ? KK_EACH : KK_YEAR;
    X->from = X->period == KK_YEAR ? item->year : first;
    X->until = X->period == KK_YEAR ? item->year : C->last;
    if ((X->from >= first && X->until <= last) || !L->years_known)
        return true;
    kk_find_error(L->K, "limit.year", KK_AT(kk_data_place_of(L->table[KK_T_LIMITS], item)),
                  "%d lies outside %d to %d, the years that a limit on %s may name",
                  "%d 年度は範囲外です。%d から %d 年度までにしてください（%s の制約）", item->year, first, last,
                  kk_quantity_word[X->quantity]);
    return false;
}

/* Every limit has its own code: a limit of several years is one for each. */
static void limit_names(kk_loading *L, const char *const *id)
{
    kk_city *C = L->C;
    kk_map *count = kk_map_new(L->K);
    bool *several = KK_ARRAY(L->K, bool, C->nlimit);
    for (int l = 0; l < C->nlimit; l++) {
        int first = kk_map_put(count, id[l], l);
        several[l] = several[first] = first != l;
    }
    kk_set_init(L->K, &L->limit, "limit", "制約", "limits.csv", "l");
    for (int l = 0; l < C->nlimit; l++) {
        const kk_data *D = L->table[KK_T_LIMITS];
        const kk_limit *X = &C->limit[l];
        const kk_item *item = &D->item[L->limit_item[l]];
        const char *year = X->period == KK_YEAR   ? kk_format(L->K, "%d", X->from)
                           : X->period == KK_EACH ? "each"
                                                  : "all";
        const char *key = several[kk_map_get(count, id[l])] ? kk_format(L->K, "%s %s", id[l], year) : id[l];
        kk_place at = kk_data_place_of(D, item);
        if (kk_set_look(&L->limit, key) < 0)
            kk_set_add(&L->limit, key, NULL, &at);
        else {
            kk_find_error(L->K, "limit.twice", &at,
                          "the limit '%s' is there twice for the same years (first on line %d); give each its own id",
                          "制約「%s」が同じ年度に重複しています（最初は %d 行目）。別の id にしてください",
                          kk_brief(L->K, id[l]), L->limit.place[kk_set_look(&L->limit, key)].line);
            kk_set_add(&L->limit, kk_format(L->K, "%s %d", key, l), NULL, &at);
        }
    }
    kk_set_close(&L->limit);
    for (int l = 0; l < C->nlimit; l++)
        C->limit[l].name = (kk_name){.id = id[l], .label = C->limit[l].name.label, .code = L->limit.name[l].code};
}

/* Nothing may open for ever. */
static void bound_options(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_OPTIONS];
    for (int o = 0; o < C->noption; o++) {
        kk_option *O = &C->option[o];
        O->bound = kk_most_units(C, o);
        if (isfinite(O->bound))
            continue;
        kk_find_error(
            L->K, "option.unbounded", KK_AT(kk_data_place(D, L->option_row[o], OPTIONS_MAX)),
            "nothing says how many units of '%s' may open; write max_units, or limit the units of it or of its pool",
            "「%s」を何単位まで開設できるか分かりません。上限数を書くか、箇所数の制約（枠など）を加えてください",
            kk_brief(L->K, O->name.label));
    }
}

void kk_read_limits(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_LIMITS];
    const char **id = KK_ARRAY(L->K, const char *, D->nitem);
    bool whole = D->whole;
    kk_limit row = {0};
    C->limit = KK_ARRAY(L->K, kk_limit, D->nitem);
    L->limit_item = KK_ARRAY(L->K, int, D->nitem);
    for (int i = 0, last = -1, usable = 0; i < D->nitem; i++) {
        const kk_item *item = &D->item[i];
        double quantity = kk_data_number(D, item->row, LIMITS_QUANTITY),
               sense = kk_data_number(D, item->row, LIMITS_SENSE);
        if (item->row != last) { /* all years of a row share its masks */
            last = item->row;
            usable = !isnan(quantity) && !isnan(sense) && *kk_data_text(D, item->row, LIMITS_LIMIT);
            row = (kk_limit){.payer = KK_NONE, .floor = usable && ((int)sense & 1)};
            row.name.label = kk_data_text(D, item->row, LIMITS_LABEL);
            if (!*row.name.label)
                row.name.label = kk_data_text(D, item->row, LIMITS_LIMIT);
            row.quantity = usable ? (kk_quantity)quantity : KK_Q_UNITS;
            usable = usable && limit_masks(L, item->row, &row);
        }
        kk_limit *X = &C->limit[C->nlimit];
        *X = row;
        X->value = item->value;
        if (usable && item->value < 0.0 && !((MONEY >> row.quantity) & 1))
            kk_find_error(L->K, "limit.negative", KK_AT(kk_data_place_of(D, item)),
                          "'%s' is negative; a limit on %s is 0 or more",
                          "「%s」は負の数です。%s の制約は 0 以上にしてください", kk_num_print(L->K, item->value),
                          kk_quantity_word[row.quantity]);
        if (!usable || isnan(item->value) || !limit_years(L, item, X)) {
            whole = false;
            continue;
        }
        id[C->nlimit] = kk_data_text(D, item->row, LIMITS_LIMIT);
        L->limit_item[C->nlimit++] = i;
    }
    limit_names(L, id);
    if (whole && L->years_known) /* else a limit may be missing that bounds an option */
        bound_options(L);
}

/* ---- names in the scenario --------------------------------------------------------------------------------------- */

/* A member with a good value, NULL where there is none. */
static const kk_json *good(const kk_json *node, const char *key)
{
    const kk_json *member = kk_json_member(node, key);
    return member && member->kind != KK_JSON_NULL ? member : NULL;
}

/* Mark what a name, or a list of names, stands for: 0 for all others; all where the key is not given. */
static unsigned char *mask_names(kk_loading *L, kk_set *S, const kk_json *node, const kk_word *words)
{
    unsigned char *mask = mask_new(L->K, S->n, node == NULL);
    for (int i = 0; node && i < (node->kind == KK_JSON_LIST ? node->nchild : 1); i++) {
        const kk_json *name = node->kind == KK_JSON_LIST ? &node->child[i] : node;
        if (name->kind != KK_JSON_TEXT)
            continue;
        int found = kk_set_find(S, words ? kk_word_english(words, name->text) : name->text,
                                KK_AT(kk_scenario_place(L->K, L->S, name)));
        if (found >= 0)
            mask[found] = 1;
    }
    return mask;
}

/* The same for areas, with all leaves below the named ones. */
static unsigned char *mask_areas(kk_loading *L, const kk_json *node)
{
    unsigned char *named = mask_names(L, &L->area, node, NULL), *mask = mask_new(L->K, L->C->narea, node == NULL);
    for (int i = 0; node && i < L->area.n; i++)
        if (named[i])
            mask_area(L, mask, i);
    return mask;
}

/* ---- targets ----------------------------------------------------------------------------------------------------- */

void kk_read_targets(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_json *list = L->S->targets;
    kk_set_init(L->K, &L->target, "target", "目標", L->S->file, "t");
    C->target = KK_ARRAY(L->K, kk_target, list->nchild);
    for (int i = 0; i < list->nchild; i++) {
        const kk_json *node = &list->child[i], *key;
        if (node->kind != KK_JSON_OBJECT) {
            L->target.whole = false;
            continue;
        }
        int g = kk_set_add(&L->target, kk_json_member(node, "id")->text, NULL,
                           KK_AT(kk_scenario_place(L->K, L->S, kk_json_member(node, "id"))));
        if (g < 0)
            continue;
        kk_target *G = &C->target[g];
        int from = (key = good(node, "from")) ? (int)key->number : C->first;
        int until = (key = good(node, "until")) ? (int)key->number : C->last;
        if (L->years_known && (from < C->first || until > C->last || from > until)) {
            kk_find_error(L->K, "target.years", KK_AT(kk_scenario_place(L->K, L->S, node)),
                          "a promise for %d to %d; it must lie within the years of the plan, %d to %d",
                          "目標が %d～%d 年度になっています。計画期間（%d～%d 年度）の中にしてください", from, until,
                          C->first, C->last);
            from = C->first;
            until = C->last;
        }
        G->from = L->years_known ? from - C->first : 0;
        G->until = L->years_known ? until - C->first : 0;
        G->basis = (key = good(node, "basis")) && strcmp(key->text, "peak") == 0 ? KK_PEAK : KK_OWN;
        G->buffer = (key = good(node, "buffer")) ? key->number : 0.0;
        G->area = mask_areas(L, good(node, "areas"));
        G->class_ = mask_names(L, &L->class_, good(node, "classes"), NULL);
    }
    kk_set_close(&L->target);
    C->ntarget = L->target.n;
    for (int g = 0; g < C->ntarget; g++)
        C->target[g].name = L->target.name[g];
}

/* ---- goals ------------------------------------------------------------------------------------------------------- */

/* Which years count, and which may be named. */
static void goal_years(kk_loading *L, const kk_json *node, kk_goal *N)
{
    const kk_city *C = L->C;
    int first = N->kind == KK_G_COST ? C->decide_from : C->first;
    bool opened = N->kind == KK_G_SEATS || N->kind == KK_G_UNITS || N->kind == KK_G_CHANGE;
    int last = opened ? C->last : C->look_ahead;
    N->from = first;
    N->until = N->kind == KK_G_COST || N->kind == KK_G_VACANT ? C->look_ahead : C->last;
    if (N->target != KK_NONE) {
        N->from = C->first + C->target[N->target].from;
        N->until = C->first + C->target[N->target].until;
        if (N->kind != KK_G_UNMET) { /* what is required is known in the target's years only */
            first = N->from;
            last = N->until;
        }
    }
    int from, until;
    const kk_json *years = good(node, "years");
    if (!kk_scenario_period(L->K, L->S, years, &from, &until) || !years)
        return;
    N->from = from == KK_NONE ? N->from : from;
    N->until = until == KK_NONE ? N->until : until;
    if (L->years_known && (N->from < first || N->until > last || N->from > N->until))
        kk_find_error(L->K, "goal.years", KK_AT(kk_scenario_place(L->K, L->S, years)),
                      "%d to %d; the years of this goal must lie within %d to %d",
                      "%d～%d 年度になっています。この目標の年度は %d～%d の中にしてください", N->from, N->until, first,
                      last);
}

static void goal_slack(kk_loading *L, const kk_json *node, kk_goal *N)
{
    const kk_json *slack = good(node, "slack");
    if (!slack)
        return;
    double value = slack->number;
    kk_num_status status = KK_NUM_OK;
    if (slack->kind == KK_JSON_TEXT) {
        size_t n = strcspn(slack->text, "%");
        const char *rest = slack->text + n;
        status = kk_num_parse(kk_strndup(L->K, slack->text, n), &value);
        N->slack_is_share = strcmp(rest, "%") == 0;
        if (!N->slack_is_share)
            status = KK_NUM_BAD;
        value /= 100.0;
    }
    if (status != KK_NUM_OK || value < 0.0 || (N->slack_is_share && value > 1.0))
        kk_find_error(L->K, "goal.slack", KK_AT(kk_scenario_place(L->K, L->S, slack)),
                      "'%s' is no slack; write a number from 0 such as 10, or \"2 %%\"",
                      "「%s」は譲歩幅になりません。10 のような 0 以上の数か \"2 %%\" を書いてください",
                      kk_brief(L->K, slack->text));
    else
        N->slack = value;
}

static void goal_options(kk_loading *L, const kk_json *node, kk_goal *N)
{
    const kk_city *C = L->C;
    const kk_json *existing = good(node, "existing");
    const unsigned char *measure = mask_names(L, &L->measure, good(node, "measures"), NULL);
    const unsigned char *group = mask_names(L, &L->group, good(node, "groups"), kk_words_group);
    N->option = mask_new(L->K, C->noption, 0);
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        if (O->measure < 0 || O->area < 0)
            continue;
        const kk_measure *M = &C->measure[O->measure];
        int g = kk_set_look(&L->group, M->group);
        N->option[o] = N->area[O->area] && measure[O->measure] && (g < 0 ? !good(node, "groups") : group[g]) &&
                       (!existing || M->existing == (existing->number != 0.0));
    }
}

static void read_goal(kk_loading *L, const kk_json *node, kk_goal *N)
{
    kk_city *C = L->C;
    const kk_json *kind = kk_json_member(node, "goal"), *key;
    for (kk_goal_kind k = 0; k < KK_NGOAL; k++)
        if (strcmp(kk_goal_word[k], kind->text) == 0)
            N->kind = k;
    for (int i = 0; i < node->nchild; i++)
        if (node->child[i].kind != KK_JSON_NULL && !kk_goal_takes(N->kind, node->child[i].key))
            kk_find_error(L->K, "goal.filter", KK_AT(kk_scenario_place(L->K, L->S, &node->child[i])),
                          "the goal %s takes no '%s'; delete the key", "目標 %s に「%s」は使えません。削除してください",
                          kind->text, node->child[i].key);
    key = good(node, "target");
    N->target = key ? kk_set_find(&L->target, key->text, KK_AT(kk_scenario_place(L->K, L->S, key))) : KK_NONE;
    if (!key && (N->kind == KK_G_SHORT || N->kind == KK_G_WORST_SHARE) && !kk_json_member(node, "target"))
        kk_find_error(L->K, "goal.target", KK_AT(kk_scenario_place(L->K, L->S, node)),
                      "the goal %s needs a target; name one of the targets",
                      "目標 %s には target が必要です。targets の一つを書いてください", kind->text);
    N->area = mask_areas(L, good(node, "areas"));
    N->class_ = mask_names(L, &L->class_, good(node, "classes"), NULL);
    if (N->target != KK_NONE) {
        const kk_target *G = &C->target[N->target];
        for (int a = 0; a < C->narea; a++)
            N->area[a] &= G->area[a];
        for (int c = 0; c < C->nclass; c++)
            N->class_[c] &= G->class_[c];
    }
    key = good(node, "seats");
    N->seat = key ? mask_names(L, &L->seat, key, NULL) : mask_rooms(L);
    goal_options(L, node, N);
    goal_years(L, node, N);
    key = good(node, "payer");
    N->payer = key ? kk_set_find(&L->payer, kk_word_english(kk_words_payer, key->text),
                                 KK_AT(kk_scenario_place(L->K, L->S, key)))
                   : KK_NONE;
    key = good(node, "kind");
    for (kk_cost k = 0; k < KK_NCOST; k++)
        N->cost[k] = !key || strcmp(key->text, kk_cost_word[k]) == 0;
    goal_slack(L, node, N);
    key = good(node, "weight");
    N->weight = key ? key->number : 1.0;
}

/* Goals that are added up by weight are one stage, and only a stage can be held: none of them has its own slack. */
static void check_slacks(kk_loading *L, const kk_json *const *node)
{
    const kk_city *C = L->C;
    for (int n = 0; n < C->ngoal; n++) {
        bool alone = (n == 0 || C->goal[n - 1].stage != C->goal[n].stage) &&
                     (n + 1 == C->ngoal || C->goal[n + 1].stage != C->goal[n].stage);
        if (!alone && C->goal[n].slack > 0.0)
            kk_find_error(
                L->K, "goal.slack", KK_AT(kk_scenario_place(L->K, L->S, good(node[n], "slack"))),
                "a goal that is added to others by weight has no slack of its own: only their sum is held; delete "
                "the slack, or the weight",
                "重みで合計する目標は合計だけを守るので、一つずつに譲歩幅は付けられません。slack か weight "
                "を削除してください");
    }
}

void kk_read_goals(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_json *list = L->S->goals;
    const kk_json **node = KK_ARRAY(L->K, const kk_json *, list->nchild);
    C->goal = KK_ARRAY(L->K, kk_goal, list->nchild);
    bool weighted = false;
    for (int i = 0; i < list->nchild; i++) {
        if (list->child[i].kind != KK_JSON_OBJECT)
            continue;
        node[C->ngoal] = &list->child[i];
        kk_goal *N = &C->goal[C->ngoal++];
        N->code = kk_format(L->K, "g%d", C->ngoal);
        read_goal(L, &list->child[i], N);
        bool together = good(&list->child[i], "weight") != NULL;
        if (!together || !weighted)
            C->nstage++;
        N->stage = C->nstage - 1;
        C->changes |= N->kind == KK_G_CHANGE;
        weighted = together;
    }
    check_slacks(L, node);
}
