#!/usr/bin/env python3
"""What `kakuho schema` prints, by an independent validator: Debian's python3-jsonschema.

    schemas.py KAKUHO

SPDX-License-Identifier: GPL-3.0-or-later
"""
import copy
import glob
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import kit  # noqa: E402

try:
    import jsonschema
except ImportError:
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):  # where Debian's packages are
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    jsonschema = None

# Table Schema 2.0 as https://datapackage.org/standard/table-schema/ has it: its properties, the types of fields, and
# which constraints a type may have. Other properties are allowed ("implementations MAY"), so those that kakuho adds
# are named below, and nothing else is.
STRINGS = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
TYPES = ["string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "year",
         "yearmonth", "duration", "geopoint", "geojson", "any"]
ORDERED = ["integer", "number", "date", "time", "datetime", "duration", "year", "yearmonth"]


def of_types(types, constraints):
    """Where the field is of one of the types it has none of the constraints."""
    return {"if": {"properties": {"type": {"enum": types}}, "required": ["type"]},
            "then": {"properties": {"constraints": {"properties": {c: False for c in constraints}}}}}


FIELD = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "type": {"enum": TYPES},
        "format": {"type": "string"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "example": {},
        "missingValues": STRINGS,
        "rdfType": {"type": "string"},
        "constraints": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "required": {"type": "boolean"},
                "unique": {"type": "boolean"},
                "minLength": {"type": "integer", "minimum": 0},
                "maxLength": {"type": "integer", "minimum": 0},
                "minimum": {"type": ["number", "string"]},
                "maximum": {"type": ["number", "string"]},
                "exclusiveMinimum": {"type": ["number", "string"]},
                "exclusiveMaximum": {"type": ["number", "string"]},
                "jsonSchema": {"type": "object"},
                # what XML Schema's and Python's regular expressions have in common
                "pattern": {"type": "string", "format": "regex", "not": {"pattern": r"^\^|\$$|\\[xubB]|\(\?"}},
                "enum": {"type": "array", "minItems": 1, "uniqueItems": True},
            },
        },
        # kakuho's own
        "description_ja": {"type": "string", "minLength": 1},
        "default": {"type": "string", "minLength": 1},
        "default_ja": {"type": "string", "minLength": 1},
        "words": STRINGS,
    },
    "additionalProperties": False,
    "allOf": [
        of_types([t for t in TYPES if t not in ORDERED], ["minimum", "maximum", "exclusiveMinimum",
                                                          "exclusiveMaximum"]),
        of_types([t for t in TYPES if t != "string"], ["pattern"]),
        of_types([t for t in TYPES if t not in ("string", "object", "array")], ["minLength", "maxLength"]),
    ],
}
TABLE_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["fields"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/tableschema.json"},
        "name": {"type": "string"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "fields": {"type": "array", "minItems": 1, "items": FIELD},
        "fieldsMatch": {"enum": ["exact", "equal", "subset", "superset", "partial"]},
        "missingValues": STRINGS,
        "primaryKey": STRINGS,
        "uniqueKeys": {"type": "array", "minItems": 1, "items": STRINGS},
        "foreignKeys": {"type": "array", "minItems": 1,
                        "items": {"type": "object", "required": ["fields", "reference"]}},
        # kakuho's own
        "description_ja": {"type": "string", "minLength": 1},
        "years_as_columns": {"type": "object", "additionalProperties": False, "required": ["year", "value"],
                             "properties": {"year": {"type": "string"}, "value": {"type": "string"}}},
    },
    "additionalProperties": False,
}


def validator(schema):
    if jsonschema is None:
        raise kit.Skip("there is no jsonschema here")
    kind = jsonschema.validators.validator_for(schema)
    kit.check(kind is jsonschema.Draft202012Validator, "no validator of draft 2020-12:", kind)
    kind.check_schema(schema)
    return kind(schema, format_checker=jsonschema.FormatChecker())


def scenario():
    return json.loads(kit.run("schema", "scenario", code=0).out)


def problems(judge, document):
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in judge.iter_errors(document)]


def tables():
    return [n for n in kit.run("schema", code=0).out.split() if n not in ("scenario", "findings")]


# ---- the scenario ----------------------------------------------------------------------------------------------------

def test_scenario_schema():
    """it is a JSON Schema (draft 2020-12), and its own default is valid by it"""
    schema = scenario()
    kit.equal(problems(validator(schema), schema["default"]), [])


def test_example_scenarios():
    """every scenario of data/, every one that kakuho init and kakuho plan write, is valid"""
    judge = validator(scenario())
    kit.run("init", "made", code=0)
    kit.run("init", "rows", "--areas", "北区,南区", "--years", "2025-2029", code=0)
    for city in ("sapporo", "small"):
        kit.run("plan", os.path.join(kit.DATA, city), "-q", "-o", city, "--set", "edition=x", "--change",
                "need.children*=1", code=0)
    paths = glob.glob(os.path.join(kit.DATA, "*", "*.json")) + glob.glob("**/base.json", recursive=True)
    paths += glob.glob("*/input/*.json")
    kit.check(len(set(paths)) >= 9, paths)
    for path in paths:
        kit.equal(problems(judge, json.loads(kit.read(path))), [], path)


