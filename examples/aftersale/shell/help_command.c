/* SPDX-License-Identifier: MIT */
/* help: what there is, from the table of commands. */
#include "program/complaint.h"
#include "shell/shell.h"
#include <stdio.h>
#include <string.h>

static void print_option(const option_spec *option)
{
    char name[64];
    snprintf(name, sizeof name, "--%s%s%s", option->name, option->value == NULL ? "" : " ",
             option->value == NULL ? "" : option->value);
    printf("  %-34s  %s\n", name, option->about);
}

static void print_options(const option_spec *options)
{
    for (; options->name != NULL; options++)
        print_option(options);
}

static void print_overview(void)
{
    puts("usage: aftersale [OPTION …] [COMMAND … [then COMMAND …]]\n"
         "Without a command it asks for them, or reads them from the standard input.\n");
    print_options(program_options);
    puts("");
    for (const command *own = command_table; own->name != NULL; own++)
        printf("  %-10s %s\n", own->name, own->summary);
    puts("\n`aftersale help COMMAND` shows its options, `man aftersale` all of it.");
}

static void print_command(const command *own)
{
    text_buffer usage = {0};
    command_usage(own, &usage);
    printf("usage: %s\n\nIt %s.\n\n", usage.data, own->summary);
    print_options(own->options);
    for (const option_spec *option = common_options; option->name != NULL; option++) {
        if (option_named(own->options, option->name, strlen(option->name)) == option)
            print_option(option);
    }
    text_free(&usage);
}

static void add_options(output *out, const char *owner, const option_spec *options)
{
    for (; options->name != NULL; options++) {
        output_text(out, owner);
        output_text(out, options->name);
        output_text(out, options->value);
        output_text(out, options->about);
    }
}

static void print_all(program *all)
{
    static const char *const command_columns[] = {"command", "words", "about", NULL};
    static const char *const option_columns[] = {"command", "option", "value", "about", NULL};
    static const char *const ending_columns[] = {"code", "about", NULL};
    output out;
    program_answer(all, &out);
    output_table(&out, "commands", command_columns);
    for (const command *own = command_table; own->name != NULL; own++) {
        output_text(&out, own->name);
        output_text(&out, own->words);
        output_text(&out, own->summary);
    }
    output_table(&out, "options", option_columns);
    add_options(&out, "", program_options);
    for (const command *own = command_table; own->name != NULL; own++)
        add_options(&out, own->name, own->options);
    output_table(&out, "exit_codes", ending_columns);
    for (int i = 0; i < ENDINGS; i++) {
        output_number(&out, i);
        output_text(&out, ending_words[i]);
    }
    output_end(&out);
}

int command_help(program *all, const command_line *line)
{
    const char *name = word_of(line, 0);
    const command *own = name == NULL ? NULL : command_named(name);
    if (name != NULL && own == NULL)
        return complain(all, ENDED_MISUSED, name, "is no command; `aftersale help` lists them");
    if (has_option(line, "all"))
        print_all(all);
    else if (own != NULL)
        print_command(own);
    else
        print_overview();
    return ENDED_WELL;
}
