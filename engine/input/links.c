/* Links: children of one area may use seats of another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/loading.h"

#include <stdlib.h>

/* A row of the table for one class. */
typedef struct {
    int from, to, class_, row;
} link_key;

static int compare_links(const void *x, const void *y)
{
    const int *a = x, *b = y; /* all members are int */
    for (size_t i = 0; i < sizeof(link_key) / sizeof(int); i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* The rows that lead from a leaf to another one, class by class, sorted. */
static link_key *collect(kk_loading *L, int *out_count)
{
    const kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_LINKS];
    const int *from = kk_set_column(&L->area, D, LINKS_FROM), *to = kk_set_column(&L->area, D, LINKS_TO);
    const int *class_ = kk_set_column(&L->class_, D, LINKS_CLASS);
    link_key *key = KK_ARRAY(L->K, link_key, D->nrow * (C->nclass > 0 ? C->nclass : 1));
    int n = 0;
    for (int i = 0; i < D->nrow; i++) {
        int a = kk_read_leaf(L, D, i, LINKS_FROM, from[i]), b = kk_read_leaf(L, D, i, LINKS_TO, to[i]);
        bool all = !*kk_data_text(D, i, LINKS_CLASS);
        if (a < 0 || b < 0 || (!all && class_[i] < 0))
            continue;
        if (a == b) {
            kk_find_error(L->K, "link.self", KK_AT(kk_data_place(D, i, LINKS_TO)),
                          "'%s' is linked to itself; its children use its own seats anyway: delete the row",
                          "「%s」から同じ区域への行です。自分の区域の定員はもともと使えるので、削除してください",
                          kk_brief(L->K, C->node[a].name.label));
            continue;
        }
        for (int c = 0; c < C->nclass; c++)
            if (all || c == class_[i])
                key[n++] = (link_key){.from = a, .to = b, .class_ = c, .row = i};
    }
    qsort(key, (size_t)n, sizeof *key, compare_links);
    *out_count = n;
    return key;
}

static kk_link link_of(const kk_data *D, const link_key *key)
{
    kk_link X = {.from = key->from,
                 .to = key->to,
                 .class_ = key->class_,
                 .max_children = INFINITY,
                 .share_over = 1,
                 .share_under = 1};
    double most = kk_data_number(D, key->row, LINKS_CHILDREN);
    if (!isnan(most))
        X.max_children = most;
    if (!isnan(kk_data_number(D, key->row, LINKS_SHARE)))
        kk_share_parse(kk_data_text(D, key->row, LINKS_SHARE), &X.share_over, &X.share_under);
    X.minutes = kk_data_number(D, key->row, LINKS_MINUTES);
    return X;
}

void kk_read_links(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_LINKS];
    int n, last = -1;
    const link_key *key = collect(L, &n);
    C->arc_from = KK_ARRAY(L->K, int, C->narea + n);
    C->arc_to = KK_ARRAY(L->K, int, C->narea + n);
    C->link = KK_ARRAY(L->K, kk_link, n);
    C->arc_link = KK_ARRAY(L->K, int, n * C->nclass);
    for (int a = 0; a < C->narea; a++)
        C->arc_from[a] = C->arc_to[a] = a;
    C->narc = C->narea;
    for (int i = 0; i < n * C->nclass; i++)
        C->arc_link[i] = KK_NONE;
    for (int i = 0; i < n; i++) {
        bool same = i > 0 && key[i].from == key[i - 1].from && key[i].to == key[i - 1].to;
        if (same && key[i].class_ == key[i - 1].class_) {
            if (key[i].row != last) /* once for a row of all classes */
                kk_find_error(
                    L->K, "link.twice", KK_AT(kk_data_place(D, key[i].row, LINKS_FROM)),
                    "%s may go from %s to %s by line %d already; delete one, or name other classes",
                    "%sの %s から %s への利用は %d 行目にもあります。一つにまとめるか、認定区分を分けてください",
                    kk_brief(L->K, C->class_[key[i].class_].name.label),
                    kk_brief(L->K, C->node[key[i].from].name.label), kk_brief(L->K, C->node[key[i].to].name.label),
                    D->csv->line[key[i - 1].row + 1]);
            last = key[i].row;
            continue;
        }
        if (!same) {
            C->arc_from[C->narc] = key[i].from;
            C->arc_to[C->narc++] = key[i].to;
        }
        C->arc_link[(C->narc - 1 - C->narea) * C->nclass + key[i].class_] = C->nlink;
        C->link[C->nlink++] = link_of(D, &key[i]);
    }
}
