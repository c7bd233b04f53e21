/* A study for the terminal: what-ifs beside the city as it is, or the points of a sweep. See study_out.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/study_out.h"

#include "report/words.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 80, POINTS = 24, VALUES = 12, ACTIONS = 8, TARGETS = 3, WIDEST = 8, LABEL = 44 };

typedef struct {
    kk_ctx *K;
    kk_voice voice;
    const struct kk_study *S;
    const kk_city *C;
    kk_text T;
} screen;

/* ---- tables: the first column at the left, numbers at the right, never cut --------------------------------------- */

typedef struct {
    const char *cell[WIDEST];
    const char *note; /* instead of the numbers */
} table_row;

typedef struct {
    kk_ctx *K;
    int ncol, nrow, capacity;
    table_row *row;
} table;

static void line(screen *D, const char *text)
{
    kk_say_line(&D->T, text);
}

static table_row *row_new(table *A)
{
    A->row = kk_grow(A->K, A->row, &A->capacity, A->nrow + 1, sizeof *A->row);
    table_row *R = &A->row[A->nrow++];
    *R = (table_row){.note = NULL};
    for (int j = 0; j < WIDEST; j++)
        R->cell[j] = "";
    return R;
}

/* What does not fit beside the first column is left to the tables, from the right. */
static void put_table(screen *D, const table *A)
{
    int width[WIDEST] = {0}, ncol = 1, all;
    for (int i = 0; i < A->nrow; i++)
        for (int j = 0; j < A->ncol; j++) {
            int w = A->row[i].note && j > 0 ? 0 : kk_text_width(A->row[i].cell[j]);
            width[j] = w > width[j] ? w : width[j];
        }
    width[0] = width[0] > LABEL ? LABEL : width[0];
    for (all = width[0]; ncol < A->ncol && all + 2 + width[ncol] <= COLUMNS; ncol++)
        all += 2 + width[ncol];
    width[0] += all < COLUMNS - 4 ? 2 : 0;
    for (int i = 0; i < A->nrow; i++) {
        const char *text = kk_pad_left(D->K, kk_fit_name(D->K, A->row[i].cell[0], width[0]), width[0]);
        if (A->row[i].note)
            text = kk_format(D->K, "%s  %s", text, A->row[i].note);
        for (int j = 1; j < ncol && !A->row[i].note; j++)
            text = kk_format(D->K, "%s  %s", text, kk_pad_right(D->K, A->row[i].cell[j], width[j]));
        line(D, text);
    }
}

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

static double all_short(const screen *D, const kk_case *N)
{
    return kk_case_sum(N, KK_N_UNMET, NULL, D->C->first, D->C->last);
}

static double seats_added(const kk_case *N)
{
    return kk_case_sum(N, KK_N_SEATS, NULL, 0, 0);
}

static double city_pays(const screen *D, const kk_case *N)
{
    const char *city = D->C->payer[D->C->city_payer].id;
    return kk_case_sum(N, KK_N_CAPITAL, city, D->C->decide_from, D->C->look_ahead) +
           kk_case_sum(N, KK_N_RUNNING, city, D->C->decide_from, D->C->look_ahead);
}

/* With its sign; "0" where it is none, "" of the base. */
static const char *change(const screen *D, double now, double base, bool is_base)
{
    double more = now - base;
    if (is_base)
        return "";
    if (fabs(more) > 0.0 && fabs(more) < 0.5)
        return more > 0.0 ? "+<1" : kk_format(D->K, "%s<1", D->C->minus);
    int64_t whole = llround(more);
    return kk_format(D->K, "%s%s", whole > 0 ? "+" : "", kk_say_whole(&D->voice, whole));
}

/* The most that a target is short of in a year. */
static double target_short(const kk_case *N, const char *target)
{
    double most = 0.0;
    for (int i = 0; i < N->nnumber; i++)
        if (N->number[i].kind == KK_N_SHORT && strcmp(N->number[i].item, target) == 0)
            most = fmax(most, N->number[i].value);
    return most;
}

static const char *kept_of(const screen *D, const kk_case *N)
{
    return KK_SAY(&D->voice, "%d of %d", "%d／%d", N->nkept, N->npromise);
}

