/* Years needed, proved (models/README.md, "Years needed").
 *
 * Rows here are those that hold children back: seats, carers, link. What is taken of them and what they leave is held
 * times carer_scale, so that a row of carers is whole. Prices are whole numbers of 10^-PRICE, other places of 10^-12.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge/needed.h"

#include "domain/proof.h"
#include "judge/names.h"
#include "judge/rows.h"
#include "judge/sums.h"

#include <string.h>

enum { PRICE = 18 }; /* decimals of a double that can be written down */

/* Numbers of T->scratch that this file works with; rows.c has the one between. */
enum { TAKEN = KK_SCRATCH_ROWS, TERM = KK_SCRATCH_ROWS + 2, TIMES, OVER };

typedef enum { OPEN, NEEDED, NOT_NEEDED } verdict;

struct kk_needed {
    kk_trial *T;
    const kk_city *C;
    const kk_columns *all;       /* serve number i is of year i mod nyear */
    int *shown_as;               /* [all->nserve] 1 + its number among the printed columns, 0 = not printed */
    size_t ncarers, nlink, nrow; /* where rows of carers and link begin; rows of all */
    const kk_row_names *rows;
    kk_map *column_of; /* number of a column by its name */
    mpz_t *adds; /* [nopen][nyear][nseat + 1] what an action adds to seats of each kind, and to carers, 10^-digits */
    unsigned char *says; /* [nopen][nyear] */

    /* of the list that is looked at */
    mpz_t *of_row;  /* [nrow] its price, or how much more is taken of it */
    mpz_t *of_cell; /* [narea nclass] the least price of a child, or how many more are placed */
    bool *reached;  /* [narea nclass] of_cell is known */
    bool *marked;   /* [nrow] it is among those touched */
    int *touched, ntouched;
    mpz_t *sum, *each, *enough; /* [1] */
    size_t *own_row;            /* of an action in a year: rows_of() */
    mpz_srcptr *own_adds;
};

/* ---- rows -------------------------------------------------------------------------------------------------------- */

static size_t seats_row(const kk_needed *N, int b, int k, int t)
{
    return kk_at(b, k, N->C->nseat, t, N->C->nyear);
}

static size_t carers_row(const kk_needed *N, int v, int t)
{
    return N->ncarers + (size_t)(v * N->C->nyear + t);
}

static size_t link_row(const kk_needed *N, int l, int t)
{
    return N->nlink + (size_t)(l * N->C->nyear + t);
}

/* What the plan takes of a row: times carer_scale, 10^-digits. */
static void taken(const kk_needed *N, size_t row, mpz_t out)
{
    const kk_trial *T = N->T;
    if (row < N->ncarers)
        mpz_mul(out, T->at.sum[KK_J_USED].value[row], T->carer_scale[0]);
    else if (row < N->nlink)
        mpz_set(out, T->at.sum[KK_J_CARERS].value[row - N->ncarers]);
    else
        mpz_mul(out, T->at.sum[KK_J_LINK].value[row - N->nlink], T->carer_scale[0]);
}

/* What a row leaves with all actions: at least what the plan takes, which in millionths may be a hair more. */
static void left(const kk_needed *N, size_t row, mpz_t out)
{
    kk_trial *T = N->T;
    if (row < N->ncarers) {
        kk_sums_supply(T, row, out);
    } else if (row < N->nlink) {
        size_t at = row - N->ncarers;
        mpz_add(out, T->carers[at], T->at.sum[KK_J_RECRUITED].value[at]);
    } else {
        size_t at = row - N->nlink;
        kk_rows_link_most(T, &N->C->link[at / (size_t)N->C->nyear], (int)(at % (size_t)N->C->nyear), out);
    }
    mpz_mul(out, out, T->carer_scale[0]);
    taken(N, row, T->scratch[TAKEN]);
    if (mpz_cmp(out, T->scratch[TAKEN]) < 0)
        mpz_set(out, T->scratch[TAKEN]);
}

/* What action i adds to a kind of seats, or to carers (k = nseat), in year t. */
static mpz_ptr added(const kk_needed *N, int i, int t, int k)
{
    return N->adds[kk_at(i, t, N->C->nyear, k, N->C->nseat + 1)];
}

