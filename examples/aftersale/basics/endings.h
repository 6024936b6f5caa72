/* SPDX-License-Identifier: MIT */
/* How a command ends, and the program with it. */
#ifndef ENDINGS_H
#define ENDINGS_H

enum {
    ENDED_WELL = 0,
    ENDED_PARTLY = 1,
    ENDED_MISUSED = 2,
    ENDED_REFUSED = 3,
    ENDED_NOT_FOUND = 4,
    ENDED_BLOCKED = 5,
    ENDED_HELD = 6,
    ENDED_FILE = 7,
    ENDED_STORE = 8,
    ENDED_FAULT = 9,
    ENDED_STOPPED = 10,
    ENDINGS
};
/* In words, by number. */
extern const char *const ending_words[ENDINGS];
#endif
