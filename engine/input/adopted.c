/* The plan in force: table adopted, and whether it can be followed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/loading.h"

#include <string.h>

static const char *option_label(const kk_loading *L, int o)
{
    return kk_brief(L->K, L->C->option[o].name.label);
}

/* Who needs the table: follow, or the first goal change; NULL where nobody does. */
static const kk_json *needed_by(const kk_loading *L)
{
    if (L->S->follow)
        return L->S->follow;
    for (int i = 0; i < L->S->goals->nchild && L->C->changes; i++) {
        const kk_json *goal = kk_json_member(&L->S->goals->child[i], "goal");
        if (goal && goal->kind == KK_JSON_TEXT && strcmp(goal->text, kk_goal_word[KK_G_CHANGE]) == 0)
            return goal;
    }
    return NULL;
}

/* What the plan in force opens must be able to open, if it is followed; else it counts as a change that cannot be
 * avoided. */
static void check_window(kk_loading *L, int o, int year, const kk_place *at)
{
    const kk_option *O = &L->C->option[o];
    int t = year - L->C->first;
    if (O->open_from <= t && t <= O->open_until)
        return;
    const char *why[2] = {"its lead time, earliest or latest", "準備年数、最早・最遅年度のどれか"};
    if (!O->accepted) {
        why[KK_EN] = "its consent";
        why[KK_JA] = "事業者の意向";
    }
    if (L->C->follow)
        kk_find_error(L->K, "adopted.window", at,
                      "'%s' cannot open in %d: %s%.0s does not allow it; correct one of them",
                      "「%s」は %d 年度に開設できません（%.0s%sによる）。どちらかを直してください", option_label(L, o),
                      year, why[KK_EN], why[KK_JA]);
    else
        kk_find_warning(L->K, "adopted.left_out", at,
                        "'%s' cannot open in %d: %s%.0s does not allow it; the goal change counts it as left out",
                        "「%s」は %d 年度に開設できません（%.0s%sによる）。目標 change では取りやめと数えます",
                        option_label(L, o), year, why[KK_EN], why[KK_JA]);
}

/* Rules on units that the plan in force breaks, first place of each: it is evaluated all the same. */
static void check_rules(kk_loading *L, const kk_place *place)
{
    const kk_city *C = L->C;
    double *at_facility = KK_ARRAY(L->K, double, C->nfacility);
    for (int o = 0; o < C->noption; o++) {
        const kk_option *O = &C->option[o];
        double sum = 0.0, most = 0.0;
        for (int t = 0; t < C->nplan; t++) {
            sum += C->adopted[o * C->nplan + t];
            most = fmax(most, C->adopted[o * C->nplan + t]);
        }
        double before = O->facility == KK_NONE ? 0.0 : at_facility[O->facility];
        if (O->facility != KK_NONE)
            at_facility[O->facility] += sum;
        if (sum > O->max_units || most > O->max_per_year)
            kk_find_warning(
                L->K, "adopted.units", &place[o],
                "the plan in force opens more of '%s' than max_units or max_per_year allow; it is evaluated as it is",
                "現行計画は「%s」を上限（max_units・max_per_year）より多く開設します。そのまま評価します",
                option_label(L, o));
        else if (sum < O->min_units)
            kk_find_warning(L->K, "adopted.units", &(kk_place){.file = L->table[KK_T_ADOPTED]->csv->file},
                            "the plan in force opens less of '%s' than min_units asks for; it is evaluated as it is",
                            "現行計画は「%s」を下限（min_units）まで開設しません。そのまま評価します",
                            option_label(L, o));
        else if (O->facility != KK_NONE && sum > 0.0 && before <= 1.0 + 1e-9 && before + sum > 1.0 + 1e-9)
            kk_find_warning(L->K, "adopted.units", &place[o],
                            "the plan in force uses the facility '%s' more than once; it is evaluated as it is",
                            "現行計画は施設「%s」を二度以上使います。そのまま評価します",
                            kk_brief(L->K, C->facility[O->facility].id));
    }
}

void kk_read_adopted(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_ADOPTED];
    const kk_json *need = needed_by(L);
    C->follow = L->S->follow != NULL;
    if (!D->given) {
        if (need && !L->S->broken && !L->S->table[KK_T_ADOPTED])
            kk_find_error(L->K, "adopted.missing", KK_AT(kk_scenario_place(L->K, L->S, need)),
                          "'%s' needs the plan in force: write the table adopted (option, year, units)",
                          "「%s」には現行計画が必要です。表 adopted（候補・年度・単位数）を作ってください", need->text);
        return;
    }
    C->adopted = KK_ARRAY(L->K, double, C->noption * C->nplan);
    const int *option = kk_set_column(&L->option, D, ADOPTED_OPTION);
    int *item_of = KK_ARRAY(L->K, int, C->noption * C->nplan); /* item + 1 */
    kk_place *place = KK_ARRAY(L->K, kk_place, C->noption);
    for (int i = 0; i < D->nitem; i++) {
        const kk_item *item = &D->item[i];
        int o = option[item->row], t = item->year - C->first;
        if (o < 0 || item->year < 0 || isnan(item->value) || !L->years_known)
            continue;
        kk_place at = kk_data_place_of(D, item);
        if (t < 0 || t >= C->nplan) {
            if (item->value > 0.0)
                kk_find_warning(
                    L->K, "adopted.year", &at,
                    "%d lies outside the years of the plan, %d to %d, and is not read; what opened earlier "
                    "belongs into supply",
                    "%d 年度は計画期間（%d～%d 年度）の外なので読みません。以前に開設した分は既存定員に入れてください",
                    item->year, C->first, C->last);
            continue;
        }
        if (item_of[o * C->nplan + t]) {
            kk_find_error(L->K, "adopted.twice", &at, "'%s' is given twice for %d (first on line %d); delete one",
                          "「%s」の %d 年度が重複しています（最初は %d 行目）。一つを削除してください",
                          option_label(L, o), item->year, D->csv->line[D->item[item_of[o * C->nplan + t] - 1].row + 1]);
            continue;
        }
        item_of[o * C->nplan + t] = i + 1;
        C->adopted[o * C->nplan + t] = item->value;
        if (!place[o].file)
            place[o] = at;
        if (C->follow && item->value != floor(item->value) && kk_opens_whole(C, &C->option[o]))
            kk_find_error(L->K, "cell.whole", &at,
                          "'%s' opens in whole units, and the plan in force is followed: make it whole, or write "
                          "\"units\": \"continuous\"",
                          "「%s」は整数単位で開設します。現行計画に従うには整数にするか、\"units\": \"continuous\" と"
                          "書いてください",
                          option_label(L, o));
        if (need && item->value > 0.0)
            check_window(L, o, item->year, &at);
    }
    if (C->follow && L->options_whole && kk_errors(L->K) == 0)
        check_rules(L, place);
}
