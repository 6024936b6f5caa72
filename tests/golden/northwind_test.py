# SPDX-License-Identifier: MIT
"""Northwind through the program: one book from four files, with discounts that are exact. northwind_test.py PROGRAM
EXAMPLES DATA"""

import gzip
import json
import os
import sys
import tempfile

from book_program import Book, Checks, counts, data_file

FILES = {"products": "products", "customers": "customers", "orders": "orders", "lines": "order_details"}


def main():
    program, examples, data = sys.argv[1:4]
    checks = Checks()
    with open(data_file(data, "northwind/expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        book = Book(program, folder, "sqlite:northwind.db", "--zone", "America/New_York", "--currency", "USD")
        for run in ("made", "same"):
            for name, table in FILES.items():
                text = gzip.open(data_file(data, f"northwind/{table}.csv.gz")).read()
                shop_map = os.path.join(examples, "maps", f"northwind-{name}.json")
                (found,), _ = book.run("import", "-", "--map", shop_map, text=text)
                for row in found["records"]:
                    refused = row["refused"] + row["left_out"]
                    checks.same(f"{name}, {row['records']}: refused", refused, 0)
                    if run == "same":
                        checks.same(f"{name}, {row['records']}: changed", row["made"] + row["changed"], 0)
        (totals,), _ = book.run("totals")
        book.run("export", "-o", "northwind.jsonl")
        with open(os.path.join(folder, "northwind.jsonl"), encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
    seen = counts(totals, "what", "how_much")
    sales = [record for record in records if record["kind"] == "sale"]
    buyers = {sale["customer"] for sale in sales}
    checks.same("customers", seen.get("customers"), expected["customers"])
    checks.same("sales", seen.get("sales"), expected["orders"])
    checks.same("sale lines", seen.get("sale lines"), expected["order_details"])
    net = f"{expected['sum_net_amount']} USD"
    checks.same("net sum, exactly", seen.get("quantity times price, exactly"), net)
    checks.same("not shipped", sum("delivered" not in sale for sale in sales), expected["not_shipped"])
    late = sum(sale.get("delivered", "") > sale["promised"] for sale in sales)
    checks.same("shipped after the required date", late, expected["shipped_after_required"])
    idle = sorted(record["ref"] for record in records if record["kind"] == "customer" and record["ref"] not in buyers)
    checks.same("customers without an order", idle, sorted(expected["customers_without_orders"]))
    checks.end()


main()
