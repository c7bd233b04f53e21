/* report.html. See html_page.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/html_page.h"

#include "report/compare_page.h"
#include "report/html_chart.h"
#include "report/html_style.h"

#include <string.h>

enum { DETAILS = 10, HASH_DIGITS = 8 };

kk_report_side kk_report_side_of(kk_ctx *K, const char *name, const kk_plan *P, const kk_reasons *why)
{
    return (kk_report_side){name, P, why, kk_figures_new(K, P), kk_story_new(K, P)};
}

/* ---- the head, and the foot of printed pages --------------------------------------------------------------------- */

/* "1a2b3c4d", or "A 1a2b3c4d B 5e6f7a8b": the first digits of the SHA-256 of the input. */
static const char *hashes(kk_ctx *K, const kk_report_side *side, int nside)
{
    kk_text T = {.K = K};
    for (int s = 0; s < nside; s++)
        kk_text_addf(&T, "%s%s%s%.*s", s ? " " : "", side[s].name, *side[s].name ? " " : "", HASH_DIGITS,
                     kk_input_hash(K, side[s].P->C));
    return kk_text_get(&T);
}

static void put_head(kk_html *H, const kk_report_side *side, int nside, const char *title)
{
    const kk_voice *V = &H->voice;
    const char *edition = V->C->edition;
    kk_html_add(H, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n" KK_HTML_MARK "\n",
                V->lang == KK_JA ? "ja" : "en");
    kk_html_add(
        H, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>\n",
        KK_HTML(H, *edition ? KK_SAY(V, "%s – %s", "%s　%s", title, edition) : title));
    kk_text_add(&H->T, kk_html_screen);
    kk_text_add(&H->T, kk_html_print);
    kk_html_add(H, "@page{@bottom-left{content:%s}@bottom-center{content:%s}@bottom-right{content:",
                kk_css_quote(H->K, title), kk_css_quote(H->K, edition));
    kk_html_add(H, "%s counter(page) %s counter(pages) %s}}\n</style>\n</head>\n",
                kk_css_quote(H->K, KK_WORD(V, "page ", "")), kk_css_quote(H->K, KK_WORD(V, " of ", "／")),
                kk_css_quote(H->K, KK_SAY(V, "  ·  input %s", "ページ　入力 %s", hashes(H->K, side, nside))));
}

/* ---- contents ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *id, *word[2];
    void (*put)(kk_html *H, const kk_report_side *D);
} PART[] = {
    {"wards", {"Area by area", "区域別"}, kk_html_wards}, {"actions", {"Actions", "確保方策の工程"}, kk_html_actions},
    {"money", {"Money", "費用"}, kk_html_money},          {"vacant", {"Vacant seats", "空きの見通し"}, kk_html_vacant},
    {"goals", {"Goals", "目標の値"}, kk_html_goals},      {"limits", {"What binds", "制約"}, kk_html_limits},
};
enum { NPART = sizeof PART / sizeof *PART };

/* Of the plan that is called so, "" of one alone. */
static void put_link(kk_html *H, const char *name, const char *id, const char *word)
{
    kk_html_add(H, "<li><a href=\"#%s%s%s\">%s%s%s</a></li>", name, *name ? "-" : "", id, name, *name ? " " : "", word);
}

static void put_contents(kk_html *H, const kk_report_side *side, int nside)
{
    const kk_voice *V = &H->voice;
    kk_html_add(H, "<nav aria-label=\"%s\"><ul>", KK_WORD(V, "Contents", "目次"));
    if (nside > 1)
        put_link(H, "", "differences", KK_WORD(V, "What differs", "違い"));
    for (int s = 0; s < nside; s++) {
        put_link(H, side[s].name, "first", KK_WORD(V, "At a glance", "要点"));
        for (int i = 0; i < NPART; i++)
            put_link(H, side[s].name, PART[i].id, PART[i].word[V->lang]);
    }
    kk_html_add(H, "</ul></nav>\n");
}

/* ---- differences ------------------------------------------------------------------------------------------------- */

