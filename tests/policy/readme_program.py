#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The program that README.md shows is the example that is built and run."""

import re

import house

README, PROGRAM = "README.md", "examples/thirty_lines.c"


def check(root):
    shown = re.search(r"```c\n(.*?)\n```", (root / README).read_text(), re.S)
    if shown is None:
        return [f"{README}: shows no program"]
    built = (root / PROGRAM).read_text().split("\n", 1)[1].strip()
    return [] if shown.group(1).strip() == built else [f"{README}: its program is not {PROGRAM}"]


if __name__ == "__main__":
    house.run(
        check,
        done="README shows the example that runs",
        sound={README: "# x\n```c\nint x;\n```\n", PROGRAM: "/* licence */\nint x;\n"},
        broken={"other": {README: "```c\nint y;\n```\n", PROGRAM: "/* licence */\nint x;\n"}},
    )