static void state_adds(kk_needed *N)
{
    const kk_city *C = N->C;
    kk_trial *T = N->T;
    const kk_columns *X = &T->columns;
    N->adds = kk_exact_whole(T->E, (size_t)X->nopen * (size_t)C->nyear * (size_t)(C->nseat + 1));
    for (int i = 0; i < X->nopen; i++) {
        const kk_option *O = &C->option[X->open_option[i]];
        int life = C->measure[O->measure].life_years;
        for (int t = X->open_year[i]; t < C->nyear && (life == KK_NONE || t - X->open_year[i] < life); t++) {
            for (int k = 0; k < C->nseat; k++)
                kk_sums_effect(T, X->open_option[i], k, t - X->open_year[i], added(N, i, t, k));
            for (int e = 0; e < O->nrecruit; e++) {
                kk_sums_share(T, X->open_option[i], &O->recruit[e], t - X->open_year[i], T->scratch[TERM],
                              T->scratch[TIMES]);
                mpz_add(added(N, i, t, C->nseat), added(N, i, t, C->nseat), T->scratch[TERM]);
            }
            for (int k = 0; k <= C->nseat; k++)
                mpz_mul(added(N, i, t, k), added(N, i, t, k), X->open[i]);
        }
    }
}

/* The rows to which action i adds, or from which it takes, in year t, and how much: own_row, own_adds; their number. */
static int rows_of(const kk_needed *N, int i, int t)
{
    const kk_city *C = N->C;
    int area = C->option[N->T->columns.open_option[i]].area, count = 0;
    for (int k = 0; k < C->nseat; k++) {
        N->own_row[count] = seats_row(N, area, k, t);
        N->own_adds[count] = added(N, i, t, k);
        count += mpz_sgn(N->own_adds[count]) != 0;
    }
    for (int v = area; v != KK_NONE && mpz_sgn(added(N, i, t, C->nseat)) != 0; v = C->node[v].parent) {
        N->own_row[count] = carers_row(N, v, t);
        N->own_adds[count] = added(N, i, t, C->nseat);
        count += N->T->carers_given[v];
    }
    return count;
}

/* ---- by name ----------------------------------------------------------------------------------------------------- */

/* Where a row stands among those of this page, -1 where it is none of them. */
static int row_number(const kk_needed *N, const char *name)
{
    int r = kk_map_get(N->rows->number, name);
    const kk_row_name *R = r < 0 ? NULL : &N->rows->row[r];
    if (!R || (R->family != KK_R_SEATS && R->family != KK_R_CARERS && R->family != KK_R_LINK))
        return -1;
    return R->at + (int)(R->family == KK_R_SEATS ? 0 : R->family == KK_R_CARERS ? N->ncarers : N->nlink);
}

static void name_columns(kk_needed *N)
{
    const kk_city *C = N->C;
    const kk_columns *X = N->all, *P = &N->T->columns;
    kk_ctx *K = N->T->K;
    int *at = KK_ARRAY(K, int, C->narc * C->nservice * C->nyear); /* 1 + number of a column */
    N->column_of = kk_map_new(K);
    N->shown_as = KK_ARRAY(K, int, X->nserve);
    for (int i = 0; i < X->nserve; i++) {
        int arc = X->serve_arc[i], p = X->serve_service[i], t = X->serve_year[i];
        at[kk_at(arc, p, C->nservice, t, C->nyear)] = 1 + i;
        kk_map_put(N->column_of,
                   kk_format(K, "serve[%s,%s,%s,%d]", C->node[C->arc_from[arc]].name.code,
                             C->node[C->arc_to[arc]].name.code, C->service[p].name.code, C->first + t),
                   i);
    }
    for (int i = 0; i < P->nserve; i++) {
        int number = at[kk_at(P->serve_arc[i], P->serve_service[i], C->nservice, P->serve_year[i], C->nyear)];
        if (number > 0)
            N->shown_as[number - 1] = 1 + i;
    }
}

/* The number of a row or column of a list, which is of one year: *t, KK_NONE at first. -1 where it is not. */
static int of_one_year(const kk_needed *N, int number, const char *name, int *t)
{
    if (number >= 0 && *t == KK_NONE)
        *t = number % N->C->nyear;
    if (number >= 0 && number % N->C->nyear == *t)
        return number;
    kk_complain(N->T, "proof of years needed: %s does not exist, or is of another year than its list",
                "必要な年度の証明: %s は存在しないか、同じ一覧の他の行と年度が違います", kk_trial_quote(N->T, name));
    return -1;
}

