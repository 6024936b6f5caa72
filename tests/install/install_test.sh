#!/bin/sh
# SPDX-License-Identifier: MIT
# install_test.sh source-folder build-folder version
# Installs the library as a user would and builds a program against it: through find_package, pkg-config and
# add_subdirectory, from a prefix that was moved, and in the layout of a distribution.
set -eu
source=$1
build=$2
version=$3
consumer=$source/tests/install
cc=${CC:-cc}
folder=$(mktemp -d "${TMPDIR:-/tmp}/aftersale-install-XXXXXX")
trap 'rm -rf "$folder"' EXIT

# expect what program: runs it and compares what it says.
expect() {
    said=$("$2")
    if [ "$said" != "$version AFTERSALE_NOT_FOUND" ]; then
        echo "$1: the program says \"$said\"" >&2
        exit 1
    fi
    echo "$1: fine"
}

# quietly log command…: shows the log only of a failure.
quietly() {
    log=$folder/$1.log
    shift
    "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        exit 1
    }
}

# with_cmake name option…: configures and builds the consumer and runs all its programs.
with_cmake() {
    name=$1
    shift
    quietly "$name" cmake -G Ninja -S "$consumer" -B "$folder/$name" "$@"
    quietly "$name" cmake --build "$folder/$name" -j2
    for program in "$folder/$name"/consumer*; do
        [ -d "$program" ] || expect "$name: $(basename "$program")" "$program"
    done
}

# with_pkg_config name folder-of-.pc-files: every library there, shared and static.
with_pkg_config() {
    for file in "$2"/aftersale*.pc; do
        library=$(basename "$file" .pc)
        if [ "$(PKG_CONFIG_PATH=$2 pkg-config --modversion "$library")" != "$version" ]; then
            echo "$1: $library.pc is of another version" >&2
            exit 1
        fi
        # shellcheck disable=SC2046 # flags are words
        "$cc" -o "$folder/$library" "$consumer/consumer.c" "-Wl,-rpath,$(dirname "$2")" \
            $(PKG_CONFIG_PATH=$2 pkg-config --cflags --libs "$library")
        expect "$1: $library" "$folder/$library"
        # shellcheck disable=SC2046
        "$cc" -o "$folder/$library" "$consumer/consumer.c" $(PKG_CONFIG_PATH=$2 pkg-config --cflags "$library") \
            "-L$(dirname "$2")" -Wl,-Bstatic -laftersale -Wl,-Bdynamic \
            $(PKG_CONFIG_PATH=$2 pkg-config --static --libs aftersale | sed 's/-laftersale//')
        expect "$1: $library, static" "$folder/$library"
    done
}

# with_vendor prefix: the example of a vendor, a project of its own, against what was installed there.
with_vendor() {
    now=2026-11-25T10:00:00Z
    quietly vendor cmake -G Ninja -S "$source/examples/vendor" -B "$folder/vendor" "-DCMAKE_PREFIX_PATH=$1"
    quietly vendor cmake --build "$folder/vendor"
    {
        "$folder/vendor/vendor" "$folder/vendor.db" $now
        "$folder/vendor/vendor" "$folder/vendor.db" $now done K-100
        "$folder/vendor/vendor" "$folder/vendor.db" $now
    } >"$folder/vendor.txt"
    diff -u "$source/examples/vendor/expected.txt" "$folder/vendor.txt" >&2
    echo "vendor: fine"
}

components=static
for component in conformance sqlite ical; do
    if [ -e "$build/aftersale-$component.pc" ]; then
        components="$components;$component"
    fi
done

quietly install cmake --install "$build" --prefix "$folder/first"
with_cmake package "-DCMAKE_PREFIX_PATH=$folder/first" "-DCOMPONENTS=$components"

mv "$folder/first" "$folder/moved"
with_cmake moved "-DCMAKE_PREFIX_PATH=$folder/moved" "-DCOMPONENTS=$components"
with_pkg_config moved "$(dirname "$(find "$folder/moved" -name aftersale.pc)")"

case $components in
*sqlite*) with_vendor "$folder/moved" ;;
*) echo "vendor: SKIPPED, this build has no sqlite" ;;
esac

# The program that is installed with the examples runs from the moved tree, and its man page came along.
if [ -x "$folder/moved/bin/aftersale" ]; then
    "$folder/moved/bin/aftersale" --store memory: totals >"$folder/totals.txt"
    [ -f "$folder/moved/share/man/man1/aftersale.1" ]
    echo "program: fine"
fi

with_cmake subdirectory "-DAFTERSALE_FOLDER=$source" "-DCOMPONENTS=$components"

quietly usr cmake -G Ninja -S "$source" -B "$folder/usr" -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_BUILD_TYPE=Release
quietly usr cmake --build "$folder/usr" -j2
DESTDIR=$folder/root quietly usr cmake --install "$folder/usr"
with_pkg_config usr "$(dirname "$(find "$folder/root/usr" -name aftersale.pc)")"
