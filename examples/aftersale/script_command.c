/* SPDX-License-Identifier: MIT */
/* run: commands from a file, each shown before it runs. clock: the time they run at. */
#include "commands.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_WORDS 32

/* Cuts a line into words, in place; "…" and '…' hold blanks; # begins a remark. @return how many; -1: a
 * quote is not closed, or there are too many */
static int cut_words(char *line, char **words)
{
    int count = 0;
    for (char *at = line;;) {
        at += strspn(at, " \t\r");
        if (*at == '\0' || *at == '#')
            return count;
        if (count == SCRIPT_WORDS)
            return -1;
        char quote = *at == '"' || *at == '\'' ? *at : '\0';
        at += quote != '\0';
        words[count++] = at;
        at = quote != '\0' ? strchr(at, quote) : at + strcspn(at, " \t\r");
        if (at == NULL)
            return -1;
        if (*at != '\0')
            *at++ = '\0';
    }
}

int command_script(program *all, const command_line *line)
{
    char *text = program_read_file(word_of(line, 0)), *next = text;
    int ended = text == NULL ? ENDED_REFUSED : ENDED_WELL;
    for (int number = 1; next != NULL && ended != ENDED_MISUSED; number++) {
        char *words[SCRIPT_WORDS];
        char *own = next;
        next = strchr(own, '\n');
        if (next != NULL)
            *next++ = '\0';
        if (all->format == OUTPUT_TABLE && own[strspn(own, " \t\r#")] != '\0' && own[0] != '#')
            printf("> %s\n", own);
        int count = cut_words(own, words);
        int result = count > 0 ? command_run(all, words, count) : count < 0 ? ENDED_MISUSED : ENDED_WELL;
        if (result == ENDED_MISUSED)
            fprintf(stderr, "aftersale: %s, line %d\n", word_of(line, 0), number);
        ended = result > ended ? result : ended;
    }
    free(text);
    return ended;
}

int command_clock(program *all, const command_line *line)
{
    aftersale_time now;
    if (!program_read_time(word_of(line, 0), &now))
        return ENDED_MISUSED;
    program_set_clock(all, now);
    return ENDED_WELL;
}
