/* The plan that the tables of its folder print. See decided.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/decided.h"

#include "base/hash.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

typedef struct {
    kk_ctx *K;
    const kk_folder *F;
    const kk_city *C;
    const kk_sheet *S;
    int row;
} reader;

/* ---- cells ------------------------------------------------------------------------------------------------------- */

static _Noreturn void unknown(const reader *R, int column)
{
    kk_fail(R->K, KK_EJUDGE, "%s/%s.csv:%d: %s: '%s' does not fit the input; plan it again",
            "%s/%s.csv:%d: %s「%s」が input/ と合いません。計画し直してください", R->F->dir, R->S->name, R->row + 2,
            R->S->column[column], kk_brief(R->K, kk_sheet_cell(R->S, R->row, column)));
}

static int column_of(const reader *R, const char *heading)
{
    int column = kk_sheet_column(R->S, heading);
    if (column < 0 && R->S->nrow > 0)
        kk_fail(R->K, KK_EJUDGE, "%s/%s.csv has no column %s; plan it again",
                "%s/%s.csv に列 %s がありません。計画し直してください", R->F->dir, R->S->name, heading);
    return column;
}

static int found(const reader *R, int column, const kk_map *names)
{
    int i = kk_map_get(names, kk_sheet_cell(R->S, R->row, column));
    if (i < 0)
        unknown(R, column);
    return i;
}

static kk_micro micros(const reader *R, int column)
{
    double value;
    if (kk_num_parse(kk_sheet_cell(R->S, R->row, column), &value) != KK_NUM_OK || !(fabs(value) < 9e12))
        unknown(R, column);
    return kk_micro_round(value);
}

/* ---- what was decided -------------------------------------------------------------------------------------------- */

static void read_open(reader *R, kk_plan *P)
{
    const kk_city *C = R->C;
    kk_map *option = kk_map_new(R->K), *date = kk_map_new(R->K);
    R->S = R->F->sheet[KK_S_PLAN];
    int of = column_of(R, "option"), on = column_of(R, "opens_on"), units = column_of(R, "units");
    for (int o = 0; o < C->noption; o++)
        kk_map_put(option, C->option[o].name.id, o);
    for (int t = 0; t < C->nplan; t++)
        kk_map_put(date, kk_date_iso(R->K, C, C->first + t, 0), t);
    P->open = KK_ARRAY(R->K, kk_micro, C->noption * C->nplan);
    for (R->row = 0; R->row < R->S->nrow; R->row++)
        P->open[found(R, of, option) * C->nplan + found(R, on, date)] = micros(R, units);
}

static int arc_of(const reader *R, int from, int to, int column)
{
    for (int i = 0; i < R->C->narc; i++)
        if (R->C->arc_from[i] == from && R->C->arc_to[i] == to)
            return i;
    unknown(R, column);
}

static void read_served(reader *R, kk_plan *P)
{
    const kk_city *C = R->C;
    size_t count = (size_t)C->narc * (size_t)C->nservice * (size_t)C->nyear;
    kk_map *area = kk_map_new(R->K), *service = kk_map_new(R->K), *year = kk_map_new(R->K);
    R->S = R->F->sheet[KK_S_SERVED];
    int from = column_of(R, "area"), to = column_of(R, "in_area"), by = column_of(R, "service");
    int in = column_of(R, "year"), children = column_of(R, "children"), without = column_of(R, "without_plan");
    int *cover = KK_ARRAY(R->K, int, C->ntarget), *cover_without = KK_ARRAY(R->K, int, C->ntarget);
    for (int a = 0; a < C->narea; a++)
        kk_map_put(area, C->node[a].name.id, a);
    for (int p = 0; p < C->nservice; p++)
        kk_map_put(service, C->service[p].name.id, p);
    for (int t = 0; t < C->nyear; t++)
        kk_map_put(year, kk_format(R->K, "%d", C->first + t), t);
    P->serve = KK_ARRAY(R->K, kk_micro, count);
    P->without = KK_ARRAY(R->K, kk_micro, count);
    P->cover = KK_ARRAY(R->K, kk_micro *, C->ntarget);
    P->cover_without = KK_ARRAY(R->K, kk_micro *, C->ntarget);
    for (int g = 0; g < C->ntarget; g++)
        if (C->target[g].rows) {
            P->cover[g] = KK_ARRAY(R->K, kk_micro, count);
            P->cover_without[g] = KK_ARRAY(R->K, kk_micro, count);
            cover[g] = column_of(R, kk_format(R->K, "cover_%s", C->target[g].name.id));
            cover_without[g] = column_of(R, kk_format(R->K, "without_plan_cover_%s", C->target[g].name.id));
        }
    for (R->row = 0; R->row < R->S->nrow; R->row++) {
        int arc = arc_of(R, found(R, from, area), found(R, to, area), to);
        size_t i = kk_at(arc, found(R, by, service), C->nservice, found(R, in, year), C->nyear);
        P->serve[i] = micros(R, children);
        P->without[i] = micros(R, without);
        for (int g = 0; g < C->ntarget; g++)
            if (C->target[g].rows) {
                P->cover[g][i] = micros(R, cover[g]);
                P->cover_without[g][i] = micros(R, cover_without[g]);
            }
    }
}

