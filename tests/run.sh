#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds everything and runs all tests, then the C tests again under the address and undefined-behaviour
# sanitizers. `--full` tries every fault instead of a sample, and adds the thread sanitizer, valgrind, fuzzing and
# the gate of coverage. docs/reliability.md says what is reached.
set -eu
cd "$(dirname "$0")/.."

full=no
case ${1:-} in
"") AFTERSALE_DEPS="test" ;;
--full)
    AFTERSALE_DEPS="full"
    full=yes
    AFTERSALE_FAULTS=all
    AFTERSALE_HISTORIES=10000
    export AFTERSALE_FAULTS AFTERSALE_HISTORIES
    ;;
*)
    echo "usage: tests/run.sh [--full]" >&2
    exit 2
    ;;
esac
. tests/deps.sh

# What own tests reach now, rounded down. It only ever rises.
line_gate=96
branch_gate=86

# configure preset: as the preset says, whatever the folder was used for before.
configure() {
    cmake --preset "$1" -DAFTERSALE_TESTS=ON
}

# figures folder: what its tests have measured.
figures() {
    sed -n 's/^figure: //p' "$1/Testing/Temporary/LastTest.log" | sort
}

echo "== All tests"
configure dev
cmake --build --preset dev
ctest --preset dev
figures build

if [ "$full" = yes ]; then
    echo "== Thread sanitizer: the tests with threads"
    configure tsan
    cmake --build --preset tsan --target threads
    ctest --preset tsan -L '^threads$'

    echo "== Valgrind: the tests of the library"
    configure valgrind
    cmake --build --preset valgrind
    sh tests/valgrind.sh build-valgrind

    echo "== Fuzzing: a minute each"
    configure fuzz
    cmake --build --preset fuzz --target fuzz
    sh tests/fuzz/fuzz.sh build-fuzz 60

    echo "== Coverage of the C tests"
    configure coverage
    cmake --build --preset coverage
    find build-coverage -name '*.gcda' -delete
    ctest --preset coverage -L '^c$'
    gcovr --root . --filter src/ --exclude-throw-branches --branches --print-summary \
        --fail-under-line "$line_gate" --fail-under-branch "$branch_gate" build-coverage
fi

echo "== C tests under the address and undefined-behaviour sanitizers"
configure asan-ubsan
cmake --build --preset asan-ubsan
ctest --preset asan-ubsan -L '^c$'
figures build-asan-ubsan
