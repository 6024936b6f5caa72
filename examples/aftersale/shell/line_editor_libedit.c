/* SPDX-License-Identifier: MIT */
#include "basics/text_buffer.h"
#include "shell/completion.h"
#include "shell/line_editor.h"
#include <editline/readline.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINES_KEPT 1000

const bool line_editor_edits = true;

/* libedit has one line editor for a program, and hands nothing to its callbacks. */
static const char *history_file;
static completion offers;

static char *offer(const char *text, int again)
{
    (void)again;
    const char *next = completion_next(&offers, text);
    return next == NULL ? NULL : strdup(next);
}

/* NULL: libedit goes on with the names of files. */
static char **complete(const char *text, int start, int end)
{
    (void)end;
    rl_completion_append_character = ' ';
    if (!completion_begin(&offers, rl_line_buffer, (size_t)start))
        return NULL;
    return rl_completion_matches(text, offer);
}

void line_editor_begin(const char *history)
{
    rl_readline_name = "aftersale";
    rl_basic_word_break_characters = " \t\n";
    rl_completer_word_break_characters = " \t\n";
    rl_initialize();
    rl_attempted_completion_function = complete;
    using_history();
    stifle_history(LINES_KEPT);
    history_file = history;
    if (history == NULL)
        return;
    /* Notes about people may stand in it. */
    int file = open(history, O_CREAT | O_RDONLY, 0600);
    if (file >= 0)
        close(file);
    (void)read_history(history);
}

/* Keeps what is not blank, nor begins with a blank, nor is the line before once more. */
static void keep(const char *line)
{
    const HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (*line == '\0' || *line == ' ' || (last != NULL && strcmp(last->line, line) == 0))
        return;
    add_history(line);
    if (history_file != NULL)
        (void)write_history(history_file);
}

char *line_editor_read(const char *prompt)
{
    char *line = readline(prompt);
    if (line != NULL)
        keep(line);
    return line;
}

void line_editor_end(void)
{
    clear_history();
    text_free(&offers.offer);
}
