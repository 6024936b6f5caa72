/* SPDX-License-Identifier: MIT */
/* prompt: asks for commands; one book stays open over all of them. */
#include "program/complaint.h"
#include "shell/line_editor.h"
#include "shell/shell.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Makes the folders that the path needs. */
static void make_folders(char *path)
{
    for (char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = '\0';
        (void)mkdir(path, 0700); /* a failure shows when the file is opened */
        *at = '/';
    }
}

/* Where lines are kept; to be freed. NULL: nowhere. */
static char *history_path(const program *all)
{
    const char *given = option_of(&all->options, "history");
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    text_buffer path = {0};
    if (given != NULL)
        return *given == '\0' ? NULL : need_copy(given);
    if (state != NULL && *state == '/')
        text_add(&path, state);
    else if (home != NULL && *home == '/')
        text_add(&path, home);
    else
        return NULL;
    if (state == NULL || *state != '/')
        text_add(&path, "/.local/state");
    text_add(&path, "/aftersale/history");
    make_folders(path.data);
    return path.data;
}

static void greet(const program *all)
{
    if (all->is_quiet)
        return;
    puts("`help` lists the commands, `quit` ends.");
    if (!line_editor_edits)
        puts("This build has no line editing.");
}

int command_prompt(program *all, const command_line *line)
{
    char *text[] = {"run", "-"};
    (void)line;
    if (all->depth > 0)
        return complain(all, ENDED_MISUSED, "prompt", "stands in no script and no other prompt");
    if (!isatty(STDIN_FILENO))
        return commands_run(all, text, 2);
    char *history = history_path(all), *own;
    greet(all);
    line_editor_begin(history);
    all->depth++;
    while (!all->has_quit && (own = line_editor_read("aftersale> ")) != NULL) {
        all->has_answered = false;
        (void)commands_run_line(all, own);
        fflush(stdout);
        free(own);
    }
    if (!all->has_quit)
        putchar('\n');
    all->has_quit = false;
    all->depth--;
    line_editor_end();
    free(history);
    return ENDED_WELL;
}
