#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Each public header stands alone, and may be included twice, in C99, C11 and C++11 without a warning."""

import os
import subprocess

import house

WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only"]
LANGUAGES = (("c", "c99"), ("c", "c11"), ("c++", "c++11"))


def check(root):
    include = root / "include"
    headers = sorted(p.relative_to(include) for p in include.rglob("*.h"))
    if not headers:
        return ["include/: no header"]
    problems = []
    for header in headers:
        for language, standard in LANGUAGES:
            text = f'#include "{header}"\n#include "{header}"\n'
            command = [
                os.environ.get("CC", "cc"),
                *WARNINGS,
                f"-std={standard}",
                f"-I{include}",
                "-x",
                language,
                "-",
            ]
            done = subprocess.run(command, input=text, capture_output=True, text=True)
            if done.returncode != 0:
                problems.append(f"{header}: {standard}:\n{done.stderr.rstrip()}")
    return problems


if __name__ == "__main__":
    guard = "#ifndef A_H\n#define A_H\n{}\n#endif\n"
    house.run(
        check,
        done="every public header stands alone",
        sound={"include/aftersale/a.h": guard.format("#include <stddef.h>\nsize_t aftersale_a(void);")},
        broken={
            "needs another": {"include/aftersale/a.h": guard.format("size_t aftersale_a(void);")},
            "no guard": {"include/aftersale/a.h": "struct aftersale_a { int a; };\n"},
            "a word of C++": {"include/aftersale/a.h": guard.format("int aftersale_a(int class);")},
            "C11 only": {"include/aftersale/a.h": guard.format('_Static_assert(1, "");')},
            "broken below a folder": {"include/aftersale/sys/b.h": "#error no\n"},
        },
    )
