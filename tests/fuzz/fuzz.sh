#!/bin/sh
# SPDX-License-Identifier: MIT
# fuzz.sh build-folder seconds: runs each fuzz target so long, from its corpus on, and says how many inputs it saw.
# An input that fails stays in the build folder; put it into the corpus with the mend.
set -eu
corpus=$(cd "$(dirname "$0")/corpus" && pwd)
new=$(mktemp -d "${TMPDIR:-/tmp}/aftersale-fuzz-XXXXXX")
trap 'rm -rf "$new"' EXIT
for program in "$1"/tests/*_fuzz; do
    name=$(basename "$program" _fuzz)
    mkdir "$new/$name"
    "$program" -max_total_time="$2" -print_final_stats=1 -artifact_prefix="$1/" "$new/$name" "$corpus/$name" >"$new/log" 2>&1 || {
        cat "$new/log"
        exit 1
    }
    echo "$name: $(sed -n 's/^stat::number_of_executed_units: //p' "$new/log") inputs"
done
