/* SPDX-License-Identifier: MIT */
#include "arguments/word_cutter.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char sign)
{
    return sign == ' ' || sign == '\t' || sign == '\r' || sign == '\n';
}

/* Copies one word. @return where it ends; NULL: a quote is not closed */
static const char *copy_word(const char *at, char **to)
{
    char quote = '\0';
    for (; *at != '\0' && (quote != '\0' || !is_blank(*at)); at++) {
        if (*at == quote)
            quote = '\0';
        else if (quote == '\0' && (*at == '"' || *at == '\''))
            quote = *at;
        else if (*at == '\\' && quote != '\'' && at[1] != '\0')
            *(*to)++ = *++at;
        else
            *(*to)++ = *at;
    }
    *(*to)++ = '\0';
    return quote == '\0' ? at : NULL;
}

const char *words_cut(const char *line, word_list *out)
{
    /* A word is never longer than what it was cut from, but for its NUL. */
    *out = (word_list){.text = need_memory(NULL, 2 * strlen(line) + 1)};
    char *to = out->text;
    for (const char *at = line;;) {
        while (is_blank(*at))
            at++;
        if (*at == '\0' || *at == '#')
            return NULL;
        out->words = need_room(out->words, (size_t)out->count, sizeof *out->words);
        out->words[out->count++] = to;
        at = copy_word(at, &to);
        if (at == NULL)
            return "a quote is not closed";
    }
}

void words_free(word_list *words)
{
    free(words->words);
    free(words->text);
    *words = (word_list){0};
}
