#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Each member of an argument struct in the public headers stands in src/schema/arguments.def, in its order: what is
not in the table would neither be checked, nor be read from JSON, nor count in a digest."""

import re

import house
import tables

STRUCT = re.compile(r"typedef struct aftersale_(\w+)_args \{(.*?)\} aftersale_\1_args;", re.S)
TYPES = {
    "aftersale_id": "ARG_ID",
    "aftersale_link": "LINK",
    "const char *": "TEXT",
    "int32_t": "INT",
    "uint32_t": "INT",
    "uint64_t": "LONG",
    "aftersale_date": "DATE",
    "aftersale_time": "TIME",
    "aftersale_daytime": "DAYTIME",
    "aftersale_money": "MONEY",
    "aftersale_price": "PRICE",
    "aftersale_quantity": "QUANTITY",
    "aftersale_texts": "TEXTS",
    "aftersale_fields": "ARG_FIELDS",
}


def members(body):
    """Names and type words of a struct's members, struct_size left out."""
    found = []
    for line in house.without_comments(body).split(";"):
        match = re.match(r"\s*((?:const char \*)|\w+)\s*(.+)", line.strip(), flags=re.S)
        if match:
            kind = TYPES.get(match[1], "ARG_LIST")
            found += [(name.strip(" *"), kind) for name in match[2].split(",")]
    return found[1:]


def check(root):
    structs = {}
    for path in house.files(root):
        if path.parts[0] == "include" and path.suffix == ".h":
            structs.update(STRUCT.findall(house.read(root, path)))
    problems = []
    known = tables.arguments(root)
    commands = [parts[0] for macro, parts in tables.rows(root, "commands")]
    if list(known) != commands:
        problems.append("commands.def and arguments.def: not the same commands in the same order")
    for command, arguments in known.items():
        wanted = members(structs.get(command, ""))
        found = [(a["name"], a["type"]) for a in arguments]
        if wanted != found:
            differs = [f"{name} {kind}" for name, kind in set(wanted) ^ set(found)] or ["the order"]
            problems.append(f"{command}: struct and table differ: {', '.join(sorted(differs))}")
    return problems


if __name__ == "__main__":
    HEADER = (
        "typedef struct aftersale_enrol_args {\n    size_t struct_size;\n    const char *plan; /**< a; b */\n"
        "    aftersale_date sold, delivered;\n} aftersale_enrol_args;\n"
    )
    TABLE = "FIRST(enrol)\n" + "".join(
        f'ARGUMENT(enrol, {tag}, {name}, {kind}, 0, 64, NONE, NULL, "Doc")\n'
        for tag, name, kind in ((1, "plan", "TEXT"), (2, "sold", "DATE"), (3, "delivered", "DATE"))
    )
    house.run(
        check,
        done="every argument is in the table",
        sound={
            "src/schema/words.h": "",
            "src/schema/commands.def": "COMMAND(enrol, ENROL, NONE)\n",
            "src/schema/arguments.def": TABLE,
            "include/aftersale/enrolment.h": HEADER,
        },
        broken={
            "a member more": {
                "include/aftersale/enrolment.h": HEADER.replace("plan;", "plan; int32_t version;")
            },
            "a member less": {"include/aftersale/enrolment.h": HEADER.replace(", delivered", "")},
            "another order": {
                "include/aftersale/enrolment.h": HEADER.replace("sold, delivered", "delivered, sold")
            },
            "another type": {"include/aftersale/enrolment.h": HEADER.replace("const char *", "int32_t ")},
            "a command more": {
                "src/schema/commands.def": "COMMAND(enrol, ENROL, NONE)\nCOMMAND(plan_move, PLAN_MOVE, NONE)\n"
            },
        },
    )
