#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What is planned, as a table for SQL (S73): the queries of docs/projection.md against a file that the program wrote, and
what stands in the file against what the program itself says.

projection_test.py PROGRAM EXAMPLES DOCUMENT; with --write the results in the document are made anew.
"""

import json
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

UNTIL = "2027-03-01"


class Shell:
    def __init__(self, program, examples, folder):
        self.command = [program, "--store", f"sqlite:{folder}/books.db", "--book", "Northway House", "--format", "json"]
        self.examples = examples

    def run(self, *words, now="2026-11-20T09:00:00Z"):
        done = subprocess.run(
            [*self.command, "--now", now, *words], cwd=self.examples, capture_output=True, check=False, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def results_of(file, query):
    """A table as in Markdown."""
    found = file.execute(query)
    names = [column[0] for column in found.description]
    rows = [["" if value is None else str(value) for value in row] for row in found]
    assert rows, query
    return "\n".join("| " + " | ".join(row) + " |" for row in [names, ["---"] * len(names), *rows])


def with_results(document, file):
    def answer(match):
        return f"```sql\n{match[1]}```\n\n{results_of(file, match[1])}\n\n"

    return re.sub(r"(?s)```sql\n(.*?)```\n\n(?:\|[^\n]*\n)*\n?", answer, document)


def foretold(shell, file):
    """Ids of the touches that lie ahead, as the program previews them customer by customer."""
    found = set()
    for (ref,) in file.execute("SELECT ref FROM customer"):
        (answer,) = [json.loads(shell.run("preview", ref, "--until", UNTIL, now="2026-11-20T09:30:00Z"))]
        rows = answer if isinstance(answer, list) else next(v for v in answer.values() if isinstance(v, list))
        found |= {row["touch"] for row in rows}
    return found


def main():
    program, examples, path = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(program, examples, folder)
        shell.run("run", "sample.script", "then", "project", "--until", "2027-12-31")
        before = shell.run("export", "--events")
        shell.run("project", "--until", UNTIL, now="2026-11-20T09:30:00Z")
        assert shell.run("export", "--events") == before, "a projection is state"
        file = sqlite3.connect(f"file:{folder}/books.db?mode=ro", uri=True)
        assert file.execute("SELECT id FROM projection").fetchall() == [(2,)], "the build before is left"
        assert file.execute("SELECT count(*) FROM projected WHERE build <> 2").fetchone() == (0,)
        seen = {touch for (touch,) in file.execute("SELECT touch FROM projected")}
        wanted = foretold(shell, file)
        assert seen == wanted, (len(seen), len(wanted), sorted(seen ^ wanted)[:3])
        assert file.execute("SELECT rows FROM projection").fetchone() == (len(seen),)
        document = Path(path).read_text(encoding="utf-8")
        made = with_results(document, file)
        if "--write" in sys.argv:
            Path(path).write_text(made, encoding="utf-8")
        assert made.count("```sql") == 3
        assert made == document or "--write" in sys.argv, "results in the document are old; make them anew with --write"


main()
