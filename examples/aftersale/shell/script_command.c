/* SPDX-License-Identifier: MIT */
/* run: commands from a file, each shown before it runs. clock: the time they run at. quit. */
#include "program/complaint.h"
#include "shell/shell.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 8

static void show_line(program *all, const char *line)
{
    if (all->format != OUTPUT_TABLE || line[strspn(line, " \t\r")] == '\0' ||
        line[strspn(line, " \t\r")] == '#')
        return;
    printf("%s> %s\n", all->has_answered ? "\n" : "", line);
    all->has_answered = false;
}

static int run_text(program *all, const char *path, char *text)
{
    int ended = ENDED_WELL;
    char *next = text;
    for (int number = 1; next != NULL && !all->has_quit; number++) {
        char *own = next;
        next = strchr(own, '\n');
        if (next != NULL)
            *next++ = '\0';
        show_line(all, own);
        int result = commands_run_line(all, own);
        if (result == ENDED_MISUSED) {
            char place[40];
            snprintf(place, sizeof place, "stopped at line %d", number);
            return complain(all, ENDED_MISUSED, path, place);
        }
        ended = ended == ENDED_WELL ? result : ended;
    }
    return ended;
}

int command_script(program *all, const command_line *line)
{
    const char *path = word_of(line, 0);
    if (all->depth == DEPTH_MAX)
        return complain(all, ENDED_MISUSED, path, "is a script within too many others");
    char *text = program_read_file(all, path, NULL);
    if (text == NULL)
        return ENDED_FILE;
    all->depth++;
    int ended = run_text(all, path, text);
    all->depth--;
    all->has_quit = false; /* it ended the script, and no more */
    free(text);
    return ended;
}

int command_clock(program *all, const command_line *line)
{
    aftersale_time now;
    if (!program_read_time(all, word_of(line, 0), &now))
        return ENDED_MISUSED;
    program_set_clock(all, now);
    return ENDED_WELL;
}

int command_quit(program *all, const command_line *line)
{
    (void)line;
    all->has_quit = true;
    return ENDED_WELL;
}
