#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""docs/schema/lines/ holds a JSON Schema for each kind of line that an export writes, made from the tables of
src/schema; `--write folder` makes them anew."""

import json
import sys
import tempfile
from pathlib import Path

import house
import tables

FOLDER = "docs/schema/lines"
INNER = {"address", "catalogue", "counter", "feed", "pending", "note", "projection", "projected"}  # have no lines of their own
UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
DAY = "-?[0-9]{4,}-[0-9]{2}-[0-9]{2}"
FORMS = {
    "TOUCH_ID": UUID,
    "DATE": f"^{DAY}$",
    "TIME": f"^{DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\\.[0-9]{{1,6}})?Z$",
    "DAYTIME": "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$",
    "MONEY": "^-?[0-9]+(\\.[0-9]+)? [A-Z]{3}$",
    "PRICE": "^-?[0-9]+(\\.[0-9]+)? [A-Z]{3}$",
    "QUANTITY": "^-?[0-9]+(\\.[0-9]{1,6})?$",
    "HASH": "^[0-9a-f]{32}$",
}
DOCUMENTS = {"extra": "object", "json": "object", "detail": "object", "reasons": "array"}  # texts that are JSON
UNWRITTEN = {"secret"}
TIME = {"type": "string", "pattern": FORMS["TIME"]}


def text(size):
    return {"type": "string", "maxLength": size} if size else {"type": "string"}


def named(size):
    """A record by its ref; or by its id, where it has none."""
    by_id = {"type": "object", "properties": {"id": {"type": "string", "pattern": UUID}}}
    return {"anyOf": [text(size or 255), {**by_id, "required": ["id"], "additionalProperties": False}]}


def number(field):
    if not field["choices"]:
        return {"type": "integer"}
    names = [choice.split("=")[0] for choice in field["choices"]]
    if "MASK" in field["flags"]:
        return {"type": "array", "items": {"enum": names}, "uniqueItems": True}
    return {"enum": names}


def value(root, field):
    form = field["type"]
    if form in FORMS:
        return {"type": "string", "pattern": FORMS[form]}
    if form == "ID":
        is_own = field["name"] == "id" or field["target"] == "NONE"
        return {"type": "string", "pattern": UUID} if is_own else named(field["max"])
    if form == "TEXT":
        return {"type": DOCUMENTS[field["name"]]} if field["name"] in DOCUMENTS else text(field["max"])
    if form == "LINK":
        return named(field["max"])
    if form == "TEXTS":
        return {"type": "array", "items": text(0), "maxItems": field["max"]}
    if form == "LIST":
        return {"type": "array", "items": thing(root, field["target"].lower()), "maxItems": field["max"]}
    return number(field)


def thing(root, kind, beside=None, left_out=()):
    """An object with the fields of a kind, and what stands beside them in a line."""
    found = [f for f in tables.fields(root, kind) if f["name"] not in UNWRITTEN and f["name"] not in left_out]
    names = {f["name"]: "step_kind" if f["name"] == "kind" else f["name"] for f in found}
    properties = {names[f["name"]]: {**value(root, f), "description": f["doc"]} for f in found}
    return {
        "type": "object",
        "properties": {**(beside or {}), **properties},
        "required": [*({"kind"} & {*(beside or {})}), *(names[f["name"]] for f in found if "REQUIRED" in f["flags"])],
        "additionalProperties": False,
    }


def line(root, kind):
    at = {"description": "When its command says that it happened"}
    beside = {"kind": {"const": kind}, "revision": {"type": "integer", "minimum": 1}, "at": {**TIME, **at}}
    left_out = ()
    if kind == "sale":
        beside["plan"] = {"const": "-", "description": "Plans entered have lines of their own"}
    elif kind == "settings":
        left_out = ("rules",)
    elif kind == "rules":
        del beside["revision"], beside["at"]
        kind, left_out = "settings", [f["name"] for f in tables.fields(root, "settings") if f["name"] != "rules"]
    elif kind == "product":
        del beside["revision"]
        beside["clear"] = {"type": "array", "items": text(0), "description": "Fields that are empty from that day on"}
        left_out = {f["name"] for f in tables.fields(root, kind) if "DERIVED" in f["flags"]} - {"from"} | {"id"}
    elif kind == "touch":
        beside["number"] = {"type": "integer", "minimum": 1, "description": "Number of its event there"}
        beside["reasons"] = {"type": "array", "description": "Reasons that stood when it was made"}
    return thing(root, kind, beside, left_out)


def schemas(root):
    """Path and text of every schema."""
    stored = [kind for kind in tables.kinds(root)[0] if kind not in INNER]
    for kind in (*stored, *({"rules"} if "settings" in stored else ()), "touch"):
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"A line of kind {kind} in an export",
            "$comment": "Made from the tables in src/schema; do not edit it here.",
            **line(root, kind),
        }
        yield f"{FOLDER}/{kind}_line.json", json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def check(root):
    wanted = dict(schemas(root))
    there = {path.as_posix() for path in house.files(root) if path.parent.as_posix() == FOLDER}
    problems = [f"{path}: is no schema that the tables make" for path in sorted(there - wanted.keys())]
    for path, made in wanted.items():
        if path not in there:
            problems.append(f"{path} is missing; make it with {Path(__file__).name} --write")
        elif house.read(root, path) != made:
            problems.append(f"{path}: is not what the tables say; make it anew with --write")
    return problems


def write(root):
    for path, made in schemas(root):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(made, encoding="utf-8")


def sound():
    """A small tree, and its schemas."""
    head = "/* SPDX-License-Identifier: MIT */\n"
    tree = {
        "src/schema/words.h": head + '#define AS__OUTCOMES "reached=1"\n',
        "src/schema/kinds.def": head + "PLAIN_RECORD(goal, GOAL, aftersale_goal)\nITEM(step, STEP, as__step)\n",
        "src/schema/goal.def": head + 'FIELD(1, id, ID, ID, REQUIRED, 0, GOAL, 1, NULL, "Identity")\n'
        + 'FIELD(2, steps, STEPS, LIST, 0, 9, STEP, 1, NULL, "Steps")\n',
        "src/schema/step.def": head + 'FIELD(1, key, KEY, TEXT, 0, 80, NONE, 1, NULL, "Key")\n',
        "src/schema/touch.def": head + 'FIELD(1, outcome, OUTCOME, INT, 0, 0, NONE, 1, OUTCOMES, "Last")\n',
    }
    with tempfile.TemporaryDirectory() as folder:
        for path, content in tree.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_text(content, encoding="utf-8")
        tree.update(schemas(Path(folder)))
    return tree


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"] and len(sys.argv) == 3:
        write(Path(sys.argv[2]))
        sys.exit(0)
    tree = sound()
    house.run(
        check,
        done="the schemas of lines are those of the tables",
        sound=tree,
        broken={
            "a field more": {
                "src/schema/step.def": tree["src/schema/step.def"]
                + 'FIELD(2, number, NUMBER, INT, 0, 0, NONE, 1, NULL, "Number")\n'
            },
            "another word": {f"{FOLDER}/goal_line.json": tree[f"{FOLDER}/goal_line.json"].replace("Identity", "Name")},
            "a schema more": {f"{FOLDER}/thing.json": "{}\n"},
        },
    )