static const char *state_text(const screen *D, const kk_case *N)
{
    const kk_voice *V = &D->voice;
    const char *say = N->say[V->lang] ? N->say[V->lang] : "";
    switch (N->state) {
    case KK_CASE_UNFIT: return KK_WORD(V, "does not apply", "該当なし");
    case KK_CASE_CONTRADICTORY: return KK_SAY(V, "no plan: %s contradict", "計画なし：%s が矛盾", N->why);
    case KK_CASE_NO_PLAN: return KK_SAY(V, "no plan: %s", "計画なし：%s", say);
    case KK_CASE_INVALID: return KK_SAY(V, "input with errors: %s", "入力に誤り：%s", say);
    case KK_CASE_PLANNED:
    case KK_NCASE: break;
    }
    return "";
}

static const char *units_word(const screen *D)
{
    return D->C->whole ? KK_WORD(&D->voice, "Whole units.", "施設数は整数です。")
                       : KK_WORD(&D->voice, "Parts of units may open: a quick look.", "端数を認めた概算です。");
}

/* ---- what-ifs ---------------------------------------------------------------------------------------------------- */

static const char *case_name(const screen *D, int n)
{
    return n == 0 ? KK_WORD(&D->voice, "as it is", "現状のまま") : D->S->case_[n].name;
}

/* Children short: in all years of the plan, of each promise. */
static void put_short(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_city *C = D->C;
    int targets = C->ntarget < TARGETS ? C->ntarget : TARGETS;
    table A = {.K = D->K, .ncol = 4 + targets};
    table_row *H = row_new(&A);
    H->cell[0] = KK_WORD(V, "Children short", "不足");
    H->cell[1] = KK_SAY(V, "%d-%d", "%d〜%d年度", C->first, C->last);
    H->cell[2] = KK_WORD(V, "change", "増減");
    for (int g = 0; g < targets; g++)
        H->cell[3 + g] = kk_fit_name(D->K, C->target[g].name.label, 12);
    if (targets == 1)
        H->cell[3] = KK_SAY(V, "promise %s", "目標 %s", H->cell[3]);
    H->cell[3 + targets] = KK_WORD(V, "promises kept", "目標達成");
    for (int n = 0; n < D->S->ncase; n++) {
        const kk_case *N = &D->S->case_[n];
        table_row *R = row_new(&A);
        R->cell[0] = case_name(D, n);
        if (N->state != KK_CASE_PLANNED) {
            R->note = state_text(D, N);
            continue;
        }
        R->cell[1] = kk_say_count(V, all_short(D, N));
        R->cell[2] = change(D, all_short(D, N), all_short(D, &D->S->case_[0]), n == 0);
        for (int g = 0; g < targets; g++)
            R->cell[3 + g] = kk_say_count(V, target_short(N, C->target[g].name.id));
        R->cell[3 + targets] = kept_of(D, N);
    }
    put_table(D, &A);
}

static const char *actions_changed(const screen *D, int n)
{
    int more, less, other;
    kk_case_changed(D->S, n, &more, &less, &other);
    if (more + less + other == 0)
        return "0";
    return KK_SAY(&D->voice, "+%d %s%d ~%d", "+%d %s%d ~%d", more, D->C->minus, less, other);
}

static void put_takes(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_case *base = &D->S->case_[0];
    table A = {.K = D->K, .ncol = 6};
    table_row *H = row_new(&A);
    H->cell[0] = KK_WORD(V, "What it takes", "必要なもの");
    H->cell[1] = KK_WORD(V, "seats added", "定員増");
    H->cell[2] = H->cell[4] = KK_WORD(V, "change", "増減");
    H->cell[3] = kk_fit(D->K, KK_SAY(V, "city pays, %s", "市の負担（%s）", D->C->money_unit), 18);
    H->cell[5] = KK_WORD(V, "actions", "方策の増減");
    for (int n = 0; n < D->S->ncase; n++) {
        const kk_case *N = &D->S->case_[n];
        if (N->state != KK_CASE_PLANNED)
            continue;
        table_row *R = row_new(&A);
        R->cell[0] = case_name(D, n);
        R->cell[1] = kk_say_count(V, seats_added(N));
        R->cell[2] = change(D, seats_added(N), seats_added(base), n == 0);
        R->cell[3] = kk_say_whole(V, llround(city_pays(D, N)));
        R->cell[4] = change(D, city_pays(D, N), city_pays(D, base), n == 0);
        R->cell[5] = n == 0 ? KK_SAY(V, "%d", "%d件", N->naction) : actions_changed(D, n);
    }
    put_table(D, &A);
    if (D->S->nplanned > 1)
        line(D, kk_format(D->K, "  %s",
                          KK_SAY(V, "actions: option and date; + more, %s fewer, ~ in other units",
                                 "方策の増減：候補と開所日で比べ、+ 追加、%s 取りやめ、~ 件数の変更", D->C->minus)));
}

