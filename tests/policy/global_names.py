#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Every global name of the static libraries begins with aftersale_ or as__: none clashes with the host's."""

import binaries

PREFIXES = ("aftersale_", "as__")
# The compiler's own, made in every object file of an instrumented build.
TOOLS = ("__asan_", "__ubsan_", "__tsan_", "__gcov", "__odr_asan", "DW.ref.")


def check(library):
    return [
        f"{library.name}: {s.member}: {s.name}"
        for s in binaries.symbols(library, "--extern-only", "--defined-only")
        if not s.name.startswith(PREFIXES + TOOLS)
    ]


if __name__ == "__main__":
    binaries.run(
        check,
        usage="library.a…",
        done="every global name has its prefix",
        sound={"a.c": "int aftersale_a; int as__b(void) { return 0; } static int c; int *as__d = &c;"},
        broken={
            "function": {"a.c": "int helper(void) { return 0; }"},
            "variable": {"a.c": "int counter = 1;"},
        },
    )
