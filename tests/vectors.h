/* SPDX-License-Identifier: MIT */
/* A table of known answers, and how it went. Each kind of table is a function that `vectors` knows by name. */
#ifndef VECTORS_H
#define VECTORS_H
#include <stdbool.h>

typedef struct tally {
    const char *path;
    long agree, all;
    bool unusable;
} tally;

/* Says why the table is of no use, and ends it. */
void vectors_unusable(tally *count, const char *why);

void vectors_holidays(const char *const *paths, tally *count); /* vectors, calendars (S34) */
void vectors_rrule(const char *const *paths, tally *count); /* rules of RFC 5545 (S18) */
#endif
