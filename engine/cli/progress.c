/* A line that says what is going on and for how long: on a terminal, once it takes a second, gone when there is
 * something to read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/progress.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { COLUMNS = 60 }; /* more than any line takes */

static char doing[2 * COLUMNS]; /* not written while the timer runs */
static volatile sig_atomic_t passed;

/* Called in between anything: no stdio. */
static void show(int number)
{
    (void)number;
    char line[sizeof doing + 32], digit[12];
    size_t length = strlen(doing), n = 0;
    passed = passed + 1;
    memcpy(line, doing, length);
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
    if (!isatty(STDERR_FILENO) || strlen(what) > COLUMNS)
        return;
    strcpy(doing, "\rkakuho: ");
    strcat(doing, what);
    strcat(doing, " ");
    passed = 0;
    struct sigaction action = {.sa_handler = show, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    every_second(1);
}

void progress_hide(void)
{
    if (!doing[0])
        return;
    every_second(0);
    if (passed > 0) {
        char blank[COLUMNS + 2];
        memset(blank, ' ', sizeof blank);
        blank[0] = blank[COLUMNS + 1] = '\r';
        ssize_t written = write(STDERR_FILENO, blank, sizeof blank);
        (void)written;
    }
    doing[0] = '\0';
}
