/* A first city to start from: a made-up one with numbers, or the rows of a real one without.
 *
 * The tables carry a byte-order mark, without which Excel takes them for CP932.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/init.h"

#include "base/file.h"
#include "base/num.h"
#include "base/str.h"

#include <string.h>

#define MADE_UP "架空の例（実在の市の数値ではない）"

enum { NAREA = 3, NCLASS = 3, NYEAR = 5, NMEASURE = 4, FIRST = 2025, AREAS_MOST = 2000 };

static const char *const area_name[NAREA] = {"東区（例）", "西区（例）", "南区（例）"};
static const char *const class_name[NCLASS] = {"1号", "2号", "3号"};

/* The east grows and is short, the west is short of the youngest, the south is covered. */
static const int need[NAREA][NCLASS][NYEAR] = {
    {{420, 405, 390, 375, 360}, {610, 632, 645, 638, 620}, {380, 396, 400, 392, 378}},
    {{300, 290, 280, 270, 260}, {450, 455, 452, 444, 430}, {290, 298, 294, 288, 280}},
    {{180, 175, 170, 165, 160}, {260, 255, 250, 245, 240}, {150, 150, 146, 142, 140}},
};
static const int supply[NAREA][NCLASS] = {{480, 560, 330}, {330, 446, 270}, {220, 280, 156}};

static const struct {
    const char *name, *group;
    int lead, capital, running;
    int amount[NCLASS];      /* by class */
    const char *most[NAREA]; /* units, by area */
} measure[NMEASURE] = {
    {"認定こども園への移行", "convert", 1, 60000, 26000, {-30, 30, 12}, {"2", "1", "1"}},
    {"保育所の増築", "extend", 1, 45000, 15000, {0, 10, 6}, {"3", "2", "1"}},
    {"小規模保育の新設", "new", 1, 30000, 24000, {0, 0, 19}, {"3", "2", "1"}},
    {"認定こども園の新設", "new", 2, 260000, 84000, {15, 54, 36}, {"1", "1", "1"}},
};

/* What is written: the names, and how far the numbers are. */
typedef struct {
    kk_ctx *K;
    const char *const *area;
    int narea, first, nyear;
    bool numbers;
} plan;

static void add_cell(kk_text *T, const char *text)
{
    if (!strpbrk(text, "\",")) {
        kk_text_add(T, text);
        return;
    }
    kk_text_add(T, "\"");
    for (; *text; text++)
        kk_text_addf(T, *text == '"' ? "\"%c" : "%c", *text);
    kk_text_add(T, "\"");
}

static void add_number(kk_text *T, const plan *P, int number)
{
    if (P->numbers)
        kk_text_addf(T, ",%d", number);
    else
        kk_text_add(T, ",");
}

static void add_end(kk_text *T, const plan *P)
{
    kk_text_addf(T, ",%s\n", P->numbers ? MADE_UP : "");
}

static void write_need(kk_text *T, const plan *P)
{
    kk_text_add(T, "area,class");
    for (int t = 0; t < P->nyear; t++)
        kk_text_addf(T, ",%d", P->first + t);
    kk_text_add(T, ",source\n");
    for (int a = 0; a < P->narea; a++)
        for (int c = 0; c < NCLASS; c++) {
            add_cell(T, P->area[a]);
            kk_text_addf(T, ",%s", class_name[c]);
            for (int t = 0; t < P->nyear; t++)
                add_number(T, P, P->numbers ? need[a][c][t] : 0);
            add_end(T, P);
        }
}

static void write_supply(kk_text *T, const plan *P)
{
    kk_text_addf(T, "area,seat,%d,source\n", P->first);
    for (int a = 0; a < P->narea; a++)
        for (int c = 0; c < NCLASS; c++) {
            add_cell(T, P->area[a]);
            kk_text_addf(T, ",%s", class_name[c]);
            add_number(T, P, P->numbers ? supply[a][c] : 0);
            add_end(T, P);
        }
}

static void write_measures(kk_text *T, const plan *P)
{
    kk_text_add(T, "measure,group,lead_years,capital,running,source\n");
    for (int m = 0; m < NMEASURE; m++) {
        kk_text_addf(T, "%s,%s", measure[m].name, measure[m].group);
        add_number(T, P, measure[m].lead);
        add_number(T, P, measure[m].capital);
        add_number(T, P, measure[m].running);
        add_end(T, P);
    }
}

static void write_effects(kk_text *T, const plan *P)
{
    kk_text_add(T, "measure,item,amount,source\n");
    for (int m = 0; m < NMEASURE; m++)
        for (int c = 0; c < NCLASS; c++) {
            if (measure[m].amount[c] == 0)
                continue;
            kk_text_addf(T, "%s,%s", measure[m].name, class_name[c]);
            add_number(T, P, measure[m].amount[c]);
            add_end(T, P);
        }
}

