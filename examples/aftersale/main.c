/* SPDX-License-Identifier: MIT */
/* A program over libaftersale: customers and sales come in from files, worklists and written plans go out. */
#include "commands.h"
#include <stdio.h>
#include <string.h>

/* Words up to the next `then`. */
static int length_of(char *const *args, int count)
{
    int i = 0;
    while (i < count && strcmp(args[i], "then") != 0)
        i++;
    return i;
}

static int run_all(program *all, char *const *args, int count)
{
    int ended = ENDED_WELL;
    for (int at = 0; at < count;) {
        int length = length_of(args + at, count - at);
        if (length == 0) {
            fputs("aftersale: there is nothing between two `then`\n", stderr);
            return ENDED_MISUSED;
        }
        int own = command_run(all, args + at, length);
        ended = own > ended ? own : ended;
        if (own == ENDED_MISUSED)
            break;
        at += length + 1;
    }
    return ended;
}

int main(int argc, char **argv)
{
    program all;
    command_line options;
    int read = command_line_read(argv + 1, argc - 1, PROGRAM_OPTIONS " help", true, &options);
    if (read < 0)
        return ENDED_MISUSED;
    if (read == argc - 1 || strcmp(argv[read + 1], "help") == 0) {
        commands_print();
        return option_of(&options, "help") != NULL || read < argc - 1 ? ENDED_WELL : ENDED_MISUSED;
    }
    if (!program_begin(&all, &options))
        return ENDED_MISUSED;
    int ended = run_all(&all, argv + read + 1, argc - read - 1);
    program_end(&all);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("aftersale");
        return ENDED_REFUSED;
    }
    return ended;
}
