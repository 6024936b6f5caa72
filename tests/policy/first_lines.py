#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The first line of every file that has comments names the licence; the second may, below a `#!`."""

import house

MARK = "SPDX-License-Identifier: MIT"
SUFFIXES = {
    ".c",
    ".h",
    ".def",
    ".cpp",
    ".hpp",
    ".py",
    ".pyi",
    ".lua",
    ".sh",
    ".cmake",
    ".map",
    ".in",
    ".sql",
    ".toml",
    ".yml",
    ".rockspec",
}
NAMES = {"CMakeLists.txt", ".clang-format", ".clang-tidy", ".gitignore", "run"}


def check(root):
    problems = []
    for path in house.files(root):
        if path.suffix not in SUFFIXES and path.name not in NAMES:
            continue
        lines = house.read(root, path).split("\n", 2)
        line = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
        if MARK not in line:
            problems.append(f"{path}: the first line does not say `{MARK}`")
    return problems


if __name__ == "__main__":
    house.run(
        check,
        done="every file names its licence",
        sound={"src/a.c": f"/* {MARK} */\n", "tests/b.py": f"#!/usr/bin/python3\n# {MARK}\n", "c.json": "{}"},
        broken={
            "C file without": {"src/a.c": "int x;\n"},
            "script without": {"tests/b.py": "#!/usr/bin/python3\nprint()\n"},
            "other licence": {"src/a.c": "/* SPDX-License-Identifier: GPL-3.0 */\n"},
            "mark too late": {"src/a.c": f"\n/* {MARK} */\n"},
        },
    )