static void touch(kk_needed *N, size_t row)
{
    if (!N->marked[row])
        N->touched[N->ntouched++] = (int)row;
    N->marked[row] = true;
}

static void forget(kk_needed *N)
{
    for (int n = 0; n < N->ntouched; n++) {
        mpz_set_ui(N->of_row[N->touched[n]], 0);
        N->marked[N->touched[n]] = false;
    }
    for (int i = 0; i < N->C->narea * N->C->nclass; i++) {
        mpz_set_ui(N->of_cell[i], 0);
        N->reached[i] = false;
    }
    N->ntouched = 0;
}

/* ---- other places ------------------------------------------------------------------------------------------------ */

/* out = what is taken of a row over what it leaves, at least 0, when it leaves `less` less: 10^-(digits + 6), times
 * carer_scale */
static void over(const kk_needed *N, size_t row, mpz_srcptr less, mpz_t out)
{
    left(N, row, out);
    mpz_sub(out, N->T->scratch[TAKEN], out);
    if (less)
        mpz_addmul(out, less, N->T->carer_scale[0]);
    mpz_mul_ui(out, out, 1000000);
    mpz_add(out, out, N->of_row[row]);
    if (mpz_sgn(out) < 0)
        mpz_set_ui(out, 0);
}

/* Column number i places `more` children more, 10^-12, per_child of each seat: 10^-(digits - 6). */
static void place(kk_needed *N, int i, const mpz_t more)
{
    const kk_city *C = N->C;
    kk_trial *T = N->T;
    mpz_ptr term = T->scratch[TERM], times = T->scratch[TIMES];
    int arc = N->all->serve_arc[i], p = N->all->serve_service[i], t = N->all->serve_year[i];
    int a = C->arc_from[arc], b = C->arc_to[arc], c = C->service[p].class;
    mpz_mul(times, more, T->step[0]);
    mpz_addmul(N->of_cell[a * C->nclass + c], times, T->carer_scale[0]);
    if (a != b) {
        size_t row = link_row(N, kk_trial_link(T, a, b, c), t);
        touch(N, row);
        mpz_addmul(N->of_row[row], times, T->carer_scale[0]);
    }
    for (int u = 0; u < C->service[p].nuse; u++) {
        int k = C->service[p].seat[u];
        size_t row = seats_row(N, b, k, t);
        kk_exact_set(times, C->service[p].per_child[u], T->digits - T->decimals);
        mpz_mul(times, times, more);
        touch(N, row);
        mpz_addmul(N->of_row[row], times, T->carer_scale[0]);
        mpz_mul(term, times, T->carers_per_seat[k]);
        for (int v = b; v != KK_NONE && mpz_sgn(term) != 0; v = C->node[v].parent)
            if (T->carers_given[v]) {
                touch(N, carers_row(N, v, t));
                mpz_add(N->of_row[carers_row(N, v, t)], N->of_row[carers_row(N, v, t)], term);
            }
    }
}

/* Which actions of year t nobody misses when the children are placed so; without a list, where the plan places them. */
static void judge_places(kk_needed *N, int t)
{
    const kk_city *C = N->C;
    kk_trial *T = N->T;
    mpz_ptr off = N->sum[0], each = N->each[0];
    mpz_set_ui(off, 0); /* children without a place, seats and carers too many */
    for (int i = 0; i < C->narea * C->nclass; i++)
        if (mpz_sgn(N->of_cell[i]) < 0)
            mpz_sub(off, off, N->of_cell[i]);
    for (int n = 0; n < N->ntouched; n++) {
        over(N, (size_t)N->touched[n], NULL, T->scratch[OVER]);
        mpz_add(off, off, T->scratch[OVER]);
    }
    kk_exact_power(N->enough[0], T->digits + 2);
    mpz_mul_ui(N->enough[0], N->enough[0], 5);
    mpz_mul(N->enough[0], N->enough[0], T->carer_scale[0]);
    for (int i = 0; i < T->columns.nopen; i++) {
        unsigned char *says = &N->says[i * C->nyear + t];
        if (*says != OPEN)
            continue;
        mpz_set(each, off);
        for (int n = rows_of(N, i, t) - 1; n >= 0; n--) {
            over(N, N->own_row[n], NULL, T->scratch[OVER]);
            mpz_sub(each, each, T->scratch[OVER]);
            over(N, N->own_row[n], N->own_adds[n], T->scratch[OVER]);
            mpz_add(each, each, T->scratch[OVER]);
        }
        if (mpz_cmp(each, N->enough[0]) <= 0)
            *says = NOT_NEEDED;
    }
}

