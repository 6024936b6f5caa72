# SPDX-License-Identifier: MIT
"""Every command, option and exit code of the program stands in its man page with the same value and words, and the man
page names no other; mandoc finds nothing wrong with it. man_page_test.py PROGRAM MAN-PAGE"""

import json
import re
import shutil
import subprocess
import sys


def known(program):
    """What the program says of itself."""
    listing = json.loads(subprocess.run([program, "--format", "json", "help", "--all"], capture_output=True, check=True).stdout)
    commands = {row["command"] for row in listing["commands"]}
    options = {(row["command"], row["option"], row["value"].lower()) for row in listing["options"]}
    codes = {(row["code"], row["about"]) for row in listing["exit_codes"]}
    return commands, options, codes


def described(text):
    """The same from the source of the page: .It lines, the options below the command before them."""
    commands, options, codes = set(), set(), set()
    command, lines = "", text.splitlines()
    for i, line in enumerate(lines):
        if line.startswith(".Sh "):
            command = ""
        elif match := re.match(r"\.It Ic (\S+)", line):
            command = match[1]
            commands.add(command)
        elif match := re.match(r"\.It Fl -(\S+)(?: ([^,]*))?", line):
            value = re.sub(r"\b(Ar|Ns)\b| ", "", match[2] or "")
            options.add((command, match[1], value))
        elif match := re.match(r"\.It (\d+)$", line):
            about = lines[i + 1]
            codes.add((int(match[1]), about[0].lower() + about[1:].rstrip(".")))
    return commands, options, codes


def differences(program, page):
    problems = []
    for what, here, there in zip(("command", "option", "exit code"), known(program), described(page)):
        problems += [f"not in the man page: {what} {item}" for item in sorted(here - there)]
        problems += [f"in the man page alone: {what} {item}" for item in sorted(there - here)]
    return problems


def lint(path):
    if not shutil.which("mandoc"):
        print("mandoc is not there: the form of the page was not looked at")
        return []
    said = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", path], capture_output=True, text=True, check=False)
    return said.stdout.splitlines()


def main():
    program, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        page = file.read()
    # The comparison can fail.
    assert differences(program, page.replace(".It Fl -overdue", ".It Fl -overdone"))
    assert differences(program, page.replace(".It Ic claim", ".It Ic clam"))
    problems = differences(program, page) + lint(path)
    print("\n".join(problems) if problems else "program and man page agree")
    sys.exit(1 if problems else 0)


main()
