# SPDX-License-Identifier: MIT
"""What the policies share: the files of the tree, the report, and the proof that a policy can fail.

A policy is a function from the tree's folder to a list of problems. Each script takes that folder, or
`--selftest`, which lays out small broken trees and expects a problem in every one of them.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

SKIP_CODE = 77
HIDDEN = {".git", ".cache", "__pycache__", ".pytest_cache", ".hypothesis"}


class Skip(Exception):
    """The policy has nothing to look at, and says so."""


def files(root):
    """Every file of the tree, as a path relative to it; what is built or cached is not part of the tree."""
    found = []
    for folder, names, leaves in os.walk(root):
        here = Path(folder).relative_to(root)
        names[:] = sorted(
            n
            for n in names
            if n not in HIDDEN and not (here == Path(".") and re.fullmatch(r"build(-.*)?", n))
        )
        found += [here / leaf for leaf in leaves if not leaf.endswith(".pyc")]
    return sorted(found)


def read(root, path):
    return (Path(root) / path).read_text(encoding="utf-8", errors="replace")


def without_comments(text):
    """C text with comments blanked out, lines kept in place."""

    def blank(match):
        return re.sub(r"[^\n]", " ", match.group())

    return re.sub(r"/\*.*?\*/|//[^\n]*", blank, text, flags=re.S)


def report(problems, done):
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems" if problems else done)
    return 1 if problems else 0


def run(check, *, sound, broken, done="no problems"):
    """The main function of a policy on sources. `sound` is a tree without problems, `broken` maps a name to
    the files that spoil it; a tree is a dictionary from path to text."""
    if sys.argv[1:] == ["--selftest"]:
        sys.exit(selftest(check, sound, broken))
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} folder-of-the-tree | --selftest")
    try:
        sys.exit(report(check(Path(sys.argv[1]).resolve()), done))
    except Skip as why:
        print(f"SKIPPED: {why}")
        sys.exit(SKIP_CODE)


def selftest(check, sound, broken):
    failures = []
    found = try_tree(check, sound)
    if found:
        failures.append(f"a sound tree is refused: {found}")
    for name, spoilt in broken.items():
        if not try_tree(check, {**sound, **spoilt}):
            failures.append(f"not noticed: {name}")
    return report(failures, f"{len(broken)} broken trees noticed")


def try_tree(check, tree):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in tree.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return check(Path(folder))
