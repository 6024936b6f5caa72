#!/bin/sh
# SPDX-License-Identifier: MIT
# with_data.sh file command…: runs the command, or says loudly that the file is not there and skips (77).
set -eu
file=$1
shift
if [ ! -r "$file" ]; then
    echo "SKIPPED: $(basename "$file"): data not present; set AFTERSALE_DATA to its folder"
    exit 77
fi
exec "$@"
