#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the library and the program `aftersale`, and shows it at work on the sample book: what comes in, what lies
# ahead, what is due today, and a written plan.
set -eu
cd "$(dirname "$0")/.."

AFTERSALE_DEPS=run
. tests/deps.sh

# The folder of tests/run.sh, which may have been here first with more switched on.
if [ ! -f build/CMakeCache.txt ]; then
    cmake --preset dev -DAFTERSALE_TESTS=OFF
fi
cmake --build build --target example_aftersale

folder=$PWD/build/quickstart
rm -rf "$folder"
mkdir -p "$folder"
program=$PWD/build/examples/aftersale
book=$folder/book.db

# The sample was written for this morning. Each run has its own minute, as in life.
aftersale() {
    at=$1
    shift
    "$program" --store "sqlite:$book" --book "Northway House" --now "2026-11-20T09:$at:00Z" "$@"
}

cd examples
echo
echo "== What comes in"
aftersale 00 --zone Europe/London --currency GBP run sample.script
echo
echo "== What is in the book, and what lies ahead"
aftersale 10 totals
echo
echo "== Sam's worklist this morning"
aftersale 11 worklist --owner sam --limit 10
echo
echo "== The written plan of a new heating"
aftersale 12 sheet --sale A-26-034 --format html --language en -o "$folder/plan.html"
aftersale 12 sheet --sale A-26-034 --format text --language en
echo
echo "== The same file again changes nothing"
aftersale 13 import data/heating/auftraege.csv --map maps/heating.json
echo
echo "The book:   $book"
echo "            look into it with: sqlite3 '$book' .tables"
echo "The plan:   $folder/plan.html"
echo "The program: $program --store 'sqlite:$book' --book 'Northway House'"
echo "            asks for commands; \`help\` lists them"
