/* A line that says what is going on and for how long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_CLI_PROGRESS_H
#define KK_CLI_PROGRESS_H

/** Where standard error is a terminal, say there what is being done and for how many seconds, once it takes one.
 *  hide takes the line away: before anything else is written. */
void progress_show(const char *what);
/** What exactly, at most 40 columns, or how many of how many: follows what progress_show() said, while it is shown. */
void progress_more(const char *what);
/** How many of how many are done, from now on behind it. */
void progress_count(int done, int of);
void progress_hide(void);

#endif
