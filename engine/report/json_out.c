/* JSON for machines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "report/json_out.h"

#include "base/hash.h"
#include "base/num.h"

#include <math.h>

static void new_line(kk_json *J)
{
    kk_text_addf(&J->T, "\n%*s", 2 * J->depth, "");
}

/* Comma, line and name of what follows. */
static void begin(kk_json *J, const char *key)
{
    if (J->filled)
        kk_text_add(&J->T, J->flat ? ", " : ",");
    if (J->depth > 0 && !J->flat)
        new_line(J);
    if (key) {
        kk_text_quote(&J->T, key);
        kk_text_add(&J->T, ": ");
    }
    J->filled = true;
}

void kk_json_open(kk_json *J, const char *key, char bracket)
{
    KK_ASSERT(J->depth < (int)sizeof J->open);
    begin(J, key);
    bool in_list = J->depth > 0 && J->open[J->depth - 1] == '[';
    J->open[J->depth++] = bracket;
    if (!J->flat && in_list && bracket == '{')
        J->flat = J->depth;
    kk_text_addn(&J->T, &bracket, 1);
    J->filled = false;
}

void kk_json_close(kk_json *J)
{
    bool one_line = J->flat > 0 || !J->filled;
    J->depth--;
    if (!one_line)
        new_line(J);
    kk_text_add(&J->T, J->open[J->depth] == '{' ? "}" : "]");
    if (J->flat > J->depth)
        J->flat = 0;
    J->filled = true;
}

static void raw(kk_json *J, const char *key, const char *value)
{
    begin(J, key);
    kk_text_add(&J->T, value);
}

void kk_json_text(kk_json *J, const char *key, const char *value)
{
    raw(J, key, value ? "" : "null");
    if (value)
        kk_text_quote(&J->T, value);
}

void kk_json_decimal(kk_json *J, const char *key, const char *value)
{
    raw(J, key, value);
}

void kk_json_int(kk_json *J, const char *key, int64_t value)
{
    raw(J, key, kk_decimal(J->T.K, value, 0));
}

void kk_json_bool(kk_json *J, const char *key, bool value)
{
    raw(J, key, value ? "true" : "false");
}

void kk_json_number(kk_json *J, const char *key, double value)
{
    if (!isfinite(value))
        raw(J, key, "null");
    else if (fabs(value) < 1e9)
        raw(J, key, kk_value_print(J->T.K, value));
    else if (fabs(value) < 9e14) /* 15 digits: whoever reads the number can write it down again */
        raw(J, key, kk_round_print(J->T.K, value));
    else
        raw(J, key, kk_format(J->T.K, "%.0f", value));
}

void kk_json_files(kk_json *J, const kk_blob *file, int n)
{
    kk_json_open(J, "files", '[');
    for (int i = 0; i < n; i++) {
        kk_json_open(J, NULL, '{');
        kk_json_text(J, "name", file[i].name);
        kk_json_text(J, "sha256", kk_hash_hex(J->T.K, file[i].data, file[i].size));
        kk_json_close(J);
    }
    kk_json_close(J);
}

const char *kk_json_get(kk_json *J)
{
    KK_ASSERT(J->depth == 0);
    kk_text_add(&J->T, "\n");
    return kk_text_get(&J->T);
}
