/* The rows, columns and goals as free MPS and in CPLEX LP format.
 *
 * The stages of goals are rows goal[1], goal[2], ...: the first is minimised, the others are there so that a reader can
 * minimise them in turn; closing stages are not written. Where a stage has a constant it is the cost of the column
 * `constant`, fixed at 1, because programs disagree about the sign of a constant and some drop it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/export.h"

#include <string.h>

enum { WIDTH = 100 }; /* columns of a line after which it is broken; some readers stop at 255 */

static int stages(const kk_rows *R)
{
    int count = 0;
    while (count < R->nobjective && R->objective[count].goal)
        count++;
    return count;
}

static bool has_constant(const kk_rows *R)
{
    for (int s = 0; s < stages(R); s++)
        if (R->objective[s].constant != 0.0)
            return true;
    return false;
}

static void add_names(kk_text *T, const char *mark, const kk_model *M)
{
    kk_export_comment(T, mark, M->C->title);
    for (int s = 0; s < stages(M->R); s++) {
        const kk_objective *O = &M->R->objective[s];
        kk_text_addf(T, "%s goal %d: %s", mark, s + 1, O->name);
        if (O->slack != 0.0) {
            kk_text_add(T, ", later goals may give away ");
            kk_export_number(T, O->slack);
            kk_text_add(T, O->slack_is_share ? " of its value" : "");
        }
        kk_text_add(T, "\n");
    }
}

/* ---- MPS --------------------------------------------------------------------------------------------------------- */

/* Entries of the rows by column: those of column j are out_entry[start[j]] .. [start[j+1]-1], rows ascending. */
static int *by_column(kk_ctx *K, const kk_rows *R, int **out_entry, int **out_row)
{
    int *start = KK_ARRAY(K, int, R->ncol + 2), *entry = KK_ARRAY(K, int, R->nentry),
        *row = KK_ARRAY(K, int, R->nentry);
    for (int e = 0; e < R->nentry; e++)
        start[R->col[e] + 2]++;
    for (int j = 0; j < R->ncol; j++)
        start[j + 2] += start[j + 1];
    for (int i = 0; i < R->nrow; i++)
        for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++) {
            int at = start[R->col[e] + 1]++;
            entry[at] = e;
            row[at] = i;
        }
    *out_entry = entry;
    *out_row = row;
    return start;
}

static char sense(const kk_rows *R, int i)
{
    KK_ASSERT(isfinite(R->row_lo[i]) || isfinite(R->row_up[i]));
    return R->row_lo[i] == R->row_up[i] ? 'E' : isfinite(R->row_up[i]) ? 'L' : 'G';
}

/* " column row value", or " RHS row value" and so on */
static void add_entry(kk_text *T, const char *first, const char *second, double value)
{
    kk_text_addf(T, " %s %s ", first, second);
    kk_export_number(T, value);
    kk_text_add(T, "\n");
}

static void mps_column(kk_text *T, const kk_rows *R, int j, const int *start, const int *entry, const int *row)
{
    int written = 0;
    for (int s = 0; s < stages(R); s++)
        if (R->objective[s].cost[j] != 0.0) {
            kk_text_addf(T, " %s goal[%d] ", R->col_name[j], s + 1);
            kk_export_number(T, R->objective[s].cost[j]);
            kk_text_add(T, "\n");
            written++;
        }
    for (int i = start[j]; i < start[j + 1]; i++, written++)
        add_entry(T, R->col_name[j], R->row_name[row[i]], R->value[entry[i]]);
    if (!written) /* a column exists by its entries */
        add_entry(T, R->col_name[j], "goal[1]", 0.0);
}

void kk_export_mps(kk_text *T, const kk_model *M)
{
    const kk_rows *R = M->R;
    int *entry, *row, *start = by_column(T->K, R, &entry, &row);
    add_names(T, "*", M);
    kk_text_add(T, "NAME kakuho FREE\nROWS\n");
    for (int s = 0; s < stages(R); s++)
        kk_text_addf(T, " N goal[%d]\n", s + 1);
    for (int i = 0; i < R->nrow; i++)
        kk_text_addf(T, " %c %s\n", sense(R, i), R->row_name[i]);
    kk_text_add(T, "COLUMNS\n");
    for (int j = 0; j < R->ncol; j++) { /* whole columns stand between two markers */
        if (R->col_whole[j] && (j == 0 || !R->col_whole[j - 1]))
            kk_text_add(T, " MARKER 'MARKER' 'INTORG'\n");
        mps_column(T, R, j, start, entry, row);
        if (R->col_whole[j] && (j + 1 == R->ncol || !R->col_whole[j + 1]))
            kk_text_add(T, " MARKER 'MARKER' 'INTEND'\n");
    }
    for (int s = 0; s < stages(R); s++)
        if (R->objective[s].constant != 0.0) {
            kk_text_addf(T, " constant goal[%d] ", s + 1);
            kk_export_number(T, R->objective[s].constant);
            kk_text_add(T, "\n");
        }
    kk_text_add(T, "RHS\n");
    for (int i = 0; i < R->nrow; i++) {
        double side = sense(R, i) == 'G' ? R->row_lo[i] : R->row_up[i];
        if (side != 0.0)
            add_entry(T, "RHS", R->row_name[i], side);
    }
    kk_text_add(T, "RANGES\n");
    for (int i = 0; i < R->nrow; i++)
        if (sense(R, i) == 'L' && isfinite(R->row_lo[i]))
            add_entry(T, "RANGES", R->row_name[i], R->row_up[i] - R->row_lo[i]);
    kk_text_add(T, "BOUNDS\n");
    for (int j = 0; j < R->ncol; j++) {
        if (R->col_lo[j] != 0.0 && R->col_lo[j] != R->col_up[j])
            add_entry(T, "LO BOUNDS", R->col_name[j], R->col_lo[j]);
        add_entry(T, R->col_lo[j] == R->col_up[j] ? "FX BOUNDS" : "UP BOUNDS", R->col_name[j], R->col_up[j]);
    }
    if (has_constant(R))
        add_entry(T, "FX BOUNDS", "constant", 1.0);
    kk_text_add(T, "ENDATA\n");
}

