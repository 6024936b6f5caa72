# SPDX-License-Identifier: MIT
"""Reads the tables of src/schema: kinds with their fields and indexes, commands with their arguments."""

import re

import house

FOLDER = "src/schema"
LINE = re.compile(r"^([A-Z_]+)\((.*)\)$")
PART = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[A-Z_]+\([^()]*\)|[^,]+?)\s*(?:,|$)')
FIELD = ("tag", "name", "NAME", "type", "flags", "max", "target", "since", "choices", "doc")
ARGUMENT = ("command", "tag", "name", "type", "flags", "max", "target", "choices", "doc")


def rows(root, name):
    """Each line of a table: its macro and what it is given."""
    for line in house.read(root, f"{FOLDER}/{name}.def").splitlines():
        match = LINE.match(line)
        if match:
            yield match[1], [part.strip() for part in PART.findall(match[2])]


def words(root):
    """Names of enumerations that several tables use, OUTCOMES and so on."""
    text = house.read(root, f"{FOLDER}/words.h").replace("\\\n", " ")
    return {
        name: "".join(re.findall(r'"([^"]*)"', value))
        for name, value in re.findall(r"^#define AS__([A-Z_]+) (.*)$", text, flags=re.M)
    }


def entry(names, parts, known):
    """One field or argument as a dictionary."""
    made = dict(zip(names, parts, strict=True))
    made["flags"] = set() if made["flags"] == "0" else set(made["flags"].split(" | "))
    made["doc"] = made["doc"].strip('"')
    made["max"] = int(made["max"])
    choices = known.get(made["choices"], made["choices"].strip('"'))
    made["choices"] = [] if choices == "NULL" else choices.split()
    return made


def fields(root, kind):
    known = words(root)
    return [entry(FIELD, parts, known) for macro, parts in rows(root, kind) if macro == "FIELD"]


def indexes(root, kind):
    """Name, marks, list and column tags of each index."""
    return [
        (parts[1], parts[2], parts[3], re.findall(r"\d+", parts[4]))
        for macro, parts in rows(root, kind)
        if macro == "INDEX"
    ]


def kinds(root):
    """Names of stored kinds and of kinds of items, in the order of the table."""
    found = list(rows(root, "kinds"))
    return [p[0] for m, p in found if m != "ITEM"], [p[0] for m, p in found if m == "ITEM"]


def arguments(root):
    """Each command with its arguments."""
    known = words(root)
    found = {}
    for macro, parts in rows(root, "arguments"):
        if macro == "ARGUMENT":
            made = entry(ARGUMENT, parts, known)
            found.setdefault(made["command"], []).append(made)
    return found
