#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A file name stands once in the tree, so that a name in a message or a mail finds its file."""

import house

# Names that a tool asks for, and folders whose files are data.
FIXED = {"CMakeLists.txt", "README.md", "__init__.py", "conftest.py", "py.typed", "pyproject.toml"}
DATA = ("tests/fuzz/corpus/", "tests/golden/")


def check(root):
    places = {}
    for path in house.files(root):
        if path.name not in FIXED and not path.as_posix().startswith(DATA):
            places.setdefault(path.name.lower(), []).append(str(path))
    return [f"{name}: {', '.join(paths)}" for name, paths in sorted(places.items()) if len(paths) > 1]


if __name__ == "__main__":
    house.run(
        check,
        done="every file name stands once",
        sound={
            "src/value/date.c": "",
            "src/value/date.h": "",
            "CMakeLists.txt": "",
            "tests/CMakeLists.txt": "",
        },
        broken={"twice": {"src/rules/date.c": ""}, "only the case differs": {"src/rules/Date.c": ""}},
    )
