/* SPDX-License-Identifier: MIT */
/* Reads lines from a terminal: through libedit, or plainly in a build without it. */
#ifndef LINE_EDITOR_H
#define LINE_EDITOR_H
#include <stdbool.h>

/* Whether lines can be edited and are kept. */
extern const bool line_editor_edits;
/* `history` names the file that lines are kept in; NULL: they are forgotten. */
void line_editor_begin(const char *history);
/* The next line, to be freed; NULL: there are no more. */
char *line_editor_read(const char *prompt);
void line_editor_end(void);
#endif
