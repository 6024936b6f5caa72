#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The libraries hold no writable variable, global or static: what changes belongs to a handle."""

import subprocess

import binaries

SECTIONS = (".data", ".bss", ".tdata", ".tbss", "*COM*")
# Constants with addresses in them, which the loader makes read-only.
READ_ONLY = ".data.rel.ro"


def check(library):
    text = subprocess.run(
        ["objdump", "--syms", str(library)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    problems, member = [], ""
    for line in text.splitlines():
        if ":     file format" in line:
            member = line.split(":")[0]
            continue
        # address, seven flags (d: the section itself), section, size, name
        fields = line[24:].split()
        if len(fields) < 3 or "d" in line[17:24]:
            continue
        if fields[0].startswith(SECTIONS) and not fields[0].startswith(READ_ONLY):
            problems.append(f"{library.name}: {member}: {fields[-1]} in {fields[0]}")
    return problems


if __name__ == "__main__":
    binaries.run(
        check,
        usage="library.a…",
        done="no writable variable",
        sound={
            "a.c": 'static const int as__a[] = { 1 }; const char *const as__n[] = { "x" };'
            "int as__f(void) { return as__a[0]; }"
        },
        broken={
            "static variable": {"a.c": "int as__f(void) { static int n; return n++; }"},
            "global with a value": {"a.c": "int as__n = 3;"},
            "global table": {"a.c": 'const char *as__n[] = { "x" };'},
            "one a thread": {"a.c": "_Thread_local int as__n;"},
        },
    )
