# SPDX-License-Identifier: MIT
"""The program at a terminal: prompt, completion, history, colours and the progress bar, on a pty.
prompt_test.py PROGRAM EXAMPLES"""

import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import tempfile
import termios
import time

PROMPT = "aftersale> "
UP, TAB, END = "\x1b[A", "\t", "\x04"
PATIENCE_S = 60


class Terminal:
    """A program whose input, output and errors are one terminal."""

    def __init__(self, program, *args, folder, **variables):
        keep = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        self.fd, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [program, *args],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env={**keep, "TERM": "xterm", "HOME": folder, **variables},
            start_new_session=True,
        )
        os.close(theirs)
        self.text = ""

    def read(self):
        """False: the program has closed its side."""
        if not select.select([self.fd], [], [], PATIENCE_S)[0]:
            sys.exit(f"nothing came for {PATIENCE_S} s after:\n{self.text[-2000:]}")
        try:
            piece = os.read(self.fd, 65536)
        except OSError:
            return False
        self.text += piece.decode(errors="replace")
        return bool(piece)

    def until(self, wanted):
        """What comes up to the wanted text."""
        while wanted not in self.text and self.read():
            pass
        if wanted not in self.text:
            sys.exit(f"{wanted!r} did not come, but:\n{self.text[-2000:]}")
        said, self.text = self.text.split(wanted, 1)
        return said

    def await_editing(self):
        """The prompt stands before the editor has the keys; what the line discipline takes for itself is lost."""
        end = time.monotonic() + PATIENCE_S
        while termios.tcgetattr(self.fd)[3] & termios.ICANON:
            if time.monotonic() > end:
                sys.exit("the line editor did not take the terminal")
            time.sleep(0.001)

    def say(self, keys, wanted=PROMPT):
        os.write(self.fd, keys.encode())
        return self.until(wanted)

    def end(self):
        """All that is left, and how it ended."""
        while self.read():
            pass
        os.close(self.fd)
        return self.text, self.process.wait(PATIENCE_S)


failures = []


def check(what, is_so, seen=""):
    if not is_so:
        failures.append(f"FAILED {what}: {seen[-1500:]!r}")