static void read_places(kk_needed *N, const kk_values *V)
{
    kk_trial *T = N->T;
    mpz_ptr more = N->sum[0];
    int t = KK_NONE;
    for (int n = 0; n < V->count; n++) {
        int i = of_one_year(N, kk_map_get(N->column_of, V->fine[n].column), V->fine[n].column, &t);
        if (i < 0)
            continue;
        if (!kk_exact_read(more, V->fine[n].value, KK_FINE_DECIMALS)) {
            kk_complain(T, "proof of years needed: %s is not a number of children",
                        "必要な年度の証明: %s は人数ではありません", kk_trial_quote(T, V->fine[n].value));
            continue;
        }
        if (N->shown_as[i]) {
            mpz_mul_ui(N->each[0], T->columns.serve[N->shown_as[i] - 1], 1000000);
            mpz_sub(more, more, N->each[0]);
        }
        place(N, i, more);
    }
    if (t != KK_NONE)
        judge_places(N, t);
    forget(N);
}

/* ---- prices ------------------------------------------------------------------------------------------------------ */

/* out = what a child pays who is placed by column number i: 10^-(PRICE + digits - 6), times carer_scale */
static void price_of(const kk_needed *N, int i, mpz_t out)
{
    const kk_city *C = N->C;
    kk_trial *T = N->T;
    mpz_ptr seat = T->scratch[TERM], each = T->scratch[TIMES];
    int arc = N->all->serve_arc[i], p = N->all->serve_service[i], t = N->all->serve_year[i];
    int a = C->arc_from[arc], b = C->arc_to[arc];
    mpz_set_ui(out, 0);
    for (int u = 0; u < C->service[p].nuse; u++) {
        int k = C->service[p].seat[u];
        mpz_mul(seat, N->of_row[seats_row(N, b, k, t)], T->carer_scale[0]);
        for (int v = b; v != KK_NONE; v = C->node[v].parent)
            if (T->carers_given[v])
                mpz_addmul(seat, N->of_row[carers_row(N, v, t)], T->carers_per_seat[k]);
        if (mpz_sgn(seat) == 0)
            continue;
        kk_exact_set(each, C->service[p].per_child[u], T->digits - T->decimals);
        mpz_addmul(out, seat, each);
    }
    if (a == b)
        return;
    mpz_mul(seat, N->of_row[link_row(N, kk_trial_link(T, a, b, C->service[p].class), t)], T->step[0]);
    mpz_addmul(out, seat, T->carer_scale[0]);
}

/* Which actions of year t are needed: without them the children are worth more than what there is. A child who would
 * pay more than 1 counts as 1: rather than to pay he has no place. */
static void judge_prices(kk_needed *N, int t)
{
    const kk_city *C = N->C;
    kk_trial *T = N->T;
    const kk_columns *X = N->all;
    mpz_ptr worth = N->sum[0], each = N->each[0], one = N->enough[0];
    kk_exact_power(one, PRICE);
    mpz_mul(one, one, T->step[0]);
    mpz_mul(one, one, T->carer_scale[0]);
    for (int i = t; i < X->nserve; i += C->nyear) {
        int cell = C->arc_from[X->serve_arc[i]] * C->nclass + C->service[X->serve_service[i]].class;
        if (N->reached[cell] && mpz_sgn(N->of_cell[cell]) == 0)
            continue;
        price_of(N, i, each);
        if (!N->reached[cell])
            mpz_set(N->of_cell[cell], one);
        if (mpz_cmp(each, N->of_cell[cell]) < 0)
            mpz_set(N->of_cell[cell], each);
        N->reached[cell] = true;
    }
    mpz_set_ui(worth, 0);
    for (int i = 0; i < C->narea * C->nclass; i++)
        mpz_addmul(worth, N->of_cell[i], T->at.sum[KK_J_SERVED].value[i * C->nyear + t]);
    for (int n = 0; n < N->ntouched; n++) {
        left(N, (size_t)N->touched[n], each);
        mpz_mul(each, each, T->step[0]);
        mpz_submul(worth, each, N->of_row[N->touched[n]]);
    }
    kk_exact_power(N->enough[0], PRICE + 2 * T->digits - T->decimals - 4);
    mpz_mul_ui(N->enough[0], N->enough[0], 5);
    mpz_mul(N->enough[0], N->enough[0], T->carer_scale[0]);
    for (int i = 0; i < T->columns.nopen; i++) {
        if (N->says[i * C->nyear + t] != OPEN)
            continue;
        mpz_set(each, worth);
        for (int n = rows_of(N, i, t) - 1; n >= 0; n--) {
            mpz_mul(T->scratch[TERM], N->own_adds[n], N->of_row[N->own_row[n]]);
            mpz_mul(T->scratch[TERM], T->scratch[TERM], T->step[0]);
            mpz_addmul(each, T->scratch[TERM], T->carer_scale[0]);
        }
        if (mpz_cmp(each, N->enough[0]) > 0)
            N->says[i * C->nyear + t] = NEEDED;
    }
}

