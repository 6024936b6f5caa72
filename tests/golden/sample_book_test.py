# SPDX-License-Identifier: MIT
"""The sample book of the examples: memory and SQLite give the same bytes, an export imports again, bad lines are told,
and a changed file changes only what changed. sample_book_test.py PROGRAM EXAMPLES"""

import json
import os
import sys
import tempfile

from book_program import Book, Checks

OPTIONS = ("--zone", "Europe/London", "--currency", "GBP", "--seed", "11")
NOW = "2026-11-20T09:00:00Z"


def read(path):
    with open(path, "rb") as file:
        return file.read()


def play(program, examples, store, out):
    """The whole sample with two months passing, in one run; its export with all events."""
    Book(program, examples, store, *OPTIONS).run(
        "run", "sample.script",
        "then", "simulate", "--from", "2026-11-20", "--to", "2027-01-19",
        "then", "export", "--events", "-o", out,
        now=NOW,
    )
    return read(out)


def check_same_bytes(checks, program, examples, folder):
    memory = play(program, examples, "memory:", os.path.join(folder, "memory.jsonl"))
    sqlite = play(program, examples, f"sqlite:{folder}/played.db", os.path.join(folder, "sqlite.jsonl"))
    again = play(program, examples, "memory:", os.path.join(folder, "again.jsonl"))
    checks.same("the export is not empty", len(memory) > 100000, True)
    checks.same("memory and SQLite give the same bytes", memory == sqlite, True)
    checks.same("the same seed gives the same bytes", memory == again, True)


def ended_plans(path):
    """Enrolments that have come to their end are history: an export tells of them, and no command begins one so."""
    with open(path, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return sum(record["kind"] == "enrolment" and record["state"] in ("ended", "completed") for record in records)


def check_export_imports(checks, program, examples, folder):
    first = os.path.join(folder, "first.jsonl")
    book = Book(program, examples, f"sqlite:{folder}/sample.db", *OPTIONS)
    shown, _ = book.run("run", "sample.script", now=NOW)
    for table in shown:
        for row in table:
            checks.same(f"refused: {row.get('records')}", row.get("refused", 0), 0)
    book.run("export", "-o", first, now=NOW)
    (totals,), _ = book.run("totals", now=NOW)
    (lines,), _ = book.run("import", first, ended=1, now="2026-11-20T09:05:00Z")
    seen = (lines[0]["made"], lines[0]["changed"], lines[0]["refused"])
    checks.same("an export changes nothing in its own book", seen, (0, 0, ended_plans(first)))
    copy = Book(program, examples, f"sqlite:{folder}/copy.db", *OPTIONS)
    (lines,), _ = copy.run("import", first, ended=1, now="2026-11-20T09:05:00Z")
    checks.same("an export makes the same book elsewhere", lines[0]["refused"], ended_plans(first))
    (copied,), _ = copy.run("totals", now=NOW)
    wanted = [row for row in totals if row["what"] not in ("enrolments ended", "enrolments completed")]
    checks.same("totals of the copy", copied, wanted)


def receipts(folder, change):
    """The shop's receipts with one line changed, to a file of its own."""
    with open(os.path.join(folder, "data/shop/receipts.csv"), encoding="utf-8") as file:
        return change(file.read()).encode()


def check_second_import(checks, program, examples, folder):
    book = Book(program, examples, f"sqlite:{folder}/sample.db", *OPTIONS)
    command = ("import", "-", "--map", "maps/shop-receipts.json")
    text = receipts(examples, lambda csv: csv)
    (_, records), _ = book.run(*command, text=text, now="2026-11-20T09:06:00Z")
    checks.same("the same file", (records[0]["made"], records[0]["changed"], records[0]["same"]), (0, 0, 53))
    text = receipts(examples, lambda csv: csv.replace("TEA-EARL,1,8.95", "TEA-EARL,2,8.95", 1))
    (_, records), _ = book.run(*command, text=text, now="2026-11-20T09:07:00Z")
    checks.same("one line changed", (records[0]["made"], records[0]["changed"], records[0]["same"]), (0, 1, 52))


def check_bad_lines(checks, program, examples, folder):
    book = Book(program, examples, f"sqlite:{folder}/bad.db", *OPTIONS)
    book.run("import", "data/shop/customers.csv", "--map", "maps/shop-customers.json", now=NOW)
    text = (
        "receipt,at,customer,code,quantity,price\n"
        "1,2026-11-01 10:00,S201,TEA-EARL,1,8.95\n"
        "1,2026-11-01 10:00,S201,POT-1L,one,34.00\n"
        "2,2026-11-31 10:00,S202,TEA-EARL,1,8.95\n"
        "3,2026-11-02 10:00,S999,TEA-EARL,1,8.95\n"
        "4,2026-11-03 10:00,S203,TEA-EARL,1\n"
        "5,2026-11-04 10:00,S203,TEA-EARL,1,8.95\n"
    ).encode()
    (rows, records), said = book.run(
        "import", "-", "--map", "maps/shop-receipts.json", ended=1, text=text, now="2026-11-20T09:01:00Z"
    )
    told = said.splitlines()
    checks.same("line 3", told[0], "line 3, quantity: is not a number")
    checks.same("line 4", told[1], "line 4, sold: is no date of the map's pattern")
    checks.same("line 4, the other field", told[2], "line 4, delivered: is no date of the map's pattern")
    checks.same("line 6", told[3], "line 6, row: has 5 fields where the header has 6")
    checks.same("line 5", told[4].startswith("line 5, sale R-3, customer: "), True)
    checks.same("bad rows", [row["count"] for row in rows if row["rows"] == "bad"], [3])
    row = records[0]
    checks.same("the others go in", (row["made"], row["refused"], row["left_out"]), (1, 1, 3))
    lines = '{"kind":"customer","ref":"X-1"}\n{"kind":"customer"}\n{"kind":"customer","ref":"X-2","country":7}\n'
    (table,), said = book.run("import", "-", ended=1, text=lines.encode(), now="2026-11-20T09:02:00Z")
    checks.same("JSON Lines: made and refused", (table[0]["made"], table[0]["refused"]), (1, 2))
    checks.same("JSON Lines: line and field", said.splitlines()[0].startswith("line 2, ref: "), True)
    checks.same("JSON Lines: line and field", said.splitlines()[1].startswith("line 3, country: "), True)


def main():
    program, examples = sys.argv[1:3]
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        check_same_bytes(checks, program, examples, folder)
        check_export_imports(checks, program, examples, folder)
        check_second_import(checks, program, examples, folder)
        check_bad_lines(checks, program, examples, folder)
    checks.end()


main()
