/* SPDX-License-Identifier: MIT */
/* One command of the program, as its table describes it. */
#ifndef COMMAND_ENTRY_H
#define COMMAND_ENTRY_H
#include "program/program.h"

/* @return how it ended */
typedef int command_fn(program *program, const command_line *line);

struct command {
    const char *name;
    const char *words; /* what follows it: "TOUCH OUTCOME"; in [] where it may be left out */
    const char *summary;
    const option_spec *options;
    bool needs_book;
    command_fn *run;
};

/* Adds "aftersale claim TOUCH --actor NAME [--lease PERIOD]". */
void command_usage(const command *command, text_buffer *out);
#endif