static void read_prices(kk_needed *N, const kk_prices *P)
{
    int t = KK_NONE;
    for (int n = 0; n < P->nrow; n++) {
        int row = of_one_year(N, row_number(N, P->row[n].row), P->row[n].row, &t);
        if (row < 0 || !(P->row[n].y > 0))
            continue;
        touch(N, (size_t)row);
        kk_exact_set(N->of_row[row], P->row[n].y, PRICE);
    }
    if (N->ntouched > 0)
        judge_prices(N, t);
    forget(N);
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

const kk_needed *kk_needed_judge(kk_trial *T)
{
    const kk_city *C = T->C;
    const kk_proof *P = T->printed->proof;
    kk_needed *N = KK_NEW(T->K, kk_needed);
    *N = (kk_needed){.T = T, .C = C};
    N->ncarers = (size_t)C->narea * (size_t)C->nseat * (size_t)C->nyear;
    N->nlink = N->ncarers + (size_t)(C->nnode * C->nyear);
    N->nrow = N->nlink + (size_t)(C->nlink * C->nyear);
    N->says = KK_ARRAY(T->K, unsigned char, T->columns.nopen * C->nyear);
    N->of_row = kk_exact_whole(T->E, N->nrow);
    N->of_cell = kk_exact_whole(T->E, (size_t)(C->narea * C->nclass));
    N->reached = KK_ARRAY(T->K, bool, C->narea * C->nclass);
    N->marked = KK_ARRAY(T->K, bool, N->nrow);
    N->touched = KK_ARRAY(T->K, int, N->nrow);
    N->own_row = KK_ARRAY(T->K, size_t, C->nseat + C->nnode + 1);
    N->own_adds = KK_ARRAY(T->K, mpz_srcptr, C->nseat + C->nnode + 1);
    N->sum = kk_exact_whole(T->E, 1);
    N->each = kk_exact_whole(T->E, 1);
    N->enough = kk_exact_whole(T->E, 1);
    state_adds(N);
    for (int t = 0; t < C->nyear; t++)
        judge_places(N, t);
    if (!P || P->nprices + P->nplaced == 0)
        return N;
    N->all = kk_columns_all(T);
    N->rows = kk_row_names_new(T);
    name_columns(N);
    for (int i = 0; i < P->nplaced; i++)
        read_places(N, &P->placed[i]);
    for (int i = 0; i < P->nprices; i++)
        read_prices(N, &P->prices[i]);
    return N;
}

/* Whether a year stands in a list with ';' between. */
static bool stands_in(const char *list, const char *year)
{
    size_t n = strlen(year);
    for (const char *at = list; (at = strstr(at, year)); at++)
        if ((at == list || at[-1] == ';') && (at[n] == ';' || at[n] == '\0'))
            return true;
    return false;
}

const char *kk_needed_text(const kk_needed *N, int i, const char *printed)
{
    const kk_city *C = N->C;
    bool proof = N->T->printed->proof;
    kk_text want = {.K = N->T->K};
    if (!proof && strcmp(printed, "?") == 0)
        return printed;
    for (int t = N->T->columns.open_year[i]; t < C->nyear; t++) {
        const char *year = kk_format(N->T->K, "%d", C->first + t);
        int says = N->says[i * C->nyear + t];
        if (says == OPEN && proof)
            return "?";
        if (says == NEEDED || (says == OPEN && stands_in(printed, year)))
            kk_text_addf(&want, "%s%s", want.length ? ";" : "", year);
    }
    return kk_text_get(&want);
}
