/* Tables: what each table and column is called, holds and means - and reading a CSV file by that.
 *
 * Everything that a planner may read about a table (headings in two languages, fixed words, defaults, the Table Schema
 * of `kakuho schema`) and everything that reading checks cell by cell comes from the descriptions in columns.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_INPUT_TABLE_H
#define KK_INPUT_TABLE_H

#include "base/num.h"
#include "input/csv.h"

/* ---- descriptions ------------------------------------------------------------------------------------------------ */

/** A fixed word in English and Japanese. Its index in its list is its value; {{NULL}} ends the list. */
typedef struct {
    const char *word[2]; /* by kk_lang */
} kk_word;

typedef enum {
    KK_CELL_ID,     /* names the row: an id, or a label that is no failed id */
    KK_CELL_NAME,   /* names a row of another table by id or label */
    KK_CELL_TEXT,   /* any text; fixed words among it have a meaning */
    KK_CELL_WORD,   /* one of the fixed words: as a number, its index */
    KK_CELL_YESNO,  /* yes or no: as a number, 1 or 0 */
    KK_CELL_NUMBER, /* a decimal in least..most */
    KK_CELL_WHOLE,  /* a whole number in least..most */
    KK_CELL_YEAR,   /* a fiscal year */
    KK_CELL_PERIOD, /* a fiscal year, "each" (KK_YEAR_EACH) or nothing */
    KK_CELL_SHARE,  /* a share 0..1, also as a fraction: read again by kk_share_parse */
    KK_CELL_SHARES, /* shares 0..1 with ';' between */
} kk_cell_type;

enum { KK_YEAR_EACH = -2 };

typedef struct {
    const char *name, *ja; /* headings */
    kk_cell_type type;
    bool required; /* the column and each of its cells */
    bool counts;   /* children, seats or units: whole after a change */
    const kk_word *words;
    double least, most;      /* both 0: any number */
    const char *negative;    /* code of a negative number where none may be; NULL = cell.range */
    const char *fallback[2]; /* what an empty cell means, in English first of all the value where it is one; NULL =
                                nothing */
    const char *about[2];
} kk_column;

typedef struct {
    const char *name, *ja;
    bool required;
    bool years; /* the columns year and value may stand as one column a year ... */
    int year, value;
    bool gaps;       /* ... and a row without any number is reported by a rule that knows what is missing */
    const char *key; /* columns that together name a row, commas between */
    const kk_column *column;
    int ncolumn;
    const char *about[2];
} kk_table;

/* clang-format off */
enum { KK_T_NEED, KK_T_SUPPLY, KK_T_MEASURES, KK_T_EFFECTS, KK_T_OPTIONS, KK_T_AREAS, KK_T_CLASSES, KK_T_SEATS,
       KK_T_SERVICES, KK_T_SHARES, KK_T_LIMITS, KK_T_LINKS, KK_T_ADOPTED, KK_NTABLE };
extern const kk_table kk_tables[KK_NTABLE];

enum { NEED_AREA, NEED_CLASS, NEED_YEAR, NEED_CHILDREN };
enum { SUPPLY_AREA, SUPPLY_SEAT, SUPPLY_YEAR, SUPPLY_SEATS, SUPPLY_KIND, SUPPLY_FACTOR };
enum { MEASURES_MEASURE, MEASURES_LABEL, MEASURES_GROUP, MEASURES_EXISTING, MEASURES_WHOLE, MEASURES_LEAD,
       MEASURES_LIFE, MEASURES_CAPITAL, MEASURES_RUNNING, MEASURES_ORDER };
enum { EFFECTS_MEASURE, EFFECTS_OPTION, EFFECTS_ITEM, EFFECTS_AMOUNT, EFFECTS_KIND, EFFECTS_FIRST };
enum { OPTIONS_OPTION, OPTIONS_MEASURE, OPTIONS_AREA, OPTIONS_LABEL, OPTIONS_FACILITY, OPTIONS_MAX, OPTIONS_MIN,
       OPTIONS_EARLIEST, OPTIONS_LATEST, OPTIONS_YEARLY, OPTIONS_POOL, OPTIONS_CONSENT, OPTIONS_CAPITAL,
       OPTIONS_RUNNING };
