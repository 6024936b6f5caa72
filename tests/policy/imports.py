#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The core takes from outside only what is listed here: no environment, locale, output, signal or exit, and
the clock, files and memory each in the one place that is meant for it (S1)."""

import re

import binaries

# Pure functions over the caller's bytes, and threads' own tools.
ANYWHERE = set(
    """
    memcpy memmove memset memcmp memchr strlen strnlen strcmp strncmp strchr strrchr strstr strspn strcspn
    snprintf vsnprintf bsearch qsort __errno_location __stack_chk_fail
    pthread_mutex_init pthread_mutex_lock pthread_mutex_trylock pthread_mutex_unlock pthread_mutex_destroy
    pthread_cond_init pthread_cond_wait pthread_cond_signal pthread_cond_broadcast pthread_cond_destroy
    pthread_self pthread_equal getpid
    uuid_generate_random uuid_parse uuid_unparse_lower
""".split()
)
# cJSON's hooks are shared by the whole process, and its printing follows the locale.
CJSON = re.compile(r"cJSON_(?!InitHooks$|Print|malloc$|free$)\w+")
# What one kind of file may use, and no other.
PLACES = {
    "clock_gettime": r"(system_)?(clock|context)\w*\.c",
    "nanosleep": r"context\.c",  # the default pause between two tries of a commit
    "open": r"zone\w*\.c",
    "read": r"zone\w*\.c",
    "close": r"zone\w*\.c",
    "fstat": r"zone\w*\.c",
    "malloc": r"memory\w*\.c",
    "calloc": r"memory\w*\.c",
    "realloc": r"memory\w*\.c",
    "free": r"memory\w*\.c",
}
ONCE = {"clock_gettime"}
LARGE_FILE = {"open64": "open", "__open_2": "open", "__open64_2": "open", "fstat64": "fstat"}
# Named by the compiler or the linker, never by us; the arithmetic is that of 128 bits.
TOOLS = re.compile(r"_GLOBAL_OFFSET_TABLE_|__u?(div|mod|divmod|mul)ti[345]")


def plain(name):
    """The function behind the name that fortified and large-file builds give it."""
    if name in LARGE_FILE:
        return LARGE_FILE[name]
    return name if name == "__stack_chk_fail" else re.sub(r"^__(\w+)_chk$", r"\1", name)


def check(library):
    listed = binaries.symbols(library)
    defined = {s.name for s in listed if s.kind != "U"}
    problems, users = [], {}
    for symbol in listed:
        name = plain(symbol.name)
        if symbol.kind != "U" or symbol.name in defined or name in ANYWHERE:
            continue
        if CJSON.fullmatch(name) or TOOLS.fullmatch(name):
            continue
        source = re.sub(r"\.o(bj)?$", "", symbol.member)
        place = PLACES.get(name)
        if place is None:
            problems.append(f"{source}: {symbol.name} is not on the list")
        elif not re.fullmatch(place, source):
            problems.append(f"{source}: {symbol.name} has its place in {place}")
        users.setdefault(name, set()).add(source)
    problems += [
        f"{name}: used in {', '.join(sorted(users[name]))}, and may be in one file only"
        for name in sorted(ONCE)
        if len(users.get(name, ())) > 1
    ]
    return problems


FORBIDDEN = """
    printf puts getenv setlocale time localtime gettimeofday rand abort exit system signal __assert_fail strtod tolower
    cJSON_InitHooks cJSON_Print cJSON_PrintUnformatted sqlite3_open malloc open clock_gettime __printf_chk
"""

if __name__ == "__main__":

    def calling(name):
        return f"void {name}(void); void as__f(void); void as__f(void) {{ {name}(); }}"

    binaries.run(
        check,
        usage="libaftersale.a",
        done="every import is on the list",
        sound={
            "memory.c": calling("realloc"),
            "context.c": calling("clock_gettime"),
            "text.c": calling("strlen"),
            "zone_file.c": calling("open"),
            "json.c": calling("cJSON_Parse"),
        },
        broken={
            **{name: {"a.c": calling(name)} for name in FORBIDDEN.split()},
            "two clocks": {"clock.c": calling("clock_gettime"), "context.c": calling("clock_gettime")},
        },
    )