static void put_abouts(screen *D)
{
    const kk_voice *V = &D->voice;
    int width = 0;
    line(D, KK_WORD(V, "What if", "もしも"));
    for (int n = 1; n < D->S->ncase; n++)
        width = kk_text_width(D->S->case_[n].name) > width ? kk_text_width(D->S->case_[n].name) : width;
    for (int n = 1; n < D->S->ncase; n++) {
        const kk_case *N = &D->S->case_[n];
        line(D, kk_format(D->K, "  %s  %s", kk_pad_left(D->K, N->name, width), N->about[V->lang]));
        if (N->state == KK_CASE_UNFIT)
            line(D, kk_format(D->K, "  %*s  – %s", width, "", N->say[V->lang]));
    }
}

/* ---- a sweep ----------------------------------------------------------------------------------------------------- */

static const char *axis_name(const screen *D, int v)
{
    return kk_format(D->K, "%c", v < 26 ? 'A' + v : '?');
}

static const char *axis_values(const screen *D, const kk_vary *V, int width)
{
    kk_text T = {.K = D->K};
    for (int i = 0; i < V->n; i++)
        kk_text_addf(&T, "%s%s", i ? ", " : "", V->value[i]);
    const char *all = kk_text_get(&T);
    if (kk_text_width(all) <= width || V->n < 3)
        return all;
    return kk_format(D->K, "%s, %s, ..., %s (%d)", V->value[0], V->value[1], V->value[V->n - 1], V->n);
}

static void put_axes(screen *D)
{
    int width = 0;
    for (int v = 0; v < D->S->nvary; v++)
        width = kk_text_width(D->S->vary[v].key) > width ? kk_text_width(D->S->vary[v].key) : width;
    width = width > 48 ? 48 : width;
    for (int v = 0; v < D->S->nvary; v++)
        line(D, kk_format(D->K, "  %s  %s  %s", axis_name(D, v),
                          kk_pad_left(D->K, kk_fit_name(D->K, D->S->vary[v].key, width), width),
                          axis_values(D, &D->S->vary[v], COLUMNS - width - 7)));
}

static void put_heading(screen *D, table_row *H, int at)
{
    const kk_voice *V = &D->voice;
    H->cell[at] = V->lang == KK_JA ? "不足（期間計）" : kk_format(D->K, "short %d-%d", D->C->first, D->C->last);
    H->cell[at + 1] = KK_WORD(V, "promises", "目標達成");
    H->cell[at + 2] = KK_WORD(V, "seats added", "定員増");
    H->cell[at + 3] = kk_fit(D->K, KK_SAY(V, "city pays, %s", "市の負担（%s）", D->C->money_unit), 18);
}

static void put_points(screen *D)
{
    const kk_voice *V = &D->voice;
    table A = {.K = D->K, .ncol = 5};
    table_row *H = row_new(&A);
    kk_text names = {.K = D->K};
    int width[26] = {0};
    for (int v = 0; v < D->S->nvary && v < 26; v++)
        for (int i = 0; i < D->S->vary[v].n; i++) {
            int w = kk_text_width(D->S->vary[v].value[i]);
            width[v] = w > width[v] ? w : width[v];
        }
    for (int v = 0; v < D->S->nvary && v < 26; v++)
        kk_text_addf(&names, "%s  ", kk_pad_left(D->K, axis_name(D, v), width[v]));
    H->cell[0] = kk_text_get(&names);
    put_heading(D, H, 1);
    for (int n = 0; n < D->S->ncase; n++) {
        const kk_case *N = &D->S->case_[n];
        kk_text values = {.K = D->K};
        for (int v = 0; v < D->S->nvary && v < 26; v++)
            kk_text_addf(&values, "%s  ", kk_pad_left(D->K, kk_point_value(D->S, n, v), width[v]));
        table_row *R = row_new(&A);
        R->cell[0] = kk_text_get(&values);
        if (N->state != KK_CASE_PLANNED) {
            R->note = state_text(D, N);
            continue;
        }
        R->cell[1] = kk_say_count(V, all_short(D, N));
        R->cell[2] = kept_of(D, N);
        R->cell[3] = kk_say_count(V, seats_added(N));
        R->cell[4] = kk_say_whole(V, llround(city_pays(D, N)));
    }
    put_table(D, &A);
}

