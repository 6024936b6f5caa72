/* SPDX-License-Identifier: MIT */
/* The words and options of one command. */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMMAND_WORDS 8
#define COMMAND_OPTIONS 32

/* What an option is, for whoever reads it, completes it or describes it. A list of them ends with a NULL name. */
typedef struct option_spec {
    const char *name;  /* without its dashes */
    const char *value; /* what it takes: "FILE", "table|json" for one of these, "N" for a whole number; NULL: nothing */
    const char *about;
    bool is_required;
} option_spec;

typedef struct command_option { const char *name, *value; } command_option;
typedef struct command_line {
    const char *words[COMMAND_WORDS];
    size_t word_count;
    command_option options[COMMAND_OPTIONS];
    size_t option_count;
    /* What is wrong with it: `fault` is said of `culprit`. */
    const char *culprit, *fault;
    char choices[96]; /* room for a fault */
} command_line;

/* Of every command: the form of its answer. */
extern const option_spec common_options[];

/* Adds arguments up to the first that is no option, where `only_options`, else all. `--name VALUE` and
 * `--name=VALUE` are the same, and behind `--` all are words. @return how many were read; -1: see `fault` */
int command_line_read(char *const *args, int count, const option_spec *known, bool only_options, command_line *out);
/* The option of this name, of `known` or common; NULL: there is none. */
const option_spec *option_named(const option_spec *known, const char *name, size_t size);
/* Value of an option, "" for one that takes none; NULL: not given. */
const char *option_of(const command_line *line, const char *name);
bool has_option(const command_line *line, const char *name);
/* Value of an option whose value is N; `usual` where it is not given. */
int64_t option_number(const command_line *line, const char *name, int64_t usual);
/* The same for what counts in few digits: 0 where it is not given, and what is beyond is the utmost. */
int32_t option_small_number(const command_line *line, const char *name);
/* A word by its place; NULL past the end. */
const char *word_of(const command_line *line, size_t place);
#endif
