/* Is it the same model? Our rows before model/reduce against GMPL's in memory, by name: every row and column, their
 * bounds, every coefficient, every goal and its constant; and the same against the exported MPS and LP as GLPK reads
 * them.
 *
 *     same_rows models/planning.mod FOLDER CITY...      FOLDER takes the exported files
 *
 * Numbers have to agree to 1e-12 of the larger one (1e-12 below 1): both sides may add in another order. A city whose
 * tables have errors fails. TAP, five cases a city.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"
#include "model/model.h"
#include "test.h"

#include <glpk.h>
#include <stdlib.h>

static const char *planning, *folder;

/* ---- ours -------------------------------------------------------------------------------------------------------- */

typedef struct {
    kk_ctx *K;
    const kk_city *C;
    const char *name;
    const kk_rows *R;
    const kk_model *M;
    int nstage;
    kk_map *row, *col;
    const char *file[3]; /* .dat .mps .lp */
} ours;

static void build(kk_ctx *K, void *arg)
{
    static const char *const ENDING[3] = {"dat", "mps", "lp"};
    ours *S = arg;
    kk_model *M = kk_model_build(K, S->C);
    S->M = M;
    S->R = M->R;
    S->row = kk_map_new(K);
    S->col = kk_map_new(K);
    for (int i = 0; i < S->R->nrow; i++)
        kk_map_put(S->row, S->R->row_name[i], i);
    for (int j = 0; j < S->R->ncol; j++)
        kk_map_put(S->col, S->R->col_name[j], j);
    while (S->nstage < S->R->nobjective && S->R->objective[S->nstage].goal)
        S->nstage++;
    for (int i = 0; i < 3; i++) {
        S->file[i] = kk_format(K, "%s/city.%s", folder, ENDING[i]);
        kk_model_export(K, M, S->file[i]);
    }
}

/* ---- theirs ------------------------------------------------------------------------------------------------------ */

typedef enum { GMPL, MPS, LP } format;

/* A name as the other side spells it, in our spelling. */
static const char *spell(const char *name, format from, char out[512])
{
    static const char *const OTHER[][2] = {
        {"covered[", "cover["}, {"linked[", "link["}, {"fewer[", "less["}}; /* in GMPL */
    snprintf(out, 512, "%s", name);
    for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER && from == GMPL; i++)
        if (strncmp(name, OTHER[i][0], strlen(OTHER[i][0])) == 0)
            snprintf(out, 512, "%s%s", OTHER[i][1], name + strlen(OTHER[i][0]));
    for (char *c = out; *c && from == LP; c++)
        *c = *c == '(' ? '[' : *c == ')' ? ']' : *c;
    return out;
}

static int exact, near_by; /* numbers compared: the same double, or within the tolerance */

static bool same(double got, double want)
{
    if (got == want) {
        exact++;
        return true;
    }
    bool ok = fabs(got - want) <= 1e-12 * fmax(1.0, fmax(fabs(got), fabs(want)));
    near_by += ok;
    return ok;
}

/* The sides of a row or column as we write them. */
static double low(int type, double lb)
{
    return type == GLP_FR || type == GLP_UP ? -INFINITY : lb;
}

static double up(int type, double lb, double ub)
{
    return type == GLP_FX ? lb : type == GLP_FR || type == GLP_LO ? INFINITY : ub;
}

/* Their entries of row i (0: the objective) against ours, want [ncol]; constant is what stands beside them. */
static void compare_entries(const ours *S, glp_prob *P, int i, format f, const double *want, double constant,
                            const char *name)
{
    int ncol = glp_get_num_cols(P), n = 0;
    int *index = malloc((size_t)(ncol + 1) * sizeof *index);
    double *value = malloc((size_t)(ncol + 1) * sizeof *value), *got = calloc((size_t)S->R->ncol, sizeof *got),
           other = 0.0;
    if (!index || !value || !got)
        abort();
    if (i > 0) {
        n = glp_get_mat_row(P, i, index, value);
    } else {
        for (int j = 1; j <= ncol; j++) {
            index[j] = j;
            value[j] = glp_get_obj_coef(P, j);
        }
        n = ncol;
        other = glp_get_obj_coef(P, 0);
    }
    char text[512];
    for (int e = 1; e <= n; e++) {
        const char *col = spell(glp_get_col_name(P, index[e]), f, text);
        int j = kk_map_get(S->col, col);
        if (j >= 0)
            got[j] += value[e];
        else if (strcmp(col, "constant") == 0)
            other += value[e];
        else if (value[e] != 0.0)
            test_check(false, __FILE__, __LINE__, "%s: %s: column %s is not ours", S->name, name, col);
    }
    for (int j = 0; j < S->R->ncol; j++)
        if (!same(got[j], want[j]))
            test_check(false, __FILE__, __LINE__, "%s: %s: %s has %.17g, ours %.17g", S->name, name, S->R->col_name[j],
                       got[j], want[j]);
    if (!same(other, constant))
        test_check(false, __FILE__, __LINE__, "%s: %s: constant %.17g, ours %.17g", S->name, name, other, constant);
    free(index);
    free(value);
    free(got);
}

