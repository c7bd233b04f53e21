/* A line that says what is going on and for how long: on a terminal, once it takes a second, gone when there is
 * something to read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/progress.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { COLUMNS = 76 }; /* more than any line takes */

static char doing[3 * COLUMNS]; /* "\rkakuho: planning "; not written while a signal may come */
static size_t subject;          /* its length without what was said in addition */
static char blank[COLUMNS + 1]; /* "\r", and blanks */
static volatile sig_atomic_t passed;

/* Called in between anything: no stdio. */
static void show(int number)
{
    (void)number;
    char line[sizeof blank + sizeof doing + 16], digit[12];
    size_t length = strlen(doing), n = 0;
    passed = passed + 1;
    memcpy(line, blank, sizeof blank); /* the last line may have been longer */
    memcpy(line + sizeof blank, doing, length);
    length += sizeof blank;
    for (int seconds = passed; seconds > 0; seconds /= 10)
        digit[n++] = (char)('0' + seconds % 10);
    while (n > 0)
        line[length++] = digit[--n];
    memcpy(line + length, " s", 2);
    ssize_t written = write(STDERR_FILENO, line, length + 2);
    (void)written; /* nothing depends on it */
}

static void every_second(long seconds)
{
    struct itimerval timer = {{seconds, 0}, {seconds, 0}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

void progress_show(const char *what)
{
    if (!isatty(STDERR_FILENO))
        return;
    snprintf(doing, sizeof doing, "\rkakuho: %s ", what);
    subject = strlen(doing);
    memset(blank, ' ', sizeof blank);
    blank[0] = '\r';
    passed = 0;
    struct sigaction action = {.sa_handler = show, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    every_second(1);
}

void progress_more(const char *what)
{
    sigset_t alarm, before;
    if (!doing[0])
        return;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigprocmask(SIG_BLOCK, &alarm, &before);
    snprintf(doing + subject, sizeof doing - subject, "(%s) ", what);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

void progress_count(int done, int of)
{
    char count[32];
    snprintf(count, sizeof count, "%d/%d", done, of);
    progress_more(count);
}

void progress_hide(void)
{
    if (!doing[0])
        return;
    every_second(0);
    ssize_t written = passed > 0 ? write(STDERR_FILENO, blank, sizeof blank) + write(STDERR_FILENO, "\r", 1) : 0;
    (void)written;
    doing[0] = '\0';
}
