/* A line that says what is going on and for how long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_CLI_PROGRESS_H
#define KK_CLI_PROGRESS_H

/** Where standard error is a terminal, say there what is being done and for how many seconds, once it takes one.
 *  hide takes the line away: before anything else is written. */
void progress_show(const char *what);
void progress_hide(void);

#endif
