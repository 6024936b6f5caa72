#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the library and the program `aftersale`, and shows it at work.
set -eu
cd "$(dirname "$0")/.."

AFTERSALE_DEPS=run
. tests/deps.sh

# The folder of tests/run.sh, which may have been here first with more switched on.
if [ ! -f build/CMakeCache.txt ]; then
    cmake --preset dev -DAFTERSALE_TESTS=OFF
fi
if [ ! -d examples/aftersale ]; then
    cmake --build build
    exit
fi
cmake --build build --target example_aftersale
exec build/examples/aftersale demo
