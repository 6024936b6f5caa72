# SPDX-License-Identifier: MIT
"""Plays the transcript examples/tour.txt and compares. tour_test.py PROGRAM EXAMPLES [--write]

A line `$ command` is given to one shell, in a copy of the examples; what it prints must be what follows, up to the next
blank line, remark or command. --write writes the transcript as it is now."""

import difflib
import os
import shutil
import subprocess
import sys
import tempfile

MARK = "[ends with "


def commands_of(lines):
    return [line[2:] for line in lines if line.startswith("$ ")]


def play(program, examples, commands):
    """What each command prints, with its exit code where that is not 0."""
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        here, tools = os.path.join(folder, "examples"), os.path.join(folder, "tools")
        shutil.copytree(examples, here)
        os.mkdir(tools)
        os.symlink(os.path.abspath(program), os.path.join(tools, "aftersale"))
        script = "".join(
            f"{{ {command}\n}} >{folder}/{i} 2>&1\ncode=$?\n[ $code = 0 ] || echo '{MARK}'$code] >>{folder}/{i}\n"
            for i, command in enumerate(commands)
        )
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("AFTERSALE_", "NO_COLOR"))}
        clean["PATH"] = f"{tools}:{os.environ['PATH']}"
        subprocess.run(["sh"], input=script.encode(), cwd=here, env=clean, check=False)
        for i in range(len(commands)):
            with open(os.path.join(folder, str(i)), encoding="utf-8") as answer:
                answers.append(answer.read())
    return answers


def is_own(line):
    """Remarks, commands and blank lines between them are the transcript's own; all else was printed."""
    return line.startswith(("# ", "$ "))


def skeleton(lines):
    """The transcript without what was printed: remarks, commands, and a blank line before a remark."""
    kept = []
    for i, line in enumerate(lines):
        is_gap = line == "" and i + 1 < len(lines) and lines[i + 1].startswith("# ")
        if is_own(line) or is_gap:
            kept.append(line)
    return kept


def transcript(lines, answers):
    text, left = [], iter(answers)
    for line in skeleton(lines):
        text.append(line)
        if line.startswith("$ "):
            text += next(left).splitlines()
    return text


def main():
    program, examples = sys.argv[1:3]
    path = os.path.join(examples, "tour.txt")
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    played = transcript(lines, play(program, examples, commands_of(lines)))
    if sys.argv[3:] == ["--write"]:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(played) + "\n")
        return
    differences = list(difflib.unified_diff(lines, played, "examples/tour.txt", "as it is now", lineterm=""))
    print("\n".join(differences) if differences else f"{len(commands_of(lines))} commands agree")
    sys.exit(1 if differences else 0)


main()