enum { AREAS_AREA, AREAS_LABEL, AREAS_PARENT, AREAS_ORDER };
enum { CLASSES_CLASS, CLASSES_LABEL, CLASSES_AGE_MIN, CLASSES_AGE_MAX, CLASSES_NEXT, CLASSES_UNIT, CLASSES_WEIGHT,
       CLASSES_ORDER };
enum { SEATS_SEAT, SEATS_LABEL, SEATS_CARER, SEATS_ROOM, SEATS_LEAVES, SEATS_CELL, SEATS_ORDER };
enum { SERVICES_SERVICE, SERVICES_CLASS, SERVICES_SEAT, SERVICES_PER_CHILD, SERVICES_RANK };
enum { SHARES_MEASURE, SHARES_COST, SHARES_PAYER, SHARES_SHARE, SHARES_FROM, SHARES_UNTIL };
enum { LIMITS_LIMIT, LIMITS_LABEL, LIMITS_QUANTITY, LIMITS_AREA, LIMITS_CLASS, LIMITS_MEASURE, LIMITS_GROUP,
       LIMITS_POOL, LIMITS_SEAT, LIMITS_PAYER, LIMITS_YEAR, LIMITS_SENSE, LIMITS_VALUE };
enum { LINKS_FROM, LINKS_TO, LINKS_CLASS, LINKS_CHILDREN, LINKS_SHARE, LINKS_MINUTES };
enum { ADOPTED_OPTION, ADOPTED_YEAR, ADOPTED_UNITS };

/* Words with a meaning, in the order of the enums of domain/city.h where they belong to one. */
extern const kk_word kk_words_consent[], kk_words_quantity[], kk_words_cost[], kk_words_sense[], kk_words_group[],
    kk_words_payer[], kk_words_kind[], kk_words_item[], kk_words_each[], kk_words_yesno[];
enum { KK_GROUP_CONVERT, KK_GROUP_EXTEND, KK_GROUP_TEMPORARY_CARE, KK_GROUP_LICENSE, KK_GROUP_NEW,
       KK_GROUP_ENTERPRISE, KK_GROUP_REASSIGN, KK_GROUP_SHRINK, KK_GROUP_CLOSE, KK_GROUP_RECRUIT };
/* clang-format on */

/** The column with this heading, in either language, or -1; the table with this name, or -1. */
int kk_column_find(const kk_table *table, const char *heading);
int kk_table_find(const char *name);

/** The index of text among words (ASCII letters in any case), or -1. */
int kk_word_find(const kk_word *words, const char *text);

/** A fixed word in English, whatever language it is written in; any other text as it stands. */
const char *kk_word_english(const kk_word *words, const char *text);

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/** One number of a year. */
typedef struct {
    int row;      /* of the data */
    int column;   /* of the file: where the number stands */
    int year;     /* or KK_YEAR_EACH, or -1: none given */
    double value; /* NAN: there is one, but a finding says what is wrong with it */
} kk_item;

/** A table as read. A cell that has a finding counts as empty. */
typedef struct {
    const kk_table *table;
    bool given; /* there is such a file */
    bool whole; /* everything in it could be read */
    const kk_csv *csv;
    int nrow;
    int *column;     /* [ncolumn] of the file, or -1 */
    double **number; /* [ncolumn] -> [nrow], NAN = empty; NULL for a column without numbers or that is not there */
    unsigned char *estimate; /* [nrow] its source begins with "estimate:" or "推計:" */
    int nitem;
    kk_item *item;       /* of a table with years, in the order of rows and columns */
    int nword, nheading; /* findings of words and of headings so far */
} kk_data;

/** Read a file by the description of its table; csv = NULL: a table that is not given. */
kk_data *kk_data_read(kk_ctx *K, const kk_table *table, const kk_csv *csv);

/** A cell as text, "" where there is none. */
const char *kk_data_text(const kk_data *D, int row, int column);

/** A cell as a number, NAN where there is none. */
double kk_data_number(const kk_data *D, int row, int column);

/** The place of a cell, or of its row where the file has no such column. */
kk_place kk_data_place(const kk_data *D, int row, int column);
kk_place kk_data_place_of(const kk_data *D, const kk_item *item);

#endif
