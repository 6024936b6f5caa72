#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the libraries as they are shipped, with -O2, and measures them beside the hand-written reference.
#     sh tests/bench/bench.sh [customers [operations]]      20000, all; operations as letters: AB
# Files lie in a new folder under TMPDIR and go when it is over. BUILD names the build folder, default build-bench.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build-bench}
AFTERSALE_DEPS="test"
. tests/deps.sh

cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE="-O2 -DNDEBUG" \
    -DAFTERSALE_TESTS=ON >&2
cmake --build "$build" --target bench >&2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
"$build/tests/bench" "${1:-20000}" "${2:-}" "$folder"
