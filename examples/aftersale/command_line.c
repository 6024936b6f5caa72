/* SPDX-License-Identifier: MIT */
#include "command_line.h"
#include <stdio.h>
#include <string.h>

enum { UNKNOWN, PLAIN, WITH_VALUE };

static int option_sort(const char *known, const char *name, size_t size)
{
    for (const char *at = known; *at != '\0';) {
        size_t word = strcspn(at, " ");
        bool takes_value = word > 0 && at[word - 1] == '=';
        if (word - takes_value == size && memcmp(at, name, size) == 0)
            return takes_value ? WITH_VALUE : PLAIN;
        at += word;
        at += *at == ' ';
    }
    return UNKNOWN;
}

static bool add_option(command_line *out, const char *name, const char *value)
{
    if (out->option_count == COMMAND_OPTIONS)
        return false;
    out->options[out->option_count++] = (command_option){name, value};
    return true;
}

/* `-o FILE` is short for `--output FILE`. */
static const char *name_of(const char *arg)
{
    return strcmp(arg, "-o") == 0 ? "output" : arg + 2;
}

static bool is_option(const char *arg)
{
    return strcmp(arg, "-o") == 0 || (arg[0] == '-' && arg[1] == '-' && arg[2] != '\0');
}

int command_line_read(char *const *args, int count, const char *known, bool only_options, command_line *out)
{
    int i = 0;
    *out = (command_line){.word_count = 0};
    for (; i < count; i++) {
        if (!is_option(args[i])) {
            if (only_options)
                break;
            if (out->word_count == COMMAND_WORDS) {
                fprintf(stderr, "aftersale: too many words: %s\n", args[i]);
                return -1;
            }
            out->words[out->word_count++] = args[i];
            continue;
        }
        const char *name = name_of(args[i]);
        int sort = strcmp(name, "format") == 0 ? WITH_VALUE : option_sort(known, name, strlen(name));
        if (sort == WITH_VALUE && i + 1 == count)
            sort = UNKNOWN;
        if (sort == UNKNOWN || !add_option(out, name, sort == WITH_VALUE ? args[i + 1] : "")) {
            fprintf(stderr, "aftersale: %s is not known here, or lacks its value\n", args[i]);
            return -1;
        }
        i += sort == WITH_VALUE;
    }
    return i;
}

const char *option_of(const command_line *line, const char *name)
{
    for (size_t i = line->option_count; i > 0; i--) {
        if (strcmp(line->options[i - 1].name, name) == 0)
            return line->options[i - 1].value;
    }
    return NULL;
}

const char *word_of(const command_line *line, size_t place)
{
    return place < line->word_count ? line->words[place] : NULL;
}
