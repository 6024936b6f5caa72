/* SPDX-License-Identifier: MIT */
/* The commands there are, and lines of them that run: from arguments, a script or the prompt. */
#ifndef SHELL_H
#define SHELL_H
#include "program/command_entry.h"

/* All commands; the last has a NULL name. */
extern const command command_table[];
/* NULL: no such command. */
const command *command_named(const char *name);

/* Runs commands with `then` between them; stops at one that is misused. @return how the first ended that did not
 * end well */
int commands_run(program *program, char *const *args, int count);
/* Cuts a line into words and runs it. */
int commands_run_line(program *program, const char *line);

/* The commands of the shell itself. */
command_fn command_clock, command_script, command_prompt, command_help, command_quit;
#endif
