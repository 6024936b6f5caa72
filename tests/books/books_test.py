# SPDX-License-Identifier: MIT
"""The figures that books of real data give beside those that were worked out apart from the library.
books_test.py PROGRAM campaign|purchases TABLE"""

import json
import os
import subprocess
import sys


def main():
    program, subject, table = sys.argv[1:4]
    if not os.path.exists(table):
        print(f"SKIPPED: {os.path.basename(table)}: data not present; set AFTERSALE_DATA to its folder")
        sys.exit(77)
    with open(os.path.join(os.path.dirname(table), "expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    run = subprocess.run([program, subject, table], capture_output=True, text=True)
    print(run.stdout, run.stderr)
    figures = {name: int(count) for name, count in (line.rsplit(" ", 1) for line in run.stdout.splitlines())}
    if subject == "campaign":
        wanted = {
            "customers": expected["rows"],
            "calls asked for": expected["campaign_contacts_sum"],
            "earlier calls": expected["previous_sum"],
            "agreed": expected["y"]["yes"],
            "decided otherwise": 0,
        }
    else:
        wanted = {
            "customers": expected["raw"]["customers"],
            "purchases": expected["raw"]["rows"],
            "amount": int(expected["raw"]["sum_amount"].replace(".", "")),
            "repeats": expected["calibration"]["repeat_transactions"],
            "never again": expected["calibration"]["zero_repeat_customers"],
        }
    wrong = {name: (figures.get(name), count) for name, count in wanted.items() if figures.get(name) != count}
    if wrong:
        print(f"not as expected: {wrong}")
    sys.exit(1 if wrong or run.returncode else 0)


main()
