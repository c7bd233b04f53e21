/* Schemas: what a table or a scenario may hold, for machines and for people. All come from the descriptions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "input/schema.h"

#include "base/num.h"
#include "base/str.h"
#include "input/codes.h"
#include "input/keys.h"
#include "input/table.h"

#include <string.h>

/* ---- Table Schema ------------------------------------------------------------------------------------------------ */

static void add_field(kk_text *T, const kk_column *c)
{
    const char *type = c->type == KK_CELL_NUMBER  ? "number"
                       : c->type == KK_CELL_WHOLE ? "integer"
                       : c->type == KK_CELL_YEAR  ? "year"
                                                  : "string";
    kk_text_addf(T, "    {\n      \"name\": %s,\n      \"title\": %s,\n      \"type\": \"%s\",\n",
                 kk_json_quote(T->K, c->name), kk_json_quote(T->K, c->ja), type);
    kk_text_addf(T, "      \"description\": %s,\n      \"description_ja\": %s,\n", kk_json_quote(T->K, c->about[KK_EN]),
                 kk_json_quote(T->K, c->about[KK_JA]));
    if (c->fallback[KK_EN])
        kk_text_addf(T, "      \"default\": %s,\n      \"default_ja\": %s,\n", kk_json_quote(T->K, c->fallback[KK_EN]),
                     kk_json_quote(T->K, c->fallback[KK_JA]));
    const kk_word *words = c->type == KK_CELL_YESNO ? kk_words_yesno : c->words;
    if (words && c->type == KK_CELL_TEXT) {
        kk_text_add(T, "      \"words\": [");
        for (int i = 0; words[i].word[0]; i++)
            kk_text_addf(T, "%s%s, %s", i ? ", " : "", kk_json_quote(T->K, words[i].word[0]),
                         kk_json_quote(T->K, words[i].word[1]));
        kk_text_add(T, "],\n");
    }
    kk_text_addf(T, "      \"constraints\": {\"required\": %s", c->required ? "true" : "false");
    if (c->type == KK_CELL_ID)
        kk_text_add(T, ", \"pattern\": \"[A-Za-z][A-Za-z0-9_]{0,39}|.*[^ -~].*\"");
    if (c->least < c->most) {
        kk_text_addf(T, ", \"minimum\": %s", kk_num_print(T->K, c->least));
        kk_text_addf(T, ", \"maximum\": %s", kk_num_print(T->K, c->most));
    }
    if (words && (c->type == KK_CELL_WORD || c->type == KK_CELL_YESNO)) {
        kk_text_add(T, ", \"enum\": [");
        for (int i = 0; words[i].word[0]; i++)
            kk_text_addf(T, "%s%s, %s", i ? ", " : "", kk_json_quote(T->K, words[i].word[0]),
                         kk_json_quote(T->K, words[i].word[1]));
        kk_text_add(T, "]");
    }
    kk_text_add(T, "}\n    }");
}

static const char *table_schema(kk_ctx *K, const kk_table *table)
{
    kk_text T = {.K = K};
    kk_text_addf(&T,
                 "{\n  \"$schema\": \"https://datapackage.org/profiles/2.0/tableschema.json\",\n  \"name\": %s,\n"
                 "  \"title\": %s,\n  \"description\": %s,\n  \"description_ja\": %s,\n",
                 kk_json_quote(K, table->name), kk_json_quote(K, table->ja), kk_json_quote(K, table->about[KK_EN]),
                 kk_json_quote(K, table->about[KK_JA]));
    if (table->years)
        kk_text_addf(&T, "  \"years_as_columns\": {\"year\": \"%s\", \"value\": \"%s\"},\n",
                     table->column[table->year].name, table->column[table->value].name);
    bool filled = true; /* a primary key has no empty cells; a unique key may */
    kk_text key = {.K = K};
    for (const char *s = table->key; s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL) {
        const char *name = kk_strndup(K, s, strcspn(s, ","));
        kk_text_addf(&key, "%s\"%s\"", s == table->key ? "" : ", ", name);
        filled = filled && table->column[kk_column_find(table, name)].required;
    }
    kk_text_addf(&T, filled ? "  \"primaryKey\": [%s],\n" : "  \"uniqueKeys\": [[%s]],\n", kk_text_get(&key));
    /* columns in any order, those that may be left out, years as columns */
    kk_text_add(&T, "  \"missingValues\": [\"\"],\n  \"fieldsMatch\": \"partial\",\n  \"fields\": [\n");
    bool first = true;
    for (int c = 0; c < table->ncolumn; c++) {
        kk_text_add(&T, first ? "" : ",\n");
        add_field(&T, &table->column[c]);
        first = false;
    }
    kk_text_add(&T, "\n  ]\n}\n");
    return kk_text_get(&T);
}

