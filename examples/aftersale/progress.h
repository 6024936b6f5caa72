/* SPDX-License-Identifier: MIT */
/* A bar on the standard error while something takes long; nothing where that is no terminal, or with --quiet. */
#ifndef PROGRESS_H
#define PROGRESS_H
#include <stdbool.h>
#include <stdint.h>

typedef struct program program;
typedef struct progress {
    program *all; /* NULL: nothing is shown */
    const char *what;
    uint64_t total; /* 0: nobody knows how much it is */
    int64_t drawn_at;
    bool is_drawn;
} progress;

void progress_begin(program *program, progress *bar, const char *what, uint64_t total);
void progress_at(progress *bar, uint64_t done);
/* Clears the line for something else; NULL is fine. */
void progress_hide(progress *bar);
void progress_end(progress *bar);
#endif