static double *row_of(const ours *S, int i)
{
    double *want = calloc((size_t)S->R->ncol, sizeof *want);
    if (!want)
        abort();
    for (int e = S->R->row_start[i]; e < S->R->row_start[i + 1]; e++)
        want[S->R->col[e]] = S->R->value[e];
    return want;
}

static void compare_columns(const ours *S, glp_prob *P, format f)
{
    bool *seen = calloc((size_t)S->R->ncol, 1), *used = calloc((size_t)S->R->ncol, 1);
    if (!seen || !used)
        abort();
    char text[512];
    int counted = 0;
    for (int j = 1; j <= glp_get_num_cols(P); j++) {
        const char *name = spell(glp_get_col_name(P, j), f, text);
        int at = kk_map_get(S->col, name), type = glp_get_col_type(P, j);
        bool whole = glp_get_col_kind(P, j) != GLP_CV;
        if (at < 0 && f == GMPL && strncmp(name, "count[", 6) == 0) { /* the row whole says what it is */
            test_check(whole, __FILE__, __LINE__, "%s: column %s is not whole", S->name, name);
            counted++;
            continue;
        }
        if (at < 0) {
            test_check(f != GMPL && strcmp(name, "constant") == 0 && glp_get_col_lb(P, j) == 1.0 && type == GLP_FX,
                       __FILE__, __LINE__, "%s: column %s is not ours", S->name, name);
            continue;
        }
        seen[at] = true;
        test_check(whole == (f != GMPL && S->R->col_whole[at]), __FILE__, __LINE__, "%s: column %s: whole is %d",
                   S->name, name, whole);
        double lo = low(type, glp_get_col_lb(P, j)), hi = up(type, glp_get_col_lb(P, j), glp_get_col_ub(P, j));
        test_check(same(lo, S->R->col_lo[at]) && same(hi, S->R->col_up[at]), __FILE__, __LINE__,
                   "%s: column %s is %.17g..%.17g, ours %.17g..%.17g", S->name, name, lo, hi, S->R->col_lo[at],
                   S->R->col_up[at]);
    }
    for (int e = 0; e < S->R->nentry; e++)
        used[S->R->col[e]] = true;
    for (int i = 0; i < S->C->noption * S->C->nplan && f == GMPL; i++)
        counted -= S->M->X.open[i] >= 0 && S->R->col_whole[S->M->X.open[i]];
    test_check(counted == 0, __FILE__, __LINE__, "%s: %d columns too many are counted", S->name, counted);
    for (int j = 0; j < S->R->ncol; j++) /* GMPL leaves out a column that stands in no row */
        test_check(seen[j] || (f == GMPL && !used[j]), __FILE__, __LINE__, "%s: column %s is missing there", S->name,
                   S->R->col_name[j]);
    free(seen);
    free(used);
}

/* The number of a goal's row, goal[3] or hold[3]; 0 for other rows. */
static int stage_of(const char *name, const char *family)
{
    size_t n = strlen(family);
    return strncmp(name, family, n) == 0 && name[n] == '[' ? atoi(name + n + 1) : 0;
}

static double reached(int stage)
{
    return 10.0 + stage;
}

/* A row that holds or states a stage: its entries, and on which side its constant stands. */
static void compare_goal(const ours *S, glp_prob *P, int i, format f, const char *name)
{
    int hold = stage_of(name, "hold"), s = hold ? hold : stage_of(name, "goal");
    if (s < 1 || s > S->nstage) {
        test_check(false, __FILE__, __LINE__, "%s: row %s is not ours", S->name, name);
        return;
    }
    const kk_objective *O = &S->R->objective[s - 1];
    compare_entries(S, P, i, f, O->cost, f == GMPL ? 0.0 : O->constant, name);
    if (!hold)
        return;
    double slack = O->slack_is_share ? O->slack * reached(s) : O->slack;
    double side = glp_get_row_ub(P, i), want = reached(s) + slack + 1e-9 * reached(s) - O->constant;
    test_check(fabs(side - want) <= 1e-9 * fmax(1.0, fabs(O->constant)), __FILE__, __LINE__,
               "%s: %s <= %.17g, ours %.17g", S->name, name, side, want);
}