def test_broken_scenarios():
    """what the schema refuses, kakuho refuses, and says so"""
    judge = validator(scenario())
    kit.city("city", {"need": "area,class,2024\nnorth,c,30", "supply": "area,seat,2024\nnorth,c,20"})
    good = {"kakuho": 1, "title": "x", "targets": [{"id": "all"}], "goals": [{"goal": "unmet"}]}
    kit.equal(problems(judge, good), [])
    kit.write("city/base.json", json.dumps(good))
    kit.run("check", "city", code=0)
    for change in ({"kakuho": 2}, {"kakuho": None}, {"kakuho": "1"}, {"titel": "x"}, {"title": 3}, {"years": [2024]},
                   {"years": {"first": 1}}, {"years": {"frist": 2024}}, {"units": "half"}, {"gap": 2}, {"gap": "0"},
                   {"effort": -1}, {"consent": "firm"}, {"consent": ["certain"]}, {"targets": [{}]},
                   {"targets": {"id": "all"}}, {"targets": [{"id": ""}]}, {"goals": [{"goal": "profit"}]},
                   {"goals": [{"goal": "unmet", "slack": "much"}]}, {"lang": "de"}, {"encoding": "latin1"},
                   {"tables": {"needs": "x.csv"}}, {"changes": [{"multiply": {"children": 2}}]},
                   {"changes": [{"table": "need", "multiply": {"children": "2"}}]}, {"changes": [{"table": "need",
                    "multiply": {}}]}, {"extends": ["a.json", "b.json"]}):
        bad = {k: v for k, v in {**copy.deepcopy(good), **change}.items() if v is not None}
        kit.check(problems(judge, bad), "the schema takes", change)
        kit.write("city/base.json", json.dumps(bad))
        kit.check("base.json" in kit.run("check", "city", code=1).out, change)


# ---- tables ----------------------------------------------------------------------------------------------------------

def test_table_schemas():
    """each is a Table Schema 2.0; its keys and years are among its fields, and cells of a primary key never empty"""
    judge, names = validator(TABLE_SCHEMA), tables()
    kit.check(len(names) >= 13, names)
    for name in names:
        schema = json.loads(kit.run("schema", name, code=0).out)
        kit.equal(problems(judge, schema), [], name)
        fields = [f["name"] for f in schema["fields"]]
        kit.equal(len(fields), len(set(fields)), name)
        kit.equal(schema["name"], name)
        filled = {f["name"] for f in schema["fields"] if f["constraints"]["required"]}
        keys = schema.get("uniqueKeys", [])
        kit.check(set(schema.get("primaryKey", [])) <= filled and set().union(*keys) <= set(fields), name)
        kit.equal(("primaryKey" in schema) + len(keys), 1, name)
        kit.equal(schema["fieldsMatch"], "partial", name)  # any order, years as columns, x_ columns
        kit.check(set(schema.get("years_as_columns", {}).values()) <= set(fields), name)
        for field in schema["fields"]:
            limits = field.get("constraints", {})
            kit.check(limits.get("minimum", 0) <= limits.get("maximum", 0) or "maximum" not in limits, name, field)


def test_what_is_no_table_schema():
    """the description of Table Schema that these tests use refuses what its text forbids"""
    judge = validator(TABLE_SCHEMA)
    good = {"fields": [{"name": "x", "type": "integer", "constraints": {"required": True, "minimum": 0}}]}
    kit.equal(problems(judge, good), [])
    for field in ({"type": "integer"}, {"name": "x", "type": "float"}, {"name": "x", "constraints": {"least": 0}},
                  {"name": "x", "type": "integer", "constraints": {"pattern": "x"}},
                  {"name": "x", "type": "string", "constraints": {"minimum": 0}},
                  {"name": "x", "type": "boolean", "constraints": {"minLength": 1}},
                  {"name": "x", "type": "string", "constraints": {"pattern": "("}},
                  {"name": "x", "type": "string", "constraints": {"pattern": r"[^\x00-\x7F]"}},
                  {"name": "x", "type": "list", "constraints": {"minLength": 1}},
                  {"name": "x", "type": "string", "constraints": {"enum": []}}):
        kit.check(problems(judge, {"fields": [field]}), field)
    for more in ({"primaryKey": []}, {"missingValues": ""}, {"fields": []}, {"fieldMatch": "exact"}):
        kit.check(problems(judge, {**good, **more}), more)


def test_tables_of_examples():
    """headings of the examples' tables are fields, and cells keep the constraints that a table's schema states"""
    seen = 0
    for name in tables():
        schema = json.loads(kit.run("schema", name, code=0).out)
        fields = {f["name"]: f for f in schema["fields"]}
        for plan in ("kakogawa", "small"):
            if not os.path.exists(plan):
                kit.run("plan", os.path.join(kit.DATA, plan), "-q", "-o", plan, code=0)
        for city in ("kakogawa", "small"):
            for row in kit.Plan(city).table(name):
                for heading, cell in row.items():
                    field = fields.get(heading)
                    limits = field.get("constraints", {}) if field else {}
                    if not field or cell == "":
                        kit.check(not limits.get("required"), city, name, row)
                        continue
                    seen += 1
                    if "enum" in limits:
                        kit.check(cell in limits["enum"], city, name, heading, cell)
                    if field["type"] in ("integer", "number"):
                        least, most = limits.get("minimum", -1e99), limits.get("maximum", 1e99)
                        kit.check(least <= float(cell) <= most, city, name, heading, cell)
    kit.check(seen > 300, seen)


def test_findings():
    """the codes of findings: one entry each, in both languages"""
    judge = validator({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "array", "minItems": 50,
                       "items": {"type": "object", "additionalProperties": False,
                                 "required": ["code", "severity", "en", "ja"],
                                 "properties": {"code": {"type": "string", "pattern": r"^[a-z_]+(\.[a-z0-9_]+)+$"},
                                                "severity": {"enum": ["error", "warning"]},
                                                "en": {"type": "string", "minLength": 5},
                                                "ja": {"type": "string", "minLength": 3}}}})
    codes = json.loads(kit.run("schema", "findings", code=0).out)
    kit.equal(problems(judge, codes), [])
    kit.equal(len({c["code"] for c in codes}), len(codes))


if __name__ == "__main__":
    kit.main(globals())
