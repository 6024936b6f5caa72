/* SPDX-License-Identifier: MIT */
#include "basics/endings.h"

const char *const ending_words[ENDINGS] = {
    "all went well; nothing to show is well, too",
    "an import went on, but some lines did not go in",
    "the command line was not understood",
    "the book refused: something is wrong with what was given, or not possible now",
    "there is no such thing in this book",
    "the gate said no to a contact",
    "somebody else holds it, or changed it meanwhile",
    "a file could not be read or written",
    "the store failed, or what it holds is damaged",
    "out of memory, or a fault of the program",
    "a long work was stopped with Ctrl-C; what it had done so far stands",
};
