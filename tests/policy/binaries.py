# SPDX-License-Identifier: MIT
"""What the policies on built libraries share: reading symbols, and building small libraries to fail on."""

import os
import subprocess
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

import house

# member: the object file in an archive, "" in a shared library; kind: the letter of nm.
Symbol = namedtuple("Symbol", "member kind name")


def symbols(library, *options):
    """The symbols that nm lists; names without the version that a map gives them."""
    command = ["nm", "--format=posix", "--no-sort", *options, str(library)]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    found, member = [], ""
    for line in lines:
        if line.endswith(":"):
            member = line[:-1].rsplit("[", 1)[-1].rstrip("]")
        elif line:
            name, kind = line.split()[:2]
            found.append(Symbol(member, kind, name.split("@")[0]))
    return found


def build(folder, sources, shared=False):
    """A library of C texts: a dictionary from file name to text, in an archive whose members are `name.o`."""
    objects = []
    for name, text in sources.items():
        target = Path(folder) / f"{name}.o"
        command = [
            os.environ.get("CC", "cc"),
            "-fPIC",
            "-fno-builtin",
            "-w",
            "-c",
            "-x",
            "c",
            "-",
            "-o",
            str(target),
        ]
        subprocess.run(command, input=text, check=True, text=True)
        objects.append(str(target))
    library = Path(folder) / ("lib.so" if shared else "lib.a")
    command = [os.environ.get("CC", "cc"), "-shared", "-o"] if shared else ["ar", "rcs"]
    subprocess.run([*command, str(library), *objects], check=True)
    return library


def run(check, *, usage, sound, broken, done="no problems"):
    """The main function of a policy on libraries; `sound` and `broken` hold what `build` takes."""
    if sys.argv[1:] == ["--selftest"]:
        failures = []
        for name, sources in {"sound": sound, **broken}.items():
            with tempfile.TemporaryDirectory() as folder:
                found = check(build(folder, sources))
            if bool(found) != (name != "sound"):
                failures.append(f"{name}: {found}")
        sys.exit(house.report(failures, f"{len(broken)} broken libraries noticed"))
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} {usage} | --selftest")
    sys.exit(house.report([p for library in sys.argv[1:] for p in check(Path(library))], done))
