/* SPDX-License-Identifier: MIT */
/* A script in which every command there is changes something, and a book's state as text to compare. Every personal
 * field that it writes holds SCRIPT_MARK. */
#ifndef TESTS_SUPPORT_SCRIPT_H
#define TESTS_SUPPORT_SCRIPT_H
#include <aftersale.h>
#include <stdbool.h>

#define SCRIPT_MARK "Zaphod-Mark-7781"
#define SCRIPT_STEPS 40

typedef struct script {
    aftersale_book *book;
    unsigned round;    /* each has customers and sales of its own, and changes what rounds share */
    uint32_t commands; /* that have been done, a bit for each number */
    aftersale_id run, touch;
    char key[24];
    aftersale_status bad_line;
} script;

/* Finds what the step names by id: apart, as the step is to fail and not this. @return OK, or why not */
aftersale_status script_look(script *at, size_t step);
/* Runs a step with an idempotency key of its own: run again it has one effect. */
aftersale_status script_step(script *at, size_t step);
const char *script_step_name(size_t step);
/* Name of a command that has not been done; NULL: every one has. */
const char *script_left_out(const script *at);

/* An export with its events, as JSON Lines. */
typedef struct script_state {
    char *text;
    size_t size, room;
} script_state;

/* What differs between two runs that come to the same, ids and digests, is masked. @return OK, or why not */
aftersale_status script_state_read(aftersale_book *book, script_state *out);
void script_state_free(script_state *state);
#endif
