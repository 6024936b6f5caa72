/* SPDX-License-Identifier: MIT */
/* The words and options of one command. */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H
#include <stdbool.h>
#include <stddef.h>

#define COMMAND_WORDS 8
#define COMMAND_OPTIONS 16

typedef struct command_option { const char *name, *value; } command_option;
typedef struct command_line {
    const char *words[COMMAND_WORDS];
    size_t word_count;
    command_option options[COMMAND_OPTIONS];
    size_t option_count;
} command_line;

/* Reads arguments up to the first that is no option, where `only_options`, else all. `known` names the
 * options: "owner= overdue", with = where one takes a value; --format is known everywhere. @return how
 * many were read; -1: a wrong one, and it was said */
int command_line_read(char *const *args, int count, const char *known, bool only_options, command_line *out);
/* Value of an option, "" for one that takes none; NULL: not given. */
const char *option_of(const command_line *line, const char *name);
/* A word by its place; NULL past the end. */
const char *word_of(const command_line *line, size_t place);
#endif
