/* How report.html looks: on a phone, on a screen and on A4, in colour and without.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_REPORT_HTML_STYLE_H
#define KK_REPORT_HTML_STYLE_H

/** A line of the page's head by which kakuho knows its own report. */
#define KK_HTML_MARK "<meta name=\"generator\" content=\"kakuho " KK_VERSION "\">"

extern const char kk_html_screen[], kk_html_print[];

#endif
