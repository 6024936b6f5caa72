#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Kills a program at a write, sync, truncate or unlink of its SQLite file, and opens the file again: every
acknowledged command is there, none is half there, and the script goes on to the state it would have had
(S3; goal G4). A fixed sample of all points; every one with AFTERSALE_FAULTS=all.

usage: kill_test.py PROGRAM"""

import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROUNDS = 7
CALLS = "pwrite64 write fdatasync fsync ftruncate rename unlink".split()
SAMPLE = 100
SEED = 7
# A sanitizer that looks for leaks wants to trace the process itself.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}


class Wrong(Exception):
    pass


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT, text=True)


def must(*command):
    done = run(*command)
    if done.returncode != 0:
        raise Wrong(f"{' '.join(map(str, command[1:]))}: {done.stderr.strip()}")
    return done.stdout


def traces():
    """Whether a process may be traced here, and another one's calls be tampered with."""
    if shutil.which("strace") is None:
        return False
    done = run("strace", "-qq", "-o", "/dev/null", "-e", "inject=write:signal=KILL:when=1", "echo")
    return done.returncode == -9


class Script:
    """What the script does when nobody kills it: for each round the file it starts from, the state after
    each step and between the commits of one, and how often it makes each call."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.states, self.parts, self.calls = [], [], []
        for number in range(ROUNDS):
            self.read_states(number)
            self.count_calls(number)

    def start(self, number):
        return self.folder / f"before-{number}.db"

    def copy(self, number, to):
        if number > 0:
            shutil.copy(self.start(number), to)
        return to

    def read_states(self, number):
        """Apart from the counting, as states are written to files, too."""
        folder = self.folder / f"states-{number}"
        folder.mkdir()
        must(self.program, "run", self.copy(number, folder / "books.db"), str(number), folder)
        steps = ["begin"]
        while (folder / f"{number}-{len(steps) - 1}").exists():
            steps.append(str(len(steps) - 1))
        self.states.append([(folder / f"{number}-{step}").read_text() for step in steps])
        self.parts.append([{part.read_text() for part in folder.glob(f"{number}-{step}.*")} for step in steps])

    def count_calls(self, number):
        log, file = self.folder / "calls", self.copy(number, self.start(number + 1))
        watched = "trace=" + ",".join(CALLS)
        must("strace", "-qq", "-f", "-o", log, "-e", watched, self.program, "run", file, str(number))
        found = re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE)
        self.calls.append({call: found.count(call) for call in CALLS})

    def points(self):
        return [
            (number, call, n)
            for number in range(ROUNDS)
            for call in CALLS
            for n in range(1, self.calls[number][call] + 1)
        ]


def allowed(script, number, acknowledged):
    """The states that may be found when so many lines were acknowledged."""
    states = script.states[number]
    before = states[acknowledged - 1] if acknowledged > 0 else states[0] if number > 0 else ""
    return {before}.union(states[acknowledged : acknowledged + 1], *script.parts[number][acknowledged : acknowledged + 1])


def kill(script, point, folder):
    number, call, n = point
    file = pathlib.Path(folder) / "books.db"
    script.copy(number, file)
    done = run(
        *("strace", "-qq", "-f", "-o", "/dev/null", "-e", f"trace={call}"),
        *("-e", f"inject={call}:signal=KILL:when={n}", script.program, "run", file, str(number)),
    )
    if done.returncode != -9:
        raise Wrong(f"was not killed but ended with {done.returncode}: {done.stderr.strip()}")
    acknowledged = done.stdout.count("\n")
    if file.exists():
        state = must(script.program, "state", file)
        if state not in allowed(script, number, acknowledged):
            raise Wrong(f"after {acknowledged} acknowledgements the state is neither that nor the next")
    must(script.program, "run", file, str(number))
    if must(script.program, "state", file) != script.states[number][-1]:
        raise Wrong("run again to its end, the script does not come to its state")


def judge(script, point):
    with tempfile.TemporaryDirectory(dir=script.folder) as folder:
        try:
            kill(script, point, folder)
        except Wrong as wrong:
            return f"round {point[0]}, {point[1]} {point[2]}: {wrong}"
    return None


def main(program):
    if not traces():
        print("SKIPPED: kill -9 at every write: strace is missing, or may not trace here")
        return 77
    with tempfile.TemporaryDirectory(prefix="aftersale-kill-") as name:
        script = Script(program, pathlib.Path(name))
        points = chosen = script.points()
        if os.environ.get("AFTERSALE_FAULTS") != "all":
            chosen = random.Random(SEED).sample(points, min(SAMPLE, len(points)))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            wrong = [text for text in pool.map(lambda point: judge(script, point), chosen) if text]
    steps = sum(len(states) - 1 for states in script.states)
    print(f"figure: G4: killed at {len(chosen)} of {len(points)} points of {steps} commands, {len(wrong)} wrong")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
