/* SPDX-License-Identifier: MIT */
/* forecast: how much work lies ahead of each owner, week by week, under assumed outcomes. */
#include "basics/text_buffer.h"
#include "commands/commands.h"
#include "commands/touch_output.h"
#include "program/complaint.h"
#include "program/progress.h"
#include <stdlib.h>
#include <string.h>

#define ASSUMED_MOST 64

typedef struct assumed {
    aftersale_assumption items[ASSUMED_MOST];
    size_t count;
} assumed;

/* "no_answer=3" or "offer:no_answer=3"; words are cut out of the text. */
static bool read_one(char *words, aftersale_assumption *out)
{
    char *kind = strchr(words, ':'), *parts = strchr(words, '='), *end;
    if (parts == NULL)
        return false;
    *parts++ = '\0';
    if (kind != NULL) {
        *kind = '\0';
        out->kind = words;
        words = kind + 1;
    }
    out->outcome = choice_number(AFTERSALE_KIND_TOUCH, AFTERSALE_FIELD_TOUCH_OUTCOME, words);
    long number = strtol(parts, &end, 10);
    out->parts = number > 0 && number <= 1000000 ? (int32_t)number : 0;
    return out->outcome != 0 && out->parts != 0 && *end == '\0';
}

/* Those of a kind come before those of any, so that they are looked at first. */
static bool read_outcomes(char *list, assumed *out)
{
    assumed rest = {.count = 0};
    for (char *next, *words = list; words != NULL; words = next) {
        aftersale_assumption one = {.kind = NULL};
        next = strchr(words, ',');
        if (next != NULL)
            *next++ = '\0';
        if (out->count + rest.count == ASSUMED_MOST || !read_one(words, &one))
            return false;
        if (one.kind != NULL)
            out->items[out->count++] = one;
        else
            rest.items[rest.count++] = one;
    }
    memcpy(out->items + out->count, rest.items, rest.count * sizeof *rest.items);
    out->count += rest.count;
    return true;
}

static int tell_progress(void *user, uint64_t customers)
{
    return progress_at(user, customers) ? 0 : 1;
}

static int show_rows(program *all, aftersale_cursor *cursor)
{
    static const char *const columns[] = {"week", "owner", "plan", "kind", "touches", "automatic", NULL};
    const aftersale_workload *row;
    aftersale_status status;
    output shown;
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    while ((status = aftersale_workload_next(cursor, &row)) == AFTERSALE_ROW) {
        char week[16];
        output_text(&shown, date_text(aftersale_workload_week(row), week));
        output_text(&shown, aftersale_workload_owner(row));
        output_text(&shown, aftersale_workload_plan(row));
        output_text(&shown, aftersale_workload_kind(row));
        output_number(&shown, aftersale_workload_touches(row));
        output_number(&shown, aftersale_workload_automatic(row));
    }
    output_end(&shown);
    return status == AFTERSALE_DONE ? ENDED_WELL : complain_of_book(all);
}

static int forecast(program *all, aftersale_simulate_args *args)
{
    aftersale_cursor *cursor = NULL;
    progress bar;
    progress_begin(all, &bar, "customers", 0);
    args->progress = tell_progress;
    args->progress_user = &bar;
    aftersale_status status = aftersale_simulate(all->book, args, &cursor);
    (void)progress_end(&bar);
    if (status == AFTERSALE_CANCELLED)
        return complain(all, ENDED_STOPPED, "forecast", "stopped");
    if (status != AFTERSALE_OK)
        return complain_of_book(all);
    int ended = show_rows(all, cursor);
    aftersale_cursor_free(cursor);
    return ended;
}

int command_forecast(program *all, const command_line *line)
{
    aftersale_simulate_args args = {.struct_size = sizeof args, .seed = all->seed};
    const char *by = option_of(line, "by"), *outcomes = option_of(line, "outcomes");
    assumed assumptions = {.count = 0};
    if (!program_read_time(all, option_of(line, "until"), &args.until) ||
        (has_option(line, "from") && !program_read_time(all, option_of(line, "from"), &args.from)))
        return ENDED_MISUSED;
    if (by != NULL)
        args.by = strcmp(by, "plan") == 0 ? AFTERSALE_SIMULATE_BY_PLAN : AFTERSALE_SIMULATE_BY_KIND;
    char *words = outcomes != NULL ? need_copy(outcomes) : NULL;
    if (words != NULL && !read_outcomes(words, &assumptions)) {
        free(words);
        return complain_of_usage(all, outcomes,
                                 "is no list of outcomes and parts like reached=7,no_answer=3");
    }
    args.outcomes = (aftersale_assumptions){assumptions.items, assumptions.count, sizeof *assumptions.items};
    int ended = forecast(all, &args);
    free(words);
    return ended;
}
