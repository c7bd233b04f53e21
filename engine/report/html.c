/* What a page of HTML is made of. See html.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/html.h"

#include <string.h>

const char *kk_html_escape(kk_ctx *K, const char *text)
{
    kk_text T = {.K = K};
    for (const char *s = text; *s;) {
        size_t plain = strcspn(s, "&<>\"'\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15"
                                  "\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f");
        kk_text_addn(&T, s, plain);
        s += plain;
        if (!*s)
            break;
        kk_text_add(&T, *s == '&'    ? "&amp;"
                        : *s == '<'  ? "&lt;"
                        : *s == '>'  ? "&gt;"
                        : *s == '"'  ? "&quot;"
                        : *s == '\'' ? "&#39;"
                                     : " ");
        s++;
    }
    return kk_text_get(&T);
}

const char *kk_css_quote(kk_ctx *K, const char *text)
{
    kk_text T = {.K = K};
    kk_text_add(&T, "\"");
    for (const char *s = text; *s; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7F)
            kk_text_add(&T, " ");
        else if (strchr("\"\\<>&", *s)) /* also what would end the style */
            kk_text_addf(&T, "\\%02x ", (unsigned)*s);
        else
            kk_text_addn(&T, s, 1);
    kk_text_add(&T, "\"");
    return kk_text_get(&T);
}

/* ---- dates and numbers ------------------------------------------------------------------------------------------- */

const char *kk_say_era(const kk_voice *V, int year)
{
    if (year >= 2020)
        return KK_SAY(V, "R%d", "令和%d", year - 2018);
    return KK_SAY(V, "H%d", "平成%d", year - 1988);
}

const char *kk_say_long_date(const kk_voice *V, int fiscal_year)
{
    int year = fiscal_year + V->C->as_of_end;
    const char *era = kk_say_era(V, year);
    if (V->lang == KK_JA)
        return kk_format(V->K, V->C->as_of_end ? "%d年（%s年）3月31日" : "%d年（%s年）4月1日", year, era);
    return kk_format(V->K, V->C->as_of_end ? "31 March %d (%s)" : "1 April %d (%s)", year, era);
}

const char *kk_say_fiscal(const kk_voice *V, int fiscal_year)
{
    /* a fiscal year has the name of the day on which it begins; 2019 was called 令和元 */
    const char *era = fiscal_year == 2019 ? KK_WORD(V, "R1", "令和元") : kk_say_era(V, fiscal_year);
    return kk_format(V->K, "%d\n%s", fiscal_year, era);
}

const char *kk_say_exact(const kk_voice *V, double value)
{
    return isnan(value) ? "–" : kk_say_decimal(V, llround(kk_shown(value) * 1000.0), 3);
}

const char *kk_say_cell(const kk_voice *V, const char *cell)
{
    double value;
    if (kk_num_parse(cell, &value) != KK_NUM_OK || !(fabs(value) < 9e14))
        return *cell ? cell : "–";
    return kk_say_exact(V, value);
}

const char *kk_say_difference(const kk_voice *V, double value)
{
    bool fine = fabs(value) < 0.95;
    int64_t tenths = kk_div_round(kk_micro_round(value), KK_MICRO / 10);
    const char *number = fine ? kk_say_decimal(V, tenths, 1) : kk_say_whole(V, (int64_t)round(value));
    return value > 0.0 && tenths != 0 ? kk_format(V->K, "+%s", number) : number;
}

const char *kk_say_payer(const kk_voice *V, int payer)
{
    static const char *const KNOWN[][2] = {
        {"city", "市"}, {"prefecture", "都道府県"}, {"nation", "国"}, {"operator", "事業者"}};
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (strcmp(V->C->payer[payer].id, KNOWN[i][0]) == 0)
            return KNOWN[i][V->lang];
    return V->C->payer[payer].label;
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

void kk_html_table_begin(kk_html *H, const char *caption, const char *const *heading, int n, int texts)
{
    const char *text = KK_HTML(H, *H->name ? kk_format(H->K, "%s: %s", H->name, caption) : caption);
    kk_html_add(H,
                "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"%s\"><table>\n<caption>%s"
                "</caption>\n<thead><tr>",
                text, text);
    for (int i = 0; i < n; i++) {
        const char *line = strchr(heading[i], '\n'),
                   *first = line ? kk_strndup(H->K, heading[i], line - heading[i]) : heading[i];
        kk_html_add(H, "<th scope=\"col\"%s>%s", i < texts ? " class=\"t\"" : "", KK_HTML(H, first));
        kk_html_add(H, line ? "<br><span>%s</span></th>" : "</th>", line ? KK_HTML(H, line + 1) : "");
    }
    kk_html_add(H, "</tr></thead>\n<tbody>\n");
}

void kk_html_row(kk_html *H, const char *class_, const char *const *cell, int n, int texts)
{
    if (*class_)
        kk_html_add(H, "<tr class=\"%s\">", class_);
    else
        kk_html_add(H, "<tr>");
    for (int i = 0; i < n; i++)
        if (i == 0)
            kk_html_add(H, "<th scope=\"row\">%s</th>", KK_HTML(H, cell[i]));
        else
            kk_html_add(H, i < texts ? "<td class=\"t\">%s</td>" : "<td>%s</td>", KK_HTML(H, cell[i]));
    kk_html_add(H, "</tr>\n");
}

void kk_html_table_end(kk_html *H)
{
    kk_html_add(H, "</tbody></table></div>\n");
}

void kk_html_section(kk_html *H, int level, const char *id, const char *title)
{
    if (level == 2) /* a landmark */
        kk_html_add(H, "<section aria-labelledby=\"%s%s\">\n", H->prefix, id);
    else
        kk_html_add(H, "<section>\n");
    if (level == 2 && *H->name)
        title = kk_format(H->K, "%s: %s", H->name, title);
    kk_html_add(H, "<h%d id=\"%s%s\">%s</h%d>\n", level, H->prefix, id, KK_HTML(H, title), level);
}
