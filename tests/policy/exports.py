#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A shared library exports what its headers declare with AFTERSALE_API: all of it and nothing else.

exports.py folder-of-the-tree core|<component> library.so

A component is a folder inside a room of src/; its header is include/aftersale/<component>.h, or that name under
sys/. All other public headers are the core's.
"""

import re
import sys
import tempfile
from pathlib import Path

import binaries
import house

DECLARATION = re.compile(r"\bAFTERSALE_API\b([^;{}]*);")


def declared(root, part):
    """Name of every function or variable that the headers of one part declare, with its header."""
    components = {p.name for p in root.glob("src/*/*") if p.is_dir()}
    found = {}
    for path in house.files(root):
        if path.parts[0] != "include" or path.suffix != ".h":
            continue
        owner = path.stem if path.stem in components else "core"
        if owner != part:
            continue
        text = re.sub(
            r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", "", house.without_comments(house.read(root, path)), flags=re.M
        )
        for declaration in DECLARATION.findall(text):
            function = re.search(r"(\w+)\s*\(", declaration)
            name = function.group(1) if function else re.findall(r"\w+", declaration)[-1]
            found[name] = path
    return found


def check(root, part, library):
    promised = declared(root, part)
    kept = {s.name for s in binaries.symbols(library, "--dynamic", "--defined-only") if s.kind != "A"}
    return [f"{promised[name]}: {name} is not exported" for name in sorted(promised.keys() - kept)] + [
        f"{library.name}: {name} is exported and not declared" for name in sorted(kept - promised.keys())
    ]


def selftest():
    tree = {
        "include/aftersale/a.h": "#define AFTERSALE_API\n/** AFTERSALE_API int aftersale_old(void); */\n"
        "AFTERSALE_API int aftersale_a(int (*f)(void));\nAFTERSALE_API const int aftersale_b;\n",
        "include/aftersale/sqlite.h": "AFTERSALE_API int aftersale_sqlite_open(void);\n",
        "src/store/sqlite/x.c": "",
    }
    core = "int aftersale_a(void *f) { return f != 0; } const int aftersale_b = 1;"
    store = "int aftersale_sqlite_open(void) { return 0; }"
    cases = {
        "sound core": ("core", core, False),
        "sound component": ("sqlite", store, False),
        "missing": ("core", "const int aftersale_b = 1;", True),
        "missing variable": ("core", "int aftersale_a(void *f) { return f != 0; }", True),
        "stray": ("core", core + "void aftersale_c(void) {}", True),
        "a component's in the core": ("core", core + store, True),
        "empty component": ("sqlite", "", True),
    }
    failures = []
    for name, (part, text, wrong) in cases.items():
        with tempfile.TemporaryDirectory() as folder:
            for path, content in tree.items():
                (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / path).write_text(content, encoding="utf-8")
            found = check(Path(folder), part, binaries.build(folder, {"x.c": text}, shared=True))
        if bool(found) != wrong:
            failures.append(f"{name}: {found}")
    return house.report(failures, f"{len(cases)} libraries judged rightly")


if __name__ == "__main__":
    if sys.argv[1:] == ["--selftest"]:
        sys.exit(selftest())
    if len(sys.argv) != 4:
        sys.exit(f"usage: {sys.argv[0]} folder-of-the-tree core|component library.so | --selftest")
    sys.exit(
        house.report(
            check(Path(sys.argv[1]).resolve(), sys.argv[2], Path(sys.argv[3])), "exports and headers agree"
        )
    )
