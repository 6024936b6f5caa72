/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include <stdio.h>
#include <string.h>

static const command commands[] = {
    {"import", "import FILE [--map MAP.json [--dry-run] [--shift-days N]]",
     "takes in JSON Lines, or CSV by a map; - is the standard input", "map= dry-run shift-days=", 1, 1, false,
     command_import},
    {"convert", "convert FILE.csv --map MAP.json", "shows as JSON Lines what a map makes of a CSV file",
     "map= shift-days=", 1, 1, false, command_convert},
    {"export", "export [--customer REF] [--events] [-o FILE]",
     "writes the book as JSON Lines, which import again", "customer= events output=", 0, 0, true,
     command_export},
    {"totals", "totals", "counts and sums the book", "", 0, 0, true, command_totals},
    {"worklist", "worklist [--owner NAME] [--at TIME] [--limit N] [--overdue] [--blocked] [--by-priority]",
     "what is due now, and why", "owner= at= limit= overdue blocked by-priority", 0, 0, true,
     command_worklist},
    {"claim", "claim TOUCH --actor NAME [--lease PT15M]", "takes a touch before it is made",
     "actor= lease=", 1, 1, true, command_claim},
    {"done", "done TOUCH OUTCOME [--actor NAME] [--note TEXT] [--later DATE] [--channel NAME]",
     "enters what came of a touch", "actor= note= later= channel=", 2, 2, true, command_done},
    {"release", "release TOUCH --actor NAME", "lets go of a claim", "actor=", 1, 1, true, command_release},
    {"snooze", "snooze TOUCH --until TIME [--actor NAME]", "puts a touch off", "until= actor=", 1, 1, true,
     command_snooze},
    {"explain", "explain TOUCH|ENROLMENT", "says why, rule by rule", "", 1, 1, true, command_explain},
    {"touches", "touches --customer REF | --sale REF | --enrolment ID [--until TIME]",
     "past and future touches", "customer= sale= enrolment= until=", 0, 0, true, command_touches},
    {"customer", "customer REF", "one customer with sales and plans", "", 1, 1, true, command_customer},
    {"enrol",
     "enrol PLAN --sale REF | --customer REF [--line N] [--owner NAME] [--state draft|promised|active]",
     "starts a plan", "sale= customer= line= owner= state=", 1, 1, true, command_enrol},
    {"sheet", "sheet ENROLMENT | --sale REF [--format text|md|html] [--language TAG] [-o FILE]",
     "the written plan for the customer's hand", "sale= language= output=", 0, 1, true, command_sheet},
    {"plans", "plans", "the plans of the book", "", 0, 0, true, command_plans},
    {"publish", "publish PLAN.json", "makes the next version of a plan", "", 1, 1, true, command_publish},
    {"ready", "ready [KEY]", "the plans that ship with the library", "", 0, 1, false, command_ready},
    {"events", "events [--after N] [--limit N]", "what happened, in order", "after= limit=", 0, 0, true,
     command_events},
    {"simulate", "simulate --from DATE --to DATE [--limit N]",
     "lets the days pass: what is due is claimed and done, outcomes drawn from the seed",
     "from= to= limit=", 0, 0, true, command_simulate},
    {"clock", "clock TIME", "sets the clock for the commands that follow", "", 1, 1, false, command_clock},
    {"run", "run SCRIPT", "runs the commands of a file, one a line; - is the standard input", "", 1, 1, false,
     command_script},
};

const command *command_named(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

int command_run(program *all, char *const *args, int count)
{
    command_line line;
    const command *found = command_named(args[0]);
    if (found == NULL) {
        fprintf(stderr, "aftersale: there is no command %s; `aftersale help` lists them\n", args[0]);
        return ENDED_MISUSED;
    }
    if (command_line_read(args + 1, count - 1, found->options, false, &line) < 0 ||
        line.word_count < found->words_least || line.word_count > found->words_most)
        return program_misused(found->usage);
    if (found->needs_book && !program_open(all))
        return option_of(&all->options, "store") == NULL ? ENDED_MISUSED : ENDED_REFUSED;
    /* A sheet has forms of its own. */
    const char *format = found->run == command_sheet ? NULL : option_of(&line, "format");
    output_format usual = all->format;
    if (format != NULL && !program_set_format(all, format))
        return ENDED_MISUSED;
    int ended = found->run(all, &line);
    all->format = usual;
    return ended;
}

void commands_print(void)
{
    puts("aftersale [options] COMMAND … [then COMMAND …]\n"
         "\n"
         "  --store sqlite:PATH | memory:   where the book lies; it is made when it is not there\n"
         "  --book NAME                     which book; \"book\"\n"
         "  --zone ZONE, --currency CODE    settings of a new book\n"
         "  --now TIME                      the clock stands at this instant\n"
         "  --seed N                        ids and outcomes follow this seed: the same commands with the "
         "same\n"
         "                                  --now and --seed on an empty store give the same bytes\n"
         "  --format table|json|csv         form of what is printed; also behind a command\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        printf("  %s\n      %s\n", commands[i].usage, commands[i].summary);
    puts("\nIt ends with 0; with 1 when something was refused; with 2 when it was not understood.");
}
