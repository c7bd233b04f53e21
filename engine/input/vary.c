/* --vary: a change with several values. See vary.h; each value is then a --change, read in change_text.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/vary.h"

#include "base/num.h"
#include "base/str.h"

#include <string.h>

__extension__ typedef __int128 wide;

typedef struct {
    kk_ctx *K;
    const char *file, *argument;
    kk_vary *out;
    int capacity;
} reader;

static kk_place place(const reader *R, const char *at)
{
    int column = 1;
    for (const char *s = R->argument; s < at; s++)
        column += ((unsigned char)*s & 0xC0) != 0x80;
    return (kk_place){.file = R->file, .column = column};
}

static void find_form(const reader *R, const char *at, const char *en, const char *ja)
{
    kk_find_error(
        R->K, "vary.form", KK_AT(place(R, at)),
        "%s%.0s; write TABLE[COLUMN=VALUE].COLUMN*=0.8,1,1.2 or *=0.9:1.1:0.05 (from:to:step; also = += -=)",
        "%.0s%s。表[列=値].列*=0.8,1,1.2 か *=0.9:1.1:0.05（始め:終わり:刻み。= += -= も可）の形で書いてください", en,
        ja);
}

/* The first of these signs outside of double quotes and brackets; the end where there is none. */
static const char *sign_in(const char *s, const char *signs)
{
    bool quoted = false;
    for (int depth = 0; *s; s++) {
        quoted ^= *s == '"';
        depth += quoted ? 0 : (*s == '[') - (*s == ']');
        if (!quoted && depth <= 0 && strchr(signs, *s))
            break;
    }
    return s;
}

/* Whether two values are one: the same number, or the same text. */
static bool same(const char *one, const char *other)
{
    int64_t over[2], under[2];
    if (kk_share_parse(one, &over[0], &under[0]) == KK_NUM_OK &&
        kk_share_parse(other, &over[1], &under[1]) == KK_NUM_OK)
        return over[0] == over[1] && under[0] == under[1];
    return strcmp(one, other) == 0;
}

static void add(reader *R, const char *value, const char *at)
{
    kk_vary *V = R->out;
    for (int i = 0; i < V->n; i++)
        if (same(V->value[i], value)) {
            kk_find_error(R->K, "vary.twice", KK_AT(place(R, at)), "the value %s stands here twice; write it once",
                          "値 %s が二度あります。一度だけ書いてください", kk_brief(R->K, value));
            return;
        }
    V->value = kk_grow(R->K, V->value, &R->capacity, V->n + 1, sizeof *V->value);
    V->value[V->n++] = value;
}

/* from:to:step as whole numbers of 10^-decimals; false where these are not three numbers. */
static bool read_range(const char *const part[3], int64_t out[3], int *out_decimals)
{
    int64_t over[3], under[3], scale = 1;
    double number;
    for (int i = 0; i < 3; i++)
        if (kk_num_parse(part[i], &number) != KK_NUM_OK || kk_share_parse(part[i], &over[i], &under[i]) != KK_NUM_OK)
            return false;
    *out_decimals = 0;
    for (int i = 0; i < 3; i++)
        for (; scale % under[i]; scale *= 10) /* under divides 10^15 */
            *out_decimals += 1;
    for (int i = 0; i < 3; i++) {
        wide value = (wide)over[i] * (scale / under[i]);
        if (value > INT64_MAX / 4 || value < -INT64_MAX / 4)
            return false;
        out[i] = (int64_t)value;
    }
    return true;
}

