/* SPDX-License-Identifier: MIT */
/* advance: what time alone changes is entered. */
#include "commands/commands.h"
#include "program/complaint.h"

static void show_advanced(program *all, const aftersale_advanced *sum)
{
    static const char *const columns[] = {"looked",    "missed",  "released", "resumed",
                                          "completed", "rebound", NULL};
    output shown;
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    output_number(&shown, (int64_t)sum->looked);
    output_number(&shown, (int64_t)sum->missed);
    output_number(&shown, (int64_t)sum->released);
    output_number(&shown, (int64_t)sum->resumed);
    output_number(&shown, (int64_t)sum->completed);
    output_number(&shown, (int64_t)sum->rebound);
    output_end(&shown);
}

int command_advance(program *all, const command_line *line)
{
    aftersale_advanced sum = {0}, more = {0};
    aftersale_time to = {0};
    const char *given = option_of(line, "to");
    if (given != NULL && !program_read_time(all, given, &to))
        return ENDED_MISUSED;
    while (!more.is_done) {
        if (aftersale_book_advance(all->book, AFTERSALE_ARGS(book_advance, .to = to), &more) != AFTERSALE_OK)
            return complain_of_book(all);
        sum.looked += more.looked;
        sum.missed += more.missed;
        sum.released += more.released;
        sum.resumed += more.resumed;
        sum.completed += more.completed;
        sum.rebound += more.rebound;
    }
    show_advanced(all, &sum);
    return ENDED_WELL;
}
