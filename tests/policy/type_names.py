#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""No type of ours ends in `_t`: that ending belongs to POSIX."""

import re

import house

TAG = re.compile(r"\b(?:struct|union|enum)\s+(\w+_t)\b")
TYPEDEF = re.compile(
    r"\btypedef\b[^;{}]*?\b(\w+_t)\s*(?:\[[^\]]*\])?\s*;|\}\s*(\w+_t)\s*;|\(\s*\*\s*(\w+_t)\s*\)\s*\("
)


def check(root):
    problems = []
    for path in house.files(root):
        if path.suffix not in (".c", ".h", ".def") or path.parts[0] not in ("src", "include", "bindings"):
            continue
        text = house.without_comments(house.read(root, path))
        names = set(TAG.findall(text))
        names.update(name for found in TYPEDEF.findall(text) for name in found if name)
        problems += [f"{path}: {name}" for name in sorted(names)]
    return problems


if __name__ == "__main__":
    house.run(
        check,
        done="no type ends in _t",
        sound={
            "include/a.h": "typedef struct aftersale_x { size_t a; int32_t b; } aftersale_x;\n"
            "typedef int32_t aftersale_status; /* struct x_t */\n"
        },
        broken={
            "typedef": {"include/a.h": "typedef int x_t;\n"},
            "struct": {"src/a.c": "typedef struct { int a; } x_t;\n"},
            "tag": {"src/a.c": "struct x_t;\n"},
            "callback": {"include/a.h": "typedef int (*aftersale_fn_t)(void);\n"},
        },
    )
