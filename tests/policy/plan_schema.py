#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""docs/schema/plan.json takes every ready and every golden plan, and refuses the bad ones. Those under bad/unseen/
are wrong in a way that only the library sees; the schema takes them, and a test in C shows that the library does
not."""

import json

import jsonschema

import house

SCHEMA = "docs/schema/plan.json"
GOOD = ("src/rules/ready", "tests/golden/plans", "tests/golden/plans/bad/unseen")
BAD = "tests/golden/plans/bad"


def check(root):
    schema = json.loads(house.read(root, SCHEMA))
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        return [f"{SCHEMA}: {error.message}"]
    validator = jsonschema.Draft202012Validator(schema)
    problems = open_objects(schema, "#")
    for path in house.files(root):
        folder = path.parent.as_posix()
        if path.suffix != ".json" or folder not in (*GOOD, BAD):
            continue
        found = [
            f"{path}: {'/'.join(map(str, e.absolute_path))}: {e.message}"
            for e in validator.iter_errors(json.loads(house.read(root, path)))
        ]
        if folder in GOOD:
            problems += found
        elif not found:
            problems.append(f"{path}: nothing is wrong with it by the schema; does it belong into unseen/?")
    return problems


def open_objects(schema, place):
    """An object that names its properties says what becomes of others: a slip of the pen is never passed over."""
    problems = []
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "additionalProperties" not in schema:
            problems.append(f"{SCHEMA}: {place}: says nothing of other properties")
        for name, inner in schema.items():
            problems += open_objects(inner, f"{place}/{name}")
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            problems += open_objects(inner, f"{place}/{index}")
    return problems


if __name__ == "__main__":
    house.run(
        check,
        done="schema and plans agree",
        sound={
            SCHEMA: '{"additionalProperties": false, "properties": {"plan": {"type": "string"}}}',
            "src/rules/ready/a.json": '{"plan": "a"}',
            "tests/golden/plans/b.json": '{"plan": "b"}',
            "tests/golden/plans/bad/c.json": '{"plan": 3}',
            "tests/golden/plans/bad/unseen/d.json": '{"plan": "d"}',
        },
        broken={
            "ready plan": {"src/rules/ready/a.json": '{"plan": 3}'},
            "golden plan": {"tests/golden/plans/b.json": '{"steps": []}'},
            "bad plan that is good": {"tests/golden/plans/bad/c.json": '{"plan": "c"}'},
            "seen after all": {"tests/golden/plans/bad/unseen/d.json": '{"plan": 3}'},
            "open object": {SCHEMA: '{"properties": {"plan": {"type": "string"}}}'},
            "no schema": {SCHEMA: '{"type": "thing"}'},
        },
    )
