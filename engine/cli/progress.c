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

static char doing[2 * COLUMNS];                       /* not written while the timer runs */
static volatile sig_atomic_t passed, finished, total; /* total 0: nothing is counted */

static size_t put_number(char *to, int number)
{
    char digit[12];
    size_t n = 0, length = 0;
    do
        digit[n++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (n > 0)
        to[length++] = digit[--n];
    return length;
}

/* Called in between anything: no stdio. */
static void show(int number)
{
    (void)number;
    char line[sizeof doing + 64];
    size_t length = strlen(doing);
    passed = passed + 1;
    memcpy(line, doing, length);
    if (total > 0) {
        length += put_number(line + length, finished);
        line[length++] = '/';
        length += put_number(line + length, total);
        memcpy(line + length, "  ", 2);
        length += 2;
    }
    length += put_number(line + length, passed);
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
    if (!isatty(STDERR_FILENO) || strlen(what) > COLUMNS / 2)
        return;
    total = 0;
    strcpy(doing, "\rkakuho: ");
    strcat(doing, what);
    strcat(doing, " ");
    passed = 0;
    struct sigaction action = {.sa_handler = show, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    every_second(1);
}

void progress_count(int done, int of)
{
    finished = done;
    total = of;
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