/* The least and the most of some points. */
typedef struct {
    bool any;
    double least, most;
} span;

static void widen(span *X, double value)
{
    X->least = X->any ? fmin(X->least, value) : value;
    X->most = X->any ? fmax(X->most, value) : value;
    X->any = true;
}

static const char *span_text(const screen *D, const span *X)
{
    const char *least = kk_say_count(&D->voice, X->least), *most = kk_say_count(&D->voice, X->most);
    return !X->any ? "–" : strcmp(least, most) == 0 ? least : KK_SAY(&D->voice, "%s–%s", "%s〜%s", least, most);
}

/* A value of one change: the spans over the points that have it. */
static void put_value(const screen *D, table *A, int v, int i)
{
    span missing = {0}, seats = {0}, money = {0};
    int planned = 0, kept = 0, points = 0;
    for (int n = 0; n < D->S->ncase; n++) {
        const kk_case *N = &D->S->case_[n];
        if (strcmp(kk_point_value(D->S, n, v), D->S->vary[v].value[i]) != 0)
            continue;
        points++;
        if (N->state != KK_CASE_PLANNED)
            continue;
        planned++;
        kept += N->kept;
        widen(&missing, all_short(D, N));
        widen(&seats, seats_added(N));
        widen(&money, city_pays(D, N));
    }
    table_row *R = row_new(A);
    R->cell[0] = kk_format(D->K, "%s  %s", axis_name(D, v), D->S->vary[v].value[i]);
    R->cell[1] = span_text(D, &missing);
    R->cell[2] = planned == points ? KK_SAY(&D->voice, "%d of %d", "%d／%d", kept, points)
                                   : KK_SAY(&D->voice, "%d of %d (%d no plan)", "%d／%d（%d は計画なし）", kept, points,
                                            points - planned);
    R->cell[3] = span_text(D, &seats);
    R->cell[4] = span_text(D, &money);
}

static void put_values(screen *D)
{
    const kk_voice *V = &D->voice;
    table A = {.K = D->K, .ncol = 5};
    table_row *H = row_new(&A);
    put_heading(D, H, 1);
    line(D, KK_WORD(V, "Lowest and highest of the points with each value (all points: sweep.csv)",
                    "それぞれの値を含む組合せの最小と最大（全ての組合せは sweep.csv）"));
    H->cell[2] = KK_WORD(V, "all kept in", "全目標達成");
    for (int v = 0; v < D->S->nvary; v++) {
        int n = D->S->vary[v].n, shown = n <= VALUES ? n : VALUES;
        for (int i = 0; i < shown; i++) /* spread evenly, both ends among them */
            put_value(D, &A, v, shown == n ? i : i * (n - 1) / (shown - 1));
    }
    put_table(D, &A);
}

/* ---- no regret --------------------------------------------------------------------------------------------------- */

static int by_date(const void *a, const void *b)
{
    const kk_study_option *x = *(const kk_study_option *const *)a, *y = *(const kk_study_option *const *)b;
    int order = strcmp(x->decide_by, y->decide_by);
    if (order == 0)
        order = (x->least < y->least) - (x->least > y->least);
    return order ? order : (x > y) - (x < y);
}

static const char *units_span(const screen *D, const kk_study_option *O)
{
    const char *least = kk_say_decimal(&D->voice, kk_div_round(O->least, 100000), 1);
    const char *most = kk_say_decimal(&D->voice, kk_div_round(O->most, 100000), 1);
    return strcmp(least, most) == 0 ? least : KK_SAY(&D->voice, "%s–%s", "%s〜%s", least, most);
}

static const char *area_label(const screen *D, const char *id)
{
    for (int a = 0; a < D->C->narea; a++)
        if (strcmp(D->C->node[a].name.id, id) == 0)
            return kk_say_area(&D->voice, a);
    return id;
}