/* whole[o,t]: open[o,t] - count[o,t] = 0 */
static void whole_row(const ours *S, glp_prob *P, int i, const char *name)
{
    int index[3];
    double value[3], sum = 0.0;
    bool same_place =
        glp_get_mat_row(P, i, NULL, NULL) == 2 && glp_get_row_type(P, i) == GLP_FX && glp_get_row_lb(P, i) == 0.0;
    for (int e = 1; e <= (same_place ? glp_get_mat_row(P, i, index, value) : 0); e++) {
        const char *col = glp_get_col_name(P, index[e]);
        same_place = same_place && strcmp(strchr(col, '['), strchr(name, '[')) == 0 && fabs(value[e]) == 1.0;
        sum += value[e];
    }
    test_check(same_place && sum == 0.0, __FILE__, __LINE__, "%s: row %s is not open = count", S->name, name);
}

static void compare_rows(const ours *S, glp_prob *P, format f)
{
    bool *seen = calloc((size_t)S->R->nrow, 1);
    if (!seen)
        abort();
    char text[512];
    for (int i = 1; i <= glp_get_num_rows(P); i++) {
        const char *name = spell(glp_get_row_name(P, i), f, text);
        size_t length = strlen(name);
        bool lower =
            f == LP && length > 4 && strcmp(name + length - 4, "_low") == 0; /* second row of one with two sides */
        if (lower)
            text[length - 4] = '\0';
        int at = kk_map_get(S->row, name), type = glp_get_row_type(P, i);
        if (at < 0 && f == GMPL && strncmp(name, "whole[", 6) == 0) {
            whole_row(S, P, i, name);
            continue;
        }
        if (at < 0) {
            compare_goal(S, P, i, f, name);
            continue;
        }
        seen[at] = seen[at] || !lower;
        double lo = low(type, glp_get_row_lb(P, i)), hi = up(type, glp_get_row_lb(P, i), glp_get_row_ub(P, i));
        double want_lo = S->R->row_lo[at], want_hi = S->R->row_up[at];
        if (f == LP && isfinite(want_lo) && isfinite(want_hi) && want_lo != want_hi)
            *(lower ? &want_hi : &want_lo) = lower ? INFINITY : -INFINITY;
        test_check(same(lo, want_lo) && same(hi, want_hi), __FILE__, __LINE__,
                   "%s: row %s is %.17g..%.17g, ours %.17g..%.17g", S->name, name, lo, hi, want_lo, want_hi);
        double *want = row_of(S, at);
        compare_entries(S, P, i, f, want, 0.0, name);
        free(want);
    }
    for (int i = 0; i < S->R->nrow; i++)
        test_check(seen[i], __FILE__, __LINE__, "%s: row %s is missing there", S->name, S->R->row_name[i]);
    free(seen);
}

/* planning.mod with the exported data, at a stage, or (0) all goals as one; NULL when GLPK refuses it. */
static glp_prob *translate(const ours *S, int stage)
{
    glp_tran *tran = glp_mpl_alloc_wksp();
    glp_prob *P = glp_create_prob();
    const char *more = kk_format(S->K, "%s/stage.dat", folder);
    FILE *file = fopen(more, "w");
    if (!file)
        abort();
    fprintf(file, "data;\nparam weighted := %d;\nparam stage := %d;\nparam reached :=", stage == 0, stage ? stage : 1);
    for (int s = 1; s < stage; s++)
        fprintf(file, " %d %g", s, reached(s));
    fprintf(file, ";\nend;\n");
    fclose(file);
    bool ok = glp_mpl_read_model(tran, planning, 1) == 0 && glp_mpl_read_data(tran, S->file[0]) == 0 &&
              glp_mpl_read_data(tran, more) == 0 && glp_mpl_generate(tran, NULL) == 0;
    if (ok)
        glp_mpl_build_prob(tran, P);
    glp_mpl_free_wksp(tran);
    if (ok)
        return P;
    glp_delete_prob(P);
    return NULL;
}

/* ---- the cases --------------------------------------------------------------------------------------------------- */

static ours *now;

static void gmpl_states_the_same_rows(void)
{
    glp_prob *P = translate(now, 1);
    if (!CHECK(P))
        return;
    compare_columns(now, P, GMPL);
    compare_rows(now, P, GMPL);
    glp_delete_prob(P);
}

