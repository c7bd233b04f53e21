/* The description of every key of the scenario: name, type, words, default, meaning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_KEYS_H
#define KK_INPUT_KEYS_H

#include "base/ctx.h"

typedef enum {
    KK_KEY_TEXT,
    KK_KEY_BOOL,
    KK_KEY_WHOLE,   /* a whole number in least..most */
    KK_KEY_NUMBER,  /* a number in least..most */
    KK_KEY_WORD,    /* one of the words */
    KK_KEY_WORDS,   /* a list of them */
    KK_KEY_NAMES,   /* a name, or a list of names: any of them */
    KK_KEY_PERIOD,  /* a year, years in a row, or { "from", "until" } */
    KK_KEY_SLACK,   /* a number, or a text such as "2 %" */
    KK_KEY_TABLES,  /* an object: table -> path */
    KK_KEY_WHERE,   /* an object: column -> value, or a list of values */
    KK_KEY_CELLS,   /* an object: column -> value, null empties the cell */
    KK_KEY_NUMBERS, /* an object: column -> number */
    KK_KEY_ROWS,    /* a list of objects: column -> value */
    KK_KEY_OBJECT,  /* with the keys of inner */
    KK_KEY_OBJECTS, /* a list of them */
} kk_key_type;

typedef struct kk_key {
    const char *name;
    kk_key_type type;
    bool required;
    double least, most;      /* of numbers; least: also signs of a text, members of a list */
    const char *const *word; /* [nword] */
    int nword;
    const struct kk_key *inner;
    unsigned fits;      /* in a goal: bits of the kinds (kk_goal_kind) that take this key; 0 = all */
    const char *sample; /* what to write, for the finding that it is missing */
    const char *about[2];
} kk_key;

/* Lists, ended by an empty name. */
extern const kk_key kk_keys_top[], kk_keys_years[], kk_keys_target[], kk_keys_goal[], kk_keys_change[];

/** The defaults, as a scenario. */
#define KK_SCENARIO_DEFAULTS                                                                                           \
    "{\"kakuho\": 1, \"title\": \"\", \"edition\": \"\", \"note\": \"\", \"consent\": [\"firm\", \"likely\"], "        \
    "\"units\": \"whole\", \"gap\": 0, \"effort\": 1, \"targets\": [{\"id\": \"all\"}], "                              \
    "\"goals\": [{\"goal\": \"unmet\"}, {\"goal\": \"seats\", \"existing\": false}, "                                  \
    "{\"goal\": \"cost\", \"payer\": \"city\"}, {\"goal\": \"vacant\"}], "                                             \
    "\"money_unit\": \"千円\", \"minus\": \"-\", \"lang\": \"ja\", \"encoding\": \"auto\"}"

#endif