static void add_range(reader *R, const char *text, const char *at)
{
    kk_ctx *K = R->K;
    const char *part[3];
    int64_t number[3];
    int decimals;
    for (int i = 0; i < 3; i++) {
        size_t length = strcspn(text, ":");
        part[i] = kk_strndup(K, text, length);
        text += length + (text[length] == ':');
    }
    if (!read_range(part, number, &decimals)) {
        find_form(R, at, "from, to and step are not three numbers", "始め・終わり・刻みが数ではありません");
        return;
    }
    int64_t from = number[0], to = number[1], step = number[2];
    if (step == 0 || (to - from) / step < 0 || (to != from && (to > from) != (step > 0))) {
        kk_find_error(K, "vary.range", KK_AT(place(R, at)),
                      "%s does not lead from %s to %s; give the step another sign",
                      "刻み %s では %s から %s に進みません。刻みの符号を直してください", part[2], part[0], part[1]);
        return;
    }
    int64_t steps = (to - from) / step;
    if (from + steps * step != to) {
        kk_find_error(K, "vary.range", KK_AT(place(R, at)),
                      "steps of %s from %s do not meet %s: the last would be %s; correct the step or the end",
                      "%s 刻みで %s から %s には届きません（最後は %s）。刻みか終わりを直してください", part[2],
                      part[0], part[1], kk_decimal(K, from + steps * step, decimals));
        return;
    }
    if (steps >= KK_POINTS_MOST) {
        kk_find_error(K, "vary.many", KK_AT(place(R, at)), "these are more than %d values; take larger steps",
                      "値が %d 個を超えます。刻みを大きくしてください", KK_POINTS_MOST);
        return;
    }
    for (int64_t i = 0; i <= steps; i++)
        add(R, kk_decimal(K, from + i * step, decimals), at);
}

static int count(const char *text, char sign)
{
    int n = 0;
    for (; *text; text++)
        n += *text == sign;
    return n;
}

/* A value as it was written, or all values of from:to:step. */
static void read_value(reader *R, const char *from, const char *until)
{
    while (from < until && strchr(" \t", *from))
        from++;
    while (until > from && strchr(" \t", until[-1]))
        until--;
    const char *text = kk_strndup(R->K, from, (size_t)(until - from));
    if (!*text)
        find_form(R, from, "a value is missing", "値がありません");
    else if (*text != '"' && count(text, ':') == 2)
        add_range(R, text, from);
    else
        add(R, text, from);
}

static void read_one(reader *R)
{
    const char *equals = sign_in(R->argument, "="), *s = equals;
    if (!*equals) {
        find_form(R, equals, "no = with values stands here (is a bracket or a quote open?)",
                  "= と値がありません（括弧や引用符は閉じていますか）");
        return;
    }
    R->out->key = kk_strndup(R->K, R->argument, (size_t)(equals + 1 - R->argument));
    do {
        const char *begin = s + 1;
        s = sign_in(begin, ",");
        read_value(R, begin, s);
    } while (*s);
}

kk_vary *kk_vary_read(kk_ctx *K, const char *const *argument, int n)
{
    kk_vary *out = KK_ARRAY(K, kk_vary, n);
    int64_t points = 1;
    for (int i = 0; i < n; i++) {
        reader R = {.K = K, .file = kk_format(K, "--vary %s", argument[i]), .argument = argument[i], .out = &out[i]};
        kk_find_file(K, R.file);
        read_one(&R);
        for (int j = 0; j < i; j++)
            if (out[i].key && out[j].key && strcmp(out[i].key, out[j].key) == 0)
                kk_find_error(K, "vary.twice", KK_AT(place(&R, R.argument)),
                              "the same is varied twice; write all values behind one --vary",
                              "同じ変更が二つの --vary にあります。値は一つの --vary にまとめてください");
        if (out[i].n > 0 && points <= KK_POINTS_MOST)
            points *= out[i].n;
        if (points > KK_POINTS_MOST && i == n - 1)
            kk_find_error(K, "vary.many", KK_AT(place(&R, R.argument)),
                          "the grid has more than %d points; vary less, or take larger steps",
                          "組合せが %d 通りを超えます。値を減らすか、刻みを大きくしてください", KK_POINTS_MOST);
    }
    return out;
}
