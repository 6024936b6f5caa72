/* SPDX-License-Identifier: MIT */
/* Cuts a line into words, as a shell does: for scripts, the prompt and AFTERSALE_OPTIONS. */
#ifndef WORD_CUTTER_H
#define WORD_CUTTER_H
#include "basics/text_buffer.h"

typedef struct word_list {
    char **words;
    int count;
    char *text; /* all words, each with its NUL */
} word_list;

/* Blanks part words; '…' and "…" hold them together; \ takes the next sign as it is, but not inside '…'; # where a
 * word might begin starts a remark. @return what is wrong with the line; NULL: nothing. To be freed either way. */
const char *words_cut(const char *line, word_list *out);
void words_free(word_list *words);
#endif
