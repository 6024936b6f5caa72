#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""docs/fields.md is the page that the tables of src/schema make; `--write folder` makes it anew."""

import sys
import tempfile
from pathlib import Path

import house
import tables

PAGE = "docs/fields.md"
COMPUTED = ("touch", "migration", "impact")
INTRO = """# Kinds, fields and arguments

Made from the tables in `src/schema/`; do not edit it here. Tags are permanent. The names are those of JSON, SQL and the
bindings. A field that is not given is left out, in structs all zero; an empty text is a text that was given.

In JSON a kind of value is written so:

| type | form |
|---|---|
| text | `"text"`; a JSON object of your own, as in `extra`, stands as it is |
| number | `3`; where names are listed, a name: `"after"`; where several may be chosen, a list: `["service", "asking"]` |
| date | `"2026-11-21"` |
| time | `"2026-11-21T09:30:00Z"`, any offset, up to six decimals of a second |
| time of day | `"09:30"` or `"09:30:15"` |
| money | `"1299.00 GBP"` |
| price | `"0.001 GBP"`, up to six decimals more than the currency has |
| quantity | `"12.5"` or `12.5`, up to six decimals |
| id | `"0192d4c8-…"` |
| link | the ref, `"C-17"`; or `{"id": "0192d4c8-…"}`, which is the only form for an enrolment |
| texts | `["vip", "gas"]` |
| list | `[{…}, {…}]`, items of the kind that is named |
| field names | `["tier", "owner"]` |
| digest | 32 hexadecimal digits; the book's secret stands in no line |
"""
KINDS = """
## Kinds

In the order of an export, so that what is named comes before what names it. *required*: never empty; *fixed*: never
changed; *personal*: in no log and no error; *derived*: worked out by the library, no command takes it.
"""
ITEMS = """
## Items of lists
"""
COMMANDS = """
## Arguments of commands

A line of an import names a command in `do`, or a record in `kind` (see `aftersale/exchange.h`).
"""
TYPES = {
    "ID": "id",
    "TOUCH_ID": "id",
    "ARG_ID": "id",
    "TEXT": "text",
    "INT": "number",
    "LONG": "number",
    "DATE": "date",
    "TIME": "time",
    "DAYTIME": "time of day",
    "MONEY": "money",
    "PRICE": "price",
    "QUANTITY": "quantity",
    "LINK": "link",
    "TEXTS": "texts",
    "LIST": "list",
    "ARG_LIST": "list",
    "ARG_FIELDS": "field names",
    "HASH": "digest",
}
MARKS = (
    ("REQUIRED", "required"),
    ("IMMUTABLE", "fixed"),
    ("PERSONAL", "personal"),
    ("DERIVED", "derived"),
)


def type_of(field):
    text = TYPES[field["type"]]
    if field["target"] != "NONE" and field["name"] != "id":
        text += f" → {field['target'].lower()}"
    if field["type"] in ("TEXTS", "LIST", "ARG_LIST"):
        text += f", at most {field['max']}"
    elif field["type"] == "TEXT":
        text += f", up to {field['max']} bytes"
    if field["choices"]:
        text += (": some of " if "MASK" in field["flags"] else ": ") + ", ".join(field["choices"])
    return text


def table(fields):
    lines = ["| tag | name | type | | |", "|---|---|---|---|---|"]
    for field in fields:
        marks = ", ".join(word for flag, word in MARKS if flag in field["flags"])
        doc = field["doc"].replace("|", "\\|")
        lines.append(f"| {field['tag']} | `{field['name']}` | {type_of(field)} | {marks} | {doc} |")
    return "\n".join(lines)


def index_line(root, kind, index):
    name, marks, of_list, tags = index
    fields = {f["tag"]: f for f in tables.fields(root, kind)}
    if of_list != "NONE":
        fields = {f["tag"]: f for f in tables.fields(root, of_list.lower())}
    columns = ", ".join(f"`{fields[tag]['name']}`" for tag in tags)
    unique = ", unique" if "UNIQUE" in marks else ""
    over = f" of each of `{of_list.lower()}`" if of_list != "NONE" else ""
    return f"Index `{name}`{unique}: {columns}{over}."


def page(root):
    stored, items = tables.kinds(root)
    parts = [INTRO, KINDS]
    for kind in [*stored, *COMPUTED]:
        parts.append(f"\n### {kind}\n")
        if kind in COMPUTED:
            parts.append("Computed when asked for, not stored.\n")
        parts.append(table(tables.fields(root, kind)) + "\n")
        parts += [f"\n{index_line(root, kind, index)}\n" for index in tables.indexes(root, kind)]
    parts.append(ITEMS)
    parts += [f"\n### {kind}\n\n{table(tables.fields(root, kind))}\n" for kind in items]
    parts.append(COMMANDS)
    parts += [f"\n### {name}\n\n{table(found)}\n" for name, found in tables.arguments(root).items()]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def check(root):
    if not (root / PAGE).is_file():
        return [f"{PAGE} is missing; make it with {Path(__file__).name} --write"]
    wanted, found = page(root).splitlines(), house.read(root, PAGE).splitlines()
    for number, (new, old) in enumerate(zip(wanted, found), 1):
        if new != old:
            return [f"{PAGE}:{number}: is not what the tables say; make it anew with --write"]
    if len(wanted) != len(found):
        return [f"{PAGE}: {len(found)} lines where the tables make {len(wanted)}; make it anew with --write"]
    return []


def sound():
    """A small tree, and its page."""
    head = "/* SPDX-License-Identifier: MIT */\n"
    tree = {
        "src/schema/words.h": head + '#define AS__OUTCOMES "reached=1"\n',
        "src/schema/kinds.def": head + "PLAIN_RECORD(goal, GOAL, aftersale_goal)\nITEM(step, STEP, as__step)\n",
        "src/schema/goal.def": head
        + 'FIELD(1, id, ID, ID, REQUIRED | IMMUTABLE, 0, GOAL, 1, NULL, "Identity, fixed (ever)")\n'
        + "INDEX(1, by_id, UNIQUE, NONE, COLUMNS(1))\n",
        "src/schema/step.def": head + 'FIELD(1, key, KEY, TEXT, 0, 80, NONE, 1, NULL, "Key")\n',
        **{
            f"src/schema/{kind}.def": head + 'FIELD(1, outcome, OUTCOME, INT, 0, 0, NONE, 1, OUTCOMES, "Last")\n'
            for kind in COMPUTED
        },
        "src/schema/arguments.def": head
        + 'FIRST(goal_put)\nARGUMENT(goal_put, 1, ref, TEXT, REQUIRED, 255, NONE, NULL, "Your own key")\nLAST\n',
    }
    with tempfile.TemporaryDirectory() as folder:
        for path, text in tree.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_text(text, encoding="utf-8")
        tree[PAGE] = page(Path(folder))
    return tree


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"] and len(sys.argv) == 3:
        (Path(sys.argv[2]) / PAGE).write_text(page(Path(sys.argv[2])), encoding="utf-8")
        sys.exit(0)
    tree = sound()
    house.run(
        check,
        done="the page of fields is that of the tables",
        sound=tree,
        broken={
            "a field more": {
                "src/schema/step.def": tree["src/schema/step.def"]
                + 'FIELD(2, number, NUMBER, INT, 0, 0, NONE, 1, NULL, "Number")\n'
            },
            "another word": {PAGE: tree[PAGE].replace("Identity", "Name")},
            "a line more": {PAGE: tree[PAGE] + "more\n"},
        },
    )
