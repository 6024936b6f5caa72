#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""No file names a folder of the machine it was written on. Temporary files are templates (`XXXXXX`)."""

import re
from pathlib import Path

import house

FOLDERS = ("work", "root", "home", "tmp", "Users", "mnt")
PATH = re.compile(r"(?<![\w.$}/*-])/(?:" + "|".join(FOLDERS) + r")/[\w.-]*")
TEMPLATE = "XXXXXX"
SELF = Path("tests/policy/machine_paths.py")


def check(root):
    problems = []
    for path in house.files(root):
        if path == SELF:
            continue
        for number, line in enumerate(house.read(root, path).splitlines(), 1):
            match = PATH.search(line)
            if match and TEMPLATE not in line:
                problems.append(f"{path}:{number}: {match.group()}")
    return problems


if __name__ == "__main__":
    house.run(
        check,
        done="no path of a machine",
        sound={
            "tests/a.sh": "d=$(mktemp -d /tmp/a-XXXXXX)\n",
            "src/b.c": '"/usr/share/zoneinfo"\n',
            "docs/c.md": "see https://example.org/home/page and src/work/x\n",
        },
        broken={
            "folder of a developer": {"src/b.c": "/* see /home/ann/x */\n"},
            "fixed temporary file": {"tests/a.sh": "cd /tmp/build\n"},
            "first in a line": {"docs/c.md": "/root/x\n"},
        },
    )
