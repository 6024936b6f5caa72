# SPDX-License-Identifier: MIT
"""The sample book of the examples: memory and SQLite give the same bytes, an export imports again, bad lines are told,
and a changed file changes only what changed. sample_book_test.py PROGRAM EXAMPLES"""

import collections
import json
import os
import sys
import tempfile

import jsonschema

from book_program import Book, Checks

OPTIONS = ("--zone", "Europe/London", "--currency", "GBP", "--seed", "11")
NOW = "2026-11-20T09:00:00Z"
LATER = "2027-01-20T09:00:00Z"
MUCH_LATER = "2027-03-01T11:00:00Z"


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


OWN = {"id", "revision", "event", "number", "agenda", "recorded"}  # what every book gives by itself


def bare(value):
    """A value of a line without what the book that wrote it gave it."""
    if isinstance(value, dict):
        own = OWN - {"number"} if "key" in value else OWN  # the number of a step is the plan's
        return {key: bare(inner) for key, inner in value.items() if key not in own}
    if isinstance(value, list):
        return [bare(inner) for inner in value]
    return value


def facts(path):
    """The lines of an export, bare and counted: the order of refs is that of the book's secret."""
    found = collections.Counter()
    with open(path, encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            line = bare(record)
            if record["kind"] == "settings":
                del line["created"]
            found[json.dumps(line, sort_keys=True)] += 1
    return found


def check_answers(checks, what, book, path, now, wanted):
    (found,), _ = book.run("import", path, now=now)
    row = found["records"][0]
    seen = (row["made"] + row["changed"] > 0, row["refused"])
    checks.same(what, seen, wanted)


def check_export_imports(checks, program, examples, folder):
    """Two months of the sample in a book, its export into another one: the same facts, the same work to do."""
    first, second = (os.path.join(folder, name) for name in ("first.jsonl", "second.jsonl"))
    book = Book(program, examples, f"sqlite:{folder}/sample.db", *OPTIONS)
    shown, _ = book.run("run", "sample.script", now=NOW)
    imports = [answer for answer in shown if "records" in answer]
    files = read(os.path.join(examples, "sample.script")).count(b"\nimport ")
    checks.same("files of the sample", len(imports), files)
    for row in (row for answer in imports for row in answer["records"]):
        checks.same(f"refused: {row['records']}", row["refused"], 0)
    book.run("simulate", "--from", "2026-11-20", "--to", "2027-01-19", "then", "export", "-o", first, now=NOW)
    check_answers(checks, "an export changes nothing in its own book", book, first, LATER, (False, 0))
    copy = Book(program, examples, f"sqlite:{folder}/copy.db", *OPTIONS[:-1], "12")
    check_answers(checks, "an export makes the same book elsewhere", copy, first, LATER, (True, 0))
    check_answers(checks, "a second time it changes nothing", copy, first, LATER, (False, 0))
    copy.run("export", "-o", second, now=LATER)
    told, copied = facts(first), facts(second)
    checks.same("many lines", told.total() > 600, True)
    checks.same("lines that the export of the copy lacks", list(told - copied), [])
    checks.same("lines that it has more", list(copied - told), [])
    for command in (("totals",), ("worklist",)):
        (wanted,), _ = book.run(*command, now=MUCH_LATER)
        (seen,), _ = copy.run(*command, now=MUCH_LATER)
        checks.same(f"{command[0]} of the copy", bare(seen), bare(wanted))


def validators(examples):
    """A validator for each kind of line, by the schemas under docs/."""
    folder = os.path.join(examples, "..", "docs", "schema", "lines")
    made = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schema)
        made[name.removesuffix("_line.json")] = jsonschema.Draft202012Validator(schema)
    return made


def spoilt(record):
    """A line with a key that none has, without its kind, and with a value of another form in each place."""
    yield {**record, "colour": "red"}
    yield {key: value for key, value in record.items() if key != "kind"}
    for key in record:
        yield {**record, key: 0.5}


def check_schemas(checks, examples, folder):
    """S70: every exported line is what its schema says, by a validator that is not ours."""
    by_kind, first = validators(examples), {}
    with open(os.path.join(folder, "memory.jsonl"), encoding="utf-8") as lines:
        for number, record in enumerate(map(json.loads, lines), 1):
            first.setdefault(record["kind"], record)
            for error in by_kind[record["kind"]].iter_errors(record):
                checks.same(f"line {number}, {record['kind']}", error.message, "valid")
                return
    for kind, record in first.items():
        for bad in spoilt(record):
            checks.same(f"a spoilt {kind}: {bad}", by_kind[kind].is_valid(bad), False)
    checks.same("kinds that the sample has no line of", sorted(by_kind.keys() - first.keys()), ["calendar", "sheet", "words"])


def receipts(folder, change):
    """The shop's receipts with one line changed, to a file of its own."""
    with open(os.path.join(folder, "data/shop/receipts.csv"), encoding="utf-8") as file:
        return change(file.read()).encode()


def check_second_import(checks, program, examples, folder):
    book = Book(program, examples, f"sqlite:{folder}/sample.db", *OPTIONS)
    command = ("import", "-", "--map", "maps/shop-receipts.json")
    text = receipts(examples, lambda csv: csv)
    (found,), _ = book.run(*command, text=text, now="2026-11-20T09:06:00Z")
    row = found["records"][0]
    checks.same("the same file", (row["made"], row["changed"], row["same"]), (0, 0, 53))
    text = receipts(examples, lambda csv: csv.replace("TEA-EARL,1,8.95", "TEA-EARL,2,8.95", 1))
    (found,), _ = book.run(*command, text=text, now="2026-11-20T09:07:00Z")
    row = found["records"][0]
    checks.same("one line changed", (row["made"], row["changed"], row["same"]), (0, 1, 52))


