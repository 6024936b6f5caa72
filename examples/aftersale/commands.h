/* SPDX-License-Identifier: MIT */
/* The commands of the program. */
#ifndef COMMANDS_H
#define COMMANDS_H
#include "program.h"

typedef int command_fn(program *program, const command_line *line);

typedef struct command {
    const char *name;
    const char *usage;   /* of its words and options */
    const char *summary;
    const char *options; /* as command_line_read() takes them */
    size_t words_least, words_most;
    bool needs_book;
    command_fn *run;
} command;

/* NULL: no such command. */
const command *command_named(const char *name);
/* Runs one command with its words. @return how it ended */
int command_run(program *program, char *const *args, int count);
/* All commands, a line each. */
void commands_print(void);

command_fn command_import, command_convert, command_export, command_events;
command_fn command_worklist, command_claim, command_done, command_release, command_snooze;
command_fn command_touches, command_explain, command_customer, command_totals;
command_fn command_enrol, command_sheet, command_plans, command_publish, command_ready;
command_fn command_simulate, command_clock, command_script;
#endif
