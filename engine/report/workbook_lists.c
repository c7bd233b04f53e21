/* Tables of a plan as lists of plan.xlsx: headings in words, labels in the place of ids.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/workbook.h"

#include <string.h>

/* ---- columns ----------------------------------------------------------------------------------------------------- */

typedef enum { TEXT, NUMBER, YEAR, DATE, YEARS, MARK, AREA, AREAS, CLASS, MEASURE, PAYER, TARGET, KEPT } cell_kind;

/* The columns of the tables; %s is the unit of money or, of a name that ends in _, what its rest names. */
static const struct {
    const char *name;
    cell_kind kind;
    const char *en, *ja;
} COLUMN[] = {
    {"option", TEXT, "Option", "候補"},
    {"measure", MEASURE, "Measure", "確保方策"},
    {"area", AREA, "Area", "区域"},
    {"class", CLASS, "Class", "認定区分"},
    {"label", TEXT, "Name", "名称"},
    {"decide_by", DATE, "Decide by", "決定期限"},
    {"opens_on", DATE, "Opens on", "開設日"},
    {"units", NUMBER, "Units", "件数"},
    {"seats_", NUMBER, "Seats: %s", "定員：%s"},
    {"carers", NUMBER, "Carers", "保育士"},
    {"capital", NUMBER, "Capital, %s", "整備費（%s）"},
    {"running", NUMBER, "Running a year, %s", "年間運営費（%s）"},
    {"years_needed", YEARS, "Years needed", "必要な年度"},
    {"year", YEAR, "Fiscal year", "年度"},
    {"need", NUMBER, "Need", "量の見込み"},
    {"served", NUMBER, "With a place", "席のある子ども"},
    {"elsewhere", NUMBER, "of them in other areas", "うち他の区域"},
    {"unmet", NUMBER, "Short", "不足"},
    {"unmet_without_plan", NUMBER, "Short without the plan", "計画がない場合の不足"},
    {"required_", NUMBER, "Required: %s", "必要数：%s"},
    {"without_plan_short_", NUMBER, "Short without the plan: %s", "計画がない場合の不足：%s"},
    {"short_", NUMBER, "Short: %s", "不足：%s"},
    {"estimate", MARK, "Estimate", "推計"},
    {"payer", PAYER, "Payer", "負担者"},
    {"target", TARGET, "Promise", "目標"},
    {"required", NUMBER, "Required", "必要数"},
    {"short", NUMBER, "Short", "不足"},
    {"areas_short", AREAS, "Areas short", "不足が残る区域"},
    {"kept", KEPT, "Kept", "達成"},
};
enum { NCOLUMN = sizeof COLUMN / sizeof *COLUMN };

typedef struct {
    const kk_voice *V;
    kk_map *area, *class_, *measure, *payer, *target, *seat;
} names;

#define NAMES(map, count, name_of)                                                                                     \
    map = kk_map_new(V->K);                                                                                            \
    for (int i = 0; i < count; i++)                                                                                    \
    kk_map_put(map, name_of, i)

static names names_of(const kk_voice *V)
{
    const kk_city *C = V->C;
    names N = {.V = V};
    NAMES(N.area, C->nnode, C->node[i].name.id);
    NAMES(N.class_, C->nclass, C->class_[i].name.id);
    NAMES(N.measure, C->nmeasure, C->measure[i].name.id);
    NAMES(N.payer, C->npayer, C->payer[i].id);
    NAMES(N.target, C->ntarget, C->target[i].name.id);
    NAMES(N.seat, C->nseat, C->seat[i].name.id);
    return N;
}

/* The label of what an id names; an id that names nothing stays. */
static const char *label(const names *N, cell_kind kind, const char *id)
{
    const kk_city *C = N->V->C;
    const kk_map *map = kind == AREA      ? N->area
                        : kind == CLASS   ? N->class_
                        : kind == MEASURE ? N->measure
                        : kind == PAYER   ? N->payer
                        : kind == TARGET  ? N->target
                                          : N->seat;
    int i = kk_map_get(map, id);
    if (i < 0)
        return id;
    return kind == AREA      ? kk_say_area(N->V, i)
           : kind == CLASS   ? C->class_[i].name.label
           : kind == MEASURE ? C->measure[i].name.label
           : kind == PAYER   ? kk_say_payer(N->V, i)
           : kind == TARGET  ? C->target[i].name.label
                             : C->seat[i].name.label;
}

/* "chuo;kita" */
static const char *labels(const names *N, const char *ids)
{
    kk_text T = {.K = N->V->K};
    for (const char *s = ids; *s; s += strspn(s, ";")) {
        size_t length = strcspn(s, ";");
        kk_text_addf(&T, "%s%s", T.length ? KK_WORD(N->V, ", ", "、") : "",
                     label(N, AREA, kk_strndup(N->V->K, s, length)));
        s += length;
    }
    return kk_text_get(&T);
}

static int column_of(const char *name)
{
    for (int i = 0; i < NCOLUMN; i++) {
        size_t length = strlen(COLUMN[i].name);
        if (strcmp(name, COLUMN[i].name) == 0 ||
            (COLUMN[i].name[length - 1] == '_' && strncmp(name, COLUMN[i].name, length) == 0))
            return i;
    }
    return 0;
}

static const char *heading(const names *N, const char *name)
{
    const kk_voice *V = N->V;
    int i = column_of(name);
    size_t length = strlen(COLUMN[i].name);
    const char *text = KK_WORD(V, COLUMN[i].en, COLUMN[i].ja), *gap = strstr(text, "%s"), *of = V->C->money_unit;
    if (!gap)
        return text;
    if (COLUMN[i].name[length - 1] == '_')
        of = strcmp(COLUMN[i].name, "seats_") == 0 ? label(N, NUMBER, name + length) : label(N, TARGET, name + length);
    return kk_format(V->K, "%.*s%s%s", (int)(gap - text), text, of, gap + 2);
}