static void put_section(kk_html *H, const kk_page_section *S, int number)
{
    const char **cell = KK_ARRAY(H->K, const char *, S->ncell + 1);
    kk_html_section(H, 3, kk_format(H->K, "difference-%d", number), S->title);
    for (const char *s = S->note; s && *s;) {
        size_t length = strcspn(s, "\n");
        kk_html_add(H, "<p class=\"small\">%s</p>\n", KK_HTML(H, kk_strndup(H->K, s, length)));
        s += length + (s[length] == '\n');
    }
    if (S->nrow > 0) {
        int texts = S->words ? S->ncell + 1 : 1;
        cell[0] = KK_WORD(&H->voice, "What", "項目");
        for (int i = 0; i < S->ncell; i++)
            cell[i + 1] = S->heading[i];
        kk_html_table_begin(H, KK_SAY(&H->voice, "%s: plan by plan", "%s（計画ごと）", S->title), cell, S->ncell + 1,
                            texts);
        for (int r = 0; r < S->nrow; r++) {
            cell[0] = S->row[r].label;
            for (int i = 0; i < S->ncell; i++)
                cell[i + 1] = S->row[r].cell[i] ? S->row[r].cell[i] : "";
            kk_html_row(H, "", cell, S->ncell + 1, texts);
        }
        kk_html_table_end(H);
    }
    kk_html_add(H, "</section>\n");
}

static void put_differences(kk_html *H, const kk_comparison *X)
{
    const kk_voice *V = &H->voice;
    const kk_page *G = kk_compare_page(H->K, X, V->lang, DETAILS);
    kk_html_section(H, 2, "differences", KK_WORD(V, "What differs", "違い"));
    kk_html_add(H, "<ul class=\"plans\">\n");
    for (int s = 0; s < X->nside; s++) {
        const kk_city *C = X->side[s].C;
        const kk_voice W = {H->K, C, V->lang};
        kk_html_add(H, "<li><b>%s</b> %s%s%s", X->side[s].name, KK_HTML(H, kk_say_title(&W)), *C->edition ? " – " : "",
                    KK_HTML(H, C->edition));
        for (int i = 0; i < C->nwhat_if; i++)
            kk_html_add(H, "%s%s", i ? "; " : KK_WORD(V, " – what if: ", "　もしも："), KK_HTML(H, C->what_if[i]));
        if (X->side[s].stopped)
            kk_html_add(H, "%s", KK_WORD(V, " – stopped by a time limit", "（時間制限で打ち切り）"));
        kk_html_add(H, "</li>\n");
    }
    kk_html_add(H, "</ul>\n");
    if (!X->differs)
        kk_html_add(H, "<p>%s</p>\n", KK_WORD(V, "No difference.", "違いはありません。"));
    for (int i = 0; i < G->nsection; i++)
        put_section(H, &G->section[i], i + 1);
    kk_html_add(H, "</section>\n");
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void put_plan(kk_html *H, const kk_report_side *D)
{
    const kk_voice *V = &H->voice;
    H->name = D->name;
    H->prefix = *D->name ? kk_format(H->K, "%s-", D->name) : "";
    kk_html_add(H, "<article class=\"plan\">\n<div class=\"first\">\n");
    kk_html_section(H, 2, "first", *D->name ? kk_say_title(V) : KK_WORD(V, "At a glance", "要点"));
    kk_html_first(H, D);
    kk_html_add(H, "</section>\n</div>\n");
    for (int i = 0; i < NPART; i++)
        PART[i].put(H, D);
    kk_html_add(H, "</article>\n");
}

const char *kk_html_page(kk_ctx *K, const kk_report_side *side, int nside, const kk_comparison *X, kk_lang lang)
{
    const kk_city *C = side[0].P->C;
    kk_html H = {.K = K, .T = {.K = K}, .voice = {K, C, lang}, .name = "", .prefix = ""};
    const char *title =
        nside == 1 ? kk_say_title(&H.voice)
                   : KK_SAY(&H.voice, "%s: %d plans compared", "%s：%d計画の比較", kk_say_title(&H.voice), nside);
    put_head(&H, side, nside, title);
    kk_html_add(&H, "<body>\n<a class=\"skip\" href=\"#main\">%s</a>\n",
                KK_WORD(&H.voice, "Skip to the report", "本文へ"));
    kk_html_patterns(&H);
    kk_html_add(&H, "<header><h1>%s</h1>", KK_HTML(&H, title));
    if (*C->edition)
        kk_html_add(&H, "<p>%s</p>", KK_HTML(&H, C->edition));
    kk_html_add(&H, "</header>\n");
    put_contents(&H, side, nside);
    kk_html_add(&H, "<main id=\"main\">\n");
    if (X)
        put_differences(&H, X);
    for (int s = 0; s < nside; s++) {
        H.voice.C = side[s].P->C;
        put_plan(&H, &side[s]);
    }
    kk_html_add(&H, "</main>\n<footer><p>kakuho " KK_VERSION " · %s %s</p></footer>\n</body>\n</html>\n",
                KK_WORD(&H.voice, "input", "入力"), KK_HTML(&H, hashes(K, side, nside)));
    return kk_text_get(&H.T);
}
