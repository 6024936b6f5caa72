#!/bin/sh
# SPDX-License-Identifier: MIT
# valgrind.sh build-folder: the tests of the library under valgrind, but those that start servers or programs of their
# own. Criterion forks a process a test and does not look at how it ended, so it is the report that decides: with -q,
# every line of it is a fault. Its own threads leave what is possibly lost in a test that forks, so that is not asked.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
AFTERSALE_SOURCE=$(dirname "$here")
AFTERSALE_DATA=$(sed -n 's/^AFTERSALE_DATA:PATH=//p' "$1/CMakeCache.txt")
export AFTERSALE_SOURCE AFTERSALE_DATA
cd "$1/tests"
failed=

# check program argument…
check() {
    started=$(date +%s)
    logs=$(mktemp -d "${TMPDIR:-/tmp}/aftersale-valgrind-XXXXXX") # one a process, as each begins its own anew
    valgrind -q --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --trace-children=yes \
        --log-file="$logs/%p" "$@" >/dev/null || failed="$failed $1"
    if [ -n "$(find "$logs" -type f -size +0)" ]; then
        cat "$logs"/*
        failed="$failed $1"
    fi
    rm -rf "$logs"
    echo "$1: $(($(date +%s) - started)) s"
}

for program in unit_* api_tests conformance_tests golden_tests faults_tests; do
    if [ -x "$program" ]; then
        check "./$program" --timeout 3600
    fi
done
for source in "$here"/threads/*_test.c; do
    check "./$(basename "$source" .c)"
done
for corpus in "$here"/fuzz/corpus/*; do
    check "./$(basename "$corpus")_fuzz" "$corpus"
done
if [ -n "$failed" ]; then
    echo "valgrind:$failed" >&2
    exit 1
fi
