/* manual(7): what a page is made of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "manual/roff.h"

#include <ctype.h>
#include <string.h>

void kk_roff_text(kk_text *T, const char *text)
{
    for (size_t i = 0; text[i]; i++) {
        bool first = T->length == 0 || T->text[T->length - 1] == '\n';
        switch (text[i]) {
        case '\\': kk_text_add(T, "\\e"); break;
        case '-': kk_text_add(T, "\\-"); break;
        case '\'': kk_text_add(T, "\\(aq"); break;
        case '`': kk_text_add(T, "\\(ga"); break;
        case '^': kk_text_add(T, "\\(ha"); break;
        case '~': kk_text_add(T, "\\(ti"); break;
        case '.': kk_text_add(T, first ? "\\&." : "."); break;
        default: kk_text_addn(T, &text[i], 1);
        }
    }
}

void kk_roff_font(kk_text *T, char font, const char *text)
{
    kk_text_addf(T, "\\f%c", font);
    kk_roff_text(T, text);
    kk_text_add(T, "\\fR");
}

void kk_roff_line(kk_text *T, const char *request)
{
    kk_text_addf(T, "%s%s\n", T->length && T->text[T->length - 1] != '\n' ? "\n" : "", request);
}

/* Signs that no line begins with. */
static bool closes(const char *text)
{
    static const char *const SIGN[] = {"、", "。", "，", "．", "）", "」", "』", "】", "〕", "・", "：", "；",
                                       "？", "！", "ー", "〜", "…",  "ぁ", "ぃ", "ぅ", "ぇ", "ぉ", "っ", "ゃ",
                                       "ゅ", "ょ", "ァ", "ィ", "ゥ", "ェ", "ォ", "ッ", "ャ", "ュ", "ョ", "々"};
    for (size_t i = 0; i < sizeof SIGN / sizeof *SIGN; i++)
        if (strncmp(text, SIGN[i], strlen(SIGN[i])) == 0)
            return true;
    return *text && strchr(",.;:)]", *text);
}

static bool opens(const char *text)
{
    return strncmp(text, "（", 3) == 0 || strncmp(text, "「", 3) == 0 || strncmp(text, "『", 3) == 0;
}

/* Words of Japanese have no blanks in between: "\\:" is where a line may end. */
void kk_roff_phrase(kk_text *T, const char *text)
{
    while (*text) {
        size_t length = *text == '\n' ? 1 : (size_t)kk_utf8_length(text, strlen(text));
        const char *next = text + length;
        bool wide = length >= 3 || (unsigned char)*next >= 0xe2;
        if (*text == '\n' && *next == '\n')
            kk_roff_line(T, ".PP");
        else if (*text == '\n')
            kk_text_add(T, (unsigned char)text[-1] < 0x80 || (unsigned char)*next < 0x80 ? " " : "\\:");
        else {
            kk_roff_text(T, kk_strndup(T->K, text, length));
            if (wide && *next && !isspace((unsigned char)*next) && !closes(next) && !opens(text))
                kk_text_add(T, "\\:");
        }
        text = next;
        while (*text == '\n' && T->text[T->length - 1] == '\n')
            text++;
    }
}

void kk_roff_prose(kk_text *T, const char *text)
{
    kk_roff_phrase(T, text);
    kk_text_add(T, "\n");
}

void kk_roff_section(kk_text *T, kk_lang lang, const char *en, const char *ja)
{
    kk_roff_line(T, kk_format(T->K, ".SH %s", lang == KK_EN ? en : ja));
}

void kk_roff_subsection(kk_text *T, const char *title)
{
    kk_roff_line(T, ".SS");
    kk_roff_prose(T, title);
}

void kk_roff_begin(kk_text *T, kk_lang lang, const char *name, const char *section, const char *about)
{
    char *title = kk_strdup(T->K, name);
    for (char *s = title; *s; s++)
        *s = *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s;
    kk_text_add(T, ".\\\" made by kakuho\\-manual from the tables of the program\n");
    kk_text_addf(T, ".TH %s %s \"\" \"kakuho %s\" \"kakuho\"\n", title, section, kk_version());
    kk_roff_section(T, lang, "NAME", "名前");
    kk_roff_text(T, name);
    kk_text_add(T, " \\- ");
    kk_roff_text(T, about);
    kk_roff_line(T, ".ad l");
    kk_roff_line(T, ".nh");
}
