# SPDX-License-Identifier: MIT
"""Runs the program `aftersale` and reads what it prints. Figures that differ are collected, and told at the end."""

import json
import os
import subprocess
import sys

SKIPPED = 77


class Book:
    """One store and the options of all runs on it."""

    def __init__(self, program, folder, store, *options):
        self.command = [program, "--store", store, "--format", "json", *options]
        self.folder = folder

    def run(self, *words, ended=0, text=None, now=None):
        """Runs commands; gives back the JSON values it printed, and what it said on the standard error."""
        clock = ["--now", now] if now else []
        done = subprocess.run(
            [*self.command, *clock, *words], cwd=self.folder, input=text, capture_output=True, check=False
        )
        if done.returncode != ended:
            sys.exit(f"{' '.join(words)}: ended with {done.returncode}\n{done.stderr.decode()[-2000:]}")
        return values_in(done.stdout.decode()), done.stderr.decode()


def values_in(text):
    values, decoder, at = [], json.JSONDecoder(), 0
    while at < len(text):
        if text[at] in "[{":
            value, at = decoder.raw_decode(text, at)
            values.append(value)
        else:
            at += 1
    return values


def counts(table, key, value):
    return {row[key]: row[value] for row in table}


class Checks:
    """Figures against what they must be."""

    def __init__(self):
        self.failed = 0

    def same(self, what, seen, wanted):
        if seen != wanted:
            self.failed += 1
            print(f"FAILED {what}: {seen!r}, must be {wanted!r}")

    def end(self):
        print("all figures agree" if self.failed == 0 else f"{self.failed} figures differ")
        sys.exit(1 if self.failed else 0)


def data_file(folder, name):
    """The path of a data set; skips loudly where it is not there."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        print(f"SKIPPED: {name}: data not present; set AFTERSALE_DATA to its folder")
        sys.exit(SKIPPED)
    return path
