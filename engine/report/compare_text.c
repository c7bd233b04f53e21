/* A comparison for the terminal and as Markdown. See compare_text.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/compare_text.h"

#include "report/compare_page.h"

#include <string.h>

enum { COLUMNS = 80, GAP = 2, LABEL_LEAST = 20, CELL_MOST = 26, DETAILS = 5, MARKDOWN_DETAILS = 50 };

static int larger(int x, int y)
{
    return x > y ? x : y;
}

static int smaller(int x, int y)
{
    return x < y ? x : y;
}

static const char *title_of(const kk_page *G, const kk_side *S)
{
    const kk_voice V = {G->voice.K, S->C, G->voice.lang};
    const char *title = kk_say_title(&V);
    return *S->C->edition ? KK_SAY(&V, "%s (%s)", "%s（%s）", title, S->C->edition) : title;
}

/* How a plan came from another: "cut.json extends base.json; limits.value*=0.9"; "" = it did not. */
static const char *what_if(const kk_page *G, const kk_side *S)
{
    kk_text T = {.K = G->K};
    for (int i = 0; i < S->C->nwhat_if; i++)
        kk_text_addf(&T, "%s%s", i ? "; " : "", S->C->what_if[i]);
    return kk_text_get(&T);
}

static const char *stopped(const kk_page *G)
{
    return KK_WORD(&G->voice, "Stopped by a time limit: there may be a better plan.",
                   "時間制限で打ち切った計画です（より良い計画がありえます）。");
}

static const char *nothing(const kk_page *G)
{
    return KK_WORD(&G->voice, "No difference.", "違いはありません。");
}

/* ---- terminal ---------------------------------------------------------------------------------------------------- */

static void put_plans(kk_text *T, const kk_page *G)
{
    int name = 1, dir = 0;
    for (int s = 0; s < G->X->nside; s++) {
        name = larger(name, kk_text_width(G->X->side[s].name));
        dir = larger(dir, kk_text_width(G->X->side[s].dir));
    }
    dir = smaller(dir, 40);
    for (int s = 0; s < G->X->nside; s++) {
        const kk_side *S = &G->X->side[s];
        kk_text_addf(T, "%s  %s", kk_pad_left(G->K, S->name, name), kk_pad_left(G->K, S->dir, dir));
        kk_text_addf(T, "  %s\n", kk_fit(G->K, title_of(G, S), COLUMNS - name - dir - 2 * GAP));
        if (S->stopped)
            kk_text_addf(T, "%*s%s\n", name + GAP, "", stopped(G));
        const char *lead = KK_WORD(&G->voice, "What if", "もしも");
        if (*what_if(G, S))
            kk_text_addf(T, "%*s%s  %s\n", name + GAP, "", lead,
                         kk_fit(G->K, what_if(G, S), COLUMNS - name - 2 * GAP - kk_text_width(lead)));
    }
}

/* The lines of a note. */
static void put_note(kk_text *T, const char *note, const char *before)
{
    for (const char *s = note; s; s = strchr(s, '\n') ? strchr(s, '\n') + 1 : NULL)
        kk_text_addf(T, "%s%.*s\n", before, (int)strcspn(s, "\n"), s);
}

/* The same, broken behind a comma where a line would be too long. */
static void put_broken(kk_text *T, const kk_page *G, const char *note)
{
    static const char COMMA[] = "、";
    kk_text line = {.K = G->K};
    for (const char *s = note; *s;) {
        const char *comma = strstr(s, COMMA), *plain = strstr(s, ", "), *end = strchr(s, '\n');
        size_t length = strlen(s);
        if (comma && (size_t)(comma - s) + sizeof COMMA - 1 < length)
            length = (size_t)(comma - s) + sizeof COMMA - 1;
        if (plain && (size_t)(plain - s) + 2 < length)
            length = (size_t)(plain - s) + 2;
        if (end && (size_t)(end - s) < length)
            length = (size_t)(end - s);
        const char *part = kk_strndup(G->K, s, length);
        if (line.length && kk_text_width(kk_text_get(&line)) + kk_text_width(part) > COLUMNS - 1) {
            kk_text_addf(T, "  %.*s\n", (int)(line.length - (line.text[line.length - 1] == ' ')), line.text);
            line = (kk_text){.K = G->K};
        }
        kk_text_add(&line, part);
        s += length;
        if (*s == '\n') {
            kk_text_addf(T, "  %s\n", kk_text_get(&line));
            line = (kk_text){.K = G->K};
            s++;
        }
    }
    if (line.length)
        kk_text_addf(T, "  %s\n", kk_text_get(&line));
}

/* Texts: a line for each plan below the label. */
static void put_words(kk_text *T, const kk_page *G, const kk_page_section *S)
{
    for (int i = 0; i < S->nrow; i++) {
        kk_text_addf(T, "  %s\n", kk_fit(G->K, S->row[i].label, COLUMNS - 2));
        for (int c = 0; c < S->ncell; c++)
            if (S->row[i].cell[c])
                kk_text_addf(T, "    %s  %s\n", S->heading[c],
                             kk_fit(G->K, S->row[i].cell[c], COLUMNS - 6 - kk_text_width(S->heading[c])));
    }
}

