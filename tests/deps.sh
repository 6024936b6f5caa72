# SPDX-License-Identifier: MIT
# Sourced, not run: sees to the Debian packages that a script needs, and installs what is missing.
# AFTERSALE_DEPS names the purpose: `run` builds the library and the examples, `test` runs the tests,
# `full` takes the long way round as well.

# gcc, libc, cmake and ninja build; pkg-config finds cJSON and libuuid; SQLite is the store; libical writes calendars;
# libedit edits lines at the prompt of the program; tzdata the zones.
aftersale_packages="gcc libc6-dev cmake ninja-build pkg-config libcjson-dev uuid-dev libsqlite3-dev libical-dev libedit-dev"
aftersale_packages="$aftersale_packages tzdata"
case ${AFTERSALE_DEPS:-run} in
run) ;;
test | full)
    # Criterion runs the C tests, zlib reads the data sets, g++ the headers; sqlite3 looks into files as users do.
    aftersale_packages="$aftersale_packages g++ make binutils libcriterion-dev zlib1g-dev sqlite3 diffutils"
    aftersale_packages="$aftersale_packages python3 python3-cffi python3-pycparser python3-jsonschema"
    # Readers of calendars and cards that are not ours.
    aftersale_packages="$aftersale_packages python3-icalendar python3-vobject"
    # Doxygen reads the public headers and mandoc the man page; without them their tests are skipped.
    aftersale_packages="$aftersale_packages doxygen mandoc"
    aftersale_packages="$aftersale_packages postgresql libpq-dev"
    # strace kills a program at its writes; where it may not trace, faults.kill is skipped.
    aftersale_packages="$aftersale_packages strace"
    if [ "$AFTERSALE_DEPS" = full ]; then
        aftersale_packages="$aftersale_packages clang valgrind gcovr"
    fi
    ;;
*)
    echo "AFTERSALE_DEPS is run, test or full" >&2
    exit 2
    ;;
esac

aftersale_missing=
if command -v dpkg-query >/dev/null; then
    for aftersale_package in $aftersale_packages; do
        case $(dpkg-query -W -f '${Status}' "$aftersale_package" 2>/dev/null) in
        *" installed") ;;
        *) aftersale_missing="$aftersale_missing $aftersale_package" ;;
        esac
    done
else
    echo "Not a Debian system: what this needs must be there already: $aftersale_packages" >&2
fi
if [ -n "$aftersale_missing" ]; then
    echo "Installing:$aftersale_missing"
    aftersale_root=
    if [ "$(id -u)" -ne 0 ]; then
        aftersale_root=sudo
    fi
    $aftersale_root apt-get -q update
    # shellcheck disable=SC2086 # a list of words
    $aftersale_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $aftersale_missing
fi
unset aftersale_packages aftersale_package aftersale_missing aftersale_root
