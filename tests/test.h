/* The smallest test harness that says what failed: TAP on stdout.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_TESTS_TEST_H
#define KK_TESTS_TEST_H

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int test_count, test_failed_cases;
static bool test_case_ok;

static inline bool test_check(bool ok, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static inline bool test_check(bool ok, const char *file, int line, const char *format, ...)
{
    if (!ok) {
        va_list list;
        va_start(list, format);
        printf("# %s:%d: ", file, line);
        vprintf(format, list);
        printf("\n");
        va_end(list);
        test_case_ok = false;
    }
    return ok;
}

/** Check a condition; the case goes on. */
#define CHECK(condition) test_check((condition), __FILE__, __LINE__, "%s", #condition)
#define CHECK_INT(got, want)                                                                                           \
    do {                                                                                                               \
        long long g_ = (got), w_ = (want);                                                                             \
        test_check(g_ == w_, __FILE__, __LINE__, "%s is %lld, not %lld", #got, g_, w_);                                \
    } while (0)
#define CHECK_NEAR(got, want, tolerance)                                                                               \
    do {                                                                                                               \
        double g_ = (got), w_ = (want);                                                                                \
        test_check(fabs(g_ - w_) <= (tolerance), __FILE__, __LINE__, "%s is %.12g, not %.12g", #got, g_, w_);          \
    } while (0)
#define CHECK_TEXT(got, want)                                                                                          \
    do {                                                                                                               \
        const char *g_ = (got), *w_ = (want);                                                                          \
        test_check(g_ != NULL && strcmp(g_, w_) == 0, __FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #got,            \
                   g_ ? g_ : "(null)", w_);                                                                            \
    } while (0)

/** Run one case: a function without arguments. */
#define RUN(function)                                                                                                  \
    do {                                                                                                               \
        test_case_ok = true;                                                                                           \
        function();                                                                                                    \
        printf("%s %d - %s\n", test_case_ok ? "ok" : "not ok", ++test_count, #function);                               \
        test_failed_cases += !test_case_ok;                                                                            \
        fflush(stdout);                                                                                                \
    } while (0)

/** The end of main(). */
#define DONE() (printf("1..%d\n", test_count), test_failed_cases ? 1 : 0)

#endif
