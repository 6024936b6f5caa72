# SPDX-License-Identifier: MIT
"""UCI Online Retail through the program: every line counted, every sum exact, a second run that changes nothing, and
the months passing. retail_test.py PROGRAM EXAMPLES DATA"""

import collections
import csv
import decimal
import gzip
import json
import os
import sys
import tempfile

from book_program import Book, Checks, counts, data_file

RULES = '{"kind":"rules","rules":[{"key":"every-sale","plan":"one-off-sale"}]}\n'
# 835 weeks: December 2010 becomes December 2026, weekday by weekday.
SHIFT = "5845"


def check_rows(checks, rows):
    seen = counts(rows, "rows", "count")
    for name, wanted in {
        "no customer": 69014,
        "credit note": 4241,
        "price zero": 13,
        "sale lines": 172635,
        "bad": 0,
        "fits no rule of the map": 0,
        "all rows": 245903,
    }.items():
        checks.same(f"rows: {name}", seen.get(name), wanted)


def check_records(checks, run, records, made):
    seen = {row["records"]: row for row in records}
    for name, wanted in {"product": 3271, "customer": 3002, "sale and return": 8802 + 1902}.items():
        row = seen.get(name, {})
        checks.same(f"{run}: {name}, {made}", row.get(made), wanted)
        for other in {"made", "changed", "same", "refused", "left_out"} - {made}:
            checks.same(f"{run}: {name}, {other}", row.get(other), 0)


def check_totals(checks, totals, expected):
    seen = counts(totals, "what", "how_much")
    exact = expected["purchase_amount"]
    pence = decimal.Decimal(exact).quantize(decimal.Decimal("0.01"))
    for name, wanted in {
        "customers": expected["distinct_customers"],
        "sales": expected["purchase_invoices"],
        "sale lines": 172635,
        "quantity times price, exactly": f"{exact} GBP",
        "amounts of sale lines": f"{pence} GBP",
        "returns": 1902,
        "pieces returned without a sale": 919 + 35,
    }.items():
        checks.same(f"totals: {name}", seen.get(name), wanted)
    enrolled = sum(number for name, number in seen.items() if name.startswith("enrolments "))
    checks.same("every sale is enrolled by rule", enrolled, expected["purchase_invoices"])


def check_export(checks, path, expected):
    """Customers and invoices one by one, from the export."""
    invoices = collections.defaultdict(set)
    days = collections.defaultdict(set)
    amounts = collections.Counter()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["kind"] != "sale":
                continue
            customer = record["customer"]
            invoices[customer].add(record["ref"])
            days[customer].add(record["sold"])
            for item in record["lines"]:
                price = decimal.Decimal(item["price"].split()[0])
                amounts[customer] += decimal.Decimal(item.get("quantity", "1")) * price
    checks.same("customers who bought", len(invoices), expected["purchase_customers"])
    checks.same("days of customers", sum(map(len, days.values())), expected["purchase_customer_days"])
    again = sum(1 for own in days.values() if len(own) > 1)
    checks.same("customers who came again", again, expected["repeat_customers_by_day"])
    for row in expected["top20_customers"]:
        customer = row["CustomerID"]
        checks.same(f"{customer}: invoices", len(invoices[customer]), row["invoices"])
        checks.same(f"{customer}: days", len(days[customer]), row["days"])
        checks.same(f"{customer}: first", min(days[customer]), row["first"])
        checks.same(f"{customer}: last", max(days[customer]), row["last"])
        checks.same(f"{customer}: amount", amounts[customer], decimal.Decimal(row["amount"]))


def check_leftovers(checks, path, csv_path):
    """What was set against no sale: of most lines the customer never bought the article before, of the others more
    came back than all earlier sales held (S12). The instants of the papers stand in the file alone."""
    returned_at = {}
    with open(csv_path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at, invoice = row["InvoiceDate"][:16], row["InvoiceNo"]
            returned_at[invoice] = min(at, returned_at.get(invoice, at))
    bought, leftovers = collections.defaultdict(list), []
    with open(path, encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["kind"] == "sale":
                at = f"{record['sold']} {record['sold_time'][:5]}"
                for product in {line["product"] for line in record["lines"]}:
                    bought[record["customer"], product].append(at)
            elif record["kind"] == "return":
                leftovers += [(record, line["product"]) for line in record["lines"] if "against" not in line]
    earlier = sum(
        any(at <= returned_at[record["ref"]] for at in bought[record["customer"], product])
        for record, product in leftovers
    )
    checks.same("returned lines without an earlier sale", len(leftovers) - earlier, 919)
    checks.same("returned lines that exceed all earlier sales", earlier, 35)


def let_months_pass(checks, program, folder, csv_path, shop_map):
    """The same book as of today, played through twice with one seed."""
    months = []
    for _ in range(2):
        book = Book(program, folder, "memory:", "--seed", "7", "--now", "2026-12-01T06:00:00Z", "--currency", "GBP")
        shown, _ = book.run(
            "import", "rules.jsonl",
            "then", "import", csv_path, "--map", shop_map, "--shift-days", SHIFT,
            "then", "simulate", "--from", "2026-12-01", "--to", "2027-05-31",
            "then", "totals",
        )
        months.append(shown[-2:])
    checks.same("one seed, one course", months[0], months[1])
    rows, totals = months[0]
    checks.same("months", [row["month"] for row in rows], ["2026-12"] + [f"2027-0{i}" for i in range(1, 6)])
    for row in rows:
        made = sum(value for name, value in row.items() if name not in ("month", "blocked"))
        checks.same(f"{row['month']}: touches were made", made > 0, True)
    checks.same("sales", counts(totals, "what", "how_much").get("sales"), 8802)


def main():
    program, examples, data = sys.argv[1:4]
    packed = data_file(data, "online-retail/transactions.csv.gz")
    shop_map = os.path.join(examples, "maps", "online-retail.json")
    checks = Checks()
    with open(data_file(data, "online-retail/expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    with tempfile.TemporaryDirectory() as folder, gzip.open(packed) as file:
        csv_path = os.path.join(folder, "transactions.csv")
        with open(csv_path, "wb") as out:
            out.write(file.read())
        with open(os.path.join(folder, "rules.jsonl"), "w", encoding="utf-8") as out:
            out.write(RULES)
        book = Book(program, folder, "sqlite:retail.db", "--zone", "Europe/London", "--currency", "GBP")
        book.run("import", "rules.jsonl")
        (found,), _ = book.run("import", csv_path, "--map", shop_map)
        check_rows(checks, found["rows"])
        check_records(checks, "first run", found["records"], "made")
        (found,), _ = book.run("import", csv_path, "--map", shop_map)
        check_rows(checks, found["rows"])
        check_records(checks, "second run", found["records"], "same")
        (totals,), _ = book.run("totals")
        check_totals(checks, totals, expected)
        book.run("export", "-o", "retail.jsonl")
        check_export(checks, os.path.join(folder, "retail.jsonl"), expected)
        check_leftovers(checks, os.path.join(folder, "retail.jsonl"), csv_path)
        let_months_pass(checks, program, folder, csv_path, shop_map)
    checks.end()


main()
