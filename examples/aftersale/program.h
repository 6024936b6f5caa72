/* SPDX-License-Identifier: MIT */
/* What all commands of the program share: the book that is open, the clock, the form of output. */
#ifndef PROGRAM_H
#define PROGRAM_H
#include "aftersale.h"
#include "command_line.h"
#include "table_output.h"

/* How the program ends. */
enum { ENDED_WELL = 0, ENDED_REFUSED = 1, ENDED_MISUSED = 2 };

typedef struct program {
    command_line options; /* --store, --book, --zone, --currency, --now, --seed, --format */
    output_format format;
    uint64_t seed;
    bool has_clock; /* the time is `now`, not the system's */
    aftersale_time now;
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *book; /* NULL until a command needs it */
} program;

#define PROGRAM_OPTIONS "store= book= zone= currency= now= seed="

/* Reads the options. False: one is wrong, and it was said. */
bool program_begin(program *program, const command_line *options);
/* Takes a form of output by its name. False: there is none of that name, and it was said. */
bool program_set_format(program *program, const char *name);
/* Opens the book where it is not open. False: it cannot be opened, and the reason was said. */
bool program_open(program *program);
void program_end(program *program);
/* The time of the clock. */
aftersale_time program_now(program *program);
/* Sets the clock, for what is played through. */
void program_set_clock(program *program, aftersale_time now);

/* Says what the last call on the book failed with, every problem on a line. @return ENDED_REFUSED */
int program_refused(const program *program);
/* Says how a command is used. @return ENDED_MISUSED */
int program_misused(const char *usage);
/* Reads an id from the command line. False: it is none, and it was said. */
bool program_read_id(const char *text, aftersale_id *out);
/* Reads an instant, or a date, which stands for its midnight in UTC. False: it is neither, and it was
 * said. */
bool program_read_time(const char *text, aftersale_time *out);
/* The whole of a file, "-" being the standard input; to be freed. NULL: it cannot be read, and it was
 * said. */
char *program_read_file(const char *path);

/* The word for a number of an enumeration, and the number for a word; "" and 0 when there is none. */
const char *choice_word(aftersale_kind kind, int32_t tag, int32_t number, char out[32]);
int32_t choice_number(aftersale_kind kind, int32_t tag, const char *word);
#endif