BAD_RECEIPTS = (
    "receipt,at,customer,code,quantity,price\n"
    "1,2026-11-01 10:00,S201,TEA-EARL,1,8.95\n"
    "1,2026-11-01 10:00,S201,POT-1L,one,34.00\n"
    "2,2026-11-31 10:00,S202,TEA-EARL,1,8.95\n"
    "3,2026-11-02 10:00,S999,TEA-EARL,1,8.95\n"
    "4,2026-11-03 10:00,S203,TEA-EARL,1\n"
    "5,2026-11-04 10:00,S203,TEA-EARL,1,8.95\n"
)


def complaints(said):
    """Line, field and text of each complaint about a line."""
    found = [json.loads(line)["error"] for line in said.splitlines()]
    return [(each["line"], each.get("path"), each["text"]) for each in found]


def check_bad_rows(checks, program, examples, folder):
    """Bad rows are told and laid aside; corrected, they make what was left out."""
    book = Book(program, examples, f"sqlite:{folder}/bad.db", *OPTIONS)
    rejects = os.path.join(folder, "rejects.csv")
    command = ("import", "-", "--map", "maps/shop-receipts.json")
    book.run("import", "data/shop/customers.csv", "--map", "maps/shop-customers.json", now=NOW)
    (found,), said = book.run(
        *command, "--rejects", rejects, ended=1, text=BAD_RECEIPTS.encode(), now="2026-11-20T09:01:00Z"
    )
    told = complaints(said)
    checks.same("line 3", told[0], (3, "quantity", "is not a number"))
    checks.same("line 4", told[1], (4, "sold", "is no date of the map's pattern"))
    checks.same("line 4, the other field", told[2], (4, "delivered", "is no date of the map's pattern"))
    checks.same("line 6", told[3], (6, "row", "has 5 fields where the header has 6"))
    checks.same("line 5", told[4][:2], (5, "customer"))
    checks.same("bad rows", [row["count"] for row in found["rows"] if row["rows"] == "bad"], [3])
    row = found["records"][0]
    checks.same("the others go in", (row["made"], row["refused"], row["left_out"]), (1, 1, 3))
    kept = BAD_RECEIPTS.splitlines(keepends=True)
    checks.same("all rows of what did not go in", read(rejects).decode(), "".join(kept[:6]))
    better = read(rejects).decode().replace("one", "1").replace("11-31", "11-30").replace("S999", "S204")
    better = better.replace("TEA-EARL,1\n", "TEA-EARL,1,8.95\n")
    (found,), _ = book.run(*command, "--rejects", rejects, text=better.encode(), now="2026-11-20T09:02:00Z")
    checks.same("corrected, they go in", found["records"][0]["made"], 4)
    checks.same("and none is left", read(rejects).decode(), kept[0])
    same = ("import", rejects, "--map", "maps/shop-receipts.json", "--rejects", rejects)
    book.run(*same, ended=2, now="2026-11-20T09:03:00Z")
    checks.same("a file is not its own rejects", read(rejects).decode(), kept[0])


def check_bad_lines(checks, program, examples, folder):
    book = Book(program, examples, f"sqlite:{folder}/lines.db", *OPTIONS)
    rejects, source = os.path.join(folder, "rejects.jsonl"), os.path.join(folder, "source.jsonl")
    lines = [
        '{"kind":"customer","ref":"X-1"}\n',
        '{"kind":"customer"}\n',
        "\n",
        '{"kind":"customer","ref":"X-2","country":7}',
    ]
    with open(source, "w", encoding="utf-8") as file:
        file.write("".join(lines))
    for name, text in ((source, None), ("-", "".join(lines).encode())):
        (found,), said = book.run("import", name, "--rejects", rejects, ended=1, text=text, now=NOW)
        row = found["records"][0]
        checks.same("JSON Lines: in and refused", (row["made"] + row["same"], row["refused"]), (1, 2))
        checks.same("JSON Lines: line and field", [told[:2] for told in complaints(said)], [(2, "ref"), (4, "country")])
        checks.same("JSON Lines: laid aside", read(rejects).decode(), lines[1] + lines[3] + "\n")
    (found,), said = book.run("import", source, "--skip", "2", ended=1, now="2026-11-20T09:01:00Z")
    checks.same("JSON Lines: from line 3 on", [told[0] for told in complaints(said)], [4])
    command = ("import", "data/shop/customers.csv", "--map", "maps/shop-customers.json", "--skip", "20")
    (found,), _ = book.run(*command, now="2026-11-20T09:02:00Z")
    checks.same("CSV: records behind the first 20", found["records"][0]["made"], 5)


def main():
    program, examples = sys.argv[1:3]
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        check_same_bytes(checks, program, examples, folder)
        check_schemas(checks, examples, folder)
        check_export_imports(checks, program, examples, folder)
        check_second_import(checks, program, examples, folder)
        check_bad_rows(checks, program, examples, folder)
        check_bad_lines(checks, program, examples, folder)
    checks.end()


main()