def plain(text):
    """Without what steers the terminal."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\r\a]", "", text)


def check_session(program, examples, folder, edits):
    history = os.path.join(folder, "lines")
    shell = Terminal(program, "--store", "memory:", "--history", history, folder=examples)
    greeting = shell.until(PROMPT)
    check("it greets", "`help` lists the commands" in greeting, greeting)
    check("it says when it cannot edit", edits == ("no line editing" not in greeting), greeting)
    said = shell.say("import data/setup.jsonl\n")
    check("a command is run", "made" in said, said)
    said = shell.say("totals then plans\n")
    check("the book stays open", "customers" in said and "version" in said, said)
    said = shell.say("woklist\n")
    check("a wrong command ends nothing", "is no command" in said, said)
    said = shell.say("customer 'S 9\n")
    check("an open quote is told", "a quote is not closed" in said, said)
    said = shell.say("help claim\n")
    check("help for one command", "--lease PERIOD" in said, said)
    if edits:
        said = plain(shell.say(f"tot{TAB}\n"))
        check("a command is completed", "totals" in said and "customers" in said, said)
        said = plain(shell.say(f"worklist --over{TAB}--format j{TAB}\n"))
        check("options and choices are completed", "worklist --overdue --format json" in said and "[" in said, said)
        said = plain(shell.say(f"cards ex{TAB}\n"))
        check("a first word is completed where it is a choice", "cards export" in said and "neither" not in said, said)
        said = plain(shell.say(f"help snoo{TAB}\n"))
        check("help completes commands", "--until TIME" in said, said)
        said = plain(shell.say(f"{UP}\n"))
        check("the line before comes back", "--until TIME" in said, said)
        said = shell.say(" totals\n")
    os.write(shell.fd, b"quit\n")
    _, ended = shell.end()
    check("it ends well", ended == 0, str(ended))
    return history


def check_history(program, examples, history):
    with open(history, encoding="utf-8") as file:
        lines = file.read()
    check("lines are kept", "data/setup.jsonl" in lines.replace("\\040", " "), lines)
    check("none that begins with a blank", "\\040totals\n" not in lines and "\n totals" not in lines, lines)
    check("for nobody else", stat.S_IMODE(os.stat(history).st_mode) == 0o600)
    shell = Terminal(program, "--store", "memory:", "--history", history, "--quiet", folder=examples)
    greeting = shell.until(PROMPT)
    check("quiet does not greet", "help" not in greeting, greeting)
    said = plain(shell.say(f"{UP}{UP}\n"))
    check("lines of the last time", "--until TIME" in said, said)
    shell.await_editing()
    _, ended = shell.say(END, "\n"), shell.end()[1]
    check("the end of the input ends it", ended == 0, str(ended))


def check_usual_history(program, folder):
    state = os.path.join(folder, "state")
    shell = Terminal(program, "--store", "memory:", folder=folder, XDG_STATE_HOME=state)
    shell.until(PROMPT)
    shell.say("ready\n")
    shell.say("quit\n", "\n")
    shell.end()
    check("history has its usual place", os.path.exists(os.path.join(state, "aftersale/history")))


def check_colour(program, examples):
    line = ("--store", "memory:", "ready")
    for args, variables, wanted in (
        ((), {}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb"}, False),
        (("--color", "never"), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--format", "csv"), {}, False),
    ):
        text, _ = Terminal(program, *args, *line, folder=examples, **variables).end()
        check(f"colour with {args} {variables}", ("\x1b[1m" in text) == wanted, text)


def check_bar(program, examples):
    line = ["--store", "memory:", "--zone", "Europe/London", "--now", "2026-11-20T09:00:00Z", "run", "sample.script"]
    line += ["then", "simulate", "--from", "2026-12-01", "--to", "2027-06-30"]
    for args, variables, wanted in (((), {}, True), (("--quiet",), {}, False), ((), {"TERM": "dumb"}, False)):
        text, ended = Terminal(program, *args, *line, folder=examples, **variables).end()
        check(f"a bar with {args} {variables}", ("days  [" in text) == wanted, text)
        check("it ends well", ended == 0, text)
        check("and the bar is gone", not wanted or text.rindex("\x1b[K") > text.rindex("days  ["), text)
    for command in ("project --until 2027-12-31", "forecast --until 2027-12-31", "handover sam maria"):
        text, ended = Terminal(program, *line[:8], "then", *command.split(), folder=examples).end()
        check(f"how far it is with {command}", "\rcustomers  0" in text and ended == 0, text)
    # Where errors go elsewhere there is no bar.
    said = subprocess.run([program, *line], cwd=examples, capture_output=True, text=True, check=True).stderr
    check("no bar in a file", said == "", said)


def check_stop(program, folder):
    """Ctrl-C ends an import, which says from where it goes on; and no more than the import."""
    count = 20000
    with open(os.path.join(folder, "many.jsonl"), "w", encoding="utf-8") as file:
        file.writelines(f'{{"kind":"customer","ref":"C-{i}","owner":"sam"}}\n' for i in range(count))
    with open(os.path.join(folder, "many.csv"), "w", encoding="utf-8") as file:
        file.write("ref\n")
        file.writelines(f"C-{i}\n" for i in range(count))
    with open(os.path.join(folder, "map.json"), "w", encoding="utf-8") as file:
        file.write('{"records":{"customer":{"ref":"{ref}","owner":"sam"}}}')
    for line, bar in (("import many.jsonl", "import  ["), ("import many.csv --map map.json", "writing  [")):
        shell = Terminal(program, "--store", "memory:", "--history", "", folder=folder)
        shell.until(PROMPT)
        shell.say(line + "\n", bar)
        shell.process.send_signal(signal.SIGINT)
        said = plain(shell.until(PROMPT))
        place = re.search(r"it goes on with --skip (\d+)", said)
        check(f"{line}: it says where it stopped", place and 0 < int(place[1]) < count, said)
        shell.say(f"{line} --skip {place[1] if place else 0}\n")
        said = plain(shell.say("totals --format csv\n"))
        check(f"{line}: all are in at last", f"customers,{count}" in said, said)
        shell.say("handover sam maria\n", "customers  ")
        shell.process.send_signal(signal.SIGINT)
        said = plain(shell.until(PROMPT))
        check("work handed over stops, and says how far", "handover: stopped" in said and "customers" in said, said)
        said = plain(shell.say("handover sam maria --format csv\n"))
        handed = re.search(r"sam,maria,(\d+)", said)
        check("and goes on where it stopped", handed and 0 < int(handed[1]) < count, said)
        os.write(shell.fd, b"quit\n")
        shell.end()


def main():
    program, examples = map(os.path.abspath, sys.argv[1:3])
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    edits = "with line editing" in version
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        history = check_session(program, examples, folder, edits)
        if edits:
            check_history(program, examples, history)
            check_usual_history(program, folder)
        check_stop(program, folder)
    check_colour(program, examples)
    check_bar(program, examples)
    print("\n".join(failures) if failures else f"the terminal is as described, {time.monotonic() - began:.0f} s")
    sys.exit(1 if failures else 0)


main()