static void put_line(kk_text *T, const kk_page *G, const char *label, int label_width, const char *const *cell,
                     const int *width, const int *of, int count)
{
    kk_text line = {.K = G->K};
    kk_text_addf(&line, "%s", kk_pad_left(G->K, label, label_width));
    for (int i = 0; i < count; i++)
        kk_text_addf(&line, "  %s", kk_pad_right(G->K, cell[of[i]] ? cell[of[i]] : "", width[of[i]]));
    size_t length = line.length;
    while (length > 0 && line.text[length - 1] == ' ')
        length--;
    kk_text_addn(T, line.text, length);
    kk_text_add(T, "\n");
}

/* Numbers: as many columns as fit beside the labels, then the others below with the base again. */
static void put_numbers(kk_text *T, const kk_page *G, const kk_page_section *S)
{
    int *width = KK_ARRAY(G->K, int, S->ncell), *of = KK_ARRAY(G->K, int, S->ncell), label = LABEL_LEAST;
    for (int i = 0; i < S->nrow; i++)
        label = larger(label, kk_text_width(S->row[i].label));
    int all = 0;
    for (int c = 0; c < S->ncell; c++) {
        width[c] = larger(6, kk_text_width(S->heading[c]));
        for (int i = 0; i < S->nrow; i++)
            if (S->row[i].cell[c])
                width[c] = larger(width[c], kk_text_width(S->row[i].cell[c]));
        width[c] = smaller(width[c], CELL_MOST);
        all += width[c] + GAP;
    }
    label = smaller(label, larger(COLUMNS - 2 - all, 30));
    for (int from = 1; from < S->ncell || from == 1;) {
        int count = 0, room = COLUMNS - 2 - label - GAP - width[0];
        of[count++] = 0;
        for (; from < S->ncell && (count == 1 || room >= width[from] + GAP); from++) {
            room -= width[from] + GAP;
            of[count++] = from;
        }
        put_line(T, G, "", label + 2, S->heading, width, of, count);
        for (int i = 0; i < S->nrow; i++)
            put_line(T, G, kk_format(G->K, "  %s", S->row[i].label), label + 2, S->row[i].cell, width, of, count);
        if (S->ncell == 1)
            break;
    }
}

const char *kk_compare_terminal(kk_ctx *K, const kk_comparison *X, kk_lang lang)
{
    const kk_page *G = kk_compare_page(K, X, lang, DETAILS);
    kk_text T = {.K = K};
    put_plans(&T, G);
    if (!X->differs)
        kk_text_addf(&T, "\n%s\n", nothing(G));
    for (int i = 0; i < G->nsection; i++) {
        const kk_page_section *S = &G->section[i];
        kk_text_addf(&T, "\n%s\n", S->title);
        if (S->note)
            put_broken(&T, G, S->note);
        if (S->nrow > 0)
            (S->words ? put_words : put_numbers)(&T, G, S);
    }
    return kk_text_get(&T);
}

/* ---- Markdown ---------------------------------------------------------------------------------------------------- */

static void put_cell(kk_text *T, const char *text)
{
    while (*text == ' ')
        text++;
    for (; *text; text++) {
        if (strchr("|\\`*_<[", *text))
            kk_text_add(T, "\\");
        kk_text_addn(T, (unsigned char)*text < 0x20 ? " " : text, 1);
    }
}

static void put_table(kk_text *T, const kk_page_section *S)
{
    kk_text_add(T, "\n|  |");
    for (int c = 0; c < S->ncell; c++) {
        kk_text_add(T, " ");
        put_cell(T, S->heading[c]);
        kk_text_add(T, " |");
    }
    kk_text_add(T, "\n|---|");
    for (int c = 0; c < S->ncell; c++)
        kk_text_add(T, S->words ? "---|" : "---:|");
    for (int i = 0; i < S->nrow; i++) {
        kk_text_add(T, "\n| ");
        put_cell(T, S->row[i].label);
        kk_text_add(T, " |");
        for (int c = 0; c < S->ncell; c++) {
            kk_text_add(T, " ");
            put_cell(T, S->row[i].cell[c] ? S->row[i].cell[c] : "");
            kk_text_add(T, " |");
        }
    }
    kk_text_add(T, "\n");
}

const char *kk_compare_markdown(kk_ctx *K, const kk_comparison *X, kk_lang lang)
{
    const kk_page *G = kk_compare_page(K, X, lang, MARKDOWN_DETAILS);
    kk_text T = {.K = K};
    kk_text_addf(&T, "# %s\n\n", KK_WORD(&G->voice, "Comparison of plans", "計画の比較"));
    for (int s = 0; s < X->nside; s++) {
        kk_text_addf(&T, "- **%s** ", X->side[s].name);
        put_cell(&T, title_of(G, &X->side[s]));
        kk_text_add(&T, " – ");
        put_cell(&T, X->side[s].dir);
        if (*what_if(G, &X->side[s])) {
            kk_text_addf(&T, " – %s: ", KK_WORD(&G->voice, "what if", "もしも"));
            put_cell(&T, what_if(G, &X->side[s]));
        }
        if (X->side[s].stopped)
            kk_text_addf(&T, " – %s", stopped(G));
        kk_text_add(&T, "\n");
    }
    if (!X->differs)
        kk_text_addf(&T, "\n%s\n", nothing(G));
    for (int i = 0; i < G->nsection; i++) {
        const kk_page_section *S = &G->section[i];
        kk_text_addf(&T, "\n## %s\n", S->title);
        if (S->note)
            put_note(&T, S->note, "\n");
        if (S->nrow > 0)
            put_table(&T, S);
    }
    return kk_text_get(&T);
}
