/* The tree of areas: leaves first, one root.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/loading.h"

#include <string.h>

/* An area above all others, where the tables name none. */
static int add_root(kk_loading *L)
{
    const char *id = "city";
    for (int i = 2; kk_set_look(&L->area, id) >= 0; i++)
        id = kk_format(L->K, "city%d", i);
    return kk_set_add(&L->area, id, L->S->lang == KK_JA ? "全市" : "whole city", &(kk_place){.file = L->area.file});
}

/* Parents as areas.csv gives them; cycles are findings and cut, so that every climb ends. */
static void read_parents(kk_loading *L, const int *row, int *out_parent)
{
    const kk_data *D = L->table[KK_T_AREAS];
    int n = L->area.n, *seen = KK_ARRAY(L->K, int, n);
    for (int i = 0; i < n; i++)
        out_parent[i] =
            kk_set_find(&L->area, kk_data_text(D, row[i], AREAS_PARENT), KK_AT(kk_data_place(D, row[i], AREAS_PARENT)));
    for (int i = 0; i < n; i++) { /* seen: 1 + the climb that came by */
        for (int a = i; a >= 0 && !seen[a]; a = out_parent[a]) {
            seen[a] = i + 1;
            int up = out_parent[a];
            if (up < 0 || seen[up] != i + 1)
                continue;
            kk_find_error(L->K, "area.cycle", KK_AT(kk_data_place(D, row[a], AREAS_PARENT)),
                          "'%s' lies within itself by way of '%s'; correct the parents",
                          "「%s」が「%s」を通じて自分自身の下にあります。上位区域を直してください",
                          kk_brief(L->K, L->area.name[a].label), kk_brief(L->K, L->area.name[up].label));
            out_parent[a] = -1;
        }
    }
}

/* Exactly one area has no parent; whatever else has none (after a finding) is put below it. */
static int find_root(kk_loading *L, const int *row, int *parent)
{
    const kk_data *D = L->table[KK_T_AREAS];
    int root = -1;
    for (int i = 0; i < L->area.n; i++) {
        if (parent[i] >= 0 || *kk_data_text(D, row[i], AREAS_PARENT))
            continue;
        if (root >= 0)
            kk_find_error(L->K, "area.roots", KK_AT(kk_data_place(D, row[i], AREAS_PARENT)),
                          "'%s' has no parent, and neither has '%s'; only one area, the city, may have none",
                          "「%s」にも「%s」にも上位区域がありません。上位がないのは市全体の一つだけにしてください",
                          kk_brief(L->K, L->area.name[i].label), kk_brief(L->K, L->area.name[root].label));
        else
            root = i;
    }
    for (int i = 0; i < L->area.n; i++) {
        if (parent[i] < 0 && root < 0)
            root = i;
        if (parent[i] < 0 && i != root)
            parent[i] = root;
    }
    return root;
}

void kk_read_areas(kk_loading *L)
{
    kk_city *C = L->C;
    const kk_data *D = L->table[KK_T_AREAS];
    kk_set_init(L->K, &L->area, "area", "区域", D->given ? "areas.csv" : "need.csv", "a");
    const int *row = NULL;
    bool tree = false;
    if (D->given) {
        row = kk_set_rows(&L->area, D, AREAS_AREA, AREAS_LABEL, AREAS_ORDER);
        for (int i = 0; i < D->nrow; i++)
            tree |= *kk_data_text(D, i, AREAS_PARENT) != '\0';
    } else {
        kk_set_named(&L->area, L->table[KK_T_NEED], NEED_AREA);
    }
    int root = tree ? -1 : add_root(L), n = L->area.n;
    kk_set_close(&L->area);
    int *parent = KK_ARRAY(L->K, int, n);
    bool *inner = KK_ARRAY(L->K, bool, n);
    if (tree) {
        read_parents(L, row, parent);
        root = find_root(L, row, parent);
    }
    for (int i = 0; i < n; i++) {
        if (!tree)
            parent[i] = i == root ? -1 : root;
        if (parent[i] >= 0)
            inner[parent[i]] = true;
    }
    inner[root] = inner[root] || !tree;

    C->nnode = n;
    C->node = KK_ARRAY(L->K, kk_node, n);
    L->node = KK_ARRAY(L->K, int, n);
    int next = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < n; i++)
            if (inner[i] == pass)
                L->node[i] = next++;
        C->narea = pass == 0 ? next : C->narea;
    }
    for (int i = 0; i < n; i++)
        C->node[L->node[i]] =
            (kk_node){.name = L->area.name[i], .parent = parent[i] < 0 ? KK_NONE : L->node[parent[i]]};
}

int kk_read_leaf(kk_loading *L, const kk_data *D, int row, int column, int area)
{
    if (area < 0)
        return -1;
    if (L->node[area] < L->C->narea)
        return L->node[area];
    kk_find_error(
        L->K, "area.inner", KK_AT(kk_data_place(D, row, column)), "'%s' has areas below it; give the figures of those",
        "「%s」には下位の区域があります。下位の区域ごとに書いてください", kk_brief(L->K, L->area.name[area].label));
    return -1;
}
