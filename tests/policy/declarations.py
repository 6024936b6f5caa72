#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What the public headers declare, as CFFI reads it: one run of the preprocessor without system headers.

- CFFI's parser takes all of it.
- Types, functions and constants carry our prefix, and no type ends in `_t`.
- No struct above 16 bytes is handed over or returned by value, in functions and callbacks alike.
- A struct `aftersale_*_args` or `aftersale_*_methods` begins with `size_t struct_size`.
"""

import os
import subprocess
import tempfile
from pathlib import Path

import cffi
from pycparser import c_ast, c_parser

import house

SYSTEM_HEADERS = ("stddef.h", "stdint.h", "stdbool.h")
# CFFI knows these by itself, pycparser must be told.
STANDARD_TYPES = "".join(
    f"typedef int {name};"
    for name in (
        "size_t",
        "ptrdiff_t",
        "_Bool_",
        "int8_t",
        "int16_t",
        "int32_t",
        "int64_t",
        "uint8_t",
        "uint16_t",
        "uint32_t",
        "uint64_t",
        "intptr_t",
        "uintptr_t",
    )
)
BY_VALUE_AT_MOST = 16
SIZED = ("_args", "_methods")


def check(root):
    ffi = cffi.FFI()
    try:
        text = preprocess(root)
        ffi.cdef(text)
    except subprocess.CalledProcessError as error:
        return [f"the preprocessor does not take the headers: {error.stderr.rstrip()}"]
    except (cffi.CDefError, cffi.FFIError) as error:
        return [f"CFFI does not take the headers: {error}"]
    tree = c_parser.CParser().parse(STANDARD_TYPES + text)
    own = [node for node in tree.ext if not is_standard(node)]
    return foreign_names(own) + by_value(own, ffi) + unsized(own)


def preprocess(root):
    """All public headers in one piece. Without __GNUC__ the marks for exports vanish."""
    include = root / "include"
    names = sorted(str(p.relative_to(include)) for p in include.rglob("*.h"))
    with tempfile.TemporaryDirectory() as stubs:
        for header in SYSTEM_HEADERS:
            (Path(stubs) / header).touch()
        command = [
            os.environ.get("CC", "cc"),
            "-E",
            "-P",
            "-nostdinc",
            "-U__GNUC__",
            f"-I{stubs}",
            f"-I{include}",
            "-",
        ]
        text = "".join(f'#include "{name}"\n' for name in names)
        return subprocess.run(command, input=text, check=True, capture_output=True, text=True).stdout


def is_standard(node):
    return isinstance(node, c_ast.Typedef) and f"typedef int {node.name};" in STANDARD_TYPES


def foreign_names(nodes):
    problems = []
    for node in nodes:
        name = getattr(node, "name", None)
        if name and not name.startswith("aftersale_"):
            problems.append(f"{name}: lacks the prefix aftersale_")
        if isinstance(node, c_ast.Typedef) and name.endswith("_t"):
            problems.append(f"{name}: a type does not end in _t")
        constants = Collector(c_ast.Enumerator)
        constants.visit(node)
        problems += [
            f"{c.name}: lacks the prefix AFTERSALE_"
            for c in constants.found
            if not c.name.startswith("AFTERSALE_")
        ]
    return problems


def by_value(nodes, ffi):
    problems = []
    for node in nodes:
        functions = Collector(c_ast.FuncDecl)
        functions.visit(node)
        for function in functions.found:
            passed = [function.type] + [
                p.type
                for p in (function.args.params if function.args else [])
                if not isinstance(p, c_ast.EllipsisParam)
            ]
            for declared in passed:
                name = struct_name(declared)
                if (
                    name
                    and ffi.typeof(name).kind in ("struct", "union")
                    and ffi.sizeof(name) > BY_VALUE_AT_MOST
                ):
                    problems.append(f"{node.name}: {name} by value has {ffi.sizeof(name)} bytes")
    return problems


def struct_name(declared):
    """The type's name as CFFI writes it, where it is no pointer, array or function."""
    if not isinstance(declared, c_ast.TypeDecl):
        return None
    if isinstance(declared.type, (c_ast.Struct, c_ast.Union)):
        return f"{type(declared.type).__name__.lower()} {declared.type.name}"
    name = declared.type.names[-1]
    return name if name.startswith("aftersale_") else None


def unsized(nodes):
    problems = []
    for node in nodes:
        structs = Collector(c_ast.Struct)
        structs.visit(node)
        for struct in structs.found:
            if struct.decls is None or not (struct.name or "").endswith(SIZED):
                continue
            first = struct.decls[0]
            sized = (
                first.name == "struct_size"
                and isinstance(first.type, c_ast.TypeDecl)
                and first.type.type.names == ["size_t"]
            )
            if not sized:
                problems.append(f"{struct.name}: does not begin with `size_t struct_size`")
    return problems


class Collector(c_ast.NodeVisitor):
    """Gathers the nodes of one class, however deep they lie."""

    def __init__(self, wanted):
        self.wanted, self.found = wanted, []

    def generic_visit(self, node):
        if isinstance(node, self.wanted):
            self.found.append(node)
        super().generic_visit(node)


def header(text):
    return {"include/aftersale/a.h": "#include <stddef.h>\n#include <stdint.h>\n" + text}


if __name__ == "__main__":
    house.run(
        check,
        done="every declaration keeps the rules",
        sound=header(
            "typedef struct aftersale_m { int64_t a, b; } aftersale_m;\n"
            "typedef struct aftersale_x_args { size_t struct_size; aftersale_m m; } aftersale_x_args;\n"
            "enum { AFTERSALE_ONE = 1 };\nint32_t aftersale_x(const aftersale_x_args *a, aftersale_m m);\n"
        ),
        broken={
            "missing header": header('#include "b.h"\n'),
            "not plain C": header(
                "static inline int aftersale_f(void) { return __builtin_ctz(1) + ({ 2; }); }\n"
            ),
            "big argument": header(
                "typedef struct aftersale_b { int64_t a[3]; } aftersale_b; void aftersale_f(aftersale_b b);\n"
            ),
            "big result": header(
                "struct aftersale_b { int64_t a[3]; }; struct aftersale_b aftersale_f(void);\n"
            ),
            "big argument of a callback": header(
                "typedef struct aftersale_b { int64_t a[3]; } aftersale_b;\n"
                "typedef struct aftersale_c { void (*f)(aftersale_b b); } aftersale_c;\n"
            ),
            "arguments without size": header(
                "typedef struct aftersale_x_args { int32_t a; } aftersale_x_args;\n"
            ),
            "size of another type": header(
                "typedef struct aftersale_x_args { int struct_size; } aftersale_x_args;\n"
            ),
            "methods without size": header(
                "typedef struct aftersale_x_methods { void (*f)(void); } aftersale_x_methods;\n"
            ),
            "type that ends in _t": header("typedef int aftersale_x_t;\n"),
            "foreign type": header("typedef int status;\n"),
            "foreign constant": header("enum { ROW = 1 };\n"),
            "foreign function": header("int close_store(void);\n"),
        },
    )
