#!/bin/sh
# SPDX-License-Identifier: MIT
# smoke.sh program: a run of the benchmark that is too small for figures, in a folder that goes when it is over.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" 200 "" "$folder"
