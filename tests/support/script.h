/* SPDX-License-Identifier: MIT */
/* A script in which every command there is changes something. Every personal field that it writes holds SCRIPT_MARK. */
#ifndef TESTS_SUPPORT_SCRIPT_H
#define TESTS_SUPPORT_SCRIPT_H
#include "support/script_state.h"
#include <aftersale.h>
#include <stdbool.h>

#define SCRIPT_MARK "Zaphod-Mark-7781"
#define SCRIPT_STEPS 51

typedef struct script {
    aftersale_book *book;
    unsigned round;    /* each has customers and sales of its own, and changes what rounds share */
    size_t step;       /* that runs, or ran last */
    aftersale_advanced advanced; /* all that came of it */
    uint32_t commands; /* that have been done, a bit for each number */
    aftersale_id run, touch;
    char key[24];
    aftersale_status bad_line;
    void (*after_part)(struct script *at); /* between two commits of a step; may be NULL */
} script;

/* Finds what the step names by id: apart, as the step is to fail and not this. @return OK, or why not */
aftersale_status script_look(script *at, size_t step);
/* Runs a step with an idempotency key of its own: run again it has one effect. */
aftersale_status script_step(script *at, size_t step);
const char *script_step_name(size_t step);
/* Days that pass between the start of a round and the step; a round begins a day after the one before. */
int64_t script_days_before(size_t step);
/* Name of a command that has not been done; NULL: every one has. */
const char *script_left_out(const script *at);
#endif
