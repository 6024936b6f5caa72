/* SPDX-License-Identifier: MIT */
/* What a word at the prompt may become: names of commands and options, the choices of an option or of a first word. */
#ifndef COMPLETION_H
#define COMPLETION_H
#include "shell/shell.h"

typedef struct completion {
    const command *commands;       /* the next to offer; NULL: none */
    const option_spec *options[2]; /* the next of each list */
    const char *choices;           /* the rest of "one|two"; a blank ends it */
    text_buffer offer;
} completion;

/* Looks at what stands in `line` before the word that begins at `start`. False: nothing is known of this word. */
bool completion_begin(completion *completion, const char *line, size_t start);
/* The next that begins with `text`, good until the next call; NULL: no more. */
const char *completion_next(completion *completion, const char *text);
#endif
