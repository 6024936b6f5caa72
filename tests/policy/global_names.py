#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Every global name of the static libraries begins with aftersale_ or as__: none clashes with the host's."""

import binaries

PREFIXES = ("aftersale_", "as__")


def check(library):
    return [
        f"{library.name}: {s.member}: {s.name}"
        for s in binaries.symbols(library, "--extern-only", "--defined-only")
        if not s.name.startswith(PREFIXES)
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
