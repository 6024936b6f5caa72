/* SPDX-License-Identifier: MIT */
/* Collects everything that is wrong with an input, with its place, before anybody answers. */
#ifndef AS_BASE_PROBLEMS_H
#define AS_BASE_PROBLEMS_H
#include "base/memory.h"
#include "base/message.h"
#include "aftersale/error.h"

#define AS__PROBLEMS_MAX 64

typedef struct as__problems {
    as__arena arena;
    aftersale_problem *items; /* in the arena, made for the first */
    size_t count;   /* noted, at most AS__PROBLEMS_MAX */
    size_t seen;    /* all of them */
    char path[256]; /* where we are: "lines[2].price"; cut when longer */
    bool failed;    /* no memory for a text */
} as__problems;

void as__problems_init(as__problems *problems, const as__memory *memory);
void as__problems_reset(as__problems *problems);
void as__problems_free(as__problems *problems);

/* Walk down into a field or an item, and back: as__path_pop() takes what the push gave. */
size_t as__path_field(as__problems *problems, const char *name);
size_t as__path_item(as__problems *problems, size_t index);
void as__path_pop(as__problems *problems, size_t mark);

/* Notes a problem at the place where we are. `line` 0: none. `text` NULL: the message's own words. */
void as__problem(as__problems *problems, int32_t line, as__message message, const char *text);
#endif