static void put_no_regret(screen *D)
{
    const kk_voice *V = &D->voice;
    const kk_study_option **all = KK_ARRAY(D->K, const kk_study_option *, D->S->noption);
    int n = 0, opened = 0, same = 0;
    if (D->S->nplanned < 2 || D->C->follow) /* nothing to compare, or nothing is decided */
        return;
    for (int o = 0; o < D->S->noption; o++) {
        opened += D->S->option[o].as != NULL;
        if (D->S->option[o].cases == D->S->nplanned)
            all[n++] = &D->S->option[o];
    }
    for (int i = 0; i < D->S->naction; i++)
        same += D->S->action[i].cases == D->S->nplanned;
    if (n > 1)
        qsort(all, (size_t)n, sizeof(const kk_study_option *), by_date);
    line(D, "");
    line(D, KK_SAY(V, "No regret: %d of %d options open in all %d plans (%d actions at the same date)",
                   "どの計画でも開く候補：%d 件（全 %d 件・%d 計画。開所日も同じ方策は %d 件）", n, opened,
                   D->S->nplanned, same));
    table A = {.K = D->K, .ncol = 3};
    table_row *H = row_new(&A);
    H->cell[0] = KK_WORD(V, "  Decided first", "  早く決めるもの");
    H->cell[1] = KK_WORD(V, "units", "件数");
    H->cell[2] = KK_WORD(V, "first decision by", "最初の決定期限");
    for (int i = 0; i < n && i < ACTIONS; i++) {
        table_row *R = row_new(&A);
        R->cell[0] = KK_SAY(V, "  %s, %s", "  %s、%s", all[i]->as->label, area_label(D, all[i]->as->area));
        R->cell[1] = units_span(D, all[i]);
        R->cell[2] = all[i]->decide_by;
    }
    if (n > 0)
        put_table(D, &A);
    if (n > ACTIONS)
        line(D, KK_SAY(V, "  %d more: actions.csv", "  ほか %d 件は actions.csv", n - ACTIONS));
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void put_head(screen *D)
{
    const kk_voice *V = &D->voice;
    const struct kk_study *S = D->S;
    int without = 0;
    bool proved = true;
    for (int n = 0; n < S->ncase; n++)
        proved = proved && (S->case_[n].state != KK_CASE_PLANNED || S->case_[n].proved);
    for (int n = 0; n < S->ncase; n++)
        without += S->case_[n].state != KK_CASE_PLANNED && S->case_[n].state != KK_CASE_UNFIT;
    if (*D->C->title)
        line(D, D->C->title);
    const char *more = without ? KK_SAY(V, ", %d without a plan", "（計画のないもの %d）", without) : "";
    if (S->nvary > 0)
        line(D, KK_SAY(V, "Sweep: %d points%s. %s", "感度の確認：%d 通り%s。%s", S->ncase, more, units_word(D)));
    else
        line(D, KK_SAY(V, "What-ifs: %d beside the city as it is%s. %s", "もしもの比較：現状のままと %d 通り%s。%s",
                       S->nplanned - 1, more, units_word(D)));
    if (!proved)
        line(D, KK_WORD(V, "Not all plans are proved best: small changes may be those of the search.",
                        "最善と証明されていない計画があり、小さな増減は探索の差かもしれません。"));
}

const char *kk_study_text(kk_ctx *K, const struct kk_study *S, kk_lang lang, const char *dir)
{
    screen D = {.K = K, .voice = {K, S->C, lang}, .S = S, .C = S->C, .T.K = K};
    const kk_voice *V = &D.voice;
    put_head(&D);
    if (S->nvary > 0) {
        put_axes(&D);
        line(&D, "");
        if (S->ncase <= POINTS)
            put_points(&D);
        else
            put_values(&D);
    } else {
        line(&D, "");
        put_short(&D);
        line(&D, "");
        put_takes(&D);
        line(&D, "");
        put_abouts(&D);
    }
    put_no_regret(&D);
    line(&D, "");
    line(&D, kk_format(K, "%s%s", kk_pad_left(K, KK_WORD(V, "Folder", "フォルダ"), 13),
                       dir ? dir
                           : KK_WORD(V, "nothing was written (-o FOLDER writes the tables)",
                                     "書き込みなし（-o フォルダ で表を書き出す）")));
    return kk_text_get(&D.T);
}