/* ---- JSON Schema ------------------------------------------------------------------------------------------------- */

static void add_object(kk_text *T, const kk_key *list, int indent);

static void add_enum(kk_text *T, const kk_key *k)
{
    kk_text_add(T, "\"enum\": [");
    for (int i = 0; i < k->nword; i++)
        kk_text_addf(T, "%s%s", i ? ", " : "", kk_json_quote(T->K, k->word[i]));
    kk_text_add(T, "]");
}

/* What may stand in a cell. */
#define CELL "{\"type\": [\"string\", \"number\", \"boolean\", \"null\"]}"

static void add_type(kk_text *T, const kk_key *k, int indent)
{
    switch (k->type) {
    case KK_KEY_TEXT: kk_text_addf(T, "\"type\": \"string\"%s", k->least > 0.0 ? ", \"minLength\": 1" : ""); break;
    case KK_KEY_BOOL: kk_text_add(T, "\"type\": \"boolean\""); break;
    case KK_KEY_WHOLE:
    case KK_KEY_NUMBER:
        kk_text_addf(T, "\"type\": \"%s\", \"minimum\": %s, ", k->type == KK_KEY_WHOLE ? "integer" : "number",
                     kk_num_print(T->K, k->least));
        kk_text_addf(T, "\"maximum\": %s", kk_num_print(T->K, k->most));
        break;
    case KK_KEY_WORD: add_enum(T, k); break;
    case KK_KEY_WORDS:
        kk_text_add(T, "\"type\": \"array\", \"items\": {");
        add_enum(T, k);
        kk_text_add(T, "}");
        break;
    case KK_KEY_NAMES:
        kk_text_add(T, "\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"minItems\": 1, \"items\": "
                       "{\"type\": \"string\"}}]");
        break;
    case KK_KEY_PERIOD:
        kk_text_add(T,
                    "\"oneOf\": [{\"type\": \"integer\"}, {\"type\": \"array\", \"minItems\": 1, \"items\": {\"type\": "
                    "\"integer\"}}, {\"type\": \"object\", \"minProperties\": 1, \"additionalProperties\": false, "
                    "\"properties\": {\"from\": {\"type\": \"integer\"}, \"until\": {\"type\": \"integer\"}}}]");
        break;
    case KK_KEY_SLACK:
        kk_text_add(T, "\"oneOf\": [{\"type\": \"number\", \"minimum\": 0}, {\"type\": \"string\", \"pattern\": "
                       "\"^[0-9.]+ *%$\"}]");
        break;
    case KK_KEY_OBJECT: add_object(T, k->inner, indent); break;
    case KK_KEY_WHERE:
        kk_text_addf(
            T,
            "\"type\": \"object\", \"additionalProperties\": {\"oneOf\": [%s, {\"type\": \"array\", \"minItems\": 1, "
            "\"items\": %s}]}",
            CELL, CELL);
        break;
    case KK_KEY_CELLS:
        kk_text_add(T, "\"type\": \"object\", \"minProperties\": 1, \"additionalProperties\": " CELL);
        break;
    case KK_KEY_NUMBERS:
        kk_text_add(T, "\"type\": \"object\", \"minProperties\": 1, \"additionalProperties\": {\"oneOf\": [{\"type\": "
                       "\"number\"}, {\"type\": \"string\", \"pattern\": \"^-?[0-9]+/[0-9]+$\"}]}");
        break;
    case KK_KEY_ROWS:
        kk_text_add(T, "\"type\": \"array\", \"minItems\": 1, \"items\": {\"type\": \"object\", \"minProperties\": 1, "
                       "\"additionalProperties\": " CELL "}");
        break;
    case KK_KEY_TABLES:
        kk_text_add(T, "\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
        for (int t = 0, n = 0; t < KK_NTABLE; t++)
            kk_text_addf(T, "%s\"%s\": {\"type\": \"string\"}", n++ ? ", " : "", kk_tables[t].name);
        kk_text_add(T, "}");
        break;
    case KK_KEY_OBJECTS:
        kk_text_addf(T, "\"type\": \"array\", \"minItems\": %d, \"items\": {", (int)k->least);
        add_object(T, k->inner, indent);
        kk_text_add(T, "}");
    }
}

static void add_object(kk_text *T, const kk_key *list, int indent)
{
    kk_text_add(T, "\"type\": \"object\", \"additionalProperties\": false, \"required\": [");
    for (const kk_key *k = list, *first = NULL; k->name; k++)
        if (k->required) {
            kk_text_addf(T, "%s\"%s\"", first ? ", " : "", k->name);
            first = k;
        }
    kk_text_add(T, "], \"properties\": {");
    bool first = true;
    for (const kk_key *k = list; k->name; k++) {
        kk_text_addf(T, "%s\n%*s\"%s\": {\"description\": %s, ", first ? "" : ",", indent, "", k->name,
                     kk_json_quote(T->K, k->about[KK_EN]));
        kk_text_addf(T, "\"$comment\": %s, ", kk_json_quote(T->K, k->about[KK_JA]));
        add_type(T, k, indent + 2);
        kk_text_add(T, "}");
        first = false;
    }
    kk_text_addf(T, "\n%*s}", indent - 2, "");
}

static const char *scenario_schema(kk_ctx *K)
{
    kk_text T = {.K = K};
    kk_text_add(
        &T, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"kakuho scenario\",\n");
    kk_text_addf(&T, "  \"default\": %s,\n  ", KK_SCENARIO_DEFAULTS);
    add_object(&T, kk_keys_top, 4);
    kk_text_add(&T, "\n}\n");
    return kk_text_get(&T);
}

/* ---- codes of findings ------------------------------------------------------------------------------------------- */

static const char *codes_text(kk_ctx *K)
{
    kk_text T = {.K = K};
    kk_text_add(&T, "[\n");
    for (const kk_code *c = kk_codes; c->code; c++)
        kk_text_addf(&T, "  {\"code\": \"%s\", \"severity\": \"%s\", \"en\": \"%s\", \"ja\": \"%s\"}%s\n", c->code,
                     c->error ? "error" : "warning", c->about[KK_EN], c->about[KK_JA], c[1].code ? "," : "");
    kk_text_add(&T, "]\n");
    return kk_text_get(&T);
}

/* ---- by name ----------------------------------------------------------------------------------------------------- */

const char *kk_schema_text(kk_ctx *K, const char *name)
{
    kk_text T = {.K = K};
    kk_text_add(&T, "scenario\n");
    if (name && strcmp(name, "scenario") == 0)
        return scenario_schema(K);
    for (int t = 0; t < KK_NTABLE; t++) {
        if (name && strcmp(name, kk_tables[t].name) == 0)
            return table_schema(K, &kk_tables[t]);
        kk_text_addf(&T, "%s\n", kk_tables[t].name);
    }
    kk_text_add(&T, "findings\n");
    if (name && strcmp(name, "findings") == 0)
        return codes_text(K);
    if (name)
        kk_fail(K, KK_EUSAGE, "there is no schema '%s'; `kakuho schema` lists them",
                "「%s」という定義はありません。`kakuho schema` で一覧を表示します", kk_brief(K, name));
    return kk_text_get(&T);
}