/* ---- LP ---------------------------------------------------------------------------------------------------------- */

/* A name in the LP format, which knows no brackets: need[a,c,2020] is written need(a,c,2020). Ids have neither. */
static void lp_name(kk_text *T, const char *name)
{
    for (; *name; name++)
        kk_text_addn(T, *name == '[' ? "(" : *name == ']' ? ")" : name, 1);
}

/* The next term of a sum; a new line where the line is long. */
static void lp_term(kk_text *T, size_t *line, double value, const char *name)
{
    if (T->length - *line > WIDTH) {
        kk_text_add(T, "\n ");
        *line = T->length;
    }
    kk_text_add(T, value < 0.0 ? " - " : " + ");
    if (fabs(value) != 1.0) {
        kk_export_number(T, fabs(value));
        kk_text_add(T, " ");
    }
    lp_name(T, name);
}

static void lp_goal(kk_text *T, const kk_rows *R, int s)
{
    const kk_objective *O = &R->objective[s];
    size_t line = T->length;
    bool any = false;
    kk_text_addf(T, " goal(%d):", s + 1);
    for (int j = 0; j < R->ncol; j++)
        if (O->cost[j] != 0.0) {
            lp_term(T, &line, O->cost[j], R->col_name[j]);
            any = true;
        }
    if (O->constant != 0.0)
        lp_term(T, &line, O->constant, "constant");
    else if (!any)
        lp_term(T, &line, 0.0, R->col_name[0]);
}

/* A number below every value that goal s can take: its row is there to be minimised and never binds. */
static double below(const kk_rows *R, int s)
{
    const kk_objective *O = &R->objective[s];
    double least = O->constant;
    for (int j = 0; j < R->ncol; j++)
        least += O->cost[j] * (O->cost[j] > 0.0 ? R->col_lo[j] : R->col_up[j]);
    return floor(least) - 1.0;
}

static void lp_row(kk_text *T, const kk_rows *R, int i, const char *suffix, const char *relation, double side)
{
    size_t line = T->length;
    kk_text_add(T, " ");
    lp_name(T, R->row_name[i]);
    kk_text_addf(T, "%s:", suffix);
    for (int e = R->row_start[i]; e < R->row_start[i + 1]; e++)
        lp_term(T, &line, R->value[e], R->col_name[R->col[e]]);
    if (R->row_start[i] == R->row_start[i + 1]) /* a row exists by its terms */
        lp_term(T, &line, 0.0, R->col_name[0]);
    kk_text_addf(T, " %s ", relation);
    kk_export_number(T, side);
    kk_text_add(T, "\n");
}

void kk_export_lp(kk_text *T, const kk_model *M)
{
    const kk_rows *R = M->R;
    add_names(T, "\\", M);
    kk_text_add(T, "Minimize\n");
    lp_goal(T, R, 0);
    kk_text_add(T, "\nSubject To\n");
    for (int s = 1; s < stages(R); s++) {
        lp_goal(T, R, s);
        kk_text_add(T, " >= ");
        kk_export_number(T, below(R, s));
        kk_text_add(T, "\n");
    }
    for (int i = 0; i < R->nrow; i++) {
        bool low = isfinite(R->row_lo[i]), up = isfinite(R->row_up[i]);
        if (low && up && R->row_lo[i] == R->row_up[i])
            lp_row(T, R, i, "", "=", R->row_up[i]);
        else if (up)
            lp_row(T, R, i, "", "<=", R->row_up[i]);
        if (low && R->row_lo[i] != R->row_up[i])
            lp_row(T, R, i, up ? "_low" : "", ">=", R->row_lo[i]);
    }
    kk_text_add(T, "Bounds\n");
    for (int j = 0; j < R->ncol; j++) {
        kk_text_add(T, " ");
        if (R->col_lo[j] != R->col_up[j]) {
            kk_export_number(T, R->col_lo[j]);
            kk_text_add(T, " <= ");
        }
        lp_name(T, R->col_name[j]);
        kk_text_add(T, R->col_lo[j] == R->col_up[j] ? " = " : " <= ");
        kk_export_number(T, R->col_up[j]);
        kk_text_add(T, "\n");
    }
    if (has_constant(R))
        kk_text_add(T, " constant = 1\n");
    bool any = false;
    for (int j = 0; j < R->ncol; j++) {
        if (!R->col_whole[j])
            continue;
        kk_text_add(T, any ? " " : "Generals\n ");
        lp_name(T, R->col_name[j]);
        kk_text_add(T, "\n");
        any = true;
    }
    kk_text_add(T, "End\n");
}
