/* SPDX-License-Identifier: MIT */
/* project: what is planned, written down as a table for SQL. */
#include "commands.h"
#include "complaint.h"

#define CUSTOMERS_EACH 1000 /* in one call: the book is free for others in between */

static void show_projection(program *all, const aftersale_projection *built)
{
    static const char *const columns[] = {"build", "at", "until", "rules", "customers", "rows", NULL};
    char at[AFTERSALE_TIME_TEXT], until[AFTERSALE_TIME_TEXT];
    output shown;
    aftersale_time_text(built->at, at);
    aftersale_time_text(built->until, until);
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    output_number(&shown, built->build);
    output_text(&shown, at);
    output_text(&shown, until);
    output_number(&shown, built->rules);
    output_number(&shown, built->customers);
    output_number(&shown, built->rows);
    output_end(&shown);
}

int command_project(program *all, const command_line *line)
{
    aftersale_projection built = {0};
    aftersale_time until;
    if (!program_read_time(all, option_of(line, "until"), &until))
        return ENDED_MISUSED;
    while (built.finished.us == 0) {
        if (aftersale_projection_build(
                all->book, AFTERSALE_ARGS(projection_build, .until = until, .customers = CUSTOMERS_EACH),
                &built) != AFTERSALE_OK)
            return complain_of_book(all);
    }
    show_projection(all, &built);
    return ENDED_WELL;
}
