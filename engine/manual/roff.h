/* manual(7): what a page is made of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_MANUAL_ROFF_H
#define KK_MANUAL_ROFF_H

#include "base/str.h"

/** The first line of a page, with its section ("1", "5"), and NAME: the page's name and what it is about. */
void kk_roff_begin(kk_text *T, kk_lang lang, const char *name, const char *section, const char *about);

/** A section, in the language of the page; one within it. */
void kk_roff_section(kk_text *T, kk_lang lang, const char *en, const char *ja);
void kk_roff_subsection(kk_text *T, const char *title);

/** Text as it stands, or in bold or italic; nothing in it is a command. */
void kk_roff_text(kk_text *T, const char *text);
void kk_roff_font(kk_text *T, char font, const char *text);

/** A text whose line ends mean nothing; an empty line in it begins a paragraph. prose ends the line, phrase does
 *  not. */
void kk_roff_phrase(kk_text *T, const char *text);
void kk_roff_prose(kk_text *T, const char *text);

/** A line as it stands, behind a request such as ".TP" that wants one. */
void kk_roff_line(kk_text *T, const char *request);

#endif