static void write_options(kk_text *T, const plan *P)
{
    kk_text_add(T, "option,measure,area,max_units,source\n");
    for (int m = 0; m < NMEASURE; m++)
        for (int a = 0; a < P->narea; a++) {
            add_cell(T, kk_format(P->K, "%s %s", P->area[a], measure[m].name));
            kk_text_addf(T, ",%s,", measure[m].name);
            add_cell(T, P->area[a]);
            kk_text_addf(T, ",%s", P->numbers ? measure[m].most[a] : "");
            add_end(T, P);
        }
}

/* ---- what was asked for ------------------------------------------------------------------------------------------ */

/* The next part of a list with commas of any width between; blanks round it are taken off. */
static const char *next_part(kk_ctx *K, const char **list)
{
    static const char *const comma[] = {",", "，", "、"}, *const blank[] = {" ", "\t", "　"};
    const char *from = *list, *until = from + strlen(from), *rest = until;
    for (size_t i = 0; i < 3; i++) {
        const char *at = strstr(from, comma[i]);
        if (at && at < until) {
            until = at;
            rest = at + strlen(comma[i]);
        }
    }
    *list = rest > until ? rest : NULL;
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < 3; i++) {
            size_t n = strlen(blank[i]);
            if ((size_t)(until - from) >= n && strncmp(from, blank[i], n) == 0) {
                from += n;
                again = true;
            }
            if ((size_t)(until - from) >= n && strncmp(until - n, blank[i], n) == 0) {
                until -= n;
                again = true;
            }
        }
    }
    return kk_strndup(K, from, (size_t)(until - from));
}

static void read_areas(plan *P, const char *areas)
{
    kk_map *seen = kk_map_new(P->K);
    const char **name = KK_ARRAY(P->K, const char *, AREAS_MOST);
    while (areas) {
        const char *area = next_part(P->K, &areas);
        for (size_t i = 0, n = strlen(area); i < n; i += (size_t)kk_utf8_length(area + i, n - i))
            if ((unsigned char)area[i] < ' ' || kk_utf8_length(area + i, n - i) == 0)
                kk_fail(P->K, KK_EUSAGE, "a name among the areas is no text", "区域の名前に使えない文字があります");
        if (!*area || P->narea == AREAS_MOST || kk_map_put(seen, area, P->narea) != P->narea)
            kk_fail(P->K, KK_EUSAGE, "the areas must have different names, commas between, at most %d: '%s' is wrong",
                    "区域は異なる名前をカンマで区切り、%d 個以内にしてください（「%s」が正しくありません）", AREAS_MOST,
                    kk_brief(P->K, area));
        name[P->narea++] = area;
    }
    P->area = name;
}

static void read_years(plan *P, const char *years)
{
    static const char *const dash[] = {"-", "～", "〜", "－", "–"};
    for (size_t i = 0; i < sizeof dash / sizeof *dash; i++) {
        const char *at = strstr(years, dash[i]);
        int last;
        if (at && kk_year_parse(kk_strndup(P->K, years, (size_t)(at - years)), &P->first) == KK_NUM_OK &&
            kk_year_parse(at + strlen(dash[i]), &last) == KK_NUM_OK && P->first <= last && last < P->first + 50) {
            P->nyear = last - P->first + 1;
            return;
        }
    }
    kk_fail(P->K, KK_EUSAGE, "'%s' are no years; write 2025-2029 or R7-R11 (at most 50)",
            "「%s」は年度の範囲ではありません。2025-2029 や R7-R11 のように書いてください（50 年度以内）",
            kk_brief(P->K, years));
}

void kk_init(kk_ctx *K, const char *dir, const char *areas, const char *years)
{
    static const struct {
        const char *file;
        void (*write)(kk_text *, const plan *);
    } table[] = {{"need.csv", write_need},
                 {"supply.csv", write_supply},
                 {"measures.csv", write_measures},
                 {"effects.csv", write_effects},
                 {"options.csv", write_options}};
    enum { NTABLE = sizeof table / sizeof *table };
    plan P = {.K = K, .area = area_name, .narea = NAREA, .first = FIRST, .nyear = NYEAR, .numbers = true};
    if (!areas != !years)
        kk_fail(K, KK_EUSAGE, "areas and years belong together; give both, or neither for a made-up city",
                "区域と年度は両方指定してください（架空の市を作るなら、どちらも不要です）");
    if (areas) {
        P.narea = 0;
        P.numbers = false;
        read_areas(&P, areas);
        read_years(&P, years);
    }
    kk_blob file[NTABLE];
    for (int t = 0; t < NTABLE; t++) {
        kk_text T = {.K = K};
        kk_text_add(&T, "\xEF\xBB\xBF");
        table[t].write(&T, &P);
        file[t] = (kk_blob){.name = table[t].file, .data = T.text, .size = T.length};
    }
    kk_folder_write(K, dir, file, NTABLE, NULL, NULL);
}
