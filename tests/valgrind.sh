#!/bin/sh
# SPDX-License-Identifier: MIT
# valgrind.sh build-folder: the unit tests under valgrind. Criterion forks a process a test and does not look
# at how it ended, so it is the report that decides: with -q, every line of it is a fault.
set -eu
cd "$1/tests"
failed=
for program in unit_*; do
    [ -x "$program" ] || continue
    echo "valgrind $program"
    log=$(mktemp "${TMPDIR:-/tmp}/aftersale-valgrind-XXXXXX")
    valgrind -q --leak-check=full --trace-children=yes --log-file="$log" "./$program" --timeout 600 || failed="$failed $program"
    if [ -s "$log" ]; then
        cat "$log"
        failed="$failed $program"
    fi
    rm -f "$log"
done
if [ -n "$failed" ]; then
    echo "valgrind:$failed" >&2
    exit 1
fi