static void gmpl_states_the_same_goals(void)
{
    for (int s = 1; s <= now->nstage; s++) {
        glp_prob *P = translate(now, s);
        if (!CHECK(P))
            return;
        const kk_objective *O = &now->R->objective[s - 1];
        compare_entries(now, P, 0, GMPL, O->cost, O->constant, "objective");
        int held = 0;
        for (int i = 1; i <= glp_get_num_rows(P); i++)
            if (stage_of(glp_get_row_name(P, i), "hold")) {
                compare_goal(now, P, i, GMPL, glp_get_row_name(P, i));
                held++;
            }
        CHECK_INT(held, s - 1);
        glp_delete_prob(P);
    }
}

/* One stage of all goals: the sum of ours, each with the weight that it has. */
static void gmpl_weighs_the_same_goals(void)
{
    glp_prob *P = translate(now, 0);
    double *sum = calloc((size_t)now->R->ncol, sizeof *sum), constant = 0.0;
    if (!sum)
        abort();
    for (int s = 0; s < now->nstage; s++) {
        for (int j = 0; j < now->R->ncol; j++)
            sum[j] += now->R->objective[s].cost[j];
        constant += now->R->objective[s].constant;
    }
    if (CHECK(P)) {
        compare_entries(now, P, 0, GMPL, sum, constant, "all goals as one");
        glp_delete_prob(P);
    }
    free(sum);
}

static void compare_export(format f, int read)
{
    glp_prob *P = glp_create_prob();
    if (f == MPS ? glp_read_mps(P, GLP_MPS_FILE, NULL, now->file[1]) : glp_read_lp(P, NULL, now->file[2]))
        test_check(false, __FILE__, __LINE__, "%s: GLPK cannot read %s", now->name, now->file[read]);
    else {
        compare_columns(now, P, f);
        compare_rows(now, P, f);
        compare_entries(now, P, 0, f, now->R->objective[0].cost, now->R->objective[0].constant, "objective");
    }
    glp_delete_prob(P);
}

static void mps_reads_back_the_same(void)
{
    compare_export(MPS, 1);
}

static void lp_reads_back_the_same(void)
{
    compare_export(LP, 2);
}

/* RUN with the name of the city. */
static void run_case(const char *what, void (*body)(void))
{
    test_case_ok = true;
    body();
    printf("%s %d - %s: %s\n", test_case_ok ? "ok" : "not ok", ++test_count, now->name, what);
    test_failed_cases += !test_case_ok;
    fflush(stdout);
}

static int quiet(void *info, const char *text)
{
    (void)info;
    if (strstr(text, "error") || strstr(text, ".mod:") || strstr(text, ".dat:"))
        printf("# glpk: %s%s", text, strchr(text, '\n') ? "" : "\n");
    return 1;
}

static void one_city(const char *path, const char *units)
{
    const char *slash = strrchr(path, '/');
    kk_ctx *K = kk_ctx_new();
    kk_city *C;
    ours S = {.K = K, .name = slash ? slash + 1 : path};
    now = &S;
    test_case_ok = true;
    kk_load_options options = {.set = &units, .nset = 1};
    kk_rc rc = kk_city_load(K, path, &options, &C);
    if (rc == KK_EINPUT && strcmp(units, "units=whole") == 0) { /* the plan in force has parts of units */
        kk_ctx_free(K);
        return;
    }
    if (rc == KK_OK) {
        S.C = C;
        rc = kk_guard(K, build, &S);
    }
    if (rc != KK_OK) {
        printf("# %s: %s\n", S.name, kk_message(K, KK_EN));
        for (int i = 0; i < kk_finding_count(K, NULL, NULL); i++)
            if (kk_finding_at(K, i)->error)
                printf("# %s:%d: %s [%s]\n", kk_finding_at(K, i)->file, kk_finding_at(K, i)->line,
                       kk_finding_at(K, i)->text[KK_EN], kk_finding_at(K, i)->code);
        printf("not ok %d - %s: loads\n", ++test_count, S.name);
        test_failed_cases++;
    } else {
        run_case("GMPL states the same rows", gmpl_states_the_same_rows);
        run_case("GMPL states the same goals", gmpl_states_the_same_goals);
        run_case("GMPL weighs the same goals", gmpl_weighs_the_same_goals);
        run_case("MPS reads back the same", mps_reads_back_the_same);
        run_case("LP reads back the same", lp_reads_back_the_same);
    }
    kk_ctx_free(K);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: same_rows models/planning.mod FOLDER CITY...\n");
        return 2;
    }
    planning = argv[1];
    folder = argv[2];
    glp_term_hook(quiet, NULL);
    for (int i = 3; i < argc; i++)
        one_city(argv[i], "units=continuous");
    for (int i = 3; i < argc; i++)
        one_city(argv[i], "units=whole");
    printf("# %d numbers the same, %d within 1e-12\n", exact, near_by);
    glp_free_env();
    return DONE();
}
