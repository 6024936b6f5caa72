/* SPDX-License-Identifier: MIT */
#include "arguments/command_line.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const option_spec common_options[] = {
    {"format", "table|json|csv|markdown", "the form of the answer", false},
    {NULL, NULL, NULL, false},
};

static const option_spec *find_in(const option_spec *specs, const char *name, size_t size)
{
    for (; specs->name != NULL; specs++) {
        if (strlen(specs->name) == size && memcmp(specs->name, name, size) == 0)
            return specs;
    }
    return NULL;
}

const option_spec *option_named(const option_spec *known, const char *name, size_t size)
{
    const option_spec *found = find_in(known, name, size);
    return found != NULL ? found : find_in(common_options, name, size);
}

/* Whether the value is among "one|two|three". */
static bool is_choice(const char *choices, const char *value)
{
    size_t size = strlen(value);
    for (const char *at = choices; *at != '\0';) {
        size_t own = strcspn(at, "|");
        if (own == size && memcmp(at, value, size) == 0)
            return true;
        at += own;
        at += *at == '|';
    }
    return false;
}

static bool is_number(const char *value)
{
    char *end;
    errno = 0;
    (void)strtoll(value, &end, 10);
    return *value != '\0' && *end == '\0' && errno == 0;
}

static const char *value_fault(const option_spec *spec, const char *value, command_line *out)
{
    if (strchr(spec->value, '|') != NULL && !is_choice(spec->value, value)) {
        snprintf(out->choices, sizeof out->choices, "takes one of %s", spec->value);
        return out->choices;
    }
    return strcmp(spec->value, "N") == 0 && !is_number(value) ? "takes a whole number" : NULL;
}

static int refuse(command_line *out, const char *culprit, const char *fault)
{
    out->culprit = culprit;
    out->fault = fault;
    return -1;
}

static bool is_option(const char *arg)
{
    return strcmp(arg, "-o") == 0 || (arg[0] == '-' && arg[1] == '-');
}

/* Reads the option at args[0]. @return how many arguments it takes; -1: see `fault` */
static int read_option(char *const *args, int count, const option_spec *known, command_line *out)
{
    /* `-o FILE` is short for `--output FILE`. */
    const char *name = strcmp(args[0], "-o") == 0 ? "output" : args[0] + 2;
    size_t size = strcspn(name, "=");
    const option_spec *spec = option_named(known, name, size);
    const char *value = name[size] == '=' ? name + size + 1 : NULL;
    if (spec == NULL)
        return refuse(out, args[0], "is no option here");
    if (spec->value == NULL && value != NULL)
        return refuse(out, args[0], "takes no value");
    int taken = spec->value != NULL && value == NULL ? 2 : 1;
    if (taken > count)
        return refuse(out, args[0], "lacks its value");
    if (taken == 2)
        value = args[1];
    const char *fault = value == NULL ? NULL : value_fault(spec, value, out);
    if (fault != NULL)
        return refuse(out, args[0], fault);
    if (out->option_count == COMMAND_OPTIONS)
        return refuse(out, args[0], "is one option too many");
    out->options[out->option_count++] = (command_option){spec->name, value == NULL ? "" : value};
    return taken;
}

int command_line_read(char *const *args, int count, const option_spec *known, bool only_options,
                      command_line *out)
{
    bool only_words = false;
    int i = 0;
    while (i < count) {
        if (!only_words && strcmp(args[i], "--") == 0) {
            only_words = true;
            i++;
        } else if (!only_words && is_option(args[i])) {
            int taken = read_option(args + i, count - i, known, out);
            if (taken < 0)
                return -1;
            i += taken;
        } else if (only_options) {
            break;
        } else if (out->word_count == COMMAND_WORDS) {
            return refuse(out, args[i], "is one word too many");
        } else {
            out->words[out->word_count++] = args[i++];
        }
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

bool has_option(const command_line *line, const char *name)
{
    return option_of(line, name) != NULL;
}

int64_t option_number(const command_line *line, const char *name, int64_t usual)
{
    const char *value = option_of(line, name);
    return value == NULL ? usual : strtoll(value, NULL, 10);
}

int32_t option_small_number(const command_line *line, const char *name)
{
    int64_t number = option_number(line, name, 0);
    if (number > INT32_MAX)
        return INT32_MAX;
    return number < INT32_MIN ? INT32_MIN : (int32_t)number;
}

const char *word_of(const command_line *line, size_t place)
{
    return place < line->word_count ? line->words[place] : NULL;
}