/* ---- how it was found -------------------------------------------------------------------------------------------- */

static double number_of(const kk_json *node, const char *key, double otherwise)
{
    const kk_json *member = kk_json_member(node, key);
    return member && member->kind == KK_JSON_NUMBER ? member->number : otherwise;
}

static const char *text_of(const kk_json *node, const char *key)
{
    const kk_json *member = kk_json_member(node, key);
    return member && member->kind == KK_JSON_TEXT ? member->text : "";
}

static void read_goals(reader *R, kk_plan *P)
{
    const kk_json *goals = kk_json_member(R->F->run, "goals"), *stages = kk_json_member(R->F->run, "stages");
    P->goal_value = KK_ARRAY(R->K, double, R->C->ngoal);
    for (int n = 0; n < R->C->ngoal; n++)
        P->goal_value[n] = goals && n < goals->nchild ? number_of(&goals->child[n], "value", NAN) : (double)NAN;
    P->nstage = stages ? stages->nchild : 0;
    P->stage = KK_ARRAY(R->K, kk_stage, P->nstage);
    for (int i = 0; i < P->nstage; i++) {
        const kk_json *node = &stages->child[i], *goal = kk_json_member(node, "goal");
        double value = number_of(node, "value", NAN);
        P->stage[i] = (kk_stage){.name = text_of(node, "name"),
                                 .goal = goal && goal->number != 0.0,
                                 .value = value,
                                 .bound = number_of(node, "bound", value),
                                 .proved = strcmp(text_of(node, "optimal"), "not proved") != 0};
    }
    P->unique = strcmp(text_of(R->F->run, "unique"), "proved") == 0;
    P->stopped = strcmp(text_of(R->F->run, "outcome"), "stopped") == 0;
}

kk_plan *kk_folder_plan(kk_ctx *K, const kk_folder *F)
{
    kk_plan *P = KK_NEW(K, kk_plan);
    reader R = {.K = K, .F = F, .C = F->C};
    P->C = F->C;
    read_open(&R, P);
    read_served(&R, P);
    read_goals(&R, P);
    for (int s = 0; s < KK_NSHEET; s++) {
        P->sheet[s] = KK_NEW(K, kk_sheet);
        *P->sheet[s] = *F->sheet[s];
    }
    return P;
}

/* ---- its explanation --------------------------------------------------------------------------------------------- */

static bool read_file(kk_ctx *K, const char *dir, const char *name, kk_blob *out)
{
    const char *why[2];
    return kk_file_read(K, kk_path_join(K, dir, name), out, why);
}

bool kk_why_read(kk_ctx *K, const char *dir, const char *input, const kk_sheet *out[4])
{
    static const char *const NAME[] = {"why", "causes", "actions", "rules"};
    static const char MARK[] = "{\n  \"kakuho\": \"" KK_VERSION "\",\n";
    const kk_sheet *sheet[4];
    kk_blob list, file;
    if (!read_file(K, dir, "why.json", &list) || strncmp(list.data, MARK, sizeof MARK - 1) != 0 ||
        !strstr(list.data, kk_format(K, "\n  \"input\": \"%s\",\n", input)))
        return false;
    for (int i = 0; i < 4; i++) {
        const char *name = kk_format(K, "%s.csv", NAME[i]);
        if (!read_file(K, dir, name, &file) ||
            !strstr(list.data, kk_format(K, "\n    {\"name\": \"%s\", \"sha256\": \"%s\"}", name,
                                         kk_hash_hex(K, file.data, file.size))))
            return false;
        sheet[i] = kk_sheet_read(K, NAME[i], kk_path_join(K, dir, name), &file);
    }
    memcpy(out, sheet, sizeof sheet);
    return true;
}
