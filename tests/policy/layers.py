#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Includes go down the floors, never up; the rooms of floor 3 do not see one another; there are no cycles.
A component (a folder inside a room), an example, a binding and a test of the API see public headers only; the
component `conformance` looks inside the core, in its own room and below. The program has floors of its own, one for
each of its folders."""

import re
from pathlib import Path

import house

FLOORS = {"base": 0, "value": 1, "schema": 2, "rules": 3, "store": 3, "exchange": 3, "engine": 4}
INSIDERS = ("store/conformance",)
USERS = ("bindings", "examples", "tests/api", "tests/install")
PROGRAM = "examples/aftersale"
PROGRAM_FLOORS = {
    "basics": 0,
    "arguments": 1,
    "output": 1,
    "csv": 1,
    "program": 2,
    "import": 3,
    "commands": 4,
    "shell": 5,
}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.M)


def check(root):
    sources = [p for p in house.files(root) if p.suffix in (".c", ".h", ".def", ".cpp", ".hpp")]
    problems, graph = [], {}
    for path in sources:
        graph[path] = []
        for name in INCLUDE.findall(house.without_comments(house.read(root, path))):
            target = resolve(root, path, name)
            if target is None:
                problems.append(f'{path}: "{name}" is not in src/ or include/, or not written from there')
                continue
            graph[path].append(target)
            problem = judge(path, target)
            if problem:
                problems.append(f"{path}: {target}: {problem}")
    return problems + cycles(graph)


def resolve(root, path, name):
    """The file an include means. Names from the own folder are for everybody but src/."""
    places = [root / "src", root / "include"]
    if path.parts[0] == "tests":
        places.append(root / "tests")
    if path.as_posix().startswith(PROGRAM + "/"):
        places.insert(0, root / PROGRAM)
    elif path.parts[0] != "src":
        places.insert(0, root / path.parent)
    for place in places:
        target = (place / name).resolve()
        if target.is_file() and root.resolve() in target.parents:
            return target.relative_to(root.resolve())
    return None


def judge(path, target):
    if path.parts[0] == "include":
        return None if target.parts[0] == "include" else "a public header includes public headers only"
    if path.parts[0] == "src":
        return judge_source(path, target)
    if target.as_posix().startswith(PROGRAM + "/"):
        return judge_program(path, target)
    if path.as_posix().startswith(USERS) and target.parts[0] == "src":
        return "public headers only"
    return None


def judge_source(path, target):
    if target.parts[0] == "include":
        return None
    if len(path.parts) < 3 or path.parts[1] not in FLOORS:
        return f"{path.parent} is no room"
    if target.parts[0] != "src" or len(target.parts) < 3 or target.parts[1] not in FLOORS:
        return "not a header of a room"
    is_insider = path.parent.relative_to("src").as_posix() in INSIDERS
    if len(path.parts) > 3 and (not is_insider or len(target.parts) > 3):
        return None if target.parent == path.parent else "a component sees public headers and its own"
    if len(target.parts) > 3:
        return "the core does not know its components"
    own, other = path.parts[1], target.parts[1]
    if FLOORS[other] > FLOORS[own]:
        return f"{own} stands below {other}"
    if FLOORS[other] == FLOORS[own] and other != own:
        return f"{own} and {other} stand on one floor"
    return None


def judge_program(path, target):
    """main.c lies above all folders."""
    own, other = path.parent.name, target.parent.name
    if own != other and path.parent.as_posix() != PROGRAM:
        if own not in PROGRAM_FLOORS or other not in PROGRAM_FLOORS:
            return "not in a folder of the program"
        if PROGRAM_FLOORS[other] >= PROGRAM_FLOORS[own]:
            return f"{own} does not stand above {other}"
    return None


def cycles(graph):
    problems, state = [], {}

    def visit(path, trail):
        if state.get(path) == "done" or path not in graph:
            return
        if state.get(path) == "open":
            loop = trail[trail.index(path) :] + [path]
            problems.append("cycle: " + " -> ".join(map(str, loop)))
            return
        state[path] = "open"
        for target in graph[path]:
            visit(target, trail + [path])
        state[path] = "done"

    for path in sorted(graph):
        visit(path, [])
    return problems


SOUND = {
    "include/aftersale/base.h": "",
    "include/aftersale/value.h": '#include "base.h"\n',
    "include/aftersale/sys/store.h": '#include "../value.h"\n',
    "src/base/memory.h": '#include "aftersale/base.h"\n',
    "src/value/date.h": '#include "base/memory.h"\n',
    "src/rules/gate.h": '#include "value/date.h"\n',
    "src/store/unit.h": '#include "value/date.h"\n',
    "src/engine/sale.c": '#include "rules/gate.h"\n#include "store/unit.h"\n',
    "src/store/sqlite/sqlite_row.h": '#include "aftersale/sys/store.h"\n',
    "src/store/sqlite/sqlite_row.c": '#include "store/sqlite/sqlite_row.h"\n',
    "src/store/conformance/check.c": '#include "store/unit.h"\n#include "value/date.h"\n',
    "examples/first.c": '#include "aftersale/value.h"\n',
    "examples/aftersale/basics/text.h": "",
    "examples/aftersale/csv/reader.h": '#include "basics/text.h"\n#include "aftersale/value.h"\n',
    "examples/aftersale/main.c": '#include "csv/reader.h"\n',
    "tests/unit/value_date_test.c": '#include "value/date.h"\n',
}
BROKEN = {
    "upward include": {"src/base/memory.h": '#include "value/date.h"\n', "src/value/date.h": ""},
    "two rooms of one floor": {"src/rules/gate.h": '#include "store/unit.h"\n'},
    "component that sees the core": {"src/store/sqlite/sqlite_row.h": '#include "store/unit.h"\n'},
    "conformance that looks above its room": {
        "src/store/conformance/check.c": '#include "engine/sale.h"\n',
        "src/engine/sale.h": "",
    },
    "conformance that sees another component": {
        "src/store/conformance/check.c": '#include "store/sqlite/sqlite_row.h"\n'
    },
    "core that sees a component": {"src/store/unit.h": '#include "store/sqlite/sqlite_row.h"\n'},
    "public header that sees the core": {"include/aftersale/value.h": '#include "../../src/base/memory.h"\n'},
    "example that sees the core": {"examples/first.c": '#include "value/date.h"\n'},
    "upward include in the program": {
        "examples/aftersale/csv/reader.h": '#include "shell/shell.h"\n',
        "examples/aftersale/shell/shell.h": "",
    },
    "unknown folder of the program": {"examples/aftersale/more/extra.h": '#include "basics/text.h"\n'},
    "cycle in one room": {
        "src/rules/gate.h": '#include "rules/caps.h"\n',
        "src/rules/caps.h": '#include "rules/gate.h"\n',
    },
    "cycle of public headers": {"include/aftersale/base.h": '#include "value.h"\n'},
    "include not written from the root": {"src/value/zone.c": '#include "date.h"\n'},
    "unknown room": {"src/helpers/misc.h": '#include "base/memory.h"\n'},
}

if __name__ == "__main__":
    house.run(check, sound=SOUND, broken=BROKEN, done="every include goes down")
