/* SPDX-License-Identifier: MIT */
#include "shell/shell.h"
#include "arguments/word_cutter.h"
#include "program/complaint.h"
#include <stdio.h>
#include <string.h>

const command *command_named(const char *name)
{
    for (const command *found = command_table; found->name != NULL; found++) {
        if (strcmp(found->name, name) == 0)
            return found;
    }
    return NULL;
}

/* Words that a command takes; those in [] are not counted where `only_needed`. */
static size_t words_of(const command *own, bool only_needed)
{
    size_t count = 0;
    for (const char *at = own->words; *at != '\0';) {
        count += !only_needed || *at != '[';
        at += strcspn(at, " ");
        at += *at == ' ';
    }
    return count;
}

static int check(const program *all, const command_line *line)
{
    const command *own = all->command;
    if (line->word_count < words_of(own, true))
        return complain_of_usage(all, own->name, "lacks a word");
    if (line->word_count > words_of(own, false))
        return complain_of_usage(all, line->words[line->word_count - 1], "is one word too many");
    for (const option_spec *option = own->options; option->name != NULL; option++) {
        char name[32];
        snprintf(name, sizeof name, "--%s", option->name);
        if (option->is_required && !has_option(line, option->name))
            return complain_of_usage(all, name, "must be given");
    }
    return ENDED_WELL;
}

static int run_read(program *all, const command_line *line)
{
    int ended = check(all, line);
    if (ended == ENDED_WELL && all->command->needs_book)
        ended = program_open(all);
    return ended == ENDED_WELL ? all->command->run(all, line) : ended;
}

/* Runs one command. */
static int run_one(program *all, char *const *args, int count)
{
    command_line line = {.word_count = 0};
    const command *outer = all->command, *found = command_named(args[0]);
    if (found == NULL)
        return complain(all, ENDED_MISUSED, args[0], "is no command; `aftersale help` lists them");
    output_format usual = all->format;
    all->command = found;
    int ended = ENDED_MISUSED;
    if (command_line_read(args + 1, count - 1, found->options, false, &line) < 0) {
        complain_of_usage(all, line.culprit, line.fault);
    } else {
        /* A document has forms of its own, which are none of an answer's. */
        if (has_option(&line, "format"))
            (void)output_format_named(option_of(&line, "format"), &all->format);
        ended = run_read(all, &line);
    }
    all->format = usual;
    all->command = outer;
    return ended;
}

/* Words up to the next `then`. */
static int length_of(char *const *args, int count)
{
    int i = 0;
    while (i < count && strcmp(args[i], "then") != 0)
        i++;
    return i;
}

int commands_run(program *all, char *const *args, int count)
{
    int ended = ENDED_WELL;
    for (int at = 0; at < count && !all->has_quit;) {
        int length = length_of(args + at, count - at);
        if (length == 0)
            return complain(all, ENDED_MISUSED, "then", "stands between two commands");
        int own = run_one(all, args + at, length);
        ended = ended == ENDED_WELL ? own : ended;
        if (own == ENDED_MISUSED)
            return ENDED_MISUSED;
        at += length + 1;
    }
    return ended;
}

int commands_run_line(program *all, const char *text)
{
    word_list words;
    const char *fault = words_cut(text, &words);
    int ended = fault == NULL ? commands_run(all, words.words, words.count)
                              : complain(all, ENDED_MISUSED, NULL, fault);
    words_free(&words);
    return ended;
}
