/* SPDX-License-Identifier: MIT */
/* project: what is planned, written down as a table for SQL. */
#include "commands/commands.h"
#include "program/complaint.h"
#include "program/progress.h"

#define CUSTOMERS_EACH 1000 /* in one call: the book is free for others in between */

static void show_projection(program *all, const aftersale_projection *built)
{
    char at[AFTERSALE_TIME_TEXT], until[AFTERSALE_TIME_TEXT];
    output shown;
    aftersale_time_text(built->at, at);
    aftersale_time_text(built->until, until);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field_number(&shown, "build", built->build);
    output_field(&shown, "at", at);
    output_field(&shown, "until", until);
    output_field_number(&shown, "rules", built->rules);
    output_field_number(&shown, "customers", built->customers);
    output_field_number(&shown, "rows", built->rows);
    output_end(&shown);
}

static aftersale_status project(program *all, aftersale_time until, aftersale_projection *built)
{
    aftersale_status status;
    progress bar;
    progress_begin(all, &bar, "customers", 0);
    do {
        status = aftersale_projection_build(
            all->book, AFTERSALE_ARGS(projection_build, .until = until, .customers = CUSTOMERS_EACH), built);
    } while (status == AFTERSALE_OK && built->finished.us == 0 &&
             progress_at(&bar, (uint64_t)built->customers));
    (void)progress_end(&bar);
    return status;
}

int command_project(program *all, const command_line *line)
{
    aftersale_projection built = {0};
    aftersale_time until;
    if (!program_read_time(all, option_of(line, "until"), &until))
        return ENDED_MISUSED;
    if (project(all, until, &built) != AFTERSALE_OK)
        return complain_of_book(all);
    if (built.finished.us == 0)
        return complain(all, ENDED_STOPPED, "project", "stopped");
    show_projection(all, &built);
    return ENDED_WELL;
}
