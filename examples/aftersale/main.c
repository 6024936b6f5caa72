/* SPDX-License-Identifier: MIT */
/* A program over libaftersale: customers and sales come in from files, worklists and written plans go out. */
#include "arguments/word_cutter.h"
#include "program/complaint.h"
#include "shell/line_editor.h"
#include "shell/shell.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Without a command: what the terminal says, or what comes from elsewhere. */
static int run_without(program *all)
{
    char *prompt[] = {"prompt"}, *script[] = {"run", "-"};
    if (isatty(STDIN_FILENO) && !has_option(&all->options, "store"))
        return complain(all, ENDED_MISUSED, NULL,
                        "there is neither a command nor a --store; see `aftersale help`");
    return isatty(STDIN_FILENO) ? commands_run(all, prompt, 1) : commands_run(all, script, 2);
}

/* Reads the options of the environment, then those of the command line. @return how many arguments were read; -1:
 * see `fault` */
static int read_options(char *const *args, int count, word_list *usual, command_line *out)
{
    const char *text = getenv("AFTERSALE_OPTIONS");
    out->fault = words_cut(text == NULL ? "" : text, usual);
    out->culprit = "AFTERSALE_OPTIONS";
    if (out->fault != NULL)
        return -1;
    int read = command_line_read(usual->words, usual->count, program_options, true, out);
    if (read >= 0 && read < usual->count) {
        out->fault = "takes options alone";
        return -1;
    }
    return read < 0 ? -1 : command_line_read(args, count, program_options, true, out);
}

static void show_version(void)
{
    uint32_t version = aftersale_version();
    printf("aftersale %u.%u.%u, %s line editing\n", (unsigned)(version >> 16), (unsigned)(version >> 8 & 255),
           (unsigned)(version & 255), line_editor_edits ? "with" : "without");
}

static int run(program *all, const command_line *options, char *const *args, int count)
{
    char *help[] = {"help"};
    int ended = program_begin(all, options);
    if (ended != ENDED_WELL)
        return ended;
    if (has_option(options, "version")) {
        show_version();
        return ENDED_WELL;
    }
    if (has_option(options, "help"))
        return commands_run(all, help, 1);
    return count > 0 ? commands_run(all, args, count) : run_without(all);
}

int main(int argc, char **argv)
{
    program all = {.format = OUTPUT_TABLE};
    command_line options = {.word_count = 0};
    word_list usual;
    int read = read_options(argv + 1, argc - 1, &usual, &options);
    int ended = read < 0 ? complain(&all, ENDED_MISUSED, options.culprit, options.fault)
                         : run(&all, &options, argv + 1 + read, argc - 1 - read);
    program_end(&all);
    words_free(&usual);
    if ((fflush(stdout) != 0 || ferror(stdout)) && ended == ENDED_WELL)
        ended = complain_of_file(&all, "standard output");
    return ended;
}
