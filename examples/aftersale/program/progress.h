/* SPDX-License-Identifier: MIT */
/* Work that may take long: a bar on the standard error while it lasts, where that is a terminal and there is no
 * --quiet; and Ctrl-C ends the work, not the program. */
#ifndef PROGRESS_H
#define PROGRESS_H
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct program program;
typedef struct progress {
    program *all;
    const char *what;
    uint64_t total; /* 0: nobody knows how much it is */
    int64_t drawn_at;
    bool is_shown, is_drawn;
    struct sigaction before; /* what Ctrl-C does otherwise */
} progress;

/* One work at a time. */
void progress_begin(program *program, progress *bar, const char *what, uint64_t total);
/* False: the work is to end. */
bool progress_at(progress *bar, uint64_t done);
/* Clears the line for something else; NULL is fine. */
void progress_hide(progress *bar);
/* False: the work was to end. */
bool progress_end(progress *bar);
/* Whether the work at hand is to end. */
bool progress_is_stopped(void);
#endif