static const char *said(const names *N, cell_kind kind, const char *cell)
{
    switch (kind) {
    case AREA:
    case CLASS:
    case MEASURE:
    case PAYER:
    case TARGET: return label(N, kind, cell);
    case AREAS: return labels(N, cell);
    case KEPT: return strcmp(cell, "yes") == 0 ? KK_WORD(N->V, "kept", "達成") : KK_WORD(N->V, "NOT KEPT", "未達成");
    default: return cell;
    }
}

static void put_cell(const names *N, kk_xpage *S, int row, int column, cell_kind kind, const char *cell)
{
    const char *text = said(N, kind, cell);
    if (kind == NUMBER)
        kk_xlsx_number(S, row, column, KK_X_BOX, text);
    else if (kind == YEAR)
        kk_xlsx_number(S, row, column, KK_X_BOX | KK_X_CENTRE | KK_X_PLAIN, text);
    else if (kind == DATE)
        kk_xlsx_date(S, row, column, KK_X_BOX, text);
    else
        kk_xlsx_text(S, row, column,
                     KK_X_BOX | KK_X_WRAP | (kind == MARK || kind == KEPT || kind == YEARS ? KK_X_CENTRE : 0), text);
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

enum { HEAD = 1, NARROW = 8, WIDEST = 40, MOST_LINES = 4 };

/* As wide as its cells; a heading is wrapped. */
static int width_of(const names *N, const kk_sheet *T, int j)
{
    cell_kind kind = COLUMN[column_of(T->column[j])].kind;
    int width = (kk_text_width(heading(N, T->column[j])) + 2) / 2 + 2;
    for (int i = 0; i < T->nrow; i++) {
        int digits = kk_text_width(said(N, kind, kk_sheet_cell(T, i, j)));
        digits += kind == NUMBER ? digits / 3 : 0;
        width = digits + 3 > width ? digits + 3 : width;
    }
    return width < NARROW ? NARROW : width > WIDEST ? WIDEST : width;
}

/* first: the column of the table that comes first; those before it come last */
static void put_list(kk_book *B, const names *N, const kk_sheet *T, int first, const char *name)
{
    kk_xpage *S = kk_xlsx_page(B->X, name);
    int lines = 1, wide = 0;
    kk_book_title(S, name);
    for (int at = 0; at < T->ncol; at++) {
        int j = (at + first) % T->ncol;
        cell_kind kind = COLUMN[column_of(T->column[j])].kind;
        const char *text = heading(N, T->column[j]);
        int width = width_of(N, T, j), needed = kk_xlsx_lines(text, width);
        kk_xlsx_width(S, at, width);
        kk_xlsx_text(S, HEAD, at, KK_X_HEAD, text);
        for (int i = 0; i < T->nrow; i++)
            put_cell(N, S, HEAD + 1 + i, at, kind, kk_sheet_cell(T, i, j));
        if (kind == YEARS && T->nrow > 0)
            kk_xlsx_digits(S, HEAD + 1, at, HEAD + T->nrow, at);
        lines = needed > lines ? needed : lines;
        wide += width;
    }
    kk_xlsx_height(S, HEAD, lines < MOST_LINES ? lines : MOST_LINES);
    kk_xlsx_freeze(S, HEAD + 1, 0);
    if (T->nrow > 0)
        kk_xlsx_filter(S, HEAD, 0, HEAD + T->nrow, T->ncol - 1);
    kk_xlsx_print(S, wide > 0 ? wide : 1, NULL, NULL, 0, 0);
}

void kk_book_lists(kk_book *B)
{
    const kk_voice *V = &B->V;
    kk_sheet *const *sheet = B->D->P->sheet;
    names N = names_of(V);
    put_list(B, &N, sheet[KK_S_PLAN], 1, KK_WORD(V, "Actions", "確保方策"));
    put_list(B, &N, sheet[KK_S_BALANCE], 0, KK_WORD(V, "Balance", "過不足"));
    put_list(B, &N, sheet[KK_S_MONEY], 0, KK_WORD(V, "Money", "費用"));
}

int kk_book_promises(kk_book *B, kk_xpage *S, int row)
{
    static const char *const ORDER[] = {"target", "year", "required", "short", "kept", "areas_short"};
    const kk_voice *V = &B->V;
    const kk_sheet *T = B->D->P->sheet[KK_S_PROMISES];
    names N = names_of(V);
    kk_xlsx_text(S, row++, 0, KK_X_BOLD, KK_WORD(V, "Promises", "目標（期日を約束したもの）"));
    for (int j = 0; j < 6; j++)
        kk_xlsx_text(S, row, j, KK_X_HEAD, heading(&N, ORDER[j]));
    row++;
    for (int i = 0; i < T->nrow; i++, row++) {
        int lines = 1;
        for (int j = 0; j < 6; j++) {
            cell_kind kind = COLUMN[column_of(ORDER[j])].kind;
            const char *cell = kk_sheet_cell(T, i, kk_sheet_column(T, ORDER[j]));
            put_cell(&N, S, row, j, kind, cell);
            int needed = kind == AREAS    ? kk_xlsx_lines(said(&N, kind, cell), 20)
                         : kind == TARGET ? kk_xlsx_lines(said(&N, kind, cell), 22)
                                          : 1;
            lines = needed > lines ? needed : lines;
        }
        kk_xlsx_height(S, row, lines);
    }
    return row + 1;
}
