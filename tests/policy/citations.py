#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Every rule of docs/behaviour.md is cited by a test: a heading that names S numbers, or a line `- S14 …`."""

import re

import house

DOCUMENT = "docs/behaviour.md"
BULLET = re.compile(r"^\s*[-*]\s+((?:\**S\d+\**(?:,\s*|\s+and\s+|\s*(?:-|–|to)\s*)?)+)")
RANGE = re.compile(r"S(\d+)\**\s*(?:-|–|to)\s*\**S(\d+)")
CITATION = re.compile(r"(?<![A-Za-z0-9])S(\d+)(?!\d)")


def check(root):
    if not (root / DOCUMENT).is_file():
        raise house.Skip(f"{DOCUMENT} is not there yet")
    cited = set()
    for path in house.files(root):
        if (
            path.parts[0] == "tests"
            and path.parts[1:2] != ("policy",)
            and path.suffix in (".c", ".h", ".py", ".lua", ".sh")
        ):
            cited.update(map(int, CITATION.findall(house.read(root, path))))
    rules = promised(house.read(root, DOCUMENT))
    if not rules:
        return [f"{DOCUMENT}: names no rule"]
    return [
        f"{DOCUMENT}:{line}: no test cites S{rule}"
        for rule, line in sorted(rules.items())
        if rule not in cited
    ]


def promised(text):
    """The rules that the document takes upon itself, each with the line where it first does."""
    rules = {}
    for number, line in enumerate(text.splitlines(), 1):
        bullet = BULLET.match(line)
        names = line if line.startswith("#") else bullet.group(1) if bullet else ""
        found = set(map(int, CITATION.findall(names)))
        for first, last in RANGE.findall(names):
            found.update(range(int(first), int(last) + 1))
        for rule in found:
            rules.setdefault(rule, number)
    return rules


if __name__ == "__main__":
    house.run(
        check,
        done="every rule has its test",
        sound={
            DOCUMENT: "# Rules\n## Money (S5)\n- S14 products; see S99\n- S16 to S18 plans\nS98 in passing\n",
            "tests/unit/x_test.c": "/* S5 */ /* S14, S16 */ Test(a, S17_b) /* S18 */\n",
        },
        broken={
            "bullet": {DOCUMENT: "- S15 card\n"},
            "heading": {DOCUMENT: "### S15, S5\n"},
            "end of a range": {DOCUMENT: "- S17 to S19 outcomes\n"},
            "longer number": {DOCUMENT: "- S1 core\n"},
            "nothing promised": {DOCUMENT: "# Rules\n"},
        },
    )
