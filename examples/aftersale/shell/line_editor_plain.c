/* SPDX-License-Identifier: MIT */
#include "shell/line_editor.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

const bool line_editor_edits = false;

void line_editor_begin(const char *history)
{
    (void)history;
}

char *line_editor_read(const char *prompt)
{
    char *line = NULL;
    size_t room = 0;
    fputs(prompt, stdout);
    fflush(stdout);
    if (getline(&line, &room, stdin) >= 0)
        return line;
    free(line);
    return NULL;
}

void line_editor_end(void)
{
}
