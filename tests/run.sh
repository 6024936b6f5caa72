#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds everything and runs all tests, then the C tests again under the address and undefined-behaviour
# sanitizers. `--full` adds the thread sanitizer, valgrind and coverage.
set -eu
cd "$(dirname "$0")/.."

full=no
case ${1:-} in
"") AFTERSALE_DEPS="test" ;;
--full)
    AFTERSALE_DEPS="full"
    full=yes
    ;;
*)
    echo "usage: tests/run.sh [--full]" >&2
    exit 2
    ;;
esac
. tests/deps.sh

# configure preset: as the preset says, whatever the folder was used for before.
configure() {
    cmake --preset "$1" -DAFTERSALE_TESTS=ON
}

echo "== All tests"
configure dev
cmake --build --preset dev
ctest --preset dev

if [ "$full" = yes ]; then
    echo "== Thread sanitizer: the tests with threads"
    configure tsan
    cmake --build --preset tsan --target threads
    ctest --preset tsan -L '^threads$'

    echo "== Valgrind: the unit tests"
    sh tests/valgrind.sh build

    echo "== Coverage of the C tests"
    configure coverage
    cmake --build --preset coverage
    find build-coverage -name '*.gcda' -delete
    ctest --preset coverage -L '^c$'
    gcovr --root . --filter src/ --exclude-throw-branches --branches --print-summary build-coverage
fi

echo "== C tests under the address and undefined-behaviour sanitizers"
configure asan-ubsan
cmake --build --preset asan-ubsan
ctest --preset asan-ubsan -L '^c$'
