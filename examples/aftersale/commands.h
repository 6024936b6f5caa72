/* SPDX-License-Identifier: MIT */
/* The commands of the program. */
#ifndef COMMANDS_H
#define COMMANDS_H
#include "program.h"

typedef int command_fn(program *program, const command_line *line);

struct command {
    const char *name;
    const char *words; /* what follows it: "TOUCH OUTCOME"; in [] where it may be left out */
    const char *summary;
    const option_spec *options;
    bool needs_book;
    command_fn *run;
};

/* All commands; the last has a NULL name. */
extern const command command_table[];
/* NULL: no such command. */
const command *command_named(const char *name);
/* "aftersale claim TOUCH --actor NAME [--lease PERIOD]" */
void command_usage(const command *command, text_buffer *out);

/* Runs commands with `then` between them; stops at one that is misused. @return how the first ended that did not
 * end well */
int commands_run(program *program, char *const *args, int count);
/* Cuts a line into words and runs it. */
int commands_run_line(program *program, const char *line);

command_fn command_import, command_convert, command_cards, command_export, command_events;
command_fn command_worklist, command_claim, command_done, command_release, command_snooze, command_agree, command_handover;
command_fn command_touches, command_preview, command_forecast, command_explain, command_customer, command_product, command_totals;
command_fn command_enrol, command_sheet, command_words, command_plans, command_publish, command_ready;
command_fn command_advance, command_impact, command_migrate, command_merge, command_part;
command_fn command_simulate, command_project, command_clock, command_script, command_prompt, command_help, command_quit;
#endif
