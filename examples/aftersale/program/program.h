/* SPDX-License-Identifier: MIT */
/* What all commands of the program share: the book that is open, the clock, the form of output. */
#ifndef PROGRAM_H
#define PROGRAM_H
#include "aftersale.h"
#include "arguments/command_line.h"
#include "basics/endings.h"
#include "output/output.h"

typedef struct command command;
typedef struct progress progress;
typedef struct program {
    command_line options; /* those before the command */
    output_format format;
    bool has_color, is_quiet;
    uint64_t seed;
    bool has_clock; /* the time is `now`, not the system's */
    aftersale_time now;
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *book;   /* NULL until a command needs it */
    const command *command; /* at work; NULL: none */
    progress *bar;          /* shown at this time; NULL: none */
    bool has_answered;      /* what comes next is parted from it */
    bool has_quit;
    int depth;              /* scripts within scripts */
} program;

/* The options before the command. */
extern const option_spec program_options[];

/* Takes the options. @return how it ended */
int program_begin(program *program, const command_line *options);
/* Opens the book where it is not open. @return how it ended */
int program_open(program *program);
void program_end(program *program);
/* Begins the answer of a command. */
void program_answer(program *program, output *out);

/* The time of the clock. */
aftersale_time program_now(program *program);
/* Sets the clock, for what is played through. */
void program_set_clock(program *program, aftersale_time now);

/* Reads an id from the command line. False: it is none, and it was said. */
bool program_read_id(const program *program, const char *text, aftersale_id *out);
/* Reads an instant, or a date, which stands for its midnight in UTC. False: it is neither, and it was
 * said. */
bool program_read_time(const program *program, const char *text, aftersale_time *out);
/* Reads a date from the command line. False: it is none, and it was said. */
bool program_read_date(const program *program, const char *text, aftersale_date *out);
/* The whole of a file, "-" being the standard input, with a NUL behind it; to be freed. `size` may be NULL. NULL: it
 * cannot be read, and it was said. */
char *program_read_file(const program *program, const char *path, size_t *size);

/* The word for a number of an enumeration, and the number for a word; "" and 0 when there is none. */
const char *choice_word(aftersale_kind kind, int32_t tag, int32_t number, char out[32]);
int32_t choice_number(aftersale_kind kind, int32_t tag, const char *word);
#endif
